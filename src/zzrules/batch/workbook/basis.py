"""What the sheet 「依据」 tells: the rulebook, its policies and their versions, parameters, readings and grounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version as version_of

from zzrules.batch.workbook.pages import Table
from zzrules.ground.citation import Citation
from zzrules.ground.regulation import Regulation
from zzrules.plan import model


def basis_tables(
    plan: model.Plan, regulation: Regulation, digest: str, columns: Sequence[str], day: date | None, stated: str
) -> Iterator[Table]:
    """Yield the tables on the policies of which a frame has columns, in the order of the regulation."""
    given = {name.partition(".")[0] for name in columns}
    policies = sorted((one for one in plan.policies if one.code in given), key=lambda one: one.citation)
    on = day.toordinal() if day is not None else None
    yield (
        "本表",
        ("项目", "内容"),
        [
            ("依据", f"《{regulation.title}》（{regulation.number}）"),
            ("发布机关", regulation.issuer),
            ("施行", f"{regulation.in_force} 至 {regulation.last_day}"),
            ("评价日", stated),
            ("政策版本摘要（SHA-256）", digest),
            ("程序", f"zzrules {_release()}"),
        ],
    )
    yield (
        "政策和版本",
        ("政策", "依据", "行为日期在", "至", "评价日在此期间", "条文"),
        [
            (one.name, str(one.citation), *_interval(part), _within(part, on), _words(regulation, one.citation))
            for one in policies
            for part in one.versions
        ],
    )
    yield (
        "参数",
        ("政策", "参数", "取值", "自", "评价日有效", "依据"),
        [
            (one.name, each.name, each.text, date.fromordinal(each.since), _within(part, on), _cited(each.citation))
            for one in policies
            for part in one.versions
            for each in part.parameters
        ],
    )
    yield (
        "情形",
        ("政策", "情形", "依据", "条文"),
        [
            (one.name, each.name, _cited(each.citation), _words(regulation, each.citation))
            for one in policies
            for each in {ground.name: ground for part in one.versions for ground in part.grounds}.values()
        ],
    )
    yield (
        "口径",
        ("政策", "口径", "本表所采", "另说", "依据"),
        [
            (one.name, each.name, each.taken, "、".join(each.others), each.basis)
            for one in policies
            for each in {reading.name: reading for part in one.versions for reading in part.readings}.values()
        ],
    )


def _release() -> str:
    try:
        return version_of("zzrules")
    except PackageNotFoundError:
        return "（未安装）"


def _interval(part: model.Version) -> tuple[date, date]:
    return date.fromordinal(part.first), date.fromordinal(part.last)


def _within(part: model.Version, on: int | None) -> str:
    return "" if on is None else "是" if part.first <= on <= part.last else "否"


def _cited(citation: Citation | None) -> str:
    return str(citation) if citation is not None else ""


def _words(regulation: Regulation, citation: Citation | None) -> str:
    return regulation.text(citation) if citation is not None else ""

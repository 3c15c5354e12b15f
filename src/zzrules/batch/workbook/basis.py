"""What the sheet 「依据」 tells: the rulebook, its policies and their versions, parameters, readings and grounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version as version_of

from zzrules.base.citation import Citation
from zzrules.base.regulation import Regulation
from zzrules.batch.workbook.pages import Table
from zzrules.plan import model


def basis_tables(
    plan: model.Plan, regulation: Regulation, digest: str, columns: Sequence[str], day: date | None, stated: str
) -> Iterator[Table]:
    """Yield the tables on the policies of which a frame has columns, in the order of the regulation."""
    given = {name.partition(".")[0] for name in columns}
    policies = sorted((one for one in plan.policies if one.code in given), key=lambda one: one.citation)
    on = day.toordinal() if day is not None else None
    yield (
        "评价依据",
        (),
        [
            (f"法规：《{regulation.title}》（{regulation.number}），{regulation.issuer}",),
            (f"施行：{regulation.in_force} 至 {regulation.last_day}",),
            (f"评价日：{stated}",),
            (f"政策文件摘要（SHA-256）：{digest}",),
            (f"程序：zzrules {_release()}",),
        ],
    )
    yield (
        "政策和版本",
        ("政策", "依据", "版本", "条文原文", "行为日期自", "至", "含评价日"),
        [
            (
                one.name,
                _cited(one.citation),
                number,
                _words(regulation, one.citation),
                *_interval(part),
                _at([part], on),
            )
            for one in policies
            for number, part in enumerate(one.versions, 1)
        ],
    )
    yield (
        "参数",
        ("政策", "依据", "参数", "取值", "自", "至", "含评价日"),
        [
            (one.name, _cited(each.citation), each.name, each.text, date.fromordinal(each.since), until, at)
            for one in policies
            for each, until, at in _parameters(one, on)
        ],
    )
    yield (
        "情形",
        ("政策", "依据", "情形", "条文原文"),
        [
            (one.name, _cited(each.citation), each.name, _words(regulation, each.citation))
            for one in policies
            for each in {ground.name: ground for part in one.versions for ground in part.grounds}.values()
        ],
    )
    yield (
        "口径（条文未写明、各有其说的，本表所采的一种）",
        ("政策", "依据", "口径", "所采和另说"),
        [
            (one.name, each.basis, each.name, f"采：{each.taken}。另说：{'、'.join(each.others)}")
            for one in policies
            for each in {reading.name: reading for part in one.versions for reading in part.readings}.values()
        ],
    )


def _parameters(policy: model.Policy, on: int | None) -> Iterator[tuple[model.Parameter, date, str]]:
    """Yield each value that a parameter has had, with its last day, and whether it is that of the day of evaluation."""
    lasting: dict[model.Parameter, list[model.Version]] = {}
    for part in policy.versions:
        for one in part.parameters:
            lasting.setdefault(one, []).append(part)
    for one, parts in lasting.items():
        yield one, date.fromordinal(parts[-1].last), _at(parts, on)


def _release() -> str:
    try:
        return version_of("zzrules")
    except PackageNotFoundError:
        return "（未安装）"


def _interval(part: model.Version) -> tuple[date, date]:
    return date.fromordinal(part.first), date.fromordinal(part.last)


def _at(parts: Sequence[model.Version], on: int | None) -> str:
    """Return whether a day is in one of the intervals of versions, in a word; nothing if there is no one day."""
    return "" if on is None else "是" if any(part.first <= on <= part.last for part in parts) else "否"


def _cited(citation: Citation | None) -> str:
    return str(citation) if citation is not None else ""


def _words(regulation: Regulation, citation: Citation | None) -> str:
    return regulation.text(citation) if citation is not None else ""

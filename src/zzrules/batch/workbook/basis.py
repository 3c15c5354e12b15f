"""The tables of the sheet 「依据」: the rulebook, its policies with versions, parameters, grounds and readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version as version_of

from zzrules.base.citation import Citation
from zzrules.base.regulation import NO_END, term
from zzrules.base.regulations import Regulations
from zzrules.batch.headings import Table
from zzrules.plan import model


def basis_tables(
    plan: model.Plan, regulations: Regulations, digest: str, columns: Sequence[str], day: date | None, stated: str
) -> Iterator[Table]:
    """Yield the tables on the policies that have columns in a frame, in the order of the regulation."""
    given = {name.partition(".")[0] for name in columns}
    policies = sorted((policy for policy in plan.policies if policy.code in given), key=lambda policy: policy.citation)
    on, own = day.toordinal() if day is not None else None, regulations.own
    yield (
        "评价依据",
        (),
        [
            (f"法规：《{own.title}》（{own.number}），{own.issuer}",),
            (f"施行：{term(own.in_force, own.last_day, ' ')}",),
            *(
                (f"其他法规：{one.source}，{one.issuer}，{term(one.in_force, one.last_day, ' ')}",)
                for one in regulations.others
            ),
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
                policy.name,
                _cited(version.citation),
                number,
                _text(regulations, version.citation),
                date.fromordinal(version.first),
                _until(version),
                _holds_on([version], on),
            )
            for policy in policies
            for number, version in enumerate(policy.versions, 1)
        ],
    )
    yield (
        "参数",
        ("政策", "依据", "参数", "取值", "自", "至", "含评价日"),
        [
            (policy.name, _cited(value.citation), value.name, value.text, date.fromordinal(value.since), until, holds)
            for policy in policies
            for value, until, holds in _parameters(policy, on)
        ],
    )
    yield (
        "情形",
        ("政策", "依据", "情形", "条文原文"),
        [
            (policy.name, _cited(ground.citation), ground.name, _text(regulations, ground.citation))
            for policy in policies
            for ground in {
                (ground.name, ground.citation): ground for version in policy.versions for ground in version.grounds
            }.values()
        ],
    )
    yield (
        "口径（条文未写明、各有其说的，本表所采的一种）",
        ("政策", "依据", "口径", "所采和另说"),
        [
            (policy.name, reading.basis, reading.name, f"采：{reading.taken}。另说：{'、'.join(reading.others)}")
            for policy in policies
            for reading in {
                reading.name: reading for version in policy.versions for reading in version.readings
            }.values()
        ],
    )


def _parameters(policy: model.Policy, on: int | None) -> Iterator[tuple[model.Parameter, date | None, str]]:
    """Yield each value that a parameter has had, with its last day, and whether it holds on the day of evaluation."""
    versions: dict[model.Parameter, list[model.Version]] = {}
    for version in policy.versions:
        for value in version.parameters:
            versions.setdefault(value, []).append(version)
    for value, of_value in versions.items():
        yield value, _until(of_value[-1]), _holds_on(of_value, on)


def _until(version: model.Version) -> date | None:
    """Return the last day of a version; none of one without an end."""
    return None if version.last == NO_END.toordinal() else date.fromordinal(version.last)


def _release() -> str:
    try:
        return version_of("zzrules")
    except PackageNotFoundError:
        return "（未安装）"


def _holds_on(versions: Sequence[model.Version], on: int | None) -> str:
    """Return in a word whether a day is in the interval of one of the versions; empty if there is no single day."""
    return "" if on is None else "是" if any(version.first <= on <= version.last for version in versions) else "否"


def _cited(citation: Citation | None) -> str:
    return str(citation) if citation is not None else ""


def _text(regulations: Regulations, citation: Citation | None) -> str:
    return regulations.text(citation) if citation is not None else ""

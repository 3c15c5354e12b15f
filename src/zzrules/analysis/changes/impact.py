"""What another reading changes: for each reading that policies take, the smallest case that is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zzrules.analysis.changes.difference import PolicyDifference
from zzrules.analysis.changes.report import Difference
from zzrules.analysis.searching.court import WEEKENDS_ONLY
from zzrules.analysis.searching.scenario import key_of, said_by_both, scenario
from zzrules.analysis.searching.witness import Case
from zzrules.base.truth import Truth
from zzrules.plan import model

_TRUTHS: Final[Mapping[Truth, str]] = {True: "成立", None: "待查明"}


@dataclass(frozen=True)
class Impact:
    """What one reading of a policy, taken otherwise, changes: the policies under the other side beside those as is."""

    policy: model.Policy
    reading: model.Reading
    other: str
    difference: Difference

    @property
    def turned(self) -> tuple[str, ...]:
        """The policies (codes) of which a case is answered otherwise."""
        return tuple(one.code for one in self.difference.policies if one.found == "otherwise")

    def lines(self) -> Iterator[str]:
        """Yield in Chinese what it changes, with the smallest case of each policy that it touches."""
        yield f"{self.policy.name}（{self.policy.citation}）　口径「{self.reading.name}」"
        yield f"  现在采「{self.reading.taken}」，另说「{self.other}」"
        match self.difference.found:
            case "same":
                yield "  改采另说，结论处处相同（已证明）"
            case "open":
                tried = sum(stretch.tried for one in self.difference.policies for stretch in one.stretches)
                yield f"  未穷尽：试了 {tried} 份案卷，没有找到结论不同的，也没有证明处处相同"
            case "otherwise":
                for one in self.difference.policies:
                    if one.after is not None and (case := telling(one)) is not None:
                        yield from self._case(one.after, case)

    def _case(self, policy: model.Policy, case: Case) -> Iterator[str]:
        """Yield the smallest case in which a policy answers otherwise, as a scenario."""
        plan = self.difference.before.plan
        key, otherwise = key_of(plan, policy), f"{self.reading.name}：{self.other}"
        asserted = list(said_by_both(policy, key, otherwise, case))
        for ground in dict.fromkeys((*case.before.grounds, *case.after.grounds)):
            was, now = (_TRUTHS.get(side.grounds.get(ground, False), "不成立") for side in (case.before, case.after))
            if was != now and case.before.possible == case.after.possible:
                yield f"  {policy.name}的情形「{ground}」{was}，改采另说，{now}"
        if case.assumed:
            yield f"  （还没有放假安排的年份，按{WEEKENDS_ONLY}推算）"
        yield ""
        name = f"{policy.name}，口径「{self.reading.name}」采「{self.reading.taken}」还是采「{self.other}」，结论不同"
        yield from scenario(name, case.facts, case.on, key, asserted, plan.vocabulary)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "policy": self.policy.code,
            "reading": self.reading.name,
            "taken": self.reading.taken,
            "other": self.other,
            "basis": self.reading.basis,
            "found": self.difference.found,
            "turned": list(self.turned),
            "policies": [one for one in self.difference.to_dict()["policies"] if one["found"] != "same"],
        }


def telling(difference: PolicyDifference) -> Case | None:
    """Return the case that says most of a difference: one with another outcome, decided, small; None without any."""
    cases = [case for stretch in difference.stretches for case in stretch.cases]
    return min(
        cases,
        key=lambda one: (one.before.possible == one.after.possible, not one.decided, one.assumed, len(one.facts)),
        default=None,
    )


def alternatives(policy: model.Policy) -> Iterator[tuple[model.Reading, str]]:
    """Yield each reading of a policy with each of its other sides, as the newest version states it."""
    readings = {reading.name: reading for version in policy.versions for reading in version.readings}
    for reading in readings.values():
        yield from ((reading, other) for other in reading.others)

"""What another reading changes: for each reading that policies take, the smallest case that is answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zzrules.analysis.report import Difference
from zzrules.plan import model


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
        yield f"  采「{self.reading.taken}」；另说「{self.other}」"
        if self.reading.basis:
            yield f"  依据：{self.reading.basis}"
        match self.difference.found:
            case "same":
                yield "  改采另说，结论处处相同（已证明）"
            case "open":
                tried = sum(stretch.tried for one in self.difference.policies for stretch in one.stretches)
                yield f"  未穷尽：试了 {tried} 份案卷，没有找到结论不同的，也没有证明处处相同"
            case "otherwise":
                for code in self.turned:
                    yield ""
                    yield from self.difference.smallest(code)

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


def alternatives(policy: model.Policy) -> Iterator[tuple[model.Reading, str]]:
    """Yield each reading of a policy with each of its other sides, as the newest version states it."""
    readings = {reading.name: reading for version in policy.versions for reading in version.readings}
    for reading in readings.values():
        yield from ((reading, other) for other in reading.others)

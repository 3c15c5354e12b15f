"""Policies by what they mean whichever readings are taken: what holds of them here holds under each.

A condition on a reading becomes one on a fact that nobody records, and what is derived by reading stays a name.
"""

from __future__ import annotations

from typing import Any, Final

from zzrules.analysis.proving.meaning import Meaning
from zzrules.plan import model, nodes
from zzrules.plan.bound import Bound
from zzrules.plan.constraints import COMMON
from zzrules.policy import expressions, syntax
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.policy.yamltree import Scalar

_MARK: Final = "\0"


class Openly(Meaning):
    """The policies of a plan in their plain form, with their readings left open."""

    def __init__(self, bound: Bound) -> None:
        """Take the rulebook."""
        self._options: dict[tuple[str, str], Fact] = {}
        self._kept: dict[str, frozenset[str]] = {}
        self._owners: dict[int, str] = {}
        for text in bound.policies.value:
            self._kept[text.code] = self._kept.get(text.code, frozenset()) | _by_reading(text)
            for reading in text.readings:
                options = [option.text for option in (reading.taken, *reading.others)]
                name = f"{_MARK}{text.code}{_MARK}{reading.name.text}"
                known = self._options.get((text.code, reading.name.text))
                merged = dict.fromkeys([*(known.options if known is not None else ()), *options])
                codes = {option: option for option in merged}
                self._options[text.code, reading.name.text] = Fact(name, reading.name.text, Kind.OPTION, "", codes)
        for policy in bound.plan.policies:
            self._owners |= {id(version): policy.code for version in policy.versions}
        self._owners[id(COMMON)], self._kept[""] = "", frozenset()
        super().__init__(bound.plan)

    def plain(self, part: Any, version: model.Version) -> Any:
        """Return a condition or a value of a version (of the plan's own) in its plain form."""
        return self._node(part, version, {})

    def _stated(self, part: Any, version: model.Version) -> Any:
        code = self._owners[id(version)]
        match part:
            case nodes.Constant(_, reading, option) if reading and (fact := self._options.get((code, reading))):
                return nodes.Among(nodes.FactValue(fact), frozenset((option,)), inside=True)
            case nodes.DerivedValue(name, _) if name in self._kept[code]:
                return part
            case nodes.DerivedCondition(name) if name in self._kept[code]:
                return nodes.IsTrue(nodes.FactValue(Fact(f"{_MARK}{code}{_MARK}{name}", name, Kind.FLAG, "")))
            case _:
                return None


def _by_reading(text: syntax.Policy) -> frozenset[str]:
    """Return the names that a policy derives otherwise under other readings, by themselves."""
    readings = {reading.name.text for reading in text.readings}
    return frozenset(
        name.text
        for name, derivation in text.derived
        if any(
            isinstance(part, expressions.ByReading) or (isinstance(part, Scalar) and part.text in readings)
            for part in _values(derivation)
        )
    )


def _values(derivation: expressions.Derivation) -> list[object]:
    """Return what is in a derivation, without the conditions on readings, which stay open by themselves."""
    found: list[object] = []
    waiting: list[object] = [derivation]
    while waiting:
        part = waiting.pop()
        if isinstance(part, expressions.ReadingIs):
            continue
        found.append(part)
        if isinstance(part, tuple):
            waiting += part
        elif hasattr(part, "__match_args__"):
            waiting += (getattr(part, name) for name in type(part).__match_args__)
    return found

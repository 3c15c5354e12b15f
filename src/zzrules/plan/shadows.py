"""What keeps an entry of a decision list from being the first that holds, though its own condition is still open.

An entry is the outcome only where its condition holds and those above it fail. Under these assumptions the conditions
above it, and its own, may come down to something that is known: 「情形有其一」 below 「情形有其一，且已更换」 is
reached only where nobody was replaced. This is unit propagation over the plan's conditions, once, before any record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from zzrules.plan import nodes
from zzrules.plan.nodes import NEVER, Condition, Constant, Node

_MOST: Final = 400
"""Conditions of more nodes are not looked into."""
_BRANCHES: Final = 9


class Shadows:
    """Finds what keeps the entries of one version from being the first that holds."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        required: Sequence[Condition],
        names: Mapping[str, Node],
        grounds: Mapping[str, tuple[Condition, Condition]],
    ) -> None:
        """Take the conditions of the entries in their order, and what the version requires.

        ``names`` are its derived values and conditions, ``grounds`` the conditions and procedures of its grounds.
        """
        self._conditions, self._required = conditions, required
        self._names, self._grounds = names, grounds
        self._large = sum(1 for condition in conditions for _ in nodes.walk(condition)) > _MOST

    def of(self, at: int) -> Condition:
        """Return a condition under which the entry at a position is not the first, whatever is still unknown."""
        own, above = self._conditions[at], dict.fromkeys(self._conditions[:at])
        if own == nodes.TRUE or self._large:
            return NEVER
        reasons: list[Condition] = []
        failed = self._assumed()
        for condition in above:
            failed.fail(condition)
        if (simpler := failed.simplified(own)) != own:
            reasons.append(_not(simpler))
        branches = own.parts if isinstance(own, nodes.Any) and 1 < len(own.parts) <= _BRANCHES else (own,)
        each = []
        for branch in branches:
            held = self._assumed()
            held.hold(own)
            held.hold(branch)
            above_holds = [simpler for one in above if (simpler := held.simplified(one)) != one]
            each.append(_any([*above_holds, _not(branch)] if above_holds and branch != own else above_holds))
        reasons.append(each[0] if len(each) == 1 else _all(each, nodes.All(())))
        return _any(reasons)

    def first(self, positions: Collection[int]) -> list[Condition]:
        """Return for each of some entries when it holds and none before it does, but for others of these."""
        ways = []
        for at in positions:
            held, own = self._assumed(), self._conditions[at]
            held.hold(own)
            above = (one for before, one in enumerate(self._conditions[:at]) if before not in positions)
            ways.append(_all([own, *(_not(held.simplified(one)) for one in above)], nodes.All(())))
        return ways

    def _assumed(self) -> _Assumed:
        assumed = _Assumed(self._names, self._grounds)
        for condition in self._required:
            assumed.hold(condition)
        return assumed


class _Assumed:
    """Conditions taken to hold, or to fail, with all that follows from that at once."""

    def __init__(self, names: Mapping[str, Node], grounds: Mapping[str, tuple[Condition, Condition]]) -> None:
        self._names, self._grounds = names, grounds
        self._known: dict[Condition, bool] = {}
        self._options: dict[nodes.Value, frozenset[str]] = {}

    def hold(self, condition: Condition) -> None:
        """Take a condition to hold."""
        self._known[condition] = True
        match condition:
            case nodes.All(parts):
                for part in parts:
                    self.hold(part)
            case nodes.Any((part,)):
                self.hold(part)
            case nodes.Not(part):
                self.fail(part)
            case nodes.DerivedCondition(name) if name in self._names:
                self.hold(self._defined(name))
            case nodes.GroundHolds(name, complete) if name in self._grounds:
                holds, procedure = self._grounds[name]
                self.hold(holds)
                if complete:
                    self._known.setdefault(nodes.GroundHolds(name, complete=False), True)
                    self.hold(procedure)
            case nodes.Among(value, codes, True):
                self._options[value] = self._options.get(value, codes) & codes
            case nodes.Found(fact, expected, bodies, level, constitutive, presumed):
                opposite = nodes.Found(fact, not expected, bodies, level, constitutive, presumed)
                self._known.setdefault(opposite, False)
            case nodes.Compare(_, left, right):
                self._known.setdefault(nodes.Given(left), True)
                self._known.setdefault(nodes.Given(right), True)
            case _:
                pass

    def fail(self, condition: Condition) -> None:
        """Take a condition to fail."""
        self._known[condition] = False
        match condition:
            case nodes.Any(parts):
                for part in parts:
                    self.fail(part)
            case nodes.All((part,)):
                self.fail(part)
            case nodes.Not(part):
                self.hold(part)
            case nodes.DerivedCondition(name) if name in self._names:
                self.fail(self._defined(name))
            case _:
                pass

    def simplified(self, condition: Condition) -> Condition:
        """Return what a condition comes down to."""
        known = self._known.get(condition)
        if known is not None:
            return Constant(truth=known)
        match condition:
            case nodes.All(parts):
                return _all([self.simplified(part) for part in parts], condition)
            case nodes.Any(parts):
                return _any([self.simplified(part) for part in parts], condition)
            case nodes.Not(part):
                inner = self.simplified(part)
                return condition if inner == part else _not(inner)
            case nodes.DerivedCondition(name) if name in self._names:
                defined = self._defined(name)
                inner = self.simplified(defined)
                return condition if inner == defined else inner
            case nodes.GroundHolds(name, complete) if name in self._grounds:
                whole = nodes.All(self._grounds[name]) if complete else self._grounds[name][0]
                inner = self.simplified(whole)
                return condition if inner == whole else inner
            case nodes.Among(value, codes, inside) if value in self._options:
                left = self._options[value]
                if left <= codes or not left & codes:
                    return Constant(truth=(left <= codes) is inside)
                return condition
            case _:
                return condition

    def _defined(self, name: str) -> Condition:
        defined = self._names[name]
        assert isinstance(defined, Condition)
        return defined


def _all(parts: list[Condition], whole: nodes.All) -> Condition:
    left = [part for part in parts if not _same(part, truth=True)]
    if any(_same(part, truth=False) for part in left):
        return NEVER
    if tuple(parts) == whole.parts:
        return whole
    return left[0] if len(left) == 1 else nodes.All(tuple(left)) if left else nodes.TRUE


def _any(parts: list[Condition], whole: nodes.Any | None = None) -> Condition:
    left = [part for part in parts if not _same(part, truth=False)]
    if any(_same(part, truth=True) for part in left):
        return nodes.TRUE
    if whole is not None and tuple(parts) == whole.parts:
        return whole
    return left[0] if len(left) == 1 else nodes.Any(tuple(left)) if left else NEVER


def _not(part: Condition) -> Condition:
    match part:
        case Constant():
            return Constant(truth=not part.truth)
        case nodes.Not(inner):
            return inner
        case _:
            return nodes.Not(part)


def _same(part: Condition, *, truth: bool) -> bool:
    return isinstance(part, Constant) and part.truth is truth

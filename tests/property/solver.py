"""The reference meaning of a policy for a solver (Z3): conditions on two rails, surely true and surely false.

Written from `zzrules.engines.reference` alone; nothing of `zzrules.analysis` is used. Covered are policies of a single
version on facts of the kinds 是否, 选项, 整数 and 日期, recorded, unrecorded or 无: requirements, grounds, the decision
list; 且, 或, 非, 是, 有, 属于, comparisons of facts with one another, with literals and with the day of evaluation. Not
covered are lists, findings, derived values, deadlines, duties, other policies, and facts known in part.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from zzrules.plan import model, nodes
from zzrules.plan.model import NOT_APPLICABLE
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

FIRST, LAST = date(2026, 1, 1).toordinal(), date(2035, 12, 31).toordinal()
_FAR = 10**7
"""Farther than any day."""


class Truth(NamedTuple):
    """The two rails."""

    true: Any
    false: Any


class Extent(NamedTuple):
    """Within what a value lies, whether it is 无, and whether it may be."""

    low: Any
    high: Any
    none: Any
    may_be_none: Any


class Encoding:
    """A record with unknown contents, and what policies say of it."""

    def __init__(self, z3: Any, vocabulary: Vocabulary, labels: tuple[str, ...]) -> None:
        self.z3, self.on = z3, z3.Int("on")
        self.facts = {vocabulary.by_label[label].name: vocabulary.by_label[label] for label in labels}
        self.known = {name: z3.Bool(f"{name} known") for name in self.facts}
        self.none = {name: z3.Bool(f"{name} none") for name in self.facts}
        self.values = {name: z3.Int(name) for name in self.facts}
        self.limits = [self.on >= FIRST, self.on <= LAST]
        for name, fact in self.facts.items():
            low, high = self._limits(fact)
            self.limits += [self.values[name] >= low, self.values[name] <= high]
            self.limits += [] if fact.may_be_none else [z3.Not(self.none[name])]

    def _limits(self, fact: Fact) -> tuple[Any, Any]:
        match fact.kind:
            case Kind.FLAG:
                return 0, 1
            case Kind.OPTION:
                return 0, len(fact.options) - 1
            case Kind.INTEGER:
                low, high = fact.limits
                return -_FAR if low is None else low, _FAR if high is None else high
            case Kind.DATE:
                return 1, date.max.toordinal() if fact.may_be_future else self.on
        raise AssertionError(fact.kind)

    # ── values ──────────────────────────────────────────────────────

    def _extent(self, node: nodes.Value) -> Extent:
        z3 = self.z3
        match node:
            case nodes.Literal(int(value)):
                return Extent(z3.IntVal(value), z3.IntVal(value), z3.BoolVal(False), z3.BoolVal(False))
            case nodes.EvaluationDay():
                return Extent(self.on, self.on, z3.BoolVal(False), z3.BoolVal(False))
            case nodes.FactValue(fact):
                low, high = self._limits(fact)
                if fact.kind is Kind.DATE:  # of an unknown one no bound is known but today
                    low, high = -_FAR, _FAR if fact.may_be_future else high
                known, none, value = self.known[fact.name], self.none[fact.name], self.values[fact.name]
                may = z3.If(known, none, z3.BoolVal(fact.may_be_none))
                return Extent(z3.If(known, value, low), z3.If(known, value, high), z3.And(known, none), may)
        raise AssertionError(node)

    # ── conditions ──────────────────────────────────────────────────

    def truth(self, node: nodes.Condition, version: model.Version) -> Truth:
        z3 = self.z3
        match node:
            case nodes.Constant(truth):
                return Truth(z3.BoolVal(truth), z3.BoolVal(not truth))
            case nodes.All(parts):
                return self.all_of([self.truth(part, version) for part in parts])
            case nodes.Any(parts):
                told = [self.truth(part, version) for part in parts]
                return Truth(z3.Or([one.true for one in told]), z3.And([one.false for one in told]))
            case nodes.Not(part):
                return Truth(*reversed(self.truth(part, version)))
            case nodes.IsTrue(nodes.FactValue(fact)):
                known, value = self.known[fact.name], self.values[fact.name]
                return Truth(z3.And(known, value == 1), z3.And(known, value == 0))
            case nodes.Given(inner):
                given = self._extent(inner)
                return Truth(z3.Not(given.may_be_none), given.none)
            case nodes.Among(nodes.FactValue(fact), codes, inside):
                return self._among(fact, [code in codes for code in fact.options.values()], inside=inside)
            case nodes.Compare(operator, left, right):
                return self._compared(operator, self._extent(left), self._extent(right))
            case nodes.GroundHolds(name, False):
                ground = version.ground(name)
                assert ground is not None
                return self.truth(ground.condition, version)
        raise AssertionError(node)

    def all_of(self, told: list[Truth]) -> Truth:
        return Truth(self.z3.And([one.true for one in told]), self.z3.Or([one.false for one in told]))

    def _among(self, fact: Fact, members: list[bool], *, inside: bool) -> Truth:
        z3, name = self.z3, fact.name
        fits = [at for at, member in enumerate(members) if member is inside]
        one = z3.And(z3.Not(self.none[name]), z3.Or([self.values[name] == at for at in fits]))
        whatever = z3.BoolVal(len(fits) == len(members) and not fact.may_be_none)
        never = z3.BoolVal(not fits)
        known = self.known[name]
        return Truth(z3.If(known, one, whatever), z3.If(known, z3.Not(one), never))

    def _compared(self, operator: str, one: Extent, other: Extent) -> Truth:
        z3 = self.z3
        below, above = one.high < other.low, other.high < one.low
        upto, from_ = one.high <= other.low, other.high <= one.low
        same = z3.And(one.low == one.high, other.low == other.high, one.low == other.low)
        always, never = {
            "<": (below, from_),
            "<=": (upto, above),
            ">": (above, upto),
            ">=": (from_, below),
            "==": (same, z3.Or(below, above)),
            "!=": (z3.Or(below, above), same),
        }[operator]
        none = z3.Or(one.none, other.none)
        may = z3.Or(one.may_be_none, other.may_be_none)
        return Truth(z3.And(z3.Not(may), always), z3.Or(none, never))

    # ── policies ────────────────────────────────────────────────────

    def said(self, version: model.Version) -> dict[str, Any]:
        """Return what a version says: of each outcome whether it is possible, of each ground both rails."""
        z3 = self.z3
        applies = self.all_of([self.truth(one.condition, version) for one in version.requirements])
        told: dict[str, Any] = {NOT_APPLICABLE: z3.Not(applies.true)}
        reached = z3.Not(applies.false)
        for entry in version.entries:
            holds, ruled_out = self.truth(entry.condition, version), self.truth(entry.unless, version).true
            first = z3.And(reached, z3.Not(holds.false), z3.Not(ruled_out))
            told[entry.code] = z3.Or(told.get(entry.code, z3.BoolVal(False)), first)
            reached = z3.And(reached, z3.Not(holds.true))
        for ground in version.grounds:
            both = self.all_of([applies, self.truth(ground.condition, version)])
            told[f"{ground.name} true"], told[f"{ground.name} false"] = both
        return told

    def differs(self, one: model.Version, other: model.Version) -> Any:
        """Return whether two versions say otherwise."""
        was, now, never = self.said(one), self.said(other), self.z3.BoolVal(False)
        return self.z3.Or([was.get(key, never) != now.get(key, never) for key in {**was, **now}])

    def complete(self) -> Any:
        """Return whether everything is recorded."""
        return self.z3.And(list(self.known.values()))

    def recorded(self, record: Mapping[str, Any], on: date) -> list[Any]:
        """Return that the record is this one."""
        stated = [self.on == on.toordinal()]
        for name, fact in self.facts.items():
            given = record.get(name)
            stated.append(self.known[name] == (given is not None))
            stated += [] if given is None else [self.none[name] == (given == "无")]
            if given is not None and given != "无":
                stated.append(self.values[name] == _number(fact, given))
        return stated

    def record(self, found: Any) -> tuple[dict[str, Any], date]:
        """Return the record of a model, and the day of evaluation."""
        record: dict[str, Any] = {}
        for name, fact in self.facts.items():
            if found.eval(self.known[name], model_completion=True):
                number = found.eval(self.values[name], model_completion=True).as_long()
                none = bool(found.eval(self.none[name], model_completion=True))
                record[name] = "无" if none else _given(fact, number)
        return record, date.fromordinal(found.eval(self.on, model_completion=True).as_long())


def _number(fact: Fact, given: Any) -> int:
    match fact.kind:
        case Kind.FLAG:
            return int(given in (True, "是"))
        case Kind.OPTION:
            return [*fact.options.values()].index(fact.options.get(given, given))
        case Kind.DATE:
            return date.fromisoformat(str(given)).toordinal()
        case _:
            return int(given)


def _given(fact: Fact, number: int) -> Any:
    match fact.kind:
        case Kind.FLAG:
            return bool(number)
        case Kind.OPTION:
            return [*fact.options.values()][number]
        case Kind.DATE:
            return str(date.fromordinal(number))
        case _:
            return number

"""What each node means: the truth of a condition, what a value comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from zzrules.base import arithmetic, bounds, clock, office
from zzrules.base.bounds import Bounds, Options
from zzrules.base.truth import Truth, all_of, any_of, negate
from zzrules.case.record import Record
from zzrules.case.values import NONE, Element, Finding, Perhaps, covering, first_given, unknown
from zzrules.engines.judgement import (
    Judgement,
    ObligationJudgement,
)
from zzrules.plan import model, nodes, walks
from zzrules.plan.conduct import (
    within_version,
)
from zzrules.policy.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a condition is read: the record, the version and its day of conduct, a list's element, what others say.

    ``possible`` are the outcomes of the version itself, for consequences. ``derived`` keeps derived values once they
    are worked out; they never speak of an element.
    """

    plan: model.Plan
    record: Record
    version: model.Version
    conduct: int | Bounds
    judgements: Mapping[str, Judgement]
    element: tuple[Any, ...] = ()
    possible: frozenset[str] = frozenset()
    obligations: Mapping[tuple[str, str], tuple[ObligationJudgement, ...]] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)

    def at(self, element: tuple[Any, ...]) -> Scope:
        """Return the scope of an element of a list."""
        return replace(self, element=element)


def agreed(truths: list[Truth]) -> Truth:
    """Return the truth that all of some have; None if they differ."""
    return truths[0] if len(set(truths)) == 1 else None


# ── conditions ──────────────────────────────────────────────────────────


def truth(node: nodes.Condition, scope: Scope) -> Truth:
    """Return whether a condition holds."""
    match node:
        case nodes.Constant(settled):
            return settled
        case nodes.All(parts):
            return all_of([truth(part, scope) for part in parts])
        case nodes.Any(parts):
            return any_of([truth(part, scope) for part in parts])
        case nodes.Not(part):
            return negate(truth(part, scope))
        case nodes.IsTrue(inner):
            return _known(value(inner, scope), lambda known: known is True)
        case nodes.Given(inner):
            given = value(inner, scope)
            if isinstance(given, Bounds | Options):
                return None if given.none else True
            return _known(given, lambda known: known is not NONE and known not in ((), frozenset()))
        case nodes.Compare(operator, left, right):
            return _compared(operator, value(left, scope), value(right, scope))
        case nodes.Workday(inner, works):
            day = value(inner, scope)
            if type(day) is not int:
                return False if day is NONE else None
            working = scope.plan.calendar.working_ordinal(day)
            return None if working is None else working is works
        case nodes.Among(inner, codes, inside):
            option = value(inner, scope)
            if isinstance(option, Options):
                return bounds.among(option, codes, inside=inside)
            return _known(option, lambda known: known is not NONE and (known in codes) is inside)
        case nodes.Includes(inner, code, inside):
            return _known(value(inner, scope), lambda known: known is not NONE and (code in known) is inside)
        case nodes.Lasted(_, start, end, duration, _):
            return _lasted(node, [value(side, scope) for side in (start, end, duration)], scope)
        case nodes.Found():
            return _found(node, scope)
        case nodes.Concluded():
            return _concluded(node, scope)
        case nodes.Quantified(every, source, condition):
            truths = _elements(source, condition, scope)
            if truths is None:  # an unknown list: settled only where no element could make a difference
                whatever = _unknown_element(source, condition, scope)
                return whatever if whatever is every else None
            for number, row in enumerate(scope.record.values[source.name]):
                if isinstance(row, Perhaps) and truths[number] is not every:  # one that there may be decides nothing
                    truths[number] = None
            return (all_of if every else any_of)(truths)
        case nodes.Times(source, where, operator, count):
            truths = _elements(source, where, scope)
            if truths is None:
                return None
            more = [isinstance(row, Perhaps) for row in scope.record.values[source.name]]
            counted = [holds for holds, perhaps in zip(truths, more, strict=True) if not perhaps]
            fewest = counted.count(True)
            most = fewest + counted.count(None)
            if any(perhaps and holds is not False for holds, perhaps in zip(truths, more, strict=True)):
                most = max(most, count + 1)
            return agreed([nodes.COMPARISONS[operator](number, count) for number in range(fewest, most + 1)])
        case nodes.DerivedCondition(name):
            return None if (known := _derived(name, scope)) is None else bool(known)
        case nodes.GroundHolds(name, complete):
            ground = scope.version.ground(name)
            assert ground is not None
            return truth(nodes.All((ground.condition, ground.procedure)) if complete else ground.condition, scope)
        case nodes.OutcomeIs(policy, codes):
            return _within(scope.judgements[policy].possible if policy else scope.possible, codes)
        case nodes.OtherGround(policy, name):
            return scope.judgements[policy].grounds.get(name, False)
        case nodes.ObligationIs(policy, name, states):
            return any_of([_within(judged.possible, states) for judged in scope.obligations[policy, name]])
        case nodes.CatchAll(invoked, basis, criterion):
            asked_for = any_of([scope.record.invokes(fact.name) for fact in invoked])
            if asked_for is not True:
                return asked_for
            return truth(criterion, scope) if truth(basis, scope) is True else None
        case _:
            assert_never(node)


def _concluded(node: nodes.Concluded, scope: Scope) -> Truth:
    """Return the conclusion where the premise holds, else what is recorded; 无 leaves open what may be concluded."""
    holds = truth(node.premise, scope)
    if holds is True:
        return node.conclusion
    silent = holds is None and node.conclusion and scope.record.values.get(walks.concluded(node).name) is NONE
    return None if silent else truth(node.own, scope)


def _within(possible: frozenset[str], wanted: frozenset[str]) -> Truth:
    return True if possible <= wanted else None if possible & wanted else False


def _known(known: Any, holds: Any) -> Truth:
    """Unknown stays unknown."""
    return None if known is None else bool(holds(known))


def _compared(operator: str, left: Any, right: Any) -> Truth:
    """Compare what is there: with 无 nothing compares, not even its opposite; bounds decide where they can."""
    if left is NONE or right is NONE:
        return False
    if isinstance(left, Bounds) or isinstance(right, Bounds):
        return bounds.compared(operator, left, right)
    return None if left is None or right is None else nodes.COMPARISONS[operator](left, right)


def _lasted(node: nodes.Lasted, sides: list[Any], scope: Scope) -> Truth:
    if any(side is NONE for side in sides):
        return False
    start, end, duration = sides
    return bounds.lasted(node.operator, start, end, duration, node.full_after, scope.plan.calendar)


def _found(node: nodes.Found, scope: Scope) -> Truth:
    """A determination counts when it is complete and by a body with authority; silence is unknown.

    One that only exists when made (设权) and was not made is neither 是 nor 否.
    """
    record = scope.record
    finding = record.values.get(node.fact.name)
    if finding is None:
        presumed = node.presumed if node.fact.name in record.unclear else None
        return None if presumed is None else presumed is node.expected
    if finding is NONE:
        return False if node.constitutive else None
    assert isinstance(finding, Finding)
    if finding.body not in node.bodies or finding.conclusion is None:
        return None
    if node.same_level is not None and (
        finding.level is None or finding.level != record.values.get(node.same_level.name)
    ):
        return None
    return finding.conclusion is node.expected


def _elements(source: Fact, condition: nodes.Condition, scope: Scope) -> list[Truth] | None:
    """Return the condition's truth for each element, in order; None if the list is unknown."""
    elements = scope.record.values.get(source.name)
    if elements is None:
        return None
    return [truth(condition, scope.at(element)) for element in elements]


def _unknown_element(source: Fact, condition: nodes.Condition, scope: Scope) -> Truth:
    """Return the condition's truth for an element of which nothing is known."""
    return truth(condition, scope.at((None,) * (len(source.fields) + 1)))


# ── values ──────────────────────────────────────────────────────────────


def value(node: nodes.Value, scope: Scope) -> Any:
    """Return a value, NONE or None."""
    match node:
        case nodes.Literal(literal):
            return literal
        case nodes.FactValue(fact, presumed):
            record = scope.record
            known = record.values.get(fact.name, presumed if fact.name in record.unclear else None)
            return known if known is not None else record.partial.get(fact.name) or unknown(fact, record.on)
        case nodes.FieldValue(fact, position):
            return _field(scope.element, fact, position, scope.record.on)
        case nodes.OrderNumber():
            number = scope.element[0]
            return Bounds(1) if number is None else number
        case nodes.FindingDay(fact):
            finding = scope.record.values.get(fact.name)
            if finding is None or finding is NONE:
                return NONE if finding is NONE else Bounds(None, scope.record.on, none=True)
            return Bounds(None, scope.record.on) if finding.day is None else finding.day
        case nodes.EvaluationDay():
            return scope.record.on
        case nodes.ConductDay():
            return within_version(scope.conduct, scope.version.first, scope.version.last)
        case nodes.DerivedValue(name, _):
            return _derived(name, scope)
        case nodes.Deadline(start, amounts, backwards, rolls, suspension):
            day = value(start, scope)
            lengths = [length for amount in amounts if (length := value(amount, scope)) is not NONE]
            if day is NONE:
                return NONE
            days_off = _suspended(suspension, scope)
            return bounds.moved(day, lengths, scope.plan.calendar, days_off, back=backwards, rolls=rolls)
        case nodes.Counted(working, start, end, suspension):
            first, last = value(start, scope), value(end, scope)
            if first is NONE or last is NONE:
                return NONE
            return bounds.counted(first, last, scope.plan.calendar, _suspended(suspension, scope), working=working)
        case nodes.Rolled(inner):
            start = value(inner, scope)
            return NONE if start is NONE else bounds.rolled(start, scope.plan.calendar)
        case nodes.MonthDay(inner, span, ahead, number, _):
            start = value(inner, scope)
            return NONE if start is NONE else bounds.month_day(start, span, ahead, number)
        case nodes.DayOf(inner, cutoff):
            return clock.day_of(value(inner, scope), cutoff, NONE)
        case nodes.HoursLater(start, minutes, hours, _):
            time = None if hours is None else office.office_time(scope.plan.calendar, hours)
            return office.later(value(start, scope), minutes, time, NONE)
        case nodes.Extremum(latest, inner):
            return bounds.extremum([value(day, scope) for day in inner], latest=latest, none=NONE)
        case nodes.FirstGiven(inner, kind):
            return first_given([value(part, scope) for part in inner], kind)
        case nodes.Choice(cases, otherwise, kind, rows):
            possible = []
            for condition, inner in cases:
                holds = truth(condition, scope)
                if holds is not False:
                    possible.append(value(inner, scope))
                if holds:
                    return covering(possible, kind)
            open_ = [] if rows and possible else [value(otherwise, scope)]  # one row of a table holds
            return covering([*possible, *open_], kind)
        case nodes.Picked():
            return _picked(node, scope)
        case nodes.Combined(operator, inner, _):
            return arithmetic.combined(operator, [value(part, scope) for part in inner], NONE)
        case nodes.Product(inner, numerator, denominator, step, _):
            return arithmetic.product([value(part, scope) for part in inner], numerator, denominator, step, NONE)
        case nodes.Gathered("run", source, _, where):
            return arithmetic.longest(_steps(source, where, scope))
        case nodes.Gathered(operator, source, position, where):
            return arithmetic.gathered(operator, _members(source, position, where, scope), NONE)
        case _:
            assert_never(node)


def _field(element: tuple[Any, ...], fact: Fact, position: int, on: int) -> Any:
    """Return a field of an element, as far as it is known."""
    known = element[position + 1]
    if known is not None:
        return known
    partial = element.bounds.get(position) if isinstance(element, Element) else None
    return partial or unknown(fact, on)


def _picked(node: nodes.Picked, scope: Scope) -> Any:
    """Return what covers the field in each element that may be the first (or last) to meet the condition."""
    field, on = node.source.fields[node.position], scope.record.on
    elements = scope.record.values.get(node.source.name)
    if elements is None:
        none = _unknown_element(node.source, node.where, scope) is False
        return NONE if none else covering([unknown(field, on), NONE], field.kind)
    possible, certain = [], False
    ordered = all(row[0] is not None for row in elements)
    for row in reversed(elements) if node.last else elements:
        holds = truth(node.where, scope.at(row))
        if holds is not False:
            possible.append(_field(row, field, node.position, on))
        if holds and not isinstance(row, Perhaps):
            certain = True
            if ordered:
                break
    return covering(possible if certain else [*possible, NONE], field.kind)


def _members(source: Fact, position: int, where: nodes.Condition, scope: Scope) -> Iterable[arithmetic.Member]:
    """Yield a field of each element that may count; of an unknown list, of elements that there may be."""
    for row in _rows(source, scope):
        holds = truth(where, scope.at(row))
        if holds is not False:
            several = isinstance(row, Perhaps)
            field = _field(row, source.fields[position], position, scope.record.on)
            yield arithmetic.Member(field, holds is True and not several, several)


def _steps(source: Fact, where: nodes.Condition, scope: Scope) -> Iterable[arithmetic.Step]:
    """Yield whether a condition holds of each element, in order; of an unknown list, of elements that there may be."""
    for row in _rows(source, scope):
        yield arithmetic.Step(truth(where, scope.at(row)), row[0], isinstance(row, Perhaps))


def _rows(source: Fact, scope: Scope) -> Sequence[tuple[Any, ...]]:
    """Return the elements of a list; if it is unknown, one that there may be."""
    elements: Sequence[tuple[Any, ...]] | None = scope.record.values.get(source.name)
    return (Perhaps((None,) * (len(source.fields) + 1)),) if elements is None else elements


def _derived(name: str, scope: Scope) -> Any:
    if name not in scope.derived:
        node = scope.version.derived[name]
        outside = scope.at(())
        scope.derived[name] = truth(node, outside) if isinstance(node, nodes.Condition) else value(node, outside)
    return scope.derived[name]


def _suspended(suspension: nodes.Suspension | None, scope: Scope) -> bounds.Suspended:
    """Return the days that do not count, the fewest and the most."""
    if suspension is None:
        return bounds.Suspended()
    source, on = suspension.source, scope.record.on
    spans = []
    elements = scope.record.values.get(source.name)
    for row in ((None,) * (len(source.fields) + 1),) if elements is None else elements:
        holds = truth(suspension.where, scope.at(row))
        if holds is not False:
            first, last = (_field(row, source.fields[at], at, on) for at in (suspension.first, suspension.last))
            exists = holds is True and elements is not None and not isinstance(row, Perhaps)
            spans.append((*bounds.ended(first, last, on, NONE, through=suspension.through), exists))
    return bounds.suspended(spans)

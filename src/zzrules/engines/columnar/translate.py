"""The plan's nodes as expressions, one branch each; a node that has none is an error, never another meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, assert_never

from zzrules.base.errors import UsageError
from zzrules.base.office import office_time
from zzrules.engines.columnar import hours, reckoning, within
from zzrules.engines.columnar.choices import CHOSEN, Choices, among_unknown, any_choice, just, may_be
from zzrules.engines.columnar.combining import choice, constant, first_given, one_of
from zzrules.engines.columnar.context import ANY, Context, Judged, Key, common
from zzrules.engines.columnar.findings import stands
from zzrules.engines.columnar.intake import codes_of, unsupported
from zzrules.engines.columnar.moving import Moving
from zzrules.engines.columnar.suspensions import Suspended
from zzrules.engines.columnar.terms import (
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    either,
    is_true,
    literal,
    negate,
    not_false,
    not_true,
    present,
    where,
)
from zzrules.engines.columnar.within import ORDERED, Extent, covering, exactly
from zzrules.plan import model, nodes, walks
from zzrules.plan.limits import limits, reach
from zzrules.policy.vocabulary import Fact, Kind


class Translator:
    """Translates the nodes of one version."""

    def __init__(self, context: Context, version: model.Version, conduct: Extent, key: Key) -> None:
        """Take the version with its day of conduct, within the version's days, and its key."""
        self.context = context
        self.key = key
        self.layers = context.layers
        self.days = context.days
        self.on = context.on
        self.version = version
        self.conduct = conduct
        self.grounds: dict[str, tuple[Term, Term]] = {}
        self.own: Judged | None = None

    @property
    def moving(self) -> Moving:
        """What moves days, on this translator's layers."""
        return Moving(self.days, self.layers)

    # ── sharing ─────────────────────────────────────────────────────

    def condition(self, node: nodes.Condition) -> Term:
        """Return whether a condition holds; what is read more than once is computed once."""
        key = (ANY if common(node) else self.key), node
        memo = self.context.memo
        if key not in memo:
            term = self._condition(node)
            memo[key] = self.layers.let_term(term) if self.context.uses[key] > 1 else term
        known: Term = memo[key]
        return known

    def value(self, node: nodes.Value) -> Val:
        """Return a value; what is read more than once is computed once."""
        key = (ANY if common(node) else self.key), node
        memo = self.context.memo
        if key not in memo:
            value = self._value(node)
            memo[key] = self.layers.let_value(value) if self.context.uses[key] > 1 else value
        known: Val = memo[key]
        return known

    def extent(self, node: nodes.Value) -> Extent:
        """Return within what a value of an ordered kind lies; what is made of others is computed once."""
        key = (ANY if common(node) else self.key), "extent", node
        memo = self.context.memo
        if key not in memo:
            memo[key] = self._extent(node).let(self.layers)
        known: Extent = memo[key]
        return known

    def choices(self, node: nodes.Value, order: Sequence[str]) -> Choices:
        """Return which options a value may be, in an order of codes; computed once."""
        key = (ANY if common(node) else self.key), "choices", node, tuple(order)
        memo = self.context.memo
        if key not in memo:
            memo[key] = self._choices(node, order).let(self.layers)
        known: Choices = memo[key]
        return known

    def derived(self, name: str) -> Any:
        """Return a derived fact."""
        key = self.key, "derived", name
        memo = self.context.memo
        if key not in memo:
            node = self.version.derived[name]
            if isinstance(node, nodes.Condition):
                memo[key] = self.layers.let_term(self.condition(node))
            else:
                memo[key] = self.layers.let_value(self.value(node))
        return memo[key]

    # ── conditions ──────────────────────────────────────────────────

    def _condition(self, node: nodes.Condition) -> Term:
        match node:
            case nodes.Constant(settled):
                return settled
            case nodes.All(parts):
                return all_of(self.condition(part) for part in parts)
            case nodes.Any(parts):
                return any_of(self.condition(part) for part in parts)
            case nodes.Not(part):
                return negate(self.condition(part))
            case nodes.IsTrue(inner):
                value = self.value(inner)
                return all_of((value.known, negate(value.none)))
            case nodes.Given(inner):
                return self._given(inner)
            case nodes.Compare(operator, left, right):
                return self._compared(operator, left, right)
            case nodes.Workday(inner, works):
                value = self.value(inner)
                works_then = self.days.works(value.known) if value.known is not None else None
                return all_of((works_then if works else negate(works_then), negate(value.none)))
            case nodes.Among(inner, codes, inside):
                return self._among(inner, codes, inside=inside)
            case nodes.Includes(inner, code, inside):
                value = self.value(inner)
                bit = sum(1 << position for position in self.positions(inner, (code,)))
                within = apply(lambda expr: (expr & bit) != 0, value.known) if value.known is not None else None
                return all_of((within if inside else negate(within), negate(value.none)))
            case nodes.Lasted():
                return self._lasted(node)
            case nodes.Found():
                return stands(node, self.context)
            case nodes.Quantified():
                return self._quantified(node)
            case nodes.Times():
                return self._times(node)
            case nodes.DerivedCondition(name):
                term: Term = self.derived(name)
                return term
            case nodes.GroundHolds(name, complete):
                return self.grounds[name][complete]
            case nodes.OutcomeIs(policy, codes):
                judged = self.context.judged[policy] if policy else self.own
                assert judged is not None
                return judged.within(codes)
            case nodes.OtherGround(policy, name):
                return self.context.judged[policy].grounds.get(name, False)
            case nodes.Concluded(own, premise, conclusion):
                holds, said = self.condition(premise), self.condition(own)
                if conclusion:
                    none = self.context.columns.value(walks.concluded(node)).none
                    said = either(is_true(all_of((not_false(holds), none))), None, said)
                return either(is_true(holds), conclusion, said)
            case nodes.CatchAll():
                return self._catch_all(node)
            case nodes.ObligationIs():
                raise unsupported("义务的状态")
            case _:
                assert_never(node)

    def _given(self, node: nodes.Value) -> Term:
        kind = walks.kind_of(node)
        if kind in ORDERED:
            extent = self.extent(node)
            return within.given(extent.none, extent.absent)
        if kind in CHOSEN:
            choices = self.choices(node, self.options(node))
            return within.given(choices.none, choices.absent)
        return self._there(self.value(node), kind)

    def _there(self, value: Val, kind: Kind) -> Term:
        if kind is Kind.OPTIONS:
            some = apply(lambda expr: expr != 0, value.known) if value.known is not None else None
            return all_of((some, negate(value.none)))
        if kind is Kind.LIST:
            return all_of((value.known, negate(value.none)))
        return any_of((present(value.known), all_of((negate(value.none), None))))

    def _compared(self, operator: str, left: nodes.Value, right: nodes.Value) -> Term:
        """Compare what is there: with 无 nothing compares, not even its opposite; bounds decide where they can."""
        if walks.kind_of(left) in ORDERED and walks.kind_of(right) in ORDERED:
            return within.compared(operator, self.extent(left), self.extent(right))
        one, other = self.value(left), self.value(right)
        equal: Term = None
        if one.known is not None and other.known is not None:
            equal = within.exact(operator, one.known, other.known)
        return all_of((equal, negate(one.none), negate(other.none)))

    def _among(self, node: nodes.Value, codes: frozenset[str], *, inside: bool) -> Term:
        positions = self.positions(node, codes)
        plain = isinstance(node, nodes.FieldValue)
        if isinstance(node, nodes.FactValue):
            plain = self.context.columns.part(node.fact) is None
        if not plain:
            return self.choices(node, self.options(node)).among(positions, inside=inside)
        value = self.value(node)
        term = one_of(value.known, positions)
        term = term if inside else negate(term)
        fact = self._options(node)
        silent = among_unknown(fact, codes, inside=inside)
        if isinstance(silent, bool):
            term = within.filled(term, unknown=silent)
        elif isinstance(node, nodes.FactValue) and among_unknown(fact, codes, inside=inside, there=True):
            term = any_of((term, self.context.columns.there(fact)))
        return all_of((term, negate(value.none)))

    def _lasted(self, node: nodes.Lasted) -> Term:
        start, end, length = (self.extent(part) for part in (node.start, node.end, node.duration))
        full = self.moving.moved(start, replace(length, none=False), None, back=False, rolls=False)
        none = is_true(any_of((full.none, length.none)))
        after = replace(full.each(lambda part: part), none=none)
        if node.full_after:
            low, high = (
                apply(lambda expr: expr + node.full_after, day) if day is not None else None
                for day in (after.low, after.high)
            )
            after = replace(after, low=low, high=high)
        term = within.compared(node.operator, end, replace(after.let(self.layers), leaf=False))
        return all_of((term, negate(length.absent)))

    def _catch_all(self, node: nodes.CatchAll) -> Term:
        there, unclear = self.invoked(node.invoked)
        judged: Term = None
        if there is not False:
            judged = either(is_true(self.condition(node.basis)), self.condition(node.criterion), None)
        return either(there, judged, either(unclear, None, False))

    def invoked(self, facts: Sequence[Fact]) -> tuple[Part | bool, Part | bool]:
        """Return where any of these facts invokes a catch-all item, and where any of them leaves that open."""
        columns = self.context.columns
        there = is_true(any_of([self._invokes(fact) for fact in facts]))
        return there, is_true(any_of([columns.open(fact) for fact in facts]))

    def _invokes(self, fact: Fact) -> Term:
        columns = self.context.columns
        value, part = columns.value(fact), columns.part(fact)
        if fact.kind in (Kind.FLAG, Kind.LIST):
            return value.known
        if fact.kind is Kind.OPTIONS:
            return is_true(self._there(value, Kind.OPTIONS))
        return any_of((present(value.known), columns.there(fact), part.said if part is not None else False))

    # ── lists: rows have them (`elements`), their elements do not ──

    def _quantified(self, node: nodes.Quantified) -> Term:
        raise self._nested(node)

    def _times(self, node: nodes.Times) -> Term:
        raise self._nested(node)

    def _picked(self, node: nodes.Picked) -> Val:
        raise self._nested(node)

    def _picked_within(self, node: nodes.Picked) -> Extent:
        raise self._nested(node)

    def _picked_choices(self, node: nodes.Picked, _order: Sequence[str]) -> Choices:
        raise self._nested(node)

    def _gathered(self, node: nodes.Gathered) -> Extent:
        raise self._nested(node)

    def _suspended(self, suspension: nodes.Suspension | None) -> Suspended | None:
        if suspension is None:
            return None
        raise self._nested(suspension)

    def _nested(self, _node: object) -> UsageError:
        return unsupported("列表中的列表")

    # ── values ──────────────────────────────────────────────────────

    def _value(self, node: nodes.Value) -> Val:
        columns = self.context.columns
        match node:
            case nodes.Literal(given):
                return constant(given)
            case nodes.FactValue(fact, presumed):
                value = columns.value(fact)
                if presumed is None:
                    return value
                taken = literal(presumed if isinstance(presumed, bool) else codes_of(fact).index(str(presumed)))
                return replace(value, known=where(columns.unclear(fact), taken, value.known))
            case nodes.FieldValue() | nodes.OrderNumber():
                raise unsupported("列表条件以外的字段")
            case nodes.FindingDay(fact):
                return Val(columns.finding(fact, "date"), columns.value(fact).none)
            case nodes.EvaluationDay():
                return Val(self.on)
            case nodes.DerivedValue(name, _):
                derived: Val = self.derived(name)
                return derived
            case nodes.ConductDay() | nodes.Deadline() | nodes.Counted() | nodes.Rolled() | nodes.Extremum():
                return self.extent(node).value()
            case nodes.Combined() | nodes.Product() | nodes.Gathered():
                return self.extent(node).value()
            case nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater():
                return self.extent(node).value()
            case nodes.FirstGiven() | nodes.Choice() | nodes.Picked():
                kind = walks.kind_of(node)
                if kind in ORDERED:
                    return self.extent(node).value()
                if kind in CHOSEN:
                    return self.choices(node, self.options(node)).value()
                return self._united(node)
            case _:
                assert_never(node)

    def _united(self, node: nodes.FirstGiven | nodes.Choice | nodes.Picked) -> Val:
        """Return a value of a kind without order and options that is made of others."""
        match node:
            case nodes.FirstGiven(values):
                return first_given([self._alike(value, values[0]) for value in values])
            case nodes.Choice(cases, otherwise):
                pairs = [(self.condition(case), self._alike(value, otherwise)) for case, value in cases]
                return choice(pairs, self.value(otherwise), self.layers)
            case nodes.Picked():
                return self._picked(node)
            case _:
                assert_never(node)

    def _extent(self, node: nodes.Value) -> Extent:
        """Return within what a value of an ordered kind lies."""
        columns = self.context.columns
        match node:
            case nodes.Literal() | nodes.EvaluationDay():
                return exactly(self.value(node), past=isinstance(node, nodes.EvaluationDay))
            case nodes.FactValue(fact):
                return within.read(fact, self.value(node), self.on, columns.part(fact), columns.there(fact))
            case nodes.FieldValue(fact):
                return within.read(fact, self.value(node), self.on)
            case nodes.OrderNumber():
                return within.numbered(self.value(node))
            case nodes.FindingDay(fact):
                return within.dated(self.value(node), columns.value(fact), self.on)
            case nodes.ConductDay():
                return self.conduct
            case nodes.DerivedValue(name, _):
                inner = self.version.derived[name]
                assert isinstance(inner, nodes.Value)
                return self.extent(inner)
            case nodes.Deadline(start, amounts, backwards, rolls, suspension):
                day, off = self.extent(start), self._suspended(suspension)
                for amount in amounts:
                    day = self.moving.moved(day, self.extent(amount), off, back=backwards, rolls=rolls)
                return day
            case nodes.Counted(working, start, end, suspension):
                off = self._suspended(suspension)
                return self.moving.counted(self.extent(start), self.extent(end), off, working=working)
            case nodes.Rolled(day_node):
                return self.moving.rolled(self.extent(day_node))
            case nodes.MonthDay(day_node, span, ahead, number):
                return self.moving.month_day(self.extent(day_node), span, ahead, number)
            case nodes.DayOf(moment, cutoff):
                return hours.day_of(self.extent(moment), cutoff)
            case nodes.HoursLater(start, minutes, office):
                time = office_time(self.days.calendar, office) if office is not None else None
                return hours.later(self.extent(start).let(self.layers), minutes, time, self.layers)
            case nodes.Extremum(latest, days):
                return within.extremum([self.extent(day) for day in days], latest=latest)
            case nodes.FirstGiven(values):
                given = [self.extent(value) for value in values]
                reached = self._reached([extent.none for extent in given])
                parts = [(may, replace(one, none=False)) for may, one in zip(reached, given, strict=False)]
                return covering(parts, rest=reached[-1])
            case nodes.Choice(cases, otherwise, _, rows):
                values = (*(value for _, value in cases), otherwise)
                possible = self._possible([condition for condition, _ in cases], certain=bool(rows))
                return covering([(may, self.extent(value)) for may, value in zip(possible, values, strict=True)])
            case nodes.Picked():
                return self._picked_within(node)
            case nodes.Combined(operator, values):
                return reckoning.combined(operator, [self.extent(value) for value in values])
            case nodes.Product(values, numerator, denominator, step):
                derived = self.version.derived
                return reckoning.product(
                    [self.extent(value) for value in values],
                    numerator,
                    denominator,
                    step,
                    positive=all(limits(value, derived)[0] >= 0 for value in values),
                    reach=reach(node, derived),
                )
            case nodes.Gathered():
                return self._gathered(node)
            case _:
                assert_never(node)

    def _choices(self, node: nodes.Value, order: Sequence[str]) -> Choices:
        """Return which options a value may be."""
        match node:
            case nodes.FactValue(fact):
                columns = self.context.columns
                return may_be(fact, self.value(node), order, columns.part(fact), columns.there(fact))
            case nodes.FieldValue(fact):
                return may_be(fact, self.value(node), order)
            case nodes.DerivedValue(name, _):
                inner = self.version.derived[name]
                assert isinstance(inner, nodes.Value)
                return self.choices(inner, order)
            case nodes.FirstGiven(values):
                given = [self.choices(value, order) for value in values]
                reached = self._reached([one.none for one in given])
                parts = [(may, replace(one, none=False)) for may, one in zip(reached, given, strict=False)]
                return any_choice(parts, rest=reached[-1])
            case nodes.Literal(code):
                return just(str(code), order)
            case nodes.Choice(cases, otherwise, _, rows):
                values = (*(value for _, value in cases), otherwise)
                possible = self._possible([condition for condition, _ in cases], certain=bool(rows))
                covered = [(may, self.choices(value, order)) for may, value in zip(possible, values, strict=True)]
                return any_choice(covered)
            case nodes.Picked():
                return self._picked_choices(node, order)
            case _:
                raise unsupported("没有选项的值")

    def _possible(self, conditions: Sequence[nodes.Condition], *, certain: bool) -> list[Part | bool]:
        """Return where each case may be the first that holds, and where none may hold; ``certain``: one does."""
        possible: list[Part | bool] = []
        reached: Part | bool = True
        for condition in conditions:
            holds = self.layers.let_term(self.condition(condition))
            possible.append(self._let(is_true(all_of((reached, not_false(holds))))))
            reached = self._let(is_true(all_of((reached, not_true(holds)))))
        if certain:
            reached = self._let(is_true(all_of((reached, *map(negate, possible)))))
        return [*possible, reached]

    def _reached(self, nones: Sequence[Part | bool]) -> list[Part | bool]:
        """Return where each of several values is read, those before it perhaps being 无, and where all may be."""
        reached: list[Part | bool] = [True]
        for none in nones:
            reached.append(self._let(is_true(all_of((reached[-1], none)))))
        return reached

    def _let(self, term: Part | bool) -> Part | bool:
        return self.layers.let(term) if isinstance(term, Part) else term

    def _alike(self, node: nodes.Value, model_node: nodes.Value) -> Val:
        """Return a value, its options in the order that those of another value have."""
        value = self.value(node)
        kind = walks.kind_of(node)
        if kind is not Kind.OPTIONS or value.known is None:
            return value
        codes, order = self.options(node), codes_of(self._options(model_node))
        if codes == order:
            return value
        raise unsupported("次序不同的多选")

    # ── kinds ───────────────────────────────────────────────────────

    def positions(self, node: nodes.Value, codes: Iterable[str]) -> list[int]:
        """Return the positions of options among those that a value may be."""
        known = self.options(node)
        return [known.index(code) for code in codes if code in known]

    def options(self, node: nodes.Value) -> list[str]:
        """Return the codes that a value may be, in the order of their positions."""
        return codes_of(self._options(node))

    def _options(self, node: nodes.Value) -> Fact:
        match node:
            case nodes.FactValue(fact) | nodes.FieldValue(fact):
                return fact
            case nodes.DerivedValue(name, _):
                inner = self.version.derived[name]
                assert isinstance(inner, nodes.Value)
                return self._options(inner)
            case nodes.FirstGiven(values):
                return self._options(values[0])
            case nodes.Choice(cases, nodes.Literal()):
                own = {str(value.value): value.text for _, value in cases if isinstance(value, nodes.Literal)}
                return Fact("", "", Kind.OPTION, "", own)
            case nodes.Choice(_, otherwise):
                return self._options(otherwise)
            case nodes.Picked(source, position):
                return source.fields[position]
            case nodes.Literal() | nodes.OrderNumber() | nodes.Counted() | nodes.FindingDay() | nodes.EvaluationDay():
                raise unsupported("没有选项的值")
            case nodes.ConductDay() | nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater() | nodes.Deadline():
                raise unsupported("没有选项的值")
            case nodes.Rolled() | nodes.Extremum() | nodes.Combined() | nodes.Product() | nodes.Gathered():
                raise unsupported("没有选项的值")
            case _:
                assert_never(node)

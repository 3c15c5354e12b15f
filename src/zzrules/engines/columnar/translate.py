"""The plan's nodes as expressions, one branch each; a node that has none is an error, never another meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, assert_never

from zzrules.answer.values import NONE
from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.days import Days
from zzrules.engines.columnar.intake import codes_of, unsupported
from zzrules.engines.columnar.lists import REAL, Step
from zzrules.engines.columnar.suspensions import Suspended
from zzrules.engines.columnar.terms import (
    UNITS,
    UNKNOWN,
    Part,
    Program,
    Term,
    Val,
    all_of,
    any_of,
    either,
    is_true,
    literal,
    made,
    negate,
    present,
    where,
)
from zzrules.plan import model, nodes
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl


@dataclass(slots=True)
class Judged:
    """What a policy, or one version of it, says of all rows: where each outcome is possible, and its truths."""

    possible: dict[str, Part | bool]
    grounds: dict[str, Term] = field(default_factory=dict)
    complete: dict[str, Term] = field(default_factory=dict)
    consequences: dict[str, Term] = field(default_factory=dict)

    def within(self, codes: frozenset[str]) -> Term:
        """Return whether the outcome is one of some: true if no other is possible, false if none of them is."""
        inside = any_of(possible for code, possible in self.possible.items() if code in codes)
        outside = any_of(possible for code, possible in self.possible.items() if code not in codes)
        return all_of((inside, any_of((negate(outside), None))))


@dataclass(slots=True)
class Context:
    """What all policies of one translation share."""

    columns: Columns
    program: Program
    days: Days
    on: Part
    uses: Counter[Any]
    judged: dict[str, Judged] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)
    steps: dict[tuple[str, int], Step] = field(default_factory=dict)

    def step(self, source: Fact, layer: int) -> Step:
        """Return the pass over a list's elements on a layer."""
        listed = self.columns.listed(source)
        assert listed.rows is not None
        layer = max(layer, listed.rows.layer)
        if isinstance(listed.ordered, Part):
            layer = max(layer, listed.ordered.layer)
        key = source.name, layer
        if key not in self.steps:
            self.steps[key] = Step(listed, self.on, self.program, layer)
        return self.steps[key]


_OWN = (nodes.DerivedValue, nodes.DerivedCondition, nodes.GroundHolds, nodes.ConductDay)
_OF_ELEMENT = (nodes.FieldValue, nodes.OrderNumber)


def common(node: nodes.Node) -> bool:
    """Return whether a node means the same in every version of every policy."""
    return not any(
        isinstance(one, _OWN) or (isinstance(one, nodes.OutcomeIs) and not one.policy) for one in nodes.walk(node)
    )


def uses_of(version: model.Version) -> Iterator[tuple[int, nodes.Node]]:
    """Yield every node as often as it is read, with the version that gives it its meaning (0: any)."""
    parts: list[nodes.Node] = list(model.conditions_of(version))
    parts += [one.deadline for one in version.consequences if isinstance(one.deadline, nodes.Value)]
    for part in parts:
        for node in nodes.walk(part):
            yield (0 if common(node) else id(version)), node


class Translator:
    """Translates the nodes of one version, row by row."""

    def __init__(self, context: Context, version: model.Version, conduct: Val) -> None:
        """Take the version with its day of conduct."""
        self.context = context
        self.program = context.program
        self.days = context.days
        self.version = version
        self.conduct = conduct
        self.grounds: dict[str, tuple[Term, Term]] = {}
        self.own: Judged | None = None

    # ── sharing ─────────────────────────────────────────────────────

    def condition(self, node: nodes.Condition) -> Term:
        """Return whether a condition holds; what is read more than once is computed once."""
        key = (0 if common(node) else id(self.version)), node
        memo = self.context.memo
        if key not in memo:
            term = self._condition(node)
            memo[key] = self.program.let_term(term) if self.context.uses[key] > 1 else term
        found: Term = memo[key]
        return found

    def value(self, node: nodes.Value) -> Val:
        """Return a value; what is read more than once is computed once."""
        key = (0 if common(node) else id(self.version)), node
        memo = self.context.memo
        if key not in memo:
            made = self._value(node)
            memo[key] = self.program.let_value(made) if self.context.uses[key] > 1 else made
        found: Val = memo[key]
        return found

    def derived(self, name: str) -> Any:
        """Return a derived fact."""
        key = id(self.version), "derived", name
        memo = self.context.memo
        if key not in memo:
            node = self.version.derived[name]
            if isinstance(node, nodes.Condition):
                memo[key] = self.program.let_term(self.condition(node))
            else:
                memo[key] = self.program.let_value(self.value(node))
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
                found = self.value(inner)
                return all_of((found.known, negate(found.none)))
            case nodes.Given(inner):
                return self._given(self.value(inner), self.kind(inner))
            case nodes.Compare(operator, left, right):
                holds: Any = nodes.COMPARISONS[operator]
                return self._compared([self.value(left), self.value(right)], holds)
            case nodes.Workday(inner, works):
                found = self.value(inner)
                works_then = self.days.works(found.known) if found.known is not None else None
                return all_of((works_then if works else negate(works_then), negate(found.none)))
            case nodes.Among(inner, codes, inside):
                found = self.value(inner)
                within = _one_of(found.known, self.positions(inner, codes))
                return all_of((within if inside else negate(within), negate(found.none)))
            case nodes.Includes(inner, code, inside):
                found = self.value(inner)
                bit = sum(1 << position for position in self.positions(inner, (code,)))
                within = made(lambda expr: (expr & bit) != 0, found.known) if found.known is not None else None
                return all_of((within if inside else negate(within), negate(found.none)))
            case nodes.Lasted():
                return self._lasted(node)
            case nodes.Found():
                return self._found(node)
            case nodes.Quantified(every, source, condition):
                return self._quantified(source, condition, every=every)
            case nodes.Times(source, where_, operator, count):
                return self._times(source, where_, operator, count)
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
            case nodes.CatchAll(invoked, basis, criterion):
                return self._catch_all(invoked, basis, criterion)
            case nodes.ObligationIs():
                raise unsupported("义务的状态")
            case _:
                assert_never(node)

    def _given(self, found: Val, kind: Kind) -> Term:
        if kind is Kind.OPTIONS:
            some = made(lambda expr: expr != 0, found.known) if found.known is not None else None
            return all_of((some, negate(found.none)))
        if kind is Kind.LIST:
            return all_of((found.known, negate(found.none)))
        return any_of((present(found.known), all_of((negate(found.none), None))))

    def _compared(self, sides: list[Val], holds: Callable[[Any, Any], Any]) -> Term:
        """Compare what is there: with 无 nothing compares, not even its opposite; unknown stays unknown."""
        left, right = sides
        compared = None
        if left.known is not None and right.known is not None:
            if isinstance(left.unit, Part) or isinstance(right.unit, Part) or left.unit != right.unit:
                raise unsupported("单位不一的时长相比")
            compared = made(holds, left.known, right.known)
        return all_of((compared, negate(left.none), negate(right.none)))

    def _lasted(self, node: nodes.Lasted) -> Term:
        start, end, length = (self.value(one) for one in (node.start, node.end, node.duration))
        compared = None
        if start.known is not None and end.known is not None and length.known is not None:
            holds = nodes.COMPARISONS[node.operator]
            full = self.days.moved(start.known, length)
            compared = made(lambda one, other: _holds(holds, one, other + node.full_after), end.known, full)
        return all_of((compared, negate(start.none), negate(end.none), negate(length.none)))

    def _found(self, node: nodes.Found) -> Term:
        """A determination counts when it is complete and by a body with authority; silence is unknown."""
        columns = self.context.columns
        concluded = self._concluded(node.fact, node.bodies, node.same_level)
        term = concluded if node.expected else negate(concluded)
        if node.constitutive:
            term = all_of((term, negate(columns.value(node.fact).none)))
        if node.presumed is not None:
            unclear = columns.unclear(node.fact)
            presumed = node.presumed is node.expected
            term = any_of((term, unclear)) if presumed else all_of((term, negate(unclear)))
        return term

    def _concluded(self, fact: Fact, bodies: frozenset[str], same_level: Fact | None) -> Term:
        key = "concluded", fact.name, bodies, same_level.name if same_level else ""
        memo = self.context.memo
        if key not in memo:
            memo[key] = self.context.program.let_term(self._authorised(fact, bodies, same_level))
        found: Term = memo[key]
        return found

    def _authorised(self, fact: Fact, bodies: frozenset[str], same_level: Fact | None) -> Term:
        columns = self.context.columns
        conclusion, body, day, basis = (columns.finding(fact, part) for part in ("conclusion", "body", "date", "basis"))
        known = list(dict.fromkeys(columns.vocabulary.bodies.values()))
        able = [_one_of(body, [known.index(one) for one in bodies if one in known])]
        if same_level is not None:
            able.append(self._level(columns.finding(fact, "level"), same_level))
        valid = is_true(all_of((present(conclusion), present(day), present(basis), *able)))
        return where(valid, conclusion)

    def _level(self, level: Part | None, fact: Fact) -> Term:
        """Return whether a determination's level is the record's."""
        import polars as pl

        own = self.context.columns.value(fact).known
        if level is None or own is None:
            return None
        levels = list(dict.fromkeys(self.context.columns.vocabulary.levels.values()))
        codes = codes_of(fact)
        table = pl.Series([codes.index(one) if one in codes else None for one in levels], dtype=pl.UInt16)
        return made(lambda one, other: pl.lit(table).gather(one) == other, level, own)

    def _catch_all(self, invoked: Fact, basis: nodes.Condition, criterion: nodes.Condition) -> Term:
        columns = self.context.columns
        known = columns.value(invoked).known
        if invoked.kind in (Kind.FLAG, Kind.LIST):
            there = is_true(known)
        elif invoked.kind is Kind.OPTIONS:
            there = is_true(self._given(columns.value(invoked), Kind.OPTIONS))
        else:
            there = present(known)
        if there is False:
            judged: Term = None
        else:
            judged = either(is_true(self.condition(basis)), self.condition(criterion), None)
        return either(there, judged, either(columns.unclear(invoked), None, False))

    # ── lists ───────────────────────────────────────────────────────

    def _quantified(self, source: Fact, condition: nodes.Condition, *, every: bool) -> Term:
        whatever = Unheard(self).condition(condition)
        unknown = any_of((whatever, None)) if every else all_of((whatever, None))
        listed = self.context.columns.listed(source)
        if listed.known is False:
            return unknown
        step, holds = self._asked(source, condition)
        if step is None:
            return either(listed.known, every, unknown)
        fewest, open_ = step.counts(holds)
        if every:
            size = step.ask("size", _size(), _count_type())
            fails = made(lambda all_, yes, null: all_ - yes - null > 0, size, fewest, open_, total=True)
            held: Term = negate(fails)
        else:
            held = made(lambda yes: yes > 0, fewest, total=True)
        is_open = made(lambda null: null > 0, open_, total=True)
        opened = (
            any_of((held, all_of((is_open, None)))) if not every else all_of((held, any_of((negate(is_open), None))))
        )
        return either(listed.known, opened, unknown)

    def _asked(self, source: Fact, condition: nodes.Condition) -> tuple[Step | None, str]:
        """Return the pass over a list's elements in which a condition is judged, and the name of its truth there."""
        listed = self.context.columns.listed(source)
        if listed.rows is None:
            return None, ""
        outer = [
            self.condition(one) if isinstance(one, nodes.Condition) else self.value(one) for one in _outer(condition)
        ]
        step = self.context.step(source, max((_layer(one) for one in outer), default=0))
        key = "asked", id(step), id(self.version), condition
        memo = self.context.memo
        if key not in memo:
            memo[key] = step.show(Elements(self, step).condition(condition))
        return step, memo[key]

    def _either(self, node: nodes.Node) -> Term | Val:
        return self.condition(node) if isinstance(node, nodes.Condition) else self.value(node)

    def _times(self, source: Fact, condition: nodes.Condition, operator: str, number: int) -> Term:
        listed = self.context.columns.listed(source)
        if listed.known is False:
            return None
        holds = nodes.COMPARISONS[operator]
        step, name = self._asked(source, condition)
        if step is None:  # every list that is known is empty
            return either(listed.known, holds(0, number), None)
        fewest, open_ = step.counts(name)

        def agreed(yes: pl.Expr, null: pl.Expr) -> pl.Expr:
            import polars as pl

            most = yes + null
            if operator in ("==", "!="):
                sure = (null == 0) | (yes > number) | (most < number)
                return pl.when(sure).then(_holds(holds, yes, number))
            fewest_do, most_do = _holds(holds, yes, number), _holds(holds, most, number)
            return pl.when(fewest_do == most_do).then(fewest_do)

        return either(listed.known, made(agreed, fewest, open_), None)

    def _picked(self, node: nodes.Picked) -> Val:
        import polars as pl

        listed = self.context.columns.listed(node.source)
        if listed.known is False:
            return UNKNOWN
        step, name = self._asked(node.source, node.where)
        if step is None:
            return Val(None, listed.known)
        element = step.element(node.position)
        which = pl.Expr.last if node.last else pl.Expr.first
        fewest, open_ = step.counts(name)

        def pick(part: Part, what: str) -> Part:
            chosen = pl.col(REAL) & pl.col(name).fill_null(False)
            dtype = next(one.dtype for one in listed.dtype.inner.fields if one.name == f"{what}{node.position}")
            return step.ask(f"{name}.{what}{node.position}.{node.last}", which(part.expr.filter(chosen)), dtype)

        settled = is_true(all_of((listed.known, made(lambda null: null == 0, open_, total=True))))
        some = made(lambda yes: yes > 0, fewest, total=True)
        found = is_true(all_of((settled, some, listed.ordered)))
        none = all_of((settled, negate(some)))
        if isinstance(element.none, Part):
            none = any_of((none, all_of((found, is_true(pick(element.none, "n"))))))
        assert none is not None
        known = where(found, pick(element.known, "v")) if element.known is not None else None
        unit = pick(element.unit, "u") if isinstance(element.unit, Part) else element.unit
        return self.program.let_value(Val(known, none, unit))

    def _suspended(self, suspension: nodes.Suspension | None) -> Suspended | None:
        """Return the intervals that do not count, and where it is known which."""
        import polars as pl

        if suspension is None:
            return None
        listed = self.context.columns.listed(suspension.source)
        unheard = Unheard(self).condition(suspension.where)
        unknown = is_true(negate(unheard))
        if listed.known is False:
            return Suspended(unknown, None, self.days, self.program)
        step, name = self._asked(suspension.source, suspension.where)
        if step is None:
            return Suspended(is_true(either(listed.known, True, unknown)), None, self.days, self.program)
        first, last = step.element(suspension.first), step.element(suspension.last)
        null = pl.lit(None, dtype=pl.Int32)
        begins = first.known.expr if first.known is not None else null
        ends = last.known.expr if last.known is not None else null
        if isinstance(last.none, Part):  # it runs on
            ends = (
                pl.when(last.none.expr & begins.is_not_null())
                .then(pl.max_horizontal(begins, pl.col("on")))
                .otherwise(ends)
            )
        chosen = pl.col(REAL) & pl.col(name).fill_null(False)
        key = f"{name}.{suspension.first}.{suspension.last}"
        pair = pl.struct(first=begins.cast(pl.Int32), last=ends.cast(pl.Int32))
        spans = step.ask(f"{key}.spans", pair.filter(chosen), pl.List(pl.Struct({"first": pl.Int32, "last": pl.Int32})))
        undated = step.ask(f"{key}.undated", (chosen & (begins.is_null() | ends.is_null())).sum(), _count_type())
        _, open_ = step.counts(name)
        whole = made(lambda one, other: (one == 0) & (other == 0), open_, undated, total=True)
        known = is_true(either(listed.known, whole, unknown))
        return Suspended(known, self.program.let(spans), self.days, self.program)

    # ── values ──────────────────────────────────────────────────────

    def _value(self, node: nodes.Value) -> Val:
        columns = self.context.columns
        match node:
            case nodes.Literal(given):
                return _literal(given)
            case nodes.FactValue(fact, presumed):
                found = columns.value(fact)
                if presumed is None:
                    return found
                taken = literal(presumed if isinstance(presumed, bool) else codes_of(fact).index(str(presumed)))
                return replace(found, known=where(columns.unclear(fact), taken, found.known))
            case nodes.FieldValue() | nodes.OrderNumber():
                raise unsupported("列表条件以外的字段")
            case nodes.FindingDay(fact):
                return Val(columns.finding(fact, "date"), columns.value(fact).none)
            case nodes.EvaluationDay():
                return Val(self.context.on)
            case nodes.ConductDay():
                return self.conduct
            case nodes.DerivedValue(name, _):
                value: Val = self.derived(name)
                return value
            case nodes.Deadline():
                return self._deadline(node)
            case nodes.Counted():
                return self._counted(node)
            case nodes.Rolled(inner):
                found = self.value(inner)
                return Val(self.days.rolled(found.known) if found.known is not None else None, found.none)
            case nodes.Extremum(latest, days):
                return _extremum([self.value(one) for one in days], latest=latest)
            case nodes.FirstGiven(given):
                return _first_given([self._alike(one, given[0]) for one in given])
            case nodes.Choice(cases, otherwise):
                chosen = [(self.condition(one), self._alike(other, otherwise)) for one, other in cases]
                return self._choice(chosen, self.value(otherwise))
            case nodes.Picked():
                return self._picked(node)
            case _:
                assert_never(node)

    def _alike(self, node: nodes.Value, other: nodes.Value) -> Val:
        """Return a value, its options in the order that those of another value have."""
        found = self.value(node)
        if self.kind(node) not in (Kind.OPTION, Kind.BODY, Kind.OPTIONS) or found.known is None:
            return found
        codes, order = codes_of(self._options(node)), codes_of(self._options(other))
        if codes == order:
            return found
        if self.kind(node) is Kind.OPTIONS:
            raise unsupported("次序不同的多选")
        return replace(found, known=_moved_to([order.index(code) for code in codes], found.known))

    def _deadline(self, node: nodes.Deadline) -> Val:
        start = self.value(node.start)
        suspended = self._suspended(node.suspension)
        day = start.known
        for amount in node.amounts:
            length = self.value(amount)
            if day is None:
                break
            day = self.program.let(day)
            if length.known is None:
                day = where(length.none, day)
                continue
            lost = suspended.on_the_way if suspended is not None else None
            moved = self.days.moved(day, length, back=node.backwards, lost=lost)
            if node.rolls:
                moved = self._rolled(moved, length.unit)
            day = where(length.none, day, moved)
        if suspended is not None:
            day = where(suspended.known, day)
        return Val(day, start.none)

    def _rolled(self, day: Part, unit: str | Part) -> Part:
        """Roll an end that is not counted in working days."""
        if unit == "workday":
            return day
        day = self.program.let(day)
        rolled = self.days.rolled(day)
        if isinstance(unit, str):
            return rolled
        working = made(lambda expr: expr.eq_missing(UNITS.index("workday")), unit, total=True)
        both = where(working, day, rolled)
        assert both is not None
        return both

    def _counted(self, node: nodes.Counted) -> Val:
        start, end = self.value(node.start), self.value(node.end)
        none = any_of((start.none, end.none))
        assert none is not None
        suspended = self._suspended(node.suspension)
        if start.known is None or end.known is None:
            return Val(None, none)
        import polars as pl

        first, last = self.program.let(start.known), self.program.let(end.known)
        lost = None
        if suspended is not None:
            low, high = made(pl.min_horizontal, first, last), made(pl.max_horizontal, first, last)
            lost = suspended.between(low, high, working=node.working)
        number: Part | None = self.days.counted(first, last, lost, working=node.working)
        if suspended is not None:
            number = where(suspended.known, number)
        return Val(number, none)

    def _choice(self, cases: Sequence[tuple[Term, Val]], otherwise: Val) -> Val:
        result = otherwise
        for condition, value in reversed(cases):
            if condition is None:
                result = UNKNOWN
                continue
            holds = is_true(condition)
            fails = is_true(negate(condition))
            result = _chosen(holds, value, _chosen(fails, result, UNKNOWN))
        return result

    # ── kinds ───────────────────────────────────────────────────────

    def kind(self, node: nodes.Value) -> Kind:
        """Return the kind of a value, as far as it matters."""
        match node:
            case nodes.FactValue(fact) | nodes.FieldValue(fact):
                return fact.kind
            case nodes.DerivedValue(_, kind):
                return kind
            case nodes.OrderNumber() | nodes.Counted():
                return Kind.INTEGER
            case _:
                return Kind.DATE

    def positions(self, node: nodes.Value, codes: Iterable[str]) -> list[int]:
        """Return the positions of options among those that a value may be."""
        known = codes_of(self._options(node))
        return [known.index(code) for code in codes if code in known]

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
            case nodes.Choice(_, otherwise):
                return self._options(otherwise)
            case nodes.Picked(source, position):
                return source.fields[position]
            case _:
                raise unsupported("没有选项的值")


class Elements(Translator):
    """Translates what is said of a list's elements; what does not depend on them is brought from the rows."""

    def __init__(self, rows: Translator, step: Step) -> None:
        """Take who translates for the rows, and the pass over the elements."""
        super().__init__(rows.context, rows.version, rows.conduct)
        self.program = step.elements
        self.rows, self.step = rows, step

    def condition(self, node: nodes.Condition) -> Term:
        """Return a condition's truth for each element."""
        if of_element(node):
            return self._condition(node)
        term = self.rows.condition(node)
        return self.step.bring(term) if isinstance(term, Part) else term

    def value(self, node: nodes.Value) -> Val:
        """Return a value for each element."""
        match node:
            case nodes.FieldValue(_, position):
                return self.step.element(position)
            case nodes.OrderNumber():
                return Val(self.step.number())
            case _ if of_element(node):
                return self._value(node)
        found = self.rows.value(node)
        if found.constant is not None:
            return found
        known = self.step.bring(found.known) if found.known is not None else None
        none = self.step.bring(found.none) if isinstance(found.none, Part) else found.none
        unit = self.step.bring(found.unit) if isinstance(found.unit, Part) else found.unit
        return Val(known, none, unit)

    def _quantified(self, source: Fact, condition: nodes.Condition, *, every: bool) -> Term:  # noqa: ARG002
        raise unsupported("列表中的列表")

    def _asked(self, source: Fact, condition: nodes.Condition) -> tuple[Step | None, str]:  # noqa: ARG002
        raise unsupported("列表中的列表")


class Unheard(Translator):
    """Translates what is said of an element of which nothing is known."""

    def __init__(self, rows: Translator) -> None:
        """Take who translates for the rows."""
        super().__init__(rows.context, rows.version, rows.conduct)
        self.rows = rows

    def condition(self, node: nodes.Condition) -> Term:
        """Return a condition's truth."""
        return self._condition(node) if of_element(node) else self.rows.condition(node)

    def value(self, node: nodes.Value) -> Val:
        """Return a value."""
        if isinstance(node, _OF_ELEMENT):
            fact = node.field if isinstance(node, nodes.FieldValue) else None
            return Val(unit=fact.units[0] if fact is not None and len(fact.units) == 1 else "")
        return self._value(node) if of_element(node) else self.rows.value(node)


def of_element(node: nodes.Node) -> bool:
    """Return whether a node speaks of the list's element at hand."""
    return any(isinstance(one, _OF_ELEMENT) for one in nodes.walk(node))


def _outer(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the largest nodes inside a condition that do not speak of an element."""
    if not of_element(node):
        yield node
        return
    for child in nodes.children(node):
        yield from _outer(child)


def _layer(found: Any) -> int:
    if isinstance(found, Val):
        return max(_layer(part) for part in (found.known, found.none, found.unit))
    return found.layer if isinstance(found, Part) else 0


def _holds(holds: Callable[[Any, Any], Any], one: Any, other: Any) -> pl.Expr:
    """Return a comparison of expressions."""
    compared: pl.Expr = holds(one, other)
    return compared


def _size() -> pl.Expr:
    import polars as pl

    return pl.col(REAL).sum()


def _count_type() -> Any:
    import polars as pl

    return pl.UInt32


def _one_of(known: Part | None, positions: Sequence[int]) -> Term:
    """Return whether an option is one of some."""
    if known is None:
        return None
    if not positions:
        return made(lambda expr: expr < 0, known)
    if len(positions) == 1:
        return made(lambda expr: expr == positions[0], known)
    ordered = sorted(positions)
    return made(lambda expr: expr.is_in(ordered), known)


def _moved_to(places: Sequence[int], known: Part) -> Part:
    """Return other positions for positions."""
    import polars as pl

    table = pl.Series(places, dtype=pl.UInt16)
    return made(lambda expr: pl.lit(table).gather(expr), known)


def _literal(given: object) -> Val:
    import polars as pl

    match given:
        case bool():
            return Val(literal(given))
        case (int(number), str(unit)):
            return Val(literal(number, pl.Int64), unit=unit, constant=given)
        case int():
            return Val(literal(given, pl.Int64), constant=given)
        case str():
            return Val(literal(given, pl.String), constant=given)
        case _ if given is NONE:
            return Val(None, none=True)
        case _:
            raise unsupported("这样的值")


def _extremum(days: Sequence[Val], *, latest: bool) -> Val:
    import polars as pl

    nones = [one.none for one in days]
    none = any_of(nones) if latest else all_of(nones)
    assert none is not None
    known = [one.known for one in days if one.known is not None]
    if not known or any(one.known is None and one.none is False for one in days):
        return Val(None, none)
    settled = [present(one.known) if latest else any_of((present(one.known), one.none)) for one in days]
    best = made(pl.max_horizontal if latest else pl.min_horizontal, *known)
    return Val(where(is_true(all_of(settled)), best), none)


def _first_given(given: Sequence[Val]) -> Val:
    result = Val(None, none=True)
    for value in reversed(given):
        result = _chosen(value.none, result, value)
    none = all_of(value.none for value in given)
    assert none is not None
    return replace(result, none=none)


def _chosen(chosen: Part | bool, then: Val, otherwise: Val) -> Val:
    """Return one value where ``chosen`` holds, and another elsewhere."""
    if not isinstance(chosen, Part):
        return then if chosen else otherwise
    none = either(chosen, then.none, otherwise.none)
    assert none is not None
    return Val(where(chosen, then.known, otherwise.known), none, _unit(chosen, then, otherwise))


def _unit(chosen: Part, then: Val, otherwise: Val) -> str | Part:
    import polars as pl

    if then.known is None or otherwise.known is None:
        return otherwise.unit if then.known is None else then.unit
    if isinstance(then.unit, str) and then.unit == otherwise.unit:
        return then.unit
    units = [
        literal(UNITS.index(one), pl.UInt8) if isinstance(one, str) else one for one in (then.unit, otherwise.unit)
    ]
    both = where(chosen, *units)
    assert both is not None
    return both

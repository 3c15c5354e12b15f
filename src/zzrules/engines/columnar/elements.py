"""Conditions and values over lists: for the rows by counting their elements, for an element by its fields.

Nothing is known of an element that nobody has recorded; what is said of it may be settled all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, assert_never

from zzrules.engines.columnar import reckoning
from zzrules.engines.columnar.choices import CHOSEN, Choices, any_choice
from zzrules.engines.columnar.combining import constant
from zzrules.engines.columnar.days import FIRST_DAY
from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.lists import REAL, Sweep
from zzrules.engines.columnar.suspensions import Suspended, expr_of, spans_type, taken_by
from zzrules.engines.columnar.terms import (
    UNKNOWN,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    column,
    compared,
    either,
    is_true,
    negate,
    not_false,
    where,
)
from zzrules.engines.columnar.translate import Translator
from zzrules.engines.columnar.within import ABSENT, ENDLESS, ORDERED, Extent, covering, exactly, finite, negate_total
from zzrules.plan import nodes, walks
from zzrules.plan.layout import speaks_of_element
from zzrules.policy.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl


class Rows(Translator):
    """Translates for the rows, what is said of their lists included."""

    def _quantified(self, node: nodes.Quantified) -> Term:
        every, source, condition = node.every, node.source, node.condition
        whatever = Unheard(self).condition(condition)
        unknown = any_of((whatever, None)) if every else all_of((whatever, None))
        listed = self.context.columns.listed(source)
        if listed.known is False:
            return unknown
        sweep, holds = self._asked(source, condition)
        if sweep is None:
            return either(listed.known, every, unknown)
        fewest, open_ = sweep.counts(holds)
        if every:
            size = sweep.ask("size", _size(), _count_type())
            fails = apply(lambda all_, yes, null: all_ - yes - null > 0, size, fewest, open_, total=True)
            held: Term = negate(fails)
        else:
            held = apply(lambda yes: yes > 0, fewest, total=True)
        is_open = apply(lambda null: null > 0, open_, total=True)
        unless = any_of((negate(is_open), None)) if every else all_of((is_open, None))
        opened = all_of((held, unless)) if every else any_of((held, unless))
        return either(listed.known, opened, unknown)

    def _asked(self, source: Fact, condition: nodes.Condition) -> tuple[Sweep | None, str]:
        """Return the sweep over a list's elements that judges a condition, and the name of its truth there."""
        listed = self.context.columns.listed(source)
        if listed.rows is None:
            return None, ""
        layers = [layer_of(self, node) for node in outer_of(condition)]
        sweep = self.context.sweep(source, max(layers, default=0))
        key = "asked", source.name, sweep.layer, self.key, condition
        memo = self.context.memo
        if key not in memo:
            memo[key] = sweep.show(Elements(self, sweep).condition(condition))
        return sweep, memo[key]

    def _times(self, node: nodes.Times) -> Term:
        operator, number = node.operator, node.count
        listed = self.context.columns.listed(node.source)
        if listed.known is False:
            return None
        holds = nodes.COMPARISONS[operator]
        sweep, name = self._asked(node.source, node.where)
        if sweep is None:  # every list that is known is empty
            return either(listed.known, holds(0, number), None)
        fewest, open_ = sweep.counts(name)

        def agreed(yes: pl.Expr, null: pl.Expr) -> pl.Expr:
            import polars as pl

            most = yes + null
            if operator in ("==", "!="):
                sure = (null == 0) | (yes > number) | (most < number)
                return pl.when(sure).then(compared(holds, yes, number))
            fewest_do, most_do = compared(holds, yes, number), compared(holds, most, number)
            return pl.when(fewest_do == most_do).then(fewest_do)

        return either(listed.known, apply(agreed, fewest, open_), None)

    def _picked(self, node: nodes.Picked) -> Val:
        listed = self.context.columns.listed(node.source)
        nowhere = is_true(negate(Unheard(self).condition(node.where)))  # of an unknown list
        sweep, name = self._asked(node.source, node.where) if listed.known is not False else (None, "")
        if sweep is None:
            return Val(None, is_true(any_of((listed.known, nowhere))))
        element = sweep.element(node.position)
        fewest, _ = sweep.counts(name)
        chosen = sweep.candidates(name, last=node.last)
        key = f"{chosen}.{node.position}"
        nothing = is_true(sweep.ask(f"{key}.none", (~col(chosen) | expr_of(element.none)).all(), _boolean()))
        none = either(listed.known, nothing, nowhere)
        assert none is not None
        if element.known is None:
            return self.layers.let_value(Val(None, none))
        field = f"v{node.position}"
        dtype = next(inner.dtype for inner in listed.dtype.inner.fields if inner.name == field)
        value = element.known.expr.filter(col(chosen))
        first = sweep.ask(f"{key}.first", value.first(), dtype)
        same = sweep.ask(f"{key}.same", (value.min() == value.max()) & (value.null_count() == 0), _boolean())
        certain = apply(lambda yes: yes > 0, fewest, total=True)
        known = where(is_true(all_of((listed.known, certain, is_true(same)))), first)
        return self.layers.let_value(Val(known, none))

    def _picked_within(self, node: nodes.Picked) -> Extent:
        import polars as pl

        position = node.position
        listed = self.context.columns.listed(node.source)
        unheard = Unheard(self)
        silent = unheard.extent(field_of(node.source, position))
        may = not_false(unheard.condition(node.where))
        silent = covering([(may, silent)], rest=True)
        if listed.known is False:
            return silent
        sweep, name = self._asked(node.source, node.where)
        if sweep is None:
            return covering([(negate_total(listed.known), silent)])
        field = Elements(self, sweep).extent(field_of(node.source, position))
        fewest, _ = sweep.counts(name)
        chosen = sweep.candidates(name, last=node.last)
        given = col(chosen) if field.absent is False else col(chosen) & ~expr_of(field.absent)
        key = f"{chosen}.{position}"

        def bound(side: Part | None, *, lowest: bool) -> Part | None:
            endless = -ENDLESS if lowest else ENDLESS
            if side is None:
                return None
            end = side.expr.cast(pl.Int64).fill_null(endless).filter(given)
            asked = sweep.ask(f"{key}.{lowest}", end.min() if lowest else end.max(), pl.Int64)
            return finite(self.layers.let(asked), endless)

        low, high = bound(field.low, lowest=True), bound(field.high, lowest=False)
        some = is_true(sweep.ask(f"{key}.given", given.any(), _boolean()))
        sure = apply(lambda yes: yes > 0, fewest, total=True)
        unit = field.unit
        if isinstance(unit, Part):
            units = unit.expr.filter(given)
            least = sweep.ask(f"{key}.unit", units.min(), pl.UInt8)
            alike = is_true(sweep.ask(f"{key}.units", (units.min() == units.max()).fill_null(True), _boolean()))
            low, high, unit = where(alike, low), where(alike, high), self.layers.let(least)
        none: Part | bool = negate_total(sure)
        if field.none is not False:
            open_ = is_true(sweep.ask(f"{key}.none", (col(chosen) & expr_of(field.none)).any(), _boolean()))
            none = is_true(any_of((none, open_)))
        picked = Extent(low, high, none, negate_total(some), unit).let(self.layers)
        if listed.known is True:
            return picked
        return covering([(listed.known, picked), (negate_total(listed.known), silent)])

    def _picked_choices(self, node: nodes.Picked, order: Sequence[str]) -> Choices:
        import polars as pl

        listed = self.context.columns.listed(node.source)
        unheard = Unheard(self)
        silent = unheard.choices(field_of(node.source, node.position), order)
        may = not_false(unheard.condition(node.where))
        silent = any_choice([(may, silent)], rest=True)
        if listed.known is False:
            return silent
        sweep, name = self._asked(node.source, node.where)
        if sweep is None:
            return any_choice([(negate_total(listed.known), silent)])
        field = Elements(self, sweep).choices(field_of(node.source, node.position), order)
        fewest, _ = sweep.counts(name)
        chosen = sweep.candidates(name, last=node.last)
        key = f"{chosen}.{node.position}.{'/'.join(order)}"
        mask = pl.when(col(chosen)).then(field.mask.expr).otherwise(pl.lit(0, dtype=pl.UInt64))
        bits = sweep.ask(f"{key}.mask", mask.bitwise_or(), pl.UInt64)
        some = is_true(sweep.ask(f"{key}.given", (col(chosen) & ~expr_of(field.absent)).any(), _boolean()))
        open_ = is_true(sweep.ask(f"{key}.none", (col(chosen) & expr_of(field.none)).any(), _boolean()))
        sure = apply(lambda yes: yes > 0, fewest, total=True)
        none = is_true(any_of((negate(sure), open_)))
        bits = replace(apply(lambda expr: expr.fill_null(0), bits), total=True)
        picked = Choices(bits, none, negate_total(some)).let(self.layers)
        if listed.known is True:
            return picked
        return any_choice([(listed.known, picked), (negate_total(listed.known), silent)])

    def _gathered(self, node: nodes.Gathered) -> Extent:
        operator, source, where_ = node.operator, node.source, node.where
        listed = self.context.columns.listed(source)
        counted, summed = operator in ("count", "run"), operator in ("count", "sum", "run")
        empty = exactly(constant(0)) if summed else ABSENT
        one = exactly(constant(1))
        unheard = Unheard(self)
        may = not_false(unheard.condition(where_))
        field = one if counted else unheard.extent(field_of(source, node.position))
        silent = covering([(may, _of_unknown_list(field) if summed else field), (negate_total(may), empty)])
        if not summed:
            silent = covering([(may, field)], rest=True)
        if listed.known is False:
            return silent
        sweep, name = self._asked(source, where_)
        told = empty
        if sweep is not None:
            field = one if counted else Elements(self, sweep).extent(field_of(source, node.position))
            key = f"{name}.{node.position}.{operator}"
            told = reckoning.gathered(operator, sweep, name, field, key).let(self.layers)
        if listed.known is True:
            return told
        return covering([(listed.known, told), (negate_total(listed.known), silent)])

    def _suspended(self, suspension: nodes.Suspension | None) -> Suspended | None:
        """Return the intervals that do not count: the fewest there may be, and the most."""
        if suspension is None:
            return None
        key = self.key, "suspended", suspension
        memo = self.context.memo
        if key not in memo:
            memo[key] = self._intervals(suspension)
        known: Suspended = memo[key]
        return known

    def _intervals(self, suspension: nodes.Suspension) -> Suspended:
        import polars as pl

        source = suspension.source
        listed = self.context.columns.listed(source)
        unheard = Unheard(self)
        may = not_false(unheard.condition(suspension.where))
        first, last = (unheard.extent(field_of(source, at)) for at in (suspension.first, suspension.last))
        unending = apply(
            lambda _, on: pl.concat_list(pl.struct(first=pl.lit(FIRST_DAY, dtype=pl.Int64), last=on.cast(pl.Int64))),
            self.on,
            self.on,
        )
        ends = first.below and last.below
        unknown = is_true(all_of((negate(listed.known), may)))
        silent = unknown if not ends else False, unknown if ends else False
        sweep, name = self._asked(source, suspension.where) if listed.known is not False else (None, "")
        if sweep is None:
            most = where(silent[1], unending)
            return Suspended(None, most, silent[0], negate_total(unknown), self.days, self.layers)
        inside = Elements(self, sweep)
        first, last = (inside.extent(field_of(source, at)) for at in (suspension.first, suspension.last))
        key = f"{name}.{suspension.first}.{suspension.last}.{suspension.through}"
        through = suspension.through
        taken = sweep.keep(key, lambda: taken_by(first, last, col(name), inside.on, through=through))
        fewest = sweep.ask(f"{key}.fewest", taken["fewest"].filter(taken["sure"]), spans_type())
        most = sweep.ask(f"{key}.most", taken["most"].filter(taken["reaches"]), spans_type())
        endless = is_true(sweep.ask(f"{key}.endless", taken["endless"].any(), _boolean()))
        differs = is_true(sweep.ask(f"{key}.differs", taken["differs"].any(), _boolean()))
        known = listed.known
        taken_away, at_most = where(known, fewest), where(known, most, where(silent[1], unending))
        boundless = is_true(any_of((all_of((known, endless)), silent[0])))
        same = is_true(all_of((negate(all_of((known, differs))), negate(unknown))))
        let = self.layers.let
        return Suspended(
            let(taken_away) if taken_away is not None else None,
            let(at_most) if at_most is not None else None,
            let(boundless) if isinstance(boundless, Part) else boundless,
            let(same) if isinstance(same, Part) else same,
            self.days,
            self.layers,
        )


class Elements(Translator):
    """Translates what is said of a list's elements; what does not depend on them is brought from the rows."""

    def __init__(self, rows: Translator, sweep: Sweep) -> None:
        """Take the translator for the rows, and the sweep over the elements."""
        super().__init__(rows.context, rows.version, rows.conduct, rows.key)
        self.layers = sweep.elements
        self.on = column("on", total=True)
        self.rows, self.sweep = rows, sweep

    def condition(self, node: nodes.Condition) -> Term:
        """Return a condition's truth for each element."""
        if speaks_of_element(node):
            return self._condition(node)
        term = self.rows.condition(node)
        return self.sweep.bring(term) if isinstance(term, Part) else term

    def value(self, node: nodes.Value) -> Val:
        """Return a value for each element."""
        match node:
            case nodes.FieldValue(_, position):
                return self.sweep.element(position)
            case nodes.OrderNumber():
                return Val(self.sweep.number())
            case nodes.Literal() | nodes.FactValue() | nodes.FindingDay() | nodes.EvaluationDay() | nodes.ConductDay():
                return self._brought(self.rows.value(node))
            case nodes.DerivedValue():
                return self._brought(self.rows.value(node))
            case nodes.Deadline() | nodes.Counted() | nodes.Rolled() | nodes.Extremum() | nodes.FirstGiven():
                return self._value(node) if speaks_of_element(node) else self._brought(self.rows.value(node))
            case nodes.Choice() | nodes.Picked():
                return self._value(node) if speaks_of_element(node) else self._brought(self.rows.value(node))
            case nodes.Combined() | nodes.Product() | nodes.Gathered():
                return self._value(node) if speaks_of_element(node) else self._brought(self.rows.value(node))
            case nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater():
                return self._value(node) if speaks_of_element(node) else self._brought(self.rows.value(node))
            case _:
                assert_never(node)

    def extent(self, node: nodes.Value) -> Extent:
        """Return within what a value of each element lies."""
        if speaks_of_element(node):
            return self._extent(node)
        return self.rows.extent(node).each(self.sweep.bring)

    def choices(self, node: nodes.Value, order: Sequence[str]) -> Choices:
        """Return which options a value of each element may be."""
        if speaks_of_element(node):
            return self._choices(node, order)
        return self.rows.choices(node, order).each(self.sweep.bring)

    def _brought(self, value: Val) -> Val:
        """Return a value of the rows as the elements see it."""
        if value.constant is not None:
            return value
        known = self.sweep.bring(value.known) if value.known is not None else None
        none = self.sweep.bring(value.none) if isinstance(value.none, Part) else value.none
        unit = self.sweep.bring(value.unit) if isinstance(value.unit, Part) else value.unit
        return Val(known, none, unit)


class Unheard(Translator):
    """Translates what is said of an element of which nothing is known."""

    def __init__(self, rows: Translator) -> None:
        """Take the translator for the rows."""
        super().__init__(rows.context, rows.version, rows.conduct, rows.key)
        self.rows = rows

    def condition(self, node: nodes.Condition) -> Term:
        """Return a condition's truth."""
        return self._condition(node) if speaks_of_element(node) else self.rows.condition(node)

    def value(self, node: nodes.Value) -> Val:
        """Return a value."""
        match node:
            case nodes.FieldValue(fact, _):
                return Val(unit=fact.units[0] if len(fact.units) == 1 else "")
            case nodes.OrderNumber():
                return UNKNOWN
            case nodes.Literal() | nodes.FactValue() | nodes.FindingDay() | nodes.EvaluationDay() | nodes.ConductDay():
                return self.rows.value(node)
            case nodes.DerivedValue():
                return self.rows.value(node)
            case nodes.Deadline() | nodes.Counted() | nodes.Rolled() | nodes.Extremum() | nodes.FirstGiven():
                return self._value(node) if speaks_of_element(node) else self.rows.value(node)
            case nodes.Choice() | nodes.Picked():
                return self._value(node) if speaks_of_element(node) else self.rows.value(node)
            case nodes.Combined() | nodes.Product() | nodes.Gathered():
                return self._value(node) if speaks_of_element(node) else self.rows.value(node)
            case nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater():
                return self._value(node) if speaks_of_element(node) else self.rows.value(node)
            case _:
                assert_never(node)

    def extent(self, node: nodes.Value) -> Extent:
        """Return within what a value lies."""
        return self._extent(node) if speaks_of_element(node) else self.rows.extent(node)

    def choices(self, node: nodes.Value, order: Sequence[str]) -> Choices:
        """Return which options a value may be."""
        return self._choices(node, order) if speaks_of_element(node) else self.rows.choices(node, order)


def _of_unknown_list(field: Extent) -> Extent:
    """Return the sum over the elements that there may be in a list of which nothing is known."""
    zero = constant(0).known
    above = is_true(apply(lambda end: end >= 0, field.low)) if field.low is not None else False
    below = is_true(apply(lambda end: end <= 0, field.high)) if field.high is not None else False
    return Extent(where(above, zero), where(below, zero))


def field_of(source: Fact, position: int) -> nodes.FieldValue:
    """Return a field of a list's element at hand."""
    return nodes.FieldValue(source.fields[position], position)


def outer_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the largest nodes inside a condition that do not speak of an element."""
    if not speaks_of_element(node):
        yield node
        return
    for child in walks.children(node):
        yield from outer_of(child)


def layer_of(rows: Translator, node: nodes.Node) -> int:
    """Return the first layer on which everything known of a node exists."""
    if isinstance(node, nodes.Condition):
        return _layer(rows.condition(node))
    value, kind = rows.value(node), walks.kind_of(node)
    parts: list[Part | bool | str | None] = [value.known, value.none, value.unit]
    if kind in ORDERED:
        parts += rows.extent(node).parts
    if kind in CHOSEN and not isinstance(node, nodes.Literal):
        choices = rows.choices(node, rows.options(node))
        parts += [choices.mask, choices.none, choices.absent]
    return max(_layer(part) for part in parts)


def _layer(part: Part | bool | str | None) -> int:
    return part.layer if isinstance(part, Part) else 0


def _boolean() -> Any:
    import polars as pl

    return pl.Boolean


def _size() -> pl.Expr:
    import polars as pl

    return pl.col(REAL).sum()


def _count_type() -> Any:
    import polars as pl

    return pl.UInt32

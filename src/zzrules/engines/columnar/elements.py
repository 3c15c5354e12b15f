"""Conditions and values over lists: for the rows by counting their elements, for an element by its fields.

Nothing is known of an element that nobody has recorded; what is said of it may be settled all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, assert_never

from zzrules.engines.columnar.lists import REAL, Sweep
from zzrules.engines.columnar.suspensions import Suspended
from zzrules.engines.columnar.terms import (
    UNKNOWN,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    compared,
    either,
    is_true,
    negate,
    where,
)
from zzrules.engines.columnar.translate import Rests, Translator, rests_on
from zzrules.plan import nodes
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
        import polars as pl

        listed = self.context.columns.listed(node.source)
        if listed.known is False:
            return UNKNOWN
        sweep, name = self._asked(node.source, node.where)
        if sweep is None:
            return Val(None, listed.known)
        element = sweep.element(node.position)
        which = pl.Expr.last if node.last else pl.Expr.first
        fewest, open_ = sweep.counts(name)

        def pick(part: Part, side: str) -> Part:
            chosen = pl.col(REAL) & pl.col(name).fill_null(False)
            field = f"{side}{node.position}"
            dtype = next(inner.dtype for inner in listed.dtype.inner.fields if inner.name == field)
            return sweep.ask(f"{name}.{field}.{node.last}", which(part.expr.filter(chosen)), dtype)

        settled = is_true(all_of((listed.known, apply(lambda null: null == 0, open_, total=True))))
        some = apply(lambda yes: yes > 0, fewest, total=True)
        picked = is_true(all_of((settled, some, listed.ordered)))
        none = all_of((settled, negate(some)))
        if isinstance(element.none, Part):
            none = any_of((none, all_of((picked, is_true(pick(element.none, "n"))))))
        assert none is not None
        known = where(picked, pick(element.known, "v")) if element.known is not None else None
        unit = pick(element.unit, "u") if isinstance(element.unit, Part) else element.unit
        return self.layers.let_value(Val(known, none, unit))

    def _suspended(self, suspension: nodes.Suspension | None) -> Suspended | None:
        """Return the intervals that do not count, and where it is known which."""
        import polars as pl

        if suspension is None:
            return None
        listed = self.context.columns.listed(suspension.source)
        unheard = Unheard(self).condition(suspension.where)
        unknown = is_true(negate(unheard))
        if listed.known is False:
            return Suspended(unknown, None, self.days, self.layers)
        sweep, name = self._asked(suspension.source, suspension.where)
        if sweep is None:
            return Suspended(is_true(either(listed.known, True, unknown)), None, self.days, self.layers)
        first, last = sweep.element(suspension.first), sweep.element(suspension.last)
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
        spans = sweep.ask(
            f"{key}.spans", pair.filter(chosen), pl.List(pl.Struct({"first": pl.Int32, "last": pl.Int32}))
        )
        undated = sweep.ask(f"{key}.undated", (chosen & (begins.is_null() | ends.is_null())).sum(), _count_type())
        _, open_ = sweep.counts(name)
        whole = apply(lambda unknown_, undated_: (unknown_ == 0) & (undated_ == 0), open_, undated, total=True)
        known = is_true(either(listed.known, whole, unknown))
        return Suspended(known, self.layers.let(spans), self.days, self.layers)


class Elements(Translator):
    """Translates what is said of a list's elements; what does not depend on them is brought from the rows."""

    def __init__(self, rows: Translator, sweep: Sweep) -> None:
        """Take the translator for the rows, and the sweep over the elements."""
        super().__init__(rows.context, rows.version, rows.conduct, rows.key)
        self.layers = sweep.elements
        self.rows, self.sweep = rows, sweep

    def condition(self, node: nodes.Condition) -> Term:
        """Return a condition's truth for each element."""
        if of_element(node):
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
                return self._value(node) if of_element(node) else self._brought(self.rows.value(node))
            case nodes.Choice() | nodes.Picked():
                return self._value(node) if of_element(node) else self._brought(self.rows.value(node))
            case _:
                assert_never(node)

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
        return self._condition(node) if of_element(node) else self.rows.condition(node)

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
                return self._value(node) if of_element(node) else self.rows.value(node)
            case nodes.Choice() | nodes.Picked():
                return self._value(node) if of_element(node) else self.rows.value(node)
            case _:
                assert_never(node)


def of_element(node: nodes.Node) -> bool:
    """Return whether a node speaks of the list's element at hand."""
    return any(rests_on(inner) is Rests.ELEMENT for inner in nodes.walk(node))


def outer_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the largest nodes inside a condition that do not speak of an element."""
    if not of_element(node):
        yield node
        return
    for child in nodes.children(node):
        yield from outer_of(child)


def layer_of(rows: Translator, node: nodes.Node) -> int:
    """Return the first layer on which everything known of a node exists."""
    if isinstance(node, nodes.Condition):
        return _layer(rows.condition(node))
    value = rows.value(node)
    return max(_layer(part) for part in (value.known, value.none, value.unit))


def _layer(part: Part | bool | str | None) -> int:
    return part.layer if isinstance(part, Part) else 0


def _size() -> pl.Expr:
    import polars as pl

    return pl.col(REAL).sum()


def _count_type() -> Any:
    import polars as pl

    return pl.UInt32

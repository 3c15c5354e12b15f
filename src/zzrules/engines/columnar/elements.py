"""What is said of lists: for the rows by counting their elements, for an element by its fields.

Nothing is known of an element that nobody has recorded, but that may still settle what is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
from zzrules.engines.columnar.translate import Translator
from zzrules.plan import nodes
from zzrules.policy.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl

OF_ELEMENT = (nodes.FieldValue, nodes.OrderNumber)


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
        """Return the pass over a list's elements in which a condition is judged, and the name of its truth there."""
        listed = self.context.columns.listed(source)
        if listed.rows is None:
            return None, ""
        layers = [layer_of(self, one) for one in outer_of(condition)]
        sweep = self.context.sweep(source, max(layers, default=0))
        key = "asked", id(sweep), id(self.version), condition
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

        def pick(part: Part, what: str) -> Part:
            chosen = pl.col(REAL) & pl.col(name).fill_null(False)
            dtype = next(one.dtype for one in listed.dtype.inner.fields if one.name == f"{what}{node.position}")
            return sweep.ask(f"{name}.{what}{node.position}.{node.last}", which(part.expr.filter(chosen)), dtype)

        settled = is_true(all_of((listed.known, apply(lambda null: null == 0, open_, total=True))))
        some = apply(lambda yes: yes > 0, fewest, total=True)
        found = is_true(all_of((settled, some, listed.ordered)))
        none = all_of((settled, negate(some)))
        if isinstance(element.none, Part):
            none = any_of((none, all_of((found, is_true(pick(element.none, "n"))))))
        assert none is not None
        known = where(found, pick(element.known, "v")) if element.known is not None else None
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
        whole = apply(lambda one, other: (one == 0) & (other == 0), open_, undated, total=True)
        known = is_true(either(listed.known, whole, unknown))
        return Suspended(known, self.layers.let(spans), self.days, self.layers)


class Elements(Translator):
    """Translates what is said of a list's elements; what does not depend on them is brought from the rows."""

    def __init__(self, rows: Translator, sweep: Sweep) -> None:
        """Take who translates for the rows, and the pass over the elements."""
        super().__init__(rows.context, rows.version, rows.conduct)
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
            case _ if of_element(node):
                return self._value(node)
        found = self.rows.value(node)
        if found.constant is not None:
            return found
        known = self.sweep.bring(found.known) if found.known is not None else None
        none = self.sweep.bring(found.none) if isinstance(found.none, Part) else found.none
        unit = self.sweep.bring(found.unit) if isinstance(found.unit, Part) else found.unit
        return Val(known, none, unit)


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
        if isinstance(node, OF_ELEMENT):
            fact = node.field if isinstance(node, nodes.FieldValue) else None
            return Val(unit=fact.units[0] if fact is not None and len(fact.units) == 1 else "")
        return self._value(node) if of_element(node) else self.rows.value(node)


def of_element(node: nodes.Node) -> bool:
    """Return whether a node speaks of the list's element at hand."""
    return any(isinstance(one, OF_ELEMENT) for one in nodes.walk(node))


def outer_of(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the largest nodes inside a condition that do not speak of an element."""
    if not of_element(node):
        yield node
        return
    for child in nodes.children(node):
        yield from outer_of(child)


def layer_of(rows: Translator, node: nodes.Node) -> int:
    """Return the first layer on which all that is known of a node exists."""
    return _layer(rows.condition(node) if isinstance(node, nodes.Condition) else rows.value(node))


def _layer(found: Any) -> int:
    if isinstance(found, Val):
        return max(_layer(part) for part in (found.known, found.none, found.unit))
    return found.layer if isinstance(found, Part) else 0


def _size() -> pl.Expr:
    import polars as pl

    return pl.col(REAL).sum()


def _count_type() -> Any:
    import polars as pl

    return pl.UInt32

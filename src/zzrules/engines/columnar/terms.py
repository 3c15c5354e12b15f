"""Expressions with the layer on which they can be computed, and Kleene's connectives that fold what is settled.

A truth is a Boolean expression (null is unknown), or settled for all rows: True, False, None. Polars' ``&``, ``|`` and
``~`` are Kleene's; what takes a null for something else (``when``, ``filter``) is only given total expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import count
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Final

from zzrules.engines.columnar.exact import col, plain
from zzrules.policy.forms import UNIT_NAMES

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """An expression over the columns of a layer; ``plain``: a column or a literal; ``total``: never null."""

    expr: pl.Expr
    layer: int = 0
    plain: bool = False
    total: bool = False


Term = Part | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Val:
    """A value of all rows: ``known`` is null where it is unknown or 无, ``none`` is true where it is 无, never null.

    Dates are ordinals, options positions in the vocabulary, sets of options bits, durations a number and
    a ``unit``: its name, or positions in `UNITS`. ``constant`` is the value in Python, where all rows share it.
    """

    known: Part | None = None
    none: Part | bool = False
    unit: str | Part = ""
    constant: Any = None


UNITS: Final = tuple(UNIT_NAMES)
UNKNOWN: Final = Val()
_DEEP: Final = 8


def apply(function: Callable[..., pl.Expr], *parts: Part, total: bool = False) -> Part:
    """Return a function of the expressions of several parts, on the last of their layers."""
    return Part(function(*(part.expr for part in parts)), max((part.layer for part in parts), default=0), total=total)


def column(name: str, layer: int = 0, *, total: bool = False) -> Part:
    """Return a column that exists from a layer on."""
    return Part(col(plain(name)), layer, plain=True, total=total)


def literal(value: Any, dtype: Any = None) -> Part:
    """Return a value that all rows share."""
    import polars as pl

    return Part(pl.lit(value, dtype=dtype), plain=True, total=value is not None)


def truth(term: Term) -> Part:
    """Return a truth as an expression."""
    import polars as pl

    return term if isinstance(term, Part) else literal(term, pl.Boolean)


# ── connectives ─────────────────────────────────────────────────────────


def all_of(terms: Iterable[Term]) -> Term:
    """Return the Kleene conjunction."""
    return _joined(terms, settles=False, how=and_)


def any_of(terms: Iterable[Term]) -> Term:
    """Return the Kleene disjunction."""
    return _joined(terms, settles=True, how=or_)


def _joined(terms: Iterable[Term], *, settles: bool, how: Callable[[Any, Any], Any]) -> Term:
    parts: list[Part] = []
    unknown = False
    for term in terms:
        if term is settles:
            return settles
        if isinstance(term, Part):
            parts.append(term)
        elif term is None:
            unknown = True
    if not parts:
        return None if unknown else not settles
    if unknown:
        parts.append(truth(None))
    if len(parts) == 1:
        return parts[0]
    return apply(lambda *exprs: _flat(exprs, how), *parts, total=all(part.total for part in parts))


def _flat(exprs: tuple[pl.Expr, ...], how: Callable[[Any, Any], Any]) -> pl.Expr:
    """Join expressions; many of them side by side, since planning a query takes the square of its depth."""
    import polars as pl

    if len(exprs) <= _DEEP:
        joined: pl.Expr = reduce(how, exprs)
        return joined
    return pl.any_horizontal(*exprs) if how is or_ else pl.all_horizontal(*exprs)


def negate(term: Term) -> Term:
    """Return the Kleene negation."""
    if isinstance(term, Part):
        return apply(lambda expr: ~expr, term, total=term.total)
    return None if term is None else not term


def is_true(term: Term) -> Part | bool:
    """Return whether a truth is true, never null."""
    return _filled(term, unknown=False)


def not_false(term: Term) -> Part | bool:
    """Return whether a truth is true or unknown, never null."""
    return _filled(term, unknown=True)


def not_true(term: Term) -> Part | bool:
    """Return whether a truth is false or unknown, never null."""
    return _filled(negate(term), unknown=True)


def _filled(term: Term, *, unknown: bool) -> Part | bool:
    if not isinstance(term, Part):
        return unknown if term is None else term
    return term if term.total else apply(lambda expr: expr.fill_null(unknown), term, total=True)


def either(chosen: Part | bool, then: Term, otherwise: Term) -> Term:
    """Return one truth where ``chosen`` (never null) holds, and another elsewhere."""
    return any_of((all_of((chosen, then)), all_of((negate(chosen), otherwise))))


def where(chosen: Part | bool, then: Part | None, otherwise: Part | None = None) -> Part | None:
    """Return one value where ``chosen`` (never null) holds, and another elsewhere; None is null for all rows."""
    import polars as pl

    if not isinstance(chosen, Part):
        return then if chosen else otherwise
    if then is None and otherwise is None:
        return None
    sides = [literal(None) if side is None else side for side in (then, otherwise)]
    total = all(side.total for side in sides)
    return apply(lambda holds, yes, no: pl.when(holds).then(yes).otherwise(no), chosen, *sides, total=total)


def compared(holds: Callable[[Any, Any], Any], left: Any, right: Any) -> pl.Expr:
    """Return a comparison of expressions."""
    expr: pl.Expr = holds(left, right)
    return expr


def present(part: Part | None) -> Part | bool:
    """Return where a value is not null."""
    return apply(lambda expr: expr.is_not_null(), part, total=True) if part is not None else False


# ── layers ──────────────────────────────────────────────────────────────


class Layers:
    """Columns in layers: each is computed from those of the layers before it, and from the frame's."""

    def __init__(self, prefix: str = "__zz") -> None:
        """Take the prefix of the columns' names."""
        self._prefix = prefix
        self._numbers = count()
        self._layers: list[dict[str, Callable[[], pl.Expr]]] = []

    def let(self, part: Part) -> Part:
        """Return a column that holds the expression, so that it is computed once."""
        if part.plain:
            return part
        return replace(self.later(lambda: part.expr, part.layer), total=part.total)

    def later(self, expression: Callable[[], pl.Expr], layer: int) -> Part:
        """Return a column on a layer whose expression is asked for once the translation is complete."""
        while len(self._layers) <= layer:
            self._layers.append({})
        name = f"{self._prefix}{next(self._numbers)}"
        self._layers[layer][name] = expression
        return column(name, layer + 1)

    def let_term(self, term: Term) -> Term:
        """Return a truth as a column, unless it is settled."""
        return self.let(term) if isinstance(term, Part) else term

    def let_value(self, value: Val) -> Val:
        """Return a value whose parts are columns."""
        known = None if value.known is None else self.let(value.known)
        none = self.let(value.none) if isinstance(value.none, Part) else value.none
        unit = self.let(value.unit) if isinstance(value.unit, Part) else value.unit
        return replace(value, known=known, none=none, unit=unit)

    def read_by(self, wanted: Iterable[pl.Expr]) -> list[dict[str, pl.Expr]]:
        """Return the expressions as `expressions` does, without those that nothing wanted reads."""
        read = {name for expr in wanted for name in expr.meta.root_names()}
        layers: list[dict[str, pl.Expr]] = []
        for layer in reversed(self.expressions()):
            layers.append({name: expr for name, expr in layer.items() if name in read})
            read |= {name for expr in layers[-1].values() for name in expr.meta.root_names()}
        return layers[::-1]

    def expressions(self) -> list[dict[str, pl.Expr]]:
        """Return the expression of each column, by its name, layer by layer."""
        return [{name: spread(expression()) for name, expression in layer.items()} for layer in self._layers]


def spread(expr: pl.Expr) -> pl.Expr:
    """Return an expression as long as the frame: one that reads no column is worked out now, as a value of all rows.

    Polars would join such a value to the frame with a node that takes rows in however many wait after it: a data set
    would be in memory before much of it is judged.
    """
    import polars as pl

    if expr.meta.root_names():
        return expr
    value = pl.select(expr.first()).to_series()
    return expr.first() if value.dtype.is_nested() else pl.lit(value.item(), dtype=value.dtype)


def run(frame: Any, layers: Iterable[Mapping[str, pl.Expr]]) -> Any:
    """Return a frame, or a lazy one, with the columns of all layers."""
    for layer in layers:
        if layer:
            frame = frame.with_columns(**layer)
    return frame

"""Arithmetic on values within bounds, for all rows at once; the meaning is that of `zzrules.base.arithmetic`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.lists import REAL, Sweep
from zzrules.engines.columnar.suspensions import expr_of
from zzrules.engines.columnar.terms import Part, all_of, any_of, apply, is_true, present, where
from zzrules.engines.columnar.within import Extent, negate_total

if TYPE_CHECKING:
    import polars as pl

_Ends = tuple[Part | None, Part | None]
_NARROW: Final = 1 << 62


def combined(operator: str, parts: Sequence[Extent]) -> Extent:
    """Return the sum (``+``) of several numbers, the first less the rest (``-``), the least or the greatest."""
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    same = all(part.low is part.high for part in parts)  # where one is not known, neither is what is made of them
    match operator:
        case "+":
            low = _all("+", lows)
            high = low if same else _all("+", highs)
        case "-":
            low = _all("-", [lows[0], *highs[1:]])
            high = low if same else _all("-", [highs[0], *lows[1:]])
        case "min":
            low, high = _all("min", lows), _some("min", highs)
        case _:
            low, high = _some("max", lows), _all("max", highs)
    return _there(low, high, parts)


def product(
    parts: Sequence[Extent], numerator: int, denominator: int, step: int, *, positive: bool, reach: int
) -> Extent:
    """Return the product of several numbers and a share, rounded.

    ``positive``: none of them is ever below zero; ``reach`` is what comes up on the way.
    """
    import polars as pl

    wide = pl.Int64 if reach < _NARROW else pl.Int128

    def end(part: Part | None) -> Part | None:
        if part is None:
            return None
        return apply(lambda expr: _rounded(expr.cast(wide), numerator, denominator, step, positive=positive), part)

    first = parts[0]
    least = _cast(first.low, wide)
    ends: _Ends = least, least if first.low is first.high else _cast(first.high, wide)
    for part in parts[1:]:
        ends = _times(ends, part, wide, positive=positive)
    low = end(ends[0])
    high = low if ends[0] is ends[1] else end(ends[1])
    return _there(low, high, parts)


def _there(low: Part | None, high: Part | None, parts: Sequence[Extent]) -> Extent:
    """Return what is made of numbers: 无 where one of them is."""
    absent = is_true(any_of(part.absent for part in parts))
    none = is_true(any_of(part.none for part in parts))
    there = negate_total(absent)
    least = where(there, low)
    return Extent(least, least if low is high else where(there, high), none, absent)


def _cast(part: Part | None, dtype: Any) -> Part | None:
    return None if part is None else apply(lambda expr: expr.cast(dtype), part)


def _all(operator: str, ends: Sequence[Part | None]) -> Part | None:
    """Return what comes of several ends: null where one of them is."""
    import polars as pl

    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    wide = [apply(lambda expr: expr.cast(pl.Int64), end) for end in known]
    match operator:
        case "+":
            return apply(lambda *exprs: reduce(add, exprs), *wide)
        case "-":
            return apply(lambda first, *rest: first - reduce(add, rest), *wide)
        case _:
            least = apply(pl.min_horizontal if operator == "min" else pl.max_horizontal, *wide)
            return where(is_true(all_of(present(end) for end in wide)), least)


def _some(operator: str, ends: Sequence[Part | None]) -> Part | None:
    """Return the least or the greatest of the ends that are not null."""
    import polars as pl

    known = [apply(lambda expr: expr.cast(pl.Int64), end) for end in ends if end is not None]
    return apply(pl.min_horizontal if operator == "min" else pl.max_horizontal, *known) if known else None


def _times(
    ends: tuple[Part | None, Part | None], part: Extent, dtype: Any, *, positive: bool
) -> tuple[Part | None, Part | None]:
    import polars as pl

    low, high = ends
    least, most = _cast(part.low, dtype), _cast(part.high, dtype)
    if low is high and part.low is part.high:
        both = None if low is None or least is None else apply(lambda one, other: one * other, low, least)
        return both, both
    if low is None or least is None:
        return None, None
    upper = None if high is None or most is None else apply(lambda one, other: one * other, high, most)
    lower = apply(lambda one, other: one * other, low, least)
    if positive:
        return lower, where(is_true(present(lower)), upper)
    above = is_true(all_of(apply(lambda expr: expr >= 0, end) for end in (low, least)))
    if high is None or most is None:
        return where(above, lower), None
    corners = [apply(lambda one, other: one * other, one, other) for one in (low, high) for other in (least, most)]
    known = is_true(all_of(present(corner) for corner in corners))
    return (
        where(above, lower, where(known, apply(pl.min_horizontal, *corners))),
        where(above, upper, where(known, apply(pl.max_horizontal, *corners))),
    )


def _rounded(number: pl.Expr, numerator: int, denominator: int, step: int, *, positive: bool) -> pl.Expr:
    """Return a share of numbers to the nearest multiple of a step, as `zzrules.base.arithmetic.rounded` does."""
    import polars as pl

    if (denominator, step) == (1, 1):
        return (number if numerator == 1 else number * numerator).cast(pl.Int64)
    over = denominator * step

    def nearest(size: pl.Expr) -> pl.Expr:
        return (2 * numerator * size + over) // (2 * over) * step

    if positive:
        return nearest(number).cast(pl.Int64)
    return pl.when(number < 0).then(-nearest(-number)).otherwise(nearest(number)).cast(pl.Int64)


# ── lists ───────────────────────────────────────────────────────────────


def gathered(operator: str, sweep: Sweep, name: str, field: Extent, key: str) -> Extent:
    """Return what the elements of each row's list come to for which a truth of a ``name`` holds."""
    import polars as pl

    real, holds = pl.col(REAL), col(name)
    sure, may = real & holds.fill_null(False), real & holds.fill_null(True)
    absent, none = expr_of(field.absent), expr_of(field.none)

    def ask(which: str, expr: pl.Expr, dtype: Any = None) -> Part:
        return sweep.ask(f"{key}.{which}", expr, pl.Int64 if dtype is None else dtype)

    def ends(side: Part | None) -> pl.Expr:
        return pl.lit(None, dtype=pl.Int64) if side is None else side.expr.cast(pl.Int64)

    if operator == "count":
        fewest, open_ = sweep.counts(name)
        low = apply(lambda expr: expr.cast(pl.Int64), fewest)
        return Extent(low, apply(lambda yes, null: yes.cast(pl.Int64) + null.cast(pl.Int64), fewest, open_))
    if operator == "run":
        return _longest(sweep, may, sure, ask)
    if operator == "sum":

        def total(side: Part | None, beyond: Callable[..., pl.Expr]) -> pl.Expr:
            zero = pl.lit(0, dtype=pl.Int64)
            end = ends(side)
            at_most = pl.when(end.is_not_null()).then(beyond(end, zero))
            value = pl.when(absent).then(zero).when(none | ~sure).then(at_most).otherwise(end)
            value = pl.when(may).then(value).otherwise(zero)
            return pl.when(value.is_not_null().all()).then(value.sum())

        return Extent(
            ask("low", total(field.low, pl.min_horizontal)), ask("high", total(field.high, pl.max_horizontal))
        )
    possible, certain = may & ~absent, sure & ~none
    lows, highs = ends(field.low), ends(field.high)
    lowest = pl.when(lows.filter(possible).is_not_null().all()).then(lows.filter(possible).min())
    highest = pl.when(highs.filter(possible).is_not_null().all()).then(highs.filter(possible).max())
    least: pl.Expr = lowest
    most: pl.Expr = highest
    if operator == "max":
        least = pl.coalesce(lows.filter(certain).max(), lowest)
    else:
        most = pl.coalesce(highs.filter(certain).min(), highest)
    unsure = is_true(ask("unsure", ~certain.any(), pl.Boolean))
    nothing = is_true(ask("nothing", ~possible.any(), pl.Boolean))
    return Extent(ask("least", least), ask("most", most), unsure, nothing)


def _longest(sweep: Sweep, may: pl.Expr, sure: pl.Expr, ask: Callable[..., Part]) -> Extent:
    """Return of how many elements, one after another, a condition surely (at most) holds, as `longest` says of one."""
    import polars as pl

    def run(holds: pl.Expr) -> pl.Expr:
        place = pl.int_range(pl.len(), dtype=pl.Int64)
        return (place - pl.when(~holds).then(place).forward_fill().fill_null(-1)).max()

    ordered = sweep.listed.ordered
    certain, rest = sure.sum().cast(pl.Int64), (pl.col(REAL) & ~sure).sum().cast(pl.Int64)
    least, most = ask("run.least", run(sure)), ask("run.most", run(may))
    if ordered is True:
        return Extent(least, most)
    parted, all_ = ask("parted", (certain + rest) // (rest + 1)), ask("all", may.sum())
    if ordered is False:
        return Extent(parted, all_)
    return Extent(where(ordered, least, parted), where(ordered, most, all_))

"""Moments in columns, read as `zzrules.base.clock` reads one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from zzrules.base import clock
from zzrules.base.clock import DAY, Flaw
from zzrules.engines.columnar.amounts import with_rest
from zzrules.engines.columnar.days import as_day, is_moment
from zzrules.engines.columnar.terms import Layers, Part, apply, is_true, literal
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

_EXACT: Final = f"^{clock.EXACT}$"
_FLAWS: Final = {flaw: -number for number, flaw in enumerate(Flaw, 1)}
_NO_MOMENT: Final = -1 - len(_FLAWS)
_SHOWN: Final = len("2026-01-01 08:30")
_MINUTE: Final = 60


def read(source: Part, dtype: Any, layers: Layers) -> tuple[Part, Part | None, dict[Flaw, Part | bool]] | None:
    """Return moments read of a column, where a text means one at all, and where which flaw keeps it from one.

    None for a column of another type.
    """
    import polars as pl

    if is_moment(dtype):
        there = apply(lambda expr: expr.dt.year().is_between(date.min.year, date.max.year), source)
        known = apply(
            lambda expr: pl.when(expr.dt.year().is_between(date.min.year, date.max.year)).then(_as_moment(expr)), source
        )
        return known, None, {Flaw.THERE: is_true(apply(lambda expr: ~expr, there))}
    if dtype == pl.Date:
        return literal(None, pl.Int64), None, {Flaw.TIME: _given(source)}
    if not isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return None
    number = layers.let(
        apply(lambda expr: expr.cast(pl.String).map_batches(_read, return_dtype=pl.Int64, is_elementwise=True), source)
    )
    known = apply(lambda expr: pl.when(expr >= 0).then(expr), number)
    meant = apply(lambda expr: pl.when(expr != _NO_MOMENT).then(expr), number)
    flaws = {flaw: is_true(apply(lambda expr, code=code: expr == code, number)) for flaw, code in _FLAWS.items()}
    return known, meant, flaws


def _given(source: Part) -> Part:
    return apply(lambda expr: expr.is_not_null(), source, total=True)


def _as_moment(moments: pl.Expr) -> pl.Expr:
    import polars as pl

    day = as_day(moments.dt.date()).cast(pl.Int64)
    return day * DAY + moments.dt.hour().cast(pl.Int64) * _MINUTE + moments.dt.minute()


def _read(texts: pl.Series) -> pl.Series:
    """Return each moment, or a number below zero for its flaw; null for null.

    What is well written is read all at once, the rest one by one, each text once.
    """
    import polars as pl

    shown = texts.str.slice(0, _SHOWN).str.replace("T", " ", literal=True)
    number = pl.select(_as_moment(pl.lit(shown).str.to_datetime("%Y-%m-%d %H:%M", strict=False))).to_series()
    fine = texts.str.contains(_EXACT) & (number >= clock.FIRST).fill_null(False)
    return with_rest(texts, number, fine, _code)


def _code(word: str) -> int:
    moment = clock.read(word)
    return _NO_MOMENT if moment is None else _FLAWS[moment] if isinstance(moment, Flaw) else moment


def latest(fact: Fact, on: Part) -> Part | None:
    """Return the latest that a value of a fact may be which does not lie after the evaluation; None without one."""
    if fact.may_be_future:
        return None
    match fact.kind:
        case Kind.DATE:
            return on
        case Kind.MOMENT:
            return last_of(on)
        case _:
            return None


def last_of(on: Part) -> Part:
    """Return the last moment of a day."""
    import polars as pl

    return apply(lambda expr: expr.cast(pl.Int64) * DAY + (DAY - 1), on, total=on.total)

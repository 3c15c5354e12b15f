"""Moments within bounds moved by hours, and the days on which they lie; the meaning is that of `zzrules.base`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zzrules.base import clock
from zzrules.base.clock import DAY
from zzrules.base.office import OfficeTime
from zzrules.engines.columnar.days import gathered
from zzrules.engines.columnar.terms import Layers, Part, apply
from zzrules.engines.columnar.within import Extent

if TYPE_CHECKING:
    import polars as pl


def day_of(moment: Extent, cutoff: int) -> Extent:
    """Return the day of a moment; what comes after ``cutoff`` counts as the next day's."""
    shift = DAY - 1 - min(cutoff, DAY - 1)

    def end(part: Part | None) -> Part | None:
        return None if part is None else apply(lambda expr: (expr + shift) // DAY, part)

    low = end(moment.low)
    return Extent(low, low if moment.low is moment.high else end(moment.high), moment.none, moment.absent)


def later(moment: Extent, minutes: int, time: OfficeTime | None, layers: Layers) -> Extent:
    """Return a moment so many (working) minutes later, or earlier; what is not known is not before it."""
    reached = _Office(time, minutes).later if time is not None else lambda expr: _later(expr, minutes)

    def end(part: Part | None, *, filled: bool) -> Part | None:
        if part is None:
            return None
        later = layers.let(apply(reached, part))
        return apply(lambda expr, before: expr.fill_null(before), later, part) if filled else later

    low, high = moment.low, moment.high
    return Extent(end(low, filled=minutes > 0), end(high, filled=minutes < 0), moment.none, moment.absent)


def _later(moment: pl.Expr, minutes: int) -> pl.Expr:
    import polars as pl

    reached = moment + minutes
    return pl.when(reached.is_between(clock.FIRST, clock.LAST)).then(reached)


class _Office:
    """Office hours as columns read them."""

    def __init__(self, time: OfficeTime, minutes: int) -> None:
        import polars as pl

        self.time, self.minutes = time, minutes
        self.starts, self.before, self.lengths = (
            pl.Series(numbers, dtype=pl.Int64) for numbers in (time.starts, time.before, time.lengths)
        )

    def later(self, moment: pl.Expr) -> pl.Expr:
        """Return the moment at which the office has been open for the minutes; null where unknown."""
        import polars as pl

        if self.minutes == 0:
            return moment
        if not self.time.starts:
            return pl.when(moment.is_null()).then(moment)
        at = pl.lit(self.starts).search_sorted(moment, side="right").cast(pl.Int64) - 1
        open_for = pl.min_horizontal(moment - gathered(self.starts, at), gathered(self.lengths, at))
        wanted = (gathered(self.before, at) + open_for).fill_null(0) + self.minutes
        at = pl.lit(self.before).search_sorted(wanted, side="left").cast(pl.Int64) - 1
        rest = wanted - gathered(self.before, at)
        inside = moment.is_between(self.time.first, self.time.last) & (rest <= gathered(self.lengths, at))
        return pl.when(inside).then(gathered(self.starts, at) + rest)

"""The calendar's arithmetic on columns: each question is a gather from an array over the covered days.

Days are proleptic ordinals, as everywhere in the plan. What no notice settles, and what is no date, is null.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Final

from zzrules.base.workdays import Calendar
from zzrules.engines.columnar.terms import UNITS, Part, Val, apply, literal, where
from zzrules.policy.forms import DAY

if TYPE_CHECKING:
    import polars as pl

WRITTEN_DAY: Final = f"^{DAY.pattern}$"
EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST_DAY: Final = 1
LAST_DAY: Final = date.max.toordinal()
_FEBRUARY: Final = 2
_MONTHS: Final = {"month": 1, "year": 12}

Lost = Callable[[Part, Part, bool], Part]
"""From a day and a number of (working) days after it: how many days of suspension lie on the way."""


class Days:
    """One calendar's arrays as columns read them."""

    def __init__(self, calendar: Calendar) -> None:
        """Take the calendar."""
        self.calendar = calendar
        self.first = calendar.first.toordinal()
        self.before = self.first - 1
        self.covered = len(calendar.counts) - 1

    @cached_property
    def counts(self) -> pl.Series:
        """How many working days there are through each day, beginning with the eve of the first covered one."""
        import polars as pl

        return pl.Series(self.calendar.counts, dtype=pl.Int32)

    @cached_property
    def ordinals(self) -> pl.Series:
        """The working days."""
        import polars as pl

        return pl.Series(self.calendar.ordinals, dtype=pl.Int32)

    @cached_property
    def _works(self) -> pl.Series:
        import polars as pl

        counts = self.calendar.counts
        return pl.Series([counts[k + 1] > counts[k] for k in range(self.covered)], dtype=pl.Boolean)

    @cached_property
    def _rolls(self) -> pl.Series:
        """The day itself or the next working day, for each covered day."""
        import polars as pl

        counts, ordinals = self.calendar.counts, self.calendar.ordinals
        indexes = [counts[k] for k in range(self.covered)]  # of the first working day from that day on
        days = [ordinals[index] if index < len(ordinals) else None for index in indexes]
        return pl.Series(days, dtype=pl.Int32)

    def _shifted(self, number: int) -> pl.Series:
        """Return the ``number``-th working day after each day, beginning with the eve of the first covered one."""
        import polars as pl

        counts, ordinals = self.calendar.counts, self.calendar.ordinals
        indexes = [count + number - 1 for count in counts]
        days = [ordinals[index] if index < len(ordinals) else None for index in indexes]
        return pl.Series(days, dtype=pl.Int32)

    def _soonest(self, number: int) -> pl.Series:
        """Return the day on which so many working days after each day are full at the earliest."""
        import polars as pl

        counts, last = self.calendar.counts, self.before + self.covered
        open_ = pl.Series([last + number - (counts[-1] - count) for count in counts], dtype=pl.Int32)
        return pl.select(pl.lit(self._shifted(number)).fill_null(pl.lit(open_))).to_series()

    # ── questions ───────────────────────────────────────────────────

    def works(self, day: Part) -> Part:
        """Return whether a day is a working day."""
        return apply(lambda expr: gathered(self._works, expr - self.first), day)

    def rolled(self, day: Part) -> Part:
        """Return the day itself, or the next working day if it is a day off."""
        return apply(lambda expr: gathered(self._rolls, expr - self.first), day)

    def moved(self, day: Part, length: Val, *, back: bool = False, lost: Lost | None = None) -> Part:
        """Return the day a duration after (or before) another; ``lost`` returns the days of suspension to add."""
        assert length.known is not None
        number = length.known
        if isinstance(length.unit, str):
            static = length.constant[0] if length.constant is not None else None
            return self._moved(day, number, length.unit, static, back=back, lost=lost)
        result: Part | None = None
        for position, unit in enumerate(UNITS):
            taken = apply(lambda expr, position=position: expr.eq_missing(position), length.unit, total=True)
            result = where(taken, self._moved(day, number, unit, None, back=back, lost=lost), result)
        assert result is not None
        return result

    def soonest(self, day: Part, number: int) -> tuple[Part, Part]:
        """Return the earliest and the latest day on which so many working days after a day are full.

        Any day that no notice settles may be a working day, so that the latest is not known there.
        """
        import polars as pl

        table, last = self._soonest(number), self.before + self.covered

        def earliest(expr: pl.Expr) -> pl.Expr:
            far = expr + number
            return gathered(table, expr - self.before).fill_null(pl.when(far <= LAST_DAY).then(far))

        low = apply(earliest, day)
        high = apply(lambda end, expr: pl.when((end <= last) & (expr >= self.before)).then(end), low, day)
        return low, high

    def _moved(self, day: Part, number: Part, unit: str, static: int | None, *, back: bool, lost: Lost | None) -> Part:
        import polars as pl

        if unit == "workday":
            if back:
                return literal(None, pl.Int32)
            if static == 0:
                return day
            if static is not None and lost is None:
                return apply(lambda expr: gathered(self._shifted(static), expr - self.before), day)
            extra = lost(day, number, True) if lost is not None else literal(0, pl.Int32)
            return apply(self._added, day, number, extra)
        sign = -1 if back else 1
        if unit == "day":
            end = apply(lambda start, days: start + days * sign, day, number)
        else:
            months = _MONTHS[unit] * sign
            end = apply(lambda start, times: _months_later(start, times * months), day, number)
        if lost is not None:
            extra = lost(day, apply(lambda last, start: last - start, end, day), False)
            end = apply(lambda last, days: last + days, end, extra)
        return apply(lambda expr: pl.when(expr.is_between(FIRST_DAY, LAST_DAY)).then(expr), end)

    def _added(self, day: pl.Expr, number: pl.Expr, lost: pl.Expr) -> pl.Expr:
        import polars as pl

        index = gathered(self.counts, day - self.before) + number - 1 + lost
        reached = gathered(self.ordinals, pl.when(number > 0).then(index))
        return pl.when(number == 0).then(day).otherwise(reached)

    def counted(self, start: Part, end: Part, lost: Part | None, *, working: bool) -> Part:
        """Return how many (working) days lie after one day through another; negative if that is earlier."""

        def count(first: pl.Expr, last: pl.Expr, *lost: pl.Expr) -> pl.Expr:
            import polars as pl

            low, high = (pl.min_horizontal(first, last), pl.max_horizontal(first, last)) if lost else (first, last)
            number = gathered(self.counts, high - self.before) - gathered(self.counts, low - self.before)
            if not working:
                number = high - low
            if lost:
                number = (number - lost[0]) * pl.when(last >= first).then(1).when(last < first).then(-1)  # else unknown
            number = number.cast(pl.Int64)
            return pl.when(first == last).then(pl.lit(0, dtype=pl.Int64)).otherwise(number) if working else number

        return apply(count, start, end, *([lost] if lost is not None else []))


def as_day(dates: pl.Expr) -> pl.Expr:
    """Return dates as ordinals; Polars counts from 1970."""
    return dates.to_physical() + EPOCH


def read_days(texts: pl.Expr) -> pl.Expr:
    """Return texts as dates; null for what is not written 2026-01-01, and for days that do not exist."""
    import polars as pl

    written = pl.when(texts.str.contains(WRITTEN_DAY)).then(texts)
    return written.str.to_date("%Y-%m-%d", strict=False)


def day_of_moment(moments: pl.Expr) -> pl.Expr:
    """Return moments without a time zone as dates; null for one that is not midnight."""
    import polars as pl

    return pl.when(moments.dt.time() == time.min).then(moments.dt.date())


def is_moment(dtype: object) -> bool:
    """Return whether a type is that of moments without a time zone: what pandas, for one, has for days."""
    import polars as pl

    return isinstance(dtype, pl.Datetime) and dtype.time_zone is None


def as_date(days: pl.Expr) -> pl.Expr:
    """Return ordinals as dates."""
    import polars as pl

    return (days - EPOCH).cast(pl.Int32).cast(pl.Date)


def gathered(array: pl.Series, index: pl.Expr) -> pl.Expr:
    """Return what stands at an index, null outside of the array."""
    import polars as pl

    return pl.lit(array).gather(pl.when(index.is_between(0, len(array) - 1)).then(index))


def month_day(day: pl.Expr, span: int, ahead: int, number: int) -> pl.Expr:
    """Return a day of a month that follows from a day, as `zzrules.base.durations.month_day` does."""
    import polars as pl

    return _in_month((_month_of(as_date(day)) // span + ahead) * span, pl.lit(number))


def _months_later(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """Return the corresponding day so many months later, or the month's last day where there is none."""
    start = as_date(day)
    return _in_month(_month_of(start) + months, start.dt.day())


def _month_of(dates: pl.Expr) -> pl.Expr:
    import polars as pl

    return dates.dt.year().cast(pl.Int64) * 12 + dates.dt.month() - 1


def _in_month(reached: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return a day of a month, counted from the year 0, or its last one where it has none."""
    import polars as pl

    year, month = reached // 12, reached % 12 + 1
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = pl.Series([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=pl.Int8)
    last = pl.lit(longest).gather((month - 1).cast(pl.UInt32)) + ((month == _FEBRUARY) & leap).cast(pl.Int8)
    valid = pl.when(year.is_between(1, date.max.year)).then(year)
    return _first_of(valid, month) + pl.min_horizontal(number, last) - 1


def _first_of(year: pl.Expr, month: pl.Expr) -> pl.Expr:
    """Return a month's first day by whole numbers alone; years begin in March (H. Hinnant, *chrono-compatible dates*).

    Building dates from their parts takes several times as long.
    """
    import polars as pl

    begun = year - (month <= _FEBRUARY).cast(pl.Int64)
    months = (month + 9) % 12
    return begun * 365 + begun // 4 - begun // 100 + begun // 400 + (months * 153 + 2) // 5 - 305

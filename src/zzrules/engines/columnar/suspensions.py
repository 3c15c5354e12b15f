"""Days that do not count: intervals by row, and how much of a stretch of days they take away.

The sum has a closed form. An interval takes away its (working) days after the start if fewer than ``n`` days that
count lie before it, which follows from the intervals before it. What is not known of intervals makes two sets of them:
the fewest days that they take away, and the most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zzrules.engines.columnar.days import FIRST_DAY, Days, gathered
from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.lists import REAL, ROW, ROWS, START, by_row, laid_out, over_rows
from zzrules.engines.columnar.terms import Layers, Part, apply, literal

if TYPE_CHECKING:
    import polars as pl

    from zzrules.engines.columnar.within import Extent

FIRST, LAST = "first", "last"
_WANTED: Final = "wanted"
_APART: Final = 1 << 23  # more than there are days


def spans_type() -> Any:
    """Return the type of the intervals of a row."""
    import polars as pl

    return pl.List(pl.Struct({FIRST: pl.Int64, LAST: pl.Int64}))


@dataclass(slots=True)
class Suspended:
    """The intervals of each row (None: no row has any): the fewest, and the most, which may have no end (``endless``).

    ``same``: where both are the same.
    """

    fewest: Part | None
    most: Part | None
    endless: Part | bool
    same: Part | bool
    days: Days
    layers: Layers

    def on_the_way(
        self, day: Part, number: Part, working: bool, *, most: bool = False, wanted: Part | None = None
    ) -> Part:
        """Return how many (working) days of suspension lie on the way to the ``number``-th day after a day.

        ``wanted``: 0 in other rows.
        """
        return self._sum({"day": day, "number": number}, self._on_the_way, working, most, wanted)

    def between(self, low: Part, high: Part, *, working: bool, most: bool = False, wanted: Part | None = None) -> Part:
        """Return how many suspended (working) days lie after one day through a later one."""
        return self._sum({"day": low, "high": high}, self._between, working, most, wanted)

    def _sum(self, inputs: dict[str, Part], lost: Any, working: bool, most: bool, wanted: Part | None) -> Part:
        import polars as pl

        spans = self.most if most else self.fewest
        if spans is None:
            return literal(0, pl.Int64)

        def summed(frame: pl.DataFrame) -> pl.DataFrame:
            long = _disjoint(_long(frame))
            long = long.with_columns(**{name: col(name).cast(pl.Int64) for name in inputs})
            return by_row(long.with_columns(days=lost(long, working)), {"days": pl.col("days").sum()})

        def whole(frame: pl.DataFrame) -> pl.DataFrame:
            if wanted is None:
                return summed(frame)
            rows = frame[_WANTED].arg_true()
            days = pl.zeros(len(frame), dtype=pl.Int64, eager=True)
            if len(rows):
                days = days.scatter(rows, summed(frame[rows])["days"].cast(pl.Int64))
            return pl.DataFrame({"days": days})

        given = {ROWS: spans, **inputs} | ({} if wanted is None else {_WANTED: wanted})

        def days(*exprs: pl.Expr) -> pl.Expr:
            answer = over_rows(dict(zip(given, exprs, strict=True)), whole, {"days": pl.Int64})
            return answer.struct.field("days")

        return self.layers.let(apply(days, *given.values()))

    def _counts(self, day: pl.Expr) -> pl.Expr:
        """Return how many working days there are through a day; after the last covered one, all."""
        import polars as pl

        index = pl.min_horizontal(day - self.days.before, pl.lit(self.days.covered))
        return gathered(self.days.counts, pl.when(day.is_not_null()).then(index)).cast(pl.Int64)

    def _on_the_way(self, long: pl.DataFrame, working: bool) -> pl.Expr:
        import polars as pl

        day, number, first, last = (col(name) for name in ("day", "number", FIRST, LAST))
        meets = pl.col(REAL) & (last > day)
        eve = pl.max_horizontal(first - 1, day)
        taken = self._counts(last) - self._counts(eve) if working else last - eve
        taken = pl.when(meets).then(taken).otherwise(0).fill_null(0)
        before = self._counts(eve) - self._counts(day) if working else first - 1 - day
        columns = long.with_columns(taken=taken, before=before).with_columns(
            earlier=pl.col("taken").cum_sum() - pl.col("taken")
        )
        columns = columns.with_columns(earlier=pl.col("earlier") - pl.col("earlier").gather(pl.col(START)))
        met = columns.select(met=meets & (pl.col("before") - pl.col("earlier") < number)).to_series()
        lost = columns.select(pl.when(met).then(pl.col("taken")).otherwise(0)).to_series()
        return pl.lit(lost)

    def _between(self, _long: pl.DataFrame, working: bool) -> pl.Expr:
        import polars as pl

        low, high, first, last = (col(name) for name in ("day", "high", FIRST, LAST))
        end, eve = pl.min_horizontal(last, high), pl.max_horizontal(first - 1, low)
        taken = self._counts(end) - self._counts(eve) if working else end - eve
        within = pl.col(REAL) & (first <= high) & (last > low)
        return pl.when(within).then(taken).otherwise(0).fill_null(0)


def _long(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a line for each interval, those of a row in their order."""
    import polars as pl

    long = laid_out(frame)
    long = long.with_columns(**{name: pl.col(ROWS).struct.field(name).cast(pl.Int64) for name in (FIRST, LAST)})
    return long.sort(ROW, FIRST, nulls_last=True, maintain_order=True)


def _disjoint(long: pl.DataFrame) -> pl.DataFrame:
    """Return the same days as intervals of which no two of a row share a day; nearly always they are such."""
    import polars as pl

    shared = (pl.col(ROW) == pl.col(ROW).shift(1)) & (pl.col(FIRST) <= pl.col(LAST).shift(1))
    if not long.select(shared.any()).item():
        return long
    begins, until = (pl.col(ROW).cast(pl.Int64) * _APART + col(name) for name in (FIRST, LAST))
    reached = until.cum_max().forward_fill().shift(1)  # rows lie so far apart that each begins anew
    numbered = long.with_columns(__span=(begins > reached).fill_null(True).cum_sum())
    rest = [col(name).first() for name in long.columns if name != LAST]
    merged = numbered.group_by("__span", maintain_order=True).agg(*rest, pl.col(LAST).max()).drop("__span")
    starts = pl.when((pl.col(ROW) != pl.col(ROW).shift(1)).fill_null(True)).then(pl.int_range(pl.len()))
    return merged.with_columns(starts.forward_fill().cast(long.schema[START]).alias(START))


# ── of elements ─────────────────────────────────────────────────────────


def ended(first: Extent, last: Extent, on: Part, *, through: bool) -> tuple[pl.Expr, pl.Expr]:
    """Return the bounds of an interval's last day; one known not to have ended lasts through the evaluation day."""
    import polars as pl

    null = pl.lit(None, dtype=pl.Int64)
    begins, until, low, high = (null if part is None else part.expr for part in (*_ends(first), *_ends(last)))
    if not through:
        low, high = low - 1, high - 1
    near, far = pl.max_horizontal(on.expr, begins), pl.max_horizontal(on.expr, until)
    far = pl.when(until.is_not_null()).then(far)
    if last.none is not False:
        none, absent = expr_of(last.none), expr_of(last.absent)
        either_low = pl.when(low.is_not_null()).then(pl.min_horizontal(near, low))
        either_high = pl.when(far.is_not_null() & high.is_not_null()).then(pl.max_horizontal(far, high))
        low = pl.when(absent).then(near).when(none).then(either_low).otherwise(low)
        high = pl.when(absent).then(far).when(none).then(either_high).otherwise(high)
    if first.absent is not False:
        high = pl.when(~expr_of(first.absent)).then(high)
    return low, high


def _ends(extent: Extent) -> tuple[Part | None, Part | None]:
    return extent.low, extent.high


def expr_of(flag: Part | bool) -> pl.Expr:
    """Return a truth that is never unknown as an expression."""
    import polars as pl

    return flag.expr if isinstance(flag, Part) else pl.lit(flag)


def taken_by(first: Extent, last: Extent, holds: pl.Expr, on: Part, *, through: bool) -> dict[str, pl.Expr]:
    """Return columns for the elements of a list: ``sure`` with the days that are taken, ``may`` with the most of them.

    The day on which an interval ended is taken only ``through`` it. ``endless``: these have no end; ``same``: both are
    the same.
    """
    import polars as pl

    null = pl.lit(None, dtype=pl.Int64)
    begins, until = (null if part is None else part.expr for part in _ends(first))
    low, high = ended(first, last, on, through=through)
    may = pl.col(REAL) & holds.fill_null(True)
    sure = pl.col(REAL) & holds.fill_null(False) & ~expr_of(first.none) & (until <= low).fill_null(False)
    reaches = may & (begins.fill_null(FIRST_DAY) <= high).fill_null(False)
    exact = sure & ((begins == until) & (low == high)).fill_null(False)
    return {
        "sure": sure,
        "fewest": pl.struct(until.cast(pl.Int64).alias(FIRST), low.cast(pl.Int64).alias(LAST)),
        "reaches": reaches,
        "most": pl.struct(begins.cast(pl.Int64).fill_null(FIRST_DAY).alias(FIRST), high.cast(pl.Int64).alias(LAST)),
        "endless": may & high.is_null(),
        "differs": may & ~exact,
    }

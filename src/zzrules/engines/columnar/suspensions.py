"""Days that do not count: intervals by row, and how much of a stretch of days they take away.

The sum has a closed form. An interval takes away its (working) days after the start if fewer than ``n`` days that
count lie before it, which follows from the intervals before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zzrules.engines.columnar.days import Days, gathered
from zzrules.engines.columnar.lists import REAL, ROW, ROWS, START, by_row, laid_out, over_rows
from zzrules.engines.columnar.terms import Layers, Part, apply, literal

if TYPE_CHECKING:
    import polars as pl

FIRST, LAST = "first", "last"


@dataclass(slots=True)
class Suspended:
    """The intervals of each row (None: no row has any), and where it is known which they are."""

    known: Part | bool
    spans: Part | None
    days: Days
    layers: Layers

    def on_the_way(self, day: Part, number: Part, working: bool) -> Part:
        """Return how many (working) days of suspension lie on the way to the ``number``-th day after a day."""
        import polars as pl

        if self.spans is None:
            return literal(0, pl.Int32)
        return self._sum({"day": day, "number": number}, self._on_the_way, working=working)

    def between(self, low: Part, high: Part, *, working: bool) -> Part | None:
        """Return how many suspended (working) days lie after one day through a later one."""
        if self.spans is None:
            return None
        return self._sum({"day": low, "high": high}, self._between, working=working)

    def _sum(self, inputs: dict[str, Part], lost: object, *, working: bool) -> Part:
        import polars as pl

        assert self.spans is not None

        def whole(frame: pl.DataFrame) -> pl.DataFrame:
            long = laid_out(frame)
            long = long.with_columns(
                **{name: pl.col(ROWS).struct.field(name).cast(pl.Int64) for name in (FIRST, LAST)},
                **{name: pl.col(name).cast(pl.Int64) for name in inputs},
            )
            long = long.sort(ROW, FIRST, nulls_last=True, maintain_order=True)
            days = lost(long, working)  # type: ignore[operator]
            return by_row(long.with_columns(days=days), {"days": pl.col("days").sum()})

        names = [ROWS, *inputs]
        answer = apply(
            lambda *exprs: over_rows(dict(zip(names, exprs, strict=True)), whole, {"days": pl.Int64}),
            self.spans,
            *inputs.values(),
        )
        return self.layers.let(apply(lambda expr: expr.struct.field("days"), self.layers.let(answer)))

    def _counts(self, day: pl.Expr) -> pl.Expr:
        """Return how many working days there are through a day; after the last covered one, all."""
        import polars as pl

        index = pl.min_horizontal(day - self.days.before, pl.lit(self.days.covered))
        return gathered(self.days.counts, pl.when(day.is_not_null()).then(index)).cast(pl.Int64)

    def _on_the_way(self, long: pl.DataFrame, working: bool) -> pl.Expr:
        import polars as pl

        day, number, first, last = (pl.col(name) for name in ("day", "number", FIRST, LAST))
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

        low, high, first, last = (pl.col(name) for name in ("day", "high", FIRST, LAST))
        end, eve = pl.min_horizontal(last, high), pl.max_horizontal(first - 1, low)
        taken = self._counts(end) - self._counts(eve) if working else end - eve
        within = pl.col(REAL) & (first <= high) & (last > low)
        return pl.when(within).then(taken).otherwise(0).fill_null(0)

"""Counting while a frame of answers streams through: a function of whole batches, which also takes bad rows out."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics.cases import NOT_A_WRITTEN_DAY
from zzrules.batch.doubted import Doubted
from zzrules.batch.mapping.cells import mistaken_day
from zzrules.batch.refused import RefusedRows
from zzrules.batch.textfiles import ON, PLACE
from zzrules.engines.columnar.exact import cols
from zzrules.plan.build import NOT_APPLICABLE

if TYPE_CHECKING:
    import polars as pl

NEEDED: Final = ("outcome", "class", "gaps", "contradictions", "problems")
"""The kinds of columns that are counted, whether the result has them or not."""


class Tally:
    """Counts of the rows judged: outcomes, classes and missing facts by policy, and which columns hold anything."""

    def __init__(
        self,
        codes: Sequence[str],
        grouped: Sequence[str],
        shown: Sequence[str],
        refused: RefusedRows,
        done: Callable[[int], None],
        on: str,
        doubted: Doubted,
    ) -> None:
        """Take the policies, those that group their outcomes, the columns of the result, and where bad rows go.

        ``done`` is called with the rows done; ``on`` is the name of the column of days, if there is one; ``doubted``
        finds the rows in doubt.
        """
        self.codes, self.shown, self.refused, self._done, self._on = codes, shown, refused, done, on
        self._grouped = grouped
        self.judged = 0
        self.outcomes: dict[str, Counter[str]] = {code: Counter() for code in codes}
        self.classes: dict[str, Counter[str]] = {code: Counter() for code in grouped}
        self.missing: dict[str, Counter[str]] = {code: Counter() for code in codes}
        self.contradictions = Counter[str]()
        self.given: set[str] = set()
        self.doubts = Counter[tuple[str, str]]()
        """Rows in doubt, by policy and by the option that may be the wrong one."""
        self._doubted = doubted
        self._seen = 0
        self._lock = threading.Lock()

    def over(self, answers: pl.LazyFrame) -> pl.LazyFrame:
        """Return the answers, counted, without bad rows and with the columns of the result only."""
        schema = answers.collect_schema()
        kept = {name: schema[name] for name in self.shown}
        still = {"predicate_pushdown": False, "projection_pushdown": False, "slice_pushdown": False}
        return answers.map_batches(self.batch, schema=kept, streamable=True, **still)

    def batch(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Count a batch and return what goes into the result."""
        rows = len(frame)
        wrong = frame["problems"].is_not_null()
        if wrong.any():
            self._refuse(frame.filter(wrong))
            frame = frame.filter(~wrong)
        outcomes = {code: frame[f"{code}.outcome"].value_counts().rows() for code in self.codes}
        classes = {code: frame[f"{code}.class"].value_counts().rows() for code in self._grouped}
        gaps = {code: self._gaps(frame[f"{code}.gaps"]) for code in self.codes}
        doubts = self._doubted.count(frame, [code for code in self.codes if NOT_APPLICABLE in dict(outcomes[code])])
        broken = frame["contradictions"].explode().drop_nulls().value_counts().rows()
        given = [name for name in self.shown if name not in self.given and frame[name].null_count() < len(frame)]
        with self._lock:
            self.judged += len(frame)
            self._seen += rows
            for code in self.codes:
                self.outcomes[code].update({name: count for name, count in outcomes[code] if name is not None})
                self.missing[code].update(gaps[code])
            self.doubts.update(doubts)
            for code in self._grouped:
                self.classes[code].update({name: count for name, count in classes[code] if name is not None})
            self.contradictions.update(dict(broken))
            self.given.update(given)
            self._done(self._seen)
        return frame.select(cols(self.shown))

    def _gaps(self, column: pl.Series) -> Mapping[str, int]:
        if not len(column):
            return {}
        counts: Mapping[str, Any] = column.struct.unnest().sum().row(0, named=True)
        return {name: count for name, count in counts.items() if count}

    def _refuse(self, frame: pl.DataFrame) -> None:
        import polars as pl

        renamed = pl.element().struct.with_fields(pl.field("column").replace(ON, self._on))
        mistakes = frame.select(pl.col("problems").list.eval(renamed)).to_series().to_list()
        dates = [name for name in frame.columns if name in self.refused.dates and frame[name].dtype == pl.String]
        texts = frame.select(PLACE, *dates)
        for row, found in zip(texts.iter_rows(named=True), mistakes, strict=True):
            for mistake in found:
                if mistake["code"] == NOT_A_WRITTEN_DAY.code and (text := row.get(mistake["column"])) is not None:
                    mistake["what"] = mistaken_day(text)[0]
        self.refused.note_columns(frame[PLACE].to_list(), mistakes)

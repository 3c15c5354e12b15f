"""What a change of policies does to a data set: how many cases are answered otherwise, and which."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from zzrules.answer.catalogue import Catalogue
from zzrules.batch.datasets import Opener
from zzrules.batch.delivery import delivered
from zzrules.batch.formats import Form
from zzrules.batch.refused import RefusedRows
from zzrules.batch.sources import sources_of
from zzrules.batch.textfiles import ON, RESERVED
from zzrules.batch.writing import sink, writer_of
from zzrules.case.record import RecordReader
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col
from zzrules.plan import model

if TYPE_CHECKING:
    import polars as pl

Change = Literal["不变", "改变", "待查明变为确定", "确定变为待查明", "不能复算"]
"""What becomes of the answer of a case: the same, another, decided, open; or either side cannot judge the case."""
CHANGES: Final[tuple[Change, ...]] = ("不变", "改变", "待查明变为确定", "确定变为待查明", "不能复算")
_KINDS: Final = ("outcome", "possible", "problems")
_BEFORE: Final = "__zz.before."
_CHANGE: Final = "变化"


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """How the cases of a data set fare under a policy: by what becomes of the answer, and by old and new outcome.

    An outcome is named by its code; None stands for one that is open.
    """

    code: str
    name: str
    citation: str
    counts: Counter[str] = field(default_factory=Counter)
    turns: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many cases are answered otherwise."""
        return self.counts.total() - self.counts["不变"] - self.counts["不能复算"]

    def lines(self) -> Iterator[str]:
        """Yield in Chinese how the cases fare."""
        told = "，".join(f"{change} {self.counts[change]:,}" for change in CHANGES if self.counts[change])
        yield f"{self.name}（{self.citation}）：{told}"
        for (before, after), rows in sorted(self.turns.items(), key=lambda one: (-one[1], str(one[0]))):
            yield f"  {self._named(before)} → {self._named(after)}：{rows:,}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; outcomes are codes, None stands for an open one."""
        turns = [{"before": before, "after": after, "rows": rows} for (before, after), rows in self.turns.items()]
        return {"code": self.code, "counts": {change: self.counts[change] for change in CHANGES}, "turns": turns}

    def _named(self, code: str | None) -> str:
        return "待查明" if code is None else self.names.get(code, code)


class Changes:
    """Judges data sets by the policies of two rulebooks."""

    def __init__(self, older: ColumnarPlan, newer: ColumnarPlan, catalogue: Catalogue) -> None:
        """Take both plans, and the catalogue of the newer."""
        self._older, self._newer, self._catalogue = older, newer, catalogue

    def count(
        self,
        sources: Sequence[str | PathLike[str]],
        on: date | str,
        codes: Sequence[str],
        output: str | None = None,
        *,
        form: Form | None = None,
        sheet: str | None = None,
    ) -> tuple[PolicyChanges, ...]:
        """Return how the cases of files fare under policies that both plans have (codes).

        ``output`` is a file that gets the cases that are answered otherwise, or that either side cannot judge: what
        they give, and for each policy ``<policy>.before``, ``<policy>.after`` and ``<policy>.变化``. Raises as
        `Rulebook.evaluate_files` does.
        """
        if output is not None:
            writer_of(output)
        found = sources_of(tuple(sources), form)
        reader = RecordReader(self._newer.plan.vocabulary)
        with (
            tempfile.TemporaryDirectory(prefix="zzrules-") as scratch,
            closing(RefusedRows(Path(scratch, "refused"), reader.vocabulary)) as refused,
        ):
            opener = Opener(reader, on, refused, lambda _rows: None, Path(scratch), output or "", sheet)
            data = opener.open(found)
            answered = self._answered(data.frame, ON if isinstance(on, str) else on, codes)
            kept = Path(scratch, "answers.parquet")
            answered.sink_parquet(kept)
            told = tuple(self._counted(kept, code, refused.count) for code in codes)
            if output is not None:
                self._write(kept, codes, on, output)
        return told

    def _answered(self, frame: pl.LazyFrame, on: date | str, codes: Sequence[str]) -> pl.LazyFrame:
        """Return the frame with what either side says of each policy, and what becomes of it."""
        import polars as pl

        answers = [f"{code}.{kind}" for code in codes for kind in ("outcome", "possible")] + ["problems"]
        own = {*answers, *(f"{code}.{part}" for code in codes for part in ("before", "after", _CHANGE))}
        given = [name for name in frame.collect_schema() if name not in own]  # those of an earlier run are replaced
        before = self._older.judge(frame, on, _KINDS, codes)
        put_by = before.select(*map(col, given), *(col(name).alias(_BEFORE + name) for name in answers))
        both = self._newer.judge(put_by, on, _KINDS, codes)
        bad = col("problems").is_not_null() | col(f"{_BEFORE}problems").is_not_null()
        made = []
        for code in codes:
            was, now = col(f"{_BEFORE}{code}.outcome").cast(pl.String), col(f"{code}.outcome").cast(pl.String)
            sets = [
                column.cast(pl.List(pl.String))
                for column in (col(f"{_BEFORE}{code}.possible"), col(f"{code}.possible"))
            ]
            same = sets[0].list.sort().eq_missing(sets[1].list.sort())
            become = (
                pl.when(bad)
                .then(pl.lit("不能复算"))
                .when(same)
                .then(pl.lit("不变"))
                .when(was.is_null() & now.is_not_null())
                .then(pl.lit("待查明变为确定"))
                .when(was.is_not_null() & now.is_null())
                .then(pl.lit("确定变为待查明"))
                .otherwise(pl.lit("改变"))
            )
            made += [
                was.alias(f"{code}.before"),
                now.alias(f"{code}.after"),
                become.alias(f"{code}.{_CHANGE}"),
            ]
        return both.select(*(col(name) for name in given if name not in RESERVED), *made)

    def _counted(self, kept: Path, code: str, refused: int) -> PolicyChanges:
        import polars as pl

        old, new = (side.plan.policy(code) for side in (self._older, self._newer))
        told = PolicyChanges(code, new.name, str(new.citation), names=_names(old) | _names(new))
        keys = [f"{code}.before", f"{code}.after", f"{code}.{_CHANGE}"]
        grouped = pl.scan_parquet(kept).group_by(map(col, keys)).len().collect(engine="streaming")
        for before, after, become, rows in grouped.rows():
            told.counts[become] += rows
            if become not in ("不变", "不能复算"):
                told.turns[before, after] += rows
        if refused:
            told.counts["不能复算"] += refused
        return told

    def _write(self, kept: Path, codes: Sequence[str], on: date | str, output: str) -> None:
        """Write the cases that are answered otherwise, or that either side cannot judge."""
        import polars as pl

        moved = pl.any_horizontal(col(f"{code}.{_CHANGE}") != "不变" for code in codes)
        changed = pl.scan_parquet(kept).filter(moved)
        writer = writer_of(output)
        with delivered(output) as unfinished:
            if writer == "workbook":
                from zzrules.batch.workbook import fill_workbook

                fill_workbook(unfinished, changed.collect(), self._catalogue, on=on, judged=True)
            else:
                write, settings = sink(changed, writer, output, self._catalogue, on)
                write(unfinished, **settings)


def _names(policy: model.Policy) -> dict[str, Any]:
    return {**model.COMMON_OUTCOMES, **policy.outcomes}

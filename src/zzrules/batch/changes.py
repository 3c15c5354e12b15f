"""What a change of policies does to a data set: how many cases are answered otherwise, which, and by which change."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zzrules.analysis.edits import Edits
from zzrules.answer.catalogue import Catalogue
from zzrules.answer.evaluator import Evaluator
from zzrules.batch.attribution import Attribution
from zzrules.batch.datasets import Opener
from zzrules.batch.delivery import delivered
from zzrules.batch.evaluation import forget, keep_apart
from zzrules.batch.formats import Form
from zzrules.batch.mapping.model import Mapping
from zzrules.batch.refused import SUFFIX, RefusedRows
from zzrules.batch.sources import sources_of
from zzrules.batch.streaming import running
from zzrules.batch.textfiles import ON, PLACE
from zzrules.batch.turns import BEFORE, FILE, ROW, UNDETERMINED, CaseChanges, PolicyChanges, Turns
from zzrules.batch.writing import sink, writer_of
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col, cols
from zzrules.plan import model

if TYPE_CHECKING:
    import polars as pl

_KINDS: Final = ("outcome", "possible", "problems")
_HEAD: Final = ("文件", "行", "政策", "依据", "原来", "现在", "变化", "改动")
"""The first columns of what people read."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be counted: files in, the day or its column, policies by code, and the file of what changes, if any.

    ``mapping`` says how a register becomes records.
    """

    sources: tuple[str | PathLike[str], ...]
    on: date | str
    codes: tuple[str, ...]
    output: str = ""
    form: Form | None = None
    sheet: str | None = None
    mapping: Mapping | None = None

    @property
    def bad(self) -> str:
        """The file of the cases that cannot be judged again."""
        return f"{self.output}{SUFFIX}" if self.output else ""


class Changes:
    """Judges data sets by the policies of two rulebooks."""

    def __init__(self, older: ColumnarPlan, newer: ColumnarPlan, edits: Edits, evaluator: Evaluator) -> None:
        """Take both plans, the written changes between them, and what answers by the newer."""
        self._older, self._newer, self._edits = older, newer, edits
        self._catalogue, self._reader = evaluator.catalogue, evaluator.reader
        self._plans = older.plan, newer.plan

    def count(self, job: Job) -> CaseChanges:
        """Return how the cases of files fare under policies that both plans have. See `Rulebook.changes`."""
        writer = writer_of(job.output) if job.output else None
        sources = sources_of(job.sources, job.form)
        if job.output:
            keep_apart((job.output, job.bad), job.sources, sources)
        reader = self._reader
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zzrules-")))
            refused = stack.enter_context(closing(RefusedRows(scratch / "refused", reader.vocabulary)))
            sheet = job.sheet or (job.mapping.sheet if job.mapping is not None else None)
            opener = Opener(reader, job.on, refused, lambda _rows: None, scratch, job.output, sheet, job.mapping)
            data = opener.open(sources)
            refused.locate = data.locate
            on = ON if isinstance(job.on, str) else job.on
            judged, given = self._judged(data.frame, on, job.codes)
            turns = Turns(self._plans, job.codes, refused, data.locate, str(job.on))
            kept = scratch / "moved.parquet"
            how: dict[str, Any] = {"reads": sources.whole, "form": sources.form, "writes": job.output}
            running(turns.over(judged, given).sink_parquet, kept, compression="lz4", engine="streaming", **how)
            refused.close()
            moved = _Moved(kept, given, job.codes, Attribution(self._edits, self._plans, on), scratch)
            policies = tuple(self._counted(code, turns, refused.count, moved) for code in job.codes)
            told = CaseChanges(
                policies,
                turns.judged + refused.count,
                refused.count,
                turns.because,
                job.output,
                job.bad if refused.count else "",
            )
            if writer is not None:
                with delivered(job.output) as unfinished:
                    written = _Result(self._catalogue, told, moved, job)
                    if writer == "workbook":
                        written.fill_workbook(unfinished)
                    else:
                        write, settings = sink(written.frame(writer), writer, job.output, self._catalogue, job.on)
                        running(write, unfinished, engine="streaming", **settings, **how)
                    if refused.count:
                        with delivered(job.bad) as side:
                            refused.write(side)
                if not refused.count:
                    forget(job.bad)
        return told

    def _judged(self, frame: pl.LazyFrame, on: date | str, codes: Sequence[str]) -> tuple[pl.LazyFrame, list[str]]:
        """Return the frame with what either side says of each policy, and the names of the columns that it has."""
        answers = [f"{code}.{kind}" for code in codes for kind in ("outcome", "possible")] + ["problems"]
        own = {*answers, *(f"{code}.{part}" for code in codes for part in ("before", "after", "变化", "改动"))}
        own |= {FILE, ROW}
        given = [name for name in frame.collect_schema() if name not in own]  # those of an earlier run are replaced
        before = self._older.judge(frame.select(cols(given)), on, _KINDS, codes)
        put_by = before.select(*cols(given), *(col(name).alias(BEFORE + name) for name in answers))
        return self._newer.judge(put_by, on, _KINDS, codes), [name for name in given if name != PLACE]

    def _counted(self, code: str, turns: Turns, refused: int, moved: _Moved) -> PolicyChanges:
        """Return how the cases fare under one policy, and put by what moves each."""
        old, new = (side.policy(code) for side in self._plans)
        counts = turns.counts[code]
        if refused:
            counts["不能复算"] = refused
        names = {**model.COMMON_OUTCOMES, **old.outcomes, **new.outcomes}
        told = PolicyChanges(code, new.name, str(new.citation), counts, names=names)
        if told.changed:
            told.moved_by.update(moved.attributed(code))
        return told


class _Moved:
    """The cases that are answered otherwise, and for each policy by which changes."""

    def __init__(
        self, kept: Path, given: Sequence[str], codes: Sequence[str], attribution: Attribution, scratch: Path
    ) -> None:
        self._kept, self.given, self._attribution, self._scratch = kept, given, attribution, scratch
        self._places = {code: number for number, code in enumerate(codes)}
        self.codes: list[str] = []
        """The policies that answer some of the cases otherwise."""

    def attributed(self, code: str) -> dict[tuple[str | None, str | None, str], int]:
        """Return how often a policy's outcome turns from one to another by which changes, and put these by."""
        import polars as pl

        frame = pl.scan_parquet(self._kept)
        by = self._attribution.of(code, frame, self.given)
        by.alias(f"{code}.改动").to_frame().write_parquet(self._file(code))
        self.codes.append(code)
        turned = self.frame(code).filter(col(f"{code}.改动").is_not_null())
        keys = [f"{code}.before", f"{code}.after", f"{code}.改动"]
        counted = turned.group_by(map(col, keys)).len().collect(engine="streaming")
        return {(before, after, made): rows for before, after, made, rows in counted.rows()}

    def frame(self, *codes: str) -> pl.LazyFrame:
        """Return the cases with what is known of some policies."""
        import polars as pl

        of_each = [f"{code}.{part}" for code in codes for part in ("before", "after", "变化", "改动")]
        parts = [pl.scan_parquet(self._kept), *(pl.scan_parquet(self._file(code)) for code in codes)]
        given = [name for name in self.given if name != ON]
        return pl.concat(parts, how="horizontal").select(FILE, ROW, *cols(given), *cols(of_each))

    def _file(self, code: str) -> Path:
        return self._scratch / f"by-{self._places[code]}.parquet"


class _Result:
    """The file of the cases that are answered otherwise."""

    def __init__(self, catalogue: Catalogue, told: CaseChanges, moved: _Moved, job: Job) -> None:
        self._catalogue, self._told, self._moved, self._job = catalogue, told, moved, job

    def frame(self, writer: str) -> pl.LazyFrame:
        """Return it for machines, a row for a case; for people, a row for each policy that answers a case otherwise."""
        if writer == "csv":
            return self._listed()
        return self._moved.frame(*self._moved.codes).drop(FILE, ROW)

    def _listed(self) -> pl.LazyFrame:
        import polars as pl

        policies = {policy.code: policy for policy in self._told.policies}
        parts = []
        for code in self._moved.codes:
            policy, frame = policies[code], self._moved.frame(code)
            named = {
                part: pl.coalesce(col(f"{code}.{part}").replace(dict(policy.names)), pl.lit(UNDETERMINED))
                for part in ("before", "after")
            }
            shown = (
                col(FILE),
                col(ROW),
                pl.lit(policy.name),
                pl.lit(policy.citation),
                named["before"],
                named["after"],
                col(f"{code}.变化"),
                col(f"{code}.改动"),
            )
            given = [
                name for name in frame.collect_schema() if name not in (FILE, ROW) and not name.startswith(f"{code}.")
            ]
            turned = frame.filter(col(f"{code}.改动").is_not_null())
            titled = [expr.alias(_title(name, given)) for expr, name in zip(shown, _HEAD, strict=True)]
            parts.append(turned.select(*titled, *cols(given)))
        return pl.concat(parts) if parts else pl.LazyFrame(schema=dict.fromkeys(_HEAD, pl.String))

    def fill_workbook(self, path: Path) -> None:
        """Write the sheets of a workbook."""
        from zzrules.batch.workbook.writing import fill_changes

        frame = self._listed().collect(engine="streaming")
        fill_changes(path, frame, self._catalogue, self._told.tables(), self._moved.codes, on=self._job.on)


def _title(name: str, given: Sequence[str]) -> str:
    """Return a title that no column of the cases has."""
    while name in given:
        name += "*"
    return name

"""What a change of policies does to a data set: how many cases are answered otherwise, which, and by which change."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from zzrules.analysis.changes.edits import Edits
from zzrules.answer.catalogue import Catalogue
from zzrules.answer.evaluator import Evaluator
from zzrules.base.errors import Place
from zzrules.batch.attribution import Attribution
from zzrules.batch.datasets import Opener
from zzrules.batch.delivery import delivered
from zzrules.batch.evaluation import forget, keep_apart
from zzrules.batch.formats import Form, Writer
from zzrules.batch.headings import headings
from zzrules.batch.mapping.model import Mapping
from zzrules.batch.refused import SUFFIX, Locate, RefusedRows, write_refused
from zzrules.batch.renamed import Renamed
from zzrules.batch.sources import sources_of
from zzrules.batch.streaming import PIECE, running, streamed
from zzrules.batch.textfiles import ON, PLACE
from zzrules.batch.turns import BEFORE, FILE, ROW, UNDETERMINED, CaseChanges, PolicyChanges, Side, Turns, united
from zzrules.batch.writing import sink, writer_of
from zzrules.case.record import RecordReader
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col, cols
from zzrules.plan import model

if TYPE_CHECKING:
    import polars as pl

_BESIDES: Final = ("consequences", "deadlines", "amounts")
_KINDS: Final = ("outcome", "possible", *_BESIDES, "problems")
_FIGURES: Final = ("consequence", "deadline", "day", "amount")
"""What the names of the columns of `_BESIDES` begin with, after the policy."""
_PARTS: Final = ("before", "after", "变化", "改动")
"""What is told of a case under a policy."""
_SPOOLED: Final[dict[str, Any]] = {"compression": "lz4", "engine": "streaming"}
_HEAD: Final = ("文件", "行", "政策", "依据", "原来", "现在", "变化", "改动")
"""The first columns of what people read."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be counted: files in, the day or its column, policies by code, and the file of what changes, if any.

    ``mapping`` says how a register becomes records; ``locate`` where a row stands, if not where the files have it.
    """

    sources: tuple[str | PathLike[str], ...]
    on: date | str
    codes: tuple[str, ...]
    output: str = ""
    form: Form | None = None
    sheet: str | None = None
    mapping: Mapping | None = None
    locate: Locate | None = None


def bad_of(output: str) -> str:
    """Return the file of the cases that cannot be judged again, of a result."""
    return f"{output}{SUFFIX}"


def counted(parts: Sequence[tuple[Changes, Job]], output: str = "") -> CaseChanges:
    """Return how the cases of several data sets fare together, and write those answered otherwise to one file.

    Raises as `Rulebook.changes` does.
    """
    writer = writer_of(output) if output else None
    if not parts:
        return CaseChanges((), 0)
    with ExitStack() as stack:
        gathered = [changes.gathered(job, stack) for changes, job in parts]
        told = united([one.told for one in gathered])
        if writer is None:
            return told
        unread = [one.refused for one in gathered if one.refused.count]
        told = replace(told, output=output, bad_file=bad_of(output) if unread else "")
        with delivered(output) as unfinished:
            _Result(gathered, told, parts[0][1].on).write(unfinished, writer)
            if unread:
                with delivered(told.bad_file) as side:
                    write_refused(side, unread)
        if not unread:
            forget(bad_of(output))
    return told


class _Gathered(NamedTuple):
    """How the cases of a data set fare, those that are answered otherwise, and those that cannot be judged."""

    told: CaseChanges
    moved: _Moved
    refused: RefusedRows
    catalogue: Catalogue
    digests: tuple[str, str]


class Changes:
    """Judges data sets by the policies of two rulebooks."""

    def __init__(self, older: ColumnarPlan, newer: ColumnarPlan, edits: Edits, evaluator: Evaluator) -> None:
        """Take both plans, the written changes between them, and what answers by the newer."""
        self._older, self._newer, self._edits = older, newer, edits
        self._catalogue, self._reader = evaluator.catalogue, evaluator.reader
        self._plans = older.plan, newer.plan
        self._renamed = Renamed(older.plan.vocabulary, newer.plan.vocabulary)

    @property
    def codes(self) -> frozenset[str]:
        """The policies that both rulebooks have, by code."""
        old, new = ({policy.code for policy in plan.policies} for plan in self._plans)
        return frozenset(old & new)

    def count(self, job: Job) -> CaseChanges:
        """Return how the cases of files fare under policies that both plans have. See `Rulebook.changes`."""
        return counted([(self, job)], job.output)

    def gathered(self, job: Job, stack: ExitStack) -> _Gathered:
        """Return how the cases of files fare, with those that are answered otherwise; kept as long as the stack."""
        sources = sources_of(job.sources, job.form)
        if job.output:
            keep_apart((job.output, bad_of(job.output)), job.sources, sources)
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zzrules-", ignore_cleanup_errors=True)))
        reader = RecordReader(self._renamed.vocabulary) if self._renamed else self._reader
        refused = stack.enter_context(closing(RefusedRows(scratch / "refused", reader.vocabulary)))
        sheet = job.sheet or (job.mapping.sheet if job.mapping is not None else None)
        opener = Opener(
            reader, job.on, refused, lambda _rows: None, scratch, job.output, sheet, job.mapping, piecewise=True
        )
        data = opener.open(sources)
        refused.locate = locate = job.locate or data.locate
        on = ON if isinstance(job.on, str) else job.on
        judged, given = self._judged(self._renamed.read(data.frame), on, job.codes)
        besides = {code: self._besides(code, judged.collect_schema()) for code in job.codes}
        turns = Turns(self._plans, job.codes, refused, locate, str(job.on), besides)
        kept = scratch / "moved.parquet"
        how: dict[str, Any] = {"reads": sources.whole, "form": sources.form, "writes": job.output}
        how["row_group_size"] = PIECE  # a group is in memory until it is whole
        running(turns.over(judged, given).sink_parquet, kept, **_SPOOLED, **how)
        refused.close()
        moved = _Moved(kept, given, Attribution(self._edits, self._plans, on))
        policies = tuple(self._counted(code, turns, refused.count, moved) for code in job.codes)
        unread: Counter[tuple[Side, str, str]] = Counter()
        unread.update({("file", column, code): rows for (column, code), rows in refused.said.items()})
        told = CaseChanges(policies, turns.judged + refused.count, refused.count, turns.because + unread)
        return _Gathered(told, moved, refused, self._catalogue, self._edits.digests)

    def _judged(self, frame: pl.LazyFrame, on: date | str, codes: Sequence[str]) -> tuple[pl.LazyFrame, list[str]]:
        """Return the frame with what either side says of each policy, and the names of the columns that it has."""
        answers = [f"{code}.{kind}" for code in codes for kind in ("outcome", "possible")] + ["problems"]
        own = {*answers, *(f"{code}.{part}" for code in codes for part in _PARTS)}
        own |= {FILE, ROW}
        figures = tuple(f"{code}.{part}." for code in codes for part in _FIGURES)
        given = [name for name in frame.collect_schema() if name not in own and not name.startswith(figures)]
        before = self._older.judge(frame.select(cols(given)), on, _KINDS, codes)  # those of an earlier run are replaced
        answers += [name for name in before.collect_schema() if name.startswith(figures)]
        put_by = before.select(*cols(given), *(col(name).alias(BEFORE + name) for name in answers))
        return self._newer.judge(put_by, on, _KINDS, codes), [name for name in given if name != PLACE]

    def _besides(self, code: str, judged: Collection[str]) -> dict[str, str]:
        """Return the columns that both sides give of a policy beside its outcomes, with what they say in words."""
        plan = self._plans[1]
        figures = tuple(f"{code}.{part}." for part in _FIGURES)
        both = [name for name in judged if name.startswith(figures) and BEFORE + name in judged]
        told = {one.column: "、".join(one.parts[1:]) for one in headings(plan.policy(code), plan, both)}
        return {name: f"「{told[name]}」" for name in both}

    def _counted(self, code: str, turns: Turns, refused: int, moved: _Moved) -> PolicyChanges:
        """Return how the cases fare under one policy, and put by what moves each."""
        old, new = (side.policy(code) for side in self._plans)
        counts = turns.counts[code]
        if refused:
            counts["不能复算"] = refused
        names = {**model.COMMON_OUTCOMES, **old.outcomes, **new.outcomes}
        told = PolicyChanges(
            code, new.name, str(new.citation), counts, names=names, kept=turns.kept[code], besides=turns.besides[code]
        )
        if told.changed:
            told.moved_by.update(moved.attributed(code))
        return told


class _Moved:
    """The cases that are answered otherwise, in a file, and for each policy by which changes."""

    def __init__(self, kept: Path, given: Sequence[str], attribution: Attribution) -> None:
        self._kept, self.given, self._attribution = kept, given, attribution
        self._by: dict[str, pl.Series] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The policies that answer some of the cases otherwise."""
        return tuple(self._by)

    def attributed(self, code: str) -> Counter[tuple[str | None, str | None, str]]:
        """Return how often a policy's outcome turns from one to another by which changes, and put these by."""
        import polars as pl

        self._by[code] = self._attribution.of(code, pl.scan_parquet(self._kept), self.given)
        turns = [f"{code}.{part}" for part in ("before", "after", "改动")]
        counted = Counter[tuple[str | None, str | None, str]]()
        for piece in self._pieces([code], turns):
            for before, after, made, rows in piece.drop_nulls(turns[-1]).group_by(turns).len().rows():
                counted[before, after, made] += rows
        return counted

    def frame(self, *codes: str) -> pl.LazyFrame:
        """Return the cases with what is known of some policies."""
        import polars as pl

        given = [name for name in self.given if name != ON]
        shown = [FILE, ROW, *given, *(f"{code}.{part}" for code in codes for part in _PARTS)]
        schema = pl.scan_parquet(self._kept).collect_schema()
        return streamed(lambda: self._pieces(codes, shown), {name: schema.get(name, pl.String()) for name in shown})

    def _pieces(self, codes: Sequence[str], shown: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Yield columns of the cases, a piece at a time, with the changes that turn the answers of some policies."""
        import polars as pl

        cases = pl.scan_parquet(self._kept)
        made = {f"{code}.改动": self._by[code] for code in codes}
        kept = [name for name in shown if name not in made]
        start = 0
        while len(piece := cases.slice(start, PIECE).select(cols(kept)).collect()):
            own = (by[start : start + PIECE].cast(pl.String).alias(name) for name, by in made.items())
            yield piece.with_columns(*own).select(cols(shown))
            start += PIECE


class _Result:
    """The file of the cases that are answered otherwise."""

    def __init__(self, gathered: Sequence[_Gathered], told: CaseChanges, on: date | str) -> None:
        self._gathered, self._told, self._on = gathered, told, on

    def write(self, path: Path, writer: Writer) -> None:
        """Write it: for people, a row for each policy that answers a case otherwise; for machines, one for a case."""
        import polars as pl

        catalogue = self._gathered[0].catalogue
        if writer == "workbook":
            from zzrules.batch.workbook.writing import fill_changes, need_room

            frame = self._listed()  # it is taken whole, so its size is looked at before
            need_room(sum(policy.changed for policy in self._told.policies), len(frame.collect_schema()))
            codes = list(dict.fromkeys(code for one in self._gathered for code in one.moved.codes))
            older = dict.fromkeys(one.digests[0] for one in self._gathered)
            compared = [*(f"旧的政策文件摘要：{digest}" for digest in older), f"新的政策文件摘要：{catalogue.digest}"]
            summary = [("所比的政策", (), [(line,) for line in compared]), *self._told.tables()]
            fill_changes(path, frame.collect(engine="streaming"), catalogue, summary, codes, on=self._on)
            return
        cases = [one.moved.frame(*one.moved.codes).drop(FILE, ROW) for one in self._gathered]
        frame = self._listed() if writer == "csv" else pl.concat(cases, how="diagonal_relaxed")
        write, settings = sink(frame, writer, self._told.output, catalogue, self._on)
        if writer == "parquet":
            settings["row_group_size"] = PIECE
        place = Place(self._told.output)
        running(write, path, reads=place, form=writer, writes=self._told.output, engine="streaming", **settings)

    def _listed(self) -> pl.LazyFrame:
        import polars as pl

        names = {policy.code: policy for policy in self._told.policies}
        parts = [
            self._of(one.moved.frame(code), names[code])
            for code in names
            for one in self._gathered
            if code in one.moved.codes
        ]
        nothing = pl.LazyFrame(schema=dict.fromkeys(_HEAD, pl.String()))
        return pl.concat(parts, how="diagonal_relaxed") if parts else nothing

    @staticmethod
    def _of(frame: pl.LazyFrame, policy: PolicyChanges) -> pl.LazyFrame:
        """Return the cases that a policy answers otherwise, in words."""
        import polars as pl

        code, open_ = policy.code, pl.lit(UNDETERMINED)
        before, after = (
            pl.coalesce(col(f"{code}.{part}").replace(dict(policy.names)), open_) for part in ("before", "after")
        )
        whose = col(FILE), col(ROW), pl.lit(policy.name), pl.lit(policy.citation)
        shown = (*whose, before, after, col(f"{code}.变化"), col(f"{code}.改动"))
        own = (FILE, ROW, *(f"{code}.{part}" for part in _PARTS))
        given = [name for name in frame.collect_schema() if name not in own]
        titled = [expr.alias(_title(name, given)) for expr, name in zip(shown, _HEAD, strict=True)]
        return frame.filter(col(f"{code}.改动").is_not_null()).select(*titled, *cols(given))


def _title(name: str, given: Sequence[str]) -> str:
    """Return a title that no column of the cases has."""
    while name in given:
        name += "*"
    return name

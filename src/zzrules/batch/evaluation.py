"""Data sets judged by columns, from file to file: one pass, flat memory, and a result that is whole or not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from zzrules.answer.catalogue import Catalogue
from zzrules.base.diagnostics import use
from zzrules.base.errors import Place, UsageError
from zzrules.base.unfinished import unfinished_folder
from zzrules.batch.cells import all_close_to, fact_of, head_of
from zzrules.batch.datasets import DataSet, Opener
from zzrules.batch.delivery import delivered, not_written
from zzrules.batch.doubted import Doubted
from zzrules.batch.files import STDIN
from zzrules.batch.formats import Form
from zzrules.batch.headings import CONTRADICTIONS
from zzrules.batch.mapping.model import Mapping
from zzrules.batch.refused import SUFFIX, RefusedRows, is_refused_rows
from zzrules.batch.sources import Sources, sources_of
from zzrules.batch.streaming import running
from zzrules.batch.summary import ClassCount, Count, PolicyCount, Respelt, Summary
from zzrules.batch.tally import NEEDED, Tally
from zzrules.batch.textfiles import ON, RESERVED
from zzrules.batch.writing import sink, writer_of
from zzrules.case.record import RecordReader
from zzrules.engines.columnar import ColumnarPlan
from zzrules.plan import model
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE

if TYPE_CHECKING:
    import polars as pl

Progress = Callable[[int, int | None], None]
"""Called with the rows done and with all rows, exactly or about (None: not known), from any thread."""


USUAL: Final = ("outcome", "class", "possible", "grounds", "contradictions")
"""The kinds of columns that a result has unless others are asked for."""
_ASSUMED: Final = "工作日历用了{}，靠它得出的答案在「所依的假定」一列写明"
_FOR_CLERKS: Final = (*USUAL, "missing", "deadlines")
"""Those of a workbook on whatever policies the data concern."""
_IN_FRONT: Final = ("outcome", "class", "assumptions", "missing", "deadline", "day")
"""The columns that such a workbook has first, by what follows the policy's code."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done: files in and out, the day or its column, policies by code, kinds of columns (none: usual).

    ``everything``: nothing was asked about, so the summary says which policies the data concern. ``mapping`` says how a
    register becomes records.
    """

    sources: tuple[str | PathLike[str], ...]
    output: str
    on: date | str
    codes: tuple[str, ...]
    everything: bool
    kinds: tuple[str, ...]
    bad: str = ""
    form: Form | None = None
    sheet: str | None = None
    mapping: Mapping | None = None

    @property
    def for_clerks(self) -> bool:
        """Whether the result is a workbook on whatever policies the data concern."""
        return writer_of(self.output) == "workbook" and self.everything and not self.kinds

    @property
    def shown(self) -> tuple[str, ...]:
        """The kinds of columns that the result has."""
        return self.kinds or (_FOR_CLERKS if self.for_clerks else USUAL)

    @property
    def side(self) -> str:
        """The file that lists the bad rows."""
        return self.bad or f"{self.output}{SUFFIX}"


class Evaluation:
    """Judges data sets with one rulebook."""

    def __init__(self, catalogue: Catalogue, columnar: ColumnarPlan, reader: RecordReader) -> None:
        """Take the rulebook's parts."""
        self.catalogue, self.columnar, self.reader = catalogue, columnar, reader

    def run(self, job: Job, progress: Progress | None = None) -> Summary:
        """Judge a data set, write the answers, and return the summary. See `Rulebook.evaluate_files`."""
        start = perf_counter()
        sources = sources_of(job.sources, job.form)
        writer = writer_of(job.output)
        keep_apart((job.output, job.side), job.sources, sources)
        report = progress or (lambda _done, _total: None)
        with (
            delivered(job.output) as unfinished,
            _scratch(job.output) as scratch,
            closing(RefusedRows(scratch / "refused", self.reader.vocabulary)) as refused,
        ):
            spooled = 0

            def noted(rows: int) -> None:
                nonlocal spooled
                spooled += rows
                report(spooled, None)

            sheet = job.sheet or (job.mapping.sheet if job.mapping is not None else None)
            opener = Opener(self.reader, job.on, refused, noted, scratch, job.output, sheet, job.mapping)
            data = opener.open(sources)
            refused.locate = data.locate
            judged = self._judged(data, job)
            shown = [name for name in judged.collect_schema() if self._is_shown(name, job)]
            day = ON if isinstance(job.on, str) else job.on
            doubted = Doubted(self.catalogue.plan, self.catalogue.reads, data.frame.collect_schema(), day, job.codes)
            grouped = [code for code in job.codes if self.catalogue.plan.policy(code).grouped]
            tally = Tally(
                job.codes, grouped, shown, refused, lambda done: report(done, data.rows), str(job.on), doubted
            )
            answers = tally.over(judged)
            how: dict[str, Any] = {
                "reads": sources.whole,
                "form": sources.form,
                "writes": job.output,
                "engine": "streaming",
            }
            if writer == "workbook":
                from zzrules.batch.workbook import fill_workbook

                frame = running(answers.collect, **how)
                summary = self._summary(job, sources, data, tally, perf_counter() - start)
                if job.for_clerks:
                    frame = self._concerned(frame, summary)
                fill_workbook(unfinished, frame, self.catalogue, summary.tables(), on=job.on, judged=True)
            else:
                write, settings = sink(answers, writer, job.output, self.catalogue, job.on)
                running(write, unfinished, **settings, **how)
                summary = self._summary(job, sources, data, tally, perf_counter() - start)
            refused.close()
            if refused.count:
                with delivered(job.side) as side:
                    refused.write(side)
        if not refused.count:
            forget(job.side)
        return replace(summary, seconds=perf_counter() - start)

    def _judged(self, data: DataSet, job: Job) -> pl.LazyFrame:
        kinds = tuple(dict.fromkeys((*job.shown, *NEEDED)))
        on = ON if isinstance(job.on, str) else job.on
        judged = self.columnar.judge(data.frame, on, kinds, job.codes)
        if "class" in job.kinds:
            return judged
        alike = [code for code in job.codes if not self.catalogue.plan.policy(code).grouped]
        return judged.drop([f"{code}.class" for code in alike])  # they say what the outcomes do

    def _concerned(self, frame: pl.DataFrame, summary: Summary) -> pl.DataFrame:
        """Return the answers of the policies that the data concern, what matters most first; all, if it is none."""
        codes = [policy.code for policy in summary.policies if policy.concerned]
        if not codes:
            return frame
        answers = {name: name.split(".") for name in frame.columns if name.partition(".")[0] in self.catalogue.index}
        front = [
            name
            for code in codes
            for kind in _IN_FRONT
            for name, (of, what, *_) in answers.items()
            if of == code and what == kind and not (kind in _IN_FRONT[3:] and frame[name].null_count() == len(frame))
        ]
        rest = [name for name, (of, what, *_) in answers.items() if of in codes and what not in _IN_FRONT]
        given = [name for name in frame.columns if name not in answers and name != CONTRADICTIONS]
        last = [name for name in frame.columns if name == CONTRADICTIONS]
        return frame.select(frame[name] for name in (*given, *front, *last, *rest))

    def _is_shown(self, name: str, job: Job) -> bool:
        """Return whether a column of the answers goes into the result."""
        if name in RESERVED:
            return False
        if name == CONTRADICTIONS:
            return name in job.shown
        code, _, kind = name.partition(".")
        return not (code in job.codes and kind in NEEDED and kind not in job.shown)

    # ── summary ─────────────────────────────────────────────────────

    def _summary(self, job: Job, sources: Sources, data: DataSet, tally: Tally, seconds: float) -> Summary:
        vocabulary = self.catalogue.plan.vocabulary
        given = {fact.name for name in tally.given if (fact := fact_of(vocabulary, head_of(name)))}
        policies = tuple(self._policy(code, job, tally, given) for code in self.catalogue.in_order if code in job.codes)
        schema = data.frame.collect_schema()
        concerned = [policy.code for policy in policies if policy.concerned]
        absent = self.columnar.absent(schema, concerned) if concerned else ()
        others = [
            name
            for name in schema
            if name not in (*RESERVED, CONTRADICTIONS, job.on)
            and fact_of(vocabulary, head_of(name)) is None
            and name.partition(".")[0] not in self.catalogue.index  # answers of an earlier run
        ]
        bad = tally.refused.count
        read = data.register
        return Summary(
            sources=sources.names,
            output=job.output,
            on=f"见列「{job.on}」" if isinstance(job.on, str) else str(job.on),
            rows=tally.judged + bad,
            judged=tally.judged,
            bad=bad,
            bad_file=job.side if bad else "",
            policies=policies,
            contradictions=self._contradictions(tally),
            absent=tuple((fact.name, fact.label) for fact in absent),
            others=tuple(all_close_to(others, vocabulary)),
            remarks=(*data.remarks, *(_ASSUMED.format(one) for one in self.catalogue.plan.calendar.assumptions)),
            left_out=tuple(Count("", name, rows) for name, rows in sorted(read.left_out.items())) if read else (),
            respelt=tuple(Respelt(*key, cells) for key, cells in sorted(read.respelt.items())) if read else (),
            seconds=seconds,
            rulebook=self.catalogue.digest,
        )

    def _contradictions(self, tally: Tally) -> tuple[Count, ...]:
        notes = {one.name: one.note for one in model.contradictions_of(self.catalogue.plan)}
        return tuple(Count("", name, rows, note=notes[name]) for name, rows in tally.contradictions.most_common())

    def _policy(self, code: str, job: Job, tally: Tally, given: set[str]) -> PolicyCount:
        policy, facts = self.catalogue.plan.policy(code), self.catalogue.plan.vocabulary.by_name
        reached, missing = tally.outcomes[code], tally.missing[code]
        classes = tally.classes.get(code) or Counter({policy.classes[one]: reached[one] for one in reached})
        own = not given.isdisjoint(self.catalogue.reads.alone(code))
        common = {policy.classes[NOT_APPLICABLE], policy.classes[NOT_IN_FORCE]}
        applied = any(reached[outcome] for outcome in reached if outcome not in (NOT_APPLICABLE, NOT_IN_FORCE))
        applied = applied or any(rows for name, rows in classes.items() if name not in common)
        return PolicyCount(
            code=code,
            name=policy.name,
            citation=str(policy.citation),
            outcomes=tuple(Count(outcome, name, reached[outcome]) for outcome, name in policy.outcomes.items()),
            classes=tuple(
                ClassCount(name, rows, rows - sum(reached[one] for one, of in policy.classes.items() if of == name))
                for name in dict.fromkeys(policy.classes.values())
                for rows in (classes[name],)
            ),
            undetermined=tally.judged - classes.total(),
            missing=tuple(
                Count(name, facts[name].label, rows, policy.question(facts[name]))
                for name, rows in missing.most_common()
            ),
            concerned=not job.everything or own or applied,
            doubts=tuple(
                Count(name, facts[name].label, rows, policy.question(facts[name]))
                for (doubted, name), rows in tally.doubts.items()
                if doubted == code and rows
            ),
        )


# ── files ───────────────────────────────────────────────────────────────


def keep_apart(results: tuple[str, str], given: Sequence[str | PathLike[str]], sources: Sources) -> None:
    """Raise `UsageError` (ZZ628) if a result, or its bad rows, would overwrite what is read, or lie among it."""
    read = {path.resolve() for path in sources.paths if str(path) != STDIN}
    folders = [path.resolve() for source in given if (path := Path(source)).is_dir()]
    for name in results:
        try:
            target = Path(name).resolve()
            taken = target.is_dir()
        except (OSError, ValueError, RuntimeError):
            raise not_written(name) from None
        if taken:
            raise not_written(name)
        if target in read or (target.exists() and any(target.samefile(path) for path in read)):
            raise UsageError(use.RESULT_OVER_SOURCE(Place(name)))
        if any(target.is_relative_to(folder) for folder in folders):
            raise UsageError(use.RESULT_AMONG_SOURCES(Place(name)))
    if Path(results[0]).resolve() == Path(results[1]).resolve():
        raise UsageError(use.REFUSED_ROWS_OVER_RESULT(Place(results[1])))


def forget(side: str) -> None:
    """Remove the list of bad rows of an earlier run; another file of that name stays."""
    path = Path(side)
    try:
        if path.is_file() and is_refused_rows(path):
            path.unlink()
    except OSError as error:
        raise not_written(side, error.errno) from None


@contextmanager
def _scratch(output: str) -> Iterator[Path]:
    """Yield a hidden folder beside the result that is removed in the end."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(unfinished_folder(Path(output).resolve().parent))
        except OSError as error:
            raise not_written(output, error.errno) from None
        yield folder

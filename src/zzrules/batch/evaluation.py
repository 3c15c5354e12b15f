"""Data sets judged by columns, from file to file: one pass, in flat memory, and a result that is whole or not there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from zzrules.answer.catalogue import Catalogue
from zzrules.base.errors import Place, Problem, UsageError
from zzrules.batch.cells import close_to, fact_of
from zzrules.batch.datasets import DataSet, Opener, Sources, sources_of
from zzrules.batch.delivery import delivered, refused as cannot_write
from zzrules.batch.files import EXTENSIONS, STDIN, Form
from zzrules.batch.refused import SUFFIX, RefusedRows, told_by_us
from zzrules.batch.streaming import running
from zzrules.batch.summary import Count, PolicyCount, Summary
from zzrules.batch.tally import NEEDED, Tally
from zzrules.batch.textfiles import ON, RESERVED
from zzrules.batch.words import worded
from zzrules.case.record import RecordReader
from zzrules.case.values import printable
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.intake import STATE
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE

if TYPE_CHECKING:
    import polars as pl

OUTPUTS: Final[Sequence[Form]] = ("parquet", "arrow", "csv", "xlsx", "jsonl")
Progress = Callable[[int, int | None], None]
"""Is told how many rows are done, and how many (or about how many) there are, if that is known; from any thread."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done: files in and out, the day or its column, policies by code, and the kinds of columns.

    ``everything``: nothing was asked about, so the summary tells what the data has to do with.
    """

    sources: tuple[str | Path, ...]
    output: str
    on: date | str
    codes: tuple[str, ...]
    everything: bool
    kinds: tuple[str, ...]
    bad: str = ""
    form: Form | None = None
    sheet: str | None = None

    @property
    def side(self) -> str:
        """The file that bad rows are told in."""
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
        form = _output_form(job.output)
        _apart(job, sources)
        told = progress or (lambda _done, _total: None)
        with delivered(job.output) as unfinished, _scratch(job.output) as scratch:
            refused = RefusedRows(scratch / "refused", self.reader.vocabulary)
            spooled = 0

            def noted(rows: int) -> None:
                nonlocal spooled
                spooled += rows
                told(spooled, None)

            data = Opener(self.reader, job.on, refused, noted, scratch, job.output, job.sheet).open(sources)
            refused.place = data.place
            judged = self._judged(data, job)
            shown = [name for name in judged.collect_schema() if self._is_shown(name, job)]
            rows = data.rows
            tally = Tally(job.codes, shown, refused, lambda done: told(done, rows), str(job.on))
            answers = tally.over(judged)
            how: dict[str, Any] = {"reads": sources.whole, "form": sources.form, "writes": job.output}

            def summary() -> Summary:
                return self._summary(job, sources, data, tally, perf_counter() - start)

            if form == "xlsx":
                from zzrules.batch.workbook import fill_workbook

                frame = running(answers.collect, engine="streaming", **how)
                refused.close()
                made = summary()
                fill_workbook(unfinished, frame, self.catalogue, made.tables(), on=job.on, judged=True)
            else:
                sink, settings = self._sink(answers, form, job)
                running(sink, unfinished, engine="streaming", **settings, **how)
                refused.close()
                made = summary()
            if refused.count:
                with delivered(job.side) as side:
                    refused.write(side)
        if not refused.count:
            _forget(job.side)
        return replace(made, seconds=perf_counter() - start)

    def _judged(self, data: DataSet, job: Job) -> pl.LazyFrame:
        kinds = tuple(dict.fromkeys((*job.kinds, *NEEDED)))
        on = ON if isinstance(job.on, str) else job.on
        return self.columnar.judge(data.frame, on, kinds, job.codes)

    def _is_shown(self, name: str, job: Job) -> bool:
        """Whether a column of the answers goes into the result."""
        if name in RESERVED:
            return False
        code, _, kind = name.partition(".")
        return not (code in job.codes and kind in NEEDED and kind not in job.kinds)

    def _sink(self, answers: pl.LazyFrame, form: Form, job: Job) -> tuple[Callable[..., Any], dict[str, Any]]:
        """Return what writes answers in a form, and how."""
        _need_writable(answers.collect_schema(), form, job.output)
        match form:
            case "parquet":
                told = {"rulebook": self.catalogue.digest, "on": str(job.on), "version": version("zzrules")}
                return answers.sink_parquet, {"metadata": {f"zzrules.{key}": value for key, value in told.items()}}
            case "arrow":
                return answers.sink_ipc, {"compression": "zstd"}
            case "jsonl":
                return answers.sink_ndjson, {"check_extension": False}
            case _:
                people = answers.select(worded(answers.collect_schema(), self.catalogue.plan))
                settings = {"include_bom": True, "line_terminator": "\r\n", "check_extension": False}
                return people.sink_csv, settings

    # ── summary ─────────────────────────────────────────────────────

    def _summary(self, job: Job, sources: Sources, data: DataSet, tally: Tally, seconds: float) -> Summary:
        vocabulary = self.catalogue.plan.vocabulary
        given = {fact.name for name in tally.given if (fact := fact_of(vocabulary, name.removesuffix(STATE)))}
        policies = tuple(self._policy(code, job, tally, given) for code in self.catalogue.in_order if code in job.codes)
        schema = data.frame.collect_schema()
        concerned = [one.code for one in policies if one.concerned]
        absent = self.columnar.absent(schema, concerned) if concerned else ()
        others = [
            name
            for name in schema
            if name not in (*RESERVED, job.on)
            and fact_of(vocabulary, name.removesuffix(STATE)) is None
            and name.partition(".")[0] not in self.catalogue.index  # answers of an earlier run
        ]
        count = tally.refused.count
        return Summary(
            sources=sources.names,
            output=job.output,
            on=f"见列「{job.on}」" if isinstance(job.on, str) else str(job.on),
            rows=tally.judged + count,
            judged=tally.judged,
            bad=count,
            bad_file=job.side if count else "",
            policies=policies,
            absent=tuple((fact.name, fact.label) for fact in absent),
            others=tuple((name, close_to(name, vocabulary)) for name in others),
            remarks=data.remarks,
            seconds=seconds,
            rulebook=self.catalogue.digest,
        )

    def _policy(self, code: str, job: Job, tally: Tally, given: set[str]) -> PolicyCount:
        policy, facts = self.catalogue.plan.policy(code), self.catalogue.plan.vocabulary.by_name
        reached, missing = tally.outcomes[code], tally.missing[code]
        own = not given.isdisjoint(self.catalogue.reads.alone(code))
        decided = any(reached[one] for one in reached if one not in (NOT_APPLICABLE, NOT_IN_FORCE))
        return PolicyCount(
            code=code,
            name=policy.name,
            citation=str(policy.citation),
            outcomes=tuple(Count(one, name, reached[one]) for one, name in policy.outcomes.items()),
            undetermined=tally.judged - reached.total(),
            missing=tuple(
                Count(name, facts[name].label, rows, facts[name].question) for name, rows in missing.most_common()
            ),
            concerned=not job.everything or own or decided,
        )


# ── files ───────────────────────────────────────────────────────────────


def _output_form(output: str) -> Form:
    try:
        output.encode()
    except UnicodeEncodeError:
        raise cannot_write(output) from None
    form = EXTENSIONS.get(Path(output).suffix.lower())
    if form is None or form not in OUTPUTS:
        hint = "用扩展名 .parquet、.csv、.xlsx、.jsonl 或者 .arrow"
        raise UsageError(Problem("ZZ620", "看扩展名，不知道结果写成哪一种文件", Place(output), hint))
    return form


def _apart(job: Job, sources: Sources) -> None:
    """Raise `UsageError` (ZZ628) if a result would overwrite what is read, or lie among it."""
    read = {path.resolve() for path in sources.paths if str(path) != STDIN}
    folders = [path.resolve() for one in job.sources if (path := Path(one)).is_dir()]
    for name in (job.output, job.side):
        try:
            target = Path(name).resolve()
        except (OSError, ValueError, RuntimeError):
            raise cannot_write(name) from None
        if target.is_dir():
            raise cannot_write(name)
        if target in read or (target.exists() and any(target.samefile(path) for path in read)):
            raise UsageError(Problem("ZZ628", "结果会盖掉要评价的文件", Place(name), "写到另一个文件"))
        if any(target.is_relative_to(folder) for folder in folders):
            message = "结果不能写在要评价的文件夹里：下一次会被当成案卷"
            raise UsageError(Problem("ZZ628", message, Place(name), "写到这个文件夹以外"))
    if Path(job.output).resolve() == Path(job.side).resolve():
        raise UsageError(Problem("ZZ628", "有错的行和结果写在同一个文件", Place(job.side), "写到另一个文件"))


def _need_writable(schema: Mapping[str, Any], form: Form, output: str) -> None:
    """Raise `UsageError` (ZZ632) for columns that a file of text cannot hold."""
    import polars as pl

    if form not in ("csv", "jsonl"):
        return
    for name, dtype in schema.items():
        inner = dtype
        while isinstance(inner, pl.List | pl.Array):
            inner = inner.inner
        fields = [one.dtype for one in inner.fields] if isinstance(inner, pl.Struct) else [inner]
        if any(isinstance(one, pl.Binary | pl.Object) for one in fields):
            message = f"列「{printable(name)}」的类型 {dtype} 写不进 {form.upper()}"
            raise UsageError(Problem("ZZ632", message, Place(output), "改写成 Parquet，或者先去掉这一列"))


def _forget(side: str) -> None:
    """Remove what an earlier run told of bad rows; another file of that name stays."""
    path = Path(side)
    try:
        if path.is_file() and told_by_us(path):
            path.unlink()
    except OSError as error:
        raise cannot_write(side, error.errno) from None


@contextmanager
def _scratch(output: str) -> Iterator[Path]:
    """Give a hidden folder beside the result that is gone in the end."""
    try:
        folder = tempfile.TemporaryDirectory(
            prefix=".zzrules-", dir=Path(output).resolve().parent, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise cannot_write(output, error.errno) from None
    with folder as name:
        yield Path(name)

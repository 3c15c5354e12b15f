"""The rulebook: a folder of policies, loaded and ready to judge records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zzrules.answer.catalogue import Catalogue, Scope
from zzrules.answer.determination import Determination
from zzrules.answer.inquiry import Inquiry
from zzrules.base.diagnostics.use import ABOUT_NO_LIST, NO_POLARS, NO_POLARS_FOR_FILES, NOT_A_FRAME
from zzrules.base.errors import Place, PolicyError, Problem, UsageError
from zzrules.base.packages import need
from zzrules.base.regulation import Regulation
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record, RecordReader, evaluation_day
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan import model
from zzrules.plan.build import build_plan, in_order, rebind
from zzrules.policy.advice import advise
from zzrules.policy.folder import Folder, read_folder
from zzrules.policy.forms import DAY
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.yamltree import Problems

if TYPE_CHECKING:
    import polars as pl
    from pydantic import BaseModel

    from zzrules.answer.coverage import PlaceCoverage
    from zzrules.answer.follow import Follower
    from zzrules.batch.formats import Form
    from zzrules.batch.summary import Summary
    from zzrules.casefile import CaseFile
    from zzrules.engines.columnar import ColumnarPlan
    from zzrules.engines.judgement import ObligationJudgements

    _Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


def shipped_policies() -> Path:
    """Return the folder of the policies that come with the package."""
    installed = Path(__file__).parent / "policies"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "policies"


def load(folder: str | Path | None = None, *, over: str | Path | None = None) -> Rulebook:
    """Return the rulebook of a folder of policies; by default of those that come with the package.

    ``over`` lays a folder of one's own over it: a file with the same path replaces the shipped one, another one is
    added. Raises `PolicyError` with every mistake in the files, each with file, line and column.

    >>> book = load()
    >>> book.evaluate({"主体": "政务服务机构"}, on="2026-05-06", about=["第八条"])["第八条"].status
    'undetermined'
    """
    folders = [Path(folder) if folder is not None else shipped_policies()]
    if over is not None:
        folders.append(Path(over))
    problems = Problems()
    read = read_folder(folders, problems)
    plan = build_plan(read.policies, read.vocabulary, read.calendar, problems)
    if problems or plan is None or read.regulation is None:
        raise PolicyError(problems.in_order())
    return Rulebook(read, plan)


def check(folder: str | Path | None = None, *, over: str | Path | None = None) -> tuple[Any, ...]:
    """Return every mistake in a folder of policies, in the order of the files; empty if it can be used."""
    try:
        load(folder, over=over)
    except PolicyError as error:
        return error.problems
    return ()


class Rulebook:
    """Policies ready to judge records; immutable, so threads may share it."""

    def __init__(self, read: Folder, plan: model.Plan) -> None:
        """Take the folder as it was read, without mistakes, and its plan. Use `load`."""
        assert read.regulation is not None
        self._read = read
        self._reader = RecordReader(plan.vocabulary)
        self._compiled = CompiledPlan(plan)
        self._variants: dict[tuple[str, str, str], CompiledPlan] = {}
        self._lock = threading.Lock()
        self._catalogue = Catalogue(plan, self._compiled, read.regulation, read.digest, self._variant)
        self._everything: Scope = self._catalogue.scope(None)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by what was read and bound: a quarter of the time of `load`, and no file is needed."""
        return Rulebook, (self._read, self.plan)

    def __repr__(self) -> str:
        """Return how many policies there are, and the digest in short."""
        return f"<Rulebook of {len(self.plan.policies)} policies, {self.digest[:12]}>"

    @property
    def plan(self) -> model.Plan:
        """The policies as engines see them."""
        return self._catalogue.plan

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar."""
        return self._catalogue.plan.calendar

    @property
    def regulation(self) -> Regulation:
        """The regulation's text."""
        return self._catalogue.regulation

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a record may hold."""
        return self._catalogue.plan.vocabulary

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of the policy files (64 hexadecimal digits)."""
        return self._catalogue.digest

    @property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a second look in the policies: names that nothing uses, comparisons that 无 makes false."""
        return advise(self._read.policies, self.vocabulary)

    def coverage(self) -> tuple[PlaceCoverage, ...]:
        """Return for each 款 of the regulation which policies state it, or why no case can test it; in order.

        >>> [(place.citation, place.policies) for place in load().coverage() if place.citation == "第二十五条"]
        [('第二十五条', ())]
        """
        from zzrules.answer.coverage import coverage

        return coverage(self.plan, self.regulation)

    def record_schema(self) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) of a record with ASCII names.

        >>> load().record_schema()["properties"]["real_name"]["title"]
        '实名'
        """
        from zzrules.case.schema import record_schema

        return record_schema(self.vocabulary)

    def scope(self, about: Sequence[str] | None = None) -> Mapping[str, Sequence[str] | None]:
        """Return the policies asked about, by code in the order of the regulation; of each, the grounds asked about.

        None instead of grounds stands for the whole policy. Raises `UsageError` (ZZ602) for what there is not.

        >>> load().scope(["第八条", "第二十一条第（五）项"])
        {'rotation': None, 'liability': ['超过承诺时限']}
        """
        return self._everything if about is None else self._catalogue.scope(_keys(about))

    def find(self, key: str) -> tuple[str, str]:
        """Return the policy's code, and the ground's name or an empty text, that a code, name or citation means.

        Raises `UsageError` if it means none (ZZ602) or several policies (ZZ603).

        >>> load().find("第二十一条第（五）项")
        ('liability', '超过承诺时限')
        """
        codes, ground = self._catalogue.find(key)
        return self._catalogue.single(key, codes), ground

    def outcome(self, policy: str, key: str) -> str:
        """Return the code of the outcome that a code or a name means, of a policy by its code.

        Raises `UsageError` (ZZ602) if the policy has no such outcome.

        >>> load().outcome("rotation", "予以轮换调整")
        'rotate'
        """
        return self._catalogue.outcome(policy, key).code

    def evaluate(
        self,
        record: Mapping[str, Any] | BaseModel,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        places: Mapping[str, Place] | None = None,
    ) -> Determination:
        """Return what the policies say of a record as of a day.

        ``record`` maps facts (by name or Chinese label) to values; ``about`` narrows the answer to some policies or
        grounds, by code, name or citation. Raises `RecordError` with every mistake in the record, `UsageError` for an
        ``on`` that is no date or an ``about`` that does not exist.

        >>> d = load().evaluate({"subject": "agency"}, on="2026-05-06", about=["第二十三条"])
        >>> d["第二十三条"].outcome, d["第二十三条"].possible
        (None, ('not_applicable', 'not_in_force'))
        """
        day = on.toordinal() if type(on) is date else evaluation_day(on)
        checked = self._reader.read(record, day, places)
        if about is None:
            scope, needed = self._everything, None
        else:
            scope, needed = self._catalogue.asked(_keys(about))
        return self._determination(checked, scope, needed)

    def frame(
        self,
        frame: _Frame,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
    ) -> _Frame:
        """Return a Polars frame with the answers beside its columns, row by row; of a lazy frame, a lazy one.

        A column is a fact by its code or its label; null is unknown, ``<fact>.state`` says 无 or 查不清, and a column
        of text is read as records are written. Columns that are no facts are passed on; a fact without a column is
        unknown for all rows. A column that has the name of one of the answers is replaced. ``on`` is the day of
        evaluation, or the name of a column of days, also as text.

        ``columns`` chooses among: ``outcome`` (``<policy>.outcome``, the code, null while undetermined), ``possible``
        (the codes still possible), ``grounds`` (``<policy>.<ground>``: true, false, null) and ``problems``, which are
        given unless others are asked for; ``complete`` (a ground with its procedure), ``consequences``, ``deadlines``
        (``<policy>.day.<name>``: each day that the policy derives, null where it is unknown or 无, and
        ``<policy>.deadline.<name>`` of consequences), ``missing`` (``<policy>.missing``: the facts that keep the
        outcome open), ``gaps`` (the same as a structure of truths, several times cheaper), ``versions`` (the first
        days of the versions that may apply).

        A row with a value that its fact cannot have is not judged: its answers are null, and ``problems`` lists the
        columns, each with the code of what is wrong. Raises `UsageError` for an ``on`` that is no day (ZZ601), policies
        that don't exist (ZZ602), and frames that cannot be read (ZZ606–ZZ611).

        >>> import polars as pl
        >>> from datetime import date
        >>> days = [date(2026, 3, 2), date(2025, 3, 2), None]
        >>> cases = pl.DataFrame(
        ...     {"主体": ["派驻窗口工作人员"] * 3, "行为发生日期": days, "主观故意.state": ["查不清"] * 3}
        ... )
        >>> answers = load().frame(cases, on="2026-05-06", about=["第二十三条"])
        >>> answers["tolerance.outcome"].to_list()
        [None, 'not_in_force', None]
        """
        need(NO_POLARS, "polars")
        import polars as pl

        from zzrules.engines.columns import USUAL

        if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
            raise UsageError(NOT_A_FRAME())
        asked = self.scope(about)
        answered = self._columnar.judge(frame, on, tuple(USUAL if columns is None else columns), tuple(asked))
        return answered.collect(engine="in-memory") if isinstance(frame, pl.DataFrame) else answered  # type: ignore[redundant-expr]

    def evaluate_files(  # noqa: PLR0913 - each is an option of its own
        self,
        sources: str | Path | Sequence[str | Path],
        output: str | Path,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
        bad: str | Path | None = None,
        form: Form | None = None,
        sheet: str | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Summary:
        r"""Judge the case records of files, write them with the answers beside them, and return the summary.

        ``sources`` are files of one form, or a folder of them: Parquet, Arrow IPC, CSV, Excel, JSON Lines, JSON, YAML,
        by extension or as ``form`` says; ``sheet`` names the one to read of a workbook. The result is Parquet, Arrow
        IPC, CSV, Excel or JSON Lines by the extension of ``output``; it appears whole or not at all. ``on``, ``about``
        and ``columns`` are as in `frame` (the column of days may also be text). Rows that cannot be judged are not in
        the result but in ``bad`` (by default ``<output>.bad.csv``), each with file, row number, column, code and
        reason. ``progress`` is called with the rows done and the rows in all, if those are known; what it raises ends
        the work.

        Raises `RecordError` for input that cannot be read, `UsageError` for what is asked wrongly, `OutputError` where
        the result cannot be written. Needs the packages of ``zzrules[files]``.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cases, result = Path(folder, "案卷.csv"), Path(folder, "结论.parquet")
        ...     _ = cases.write_text("主体,行为发生日期\n政务服务机构,2026-04-16\n其他,四月\n", encoding="utf-8")
        ...     summary = load().evaluate_files(cases, result, "2026-05-06", ["第二十三条"])
        ...     [outcome.name for outcome in summary.policies[0].outcomes if outcome.rows]
        ['本条不适用']
        >>> summary.rows, summary.judged, summary.bad
        (2, 1, 1)
        """
        need(NO_POLARS_FOR_FILES, "polars")
        from zzrules.batch.evaluation import Evaluation, Job

        if isinstance(sources, str | Path):
            sources = (sources,)
        day = on if type(on) is date else _day_or_column(on)
        asked = self.scope(about)
        job = Job(
            sources=tuple(sources),
            output=str(output),
            on=day,
            codes=tuple(asked),
            everything=about is None,
            kinds=tuple(dict.fromkeys(columns or ("outcome", "possible", "grounds"))),
            bad=str(bad) if bad is not None else "",
            form=form,
            sheet=sheet,
        )
        return Evaluation(self._catalogue, self._columnar, self._reader).run(job, progress)

    @cached_property
    def _columnar(self) -> ColumnarPlan:
        """The plan for frames, made with the first of them."""
        from zzrules.engines.columnar import ColumnarPlan

        return ColumnarPlan(self.plan)

    def casefile(
        self,
        log: str | Path | Mapping[str, Any] | Iterable[Mapping[str, Any]] = (),
        *,
        facts: Mapping[str, Any] | BaseModel | None = None,
        kept_until: date | str | None = None,
    ) -> CaseFile:
        """Return a case to follow over time: its events, as one by one or as a log, and its undated facts.

        ``log`` is a file (YAML, JSON Lines), a mapping of 流水, 事实 and 登记至, or events. After ``kept_until`` what
        is not on file may have happened all the same. What is wrong with an event is among the case file's `problems`;
        a file that cannot be read at all, or facts that are none, raise `RecordError`.

        >>> book = load()
        >>> file = book.casefile(
        ...     [{"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}], facts={"主体": "政务服务机构"}
        ... )
        >>> file.on("2026-03-04")["联系核实"][0].label
        '临近届满'
        """
        from zzrules.casefile import open_case

        return open_case(self.follower, log, facts, kept_until)

    @cached_property
    def follower(self) -> Follower:
        """Whoever follows the case files of this rulebook, made with the first of them."""
        from zzrules.answer.follow import Follower

        return Follower(self._catalogue, self._reader)

    def replay(self, determination: Determination) -> Determination:
        """Return what these policies say of the record of an earlier determination, on its day.

        With the same rulebook the two are equal; with a draft they show whom a change touches.

        >>> book = load()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第八条"])
        >>> book.replay(d) == d
        True
        """
        scope = {code: grounds for code, grounds in determination.scope.items() if code in self._catalogue.index}
        return self._determination(determination.record, scope, self._catalogue.needed(list(scope)))

    def obligations_otherwise(self, record: Record, policy: str, reading: str, option: str) -> ObligationJudgements:
        """Return every obligation of a checked record if one reading of a policy is taken otherwise."""
        return self._variant(policy, reading, option).judge_obligations(record)

    def _determination(
        self, record: Record, scope: Mapping[str, Sequence[str] | None], needed: tuple[int, ...] | None
    ) -> Determination:
        raws = self._compiled.run(record, needed)
        return Determination(Inquiry(self._catalogue, record, raws, scope, whole=needed is None))

    def _variant(self, policy: str, reading: str, option: str) -> CompiledPlan:
        """Return the plan with one reading taken otherwise, compiled once."""
        key = policy, reading, option
        with self._lock:
            if key not in self._variants:
                self._variants[key] = self._read_otherwise(policy, {(policy, reading): option})
            return self._variants[key]

    def _read_otherwise(self, code: str, readings: Mapping[tuple[str, str], str]) -> CompiledPlan:
        """Return the plan with other readings of one policy; all other policies are shared, if their order holds."""
        read = self._read
        policy = rebind(read.policies, read.vocabulary, code, readings)
        if in_order(self.plan, policy):
            return self._compiled.with_policy(policy)
        plan = build_plan(read.policies, read.vocabulary, self.calendar, Problems(), readings)
        assert plan is not None
        return CompiledPlan(plan)


def _day_or_column(on: date | str) -> date | str:
    """Return the day of evaluation, or the name of a column of days."""
    if isinstance(on, str) and not DAY.fullmatch(on):
        return on
    return date.fromordinal(evaluation_day(on))


def _keys(about: Sequence[str]) -> tuple[str, ...]:
    """Return what is asked about, one by one."""
    if type(about) is tuple:
        return about
    if isinstance(about, str):
        return (about,)
    if type(about) is not list and not isinstance(about, Iterable):
        raise UsageError(ABOUT_NO_LIST())
    return tuple(about)

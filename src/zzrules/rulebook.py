"""The rulebook: a folder of policies, loaded and ready to judge records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from zzrules import snapshot
from zzrules.base.errors import PolicyError, UsageError

if TYPE_CHECKING:
    import polars as pl
    from pydantic import BaseModel

    from zzrules.answer.coverage import PlaceCoverage
    from zzrules.answer.determination import Determination
    from zzrules.answer.evaluator import Evaluator
    from zzrules.answer.follow import Follower
    from zzrules.answer.witnesses import Scenario
    from zzrules.base.errors import Place, Problem
    from zzrules.base.regulation import Regulation
    from zzrules.base.workdays import Calendar
    from zzrules.batch.closeness import CloseColumns
    from zzrules.batch.formats import Form
    from zzrules.batch.mapping.model import Mapping as RegisterMapping
    from zzrules.batch.summary import Summary
    from zzrules.case.record import Record
    from zzrules.casefile import CaseFile
    from zzrules.engines.columnar import ColumnarPlan
    from zzrules.engines.columnar.foreign import ArrowStream
    from zzrules.engines.judgement import ObligationJudgements
    from zzrules.interview import Interview
    from zzrules.plan import model
    from zzrules.plan.bound import Bound
    from zzrules.policy.bundle import Bundle
    from zzrules.policy.folder import Folder, Source
    from zzrules.policy.vocabulary import Vocabulary

SchemaOf = Literal["record", "log", "determination", "case", "problem"]
"""What there are JSON Schemas of."""


def shipped_policies() -> Path:
    """Return the folder of the policies that come with the package."""
    installed = Path(__file__).parent / "policies"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "policies"


def load(
    folder: str | Path | None = None,
    *,
    over: str | Path | None = None,
    assume: Sequence[str | Path] = (),
    signed_by: str | Path | None = None,
) -> Rulebook:
    """Return the rulebook of a folder of policies, or of a bundle; by default of those that come with the package.

    ``over`` lays a folder of one's own over it: a file with the same path replaces the shipped one, another one is
    added. A folder needs no calendar of its own: the years that it doesn't bring are those that come with the package,
    without any city's closures. ``assume`` are files of assumed calendars; see `Rulebook.assuming`. Raises
    `PolicyError` with every mistake in the files, each with file, line and column.

    A bundle (`zzrules.bundle`) brings its own calendar. ``signed_by`` is the public key of whoever has to have signed
    it, a PEM file. Raises `BundleError` if it was changed, or is not signed so (ZZ870–ZZ874).

    What was read of the shipped policies alone is kept beside the bytecode of the package, and serves the next process
    as long as policies and code are the same (`zzrules.snapshot`). Folders that you name are read every time: what is
    kept is unpickled, which is safe only where nobody else may write.

    >>> book = load()
    >>> book.evaluate({"主体": "派驻窗口工作人员"}, on="2026-05-06", about=["第八条第二款"])["第八条第二款"].status
    'undetermined'
    """
    snapshot.note_code()
    shipped = folder is None and over is None and signed_by is None
    if shipped and (kept := snapshot.read(shipped_policies())) is not None:
        return Rulebook(kept).assuming(*assume) if assume else Rulebook(kept)
    path = Path(folder) if folder is not None else shipped_policies()
    base: Source = path if signed_by is None else _verified(path, Path(signed_by))
    bound = bound_of([base, Path(over)] if over is not None else [base])[1]
    if shipped:
        snapshot.write(bound)
    return Rulebook(bound).assuming(*assume) if assume else Rulebook(bound)


def _verified(path: Path, key: Path) -> Bundle:
    """Return the bundle in a file, if it was signed with the private key to a public one."""
    from zzrules.base.diagnostics.folders import NOT_SIGNED
    from zzrules.base.errors import BundleError, Place
    from zzrules.policy.bundle import read_bundle

    if path.is_dir():  # a folder has no signature
        raise BundleError(NOT_SIGNED(Place(str(path))))
    bundle = read_bundle(path)
    bundle.verify(key, Place(str(path)))
    return bundle


def bound_of(sources: Sequence[Source]) -> tuple[Folder, Bound]:
    """Return what folders and bundles say together, as it was read and bound.

    Raises `PolicyError` with every mistake in them.
    """
    from zzrules.plan.bound import Bound
    from zzrules.plan.build import build_plan
    from zzrules.policy.folder import read_folder
    from zzrules.policy.yamltree import Problems

    problems = Problems()
    shipped = shipped_policies()
    whole = shipped in sources or not isinstance(sources[0], Path) or sources[0].is_file()
    read = read_folder(sources, problems, None if whole else shipped / "calendar")
    plan = build_plan(read.policies, read.vocabulary, read.calendar, problems)
    if read.mappings and "词汇" not in problems.unread:
        from zzrules.batch.mapping.files import read_mapping

        for node in read.mappings:
            read_mapping(node, read.vocabulary, problems)
    if problems or plan is None or read.regulation is None:
        raise PolicyError(problems.in_order())
    return read, Bound.of(read, plan)


def check(folder: str | Path | None = None, *, over: str | Path | None = None) -> tuple[Problem, ...]:
    """Return every mistake in a folder of policies, in the order of the files; empty if it can be used."""
    try:
        load(folder, over=over)
    except PolicyError as error:
        return error.problems
    return ()


class Rulebook:
    """Policies ready to judge records; immutable, so threads may share it."""

    def __init__(self, bound: Bound) -> None:
        """Take what was read and bound. Use `load`."""
        self._bound = bound
        self._made: Evaluator | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by what was read and bound: no file is needed."""
        return Rulebook, (self._bound,)

    def __repr__(self) -> str:
        """Return how many policies there are, and the digest in short."""
        return f"<Rulebook of {len(self.plan.policies)} policies, {self.digest[:12]}>"

    @property
    def plan(self) -> model.Plan:
        """The policies as engines see them."""
        return self._bound.plan

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar."""
        return self._bound.plan.calendar

    def as_known_on(self, day: date | str) -> Rulebook:
        """Return this rulebook with the calendar as it was known on ``day``: of the notices issued by then.

        A case file of it says what a deadline was on the day on which it was computed; see `Calendar.as_known_on`. Its
        digest is another one, unless all notices were known. Raises `CalendarError` for a day before the first notice
        (ZZ520), and for what is no date (ZZ505).

        >>> log = [{"日期": "2026-02-13", "事件": "收到差评", "实名": "是"}]
        >>> for known in ("2025-11-03", "2025-11-04"):  # the notice for 2026 was issued on 4 November
        ...     case = load().as_known_on(known).casefile(log, facts={"主体": "政务服务机构"})
        ...     [obligation] = case.on("2026-02-24")["联系核实"]
        ...     print(known, obligation.due or obligation.waits_for)
        2025-11-03 国务院办公厅关于2026年部分节假日安排的通知
        2025-11-04 2026-02-24
        """
        from zzrules.base.frozen import replaced
        from zzrules.policy.digest import digest_of
        from zzrules.policy.forms import parse_day

        number = parse_day(day) if isinstance(day, str) else None
        known = self.calendar.as_known_on(date.fromordinal(number) if number else day)  # type: ignore[arg-type]
        if known is self.calendar:
            return self
        measures = known.festivals.measures if known.festivals else ()
        documents = [notice.number for notice in known.notices] + [one.number for one in measures]
        documents += [f"{closure.day} {closure.document}" for closure in known.closures]
        digest = digest_of([(self.digest, "\n".join(documents).encode())])
        return Rulebook(self._bound._replace(plan=replaced(self.plan, calendar=known), digest=digest))

    def assuming(self, *files: str | Path) -> Rulebook:
        r"""Return this rulebook with assumed calendars (假定日历), to try cases of years whose notice is yet to come.

        Each answer that rests on one says so (`PolicyAnswer.assumptions`, `ObligationAnswer.assumptions`, a column
        ``<policy>.assumptions``). Its digest is another one. Raises `PolicyError` for what is wrong with a file,
        `CalendarError` for a year that has a notice (ZZ530), or that leaves one out (ZZ506).

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "2027.yaml")
        ...     _ = file.write_text(
        ...         "假定日历: 2027\n依据: 测算\n放假: {元旦: 2027-01-01}\n上班: []\n", encoding="utf-8"
        ...     )
        ...     trial = load().assuming(file)
        >>> log = [{"日期": "2026-12-28", "事件": "收到差评", "实名": "是"}]
        >>> [duty] = trial.casefile(log, facts={"主体": "政务服务机构"}).on("2026-12-29")["联系核实"]
        >>> duty.due, duty.assumptions
        ('2026-12-30', ('假定的2027年日历（依据：测算）',))
        """
        from zzrules.base.frozen import replaced
        from zzrules.policy.calendar_files import load_assumption
        from zzrules.policy.digest import digest_of

        assumptions = [load_assumption(Path(file)) for file in files]
        calendar = self.calendar.assuming(*assumptions)
        said = "\n".join(f"{one} {one.days_off} {one.workdays}" for one in calendar.assumptions)
        digest = digest_of([(self.digest, said.encode())])
        return Rulebook(self._bound._replace(plan=replaced(self.plan, calendar=calendar), digest=digest))

    @property
    def regulation(self) -> Regulation:
        """The regulation's text."""
        return self._bound.regulation

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a record may hold."""
        return self._bound.plan.vocabulary

    @property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files that were read (64 hexadecimal digits)."""
        return self._bound.digest

    @property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a second look in the policies: names that nothing uses, outcomes that nothing reaches."""
        from zzrules.policy.advice import advise

        return advise(self._bound.policies.value, self.vocabulary, self.regulation)

    def coverage(self) -> tuple[PlaceCoverage, ...]:
        """Return for each 款 of the regulation which policies state it, or why no case can test it; in order.

        >>> [(place.citation, place.policies) for place in load().coverage() if place.citation == "第二十五条"]
        [('第二十五条', ())]
        """
        from zzrules.answer.coverage import coverage

        return coverage(self.plan, self.regulation)

    def concordance(self, scenarios: Sequence[Scenario] = (), links: tuple[str, str] = ("policies", "features")) -> str:
        r"""Return the regulation beside the policies, paragraph by paragraph, as a page in Markdown.

        ``scenarios`` are those that show the policies (`zzrules.bdd.scenarios` reads them from features); ``links``
        lead from the page to the folders of the policies and of the features.

        >>> print(load().concordance().partition("\n")[0])
        # 《漳州市政务服务条例实施细则》条文与政策对照
        """
        from zzrules.answer.concordance import concordance

        return concordance(self._bound.policies.value, self.plan, self.regulation, scenarios, links)

    def schema(
        self, of: SchemaOf = "record", about: Sequence[str] | None = None, *, refs: str = "#/$defs/{name}"
    ) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) of what goes in or comes out, with ASCII names.

        ``of`` is ``record``, ``log``, ``determination`` (what `Determination.to_dict` returns), ``case`` (the same of
        `CaseAnswer`) or ``problem``. ``about`` narrows that of a record to what some policies or grounds read. ``refs``
        says where definitions will be, if you take them out of ``$defs``: ``#/components/schemas/{name}`` in OpenAPI.
        Raises `UsageError` (ZZ602) for policies that do not exist, (ZZ617) for other schemas.

        >>> schema = load().schema("record", ["第二十条第二款"])
        >>> schema["properties"]["real_name"]["title"], list(schema["$defs"])[:2]
        ('实名', ['option_of_subject', 'option_of_subject_in_part'])
        """
        from zzrules.answer import schema as answers
        from zzrules.base.diagnostics.use import NO_SCHEMA
        from zzrules.case.schema import log_schema, record_schema

        match of:
            case "record":
                return record_schema(self.vocabulary, None if about is None else self.questions(about), refs)
            case "log":
                return log_schema(self.vocabulary, refs)
            case "determination":
                return answers.determination_schema(refs)
            case "case":
                return answers.case_schema(refs)
            case "problem":
                return answers.problem_schema(refs)
            case _:
                raise UsageError(NO_SCHEMA(known="record、log、determination、case、problem"))

    def questions(self, about: Sequence[str] | None = None) -> dict[str, str]:
        """Return the facts that policies (or grounds) read, directly or through others: by code, with their questions.

        A question is as the policies word it if they all word it alike, else as the vocabulary does.

        >>> load().questions(["第二十二条"])["complainant_revisited_on"]
        '何时回访投诉举报人（尚未回访，填无）？'
        """
        from zzrules.plan.reads import Reads

        reads, facts = Reads(self.plan), self.vocabulary.by_name
        worded: dict[str, set[str]] = {}
        for code, grounds in self.scope(about).items():
            policy = self.plan.policy(code)
            for name in reads.through(code, grounds):
                worded.setdefault(name, set()).add(policy.question(facts[name]))
        asked = ((name, fact, worded.get(name)) for name, fact in facts.items())
        return {name: words.pop() if len(words) == 1 else fact.question for name, fact, words in asked if words}

    def record_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a record; see `schema`.

        >>> load().record_schema()["properties"]["real_name"]["title"]
        '实名'
        """
        return self.schema("record")

    def scope(self, about: Sequence[str] | None = None) -> Mapping[str, Sequence[str] | None]:
        """Return the policies asked about, by code in the order of the regulation; of each, the grounds asked about.

        None instead of grounds stands for the whole policy. Raises `UsageError` (ZZ602) for what there is not.

        >>> load().scope(["第八条第二款", "第二十一条第（五）项"])
        {'rotation': None, 'liability': ['超过承诺时限']}
        """
        return self._evaluator.scope(about)

    def find(self, key: str) -> tuple[str, str]:
        """Return the policy's code, and the ground's name or an empty text, that a code, name or citation means.

        Raises `UsageError` if it means none (ZZ602) or several policies (ZZ603).

        >>> load().find("第二十一条第（五）项")
        ('liability', '超过承诺时限')
        """
        catalogue = self._evaluator.catalogue
        codes, ground = catalogue.find(key)
        return catalogue.single(key, codes), ground

    def outcome(self, policy: str, key: str) -> str:
        """Return the code of the outcome that a code or a name means, of a policy by its code.

        Raises `UsageError` (ZZ602) if the policy has no such outcome.

        >>> load().outcome("rotation", "予以轮换调整")
        'rotate'
        """
        return self._evaluator.catalogue.outcome(policy, key).code

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
        return (self._made or self._evaluator).evaluate(record, on, about, places)

    @property
    def _evaluator(self) -> Evaluator:
        """What answers questions, made with the first of them."""
        from zzrules.answer.evaluator import Evaluator

        with self._lock:
            if self._made is None:
                self._made = Evaluator(self._bound)
            return self._made

    @overload
    def frame(
        self,
        frame: pl.LazyFrame,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
        mapping: str | Path | RegisterMapping | None = None,
    ) -> pl.LazyFrame: ...

    @overload
    def frame(
        self,
        frame: ArrowStream,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
        mapping: str | Path | RegisterMapping | None = None,
    ) -> pl.DataFrame: ...

    def frame(
        self,
        frame: pl.LazyFrame | ArrowStream,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
        mapping: str | Path | RegisterMapping | None = None,
    ) -> pl.DataFrame | pl.LazyFrame:
        """Return a Polars frame with the answers beside its columns, row by row; of a lazy frame, a lazy one.

        ``frame`` is one of Polars, or whatever offers an Arrow stream (``__arrow_c_stream__``): of pandas, pyarrow,
        DuckDB, narwhals, which in turn take what comes back. `zzrules.sql.flat` makes it a table for SQL.

        A column is a fact by its code or its label; null is unknown, ``<fact>.state`` says 无, 查不清 or 有, and a
        column of text is read as records are written. A finding may also be a column for each of its parts, as in files
        (``主观故意.结论``, ``主观故意.机构`` …). What is known in part has columns with the words of records:
        ``<fact>.不晚于`` (or ``.not_after``) and so on are the bounds of a fact that has no value, and ``<fact>.属于``
        (``.among``, a list, or text joined by 、) the options that it may be. Columns that are no facts
        are passed on; a fact without a column is unknown for all rows. A column that has the name of one of the answers
        is replaced. ``on`` is the day of evaluation, or the name of a column of days, also as text. Moments without a
        time zone are days if they are midnight, as in pandas. A column that is almost called as a fact gives a
        `ColumnWarning`.

        ``columns`` chooses among: ``outcome`` (``<policy>.outcome``, the code, null while several are possible),
        ``possible`` (the codes still possible), ``grounds`` (``<policy>.<ground>``: true, false, null),
        ``contradictions`` (the names of what contradicts itself in the row and concerns a policy asked about; null for
        nothing) and ``problems``, which are given unless others are asked for; ``class`` (``<policy>.class``: the class
        of the outcome, by its Chinese name, null while undetermined), ``complete`` (a ground with its procedure),
        ``consequences``, ``deadlines`` (``<policy>.day.<name>``: each day that the policy derives, null where it is
        unknown or 无, and ``<policy>.deadline.<name>`` of consequences), ``amounts`` (``<policy>.amount.<name>``: each
        amount of money that it derives, in 元), ``missing`` (``<policy>.missing``: the facts that keep the class of the
        outcome open), ``gaps`` (the same as a structure of truths, several times cheaper),
        ``versions`` (the first days of the versions that may apply).

        With a ``mapping`` (a file, or what `mapping` made of one) the columns are those of a register, and become facts
        as it says; rows that it leaves out are not in the result.

        A row with a value that its fact cannot have is not judged: its answers are null, and ``problems`` lists the
        columns, each with the code of what is wrong. Raises `UsageError` for an ``on`` that is no day (ZZ601), policies
        that don't exist (ZZ602), and frames that cannot be read (ZZ606–ZZ611); `PolicyError` for what is wrong with a
        mapping, and `RecordError` for a frame without its columns (ZZ710, ZZ711).

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
        from zzrules.base.diagnostics.use import NO_POLARS
        from zzrules.base.packages import need

        need(NO_POLARS, "polars")
        import polars as pl

        from zzrules.base.foreign import text_of
        from zzrules.batch.parted import judged
        from zzrules.engines.columnar.foreign import polars_frame
        from zzrules.engines.columns import USUAL, kinds_of

        whole = polars_frame(frame, self.vocabulary)
        asked = self.scope(about)
        given = whole if mapping is None else self._mapped(whole, mapping)
        kinds, day = USUAL if columns is None else kinds_of(columns), text_of(on) or on
        answered = judged(self._columnar, given, day, kinds, tuple(asked))
        if mapping is None:
            self._close_columns.warn(name for name in given.collect_schema() if name != day)
        return answered.collect(engine="in-memory") if isinstance(whole, pl.DataFrame) else answered

    @cached_property
    def _close_columns(self) -> CloseColumns:
        """What tells columns that are almost called as a fact."""
        from zzrules.batch.closeness import CloseColumns

        return CloseColumns(self.plan)

    def evaluate_files(  # noqa: PLR0913 - each is an option of its own
        self,
        sources: str | PathLike[str] | Sequence[str | PathLike[str]],
        output: str | Path,
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        columns: Sequence[str] | None = None,
        bad: str | Path | None = None,
        form: Form | None = None,
        sheet: str | None = None,
        mapping: str | Path | RegisterMapping | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Summary:
        r"""Judge the case records of files, write them with the answers beside them, and return the summary.

        ``sources`` are files of one form, or a folder of them: Parquet, Arrow IPC, CSV, Excel, JSON Lines, JSON, YAML,
        by extension or as ``form`` says; ``sheet`` names the one to read of a workbook. The result is Parquet, Arrow
        IPC, CSV, Excel or JSON Lines by the extension of ``output``; it appears whole or not at all. ``on``, ``about``
        and ``columns`` are as in `frame` (the column of days may also be text); unless others are asked for, ``class``
        is given, too, for policies that group their outcomes; a workbook about no policies in particular has those that
        the data concern, with what is missing and the deadlines. Rows that cannot be judged are not in the result but
        in ``bad`` (by default ``<output>.bad.csv``), each with file, row number, column, code and reason. ``mapping``
        (a file, or what `mapping` made of one) says how the tables of a register become records. ``progress`` is called
        with the rows done and the rows in all, if those are known; what it raises ends the work.

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
        from zzrules.base.diagnostics.use import NO_POLARS_FOR_FILES
        from zzrules.base.packages import need

        need(NO_POLARS_FOR_FILES, "polars")
        from zzrules.batch.evaluation import Evaluation, Job
        from zzrules.engines.columns import kinds_of

        if isinstance(sources, str | PathLike):
            sources = (sources,)
        evaluator = self._evaluator
        day = on if type(on) is date else _day_or_column(on)
        asked = evaluator.scope(about)
        job = Job(
            sources=tuple(sources),
            output=str(output),
            on=day,
            codes=tuple(asked),
            everything=about is None,
            kinds=tuple(dict.fromkeys(kinds_of(columns or ()))),
            bad=str(bad) if bad is not None else "",
            form=form,
            sheet=sheet,
            mapping=self._mapping(mapping) if mapping is not None else None,
        )
        return Evaluation(evaluator.catalogue, self._columnar, evaluator.reader).run(job, progress)

    def mapping(self, path: str | Path) -> RegisterMapping:
        r"""Return a mapping (对照) from a file: how an office's register becomes records, checked against the facts.

        `frame` and `evaluate_files` take it, or the file. Raises `PolicyError` with every mistake in the file.

        >>> import tempfile, polars as pl
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "对照.yaml")
        ...     _ = file.write_text(
        ...         "对照: 台账\n规范写法: 是\n列: {单位: 主体, 日期: 行为发生日期}\n", encoding="utf-8"
        ...     )
        ...     mapping = load().mapping(file)
        >>> register = pl.DataFrame({"单位": ["政务服务机构"], "日期": ["2026/3/5"]})
        >>> load().frame(register, "2026-05-06", ["第二十三条"], mapping=mapping)["行为发生日期"].to_list()
        ['2026-03-05']
        """
        from zzrules.batch.mapping.files import load_mapping

        return load_mapping(path, self.vocabulary)

    def _mapping(self, given: str | Path | RegisterMapping) -> RegisterMapping:
        return self.mapping(given) if isinstance(given, str | Path) else given

    def _mapped(self, frame: pl.DataFrame | pl.LazyFrame, mapping: str | Path | RegisterMapping) -> pl.LazyFrame:
        """Return the frame of a register, read by a mapping."""
        from zzrules.batch.mapping.register import Register, mapped

        lazy = frame.lazy()
        return mapped(lazy, Register(self._mapping(mapping), lazy.collect_schema().names(), self.vocabulary))

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

        return Follower(self._evaluator.catalogue, self._evaluator.reader)

    def replay(
        self, determination: Determination, record: Mapping[str, Any] | BaseModel | None = None
    ) -> Determination:
        """Return what these policies say of the record of an earlier determination, on its day.

        With the same rulebook the two are equal; with a draft they show whom a change touches. A determination that was
        read from data (`Determination.from_dict`) has only the digest of its record: hand in the ``record``. Raises
        `UsageError` if it is not given (ZZ614), or is not the one that was evaluated (ZZ616), `RecordError` if it is
        none.

        >>> book = load()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第八条第二款"])
        >>> book.replay(d) == d
        True
        """
        return self._evaluator.replay(determination, record)

    def interview(
        self,
        about: Sequence[str] | None = None,
        *,
        on: date | str,
        record: Mapping[str, Any] | None = None,
        thorough: bool = False,
    ) -> Interview:
        """Return an interview about policies or grounds: what to ask next, until their classes are decided.

        The next question is the one that settles most, never one that cannot matter. ``record`` is what is known
        already. ``thorough``: once the classes are decided, what only changes the reason is asked for, too. Raises as
        `evaluate` does.

        >>> answers = {"主体": "公用企事业单位", "行为发生日期": "2026-04-16", "与政务服务相关联": "是"}
        >>> talk = load().interview(["第二十四条"], on="2026-05-06")
        >>> while talk.question is not None:
        ...     print(talk.question.label)
        ...     talk = talk.answer(answers[talk.question.label])
        行为发生日期
        主体
        与政务服务相关联
        >>> talk.determination.policy("第二十四条").outcome_name
        '参照适用'
        """
        from zzrules.interview import Interview

        given = {key: value for key, value in (record or {}).items() if value is not None}
        asked = tuple(about) if about is not None else None
        return Interview(self._evaluator, on, asked, given, {}, thorough=thorough)

    def record_digest(self, record: Mapping[str, Any] | BaseModel, on: date | str) -> str:
        """Return the digest by which determinations know a record on a day (`Determination.record_digest`).

        Raises as `evaluate` does.

        >>> book = load()
        >>> d = book.evaluate({"subject": "agency"}, on="2026-05-06", about=["第八条第二款"])
        >>> book.record_digest({"主体": "政务服务机构"}, "2026-05-06") == d.record_digest
        True
        """
        return self._evaluator.record_digest(record, on)

    def obligations_otherwise(self, record: Record, policy: str, reading: str, option: str) -> ObligationJudgements:
        """Return every obligation of a checked record if one reading of a policy is taken otherwise."""
        return self._evaluator.variant(policy, reading, option).judge_obligations(record)


def _day_or_column(on: date | str) -> date | str:
    """Return the day of evaluation, or the name of a column of days."""
    from zzrules.case.record import evaluation_day
    from zzrules.policy.forms import DAY

    if isinstance(on, str) and not DAY.fullmatch(on):
        return on
    return date.fromordinal(evaluation_day(on))

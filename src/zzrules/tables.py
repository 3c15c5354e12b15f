"""What a rulebook says of tables: frames in memory, files of records, and registers by their mappings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, overload

from zzrules.base.doors import door

if TYPE_CHECKING:
    import polars as pl

    from zzrules.answer.evaluator import Evaluator
    from zzrules.batch.changes import Changes
    from zzrules.batch.closeness import CloseColumns
    from zzrules.batch.formats import Form
    from zzrules.batch.mapping.model import Mapping as RegisterMapping
    from zzrules.batch.summary import Summary
    from zzrules.batch.turns import CaseChanges
    from zzrules.engines.columnar import ColumnarPlan
    from zzrules.engines.columnar.foreign import ArrowStream
    from zzrules.plan import model
    from zzrules.plan.bound import Bound
    from zzrules.policy.vocabulary import Vocabulary


class Tables(ABC):
    """Judges tables by the policies of a rulebook, which is one."""

    _bound: Bound

    @property
    @abstractmethod
    def plan(self) -> model.Plan:
        """The policies as engines see them."""

    @property
    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """The facts that a record may hold."""

    @property
    @abstractmethod
    def _evaluator(self) -> Evaluator:
        """What answers questions."""

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

    @door
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

        >>> from zzrules import load
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
        asked = self._evaluator.scope(about)
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

    @door
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

        >>> from zzrules import load
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
        day = on if type(on) is date else day_or_column(on)
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

    @door
    def changes(  # noqa: PLR0913 - each is an option of its own
        self,
        older: Tables,
        sources: str | PathLike[str] | Sequence[str | PathLike[str]],
        on: date | str,
        about: Sequence[str] | None = None,
        *,
        output: str | Path | None = None,
        form: Form | None = None,
        sheet: str | None = None,
        mapping: str | Path | RegisterMapping | None = None,
    ) -> CaseChanges:
        r"""Return how the cases of files fare under this rulebook instead of an ``older`` one, policy by policy.

        ``about`` names the policies; by default those that both have. Of each case that is answered otherwise it is
        told which written change turns the answer: one that does so if it is made alone in the older policies (each,
        if several do), else a set of changes of which none can be left out. Of cases that keep their outcome it is
        counted how many have another derived day, deadline, amount or consequence. Findings of people are taken as
        recorded. Memory is flat, Excel aside: a few bytes are held for each case that is answered otherwise.

        ``output`` gets the cases that are answered otherwise: CSV and Excel list the policies under which they are, in
        Chinese, a workbook after a summary; other forms have for each of these policies ``<policy>.before``,
        ``<policy>.after``, ``<policy>.变化`` and ``<policy>.改动`` beside what the cases give. Cases that either side
        cannot judge are in ``<output>.bad.csv``. Cases may use the older names of what kept its code.

        Raises `UsageError` for an ``older`` that is no rulebook (ZZ691), `IncomparableError` for one of another
        regulation (ZZ692); otherwise as `evaluate_files`, which says what is raised.

        >>> from zzrules import load
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cases = Path(folder, "案卷.csv")
        ...     _ = cases.write_text("主体,行为发生日期\n政务服务机构,2026-04-16\n", encoding="utf-8")
        ...     [told] = load().changes(load(), cases, "2026-05-06", ["第二十三条"]).policies
        >>> told.changed, told.counts["不变"]
        (0, 1)
        """
        from zzrules.base.diagnostics.use import NO_POLARS_FOR_FILES
        from zzrules.base.packages import need

        need(NO_POLARS_FOR_FILES, "polars")
        from zzrules.batch.changes import Job

        need_comparable(older, self)
        both = {policy.code for policy in older.plan.policies}
        job = Job(
            sources=(sources,) if isinstance(sources, str | PathLike) else tuple(sources),
            on=on if type(on) is date else day_or_column(on),
            codes=tuple(code for code in self._evaluator.scope(about) if code in both),
            output=str(output) if output is not None else "",
            form=form,
            sheet=sheet,
            mapping=self._mapping_of(older, mapping),
        )
        return self.changes_from(older).count(job)

    @door
    def changes_from(self, older: Tables) -> Changes:
        """Return what judges data sets by the policies of an older rulebook and of this one; see `changes`."""
        from zzrules.analysis.changes.edits import Edits
        from zzrules.batch.changes import Changes

        need_comparable(older, self)
        edits = Edits(older._bound, self._bound)
        return Changes(older._columnar, self._columnar, edits, self._evaluator)

    def _mapping_of(self, older: Tables, given: str | Path | RegisterMapping | None) -> RegisterMapping | None:
        """Return a mapping that may use the older names of facts and options that kept their codes."""
        from zzrules.batch.mapping.files import load_mapping
        from zzrules.batch.renamed import Renamed

        if not isinstance(given, str | Path):
            return given
        return load_mapping(given, Renamed(older.vocabulary, self.vocabulary).vocabulary)

    @door
    def mapping(self, path: str | Path) -> RegisterMapping:
        r"""Return a mapping (对照) from a file: how an office's register becomes records, checked against the facts.

        `frame` and `evaluate_files` take it, or the file. Raises `PolicyError` with every mistake in the file.

        >>> from zzrules import load
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


def day_or_column(on: date | str) -> date | str:
    """Return the day of evaluation, or the name of a column of days."""
    from zzrules.case.record import evaluation_day
    from zzrules.policy.forms import DAY

    if isinstance(on, str) and not DAY.fullmatch(on):
        return on
    return date.fromordinal(evaluation_day(on))


def need_comparable(older: object, newer: Tables) -> None:
    """Raise an error for older policies that cannot be compared with others.

    `UsageError` (ZZ691) for what is no rulebook, such as the path of a folder, `IncomparableError` (ZZ692) for policies
    of another regulation: it has another title, and no policy has the same code.
    """
    from zzrules.base.diagnostics.use import NOT_A_RULEBOOK, OTHER_REGULATION
    from zzrules.base.errors import IncomparableError, UsageError

    if not isinstance(older, Tables):
        raise UsageError(NOT_A_RULEBOOK())
    titles = [one._bound.regulations.own.title for one in (older, newer)]  # noqa: SLF001 - its own class
    codes = [{policy.code for policy in one.plan.policies} for one in (older, newer)]
    if titles[0] != titles[1] and codes[0].isdisjoint(codes[1]):
        raise IncomparableError(OTHER_REGULATION(older=titles[0], newer=titles[1]))

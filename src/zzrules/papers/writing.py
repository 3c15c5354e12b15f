"""The papers that cases need, written into a folder of their own, with a list of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics import use as wrong
from zzrules.base.errors import Problem, RecordError, UsageError
from zzrules.base.listing import shown_path
from zzrules.base.quoting import one_line
from zzrules.base.unfinished import unfinished_folder
from zzrules.batch.delivery import not_written
from zzrules.batch.files import read_cases, record_form
from zzrules.batch.formats import Form, form_of
from zzrules.batch.refused import HEAD
from zzrules.batch.reminders import plain_cell
from zzrules.case.record import RecordReader
from zzrules.papers.fields import COLUMN, act
from zzrules.papers.kinds import SHIPPED, PaperKind, needed, policies_of, read_kinds
from zzrules.papers.naming import Names
from zzrules.policy.forms import suggest
from zzrules.rulebook import Rulebook
from zzrules.tables import day_or_column

if TYPE_CHECKING:
    from zzrules.answer.determination import Determination
    from zzrules.batch.mapping.model import Mapping as RegisterMapping
    from zzrules.batch.rows import Row

LIST: Final = "清单.csv"
BAD: Final = "有错的行.csv"
_COLUMNS: Final = ("序号", "文件", "行号", "文书", "政策", "依据", "结论", "文书的文件")


@dataclass(frozen=True, slots=True)
class Written:
    """A paper: for which row of which file, of which kind, for which outcome of which policy, in which file."""

    source: str
    number: int
    kind: str
    policy: str
    citation: str
    outcome: str
    file: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written: the papers; how many cases there were, how many could not be judged, how many are open."""

    folder: str
    written: tuple[Written, ...]
    cases: int
    bad: int
    undetermined: int

    def counts(self) -> dict[str, int]:
        """Return how many papers of each kind were written."""
        counts: dict[str, int] = {}
        for one in self.written:
            counts[one.kind] = counts.get(one.kind, 0) + 1
        return counts

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        papers = [
            {"source": one.source, "number": one.number, "kind": one.kind, "policy": one.policy, "file": one.file}
            for one in self.written
        ]
        return {
            "folder": self.folder,
            "cases": self.cases,
            "bad": self.bad,
            "undetermined": self.undetermined,
            "papers": papers,
        }


def write_papers(  # noqa: PLR0913 - each is an option of its own
    book: Rulebook,
    sources: Sequence[str | PathLike[str]],
    folder: str | Path,
    on: date | str,
    *,
    templates: str | Path | None = None,
    named_by: str | None = None,
    form: Form | None = None,
    sheet: str | None = None,
    mapping: str | Path | RegisterMapping | None = None,
) -> Papers:
    """Write a draft of each paper that cases need into a new folder, with a list of them, and return what is there.

    ``templates`` is a folder with 文书.yaml, which says what needs which paper; by default that of the program.
    ``named_by`` is a column of the register, or a fact, by which papers and their files name the case; by default they
    name the row. ``on``, ``form``, ``sheet`` and ``mapping`` are as in `Rulebook.evaluate_files`. Rows that cannot be
    judged are listed in 有错的行.csv. The folder appears whole or not at all.

    Raises `UsageError` (ZZ699) for a folder with something in it, and for what `read_kinds` refuses; `OutputError` if
    it cannot be written.
    """
    target = Path(folder)
    _need_free(target)
    day = on if type(on) is date else day_or_column(on)
    rows = [*_rows(book, sources, day, form, sheet, mapping)]
    columns = list(dict.fromkeys(name for row in rows for name in row.others))
    names = [*columns, *dict.fromkeys(name for row in rows for name in row.facts or ())]
    if named_by is not None and named_by not in names:
        raise UsageError(wrong.NO_NAMING_COLUMN(column=named_by, known=suggest(named_by, names)))
    kinds = read_kinds(book, templates, columns)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_folder(target.parent) as home:
            unfinished = home / "papers"
            unfinished.mkdir()
            papers = _Writer(book, kinds, unfinished, day, named_by).write(rows)
            if target.is_dir():
                target.rmdir()
            unfinished.rename(target)
    except (OSError, ValueError) as error:
        raise not_written(shown_path(target), getattr(error, "errno", None)) from None
    return replace(papers, folder=shown_path(target))


def copy_templates(folder: str | Path) -> tuple[str, ...]:
    """Copy the papers of the program into a new folder, to begin one's own with, and return the names of the files.

    Raises `UsageError` (ZZ699) for a folder with something in it, `OutputError` if it cannot be written.
    """
    target = Path(folder)
    _need_free(target)
    files = sorted(path for path in SHIPPED.iterdir() if path.suffix in (".docx", ".yaml"))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path in files:
            with (target / path.name).open("xb") as stream:
                stream.write(path.read_bytes())
    except (OSError, ValueError) as error:
        raise not_written(shown_path(target), getattr(error, "errno", None)) from None
    return tuple(path.name for path in files)


def _need_free(target: Path) -> None:
    try:
        taken = target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir())))
    except (OSError, ValueError) as error:
        raise not_written(shown_path(target), getattr(error, "errno", None)) from None
    if taken:
        raise UsageError(wrong.PAPERS_OVER_SOMETHING(folder=shown_path(target)))


def _rows(
    book: Rulebook,
    sources: Sequence[str | PathLike[str]],
    on: date | str,
    form: Form | None,
    sheet: str | None,
    mapping: str | Path | RegisterMapping | None,
) -> Iterator[Row]:
    """Yield the cases of files: of records one after another, of tables row by row."""
    from zzrules.base.diagnostics.use import NO_POLARS_FOR_FILES
    from zzrules.base.packages import need

    need(NO_POLARS_FOR_FILES, "polars")
    from zzrules.batch.rows import Row, rows_of

    record_forms = {record_form(form or form_of(Path(source))) for source in sources}
    if mapping is None and None not in record_forms and not any(Path(source).is_dir() for source in sources):
        for case in read_cases([str(source) for source in sources], record_form(form)):
            problems = tuple(_told(problem) for problem in case.problems)
            number = 0 if case.alone else case.number
            yield Row(case.source, number, facts=case.record, problems=problems)
        return
    register = book.mapping(mapping) if isinstance(mapping, str | Path) else mapping
    yield from rows_of(sources, RecordReader(book.vocabulary), on, form=form, sheet=sheet, mapping=register)


def _told(problem: Problem) -> tuple[str, ...]:
    column = str(problem.path[0]) if problem.path else ""
    return column, problem.code, problem.message, problem.hint


class _Writer:
    """Writes the papers of cases into a folder that is not there yet for others."""

    def __init__(
        self, book: Rulebook, kinds: Sequence[PaperKind], folder: Path, on: date | str, named_by: str | None
    ) -> None:
        self._book, self._kinds, self._folder, self._on, self._named_by = book, kinds, folder, on, named_by
        self._about = policies_of(kinds)
        self._names = Names()
        self._written: list[Written] = []
        self._bad: list[tuple[str, ...]] = []
        self._open = 0

    def write(self, rows: Iterable[Row]) -> Papers:
        cases, bad = 0, set[tuple[str, int]]()
        for row in rows:
            cases += (row.source, row.number) not in bad
            before = len(self._bad)
            self._row(row)
            if len(self._bad) > before:
                bad.add((row.source, row.number))
        self._listed()
        return Papers("", tuple(self._written), cases, len(bad), self._open)

    def _row(self, row: Row) -> None:
        if row.facts is None:
            self._bad += ((row.source, str(row.number or ""), *told) for told in row.problems)
            return
        try:
            on = row.on if row.on is not None else self._on
            determination = self._book.evaluate(row.facts, on, self._about)
        except RecordError as error:
            for problem in error.problems:
                self._bad.append((row.source, str(row.number or ""), *_told(problem)))
            return
        self._open += any(one.status == "undetermined" and one.concerned for one in determination)
        for kind, code in needed(self._kinds, determination):
            self._paper(row, kind, code, determination)

    def _paper(self, row: Row, kind: PaperKind, code: str, determination: Determination) -> None:
        given = one_line(self._called(row)).strip()
        place = f"{Path(row.source).name}第{row.number}{'行' if row.others else '份'}"
        name = given or (place if row.number else Path(row.source).name)
        more = kind.more | {f"{COLUMN}{column}": one_line(value) for column, value in row.others.items()}
        content = kind.template.filled(act(determination, code, name, more))
        answer = determination.policy(code)
        file = self._names.name(f"{len(self._written) + 1:04d}", given, kind.name, suffix=".docx")
        with (self._folder / file).open("xb") as stream:
            stream.write(content)
        outcome = answer.outcome_name or answer.outcome_class or "待查明"
        self._written.append(Written(row.source, row.number, kind.name, answer.name, answer.citation, outcome, file))

    def _called(self, row: Row) -> str:
        """Return what the column by which cases are named says of one; empty where there is none, or nothing in it."""
        said = (row.others | dict(row.facts or {})).get(self._named_by or "", "")
        return said if isinstance(said, str) else ""

    def _listed(self) -> None:
        """Write the list of papers, and that of the rows that could not be judged."""
        rows = (
            (str(number), one.source, str(one.number or ""), one.kind, one.policy, one.citation, one.outcome, one.file)
            for number, one in enumerate(self._written, 1)
        )
        _write_csv(self._folder / LIST, _COLUMNS, rows)
        if self._bad:
            _write_csv(self._folder / BAD, HEAD, self._bad)


def _write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("x", encoding="utf-8-sig", errors="backslashreplace", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(head)
        writer.writerows([plain_cell(one_line(cell)) for cell in row] for row in rows)

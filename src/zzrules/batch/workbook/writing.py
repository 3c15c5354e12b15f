"""The answers as a workbook: the outcomes, a summary if there is one, and what they rest on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from zzrules.base.diagnostics.use import NO_EXCEL_PACKAGE, RESULT_TOO_LARGE_FOR_EXCEL
from zzrules.base.errors import UsageError
from zzrules.base.packages import need
from zzrules.base.regulations import Regulations
from zzrules.base.unfinished import unfinished_folder
from zzrules.batch.board import Board
from zzrules.batch.delivery import delivered
from zzrules.batch.headings import Table
from zzrules.batch.workbook.basis import basis_tables
from zzrules.batch.workbook.board import entries_frame, entries_shown, tallies
from zzrules.batch.workbook.marks import MOST_COLUMNS, MOST_ROWS
from zzrules.batch.workbook.pages import Pages
from zzrules.batch.workbook.shown import shown_columns
from zzrules.case.record import evaluation_day
from zzrules.plan import model
from zzrules.policy.forms import DAY

if TYPE_CHECKING:
    import polars as pl


class Book(Protocol):
    """What a workbook says of a rulebook."""

    @property
    def plan(self) -> model.Plan:
        """The policies."""

    @property
    def regulations(self) -> Regulations:
        """The regulations' texts."""

    @property
    def digest(self) -> str:
        """SHA-256 over the policy files."""


def write_workbook(
    path: str | Path,
    frame: pl.DataFrame,
    book: Book,
    summary: Iterable[Table] | None = None,
    *,
    on: date | str,
    judged: bool = False,
) -> None:
    """Write a frame of answers, as `Rulebook.frame` returns it, as an Excel workbook.

    Sheets: 「结论」, the frame with Chinese headers; 「汇总」, the tables of the ``summary``, if there is one;
    「依据」, the policies with their versions, parameters, grounds and the text of the articles. ``on`` is the day of
    evaluation, or the name of a column of days; ``judged`` states that every row was judged, which a frame without the
    columns possible or problems does not show. Text is never a formula. Equal input gives equal bytes, and the file
    appears when it is complete.

    Raises `UsageError` if a package is missing (ZZ640) or Excel has no room for the frame (ZZ655), `OutputError` if the
    file cannot be written (ZZ110).

    >>> import tempfile, polars as pl, zzrules
    >>> book = zzrules.load()
    >>> answers = book.frame(pl.DataFrame({"主体": ["政务服务机构"]}), on="2026-05-06", about=["第八条第二款"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_workbook(f"{folder}/结论.xlsx", answers, book, on="2026-05-06")
    ...     [path.name for path in Path(folder).iterdir()]
    ['结论.xlsx']
    """
    with delivered(path) as unfinished:
        fill_workbook(unfinished, frame, book, summary, on=on, judged=judged)


def fill_workbook(
    path: Path,
    frame: pl.DataFrame,
    book: Book,
    summary: Iterable[Table] | None = None,
    *,
    on: date | str,
    judged: bool = False,
) -> None:
    """Write a workbook as `write_workbook` does, into a file that the caller delivers.

    Raises `UsageError` as `write_workbook` does, and `OSError` if there is no room.
    """
    with _pages(path, frame, on) as pages:
        pages.answers("结论", frame, shown_columns(frame.columns, book.plan, judged=judged))
        if summary is not None:
            pages.tables("汇总", summary)
        _basis(pages, frame, book, on, frame.columns)


def fill_changes(
    path: Path, frame: pl.DataFrame, book: Book, summary: Iterable[Table], codes: Sequence[str], *, on: date | str
) -> None:
    """Write a workbook of cases that the policies of a book answer otherwise than others, as `fill_workbook` does.

    Sheets: 「汇总」; 「有变化的案卷」, the frame; 「依据」, of the policies (codes).
    """
    with _pages(path, frame, on) as pages:
        pages.tables("汇总", summary)
        pages.answers("有变化的案卷", frame, shown_columns(frame.columns, book.plan))
        _basis(pages, frame, book, on, [f"{code}." for code in codes])


def board_bytes(board: Board, book: Book) -> bytes:
    """Return a board of what is due as a workbook.

    Sheets: 「到期」, the entries; 「按主体和条文」, how many are whose and under which article; 「依据」, of their
    policies. Text is never a formula; equal input gives equal bytes. Raises `UsageError` if a package is missing
    (ZZ640) or Excel has no room for the entries (ZZ655).
    """
    need(NO_EXCEL_PACKAGE, "polars", "xlsxwriter")
    frame = entries_frame(board)
    codes = sorted({reminder.policy for reminder in board.reminders})
    with tempfile.TemporaryDirectory(prefix="zzrules-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "board.xlsx")
        with _pages(path, frame, board.on) as pages:
            pages.answers("到期", frame, entries_shown(board))
            pages.tables("按主体和条文", tallies(board))
            _basis(pages, frame, book, board.on, [f"{code}." for code in codes])
        return path.read_bytes()


def need_room(rows: int, columns: int) -> None:
    """Raise `UsageError` (ZZ655) if Excel has no room for so many rows and columns."""
    if rows >= MOST_ROWS or columns > MOST_COLUMNS:
        limits = {"most_rows": MOST_ROWS - 1, "most_columns": MOST_COLUMNS}
        raise UsageError(RESULT_TOO_LARGE_FOR_EXCEL(rows=rows, columns=columns, **limits))


@contextmanager
def _pages(path: Path, frame: pl.DataFrame, on: date | str) -> Iterator[Pages]:
    """Yield the pages of a workbook that has room for a frame."""
    need(NO_EXCEL_PACKAGE, "polars", "xlsxwriter")
    need_room(len(frame), frame.width)
    created = datetime.combine(_day(frame, on) or date(2000, 1, 1), time())
    with unfinished_folder(path.parent) as folder, Pages(path, str(folder), created) as pages:
        yield pages


def _basis(pages: Pages, frame: pl.DataFrame, book: Book, on: date | str, columns: Sequence[str]) -> None:
    day = _day(frame, on)
    stated = f"见列「{on}」" if _is_column(frame, on) else str(day)
    pages.tables("依据", basis_tables(book.plan, book.regulations, book.digest, columns, day, stated))


def _day(frame: pl.DataFrame, on: date | str) -> date | None:
    """Return the day of evaluation; of several, the last one."""
    if isinstance(on, str) and _is_column(frame, on):
        last: Any = frame[on].max() if on in frame.columns else None
        return last if type(last) is date else None
    return on if type(on) is date else date.fromordinal(evaluation_day(on))


def _is_column(frame: pl.DataFrame, on: date | str) -> bool:
    """Return whether a day of evaluation is a column, which records do not pass on."""
    return isinstance(on, str) and (on in frame.columns or not DAY.fullmatch(on))

"""How the sheets of a workbook look: headers, widths, colours, frozen panes, and print."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from zzrules.batch.headings import Table
from zzrules.batch.workbook.shown import Shown, Tone, Value, plain

if TYPE_CHECKING:
    import polars as pl

LONGEST_CELL: Final = 32_767
_BLOCK: Final = 2_000
_NARROWEST, _WIDEST, _WIDEST_HEADER, _WIDEST_WORDS = 7, 44, 24, 64
_PAGE: Final = 190  # so many characters stand side by side on a page that can still be read
_LINE, _HIGHEST = 14, 409  # points; no row of Excel is higher
_FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_LINES: Final = {"border": 1, "border_color": "#BFBFBF"}  # a colour covers the grid
_DATED: Final = {"num_format": "yyyy-mm-dd"}
_HEAD: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#D9E1F2"}
# They differ in print without colour, too: bold, italic, grey, underlined.
_TONES: Final[Mapping[Tone, Mapping[str, Any]]] = {
    "plain": {},
    "listed": _LINES,
    "decided": {**_LINES, "bold": True, "bg_color": "#E2EFDA"},
    "open": {**_LINES, "italic": True, "bg_color": "#FFF2CC"},
    "aside": {**_LINES, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
    "refused": {**_LINES, "bold": True, "underline": 1, "bg_color": "#FCE4D6"},
}


class Pages:
    """A workbook while it is written: from the top, with no row kept in memory."""

    def __init__(self, path: Path, folder: str, created: datetime) -> None:
        """Take the file, a folder for what is not finished, and the time of creation that the workbook states."""
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
        self._book.set_properties({"created": created})
        self._formats = {
            (tone, dated): self._book.add_format(
                {**_FONT, "text_wrap": True, "align": "left", **look, **(_DATED if dated else {})}
            )
            for tone, look in _TONES.items()
            for dated in (False, True)
        }
        self._head = self._book.add_format({**_FONT, **_LINES, **_HEAD})
        self._title = self._book.add_format({**_FONT, "bold": True, "font_size": 12})
        self._prose = self._book.add_format(_FONT)

    def __enter__(self) -> Self:
        """Return the workbook."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file, unless something failed. Raises `OSError` if there is no room."""
        if kind is None:
            from xlsxwriter.exceptions import FileCreateError

            try:
                self._book.close()
            except FileCreateError as failed:  # it only carries what the system said
                raise failed.args[0] from None
            return
        for sheet in self._book.worksheets():
            sheet.row_data_fh.close()

    def answers(self, name: str, frame: pl.DataFrame, columns: Sequence[Shown]) -> None:
        """Add a sheet with one row for each row of a frame."""
        sheet = self._book.add_worksheet(name)
        titles = [column.title for column in columns]
        widths: list[float] = []
        row = 0
        for piece in itertools.chain(frame.iter_slices(_BLOCK), [frame.clear()]):
            written = [column.cells(piece) for column in columns]
            if not row:  # later pieces wrap in the widths of the first
                widths = [
                    min(max(_title_width(title), _NARROWEST, *map(_width, cells)), _WIDEST)
                    for title, cells in zip(titles, written, strict=True)
                ]
                self._row(sheet, row, [(title, None) for title in titles], widths)
                row += 1
            for cells in zip(*written, strict=True):
                self._row(sheet, row, cells, widths)
                row += 1
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.hide_gridlines(0)  # shown in print, too: cells without a colour have no other lines
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, row - 1, len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        self._print(sheet, across=max(1, math.ceil(sum(widths) / _PAGE)))

    def tables(self, name: str, tables: Iterable[Table]) -> None:
        """Add a sheet with tables, one below the other."""
        sheet = self._book.add_worksheet(name)
        read: list[tuple[str, Sequence[str], list[list[Value]]]] = [
            (title, header, [[plain(value) for value in cells] for cells in rows]) for title, header, rows in tables
        ]
        widths: list[float] = [0] * max((len(header) for _, header, _ in read), default=0)
        for _, header, rows in read:
            for cells in (header, *rows) if header else ():
                for at, value in enumerate(cells):
                    widths[at] = min(max(widths[at], _NARROWEST, _width((value, "plain"))), _WIDEST_WORDS)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        row = 0
        for title, header, rows in read:
            sheet.set_row(row, _LINE + 6)
            sheet.write_string(row, 0, title, self._title)
            row += 1
            if header:
                self._row(sheet, row, [(word, None) for word in header], widths)
                row += 1
            for cells in rows:
                if header:
                    self._row(sheet, row, [("" if value is None else value, "listed") for value in cells], widths)
                else:
                    sheet.write_string(row, 0, _fitting(str(cells[0])), self._prose)
                row += 1
            row += 1
        self._print(sheet, across=1)

    def _row(self, sheet: Any, row: int, cells: Sequence[tuple[Value, Tone | None]], widths: Sequence[float]) -> None:
        """Write a row, as high as its cells need, which not every program works out itself. No tone: a header."""
        lines = 1
        for (value, _), width in zip(cells, widths, strict=False):
            if type(value) is str and (2 * len(value) >= width or "\n" in value):
                lines = max(lines, _lines(value, width))
        if lines > 1:
            sheet.set_row(row, min(lines * _LINE + 2, _HIGHEST))
        for at, (value, tone) in enumerate(cells):
            look = self._head if tone is None else self._formats[tone, isinstance(value, date)]
            match value:
                case str():
                    sheet.write_string(row, at, _fitting(value), look)
                case date():
                    sheet.write_datetime(row, at, value, look)
                case int() | float():
                    sheet.write_number(row, at, value, look)

    def _print(self, sheet: Any, across: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(across, 0)
        sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _fitting(text: str) -> str:
    """Return a text cut to what a cell can hold; one that is cut says so."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    note = f"……（共 {len(text)} 字，Excel 一格放不下，其余见原件）"
    kept = units[: 2 * (LONGEST_CELL - len(note))]
    return kept.decode("utf-16-le", "ignore") + note


def _text_width(text: str) -> float:
    """Return how wide a line is, in half-width characters: a Chinese one counts two (and is three bytes long)."""
    return (len(text) + len(text.encode())) / 2


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width."""
    return sum(max(1, math.ceil(_text_width(line) / width)) for line in text.split("\n"))


def _title_width(title: str) -> float:
    return min(max(map(_text_width, title.split("\n"))), _WIDEST_HEADER) + 3  # for the button of the filter


def _width(cell: tuple[Value, Tone | None]) -> float:
    value = cell[0]
    if isinstance(value, str):
        return max(map(_text_width, value.split("\n"))) + 2
    return 0 if value is None else len(str(value)) + 2

"""The sheets of a workbook as they look: headers, widths, colours, what is frozen, and how it prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from zzrules.batch.workbook.shown import Cell, Shown, Tone, Value, plain

if TYPE_CHECKING:
    import polars as pl

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
"""A table of a sheet: its title, its header, its rows."""

LONGEST_CELL: Final = 32_767
_BLOCK: Final = 2_000
_NARROWEST, _WIDEST, _WIDEST_HEADER, _WIDEST_WORDS = 7, 36, 20, 70
_PAGE: Final = 170  # so many characters stand side by side on a page that can still be read
_LINE: Final = 15
_FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_HEAD: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#D9E1F2"}
# Told apart without colour, too: bold, italic, grey, struck through by nothing.
_TONES: Final[Mapping[Tone, Mapping[str, Any]]] = {
    "plain": {},
    "decided": {"bold": True, "bg_color": "#E2EFDA"},
    "open": {"italic": True, "bg_color": "#FFF2CC"},
    "aside": {"font_color": "#7F7F7F", "bg_color": "#F2F2F2"},
    "refused": {"bold": True, "underline": 1, "bg_color": "#FCE4D6"},
}


class Pages:
    """A workbook while it is written; its sheets are written from the top, and no row is kept in memory."""

    def __init__(self, path: Path, folder: str, created: datetime) -> None:
        """Take where to write, a folder for what is not finished, and when the workbook says it was made."""
        import xlsxwriter

        self._book: Any = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
        self._book.set_properties({"created": created})
        self._formats = {
            (tone, dated): self._book.add_format(
                {**_FONT, "text_wrap": True, **look, **({"num_format": "yyyy-mm-dd", "align": "left"} if dated else {})}
            )
            for tone, look in _TONES.items()
            for dated in (False, True)
        }
        self._head = self._book.add_format({**_FONT, **_HEAD})
        self._title = self._book.add_format({**_FONT, "bold": True, "font_size": 12})

    def __enter__(self) -> Self:
        """Return the workbook."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the file, unless something failed."""
        if kind is None:
            self._book.close()

    def answers(self, name: str, frame: pl.DataFrame, columns: Sequence[Shown]) -> None:
        """Add a sheet with one row for each row of a frame."""
        sheet = self._book.add_worksheet(name)
        lines = max((title.count("\n") + 1 for title in (one.title for one in columns)), default=1)
        sheet.set_row(0, _LINE * (lines + 1))
        for at, one in enumerate(columns):
            sheet.write_string(0, at, one.title, self._head)
        widths = [_title_width(one.title) for one in columns]
        row = 1
        for piece in frame.iter_slices(_BLOCK):
            written = [one.cells(piece) for one in columns]
            widths = [max(width, *map(_cell_width, cells)) for width, cells in zip(widths, written, strict=True)]
            for cells in zip(*written, strict=True):
                for at, (value, tone) in enumerate(cells):
                    self._write(sheet, row, at, value, tone)
                row += 1
        widths = [min(max(_NARROWEST, width), _WIDEST) for width in widths]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, row - 1, max(len(columns) - 1, 0))
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        self._print(sheet, sum(widths))

    def tables(self, name: str, tables: Iterable[Table]) -> None:
        """Add a sheet with tables, one below the other."""
        sheet = self._book.add_worksheet(name)
        widths: dict[int, float] = {}
        row = 0
        for title, header, rows in tables:
            sheet.write_string(row, 0, title, self._title)
            for at, word in enumerate(header):
                sheet.write_string(row + 1, at, word, self._head)
                widths[at] = max(widths.get(at, 0), _text_width(word) + 2)
            row += 2
            for cells in rows:
                for at, value in enumerate(map(plain, cells)):
                    self._write(sheet, row, at, value, "plain")
                    widths[at] = max(widths.get(at, 0), _cell_width((value, "plain")))
                row += 1
            row += 1
        for at, width in widths.items():
            sheet.set_column(at, at, min(max(_NARROWEST, width), _WIDEST_WORDS))
        self._print(sheet, 0)

    def _write(self, sheet: Any, row: int, column: int, value: Value, tone: Tone) -> None:
        look = self._formats[tone, isinstance(value, date)]
        match value:
            case str():
                sheet.write_string(row, column, _fitting(value), look)
            case date():
                sheet.write_datetime(row, column, value, look)
            case None:
                sheet.write_blank(row, column, None, look)
            case _:
                sheet.write_number(row, column, value, look)

    def _print(self, sheet: Any, width: float) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(max(1, -(-int(width) // _PAGE)), 0)
        sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _fitting(text: str) -> str:
    """Return a text of at most so many characters as a cell can hold; one that is cut says so."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    note = f"……（共 {len(text)} 字，Excel 一格放不下，其余见原件）"
    kept = units[: 2 * (LONGEST_CELL - len(note))]
    return kept.decode("utf-16-le", "ignore") + note


def _text_width(text: str) -> float:
    """Return how wide the widest line is, in half-width characters."""
    return max((len(line) + len(line.encode())) / 2 for line in text.split("\n"))


def _title_width(title: str) -> float:
    return min(_text_width(title), _WIDEST_HEADER) + 3  # beside the filter's button


def _cell_width(cell: Cell) -> float:
    value = cell[0]
    if isinstance(value, str):
        return _text_width(value) + 1
    return 11 if isinstance(value, date) else len(str(value)) + 1 if value is not None else 0

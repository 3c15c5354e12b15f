"""A sheet of case records as a frame of text.

Nothing is guessed: a sheet that is not a plain table (a title, merged cells, two headers of one name) is refused with
all that is wrong with it, cell by cell, and no message quotes what a record says.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError

from zzrules.base.diagnostics import text, use
from zzrules.base.diagnostics.mappings import MERGED_IN_REGISTER, NO_HEADER_THERE
from zzrules.base.errors import Place, Problem, RecordError
from zzrules.base.listing import shown_path
from zzrules.base.packages import need
from zzrules.batch.workbook.cells import column_of_text
from zzrules.batch.workbook.header import (
    MOST_ABOVE,
    ROW_COLUMN,
    Cells,
    Header,
    Words,
    cell_name,
    filled,
    find_header,
    header_at,
    listed,
)
from zzrules.batch.workbook.layout import Layout, unnamed
from zzrules.batch.workbook.marks import BOOK, MOST_COLUMNS, MOST_ROWS, Marks, UnboundedError, need_bounded, read_marks
from zzrules.case.values import printable
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl
    from python_calamine import CalamineSheet

_ZIP: Final = b"PK"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_CELLS: Final = 50_000_000
_BLOCK: Final = 10_000


def read_sheet(
    path: str | Path,
    vocabulary: Vocabulary,
    sheet: str | None = None,
    name: str | None = None,
    layout: Layout | None = None,
) -> pl.DataFrame:
    """Return the case records of a sheet as a frame of text, with the sheet's row numbers as ``__row__``.

    The first row is the header: facts by name or label, their states (``<fact>.state``), parts of a finding
    (``<fact>.结论``), and any other columns. A cell becomes the text that a record would hold: 2026-01-01, 是, 3; a
    blank one is null. What no record holds (a time of day, #N/A) stays a text that its fact refuses. Blank rows are
    left out.

    ``sheet`` may be left out if only one visible sheet has data; ``name`` is what messages call the file. With a
    ``layout`` the header is where that says, and its words mean whatever a mapping makes of them. Raises `RecordError`
    with all that is wrong with the file (ZZ110, ZZ112, ZZ641–ZZ654, ZZ656), `UsageError` (ZZ640) if a package is
    missing.

    >>> import tempfile, xlsxwriter, zzrules
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with xlsxwriter.Workbook(f"{folder}/案卷.xlsx") as book:
    ...         _ = book.add_worksheet().write_column("A1", ["主体", "政务服务机构"])
    ...     read_sheet(f"{folder}/案卷.xlsx", zzrules.load().vocabulary).to_dicts()
    [{'__row__': 2, '主体': '政务服务机构'}]
    """
    need(use.NO_EXCEL_PACKAGE, "polars", "python_calamine")
    source = name or shown_path(path)
    _need_workbook(Path(path), Place(source))
    with _whole(Place(source)), zipfile.ZipFile(path) as archive:
        need_bounded(archive)
        chosen, marks, others = _chosen(archive, Path(path), Place(source), sheet)
        loaded = _loaded(Path(path), chosen)
    shown = f"{source}「{chosen}」" if others else source
    if layout is not None:
        return _of_register(loaded, marks, shown, layout)
    return _of_sheet(loaded, marks, shown, vocabulary)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The first rows of a sheet as they are, titles and blank ones, too: cells as text, and the merged ranges.

    ``others`` are the names of all sheets that have data.
    """

    name: str
    others: tuple[str, ...]
    rows: Sequence[Cells]
    merged: tuple[tuple[int, int, int, int], ...]
    """Each as top, left, bottom and right, from 0."""


def read_raw(path: str | Path, sheet: str | None, most: int) -> RawSheet:
    """Return a sheet as it is; of several that have data, the first one. Raises as `read_sheet` does."""
    need(use.NO_EXCEL_PACKAGE, "polars", "python_calamine")
    place = Place(shown_path(path))
    _need_workbook(Path(path), place)
    with _whole(place), zipfile.ZipFile(path) as archive:
        need_bounded(archive)
        full, _ = _full(archive, Path(path), place, sheet)
        name = next(iter(full))
        loaded = _loaded(Path(path), name)
        rows = list(islice(_rows(loaded), most))
    columns = _columns(iter(rows))
    cells = [list(row) for row in zip(*(column.to_list() for column in columns), strict=True)]
    merged = tuple((*first, *last) for first, last in loaded.merged_cell_ranges or ())
    return RawSheet(name, tuple(full), cells, merged)


def _need_workbook(path: Path, place: Place) -> None:
    """Raise `RecordError` for a file that by its first bytes is no workbook of this kind (ZZ641, ZZ642)."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_OLD))
            encrypted = head == _OLD and _ENCRYPTED in stream.read()
    except FileNotFoundError:
        raise RecordError(text.NO_FILE(place)) from None
    except IsADirectoryError:
        raise RecordError(text.FOLDER_FOR_FILE(place, example=path / "案卷.xlsx")) from None
    except PermissionError:
        raise RecordError(text.NO_PERMISSION_OR_OPEN(place)) from None
    except (OSError, ValueError):
        raise RecordError(text.UNREADABLE_FILE(place)) from None
    if not head:
        raise RecordError(text.EMPTY_FILE(place))
    if encrypted:
        raise RecordError(use.ENCRYPTED_WORKBOOK(place))
    if head == _OLD:
        raise RecordError(use.OLD_WORKBOOK(place))
    if not head.startswith(_ZIP):
        raise RecordError(use.TEXT_FOR_WORKBOOK(place))


@contextmanager
def _whole(place: Place) -> Iterator[None]:
    """Raise `RecordError` for a file in which a part is missing or cannot be read (ZZ643), or is too large (ZZ656)."""
    from python_calamine import CalamineError

    try:
        yield
    except UnboundedError as error:
        raise RecordError(use.UNBOUNDED_WORKBOOK(place, part=printable(str(error)))) from None
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        EOFError,
        LookupError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise RecordError(use.BROKEN_WORKBOOK(place)) from None


def _chosen(archive: zipfile.ZipFile, path: Path, place: Place, wanted: str | None) -> tuple[str, Marks, bool]:
    """Return the name of the sheet to read, its marks, and whether there are other sheets."""
    full, others = _full(archive, path, place, wanted)
    if len(full) > 1:
        raise RecordError(use.SEVERAL_SHEETS(place, sheets="、".join(f"「{name}」" for name in full)))
    [(name, marks)] = full.items()
    return name, marks, others


def _full(archive: zipfile.ZipFile, path: Path, place: Place, wanted: str | None) -> tuple[dict[str, Marks], bool]:
    """Return the marks of the sheets that have data, or of the one that is wanted; and whether there are others."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if BOOK not in archive.namelist():
        raise RecordError(use.OTHER_ARCHIVE(place))
    with CalamineWorkbook.from_path(path) as book:
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if wanted is not None:
        if wanted not in names:
            raise RecordError(use.NO_SHEET(place, sheet=printable(wanted), known=suggest(wanted, names)))
        visible = [wanted]
    else:
        visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    full = {name: marks for name in visible if (marks := read_marks(archive, name)).rows}
    if not full:
        hidden = len(names) > len(visible) and wanted is None
        raise RecordError((use.EMPTY_VISIBLE_SHEETS if hidden else use.EMPTY_SHEETS)(place))
    if len(full) == 1 or wanted is not None:
        for marks in full.values():
            if marks.rows * marks.columns > _MOST_CELLS or marks.rows > MOST_ROWS or marks.columns > MOST_COLUMNS:
                last = cell_name(marks.rows - 1, marks.columns - 1)
                raise RecordError(use.SHEET_TOO_LARGE(place, cell=last, most=_MOST_CELLS // 10_000))
    return full, len(names) > 1


def _loaded(path: Path, name: str) -> CalamineSheet:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(name)


def _of_sheet(sheet: CalamineSheet, marks: Marks, source: str, vocabulary: Vocabulary) -> pl.DataFrame:
    words = Words(vocabulary)
    first = list(islice(((at, cells) for at, cells in enumerate(_rows(sheet)) if filled(cells)), MOST_ABOVE))
    if not first:
        raise RecordError(use.EMPTY_SHEETS(Place(source)))
    header, problems = find_header(first, words, source)
    columns = _columns(islice(_rows(sheet), header.row + 1, None))
    problems += _below(header, columns, sheet, marks, source)
    if problems:
        raise RecordError(sorted(problems, key=lambda problem: problem.place))
    texts = {word: columns[at].alias(word) for at, word in header.names.items()}
    for (row, column), word in marks.errors.items():
        if row > header.row and column in header.names:
            name = header.names[column]
            # only a blank text is refused where any word is a value
            texts[name] = texts[name].scatter(row - header.row - 1, " " if words.is_text(name) else word)
    return _numbered(header.row, texts, len(columns[0]))


def _numbered(row: int, texts: Mapping[str, pl.Series], height: int) -> pl.DataFrame:
    """Return the columns below a header with the sheet's row numbers, without blank rows."""
    import polars as pl

    numbers = pl.int_range(row + 2, row + 2 + height, eager=True)
    frame = pl.DataFrame({ROW_COLUMN: numbers, **texts})
    return frame.filter(pl.any_horizontal(pl.exclude(ROW_COLUMN).is_not_null()))


def _of_register(sheet: CalamineSheet, marks: Marks, source: str, layout: Layout) -> pl.DataFrame:
    """Return a register as a frame of text: its header is where the layout says, and some of its rows are no cases."""
    import polars as pl

    found = next(
        ((at, cells) for at, cells in enumerate(_rows(sheet)) if at + 1 >= layout.header_row and filled(cells)), None
    )
    if found is None or (layout.header_row and found[0] + 1 != layout.header_row):
        raise RecordError(NO_HEADER_THERE(Place(source), row=layout.header_row or 1))
    header, problems = header_at(*found, source)
    columns = _columns(islice(_rows(sheet), header.row + 1, None))
    if not columns:
        raise RecordError(use.HEADER_ONLY(Place(source, header.row + 1, 1)))
    ranges = [
        ((max(top, header.row + 1), left), (bottom, right))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if bottom > header.row and left < len(columns)
    ]
    for (row, column), word in marks.errors.items():
        if row > header.row and column < len(columns):
            columns[column] = columns[column].scatter(row - header.row - 1, word)
    below = header.row + 1
    if layout.filled:
        for (top, left), (bottom, right) in ranges:
            rows, shown = range(top - below, min(bottom - below + 1, len(columns[0]))), columns[left][top - below]
            for at in range(left, min(right + 1, len(columns))):
                columns[at] = columns[at].scatter(rows, shown)
    full = {at for at, column in enumerate(columns) if column.null_count() < len(column)}
    names = {at: header.names.get(at, unnamed(at)) for at in sorted(full | header.names.keys())}
    frame = pl.DataFrame({name: columns[at] for at, name in names.items() if at < len(columns)})
    out = layout.omitted(frame)
    kept = {row + below for row in (~out).arg_true().to_list()} if ranges or marks.uncalculated else set()
    raw = [(row, column) for row, column in marks.uncalculated if row in kept]
    if raw:
        cells = listed([cell_name(row, column) for row, column in raw])
        problems.append(use.UNCALCULATED_FORMULAS(Place(source, raw[0][0] + 1, raw[0][1] + 1), cells=cells))
    torn = [one for one in ranges if not layout.filled and not kept.isdisjoint(range(one[0][0], one[1][0] + 1))]
    if torn:
        cells = listed([f"{cell_name(*first)}:{cell_name(*last)}" for first, last in torn])
        problems.append(MERGED_IN_REGISTER(Place(source, torn[0][0][0] + 1, torn[0][0][1] + 1), cells=cells))
    if problems:
        raise RecordError(sorted(problems, key=lambda problem: problem.place))
    return _numbered(header.row, {name: frame[name] for name in frame.columns}, len(frame))


def _columns(rows: Iterator[Cells]) -> list[pl.Series]:
    """Return the columns of rows as text; the rows are read in blocks."""
    import polars as pl

    parts: list[list[pl.Series]] = []
    while block := list(islice(rows, _BLOCK)):
        parts.append([column_of_text(cells) for cells in zip(*block, strict=True)])
    return [pl.concat(column) for column in zip(*parts, strict=True)]


def _rows(sheet: CalamineSheet) -> Iterator[Cells]:
    """Yield the rows of a sheet from its first row, each from the first column of the sheet."""
    before = [""] * (sheet.start[1] if sheet.start is not None else 0)
    return (before + cells for cells in sheet.iter_rows()) if before else sheet.iter_rows()


def _below(header: Header, columns: list[pl.Series], sheet: CalamineSheet, marks: Marks, source: str) -> list[Problem]:
    """Return all that is wrong below the header."""
    problems: list[Problem] = []
    errors = {column for row, column in marks.errors if row > header.row}
    full = {at for at, column in enumerate(columns) if column.null_count() < len(column)} | errors
    if not full:
        problems.append(use.HEADER_ONLY(Place(source, header.row + 1, 1)))
    bare = sorted(full - header.taken)
    if bare:
        cells = listed([cell_name(header.row, at) for at in bare])
        problems.append(use.NO_HEADING(Place(source, header.row + 1, bare[0] + 1), cells=cells))
    merged = [
        (top, left, f"{cell_name(top, left)}:{cell_name(bottom, right)}")
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if bottom >= header.row and left < len(columns)
    ]
    if merged:
        cells = listed([name for _, _, name in merged])
        problems.append(use.MERGED_CELLS(Place(source, merged[0][0] + 1, merged[0][1] + 1), cells=cells))
    raw = [(row, column) for row, column in marks.uncalculated if row >= header.row]
    if raw:
        cells = listed([cell_name(row, column) for row, column in raw])
        problems.append(use.UNCALCULATED_FORMULAS(Place(source, raw[0][0] + 1, raw[0][1] + 1), cells=cells))
    return problems

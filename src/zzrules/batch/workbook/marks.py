"""What calamine does not report of a sheet: cells with an error, formulas never calculated, and the sheet's extent.

It returns both kinds of cells as blank, which would mean unknown, and makes room for every cell through the last one,
before it can be seen that there are too many. So the XML of the sheet is scanned first, and parsed if it may have such
cells, or cells that the scan would not see. What calamine would hold in memory at once is bounded, too: where that is
not to be had, its process ends.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from itertools import chain
from typing import Final
from xml.parsers import expat

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CHUNK: Final = 1 << 20
_COMPUTED: Final = {"str", "b", "e", "s", "inlineStr"}  # types of results of formulas; numbers have none of them
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALPHABET: Final = len(_LETTERS)
_CELL: Final = b"<c "
_FULL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^<>]*[^<>/])?>')  # a cell in which something stands
_BARE: Final = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')  # one in which nothing does
_SUSPICIOUS: Final = (
    *(b'"e"', b"='", b"<f", b":f"),  # an error, another way of quoting, a formula
    *(b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c>", b":c ", b":c/", b":c\t", b":c\n", b":c\r"),  # odd cells
    b"<!",  # a comment may hold what looks like a cell
)
_MOST_WITHOUT_MARK: Final = 1 << 22  # of a part, held at once; a cell has at most 32767 characters
MOST_OF_PART: Final = 1 << 30  # what is held whole: the texts of all cells, the styles
_MOST_TIMES: Final = 100  # as long as it is packed: whatever people write packs less well
_MOST_OF_BLANKS: Final = 1 << 24  # of a part, before that is looked at
_HELD: Final = (BOOK, _RELATIONS, "xl/sharedstrings.xml", "xl/styles.xml")

_Start = Callable[[str, dict[str, str]], None]


@dataclass(slots=True)
class Marks:
    """Cells by row and column, from 0: errors with their words, formulas without a result; the extent of the sheet."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters_of(0), letters_of(25), letters_of(26), letters_of(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _ALPHABET)
        letters = _LETTERS[rest] + letters
    return letters


def place_of(reference: str) -> tuple[int, int]:
    """Return the row and the column of a cell's name, counted from 0. Raises ValueError for what is no such name.

    >>> place_of("A1"), place_of("AA10"), place_of("XFD1048576")
    ((0, 0), (9, 26), (1048575, 16383))
    """
    digits = reference.lstrip(_LETTERS)
    return int(digits) - 1, _column(reference.removesuffix(digits))


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * _ALPHABET + _LETTERS.index(letter) + 1
    return column - 1


class UnboundedError(Exception):
    """A part of a workbook would have to be held in memory that it has no right to."""


def need_bounded(archive: zipfile.ZipFile) -> None:
    """Raise `UnboundedError` if what is read of a workbook as a whole is too large for that.

    Raises ValueError for two parts of one name, of which one might be examined and the other be read.
    """
    names = [name.replace("\\", "/").lower() for name in archive.namelist()]
    if len(set(names)) < len(names):
        raise ValueError(archive.filename)
    for part, name in zip(archive.namelist(), names, strict=True):
        if name in _HELD:
            size = 0
            for chunk in _chunks(archive, part):
                size += len(chunk)
                if size > MOST_OF_PART:
                    raise UnboundedError(part)


def read_marks(archive: zipfile.ZipFile, sheet: str) -> Marks:
    """Return the marks of a sheet.

    Raises KeyError for a part that is not there, `expat.ExpatError` for bad XML, `UnboundedError` for a stretch of it
    that is too large to be held in memory.
    """
    part = _parts(archive)[sheet]
    marks = _scanned(archive, part)
    if marks is None:
        reader = _parsed(archive, part, _SheetXml())
        if reader.implied:
            reader = _parsed(archive, part, _SheetXml(counted=True))
        marks = reader.marks
    return marks


def _parsed(archive: zipfile.ZipFile, part: str, reader: _SheetXml) -> _SheetXml:
    _parse(archive, part, reader.start, reader.parser)
    reader.end_cell()
    return reader


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part of the archive, as long as it is and not as it says that it is.

    Raises `UnboundedError` for a stretch without a mark that is too long: what reads the part next holds it whole; and
    for a part that is too long for what it is packed into, so that a small file costs little.
    """
    info = copy(archive.getinfo(part))
    info.file_size = sys.maxsize
    most = max(_MOST_OF_BLANKS, _MOST_TIMES * info.compress_size)
    since = size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise UnboundedError(part)
            last = chunk.rfind(b"<")
            since = since + len(chunk) if last < 0 else len(chunk) - last
            if since > _MOST_WITHOUT_MARK:
                raise UnboundedError(part)
            yield chunk


def _scanned(archive: zipfile.ZipFile, part: str) -> Marks | None:
    """Return the extent of a sheet that has neither errors nor formulas; None if it has to be parsed."""
    letters: set[bytes] = set()
    last, rest = 0, b""
    for chunk in chain(_chunks(archive, part), (b"<",)):  # which ends what is left
        text, mark, tag = (rest + chunk).rpartition(b"<")
        rest = mark + tag
        if any(sign in text for sign in _SUSPICIOUS):
            return None
        cells = _FULL.findall(text)
        named, begun = len(cells), text.count(_CELL)
        if named != begun and named + len(_BARE.findall(text)) != begun:
            return None
        if cells:
            columns, rows = zip(*cells, strict=True)
            letters.update(columns)
            last = max(last, *map(int, set(rows)))
    if not letters:  # an empty sheet, or one whose cells are not named
        return None
    return Marks(rows=last, columns=max(_column(name.decode()) for name in letters) + 1)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the file in the archive of each sheet, by the sheet's name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "sheet":
            [related] = {value for key, value in attributes.items() if _local(key) == "id"}
            if attributes["name"] in sheets:
                raise ValueError(attributes["name"])
            sheets[attributes["name"]] = related

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, BOOK, sheet)
    _parse(archive, _RELATIONS, relation)
    return {name: _part_of(targets[key]) for name, key in sheets.items() if key in targets}


def _part_of(target: str) -> str:
    """Return the part that calamine takes for the target of a relation."""
    if target.startswith("/xl/"):
        return target[1:]
    return target if target.startswith("xl/") else f"xl/{target}"


def _parse(archive: zipfile.ZipFile, part: str, start: _Start, parser: expat.XMLParserType | None = None) -> None:
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler = start
    for chunk in _chunks(archive, part):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _SheetXml:
    """Follows the elements of a sheet; a cell is examined when the next one begins.

    Nearly every cell and row is named. If one is not, where it stands is ``implied``, and has to be ``counted`` as
    calamine does: a row that ends leads to the next, and a cell to the cell beside it.
    """

    __slots__ = (
        *("_below", "_beside", "_cell", "_column", "_formula", "_row", "_text", "_type"),
        *("implied", "marks", "parser"),
    )

    def __init__(self, *, counted: bool = False) -> None:
        self.marks = Marks()
        self.parser = expat.ParserCreate()
        self.implied = False
        self._row = self._column = -1
        self._below = self._beside = 0  # where a cell stands that is not named
        if counted:
            self.parser.EndElementHandler = self.end
        self._cell, self._type, self._formula = False, "", False
        self._text: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        match name if ":" not in name else _local(name):
            case "c":
                if self._cell:
                    self.end_cell()
                self._cell, self._type = True, attributes.get("t", "")
                if (named := attributes.get("r")) is not None:
                    self._row, self._column = place_of(named)
                    self._beside = self._column
                else:
                    self.implied = True
                    self._row, self._column = self._below, self._beside
            case "v" | "is":
                if self._formula or self._type == "e":
                    self.parser.CharacterDataHandler = self._text.append
                self.marks.rows = max(self.marks.rows, self._row + 1)
                self.marks.columns = max(self.marks.columns, self._column + 1)
            case "f":
                self._formula = True
            case "row":
                if self._cell:
                    self.end_cell()
                if "r" in attributes:
                    self._below = int(attributes["r"]) - 1
            case "sheetData" | "mergeCells":
                self.end_cell()

    def end(self, name: str) -> None:
        """Take the end of an element, where rows and cells are counted."""
        match _local(name):
            case "c":
                self._beside += 1
            case "row":
                self._below += 1
                self._beside = 0

    def end_cell(self) -> None:
        """Note the cell that was begun, if it has an error or a formula without a result."""
        if self._cell and (self._formula or self._type == "e"):
            self.parser.CharacterDataHandler = None
            text = "".join(self._text).strip()
            if self._type == "e":
                self.marks.errors[self._row, self._column] = text
            elif self._type not in _COMPUTED and not text:
                self.marks.uncalculated.append((self._row, self._column))
        self._text.clear()
        self._cell = self._formula = False

"""What calamine does not report of a sheet: cells with an error, formulas never calculated, and the sheet's extent.

It returns both kinds of cells as blank, which would mean unknown, and makes room for every cell through the last one,
before it can be seen that there are too many. So the XML of the sheet is scanned first, and parsed if it may have such
cells.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
_FULL: Final = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*[^/]>')  # a cell in which something stands
_SUSPICIOUS: Final = (b'"e"', b"='", b"<f", b":f")  # an error, another way of quoting, a formula

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


def read_marks(archive: zipfile.ZipFile, sheet: str) -> Marks:
    """Return the marks of a sheet. Raises KeyError for a part that is not there, `expat.ExpatError` for bad XML."""
    part = _parts(archive)[sheet]
    marks = _scanned(archive, part)
    if marks is None:
        reader = _SheetXml()
        _parse(archive, part, reader.start, reader.parser)
        reader.end_cell()
        marks = reader.marks
    return marks


def _scanned(archive: zipfile.ZipFile, part: str) -> Marks | None:
    """Return the extent of a sheet that has neither errors nor formulas; None if it has to be parsed."""
    letters: set[bytes] = set()
    last, rest = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            if any(sign in text for sign in _SUSPICIOUS):
                return None
            if cells := _FULL.findall(text):
                columns, rows = zip(*cells, strict=True)
                letters.update(columns)
                last = max(last, *map(int, set(rows)))
            rest = text[text.rfind(b"<") :]
    if not letters:  # an empty sheet, or one whose cells are not named
        return None
    return Marks(rows=last, columns=max(_column(name.decode()) for name in letters) + 1)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the file in the archive of each sheet, by the sheet's name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "sheet":
            related = next(value for key, value in attributes.items() if _local(key) == "id")
            sheets[attributes["name"]] = related

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    _parse(archive, BOOK, sheet)
    _parse(archive, _RELATIONS, relation)
    return {name: posixpath.join("/xl", targets[key])[1:] for name, key in sheets.items() if key in targets}


def _parse(archive: zipfile.ZipFile, part: str, start: _Start, parser: expat.XMLParserType | None = None) -> None:
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _SheetXml:
    """Follows the elements of a sheet; a cell is examined when the next one begins."""

    __slots__ = ("_cell", "_column", "_formula", "_row", "_text", "_type", "marks", "parser")

    def __init__(self) -> None:
        self.marks = Marks()
        self.parser = expat.ParserCreate()
        self._row = self._column = -1
        self._cell, self._type, self._formula = False, "", False
        self._text: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        match name if ":" not in name else _local(name):
            case "c":
                if self._cell:
                    self.end_cell()
                self._cell, self._type = True, attributes.get("t", "")
                named = attributes.get("r")
                self._row, self._column = place_of(named) if named else (self._row, self._column + 1)
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
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
            case "sheetData" | "mergeCells":
                self.end_cell()

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

"""What the reader of cells does not tell of a sheet: cells with an error, formulas never calculated, and its extent.

calamine gives both kinds of cells as blank, and blank would mean that nobody knows. So the sheet's XML is looked
through once more, for these marks alone.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CHUNK: Final = 1 << 20
_COMPUTED: Final = {"str", "b", "e", "s", "inlineStr"}  # what a formula gave; a number has none of these types
_ALPHABET: Final = 26


@dataclass(slots=True)
class Marks:
    """Cells by row and column, from 0: those with an error, with its word; formulas without a result; the last ones."""

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
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(reference: str) -> int:
    """Return the column of a cell's name, counted from 0.

    >>> column_of("A1"), column_of("AA10"), column_of("XFD1")
    (0, 26, 16383)
    """
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * _ALPHABET + ord(letter) - ord("A") + 1
    return column - 1


def read_marks(archive: zipfile.ZipFile, sheet: str) -> Marks:
    """Return the marks of a sheet. Raises KeyError for a part that is not there, `expat.ExpatError` for bad XML."""
    reader = _SheetXml()
    _parse(archive, _parts(archive)[sheet], reader.start)
    reader.end_cell()
    return reader.marks


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return in which file of the archive each sheet is."""
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


def _parse(archive: zipfile.ZipFile, part: str, start: object) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    holder = getattr(start, "__self__", None)
    if holder is not None:
        holder.parser = parser
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _SheetXml:
    """Follows the elements of a sheet; a cell is judged when the next one begins."""

    __slots__ = ("_cell", "_column", "_formula", "_row", "_text", "_type", "marks", "parser")

    def __init__(self) -> None:
        self.marks = Marks()
        self.parser: expat.XMLParserType
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
                self._column = column_of(named) if named else self._column + 1
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
        """Judge the cell that was begun, if there is one."""
        if self._cell and (self._formula or self._type == "e"):
            self.parser.CharacterDataHandler = None
            text = "".join(self._text).strip()
            if self._type == "e":
                self.marks.errors[self._row, self._column] = text
            elif self._type not in _COMPUTED and not text:
                self.marks.uncalculated.append((self._row, self._column))
        self._text.clear()
        self._cell = self._formula = False

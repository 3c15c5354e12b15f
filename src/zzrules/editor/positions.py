"""Where something stands in a text: offsets in code points, and policies' places and editors' positions for them.

YAML ends a line at characters at which editors don't, and editors count a line in UTF-16 units (𠮷 is two of them).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from zzrules.base.errors import Place

_EDITOR_BREAK = re.compile("\r\n|[\r\n]")
_YAML_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LAST_IN_ONE_UNIT = 0xFFFF

Units = Callable[[str], int]
"""How many units an editor counts in a text."""


def utf16(text: str) -> int:
    """Return how many UTF-16 units a text has.

    >>> utf16("𠮷野家")
    4
    """
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def utf8(text: str) -> int:
    """Return how many bytes a text has in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


UNITS: dict[str, Units] = {"utf-16": utf16, "utf-8": utf8, "utf-32": len}
"""The ways to count that editors may ask for, by their names."""


class Span(NamedTuple):
    """A part of a text, from one offset up to another."""

    start: int
    end: int


class Position(NamedTuple):
    """A line and a position in it, both from 0, as an editor counts them."""

    line: int
    unit: int


class Text:
    """A text with its lines."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _EDITOR_BREAK.finditer(self.text))]

    @cached_property
    def _yaml_starts(self) -> list[int]:
        if not any(mark in self.text for mark in "\x85\u2028\u2029"):
            return self._starts
        return [0, *(found.end() for found in _YAML_BREAK.finditer(self.text))]

    def offset_of(self, place: Place) -> int:
        """Return the offset of a place; the beginning of the text for one that is not known, its end for one behind."""
        starts = self._yaml_starts
        if place.line < 1:
            return 0
        if place.line > len(starts):
            return len(self.text)
        start = starts[place.line - 1]
        end = starts[place.line] if place.line < len(starts) else len(self.text)
        return min(start + max(place.column - 1, 0), end)

    def place_of(self, offset: int, source: str = "") -> Place:
        """Return the place of an offset."""
        starts = self._yaml_starts
        number = bisect_right(starts, offset)
        return Place(source, number, offset - starts[number - 1] + 1)

    def line_at(self, offset: int) -> Span:
        """Return the line, without its end, in which an offset lies."""
        starts = self._starts
        number = bisect_right(starts, offset)
        end = starts[number] if number < len(starts) else len(self.text)
        start = starts[number - 1]
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def position(self, offset: int, units: Units = utf16) -> Position:
        """Return the position of an offset."""
        starts = self._starts
        number = bisect_right(starts, offset)
        return Position(number - 1, units(self.text[starts[number - 1] : offset]))

    def offset_at(self, position: Position, units: Units = utf16) -> int:
        """Return the offset of a position; the end of the line for one behind it."""
        starts = self._starts
        if position.line >= len(starts):
            return len(self.text)
        line = self.line_at(starts[position.line])
        written = self.text[line.start : line.end]
        if written.isascii() or units is len:
            return min(line.start + position.unit, line.end)
        counted = 0
        for number, character in enumerate(written):
            if counted >= position.unit:
                return line.start + number
            counted += units(character)
        return line.end

    def __getitem__(self, span: Span) -> str:
        """Return the part of the text that a span is."""
        return self.text[span.start : span.end]

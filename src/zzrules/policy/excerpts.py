"""Excerpts: the line of a file in which something is wrong, and how far what is wrong reaches in it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from zzrules.base.errors import LINE_ENDS, Place
from zzrules.base.frozen import frozen
from zzrules.base.widths import width
from zzrules.policy.ranges import ended
from zzrules.policy.yamlreading import MAX_BYTES

_COLUMNS: Final = 100
_BEFORE: Final = 40
"""How many columns of a long line are shown before what is wrong."""


@frozen
class Excerpt:
    """A line of a file, and the columns from 1 between which something is wrong; ``end`` is the first one after it."""

    line: str
    column: int
    end: int

    def shown(self) -> tuple[str, str]:
        r"""Return the line, or a stretch of a long one, and what underlines the mistake in it.

        >>> print("\n".join(Excerpt("依据: 第八条第九款", 5, 11).shown()))
        依据: 第八条第九款
              ^^^^^^^^^^^^
        """
        line = _UNSEEN.sub("·", self.line.replace("\t", " "))
        before, marked = line[: self.column - 1], line[self.column - 1 : self.end - 1]
        head = "…" if width(before) > _BEFORE and width(line) > _COLUMNS else ""
        if head:
            before = _tail(before, _BEFORE)
        shown = _cut(head + before + line[self.column - 1 :], _COLUMNS)
        start = width(head + before)
        return shown, " " * start + "^" * max(1, min(width(marked), width(shown) - start))


_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f]")


def excerpt_at(place: Place) -> Excerpt | None:
    """Return what stands at a place of a file; None for a place that no file has, or cannot be read."""
    lines = lines_of(place.source) if place.source and place.line else ()
    if not 1 <= place.line <= len(lines):
        return None
    line, reached = lines[place.line - 1], ended(place, lines)
    return Excerpt(line, place.column, reached.end_column if reached.end_line == place.line else len(line) + 1)


def whole(place: Place) -> Place:
    """Return a place of a file with where it ends; what cannot be read has no end but a known one."""
    return ended(place, lines_of(place.source)) if place.source and not place.end_line else place


def lines_of(source: str) -> tuple[str, ...]:
    """Return the lines of a file; none of what cannot be read."""
    path = Path(source)
    try:
        now = path.stat()
        return _lines(path, now.st_mtime_ns) if path.is_file() and now.st_size <= MAX_BYTES else ()
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=8)
def _lines(path: Path, _changed: int) -> tuple[str, ...]:
    return tuple(LINE_ENDS.split(path.read_bytes().decode("utf-8-sig", "replace")))


def _tail(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[1:]
    return text


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"

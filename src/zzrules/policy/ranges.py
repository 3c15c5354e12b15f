"""How far what is wrong reaches in its line, where only its beginning is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import replaced

# What begins at a column: a text in quotation marks, one bracket or mark, or words up to where a key or an item ends.
_QUOTED: Final = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'[^']*'""")
_MARK: Final = re.compile(r"[{}\[\],\t\u3000\u00a0：，、；｛｝［］“”]|:(?=\S)|[&*!][^\s,{}\[\]]*")
_WORDS: Final = re.compile(r"(?:(?![:：](?:\s|$)|\s+#|\s*$)[^,{}\[\]，、])+")


def end_of(line: str, column: int) -> int:
    """Return the first column behind what begins at a column of a line: a quoted text, a mark, or a word with its like.

    >>> end_of("依据: 第八条第九款  # 注", 5), end_of("{甲: 乙, 丙: 丁}", 8), end_of("甲：乙", 2)
    (11, 9, 3)
    """
    for form in (_QUOTED, _MARK, _WORDS):
        if found := form.match(line, column - 1):
            return found.end() + 1
    return column + 1


def ended(place: Place, lines: Sequence[str]) -> Place:
    """Return a place with its end, which is in its line unless it is known to be elsewhere.

    >>> place = ended(Place("a.yaml", 1, 5), ["依据: 第八条第九款  # 注"])
    >>> place.end_line, place.end_column
    (1, 11)
    """
    known = (place.end_line, place.end_column) > (place.line, place.column)
    if known or not (place.column and 1 <= place.line <= len(lines)):
        return place
    return place.until(place.line, end_of(lines[place.line - 1], place.column))


def ranged(problem: Problem, lines: Sequence[str]) -> Problem:
    """Return a problem of a text with the ends of its places in it, given the lines of the text."""
    source = problem.place.source
    related = [
        replaced(one, place=ended(one.place, lines)) if one.place.source == source else one for one in problem.related
    ]
    return replaced(problem, place=ended(problem.place, lines), related=tuple(related))

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
# A text in quotation marks, and one that is not closed: no other mark after it is, so that a line is read once.
_SINGLY_QUOTED: Final = re.compile("'[^']*'")
_QUOTED_TEXT: Final = re.compile(r""""(?:[^"\\]|\\.)*(?:"|(?P<open>))|'[^']*'""")


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


def without_texts(line: str) -> str:
    """Return a line with what is quoted blanked out, and without its comment."""
    return re.sub(r"(^|\s)#.*", "", _QUOTED_TEXT.sub(_blanked, line))


def _blanked(quoted: re.Match[str]) -> str:
    """Return blanks for a text in quotation marks; one that is not closed stays, but for what is quoted inside it."""
    text = quoted.group()
    if quoted["open"] is None:
        return " " * len(text)
    return text[0] + _SINGLY_QUOTED.sub(lambda inner: " " * len(inner.group()), text[1:])

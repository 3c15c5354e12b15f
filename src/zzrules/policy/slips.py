"""Where a text that YAML cannot read went wrong: the bracket or the quotation mark that is open, not what follows it.

A parser finds out later, often much later, than where the slip is. This reads the text again, line by line, as people
write policies: what is quoted ends in its line, and a line that begins a new key ends what stands in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zzrules.base.diagnostics import text as wrong
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import frozen
from zzrules.policy.yamltree import short

CLOSING: Final = {"{": "}", "[": "]"}
_QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_DASHES: Final = re.compile(r"\s*(?:- +)*")
_NEW_ENTRY: Final = re.compile(r"\s*(?:- |[^\s,\[\]{}\"'#][^,\[\]{}\"'：]{0,60}?:(?:\s|$))")
_KEY: Final = re.compile(r"[^,\[\]{}:]{1,60}:(?:\s|$)")
# A key, by what it holds, with a full-width colon or with none of the space that has to follow it.
_MISCOLONED: Final = re.compile(
    r"(?=[^:：]*[\u4e00-\u9fff]|[0-9]{4}-[0-9]{2}-[0-9]{2}[:：])[^\s:：，。；？！{}\[\]\"'#]{1,40}(?:(?P<wide>：)|:(?=\S))"
)
_COLON_OR_COMMENT: Final = re.compile(r":(?=\s|$)|\s#")
_END_OF_PLAIN: Final = re.compile(r"[,\[\]{}]|:(?=[\s,\[\]{}]|$)|\s#")
_WIDE_QUOTES: Final = ("“", "”", "＂")
_BETWEEN: Final = "，、；;"
"""Marks that people put between two items, and that part none."""
_WIDE_BRACKETS: Final = re.compile("[｛｝［］【】〔〕]")


@frozen
class _Opened:
    """A bracket that is open: which, where, and how far its line is indented."""

    bracket: str
    line: int
    column: int
    indent: int


def first_slip(lines: Sequence[str], source: str) -> Problem | None:
    """Return the first slip in brackets, quotation marks and commas of a text that cannot be read; None for others.

    >>> print(first_slip(["甲: {乙: 丙", "丁: 戊}"], "a.yaml"))
    a.yaml:1:4: ZZ126 这里的「{」没有合上。应改为：在它的内容后面补上「}」
    >>> print(first_slip(["甲: [乙: 丙 丁: 戊]"], "a.yaml"))
    a.yaml:1:10: ZZ127 两项之间没有逗号。应改为：在这里加半角逗号「, 」
    >>> print(first_slip(['甲: "乙', "丁: 戊"], "a.yaml"))
    a.yaml:1:4: ZZ125 这里的引号没有合上。应改为：在这段文字的末尾补上同样的引号
    >>> print(first_slip(["甲: {乙:\u00a0丙"], "a.yaml"))
    a.yaml:1:4: ZZ126 这里的「{」没有合上。应改为：在它的内容后面补上「}」
    """
    return _Scan(lines, source).problem()


class _Scan:
    """Reads lines one after another, with what is open."""

    def __init__(self, lines: Sequence[str], source: str) -> None:
        self._lines, self._source = lines, source
        self._open: list[_Opened] = []
        self._begin_entry()

    def problem(self) -> Problem | None:
        for number, line in enumerate(self._lines, 1):
            bare = line.strip()
            if not bare or bare.startswith("#"):
                continue
            if self._open and _indent(line) <= self._open[0].indent and _NEW_ENTRY.match(line):
                return self._unclosed()
            if self._plain and self._open and self._is_next(bare):
                return wrong.MISSING_COMMA(self._last)
            at: int | Problem | None = 0
            if not self._open:
                at = self._block(line, number)
            while isinstance(at, int) and at < len(line):
                at = self._flow(line, number, at) if self._open else self._after(line, number, at)
            if isinstance(at, Problem):
                return at
        return self._unclosed() if self._open else None

    def _begin_entry(self) -> None:
        self._colons = 0  # in the entry between commas
        self._plain = self._done = False  # whether a word without quotation marks, or a whole value, was read last
        # Where the last text begins, where its last word does, and where it ends.
        self._begins = self._word = self._last = Place(self._source)

    def _is_next(self, bare: str) -> bool:
        """Return whether a line after one that ends in a word begins another item, and is not more of the words."""
        if bare.startswith((",", "]", "}", ":")):
            return False
        return self._open[-1].bracket == "[" or _KEY.match(bare) is not None

    def _place(self, number: int, at: int) -> Place:
        return Place(self._source, number, at + 1)

    def _unclosed(self) -> Problem:
        first = self._open[0]
        marks = "".join(CLOSING[one.bracket] for one in reversed(self._open))
        return self._left_open(first, marks)

    def _left_open(self, opened: _Opened, marks: str) -> Problem:
        line = self._lines[opened.line - 1]
        if found := re.compile("[｝］】〕]").search(line, opened.column):
            return wrong.WIDE_BRACKET(self._place(opened.line, found.start()))
        place = Place(self._source, opened.line, opened.column)
        return wrong.UNCLOSED_BRACKET(place, bracket=opened.bracket, closing=marks)

    # ── outside of brackets ─────────────────────────────────────────

    def _block(self, line: str, number: int) -> int | Problem | None:
        """Return where brackets begin in a line; None if the rest of it is read, or cannot be told."""
        dashes = _DASHES.match(line)
        at = dashes.end() if dashes else 0
        if slip := self._miscoloned(line, number, at):
            return slip
        for keyed in (False, True):
            if line[at : at + 1] in CLOSING:
                return self._opened(line, number, at)
            if line[at : at + 1] in ('"', "'"):
                quoted = _QUOTED.match(line, at)
                if quoted is None:
                    return wrong.UNCLOSED_QUOTE(self._place(number, at))
                rest = line[quoted.end() :].lstrip()
                if rest.startswith("#") or not rest:
                    return None
                if not rest.startswith(":"):
                    return wrong.TEXT_AFTER_QUOTE(self._place(number, at))
                at = quoted.end()
            found = _COLON_OR_COMMENT.search(line, at)
            if found is None or found.group() != ":" or "：" in line[at : found.start()]:
                return None
            if keyed:
                return self._wide(line, number, at, found.start()) or wrong.COLON_IN_TEXT(self._place(number, at))
            at = found.end() + len(line[found.end() :]) - len(line[found.end() :].lstrip())
        return None

    def _miscoloned(self, line: str, number: int, at: int) -> Problem | None:
        """Return what is wrong with the first colon of a line, or of an item that goes on below it.

        Another line that is no key holds nothing else: a text does not go on in the next line.
        """
        found = _MISCOLONED.match(line, at)
        if found is None:
            return None
        name, rest = found.group()[:-1], re.sub(r"(^|\s)#.*", "", line[found.end() :]).strip()
        brackets = rest[:1] in CLOSING
        if found["wide"] and not brackets and _COLON_OR_COMMENT.search(rest):
            return None  # a key with such a colon in it
        if "-" in line[:at] and not brackets and not self._goes_on(number, line.index("-")):
            return None  # a text in a list
        place, colon = self._place(number, at), self._place(number, found.end() - 1)
        if brackets and found["wide"]:
            return wrong.WIDE_COLON_BEFORE_BRACKET(place, key=name, name=name, bracket=rest[0])
        if brackets or not rest:
            return (wrong.WIDE_COLON_IN_LINE if found["wide"] else wrong.NO_SPACE_AFTER_COLON_IN_LINE)(colon)
        whole = wrong.WIDE_COLON if found["wide"] else wrong.NO_SPACE_AFTER_COLON
        return whole(place, text=short(line[at:].strip()), name=name, rest=rest)

    def _goes_on(self, number: int, indent: int) -> bool:
        """Return whether the line after one is indented by more than ``indent``."""
        for following in range(number, len(self._lines)):
            line = self._lines[following]
            if line.strip() and not line.lstrip().startswith("#"):
                return _indent(line) > indent
        return False

    def _after(self, line: str, number: int, at: int) -> int | Problem | None:
        """Return what is wrong after the last bracket of a line is closed."""
        rest = line[at:].lstrip()
        place = self._place(number, len(line) - len(rest))
        if rest[:1] in CLOSING.values():
            return wrong.UNOPENED_BRACKET(place, bracket=rest[0])
        text = re.sub(r"\s#.*", "", rest).rstrip()
        if re.fullmatch("[，、；。,;.]", text):
            return wrong.MARK_AFTER_BRACKET(place, mark=text)
        if text and text[0] not in ":：#":
            return wrong.TEXT_AFTER_BRACKET(place, text=short(text))
        return None

    # ── inside of brackets ──────────────────────────────────────────

    def _opened(self, line: str, number: int, at: int) -> int:
        self._open.append(_Opened(line[at], number, at + 1, _indent(line)))
        self._begin_entry()
        return at + 1

    def _flow(self, line: str, number: int, at: int) -> int | Problem | None:
        """Read one thing inside of brackets; return where the next begins, None at the end of the line."""
        character, place = line[at], self._place(number, at)
        if character.isspace():
            return at + 1
        if character == "#" and line[at - 1 : at].isspace():
            return None
        if character == ",":
            self._begin_entry()
            return at + 1
        if character in CLOSING.values():
            return self._closed(character, place) or at + 1
        if character in CLOSING:
            if self._plain and line[:at].rstrip().endswith("："):
                return wrong.WIDE_COLON_IN_LINE(self._place(number, len(line[:at].rstrip()) - 1))
            if self._plain and not line[at - 1].isspace():
                start = self._begins.column - 1
                return self._wide(line, number, start, at) or wrong.BRACES_IN_TEXT(self._place(number, at))
            return wrong.MISSING_COMMA(place) if self._plain or self._done else self._opened(line, number, at)
        if character == ":" and _END_OF_PLAIN.match(line, at):
            if self._plain and line[at + 1 : at + 2] in CLOSING:
                return wrong.NO_SPACE_AFTER_COLON_IN_LINE(place)
            return self._colon(line, number, at) or at + 1
        if self._done:
            between = wrong.WIDE_COMMA_IN_BRACKETS(place, mark=character) if character in _BETWEEN else None
            return between or wrong.MISSING_COMMA(place)
        if character in "\"'" and not self._plain:
            quoted = _QUOTED.match(line, at)
            if quoted is None:
                return wrong.UNCLOSED_QUOTE(place)
            self._done = True
            return quoted.end()
        end = _END_OF_PLAIN.search(line, at + 1)
        stop = end.start() if end else len(line)
        word = line[at:stop].rstrip()
        self._plain = True
        self._word = place if " " not in word else self._place(number, at + word.rindex(" ") + 1)
        self._begins, self._last = place, self._place(number, at + len(word))
        return stop

    def _closed(self, bracket: str, place: Place) -> Problem | None:
        opened = self._open.pop()
        if CLOSING[opened.bracket] != bracket:
            if all(CLOSING[one.bracket] != bracket for one in self._open):
                return wrong.UNOPENED_BRACKET(place, bracket=bracket)
            return self._left_open(opened, CLOSING[opened.bracket])
        self._begin_entry()
        self._done = True
        return None

    def _colon(self, line: str, number: int, at: int) -> Problem | None:
        """Note a key; after another in the same entry, a comma or a bracket is missing."""
        self._colons += 1
        if self._colons == 1:
            self._plain = self._done = False
            return None
        if not self._plain or self._begins.line != number:
            return wrong.COLON_IN_TEXT(self._place(number, at))
        start = self._begins.column - 1
        if (wide := self._wide(line, number, start, at)) is not None:
            return wide
        return wrong.MISSING_COMMA(self._word) if self._word != self._begins else wrong.COLON_IN_TEXT(self._begins)

    def _wide(self, line: str, number: int, start: int, stop: int) -> Problem | None:
        """Return that a mark in a stretch of a line is full-width, or the quotation mark that it begins with."""
        if line[start : start + 1] in _WIDE_QUOTES:
            return wrong.WIDE_QUOTES(self._place(number, start))
        if line[start : start + 1] == "（":
            return wrong.WIDE_BRACKET(self._place(number, start))
        colon = _MISCOLONED.match(line, start)
        if colon and line[colon.end() : colon.end() + 1] == '"':
            of_line = wrong.WIDE_COLON_IN_LINE if colon["wide"] else wrong.NO_SPACE_AFTER_COLON_IN_LINE
            return of_line(self._place(number, colon.end() - 1))
        if found := re.compile(f"[{_BETWEEN}]").search(line, start, stop):
            return wrong.WIDE_COMMA_IN_BRACKETS(self._place(number, found.start()), mark=found.group())
        found = _WIDE_BRACKETS.search(line, start, stop)
        return wrong.WIDE_BRACKET(self._place(number, found.start())) if found else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

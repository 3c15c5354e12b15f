"""A notice's text to read along: without blanks, in one kind of punctuation, every character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zzrules.base.citation import DIGITS
from zzrules.base.diagnostics.calendar import NOTICE_UNREADABLE
from zzrules.base.errors import LINE_ENDS, Place, Problem
from zzrules.base.festivals import Festivals
from zzrules.policy.yamltree import short

_KINDS = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", '"': "“”＂", "—": "－–―~～-"}
_KINDS |= {"〔": "［[", "〕": "］]", "〇": "○"}
_SAME = {ord(other): kind for kind, others in _KINDS.items() for other in others}
_SAME |= {0xFF10 + digit: str(digit) for digit in range(10)}
_BLANK = re.compile(r"[\s\u200b\ufeff]")
# Words up to the next punctuation, or else the mark itself.
_WORDS = re.compile(r"[一二三四五六七八九十]+、|\([^\n)]*\)?|[^\n][^\n,;。:()、\"]*")
_DIGITS = DIGITS | {"两": 2}


class UnreadError(Exception):
    """Something in the text cannot be read, or is not so; the problem says where and what."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem."""
        super().__init__(str(problem))
        self.problem = problem


class Text:
    """A text, its paragraphs parted by line feeds, read from a position on."""

    def __init__(self, text: str, source: str) -> None:
        """Take a text as it was published, and what to call it."""
        self.source = source
        kept: list[tuple[str, int, int]] = []
        self.lines = LINE_ENDS.split(text)
        for number, line in enumerate(self.lines, 1):
            marks = [(mark, number, column) for column, mark in enumerate(line, 1) if not _BLANK.fullmatch(mark)]
            if kept and marks:
                _, before, column = kept[-1]
                kept.append(("\n", before, column + 1))
            kept += marks
        self.marks = in_one_kind("".join(mark for mark, _, _ in kept))
        self._places = [(line, column) for _, line, column in kept]
        self.at = 0
        self.end = len(self.marks)

    def place(self, at: int | None = None) -> Place:
        """Return where a position, by default the present one, is in the text as it was published."""
        position = self.at if at is None else at
        if not self._places:
            return Place(self.source, 1, 1)
        return Place(self.source, *self._places[min(position, len(self._places) - 1)])

    def take(self, pattern: str) -> re.Match[str] | None:
        """Read on past what a pattern matches here; None if it doesn't."""
        match = re.compile(pattern).match(self.marks, self.at, self.end)
        if match:
            self.at = match.end()
        return match

    def sees(self, pattern: str) -> bool:
        """Return whether a pattern matches here."""
        return re.compile(pattern).match(self.marks, self.at, self.end) is not None

    def unread(self, hint: str, at: int | None = None) -> UnreadError:
        """Return the error for the words that stand at a position, by default at the present one."""
        begin = self.at if at is None else at
        words = _WORDS.match(self.marks, begin, self.end)
        shown = short(self.published(begin, words.end())) if words else "（这一行的末尾）"
        return UnreadError(NOTICE_UNREADABLE(self.place(begin), text=shown, hint=hint))

    def published(self, start: int, end: int) -> str:
        """Return what stands between two positions, as it was published if it stands in one line."""
        first, last = self.place(start), self.place(end - 1)
        if first.line != last.line:
            return self.marks[start:end]
        return self.lines[first.line - 1][first.column - 1 : last.column]


def in_one_kind(text: str) -> str:
    """Return a text in the punctuation that `Text` has, full-width or not as it was.

    >>> in_one_kind("“五一”（星期五）")
    '"五一"(星期五)'
    """
    return text.translate(_SAME)


def names_of(festivals: Festivals) -> Mapping[str, str]:
    """Return every name that a text may call a festival, with its own."""
    return {in_one_kind(name): own for name, own in festivals.names().items()}


def any_of(names: Iterable[str]) -> str:
    """Return the pattern of some names, the longest first; they may not be empty."""
    return "(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")"


def number_of(word: str) -> int:
    """Return the number that a word of digits means: 「12」, 「三」, 「十二」, 「二〇一一」, 「二十八」.

    >>> number_of("12"), number_of("三"), number_of("十二"), number_of("二〇一一"), number_of("二十八")
    (12, 3, 12, 2011, 28)
    """
    if word.isdigit():
        return int(word)
    tens, mark, ones = word.partition("十")
    if mark:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[digit]) for digit in word))

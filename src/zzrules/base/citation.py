"""Citations: 条、款、项 as a value, read from every way in which people write them.

A well written citation may cite nothing: :class:`zzrules.base.regulation.Regulation` says what exists.
"""

from __future__ import annotations

import re
from functools import total_ordering

from zzrules.base.diagnostics import citations as wrong
from zzrules.base.doors import door
from zzrules.base.errors import CitationError
from zzrules.base.frozen import frozen

LARGEST_ORDINAL = 9_999

_LONGEST_EXCERPT = 40
_NINE = "一二三四五六七八九"
DIGITS = dict.fromkeys("零〇○", 0) | {digit: number for number, digit in enumerate(_NINE, 1)}
"""The Chinese digits; in years of dates zero is written in several ways."""
_PLACES = ((1_000, "千"), (100, "百"), (10, "十"), (1, ""))
_UNITS = {unit: power for power, unit in _PLACES if unit}
_LONGEST_NUMERAL = len("九千九百九十九")
_ONE_ZERO = str.maketrans("〇○", "零零")


def to_chinese(number: int) -> str:
    """Return the Chinese numeral of a number from 1 to 9999; `CitationError` (ZZ301) for any other.

    >>> to_chinese(8), to_chinese(10), to_chinese(21), to_chinese(101), to_chinese(120)
    ('八', '十', '二十一', '一百零一', '一百二十')
    """
    if not 1 <= number <= LARGEST_ORDINAL:
        raise _not_an_ordinal(str(number))
    numeral, skipped = "", False
    for power, unit in _PLACES:
        digit = number // power % 10
        if digit:
            numeral += ("零" if numeral and skipped else "") + _NINE[digit - 1] + unit
        skipped = not digit
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral


def from_chinese(numeral: str) -> int:
    """Return the number of a Chinese numeral from 一 to 九千九百九十九; `CitationError` (ZZ301) for any other.

    >>> from_chinese("八"), from_chinese("二十一"), from_chinese("一百零一"), from_chinese("一百〇一")
    (8, 21, 101, 101)
    """
    number = digit = 0
    for character in numeral[: _LONGEST_NUMERAL + 1]:
        if character in _UNITS:
            number, digit = number + (digit or 1) * _UNITS[character], 0
        else:
            digit = DIGITS.get(character, 0)
    number += digit
    # Whatever else the same number is read from, 二一 or 一百五, is no way to write it.
    if not 1 <= number <= LARGEST_ORDINAL or to_chinese(number) != numeral.translate(_ONE_ZERO):
        raise _not_an_ordinal(numeral)
    return number


@total_ordering
@frozen
class Citation:
    """An article (条), a paragraph (款) of it or an item (项); numbers count from 1.

    Citations sort as the text reads, an article before its paragraphs, a paragraph before its items.
    Numbers outside 1 to 9999 raise `CitationError` (ZZ301). ``since`` is the number of the text from which on the place
    reads as it does where it is cited: 0 for the text first published, so too for what no text has resolved. ``of`` is
    the title by which another regulation is cited; empty for the one that is meant where none is named.

    >>> str(Citation(8, 2, 1))
    '第八条第二款第（一）项'
    >>> [str(citation) for citation in sorted([Citation(9), Citation(8, 2), Citation(8)])]
    ['第八条', '第八条第二款', '第九条']
    """

    article: int
    paragraph: int | None = None
    item: int | None = None
    since: int = 0
    of: str = ""

    def __post_init__(self) -> None:
        """Refuse numbers that no article, paragraph or item has."""
        for number in (self.article, self.paragraph, self.item):
            if number is not None and not 1 <= number <= LARGEST_ORDINAL:
                raise _not_an_ordinal(str(number))

    @classmethod
    @door
    def parse(cls, text: str, *, title: str = "") -> Citation:
        """Return the citation that a text writes out.

        Read are Chinese and Arabic numerals, brackets of either width, with or without 第, spaces, and 本细则 or the
        regulation's ``title`` in front; also the short forms ``8.2(1)`` and ``8.2.1``. Another title in front, in 《》,
        is that of another regulation. An item without its paragraph stays as written. Raises `CitationError` (ZZ301)
        for anything else: a range, a list.

        >>> Citation.parse("第八条第二款第（一）项") == Citation.parse("8.2(1)") == Citation(8, 2, 1)
        True
        >>> Citation.parse("《某市细则》第21条第5项", title="某市细则")
        Citation(article=21, paragraph=None, item=5, since=0, of='')
        >>> Citation.parse("《甲市规定》第三条").of
        '甲市规定'
        """
        spaced = text.translate(_ONE_FORM)
        written = _without_title(_squeezed(spaced), title_key(title))
        of = ""
        if written.startswith("《"):
            title, _, rest = text.partition("》")
            of = _squeezed(title).removeprefix("《") if rest else ""
            if of:
                spaced = rest.translate(_ONE_FORM)
                written = _squeezed(spaced)
        match = _WRITTEN.fullmatch(written) or _SHORT.fullmatch(written)
        # 「1 2」 may be 12, or a slip for two numbers.
        if match is None or _SPLIT_NUMBER.search(spaced):
            raise CitationError(
                wrong.NOT_A_CITATION(text=excerpt(text), article=cls(8), paragraph=cls(8, 2), item=cls(8, 2, 1))
            )
        article, paragraph, *items = match.groups()
        item = next((numeral for numeral in items if numeral), None)
        return cls(
            _ordinal(article, text),
            None if paragraph is None else _ordinal(paragraph, text),
            None if item is None else _ordinal(item, text),
            of=of,
        )

    @property
    def unit(self) -> str:
        """What is cited: 条, 款 or 项.

        >>> [Citation(8).unit, Citation(8, 2).unit, Citation(21, item=3).unit]
        ['条', '款', '项']
        """
        return "项" if self.item is not None else "款" if self.paragraph is not None else "条"

    @property
    def bare(self) -> Citation:
        """The same numbers, whatever they cite."""
        return Citation(self.article, self.paragraph, self.item) if self.since or self.of else self

    @property
    def undated(self) -> Citation:
        """The same numbers of the same regulation, in whichever of its texts."""
        return Citation(self.article, self.paragraph, self.item, of=self.of) if self.since else self

    @door
    def covers(self, other: Citation) -> bool:
        """Return whether the other citation lies within this one; a citation covers itself.

        Both should be canonical citations of one text (see ``Text.resolve``): only the text tells whether
        第二十一条第（五）项 lies within 第二十一条第一款.

        >>> Citation(8).covers(Citation(8, 2, 1)), Citation(8, 2, 1).covers(Citation(8, 2))
        (True, False)
        """
        if self.of != other.of:
            return False
        if self.item is not None:
            return self.bare == other.bare
        if self.paragraph is not None:
            return (self.article, self.paragraph) == (other.article, other.paragraph)
        return self.article == other.article

    def __str__(self) -> str:
        """Return the official form: 第八条第二款第（一）项, another regulation's with its title: 《甲市规定》第三条."""
        title = f"《{self.of}》" if self.of else ""
        paragraph = "" if self.paragraph is None else f"第{to_chinese(self.paragraph)}款"
        item = "" if self.item is None else f"第（{to_chinese(self.item)}）项"
        return f"{title}第{to_chinese(self.article)}条{paragraph}{item}"

    def __lt__(self, other: object) -> bool:
        """Return whether this stands before the other in the text; other regulations come after, by their titles."""
        if not isinstance(other, Citation):
            return NotImplemented
        return self._position() < other._position()

    def _position(self) -> tuple[str, int, int, int, int]:
        return self.of, self.article, self.paragraph or 0, self.item or 0, self.since


# Full-width ASCII to ASCII; numerals with brackets of their own (①, ⑴, ㈠) to bracketed numerals.
_ONE_FORM: dict[int, str] = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {0x2460 + step: f"({step + 1})" for step in range(20)}
    | {0x2474 + step: f"({step + 1})" for step in range(20)}
    | {0x3220 + step: f"({to_chinese(step + 1)})" for step in range(10)}
)

# Wider than the numerals that are accepted, so that the message for 第〇条 or 第两条 names the numeral.
_NUMERAL = "([0-9]+|[〇○零一二三四五六七八九十百千万两]+)"
_WRITTEN = re.compile(rf"第?{_NUMERAL}条(?:第?{_NUMERAL}款)?(?:第?\({_NUMERAL}\)项?|第?{_NUMERAL}项)?")
# Article and paragraph; the item in brackets or after a second point. A bare number is no citation.
_SHORT = re.compile(rf"([0-9]+)(?=[.(])(?:\.([0-9]+))?(?:\({_NUMERAL}\)|\.([0-9]+))?")
_ARABIC = re.compile("[1-9][0-9]{0,3}")
_SPLIT_NUMBER = re.compile(r"[0-9]\s+[0-9]")
_BEGINNINGS = frozenset("第0123456789〇○零一二三四五六七八九十百千万两")


def is_untitled(text: str) -> bool:
    """Return whether a citation names no regulation, not even as 本细则.

    >>> is_untitled("第三条"), is_untitled("3.1"), is_untitled("本细则第三条")
    (True, True, False)
    """
    return text.translate(_ONE_FORM).lstrip()[:1] in _BEGINNINGS


def title_key(title: str) -> str:
    """Return what is the same for a title however wide it is written, and with whatever spaces."""
    return _squeezed(title.translate(_ONE_FORM))


def _squeezed(text: str) -> str:
    """Return the text without any white space."""
    return "".join(text.split())


def _without_title(written: str, title: str) -> str:
    """Return a citation without this regulation's name in front of it."""
    own = (f"《{title}》", title) if title else ()
    for name in (*own, "《实施细则》", "本实施细则", "本细则", "实施细则"):
        if written.startswith(name):
            return written.removeprefix(name)
    return written


def _ordinal(numeral: str, text: str) -> int:
    """Return the number of an Arabic or Chinese numeral that stands in a citation's text."""
    if _ARABIC.fullmatch(numeral):
        return int(numeral)
    try:
        return from_chinese(numeral)
    except CitationError:
        raise _not_an_ordinal(numeral, text) from None


def excerpt(text: str) -> str:
    """Return a text fit for a message: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXCERPT else line[:_LONGEST_EXCERPT] + "…"


def _not_an_ordinal(numeral: str, text: str = "") -> CitationError:
    numeral = excerpt(numeral)
    if not text:
        return CitationError(wrong.NOT_AN_ORDINAL(numeral=numeral))
    return CitationError(wrong.NOT_AN_ORDINAL_IN_TEXT(text=excerpt(text), numeral=numeral))

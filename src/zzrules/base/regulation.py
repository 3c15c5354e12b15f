"""The regulation's text: what a citation cites, word for word.

`zzrules.policy.regulation_files` reads the YAML into these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from zzrules.base.citation import Citation, to_chinese
from zzrules.base.diagnostics import citations as wrong
from zzrules.base.errors import CitationError
from zzrules.base.frozen import frozen, replaced

NO_END: Final = date.max
"""The last day of what is in force until somebody ends it."""


def term(first: date, last: date, blank: str = "") -> str:
    """Return from when to when something is in force, in words, with a ``blank`` beside them.

    >>> term(date(2026, 1, 1), date(2030, 12, 31)), term(date(2026, 1, 1), NO_END, " ")
    ('2026-01-01至2030-12-31', '2026-01-01 起')
    """
    return f"{first}{blank}起" if last == NO_END else f"{first}{blank}至{blank}{last}"


@frozen
class Paragraph:
    """One 款: its words, and its 项 in order, without their （一） markers."""

    text: str
    items: tuple[str, ...] = ()

    def lines(self, *, markers: bool = True) -> list[str]:
        """Return the words and then one line for each item.

        >>> Paragraph("有下列情形之一的：", ("辞职；", "调动。")).lines()
        ['有下列情形之一的：', '（一）辞职；', '（二）调动。']
        """
        items = [f"（{to_chinese(number)}）{item}" for number, item in enumerate(self.items, 1)]
        return [self.text, *(items if markers else self.items)]


@frozen
class Chapter:
    """One 章: its number as written (第一章), its name, its first and its last article."""

    label: str
    name: str
    first: int
    last: int


@frozen
class Correction:
    """A slip in the published text: where, as published, as corrected, why.

    ``corrected`` is ``None`` where the published words look wrong and are kept.
    ``where`` is a citation, or the label of a chapter for its heading.
    """

    where: str
    published: str
    corrected: str | None
    reason: str

    @property
    def kept(self) -> bool:
        """Whether the published words stand as they are."""
        return self.corrected is None


@frozen
class Unassessed:
    """What no case can test, and why: a place, or of a place that has policies only these words of it."""

    citation: Citation
    words: str
    reason: str


@frozen
class Regulation:
    """A regulation's text and period of validity; both ends of the period are in force.

    ``unassessed`` names what no case can test, in the order of the text.

    Every method takes a citation or its text, and raises `CitationError`: ZZ301 for a text that is no citation, ZZ302
    for a citation of what the regulation does not have.

    >>> article = (Paragraph("人员保持相对稳定。"), Paragraph("下列情形予以轮换：", ("辞职的；", "生病的。")))
    >>> regulation = Regulation(
    ...     "某市细则",
    ...     "某政〔2025〕1号",
    ...     "某市人民政府",
    ...     date(2025, 11, 20),
    ...     date(2026, 1, 1),
    ...     date(2030, 12, 31),
    ...     Citation(2),
    ...     "五年",
    ...     (),
    ...     {1: article, 2: (Paragraph("本细则有效期五年。"),)},
    ...     (),
    ... )
    >>> str(regulation.resolve("第一条第（二）项"))
    '第一条第二款第（二）项'
    >>> print(regulation.text("第一条第二款"))
    下列情形予以轮换：
    （一）辞职的；
    （二）生病的。
    >>> regulation.chapeau("1.2(2)")
    '下列情形予以轮换：'
    >>> regulation.same_text("1.2(2)", "（二） 生病的")
    True
    >>> regulation.render("第二条第一款")
    '第二条：「本细则有效期五年。」'
    >>> " ".join(str(citation) for citation in regulation.citations())
    '第一条 第一条第一款 第一条第二款 第一条第二款第（一）项 第一条第二款第（二）项 第二条'
    """

    title: str
    number: str
    issuer: str
    issued: date
    in_force: date
    last_day: date
    validity_basis: Citation
    validity_note: str
    chapters: tuple[Chapter, ...]
    articles: Mapping[int, tuple[Paragraph, ...]]
    corrections: tuple[Correction, ...]
    unassessed: tuple[Unassessed, ...] = ()

    def __hash__(self) -> int:
        """Hash by title and number: articles are a mapping."""
        return hash((self.title, self.number))

    def resolve(self, citation: Citation | str) -> Citation:
        """Return the canonical citation of the same place: equal places have equal citations.

        An article of one paragraph is cited without 款. An item cited without its paragraph gets it where only one
        paragraph of the article has items.
        """
        asked = Citation.parse(citation, title=self.title) if isinstance(citation, str) else citation
        article = Citation(asked.article)
        paragraphs = self.articles.get(asked.article)
        if not paragraphs:
            existing = _between(Citation(min(self.articles)), Citation(max(self.articles)))
            raise CitationError(wrong.NO_ARTICLE(asked=asked, title=self.title, article=article, range=existing))
        number = asked.paragraph
        if number is None and asked.item is not None:
            number = _paragraph_with_items(asked, paragraphs)
        if number is None:
            return article
        if number > len(paragraphs):
            last = replaced(article, paragraph=len(paragraphs))
            existing = _between(replaced(article, paragraph=1), last) if len(paragraphs) > 1 else f"「{article}」"
            raise CitationError(wrong.NO_PARAGRAPH(asked=asked, article=article, count=len(paragraphs), range=existing))
        paragraph = replaced(article, paragraph=number) if len(paragraphs) > 1 else article
        if asked.item is None:
            return paragraph
        count = len(paragraphs[number - 1].items)
        if not count:
            raise CitationError(wrong.NO_ITEMS(asked=asked, place=paragraph))
        if asked.item > count:
            existing = _between(replaced(paragraph, item=1), replaced(paragraph, item=count))
            raise CitationError(wrong.NO_ITEM(asked=asked, place=paragraph, count=count, range=existing))
        return replaced(paragraph, item=asked.item)

    def text(self, citation: Citation | str) -> str:
        """Return the words of the place, one line for each paragraph and each item.

        Items carry their （一） markers, except an item that is itself cited.
        """
        place = self.resolve(citation)
        return "\n".join(self._lines(place, markers=place.item is None))

    def chapeau(self, citation: Citation | str) -> str:
        """Return the words of the cited paragraph, or of the cited item's, without any items.

        An article of several paragraphs has no such words: `CitationError` (ZZ302).
        """
        place = self.resolve(citation)
        paragraphs = self._paragraphs(place)
        if len(paragraphs) > 1:
            first, last = replaced(place, paragraph=1), replaced(place, paragraph=len(paragraphs))
            raise CitationError(
                wrong.SEVERAL_PARAGRAPHS(place=place, count=len(paragraphs), range=_between(first, last))
            )
        return paragraphs[0].text

    def same_text(self, citation: Citation | str, quoted: str) -> bool:
        """Return whether a quotation has the words of the place.

        Ignored are white space, the width of punctuation, the （一） markers if they all are left out, and ； or 。 at
        the end.
        """
        place = self.resolve(citation)
        wordings = ("".join(self._lines(place, markers=markers)) for markers in (True, False))
        return _folded(quoted) in map(_folded, wordings)

    def render(self, citation: Citation | str) -> str:
        """Return the canonical citation with its words: 第八条第二款第（一）项：「…」."""
        place = self.resolve(citation)
        return f"{place}：「{self.text(place)}」"

    def articles_in_order(self) -> Iterator[tuple[int, tuple[Paragraph, ...]]]:
        """Yield each article's number with its paragraphs, from the first article on."""
        yield from sorted(self.articles.items())

    def citations(self) -> Iterator[Citation]:
        """Yield the canonical citation of everything that can be cited, in the order of the text."""
        for number, paragraphs in self.articles_in_order():
            article = Citation(number)
            yield article
            for position, paragraph in enumerate(paragraphs, 1):
                place = article
                if len(paragraphs) > 1:
                    place = Citation(number, position)
                    yield place
                yield from (replaced(place, item=item) for item in range(1, len(paragraph.items) + 1))

    def _paragraphs(self, place: Citation) -> tuple[Paragraph, ...]:
        """Return the paragraphs that a canonical citation lies in or consists of."""
        paragraphs = self.articles[place.article]
        return paragraphs if place.paragraph is None else (paragraphs[place.paragraph - 1],)

    def _lines(self, place: Citation, *, markers: bool) -> list[str]:
        """Return the lines of a canonical citation's place."""
        lines = [line for paragraph in self._paragraphs(place) for line in paragraph.lines(markers=markers)]
        # Line 0 is the paragraph's own.
        return lines if place.item is None else [lines[place.item]]


# Width only: NFKC would also make ² a 2.
_ONE_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans("｡､“”‘’", "。、\"\"''")


def _folded(text: str) -> str:
    """Return a text without what may differ in a quotation."""
    return "".join(text.translate(_ONE_WIDTH).split()).rstrip(";。")


def _paragraph_with_items(asked: Citation, paragraphs: tuple[Paragraph, ...]) -> int:
    """Return the number of the only paragraph that has items."""
    article = Citation(asked.article)
    numbers = [number for number, paragraph in enumerate(paragraphs, 1) if paragraph.items]
    if not numbers:
        raise CitationError(wrong.NO_ITEMS(asked=asked, place=article))
    if len(numbers) > 1:
        owners = "、".join(str(Citation(asked.article, number)) for number in numbers)
        example = Citation(asked.article, numbers[0], 1)
        raise CitationError(wrong.AMBIGUOUS_ITEM(asked=asked, owners=owners, example=example))
    return numbers[0]


def _between(first: Citation, last: Citation) -> str:
    return f"「{first}」至「{last}」中的一处" if first != last else f"「{first}」"

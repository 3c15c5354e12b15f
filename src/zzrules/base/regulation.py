"""The regulation's texts: what a citation cites on a day, word for word.

A regulation is amended; each amendment makes a text that is in force from a day on (`zzrules.base.amending`).
`zzrules.policy.regulation_files` reads the YAML into these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from zzrules.base.citation import Citation, excerpt, title_key, to_chinese
from zzrules.base.diagnostics import Proposal, citations as wrong
from zzrules.base.errors import CitationError, Problem
from zzrules.base.frozen import frozen, replaced

_DIGITS_OF_DIGEST = 8

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


Articles = Mapping[int, tuple[Paragraph, ...]]
"""The paragraphs of each article by its number."""


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
class Text:
    """The text of a regulation as it reads from ``first`` through ``last``.

    ``number`` is its place among the texts (0 for the one first published), ``document`` the 文号 of the amendment that
    made it. ``unassessed`` names what no case can test, in the order of the text. ``since`` has the places that have
    not always read as they do, each with the number of the text from which on they do; ``moved`` the parts of the text
    before (`parts_of`) that stand elsewhere now, or nowhere (None). ``name`` is the title by which its places are cited
    where another regulation is meant if none is named; ``excerpt``: it has only some of the articles (节录).

    Every method takes a citation or its words, and raises `CitationError`: ZZ301 for words that are no citation of this
    regulation, ZZ302 for a citation of what the text does not have. A citation that it returns knows since which text
    it reads so.

    >>> article = (Paragraph("人员保持相对稳定。"), Paragraph("下列情形予以轮换：", ("辞职的；", "生病的。")))
    >>> articles = {1: article, 2: (Paragraph("本细则有效期五年。"),)}
    >>> text = Text("某市细则", 0, "", date(2026, 1, 1), date(2030, 12, 31), articles)
    >>> str(text.resolve("第一条第（二）项"))
    '第一条第二款第（二）项'
    >>> print(text.text("第一条第二款"))
    下列情形予以轮换：
    （一）辞职的；
    （二）生病的。
    >>> text.chapeau("1.2(2)")
    '下列情形予以轮换：'
    >>> text.same_text("1.2(2)", "（二） 生病的"), [str(place) for place in text.reading("生病的；")]
    (True, ['第一条第二款第（二）项'])
    >>> text.render("第二条第一款")
    '第二条：「本细则有效期五年。」'
    >>> " ".join(str(citation) for citation in text.citations())
    '第一条 第一条第一款 第一条第二款 第一条第二款第（一）项 第一条第二款第（二）项 第二条'
    """

    title: str
    number: int
    document: str
    first: date
    last: date
    articles: Articles
    chapters: tuple[Chapter, ...] = ()
    unassessed: tuple[Unassessed, ...] = ()
    since: Mapping[Citation, int] = {}
    moved: Mapping[Citation, Citation | None] = {}
    name: str = ""
    excerpt: bool = False

    def __hash__(self) -> int:
        """Hash by title and number: articles are a mapping."""
        return hash((self.title, self.number))

    def parse(self, citation: Citation | str) -> Citation:
        """Return the numbers of a citation of this regulation, whether or not the text has such a place."""
        asked = Citation.parse(citation, title=self.title) if isinstance(citation, str) else citation
        if asked.of and title_key(asked.of) != title_key(self.name):
            raise CitationError(wrong.ANOTHER_DOCUMENT(text=excerpt(str(citation)), regulation=f"《{self.title}》"))
        return asked.bare

    def resolve(self, citation: Citation | str) -> Citation:
        """Return the canonical citation of the same place: equal places with equal words have equal citations.

        An article of one paragraph is cited without 款. An item cited without its paragraph gets it where only one
        paragraph of the article has items.
        """
        asked = self.parse(citation)
        asked = replaced(asked, of=self.name) if self.name else asked
        article = replaced(asked, paragraph=None, item=None)
        paragraphs = self.articles.get(asked.article)
        if not paragraphs:
            raise CitationError(self._without(asked))
        number = asked.paragraph
        if number is None and asked.item is not None:
            number = _paragraph_with_items(asked, article, paragraphs)
        if number is None:
            return self._dated(article)
        if number > len(paragraphs):
            last = replaced(article, paragraph=len(paragraphs))
            existing = _between(replaced(article, paragraph=1), last) if len(paragraphs) > 1 else f"「{article}」"
            raise CitationError(wrong.NO_PARAGRAPH(asked=asked, article=article, count=len(paragraphs), range=existing))
        paragraph = replaced(article, paragraph=number) if len(paragraphs) > 1 else article
        if asked.item is None:
            return self._dated(paragraph)
        count = len(paragraphs[number - 1].items)
        if not count:
            raise CitationError(wrong.NO_ITEMS(asked=asked, place=paragraph))
        if asked.item > count:
            existing = _between(replaced(paragraph, item=1), replaced(paragraph, item=count))
            raise CitationError(wrong.NO_ITEM(asked=asked, place=paragraph, count=count, range=existing))
        return self._dated(replaced(paragraph, item=asked.item))

    def text(self, citation: Citation | str) -> str:
        """Return the words of the place, one line for each paragraph and each item.

        Items carry their （一） markers, except an item that is itself cited.
        """
        place = self.resolve(citation)
        return "\n".join(self._lines(place, markers=place.item is None))

    def has(self, place: Citation) -> bool:
        """Return whether there is such a place, and it has the words with which it was cited (canonically)."""
        try:
            return self.resolve(place) == place
        except CitationError:
            return False

    def follow(self, place: Citation) -> Citation | None:
        """Return where a part of the text before (see `parts_of`) stands in this one; None if it was repealed."""
        part = replaced(place.bare, paragraph=1) if place.item is not None and place.paragraph is None else place.bare
        return self.moved.get(part, part)

    def digest(self, citation: Citation | str) -> str:
        """Return what stands for the words of the place: eight hexadecimal digits.

        White space, the width of punctuation, and ； or 。 at the end make no difference.
        """
        return digest_of(self.text(citation))

    def reading(self, quoted: str) -> Iterator[Citation]:
        """Yield the places that have the words of a quotation, as `same_text` compares them."""
        return (place for place in self.citations() if self.same_text(place, quoted))

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
        return map(self._dated, places_of(self.articles))

    def _dated(self, place: Citation) -> Citation:
        since = self.since.get(place.bare, 0)
        return place if not since and place.of == self.name else replaced(place, since=since, of=self.name)

    def _without(self, asked: Citation) -> Problem:
        """Return that the text does not have an article, of an excerpt that it was left out."""
        article = str(Citation(asked.article))
        if self.excerpt:
            held = "、".join(str(Citation(number)) for number in sorted(self.articles))
            return wrong.NOT_IN_EXCERPT(asked=asked, title=self.title, article=article, articles=held)
        first, last = (replaced(asked, article=number) for number in (min(self.articles), max(self.articles)))
        first, last = (replaced(one, paragraph=None, item=None) for one in (first, last))
        return wrong.NO_ARTICLE(asked=asked, title=self.title, article=article, range=_between(first, last))

    def _paragraphs(self, place: Citation) -> tuple[Paragraph, ...]:
        """Return the paragraphs that a canonical citation lies in or consists of."""
        paragraphs = self.articles[place.article]
        return paragraphs if place.paragraph is None else (paragraphs[place.paragraph - 1],)

    def _lines(self, place: Citation, *, markers: bool) -> list[str]:
        """Return the lines of a canonical citation's place."""
        lines = [line for paragraph in self._paragraphs(place) for line in paragraph.lines(markers=markers)]
        # Line 0 is the paragraph's own.
        return lines if place.item is None else [lines[place.item]]


@frozen
class Regulation:
    """A regulation: what it is called, its period of validity (both ends are in force), and its texts by date.

    ``texts`` are never empty; each begins on the day after the one before. What is asked without a day is asked of the
    `newest`. ``name`` and ``excerpt`` are as in `Text`. One that is only cited may say nothing of its
    ``validity_basis``.

    >>> articles = {1: (Paragraph("两个工作日内核实。"),), 2: (Paragraph("本细则有效期五年。"),)}
    >>> first = Text("某市细则", 0, "", date(2026, 1, 1), date(2027, 6, 30), articles)
    >>> later = Text(
    ...     "某市细则",
    ...     1,
    ...     "某政〔2027〕2号",
    ...     date(2027, 7, 1),
    ...     date(2030, 12, 31),
    ...     articles | {1: (Paragraph("三个工作日内核实。"),)},
    ...     since={Citation(1): 1},
    ... )
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
    ...     (first, later),
    ... )
    >>> regulation.on(date(2027, 6, 30)).text("第一条"), regulation.on(date(2027, 7, 1)).text("第一条")
    ('两个工作日内核实。', '三个工作日内核实。')
    >>> old = regulation.on(date(2026, 5, 6)).resolve("第一条")
    >>> old == regulation.newest.resolve("第一条"), regulation.text(old)
    (False, '两个工作日内核实。')
    """

    title: str
    number: str
    issuer: str
    issued: date
    in_force: date
    last_day: date
    validity_basis: Citation | None
    validity_note: str
    corrections: tuple[Correction, ...]
    texts: tuple[Text, ...]
    name: str = ""
    excerpt: bool = False

    @property
    def called(self) -> str:
        """What it is called where it is cited: its short name in 《》, or its title."""
        return f"《{self.name or self.title}》"

    @property
    def source(self) -> str:
        """What it is called where it is quoted: its title, and its 文号 if it has one."""
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")

    @property
    def newest(self) -> Text:
        """The text that came into force last."""
        return self.texts[-1]

    def on(self, day: date) -> Text:
        """Return the text in force on a day; before the first the first, after the last the last."""
        return next((text for text in reversed(self.texts) if text.first <= day), self.texts[0])

    def of(self, place: Citation) -> Text:
        """Return the first text that has a place (canonical) with its words."""
        return self.texts[place.since]

    def text(self, place: Citation) -> str:
        """Return the words of a place (canonical) as it was cited, whatever became of it since."""
        return self.of(place).text(place)

    def until(self, place: Citation) -> date | None:
        """Return the last day on which a place (canonical) had its words; None if no amendment took them away."""
        later = self.texts[place.since + 1 :]
        return next((text.first - timedelta(days=1) for text in later if not text.has(place)), None)

    def named(self, text: Text) -> str:
        """Return what a text is called: the title, the number, and the amendments that made it.

        >>> first = Text("某市细则", 0, "", date(2026, 1, 1), date(2026, 6, 30), {1: (Paragraph("甲。"),)})
        >>> later = Text("某市细则", 1, "某政〔2026〕2号", date(2026, 7, 1), NO_END, {1: (Paragraph("乙。"),)})
        >>> days = date(2025, 12, 1), date(2026, 1, 1), NO_END
        >>> regulation = Regulation("某市细则", "某政〔2025〕1号", "", *days, Citation(1), "", (), (first, later))
        >>> regulation.named(first), regulation.named(later)
        ('《某市细则》（某政〔2025〕1号）', '《某市细则》（某政〔2025〕1号，经某政〔2026〕2号修正）')
        """
        documents = "、".join(one.document for one in self.texts[1 : text.number + 1])
        told = "，".join(filter(None, (self.number, f"经{documents}修正" if documents else "")))
        return f"《{self.title}》" + (f"（{told}）" if told else "")

    def carried(self, place: Citation, to: Text) -> Citation | None:
        """Return where a place (canonical) stands in the same or a later text; None if it was repealed."""
        stands: Citation | None = place
        for text in self.texts[place.since + 1 : to.number + 1]:
            stands = text.follow(stands) if stands is not None else None
        return to.resolve(stands) if stands is not None else None

    def standing(self, place: Citation, day: date) -> Citation:
        """Return where a place (canonical) stands on a day; one that is repealed by then, where it stood last."""
        stands = place
        for text in self.texts[place.since + 1 :]:
            carried = self.carried(place, text) if text.first <= day else None
            if carried is None:
                break
            stands = carried
        return stands


def digest_of(words: str) -> str:
    """Return what stands for words: eight hexadecimal digits, the same whatever their width, spaces and last mark.

    >>> digest_of("超过承诺办理时限 未办结；") == digest_of("超过承诺办理时限未办结。")
    True
    """
    return sha256(_folded(words).encode()).hexdigest()[:_DIGITS_OF_DIGEST]


def places_of(articles: Articles) -> Iterator[Citation]:
    """Yield everything in some articles that can be cited, in the order of the text."""
    for number, paragraphs in sorted(articles.items()):
        article = Citation(number)
        yield article
        for position, paragraph in enumerate(paragraphs, 1):
            place = article
            if len(paragraphs) > 1:
                place = Citation(number, position)
                yield place
            yield from (replaced(place, item=item) for item in range(1, len(paragraph.items) + 1))


def parts_of(articles: Articles) -> Iterator[Citation]:
    """Yield every article, paragraph and item, in the order of the text; paragraphs are named also where one is alone.

    >>> [str(part) for part in parts_of({1: (Paragraph("甲：", ("乙。",)),)})]
    ['第一条', '第一条第一款', '第一条第一款第（一）项']
    """
    for number, paragraphs in sorted(articles.items()):
        yield Citation(number)
        for position, paragraph in enumerate(paragraphs, 1):
            yield Citation(number, position)
            yield from (Citation(number, position, item) for item in range(1, len(paragraph.items) + 1))


# Width only: NFKC would also make ² a 2.
_ONE_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans("｡､“”‘’", "。、\"\"''")


def _folded(text: str) -> str:
    """Return a text without what may differ in a quotation."""
    return "".join(text.translate(_ONE_WIDTH).split()).rstrip(";。")


def _paragraph_with_items(asked: Citation, article: Citation, paragraphs: tuple[Paragraph, ...]) -> int:
    """Return the number of the only paragraph of an article that has items."""
    numbers = [number for number, paragraph in enumerate(paragraphs, 1) if paragraph.items]
    if not numbers:
        raise CitationError(wrong.NO_ITEMS(asked=asked, place=article))
    if len(numbers) > 1:
        owners = "、".join(str(replaced(article, paragraph=number)) for number in numbers)
        example = replaced(article, paragraph=numbers[0], item=1)
        raise CitationError(wrong.AMBIGUOUS_ITEM(asked=asked, owners=owners, example=example))
    return numbers[0]


def _between(first: Citation, last: Citation) -> str:
    words = f"「{first}」至「{last}」中的一处" if first != last else f"「{first}」"
    return Proposal(words, dict.fromkeys((str(last), str(first))))

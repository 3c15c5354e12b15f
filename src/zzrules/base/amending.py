"""Amendments: from one text of a regulation to the next, with what became of every place.

An amending decision speaks of two numberings: what it changes, strikes or moves it cites as it stood, where something
is inserted or moved to, as it will stand. Whatever it does not mention closes the gaps, in its old order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from zzrules.base.citation import Citation
from zzrules.base.diagnostics import citations as wrong
from zzrules.base.errors import CitationError, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import Articles, Chapter, Paragraph, Text, Unassessed, digest_of, parts_of, places_of

Kind = Literal["改为", "增加", "删去", "改序"]


@frozen
class Change:
    """A change of one place: reads otherwise (改为), is new (增加), is repealed (删去), stands elsewhere (改序).

    ``place`` is cited as it stood, for 增加 as it will stand. ``words`` are the paragraphs that it is given; an item's
    are one paragraph. ``whole``: they replace the items of a paragraph, too. ``to`` is where a moved place goes.
    """

    kind: Kind
    place: Citation
    words: tuple[Paragraph, ...] = ()
    whole: bool = True
    to: Citation | None = None


@frozen
class Amendment:
    """An amendment: its 文号, the first day on which the text reads so, and its changes."""

    number: str
    in_force: date
    changes: tuple[Change, ...]


Report = Callable[[Change, Problem], None]
"""Takes what is wrong with a change."""


def amended(text: Text, amendment: Amendment, report: Report) -> tuple[Text, Text]:
    """Return a text, which now ends on the day before the amendment, and the text that follows it.

    What is wrong with a change is reported, and the change left out: ZZ302 for a place that there is not, ZZ308 for two
    changes of one place, ZZ309 for one that goes where nothing stands before it, or changes nothing.

    >>> articles = {1: (Paragraph("下列情形：", ("辞职；", "生病；", "调动。")),)}
    >>> old = Text("某市细则", 0, "", date(2026, 1, 1), date(2030, 12, 31), articles)
    >>> strikes = Change("删去", Citation(1, None, 2))
    >>> old, new = amended(old, Amendment("某政〔2027〕2号", date(2027, 7, 1), (strikes,)), print)
    >>> str(old.last), new.text("第一条").splitlines()
    ('2027-06-30', ['下列情形：', '（一）辞职；', '（二）调动。'])
    >>> {str(was): str(now) for was, now in new.moved.items()}
    {'第一条第一款第（二）项': 'None', '第一条第一款第（三）项': '第一条第一款第（二）项'}
    """
    tree = _Tree(text, report)
    tree.apply(amendment.changes)
    articles = tree.articles()
    now = tree.standing()
    ended = replaced(text, last=amendment.in_force - timedelta(days=1))
    following = replaced(
        text,
        number=text.number + 1,
        document=amendment.number,
        first=amendment.in_force,
        articles=articles,
        chapters=tuple(tree.chapters(text.chapters)),
        since={},
        moved={was: now.get(was) for was in parts_of(text.articles) if now.get(was) != was},
    )
    since = {
        place: text.since.get(place, 0) if _reads_alike(place, text, following) else following.number
        for place in places_of(articles)
    }
    return ended, replaced(
        following,
        since={place: number for place, number in since.items() if number},
        unassessed=_still_unassessed(text, following),
    )


def _reads_alike(place: Citation, old: Text, new: Text) -> bool:
    try:
        return old.resolve(place).bare == place and old.text(place) == new.text(place)
    except CitationError:
        return False


def _still_unassessed(old: Text, new: Text) -> tuple[Unassessed, ...]:
    """Return what no case can test of a new text: what could not be of the old one, if the words still stand there."""
    kept = []
    for one in old.unassessed:
        place = new.follow(one.citation)
        if place is not None and one.words in new.text(place):
            kept.append(replaced(one, citation=new.resolve(place)))
    return tuple(sorted(kept, key=lambda one: one.citation))


# ── a text, taken apart ─────────────────────────────────────────────────


@dataclass(eq=False)
class _Part:
    """An article, a paragraph or an item: where it stood (None if it is new), its words, and its own parts."""

    was: Citation | None = None
    words: str = ""
    parts: list[_Part] = field(default_factory=list)


class _Tree:
    """The parts of a text, while they are changed."""

    def __init__(self, text: Text, report: Report) -> None:
        self._text = text
        self._report = report
        self._articles = [_article(number, paragraphs) for number, paragraphs in text.articles_in_order()]
        self._numbers = [number for number, _ in text.articles_in_order()]
        self._settled = dict[int, list[tuple[Change, bool]]]()
        """Which changes have settled how a part (by its identity) reads, or where it stands; whether they name it."""

    def apply(self, changes: Sequence[Change]) -> None:
        """Make all changes: first what is cited as it stood, then what is placed, from articles down to items."""
        old = [(change, found) for change in changes if change.kind != "增加" if (found := self._found(change))]
        old = [(change, found) for change, found in old if self._alone(change, found[-1])]
        for change, _ in old:
            others = (other for other in changes if other is not change)
            if change.to == change.place and not any(_renumbers(other, change.place) for other in others):
                self._report(change, wrong.MOVED_NOWHERE(place=change.place))
        placed = [(change, change.place, _new(change)) for change in changes if change.kind == "增加"]
        for change, (*above, part) in old:
            match change.kind:
                case "改为":
                    before = _says(part)
                    _reword(part, change)
                    if _says(part) == before:
                        self._report(change, wrong.WORDED_AS_BEFORE(place=change.place))
                case "删去":
                    (above[-1].parts if above else self._articles).remove(part)
                case "改序":
                    assert change.to is not None
                    (above[-1].parts if above else self._articles).remove(part)
                    placed.append((change, change.to, part))
                case "增加":
                    raise AssertionError
        self._close(placed)
        for level in range(3):
            places: dict[tuple[Citation | None, int], Change] = {}
            for change, to, part in sorted(placed, key=lambda one: one[1]):
                if _level(to) == level:
                    self._place(change, to, part, places)
        self._articles = [article for article in self._articles if article.parts]

    def _close(self, placed: Sequence[tuple[Change, Citation, _Part]]) -> None:
        """Drop the articles that have nothing left: they are counted no more where something is placed.

        One stays that is given a paragraph under the number that it will have.
        """
        inserted = sorted(to.article for _, to, _ in placed if _level(to) == 0)
        refilled = {to.article for _, to, _ in placed if _level(to) == 1}
        emptied = [article for article in self._articles if not article.parts]
        for one in emptied:
            after = list[_Part | None](self._articles)
            for number in inserted:
                after.insert(number - 1, None)
            if after.index(one) + 1 not in refilled:
                self._articles.remove(one)

    def _found(self, change: Change) -> tuple[_Part, ...]:
        """Return a part that is cited as it stood, after those that it is part of; nothing, reported, for no part."""
        try:
            place = self._text.resolve(change.place)
        except CitationError as error:
            for problem in error.problems:
                self._report(change, problem)
            return ()
        if change.to is not None and _level(change.to) != _level(change.place):
            self._report(change, wrong.MOVED_TO_OTHER_LEVEL(place=change.place, to=change.to))
            return ()
        article = self._articles[self._numbers.index(place.article)]
        if _level(change.place) == 0:
            return (article,)
        paragraph = article.parts[(place.paragraph or 1) - 1]
        return (article, paragraph, paragraph.parts[place.item - 1]) if place.item else (article, paragraph)

    def _alone(self, change: Change, part: _Part) -> bool:
        """Return whether no other change says how a part reads or where it stands; one that does is reported."""
        own, touched = [part], [part]
        if change.kind == "删去" or (change.kind == "改为" and _whole(change, part)):
            touched = list(_within(part))
        elif change.kind == "改为" and _level(change.place) == 0:
            own = touched = [part, part.parts[0]]  # the words of an article are those of its paragraph
        for one in touched:
            for first, directly in self._settled.get(id(one), ()):
                if {first.kind, change.kind} != {"改为", "改序"} or not (directly and one in own):
                    self._report(change, wrong.CHANGED_TWICE(place=change.place, kind=first.kind, first=first.place))
                    return False
        for one in touched:
            self._settled.setdefault(id(one), []).append((change, one in own))
        return True

    def _place(
        self, change: Change, to: Citation, part: _Part, taken: dict[tuple[Citation | None, int], Change]
    ) -> None:
        """Put a part where it will stand, among those that are there already."""
        level, among = _level(to), self._articles
        number = (to.article, to.paragraph, to.item)[level]
        assert number is not None
        if level:
            if to.article > len(self._articles):
                self._report(change, wrong.NOTHING_BEFORE(place=to, last=Citation(len(self._articles) + 1)))
                return
            among = self._articles[to.article - 1].parts
        owner = Citation(to.article) if level else None
        if level == 2:  # noqa: PLR2004 - an item
            paragraph = self._paragraph_of(change, to, among)
            if paragraph is None:
                return
            owner, among = Citation(to.article, paragraph), among[paragraph - 1].parts
        key = owner, number
        if key in taken:
            first = taken[key]
            self._report(change, wrong.CHANGED_TWICE(place=to, kind=first.kind, first=first.to or first.place))
        elif number > len(among) + 1:
            last = replaced(to, **{("article", "paragraph", "item")[level]: len(among) + 1})
            self._report(change, wrong.NOTHING_BEFORE(place=to, last=last))
        else:
            taken[key] = change
            among.insert(number - 1, part)

    def _paragraph_of(self, change: Change, to: Citation, paragraphs: list[_Part]) -> int | None:
        """Return the number of the paragraph in which an item will stand; None, reported, if that is not clear."""
        if to.paragraph is not None and to.paragraph <= len(paragraphs):
            return to.paragraph
        having = [number for number, one in enumerate(paragraphs, 1) if one.parts] or [*range(1, len(paragraphs) + 1)]
        if to.paragraph is None and len(having) == 1:
            return having[0]
        existing = "、".join(str(Citation(to.article, number)) for number in range(1, len(paragraphs) + 1))
        self._report(change, wrong.NO_PARAGRAPH_FOR_ITEM(place=to, existing=existing))
        return None

    # ── what came of it ─────────────────────────────────────────────

    def articles(self) -> Articles:
        """Return the articles as they stand now."""
        return {
            number: tuple(Paragraph(one.words, tuple(item.words for item in one.parts)) for one in article.parts)
            for number, article in enumerate(self._articles, 1)
        }

    def standing(self) -> dict[Citation, Citation]:
        """Return where each part that there was stands."""
        now: dict[Citation | None, Citation] = {}
        for number, article in enumerate(self._articles, 1):
            now[article.was] = Citation(number)
            for position, paragraph in enumerate(article.parts, 1):
                now[paragraph.was] = Citation(number, position)
                now |= {one.was: Citation(number, position, item) for item, one in enumerate(paragraph.parts, 1)}
        return {was: place for was, place in now.items() if was is not None}

    def chapters(self, old: Sequence[Chapter]) -> Iterator[Chapter]:
        """Yield the chapters over the articles as they stand now; a new article belongs to that of the one before."""
        of_article = {article: chapter for chapter in old for article in range(chapter.first, chapter.last + 1)}
        found: dict[str, list[int]] = {chapter.label: [] for chapter in old}
        current = old[0] if old else None
        for number, article in enumerate(self._articles, 1):
            current = of_article.get(article.was.article, current) if article.was is not None else current
            if current is not None:
                found[current.label].append(number)
        for chapter in old:
            if numbers := found[chapter.label]:
                yield replaced(chapter, first=numbers[0], last=numbers[-1])


def _article(number: int, paragraphs: tuple[Paragraph, ...]) -> _Part:
    """Return an article with its parts."""
    parts = []
    for position, paragraph in enumerate(paragraphs, 1):
        items = [_Part(Citation(number, position, item), words) for item, words in enumerate(paragraph.items, 1)]
        parts.append(_Part(Citation(number, position), paragraph.text, items))
    return _Part(Citation(number), "", parts)


def _level(place: Citation) -> int:
    """Return whether a place is cited as an article (0), a paragraph (1) or an item (2)."""
    return 2 if place.item is not None else 1 if place.paragraph is not None else 0


def _within(part: _Part) -> Iterator[_Part]:
    yield part
    for one in part.parts:
        yield from _within(one)


def _says(part: _Part) -> tuple[object, ...]:
    """Return the words of a part and of all that is in it."""
    return part.words, *map(_says, part.parts)


def _renumbers(change: Change, place: Citation) -> bool:
    """Return whether a change may give a place another number: one beside it that adds, strikes or moves."""
    beside = _level(change.place) == 0 or change.place.article == place.article
    return change.kind != "改为" and _level(change.place) == _level(place) and beside


def _new(change: Change) -> _Part:
    """Return what a change inserts."""
    paragraphs = [_Part(None, one.text, [_Part(None, item) for item in one.items]) for one in change.words]
    match _level(change.place):
        case 0:
            return _Part(None, "", paragraphs)
        case 1:
            return paragraphs[0]
        case _:
            return _Part(None, change.words[0].text)


def _whole(change: Change, part: _Part) -> bool:
    """Return whether a change gives a place new parts, too: an article of several paragraphs always gets them."""
    return change.whole or (_level(change.place) == 0 and len(part.parts) > 1)


def _reword(part: _Part, change: Change) -> None:
    """Give a part its new words; what says what an old part of it said is that part."""
    fresh = _new(change)
    if _whole(change, part):
        part.words, part.parts = fresh.words, _matched(part.parts, fresh.parts)
    elif _level(change.place) == 0:
        part.parts[0].words = fresh.parts[0].words
    else:
        part.words = fresh.words


def _matched(old: Sequence[_Part], new: Sequence[_Part]) -> list[_Part]:
    """Return new parts, each with the place of the old one that it goes on: of the same words, else of its number."""
    rest = dict(enumerate(old))
    origins: dict[int, _Part] = {}
    for position, part in enumerate(new):
        same = [number for number, one in rest.items() if digest_of(one.words) == digest_of(part.words)]
        if same:
            origins[position] = rest.pop(same[0])
    for position in range(len(new)):
        if position not in origins and position in rest:
            origins[position] = rest.pop(position)
    matched = []
    for position, part in enumerate(new):
        origin = origins.get(position)
        parts = _matched(origin.parts, part.parts) if origin is not None else part.parts
        matched.append(_Part(origin.was if origin is not None else None, part.words, parts))
    return matched

"""The regulations of a folder: its own, which is meant where none is named, and others that are cited by title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zzrules.base.citation import Citation, excerpt, is_untitled, title_key
from zzrules.base.diagnostics import citations as wrong
from zzrules.base.errors import CitationError, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import Regulation, Text


@frozen
class Regulations:
    """The folder's own regulation, and the others in the order of their titles.

    A place of the own is cited as 第三条, of another as 《甲市规定》第三条, by its short name or its whole title.
    Without a day, what is asked is asked of the newest text. Raised is `CitationError`: ZZ301 for words that are no
    citation, ZZ302 for one of what a text does not have, ZZ311 for a title that no regulation has.

    >>> from zzrules.base.regulation import Paragraph
    >>> def regulation(title: str, words: str, name: str = "") -> Regulation:
    ...     days, articles = (date(2026, 1, 1), date(2030, 12, 31)), {1: (Paragraph(words),)}
    ...     texts = (Text(title, 0, "", *days, articles, name=name),)
    ...     return Regulation(title, "", "", days[0], *days, None, "", (), texts, name)
    >>> law = Regulations(regulation("某市细则", "甲。"), (regulation("甲市政务服务规定", "乙。", "甲规定"),))
    >>> [law.text(cited) for cited in ("第一条", "《甲规定》第一条", "甲市政务服务规定第1条")]
    ['甲。', '乙。', '乙。']
    >>> str(law.resolve("《甲市政务服务规定》1.1")), law.of(Citation(1)).title
    ('《甲规定》第一条', '某市细则')
    """

    own: Regulation
    others: tuple[Regulation, ...] = ()

    def __iter__(self) -> Iterator[Regulation]:
        """Yield the own regulation, and then the others."""
        yield self.own
        yield from self.others

    @property
    def amended(self) -> bool:
        """Whether any of them has more than one text."""
        return any(len(regulation.texts) > 1 for regulation in self)

    def of(self, place: Citation) -> Regulation:
        """Return the regulation of which a place is, cited as `parse` returns it."""
        if not place.of:
            return self.own
        return next(regulation for regulation in self.others if regulation.name == place.of)

    def named(self, title: str) -> Regulation | None:
        """Return the regulation that has a title, or is called so for short; None if none has."""
        key = title_key(title)
        return next((one for one in self if key in (title_key(one.title), title_key(one.name))), None)

    def titled(self, title: str, words: str = "") -> Regulation:
        """Return the same; `CitationError`, which shows the ``words`` that name it, if there is none."""
        regulation = self.named(title)
        if regulation is None:
            raise CitationError(self._unknown(title, words or f"《{title}》"))
        return regulation

    def parse(self, words: str) -> Citation:
        """Return the citation that words write out, of one of the regulations; it may cite what that does not have."""
        place = Citation.parse(self._in_brackets(words), title=self.own.title)
        if not place.of:
            return place
        return replaced(place, of=self.titled(place.of, words).name)

    def wording(self, place: Citation, day: date | None = None) -> Text:
        """Return the text in which a place stands on a day."""
        regulation = self.of(place)
        return regulation.newest if day is None else regulation.on(day)

    def resolve(self, cited: Citation | str, day: date | None = None) -> Citation:
        """Return the canonical citation of a place, as it is cited on a day."""
        place = self.parse(cited) if isinstance(cited, str) else cited
        return self.wording(place, day).resolve(place)

    def text(self, cited: Citation | str) -> str:
        """Return the words of a place: of a canonical citation those with which it was cited, else the newest."""
        place = self.resolve(cited) if isinstance(cited, str) else cited
        return self.of(place).text(place)

    def carried(self, place: Citation, day: date | None = None) -> Citation | None:
        """Return where a place (canonical) stands on a day, the same or a later one; None if it was repealed."""
        return self.of(place).carried(place, self.wording(place, day))

    def standing(self, place: Citation, day: date | None = None) -> Citation:
        """Return where a place (canonical) stands on a day; one that is repealed by then, where it stood last."""
        return self.of(place).standing(place, self.wording(place).first if day is None else day)

    def _in_brackets(self, words: str) -> str:
        """Return a citation with the title of another regulation in 《》, where it stands in front without them."""
        if not self.others or "《" in words or is_untitled(words):
            return words
        key = title_key(words)
        titles = [(title_key(title), title) for one in self.others for title in (one.title, one.name)]
        found = [(front, title) for front, title in titles if key.startswith(front) and is_untitled(key[len(front) :])]
        return f"《{found[0][1]}》{key[len(found[0][0]) :]}" if found else words

    def _unknown(self, title: str, words: str) -> Problem:
        from difflib import get_close_matches  # a rulebook that was kept is loaded without it

        if not self.others:
            return wrong.ANOTHER_DOCUMENT(text=excerpt(words), regulation=f"《{self.own.title}》")
        known = {title: one for one in self for title in (one.name, one.title) if title}
        close = get_close_matches(title, known, n=1, cutoff=0.4)
        near = dict.fromkeys(known[title].called for title in close) or dict.fromkeys(one.called for one in self)
        return wrong.NO_REGULATION(title=title, near="、".join(near))

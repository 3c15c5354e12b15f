"""What cites the regulation: 依据 with its 原文, and 核对, the words for which a person confirmed the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.citations import (
    NOT_A_DIGEST,
    NOTHING_STANDS_THERE,
    OTHER_WORDS,
    WORDS_ELSEWHERE,
)
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Text
from zzrules.policy.cited import Anchor, Cited, confirmed
from zzrules.policy.forms import Form, Reader
from zzrules.policy.validity import WHENEVER, Span
from zzrules.policy.yamltree import Node, Scalar, Sequence

_DIGEST = re.compile("[0-9a-f]{8}")
_number = attrgetter("number")


class Citer:
    """Reads what cites the regulation in one file, and remembers it.

    ``anchors`` are what the file says under 核对: they are read first, since they tell what a citation was written for.
    """

    def __init__(self, reader: Reader, anchors: tuple[Anchor, ...] = ()) -> None:
        """Read with a reader; nothing is cited yet."""
        self.reader = reader
        self.anchors = anchors
        self._span = WHENEVER
        self._cited: list[Cited] = []
        self._places: dict[str, Citation] = {}

    def within(self, span: Span) -> Citer:
        """Return what reads the citations of a part that is law on days of its own; what it reads is remembered here.

        They are of the text of its first day, and stand where they do on the last of its days at the latest.
        """
        regulation, written, carried = self.reader.regulation, self.reader.written_for, self.reader.carried_to
        if span == WHENEVER or regulation is None or written is None:
            return self
        begins = regulation.on(span.first) if span.first is not None else written
        written = max(written, begins, key=_number)
        if carried is not None and span.last is not None:
            carried = min(carried, regulation.on(span.last), key=_number)
        if carried is not None and carried.number <= written.number:
            carried = None
        own = Citer(replaced(self.reader, written_for=written, carried_to=carried), self.anchors)
        own._span, own._cited = span, self._cited
        return own

    @property
    def cited(self) -> tuple[Cited, ...]:
        """What has cited a place, in the order of reading."""
        return tuple(self._cited)

    def one(self, form: Form, part: str) -> Citation | None:
        """Return 依据, and hold 原文, where given, against the text for which it was written."""
        if "依据" not in form:
            return None
        return self._read(form["依据"][1], part, form["原文"][1] if "原文" in form else None)

    def several(self, form: Form, part: str) -> tuple[Citation, ...]:
        """Return what stands under 依据: one place of the regulation, or several."""
        words = self.reader.words(form["依据"][1], "依据") if "依据" in form else ()
        return tuple(citation for word in words if (citation := self._read(word, part)) is not None)

    def _read(self, node: Node, part: str, quoted: Node | None = None) -> Citation | None:
        citation = self._place(node, part)
        if citation is None:
            return None
        words = self.reader.text(quoted, "原文") if quoted is not None else ""
        if self.reader.wording is not None:
            same = bool(words) and self._quotes(citation, words, quoted.place if quoted is not None else Place())
            self._cited.append(Cited(part, citation, same, self._span, node.place))
        return citation

    def _place(self, node: Node, part: str) -> Citation | None:
        """Return a citation as it stands in the reader's wording; what is wrong with it is noted."""
        if not isinstance(node, Scalar):
            return self.reader.citation(node)
        place = self._places.get(node.text)
        if place is None and not self._gone(node, part) and (place := self.reader.citation(node)) is not None:
            self._places[node.text] = place
        return place

    def _quotes(self, citation: Citation, words: str, place: Place) -> bool:
        """Return whether a quotation has the words of a place; one that doesn't is noted, with where its words are."""
        text = self.reader.wording
        if text is None or self.reader.carried_to is not None or text.same_text(citation, words):
            return True
        now = next(text.reading(words), None)
        if now is not None:
            self.reader.note(WORDS_ELSEWHERE, place, citation=citation, now=now)
        else:
            self.reader.note(OTHER_WORDS, place, citation=citation, words=text.text(citation))
        return True  # what is wrong with it is said

    def _gone(self, node: Scalar, part: str) -> bool:
        """Return whether a place is gone, of which it is known where its words are now; that is noted."""
        text = self.reader.written_for
        if text is None:
            return False
        try:
            asked = Citation.parse(node.text, title=text.title)
        except CitationError:
            return False
        try:
            text.resolve(asked)
        except CitationError:
            pass
        else:
            return False
        known = confirmed(self.anchors, asked)
        now = next((place for place in text.citations() if text.digest(place) in known), None)
        now = now or self._since_before(asked, text)
        if now is not None:
            self.reader.note(NOTHING_STANDS_THERE, node.place, place=asked, part=part, now=now)
        return now is not None

    def _since_before(self, asked: Citation, text: Text) -> Citation | None:
        """Return where a place of an earlier text stands in a text; None for one that no text had, or was repealed."""
        regulation = self.reader.regulation
        for earlier in reversed(regulation.texts[: text.number] if regulation is not None else ()):
            try:
                place = earlier.resolve(asked)
            except CitationError:
                continue
            return regulation.carried(place, text) if regulation is not None else None
        return None


def read_anchors(form: Form, reader: Reader) -> tuple[Anchor, ...]:
    """Return what stands under 核对: of each place the digests of the words that a person confirmed."""
    return tuple(_anchors(form, reader))


def _anchors(form: Form, reader: Reader) -> Iterator[Anchor]:
    for key, value in (reader.entries(form["核对"][1], "核对") or ()) if "核对" in form else ():
        words = value.items if isinstance(value, Sequence) else (value,)
        digests = [word.text for word in words if isinstance(word, Scalar) and _DIGEST.fullmatch(word.text)]
        if len(digests) < len(words):
            reader.note(NOT_A_DIGEST, value.place, place=key.text)
            continue
        try:
            yield Anchor(Citation.parse(key.text), tuple(digests), key.place)
        except CitationError:
            reader.citation(key, "核对")

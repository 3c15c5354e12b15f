"""What cites the regulation: 依据 with its 原文, and 核对, the words for which a person confirmed the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zzrules.base.citation import Citation, is_untitled
from zzrules.base.diagnostics import policies as wrong
from zzrules.base.diagnostics.citations import (
    NOT_A_DIGEST,
    NOTHING_STANDS_THERE,
    OF_WHICH_REGULATION,
    OTHER_WORDS,
    WORDS_ELSEWHERE,
)
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Regulation, Text
from zzrules.policy.cited import Anchor, Cited, confirmed
from zzrules.policy.forms import Form, Reader
from zzrules.policy.shapes import Part
from zzrules.policy.validity import WHENEVER, Span
from zzrules.policy.yamltree import Node, Scalar, Sequence

_DIGEST = re.compile("[0-9a-f]{8}")


class Citer:
    """Reads what cites the regulation in one file, and remembers it.

    ``anchors`` are what the file says under 核对: they are read first, since they tell what a citation was written for.
    ``titled``: every citation has to say of which regulation it is, since the file is of another than the folder's own.
    """

    def __init__(self, reader: Reader, anchors: tuple[Anchor, ...] = (), titled: str = "") -> None:
        """Read with a reader; nothing is cited yet. ``titled`` is the other regulation, as it is cited."""
        self.reader = reader
        self.anchors = anchors
        self.titled = titled
        self._span = WHENEVER
        self._cited: list[Cited] = []
        self._places: dict[str, Citation] = {}

    def within(self, span: Span) -> Citer:
        """Return what reads the citations of a part that is law on days of its own; what it reads is remembered here.

        They are of the texts of its first day, and stand where they do on the last of its days at the latest.
        """
        written, carried = self.reader.written_on, self.reader.carried_to
        if span == WHENEVER or written is None:
            return self
        written = max(written, span.first or written)
        if carried is not None:
            carried = min(carried, span.last or carried)
        if carried is not None and carried <= written:
            carried = None
        own = Citer(replaced(self.reader, written_on=written, carried_to=carried), self.anchors, self.titled)
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
        if isinstance(form["依据"][1], Sequence):
            self.reader.note(wrong.ONE_BASIS, form["依据"][1].place, part=part)
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
        if self.reader.regulations is not None:
            same = bool(words) and self._quotes(citation, words, quoted.place if quoted is not None else Place())
            self._cited.append(Cited(part, citation, same, self._span, node.place))
        return citation

    def _place(self, node: Node, part: str) -> Citation | None:
        """Return a citation as it stands on the reader's day; what is wrong with it is noted."""
        if not isinstance(node, Scalar):
            return self.reader.citation(node)
        self.reader.note_part(node, Part.CITATION)
        place = self._places.get(node.text)
        if place is not None:
            self.reader.note_citation(node, node.text)
            return place
        if self._untitled(node):
            return None
        if not self._gone(node, part) and (place := self.reader.citation(node)) is not None:
            self._places[node.text] = place
        return place

    def _quotes(self, citation: Citation, words: str, place: Place) -> bool:
        """Return whether a quotation has the words of a place; one that doesn't is noted, with where its words are."""
        law = self.reader.regulations
        if law is None or self.reader.carried_to is not None:
            return True
        text = law.wording(citation, self.reader.written_on)
        if text.same_text(citation, words):
            return True
        now = next(text.reading(words), None)
        if now is not None:
            self.reader.note(WORDS_ELSEWHERE, place, citation=citation, now=now)
        else:
            self.reader.note(OTHER_WORDS, place, citation=citation, words=text.text(citation))
        return True  # what is wrong with it is said

    def _gone(self, node: Scalar, part: str) -> bool:
        """Return whether a place is gone, of which it is known where its words are now; that is noted."""
        law, day = self.reader.regulations, self.reader.written_on
        if law is None or day is None:
            return False
        try:
            asked = law.parse(node.text)
        except CitationError:
            return False
        text = law.wording(asked, day)
        try:
            text.resolve(asked)
        except CitationError:
            pass
        else:
            return False
        known = confirmed(self.anchors, asked)
        now = next((place for place in text.citations() if text.digest(place) in known), None)
        now = now or _since_before(asked, text, law.of(asked))
        if now is not None:
            self.reader.note(NOTHING_STANDS_THERE, node.place, place=asked, part=part, now=now)
        return now is not None

    def _untitled(self, node: Scalar) -> bool:
        """Return whether a citation does not say of which regulation it is, where it has to; that is noted."""
        law = self.reader.regulations
        if law is None or not self.titled or not is_untitled(node.text):
            return False
        words = {"regulation": self.titled, "other": self.titled, "own": law.own.called}
        self.reader.note(OF_WHICH_REGULATION, node.place, text=node.text, **words)
        return True


def _since_before(asked: Citation, text: Text, regulation: Regulation) -> Citation | None:
    """Return where a place of an earlier text stands in a text; None for one that no text had, or was repealed."""
    for earlier in reversed(regulation.texts[: text.number]):
        try:
            place = earlier.resolve(asked)
        except CitationError:
            continue
        return regulation.carried(place, text)
    return None


def regulation_stated(form: Form, reader: Reader) -> Regulation | None:
    """Return the regulation that a policy states: of which its 依据 is, as far as that can be read."""
    law, basis = reader.regulations, form["依据"][1] if "依据" in form else None
    if law is None or not isinstance(basis, Scalar):
        return law.own if law is not None else None
    try:
        return law.of(law.parse(basis.text))
    except CitationError:
        return law.own


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
            law = reader.regulations
            place = law.parse(key.text) if law is not None else Citation.parse(key.text)
            yield Anchor(place, tuple(digests), key.place)
        except CitationError:
            reader.citation(key, "核对")

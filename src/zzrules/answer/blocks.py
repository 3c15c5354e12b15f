"""What is told of a determination, in sections, blocks and items; renderings only lay it out.

Each part of a sentence is a `Span`, so that no rendering has to read another's prose, and each can escape what comes
from a record: `rendering` makes text and Markdown, `zzrules.pages` a page, `zzrules.papers` a paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from zzrules.answer.parts import CitedText
from zzrules.base.frozen import frozen

Kind = Literal["text", "outcome", "open outcome", "breached", "due_soon", "pending", "undetermined"]
Topic = Literal[
    "outcome",
    "reasons",
    "grounds",
    "uncounted",
    "consequences",
    "open consequences",
    "obligations",
    "open obligations",
    "amounts",
    "missing",
    "missing for the reason",
    "aside",
    "contradictions",
    "texts",
]
"""What a block tells of."""


@frozen
class Span:
    """A part of a sentence: what it speaks of decides its colour; a ``strong`` one is in bold."""

    text: str
    kind: Kind = "text"
    strong: bool = False


Spans = tuple[Span, ...]


@frozen
class Item:
    """An item of a list, what it rests on, and the places that it cites, with their words."""

    spans: Spans
    parts: tuple[Item, ...] = ()
    cites: tuple[CitedText, ...] = ()

    @property
    def text(self) -> str:
        """The words without those of its parts."""
        return said(self.spans)


@frozen
class Paragraph:
    """A sentence by itself; ``apart``: something else stands before it."""

    topic: Topic
    spans: Spans
    apart: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return said(self.spans)


@frozen
class Items:
    """A list; without a ``title`` it goes on from what stands before it. ``note`` is said after the title."""

    topic: Topic
    items: tuple[Item, ...]
    title: str = ""
    note: str = ""
    numbered: bool = False


@frozen
class Quotes:
    """The places cited: those whose words are quoted here, and those whose words were quoted before."""

    title: str
    places: tuple[CitedText, ...]
    before: tuple[CitedText, ...]
    topic: Topic = "texts"


Block = Paragraph | Items | Quotes


@frozen
class Section:
    """What is told of one policy (``code``), or of all that do not concern the record, or of contradictions."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    """The text of the regulation that applies, where it is not that of all."""
    code: str = ""


@frozen
class Account:
    """All that is told of a determination."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    foot: str


def said(spans: Iterable[Span]) -> str:
    """Return the words of spans.

    >>> said((Span("结论", strong=True), Span("："), Span("予以轮换调整", "outcome")))
    '结论：予以轮换调整'
    """
    return "".join(span.text for span in spans)


def plainly(text: str, cites: tuple[CitedText, ...] = ()) -> Item:
    """Return an item that is nothing but words; ``cites`` are the places that these name."""
    return Item((Span(text),), (), cites)

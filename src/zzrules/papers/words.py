"""The words of a paragraph of Word: one text, however many runs it is split over, that can be changed in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, cast
from xml.dom.minidom import Document, Element, Node, Text

from zzrules.base.quoting import seen
from zzrules.papers.package import W

_Copied = TypeVar("_Copied", Document, Element)
_XML: Final = "http://www.w3.org/XML/1998/namespace"


def is_word(node: Node, name: str) -> bool:
    """Return whether a node is an element of Word's by a name: ``p``, ``tr``, ``tc``."""
    return isinstance(node, Element) and node.namespaceURI == W and node.localName == name


def created(near: Element, name: str) -> Element:
    """Return a new element of Word's that is to stand near another, with the same prefix."""
    document, prefix = near.ownerDocument, near.tagName.rpartition(":")[0]
    assert document is not None
    return document.createElementNS(W, f"{prefix}:{name}" if prefix else name)


def copied(node: _Copied) -> _Copied:
    """Return a copy of a node with all in it."""
    copy: Any = node.cloneNode(deep=True)
    return cast("_Copied", copy)


class Words:
    """The texts of one paragraph, in order."""

    def __init__(self, texts: list[Element]) -> None:
        """Take the elements that hold the texts."""
        self._texts = texts

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(map(_held, self._texts))

    def replace(self, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> None:
        """Put other words for what matches; they look as what stood where the match begins."""
        for found in reversed([*pattern.finditer(self.text)]):
            start, stop, at, words = found.start(), found.end(), 0, put(found)
            for element in [*self._texts]:
                held = _held(element)
                first, last = max(start - at, 0), min(stop - at, len(held))
                if first < last:
                    _hold(element, held[:first] + words + held[last:])
                    words = ""
                at += len(held)
        for element in self._texts:
            _break_lines(element)


def own_words(node: Element) -> list[Words]:
    """Return the words of each paragraph in a node, of those in boxes of text as well, each by itself."""
    if is_word(node, "p"):
        texts = node.getElementsByTagNameNS(W, "t")
        paragraphs = (node, *node.getElementsByTagNameNS(W, "p"))
        return [Words([text for text in texts if _paragraph_of(text) is one]) for one in paragraphs]
    return [words for paragraph in _paragraphs(node) for words in own_words(paragraph)]


def _paragraphs(node: Element) -> Iterator[Element]:
    for child in node.childNodes:
        if not isinstance(child, Element):
            continue
        if is_word(child, "p"):
            yield child
        else:
            yield from _paragraphs(child)


def _paragraph_of(text: Element) -> Node | None:
    node: Node | None = text.parentNode
    while node is not None and not is_word(node, "p"):
        node = node.parentNode
    return node


def _held(element: Element) -> str:
    return "".join(node.data for node in element.childNodes if isinstance(node, Text))


def _hold(element: Element, text: str) -> None:
    for node in [*element.childNodes]:
        element.removeChild(node)
    held = Text()
    held.data, held.ownerDocument = seen(text), element.ownerDocument
    element.appendChild(held)
    element.setAttributeNS(_XML, "xml:space", "preserve")


def _break_lines(element: Element) -> None:
    """Put breaks of lines where a text has them."""
    first, *rest = _held(element).split("\n")
    run: Any = element.parentNode
    if not rest or run is None:
        return
    _hold(element, first)
    after = element.nextSibling
    for line in rest:
        run.insertBefore(created(element, "br"), after)
        more = created(element, "t")
        _hold(more, line)
        run.insertBefore(more, after)

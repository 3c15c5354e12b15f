"""What a page is made of, whatever it is rendered as: headings, paragraphs, items and what is to be copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from zzrules.base.frozen import frozen


@frozen
class Heading:
    """A heading: 1 is that of the page."""

    kind = "heading"

    level: int
    text: str


@frozen
class Said:
    """A paragraph: its lines."""

    kind = "said"

    lines: tuple[str, ...]


@frozen
class Item:
    """An item of a list, at a depth from 0."""

    kind = "item"

    depth: int
    text: str


@frozen
class Copied:
    """Lines to be copied, of a language, below what is said of them (empty: nothing)."""

    kind = "copied"

    language: str
    lines: tuple[str, ...]
    note: str = ""


Block = Heading | Said | Item | Copied


def markdown(blocks: Iterable[Block]) -> Iterator[str]:
    r"""Yield blocks as lines of Markdown: items one below the other, an empty line between all others.

    >>> print(*markdown([Heading(1, "甲"), Item(0, "乙"), Item(1, "丙"), Copied("json", ("{}",), "丁")]), sep="\n")
    # 甲
    <BLANKLINE>
    - 乙
      - 丙
    <BLANKLINE>
    丁
    ```json
    {}
    ```
    """
    for before, block in pairwise((None, *blocks)):
        if before is not None and not (isinstance(before, Item) and isinstance(block, Item)):
            yield ""
        match block:
            case Heading(level, text):
                yield f"{'#' * level} {text}"
            case Said(lines):
                yield from lines
            case Item(depth, text):
                yield f"{'  ' * depth}- {text}"
            case Copied(language, lines, note):
                yield from (note,) if note else ()
                yield from (f"```{language}", *lines, "```")

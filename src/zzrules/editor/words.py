"""Every word of a file with where it stands: what names are looked up, found again and renamed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AbstractMapping
from functools import lru_cache
from typing import Final, NamedTuple, assert_never

from zzrules.policy.remembering import Same
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
OF_DAY: Final = "的日期"
"""What follows the name of a finding where its day is meant."""
# What holds sentences, citations and codes, not names.
_PROSE: Final = frozenset(
    ("说明", "原文", "依据", "问", "代码", "核对", "留意", "否则", "内容", "主体", "形式", "情态", "条文", "修正")
)


class Word(NamedTuple):
    """A text of a tree: where it stands, the keys and positions that lead to it, and whether it is a key itself.

    The path of a key ends with the key, as the path of what stands under it does.
    """

    text: str
    scalar: Scalar
    path: Path
    is_key: bool

    @property
    def is_name(self) -> bool:
        """Whether it may name something: it is no part of a sentence or a citation."""
        return not any(step in _PROSE for step in (self.path[:-1] if self.is_key else self.path))


def words_of(tree: Node | None) -> tuple[Word, ...]:
    """Return every word of a tree, in the order of its text."""
    return _words(_Key(tree)) if tree is not None else ()


def named_in(tree: Node | None) -> AbstractMapping[str, tuple[Word, ...]]:
    """Return the words of a tree that may name something, by their texts."""
    return _named(_Key(tree)) if tree is not None else {}


class _Key(Same):
    """A tree as a key."""

    def __init__(self, tree: Node) -> None:
        super().__init__(tree)
        self.tree = tree


@lru_cache(512)
def _words(key: _Key) -> tuple[Word, ...]:
    return tuple(_walked(key.tree, ()))


@lru_cache(512)
def _named(key: _Key) -> AbstractMapping[str, tuple[Word, ...]]:
    found: dict[str, list[Word]] = {}
    for word in _words(key):
        if word.is_name:
            found.setdefault(word.text, []).append(word)
    return {text: tuple(words) for text, words in found.items()}


def _walked(node: Node, path: Path) -> Iterator[Word]:
    match node:
        case Scalar(text):
            yield Word(text, node, path, is_key=False)
        case Sequence(items):
            for number, item in enumerate(items):
                yield from _walked(item, (*path, number))
        case Mapping(entries):
            for key, value in entries:
                yield Word(key.text, key, (*path, key.text), is_key=True)
                yield from _walked(value, (*path, key.text))
        case _:
            assert_never(node)


def mentions(tree: Node | None, label: str) -> bool:
    """Return whether a file names a fact, or the day of a finding."""
    found = named_in(tree)
    return label in found or label + OF_DAY in found

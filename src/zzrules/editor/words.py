"""Every word of a file with where it stands: what names are looked up, found again and renamed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AbstractMapping, Sequence as AbstractSequence
from functools import cached_property
from typing import Final, NamedTuple, assert_never

from zzrules.policy.vocabulary import OF_DAY
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
_ASKED: Final = "问"
# What holds sentences, citations and codes, not names.
_PROSE: Final = frozenset(
    ("说明", "原文", "依据", _ASKED, "代码", "核对", "留意", "否则", "内容", "主体", "形式", "情态", "条文", "修正")
)


# Under what people give names of their own, or write them as keys, whatever else the same word means elsewhere.
_OF_NAMES: Final = frozenset(
    (
        "事实", "字段", "选项", "机构", "层级", "统称", "分工", "推算", "事件", "记", "参数", "口径", "情形", "义务",
        "有权认定", "推定", "则", "各行相同", "流水",
    )
)  # fmt: skip
_OF_CONDITIONS: Final = frozenset(
    ("条件", "全部", "任一", "非", "须有", "其中", "有一次", "每一次", "改为", "履行", "免除", "违反")
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
        above = self.path[:-1] if self.is_key else self.path
        if self.is_key and above[-1:] == (_ASKED,):  # the facts that a policy asks for in its own words
            above = above[:-1]
        return not any(step in _PROSE and not _is_given(above, number) for number, step in enumerate(above))


class Words:
    """The words of one file, in the order of its text, and by their texts those that may name something."""

    def __init__(self, tree: Node | None) -> None:
        """Take the tree of the file; None for a file that cannot be read."""
        self.tree = tree

    @cached_property
    def all(self) -> tuple[Word, ...]:
        """Every word."""
        return tuple(_walked(self.tree, ())) if self.tree is not None else ()

    @property
    def kind(self) -> str:
        """The key that the file begins with; empty for one that begins with none."""
        return self.tree.entries[0][0].text if isinstance(self.tree, Mapping) and self.tree.entries else ""

    @cached_property
    def _by_path(self) -> AbstractMapping[Path, str]:
        return {word.path: word.text for word in self.all if not word.is_key}

    def said(self, path: Path) -> str:
        """Return the text that stands under some keys; empty for none."""
        return self._by_path.get(path, "")

    @cached_property
    def named(self) -> AbstractMapping[str, AbstractSequence[Word]]:
        """The words that may name something, by their texts."""
        found: dict[str, list[Word]] = {}
        for word in self.all:
            if word.is_name:
                found.setdefault(word.text, []).append(word)
        return found

    def mention(self, label: str) -> bool:
        """Return whether a fact is named, or the day of a finding."""
        return label in self.named or label + OF_DAY in self.named


def _is_given(path: Path, number: int) -> bool:
    """Return whether a key of a path is a name that people give, or a fact that a condition is about."""
    return (number > 0 and path[number - 1] in _OF_NAMES) or not _OF_CONDITIONS.isdisjoint(path[:number])


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

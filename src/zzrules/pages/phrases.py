"""Which words of the law are found again, word for word, in what was made of them.

Nothing is interpreted: a phrase is marked where the name of a fact, an option or a part of a policy, or a good part of
what a duty says, stands in the text as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_SHORTEST: Final = 2
_SHORTEST_PART: Final = 4
_MOST_OF: Final = 0.6


@dataclass(frozen=True)
class Target:
    """Something that the words may speak of: its key on the page, and what it is called."""

    key: str
    names: Sequence[str]


@dataclass(frozen=True)
class Phrase:
    """Some words of the law, and the keys of what they speak of; none for what is between phrases."""

    text: str
    keys: tuple[str, ...] = ()


def phrases(text: str, targets: Iterable[Target]) -> tuple[Phrase, ...]:
    """Return a text in phrases; longer ones come first where two overlap.

    >>> phrases("实名差评的，两个工作日内联系核实", [Target("fact", ["实名"]), Target("duty", ["联系核实"])])
    ... # doctest: +NORMALIZE_WHITESPACE
    (Phrase(text='实名', keys=('fact',)), Phrase(text='差评的，两个工作日内', keys=()),
     Phrase(text='联系核实', keys=('duty',)))
    """
    found: dict[tuple[int, int], list[str]] = {}
    for target in targets:
        for start, end in dict.fromkeys(span for name in target.names for span in _spans(text, name)):
            found.setdefault((start, end), []).append(target.key)
    taken: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if all(end <= first or start >= last for first, last in taken):
            taken.append((start, end))
    return tuple(_cut(text, {span: tuple(dict.fromkeys(found[span])) for span in sorted(taken)}.items()))


def _cut(text: str, spans: Iterable[tuple[tuple[int, int], tuple[str, ...]]]) -> Iterator[Phrase]:
    at = 0
    for (start, end), keys in spans:
        if start > at:
            yield Phrase(text[at:start])
        yield Phrase(text[start:end], keys)
        at = end
    if at < len(text):
        yield Phrase(text[at:])


def _spans(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text: as it is, or else the longest part that is most of it."""
    if len(name) < _SHORTEST:
        return
    at = text.find(name)
    if at >= 0:
        while at >= 0:
            yield at, at + len(name)
            at = text.find(name, at + len(name))
        return
    match = SequenceMatcher(None, text, name, autojunk=False).find_longest_match()
    if match.size >= max(_SHORTEST_PART, _MOST_OF * len(name)):
        yield match.a, match.a + match.size

"""A fact that a policy names and no vocabulary has, as it could be written into one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from zzrules.base.errors import Fix, Place
from zzrules.base.frozen import inside
from zzrules.policy.expressions import Test
from zzrules.policy.fixing import PLACEHOLDER, inserted
from zzrules.policy.forms import FLAGS
from zzrules.policy.syntax import Policy
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.policy.yamltree import Scalar

_ENDINGS: Final = (("日期", Kind.DATE), ("日", Kind.DATE), ("时间", Kind.MOMENT), ("金额", Kind.MONEY))


def new_fact(word: Scalar, policy: Policy, facts: Sequence[Fact]) -> tuple[Fix, ...]:
    """Return that a fact of this name is written into the vocabulary; its code and question are left to a person.

    It goes before the last fact of the file whose name is most like the policy's. A name with marks in it, and a
    vocabulary whose facts do not stand in lines of their own, get nothing.
    """
    where = _place(word.place, facts)
    if where is None or not word.text.isalnum():
        return ()
    written = f"{word.text}: {{代码: {PLACEHOLDER}, 类型: {_kind(word.text, policy)}, 问: {PLACEHOLDER}}}"
    text = f"{written}\n{' ' * (where.column - 1)}"
    return (inserted(where, text, f"把「{word.text}」写进词汇（{where.source}）"),)


def _place(asking: Place, facts: Sequence[Fact]) -> Place | None:
    """Return the place of the last fact of a file, if the facts there begin in one column and in lines of their own."""
    files: dict[str, list[Place]] = {}
    for fact in facts:
        files.setdefault(fact.place.source, []).append(fact.place)
    lined = {
        name: places
        for name, places in files.items()
        if name
        and len({place.line for place in places}) == len(places)
        and len({place.column for place in places}) == 1
    }
    if not lined:
        return None
    return max(lined[max(lined, key=lambda name: _likeness(name, asking.source))])


def _likeness(one: str, other: str) -> int:
    """Return with how many characters in common the names of two files begin."""
    pairs = zip(PurePath(one).stem, PurePath(other).stem, strict=False)
    return len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])


def _kind(name: str, policy: Policy) -> str:
    """Return the kind that a fact is most likely of: what it is compared with, or else its name, tells."""
    if any(word.text in FLAGS for test in _tests(name, policy) for word in test.words):
        return Kind.FLAG.value
    return next((kind.value for ending, kind in _ENDINGS if name.endswith(ending)), Kind.TEXT.value)


def _tests(name: str, policy: Policy) -> Iterator[Test]:
    return (part for part in inside(policy) if isinstance(part, Test) and part.name.text == name)

"""The keys that files have, wherever they stand: by these, a line that is written amiss is told from a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from zzrules.policy.keys import clauses, vocabularies
from zzrules.policy.keys.policies import POLICY
from zzrules.policy.keys.shape import Either, Keys, Many, Marked, Named, OneKey, Shape, Word, Words


@cache
def known_keys() -> frozenset[str]:
    """Return every key that means something somewhere in a file.

    >>> {"政策", "得出", "加", "不早于"} <= known_keys(), "报请日期" in known_keys()
    (True, False)
    """
    from zzrules.policy.keys.schema import FILES

    shapes = (*FILES.values(), *clauses.DEFINITIONS.values(), *vocabularies.DEFINITIONS.values())
    return frozenset(name for shape in shapes for name in _keys_of(shape))


@cache
def sections() -> frozenset[str]:
    """Return the keys of a policy file under which more than a text stands.

    >>> "结论" in sections(), "施行" in sections()
    (True, False)
    """
    return frozenset(name for name, key in POLICY.of.items() if not isinstance(key.shape, Word | Words))


@cache
def sections_of_names() -> frozenset[str]:
    """Return the keys of a policy file under which the names stand that people give.

    >>> "情形" in sections_of_names(), "结论" in sections_of_names()
    (True, False)
    """
    return frozenset(name for name, key in POLICY.of.items() if isinstance(key.shape, Named))


def _keys_of(shape: Shape) -> Iterator[str]:
    match shape:
        case Keys(of, others) | OneKey(of, _, others):
            for name, key in of.items():
                yield name
                yield from _keys_of(key.shape)
            if others is not None:
                yield from _keys_of(others)
        case Marked(marks, otherwise):
            yield from marks
            for one in (*marks.values(), otherwise):
                yield from _keys_of(one)
        case Named(value) | Many(value):
            yield from _keys_of(value)
        case Either(shapes):
            for one in shapes:
                yield from _keys_of(one)
        case _:
            pass

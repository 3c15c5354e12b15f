"""What a key means where it stands: as the shapes of files say it in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from zzrules.batch.mapping.keys import MAPPING
from zzrules.policy.folder import KINDS
from zzrules.policy.keys import clauses, vocabularies
from zzrules.policy.keys.regulations import OTHER
from zzrules.policy.keys.schema import FILES
from zzrules.policy.keys.shape import Defined, Either, Key, Keys, Many, Marked, Named, OneKey, Shape, Word, Words

_SHAPES: Final[Mapping[str, Shape]] = {**dict.fromkeys(("法规", OTHER), FILES["条文"]), **FILES, "对照": MAPPING}
_DEFINED = clauses.DEFINITIONS | vocabularies.DEFINITIONS
_DEEPEST = 40


def key_says(kind: str, path: tuple[str | int, ...]) -> str:
    """Return what is said of the key at the end of a path in a file that begins with ``kind``; empty for a name.

    >>> key_says("政策", ("情形", "甲", "依据"))
    '条文的哪一条、款、项'
    """
    found: list[Key | Shape] = [_SHAPES[KINDS[kind]]] if kind in KINDS else []
    for step in path[:_DEEPEST]:
        shapes = [one.shape if isinstance(one, Key) else one for one in found]
        found = [inner for shape in shapes for inner in _under(shape, step)]
    return next((one.says for one in found if isinstance(one, Key)), "")


def _under(shape: Shape, step: str | int, depth: int = 0) -> Iterator[Key | Shape]:
    """Yield what stands under a key, or at a position, of what has a shape."""
    if depth > _DEEPEST:
        return
    match shape:
        case Keys(of, others) | OneKey(of, _, others) if isinstance(step, str):
            if step in of:
                yield of[step]
            elif others is not None:
                yield others
        case Named(value) if isinstance(step, str):
            yield value
        case Many(item) if isinstance(step, int):
            yield item
        case Either(shapes):
            for one in shapes:
                yield from _under(one, step, depth + 1)
        case Marked(marks, otherwise):
            for one in (*marks.values(), otherwise):
                yield from _under(one, step, depth + 1)
        case Defined(name):
            yield from _under(_DEFINED[name], step, depth + 1)
        case Keys() | OneKey() | Named() | Many() | Word() | Words():
            return
        case _:
            assert_never(shape)

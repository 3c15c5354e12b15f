"""What may stand in a place, and what a key means there: as the shapes of files say it."""

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
    return next((one.says for one in _found(kind, path) if isinstance(one, Key)), "")


def keys_at(kind: str, path: tuple[str | int, ...]) -> Mapping[str, str]:
    """Return the known keys that may stand at the end of a path, each with what is said of it.

    >>> [*keys_at("对照", ("不计的行", 0))]
    ['列', '是', '空']
    """
    forms = (shape for shape in _shapes(kind, path) if isinstance(shape, Keys))
    return {word: key.says for form in forms for word, key in form.of.items()}


def words_at(kind: str, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the words of which a text at the end of a path may be one; none where it may be any.

    >>> words_at("对照", ("规范写法",))
    ('是', '否')
    """
    options = (shape.options for shape in _shapes(kind, path) if isinstance(shape, Word))
    return tuple(dict.fromkeys(word for of in options for word in of))


def _shapes(kind: str, path: tuple[str | int, ...]) -> Iterator[Shape]:
    """Yield the shapes that what stands at the end of a path may have, each one in itself."""
    left = [one.shape if isinstance(one, Key) else one for one in _found(kind, path)]
    while left:
        match left.pop(0):
            case Either(shapes):
                left += shapes
            case Words(word):
                left.append(word)
            case shape:
                yield shape


def _found(kind: str, path: tuple[str | int, ...]) -> list[Key | Shape]:
    found: list[Key | Shape] = [_SHAPES[KINDS[kind]]] if kind in KINDS else []
    for step in path[:_DEEPEST]:
        shapes = [one.shape if isinstance(one, Key) else one for one in found]
        found = [inner for shape in shapes for inner in _under(shape, step)]
    return found


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
        case Many(item) | Words(item) if isinstance(step, int):
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

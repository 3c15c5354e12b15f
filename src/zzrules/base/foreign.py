"""Objects that callers hand in, of types of their own: what they raise when they are looked at is not ours to raise."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

_PLAIN: Final = frozenset({str, bytes, int, float, bool, type(None), date, datetime, Decimal})
_HOLDING: Final = frozenset({list, tuple, set, frozenset})
_DEEPEST: Final = 50


def text_of(word: Any) -> str | None:
    """Return a text as a plain one, also if its type only derives from text; None for anything else.

    >>> text_of("甲"), text_of(1)
    ('甲', None)
    """
    return str.__str__(word) if issubclass(type(word), str) else None


def each_of(asked: Any) -> tuple[Any, ...] | None:
    """Return what is asked for one by one, a text as one; None for what holds nothing, or fails to yield it.

    >>> each_of("甲"), each_of(["甲", "乙"]), each_of(1)
    (('甲',), ('甲', '乙'), None)
    """
    if (word := text_of(asked)) is not None:
        return (word,)
    try:
        return tuple(asked)
    except Exception:  # noqa: BLE001 - whatever the caller's object raises
        return None


def is_plain(value: Any, deep: int = 0) -> bool:
    """Return whether a value is made of Python's own types alone, which raise nothing of their own.

    >>> is_plain({"甲": [1, "乙"]}), is_plain([object()])
    (True, False)
    """
    kind = type(value)
    if kind in _PLAIN:
        return True
    if deep > _DEEPEST:
        return False
    if kind is dict:
        return all(is_plain(key) and is_plain(inner, deep + 1) for key, inner in value.items())
    return kind in _HOLDING and all(is_plain(inner, deep + 1) for inner in value)

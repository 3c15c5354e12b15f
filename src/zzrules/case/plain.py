"""Values as programs have them, made plain: enumerations, subclasses of texts and numbers, dataclasses and models."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

_DEEPEST: Final = 8
_PLAIN: Final = (str, int, bool, float, date, type(None), Decimal)


def plain(raw: Any, depth: int = 0) -> Any:
    """Return what was handed in as plain data; the same object if it is plain, or none that is known here.

    >>> from enum import StrEnum
    >>> Rating = StrEnum("Rating", {"bad": "差评"})
    >>> plain({"review_rating": Rating.bad})
    {'review_rating': '差评'}
    """
    if type(raw) in _PLAIN or depth > _DEEPEST:
        return raw
    match raw:
        case Enum():
            return plain(raw.value, depth + 1)
        case str():
            return str.__str__(raw)
        case int():
            return int(raw)
        case date() if not isinstance(raw, datetime):
            return date(raw.year, raw.month, raw.day)
        case Mapping():
            given = [*raw.items()]
            made = [(plain(key), plain(value, depth + 1)) for key, value in given]
            same = all(key is name and value is known for (key, value), (name, known) in zip(given, made, strict=True))
            return raw if same else dict(made)
        case list() | tuple() | set() | frozenset():
            items = [plain(item, depth + 1) for item in raw]
            return raw if all(item is one for item, one in zip(items, raw, strict=True)) else items
        case _:
            return _fields(raw, depth)


def made_plain(raw: Any) -> Any:
    """Return what was handed in as plain data, or as it is where an object in it does not even say what it holds."""
    try:
        return plain(raw)
    except Exception:  # noqa: BLE001 - whatever a stranger's object raises
        return raw


def _fields(raw: Any, depth: int) -> Any:
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(raw, numpy.bool_ | numpy.integer):
        return raw.item()
    fields = fields_of(raw, by_alias=True)
    return raw if fields is None else plain(fields, depth + 1)


def fields_of(raw: Any, *, by_alias: bool = False) -> Mapping[Any, Any] | None:
    """Return the fields of a pydantic model (``by_alias``: as its schema names them) or a dataclass; else None."""
    if isinstance(raw, type):
        return None
    dump = getattr(raw, "model_dump", None)
    if callable(dump):
        dumped: Mapping[Any, Any] = dump(by_alias=by_alias) if by_alias else dump()
        return dumped
    if hasattr(raw, "__dataclass_fields__"):
        return {name: getattr(raw, name) for name in raw.__dataclass_fields__}
    return None

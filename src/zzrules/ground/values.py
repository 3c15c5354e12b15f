"""Frozen values without generated code.

A policy and its plan are trees of some ninety small classes. ``dataclass(frozen=True, slots=True)`` generates and
compiles six methods for each, which was more than a third of the time of ``import zzrules`` and `load` together;
here they share one set of methods. Annotate and compare them as dataclasses; there is no ``dataclasses.asdict``.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, field
from inspect import get_annotations
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")


class _Value:
    """What all values share: they are made once, compared by their fields, and shown by them."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()
    _setters: tuple[Any, ...]
    _defaults: dict[str, Any]
    _compared: tuple[str, ...]

    def __init__(self, *given: Any, **named: Any) -> None:
        names = self.__match_args__
        if len(given) == len(names) and not named:
            for place, content in zip(self._setters, given, strict=True):
                place(self, content)
            return
        contents = self._defaults | dict(zip(names, given, strict=False)) | named
        if len(given) > len(names) or contents.keys() != set(names):
            wrong = sorted(contents.keys() ^ set(names))
            raise TypeError(f"{type(self).__name__}({', '.join(names)}) got other arguments: {wrong}")
        for name, place in zip(names, self._setters, strict=True):
            place(self, contents[name])

    def __setattr__(self, name: str, content: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def _key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._compared)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, _Value)
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


@dataclass_transform(frozen_default=True, field_specifiers=(field, Field))
def value(cls: type[_T]) -> type[_T]:
    """Return the class as a frozen, slotted value with the annotated fields.

    A ``field(compare=False)`` takes no part in equality.

    >>> @value
    ... class Span:
    ...     first: int
    ...     last: int = 9
    >>> Span(1), Span(1) == Span(1, 9), {Span(1): "a"}[Span(1)]
    (Span(first=1, last=9), True, 'a')
    >>> Span(1).first = 2
    Traceback (most recent call last):
    AttributeError: Span is frozen: first
    """
    names = tuple(get_annotations(cls))
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    hidden = {name for name, given in defaults.items() if isinstance(given, Field) and not given.compare}
    plain = {name: given.default if isinstance(given, Field) else given for name, given in defaults.items()}
    body = {key: content for key, content in cls.__dict__.items() if key not in {*names, "__dict__", "__weakref__"}}
    body |= {"__slots__": names, "__match_args__": names}
    body["_defaults"] = {name: default for name, default in plain.items() if default is not MISSING}
    body["_compared"] = tuple(name for name in names if name not in hidden)
    made: Any = type(cls.__name__, (_Value,), body)
    made._setters = tuple(attrgetter(f"{name}.__set__")(made) for name in names)  # noqa: SLF001 - its own class
    return made  # type: ignore[no-any-return]


def replaced(changed: _T, **changes: Any) -> _T:
    """Return a value with some fields changed."""
    names = type(changed).__match_args__  # type: ignore[attr-defined]
    return type(changed)(**({name: getattr(changed, name) for name in names} | changes))

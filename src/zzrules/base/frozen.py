"""Frozen values without generated code.

A policy and its plan are trees of some hundred small classes. ``dataclass(frozen=True, slots=True)`` generates and
compiles six methods for each and imports `inspect`: nearly half the time of a first `load`. These classes share their
methods. They are annotated and compared like dataclasses; there is no ``dataclasses.asdict``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, NoReturn, Self, TypeVar, dataclass_transform

_T = TypeVar("_T")


class _Hidden:
    """The default of a field that takes no part in equality."""

    __slots__ = ("default",)

    def __init__(self, default: object) -> None:
        self.default = default


def hidden(*, default: _T) -> _T:
    """Return the default of a field that takes no part in equality, for instance where a text stands."""
    return _Hidden(default)  # type: ignore[return-value]


class Value:
    """What all values share: they never change, and are compared and shown by their fields."""

    __slots__ = ("_hashed",)
    __match_args__: tuple[str, ...] = ()
    _setters: tuple[Any, ...]
    _hashed: int
    _defaults: dict[str, Any]
    _rest: tuple[Any, ...]
    """The defaults, each in the position of its field."""
    _needed: int
    """How many fields have no default."""
    _checked = False
    """Whether the class has a `__post_init__` of its own."""
    _read: Callable[[Any], Any] = staticmethod(lambda _: ())
    """Reads the fields that take part in equality."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the fields in order or by name."""
        if not named and self._needed <= len(given) < len(self._setters):
            given += self._rest[len(given) :]
        if not named and len(given) == len(self._setters):
            for place, content in zip(self._setters, given):  # noqa: B905 - `strict` takes a sixth of the time
                place(self, content)
            if self._checked:
                self.__post_init__()
            return
        names = self.__match_args__
        contents = self._defaults | dict(zip(names, given, strict=False)) | named
        if len(given) > len(names) or contents.keys() != set(names):
            wrong = sorted(contents.keys() ^ set(names))
            raise TypeError(f"{type(self).__name__}({', '.join(names)}) got other arguments: {wrong}")
        for name, place in zip(names, self._setters, strict=True):
            place(self, contents[name])
        self.__post_init__()

    def __post_init__(self) -> None:
        """Check the fields; nothing to check here."""

    def __setattr__(self, name: str, content: object) -> NoReturn:
        """Refuse: a value is frozen."""
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a value is frozen."""
        raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    def __eq__(self, other: object) -> bool:
        """Return whether both are of one class with equal fields."""
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, Value)
        return self is other or self._read(self) == other._read(other)

    def __hash__(self) -> int:
        """Return a hash over the compared fields, worked out once: values hold values, and may share them."""
        try:
            return self._hashed
        except AttributeError:
            found = hash((type(self).__name__, self._read(self)))
            _keep_hash(self, found)
            return found

    def __repr__(self) -> str:
        """Return the class with all fields."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the fields; they were checked when the value was made."""
        return restored, (type(self), *[getattr(self, name) for name in self.__match_args__])


_keep_hash: Callable[[Value, int], None] = Value.__dict__["_hashed"].__set__


class Unchanging:
    """What says the same for ever, and is worked out when it is asked for: a copy is the thing itself."""

    __slots__ = ()

    def __copy__(self) -> Self:
        """Return this."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return this."""
        return self


def restored(cls: type[Value], *fields: Any) -> Value:
    """Return a value of fields as `Value.__reduce__` gives them."""
    value = cls.__new__(cls)
    for place, content in zip(cls._setters, fields):  # noqa: B905 - `strict` takes a sixth of the time
        place(value, content)
    return value


def _made_of_few(setters: tuple[Any, ...]) -> Callable[..., None] | None:
    """Return an ``__init__`` without a loop for values of two, three or five fields, given in order: most are."""
    match setters:
        case (first, second):

            def pair(self: Value, *given: Any, **named: Any) -> None:
                if named or len(given) != 2:  # noqa: PLR2004 - as its name says
                    Value.__init__(self, *given, **named)
                else:
                    one, two = given
                    first(self, one)
                    second(self, two)

            return pair
        case (first, second, third):

            def triple(self: Value, *given: Any, **named: Any) -> None:
                if named or len(given) != 3:  # noqa: PLR2004 - as its name says
                    Value.__init__(self, *given, **named)
                else:
                    one, two, three = given
                    first(self, one)
                    second(self, two)
                    third(self, three)

            return triple
        case (first, second, third, fourth, fifth):

            def quintuple(self: Value, *given: Any, **named: Any) -> None:
                if named or len(given) != 5:  # noqa: PLR2004 - as its name says
                    Value.__init__(self, *given, **named)
                else:
                    one, two, three, four, five = given
                    first(self, one)
                    second(self, two)
                    third(self, three)
                    fourth(self, four)
                    fifth(self, five)

            return quintuple
        case _:
            return None


@dataclass_transform(frozen_default=True, field_specifiers=(hidden,))
def frozen(cls: type[_T]) -> type[_T]:
    """Return the class as a frozen, slotted value with the annotated fields.

    A field whose default is `hidden` takes no part in equality.

    >>> @frozen
    ... class Span:
    ...     first: int
    ...     last: int = 9
    >>> Span(1), Span(1) == Span(1, 9), {Span(1): "a"}[Span(1)]
    (Span(first=1, last=9), True, 'a')
    >>> Span(1).first = 2
    Traceback (most recent call last):
    AttributeError: Span is frozen: first
    """
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    unseen = {name for name, given in defaults.items() if isinstance(given, _Hidden)}
    plain = {name: given.default if isinstance(given, _Hidden) else given for name, given in defaults.items()}
    body = {key: content for key, content in cls.__dict__.items() if key not in {*names, "__dict__", "__weakref__"}}
    body |= {"__slots__": names, "__match_args__": names}
    rest = tuple(plain.get(name) for name in names)
    body |= {"_defaults": plain, "_rest": rest, "_needed": len(names) - len(plain)}
    body["_checked"] = "__post_init__" in body
    if compared := [name for name in names if name not in unseen]:
        body |= {"_read": staticmethod(attrgetter(*compared))}
    value_class: Any = type(cls.__name__, (Value,), body)
    value_class._setters = tuple(value_class.__dict__[name].__set__ for name in names)  # noqa: SLF001 - its own class
    if not value_class._checked and (made := _made_of_few(value_class._setters)):  # noqa: SLF001
        value_class.__init__ = made
    return value_class  # type: ignore[no-any-return]


def replaced(changed: _T, **changes: Any) -> _T:
    """Return a value with some fields changed."""
    names = type(changed).__match_args__  # type: ignore[attr-defined]
    return type(changed)(**({name: getattr(changed, name) for name in names} | changes))


def inside(part: object) -> Iterator[Value]:
    """Yield a value, or those of a tuple, and every value in it, in the order of the fields."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Value):
            yield one
            waiting += [getattr(one, name) for name in reversed(one.__match_args__)]
        elif isinstance(one, tuple):
            waiting += reversed(one)

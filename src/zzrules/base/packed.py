"""Values that are kept pickled until somebody asks for them."""

from __future__ import annotations

import pickle
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class Packed(Generic[_T]):
    """A value as pickled bytes, unpacked when it is first asked for; it is copied and sent as these bytes.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(Packed.of((1, 2)))).value
    (1, 2)
    """

    __slots__ = ("_packed", "_value")
    _packed: bytes
    _value: _T

    def __init__(self, packed: bytes) -> None:
        """Take the pickled bytes, which nobody but the library itself may have written."""
        self._packed = packed

    @classmethod
    def of(cls, value: _T) -> Packed[_T]:
        """Return a value that is pickled only if it is sent somewhere."""
        packed = cls.__new__(cls)
        packed._value = value  # noqa: SLF001 - its own class
        return packed

    @property
    def value(self) -> _T:
        """The value."""
        try:
            return self._value
        except AttributeError:
            self._value = pickle.loads(self._packed)  # noqa: S301 - what the library itself packed
            return self._value

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the bytes."""
        try:
            packed = self._packed
        except AttributeError:
            packed = self._packed = pickle.dumps(self._value, protocol=pickle.HIGHEST_PROTOCOL)
        return Packed, (packed,)

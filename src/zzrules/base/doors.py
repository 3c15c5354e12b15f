"""Doors: where callers hand things in. What an unfit object raises there comes out as the library's own error.

Nothing is looked at before something fails: a door costs those who hand in what is asked for one call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import update_wrapper
from types import FunctionType
from typing import Any, Final, Literal, ParamSpec, TypeVar, cast, get_origin

_P = ParamSpec("_P")
_T = TypeVar("_T")
_WORD: Final = re.compile(r"\w+")
_INSIDE: Final = re.compile(r"\[.*?\](?=[^\[\]]*(?:\||$))")
"""What stands in the brackets of a declaration: what is held."""
_MAPPING: Final = frozenset({"Mapping", "dict"})
_HOLDING: Final = frozenset({"Sequence", "Iterable", "Collection", "tuple", "list"})
_LARGEST: Final = 2**63
_DEEPEST: Final = 50
_LONGEST_NAME: Final = 255


def door(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a function that raises `UsageError` (ZZ600) for an argument that is not of a kind it declares.

    An error of ours stays as it is. So does any other, if every argument fits: it is a bug, and no mistake of the
    caller's. A call that Python itself refuses (an argument too many, an unknown name) is a TypeError as ever.

    >>> @door
    ... def years(text: str) -> int:
    ...     return int(text.removesuffix("年"))
    >>> years("2年")
    2
    >>> years(7)
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ600 years 的 text 不是所要的那一种值，或者读不了。应改为：怎样写，见 help(years)
    """
    refuse = _refuse

    def passed(*args: _P.args, **named: _P.kwargs) -> _T:
        try:
            return function(*args, **named)
        except Exception as error:
            refuse(function, args, named, error)
            raise

    # With the globals of the function, it counts as one of that module: its example is run with the others.
    inner: Any = passed
    made: Any = FunctionType(inner.__code__, cast("Any", function).__globals__, "passed", None, inner.__closure__)
    return cast("Callable[_P, _T]", update_wrapper(made, function))


def _refuse(function: Any, args: tuple[Any, ...], named: Mapping[str, Any], error: Exception) -> None:
    """Raise the library's own error in the place of another one, if an argument is to blame."""
    from inspect import Parameter, signature

    from zzrules.base.diagnostics.use import UNFIT_ARGUMENT
    from zzrules.base.errors import UsageError, ZzrulesError

    if isinstance(error, ZzrulesError | Warning | MemoryError):
        return
    called = signature(function)
    try:
        given = called.bind(*args, **named).arguments
    except TypeError:
        return
    for name, value in given.items():
        parameter = called.parameters[name]
        several = parameter.kind is Parameter.VAR_POSITIONAL
        declared = str(parameter.annotation)
        if parameter.annotation is not Parameter.empty and not all(
            _fits(one, declared, function.__globals__) for one in (value if several else (value,))
        ):
            raise UsageError(UNFIT_ARGUMENT(function=function.__qualname__, name=name)) from error


def _fits(value: Any, declared: str, known: Mapping[str, Any], deep: int = 0) -> bool:
    """Return whether a value is of a declared kind, and holds nothing that no answer can come of."""
    if deep > _DEEPEST:
        return False
    kind = type(value)
    outside, inside = _INSIDE.sub("", declared), "".join(_INSIDE.findall(declared))
    words = set(_WORD.findall(outside))
    anything, home = "Any" in words, kind.__module__.partition(".")[0]
    if kind is str:
        literal = any(get_origin(known.get(word)) is Literal for word in words)
        return (anything or literal or "str" in words) and _is_writable(value)
    if kind is dict:
        held = all(type(key) is str and _fits(one, "Any", known, deep + 1) for key, one in value.items())
        return held and (anything or not words.isdisjoint(_MAPPING))
    if kind in (list, tuple):
        of = "Any" if anything else inside[1:-1]
        return (anything or not words.isdisjoint(_HOLDING)) and all(_fits(one, of, known, deep + 1) for one in value)
    if kind in (int, float):
        named = "float" in words or (kind is int and "int" in words)
        return (anything or named) and -_LARGEST < value < _LARGEST
    if value is None:
        return anything or "None" in words
    if home == "pathlib":
        return not words.isdisjoint({"Path", "PathLike"}) and _is_writable(str(value))
    if home == "zzrules":
        return anything or not words.isdisjoint(one.__name__ for one in kind.__mro__)
    if home == "polars":
        return "pl" in words
    if isinstance(value, FunctionType):
        return "Callable" in words
    return home in ("builtins", "datetime", "decimal") and (anything or kind.__name__ in words)


def _is_writable(text: str) -> bool:
    """Return whether a text can stand in a file, and be the path of one."""
    try:
        written = text.encode()
    except UnicodeEncodeError:
        return False
    return b"\0" not in written and all(len(name) <= _LONGEST_NAME for name in written.split(b"/"))

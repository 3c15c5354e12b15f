"""Strict JSON: repeated keys, NaN and numbers out of range are faults, each with its offset in the text.

The decoder of the standard library reads; only where it, or one of its hooks, refuses a text does a slower walk over
the tokens find every fault and its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NoReturn

from zzrules.base.ceiling import MOST_MISTAKES, further
from zzrules.base.diagnostics import cases
from zzrules.base.diagnostics.text import JSON_TOO_DEEP, REPEATED_JSON_KEY
from zzrules.base.errors import NOWHERE, Problem

MAX_DEPTH: Final = 40
MAX_DIGITS: Final = 16
BLANK: Final = " \t\r\n"

# Strings (one that is not closed reaches to the end), brackets, what the decoder would take as a constant or a number,
# and any other character.
_TOKEN = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\],:]|-?Infinity|NaN'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\S",
    re.DOTALL,
)
_BLANK = re.compile(f"[{BLANK}]*")
_CONSTANTS: Final = ("NaN", "Infinity", "-Infinity")
_LONGEST_SHOWN: Final = 30
# What the decoder's messages begin with; it has no other way to say what it stumbled over.
_SYNTAX: Final = (
    ("Expecting property name", cases.JSON_NO_KEY),
    ("Illegal trailing comma", cases.JSON_EXTRA_COMMA),
    ("Expecting value", cases.JSON_NO_VALUE),
    ("Expecting ':'", cases.JSON_NO_COLON),
    ("Expecting ','", cases.JSON_NO_COMMA),
    ("Unterminated string", cases.JSON_OPEN_STRING),
    ("Invalid control character", cases.JSON_CONTROL_CHARACTER),
    ("Invalid \\", cases.JSON_BACKSLASH),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text at an offset."""

    problem: Problem
    offset: int


class FaultyError(Exception):
    """A value that cannot be read: its faults, and the offset after it (None if that is not known)."""

    def __init__(self, faults: list[Fault], end: int | None) -> None:
        """Take the faults in the order of the text."""
        self.faults, self.end = faults, end
        super().__init__()


class _RefusedError(Exception):
    """A hook met what the decoder would have bent; the walk finds what and where."""


def skip_blank(text: str, offset: int) -> int:
    """Return the offset of the first character from ``offset`` on that is not white space."""
    blank = _BLANK.match(text, offset)
    return blank.end() if blank else offset


def value_at(text: str, start: int) -> tuple[Any, int]:
    """Return the value that starts at an offset, and the offset after it. Raises `FaultyError`.

    >>> value_at('{"a": 1} tail', 0)
    ({'a': 1}, 8)
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise FaultyError(_walked(text, start) or [_unreadable(start)], None) from None
    except json.JSONDecodeError as error:
        raise FaultyError([_syntax(error)], None) from None
    except _RefusedError:
        faults = _walked(text, start) or [_unreadable(start)]
        try:
            after = _LENIENT.raw_decode(text, start)[1]
        except json.JSONDecodeError as error:
            raise FaultyError([*faults, _syntax(error)], None) from None
        except RecursionError:
            raise FaultyError(faults, None) from None
        raise FaultyError(faults, after) from None
    most_open = text.count("{", start, end) + text.count("[", start, end)  # no value nests deeper than this
    if most_open > MAX_DEPTH and (faults := _walked(text, start)):
        raise FaultyError(faults, end)
    return value, end


def key_offsets(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the well-formed object that starts at an offset, each with its own offset."""
    depth, previous = 0, ""
    for token in _TOKEN.finditer(text, start):
        word = token.group()
        if depth == 1 and word[0] == '"' and previous in ("{", ","):
            yield json.loads(word, strict=False), token.start()
        depth += (word in ("{", "[")) - (word in ("}", "]"))
        if depth == 0:
            return
        previous = word


def _walked(text: str, start: int) -> list[Fault]:
    """Return the first faults of the value that starts at an offset, in the order of the text, and how many follow."""
    faults = _faults(text, start)
    first = list(islice(faults, MOST_MISTAKES))
    if (following := next(faults, None)) is not None:
        first.append(Fault(further(1 + sum(1 for _ in faults), NOWHERE), following.offset))
    return first


def _faults(text: str, start: int) -> Iterator[Fault]:
    """Yield the faults of the value that starts at an offset, in the order of the text."""
    open_objects: list[set[str] | None] = []
    previous = ""
    for token in _TOKEN.finditer(text, start):
        word, offset = token.group(), token.start()
        if word in ("{", "["):
            open_objects.append(set() if word == "{" else None)
            if len(open_objects) == MAX_DEPTH + 1:
                yield Fault(JSON_TOO_DEEP(most=MAX_DEPTH), offset)
        elif word in ("}", "]"):
            open_objects.pop()
        elif word[0] == '"':
            if open_objects and (keys := open_objects[-1]) is not None and previous in ("{", ","):
                key = _key(word)
                if key in keys:
                    yield Fault(REPEATED_JSON_KEY(key=_short(key)), offset)
                keys.add(key)
        elif word in _CONSTANTS:
            yield Fault(cases.JSON_CONSTANT(word=word), offset)
        elif word[0] in "-0123456789" and _out_of_range(word):
            yield Fault(cases.JSON_NUMBER_TOO_LARGE(most=MAX_DIGITS), offset)
        if not open_objects:
            return
        previous = word


def _key(word: str) -> str:
    """Return what a key says; what stands after a fault may be no JSON and stays as it is."""
    try:
        return str(json.loads(word, strict=False))
    except ValueError:
        return word


def _short(text: str) -> str:
    """Return a key fit for a message: in one line and cut short."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def _out_of_range(word: str) -> bool:
    digits = word.lstrip("-")
    if digits.isdecimal():
        return len(digits) > MAX_DIGITS
    try:
        return abs(float(word)) == float("inf")
    except ValueError:
        return False


def _syntax(error: json.JSONDecodeError) -> Fault:
    """Return what the decoder stumbled over, without the text around it."""
    for beginning, diagnostic in _SYNTAX:
        if error.msg.startswith(beginning):
            return Fault(diagnostic(), error.pos)
    return _unreadable(error.pos)


def _unreadable(offset: int) -> Fault:
    return Fault(cases.JSON_UNREADABLE(), offset)


# ── the decoder and its hooks ───────────────────────────────────────────


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RefusedError
    return members


def _constant(_word: str) -> NoReturn:
    raise _RefusedError


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS and _out_of_range(digits):
        raise _RefusedError
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if abs(number) == float("inf"):
        raise _RefusedError
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_fraction
)
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

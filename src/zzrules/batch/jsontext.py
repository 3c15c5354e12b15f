"""Strict JSON: duplicate keys, NaN and numbers out of range are faults, each with its offset in the text.

The decoder of the standard library does the reading; only where it, or one of its hooks, refuses a text does a slower
walk over the tokens find every fault and its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

MAX_DEPTH = 40
MAX_DIGITS = 16
MOST_FAULTS = 20
HOW_TO_QUOTE = "改成范围内的数；编号一类的写成文字，加双引号"

# Strings, brackets, what the decoder would take as a constant or a number, and any other character.
_TOKEN = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|-?Infinity|NaN'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\S",
    re.DOTALL,
)
BLANK = " \t\r\n"
_BLANK = re.compile(f"[{BLANK}]*")
_CONSTANTS: Final = ("NaN", "Infinity", "-Infinity")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text at an offset, and what to write instead."""

    code: str
    message: str
    hint: str
    offset: int


class FaultyError(Exception):
    """A value that cannot be taken: its faults, and where it ends (None if that cannot be told)."""

    def __init__(self, faults: list[Fault], end: int | None) -> None:
        """Take the faults in the order of the text."""
        self.faults, self.end = faults, end
        super().__init__()


class _RefusedError(Exception):
    """A hook met what the decoder would have bent; the walk says what and where."""


def skip_blank(text: str, offset: int) -> int:
    """Return the offset of the first character from ``offset`` on that is not white space."""
    found = _BLANK.match(text, offset)
    return found.end() if found else offset


def value_at(text: str, start: int) -> tuple[Any, int]:
    """Return the value that starts at an offset and the offset behind it. Raises `FaultyError`.

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
    if _opened(text, start, end) > MAX_DEPTH and (faults := _walked(text, start)):
        raise FaultyError(faults, end)
    return value, end


def key_offsets(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object that starts at an offset, each with its own; the object is well-formed."""
    depth, previous = 0, ""
    for found in _TOKEN.finditer(text, start):
        word = found.group()
        if depth == 1 and word[0] == '"' and previous in ("{", ","):
            yield json.loads(word, strict=False), found.start()
        depth += (word in ("{", "[")) - (word in ("}", "]"))
        if depth == 0:
            return
        previous = word


def _opened(text: str, start: int, end: int) -> int:
    """Return an upper bound of how deep a value nests."""
    return text.count("{", start, end) + text.count("[", start, end)


def _walked(text: str, start: int) -> list[Fault]:
    """Return the first faults of the value that starts at an offset, in the order of the text."""
    faults: list[Fault] = []
    open_objects: list[set[str] | None] = []
    previous = ""
    for found in _TOKEN.finditer(text, start):
        word, offset = found.group(), found.start()
        if word in ("{", "["):
            open_objects.append(set() if word == "{" else None)
            if len(open_objects) == MAX_DEPTH + 1:
                faults.append(_too_deep(offset))
        elif word in ("}", "]"):
            open_objects.pop()
        elif word[0] == '"':
            if open_objects and (keys := open_objects[-1]) is not None and previous in ("{", ","):
                key = _key(word)
                if key in keys:
                    faults.append(Fault("ZZ102", f"键「{_short(key)}」重复", "删去其中一处", offset))
                keys.add(key)
        elif word in _CONSTANTS:
            faults.append(Fault("ZZ421", f"JSON 没有「{word}」这个值", "不知道的，删去这一项，或者写 null", offset))
        elif word[0] in "-0123456789" and _out_of_range(word):
            message = f"数太大，整数最多 {MAX_DIGITS} 位"
            faults.append(Fault("ZZ422", message, HOW_TO_QUOTE, offset))
        if not open_objects:
            break
        del faults[MOST_FAULTS:]
        previous = word
    return faults


def _key(word: str) -> str:
    """Return what a key says; what may stand behind a fault, and be no JSON at all, stays as it is."""
    try:
        return str(json.loads(word, strict=False))
    except ValueError:
        return word


def _short(text: str) -> str:
    """Return a key fit for a message: one line, at most 30 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:29] + "…"  # noqa: PLR2004


def _out_of_range(word: str) -> bool:
    digits = word.lstrip("-")
    if digits.isdecimal():
        return len(digits) > MAX_DIGITS
    try:
        return abs(float(word)) == float("inf")
    except ValueError:
        return False


def _too_deep(offset: int) -> Fault:
    hint = "案卷只有「事实: 值」、列表、列表中的字段这几层"
    return Fault("ZZ113", f"嵌套超过 {MAX_DEPTH} 层", hint, offset)


def _syntax(error: json.JSONDecodeError) -> Fault:
    """Say in Chinese what the decoder stumbled over, without the text that it stands in."""
    for words, message, hint in _SYNTAX:
        if error.msg.startswith(words):
            return Fault("ZZ420", message, hint, error.pos)
    return _unreadable(error.pos)


def _unreadable(offset: int) -> Fault:
    return Fault("ZZ420", "不是能读懂的 JSON", "检查括号、引号和逗号", offset)


_SYNTAX = (
    ("Expecting property name", "这里应当是加双引号的键", "检查是否多了逗号，或者键用了单引号、没有引号"),
    ("Illegal trailing comma", "最后一项后面多了逗号", "删去逗号"),
    ("Expecting value", "这里应当是一个值", "文字加双引号；不知道的，删去这一项，或者写 null；检查是否多了逗号"),
    ("Expecting ':'", "键后面没有冒号", "键后面写半角冒号"),
    ("Expecting ','", "两项之间没有逗号，或者括号没有合上", "各项之间用半角逗号隔开，括号成对"),
    ("Unterminated string", "引号没有合上", "补上半角的双引号"),
    ("Invalid control character", "文字里有换行、制表符等控制字符", "换行写成 \\n，制表符写成 \\t"),
    ("Invalid \\", "反斜杠后面写得不对", "反斜杠写成 \\\\"),
)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RefusedError
    return made


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
    object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer, parse_float=_fraction
)
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)

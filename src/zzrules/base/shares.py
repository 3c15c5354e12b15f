"""Shares of an amount as policies write them: 百分之八十, 80%, 万分之五; exact fractions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zzrules.base.citation import DIGITS, from_chinese
from zzrules.base.errors import CitationError

if TYPE_CHECKING:
    from fractions import Fraction

_MARKS: Final = {"%": 100, "％": 100, "‰": 1_000}
_PARTS: Final = {"百": 100, "千": 1_000, "万": 10_000}
_MARKED: Final = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)([%％‰])")
_SPOKEN: Final = re.compile(r"([百千万])分之(?:([0-9]{1,5}(?:\.[0-9]{1,4})?)|([零一二三四五六七八九十百点]{1,9}))")


def read(text: str) -> Fraction | None:
    """Return the share that a text says; None for anything else.

    >>> read("百分之八十"), read("80%"), read("万分之五"), read("百分之零点五"), read("百分之一百五十"), read("八成")
    (Fraction(4, 5), Fraction(4, 5), Fraction(1, 2000), Fraction(1, 200), Fraction(3, 2), None)
    """
    from fractions import Fraction

    if match := _MARKED.fullmatch(text):
        return Fraction(match[1]) / _MARKS[match[2]]
    if match := _SPOKEN.fullmatch(text):
        number = Fraction(match[2]) if match[2] else _number(match[3])
        return None if number is None else number / _PARTS[match[1]]
    return None


def _number(words: str) -> Fraction | None:
    from fractions import Fraction

    whole, point, decimals = words.partition("点")
    if bool(point) is not bool(decimals) or not all(digit in DIGITS for digit in decimals):
        return None
    try:
        number = _whole(whole)
    except CitationError:
        return None
    return Fraction(f"{number}.{''.join(str(DIGITS[digit]) for digit in decimals) or 0}")


def _whole(words: str) -> int:
    """Return a number written in words. Raises `CitationError` for what is none."""
    if words == "零":
        return 0
    return from_chinese(f"一{words}" if words.startswith("百") else words)

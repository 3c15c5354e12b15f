"""Amounts of money, exact: whole numbers of 分, written in 元 or 万元; no amount is a binary fraction."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Final

FEN: Final = 100
"""How many 分 a 元 has."""
DECIMALS: Final = {"元": 2, "万元": 6}
"""The units in which amounts are written, each with how many decimals reach the 分."""
CEILING: Final = 10**14
"""The largest amount, 一万亿元: sums and products of such amounts are checked against what 64 bits hold."""
_CEILING_IN_YUAN: Final = CEILING // FEN
CEILING_WORDS: Final = "一万亿元"

NUMBER: Final = r"((?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+))(?:\.([0-9]+))?"
WRITTEN: Final = rf"{NUMBER}(万?元)"
"""The regular expression of an amount: whole digits, decimals and the unit in groups."""
EXACT: Final = r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:(?:\.[0-9]{1,2})?元|(?:\.[0-9]{1,6})?万元)"
"""The same without groups, and no decimals that the unit does not have."""
WITHOUT_UNIT: Final = NUMBER
SEVERAL_UNITS: Final = r"(?:[0-9][0-9.,]*(?:亿|万|千|百|元|角|分)+){2,}"

_AMOUNT: Final = re.compile(WRITTEN)
_UNIT_FLAW: Final = re.compile(f"{WITHOUT_UNIT}|{SEVERAL_UNITS}")
_WAN: Final = 10_000


class Flaw(Enum):
    """What keeps a text or a number from being an amount that it nearly is."""

    UNIT = "unit"  # none, or more than one
    FRACTION = "fraction"  # of a 分
    SIZE = "size"  # above the ceiling, or below zero


def read(text: str) -> int | Flaw | None:
    """Return the amount in 分 that a text says, what is wrong with it, or None for what is no amount at all.

    >>> read("1,000.50元"), read("5万元"), read("1000"), read("1元5角"), read("1.005元"), read("五元")
    (100050, 5000000, <Flaw.UNIT: 'unit'>, <Flaw.UNIT: 'unit'>, <Flaw.FRACTION: 'fraction'>, None)
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return Flaw.UNIT if _UNIT_FLAW.fullmatch(text) else None
    whole, decimals, unit = match.groups(default="")
    places = DECIMALS[unit]
    if len(decimals) > places:
        return Flaw.FRACTION
    digits = whole.replace(",", "")
    if len(digits) > len(str(CEILING)):
        return Flaw.SIZE
    amount = int(digits + decimals.ljust(places, "0"))
    return amount if amount <= CEILING else Flaw.SIZE


def of_number(number: int | Decimal) -> int | Flaw:
    """Return the amount in 分 of a number of 元, or what is wrong with it.

    >>> of_number(1000), of_number(Decimal("1000.5")), of_number(Decimal("0.005")), of_number(-1)
    (100000, 100050, <Flaw.FRACTION: 'fraction'>, <Flaw.SIZE: 'size'>)
    """
    if not 0 <= number <= _CEILING_IN_YUAN:
        return Flaw.SIZE
    amount = number * FEN if isinstance(number, int) else in_fen(number)
    return Flaw.FRACTION if amount is None else amount


def decimal(amount: int) -> Decimal:
    """Return an amount as a decimal number of 元.

    >>> decimal(100050), decimal(-5)
    (Decimal('1000.50'), Decimal('-0.05'))
    """
    # A text is taken as it is; arithmetic would round as the caller's decimal context says.
    yuan, fen = divmod(abs(amount), FEN)
    return Decimal(f"{'-' if amount < 0 else ''}{yuan}.{fen:02}")


def in_fen(number: Decimal) -> int | None:
    """Return a decimal number of 元, of no more digits than amounts have, in 分; None for a fraction of a 分.

    >>> in_fen(Decimal("1000.50")), in_fen(Decimal("-0.050")), in_fen(Decimal("1E+3")), in_fen(Decimal("0.005"))
    (100050, -5, 100000, None)
    """
    sign, digits, exponent = number.as_tuple()
    if not any(digits):
        return 0
    assert isinstance(exponent, int)  # a finite number's
    more = exponent + DECIMALS["元"]
    if more < 0 and any(digits[more:]):
        return None
    whole = int("".join(map(str, digits[:more] if more < 0 else digits)))
    for _ in range(more):
        whole *= 10
    return -whole if sign else whole


def written(amount: int) -> str:
    """Return an amount as an office writes it: whole 万元 as such, anything else in 元.

    >>> written(100050), written(5000000), written(123456700), written(0), written(-50)
    ('1,000.50元', '5万元', '1,234,567元', '0元', '-0.50元')
    """
    sign, (yuan, fen) = "-" if amount < 0 else "", divmod(abs(amount), FEN)
    if fen:
        return f"{sign}{yuan:,}.{fen:02}元"
    return f"{sign}{yuan // _WAN:,}万元" if yuan and yuan % _WAN == 0 else f"{sign}{yuan:,}元"


def in_words(yuan: Decimal) -> str | None:
    """Return a decimal number of 元 as an office writes it; None for a fraction of a 分.

    >>> in_words(Decimal("1000.50")), in_words(Decimal("0.005"))
    ('1,000.50元', None)
    """
    amount = in_fen(yuan)
    return None if amount is None else written(amount)

"""Arithmetic on numbers within bounds: amounts of money in 分, and other whole numbers.

As in `zzrules.base.bounds`, every function is the natural interval extension of what it says of known values. What is
put together is 无 if one of its parts is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any, NamedTuple

from zzrules.base.bounds import Bounds, highest, lowest, settled, spread


def combined(operator: str, values: Sequence[Any], none: object) -> Any:
    """Return the sum (``+``) of several numbers, the first less the rest (``-``), the least or the greatest.

    >>> combined("+", [3, Bounds(5, 9)], "无"), combined("min", [3, Bounds(5, 9)], "无"), combined("-", [3, "无"], "无")
    (Bounds(low=8, high=12, none=False), 3, '无')
    """
    if none in values:
        return none
    parts = [spread(value) for value in values]
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    match operator:
        case "+":
            low, high = _sum(lows), _sum(highs)
        case "-":
            low = _sum([lows[0], *(None if end is None else -end for end in highs[1:])])
            high = _sum([highs[0], *(None if end is None else -end for end in lows[1:])])
        case "min":
            low, high = lowest(lows), min((end for end in highs if end is not None), default=None)
        case _:
            low, high = max((end for end in lows if end is not None), default=None), highest(highs)
    return settled(Bounds(low, high, any(part.none for part in parts)))


def _sum(ends: Sequence[Any]) -> Any:
    return None if None in ends else sum(ends)


def rounded(number: int, numerator: int, denominator: int, step: int) -> int:
    """Return a share of a number, to the nearest multiple of ``step``; a half goes away from zero.

    >>> rounded(101, 1, 2, 1), rounded(-101, 1, 2, 1), rounded(149, 1, 1, 100)
    (51, -51, 100)
    """
    over = denominator * step
    nearest = (2 * abs(number) * numerator + over) // (2 * over) * step
    return nearest if number >= 0 else -nearest


def product(values: Sequence[Any], numerator: int, denominator: int, step: int, none: object) -> Any:
    """Return the product of several numbers and a share, rounded as `rounded` does.

    >>> product([Bounds(100, 250)], 4, 5, 1, "无"), product([Bounds(-2, 3), 5], 1, 1, 1, "无")
    (Bounds(low=80, high=200, none=False), Bounds(low=-10, high=15, none=False))
    """
    if none in values:
        return none
    parts = [spread(value) for value in values]
    low, high, _ = parts[0]
    for part in parts[1:]:
        low, high = _times(low, high, part.low, part.high)
    low, high = (None if end is None else rounded(end, numerator, denominator, step) for end in (low, high))
    return settled(Bounds(low, high, any(part.none for part in parts)))


def _times(low: Any, high: Any, least: Any, most: Any) -> tuple[Any, Any]:
    """Return the bounds of the product of two numbers; without them all, only what none of both is below zero has."""
    if low is not None and least is not None and low >= 0 and least >= 0:
        return low * least, None if high is None or most is None else high * most
    if None in (low, high, least, most):
        return None, None
    corners = [prod(pair) for pair in ((low, least), (low, most), (high, least), (high, most))]
    return min(corners), max(corners)


class Member(NamedTuple):
    """A value of a list's element, whether the element certainly counts, and whether there may be more like it."""

    value: Any
    sure: bool
    several: bool = False


def gathered(operator: str, members: Iterable[Member], none: object) -> Any:
    """Return how many members there are (``count``), their sum, or the least or the greatest of them.

    A member without a value adds nothing; the extremum of nothing is 无.

    >>> members = [Member(5, sure=True), Member(Bounds(2, 4), sure=True), Member(9, sure=False)]
    >>> [gathered(operator, members, "无") for operator in ("count", "sum", "min")]
    [Bounds(low=2, high=3, none=False), Bounds(low=7, high=18, none=False), Bounds(low=2, high=4, none=False)]
    """
    match operator:
        case "count":
            return _total([Member(1, sure, several) for _, sure, several in members])
        case "sum":
            return _total([Member(0 if value is none else value, *rest) for value, *rest in members])
        case _:
            return _extremum([member for member in members if member.value is not none], operator == "max", none)


class Step(NamedTuple):
    """Whether a condition holds of a list's element; its number, if the order is known; whether there may be more."""

    holds: bool | None
    number: int | None
    several: bool = False


def longest(steps: Iterable[Step]) -> Any:
    """Return of how many elements, one after another, a condition holds at most.

    Where the order is not known, the elements of which it does not hold part the others as evenly as they can.

    >>> holds = [True, True, None, True, False]
    >>> longest([Step(one, number) for number, one in enumerate(holds, 1)])
    Bounds(low=2, high=4, none=False)
    >>> longest([Step(one, None) for one in (True, True, True, False)])
    Bounds(low=2, high=3, none=False)
    >>> longest([Step(True, 1), Step(True, 2), Step(None, None, several=True)])
    Bounds(low=1, high=None, none=False)
    """
    known, more = list[Step](), list[bool | None]()
    for step in steps:
        if step.several:
            more.append(step.holds)
        else:
            known.append(step)
    sure = [step.holds is True for step in known]
    low, high = _run(sure), _run([step.holds is not False for step in known])
    if any(step.number is None for step in known):
        rest = sure.count(False)
        low, high = -(-sure.count(True) // (rest + 1)), len(known) - [step.holds for step in known].count(False)
    if any(holds is not True for holds in more):
        low = min(low, 1)
    return settled(Bounds(low, None if any(holds is not False for holds in more) else high))


def _run(truths: Sequence[bool]) -> int:
    most = run = 0
    for holds in truths:
        run = run + 1 if holds else 0
        most = max(most, run)
    return most


def _total(members: Sequence[Member]) -> Any:
    ends = [_share(member) for member in members]
    return settled(Bounds(_sum([low for low, _ in ends]), _sum([high for _, high in ends])))


def _share(member: Member) -> tuple[Any, Any]:
    """Return the least and the most that a member adds."""
    low, high, none = spread(member.value)
    if member.several:
        return 0 if low is not None and low >= 0 else None, 0 if high is not None and high <= 0 else None
    if none or not member.sure:
        low, high = None if low is None else min(low, 0), None if high is None else max(high, 0)
    return low, high


def _extremum(members: Sequence[Member], greatest: bool, none: object) -> Any:
    if not members:
        return none
    parts = [spread(member.value) for member in members]
    certain = [part for part, member in zip(parts, members, strict=True) if member.sure and not part.none]
    if greatest:
        lows = [part.low for part in certain if part.low is not None]
        low, high = max(lows) if lows else lowest(part.low for part in parts), highest(part.high for part in parts)
    else:
        highs = [part.high for part in certain if part.high is not None]
        low, high = lowest(part.low for part in parts), min(highs) if highs else highest(part.high for part in parts)
    return settled(Bounds(low, high, not certain))

"""Drawing: choices one by one, and the words and days that drawn policies and records have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

LEVELS = {"市级": "city", "县级": "county"}
BODIES = {"审批局": "bureau", "督查室": "inspector", "受理处": "desk"}
WORDS = ("批文", "来函", "纪要")
TIMES = ("10:00", "08:30", "00:00", "17:30", "17:31", "23:59", "12:15")
AMOUNTS = ("1元", "0元", "1,000.50元", "0.01元", "5万元")
UNITS = ("工作日", "日", "个月", "年")

# Ends of the regulation's and the calendar's years, make-up days, leap days, and ordinary days between.
EVALUATION_DAYS = tuple(
    map(date.fromisoformat, ("2026-05-06", "2026-03-02", "2026-12-29", "2028-02-29", "2025-12-31", "2031-01-01"))
)
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2026-02-14", "2026-01-01", "2026-02-13", "2026-02-28", "2026-03-01", "2025-12-31", "2024-02-29"),
        *("2026-03-31", "2026-05-06", "2026-04-30", "2026-12-25", "2026-12-28", "2026-12-31", "2027-01-04"),
        *("2014-12-30", "2028-02-29", "2030-12-31", "2031-01-01"),
    )
)


@cache
def _upto(last: int) -> st.SearchStrategy[int]:
    return st.integers(0, last)


class Pen:
    """Draws choices; the first alternative is the one that a failing example shrinks to."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def count(self, least: int, most: int) -> int:
        return least + self._draw(_upto(most - least)) if most > least else least

    def one(self, of: Sequence[T]) -> T:
        return of[self.count(0, len(of) - 1)]

    def chance(self, of: int = 2) -> bool:
        """Return true once in so many times."""
        return self.count(0, of - 1) == of - 1

    def some(self, of: Sequence[T], least: int = 1, most: int = 3) -> list[T]:
        """Return a few different ones, in any order."""
        left = list(of)
        number = min(len(left), self.count(least, most))
        return [left.pop(self.count(0, len(left) - 1)) for _ in range(number)]

    def shuffled(self, of: Sequence[T]) -> list[T]:
        return self.some(of, len(of), len(of))

"""Calendar periods: months, quarters, halves of a year, years; each has a number that names it.

A period counts from the year 0 on, so that the next one is one more. Days are proleptic ordinals.
"""

from __future__ import annotations

from datetime import date
from typing import Final

MONTH: Final = 1
PERIODS: Final = {"月": MONTH, "季度": 3, "半年": 6, "年": 12}
"""How many months a period of each name has."""
_YEAR: Final = 12
_PARTS: Final = {3: ("第一季度", "第二季度", "第三季度", "第四季度"), 6: ("上半年", "下半年")}
_SCALES: Final = {MONTH: 100, 3: 10, 6: 10, _YEAR: 1}
_LAST: Final = date.max.year * _YEAR + _YEAR - 1


def period_of(day: int, months: int) -> int:
    """Return the period of so many months in which a day lies."""
    when = date.fromordinal(day)
    return (when.year * _YEAR + when.month - 1) // months


def last_period(months: int) -> int:
    """Return the last period that the calendar of dates has."""
    return _LAST // months


def days_of(period: int, months: int) -> tuple[int, int]:
    """Return the first and the last day of a period.

    >>> [str(date.fromordinal(day)) for day in days_of(period_of(date(2028, 2, 9).toordinal(), 1), 1)]
    ['2028-02-01', '2028-02-29']
    >>> [str(date.fromordinal(day)) for day in days_of(last_period(3), 3)]
    ['9999-10-01', '9999-12-31']
    """
    first = _begins(period * months)
    last = date.max.toordinal() if period == last_period(months) else _begins((period + 1) * months) - 1
    return first, last


def _begins(month: int) -> int:
    return date(month // _YEAR, month % _YEAR + 1, 1).toordinal()


def number_of(period: int, months: int) -> int:
    """Return the number that names a period: the year, followed by which of its periods it is.

    >>> july = date(2026, 7, 1).toordinal()
    >>> [number_of(period_of(july, months), months) for months in PERIODS.values()]
    [202607, 20263, 20262, 2026]
    """
    start = period * months
    part = 0 if months == _YEAR else start % _YEAR // months + 1
    return start // _YEAR * _SCALES[months] + part


def name_of(number: int, months: int) -> str:
    """Return what the period of a number is called.

    >>> name_of(202607, 1), name_of(20263, 3), name_of(20262, 6), name_of(2026, 12)
    ('2026年7月', '2026年第三季度', '2026年下半年', '2026年')
    """
    year, part = divmod(number, _SCALES[months])
    if months == _YEAR:
        return f"{year}年"
    return f"{year}年{f'{part}月' if months == MONTH else _PARTS[months][part - 1]}"

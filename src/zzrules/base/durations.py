"""Durations added to dates by the calendar: working days, days, months and years.

A month or a year ends on the corresponding day, or on the month's last day where there is none
(民法典第二百零二条).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from datetime import date
from typing import Any

from zzrules.base.workdays import Calendar

_LAST_ORDINAL = date.max.toordinal()


def moved(
    day: int,
    number: int,
    unit: str,
    calendar: Calendar,
    suspended: Sequence[tuple[int, int]] = (),
    *,
    back: bool = False,
) -> int | None:
    """Return the ordinal of the day a duration after (``back``: before) a day; None where no notice or date reaches.

    ``unit`` is workday, day, month or year. The days of ``suspended`` intervals (first, last; disjoint) do not count.
    Working days are not counted back: None.

    >>> from datetime import date
    >>> from zzrules.base.workdays import Notice
    >>> calendar = Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())])
    >>> date.fromordinal(moved(date(2024, 2, 29).toordinal(), 2, "year", calendar)).isoformat()
    '2026-02-28'
    """
    if unit == "workday":
        return None if back else calendar.add_ordinal(day, number, suspended)
    if back:
        number = -number
    if unit == "day":
        end = day + number
    else:
        reached = _months_later(day, number * (12 if unit == "year" else 1))
        if reached is None:
            return None
        end = reached
    for first, last in sorted(suspended):
        if first <= end and last > day:
            end += last - max(first, day + 1) + 1
    return end if 1 <= end <= _LAST_ORDINAL else None


def rolled(day: int, calendar: Calendar) -> int | None:
    """Return the day itself if it is a working day, else the next; None where no notice reaches."""
    working = calendar.working_ordinal(day)
    return None if working is None else day if working else calendar.add_ordinal(day, 1)


def ended(first: Any, last: Any, on: int, through: bool = True) -> tuple[Any, Any]:
    """Return an interval's first and last day; one known not to have ended lasts through the evaluation day.

    Such a ``last`` is neither a day nor None, which is a day that is not known. The day on which an interval ended
    belongs to it only ``through`` it.

    >>> ended(10, 12, 20), ended(10, "无", 20), ended(10, None, 20), ended(10, 12, 20, False)
    ((10, 12), (10, 20), (10, None), (10, 11))
    """
    if type(last) is int and not through:
        return first, last - 1
    if last is None or type(last) is int or type(first) is not int:
        return first, last
    return first, max(first, on)


def counted(
    start: int, end: int, calendar: Calendar, suspended: Sequence[tuple[int, int]] = (), *, working: bool
) -> int | None:
    """Return how many (working) days lie after ``start`` through ``end``; None where no notice reaches."""
    if working:
        return calendar.count_ordinal(start, end, suspended)
    low, high = min(start, end), max(start, end)
    lost = sum(max(0, min(last, high) - max(first, low + 1) + 1) for first, last in suspended)
    return (high - low - lost) * (1 if end >= start else -1)


def month_day(day: int, span: int, ahead: int, number: int) -> int | None:
    """Return the ``number``-th day of a month, or its last where it has none; None where no date reaches.

    The month is the first of the period of ``span`` months in which ``day`` lies, or of the one so many ``ahead``.

    >>> from datetime import date
    >>> ends = [month_day(date(2026, 1, 31).toordinal(), span, 1, 30) for span in (1, 3, 12)]
    >>> [date.fromordinal(end).isoformat() for end in ends]
    ['2026-02-28', '2026-04-30', '2027-01-30']
    """
    start = date.fromordinal(day)
    year, month = divmod(((start.year * 12 + start.month - 1) // span + ahead) * span, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(number, months.monthrange(year, month + 1)[1])).toordinal()


def _months_later(day: int, number: int) -> int | None:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    if not 1 <= year <= date.max.year:
        return None
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()

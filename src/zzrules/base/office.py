"""Office hours: when an office is open on working days, and moments so many working hours after others.

By analogy, 民法典第二百零三条: where there are business hours, a period ends as they do. Hours count from the
moment itself (民法典第二百零一条).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from zzrules.base import clock
from zzrules.base.bounds import Bounds, settled, spread
from zzrules.base.frozen import frozen
from zzrules.base.workdays import Calendar

Opening = tuple[int, int]
"""From which minute of the day to which an office is open."""


@frozen
class OfficeHours:
    """From each day (ordinal) on, ascending, when an office is open on working days; ``basis`` is who says so."""

    basis: str
    periods: tuple[tuple[int, tuple[Opening, ...]], ...]


class OfficeTime:
    """Office hours laid out over a calendar.

    ``starts`` are the moments at which the office opens, ``lengths`` for how many minutes, ``before`` how many minutes
    it has been open by then. Known from ``first`` through ``last``: elsewhere no notice, or no office hours, reach.

    >>> from datetime import date
    >>> from zzrules.base.workdays import Notice
    >>> calendar = Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())])
    >>> office = OfficeTime(calendar, OfficeHours("乙", ((1, ((510, 720), (870, 1050))),)))
    >>> clock.written(office.later(clock.read("2026-03-06 17:00"), 60))  # a Friday
    '2026-03-09 09:00'
    """

    def __init__(self, calendar: Calendar, hours: OfficeHours) -> None:
        """Lay the hours out."""
        begins, ends = calendar.first.toordinal(), calendar.last.toordinal()
        self.first = max(begins, hours.periods[0][0]) * clock.DAY
        self.last = clock.last_of(ends)
        starts: list[int] = []
        self.lengths: list[int] = []
        at = 0
        for day in calendar.ordinals:
            while at + 1 < len(hours.periods) and hours.periods[at + 1][0] <= day:
                at += 1
            since, openings = hours.periods[at]
            for opens, closes in openings if since <= day else ():
                starts.append(day * clock.DAY + opens)
                self.lengths.append(closes - opens)
        self.starts = starts
        self.before = [0, *accumulate(self.lengths)][:-1]

    def later(self, moment: int, minutes: int) -> int | None:
        """Return the moment at which the office has been open for so many minutes after another; None where unknown."""
        if minutes == 0:
            return moment
        if not self.first <= moment <= self.last or not self.starts:
            return None
        at = bisect_right(self.starts, moment) - 1
        passed = self.before[at] + min(moment - self.starts[at], self.lengths[at]) if at >= 0 else 0
        wanted = passed + minutes
        at = bisect_left(self.before, wanted) - 1
        rest = wanted - self.before[at]
        return self.starts[at] + rest if rest <= self.lengths[at] else None


_MOST: Final = 64


@lru_cache(maxsize=_MOST)
def _laid_out(_calendar: int, _hours: OfficeHours) -> list[tuple[Calendar, OfficeTime]]:
    return []


def office_time(calendar: Calendar, hours: OfficeHours) -> OfficeTime:
    """Return office hours laid out over a calendar; laid out once."""
    kept = _laid_out(id(calendar), hours)
    if not kept or kept[0][0] is not calendar:
        kept[:] = [(calendar, OfficeTime(calendar, hours))]
    return kept[0][1]


def later(moment: Any, minutes: int, time: OfficeTime | None, none: object) -> Any:
    """Return a moment, or bounds, so many (working) minutes later, or earlier; what is not known is not before it.

    >>> later(Bounds(clock.FIRST, None), 60, None, "无").low - clock.FIRST, later(clock.LAST, 60, None, "无").high
    (60, None)
    """
    if moment is none:
        return none
    low, high, absent = spread(moment)
    lower = upper = None
    if low is not None:
        lower = _later(low, minutes, time)
        lower = low if lower is None and minutes > 0 else lower
    if high is not None:
        upper = _later(high, minutes, time)
        upper = high if upper is None and minutes < 0 else upper
    return settled(Bounds(lower, upper, absent))


def _later(moment: int, minutes: int, time: OfficeTime | None) -> int | None:
    return clock.later(moment, minutes) if time is None else time.later(moment, minutes)

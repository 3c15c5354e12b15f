"""Moments to the minute, and hours: local time without a zone, seconds left out.

A moment counts the minutes: 1,440 for each day before it and those of its own day. Days are proleptic ordinals.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import Enum
from typing import Any, Final, NamedTuple

from zzrules.base.bounds import Bounds, settled, spread

DAY: Final = 1_440
"""How many minutes a day has."""
FIRST: Final = DAY
LAST: Final = (date.max.toordinal() + 1) * DAY - 1
"""The first and the last moment that can be written."""
TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])|(24):(00)")
HOURS: Final = re.compile(r"\s*(0|[1-9][0-9]{0,4}) ?(?:个?(工作)?小时|分钟)\s*")

WORKING_HOURS: Final = "个工作小时"
MINUTES: Final = "分钟"

_TIME_OF_DAY: Final = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-9]{2}(?:\.[0-9]+)?)?"
WRITTEN: Final = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T]{_TIME_OF_DAY}"
"""The regular expression of moments; the day may still not exist."""
EXACT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
"""The same of those in which everything has all its digits."""
_MOMENT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


class Flaw(Enum):
    """What keeps a text from being a moment that it nearly is."""

    TIME = "time"  # none is given
    ZONE = "zone"  # one is given
    THERE = "there"  # no such day, or no such time of day


def read(text: str) -> int | Flaw | None:
    """Return the moment that a text says, what is wrong with it, or None for what is no moment at all.

    >>> read("2026-04-07 17:30") == read("2026-04-07T17:30:59"), read("2026-04-07"), read("2026-02-30 8:00")
    (True, <Flaw.TIME: 'time'>, <Flaw.THERE: 'there'>)
    >>> read("2026-04-07T17:30+08:00"), read("下午五点")
    (<Flaw.ZONE: 'zone'>, None)
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    written, hour, minute, zone = match.groups()
    if hour is None:
        return Flaw.TIME
    if zone is not None:
        return Flaw.ZONE
    try:
        day = date.fromisoformat(written).toordinal()
    except ValueError:
        return Flaw.THERE
    return (
        day * DAY + int(hour) * 60 + int(minute) if TIME.fullmatch(f"{hour}:{minute}") and hour != "24" else Flaw.THERE
    )


def written(moment: int) -> str:
    """Return a moment as records write it.

    >>> written(read("2026-04-07T08:05"))
    '2026-04-07 08:05'
    """
    day, minute = divmod(moment, DAY)
    return f"{date.fromordinal(day)} {time_of(minute)}"


def of_datetime(moment: datetime) -> int:
    """Return a moment that a program has, its zone and its seconds aside.

    >>> written(of_datetime(datetime(2026, 4, 7, 17, 30, 59)))
    '2026-04-07 17:30'
    """
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def to_datetime(moment: int) -> datetime:
    """Return a moment as programs have it.

    >>> to_datetime(read("2026-04-07 17:30")).isoformat()
    '2026-04-07T17:30:00'
    """
    day, minute = divmod(moment, DAY)
    return datetime.combine(date.fromordinal(day), time(*divmod(minute, 60)))


def time_of(minute: int) -> str:
    """Return a minute of the day as a clock shows it.

    >>> time_of(1050), time_of(1440)
    ('17:30', '24:00')
    """
    return f"{minute // 60:02}:{minute % 60:02}"


def read_time(text: str) -> int | None:
    """Return the minute of the day that a text says, from 00:00 through 24:00; None for any other.

    >>> read_time("17:30"), read_time("8:30"), read_time("24:00"), read_time("24:01")
    (1050, 510, 1440, None)
    """
    match = TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = (group for group in match.groups() if group is not None)
    return int(hour) * 60 + int(minute)


class Hours(NamedTuple):
    """A number of hours, of working hours, or of minutes."""

    number: int
    unit: str

    @property
    def working(self) -> bool:
        """Whether only office hours count."""
        return self.unit == WORKING_HOURS

    @property
    def minutes(self) -> int:
        """How many minutes they are."""
        return self.number if self.unit == MINUTES else self.number * 60

    def __str__(self) -> str:
        """Return it as an office writes it."""
        return f"{self.number}{self.unit}"


def read_hours(text: str) -> Hours | None:
    """Return the hours, or the minutes, that a text says; None for any other text.

    >>> str(read_hours("24小时")), str(read_hours("4工作小时")), read_hours("30分钟").minutes, read_hours("2日")
    ('24小时', '4个工作小时', 30, None)
    """
    match = HOURS.fullmatch(text)
    if match is None:
        return None
    return Hours(int(match[1]), WORKING_HOURS if match[2] else MINUTES if text.rstrip().endswith(MINUTES) else "小时")


def last_of(day: int) -> int:
    """Return the last moment of a day.

    >>> written(last_of(date(2026, 4, 7).toordinal()))
    '2026-04-07 23:59'
    """
    return day * DAY + DAY - 1


def day_of(moment: Any, cutoff: int, none: object) -> Any:
    """Return the day of a moment, or of bounds; what comes after ``cutoff`` counts as the next day's.

    >>> moment = read("2026-04-07 17:31")
    >>> day_of(moment, 1050, "无") - day_of(moment, DAY, "无"), day_of(Bounds(moment, None), DAY, "无").high
    (1, None)
    """
    if moment is none:
        return none
    low, high, absent = spread(moment)
    return settled(Bounds(_day(low, cutoff), _day(high, cutoff), absent))


def _day(moment: int | None, cutoff: int) -> int | None:
    return None if moment is None else (moment + DAY - min(cutoff, DAY - 1) - 1) // DAY


def later(moment: int, minutes: int) -> int | None:
    """Return the moment so many minutes later; None beyond what can be written.

    >>> written(later(read("2026-04-07 17:30"), 24 * 60)), later(LAST, 1)
    ('2026-04-08 17:30', None)
    """
    reached = moment + minutes
    return reached if FIRST <= reached <= LAST else None

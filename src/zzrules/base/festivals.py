"""The statutory holidays: which festivals are days off for all citizens, by the measures in force on the day.

Source: 全国年节及纪念日放假办法, as revised; which days they fall on by the lunar calendar is data, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zzrules.base.frozen import frozen


@frozen
class Holiday:
    """A festival's days off: from ``start`` days after the festival's own day, ``count`` of them.

    The festival's day is a month and a day, or None: then it is the one that `Festivals.days` has for the year.
    """

    name: str
    start: int
    count: int
    fixed: tuple[int, int] | None = None


@frozen
class Measures:
    """The measures as one decree left them: its number, when it was issued and came into force, the holidays."""

    number: str
    issued: date
    in_force: date
    holidays: tuple[Holiday, ...]


@frozen
class Festivals:
    """The measures in the order of their coming into force, the day of each movable festival, and other names.

    >>> decree = Measures("甲", date(2024, 11, 10), date(2025, 1, 1), (Holiday("春节", -1, 4),))
    >>> festivals = Festivals((decree,), (("春节", (date(2026, 2, 17),)),))
    >>> [str(day) for day in festivals.in_year(2026)]
    ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19']
    """

    measures: tuple[Measures, ...]
    days: tuple[tuple[str, tuple[date, ...]], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    def in_force(self, day: date) -> Measures | None:
        """Return the measures in force on a day, None before the first."""
        return next((one for one in reversed(self.measures) if one.in_force <= day), None)

    def in_year(self, year: int) -> Mapping[date, tuple[str, ...]]:
        """Return the statutory holidays of a year, in order, each with the festivals that it belongs to.

        A festival whose day is not known that year has none here: `unknown` names it.
        """
        measures = self.in_force(date(year, 1, 1))
        found: dict[date, tuple[str, ...]] = {}
        for holiday in measures.holidays if measures else ():
            if own := self.day_of(holiday, year):
                for number in range(holiday.start, holiday.start + holiday.count):
                    day = own + timedelta(days=number)
                    found[day] = (*found.get(day, ()), holiday.name)
        return dict(sorted(found.items()))

    def unknown(self, year: int) -> tuple[str, ...]:
        """Return the festivals that have days off in a year, but no day."""
        measures = self.in_force(date(year, 1, 1))
        holidays = measures.holidays if measures else ()
        return tuple(holiday.name for holiday in holidays if self.day_of(holiday, year) is None)

    def day_of(self, holiday: Holiday, year: int) -> date | None:
        """Return a festival's own day in a year, None if it is not known."""
        return date(year, *holiday.fixed) if holiday.fixed else self.movable(holiday.name, year)

    def movable(self, name: str, year: int) -> date | None:
        """Return the day of a movable festival in a year, None if it is not known."""
        return next((day for day in dict(self.days).get(name, ()) if day.year == year), None)

    def names(self) -> Mapping[str, str]:
        """Return every name that a festival goes by, with the one that it has here."""
        own = {holiday.name: holiday.name for one in self.measures for holiday in one.holidays}
        return own | dict(self.aliases)

    def as_known_on(self, day: date) -> Festivals:
        """Return these without the measures that were not issued by a day."""
        known = tuple(one for one in self.measures if one.issued <= day)
        return self if known == self.measures else Festivals(known, self.days, self.aliases)

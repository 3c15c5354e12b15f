"""Recurring duties: an obligation for each calendar period, which sees the first and the last day of its own.

These two days are facts of the record as one occurrence sees it; no vocabulary has them, and nobody is asked for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from zzrules.base import clock
from zzrules.base.bounds import Bounds, settled, spread
from zzrules.base.frozen import frozen
from zzrules.base.periods import days_of, last_period, number_of, period_of
from zzrules.plan import nodes
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    from zzrules.case.record import Record

MOST_PERIODS: Final = 240
"""Of how many periods, the last ones, each has an answer of its own; those before them share one."""
FIRST_DAY: Final = Fact("期初", "期初", Kind.DATE, "", may_be_future=True)
LAST_DAY: Final = Fact("期末", "期末", Kind.DATE, "", may_be_future=True)
PERIOD_DAYS: Final = {fact.label: fact for fact in (FIRST_DAY, LAST_DAY)}


@frozen
class Recurrence:
    """How often an obligation recurs: in every period of so many months from one day to another.

    ``ahead``: it may fall due before its period ends, so that the next one may be that of the period to come.
    """

    months: int
    since: nodes.Value
    until: nodes.Value
    ahead: bool


class Occurrence(NamedTuple):
    """A period in which an obligation recurs, with its days; number 0 stands for all that there may be before others.

    ``conduct`` is the first day on which it is owed: of the period, or of the recurrence.
    """

    number: int
    first: int | Bounds
    last: int | Bounds
    conduct: int | Bounds

    def seen(self, record: Record) -> Record:
        """Return the record as the occurrence sees it."""
        days = {FIRST_DAY.name: self.first, LAST_DAY.name: self.last}
        if isinstance(self.first, Bounds):
            return record._replace(partial={**record.partial, **days})
        return record._replace(values={**record.values, **days})


def occurrences(recurrences: Sequence[Recurrence], record: Record) -> Iterator[Occurrence]:
    """Yield the periods for which there may be an obligation, as the versions of its policy state its recurrence.

    They are those that have begun on the day of evaluation and, of a duty that is due within its period, the next.
    Whether one certainly lies between the two days is a condition of the obligation itself.
    """
    months = recurrences[-1].months
    begun = [extent for one in recurrences if (extent := _extent(one.since, record)) is not None]
    if not begun:
        return
    low, high = _joined(begun)
    ended = [_extent(one.until, record) for one in recurrences]
    end = None if any(extent is None or extent.none for extent in ended) else _joined(filter(None, ended))[1]
    last = min(period_of(record.on, months) + any(one.ahead for one in recurrences), last_period(months))
    last = last if end is None else min(last, period_of(end, months))
    start = None if low is None else period_of(low, months)
    if start is not None and start > last:
        return
    since = settled(Bounds(low, high))
    if start is None or last - start >= MOST_PERIODS:
        rest = last if start is None else last - MOST_PERIODS
        least = (None, None) if start is None else days_of(start, months)
        most = days_of(rest, months)
        yield Occurrence(0, Bounds(least[0], most[0]), Bounds(least[1], most[1]), Bounds(low, most[1]))
        start = rest + 1
    for period in range(start, last + 1):
        first, final = days_of(period, months)
        yield Occurrence(number_of(period, months), first, final, _conduct(since, first, final))


def _conduct(since: int | Bounds, first: int, last: int) -> int | Bounds:
    """Return the first day of a period on which a duty that began on a day recurs; that day may be known in part."""
    low, high, _ = spread(since)
    latest = last if high is None else min(max(high, first), last)
    day: int | Bounds = settled(Bounds(min(max(low or first, first), latest), latest))
    return day


def _joined(extents: Any) -> tuple[int | None, int | None]:
    lows, highs = zip(*((one.low, one.high) for one in extents), strict=True)
    return (None if None in lows else min(lows)), (None if None in highs else max(highs))


def _extent(node: nodes.Value, record: Record) -> Bounds | None:
    """Return the days on which one that begins or ends a recurrence may be; None for one that is certainly not."""
    from zzrules.case.values import NONE, Finding, unknown  # who reads plans alone needs no records

    match node:
        case nodes.Literal(day):
            return spread(day)
        case nodes.DayOf(inner):
            moment = _extent(inner, record)
            return None if moment is None else spread(clock.day_of(moment, clock.DAY, NONE))
        case nodes.FactValue(fact):
            known = record.values.get(fact.name)
            if known is NONE:
                return None
            return spread(known if known is not None else record.partial.get(fact.name) or unknown(fact, record.on))
        case nodes.FindingDay(fact):
            found = record.values.get(fact.name)
            if isinstance(found, Finding) and found.day is not None:
                return spread(found.day)
            return None if found is NONE else Bounds(None, record.on, none=found is None)
        case _:
            raise TypeError(f"{type(node).__name__} is no day of a record")

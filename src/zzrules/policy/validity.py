"""施行, 有效期至, 取值: the days on which a file, a part of it, or the value of a parameter is law."""

from __future__ import annotations

from datetime import date, timedelta

from zzrules.base.citation import Citation
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.policy.yamltree import Scalar

_ONE_DAY = timedelta(days=1)


@frozen
class Span:
    """The first and the last day, both included; None where nothing is said of it."""

    first: date | None = None
    last: date | None = None
    first_place: Place = hidden(default=NOWHERE)
    last_place: Place = hidden(default=NOWHERE)

    def has(self, day: date) -> bool:
        """Return whether a day is one of them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, first: date, last: date) -> bool:
        """Return whether a day between two, or one of them, is one of its days."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)

    def covers(self, other: Span) -> bool:
        """Return whether every day of another span is one of them."""
        begun = self.first is None or (other.first is not None and self.first <= other.first)
        return begun and (self.last is None or (other.last is not None and other.last <= self.last))

    @property
    def changes(self) -> frozenset[date]:
        """The days on which it begins, and on which it is over."""
        begins = {self.first} if self.first is not None else set()
        return frozenset(begins | over_from(self.last) if self.last is not None else begins)


WHENEVER = Span()
"""As long as what it is part of."""


@frozen
class Parameter:
    """参数: a value with its history: the first day of each value, ascending, and the last day of the last one."""

    name: Scalar
    citation: Citation | None
    history: tuple[tuple[date, Scalar], ...]
    note: str
    ended: Span = WHENEVER

    def value_on(self, day: date) -> Scalar | None:
        """Return the value in force on a day; None before the first and after the last day."""
        since = [value for first, value in self.history if first <= day]
        return since[-1] if since and self.ended.has(day) else None


def over_from(last: date) -> set[date]:
    """Return the first day on which what ends with a day is over; none for the last day of the calendar, its end.

    >>> over_from(date(2027, 6, 30)), over_from(date.max)
    ({datetime.date(2027, 7, 1)}, set())
    """
    return {last + _ONE_DAY} if last < date.max else set()

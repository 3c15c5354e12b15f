"""施行, 有效期至, 取值: the days on which a file, a part of it, or the value of a parameter is law."""

from __future__ import annotations

from datetime import date, timedelta

from zzrules.base.citation import Citation
from zzrules.base.diagnostics import policies as wrong
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.policy.forms import Form, Reader
from zzrules.policy.yamltree import Scalar

SPAN = ("施行", "有效期至")
_LAST = "「有效期至」，写仍然有效的最后一天"
INSTEAD = {"生效": "「施行」", "起用": "「施行」"} | dict.fromkeys(("失效", "废止", "终止", "截止"), _LAST)
"""What to write instead of other words for them."""
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


def read_span(form: Form, reader: Reader) -> Span:
    """Return the days that a file or a part states."""
    if not form.keys() & {*SPAN}:
        return WHENEVER
    first, last = (reader.date(form[key][1], key) if key in form else None for key in SPAN)
    return Span(first, last, *(form[key][1].place if key in form else NOWHERE for key in SPAN))


def read_own_span(form: Form, reader: Reader, begins: date | None = None) -> Span:
    """Return the days of a part of a policy, which ``begins`` on a day if it says none; reversed ones are noted."""
    span = read_span(form, reader)
    first = span.first or begins
    if first and span.last and span.last < first:
        reader.note(wrong.VALIDITY_REVERSED, span.last_place, first=first, last=span.last)
        return WHENEVER
    return span


def validity(form: Form, span: Span, reader: Reader) -> tuple[date | None, date | None]:
    """Return the first and the last day of a policy file: its own, within the regulation's."""
    regulation, first, last = reader.regulation, span.first, span.last
    if regulation is not None:
        first = max(first, regulation.in_force) if first else regulation.in_force
        last = min(last, regulation.last_day) if last else regulation.last_day
    if first and last and last < first:
        key = form.get("有效期至", form.get("施行", form["政策"]))[1]
        reader.note(wrong.VALIDITY_REVERSED, key.place, first=first, last=last)
        return None, None
    return first, last

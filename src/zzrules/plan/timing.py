"""Binding times of day: hours after a moment, the day on which a moment lies."""

from __future__ import annotations

from typing import Never

from zzrules.base import clock
from zzrules.base.clock import Hours
from zzrules.base.diagnostics import meanings as wrong
from zzrules.plan import nodes, walks
from zzrules.plan.names import UnboundError
from zzrules.plan.reckoning import Reckoning
from zzrules.policy import expressions
from zzrules.policy.forms import INTEGER, LAST_DAY, no_time, suggest
from zzrules.policy.meant import integer_instead
from zzrules.policy.office_files import OFFICE
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamltree import Scalar

_LONGEST, _IN_EVERY = 31, 28
MONTHS = {"本月": (1, 0), "次月": (1, 1), "次季首月": (3, 1), "次年一月": (12, 1)}
"""Of how many months the period is of which a month is the first, and how many periods ahead."""


class Timing(Reckoning):
    """Binds what a policy says of times of day, as it stands on a day."""

    def _hours(self, word: Scalar) -> Hours | None:
        """Return the hours that a word is, or that a parameter has; None for what is none."""
        return clock.read_hours(self._written(word).text)

    def _hours_later(self, start: nodes.Value, hours: Hours, word: Scalar, *, back: bool = False) -> nodes.Value:
        """Return a moment moved by hours; working hours without office hours are noted."""
        office = None
        if hours.working:
            if back:
                self._fail(wrong.WORKING_HOURS_BACK, word)
            office = self.policy.office or self.vocabulary.office
            if office is None and OFFICE in self.problems.unread:
                raise UnboundError
            if office is None:
                self._fail(wrong.NO_OFFICE_HOURS, word, word=word.text, day=self.policy.in_force)
        text = f"{word.text}（{hours}）" if word.text in self.parameters else str(hours)
        return nodes.HoursLater(start, hours.minutes * (-1 if back else 1), office, text)

    def _hour_deadline(self, surface: expressions.Deadline) -> nodes.Value | None:
        """Return a deadline counted in hours; None for one that is counted in days."""
        words = surface.add or surface.subtract
        hours = [(word, self._hours(word)) for word in words]
        if all(one is None for _, one in hours):
            return None
        start = self._when(surface.start)
        timed = walks.kind_of(start) is Kind.MOMENT
        for word, one in hours:
            if one is None:
                self._not_in_hours(word, surface.start)
            if not timed:
                self._fail(wrong.HOURS_FOR_DATE, word, word=word.text, start=surface.start.text)
            start = self._hours_later(start, one, word, back=bool(surface.subtract))
        if surface.rolling is not None:
            self._fail(wrong.HOURS_WITH, surface.rolling, key="顺延")
        if surface.suspension is not None:
            self._fail(wrong.HOURS_WITH, surface.suspension.name, key="扣除")
        return start

    def _counted_from(self, start: Scalar, length: Scalar) -> nodes.Value:
        """Return the date from which a length that counts no hours is counted."""
        value = self._when(start)
        if walks.kind_of(value) is Kind.MOMENT:
            self._not_in_hours(length, start)
        return value

    def _not_in_hours(self, length: Scalar, start: Scalar) -> Never:
        """Note that a length after a moment counts no hours, or is no length at all."""
        self._operand(length, Kind.DURATION)
        self._fail(wrong.DAYS_FOR_MOMENT, length, word=length.text, start=start.text)

    def _from_to(self, start: Scalar, end: Scalar) -> tuple[nodes.Value, nodes.Value]:
        """Return two dates, or two moments."""
        first, last = self._when(start), self._when(end)
        kinds = walks.kind_of(first), walks.kind_of(last)
        if kinds[0] is not kinds[1]:
            dated = start if kinds[0] is Kind.DATE else end
            self._fail(wrong.DATE_FOR_MOMENT, dated, word=dated.text)
        return first, last

    def _month_day(self, surface: expressions.MonthDay) -> nodes.Value:
        """Return a day of a month; one that not every month has needs to say which then."""
        month, day, otherwise = surface.month, surface.day, surface.otherwise
        if month.text not in MONTHS:
            self._fail(wrong.NO_SUCH_MONTH, month, text=month.text, hint=suggest(month.text, MONTHS))
        said = self._written(day)
        number = _LONGEST if said.text == LAST_DAY else int(said.text) if INTEGER.fullmatch(said.text) else 0
        if not 1 <= number <= _LONGEST:
            meant = integer_instead(said.text.rstrip("日号"))
            hint = meant if 1 <= int(meant or 0) <= _LONGEST else "1 至 31 的数，或者「末日」"
            self._fail(wrong.NO_SUCH_MONTH_DAY, day, text=said.text, hint=hint)
        if otherwise is not None and otherwise.text != LAST_DAY:
            self._fail(wrong.NOT_THE_LAST_DAY, otherwise, text=otherwise.text)
        if otherwise is None and number > _IN_EVERY and said.text != LAST_DAY:
            self._fail(wrong.NOT_IN_EVERY_MONTH, day, number=number)
        text = f"{month.text}{LAST_DAY if said.text == LAST_DAY else f'{number}日'}"
        return nodes.MonthDay(self._date(surface.start), *MONTHS[month.text], number, text)

    def _day_taken(self, moment: Scalar, cutoff: Scalar | None) -> nodes.Value:
        """Return the day of a moment; with a cut-off, that of its receipt, which is a working day."""
        value = self._operand(moment, Kind.MOMENT).value
        if cutoff is None:
            return nodes.DayOf(value, clock.DAY)
        text = self._written(cutoff).text
        minute = clock.read_time(text)
        if minute is None:
            self._note(no_time(text, cutoff.place), cutoff)
        return nodes.Rolled(nodes.DayOf(value, minute))

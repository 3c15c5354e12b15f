"""Working days by the State Council's notices: counting from two arrays, and no answer where no notice reaches.

Sources: 全国年节及纪念日放假办法; 国务院办公厅关于…年部分节假日安排的通知; 行政许可法45, 82; by analogy, 民法典201.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate, compress, pairwise
from operator import attrgetter
from typing import Any

from zzrules.base.daykinds import DayKind
from zzrules.base.diagnostics import calendar as wrong
from zzrules.base.doors import door
from zzrules.base.errors import NOWHERE, CalendarError, NotCoveredError, Place
from zzrules.base.festivals import Festivals
from zzrules.base.frozen import Value, frozen, hidden

_LAST_ORDINAL = date.max.toordinal()
AWAITED = "国务院办公厅关于{year}年部分节假日安排的通知"
LAST_SETTLED = (12, 28)  # the last month and day of a year that the notice of the next one leaves alone


Places = tuple[tuple[date, Place], ...]


@frozen
class Notice:
    """A notice: number, issue date, the year it arranges, days off as (name, first, last), make-up working days.

    ``extra`` are those of its days off that it gives by itself; see `DayKind`.
    """

    number: str
    issued: date
    year: int
    days_off: tuple[tuple[str, date, date], ...]
    workdays: tuple[date, ...]
    source: str = ""
    remark: str = ""
    extra: tuple[date, ...] = ()
    place: Place = hidden(default=NOWHERE)
    places: Places = hidden(default=())

    def at(self, day: date) -> Place:
        """Return where a day of it is written, or the range that the day begins."""
        return next((place for written, place in self.places if written == day), self.place)


@frozen
class Closure:
    """A day on which a city stopped work, with its document; counted only where the city adopts closures.

    Without ``issued``, the document was issued on the day itself.
    """

    day: date
    document: str
    remark: str = ""
    issued: date | None = None


@frozen
class Assumption:
    """What somebody assumes of a year whose notice is yet to come, and on what grounds; see `Calendar.assuming`."""

    year: int
    basis: str
    days_off: tuple[tuple[str, date, date], ...]
    workdays: tuple[date, ...]
    place: Place = hidden(default=NOWHERE)
    places: Places = hidden(default=())

    def __str__(self) -> str:
        """Return what it is, as answers say it."""
        return f"假定的{self.year}年日历（依据：{self.basis}）"

    @property
    def stand_in(self) -> Notice:
        """What stands in for the notice."""
        first = date(self.year, 1, 1)
        name, written = f"假定的{self.year}年日历", (self.days_off, self.workdays)
        return Notice(name, first, self.year, *written, place=self.place, places=self.places)


@frozen
class DayBasis:
    """What a day is, and the number of the notice or document that says so; '' for an ordinary day."""

    working: bool
    name: str
    document: str = ""


class Calendar(Value):
    """The working days of the years that have a notice; immutable, so threads may share it.

    Covered is 1 January of the first such year through 28 December of the last: the next notice may still rewrite
    29–31 December (2018, 2022). ``notices`` stand in the order of issue: the later wins, day by day. ``ordinals`` are
    the covered working days, ``counts[i]`` is how many there are in the first i covered days. ``festivals`` tell the
    statutory holidays among the days off. ``assumptions`` stand in for notices that are yet to come.
    Raises CalendarError with every problem: not a date (ZZ505), no notice or a year left out (ZZ506), a day off and
    on by notices of one date (ZZ507), a make-up day on an ordinary Monday–Friday (ZZ508), a range that is reversed or
    outside the year (ZZ509), an issue date that doesn't fit the year (ZZ510), a number missing or repeated (ZZ511), an
    assumption for a year that has a notice (ZZ530).

    >>> notice = Notice("甲", date(2025, 11, 4), 2026, (("元旦", date(2026, 1, 1), date(2026, 1, 3)),), ())
    >>> calendar = Calendar([notice], closures=[Closure(date(2026, 1, 5), "停工通知〔2026〕1号")])
    >>> calendar, calendar.add(date(2025, 12, 31), 1).isoformat()
    (Calendar(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 12, 28)), '2026-01-06')
    """

    __slots__ = ("_declared", "assumptions", "closures", "counts", "festivals", "first", "last", "notices", "ordinals")
    __match_args__ = ("notices", "closures", "festivals", "assumptions")
    _read = staticmethod(attrgetter(*__match_args__))
    notices: tuple[Notice, ...]
    closures: tuple[Closure, ...]
    festivals: Festivals | None
    assumptions: tuple[Assumption, ...]
    first: date
    last: date
    ordinals: tuple[int, ...]
    counts: tuple[int, ...]
    _declared: dict[int, DayBasis]

    @door
    def __init__(
        self,
        notices: Sequence[Notice],
        closures: Sequence[Closure] = (),
        festivals: Festivals | None = None,
        assumptions: Sequence[Assumption] = (),
    ) -> None:
        """Check the notices, apply them in the order of issue, and lay out the two arrays."""
        notices = tuple(sorted(notices, key=lambda notice: (_ordinal(notice.issued), notice.number)))
        closures = tuple(sorted(closures, key=lambda closure: (_ordinal(closure.day), closure.document)))
        assumptions = tuple(sorted(assumptions, key=lambda assumption: assumption.year))
        _need_unannounced(assumptions, notices)
        every = (*notices, *(assumption.stand_in for assumption in assumptions))
        declared = _declare(every, closures)
        years = [notice.year for notice in every]
        first, last = date(min(years), 1, 1), date(max(years), *LAST_SETTLED)
        days = range(first.toordinal(), last.toordinal() + 1)
        week = bytes(_is_working({}, day) for day in days[:7])
        working = bytearray(week * (len(days) // 7 + 1))[: len(days)]
        for day, basis in declared.items():
            if day in days:
                working[day - days.start] = basis.working
        arrays = tuple(compress(days, working)), tuple(accumulate(working, initial=0))
        parts = (declared, assumptions, closures, arrays[1], festivals, first, last, notices, arrays[0])
        for name, part in zip(self.__slots__, parts, strict=True):
            object.__setattr__(self, name, part)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the notices, the closures, the festivals and the assumptions."""
        return Calendar, (self.notices, self.closures, self.festivals, self.assumptions)

    def __repr__(self) -> str:
        """Return the first and the last covered day."""
        return f"Calendar(first={self.first!r}, last={self.last!r})"

    @door
    def covers(self, day: date) -> bool:
        """Return whether the notices settle ``day``. Raises CalendarError (ZZ505) for what is not a date.

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).covers(date(2026, 12, 29))
        False
        """
        return self.working_ordinal(_ordinal(day)) is not None

    @door
    def awaits(self, day: date) -> str:
        """Return the title of the notice that ``day`` waits for, '' for a covered day. Raises CalendarError (ZZ505).

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).awaits(date(2026, 12, 29))
        '国务院办公厅关于2027年部分节假日安排的通知'
        """
        if self.covers(day):
            return ""
        rewritten = day > self.last and (day.month, day.day) > LAST_SETTLED
        return AWAITED.format(year=day.year + rewritten)

    @door
    def is_working_day(self, day: date) -> bool:
        """Return whether ``day`` is a working day, a make-up Saturday or Sunday included (放假办法; the notices).

        Raises NotCoveredError (ZZ501) for a day that no notice settles, CalendarError (ZZ505) for what is no date.

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).is_working_day(date(2026, 3, 7))
        False
        """
        return bool(self._known(self.working_ordinal(_ordinal(day)), day.toordinal()))

    @door
    def basis(self, day: date) -> DayBasis:
        """Return what ``day`` is and which notice set it. Raises as `is_working_day` does.

        >>> calendar = Calendar([Notice("甲", date(2025, 11, 4), 2026, (), (date(2026, 2, 28),))])
        >>> calendar.basis(date(2026, 2, 28))
        DayBasis(working=True, name='调休上班', document='甲')
        """
        works = self.is_working_day(day)
        return self._declared.get(day.toordinal()) or DayBasis(works, "工作日" if works else "周末")

    @door
    def kind_of(self, day: date) -> DayKind:
        """Return what kind of day ``day`` is: whether a day off is a statutory holiday, or one that was shifted.

        Raises as `is_working_day` does, and CalendarError (ZZ521) for a day off where no measures tell.

        >>> import zzrules
        >>> calendar = zzrules.load().calendar
        >>> [calendar.kind_of(date(2025, 10, day)).value for day in (6, 7, 8, 11)]
        ['法定节假日', '调休放假', '调休放假', '调休上班']
        """
        works, ordinal = self.is_working_day(day), day.toordinal()
        if works:
            return DayKind.WORKING if _is_working({}, ordinal) else DayKind.MADE_UP
        if self.festivals is None or self.festivals.in_force(date(day.year, 1, 1)) is None:
            raise CalendarError(wrong.NO_MEASURES(day=day))
        basis = self._declared.get(ordinal)
        if day in self.festivals.in_year(day.year):
            return DayKind.STATUTORY
        if basis and any(notice.number == basis.document and day in notice.extra for notice in self.notices):
            return DayKind.EXTRA
        if any(closure.day == day and basis == _closed(closure) for closure in self.closures):
            return DayKind.CLOSED
        return DayKind.SHIFTED if _is_working({}, ordinal) else DayKind.WEEKEND

    @door
    def as_known_on(self, day: date) -> Calendar:
        """Return the calendar as it was known on ``day``: of the notices that were issued by then.

        What a later notice amends reads as before; a year whose notice was yet to come is not covered, nor is one that
        is only assumed after it. Raises CalendarError for a day before the first notice (ZZ520), for what is no date
        (ZZ505).

        >>> import zzrules
        >>> calendar = zzrules.load().calendar  # the notice of 26 January 2020 lengthened the Spring Festival
        >>> [calendar.as_known_on(date(2020, 1, day)).is_working_day(date(2020, 1, 31)) for day in (25, 26)]
        [True, False]
        """
        asked = _ordinal(day)
        notices = [notice for notice in self.notices if notice.issued.toordinal() <= asked]
        if not notices:
            raise CalendarError(wrong.NOTHING_KNOWN(day=day, first=self.notices[0].issued))
        closures = [closure for closure in self.closures if (closure.issued or closure.day) <= day]
        festivals = self.festivals.as_known_on(day) if self.festivals else None
        known = len(notices) + len(closures) == len(self.notices) + len(self.closures)
        if known and festivals == self.festivals:
            return self
        years = {notice.year for notice in notices}
        for one in (*self.assumptions, *reversed(self.assumptions)):
            if not years.isdisjoint((one.year - 1, one.year + 1)):
                years.add(one.year)
        return Calendar(notices, closures, festivals, [one for one in self.assumptions if one.year in years])

    @door
    def assuming(self, *assumptions: Assumption) -> Calendar:
        """Return the calendar with assumptions for years whose notices are yet to come, beside those it has.

        Raises CalendarError for one that the notices leave no room for (ZZ506, ZZ530), or that is wrong in itself.

        >>> calendar = Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())])
        >>> spring = ("春节", date(2027, 2, 5), date(2027, 2, 11))
        >>> assumed = calendar.assuming(Assumption(2027, "拟作修正的测算", (spring,), ()))
        >>> calendar.covers(date(2027, 2, 5)), assumed.is_working_day(date(2027, 2, 5))
        (False, False)
        """
        return Calendar(self.notices, self.closures, self.festivals, (*self.assumptions, *assumptions))

    @property
    def announced(self) -> Calendar:
        """The calendar without its assumptions."""
        return Calendar(self.notices, self.closures, self.festivals) if self.assumptions else self

    @door
    def add(self, start: date, n: int, suspended: Sequence[tuple[date, date]] = ()) -> date:
        """Return the n-th working day after ``start``, which is not counted (民法典201); for 0, ``start`` itself.

        ``suspended``: (first, last) dates, both left out of the count (行政许可法45). Raises NotCoveredError (ZZ501)
        if a day after ``start`` through the answer is not covered; CalendarError for suspensions that overlap (ZZ502)
        or end before they begin (ZZ503), an ``n`` that is not a whole number from 0 (ZZ504), no date (ZZ505).

        >>> calendar = Calendar([Notice("甲", date(2025, 11, 4), 2026, (), (date(2026, 2, 28),))])
        >>> print(calendar.add(date(2026, 2, 26), 2), calendar.add(date(2026, 2, 26), 3))
        2026-02-28 2026-03-02
        >>> print(calendar.add(date(2026, 2, 26), 2, suspended=[(date(2026, 2, 28), date(2026, 3, 2))]))
        2026-03-03
        """
        begin = _ordinal(start)
        spans = [(_ordinal(first), _ordinal(last)) for first, last in suspended]
        return date.fromordinal(self._known(self.add_ordinal(begin, n, spans), begin + 1))

    @door
    def between(self, start: date, end: date, suspended: Sequence[tuple[date, date]] = ()) -> int:
        """Return how many working days lie after ``start`` through ``end``, without the suspended days.

        If ``end`` is earlier, minus the count the other way. Every day from one to the other must be covered, the
        earlier one excepted, suspended or not. Raises as `add` does.

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).between(date(2026, 3, 6), date(2026, 3, 10))
        2
        """
        begin, until = _ordinal(start), _ordinal(end)
        spans = [(_ordinal(first), _ordinal(last)) for first, last in suspended]
        return self._known(self.count_ordinal(begin, until, spans), min(begin, until) + 1)

    @door
    def project(self, start: date, n: int) -> date:
        """Return a provisional (暂定) n-th working day after ``start``: Monday–Friday where no notice settles a day.

        Only to be shown, as 暂定: no finding rests on it. Walks the days. Raises CalendarError (ZZ504, ZZ505, ZZ512).

        >>> print(Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).project(date(2026, 12, 28), 4))
        2027-01-01
        """
        day, missing = _ordinal(start), _count(n)
        while missing:
            day += 1
            if day > _LAST_ORDINAL:
                raise CalendarError(wrong.BEYOND_LAST_DATE(start=start, number=n))
            missing -= _is_working(self._declared, day)
        return date.fromordinal(day)

    def working_ordinal(self, day: int) -> bool | None:
        """Return `is_working_day` for a proleptic ordinal (`date.toordinal`), None where it is not covered.

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).working_ordinal(739681)
        True
        """
        index = day - self.first.toordinal()
        return self.counts[index + 1] > self.counts[index] if 0 <= index < len(self.counts) - 1 else None

    def add_ordinal(self, start: int, n: int, suspended: Sequence[tuple[int, int]] = ()) -> int | None:
        """Return `add` in proleptic ordinals, None where it is not covered. Raises CalendarError (ZZ502–ZZ504).

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).add_ordinal(739681, 1)
        739684
        """
        spans = _disjoint(suspended) if suspended else ()
        if _count(n) == 0:
            return start
        counts, before = self.counts, self.first.toordinal() - 1
        if not 0 <= start - before < len(counts):
            return None
        index = counts[start - before] + n - 1
        for first, last in spans:
            if index >= len(self.ordinals) or first > self.ordinals[index]:
                break
            if last - before >= len(counts):
                return None
            if last > start:
                index += counts[last - before] - counts[max(first - 1, start) - before]
        return self.ordinals[index] if index < len(self.ordinals) else None

    def count_ordinal(self, start: int, end: int, suspended: Sequence[tuple[int, int]] = ()) -> int | None:
        """Return `between` in proleptic ordinals, None where it is not covered. Raises CalendarError (ZZ502, ZZ503).

        >>> Calendar([Notice("甲", date(2025, 11, 4), 2026, (), ())]).count_ordinal(739681, 739685)
        2
        """
        spans = _disjoint(suspended) if suspended else ()
        counts, before = self.counts, self.first.toordinal() - 1
        low, high = (start, end) if start < end else (end, start)
        if low == high:
            return 0
        if low < before or high - before >= len(counts):
            return None
        total = counts[high - before] - counts[low - before]
        for first, last in spans:
            if first <= high and last > low:
                total -= counts[min(last, high) - before] - counts[max(first - 1, low) - before]
        return total if start < end else -total

    def _known(self, answer: int | None, needed: int) -> int:
        """Return the answer; if there is none, name the first day from ``needed`` on that lacks its notice."""
        if answer is not None:
            return answer
        day = date.fromordinal(min(needed, _LAST_ORDINAL))
        day = date.fromordinal(self.last.toordinal() + 1) if self.covers(day) else day
        if day < self.first:
            raise NotCoveredError(wrong.BEFORE_FIRST_NOTICE(first=self.first, day=day, notice=self.awaits(day)))
        raise NotCoveredError(wrong.NOT_COVERED(day=day, notice=self.awaits(day)))


def _need_unannounced(assumptions: Sequence[Assumption], notices: Sequence[Notice]) -> None:
    """Raise if a year that has a notice, or another assumption, is assumed."""
    numbers = {notice.year: notice.number for notice in notices}
    problems = []
    for assumption in assumptions:
        if assumption.year in numbers:
            number = numbers[assumption.year]
            problems.append(wrong.NOTHING_TO_ASSUME(assumption.place, year=assumption.year, number=number))
        numbers.setdefault(assumption.year, assumption.stand_in.number)
    if problems:
        raise CalendarError(problems)


def _ordinal(day: object) -> int:
    if isinstance(day, datetime) or not isinstance(day, date):
        raise CalendarError(wrong.NOT_A_DATE(day=day))
    return day.toordinal()


def _count(n: object) -> int:
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        raise CalendarError(wrong.NOT_A_COUNT(number=n))
    return n


def _disjoint(suspended: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return the suspensions in order; raise if one ends before it begins or two share a day."""
    spans = sorted(suspended)
    clashes = [(span, later) for span, later in pairwise(spans) if later[0] <= min(span[1], later[1])]
    reversed_spans = [span for span in spans if span[1] < span[0]]
    if clashes or reversed_spans:
        problems = [wrong.SUSPENSION_REVERSED(span=_span_text(span)) for span in reversed_spans]
        problems += [
            wrong.SUSPENSIONS_OVERLAP(first=_span_text(span), second=_span_text(later)) for span, later in clashes
        ]
        raise CalendarError(problems)
    return spans


def _span_text(span: tuple[int, int]) -> str:
    first, last = map(date.fromordinal, span)
    return f"{first}至{last}"


def _is_working(declared: dict[int, DayBasis], day: int) -> bool:
    return declared[day].working if day in declared else day % 7 not in (6, 0)  # ordinal 1 was a Monday


def _declare(notices: Sequence[Notice], closures: Sequence[Closure]) -> dict[int, DayBasis]:
    """Return the days that the notices, in the order of issue, and then the closures set; raise every problem."""
    places = {notice.year: notice.place for notice in reversed(notices)}
    problems = [
        wrong.YEAR_MISSING(places.get(after, NOWHERE), years=years) for years, after in _years_missing({*places})
    ]
    declared: dict[int, DayBasis] = {}
    by_number: dict[str, Notice] = {}
    for notice in notices:
        number, place = notice.number, notice.place
        if not number.strip() or number in by_number:
            problems.append(wrong.BAD_NUMBER(place, number=number))
        if notice.year - notice.issued.year not in (0, 1):
            problems.append(wrong.ISSUED_IN_OTHER_YEAR(place, number=number, issued=notice.issued, year=notice.year))
        by_number[number] = notice
        arranged = [(False, *days_off) for days_off in notice.days_off]
        made_up = DayBasis(working=True, name="调休上班", document=number)
        arranged += [(True, made_up.name, day, day) for day in notice.workdays]
        for works, name, first, last in arranged:
            span = range(_ordinal(first), _ordinal(last) + 1)
            if not span or (first.year, first.month) < (notice.year - 1, 12) or last.year > notice.year:
                problems.append(
                    wrong.SPAN_OUTSIDE_YEAR(
                        notice.at(first), number=number, name=name, first=first, last=last, year=notice.year
                    )
                )
                continue
            basis = made_up if works else DayBasis(works, name, number)
            for day in span:
                earlier = declared.get(day)
                if (
                    earlier is not None
                    and earlier.working != works
                    and (other := by_number[earlier.document]).issued == notice.issued
                ):
                    numbers = "」「".join(sorted({other.number, number}))
                    clash = wrong.OFF_AND_ON(notice.at(first), numbers=numbers, day=date.fromordinal(day))
                    problems.append(clash)
                elif works and _is_working({}, day) and _is_working(declared, day):
                    problems.append(wrong.ORDINARY_WORKING_DAY(notice.at(first), number=number, day=first))
                else:
                    declared[day] = basis
    for closure in closures:
        if not closure.document.strip():
            problems.append(wrong.CLOSURE_WITHOUT_NUMBER(day=closure.day))
        if _is_working(declared, closure.day.toordinal()):
            declared[closure.day.toordinal()] = _closed(closure)
    if problems:
        raise CalendarError(problems)
    return declared


def _closed(closure: Closure) -> DayBasis:
    return DayBasis(working=False, name="停工", document=closure.document)


def _years_missing(years: set[int]) -> list[tuple[str, int]]:
    """Return the years without a notice between those that have any, with the year after; 任何一年, if none has."""
    if not years:
        return [("任何一年", 0)]
    gaps = [(year + 1, following - 1) for year, following in pairwise(sorted(years)) if following - year > 1]
    return [(f"{first}年" if first == last else f"{first}至{last}年", last + 1) for first, last in gaps]

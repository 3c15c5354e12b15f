"""Properties of counting: adding and counting undo each other, and both agree with a walk over the days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from zzrules.base.errors import CalendarError
from zzrules.base.workdays import Calendar, Closure, Notice

WEEKEND = (5, 6)
Spans = list[tuple[int, int]]


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=index) for index in range((last - first).days + 1)]


@st.composite
def notices_of(draw: st.DrawFn, year: int) -> list[Notice]:
    """Draw the notice for a year and perhaps a later one that takes days off back, or gives more."""
    earliest, latest = date(year - 1, 12, 25), date(year, 12, 31)
    result: list[Notice] = []
    taken: set[date] = set()
    for issued in [date(year - 1, 11, 4), date(year, 1, 26)][: draw(st.integers(1, 2))]:
        firsts = draw(st.lists(st.dates(earliest, latest), max_size=4))
        ranges = [(day, min(latest, day + timedelta(days=draw(st.integers(0, 9))))) for day in firsts]
        off = {day for first, last in ranges for day in days_of(first, last)}
        free = [day for day in days_of(earliest, latest) if day.weekday() in WEEKEND or day in taken]
        made_up = draw(st.lists(st.sampled_from([day for day in free if day not in off]), max_size=6, unique=True))
        taken = (taken | off) - set(made_up)
        days_off = tuple(("节日", first, last) for first, last in ranges)
        result.append(Notice(f"通知〔{issued}〕", issued, year, days_off, tuple(made_up)))
    return result


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    first = draw(st.integers(2015, 2027))
    notices = [notice for year in range(first, first + draw(st.integers(1, 2))) for notice in draw(notices_of(year))]
    closed = draw(st.lists(st.dates(date(first, 1, 1), date(first + 1, 12, 31)), max_size=3, unique=True))
    return Calendar(draw(st.permutations(notices)), [Closure(day, "停工通知") for day in closed])


@st.composite
def questions(draw: st.DrawFn) -> tuple[Calendar, int, Spans]:
    """Draw a calendar, a day in or near it, and suspensions near that day which don't overlap."""
    calendar = draw(calendars())
    start = draw(st.integers(calendar.first.toordinal() - 10, calendar.last.toordinal() + 10))
    edges = sorted(draw(st.lists(st.integers(start - 20, start + 60), max_size=6, unique=True)))
    spans = [(first, draw(st.integers(first, last - 1))) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    return calendar, start, draw(st.permutations(spans))


def works(calendar: Calendar, ordinal: int) -> bool | None:
    """Say what a day is by reading the notices from the latest; None outside 1 January to 28 December."""
    day = date.fromordinal(ordinal)
    years = {notice.year for notice in calendar.notices}
    if not date(min(years), 1, 1) <= day <= date(max(years), 12, 28):
        return None
    if any(closure.day == day for closure in calendar.closures):
        return False
    for notice in sorted(calendar.notices, key=lambda notice: notice.issued, reverse=True):
        if day in notice.workdays:
            return True
        if any(first <= day <= last for _, first, last in notice.days_off):
            return False
    return day.weekday() not in WEEKEND


def counted(calendar: Calendar, day: int, spans: Spans) -> bool | None:
    answer = works(calendar, day)
    return answer and not any(first <= day <= last for first, last in spans)


def add_by_walking(calendar: Calendar, day: int, n: int, spans: Spans) -> int | None:
    while n:
        day += 1
        step = counted(calendar, day, spans)
        if step is None:
            return None
        n -= step
    return day


def count_by_walking(calendar: Calendar, start: int, end: int, spans: Spans) -> int | None:
    if end < start:
        reverse = count_by_walking(calendar, end, start, spans)
        return None if reverse is None else -reverse
    steps = [counted(calendar, day, spans) for day in range(start + 1, end + 1)]
    return None if None in steps else sum(map(bool, steps))


@given(questions(), st.integers(0, 40))
def test_add_agrees_with_a_walk(question, n):
    """Adding agrees with a walk over the days, suspensions or not; None where the walk leaves the days covered."""
    calendar, start, spans = question
    assert calendar.add_ordinal(start, n) == add_by_walking(calendar, start, n, [])
    assert calendar.add_ordinal(start, n, spans) == add_by_walking(calendar, start, n, spans)


@given(questions(), st.integers(-80, 80))
def test_between_agrees_with_a_walk(question, distance):
    """Counting agrees with a walk over the days, forwards and backwards."""
    calendar, start, spans = question
    end = start + distance
    assert calendar.count_ordinal(start, end) == count_by_walking(calendar, start, end, [])
    assert calendar.count_ordinal(start, end, spans) == count_by_walking(calendar, start, end, spans)


@given(questions())
def test_a_day_is_what_the_latest_notice_says(question):
    """Each day is what the latest notice that mentions it says."""
    calendar, start, _ = question
    for day in range(start - 15, start + 15):
        assert calendar.working_ordinal(day) == works(calendar, day)


@given(questions(), st.integers(0, 60))
def test_between_undoes_add(question, n):
    """As many working days lie between a day and the n-th working day after it as n says, and they lead back to it."""
    calendar, start, spans = question
    end = calendar.add_ordinal(start, n, spans)
    if end is not None:
        assert calendar.count_ordinal(start, end, spans) == n
        assert n == 0 or counted(calendar, end, spans)


@given(questions(), st.integers(1, 80))
def test_add_undoes_between(question, distance):
    """Where the last day counts, counting up to it and adding as many leads to it again."""
    calendar, start, spans = question
    end = start + distance
    count = calendar.count_ordinal(start, end, spans)
    if count is not None and counted(calendar, end, spans):
        assert calendar.add_ordinal(start, count, spans) == end


@given(questions(), st.integers(1, 40), st.integers(1, 20))
def test_monotone(question, n, more):
    """More days, a later start or more suspensions never lead to an earlier day."""
    calendar, start, spans = question
    end = calendar.add_ordinal(start, n, spans)
    further = calendar.add_ordinal(start, n + more, spans)
    later = calendar.add_ordinal(start + more, n, spans)
    if further is not None:
        assert end is not None
        assert end < further
    if end is not None:
        assert later is None or end <= later
        unhindered = calendar.add_ordinal(start, n)
        assert unhindered is not None
        assert unhindered <= end


@given(questions(), st.integers(0, 40), st.integers(0, 40))
def test_counts_add_up(question, one, two):
    """Counting to a day and on from it is counting over both; counting back is the negative."""
    calendar, start, spans = question
    middle, end = start + one, start + one + two
    parts = calendar.count_ordinal(start, middle, spans), calendar.count_ordinal(middle, end, spans)
    if None not in parts:
        assert calendar.count_ordinal(start, end, spans) == sum(parts)
        assert calendar.count_ordinal(end, start, spans) == -sum(parts)


@given(questions(), st.integers(0, 40))
def test_a_projection_is_the_answer_where_there_is_one(question, n):
    """A projection differs from the answer only where there is none."""
    calendar, start, _ = question
    end = calendar.add_ordinal(start, n)
    projected = calendar.project(date.fromordinal(start), n)
    assert end in (None, projected.toordinal())


@given(questions(), st.integers(0, 40))
def test_dates_and_ordinals_agree(question, n):
    """The public calls on dates are those on ordinals."""
    calendar, start, spans = question
    dates = [(date.fromordinal(first), date.fromordinal(last)) for first, last in spans]
    end = calendar.add_ordinal(start, n, spans)
    if end is not None:
        day = date.fromordinal(start)
        assert calendar.add(day, n, dates).toordinal() == end
        assert calendar.between(day, date.fromordinal(end), dates) == n


@given(calendars(), st.integers(-30, 800))
def test_a_calendar_as_it_was_known_has_what_was_issued_by_then(calendar, after):
    """It is the calendar of the notices and closures of that day, and knowing it again changes nothing."""
    day = calendar.notices[0].issued + timedelta(days=after)
    notices = [notice for notice in calendar.notices if notice.issued <= day]
    if not notices:
        with pytest.raises(CalendarError):
            calendar.as_known_on(day)
        return
    known = calendar.as_known_on(day)
    assert known == Calendar(notices, [closure for closure in calendar.closures if closure.day <= day])
    assert known.as_known_on(day) is known
    assert known.as_known_on(day + timedelta(days=1)) == known


@given(calendars())
def test_the_order_of_notices_does_not_matter(calendar):
    """Notices apply in the order of issue, however they are given."""
    assert Calendar(tuple(reversed(calendar.notices)), calendar.closures) == calendar

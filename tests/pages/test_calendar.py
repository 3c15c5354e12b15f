"""The calendar's pages: what each day is, and the counter beside them, which answers as `Calendar` does."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.pages.node import answers

import zzrules
from zzrules.base import durations
from zzrules.base.daykinds import DayKind
from zzrules.base.workdays import LAST_SETTLED, Assumption, Calendar, Closure, Notice
from zzrules.pages.calendar import data_of, kind_of, years_of

CALENDAR = zzrules.load().calendar
QUESTIONS = 10_000
WIDE = 400
"""So many days around what is covered, the counter is asked about, too: it has to refuse."""
ASKED = """
(questions) => {
  const calendar = new zzWorkdays.Calendar(zzCalendar);
  const spans = (pairs) => pairs.map((pair) => pair.map((day) => calendar.read(day)));
  return questions.map(([how, ...given]) => {
    try {
      if (how === "is") return calendar.isWorkingDay(calendar.read(given[0]));
      if (how === "kind") return calendar.kind(calendar.read(given[0]));
      const [start, other, suspended] = [calendar.read(given[0]), given[1], spans(given[2])];
      switch (how) {
        case "add": return zzWorkdays.text(calendar.add(start, other, suspended));
        case "between": return calendar.between(start, calendar.read(other), suspended);
        case "days": return calendar.daysBetween(start, calendar.read(other), suspended);
        case "rolled": return zzWorkdays.text(calendar.rolled(calendar.moved(start, other, given[3], suspended)));
        default: return zzWorkdays.text(calendar.moved(start, other, given[3], suspended));
      }
    } catch (refusal) {
      if (refusal instanceof zzWorkdays.Refusal) return refusal.message;
      throw refusal;
    }
  });
}
"""


def asked(calendar: Calendar, number: int, seed: int) -> list[list[object]]:
    """Return random questions about days in, around and far from what a calendar covers."""
    random = Random(seed)  # noqa: S311 - a sample
    low, high = calendar.first.toordinal() - WIDE, calendar.last.toordinal() + WIDE

    def day() -> str:
        if random.random() < 0.02:
            return str(date.fromordinal(random.randrange(1, date.max.toordinal() + 1)))
        near = random.choice([calendar.first.toordinal(), calendar.last.toordinal()])
        edge = min(max(near + random.randrange(-3, 4), 1), date.max.toordinal())
        return str(date.fromordinal(edge if random.random() < 0.2 else random.randrange(low, high)))

    def suspensions() -> list[list[str]]:
        pairs = [[day(), day()] for _ in range(random.choice((0, 0, 1, 2, 3)))]
        return [sorted(pair) if random.random() < 0.97 else pair for pair in pairs]

    questions: list[list[object]] = []
    for _ in range(number):
        how = random.choice(["add", "add", "add", "between", "between", "days", "moved", "rolled", "is", "kind"])
        if how in ("is", "kind"):
            questions.append([how, day()])
        elif how in ("between", "days"):
            questions.append([how, day(), day(), suspensions()])
        else:
            unit = random.choice(["day", "month", "year"])
            count = random.choice([0, 1, 2, 5, 10, 20, 60, random.randrange(6000), -1 if random.random() < 0.1 else 3])
            questions.append([how, day(), count, suspensions(), unit])
    return questions


def answered(calendar: Calendar, how: str, day: str, *given: Any) -> object:
    """Return what the library answers."""
    start = date.fromisoformat(day)
    try:
        if how == "is":
            return calendar.is_working_day(start)
        if how == "kind":
            kind = kind_of(calendar, start)
            return kind.value if kind else ""
        other, pairs, *unit = given
        suspended = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs]
        spans = [(first.toordinal(), last.toordinal()) for first, last in suspended]
        match how:
            case "add":
                return str(calendar.add(start, other, suspended))
            case "between":
                return calendar.between(start, date.fromisoformat(other), suspended)
            case "days":
                calendar.count_ordinal(1, 1, spans)  # refuses suspensions that are wrong
                end = date.fromisoformat(other).toordinal()
                return durations.counted(start.toordinal(), end, calendar, spans, working=False)
        calendar.add(calendar.first, min(other, 0), suspended)  # and a number that is none
        moved = durations.moved(start.toordinal(), other, unit[0], calendar, spans)
        if moved is None:
            return "超出公历9999年"
        reached = date.fromordinal(moved)
        if how == "rolled" and not calendar.is_working_day(reached):
            reached = calendar.add(reached, 1)
        return str(reached)
    except zzrules.CalendarError as error:
        return str(error)


def disagreements(calendar: Calendar, number: int, seed: int) -> list[tuple[object, object, object]]:
    questions = asked(calendar, number, seed)
    told = answers(["workdays.js"], ASKED, questions, zzCalendar=data_of(calendar))
    mine = [answered(calendar, *question) for question in questions]  # type: ignore[arg-type]
    refused = sum(isinstance(answer, str) and answer.startswith("ZZ5") for answer in mine)
    assert number * 0.05 < refused < number * 0.95
    return [row for row in zip(questions, told, mine, strict=True) if row[1] != row[2]]


def test_the_counter_answers_and_refuses_ten_thousand_questions_as_the_library_does():
    assert disagreements(CALENDAR, QUESTIONS, 16)[:3] == []


def test_the_counter_counts_on_assumptions_closures_and_without_measures_as_the_library_does():
    notice = Notice("甲", date(2025, 11, 4), 2026, (("春节", date(2026, 2, 15), date(2026, 2, 23)),), ())
    closed = [Closure(date(2026, 7, 8), "停工〔2026〕1号")]
    assumption = Assumption(2027, "测算", (("元旦", date(2027, 1, 1), date(2027, 1, 3)),), (date(2027, 1, 9),))
    calendar = Calendar([notice], closed).assuming(assumption)
    assert disagreements(calendar, 500, 17)[:3] == []
    [*_, last] = years_of(calendar)
    assert last.assumption == assumption
    assert [span.document for span in last.spans] == ["假定的2027年日历"] * 2


def test_every_day_of_a_year_is_shown_as_the_calendar_has_it():
    for year in years_of(CALENDAR):
        days = [day for month in year.months for week in month.weeks for day in week if day is not None]
        assert [day.day for day in days] == [
            date(year.year, 1, 1) + timedelta(days=number) for number in range(len(days))
        ]
        assert days[-1].day == date(year.year, 12, 31)
        spans = {span.anchor: span for span in year.spans}
        for day in days:
            if not CALENDAR.covers(day.day):
                assert (day.kind, day.mark, day.anchor) == ("", "？", "")
                assert day.day.year == CALENDAR.last.year
                assert (day.day.month, day.day.day) > LAST_SETTLED
                continue
            basis, kind = CALENDAR.basis(day.day), CALENDAR.kind_of(day.day)
            assert (day.kind, day.mark, day.works) == (kind.value, kind.mark, basis.working)
            assert bool(day.anchor) == bool(basis.document)
            if day.anchor:
                span = spans[day.anchor]
                assert span.first <= day.day <= span.last
                assert (span.kind, span.name, span.document) == (kind.value, basis.name, basis.document)
        for month in year.months:
            known = [day for day in days if day.day.month == month.month and day.mark != "？"]
            shown = sum(CALENDAR.is_working_day(day.day) for day in known)
            assert month.working_days == (shown if month.month != 12 or year.unknown_from is None else None)


def test_a_year_says_which_notices_arrange_it_and_which_one_it_waits_for():
    years = {year.year: year for year in years_of(CALENDAR)}
    assert [len(years[year].notices) for year in (2020, 2026)] == [2, 1]  # the Spring Festival of 2020 was lengthened
    assert years[2025].waits_for == ""
    assert (years[2026].waits_for, years[2026].unknown_from) == (
        "国务院办公厅关于2027年部分节假日安排的通知",
        date(2026, 12, 29),
    )
    assert years[2026].count(DayKind.MADE_UP) == len(years[2026].notices[0].workdays)


def test_a_holiday_is_a_span_for_each_kind_of_its_days():
    spans = [one for one in years_of(CALENDAR)[-1].spans if one.first.month == 10]
    assert [(span.first.day, span.last.day, span.said) for span in spans] == [
        (1, 3, "国庆节（法定节假日）"),
        (4, 4, "国庆节（休息日）"),
        (5, 7, "国庆节（调休放假）"),
        (10, 10, "调休上班"),
    ]

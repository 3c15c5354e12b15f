"""The shipped calendar: every day of 2007–2026 against `holidays` and `chinesecalendar`, and the amended notices."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from tests import needs

from zzrules.base.daykinds import DayKind
from zzrules.base.errors import NotCoveredError
from zzrules.base.workdays import Calendar
from zzrules.policy.calendar_files import load_calendar

FOLDER = Path(__file__).parents[2] / "policies" / "calendar"
YEARS = range(2007, 2027)
FESTIVALS = {"元旦", "农历除夕", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}

# Where a release of `holidays` is wrong, what it says counts for nothing: `test_the_notice_that_counts` has these days.
# Up to 0.91 it lacks 国办发明电〔2019〕3号, of March 2019, which lengthened Labour Day from one day to four.
HOLIDAYS_WRONG_UP_TO_0_91 = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)}
# The third day of the first month of 2022 is statutory; `chinesecalendar` takes it for a day in lieu.
CHINESECALENDAR_WRONG = {date(2022, 2, 3)}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(FOLDER)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=index) for index in range((last - first).days + 1)]


def covered(calendar: Calendar, year: int) -> list[date]:
    return days(date(year, 1, 1), min(date(year, 12, 31), calendar.last))


def test_covers_the_years_of_its_files(calendar):
    assert (calendar.first, calendar.last) == (date(2007, 1, 1), date(2026, 12, 28))
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*map(str, YEARS), "local", "statutory"}
    assert {notice.year for notice in calendar.notices} == set(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_agrees_with_holidays_day_by_day(calendar, year):
    others = holidays.country_holidays("CN", years=year)
    for day in covered(calendar, year):
        expected = day in others.weekend_workdays or (day.weekday() < 5 and day not in others)
        assert calendar.is_working_day(day) is expected or day in HOLIDAYS_WRONG_UP_TO_0_91, day


@pytest.mark.parametrize("year", YEARS)
def test_agrees_with_chinesecalendar_day_by_day(calendar, year):
    others = needs.package("chinese_calendar")  # a second source of the calendar
    for day in covered(calendar, year):
        assert calendar.is_working_day(day) is others.is_workday(day), day
        if others.is_in_lieu(day) and day not in CHINESECALENDAR_WRONG:
            assert calendar.kind_of(day) is DayKind.SHIFTED, day


@pytest.mark.parametrize("year", YEARS)
def test_statutory_holidays_are_those_of_the_package_holidays(calendar, year):
    others = holidays.country_holidays("CN", years=year, language="zh_CN")
    named = {day for day, names in others.items() if FESTIVALS & {*names.split("; ")}}
    assert {day for day in covered(calendar, year) if calendar.kind_of(day) is DayKind.STATUTORY} == named


def test_movable_festivals_are_known_years_ahead(calendar):
    for year in range(2027, 2041):
        others = holidays.country_holidays("CN", years=year, language="zh_CN", observed=False)
        assert [*calendar.festivals.in_year(year)] == sorted(others), year


def test_every_shifted_day_off_is_paid_for(calendar):
    """By a weekend that is worked, or a statutory holiday on a weekend, or two on one day (2009, 2020)."""
    kinds = {day: calendar.kind_of(day) for day in days(calendar.first, calendar.last)}
    shifted = sum(kind is DayKind.SHIFTED for kind in kinds.values())
    made_up = sum(kind is DayKind.MADE_UP for kind in kinds.values())
    on_weekends = sum(kind is DayKind.STATUTORY and day.weekday() > 4 for day, kind in kinds.items())
    doubled = sum(len(names) - 1 for year in YEARS for names in calendar.festivals.in_year(year).values())
    before = 2  # 30 and 31 December 2006, which were worked for New Year 2007
    cancelled = 1  # 1 February 2020, which was to be worked for the Spring Festival, and then was not
    assert shifted == made_up + on_weekends + doubled + before + cancelled


def test_every_departure_from_monday_to_friday_names_its_notice(calendar):
    numbers = {notice.number for notice in calendar.notices}
    for day in days(calendar.first, calendar.last):
        basis = calendar.basis(day)
        if basis.working != (day.weekday() < 5):
            assert basis.document in numbers, day
        elif not basis.document:
            assert basis.name == ("工作日" if basis.working else "周末"), day


def test_every_notice_is_cited(calendar):
    for notice in calendar.notices:
        assert f"〔{notice.issued.year}〕" in notice.number
        assert notice.source.startswith("https://www.gov.cn/"), notice.number
        assert f"{notice.issued.year}" in notice.source


@pytest.mark.parametrize(
    ("day", "working", "name", "document"),
    [
        # Seven days for Labour Day, before the measures of 2008.
        (date(2007, 5, 7), False, "劳动节", "国办发明电〔2006〕49号"),
        (date(2007, 4, 29), True, "调休上班", "国办发明电〔2006〕49号"),
        # The notice for 2008 rewrote the end of 2007.
        (date(2007, 12, 29), True, "调休上班", "国办发明电〔2007〕52号"),
        (date(2007, 12, 31), False, "元旦", "国办发明电〔2007〕52号"),
        # The 70th anniversary in 2015: a notice of its own, besides the yearly one.
        (date(2015, 9, 3), False, "抗战胜利70周年纪念日", "国发明电〔2015〕1号"),
        (date(2015, 9, 4), False, "抗战胜利70周年纪念日", "国发明电〔2015〕1号"),
        (date(2015, 9, 6), True, "调休上班", "国发明电〔2015〕1号"),
        # The notice for 2019 rewrote the end of 2018.
        (date(2018, 12, 29), True, "调休上班", "国办发明电〔2018〕15号"),
        (date(2018, 12, 31), False, "元旦", "国办发明电〔2018〕15号"),
        # Labour Day 2019 was lengthened in March.
        (date(2019, 4, 28), True, "调休上班", "国办发明电〔2019〕3号"),
        (date(2019, 5, 1), False, "劳动节", "国办发明电〔2019〕3号"),
        (date(2019, 5, 2), False, "劳动节", "国办发明电〔2019〕3号"),
        (date(2019, 5, 3), False, "劳动节", "国办发明电〔2019〕3号"),
        (date(2019, 5, 5), True, "调休上班", "国办发明电〔2019〕3号"),
        # The Spring Festival of 2020 was extended: 1 February is no make-up day any more.
        (date(2020, 1, 30), False, "春节", "国办发明电〔2019〕16号"),
        (date(2020, 1, 31), False, "春节延长", "国办发明电〔2020〕1号"),
        (date(2020, 2, 1), False, "春节延长", "国办发明电〔2020〕1号"),
        (date(2020, 2, 3), True, "工作日", ""),
        # The notice for 2023 begins in 2022.
        (date(2022, 12, 31), False, "元旦", "国办发明电〔2022〕16号"),
        # 除夕 2024: units were encouraged to give it off, the notice leaves it a working day. In 2025 it is a holiday.
        (date(2024, 2, 9), True, "工作日", ""),
        (date(2025, 1, 28), False, "春节", "国办发明电〔2024〕12号"),
        # 妇女节 is for some citizens only.
        (date(2024, 3, 8), True, "工作日", ""),
        (date(2026, 2, 14), True, "调休上班", "国办发明电〔2025〕7号"),
        (date(2026, 10, 7), False, "国庆节", "国办发明电〔2025〕7号"),
    ],
)
def test_the_notice_that_counts(calendar, day, working, name, document):
    basis = calendar.basis(day)
    assert (basis.working, basis.name, basis.document) == (working, name, document)


@pytest.mark.parametrize(
    ("known", "day", "working"),
    [
        # 国办发明电〔2015〕1号, of 13 May 2015.
        ("2015-05-12", "2015-09-03", True),
        ("2015-05-13", "2015-09-03", False),
        ("2015-05-12", "2015-09-06", False),
        ("2015-05-13", "2015-09-06", True),
        # 国办发明电〔2019〕3号, of 22 March 2019: before it, Labour Day was 1 May alone.
        ("2019-03-21", "2019-05-01", False),
        ("2019-03-21", "2019-05-02", True),
        ("2019-03-22", "2019-05-02", False),
        ("2019-03-21", "2019-04-28", False),
        ("2019-03-22", "2019-04-28", True),
        # 国办发明电〔2020〕1号, of 26 January 2020: before it, 31 January and 1 February were worked.
        ("2020-01-25", "2020-01-30", False),
        ("2020-01-25", "2020-01-31", True),
        ("2020-01-26", "2020-01-31", False),
        ("2020-01-25", "2020-02-01", True),
        ("2020-01-26", "2020-02-01", False),
    ],
)
def test_what_a_later_notice_amends_reads_as_before(calendar, known, day, working):
    known_then = calendar.as_known_on(date.fromisoformat(known))
    assert known_then.is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize("year", YEARS[1:])
def test_a_year_is_covered_from_the_day_of_its_notice(calendar, year):
    notice = next(notice for notice in calendar.notices if notice.year == year)
    before, then = (calendar.as_known_on(notice.issued - timedelta(days=back)) for back in (1, 0))
    assert (before.last, then.last) == (date(year - 1, 12, 28), date(year, 12, 28))
    assert before.awaits(date(year, 1, 4)) == f"国务院办公厅关于{year}年部分节假日安排的通知"


def test_the_end_of_2026_waits_for_the_notice_for_2027(calendar):
    assert calendar.awaits(date(2026, 12, 29)) == "国务院办公厅关于2027年部分节假日安排的通知"
    with pytest.raises(NotCoveredError):
        calendar.is_working_day(date(2026, 12, 29))


def test_local_closures_are_off(calendar):
    assert not calendar.closures

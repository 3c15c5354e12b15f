"""The shipped calendar: every day of 2015–2026 against the package `holidays`, and the notices that were amended."""

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from zzrules.base.errors import NotCoveredError
from zzrules.base.workdays import Calendar
from zzrules.policy.calendar_files import load_calendar

FOLDER = Path(__file__).parents[2] / "policies" / "calendar"
YEARS = range(2015, 2027)

# Where a release of `holidays` is wrong, what it says counts for nothing: `test_the_notice_that_counts` has these days.
# Up to 0.91 it lacks 国办发明电〔2019〕3号, of March 2019, which lengthened Labour Day from one day to four.
HOLIDAYS_WRONG_UP_TO_0_91 = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(FOLDER)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=index) for index in range((last - first).days + 1)]


def test_covers_the_years_of_its_files(calendar):
    assert (calendar.first, calendar.last) == (date(2015, 1, 1), date(2026, 12, 28))
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*map(str, YEARS), "local"}
    assert {notice.year for notice in calendar.notices} == set(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_agrees_with_holidays_day_by_day(calendar, year):
    others = holidays.country_holidays("CN", years=year)
    for day in days(date(year, 1, 1), min(date(year, 12, 31), calendar.last)):
        expected = day in others.weekend_workdays or (day.weekday() < 5 and day not in others)
        assert calendar.is_working_day(day) is expected or day in HOLIDAYS_WRONG_UP_TO_0_91, day


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
        assert notice.source.startswith("https://www.gov.cn/zhengce/zhengceku/"), notice.number
        assert f"{notice.issued.year}" in notice.source


@pytest.mark.parametrize(
    ("day", "working", "name", "document"),
    [
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


def test_the_end_of_2026_waits_for_the_notice_for_2027(calendar):
    assert calendar.awaits(date(2026, 12, 29)) == "国务院办公厅关于2027年部分节假日安排的通知"
    with pytest.raises(NotCoveredError):
        calendar.is_working_day(date(2026, 12, 29))


def test_local_closures_are_off(calendar):
    assert not calendar.closures

"""Moments and hours as programs, columns, registers and workbooks hand them in; office hours, minute by minute."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st
from tests.conformance_update import HOME, loaded

import zzrules
from zzrules.answer.written import _office
from zzrules.base import clock
from zzrules.base.errors import RecordError, UsageError
from zzrules.base.office import OfficeHours, OfficeTime
from zzrules.base.workdays import Calendar, Notice
from zzrules.batch.workbook.shown import said as shown
from zzrules.bdd.case import read_cell
from zzrules.policy.clauses import read_derivation
from zzrules.policy.forms import Reader
from zzrules.policy.phrasing import derived
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

DAY = "2026-05-06"
CASE = HOME / "hours" / "good" / "within-hours"


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return loaded(CASE)


def read(book: zzrules.Rulebook, value: Any) -> Any:
    """Return the moment that a record holds of a value, or the code of what is wrong with it."""
    try:
        return clock.written(book.evaluate({"received": value}, on=DAY).record.values["received"])
    except RecordError as error:
        return error.problems[0].code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-05-06 08:30", "2026-05-06 08:30"),
        ("2026-05-06T8:30:59.5", "2026-05-06 08:30"),
        (datetime(2026, 5, 6, 23, 59, 59), "2026-05-06 23:59"),  # noqa: DTZ001 - local time
        ("2026-05-07 00:00", "ZZ408"),
        ("2026-05-06", "ZZ402"),
        (date(2026, 5, 6), "ZZ402"),
        ("2026-05-06T08:30Z", "ZZ402"),
        (datetime(2026, 5, 6, 8, tzinfo=timezone(timedelta(hours=8))), "ZZ402"),
        ("2026-02-29 08:30", "ZZ407"),
        ("2026-05-06 24:00", "ZZ407"),
        ("上午八点半", "ZZ402"),
        (8, "ZZ402"),
        ("无", "ZZ405"),
    ],
)
def test_a_record_takes_local_times_to_the_minute(book, value, expected):
    assert read(book, value) == expected


def test_a_cell_of_a_feature_is_written_as_a_record_is(book):
    fact = book.vocabulary.by_name["received"]
    assert read_cell("2026-04-07 16:31", fact, book.vocabulary) == "2026-04-07 16:31"


_TEXTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(("2026-05-06", "2026-02-29", "2026-04-31", "0001-01-01", "2026-5-6", "9999-12-31")),
    st.sampled_from((" ", "T", "", "  ")),
    st.sampled_from(("08:30", "8:30", "23:59:59", "24:00", "25:00", "08:30Z", "08:30+08:00", "", "08:60", "08:30:61")),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_TEXTS, min_size=20))
def test_a_column_of_text_is_read_as_a_record_is(texts):
    book = loaded(CASE)
    answers = book.frame(pl.DataFrame({"received": texts}), on=DAY, columns=["problems"])
    for text, row in zip(texts, answers.iter_rows(named=True), strict=True):
        moment = read(book, text)
        codes = [problem["code"] for problem in row["problems"] or ()]
        assert codes == ([moment] if moment.startswith("ZZ") else []), text


def test_columns_of_moments_are_local(book):
    moments = [datetime(2026, 4, 7, 17, 30, 59), datetime(2026, 4, 7, 17, 31), datetime(2026, 5, 7), None]  # noqa: DTZ001
    frame = pl.DataFrame({"接诉时间": moments}, schema={"接诉时间": pl.Datetime("ns")})
    frame = frame.with_columns(行为发生日期=date(2026, 4, 1))
    answers = book.frame(frame, on=DAY, columns=["problems", "grounds", "deadlines"])
    assert answers["test.当天收到"].to_list() == [True, False, None, None]
    assert answers["test.day.收到日"].to_list() == [date(2026, 4, 7), date(2026, 4, 8), None, None]
    assert [one[0]["code"] if one else "" for one in answers["problems"].to_list()] == ["", "", "ZZ408", ""]
    dates = book.frame(pl.DataFrame({"接诉时间": [date(2026, 4, 7), None]}), on=DAY, columns=["problems"])
    assert [one[0]["code"] if one else "" for one in dates["problems"].to_list()] == ["ZZ402", ""]


def test_a_column_with_a_zone_is_refused(book):
    frame = pl.DataFrame({"接诉时间": [datetime(2026, 4, 7)]}).cast(pl.Datetime("us", "Asia/Shanghai"))  # noqa: DTZ001
    with pytest.raises(UsageError, match="ZZ606"):
        book.frame(frame, on=DAY)


# ── office hours ────────────────────────────────────────────────────────

CALENDAR = Calendar([Notice("甲", date(2025, 11, 4), 2026, (("元旦", date(2026, 1, 1), date(2026, 1, 3)),), ())])
HOURS = OfficeHours(
    "乙",
    (
        (date(2026, 1, 1).toordinal(), ((510, 720), (870, 1050))),
        (date(2026, 1, 8).toordinal(), ((0, 60), (60, 90), (1380, 1440))),
    ),
)
OFFICE = OfficeTime(CALENDAR, HOURS)


def walked(moment: int, minutes: int) -> int:
    """Return the moment at which the office has been open for some minutes, minute by minute."""
    while minutes:
        day, minute = divmod(moment, clock.DAY)
        openings = next(openings for since, openings in reversed(HOURS.periods) if since <= day)
        open_ = CALENDAR.working_ordinal(day) and any(opens <= minute < closes for opens, closes in openings)
        moment, minutes = moment + 1, minutes - bool(open_)
    return moment


@given(st.integers(0, 14 * clock.DAY), st.integers(0, 1_500))
def test_working_hours_are_the_minutes_in_which_the_office_is_open(after, minutes):
    moment = date(2026, 1, 1).toordinal() * clock.DAY + after
    assert OFFICE.later(moment, minutes) == walked(moment, minutes)


def test_where_no_notice_or_no_hours_reach_nothing_is_known():
    before, last = date(2025, 12, 31).toordinal() * clock.DAY, clock.last_of(CALENDAR.last.toordinal())
    assert OFFICE.later(before, 0) == before
    assert OFFICE.later(before, 1) is None
    assert OFFICE.later(last + 1, 1) is None
    assert OFFICE.later(last, 2) is None


def test_the_page_of_a_policy_says_its_own_office_hours():
    hours = OfficeHours("作息通知", HOURS.periods[:1])
    assert list(_office(hours)) == ["- 2026-01-01起：08:30-12:00、14:30-17:30", "- 依据作息通知"]
    assert list(_office(None)) == []


# ── registers, workbooks, words ─────────────────────────────────────────


def test_a_register_is_read_in_its_own_words(tmp_path, book):
    path = tmp_path / "对照.yaml"
    path.write_text(
        "对照: 台账\n列: {来电: 接诉时间, 回电: {事实: 回电时间, 空: 无}}\n各行相同: {行为发生日期: 2026-04-01}\n",
        encoding="utf-8",
    )
    register = pl.DataFrame({"来电": ["2026-04-07 17:30:05", "2026-04-07"], "回电": [None, "2026-04-07 18:00"]})
    answers = book.frame(register, on=DAY, mapping=path, columns=["grounds", "problems"])
    assert answers["test.当天收到"].to_list() == [True, None]
    assert answers["problems"].is_not_null().to_list() == [False, True]


def test_a_workbook_of_cases_may_have_cells_of_times(tmp_path, book):
    path = tmp_path / "案卷.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["接诉时间", "回电时间", "行为发生日期"])
        form = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime(1, 0, datetime(2026, 4, 7, 16, 31), form)  # noqa: DTZ001
        sheet.write_row(1, 1, ["2026-04-08 16:31", "2026-04-01"])
    book.evaluate_files([path], tmp_path / "答案.jsonl", on=DAY)
    answers = pl.read_ndjson(tmp_path / "答案.jsonl")
    assert answers["test.如期"].to_list() == [True]


def test_workbooks_show_times_as_offices_write_them(book):
    fact = book.vocabulary.by_name["received"]
    assert shown(fact, datetime(2026, 4, 7, 8, 5)) == "2026-04-07 08:05"  # noqa: DTZ001
    assert shown(fact, "2026-04-07T8:05:30") == "2026-04-07 08:05"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("取日期: 接诉时间", "「接诉时间」的那一天"),
        (
            "取日期: {时间: 接诉时间, 截止: 17:30}",
            "「接诉时间」的那一天，过了17:30的计入次日；是休息日的，顺延至下一个工作日",
        ),
        ("期限: {起: 接诉时间, 加: 24小时}", "自「接诉时间」起，满24小时的那一刻"),
    ],
)
def test_derivations_of_times_are_said_in_words(text, words):
    problems = Problems()
    node = read_text(text, "推算.yaml", problems)
    assert node is not None
    derivation = read_derivation(node, Reader(problems))
    assert derivation is not None
    assert derived(derivation) == [(0, words)]


def test_there_is_no_year_before_the_first():
    """Columns refuse what a record refuses."""
    from zzrules.base import clock
    from zzrules.engines.columnar.moments import _read

    texts = pl.Series(["0000-12-31 23:59", "0000-06-01 08:00", "0001-01-01 00:00", "2026-04-07 17:30"])
    flaws = [isinstance(clock.read(text), clock.Flaw) for text in texts]
    assert [number < 0 for number in _read(texts)] == flaws == [True, True, False, False]


@pytest.mark.parametrize("unit", ["ms", "us"])
def test_moments_of_years_that_there_are_not_are_refused_in_columns(book, unit):
    """The year 10000, and the last moment of the year 0."""
    moments = pl.Series([0, 253_402_300_800_000, -62_135_596_860_000], dtype=pl.Int64).cast(pl.Datetime("ms"))
    frame = pl.DataFrame({"接诉时间": moments.cast(pl.Datetime(unit))})
    told = book.frame(frame, on=DAY)["problems"].to_list()
    assert [[one["code"] for one in problems or []] for problems in told] == [[], ["ZZ407"], ["ZZ407"]]

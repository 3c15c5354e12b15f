"""Working days by hand: make-up days, long holidays, the edges of what is covered, suspensions, errors."""

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from zzrules.base.daykinds import DayKind
from zzrules.base.errors import CalendarError, NotCoveredError
from zzrules.base.festivals import Festivals, Holiday, Measures
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Assumption, Calendar, Closure, DayBasis, Notice

D = date.fromisoformat

FOR_2025 = Notice(
    "国办发明电〔2024〕12号",
    D("2024-11-12"),
    2025,
    (("元旦", D("2025-01-01"), D("2025-01-01")), ("国庆节、中秋节", D("2025-10-01"), D("2025-10-08"))),
    (D("2025-09-28"), D("2025-10-11")),
)
FOR_2026 = Notice(
    "国办发明电〔2025〕7号",
    D("2025-11-04"),
    2026,
    (
        ("元旦", D("2026-01-01"), D("2026-01-03")),
        ("春节", D("2026-02-15"), D("2026-02-23")),
        ("清明节", D("2026-04-04"), D("2026-04-06")),
        ("劳动节", D("2026-05-01"), D("2026-05-05")),
    ),
    (D("2026-01-04"), D("2026-02-14"), D("2026-02-28"), D("2026-05-09")),
)
CALENDAR = Calendar([FOR_2025, FOR_2026])
FESTIVALS = Festivals(
    (
        Measures("旧", D("2007-12-14"), D("2008-01-01"), (Holiday("春节", 0, 3), Holiday("劳动节", 0, 1, (5, 1)))),
        Measures("新", D("2025-12-10"), D("2026-01-01"), (Holiday("春节", -1, 4), Holiday("劳动节", 0, 2, (5, 1)))),
    ),
    (("春节", (D("2025-01-29"), D("2026-02-17"))),),
)


def spans(*texts: str) -> list[tuple[date, date]]:
    return [(D(first), D(last)) for first, last in (text.split("至") for text in texts)]


def refused(ask: Callable[..., object], *arguments: object) -> tuple[list[str], str]:
    """Return the codes and the whole text of the error that the call raises; every message is in Chinese."""
    with pytest.raises(CalendarError) as caught:
        ask(*arguments)
    assert all(any("\u4e00" <= char <= "\u9fff" for char in problem.message) for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems], str(caught.value)


# --- counting --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-03-02", 1, "2026-03-03"),  # the start is not counted
        ("2026-03-02", 5, "2026-03-09"),  # over a weekend
        ("2026-03-07", 1, "2026-03-09"),  # a start on a day off
        ("2026-02-13", 1, "2026-02-14"),  # a make-up Saturday is the last day
        ("2026-02-13", 2, "2026-02-24"),  # over the nine days of the Spring Festival
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-15", 1, "2026-02-24"),
        ("2026-02-23", 5, "2026-02-28"),  # Tuesday to the make-up Saturday
        ("2026-02-23", 6, "2026-03-02"),
        ("2025-12-31", 1, "2026-01-04"),  # a make-up Sunday is the last day; over the turn of the year
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-02-10", 20, "2026-03-16"),  # 行政许可法42: twenty days, with both make-up Saturdays in them
        ("2026-02-15", 0, "2026-02-15"),  # none: the start itself, a working day or not
    ],
)
def test_add(start, n, end):
    assert CALENDAR.add(D(start), n) == D(end)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-08", 0),
        ("2026-03-06", "2026-03-09", 1),
        ("2026-02-13", "2026-02-14", 1),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-02-13", "2026-02-28", 6),
        ("2026-02-28", "2026-02-13", -6),
    ],
)
def test_between(start, end, count):
    assert CALENDAR.between(D(start), D(end)) == count


@pytest.mark.parametrize(
    ("n", "suspended", "end"),
    [
        (5, [], "2026-03-09"),
        (5, ["2026-03-04至2026-03-05"], "2026-03-11"),  # both ends are left out
        (5, ["2026-03-07至2026-03-08"], "2026-03-09"),  # a weekend costs nothing
        (5, ["2026-03-09至2026-03-09"], "2026-03-10"),  # the last day itself
        (5, ["2026-03-10至2026-03-20"], "2026-03-09"),  # begins after the last day
        (5, ["2026-02-02至2026-03-02"], "2026-03-09"),  # over before the count begins
        (5, ["2026-02-02至2026-03-03"], "2026-03-10"),  # began before it
        (5, ["2026-03-09至2026-03-10", "2026-03-04至2026-03-05"], "2026-03-13"),  # in any order
        (5, ["2026-03-04至2026-03-05", "2026-03-06至2026-03-06"], "2026-03-12"),  # they may touch
        (0, ["2026-03-02至2026-03-20"], "2026-03-02"),
    ],
)
def test_add_with_suspensions(n, suspended, end):
    assert CALENDAR.add(D("2026-03-02"), n, spans(*suspended)) == D(end)


@pytest.mark.parametrize(
    ("start", "end", "suspended", "count"),
    [
        ("2026-03-02", "2026-03-13", ["2026-03-04至2026-03-05"], 7),
        ("2026-03-02", "2026-03-13", ["2026-03-12至2026-04-20"], 7),
        ("2026-03-02", "2026-03-13", ["2026-03-13至2026-03-31"], 8),
        ("2026-03-02", "2026-03-13", ["2026-02-20至2026-03-03"], 8),
        ("2026-03-02", "2026-03-13", ["2026-02-20至2026-03-02", "2026-03-14至2026-03-31"], 9),
        ("2026-03-02", "2026-03-13", ["2020-01-01至2030-12-31"], 0),
        ("2026-03-13", "2026-03-02", ["2026-03-04至2026-03-05"], -7),
        ("2026-03-02", "2026-03-02", ["2026-03-02至2026-03-02"], 0),
    ],
)
def test_between_with_suspensions(start, end, suspended, count):
    assert CALENDAR.between(D(start), D(end), spans(*suspended)) == count


# --- what a day is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "basis"),
    [
        ("2026-02-13", DayBasis(working=True, name="工作日")),
        ("2026-03-01", DayBasis(working=False, name="周末")),
        ("2026-02-14", DayBasis(working=True, name="调休上班", document="国办发明电〔2025〕7号")),
        ("2026-02-15", DayBasis(working=False, name="春节", document="国办发明电〔2025〕7号")),
        ("2025-10-06", DayBasis(working=False, name="国庆节、中秋节", document="国办发明电〔2024〕12号")),
    ],
)
def test_basis(day, basis):
    assert CALENDAR.basis(D(day)) == basis
    assert CALENDAR.is_working_day(D(day)) is basis.working


def test_a_later_notice_wins_day_by_day():
    later = Notice("乙", D("2026-01-26"), 2026, (("春节延长", D("2026-02-24"), D("2026-02-28")),), ())
    for notices in ([FOR_2026, later], [later, FOR_2026]):
        calendar = Calendar(notices)
        assert [notice.number for notice in calendar.notices] == [FOR_2026.number, later.number]
        assert calendar.basis(D("2026-02-23")).document == FOR_2026.number
        assert calendar.basis(D("2026-02-28")) == DayBasis(working=False, name="春节延长", document=later.number)


def test_a_later_notice_may_take_a_holiday_back():
    later = Notice("国办发明电〔2026〕1号", D("2026-01-26"), 2026, (), (D("2026-02-23"),))
    assert Calendar([FOR_2026, later]).basis(D("2026-02-23")).working


def test_the_next_notice_rewrites_the_end_of_december():
    following = Notice(
        "丙", D("2026-11-01"), 2027, (("元旦", D("2026-12-31"), D("2027-01-02")),), (D("2026-12-26"), D("2027-01-03"))
    )
    calendar = Calendar([FOR_2026, following])
    assert calendar.basis(D("2026-12-31")) == DayBasis(working=False, name="元旦", document="丙")
    assert calendar.is_working_day(D("2026-12-26"))


def test_a_closure_takes_a_working_day_away():
    closed = [Closure(D("2026-07-20"), "停工通知〔2026〕1号", "台风"), Closure(D("2026-07-18"), "停工通知〔2026〕1号")]
    calendar = Calendar([FOR_2026], closed)
    assert calendar.basis(D("2026-07-20")) == DayBasis(working=False, name="停工", document="停工通知〔2026〕1号")
    assert calendar.basis(D("2026-07-18")) == DayBasis(working=False, name="周末")
    assert calendar.add(D("2026-07-17"), 1) == D("2026-07-21")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-02-13", DayKind.WORKING),
        ("2026-02-14", DayKind.MADE_UP),
        ("2026-02-15", DayKind.WEEKEND),  # a Sunday within the holiday
        ("2026-02-16", DayKind.STATUTORY),
        ("2026-02-19", DayKind.STATUTORY),
        ("2026-02-20", DayKind.SHIFTED),
        ("2026-03-01", DayKind.WEEKEND),
        ("2026-05-02", DayKind.STATUTORY),  # a Saturday
        ("2026-05-04", DayKind.SHIFTED),
        ("2026-05-05", DayKind.EXTRA),
        ("2026-07-20", DayKind.CLOSED),
        ("2026-05-09", DayKind.CLOSED),  # a Saturday that was to be worked
        ("2026-07-18", DayKind.WEEKEND),  # closed, but a day off anyway
    ],
)
def test_kind_of(day, kind):
    notice = replaced(FOR_2026, extra=(D("2026-05-05"),))
    closed = [Closure(D(one), "停工通知〔2026〕1号") for one in ("2026-07-20", "2026-05-09", "2026-07-18")]
    assert Calendar([FOR_2025, notice], closed, FESTIVALS).kind_of(D(day)) is kind


def test_which_days_are_statutory_is_a_matter_of_the_measures_in_force():
    old = Calendar([FOR_2025], (), FESTIVALS)
    notice = replaced(FOR_2025, days_off=(("劳动节", D("2025-05-01"), D("2025-05-02")),), workdays=())
    assert old.festivals is FESTIVALS
    kinds = [Calendar([notice], (), FESTIVALS).kind_of(D(f"2025-05-0{day}")) for day in (1, 2)]
    assert kinds == [DayKind.STATUTORY, DayKind.SHIFTED]


def test_without_measures_in_force_the_kind_of_a_day_off_is_not_known():
    assert CALENDAR.kind_of(D("2026-02-14")) is DayKind.MADE_UP
    assert refused(CALENDAR.kind_of, D("2026-02-16"))[0] == ["ZZ521"]
    later = replaced(FESTIVALS, measures=FESTIVALS.measures[1:])
    assert refused(Calendar([FOR_2025], (), later).kind_of, D("2025-10-01"))[0] == ["ZZ521"]
    with pytest.raises(NotCoveredError):
        CALENDAR.kind_of(D("2027-01-01"))


# --- as it was known -------------------------------------------------------------------------------------------------


def test_as_known_on():
    later = Notice("乙", D("2026-01-26"), 2026, (("春节延长", D("2026-02-24"), D("2026-02-27")),), (D("2026-03-01"),))
    closed = [Closure(D("2026-07-20"), "停工一"), Closure(D("2026-07-21"), "停工二", issued=D("2026-07-19"))]
    whole = Calendar([FOR_2025, FOR_2026, later], closed, FESTIVALS)
    assert whole.as_known_on(D("2026-07-20")) is whole
    assert whole.as_known_on(D("2026-07-19")).closures == (closed[1],)
    assert whole.as_known_on(D("2026-01-26")) == Calendar([FOR_2025, FOR_2026, later], (), FESTIVALS)
    then = whole.as_known_on(D("2026-01-25"))
    assert then == Calendar([FOR_2025, FOR_2026], (), FESTIVALS)
    assert (then.is_working_day(D("2026-02-24")), then.is_working_day(D("2026-03-01"))) == (True, False)
    first = whole.as_known_on(D("2025-11-03"))
    assert (first.notices, first.last) == ((FOR_2025,), D("2025-12-28"))
    assert first.festivals == replaced(FESTIVALS, measures=FESTIVALS.measures[:1])
    assert refused(first.is_working_day, D("2026-01-05"))[0] == ["ZZ501"]


def test_what_is_assumed_goes_with_the_notice_that_it_follows():
    """Before the notice of 2026 was issued, 2027 cannot be reckoned, whatever is assumed of it."""
    assumed = [Assumption(year, "测算", (), ()) for year in (2027, 2028)]
    whole = Calendar([FOR_2025, FOR_2026], (), FESTIVALS, assumed)
    known = whole.as_known_on(D("2025-11-03"))
    assert (known.assumptions, known.last) == ((), D("2025-12-28"))
    closed = Calendar([FOR_2025, FOR_2026], [Closure(D("2026-07-20"), "停工")], FESTIVALS, assumed)
    assert closed.as_known_on(D("2026-07-19")) == whole


def test_before_the_first_notice_nothing_was_known():
    codes, text = refused(CALENDAR.as_known_on, D("2024-11-11"))
    assert codes == ["ZZ520"]
    assert "2024-11-12" in text
    assert refused(CALENDAR.as_known_on, "2024-11-11")[0] == ["ZZ505"]


# --- what is covered -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "awaited"),
    [
        ("2024-12-30", 2024),
        ("2024-12-31", 2024),
        ("2025-01-01", None),
        ("2025-12-31", None),  # settled by the notice for 2026
        ("2026-12-28", None),
        ("2026-12-29", 2027),
        ("2026-12-31", 2027),
        ("2027-01-01", 2027),
        ("2027-12-28", 2027),
        ("2027-12-29", 2028),
    ],
)
def test_covers_and_awaits(day, awaited):
    assert CALENDAR.covers(D(day)) is (awaited is None)
    assert CALENDAR.awaits(D(day)) == (f"国务院办公厅关于{awaited}年部分节假日安排的通知" if awaited else "")


@pytest.mark.parametrize(
    ("ask", "arguments", "day", "year"),
    [
        ("is_working_day", (D("2026-12-29"),), "2026-12-29", 2027),
        ("is_working_day", (D("2024-12-26"),), "2024-12-26", 2024),
        ("basis", (D("2027-05-01"),), "2027-05-01", 2027),
        ("add", (D("2026-12-28"), 1), "2026-12-29", 2027),
        ("add", (D("2026-12-01"), 30), "2026-12-29", 2027),
        ("add", (D("2026-12-21"), 5, spans("2026-12-23至2027-01-10")), "2026-12-29", 2027),
        ("add", (D("2026-12-21"), 5, spans("2026-12-23至2026-12-29")), "2026-12-29", 2027),
        ("add", (D("2027-06-01"), 1), "2027-06-02", 2027),
        ("add", (D("2024-12-30"), 1), "2024-12-31", 2024),
        ("between", (D("2026-12-28"), D("2026-12-29")), "2026-12-29", 2027),
        ("between", (D("2026-12-29"), D("2026-12-28")), "2026-12-29", 2027),
        ("between", (D("2024-12-30"), D("2025-03-01")), "2024-12-31", 2024),
        ("between", (D("2026-12-20"), D("2027-01-10"), spans("2026-12-21至2027-01-10")), "2026-12-29", 2027),
        ("add", (date.max, 1), "9999-12-31", 10000),
    ],
)
def test_an_uncovered_day_is_never_guessed(ask, arguments, day, year):
    with pytest.raises(NotCoveredError) as caught:
        getattr(CALENDAR, ask)(*arguments)
    (problem,) = caught.value.problems
    assert problem.code == "ZZ501"
    notice = f"《国务院办公厅关于{year}年部分节假日安排的通知》"
    if date.fromisoformat(day) < CALENDAR.first:  # nobody awaits a notice of a year that has passed
        assert problem.message == f"工作日历自{CALENDAR.first}起，未覆盖{day}"
        assert notice in problem.hint
    else:
        assert problem.message == f"工作日历未覆盖{day}，须待{notice}"
        assert problem.hint


def test_only_the_days_counted_need_to_be_covered():
    assert CALENDAR.add(D("2024-12-31"), 1) == D("2025-01-02")
    assert CALENDAR.between(D("2024-12-31"), D("2025-01-02")) == 1
    assert CALENDAR.add(D("2026-12-25"), 1) == D("2026-12-28")
    assert CALENDAR.add(D("2030-01-01"), 0) == D("2030-01-01")
    assert CALENDAR.between(D("2030-01-01"), D("2030-01-01")) == 0
    # The suspension goes on into days that are not covered, after the answer.
    assert CALENDAR.add(D("2026-12-21"), 1, spans("2026-12-23至2027-01-10")) == D("2026-12-22")
    assert CALENDAR.between(D("2026-12-21"), D("2026-12-24"), spans("2026-12-23至2027-01-10")) == 1


def test_ordinals_give_none_where_nothing_is_covered():
    late = D("2026-12-29").toordinal()
    assert CALENDAR.working_ordinal(late) is None
    assert CALENDAR.add_ordinal(late - 1, 1) is None
    assert CALENDAR.add_ordinal(late, 1) is None
    assert CALENDAR.add_ordinal(late, 0) == late
    assert CALENDAR.count_ordinal(late - 1, late) is None
    assert CALENDAR.count_ordinal(late, late - 1) is None


def test_the_arrays():
    first, last = CALENDAR.first.toordinal(), CALENDAR.last.toordinal()
    assert len(CALENDAR.counts) == last - first + 2
    assert (CALENDAR.counts[0], CALENDAR.counts[-1]) == (0, len(CALENDAR.ordinals))
    assert all(CALENDAR.working_ordinal(day) for day in CALENDAR.ordinals)


# --- a projection ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-13", 2, "2026-02-24"),  # as `add` where the notices reach
        ("2026-12-28", 3, "2026-12-31"),
        ("2026-12-28", 4, "2027-01-01"),  # a Friday, whatever the notice will say
        ("2026-12-24", 10, "2027-01-07"),
        ("2024-12-30", 1, "2024-12-31"),
        ("2031-05-31", 0, "2031-05-31"),
    ],
)
def test_project(start, n, end):
    assert CALENDAR.project(D(start), n) == D(end)


def test_a_projection_ends_with_the_calendar():
    assert refused(CALENDAR.project, date.max, 1)[0] == ["ZZ512"]


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [-1, True, 2.0, "2", None])
def test_a_count_is_a_whole_number_from_zero(n):
    for ask in (CALENDAR.add, CALENDAR.project):
        assert refused(ask, D("2026-03-02"), n)[0] == ["ZZ504"]


@pytest.mark.parametrize("value", [datetime(2026, 3, 2, tzinfo=UTC), "2026-03-02", 739681, None])
def test_a_date_is_a_date(value):
    day = D("2026-03-02")
    of_a_day: list[Callable[..., object]] = [
        CALENDAR.is_working_day,
        CALENDAR.basis,
        CALENDAR.covers,
        CALENDAR.awaits,
    ]
    for ask in of_a_day:
        assert refused(ask, value)[0] == ["ZZ505"]
    calls: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (CALENDAR.add, (value, 1)),
        (CALENDAR.add, (day, 1, [(day, value)])),
        (CALENDAR.between, (value, day)),
        (CALENDAR.between, (day, value)),
        (CALENDAR.between, (day, day, [(value, day)])),
        (CALENDAR.project, (value, 1)),
        (Calendar, ([replaced(FOR_2026, issued=value)],)),
        (Calendar, ([replaced(FOR_2026, days_off=(("元旦", value, day),))],)),
        (Calendar, ([replaced(FOR_2026, workdays=(value,))],)),
        (Calendar, ([FOR_2026], [Closure(value, "停工通知〔2026〕1号")])),
    ]
    for ask, arguments in calls:
        assert refused(ask, *arguments)[0] == ["ZZ505"]


@pytest.mark.parametrize(
    ("suspended", "codes"),
    [
        (["2026-03-04至2026-03-06", "2026-03-06至2026-03-09"], ["ZZ502"]),
        (["2026-03-06至2026-03-09", "2026-03-04至2026-03-06"], ["ZZ502"]),
        (["2026-03-04至2026-03-04", "2026-03-04至2026-03-04"], ["ZZ502"]),
        (["2026-03-05至2026-03-04"], ["ZZ503"]),
        (["2026-03-05至2026-03-04", "2026-04-01至2026-04-03", "2026-04-02至2026-04-02"], ["ZZ503", "ZZ502"]),
        (["2019-03-05至2019-03-04"], ["ZZ503"]),  # where it doesn't matter, too
    ],
)
def test_suspensions_that_make_no_sense(suspended, codes):
    day, given = D("2026-03-02"), spans(*suspended)
    calls: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (CALENDAR.add, (day, 3, given)),
        (CALENDAR.add, (day, 0, given)),
        (CALENDAR.between, (day, D("2026-03-20"), given)),
        (CALENDAR.between, (day, day, given)),
    ]
    for ask, arguments in calls:
        assert refused(ask, *arguments)[0] == codes


def test_overlapping_suspensions_are_named():
    _, text = refused(CALENDAR.add, D("2026-03-02"), 3, spans("2026-03-06至2026-03-09", "2026-03-04至2026-03-06"))
    assert text == "ZZ502 扣除期间「2026-03-04至2026-03-06」与「2026-03-06至2026-03-09」重叠"


def test_every_year_left_out_is_named():
    codes, text = refused(Calendar, [FOR_2026, Notice("丁", D("2028-11-01"), 2029, (), ())])
    assert codes == ["ZZ506"]
    assert "2027至2028年" in text


def test_no_notice_is_no_calendar():
    assert refused(Calendar, [])[0] == ["ZZ506"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"workdays": (D("2026-02-15"),)}, ["ZZ507"]),  # off and on in one notice
        ({"workdays": (D("2026-03-03"),)}, ["ZZ508"]),  # an ordinary Tuesday
        ({"days_off": (("春节", D("2026-02-23"), D("2026-02-15")),), "workdays": ()}, ["ZZ509"]),
        ({"days_off": (("春节", D("2025-02-15"), D("2025-02-23")),), "workdays": ()}, ["ZZ509"]),
        ({"days_off": (("元旦", D("2025-11-30"), D("2026-01-01")),), "workdays": ()}, ["ZZ509"]),
        ({"workdays": (D("2027-01-03"),)}, ["ZZ509"]),
        ({"issued": D("2024-11-04")}, ["ZZ510"]),
        ({"issued": D("2027-01-04")}, ["ZZ510"]),
        ({"number": " "}, ["ZZ511"]),
        ({"number": "", "workdays": (D("2026-02-16"), D("2026-03-03"))}, ["ZZ511", "ZZ507", "ZZ508"]),
    ],
)
def test_a_notice_that_cannot_be(change, codes):
    assert refused(Calendar, [replaced(FOR_2026, **change)])[0] == codes


def test_notices_of_one_date_that_contradict_each_other():
    other = Notice("乙", FOR_2026.issued, 2026, (), (D("2026-02-15"),))
    codes, text = refused(Calendar, [FOR_2026, other])
    assert codes == ["ZZ507"]
    assert "通知「乙」「国办发明电〔2025〕7号」的2026-02-15既放假又上班" in text


def test_a_number_given_twice():
    assert refused(Calendar, [FOR_2026, FOR_2026])[0] == ["ZZ511"]


def test_a_closure_without_a_document():
    assert refused(Calendar, [FOR_2026], [Closure(D("2026-07-20"), "")])[0] == ["ZZ511"]


# --- a value ---------------------------------------------------------------------------------------------------------


def test_a_calendar_is_a_value():
    again = Calendar([FOR_2026, FOR_2025])
    assert again == CALENDAR
    assert hash(again) == hash(CALENDAR)
    copy = pickle.loads(pickle.dumps(CALENDAR))  # noqa: S301 - our own bytes
    assert copy == CALENDAR
    assert copy.add(D("2026-02-13"), 2) == D("2026-02-24")
    assert Calendar([FOR_2026]) != CALENDAR
    with pytest.raises(AttributeError):
        CALENDAR.notices = ()


def test_calendars_are_equal_where_their_notices_and_closures_are():
    plain = Calendar([FOR_2026])
    closed = Calendar([FOR_2026], [Closure(D("2026-07-20"), "停工通知")])
    assert plain == Calendar([FOR_2026])
    assert hash(plain) == hash(Calendar([FOR_2026]))
    assert plain != closed

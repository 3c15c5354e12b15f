"""Steps about the working-day calendar, without a case."""

from __future__ import annotations

from datetime import date

from pytest_bdd import parsers

from zzrules.base.daykinds import DayKind
from zzrules.base.errors import CalendarError, NotCoveredError
from zzrules.bdd.case import Case, day_of, fail, listed, quoted, step
from zzrules.bdd.steps import given, then, when


@given(parsers.re("只知道到「(?P<day>[^」]+)」为止印发的放假通知"))
@when(parsers.re("只知道到「(?P<day>[^」]+)」为止印发的放假通知"))
def known_then(day: str, case: Case) -> None:
    """Take the calendar as it was known on a day, for all that the scenario asks."""
    try:
        case.know_until(day_of(day))
    except CalendarError as error:
        fail(str(error))


@then(step("{day}属于{kind}"))
def kind_of_day(day: str, kind: str, case: Case) -> None:
    """Assert whether a day is a statutory holiday, a shifted day off, a day worked in exchange and so on."""
    known = [one.value for one in DayKind]
    if kind not in known:
        fail(f"没有「{kind}」这种日子；有{listed(known)}")
    try:
        actual = case.book.calendar.kind_of(day_of(day)).value
    except CalendarError as error:
        fail(str(error))
    if actual != kind:
        fail(f"{day}应当属于「{kind}」，然而属于「{actual}」")


@then(parsers.re("「(?P<day>[^」]+)」(?P<works>不是|是)工作日(?:，依据「(?P<document>[^」]+)」)?"))
def working_day(day: str, works: str, document: str | None, case: Case) -> None:
    """Assert whether a day is a working day, and under which notice."""
    try:
        basis = case.book.calendar.basis(day_of(day))
    except NotCoveredError as error:
        fail(str(error))
    if basis.working is not (works == "是"):
        fail(f"{day}应当{works}工作日，然而工作日历上是「{basis.name}」")
    if document is not None and basis.document != document:
        fail(f"{day}应当依据「{document}」，然而依据「{basis.document or '（没有通知，照星期）'}」")


def _suspended(text: str | None) -> list[tuple[date, date]]:
    days = [day_of(day) for day in quoted(text or "")]
    return list(zip(days[::2], days[1::2], strict=True))


_EXCEPT = "(?P<excluded>，扣除「[^」]+」至「[^」]+」(?:、「[^」]+」至「[^」]+」)*，)?"


@then(parsers.re(rf"「(?P<start>[^」]+)」起{_EXCEPT}第「(?P<n>\d+)」个工作日是「(?P<day>[^」]+)」"))
def nth_working_day(start: str, excluded: str | None, n: str, day: str, case: Case) -> None:
    """Assert the n-th working day after a day, which itself is not counted; some periods may not count either."""
    try:
        last = case.book.calendar.add(day_of(start), int(n), _suspended(excluded))
    except NotCoveredError as error:
        fail(str(error))
    if last != day_of(day):
        fail(f"{start}起第{n}个工作日应当是{day}，然而是{last}")


@then(parsers.re(r"「(?P<start>[^」]+)」起第「(?P<n>\d+)」个工作日尚不能确定，等待「(?P<notice>[^」]+)」"))
def nth_working_day_unknown(start: str, n: str, notice: str, case: Case) -> None:
    """Assert that the n-th working day waits for a notice."""
    try:
        last = case.book.calendar.add(day_of(start), int(n))
    except NotCoveredError as error:
        if notice not in str(error):
            fail(f"应当等待「{notice}」，然而：{error}")
    else:
        fail(f"{start}起第{n}个工作日应当尚不能确定，然而是{last}")


@then(parsers.re(r"「(?P<start>[^」]+)」至「(?P<end>[^」]+)」有「(?P<n>-?\d+)」个工作日"))
def working_days_between(start: str, end: str, n: str, case: Case) -> None:
    """Assert how many working days lie after one day through another."""
    try:
        count = case.book.calendar.between(day_of(start), day_of(end))
    except NotCoveredError as error:
        fail(str(error))
    if count != int(n):
        fail(f"{start}至{end}应当有{n}个工作日（首日不计，末日计入），然而有{count}个")


@then(step("{day}的日历尚未公布，等待{notice}"))
def not_covered(day: str, notice: str, case: Case) -> None:
    """Assert that a day is not covered, and which notice it waits for."""
    awaited = case.book.calendar.awaits(day_of(day))
    if not awaited:
        fail(f"{day}的日历已经公布")
    if awaited != notice:
        fail(f"{day}应当等待「{notice}」，然而等待「{awaited}」")

"""The calendar of each year, and the counter of working days beside it.

The counter runs in the page, on data that are written into a script file: it counts, and refuses, as the library does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from zzrules.base.daykinds import DayKind
from zzrules.base.diagnostics import Diagnostic, calendar as wrong
from zzrules.base.errors import CalendarError
from zzrules.base.frozen import frozen
from zzrules.base.workdays import AWAITED, LAST_SETTLED, Assumption, Calendar, DayBasis, Notice
from zzrules.pages.page import Asset, Page, Words, script
from zzrules.pages.source import Source

ORDINARY: Final = "·"
"""Stands in the counter's data for an ordinary working day."""
_UNKNOWN: Final = "？"
_REFUSALS: Final[dict[str, Diagnostic]] = {
    "notCovered": wrong.NOT_COVERED,
    "beforeFirst": wrong.BEFORE_FIRST_NOTICE,
    "overlap": wrong.SUSPENSIONS_OVERLAP,
    "reversed": wrong.SUSPENSION_REVERSED,
    "noCount": wrong.NOT_A_COUNT,
    "noDate": wrong.NOT_A_DATE,
}


DATA: Final = "assets/calendar-data.js"
STYLES: Final = ("assets/lists.css",)
SCRIPTS: Final = (DATA, "assets/workdays.js", "assets/counter.js", "assets/words.js", "assets/filter.js")


def pages(source: Source) -> Iterator[Page | Asset]:
    """Yield a page for each year that the calendar covers, and what their counter counts on."""
    calendar = source.book.calendar
    years = years_of(calendar)
    home = min(max(source.on.year, years[0].year), years[-1].year)
    start = min(max(source.on, calendar.first), calendar.last)
    shared = {
        "years": [year.year for year in years],
        "kinds": [kind for kind in DayKind if kind.mark],
        "start": start,
        "end": min(date(start.year, 12, 31), calendar.last),
    }
    yield Asset(DATA, script("zzCalendar", data_of(calendar)))
    for year in years:
        yield Page(
            source.addresses.year(year.year),
            f"{year.year}年工作日历",
            "calendar.html",
            shared | {"year": year},
            ("日历", "日历") if year.year == home else None,
            SCRIPTS,
            STYLES,
            tuple(_found(year)),
        )


def _found(year: Year) -> Iterator[Words]:
    """Yield what the search finds of a year: its notices, and the days that they set."""
    for notice in year.notices:
        yield Words("日历", notice.number, f"{year.year}年工作日历，{notice.issued}印发 {notice.remark}")
    for span in year.spans:
        until = f"至{span.last}" if span.last != span.first else ""
        yield Words("日历", f"{span.first}{until}", f"{span.said} {span.document}", span.anchor)


@frozen
class Day:
    """A day of a month: what kind of day it is and the kind's name in styles (empty where no notice tells), its mark.

    ``anchor`` is that of the row that says why; empty for a day that needs no reason.
    """

    day: date
    kind: str
    mark: str
    works: bool
    anchor: str
    name: str


@frozen
class Month:
    """A month: its weeks from Monday on, None for the days of other months."""

    year: int
    month: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def working_days(self) -> int | None:
        """How many working days it has; None where that is not known of all of its days."""
        days = [day for week in self.weeks for day in week if day is not None]
        return None if any(day.mark == _UNKNOWN for day in days) else sum(day.works for day in days)


Told = tuple[date, DayKind, DayBasis]
"""A covered day, what kind of day it is, and which document says so."""


@frozen
class Span:
    """Days one after another of one kind and name that a document sets: the first, the last, what they are, by what."""

    first: date
    last: date
    kind: str
    name: str
    document: str

    @property
    def anchor(self) -> str:
        """What its row is called."""
        return f"d{self.first.isoformat()}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def said(self) -> str:
        """What they are, with the name where it says more: 春节（调休放假）, 调休上班."""
        return self.name if self.name == self.kind else f"{self.name}（{self.kind}）"


@frozen
class Year:
    """A year: its months, the days of it that notices set, the notices, and what its last days wait for, if they do."""

    year: int
    months: tuple[Month, ...]
    spans: tuple[Span, ...]
    notices: tuple[Notice, ...]
    assumption: Assumption | None
    waits_for: str
    unknown_from: date | None

    def count(self, kind: DayKind) -> int:
        """Return how many of its days are of a kind."""
        days = (day for month in self.months for week in month.weeks for day in week)
        return sum(day is not None and day.kind == kind.value for day in days)


def years_of(calendar: Calendar) -> tuple[Year, ...]:
    """Return the years that a calendar covers, in order.

    >>> import zzrules
    >>> year = years_of(zzrules.load().calendar)[-1]
    >>> year.year, year.count(DayKind.MADE_UP), [month.working_days for month in year.months][-2:]
    (2026, 6, [21, None])
    >>> print(year.spans[0].first, year.spans[0].last, year.spans[0].kind, year.spans[0].name, year.spans[0].document)
    2026-01-01 2026-01-01 法定节假日 元旦 国办发明电〔2025〕7号
    """
    told = told_of(calendar)
    return tuple(_year(calendar, told, number) for number in range(calendar.first.year, calendar.last.year + 1))


def _year(calendar: Calendar, told: Mapping[date, Told], number: int) -> Year:
    days = [*_days(date(number, 1, 1), date(number, 12, 31))]
    spans = tuple(spans_of(told[day] for day in days if day in told))
    anchors = {day: span.anchor for span in spans for day in _days(span.first, span.last)}
    months = groupby((_day(day, told, anchors.get(day, "")) for day in days), key=lambda one: one.day.month)
    unknown = next((day for day in days if day not in told), None)
    return Year(
        number,
        tuple(_month(number, month, [*several]) for month, several in months),
        spans,
        tuple(notice for notice in calendar.notices if notice.year == number),
        next((one for one in calendar.assumptions if one.year == number), None),
        calendar.awaits(unknown) if unknown else "",
        unknown,
    )


def _day(day: date, told: Mapping[date, Told], anchor: str) -> Day:
    if day not in told:
        return Day(day, "", _UNKNOWN, False, anchor, "")
    _, kind, _ = told[day]
    return Day(day, kind.value, kind.mark, kind.works, anchor, kind.name.lower())


def _month(year: int, month: int, days: Sequence[Day]) -> Month:
    cells = [*[None] * days[0].day.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    return Month(year, month, tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)))


def kind_of(calendar: Calendar, day: date) -> DayKind | None:
    """Return what kind of day a day is; None where no notice tells.

    Where no measures tell the statutory holidays, a day off that a notice names counts as shifted.
    """
    if not calendar.covers(day):
        return None
    try:
        return calendar.kind_of(day)
    except CalendarError:
        return DayKind.SHIFTED if calendar.basis(day).document else DayKind.WEEKEND


def spans_of(told: Iterable[Told]) -> Iterator[Span]:
    """Yield the days through which notices and documents set what kind of day it is, days of a kind and name together.

    A weekend that no document names is none of them.
    """
    named = ((day, kind, basis) for day, kind, basis in told if basis.document)
    # Days one after another have the same difference from their number in the row.
    for (_, kind, name, document), days in groupby(
        enumerate(named),
        key=lambda one: (one[1][0].toordinal() - one[0], one[1][1], one[1][2].name, one[1][2].document),
    ):
        reached = [day for _, (day, _, _) in days]
        yield Span(reached[0], reached[-1], kind.value, name, document)


@lru_cache(maxsize=1)
def told_of(calendar: Calendar) -> Mapping[date, Told]:
    """Return what each covered day is, and by which document."""
    found = {}
    for day in _days(calendar.first, calendar.last):
        kind = kind_of(calendar, day)
        assert kind is not None
        found[day] = day, kind, calendar.basis(day)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


# ── the counter's data ──────────────────────────────────────────────────


def data_of(calendar: Calendar) -> dict[str, Any]:
    """Return what the counter of working days counts on (`assets/workdays.js`), as plain data.

    ``days`` has a mark for each covered day, ``refusals`` the library's own words, with what is to be filled in.
    """
    told = told_of(calendar)
    words = {name: f"{{{name}}}" for name in ("day", "first", "notice", "second", "span", "number")}
    return {
        "first": str(calendar.first),
        "lastSettled": "{:02}-{:02}".format(*LAST_SETTLED),
        "awaited": AWAITED,
        "days": "".join(kind.mark or ORDINARY for _, kind, _ in told.values()),
        "kinds": {kind.mark or ORDINARY: kind.value for kind in DayKind},
        "working": "".join(kind.mark or ORDINARY for kind in DayKind if kind.works),
        "spans": [[str(span.first), str(span.last), span.said, span.document] for span in spans_of(told.values())],
        "refusals": {name: str(refusal(**words)) for name, refusal in _REFUSALS.items()} | {"beyond": "超出公历9999年"},
    }

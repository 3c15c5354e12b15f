"""The working-day calendar from its YAML files: the notices year by year, the measures on holidays, local closures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zzrules.base.diagnostics.calendar import (
    FESTIVAL_WITHOUT_DAY,
    FESTIVALS_ALONE,
    MEASURES_TWICE,
    NOTICE_OF_OTHER_YEAR,
    STATUTORY_DAY_WORKED,
)
from zzrules.base.diagnostics.policies import NO_NOTICES, NO_YEAR_OR_NOTICES, YEAR_OUT_OF_RANGE
from zzrules.base.errors import NOWHERE, CalendarError, Place, PolicyError, Problem
from zzrules.base.festivals import Festivals
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Assumption, Calendar, Closure, Notice, Places
from zzrules.policy.festival_files import read_festivals
from zzrules.policy.fixing import PLACEHOLDER
from zzrules.policy.forms import Form, Reader
from zzrules.policy.keys import calendars as keys
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

FIRST_YEAR, LAST_YEAR = 1949, 2999


def load_calendar(folder: Path) -> Calendar:
    """Return the calendar of a folder's YAML files; `PolicyError` with every mistake in them."""
    problems = Problems()
    trees = [read_file(path, path.name, problems)[0] for path in sorted(folder.glob("*.yaml"))]
    calendar = read_calendar([tree for tree in trees if tree is not None], Reader(problems))
    if problems or calendar is None:
        raise PolicyError(problems.in_order())
    return calendar


def load_assumption(path: Path) -> Assumption:
    """Return what a file assumes of a year (假定日历); `PolicyError` with every mistake in it."""
    problems = Problems()
    reader = Reader(problems)
    node, _ = read_file(path, str(path), problems)
    assumption = _assumption(node, reader) if node is not None else None
    if problems or assumption is None:
        raise PolicyError(problems.in_order())
    return assumption


def read_calendar(files: list[Node], reader: Reader) -> Calendar | None:
    """Return the calendar that the trees state together; None, with what is wrong noted."""
    notices: list[Notice] = []
    closures: list[Closure] = []
    festivals: Festivals | None = None
    measured = NOWHERE
    assumptions: list[Assumption] = []
    for node in files:
        if isinstance(node, Mapping) and any(key.text == "假定日历" for key, _ in node.entries):
            if (assumption := _assumption(node, reader)) is not None:
                assumptions.append(assumption)
            continue
        form = reader.form(node, "日历文件", keys.CALENDAR.allowed)
        if "本地停工" in form:
            closures += _closures(form["本地停工"][1], reader)
        if "放假办法" in form and festivals is not None:
            reader.note(MEASURES_TWICE, form["放假办法"][0].place, first=measured)
        elif "放假办法" in form:
            festivals, measured = read_festivals(form, reader), form["放假办法"][0].place
        elif alone := [key for key in ("节日", "又称") if key in form]:
            reader.note(FESTIVALS_ALONE, form[alone[0]][0].place, key=alone[0])
        if "日历" in form or "通知" in form:
            notices += _year(form, node, reader)
    if reader.problems:
        return None
    try:
        calendar = Calendar(notices, closures, festivals, assumptions)
    except CalendarError as error:
        for problem in error.problems:
            nowhere = problem.place == NOWHERE
            place = files[-1].place if files and nowhere else problem.place
            reader.problems.note(replaced(problem, place=place))
        return None
    for problem in statutory_problems(calendar):
        reader.problems.note(problem)
    return None if reader.problems else calendar


def statutory_problems(calendar: Calendar) -> Iterator[Problem]:
    """Yield the statutory holidays of years that have a notice which are no days off, or whose day nobody knows."""
    festivals = calendar.festivals
    first = {notice.year: notice.place for notice in reversed(calendar.notices)}
    for year, place in first.items() if festivals else ():
        assert festivals is not None
        yield from (FESTIVAL_WITHOUT_DAY(place, year=year, name=name) for name in festivals.unknown(year))
        for day, names in festivals.in_year(year).items():
            if calendar.is_working_day(day):
                yield STATUTORY_DAY_WORKED(place, day=day, name="、".join(names), year=year)


def _year(form: Form, node: Node, reader: Reader) -> list[Notice]:
    year = reader.integer(form["日历"][1], "日历") if "日历" in form else None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        reader.note(YEAR_OUT_OF_RANGE, form["日历"][1].place, first=FIRST_YEAR, last=LAST_YEAR)
        return []
    if year is None or "通知" not in form:
        reader.note(NO_YEAR_OR_NOTICES, node.place)
        return []
    items = reader.items(form["通知"][1], "通知", may_be_empty=True)
    if not items and isinstance(form["通知"][1], Sequence):
        reader.note(NO_NOTICES, form["通知"][0].place)
    return [notice for item in items if (notice := _notice(item, year, reader)) is not None]


def _assumption(node: Node, reader: Reader) -> Assumption | None:
    form = reader.form(node, "假定日历", keys.ASSUMPTION.allowed, keys.ASSUMPTION.required)
    year = reader.integer(form["假定日历"][1], "假定日历") if "假定日历" in form else None
    basis = reader.text(form["依据"][1], "依据") if "依据" in form else ""
    days_off, workdays, places = _days(form, reader)
    if year is None or not basis:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reader.note(YEAR_OUT_OF_RANGE, form["假定日历"][1].place, first=FIRST_YEAR, last=LAST_YEAR)
        return None
    return Assumption(year, basis, days_off, workdays, form["假定日历"][1].place, places)


def _days(form: Form, reader: Reader) -> tuple[tuple[tuple[str, date, date], ...], tuple[date, ...], Places]:
    """Return the days off and the make-up working days of a form that has 放假 and 上班, and where they stand."""
    days_off = []
    places: list[tuple[date, Place]] = []
    for name, value in reader.entries(form["放假"][1], "放假") or () if "放假" in form else ():
        for word in reader.words(value, name.text):
            span = _span(word, reader)
            if span:
                days_off.append((name.text, *span))
                places.append((span[0], word.place))
    made_up = reader.words(form["上班"][1], "上班", may_be_empty=True) if "上班" in form else ()
    dated = [(day, word.place) for word in made_up if (day := reader.date(word, "上班")) is not None]
    return tuple(days_off), tuple(day for day, _ in dated), (*dated, *places)


def _is_noted(node: Node) -> bool:
    """Return whether what a notice lacks is told already."""
    return isinstance(node, Mapping) and not node.whole


def _notice(node: Node, year: int, reader: Reader) -> Notice | None:
    form = reader.form(node, "通知", keys.NOTICE.allowed, keys.NOTICE.required)
    issued = reader.date(form["印发"][1], "印发") if "印发" in form else None
    days_off, workdays, places = _days(form, reader)
    extra = reader.words(form["另行放假"][1], "另行放假") if "另行放假" in form else ()
    if issued is None:
        return None
    if year not in (issued.year, issued.year + 1):
        reader.note(NOTICE_OF_OTHER_YEAR, form["印发"][1].place, issued=issued, year=year)
        return None
    return Notice(
        number=reader.text(form["文号"][1], "文号") if "文号" in form else PLACEHOLDER if _is_noted(node) else "",
        issued=issued,
        year=year,
        days_off=days_off,
        workdays=workdays,
        source=reader.text(form["出处"][1], "出处") if "出处" in form else "",
        remark=reader.text(form["说明"][1], "说明") if "说明" in form else "",
        extra=tuple(day for word in extra if (day := reader.date(word, "另行放假")) is not None),
        place=node.place,
        places=places,
    )


def _span(word: Scalar, reader: Reader) -> tuple[date, date] | None:
    """Return the first and last day of 「2026-01-01至2026-01-03」 or of a single day."""
    first, _, last = word.text.partition("至")
    start = reader.date(Scalar(first.strip(), word.plain, word.place), "放假日期")
    end = reader.date(Scalar(last.strip(), word.plain, word.place), "放假日期") if last else start
    return (start, end) if start and end else None


def _closures(node: Node, reader: Reader) -> list[Closure]:
    form = reader.form(node, "本地停工", keys.CLOSURES.allowed, keys.CLOSURES.required)
    adopted = "采用" in form and reader.flag(form["采用"][1], "采用")
    closures = []
    for item in reader.items(form["停工"][1], "停工", may_be_empty=True) if "停工" in form else ():
        inner = reader.form(item, "停工的一日", keys.CLOSURE.allowed, keys.CLOSURE.required)
        day = reader.date(inner["日期"][1], "日期") if "日期" in inner else None
        if day is not None and "文号" in inner:
            remark = reader.text(inner["说明"][1], "说明") if "说明" in inner else ""
            issued = reader.date(inner["印发"][1], "印发") if "印发" in inner else None
            closures.append(Closure(day, reader.text(inner["文号"][1], "文号"), remark, issued))
    return closures if adopted else []

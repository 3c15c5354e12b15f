"""The working-day calendar from its YAML files: one a year with its notices, and the local closures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zzrules.base.errors import CalendarError, Place, PolicyError
from zzrules.base.workdays import Calendar, Closure, Notice
from zzrules.policy.forms import Reader
from zzrules.policy.yamltree import Node, Problems, Scalar, Sequence, read_file

FIRST_YEAR, LAST_YEAR = 1949, 2999
_NOTICE = ("文号", "印发", "出处", "说明", "放假", "上班")


def load_calendar(folder: Path) -> Calendar:
    """Return the calendar of a folder's YAML files; `PolicyError` with every mistake in them."""
    problems = Problems()
    trees = [read_file(path, path.name, problems)[0] for path in sorted(folder.glob("*.yaml"))]
    calendar = read_calendar([tree for tree in trees if tree is not None], Reader(problems))
    if problems or calendar is None:
        raise PolicyError(problems.in_order())
    return calendar


def read_calendar(files: list[Node], reader: Reader) -> Calendar | None:
    """Return the calendar that the trees state together; None, with what is wrong noted."""
    notices: list[Notice] = []
    places: dict[str, Place] = {}
    closures: list[Closure] = []
    for node in files:
        form = reader.form(node, "日历文件", ("日历", "通知", "本地停工"))
        if "本地停工" in form:
            closures += _closures(form["本地停工"][1], reader)
        if "日历" in form or "通知" in form:
            notices += _year(form, node, places, reader)
    if reader.problems:
        return None
    try:
        return Calendar(notices, closures)
    except CalendarError as error:
        for problem in error.problems:
            named = [place for number, place in places.items() if f"「{number}」" in problem.message]
            place = named[0] if named else max((file.place for file in files), default=problem.place)
            reader.note(problem.code, problem.message, place, problem.hint)
    return None


def _year(form: dict[str, tuple[Scalar, Node]], node: Node, places: dict[str, Place], reader: Reader) -> list[Notice]:
    year = reader.integer(form["日历"][1], "日历") if "日历" in form else None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        reader.note("ZZ209", f"日历的年份不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", form["日历"][1].place, "日历: 2027")
        return []
    if year is None or "通知" not in form:
        reader.note("ZZ202", "日历文件要写「日历: 年份」和「通知」", node.place, "日历: 2027")
        return []
    items = reader.items(form["通知"][1], "通知")
    if not items and isinstance(form["通知"][1], Sequence):
        reader.note(
            "ZZ202", "「通知」没有内容", form["通知"][0].place, "写上该年的通知；通知还没有印发的，不放这个文件"
        )
    made = [(item, _notice(item, year, reader)) for item in items]
    places.update({notice.number: item.place for item, notice in made if notice is not None})
    return [notice for _, notice in made if notice is not None]


def _notice(node: Node, year: int, reader: Reader) -> Notice | None:
    form = reader.form(node, "通知", _NOTICE, ("文号", "印发", "放假", "上班"))
    issued = reader.date(form["印发"][1], "印发") if "印发" in form else None
    days_off = []
    for name, value in reader.entries(form["放假"][1], "放假") or () if "放假" in form else ():
        for word in reader.words(value, name.text):
            span = _span(word, reader)
            if span:
                days_off.append((name.text, *span))
    days = [reader.date(word, "上班") for word in reader.words(form["上班"][1], "上班")] if "上班" in form else []
    if issued is None:
        return None
    if year not in (issued.year, issued.year + 1):
        message = f"通知印发于{issued}，不会是{year}年的安排"
        reader.note("ZZ510", message, form["印发"][1].place, "改正印发日期，或者文件起头的年份")
        return None
    return Notice(
        number=reader.text(form["文号"][1], "文号") if "文号" in form else "",
        issued=issued,
        year=year,
        days_off=tuple(days_off),
        workdays=tuple(day for day in days if day is not None),
        source=reader.text(form["出处"][1], "出处") if "出处" in form else "",
        remark=reader.text(form["说明"][1], "说明") if "说明" in form else "",
    )


def _span(word: Scalar, reader: Reader) -> tuple[date, date] | None:
    """Return the first and last day of 「2026-01-01至2026-01-03」 or of a single day."""
    first, _, last = word.text.partition("至")
    start = reader.date(Scalar(first.strip(), word.plain, word.place), "放假日期")
    end = reader.date(Scalar(last.strip(), word.plain, word.place), "放假日期") if last else start
    return (start, end) if start and end else None


def _closures(node: Node, reader: Reader) -> list[Closure]:
    form = reader.form(node, "本地停工", ("采用", "依据", "停工"), ("采用", "依据", "停工"))
    adopted = "采用" in form and reader.flag(form["采用"][1], "采用")
    closures = []
    for item in reader.items(form["停工"][1], "停工") if "停工" in form else ():
        inner = reader.form(item, "停工的一日", ("日期", "文号", "说明"), ("日期", "文号"))
        day = reader.date(inner["日期"][1], "日期") if "日期" in inner else None
        if day is not None and "文号" in inner:
            remark = reader.text(inner["说明"][1], "说明") if "说明" in inner else ""
            closures.append(Closure(day, reader.text(inner["文号"][1], "文号"), remark))
    return closures if adopted else []

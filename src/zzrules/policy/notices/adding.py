"""A published notice added to a calendar: read, held against what the calendar has, and written into a year's file."""

from __future__ import annotations

from zzrules.base.diagnostics.calendar import NOTICE_INCOMPLETE, YEAR_HAS_NOTICE, YEAR_INHERITED
from zzrules.base.errors import CalendarError
from zzrules.base.frozen import frozen, replaced
from zzrules.base.workdays import Calendar, Notice
from zzrules.policy.calendar_files import statutory_problems
from zzrules.policy.folder import INHERITED, SHIPPED_CALENDAR
from zzrules.policy.notices.reading import read_notice
from zzrules.policy.yamltree import Problems


@frozen
class Addition:
    """A notice to add, the calendar with it, and the file of its year as places name it; '' if there is none yet.

    ``inherited``: the file is none of the folder's own.
    """

    notice: Notice
    calendar: Calendar
    file: str
    inherited: bool = False


def addition(
    published: str, source: str, calendar: Calendar, problems: Problems, *, address: str = ""
) -> Addition | None:
    """Return what a published notice adds to a calendar; None, with everything that keeps it out noted.

    ``source`` is what places call the text, ``address`` where it was published.
    """
    read = read_notice(published, source, calendar, problems)
    if read is None:
        return None
    notice = replaced(read.notice, source=address)
    held = [other for other in calendar.notices if other.year == notice.year]
    same = [other for other in calendar.notices if other.number == notice.number]
    if same or (held and read.kind == "yearly"):
        other = (same or held)[0]
        file, inherited = _file_of(other)
        wrong = YEAR_INHERITED if inherited else YEAR_HAS_NOTICE
        problems.add(wrong, notice.place, year=other.year, number=other.number, file=file)
        return None
    if not held and read.kind != "yearly":
        part = f"可以调整的安排：日历里没有{notice.year}年的通知"
        problems.add(NOTICE_INCOMPLETE, notice.place, part=part, hint="先加那一年的通知")
        return None
    try:
        changed = Calendar((*calendar.notices, notice), calendar.closures, calendar.festivals, calendar.assumptions)
    except CalendarError as error:
        assumed = {one.place for one in calendar.assumptions}
        for problem in error.problems:
            problems.note(problem if problem.place in assumed else replaced(problem, place=notice.place))
        return None
    for problem in statutory_problems(changed):
        problems.note(replaced(problem, place=notice.place))
    return None if problems else Addition(notice, changed, *(_file_of(held[0]) if held else ("", False)))


def _file_of(notice: Notice) -> tuple[str, bool]:
    """Return the file of a notice as it lies in a folder, and whether it was inherited from the shipped policies."""
    source = notice.place.source
    if source.startswith(INHERITED):
        return f"{SHIPPED_CALENDAR}/{source.removeprefix(INHERITED)}", True
    return source, False

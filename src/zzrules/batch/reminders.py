"""Reminders of what falls due, as CSV for a spreadsheet or as a calendar that an office subscribes to.

A reminder names the case, the obligation and its article, and no fact of the case.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from zzrules.base.diagnostics.use import NO_ICALENDAR
from zzrules.base.packages import need
from zzrules.base.quoting import one_line

HEAD: Final = ("状态", "期限", "工作日", "案卷", "义务", "主体", "内容", "依据", "须待的通知或者所依的假定")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Reminder:
    """An obligation that is overdue or about to fall due, or whose last day waits for a notice.

    ``title`` is the name, with the element of a list for which it stands. ``until`` is the
    time at which that day ends, where it is told in hours. ``left`` counts the working days to the last
    day, or since then if it is negative; None: not known. ``assumptions`` are those on which it rests; see
    `Rulebook.assuming`.
    """

    case: str
    policy: str
    name: str
    number: int
    title: str
    status: str
    label: str
    due: str
    left: int | None
    subject: str
    content: str
    citation: str
    waits_for: str
    assumptions: tuple[str, ...] = ()
    until: str = ""

    @property
    def day(self) -> date | None:
        """The last day; None if it is not known."""
        return date.fromisoformat(self.due) if self.due else None

    @property
    def awaited(self) -> str:
        """The notice for which the last day waits, or what is assumed in its place."""
        return self.waits_for or "；".join(f"以{one}为准" for one in self.assumptions)

    @property
    def distance(self) -> str:
        """How far the last day is, in words."""
        if self.left is None:
            return ""
        if self.status == "breached":
            return f"已过{-self.left}" if self.left else "已过"
        return f"还有{self.left}" if self.left else "当天"

    def cells(self) -> tuple[str, ...]:
        """Return the cells below `HEAD`."""
        return (
            *(self.label, f"{self.due} {self.until}".rstrip(), self.distance, self.case, self.title),
            *(self.subject, self.content, self.citation, self.awaited),
        )


def in_order(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Return the reminders by their last day, the earliest first; those that wait for a notice come last."""

    def position(reminder: Reminder) -> tuple[bool, str, str, str, int]:
        return not reminder.due, reminder.due, reminder.case, reminder.citation, reminder.number

    return tuple(sorted(reminders, key=position))


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> plain_cell("=1+1"), plain_cell("第八条")
    ("'=1+1", '第八条')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_text(reminders: Iterable[Reminder]) -> str:
    """Return the reminders as CSV with a head; no cell can become a formula.

    >>> csv_text([]).splitlines()
    ['\ufeff状态,期限,工作日,案卷,义务,主体,内容,依据,须待的通知或者所依的假定']
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEAD)
    for reminder in reminders:
        writer.writerow(plain_cell(one_line(cell)) for cell in reminder.cells())
    return "\ufeff" + stream.getvalue()  # without the mark, spreadsheets read UTF-8 as something else


def ics_bytes(reminders: Iterable[Reminder], on: date, title: str) -> bytes:
    """Return the reminders as an iCalendar file (RFC 5545): an all-day entry on the last day of each.

    An entry keeps its identity from one file to the next, so that a subscription updates it. Raises `UsageError`
    (ZZ605) if the package icalendar is not installed.
    """
    need(NO_ICALENDAR, "icalendar")
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//zzrules//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    stamp = datetime.combine(on, time(), UTC)  # the day asked about: nothing reads the clock
    for reminder in reminders:
        if not reminder.due:
            continue
        event = Event()
        event.add("uid", _identity(reminder))
        event.add("dtstamp", stamp)
        event.add("dtstart", reminder.day)
        event.add("summary", one_line(f"〔{reminder.label}〕{reminder.title}　{reminder.case}"))
        awaited = f"；{reminder.awaited}" if reminder.awaited else ""
        event.add("description", one_line(f"{reminder.subject}应当{reminder.content}（{reminder.citation}）{awaited}"))
        event.add("categories", [one_line(reminder.label)])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _identity(reminder: Reminder) -> str:
    named = "\0".join((reminder.case, reminder.policy, reminder.name, str(reminder.number)))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@zzrules"

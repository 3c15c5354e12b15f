"""A board of what is due: reminders by day, by who owes what, and by article, as a page and a workbook show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, Literal

from zzrules.base.citation import Citation
from zzrules.batch.reminders import Reminder, in_order

State = Literal["overdue", "breached", "today", "soon", "awaited"]
STATES: Final[Mapping[State, str]] = {
    "overdue": "逾期",
    "breached": "违反",
    "today": "当天届满",
    "soon": "临近届满",
    "awaited": "期限待定",
}
"""How reminders stand, the most pressing first; what has no time limit is breached, not overdue."""
_WEEK: Final = "一二三四五六日"


def weekday(day: date) -> str:
    """Return the day of the week.

    >>> weekday(date(2026, 3, 10))
    '星期二'
    """
    return f"星期{_WEEK[day.weekday()]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A reminder on a board: its number, by which the tallies name it, and how it stands on the day of the board."""

    number: int
    reminder: Reminder
    state: State

    @property
    def distance(self) -> str:
        """How far the last day is, in words; empty if nobody knows, or there is none.

        >>> late = Reminder("甲", "p", "改正", 0, "改正", "breached", "", "2026-03-10", -2, "", "", "", "")
        >>> Entry(1, late, "overdue").distance
        '已过2个工作日'
        """
        said = self.reminder.distance if self.reminder.due else ""
        return f"{said}个工作日" if said[-1:].isdecimal() else said


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of a last day; ``day`` is None for those that have none yet, or none at all."""

    day: date | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What is due of one agency, or under one article: the numbers of the entries, by how they stand."""

    name: str
    numbers: Mapping[State, tuple[int, ...]]

    @property
    def total(self) -> int:
        """How many entries there are."""
        return sum(map(len, self.numbers.values()))


@dataclass(frozen=True, slots=True)
class Board:
    """What is overdue, falls due ``within`` so many working days, or waits for a notice, at the end of a day.

    ``cases`` is in how many, ``digest`` that of the policies (SHA-256), ``known_on`` the day by which the notices of
    the calendar were issued, where one was named. Nothing is on a board but what reminders say: of a case its name, and
    no fact of it.

    >>> late = Reminder(
    ...     "甲", "p", "改正", 0, "改正", "breached", "逾期未履行", "2026-03-10", -2, "机构", "改正", "第八条", ""
    ... )
    >>> board = Board(date(2026, 3, 12), 3, 1, "ab12", (late,))
    >>> [(str(day.day), [entry.distance for entry in day.entries]) for day in board.days]
    [('2026-03-10', ['已过2个工作日'])]
    >>> board.count("overdue"), [(tally.name, tally.total) for tally in board.by_article]
    (1, [('第八条', 1)])
    """

    on: date
    within: int
    cases: int
    digest: str
    reminders: tuple[Reminder, ...]
    known_on: date | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The reminders in the order of their last days, numbered."""
        return tuple(
            Entry(number, reminder, self._state(reminder))
            for number, reminder in enumerate(in_order(self.reminders), 1)
        )

    def _state(self, reminder: Reminder) -> State:
        match reminder.status, reminder.due:
            case "breached", due:
                return "overdue" if due else "breached"
            case _, "":
                return "awaited"
            case _, due:
                return "today" if due == str(self.on) else "soon"

    def count(self, state: State) -> int:
        """Return how many entries stand so."""
        return sum(entry.state == state for entry in self.entries)

    @property
    def days(self) -> tuple[Day, ...]:
        """The entries by their last day, the earliest first; those without one come last."""
        return tuple(
            Day(day, tuple(entries)) for day, entries in groupby(self.entries, lambda entry: entry.reminder.day)
        )

    @property
    def by_agency(self) -> tuple[Tally, ...]:
        """What is due of each who owes something: whoever owes most that is overdue comes first."""
        tallies = self._tallies(lambda entry: entry.reminder.subject)
        return tuple(sorted(tallies, key=lambda tally: ([-len(tally.numbers[state]) for state in STATES], tally.name)))

    @property
    def by_article(self) -> tuple[Tally, ...]:
        """What is due under each article, in the order of the regulation; articles of others come last."""
        tallies = self._tallies(lambda entry: str(_article(entry)))
        order = {str(article): article for article in map(_article, self.entries)}
        return tuple(sorted(tallies, key=lambda tally: (order[tally.name].of, order[tally.name])))

    def _tallies(self, name: Callable[[Entry], str]) -> Iterator[Tally]:
        named: dict[str, list[Entry]] = {}
        for entry in self.entries:
            named.setdefault(name(entry), []).append(entry)
        for one, entries in named.items():
            numbers = {state: tuple(entry.number for entry in entries if entry.state == state) for state in STATES}
            yield Tally(one, numbers)


def _article(entry: Entry) -> Citation:
    cited = Citation.parse(entry.reminder.citation)
    return Citation(cited.article, of=cited.of)

"""What the entries of a log say of one fact, or of one list, as of a day.

A dated fact is the day of the first entry (or the last, where its kind says so); what entries state otherwise, the
latest one before the day states. A list gains an element with each entry that begins one; a later entry continues it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from zzrules.answer.events import Event
from zzrules.answer.values import NONE, UNSETTLED, BadValueError, check_intervals
from zzrules.ground.errors import Problem
from zzrules.policy.vocabulary import EventKind, Fact, Kind

Fold = tuple[Any, tuple[tuple[Event, ...], ...]]
"""A value (None: unknown; UNSETTLED: 查不清) and the entries that it comes from: of a list, those of each element."""


class FactTopic:
    """One fact that stands alone."""

    def __init__(
        self, fact: Fact, kinds: tuple[EventKind, ...], events: tuple[Event, ...], doubted: tuple[Event, ...], base: Any
    ) -> None:
        """Take the fact, the kinds that settle it, the entries that count and those that may, and its undated value."""
        self.fact = fact
        self.base = base
        self.silent = any(fact in kind.silenced for kind in kinds)
        self.last = any(kind.last and fact in kind.dated for kind in kinds)
        name = fact.name
        said = [(event.day, dict(event.said).get(name), event) for event in events]
        known = [(day, value, event) for day, value, event in said if day is not None and value is not None]
        self._dated = sorted(
            ((day, event) for day, _, event in known if _gives_day(event, fact)), key=lambda pair: pair[0]
        )
        self._stated = sorted(
            ((day, value, event) for day, value, event in known if not _gives_day(event, fact)), key=lambda one: one[0]
        )
        self._doubts = [event.day for event in events if name in event.doubtful] + [event.day for event in doubted]
        # An entry that might have brought a determination, and brought none, is no silence.
        self._unsaid = [
            day for day, value, event in said if value is None and event.kind and fact in event.kind.silenced
        ]

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the value as of a day; ``kept``: the log reaches that day; ``unheard``: it has entries of no kind."""
        dated = [(day, event) for day, event in self._dated if day <= on]
        stated = [one for one in self._stated if one[0] <= on]
        doubts = [day for day in self._doubts if day is None or day <= on]
        value, day = self._undated(on), 0
        events: tuple[Event, ...] = ()
        if stated:
            day = stated[-1][0]
            latest = [one for one in stated if one[0] == day]
            same = all(one[1] == latest[0][1] for one in latest)
            value, events = latest[0][1] if same else None, tuple(one[2] for one in latest)
        if dated:
            first, event = dated[-1 if self.last else 0]
            if first >= day:
                first_counts = not self.last and not stated
                uncertain = any(doubt is None or doubt < first or not first_counts for doubt in doubts)
                return None if uncertain else first, ((event,),)
        if any(doubt is None or doubt >= day for doubt in doubts):
            return None, (events,)
        if value is None and not events and self.silent and kept and not unheard:
            return (None if any(one is None or one <= on for one in self._unsaid) else NONE), ()
        return value, (events,) if events else ()

    def _undated(self, on: int) -> Any:
        """Return the value that no entry gives; a day that is still to come is not yet known."""
        unseen = type(self.base) is int and self.fact.kind is Kind.DATE and not self.fact.may_be_future
        return None if unseen and self.base > on else self.base

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Entries of one day that state different things."""
        found: list[Problem] = []
        for day in dict.fromkeys(day for day, _, _ in self._stated):
            first, *others = [(value, event) for at, value, event in self._stated if at == day]
            for value, event in others:
                if value != first[0]:
                    message = f"{event.name}和{first[1].name}在同一天，「{self.fact.label}」记载不同"
                    hint = "先后有变的，写各自的日期；记错的，用「更正」"
                    found.append(Problem("ZZ437", message, event.place, hint))
        return tuple(found)


def _gives_day(event: Event, fact: Fact) -> bool:
    return event.kind is not None and fact in event.kind.dated


class ListTopic:
    """One list whose elements are entered one by one."""

    def __init__(
        self, fact: Fact, kinds: tuple[EventKind, ...], events: tuple[Event, ...], doubted: tuple[Event, ...], base: Any
    ) -> None:
        """Take the list, the kinds that begin and continue its elements, the entries, and its undated elements."""
        self.fact = fact
        self.base = base
        self.silent = any(kind.silent and not kind.continues for kind in kinds)
        self._positions = {one.name: at for at, one in enumerate(fact.fields)}
        self._silences = [
            (kind, self._positions[one.name]) for kind in kinds if kind.silent and kind.continues for one in kind.dated
        ]
        begun = [event for event in events if event.kind is not None and not event.kind.continues]
        self._rows = sorted((event for event in begun if event.day is not None), key=_order)
        lost = [event for event in (*begun, *doubted) if event.day is None or event in doubted]
        self._more = [event.day for event in lost if event.kind is not None and not event.kind.continues]
        ended = [event for event in events if event.kind is not None and event.kind.continues]
        self._open: list[tuple[str, int | None]] = [
            (event.kind.name, event.day)
            for event in (*ended, *doubted)
            if event.kind is not None and event.kind.continues and (event.day is None or event in doubted)
        ]
        self._problems: list[Problem] = []
        self._continued = self._paired(sorted((event for event in ended if event.day is not None), key=_order))

    def _paired(self, ended: list[Event]) -> dict[int, list[Event]]:
        """Return for each row, by its position, the entries that continue it; note those that continue none."""
        found: dict[int, list[Event]] = {}
        for kind in dict.fromkeys(event.kind for event in ended if event.kind is not None):
            begun = [(at, row) for at, row in enumerate(self._rows) if row.kind and row.kind.name == kind.continues]
            coming, waiting, taken = iter(begun), dict[int, Event](), set[str]()
            following = next(coming, None)
            for event in (one for one in ended if one.kind == kind):
                while following is not None and (following[1].day or 0) <= (event.day or 0):
                    waiting[following[0]] = following[1]
                    following = next(coming, None)
                meant = [at for at, row in waiting.items() if event.of == row.identity] if event.of else list(waiting)
                if len(meant) == 1:
                    taken.add(waiting.pop(meant[0]).identity)
                    found.setdefault(meant[0], []).append(event)
                else:
                    self._open.append((kind.name, event.day))
                    self._problems.append(
                        _unpaired(event, len(meant), again=event.of in taken if event.of else bool(taken))
                    )
        return found

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the elements as of a day, in their order; None if it is not known whether there are any."""
        rows: list[tuple[list[Any], tuple[Event, ...]]] = []
        if isinstance(self.base, tuple):
            rows += [(list(row[1:]), ()) for row in self.base]
        for at, event in enumerate(self._rows):
            if event.day is None or event.day > on:
                break
            later = [one for one in self._continued.get(at, ()) if (one.day or 0) <= on]
            rows.append((self._row(event, later, on, silent=kept and not unheard), (event, *later)))
        more = (unheard and self.silent) or any(day is None or day <= on for day in self._more)
        if self.base is UNSETTLED:
            more = True
        if not rows:
            empty = self.base == () or (self.silent and kept)
            return (() if empty and not more else None), ()
        if not self._disjoint([row for row, _ in rows]):
            return None, tuple(events for _, events in rows)
        if more:
            rows.append(([None] * len(self.fact.fields), ()))
        return self._numbered(rows)

    def _row(self, event: Event, later: list[Event], on: int, *, silent: bool) -> list[Any]:
        row: list[Any] = [None] * len(self.fact.fields)
        for one in (event, *later):
            for name, value in one.said:
                row[self._positions[name]] = None if value is UNSETTLED else value
        kinds = {one.kind for one in later}
        for kind, position in self._silences:
            doubtful = any(name == kind.name and (day is None or day <= on) for name, day in self._open)
            if kind not in kinds and event.kind is not None and kind.continues == event.kind.name:
                row[position] = NONE if silent and not doubtful else None
        return row

    def _numbered(self, rows: list[tuple[list[Any], tuple[Event, ...]]]) -> Fold:
        order = self._positions.get(self.fact.order_by, -1)
        ordered = order >= 0 and all(type(row[order]) is int for row, _ in rows)
        if ordered:
            rows.sort(key=lambda one: one[0][order])
        made = tuple((number if ordered else None, *row) for number, (row, _) in enumerate(rows, 1))
        return made, tuple(events for _, events in rows)

    def _disjoint(self, rows: list[list[Any]]) -> bool:
        if self.fact.interval is None:
            return True
        try:
            check_intervals(rows, *self.fact.interval)
        except BadValueError:
            return False
        return True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Entries that continue nothing, and intervals that overlap or end before they begin."""
        return (*self._problems, *self._overlaps())

    def _overlaps(self) -> Iterator[Problem]:
        if self.fact.interval is None:
            return
        made = [
            (self._row(row, self._continued.get(at, []), row.day or 0, silent=True), row)
            for at, row in enumerate(self._rows)
        ]
        for at, (row, event) in enumerate(made):
            for other, earlier in made[:at]:
                if not self._disjoint([other, row]):
                    message = f"{event.name}与{earlier.name}的期间重叠，或者止期早于起期"
                    yield Problem("ZZ438", message, event.place, "同一天只能属于一个期间；改正日期，或者登记结束")


def _unpaired(event: Event, waiting: int, *, again: bool) -> Problem:
    """Return what is wrong with an entry that continues none, or one of several."""
    if waiting:
        message = f"{event.name}接续的是哪一件，分不清：在它以前有{waiting}件还没有接续"
        return Problem("ZZ436", message, event.place, "加上「对: 那一件的编号」")
    if again:
        return Problem("ZZ436", f"{event.name}所接续的，前面已经接续过", event.place, "记错的，用「更正」「撤回」")
    message = f"{event.name}没有起头：在它以前没有登记它所接续的那一件"
    return Problem("ZZ436", message, event.place, "补登起头的那一件，或者改正日期、「对」的编号")


Topic = FactTopic | ListTopic


def _order(event: Event) -> tuple[int, str, str]:
    return event.day or 0, event.identity, repr(event.said)

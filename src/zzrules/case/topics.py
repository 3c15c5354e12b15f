"""What the entries of a log say of one fact, or of one list, as of a day.

A dated fact is the day of the first entry (or the last, where its kind says so); what entries state otherwise, the
latest one before the day states. A list gains an element with each entry that begins one; a later entry continues it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from zzrules.base.errors import Problem
from zzrules.case.events import Event
from zzrules.case.values import NONE, UNSETTLED, BadValueError, Finding, Perhaps, check_intervals
from zzrules.policy.vocabulary import EventKind, Fact, Kind

Fold = tuple[Any, tuple[tuple[Event, ...], ...]]
"""A value (None: unknown; UNSETTLED: 查不清) and the entries that it comes from: of a list, those of each element."""


UNREAD: Final = object()
"""The undated value of a fact that was given and could not be read."""


class FactTopic:
    """One fact that stands alone."""

    def __init__(
        self, fact: Fact, kinds: tuple[EventKind, ...], events: tuple[Event, ...], doubted: tuple[Event, ...], base: Any
    ) -> None:
        """Take the fact, the kinds that settle it, the entries that count and those that may, and its undated value."""
        self.fact = fact
        self.base = None if base is UNREAD else base
        self.silent = base is not UNREAD and any(fact in kind.silenced for kind in kinds)
        self.happens = any(fact in kind.dated for kind in kinds)
        self.last = any(kind.last and fact in kind.dated for kind in kinds)
        name = fact.name
        said = [(event.day, dict(event.said).get(name), event) for event in sorted(events, key=_day)]
        known: list[tuple[int, Any, Event]] = [
            (day, value, event) for day, value, event in said if day is not None and value is not None
        ]
        self._dated = [(day, event) for day, _, event in known if _gives_day(event, fact)]
        self._stated = [(day, value, event) for day, value, event in known if not _gives_day(event, fact)]
        doubtful = [*(event for event in events if name in event.doubtful), *doubted]
        self._doubts = [(event.day, _gives_day(event, fact) and name not in event.doubtful) for event in doubtful]
        self._filed = [event.day for event in events if event.kind is not None and fact in event.kind.silenced]

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the value as of a day; ``kept``: the log reaches that day; ``unheard``: it has entries of no kind."""
        stated = [one for one in self._stated if one[0] <= on]
        value, stated_on = _seen(self.fact, self.base, on), 0
        events: tuple[Event, ...] = ()
        known = True
        if stated:
            stated_on = stated[-1][0]
            latest = [one for one in stated if one[0] == stated_on]
            known = all(one[1] == latest[0][1] for one in latest)
            value, events = latest[0][1] if known else None, tuple(one[2] for one in latest)
        happened = bool(stated) and not self.last and isinstance(value, int) and value <= stated_on
        dated = [] if happened else [one for one in self._dated if stated_on <= one[0] <= on]
        if dated and (known or self.last):
            day, event = dated[-1 if self.last else 0]
            return None if self._doubted(day, stated_on, on) else day, ((event,),)
        if not known or self._doubted(None, stated_on, on):
            return None, (events,)
        heard = kept and not unheard
        if value is None and self.silent and heard and not _reached(self._filed, on):
            return NONE, ()
        if value is NONE and self.happens and not heard and stated_on < on:
            return None, (events,) if events else ()  # it may have happened since it was stated that it had not
        return value, (events,) if events else ()

    def _doubted(self, day: int | None, stated_on: int, on: int) -> bool:
        """Return whether a doubtful entry may say otherwise: than a day that counts, or than what was stated on a day.

        Of days that happened, the first (or the last) counts: one behind (before) it makes no difference.
        """
        for doubt, gives_day in self._doubts:
            if doubt is None:
                return True
            if not stated_on <= doubt <= on:
                continue
            if day is None or (doubt >= day if self.last else doubt < day or not gives_day):
                return True
        return False

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


def _seen(fact: Fact, value: Any, on: int) -> Any:
    """Return an undated value as of a day; what is still to come by then is not yet known."""
    match value:
        case Finding() if value.day is not None and value.day > on:
            return None
        case int() if fact.kind is Kind.DATE and not fact.may_be_future and value > on:
            return None
        case tuple() if fact.kind is Kind.LIST:
            rows = [[_seen(one, field, on) for one, field in zip(fact.fields, row[1:], strict=True)] for row in value]
            whole = all(new == list(old[1:]) for new, old in zip(rows, value, strict=True))
            return value if whole else tuple((None, *row) for row in rows)
        case _:
            return value


def _reached(days: list[int | None], on: int) -> bool:
    return any(day is None or day <= on for day in days)


def _of(event: Event, kinds: set[str]) -> bool:
    return event.kind is not None and event.kind.name in kinds


def _gives_day(event: Event, fact: Fact) -> bool:
    return event.kind is not None and fact in event.kind.dated


class ListTopic:
    """One list whose elements are entered one by one."""

    def __init__(
        self,
        fact: Fact,
        kinds: tuple[EventKind, ...],
        events: tuple[Event, ...],
        doubted: tuple[Event, ...],
        base: Any,
        numbers: Callable[[Event], set[str]],
    ) -> None:
        """Take the list, the kinds that begin and continue its elements, the entries, and its undated elements.

        ``numbers`` gives those of an entry and of all that it stands for, having corrected them.
        """
        self.fact = fact
        self.base = UNSETTLED if base is UNREAD else base
        self.silent = any(kind.silent and not kind.continues for kind in kinds)
        self._positions = {one.name: at for at, one in enumerate(fact.fields)}
        self._ends = [kind for kind in kinds if kind.continues]
        names = {kind.name for kind in kinds}
        own = [event for event in events if _of(event, names)]
        begun = [event for event in own if event.kind is not None and not event.kind.continues]
        ended = [event for event in own if event.kind is not None and event.kind.continues]
        lost = [event for event in own if event.day is None] + [event for event in doubted if _of(event, names)]
        self._rows = sorted((event for event in begun if event.day is not None), key=_order)
        # An entry of another kind that speaks of the list as a whole cannot be: what it says of it is doubtful.
        self._foreign = [event.day for event in (*events, *doubted) if not _of(event, names)]
        self._more = [event.day for event in lost if event.kind is not None and not event.kind.continues]
        self._numbers = [numbers(row) for row in self._rows]
        self._open = [event for event in lost if event.kind is not None and event.kind.continues]
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
                meant = [at for at in waiting if not event.of or event.of in self._numbers[at]]
                if len(meant) == 1:
                    waiting.pop(meant[0])
                    taken |= self._numbers[meant[0]] or {""}
                    found.setdefault(meant[0], []).append(event)
                else:
                    self._open.append(event)
                    self._problems.append(
                        _unpaired(event, len(meant), again=event.of in taken if event.of else bool(taken))
                    )
        return {at: sorted(later, key=_order) for at, later in found.items()}

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the elements as of a day, in their order; None if it is not known whether there are any.

        Where there may be others, the last one is `Perhaps`.
        """
        rows: list[tuple[list[Any], tuple[Event, ...]]] = []
        if isinstance(self.base, tuple):
            rows += [(list(row[1:]), ()) for row in _seen(self.fact, self.base, on)]
        heard = kept and not unheard
        for at, event in enumerate(self._rows):
            if event.day is None or event.day > on:
                break
            later = [one for one in self._continued.get(at, ()) if (one.day or 0) <= on]
            rows.append((self._row(at, later, on, silent=heard), (event, *later)))
        events = tuple(entries for _, entries in rows)
        if _reached(self._foreign, on) or not self._disjoint([row for row, _ in rows]):
            return None, events
        known = heard if self.silent else isinstance(self.base, tuple)
        if known and self.base is not UNSETTLED and not _reached(self._more, on):
            return self._numbered(rows)
        if not rows:
            return None, ()
        return (*((None, *row) for row, _ in rows), Perhaps([None] * (len(self.fact.fields) + 1))), (*events, ())

    def _row(self, at: int, later: list[Event], on: int, *, silent: bool) -> list[Any]:
        row: list[Any] = [None] * len(self.fact.fields)
        event = self._rows[at]
        spoken: set[int] = set()
        for one in (event, *later):
            spoken |= self._spoken(one)
            for name, value in one.said:
                row[self._positions[name]] = None if value is UNSETTLED else value
            for name in one.doubtful:
                row[self._positions[name]] = None
        waits = [kind for kind in self._ends if event.kind is not None and kind.continues == event.kind.name]
        waits = [kind for kind in waits if kind not in [one.kind for one in later]]
        for position in [self._positions[fact.name] for kind in waits if kind.silent for fact in kind.dated]:
            if position not in spoken and silent:
                row[position] = NONE
        for one in self._open:
            meant = any(one.of in numbers for numbers in self._numbers)
            if one.kind in waits and _reached([one.day], on) and (not meant or one.of in self._numbers[at]):
                for position in self._spoken(one):
                    row[position] = None
        return row

    def _spoken(self, event: Event) -> set[int]:
        """Return the positions of the fields of which an entry speaks, or may."""
        return {self._positions[name] for name in (*dict(event.said), *event.doubtful)}

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
        made: list[tuple[list[Any], Event | None]] = []
        if isinstance(self.base, tuple):
            made += [(list(row[1:]), None) for row in self.base]
        for at, event in enumerate(self._rows):
            row = self._row(at, self._continued.get(at, []), event.day or 0, silent=True)
            if not self._disjoint([row]):
                yield Problem("ZZ438", f"{event.name}的期间，止期早于起期", event.place, "改正其中一个日期")
                continue
            for other, earlier in made:
                if not self._disjoint([other, row]):
                    whose = f"{earlier.name}的" if earlier is not None else "「事实」里记的一段"
                    message = f"{event.name}与{whose}期间重叠，或者止期早于起期"
                    yield Problem("ZZ438", message, event.place, "同一天只能属于一个期间；改正日期，或者登记结束")
            made.append((row, event))


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


def _day(event: Event) -> int:
    return event.day or 0


def _order(event: Event) -> tuple[int, str, str]:
    return event.day or 0, event.identity, repr(event.said)

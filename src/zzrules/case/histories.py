"""What the events of a log say of one fact, or of one list, as of a day.

A dated fact is the day or the time of the first event (or the last, where its kind says so); of anything else, the
latest statement before the day holds. A list gains an element with each event that begins one; a later event continues
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final

from zzrules.base.bounds import Bounds, settled, spread
from zzrules.base.clock import last_of
from zzrules.base.diagnostics import cases
from zzrules.base.errors import Problem
from zzrules.case.events import Event
from zzrules.case.mistakes import BadValueError
from zzrules.case.parsing import check_intervals, element_of
from zzrules.case.values import NONE, UNSETTLED, Finding, Perhaps, within_bounds
from zzrules.policy.vocabulary import DATED, EventKind, Fact, Kind

Fold = tuple[Any, tuple[tuple[Event, ...], ...]]
"""A value (None: unknown; UNSETTLED: 查不清) and the events that it comes from: of a list, those of each element."""

UNREAD: Final = object()
"""The undated value of a fact that was given and could not be read."""


class FactHistory:
    """What is on file of one fact that stands alone."""

    def __init__(
        self, fact: Fact, kinds: tuple[EventKind, ...], events: tuple[Event, ...], doubted: tuple[Event, ...], base: Any
    ) -> None:
        """Take the fact, the kinds that settle it, the events that count and those that may, and its undated value."""
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
        self._dated = [entry for entry in known if _gives_day(entry[2], fact)]
        self._stated = [(day, value, event) for day, value, event in known if not _gives_day(event, fact)]
        doubtful = [*(event for event in events if name in event.doubtful), *doubted]
        self._doubts = [(event.day, _gives_day(event, fact) and name not in event.doubtful) for event in doubtful]
        self._filed = [event.day for event in events if event.kind is not None and fact in event.kind.silenced]

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the value as of a day.

        ``kept``: the log reaches that day; ``unheard``: it has events whose kind is not known.
        """
        stated = [entry for entry in self._stated if entry[0] <= on]
        value, stated_on = _seen(self.fact, self.base, on), 0
        events: tuple[Event, ...] = ()
        known = True
        if stated:
            stated_on = stated[-1][0]
            latest = [(said, event) for day, said, event in stated if day == stated_on]
            known = all(said == latest[0][0] for said, _ in latest)
            value, events = latest[0][0] if known else None, tuple(event for _, event in latest)
        happened = bool(stated) and not self.last and isinstance(value, int) and value <= _end(self.fact, stated_on)
        dated = [] if happened else [entry for entry in self._dated if stated_on <= entry[0] <= on]
        if dated and (known or self.last):
            day = dated[-1 if self.last else 0][0]
            happened_at, events = self._at([entry for entry in dated if entry[0] == day])
            return None if self._doubted(day, stated_on, on) else happened_at, (events,)
        if not known or self._doubted(None, stated_on, on):
            return None, (events,)
        heard = kept and not unheard
        if value is None and self.silent and heard and not _reached(self._filed, on):
            return NONE, ()
        if value is NONE and self.happens and not heard and stated_on < on:
            return None, (events,) if events else ()  # it may have happened since it was stated that it had not
        return value, (events,) if events else ()

    def _at(self, dated: list[tuple[int, Any, Event]]) -> tuple[Any, tuple[Event, ...]]:
        """Return the first (or the last) of what happened on one day, and the events that may be it."""
        if self.fact.kind is not Kind.MOMENT:
            return dated[0][1], (dated[-1 if self.last else 0][2],)
        times = [spread(moment) for _, moment, _ in dated]
        choose = max if self.last else min
        reached = Bounds(choose(time.low for time in times), choose(time.high for time in times))
        whose = [
            entry[2]
            for entry, time in zip(dated, times, strict=True)
            if time.low <= reached.high and time.high >= reached.low
        ]
        return settled(reached), tuple(whose)

    def _doubted(self, day: int | None, stated_on: int, on: int) -> bool:
        """Return whether a doubtful event may say otherwise: than a day that counts, or than what was stated on a day.

        Of days that happened, the first (or the last) counts: one after (before) it makes no difference.
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
        """Events of one day that state different things."""
        problems: list[Problem] = []
        for day in dict.fromkeys(day for day, _, _ in self._stated):
            (said, earlier), *later = [(value, event) for at, value, event in self._stated if at == day]
            for value, event in later:
                if value != said:
                    words = {"event": event.name, "earlier": earlier.name, "fact": self.fact.label}
                    problems.append(cases.STATED_OTHERWISE(event.place, (event.number - 1,), **words))
        return tuple(problems)


def _seen(fact: Fact, value: Any, on: int) -> Any:
    """Return an undated value as of a day; what lies after that day is not yet known."""
    past = fact.kind in DATED and not fact.may_be_future
    end = _end(fact, on)
    match value:
        case Finding() if value.day is not None and value.day > on:
            return None
        case int() if past and value > end:
            return None
        case Bounds(low=int(low)) if past and low > end:
            return None
        case Bounds() if past:
            return settled(value._replace(high=end if value.high is None else min(end, value.high)))
        case tuple() if fact.kind is Kind.LIST:
            given = [within_bounds(row)[1:] for row in value]
            rows = [[_seen(*pair, on) for pair in zip(fact.fields, row, strict=True)] for row in given]
            whole = all(seen == list(row) for seen, row in zip(rows, given, strict=True))
            return value if whole else tuple(element_of((None, *row)) for row in rows)
        case _:
            return value


def _end(fact: Fact, day: int) -> int:
    """Return the last value of a dated fact that lies on a day."""
    return last_of(day) if fact.kind is Kind.MOMENT else day


def _reached(days: list[int | None], on: int) -> bool:
    return any(day is None or day <= on for day in days)


def _of(event: Event, kinds: set[str]) -> bool:
    return event.kind is not None and event.kind.name in kinds


def _gives_day(event: Event, fact: Fact) -> bool:
    return event.kind is not None and fact in event.kind.dated


class ListHistory:
    """What is on file of one list, whose elements are entered one by one."""

    def __init__(
        self,
        fact: Fact,
        kinds: tuple[EventKind, ...],
        events: tuple[Event, ...],
        doubted: tuple[Event, ...],
        base: Any,
        numbers: Callable[[Event], set[str]],
    ) -> None:
        """Take the list, the kinds that begin and continue its elements, the events, and its undated elements.

        ``numbers`` returns those of an event and of all that it stands for, having corrected them.
        """
        self.fact = fact
        self._complete = not (isinstance(base, tuple) and base and isinstance(base[-1], Perhaps))
        self.base = UNSETTLED if base is UNREAD else base if self._complete else base[:-1]
        self.silent = any(kind.silent and not kind.continues for kind in kinds)
        self._positions = {field.name: position for position, field in enumerate(fact.fields)}
        self._ends = [kind for kind in kinds if kind.continues]
        names = {kind.name for kind in kinds}
        own = [event for event in events if _of(event, names)]
        begun = [event for event in own if event.kind is not None and not event.kind.continues]
        ended = [event for event in own if event.kind is not None and event.kind.continues]
        lost = [event for event in own if event.day is None] + [event for event in doubted if _of(event, names)]
        self._rows = sorted((event for event in begun if event.day is not None), key=_order)
        # No event of another kind can speak of the list as a whole: what one says of it is doubtful.
        self._foreign = [event.day for event in (*events, *doubted) if not _of(event, names)]
        self._more = [event.day for event in lost if event.kind is not None and not event.kind.continues]
        self._numbers = [numbers(row) for row in self._rows]
        self._open = [event for event in lost if event.kind is not None and event.kind.continues]
        self._problems: list[Problem] = []
        self._continued = self._paired(sorted((event for event in ended if event.day is not None), key=_order))

    def _paired(self, ended: list[Event]) -> dict[int, list[Event]]:
        """Return for each row, by its position, the events that continue it; note those that continue none."""
        continued: dict[int, list[Event]] = {}
        for kind in dict.fromkeys(event.kind for event in ended if event.kind is not None):
            begun = [(at, row) for at, row in enumerate(self._rows) if row.kind and row.kind.name == kind.continues]
            coming, waiting, taken = iter(begun), dict[int, Event](), set[str]()
            following = next(coming, None)
            for event in ended:
                if event.kind != kind:
                    continue
                while following is not None and (following[1].day or 0) <= (event.day or 0):
                    waiting[following[0]] = following[1]
                    following = next(coming, None)
                meant = [at for at in waiting if not event.of or event.of in self._numbers[at]]
                if len(meant) == 1:
                    waiting.pop(meant[0])
                    taken |= self._numbers[meant[0]] or {""}
                    continued.setdefault(meant[0], []).append(event)
                else:
                    self._open.append(event)
                    again = event.of in taken if event.of else bool(taken)
                    self._problems.append(_unpaired(event, len(meant), again=again))
        return {at: sorted(later, key=_order) for at, later in continued.items()}

    def fold(self, on: int, *, kept: bool, unheard: bool) -> Fold:
        """Return the elements as of a day, in their order; None if it is not known whether there are any.

        Where there may be others, the last one is `Perhaps`.
        """
        rows: list[tuple[list[Any], tuple[Event, ...]]] = []
        if isinstance(self.base, tuple):
            rows += [(list(within_bounds(row)[1:]), ()) for row in _seen(self.fact, self.base, on)]
        heard = kept and not unheard
        for at, event in enumerate(self._rows):
            if event.day is None or event.day > on:
                break
            later = [other for other in self._continued.get(at, ()) if (other.day or 0) <= on]
            rows.append((self._row(at, later, on, silent=heard), (event, *later)))
        events = tuple(sources for _, sources in rows)
        if _reached(self._foreign, on) or not self._disjoint([row for row, _ in rows]):
            return None, events
        known = heard if self.silent else isinstance(self.base, tuple)
        if known and self._complete and self.base is not UNSETTLED and not _reached(self._more, on):
            return self._numbered(rows)
        if not rows:
            return None, ()
        return (*(element_of((None, *row)) for row, _ in rows), Perhaps([None] * (len(self.fact.fields) + 1))), (
            *events,
            (),
        )

    def _row(self, at: int, later: list[Event], on: int, *, silent: bool) -> list[Any]:
        row: list[Any] = [None] * len(self.fact.fields)
        first = self._rows[at]
        spoken: set[int] = set()
        for event in (first, *later):
            spoken |= self._spoken(event)
            for name, value in event.said:
                row[self._positions[name]] = None if value is UNSETTLED else value
            for name in event.doubtful:
                row[self._positions[name]] = None
        waits = [kind for kind in self._ends if first.kind is not None and kind.continues == first.kind.name]
        waits = [kind for kind in waits if kind not in [event.kind for event in later]]
        for position in [self._positions[fact.name] for kind in waits if kind.silent for fact in kind.dated]:
            if position not in spoken and silent:
                row[position] = NONE
        for event in self._open:
            meant = any(event.of in numbers for numbers in self._numbers)
            if event.kind in waits and _reached([event.day], on) and (not meant or event.of in self._numbers[at]):
                for position in self._spoken(event):
                    row[position] = None
        return row

    def _spoken(self, event: Event) -> set[int]:
        """Return the positions of the fields of which an event speaks, or may."""
        return {self._positions[name] for name in (*dict(event.said), *event.doubtful)}

    def _numbered(self, rows: list[tuple[list[Any], tuple[Event, ...]]]) -> Fold:
        order = self._positions.get(self.fact.order_by, -1)
        ordered = order >= 0 and (len(rows) == 1 or all(type(row[order]) is int for row, _ in rows))
        if ordered:
            rows.sort(key=lambda pair: pair[0][order])
        elements = tuple(element_of((number if ordered else None, *row)) for number, (row, _) in enumerate(rows, 1))
        return elements, tuple(events for _, events in rows)

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
        """Events that continue nothing, and intervals that overlap or end before they begin."""
        return (*self._problems, *self._overlaps())

    def _overlaps(self) -> Iterator[Problem]:
        if self.fact.interval is None:
            return
        before: list[tuple[list[Any], str]] = []
        if isinstance(self.base, tuple):
            before += [(list(row[1:]), "「事实」里记的一段") for row in self.base]
        for at, event in enumerate(self._rows):
            row = self._row(at, self._continued.get(at, []), event.day or 0, silent=True)
            if not self._disjoint([row]):
                yield cases.EVENT_INTERVAL_REVERSED(event.place, (event.number - 1,), event=event.name)
                continue
            for other, whose in before:
                if not self._disjoint([other, row]):
                    yield cases.EVENT_INTERVALS_CLASH(event.place, (event.number - 1,), event=event.name, earlier=whose)
            before.append((row, f"{event.name}的"))


def _unpaired(event: Event, waiting: int, *, again: bool) -> Problem:
    """Return what is wrong with an event that continues none, or one of several."""
    if waiting:
        return cases.CONTINUES_ONE_OF_SEVERAL(event.place, (event.number - 1,), event=event.name, waiting=waiting)
    return (cases.CONTINUED_BEFORE if again else cases.NOT_BEGUN)(event.place, (event.number - 1,), event=event.name)


History = FactHistory | ListHistory


def _day(event: Event) -> int:
    return event.day or 0


def _order(event: Event) -> tuple[int, str, str]:
    return event.day or 0, event.identity, repr(event.said)

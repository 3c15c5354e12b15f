"""A case's log: events in any order of arrival, folded into the record of the case as of a day.

What the record says on a day depends on the events and the day alone. An event dated later is not yet visible. What
could not be read, or contradicts itself, is unknown; it never counts as not having happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from zzrules.base.bounds import Bounds, Extent, Options
from zzrules.base.diagnostics import cases
from zzrules.base.errors import Problem
from zzrules.case.events import Event
from zzrules.case.histories import UNREAD, FactHistory, Fold, History, ListHistory
from zzrules.case.record import Record, record_of
from zzrules.case.values import UNSETTLED
from zzrules.policy.vocabulary import EventKind, Vocabulary

_ALWAYS: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Folded:
    """The record of a case as of a day, and which events each fact (of a list: each element) comes from.

    ``given`` are the facts that somebody gave: not those that are 无 because nothing is on file.
    """

    record: Record
    sources: Mapping[str, tuple[tuple[Event, ...], ...]]
    given: frozenset[str]


class LogVocabulary:
    """What all logs of a vocabulary share: which kinds of events speak of which facts, and what silence says."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Sort the kinds of events by the facts of which they speak."""
        self.vocabulary = vocabulary
        kinds: dict[str, list[EventKind]] = {}
        for kind in vocabulary.events:
            for name in _facts_of(kind):
                kinds.setdefault(name, []).append(kind)
        self._kinds = {name: tuple(of_fact) for name, of_fact in kinds.items()}
        self.silent: dict[str, History] = {name: self.history(name, (), (), None, _numbers) for name in kinds}

    def history(
        self,
        name: str,
        events: tuple[Event, ...],
        doubted: tuple[Event, ...],
        base: Any,
        numbers: Callable[[Event], set[str]],
    ) -> History:
        """Return what is on file of a fact: the events that count, those that may, and its undated value."""
        fact, kinds = self.vocabulary.by_name[name], self._kinds.get(name, ())
        if any(kind.source is not None for kind in kinds):
            return ListHistory(fact, kinds, events, doubted, base, numbers)
        return FactHistory(fact, kinds, events, doubted, base)


class Log:
    """The events of one case; immutable. ``with_events`` costs what the new events touch."""

    def __init__(
        self,
        shared: LogVocabulary,
        facts: Record,
        kept_until: int | None = None,
        unread: frozenset[str] = frozenset(),
    ) -> None:
        """Begin with the facts that have no date; after ``kept_until`` silence says nothing.

        ``unread`` are facts that were given and could not be read: of them, silence says nothing on any day.
        """
        self.shared = shared
        self.facts = facts
        self.unread = unread
        self.kept_until = _ALWAYS if kept_until is None else kept_until
        self.events: tuple[Event, ...] = ()
        self.arrived = 0  # duplicates included
        self._reported: tuple[Problem, ...] = ()
        self._by_identity: dict[str, tuple[Event, ...]] = {}
        self._by_target: dict[str, tuple[Event, ...]] = {}
        self._by_fact: dict[str, tuple[Event, ...]] = {}
        self._unheard: tuple[Event, ...] = ()
        self._held: dict[Event, bool | None] = {}
        self._circles: dict[str, tuple[Event, ...]] = {}
        self._histories: dict[str, History] = dict(shared.silent)
        self._folds: dict[str, tuple[History, tuple[Any, ...], Fold]] = {}
        for name in {*facts.values, *facts.unclear, *facts.partial, *unread}:
            self._histories[name] = self._history(name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by what was handed in: what is folded is folded again."""
        kept_until = None if self.kept_until == _ALWAYS else self.kept_until
        given = self.shared.vocabulary, self.facts, kept_until, self.unread
        return _log_again, (*given, self.events, self._reported, self.arrived)

    def with_events(self, read: Iterable[tuple[Event, tuple[Problem, ...]]]) -> Log:
        """Return the log with more events; one that says the same as another of its number is the same event."""
        grown = object.__new__(Log)
        grown.__dict__ |= {name: part for name, part in self.__dict__.items() if name != "problems"}
        for name in ("_by_identity", "_by_target", "_by_fact", "_histories", "_folds"):
            grown.__dict__[name] = dict(self.__dict__[name])
        grown._held, grown._circles = {}, {}  # a later event may change what stands
        identities, targets, facts = _Appended(), _Appended(), _Appended()
        same: dict[str, set[Event]] = {}
        added: list[Event] = []
        reported: list[Problem] = []
        for event, problems in read:
            grown.arrived += 1
            if event.identity:
                if event.identity not in same:
                    same[event.identity] = set(self._by_identity.get(event.identity, ()))
                if event in same[event.identity]:
                    continue
                same[event.identity].add(event)
            reported += problems
            added.append(event)
            identities.append(event.identity, event)
            targets.append(event.target, event)
            for name in _names_of(event):
                facts.append(name, event)
        identities.to(grown._by_identity)
        targets.to(grown._by_target)
        facts.to(grown._by_fact)
        grown.events = (*self.events, *added)
        grown._reported = (*self._reported, *reported)
        unheard = (event for event in added if event.kind is None and (event.contradictory or not event.withdraws))
        grown._unheard = (*self._unheard, *unheard)
        for name in grown._touched(added):
            grown._histories[name] = grown._history(name)
        return grown

    def _touched(self, added: Iterable[Event]) -> set[str]:
        """Return the facts of which new events speak, or those whose standing they change."""
        names: set[str] = set()
        seen: set[str] = set()
        waiting = list(added)
        while waiting:
            event = waiting.pop()
            names.update(_names_of(event))
            for identity in {event.target, event.identity} - seen - {""}:
                seen.add(identity)
                waiting += self._by_identity.get(identity, ())
        return names

    # ── which events stand ──────────────────────────────────────────

    def _standing(self, event: Event) -> bool | None:
        """Return whether an event counts: not if another corrects or withdraws it; None if that is contradictory."""
        if not event.identity:
            return True
        if len(self._by_identity[event.identity]) > 1 or self._circle(event.identity):
            return None
        over = [self._holds(other) for other in self._by_target.get(event.identity, ())]
        return None if None in over or over.count(True) > 1 else True not in over

    def _holds(self, event: Event) -> bool | None:
        """Return whether a correction or a withdrawal takes effect: unless it was withdrawn; also if corrected."""
        known = self._held
        waiting = [] if event in known else [event]
        while waiting:
            last = waiting[-1]
            if last.contradictory or len(self._by_identity.get(last.identity, ())) > 1 or self._circle(last.identity):
                known[last] = None
            else:
                over = [other for other in self._by_target.get(last.identity, ()) if other.withdraws]
                if unknown := [other for other in over if other not in known]:
                    waiting += unknown
                    continue
                held = [known[other] for other in over]
                known[last] = None if None in held else True not in held
            waiting.pop()
        return known[event]

    def _history(self, name: str) -> History:
        events, doubted = [], []
        for event in self._by_fact.get(name, ()):
            standing = self._standing(event)
            if standing:
                events.append(event)
            elif standing is None:
                doubted.append(event)
        base = self.facts.values.get(name, self.facts.partial.get(name))
        if name in self.facts.unclear:
            base = UNSETTLED
        elif name in self.unread:
            base = UNREAD
        return self.shared.history(name, tuple(events), tuple(doubted), base, self._numbers)

    def _numbers(self, event: Event) -> set[str]:
        """Return the number of an event and of those that it stands for, each corrected by the next."""
        numbers = _numbers(event)
        at = event.corrects
        while at and at not in numbers:
            numbers.add(at)
            earlier = self._by_identity.get(at, ())
            at = earlier[0].corrects if len(earlier) == 1 else ""
        return numbers

    # ── what the log says ───────────────────────────────────────────

    def fold(self, on: int) -> Folded:
        """Return the record as of a day, with the events that each of its facts comes from."""
        values: dict[str, Any] = {}
        partial: dict[str, Extent] = {}
        sources: dict[str, tuple[tuple[Event, ...], ...]] = {}
        unclear: set[str] = set()
        kept = on <= self.kept_until
        unheard = any(
            event.day is None or event.day <= on for event in self._unheard if self._standing(event) is not False
        )
        for name, history in self._histories.items():
            key = on, kept, unheard
            known = self._folds.get(name)
            if known is None or known[0] is not history or known[1] != key:
                known = self._folds[name] = history, key, history.fold(on, kept=kept, unheard=unheard)
            value, events = known[2]
            if value is UNSETTLED:
                unclear.add(name)
            elif isinstance(value, Bounds | Options):
                partial[name] = value
            elif value is not None:
                values[name] = value
            if events:
                sources[name] = events
        given = frozenset((*sources, *self.facts.values, *self.facts.unclear, *self.facts.partial))
        return Folded(record_of(values, frozenset(unclear), on, partial), sources, given)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the log, in the order of its events: what cannot be read and what cannot be so."""
        problems = [*self._reported, *self._misdirected()]
        for history in self._histories.values():
            problems += history.problems
        return tuple(dict.fromkeys(sorted(problems, key=lambda problem: problem.place)))

    def _misdirected(self) -> Iterator[Problem]:
        """Yield what is wrong with numbers: given twice, unknown, corrected twice, in a circle."""
        for identity, events in self._by_identity.items():
            for event in events[1:]:
                yield cases.NUMBER_TAKEN(event.place, (event.number - 1,), event=event.name, earlier=events[0].name)
            circle = self._circle(identity)
            if circle and events[0] == circle[0]:
                yield cases.CIRCLE(events[0].place, events="、".join(event.name for event in circle))
        for target, events in self._by_target.items():
            for event in events:
                if target not in self._by_identity:
                    lacking = cases.CORRECTED_NOT_ON_FILE if event.corrects else cases.WITHDRAWN_NOT_ON_FILE
                    yield lacking(event.place, (event.number - 1,), event=event.name)
            holding = [event for event in events if self._holds(event)]
            for event in holding[1:] if not self._circle(target) else ():
                yield cases.CORRECTED_TWICE(event.place, (event.number - 1,), event=event.name, earlier=holding[0].name)

    def _circle(self, identity: str) -> tuple[Event, ...]:
        """Return the events of the circle that a number is on, from the first in the log, each over the next."""
        path: dict[str, Event] = {}
        at = identity
        while at and at not in self._circles and at not in path and len(events := self._by_identity.get(at, ())) == 1:
            path[at] = events[0]
            at = events[0].target
        passed = list(path)
        start = passed.index(at) if at in path else len(passed)
        circle = tuple(path[number] for number in passed[start:])
        if circle:
            first = circle.index(min(circle, key=lambda event: (event.place, event.identity)))
            circle = circle[first:] + circle[:first]
        self._circles |= dict.fromkeys(passed[:start], ())
        self._circles |= dict.fromkeys(passed[start:], circle)
        return self._circles.get(identity, ())


def _log_again(
    vocabulary: Vocabulary,
    facts: Record,
    kept_until: int | None,
    unread: frozenset[str],
    events: tuple[Event, ...],
    reported: tuple[Problem, ...],
    arrived: int,
) -> Log:
    log = Log(LogVocabulary(vocabulary), facts, kept_until, unread).with_events((event, ()) for event in events)
    log.arrived = arrived
    log._reported = reported  # noqa: SLF001 - its own class
    return log


def _facts_of(kind: EventKind) -> tuple[str, ...]:
    """Return the facts of the record of which every event of a kind speaks, or its silence does."""
    if kind.source is not None:
        return (kind.source.name,)
    return tuple(fact.name for fact in (*kind.dated, *(fact for fact, _ in kind.fixed), *kind.silenced))


def _names_of(event: Event) -> tuple[str, ...]:
    """Return the facts of the record of which an event speaks, or may."""
    if event.kind is None:
        return ()
    said = [name for name, _ in event.said] if event.kind.source is None else []
    doubtful = event.doubtful if event.kind.source is None else ()
    return tuple(dict.fromkeys((*_facts_of(event.kind), *said, *sorted(doubtful))))


def _numbers(event: Event) -> set[str]:
    return {event.identity} if event.identity else set()


class _Appended:
    """What is appended to an index of tuples, each of which is made anew once."""

    def __init__(self) -> None:
        self._events: dict[str, list[Event]] = {}

    def append(self, key: str, event: Event) -> None:
        if key:
            self._events.setdefault(key, []).append(event)

    def to(self, index: dict[str, tuple[Event, ...]]) -> None:
        for key, events in self._events.items():
            index[key] = (*index.get(key, ()), *events)

"""A case's log: entries in any order of arrival, folded into the record of the case as of a day.

What the record says on a day depends on the entries and the day alone. An entry dated later is not yet visible. What
could not be read, or contradicts itself, is unknown; it never counts as not having happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from zzrules.base.errors import Problem
from zzrules.case.events import Event
from zzrules.case.record import Record
from zzrules.case.topics import UNREAD, FactTopic, Fold, ListTopic, Topic
from zzrules.case.values import UNSETTLED
from zzrules.policy.vocabulary import EventKind, Vocabulary

_ALWAYS = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Folded:
    """The record of a case as of a day, and which entries each fact (of a list: each element) comes from.

    ``given`` are the facts that somebody gave: not those that are 无 because nothing is on file.
    """

    record: Record
    sources: Mapping[str, tuple[tuple[Event, ...], ...]]
    given: frozenset[str]


class LogRules:
    """What all logs of a vocabulary share: which kinds speak of which facts, and what silence says."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Sort the kinds of events by the facts of which they speak."""
        self.vocabulary = vocabulary
        kinds: dict[str, list[EventKind]] = {}
        for kind in vocabulary.events:
            for name in _topics_of(kind):
                kinds.setdefault(name, []).append(kind)
        self._kinds = {name: tuple(found) for name, found in kinds.items()}
        self.silent: dict[str, Topic] = {name: self.topic(name, (), (), None, _numbers) for name in kinds}

    def topic(
        self,
        name: str,
        events: tuple[Event, ...],
        doubted: tuple[Event, ...],
        base: Any,
        numbers: Callable[[Event], set[str]],
    ) -> Topic:
        """Return a fact or a list with the entries that count for it, those that may, and its undated value."""
        fact, kinds = self.vocabulary.by_name[name], self._kinds.get(name, ())
        if any(kind.source is not None for kind in kinds):
            return ListTopic(fact, kinds, events, doubted, base, numbers)
        return FactTopic(fact, kinds, events, doubted, base)


class Log:
    """The entries of one case; immutable. ``with_events`` costs what the new entries touch."""

    def __init__(
        self,
        rules: LogRules,
        facts: Record,
        kept_until: int | None = None,
        unread: frozenset[str] = frozenset(),
    ) -> None:
        """Begin with the facts that have no date; after ``kept_until`` silence says nothing.

        ``unread`` are facts that were given and could not be read: of them, silence says nothing on any day.
        """
        self.rules = rules
        self.facts = facts
        self.unread = unread
        self.kept_until = _ALWAYS if kept_until is None else kept_until
        self.events: tuple[Event, ...] = ()
        self.arrived = 0  # duplicates included
        self._said: tuple[Problem, ...] = ()
        self._by_identity: dict[str, tuple[Event, ...]] = {}
        self._by_target: dict[str, tuple[Event, ...]] = {}
        self._members: dict[str, tuple[Event, ...]] = {}
        self._unheard: tuple[Event, ...] = ()
        self._topics: dict[str, Topic] = {}
        self._folds: dict[str, tuple[Topic, tuple[Any, ...], Fold]] = {}
        self._topics |= rules.silent
        for name in {*facts.values, *facts.unclear, *unread}:
            self._topics[name] = self._topic(name)

    def with_events(self, read: Iterable[tuple[Event, tuple[Problem, ...]]]) -> Log:
        """Return the log with more entries; one that says what another of its number says is the same entry."""
        made = object.__new__(Log)
        made.__dict__ |= {name: part for name, part in self.__dict__.items() if name != "problems"}
        for name in ("_by_identity", "_by_target", "_members", "_topics", "_folds"):
            made.__dict__[name] = dict(self.__dict__[name])
        added: list[Event] = []
        said: list[Problem] = []
        for event, problems in read:
            made.arrived += 1
            if event.identity and event in made._by_identity.get(event.identity, ()):
                continue
            said += problems
            added.append(event)
            _append(made._by_identity, event.identity, event)
            _append(made._by_target, event.target, event)
            for name in _names_of(event):
                _append(made._members, name, event)
        made.events = (*self.events, *added)
        made._said = (*self._said, *said)
        made._unheard = (
            *self._unheard,
            *(one for one in added if one.kind is None and (one.contradictory or not one.withdraws)),
        )
        for name in made._touched(added):
            made._topics[name] = made._topic(name)
        return made

    def _touched(self, added: Iterable[Event]) -> set[str]:
        """Return the facts that entries speak of, or that those speak of whose standing they change."""
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

    # ── which entries stand ─────────────────────────────────────────

    def _standing(self, event: Event) -> bool | None:
        """Return whether an entry counts: not if another corrects or withdraws it; None if that is contradictory."""
        if not event.identity:
            return True
        if len(self._by_identity[event.identity]) > 1 or self._circle(event.identity):
            return None
        over = [self._holds(one) for one in self._by_target.get(event.identity, ())]
        return None if None in over or over.count(True) > 1 else True not in over

    def _holds(self, event: Event) -> bool | None:
        """Return whether a correction or a withdrawal takes effect: also if it was itself corrected, not withdrawn."""
        known: dict[int, bool | None] = {}
        waiting = [event]
        while waiting:
            one = waiting[-1]
            over = [other for other in self._by_target.get(one.identity, ()) if other.withdraws]
            if one.contradictory or len(self._by_identity.get(one.identity, ())) > 1 or self._circle(one.identity):
                known[id(one)] = None
            elif unknown := [other for other in over if id(other) not in known]:
                waiting += unknown
                continue
            else:
                held = [known[id(other)] for other in over]
                known[id(one)] = None if None in held else True not in held
            waiting.pop()
        return known[id(event)]

    def _topic(self, name: str) -> Topic:
        """Return a fact or a list with the entries that count for it, and those that may."""
        events, doubted = [], []
        for event in self._members.get(name, ()):
            standing = self._standing(event)
            if standing:
                events.append(event)
            elif standing is None:
                doubted.append(event)
        base = (
            UNSETTLED if name in self.facts.unclear else UNREAD if name in self.unread else self.facts.values.get(name)
        )
        return self.rules.topic(name, tuple(events), tuple(doubted), base, self._numbers)

    def _numbers(self, event: Event) -> set[str]:
        """Return the number of an entry and of those that it stands for, each corrected by the next."""
        found = _numbers(event)
        at = event.corrects
        while at and at not in found:
            found.add(at)
            earlier = self._by_identity.get(at, ())
            at = earlier[0].corrects if len(earlier) == 1 else ""
        return found

    # ── what the log says ───────────────────────────────────────────

    def fold(self, on: int) -> Folded:
        """Return the record as of a day, with the entries that each of its facts comes from."""
        values: dict[str, Any] = {}
        sources: dict[str, tuple[tuple[Event, ...], ...]] = {}
        unclear: set[str] = set()
        kept = on <= self.kept_until
        unheard = any(one.day is None or one.day <= on for one in self._unheard if self._standing(one) is not False)
        for name, topic in self._topics.items():
            key = on, kept, unheard
            known = self._folds.get(name)
            if known is None or known[0] is not topic or known[1] != key:
                known = self._folds[name] = topic, key, topic.fold(on, kept=kept, unheard=unheard)
            value, events = known[2]
            if value is UNSETTLED:
                unclear.add(name)
            elif value is not None:
                values[name] = value
            if events:
                sources[name] = events
        given = frozenset((*sources, *self.facts.values, *self.facts.unclear))
        return Folded(Record(values, frozenset(unclear), on), sources, given)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the log, in the order of its entries: what cannot be read and what cannot be so."""
        found = [*self._said, *self._misdirected()]
        for topic in self._topics.values():
            found += topic.problems
        return tuple(dict.fromkeys(sorted(found, key=lambda one: one.place)))

    def _misdirected(self) -> Iterable[Problem]:
        """Yield what is wrong with numbers: given twice, unknown, corrected twice, in a circle."""
        for identity, events in self._by_identity.items():
            for event in events[1:]:
                hint = "给其中一件另编一个号；是更正前一件的，写「更正」"
                yield Problem("ZZ434", f"{event.name}的编号已用于{events[0].name}，两件说的不同", event.place, hint)
            circle = self._circle(identity)
            if circle and events[0] == min(circle, key=lambda one: (one.place, one.identity)):
                shown = "、".join(one.name for one in circle)
                yield Problem("ZZ435", f"{shown}的更正、撤回绕成了圈", events[0].place, "写最初那一件的编号")
        for target, events in self._by_target.items():
            for event in events:
                if target not in self._by_identity:
                    what = "更正" if event.corrects else "撤回"
                    message = f"{event.name}{what}的那一件不在流水里"
                    yield Problem("ZZ435", message, event.place, "写被更正、撤回的那一件的编号")
            standing = [one for one in events if self._holds(one)]
            for event in standing[1:] if not self._circle(target) else ():
                message = f"{event.name}和{standing[0].name}更正、撤回的是同一件"
                yield Problem("ZZ435", message, event.place, "后一次更正前一次的更正，编号写前一次的")

    def _circle(self, identity: str) -> list[Event]:
        """Return the entries from that of a number round to itself, each correcting or withdrawing the next."""
        circle: dict[str, Event] = {}
        at = identity
        while at and at not in circle and len(found := self._by_identity.get(at, ())) == 1:
            circle[at] = found[0]
            at = found[0].target
        return list(circle.values()) if at == identity and circle else []


def _topics_of(kind: EventKind) -> tuple[str, ...]:
    """Return the facts of the record of which a kind of event always speaks, or its silence does."""
    if kind.source is not None:
        return (kind.source.name,)
    return tuple(fact.name for fact in (*kind.dated, *(fact for fact, _ in kind.fixed), *kind.silenced))


def _names_of(event: Event) -> tuple[str, ...]:
    """Return the facts of the record of which an entry speaks, or may."""
    if event.kind is None:
        return ()
    said = [name for name, _ in event.said] if event.kind.source is None else []
    doubtful = event.doubtful if event.kind.source is None else ()
    return tuple(dict.fromkeys((*_topics_of(event.kind), *said, *sorted(doubtful))))


def _numbers(event: Event) -> set[str]:
    return {event.identity} if event.identity else set()


def _append(index: dict[str, tuple[Event, ...]], key: str, event: Event) -> None:
    if key:
        index[key] = (*index.get(key, ()), event)

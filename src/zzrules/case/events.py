"""Events of a case's log: each checked against its kind and turned into what it says of the record's facts.

An event that cannot be read whole keeps what could be read: what else it may say is doubtful, never absent.
Messages name the event by its number and place, never by what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

from zzrules.base import clock
from zzrules.base.bounds import Bounds
from zzrules.base.ceiling import MOST_MISTAKES
from zzrules.base.diagnostics import Diagnostic, cases
from zzrules.base.errors import NOWHERE, Path, Place, Problem
from zzrules.base.foreign import is_plain
from zzrules.case.mistakes import BadListError, BadValueError
from zzrules.case.parsing import Parsers
from zzrules.case.partial import InPart
from zzrules.case.scalars import Parser
from zzrules.case.values import LONGEST_KEY, PART_CODES, meant_by, printable
from zzrules.policy.event_files import LOG_KEYS
from zzrules.policy.forms import CLOSE, DAY, parse_day, suggest
from zzrules.policy.vocabulary import EventKind, Fact, Kind, Vocabulary

_KEYS: Final = {**{code: code for code in LOG_KEYS.values()}, **LOG_KEYS}
_OF_EVENT: Final = frozenset(word for word, code in _KEYS.items() if code not in ("facts", "kept_until"))
_ALWAYS: Final = date.max.toordinal()
UNREADABLE: Final = object()
"""An event that the form of its file keeps from being read; whoever read the file has reported it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a log.

    ``kind`` is None while the kind is not known, ``day`` while the date cannot be read. ``said`` maps facts (or fields
    of the kind's list) to values, `UNSETTLED` for 查不清; ``doubtful`` names those that could not be read.
    ``identity``, ``corrects``, ``withdraws`` and ``of`` are numbers of events ('' for none). A withdrawal that also
    says something else is ``contradictory``. ``faults`` is what is wrong with its form, by code and message. Equal
    events say the same, wherever they stand. ``number`` counts the events of a log in the order of arrival.
    """

    kind: EventKind | None
    day: int | None
    identity: str = ""
    corrects: str = ""
    withdraws: str = ""
    of: str = ""
    said: tuple[tuple[str, Any], ...] = field(default=(), repr=False)
    doubtful: frozenset[str] = frozenset()
    contradictory: bool = False
    faults: frozenset[tuple[str, str]] = frozenset()
    number: int = field(default=0, compare=False)
    name: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def target(self) -> str:
        """The number of the event that this one corrects or withdraws."""
        return self.corrects or self.withdraws


@dataclass(slots=True)
class _Entry:
    """An event while it is read: how messages name it, where it stands, and what is wrong with it."""

    number: int
    name: str
    place: Place
    close: bool = True
    problems: list[Problem] = field(default_factory=list)
    faults: set[tuple[str, str]] = field(default_factory=set)

    def note(self, diagnostic: Diagnostic, value: str = "", path: Path = (), /, **words: Any) -> None:
        """Note a mistake; its fault is the same message without the event's name. ``path`` leads to the value."""
        path = (self.number - 1, *path)
        self.problems.append(diagnostic(self.place, path, event=self.name, value=f"{self.name}{value}", **words))
        bare = diagnostic(event="", value=value, **words)
        self.faults.add((bare.code, bare.message))

    def event(self, kind: EventKind | None = None, day: int | None = None, **parts: Any) -> Event:
        """Return the event as far as it was read."""
        faults = frozenset(self.faults)
        return Event(kind, day, **parts, faults=faults, number=self.number, name=self.name, place=self.place)


class EventReader:
    """Reads the events of one vocabulary's logs; facts may be given by name or by Chinese label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare a parser for each fact that a kind of event brings."""
        self.vocabulary = vocabulary
        self._kinds = {key: kind for kind in vocabulary.events for key in (kind.name, kind.label)}
        self._fixed: dict[str, dict[str, Any]] = {}
        self._brought: dict[str, dict[str, tuple[Fact, Parser]]] = {}
        parsers = Parsers(vocabulary)
        of_record = {fact.name: parsers.of(fact) for fact in vocabulary.facts}
        grown = {kind.source.name for kind in vocabulary.events if kind.source is not None}
        everything = [fact for fact in vocabulary.facts if fact.name not in grown]
        for kind in vocabulary.events:
            facts = everything if kind.brings_all else kind.brought
            brought = [(fact, parsers.of(fact) if kind.source is not None else of_record[fact.name]) for fact in facts]
            self._brought[kind.name] = {key: pair for pair in brought for key in (pair[0].name, pair[0].label)}
            self._fixed[kind.name] = {fact.name: parsers.of(fact).read(word, 0) for fact, word in kind.fixed}

    def read(
        self, raw: Any, number: int, place: Place = NOWHERE, *, close: bool = True
    ) -> tuple[Event, tuple[Problem, ...]]:
        """Return the ``number``-th event of a log, as far as it can be read, and everything wrong with it.

        ``close``: say of unknown words which known ones they are close to, which takes time.
        """
        event, entry = self._tried(raw, number, place, close=close)
        if not entry.problems:
            return event, ()
        from zzrules.case.plain import made_plain

        if (made := made_plain(raw)) is not raw:
            read, again = self._tried(made, number, place, close=close)
            if len(again.problems) < len(entry.problems):
                return read, tuple(again.problems)
        return event, tuple(entry.problems)

    def _tried(self, raw: Any, number: int, place: Place, *, close: bool) -> tuple[Event, _Entry]:
        """Return an event as far as it can be read; an object that raises is none."""
        entry = _Entry(number, f"第{number}件", place, close)
        try:
            return self._read(raw, entry), entry
        except Exception:
            if is_plain(raw):
                raise
        entry = _Entry(number, f"第{number}件", place, close)
        entry.note(cases.NOT_AN_EVENT)
        return entry.event(), entry

    def _read(self, raw: Any, entry: _Entry) -> Event:
        if raw is UNREADABLE:
            return entry.event()
        if not isinstance(raw, Mapping):
            entry.note(cases.NOT_AN_EVENT)
            return entry.event()
        own, rest = _parted(raw, entry)
        if own.get("id"):
            entry.name += f"（编号{printable(own['id'])}）"
        if own.get("withdraws"):
            return self._withdrawal(own, rest, entry)
        kind = self._kind(own.get("event"), entry)
        if kind is not None and not kind.continues and own.pop("of", ""):
            entry.note(cases.CONTINUES_NOTHING, kind=kind.label)
        day, moment = _when(own.get("date"), entry)
        said, doubtful = self._said(kind, day, moment, rest, entry)
        return entry.event(
            kind,
            day,
            identity=own.get("id", ""),
            corrects=own.get("corrects", ""),
            of=own.get("of", ""),
            said=said,
            doubtful=doubtful,
        )

    def _withdrawal(self, own: dict[str, Any], rest: Mapping[str, Any], entry: _Entry) -> Event:
        """Return an event that withdraws another; if it also says something else, nobody knows which it means."""
        kind: EventKind | None = None
        doubtful = frozenset[str]()
        contradictory = bool(rest) or any(own.get(code) for code in ("event", "corrects", "of"))
        if contradictory:
            entry.note(cases.WITHDRAWAL_SAYS_MORE)
            aside = _Entry(entry.number, entry.name, entry.place)  # one mistake is reported once
            kind = self._kind(own.get("event"), aside)
            _, doubtful = self._said(kind, None, None, rest, aside)
        return entry.event(
            kind,
            identity=own.get("id", ""),
            withdraws=own["withdraws"],
            doubtful=doubtful,
            contradictory=contradictory,
        )

    def _kind(self, word: Any, entry: _Entry) -> EventKind | None:
        if isinstance(word, str) and (kind := self._kinds.get(word)) is not None:
            return kind
        if word is None:
            entry.note(cases.NO_EVENT_KIND)
            return None
        shown = printable(word) if isinstance(word, str) else ""
        labels = [kind.label for kind in self.vocabulary.events]
        close = get_close_matches(shown[:LONGEST_KEY], labels, n=2, cutoff=CLOSE) if entry.close else []
        known = "或".join(f"「{label}」" for label in close) or "可以登记哪些事件，见 zzrules facts --events"
        entry.note(cases.UNKNOWN_EVENT_KIND, kind=shown, known=known)
        return None

    def _said(
        self, kind: EventKind | None, day: int | None, moment: Any, rest: Mapping[str, Any], entry: _Entry
    ) -> tuple[tuple[tuple[str, Any], ...], frozenset[str]]:
        """Return what the event says of facts, with when it was and what its kind settles, and which are doubtful."""
        if kind is None:
            return (), frozenset()
        values: dict[str, Any] = {}
        doubtful: set[str] = set()
        meant: list[set[str]] = []
        brought = self._brought[kind.name]
        for key, raw in rest.items():
            pair = brought.get(key)
            if pair is None:
                entry.close = entry.close and len(meant) < MOST_MISTAKES
                shown, instead = printable(key), self._instead(key, kind) if entry.close else ""
                entry.note(cases.NOT_BROUGHT, "", (shown,), kind=kind.label, key=shown, instead=instead)
                facts = kind.source.fields if kind.source else self.vocabulary.facts
                few = len(meant) < MOST_MISTAKES  # what so many may mean is not worth the time
                meant.append(meant_by(key, facts) if few else {fact.name for fact in facts})
                continue
            fact, parser = pair
            if raw is None:
                continue
            if fact.name in values or fact.name in doubtful:
                entry.note(cases.EVENT_FACT_TWICE, "", (key,), key=key)
                values.pop(fact.name, None)
                doubtful.add(fact.name)
                continue
            try:
                values[fact.name] = parser.read(_dated(raw, fact, day), day if day is not None else _ALWAYS)
            except InPart as part:
                values[fact.name] = part.known
            except BadValueError as bad:
                _note_value(key, bad, entry)
                doubtful.add(fact.name)
            except BadListError as several:
                for inner in several.bad:
                    _note_value(key, inner, entry)
                doubtful.add(fact.name)
        settled = {fact.name: moment if fact.kind is Kind.MOMENT else day for fact in kind.dated} | self._fixed[
            kind.name
        ]
        doubtful = doubtful.union(*meant)
        if set() in meant and kind.source is not None:  # a field that is left out may read 无
            doubtful |= {fact.name for fact in kind.brought} - values.keys()
        if day is None:
            return (), frozenset({*doubtful, *settled, *values})
        return tuple(sorted((values | settled).items(), key=lambda item: item[0])), frozenset(doubtful)

    def _instead(self, key: str, kind: EventKind) -> str:
        """Return what to write instead of a key that a kind of event does not bring."""
        known = self.vocabulary.by_label.get(key) or self.vocabulary.by_name.get(key)
        if known is not None:
            kinds = self.vocabulary.events
            labels = [
                other.label
                for other in kinds
                if (known == other.source and not other.continues) or known in other.settled
            ][:2] or [other.label for other in kinds if other.brings_all][:1]
            if labels:
                return f"另登记一件{'或'.join(f'「{label}」' for label in labels)}"
        of_kind = dict.fromkeys(fact.label for fact, _ in self._brought[kind.name].values())
        return suggest(key[:LONGEST_KEY], of_kind) or "这种事件不带别的事实；删去它"


def _parted(raw: Mapping[Any, Any], entry: _Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stands under the keys that every event has, by their codes, and what stands under others."""
    own: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in raw.items():
        if not isinstance(key, str):
            entry.note(cases.EVENT_KEY_NOT_TEXT)
        elif key not in _OF_EVENT:
            rest[key] = value
        elif value is not None:
            code = _KEYS[key]
            if code in own:
                entry.note(cases.EVENT_KEY_TWICE, "", (key,), key=key)
            elif code in ("date", "event"):
                own[code] = value
            elif number := _number(value):
                own[code] = number
            else:
                entry.note(cases.NOT_A_NUMBER, "", (key,), key=key)
    return own, rest


def _number(raw: Any) -> str:
    """Return the number of an event as text; empty for anything but a text or an integer."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return ""
    try:
        return str(raw).strip()
    except ValueError:  # an integer of more digits than Python writes out
        return ""


def _when(raw: Any, entry: _Entry) -> tuple[int | None, Any]:
    """Return the day of an event and its moment: any of that day where only the day is written."""
    day: int | None = None
    moment: int | clock.Flaw | None = None
    if isinstance(raw, datetime):
        moment = clock.of_datetime(raw) if raw.tzinfo is None else clock.Flaw.ZONE
    elif isinstance(raw, date):
        day = raw.toordinal()
    elif isinstance(raw, str) and (day := parse_day(raw)) is None:
        moment = clock.read(raw)
    if isinstance(moment, int):
        return moment // clock.DAY, moment
    if raw is None:
        entry.note(cases.NO_EVENT_DAY)
    elif day is None:
        missing = moment is clock.Flaw.THERE or (isinstance(raw, str) and DAY.fullmatch(raw))
        entry.note(cases.NO_SUCH_EVENT_DAY if missing else cases.EVENT_DAY_NOT_A_DAY)
    else:
        return day, Bounds(day * clock.DAY, clock.last_of(day))
    return None, None


def _dated(raw: Any, fact: Fact, day: int | None) -> Any:
    """Return a finding with the event's day where it gives none."""
    if fact.kind is not Kind.FINDING or not isinstance(raw, Mapping) or day is None:
        return raw
    if any(PART_CODES.get(key) == "date" for key in raw):
        return raw
    return {**raw, "date": date.fromordinal(day)}


def _note_value(key: str, bad: BadValueError, entry: _Entry) -> None:
    """Note a bad value; a day after the evaluation day is one after the event, of which the facts are read."""
    diagnostic = cases.AFTER_EVENT if bad.diagnostic is cases.AFTER_EVALUATION else bad.diagnostic
    entry.note(diagnostic, f"的「{key}{bad.inside}」", (key, *bad.path), **bad.words)


__all__ = ["UNREADABLE", "Event", "EventReader"]

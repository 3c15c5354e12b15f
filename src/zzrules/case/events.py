"""Events of a case's log: each checked against its kind and turned into what it says of the record's facts.

An event that cannot be read whole is kept with what could be read: what it may have said is doubtful, never absent.
Messages name the event by its number and place, and never what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

from zzrules.base.errors import NOWHERE, Place, Problem
from zzrules.case.values import (
    LONGEST_KEY,
    UNSETTLED,
    BadListError,
    BadValueError,
    Parse,
    meant_by,
    parser,
    printable,
)
from zzrules.policy.event_files import LOG_KEYS
from zzrules.policy.forms import CLOSE, DAY, suggest
from zzrules.policy.vocabulary import EventKind, Fact, Kind, Vocabulary

_WORDS = {**{code: code for code in LOG_KEYS.values()}, **LOG_KEYS}
_OWN = frozenset(word for word, code in _WORDS.items() if code not in ("facts", "kept_until"))
UNREADABLE: Final = object()
"""An entry that its file's form keeps from being read; whoever read the file has said so."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a log.

    ``kind`` is None for one whose kind is not known, ``day`` while its date cannot be read. ``said`` maps facts (or
    fields of the kind's list) to values, `UNSETTLED` for 查不清; ``doubtful`` names those that could not be read.
    ``identity``, ``corrects``, ``withdraws`` and ``of`` are numbers of entries ('' for none). A withdrawal that says
    something else, too, is ``contradictory``. ``faults`` is what is wrong with its form. Equal entries say the same;
    where an entry stands takes no part in that.
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
    name: str = field(default="", compare=False)
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def target(self) -> str:
        """The number of the entry that this one corrects or withdraws."""
        return self.corrects or self.withdraws


class EventReader:
    """Reads entries of one vocabulary's logs; facts may be given by name or by Chinese label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare a parser for each fact of each kind."""
        self.vocabulary = vocabulary
        self._kinds = {key: kind for kind in vocabulary.events for key in (kind.name, kind.label)}
        self._fixed: dict[str, tuple[tuple[str, Any], ...]] = {}
        self._brought: dict[str, dict[str, tuple[Fact, Parse]]] = {}
        parsers = {fact.name: parser(fact, vocabulary) for fact in vocabulary.facts}
        grown = {kind.source.name for kind in vocabulary.events if kind.source is not None}
        everything = [fact for fact in vocabulary.facts if fact.name not in grown]
        for kind in vocabulary.events:
            nested = kind.source is not None

            def parse(fact: Fact, *, nested: bool = nested) -> Parse:
                return parser(fact, vocabulary, nested=True) if nested else parsers[fact.name]

            self._fixed[kind.name] = tuple((fact.name, parse(fact)(word, 0)) for fact, word in kind.fixed)
            facts = everything if kind.brings_all else kind.brought
            self._brought[kind.name] = {key: (fact, parse(fact)) for fact in facts for key in (fact.name, fact.label)}

    def read(self, raw: Any, number: int, place: Place = NOWHERE) -> tuple[Event, tuple[Problem, ...]]:
        """Return an entry, the ``number``-th of its log, as far as it can be read, and everything wrong with it."""
        problems: list[Problem] = []
        event = self._read(raw, f"第{number}件", place, problems)
        faults = {(one.code, one.message.replace(event.name, "").replace(f"第{number}件", "")) for one in problems}
        return replace(event, faults=frozenset(faults)) if faults else event, tuple(problems)

    def _read(self, raw: Any, name: str, place: Place, problems: list[Problem]) -> Event:
        if raw is UNREADABLE:
            return Event(None, None, name=name, place=place)
        if not isinstance(raw, Mapping):
            hint = "{日期: 2026-01-01, 事件: …}"
            problems.append(Problem("ZZ430", f"{name}不是一组「键: 值」", place, hint))
            return Event(None, None, name=name, place=place)
        own, rest = self._own(raw, name, place, problems)
        if own.get("id"):
            name += f"（编号{printable(own['id'])}）"
        if own.get("withdraws"):
            return self._withdrawal(own, rest, name, place, problems)
        kind = self._kind(own.get("event"), name, place, problems)
        if kind is not None and not kind.continues and own.pop("of", ""):
            message = f"{name}：事件「{kind.label}」不接续别的事件，不写「对」"
            problems.append(Problem("ZZ433", message, place, "删去「对」；要更正、撤回的，写「更正」「撤回」"))
        day = self._day(own.get("date"), name, place, problems)
        said, doubtful = self._said(kind, day, rest, name, place, problems)
        return Event(
            kind,
            day,
            own.get("id", ""),
            own.get("corrects", ""),
            "",
            own.get("of", ""),
            said,
            doubtful,
            name=name,
            place=place,
        )

    def _withdrawal(
        self, own: dict[str, Any], rest: Mapping[str, Any], name: str, place: Place, problems: list[Problem]
    ) -> Event:
        """Return an entry that withdraws another; if it says something else, too, nobody knows which it means."""
        kind: EventKind | None = None
        doubtful = frozenset[str]()
        contradictory = bool(rest) or any(own.get(code) for code in ("event", "corrects", "of"))
        if contradictory:
            hint = "{编号: …, 撤回: …}"
            problems.append(Problem("ZZ430", f"{name}是撤回，不能又说别的", place, hint))
            kind = self._kind(own.get("event"), name, place, [])
            _, doubtful = self._said(kind, None, rest, name, place, [])
        return Event(
            kind,
            None,
            own.get("id", ""),
            withdraws=own["withdraws"],
            doubtful=doubtful,
            contradictory=contradictory,
            name=name,
            place=place,
        )

    def _own(
        self, raw: Mapping[Any, Any], name: str, place: Place, problems: list[Problem]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what stands under the keys that every entry has, by their codes, and the rest."""
        own: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for key, value in raw.items():
            if not isinstance(key, str):
                problems.append(Problem("ZZ430", f"{name}有一个键不是文字", place, "用事实的代码或者中文名作键"))
            elif key not in _OWN:
                rest[key] = value
            elif value is not None:
                code = _WORDS[key]
                if code in own:
                    problems.append(Problem("ZZ430", f"{name}的「{key}」写了两次", place, "只留一处"))
                elif code in ("date", "event"):
                    own[code] = value
                elif number := _number(value):
                    own[code] = number
                else:
                    message = f"{name}的「{key}」不是编号"
                    problems.append(Problem("ZZ430", message, place, "写成文字或者整数，如 12"))
        return own, rest

    def _kind(self, word: Any, name: str, place: Place, problems: list[Problem]) -> EventKind | None:
        if isinstance(word, str) and (kind := self._kinds.get(word)) is not None:
            return kind
        labels = [kind.label for kind in self.vocabulary.events]
        if word is None:
            problems.append(Problem("ZZ430", f"{name}没有写是什么事件", place, "加上「事件: …」"))
            return None
        shown = printable(word) if isinstance(word, str) else ""
        close = get_close_matches(shown[:LONGEST_KEY], labels, n=2, cutoff=CLOSE)
        hint = "或".join(f"「{one}」" for one in close) or "可以登记哪些事件，见 zzrules facts --events"
        problems.append(Problem("ZZ431", f"{name}：没有「{shown}」这种事件", place, hint))
        return None

    def _day(self, raw: Any, name: str, place: Place, problems: list[Problem]) -> int | None:
        if isinstance(raw, str) and DAY.fullmatch(raw):
            try:
                return date.fromisoformat(raw).toordinal()
            except ValueError:
                problems.append(Problem("ZZ432", f"{name}的日期不是历法上有的日子", place, "改成实有的日期"))
                return None
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw.toordinal()
        what = "没有日期" if raw is None else "的日期不是日期"
        problems.append(Problem("ZZ432", f"{name}{what}", place, "日期: 2026-01-01，四位年-两位月-两位日"))
        return None

    def _said(
        self,
        kind: EventKind | None,
        day: int | None,
        rest: Mapping[str, Any],
        name: str,
        place: Place,
        problems: list[Problem],
    ) -> tuple[tuple[tuple[str, Any], ...], frozenset[str]]:
        """Return what the event says of its facts, its day and what its kind settles included, and what is doubtful."""
        if kind is None:
            return (), frozenset()
        values: dict[str, Any] = {}
        doubtful: set[str] = set()
        meant: list[set[str]] = []
        brought = self._brought[kind.name]
        for key, raw in rest.items():
            found = brought.get(key)
            if found is None:
                message = f"{name}：事件「{kind.label}」不带「{printable(key)}」"
                problems.append(Problem("ZZ433", message, place, self._instead(key, kind)))
                meant.append(meant_by(key, kind.source.fields if kind.source else self.vocabulary.facts))
                continue
            fact, parse = found
            if raw is None:
                continue
            if fact.name in values or fact.name in doubtful:
                problems.append(Problem("ZZ403", f"{name}的「{key}」给了两次（中文名和代码）", place, "只留一处"))
                values.pop(fact.name, None)
                doubtful.add(fact.name)
                continue
            try:
                values[fact.name] = parse(_dated(raw, fact, day), day if day is not None else date.max.toordinal())
            except BadValueError as bad:
                problems.append(_problem(name, key, bad, place))
                doubtful.add(fact.name)
            except BadListError as several:
                problems += [_problem(name, key, bad, place) for bad in several.bad]
                doubtful.add(fact.name)
        settled = {fact.name: day for fact in kind.dated} | dict(self._fixed[kind.name])
        doubtful = doubtful.union(*meant)
        if set() in meant and kind.source is not None:  # a field that is left out may read 无
            doubtful |= {fact.name for fact in kind.brought} - values.keys()
        if day is None:
            doubtful |= {*settled, *values}
            values = {}
        else:
            values |= settled
        return tuple(sorted(values.items(), key=lambda one: one[0])), frozenset(doubtful)

    def _instead(self, key: str, kind: EventKind) -> str:
        """Return what to write instead of a key that a kind of event does not bring."""
        known = self.vocabulary.by_label.get(key) or self.vocabulary.by_name.get(key)
        if known is not None:
            kinds = self.vocabulary.events
            others = [one.label for one in kinds if (known == one.source and not one.continues) or known in one.settled]
            others = others[:2] or [one.label for one in kinds if one.brings_all][:1]
            if others:
                return f"另登记一件{'或'.join(f'「{one}」' for one in others)}"
        labels = dict.fromkeys(fact.label for fact, _ in self._brought[kind.name].values())
        return suggest(key[:LONGEST_KEY], labels) or "这种事件不带别的事实；删去它"


def _number(raw: Any) -> str:
    """Return the number of an entry as text; empty for what is none."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return ""
    try:
        return str(raw).strip()
    except ValueError:  # an integer of more digits than Python writes out
        return ""


def _dated(raw: Any, fact: Fact, day: int | None) -> Any:
    """Return a determination with the event's day where it gives none."""
    if fact.kind is not Kind.FINDING or not isinstance(raw, Mapping) or day is None:
        return raw
    return raw if {"日期", "date"} & raw.keys() else {**raw, "date": date.fromordinal(day)}


def _problem(name: str, key: str, bad: BadValueError, place: Place) -> Problem:
    message, hint = bad.message, bad.hint
    if bad.code == "ZZ408":
        message, hint = "晚于这件事的日期", "改正其中一个日期"
    return Problem(bad.code, f"{name}的「{key}{printable(bad.path)}」{message}", place, hint)


__all__ = ["UNREADABLE", "UNSETTLED", "Event", "EventReader"]

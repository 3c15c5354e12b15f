"""A case record: what somebody hands in, checked against the vocabulary and turned into what engines read.

A fact is unknown (absent, or 查不清: asked for and not to be established), known not to exist (无), or a value.
Messages name the fact and what it may be, never what the record holds: that may be personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from zzrules.base.bounds import Bounds, Extent, Options
from zzrules.base.ceiling import MOST_MISTAKES, told
from zzrules.base.diagnostics import cases, use
from zzrules.base.errors import NOWHERE, Place, Problem, RecordError, UsageError
from zzrules.base.foreign import is_plain, text_of
from zzrules.base.truth import Truth
from zzrules.case.mistakes import BadListError, BadValueError
from zzrules.case.parsing import Parsers
from zzrules.case.partial import InPart
from zzrules.case.scalars import DAYS, Parse
from zzrules.case.values import LONGEST_KEY, NONE, UNSETTLED, Element, meant_by, printable
from zzrules.policy.forms import CLOSE, parse_day
from zzrules.policy.vocabulary import Kind, Vocabulary

_NO_FACTS: Final = frozenset[str]()
_NOTHING_IN_PART: Final[Mapping[str, Any]] = MappingProxyType({})
_new: Final = tuple.__new__


class Record(NamedTuple):
    """A record as engines read it: values by fact name, the facts that are 查不清, the evaluation day's ordinal.

    ``partial`` holds the facts that are known in part, which have no value: within what each lies. Of a list it holds
    an empty mapping, if something is known in part of its elements (`zzrules.case.values.Element`). ``disputed`` are
    facts that contradict one another and so decide nothing: nothing else here speaks of them, but for a day of conduct
    that follows from other facts.
    """

    values: Mapping[str, Any]
    unclear: frozenset[str]
    on: int
    partial: Mapping[str, Any] = _NOTHING_IN_PART
    disputed: frozenset[str] = _NO_FACTS

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the fields; views of mappings cannot be pickled."""
        values, partial = dict(self.values), dict(self.partial)
        return _record_again, (values, self.unclear, self.on, partial, self.disputed)

    @property
    def within(self) -> Mapping[str, Any]:
        """The values, with bounds in the place of facts that are known only in part."""
        return {**self.partial, **self.values}

    def gives(self, facts: Iterable[str]) -> bool:
        """Return whether each of some facts is recorded, if only in part or as 查不清."""
        return all(name in self.values or name in self.partial or name in self.unclear for name in facts)

    def invokes(self, name: str) -> Truth:
        """Return whether a fact invokes a catch-all item: one that is not recorded does not.

        Whether one does that is 查不清, or that contradicts the rest, is unknown.
        """
        given = self.values.get(name)
        if given is not None:
            return given is not NONE and given is not False and given not in ((), frozenset())
        if name in self.partial:
            return True
        return None if name in self.unclear or name in self.disputed else False

    def with_value(self, name: str, value: object) -> Record:
        """Return the record with one more fact known."""
        partial = {other: extent for other, extent in self.partial.items() if other != name}
        return self._replace(
            values={**self.values, name: value}, unclear=self.unclear - {name}, partial=partial or _NOTHING_IN_PART
        )

    def without(self, facts: Iterable[str]) -> Record:
        """Return the record in which those of some facts that it gives are disputed: as if nobody had recorded them."""
        disputed = {name for name in facts if name in self.values or name in self.unclear or name in self.partial}
        if not disputed:
            return self
        values, partial = (
            {name: known for name, known in part.items() if name not in disputed}
            for part in (self.values, self.partial)
        )
        return self._replace(
            values=values,
            unclear=self.unclear - disputed,
            partial=partial or _NOTHING_IN_PART,
            disputed=self.disputed | disputed,
        )


def _record_again(
    values: Mapping[str, Any],
    unclear: frozenset[str],
    on: int,
    partial: Mapping[str, Any],
    disputed: frozenset[str],
) -> Record:
    return Record(values, unclear, on, partial or _NOTHING_IN_PART, disputed)


def record_of(
    values: Mapping[str, Any], unclear: frozenset[str], on: int, partial: Mapping[str, Extent] = _NOTHING_IN_PART
) -> Record:
    """Return the record of values, among them lists with elements that may be known in part, and of extents."""
    lists: dict[str, Any] = {
        name: {}
        for name, value in values.items()
        if type(value) is tuple and any(isinstance(element, Element) for element in value)
    }
    return Record(values, unclear, on, {**partial, **lists} or _NOTHING_IN_PART)


def evaluation_day(on: date | str) -> int:
    """Return the evaluation day's ordinal. Raises `UsageError` (ZZ601) for anything but a date."""
    word = text_of(on)
    day = parse_day(word) if word is not None else on.toordinal() if type(on) is date else None
    if day is None:
        raise UsageError(use.NOT_AN_EVALUATION_DAY())
    return day


class RecordReader:
    """Reads records of one vocabulary; facts may be given by name or by Chinese label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare a parser for each fact."""
        self.vocabulary = vocabulary
        self._facts: dict[str, tuple[str, Mapping[str | bool, Any], bool, Parse]] = {}
        self._flags: dict[str, str] = {}
        parsers = Parsers(vocabulary)
        for label, fact in vocabulary.by_label.items():  # a fact may have several labels
            self._facts[fact.name] = self._facts[label] = (fact.name, *parsers.of(fact))
            if fact.kind is Kind.FLAG:
                self._flags[fact.name] = self._flags[label] = fact.name

    def read(self, record: Any, on: int, places: Mapping[str, Place] | None = None) -> Record:
        """Return a mapping or a pydantic model as a record. Raises `RecordError` with every mistake in it.

        ``places`` says where each key stands, for records that come from a file.
        """
        return self.quick(record, on) or self.careful(record, on, places)

    def sift(self, record: Any, on: int, places: Mapping[str, Place] | None = None) -> tuple[Record, list[Problem]]:
        """Return what can be read of a record, and everything wrong with it.

        Raises `RecordError` (ZZ400) for what is neither a mapping nor a pydantic model.
        """
        read = self.quick(record, on)
        return (read, []) if read is not None else self._read_plain(record, on, places)

    def quick(self, record: Any, on: int) -> Record | None:
        """Return a dictionary without mistakes, 查不清 and facts known in part as a record; None for anything else.

        Nearly every record is one. Nothing is worded here: whatever this does not know, `careful` reads.
        """
        if type(record) is not dict:
            return None
        values: dict[str, Any] = {}
        facts, flags, absent = self._facts, self._flags, 0
        try:
            for key, raw in record.items():
                if type(key) is not str:
                    return None
                if raw is True or raw is False:
                    values[flags[key]] = raw
                    continue
                fact = facts[key]
                if raw is None:
                    absent += 1
                    continue
                name, words, dated, parse = fact
                if type(raw) is str:
                    value = words.get(raw)
                    if value is None and (not dated or (value := DAYS.get(raw)) is None or value > on):
                        value = parse(raw, on)
                else:
                    value = parse(raw, on)
                if value is UNSETTLED:
                    return None
                values[name] = value
        except Exception:  # noqa: BLE001 - mistakes, and what objects of the caller's own raise: `careful` tells which
            return None
        if len(values) + absent != len(record):  # a fact is given twice
            return None
        return _new(Record, (values, _NO_FACTS, on, _NOTHING_IN_PART, _NO_FACTS))

    def careful(self, record: Any, on: int, places: Mapping[str, Place] | None = None) -> Record:
        """Return any record that `quick` did not read. Raises as `read` does."""
        read, problems = self._read_plain(record, on, places)
        if problems:
            raise RecordError(told(problems))
        return read

    def _read_plain(self, record: Any, on: int, places: Mapping[str, Place] | None) -> tuple[Record, list[Problem]]:
        """Read a record as it is, and where that does not do, with its values made plain."""
        read = self._sift(record, on, places)
        if not read[1]:
            return read
        from zzrules.case.plain import made_plain

        if (made := made_plain(record)) is not record:
            again = self._sift(made, on, places)
            return again if len(again[1]) < len(read[1]) else read
        return read

    def _sift(self, record: Any, on: int, places: Mapping[str, Place] | None) -> tuple[Record, list[Problem]]:
        values: dict[str, Any] = {}
        partial: dict[str, Any] = {}
        unclear = _NO_FACTS
        problems: list[Problem] = []
        facts = self._facts
        for key, raw in record.items() if type(record) is dict else items_of(record):
            fact = facts.get(key) if type(key) is str else None
            if fact is None:
                problems.append(self._unknown(key, places, close=len(problems) < MOST_MISTAKES))
                continue
            name, words, dated, parse = fact
            kind = type(raw)
            try:
                if kind is str or kind is bool:
                    value = words.get(raw)
                    if value is None and (not dated or (value := DAYS.get(raw)) is None or value > on):
                        value = parse(raw, on)
                elif raw is None:
                    continue
                else:
                    value = parse(raw, on)
            except InPart as part:
                value = part.known
            except BadValueError as bad:
                problems.append(_problem(key, bad, places))
                continue
            except BadListError as several:
                problems += [_problem(key, bad, places) for bad in several.bad]
                continue
            except Exception:
                if is_plain(raw):
                    raise
                problems.append(_problem(key, BadValueError(cases.UNREADABLE_VALUE), places))
                continue
            if name in values or name in unclear or name in partial:
                problems.append(cases.GIVEN_TWICE(_at(key, places), (key,), fact=key))
            elif value is UNSETTLED:
                unclear |= {name}
            elif isinstance(value, Bounds | Options):
                partial[name] = value
            else:
                values[name] = value
        return record_of(values, unclear, on, partial), problems

    def unread(self, record: Mapping[Any, Any], known: Record) -> frozenset[str]:
        """Return the facts that a record may mean and that could not be read: silence does not make them 无."""
        given = [key for key, raw in record.items() if isinstance(key, str) and raw is not None]
        names = {self._facts[key][0] for key in given if key in self._facts}
        strange = [key for key in given if key not in self._facts]
        if len(strange) > MOST_MISTAKES:  # what so many may mean is not worth the time
            names |= self.vocabulary.by_name.keys()
        else:
            names = names.union(*(meant_by(key, self.vocabulary.facts) for key in strange))
        return frozenset(names - known.values.keys() - known.unclear - known.partial.keys())

    def _unknown(self, key: object, places: Mapping[str, Place] | None, *, close: bool) -> Problem:
        """Return what is wrong with a key that is no fact; ``close``: say which facts it may mean, which takes time."""
        if type(key) is not str:
            return cases.FACT_NAME_NOT_TEXT()
        known = self.vocabulary.by_name if key.isascii() else self.vocabulary.by_label
        near = get_close_matches(key[:LONGEST_KEY], list(known), n=2, cutoff=CLOSE) if close else []
        hint = "或".join(f"「{name}」" for name in near) or "删去它；可以记载哪些事实，见 zzrules facts"
        return cases.UNKNOWN_FACT(_at(key, places), (printable(key),), fact=printable(key), known=hint)


def items_of(record: Any) -> Any:
    """Return the facts of a mapping, a pydantic model or a dataclass. Raises `RecordError` (ZZ400) for others."""
    from zzrules.case.plain import fields_of

    try:
        fields = record if isinstance(record, Mapping) else fields_of(record)
        if fields is not None:
            return _pairs(fields)
    except Exception as error:
        raise RecordError(cases.NOT_A_RECORD()) from error
    raise RecordError(cases.NOT_A_RECORD())


def _pairs(record: Any) -> list[tuple[Any, Any]]:
    """Return what a mapping of any type holds, its keys plain texts where they are texts at all."""
    return [(key if (word := text_of(key)) is None else word, value) for key, value in record.items()]


def _at(key: str, places: Mapping[str, Place] | None) -> Place:
    return places.get(key, NOWHERE) if places else NOWHERE


def _problem(key: str, bad: BadValueError, places: Mapping[str, Place] | None) -> Problem:
    return bad.problem(f"「{key}{bad.inside}」", _at(key, places), (key,))

"""A case record: what somebody hands in, checked against the vocabulary and turned into what engines read.

A fact is unknown (absent, or asked for and not to be established: 查不清), known not to exist (无), or a value.
Errors name the fact and what it may be, never what the record says: records hold personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from zzrules.base.errors import NOWHERE, Place, Problem, RecordError, UsageError
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
from zzrules.policy.forms import CLOSE, DAY
from zzrules.policy.vocabulary import Kind, Vocabulary


class Record(NamedTuple):
    """A record as engines read it: values by fact name, the facts that are 查不清, the evaluation day."""

    values: Mapping[str, Any]
    unclear: frozenset[str]
    on: int

    def with_value(self, name: str, value: object) -> Record:
        """Return the record with one more fact known."""
        return Record({**self.values, name: value}, self.unclear - {name}, self.on)


def evaluation_day(on: date | str) -> int:
    """Return the evaluation day's ordinal. Raises `UsageError` (ZZ601) for what is no date."""
    if isinstance(on, str) and DAY.fullmatch(on):
        try:
            return date.fromisoformat(on).toordinal()
        except ValueError:
            pass
    elif type(on) is date:
        return on.toordinal()
    raise UsageError(Problem("ZZ601", "评价日（on）不是日期", hint='on="2026-05-06" 或者 datetime.date(2026, 5, 6)'))


class RecordReader:
    """Reads records of one vocabulary; facts may be given by name or by Chinese label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare a parser for each fact."""
        self.vocabulary = vocabulary
        self._parsers: dict[str, tuple[str, Parse, bool]] = {}
        for fact in vocabulary.facts:
            parse = parser(fact, vocabulary)
            self._parsers[fact.name] = self._parsers[fact.label] = (fact.name, parse, fact.kind is Kind.FLAG)

    def read(self, record: Any, on: int, places: Mapping[str, Place] | None = None) -> Record:
        """Return the checked record (a mapping or a pydantic model). Raises `RecordError` with every mistake in it.

        ``places`` says where each key stands, for records that come from a file.
        """
        made, problems = self.sift(record, on, places)
        if problems:
            raise RecordError(problems)
        return made

    def sift(self, record: Any, on: int, places: Mapping[str, Place] | None = None) -> tuple[Record, list[Problem]]:
        """Return what of a record can be read, and everything wrong with it; raises only for what is no record."""
        values: dict[str, Any] = {}
        unclear: list[str] = []
        problems: list[Problem] = []
        parsers = self._parsers
        for key, raw in items_of(record):
            found = parsers.get(key) if type(key) is str else None
            if found is None:
                problems.append(self._unknown(key, places))
                continue
            if raw is None:
                continue
            name, parse, flag = found
            try:
                value = raw if flag and (raw is True or raw is False) else parse(raw, on)
            except BadValueError as bad:
                problems.append(_problem(key, bad, places))
                continue
            except BadListError as several:
                problems += [_problem(key, bad, places) for bad in several.bad]
                continue
            if name in values or (unclear and name in unclear):
                hint = "只留一处"
                problems.append(Problem("ZZ403", f"事实「{key}」给了两次（中文名和代码）", _at(key, places), hint))
            elif value is UNSETTLED:
                unclear.append(name)
            else:
                values[name] = value
        return Record(values, frozenset(unclear) if unclear else _NO_FACTS, on), problems

    def unread(self, record: Mapping[Any, Any], known: Record) -> frozenset[str]:
        """Return the facts that a record may mean and that could not be read: silence does not stand for them."""
        names: set[str] = set()
        for key, raw in record.items():
            if isinstance(key, str) and raw is not None:
                found = self._parsers.get(key)
                names |= {found[0]} if found is not None else meant_by(key, self.vocabulary.facts)
        return frozenset(names - known.values.keys() - known.unclear)

    def _unknown(self, key: object, places: Mapping[str, Place] | None) -> Problem:
        if not isinstance(key, str):
            return Problem("ZZ401", "事实的名字不是文字", hint="用事实的代码或者中文名作键")
        known = self.vocabulary.by_name if key.isascii() else self.vocabulary.by_label
        close = get_close_matches(key[:LONGEST_KEY], list(known), n=2, cutoff=CLOSE)
        hint = "或".join(f"「{name}」" for name in close) or "删去它；可以记载哪些事实，见 zzrules facts"
        return Problem("ZZ401", f"词汇里没有事实「{printable(key)}」", _at(key, places), hint)


_NO_FACTS: frozenset[str] = frozenset()


def items_of(record: Any) -> Any:
    """Return the facts of a mapping or a pydantic model. Raises `RecordError` (ZZ400) for what is neither."""
    if type(record) is dict or isinstance(record, Mapping):
        return record.items()
    dump = getattr(record, "model_dump", None)
    if callable(dump) and not isinstance(record, type):
        return dump().items()
    hint = "用字典 {事实: 值} 或 pydantic 模型"
    raise RecordError(Problem("ZZ400", "案卷应当是一组「事实: 值」", hint=hint))


def _at(key: str, places: Mapping[str, Place] | None) -> Place:
    return places.get(key, NOWHERE) if places else NOWHERE


def _problem(key: str, bad: BadValueError, places: Mapping[str, Place] | None) -> Problem:
    return Problem(bad.code, f"「{key}{printable(bad.path)}」{bad.message}", _at(key, places), bad.hint)

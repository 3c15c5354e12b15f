"""From what a record or an event hands in to what engines read: one parser for each kind of fact.

Most values are words, or days that were read before: these are looked up in a table, and no parser is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple, assert_never

from zzrules.base.diagnostics import Diagnostic, cases
from zzrules.case.mistakes import (
    BadListError,
    BadValueError,
    blank_or_long,
    closest,
    integer_range,
    long_list,
    not_none,
    out_of_range,
    unknown_option,
    wrong_kind,
    wrong_unit,
)
from zzrules.case.values import (
    ABSENT,
    LONGEST_LIST,
    LONGEST_TEXT,
    NONE,
    PART_LABELS,
    UNCLEAR,
    UNSETTLED,
    Finding,
    finding_facts,
)
from zzrules.policy.forms import DAY, FLAGS, parse_day, parse_duration
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Parse = Callable[[Any, int], Any]
"""Return the value of what was handed in as of a day. Raises `BadValueError` or `BadListError`."""

_REMEMBERED: Final = 1_024  # so many days, or durations, of one fact
_SHORT: Final = 16
_LAST_DAY: Final = date.max.toordinal()
_new: Final = tuple.__new__


class Parser(NamedTuple):
    """How the values of a fact are read.

    ``words`` holds texts (of a flag: True and False, too) with their values, ``parse`` reads what is not in it. Of a
    ``dated`` fact, ``parse`` refuses a day after the day of evaluation; ``words`` may hold it.
    """

    words: Mapping[str | bool, Any]
    dated: bool
    parse: Parse

    def read(self, raw: Any, on: int) -> Any:
        """Return the value of what was handed in: `UNSETTLED` for 查不清. Raises as `Parse` does."""
        if type(raw) is str or type(raw) is bool:
            value = self.words.get(raw)
            if value is not None and not (self.dated and type(value) is int and value > on):
                return value
        return self.parse(raw, on)


class Parsers:
    """The parsers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare the parts of a finding, which all findings share."""
        self._parts: dict[Any, tuple[int, Parser]] = {}
        for position, part in enumerate(finding_facts(vocabulary)):
            self._parts[part.name] = self._parts[part.label] = position, self.of(part)

    def of(self, fact: Fact) -> Parser:
        """Return the parser of a fact, or of a list's field."""
        words: dict[Any, Any] = {UNCLEAR: UNSETTLED}
        if fact.may_be_none:
            words[ABSENT] = NONE
        match fact.kind:
            case Kind.FLAG:
                words.update(FLAGS)
                words.update({flag: flag for flag in FLAGS.values()})
                parse = _unlisted(fact)
            case Kind.OPTION | Kind.BODY:
                words |= _codes(fact)
                parse = _option(fact)
            case Kind.OPTIONS:
                words |= {ABSENT: frozenset[str]()} if fact.may_be_none else {}
                parse = _options(fact)
            case Kind.INTEGER:
                parse = _integer(fact)
            case Kind.DATE:
                parse = _date(fact, words)
            case Kind.DURATION:
                parse = _duration(fact, words)
            case Kind.TEXT:
                parse = _text(fact)
            case Kind.FINDING:
                parse = _finding(fact, self._parts)
            case Kind.LIST:
                words |= {ABSENT: ()} if fact.may_be_none else {}
                parse = _list(fact, [self.of(field) for field in fact.fields])
            case _:
                assert_never(fact.kind)
        return Parser(words, fact.kind is Kind.DATE and not fact.may_be_future, parse)


def _codes(fact: Fact) -> dict[str, str]:
    """Return the code of each option, by its code and by its Chinese name."""
    return {code: code for code in fact.options.values()} | dict(fact.options)


def _refused(fact: Fact, raw: Any) -> BadValueError:
    return not_none(fact) if type(raw) is str and raw == ABSENT else wrong_kind(fact)


# ── simple values ───────────────────────────────────────────────────────


def _unlisted(fact: Fact) -> Parse:
    def parse(raw: Any, _on: int) -> Any:
        raise _refused(fact, raw)

    return parse


def _option(fact: Fact) -> Parse:
    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is str and raw != ABSENT:
            raise unknown_option(fact, raw)
        raise _refused(fact, raw)

    return parse


def _options(fact: Fact) -> Parse:
    known = _codes(fact)

    def parse(raw: Any, _on: int) -> Any:
        if not isinstance(raw, list | tuple | set | frozenset):
            raise _refused(fact, raw)
        codes = set()
        for word in raw:
            code = known.get(word) if type(word) is str else None
            if code is None:
                raise unknown_option(fact, word)
            codes.add(code)
        return frozenset(codes)

    return parse


def _integer(fact: Fact) -> Parse:
    low, high = integer_range(fact)

    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is not int:
            raise _refused(fact, raw)
        if not low <= raw <= high:
            raise out_of_range(fact)
        return raw

    return parse


def _date(fact: Fact, words: dict[Any, Any]) -> Parse:
    future = fact.may_be_future

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is str:
            day = parse_day(raw)
            if day is None:
                raise BadValueError(cases.NO_SUCH_DAY) if DAY.fullmatch(raw) else _refused(fact, raw)
            if len(words) < _REMEMBERED:
                words[raw] = day
        elif type(raw) is date:
            day = raw.toordinal()
        else:
            raise BadValueError(cases.DAY_WITH_TIME if isinstance(raw, datetime) else cases.NOT_A_DAY)
        if day > on and not future:
            raise BadValueError(cases.AFTER_EVALUATION)
        return day

    return parse


def _duration(fact: Fact, words: dict[Any, Any]) -> Parse:
    def parse(raw: Any, _on: int) -> Any:
        duration = parse_duration(raw) if type(raw) is str else None
        if duration is None:
            raise _refused(fact, raw)
        if duration[1] not in fact.units:
            raise wrong_unit(fact)
        if len(words) < _REMEMBERED and len(raw) < _SHORT:
            words[raw] = duration
        return duration

    return parse


def _text(fact: Fact) -> Parse:
    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is not str or raw == ABSENT:
            raise _refused(fact, raw)
        if not raw or raw.isspace() or len(raw) > LONGEST_TEXT:
            raise blank_or_long()
        if not raw.isprintable():  # half of a surrogate pair is not printable
            try:
                raw.encode()
            except UnicodeEncodeError:
                raise BadValueError(cases.BROKEN_CHARACTERS) from None
        return raw

    return parse


# ── findings and lists ──────────────────────────────────────────────────


def _filled(
    row: list[Any],
    given: Mapping[Any, Any],
    places: Mapping[Any, tuple[int, Parser]],
    on: int,
    bad: list[tuple[Any, BadValueError | None]],
) -> bool:
    """Read what stands under known keys into a row; return whether any of it is 查不清, which stands there as such.

    ``bad`` receives the keys of which the value is bad, and those that are not known, without an error.
    """
    unsettled = False
    for key, raw in given.items():
        place = places.get(key)
        if place is None:
            bad.append((key, None))
            continue
        position, (words, dated, parse) = place
        kind = type(raw)
        try:
            if kind is str or kind is bool:
                value = words.get(raw)
                if value is None or (dated and type(value) is int and value > on):
                    value = parse(raw, on)
            elif raw is None:
                continue
            else:
                value = parse(raw, on)
        except BadValueError as error:
            bad.append((key, error))
            continue
        if value is UNSETTLED:
            unsettled = True
        row[position] = value
    return unsettled


def _settled(row: list[Any]) -> list[Any]:
    return [None if value is UNSETTLED else value for value in row]


def _finding(fact: Fact, parts: Mapping[Any, tuple[int, Parser]]) -> Parse:
    labels = list(PART_LABELS.values())
    by_code, by_label = itemgetter(*PART_LABELS), itemgetter(*labels)
    flags, bodies, levels, days, texts = (parts[label][1].words for label in labels)
    parse_text = parts["basis"][1].parse

    def whole(raw: dict[Any, Any], on: int) -> Finding | None:
        """Return a finding with all its parts, each a word or a day read before and none 查不清; None for others."""
        try:
            conclusion, body, level, day, basis = (by_code if "conclusion" in raw else by_label)(raw)
        except KeyError:
            return None
        if type(conclusion) is not bool:
            if type(conclusion) is not str:
                return None
            conclusion = flags.get(conclusion)
        if type(body) is type(level) is type(day) is type(basis) is str and basis not in texts:
            body, level, day = bodies.get(body), levels.get(level), days.get(day)
            if type(body) is type(level) is str and type(conclusion) is bool and type(day) is int and day <= on:
                return _new(Finding, (conclusion, body, level, day, parse_text(basis, on), True))
        return None

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is dict:
            try:
                finding = whole(raw, on) if len(raw) == len(labels) else None
            except BadValueError:
                finding = None
            if finding is not None:
                return finding
        elif not isinstance(raw, Mapping):
            raise _refused(fact, raw)
        row: list[Any] = [None] * len(labels)
        bad: list[tuple[Any, BadValueError | None]] = []
        unsettled = _filled(row, raw, parts, on, bad)
        if bad:
            raise BadListError([_inside("", key, error, cases.UNKNOWN_PART, labels) for key, error in bad])
        stated = row[0] is not None
        if unsettled:
            row = _settled(row)
        conclusion, body, level, day, basis = row
        if body is None or day is None or basis is None:
            conclusion = None
        return _new(Finding, (conclusion, body, level, day, basis, stated))

    return parse


def _list(fact: Fact, fields: list[Parser]) -> Parse:
    """Return the parser of a list: each element is a tuple of its number (None if the order is unknown) and fields."""
    places = {
        word: (position, parser)
        for position, (field, parser) in enumerate(zip(fact.fields, fields, strict=True), 1)
        for word in (field.name, field.label)
    }
    order = next((position for position, field in enumerate(fact.fields, 1) if field.name == fact.order_by), 0)
    interval = (fact.interval[0] + 1, fact.interval[1] + 1) if fact.interval is not None else None
    labels = [field.label for field in fact.fields]
    width = len(labels) + 1

    def parse(raw: Any, on: int) -> Any:
        if not isinstance(raw, list | tuple):
            raise _refused(fact, raw)
        if len(raw) > LONGEST_LIST:
            raise long_list()
        rows: list[list[Any]] = []
        wrong: list[BadValueError] = []
        bad: list[tuple[Any, BadValueError | None]] = []
        for element in raw:
            row: list[Any] = [None] * width
            rows.append(row)
            if type(element) is not dict and not isinstance(element, Mapping):
                example = ", ".join(f"{label}: …" for label in labels[:2])
                wrong.append(BadValueError(cases.NOT_AN_ELEMENT, f"第{len(rows)}项", fields=example))
            elif _filled(row, element, places, on, bad):
                row[:] = _settled(row)
            if bad:
                path = f"第{len(rows)}项"
                wrong += [_inside(path, key, error, cases.UNKNOWN_FIELD, labels) for key, error in bad]
                bad.clear()
        if wrong:
            raise BadListError(wrong)
        if interval is not None:
            check_intervals(rows, *interval)
        if order:
            _number(rows, order)
        return tuple(map(tuple, rows))

    return parse


def _number(rows: list[list[Any]], order: int) -> None:
    """Sort rows by the day at a position, and put their numbers into the first; not if one of the days is unknown."""
    sorted_until = 0
    ordered = True
    for row in rows:
        day = row[order]
        if type(day) is not int:
            return
        ordered = ordered and sorted_until <= day
        sorted_until = day
    if not ordered:
        rows.sort(key=itemgetter(order))
    for number, row in enumerate(rows, 1):
        row[0] = number


def _inside(path: str, key: Any, error: BadValueError | None, unknown: Diagnostic, labels: list[str]) -> BadValueError:
    """Return what is wrong inside a finding or an element: with the value of a key, or with the key itself."""
    if error is None:
        return BadValueError(unknown, path, known=closest(key, labels))
    return BadValueError(error.diagnostic, f"{path}的{key}", **error.words)


def check_intervals(rows: list[list[Any]], first: int, last: int) -> None:
    """Refuse an interval that ends before it begins, and two that share a day; one whose end is 无 has not ended.

    ``first`` and ``last`` are the positions of its days in a row. Raises `BadValueError`.
    """
    until = 0
    for row in rows:  # nearly always the intervals are known, and follow one another
        start, end = row[first], row[last]
        if not (type(start) is type(end) is int and until < start <= end):
            return _compare_intervals(rows, first, last)
        until = end
    return None


def _compare_intervals(rows: list[list[Any]], first: int, last: int) -> None:
    known = sorted(
        (row[first], _LAST_DAY if row[last] is NONE else row[last], number)
        for number, row in enumerate(rows, 1)
        if type(row[first]) is int and (row[last] is NONE or type(row[last]) is int)
    )
    for start, end, number in known:
        if end < start:
            raise BadValueError(cases.INTERVAL_REVERSED, number=number)
    for (_, end, number), (start, _, later) in pairwise(known):
        if start <= end:
            raise BadValueError(cases.INTERVALS_SHARE_DAY, number=number, later=later)

"""Parsers of all facts: those of single values, and of findings and lists, which are made of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final

from zzrules.base.bounds import Bounds, Options
from zzrules.base.diagnostics import Diagnostic, cases
from zzrules.base.errors import Path
from zzrules.case.mistakes import BadListError, BadValueError, closest, long_list
from zzrules.case.partial import InPart, is_partial, listed
from zzrules.case.scalars import DAYS, Parse, Parser, refused, scalar, states
from zzrules.case.values import (
    ABSENT,
    LONGEST_LIST,
    LONGEST_TEXT,
    NONE,
    PART_LABELS,
    UNSETTLED,
    Element,
    Finding,
    Perhaps,
    finding_facts,
)
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

_LAST_DAY: Final = date.max.toordinal()
_new: Final = tuple.__new__


class Parsers:
    """The parsers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare the parts of a finding, which all findings share."""
        self._parts: dict[Any, tuple[int, Parser]] = {}
        for position, part in enumerate(finding_facts(vocabulary)):
            self._parts[part.name] = self._parts[part.label] = position, scalar(part)

    def of(self, fact: Fact) -> Parser:
        """Return the parser of a fact, or of a list's field."""
        if fact.kind is Kind.FINDING:
            return Parser(states(fact), dated=False, parse=_finding(fact, self._parts))
        if fact.kind is Kind.LIST:
            parse = _list(fact, [self.of(field) for field in fact.fields])
            return Parser(states(fact, ()), dated=False, parse=parse)
        return scalar(fact)


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
                if value is None and (not dated or (value := DAYS.get(raw)) is None or value > on):
                    value = parse(raw, on)
            elif raw is None:
                continue
            else:
                value = parse(raw, on)
        except InPart as part:
            value = part.known
        except BadValueError as error:
            bad.append((key, error))
            continue
        except BadListError as several:
            bad += [(key, error) for error in several.bad]
            continue
        if value is UNSETTLED:
            unsettled = True
        row[position] = value
    return unsettled


def _settled(row: list[Any]) -> list[Any]:
    return [None if value is UNSETTLED else value for value in row]


def element_of(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return an element of a number and fields; bounds among them stand beside the tuple."""
    bounds = {at - 1: value for at, value in enumerate(row) if isinstance(value, Bounds | Options)}
    if not bounds:
        return tuple(row)
    return Element.of([None if at - 1 in bounds else value for at, value in enumerate(row)], bounds)


def _finding(fact: Fact, parts: Mapping[Any, tuple[int, Parser]]) -> Parse:
    labels = list(PART_LABELS.values())
    by_code, by_label = itemgetter(*PART_LABELS), itemgetter(*labels)
    by_code_without_level, by_label_without_level = (
        itemgetter(*(word for word in words if word not in ("level", PART_LABELS["level"])))
        for words in (PART_LABELS, labels)
    )
    conclusions, bodies, levels = (
        {word: value for word, value in parts[part][1].words.items() if type(value) in (bool, str)}
        for part in ("conclusion", "body", "level")
    )
    no_text = {"", ABSENT, *parts["basis"][1].words}

    def usual(raw: dict[Any, Any], on: int) -> Finding | None:
        """Return a finding of words and days read before; None for any other. Its level or its day may be absent."""
        try:
            if len(raw) == len(labels):
                conclusion, body, level, day, basis = (by_code if "conclusion" in raw else by_label)(raw)
                if type(level) is str:
                    level = levels[level]
                elif level is not None:
                    return None
            elif len(raw) == len(labels) - 1:
                level = None
                read = by_code_without_level if "conclusion" in raw else by_label_without_level
                conclusion, body, day, basis = read(raw)
            else:
                return None
            if type(conclusion) is str:
                conclusion = conclusions[conclusion]
            elif conclusion is not True and conclusion is not False:
                return None
            if type(body) is not str or type(basis) is not str:
                return None
            body = bodies[body]
            if day is None:
                conclusion = None
            elif type(day) is not str or (day := DAYS[day]) > on:
                return None
        except KeyError:
            return None
        if basis in no_text or len(basis) > LONGEST_TEXT or not basis.isprintable() or basis.isspace():
            return None
        return _new(Finding, (conclusion, body, level, day, basis, True))

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is dict:
            finding = usual(raw, on)
            if finding is not None:
                return finding
        elif not isinstance(raw, Mapping):
            raise refused(fact, raw)
        row: list[Any] = [None] * len(labels)
        bad: list[tuple[Any, BadValueError | None]] = []
        unsettled = _filled(row, raw, parts, on, bad)
        if bad:
            raise BadListError([_inside((), key, error, cases.UNKNOWN_PART, labels) for key, error in bad])
        stated = row[0] is not None
        if unsettled:
            row = _settled(row)
        if in_part := [at for at, value in enumerate(row) if isinstance(value, Bounds | Options)]:
            raise BadListError([BadValueError(cases.PART_IN_PART, (labels[at],)) for at in in_part])
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
        for word in (field.name, field.label, *field.other_names)
    }
    order = next((position for position, field in enumerate(fact.fields, 1) if field.name == fact.order_by), 0)
    interval = (fact.interval[0] + 1, fact.interval[1] + 1) if fact.interval is not None else None
    labels = [field.label for field in fact.fields]
    width = len(labels) + 1

    def parse(raw: Any, on: int) -> Any:
        missing = perhaps = False
        if not isinstance(raw, list | tuple):
            if not is_partial(raw):
                raise refused(fact, raw)
            raw, missing, perhaps = listed(raw)
            if not isinstance(raw, list | tuple):
                raise refused(fact, raw)
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
                wrong.append(BadValueError(cases.NOT_AN_ELEMENT, (len(rows) - 1,), fields=example))
            elif _filled(row, element, places, on, bad):
                row[:] = _settled(row)
            if bad:
                path = (len(rows) - 1,)
                wrong += [_inside(path, key, error, cases.UNKNOWN_FIELD, labels) for key, error in bad]
                bad.clear()
        if wrong:
            raise BadListError(wrong)
        if interval is not None:
            check_intervals(rows, *interval)
        if missing:
            rows.append([None] * width)
        if order and not perhaps:
            _number(rows, order)
        elements = tuple(map(element_of, rows))
        if perhaps:
            elements = (*elements, Perhaps([None] * width))
        if any(isinstance(element, Element) for element in elements):
            raise InPart(elements)
        return elements

    return parse


def _number(rows: list[list[Any]], order: int) -> None:
    """Sort rows by the day at a position, and put their numbers into the first; not if one of the days is unknown.

    The only row is the first whatever its day.
    """
    if len(rows) == 1:
        rows[0][0] = 1
        return
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


def _inside(path: Path, key: Any, error: BadValueError | None, unknown: Diagnostic, labels: list[str]) -> BadValueError:
    """Return what is wrong inside a finding or an element: with the value of a key, or with the key itself."""
    if error is None:
        return BadValueError(unknown, path, known=closest(key, labels))
    return BadValueError(error.diagnostic, (*path, key), **error.words)


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

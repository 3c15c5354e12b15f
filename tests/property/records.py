"""Records over a vocabulary: complete ones, and ones in which a fact, a field or a part is not known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.property.pen import DAYS, WORDS, Pen

from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

UNCLEAR, NONE = "查不清", "无"


def known_value(pen: Pen, vocabulary: Vocabulary, fact: Fact, on: date) -> Any:
    """Draw an answer to a fact: a value, or 无 where it may be; a list's elements are complete."""
    if fact.may_be_none and pen.chance(5):
        return NONE
    match fact.kind:
        case Kind.FLAG:
            return pen.one((True, False, "是"))
        case Kind.OPTION | Kind.BODY:
            return pen.one((*fact.options, *fact.options.values()))
        case Kind.OPTIONS:
            return pen.some(list(fact.options), 0, 3)
        case Kind.INTEGER:
            return pen.one((1, 0, 2, 9))
        case Kind.DATE:
            days = [day for day in (*DAYS, on, on - timedelta(days=1)) if fact.may_be_future or day <= on]
            return pen.one(days).isoformat()
        case Kind.DURATION:
            return f"{pen.one((1, 0, 2, 5, 400))}{UNIT_NAMES[pen.one(fact.units)]}"
        case Kind.TEXT:
            return pen.one(WORDS)
        case Kind.FINDING:
            made = {"结论": pen.one(("是", "否")), "机构": pen.one(list(vocabulary.bodies)), "依据": "文号"}
            made["日期"] = pen.one([day for day in DAYS if day <= on]).isoformat()
            return made | ({"层级": pen.one(list(vocabulary.levels))} if not pen.chance(3) else {})
        case Kind.LIST:
            rows = [
                {one.label: known_value(pen, vocabulary, one, on) for one in fact.fields}
                for _ in range(pen.count(0, 3))
            ]
            return _apart(pen, fact, rows, on)


def _apart(pen: Pen, fact: Fact, rows: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """Give the elements of a list of intervals days that don't overlap; the last one may not have ended yet."""
    if fact.interval is None:
        return rows
    first, last = (fact.fields[position] for position in fact.interval)
    edges = sorted(pen.some([day for day in DAYS if day <= on], 2 * len(rows), 2 * len(rows)))
    rows = rows[: len(edges) // 2]
    for row, start, end in zip(rows, edges[::2], edges[1::2], strict=False):
        row[first.label], row[last.label] = start.isoformat(), end.isoformat()
    if rows and last.may_be_none and pen.chance(3):
        rows[-1][last.label] = NONE
    elif rows and last.may_be_future and pen.chance(3):
        rows[-1][last.label] = (on + timedelta(days=pen.count(1, 40))).isoformat()
    return pen.shuffled(rows)


def complete_record(pen: Pen, vocabulary: Vocabulary, on: date) -> dict[str, Any]:
    return {one.name: known_value(pen, vocabulary, one, on) for one in vocabulary.facts}


def any_record(pen: Pen, vocabulary: Vocabulary, on: date) -> dict[str, Any]:
    """Draw a record in which a fact is absent, 查不清, 无 or a value, and so is each field of a list."""
    record: dict[str, Any] = {}
    for fact in vocabulary.facts:
        state = pen.count(0, 5)
        if state == 1:
            record[fact.name] = UNCLEAR
        elif state > 1:
            record[fact.label] = masked_value(pen, known_value(pen, vocabulary, fact, on), unclear=True)
    return record


def masked_value(pen: Pen, value: Any, *, unclear: bool) -> Any:
    """Make parts of a value unknown: fields of a list's elements, parts of a determination."""
    if isinstance(value, list):
        return [masked_value(pen, row, unclear=unclear) if isinstance(row, dict) else row for row in value]
    if not isinstance(value, dict) or not pen.chance(3):
        return value
    made: dict[str, Any] = {}
    for key, inner in value.items():
        state = pen.count(0, 5)
        if state < 4:
            made[key] = inner
        elif state == 4 and unclear:
            made[key] = UNCLEAR
    return made

"""Records over a vocabulary: complete ones, and ones in which a fact, a field or a part is not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.property.pen import AMOUNTS, DAYS, TIMES, WORDS, Pen

from zzrules.base import clock, money
from zzrules.case.mistakes import integer_range
from zzrules.policy.forms import UNIT_NAMES, parse_duration
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
        case Kind.MONEY:
            return pen.one((*AMOUNTS, 3, Decimal("1000.5")))
        case Kind.DATE:
            days = [day for day in (*DAYS, on, on - timedelta(days=1)) if fact.may_be_future or day <= on]
            return pen.one(days).isoformat()
        case Kind.MOMENT:
            days = [day for day in (*DAYS, on, on - timedelta(days=1)) if fact.may_be_future or day <= on]
            return f"{pen.one(days)}{pen.one((' ', 'T'))}{pen.one(TIMES)}"
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


def any_record(pen: Pen, vocabulary: Vocabulary, on: date, *, parts: bool = True) -> dict[str, Any]:
    """Draw a record in which a fact is absent, 查不清, 无 or a value, and so is each field of a list.

    ``parts``: or it is known in part.
    """
    record: dict[str, Any] = {}
    for fact in vocabulary.facts:
        state = pen.count(0, 5)
        if state == 1:
            record[fact.name] = UNCLEAR
        elif state > 1:
            value = known_value(pen, vocabulary, fact, on)
            known = partly(pen, fact, value, on) if parts and pen.chance(3) else value
            record[fact.label] = masked_value(pen, known, unclear=True) if known is value else known
    return record


def partly(pen: Pen, fact: Fact, value: Any, on: date) -> Any:
    """Return what may be known of a value instead of it; it is among what that allows."""
    if value == NONE:
        return value
    match fact.kind:
        case Kind.DATE:
            day = date.fromisoformat(value)
            bounds = {
                "不早于": day - timedelta(days=pen.one((0, 1, 40))),
                "不晚于": day + timedelta(days=pen.one((0, 1, 40))),
            }
            wide = {"晚于": day - timedelta(days=pen.one((1, 3))), "早于": day + timedelta(days=pen.one((1, 3)))}
            told = {key: bound.isoformat() for key, bound in pen.some([*bounds.items(), *wide.items()], 0, 3)}
            return told or "有"
        case Kind.MOMENT:
            moment = clock.read(value)
            assert isinstance(moment, int)
            ends = {
                "不早于": moment - pen.one((0, 1, 600)),
                "不晚于": moment + pen.one((0, 1, 600)),
                "早于": moment + 1,
            }
            return {key: clock.written(end) for key, end in pen.some(list(ends.items()), 0, 2)} or "有"
        case Kind.INTEGER:
            numbers = {
                "以上": value - pen.one((0, 1)),
                "以下": value + pen.one((0, 5)),
                "超过": value - 1,
                "未满": value + 2,
            }
            low, high = integer_range(fact)
            near = {key: bound for key, bound in pen.some(list(numbers.items()), 0, 2) if low <= bound <= high}
            return near or "有"
        case Kind.MONEY:
            amount = money.read(value) if isinstance(value, str) else money.of_number(value)
            assert isinstance(amount, int)
            ends = {"以上": max(0, amount - 100), "以下": amount + 1, "未满": amount + 50}
            return {key: money.written(end) for key, end in pen.some(list(ends.items()), 0, 2)} or "有"
        case Kind.DURATION:
            number, unit = parse_duration(value) or (0, "")
            written = UNIT_NAMES[unit]
            lengths = {
                "以上": max(0, number - pen.one((0, 1, 3))),
                "以下": number + pen.one((0, 5)),
                "未满": number + 1,
            }
            return {key: f"{bound}{written}" for key, bound in pen.some(list(lengths.items()), 0, 2)} or "有"
        case Kind.OPTION | Kind.BODY:
            meant = fact.options.get(value, value)
            others = [code for code in dict.fromkeys(fact.options.values()) if code != meant]
            if pen.chance():
                return {"属于": [value, *pen.some(others, 0, 2)]} if others else "有"
            return {"不属于": pen.some(others, 1, 2)} if others else "有"
        case Kind.LIST if isinstance(value, list):
            known = [partly_element(pen, fact, row, on) for row in value]
            if pen.chance(3) and fact.interval is None:
                return {"已载": known[:-1], "另有": "是" if known and pen.chance() else "不详"}
            return known
        case _:
            return value


def partly_element(pen: Pen, fact: Fact, row: Any, on: date) -> Any:
    """Make some fields of an element known in part."""
    if not isinstance(row, dict):
        return row
    fields = {name: field for field in fact.fields for name in (field.name, field.label)}
    ends = {fact.fields[position].label for position in fact.interval or ()}
    return {
        key: partly(pen, fields[key], value, on) if key not in ends and pen.chance(4) else value
        for key, value in row.items()
    }


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

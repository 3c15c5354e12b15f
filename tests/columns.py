"""Checked records as the rows of a frame, and what the columnar engine says of a row as a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from zzrules.base import clock, money
from zzrules.base.bounds import Bounds, Options
from zzrules.batch.cells import columns_of
from zzrules.case.record import Record
from zzrules.case.values import NONE, PART_LABELS, Element, Finding, Perhaps
from zzrules.engines import reference
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columns import KINDS
from zzrules.engines.judgement import Judgement
from zzrules.engines.reference import meaning
from zzrules.plan import model, nodes, walks
from zzrules.plan.conduct import conduct_extent, may_lapse, possible_versions
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import DATED, Fact, Kind, Vocabulary


def dtype_in_words(fact: Fact) -> pl.DataType:
    """Return the type of a fact's column of text, or of structures of text where text alone cannot hold it."""
    match fact.kind:
        case Kind.FINDING:
            return pl.Struct(dict.fromkeys(PART_LABELS, pl.String))
        case Kind.LIST:
            return pl.List(pl.Struct({one.name: dtype_in_words(one) for one in fact.fields}))
        case _:
            return pl.String()


def in_words(fact: Fact, value: Any) -> Any:
    """Return a checked value as a record has it in words."""
    match value:
        case None:
            return None
        case _ if value is NONE:
            return "无"
        case Finding():
            day = date.fromordinal(value.day).isoformat() if value.day is not None else None
            said = {True: "是", False: "否", None: None}[value.conclusion]
            return dict(zip(PART_LABELS, (said, value.body, value.level, day, value.basis), strict=True))
        case frozenset():
            return "、".join(sorted(value)) or "无"
        case (int(number), str(unit)) if fact.kind is Kind.DURATION:
            return f"{number}{UNIT_NAMES[unit]}"
        case tuple():
            return [
                {one.name: in_words(one, said) for one, said in zip(fact.fields, row[1:], strict=True)} for row in value
            ]
        case bool():
            return "是" if value else "否"
        case int() if fact.kind is Kind.DATE:
            return date.fromordinal(value).isoformat()
        case int() if fact.kind is Kind.MOMENT:
            return clock.written(value)
        case int() if fact.kind is Kind.MONEY:
            return money.written(value)
        case _:
            return str(value)


def _column_in_words(
    fact: Fact, values: Sequence[Any], unclear: Sequence[bool], parts: Sequence[Any]
) -> list[pl.Series]:
    """Return a fact's column by its label; 无 and 查不清 stand beside what is no text, bounds beside everything."""
    states = ["查不清" if asked else "无" if one is NONE else None for one, asked in zip(values, unclear, strict=True)]
    words = [None if state else in_words(fact, value) for value, state in zip(values, states, strict=True)]
    kind = dtype_in_words(fact)
    if kind == pl.String:
        beside = _parts_in_words(fact, parts)
        alone = [all(column[row] is None for column in beside) or row % 2 for row in range(len(parts))]
        there = ["有" if part and said else None for part, said in zip(parts, alone, strict=True)]
        texts = [state or word or said for state, word, said in zip(states, words, there, strict=True)]
        return [pl.Series(fact.label, texts, dtype=kind), *beside]
    return [pl.Series(fact.label, words, dtype=kind), pl.Series(f"{fact.label}.state", states, dtype=pl.String)]


def _parts_in_words(fact: Fact, parts: Sequence[Any]) -> list[pl.Series]:
    """Return what is known in part in words: dates also as days that a value lies after or before."""
    if not any(parts):
        return []
    words: dict[str, list[Any]] = {}
    for row, part in enumerate(parts):
        told: dict[str, Any] = {}
        match part:
            case Options(codes, _) if row % 2:
                told = {"属于": "、".join(sorted(codes))}
            case Options(codes, _):
                told = {"不属于": "、".join(sorted({*fact.options.values()} - codes)) or None}
            case Bounds(low, high, _) if fact.kind in DATED:
                told = {"不早于": low, "早于": high + 1} if high is not None else {"晚于": low - 1} if low else {}
            case Bounds(low, high, _) if fact.kind is Kind.DURATION:
                told = {"以上": low, "以下": high}
            case Bounds(low, high, _):
                told = {"超过": None if low in (None, fact.limits[0]) else low - 1, "以下": high}
        for word, bound in told.items():
            words.setdefault(word, [None] * len(parts))[row] = in_words(fact, bound)
    return [pl.Series(f"{fact.label}.{word}", texts, dtype=pl.String) for word, texts in words.items()]


def in_part(record: Record) -> set[str]:
    """Return the lists of a record of which something is known in part: these have no columns."""
    return {
        name
        for name, value in record.values.items()
        if isinstance(value, tuple) and any(isinstance(element, Perhaps | Element) for element in value)
    }


def frame_of(vocabulary: Vocabulary, records: Sequence[Record], *, text: bool = False) -> pl.DataFrame:
    """Return checked records as a frame; a fact that no record has is no column.

    As ``text``, a column says all of it in words, and is called by the fact's label. Otherwise its type is that of its
    values, and a column beside it says which are 无 or 查不清.
    """
    columns = [pl.Series("evaluated_on", [date.fromordinal(one.on) for one in records])]
    for fact in vocabulary.facts:
        values = [record.values.get(fact.name) for record in records]
        unclear = [fact.name in record.unclear for record in records]
        parts = [record.partial.get(fact.name) for record in records]
        made = (_column_in_words if text else columns_of)(fact, values, unclear, parts)
        columns += [one for one in made if one.null_count() < len(one)]
    return pl.DataFrame(columns)


Days = dict[str, date | Decimal | None]
"""The days and the amounts that a record's policies derive, by column."""


def judgements(plan: model.Plan, records: Iterable[Record]) -> list[dict[str, Judgement]]:
    """Return what the columnar engine says of records, judged all at once, each on its own day."""
    return [judged for judged, _ in judged_rows(plan, records, KINDS)]


def judged_rows(
    plan: model.Plan, records: Iterable[Record], kinds: Sequence[str], *, text: bool = False
) -> list[tuple[dict[str, Judgement], Days]]:
    """Return what the columnar engine says of records, with the days that it derives."""
    taken = list(records)
    frame = frame_of(plan.vocabulary, taken, text=text)
    answers = ColumnarPlan(plan).judge(frame, "evaluated_on", kinds).collect()
    assert answers["problems"].null_count() == len(taken), answers["problems"].drop_nulls().to_list()[:3]
    derived = tuple(f"{policy.code}.{part}." for policy in plan.policies for part in ("day", "deadline", "amount"))
    return [
        (
            {policy.code: judgement(policy, row) for policy in plan.policies},
            {name: day for name, day in row.items() if name.startswith(derived)},
        )
        for row in answers.iter_rows(named=True)
    ]


def days_by_reference(plan: model.Plan, record: Record) -> Days:
    """Return the days that the reference derives for a record: where the version is certain, and they are known."""
    record = reference.settle(plan, record)
    judged, found = reference.judge(plan, record), Days()
    for policy in plan.policies:
        day = conduct_extent(policy, record)
        scopes = [meaning.Scope(plan, record, version, day, judged) for version in policy.versions]
        possible = list(possible_versions(policy, day))
        for index, (version, scope) in enumerate(zip(policy.versions, scopes, strict=True)):
            for name, node in _dated(version):
                certain = possible == [index] and not may_lapse(policy, day) and not reference.lapsed(scope)
                known = meaning.value(node, scope) if certain else None
                shown = _shown(name, known) if type(known) is int else None
                earlier = found.get(f"{policy.code}.{name}")
                found[f"{policy.code}.{name}"] = shown if earlier is None else earlier
    return found


def _shown(name: str, known: int) -> date | Decimal:
    return money.decimal(known) if name.startswith("amount.") else date.fromordinal(known)


def _dated(version: model.Version) -> Iterator[tuple[str, nodes.Value]]:
    """Yield the days that a version derives and those of its consequences; a derived fact is a day if its dates are."""
    for name, node in version.derived.items():
        if isinstance(node, nodes.Value) and _is_day(node, version):
            yield f"day.{name}", node
        elif isinstance(node, nodes.Value) and walks.kind_of(node) is Kind.MONEY:
            yield f"amount.{name}", node
    for one in version.consequences:
        if isinstance(one.deadline, nodes.Value):
            yield f"deadline.{one.name}", one.deadline


def _is_day(node: nodes.Value, version: model.Version) -> bool:
    match node:
        case nodes.Deadline() | nodes.Rolled() | nodes.Extremum() | nodes.EvaluationDay() | nodes.ConductDay():
            return True
        case nodes.DayOf() | nodes.MonthDay():
            return True
        case nodes.FindingDay():
            return True
        case nodes.FactValue(fact):
            return fact.kind is Kind.DATE
        case nodes.Picked(source, position):
            return source.fields[position].kind is Kind.DATE
        case nodes.DerivedValue(name):
            inner = version.derived[name]
            return isinstance(inner, nodes.Value) and _is_day(inner, version)
        case nodes.FirstGiven(values):
            return _is_day(values[0], version)
        case nodes.Choice(_, otherwise):
            return _is_day(otherwise, version)
        case nodes.Literal(_, _, kind):
            return kind is Kind.DATE
        case _:
            return False


def judgement(policy: model.Policy, row: dict[str, Any]) -> Judgement:
    """Return a row's columns of a policy as a judgement."""
    code = policy.code
    firsts = {date.fromordinal(version.first): index for index, version in enumerate(policy.versions)}
    names = policy.ground_names()
    consequences = dict.fromkeys(one.name for version in policy.versions for one in version.consequences)
    made = Judgement(
        versions=tuple(firsts[day] for day in row[f"{code}.versions"]),
        possible=frozenset(row[f"{code}.possible"]),
        grounds={name: row[f"{code}.{name}"] for name in names},
        complete={name: row[f"{code}.complete.{name}"] for name in names},
        consequences={name: row[f"{code}.consequence.{name}"] for name in consequences},
    )
    assert made.outcome == row[f"{code}.outcome"]
    classes = {policy.classes[outcome] for outcome in made.possible}
    assert row[f"{code}.class"] == (classes.pop() if len(classes) == 1 else None)
    return made

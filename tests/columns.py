"""Checked records as the rows of a frame, and what the columnar engine says of a row as a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from zzrules.answer.judgement import Judgement
from zzrules.answer.record import Record
from zzrules.answer.values import NONE, Finding
from zzrules.engines import reference
from zzrules.engines.columnar import KINDS, ColumnarPlan
from zzrules.plan import model, nodes
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

_TYPES = {Kind.FLAG: pl.Boolean(), Kind.INTEGER: pl.Int64(), Kind.DATE: pl.Date(), Kind.OPTIONS: pl.List(pl.String)}


def dtype_of(fact: Fact, *, text: bool) -> pl.DataType:
    """Return the type of a fact's column: one in which its values are themselves, or text wherever that can hold it."""
    match fact.kind:
        case Kind.FINDING:
            parts = {"conclusion": Kind.FLAG, "body": Kind.BODY, "level": Kind.OPTION, "date": Kind.DATE}
            types = {name: pl.String() if text else _TYPES.get(kind, pl.String()) for name, kind in parts.items()}
            return pl.Struct({**types, "basis": pl.String})
        case Kind.LIST:
            fields = {one.name: dtype_of(one, text=text) for one in fact.fields}
            states = {} if text else {f"{one.name}.state": pl.String() for one in fact.fields if one.may_be_none}
            return pl.List(pl.Struct(fields | states))
        case Kind.DURATION if not text:
            return pl.Struct({"number": pl.Int64, "unit": pl.String})
        case kind if not text:
            return _TYPES.get(kind, pl.String())
        case _:
            return pl.String()


def held(fact: Fact, value: Any, *, text: bool) -> Any:
    """Return a checked value as its column holds it."""
    match value:
        case None:
            return None
        case _ if value is NONE:
            return "无"
        case Finding():
            day = date.fromordinal(value.day) if value.day is not None else None
            said: Any = value.conclusion
            if text:
                day, said = day and day.isoformat(), {True: "是", False: "否", None: None}[said]
            parts = {"conclusion": said, "body": value.body, "level": value.level, "date": day}
            return {**parts, "basis": value.basis}
        case frozenset():
            return "、".join(sorted(value)) or "无" if text else sorted(value)
        case (int(number), str(unit)) if fact.kind is Kind.DURATION:
            return f"{number}{UNIT_NAMES[unit]}" if text else {"number": number, "unit": unit}
        case tuple():
            return [_element(fact, row[1:], text=text) for row in value]
        case bool() if text:
            return "是" if value else "否"
        case int() if fact.kind is Kind.DATE:
            day = date.fromordinal(value)
            return day.isoformat() if text else day
        case int() if text:
            return str(value)
        case _:
            return value


def _element(fact: Fact, row: Sequence[Any], *, text: bool) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one, value in zip(fact.fields, row, strict=True):
        none = value is NONE and not text
        made[one.name] = None if none else held(one, value, text=text)
        if none:
            made[f"{one.name}.state"] = "无"
    return made


def frame_of(vocabulary: Vocabulary, records: Sequence[Record], *, text: bool = False) -> pl.DataFrame:
    """Return checked records as a frame; a fact that no record has is no column.

    As ``text``, a column says all of it in words, and is called by the fact's label. Otherwise its type is that of its
    values, and a column beside it says which are 无 or 查不清.
    """
    columns: dict[str, pl.Series] = {"evaluated_on": pl.Series([date.fromordinal(one.on) for one in records])}
    for fact in vocabulary.facts:
        worded = text and fact.kind not in (Kind.FINDING, Kind.LIST)
        values: list[Any] = []
        states: list[str | None] = []
        for record in records:
            value = record.values.get(fact.name)
            state = "查不清" if fact.name in record.unclear else "无" if value is NONE else None
            states.append(None if worded else state)
            values.append(state if worded and state else None if state else held(fact, value, text=text))
        name = fact.label if text else fact.name
        if any(value is not None for value in values):
            columns[name] = pl.Series(values, dtype=dtype_of(fact, text=text))
        if any(states):
            columns[f"{name}.state"] = pl.Series(states, dtype=pl.String)
    return pl.DataFrame(columns)


def judgements(plan: model.Plan, records: Iterable[Record], *, text: bool = False) -> list[dict[str, Judgement]]:
    """Return what the columnar engine says of records, judged all at once, each on its own day."""
    taken = list(records)
    frame = frame_of(plan.vocabulary, taken, text=text)
    answers = ColumnarPlan(plan).judge(frame, "evaluated_on", KINDS).collect()
    assert answers["problems"].null_count() == len(taken), answers["problems"].drop_nulls().to_list()[:3]
    return [{policy.code: judgement(policy, row) for policy in plan.policies} for row in answers.iter_rows(named=True)]


def days_of(plan: model.Plan, records: Iterable[Record]) -> list[dict[str, date | None]]:
    """Return the days that the columnar engine derives for records, each judged on its own day, by column."""
    frame = frame_of(plan.vocabulary, list(records))
    answers = ColumnarPlan(plan).judge(frame, "evaluated_on", ["deadlines"]).collect()
    return [
        {name: day for name, day in row.items() if name not in frame.columns} for row in answers.iter_rows(named=True)
    ]


def days_by_reference(plan: model.Plan, record: Record) -> dict[str, date | None]:
    """Return the days that the reference derives for a record: where the version is certain, and they are known."""
    judged, found = reference.judge(plan, record), dict[str, date | None]()
    for policy in plan.policies:
        day = reference.conduct_day(policy, record)
        possible = list(reference.possible_versions(policy, record, day))
        for index, version in enumerate(policy.versions):
            scope = reference.Scope(plan, record, version, day, judged)
            for name, node in _dated(version):
                known = reference.value(node, scope) if day is not None and index in possible else None
                shown = date.fromordinal(known) if type(known) is int else None
                found[f"{policy.code}.{name}"] = found.get(f"{policy.code}.{name}") or shown
    return found


def _dated(version: model.Version) -> Iterator[tuple[str, nodes.Value]]:
    """Yield the days that a version derives and those of its consequences; a derived fact is a day if its dates are."""
    for name, node in version.derived.items():
        if isinstance(node, nodes.Value) and _is_day(node, version):
            yield f"day.{name}", node
    for one in version.consequences:
        if isinstance(one.deadline, nodes.Value):
            yield f"deadline.{one.name}", one.deadline


def _is_day(node: nodes.Value, version: model.Version) -> bool:
    match node:
        case nodes.Deadline() | nodes.Rolled() | nodes.Extremum() | nodes.EvaluationDay() | nodes.ConductDay():
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
        case nodes.Literal(_, text):
            return len(text.split("-")) == 3
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
    return made

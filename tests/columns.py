"""Checked records as the rows of a frame, and what the columnar engine says of a row as a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from zzrules.answer.judgement import Judgement
from zzrules.answer.record import Record
from zzrules.answer.values import NONE, Finding
from zzrules.engines.columnar import KINDS, ColumnarPlan
from zzrules.plan import model
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

STATES = {"none": "无", "unclear": "查不清"}


def dtype_of(fact: Fact) -> pl.DataType:
    match fact.kind:
        case Kind.FLAG:
            return pl.Boolean()
        case Kind.INTEGER:
            return pl.Int64()
        case Kind.DATE:
            return pl.Date()
        case Kind.OPTIONS:
            return pl.List(pl.String)
        case Kind.DURATION:
            return pl.Struct({"number": pl.Int64, "unit": pl.String})
        case Kind.FINDING:
            parts = {"conclusion": pl.Boolean, "body": pl.String, "level": pl.String, "date": pl.Date}
            return pl.Struct(parts | {"basis": pl.String})
        case Kind.LIST:
            return pl.List(pl.Struct({one.name: _field_type(one) for one in fact.fields}))
        case _:
            return pl.String()


def _field_type(fact: Fact) -> pl.DataType:
    """Return the type of a list's field; as text, where it may be 无, which no typed field can say."""
    return pl.String() if fact.may_be_none and fact.kind is not Kind.OPTIONS else dtype_of(fact)


def typed(fact: Fact, value: Any, *, as_text: bool = False) -> Any:
    """Return a checked value as its column holds it."""
    from zzrules.policy.forms import UNIT_NAMES

    match value:
        case None:
            return None
        case _ if value is NONE:
            return "无"
        case Finding():
            day = date.fromordinal(value.day) if value.day is not None else None
            made = {"conclusion": value.conclusion, "body": value.body, "level": value.level, "date": day}
            return made | {"basis": value.basis}
        case frozenset():
            return sorted(value)
        case (int(number), str(unit)) if fact.kind is Kind.DURATION:
            return f"{number}{UNIT_NAMES[unit]}" if as_text else {"number": number, "unit": unit}
        case tuple():
            return [
                {
                    one.name: typed(one, inner, as_text=_field_type(one) == pl.String)
                    for one, inner in zip(fact.fields, row[1:], strict=True)
                }
                for row in value
            ]
        case int() if fact.kind is Kind.DATE:
            day = date.fromordinal(value)
            return day.isoformat() if as_text else day
        case int() if fact.kind is Kind.INTEGER and as_text:
            return str(value)
        case _:
            return value


def frame_of(vocabulary: Vocabulary, records: Sequence[Record]) -> pl.DataFrame:
    """Return checked records as a frame: a typed column for each fact, and beside it what state it is in."""
    columns: dict[str, pl.Series] = {"evaluated_on": pl.Series([date.fromordinal(one.on) for one in records])}
    for fact in vocabulary.facts:
        values, states = [], []
        for record in records:
            value = record.values.get(fact.name)
            state = "查不清" if fact.name in record.unclear else "无" if value is NONE else None
            states.append(state)
            values.append(None if state else typed(fact, value))
        columns[fact.name] = pl.Series(values, dtype=dtype_of(fact))
        if any(states):
            columns[f"{fact.name}.state"] = pl.Series(states, dtype=pl.String)
    return pl.DataFrame(columns)


def judgements(plan: model.Plan, records: Iterable[Record]) -> list[dict[str, Judgement]]:
    """Return what the columnar engine says of records, judged all at once, each on its own day."""
    taken = list(records)
    frame = frame_of(plan.vocabulary, taken)
    answers = ColumnarPlan(plan).judge(frame, "evaluated_on", KINDS).collect()
    assert answers["problems"].null_count() == len(taken), answers["problems"].drop_nulls().to_list()[:3]
    return [{policy.code: judgement(policy, row) for policy in plan.policies} for row in answers.iter_rows(named=True)]


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

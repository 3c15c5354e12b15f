"""A JSON Schema (draft 2020-12) of a case record, for forms, editors and services that hand records in."""

from __future__ import annotations

from typing import Any, assert_never

from zzrules.case.values import ABSENT, LARGEST, LONGEST_LIST, LONGEST_TEXT, UNCLEAR
from zzrules.policy.forms import UNITS
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema(vocabulary: Vocabulary) -> Schema:
    """Return the JSON Schema of a record whose facts are named by their ASCII names.

    It accepts what `RecordReader` accepts under these names, and refuses what it refuses, as far as a schema can say:
    that a day exists and is not after the day of evaluation, that intervals do not overlap, and that 1.0 is no whole
    number, only the reader sees. Chinese labels, which records may use instead, are not in it. A null is an unknown.

    >>> from zzrules import load
    >>> record_schema(load().vocabulary)["properties"]["real_name"]["enum"]
    [True, False, '是', '否', '查不清', None]
    """
    return {
        "$schema": DIALECT,
        "title": vocabulary.title,
        "description": "一份案卷：一个主体的一个行为。没有写的和 null 是不知道；查过而查不清的，写「查不清」。",
        "type": "object",
        "properties": {fact.name: _fact(fact, vocabulary) for fact in vocabulary.facts},
        "additionalProperties": False,
    }


def _fact(fact: Fact, vocabulary: Vocabulary) -> Schema:
    return {"title": fact.label, "description": fact.question, **_value(fact, vocabulary)}


def _value(fact: Fact, vocabulary: Vocabulary) -> Schema:
    """Return the schema of a fact's values, with the words for its states."""
    states = [*([ABSENT] if fact.may_be_none else []), UNCLEAR, None]
    match fact.kind:
        case Kind.FLAG:
            return {"enum": [True, False, "是", "否", *states]}
        case Kind.OPTION | Kind.BODY:
            return {"enum": [*_options(fact), *states]}
        case Kind.OPTIONS:
            return _or({"type": "array", "items": {"enum": _options(fact)}}, states)
        case Kind.INTEGER:
            least = -LARGEST if fact.minimum is None else fact.minimum
            greatest = LARGEST if fact.maximum is None else fact.maximum
            return _or({"type": "integer", "minimum": least, "maximum": greatest}, states)
        case Kind.DATE:
            return _or({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, states)
        case Kind.DURATION:
            units = "|".join(word for word, unit in UNITS.items() if unit in fact.units)
            return _or({"type": "string", "pattern": rf"^\s*(0|[1-9][0-9]{{0,4}}) ?({units})\s*$"}, states)
        case Kind.TEXT:
            text: Schema = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_TEXT}
            return {"anyOf": [text if fact.may_be_none else text | {"not": {"const": ABSENT}}, {"type": "null"}]}
        case Kind.FINDING:
            return _or(_finding(vocabulary), states)
        case Kind.LIST:
            fields = {field.name: _fact(field, vocabulary) for field in fact.fields}
            item = {"type": "object", "properties": fields, "additionalProperties": False}
            return _or({"type": "array", "items": item, "maxItems": LONGEST_LIST}, states)
        case _:
            assert_never(fact.kind)


def _options(fact: Fact) -> list[str]:
    """Return the codes and the Chinese names of the options, each once."""
    return list(dict.fromkeys((*fact.options.values(), *fact.options)))


def _or(schema: Schema, states: list[str | None]) -> Schema:
    return {"anyOf": [schema, {"enum": states}]}


def _finding(vocabulary: Vocabulary) -> Schema:
    parts = (
        Fact("conclusion", "结论", Kind.FLAG, "认定的结论"),
        Fact("body", "机构", Kind.BODY, "由谁认定", vocabulary.bodies),
        Fact("level", "层级", Kind.OPTION, "该机构的层级", vocabulary.levels),
        Fact("date", "日期", Kind.DATE, "何时认定"),
        Fact("basis", "依据", Kind.TEXT, "认定的依据，如文号"),
    )
    return {
        "type": "object",
        "properties": {part.name: _fact(part, vocabulary) for part in parts},
        "additionalProperties": False,
    }

"""A JSON Schema (draft 2020-12) of a case record, for forms, editors and services that hand records in."""

from __future__ import annotations

from typing import Any, assert_never

from zzrules.case.mistakes import integer_range
from zzrules.case.partial import COMPLETE, LIST_WORDS, MORE, PERHAPS_MORE, words_of
from zzrules.case.values import ABSENT, LONGEST_LIST, LONGEST_TEXT, PRESENT, UNCLEAR, finding_facts
from zzrules.policy.forms import DAY, FLAGS, UNITS, duration_form
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema(vocabulary: Vocabulary) -> Schema:
    """Return the JSON Schema of a record whose facts are named by their ASCII names.

    It accepts what `RecordReader` accepts under these names, and refuses what it refuses as far as a schema can say.
    Only the reader sees whether a day exists and does not lie after the evaluation day, whether intervals overlap, and
    that 1.0 is no integer. Chinese labels, which records may use instead, are not in it. Null means unknown.

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
            return {"enum": [*FLAGS.values(), *FLAGS, *states]}
        case Kind.OPTION | Kind.BODY:
            words = {"enum": _options(fact)}
            return {"anyOf": [{"enum": [*_options(fact), PRESENT, *states]}, _within(fact, words, {"minItems": 1})]}
        case Kind.OPTIONS:
            return _or({"type": "array", "items": {"enum": _options(fact)}}, states)
        case Kind.INTEGER:
            least, greatest = integer_range(fact)
            return _or_within(fact, {"type": "integer", "minimum": least, "maximum": greatest}, states)
        case Kind.DATE:
            return _or_within(fact, {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}, states)
        case Kind.DURATION:
            form = duration_form(word for word, unit in UNITS.items() if unit in fact.units)
            return _or_within(fact, {"type": "string", "pattern": f"^{form}$"}, states)
        case Kind.TEXT:
            text: Schema = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_TEXT}
            return {"anyOf": [text if fact.may_be_none else text | {"not": {"const": ABSENT}}, {"type": "null"}]}
        case Kind.FINDING:
            return _or(_finding(vocabulary), states)
        case Kind.LIST:
            fields = {field.name: _fact(field, vocabulary) for field in fact.fields}
            item = {"type": "object", "properties": fields, "additionalProperties": False}
            elements = {"type": "array", "items": item, "maxItems": LONGEST_LIST}
            return {"anyOf": [elements, _recorded(elements), {"enum": [PRESENT, *states]}]}
        case _:
            assert_never(fact.kind)


def _or_within(fact: Fact, value: Schema, states: list[str | None]) -> Schema:
    return {"anyOf": [value, _within(fact, value, {}), {"enum": [PRESENT, *states]}]}


def _within(fact: Fact, value: Schema, several: Schema) -> Schema:
    """Return the schema of what is known in part: bounds, or options (``several``: what their list must be, too)."""
    bound = {"anyOf": [value, {"type": "null"}]}
    if fact.kind in (Kind.OPTION, Kind.BODY):
        bound = {"anyOf": [value, {"type": "array", "items": value, **several}, {"type": "null"}]}
    words = words_of(fact.kind)
    return {
        "type": "object",
        "properties": dict.fromkeys(words, bound),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _recorded(elements: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {
            **{word: {"anyOf": [elements, {"type": "null"}]} for word in LIST_WORDS["recorded"]},
            **{word: {"enum": [True, False, MORE, PERHAPS_MORE, COMPLETE]} for word in LIST_WORDS["more"]},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _options(fact: Fact) -> list[str]:
    """Return the codes and the Chinese names of the options, each once."""
    return list(dict.fromkeys((*fact.options.values(), *fact.options)))


def _or(schema: Schema, states: list[str | None]) -> Schema:
    return {"anyOf": [schema, {"enum": states}]}


def _finding(vocabulary: Vocabulary) -> Schema:
    return {
        "type": "object",
        "properties": {part.name: _fact(part, vocabulary) for part in finding_facts(vocabulary)},
        "additionalProperties": False,
    }

"""JSON Schemas (draft 2020-12) of case records and of logs, for forms, editors and services that hand them in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, assert_never

from zzrules.base import clock, money
from zzrules.case.mistakes import integer_range
from zzrules.case.partial import COMPLETE, LIST_WORDS, MORE, PERHAPS_MORE, words_of
from zzrules.case.values import ABSENT, LONGEST_LIST, LONGEST_TEXT, PRESENT, UNCLEAR, finding_facts
from zzrules.policy.forms import DAY, FLAGS, UNITS, duration_form
from zzrules.policy.vocabulary import EventKind, Fact, Kind, Vocabulary

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
INSIDE: Final = "#/$defs/{name}"
"""Where a schema finds its definitions, unless somebody puts them elsewhere."""


def document(identity: str, schema: Schema, definitions: Mapping[str, Schema], refs: str) -> Schema:
    """Return a schema with its definitions; one whose definitions are put elsewhere has no identity of its own.

    A reference is looked up in the innermost schema that has an ``$id``.
    """
    head = {"$schema": DIALECT, "$id": f"urn:zzrules:{identity}"} if refs == INSIDE else {}
    return {**head, **schema, "$defs": dict(definitions)}


def record_schema(vocabulary: Vocabulary, questions: Mapping[str, str] | None = None, refs: str = INSIDE) -> Schema:
    """Return the JSON Schema of a record whose facts are named by their ASCII names.

    It accepts what `RecordReader` accepts under these names, and refuses what it refuses as far as a schema can say.
    Only the reader sees whether a day exists and does not lie after the evaluation day, whether intervals overlap, and
    that 1.0 is no integer. Chinese labels, which records may use instead, are not in it. Null means unknown.
    ``questions`` are the facts that it has, by name, each with how it is asked for (by default all); ``refs`` says how
    definitions are referred to.

    >>> from zzrules import load
    >>> record_schema(load().vocabulary)["properties"]["real_name"]["enum"]
    [True, False, '是', '否', '查不清', None]
    """
    made = _Schemas(vocabulary, refs)
    return document("record", made.record(questions), made.definitions, refs)


def log_schema(vocabulary: Vocabulary, refs: str = INSIDE) -> Schema:
    """Return the JSON Schema of a log: its events, or 流水 with 事实, 登记至 and 案号; keys and facts by ASCII names.

    >>> from zzrules import load
    >>> log_schema(load().vocabulary)["$defs"]["Log"]["properties"]["kept_until"]["format"]
    'date'
    """
    made = _Schemas(vocabulary, refs)
    return document("log", made.log(), made.definitions, refs)


class _Schemas:
    """The schemas of one vocabulary; what several share is defined once."""

    def __init__(self, vocabulary: Vocabulary, refs: str) -> None:
        self.vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}
        self._refs = refs

    def record(self, questions: Mapping[str, str] | None) -> Schema:
        asked = {fact.name: fact.question for fact in self.vocabulary.facts} if questions is None else questions
        facts = [fact for fact in self.vocabulary.facts if fact.name in asked]
        return {
            "title": self.vocabulary.title,
            "description": "一份案卷：一个主体的一个行为。没有写的和 null 是不知道；查过而查不清的，写「查不清」。",
            "type": "object",
            "properties": {fact.name: self.fact(fact) | {"description": asked[fact.name]} for fact in facts},
            "additionalProperties": False,
        }

    def log(self) -> Schema:
        shared = {fact.name: self._defined(f"fact_{fact.name}", self.fact(fact)) for fact in self.vocabulary.facts}
        grown = {kind.source.name for kind in self.vocabulary.events if kind.source is not None}
        kinds = [self._event(kind, shared, grown) for kind in self.vocabulary.events]
        event = self._defined("Event", {"anyOf": [*kinds, self._withdrawal()]})
        events = {"type": "array", "items": event}
        words = {
            "log": events,
            "facts": {"type": "object", "properties": shared, "additionalProperties": False},
            "kept_until": _DATE,
            "name": {"type": "string"},
        }
        head = {"type": "object", "properties": words, "additionalProperties": False}
        return {
            "title": f"{self.vocabulary.title}：流水",
            "description": "一件一件的事件，或者流水（log）和没有日期的事实（facts）、登记至（kept_until）。",
            "anyOf": [events, self._defined("Log", head)],
        }

    def _event(self, kind: EventKind, shared: Mapping[str, Schema], grown: Collection[str]) -> Schema:
        if kind.source is not None:
            brought = {fact.name: self.fact(fact) for fact in kind.brought}
        else:
            names = shared.keys() - grown if kind.brings_all else {fact.name for fact in kind.brought}
            brought = {name: schema for name, schema in shared.items() if name in names}
        own = {"event": {"enum": [kind.name, kind.label]}, "date": _WHEN, "id": _NUMBER, "corrects": _NUMBER}
        if kind.continues:
            own["of"] = _NUMBER
        return self._defined(
            f"event_{kind.name}",
            {
                "title": kind.label,
                "description": kind.note,
                "type": "object",
                "properties": own | brought,
                "required": ["event", "date"],
                "additionalProperties": False,
            },
        )

    def _withdrawal(self) -> Schema:
        withdrawal = {
            "title": "撤回",
            "type": "object",
            "properties": {"withdraws": _NUMBER, "id": _NUMBER, "date": _DATE},
            "required": ["withdraws"],
            "additionalProperties": False,
        }
        return self._defined("Withdrawal", withdrawal)

    def _defined(self, name: str, schema: Schema) -> Schema:
        """Return a reference to a definition."""
        self.definitions.setdefault(name, schema)
        return {"$ref": self._refs.format(name=name)}

    # ── facts ───────────────────────────────────────────────────────

    def fact(self, fact: Fact) -> Schema:
        """Return the schema of a fact, or of a field of a list."""
        return {"title": fact.label, "description": fact.question, **self._value(fact, fact.name)}

    def _value(self, fact: Fact, name: str) -> Schema:
        """Return the schema of a fact's values, with the words for its states."""
        states = [*([ABSENT] if fact.may_be_none else []), UNCLEAR, None]
        match fact.kind:
            case Kind.FLAG:
                return {"enum": [*FLAGS.values(), *FLAGS, *states]}
            case Kind.OPTION | Kind.BODY:
                options = self._options(fact, name)
                return self._or_within(fact, options, options["$ref"].rpartition("/")[2], states)
            case Kind.OPTIONS:
                return _or({"type": "array", "items": self._options(fact, name)}, states)
            case Kind.INTEGER:
                least, greatest = integer_range(fact)
                number = {"type": "integer", "minimum": least, "maximum": greatest}
                return self._or_within(fact, number, name, states)
            case Kind.MONEY:
                amount = self._defined("Amount", _AMOUNT)
                return self._or_within(fact, amount, "Amount", states)
            case Kind.MOMENT:
                return self._or_within(fact, self._defined("Moment", _MOMENT), "Moment", states)
            case Kind.DATE:
                return self._or_within(fact, self._defined("Date", _DATE), "Date", states)
            case Kind.DURATION:
                form = duration_form(word for word, unit in UNITS.items() if unit in fact.units)
                units = "_".join(fact.units)
                duration = self._defined(f"Duration_{units}", {"type": "string", "pattern": f"^{form}$"})
                return self._or_within(fact, duration, f"Duration_{units}", states)
            case Kind.TEXT:
                text: Schema = {"type": "string", "pattern": r"\S", "maxLength": LONGEST_TEXT}
                return {"anyOf": [text if fact.may_be_none else text | {"not": {"const": ABSENT}}, {"type": "null"}]}
            case Kind.FINDING:
                return _or(self._finding(), states)
            case Kind.LIST:
                fields = {field.name: self._field(fact, field) for field in fact.fields}
                item = {"type": "object", "properties": fields, "additionalProperties": False}
                element = self._defined(f"element_of_{fact.name}", item)
                elements = {"type": "array", "items": element, "maxItems": LONGEST_LIST}
                return {"anyOf": [elements, _recorded(elements), _words([PRESENT, *states])]}
            case _:
                assert_never(fact.kind)

    def _field(self, source: Fact, field: Fact) -> Schema:
        named = self._value(field, f"{source.name}_{field.name}")
        return {"title": field.label, "description": field.question, **named}

    def _or_within(self, fact: Fact, value: Schema, name: str, states: list[str | None]) -> Schema:
        return {"anyOf": [value, self._within(fact, value, name), _words([PRESENT, *states])]}

    def _within(self, fact: Fact, value: Schema, name: str) -> Schema:
        """Return the schema of what is known in part: bounds, or options."""
        bound = {"anyOf": [value, {"type": "null"}]}
        if fact.kind in (Kind.OPTION, Kind.BODY):
            bound = {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}, {"type": "null"}]}
        within = {
            "type": "object",
            "properties": dict.fromkeys(words_of(fact.kind), bound),
            "additionalProperties": False,
            "minProperties": 1,
        }
        return self._defined(f"{name}_in_part", within)

    def _options(self, fact: Fact, name: str) -> Schema:
        """Return the codes and the Chinese names of the options, each once."""
        options = {"enum": list(dict.fromkeys((*fact.options.values(), *fact.options)))}
        body = fact.kind is Kind.BODY
        return self._defined("Body" if body else f"option_of_{name}", options)

    def _finding(self) -> Schema:
        parts = {part.name: self.fact(part) for part in finding_facts(self.vocabulary)}
        finding = {"title": "认定", "type": "object", "properties": parts, "additionalProperties": False}
        return self._defined("Finding", finding)


_DATE: Final[Schema] = {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}
_MOMENT: Final[Schema] = {"type": "string", "pattern": f"^{clock.WRITTEN}$"}
_WHEN: Final[Schema] = {"anyOf": [_DATE, _MOMENT]}
_AMOUNT: Final[Schema] = {
    "anyOf": [
        {"type": "string", "pattern": f"^{money.EXACT}$"},
        {"type": "integer", "minimum": 0, "maximum": money.CEILING // money.FEN},
    ]
}
_NUMBER: Final[Schema] = {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "integer"}, {"type": "null"}]}


def _words(words: list[str | None]) -> Schema:
    return {"enum": words}


def _or(schema: Schema, states: list[str | None]) -> Schema:
    return {"anyOf": [schema, _words(states)]}


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

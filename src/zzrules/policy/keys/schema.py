"""JSON Schemas of the files that people write, for editors: completion, what a key means, a key that is none.

A schema says what may stand where, as far as that can be told from a place alone; what a name means, whether a place of
the regulation exists, and what goes together with what, `zzrules check` says. Draft 7: what editors read everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, assert_never

from zzrules.base.frozen import replaced
from zzrules.policy.keys import calendars, clauses, policies, regulations, vocabularies
from zzrules.policy.keys.common import CONDITION
from zzrules.policy.keys.shape import (
    Defined,
    Either,
    Key,
    Keys,
    Many,
    Marked,
    Named,
    OneKey,
    Shape,
    Word,
    Words,
)
from zzrules.policy.vocabulary import Fact

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
FILES: Final[Mapping[str, Shape]] = {
    "政策": policies.POLICY,
    "词汇": vocabularies.VOCABULARY,
    "日历": Marked({calendars.ASSUMED: calendars.ASSUMPTION}, calendars.CALENDAR),
    "条文": Marked({regulations.OTHER: regulations.OTHER_REGULATION}, regulations.REGULATION),
}
"""The shapes of the files in a folder of policies, by their kinds."""
_NAMES: Final = {"政策": "policy", "词汇": "vocabulary", "日历": "calendar", "条文": "regulation", "对照": "mapping"}
_NO_TEXTS: Final = {"1": "integer", "12345678": "number", "true": "boolean"}
_DEFINITIONS: Final = clauses.DEFINITIONS | vocabularies.DEFINITIONS

Schema = dict[str, Any]
NOTHING_MORE: Final[Mapping[str, Shape]] = {}


def schema_of(
    title: str, shape: Shape, facts: Iterable[Fact] = (), defined: Mapping[str, Shape] = NOTHING_MORE
) -> Schema:
    """Return the JSON Schema of files of a shape; ``facts`` are offered by name where a condition may stand.

    ``defined`` are shapes that this one refers to by name, beside those of conditions, derived values and facts.

    >>> made = schema_of("日历文件", FILES["日历"])
    >>> made["else"]["properties"]["本地停工"]["properties"]["采用"]["enum"]
    ['是', '否']
    """
    made = _Schemas()
    root = made.of(shape)
    definitions: Schema = {}
    while waiting := made.used - definitions.keys():
        definitions |= {name: made.of({**_DEFINITIONS, **defined}[name]) for name in sorted(waiting)}
    if CONDITION.name in definitions:
        definitions[CONDITION.name]["properties"] |= {fact.label: made.asked(fact) for fact in facts}
    head = {"$schema": DIALECT, "title": title}
    return head | root | ({"definitions": definitions} if definitions else {})


def any_file(kinds: Mapping[str, str], shapes: Mapping[str, Shape]) -> tuple[Shape, dict[str, Shape]]:
    """Return the shape of a file of any kind, told by the first key that it has, and what that shape refers to.

    ``kinds`` are the keys that files begin with, each with the kind of file; ``shapes`` those of the kinds.
    """
    named = {begin: kind if kind in shapes else "条文" for begin, kind in kinds.items()}
    known = {name: key for shape in shapes.values() for name, key in _begins(shape) if name in kinds}
    marks = {begin: Defined(_NAMES[kind]) for begin, kind in named.items()}
    shape = Marked(marks, Keys({begin: replaced(known[begin], required=False) for begin in kinds}))
    return shape, {_NAMES[kind]: shape for kind, shape in shapes.items()}


def _begins(shape: Shape) -> Iterator[tuple[str, Key]]:
    """Yield the keys that a file of a shape has."""
    match shape:
        case Keys(of):
            yield from of.items()
        case Marked(marks, otherwise):
            for one in (*marks.values(), otherwise):
                yield from _begins(one)


class _Schemas:
    """The schemas of shapes; ``used`` are the definitions that they refer to."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def of(self, shape: Shape) -> Schema:
        match shape:
            case Word(options, form, is_open):
                return _word(options, form, is_open=is_open)
            case Words(word, empty):
                return {"anyOf": [self.of(word), self.of(Many(word, empty))]}
            case Many(item, empty):
                return {"type": "array", "items": self.of(item)} | ({} if empty else {"minItems": 1})
            case Named(value, form):
                return self._mapping({}, {form: value} if form else {}, None if form else value)
            case Either(shapes):
                return {"anyOf": [self.of(one) for one in shapes]}
            case Defined(name):
                self.used.add(name)
                return {"$ref": f"#/definitions/{name}"}
            case Keys(of, others):
                made = self._mapping(of, {}, others)
                return made | ({"required": [*shape.required]} if shape.required else {})
            case OneKey(of, forms, others):
                made = self._mapping(of, {form: key.shape for form, key in forms.items()}, others)
                # Apart: yaml-language-server offers no keys where it takes what is being typed for the one.
                return made | {"allOf": [{"minProperties": 1, "maxProperties": 1}]}
            case Marked(marks, otherwise):
                made = self.of(otherwise)
                for mark, marked in reversed([*marks.items()]):
                    made = {"if": {"type": "object", "required": [mark]}, "then": self.of(marked), "else": made}
                return made
            case _:
                assert_never(shape)

    def asked(self, fact: Fact) -> Schema:
        """Return what a condition may ask of a fact, its options offered."""
        offered = [{"enum": [*fact.options]}] if fact.options else []
        return {"description": fact.question, "anyOf": [*offered, self.of(clauses.TEST)]}

    def _mapping(self, of: Mapping[str, Key], forms: Mapping[str, Shape], others: Shape | None) -> Schema:
        made: Schema = {"type": "object"}
        if of:
            made["properties"] = {name: self._key(key) for name, key in of.items()}
        if forms:
            made["patternProperties"] = {f"^({form})$": self.of(value) for form, value in forms.items()}
        made["additionalProperties"] = False if others is None else self.of(others)
        return made

    def _key(self, key: Key) -> Schema:
        made = self.of(key.shape)
        return {"description": key.says} | ({"allOf": [made]} if "$ref" in made else made)


def _word(options: tuple[str, ...], form: str, *, is_open: bool) -> Schema:
    if options and is_open:
        return {"anyOf": [{"enum": [*options]}, _word((), "", is_open=False)]}
    if options:
        return {"enum": [*options]}
    if not form:
        return {"type": ["string", "number", "boolean"]}
    return {"type": _kinds(form), "pattern": f"^({form})$"}


def _kinds(form: str) -> list[str] | str:
    """Return of which types a text of a form may be for an editor, to which digits are a number, and true is none."""
    kinds = [kind for text, kind in _NO_TEXTS.items() if re.fullmatch(form, text)]
    return ["string", *kinds[:1]] if kinds else "string"

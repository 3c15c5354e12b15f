"""JSON Schemas (draft 2020-12) of what is answered: determinations, case files on a day, and problems."""

from __future__ import annotations

from typing import Final, get_args

from zzrules.answer.obligation import DUE_SOON, LABELS, UNDETERMINED
from zzrules.answer.parts import PARTS, Why
from zzrules.answer.policy import Status
from zzrules.base.version import SCHEMA_VERSION
from zzrules.case.schema import INSIDE, Schema, document

_TEXT: Final[Schema] = {"type": "string"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_FLAG: Final[Schema] = {"type": "boolean"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_TRUTH: Final[Schema] = {"anyOf": [{"type": "boolean"}, {"type": "null"}], "description": "true、false，null 是待查明"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_DIGEST: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_STATES: Final = [state for state in LABELS if state not in (DUE_SOON, UNDETERMINED)]


def determination_schema(refs: str = INSIDE) -> Schema:
    """Return the JSON Schema of what `Determination.to_dict` returns; ``refs`` says how definitions are referred to."""
    made = _Schemas(refs)
    return document(f"determination:{SCHEMA_VERSION}", made.determination(), made.definitions(), refs)


def case_schema(refs: str = INSIDE) -> Schema:
    """Return the JSON Schema of what `CaseAnswer.to_dict` returns."""
    made = _Schemas(refs)
    return document(f"case:{SCHEMA_VERSION}", made.case(), made.definitions(determination=True), refs)


def problem_schema(refs: str = INSIDE) -> Schema:
    """Return the JSON Schema of what `Problem.to_dict` returns."""
    return document(f"problem:{SCHEMA_VERSION}", _problem(), {}, refs)


def _object(title: str, properties: Schema, optional: Schema | None = None) -> Schema:
    return {
        "title": title,
        "type": "object",
        "properties": properties | (optional or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _row(length: int) -> Schema:
    return {"type": "array", "items": _TEXT, "minItems": length, "maxItems": length}


def _texts(*names: str) -> Schema:
    return dict.fromkeys(names, _TEXT)


class _Schemas:
    def __init__(self, refs: str) -> None:
        self._refs = refs

    def _to(self, name: str) -> Schema:
        return {"$ref": self._refs.format(name=name)}

    def definitions(self, *, determination: bool = False) -> dict[str, Schema]:
        """Return what answers are made of, by name; for a case file with the determination."""
        made = {
            "PolicyAnswer": self._policy(),
            "Outcome": _object("结论", _texts("code", "name", "modality", "class")),
            "Reason": _object("理由", {"text": _TEXT, "parts": _many(self._to("Reason"))}),
            "Doubt": _object(
                "存疑", _texts("name", "label", "question") | {"fitting": _TEXTS, "certain": _FLAG, "own": _TEXTS}
            ),
            "GroundAnswer": _ground(),
            "UncountedFinding": _object(
                "不算数的认定", _texts("name", "label", "shown", "why", "note") | {"bodies": _TEXTS}
            ),
            "MissingFact": _missing(),
            "ConsequenceAnswer": _consequence(),
            "ObligationAnswer": _obligation(),
            "VersionAnswer": _object(
                "版本", {"first": _DAY, "last": _TEXT, "parameters": _many(_row(3)), "readings": _many(_row(2))}
            ),
            "CitedText": _object("条文", _texts("citation", "text"), _texts("since", "until", "source")),
            "ContradictionAnswer": _object(
                "矛盾",
                _texts("policy", "name", "note") | {"citations": _TEXTS, "facts": _many(self._to("DisputedFact"))},
            ),
            "DisputedFact": _object("矛盾的事实", _texts("name", "label", "question") | {"entries": _TEXTS}),
        }
        if determination:
            made |= {"Determination": self.determination(), "Problem": _problem()}
        return made

    def determination(self) -> Schema:
        grounds = {"anyOf": [_TEXTS, {"type": "null"}], "description": "所问的情形；null 是整个政策"}
        return _object(
            "Determination",
            {
                "schema_version": {"const": SCHEMA_VERSION},
                "library_version": _TEXT,
                "engine_version": _TEXT,
                "regulation": _TEXT,
                "on": _DAY,
                "scope": {"type": "object", "additionalProperties": grounds},
                "decided": _FLAG,
                "rulebook": _DIGEST,
                "record": _DIGEST,
                "policies": _many(self._to("PolicyAnswer")),
                "contradictions": _many(self._to("ContradictionAnswer")),
            },
        )

    def case(self) -> Schema:
        return _object(
            "CaseAnswer",
            {
                "name": _TEXT,
                "on": _DAY,
                "obligations": _many(self._to("ObligationAnswer")),
                "determination": self._to("Determination"),
                "problems": _many(self._to("Problem")),
            },
        )

    def _policy(self) -> Schema:
        parts: Schema = {
            "possible": _many(self._to("Outcome")),
            "conduct_day": _or_null(_DAY),
            "conduct_day_from": _or_null(_TEXT),
            "not_applicable_because": _TEXTS,
            "doubts": _many(self._to("Doubt")),
            "reasons": _many(self._to("Reason")),
            "grounds": _many(self._to("GroundAnswer")),
            "uncounted": _many(self._to("UncountedFinding")),
            "missing": _many(self._to("MissingFact")),
            "missing_for_reason": _many(self._to("MissingFact")),
            "consequences": _many(self._to("ConsequenceAnswer")),
            "obligations": _many(self._to("ObligationAnswer")),
            "versions": _many(self._to("VersionAnswer")),
            "assumptions": _TEXTS,
            "citations": _many(self._to("CitedText")),
        }
        head = _texts("code", "name", "citation") | {"status": {"enum": list(get_args(Status))}}
        head |= dict.fromkeys(("outcome", "outcome_name", "class"), _or_null(_TEXT))
        return _object("政策的结论", head, {part: parts[part] for part in PARTS})


def _ground() -> Schema:
    truths = dict.fromkeys(("truth", "complete", "applies"), _TRUTH)
    alternatives = {"type": "object", "additionalProperties": _TRUTH}
    flags = dict.fromkeys(("has_procedure", "not_invoked"), _FLAG)
    rest = {"invoked_by": _TEXTS, "alternatives": alternatives}
    return _object("情形", _texts("name", "citation", "text", "state") | truths | flags | rest)


def _missing() -> Schema:
    lists = dict.fromkeys(("bodies", "samples", "asks"), _TEXTS) | {"would_decide": _many(_row(2))}
    texts = _texts("name", "label", "question", "note", "part", "whole")
    return _object("尚缺的事实", texts | lists | {"why": {"enum": list(get_args(Why))}})


def _consequence() -> Schema:
    texts = _texts("name", "citation", "subject", "modality", "content", "by")
    return _object("后果", texts | {"truth": _TRUTH, "dated": _FLAG, "forms": _TEXTS})


def _obligation() -> Schema:
    texts = _texts("policy", "name", "title", "citation", "text", "subject", "content", "label", "since", "due", "done")
    words = {"status": {"enum": list(LABELS)}, "possible": _many({"enum": _STATES})}
    numbers: Schema = {"number": _COUNT, "left": _or_null({"type": "integer"}), "dated": _FLAG}
    rest = {"forms": _TEXTS, "events": _TEXTS, "assumptions": _TEXTS}
    return _object("义务", texts | _texts("period", "rolling", "waits_for") | words | numbers | rest)


def _problem() -> Schema:
    step = {"anyOf": [_TEXT, {"type": "integer"}]}
    end = _or_null(_COUNT)
    place = _object("位置", {"source": _TEXT, "line": _COUNT, "column": _COUNT, "end_line": end, "end_column": end})
    edit = _object("改动", {"position": place, "text": _TEXT})
    problem = _object(
        "Problem",
        {
            "code": {"type": "string", "pattern": "^ZZ[0-9]{3}$"},
            "path": {"type": "array", "items": step},
            "position": _or_null(place),
            "message": _TEXT,
            "hint": _TEXT,
            "text": _TEXT,
        },
    )
    problem["properties"] |= {
        "related": _many(_object("相关的一处", {"message": _TEXT, "position": place})),
        "fixes": _many(_object("改法", {"title": _TEXT, "sure": _FLAG, "edits": _many(edit)})),
    }
    return problem


__all__ = ["case_schema", "determination_schema", "problem_schema"]

"""What is wrong with policies, in the forms that other programs read: SARIF, and the annotations of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from zzrules.base.errors import Place, Problem
from zzrules.policy.excerpts import excerpt_at

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"error": "error", "note": "notice"}
_ESCAPES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def sarif(problems: Sequence[Problem], advice: Sequence[Problem], version: str) -> dict[str, Any]:
    """Return a log in the format SARIF 2.1.0 (OASIS): mistakes as errors, advice as notes, columns in characters."""
    told = [("error", problem) for problem in problems] + [("note", problem) for problem in advice]
    codes = sorted({problem.code for _, problem in told})
    driver = {"name": "zzrules", "version": version, "rules": [{"id": code} for code in codes]}
    results = [_result(level, problem, codes.index(problem.code)) for level, problem in told]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(level: str, problem: Problem, rule: int) -> dict[str, Any]:
    text = _text(problem)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": text},
    }
    if problem.place.source:
        where: dict[str, Any] = {"artifactLocation": {"uri": problem.place.source.replace("\\", "/")}}
        if problem.place.line:
            region = {"startLine": problem.place.line, "startColumn": problem.place.column}
            if (found := excerpt_at(problem.place)) is not None:
                region["endColumn"] = found.end
            where["region"] = region
        result["locations"] = [{"physicalLocation": where}]
    if problem.shown is not None:
        result["relatedLocations"] = [_related(name, place) for name, place in problem.shown.parts]
        if problem.shown.facts:
            result["properties"] = {"facts": {**problem.shown.facts}, "on": problem.shown.on}
    return result


def _related(name: str, place: Place) -> dict[str, Any]:
    """Return where a condition stands that shows advice."""
    region = {"startLine": place.line, "startColumn": place.column}
    where = {"artifactLocation": {"uri": place.source.replace("\\", "/")}, "region": region}
    return {"physicalLocation": where, "message": {"text": name}}


def _text(problem: Problem) -> str:
    """Return what is so, what shows it, and what to write instead."""
    text = f"{problem.message}。应改为：{problem.hint}" if problem.hint else problem.message
    return f"{text}。{problem.shown.text()}" if problem.shown is not None else text


def github(problems: Sequence[Problem], advice: Sequence[Problem]) -> Iterator[str]:
    """Yield workflow commands of GitHub Actions, which show each problem beside its line."""
    for level, told in (("error", problems), ("note", advice)):
        for problem in told:
            where = {"file": problem.place.source, "line": problem.place.line, "col": problem.place.column}
            found = excerpt_at(problem.place)
            if found is not None:
                where["endColumn"] = found.end
            words = [f"{key}={str(value).translate(_IN_PROPERTIES)}" for key, value in where.items() if value]
            words.append(f"title={problem.code}")
            text = _text(problem)
            yield f"::{_LEVELS[level]} {','.join(words)}::{text.translate(_ESCAPES)}"

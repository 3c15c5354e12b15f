"""What is wrong with policies, in the forms that other programs read: SARIF, and the annotations of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from zzrules.base.errors import Problem
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
    text = f"{problem.message}。应改为：{problem.hint}" if problem.hint else problem.message
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
    return result


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
            text = f"{problem.message}。应改为：{problem.hint}" if problem.hint else problem.message
            yield f"::{_LEVELS[level]} {','.join(words)}::{text.translate(_ESCAPES)}"

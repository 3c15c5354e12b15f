"""What is wrong with policies, in the forms that other programs read: SARIF, and the annotations of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from zzrules.base.errors import Fix, Place, Problem
from zzrules.policy.excerpts import whole

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
        result["locations"] = [{"physicalLocation": _location(problem.place)}]
    shown = problem.shown
    related = [(one.message, one.place) for one in problem.related] + ([*shown.parts] if shown is not None else [])
    if related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": message}, "physicalLocation": _location(place)}
            for number, (message, place) in enumerate(related)
        ]
    if shown is not None and shown.facts:
        result["properties"] = {"facts": {**shown.facts}, "on": shown.on}
    if problem.fixes:
        result["fixes"] = [_fix(fix) for fix in problem.fixes]
    return result


def _artifact(source: str) -> dict[str, str]:
    path = Path(source)
    return {"uri": path.as_uri() if path.is_absolute() else quote(source.replace("\\", "/"))}


def _location(place: Place) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": _artifact(place.source)}
    if place.line:
        where["region"] = _region(whole(place))
    return where


def _region(place: Place) -> dict[str, Any]:
    """Return a place from where it begins to where it ends, as far as that is known."""
    region = {"startLine": place.line, "startColumn": place.column}
    return region | ({"endLine": place.end_line, "endColumn": place.end_column} if place.end_line else {})


def _fix(fix: Fix) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": _artifact(source),
            "replacements": [
                {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}}
                for edit in fix.edits
                if edit.place.source == source
            ],
        }
        for source in dict.fromkeys(edit.place.source for edit in fix.edits)
    ]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _text(problem: Problem) -> str:
    """Return what is so, what shows it, and what to write instead."""
    text = f"{problem.message}。应改为：{problem.hint}" if problem.hint else problem.message
    return f"{text}。{problem.shown.text()}" if problem.shown is not None else text


def github(problems: Sequence[Problem], advice: Sequence[Problem]) -> Iterator[str]:
    """Yield workflow commands of GitHub Actions, which show each problem beside its line."""
    for level, told in (("error", problems), ("note", advice)):
        for problem in told:
            place = whole(problem.place)
            where = {"file": place.source, "line": place.line, "endLine": place.end_line}
            if place.end_line in (0, place.line):  # columns are of one line
                where |= {"col": place.column, "endColumn": place.end_column}
            words = [f"{key}={str(value).translate(_IN_PROPERTIES)}" for key, value in where.items() if value]
            words.append(f"title={problem.code}")
            text = _text(problem)
            yield f"::{_LEVELS[level]} {','.join(words)}::{text.translate(_ESCAPES)}"

"""What is wrong with a document, and where: problems of features, and which part of a text a place is."""

from __future__ import annotations

import re
from pathlib import Path

from zzrules.base.errors import Place, Problem
from zzrules.editor.positions import Span, Text

_ADVICE = "ZZ9"
# What stands at a place whose end is not known: what quotation marks or brackets hold together, or one word.
_TOKEN = re.compile(r""""[^"\n]*"?|'[^'\n]*'?|[\[{]|[^\s\[\]{},]+(?:[^\n\[\]{},:]|:(?!\s))*""")


def span_of(place: Place, text: Text) -> Span:
    """Return the part of a text that a place is: up to its end, or, where that is not known, that of a word."""
    start = text.offset_of(place)
    if place.end_line:
        return Span(start, max(start, text.offset_of(Place(place.source, place.end_line, place.end_column))))
    line = text.line_at(start)
    found = _TOKEN.match(text.text, start, max(line.end, start))
    end = found.end() if found is not None else min(start + 1, line.end)
    return Span(start, max(start, start + len(text.text[start:end].rstrip())))


def is_advice(problem: Problem) -> bool:
    """Return whether a problem is advice: right by the grammar, and yet worth a second look."""
    return problem.code.startswith(_ADVICE)


def feature_problems(path: Path, text: str | None) -> tuple[Problem, ...]:
    """Return what is wrong with a feature: with its text as it is edited, or without one with the file.

    Steps may be unknown where Python files beside it may state others. Without pytest-bdd nothing is said.
    """
    try:
        from zzrules.bdd.features import problems_of
    except ImportError:
        return ()
    if text is None and not path.is_file():
        return ()
    others = any((folder / "conftest.py").is_file() for folder in [*path.parents][:3])
    raw = None if text is None else text.encode("utf-8", "surrogatepass")
    return problems_of(path, path.name, all_steps_known=not others, raw=raw)

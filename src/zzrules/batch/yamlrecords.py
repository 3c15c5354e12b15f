"""Records and events in YAML: a tree as plain data, and what is wrong with it without a word of what it says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final, assert_never

from zzrules.base.diagnostics import Diagnostic, Told, text
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import replaced
from zzrules.policy import yamltree
from zzrules.policy.forms import INTEGER

_IN_RECORDS: Final[Mapping[str, Diagnostic]] = {
    diagnostic.code: diagnostic
    for diagnostic in (
        text.RECORD_ANCHOR,
        text.RECORD_TAG,
        text.RECORD_SECOND_DOCUMENT,
        text.RECORD_WIDE_SPACE,
        text.RECORD_WIDE_COMMA,
        text.RECORD_BLOCK_TEXT,
        text.RECORD_FILE_TOO_LARGE,
        text.RECORD_TOO_DEEP,
        text.RECORD_SWALLOWED_LINE,
        text.RECORD_NO_VALUE,
        text.WIDE_COLON_IN_LINE,
        text.RECORD_NO_SPACE,
    )
}
_QUOTES_NOTHING: Final = frozenset(
    diagnostic.code
    for diagnostic in (
        text.NOT_YAML,
        text.YAML_NOT_UTF_8,
        text.REPEATED_KEY,
        text.TAB,
        text.YAML_FILE_UNREADABLE,
        text.YAML_FILE_EMPTY,
        text.KEY_NOT_A_WORD,
        text.WIDE_BRACKET,
        text.QUESTION_MARK_IN_BRACKETS,
        text.RESERVED_MARK,
        text.CONTROL_CHARACTER,
        text.WIDE_DASH,
        text.UNCLOSED_QUOTE,
        text.UNCLOSED_BRACKET,
        text.MISSING_COMMA,
        text.COLON_IN_TEXT,
        text.UNEVEN_INDENT,
    )
)
"""Mistakes whose sentences quote no more than a key."""


def discreet_problems(noted: yamltree.Problems) -> tuple[Problem, ...]:
    """Return the problems of a text, each once, in its order, as `discreet` puts them."""
    return tuple(dict.fromkeys(discreet(problem) for problem in noted.in_order()))


def discreet(problem: Problem) -> Problem:
    """Return a problem of YAML's form without what the record says, with the advice that fits a record.

    It has no fixes: they say what the record says.
    """
    problem = replaced(problem, fixes=())
    if (diagnostic := _IN_RECORDS.get(problem.code)) is not None:
        return replaced(diagnostic(problem.place, message=problem.message), said=Told(diagnostic, {}))
    if problem.code in _QUOTES_NOTHING:
        return problem
    said = problem.said.without_words() if isinstance(problem.said, Told) else None
    return replaced(problem, message=re.sub("「[^」]*」?", "", problem.message), hint="检查这一处的写法", said=said)


def owner(place: Place, starts: Sequence[Place]) -> int:
    """Return the index of the record that a place lies in: the last that begins before it, or later in its line."""
    index = bisect_right(starts, place) - 1
    following = starts[index + 1].line if index + 1 < len(starts) else 0
    return index + 1 if following == place.line and (index < 0 or starts[index].line != following) else max(index, 0)


def plain_data(node: yamltree.Node) -> Any:
    """Return a node as plain data: canonical whole numbers, true and false; all else stays text."""
    match node:
        case yamltree.Scalar(word, plain):
            if plain and INTEGER.fullmatch(word):
                return int(word)
            return word == "true" if plain and word in ("true", "false") else word
        case yamltree.Sequence(items):
            return [plain_data(item) for item in items]
        case yamltree.Mapping(entries):
            return {key.text: plain_data(value) for key, value in entries}
        case _:
            assert_never(node)

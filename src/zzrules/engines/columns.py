"""The kinds of columns that answers can be given in: of a frame, of a file, of a line of JSON."""

from __future__ import annotations

from typing import Any, Literal, get_args

from zzrules.base.diagnostics.use import COLUMNS_NO_LIST
from zzrules.base.errors import UsageError
from zzrules.base.foreign import each_of, text_of

ColumnKind = Literal[
    "outcome",
    "class",
    "possible",
    "grounds",
    "complete",
    "consequences",
    "deadlines",
    "amounts",
    "missing",
    "gaps",
    "versions",
    "contradictions",
    "problems",
]
KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)
ASSUMPTIONS = "assumptions"
"""The column of a policy beside them that a rulebook with an assumed calendar has."""
USUAL: tuple[ColumnKind, ...] = ("outcome", "possible", "grounds", "contradictions", "problems")
"""Those that are given unless others are asked for."""


def kinds_of(columns: Any) -> tuple[Any, ...]:
    """Return the kinds of columns asked for, one by one; a text is one kind. Raises `UsageError` (ZZ609).

    >>> kinds_of("outcome"), kinds_of(["outcome", "class"])
    (('outcome',), ('outcome', 'class'))
    """
    given = each_of(columns)
    kinds = tuple(map(text_of, given)) if given is not None else (None,)
    if None in kinds:
        raise UsageError(COLUMNS_NO_LIST())
    return kinds

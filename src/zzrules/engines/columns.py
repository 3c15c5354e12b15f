"""The kinds of columns that answers can be given in: of a frame, of a file, of a line of JSON."""

from __future__ import annotations

from typing import Literal, get_args

ColumnKind = Literal[
    "outcome",
    "class",
    "possible",
    "grounds",
    "complete",
    "consequences",
    "deadlines",
    "missing",
    "gaps",
    "versions",
    "contradictions",
    "problems",
]
KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)
USUAL: tuple[ColumnKind, ...] = ("outcome", "possible", "grounds", "contradictions", "problems")
"""Those that are given unless others are asked for."""

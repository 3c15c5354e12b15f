"""common-expression-language: CEL in Rust. CEL has no variables of its own, so the steps are written out in full."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from typing import Any

from benchmarks.peers.rails import Rails
from benchmarks.peers.task import Answer, Record, Task

_WORDS = {"and": "&&", "or": "||", "not": "!"}


def program(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a compiled program from which a list comes out."""
    import cel

    rails = Rails(task, growth=inf)
    return cel.compile(
        re.sub(r"\b(and|or|not)\b", lambda match: _WORDS[match[1]], rails.answers)
    ).execute, rails.answered

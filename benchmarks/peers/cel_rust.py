"""common-expression-language: CEL in Rust. CEL has no variables of its own, so the steps are written out in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.peers import rails
from benchmarks.peers.task import Answer, Record


def program() -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a compiled program from which a list comes out."""
    import cel

    written: dict[str, str] = {}
    for name, step in rails.STEPS.items():
        written[name] = f"({rails.renamed(step, written.__getitem__)})"
    text = rails.renamed(rails.answers(), written.__getitem__)
    return cel.compile(
        text.replace(" and ", " && ").replace(" or ", " || ").replace("not ", "!")
    ).execute, rails.answered

"""rule-engine: rules in Python, parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from benchmarks.peers.rails import Rails
from benchmarks.peers.task import Answer, Record, Task

_PART = re.compile(r"\b([a-z_]+)\.(\w+)")


def rules(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return one rule for each step, whose result joins the facts, and one for the answers."""
    import rule_engine

    rails = Rails(task, growth=100)
    context = rule_engine.Context(resolver=rule_engine.resolve_item, default_value=None)

    def rule(text: str) -> Callable[[Record], Any]:
        return rule_engine.Rule(_PART.sub(r"\1['\2']", text), context).evaluate  # type: ignore[no-any-return]

    steps = [(name, rule(step)) for name, step in rails.steps.items()]
    answer = rule(rails.answers)

    def run(record: Record) -> Any:
        facts = record.copy()
        for name, step in steps:
            facts[name] = step(facts)
        return answer(facts)

    return run, rails.answered

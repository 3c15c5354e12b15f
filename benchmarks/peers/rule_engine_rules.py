"""rule-engine: rules in Python, parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from benchmarks.peers import rails
from benchmarks.peers.task import FINDINGS, Answer, Record

_PART = re.compile(rf"({'|'.join(FINDINGS)})\.(\w+)")


def rules() -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return one rule for each step, whose result joins the facts, and one for the answers."""
    import rule_engine

    context = rule_engine.Context(resolver=rule_engine.resolve_item, default_value=None)
    written = {name: _PART.sub(r"\1['\2']", step) for name, step in rails.STEPS.items()}
    steps = [(name, rule_engine.Rule(step, context).evaluate) for name, step in written.items()]
    found = rule_engine.Rule(rails.answers(), context).evaluate

    def run(record: Record) -> Any:
        facts = record.copy()
        for name, step in steps:
            facts[name] = step(facts)
        return found(facts)

    return run, rails.answered

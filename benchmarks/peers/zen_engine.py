"""zen-engine (GoRules), in Rust: an expression compiled once, and a JSON decision model."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from benchmarks.peers import rails
from benchmarks.peers.task import Answer, Record

_STEPS = rails.STEPS | {
    "inForce": "conduct_date != null and date(conduct_date) in [date('2026-01-01')..date('2030-12-31')]",
}


def expression() -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a compiled expression: the steps are assignments, and a list comes out."""
    import zen

    steps = "; ".join(f"{name} = {step}" for name, step in _STEPS.items())
    return zen.compile_expression(f"{steps}; {rails.answers()}").evaluate, rails.answered


def decision() -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a decision model of two expression nodes, the steps and the answers, held compiled by the engine."""
    import zen

    steps = {name: rails.renamed(step, "$.{}".format) for name, step in _STEPS.items()}
    found = {"answers": rails.answers()}
    nodes = [
        {"id": "facts", "type": "inputNode"},
        {"id": "steps", "type": "expressionNode", "content": {"expressions": _rows(steps), "passThrough": True}},
        {"id": "found", "type": "expressionNode", "content": {"expressions": _rows(found), "passThrough": False}},
        {"id": "answer", "type": "outputNode"},
    ]
    model = {
        "nodes": [{"name": str(node["id"]), "position": {"x": 0, "y": 0}} | node for node in nodes],
        "edges": [
            {"id": f"{one['id']}-{two['id']}", "type": "edge", "sourceId": one["id"], "targetId": two["id"]}
            for one, two in pairwise(nodes)
        ],
    }
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"task": model}}})
    return lambda record: engine.evaluate("task", record), lambda native: rails.answered(native["result"]["answers"])


def _rows(expressions: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": name, "key": name, "value": value} for name, value in expressions.items()]

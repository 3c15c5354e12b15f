"""zen-engine (GoRules), in Rust: an expression compiled once, and a JSON decision model."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from benchmarks.peers.rails import Rails, renamed
from benchmarks.peers.task import Answer, Record, Task

_WITHIN = "date({fact}) in [date('{first}')..date('{last}')]"


def expression(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a compiled expression: the steps are assignments, and a list comes out."""
    import zen

    rails = Rails(task, within=_WITHIN)
    steps = [f"{name} = {step}" for name, step in rails.steps.items()]
    return zen.compile_expression("; ".join([*steps, rails.answers])).evaluate, rails.answered


def decision(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return a decision model of two expression nodes, the steps and the answers, held compiled by the engine."""
    import zen

    rails = Rails(task, within=_WITHIN)
    steps = {name: renamed(step, list(rails.steps), r"$.\1") for name, step in rails.steps.items()}
    nodes = [
        {"id": "facts", "type": "inputNode"},
        {"id": "steps", "type": "expressionNode", "content": {"expressions": _rows(steps), "passThrough": True}},
        {
            "id": "answers",
            "type": "expressionNode",
            "content": {"expressions": _rows({"answers": rails.answers}), "passThrough": False},
        },
        {"id": "answer", "type": "outputNode"},
    ]
    model = {
        "nodes": [{"name": str(node["id"]), "position": {"x": 0, "y": 0}} | node for node in nodes],
        "edges": [
            {"id": f"{source['id']}-{target['id']}", "type": "edge", "sourceId": source["id"], "targetId": target["id"]}
            for source, target in pairwise(nodes)
        ],
    }
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"task": model}}})
    return lambda record: engine.evaluate("task", record), lambda native: rails.answered(native["result"]["answers"])


def _rows(expressions: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": name, "key": name, "value": value} for name, value in expressions.items()]

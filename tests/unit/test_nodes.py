"""The plan's nodes: what walks that treat all nodes alike rely on."""

from typing import Any, get_args

import pytest

from zzrules.plan import nodes, walks

CLASSES = [*get_args(nodes.Value), *get_args(nodes.Condition)]
WALKED = {
    "Value",
    "Condition",
    "tuple[Value, ...]",
    "tuple[Condition, ...]",
    "tuple[tuple[Condition, Value], ...]",
    "Suspension | None",
}


@pytest.mark.parametrize("node", CLASSES, ids=lambda node: node.__name__)
def test_children_reaches_what_a_field_can_hold(node):
    """A field of another form, such as a mapping of nodes, has to be taught to `children` first."""
    held = {written for written in node.__annotations__.values() if "Value" in written or "Condition" in written}
    held |= {written for written in node.__annotations__.values() if "Suspension" in written}
    assert held <= WALKED


def test_every_form_of_field_is_walked():
    day = nodes.ConductDay()
    no_node: Any = None  # what is no node is not walked
    ever = nodes.Not(nodes.TRUE)
    suspension = nodes.Suspension(no_node, 0, 1, ever)
    choice = nodes.Choice(((nodes.TRUE, day),), day, no_node)
    deadline = nodes.Deadline(day, (choice,), backwards=False, rolls=False, suspension=suspension)
    assert list(walks.walk(deadline)) == [deadline, day, choice, nodes.TRUE, ever]  # each once

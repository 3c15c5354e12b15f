"""Where each condition and value of a version stands in its trace: one cell for each that differs.

A trace holds what every node came to for one record, so that whatever is said of an answer is read from one place.
Nodes inside a walk over a list have cells of their own for each element, unless they say nothing of the element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact


class ElementLayout:
    """The cells of one element of a list, for one condition on it."""

    __slots__ = ("condition", "nodes", "slots", "source")

    def __init__(self, source: Fact, condition: nodes.Condition) -> None:
        """Begin without cells."""
        self.source = source
        self.condition = condition
        self.nodes: list[nodes.Node] = []
        self.slots: dict[nodes.Node, int] = {}

    def add(self, node: nodes.Node) -> None:
        """Give a node a cell."""
        self.slots[node] = len(self.nodes)
        self.nodes.append(node)


class Layout:
    """The cells of a version, or of one of its obligations; each stands after those of what is inside it.

    ``nodes`` lists the nodes in the order of their cells, ``slots`` has the position of each, and ``lists`` the walks
    over lists.
    """

    __slots__ = ("_walks", "lists", "nodes", "slots", "version")

    def __init__(self, version: model.Version, roots: Iterable[nodes.Node]) -> None:
        """Lay out everything that ``roots`` reach in a version."""
        self.version = version
        self.nodes: list[nodes.Node] = []
        self.slots: dict[nodes.Node, int] = {}
        self.lists: list[ElementLayout] = []
        self._walks: dict[tuple[str, nodes.Condition], int] = {}
        for root in roots:
            self._add(root)

    def walk(self, source: Fact, condition: nodes.Condition) -> int:
        """Return which of ``lists`` is the walk over a list with a condition."""
        return self._walks[source.name, condition]

    def _add(self, node: nodes.Node) -> None:
        if node in self.slots:
            return
        for inner in beneath(node, self.version):
            self._add(inner)
        for source, condition in walks_of(node):
            self._walk(source, condition)
        self.slots[node] = len(self.nodes)
        self.nodes.append(node)

    def _walk(self, source: Fact, condition: nodes.Condition) -> None:
        if (source.name, condition) in self._walks:
            return
        self._walks[source.name, condition] = len(self.lists)
        elements = ElementLayout(source, condition)
        self.lists.append(elements)
        self._add_inside(condition, elements)

    def _add_inside(self, node: nodes.Node, elements: ElementLayout) -> None:
        if not speaks_of_element(node):
            self._add(node)
            return
        if node in elements.slots:
            return
        for inner in beneath(node, self.version):
            self._add_inside(inner, elements)
        for source, condition in walks_of(node):
            self._walk(source, condition)
        elements.add(node)


def of_version(version: model.Version) -> Layout:
    """Return the layout of a version: what it derives, its requirements, grounds, outcomes, and what follows."""
    return Layout(version, _roots(version))


def of_obligation(version: model.Version, obligation: model.Obligation) -> Layout:
    """Return the layout of one obligation, with the requirements of its version."""
    required = [requirement.condition for requirement in version.requirements]
    return Layout(version, (*required, *model.parts_of(obligation)))


def _roots(version: model.Version) -> Iterator[nodes.Node]:
    yield from model.conditions_of(version)
    for ground in version.grounds:
        yield from (condition for _, condition in ground.alternatives)
    for consequence in version.consequences:
        if consequence.deadline is not None and not isinstance(consequence.deadline, str):
            yield consequence.deadline


def beneath(node: nodes.Node, version: model.Version) -> Iterator[nodes.Node]:
    """Yield the nodes whose cells a node's cell is made of: its children outside walks, and what it names."""
    mention = walks.mentions(node)
    if mention.derived:
        yield version.derived[mention.derived]
    if mention.ground:
        ground = version.ground(mention.ground)
        assert ground is not None
        yield from (ground.condition, ground.procedure)
    walked = {condition for _, condition in walks_of(node)}
    yield from (child for child in walks.children(node) if child not in walked)


def walks_of(node: nodes.Node) -> Iterator[tuple[Fact, nodes.Condition]]:
    """Yield the lists over which a node itself walks, each with the condition on its elements."""
    match node:
        case nodes.Quantified(_, source, condition) | nodes.Times(source, condition, _, _):
            yield source, condition
        case nodes.Picked(source, _, _, where) | nodes.Gathered(_, source, _, where):
            yield source, where
        case nodes.Deadline() | nodes.Counted():
            if node.suspension is not None:
                yield node.suspension.source, node.suspension.where
        case (
            nodes.Literal()
            | nodes.FactValue()
            | nodes.FieldValue()
            | nodes.OrderNumber()
            | nodes.FindingDay()
            | nodes.EvaluationDay()
            | nodes.ConductDay()
            | nodes.DerivedValue()
            | nodes.Rolled()
            | nodes.DayOf()
            | nodes.MonthDay()
            | nodes.HoursLater()
            | nodes.Extremum()
            | nodes.FirstGiven()
            | nodes.Choice()
            | nodes.Combined()
            | nodes.Product()
            | nodes.Constant()
            | nodes.All()
            | nodes.Any()
            | nodes.Not()
            | nodes.IsTrue()
            | nodes.Given()
            | nodes.Compare()
            | nodes.Workday()
            | nodes.Among()
            | nodes.Includes()
            | nodes.Lasted()
            | nodes.Found()
            | nodes.Concluded()
            | nodes.DerivedCondition()
            | nodes.GroundHolds()
            | nodes.OutcomeIs()
            | nodes.OtherGround()
            | nodes.ObligationIs()
            | nodes.CatchAll()
        ):
            return
        case _:
            assert_never(node)


def speaks_of_element(node: nodes.Node) -> bool:
    """Return whether a node says something of the element at hand: of none, inside a walk of its own."""
    if isinstance(node, nodes.FieldValue | nodes.OrderNumber):
        return True
    walked = [condition for _, condition in walks_of(node)]
    return any(speaks_of_element(child) for child in walks.children(node) if child not in walked)

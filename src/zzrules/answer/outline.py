"""What answers say of each condition, worked out once for a version: its words, its parts, where its cell stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from zzrules.answer.elements import nth
from zzrules.answer.parts import StepKind
from zzrules.answer.shown import Shower, Shown, nothing
from zzrules.answer.telling import Teller
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.wording import Names, invoking, say
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import model, nodes, walks
from zzrules.plan.layout import ElementLayout, Layout


class Point:
    """A condition as answers speak of it.

    ``parts`` are the conditions that it is made of, as reasons show them; ``walk`` is the walk over a list whose
    elements they are of. ``name`` is that of the ground, derived value or obligation it means. ``reads`` are the facts
    on which it can depend, as bits. ``said`` states what is the case of a single condition.
    """

    __slots__ = ("cell", "kind", "name", "node", "parts", "reads", "said", "shown", "text", "walk")

    def __init__(self, node: nodes.Condition, kind: StepKind, text: str, cell: Cell, shown: Shown) -> None:
        """Take what every condition has."""
        self.node = node
        self.kind: StepKind = kind
        self.text = text
        self.cell = cell
        self.shown = shown
        self.said: Shown = nothing
        self.parts: tuple[Point, ...] = ()
        self.name = ""
        self.reads = 0
        self.walk = -1


class Outliner:
    """Makes the points of one layout, each once."""

    def __init__(
        self,
        layout: Layout,
        plan: model.Plan,
        names: Names,
        reads: Callable[[nodes.Condition], int],
    ) -> None:
        """Take the layout, the plan, what policies and outcomes are called, and what a condition reads, as bits."""
        self.layout = layout
        self.plan = plan
        self.names = names
        self._reads = reads
        self._points: dict[tuple[nodes.Condition, ElementLayout | None], Point] = {}

    def reads(self, condition: nodes.Condition) -> int:
        """Return which facts a condition reads that is no point of its own, as bits."""
        return self._reads(condition) if condition != nodes.NEVER else 0

    def point(self, node: nodes.Condition, within: ElementLayout | None = None) -> Point:
        """Return the point of a condition; ``within`` is the walk over a list in which it stands."""
        key = node, within if within is not None and node in within.slots else None
        point = self._points.get(key)
        if point is None:
            point = self._points[key] = self._point(node, key[1])
            if not point.reads:
                point.reads = self._reads(node)
        return point

    def tell_as(self, node: nodes.Condition, other: nodes.Condition) -> None:
        """Tell a condition as another one, of which only the values stand in the layout."""
        teller = self._teller(None)
        point = Point(node, "condition", say(other, self.names), cell_of(node, self.layout, None), teller.shown(other))
        point.said = teller.condition(other)
        point.reads = self._reads(node)
        self._points[node, None] = point

    def _point(self, node: nodes.Condition, within: ElementLayout | None) -> Point:
        match node:
            case nodes.All(parts) | nodes.Any(parts):
                parts = _left_open(parts) if isinstance(node, nodes.Any) else parts
                if len(parts) == 1:
                    return self.point(parts[0], within)
                every = isinstance(node, nodes.All)
                return self._joint(
                    node, "all" if every else "any", "下列各项都具备" if every else "下列至少一项具备", parts, within
                )
            case nodes.GroundHolds(name, complete):
                ground = self.layout.version.ground(name)
                assert ground is not None
                inner = [ground.condition]
                inner += [ground.procedure] if complete and ground.procedure != nodes.TRUE else []
                cited = f"（{ground.citation}）" if ground.citation else ""
                title = f"情形「{name}」{cited}"
                point = self._joint(node, "ground", title, inner, within)
                point.name = name
                point.said = self._ground(title, point)
                return point
            case nodes.DerivedCondition(name):
                derived = self.layout.version.derived[name]
                assert isinstance(derived, nodes.Condition)
                point = self._joint(node, "derived", f"「{name}」", [derived], within)
                point.name = name
                point.said = self._ground(f"「{name}」", point)
                return point
            case nodes.CatchAll(invoked, basis, criterion):
                inner = [part for part in (basis, criterion) if part != nodes.TRUE]
                point = self._joint(node, "catch_all", invoking(invoked), inner, within)
                point.said = self._teller(within).condition(node)
                return point
            case nodes.Concluded(_, premise, _):
                return self._concluded(node, premise, within)
            case nodes.ObligationIs(_, name, _):
                point = self._single(node, "obligation", within)
                point.name = name
                return point
            case nodes.Quantified(_, source, condition):
                point = self._single(node, "list", within)
                point.walk = self.layout.walk(source, condition)
                _, of_element = nth(condition)
                point.parts = (self.point(of_element, self.layout.lists[point.walk]),)
                return point
            case nodes.Constant():
                return self._single(node, "condition" if node.ground else "reading", within)
            case nodes.Not(nodes.All() | nodes.Any() | nodes.GroundHolds() | nodes.DerivedCondition() as part):
                return self._joint(node, "not", say(node, self.names), [part], within)
            case nodes.Not(nodes.CatchAll() | nodes.ObligationIs() | nodes.Quantified() | nodes.Not() as part):
                return self._joint(node, "not", say(node, self.names), [part], within)
            case nodes.Not():
                return self._single(node, "condition", within)
            case (
                nodes.IsTrue()
                | nodes.Given()
                | nodes.Compare()
                | nodes.Workday()
                | nodes.Among()
                | nodes.Includes()
                | nodes.Lasted()
                | nodes.Found()
                | nodes.Times()
                | nodes.OutcomeIs()
                | nodes.OtherGround()
            ):
                return self._single(node, "condition", within)
            case _:
                assert_never(node)

    def _concluded(self, node: nodes.Condition, premise: nodes.Condition, within: ElementLayout | None) -> Point:
        """Return the point of what is also concluded from other facts; these are parts of it where they are certain."""
        point = self._single(node, "condition", within)
        shown = point.shown
        cell = cell_of(premise, self.layout, within)
        point.parts = (self.point(premise, within),)
        point.shown = lambda view: "；".join(
            part for part in (shown(view), "由下列事实推出" if cell(view) == TRUE else "") if part
        )
        return point

    def _joint(
        self,
        node: nodes.Condition,
        kind: StepKind,
        text: str,
        parts: Sequence[nodes.Condition],
        within: ElementLayout | None,
    ) -> Point:
        point = Point(node, kind, text, cell_of(node, self.layout, within), nothing)
        point.parts = tuple(self.point(part, within) for part in parts)
        return point

    def _ground(self, title: str, point: Point) -> Shown:
        """Return whether a ground or a derived condition holds, or only the procedure of a ground is wanting."""
        condition = point.parts[0].cell
        words = {TRUE: "成立", FALSE: "不成立", UNKNOWN: "待查明"}

        def said(view: View) -> str:
            cell = point.cell(view)
            if cell != TRUE and condition(view) == TRUE:
                return f"{title}的手续{'不齐' if cell == FALSE else '待查明'}"
            return f"{title}{words[cell]}"

        return said

    def _single(self, node: nodes.Condition, kind: StepKind, within: ElementLayout | None) -> Point:
        teller = self._teller(within)
        cell = cell_of(node, self.layout, within)
        point = Point(node, kind, say(node, self.names), cell, teller.shown(node))
        point.said = teller.condition(node)
        return point

    def _teller(self, within: ElementLayout | None) -> Teller:
        return Teller(Shower(self.layout, within, self.plan), self.names)


def _left_open(parts: tuple[nodes.Condition, ...]) -> tuple[nodes.Condition, ...]:
    """Return the alternatives that readings leave: without those that they close, or the one that they settle."""
    settled = [part for part in parts if walks.settled(part)]
    return (settled[0],) if settled else tuple(part for part in parts if walks.settled(part) is None) or parts

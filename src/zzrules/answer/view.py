"""A trace as answers read it: the cells of a version, and those of the element at hand inside a walk over a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zzrules.base.bounds import Bounds
from zzrules.base.truth import Truth, any_of
from zzrules.case.record import Record
from zzrules.engines.judgement import Trace
from zzrules.plan import nodes
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Fact


def _not_told(_policy: str) -> Sequence[str]:
    return ()


class View:
    """What one version (or one obligation, in one version) came to for a record."""

    __slots__ = ("cells", "conduct", "dating", "day", "element", "elements", "outcomes", "record", "row")

    def __init__(
        self,
        trace: Trace,
        record: Record,
        day: int | Bounds | None,
        element: tuple[Any, ...] = (),
        dating: Fact | None = None,
        outcomes: Callable[[str], Sequence[str]] = _not_told,
        row: tuple[Any, ...] = (),
    ) -> None:
        """Take a trace with its record and its day of conduct.

        ``element`` holds the cells of the element at hand, ``row`` the element itself.
        ``dating`` is the fact that gives the day, where answers may ask for it; ``outcomes`` returns the codes of the
        outcomes that another policy, by its code, may have.
        """
        self.cells = trace.cells
        self.elements = trace.elements
        self.record = record
        self.dating = dating
        self.outcomes = outcomes
        self.conduct = day
        self.day = day if type(day) is int else None
        self.element = element
        self.row = row

    def at(self, element: tuple[Any, ...], row: tuple[Any, ...] = ()) -> View:
        """Return the view of an element of a list, by its cells and as it is recorded."""
        trace = Trace(self.cells, self.elements)
        return View(trace, self.record, self.conduct, element, self.dating, self.outcomes, row)


Cell = Callable[[View], Any]
"""Reads what a node came to: a truth as a number, or a value."""


def cell_of(node: nodes.Node, layout: Layout, within: ElementLayout | None) -> Cell:
    """Return how the cell of a node is read; ``within`` is the walk over a list in which the node stands."""
    if within is not None and node in within.slots:
        inner = within.slots[node]
        return lambda view: view.element[inner]
    slot = layout.slots[node]
    return lambda view: view.cells[slot]


def invoked(facts: Sequence[Fact], record: Record) -> Truth:
    """Return whether a record invokes a catch-all item by any of these facts."""
    return any_of([record.invokes(fact.name) for fact in facts])

"""The functions that trace: every condition and value of a version, or of an obligation, in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zzrules.base.workdays import Calendar
from zzrules.engines.compiled.bounding import BoundsWriter
from zzrules.engines.compiled.expressions import Writer
from zzrules.engines.compiled.lines import Atom, tuple_of
from zzrules.engines.compiled.table import Table
from zzrules.engines.judgement import STATE_BITS
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE
from zzrules.plan.layout import ElementLayout, Layout, speaks_of_element

ELEMENT = "x"
"""The element for which an obligation stands, in the function that traces it."""


class TraceWriter(Writer):
    """Writes ``trace(v, u, on, day, R, D, x)``: the cells of a layout, then the cells of the elements of its lists.

    ``day`` is the day of conduct or its bounds, ``D`` the states of the obligations before as bits, ``x`` an element of
    a list; the other parameters are those of a judgement.
    """

    def __init__(
        self,
        policy: model.Policy,
        layout: Layout,
        tables: Mapping[str, tuple[int, Table]],
        positions: Mapping[tuple[str, str], int],
        calendar: Calendar,
        *,
        partial: bool,
    ) -> None:
        """Write the function of a layout; ``positions`` are those of the obligations in the plan."""
        super().__init__(tables, calendar, partial=partial)
        self.policy, self.version = policy, layout.version
        self.layout = layout
        self._bounds = BoundsWriter(self, layout.version)
        self._positions = positions
        self._cells: dict[nodes.Node, Atom] = {}
        self._of_element: list[dict[nodes.Node, Atom]] = [{}]
        self._decided = False
        with self._block(f"def trace(v, u, on, day, R, D, {ELEMENT}):"):
            self._begin()
            self._open_day()
            for node in layout.nodes:
                self._cell(node, self._of_element[0] if speaks_of_element(node) else self._cells)
            walks = [self._walk(walk, number) for number, walk in enumerate(layout.lists)]
            cells = [self._known_cell(node).text for node in layout.nodes]
            self._emit(f"return {tuple_of(cells)}, {tuple_of(walks)}")

    @property
    def source(self) -> str:
        """The functions written; ``constants`` holds what they refer to."""
        return self._bounds.source + super().source

    def composed(self, node: nodes.Value) -> str:
        """Call the function of the value."""
        return self._bounds.extent(node, self._elements[-1], self._day, self._keeping())

    # cells

    def condition(self, node: nodes.Condition) -> str:
        """Return the cell of a condition; inside a walk over a list, its expression."""
        known = self._of_element[-1].get(node) or self._cells.get(node)
        return known.text if known is not None else super().condition(node)

    def value(self, node: nodes.Value) -> Atom:
        """Return the cell of a value; inside a walk over a list, its expression."""
        return self._of_element[-1].get(node) or self._cells.get(node) or super().value(node)

    def _cell(self, node: nodes.Node, cells: dict[nodes.Node, Atom]) -> None:
        """Write a node into a local, unless it is one already."""
        if isinstance(node, nodes.Condition):
            if isinstance(node, nodes.OutcomeIs) and not node.policy:
                self._decide()
            atom = Atom(super().condition(node))
        else:
            atom = self._in_certain(node, super().value(node))
        cells[node] = self._in_local(atom)

    def _known_cell(self, node: nodes.Node) -> Atom:
        return self._cells[node] if node in self._cells else self._of_element[0][node]

    def _walk(self, walk: ElementLayout, number: int) -> str:
        """Write the cells of each element of a list; return the local that holds them."""
        local, rows = f"w{number}", self._fact(walk.source)
        self._emit(f"{local} = None")
        with self._block(f"if {rows} is not None:"):
            self._emit(f"{local} = []")
            with self._each(rows):
                for node in walk.nodes:
                    self._cell(node, self._of_element[-1])
                cells = [self._of_element[-1][node].text for node in walk.nodes]
                self._emit(f"{local}.append({tuple_of(cells)})")
            self._emit(f"{local} = tuple({local})")
        return local

    @contextmanager
    def _each(self, rows: str) -> Iterator[str]:
        self._of_element.append({})
        with super()._each(rows) as element:
            yield element
        self._of_element.pop()

    # what is settled for the whole function

    def ground(self, name: str, *, complete: bool) -> str:
        """Return the cells of a ground's condition and procedure."""
        ground = self.layout.version.ground(name)
        assert ground is not None
        condition = self.condition(ground.condition)
        return f"({condition} & {self.condition(ground.procedure)})" if complete else condition

    def derived(self, name: str) -> Atom:
        """Return the cell of a derived value or condition."""
        return self._cells[self.layout.version.derived[name]]

    def outcomes(self) -> str:
        """Return the local that the decision list has filled."""
        return "m"

    def obligation(self, key: tuple[str, str], states: frozenset[str]) -> str:
        """Return whether an obligation is in one of some states, for any element for which it stands."""
        return f"any_within(D[{self._positions[key]}], {sum(STATE_BITS[state] for state in states)})"

    def _decide(self) -> None:
        """Write the decision list of the version's outcomes, once."""
        if self._decided:
            return
        self._decided = True
        version = self.layout.version
        _, table = self.tables[self.policy.code]
        required = [self.condition(requirement.condition) for requirement in version.requirements]
        self._emit(f"a = {self._all(required)}")
        self._emit(f"if not a: m = {table.bits([NOT_APPLICABLE])}")
        with self._block("else:"):
            self._decision_list(version.entries, table, certain=not required)

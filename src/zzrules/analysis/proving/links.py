"""Which formulas have to do with one another: they ask of the same things, or of what others among them link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zzrules.analysis.proving.elements import nodes_of
from zzrules.plan import nodes, walks
from zzrules.plan.formulas import Formula, Variables, literals

_THINGS: Final = (nodes.EvaluationDay, nodes.ConductDay, nodes.DerivedValue, nodes.FieldValue, nodes.OrderNumber)
"""What is read from something else than a fact."""


class Links:
    """What the variables of formulas speak of.

    Two variables that speak of no common thing, and between which no chain of others leads, say nothing of one another:
    each way of one goes with each way of the other.
    """

    def __init__(self, variables: Variables) -> None:
        """Take the variables; more may be added later."""
        self._variables = variables
        self._of_variable: dict[int, frozenset[object]] = {}
        self._of_formula: dict[Formula, frozenset[object]] = {}

    def among(self, formulas: Sequence[Formula], to: Sequence[Formula]) -> list[Formula]:
        """Return those of some formulas that have to do with others, in their order."""
        reached = frozenset[object]().union(*map(self._things, to))
        waiting, linked = [*formulas], set[Formula]()
        while near := [one for one in waiting if not reached.isdisjoint(self._things(one))]:
            linked.update(near)
            reached = reached.union(*map(self._things, near))
            waiting = [one for one in waiting if one not in linked]
        return [one for one in formulas if one in linked]

    def _things(self, formula: Formula) -> frozenset[object]:
        """Return what a formula speaks of."""
        known = self._of_formula.get(formula)
        if known is None:
            asked = {literal.variable for literal in literals(formula)}
            known = self._of_formula[formula] = frozenset[object]().union(*map(self._spoken, asked))
        return known

    def _spoken(self, variable: int) -> frozenset[object]:
        if variable not in self._of_variable:
            found: set[object] = {variable, *(one.variable for one in self._variables.rests[variable])}
            asked = self._variables.asked(variable)
            for node in nodes_of(asked) if asked is not None else ():
                for part in walks.walk(node):
                    found.update(fact.name for fact in walks.mentions(part).facts)
                    if isinstance(part, nodes.FactValue):  # also the days of a period, which are nobody's fact
                        found.add(part.fact.name)
                    elif isinstance(part, _THINGS):
                        found.add(part)
            self._of_variable[variable] = frozenset(found)
        return self._of_variable[variable]

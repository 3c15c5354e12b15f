"""What conditions on the elements of one list say of one another.

「有一次」 something is so exactly where some element has it. So where such a condition holds, there has to be an
element of which it holds, and of which none of the others holds that hold of no element. The element is any: it is
taken out of the diagram again, so that what is left speaks of the conditions alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, assert_never

from zzrules.plan import nodes, walks
from zzrules.plan.formulas import Formula, Literal, literals
from zzrules.plan.shadows import plain_formula
from zzrules.plan.variables import NO, YES, Finding, Length, Option, Order, Truth, Variable, Whether
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    from zzrules.analysis.proving.diagrams import Diagrams
    from zzrules.plan.formulas import Variables


class OfBoard(Protocol):
    """What is asked of a board."""

    variables: Variables
    diagrams: Diagrams

    def holds(self, formula: Formula) -> int:
        """Return where a formula may hold."""

    def surely(self, formula: Formula) -> int:
        """Return where a formula surely holds."""

    def bits_of(self, variables: Collection[int]) -> frozenset[int]:
        """Return the bits of some variables."""


@dataclass(frozen=True)
class _Some:
    """That some element meets a condition: in which ways of a variable it is so, and in which it is not.

    Of one that is ``counted``, nothing is known as long as the list is not.
    """

    there: Literal
    lacking: Literal
    condition: Formula
    counted: bool


class Lists:
    """The lists of which conditions ask, each with what is asked of its elements."""

    def __init__(self, board: OfBoard) -> None:
        """Take the board on which the conditions stand."""
        self._board = board
        self._lists: dict[str, list[_Some]] = {}
        self._read: set[int] = set()
        self.inner: dict[int, str] = {}
        """The variables that ask of an element, each with its list's name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lists."""
        return tuple(self._lists)

    def read(self, asked: Collection[int]) -> None:
        """Read what is asked of the elements of lists; of variables that were read before, nothing."""
        for number in sorted({*asked} - self._read):
            self._read.add(number)
            match self._board.variables.asked(number):
                case Truth(nodes.Quantified(every, source, condition)):
                    self._add(number, source, nodes.Not(condition) if every else condition, every=every)
                case Truth(nodes.Times(source, where, (">=" | "<"), 1) as times):
                    self._add(number, source, where, every=times.operator == "<", counted=True)
                case Truth(nodes.Given(nodes.FactValue(fact, _))) if fact.kind is Kind.LIST:
                    self._add(number, fact, nodes.TRUE, every=False)
                case _:
                    pass

    def _add(
        self, number: int, source: Fact, condition: nodes.Condition, *, every: bool, counted: bool = False
    ) -> None:
        there, lacking = (Literal(number, frozenset((way,))) for way in ((NO, YES) if every else (YES, NO)))
        formula = plain_formula(condition, self._board.variables)
        for one in literals(formula):
            self._note(one.variable, source.name)
        self._board.holds(formula)
        self._lists.setdefault(source.name, []).append(_Some(there, lacking, formula, counted))

    def _note(self, variable: int, name: str) -> None:
        asked = self._board.variables.asked(variable)
        assert asked is not None
        if variable not in self.inner and any(map(_of_element, nodes_of(asked))):
            self.inner[variable] = name
        for one in self._board.variables.rests[variable]:
            self._note(one.variable, name)

    # ── what follows ────────────────────────────────────────────────

    def complete(self, element: Mapping[str, int]) -> Iterator[int]:
        """Yield diagrams of what goes together in a complete case; of each list, what an element of it can be."""
        board, diagrams = self._board, self._board.diagrams
        for name, asked in self._lists.items():
            only = [
                diagrams.either(diagrams.negated(board.holds(one.condition)), board.holds(one.there)) for one in asked
            ]
            others = diagrams.all_of((element[name], *only))
            for one in asked:
                yield self._follows(name, one.there, diagrams.both(others, board.holds(one.condition)))

    def in_part(self, element: Mapping[str, int]) -> Iterator[int]:
        """Yield the same for cases known in part: what some element may meet, and what one surely does."""
        board, diagrams = self._board, self._board.diagrams
        for name, asked in self._lists.items():
            may, must = [element[name]], []
            for one in asked:
                may.append(diagrams.either(diagrams.negated(board.holds(one.condition)), board.holds(one.there)))
                certain = diagrams.negated(board.holds(one.lacking))
                must.append(diagrams.either(diagrams.negated(board.surely(one.condition)), certain))
            perhaps = diagrams.all_of(may)
            known = diagrams.all_of((perhaps, *must))
            for one in asked:
                if not one.counted:
                    yield self._follows(name, one.there, diagrams.both(perhaps, board.holds(one.condition)))
                lacking = board.holds(one.lacking)
                has = diagrams.both(known, board.surely(one.condition))
                yield diagrams.either(lacking, self._taken_out(name, has))

    def _follows(self, name: str, there: Literal, has: int) -> int:
        diagrams = self._board.diagrams
        return diagrams.either(diagrams.negated(self._board.holds(there)), self._taken_out(name, has))

    def _taken_out(self, name: str, diagram: int) -> int:
        """Return the diagram that is true where another is for some element of a list."""
        inner = [variable for variable, of in self.inner.items() if of == name]
        return self._board.diagrams.somewhere(diagram, self._board.bits_of(inner))


def nodes_of(variable: Variable) -> tuple[nodes.Node, ...]:
    """Return the nodes of which a variable asks."""
    match variable:
        case Option(value):
            return (value,)
        case Order(left, right):
            return left, right
        case Length(asked) | Finding(asked) | Whether(asked):
            return (asked,)
        case Truth(condition):
            return (condition,)
        case _:
            assert_never(variable)


def _of_element(node: nodes.Node) -> bool:
    """Return whether a node speaks of the element at hand, outside of what it says of another list's."""
    match node:
        case nodes.FieldValue() | nodes.OrderNumber():
            return True
        case nodes.Quantified() | nodes.Times() | nodes.Picked() | nodes.Gathered():
            return False
        case nodes.Deadline(start, amounts, _, _, _):
            return any(map(_of_element, (start, *amounts)))
        case nodes.Counted(_, start, end, _):
            return _of_element(start) or _of_element(end)
        case _:
            return any(map(_of_element, walks.children(node)))

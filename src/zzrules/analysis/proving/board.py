"""Conditions as diagrams: which ways each variable has left, bit by bit.

A variable has a bit for each way in which it can turn out: whether that is still possible. A condition surely holds
where no way is left in which it fails, and may hold where one is left in which it does: Kleene's logic. In a complete
case each variable has one way left, and the two are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from zzrules.analysis.proving.diagrams import FALSE, TRUE, Diagrams
from zzrules.analysis.proving.elements import Lists
from zzrules.analysis.proving.relations import Relations, may_be_future
from zzrules.plan import model, nodes
from zzrules.plan.formulas import And, Formula, Literal, TooLargeError, Variables, literals
from zzrules.plan.model import NOT_APPLICABLE
from zzrules.plan.shadows import Reader
from zzrules.plan.variables import Order

_MOST_VARIABLES: Final = 250
"""Variables are told apart by how each stands to each other: more than these are not looked into."""
MOST_ASKED: Final = 1_000
"""A condition that asks more than this is not looked into."""


class Board:
    """The variables of what is asked together, and diagrams over them."""

    def __init__(self, variables: Variables | None = None) -> None:
        """Start with nothing asked; ``variables``: those of other boards, that what was read for them can be asked."""
        self.variables = Variables() if variables is None else variables
        self.diagrams = Diagrams()
        self._bits: dict[tuple[int, str], int] = {}
        self._of: list[tuple[int, str]] = []
        self._holds: dict[Formula, int] = {}
        self._complete: tuple[int, int] | None = None
        self._left: tuple[int, int] | None = None
        self._lists = Lists(self)

    # ── conditions ──────────────────────────────────────────────────

    def _way(self, variable: int, way: str) -> int:
        key = variable, way
        if key not in self._bits:
            for one in sorted(self.variables.ways[variable]):
                self._bits[variable, one] = len(self._of)
                self._of.append((variable, one))
        return self.diagrams.bit(self._bits[key])

    def holds(self, formula: Formula) -> int:
        """Return where a formula holds in a complete case; where it may hold in any other."""
        known = self._holds.get(formula)
        if known is None:
            diagrams = self.diagrams
            match formula:
                case Literal(variable, ways):
                    known = diagrams.any_of([self._way(variable, way) for way in sorted(ways)])
                case And(parts):
                    known = diagrams.all_of(list(map(self.holds, parts)))
                case _:
                    known = diagrams.any_of(list(map(self.holds, formula.parts)))
            self._holds[formula] = known
        return known

    def surely(self, formula: Formula) -> int:
        """Return where a formula surely holds."""
        return self.diagrams.negated(self.holds(self.variables.negated(formula)))

    def bits_of(self, variables: Collection[int]) -> frozenset[int]:
        """Return the bits of some variables."""
        wanted = {*variables}
        return frozenset(bit for bit, (variable, _) in enumerate(self._of) if variable in wanted)

    def complete(self) -> int:
        """Return which bits a complete case can have, as far as variables speak of one another."""
        if self._complete is None or self._complete[0] != len(self._of):
            outer = self._outer()
            parts = self._in_one_way(outer)
            elements = {
                name: self.diagrams.all_of(self._in_one_way(inner, outer)) for name, inner in self._inner().items()
            }
            parts += self._lists.complete(elements)
            self._complete = len(self._of), self.diagrams.all_of(self.diagrams.last_first(parts))
        return self._complete[1]

    def left(self) -> int:
        """Return which bits any case can have: each variable has a way left, and what goes with it."""
        if self._left is None or self._left[0] != len(self._of):
            outer = self._outer()
            parts = self._in_some_way(outer)
            elements = {
                name: self.diagrams.all_of(self._in_some_way(inner, outer)) for name, inner in self._inner().items()
            }
            parts += self._lists.in_part(elements)
            self._left = len(self._of), self.diagrams.all_of(self.diagrams.last_first(parts))
        return self._left[1]

    def _outer(self) -> list[int]:
        """Return the variables that are asked about, but for those that ask of the elements of a list."""
        before = -1
        while before != len(self._of):
            before = len(self._of)
            self._lists.read({variable for variable, _ in self._of})
        asked = {variable for variable, _ in self._of}
        if len(asked) > _MOST_VARIABLES:
            raise TooLargeError
        return sorted(asked - self._lists.inner.keys())

    def _inner(self) -> dict[str, list[int]]:
        """Return the variables that ask of the elements of each list."""
        asked = {variable for variable, _ in self._of}
        return {
            name: sorted(variable for variable, of in self._lists.inner.items() if of == name and variable in asked)
            for name in self._lists.names
        }

    def _in_one_way(self, variables: Collection[int], beside: Collection[int] = ()) -> list[int]:
        """Return diagrams of what holds where each variable turns out in one way; others there are beside them."""
        parts = map(self._one_of, variables)
        return [*parts, *map(self.holds, Relations(self.variables, (*variables, *beside)).complete())]

    def _in_some_way(self, variables: Collection[int], beside: Collection[int] = ()) -> list[int]:
        """Return diagrams of what holds where each variable has a way left; others there are beside them."""
        diagrams = self.diagrams
        parts = [self.holds(Literal(variable, self.variables.ways[variable])) for variable in variables]
        implied = Relations(self.variables, (*variables, *beside)).in_part()
        return parts + [diagrams.either(diagrams.negated(self.holds(one)), self.holds(other)) for one, other in implied]

    def _one_of(self, variable: int) -> int:
        """Return that just one way of a variable is left; its bits follow one another."""
        diagrams = self.diagrams
        none, one = TRUE, FALSE
        for way in sorted(self.variables.ways[variable], reverse=True):
            bit = self._way(variable, way)
            other = diagrams.negated(bit)
            none, one = (
                diagrams.both(other, none),
                diagrams.either(diagrams.both(bit, none), diagrams.both(other, one)),
            )
        return one

    def possible(self, since: int | None = None) -> int:
        """Return which bits any case can have: those that leave each variable the way that it has in a complete one.

        ``since``: no case is judged before this day.
        """
        return self.diagrams.both(self.diagrams.raised(self.complete()), self._timely(since))

    def without(self, formulas: Iterable[Formula]) -> int:
        """Return where none of some formulas surely holds; those that ask of other variables are left out."""
        asked = {variable for variable, _ in self._of}
        known = (one for one in formulas if asked.issuperset(literal.variable for literal in literals(one)))
        return self.diagrams.all_of([self.diagrams.negated(self.surely(one)) for one in known])

    def _timely(self, since: int | None) -> int:
        """Return which bits are left where days are compared with that of evaluation."""
        never = []
        for number in self._outer():
            match self.variables.asked(number):
                case Order(left, nodes.EvaluationDay()) if not may_be_future(left):
                    never.append((number, ">"))
                case Order(nodes.EvaluationDay(), nodes.Literal(int(day), _, _)) if since is not None and day <= since:
                    never += [(number, "<"), *([(number, "=")] if day < since else [])]
        return self.diagrams.all_of(self.diagrams.negated(self._way(*one)) for one in never)

    # ── cases ───────────────────────────────────────────────────────

    def reduced(self, bits: Mapping[int, bool], wanted: int, complete: int) -> dict[int, bool]:
        """Return those of some bits that alone make a complete case one that is wanted."""
        groups: dict[int, list[int]] = {}
        for bit in sorted(bits, reverse=True):
            groups.setdefault(self._of[bit][0], []).append(bit)
        others = self.diagrams.both(complete, self.diagrams.negated(wanted))
        return self.diagrams.fewest(others, bits, groups.values())

    def ways(self, bits: Mapping[int, bool]) -> dict[int, frozenset[str]]:
        """Return in which ways some variables can turn out, of a case known in part: those that are still possible."""
        possible: dict[int, set[str]] = {}
        excluded: dict[int, set[str]] = {}
        for bit, there in bits.items():
            variable, way = self._of[bit]
            (possible if there else excluded).setdefault(variable, set()).add(way)
        found = {variable: frozenset(ways) for variable, ways in possible.items()}
        for variable, ways in excluded.items():
            found.setdefault(variable, self.variables.ways[variable] - ways)
        return {variable: ways for variable, ways in found.items() if ways and variable not in self._lists.inner}

    def told(self, bits: Mapping[int, bool]) -> list[nodes.Condition]:
        """Return what bits say of a complete case, as conditions that hold in it."""
        ways: dict[int, set[str]] = {}
        for bit, possible in bits.items():
            variable, way = self._of[bit]
            left = ways.setdefault(variable, set(self.variables.ways[variable]))
            if possible:
                left &= {way}
            else:
                left.discard(way)
        return [self.variables.condition(Literal(variable, frozenset(left))) for variable, left in ways.items() if left]

    def open(self, bits: Mapping[int, bool]) -> list[nodes.Condition]:
        """Return which variables bits leave open: each as the condition that it turns out in one of the ways left."""
        ways: dict[int, list[str]] = {}
        for bit, possible in bits.items():
            if possible:
                variable, way = self._of[bit]
                ways.setdefault(variable, []).append(way)
        several = {variable: left for variable, left in ways.items() if len(left) > 1}
        return [self.variables.condition(Literal(variable, frozenset(left))) for variable, left in several.items()]


class Decisions:
    """A decision list as formulas: when it is read at all, and when each of its entries holds."""

    def __init__(self, board: Board, reader: Reader, applies: Formula, entries: Sequence[model.Entry]) -> None:
        """Take the entries, in their plain form, and what reads conditions."""
        self.board = board
        self.applies = applies
        self.codes = [entry.code for entry in entries]
        self.entries = [reader.formula(entry.condition) for entry in entries]
        """When the condition of each entry holds."""
        self._unless: Callable[[], list[Formula]] = lambda: [reader.formula(entry.unless) for entry in entries]

    def firsts(self) -> list[int]:
        """Return for each entry where the list is read and it is the first that holds, in a complete case."""
        board, diagrams = self.board, self.board.diagrams
        reached, found = board.holds(self.applies), []
        for formula in self.entries:
            holds = board.holds(formula)
            found.append(diagrams.both(reached, holds))
            reached = diagrams.both(reached, diagrams.negated(holds))
        return found

    def alone(self) -> list[int]:
        """Return for each entry where its condition holds."""
        return [self.board.holds(formula) for formula in self.entries]

    def outcomes(self) -> dict[str, int]:
        """Return where each outcome comes about, in a complete case."""
        diagrams = self.board.diagrams
        found = {NOT_APPLICABLE: diagrams.negated(self.board.holds(self.applies))}
        for code, first in zip(self.codes, self.firsts(), strict=True):
            found[code] = diagrams.either(found.get(code, FALSE), first)
        return found

    def left(self, filled: Callable[[Formula], Formula]) -> dict[str, int]:
        """Return where the list alone leaves each outcome possible, read with three values after a change to it."""
        board, diagrams = self.board, self.board.diagrams
        applies = filled(self.applies)
        found = {NOT_APPLICABLE: diagrams.negated(board.surely(applies))}
        reached = board.holds(applies)
        for code, formula in zip(self.codes, map(filled, self.entries), strict=True):
            found[code] = diagrams.either(found.get(code, FALSE), diagrams.both(reached, board.holds(formula)))
            reached = diagrams.both(reached, diagrams.negated(board.surely(formula)))
        return found

    def possible(self) -> dict[str, int]:
        """Return where each outcome may come about, of a case known in part."""
        board, diagrams = self.board, self.board.diagrams
        found = {NOT_APPLICABLE: diagrams.negated(board.surely(self.applies))}
        reached = board.holds(self.applies)
        for code, formula, unless in zip(self.codes, self.entries, self._unless(), strict=True):
            first = diagrams.all_of((reached, board.holds(formula), diagrams.negated(board.surely(unless))))
            found[code] = diagrams.either(found.get(code, FALSE), first)
            reached = diagrams.both(reached, diagrams.negated(board.surely(formula)))
        return found


class VersionFormulas:
    """What a version of a policy says, as formulas: its decision list, and when each of its grounds holds."""

    def __init__(
        self, board: Board, policy: model.Policy, version: model.Version, others: Mapping[str, model.Policy]
    ) -> None:
        """Take the policy in its plain form, and those to which it may refer."""
        self.reader = Reader(board.variables, policy, version, others, most=MOST_ASKED)
        self._board = board
        self.applies: Formula = And(tuple(self.reader.formula(one.condition) for one in version.requirements))
        self.decisions = Decisions(board, self.reader, self.applies, version.entries)
        self.own: dict[str, Formula] = {
            ground.name: self.reader.formula(ground.condition) for ground in version.grounds
        }
        """When the condition of each ground holds, whether or not the policy applies."""
        self.grounds: dict[str, Formula] = {name: And((self.applies, own)) for name, own in self.own.items()}
        self.complete: dict[str, Formula] = {
            ground.name: And((self.grounds[ground.name], self.reader.formula(ground.procedure)))
            for ground in version.grounds
        }

    def of_obligation(self, obligation: model.Obligation) -> Decisions:
        """Return the decision list of an obligation's states."""
        return Decisions(self._board, self.reader, self.applies, obligation.entries)

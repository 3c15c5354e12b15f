"""Formulas over variables: conditions without negation, and what is left of them once some variables are known.

They are compared all the time while a plan is built, so they are plain tuples; ``joined_by`` keeps them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, Literal as Literally, NamedTuple

from zzrules.plan import nodes
from zzrules.plan.variables import NO, NOTHING, YES, Variable, asked_by, rests_on, told, ways_of


class Literal(NamedTuple):
    """A variable, by its number, turns out in one of some ways."""

    variable: int
    ways: frozenset[str]


class And(NamedTuple):
    """All hold."""

    parts: tuple[Formula, ...]
    joined_by: Literally["and"] = "and"


class Or(NamedTuple):
    """One of them holds."""

    parts: tuple[Formula, ...]
    joined_by: Literally["or"] = "or"


Formula = Literal | And | Or


class TooLargeError(Exception):
    """A formula, or what is worked out from it, is larger than allowed."""


TRUE: Final[Formula] = And(())
FALSE: Final[Formula] = Or(())


def literals(formula: Formula) -> Iterator[Literal]:
    """Yield the literals of a formula as often as they stand in it."""
    if isinstance(formula, Literal):
        yield formula
    else:
        for part in formula.parts:
            yield from literals(part)


def parts_of(formula: Formula) -> Iterator[Formula]:
    """Yield what must hold for a formula to hold."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from parts_of(part)
    else:
        yield formula


def tidy(formula: Formula) -> Formula:
    """Return a formula without parts that say nothing."""
    match formula:
        case Literal():
            return formula
        case And(parts):
            return both(map(tidy, parts))
        case Or(parts):
            return either(map(tidy, parts))


def both(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction of formulas."""
    return _joined(parts, And)


def either(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction of formulas."""
    return _joined(parts, Or)


def _joined(parts: Iterable[Formula], kind: type[And | Or]) -> Formula:
    neutral, decisive = (TRUE, FALSE) if kind is And else (FALSE, TRUE)
    kept: dict[Formula, None] = {}
    for part in parts:
        if part == decisive:
            return decisive
        if part != neutral:
            kept[part] = None
    return next(iter(kept)) if len(kept) == 1 else kind(tuple(kept))


class Variables:
    """The variables of one version, numbered, and what rests on what."""

    def __init__(self) -> None:
        """Start with none."""
        self._numbers: dict[Variable, int] = {}
        self._asked: dict[int, Variable] = {}
        self._modules: dict[int, Formula] = {}
        self._by_module: dict[Formula, int] = {}
        self.ways: list[frozenset[str]] = []
        self.rests: list[tuple[Literal, ...]] = []

    def literal(self, condition: nodes.Condition) -> Literal:
        """Return a condition as a literal."""
        variable, ways = asked_by(condition)
        number = self._numbers.get(variable)
        if number is None:
            number = self._numbers[variable] = self._number(ways_of(variable))
            self._asked[number] = variable
            self.rests[number] = tuple(self.literal(one) for one in rests_on(variable))
        return Literal(number, ways)

    def asked(self, number: int) -> Variable | None:
        """Return the variable of a number; None for a formula that is read as a whole."""
        return self._asked.get(number)

    def module(self, formula: Formula) -> Literal:
        """Return a formula that is read as a whole as a literal."""
        if formula not in self._by_module:
            number = self._by_module[formula] = self._number(frozenset((YES, NO)))
            self._modules[number] = formula
        return Literal(self._by_module[formula], frozenset((YES,)))

    def spelt(self, formula: Formula) -> Formula:
        """Return a formula with what was read as a whole in full."""
        match formula:
            case Literal(variable, ways) if variable in self._modules:
                whole = self.spelt(self._modules[variable])
                return whole if YES in ways else self.negated(whole)
            case Literal():
                return formula
            case And(parts):
                return And(tuple(map(self.spelt, parts)))
            case Or(parts):
                return Or(tuple(map(self.spelt, parts)))

    def _number(self, ways: frozenset[str]) -> int:
        self.ways.append(ways)
        self.rests.append(())
        return len(self.ways) - 1

    def negated(self, formula: Formula) -> Formula:
        """Return a formula that holds where another does not."""
        match formula:
            case Literal(variable, ways):
                return Literal(variable, self.ways[variable] - ways)
            case And(parts):
                return Or(tuple(map(self.negated, parts)))
            case Or(parts):
                return And(tuple(map(self.negated, parts)))

    def condition(self, formula: Formula) -> nodes.Condition:
        """Return a formula as a condition."""
        match formula:
            case Literal(variable, ways):
                return told(self._asked[variable], ways)
            case And(parts):
                return nodes.All(tuple(map(self.condition, parts)))
            case Or(parts):
                return nodes.Any(tuple(map(self.condition, parts)))


class Known:
    """What is assumed of variables."""

    def __init__(self, variables: Variables, ways: dict[int, frozenset[str]] | None = None) -> None:
        """Take what is assumed already, by the variables' numbers."""
        self._variables = variables
        self._ways = dict(ways or {})
        self.told: dict[int, None] = {}

    def copy(self) -> Known:
        """Return the same to go on from."""
        return Known(self._variables, self._ways)

    def ways(self, variable: int) -> frozenset[str]:
        """Return the ways that are left to a variable: 无 exactly where something on which it rests fails."""
        left = self._ways.get(variable, self._variables.ways[variable])
        if NOTHING in left and (rests := self._variables.rests[variable]):
            certain = True
            for one in rests:
                given = self.ways(one.variable)
                if given.isdisjoint(one.ways):
                    return frozenset((NOTHING,))
                certain = certain and given <= one.ways
            if certain:
                return left - {NOTHING}
        return left

    def assume(self, literal: Literal) -> bool:
        """Assume a literal; return whether that is possible."""
        variable = literal.variable
        left = self.ways(variable) & literal.ways
        if not left:
            return False
        self._ways[variable] = left
        self.told[variable] = None
        rests = self._variables.rests[variable] if NOTHING not in left else ()
        return all(self._follows(one) for one in rests)

    def _follows(self, literal: Literal) -> bool:
        left = self.ways(literal.variable) & literal.ways
        self._ways[literal.variable] = left
        return bool(left)

    def simplified(self, formula: Formula) -> Formula:
        """Return what is left of a formula."""
        match formula:
            case Literal(variable, ways):
                left = self.ways(variable)
                if left <= ways:
                    return TRUE
                if ways.isdisjoint(left):
                    return FALSE
                return Literal(variable, ways & left) if NOTHING in ways - left else formula
            case And(parts):
                return self._merged(both(map(self.simplified, parts)), And)
            case Or(parts):
                return self._merged(either(map(self.simplified, parts)), Or)

    def _merged(self, formula: Formula, kind: type[And | Or]) -> Formula:
        """Return a formula in which each variable has one literal only."""
        if not isinstance(formula, kind):
            return formula
        asked = Counter(part.variable for part in formula.parts if isinstance(part, Literal))
        several = [variable for variable, count in asked.items() if count > 1]
        if not several:
            return formula
        rest = [part for part in formula.parts if not isinstance(part, Literal) or asked[part.variable] == 1]
        for variable in several:
            sets = [part.ways for part in formula.parts if isinstance(part, Literal) and part.variable == variable]
            ways = frozenset.intersection(*sets) if kind is And else frozenset.union(*sets)
            rest.append(self.simplified(Literal(variable, ways)))
        return both(rest) if kind is And else either(rest)

"""What variables say of one another: which of their ways go together, in a complete case and in one known in part.

In a complete case a formula holds. In a case known in part an *implication* does: what may be so by the first formula
makes what may be so by the second. Both follow from how records are read and values bounded, not from any policy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import permutations
from typing import Final

from zzrules.plan import nodes
from zzrules.plan.formulas import And, Formula, Literal, Or, Variables
from zzrules.plan.variables import NO, NOTHING, YES, Finding, Option, Order, Truth, Whether, always_there
from zzrules.policy.vocabulary import Fact, Kind

_ORDERS: Final = "<=>"
_TURNED: Final[Mapping[str, str]] = {"<": ">", "=": "=", ">": "<"}
_TOGETHER: Final[Mapping[int, frozenset[str]]] = {
    -1: frozenset(("<<", "=<", "><", ">=", ">>")),
    0: frozenset(("<<", "==", ">>")),
    1: frozenset(("<<", "<=", "<>", "=>", ">>")),
}
"""How a value can compare with two literals, the first of which is less than the second (-1), equal (0) or more (1)."""
_OUT_OF_ORDER: Final = (">=", "><", "=<")
"""How two values cannot compare with a third, if the first of them is never later than the second."""
Implication = tuple[Formula, Formula]


class Relations:
    """What some variables, by their numbers, say of one another."""

    def __init__(self, variables: Variables, asked: Collection[int]) -> None:
        """Take the variables there are, and those that matter."""
        self._variables, self._asked = variables, sorted(asked)
        self._there = {*asked}
        self._orders = {
            (one.left, one.right): number for number in self._asked if isinstance(one := variables.asked(number), Order)
        }
        self._every = {**self._orders, **{(right, left): number for (left, right), number in self._orders.items()}}
        self._beside: dict[nodes.Value, list[nodes.Value]] = {}  # with which others each value is compared
        for near, far in self._every:
            self._beside.setdefault(near, []).append(far)

    def complete(self) -> Iterator[Formula]:
        """Yield what holds in a complete case, in which each variable turns out in one way."""
        yield from self._rests()
        yield from self._given()
        yield from self._never_after()
        orders = self._orders
        for (left, right), number in orders.items():
            other = orders.get((right, left), number)
            if other != number:
                for way in _ORDERS:
                    yield self._not_both((number, way), (other, *(set(_ORDERS) - {_TURNED[way]})))
        for left, middle in orders:
            for right in self._beside[middle]:
                if right != left and (left, right) in self._every:
                    yield from self._transitive(left, middle, right)
        for number, second, sign in self._thresholds():
            for way in _ORDERS:
                for other_way in _ORDERS:
                    if way + other_way not in _TOGETHER[sign]:
                        yield self._not_both((number, way), (second, other_way))
        for earlier, later, value in self._in_a_row():
            for way, other_way in _OUT_OF_ORDER:
                first, second_one = self._between(earlier, value, way), self._between(later, value, other_way)
                yield self._variables.negated(And((first, second_one)))

    def in_part(self) -> Iterator[Implication]:
        """Yield what makes what possible in any case, however little is known."""
        for number in self._asked:
            yield from self._known_or_not(number)
            yield from self._rests_in_part(number)
            yield from self._given_in_part(number)
        for number, given in self._findings():
            open_ = And(tuple(Literal(number, frozenset((way,))) for way in (YES, NO)))
            yield self._variables.negated(given), open_
        for (left, right), number in self._orders.items():
            if (other := self._orders.get((right, left), number)) != number:
                for way in sorted(self._variables.ways[number]):
                    turned = frozenset((_TURNED.get(way, way),)) & self._variables.ways[other]
                    yield Literal(number, frozenset((way,))), Literal(other, turned)
        for formula in self._never_after():
            yield self._variables.negated(formula), Or(())
        for number, second, sign in self._thresholds():
            for way in _ORDERS:
                ways = frozenset(other for other in _ORDERS if way + other in _TOGETHER[sign])
                yield Literal(number, frozenset(way)), Literal(second, ways)
                ways = frozenset(other for other in _ORDERS if other + way in _TOGETHER[sign])
                yield Literal(second, frozenset(way)), Literal(number, ways)

        for earlier, later, value in self._in_a_row():
            first, second_one = (self._either_way(side, value) for side in (earlier, later))
            yield first(">", False), second_one(">", True)
            yield first("=", False), second_one("=>", True)
            yield second_one("<", False), first("<", True)
            yield second_one("=", False), first("<=", True)

    # ── 无 ──────────────────────────────────────────────────────────

    def _rests(self) -> Iterator[Formula]:
        """Yield that a variable turns out as 无 exactly where something on which it rests fails."""
        negated = self._variables.negated
        for variable in self._asked:
            rests = self._variables.rests[variable]
            if (
                rests
                and NOTHING in self._variables.ways[variable]
                and all(one.variable in self._there for one in rests)
            ):
                something = negated(Literal(variable, frozenset((NOTHING,))))
                yield Or((negated(something), And(rests)))
                yield Or((negated(And(rests)), something))

    def _rests_in_part(self, variable: int) -> Iterator[Implication]:
        """Yield the same of a case known in part: what is compared, and whether it is there, is bounded once."""
        rests, ways = self._variables.rests[variable], self._variables.ways[variable]
        if not rests or not isinstance(self._variables.asked(variable), Order | Whether):
            return
        if NOTHING not in ways or not all(one.variable in self._there for one in rests):
            return
        nothing, something = Literal(variable, frozenset((NOTHING,))), Literal(variable, ways - {NOTHING})
        lacking = Or(tuple(map(self._variables.negated, rests)))
        yield nothing, lacking
        yield lacking, nothing
        yield something, And(rests)
        yield And(rests), something

    def _given(self) -> Iterator[Formula]:
        """Yield that what is never 无 is there."""
        for variable in self._asked:
            match self._variables.asked(variable):
                case Truth(nodes.Given(value)) if always_there(value):
                    yield Literal(variable, frozenset((YES,)))
                case _:
                    pass

    def _findings(self) -> Iterator[tuple[int, Literal]]:
        """Yield the findings that are open as long as there is none, and nothing presumed; each with whether it is."""
        for variable in self._asked:
            match self._variables.asked(variable):
                case Finding(asked) if not asked.constitutive and asked.presumed is None:
                    given = self._variables.literal(nodes.Given(nodes.FactValue(asked.fact)))
                    if given.variable in self._there:
                        yield variable, given
                case _:
                    pass

    def _given_in_part(self, variable: int) -> Iterator[Implication]:
        """Yield that nothing is known of how such a value compares as long as it is not known to be there."""
        match self._variables.asked(variable):
            case Truth(nodes.Given(value)) if always_there(value):
                for other in self._beside.get(value, ()):
                    ways = [self._between(value, other, way) for way in _ORDERS]
                    yield And((Literal(variable, frozenset((NO,))), Or(tuple(ways)))), And(tuple(ways))
            case _:
                pass

    def _known_or_not(self, variable: int) -> Iterator[Implication]:
        """Yield which ways an option leaves together: where 无 is not ruled out, nothing is; an order leaves no gap."""
        asked, ways = self._variables.asked(variable), self._variables.ways[variable]
        match asked:
            case Option(nodes.FactValue(fact, _) | nodes.FieldValue(fact, _)):
                every = And(tuple(Literal(variable, frozenset((way,))) for way in sorted(ways)))
                for way in sorted(ways - {NOTHING}):
                    known = Literal(variable, frozenset((way,)))
                    if NOTHING in ways:
                        yield And((Literal(variable, frozenset((NOTHING,))), known)), every
                    elif fact.kind is Kind.FLAG:
                        return
                if NOTHING in ways and fact.kind is Kind.FLAG:
                    yield And(tuple(Literal(variable, frozenset((way,))) for way in sorted(ways - {NOTHING}))), every
            case Order(left, right):
                less, more = (Literal(variable, frozenset(way)) for way in "<>")
                yield And((less, more)), Literal(variable, frozenset("="))
                for value, early in ((left, less), (right, more)):
                    if _of_one_date(value) and NOTHING in ways:
                        given = self._variables.literal(nodes.Given(value))
                        if given.variable in self._there:  # of a date that may be 无 nothing is known: not how early
                            open_ = given, self._variables.negated(given), Literal(variable, frozenset(_ORDERS))
                            yield And(open_), early
            case _:
                pass

    # ── orders ──────────────────────────────────────────────────────

    def _never_after(self) -> Iterator[Formula]:
        """Yield that what cannot lie in the future is not after the day of evaluation."""
        for (left, right), number in self._orders.items():
            if right == nodes.EvaluationDay() and not may_be_future(left):
                yield Literal(number, self._variables.ways[number] - {">"})
            if left == nodes.EvaluationDay() and not may_be_future(right):
                yield Literal(number, self._variables.ways[number] - {"<"})

    def _transitive(self, left: nodes.Value, middle: nodes.Value, right: nodes.Value) -> Iterator[Formula]:
        for one in _ORDERS:
            for two in _ORDERS:
                if one != two and "=" not in (one, two):
                    continue
                first, second = self._between(left, middle, one), self._between(middle, right, two)
                follows = one if one != "=" else two
                for way in set(_ORDERS) - {follows}:
                    yield self._variables.negated(And((first, second, self._between(left, right, way))))

    def _between(self, left: nodes.Value, right: nodes.Value, way: str) -> Literal:
        if (left, right) in self._orders:
            return Literal(self._orders[left, right], frozenset((way,)))
        return Literal(self._orders[right, left], frozenset((_TURNED[way],)))

    def _thresholds(self) -> Iterator[tuple[int, int, int]]:
        """Yield the orders of one value and two literals, with whether the first of these is less, equal or more."""
        for (left, right), number in self._orders.items():
            for (other, there), second in self._orders.items():
                if left == other and number < second and (sign := _sign(right, there)) is not None:
                    yield number, second, sign

    def _in_a_row(self) -> Iterator[tuple[nodes.Value, nodes.Value, nodes.Value]]:
        """Yield two values, the first of which is never later than the second, and one with which both are compared."""
        for value, compared in self._beside.items():
            for earlier, later in permutations(compared, 2):
                if _never_later(earlier, later):
                    yield earlier, later, value

    def _either_way(self, left: nodes.Value, right: nodes.Value) -> Callable[[str, bool], Literal]:
        """Return what gives the literal that two values compare in one of some ways, or, if that counts, in none."""

        def literal(ways: str, none: bool) -> Literal:
            between = [self._between(left, right, way) for way in ways]
            variable = between[0].variable
            nothing = self._variables.ways[variable] & {NOTHING} if none else frozenset[str]()
            return Literal(variable, nothing.union(*(one.ways for one in between)))

        return literal

    def _not_both(self, one: tuple[int, str], other: tuple[int | str, ...]) -> Formula:
        number, *ways = other
        assert isinstance(number, int)
        first = Literal(one[0], frozenset((one[1],)))
        return self._variables.negated(And((first, Literal(number, frozenset(map(str, ways))))))


def _never_later(one: nodes.Value, other: nodes.Value) -> bool:
    """Return whether a value is never later than another, wherever both are there."""
    if one == other or (other == nodes.EvaluationDay() and not may_be_future(one)):
        return True
    match one:
        case nodes.Deadline(start, _, True, _, _) if _never_later(start, other):
            return True
        case nodes.Extremum(False, days) if any(_never_later(day, other) for day in days):
            return True
        case nodes.Extremum(True, values) | nodes.FirstGiven(values, _):
            return all(_never_later(value, other) for value in values)
        case nodes.Choice(cases, otherwise):
            return all(_never_later(value, other) for value in (*(value for _, value in cases), otherwise))
        case _:
            pass
    match other:
        case nodes.Deadline(start, _, False, _, _) | nodes.Rolled(start):
            return _never_later(one, start)
        case nodes.Extremum(True, days):
            return any(_never_later(one, day) for day in days)
        case nodes.Extremum(False, values) | nodes.FirstGiven(values, _):
            return all(_never_later(one, value) for value in values)
        case nodes.Choice(cases, otherwise):
            return all(_never_later(one, value) for value in (*(value for _, value in cases), otherwise))
        case _:
            return False


def _of_one_date(value: nodes.Value) -> bool:
    """Return whether a value is a date of the record, or what follows from one alone: it is as open as the date is."""
    match value:
        case nodes.FactValue(fact, None):
            return fact.kind is Kind.DATE and fact.may_be_none
        case nodes.FindingDay():
            return True
        case nodes.Deadline(start, amounts, _, _, None):
            return all(isinstance(amount, nodes.Literal) for amount in amounts) and _of_one_date(start)
        case nodes.Rolled(start):
            return _of_one_date(start)
        case _:
            return False


def may_be_future(value: nodes.Value) -> bool:
    """Return whether a value may be a day that is still to come."""
    match value:
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return not _is_past(fact)
        case nodes.Extremum(_, inner) | nodes.FirstGiven(inner, _):
            return any(map(may_be_future, inner))
        case nodes.Choice(cases, otherwise):
            return any(map(may_be_future, (*(inner for _, inner in cases), otherwise)))
        case nodes.Picked(source, position, _, _):
            return not _is_past(source.fields[position])
        case _:
            return not isinstance(value, nodes.FindingDay)


def _is_past(fact: Fact) -> bool:
    return fact.kind is Kind.DATE and not fact.may_be_future


def _sign(one: nodes.Value, other: nodes.Value) -> int | None:
    """Return how two literals of one kind and unit compare; None for any others."""
    if not (isinstance(one, nodes.Literal) and isinstance(other, nodes.Literal) and one.kind is other.kind):
        return None
    first, second = one.value, other.value
    if isinstance(first, tuple) and isinstance(second, tuple):
        if first[1] != second[1]:
            return None
        first, second = first[0], second[0]
    if not (type(first) is int and type(second) is int):
        return None
    return (first > second) - (first < second)

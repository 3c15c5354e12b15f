"""Complete cases drawn at random, as far as variables tell them apart: what one of them shows needs no proof.

Most questions are whether any case is of some kind, and most often many are. A few hundred cases are held at once: bit
n of a number says how case n turns out. Dates and numbers have sizes, so that they compare as such do; cases that
contradict what variables say of one another (`relations`) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Final

from zzrules.analysis.proving.relations import Relations
from zzrules.plan import nodes, walks
from zzrules.plan.formulas import And, Formula, Literal, Variables, literals
from zzrules.plan.variables import NOTHING, Order, Truth
from zzrules.policy.vocabulary import Kind

_CASES: Final = 256
_EVERY: Final = (1 << _CASES) - 1
_DRAWS: Final = 61
"""So many times is drawn, once and for all, how something turns out; variables share what is drawn."""
_TRIES: Final = 3
"""So often are cases of some kind drawn."""
_ROOM: Final = 3
"""Sizes below, between and above those of literals."""
Size = tuple[bool, int]
"""The size of a value: the same in all cases (true, and which), or drawn (false, and by which draw)."""


@cache
def _split(ways: int, draw: int) -> tuple[int, ...]:
    """Return for each of some ways in which cases something turns out so."""
    random, found = Random(f"{ways} ways {draw}"), [0] * ways  # noqa: S311 - no secret
    for case in range(_CASES):
        found[random.randrange(ways)] |= 1 << case
    return tuple(found)


@cache
def _sizes(steps: int, size: Size) -> tuple[int, ...]:
    fixed, number = size
    random = Random(f"{steps} sizes {number}")  # noqa: S311 - no secret
    return (number,) * _CASES if fixed else tuple(random.randrange(steps) for _ in range(_CASES))


@cache
def _compared(steps: int, left: Size, right: Size) -> Mapping[str, int]:
    """Return in which cases one value is less than, equal to or more than another."""
    found = dict.fromkeys("<=>", 0)
    for case, (one, other) in enumerate(zip(_sizes(steps, left), _sizes(steps, right), strict=True)):
        found["<" if one < other else ">" if one > other else "="] |= 1 << case
    return found


class Samples:
    """Cases of a version, drawn as questions are asked."""

    def __init__(self, variables: Variables, usual: Iterable[Formula] = ()) -> None:
        """Take the variables, of which more may be read later, and what most questions want to hold."""
        self._variables, self._usual = variables, [*usual]
        self._batches: list[_Batch] = []
        self._known: _Known | None = None

    def show(self, *wanted: Formula) -> bool:
        """Return whether a case is known in which all of some formulas hold; there may be one where none is known."""
        if self._known is None or self._known.number < len(self._variables.ways):
            self._known = _Known(self._variables)
            self._batches.clear()
            self._draw(self._known, self._usual)
        lists = self._known.lists
        if lists and any(one.variable in lists for formula in wanted for one in literals(formula)):
            return False
        if any(batch.show(wanted) for batch in self._batches):
            return True
        return any(self._draw(self._known, wanted).show(wanted) for _ in range(_TRIES))

    def firsts(self, formulas: Sequence[Formula], *beside: Formula) -> bool:
        """Return whether for each of some formulas a case is known in which it is the first that holds."""
        above: list[Formula] = []
        for formula in formulas:
            if not self.show(*beside, formula, *above):
                return False
            above.append(self._variables.negated(formula))
        return True

    def _draw(self, known: _Known, wanted: Sequence[Formula]) -> _Batch:
        self._batches.append(_Batch(known, wanted, len(self._batches)))
        return self._batches[-1]


class _Known:
    """The variables there are, what they say of one another, and the literals with which values are compared."""

    def __init__(self, variables: Variables) -> None:
        self.variables, self.number = variables, len(variables.ways)
        asked = [(number, one) for number in range(self.number) if (one := variables.asked(number)) is not None]
        self.relations = tuple(Relations(variables, [number for number, _ in asked]).complete())
        self.orders = {number: one for number, one in asked if isinstance(one, Order)}
        self.lists = frozenset(number for number, one in asked if isinstance(one, Truth) and _of_list(one.condition))
        """Those that ask of the elements of a list: these say more of one another."""
        found: dict[object, set[int]] = {}
        for order in self.orders.values():
            for value in (order.left, order.right):
                if (number := _number(value)) is not None:
                    found.setdefault(_scale(order), set()).add(number)
        self._steps = {scale: [*sorted(numbers)] for scale, numbers in found.items()}

    def size(self, value: nodes.Value, scale: object) -> int | None:
        """Return the size of a literal that can be compared with others on a scale; None of any other value."""
        number = _number(value)
        return None if number is None else _ROOM * (self._steps[scale].index(number) + 1)

    def sizes(self, scale: object) -> int:
        """Return how many sizes there are on a scale."""
        return _ROOM * (len(self._steps.get(scale, ())) + 2)


class _Batch:
    """Cases drawn together, most of them of the kind that is wanted."""

    def __init__(self, known: _Known, wanted: Sequence[Formula], number: int) -> None:
        self._known, self._variables = known, known.variables
        self._random = Random(number)  # noqa: S311 - no secret
        self._left: dict[int, frozenset[str]] = {}
        self._sizes: dict[object, Size] = {}
        self._turned: dict[int, Mapping[str, int]] = {}
        self._held: dict[Literal, int] = {}
        for formula in wanted:
            self._want(formula)
        self._sound = _EVERY
        for formula in known.relations:
            self._sound &= self._holds(formula)

    def show(self, wanted: Sequence[Formula]) -> bool:
        """Return whether all of some formulas hold in a case."""
        left = self._sound
        for formula in wanted:
            if not left:
                break
            left &= self._holds(formula)
        return left != 0

    def _holds(self, formula: Formula) -> int:
        if isinstance(formula, Literal):
            if formula not in self._held:
                turned = self._turn(formula.variable)
                self._held[formula] = sum(turned[way] for way in formula.ways)
            return self._held[formula]
        if isinstance(formula, And):
            found = _EVERY
            for part in formula.parts:
                found &= self._holds(part)
            return found
        found = 0
        for part in formula.parts:
            found |= self._holds(part)
        return found

    # ── what is wanted ──────────────────────────────────────────────

    def _want(self, formula: Formula) -> None:
        """Leave variables the ways in which a formula holds; of several that would do, one is chosen."""
        if isinstance(formula, Literal):
            variable, ways = formula.variable, self._variables.ways[formula.variable]
            left = self._left.get(variable, ways) & formula.ways
            if not left:
                return
            self._left[variable] = left
            if NOTHING in ways:
                rests = self._variables.rests[variable]
                if NOTHING not in left:
                    for one in rests:
                        self._want(one)
                elif rests and len(left) == 1:
                    self._want(self._variables.negated(self._random.choice(rests)))
            if variable in self._known.orders and (ordered := left - {NOTHING}):
                self._put(self._known.orders[variable], self._random.choice(sorted(ordered)))
        elif isinstance(formula, And):
            for part in formula.parts:
                self._want(part)
        elif formula.parts:
            self._want(self._random.choice(formula.parts))

    # ── how variables turn out ──────────────────────────────────────────

    def _turn(self, variable: int) -> Mapping[str, int]:
        """Return for each way in which cases a variable turns out so."""
        if variable not in self._turned:
            self._turned[variable] = {**dict.fromkeys(self._variables.ways[variable], 0), **self._drawn(variable)}
        return self._turned[variable]

    def _drawn(self, variable: int) -> Mapping[str, int]:
        ways, rests = self._variables.ways[variable], self._variables.rests[variable]
        there = _EVERY
        if NOTHING in ways and rests:
            for one in rests:
                there &= self._holds(one)
            ways -= {NOTHING}
        if variable in self._known.orders:
            order = self._known.orders[variable]
            scale = _scale(order)
            turned = _compared(self._known.sizes(scale), self._size(order.left, scale), self._size(order.right, scale))
        else:
            left = sorted(self._left.get(variable, ways) & ways or ways)
            turned = dict(zip(left, _split(len(left), self._random.randrange(_DRAWS)), strict=True))
        found = {way: cases & there for way, cases in turned.items()}
        return found if there == _EVERY else {**found, NOTHING: _EVERY & ~there}

    # ── sizes ───────────────────────────────────────────────────────

    def _size(self, value: nodes.Value, scale: object) -> Size:
        size = self._known.size(value, scale)
        if size is not None:
            return True, size
        return self._sizes.setdefault((scale, value), (False, self._random.randrange(_DRAWS)))

    def _put(self, order: Order, way: str) -> None:
        """Give the values of an order sizes that compare in some way, if they have none yet."""
        scale = _scale(order)
        sizes = self._known.sizes(scale)
        left, right = (self._fixed(value, scale) for value in (order.left, order.right))
        if left is None and right is None:
            left = self._random.randrange(1, sizes - 1)
            self._sizes[scale, order.left] = True, left
        if left is not None and right is None:
            self._sizes[scale, order.right] = True, min(sizes - 1, max(0, left + 1 - "<=>".index(way)))
        elif right is not None and left is None:
            self._sizes[scale, order.left] = True, min(sizes - 1, max(0, right + "<=>".index(way) - 1))

    def _fixed(self, value: nodes.Value, scale: object) -> int | None:
        fixed, size = self._sizes.get((scale, value), (False, 0))
        return size if fixed else self._known.size(value, scale)


def _of_list(condition: nodes.Condition) -> bool:
    """Return whether a condition asks of the elements of a list, or whether there are any."""
    match condition:
        case nodes.Quantified() | nodes.Times():
            return True
        case nodes.Given(nodes.FactValue(fact, _)):
            return fact.kind is Kind.LIST
        case _:
            return any(isinstance(part, nodes.Quantified | nodes.Times) for part in walks.walk(condition))


def _number(value: nodes.Value) -> int | None:
    """Return the number of a literal that can be compared with others; None of any other value."""
    if not isinstance(value, nodes.Literal):
        return None
    number = value.value[0] if isinstance(value.value, tuple) else value.value
    return number if type(number) is int else None


def _scale(order: Order) -> object:
    """Return what values of an order have in common with others: their kind, and the unit of a literal."""
    for value in (order.left, order.right):
        if isinstance(value, nodes.Literal) and isinstance(value.value, tuple):
            return value.kind, value.value[1]
    return walks.kind_of(order.left)

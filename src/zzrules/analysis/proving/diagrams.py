"""Reduced ordered binary decision diagrams (R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation).

A diagram is a number: 0 is false, 1 is true, any other stands for (bit, diagram where the bit is 0, where it is 1).
Equal functions have equal numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from random import Random
from typing import Final

from zzrules.plan.formulas import TooLargeError

FALSE: Final = 0
TRUE: Final = 1
_LAST: Final = 1 << 60
_EVEN: Final = 0.5


class Diagrams:
    """Diagrams over bits 0, 1, 2 …, which are asked in this order.

    >>> diagrams = Diagrams()
    >>> a, b = diagrams.bit(0), diagrams.bit(1)
    >>> both = diagrams.both(a, b)
    >>> diagrams.negated(both) == diagrams.either(diagrams.negated(a), diagrams.negated(b))
    True
    >>> diagrams.some_path(diagrams.both(a, diagrams.negated(b)), Random(1)) == {0: True, 1: False}
    True
    """

    def __init__(self, most: int = 400_000) -> None:
        """Hold at most so many nodes; a question that needs more raises `TooLargeError`."""
        self._nodes: list[tuple[int, int, int]] = [(_LAST, 0, 0), (_LAST, 1, 1)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._negated: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}
        self._raised: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}
        self._most = most

    def bit(self, number: int) -> int:
        """Return the diagram that is true where a bit is 1."""
        return self._node(number, FALSE, TRUE)

    def _node(self, bit: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = bit, low, high
        number = self._numbers.get(key)
        if number is None:
            if len(self._nodes) >= self._most:
                raise TooLargeError
            number = self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return number

    def negated(self, one: int) -> int:
        """Return the diagram that is true where another is false."""
        known = self._negated.get(one)
        if known is None:
            bit, low, high = self._nodes[one]
            known = self._node(bit, self.negated(low), self.negated(high))
            self._negated[one], self._negated[known] = known, one
        return known

    def both(self, one: int, other: int) -> int:
        """Return the conjunction of two diagrams."""
        if one > other:
            one, other = other, one
        if one in (FALSE, other):
            return one
        if one == TRUE:
            return other
        key = one, other
        known = self._both.get(key)
        if known is None:
            here, low, high = self._nodes[one]
            there, below, above = self._nodes[other]
            if here < there:
                below = above = other
            elif there < here:
                low = high = one
            known = self._node(min(here, there), self.both(low, below), self.both(high, above))
            self._both[key] = known
        return known

    def either(self, one: int, other: int) -> int:
        """Return the disjunction of two diagrams."""
        return self.negated(self.both(self.negated(one), self.negated(other)))

    def all_of(self, parts: Iterable[int]) -> int:
        """Return the conjunction of diagrams."""
        found = TRUE
        for part in parts:
            if found == FALSE:
                break
            found = self.both(found, part)
        return found

    def last_first(self, parts: Iterable[int]) -> list[int]:
        """Return diagrams in the order in which their conjunction takes least: each asks before those already there."""
        return sorted(parts, key=lambda one: self._nodes[one][0], reverse=True)

    def any_of(self, parts: Iterable[int]) -> int:
        """Return the disjunction of diagrams."""
        return self.negated(self.all_of(map(self.negated, parts)))

    def raised(self, one: int) -> int:
        """Return the diagram that is true wherever another is true of fewer 1 bits: of some that are 1 here."""
        known = self._raised.get(one)
        if known is None:
            bit, low, high = self._nodes[one]
            below = self.raised(low)
            known = self._raised[one] = self._node(bit, below, self.either(below, self.raised(high)))
        return known

    def differ(self, one: int, other: int) -> int:
        """Return the diagram that is true where two diagrams differ."""
        return self.either(self.both(one, self.negated(other)), self.both(other, self.negated(one)))

    def somewhere(self, one: int, bits: Collection[int]) -> int:
        """Return the diagram that is true where another is, for some values of some bits.

        >>> diagrams = Diagrams()
        >>> diagrams.somewhere(diagrams.both(diagrams.bit(0), diagrams.bit(1)), {1}) == diagrams.bit(0)
        True
        """
        known: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}

        def found(number: int) -> int:
            if number not in known:
                bit, low, high = self._nodes[number]
                ways = found(low), found(high)
                known[number] = self.either(*ways) if bit in bits else self._node(bit, *ways)
            return known[number]

        return found(one)

    def some_path(self, one: int, random: Random) -> dict[int, bool]:
        """Return bits that make a diagram true, drawn at random. It must not be false."""
        found: dict[int, bool] = {}
        while one != TRUE:
            bit, low, high = self._nodes[one]
            choose = low == FALSE or (high != FALSE and random.random() < _EVEN)
            found[bit] = choose
            one = high if choose else low
        return found

    def fewest(self, one: int, bits: Mapping[int, bool], groups: Iterable[Collection[int]]) -> dict[int, bool]:
        """Return fewer of some bits where a diagram is still false, which it has to be where all are as given.

        A group goes as a whole, or stays. Groups do not overlap, and the last asked come first: where the diagram asks
        of none but these, it is looked at once.

        >>> diagrams = Diagrams()
        >>> diagrams.fewest(diagrams.both(diagrams.bit(0), diagrams.bit(1)), {0: False, 1: False}, [(1,), (0,)])
        {0: False}
        """
        kept, settled = dict(bits), {FALSE: False, TRUE: True}
        for group in groups:
            fewer, last = {bit: value for bit, value in kept.items() if bit not in group}, max(group)
            if not self._meets(one, fewer, last, settled):
                kept = fewer
        return kept

    def _meets(self, one: int, bits: Mapping[int, bool], last: int, settled: dict[int, bool]) -> bool:
        """Return whether a diagram is true anywhere where bits are as given; ``settled`` holds after the last bit."""
        nodes, here = self._nodes, dict[int, bool]()

        def meets(number: int) -> bool:
            known = settled.get(number)
            if known is None:
                known = here.get(number)
            if known is None:
                bit, low, high = nodes[number]
                way = bits.get(bit)
                known = (way is not True and meets(low)) or (way is not False and meets(high))
                (settled if bit > last else here)[number] = known
            return known

        return meets(one)

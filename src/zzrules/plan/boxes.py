"""Which cases the rows of a decision table take: boxes in the space of what its columns may be.

Of each column a few samples stand for everything that it may be: two values that no row tells apart have one sample.
A row is a box: in each column the samples that it takes, as bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MOST_STEPS: Final = 200_000
"""After so many steps a table is given up as too large to look through."""

Point = tuple[int, ...]
"""A sample of each column, by its number."""


class TooLargeError(Exception):
    """The rows of a table differ in too many ways to be looked through."""


class Boxes:
    """The boxes of a table's rows, in their order: for each row, of each column the samples that it takes."""

    def __init__(self, rows: Sequence[Sequence[int]], samples: Sequence[int]) -> None:
        """Take the rows, and how many samples each column has.

        >>> boxes = Boxes([(0b01, 0b11), (0b10, 0b01)], [2, 2])
        >>> boxes.uncovered(), boxes.common(0, 1), boxes.uncovered(row=1, before=1)
        ((1, 1), None, (1, 0))
        """
        self.rows = [tuple(row) for row in rows]
        self._every = tuple((1 << count) - 1 for count in samples)
        # For each column and sample the rows that take it, as bits.
        self._takes = [
            [
                sum(1 << number for number, row in enumerate(rows) if row[column] >> sample & 1)
                for sample in range(count)
            ]
            for column, count in enumerate(samples)
        ]

    def empty(self, row: int) -> int | None:
        """Return the first column of which a row takes nothing; None if there is none."""
        return next((column for column, taken in enumerate(self.rows[row]) if not taken), None)

    def common(self, first: int, second: int) -> Point | None:
        """Return a point that two rows take; None if there is none."""
        shared = [one & other for one, other in zip(self.rows[first], self.rows[second], strict=True)]
        return tuple(map(_lowest, shared)) if all(shared) else None

    def lowest(self, row: int) -> Point:
        """Return a point that a row takes, which must not be empty."""
        return tuple(map(_lowest, self.rows[row]))

    def takes(self, row: int, point: Point) -> bool:
        """Return whether a row takes a point."""
        return all(taken >> sample & 1 for taken, sample in zip(self.rows[row], point, strict=True))

    def uncovered(self, row: int | None = None, before: int | None = None) -> Point | None:
        """Return a point (of a ``row``) that no row (``before`` one) takes; None if there is none.

        Raises `TooLargeError`.
        """
        within = self._every if row is None else self.rows[row]
        live = (1 << (len(self.rows) if before is None else before)) - 1
        covered: set[tuple[int, int]] = set()
        steps = 0
        # The rows, as bits, that take everything from a column on.
        through = [(1 << len(self.rows)) - 1]
        for column in reversed(range(len(within))):
            takes_all = sum(
                1 << number for number, taken in enumerate(self.rows) if not within[column] & ~taken[column]
            )
            through.insert(0, through[0] & takes_all)

        def search(column: int, live: int) -> Point | None:
            nonlocal steps
            if not live:
                return tuple(map(_lowest, within[column:]))
            if live & through[column] or (column, live) in covered:
                return None
            ways: dict[int, int] = {}
            for sample, takes in enumerate(self._takes[column]):
                if within[column] >> sample & 1:
                    ways.setdefault(live & takes, sample)
            for left, sample in sorted(ways.items(), key=lambda way: way[0].bit_count()):
                steps += 1
                if steps > MOST_STEPS:
                    raise TooLargeError
                rest = search(column + 1, left)
                if rest is not None:
                    return (sample, *rest)
            covered.add((column, live))
            return None

        return search(0, live)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1

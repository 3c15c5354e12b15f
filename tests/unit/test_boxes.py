"""Decision tables: what is searched for holes, and when the search is given up."""

from itertools import product

import pytest

from zzrules.plan import boxes
from zzrules.plan.boxes import Boxes, TooLargeError

COLUMNS = 40


def apart() -> list[list[int]]:
    """Return rows each of which asks of a column of its own."""
    return [[0b01 if column == row else 0b11 for column in range(COLUMNS)] for row in range(COLUMNS)]


def test_a_last_row_for_the_rest_keeps_large_tables_small():
    assert Boxes([*apart(), [0b11] * COLUMNS], [2] * COLUMNS).uncovered() is None


def test_a_hole_is_found_where_most_rows_fail():
    assert Boxes(apart(), [2] * COLUMNS).uncovered() == (1,) * COLUMNS


def test_a_table_that_cannot_be_looked_through_is_given_up(monkeypatch: pytest.MonkeyPatch):
    every = Boxes(list(product((0b01, 0b10), repeat=5)), [2] * 5)
    assert every.uncovered() is None
    monkeypatch.setattr(boxes, "MOST_STEPS", 20)
    with pytest.raises(TooLargeError):
        every.uncovered()

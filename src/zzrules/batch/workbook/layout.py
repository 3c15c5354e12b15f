"""Where the table of a register stands on its sheet, as a mapping says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zzrules.batch.workbook.marks import letters_of

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Layout:
    """The row of the header (from 1, 0 for the first that is not blank), and how the rows below it are taken.

    ``filled``: every cell of a merged range holds what the range shows. ``omitted`` returns which rows of a table are
    no cases: whatever is wrong in them does not matter.
    """

    header_row: int
    filled: bool
    omitted: Callable[[pl.DataFrame], pl.Series]


def unnamed(column: int) -> str:
    """Return what a column without a name is called, counted from 0.

    >>> unnamed(6)
    '（G 列）'
    """
    return f"（{letters_of(column)} 列）"

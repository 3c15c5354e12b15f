"""What a mapping file says: frozen values, made by `zzrules.batch.mapping.files`."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from typing import Final, Literal

from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.policy.vocabulary import Fact

UNRECORDED: Final = "未记载"
DAY_OF_EVALUATION: Final = "评价日"

DateForm = Literal["dashes", "slashes", "points", "characters", "digits", "serial", "time", "milliseconds", "seconds"]


@frozen
class Target:
    """What a column is: a fact, a part of a finding, a bound of a fact, or a field of an element of a list.

    ``cell`` is what its cells are read as; ``name`` is the name of the column that it becomes. ``element`` is the
    number of a list's element, 0 for whatever is no field.
    """

    written: str
    fact: Fact
    cell: Fact
    name: str
    element: int = 0


@frozen
class Column:
    """A column of a register: its name there, what it is, and how its cells are read.

    ``values`` are words with what they mean as a record writes it, None for 未记载; ``empty`` is what a blank cell
    means. ``dates`` are the ways of writing dates that are read beside 2026-01-01, ``unit`` is that of amounts of money
    without one.
    """

    name: str
    target: Target
    values: AbstractMapping[str, str | None]
    empty: str | None
    dates: frozenset[DateForm]
    unit: str = ""
    place: Place = hidden(default=NOWHERE)


@frozen
class Omission:
    """Rows to leave out: those whose first cell begins with a word, or those with certain cells in a column.

    ``column`` is empty for the former. ``blank``: also rows in which the column is blank.
    """

    words: tuple[str, ...]
    column: str = ""
    blank: bool = False

    @property
    def label(self) -> str:
        """What the summary calls these rows."""
        if not self.column:
            return "、".join(self.words)
        said = [*(["空着"] if self.blank else []), *(f"「{word}」" for word in self.words)]
        return f"{self.column}是{'或'.join(said)}"


@frozen
class Mapping:
    """How the registers of one form become records. Made by `Rulebook.mapping`.

    ``header_row`` counts from 1 as spreadsheets do; 0 is the first row with something in it. ``filled``: each cell of
    a merged range holds what the range shows. ``blanks`` are words that mean the same as a blank cell.
    ``when_empty``: of a list that is put together of columns, what it means if no element has a cell.
    """

    title: str
    sheet: str | None
    header_row: int
    filled: bool
    omissions: tuple[Omission, ...]
    normal: bool
    zone: str
    blanks: tuple[str, ...]
    constants: tuple[tuple[Target, str], ...]
    columns: tuple[Column, ...]
    unused: tuple[str, ...]
    when_empty: AbstractMapping[str, str]
    place: Place = hidden(default=NOWHERE)

    def __hash__(self) -> int:
        """Hash by what names it."""
        return hash((self.title, self.sheet, self.header_row))


def squeezed(name: str) -> str:
    r"""Return a column's name without blanks, by which names are compared.

    >>> squeezed(" 受理\n日期 ")
    '受理日期'
    """
    return "".join(name.split())

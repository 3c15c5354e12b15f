"""A board of what is due, as the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from zzrules.batch.board import STATES, Board, Entry, State, Tally
from zzrules.batch.headings import Table
from zzrules.batch.workbook.shown import Cell, Shown, Tone, Value

if TYPE_CHECKING:
    import polars as pl

_TONES: Final[Mapping[State, Tone]] = {
    "overdue": "refused",
    "breached": "refused",
    "today": "decided",
    "soon": "open",
    "awaited": "aside",
}
_COLUMNS: Final[Mapping[str, Callable[[Entry], Value]]] = {
    "序号": lambda entry: entry.number,
    "状态": lambda entry: STATES[entry.state],
    "期限": lambda entry: entry.reminder.day,
    "至": lambda entry: entry.reminder.until or None,
    "工作日": lambda entry: entry.distance,
    "案卷": lambda entry: entry.reminder.case,
    "义务": lambda entry: entry.reminder.title,
    "主体": lambda entry: entry.reminder.subject,
    "内容": lambda entry: entry.reminder.content,
    "依据": lambda entry: entry.reminder.citation,
    "须待的通知或者所依的假定": lambda entry: entry.reminder.awaited,
}


def entries_frame(board: Board) -> pl.DataFrame:
    """Return one row for each entry, which holds its place among the entries."""
    import polars as pl

    return pl.DataFrame({"entry": range(len(board.entries))}, schema={"entry": pl.Int64})


def entries_shown(board: Board) -> list[Shown]:
    """Return the columns of the sheet of entries; those to which no entry has anything to say are left out."""
    entries = board.entries

    def shown(title: str, value: Callable[[Entry], Value]) -> Shown:
        def cells(frame: pl.DataFrame) -> list[Cell]:
            told = [entries[row] for row in frame["entry"]]
            return [(value(entry), _TONES[entry.state] if title == "状态" else "listed") for entry in told]

        return Shown(title, title, cells)

    always = ("序号", "状态", "期限", "案卷", "义务", "主体", "内容", "依据")
    return [shown(title, value) for title, value in _COLUMNS.items() if title in always or any(map(value, entries))]


def tallies(board: Board) -> Iterator[Table]:
    """Yield what is due of each who owes something, and under each article: how much, by how it stands, and which."""
    head = (*STATES.values(), "合计", "序号")
    yield "按主体", ("主体", *head), [_row(tally) for tally in board.by_agency]
    yield "按条文", ("条文", *head), [_row(tally) for tally in board.by_article]


def _row(tally: Tally) -> tuple[Value, ...]:
    numbers = sorted(number for one in tally.numbers.values() for number in one)
    counts = (len(tally.numbers[state]) for state in STATES)
    return tally.name, *counts, tally.total, "、".join(map(str, numbers))

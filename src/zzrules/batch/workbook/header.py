"""The header of a sheet: in which row it is, which column each of its words names, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from zzrules.base.errors import Place, Problem
from zzrules.batch.workbook.marks import letters_of
from zzrules.case.values import PART_LABELS, printable
from zzrules.engines.columnar.intake import STATE
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ROW_COLUMN: Final = "__row__"
LOOKED_AT: Final = 20  # so many rows with something in them may stand above the header
_SHOWN: Final = 5

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """The row of the header, from 0, the columns above which something stands, and the names that they have."""

    row: int
    taken: frozenset[int]
    names: dict[int, str]


class Words:
    """What a header may say: of each fact its name, its label, their companions, and the parts of a finding."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary."""
        self.labels = [fact.label for fact in vocabulary.facts]
        self.meant: dict[str, tuple[str, str]] = {}
        self.facts: dict[tuple[str, str], Fact] = {}
        for fact in vocabulary.facts:
            self._add(fact, fact.name, fact.label, "", "")
            self._add(fact, fact.name, fact.label, STATE, STATE)
            if fact.kind is Kind.FINDING:
                for part, label in PART_LABELS.items():
                    self._add(fact, fact.name, fact.label, f".{part}", f".{label}")

    def _add(self, fact: Fact, name: str, label: str, *suffixes: str) -> None:
        key = fact.name, suffixes[0]
        self.facts[key] = fact
        for suffix in suffixes:
            self.meant[name + suffix] = self.meant[label + suffix] = key

    def known(self, cells: Cells) -> int:
        """Return how many of a row's cells name a fact, or a part of one."""
        return sum(1 for cell in cells if isinstance(cell, str) and self.cleaned(cell) in self.meant)

    def cleaned(self, word: str) -> str:
        """Return a word of the header without the blanks around it, and without its line breaks if it is then known."""
        word = word.strip()
        squeezed = "".join(word.split())
        return squeezed if squeezed in self.meant else word

    def is_text(self, word: str) -> bool:
        """Return whether a column holds text that may be anything."""
        key = self.meant.get(word)
        if key is None:
            return False
        return key[1] == ".basis" or (self.facts[key].kind is Kind.TEXT and not key[1])


def filled(cells: Cells) -> list[int]:
    """Return the positions of the cells with something in them."""
    return [at for at, cell in enumerate(cells) if not (isinstance(cell, str) and not cell.strip())]


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as Excel shows it, from a row and a column that count from 0."""
    return f"{letters_of(column)}{row + 1}"


def listed(names: Sequence[str]) -> str:
    """Return names of cells for a message: all of a few, else the first ones and how many there are."""
    shown = "".join(f"「{name}」" for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}等 {len(names)} 处"


def find_header(rows: Sequence[tuple[int, Cells]], words: Words, source: str) -> tuple[Header, list[Problem]]:
    """Return the header of a sheet from its first rows that are not blank, with all that is wrong with it."""
    problems: list[Problem] = []
    row, cells = rows[0]
    below = _better(rows, words)
    if below is not None:
        message = f"第 {row + 1} 行不是表头，像表头的是第 {below[0] + 1} 行"
        hint = f"删去第 {below[0] + 1} 行上面的标题和说明，表头写在第一行"
        problems.append(Problem("ZZ649", message, Place(source, row + 1, filled(cells)[0] + 1), hint))
        row, cells = below
    taken = filled(cells)
    numbers = [at for at in taken if not isinstance(cells[at], str)]
    if numbers:
        message = f"表头{listed([cell_name(row, at) for at in numbers])}不是文字"
        hint = "表头写事实的中文名或者代码；第一行就是案卷的，在上面加一行表头"
        problems.append(Problem("ZZ652", message, Place(source, row + 1, numbers[0] + 1), hint))
    names: dict[int, str] = {}
    seen: dict[tuple[str, str], int] = {}
    for at in taken:
        if at in numbers:
            continue
        word = words.cleaned(cells[at])
        key = words.meant.get(word, (word, "其他"))
        if key in seen or word == ROW_COLUMN:
            other = f"和「{cell_name(row, seen[key])}」是同一列" if key in seen else "是程序自己用的列名"
            message = f"表头「{cell_name(row, at)}」（{printable(word)}）{other}"
            problems.append(Problem("ZZ651", message, Place(source, row + 1, at + 1), "删去一列，或者改用别的列名"))
        seen.setdefault(key, at)
        names[at] = word
    if names and not numbers and not words.known(cells):
        first = names[min(names)]
        message = f"第 {row + 1} 行的表头里没有一个事实"
        hint = f"用事实的中文名或者代码作表头，如{suggest(first, words.labels)}"
        problems.append(Problem("ZZ653", message, Place(source, row + 1, min(names) + 1), hint))
    return Header(row, frozenset(taken), names), problems


def _better(rows: Sequence[tuple[int, Cells]], words: Words) -> tuple[int, Cells] | None:
    """Return the row that looks more like the header than the first one does, if there is one.

    Either it names more facts, at least two if the first row names any, and they are half of what it says; or the first
    row is a single cell that names none, and the next row is several words.
    """
    first = words.known(rows[0][1])
    best, at = max((words.known(cells), -at) for at, (_, cells) in enumerate(rows))
    if at and best > first and (best > 1 or not first) and best * 2 >= len(filled(rows[-at][1])):
        return rows[-at]
    if not first and len(rows) > 1 and len(filled(rows[0][1])) == 1:
        _, cells = rows[1]
        if len(filled(cells)) > 1 and _all_text(cells):
            return rows[1]
    return None


def _all_text(cells: Cells) -> bool:
    return all(isinstance(cell, str) for cell in cells)

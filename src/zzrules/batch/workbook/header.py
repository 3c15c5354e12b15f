"""The header of a sheet: its row, the columns that its words name, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from zzrules.base.diagnostics import use
from zzrules.base.errors import Place, Problem
from zzrules.batch.workbook.marks import letters_of
from zzrules.case.partial import CODES
from zzrules.case.values import PART_LABELS, printable
from zzrules.engines.columnar.intake import STATE
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ROW_COLUMN: Final = "__row__"
MOST_ABOVE: Final = 20  # so many rows with something in them may stand above the header
_SHOWN: Final = 5

Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its row, from 0, the columns in which it has something, and the names that it gives them."""

    row: int
    taken: frozenset[int]
    names: dict[int, str]


class Words:
    """What a header may say: names and labels of facts, of their states, and of the parts of a finding."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary."""
        self.labels = [fact.label for fact in vocabulary.facts]
        self.meant: dict[str, tuple[str, str]] = {}
        self.facts: dict[tuple[str, str], Fact] = {}
        for fact in vocabulary.facts:
            self._add(fact, fact.name, fact.label, "", "")
            self._add(fact, fact.name, fact.label, STATE, STATE)
            for word, code in CODES.get(fact.kind, {}).items():
                self._add(fact, fact.name, fact.label, f".{code}", f".{word}")
            if fact.kind is Kind.FINDING:
                for part, label in PART_LABELS.items():
                    self._add(fact, fact.name, fact.label, f".{part}", f".{label}")

    def _add(self, fact: Fact, name: str, label: str, *suffixes: str) -> None:
        key = fact.name, suffixes[0]
        self.facts[key] = fact
        for suffix in suffixes:
            self.meant[name + suffix] = self.meant[label + suffix] = key

    def known(self, cells: Cells) -> int:
        """Return how many cells of a row name a fact, or a part of one."""
        return sum(isinstance(cell, str) and self.cleaned(cell) in self.meant for cell in cells)

    def cleaned(self, word: str) -> str:
        """Return a word of the header without the blanks around it, or without any if that makes it a known one."""
        word = word.strip()
        squeezed = "".join(word.split())
        return squeezed if squeezed in self.meant else word

    def is_text(self, word: str) -> bool:
        """Return whether a column holds text in which any word is a value."""
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
    """Return names of cells for a message: of many, the first ones and how many there are."""
    shown = "".join(f"「{name}」" for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}等 {len(names)} 处"


def find_header(rows: Sequence[tuple[int, Cells]], words: Words, source: str) -> tuple[Header, list[Problem]]:
    """Return the header of a sheet from its first rows that are not blank, with all that is wrong with it."""
    problems: list[Problem] = []
    row, cells = rows[0]
    below = _better(rows, words)
    if below is not None:
        place = Place(source, row + 1, filled(cells)[0] + 1)
        problems.append(use.HEADER_BELOW(place, row=row + 1, header=below[0] + 1))
        row, cells = below
    header, wrong = _named(row, cells, words, source)
    problems += wrong
    names = header.names
    if names and len(names) == len(header.taken) and not words.known(cells):
        first = names[min(names)]
        place = Place(source, row + 1, min(names) + 1)
        problems.append(use.NO_FACT_IN_HEADER(place, row=row + 1, known=suggest(first, words.labels)))
    return header, problems


def header_at(row: int, cells: Cells, source: str) -> tuple[Header, list[Problem]]:
    """Return the header of a register, whose words mean what a mapping says, with all that is wrong with it."""
    return _named(row, [" ".join(cell.split()) if isinstance(cell, str) else cell for cell in cells], None, source)


def _named(row: int, cells: Cells, words: Words | None, source: str) -> tuple[Header, list[Problem]]:
    """Return the names that a row gives to columns; ``words`` say which of them mean the same."""
    problems: list[Problem] = []
    taken = filled(cells)
    numbers = {at: None for at in taken if not isinstance(cells[at], str)}
    if numbers:
        names_of_cells = listed([cell_name(row, at) for at in numbers])
        problems.append(use.HEADING_NOT_TEXT(Place(source, row + 1, min(numbers) + 1), cells=names_of_cells))
    names: dict[int, str] = {}
    seen: dict[tuple[str, str] | str, int] = {}
    for at in taken:
        if at in numbers:
            continue
        word = cells[at].strip() if words is None else words.cleaned(cells[at])
        key = word if words is None else words.meant.get(word, word)
        place, shown = Place(source, row + 1, at + 1), {"cell": cell_name(row, at), "word": printable(word)}
        if key in seen:
            problems.append(use.REPEATED_HEADING(place, **shown, first=cell_name(row, seen[key])))
        elif word == ROW_COLUMN:
            problems.append(use.RESERVED_HEADING(place, **shown))
        seen.setdefault(key, at)
        names[at] = word
    return Header(row, frozenset(taken), names), problems


def _better(rows: Sequence[tuple[int, Cells]], words: Words) -> tuple[int, Cells] | None:
    """Return the row that looks more like a header than the first one, if there is such a row.

    Either it names more facts (at least two if the first row names any), which are half of what it says; or the first
    row is a single cell that names no fact, and the next row is several words.
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

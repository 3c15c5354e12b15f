"""Rows that cannot be judged: a file beside the result with the place of each, the column, and the reason.

It never says what stands in the row, but for cells that a mapping cannot read in columns that hold no personal data. It
appears with the result, and is removed by a run without such rows.
"""

from __future__ import annotations

import csv
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final

from zzrules.base.errors import Problem
from zzrules.batch.reminders import plain_cell
from zzrules.engines.columnar.problems import ColumnProblems
from zzrules.policy.vocabulary import Kind, Vocabulary

HEAD: Final = ("文件", "行号", "列", "错误代码", "原因", "应改为")
SUFFIX: Final = ".bad.csv"
_PIECE: Final = 5_000

Locate = Callable[[int], tuple[str, int]]
"""Returns of a row, from its place in a data set, the file and the number that a person sees."""


class RefusedRows:
    """Collects what is wrong with rows, in flat memory and from any thread; writes it in the order of the rows."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Take the file that keeps what is noted until the order of the rows is known, and the vocabulary."""
        self.count = 0
        self.said = Counter[tuple[str, str]]()
        """How often each mistake was noted that no engine reports: column and code."""
        self.locate: Locate = lambda row: ("", row)
        self.shown: Callable[[str], str] = lambda column: column
        """Returns what a column that an engine reports is called in the file."""
        dates = [fact for fact in vocabulary.facts if fact.kind is Kind.DATE]
        self.dates = frozenset(name for fact in dates for name in (fact.name, fact.label))
        """The columns of dates, of which it is told what stands there instead."""
        self._path = path
        self._stream: IO[bytes] | None = None
        self._column_problems = ColumnProblems(vocabulary)
        self._pieces: list[tuple[int, int, int, int]] = []
        self._lock = threading.Lock()

    def note(self, rows: Sequence[tuple[int, Sequence[tuple[str, Problem]]]]) -> None:
        """Note rows by their places, in order, each with its mistakes: column and problem."""
        said = Counter((column, problem.code) for _, mistakes in rows for column, problem in mistakes)
        with self._lock:
            self.said.update(said)
        self._keep(
            [
                (row, [(column, problem.code, problem.message, problem.hint) for column, problem in mistakes])
                for row, mistakes in rows
            ]
        )

    def note_columns(self, rows: Sequence[int], reported: Sequence[Sequence[Mapping[str, str]]]) -> None:
        """Note rows by their places, in order, each with its bad columns and their codes, as an engine reports them.

        A mistake may also say ``what`` stands there instead, in words that quote nothing.
        """
        self._keep(
            [
                (row, [tuple(mistake.values()) for mistake in mistakes])
                for row, mistakes in zip(rows, reported, strict=True)
            ]
        )

    def _keep(self, rows: Sequence[tuple[int, Sequence[tuple[str, ...]]]]) -> None:
        for start in range(0, len(rows), _PIECE):
            piece = rows[start : start + _PIECE]
            data = json.dumps(piece).encode()
            with self._lock:
                self._stream = self._stream or self._path.open("wb")
                self.count += len(piece)
                self._pieces.append((piece[0][0], piece[-1][0], self._stream.tell(), len(data)))
                self._stream.write(data)

    def close(self) -> None:
        """Take no more rows."""
        if self._stream is not None:
            self._stream.close()

    def write(self, path: Path) -> None:
        """Write all that was noted, in the order of the rows."""
        write_refused(path, [self])

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield all that was noted, in the order of the rows, as the cells of a file."""
        for group in self._in_order():
            for row, mistakes in sorted(group, key=itemgetter(0)):
                source, number = self.locate(row)
                for column, code, *words in mistakes:
                    noted = len(words) > 1  # with sentence and hint
                    message, hint = words if noted else self._reason(column, code)
                    message += "：" + words[0] if len(words) == 1 else ""
                    named = column if noted else self.shown(column)
                    yield tuple(map(plain_cell, (source, str(number or ""), named, code, message, hint)))

    def _reason(self, column: str, code: str) -> tuple[str, str]:
        problem = self._column_problems.of(column, code)
        return problem.message, problem.hint

    def _in_order(self) -> Iterator[list[Any]]:
        """Yield what was noted in groups of rows, each after the last; pieces whose rows overlap are one group."""
        with self._path.open("rb") as kept:
            group: list[Any] = []
            until = -1
            for first, last, start, size in sorted(self._pieces):
                if first > until and group:
                    yield group
                    group = []
                kept.seek(start)
                group += json.loads(kept.read(size))
                until = max(until, last)
            yield group


def write_refused(path: Path, parts: Iterable[RefusedRows]) -> None:
    """Write what was noted of one or several data sets."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        out.write("\ufeff")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(HEAD)
        for part in parts:
            writer.writerows(part.rows())


def is_refused_rows(path: Path) -> bool:
    """Return whether a file lists bad rows."""
    head = f"\ufeff{','.join(HEAD)}\r\n".encode()
    with path.open("rb") as stream:
        return stream.read(len(head)) == head

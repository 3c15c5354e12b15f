"""Stored determinations judged by a draft: whom it would touch, counted as the cases of a register are."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from zzrules.batch.changes import Changes, Job, counted
from zzrules.batch.replaying import Replayed
from zzrules.batch.textfiles import FILE_SHIFT
from zzrules.batch.turns import CaseChanges

_DAY: Final = "评价日"
"""The key of the day of evaluation; no fact can have this name."""
_LINE: Final = (1 << FILE_SHIFT) - 1


@dataclass(slots=True)
class _Group:
    """The records of the determinations of one rulebook that answer for the same policies, and where these stand."""

    path: Path
    stream: IO[str]
    files: list[str] = field(default_factory=list)
    places: array[int] = field(default_factory=lambda: array("q"))
    """For each record the number of its determination's file, and the line there."""

    def place(self, file: str, line: int) -> None:
        """Note where the next determination stands."""
        if self.files[-1:] != [file]:
            self.files.append(file)
        self.places.extend((len(self.files) - 1, line))

    def locate(self, row: int) -> tuple[str, int]:
        """Return the file and the line of a determination by the place of its record."""
        at = 2 * ((row & _LINE) - 1)
        return self.files[self.places[at]], self.places[at + 1]


class UnderDraft:
    """Collects determinations that came out as they were, and counts what a draft says of their records."""

    def __init__(self, scratch: Path, changes: Callable[[str], Changes]) -> None:
        """Take a folder for the records, and what judges by the rulebook of a digest and by the draft."""
        self._scratch, self._changes = scratch, changes
        self._made: dict[str, Changes] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], _Group] = {}

    def take(self, one: Replayed) -> None:
        """Take a determination that was judged again. Raises as what judges does, for a rulebook that is new."""
        if one.again is None or one.facts is None:
            return
        digest = one.rulebook
        if digest not in self._made:
            self._made[digest] = self._changes(digest)
        both = self._made[digest].codes
        codes = tuple(code for code in one.again.scope if code in both)
        if not codes:
            return
        group = self._groups.get((digest, codes))
        if group is None:
            path = self._scratch / f"{len(self._groups)}.jsonl"
            group = self._groups[digest, codes] = _Group(path, path.open("w", encoding="utf-8"))
        record = {**one.facts, _DAY: str(one.again.on)}
        group.stream.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
        group.place(one.case.source, one.case.place.line or one.case.number)

    def count(self, output: str = "") -> CaseChanges:
        """Return how the determinations fare, and write those that come out otherwise. Raises as `counted` does."""
        parts = []
        for (digest, codes), group in self._groups.items():
            group.stream.close()
            job = Job((group.path,), _DAY, codes, output, "jsonl", locate=group.locate)
            parts.append((self._made[digest], job))
        return counted(parts, output)

    def close(self) -> None:
        """Close all files."""
        for group in self._groups.values():
            group.stream.close()

"""Repairing what `check` finds in the user's folders, as far as only one thing can have been meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zzrules.base.errors import Fix, Place, Problem, edited
from zzrules.base.frozen import replaced

_ROUNDS: Final = 100
"""How many mistakes one after another, each hidden by the one before it, are repaired in a run."""


@dataclass(frozen=True)
class Mended:
    """A problem that was repaired, with the fix that did it."""

    problem: Problem
    fix: Fix

    def __str__(self) -> str:
        """Return what was wrong, where, and what was done about it."""
        return f"{self.problem.place}: {self.problem.code} {self.problem.message}（{self.fix.title}）"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"code": self.problem.code, "position": self.problem.place.to_dict(), "title": self.fix.title}


def mend(own: Sequence[Path], check: Callable[[], Sequence[Problem]]) -> tuple[list[Mended], tuple[Problem, ...]]:
    """Repair what ``check`` finds in the user's ``own`` folders by sure fixes; return what was, and what cannot be.

    A file changes whole or not at all. What is found only after another mistake is repaired is repaired, too; what is
    found again is not.
    """
    from zzrules.base.diagnostics.text import YAML_FILE_UNWRITABLE

    done: dict[Problem, Mended] = {}
    for _ in range(_ROUNDS):
        found = [problem for problem in check() if problem.fixes and problem.fixes[0].sure and problem not in done]
        now: list[Mended] = []
        for source in dict.fromkeys(problem.place.source for problem in found):
            path = next((folder / source for folder in reversed(own) if (folder / source).is_file()), None)
            if path is None:
                continue
            here = [problem for problem in found if problem.place.source == source]
            try:
                now += _mend_file(path, source, here)
            except OSError:
                return [*done.values(), *now], (YAML_FILE_UNWRITABLE(Place(source)),)
        if not now:
            break
        done |= {one.problem: one for one in now}
    return [*done.values()], ()


def _mend_file(path: Path, source: str, problems: Sequence[Problem]) -> Iterator[Mended]:
    """Make the fixes of a file's problems that do not touch one another; yield those that were."""
    from zzrules.policy.editing import replace_file

    fixes = {
        problem.fixes[0]: problem
        for problem in problems
        if all(edit.place.source == source for edit in problem.fixes[0].edits)
    }
    mended, made = edited(path.read_bytes().decode(), fixes, source)
    if made:
        replace_file(path, mended)
    for fix in made:
        yield Mended(fixes[fix], fix)


def openable(problem: Problem, folders: Sequence[Path]) -> Problem:
    """Return a problem whose places can be opened from the working directory."""

    def opened(place: Place) -> Place:
        path = next((found for folder in reversed(folders) if (found := folder / place.source).is_file()), None)
        return replaced(place, source=nearby(path)) if path is not None and place.source else place

    related = [replaced(one, place=opened(one.place)) for one in problem.related]
    fixes = [
        replaced(fix, edits=tuple(replaced(edit, place=opened(edit.place)) for edit in fix.edits))
        for fix in problem.fixes
    ]
    shown = problem.shown
    if shown is not None:
        shown = replaced(shown, parts=tuple((name, opened(place)) for name, place in shown.parts))
    return replaced(problem, place=opened(problem.place), related=tuple(related), fixes=tuple(fixes), shown=shown)


def nearby(path: Path) -> str:
    """Return a path as it is told to whoever works in this directory."""
    from zzrules.policy.whereabouts import shown

    return shown(path)

"""What a run of features showed, kept as data: the scenarios with what came of them, and what they show of policies.

A run is stamped with the digest of the rulebook, that of the features, that of the code that judges, and its day: it
stands for another run as long as these are the same (`Run.fits`).
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from zzrules.analysis.coverage.kinds import CONSEQUENCE, GROUND, OUTCOME, READING, STATE
from zzrules.analysis.coverage.points import Point, reading_point
from zzrules.base.version import engine_digest
from zzrules.batch.recordtext import case_yaml
from zzrules.bdd.case import Shown
from zzrules.bdd.running import Outcome, run
from zzrules.policy.digest import digest_of
from zzrules.rulebook import Rulebook

NO_NAMES: Final[Mapping[Path, str]] = {}
_GZIP: Final = b"\x1f\x8b"
_FORM: Final = "zzrules-run/1"
_WORTH_A_PROCESS: Final = 100_000  # bytes of features: what takes longer to run than a process to begin
KEPT: Final = frozenset((GROUND, OUTCOME, CONSEQUENCE, STATE, READING))
"""The kinds of points that are kept: those that pages name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a scenario asks: the day, its record as it was written, and what the answer shows.

    Of a log, ``events`` are what happened, and ``facts`` are those without a date; ``kept_until`` is how far it goes.
    ``policies`` are those (codes) that the scenario asks about or looks at.
    """

    on: str
    policies: tuple[str, ...]
    facts: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]] = ()
    kept_until: str | None = None
    points: frozenset[Point] = frozenset()

    def to_yaml(self) -> str:
        """Return its record, or its log, as the text of a file."""
        return case_yaml(self.facts, self.events, self.kept_until)


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of a scenario, of an outline one for each row of its examples; ``file`` is named from the features' folder.

    ``why`` is empty if it passed; ``step`` is the step that failed, and ``step_line`` its line.
    """

    file: str
    line: int
    name: str
    row: tuple[tuple[str, str], ...]
    why: str
    step: str
    step_line: int
    asked: tuple[Asked, ...]

    @property
    def points(self) -> frozenset[Point]:
        """What it shows; what did not pass shows nothing."""
        return frozenset(point for one in self.asked for point in one.points if not self.why)


@dataclass(frozen=True)
class Run:
    """A run of all features: of which rulebook, which features and which code, and when."""

    rulebook: str
    features: str
    engine: str
    on: date
    ran: tuple[Ran, ...]

    @classmethod
    def of(cls, book: Rulebook, files: Mapping[str, Path], on: date, processes: int | None = None) -> Run:
        """Run features, given by their names, and return what came of them.

        Where they are many, ``processes`` run them side by side: by default as many as there are cores.
        """
        size = sum(path.stat().st_size for path in files.values())
        others = min(processes or os.cpu_count() or 1, size // _WORTH_A_PROCESS, len(files)) - 1
        ran = _side_by_side(book, sorted(files.items()), others) if others > 0 else _run(book, files)
        ran.sort(key=lambda one: (one.file, one.line))
        return cls(book.digest, features_digest(files), engine_digest(), on, tuple(ran))

    def fits(self, book: Rulebook, files: Mapping[str, Path]) -> bool:
        """Return whether running the same again would show the same."""
        same = (self.rulebook, self.features, self.engine)
        return same == (book.digest, features_digest(files), engine_digest())

    @cached_property
    def failed(self) -> tuple[Ran, ...]:
        """What did not pass."""
        return tuple(one for one in self.ran if one.why)

    def to_json(self) -> str:
        """Return it as text to be kept; equal runs are equal texts."""
        points = sorted({point for one in self.ran for asked in one.asked for point in asked.points})
        numbers = {point: number for number, point in enumerate(points)}
        data = {
            "form": _FORM,
            "rulebook": self.rulebook,
            "features": self.features,
            "engine": self.engine,
            "on": str(self.on),
            "points": points,
            "ran": [_plain(one, numbers) for one in self.ran],
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"

    def to_gzip(self) -> bytes:
        """Return the same in a fifteenth of the room; equal runs are equal bytes."""
        return gzip.compress(self.to_json().encode(), mtime=0)

    @classmethod
    def read(cls, kept: bytes) -> Run | None:
        """Return a run that was kept; None for what is none, or was kept in another form."""
        try:
            data = json.loads(gzip.decompress(kept) if kept.startswith(_GZIP) else kept)
            if data["form"] != _FORM:
                return None
            points = [Point(*point) for point in data["points"]]
            ran = tuple(_ran(one, points) for one in data["ran"])
            day = date.fromisoformat(data["on"])
            return cls(str(data["rulebook"]), str(data["features"]), str(data["engine"]), day, ran)
        except (ValueError, KeyError, TypeError, IndexError, EOFError, OSError, zlib.error):
            return None


class Evidence:
    """Takes what came of scenarios, and keeps what they show of a rulebook."""

    def __init__(self, book: Rulebook, names: Mapping[Path, str] = NO_NAMES) -> None:
        """Take the rulebook, and what its feature files are called, unless by their paths."""
        self._book, self._names = book, names
        self._points = book.showing().points
        self.ran: list[Ran] = []

    def note(self, outcome: Outcome) -> None:
        """Take what came of a scenario."""
        name = self._names.get(outcome.file, str(outcome.file))
        shown = tuple(self._asked(one, outcome.passed) for one in outcome.shown)
        told = (outcome.why, outcome.step, outcome.step_line, shown)
        self.ran.append(Ran(name, outcome.line, outcome.scenario, outcome.row, *told))

    def _asked(self, shown: Shown, passed: bool) -> Asked:
        inquiry = shown.determination.inquiry
        own = inquiry.catalogue.plan.policies is self._book.plan.policies
        codes = [policy.code for policy in self._book.plan.policies if policy.code in shown.policies] if own else []
        asked = Asked(str(shown.determination.on), tuple(codes), shown.facts, shown.events, shown.kept_until)
        if not (passed and own):
            return asked
        found = self._points.shown(inquiry.catalogue.compiled, inquiry.record, inquiry.every_raw(), codes)
        kept = (point for point in (*found, *self._readings(shown)) if point.kind in KEPT)
        return replace(asked, points=frozenset(kept))

    def _readings(self, shown: Shown) -> Iterator[Point]:
        for policy, name, other in shown.readings:
            for version in self._book.plan.policy(policy).versions:
                taken = next((one.taken for one in version.readings if one.name == name), "")
                yield reading_point(policy, name, taken, other)


def features_digest(files: Mapping[str, Path]) -> str:
    """Return the SHA-256 over the names and bytes of features."""
    return digest_of((name, path.read_bytes()) for name, path in sorted(files.items()))


def _run(book: Rulebook, files: Mapping[str, Path]) -> list[Ran]:
    evidence = Evidence(book, {path: name for name, path in files.items()})
    run([*files.values()], lambda _: book, evidence.note)
    return evidence.ran


def _side_by_side(book: Rulebook, files: Sequence[tuple[str, Path]], others: int) -> list[Ran]:
    """Run features in so many other processes, which take them in their order, and in this one, from the last.

    Neighbours in the order of names are about one article: what is made for it once, few processes make.
    """
    with ProcessPoolExecutor(others, get_context("spawn"), _take, (book,)) as pool:
        waiting = [(pool.submit(_run_taken, file), file) for file in files]
        mine = [one for future, file in reversed(waiting) if future.cancel() for one in _run(book, dict([file]))]
        return mine + [one for future, _ in waiting if not future.cancelled() for one in future.result()]


_TAKEN: list[Rulebook] = []
"""The rulebook by which this process runs features for another."""


def _take(book: Rulebook) -> None:
    _TAKEN[:] = [book]


def _run_taken(file: tuple[str, Path]) -> list[Ran]:
    return _run(_TAKEN[0], dict([file]))


def _plain(one: Ran, numbers: Mapping[Point, int]) -> list[Any]:
    asked = [
        [each.on, each.policies, each.facts, each.events, each.kept_until, sorted(numbers[at] for at in each.points)]
        for each in one.asked
    ]
    return [one.file, one.line, one.name, one.row, one.why, one.step, one.step_line, asked]


def _ran(data: list[Any], points: Sequence[Point]) -> Ran:
    file, line, name, row, why, step, step_line, asked = data
    shown = tuple(
        Asked(on, tuple(policies), facts, tuple(events), kept_until, frozenset(points[at] for at in numbers))
        for on, policies, facts, events, kept_until, numbers in asked
    )
    return Ran(file, line, name, tuple((column, cell) for column, cell in row), why, step, step_line, shown)

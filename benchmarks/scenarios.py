"""Scenarios run without pytest: features are read once, and run under one rulebook after another.

Each scenario is run with its own steps, the functions of `zzrules.bdd`, and so fails where ``zzrules test`` has it
fail. Left out are those that load policies from elsewhere (采用…中的政策): no change of the shipped ones reaches them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from zzrules.answer.determination import Determination
from zzrules.base.errors import RecordError, ZzrulesError
from zzrules.bdd import manual
from zzrules.bdd.case import Case, fail
from zzrules.bdd.scenarios import Node, Written, feature_of, filled, scenarios_of
from zzrules.bdd.steps import Kind
from zzrules.case.record import Record
from zzrules.rulebook import Rulebook

FEATURES: Final = Path(__file__).resolve().parents[1] / "features"
_ELSEWHERE: Final = "采用"
_KINDS: Final[dict[str, Kind]] = {"Context": "given", "Action": "when", "Outcome": "then"}


@dataclass
class Noted:
    """What a scenario asks: of which policies (codes), and of which records."""

    asked: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """A scenario, of an outline with one row of its examples: its steps, and the policies of which it asks."""

    file: str
    name: str
    steps: tuple[tuple[Callable[..., Any], dict[str, Any]], ...]

    def passes(self, book: Rulebook, noted: Noted | None = None) -> bool:
        """Return whether everything is as the scenario says; what it asks is noted."""
        case = _Noting(book, noted=noted or Noted())
        try:
            for function, words in self.steps:
                function(case=case, **words)
            _end(case)
        except (pytest.fail.Exception, ZzrulesError):
            return False
        return True


@dataclass
class _Noting(Case):
    """A case that notes what it is asked."""

    noted: Noted = field(default_factory=Noted)

    def _keep(self, result: Determination | None, error: RecordError | None, given: tuple[Any, ...] = ()) -> None:
        if result is not None:
            self.noted.asked.update(answer.code for answer in result)
            self.noted.records.append(result.record)
        super()._keep(result, error, given)


def _end(case: Case) -> None:
    """Fail a scenario that leaves a mistake unmentioned, as the fixture of `zzrules.bdd` does."""
    if any(str(problem) not in case.log_problems_seen for problem in case.log_problems()):
        fail("流水有误，而场景没有说到")
    case.need_mentioned()


def read(folder: Path = FEATURES) -> tuple[Run, ...]:
    """Return the scenarios of a folder, in the order of its files."""
    found: list[Run] = []
    for file in sorted(folder.glob("*.feature")):
        feature = feature_of(file.read_text(encoding="utf-8"))
        for written in scenarios_of(feature) if feature is not None else ():
            if not any(step["text"].startswith(_ELSEWHERE) for step in (*written.background, *written.steps)):
                found += _runs(file.name, written)
    return tuple(found)


def _runs(file: str, written: Written) -> Iterable[Run]:
    for row in written.rows:
        steps = []
        for group in (written.background, written.steps):
            kind: Kind = "given"
            for node in group:
                kind = _KINDS.get(node["keywordType"], kind)
                steps.append(_bound(node, kind, row))
        yield Run(file, written.name, tuple(steps))


def _bound(node: Node, kind: Kind, row: dict[str, str]) -> tuple[Callable[..., Any], dict[str, Any]]:
    """Return what a step does, with the words that it gives."""
    text = filled(node["text"], row)
    step = manual.step_of(text, kind)
    assert step is not None, text
    words = dict(step.parser.parse_arguments(text) or {})
    if step.tabled:
        table = node["dataTable"]["rows"]
        words["datatable"] = [[filled(cell["value"], row) for cell in line["cells"]] for line in table]
    return step.function, words

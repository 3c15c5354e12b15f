"""Features run one scenario after another, with no more of pytest than how a step fails.

The steps are the library's, and no Python of the folder is run; whoever has steps of their own runs pytest
(`zzrules.bdd.collecting`). Tests hold that both say the same of every scenario.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from zzrules.base.diagnostics.folders import NOT_COLLECTED
from zzrules.base.errors import Place, Problem, ZzrulesError
from zzrules.bdd.case import Case, Running, Shown, fail
from zzrules.bdd.features import no_such_step
from zzrules.bdd.manual import step_of
from zzrules.bdd.scenarios import Node, Written, by_kind, feature_of, filled, scenarios_of
from zzrules.policy.whereabouts import shown
from zzrules.rulebook import Rulebook


@dataclass(frozen=True)
class Outcome:
    """What came of one run of a scenario: of an outline there is one for each row of its examples.

    ``why`` is empty if it passed; else ``step`` is the step that failed, with its keyword and its line, unless it was
    none of them. ``shown`` are its determinations, each with the policies (codes) of which it shows something.
    """

    file: Path
    scenario: str
    line: int
    row: tuple[tuple[str, str], ...]
    why: str = ""
    step: str = ""
    step_line: int = 0
    shown: Sequence[Shown] = ()

    @property
    def passed(self) -> bool:
        """Whether all was as the scenario says."""
        return not self.why


def run(
    files: Sequence[Path], book_of: Callable[[Path], Rulebook], told: Callable[[Outcome], None]
) -> tuple[Problem, ...]:
    """Run every scenario of feature files that have nothing wrong; ``told`` is given each outcome as it is known.

    Returns the files that cannot be read as features all the same (ZZ815): the others run. What ``told`` raises ends
    the run.
    """
    unread = []
    for file in files:
        try:
            feature = feature_of(file.read_text(encoding="utf-8"))
            scenarios = [*scenarios_of(feature)] if feature is not None else []
        except Exception as error:  # noqa: BLE001 - a fault of ours, told: the file was read before
            unread.append(NOT_COLLECTED(Place(shown(file)), reason=_kind_and_line(error)))
            continue
        book, source = book_of(file), shown(file)
        for written in scenarios:
            for row in written.rows:
                told(_Run(file, source, written, row).outcome(book))
    return tuple(unread)


class _Run:
    """One run of a scenario, with the words of one row of its examples."""

    def __init__(self, file: Path, source: str, written: Written, row: dict[str, str]) -> None:
        self._file, self._source, self._written, self._row = file, source, written, row
        self._running: Running | None = None
        self._failing: Node | None = None

    def outcome(self, book: Rulebook) -> Outcome:
        """Run its steps, with a rulebook, until one fails."""
        case, why = Case(book, running=lambda: self._running), ""
        try:
            self._steps(case)
            case.need_all_mentioned()
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - told as what came of it
            why = _because(error)
        name, line, row = self._filled(self._written.name), self._written.node["location"]["line"], self._row
        step, step_line = "", 0
        if (failed := self._failing) is not None:
            step = f"{failed['keyword'].strip()} {self._filled(failed['text'])}"
            step_line = failed["location"]["line"]
        return Outcome(self._file, name, line, tuple(row.items()), why, step, step_line, case.shown)

    def _steps(self, case: Case) -> None:
        for steps in (self._written.background, self._written.steps):
            for kind, node in by_kind(steps):
                rows = node["dataTable"]["rows"] if "dataTable" in node else ()
                text, at = self._filled(node["text"]), _at(node)
                step = step_of(text, kind) if kind is not None else None
                if step is None:
                    fail(str(no_such_step(text, kind or "given", Place(self._source, *at))))
                self._running, self._failing = Running(self._file, self._source, at, [*map(_at, rows)]), node
                step.do(text, case, [[self._filled(cell["value"]) for cell in row["cells"]] for row in rows])
                self._failing = None

    def _filled(self, text: str) -> str:
        return filled(text, self._row) if self._row else text


def _at(node: Node) -> tuple[int, int]:
    """Return where a node stands: its line and its column."""
    return node["location"]["line"], node["location"]["column"]


def _because(error: BaseException) -> str:
    """Return in Chinese why a step failed: what it says itself, or what the library says."""
    if isinstance(error, pytest.fail.Exception | ZzrulesError):
        return str(error)
    return f"程序出错了（{_kind_and_line(error)}）。请报告给维护者。"


def _kind_and_line(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"

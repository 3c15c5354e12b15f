"""Features run by pytest within this process, with nothing of pytest's own seen: neither its words nor its settings.

No Python of the folder is run, no plugin but pytest-bdd's and ours, and nothing is written.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from zzrules.base.diagnostics.folders import NOT_COLLECTED
from zzrules.base.errors import Place, Problem, ZzrulesError
from zzrules.bdd.case import SHOWN, Shown
from zzrules.bdd.collecting import BOOKS, CHECKED, FeatureFile
from zzrules.policy.whereabouts import shown
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from pytest_bdd.parser import Scenario, Step

_ARGUMENTS: Final = (
    *("-c", os.devnull, "--noconftest", "--capture=no", "--assert=plain", "-W", "ignore"),
    "--continue-on-collection-errors",
    *("-p", "pytest_bdd.plugin", "-p", "zzrules.bdd"),
    *("-p", "no:terminalreporter", "-p", "no:cacheprovider", "-p", "no:logging", "-p", "no:faulthandler"),
    *("-p", "no:unraisableexception", "-p", "no:threadexception"),
)
_SETTINGS: Final = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_CURRENT_TEST")
_AUTOLOAD: Final = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"


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

    Returns the files that pytest cannot collect all the same (ZZ815): the others run. If ``told`` cannot write what it
    is given, no further scenario runs, and its `OSError` is raised.
    """
    plugin = _Run(files, book_of, told)
    with _own_settings():
        code = pytest.main([*_ARGUMENTS, f"--rootdir={Path.cwd()}"], plugins=[plugin])
    if plugin.untold is not None:
        raise plugin.untold
    if plugin.interrupted:
        raise KeyboardInterrupt
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f"pytest ended with {code!r}")
    return tuple(plugin.not_collected)


@contextmanager
def _own_settings() -> Iterator[None]:
    """Let no setting of pytest in the environment count."""
    before = {name: os.environ.pop(name) for name in _SETTINGS if name in os.environ}
    os.environ[_AUTOLOAD] = "1"
    try:
        yield
    finally:
        for name in _SETTINGS:
            os.environ.pop(name, None)
        os.environ.update(before)


@dataclass
class _Seen:
    """What was seen of the scenario that runs."""

    scenario: Scenario | None = None
    failed: Step | None = None
    why: str = ""


class _Run:
    """The plugin of one run: hands pytest the files, and takes from it what came of each scenario."""

    def __init__(
        self, files: Sequence[Path], book_of: Callable[[Path], Rulebook], told: Callable[[Outcome], None]
    ) -> None:
        self._files, self._book_of, self._told = files, book_of, told
        self._seen = _Seen()
        self.interrupted = False
        self.untold: OSError | None = None
        self.not_collected: list[Problem] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[BOOKS] = self._book_of
        config.stash[CHECKED] = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        for file in self._files:
            session.items.extend(session.genitems(FeatureFile.from_parent(session, path=file)))
        session.testscollected = len(session.items)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Generator[None, Any, Any]:
        report = yield
        if report.failed and report.call is not None:
            reason = _kind_and_line(report.call.excinfo.value)
            self.not_collected.append(NOT_COLLECTED(Place(shown(collector.path)), reason=reason))
        return report

    def pytest_keyboard_interrupt(self) -> None:
        self.interrupted = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._seen = seen = _Seen()
        done = yield
        row, scenario, step = getattr(item, "callspec", None), seen.scenario, seen.failed
        outcome = Outcome(
            item.path,
            scenario.name if scenario is not None else item.name,
            scenario.line_number if scenario is not None else 0,
            tuple(row.params["_pytest_bdd_example"].items()) if row is not None else (),
            seen.why,
            f"{step.keyword} {step.name}" if step is not None else "",
            step.line_number if step is not None else 0,
            item.stash.get(SHOWN, []),
        )
        try:
            self._told(outcome)
        except OSError as error:  # whoever reads the report is gone, or the disk is full
            self.untold = error
            item.session.shouldstop = "the outcome cannot be told"
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        if call.excinfo is not None and not self._seen.why:
            self._seen.why = _because(call.excinfo.value)
        return (yield)

    def pytest_bdd_before_scenario(self, scenario: Scenario) -> None:
        self._seen.scenario = scenario

    def pytest_bdd_step_error(self, step: Step) -> None:
        self._seen.failed = step


def _because(error: BaseException) -> str:
    """Return in Chinese why a step failed: what it says itself, or what the library says."""
    if isinstance(error, pytest.fail.Exception | ZzrulesError):
        return str(error)
    return f"程序出错了（{_kind_and_line(error)}）。请报告给维护者。"


def _kind_and_line(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"

"""Steps for pytest-bdd (9 or later) in Chinese, for the features of any city's policies.

Another project needs this in its ``conftest.py``::

    pytest_plugins = ["zzrules.bdd"]


    @pytest.fixture(scope="session")
    def rulebook():
        return zzrules.load("my-policies")

Without the fixture, scenarios use the policies that come with the package; 「假如 采用"文件夹"中的政策」 uses a folder
beside the feature, or beside one of the folders above it, for one scenario.

A folder without any Python is run by ``pytest -p zzrules.bdd`` (or ``zzrules test``, in Chinese throughout): features
are then collected by themselves, each with the policies of the nearest folder above it that holds a regulation.

The steps are listed on docs/场景步骤.md and by ``zzrules test --steps``. Facts are written with their Chinese labels,
values as in records (`read_cell`); a step that fails says in Chinese what is so instead. ``zzrules`` itself never
imports this.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import zzrules
from zzrules.base.errors import Place
from zzrules.bdd.case import RUNNING, SHOWN, Case, Running, fail, read_cell
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from pytest_bdd.parser import Feature, Step

pytest_plugins = [
    "zzrules.bdd.record",
    "zzrules.bdd.outcomes",
    "zzrules.bdd.consequences",
    "zzrules.bdd.casefiles",
    "zzrules.bdd.calendar",
]

__all__ = ["Case", "case", "read_cell", "rulebook"]


_NAME = "zzrules.bdd"


def _collects(config: pytest.Config) -> bool:
    """Return whether features are collected by themselves: the plugin was asked for by ``-p``."""
    return _NAME in (config.getoption("plugins") or ())


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a feature if the plugin was asked for by ``-p``; else a Python file binds it."""
    if not _collects(parent.config):
        return None
    from zzrules.bdd.collecting import collect

    return collect(file_path, parent)


@pytest.hookimpl(optionalhook=True)
def pytest_bdd_before_step(request: pytest.FixtureRequest, feature: Feature, step: Step) -> None:
    """Note which step runs, so that what is wrong with what it brings can be told with its line."""
    from zzrules.policy.whereabouts import shown

    file = Path(feature.filename)
    rows = step.datatable.rows if step.datatable is not None else ()
    at = tuple((row.location.line, row.location.column) for row in rows)
    request.node.stash[RUNNING] = Running(file, shown(file), (step.line_number, step.indent + 1), at)


@pytest.hookimpl(optionalhook=True)
def pytest_bdd_step_func_lookup_error(feature: Feature, step: Step) -> None:
    """Fail a scenario with a step that there is not in Chinese, with the one that may have been meant."""
    from zzrules.bdd.features import no_such_step
    from zzrules.bdd.steps import KEYWORDS
    from zzrules.policy.whereabouts import shown

    kind = next(kind for kind in KEYWORDS if kind == step.type)
    fail(str(no_such_step(step.name, kind, Place(shown(Path(feature.filename)), step.line_number, step.indent + 1))))


def _scope(fixture_name: str, config: pytest.Config) -> Literal["module", "session"]:  # noqa: ARG001 - pytest calls it
    """Return that of the rulebook: features that are collected by themselves may have different ones."""
    return "module" if _collects(config) else "session"


@pytest.fixture(scope=_scope)
def rulebook(request: pytest.FixtureRequest) -> Rulebook:
    """The rulebook of the policies that come with the package. Override it to test your own."""
    if request.scope == "session":
        return zzrules.load()
    from zzrules.bdd import collecting

    return collecting.book_of(request.path)


@pytest.fixture
def case(rulebook: Rulebook, request: pytest.FixtureRequest) -> Iterator[Case]:
    """The scenario's case; a mistake in its record or log that no step mentions fails the scenario."""
    case = Case(rulebook, running=lambda: request.node.stash.get(RUNNING, None))
    request.node.stash[SHOWN] = case.shown
    yield case
    case.need_all_mentioned()

"""Steps for pytest-bdd (9 or later) in Chinese, for the features of any city's policies.

Another project needs this in its ``conftest.py``::

    pytest_plugins = ["zzrules.bdd"]


    @pytest.fixture(scope="session")
    def rulebook():
        return zzrules.load("my-policies")

Without the fixture, scenarios use the policies that come with the package; 「假如 采用"文件夹"中的政策」 uses a folder,
relative to pytest's root, for one scenario.

A folder without any Python is run by ``pytest -p zzrules.bdd`` (or ``zzrules test``, in Chinese throughout): features
are then collected by themselves, each with the policies of the nearest folder above it that holds a regulation.

The steps are listed on docs/场景步骤.md and by ``zzrules test --steps``. Facts are written with their Chinese labels,
values as in records (`read_cell`); a step that fails says in Chinese what is so instead. ``zzrules`` itself never
imports this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from pytest_bdd import parsers

import zzrules
from zzrules.base.errors import Place
from zzrules.bdd.case import Case, fail, listed, quoted, read_cell, step
from zzrules.bdd.steps import given, when
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    from pytest_bdd.parser import Feature, Step

pytest_plugins = [
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
def pytest_bdd_step_func_lookup_error(feature: Feature, step: Step) -> None:
    """Fail a scenario with a step that there is not in Chinese, with the one that may have been meant."""
    from zzrules.bdd.collecting import shown
    from zzrules.bdd.features import no_such_step
    from zzrules.bdd.steps import KEYWORDS

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

    return request.config.stash.get(collecting.BOOKS, collecting.book_of)(request.path)


@pytest.fixture
def case(rulebook: Rulebook) -> Iterator[Case]:
    """The scenario's case; a mistake in its record or log that no step mentions fails the scenario."""
    case = Case(rulebook)
    yield case
    if case.events and not case.log_errors_seen and (problems := case.log().problems):
        fail("流水有误，而场景没有说到：\n" + "\n".join(map(str, problems)))
    if case.error is not None and not case.error_seen:
        fail(f"案卷有误，而场景没有说到：\n{case.error}")


# ── 假如 ────────────────────────────────────────────────────────────────


@cache
def _loaded(folder: Path) -> Rulebook:
    return zzrules.load(folder)


@given(parsers.re('采用["“「](?P<folder>[^"”」]+)["”」]中的政策'))
def use_folder(folder: str, case: Case, request: pytest.FixtureRequest) -> None:
    """Use the policies of a folder, relative to pytest's root."""
    case.book = _loaded(request.config.rootpath / folder)


@given("案卷如下")
def given_facts(case: Case, datatable: list[list[str]]) -> None:
    """Record the facts of a table | 事实 | 值 |."""
    header, *rows = datatable
    if header != ["事实", "值"]:
        fail(f"案卷的表头应当是 | 事实 | 值 |，写的是 | {' | '.join(header)} |")
    labels = [label for label, _ in rows]
    repeated = sorted({label for label in labels if labels.count(label) > 1})
    if repeated:
        fail(f"案卷里重复：{listed(repeated)}")
    for label, value in rows:
        case.put(label, value)


@given(parsers.re("「(?P<label>[^」]+)」为「(?P<value>.*)」"))
@when(parsers.re("「(?P<label>[^」]+)」为「(?P<value>.*)」"))
def given_fact(label: str, value: str, case: Case) -> None:
    """Record one fact; it replaces what was recorded before."""
    case.put(label, value)


@given(step("没有记载{label}"))
@when(step("没有记载{label}"))
def without_fact(label: str, case: Case) -> None:
    """Remove a fact from the record, so that it is unknown."""
    if label not in case.book.vocabulary.by_label:
        fail(f"词汇里没有事实「{label}」")
    case.put(label, "")


@given(step("{label}有以下各次"))
def given_list(label: str, case: Case, datatable: list[list[str]]) -> None:
    """Record a list: a column for each field, a row for each element; an empty cell records nothing."""
    header, *rows = datatable
    elements = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    if not elements:
        fail(f"「{label}」一次也没有列出；已知没有的，写：「{label}」为「无」")
    case.put(label, elements)


# ── 当 ──────────────────────────────────────────────────────────────────


@when(step("于{on}评价"))
def evaluate(on: str, case: Case) -> None:
    """Judge the record by every policy."""
    case.evaluate(on)


@when(parsers.re("于「(?P<on>[^」]+)」就(?P<about>「[^」]+」(?:、?「[^」]+」)*)评价"))
def evaluate_about(on: str, about: str, case: Case) -> None:
    """Judge the record by some policies or grounds."""
    case.evaluate(on, [key for keys in quoted(about) for key in keys.split("、")])

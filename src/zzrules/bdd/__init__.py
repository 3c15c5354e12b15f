"""Steps for pytest-bdd (9 or later) in Chinese, for the features of any city's policies.

Another project needs this in its ``conftest.py``::

    pytest_plugins = ["zzrules.bdd"]


    @pytest.fixture(scope="session")
    def rulebook():
        return zzrules.load("my-policies")

Without the fixture, scenarios use the policies that come with the package; 「假如 采用"文件夹"中的政策」 uses a folder,
relative to pytest's root, for one scenario. Facts are written with their Chinese labels, values as in records
(`read_cell`); a step that fails says in Chinese what is so instead. ``zzrules`` itself never imports this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, when

import zzrules
from zzrules.bdd.case import Case, fail, listed, quoted, read_cell, step
from zzrules.rulebook import Rulebook

pytest_plugins = [
    "zzrules.bdd.outcomes",
    "zzrules.bdd.consequences",
    "zzrules.bdd.casefiles",
    "zzrules.bdd.calendar",
]

__all__ = ["Case", "case", "read_cell", "rulebook"]


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rulebook of the policies that come with the package. Override it to test your own."""
    return zzrules.load()


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

"""Steps about the record, and by which the policies are asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pytest_bdd import parsers

import zzrules
from zzrules.bdd.case import Case, fail, listed, quoted, step
from zzrules.bdd.steps import given, when
from zzrules.rulebook import Rulebook

# ── 假如 ────────────────────────────────────────────────────────────────


@cache
def loaded(folder: Path | None) -> Rulebook:
    """Return the rulebook of a folder; of the shipped one for None."""
    return zzrules.load(folder)


@given(parsers.re('采用["“「](?P<folder>[^"”」]+)["”」]中的政策'))
def use_folder(folder: str, case: Case) -> None:
    """Use the policies of a folder beside the feature, or beside a folder above it."""
    case.policies = loaded(case.folder(folder))


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
    for number, (label, value) in enumerate(rows):
        case.put(label, value, number)


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

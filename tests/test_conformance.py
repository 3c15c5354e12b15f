"""Conformance: small policies and records as files, the answer or the diagnostics that each must have.

Every engine judges every good case; an engine joins by its line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conformance_update import HOME, cases, diagnostics, loaded, named

from zzrules.answer.judgement import Judgement
from zzrules.answer.record import Record, RecordReader
from zzrules.batch.files import read_cases
from zzrules.engines import reference
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan import nodes

TRUTHS = {"成立": True, "不成立": False, "待查明": None}
ENGINES: dict[str, Callable[[nodes.Plan, Record], dict[str, Judgement]]] = {
    "reference": reference.judge,
    "compiled": lambda plan, record: CompiledPlan(plan).judge(record),
}
TOPICS = sorted(path for path in HOME.iterdir() if path.is_dir())
RUNS = [(case, path) for case in cases("good") for path in sorted(case.glob("record*.yaml"))]


def expected(record: Path) -> dict[str, Any]:
    """Return what is expected of a record: the file beside it; every word in it is text."""
    path = record.with_name(record.name.replace("record", "expected", 1))
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - reads text only


def facts(record: Path) -> Any:
    """Return the facts of a record file, read as the library reads it."""
    (case,) = read_cases([record])
    return case.facts()


def truths(words: dict[str, str]) -> dict[str, bool | None]:
    return {name: TRUTHS[word] for name, word in words.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("case", "record"), RUNS, ids=[f"{named(case)}/{path.stem}" for case, path in RUNS])
def test_good(case, record, engine):
    """Every engine gives the answer that the case expects: possible outcomes, grounds, procedures, consequences."""
    book = loaded(case)
    asked = expected(record)
    on = date.fromisoformat(asked["评价日"])
    judged = ENGINES[engine](book.plan, RecordReader(book.vocabulary).read(facts(record), on.toordinal()))
    assert judged.keys() == asked["政策"].keys()
    for code, answer in asked["政策"].items():
        grounds = truths(answer.get("情形", {}))
        assert judged[code].possible == set(answer["可能"])
        assert judged[code].grounds == grounds
        assert judged[code].complete == grounds | truths(answer.get("手续齐备", {}))
        assert judged[code].consequences == truths(answer.get("后果", {}))


@pytest.mark.parametrize(("case", "record"), RUNS, ids=[f"{named(case)}/{path.stem}" for case, path in RUNS])
def test_contradictions(case, record):
    """The rulebook reports the contradictions that the case expects, and no other."""
    asked = expected(record)
    determination = loaded(case).evaluate(facts(record), on=asked["评价日"])
    named_in = {(code, name) for code, answer in asked["政策"].items() for name in answer.get("矛盾", ())}
    assert {(one.policy, one.name) for one in determination.contradictions} == named_in


@pytest.mark.parametrize("case", cases("bad"), ids=named)
def test_bad(case):
    """The diagnostics of a broken folder are, word for word, those expected."""
    assert diagnostics(case) == (case / "expected.txt").read_text(encoding="utf-8")


def test_cases_are_complete():
    """Every case holds what it needs, and every topic has cases."""
    for topic in TOPICS:
        assert any(topic.glob("*/*/"))
    for case, record in RUNS:
        assert (case / "policies").is_dir()
        assert expected(record)["说明"]
    expectations = [path for case in cases("good") for path in case.glob("expected*.yaml")]
    assert len(expectations) == len(RUNS)
    for case in cases("bad"):
        assert (case / "policies").is_dir() != (case / "folder").is_dir()
        assert (case / "expected.txt").is_file()

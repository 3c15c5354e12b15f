"""Conformance: small policies, records and logs as files, the answer or the diagnostics that each must have.

Every engine judges every good case; an engine joins by its line in `ENGINES` or `OBLIGATIONS`. A log is folded to a
day; its record is then judged as a record is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.chains import chained, needs_durable_rules
from tests.columns import in_part, judgements
from tests.conformance_update import HOME, cases, diagnostics, loaded, named, problems_of

import zzrules
from zzrules.answer.determination import Determination
from zzrules.answer.obligation import LABELS
from zzrules.base.errors import Place
from zzrules.batch.files import read_cases
from zzrules.case.record import Record
from zzrules.engines import reference
from zzrules.engines.compiled import CompiledPlan
from zzrules.engines.judgement import Judgement, ObligationJudgements
from zzrules.plan import model

TRUTHS = {"成立": True, "不成立": False, "待查明": None}
ENGINES: dict[str, Callable[[model.Plan, Record], dict[str, Judgement]]] = {
    "reference": reference.judge,
    "compiled": lambda plan, record: CompiledPlan(plan).judge(record),
    "columnar": lambda plan, record: judgements(plan, [record])[0],
}
OBLIGATIONS: dict[str, Callable[[model.Plan, Record], ObligationJudgements]] = {
    "reference": lambda plan, record: reference.judge_obligations(plan, record, reference.judge(plan, record)),
    "compiled": lambda plan, record: CompiledPlan(plan).judge_obligations(record),
    "chained": chained,
}
TOPICS = sorted(path for path in HOME.iterdir() if path.is_dir())
KINDS = ("record", "log")


def files(case: Path) -> list[Path]:
    """Return a case's records and logs: YAML, or JSON Lines for logs that systems write."""
    return [path for kind in KINDS for path in sorted(case.glob(f"{kind}*"))]


def beside(path: Path) -> Path:
    """Return the file that says what is expected of a record or a log."""
    kind = next(kind for kind in KINDS if path.name.startswith(kind))
    return path.with_name(path.stem.replace(kind, "expected", 1) + ".yaml")


def expected(path: Path) -> dict[str, Any]:
    """Return what is expected of a record or a log; every word in it is text."""
    return yaml.load(beside(path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - reads text only


@dataclass(frozen=True)
class Run:
    """A record or a log of a case as of a day, with what is expected of each policy."""

    case: Path
    path: Path
    day: str
    policies: Mapping[str, dict[str, Any]] = field(repr=False, hash=False)

    def __str__(self) -> str:
        """Return the test's name."""
        return f"{named(self.case)}/{self.path.stem}@{self.day}"

    @property
    def book(self) -> zzrules.Rulebook:
        return loaded(self.case)

    @cache  # noqa: B019 - runs last as long as the tests
    def determination(self) -> Determination:
        """Return what the library says, read as it reads files; once for all tests of the run."""
        if self.path.name.startswith("log"):
            return self.book.casefile(self.path).on(self.day).determination
        (case,) = read_cases([self.path])
        return self.book.evaluate(case.facts(), on=self.day)


def runs() -> Iterator[Run]:
    """Yield each record and log, as of one day (评价日) or several (逐日)."""
    for case in cases("good"):
        for path in files(case):
            asked = expected(path)
            days = asked.get("逐日") or {asked["评价日"]: asked["政策"]}
            for day, policies in days.items():
                yield Run(case, path, day, policies)


RUNS = list(runs())


def truths(words: dict[str, str]) -> dict[str, bool | None]:
    return {name: TRUTHS[word] for name, word in words.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("run", RUNS, ids=str)
def test_good(run, engine):
    """Every engine gives the answer that the case expects: possible outcomes, grounds, procedures, consequences."""
    record = run.determination().record
    if engine == "columnar" and in_part(record):
        pytest.skip("no column holds a list known in part")
    judged = ENGINES[engine](run.book.plan, record)
    assert judged.keys() == run.policies.keys()
    for code, answer in run.policies.items():
        grounds = truths(answer.get("情形", {}))
        assert judged[code].possible == set(answer["可能"])
        assert judged[code].grounds == grounds
        assert judged[code].complete == grounds | truths(answer.get("手续齐备", {}))
        assert judged[code].consequences == truths(answer.get("后果", {}))


# ── obligations ─────────────────────────────────────────────────────────


def states(written: Any) -> list[tuple[int, set[str]]]:
    """Return the states that an obligation may be in, with its number: of a list's elements, or of its periods.

    A list has an entry for each element, a mapping one for each period; an entry is a state, or 「可能」 with several.
    """
    if isinstance(written, list):
        return [(number, _possible(one)) for number, one in enumerate(written, 1)]
    if isinstance(written, dict) and "可能" not in written:
        return [(int(number), _possible(one)) for number, one in written.items()]
    return [(0, _possible(written))]


def _possible(written: str | dict[str, list[str]]) -> set[str]:
    return set(written["可能"]) if isinstance(written, dict) else {written}


@pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=needs_durable_rules if name == "chained" else ()) for name in OBLIGATIONS]
)
@pytest.mark.parametrize("run", [run for run in RUNS if run.book.plan.obligations], ids=str)
def test_obligations(run, engine):
    """Every engine puts every obligation in the states that the case expects."""
    record = run.determination().record
    duties = OBLIGATIONS[engine](run.book.plan, record)
    found = {
        key: [(one.number, {LABELS[state] for state in one.possible}) for one in ones] for key, ones in duties.items()
    }
    assert found == {
        (code, name): states(written)
        for code, answer in run.policies.items()
        for name, written in answer.get("义务", {}).items()
    }


@pytest.mark.parametrize(
    "run", [run for run in RUNS if any({"期限", "尚缺"} & answer.keys() for answer in run.policies.values())], ids=str
)
def test_terms(run):
    """The rulebook tells the last days that the case expects, and what keeps the states open."""
    determination = run.determination()
    for code, answer in run.policies.items():
        told = {one.title: one for one in determination.policy(code).obligations}
        last = answer.get("期限", {})
        missing = answer.get("尚缺", {})
        assert {title: told[title].due or told[title].waits_for for title in last} == last
        assert {title: [fact.label for fact in told[title].missing] for title in missing} == missing


@pytest.mark.parametrize(
    "run", [run for run in RUNS if any("归类" in answer for answer in run.policies.values())], ids=str
)
def test_classes(run):
    """The rulebook names the classes that the case expects, what keeps them open, and what changes the reason only."""
    for code, expected in run.policies.items():
        if "归类" in expected:
            answer = run.determination().policy(code)
            assert sorted(answer.possible_classes) == sorted(expected["归类"])
            assert answer.outcome_class == (expected["归类"][0] if len(expected["归类"]) == 1 else None)
            assert [fact.label for fact in answer.missing] == expected["缺"]
            assert [fact.label for fact in answer.missing_for_reason] == expected["只影响理由"]


# ── what else is told ───────────────────────────────────────────────────


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_contradictions(run):
    """The rulebook reports the contradictions that the case expects, and no other."""
    named_in = {(code, name) for code, answer in run.policies.items() for name in answer.get("矛盾", ())}
    found = run.determination().contradictions
    of_vocabulary = {one.name for one in found if not one.policy}
    assert of_vocabulary == {name for code, name in named_in if name in of_vocabulary}
    assert {(one.policy, one.name) for one in found if one.policy} == {
        (code, name) for code, name in named_in if name not in of_vocabulary
    }


@pytest.mark.parametrize(
    ("case", "log"), [(case, path) for case in cases("good") for path in sorted(case.glob("log*"))]
)
def test_logs(case, log):
    """A log has the mistakes that the case expects, by their codes, and no other."""
    assert [problem.code for problem in loaded(case).casefile(log).problems] == expected(log).get("差错", [])


@pytest.mark.parametrize("case", cases("bad"), ids=named)
def test_bad(case):
    """The diagnostics of a broken folder are, word for word, those expected; none proposes what was written."""
    problems = problems_of(case)
    assert diagnostics(problems) == (case / "expected.txt").read_text(encoding="utf-8")
    for problem in problems:
        written = text_at(case, problem.place)
        assert [fix.title for fix in problem.fixes if any(edit.text == written for edit in fix.edits)] == []
        assert written not in proposed(problem.hint), str(problem)


def proposed(hint: str) -> list[str]:
    """Return the words that a hint proposes: all of it, or those in 「」 with which it begins."""
    first = hint.partition("；")[0]
    listed = re.fullmatch("(?:「[^」]*」[或、]?)+(?:等?之一)?", first)
    return [hint, first, *re.findall("「([^」]*)」", first if listed else "")]


def text_at(case: Path, place: Place) -> str | None:
    """Return what a place in a file of a case holds, if that is in one line of the case's own."""
    path = next((found for kind in ("policies", "folder") if (found := case / kind / place.source).is_file()), None)
    if path is None or not place.line or place.line != place.end_line:
        return None
    try:
        line = path.read_text(encoding="utf-8").split("\n")[place.line - 1]
    except UnicodeDecodeError:
        return None
    return line[place.column - 1 : place.end_column - 1] or None


def test_cases_are_complete():
    """Every case holds what it needs, and every topic has cases."""
    for topic in TOPICS:
        assert any(topic.glob("*/*/"))
    for case in cases("good"):
        assert (case / "policies").is_dir()
        expectations = {beside(path) for path in files(case)}
        assert len(expectations) == len(files(case)) > 0
        assert expectations == {*case.glob("expected*.yaml")}
        assert all(expected(path)["说明"] for path in files(case))
    for case in cases("bad"):
        assert (case / "policies").is_dir() != (case / "folder").is_dir()
        assert (case / "expected.txt").is_file()

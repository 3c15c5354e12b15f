"""Mutations: whatever becomes of a policy file or a record, the library answers, or raises its own errors."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.property.mutators import (
    JUNK,
    KEYS,
    MARKER,
    POLICIES,
    SHIPPED,
    any_mutation,
    mutated_record,
    seeded,
    shipped,
)

import zzrules
from zzrules.policy import folder
from zzrules.policy.notices.adding import addition
from zzrules.policy.yamlreading import read_bytes
from zzrules.policy.yamltree import Node, Problems

MORE = int(os.environ.get("ZZRULES_EXAMPLES", "1"))  # so many times the mutations, for long runs
SEED = int(os.environ.get("ZZRULES_SEED", "20260101"))
OTHERS = (
    *("vocabulary.yaml", "regulation.yaml"),
    *(f"calendar/{name}.yaml" for name in ("2026", "2025", "local", "statutory")),
)
NOTICES = sorted((SHIPPED.parent / "tests" / "unit" / "notices").glob("*.txt"))
LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
CHINESE = re.compile("[\u4e00-\u9fff]")


class Remembered:
    """`load` of the shipped policies with one file changed: what the others say is read once and remembered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.changed: dict[str, bytes] = {}
        self.trees: dict[str, Node | None] = {}
        self.read: dict[tuple[Any, ...], Any] = {}
        self.same: dict[str, tuple[str, ...]] = {
            "read_regulations": ("regulation.yaml",),
            "read_vocabulary": ("vocabulary.yaml",),
            "read_calendar": tuple(name for name in shipped() if name.startswith("calendar/")),
        }
        monkeypatch.setattr(folder, "read_file", self.read_file)
        for name in (*self.same, "read_policy"):
            monkeypatch.setattr(folder, name, self._once(name, getattr(folder, name)))

    def read_file(self, _path: Path, name: str, problems: Problems) -> tuple[Node | None, bytes]:
        if name in self.changed:
            return read_bytes(self.changed[name], name, problems), self.changed[name]
        if name not in self.trees:
            self.trees[name] = read_bytes(shipped()[name], name, problems)
        return self.trees[name], shipped()[name]

    def _once(self, name: str, read: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a memory for what rests on unchanged files only."""
        rests_on = self.same.get(name, ("regulation.yaml", "vocabulary.yaml"))

        def remembered(tree: Any, *more: Any) -> Any:
            key = (name, id(tree) if name == "read_policy" else None)
            ours = name != "read_policy" or any(tree is one for one in self.trees.values())
            if not ours or self.changed.keys() & set(rests_on):
                return read(tree, *more)
            if key not in self.read:
                self.read[key] = read(tree, *more)
            return self.read[key]

        return remembered

    def check(self, name: str, raw: bytes) -> tuple[zzrules.Problem, ...]:
        """Load the policies with the file changed; return what is wrong."""
        self.changed = {name: raw}
        refused = refusal(zzrules.PolicyError, lambda: zzrules.load(SHIPPED))
        assert refused is None or refused.problems
        return refused.problems if refused else ()


def refusal(kind: type[zzrules.ZzrulesError], call: Callable[[], object]) -> zzrules.ZzrulesError | None:
    """Return the error of the kind that a call raises; None if it answers. Any other error is the test's failure."""
    try:
        call()
    except kind as error:
        return error
    return None


@pytest.fixture
def remembered(monkeypatch) -> Remembered:
    made = Remembered(monkeypatch)
    assert made.check("nothing", b"") == ()
    return made


def check_problems(problems: Iterable[zzrules.Problem], name: str, raw: bytes) -> None:
    """Hold that each problem has a code, is in Chinese, and stands inside a file."""
    for problem in problems:
        assert re.fullmatch("ZZ([1-6][0-9][0-9]|91[0-2])", problem.code)
        assert CHINESE.search(problem.message)
        assert "\n" not in str(problem)
        content = raw if problem.place.source == name else shipped()[problem.place.source]
        lines = LINE_ENDS.split(content.decode("utf-8-sig", "replace"))
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


@pytest.mark.parametrize("name", [*POLICIES, *OTHERS])
def test_mutated_files(name, remembered):
    """Mutations are refused cleanly: of a file, with problems in Chinese that have a code and stand in the file."""
    random = seeded(f"{SEED} {name}")
    refused = 0
    number = (30 if name in POLICIES else 50) * MORE
    for _ in range(number):
        raw = any_mutation(shipped()[name], random)
        try:
            problems = remembered.check(name, raw)
            check_problems(problems, name, raw)
        except Exception as error:
            error.add_note(f"the mutated {name}:\n{raw.decode(errors='replace')}")
            raise
        refused += bool(problems)
    assert refused > number / 4  # mutations do harm


def test_mutated_notices():
    """Mutations are refused cleanly: of a notice as published, with places in its text."""
    random, whole = seeded(SEED), zzrules.load().calendar
    calendar = zzrules.Calendar(whole.notices[:-1], (), whole.festivals)
    refused = 0
    for _ in range(300 * MORE):
        raw = any_mutation(random.choice(NOTICES).read_bytes(), random)
        problems = Problems()
        try:
            addition(raw.decode("utf-8", "replace"), "通知.txt", calendar, problems)
            check_problems(problems.in_order(), "通知.txt", raw)
        except Exception as error:
            error.add_note(f"the mutated notice:\n{raw.decode(errors='replace')}")
            raise
        refused += bool(problems)
    assert refused > 75 * MORE


def test_mutated_folders(tmp_path, monkeypatch):
    """Mutations are refused cleanly: by `load` from a folder, with the very problems that are found above."""
    random = seeded(SEED)
    for number in range(12 * MORE):
        name = random.choice((*POLICIES, *OTHERS))
        raw = any_mutation(shipped()[name], random)
        path = tmp_path / str(number) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
        with monkeypatch.context() as patched:
            found = Remembered(patched).check(name, raw)
        assert zzrules.check(over=tmp_path / str(number)) == found


def test_mutated_regulations(tmp_path):
    """Mutations are refused cleanly: of the regulations of a folder that has several, and of what cites them."""
    random, several = seeded(SEED), SHIPPED.parent / "examples" / "several-regulations"
    for number in range(12 * MORE):
        path = random.choice(sorted(several.rglob("*.yaml")))
        changed = tmp_path / str(number) / path.relative_to(several)
        changed.parent.mkdir(parents=True)
        changed.write_bytes(any_mutation(path.read_bytes(), random))
        refusal(zzrules.PolicyError, partial(zzrules.load, several, over=tmp_path / str(number)))


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def answered(book: zzrules.Rulebook, record: Any, *, thoroughly: bool) -> None:
    """Evaluate a record, and ask of the answer whatever can be asked."""
    determination = book.evaluate(record, on="2026-05-06")
    assert len(determination) == len(book.plan.policies)
    if thoroughly:
        assert determination.row()["rulebook"] == book.digest
        determination.explain("markdown").encode()
        determination.to_json().encode()
        determination.readings()


def test_mutated_records(book):
    """Mutations are refused cleanly: of a record, by fact and in Chinese, without a word of what the record says."""
    random = seeded(SEED)
    refused = 0
    for number in range(3000 * MORE):
        record = mutated_record(random, book.vocabulary)
        thoroughly = number % 100 == 0
        error = refusal(zzrules.RecordError, lambda: answered(book, record, thoroughly=thoroughly))  # noqa: B023
        if error is not None:
            refused += 1
            check_words(error, "ZZ4")
            assert MARKER not in str(error)
            assert len(str(error).encode()) < 50_000
    assert 0.5 < refused / (3000 * MORE) < 0.95


def check_words(error: zzrules.ZzrulesError, codes: str) -> None:
    for problem in error.problems:
        assert re.fullmatch(f"{codes}[0-9]+", problem.code)
        assert CHINESE.search(problem.message)


def test_mutated_questions(book):
    """Mutations are refused cleanly: of the day and of what is asked about."""
    random = seeded(SEED)
    days = (*JUNK, *KEYS, "2026-05-06", dt.date(2026, 5, 6))
    asked = (*KEYS, *JUNK, "第八条", "8", "第二十一条第（五）项", "rotation", "第九十条", "第八条第九款")
    for _ in range(1500 * MORE):
        on = random.choice(days) if random.random() < 0.5 else "2026-05-06"
        about = random.choice((None, [random.choice(asked)], random.choice(asked), list(random.choices(asked, k=3))))
        error = refusal(zzrules.UsageError, lambda: book.evaluate({}, on=on, about=about))  # noqa: B023
        if error is not None:
            check_words(error, "ZZ")

"""Mutations: whatever becomes of a policy file or a record, the library answers, or raises its own errors."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.property import soak
from tests.property.mutants import KINDS, Kind, check_problems, refusal
from tests.property.mutators import (
    POLICIES,
    SHIPPED,
    any_mutation,
    seeded,
    shipped,
)

import zzrules
from zzrules.policy import folder
from zzrules.policy.yamlreading import read_bytes
from zzrules.policy.yamltree import Node, Problems

MORE = int(os.environ.get("ZZRULES_EXAMPLES", "1"))  # so many times the mutations, for long runs
SEED = int(os.environ.get("ZZRULES_SEED", "20260101"))
OTHERS = (
    *("vocabulary.yaml", "regulation.yaml"),
    *(f"calendar/{name}.yaml" for name in ("2026", "2025", "local", "statutory")),
)
NOTICES = sorted((SHIPPED.parent / "tests" / "unit" / "notices").glob("*.txt"))


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


@pytest.fixture
def remembered(monkeypatch) -> Remembered:
    made = Remembered(monkeypatch)
    assert made.check("nothing", b"") == ()
    return made


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


@pytest.mark.parametrize("kind", KINDS)
def test_mutants(kind, monkeypatch, tmp_path):
    """Mutations are refused cleanly: the thousand with which `make soak` begins, and more of some kinds."""
    monkeypatch.setattr(soak, "FOUND", tmp_path)
    made = KINDS[kind]
    numbers = [number for number, one in enumerate(soak.order()) if one == kind]
    assert len(numbers) == made.share
    numbers += range(soak.CHUNK, soak.CHUNK + made.more)
    numbers += range(soak.MILLION, soak.MILLION + len(numbers) * (MORE - 1))
    outcomes = [soak.tried(kind, number, SEED) for number in numbers]
    assert {*outcomes} <= {"refused", "taken"}, outcomes
    assert made.least * len(numbers) <= outcomes.count("refused") <= made.most * len(numbers)


class Spoilt(Kind):
    """A kind of which every third mutant raises what nobody foresaw."""

    share = 1_000

    def drawn(self, random):
        return random.randrange(3)

    def refused(self, mutant):
        return bool(1 // mutant)


def test_a_soak_writes_what_comes_through_and_fails(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(soak, "FOUND", tmp_path)
    monkeypatch.setattr(soak, "KINDS", {"spoilt": Spoilt})
    assert soak.main(["--mutants", "2000", "--processes", "1"]) == 1
    screen = capsys.readouterr().out
    files = sorted(tmp_path.iterdir())
    assert 500 < len(files) < 800
    assert f"came through: {len(files)}" in screen
    assert "2,000 mutants" in screen
    assert "ZeroDivisionError" in files[0].read_text("utf-8")
    assert soak.main(["--only", f"spoilt:{files[0].stem.rpartition('-')[2]}"]) == 0
    assert str(files[0]) in capsys.readouterr().out
    assert soak.main(["--mutants", "2000", "--processes", "1", "--seconds", "0"]) == 1
    assert "1,000 mutants" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "number"), [("notices", 305592), ("notices", 406394)])
def test_what_came_through_once(kind, number, monkeypatch, tmp_path):
    """Mutations are refused cleanly: lines are counted where YAML and Gherkin end them, and nowhere else."""
    monkeypatch.setattr(soak, "FOUND", tmp_path)
    assert soak.tried(kind, number, soak.SEED) == "refused"

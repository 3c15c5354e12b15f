"""Features collected by pytest without a Python file that binds them: ``pytest -p zzrules.bdd``.

A feature is judged by the policies of the nearest folder above it that holds a regulation, else by the shipped ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
import pytest_bdd
from gherkin.parser import Parser

import zzrules
from zzrules.bdd.features import problems_of
from zzrules.rulebook import Rulebook

ALL_STEPS_KNOWN = pytest.StashKey[bool]()
"""Whether features may use no steps but the library's."""
BOOKS = pytest.StashKey[Callable[[Path], Rulebook]]()
"""What says by which rulebook a feature file is judged, in place of `book_of`."""
_REGULATION: Final = "法规:"
_BEGINNING: Final = 65_536
"""How many bytes of a file are read to see what it is."""


class FeatureFile(pytest.Module):
    """A feature file as pytest collects it: as if a module bound its scenarios, each under its own name."""

    def _getobj(self) -> ModuleType:
        source = shown(self.path)
        problems = problems_of(self.path, source, all_steps_known=self.config.stash.get(ALL_STEPS_KNOWN, False))
        if problems:
            raise self.CollectError("\n".join(map(str, problems)))
        module = ModuleType(self.path.stem)
        for name, tags in _scenarios(self.path):
            for tag in tags:
                self.config.addinivalue_line("markers", tag)
            setattr(module, name, pytest_bdd.scenario(str(self.path), name, features_base_dir="")(_nothing))
        return module

    def funcnamefilter(self, name: str) -> bool:
        """Return that every function is a test: all are scenarios."""
        return bool(name)


def _nothing() -> None:
    """Do nothing after the steps of a scenario."""


def _scenarios(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield the name of each scenario, with its tags and those of what it is in."""
    document: Any = Parser().parse(path.read_text(encoding="utf-8"))
    feature = document["feature"]
    for child in feature["children"]:
        for inner in child["rule"]["children"] if "rule" in child else (child,):
            if "scenario" in inner:
                scenario = inner["scenario"]
                tagged = (feature, child.get("rule", {}), scenario, *scenario["examples"])
                tags = {tag["name"].removeprefix("@") for one in tagged for tag in one.get("tags", ())}
                yield scenario["name"], tags


def collect(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return what collects a file if it is a feature."""
    return FeatureFile.from_parent(parent, path=path) if path.suffix == ".feature" else None


# ── by which policies ───────────────────────────────────────────────────


def book_of(path: Path) -> Rulebook:
    """Return the rulebook of the nearest folder above a feature that holds a regulation, else the shipped one."""
    return loaded(nearest(path))


@cache
def loaded(folder: Path | None) -> Rulebook:
    """Return the rulebook of a folder; of the shipped one for None."""
    return zzrules.load(folder)


def nearest(path: Path) -> Path | None:
    """Return the nearest folder above a file that holds a regulation; None if there is none."""
    return next((folder for folder in path.resolve().parents if regulations(folder.glob("*.yaml"))), None)


def regulations(files: Iterable[Path]) -> list[Path]:
    """Return those of some files that begin as a regulation does."""
    return [path for path in files if _begins_as_regulation(path)]


def _begins_as_regulation(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            text = file.read(_BEGINNING).decode("utf-8-sig", "replace")
    except OSError:
        return False
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return next(lines, "").startswith(_REGULATION)


def shown(path: Path) -> str:
    """Return a path as it is told: from the working directory if the file is below it."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here) if path.is_relative_to(here) else path)

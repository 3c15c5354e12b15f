"""Features collected by pytest without a Python file that binds them: ``pytest -p zzrules.bdd``.

A feature is judged by the policies of the nearest folder above it that holds a regulation, else by the shipped ones.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
import pytest_bdd
from pytest_bdd.feature import features as kept

from zzrules.bdd.features import problems_of
from zzrules.bdd.record import loaded
from zzrules.bdd.scenarios import feature_of, scenarios_of, tag_name
from zzrules.policy.whereabouts import nearest, shown
from zzrules.rulebook import Rulebook


class FeatureFile(pytest.Module):
    """A feature file as pytest collects it: as if a module bound its scenarios, each under its own name."""

    def _getobj(self) -> ModuleType:
        problems = problems_of(self.path, shown(self.path), all_steps_known=False)
        if problems:
            raise self.CollectError("\n".join(map(str, problems)))
        kept.pop(str(self.path), None)  # the file may have changed since this process last ran it
        module = ModuleType(self.path.stem)
        feature = feature_of(self.path.read_text(encoding="utf-8"))
        for written in scenarios_of(feature) if feature is not None else ():
            for tag in written.tagged:
                self.config.addinivalue_line("markers", tag_name(tag))
            scenario = pytest_bdd.scenario(str(self.path), written.name, features_base_dir="")
            setattr(module, _attribute(written.name), scenario(_nothing))
        return module

    def funcnamefilter(self, name: str) -> bool:
        """Return that every function is a test: all are scenarios."""
        return bool(name)


def _attribute(name: str) -> str:
    """Return what a scenario is called in its module: what no attribute is that Python or pytest gives a meaning."""
    return f"场景 {name}"


def _nothing() -> None:
    """Do nothing after the steps of a scenario."""


def collect(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return what collects a file if it is a feature."""
    return FeatureFile.from_parent(parent, path=path) if path.suffix == ".feature" else None


# ── by which policies ───────────────────────────────────────────────────


def book_of(path: Path) -> Rulebook:
    """Return the rulebook of the nearest folder above a feature that holds a regulation, else the shipped one."""
    return loaded(nearest(path))

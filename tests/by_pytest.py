"""What came of features by pytest and pytest-bdd, to hold our own running against it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from zzrules.bdd.case import SHOWN, Shown

_ALONE = ("-c", os.devnull, "--noconftest", "--capture=no", "--assert=plain", "-W", "ignore", "-p", "pytest_bdd.plugin")
_QUIET = ("-p", "no:terminalreporter", "-p", "no:cacheprovider", "-p", "zzrules.bdd")

Came = tuple[Path, str, tuple[tuple[str, str], ...], str, str, int]
"""File, scenario, row; why it failed, at which step, in which line."""


class ByPytest:
    """The scenarios that pytest collects of files, and what came of them."""

    def __init__(self, files: Sequence[Path], *, only_collected: bool = False) -> None:
        """Run them; or only collect them."""
        self.collected: list[tuple[Path, str, tuple[tuple[str, str], ...]]] = []
        self.came: list[Came] = []
        self.shown: list[Sequence[Shown]] = []
        self._scenario: Any = None
        self._step: Any = None
        self._why = ""
        words = [*_ALONE, *_QUIET, f"--rootdir={Path(files[0]).parent}", *map(str, files)]
        with patch.dict(os.environ, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}):
            os.environ.pop("PYTEST_ADDOPTS", None)
            pytest.main([*words, *(["--collect-only"] if only_collected else [])], plugins=[self])

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note what was collected, in the order of the text."""
        items.sort(key=lambda item: self._named(item)[:1])
        self.collected = [self._named(item) for item in items]

    @staticmethod
    def _named(item: Any) -> tuple[Path, str, tuple[tuple[str, str], ...]]:
        row = item.callspec.params["_pytest_bdd_example"] if hasattr(item, "callspec") else {}
        return item.path, item.originalname.removeprefix("场景 "), tuple(row.items())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what came of a scenario."""
        self._scenario = self._step = None
        self._why = ""
        done = yield
        step = self._step
        told = (f"{step.keyword} {step.name}", step.line_number) if step is not None else ("", 0)
        self.came.append((item.path, self._scenario.name, self._named(item)[2], self._why, *told))
        self.shown.append(item.stash.get(SHOWN, []))
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Note why one failed: the first reason."""
        if call.excinfo is not None and not self._why:
            self._why = str(call.excinfo.value)
        return (yield)

    def pytest_bdd_before_scenario(self, scenario: Any) -> None:
        """Note which one runs."""
        self._scenario = scenario

    def pytest_bdd_step_error(self, step: Any) -> None:
        """Note the step that failed."""
        self._step = step

"""What tests need beyond the package. Where it is not there they are skipped; under CI=true they fail instead.

Only what ``make venv`` installs on every machine is asked for here. What a machine itself may lack (a C compiler,
Java, shells) and what ``make bench`` installs is listed in README.md: those tests may be skipped everywhere.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

import pytest


def package(name: str) -> ModuleType:
    """Return a package of the extra ``test``."""
    try:
        return import_module(name)
    except ImportError as error:
        lacking(f"{name} is not installed: {error}")
        raise


def lacking(why: str) -> None:
    """Skip the test that runs, because something is not there; under CI=true fail it. Without a reason, do nothing."""
    if not why:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"not tested: {why}", pytrace=False)
    pytest.skip(why)

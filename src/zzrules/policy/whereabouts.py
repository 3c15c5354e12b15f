"""Where policies lie: the nearest folder that holds a regulation, and how a path is told."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_REGULATION: Final = "法规:"
_BEGINNING: Final = 65_536
"""How many bytes of a file are read to see what it is."""


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

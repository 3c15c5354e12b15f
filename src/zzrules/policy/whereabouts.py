"""Where policies and their features lie, what of a folder is looked into, and how a path is told."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from zzrules.base.listing import Listing, files_below, is_regular

_REGULATION: Final = "法规:"
_BEGINNING: Final = 65_536
"""How many bytes of a file are read to see what it is."""
FEATURE: Final = ".feature"
"""How the names of features end."""
_PASSED_OVER: Final = (".", "node_modules")


def nearest(path: Path) -> Path | None:
    """Return the nearest folder above a file that holds a regulation; None if there is none."""
    return next((folder for folder in path.resolve().parents if regulations(folder.glob("*.yaml"))), None)


def regulations(files: Iterable[Path]) -> list[Path]:
    """Return those of some files that begin as a regulation does."""
    return [path for path in files if _begins_as_regulation(path)]


def _begins_as_regulation(path: Path) -> bool:
    try:
        if not is_regular(path):  # it may have no end
            return False
        with path.open("rb") as file:
            text = file.read(_BEGINNING).decode("utf-8-sig", "replace")
    except OSError:
        return False
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return next(lines, "").startswith(_REGULATION)


def listed(folder: Path, *endings: str) -> Listing:
    """Return the files in and below a folder with some endings, but none that is hidden, or that npm installed."""
    return files_below(folder, lambda name: Path(name).suffix in endings, hidden=_PASSED_OVER)


def regulations_below(folder: Path) -> list[Path]:
    """Return the files in a folder, and in those below it, that begin as a regulation does."""
    return regulations(path for _, path in listed(folder, ".yaml").files)


def is_feature(path: Path) -> bool:
    """Return whether a file is a feature by its name."""
    return path.suffix == FEATURE


def features_below(folder: Path) -> list[Path]:
    """Return the features in a folder and in those below it, in the order of their paths."""
    return [path for _, path in listed(folder, FEATURE).files]


def features_of(policies: Path) -> Path:
    """Return the folder whose features show policies: their own, if it has any, or else ``features`` beside it."""
    return policies if features_below(policies) else policies.resolve().parent / "features"


def shown(path: Path) -> str:
    """Return a path as it is told: from the working directory if the file is below it."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here) if path.is_relative_to(here) else path)

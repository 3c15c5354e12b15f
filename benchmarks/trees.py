"""Source trees to measure beside each other: this one and, with ``--before``, an earlier one."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
NOW, BEFORE = "now", "before"


@dataclass(frozen=True)
class Tree:
    """A source tree under the name that tables show: `NOW` or `BEFORE`."""

    name: str
    root: Path

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that imports zzrules from this tree and writes bytecode."""
        environment = os.environ | {"PYTHONPATH": str(self.root / "src")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return environment

    def run(self, source: str, *arguments: str, **variables: str) -> str:
        """Return what a Python source prints in a fresh process. Raises `RuntimeError` if it fails."""
        done = subprocess.run(  # noqa: S603 - its own program
            [sys.executable, "-P", "-c", source, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.root,
            env=self.environment() | variables,
        )
        if done.returncode:
            raise RuntimeError(f"a process of the tree {self.name} ended with {done.returncode}: {done.stderr}")
        return done.stdout


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the tree before."""
    parser.add_argument("--before", metavar="TREE", help="also measure this checkout, or this commit, in turns")


@contextmanager
def opened(before: str | None) -> Iterator[list[Tree]]:
    """Yield the tree of this file and the one before, if it is given: a folder, or a commit, which is unpacked."""
    now = Tree(NOW, ROOT)
    if before is None:
        yield [now]
    elif Path(before).is_dir():
        yield [now, Tree(BEFORE, Path(before).resolve())]
    else:
        packed = subprocess.run(  # noqa: S603 - git takes the name of a commit
            ["git", "archive", before, "src", "policies"],  # noqa: S607 - the git on the path
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        with TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
            yield [now, Tree(BEFORE, Path(folder).resolve())]


def ratio(figures: dict[str, list[float]]) -> str:
    """Return the median ratio of now to before, of figures taken in turns; empty without a tree before."""
    if BEFORE not in figures:
        return ""
    return f"{median(now / before for now, before in zip(figures[NOW], figures[BEFORE], strict=True)):.3f}"


def digits(figure: float) -> str:
    """Return a figure with three digits that count."""
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"

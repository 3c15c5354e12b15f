"""The conformance cases: where they are, how they are loaded, and a way to write the expected diagnostics anew.

``python -m tests.conformance_update`` writes the ``expected.txt`` of every bad case from what the library now says.
Read the difference as a legal clerk would before keeping it: is it right, does it point to the right line and column,
does it say what to write instead? A message that is wrong is a bug, not an expectation.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import zzrules
from zzrules.base.errors import Problem

HOME = Path(__file__).parent / "conformance"
SHIPPED = Path(__file__).parents[1] / "policies"
CALENDAR = ("2024.yaml", "2025.yaml", "2026.yaml")


@cache
def base() -> Path:
    """Return a folder with what the cases share: the regulation, three years of the calendar, a small vocabulary.

    All tests share it: what a test adds goes into a folder of its own, `over` this one.
    """
    folder = Path(tempfile.mkdtemp(prefix="conformance-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "calendar").mkdir()
    shutil.copy(SHIPPED / "regulation.yaml", folder)
    shutil.copy(HOME / "vocabulary.yaml", folder)
    for name in CALENDAR:
        shutil.copy(SHIPPED / "calendar" / name, folder / "calendar")
    return folder


def cases(kind: str) -> list[Path]:
    """Return the folders of the good or the bad cases."""
    return sorted(path for path in HOME.glob(f"*/{kind}/*") if path.is_dir())


def named(case: Path) -> str:
    return case.relative_to(HOME).as_posix()


@cache
def loaded(case: Path) -> zzrules.Rulebook:
    """Return the rulebook of a case."""
    return zzrules.load(base(), over=case / "policies")


def problems_of(case: Path) -> Sequence[Problem]:
    """Return everything that is wrong with a case's files: ``policies/`` over the shared ones, or ``folder/`` alone."""
    if (case / "policies").is_dir():
        return zzrules.check(base(), over=case / "policies")
    return zzrules.check(case / "folder")


def diagnostics(problems: Sequence[Problem]) -> str:
    """Return what is wrong, as it is said."""
    return "\n".join(map(str, problems)) + "\n"


def rewritten() -> Iterator[Path]:
    """Write the expected diagnostics of every bad case anew; yield those that change."""
    for case in cases("bad"):
        path = case / "expected.txt"
        text = diagnostics(problems_of(case))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            yield path


if __name__ == "__main__":
    for changed in rewritten():
        sys.stdout.write(f"{changed.relative_to(HOME)}\n")

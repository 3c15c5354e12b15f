"""Prose is never read back: other words for all that is said change no kind, no truth, no exit code, no colour."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(*words: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.reworded", *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_other_words_change_no_structure():
    structure, words = printed()
    reworded, other_words = printed("--reword")
    assert words != other_words
    assert reworded == structure

"""Somebody types with slips, and what is told all the while is what a check would find."""

import random

from benchmarks.typing import Measured, run
from tests.editor.typist import passage, strokes

from zzrules.cli import main


def test_what_is_told_while_one_types_is_what_a_check_finds(tmp_path):
    """In a small folder; in the shipped one, with times and memory: ``python -m benchmarks.typing``."""
    root = tmp_path.resolve() / "某市"
    assert main(["new", str(root), "--name", "某市政务服务规定"]) == 0
    measured = Measured()
    run(root, sessions=3, letters=60, seed=7, measured=measured)
    assert measured.sessions == 3
    assert measured.compared >= 3
    assert len(measured.told) >= 180


def test_a_typist_ends_with_the_text_that_was_there_and_is_drawn_from_a_seed():
    text = "政策: 甲\n代码: a\n依据: 第一条\n" * 20
    typed = []
    for _ in range(2):
        drawn = random.Random(3)  # noqa: S311 - typed anew
        typed.append([*strokes(passage(text, 60, drawn), drawn, slips=0.5)])
    assert typed[0] == typed[1]
    assert typed[0][-1].text == text
    assert any(stroke.text != text and len(stroke.text) >= len(text) for stroke in typed[0])

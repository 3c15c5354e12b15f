"""Somebody types with slips, and what is told all the while is what a check would find."""

import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from benchmarks import typing
from benchmarks.typing import Measured, TypingError, run
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


@pytest.mark.parametrize("off", [0, 1])
def test_what_is_told_a_column_beside_where_a_check_finds_it_is_a_difference(tmp_path, off: int):
    path = tmp_path / "政策.yaml"
    path.write_text("政策: 甲\n", encoding="utf-8")
    text = "政策: 𠮷\n说明: 甲，依据：第一条\n依据： 第一条\n"
    start = {"line": 2, "character": off}
    told = {path.as_uri(): (1, [{"code": "ZZ117", "range": {"start": start}}])}
    editor: Any = SimpleNamespace(told=told)
    if off:
        with pytest.raises(TypingError, match="told only"):
            typing._compare(editor, tmp_path, path, text, Measured())
    else:
        typing._compare(editor, tmp_path, path, text, Measured())


def test_a_difference_ends_the_measuring_with_1_and_what_was_measured_is_kept_for_the_other_half(
    tmp_path, monkeypatch, capsys
):
    kept, seeds = tmp_path / "前半.json", []

    def session(_root, sessions, _letters, seed, measured):
        seeds.append(seed)
        measured.sessions += sessions
        measured.told.append(1.0)
        if seed != 1:
            raise TypingError("不同")

    monkeypatch.setattr(typing, "run", session)
    assert typing.main(["--sessions", "10", "--keep", str(kept)]) == 0
    assert typing.main(["--sessions", "10", "--seed", "11", "--keep", str(kept)]) == 1
    assert seeds == [1, 11]
    said = capsys.readouterr()
    assert "20 sessions, 2 keystrokes" in said.out
    assert "不同" in said.err
    assert json.loads(kept.read_text(encoding="utf-8"))["sessions"] == 20


def test_a_typist_ends_with_the_text_that_was_there_and_is_drawn_from_a_seed():
    text = "政策: 甲\n代码: a\n依据: 第一条\n" * 20
    typed = []
    for _ in range(2):
        drawn = random.Random(3)  # noqa: S311 - typed anew
        typed.append([*strokes(passage(text, 60, drawn), drawn, slips=0.5)])
    assert typed[0] == typed[1]
    assert typed[0][-1].text == text
    assert any(stroke.text != text and len(stroke.text) >= len(text) for stroke in typed[0])

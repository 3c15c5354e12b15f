"""The parts of the editor's help that no session shows in full: positions, what is remembered, what is missing."""

import sys

import pytest

from zzrules.base.errors import Place
from zzrules.cli import main
from zzrules.editor.positions import UNITS, Position, Span, Text, utf16
from zzrules.policy.folder import Held, hold, read_folder
from zzrules.policy.remembering import Remembered, Same
from zzrules.policy.yamltree import Problems


@pytest.mark.parametrize("unit", ["utf-8", "utf-16", "utf-32"])
def test_every_position_of_an_editor_is_the_offset_that_it_was_made_of(unit: str):
    text = Text("甲𠮷a\r\n\n𠮷\u2028乙\rb")
    units = UNITS[unit]
    for offset in range(len(text.text) + 1):
        if text.text[offset - 1 : offset + 1] != "\r\n":
            assert text.offset_at(text.position(offset, units), units) == offset


def test_a_position_behind_its_line_or_the_text_is_its_end():
    text = Text("甲𠮷\n乙")
    assert text.offset_at(Position(0, 99)) == 2
    assert text.offset_at(Position(9, 0)) == len(text.text)
    assert text.offset_at(Position(0, 2)) == 2


def test_places_count_lines_as_yaml_does_and_positions_as_editors_do():
    text = Text("a: 甲\u2028b: 乙\nc: 丙")
    assert text.offset_of(Place("", 2, 4)) == text.text.index("乙")
    assert text.position(text.text.index("乙")) == (0, 8)
    assert text.place_of(text.text.index("丙")) == Place("", 3, 4)
    assert text[text.line_at(0)] == "a: 甲\u2028b: 乙"
    assert text.offset_of(Place("", 99, 1)) == len(text.text)
    assert text.offset_of(Place("", 1, 99)) == text.text.index("b")
    assert utf16("𠮷") == 2
    assert text[Span(3, 4)] == "甲"


def test_what_was_read_serves_as_long_as_what_it_rests_on_is_the_same():
    remembered, reads = Remembered(), []

    def read(problems: Problems, _: object) -> bool:
        reads.append(1)
        return "甲" in problems.lost

    def asked(*lost: str) -> bool:
        problems = Problems()
        problems.lost |= {*lost}
        return remembered.read("键", problems, None, read)

    assert [asked(), asked(), asked("乙"), asked("甲"), asked("甲", "乙"), asked()] == [
        False,
        False,
        False,
        True,
        True,
        False,
    ]
    assert len(reads) == 3
    remembered.turn()
    remembered.turn()
    asked()
    assert len(reads) == 4


def test_objects_as_a_key_are_the_same_alone():
    one, other = [1], [1]
    assert Same(one) == Same(one) != Same(other)
    assert Same(one) != Same(one, one)
    assert Same(one) != one


def test_a_folder_read_with_what_is_remembered_is_the_folder_read_anew(tmp_path):
    assert main(["new", str(tmp_path / "甲"), "--name", "某市规定"]) == 0
    held = hold(tmp_path / "甲")
    files = {name: (tmp_path / "甲" / name).read_bytes() for name, _ in held.files}
    remembered = Remembered()
    for name, raw in files.items():
        for text in (
            raw,
            raw.replace("条".encode(), b""),
            raw[: len(raw) // 2],
            raw.replace(b": ", "：".encode(), 3),
            raw,
        ):
            changed = Held(tuple({**files, name: text}.items()), held.problems)
            anew, again = Problems(), Problems()
            first = read_folder([changed], anew)
            second = read_folder([changed], again, remembered=remembered)
            remembered.turn()
            assert again.in_order() == anew.in_order()
            assert (again.lost, again.unread) == (anew.lost, anew.unread)
            assert second.policies == first.policies
            assert second.vocabulary == first.vocabulary


def test_without_the_package_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    assert main(["lsp"]) == 2
    assert 'pip install "zzrules[editor]"' in capsys.readouterr().err

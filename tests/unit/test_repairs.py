"""Repairs leave alone what they are not about: words in quotation marks, other lines, the brackets around them."""

import re
import shutil

import pytest
from tests.conformance_update import SHIPPED

import zzrules
from zzrules.base.errors import Edit, Fix, Place, edited
from zzrules.policy.fixing import missing
from zzrules.policy.indents import not_indented
from zzrules.policy.remembering import Remembered
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Problems, Sequence


def repaired(text: str) -> str | None:
    """Return the text after its first problem's first fix, if it is sure; None if there is none."""
    problems = Problems()
    read_text(text, "甲.yaml", problems)
    fixes = problems.in_order()[0].fixes
    return edited(text, fixes[:1], "甲.yaml")[0] if fixes and fixes[0].sure else None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('甲: {依据：第八条, 说明: "见甲, 乙：丙"}\n', '甲: {依据: 第八条, 说明: "见甲, 乙：丙"}\n'),
        ("说明：见甲, 乙：丙\n依据: 第八条\n", "说明: 见甲, 乙：丙\n依据: 第八条\n"),
        ("依据: 第八条\r\n依据: 第八条\r\n说明: 乙\r\n", "依据: 第八条\r\n说明: 乙\r\n"),
        ("甲: {依据：第八条, 说明：丙}\n", "甲: {依据: 第八条, 说明: 丙}\n"),
        ('甲: ｛依据: 第八条，说明: "甲，乙"｝\n', '甲: {依据: 第八条, 说明: "甲，乙"}\n'),
        ("甲: {依据: 第八条, 依据: 第八条}\n", "甲: {依据: 第八条}\n"),
        ("依据: 第八条\n依据: 第八条\n说明: 乙\n", "依据: 第八条\n说明: 乙\n"),
        ("甲: {依据：第八条, 另说: [甲说, 乙说：丙]}\n", "甲: {依据: 第八条, 另说: [甲说, 乙说：丙]}\n"),
        ("甲: {依据：第八条, 注意：丙}\n", "甲: {依据: 第八条, 注意：丙}\n"),
        ("甲: {依据: 第八条，说明: 乙}\n", "甲: {依据: 第八条, 说明: 乙}\n"),
        ("甲: [乙: 是，丙: 否]\n", "甲: [乙: 是, 丙: 否]\n"),
        ("甲: {条件: {乙: 丙}，否则: 丁}\n", "甲: {条件: {乙: 丙}, 否则: 丁}\n"),
    ],
)
def test_what_is_quoted_stays(wrong, right):
    assert repaired(wrong) == right


@pytest.mark.parametrize(
    "wrong",
    [
        "甲: {取: {一: 1},\n  依据: 第八条,\n  依据: 第八条}\n乙: 1\n",  # its comma stands a line above
        "另说:\n- 次日\n另说:\n- 次日\n乙: 1\n",  # what stands under it begins in its own column
        "取: {\n  一: 1\n}\n取: {\n  一: 1\n}\n乙: 1\n",
        "甲: {否则: 不是派驻，见说明: 第八条}\n",  # a sentence, and no key in it
        "甲: [见: 甲，乙、丙: 丁]\n",
        "甲: {否则: 见甲 ＃ 乙}\n",  # a comment would take the bracket along
        "甲: 见乙#3\n",
    ],
)
def test_what_cannot_be_told_from_its_neighbours_is_left_to_a_person(wrong):
    assert repaired(wrong) is None


def test_what_is_put_in_ends_its_lines_as_the_text_does():
    fix = Fix("补上", (Edit(Place("甲.yaml", 2, 1, 2, 1), "代码: 待补\n"),))
    assert edited("政策: 甲\r\n依据: 第八条\r\n", [fix], "甲.yaml")[0] == "政策: 甲\r\n代码: 待补\r\n依据: 第八条\r\n"


def test_a_pair_in_brackets_without_braces_gets_no_line_put_in():
    problems = Problems()
    tree = read_text("适用: [条件: {甲: 是}]\n", "甲.yaml", problems)
    assert isinstance(tree, Mapping)
    [[_, items]] = tree.entries
    assert isinstance(items, Sequence)
    [pair] = items.items
    assert isinstance(pair, Mapping)
    assert missing(pair, "否则") == ()


@pytest.mark.parametrize("name", ["regulation.yaml", "calendar/2026.yaml", "vocabulary.yaml"])
def test_what_is_left_to_be_filled_in_is_named_in_files_of_every_kind(tmp_path, name):
    folder = tmp_path / "政策"
    shutil.copytree(SHIPPED, folder)
    path = folder / name
    text = re.sub("(文号: |问: )[^,}\n]+", r"\g<1>待补", path.read_text(encoding="utf-8"), count=1)
    path.write_text(text, encoding="utf-8")
    assert [one.code for one in zzrules.check(folder)] == ["ZZ229"]


def test_what_one_file_lost_stays_lost_while_another_lacks_it_too():
    read = Remembered()

    def lose(problems: Problems, _: object) -> None:
        problems.lost.add("施行之日")

    for key in ("甲", "乙"):
        before = Problems()
        if key == "乙":
            before.lost.add("施行之日")
        read.read(key, before, None, lose)
    mended = Problems()
    read.read("乙", mended, None, lose)
    assert mended.lost == {"施行之日"}


def test_a_key_with_nothing_under_it_is_no_item_that_lost_its_indent():
    """It is what a person has before the next line is typed."""
    assert not_indented(["义务:", "  乙:", "  甲:", "  丙: 1"], 3, "甲.yaml") is None


@pytest.mark.parametrize("line", ["  联\t系: 1", "\t乙: 1", "  乙: 1\t# 注", "  \t# 注", '  乙: "甲\t"\t'])
def test_a_tab_is_told_where_it_stands(line):
    """As many columns as characters stand before it; in a text between quotation marks, it is part of the text."""
    problems = Problems()
    read_text(f"甲:\n{line}\n", "甲.yaml", problems)
    told = [one.place.column for one in problems.in_order() if one.code == "ZZ106"]
    assert told in ([], [line.rindex("\t") + 1])
    assert bool(told) == (line != "  乙: 1\t# 注")

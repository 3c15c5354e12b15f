"""Mistakes that clerks make in a policy, one at a time: one message, in the line of the mistake, names the cause."""

import re
import shutil

import pytest
from tests.conformance_update import SHIPPED

import zzrules
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

ROTATION, REVIEW = "article-08-rotation.yaml", "article-20-bad-review.yaml"
TEXTS = {name: (SHIPPED / name).read_text("utf-8") for name in (ROTATION, REVIEW)}

MISTAKES = {
    "wide colon first key": (ROTATION, "政策: 窗口工作人员轮换\n", "政策：窗口工作人员轮换\n", "冒号是全角的"),
    "wide colon top 2nd": (ROTATION, "依据: 第八条第二款\n施行", "依据：第八条第二款\n施行", "全角"),
    "wide colon in middle": (
        ROTATION,
        "    依据: 第八条第二款第（一）项\n    条件: {全部: [离开所属",
        "    依据：第八条第二款第（一）项\n    条件: {全部: [离开所属",
        "全角",
    ),
    "wide colon first of nested": (ROTATION, "    采: 报请日\n", "    采：报请日\n", "全角"),
    "wide colon last of nested": (
        ROTATION,
        "    说明: 审核跨过满{轮换年限}之日的，两说结果不同\n",
        "    说明：审核跨过满{轮换年限}之日的，两说结果不同\n",
        "全角",
    ),
    "wide colon in list item": (ROTATION, "        - 报请日期: 有\n", "        - 报请日期：有\n", "全角"),
    "wide colon first key of list item": (ROTATION, "  - 得出: 予以轮换调整\n", "  - 得出：予以轮换调整\n", "全角"),
    "wide colon in braces value": (
        REVIEW,
        "{完成日: {不晚于: 联系核实届满日}}",
        "{完成日: {不晚于：联系核实届满日}}",
        "全角",
    ),
    "wide colon in braces first": (
        REVIEW,
        "{条件: {主体: 政务服务机构}, 否则",
        "{条件：{主体: 政务服务机构}, 否则",
        "全角",
    ),
    "wide colon in braces later": (
        REVIEW,
        "{得出: 按期联系核实, 代码: in_time,",
        "{得出: 按期联系核实, 代码：in_time,",
        "全角",
    ),
    "wide colon nested braces": (REVIEW, "{条件: {评价等次: 差评}, 否则", "{条件：{评价等次：差评}, 否则", "全角"),
    "wide colon before block": (
        ROTATION,
        "    条件:\n      全部:\n        - 不适合原因",
        "    条件：\n      全部:\n        - 不适合原因",
        "全角",
    ),
    "wide colon section": (ROTATION, "推算:\n", "推算：\n", "全角"),
    "wide colon before list of dashes": (ROTATION, "适用:\n", "适用：\n", "全角"),
    "wide colon in derived": (REVIEW, "    时限: 联系核实届满日\n", "    时限：联系核实届满日\n", "全角"),
    "no space after colon middle": (ROTATION, "    情态: 予以\n    条件:", "    情态:予以\n    条件:", "空格"),
    "no space after colon first": (ROTATION, "政策: 窗口", "政策:窗口", "空格"),
    "no space top middle": (ROTATION, "代码: rotation\n", "代码:rotation\n", "空格"),
    "no space in braces": (REVIEW, "{完成日: {不晚于: 联系核实届满日}}", "{完成日: {不晚于:联系核实届满日}}", "空格"),
    "no space in list": (ROTATION, "        - 审核同意: 是\n", "        - 审核同意:是\n", "空格"),
    "no space nested last": (REVIEW, "    说明: 两说相差一个工作日\n", "    说明:两说相差一个工作日\n", "空格"),
    "unclosed quote middle": (
        ROTATION,
        '否则: "在窗口工作已满{轮换年限}，本款不适用（不等于不得轮换）"}',
        '否则: "在窗口工作已满{轮换年限}，本款不适用（不等于不得轮换）}',
        "引号",
    ),
    "unclosed quote in block": (REVIEW, "    内容: 联系评价人并核实\n", '    内容: "联系评价人并核实\n', "引号"),
    "unclosed single quote": (REVIEW, "    内容: 联系评价人并核实\n", "    内容: '联系评价人并核实\n", "引号"),
    "unclosed quote in list": (REVIEW, '另说: ["不必联系、回访"]', '另说: ["不必联系、回访]', "引号"),
    "smart quotes value": (
        REVIEW,
        '否则: "不是实名差评，没有{联系核实时限}的时限（调查核实机制仍应建立）"',
        "否则: “不是实名差评，没有{联系核实时限}的时限（调查核实机制仍应建立）”",
        "引号",
    ),
    "smart quotes with comma in list": (REVIEW, '另说: ["不必联系、回访"]', "另说: [“不必联系、回访”]", "引号"),
    "smart quotes open, straight close": (REVIEW, '另说: ["不必联系、回访"]', '另说: [“不必联系、回访"]', "引号"),
    "smart quotes colon": (REVIEW, "    内容: 联系评价人并核实\n", "    内容: “联系评价人: 并核实”\n", "引号"),
    "indent one too many": (
        ROTATION,
        "    主体: 政务服务机构\n    情态: 予以\n",
        "     主体: 政务服务机构\n    情态: 予以\n",
        "缩进",
    ),
    "indent one too few": (
        ROTATION,
        "    情态: 予以\n    内容: 轮换调整\n",
        "   情态: 予以\n    内容: 轮换调整\n",
        "缩进",
    ),
    "indent last one more": (ROTATION, "    内容: 轮换调整\n", "     内容: 轮换调整\n", "缩进"),
    "indent first one more": (
        ROTATION,
        "    依据: 第八条第二款\n    主体: 政务服务机构\n    情态: 予以\n",
        "     依据: 第八条第二款\n    主体: 政务服务机构\n    情态: 予以\n",
        "缩进",
    ),
    "indent top by one": (ROTATION, "施行: 2026-01-01\n", " 施行: 2026-01-01\n", "缩进"),
    "indent item by one": (ROTATION, "        - 报请日期: 有\n", "         - 报请日期: 有\n", "缩进"),
    "indent item less": (ROTATION, "        - 报请日期: 有\n", "       - 报请日期: 有\n", "缩进"),
    "indent name by one": (ROTATION, "  其他情形:\n    依据", "   其他情形:\n    依据", "缩进"),
    "indent name less": (ROTATION, "  其他情形:\n    依据", " 其他情形:\n    依据", "缩进"),
    "tab": (ROTATION, "    内容: 轮换调整\n", "\t内容: 轮换调整\n", "制表符"),
    "wide space indent": (ROTATION, "    内容: 轮换调整\n", "　　内容: 轮换调整\n", "全角空格"),
    "wide comma in list": (
        ROTATION,
        "[离开所属政务服务机构: 是, 离开原因: 有]",
        "[离开所属政务服务机构: 是，离开原因: 有]",
        "半角",
    ),
    "semicolon in list": (ROTATION, "{属于: [辞职, 辞退]}", "{属于: [辞职；辞退]}", "[辞职, 辞退]"),
    "one item semicolon": (
        ROTATION,
        "另说: [审核同意日]",
        "另说: [审核同意日；]",
        '审核同意日；"；「；」是写多了的，删去',
    ),
    "unclosed brace": (
        ROTATION,
        "{报请日期: {早于: 2026-01-01}}, 取",
        "{报请日期: {早于: 2026-01-01}, 取",
        "没有合上|括号",
    ),
    "extra brace": (
        ROTATION,
        "{不早于: 报请日期}\n  - {得出: 审核",
        "{不早于: 报请日期}}\n  - {得出: 审核",
        "多了一个「}」",
    ),
    "missing comma": (
        ROTATION,
        "{得出: 没有所列情形, 代码: no_ground}",
        "{得出: 没有所列情形 代码: no_ground}",
        "逗号",
    ),
    "unknown fact": (ROTATION, "        - 报请日期: 有\n", "        - 报请的文号: 有\n", "词汇"),
    "misspelt fact": (ROTATION, "        - 报请日期: 有\n", "        - 报请日其: 有\n", "报请日期"),
    "flag for option": (ROTATION, "同级: 所属层级, 性质", "同级: 所属层及, 性质", "所属层级"),
    "non-option fact": (ROTATION, "同级: 所属层级, 性质", "同级: 报请日期, 性质", "选项"),
    "misspelt option": (ROTATION, "[辞职, 辞退]", "[辞职, 辞腿]", "辞退"),
    "misspelt key": (ROTATION, "    情态: 予以\n    内容", "    情太: 予以\n    内容", "情态"),
    "misspelt outcome": (ROTATION, "  - 得出: 予以轮换调整\n", "  - 得出: 予以轮换调正\n", "予以轮换调正"),
    "misspelt outcome in class": (
        ROTATION,
        "    - 没有所列情形\n  待审核",
        "    - 没有所列情型\n  待审核",
        "没有所列情形",
    ),
    "misspelt parameter": (ROTATION, "{未满: 轮换年限}", "{未满: 轮换期限}", "轮换年限"),
    "misspelt ground": (ROTATION, "情形: 有其一}}", "情形: 有一}}", "有其一"),
    "date with slashes": (ROTATION, "施行: 2026-01-01", "施行: 2026/1/1", "2026-01-01"),
    "date not there": (REVIEW, "{2026-01-01: 2工作日}", "{2026-02-30: 2工作日}", "2026-02-28"),
    "duration in words": (REVIEW, "2工作日}", "两个工作日}", "2工作日"),
    "no such paragraph": (ROTATION, "依据: 第八条第三款\n    主体", "依据: 第八条第四款\n    主体", "第八条"),
    "no dash": (ROTATION, "        - 报请日期: 有\n", "        报请日期: 有\n", ""),
    "no space after dash": (ROTATION, "        - 报请日期: 有\n", "        -报请日期: 有\n", "空格"),
    "duplicate key": (
        ROTATION,
        "    情态: 予以\n    内容: 轮换调整\n",
        "    情态: 予以\n    情态: 予以\n    内容: 轮换调整\n",
        "重复",
    ),
    "comma in text in braces": (ROTATION, "否则: 不是派驻窗口工作人员}", "否则: 不是派驻, 窗口工作人员}", "引号|逗号"),
}
"""Of each: the file, what is written there, what is written instead, and what the message has to say (one of these)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the shipped facts and two of the shipped policies."""
    folder = tmp_path_factory.mktemp("政策")
    for name in ("regulation.yaml", "vocabulary.yaml", ROTATION, REVIEW):
        shutil.copy(SHIPPED / name, folder)
    shutil.copytree(SHIPPED / "vocabulary", folder / "vocabulary")
    return folder


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_once_and_where_it_is(folder, mistake):
    name, written, instead, told = MISTAKES[mistake]
    right, wrong = TEXTS[name], TEXTS[name].replace(written, instead, 1)
    pairs = enumerate(zip(right.split("\n"), wrong.split("\n"), strict=False), 1)
    line = next(number for number, (before, after) in pairs if before != after)
    (folder / name).write_text(wrong, "utf-8")
    try:
        problems = zzrules.check(folder)
    finally:
        (folder / name).write_text(right, "utf-8")
    assert [problem.place.line for problem in problems] == [line]
    assert any(words in str(problems[0]) for words in told.split("|"))


def first_problem(text):
    """Return the line and the code of what is first wrong in the form of a text."""
    problems = Problems()
    read_text(text, "甲.yaml", problems)
    return next(((problem.place.line, problem.code) for problem in problems.in_order()), None)


def places(text, pattern):
    """Yield where a pattern matches outside of comments, with the number of the line."""
    for match in re.finditer(pattern, text, re.MULTILINE):
        if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip().startswith("#"):
            yield match, text.count("\n", 0, match.start()) + 1


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(("mark", "code"), [("：", "ZZ117"), (":", "ZZ118")], ids=["full-width", "no space"])
def test_a_colon_is_named_wherever_it_stands(name, mark, code):
    """Items of lists are left out: as far as their form goes, they may be texts."""
    text = TEXTS[name]
    for match, line in list(places(text, r"(?<=[\u4e00-\u9fff）]): (?=\S)"))[::2]:
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not re.search(r"(?:^\s*- |\[)[^{]*$|\[[^\]{]*$", before):
            told = first_problem(text[: match.start()] + mark + text[match.end() :])
            assert told in ((line, code), None), (before, line)  # alone in its block, it is a text until it is read


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("by", [1, -1], ids=["deeper", "less deep"])
def test_a_line_that_does_not_line_up_is_named(name, by):
    """A line alone in its block lines up with itself."""
    text, missed = TEXTS[name], []
    found = list(places(text, r"^ +(?=[^\s#])"))
    for match, line in found[::2]:
        moved = text[: match.start()] + (" " if by > 0 else "") + text[match.start() + (by < 0) :]
        told = first_problem(moved)
        missed += [line] if told not in (None, (line, "ZZ129")) else []
    assert missed == []


def test_a_full_width_colon_in_a_text_is_no_mistake():
    text = "说明: 甲：乙\n列表:\n  - 甲：乙\n  - 丙\n另一处: [甲：乙, 丙]\n八点: 08:30\n"
    assert first_problem(text) is None
    assert first_problem(text + "坏: [甲\n") == (7, "ZZ126")

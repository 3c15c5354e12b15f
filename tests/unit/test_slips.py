"""Mistakes that clerks make in a policy, one at a time: one message, in the line of the mistake, names the cause.

For most a fix repairs it. ``python -m tests.unit.test_slips`` lists each with what is said of it and what its fixes do.
"""

import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.conformance_update import SHIPPED

import zzrules
from zzrules.base.errors import edited
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
    "no dash": (ROTATION, "        - 报请日期: 有\n", "        报请日期: 有\n", "不以半角短横起头"),
    "no space after dash": (ROTATION, "        - 报请日期: 有\n", "        -报请日期: 有\n", "空格"),
    "duplicate key": (
        ROTATION,
        "    情态: 予以\n    内容: 轮换调整\n",
        "    情态: 予以\n    情态: 予以\n    内容: 轮换调整\n",
        "重复",
    ),
    "no such item": (ROTATION, "依据: 第八条第二款第（一）项", "依据: 第八条第二款第（九）项", "只有4项"),
    "bullet for dash": (ROTATION, "        - 报请日期: 有\n", "        • 报请日期: 有\n", "短横"),
    "wide dash": (ROTATION, "        - 报请日期: 有\n", "        －报请日期: 有\n", "短横不是半角的"),
    "wide braces": (REVIEW, "{条件: {评价等次: 差评}, 否则", "{条件: ｛评价等次: 差评｝, 否则", "括号是全角的"),
    "wide brackets of list": (ROTATION, "另说: [审核同意日]", "另说: ［审核同意日］", "括号是全角的"),
    "space from the web": (ROTATION, "    情态: 予以\n    内容", "    情态:\u00a0予以\n    内容", "不间断的空格"),
    "unseen character": (ROTATION, "施行: 2026-01-01\n", "施行: 2026-01-01\u200b\n", "看不见的字符"),
    "upper-case code": (ROTATION, "代码: rotation\n", "代码: Rotation\n", "小写"),
    "missing key": (ROTATION, "代码: rotation\n", "", "代码"),
    "text for list": (ROTATION, "{属于: [辞职, 辞退]}", "{属于: {辞职: 是}}", "列表"),
    "missing colon": (ROTATION, "    情态: 予以\n    内容", "    情态 予以\n    内容", "冒号"),
    "value left out": (ROTATION, "    情态: 予以\n    内容", "    情态:\n    内容", "没有内容"),
    "date in words": (ROTATION, "施行: 2026-01-01", "施行: 二〇二六年一月一日", "2026-01-01"),
    "comma after braces": (REVIEW, "{评价等次: 差评}, 否则", "{评价等次: 差评}，否则", "「，」不是半角逗号"),
    "comma after brackets": (ROTATION, "研究认定其他情形], 条件", "研究认定其他情形]、条件", "「、」不是半角逗号"),
    "semicolon between pairs": (
        ROTATION,
        "[离开所属政务服务机构: 是, 离开原因: 有]",
        "[离开所属政务服务机构: 是；离开原因: 有]",
        "「；」不是半角逗号",
    ),
    "comma after all brackets": (ROTATION, "离开原因: 有]}\n", "离开原因: 有]}，\n", "多了一个「，」"),
    "wide quotes around a text": (ROTATION, "    内容: 轮换调整\n", "    内容: “轮换调整”\n", "引号"),
    "corner quotes around a name": (ROTATION, "  - 得出: 予以轮换调整\n", "  - 得出: 「予以轮换调整」\n", "引号"),
    "round brackets": (ROTATION, "{属于: [辞职, 辞退]}", "{属于: （辞职, 辞退）}", "括号是全角的"),
    "all wide in braces": (
        REVIEW,
        "{条件: {评价等次: 差评}, 否则: 不是差评}",
        "｛条件：｛评价等次：差评｝，否则：不是差评｝",
        "括号是全角的",
    ),
    "section indented": (ROTATION, "\n结论:\n", "\n  结论:\n", "「结论」是政策文件的一节"),
    "section indented beside its items": (ROTATION, "\n后果:\n", "\n  后果:\n", "「后果」是政策文件的一节"),
    "first key indented by two": (ROTATION, "\n代码: rotation", "\n  代码: rotation", "缩进 0 格，和第 2 行"),
    "first duty not indented": (REVIEW, "\n  联系核实:\n", "\n联系核实:\n", "不是「义务」下面的一项"),
    "second duty not indented": (REVIEW, "\n  立即整改:\n", "\n立即整改:\n", "不是「义务」下面的一项"),
    "last duty not indented": (REVIEW, "\n  跟踪回访:\n", "\n跟踪回访:\n", "不是「义务」下面的一项"),
    "key less deep by two": (ROTATION, "    内容: 轮换调整\n", "  内容: 轮换调整\n", "缩进 4 格，和第 147 行"),
    "first key less deep by two": (
        ROTATION,
        "  不适合:\n    依据",
        "  不适合:\n  依据",
        "缩进 4 格，和第 91 行",
    ),
    "key deeper by two": (ROTATION, "    内容: 轮换调整\n", "      内容: 轮换调整\n", "缩进 4 格，和第 145 行"),
    "wide hash": (ROTATION, "施行: 2026-01-01\n", "施行: 2026-01-01 ＃ 与细则同时\n", "「＃」是全角的"),
    "wide hash first": (ROTATION, "施行: 2026-01-01\n", "＃ 与细则同时\n施行: 2026-01-01\n", "「＃」是全角的"),
    "no space before hash": (ROTATION, "    内容: 轮换调整\n", "    内容: 轮换调整# 注\n", "「#」前面没有空格"),
    "tab before a comment": (ROTATION, "\n情形:\n", "\n情形:\n\t# 各项\n", "制表符"),
    "wide space after colon": (ROTATION, "    内容: 轮换调整\n", "    内容:　轮换调整\n", "全角空格"),
    "comma in text in braces": (ROTATION, "否则: 不是派驻窗口工作人员}", "否则: 不是派驻, 窗口工作人员}", "引号|逗号"),
    "bodies run together": (
        ROTATION,
        "      限于管理机构: [政务服务中心管理机构]\n",
        "      限于管理机构: 政务服务机构、政务服务中心管理机构\n",
        "「、」隔开",
    ),
    "options run together": (ROTATION, "离开原因: 有", "离开原因: 辞职、辞退", "「、」隔开"),
    "options with 或者": (ROTATION, "离开原因: 有", "离开原因: 辞职或者辞退", "「或者」隔开"),
    "ground for a fact": (
        ROTATION,
        "{条件: {主体: 派驻窗口工作人员}, 否则",
        "{条件: {离开机构: 是}, 否则",
        "是情形，不是事实",
    ),
    "values as a list": (ROTATION, "取值: {2026-01-01: 2年}", "取值: [2026-01-01: 2年]", "{2026-01-01: 2年}"),
    "value alone, as the law says it": (ROTATION, "取值: {2026-01-01: 2年}", "取值: 满2年", "{2026-01-01: 2年}"),
    "value in brackets": (ROTATION, "取值: {2026-01-01: 2年}", "取值: [2年]", "{2026-01-01: 2年}"),
    "no colon after the day": (ROTATION, "取值: {2026-01-01: 2年}", "取值: 2026-01-01 2年", "{2026-01-01: 2年}"),
    "length as the law says it": (ROTATION, "{2026-01-01: 2年}", "{2026-01-01: 满2年}", "应改为：2年"),
    "elapsed as the law says it": (ROTATION, "{未满: 轮换年限}", "未满2年", "{未满: 2年}"),
    "a year and a half": (ROTATION, "{2026-01-01: 2年}", "{2026-01-01: 一年半}", "应改为：18个月"),
    "underlined thousands": (ROTATION, "{2026-01-01: 2年}", "{2026-01-01: 1_000日}", "应改为：1000日"),
    "day as the law says it": (ROTATION, "施行: 2026-01-01\n", "施行: 自2026年1月1日起施行\n", "应改为：2026-01-01"),
    "comma after a line": (ROTATION, "施行: 2026-01-01\n", "施行: 2026-01-01，\n", "应改为：2026-01-01"),
    "odd space at the end": (ROTATION, "代码: rotation\n", "代码: rotation\u00a0\n", "不间断的空格"),
    "wide space at the end": (ROTATION, "代码: rotation\n", "代码: rotation\u3000\n", "全角空格"),
    "equals for a colon": (ROTATION, "代码: rotation\n", "代码= rotation\n", "没有冒号"),
    "ratio for a colon": (ROTATION, "代码: rotation\n", "代码∶rotation\n", "没有冒号"),
}
"""Of each: the file, what is written there, what is written instead, and what the message has to say (one of these)."""


ELSEWHERE = {"missing key": 2}
"""What is named in another line than the first that differs."""
REPAIRED_OTHERWISE = {
    *("unclosed quote in block", "unclosed single quote"),  # what had no quotation marks has them
    *("smart quotes colon", "comma in text in braces"),
    *("wide quotes around a text", "corner quotes around a name"),  # as were these
    *("wide hash", "wide hash first", "no space before hash", "tab before a comment"),  # the comments are new
    *("odd space at the end", "wide space at the end"),  # a space is left
    *("a year and a half", "underlined thousands"),  # another length is meant
}
"""The mistakes after whose sure repair the file is right, and not as it was."""
NOT_REPAIRED = {
    "all wide in braces": "all of its marks are to be written anew",
    "non-option fact": "which option was meant, nothing tells",
    "date not there": "the last day of the month is proposed, and a value is missing before it",
    "unknown fact": "its code and its question are to be filled in",
    "missing key": "its content is to be filled in",
    "value left out": "its content is to be filled in",
    "elapsed as the law says it": "what is proposed takes the place of the whole condition",
    "text for list": "what of it should be the list, nothing tells",
}
"""The mistakes that no fix repairs, and why."""


def shared(folder):
    """Return a folder of the shipped facts and two of the shipped policies."""
    for name in ("regulation.yaml", "vocabulary.yaml", ROTATION, REVIEW):
        shutil.copy(SHIPPED / name, folder)
    shutil.copytree(SHIPPED / "vocabulary", folder / "vocabulary")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return shared(tmp_path_factory.mktemp("政策"))


@contextmanager
def rewritten(path, text):
    """Give a file another text for a while."""
    before = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    try:
        yield
    finally:
        path.write_text(before, "utf-8")


def repairs(folder, problem):
    """Yield the fixes of a problem, each with whether it leaves nothing wrong, and the file as it leaves it."""
    for fix in problem.fixes:
        [source] = {edit.place.source for edit in fix.edits}
        text = edited((folder / source).read_text("utf-8"), [fix], source)[0]
        with rewritten(folder / source, text):
            yield fix, not zzrules.check(folder), text


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_once_and_where_it_is_and_repaired(folder, mistake):
    name, written, instead, told = MISTAKES[mistake]
    wrong = TEXTS[name].replace(written, instead, 1)
    pairs = enumerate(zip(TEXTS[name].split("\n"), wrong.split("\n"), strict=False), 1)
    line = next(number for number, (before, after) in pairs if before != after)
    with rewritten(folder / name, wrong):
        problems = zzrules.check(folder)
        place = problems[0].place
        assert [problem.place.line for problem in problems] == [ELSEWHERE.get(mistake, line)]
        assert any(words in str(problems[0]) for words in told.split("|"))
        assert (place.line, place.column) < (place.end_line, place.end_column)
        assert place.end_column <= len(wrong.split("\n")[place.end_line - 1]) + 1
        repaired = next(((fix, text) for fix, right, text in repairs(folder, problems[0]) if right), None)
    assert (repaired is None) is (mistake in NOT_REPAIRED)
    if repaired is not None:
        fix, text = repaired
        assert not problems[0].fixes[0].sure or fix is problems[0].fixes[0]
        assert not fix.sure or (text == TEXTS[name]) is (mistake not in REPAIRED_OTHERWISE)


@pytest.mark.parametrize(
    ("file", "saved", "told"),
    [
        (ROTATION, lambda text: text.encode("gb18030"), "不是 UTF-8"),
        (ROTATION, lambda text: text.encode("utf-16"), "不是 UTF-8"),
        ("vocabulary.yaml", lambda text: text.encode("utf-16"), "不是 UTF-8"),
        ("vocabulary.yaml", lambda text: text.encode("gb18030"), "不是 UTF-8"),
        (ROTATION, lambda text: b"PK\x03\x04" + text.encode(), "Word"),
    ],
    ids=["policy in GBK", "policy in UTF-16", "vocabulary in UTF-16", "vocabulary in GBK", "document of Word"],
)
def test_a_file_in_another_form_is_told_alone(tmp_path, file, saved, told):
    """What such a file names is missing nowhere else."""
    whole = tmp_path / "政策"
    shutil.copytree(SHIPPED, whole)
    path = whole / file
    path.write_bytes(saved(path.read_text("utf-8")))
    [problem] = zzrules.check(whole)
    assert (problem.place.source, problem.code) == (str(path) if str(path) in problem.place.source else file, "ZZ101")
    assert told in problem.message


def test_most_mistakes_are_repaired():
    assert len(MISTAKES) >= 50
    assert len(MISTAKES) - len(NOT_REPAIRED) >= len(MISTAKES) * 4 // 5


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


def listed():
    """Yield each mistake with what is said of it, and whether a fix repairs it."""
    with TemporaryDirectory() as scratch:
        folder = shared(Path(scratch))
        for mistake, (name, written, instead, _) in MISTAKES.items():
            wrong = TEXTS[name].replace(written, instead, 1)
            with rewritten(folder / name, wrong):
                problem = zzrules.check(folder)[0]
                done = [(fix.title, text == TEXTS[name]) for fix, right, text in repairs(folder, problem) if right]
            how = f"{done[0][0]}{'（如原样）' if done[0][1] else ''}" if done else f"无：{NOT_REPAIRED[mistake]}"
            yield f"{mistake}: {problem} ── {how}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in listed())
    sys.stdout.write(f"{len(MISTAKES)} named, {len(MISTAKES) - len(NOT_REPAIRED)} repaired\n")

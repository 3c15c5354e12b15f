"""The steps, before a feature is run: every one has its place in the manual, and what is wrong with a file is told."""

import re
from pathlib import Path

import pytest
from tests.unit.documents import ROOT, STEPS_PAGE, steps_page

from zzrules.bdd.features import problems_of
from zzrules.bdd.manual import forms, known, meant, page, step_of
from zzrules.bdd.steps import KEYWORDS
from zzrules.policy.vocabulary import Kind

HEAD = "# language: zh-CN\n功能: 甲\n"
ASKED = "    当 于「2026-05-06」评价\n"


@pytest.fixture
def told(tmp_path):
    """Say what is wrong with the text (or the bytes) of a feature: line, column, code and sentence."""

    def told(text: str | bytes, *, all_steps_known: bool = True) -> list[str]:
        path = tmp_path / "甲.feature"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        found = problems_of(path, "甲.feature", all_steps_known=all_steps_known)
        return [str(problem).removeprefix("甲.feature:") for problem in found]

    return told


# ── the manual ──────────────────────────────────────────────────────────


def test_every_form_is_one_of_exactly_one_step_and_every_step_has_a_form():
    reads = {
        (text, kind): [step for step in known() if step.kind == kind and step.reads(text)]
        for form in forms()
        for text in form.texts
        for kind in form.kinds
    }
    assert {key: found for key, found in reads.items() if len(found) != 1} == {}
    assert {found for several in reads.values() for found in several} == set(known())


def test_the_page_of_steps_is_up_to_date():
    """If a step was changed on purpose: ``python -m tests.unit.documents``."""
    assert STEPS_PAGE.read_text(encoding="utf-8") == steps_page()


def test_every_form_has_an_example_from_the_features_but_those_that_none_uses():
    rows = [line for line in steps_page().splitlines() if line.startswith("| ") and "「" in line]
    assert len([line for line in rows if line.endswith("|  |")]) < len(rows) / 4


def test_the_page_says_how_a_finding_is_written_and_is_reachable():
    assert "`是，某管理机构（市级），2026-04-28，示例核〔2026〕3号`" in page()
    for other in ("README.md", "docs/政策编写指南.md", "docs/命令行.md"):
        assert "场景步骤.md" in (ROOT / other).read_text(encoding="utf-8")


def test_the_page_says_how_every_kind_of_fact_is_written():
    said = [line.split("|")[1].strip().split("，")[0].split("、") for line in page().splitlines() if line[:2] == "| "]
    assert {kind.value for kind in Kind} <= {word for words in said for word in words}


@pytest.mark.parametrize(
    ("text", "kind", "step"),
    [
        ("「第八条」结论是「同意」", "then", "那么 「第八条」的结论是「同意」"),
        ("「第八条」的结论为「同意」", "then", "那么 「第八条」的结论是「同意」"),
        ("「第八条」的结论是“同意”", "then", "那么 「第八条」的结论是「同意」"),
        ("「第八条」的结论是同意", "then", "那么 「政策」的结论是「结论」"),
        ("于2026-05-06评价", "when", "当 于「2026-05-06」评价"),
        ("于「2026-05-06」评介", "when", "当 于「2026-05-06」评价"),
        ("案卷如下：", "given", "假如 案卷如下"),
        ("「受理日期」是「2026-01-01」", "given", "假如 「受理日期」为「2026-01-01」"),
        ("情形「甲」成立", "given", "那么 情形「甲」成立"),
        (
            "「2026-02-13」起第「三」个工作日是「2026-02-24」",
            "then",
            "那么 「2026-02-13」起第「3」个工作日是「2026-02-24」",
        ),
        ("当事人提出申请", "when", ""),
    ],
)
def test_a_mistyped_step_names_the_nearest_one(text, kind, step):
    assert meant(text, kind) == step


def test_what_is_offered_is_always_a_step_and_never_what_was_refused():
    for form in forms():
        for text, kind in ((text, kind) for text in form.texts for kind in form.kinds):
            odd = (text.replace(word, "「某」") for word in re.findall("「[^」]*」", text))
            tried = (*odd, f"{text}吗", text.replace("「", "「「"))
            for one in (one for one in tried if step_of(one, kind) is None):
                keyword, _, offered = meant(one, kind).partition(" ")
                assert offered != one
                assert step_of(offered, next(kind for kind in KEYWORDS if KEYWORDS[kind] == keyword)), (one, offered)


# ── what is wrong with a file ───────────────────────────────────────────


def test_the_features_of_the_project_have_nothing_wrong():
    wrong = [one for path in (ROOT / "features").glob("*.feature") for one in problems_of(path, path.name)]
    assert wrong == []


WRONG: list[tuple[str | bytes, str]] = [
    (HEAD.encode("gbk"), "2:1: ZZ801 场景文件不是 UTF-8 编码，像是 GBK"),
    (HEAD.encode("utf-16"), "1:1: ZZ801 场景文件不是 UTF-8 编码，像是 UTF-16"),
    (b"\xff\xff\x81", "1:1: ZZ801 场景文件不是 UTF-8 编码，像是 别的编码"),
    (HEAD.encode("utf-8-sig"), "1:1: ZZ802 "),
    ("", "1:1: ZZ807 场景文件里没有功能"),
    ("# language: zh-CN\n", "2:1: ZZ805 文件没有写完"),
    ("# language: zh-CN\n@甲", "2:3: ZZ805 文件没有写完"),
    (HEAD + f"  场景: 乙\f\n{ASKED}啊\n", "5:1: ZZ805 看不懂这一行"),
    (HEAD.replace("\n", "\r\n") + f"  场景: 乙\r\n{ASKED}啊\r\n", "5:1: ZZ805 看不懂这一行"),
    ("功能: 甲\n", "1:1: ZZ803 "),
    ("# language: chinese\n功能: 甲\n", "1:1: ZZ803 "),
    ("# language: zh-CN\n功能：甲\n", "2:1: ZZ804 「功能」后面的冒号是全角的。应改为：功能: 甲"),
    (HEAD + f"  场景：乙\n{ASKED}", "3:3: ZZ804 「场景」后面的冒号是全角的。应改为：场景: 乙"),
    (HEAD + f"  场景 乙\n{ASKED}", "3:3: ZZ804 「场景」后面没有冒号。应改为：场景: 乙"),
    (HEAD + f"  场景: 乙\n{ASKED}啊\n", "5:1: ZZ805 看不懂这一行：「啊」。应改为：这里可以是以「假如」"),
    (HEAD + "  场景: 乙\n    假如 案卷如下\n      | 事实 | 值 |\n      | 实名 |\n", "6:7: ZZ806 "),
    (HEAD, "2:1: ZZ807 场景文件里没有场景"),
    (HEAD + "  场景: 乙\n", "3:3: ZZ807 场景「乙」没有步骤"),
    (HEAD + f"  场景: 乙\n{ASKED}  场景: 乙\n{ASKED}", "5:3: ZZ808 场景「乙」和第 3 行的同名"),
    (HEAD + f"  场景:\n{ASKED}", "3:3: ZZ808 场景没有名字"),
    (
        HEAD + "  场景: 乙\n    当 于「2026-05-06」评介\n",
        "4:5: ZZ809 没有这样的步骤：于「2026-05-06」评介。应改为：当 于",
    ),
    (HEAD + "  场景: 乙\n    当事人提出申请\n", "4:5: ZZ809 没有这样的步骤，也没有相近的：事人提出申请"),
    (HEAD + "  场景: 乙\n    假如 案卷如下\n", "4:5: ZZ810 这一步下面要有一张表：案卷如下。应改为：| 事实 | 值 |"),
    (HEAD + f"  场景: 乙\n{ASKED}      | 甲 | 乙 |\n", "4:5: ZZ810 这一步下面不该有表：于「2026-05-06」评价"),
    (HEAD + f"  场景大纲: 乙\n{ASKED}", "3:3: ZZ811 场景大纲「乙」没有例子"),
    (
        HEAD + "  场景大纲: 乙\n    当 于「<日>」评价\n    例子:\n      | 天 |\n      | 2026-05-06 |\n",
        "4:5: ZZ811 「<日>」不是例子里的列。应改为：<天>",
    ),
    (HEAD + "  场景: 乙\n    而且 于「2026-05-06」评价\n", "4:5: ZZ812 第一步不能以「而且」起头"),
    (
        HEAD + f"  场景: 乙\n    如果 案卷如下\n      | 事实 | 值 |\n      | 实名 | 是 |\n{ASKED}",
        "4:5: ZZ816 「如果 案卷如下」没有以关键字起头，会当成说明，不会运行。应改为：假如 案卷如下",
    ),
    (
        HEAD + f"  背景:\n    若「实名」为「是」\n  场景: 乙\n{ASKED}",
        "4:5: ZZ816 「若「实名」为「是」」没有以关键字起头，会当成说明，不会运行。应改为：假如 「实名」为「是」",
    ),
    (HEAD + f"  场景: 乙\n    假入 案卷如下\n{ASKED}", "4:5: ZZ816 「假入 案卷如下」没有以关键字起头"),
    (HEAD + f"  场景: 乙\n    案卷如下\n      | 事实 | 值 |\n{ASKED}", "4:5: ZZ816 「案卷如下」没有以关键字起头"),
    (
        HEAD + f"  场景: 乙\n    记载是这样的：\n      | 事实 | 值 |\n{ASKED}",
        "5:7: ZZ816 表的上一行「记载是这样的：」没有以关键字起头，这张表会当成说明，不会运行。应改为：表的上一行写",
    ),
    (
        HEAD + f"  场景: 乙\n{ASKED}    则 「第八条」待查明\n",
        "5:5: ZZ816 「则 「第八条」待查明」没有以关键字起头。应改为：那么 「第八条」待查明",
    ),
    (
        HEAD + f"  场景: 乙\n    假如 案卷如下\n      ｜ 事实 ｜ 值 ｜\n{ASKED}",
        "5:7: ZZ817 表的竖线是全角的",
    ),
]


@pytest.mark.parametrize(
    ("text", "problem"), WRONG, ids=[f"{number} {problem[:10]}" for number, (_, problem) in enumerate(WRONG)]
)
def test_what_is_wrong_is_told_once_with_its_line(told, text, problem):
    [found] = told(text)
    assert found.startswith(problem)


def test_prose_of_a_description_is_no_step(told):
    text = HEAD + "  如果当事人没有申请，就不必办理。\n  场景: 乙\n    若逾期，\n    则应当告知理由。\n" + ASKED
    assert told(text) == []


def test_every_mistake_of_a_file_is_told(told):
    text = (
        HEAD + "  场景: 乙\n    当 评价\n    那么 「甲」的结果是「乙」\n  规则: 丙\n    场景: 乙\n      那么 没有矛盾\n"
    )
    assert [line.split(" ")[1] for line in told(text)] == ["ZZ809", "ZZ809", "ZZ808", "ZZ809"]


def test_a_step_of_an_outline_is_read_with_each_row(told):
    text = (
        HEAD
        + "  场景大纲: 乙\n    那么 「2026-05-06」<词>工作日\n    例子:\n      | 词 |\n      | {} |\n      | 不是 |\n"
    )
    assert told(text.format("是")) == []
    [found] = told(text.format("算"))
    assert "：「2026-05-06」算工作日。" in found


def test_steps_of_backgrounds_are_read_once(told):
    text = HEAD + f"  背景:\n    假如 案卷\n  场景: 乙\n{ASKED}  场景: 丙\n{ASKED}"
    assert [line.partition(" ")[0] for line in told(text)] == ["4:5:"]


def test_other_steps_may_exist_where_others_declare_them(told):
    assert told(HEAD + "  场景: 乙\n    当 下雨了\n", all_steps_known=False) == []


def test_a_text_in_quotation_marks_is_no_keyword(told):
    text = HEAD + '  场景: 乙\n    当 于「2026-05-06」评价\n      """\n      场景：丙\n      """\n'
    assert told(text) == []


def test_a_file_that_is_none_is_told(tmp_path):
    [problem] = problems_of(Path(tmp_path), "甲")
    assert problem.code == "ZZ110"

"""`zzrules ask` as its users meet it."""

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.unit.cli.samples import DAY, shipped

from zzrules.cli.ask import _Conversation
from zzrules.cli.terminal import Output


@pytest.fixture
def ask(run, monkeypatch):
    """Hold an interview with the lines of a text as answers."""

    def ask(answers, *words):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in answers)))
        return run("ask", *words, "--on", DAY)

    return ask


def asked(out):
    return [line[1:].partition("】")[0] for line in out.splitlines() if line.startswith("【")]


def test_it_asks_until_the_class_is_decided_and_writes_the_record(ask):
    code, out, _ = ask(["2026-04-16", "8", "是", "多余"], "第二十四条", "-o", "案卷.yaml")
    assert (code, asked(out)) == (0, ["行为发生日期", "主体", "与政务服务相关联"])
    assert "第二十四条  适用范围  参照适用" in out
    text = Path("案卷.yaml").read_text(encoding="utf-8")
    assert text == "行为发生日期: 2026-04-16\n主体: 公用企事业单位\n与政务服务相关联: 是\n"


def test_what_is_wrong_with_an_answer_is_told_and_asked_again(ask):
    Path("已知.yaml").write_text("行为发生日期: 2026-04-16\n", encoding="utf-8")
    words = ["公用企业", "99", "不适用", "退回", "退回 没有", "结束"]
    code, out, _ = ask(words, "第二十四条", "--record", "已知.yaml")
    assert (code, asked(out)) == (3, ["主体"] * 6)
    assert [line.split()[0] for line in out.splitlines() if line.startswith("  ZZ")] == [
        *("ZZ404", "ZZ404", "ZZ405", "ZZ681", "ZZ401")
    ]


def test_answers_are_left_open_and_taken_back(ask):
    known = ["2026-04-16", "公用企事业单位"]
    code, out, _ = ask([*known, "退回", known[1], ""], "第二十四条")
    first = ["行为发生日期", "主体", "与政务服务相关联"]
    assert (code, asked(out)) == (3, [*first, *first[1:]])
    assert "不知道的：与政务服务相关联" in out
    assert out.rstrip().endswith("# 问过，不知道：与政务服务相关联")
    out = ask([*known, "退回 行为发生日期", "结束"], "第二十四条")[1]
    assert asked(out)[:3] == first
    assert out.rstrip().endswith("\n\n主体: 公用企事业单位")


def test_a_finding_is_asked_for_part_by_part(ask):
    record = "主体: 派驻窗口工作人员\n报请日期: 2026-04-22\n"
    Path("已知.yaml").write_text(record, encoding="utf-8")
    _, out, _ = ask(["否", "1", "不知道", "2026-04-28"], "8.2", "--record", "已知.yaml", "-o", "案卷.yaml")
    assert asked(out)[0] == "审核同意"
    assert out.count("  认定的") == 4
    text = Path("案卷.yaml").read_text(encoding="utf-8")
    assert '审核同意: {"结论": "否", "机构": "政务服务中心管理机构", "日期": "2026-04-28"}' in text
    assert text.startswith(record)


@pytest.mark.parametrize(
    ("kind", "options", "word", "meant"),
    [
        ("多选", ("失误", "偏差"), "失误、偏差", ["失误", "偏差"]),
        ("多选", ("失误", "偏差"), "失误", ["失误"]),
        ("选项", ("失误", "偏差"), "2", "偏差"),
        ("整数", (), "12", 12),
        ("文本", (), "12", "12"),
        ("金额", (), "以上 1000元", {"以上": "1000元"}),
        ("列表", (), '[{"起": "2026-03-02"}]', [{"起": "2026-03-02"}]),
    ],
)
def test_a_line_is_read_as_records_are_written(kind, options, word, meant):
    question = shipped().interview(["第二十四条"], on=DAY).question
    assert question is not None
    conversation = _Conversation(shipped(), Output.standard())
    assert conversation._value(replace(question, kind=kind, options=options), word) == meant


def test_what_is_known_in_part_and_lists_are_read(ask):
    known = "主体: 派驻窗口工作人员\n行为发生日期: 2026-03-02\n"
    Path("已知.yaml").write_text(known, encoding="utf-8")
    answers = ["不早于 2026-04-01", "属于 公用企事业单位、中介服务机构", "是"]
    code, out, _ = ask(answers, "第二十四条")
    assert code == 0
    assert '主体: {"属于": ["公用企事业单位", "中介服务机构"]}' in out
    out = ask(['[{"加班日期": "2026-03-07"}]', "[坏"], "第十一条第二款", "--record", "已知.yaml")[1]
    assert "列表，写成 JSON" in out


def test_records_that_cannot_be_gone_on_from_are_refused(ask, here):
    Path("两份.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    assert ask([], "8.2", "--record", "两份.jsonl")[0] == 1
    assert ask([], "8.2", "--record", "没有.yaml")[0] == 1
    assert ask([], "8.2", "--record", "bad.yaml")[0] == 1
    assert ask([], "第九十九条")[0] == 2


def test_options_of_which_several_hold_are_given_by_number(ask):
    """Names and numbers may be mixed; another number is told as a wrong one."""
    question: Any = SimpleNamespace(kind="多选", options=("甲", "乙", "丙"))
    given = {word: _Conversation._several(question, word) for word in ("1", "1、3", "乙，3", "甲", "9", "1、9")}
    assert given == {
        "1": ["甲"], "1、3": ["甲", "丙"], "乙，3": ["乙", "丙"], "甲": ["甲"], "9": "9", "1、9": ["甲", "9"],
    }  # fmt: skip

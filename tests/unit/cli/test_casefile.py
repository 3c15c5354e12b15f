"""`zzrules casefile` as its users meet it."""

import io
import json
from pathlib import Path

import pytest
from tests.unit.cli.samples import BEYOND, BROKEN, LICENSED, RECTIFIED, REVIEWED, VERIFIED


def test_casefile_says_what_is_pressing_with_the_events_that_it_rests_on(run, logs):
    code, out, err = run("casefile", "流水/二月/review.yaml", "--on", "2026-02-25")
    head, _, *lines = out.splitlines()
    assert (code, err) == (0, "")
    assert head == "差评-1　到2026-02-25为止的义务"
    assert lines[:3] == [
        "- 联系核实：逾期未履行，期限2026-02-24，已过1个工作日",
        "  政务服务机构应当联系评价人并核实（第二十条第二款）",
        "  自2026-02-13，依据流水第1件（编号1）、第2件（编号2）",
    ]
    assert "结论：逾期未完成联系核实" in lines


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-02-12", "没有待办、逾期或者待查明的义务。"),  # nothing has happened yet
        ("2026-02-13", "- 联系核实：临近届满，期限2026-02-24，还有2个工作日"),
        ("2026-02-24", "- 联系核实：临近届满，期限2026-02-24，就在当天"),
        ("2026-02-25", "- 联系核实：逾期未履行，期限2026-02-24，已过1个工作日"),
    ],
)
def test_casefile_sees_the_log_up_to_the_day(run, logs, on, said):
    assert run("casefile", "流水/二月/review.yaml", "--on", on)[1].splitlines()[2] == said


def test_casefile_with_fewer_days_of_warning(run, logs):
    words = ["casefile", "流水/二月/review.yaml", "--on", "2026-02-13", "--within", "1"]
    assert "- 联系核实：待履行，期限2026-02-24，还有2个工作日" in run(*words)[1]


def test_casefile_lists_what_is_settled(run, logs):
    (logs / "done.yaml").write_text(REVIEWED + VERIFIED + RECTIFIED, encoding="utf-8")
    code, out, _ = run("casefile", "流水/done.yaml", "--on", "2026-03-05")
    assert code == 0
    assert "没有待办、逾期或者待查明的义务。" in out
    settled = out.partition("已经了结的")[2]
    assert "- 联系核实：已履行，期限2026-02-24，2026-02-24履行（第二十条第二款）\n" in settled
    assert "- 立即整改：已履行，时限是「立即」，由人认定，2026-02-26履行（第二十条第二款）\n" in settled
    assert "- 跟踪回访：已履行，2026-03-05履行（第二十条第二款）\n" in settled


@pytest.mark.parametrize(
    ("name", "text", "on", "expected"),
    [
        ("a.yaml", REVIEWED, "2026-02-25", 0),
        ("a.yaml", REVIEWED.replace("实名: 是", "评价提交日期: 2026-02-12"), "2026-02-25", 3),  # anonymous or not?
        ("a.yaml", REVIEWED.replace("联系评价人", "联系评价仁"), "2026-02-25", 1),
        ("a.yaml", REVIEWED.replace("联系评价人", "联系评价仁"), "2026-02-13", 1),  # said before it counts
        ("a.yaml", BEYOND, "2026-12-21", 3),
        ("a.yaml", "主体: 政务服务机构\n", "2026-02-25", 1),  # a record
        ("a.yaml", "[]", "2026-02-25", 0),  # nothing has happened
        ("a.json", "[1", "2026-02-25", 1),
        ("a.yaml", "", "2026-02-25", 1),
    ],
)
def test_exit_codes_of_casefile(run, name, text, on, expected):
    Path(name).write_text(text, encoding="utf-8")
    code, out, err = run("casefile", name, "--on", on)
    assert code == expected
    assert bool(err) is (expected == 1)
    assert "Traceback" not in out + err


def test_casefile_goes_on_after_a_bad_file(run, logs):
    code, out, err = run("casefile", "none.yaml", "broken.yaml", "流水", "--on", "2026-02-25")
    assert code == 1
    assert [line for line in out.splitlines() if "为止的义务" in line] == [
        "broken.yaml　到2026-02-25为止的义务",
        "许可-1　到2026-02-25为止的义务",
        "差评-1　到2026-02-25为止的义务",
    ]
    assert [line.split(" ")[:2] for line in err.splitlines()] == [
        ["none.yaml:", "ZZ110"],
        ["broken.yaml:1:6:", "ZZ404"],
        ["broken.yaml:3:5:", "ZZ402"],
        ["broken.yaml:4:5:", "ZZ432"],
        ["broken.yaml:5:5:", "ZZ431"],
        ["broken.yaml:6:5:", "ZZ430"],
    ]
    assert "秘密人" not in out + err


def test_casefile_of_the_standard_input(run, logs, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LICENSED.encode())))
    code, out, err = run("casefile", "-", "--on", "2026-03-06")
    assert (code, err) == (3, "")  # whether an order to correct is due depends on facts that the log doesn't tell
    assert out.startswith("许可-1　到2026-03-06为止的义务\n")
    assert "- 办结：临近届满，期限2026-03-09，还有1个工作日" in out


def test_a_log_in_yaml_on_the_standard_input_is_read_as_a_file_is(run, logs, monkeypatch):
    """Each event keeps its place, and one that is wrong does not stop the rest."""
    for text, form in ((BROKEN, []), (BROKEN, ["--input", "yaml"]), (REVIEWED, [])):
        Path("log.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        expected = run("casefile", "log.yaml", "--on", "2026-03-06")
        code, out, err = run("casefile", "-", *form, "--on", "2026-03-06")
        assert (code, out, err) == (expected[0], *(one.replace("log.yaml", "标准输入") for one in expected[1:]))


def test_the_form_of_a_log_may_be_said(run, logs):
    Path("log.txt").write_text(LICENSED, encoding="utf-8")
    assert "许可-1　到2026-03-06" in run("casefile", "log.txt", "--input", "jsonl", "--on", "2026-03-06")[1]


def test_casefile_about_some_articles(run, logs):
    words = ["casefile", "流水/licence.jsonl", "--on", "2026-03-10", "--about"]
    out = run(*words, "第二十条第二款")[1]
    assert "办结" not in out
    assert "- 办结：逾期未履行" in run(*words, "第二十条第二款", "第二十一条")[1]
    code, out, err = run(*words, "第九十条")
    assert (code, out) == (2, "")
    assert err.startswith("ZZ602 ")


def test_casefile_as_markdown_and_json(run, logs):
    words = ["casefile", "流水/二月/review.yaml", "--on", "2026-02-25"]
    assert run(*words, "--format", "markdown")[1].startswith("# 差评-1　到2026-02-25为止的义务\n")
    [made] = json.loads(run(*words, "--format", "json")[1])
    assert (made["source"], made["name"], made["on"]) == ("流水/二月/review.yaml", "差评-1", "2026-02-25")
    [duty] = [one for one in made["obligations"] if one["status"] == "breached"]
    assert (duty["name"], duty["due"], duty["left"], duty["events"]) == (
        "联系核实",
        "2026-02-24",
        -1,
        ["第1件（编号1）", "第2件（编号2）"],
    )
    assert made["problems"] == []
    made = json.loads(run("casefile", "none.yaml", "broken.yaml", "流水", "--on", "2026-02-25", "--format", "json")[1])
    assert [one["source"] for one in made] == ["broken.yaml", "流水/licence.jsonl", "流水/二月/review.yaml"]
    assert len(made[0]["problems"]) == 5


def test_casefile_is_coloured_on_a_terminal_only(screen, run, logs):
    words = ["casefile", "流水/二月/review.yaml", "--on"]
    assert "- 联系核实：\x1b[31m逾期未履行\x1b[0m，期限2026-02-24" in screen(*words, "2026-02-25")
    assert "- 联系核实：\x1b[33m临近届满\x1b[0m，期限2026-02-24" in screen(*words, "2026-02-24")
    assert "\x1b" not in run(*words, "2026-02-25")[1]
    assert "\x1b[31m逾期未履行\x1b[0m  2026-02-24" in screen("due", "流水", "--on", "2026-02-25")
    assert "\x1b" not in screen("due", "流水", "--on", "2026-02-25", "--format", "csv")
    screen("due", "流水", "--on", "2026-02-25", "-o", "due.txt")
    assert "\x1b" not in Path("due.txt").read_text(encoding="utf-8")


def test_casefile_begins_with_a_case_also_after_a_file_that_cannot_be_read(run, logs):
    out = run("casefile", "流水/none.yaml", "流水/二月/review.yaml", "--on", "2026-02-25")[1]
    assert out.splitlines()[0] == "差评-1　到2026-02-25为止的义务"

"""`zzrules evaluate` as its users meet it."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, records, shipped

import zzrules
from zzrules.base.widths import width
from zzrules.cli import main


def test_evaluate_prints_one_line_a_policy(run):
    code, out, err = run("evaluate", "rotated.yaml", "--on", DAY)
    lines = out.splitlines()
    assert (code, err, lines[0]) == (0, "", "rotated.yaml")
    book = shipped()
    assert len(lines) == 1 + len(book.plan.policies)
    row = next(line for line in lines if "第八条第二款" in line)
    assert row.split() == ["第八条第二款", "窗口工作人员轮换", "予以轮换调整"]
    assert "；案卷未涉及）" in next(line for line in lines if "第二十一条" in line)
    liability = book.evaluate({"主体": "派驻窗口工作人员", "行为发生日期": "2026-04-22"}, DAY)["liability"]
    assert f"待查明（缺 {len(liability.missing)} 项；" in next(line for line in lines if "第二十一条" in line)
    assert len({width(re.findall(r"^ +\S+ +\S+ +", line)[0]) for line in lines[1:]}) == 1


def test_evaluate_says_why_a_policy_does_not_apply(run):
    (Path.cwd() / "agency.yaml").write_text("主体: 政务服务机构\n行为发生日期: 2026-03-02\n", encoding="utf-8")
    out = run("evaluate", "agency.yaml", "--on", DAY, "--about", "第二十三条")[1]
    answer = shipped().evaluate({"主体": "政务服务机构", "行为发生日期": "2026-03-02"}, DAY)["第二十三条"]
    assert f"本条不适用（{'；'.join(answer.not_applicable_because)}）" in out


def test_evaluate_shows_contradictions(run):
    record = {
        "subject": "window_staff",
        "conduct_date": "2026-03-02",
        "abuse_of_power": {"conclusion": True, "body": "discipline_body", "date": "2026-04-01", "basis": "甲"},
        "subjective_intent": {"conclusion": False, "body": "discipline_body", "date": "2026-04-01", "basis": "乙"},
    }
    Path("a.json").write_text(json.dumps(record), encoding="utf-8")
    assert "记载相互矛盾：" in run("evaluate", "a.json", "--on", DAY)[1]


def test_about_narrows_to_policies_and_to_grounds(run):
    code, out, _ = run("evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2")
    assert (code, len(out.splitlines())) == (0, 2)
    code, out, _ = run("evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2(2)", "8.2(3)", "第八条第二款第（四）项")
    assert code == 0
    assert [line.split()[1:] for line in out.splitlines()[1:]] == [
        ["不适合", "成立，手续齐备"],
        ["业务取消调整", "不成立"],
        ["其他情形", "不成立（未援引）"],
    ]
    code, out, _ = run("evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2", "--about", "21(5)")
    assert code == 3
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["第八条第二款", "第二十一条第（五）项"]


@pytest.mark.parametrize(
    ("files", "about", "expected"),
    [
        (["rotated.yaml"], None, 0),
        (["rotated.yaml"], "8.2", 0),
        (["rotated.yaml"], "第二十一条", 3),  # asked about, undetermined
        (["open.yaml"], None, 3),  # a ground holds, the outcome is open
        (["open.yaml"], "8.2(2)", 0),  # the ground itself is decided
        (["rotated.yaml", "open.yaml"], None, 3),
        (["rotated.yaml", "bad.yaml"], None, 1),
        (["open.yaml", "bad.yaml", "rotated.yaml"], None, 1),
        (["missing.yaml"], None, 1),
        (["rotated.yaml", "."], None, 1),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_exit_codes(run, command, files, about, expected):
    assert run(command, *files, "--on", DAY, *(["--about", about] if about else []))[0] == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("主体: 派驻窗口工作人员\n", 3),  # no policy at all has an outcome
        ("主体: 派驻窗口工作人员\n行为发生日期: 2026-03-02\n", 0),  # the record says nothing of what stays open
        ("主体: 政务服务机构\n行为发生日期: 2026-03-02\n到窗口工作日期: 2025-03-02\n", 0),  # applies in no case
        ("主体: 派驻窗口工作人员\n行为发生日期: 2026-03-02\n不适合原因: 身体状况\n", 3),
    ],
)
def test_without_about_only_what_the_record_speaks_of_counts(run, record, expected):
    Path("a.yaml").write_text(record, encoding="utf-8")
    assert run("evaluate", "a.yaml", "--on", DAY)[0] == expected


def test_evaluate_as_a_table_aligns_chinese(run):
    code, out, _ = run("evaluate", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2", "--format", "table")
    head, rule, *rows = out.splitlines()
    assert code == 3
    assert head.split() == ["案卷", "依据", "政策", "结论", "尚缺"]
    assert [row.split() for row in rows] == [
        ["rotated.yaml", "第八条第二款", "窗口工作人员轮换", "予以轮换调整"],
        ["open.yaml", "第八条第二款", "窗口工作人员轮换", "待查明", "1"],
    ]
    starts = {width(line[: line.index("窗口工作")]) for line in rows} | {width(head[: head.index("政策")])}
    assert len(starts) == 1
    assert set(rule) == {"─", " "}


def test_a_table_without_rows_is_nothing(run):
    code, out, err = run("evaluate", "bad.yaml", "--on", DAY, "--format", "table")
    assert (code, out) == (1, "")
    assert err


def test_json_is_an_array_of_determinations_and_errors(run):
    code, out, err = run("evaluate", "rotated.yaml", "bad.yaml", "--on", DAY, "--format", "json")
    good, bad = json.loads(out)
    determination = shipped().evaluate(records("rotated.yaml")[0], DAY)
    assert code == 1
    assert good == {"source": "rotated.yaml", "number": 1} | json.loads(determination.to_json())
    assert (bad["source"], bad["number"]) == ("bad.yaml", 1)
    assert [(one["code"], one["line"], one["column"]) for one in bad["error"]] == [("ZZ404", 1, 1), ("ZZ402", 2, 1)]
    assert err.splitlines()[0].startswith("bad.yaml:1:1: ZZ404 ")


@pytest.mark.parametrize("words", [["evaluate", "--format", "json"], ["explain", "--format", "json"]])
def test_json_stays_json_whatever_happens(run, words):
    Path("empty.yaml").write_text("", encoding="utf-8")
    for files in (["empty.yaml"], ["rotated.yaml"], ["empty.yaml", "rotated.yaml", "none.yaml"]):
        assert len(json.loads(run(*words[:1], *files, *words[1:], "--on", DAY)[1])) == len(files)


def test_json_lines_go_in_and_out_and_a_bad_line_is_one_error_line(run, monkeypatch):
    lines = ['{"subject": "agency"}', '{"subject": "秘密人"}', "{秘密人", "", '{"秘密键": 1}', '{"subject": "other"}']
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    code, out, err = run("evaluate", "-", "--on", DAY, "--about", "8.2", "--format", "jsonl", "--input", "jsonl")
    made = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [("error" in one, one["number"]) for one in made] == [
        (False, 1),
        (True, 2),
        (True, 3),
        (True, 4),
        (False, 5),
    ]
    assert [one["error"][0]["line"] for one in made if "error" in one] == [2, 3, 5]
    assert [line.partition(" ")[0] for line in err.splitlines()] == ["标准输入:2:2:", "标准输入:3:2:", "标准输入:5:2:"]
    assert "秘密人" not in out + err


def test_json_lines_of_some_columns_are_those_of_a_file(run):
    facts = records("rotated.yaml") + records("open.yaml")
    Path("all.jsonl").write_text("\n".join(map(json.dumps, facts)), encoding="utf-8")
    words = ["evaluate", "all.jsonl", "--on", DAY, "--about", "8.2(2)", "第二十一条", "--columns"]
    words += ["outcome", "possible", "grounds", "complete", "consequences", "deadlines", "versions"]
    assert run(*words, "-o", "result.jsonl")[0] == 3
    code, out, err = run(*words, "--format", "jsonl")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (3, "")
    assert [(line.pop("source"), line.pop("number")) for line in lines] == [("all.jsonl", 1), ("all.jsonl", 2)]
    assert lines[0]["rotation.outcome"] == "rotate"
    assert lines[1]["rotation.outcome"] is None
    written = [json.loads(line) for line in Path("result.jsonl").read_text(encoding="utf-8").splitlines()]
    answers = [{name: value for name, value in row.items() if name in lines[0]} for row in written]
    assert answers == lines
    assert {name for name in written[0] if "." in name} >= set(lines[0])


def test_a_bad_line_is_an_error_whatever_columns_are_asked_for(run):
    code, out, err = run("evaluate", "bad.yaml", "open.yaml", "--on", DAY, "--format", "jsonl", "--columns", "outcome")
    bad, good = map(json.loads, out.splitlines())
    assert code == 1
    assert [problem["code"] for problem in bad["error"]] == ["ZZ404", "ZZ402"]
    assert len(err.splitlines()) == 2
    assert set(good) == {"source", "number", *(f"{policy.code}.outcome" for policy in shipped().plan.policies)}


@pytest.mark.parametrize("form", ["text", "table", "json"])
def test_columns_go_with_a_file_or_with_json_lines(run, form):
    code, out, err = run("evaluate", "open.yaml", "--on", DAY, "--format", form, "--columns", "outcome")
    assert (code, out) == (2, "")
    assert err.startswith("ZZ631 --columns 只和 -o 或者 --format jsonl 一起用。应改为：加上 -o 文件或者 --format jsonl")


class Slowly(io.RawIOBase):
    """Gives one line at a time, and notes what was printed before it was asked for."""

    def __init__(self, lines, printed):
        self.lines, self.printed, self.before = list(lines), printed, []

    def readable(self):
        return True

    def readinto(self, room):
        self.before.append(self.printed.getvalue())
        line = self.lines.pop(0) if self.lines else b""
        room[: len(line)] = line
        return len(line)


@pytest.mark.parametrize("columns", [[], ["--columns", "outcome", "missing"]])
def test_json_lines_are_answered_one_by_one(here, monkeypatch, columns):
    """The answer to a line is written before the next line is read: a stream is not kept in memory."""
    out = io.StringIO()
    lines = Slowly([b'{"subject": "window_staff"}\n'] * 3, out)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(lines)))
    with contextlib.redirect_stdout(out):
        assert main(["evaluate", "-", "--on", DAY, "--about", "8.2", "--format", "jsonl", *columns]) == 3
    assert [text.count("\n") for text in lines.before] == [0, 1, 2, 3]


def test_no_value_of_a_record_is_in_a_complaint(run):
    for command in (["evaluate"], ["explain"], ["why", "--policy", "8.2"]):
        code, out, err = run(*command[:1], "bad.yaml", *command[1:], "--on", DAY)
        assert (code, out) == (1, "")
        assert "bad.yaml:1:1: ZZ404 「主体」" in err
        assert "bad.yaml:2:1: ZZ402 「实名」" in err
        assert "秘密" not in err


def test_a_problem_without_a_place_names_the_case(run, monkeypatch):
    monkeypatch.setattr("zzrules.case.record._at", lambda *_: zzrules.Place())
    assert run("evaluate", "bad.yaml", "--on", DAY)[2].startswith("bad.yaml: ZZ404 ")


def test_policies_and_over_choose_the_rulebook(run, policies):
    text = (
        (policies / "article-08-rotation.yaml")
        .read_text(encoding="utf-8")
        .replace("得出: 予以轮换调整", "得出: 准予轮换")
    )
    text = text.replace("{结论: 予以轮换调整}", "{结论: 准予轮换}").replace("轮换: 予以轮换调整", "轮换: 准予轮换")
    (policies / "article-08-rotation.yaml").write_text(text, encoding="utf-8")
    over = Path("本市")
    over.mkdir()
    (over / "article-08-rotation.yaml").write_text(text, encoding="utf-8")
    for words in (["--policies", policies], ["--over", over]):
        code, out, _ = run("evaluate", "rotated.yaml", "--on", DAY, "--about", "8.2", *words)
        assert (code, out.split()[-1]) == (0, "准予轮换")


def test_mistakes_in_policies_are_printed_and_exit_with_1(run, policies):
    (policies / "article-08-rotation.yaml").write_text("政策：轮换\n", encoding="utf-8")
    code, out, err = run("evaluate", "rotated.yaml", "--on", DAY, "--policies", policies)
    assert (code, out) == (1, "")
    assert "article-08-rotation.yaml:1:" in err

"""The command line as its users meet it: what is printed where, in Chinese, and with which exit code."""

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import zzrules
from zzrules.base.errors import RecordError
from zzrules.batch.files import read_cases
from zzrules.cli import main
from zzrules.cli.arguments import COMMANDS, EXIT_CODES, in_chinese
from zzrules.cli.terminal import Output, columns, markdown, pad, table, width, wrap

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "rotation-request.yaml"
DAY = "2026-05-06"

ROTATED = """\
案号: 轮换-1
主体: 派驻窗口工作人员
所属层级: 市级
行为发生日期: 2026-04-22
到窗口工作日期: 2024-09-02
离开所属政务服务机构: 否
不适合原因: 身体状况
不适合继续在窗口工作: {结论: 是, 机构: 政务服务机构, 日期: 2026-04-20, 依据: 秘密纪要8号}
因改革等使业务取消或者调整: 否
研究认定其他情形: 无
本人申请日期: 2026-04-10
报请日期: 2026-04-22
审核同意: {结论: 是, 机构: 政务服务中心管理机构, 层级: 市级, 日期: 2026-04-28, 依据: 秘密批复3号}
"""
OPEN = ROTATED.replace("审核同意: {结论: 是,", "审核同意: {")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with records in it, as the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "rotated.yaml").write_text(ROTATED, encoding="utf-8")
    (tmp_path / "open.yaml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("主体: 秘密人\n实名: 秘密\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(here, capsys):
    """Run a command line and return its exit code, what it printed, and what it complained of."""

    def run(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def policies(here):
    """A copy of the shipped policies, to be changed."""
    return Path(shutil.copytree(ROOT / "policies", here / "政策"))


def records(path):
    """Return the records of a file."""
    return [case.facts() for case in read_cases([path])]


# ── help and wrong use ──────────────────────────────────────────────────


def test_help_is_in_chinese_and_names_every_command_and_exit_code(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.startswith("用法：zzrules 命令 …")
    assert all(name in out for name in COMMANDS)
    assert all(f"  {number} " in out for number, _ in EXIT_CODES)
    assert run("-h") == run("help") == (0, out, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_in_chinese(run, name):
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"用法：zzrules {name} ")
    assert COMMANDS[name].summary in out.replace("\n", "")
    for word in ("usage", "options", "positional", "arguments", "show this help", "default"):
        assert word not in out
    assert all(width(line) <= 100 for line in out.splitlines())
    assert all(option in out for option in ("--help", *re.findall(r"--\w+", COMMANDS[name].usage)))


def test_the_help_of_a_command_lists_its_options_below_one_another(run):
    lines = run("check", "--help")[1].splitlines()
    starts = {width(found.group()) for line in lines if (found := re.match(r"  \S.*?\S {2,}(?=\S)", line))}
    assert len(starts) == 1


def test_version(run):
    assert run("--version") == (0, f"zzrules {zzrules.__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "缺少命令"),
        (["judge"], "没有命令「judge」"),
        (["evaluate"], "缺少 文件、--on"),
        (["evaluate", "rotated.yaml"], "缺少 --on"),
        (["evaluate", "rotated.yaml", "--on"], "--on 后面要写一个值"),
        (["evaluate", "rotated.yaml", "--on", "2026-02-30"], "--on：「2026-02-30」不是日期"),
        (["evaluate", "rotated.yaml", "--on", "今天"], "--on：「今天」不是日期"),
        (
            ["evaluate", "rotated.yaml", "--on", DAY, "--format", "csv"],
            "--format 没有「csv」，只能是 text、table、json、jsonl",
        ),
        (["evaluate", "rotated.yaml", "--on", DAY, "--about"], "--about 后面至少要写一个值"),
        (["evaluate", "rotated.yaml", "--on", DAY, "--bogus"], "没有这样的选项或者参数：--bogus"),
        (["evaluate", "rotated.yaml", "--o", DAY], "缺少 --on"),
        (["explain", "rotated.yaml", "--on", DAY, "--readings=1"], "--readings 后面不写值"),
        (["why", "rotated.yaml", "--on", DAY], "缺少 --policy"),
        (["check", "--fill"], "--fill 会改动文件，要写明文件夹"),
        (["check", "a", "b"], "没有这样的选项或者参数：b"),
    ],
)
def test_wrong_use_is_told_in_chinese(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("用法：zzrules")
    assert "--help）" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evaluate", "rotated.yaml", "--about", "第九十条"], "ZZ602"),
        (["evaluate", "rotated.yaml", "--about", "第一条"], "ZZ602 没有写第一条的政策"),
        (["explain", "rotated.yaml", "--about", "轮唤"], "ZZ602 没有政策「轮唤」"),
        (["why", "rotated.yaml", "--policy", "没有的政策"], "ZZ602"),
        (["why", "rotated.yaml", "--policy", "8.2", "--outcome", "开除"], "没有结论「开除」"),
        (["facts", "--about", "没有的政策"], "ZZ602"),
    ],
)
def test_asking_for_what_there_is_not_is_wrong_use(run, words, said):
    code, out, err = run(*words, *([] if words[0] == "facts" else ["--on", DAY]))
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("message", ["expected 2 arguments", "argument --on: not allowed with argument --off"])
def test_whatever_argparse_says_is_wrapped_in_chinese(message):
    assert re.search("[\u4e00-\u9fff]", in_chinese(message))


# ── evaluate ────────────────────────────────────────────────────────────


def test_evaluate_prints_one_line_a_policy(run):
    code, out, err = run("evaluate", "rotated.yaml", "--on", DAY)
    lines = out.splitlines()
    assert (code, err, lines[0]) == (0, "", "rotated.yaml")
    book = zzrules.load()
    assert len(lines) == 1 + len(book.plan.policies)
    row = next(line for line in lines if "第八条第二款" in line)
    assert row.split() == ["第八条第二款", "窗口工作人员轮换", "予以轮换调整"]
    assert "；案卷未涉及）" in next(line for line in lines if "第二十一条" in line)
    liability = book.evaluate({"主体": "派驻窗口工作人员", "行为发生日期": "2026-04-22"}, DAY)["liability"]
    assert f"待查明（缺 {len(liability.missing)} 项；" in next(line for line in lines if "第二十一条" in line)
    assert len({width(start) for line in lines[1:] for start in re.findall(r"^ +\S+ +\S+ +", line)}) == 1


def test_evaluate_says_why_a_policy_does_not_apply(run):
    (Path.cwd() / "agency.yaml").write_text("主体: 政务服务机构\n行为发生日期: 2026-03-02\n", encoding="utf-8")
    out = run("evaluate", "agency.yaml", "--on", DAY, "--about", "第二十三条")[1]
    answer = zzrules.load().evaluate({"主体": "政务服务机构", "行为发生日期": "2026-03-02"}, DAY)["第二十三条"]
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
        ["不适合", "成立"],
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
    determination = zzrules.load().evaluate(records("rotated.yaml")[0], DAY)
    assert code == 1
    assert good == {"source": "rotated.yaml", "number": 1} | json.loads(determination.to_json())
    assert (bad["source"], bad["number"]) == ("bad.yaml", 1)
    assert [(one["code"], one["line"], one["column"]) for one in bad["error"]] == [("ZZ404", 1, 1), ("ZZ402", 2, 1)]
    assert err.splitlines()[0].startswith("bad.yaml:1:1: ZZ404 ")


@pytest.mark.parametrize("words", [["evaluate", "--format", "json"], ["explain", "--json"]])
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


def test_json_lines_are_answered_one_by_one(here):
    """The answer to a line is written before the next line is there: a stream is not kept in memory."""
    command = [sys.executable, "-u", "-c", "import sys; from zzrules.cli import main; sys.exit(main())"]
    command += ["evaluate", "-", "--on", DAY, "--about", "8.2", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for number in (1, 2):
            process.stdin.write(b'{"subject": "agency"}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["number"] == number
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 3


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
    text = text.replace("{结论: 予以轮换调整}", "{结论: 准予轮换}")
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


# ── explain ─────────────────────────────────────────────────────────────


def test_explain_is_the_determination_explained(run):
    determination = zzrules.load().evaluate(records("rotated.yaml")[0], DAY)
    assert run("explain", "rotated.yaml", "--on", DAY) == (0, determination.explain() + "\n", "")
    assert run("explain", "rotated.yaml", "--on", DAY, "--markdown")[1] == determination.explain("markdown") + "\n"
    [made] = json.loads(run("explain", "rotated.yaml", "--on", DAY, "--json")[1])
    assert made == {"source": "rotated.yaml", "number": 1} | json.loads(determination.explain("json"))


def test_the_example_that_the_demo_explains_is_decided(run):
    code, out, err = run("explain", EXAMPLE, "--on", DAY)
    assert (code, err) == (0, "")
    assert "结论：予以轮换调整" in out
    assert run("evaluate", EXAMPLE, "--on", DAY)[0] == 0


def test_explain_names_each_case_where_there_are_several(run):
    _, out, _ = run("explain", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2")
    assert [line for line in out.splitlines() if line.startswith("【")] == ["【rotated.yaml】", "【open.yaml】"]
    assert "【" not in run("explain", "rotated.yaml", "--on", DAY, "--about", "8.2")[1]
    markdown_out = run("explain", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2", "--markdown")[1]
    assert markdown_out.startswith("<!-- rotated.yaml -->\n")


def test_explain_tells_the_readings_that_would_change_it(run):
    record = ROTATED.replace("到窗口工作日期: 2024-09-02", "到窗口工作日期: 2024-04-22")
    Path("edge.yaml").write_text(record, encoding="utf-8")
    words = ["explain", "edge.yaml", "--on", DAY, "--about", "8.2"]
    [effect] = [
        one
        for one in zzrules.load().evaluate(records("edge.yaml")[0], DAY, ["8.2"]).readings()
        if one.reading == "届满之日"
    ]
    out = run(*words, "--readings")[1]
    assert f"口径「届满之日」采「{effect.taken}」；采「{effect.other}」的，结论由「{effect.outcome[0]}」变为" in out
    assert f"依据：{effect.basis}" in out
    assert "口径「届满之日」采" not in run(*words)[1]
    assert "## 影响结论的口径" in run(*words, "--readings", "--markdown")[1]
    [made] = json.loads(run(*words, "--readings", "--json")[1])
    assert "届满之日" in [one["reading"] for one in made["readings"]]


def test_explain_says_when_no_reading_matters(run):
    Path("a.yaml").write_text("主体: 政务服务机构\n", encoding="utf-8")
    assert "没有：所采的口径换成另一种说法" in run("explain", "a.yaml", "--on", DAY, "--about", "8.2", "--readings")[1]


# ── why ─────────────────────────────────────────────────────────────────


def test_why_is_a_tree_of_conditions(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "第八条")
    assert code == 0
    assert "结论是「予以轮换调整」" in out
    lines = out.splitlines()
    ground = next(number for number, line in enumerate(lines) if "情形「不适合」成立" in line)
    depth = len(lines[ground]) - len(lines[ground].lstrip())
    assert lines[ground].lstrip().startswith("[成立] ")
    assert len(lines[ground + 1]) - len(lines[ground + 1].lstrip()) == depth + 2
    assert all(re.match(r" *\[(成立|不成立|待查明)\] ", line) for line in lines[2:])


def test_why_not_names_what_is_lacking(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "rotation", "--outcome", "没有所列情形")
    assert code == 0
    assert "结论不是「没有所列情形」" in out
    code, out, _ = run("why", "open.yaml", "--on", DAY, "--policy", "rotation", "--outcome", "rotate")
    assert code == 3
    assert "尚不能确定" in out
    assert re.search("所缺的：\n  - .*「审核同意」", out)


def test_why_goes_through_every_outcome_that_is_open(run):
    answer = zzrules.load().evaluate(records("open.yaml")[0], DAY)["rotation"]
    out = run("why", "open.yaml", "--on", DAY, "--policy", "8.2")[1]
    assert len(answer.possible) > 1
    assert all(f"「{one.name}」尚不能确定" in out for one in answer.possible_names)


def test_why_of_a_ground_shows_its_conditions(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "8.2(2)")
    assert code == 0
    assert out.startswith(
        "第八条第二款第（二）项　不适合：成立\n「因身体状况、年龄较大等原因不适合继续在窗口工作；」\n"
    )
    assert "[成立] 有「不适合原因」" in out
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "21(5)")
    assert code == 3
    assert "超过承诺时限：待查明" in out
    assert "尚缺：" in out


def test_why_of_a_ground_says_if_the_policy_does_not_apply(run):
    Path("a.yaml").write_text("主体: 政务服务机构\n报请日期: 2026-03-02\n", encoding="utf-8")
    assert "窗口工作人员轮换不适用：" in run("why", "a.yaml", "--on", DAY, "--policy", "8.2(2)")[1]


def test_why_goes_through_every_record(run):
    out = run("why", "rotated.yaml", "open.yaml", "--on", DAY, "--policy", "8.2", "--outcome", "rotate")[1]
    assert [line for line in out.splitlines() if line.startswith("【")] == ["【rotated.yaml】", "【open.yaml】"]


# ── check ───────────────────────────────────────────────────────────────


def test_check_sums_up_a_good_folder(run):
    book = zzrules.load()
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert out.startswith("没有发现错误。\n")
    versions = sum(len(one.versions) for one in book.plan.policies)
    duties = len(book.plan.obligations)
    assert f"政策：{len(book.plan.policies)} 个，共 {versions} 个版本，义务 {duties} 项\n" in out
    assert f"事实：{len(book.vocabulary.facts)} 项，事件 {len(book.vocabulary.events)} 种\n" in out
    places = book.coverage()
    stated = sum(bool(one.policies) for one in places)
    assert f"条文：{len(places)} 款，{stated} 款有政策，{len(places) - stated} 款写明不评价\n" in out
    assert f"日历：{book.calendar.first} 至 {book.calendar.last}，通知 {len(book.calendar.notices)} 份\n" in out
    assert book.digest in out


def test_check_lists_the_readings_with_their_basis_and_the_others(run):
    policy = zzrules.load().plan.policy("rotation")
    reading = next(one for one in policy.versions[-1].readings if one.name == "届满之日")
    out = run("check")[1]
    assert f"    届满之日：采「{reading.taken}」，另说「{reading.others[0]}」\n      依据：{reading.basis}\n" in out
    assert reading.note not in out
    assert f"      说明：{reading.note}\n" in run("check", "--readings")[1]


def test_check_prints_every_mistake_sorted_with_places_that_can_be_opened(run, policies):
    for name, old, new in (
        ("article-08-rotation.yaml", "代码: rotation", "代码: Rotation"),
        ("article-08-rotation.yaml", "依据: 第八条第二款\n", "依据: 第八条第九款\n"),
        ("article-07-replacement.yaml", "情态: 有权", "情态: 有劝"),
    ):
        path = policies / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, out, err = run("check", "政策")
    *lines, total = err.splitlines()
    assert (code, out) == (1, "")
    assert total == f"共 {len(lines)} 处错误。"
    assert [line.partition(" ")[0] for line in lines[:3]] == [
        "政策/article-07-replacement.yaml:" + lines[0].split(":", 1)[1].partition(" ")[0],
        "政策/article-08-rotation.yaml:3:5:",
        "政策/article-08-rotation.yaml:4:5:",
    ]
    assert all("。应改为：" in line for line in lines)
    for line in lines:
        assert Path(line.partition(":")[0]).is_file()


def test_check_of_an_overlaid_folder_points_into_it(run):
    over = Path("本市")
    over.mkdir()
    (over / "article-08-rotation.yaml").write_text("政策: 轮换\n代码: rotation\n依据: 第八条\n", encoding="utf-8")
    code, _, err = run("check", "--over", over)
    assert code == 1
    assert all(line.startswith("本市/article-08-rotation.yaml:1:1: ZZ202 ") for line in err.splitlines()[:-1])


def test_check_of_a_folder_without_readings_or_regulation(run, policies):
    for path in policies.glob("article-*.yaml"):
        if "scope" not in path.name:
            path.unlink()
    code, out, _ = run("check", "政策")
    assert code == 0
    assert "政策：1 个，共 1 个版本" in out
    assert "口径" not in out
    (policies / "regulation.yaml").unlink()
    code, out, err = run("check", "政策", "--fill")
    assert (code, out) == (1, "")
    assert "ZZ240 文件夹里没有法规文件" in err


def test_check_of_no_folder(run):
    code, _, err = run("check", "没有")
    assert (code, err.splitlines()[0]) == (1, "没有: ZZ110 没有这个文件夹。应改为：检查路径")


def test_check_compares_the_calendar_with_holidays(run, policies):
    assert re.search(r"工作日历：.*与 holidays \S+ 逐日一致。\n", run("check", "--calendar")[1])
    path = policies / "calendar" / "2026.yaml"
    text = path.read_text(encoding="utf-8")
    assert "2026-05-09" in text
    path.write_text(text.replace("2026-05-09", "2026-05-10"), encoding="utf-8")
    code, out, _ = run("check", "政策", "--calendar")
    assert code == 0
    assert "有 2 天与 holidays" in out
    assert "2026-05-09（周六）  休息" in out
    assert "2026-05-10（周日）  上班    调休上班 国办发明电〔2025〕7号  休息" in out
    assert "工作日历：" not in run("check", "政策")[1]


def test_check_fills_in_the_words_and_says_where(run, policies):
    code, out, err = run("check", "政策", "--fill")
    assert (code, err) == (0, "")
    assert re.search(r"^已补写原文：政策/article-08-rotation\.yaml（\d+ 处）$", out, re.MULTILINE)
    text = (policies / "article-08-rotation.yaml").read_text(encoding="utf-8")
    assert '    依据: 第八条第二款第（一）项\n    原文: "因辞职、辞退、工作调动等原因离开所属政务服务机构；"\n' in text
    before = {path: path.read_bytes() for path in policies.rglob("*") if path.is_file()}
    code, out, _ = run("check", "政策", "--fill")
    assert (code, out.splitlines()[0]) == (0, "没有要补写的原文。")
    assert before == {path: path.read_bytes() for path in policies.rglob("*") if path.is_file()}


def test_check_fills_in_an_overlaid_folder_and_leaves_the_shipped_one(run):
    over = Path("本市")
    over.mkdir()
    shipped = ROOT / "policies" / "article-08-rotation.yaml"
    before = shipped.read_bytes()
    shutil.copy(shipped, over)
    code, out, _ = run("check", "--over", over, "--fill")
    assert code == 0
    assert out.startswith("已补写原文：本市/article-08-rotation.yaml（")
    assert shipped.read_bytes() == before
    assert "原文:" in (over / "article-08-rotation.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_a_problem(run, policies, monkeypatch):
    def refuse(*_arguments, **_named):
        raise PermissionError

    monkeypatch.setattr("zzrules.policy.filling.tempfile.mkstemp", refuse)
    code, out, err = run("check", "政策", "--fill")
    assert code == 1
    assert "政策/article-08-rotation.yaml: ZZ110 写不进这个文件" in err
    assert "没有要补写的原文" in out


def test_check_says_what_is_worth_a_second_look(run, policies):
    count = len(zzrules.load().advice)
    assert ("宜再看一眼" in run("check")[1]) is bool(count)
    path = policies / "article-08-rotation.yaml"
    unused = "参数:\n  多余: {依据: 第八条, 取值: {2026-01-01: 1年}}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("参数:\n", unused), encoding="utf-8")
    code, out, err = run("check", "政策")
    assert (code, err) == (0, "")
    assert f"宜再看一眼：{count + 1} 处\n" in out
    assert re.search(r"^  政策/article-08-rotation\.yaml:\d+:3: ZZ291 参数「多余」没有用到", out, re.MULTILINE)


# ── facts ───────────────────────────────────────────────────────────────


def test_facts_lists_the_vocabulary_as_an_aligned_table(run):
    code, out, err = run("facts")
    head, _, *rows = out.splitlines()
    assert (code, err) == (0, "")
    assert head.split() == ["代码", "中文名", "类型", "可选项、单位", "可无", "问"]
    vocabulary = zzrules.load().vocabulary
    assert [row.split()[0] for row in rows if row[0] != " " and "." not in row.split()[0]] == list(vocabulary.by_name)
    field = vocabulary.by_label["补正告知"].fields[0]
    assert re.search(rf"^correction_notices\.{field.name} +└ {field.label} +日期 ", out, re.MULTILINE)
    assert re.search(r"^earlier_window_time +此前在窗口工作时间 +时长 +日、个月、年 +可 ", out, re.MULTILINE)
    assert len({width(line[: line.index("选项  ")]) for line in rows if "选项  " in line[:80]}) == 1


def test_facts_about_a_policy_are_those_it_reads(run):
    def named(*about):
        return {one["label"] for one in json.loads(run("facts", "--format", "json", "--about", *about)[1])}

    rotation = named("8.2")
    assert rotation >= {"主体", "报请日期", "到窗口工作日期", "审核同意", "所属层级", "本人申请日期"}
    assert not rotation & {"受理日期", "主观故意", "评价等次"}
    assert named("21(5)") >= {"受理日期", "承诺时限", "办结日期", "特别程序期间", "主体", "行为发生日期"}
    assert not named("21(5)") & {"索取他人财物", "玩忽职守"}
    assert named("21(5)") < named("第二十一条") < named("第二十一条", "第八条")


def test_facts_about_a_policy_are_also_those_of_the_policies_that_it_refers_to(run):
    over = Path("本市")
    over.mkdir()
    condition = "{参见: {政策: 窗口工作人员轮换, 得出: 予以轮换调整}}"
    (over / "refers.yaml").write_text(
        f"政策: 参见轮换\n代码: refers\n依据: 第十四条\n行为日期: {{取: 报请日期}}\n"
        f"适用:\n  - {{条件: {condition}, 否则: 没有轮换}}\n"
        f"结论:\n  - {{得出: 甲, 代码: first, 条件: {condition}}}\n  - {{得出: 乙, 代码: second}}\n",
        encoding="utf-8",
    )
    named = json.loads(run("facts", "--format", "json", "--about", "refers", "--over", over)[1])
    rotation = json.loads(run("facts", "--format", "json", "--about", "rotation")[1])
    assert named == rotation


def test_facts_as_json_and_markdown(run):
    facts = json.loads(run("facts", "--format", "json")[1])
    assert [one["name"] for one in facts] == list(zzrules.load().vocabulary.by_name)
    subject = next(one for one in facts if one["name"] == "subject")
    assert subject["options"]["政务服务机构"] == "agency"
    notices = next(one for one in facts if one["name"] == "correction_notices")
    assert (notices["type"], notices["may_be_none"], notices["fields"][0]["type"]) == ("列表", True, "日期")
    lines = run("facts", "--format", "markdown", "--about", "8.2")[1].splitlines()
    assert lines[:2] == ["| 代码 | 中文名 | 类型 | 可选项、单位 | 可无 | 问 |", "| --- | --- | --- | --- | --- | --- |"]
    assert any(line.startswith("| report_date | 报请日期 | 日期 |  | 可 | ") for line in lines)


def test_facts_as_a_schema(run):
    schema = json.loads(run("facts", "--schema")[1])
    assert schema["$schema"].endswith("/2020-12/schema")
    assert list(schema["properties"]) == list(zzrules.load().vocabulary.by_name)
    narrowed = json.loads(run("facts", "--schema", "--about", "20.2")[1])
    assert "review_rating" in narrowed["properties"]
    assert "approval" not in narrowed["properties"]


def test_facts_of_a_folder_of_ones_own(run, policies):
    path = policies / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\n事件:\n") == 1
    added = "  排队人数: {代码: queue, 类型: 整数, 最小: 0, 最大: 99, 问: 有几人？}\n"
    path.write_text(text.replace("\n事件:\n", f"{added}\n事件:\n"), encoding="utf-8")
    out = run("facts", "--policies", policies)[1]
    assert re.search(r"^queue +排队人数 +整数 +0 至 99 +有几人？$", out, re.MULTILINE)


# ── casefile and due ────────────────────────────────────────────────────

# 2026-02-13 is a Friday, the 14th a working Saturday; Spring Festival lasts until the 23rd: two working days end on the
# 24th.
REVIEWED = """\
案号: 差评-1
事实: {主体: 政务服务机构}
流水:
  - {编号: 1, 日期: 2026-02-13, 事件: 收到差评, 实名: 是}
  - {编号: 2, 日期: 2026-02-14, 事件: 联系评价人}
"""
VERIFIED = "  - {日期: 2026-02-24, 事件: 核实完毕, 情况清楚: 是, 诉求合理: 是, 情况复杂一时难以解决: 否}\n"
RECTIFIED = "  - {日期: 2026-02-26, 事件: 整改完毕}\n  - {日期: 2026-03-05, 事件: 跟踪回访}\n"
# Accepted on the last Friday but one before the calendar ends on 2026-12-28: ten working days end in 2027.
BEYOND = """\
案号: 许可-2
事实: {主体: 政务服务机构, 行为发生日期: 2026-12-18}
流水:
  - {日期: 2026-12-18, 事件: 受理, 事项类别: 行政许可, 承诺时限: 10工作日, 承诺载明不含特别程序: 否}
"""
# Four events, one a line; promised within five working days of Monday 2026-03-02: until Monday the 9th.
LICENSED = """\
{"案号": "许可-1", "事实": {"主体": "政务服务机构", "行为发生日期": "2026-03-02"}}
{"日期": "2026-03-02", "事件": "受理", "事项类别": "行政许可", "承诺时限": "5工作日", "承诺载明不含特别程序": "否"}
"""
BROKEN = """\
事实: {主体: 秘密人}
流水:
  - {日期: 2026-02-13, 事件: 收到差评, 实名: 秘密}
  - {日期: 2026-02-30, 事件: 联系评价人}
  - {日期: 2026-02-14, 事件: 秘密事}
  - 秘密
"""


@pytest.fixture
def logs(here):
    """A folder with a log in a folder below it, another in JSON Lines, and a file that is none."""
    folder = here / "流水"
    (folder / "二月").mkdir(parents=True)
    (folder / "二月" / "review.yaml").write_text(REVIEWED, encoding="utf-8")
    (folder / "licence.jsonl").write_text(LICENSED, encoding="utf-8")
    (folder / "说明.txt").write_text("这不是流水", encoding="utf-8")
    (here / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    return folder


def reminded(run, *words):
    """Return the reminders that due gives as JSON: case, obligation, status, last day, working days left."""
    code, out, _ = run("due", *words, "--format", "json")
    return code, [(one["case"], one["name"], one["status"], one["due"], one["left"]) for one in json.loads(out)]


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


def test_casefile_goes_on_behind_a_bad_file(run, logs):
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


def test_a_line_with_a_log_is_a_case_of_its_own(run, here):
    review = {"日期": "2026-02-13", "事件": "收到差评", "实名": "是"}
    lines = [{"案号": name, "事实": {"主体": "政务服务机构"}, "流水": [review]} for name in ("甲", "乙")]
    Path("all.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    code, found = reminded(run, "all.jsonl", "--on", "2026-02-24")
    assert (code, found) == (0, [(name, "联系核实", "due_soon", "2026-02-24", 0) for name in ("乙", "甲")])


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
    assert run(*words, "--markdown")[1].startswith("# 差评-1　到2026-02-25为止的义务\n")
    [made] = json.loads(run(*words, "--json")[1])
    assert (made["source"], made["name"], made["on"]) == ("流水/二月/review.yaml", "差评-1", "2026-02-25")
    [duty] = [one for one in made["obligations"] if one["status"] == "breached"]
    assert (duty["name"], duty["due"], duty["left"], duty["events"]) == (
        "联系核实",
        "2026-02-24",
        -1,
        ["第1件（编号1）", "第2件（编号2）"],
    )
    assert made["problems"] == []
    made = json.loads(run("casefile", "none.yaml", "broken.yaml", "流水", "--on", "2026-02-25", "--json")[1])
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["casefile", "流水"], "缺少 --on"),
        (["casefile", "--on", DAY], "缺少 文件"),
        (["casefile", "流水", "--on", DAY, "--within", "-1"], "--within"),
        (["casefile", "流水", "--on", DAY, "--within", "三"], "--within：「三」不是工作日数，写成非负整数，如 3"),
        (["due", "流水"], "缺少 --on"),
        (["due", "--on", DAY], "缺少 文件夹"),
        (["due", "流水", "--on", "2026-02-30"], "--on：「2026-02-30」不是日期"),
        (["due", "流水", "--on", DAY, "--format", "xls"], "--format 没有「xls」，只能是 table、csv、ics、json"),
        (["due", "流水", "--on", DAY, "--within", "1.5"], "--within：「1.5」不是工作日数"),
        (["due", "流水", "--on", DAY, "-o"], "-o/--output 后面要写一个值"),
        (["doctor", "流水"], "没有这样的选项或者参数：流水"),
        (["facts", "--events", "--schema"], "--events 不能和 --schema 一起用"),
    ],
)
def test_wrong_use_of_the_new_commands(run, logs, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("用法：zzrules")


def test_due_lists_all_logs_of_a_folder_by_their_last_day(run, logs):
    code, out, err = run("due", "流水", "--on", "2026-03-05")
    head, blank, titles, _, *rows = out.splitlines()
    assert (code, err, blank) == (0, "", "")
    assert head == "到2026-03-05为止，2份流水，逾期1项，3个工作日以内届满或者期限待定1项："
    assert titles.split() == ["状态", "期限", "工作日", "案卷", "义务", "主体", "内容", "依据"]
    assert [" ".join(row.split()) for row in rows] == [
        "逾期未履行 2026-02-24 已过8 差评-1 联系核实 政务服务机构 联系评价人并核实 第二十条第二款",
        "临近届满 2026-03-09 还有2 许可-1 办结 政务服务机构 在承诺的时限内办结 第二十一条第（五）项",
    ]
    assert len({width(row[: row.index("2026-0")]) for row in rows}) == 1


@pytest.mark.parametrize(
    ("on", "within", "expected"),
    [
        ("2026-02-10", 3, []),
        ("2026-02-13", 3, [("差评-1", "联系核实", "due_soon", "2026-02-24", 2)]),
        ("2026-02-13", 1, []),
        ("2026-02-24", 0, [("差评-1", "联系核实", "due_soon", "2026-02-24", 0)]),
        ("2026-02-25", 0, [("差评-1", "联系核实", "breached", "2026-02-24", -1)]),
        (
            "2026-03-09",
            0,
            [("差评-1", "联系核实", "breached", "2026-02-24", -10), ("许可-1", "办结", "due_soon", "2026-03-09", 0)],
        ),
        (
            "2026-03-10",
            0,
            [("差评-1", "联系核实", "breached", "2026-02-24", -11), ("许可-1", "办结", "breached", "2026-03-09", -1)],
        ),
    ],
)
def test_due_counts_working_days(run, logs, on, within, expected):
    assert reminded(run, "流水", "--on", on, "--within", within) == (0, expected)


def test_due_says_that_there_is_nothing(run, logs):
    (logs / "empty").mkdir()
    assert run("due", "流水/empty", "--on", DAY) == (
        0,
        f"到{DAY}为止，0份流水，没有逾期的，3个工作日以内也没有届满的义务。\n",
        "",
    )
    assert json.loads(run("due", "流水/empty", "--on", DAY, "--format", "json")[1]) == []
    assert run("due", "流水/empty", "--on", DAY, "--format", "csv")[1].count("\n") == 1


def test_due_puts_last_what_waits_for_a_notice(run, logs):
    (logs / "beyond.yaml").write_text(BEYOND, encoding="utf-8")
    code, out, _ = run("due", "流水", "--on", "2026-12-21", "--about", "第二十一条")
    rows = [line.split() for line in out.splitlines()[4:] if line.split()[0] in ("待查明", "逾期未履行")]
    assert code == 0
    assert [(row[0], row[-1][:6]) for row in rows] == [("逾期未履行", "第二十一条第"), ("待查明", "国务院办公厅")]
    assert "须待的通知" in out.splitlines()[2]
    ics = run("due", "流水", "--on", "2026-12-21", "--about", "第二十一条", "--format", "ics")[1]
    assert ics.count("BEGIN:VEVENT") == 1  # without a last day there is no entry


def test_due_goes_on_behind_what_is_wrong(run, logs):
    (logs / "bad.yaml").write_text(BROKEN, encoding="utf-8")
    (logs / "binary.json").write_bytes(b"\xff\xfe\x00")
    code, out, err = run("due", "流水", "没有", "--on", "2026-02-25")
    assert code == 1
    assert out.startswith("到2026-02-25为止，3份流水，逾期1项，")
    assert {line.partition(":")[0] for line in err.splitlines()} == {"没有", "流水/bad.yaml", "流水/binary.json"}
    assert "秘密人" not in out + err


def test_due_as_csv_for_a_spreadsheet(run, logs):
    text = REVIEWED.replace("差评-1", '"=cmd|秘密"')
    (logs / "二月" / "review.yaml").write_text(text, encoding="utf-8")
    code, out, _ = run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", "due.csv")
    assert (code, out) == (0, "")
    assert Path("due.csv").read_bytes().decode("utf-8").split("\r\n") == [
        "\ufeff状态,期限,工作日,案卷,义务,主体,内容,依据,须待的通知",
        "逾期未履行,2026-02-24,已过1,'=cmd|秘密,联系核实,政务服务机构,联系评价人并核实,第二十条第二款,",
        "",
    ]


def test_due_as_a_calendar_keeps_the_identity_of_its_entries(run, logs):
    def entries(on):
        assert run("due", "流水", "--on", on, "--format", "ics", "-o", "due.ics")[:2] == (0, "")
        text = Path("due.ics").read_bytes().decode()
        assert text.count("\n") == text.count("\r\n")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        lines = text.replace("\r\n ", "").split("\r\n")
        return {
            key: [line.partition(":")[2] for line in lines if line.startswith(key)]
            for key in ("UID", "SUMMARY", "DTSTART")
        }

    before, after = entries("2026-02-24"), entries("2026-02-25")
    assert before["UID"] == after["UID"]
    assert (before["SUMMARY"], after["SUMMARY"]) == (
        ["〔临近届满〕联系核实　差评-1"],
        ["〔逾期未履行〕联系核实　差评-1"],
    )
    assert before["DTSTART"] == after["DTSTART"] == ["20260224"]


def test_due_without_icalendar(run, logs, monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, out, err = run("due", "流水", "--on", "2026-02-25", "--format", "ics")
    assert (code, out) == (2, "")
    assert err.startswith("ZZ605 写日历文件要用 icalendar 软件包，没有安装。")


@pytest.mark.parametrize("form", ["table", "csv", "ics", "json"])
def test_due_writes_a_file_whole(run, logs, form):
    assert run("due", "流水", "--on", "2026-02-25", "--format", form, "-o", "due") == (0, "", "")
    written = Path("due").read_bytes()
    assert "联系核实".encode() in written
    assert Path("due").stat().st_mode & 0o777 == 0o644
    assert run("due", "流水", "--on", "2026-02-12", "--format", form, "-o", "due") == (0, "", "")
    assert Path("due").read_bytes() != written
    assert sorted(one.name for one in Path().iterdir() if "due" in one.name) == ["due"]


@pytest.mark.parametrize("name", ["没有/due.csv", "流水"])
def test_due_says_where_it_cannot_write(run, logs, name):
    before = sorted(Path().rglob("*"))
    code, out, err = run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", name)
    assert (code, out) == (74, "")
    assert err == f"{name}: ZZ110 写不进这个文件。应改为：检查文件夹在不在、有没有权限、磁盘满了没有\n"
    assert sorted(Path().rglob("*")) == before


def test_due_leaves_the_old_file_when_the_disk_is_full(run, logs, monkeypatch):
    Path("due.csv").write_text("上一次的", encoding="utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zzrules.batch.delivery.os.fsync", full)
    assert run("due", "流水", "--on", "2026-02-25", "--format", "csv", "-o", "due.csv")[0] == 74
    assert Path("due.csv").read_text(encoding="utf-8") == "上一次的"
    assert not list(Path().glob(".due*"))


# ── doctor ──────────────────────────────────────────────────────────────


def test_doctor_says_what_serves(run):
    book = zzrules.load()
    code, out, err = run("doctor")
    rows = dict(re.split(" {2,}", line, maxsplit=1) for line in out.splitlines())
    assert (code, err) == (0, "")
    assert rows["zzrules"] == zzrules.__version__
    assert rows["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert rows["政策"] == (
        f"{len(book.plan.policies)} 个，义务 {len(book.plan.obligations)} 项，摘要 {book.digest[:12]}"
    )
    assert rows["工作日历"].endswith("；以后的要等《国务院办公厅关于2027年部分节假日安排的通知》")
    assert "holidays" in rows
    assert len({width(start) for line in out.splitlines() for start in re.findall(r"^\S+(?: \S+)* {2,}", line)}) == 1


def test_doctor_says_why_the_reference_engine_serves(run, monkeypatch):
    monkeypatch.setattr("zzrules.engines.chaining.unavailable", lambda: "没有安装 durable-rules")
    out = run("doctor")[1]
    assert re.search("^流水的引擎 +reference（参考引擎），因为没有安装 durable-rules；两者答案相同$", out, re.MULTILINE)


def test_doctor_says_what_is_not_installed(run, monkeypatch):
    from importlib import metadata

    def missing(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("zzrules.cli.checking.metadata.version", missing)
    code, out, _ = run("doctor")
    assert code == 0
    assert re.search(r"^icalendar +没有安装（用于 due --format ics）$", out, re.MULTILINE)


def test_doctor_says_whether_there_is_a_java_for_spark(run, monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert re.search(r"^pyspark +.+（用于 集群，zzrules.spark；没有找到 Java）$", run("doctor")[1], re.MULTILINE)
    (tmp_path / "bin" / "java").touch(mode=0o755)
    assert re.search(r"^pyspark +.+（用于 集群，zzrules.spark；有 Java）$", run("doctor")[1], re.MULTILINE)


def test_doctor_of_policies_with_mistakes(run, policies):
    (policies / "article-24-scope.yaml").write_text("政策: 甲\n", encoding="utf-8")
    code, out, err = run("doctor", "--policies", "政策")
    assert (code, out) == (1, "")
    assert "article-24-scope.yaml:1:1: ZZ202 " in err


# ── kinds of events ─────────────────────────────────────────────────────


def test_facts_lists_the_kinds_of_events(run):
    code, out, err = run("facts", "--events")
    head, _, *rows = out.splitlines()
    kinds = zzrules.load().vocabulary.events
    assert (code, err) == (0, "")
    assert head.split() == ["代码", "事件", "记下", "可以带", "没有登记时", "说明"]
    assert [row.split()[0] for row in rows if row[0] != " "] == [kind.name for kind in kinds]
    assert re.search(
        r"^correction_ordered +责令限期改正 +责令改正一项，责令日期＝这一天 +责令机构、", out, re.MULTILINE
    )
    assert re.search(r"^corrected +改正 +责令限期改正的改正日期＝这一天 +无$", out, re.MULTILINE)
    assert re.search(r"^found +作出认定 +任何事实 +有权机构某日作出的认定", out, re.MULTILINE)


def test_kinds_of_events_as_json_and_markdown(run):
    made = {one["name"]: one for one in json.loads(run("facts", "--events", "--format", "json")[1])}
    assert list(made) == [kind.name for kind in zzrules.load().vocabulary.events]
    assert made["review_received"] | {"note": ""} == {
        "name": "review_received",
        "label": "收到差评",
        "list": None,
        "continues": None,
        "dated": ["review_received_on"],
        "fixed": {"review_rating": "差评"},
        "brings": ["real_name", "review_submitted_on"],
        "silence_is_none": False,
        "note": "",
    }
    assert (made["corrected"]["list"], made["corrected"]["continues"]) == ("rectification_orders", "correction_ordered")
    assert made["established"]["brings"] is None
    lines = run("facts", "--events", "--format", "markdown")[1].splitlines()
    assert lines[0] == "| 代码 | 事件 | 记下 | 可以带 | 没有登记时 | 说明 |"
    assert len(lines) == len(made) + 2


def test_kinds_of_events_about_a_policy_are_those_that_tell_of_its_facts(run):
    def named(*about):
        return [one["label"] for one in json.loads(run("facts", "--events", "--format", "json", "--about", *about)[1])]

    assert named("第二十条第二款") == [
        *("查明", "作出认定", "收到差评", "联系评价人", "核实完毕", "确定整改期限", "认定未立即整改", "整改完毕"),
        "跟踪回访",
    ]
    liability = named("第二十一条")
    assert {"受理", "特别程序开始", "特别程序结束", "责令限期改正", "改正", "移交"} <= set(liability)
    assert "收到差评" not in liability


# ── the terminal ────────────────────────────────────────────────────────


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(here, monkeypatch):
    """Run a command line on a terminal and return what is seen."""
    monkeypatch.setenv("TERM", "xterm")

    def run(*words):
        out = Screen()
        with contextlib.redirect_stdout(out):
            main([str(word) for word in words])
        return out.getvalue()

    return run


def test_outcomes_are_coloured_on_a_terminal(screen):
    out = screen("evaluate", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2")
    assert "\x1b[32m予以轮换调整\x1b[0m" in out
    assert "\x1b[33m待查明（缺 1 项）\x1b[0m" in out
    assert "\x1b[32m" in screen("explain", "rotated.yaml", "--on", DAY, "--about", "8.2")
    assert "结论：\x1b[33m待查明" in screen("explain", "open.yaml", "--on", DAY, "--about", "8.2")
    assert "\x1b[31m[不成立]\x1b[0m" in screen("why", "rotated.yaml", "--on", DAY, "--policy", "8.2")


def test_nothing_is_coloured_elsewhere(screen, run, monkeypatch):
    words = ["evaluate", "rotated.yaml", "open.yaml", "--on", DAY]
    assert "\x1b" not in run(*words)[1]
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert "\x1b" not in screen(*words)
    with monkeypatch.context() as patch:
        patch.setenv("NO_COLOR", "")  # empty counts as not set: no-color.org
        assert "\x1b" in screen(*words)
    assert json.loads(screen(*words, "--format", "json"))


def test_what_a_record_says_does_not_steer_the_terminal(screen, run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"\\u001b[2J\\u202e": 1}')))
    err = run("evaluate", "-", "--on", DAY)[2]
    assert "\\x1b[2J\\u202e" in err
    assert not re.search("[\x1b\u202e]", err)
    Path("a.yaml").write_text(ROTATED.replace("秘密批复3号", '"甲\\e[2J乙"'), encoding="utf-8")
    out = screen("explain", "a.yaml", "--on", DAY, "--about", "8.2")
    assert "甲\\x1b[2J乙" in out


def test_what_a_stream_cannot_write_is_escaped():
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="gbk", newline="\n")
    output = Output(out, out)
    output.say("案卷 é🀄")
    output.data("🀄\n")
    output.flush()
    assert raw.getvalue().decode("gbk") == "案卷 é\\U0001f004\n\\U0001f004\n"


def test_a_broken_pipe_ends_quietly(here):
    line = b'{"subject": "agency"}\n'
    command = [sys.executable, "-c", "import sys; from zzrules.cli import main; sys.exit(main())"]
    command += ["evaluate", "-", "--on", DAY, "--about", "8.2", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(line * 200)
            process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("when", ["write", "flush"])
def test_a_full_disk_is_told(run, capsys, monkeypatch, when):
    class Full(io.StringIO):
        pass

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    setattr(Full, when, fail)
    with contextlib.redirect_stdout(Full()):
        assert main(["check"]) == 74
    assert capsys.readouterr().err == "写不出结果：检查磁盘空间\n"


def test_closed_streams_are_no_fault(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    assert run("evaluate", "-", "--on", DAY)[0] == 1
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["check"]) == 0


def test_an_interrupt_ends_with_130(run, monkeypatch):
    def interrupt(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("zzrules.cli.judging.read_cases", interrupt)
    assert run("evaluate", "rotated.yaml", "--on", DAY) == (130, "", "已中断\n")


def test_a_fault_of_the_program_is_one_line_without_the_record(run, monkeypatch):
    def fail(*_arguments, **_named):
        raise KeyError("秘密人")

    monkeypatch.setattr("zzrules.cli.judging.read_cases", fail)
    code, out, err = run("evaluate", "rotated.yaml", "--on", DAY)
    assert (code, out) == (70, "")
    assert re.fullmatch(r"程序出错了（KeyError, test_cli\.py:\d+）。.*\n", err)


def test_errors_of_the_library_exit_with_1(run, monkeypatch):
    def fail(*_arguments, **_named):
        raise RecordError(zzrules.Problem("ZZ400", "甲"))

    monkeypatch.setattr("zzrules.cli.judging.read_cases", fail)
    assert run("evaluate", "rotated.yaml", "--on", DAY) == (1, "", "ZZ400 甲\n")


# ── as a program ────────────────────────────────────────────────────────


def program(*words, **settings):
    """Run the installed program."""
    script = Path(sys.executable).parent / "zzrules"
    return subprocess.run([script, *words], capture_output=True, check=False, **settings)


def test_the_installed_program_evaluates(here):
    done = program("evaluate", "-", "--on", DAY, "--about", "8.2", input=ROTATED.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().endswith("予以轮换调整\n")
    assert program("evaluate", "bad.yaml", "--on", DAY).returncode == 1
    assert program("evaluate").returncode == 2
    assert program("evaluate", "open.yaml", "--on", DAY).returncode == 3


def test_help_reads_no_policy_and_loads_no_package():
    script = (
        "import sys; from zzrules.cli import main; main(['evaluate', '--help'])\n"
        "print(sorted({'yaml', 'pydantic', 'holidays', 'zzrules.rulebook', 'zzrules.batch.files'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# ── widths ──────────────────────────────────────────────────────────────


def test_width_counts_columns():
    assert [width(one) for one in ("abc", "第八条", "（）", "ｱ", "e\u0301", "")] == [3, 6, 4, 1, 1, 0]
    assert pad("第八条", 8) == "第八条  "


def test_columns_and_tables_align():
    assert columns([("条", "a"), ("abc", "b")], indent="> ") == ["> 条   a", "> abc  b"]
    assert table(("名", "x"), [("第八条", "1"), ("a", "22")]) == [
        "名      x",
        "──────  ──",
        "第八条  1",
        "a       22",
    ]
    assert table(("名", "x"), [("第八条，第九条", "1")], {0: (8, "")})[2:] == ["第八条，  1", "第九条"]
    assert table(("名", "x"), [("甲乙、丙丁、戊", "1")], {0: (10, "、")})[2:] == ["甲乙、    1", "丙丁、戊"]


def test_wrap_breaks_where_chinese_may_break():
    assert wrap("一二三四", 4) == ["一二", "三四"]
    assert wrap("一二。三", 4) == ["一", "二。", "三"]
    assert wrap("读 zzrules 的", 8) == ["读", "zzrules", "的"]
    assert wrap("", 4) == [""]


def test_markdown_escapes_what_would_break_a_table():
    assert markdown(("甲",), [("a|b\nc",)]) == ["| 甲 |", "| --- |", "| a\\|b c |"]

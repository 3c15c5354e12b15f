"""Wrong use of the command line, and its help."""

import re

import pytest
from tests.unit.cli.samples import DAY

import zzrules
from zzrules.base.widths import width
from zzrules.cli.commands import COMMANDS
from zzrules.cli.exits import ExitCode
from zzrules.cli.parser import in_chinese


def test_help_is_in_chinese_and_names_every_command_and_exit_code(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.startswith("用法：zzrules 命令 …")
    assert all(name in out for name in COMMANDS)
    assert all(f"  {code} " in out for code in ExitCode)
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
def test_wrong_use_is_reported_in_chinese(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("用法：zzrules")
    assert "--help）" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evaluate", "rotated.yaml", "--about", "第九十条"], "ZZ602"),
        (["evaluate", "rotated.yaml", "--about", "第一条"], "ZZ602 第一条没有政策：立法目的和依据"),
        (
            ["evaluate", "rotated.yaml", "--about", "第八条第三款"],
            "ZZ602 没有写第八条第三款的政策。应改为：「第八条第二款」（窗口工作人员轮换）",
        ),
        (["evaluate", "rotated.yaml", "--about", "第二十条第一款"], "应改为：「第二十条第二款」（实名差评联系核实）"),
        (["evaluate", "rotated.yaml", "--about", "第二十五条"], "应改为：「第二十四条」（适用范围）"),
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
        (["due", "流水", "--on", DAY, "--format", "xls"], "--format 没有「xls」，只能是 table、csv、xlsx、html"),
        (["due", "流水", "--on", DAY, "--within", "1.5"], "--within：「1.5」不是工作日数"),
        (["due", "流水", "--on", DAY, "-o"], "-o/--output 后面要写一个值"),
        (["doctor", "流水"], "没有这样的选项或者参数：流水"),
        (["facts", "--events", "--schema"], "--events 不能和 --schema 一起用"),
    ],
)
def test_wrong_use_of_the_commands_on_logs(run, logs, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("用法：zzrules")


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "open.yaml", "--on", DAY, "--about"),
        ("explain", "open.yaml", "--on", DAY, "--about"),
        ("why", "open.yaml", "--on", DAY, "--policy"),
        ("regulation", "--about"),
        ("facts", "--about"),
    ],
)
def test_a_bare_number_is_an_article(run, words):
    assert run(*words, "21") == run(*words, "第二十一条")
    code, _, err = run(*words, "99")
    assert code == (1 if words[0] == "regulation" else 2)
    assert "第99条" in err or "第九十九条" in err
    assert "「第一条」至「第二十五条」" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calendar", "2026", "--source", "https://example.cn"), "没有写 add，--source"),
        (("calendar", "add", "通知.txt", "--known-on", DAY, "--assume", "甲.yaml"), "写了 add，--known-on、--assume"),
        (("calendar", "add", "通知.txt", "甲", "--policies", "乙"), "写明了文件夹，--policies"),
        (("test", "甲", "--steps"), "写了 --steps，文件夹"),
        (("test", "--steps", "--policies", "甲", "--over", "乙"), "写了 --steps，--policies、--over"),
        (("test", "--steps", "--format", "json"), "写了 --steps，--format"),
        (("facts", "--schema", "--format", "markdown"), "写了 --schema，写出的总是 JSON，--format"),
        (("check", "--readings", "--format", "json"), "写了 --format json，口径总是连同依据和说明，--readings"),
        (("map", "甲.csv", "--sheet", "乙"), "台账不是 .xlsx，--sheet"),
        (
            ("evaluate", "甲.csv", "乙.jsonl", "--on", DAY, "-o", "丙.csv", "--sheet", "丁"),
            "要评价的没有 .xlsx，--sheet",
        ),
        (
            ("why", "open.yaml", "--on", DAY, "--policy", "21(5)", "--outcome", "超过承诺时限"),
            "--policy 问的是情形「超过承诺时限」，--outcome",
        ),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == f"错误：{said} 不起作用；去掉它（看帮助：zzrules {words[0]} --help）"

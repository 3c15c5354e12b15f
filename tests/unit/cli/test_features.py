"""`zzrules test` as its users meet it, and features that pytest collects by themselves: without any Python."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.cli.samples import ROOT

from zzrules.bdd.scenarios import feature_of

HEAD = "# language: zh-CN\n功能: 甲\n"
GOOD = HEAD + "  场景: 工作日\n    那么 「2026-02-14」是工作日\n"
FAILING = (
    HEAD
    + """\
  场景: 对的
    那么 「2026-02-14」是工作日

  场景: 有一种情形
    假如 案卷如下
      | 事实         | 值         |
      | 行为发生日期 | 2026-01-05 |
      | 有第一项情形 | 是         |
    当 于「2026-01-05」就「示例」评价
    那么 「示例」的结论是「没有所列情形」

  场景大纲: 一行一行
    那么 「<日期>」是工作日
    例子:
      | 日期       |
      | 2026-02-14 |
      | 2026-02-16 |

  场景: 流水有误而没有说到
    假如 流水如下
      | 日期       | 事件     |
      | 2026-01-05 | 没有的事 |
"""
)


@pytest.fixture
def own(run):
    """A folder of one's own, without Python and without a calendar."""
    assert run("new", "某市", "--name", "某市规定")[0] == 0
    return Path("某市")


def feature(folder: Path, text: str | bytes, name: str = "甲.feature") -> Path:
    path = folder / "features" / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_failed_scenario_is_told_with_its_line_what_should_be_and_what_is(run, own):
    feature(own, FAILING)
    code, out, err = run("test", "某市")
    assert (code, err) == (4, "")
    assert out == (
        "政策：某市\n"
        "某市/features/甲.feature:12: 场景「有一种情形」没有通过\n"
        "  步骤：那么 「示例」的结论是「没有所列情形」\n"
        "  结论应为「没有所列情形」，然而「示例」的结论是「有所列情形之一」\n"
        "某市/features/甲.feature:15: 场景「一行一行」没有通过\n"
        "  步骤：那么 「2026-02-16」是工作日\n"
        "  例子：日期＝2026-02-16\n"
        "  2026-02-16应当是工作日，然而工作日历上是「春节」\n"
        "某市/features/甲.feature:21: 场景「流水有误而没有说到」没有通过\n"
        "  流水有误，而场景没有说到：\n"
        "  某市/features/甲.feature:24:7: ZZ431 第1件：没有「没有的事」这种事件。"
        "应改为：可以登记哪些事件，见 zzrules facts --events\n"
        "某市/features/甲.feature：4 个场景（连例子各行运行 5 次），3 个没有通过\n"
        "某市/features/示例.feature：4 个场景，全部通过\n"
        "共 8 个场景（连例子各行运行 9 次），3 个没有通过。\n"
    )


def test_features_with_mistakes_do_not_run_and_the_others_do(run, own):
    feature(own, GOOD.replace("功能:", "功能："), "冒号.feature")
    feature(own, GOOD.encode("gbk"), "编码.feature")
    feature(own, GOOD.encode("utf-8-sig"), "标记.feature")
    feature(own, GOOD + GOOD.removeprefix(HEAD), "重名.feature")
    feature(own, GOOD.replace("是工作日", "是个工作日"), "步骤.feature")
    code, out, err = run("test", "某市")
    assert code == 1
    assert out.endswith("共 4 个场景，全部通过。\n")
    assert {line.partition("。")[0] for line in err.splitlines()} == {
        "某市/features/冒号.feature:2:1: ZZ804 「功能」后面的冒号是全角的",
        "某市/features/标记.feature:1:1: ZZ802 场景文件开头有看不见的 BOM，第一行因此读不出来",
        "某市/features/步骤.feature:4:5: ZZ809 没有这样的步骤：「2026-02-14」是个工作日",
        "某市/features/编码.feature:2:1: ZZ801 场景文件不是 UTF-8 编码，像是 GBK",
        "某市/features/重名.feature:5:3: ZZ808 场景「工作日」和第 3 行的同名",
        "有错的 5 个场景文件没有运行",
    }


def test_policies_with_mistakes_are_told_with_places_that_can_be_opened(run, own):
    path = own / "example.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("代码: example", "代码: Example"), encoding="utf-8")
    code, out, err = run("test", "某市")
    assert (code, out) == (1, "")
    assert err.startswith("某市/example.yaml:3:5: ZZ")
    assert err.endswith("政策有错，场景没有运行。\n")


def test_what_is_asked_of_nothing_is_wrong_use_or_a_mistake(run):
    Path("空").mkdir()
    assert run("test", "空") == (
        2,
        "",
        "空: ZZ813 文件夹里没有场景文件（.feature）。应改为：放进场景文件，或者检查路径\n",
    )
    assert run("test", "没有") == (1, "", "没有: ZZ110 没有这个文件夹。应改为：检查路径\n")
    assert run("test", "空", "--no-such")[0] == 2


def test_a_feature_is_judged_by_the_policies_of_the_nearest_folder_above_it(run, own):
    path = feature(own / "各条" / "第二条", GOOD)
    assert run("test", path)[1].startswith("政策：某市\n")
    feature(Path("别处"), GOOD)
    assert run("test", "别处")[1].startswith("政策：随程序发布的\n")
    run("new", "邻市", "--name", "邻市规定")
    assert run("test", ".")[1].splitlines()[:3] == [
        "政策：随程序发布的（1 个场景文件）",
        "政策：某市（2 个场景文件）",
        "政策：邻市（1 个场景文件）",
    ]
    assert run("test", "别处", "--policies", "某市")[1].startswith("政策：某市\n")
    Path("叠").mkdir()
    assert run("test", "别处", "--over", "叠")[1].startswith("政策：随程序发布的，叠上 叠\n")


def test_a_regulation_further_down_serves_the_folder_that_was_named(run, own):
    (own / "法规").mkdir()
    (own / "regulation.yaml").rename(own / "法规" / "regulation.yaml")
    assert run("test", "某市")[:2] == (
        0,
        "政策：某市\n某市/features/示例.feature：4 个场景，全部通过\n共 4 个场景，全部通过。\n",
    )


def test_no_python_of_the_folder_runs_and_nothing_is_written(run, own):
    for name in ("conftest.py", "features/conftest.py", "test_甲.py", "__init__.py"):
        (own / name).write_text("raise SystemExit('run')\n", encoding="utf-8")
    (own / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    before = sorted(own.rglob("*"))
    assert run("test", "某市")[0] == 0
    assert sorted(own.rglob("*")) == before


def test_settings_of_pytest_in_the_environment_do_not_count(run, own, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    assert run("test", "某市")[0] == 0
    assert os.environ["PYTEST_ADDOPTS"] == "--no-such-option"
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_an_interrupted_run_ends_as_other_commands_do(run, own, monkeypatch):
    def interrupted(self, day):
        raise KeyboardInterrupt

    monkeypatch.setattr("zzrules.base.workdays.Calendar.basis", interrupted)
    assert run("test", "某市")[::2] == (130, "已中断\n")


def test_a_fault_of_ours_is_told_as_such(run, own, monkeypatch):
    def broken(self, day):
        raise RuntimeError("秘密")

    monkeypatch.setattr("zzrules.base.workdays.Calendar.basis", broken)
    code, out, _ = run("test", "某市")
    assert code == 4
    assert "  程序出错了（RuntimeError, test_features.py:" in out
    assert "秘密" not in out


def test_hidden_folders_are_passed_over(run, own):
    feature(own / ".旧", "没有用的")
    assert run("test", "某市")[0] == 0


def test_as_data(run, own):
    feature(own, FAILING)
    feature(own, HEAD, "空.feature")
    code, out, _ = run("test", "某市", "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert [(one["source"], one["code"], one["line"]) for one in told["problems"]] == [
        ("某市/features/空.feature", "ZZ807", 2)
    ]
    assert len(told["scenarios"]) == 9
    assert [one for one in told["scenarios"] if not one["passed"]][1] == {
        "source": "某市/features/甲.feature",
        "line": 14,
        "scenario": "一行一行",
        "example": {"日期": "2026-02-16"},
        "passed": False,
        "step": "那么 「2026-02-16」是工作日",
        "step_line": 15,
        "message": "2026-02-16应当是工作日，然而工作日历上是「春节」",
    }


ROWS = (
    HEAD
    + """\
  背景:
    假如 「有第一项情形」为「大概」

  场景: 写错的事实
    假如 案卷如下
      | 事实       | 值         |
      | 行为发生日 | 2026-01-05 |
    而且 「行为发生日期」为「2026-01-32」
    当 于「2026-01-05」评价
    那么 「示例」的结论是「没有所列情形」

  场景: 改对了的不再算
    假如 「有第一项情形」为「是」
    而且 「行为发生日期」为「2026-01-05」
    当 于「2026-01-05」评价
    那么 「示例」的结论是「有所列情形之一」

  场景大纲: 写错的日子
    当 于「<日>」评价
    例子:
      | 日       |
      | 2026-5-6 |
"""
)


def test_what_is_wrong_with_a_record_is_told_with_its_row(run, own):
    feature(own, ROWS)
    lines = [line.strip() for line in run("test", "某市/features/甲.feature")[1].splitlines()]
    told = [line.partition("。")[0] for line in lines if "ZZ" in line]
    assert told == [
        "某市/features/甲.feature:4:5: ZZ402 「有第一项情形」不是「是」或「否」",
        "某市/features/甲.feature:9:7: ZZ401 词汇里没有事实「行为发生日」",
        "某市/features/甲.feature:10:5: ZZ407 「行为发生日期」不是历法上有的日子",
    ]
    assert "「2026-5-6」不是日期；写成2026-05-06" in lines
    assert "3 个场景，2 个没有通过" in lines[-1]


def test_nothing_that_features_are_told_is_python(run, own):
    asked = "    当 于「2026-01-05」就「示例」评价\n    那么 「没有的」待查明\n"
    feature(own, HEAD + f"  场景: 乙\n{asked}  场景: 丙\n{asked.replace('没有的', '第一条')}")
    out = run("test", "某市/features/甲.feature")[1]
    assert "2 个没有通过" in out
    assert not re.search(r"about|datetime|\bon\b|=", out)


@pytest.mark.parametrize(
    "name",
    ["__init__", "__class__", "pytestmark", "pytest_plugins", "setup_module", "甲::乙[丙]/丁", "场景", "-k", "空 格"],
)
def test_a_scenario_may_have_any_name(run, own, name):
    text = HEAD + f"  场景: {name}\n    那么 「2026-02-14」不是工作日\n  场景: 别的\n    那么 「2026-02-14」是工作日\n"
    file = feature(own, text)
    code, out, err = run("test", file)
    assert (code, err) == (4, "")
    assert f"场景「{name}」没有通过" in out
    assert "2 个场景，1 个没有通过" in out


@pytest.mark.parametrize("where", ["@_草稿\n功能: 甲", "@skip\n功能: 甲", "@xfail\n功能: 甲"])
def test_a_tag_keeps_no_scenario_from_running_in_silence(run, own, where):
    feature(own, GOOD.replace("功能: 甲", where))
    code, out, err = run("test", "某市")
    assert (code, out.endswith("共 4 个场景，全部通过。\n")) == (1, True)
    assert err.startswith("某市/features/甲.feature:2:1: ZZ814 标签「@")


def test_a_feature_that_cannot_be_collected_is_told_and_the_others_run(run, own, monkeypatch):
    feature(own, GOOD)
    monkeypatch.setattr("zzrules.bdd.running.feature_of", lambda text: 1 // 0 if text == GOOD else feature_of(text))
    code, out, err = run("test", "某市")
    assert (code, out.endswith("共 4 个场景，全部通过。\n")) == (1, True)
    assert err.startswith("某市/features/甲.feature: ZZ815 场景文件里没有查出错，却没有能运行（ZeroDivisionError, ")


def test_an_interrupt_is_still_one(run, own, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("zzrules.bdd.running.feature_of", interrupt)
    assert run("test", "某市")[::2] == (130, "已中断\n")


def test_the_steps_are_listed(run):
    code, out, err = run("test", "--steps")
    assert (code, err) == (0, "")
    assert out.startswith("# 场景的步骤\n")
    assert "| 那么 | `「政策」的结论是「结论」` | 得出这个结论（名字或者代码） |" in out


@pytest.mark.parametrize("words", [("test", "某市"), ("test", "--steps")])
def test_a_missing_package_is_told_with_what_installs_it(run, own, monkeypatch, words):
    monkeypatch.setitem(sys.modules, "pytest_bdd", None)
    code, _, err = run(*words)
    assert (code, err) == (
        2,
        'ZZ613 运行场景要用 pytest-bdd 软件包，没有安装。应改为：pip install "zzrules[bdd]"\n',
    )


# ── in a process of its own ─────────────────────────────────────────────


def process(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_folder_is_made_checked_and_tested_in_processes_of_their_own(tmp_path):
    assert process("zzrules", "new", "某市", "--name", "某市规定", folder=tmp_path).returncode == 0
    assert process("zzrules", "check", "某市", folder=tmp_path).returncode == 0
    done = process("zzrules", "test", folder=tmp_path / "某市")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "政策：.\nfeatures/示例.feature：4 个场景，全部通过\n共 4 个场景，全部通过。\n"
    assert not [path for path in (tmp_path / "某市").rglob("*") if "cache" in path.name]


def test_pytest_collects_features_without_python_if_the_plugin_is_asked_for(tmp_path, run):
    own = tmp_path / "某市"
    run("new", own, "--name", "某市规定")
    feature(own, FAILING)
    quiet = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "error")
    done = process("pytest", "-p", "zzrules.bdd", *quiet, folder=own)
    assert "2 failed, 7 passed, 1 error" in done.stdout, done.stdout
    assert "结论应为「没有所列情形」，然而「示例」的结论是「有所列情形之一」" in done.stdout
    feature(own, GOOD.replace("是工作日", "是个工作日"))
    done = process("pytest", "-p", "zzrules.bdd", *quiet, folder=own)
    assert "features/甲.feature:4:5: ZZ809 没有这样的步骤：「2026-02-14」是个工作日。应改为：那么 " in done.stdout
    feature(own, GOOD.replace("功能:", "功能："))
    done = process("pytest", "-p", "zzrules.bdd", *quiet, folder=own)
    assert "features/甲.feature:2:1: ZZ804 「功能」后面的冒号是全角的。应改为：功能: 甲" in done.stdout
    assert "Traceback" not in done.stdout
    shutil.rmtree(own / "features")
    feature(own, "@甲 @乙\n".join(("# language: zh-CN\n", GOOD.removeprefix("# language: zh-CN\n"))))
    assert (
        "1 passed" in process("pytest", "-p", "zzrules.bdd", *quiet, "--strict-markers", "-m", "甲", folder=own).stdout
    )


def test_a_folder_with_python_of_its_own_has_its_own_rulebook_and_steps(tmp_path):
    """Collected without being bound all the same; a step that nobody declared is told in Chinese when it runs."""
    (tmp_path / "conftest.py").write_text(
        "import pytest, zzrules\n"
        "from pytest_bdd import when\n"
        "@pytest.fixture(scope='session')\n"
        "def rulebook():\n"
        "    return 'mine'\n"
        "@when('下雨了')\n"
        "def rain(rulebook):\n"
        "    assert rulebook == 'mine'\n",
        encoding="utf-8",
    )
    text = HEAD + "  场景: 乙\n    当 下雨了\n  场景: 丙\n    当 下雪了\n"
    (tmp_path / "甲.feature").write_text(text, encoding="utf-8")
    done = process("pytest", "-p", "zzrules.bdd", "-q", "-p", "no:cacheprovider", folder=tmp_path)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "甲.feature:6:5: ZZ809 没有这样的步骤，也没有相近的：下雪了" in done.stdout


def test_pytest_collects_no_features_where_python_binds_them(tmp_path):
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['zzrules.bdd']\n", encoding="utf-8")
    (tmp_path / "甲.feature").write_text(GOOD, encoding="utf-8")
    (tmp_path / "test_a.py").write_text("from pytest_bdd import scenarios\nscenarios('甲.feature')\n", encoding="utf-8")
    done = process("pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path)
    assert "1 passed" in done.stdout, done.stdout


def test_whoever_reads_the_report_may_leave(here):
    scenarios = (f"  场景: {number}\n    那么 「2026-02-15」是工作日\n" for number in range(200))
    (here / "甲.feature").write_text(HEAD + "".join(scenarios), encoding="utf-8")
    command = [sys.executable, "-m", "zzrules", "test", "甲.feature"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=here, env=environment, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141

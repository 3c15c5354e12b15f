"""`zzrules new` as its users meet it: a folder that check and test find nothing wrong with, and nothing overwritten."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.unit.test_law_text import COMPLAINTS

import zzrules

TITLE = "示例市投诉处理条例"


def run_both(run, folder):
    """Return what check and test say of a folder."""
    return run("check", folder), run("test", folder)


@pytest.mark.parametrize(
    "text",
    [
        None,
        COMPLAINTS,
        "第一条 只有一条，自2026年1月1日起施行。\n",
        "第一条 甲。\n",
        '第一条 有下列情形之一的，"从轻"：\n（一）有：{括号}、\\斜线的；\n（二）# 井号。\n第二条 自公布之日施行。\n',
    ],
    ids=["sample", "complaints", "one article", "no dates", "marks"],
)
def test_check_and_test_of_a_new_folder_pass_at_once(run, text):
    words = ["new", "某市", "--name", f"《{TITLE}》"]
    if text is not None:
        Path("法规.txt").write_text(text, encoding="utf-8")
        words += ["--text", "法规.txt"]
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert out.startswith(
        "建好了 某市：regulation.yaml、vocabulary.yaml、example.yaml、features/示例.feature、README.md\n"
    )
    (code, checked, wrong), tested = run_both(run, "某市")
    assert (code, wrong) == (0, "")
    assert f"《{TITLE}》" in checked
    assert "宜再看一眼" not in checked
    assert "随程序发布，本文件夹没有自备的" in checked
    assert tested == (
        0,
        "政策：某市\n某市/features/示例.feature：4 个场景，全部通过\n共 4 个场景，全部通过。\n",
        "",
    )


def test_what_the_text_does_not_say_is_told_and_stands_in_the_file(run):
    Path("法规.txt").write_text("第一条 甲。\n第二条 乙，自公布之日起施行。\n", encoding="utf-8")
    told = run("new", "某市", "--name", TITLE, "--text", "法规.txt")[1].splitlines()
    assert told[1] == "文本里有 4 处要核对："
    assert [line.partition(" ZZ861 没有读到")[2].partition("。")[0] for line in told[2:6]] == [
        "印发日期，先写成「2000-01-01」",
        "施行日期，先写成「2000-01-01」",
        "文号，先写成「待补」",
        "发布机关，先写成「待补」",
    ]
    regulation = zzrules.load("某市").regulation
    assert (regulation.number, str(regulation.in_force)) == ("待补", "2000-01-01")
    assert regulation.last_day == date.max  # in force until somebody ends it


def test_the_regulation_is_what_the_text_says(run):
    Path("法规.txt").write_text(COMPLAINTS, encoding="gbk")
    code, out, _ = run("new", "某市", "--name", TITLE, "--text", "法规.txt")
    assert code == 0
    assert "  法规.txt:36:1: ZZ853 「第四条之一」没有记入" in out
    regulation = zzrules.load("某市").regulation
    assert regulation.newest.text("第三条第一款第（二）项") == "不属于职责范围的，告知投诉人。"
    assert [one.where for one in regulation.corrections] == ["第二章", "第二条第二款", "第三条第二款", "第五条第一款"]
    assert "(" not in regulation.newest.text("第二条第二款")
    written = Path("某市/regulation.yaml").read_text(encoding="utf-8")
    assert written.endswith(
        "照录在这里：法规文件没有这样的条号。\n#   第四条之一　新增的一条。\n#   新增一条的第二款。\n"
    )


@pytest.mark.parametrize("taken", ["某市/README.md", "某市"])
def test_nothing_is_overwritten(run, taken):
    Path(taken).parent.mkdir(exist_ok=True)
    Path(taken).write_text("自己写的", encoding="utf-8")
    before = sorted(Path().rglob("*"))
    code, out, err = run("new", "某市", "--name", TITLE)
    assert (code, out) == (2, "")
    assert err.startswith("某市: ZZ862 ")
    assert Path(taken).read_text(encoding="utf-8") == "自己写的"
    assert sorted(Path().rglob("*")) == before


def test_an_empty_folder_may_be_there(run):
    Path("某市").mkdir()
    assert run("new", "某市", "--name", TITLE)[0] == 0
    assert run("check", "某市")[0] == 0


def test_the_folders_above_are_made_and_no_path_is_kept(run):
    Path("公布").mkdir()
    Path("公布/法规.txt").write_text("第一条 事项应当及时办理。\n", encoding="utf-8")
    assert run("new", "各市/某市", "--name", TITLE, "--text", "公布/法规.txt")[0] == 0
    written = Path("各市/某市/regulation.yaml").read_text(encoding="utf-8")
    assert "由 zzrules new 从 法规.txt 读出" in written


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("法规.txt", "法规.txt:1:1: ZZ851 文本里一条条文也没有读到。应改为：每一条另起一行，以条号起头\n"),
        ("没有.txt", "没有.txt: ZZ110 没有这个文件。应改为：检查路径；路径里有空格的，加引号\n"),
        (".", ".: ZZ110 读不了这个文件。应改为：检查路径和磁盘\n"),
    ],
)
def test_a_text_that_cannot_be_read_makes_nothing(run, text, told):
    Path("法规.txt").write_text("没有条文\n", encoding="utf-8")
    assert run("new", "某市", "--name", TITLE, "--text", text) == (1, "", told)
    assert not Path("某市").exists()


def test_no_name_and_no_place_to_write(run):
    assert run("new", "某市")[2].endswith("\n错误：缺少 --name（看帮助：zzrules new --help）\n")
    assert "--name 后面要写法规的名称" in run("new", "某市", "--name", "《》")[2]
    Path("文件").write_text("不是文件夹", encoding="utf-8")
    code, _, err = run("new", "文件/某市", "--name", TITLE)
    assert (code, err.partition(" ")[0]) == (74, "文件/某市:")


def test_the_readme_names_the_folder_and_what_can_be_run(run):
    run("new", "某市", "--name", TITLE)
    text = Path("某市/README.md").read_text(encoding="utf-8")
    assert f"# 《{TITLE}》的政策" in text
    assert "zzrules test 某市" in text
    assert json.loads(run("check", "某市", "--format", "json")[1])["unaccounted"] == ["第一条", "第二条第二款"]

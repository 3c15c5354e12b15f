"""`zzrules new 政策, 事实, 场景` as clerks meet them: what is begun says what is missing, and nothing else is wrong."""

import re
import shutil
from pathlib import Path

import pytest
from tests.unit.cli.samples import ROOT

import zzrules
from zzrules.analysis.coverage.points import Point
from zzrules.bdd.formatting import formatted_feature
from zzrules.cli.new import New
from zzrules.policy.regulation_files import load_regulation

WORDS = """\
词汇: 甲
机构:
  主管部门: department
事实:
  行为发生日期: {代码: conduct_date, 类型: 日期, 问: 何时？}
"""
LAW = """\
法规: 某市规定
文号: 某政〔2025〕9号
发布机关: 某市人民政府
印发: 2025-12-01
效力: {依据: 第四条, 施行: 2026-01-01, 有效期至: 2030-12-31}

条文:
  第一条:
    - 款: "窗口有下列情形之一的，由管理机构责令限期改正："
      项:
        - "因故意、过失等原因不一次性告知全部内容；"
        - "拒收{材料}；"
        - "其他情形。"
    - 款: "逾期不改正的，移送有权机关处理；窗口人员不得拒绝。"
  第二条:
    - 款: "窗口应当在两个工作日内联系。"
  第三条:
    - 款: '窗口应当公开"时限", [甲]: 1,000元 # 注、*乙的&丙: {丁}。'
  第四条:
    - 款: "本规定自2026年1月1日起施行，有效期五年。"
"""
AMENDED = """\

修正:
  - 文号: 某政〔2026〕20号
    印发: 2026-05-20
    施行: 2026-07-01
    改为: {第二条: "窗口应当在三个工作日内联系。"}
    删去: [第三条]
"""


@pytest.fixture
def folder(here):
    """A folder with a regulation and a vocabulary, and no policy."""
    path = here / "某市"
    path.mkdir()
    (path / "regulation.yaml").write_text(LAW, encoding="utf-8")
    (path / "vocabulary.yaml").write_text(WORDS, encoding="utf-8")
    return path


def filled_in(folder):
    """Fill in whatever is left to be filled in, as somebody would who is in a hurry."""
    number = 0
    values = {"取": "行为发生日期", "类型": "是否", "主体": "机构", "内容": "做", "问": "什么？", "代码": "some_code"}
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.feature")]:
        text = path.read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"{key}: 待补", f"{key}: {value}")
        while "得出: 待补" in text:
            number += 1
            text = text.replace("得出: 待补", f"得出: 结论{number}", 1)
        path.write_text(re.sub(r"\| 待补 +\|", "| 行为发生日期 |", text), encoding="utf-8")


# ── a policy ────────────────────────────────────────────────────────────


def test_a_policy_is_begun_with_the_words_of_its_article(run, folder):
    code, out, err = run("new", "政策", "--依据", "第一条", "--policies", "某市", "--name", "窗口责任")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "起草了 第一条：某市/第一条.yaml、某市/vocabulary/第一条.yaml、某市/features/第一条.feature",
        "要由人填写的 5 处：",
    ]
    text = (folder / "第一条.yaml").read_text(encoding="utf-8")
    assert "# 第一条第一款　窗口有下列情形之一的，由管理机构责令限期改正：\n# （一）因故意、过失" in text
    assert text.partition("\n情形:\n")[2] == (
        "  # （一）因故意、过失等原因不一次性告知全部内容；\n"
        "  不一次性告知全部内容: {依据: 第一条第一款第（一）项, 条件: {不一次性告知全部内容属实: 是}}\n"
        "  # （二）拒收{材料}；\n"
        "  拒收材料: {依据: 第一条第一款第（二）项, 条件: {拒收材料属实: 是}}\n"
        "  # （三）其他情形。\n"
        "  其他情形: {依据: 第一条第一款第（三）项, 条件: {其他情形属实: 是}}\n"
        "\n"
        "# 从上往下读，第一个成立的就是结论。\n"
        "结论:\n"
        "  - {得出: 待补, 代码: stated, 条件: {情形: 有其一}}\n"
        "  - {得出: 没有所列情形, 代码: no_ground}\n"
        "\n"
        "# 要看到哪一天为止做了没有的，移到「义务」，写「起」「时限」「履行」，不写情态。\n"
        "后果:\n"
        "  责令限期改正: {依据: 第一条第一款, 主体: 管理机构, 情态: 由, 内容: 责令限期改正, 条件: {情形: 有其一}}\n"
        "  不得拒绝: {依据: 第一条第二款, 主体: 窗口人员, 情态: 不得, 内容: 拒绝}\n"
    )
    assert "拒收材料属实: {代码: article_1_fact_2, 类型: 待补, 问: 是不是有这样的情形：拒收〔材料〕？}" in (
        folder / "vocabulary" / "第一条.yaml"
    ).read_text(encoding="utf-8")


def test_features_are_begun_where_features_are_also_from_inside_of_the_folder(run, folder, monkeypatch):
    monkeypatch.chdir(folder)
    run("new", "政策", "--依据", "第一条")
    assert (folder / "features" / "第一条.feature").is_file()
    shutil.rmtree(folder / "features")
    beside = folder.parent / "features"
    beside.mkdir()
    (folder / ".旧").mkdir()
    (folder / ".旧" / "甲.feature").write_text("", encoding="utf-8")
    code, out, err = run("new", "政策", "--依据", "第二条")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"起草了 第二条：第二条.yaml、{beside / '第二条.feature'}"
    assert [path.name for path in beside.iterdir()] == ["第二条.feature"]
    assert not (folder / "features").exists()


def test_check_names_what_is_to_be_filled_in_each_once_and_nothing_else(run, folder):
    told = run("new", "政策", "--依据", "第一条", "--policies", "某市")[1]
    code, _, err = run("check", "某市")
    named = [line for line in err.splitlines() if re.match(r"\S+:\d+:\d+: ZZ", line)]
    assert code == 1
    assert [f"  {line}" for line in named] == [line for line in told.splitlines() if ": ZZ" in line]
    assert set(re.findall("ZZ[0-9]{3}", "\n".join(named))) == {"ZZ229"}
    assert len(named) == sum(path.read_text(encoding="utf-8").count(": 待补") for path in folder.rglob("*.yaml"))
    assert err.splitlines()[-1] == f"共 {len(named)} 处待补。"
    code, _, err = run("test", "某市/features")
    assert (code, "ZZ818" in err) == (1, True)


def test_what_is_filled_in_passes_and_is_laid_out(run, folder):
    for place in ("第一条", "第二条", "第三条", "第四条"):
        run("new", "政策", "--依据", place, "--policies", "某市")
    for path in (folder / "features").glob("*.feature"):
        assert formatted_feature(path.read_text(encoding="utf-8")) == path.read_text(encoding="utf-8")
    filled_in(folder)
    code, out, err = run("check", "某市")
    assert (code, err) == (0, "")
    assert out.count("ZZ299") == 1  # said once, not of each policy
    assert "共 4 份文件：「第一条」、" in out
    assert run("test", "某市")[::2] == (0, "")
    assert run("fmt", "--check", "某市/vocabulary", *sorted(folder.glob("第*.yaml")))[0] == 0


@pytest.mark.parametrize("source", ["policies", "examples/cities/complaints", "examples/cities/hotline"])
def test_every_article_of_a_regulation_can_be_begun(folder, run, source):
    law = load_regulation(ROOT / source / "regulation.yaml")
    text = (ROOT / source / "regulation.yaml").read_text(encoding="utf-8")
    (folder / "regulation.yaml").write_text(text.partition("\n不评价:\n")[0].rstrip("# \n") + "\n", encoding="utf-8")
    for number in law.newest.articles:
        code, _, err = run("new", "政策", "--依据", str(number), "--policies", "某市")
        assert (code, err) == (0, ""), number
    filled_in(folder)
    assert zzrules.check(folder) == ()


@pytest.mark.parametrize(
    ("place", "told", "written"),
    [
        ("第二条", "自 2026-07-01 起才是这样的文字", "施行: 2026-07-01\n"),
        ("第三条", "自 2026-07-01 起才是这样的文字", "施行: 2026-07-01\n"),  # what was the fourth article
        ("第四条", "第四条改了，现在是第三条：照 2026-06-30 为止的文字起草", "有效期至: 2026-06-30\n"),
    ],
)
def test_an_article_that_was_amended_or_repealed(run, folder, place, told, written):
    with (folder / "regulation.yaml").open("a", encoding="utf-8") as file:
        file.write(AMENDED)
    code, out, _ = run("new", "政策", "--依据", place, "--policies", "某市")
    assert code == 0
    assert told in out
    [policy] = folder.glob("第*.yaml")
    assert written in policy.read_text(encoding="utf-8")
    filled_in(folder)
    assert run("check", "某市")[::2] == (0, "")


def test_nothing_is_begun_twice_or_written_over(run, folder):
    run("new", "政策", "--依据", "1.2", "--policies", "某市")
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    code, out, err = run("new", "政策", "--依据", "第一条", "--policies", "某市")
    assert (code, out) == (2, "")
    assert err == (
        "某市/第一条第二款.yaml:5:5: ZZ864 第一条第二款已经有政策「第一条第二款」。"
        "应改为：还没有政策的，分开写：--依据 第一条第一款\n"
    )
    (folder / "第二条.yaml").write_text("# 自己写的\n", encoding="utf-8")
    code, _, err = run("new", "政策", "--依据", "第二条", "--policies", "某市")
    assert (code, err.partition("。")[0]) == (2, "某市/第二条.yaml: ZZ863 已经有这个文件")
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.name != "第二条.yaml"} == before


def test_a_place_of_another_regulation_and_one_that_is_not_there(run, here):
    shutil.copytree(ROOT / "examples" / "several-regulations", "几部")
    code, out, _ = run("new", "政策", "--依据", "省规定第一条", "--policies", "几部")
    assert (code, out.splitlines()[0].partition("、")[0]) == (0, "起草了 《省规定》第一条：几部/省规定第一条.yaml")
    assert "代码: other_article_1\n依据: 《省规定》第一条\n" in Path("几部/省规定第一条.yaml").read_text("utf-8")
    assert run("new", "政策", "--依据", "第九十条", "--policies", "几部")[2].startswith("ZZ302 「第九十条」不存在")


def test_a_folder_without_a_regulation_lies_over_the_shipped_one(run, here):
    assert run("new", "政策", "--依据", "第十条")[0] == 2
    Path("我的").mkdir()
    code, out, _ = run("new", "政策", "--依据", "第十条", "--policies", "我的")
    assert (code, out.splitlines()[1].partition("（")[0]) == (0, "第十条列在法规文件的「不评价」里")
    assert run("new", "政策", "--依据", "8.2", "--policies", "我的")[0] == 2


def test_the_words_of_the_forms_may_still_be_names_of_folders(run, here):
    assert run("new", "政策", "--name", "某市规定")[0] == 0
    assert Path("政策/regulation.yaml").is_file()
    assert [word for option in New.completed() for word in option.names if word.startswith("--")][:3] == [
        "--name",
        "--text",
        "--依据",
    ]


# ── a fact ──────────────────────────────────────────────────────────────


def test_a_fact_is_a_line_more(run, folder):
    with (folder / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# 顺序\n先后: {}\n")
    before = (folder / "vocabulary.yaml").read_text(encoding="utf-8")
    code, out, _ = run("new", "事实", "报请日期", "--类型", "日期", "--policies", "某市")
    assert code == 0
    assert [line for line in out.splitlines() if "ZZ229" in line] == out.splitlines()[2:]
    entry = "  报请日期: {代码: 待补, 类型: 日期, 问: 待补}\n"
    after = (folder / "vocabulary.yaml").read_text(encoding="utf-8")
    assert after == before.replace("问: 何时？}\n", f"问: 何时？}}\n{entry}")
    told = run("new", "事实", "报请日期", "--policies", "某市")[2]
    line = after.split("\n").index(entry.rstrip("\n")) + 1
    assert f"vocabulary.yaml:{line}:3: ZZ865 词汇里已经有事实「报请日期」" in told
    code, _, told = run("new", "事实", "甲", "--代码", "conduct_date", "--policies", "某市")
    assert code == 2
    assert "ZZ865 代码「conduct_date」已经是词汇里「" in told
    assert run("new", "事实", "甲", "--类型", "日子", "--policies", "某市")[0] == 2
    assert (folder / "vocabulary.yaml").read_text(encoding="utf-8") == after


def test_a_fact_goes_into_the_file_of_its_article(run, folder):
    words = ("--代码", "rude", "--类型", "认定", "--问", "是否粗暴: 经认定？", "--policies", "某市")
    run("new", "事实", "粗暴", "--依据", "2", *words)
    assert (folder / "vocabulary" / "第二条.yaml").read_text(encoding="utf-8") == (
        '词汇: 第二条案卷\n\n事实:\n  粗暴: {代码: rude, 类型: 认定, 问: "是否粗暴: 经认定？"}\n'
    )
    assert run("check", "某市")[2].startswith("ZZ240")  # no policy yet, and nothing else is wrong
    assert run("new", "事实", "乙", "--policies", "某市")[2].partition(" ")[2].startswith("ZZ866 有几份词汇文件")
    (folder / "vocabulary" / "第二条.yaml").write_text("词汇: 乙\n事实: {丙: {}}\n", encoding="utf-8")
    code, _, err = run("new", "事实", "丁", "--依据", "2", "--policies", "某市")
    assert (code, "ZZ867" in err) == (1, True)


# ── scenarios ───────────────────────────────────────────────────────────


def test_scenarios_of_a_policy_pass_and_give_each_outcome(run, folder):
    run("new", "政策", "--依据", "1.1", "--policies", "某市")
    filled_in(folder)
    words = ("new", "场景", "--依据", "第一条第一款", "--policies", "某市", "--seconds", "30")
    code, out, _ = run(*words, "-o", "某市/features/现成.feature")
    assert (code, out.partition("。")[0]) == (0, "写好了 某市/features/现成.feature：3 个场景")
    text = (folder / "features" / "现成.feature").read_text(encoding="utf-8")
    assert re.findall("的结论是「(.*)」", text) == ["不在有效期内", "结论1", "没有所列情形"]
    assert run("test", "某市/features/现成.feature")[0] == 0
    assert run("fmt", "--check", "某市/features/现成.feature")[0] == 0
    code, _, err = run("new", "场景", "--依据", "1.1", "--policies", "某市", "-o", "某市/features/现成.feature")
    assert (code, "ZZ863" in err) == (2, True)


def test_scenarios_of_a_ground_show_it_hold_fail_and_open_with_one_outcome_where_it_is_known():
    found = zzrules.load().scenarios("第八条第二款第（一）项", seconds=30)
    assert [(hole.point, hole.found) for hole in found.holes] == [
        (Point("rotation", "情形", "离开机构", f"{told}，左右结论"), "shown") for told in ("成立", "不成立", "待查明")
    ]
    holds, fails, unknown = (hole.asserted for hole in found.holes)
    assert all(one[0].startswith("「第八条第二款」的结论是「") for one in (holds, fails))
    assert "不适用" not in holds[0]
    assert unknown == ("「第八条第二款」待查明", "情形「离开机构」待查明")

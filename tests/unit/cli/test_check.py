"""`zzrules check` as its users meet it."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from tests.unit.cli.samples import ROOT, shipped
from tests.unit.test_advice import FACTS, HEAD, USES

from zzrules.base.errors import Edit, Fix, Place, edited
from zzrules.base.unfinished import unfinished_file
from zzrules.base.widths import width
from zzrules.loading import load, shipped_policies
from zzrules.policy.excerpts import Excerpt
from zzrules.policy.ranges import end_of


def test_check_sums_up_a_good_folder(run):
    book = shipped()
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


def test_check_says_from_where_the_calendar_comes_if_it_is_not_the_folders_own(run, policies):
    first, last = shipped().calendar.first.year, shipped().calendar.last.year
    assert "随程序发布" not in run("check", "政策")[1]
    (policies / "calendar" / f"{first}.yaml").unlink()
    assert f"；{first} 年的随程序发布，本文件夹自备 {first + 1} 至 {last} 年的\n" in run("check", "政策")[1]
    shutil.rmtree(policies / "calendar")
    assert f"；{first} 至 {last} 年的随程序发布，本文件夹没有自备的\n" in run("check", "政策")[1]
    assert json.loads(run("check", "政策", "--format", "json")[1])["calendar"]["inherited"] == [*range(first, last + 1)]


def test_check_lists_the_readings_with_their_basis_and_the_others(run):
    policy = shipped().plan.policy("rotation")
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
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = enumerate((policies / "article-07-replacement.yaml").read_text(encoding="utf-8").splitlines(), 1)
    wrong = next(f"{number}:{line.index('有劝') + 1}" for number, line in lines if "有劝" in line)
    code, out, err = run("check", "政策")
    *told, total = [line for line in err.splitlines() if not line.startswith(" ")]
    assert (code, out) == (1, "")
    assert total == f"共 {len(told)} 处错误。"
    assert [line.partition(" ")[0].rpartition(":")[0] for line in told[:3]] == [
        f"政策/article-07-replacement.yaml:{wrong}",
        "政策/article-08-rotation.yaml:3:5",
        "政策/article-08-rotation.yaml:4:5",
    ]
    assert all("。应改为：" in line for line in told)
    for line in told:
        assert Path(line.partition(":")[0]).is_file()


def test_check_of_an_overlaid_folder_points_into_it(run):
    over = Path("本市")
    over.mkdir()
    (over / "article-08-rotation.yaml").write_text("政策: 轮换\n代码: rotation\n依据: 第八条\n", encoding="utf-8")
    code, _, err = run("check", "--over", over)
    assert code == 1
    place = "本市/article-08-rotation.yaml:1:1: ZZ202 政策文件缺"
    assert [line.partition("。")[0] for line in err.splitlines()] == [
        f"{place}「行为日期」",
        f"{place}「结论」",
        "    政策: 轮换",
        "    ^^^^",
        "共 2 处错误",
    ]


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


def test_check_says_what_compares_the_calendar(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    code, out, err = run("check", "--calendar")
    assert (code, out) == (2, "")
    assert err.startswith("ZZ671 ")
    assert err.endswith('pip install "zzrules[calendar-check]"\n')


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

    monkeypatch.setattr("zzrules.policy.editing.unfinished_file", refuse)
    code, out, err = run("check", "政策", "--fill")
    assert code == 1
    assert "政策/article-08-rotation.yaml: ZZ110 写不进这个文件" in err
    assert "没有要补写的原文" in out


def test_check_says_what_is_worth_a_second_look(run, policies):
    count = len(shipped().advice)
    assert ("宜再看一眼" in run("check")[1]) is bool(count)
    path = policies / "article-08-rotation.yaml"
    unused = "参数:\n  多余: {依据: 第八条第一款, 取值: {2026-01-01: 1年}}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("参数:\n", unused), encoding="utf-8")
    code, out, err = run("check", "政策")
    assert (code, err) == (0, "")
    assert f"宜再看一眼：{count + 1} 处\n" in out
    assert re.search(r"^  政策/article-08-rotation\.yaml:\d+:3: ZZ291 参数「多余」没有用到", out, re.MULTILINE)


def test_check_as_data(run, policies):
    code, out, err = run("check", "--format", "json", "--calendar")
    told, book = json.loads(out), shipped()
    assert (code, err, told["problems"], told["unaccounted"]) == (0, "", [], [])
    assert (told["policies"], told["rulebook"]) == (len(book.plan.policies), book.digest)
    assert told["calendar"]["last"] == str(book.calendar.last)
    assert told["calendar_differences"] == []
    [reading] = [one for one in told["readings"] if (one["policy"], one["reading"]) == ("rotation", "届满之日")]
    assert reading.keys() == {"policy", "reading", "taken", "others", "basis", "note"}
    assert len(told["advice"]) == len(book.advice)
    path = policies / "article-08-rotation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("代码: rotation", "代码: Rotation"), encoding="utf-8")
    code, out, err = run("check", "政策", "--format", "json", "--fill")
    told = json.loads(out)
    assert code == 1
    assert told.keys() == {"problems", "filled", "confirmed", "noted"}
    first = told["problems"][0]
    assert (first["source"], first["line"], first["code"]) == ("政策/article-08-rotation.yaml", 3, "ZZ206")
    assert len(told["problems"]) == len(err.splitlines()) - 1
    assert {"source": "政策/article-08-rotation.yaml", "count": 12}.keys() == told["filled"][0].keys()


def test_the_mistake_is_underlined_in_its_line(run, policies):
    path = policies / "article-07-replacement.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("依据: 第七条第二款\n", "依据: 第七条第九款   # 注\n", 1), encoding="utf-8")
    _, _, complaints = run("check", policies)
    told = complaints.splitlines()
    assert told[0].startswith("政策/article-07-replacement.yaml:4:5: ZZ302 ")
    assert told[1:3] == ["    依据: 第七条第九款   # 注", "          ^^^^^^^^^^^^"]


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("依据: 第八条第九款  # 注", 5, "第八条第九款"),
        ("  情形: {全部: [甲: 是, 乙: 否]}", 13, "甲"),
        ("  情形: {全部: [甲: 是, 乙: 否]}", 7, "{"),
        ("条件：{甲: 是}", 3, "："),
        ('问: "为什么? 因为, 所以"', 4, '"为什么? 因为, 所以"'),
        ("问: '为什么'", 4, "'为什么'"),
        ("  - 甲：乙丙", 5, "甲：乙丙"),
        ("\t依据: 第八条", 1, "\t"),
        ("名: &锚 值", 4, "&锚"),
        ("依据:", 9, ""),
    ],
)
def test_what_is_wrong_reaches_as_far_as_its_word(line, column, marked):
    assert line[column - 1 : end_of(line, column) - 1] == marked


def test_of_a_long_line_the_stretch_is_shown_that_is_wrong():
    line = f"结论: {{{'，'.join(f'名{number}' for number in range(40))}, 得出: 错的, {'乙' * 80}}}"
    shown, under = Excerpt(line, line.index("错的") + 1, line.index("错的") + 3).shown()
    assert width(shown) <= 100
    assert (shown[0], shown[-1]) == ("…", "…")
    assert width(shown.partition("错的")[0]) == under.index("^")
    assert under.count("^") == 4


def test_check_as_platforms_read_it(run, policies):
    path = policies / "article-07-replacement.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("依据: 第七条第二款\n", "依据: 第七条第九款\n", 1), encoding="utf-8")
    code, printed, _ = run("check", policies, "--format", "sarif")
    log = json.loads(printed)
    [one] = log["runs"]
    assert (code, log["version"], one["tool"]["driver"]["name"]) == (1, "2.1.0", "zzrules")
    result = next(result for result in one["results"] if result["ruleId"] == "ZZ302")
    assert one["tool"]["driver"]["rules"][result["ruleIndex"]] == {"id": "ZZ302"}
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%E6%94%BF%E7%AD%96/article-07-replacement.yaml"},
        "region": {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 11},
    }
    assert result["fixes"][0] == {
        "description": {"text": "改为「第七条第二款」"},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": "%E6%94%BF%E7%AD%96/article-07-replacement.yaml"},
                "replacements": [
                    {
                        "deletedRegion": {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 11},
                        "insertedContent": {"text": "第七条第二款"},
                    }
                ],
            }
        ],
    }
    code, printed, _ = run("check", policies, "--format", "github")
    where = "file=政策/article-07-replacement.yaml,line=4,endLine=4,col=5,endColumn=11,title=ZZ302"
    assert printed.startswith(f"::error {where}::依据：")
    assert (code, printed.count("\n")) == (1, len(one["results"]))
    path.write_text(text, encoding="utf-8")
    assert run("check", policies, "--format", "github")[:2] == (0, "")
    assert run("check", policies, "--format", "sarif", "--readings")[0] == 2


def test_another_place_that_a_problem_speaks_of_is_given(run, policies):
    path = policies / "article-07-replacement.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:3], lines[3], *lines[3:]]), encoding="utf-8")
    [problem] = json.loads(run("check", "政策", "--format", "json")[1])["problems"]
    where = {"source": "政策/article-07-replacement.yaml", "line": 4, "column": 1, "end_line": 4, "end_column": 3}
    assert (problem["code"], problem["line"], problem["end_line"], problem["end_column"]) == ("ZZ102", 5, 5, 3)
    assert problem["related"] == [{"message": "先写的一处", "position": where}]
    [result] = json.loads(run("check", "政策", "--format", "sarif")[1])["runs"][0]["results"]
    region = {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 3}
    [other] = result["relatedLocations"]
    assert (other["message"], other["physicalLocation"]["region"]) == ({"text": "先写的一处"}, region)


def test_what_is_certain_is_repaired(run, policies):
    path = policies / "article-08-rotation.yaml"
    right = path.read_text(encoding="utf-8")
    wrong = right.replace("政策: 窗口", "政策：窗口").replace("    情态: 予以", "     情态: 予以")
    path.write_text("\ufeff" + wrong.replace("\n", "\r\n"), encoding="utf-8", newline="")
    other = policies / "article-07-replacement.yaml"
    other.write_text(other.read_text("utf-8").replace("情形: 有其一", "情形: 有一"), encoding="utf-8")
    before = other.read_bytes()
    code, out, _ = run("check", "政策", "--fix")
    assert out.startswith("已改正：政策/article-08-rotation.yaml:2:1: ZZ117 ")
    assert (code, out.count("已改正：")) == (1, 1 + wrong.count("\n     情态"))
    assert path.read_bytes() == ("\ufeff" + right.replace("\n", "\r\n")).encode()
    assert other.read_bytes() == before  # a name is only proposed
    told = json.loads(run("check", "政策", "--fix", "--format", "json")[1])
    assert told["fixed"] == []
    assert [fix["sure"] for fix in told["problems"][0]["fixes"]] == [False]
    assert "没有断定得了改法的错误。\n" in run("check", "政策", "--fix")[1]
    assert run("check", "--fix")[0] == 2


def test_what_cannot_be_repaired_stays_as_it_is(run, policies, monkeypatch):
    def refuse(*_arguments, **_named):
        raise PermissionError

    path = policies / "article-08-rotation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("政策: 窗口", "政策：窗口"), encoding="utf-8")
    before = path.read_bytes()
    monkeypatch.setattr("zzrules.policy.editing.unfinished_file", refuse)
    code, _, err = run("check", "政策", "--fix")
    assert (code, path.read_bytes()) == (1, before)
    assert "政策/article-08-rotation.yaml: ZZ110 写不进这个文件" in err


def test_what_was_repaired_before_a_file_that_cannot_be_is_told(run, policies, monkeypatch):
    for name in ("article-07-replacement.yaml", "article-08-rotation.yaml"):
        text = (policies / name).read_text(encoding="utf-8")
        (policies / name).write_text(text.replace("政策: ", "政策：", 1), encoding="utf-8")
    make = unfinished_file

    def refuse_all_but_one(*arguments, **named):
        monkeypatch.setattr("zzrules.policy.editing.unfinished_file", refuse)
        return make(*arguments, **named)

    def refuse(*_arguments, **_named):
        raise PermissionError

    monkeypatch.setattr("zzrules.policy.editing.unfinished_file", refuse_all_but_one)
    code, out, err = run("check", "政策", "--fix")
    assert code == 1
    assert out.count("已改正：") == 1
    assert out.startswith("已改正：政策/article-07-replacement.yaml:")
    assert "政策/article-08-rotation.yaml: ZZ110 写不进这个文件" in err


def test_fixes_that_touch_one_another_are_not_made_together():
    def fix(start, end, text):
        return Fix(text, (Edit(Place("a.yaml", 1, start, 1, end), text),))

    first, second, third = fix(1, 3, "丙"), fix(2, 4, "丁"), fix(4, 4, "戊")
    assert edited("甲甲乙己", [first, second, third], "a.yaml") == ("丙乙戊己", (first, third))
    assert edited("甲甲乙己", [third, third], "a.yaml") == ("甲甲乙戊己", (third,))
    assert edited("甲", [fix(1, 3, "丙"), fix(3, 3, "丁")], "a.yaml") == ("甲", ())
    assert fix(1, 2, "丙").applied("\ufeff甲乙") == "\ufeff丙乙"
    assert edited("\ufeff甲", [fix(2, 3, "丙")], "a.yaml") == ("\ufeff甲", ())


SMALL = f"""{HEAD}{USES}结论:
  - {{得出: 有, 代码: some, 条件: {{全部: [甲: 是, 乙: 是]}}}}
  - {{得出: 另, 代码: other, 条件: {{全部: [甲: 是, 乙: 是, 受理日期: {{早于: 办结日期}}]}}}}
  - {{得出: 空, 代码: empty, 条件: {{全部: [甲: 是, 丙: 是, 甲: 否]}}}}
  - {{得出: 没有, 代码: none}}
"""


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    """Return the policy of a small folder, of which two entries are in vain."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "小"
    folder.mkdir()
    shutil.copy(shipped_policies() / "regulation.yaml", folder)
    (folder / "vocabulary.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "policy.yaml").write_text(SMALL, encoding="utf-8")
    return folder / "policy.yaml"


@pytest.mark.usefixtures("small")
def test_check_says_below_advice_what_shows_it(run):
    lines = run("check", "小")[1].splitlines()
    at = next(number for number, one in enumerate(lines) if "ZZ290 结论「空」不可能成立" in one)
    said = "不能同时成立：「甲为是」（第 10 行）、「甲为否」（第 10 行）"
    assert lines[at + 1] == f"    {said}"
    told = json.loads(run("check", "小", "--format", "json")[1])["advice"]
    [never] = [one for one in told if one["code"] == "ZZ290"]
    named = [(one["name"], one["source"], one["line"]) for one in never["shown"].pop("parts")]
    assert named == [(name, "小/policy.yaml", 10) for name in ("甲为是", "甲为否")]
    assert never["shown"] == {"text": said, "facts": None, "on": None}
    results = json.loads(run("check", "小", "--format", "sarif")[1])["runs"][0]["results"]
    [never] = [one for one in results if one["ruleId"] == "ZZ290"]
    assert [one["message"]["text"] for one in never["relatedLocations"]] == ["甲为是", "甲为否"]
    where = never["relatedLocations"][1]["physicalLocation"]
    assert (where["artifactLocation"]["uri"], where["region"]["startLine"]) == ("%E5%B0%8F/policy.yaml", 10)
    assert never["message"]["text"].endswith(said)
    [unreached] = [one for one in results if one["ruleId"] == "ZZ296"]
    facts, on = unreached["properties"]["facts"], unreached["properties"]["on"]
    assert load("小").evaluate(facts, on=on)["test"].outcome == "some"
    assert unreached["message"]["text"].endswith(f"，{on}评价：它的条件成立，结论是「有」")
    assert f"。{said}\n" in run("check", "小", "--format", "github")[1]


def test_check_writes_down_for_which_words_advice_was_looked_at(run, small):
    noted = "  - {所在: 结论「空」, 编号: ZZ290, 理由: 试验}\n  - {所在: 结论「另」, 编号: ZZ296, 理由: 试验}\n"
    small.write_text(f"{SMALL}留意:\n{noted}", encoding="utf-8")
    assert run("check", "小")[1].count("ZZ911") == 2
    code, out, err = run("check", "小", "--confirm", "留意")
    assert (code, err) == (0, "")
    assert out.startswith("已记下留意的摘要：小/policy.yaml（2 处）\n没有发现错误。\n")
    assert re.findall("ZZ2[0-9]{2}", out) == ["ZZ299"]
    assert run("check", "小", "--confirm", "留意")[1].startswith("没有要记下摘要的留意。\n")
    text = small.read_text(encoding="utf-8").replace("甲: 是, 丙: 是, 甲: 否", "甲: 是, 甲: 否")
    small.write_text(text, encoding="utf-8")
    told = json.loads(run("check", "小", "--confirm", "全部", "--format", "json")[1])
    assert told["noted"] == [{"source": "小/policy.yaml", "count": 1}]
    assert [one["source"] for one in told["confirmed"]] == ["小/policy.yaml"]
    assert told["advice"] == []
    assert run("check", "--confirm", "留意")[0] == 2

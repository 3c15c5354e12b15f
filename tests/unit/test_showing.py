"""What scenarios show of policies, point by point; the rest comes with a scenario, or is proven out of reach."""

import json
import re
from pathlib import Path
from random import Random

import pytest
from tests.conformance_update import base
from tests.unit.test_cli_page import shown as pattern

import zzrules
from zzrules.analysis.coverage.holes import Holes
from zzrules.analysis.coverage.kinds import BOUNDARY, PERIOD, READING, STATE
from zzrules.analysis.coverage.points import Points
from zzrules.analysis.searching.completions import Sampler
from zzrules.analysis.searching.court import Court
from zzrules.bdd.running import run
from zzrules.cli import main

POLICY = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
口径:
  不合主体的: {采: 不适用, 另说: [照样适用], 依据: 条文没有写明}
参数:
  时限: {依据: 第八条, 取值: {2026-01-01: 5工作日, 2026-07-01: 3工作日}}
推算:
  届满日: {期限: {起: 受理日期, 加: 时限}}
适用:
  - {条件: {任一: [主体: 政务服务机构, 口径: {不合主体的: 照样适用}]}, 否则: 不是政务服务机构}
情形:
  离开: {依据: 第八条第二款第（一）项, 条件: {离开本机构: 是}}
结论:
  - {得出: 离开, 代码: left, 条件: {情形: 有其一}}
  - {得出: 按期, 代码: in_time, 条件: {办结日期: {不晚于: 届满日}}}
  - {得出: 逾期, 代码: late}
义务:
  办结: {依据: 第八条, 主体: 政务服务机构, 内容: 办结, 条件: {受理日期: 有}, 起: 受理日期, 时限: 届满日, 履行: 办结日期}
"""
SCENARIO = """\
# language: zh-CN
功能: 试验
  场景: 离开的，不看办结没有
    假如 案卷如下
      | 事实         | 值           |
      | 主体         | 政务服务机构 |
      | 行为发生日期 | 2026-03-02   |
      | 离开本机构   | 是           |
    当 于「2026-03-02」就「第八条」评价
    那么 「第八条」的结论是「离开」
"""


def rulebook(folder: Path, text: str = POLICY) -> zzrules.Rulebook:
    folder.mkdir(exist_ok=True)
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    return zzrules.load(base(), over=folder)


@pytest.fixture
def book(tmp_path):
    return rulebook(tmp_path / "政策")


def shown(book, facts, on):
    showing = book.showing()
    assert showing.note(book.evaluate(facts, on, ["test"]), {"test"})
    assert showing.shown <= showing.points.all.keys()
    return {str(point) for point in showing.shown}


LEFT = {"主体": "政务服务机构", "行为发生日期": "2026-03-02", "离开本机构": "是"}


def test_a_part_is_shown_with_what_became_of_it_and_whether_the_outcome_turns_on_it(book):
    left = shown(book, LEFT, "2026-03-02")
    assert {"情形「离开」成立，左右结论", "结论「离开」得出", "结论「逾期」排除"} <= left
    assert "结论的条件「逾期」成立，不左右结论" in left
    assert "结论的条件「按期」待查明，不左右结论" in left
    open_ = shown(book, {"主体": "政务服务机构", "行为发生日期": "2026-03-02"}, "2026-03-02")
    assert {"情形「离开」待查明，左右结论", "结论「离开」待查明"} <= open_
    outside = shown(book, LEFT | {"主体": "派驻窗口工作人员"}, "2026-03-02")
    assert {"适用「不是政务服务机构」不成立，左右结论", "情形「离开」成立，不左右结论"} <= outside


@pytest.mark.parametrize(
    ("done", "sides"), [("2026-03-09", {"刚好成立"}), ("2026-03-10", {"刚好不成立"}), ("2026-03-11", set())]
)
def test_a_boundary_is_shown_on_its_day_and_the_day_beside_it(book, done, sides):
    """Five working days after 2 March 2026 end on the 9th."""
    facts = LEFT | {"离开本机构": "否", "受理日期": "2026-03-02", "办结日期": done}
    told = shown(book, facts, "2026-03-20")
    assert {
        side for side in ("刚好成立", "刚好不成立") if f"界限「「办结日期」不晚于「届满日」」{side}" in told
    } == sides


@pytest.mark.parametrize(("day", "way"), [("2026-07-01", "第一日"), ("2026-06-30", "前一日")])
def test_each_period_is_shown_on_its_first_day_and_the_day_before(book, day, way):
    told = shown(book, LEFT | {"行为发生日期": day}, "2026-08-03")
    assert [one for one in told if one.startswith("期间「2026-07-01") and one.endswith(way)]


def test_every_hole_comes_with_a_scenario_that_shows_it_or_is_proven_out_of_reach(book, tmp_path):
    """The scenarios pass as they are written, and with them nothing is left."""
    coverage = book.showing().coverage(2.0, ["test"])
    assert {hole.found for hole in coverage.holes} == {"shown", "unreachable"}
    kinds = {hole.point.kind for hole in coverage.holes if hole.found == "shown"}
    assert {"适用", "情形", "结论", "结论的条件", STATE, BOUNDARY, PERIOD, READING} <= kinds
    lines = ["# language: zh-CN", "功能: 试验"]
    for hole in coverage.holes:
        lines += coverage.scenario(hole)
    feature = tmp_path / "全部.feature"
    feature.write_text("\n".join(lines) + "\n", encoding="utf-8")
    showing, failed = book.showing(), []

    def told(outcome):
        failed.extend([] if outcome.passed else [(outcome.scenario, outcome.why)])
        for one in outcome.shown:
            showing.note(one.determination, one.policies, one.readings)

    assert not run([feature], lambda _: book, told)
    assert not failed
    left = showing.coverage(0.5, ["test"])
    assert {hole.found for hole in left.holes} == {"unreachable"}
    assert left.share().percent == 100


def test_what_no_record_can_show_is_proven(book):
    """The last entry always holds, and a state that an earlier one leaves nothing cannot come about."""
    holes = {str(hole.point): hole.found for hole in book.showing().coverage(0.2, ["test"]).holes}
    assert holes["结论的条件「逾期」不成立，左右结论"] == holes["结论的条件「逾期」待查明，不左右结论"] == "unreachable"
    assert holes["义务「办结：逾期履行」是"] == "shown"


def test_another_layout_of_the_file_changes_nothing(book, tmp_path):
    laid_out = POLICY.replace(
        "  - {得出: 离开, 代码: left, 条件: {情形: 有其一}}\n",
        "  # 第一项\n  - 得出: 离开\n    代码: left\n    条件:\n      情形: 有其一\n\n",
    )
    other = rulebook(tmp_path / "排过的", laid_out)
    assert list(book.showing().points.all) == list(other.showing().points.all)
    assert shown(book, LEFT, "2026-03-02") == shown(other, LEFT, "2026-03-02")


@pytest.mark.no_cover
@pytest.mark.parametrize("code", ["rotation", "bad_review"])
def test_no_record_shows_what_is_proven_out_of_reach(code):
    """Records drawn at random, known in part, of the policies that are shipped."""
    book = zzrules.load()
    court, points = Court(book.plan), Points(book.plan)
    wanted = [point for point in points.all if point.policy == code and point.kind != READING]
    holes = Holes(book.plan, points, lambda *_: book.plan).of(code, wanted, 0.0)
    never = {hole.point for hole in holes if hole.found == "unreachable"}
    assert never
    sampler, seen = Sampler(court, code, Random(7)), set()  # noqa: S311 - the same records in every run
    for _ in range(300):
        drawn = sampler.half_known()
        record = court.read(drawn.known, drawn.on)
        if record is not None:
            seen |= set(points.shown(court.compiled, record, court.compiled.run(record), (code,)))
    assert len(seen) > 40
    assert not seen & never


def test_what_other_policies_say_shows_nothing(book):
    other = zzrules.load()
    determination = other.evaluate({"主体": "政务服务机构"}, "2026-03-02", ["第八条第二款"])
    assert not book.showing().note(determination, {"test"})


# ── the command ─────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path):
    import shutil

    own = Path(shutil.copytree(base(), tmp_path / "城"))
    (own / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (own / "试验.feature").write_text(SCENARIO, encoding="utf-8")
    return own


def test_the_command_says_how_much_and_holds_a_floor(folder, capsys):
    assert main(["coverage", str(folder)]) == 0
    said = capsys.readouterr().out
    assert re.match(r"场景覆盖：\d+/\d+，\d+\.\d%（另有 \d+ 点到不了）\n\n  第八条：", said)
    line = (folder / "policy.yaml").read_text(encoding="utf-8").split("得出: 按期")[0].count("\n") + 1
    assert f"- 第八条：结论「按期」得出（policy.yaml:{line}）\n  场景: 试验：结论「按期」得出\n" in said
    assert "到不了的" not in said
    assert main(["coverage", str(folder), "--floor", "95"]) == 7
    assert main(["coverage", str(folder), "--floor", "5", "--unreachable"]) == 0
    assert "点（已证明，没有一份案卷能到）" in capsys.readouterr().out
    assert main(["coverage", str(folder), "--floor", "甲"]) == 2


@pytest.mark.parametrize("named", [".", "../城"])
def test_features_beside_the_policies_are_found_from_inside_of_them(folder, monkeypatch, capsys, named):
    """Those that are hidden, or were installed with a package, are none of the folder's own."""
    (folder.parent / "features").mkdir()
    (folder / "试验.feature").rename(folder.parent / "features" / "试验.feature")
    for hidden in (".旧", "node_modules/包"):
        (folder / hidden).mkdir(parents=True)
        (folder / hidden / "别的.feature").write_text("功能：", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert main(["coverage", named]) == 0
    assert capsys.readouterr().err == ""


def test_the_command_writes_json(folder, capsys):
    assert main(["coverage", str(folder), str(folder / "试验.feature"), "--format", "json", "--about", "8"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["shown"] + sum(hole["found"] != "unreachable" for hole in told["holes"]) == told["reachable"]
    [hole] = [one for one in told["holes"] if (one["part"], one["name"], one["way"]) == ("结论", "按期", "得出")]
    assert hole["record"]
    assert hole["scenario"].startswith("  场景: ")
    lines = (folder / "policy.yaml").read_text(encoding="utf-8").split("\n")
    for one in told["holes"]:  # each names its part where it stands; a boundary or a period only its policy
        where = one["position"]
        word = lines[where["line"] - 1][where["column"] - 1 : where["end_column"] - 1]
        assert word in ("政策", '"' + one["name"] + '"') or word in one["name"], one
    assert [place["citation"] for place in told["places"]] == ["第八条"]


def test_scenarios_that_fail_or_cannot_be_read_show_nothing(folder, capsys):
    feature = folder / "试验.feature"
    feature.write_text(SCENARIO.replace("结论是「离开」", "结论是「逾期」"), encoding="utf-8")
    assert main(["coverage", str(folder), "--floor", "5"]) == 4
    captured = capsys.readouterr()
    assert "没有通过" in captured.err
    assert "场景覆盖：0/" in captured.out
    feature.write_text(SCENARIO.replace("场景:", "场景："), encoding="utf-8")
    assert main(["coverage", str(folder)]) == 1


def test_the_page_shows_what_is_printed(folder, monkeypatch, capsys):
    page = (Path(__file__).parents[2] / "docs" / "场景覆盖.md").read_text(encoding="utf-8")
    [printed] = re.findall("^```text\\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(folder.parent)
    assert main(["coverage", "城", "--about", "第八条"]) == 0
    assert pattern(printed).fullmatch(capsys.readouterr().out)


# ── readings ────────────────────────────────────────────────────────────


def test_a_reading_is_shown_by_a_case_that_turns(book):
    impact = book.impact("test", "不合主体的", "照样适用", seconds=1)
    assert (impact.difference.found, impact.turned) == ("otherwise", ("test",))
    lines = list(impact.lines())
    assert lines[:2] == ["试验（第八条）　口径「不合主体的」", "  现在采「不适用」，另说「照样适用」"]
    assert any("换一种口径「不合主体的：照样适用」，「第八条」" in line for line in lines)


def test_a_reading_that_changes_nothing_is_proven_to(tmp_path):
    text = POLICY.replace("另说: [照样适用]", "另说: [照样适用, 看情况]")
    impact = rulebook(tmp_path / "政策", text).impact("test", "不合主体的", "看情况", seconds=1)
    assert impact.difference.found == "same"
    assert list(impact.lines())[-1] == "  改采另说，结论处处相同（已证明）"


def test_the_command_counts_the_cases_of_a_register_that_flip(folder, tmp_path, capsys):
    register, result = tmp_path / "台账.csv", tmp_path / "变化.csv"
    register.write_text(
        "主体,行为发生日期,离开本机构\n派驻窗口工作人员,2026-03-02,是\n政务服务机构,2026-03-02,是\n", encoding="utf-8"
    )
    asked = ["readings", str(folder), "--records", str(register), "--on", "2026-03-20"]
    assert main([*asked, "-o", str(result)]) == 0
    said = capsys.readouterr().out
    assert "  - 试验（第八条）：不变 1，改变 1\n    不变的：离开 1\n    本条不适用 → 离开：1\n" in said
    assert "派驻窗口工作人员" in result.read_text("utf-8-sig")
    assert main([*asked, "--format", "json"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["reading"], told["other"], told["turned"]) == ("不合主体的", "照样适用", ["test"])
    assert told["records"]["policies"][0]["counts"]["改变"] == 1


def test_a_reading_that_there_is_not_is_refused(book, folder, capsys):
    with pytest.raises(zzrules.UsageError, match=r"ZZ695.*「不合主体的」"):
        book.alternatives(["test"], "不合主体")
    with pytest.raises(zzrules.UsageError, match="ZZ695"):
        book.impact("test", "不合主体的", "不适用")
    assert main(["readings", str(folder), "--reading", "不合主体"]) == 2
    assert "应改为：「不合主体的」" in capsys.readouterr().err
    assert main(["readings", str(folder), "--on", "2026-03-20"]) == 2

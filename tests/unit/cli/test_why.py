"""`zzrules why` as its users meet it."""

import json
import re
from pathlib import Path

import pytest
from tests.unit.cli.samples import DAY, ROOT, records, shipped


def test_why_is_a_tree_of_conditions(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "第八条第二款")
    assert code == 0
    assert "结论是「予以轮换调整」" in out
    lines = out.splitlines()
    ground = next(number for number, line in enumerate(lines) if "情形「不适合」" in line)
    depth = len(lines[ground]) - len(lines[ground].lstrip())
    assert lines[ground].lstrip().startswith("[成立] ")
    assert len(lines[ground + 1]) - len(lines[ground + 1].lstrip()) == depth + 2
    assert all(re.match(r" *\[(成立|不成立|待查明)\] ", line) for line in lines[2:])


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_citation_means_the_ground_that_stood_there_on_the_day_of_the_conduct(run, here, form):
    for day, ground, state in (("2026-03-02", "超过时限", "成立"), ("2026-07-10", "增加材料", "不成立")):
        (here / "甲.yaml").write_text(f"行为发生日期: {day}\n超过承诺时限: 是\n增加了材料: 否\n", encoding="utf-8")
        policies = ROOT / "examples" / "amended-policies"
        words = ("why", "甲.yaml", "--on", "2026-08-01", "--policies", policies, "--policy", "第一条第（二）项")
        code, out, err = run(*words, "--format", form)
        assert (code, err) == (0, "")
        if form == "text":
            assert out.startswith(f"第一条第（二）项　{ground}：{state}\n")
        else:
            [entry] = json.loads(out)
            assert (entry["ground"]["name"], entry["state"]) == (ground, state)


def test_why_not_names_what_is_lacking(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "rotation", "--outcome", "没有所列情形")
    assert code == 0
    assert "，「没有所列情形」不成立。" in out
    code, out, _ = run("why", "open.yaml", "--on", DAY, "--policy", "rotation", "--outcome", "rotate")
    assert code == 3
    assert "尚不能确定" in out
    assert re.search("所缺的：\n  - .*「审核同意」", out)


def test_why_goes_through_every_outcome_that_is_open(run):
    answer = shipped().evaluate(records("open.yaml")[0], DAY)["rotation"]
    out = run("why", "open.yaml", "--on", DAY, "--policy", "8.2")[1]
    assert len(answer.possible) > 1
    assert all(f"「{one.name}」尚不能确定" in out for one in answer.possible_names)


def test_why_says_first_that_only_the_reason_is_open(run):
    found = "谋取私利: {结论: 是, 机构: 纪检监察机关, 日期: 2026-04-01, 依据: 文号}\n"
    Path("gain.yaml").write_text(f"主体: 派驻窗口工作人员\n行为发生日期: 2026-03-02\n{found}", encoding="utf-8")
    code, out, _ = run("why", "gain.yaml", "--on", DAY, "--policy", "第二十三条")
    assert code == 0
    assert out.splitlines()[1] == "归类：不得容错，理由尚有两种可能。"
    assert "归类" not in run("why", "gain.yaml", "--on", DAY, "--policy", "第二十三条", "--outcome", "intent")[1]
    code, out, _ = run("evaluate", "gain.yaml", "--on", DAY, "--about", "第二十三条")
    assert (code, out.split()[-1]) == (0, "不得容错（理由尚有两种可能）")
    code, out, _ = run("evaluate", "gain.yaml", "--on", DAY, "--format", "jsonl", "--columns", "class")
    assert json.loads(out)["tolerance.class"] == "不得容错"


def test_why_of_a_ground_shows_its_conditions(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "8.2(2)")
    assert code == 0
    assert out.startswith(
        "第八条第二款第（二）项　不适合：成立，手续齐备\n「因身体状况、年龄较大等原因不适合继续在窗口工作；」\n"
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


def test_why_and_evaluate_tell_of_a_subject_in_doubt(run):
    Path("filed.yaml").write_text(
        "主体: 政务服务机构\n到窗口工作日期: 2025-03-03\n报请日期: 2026-04-20\n离开原因: 辞职\n", encoding="utf-8"
    )
    code, out, _ = run("evaluate", "filed.yaml", "--on", DAY, "--about", "第八条第二款")
    assert (code, "本款不适用（不是派驻窗口工作人员；存疑，请核对「主体」）" in out) == (0, True)
    told = (
        "存疑：案卷记载了只有本政策才问的事实（「离开原因」「报请日期」），"
        "「主体」记为「派驻窗口工作人员」的，本政策适用。请核对：要轮换调整的是什么人"
    )
    for asked in ("第八条第二款", "8.2(1)"):
        assert told in run("why", "filed.yaml", "--on", DAY, "--policy", asked)[1]


def test_why_as_data_says_what_the_text_says(run):
    words = ("why", "rotated.yaml", "bad.yaml", "open.yaml", "--on", DAY, "--policy")
    code, out, err = run(*words, "8.2", "--format", "json")
    decided, bad, undecided = json.loads(out)
    assert code == 1
    assert err
    assert (decided["source"], decided["policy"], decided["outcome"]) == ("rotated.yaml", "rotation", "rotate")
    [reasons] = decided["reasons"]
    assert (reasons["outcome"]["code"], reasons["possible"]) == ("rotate", True)
    assert reasons["summary"] in run(*words, "8.2")[1]
    assert all(step.keys() >= {"text", "truth", "shown", "parts"} for step in reasons["steps"])
    assert any(step["parts"] for step in reasons["steps"])
    assert bad["error"]
    answer = shipped().evaluate(records("open.yaml")[0], DAY)["rotation"]
    assert [one["outcome"]["code"] for one in undecided["reasons"]] == list(answer.possible)
    assert undecided["outcome"] is None
    out = run(*words, "8.2", "--outcome", "没有所列情形", "--format", "json")[1]
    assert [one["possible"] for one in json.loads(out)[0]["reasons"]] == [False]


def test_why_of_a_ground_as_data(run):
    code, out, _ = run("why", "rotated.yaml", "--on", DAY, "--policy", "21(5)", "--format", "json")
    [entry] = json.loads(out)
    assert (code, entry["ground"]["name"], entry["truth"], entry["state"]) == (3, "超过承诺时限", None, "待查明")
    assert entry["missing"]
    assert entry["steps"]

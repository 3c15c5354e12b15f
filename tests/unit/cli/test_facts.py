"""`zzrules facts` as its users meet it."""

import json
import re
from pathlib import Path

from tests.unit.cli.samples import shipped

from zzrules.base.widths import width


def test_facts_lists_the_vocabulary_as_an_aligned_table(run):
    code, out, err = run("facts")
    head, _, *rows = out.splitlines()
    assert (code, err) == (0, "")
    assert head.split() == ["代码", "中文名", "类型", "可选项、单位、谁来认定", "可无", "问"]
    vocabulary = shipped().vocabulary
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


def test_facts_about_a_policy_are_asked_for_in_its_words(run):
    def asked(*about):
        facts = json.loads(run("facts", "--format", "json", "--about", *about)[1])
        return next(fact["question"] for fact in facts if fact["label"] == "主体")

    own = shipped().plan.policy("rotation").questions["subject"]
    common = shipped().vocabulary.by_label["主体"].question
    assert own.startswith("要轮换调整的是什么人")
    assert (asked("第八条第二款"), asked("第八条第二款", "第二十条")) == (own, common)
    schema = json.loads(run("facts", "--schema", "--about", "第八条第二款")[1])
    assert schema["properties"]["subject"]["description"] == own


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
    own = shipped().plan.policy("rotation").questions.keys()
    for facts in (named, rotation):  # a policy words its questions for itself, not for those that refer to it
        for fact in facts:
            fact["question"] = "" if fact["name"] in own else fact["question"]
    assert named == rotation


def test_facts_as_json_and_markdown(run):
    facts = json.loads(run("facts", "--format", "json")[1])
    assert [one["name"] for one in facts] == list(shipped().vocabulary.by_name)
    subject = next(one for one in facts if one["name"] == "subject")
    assert subject["options"]["政务服务机构"] == "agency"
    notices = next(one for one in facts if one["name"] == "correction_notices")
    assert (notices["type"], notices["may_be_none"], notices["fields"][0]["type"]) == ("列表", True, "日期")
    lines = run("facts", "--format", "markdown", "--about", "8.2")[1].splitlines()
    assert lines[0] == "| 代码 | 中文名 | 类型 | 可选项、单位、谁来认定 | 可无 | 问 |"
    assert lines[1] == "| --- | --- | --- | --- | --- | --- |"

    assert any(line.startswith("| report_date | 报请日期 | 日期 |  | 可 | ") for line in lines)


def test_facts_as_a_schema(run):
    schema = json.loads(run("facts", "--schema")[1])
    assert schema["$schema"].endswith("/2020-12/schema")
    assert list(schema["properties"]) == list(shipped().vocabulary.by_name)
    narrowed = json.loads(run("facts", "--schema", "--about", "20.2")[1])
    assert "review_rating" in narrowed["properties"]
    assert "approval" not in narrowed["properties"]


def test_facts_of_a_folder_of_ones_own(run, policies):
    path = policies / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\n事实:\n") == 1
    added = "  排队人数: {代码: queue, 类型: 整数, 最小: 0, 最大: 99, 问: 有几人？}\n"
    path.write_text(text.replace("\n事实:\n", f"\n事实:\n{added}"), encoding="utf-8")
    out = run("facts", "--policies", policies)[1]
    assert re.search(r"^queue +排队人数 +整数 +0 至 99 +有几人？$", out, re.MULTILINE)


def test_facts_lists_the_kinds_of_events(run):
    code, out, err = run("facts", "--events")
    head, _, *rows = out.splitlines()
    kinds = shipped().vocabulary.events
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
    assert list(made) == [kind.name for kind in shipped().vocabulary.events]
    assert made["review_received"] | {"note": ""} == {
        "name": "review_received",
        "label": "收到差评",
        "list": None,
        "continues": None,
        "dated": ["review_received_on"],
        "fixed": {"review_rating": "差评"},
        "brings": ["real_name", "review_submitted_on", "reviewer_reachable"],
        "silence_is_none": False,
        "note": "",
    }
    assert (made["corrected"]["list"], made["corrected"]["continues"]) == ("rectification_orders", "correction_ordered")
    assert made["established"]["brings"] is None
    lines = run("facts", "--events", "--format", "markdown")[1].splitlines()
    assert lines[0] == "| 代码 | 事件 | 记下 | 可以带 | 没有登记时 | 说明 |"
    assert len(lines) == len(made) + 2


def test_kinds_of_events_about_a_policy_are_those_that_record_its_facts(run):
    def named(*about):
        return [one["label"] for one in json.loads(run("facts", "--events", "--format", "json", "--about", *about)[1])]

    assert named("第二十条第二款") == [
        *("查明", "作出认定", "收到差评", "联系评价人", "核实完毕", "确定整改期限", "认定未立即整改"),
        *("认定未确定整改期限", "整改完毕", "跟踪回访", "认定未跟踪回访"),
    ]
    liability = named("第二十一条")
    assert {"受理", "特别程序开始", "特别程序结束", "责令限期改正", "改正", "移交"} <= set(liability)
    assert "收到差评" not in liability


def test_facts_tell_who_may_make_a_finding_and_what_silence_means(run):
    facts = {one["label"]: one for one in json.loads(run("facts", "--format", "json")[1])}
    [approval], [intent] = facts["审核同意"]["findings"], facts["主观故意"]["findings"]
    assert (approval["bodies"], approval["same_level"], approval["silence"]) == (
        ["政务服务中心管理机构"],
        "所属层级",
        "no",
    )
    assert (intent["same_level"], intent["silence"], intent["policies"]) == (None, "unknown", ["容错"])
    assert "司法机关" in intent["bodies"]
    assert "findings" not in facts["报请日期"]
    printed = run("facts", "--format", "markdown", "--about", "8.2")[1]
    assert "| 由与「所属层级」同级的政务服务中心管理机构认定；记「无」，就是没有 |" in printed
    assert "认定；记「无」，仍是不明 |" in printed

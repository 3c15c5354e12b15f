"""What explanations say, read aloud: of items, of obligations, of what is asked, of what other readings change."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.conformance_update import HOME, loaded

import zzrules
from zzrules.answer.account import silent
from zzrules.answer.wording import Names, deny, say
from zzrules.cli import main
from zzrules.plan import nodes

BOOK = zzrules.load()
ON = "2026-05-06"


def finding(conclusion: str, body: str = "政务服务中心管理机构", day: str = "2026-03-23") -> dict[str, str]:
    return {"结论": conclusion, "机构": body, "层级": "县级", "日期": day, "依据": "示例〔2026〕1号"}


LATE: dict[str, Any] = {
    "主体": "政务服务机构",
    "行为发生日期": "2026-03-01",
    "事项类别": "行政许可",
    "收到材料日期": "2026-02-03",
    "受理日期": "2026-02-03",
    "承诺时限": "12日",
    "办结日期": "2026-02-27",
    "特别程序期间": "无",
}
ROTATION: dict[str, Any] = {
    "主体": "派驻窗口工作人员",
    "所属层级": "县级",
    "到窗口工作日期": "2025-01-06",
    "不适合原因": "身体状况",
    "不适合继续在窗口工作": finding("是", "政务服务机构", "2026-04-10"),
    "离开所属政务服务机构": "否",
    "因改革等使业务取消或者调整": "否",
    "报请日期": "2026-04-20",
    "本人申请日期": "2026-04-16",
}
POSTED: dict[str, Any] = {
    "主体": "派驻窗口工作人员",
    "所属层级": "县级",
    "派驻日期": "2026-03-26",
    "派驻同意": finding("是"),
    "具有本部门相关业务工作经验": finding("否"),
}


def judged(record: dict[str, Any], *about: str, on: str = ON, **changed: Any) -> zzrules.Determination:
    facts = {label: value for label, value in (record | changed).items() if value is not None}
    return BOOK.evaluate(facts, on, list(about) or None)


# ── of an item ──────────────────────────────────────────────────────────

ITEMS = [
    (ROTATION, "第八条第二款第（二）项", "成立，手续齐备"),
    (ROTATION | {"本人申请日期": "无"}, "第八条第二款第（二）项", "成立，手续未齐"),
    (ROTATION | {"本人申请日期": "查不清"}, "第八条第二款第（二）项", "成立，手续待查明"),
    (ROTATION, "第八条第二款第（一）项", "不成立"),
    (ROTATION, "第八条第二款第（四）项", "不成立（未援引）"),
    (ROTATION | {"到窗口工作日期": "2020-01-06"}, "第八条第二款第（二）项", "不成立，本款不适用"),
    (LATE, "第二十一条第（五）项", "成立（逾期办结）"),
    (LATE | {"事项类别": "依职权事项"}, "第二十一条第（五）项", "不成立"),
    (LATE | {"主体": "查不清"}, "第二十一条第（五）项", "所列情形具备，是否适用待查明"),
    (LATE | {"办结日期": "查不清"}, "第二十一条第（五）项", "待查明"),
    (LATE, "第二十一条第（四）项", "待查明"),
]


@pytest.mark.parametrize(("record", "item", "state"), ITEMS)
def test_every_way_to_ask_about_an_item_gives_the_same_words(tmp_path, capsys, record, item, state):
    determination = judged(record, item)
    assert determination.ground(item).state == state
    assert f"「{determination.ground(item).name}」：{state}\n" in determination.explain()
    [policy] = json.loads(determination.to_json())["policies"]
    assert [ground["state"] for ground in policy["grounds"]] == [state]
    (tmp_path / "a.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    words = [str(tmp_path / "a.json"), "--on", ON]
    main(["why", *words, "--policy", item])
    assert capsys.readouterr().out.splitlines()[0].endswith(f"：{state}")
    main(["evaluate", *words, "--about", item])
    assert re.search(rf"  {re.escape(state)}(（|$)", capsys.readouterr().out.splitlines()[1])


def test_an_item_fails_with_its_reason_though_it_is_open_whether_its_article_applies():
    text = judged(LATE, "第二十一条第（五）项", 主体=None, 事项类别="依职权事项").explain()
    assert "「超过承诺时限」：不成立\n- 「事项类别」是依职权事项\n" in text


# ── of obligations ──────────────────────────────────────────────────────


def test_a_duty_that_there_is_stands_apart_from_one_that_there_may_be():
    text = judged(LATE, "第二十一条", 拒不改正="无", 构成犯罪=finding("是", "纪检监察机关")).explain()
    owed, perhaps = text.split("\n义务：\n")[1].split("\n有没有尚待查明的义务：\n")
    assert (
        "- 移送有权机关：履行情况待查明，尚缺「移送日期」。认定涉嫌构成犯罪的机构，或者正在办理该案的机构应当" in owed
    )
    assert "- 改正：尚缺「责令改正」。被责令的政务服务机构、窗口工作人员应当" in perhaps


@pytest.mark.parametrize(
    ("promised", "said"),
    [
        ("12日", "期限2026-02-24（2026-02-15是休息日，顺延）"),
        ("24日", "期限2026-02-27（遇休息日顺延）"),
        ("10工作日", "期限2026-02-24。"),
    ],
)
def test_a_last_day_says_whether_it_moves_off_a_day_off(promised, said):
    assert (
        f"办结：{'已' if promised != '12日' and promised[0] == '2' else '逾期'}履行，{said}"
        in judged(LATE, "第二十一条", 承诺时限=promised).explain()
    )


def test_a_standard_that_fails_is_listed_and_named_where_it_is_breached():
    text = judged(POSTED, "第七条第一款").explain()
    assert "- 第七条第一款第（二）项「具有工作经验」：不成立\n" in text
    reason = "「具有本部门相关业务工作经验」经政务服务中心管理机构于2026-03-23认定为否，依据示例〔2026〕1号"
    breached = text.split("- 派驻的人符合标准：违反。")[1]
    assert breached.splitlines()[2] == f"    - {reason}"


# ── of what is asked ────────────────────────────────────────────────────


def test_what_contradicts_itself_is_asked_first():
    asked = judged(LATE, "第二十一条", 受理日期="2026-02-28").policy("liability").missing
    whys = [fact.why == "contradicted" for fact in asked]
    assert whys == sorted(whys, reverse=True)
    assert whys[0]


def test_no_day_is_advised_that_was_only_tried():
    """Of a date, what it has to be compared with is asked; days tried stay in the data."""
    determination = judged(LATE, "第二十一条第（五）项", 办结日期=None)
    assert next(fact for fact in determination.missing if fact.label == "办结日期").samples
    assert not re.search(r"若为\d", determination.explain())
    waiting = judged(ROTATION, "第八条第二款", 本人申请日期=None).missing
    asked = next(fact for fact in waiting if fact.label == "本人申请日期")
    assert "〔只需查明是否不晚于2026-04-20〕" in asked.said


def test_of_a_range_only_how_long_it_lasted_is_asked():
    granted: dict[str, Any] = {"到窗口工作日期": {"不早于": "2024-01-01"}, "审核同意": finding("是", day="2026-04-28")}
    [asked] = judged(ROTATION, "第八条第二款", **granted).missing
    assert asked.note == "案卷只记载了范围；只需查明到2026-04-20是否未满2年"


def test_an_item_of_a_list_is_called_what_the_vocabulary_says():
    order = {"责令日期": "2026-03-09", "责令机构": "政务服务中心管理机构", "责令限期": "2026-04-10"}
    asked = [fact.label for fact in judged(LATE, "第二十一条", 拒不改正="无", 责令改正=[order]).missing]
    assert "第1次责令的改正日期" in asked
    paused = judged(LATE, "第二十一条第（五）项", 特别程序期间=[{"起": "2026-02-10"}])
    assert "第1段特别程序期间的" in " ".join(fact.label for fact in paused.missing)


# ── of the rest ─────────────────────────────────────────────────────────


def test_a_text_is_quoted_once():
    text = judged(LATE | POSTED, 派驻日期=None).explain()
    quoted = re.findall("^  第.*：「(.*)」$", text, re.MULTILINE)
    assert len(quoted) > 1
    assert [one for one in quoted if sum(one in other for other in quoted) > 1] == []


def test_the_outcome_of_another_policy_is_told():
    studied = {
        "列入模拟办件服务事项清单": "否",
        "变相体外循环": finding("是"),
        "体外循环的形式": ["第十六条的集体研究"],
        "法律法规规章明确禁止办理": "否",
        "属于模糊地带": finding("是"),
        "申请集体研究日期": "2026-02-04",
        "集体研究牵头机构": "政务服务机构",
        "集体研究日期": "2026-02-10",
    }
    text = judged(LATE | studied, "第二十一条第（四）项").explain()
    assert "- 「集体研究办理」的结论是「所作的集体研究不是依本条组织的，须由管理机构牵头另行组织」\n" in text


def test_readings_say_from_what_to_what_things_change():
    review = {"主体": "政务服务机构", "机构收到评价日期": "2026-02-13", "评价等次": "差评", "实名": "是"}
    record = review | {"联系日期": "2026-02-14", "核实日期": "2026-02-25"}
    [effect] = (one for one in judged(record, "第二十条").readings() if one.other == "联系即可")
    assert effect.changes == (
        "结论由「逾期才联系核实」变为「按期联系核实」",
        "义务「联系核实」由「逾期履行」变为「已履行」",
    )
    of_item = judged(ROTATION | {"本人申请日期": "无"}, "第八条第二款第（二）项").readings()
    assert {change for one in of_item for change in one.changes} >= {"情形「不适合」由成立变为不成立"}
    assert not any("结论" in change for one in of_item for change in one.changes)


def test_readings_of_other_policies_on_which_an_answer_rests_come_with_their_owner(tmp_path, capsys):
    studied = LATE | {
        "列入模拟办件服务事项清单": "否",
        "变相体外循环": finding("是"),
        "体外循环的形式": ["第十六条的集体研究"],
        "法律法规规章明确禁止办理": "否",
        "属于历史遗留问题事项": finding("是"),
        "申请集体研究日期": "无",
        "集体研究牵头机构": "政务服务中心管理机构",
        "专家评审日期": "2026-02-08",
        "集体研究日期": "2026-02-10",
        "相关审批部门参加集体研究": "是",
        "集体研究认为可以办理": finding("是"),
    }
    item = "第二十一条第（四）项"
    [effect] = (one for one in judged(studied, item).readings() if one.other == "申请办理该事项即可")
    assert (effect.policy, effect.owner) == ("liability", "collective_study")
    assert effect.changes == ("情形「体外循环」由成立变为不成立",)
    (tmp_path / "a.json").write_text(json.dumps(studied, ensure_ascii=False), encoding="utf-8")
    main(["explain", str(tmp_path / "a.json"), "--on", ON, "--about", item, "--readings"])
    out = capsys.readouterr().out
    assert "- 集体研究办理的口径「申请的内容」采「申请集体研究」；采「申请办理该事项即可」的，责任追究的情形" in out


def test_the_readings_of_what_governs_a_policy_are_tried_though_only_it_is_asked_about():
    book = loaded(HOME / "governance/good/spelt-out-by-versions")
    record = {"行为发生日期": "2026-03-02", "报请日期": "2026-01-02", "受理日期": "2026-02-01", "补正次数": 1}
    effects = book.evaluate(record | {"身体不适": "是"}, ON, ["test"]).readings()
    assert [(one.policy, one.owner, one.other_outcome) for one in effects] == [("test", "scope", ("晚了",))]


def test_a_reading_of_the_day_of_conduct_names_the_obligations_that_fall_away():
    """A review that was submitted before the day of entry into force, and received after it."""
    review = {"主体": "政务服务机构", "评价提交日期": "2025-12-30", "机构收到评价日期": "2026-01-05"}
    record = review | {"评价等次": "差评", "实名": "是", "联系日期": "2026-01-06", "核实日期": "2026-01-07"}
    [effect] = (one for one in judged(record, "第二十条第二款").readings() if one.reading == "跨施行之日的差评")
    assert (effect.other, effect.other_outcome) == ("评价提交日期", ("不在有效期内",))
    assert effect.changes[:2] == (
        "结论由「按期联系核实」变为「不在有效期内」",
        "义务「联系核实」由「已履行」变为「不在有效期内」",
    )
    assert effect.consequences == ("联系核实", "立即整改", "确定整改期限", "限期整改", "跟踪回访")


def test_a_comparison_names_its_sides_once():
    text = judged(LATE, "第二十一条第（五）项").explain()
    assert "- 「办结之日」2026-02-27晚于「承诺届满日」2026-02-24（" in text


def test_how_many_times_is_said_and_denied_as_people_say_it():
    names, source = Names.of(BOOK.plan), BOOK.vocabulary.by_label["补正告知"]
    omits = nodes.IsTrue(nodes.FieldValue(source.fields[1], 1))
    twice, fewer = nodes.Times(source, omits, ">=", 2), nodes.Times(source, nodes.TRUE, "<", 3)
    assert say(twice, names) == "「补正告知」有2次以上（只数：「遗漏应告知内容」为是）"
    assert deny(twice, names) == "「补正告知」不满2次（只数：「遗漏应告知内容」为是）"
    assert (say(fewer, names), deny(fewer, names)) == ("「补正告知」不满3次", "「补正告知」有3次以上")


def test_what_follows_from_other_facts_says_from_which():
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-03-02", "收受他人财物": "是", "利益归属": "本人"}
    text = judged(record, "第二十三条").explain()
    assert "- 「谋取私利」为是，由下列事实推出\n  - 「收受他人财物」为是\n  - 「利益归属」是本人\n" in text


def test_a_policy_that_cannot_apply_says_so_though_its_day_is_open():
    """Without classes it is not one answer that a policy does not apply and that it is not in force."""
    book = loaded(HOME / "applicability" / "good" / "requirements")
    [answer] = book.evaluate({"主体": "政务服务机构"}, ON)
    assert silent(answer).text == "试验（第八条）：不会适用（不是派驻窗口工作人员；在不在有效期内待查明，都是如此）"


# ── of what was done too early, of what was deducted, of what is known in part ──


VETO: dict[str, Any] = {
    "主体": "派驻窗口工作人员",
    "事项类别": "行政许可",
    "受理日期": "2026-03-02",
    "拟提出否决意见日期": "2026-03-05",
    "拟否决的理由": ["缺少要件"],
    "解释说明日期": "2026-03-05",
    "解释说明不明确": "无",
    "申请人异议日期": "2026-03-10",
}


def test_what_was_done_before_its_reason_is_not_passed_over_in_silence():
    [line] = [
        line
        for line in judged(VETO, "第十五条第二款", 启动呈报日期="2026-03-06").explain().splitlines()
        if line.endswith("，不算履行")
    ]
    assert line.startswith("  - 「启动呈报日期」2026-03-06早于「申请人异议日期」2026-03-10，早4天")
    within = judged(VETO, "第十五条第二款", 启动呈报日期={"不早于": "2026-03-06", "不晚于": "2026-03-09"}).explain()
    assert "（「启动呈报日期」不早于2026-03-06、不晚于2026-03-09，「申请人异议日期」2026-03-10），不算履行" in within
    for day in ("2026-03-10", "无", None):
        assert "不算履行" not in judged(VETO, "第十五条第二款", 启动呈报日期=day).explain()


def test_the_day_of_fulfilment_is_known_where_it_has_to_follow_another_day():
    [_, started] = judged(VETO, "第十五条第二款", 启动呈报日期="2026-03-11")["第十五条第二款"].obligations
    assert (started.state, started.done) == ("fulfilled", "2026-03-11")
    [_, early] = judged(VETO, "第十五条第二款", 启动呈报日期="2026-03-06")["第十五条第二款"].obligations
    assert (early.state, early.done) == ("pending", "")


@pytest.mark.parametrize("about", ["第八条第二款", "第八条第二款第（二）项"])
def test_a_reason_that_was_reckoned_comes_with_the_days_and_the_number(about):
    text = judged(ROTATION, about, 到窗口工作日期="2024-04-20").explain()
    assert "在窗口工作已满两年，本款不适用" in text
    assert (
        "从「任期起算日」2024-04-20到「任期截止日」2026-04-20已满轮换年限（2年）：满2年之日是2026-04-20，正是这一天\n"
        in text
    )


def hearing(first: str, last: str, told: str = "是") -> dict[str, str]:
    return {"起": first, "止": last, "事由": "听证", "书面告知": told}


@pytest.mark.parametrize(
    ("promised", "intervals", "said"),
    [
        ("5工作日", [hearing("2026-03-03", "2026-03-04")], "，扣除「特别程序期间」2026-03-03至2026-03-04）"),
        ("5工作日", [hearing("2026-03-03", "2026-03-03")], "，扣除「特别程序期间」2026-03-03）"),
        ("5工作日", [hearing("2026-03-03", "2026-03-04", "否")], ""),
        ("5工作日", [hearing("2026-03-07", "2026-03-08")], ""),
        ("5日", [hearing("2026-03-07", "2026-03-08")], "，扣除「特别程序期间」2026-03-07至2026-03-08，"),
        ("5工作日", [hearing("2026-03-16", "2026-03-17")], ""),
        (
            "5工作日",
            [hearing("2026-03-03", "2026-03-04", "否"), hearing("2026-03-05", "2026-03-06")],
            "，扣除「特别程序期间」2026-03-05至2026-03-06）",
        ),
    ],
)
def test_only_what_took_away_a_day_is_said_to_be_deducted(promised, intervals, said):
    facts = {"受理日期": "2026-03-02", "办结日期": "2026-03-20", "承诺载明不含特别程序": "是"}
    text = judged(LATE, "第二十一条第（五）项", 承诺时限=promised, 特别程序期间=intervals, **facts).explain()
    assert said in text if said else "扣除" not in text


@pytest.mark.parametrize(
    ("changed", "on", "said"),
    [
        (
            {"特别程序期间": None},
            "2026-03-05",
            "- 评价日不晚于「承诺届满日」（评价日2026-03-05，「承诺届满日」不早于2026-03-09）\n",
        ),
        (
            {"特别程序期间": "无", "办结日期": {"不早于": "2026-03-10", "不晚于": "2026-03-12"}},
            "2026-03-20",
            "- 「办结之日」晚于「承诺届满日」（「办结之日」不早于2026-03-10、不晚于2026-03-12，「承诺届满日」",
        ),
        ({"事项类别": {"属于": ["依职权事项"]}}, "2026-03-20", "- 「事项类别」是依职权事项\n"),
    ],
)
def test_what_is_known_in_part_is_said_as_far_as_it_is_known(changed, on, said):
    facts = LATE | {"受理日期": "2026-03-02", "承诺时限": "5工作日", "办结日期": "无", "承诺载明不含特别程序": "是"}
    text = judged(facts | {"行为发生日期": None}, "第二十一条第（五）项", on=on, **changed).explain()
    assert said in text
    assert "尚不能确定" not in text


def test_why_an_outcome_is_open_says_what_is_known_in_part():
    facts = {"受理日期": "2026-03-02", "承诺时限": "5工作日", "办结日期": {"不早于": "2026-03-02"}}
    lacking = judged(LATE, "第二十一条", on="2026-03-20", 行为发生日期=None, **facts)["第二十一条"].why_not(
        "order_correction"
    )
    assert any(
        "尚不能确定是否「办结之日」晚于「承诺届满日」（「办结之日」不早于2026-03-02，「承诺届满日」2026-03-09＝" in text
        for text in lacking.lacking
    ), lacking.lacking


# ── of an amended regulation ────────────────────────────────────────────


AMENDED = zzrules.load("examples/amended-policies")
STAFFED: dict[str, Any] = {
    "行为发生日期": "2026-07-01",
    "一次性告知": "否",
    "超过承诺时限": "是",
    "增加了材料": "否",
    "收受财物": "否",
    "收到差评日期": "2026-07-01",
    "联系核实日期": "无",
}


def amended(*about: str, **changed: Any) -> str:
    facts = {label: value for label, value in (STAFFED | changed).items() if value is not None}
    return AMENDED.evaluate(facts, "2026-07-06", list(about) or None).explain()


def test_the_header_names_the_text_of_the_day_of_conduct():
    first, later = (
        "《某市窗口服务规定》（某政〔2025〕9号）",
        "《某市窗口服务规定》（某政〔2025〕9号，经某政〔2026〕20号修正）",
    )
    old = {"行为发生日期": "2026-06-30", "收到差评日期": "2026-06-30"}
    assert f"依据 {later}，评价日" in amended()
    assert f"依据 {first}，评价日" in amended(**old)
    apart = amended(收到差评日期="2026-06-30")
    assert f"依据 {first}及其修正（各依行为之日的文本），评价日" in apart
    assert f"（适用的文本：{later}）\n结论：责令限期改正" in apart
    assert f"（适用的文本：{first}）\n结论：逾期" in apart
    assert f"（行为日期没有查明，可能适用的文本：{first}；{later}）" in amended("窗口责任", 行为发生日期=None)


def test_places_of_several_texts_are_told_apart():
    text = amended("窗口责任", "差评联系核实", 行为发生日期=None, 收到差评日期=None, 增加了材料=None)
    assert "第二条（至2026-06-30）、第三条（2026-07-01起）　差评联系核实" in text
    assert "- 核实差评：尚缺「收到差评日期」。窗口应当联系核实（第三条，2026-07-01起的条文）" in text
    assert text.index("- 第一条第（二）项（2026-07-01起）「增加材料」") < text.index(
        "- 第一条第（二）项（至2026-06-30）「超过时限」"
    )
    assert "  第二条（至2026-06-30）：「对实名差评，应当在两个工作日内联系核实。」" in text
    assert "起）" not in amended("窗口责任").split("条文：")[0]


def with_more(folder: Path, name: str, more: str) -> None:
    own = Path("examples/amended-policies", name).read_text(encoding="utf-8")
    (folder / name).write_text(own + more, encoding="utf-8")


def test_a_duty_of_an_older_text_is_quoted_from_it(tmp_path):
    duty = "义务:\n  换装: {依据: %s, 行为日期: 收到差评日期, 主体: 窗口, 内容: 换装, 履行: 联系核实日期}\n"
    with_more(tmp_path, "liability.yaml", duty % "第一条第（三）项")
    with_more(tmp_path, "liability-2026.yaml", duty % "第一条第（一）项")
    book = zzrules.load("examples/amended-policies", over=tmp_path)
    text = book.evaluate(STAFFED | {"收到差评日期": "2026-06-30"}, "2026-07-06", ["窗口责任"]).explain()
    assert "- 换装：待履行。窗口应当换装（第一条第（三）项，至2026-06-30的条文）" in text
    assert "  第一条第（三）项（至2026-06-30）：「着装不整洁；」" in text


def test_a_repealed_ground_is_spoken_of_where_the_record_gives_what_it_asks_for():
    line = (
        "- 第一条第（三）项（至2026-06-30）「着装不整洁」：不成立，行为日期不在它的有效期内（2026-01-01至2026-06-30）"
    )
    text = amended("窗口责任", 着装整洁="否")
    assert line in text.splitlines()
    assert "  第一条第（三）项（至2026-06-30）：「着装不整洁；」" in text
    assert "着装不整洁" not in amended("窗口责任")
    assert line.removeprefix("- ") in amended("着装不整洁", 着装整洁="否").splitlines()


def test_grounds_stand_in_the_order_of_the_text_also_those_that_an_amendment_inserts():
    answer = AMENDED.evaluate(STAFFED, "2026-07-06").policy("liability")
    assert list(answer.grounds) == ["不一次性告知", "增加材料", "超过时限", "着装不整洁", "索取收受"]


def test_a_ground_is_asked_about_by_its_name(tmp_path):
    determination = judged(LATE, "超过承诺时限")
    assert determination.ground("超过承诺时限").truth is determination.ground("第二十一条第（五）项").truth is True
    with pytest.raises(zzrules.UsageError, match="ZZ602 没有政策「超过承诺时线」。应改为：超过承诺时限"):
        judged(LATE, "超过承诺时线")
    with_more(tmp_path, "bad-review.yaml", "情形:\n  索取收受: {依据: 第二条, 条件: {收到差评日期: 有}}\n")
    book = zzrules.load("examples/amended-policies", over=tmp_path)
    with pytest.raises(zzrules.UsageError, match="ZZ603 「索取收受」有几个政策。应改为：第一条第（四）项、第三条"):
        book.evaluate(STAFFED, "2026-07-06", ["索取收受"])

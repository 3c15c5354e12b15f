"""Reasons: what did not hold where nothing else applies, findings that do not count, parts that are missing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

import zzrules
from zzrules.answer.parts import Reason

BOOK = zzrules.load()
ON = "2026-06-30"


def finding(conclusion: str, body: str = "政务服务中心管理机构", **parts: str) -> dict[str, str]:
    return {"结论": conclusion, "机构": body, "层级": "县级", "日期": "2026-05-22", "依据": "示例〔2026〕1号"} | parts


ROTATION: dict[str, Any] = {
    "主体": "派驻窗口工作人员",
    "所属层级": "县级",
    "到窗口工作日期": "2025-01-06",
    "离开所属政务服务机构": "是",
    "离开原因": "辞职",
    "报请日期": "2026-05-20",
}
SETTLED: dict[str, Any] = {
    "主体": "政务服务机构",
    "行为发生日期": "2026-03-02",
    "事项类别": "行政许可",
    "材料不齐全或者不符合法定形式": "否",
    "不予受理": "否",
    "进驻政务服务中心": "是",
    "关键节点游离": finding("否"),
    "变相体外循环": finding("否"),
    "在政务服务中": "否",
    "受理日期": "2026-03-02",
    "承诺时限": "10工作日",
    "特别程序期间": "无",
    "延长时限": "无",
    "办结日期": "2026-03-09",
}


def answer(about: str, record: dict[str, Any], **changed: Any) -> zzrules.PolicyAnswer:
    facts = {label: value for label, value in (record | changed).items() if value is not None}
    return BOOK.evaluate(facts, ON, [about]).policy(about)


def sentences(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield reason.text
        yield from sentences(reason.parts)


# ── where nothing else applies ──────────────────────────────────────────


def test_a_fallback_says_of_each_ground_what_it_lacked():
    *_, fallback = answer("第二十一条", SETTLED).reasons
    lines = [reason.text for reason in fallback.parts]
    assert "情形「应受理不受理」（第二十一条第（二）项）不成立：「不予受理」为否" in lines
    assert sum("第二十一条第（" in line for line in lines) == 8
    assert lines[-1].startswith("情形「法律法规规章规定的其他情形」（第二十一条第（八）项）不成立：没有以")


def test_what_lacked_least_comes_first():
    record = SETTLED | {"受理日期": "2026-03-02", "不予受理": "否", "符合受理条件": finding("否")}
    *_, fallback = answer("第二十一条", record).reasons
    lines = [reason.text for reason in fallback.parts]
    refused = next(at for at, line in enumerate(lines) if "应受理不受理" in line)
    taken = next(at for at, line in enumerate(lines) if "索取收受谋利" in line)
    assert lines[refused].endswith("「不予受理」为否")
    assert "；" in lines[refused]
    assert taken < refused


def test_an_outcome_that_a_ground_excludes_comes_with_the_facts_of_the_ground():
    record = {
        "主体": "派驻窗口工作人员",
        "行为发生日期": "2026-04-16",
        "履职担当或者改革创新中": finding("是", "效能工作机构"),
        "主观故意": finding("否", "效能工作机构"),
        "谋取私利": finding("否", "效能工作机构"),
        "先行先试积极探索": "是",
        "因缺乏经验": "是",
        "后果形态": ["失误"],
    }
    settled = answer("第二十三条", record)
    said = list(sentences(settled.reasons))
    assert settled.outcome == "may_tolerate"
    assert "「没有所列容错情形」不成立：情形「先行先试的失误」（第二十三条第一款第（二）项）成立" in said
    assert "「因缺乏经验」为是" in said
    asked = settled.why("may_tolerate")
    assert [step.name for step in asked.steps[-1].parts if step.kind == "entry"][-1] == "没有所列容错情形"
    assert not any("其余情况" in text for text in said)


def test_what_is_not_there_is_not_compared():
    """Where a date is 无 neither order holds: the sentence says that it is not there."""
    record = {"主体": "政务服务机构", "机构收到评价日期": "2026-06-29", "评价等次": "差评", "实名": "是"}
    pending = answer("第二十条第二款", record, 联系日期="无", 核实日期="无")
    assert "「按期联系核实」不成立：没有「完成日」" in sentences(pending.reasons)


def test_readings_are_named_and_what_they_close_is_not_listed():
    transferred = answer("第二十一条", SETTLED, 关键节点游离=finding("是"), 拒不改正="无")
    step = json.dumps([str(step) for step in transferred.why("transfer").steps], ensure_ascii=False)
    assert "口径「多次责令」采「一次逾期拒不改正即移交」" in step
    assert "以最近一次为准" not in step
    assert "已由口径" not in step


def test_what_is_lacking_states_what_is_the_case():
    """A condition that would have to fail is never named as one that fails."""
    record = {"主体": "派驻窗口工作人员", "派驻日期": "无", "派驻同意": "无"}
    lacking = answer("第七条第一款", record).why("below_standard").lacking
    assert "没有记载「具有本部门相关业务工作经验」的认定" in lacking
    assert not any("不成立" in text for text in lacking)
    held = (
        answer("第二十一条", SETTLED, 关键节点游离=finding("是"), 责令改正="无", 拒不改正="无").why("no_ground").lacking
    )
    assert held == ("排在前面的「责令限期改正」已经成立",)


REVIEW = {
    "主体": "政务服务机构",
    "评价提交日期": "2026-04-06",
    "机构收到评价日期": "2026-04-07",
    "评价等次": "差评",
    "实名": "是",
}


def test_an_outcome_behind_one_that_holds_says_what_it_lacks_itself():
    late = answer("第二十条第二款", REVIEW, 联系日期="2026-04-08", 核实日期="2026-04-08").why("late")
    assert late.summary == "结论是「按期联系核实」，「逾期才联系核实」不成立。"
    first, own = late.lacking
    assert first == "排在前面的「按期联系核实」已经成立"
    assert own.startswith("「完成日」2026-04-08不晚于「联系核实届满日」2026-04-09（")
    assert late.steps[-1].truth is False


def test_an_outcome_that_holds_while_others_before_it_are_open_is_not_yet_the_outcome():
    pending = answer("第二十条第二款", REVIEW).why("pending")
    assert pending.summary == "「尚在时限内」不成立。"
    assert pending.lacking == (
        "排在前面的「逾期未完成联系核实」条件具备，它前面的「按期联系核实」、「逾期才联系核实」尚不能排除",
    )


def test_every_outcome_of_every_policy_can_be_explained_without_else():
    for policy in BOOK.evaluate({}, ON):
        for outcome in BOOK.plan.policy(policy.code).outcomes:
            for step in policy.why(outcome).steps:
                assert step.text != "其余情况"
                assert step.kind != "otherwise" or step.parts or step.truth


# ── findings that do not count ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "why", "note"),
    [
        ({"审核同意": finding("是", "政务服务机构")}, "unauthorised", "政务服务机构无权认定；有权认定的是县级的"),
        ({"审核同意": finding("是", 层级="市级")}, "other_level", "认定机构是市级的，不是同级机构"),
        (
            {"审核同意": {"结论": "是", "机构": "政务服务中心管理机构"}},
            "incomplete",
            "没有写明认定机构的层级、认定的日期",
        ),
        ({"审核同意": finding("查不清")}, "incomplete", "认定的结论记载为查不清"),
        ({"审核同意": finding("是"), "所属层级": None}, "no_own_level", "「所属层级」没有记载"),
        (
            {"审核同意": finding("是", 日期="2026-05-19")},
            "untimely",
            "作出得早了，应当不早于「报请日期」（2026-05-20）",
        ),
        ({"审核同意": finding("否", 日期="2026-05-19")}, "untimely", "作出得早了"),
        ({"审核同意": finding("是"), "报请日期": "无"}, "untimely", "应当不早于「报请日期」（还没有）"),
    ],
)
def test_a_finding_that_does_not_count_is_named_with_the_reason_and_who_could_make_it(changed, why, note):
    policy = answer("第八条第二款", ROTATION, **changed)
    [named] = policy.uncounted
    assert (named.label, named.why, named.bodies) == ("审核同意", why, ("政务服务中心管理机构",))
    assert note in named.note
    assert "有权认定的是" in named.note
    assert policy.to_dict(["uncounted"])["uncounted"] == [named.to_dict()]


def test_text_names_a_finding_that_does_not_count_once():
    """In its own list, or where it is asked for."""
    early, wrong = finding("是", 日期="2026-05-19"), finding("是", "政务服务机构")
    for approval, note in ((early, "作出得早了"), (wrong, "政务服务机构无权认定")):
        text = BOOK.evaluate(ROTATION | {"审核同意": approval}, ON, ["第八条第二款"]).explain()
        assert text.count(note) == 1


def test_a_finding_that_counts_is_not_named():
    assert answer("第八条第二款", ROTATION, 审核同意=finding("是")).uncounted == ()
    posting = {"主体": "派驻窗口工作人员", "所属层级": "县级", "派驻日期": "2026-06-01"}
    before = answer("第七条第一款", posting, 派驻同意=finding("是"))
    assert before.uncounted == ()  # a policy that looks for consent after the fact does not ask for it


# ── parts that are missing ──────────────────────────────────────────────


def test_a_missing_part_of_a_finding_is_asked_as_a_part():
    incomplete = finding("是")
    del incomplete["依据"]
    [asked] = answer("第八条第二款", ROTATION, 审核同意=incomplete).missing
    assert (asked.name, asked.part, asked.whole) == ("approval", "basis", "审核同意")
    assert asked.label == "审核同意（认定的依据）"
    assert asked.question == "认定的依据是什么（如文号）？"
    assert asked.bodies == ("政务服务中心管理机构",)


def test_the_level_to_compare_with_is_asked_as_itself():
    [asked] = answer("第八条第二款", ROTATION, 审核同意=finding("是"), 所属层级=None).missing
    assert (asked.name, asked.why, asked.part) == ("level", "absent", "")


def test_a_field_of_a_list_is_asked_with_its_own_question():
    orders = [{"责令日期": "2026-04-01", "责令机构": "政务服务中心管理机构", "改正日期": "无"}]
    asked = answer("第二十一条", SETTLED, 关键节点游离=finding("是"), 责令改正=orders, 拒不改正="无").missing
    field = next(one for one in asked if one.label == "第1次责令的责令限期")
    [listed] = [fact for fact in BOOK.vocabulary.facts if fact.label == "责令改正"]
    wanted = listed.field_by_label("责令限期")
    assert wanted is not None
    assert (field.question, field.part, field.whole) == (wanted.question, wanted.name, "责令改正")


# ── of one 项, and of obligations ───────────────────────────────────────


def test_what_is_said_of_a_ground_says_nothing_of_the_rest_of_its_policy():
    determination = BOOK.evaluate({**SETTLED, "在政务服务中": None}, ON, ["第二十一条第（五）项"])
    text = determination.explain()
    assert "第二十一条第（五）项「超过承诺时限」：不成立" in text
    assert "「办结之日」2026-03-09不晚于「承诺届满日」" in text
    assert "尚有可能的结论" not in text
    assert "第二十一条第（六）项" not in text
    [said] = determination.to_dict(["reasons"])["policies"][0]["reasons"]
    assert said["text"] == "第二十一条第（五）项「超过承诺时限」不成立"
    assert "「办结之日」2026-03-09不晚于「承诺届满日」" in said["parts"][0]["text"]
    assert "**第二十一条第（五）项「超过承诺时限」**：**不成立**" in determination.explain("markdown")


def test_an_obligation_that_is_open_says_what_is_missing():
    text = BOOK.evaluate({**SETTLED, "关键节点游离": finding("是")}, ON, ["第二十一条"]).explain()
    assert "- 移送有权机关：尚缺「构成犯罪」、「移送日期」" in text


def test_of_options_that_are_left_only_these_are_asked_for():
    """A subject that is one of two need not be told from those that the record excludes already."""
    record = {"主体": {"属于": ["派驻窗口工作人员", "政务服务机构"]}, "行为发生日期": "2026-04-02"}
    asked = {fact.label: fact.note for fact in zzrules.load().evaluate(record, "2026-05-06")["第二十三条"].missing}
    assert asked["主体"].endswith("只需查明是否属于政务服务机构")

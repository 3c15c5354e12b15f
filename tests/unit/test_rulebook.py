"""The rulebook as an integrator meets it: records as mappings and models, narrowing, replay, advice."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from benchmarks.records import random_case
from pydantic import BaseModel
from tests.conformance_update import HOME, loaded

import zzrules
from zzrules.loading import shipped_policies
from zzrules.plan import model

ON = "2026-05-06"
COMMON = {"not_applicable", "not_in_force"}
REVIEW = {
    "主体": "政务服务机构",
    "评价等次": "差评",
    "实名": True,
    "机构收到评价日期": date(2026, 4, 20),
    "联系日期": "2026-04-21",
    "核实日期": "2026-04-23",
}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "policies"
    copytree(shipped_policies(), folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")
    return folder


def test_a_pydantic_model_is_a_record(book):
    class Review(BaseModel):
        subject: str = "agency"
        review_rating: str = "bad"
        real_name: bool = True
        review_received_on: date = date(2026, 4, 20)
        contacted_on: date | None = None

    answer = book.evaluate(Review(contacted_on=date(2026, 4, 21)), on=date(2026, 5, 6), about="第二十条")["第二十条"]
    assert answer.outcome is None
    assert [fact.name for fact in answer.missing] == ["verified_on"]


@pytest.mark.parametrize("on", [datetime(2026, 5, 6), "2026-5-6", "2026-02-30", 20260506, None])  # noqa: DTZ001
def test_the_day_of_evaluation_must_be_a_date(book, on):
    with pytest.raises(zzrules.UsageError, match="ZZ601"):
        book.evaluate(REVIEW, on=on)


@pytest.mark.parametrize("about", [["第九十条"], ["轮岗"], [None], 5, ["第十条"]])
def test_what_nothing_states_cannot_be_asked_about(book, about):
    with pytest.raises(zzrules.UsageError, match="ZZ602"):
        book.evaluate(REVIEW, on=ON, about=about)


def test_a_narrowed_answer_speaks_of_what_was_asked(book):
    d = book.evaluate(REVIEW, on=ON, about=["bad_review"])
    assert [answer.code for answer in d] == ["bad_review"]
    assert d.decided
    with pytest.raises(zzrules.UsageError, match="这次没有问"):
        d["第八条第二款"]


def test_a_question_is_looked_up_once_and_not_all_questions_are_kept():
    from zzrules.answer.catalogue import MOST_SCOPES

    book = zzrules.load()
    for number in range(MOST_SCOPES + 5):
        about = ["bad_review"] * (number + 1)
        assert [answer.code for answer in book.evaluate(REVIEW, on=ON, about=about)] == ["bad_review"]
    assert len(book._evaluator.catalogue._asked) == MOST_SCOPES
    assert book.evaluate(REVIEW, on=ON, about=("bad_review", "8.2")).scope.keys() == {"rotation", "bad_review"}


def test_an_article_with_several_policies_must_be_told_apart(book, tmp_path):
    old = "依据: 第二十条第二款\n施行"
    folder = edited(tmp_path, "article-20-bad-review.yaml", old, "依据: 第八条第三款\n施行")
    d = zzrules.load(folder).evaluate(REVIEW, on=ON)
    with pytest.raises(zzrules.UsageError, match="ZZ603"):
        d["第八条"]
    assert d["第八条第三款"].code == "bad_review"


def test_a_ground_has_an_answer_of_its_own(book):
    record = {"主体": "政务服务机构", "行为发生日期": "2026-04-15", "在政务服务中": "是", "收受他人财物": "是"}
    d = book.evaluate(record, on=ON, about=["第二十一条第（六）项"])
    assert d.decided
    ground = d.ground("第二十一条第（六）项")
    assert (ground.truth, ground.applies, dict(ground.alternatives)["收受财物"]) == (True, True, True)
    with pytest.raises(zzrules.UsageError, match="ZZ602"):
        d.ground("第二十一条")


def test_truths_are_those_of_the_grounds_asked_about(book):
    record = {"主体": "政务服务机构", "行为发生日期": "2026-03-02", "在政务服务中": "是", "收受他人财物": "是"}
    whole = book.evaluate(record, "2026-05-06", "第二十一条").policy("liability")
    assert dict(whole.truths) == {name: ground.truth for name, ground in whole.grounds.items()}
    assert set(whole.truths.values()) == {True, None, False}
    narrowed = book.evaluate(record, "2026-05-06", ["第二十一条第（六）项"]).policy("liability")
    assert dict(narrowed.truths) == {"索取收受谋利": True}
    with pytest.raises(TypeError):
        whole.truths["索取收受谋利"] = False  # shared by all that answer alike


def test_a_ground_out_of_force_is_told_apart_from_one_that_does_not_hold(book):
    record = {"主体": "政务服务机构", "行为发生日期": "2025-04-15", "在政务服务中": "是", "收受他人财物": "是"}
    ground = book.evaluate(record, on=ON).ground("第二十一条第（六）项")
    assert (ground.truth, ground.applies) == (False, False)


def test_determinations_are_values(book):
    one, other = book.evaluate(REVIEW, on=ON), book.evaluate(dict(REVIEW), on=ON)
    assert one == other
    assert hash(one) == hash(other)
    assert one != book.evaluate(REVIEW, on="2026-05-07")
    assert one != book.evaluate({**REVIEW, "实名": False}, on=ON)


def test_a_replay_under_a_draft_shows_whom_it_touches(book, tmp_path):
    draft = zzrules.load(
        edited(tmp_path, "article-20-bad-review.yaml", "{2026-01-01: 2工作日}", "{2026-01-01: 3工作日}")
    )
    d = book.evaluate(REVIEW, on=ON)
    assert d["第二十条"].outcome == "late"
    assert draft.replay(d)["第二十条"].outcome == "in_time"
    assert draft.digest != book.digest


def test_a_parameter_changes_from_a_date(tmp_path):
    values = "{2026-01-01: 2工作日, 2026-04-22: 3工作日}"
    changed = zzrules.load(edited(tmp_path, "article-20-bad-review.yaml", "{2026-01-01: 2工作日}", values))
    later = {**REVIEW, "机构收到评价日期": "2026-04-22", "联系日期": "2026-04-23", "核实日期": "2026-04-27"}
    assert changed.evaluate(REVIEW, on=ON)["第二十条"].outcome == "late"
    answer = changed.evaluate(later, on=ON)["第二十条"]
    assert answer.outcome == "in_time"
    assert answer.versions[0].parameters[0][1] == "3工作日"


def test_the_shipped_policies_need_no_advice(book):
    assert book.advice == ()


def test_advice_names_what_nothing_uses_and_where_none_would_mislead(tmp_path):
    old = '  - {条件: {实名: 是}, 否则: "不是实名差评'
    new = "  - {条件: {非: {联系日期: {早于: 起算日}}}, 否则: 收到之前已经联系}\n" + old
    folder = edited(tmp_path, "article-20-bad-review.yaml", old, new)
    text = (folder / "article-20-bad-review.yaml").read_text("utf-8")
    unused = "参数:\n  办理时限: {依据: 第二十条第二款, 取值: {2026-01-01: 9工作日}}"
    (folder / "article-20-bad-review.yaml").write_text(text.replace("参数:", unused), "utf-8")
    advice = zzrules.load(folder).advice
    assert [problem.code for problem in advice] == ["ZZ291", "ZZ292"]
    assert advice[0].place.line == 1 + text[: text.index("参数:")].count("\n") + 1
    assert "联系日期" in advice[1].message


def test_a_claimed_catch_all_item_says_what_it_waits_for(book):
    claims = [{"主张人": "政务服务机构", "主张的理由": "须照料家人"}]
    record = {"主体": "派驻窗口工作人员", "到窗口工作日期": "2025-03-03", "主张其他情形": claims}
    determination = book.evaluate(record, on=ON)
    ground = determination["第八条第二款"].grounds["其他情形"]
    assert ground.to_dict()["invoked_by"] == ["主张其他情形"]
    assert not ground.not_invoked
    waits = "「其他情形」：待查明，已经援引（主张其他情形），尚待「研究认定其他情形」"
    assert waits in determination.explain()


def test_a_policy_asks_in_its_own_words(book):
    own, common = book.plan.policy("rotation").questions["subject"], book.vocabulary.by_label["主体"].question

    def asked(facts):
        return next(fact.question for fact in facts if fact.name == "subject")

    determination = book.evaluate({"报请日期": "2026-04-20"}, on=ON)
    assert asked(determination["第八条第二款"].missing) == own
    assert asked(determination["第八条第二款"].grounds["离开机构"].missing) == own
    assert asked(determination["第二十四条"].missing) == common
    assert asked(determination.missing) == common
    assert asked(book.evaluate({"报请日期": "2026-04-20"}, on=ON, about=["第八条第二款"]).missing) == own


def test_the_duties_of_a_policy_are_asked_for_in_its_words(book):
    duty = book.evaluate({"机构收到评价日期": "2026-04-21"}, on=ON)["第二十条"].obligations[0]
    assert book.plan.policy("bad_review").questions["subject"] in [fact.question for fact in duty.missing]


def test_the_subject_is_in_doubt_where_facts_of_a_policy_of_another_are_recorded(book):
    record = {"subject": "agency", "report_date": "2026-04-20", "leave_reason": "resignation"}
    determination = book.evaluate({**record, "window_start_date": "2025-03-03"}, on=ON)
    answer = determination["第八条第二款"]
    (doubt,) = answer.to_dict(["doubts"])["doubts"]
    assert (doubt["name"], doubt["fitting"], doubt["certain"]) == ("subject", ["派驻窗口工作人员"], True)
    assert doubt["own"] == ["离开原因", "报请日期"]
    assert answer.outcome == "not_applicable"
    explained = determination.explain()
    assert f"- 存疑：{answer.doubts[0].text}" in explained
    assert "「主体」记为「派驻窗口工作人员」的，本政策适用。请核对：" in explained
    assert "本政策才可能适用" in book.evaluate(record, on=ON)["第八条第二款"].doubts[0].text
    assert book.evaluate({"subject": "agency"}, on=ON)["第八条第二款"].doubts == ()
    assert book.evaluate({**record, "subject": None}, on=ON)["第八条第二款"].doubts == ()


def test_with_a_fitting_option_the_policy_applies(book):
    random, found = Random(7), 0  # noqa: S311 - the same records in every run
    for _ in range(60):
        record, on = random_case(random, book.vocabulary)
        for answer in book.evaluate(record, on):
            for doubt in answer.doubts:
                found += 1
                for label, option in book.vocabulary.by_name[doubt.name].options.items():
                    possible = {*book.evaluate({**record, doubt.name: option}, on)[answer.code].possible}
                    elsewhere = COMMON | model.given_to(book.plan.policy(answer.code))
                    fits = possible.isdisjoint(elsewhere) if doubt.certain else not possible <= elsewhere
                    assert (label in doubt.fitting) is fits
    assert found > 20


def test_an_option_that_only_the_policy_asks_for_is_not_in_doubt(book):
    answer = book.evaluate({**REVIEW, "评价等次": "好评"}, on=ON)["第二十条"]
    assert (answer.outcome, answer.doubts) == ("not_applicable", ())


def test_advice_asks_who_claims_a_catch_all_item(tmp_path):
    invoked = "援引: [主张其他情形, 研究认定其他情形]"
    folder = edited(tmp_path, "article-08-rotation.yaml", invoked, "援引: 研究认定其他情形")
    told = [(problem.code, problem.place.source) for problem in zzrules.load(folder).advice]
    claims = "vocabulary.yaml"  # nothing is made of them any more, and what was noted of them has to be looked at again
    assert told == [("ZZ295", "article-08-rotation.yaml"), ("ZZ291", claims), ("ZZ911", claims)]


ITEM = """\
  业务取消调整:
    依据: 第八条第二款第（三）项
    条件: {全部: [因改革等使业务取消或者调整: 是, 窗口需要减少或者撤出人员: 是]}
"""


def test_advice_names_an_item_that_is_no_ground_unless_it_is_said_to_be_repealed(tmp_path):
    folder = edited(tmp_path, "article-08-rotation.yaml", ITEM, "")
    problem, confirmed, *unused = zzrules.load(folder).advice
    assert {one.code for one in unused} == {"ZZ291"}  # the facts of the item
    assert (problem.code, problem.message[:13]) == ("ZZ297", "第八条第二款第（三）项没有")
    assert (confirmed.code, confirmed.message) == ("ZZ291", "核对「第八条第二款第（三）项」没有用到")
    text = (folder / "regulation.yaml").read_text("utf-8")
    repealed = "\n不评价:\n  第八条第二款第（三）项: 已经废止\n"
    (folder / "regulation.yaml").write_text(text.replace("\n不评价:\n", repealed), "utf-8")
    assert zzrules.load(folder).advice == (confirmed, *unused)


def test_advice_names_a_ground_on_which_nothing_rests(tmp_path):
    grounds = "\n情形:\n  甲: {依据: 第二十四条, 条件: {主体: 其他}}\n"
    folder = edited(tmp_path, "article-24-scope.yaml", "\n结论:\n", f"{grounds}\n结论:\n")
    [problem] = zzrules.load(folder).advice
    assert (problem.code, problem.message) == ("ZZ291", "情形「甲」没有用到")


def test_advice_names_an_outcome_that_one_before_it_keeps_from_being_reached(tmp_path):
    last = "  - {得出: 没有所列情形, 代码: no_ground}"
    name = "情形具备，本人没有在先申请"
    entry = f"  - {{得出: {name}, 代码: pending_application, 条件: {{全部: [报请日期: 有, 情形: 有其一]}}}}\n"
    folder = edited(tmp_path, "article-08-rotation.yaml", last, entry + last)
    [problem] = zzrules.load(folder).advice
    assert problem.code == "ZZ296"
    assert f"「{name}」的这一项轮不到" in problem.message


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        ("{全部: [联系日期: 有, 联系日期: 无]}", "ZZ290", "结论「按期联系核实」不可能成立：它的条件自相矛盾"),
        ("{评价等次: 好评}", "ZZ290", "结论「按期联系核实」不可能成立：它的条件和适用条件互相排斥"),
    ],
)
def test_advice_names_what_cannot_hold(tmp_path, entry, code, words):
    """Whatever excludes itself: two answers of one fact, or a condition and those of 适用."""
    stated = f"  - {{得出: 按期联系核实, 代码: in_time, 条件: {entry}}}\n"
    folder = edited(tmp_path, "article-20-bad-review.yaml", "\n结论:\n", f"\n结论:\n{stated}")
    told = [(problem.code, problem.message) for problem in zzrules.load(folder).advice]
    assert (code, words) in told


def test_advice_names_an_outcome_that_several_before_it_leave_nothing(tmp_path):
    """No single entry covers it; by their form, the conditions have nothing in common."""
    entries = "".join(
        f"  - {{得出: {name}, 代码: {code}, 条件: {condition}}}\n"
        for name, code, condition in (
            ("不适用", "outside", "{主体: 其他}"),
            ("参照适用", "by_reference", "{主体: 政务服务机构}"),
            ("是否参照适用，需人工判断", "needs_judgement", "{主体: {属于: [其他, 政务服务机构]}}"),
        )
    )
    folder = edited(tmp_path, "article-24-scope.yaml", "\n结论:\n", f"\n结论:\n{entries}")
    told = {problem.message: problem for problem in zzrules.load(folder).advice if problem.code == "ZZ296"}
    firsts = "「不适用」（第 9 行）或者「参照适用」（第 10 行）"
    outcome = "结论「是否参照适用，需人工判断」"
    problem = told[f"{outcome}的这一项轮不到：它的条件成立时，排在前面的{firsts}也成立"]
    assert [(one.message, one.place.line) for one in problem.related] == [("排在前面的结论", 9), ("排在前面的结论", 10)]


def test_every_shipped_policy_has_classes():
    texts = [path.read_text("utf-8") for path in Path(shipped_policies()).glob("article-*.yaml")]
    assert texts
    assert all("\n归类:\n" in text for text in texts)


def test_advice_names_conditions_that_wait_for_a_reason(tmp_path):
    """Of the policy's own outcomes as of another's; not what speaks of a whole class, or of an outcome alone in one."""
    conditions = (
        "{结论: 没有所列容错情形}",
        "{归类: 不得容错}",
        "{结论: 参照适用，需人工判断}",
        "{参见: {政策: 政务服务事项集中办理, 得出: 已经进驻}}",
    )
    head = "依据: 第二十三条第一款, 主体: 有权机关, 情态: 应当, 内容: 说明理由"
    added = [f"  说明{number}: {{{head}, 条件: {condition}}}\n" for number, condition in enumerate(conditions)]
    folder = edited(tmp_path, "article-23-tolerance.yaml", "后果:\n", f"后果:\n{''.join(added)}")
    advice = [problem for problem in zzrules.load(folder).advice if problem.code != "ZZ290"]
    assert [problem.code for problem in advice] == ["ZZ293", "ZZ293"]
    assert "「不得容错」" in advice[0].message
    assert "「符合规定」" in advice[1].message
    assert advice[1].place.line - advice[0].place.line == 3


def test_a_condition_on_a_class_waits_for_no_reason_and_is_said_by_its_name(tmp_path):
    """An obligation, too: it is set off by the class, and what would tell the reason is not asked for."""
    duty = "依据: 第二十三条第二款, 主体: 有关部门, 内容: 告知本人, 条件: {归类: 不得容错}, 履行: 纠错防错日期"
    folder = edited(tmp_path, "article-23-tolerance.yaml", "义务:\n", f"义务:\n  告知本人: {{{duty}}}\n")
    found = {"结论": "是", "机构": "纪检监察机关", "日期": "2026-05-05", "依据": "文号"}
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-04-16", "谋取私利": found, "纠错防错日期": "无"}
    answer = zzrules.load(folder).evaluate(record, on=ON)["第二十三条"]
    told = next(obligation for obligation in answer.obligations if obligation.name == "告知本人")
    assert (told.state, told.missing) == ("pending", ())
    assert [step.text for step in told.why()] == ["「容错」的归类是「不得容错」"]


def test_a_decided_class_waits_for_no_reason(book):
    found = {"结论": "是", "机构": "纪检监察机关", "日期": "2026-05-05", "依据": "文号"}
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-04-16", "谋取私利": found}
    d = book.evaluate(record, on=ON, about=["第二十三条"])
    answer = d["第二十三条"]
    assert (d.decided, answer.status, answer.outcome, answer.missing) == (True, "decided", None, ())
    assert [fact.label for fact in answer.missing_for_reason] == ["主观故意", "滥用职权"]
    assert d.row()["tolerance.class"] == answer.outcome_class == "不得容错"
    assert {one["class"] for one in answer.to_dict(["possible"])["possible"]} == {"不得容错"}
    shown = answer.to_dict(["missing_for_reason"])
    assert shown["class"] == "不得容错"
    assert shown["missing_for_reason"][0]["would_decide"] == [
        ["有权机构认定为是", "存在主观故意，不符合容错条件"],
        ["有权机构认定为否", "谋取私利，不符合容错条件"],
    ]
    text = d.explain()
    assert "结论：不得容错（理由尚有两种可能：存在主观故意，不符合容错条件；谋取私利，不符合容错条件）\n" in text
    assert "只影响理由的事实（查明与否，归类都是「不得容错」）：「主观故意」、「滥用职权」\n" in text
    assert "- 「谋取私利」经纪检监察机关于2026-05-05认定为是，依据文号\n" in text
    answered, duties = text.split("义务：\n")
    assert "尚缺" not in answered
    assert "纠错防错：尚缺" in duties  # 第二款: it rests on the items alone


def test_a_rulebook_of_nothing_is_refused(tmp_path):
    with pytest.raises(zzrules.PolicyError, match="ZZ240"):
        zzrules.load(tmp_path)
    with pytest.raises(zzrules.PolicyError, match="ZZ110"):
        zzrules.load(tmp_path / "absent")


def test_the_calendar_is_a_value_of_its_own(book):
    assert pickle.loads(pickle.dumps(book.calendar)) == book.calendar  # noqa: S301 - our own bytes
    assert book.calendar.add(date(2026, 2, 13), 2) == date(2026, 2, 24)


def test_a_rulebook_as_it_was_known_is_another_one_that_says_the_same_of_days_known_then(book):
    then = book.as_known_on("2025-11-03")
    assert book.as_known_on(date(2025, 11, 4)) is book
    assert then.digest not in (book.digest, book.as_known_on("2024-11-11").digest)
    assert then.digest == book.as_known_on(date(2025, 1, 1)).digest
    assert (then.calendar.last, pickle.loads(pickle.dumps(then)).calendar) == (date(2025, 12, 28), then.calendar)  # noqa: S301
    record = {"主体": "派驻窗口工作人员", "加班": [{"加班日期": "2026-02-14", "经安排加班": "是", "补休日期": "无"}]}
    known, unknown = (one.evaluate(record, "2026-03-02", ["第十一条第二款"]) for one in (book, then))
    assert known.rulebook_digest != unknown.rulebook_digest
    assert known != unknown


@pytest.mark.parametrize(("day", "code"), [("2006-12-13", "ZZ520"), ("今天", "ZZ505"), (20260101, "ZZ505")])
def test_a_day_on_which_nothing_was_known(book, day, code):
    with pytest.raises(zzrules.CalendarError) as caught:
        book.as_known_on(day)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_public_names_are_there():
    assert all(getattr(zzrules, name) is not None for name in zzrules.__all__)
    assert set(zzrules.__all__) <= set(dir(zzrules))
    with pytest.raises(AttributeError):
        zzrules.nothing  # noqa: B018


@pytest.mark.parametrize("part", ["结论", "机构", "日期", "依据"])
@pytest.mark.parametrize("unknown", ["查不清", None])
def test_a_determination_without_one_of_its_parts_is_none_yet(book, part, unknown):
    found = {
        "结论": "是",
        "机构": "政务服务中心管理机构",
        "日期": "2026-04-01",
        "依据": "窗口考评〔2026〕2号",
        part: unknown,
    }
    record = {
        "主体": "派驻窗口工作人员",
        "要求更换日期": "无",
        "更换日期": "无",
        "不遵守规章制度": "查不清",
        "不能胜任工作": found,
    }
    answer = book.evaluate(record, on=ON)["第七条第二款"]
    assert answer.grounds["不能胜任"].truth is None
    asked = "不能胜任工作" if (part, unknown) == ("结论", "查不清") else f"不能胜任工作（认定的{part}）"
    assert {fact.label: fact.why for fact in answer.missing} == {
        asked: "incomplete",
        "不遵守规章制度": "unclear",
    }


def test_a_date_written_in_a_policy_is_shown_as_a_date(tmp_path):
    text = """政策: 自某日起的历时
代码: since_a_day
依据: 第一条
行为日期: {取: 报请日期}
推算:
  经过: {历时: {起: 2026-01-01, 止: 报请日期}}
情形:
  已满: {依据: 第一条, 条件: {经过: {以上: 2年}}}
结论:
  - {得出: 满, 代码: full, 条件: {已满: 成立}}
  - {得出: 不满, 代码: short}
"""
    (tmp_path / "since.yaml").write_text(text, "utf-8")
    answer = zzrules.load(over=tmp_path).evaluate(
        {"主体": "政务服务机构", "报请日期": "2026-04-07"}, ON, ["since_a_day"]
    )["since_a_day"]
    [lacking] = answer.why_not("full").lacking
    assert "从2026-01-01到「报请日期」2026-04-07未满2年：满2年之日是2028-01-01，还差634天" in lacking


def test_determinations_that_answer_for_other_grounds_differ():
    book = zzrules.load()
    asked = [
        book.evaluate(REVIEW, on=ON, about=[about])
        for about in ("第二十一条第（五）项", "第二十一条第（一）项", "liability", "第二十一条第（五）项")
    ]
    assert asked[0] == asked[3]
    assert hash(asked[0]) == hash(asked[3])
    assert asked[0] not in asked[1:3]


def test_answers_can_be_copied_deeply():
    book = zzrules.load()
    determination, file = book.evaluate(REVIEW, on=ON), book.casefile([])
    for said in (determination, determination.policy("liability"), file, file.on(ON)):
        assert deepcopy([said]) == [said]
    for ground in determination.policy("liability").grounds.values():
        assert deepcopy(ground).to_dict() == ground.to_dict()


def test_who_may_find_is_read_otherwise_for_every_policy_that_asks(tmp_path):
    """A reading of one policy says who may find; another that asks for the finding changes with it."""
    (tmp_path / "article-10.yaml").write_text(
        """政策: 试看
代码: other
依据: 第十条
施行: 2026-01-01
行为日期: {取: 行为发生日期}
结论:
  - {得出: 有重大问题, 代码: serious, 条件: {发现违法违纪重大问题: 是}}
  - {得出: 没有重大问题, 代码: none}
义务:
  说明情况: {依据: 第十条, 主体: 工作人员, 内容: 说明情况, 条件: {发现违法违纪重大问题: 是}, 履行: 办结日期}
""",
        "utf-8",
    )
    found = {"结论": "是", "机构": "效能工作机构", "日期": "2026-04-10", "依据": "通报"}
    record = {"主体": "政务服务机构", "行为发生日期": "2026-03-25", "发现违法违纪重大问题": found, "办结日期": "无"}
    determination = zzrules.load(over=tmp_path).evaluate(record, ON, ["第十九条", "第十条"])
    assert determination["第十条"].outcome == "serious"
    effects = [one for one in determination.readings() if one.policy == "other"]
    assert [(one.reading, one.other, one.consequences) for one in effects] == [
        ("由谁认定重大问题", "限于管理机构", ("说明情况",))
    ]
    assert effects[0].other_outcome == ("有重大问题", "没有重大问题")


def test_another_reading_of_what_governs_changes_the_governed():
    """What a policy says of all others is read otherwise in each of them."""
    book = loaded(HOME / "governance/good/spelt-out-by-versions")
    record = {
        "行为发生日期": "2026-03-02",
        "报请日期": "2026-01-02",
        "受理日期": "2026-02-01",
        "补正次数": 1,
        "身体不适": "是",
    }
    effects = {effect.policy: effect for effect in book.evaluate(record, ON).readings()}
    assert (effects["scope"].outcome, effects["scope"].other_outcome) == (("不适用",), ("直接适用",))
    assert (effects["test"].outcome, effects["test"].other_outcome) == (("本条不适用",), ("晚了",))


@pytest.mark.parametrize(("key", "reason"), [("第二十五条", "施行日期和有效期"), ("第十一条第一款", "保障措施")])
def test_of_a_place_that_no_case_tests_the_reason_is_given(key, reason):
    with pytest.raises(zzrules.UsageError) as raised:
        zzrules.load().find(key)
    [problem] = raised.value.problems
    assert problem.code == "ZZ602"
    assert problem.message.startswith(f"{key}没有政策：")
    assert reason in problem.message


def test_grounds_asked_about_come_without_the_rest_of_their_policy():
    asked = ["第二十三条第（一）项", "第二十三条第（二）项", "第二十三条第（一）项"]
    scope = zzrules.load().scope(asked)
    assert {code: len(grounds or ()) for code, grounds in scope.items()} == {"tolerance": 2}

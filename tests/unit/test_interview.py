"""Interviews: what is asked next, what an answer may be, and what comes of them."""

import json
from itertools import product
from pathlib import Path
from random import Random

import pytest
from benchmarks.interviews import Field
from tests.unit.cli.samples import DAY, shipped

from zzrules.base.errors import RecordError, UsageError
from zzrules.batch.files import read_cases

SIMPLE = {
    "是否": ("是", "否"),
    "日期": ("2025-12-01", "2026-04-16", "2026-05-04"),
    "认定": ("查不清",),
    "列表": ("不知道",),
    "时长": ("5工作日",),
    "文本": ("某",),
}


def drawn(seed):
    return Random(seed)  # noqa: S311 - the same answers in every run


def talk(*about, **more):
    return shipped().interview(about, on=DAY, **more)


def replies(question):
    """Return answers to a question of which the record needs no other words."""
    found = {"结论": "是", "日期": "2026-05-04", "依据": "某"}
    made = [found | {"机构": body} for body in question.bodies[:1]]
    made += [one | {"结论": "否"} for one in made]
    words = question.options or SIMPLE.get(question.kind, ())
    return [*made, *words, *(["无"] if question.may_be_none else []), "不知道"]


def answered(interview, draw):
    """Return the interview after any answer that the fact takes."""
    options = replies(interview.question)
    draw.shuffle(options)
    for option in options:
        try:
            return interview.answer(option)
        except RecordError:
            continue
    raise AssertionError(interview.question)


@pytest.mark.parametrize("seed", range(12))
def test_each_question_keeps_a_class_open_and_no_fact_is_asked_twice(seed):
    draw = drawn(seed)
    about = draw.sample(sorted(policy.code for policy in shipped().plan.policies), 2)
    interview, asked = talk(*about), set()
    while (question := interview.question) is not None:
        open_answers = [answer for answer in interview.determination if not answer.decided]
        assert question.name in {fact.name for answer in open_answers for fact in answer.missing}
        assert question.name not in asked
        asked.add(question.name)
        interview = answered(interview, draw)
    assert interview.determination.decided or interview.question is None


@pytest.mark.parametrize("about", ["第二十四条", "第十三条"])
def test_a_question_is_never_one_that_cannot_matter(about):
    """Beside the interview's own reckoning: all answers to all questions that keep the class open are tried."""
    draw = drawn(about)
    for _ in range(3):
        interview = talk(about)
        while (question := interview.question) is not None:
            [answer] = interview.determination
            facts = shipped().vocabulary.by_name
            others = [facts[one.name] for one in answer.missing if one.name not in (question.name, "")]
            tried = [_words(fact) for fact in (facts[question.name], *others)]
            classes: dict[tuple[str, ...], set[str]] = {}
            for first, *rest in product(*tried):
                record = {**interview.record, question.label: first}
                record |= {fact.label: value for fact, value in zip(others, rest, strict=True)}
                [then] = shipped().evaluate(record, DAY, [about])
                classes.setdefault(tuple(map(str, rest)), set()).add(str(then.outcome_class))
            assert any(len(one) > 1 for one in classes.values())
            interview = answered(interview, draw)


def _words(fact):
    found = {"机构": "效能工作机构", "日期": "2026-05-04", "依据": "某"}
    findings = [found | {"结论": "是"}, found | {"结论": "否"}] if fact.kind.value == "认定" else []
    words = [*fact.options] or [word for word in SIMPLE.get(fact.kind.value, ()) if word not in ("不知道", "查不清")]
    return [*findings, *words, *(["无"] if fact.may_be_none else [])]


@pytest.mark.parametrize("code", ["scope", "swap", "replacement", "compensatory_leave"])
def test_it_asks_hardly_more_than_the_fewest_questions_that_would_do(code):
    tried = Field(shipped(), code, 60_000)
    assert tried.interview(tried.start) <= 1.1 * tried.fewest(tried.start)


def test_it_ends_with_the_class_unless_told_to_go_on():
    record = {
        "主体": "派驻窗口工作人员",
        "行为发生日期": "2026-03-02",
        "谋取私利": {"结论": "是", "机构": "纪检监察机关", "日期": "2026-04-01", "依据": "文号"},
    }
    assert talk("第二十三条", record=record).question is None
    interview = talk("第二十三条", record=record, thorough=True)
    [answer] = interview.determination
    assert answer.decided
    assert interview.question.name in {fact.name for fact in answer.missing_for_reason}


def test_what_is_known_already_is_not_asked_for():
    full = talk("第二十四条")
    assert full.question.label == "行为发生日期"
    assert talk("第二十四条", record={"主体": "公用企事业单位", "案号": None}).question.label != "主体"
    assert talk("第二十四条", record={"subject": "public_utility"}).question is not None


def test_not_known_not_to_be_established_and_not_applicable_are_told_apart():
    interview = talk("第八条第二款", record={"主体": "派驻窗口工作人员"})
    first = interview.question
    assert first.label == "报请日期"
    open_, none = interview.answer("不知道"), interview.answer("不适用")
    unclear = interview.answer("查不清")
    assert (open_.record, open_.left_open) == ({"主体": "派驻窗口工作人员"}, ("报请日期",))
    assert (none.record["报请日期"], none.left_open) == ("无", ())
    assert (unclear.record["报请日期"], unclear.left_open) == ("查不清", ())
    assert all(one.question is None or one.question.name != first.name for one in (open_, none, unclear))
    with pytest.raises(RecordError):
        interview.answer("不适用", "主体")


def test_an_answer_is_taken_back_without_the_others():
    before = talk("第八条第二款").answer("派驻窗口工作人员")
    interview = (
        before.answer("2026-04-22", "报请日期").answer("是", "离开所属政务服务机构").answer("不知道", "离开原因")
    )
    assert interview.without("报请日期").record == {
        "主体": "派驻窗口工作人员",
        "离开所属政务服务机构": "是",
    }
    assert interview.without("离开原因").left_open == ()
    assert before.answer("2026-04-22", "报请日期").without("报请日期").question == before.question
    assert list(interview.answer("否", "离开所属政务服务机构").answered)[-1] == "离开所属政务服务机构"


def test_what_is_known_in_part_is_accepted_and_narrows_what_is_asked():
    interview = talk("第八条第二款", record={"主体": "派驻窗口工作人员"}).answer({"不早于": "2026-04-01"}, "报请日期")
    assert interview.record["报请日期"] == {"不早于": "2026-04-01"}
    assert interview.question.label != "报请日期"
    dated = talk("第二十四条", record={"行为发生日期": "2026-04-16"})
    assert dated.answer({"属于": ["公用企事业单位", "中介服务机构"]}).question.label == "与政务服务相关联"


def test_a_ground_may_be_asked_about():
    interview, draw = talk("第二十一条第（五）项", record={"主体": "政务服务机构"}), drawn(1)
    labels = []
    while interview.question is not None:
        labels.append(interview.question.label)
        interview = answered(interview, draw)
    assert "承诺时限" in labels
    assert "索取他人财物" not in labels


def test_contradictory_answers_end_nothing_by_themselves():
    interview = talk("第八条第二款").answer("派驻窗口工作人员")
    interview = interview.answer("2026-04-22", "报请日期").answer("2026-05-04", "本人申请日期")
    interview = interview.answer("2026-05-05", "到窗口工作日期")
    assert interview.determination.contradictions
    assert interview.question is None or interview.question.label not in interview.answered


def test_the_record_is_a_file_that_answers_the_same(tmp_path):
    draw = drawn(3)
    interview = talk("第八条第二款", record={"案号": "甲：1 # 2", "主体": "派驻窗口工作人员"})
    while interview.question is not None:
        interview = answered(interview, draw)
    interview = interview.answer({"不晚于": "2026-03-02"}, "办结日期").answer(["失误", "偏差"], "后果形态")
    path = Path(tmp_path, "案卷.yaml")
    path.write_text(interview.to_yaml(), encoding="utf-8")
    [case] = read_cases([path])
    again = shipped().evaluate(case.facts(), DAY, ["第八条第二款"])
    assert again.to_json() == interview.determination.to_json()
    path.write_text(talk("第二十四条").answer("不知道").to_yaml(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "{}\n# 问过，不知道：行为发生日期\n"
    [case] = read_cases([path])
    assert case.facts() == {}


def test_a_question_says_what_may_be_answered():
    question = talk("第八条第二款").question
    assert question.to_dict()["options"] == question.options
    assert json.dumps(question.to_dict(), ensure_ascii=False)
    assert repr(talk("第八条第二款")) == "<Interview after 0 answers: open>"
    found = talk("第八条第二款", record={"主体": "派驻窗口工作人员", "报请日期": "2026-04-22"}).question
    assert (found.kind, found.bodies) == ("认定", ("政务服务中心管理机构",))


def test_what_cannot_be_answered_or_taken_back_is_refused():
    ended = talk("第二十四条", record={"主体": "其他", "行为发生日期": "2025-01-01"})
    with pytest.raises(UsageError, match="ZZ680"):
        ended.answer("是")
    with pytest.raises(UsageError, match="ZZ681"):
        ended.without("主体")
    with pytest.raises(UsageError, match=r"ZZ681 .*「主体」"):
        talk("第二十四条").answer("其他", "主体").without("实名")
    with pytest.raises(RecordError, match="ZZ401"):
        talk("第二十四条").answer("是", "没有的事实")
    with pytest.raises(RecordError, match="ZZ404"):
        talk("第二十四条").answer("秘密的人", "主体")
    with pytest.raises(UsageError, match="ZZ602"):
        _ = talk("第九十九条").question

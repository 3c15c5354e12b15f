"""Obligations that recur, as callers meet them: each period in answers, reminders and data; what chains on them."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from tests import needs
from tests.chains import chained, needs_durable_rules

import zzrules
from zzrules.answer.schema import case_schema
from zzrules.base.periods import PERIODS, days_of, last_period, name_of, number_of, period_of
from zzrules.batch.reminders import csv_text, ics_bytes
from zzrules.bdd import casefiles
from zzrules.bdd.case import Case
from zzrules.casefile import CaseAnswer
from zzrules.engines import reference
from zzrules.plan.recurring import MOST_PERIODS

FOLDER = Path(__file__).parents[2] / "examples" / "recurring-policies"
LISTED: dict[str, Any] = {"编号": 1, "日期": "2026-03-16", "事件": "列入专项整治"}
REPORTED: tuple[dict[str, Any], ...] = (
    {"日期": "2026-04-10", "事件": "报送办理情况", "所报月份": "2026-03-01"},
    {"日期": "2026-05-12", "事件": "报送办理情况", "所报月份": "2026-04-01"},
)


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load(FOLDER)


def on(book: zzrules.Rulebook, day: str, *events: dict[str, Any]) -> CaseAnswer:
    return book.casefile([LISTED, *REPORTED, *events]).on(day)


def test_each_period_has_its_name_its_number_its_last_day_and_its_state(book):
    answer = on(book, "2026-06-11")
    assert [(one.number, one.period, one.due, one.done, one.label) for one in answer["月报"]] == [
        (202603, "2026年3月", "2026-04-10", "2026-04-10", "已履行"),
        (202604, "2026年4月", "2026-05-11", "2026-05-12", "逾期履行"),
        (202605, "2026年5月", "2026-06-10", "", "逾期未履行"),
        (202606, "2026年6月", "2026-07-10", "", "待履行"),
    ]
    assert [one.since for one in answer["月报"]] == ["2026-03-16", "2026-04-01", "2026-05-01", "2026-06-01"]
    assert [one.title for one in answer.breached] == ["月报（2026年5月）", "季度抽查（2026年第二季度）"]


@pytest.mark.parametrize(
    ("day", "whole"),
    [("2026-04-10", "pending"), ("2026-05-08", "due_soon"), ("2026-06-11", "breached"), ("2026-03-15", "undetermined")],
)
def test_as_a_whole_it_stands_as_the_period_that_presses_most(book, day, whole):
    assert on(book, day).whole("月报") == whole


def test_what_is_done_in_every_period_is_fulfilled_as_a_whole(book):
    over = on(book, "2026-05-20", {"日期": "2026-04-20", "事件": "专项整治结束"})
    assert [one.state for one in over["月报"]] == ["fulfilled", "fulfilled_late"]
    assert over.whole("月报") == "fulfilled_late"


def test_the_account_of_a_case_says_how_it_stands_as_a_whole(book):
    told = on(book, "2026-06-11").explain()
    assert "- 月报（总的）：逾期未履行，共4期：逾期未履行1期，待履行1期，逾期履行1期，已履行1期" in told
    assert "- 月报（2026年5月）：逾期未履行，期限2026-06-10（遇休息日顺延），已过1个工作日" in told
    early = on(book, "2026-03-31").explain()  # of one period alone there is no more to say
    assert "（总的）" not in early
    assert "义务「月报」现为2026年3月已履行，2026年4月逾期履行，2026年5月逾期未履行，2026年6月待履行" in told


def test_a_reminder_of_a_period_keeps_its_identity(book):
    """The calendar that an office subscribes to has an entry for each period, the same every day."""
    needs.package("icalendar")

    def entries(day: str) -> dict[str, str]:
        text = ics_bytes(on(book, day).reminders(), date.fromisoformat(day), "到期").decode().replace("\r\n ", "")
        lines = text.split("\r\n")
        named = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY")]
        return dict(zip((line for line in lines if line.startswith("UID")), named, strict=True))

    before, after = entries("2026-06-10"), entries("2026-07-09")
    assert [name.strip("　") for name in before.values()] == [
        "〔逾期未履行〕季度抽查（2026年第二季度）",
        "〔临近届满〕月报（2026年5月）",
    ]
    assert len(after) == 3
    assert before.keys() < after.keys()
    assert "月报（2026年5月）" in csv_text(on(book, "2026-06-10").reminders())


def test_a_period_is_in_the_data_and_its_schema(book):
    data = on(book, "2026-06-11").to_dict()
    Draft202012Validator(case_schema()).validate(data)
    periods = [one["period"] for one in data["obligations"]]
    assert periods[:4] == ["2026年3月", "2026年4月", "2026年5月", "2026年6月"]
    assert periods[-1] == ""
    kept = zzrules.Determination.from_dict(json.loads(json.dumps(data["determination"])))
    assert [one.period for one in kept["campaign"].obligations] == periods


def test_an_end_that_is_far_away_costs_no_more_than_the_day_asked_about(tmp_path):
    (tmp_path / "campaign.yaml").write_text(
        (FOLDER / "campaign.yaml").read_text(encoding="utf-8").replace("至: 整治结束日期", "至: 9999-12-31"),
        encoding="utf-8",
    )
    answer = zzrules.load(FOLDER, over=tmp_path).casefile([LISTED]).on("2026-04-01")
    assert [one.period for one in answer["月报"]] == ["2026年3月", "2026年4月"]


def test_periods_that_are_too_many_share_an_answer_but_for_the_last_ones(book):
    answer = book.casefile([{**LISTED, "日期": "1990-01-01"}]).on("2026-06-11")
    first, *others = answer["月报"]
    assert (first.number, first.title, len(others)) == (0, "月报（其余各期）", MOST_PERIODS)
    assert first.missing == ()


@pytest.mark.parametrize("months", PERIODS.values())
def test_periods_follow_one_another_to_the_last_day_of_all(months):
    for day in (date(2024, 2, 29), date(2026, 6, 30), date(2026, 12, 31)):
        period = period_of(day.toordinal(), months)
        first, last = days_of(period, months)
        assert first <= day.toordinal() <= last
        assert days_of(period + 1, months)[0] == last + 1
        assert number_of(period + 1, months) > number_of(period, months)
        assert str(day.year) in name_of(number_of(period, months), months)
    assert days_of(last_period(months), months)[1] == date.max.toordinal()


CHAINED = """
政策: 各环
代码: links
依据: 第一条
行为日期: {取: 列入整治日期}
结论:
  - {得出: 没有, 代码: none}
义务:
  先报:
    依据: 第一条
    主体: 承办单位
    内容: 先报
    逐期: {每: 季度, 自: 列入整治日期, 至: 整治结束日期}
    时限: 期末
    履行: {首次: {列表: 报送, 取: 报送日期, 其中: {报送日期: 本期}}}
  再查:
    依据: 第一条
    主体: 主管部门
    内容: 再查
    逐期: {每: 月, 自: 列入整治日期, 至: 整治结束日期}
    条件: {义务: {先报: [逾期未履行, 逾期履行]}}
    时限: {期限: {起: 期末, 加: 5日}}
    履行: {首次: {列表: 抽查, 取: 抽查日期, 其中: {抽查日期: 本期}}}
  后通报: {依据: 第一条, 主体: 主管部门, 内容: 通报, 条件: {义务: {再查: 待履行}}, 履行: 通报日期}
"""
RECORDS: tuple[dict[str, Any], ...] = (
    {"列入整治日期": "2026-01-16", "整治结束日期": "无", "报送": "无", "抽查": "无", "通报日期": "无"},
    {"列入整治日期": "2026-01-16", "整治结束日期": "无", "报送": [{"报送日期": "2026-02-01"}], "抽查": "无"},
    {"列入整治日期": "2026-01-16", "整治结束日期": {"不早于": "2026-03-02"}, "报送": "无"},
    {"列入整治日期": {"不早于": "2026-01-16"}, "抽查": [{"抽查日期": "2026-03-01"}]},
    {"报送": "无"},
    {"列入整治日期": {"不早于": "2026-02-26", "不晚于": "2026-03-02"}, "报送": "无", "抽查": "无"},
)


@needs_durable_rules
@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("day", ["2026-03-31", "2026-07-08"])
def test_what_chains_on_a_period_agrees_with_the_reference(tmp_path, record, day):
    (tmp_path / "campaign.yaml").write_text(CHAINED, encoding="utf-8")
    linked = zzrules.load(FOLDER, over=tmp_path)
    read = linked.evaluate(record, on=day).record
    judged = reference.judge_obligations(linked.plan, read, reference.judge(linked.plan, read))
    assert chained(linked.plan, read) == judged


def test_steps_say_which_periods_there_are(book):
    case = Case(book)
    for number, event in enumerate((LISTED, *REPORTED)):
        case.enter({key: str(value) for key, value in event.items()}, number)
    case.at("2026-06-11")

    def refusal(step: Callable[..., None], *words: str | None) -> str:
        with pytest.raises(pytest.fail.Exception) as failed:
            step(None, None, "月报", *words, case=case)
        return str(failed.value)

    is_so, whole = casefiles.obligation_is, casefiles.obligation_as_a_whole
    assert "义务「月报」没有「2026年9月」期；有「2026年3月」" in refusal(is_so, "2026年9月", "待履行")
    assert "义务「月报」有4项；写成：义务「月报」「2026年3月」期…" in refusal(is_so, None, "待履行")
    assert "然而义务「月报（2026年5月）」逾期未履行" in refusal(is_so, "2026年5月", "待履行")
    assert "义务「月报」总的应当已履行，然而逾期未履行：" in refusal(whole, "已履行")
    casefiles.obligation_is(None, None, "月报", "2026年9月", "未发生", case=case)


def test_a_difference_names_the_period(tmp_path):
    text = (FOLDER / "campaign.yaml").read_text(encoding="utf-8")
    (tmp_path / "campaign.yaml").write_text(text.replace("日: 10, ", "日: 12, "), encoding="utf-8")
    report = "\n".join(zzrules.load(FOLDER, over=tmp_path).difference(zzrules.load(FOLDER)).lines())
    assert re.search("义务「月报（2026年[0-9]+月）」", report)
    assert "义务「季度抽查" not in report

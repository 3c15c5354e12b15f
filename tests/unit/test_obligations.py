"""Obligations by example: what their keys may say, and what several versions and lists make of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.property.strategies import VOCABULARY, Drawn, loaded

WORDS = """
词汇: 例子
机构: {审批局: bureau}
层级: {市级: city}
事实:
  收件日: {代码: received, 类型: 日期, 问: 哪天}
  办结日: {代码: done, 类型: 日期, 可无: 是, 问: 哪天}
  预定日: {代码: planned, 类型: 日期, 可为将来: 是, 可无: 是, 问: 哪天}
  急件: {代码: urgent, 类型: 是否, 问: 是吗}
  批次:
    代码: batches
    类型: 列表
    问: 有哪些
    顺序: 送达日
    字段:
      送达日: {代码: day, 类型: 日期, 可为将来: 是, 问: 哪天}
      完成日: {代码: ready, 类型: 日期, 可无: 是, 问: 哪天}
"""
HEAD = """
政策: 甲
代码: one
依据: 第二十条第二款
行为日期: {取: 收件日}
结论:
  - {得出: 其余, 代码: rest}
义务:
"""


def folder(duties: str, head: str = HEAD, **others: str) -> Drawn:
    """Load a policy with these obligations; and other files, by their names."""
    return loaded({VOCABULARY: WORDS, "甲.yaml": head + duties} | others)


def codes(drawn: Drawn) -> list[str]:
    return [problem.code for problem in drawn.problems]


def states(drawn: Drawn, record: dict[str, Any], on: str, policy: str = "one") -> list[str]:
    answer = drawn.book().evaluate(record, on=on)[policy]
    return [f"{one.title} {one.label}" for one in answer.obligations]


def test_the_day_of_conduct_may_be_the_last_day():
    """A last day may be a day that every policy knows: 行为日期 (to be done on the day itself) or 评价日."""
    drawn = folder("  当日办: {依据: 第二十条第二款, 主体: 甲, 内容: 办, 时限: 行为日期, 履行: 办结日}")
    assert drawn.problems == ()
    record = {"收件日": "2026-03-02", "办结日": "无"}
    assert states(drawn, record, "2026-03-02") == ["当日办 临近届满"]
    assert states(drawn, record, "2026-03-03") == ["当日办 逾期未履行"]


@pytest.mark.parametrize("inner", ["有一次: {义务: {甲: 已履行}}", "次数: {以上: 1, 其中: {义务: {甲: 已履行}}}"])
def test_a_condition_on_elements_says_nothing_of_obligations(inner):
    """What is asked of a list's elements is a matter of the elements: 「义务」 in it is refused, with its place."""
    drawn = folder(f"""
  甲: {{依据: 第二十条第二款, 主体: 甲, 内容: 办, 履行: 办结日}}
  乙: {{依据: 第二十条第二款, 主体: 甲, 内容: 办, 条件: {{批次: {{{inner}}}}}}}
""")
    assert codes(drawn) == ["ZZ259"]


def test_a_condition_on_the_element_at_hand_may_speak_of_obligations():
    """An obligation for each element speaks of others in its own condition: that asks nothing of a list."""
    drawn = folder("""
  甲: {依据: 第二十条第二款, 主体: 甲, 内容: 办, 履行: 办结日}
  乙: {依据: 第二十条第二款, 逐项: 批次, 主体: 甲, 内容: 办, 条件: {义务: {甲: 已履行}}, 履行: 完成日}
""")
    record = {"收件日": "2026-03-02", "办结日": "2026-03-03", "批次": [{"送达日": "2026-03-02", "完成日": "无"}]}
    assert states(drawn, record, "2026-03-04") == ["甲 已履行", "乙（第1项） 待履行"]


LATER = """
政策: 甲
代码: one
依据: 第二十条第二款
施行: 2027-01-01
行为日期: {取: 收件日}
结论:
  - {得出: 其余, 代码: rest}
义务:
"""


@pytest.mark.parametrize(
    ("key", "record"),
    [
        ("行为日期: 预定日", {"收件日": "2026-03-02"}),
        ("逐项: 批次", {"收件日": "2026-03-02", "批次": [{}]}),
        ("逐项: 批次", {"收件日": "2026-03-02"}),
    ],
)
def test_an_unknown_day_of_conduct_that_may_be_to_come_leaves_later_versions_possible(key, record):
    """Which versions may apply to an unknown day of an obligation's own rests on what that day may be."""
    drawn = folder(f"  办: {{依据: 第二十条第二款, {key}, 主体: 甲, 内容: 办, 履行: 办结日}}", head=LATER)
    (one,) = drawn.book().evaluate(record, on="2026-03-02")["one"].obligations
    assert {"not_in_force", "pending", "fulfilled"} <= set(one.possible)


def test_an_element_without_its_day_lacks_it():
    """What decides which version applies to an element is its day: where that is not known, it is what is missing."""
    drawn = folder("  办: {依据: 第二十条第二款, 逐项: 批次, 主体: 甲, 内容: 办, 条件: {急件: 是}, 履行: 完成日}")
    record = {"收件日": "2026-03-02", "急件": "否", "批次": [{"完成日": "无"}]}
    (one,) = drawn.book().evaluate(record, on="2026-03-04")["one"].obligations
    assert one.possible == ("not_set_off", "not_in_force")
    assert [fact.label for fact in one.missing] == ["批次第1项的送达日"]


OTHER = """
政策: 乙
代码: two
依据: 第二十一条
行为日期: {取: 收件日}
情形:
  紧急: {依据: 第二十一条第（五）项, 条件: {急件: 是}}
结论:
  - {得出: 其余, 代码: rest}
"""


def test_what_keeps_a_ground_open_is_missing_where_another_policy_speaks_of_it():
    """A condition may rest on another policy's ground: what that lacks is missing, also if its outcome is decided."""
    duty = "  办: {依据: 第二十条第二款, 主体: 甲, 内容: 办, 条件: {参见: {政策: 乙, 情形: 紧急}}, 时限: 立即}"
    drawn = folder(duty, **{"乙.yaml": OTHER})
    answer = drawn.book().evaluate({"收件日": "2026-03-02"}, on="2026-03-02")
    assert answer["two"].outcome == "rest"
    (one,) = answer["one"].obligations
    assert [fact.label for fact in one.missing] == ["急件"]


UNTIMED = """
  办: {依据: 第二十条第二款, 主体: 甲, 内容: 办, 履行: 办结日, 违反: {急件: 是}}
  查: {依据: 第二十条第二款, 主体: 甲, 内容: 查, 条件: {义务: {办: 违反}}, 履行: 预定日}
"""


def test_what_has_no_time_limit_is_breached_wherever_it_is_said():
    """It has no last day to be overdue from: also where another obligation rests on it, or a question decides it."""
    drawn = folder(UNTIMED)
    record = {"收件日": "2026-03-02", "办结日": "无", "急件": "是", "预定日": "无"}
    duty, checked = drawn.book().evaluate(record, on="2026-03-04")["one"].obligations
    assert (duty.label, checked.label) == ("违反", "待履行")
    [step] = checked.why()
    assert (step.text, step.said) == ("义务「办」违反", "义务「办」现为违反")
    del record["急件"]
    duty, _ = drawn.book().evaluate(record, on="2026-03-04")["one"].obligations
    assert [fact.would_decide for fact in duty.missing] == [(("是", "违反"), ("否", "待履行"))]


def test_what_was_done_was_done_and_is_not_compared_with_the_day_of_evaluation():
    drawn = folder(UNTIMED)
    record = {"收件日": "2026-03-02", "办结日": "2026-03-03", "急件": "是", "预定日": "无"}
    late, _ = drawn.book().evaluate(record, on="2026-03-04")["one"].obligations
    assert [step.said for step in late.missed_by()] == ["「急件」为是"]
    assert "评价日" not in str(late.why())
    done, _ = drawn.book().evaluate(record | {"急件": "否"}, on="2026-03-04")["one"].obligations
    [step] = done.why()
    assert (step.text, step.said) == ("有「办结日」", "「办结日」是2026-03-03")
    assert "「办结日」不晚于评价日" not in drawn.book().evaluate(record, on="2026-03-04").explain()

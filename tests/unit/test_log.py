"""Logs by example: what the entries of a case say of its facts on a day, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.property.strategies import VOCABULARY, loaded

import zzrules
from zzrules.answer.values import NONE
from zzrules.casefile import CaseFile

WORDS = """
词汇: 例子
机构: {审批局: bureau}
层级: {市级: city}
事实:
  收件日: {代码: received, 类型: 日期, 问: 哪天}
  联系日: {代码: contacted, 类型: 日期, 可无: 是, 问: 哪天}
  完工日: {代码: finished, 类型: 日期, 可无: 是, 问: 哪天}
  等次: {代码: grade, 类型: 选项, 选项: {好评: good, 差评: bad}, 问: 哪个}
  属实: {代码: true_so, 类型: 是否, 问: 是吗}
  件数: {代码: number, 类型: 整数, 可无: 是, 问: 多少}
  失职: {代码: neglect, 类型: 认定, 问: 有吗}
  停工:
    代码: stops
    类型: 列表
    问: 有哪些
    顺序: 起
    期间: [起, 止]
    字段:
      起: {代码: first, 类型: 日期, 问: 哪天}
      止: {代码: last, 类型: 日期, 可无: 是, 问: 哪天}
      事由: {代码: cause, 类型: 选项, 选项: {听证: hearing, 检测: test}, 问: 哪种}
  催告:
    代码: reminders
    类型: 列表
    问: 有哪些
    顺序: 催告日
    字段:
      催告日: {代码: day, 类型: 日期, 问: 哪天}
      回复日: {代码: answered, 类型: 日期, 可无: 是, 问: 哪天}
      撤销日: {代码: revoked, 类型: 日期, 可无: 是, 问: 哪天}
      语气: {代码: tone, 类型: 选项, 选项: {缓: mild, 急: sharp}, 问: 哪种}
事件:
  查明: {代码: established, 带: 全部}
  收件: {代码: receipt, 记: {收件日: 发生日期, 等次: 差评}, 带: [属实]}
  联系: {代码: contact, 记: {联系日: 发生日期}, 未登记则: 无}
  完工: {代码: finish, 记: {完工日: 发生日期}, 未登记则: 无, 多次: 末次}
  认定失职: {代码: neglect_found, 带: [失职], 未登记则: 无}
  停工: {代码: stop, 列表: 停工, 记: {起: 发生日期}, 带: [事由], 未登记则: 无}
  复工: {代码: resume, 续: 停工, 记: {止: 发生日期}, 未登记则: 无}
  补记停工: {代码: stop_whole, 列表: 停工, 带: [起, 止]}
  催告: {代码: reminder, 列表: 催告, 记: {催告日: 发生日期}, 带: [语气], 未登记则: 无}
  回复: {代码: answer, 续: 催告, 记: {回复日: 发生日期}, 带: [语气], 未登记则: 无}
  撤销: {代码: revoke, 续: 催告, 记: {撤销日: 发生日期}, 带: [语气], 未登记则: 无}
"""
POLICY = """
政策: 甲
代码: one
依据: 第二十条第二款
行为日期: {取: 收件日}
结论:
  - {得出: 其余, 代码: rest}
"""
BOOK = loaded({VOCABULARY: WORDS, "甲.yaml": POLICY}).book()


def case(*events: Any, **more: Any) -> CaseFile:
    return BOOK.casefile(events, **more)


def value(file: CaseFile, on: str, name: str) -> Any:
    """Return what the log says of a fact as of a day: dates as text; None if it is unknown."""
    record = file.on(on).determination.record
    return "查不清" if name in record.unclear else plain(record.values.get(name), name)


def plain(value: Any, name: str = "") -> Any:
    days = {"received", "contacted", "finished"}
    return date.fromordinal(value).isoformat() if type(value) is int and name in days else value


def codes(file: CaseFile) -> list[str]:
    return [problem.code for problem in file.problems]


# ── what cannot be read ─────────────────────────────────────────────────


@pytest.mark.parametrize("number", [10**5000, 1.5, True, [], {}, "", " "], ids=range(7))
def test_a_number_that_is_none_is_refused(number):
    """A number that is neither a text nor an integer that can be written out is said to be none; nothing is raised."""
    file = case({"编号": number, "日期": "2026-03-02", "事件": "联系"})
    assert codes(file) == ["ZZ430"]
    assert value(file, "2026-03-03", "contacted") == "2026-03-02"

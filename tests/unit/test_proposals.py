"""What a message proposes is accepted: in the place of the mistake it is read without another message."""

import pytest
from tests.unit.documents import Example, problems_of

CONDITIONS = {
    "报请日期: {以上: 2026-01-01}": "报请日期: {不早于: 2026-01-01}",
    "报请日期: {超过: 受理日期}": "报请日期: {晚于: 受理日期}",
    "报请日期: {以下: 2026-01-01}": "报请日期: {不晚于: 2026-01-01}",
    "报请日期: {未满: 2026-01-01}": "报请日期: {早于: 2026-01-01}",
    "报请日期: {属于: [2026-01-01, 2026-01-02]}": "任一: [报请日期: {等于: 2026-01-01}, 报请日期: {等于: 2026-01-02}]",
    "报请日期: {大于等于: 2026-01-01}": "报请日期: {不早于: 2026-01-01}",
    "报请日期: {不迟于: 受理日期}": "报请日期: {不晚于: 受理日期}",
    "报请日期: {晚于等于: 受理日期}": "报请日期: {不早于: 受理日期}",
    "报请日期: {等于: 2026/1/1}": "2026-01-01",
    "报请日期: ≥2026-01-01": "报请日期: {不早于: 2026-01-01}",
    "在窗口工作时间: {晚于: 轮换年限}": "在窗口工作时间: {超过: 轮换年限}",
    "在窗口工作时间: {晚于: 2年}": "在窗口工作时间: {超过: 2年}",
    "在窗口工作时间: {不早于: 2年}": "在窗口工作时间: {以上: 2年}",
    "在窗口工作时间: {早于: 2年}": "在窗口工作时间: {未满: 2年}",
    "在窗口工作时间: {不晚于: 2年}": "在窗口工作时间: {以下: 2年}",
    "在窗口工作时间: {不等于: 2年}": "任一: [在窗口工作时间: {未满: 2年}, 在窗口工作时间: {超过: 2年}]",
    "用去的工作日: {低于: 20}": "用去的工作日: {未满: 20}",
    "用去的工作日: {高于: 20}": "用去的工作日: {超过: 20}",
    "用去的工作日: {不早于: 20}": "用去的工作日: {以上: 20}",
    '损失金额: {不晚于: "1,000元"}': '损失金额: {以下: "1,000元"}',
    "主体: {不等于: 其他}": "主体: {不属于: [其他]}",
    "后果形态: {不属于: [失误, 错误]}": "全部: [后果形态: {不包含: 失误}, 后果形态: {不包含: 错误}]",
    "实名: {不等于: 是}": "实名: 否",
    "实名: {等于: 否}": "实名: 否",
    "实名: no": "实名: 否",
    "实名: TRUE": "实名: 是",
}


def _problems(condition):
    return problems_of(Example("", 0, "条件", condition))


@pytest.mark.parametrize("written", CONDITIONS)
def test_a_comparison_is_proposed_that_says_the_same(written):
    (problem,) = _problems(written)
    proposed = CONDITIONS[written]
    assert problem.hint == proposed
    if ":" in proposed:
        assert _problems(proposed) == ()


LITERALS = {
    "报请日期: {早于: 2027.7.1}": "2027-07-01",
    "报请日期: {早于: 2027年7月1日}": "2027-07-01",
    "报请日期: {早于: 2026-02-30}": "2026-02-28（那个月的最后一天），或者别的实有的日期",
    "承诺时限: {等于: 3个工作日}": "3工作日",
    "在窗口工作时间: {未满: 两年}": "2年",
    "在窗口工作时间: {未满: 三十六个月}": "36个月",
    "损失金额: {以上: 五万}": "5万元",
    "损失金额: {以上: 5万}": "5万元",
    "损失金额: {以上: 50000}": "5万元",
    "损失金额: {以上: 人民币3000元整}": "3000元",
    "用去的工作日: {以上: 二十}": "20",
}


@pytest.mark.parametrize("written", LITERALS)
def test_a_value_is_proposed_that_says_the_same(written):
    (problem,) = _problems(written)
    assert problem.hint == LITERALS[written]


def test_numbers_in_words_are_read_as_they_are_said():
    from zzrules.policy.meant import integer_instead, moment_instead

    assert integer_instead("一亿二千万") == "120000000"
    assert integer_instead("三万") == "30000"
    assert moment_instead("2026年7月1日24点") == ""


@pytest.mark.parametrize("text", ["一万二", "1万2", "三百五", "一千二元"])
def test_nothing_is_proposed_for_a_number_that_is_said_otherwise_than_written(text):
    from zzrules.policy.meant import amount_instead, integer_instead

    assert (amount_instead(text), integer_instead(text)) == ("", "")
    assert (amount_instead("一万二千元"), integer_instead("三百零五")) == ("12000元", "305")


@pytest.mark.parametrize(
    ("text", "time"), [("晚上12点", ""), ("凌晨12点", ""), ("中午12点", "12:00"), ("晚上11点", "23:00")]
)
def test_midnight_is_not_noon(text, time):
    from zzrules.policy.meant import time_instead

    assert time_instead(text) == time

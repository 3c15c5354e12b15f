"""Logs by example: what the entries of a case say of its facts on a day, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.property.strategies import VOCABULARY, loaded

from zzrules.case.values import NONE, Perhaps
from zzrules.casefile import CaseFile
from zzrules.policy.vocabulary import Kind

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
  催告: {代码: reminder, 列表: 催告, 记: {催告日: 发生日期}, 带: [语气, 回复日], 未登记则: 无}
  回复: {代码: answer, 续: 催告, 记: {回复日: 发生日期}, 带: [语气], 未登记则: 无}
  口头回复: {代码: answer_by_mouth, 续: 催告, 记: {回复日: 发生日期}}
  撤销: {代码: revoke, 续: 催告, 记: {撤销日: 发生日期}, 带: [语气], 未登记则: 无}
"""
POLICY = """
政策: 甲
代码: one
依据: 第二十条第二款
行为日期: {取: 收件日}
结论:
  - {得出: 多次, 代码: often, 条件: {催告: {次数: {以上: 2}}}}
  - {得出: 少次, 代码: seldom}
义务:
  答复: {依据: 第二十条第二款, 逐项: 催告, 行为日期: 收件日, 主体: 甲, 内容: 答复, 时限: 收件日, 履行: 回复日}
"""
BOOK = loaded({VOCABULARY: WORDS, "甲.yaml": POLICY}).book()


def case(*events: Any, **more: Any) -> CaseFile:
    return BOOK.casefile(events, **more)


def event(day: str, kind: str, number: int | str | None = None, /, **more: Any) -> dict[str, Any]:
    """Return an entry of the year 2026 (month-day), with its number."""
    return ({} if number is None else {"编号": number}) | {"日期": f"2026-{day}", "事件": kind, **more}


def value(file: CaseFile, on: str, name: str) -> Any:
    """Return what the log says of a fact as of a day; 不明 if nothing is known. Days are shown as month-day."""
    record = file._log.fold(date.fromisoformat(f"2026-{on}").toordinal()).record
    if name in record.unclear:
        return "查不清"
    return shown(record.values.get(name, "不明"), BOOK.vocabulary.by_name[name].kind)


def shown(value: Any, kind: Kind) -> Any:
    if value is NONE:
        return "无"
    return f"{date.fromordinal(value):%m-%d}" if kind is Kind.DATE and type(value) is int else value


def elements(file: CaseFile, on: str, name: str) -> Any:
    """Return the elements of a list as text, each in a row, its number first; 不明 for the list or a field unknown."""
    rows = value(file, on, name)
    if rows == "不明":
        return rows
    fields = BOOK.vocabulary.by_name[name].fields
    return [
        "也许还有"
        if isinstance(row, Perhaps)
        else " ".join(
            [str(row[0] or "不明")]
            + ["不明" if one is None else str(shown(one, fact.kind)) for one, fact in zip(row[1:], fields, strict=True)]
        )
        for row in rows
    ]


def codes(file: CaseFile) -> list[str]:
    return [problem.code for problem in file.problems]


# ── facts that stand alone ──────────────────────────────────────────────


def test_the_first_occurrence_counts_or_the_last_where_its_kind_says_so():
    """A dated fact is the day of the first entry of its kind up to the day asked about; of the last with 多次: 末次."""
    file = case(*(event(day, kind) for kind in ("联系", "完工") for day in ("03-05", "03-02", "03-09")))
    assert [value(file, on, "contacted") for on in ("03-01", "03-02", "03-06", "03-10")] == ["无", *["03-02"] * 3]
    assert [value(file, on, "finished") for on in ("03-02", "03-06", "03-10")] == ["03-02", "03-05", "03-09"]


def test_an_entry_that_arrives_late_counts_as_of_its_own_day():
    """What is entered late is known as of the day on which it happened: the log says how it was, not what was known."""
    file = case(event("03-05", "联系"))
    assert value(file, "03-03", "contacted") == "无"
    assert value(file.with_event(event("03-02", "联系")), "03-03", "contacted") == "03-02"


def test_what_is_brought_holds_until_an_entry_says_otherwise():
    """Of what entries bring and fix, the latest before the day asked about counts; 查不清 and 无 are such, too."""
    file = case(
        event("03-01", "收件", 属实="是"),
        event("03-03", "查明", 属实="查不清", 件数=2),
        event("03-05", "查明", 属实="否", 件数="无", 等次="好评"),
    )
    assert [value(file, on, "true_so") for on in ("02-28", "03-02", "03-04", "03-06")] == [
        "不明",
        True,
        "查不清",
        False,
    ]
    assert [value(file, on, "number") for on in ("03-02", "03-04", "03-06")] == ["不明", 2, "无"]
    assert [value(file, on, "grade") for on in ("03-02", "03-06")] == ["bad", "good"]


def test_silence_says_no_only_where_its_kind_says_so():
    """A fact that no entry settles is 无 where a kind says 未登记则: 无, else unknown."""
    assert value(case(), "03-01", "contacted") == "无"
    assert value(case(), "03-01", "neglect") == "无"
    assert value(case(), "03-01", "received") == "不明"
    assert elements(case(), "03-01", "reminders") == []


def test_silence_says_nothing_behind_the_day_up_to_which_the_log_is_kept():
    """Behind 登记至 silence is no knowledge; what is on file counts all the same."""
    file = case(event("03-02", "收件"), kept_until="2026-03-05")
    assert [value(file, on, "contacted") for on in ("03-05", "03-06")] == ["无", "不明"]
    assert [value(file, on, "neglect") for on in ("03-05", "03-06")] == ["无", "不明"]
    assert [elements(file, on, "reminders") for on in ("03-05", "03-06")] == [[], "不明"]
    assert value(file, "03-06", "received") == "03-02"


def test_behind_that_day_a_list_may_have_further_elements_and_ends():
    """Behind 登记至 elements on file are known, further ones are possible, and what has not ended may have ended."""
    file = case(event("03-02", "催告", 语气="缓"), kept_until="2026-03-05")
    assert elements(file, "03-05", "reminders") == ["1 03-02 无 无 mild"]
    assert elements(file, "03-06", "reminders") == ["不明 03-02 不明 不明 mild", "也许还有"]


def test_a_statement_that_nothing_had_happened_holds_as_long_as_the_log_is_kept():
    """Once the log is not kept, or has an entry of no kind, what had not happened may have happened since."""
    stated = event("03-02", "查明", 联系日="无")
    file = case(stated, kept_until="2026-03-05")
    assert [value(file, on, "contacted") for on in ("03-02", "03-05", "03-06")] == ["无", "无", "不明"]
    file = case(stated, event("03-04", "连系"))
    assert [value(file, on, "contacted") for on in ("03-03", "03-04")] == ["无", "不明"]
    file = case(event("03-07", "查明", 联系日="无"), facts={"联系日": "无"}, kept_until="2026-03-05")
    assert [value(file, on, "contacted") for on in ("03-05", "03-06", "03-07", "03-08")] == ["无", "不明", "无", "不明"]


def test_undated_facts_count_until_an_entry_says_otherwise():
    """Facts without a date hold from the beginning; an entry overrides them from its day on."""
    file = case(
        event("03-02", "联系"), event("03-03", "查明", 件数=3), facts={"件数": 2, "联系日": "无", "属实": "查不清"}
    )
    assert [value(file, on, "number") for on in ("03-01", "03-03")] == [2, 3]
    assert [value(file, on, "contacted") for on in ("03-01", "03-02")] == ["无", "03-02"]
    assert value(file, "03-09", "true_so") == "查不清"


def test_an_undated_day_that_is_to_come_is_not_yet_known():
    """An undated fact may give a day behind the one asked about: as of that one it is not known."""
    file = case(facts={"收件日": "2026-03-05"})
    assert [value(file, on, "received") for on in ("03-04", "03-05")] == ["不明", "03-05"]


def test_an_undated_day_known_in_part_is_within_its_bounds():
    """An undated fact of which no entry speaks may be known in part, too; as of a day it lies not behind that day."""
    file = case(facts={"收件日": {"不早于": "2026-03-04"}})
    extent = {on: file._log.fold(date.fromisoformat(f"2026-{on}").toordinal()).record for on in ("03-04", "03-05")}
    assert extent["03-05"].partial["received"].low == date(2026, 3, 4).toordinal()
    assert extent["03-04"].values["received"] == date(2026, 3, 4).toordinal()


def test_an_undated_determination_is_not_known_before_its_day():
    """A determination among the undated facts is of its day: before, it was not made, and nobody knows of it."""
    found = {"结论": "是", "机构": "审批局", "依据": "文号", "日期": "2026-03-05"}
    file = case(facts={"失职": found})
    assert value(file, "03-04", "neglect") == "无"
    assert value(file, "03-05", "neglect").conclusion is True


def test_undated_elements_show_no_day_before_it():
    """Of an element among the undated facts a day that is to come is not known, and so is the order of all."""
    file = case(
        facts={"催告": [{"催告日": "2026-03-02", "回复日": "2026-03-05"}, {"催告日": "2026-03-07", "回复日": "无"}]}
    )
    assert elements(file, "03-04", "reminders") == ["不明 03-02 不明 不明 不明", "不明 不明 无 不明 不明"]
    assert elements(file, "03-07", "reminders") == ["1 03-02 03-05 不明 不明", "2 03-07 无 不明 不明"]


def test_two_statements_of_one_day_contradict_each_other():
    """Two entries of one day that state different things leave the fact unknown until a later one states it."""
    file = case(event("03-02", "查明", 件数=1), event("03-02", "查明", 件数=2), event("03-04", "查明", 件数=3))
    assert codes(file) == ["ZZ437"]
    assert [value(file, on, "number") for on in ("03-01", "03-03", "03-04")] == ["不明", "不明", 3]


def test_equal_statements_of_one_day_agree():
    """Two entries of one day that state the same are no contradiction."""
    file = case(event("03-02", "查明", 件数=1), event("03-02", "查明", 件数=1))
    assert (codes(file), value(file, "03-02", "number")) == ([], 1)


def test_what_happens_behind_a_statement_that_nothing_had_happened_counts():
    """A statement that something has not happened ends with its happening, also if an earlier entry is on file."""
    file = case(event("03-01", "联系"), event("03-03", "查明", 联系日="无"), event("03-05", "联系"))
    assert [value(file, on, "contacted") for on in ("03-02", "03-04", "03-05")] == ["03-01", "无", "03-05"]


def test_a_stated_first_occurrence_stays_the_first():
    """Where the first occurrence was stated with its day, a later one does not take its place; the last one does."""
    file = case(
        event("03-03", "查明", 联系日="2026-03-01", 完工日="2026-03-01"), event("03-05", "联系"), event("03-06", "完工")
    )
    assert value(file, "03-09", "contacted") == "03-01"
    assert value(file, "03-09", "finished") == "03-06"


def test_a_determination_takes_the_day_of_its_entry():
    """A determination that gives no day was made on the day of the entry; one that gives another keeps it."""
    found = {"结论": "是", "机构": "审批局", "依据": "文号"}
    file = case(event("03-05", "认定失职", 失职=found))
    assert value(file, "03-05", "neglect").day == date(2026, 3, 5).toordinal()
    file = case(event("03-05", "认定失职", 失职=found | {"日期": "2026-03-04"}))
    assert value(file, "03-05", "neglect").day == date(2026, 3, 4).toordinal()


@pytest.mark.parametrize("brought", [{}, {"失职": None}, {"失职": "查不请"}, {"失真": "是"}])
def test_an_entry_on_file_without_its_determination_is_no_silence(brought):
    """An entry of a kind breaks its silence: what it should have brought is unknown, never 无."""
    file = case(event("03-05", "认定失职", **brought))
    assert [value(file, on, "neglect") for on in ("03-04", "03-05")] == ["无", "不明"]


# ── corrections, withdrawals, duplicates ────────────────────────────────


def correction(number: int, of: int, day: str, kind: str = "联系") -> dict[str, Any]:
    return event(day, kind, number, 更正=of)


def withdrawal(number: int, of: int) -> dict[str, Any]:
    return {"编号": number, "撤回": of}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([correction(2, 1, "03-05")], "03-05"),
        ([correction(2, 1, "03-05"), correction(3, 2, "03-07")], "03-07"),
        ([withdrawal(2, 1)], "无"),
        ([withdrawal(2, 1), withdrawal(3, 2)], "03-02"),
        ([correction(2, 1, "03-05"), withdrawal(3, 2)], "03-02"),
        ([correction(2, 1, "03-05"), correction(3, 2, "03-07"), withdrawal(4, 3)], "03-05"),
        ([correction(2, 1, "03-05"), withdrawal(3, 2), withdrawal(4, 3)], "03-05"),
        ([correction(2, 1, "03-05", kind="完工")], "无"),
        ([event("03-02", "联系", 1)], "03-02"),
    ],
    ids=[
        *("corrected", "correction corrected", "withdrawn", "withdrawal withdrawn", "correction withdrawn"),
        *("correction of a correction withdrawn", "withdrawal of a correction withdrawn", "corrected to another kind"),
        "delivered twice",
    ],
)
def test_an_entry_counts_unless_another_takes_its_place(more, expected):
    """A correction replaces an entry whole, a withdrawal removes it; either can itself be corrected or withdrawn.

    It does not matter in which order they arrive.
    """
    events = [event("03-02", "联系", 1), *more]
    for arrived in (events, events[::-1]):
        file = case(*arrived)
        assert codes(file) == []
        assert value(file, "03-09", "contacted") == expected


def test_a_duplicate_is_one_entry():
    """An entry delivered twice under its number is there once; without a number, two entries are two."""
    assert len(case(event("03-02", "催告", 7), event("03-02", "催告", "7"))) == 1
    assert len(elements(case(event("03-02", "催告"), event("03-02", "催告")), "03-03", "reminders")) == 2


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([event("03-02", "联系", 1), event("03-03", "联系", 1)], "ZZ434"),
        ([event("03-02", "联系", 1), {"编号": 2, "撤回": 1}, {"编号": 2, "撤回": 9}], "ZZ434"),
        ([correction(1, 2, "03-02"), correction(2, 1, "03-03")], "ZZ435"),
        ([correction(1, 1, "03-02")], "ZZ435"),
        ([event("03-02", "联系", 1), correction(2, 1, "03-03"), withdrawal(3, 1)], "ZZ435"),
    ],
    ids=["number given twice", "withdrawal under a number given twice", "circle", "itself", "corrected and withdrawn"],
)
def test_contradictory_numbers_leave_what_they_concern_unknown(events, code):
    """Numbers given twice, circles, and two that take the place of one: reported, and what they say is unknown."""
    for arrived in (events, events[::-1]):
        file = case(*arrived)
        assert code in codes(file)
        assert value(file, "03-09", "contacted") == "不明"


def test_a_number_given_again_with_what_cannot_be_read_is_no_duplicate():
    """Of two entries of one number, one of which says more than can be read, either may be right, in any order."""
    events = [event("03-02", "联系", 1), event("03-02", "联系", 1, 无此事实="是")]
    for arrived in (events, events[::-1]):
        file = case(*arrived)
        assert sorted(codes(file)) == ["ZZ433", "ZZ434"]
        assert value(file, "03-09", "contacted") == "不明"


@pytest.mark.parametrize("what", ["更正", "撤回"])
def test_a_number_that_no_entry_has_is_reported(what):
    """A correction or a withdrawal of what is not in the log is reported; a correction counts as an entry."""
    file = case(event("03-02", "联系", 1), {"编号": 2, what: 9, **({} if what == "撤回" else event("03-01", "联系"))})
    assert codes(file) == ["ZZ435"]
    assert value(file, "03-09", "contacted") == ("03-02" if what == "撤回" else "03-01")


def test_a_withdrawal_says_nothing_else():
    """A withdrawal that also says something is contradictory: reported, and what it withdraws is unknown, not 无."""
    file = case(event("03-02", "联系", 1), {"编号": 2, "撤回": 1, **event("03-02", "联系")})
    assert codes(file) == ["ZZ430"]
    assert value(file, "03-09", "contacted") == "不明"


# ── lists ───────────────────────────────────────────────────────────────


def test_entries_begin_and_continue_the_elements_of_a_list():
    """Each beginning adds an element, each end continues the one that waits for it; before, it is 无."""
    file = case(event("03-02", "停工", 事由="听证"), event("03-04", "复工"), event("03-09", "停工"))
    assert elements(file, "03-03", "stops") == ["1 03-02 无 hearing"]
    assert elements(file, "03-09", "stops") == ["1 03-02 03-04 hearing", "2 03-09 无 不明"]
    assert codes(file) == []


def test_a_number_says_which_element_is_continued():
    """Where several wait, 「对」 says which is meant; without it the end is reported and nobody's."""
    begun = [event("03-02", "催告", 1, 语气="缓"), event("03-03", "催告", 2, 语气="急")]
    file = case(*begun, event("03-05", "回复", 对=2))
    assert elements(file, "03-05", "reminders") == ["1 03-02 无 无 mild", "2 03-03 03-05 无 sharp"]
    file = case(*begun, event("03-05", "回复"))
    assert codes(file) == ["ZZ436"]
    assert elements(file, "03-04", "reminders") == ["1 03-02 无 无 mild", "2 03-03 无 无 sharp"]
    assert elements(file, "03-05", "reminders") == ["1 03-02 不明 无 mild", "2 03-03 不明 无 sharp"]


@pytest.mark.parametrize("correcting", [{"编号": 9, "更正": 1}, {"更正": 1}], ids=["numbered", "without a number"])
def test_an_end_finds_the_correction_of_its_beginning(correcting):
    """A correction replaces an entry whole: 「对」 with the number of what was corrected means the correction."""
    begun = [event("03-02", "催告", 1), event("03-03", "催告", 2), event("03-05", "回复", 对=1)]
    file = case(*begun, correcting | event("03-01", "催告", 语气="急"))
    assert codes(file) == []
    assert elements(file, "03-05", "reminders") == ["1 03-01 03-05 无 sharp", "2 03-03 无 无 不明"]


@pytest.mark.parametrize(
    "events",
    [
        [event("03-04", "回复")],
        [event("03-02", "催告", 1), event("03-03", "回复"), event("03-04", "回复")],
        [event("03-02", "催告", 1), event("03-03", "回复", 对=1), event("03-04", "回复", 对=1)],
        [event("03-05", "催告", 1), event("03-04", "回复", 对=1)],
        [event("03-02", "催告", 1), event("03-04", "回复", 对=7)],
    ],
    ids=["no beginning", "ended already", "ended already by number", "ends before it begins", "no such number"],
)
def test_an_end_without_beginning_is_reported(events):
    """An end that continues nothing is reported, once."""
    assert codes(case(*events)) == ["ZZ436"]


def test_kinds_that_continue_an_element_say_each_its_own():
    """Two kinds may continue one element; of what both bring, the later entry counts, whatever else is on file."""
    begun = [event("03-01", "催告", 1), event("03-01", "催告", 2)]
    others = [
        event("03-02", "撤销", 对=1),
        event("03-08", "撤销", 对=2, 语气="急"),
        event("03-05", "回复", 对=2, 语气="缓"),
    ]
    file = case(*begun, *others)
    assert elements(file, "03-09", "reminders") == ["1 03-01 无 03-02 不明", "2 03-01 03-05 03-08 sharp"]


@pytest.mark.parametrize(("day", "told"), [({"日期": "2026-03-05"}, "03-05"), ({}, "不明")], ids=["read", "not read"])
def test_the_silence_of_one_kind_does_not_undo_what_another_says(day, told):
    """A field that two kinds settle is 无 only while neither is on file, also if what is cannot be read."""
    file = case(event("03-02", "催告"), day | {"事件": "口头回复"})
    assert elements(file, "03-09", "reminders") == [f"1 03-02 {told} 无 不明"]


def test_a_field_that_cannot_be_read_is_unknown():
    """An end that brings what cannot be read leaves that field unknown, also if the beginning gave it."""
    file = case(event("03-02", "催告", 语气="缓"), event("03-04", "回复", 语气="温"))
    assert codes(file) == ["ZZ404"]
    assert [elements(file, on, "reminders") for on in ("03-03", "03-04")] == [
        ["1 03-02 无 无 mild"],
        ["1 03-02 03-04 无 不明"],
    ]


@pytest.mark.parametrize("of", [{}, {"对": 1}], ids=["of either", "of the first"])
def test_an_end_that_cannot_be_read_leaves_open_whatever_it_may_say(of):
    """What an end without a day may say of an element is unknown: of the one that it means, or of each that waits."""
    begun = [event("03-02", "催告", 1, 语气="缓"), event("03-03", "催告", 2, 语气="急")]
    file = case(*begun, {"事件": "回复", "语气": "缓"} | of)
    assert codes(file) == ["ZZ432"]
    second = "2 03-03 无 无 sharp" if of else "2 03-03 不明 无 不明"
    assert elements(file, "03-09", "reminders") == ["1 03-02 不明 无 不明", second]


def test_intervals_do_not_overlap():
    """An interval that has not ended overlaps what begins behind it: reported, and the list is unknown from then on."""
    file = case(event("03-02", "停工"), event("03-05", "停工"))
    assert codes(file) == ["ZZ438"]
    assert [elements(file, on, "stops") for on in ("03-04", "03-05")] == [["1 03-02 无 不明"], "不明"]


@pytest.mark.parametrize(
    ("events", "facts"),
    [
        ([event("03-09", "补记停工", 起="2026-03-05", 止="2026-03-01")], {}),
        ([event("03-05", "停工")], {"停工": [{"起": "2026-03-01", "止": "2026-03-07"}]}),
    ],
    ids=["ends before it begins", "overlaps an undated one"],
)
def test_every_list_that_intervals_make_unknown_has_its_problem(events, facts):
    """Nothing is unknown for its intervals without a word: one alone, or one among the undated facts, is reported."""
    file = case(*events, facts=facts)
    assert codes(file) == ["ZZ438"]
    assert elements(file, "03-09", "stops") == "不明"


@pytest.mark.parametrize(
    "lost",
    [
        [event("三月", "催告")],
        [event("03-03", "催各")],
        [event("03-03", "催告", 8), event("03-04", "催告", 8)],
    ],
    ids=["no date", "unknown kind", "number given twice"],
)
def test_an_element_that_there_may_be_is_neither_counted_nor_owed(lost):
    """Of a list that may have further elements nothing is decided by their number, and for them nothing is breached."""
    begun = [event("03-01", "收件"), event("03-02", "催告")]
    answer = case(*begun).on("2026-03-09")
    assert answer.determination["one"].outcome == "seldom"
    assert [one.title for one in answer.breached] == ["答复（第1项）"]
    answer = case(*begun, *lost).on("2026-03-09")
    assert answer.determination["one"].possible == ("often", "seldom")
    assert {fact.why for fact in answer.determination["one"].missing} == {"more"}
    assert answer["答复"][1].state is None
    assert [fact.why for fact in answer["答复"][1].missing] == ["more"]


def test_a_digest_tells_an_element_that_there_may_be_from_one_that_there_is():
    """Two records that are not equal have not the same digest: an element of which nothing is known is there."""
    perhaps = case(event("03-02", "催告"), event("三月", "催告")).on("2026-03-09").determination
    certain = case(event("03-02", "催告"), facts={"催告": [{}]}).on("2026-03-09").determination
    assert [len(one.record.values["reminders"]) for one in (perhaps, certain)] == [2, 2]
    assert perhaps.record_digest != certain.record_digest


def test_undated_elements_and_entries_make_one_list():
    """Elements among the undated facts stand in one list with those of entries, in the order of their days."""
    file = case(event("03-02", "催告"), facts={"催告": [{"催告日": "2026-03-01", "语气": "急"}]})
    assert elements(file, "03-02", "reminders") == ["1 03-01 不明 不明 sharp", "2 03-02 无 无 不明"]


# ── what cannot be read ─────────────────────────────────────────────────


@pytest.mark.parametrize("number", [10**5000, 1.5, True, [], {}, "", " "], ids=range(7))
def test_a_number_that_is_none_is_refused(number):
    """A number that is neither a text nor an integer that can be written out is said to be none; nothing is raised."""
    file = case(event("03-02", "联系") | {"编号": number})
    assert codes(file) == ["ZZ430"]
    assert value(file, "03-03", "contacted") == "03-02"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"日期": "2026-03-02"}, "ZZ430"),
        ({"日期": "2026-03-02", "事件": "连系"}, "ZZ431"),
        ({"事件": "联系"}, "ZZ432"),
        ({"日期": "2026-02-30", "事件": "联系"}, "ZZ432"),
        ({"日期": "3月2日", "事件": "联系"}, "ZZ432"),
        ("联系", "ZZ430"),
        (None, "ZZ430"),
    ],
    ids=["no kind", "unknown kind", "no day", "no day of the calendar", "no date", "text", "nothing"],
)
def test_what_cannot_be_read_is_no_silence(event, code):
    """An entry whose kind or day cannot be read is reported; nothing is taken not to have happened for want of it."""
    file = case(event)
    assert codes(file) == [code]
    assert value(file, "03-09", "contacted") == "不明"


def test_an_entry_of_no_kind_breaks_silence_from_its_day_on():
    """Up to its day an entry of an unknown kind is not yet visible; then any silence may be broken by it."""
    file = case(event("03-02", "催告"), event("03-05", "催各"))
    assert [value(file, on, "contacted") for on in ("03-04", "03-05")] == ["无", "不明"]
    assert elements(file, "03-04", "reminders") == ["1 03-02 无 无 不明"]
    assert elements(file, "03-05", "reminders") == ["不明 03-02 不明 不明 不明", "也许还有"]


def test_a_beginning_whose_day_cannot_be_read_may_be_an_element():
    """A beginning that cannot be read leaves what is known of the others, and room for further elements."""
    file = case(event("03-02", "催告"), {"日期": "三月", "事件": "催告"})
    assert elements(file, "03-03", "reminders") == ["不明 03-02 无 无 不明", "也许还有"]
    assert elements(case({"日期": "三月", "事件": "催告"}), "03-03", "reminders") == "不明"


@pytest.mark.parametrize("key", ["停工", "stops", "停工表"])
def test_a_list_that_grows_by_events_is_not_brought_whole(key):
    """A list to which events add is not brought by another kind: what such an entry meant is doubtful, never a row."""
    file = case(event("03-02", "停工"), event("03-04", "查明", **{key: [{"起": "2026-03-01"}]}))
    assert codes(file) == ["ZZ433"]
    assert [elements(file, on, "stops") for on in ("03-03", "03-04")] == [["1 03-02 无 不明"], "不明"]
    assert file.on("2026-03-04").explain()


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ({"件数": "二"}, "不明"),
        ({"件术": 2}, "不明"),
        ({"件数": None}, 1),
        ({"number": 2, "件数": 2}, "不明"),
    ],
    ids=["no integer", "misspelt key", "nothing", "twice"],
)
def test_what_an_entry_may_have_said_is_unknown(more, read):
    """A value that cannot be read, or a key that may mean the fact, makes the fact unknown from its day."""
    file = case(event("03-01", "查明", 件数=1), event("03-03", "查明", **more))
    assert value(file, "03-02", "number") == 1
    assert value(file, "03-03", "number") == read


def test_a_key_between_two_facts_may_mean_either():
    """A misspelt key that is as close to one fact as to another leaves both unknown."""
    file = case(event("03-02", "联系"), event("03-03", "查明", 完系日="2026-03-01"))
    assert [value(file, "03-03", name) for name in ("contacted", "finished")] == ["不明", "不明"]
    assert value(file, "03-03", "received") == "不明"


def test_a_key_that_means_nothing_may_mean_any_field():
    """An entry of a list with a key that is close to no field leaves those open that it does not give: none is 无."""
    file = case(event("03-02", "催告", 丙丁="2026-03-01", 语气="缓"))
    assert elements(file, "03-05", "reminders") == ["1 03-02 不明 无 mild"]


def test_a_day_given_beside_that_of_the_entry_is_doubtful():
    """What a kind dates by the entry's day is not brought: given all the same, nobody knows which of the days it is."""
    file = case(event("03-05", "联系", 联系日="2026-03-02"), event("03-05", "收件", 等次="好评"))
    assert codes(file) == ["ZZ433", "ZZ433"]
    assert [value(file, "03-09", name) for name in ("contacted", "grade")] == ["不明", "不明"]


@pytest.mark.parametrize("facts", [{"联系日": "昨天"}, {"联系曰": "2026-03-01"}, {"contacted": 5}])
def test_an_undated_fact_that_cannot_be_read_is_not_silent(facts):
    """A fact without a date that cannot be read, or under a key that may mean it, is unknown, never 无; not others."""
    file = case(facts=facts)
    assert len(codes(file)) == 1
    assert [value(file, "03-02", name) for name in ("contacted", "finished")] == ["不明", "无"]
    assert value(file.with_event(event("03-02", "联系")), "03-02", "contacted") == "03-02"


@pytest.mark.parametrize("raw", [{"停工": "两次"}, {"催告": [{"催告日": "昨天"}]}])
def test_an_undated_list_that_cannot_be_read_is_not_empty(raw):
    """The same of a list: without entries it is unknown, and those of entries may not be all."""
    (label,) = raw
    name = BOOK.vocabulary.by_label[label].name
    file = case(facts=raw)
    assert elements(file, "03-02", name) == "不明"
    assert elements(file.with_event(event("03-02", label)), "03-02", name)[-1] == "也许还有"


@pytest.mark.parametrize(
    "log",
    [
        {"流水": "收件"},
        {"流氺": [event("03-01", "联系")]},
        {"登记到": "2026-03-01"},
        {"事实": "联系日"},
        {"登记至": "三月"},
    ],
    ids=["log of text", "log misspelt", "day misspelt", "facts of text", "no day"],
)
def test_a_log_of_which_a_part_cannot_be_read_has_no_silence(log):
    """What is not on file may stand in the part that cannot be read: silence says nothing, on any day."""
    file = BOOK.casefile(log)
    assert len(codes(file)) == 1
    assert value(file, "03-02", "contacted") == "不明"


def test_a_remark_beside_a_log_takes_nothing_from_it():
    """A key that cannot be meant for the log is reported, and the log counts."""
    file = BOOK.casefile({"流水": [event("03-02", "完工")], "备注": "第一次"})
    assert codes(file) == ["ZZ430"]
    assert [value(file, "03-02", name) for name in ("contacted", "finished")] == ["无", "03-02"]


def test_a_long_chain_of_corrections_can_be_read():
    """Corrections of corrections, more than Python nests calls, are followed to the last."""
    chain = [event("03-01", "联系", 0)] + [correction(number, number - 1, "03-02") for number in range(1, 1200)]
    file = case(*chain, withdrawal(9999, 1199))
    assert value(file, "03-09", "contacted") == "03-02"
    assert codes(file) == []

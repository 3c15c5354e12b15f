"""The JSON Schema of a record against the reader of records: both take, and refuse, the same values."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jsonschema_rs import Draft202012Validator

import zzrules
from zzrules.base.errors import RecordError
from zzrules.case.record import RecordReader
from zzrules.case.schema import DIALECT, record_schema
from zzrules.case.values import LARGEST, LONGEST_LIST, LONGEST_TEXT
from zzrules.policy.forms import Reader
from zzrules.policy.vocabulary import Kind, Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

TODAY = 739_742
"""2026-05-06 as an ordinal."""

VOCABULARY = """
词汇: 各类事实
机构: {甲局: first, 乙局: second}
层级: {市级: city}
事实:
  是否的: {代码: flag, 类型: 是否, 问: 问？}
  可无是否: {代码: flag_or_none, 类型: 是否, 可无: 是, 问: 问？}
  选项的: {代码: option, 类型: 选项, 选项: {红: red, 绿: green}, 问: 问？}
  可无选项: {代码: option_or_none, 类型: 选项, 选项: {红: red}, 可无: 是, 问: 问？}
  多选的: {代码: options, 类型: 多选, 选项: {红: red, 绿: green}, 问: 问？}
  整数的: {代码: integer, 类型: 整数, 问: 问？}
  界内整数: {代码: bounded, 类型: 整数, 最小: 0, 最大: 9, 可无: 是, 问: 问？}
  金额的: {代码: money, 类型: 金额, 问: 问？}
  日期时间的: {代码: moment, 类型: 日期时间, 问: 问？}
  日期的: {代码: day, 类型: 日期, 问: 问？}
  可无日期: {代码: day_or_none, 类型: 日期, 可无: 是, 问: 问？}
  时长的: {代码: duration, 类型: 时长, 单位: [工作日, 个月], 问: 问？}
  文本的: {代码: text, 类型: 文本, 问: 问？}
  可无文本: {代码: text_or_none, 类型: 文本, 可无: 是, 问: 问？}
  机构的: {代码: body, 类型: 机构, 问: 问？}
  认定的: {代码: finding, 类型: 认定, 问: 问？}
  列表的:
    代码: list
    类型: 列表
    问: 问？
    字段:
      某日: {代码: day, 类型: 日期, 问: 问？}
      谁: {代码: who, 类型: 机构, 可无: 是, 问: 问？}
      几个: {代码: number, 类型: 整数, 问: 问？}
      多少钱: {代码: money, 类型: 金额, 可无: 是, 问: 问？}
"""

FINDING = {"conclusion": True, "body": "first", "level": "city", "date": "2026-01-01", "basis": "文号"}
VALUES: list[Any] = [
    *({}, {"不晚于": "2026-01-01"}, {"not_before": "2026-01-01", "晚于": None}, {"早于": "红"}, {"大约": "2026-01-01"}),
    *({"以上": 5}, {"at_most": 9, "超过": 3}, {"以上": "5工作日"}, {"未满": "3个月"}, {"以上": 1.5}),
    *(
        {"属于": ["red"]},
        {"属于": "红"},
        {"among": []},
        {"不属于": ["green"]},
        {"属于": "甲局"},
        {"属于": ["first", "blue"]},
    ),
    *(
        {"已载": [{"day": "2026-01-01"}]},
        {"recorded": [], "另有": "是"},
        {"另有": "不详"},
        {"more": "yes"},
        {"已载": [1]},
    ),
    [{"day": "有"}, {"day": {"早于": "2026-01-01"}, "who": {"属于": ["first"]}}],
    *(None, True, False, 0, 1, -1, 9, 10, LARGEST, -LARGEST, LARGEST + 1, -LARGEST - 1, 1.5),
    *("是", "否", "无", "查不清", "有", "true", "", " ", "\n", "文字", "x" * LONGEST_TEXT, "x" * (LONGEST_TEXT + 1)),
    *("red", "红", "绿", "green", "blue", "first", "甲局", "city", "市级"),
    *("2026-01-01", "2026-1-1", "20260101", "2026/01/01", " 2026-01-01", "2026-01-01T00:00", "２０２６-01-01"),
    *(
        "5工作日",
        "0工作日",
        "5 工作日",
        " 5工作日 ",
        "5  工作日",
        "05工作日",
        "5天",
        "3个月",
        "3月",
        "123456月",
        "五个月",
    ),
    *("1,000.50元", "5万元", "0.000001万元", "0元", "1.005元", "1000", "1元5角", "1,00元", 10**12 + 1),
    *({"以上": "5万元"}, {"未满": 1000}, {"至少": "1元"}, [{"money": "1元"}], [{"money": "1"}]),
    *(
        "2026-05-06 08:30",
        "2026-05-06T8:30",
        "2026-05-06 23:59:59",
        "2026-05-06 24:00",
        "2026-05-06T08:30Z",
        "2026-5-6 8:30",
    ),
    *({"不早于": "2026-05-06 08:30"}, {"不早于": "2026-05-06"}),
    *([], ["red"], ["红", "red"], ["blue"], [1], [None], {}, {"a": 1}, [{}], [[]]),
    *(
        [{"day": "2026-01-01"}],
        [{"day": None, "who": "无", "number": 3}],
        [{"day": "无"}],
        [{"number": "3"}],
        [{"x": 1}],
    ),
    *([{}] * LONGEST_LIST, [{}] * (LONGEST_LIST + 1)),
    *(FINDING, {"conclusion": "是"}, {"conclusion": "无"}, FINDING | {"level": "村级"}, FINDING | {"body": "丙局"}),
    *(FINDING | {"date": "昨天"}, FINDING | {"basis": ""}, FINDING | {"basis": None}, FINDING | {"other": 1}),
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    problems = Problems()
    node = read_text(VOCABULARY, "vocabulary.yaml", problems)
    assert node is not None
    made = read_vocabulary([node], Reader(problems))
    assert problems.in_order() == ()
    assert {fact.kind for fact in made.facts} == set(Kind)
    return made


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Return whether a value meets a schema."""
    return _validator(json.dumps(schema)).is_valid(value)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema))


def reads(vocabulary: Vocabulary, record: Mapping[str, Any]) -> bool:
    try:
        RecordReader(vocabulary).read(record, TODAY)
    except RecordError:
        return False
    return True


NAMES = [*re.findall(r"代码: (\w+), 类型", VOCABULARY.split("列表的:", maxsplit=1)[0]), "list"]


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_takes_what_the_reader_takes(vocabulary, name):
    schema = record_schema(vocabulary)
    taken = {True: 0, False: 0}
    for value in VALUES:
        record = {name: value}
        expected = reads(vocabulary, record)
        assert accepts(schema, record) is expected, f"{name}: {value!r:.80}"
        taken[expected] += 1
    assert min(taken.values()) > 2


def test_what_only_the_reader_sees_is_taken_by_the_schema(vocabulary):
    schema = record_schema(vocabulary)
    for record in ({"day": "2026-02-30"}, {"day": "2026-05-07"}, {"money": "1,000,000,000,000.01元"}):
        assert accepts(schema, record)
        assert not reads(vocabulary, record)


def test_unknown_facts_and_chinese_labels_are_not_in_the_schema(vocabulary):
    schema = record_schema(vocabulary)
    assert accepts(schema, {})
    assert accepts(schema, {"flag": True, "text": "文字"})
    assert not accepts(schema, {"flags": True})
    assert not accepts(schema, {"是否的": True})
    assert not accepts(schema, [])


def test_the_schema_names_its_draft_and_tells_what_to_ask(vocabulary):
    schema = record_schema(vocabulary)
    assert schema["$schema"] == DIALECT == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "各类事实"
    assert list(schema["properties"]) == [fact.name for fact in vocabulary.facts]
    assert schema["properties"]["flag"]["title"] == "是否的"
    assert schema["properties"]["flag"]["description"] == "问？"
    assert schema["$defs"]["element_of_list"]["properties"]["who"]["title"] == "谁"


def test_the_schema_of_the_shipped_vocabulary_takes_a_whole_record():
    book = zzrules.load()
    schema = record_schema(book.vocabulary)
    finding = {"conclusion": True, "body": "management_body", "level": "city", "date": "2026-04-28", "basis": "甲"}
    record = {"subject": "window_staff", "report_date": "2026-04-22", "approval": finding, "rectification_orders": "无"}
    assert accepts(schema, record)
    assert book.evaluate(record, "2026-05-06")
    assert not accepts(schema, record | {"approval": finding | {"body": "nobody"}})


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(VALUES[13:40])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["day", "who", "conclusion", "basis"]), inner, max_size=3),
        ),
        max_leaves=6,
    ),
    st.sampled_from(NAMES),
)
def test_reader_and_schema_agree_on_whatever_json_holds(value, name):
    problems = Problems()
    node = read_text(VOCABULARY, "", problems)
    assert node is not None
    made = read_vocabulary([node], Reader(problems))
    accepted, read = accepts(record_schema(made), {name: value}), reads(made, {name: value})
    # The schema takes what it cannot judge (a day that does not exist, text that is no text), and refuses nothing else.
    assert accepted or not read

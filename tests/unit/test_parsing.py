"""Values of records: whatever is looked up in a table is what the parser would have read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from benchmarks import records

import zzrules
from zzrules.base.diagnostics import cases
from zzrules.base.errors import RecordError
from zzrules.case.mistakes import BadValueError, mistakes
from zzrules.case.parsing import Parsers
from zzrules.case.record import RecordReader
from zzrules.case.values import NONE, PART_LABELS, UNSETTLED, Finding
from zzrules.policy.forms import SHOWN
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ON = date(2026, 5, 6).toordinal()
WHOLE = {"结论": "是", "机构": "效能工作机构", "层级": "县级", "日期": "2026-05-06", "依据": "示例核〔2026〕9号"}
ODD: list[Any] = [
    "查不清",
    "无",
    None,
    "",
    "x",
    1,
    1.0,
    True,
    [],
    "2026-05-07",
    date(2026, 5, 6),
    datetime(2026, 5, 6, 8, tzinfo=UTC),
]


class Text(str):
    """A text that is no plain one: it may say one thing and equal another."""

    __slots__ = ()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return zzrules.load().vocabulary


@pytest.fixture(scope="module")
def reader(vocabulary) -> RecordReader:
    return RecordReader(vocabulary)


def read(reader: RecordReader, raw: Any) -> Any:
    """Return what a finding is read as, or what is wrong with it."""
    try:
        record = reader.read({"主观故意": raw}, ON)
    except RecordError as error:
        return [str(problem) for problem in error.problems]
    return UNSETTLED if record.unclear else record.values.get("subjective_intent")


def test_a_whole_finding_is_read_as_part_by_part(reader):
    """A dict of all parts has a way of its own; any other mapping is read part by part."""
    codes = {label: code for code, label in PART_LABELS.items()}
    for part, odd in product(WHOLE, ODD):
        for raw in (WHOLE | {part: odd}, {codes[label]: value for label, value in (WHOLE | {part: odd}).items()}):
            assert read(reader, raw) == read(reader, MappingProxyType(raw)), raw
    assert isinstance(read(reader, WHOLE), Finding)


def test_a_finding_without_its_level_or_its_day_is_read_as_part_by_part(reader):
    codes = {label: code for code, label in PART_LABELS.items()}
    for changed in ({"层级": None}, {"日期": None}, {"日期": None, "结论": False}, {"层级": None, "日期": None}):
        for raw in (WHOLE | changed, {part: value for part, value in (WHOLE | changed).items() if value is not None}):
            for given in (raw, {codes[label]: value for label, value in raw.items()}):
                assert isinstance(read(reader, given), Finding)
                assert read(reader, given) == read(reader, MappingProxyType(given)), given


def careful(reader: RecordReader, record: Any, on: int) -> Any:
    """Return a record, or what is wrong with it, as it is read where a mistake is worded."""
    try:
        return reader.careful(record, on)
    except RecordError as error:
        return [str(problem) for problem in error.problems]


def test_a_record_is_read_quickly_only_where_care_would_read_the_same(reader, vocabulary):
    random = Random(4)  # noqa: S311 - the same in every run
    read_quickly: Counter[bool] = Counter()
    for number in range(2_000):
        case = records.random_case(random, vocabulary)
        record, on = records.spoilt(case, random) if number % 2 else case[0], date.fromisoformat(case[1]).toordinal()
        quick = reader.quick(record, on)
        read_quickly[quick is not None] += 1
        assert quick is None or quick == careful(reader, record, on), record
    assert min(read_quickly[True], read_quickly[False]) > 100, read_quickly


@pytest.mark.parametrize(
    "record",
    [
        {"实名": True, "real_name": True},
        {"实名": "是", "real_name": False},
        {"实名": "查不清"},
        {"实名": 1},
        {"实名": Text("是")},
        {Text("实名"): True},
        {Text("实名"): None},
        {"主体": True},
        {"不在词汇表": None},
        {"不在词汇表": True},
        {7: True},
        MappingProxyType({"实名": True}),
    ],
    ids=range(12),
)
def test_what_is_not_the_usual_record_is_left_to_care(reader, record):
    assert reader.quick(record, ON) is None


def test_a_day_read_before_is_still_refused_after_the_day_of_evaluation(reader):
    later = {"报请日期": "2026-05-06"}
    assert reader.read(later, ON).values == {"report_date": ON}
    with pytest.raises(RecordError, match="ZZ408"):
        reader.read(later, ON - 1)
    assert read(reader, WHOLE | {"日期": "2026-05-06"}).day == ON
    assert "ZZ408" in read(reader, WHOLE | {"日期": "2026-05-07"})[0]


@pytest.mark.parametrize(("kind", "raw"), [(Kind.INTEGER, True), (Kind.FLAG, 1), (Kind.FLAG, 1.0)])
def test_true_is_no_number_and_one_is_no_flag(kind, raw, vocabulary):
    with pytest.raises(BadValueError, match="ZZ402"):
        Parsers(vocabulary).of(Fact("fact", "事实", kind, "")).read(raw, ON)


def test_elements_given_out_of_order_are_numbered_in_order(reader):
    given = [{"起": "2026-03-05", "止": "无"}, {"起": "2026-03-01", "止": "2026-03-04"}]
    rows = reader.read({"特别程序期间": given}, ON).values["special_procedures"]
    assert [row[0] for row in rows] == [1, 2]
    assert [NONE in row for row in rows] == [False, True]


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ({"办结日期": {"不早于": "2026-03-02", "not_before": "2026-03-05"}}, ["ZZ403"]),
        ({"主体": {"属于": ["政务服务机构"], "among": ["政务服务机构"]}}, ["ZZ403"]),
        ({"补正告知": {"已载": [], "recorded": [{}], "另有": "否"}}, ["ZZ403"]),
        ({"补正告知": {"已载": False}}, ["ZZ402"]),
        ({"补正告知": {"已载": None}}, ["ZZ413"]),
        ({"办结日期": {"不早于": None}}, ["ZZ413"]),
        ({"承诺时限": {"以上": "2工作日", "超过": "10日"}}, ["ZZ412"]),
        ({"承诺时限": {"未满": "0日"}}, ["ZZ412"]),
        ({"办结日期": {"早于": "0001-01-01"}}, ["ZZ412"]),
        ({"补正告知": {"已载": [], "另有": None}}, []),
    ],
    ids=str,
)
def test_what_is_known_in_part_is_read_whole_or_refused(raw, codes, reader):
    """A word given twice, bounds in two units, and bounds that nothing lies within are mistakes; nothing is dropped."""
    _, problems = reader.sift(raw, ON)
    assert [problem.code for problem in problems] == codes


def test_bounds_that_leave_one_day_are_that_day(reader):
    known = reader.read({"行为发生日期": {"不早于": "2026-05-06"}}, ON)
    assert known == reader.read({"行为发生日期": "2026-05-06"}, ON)


@pytest.mark.parametrize("kind", Kind)
def test_a_fact_of_each_kind_has_its_mistakes(kind, vocabulary):
    """At least: a value of another kind, and 无 where the fact cannot be so."""
    inner = Fact("in", "内", Kind.DATE, "")
    fact = Fact("fact", "事实", kind, "", {"甲": "a"}, ("day",), fields=(inner,) if kind is Kind.LIST else ())
    codes = [mistake.diagnostic.code for mistake in mistakes(fact, vocabulary)]
    assert cases.NOT_A_TEXT.code in codes
    assert cases.NOT_NONE.code in codes


def test_what_is_no_option_is_told_which_there_are(reader, vocabulary):
    options = [*vocabulary.by_label["主体"].options]
    assert len(options) > SHOWN
    with pytest.raises(RecordError) as raised:
        reader.read({"主体": ["政务服务机构"]}, ON)
    shown = "、".join(f"「{option}」" for option in options[:SHOWN])
    assert str(raised.value.problems[0]).endswith(f"应改为：{shown}等之一")

"""What is handed in to do harm, or looks like it: texts, records and logs whose mistakes cost time, odd objects.

Time is looked at as a ratio only (`tests.growth`).
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import pytest
from benchmarks import grown
from benchmarks.grown import TEXTS
from tests.conformance_update import base
from tests.growth import TIMES, growth

import zzrules
from zzrules.base.ceiling import MOST_MISTAKES
from zzrules.base.errors import RecordError, UsageError, ZzrulesError
from zzrules.batch.files import MAX_LINE, Case, read_cases
from zzrules.batch.formats import RecordForm
from zzrules.batch.textfiles import examined
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.slips import first_slip
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems

DAY = "2026-05-06"
LINEAR = 4 * TIMES
"""Far above what is linear, far below what is quadratic."""


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


# ── texts ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "[", "{", "[]", "]", '"', "'", '"甲', "甲：", "甲:", "{甲: ", "甲 ", "甲，", "- 甲：乙\n", "甲: [乙\n", "- \n",
        " 甲: 1\n", "甲: 1\n  乙: 2\n", "- 甲：乙\n\n", "“甲，", "#",
    ],
)  # fmt: skip
def test_slips_are_looked_for_in_linear_time(line):
    def slip(text: str) -> None:
        first_slip(text.split("\n"), "甲.yaml")
        read_text(text, "甲.yaml", Problems())

    assert growth(lambda times: line * times + "\n[", slip, 400) < LINEAR


def cases(text: str, form: RecordForm) -> list[Case]:
    return list(read_cases(["-"], form, stdin=io.BytesIO(text.encode())))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TEXTS)
def test_what_is_wrong_with_a_text_is_found_in_linear_time(name):
    form, begin, again, end = TEXTS[name]
    deep = name == "JSON, brackets that are not closed"  # deeper than any Python's decoder goes
    size = 20_000 if deep else 2_000 // len(again)
    ratio = growth(lambda times: f"{begin}{again * times}{end}", lambda text: cases(text, form), size)
    assert ratio < LINEAR


def test_one_line_of_any_length_is_refused_and_not_held(tmp_path):
    """A first line longer than a line may be, of a text that may be smaller still; a line of CSV without an end."""
    [whole] = read_cases(["-"], "yaml", stdin=io.BytesIO(b"a: " + b"x" * (MAX_LINE + 1)))
    assert [one.code for one in whole.problems] == ["ZZ111"]
    file = tmp_path / "台账.csv"
    file.write_bytes("主体\n甲\n".encode() + b"x" * (5 * MAX_LINE))
    tracemalloc.start()
    try:
        with pytest.raises(RecordError) as refused:
            examined(file, file.name)
        assert tracemalloc.get_traced_memory()[1] < 3 * MAX_LINE
    finally:
        tracemalloc.stop()
    assert [str(one.place) + " " + one.code for one in refused.value.problems] == ["台账.csv:3:1 ZZ423"]


@pytest.mark.parametrize(
    ("form", "begin", "again", "end", "code"),
    [
        ("json", '{"a": 1', ', "a": 1', "}", "ZZ102"),
        ("json", '{"a": [1', ", NaN", "]}", "ZZ421"),
        ("yaml", "a: 1\n", "a: 1\n", "", "ZZ102"),
        ("jsonl", '{"a": 1', ', "a": 1', "}", "ZZ102"),
    ],
)
def test_of_many_mistakes_the_first_are_told_and_how_many_there_are(form, begin, again, end, code):
    [case] = cases(f"{begin}{again * 10_000}{end}", form)
    assert [one.code for one in case.problems] == [code] * MOST_MISTAKES + ["ZZ124"]
    assert case.problems[-1].message == "另有 9,950 处错误，没有逐一列出"
    assert [one.place for one in case.problems] == sorted(one.place for one in case.problems)
    [few] = cases(f"{begin}{again * MOST_MISTAKES}{end}", form)
    assert [one.code for one in few.problems] == [code] * MOST_MISTAKES


# ── records and logs ────────────────────────────────────────────────────


def unknown(count: int) -> dict[str, Any]:
    return {f"不明的事实{number}": "是" for number in range(count)}


def wrong(record: Any) -> tuple[zzrules.Problem, ...]:
    with pytest.raises(RecordError) as raised:
        book().evaluate(record, DAY)
    return raised.value.problems


@pytest.mark.no_cover
@pytest.mark.parametrize("inside", ["", "主观故意", "行为发生日期"])
def test_unknown_keys_cost_linear_time_and_few_are_told(inside):
    def record(count: int) -> dict[str, Any]:
        return {inside: unknown(count)} if inside else unknown(count)

    problems = wrong(record(10_000))
    assert len(problems) == MOST_MISTAKES + 1
    assert str(problems[-1]).startswith("ZZ124 另有 9,950 处错误")
    assert growth(record, wrong, 100) < LINEAR


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "made",
    [
        lambda count: [{"日期": "2026-03-02", "事件": "收到差评", **unknown(count)}],
        lambda count: [{"日期": "2026-03-02", "事件": f"不明的事件{number}"} for number in range(count)],
        lambda count: {"事实": unknown(count)},
        lambda count: {"流水": [], **unknown(count)},
    ],
    ids=["keys of an event", "events", "facts", "keys of a log"],
)
def test_mistakes_of_a_log_cost_linear_time_and_few_are_told(made):
    problems = book().casefile(made(1_000)).problems
    assert [len(problems), problems[-1].message] == [MOST_MISTAKES + 1, "另有 950 处错误，没有逐一列出"]
    assert growth(made, lambda log: book().casefile(log).problems, 100) < LINEAR


def chained(count: int, over: str) -> list[dict[str, Any]]:
    """Events of which each corrects, or withdraws, the one before it."""
    event = {"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}
    more = event if over == "更正" else {}
    return [{"编号": "0", **event}, *({"编号": str(at), over: str(at - 1), **more} for at in range(1, count))]


@pytest.mark.no_cover
@pytest.mark.parametrize("over", ["更正", "撤回"])
def test_corrections_of_corrections_cost_linear_time(over):
    """Before what stands was worked out once for each, a chain of withdrawals took time as the cube of its length."""
    assert growth(lambda count: chained(count, over), lambda log: book().casefile(log).problems, 50) < LINEAR


def test_what_many_unknown_keys_may_mean_is_unknown():
    """Of nothing does silence then say that it did not happen: nobody can tell what was entered."""
    event = {"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}
    strange = {"日期": "2026-03-02", "事件": "收到差评", **unknown(100)}
    for log in ({"流水": [event], "事实": unknown(100)}, {"流水": [event, strange]}):
        [obligation, *_] = book().casefile(log).on("2026-03-20")["联系核实"]
        assert obligation.state is None


# ── days at the ends of the calendar ────────────────────────────────────

ENDS = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("on", ENDS)
@pytest.mark.parametrize("given", ENDS)
def test_no_day_is_too_early_or_too_late_to_be_answered(given, on):
    """Whatever is counted from such a day leads out of the calendar; that is no reason to give no answer."""
    facts = book().vocabulary.facts
    days = {one.label: given for one in facts if one.kind is Kind.DATE}
    long = {one.label: f"9999{UNIT_NAMES[one.units[-1]]}" for one in facts if one.kind is Kind.DURATION}
    alone = [{name: day} for name, day in days.items()]
    for record in (days, days | long, *alone, *({name: {"不早于": day}} for name, day in days.items())):
        if given > on and not all(fact.may_be_future for fact in facts if fact.label in record):
            assert {one.code for one in wrong_on(record, on)} <= {"ZZ408", "ZZ124"}
        else:
            determination = book().evaluate({"主体": "政务服务机构", **record}, on)
            assert all(gap.label for gap in determination.missing)
            assert len(record) == 1 or (determination.explain("markdown") and determination.to_json())
    events = [{"日期": min(given, on), "事件": event.label} for event in book().vocabulary.events[:12]]
    assert book().casefile({"流水": events}).on(on).explain()


def wrong_on(record: Any, on: str) -> tuple[zzrules.Problem, ...]:
    with pytest.raises(RecordError) as raised:
        book().evaluate(record, on)
    return raised.value.problems


# ── objects ─────────────────────────────────────────────────────────────


class OwnError(Exception):
    """What a caller's own object raises."""


def fails(*_args: Any, **_named: Any) -> Any:
    raise OwnError


class Text(str):  # noqa: SLOT000 - what some caller wrote
    __eq__ = __ne__ = __len__ = __iter__ = __contains__ = __getitem__ = __str__ = __format__ = fails
    __hash__ = str.__hash__
    isascii = isprintable = isspace = strip = encode = fails


class UnhashableText(str):  # noqa: SLOT000 - what some caller wrote
    __hash__ = fails


class Listed(list[Any]):
    __iter__ = __len__ = __eq__ = __getitem__ = fails


class Dictionary(dict[Any, Any]):
    __iter__ = __len__ = __getitem__ = items = keys = values = get = __contains__ = fails


class Mapped(Mapping[Any, Any]):
    __iter__ = __len__ = __getitem__ = fails


class Number(int):
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __index__ = __bool__ = fails
    __hash__ = int.__hash__


class Model:
    model_dump = fails


class Nothing:
    __eq__ = __hash__ = __iter__ = __len__ = __bool__ = __str__ = __repr__ = __getattr__ = fails


OF_TEXT: dict[str, Any] = {
    "text": Text("政务服务机构"),
    "text without a hash": UnhashableText("政务服务机构"),
}
OBJECTS: dict[str, Any] = OF_TEXT | {
    "list": Listed([1]),
    "dictionary": Dictionary(结论="是"),
    "mapping": Mapped(),
    "number": Number(1),
    "model": Model(),
    "nothing in particular": Nothing(),
    "array": np.array(["政务服务机构", "其他"]),
    "array of no dimension": np.array(1),
}
FACTS = ["主体", "行为发生日期", "实名", "主观故意", "补正告知", "承诺时限", "错误形态", "案号"]


@pytest.mark.parametrize("given", OF_TEXT.values(), ids=OF_TEXT)
def test_a_text_of_another_class_is_the_text_and_no_record(given):
    assert book().evaluate({"主体": given}, DAY) == book().evaluate({"主体": str.__str__(given)}, DAY)
    with pytest.raises(RecordError):
        book().evaluate(given, DAY)


@pytest.mark.parametrize("name", sorted(OBJECTS.keys() - OF_TEXT.keys()))
def test_an_object_of_another_kind_is_no_record_and_no_value(name):
    given = OBJECTS[name]
    for record in (given, *({fact: given} for fact in FACTS), {"补正告知": [given]}, {"主观故意": {"结论": given}}):
        with pytest.raises(RecordError):
            book().evaluate(record, DAY)
    with pytest.raises(RecordError):
        book().evaluate({"行为发生日期": {"不早于": given}, "主体": {"属于": [given]}}, DAY)


@pytest.mark.parametrize("given", OBJECTS.values(), ids=OBJECTS)
def test_an_object_of_another_kind_is_no_question(given):
    for ask in (
        lambda: book().evaluate({}, given),
        lambda: book().evaluate({}, DAY, [given]),
        lambda: book().find(given),
        lambda: book().evaluate({}, DAY)[given],
        lambda: book().casefile().on(given),
        lambda: book().casefile().on(DAY)[given],
        lambda: book().outcome("rotation", given),
    ):
        with pytest.raises(UsageError):
            ask()
    for about in (given, (given,)):
        with pytest.raises(UsageError):
            book().evaluate({}, DAY, about)


@pytest.mark.parametrize("given", OBJECTS.values(), ids=OBJECTS)
def test_an_object_of_another_kind_is_no_event(given):
    event = {"日期": "2026-03-02", "事件": "收到差评"}
    log: Any
    for log in ([given], [{**event, "实名": given}], [{**event, "日期": given}], [{**event, "事件": given}]):
        assert book().casefile(log).problems
    for log in (given, {"流水": given}, {"事实": given}, {"登记至": given}, {"案号": given, "流水": [given]}):
        with suppress(ZzrulesError):
            book().casefile(log).on(DAY)
    with pytest.raises(RecordError):
        book().casefile(facts=given)


@pytest.mark.parametrize(("comparison", "day", "other"), [
    ("早于", "0001-01-02", "0001-01-03"), ("不早于", "0001-01-01", "0001-01-02"), ("晚于", "9999-12-30", "9999-12-29"),
])  # fmt: skip
def test_no_case_is_drawn_beyond_the_ends_of_the_calendar(comparison, day, other, tmp_path):
    one, another = (
        zzrules.load(
            grown.write(tmp_path / name, grown.HEAD + grown.outcomes(f"{{收到日期: {{{comparison}: {name}}}}}"))
        )
        for name in (day, other)
    )
    assert one.difference(another).policies


# ── policies ────────────────────────────────────────────────────────────


def test_numbers_that_rest_on_one_another_many_times_are_worked_out_once(tmp_path):
    """Each is named twice by the next: what walked the tree of them would not come to an end."""
    numbers = ["  数0: {取大: [补正次数, 1]}"] + [f"  数{k}: {{取大: [数{k - 1}, 数{k - 1}]}}" for k in range(1, 38)]
    (tmp_path / "policy.yaml").write_text(
        "政策: 试验\n代码: test\n依据: 第八条\n行为日期: {取: 行为发生日期}\n推算:\n"
        + "\n".join(numbers)
        + "\n结论:\n  - {得出: 有, 代码: yes, 条件: {数37: {超过: 3}}}\n  - {得出: 没有, 代码: no}\n",
        "utf-8",
    )
    nested = zzrules.load(base(), over=tmp_path)
    open_ = nested.evaluate({"行为发生日期": "2026-03-02"}, DAY)["test"]
    assert [one.label for one in open_.missing] == ["补正次数"]
    known = nested.evaluate({"行为发生日期": "2026-03-02", "补正次数": 4}, DAY)
    assert (known["test"].outcome, "「数37」" in known.explain()) == ("yes", True)

"""What is handed in to do harm, or looks like it: texts, records and logs whose mistakes cost time, odd objects.

Time is looked at as a ratio only (`tests.growth`).
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pytest
from tests.growth import TIMES, growth

import zzrules
from zzrules.base.ceiling import MOST_MISTAKES
from zzrules.base.errors import RecordError
from zzrules.batch.files import Case, read_cases
from zzrules.batch.formats import RecordForm

DAY = "2026-05-06"
LINEAR = 4 * TIMES
"""Far above what is linear, far below what is quadratic."""


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


# ── texts ───────────────────────────────────────────────────────────────


def cases(text: str, form: RecordForm) -> list[Case]:
    return list(read_cases(["-"], form, stdin=io.BytesIO(text.encode())))


OPEN = '{"a": {"b": 1, "b": 2}, "c": "'
TEXTS: dict[str, tuple[RecordForm, str, str, str]] = {
    "JSON, a string that is not closed": ("json", OPEN, "x", ""),
    "JSON, quotation marks in a string that is not closed": ("json", OPEN, r"\"", ""),
    "JSON, brackets that are not closed": ("json", "", "[", ""),
    "JSON, one key again and again": ("json", '{"a": 1', ', "a": 1', "}"),
    "JSON, bad records": ("json", "[1", ', {"a": 1, "a": 2}', "]"),
    "JSON Lines, bad records": ("jsonl", "", '{"a": 1, "a": 2}\n', ""),
    "YAML, a string that is not closed": ("yaml", 'a: "', "x", ""),
    "YAML, quotation marks in a string that is not closed": ("yaml", 'a: "', r"\"", ""),
    "YAML, quotation marks": ("yaml", "a: 'x", '"', ""),
    "YAML, brackets in a string that is not closed": ("yaml", "a: 'x", "[", ""),
    "YAML, marks that mean something": ("yaml", "a: 'x", " ?:#&*>|", ""),
    "YAML, lines of a string that is not closed": ("yaml", "a: 'x", "\n b", ""),
    "YAML, one key again and again": ("yaml", "", "a: 1\n", ""),
    "YAML, tabs": ("yaml", "", "a\t: 1\n", ""),
    "YAML, bad records": ("yaml", "", "- {a: 1, a: 2}\n", ""),
}


@pytest.mark.no_cover
@pytest.mark.parametrize(("form", "begin", "again", "end"), TEXTS.values(), ids=TEXTS)
def test_what_is_wrong_with_a_text_is_found_in_linear_time(form, begin, again, end):
    size = 2_000 // len(again)
    ratio = growth(lambda times: f"{begin}{again * times}{end}", lambda text: cases(text, form), size)
    assert ratio < LINEAR


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
    assert [one.code for one in case.problems] == [code] * MOST_MISTAKES + ["ZZ123"]
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
    assert str(problems[-1]).startswith("ZZ123 另有 9,950 处错误")
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


def test_what_many_unknown_keys_may_mean_is_unknown():
    """Of nothing does silence then say that it did not happen: nobody can tell what was entered."""
    event = {"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}
    strange = {"日期": "2026-03-02", "事件": "收到差评", **unknown(100)}
    for log in ({"流水": [event], "事实": unknown(100)}, {"流水": [event, strange]}):
        [obligation, *_] = book().casefile(log).on("2026-03-20")["联系核实"]
        assert obligation.state is None

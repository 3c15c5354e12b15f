"""The measure of exactness judges what it says: completions are real, and an inexact answer is found."""

from random import Random

import pytest
from benchmarks.exactness import Books, measure
from tests.conformance_update import base

import zzrules
from zzrules.analysis.searching.completions import Sampler
from zzrules.analysis.searching.court import Court
from zzrules.analysis.searching.drawing import Draw, ordinal
from zzrules.policy.vocabulary import Kind

ARTICLE = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
"""
# The earlier of two days is never after either; no engine sees through a derived day to the fact that it is of.
THE_SAME_TWICE = """\
推算:
  较早之日: {最早: [受理日期, 办结日期]}
结论:
  - {得出: 有, 代码: yes, 条件: {任一: [较早之日: {不晚于: 受理日期}, 受理日期: 无]}}
  - {得出: 没有, 代码: no}
"""
RARE = """\
参数:
  时限: {依据: 第八条, 取值: {2026-01-01: 5日}}
推算:
  届满日: {期限: {起: 受理日期, 加: 时限}}
结论:
  - {得出: 当天, 代码: same_day, 条件: {全部: [离开本机构: 是, 身体不适: 否, 办结日期: {等于: 届满日}]}}
  - {得出: 不在当天, 代码: otherwise}
"""


@pytest.fixture(scope="module")
def book():
    return zzrules.load()


def small(folder, rest):
    (folder / "policy.yaml").write_text(ARTICLE + rest, encoding="utf-8")
    return zzrules.load(base(), over=folder)


def test_completions_are_accepted_and_keep_what_is_known(book):
    random = Random(3)  # noqa: S311 - the same records in every run
    for policy in book.plan.policies:
        sampler = Sampler(Court(book.plan), policy.code, random)
        for _ in range(6):
            record = sampler.half_known()
            draw = Draw(sampler, record.on, record.known)
            for outcome in ("", *policy.outcomes):
                whole = draw.complete(sampler.wisher.toward(outcome) if outcome else {})
                book.evaluate(whole, record.day)  # raises RecordError for what is no record
                assert sampler.facts.keys() - whole.keys() <= sampler.invoking
                for name, value in record.known.items():
                    assert whole[name] == value or sampler.facts[name].kind in (Kind.FINDING, Kind.LIST)


def test_half_known_records_are_the_same_in_every_run(book):
    drawn = [Sampler(Court(book.plan), "liability", Random("3")).half_known() for _ in range(2)]  # noqa: S311 - no secret
    assert drawn[0] == drawn[1]


def test_an_answer_that_waits_for_nothing_is_found_with_its_cause(tmp_path):
    measured = measure(Books(small(tmp_path, THE_SAME_TWICE)), ["test"], records=40, completions=20, search=100)
    tally = measured.tallies["test"]
    assert tally.open > tally.only > 0
    assert tally.unsound == 0
    assert {explored.unknown["no"] for explored in measured.inexact} == {("accepted_on",)}


def test_a_rare_outcome_is_searched_for_before_it_counts_as_never(tmp_path):
    measured = measure(Books(small(tmp_path, RARE)), ["test"], records=40, completions=1, search=2_000)
    tally = measured.tallies["test"]
    assert tally.open > 10
    for explored in measured.inexact:  # what is never: to be finished on a day that has not come
        assert explored.never == ["same_day"]
        assert ordinal(explored.record.known["accepted_on"]) + 5 > explored.record.on

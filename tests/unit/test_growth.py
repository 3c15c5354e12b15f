"""What large or nested policies cost: time grows no faster than what is written, in every engine, answer and analysis.

Time is looked at as a ratio only (`tests.growth`). What is nested too deep for some engine is refused for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from benchmarks import articles, grown
from benchmarks.grown import FULL, HEAD, KNOWN, choices, conditions, days, grounds, outcomes, parts, readings
from benchmarks.synthetic import write_folder
from tests.growth import TIMES, growth

import zzrules
from zzrules.engines import reference
from zzrules.loading import bound_of, shipped_policies
from zzrules.plan.build import build_plan
from zzrules.policy.folder import read_folder
from zzrules.policy.yamltree import Problems
from zzrules.rulebook import Rulebook

DAY = "2026-05-06"
LINEAR = 4 * TIMES
"""Far above what is linear, far below what is quadratic."""


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    def folder(policy: str) -> Path:
        return grown.write(tmp_path / str(len(list(tmp_path.iterdir()))), policy)

    return folder


def fresh(book: Rulebook) -> Rulebook:
    """Return a rulebook that has not answered anything yet."""
    return Rulebook(book._bound)


def said(book: Rulebook, record: Mapping[str, Any]) -> zzrules.Determination:
    return fresh(book).evaluate(record, DAY)


WORK: dict[str, Callable[[Rulebook], object]] = {
    "an answer": lambda book: (said(book, KNOWN)["p"].possible, said(book, FULL)["p"].possible),
    "why and why not": lambda book: [
        said(book, one).policy("p").why_not(code) for one in (KNOWN, FULL) for code in "ab"
    ],
    "what is missing": lambda book: said(book, KNOWN).missing,
    "an explanation": lambda book: (said(book, KNOWN).explain(), said(book, FULL).explain()),
    "data": lambda book: (said(book, KNOWN).to_dict(), said(book, FULL).to_dict()),
    "columns": lambda book: fresh(book).frame(pl.DataFrame([FULL, KNOWN]), DAY),
    "the specification": lambda book: [reference.judge(book.plan, said(book, one).record) for one in (KNOWN, FULL)],
    "advice": lambda book: fresh(book).advice,
    "a difference": lambda book: fresh(book).difference(fresh(book)),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("written", [conditions, days, choices, readings])
def test_derived_values_that_are_named_twice_are_worked_out_once(written, work, made):
    assert growth(lambda links: zzrules.load(made(written(links))), WORK[work], 1) < LINEAR


@pytest.mark.no_cover
@pytest.mark.parametrize("written", [conditions, days, choices, readings])
def test_derived_values_that_are_named_twice_are_read_once(written, made):
    assert growth(lambda links: made(written(2 * links)), zzrules.load, 1) < LINEAR


@pytest.mark.no_cover
@pytest.mark.parametrize("work", ["an answer", "columns"])
@pytest.mark.parametrize("written", [parts, grounds])
def test_many_parts_and_many_grounds_cost_linear_time(written, work, made):
    assert growth(lambda count: zzrules.load(made(written(count))), WORK[work], 60) < LINEAR


@pytest.mark.no_cover
def test_three_thousand_parts_overflow_no_engine(made):
    book = zzrules.load(made(parts(3_000)))
    record = KNOWN | {"收到日期": "2001-05-01"}
    assert book.evaluate(record, DAY)["p"].outcome == "a"
    assert book.frame(pl.DataFrame([record]), DAY)["p.outcome"].to_list() == ["a"]


@pytest.mark.no_cover
def test_many_grounds_overflow_no_answer(made):
    book = zzrules.load(made(grounds(1_500)))
    assert book.evaluate(KNOWN | {"收到日期": "2001-05-01"}, DAY)["p"].outcome == "a"


def test_what_is_nested_too_deep_for_an_engine_is_refused(made):
    """Within the limit every engine follows."""

    def nested(links: int) -> str:
        chain = [
            f"  推{at}: {{条件: {'{任一: [' * 8}推{at - 1}: 成立{', 实名: 否]}' * 8}}}\n" for at in range(1, links + 1)
        ]
        return f"{HEAD}推算:\n  推0: {{条件: {{实名: 是}}}}\n{''.join(chain)}{outcomes(f'{{推{links}: 成立}}')}"

    with pytest.raises(zzrules.PolicyError) as refused:
        zzrules.load(made(nested(38)))
    [problem] = refused.value.problems
    assert str(problem).endswith(
        "ZZ255 推算连同其中的「全部」「任一」一层套一层，超过 180 层。应改为：把条件写得平一些"
    )
    book = zzrules.load(made(nested(19)))
    for work in WORK.values():
        work(book)
    assert book.frame(pl.DataFrame([FULL]), DAY)["p.outcome"].to_list() == ["a"]


# ── many articles and policies ──────────────────────────────────────────


def read(folder: Path) -> Any:
    return read_folder([folder], Problems(), shipped_policies() / "calendar")


@pytest.mark.no_cover
def test_a_plan_takes_time_linear_in_the_articles(tmp_path):
    """Before files were looked up by what they say of one another, 16 times the articles took 90 times as long."""

    def plan(folder: Any) -> object:
        return build_plan(folder.policies, folder.vocabulary, folder.calendar, Problems())

    assert growth(lambda articles: read(write_folder(tmp_path / str(articles), articles + 3)), plan, 3) < LINEAR


@pytest.mark.no_cover
def test_advice_takes_time_linear_in_the_articles(tmp_path):
    def book(articles: int) -> Rulebook:
        return Rulebook(bound_of([write_folder(tmp_path / str(articles), articles + 3)])[1])

    assert growth(book, lambda book: fresh(book).advice, 3) < LINEAR


@pytest.mark.no_cover
def test_policies_that_overlap_are_told_once_each(tmp_path):
    def folder(count: int) -> Any:
        return read(grown.write(tmp_path / str(count), *grown.overlapping(count)))

    def told(folder: Any) -> int:
        problems = Problems()
        build_plan(folder.policies, folder.vocabulary, folder.calendar, problems)
        return len(problems.in_order())

    assert told(folder(30)) == 29
    assert growth(folder, told, 10) < LINEAR


def test_articles_beyond_the_ninety_ninth_are_articles(tmp_path):
    book = zzrules.load(write_folder(tmp_path / "law", 103))
    for key in ("第一百零一条第一款", "第101条第1款", "101.1"):
        [answer] = book.evaluate(KNOWN, DAY, about=[key])
        assert answer.citation == "第一百零一条第一款"
    places = [place.citation for place in book.coverage()]
    assert places[-4:] == ["第一百零一条第二款", "第一百零二条第一款", "第一百零二条第二款", "第一百零三条"]


def test_one_size_is_reported_without_an_exponent():
    once = [0.3, 0.1, 1.6, 2.7]
    assert "exponent" not in articles.report({25: once})
    assert articles.report({25: once, 50: [2 * seconds for seconds in once]}).count("1.00 |") == len(once)

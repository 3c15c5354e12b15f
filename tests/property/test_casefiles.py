"""Properties of case files: engines agree on obligations, order and later entries change nothing, nothing flips."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.property.logs import entries
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import any_record
from tests.property.strategies import Drawn, folders
from tests.property.test_engines import book, cases, completed, examples, learnt, read

import zzrules
from zzrules.answer.judgement import Duties
from zzrules.answer.record import Record
from zzrules.casefile import CaseFile
from zzrules.engines import casefile, reference
from zzrules.inquiry.follow import chained_duties
from zzrules.plan import model
from zzrules.policy.vocabulary import Fact

served = pytest.mark.skipif(not casefile.available(), reason=casefile.unavailable() or "durable_rules serves")


def days_said(log: list[dict[str, Any]], pen: Pen) -> date:
    """Return a day to ask about: that of an entry, one soon after, or any."""
    said = sorted({one["日期"] for one in log if "日期" in one})
    if not said or pen.chance(4):
        return pen.one(EVALUATION_DAYS)
    return date.fromisoformat(pen.one(said)) + timedelta(days=pen.one((0, 1, 7, 40)))


@st.composite
def followed(draw) -> tuple[CaseFile, list[dict[str, Any]], dict[str, Any], date]:
    """Draw a folder's case file: its log, its undated facts, and the day asked about."""
    drawn = draw(folders())
    pen = Pen(draw)
    return _followed(pen, drawn.book(), most=8)


@st.composite
def followed_in_earnest(draw) -> tuple[CaseFile, list[dict[str, Any]], dict[str, Any], date]:
    """Draw a case file over the shipped vocabulary."""
    return _followed(Pen(draw), book(), most=12)


def _followed(
    pen: Pen, rules: zzrules.Rulebook, most: int
) -> tuple[CaseFile, list[dict[str, Any]], dict[str, Any], date]:
    log = entries(pen, rules.vocabulary, most)
    on = days_said(log, pen)
    facts = any_record(pen, rules.vocabulary, on)
    kept = set(pen.some(list(facts), 0, 40))
    facts = {key: value for key, value in facts.items() if key in kept}
    return rules.casefile(log, facts=facts), log, facts, on


def states(file: CaseFile, on: date) -> list[tuple[str, str, int, frozenset[str]]]:
    return [(one.policy, one.name, one.number, frozenset(one.possible)) for one in file.on(on).obligations]


def by_reference(plan: model.Plan, record: Record) -> Duties:
    return reference.judge_obligations(plan, record, reference.judge(plan, record))


# ── the engine and the reference ────────────────────────────────────────


@served
@examples(60)
@given(cases())
def test_engines_agree_on_obligations(case):
    """Engines agree on the obligations of drawn policies, whatever the record."""
    drawn, record, on = case
    checked = read(drawn.plan, record, on)
    judged = reference.judge(drawn.plan, checked)
    chained = chained_duties(casefile.Chain(drawn.plan), drawn.plan, checked, judged)
    assert chained == reference.judge_obligations(drawn.plan, checked, judged)


@served
@examples(200)
@given(followed_in_earnest())
def test_engines_agree_on_random_logs(case):
    """Engines agree on random logs over the shipped policies: what the case file answers is what the reference does."""
    file, _, _, on = case
    answer = file.on(on)
    expected = by_reference(book().plan, answer.determination.record)
    flat = [(*key, one.number, one.possible) for key, duties in expected.items() for one in duties]
    shown = [(one.policy, one.name, one.number, frozenset(one.possible)) for one in answer.obligations]
    assert sorted(shown, key=repr) == sorted(flat, key=repr)
    assert answer.explain()


@served
@examples(40)
@given(followed())
def test_engines_agree_on_random_logs_of_drawn_policies(case):
    """Engines agree on random logs over drawn vocabularies, kinds of events and policies, too."""
    file, _, _, on = case
    answer = file.on(on)
    plan = file._follower.catalogue.plan
    expected = by_reference(plan, answer.determination.record)
    flat = [(*key, one.number, one.possible) for key, duties in expected.items() for one in duties]
    shown = [(one.policy, one.name, one.number, frozenset(one.possible)) for one in answer.obligations]
    assert sorted(shown, key=repr) == sorted(flat, key=repr)
    assert answer.explain()


# ── logs ────────────────────────────────────────────────────────────────


@examples(60)
@given(followed_in_earnest(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(case, random):
    """The order of arrival changes nothing: entries that come late, or one by one between questions, say the same.

    Two of one number that say different things are the exception: which of them was first is what arrival decides.
    """
    file, log, facts, on = case
    shuffled = random.sample(log, len(log))
    one_by_one = book().casefile(facts=facts)
    for entry in shuffled:
        one_by_one = one_by_one.with_event(entry)
        if not random.randrange(3):
            one_by_one.on(on)
    whole = file.on(on)
    for other in (book().casefile(shuffled, facts=facts), one_by_one):
        again = other.on(on)
        assert again.determination.record == whole.determination.record
        assert states(other, on) == states(file, on)


@examples(60)
@given(followed_in_earnest(), st.integers(1, 400))
def test_later_entries_are_not_visible(case, distance):
    """Later entries are not visible: the answer of a day stays, whatever happens behind it."""
    file, log, _, on = case
    later = [
        {**{key: value for key, value in one.items() if key not in ("编号", "更正", "撤回", "对")}}
        | {"日期": str(on + timedelta(days=distance))}
        for one in log
        if "事件" in one
    ]
    more = file.with_events(later)
    assert more.on(on).determination.record == file.on(on).determination.record
    assert states(more, on) == states(file, on)


# ── knowledge ───────────────────────────────────────────────────────────


def assert_within(plan: model.Plan, learnt: Record, before: Record) -> None:
    """Hold that each state was possible before; elements whose place in the list turns out anew have no before."""
    earlier = by_reference(plan, before)
    for (code, name), duties in by_reference(plan, learnt).items():
        known = earlier[code, name]
        source = plan.policy(code).obligation(name).source
        if [one.number for one in known] == [one.number for one in duties] and _placed(source, before):
            for one, other in zip(duties, known, strict=True):
                assert one.possible <= other.possible, (code, name)


def _placed(source: Fact | None, record: Record) -> bool:
    """Return whether the elements of a list are known to stand where they stand."""
    if source is None or not source.order_by:
        return True
    place = [one.name for one in source.fields].index(source.order_by) + 1
    return all(row[place] is not None for row in record.values.get(source.name) or ())


@examples(100)
@given(learnt())
def test_learning_never_flips_an_obligation(case: tuple[Drawn, dict[str, Any], dict[str, Any], date]):
    """Learning never flips an obligation: what turns out was among the states that were possible."""
    drawn, full, partial, on = case
    assert_within(drawn.plan, read(drawn.plan, full, on), read(drawn.plan, partial, on))


@examples(60)
@given(completed())
def test_possible_states_are_sound(case):
    """Possible is sound of obligations: the state of every completion is among those that were possible."""
    drawn, partial, ways, on = case
    for full in ways:
        assert_within(drawn.plan, read(drawn.plan, full, on), read(drawn.plan, partial, on))


@examples(2)
@given(st.lists(followed_in_earnest(), min_size=6, max_size=6))
def test_threads_share_a_case_file(jobs):
    """Case files answer from eight threads as from one, and the same file may be asked from all of them."""
    alone = [states(file, on) for file, _, _, on in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: states(job[0], job[3]), jobs * 4)) == alone * 4

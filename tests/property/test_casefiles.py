"""Properties of case files: the engines agree on what they answer, and threads may share them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from hypothesis import given, strategies as st
from tests.property.logs import entries
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import any_record
from tests.property.strategies import folders
from tests.property.test_engines import book, examples

import zzrules
from zzrules.case.record import Record
from zzrules.casefile import CaseFile
from zzrules.engines import reference
from zzrules.engines.judgement import ObligationJudgements
from zzrules.plan import model


def days_said(log: list[dict[str, Any]], pen: Pen) -> date:
    """Return a day to ask about: that of an entry, one soon after, or any."""
    said = sorted({one["日期"] for one in log if "日期" in one})
    if not said or pen.chance(4):
        return pen.one(EVALUATION_DAYS)
    return date.fromisoformat(pen.one(said)) + timedelta(days=pen.one((0, 1, 7, 40)))


@st.composite
def followed(draw) -> tuple[CaseFile, date]:
    """Draw a folder's case file, and the day asked about."""
    drawn = draw(folders())
    pen = Pen(draw)
    return _followed(pen, drawn.book(), most=8)


@st.composite
def followed_in_earnest(draw) -> tuple[CaseFile, date]:
    """Draw a case file over the shipped vocabulary, and the day asked about."""
    return _followed(Pen(draw), book(), most=12)


def _followed(pen: Pen, rules: zzrules.Rulebook, most: int) -> tuple[CaseFile, date]:
    log = entries(pen, rules.vocabulary, most)
    on = days_said(log, pen)
    facts = any_record(pen, rules.vocabulary, on)
    kept = set(pen.some(list(facts), 0, 40))
    facts = {key: value for key, value in facts.items() if key in kept}
    return rules.casefile(log, facts=facts), on


def states(file: CaseFile, on: date) -> list[tuple[str, str, int, frozenset[str]]]:
    return [(one.policy, one.name, one.number, frozenset(one.possible)) for one in file.on(on).obligations]


def by_reference(plan: model.Plan, record: Record) -> ObligationJudgements:
    return reference.judge_obligations(plan, record, reference.judge(plan, record))


# ── the engine and the reference ────────────────────────────────────────


@examples(80)
@given(followed_in_earnest())
def test_engines_agree_on_random_logs(case):
    """Engines agree on random logs over the shipped policies: what the case file answers is what the reference does."""
    file, on = case
    answer = file.on(on)
    expected = by_reference(book().plan, answer.determination.record)
    flat = [(*key, one.number, one.possible) for key, duties in expected.items() for one in duties]
    shown = [(one.policy, one.name, one.number, frozenset(one.possible)) for one in answer.obligations]
    assert sorted(shown, key=repr) == sorted(flat, key=repr)


@examples(25)
@given(followed())
def test_engines_agree_on_random_logs_of_drawn_policies(case):
    """Engines agree on random logs over drawn vocabularies, kinds of events and policies, too."""
    file, on = case
    answer = file.on(on)
    plan = file._follower.catalogue.plan
    expected = by_reference(plan, answer.determination.record)
    flat = [(*key, one.number, one.possible) for key, duties in expected.items() for one in duties]
    shown = [(one.policy, one.name, one.number, frozenset(one.possible)) for one in answer.obligations]
    assert sorted(shown, key=repr) == sorted(flat, key=repr)
    assert answer.explain()


# ── threads ─────────────────────────────────────────────────────────────


@examples(2)
@given(st.lists(followed_in_earnest(), min_size=6, max_size=6))
def test_threads_share_a_case_file(jobs):
    """Case files answer from eight threads as from one, and the same file may be asked from all of them."""
    alone = [states(file, on) for file, on in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: states(*job), jobs * 4)) == alone * 4

"""Properties of logs over drawn vocabularies: order, time, and that a mistake takes knowledge away and adds none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, strategies as st
from tests.chains import chained
from tests.property.logs import Tree, days_of, entries
from tests.property.mutators import MARKER, mutated_entry, seeded, unreadable_entry
from tests.property.pen import DAYS, EVALUATION_DAYS, Pen
from tests.property.records import NONE, any_record, known_value
from tests.property.strategies import (
    VOCABULARY,
    Drawn,
    corrections_of,
    folders,
    loaded,
    presumed_facts,
)
from tests.property.test_engines import book, examples

import zzrules
from zzrules.case.log import Folded
from zzrules.case.values import NONE as NOTHING, Perhaps
from zzrules.casefile import CaseFile
from zzrules.engines import reference
from zzrules.engines.chaining import available
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan import model
from zzrules.policy.vocabulary import Fact, Kind

START = date(2026, 1, 1)


def day_near(pen: Pen, log: Sequence[Tree]) -> date:
    """Draw a day on which something of the log happens, or beside it."""
    days = sorted({one["日期"] for one in log if "日期" in one}) or ["2026-03-02"]
    return date.fromisoformat(pen.one(days)) + timedelta(days=pen.count(0, 4) - 1)


@st.composite
def logs(draw) -> tuple[Drawn, list[Tree], Tree, date, Pen]:
    """Draw a folder, a log over its kinds of events, undated facts, and a day."""
    drawn = draw(folders())
    pen, vocabulary = Pen(draw), drawn.plan.vocabulary
    assume(vocabulary.events)
    log = entries(pen, vocabulary)
    return drawn, log, any_record(pen, vocabulary, START) if pen.chance() else {}, day_near(pen, log), pen


def damaged(log: Sequence[Tree], pen: Pen, of: int) -> list[Tree]:
    """Return the log with one in so many of its entries made unreadable."""
    random = seeded(pen.count(0, 999))
    return [unreadable_entry(one, random) if pen.chance(of) else one for one in log]


def folded(file: CaseFile, on: date) -> Folded:
    return file._log.fold(on.toordinal())


def answers(file: CaseFile, on: date) -> list[tuple[Any, ...]]:
    """Return how every obligation stands, without the entries that it rests on: their names tell when they arrived."""
    return [
        (one.policy, one.title, one.possible, one.since, one.due, one.done, one.left, one.waits_for)
        for one in file.on(on).obligations
    ]


def said(problems: Sequence[zzrules.Problem]) -> set[tuple[str, str]]:
    """Return what is wrong, without the places of entries in the order of arrival."""
    return {(one.code, re.sub("第[0-9]+件(（编号[^）]*）)?", "某件", one.message)) for one in problems}


# ── engines ─────────────────────────────────────────────────────────────


@examples(30)
@given(logs())
def test_engines_agree_on_damaged_logs(case):
    """Engines agree on the records of logs, whatever is wrong: also where there may be elements of which none knows."""
    drawn, log, facts, on, pen = case
    file = drawn.book().casefile(damaged(log, pen, 5), facts=facts, kept_until=pen.one((None, "2026-03-02")))
    record, plan = folded(file, on).record, drawn.plan
    judged = reference.judge(plan, record)
    compiled, expected = CompiledPlan(plan), reference.judge_obligations(plan, record, judged)
    assert compiled.judge(record) == judged
    assert compiled.judge_obligations(record) == expected
    if available():
        assert chained(plan, record) == expected


# ── order and time ──────────────────────────────────────────────────────


@examples(40)
@given(logs())
def test_order_of_arrival_does_not_matter(case):
    """Order of arrival does not matter: in any order, at once or one by one, a log says the same, mistakes included."""
    drawn, log, facts, on, pen = case
    log = damaged(log, pen, 8)
    rulebook = drawn.book()
    at_once, one_by_one = rulebook.casefile(log, facts=facts), rulebook.casefile(facts=facts)
    for one in pen.shuffled(log):
        one_by_one.on(on)  # what is remembered of an answer changes none
        one_by_one = one_by_one.with_event(one)
    for shift in range(-2, 4):
        day = on + timedelta(days=shift)
        assert folded(at_once, day).record == folded(one_by_one, day).record
    assert answers(at_once, on) == answers(one_by_one, on)
    assert said(at_once.problems) == said(one_by_one.problems)


@examples(40)
@given(logs())
def test_later_events_are_invisible(case):
    """Later events are invisible: entries of later days change nothing as of this one, unless they correct or withdraw.

    A number that is in use is no number for them: two entries of one number are contradictory on every day.
    """
    drawn, log, facts, on, pen = case
    random = seeded(pen.count(0, 999))
    later: list[Tree] = []
    for number, one in enumerate(entries(pen, drawn.plan.vocabulary)):
        if "日期" in one and "更正" not in one:
            changed = unreadable_entry(one, random) if pen.chance() else one
            day = (on + timedelta(days=pen.count(1, 9))).isoformat()
            later.append(changed | {"编号": f"后{number}", "日期": day})
    before = drawn.book().casefile(log, facts=facts)
    after = before.with_events(later)
    for day in (on, on - timedelta(days=1), on - timedelta(days=5)):
        assert folded(before, day).record == folded(after, day).record
    assert answers(before, on) == answers(after, on)


@examples(40)
@given(logs())
def test_silence_ends_with_the_log(case):
    """Silence ends with the log: what happens behind 登记至, entered later, undoes nothing that was known before.

    Left out are statements, which the latest always replaces (and the event itself, where a day to come was stated),
    查不清, and facts of which the last day counts.
    """
    drawn, log, _, until, pen = case
    vocabulary, rulebook = drawn.plan.vocabulary, drawn.book()
    happening = [one for one in vocabulary.events if one.silent and one.dated and not one.fixed and not one.last]
    assume(happening)
    log = [one for one in without_mistakes(rulebook, log) if one.get("日期", "") <= until.isoformat()]
    on = until + timedelta(days=pen.count(1, 6))
    more = [
        {"日期": (until + timedelta(days=pen.count(1, 6))).isoformat(), "事件": pen.one(happening).label}
        for _ in range(pen.count(1, 3))
    ]
    whole = rulebook.casefile([*log, *more])
    assume(not whole.problems)
    before, after = folded(rulebook.casefile(log, kept_until=until), on), folded(whole, on)
    lists = {kind.source.name for kind in vocabulary.events if kind.source is not None}
    lasting = {fact.name for kind in vocabulary.events if kind.last for fact in kind.dated}
    to_come = {
        fact.name
        for fact in vocabulary.facts
        if fact.may_be_future
        and isinstance(day := before.record.values.get(fact.name), int)
        and day > until.toordinal()
    }
    for fact in vocabulary.facts:
        if fact.name not in lasting | to_come | before.record.unclear:
            check_knowledge(fact, after, before, grown=fact.name in lists, silence=False)


DONE = {"fulfilled", "fulfilled_late"}
AFTER: Mapping[str, set[str]] = {
    **{state: {state} for state in DONE},
    "breached": {"breached", "fulfilled_late"},
    "discharged": {"discharged", *DONE},
    "pending": {"pending", "suspended", "breached", *DONE},
    "suspended": {"pending", "suspended", "breached", *DONE},
}


def check_time(
    before: Sequence[Any], after: Sequence[Any], idle: set[str], wanted: Mapping[tuple[str, str], bool]
) -> None:
    """Hold that no obligation goes back; those that are ``idle`` stay so."""
    later = {(one.policy, one.name, one.number): one for one in after}
    for was in before:  # as days pass, a duty recurs
        now = later[was.policy, was.name, was.number]
        if wanted[was.policy, was.name] and was.state is not None and (was.state in AFTER or was.state in idle):
            assert set(now.possible) <= AFTER.get(was.state, {was.state})


def timeless(drawn: Drawn) -> Drawn:
    """Return the folder with policies that ask nothing of the day of evaluation, nor count back from a day.

    They derive no day of conduct either: events may still change it.
    """
    asking = re.compile(",? *\n? *(尚无则: 评价日|未记载则: 推定之日)")
    texts = {
        name: asking.sub("", text).replace("评价日", "日期1").replace("减:", "加:")
        for name, text in drawn.files.items()
        if name != VOCABULARY
    }
    return loaded({VOCABULARY: drawn.files[VOCABULARY]} | texts)


@examples(40)
@given(folders(), st.data())
def test_time_only_moves_forward(drawn, data):
    """Time only moves forward: as days pass over a complete record, nothing that was owed, done or missed is undone.

    What is fulfilled or was never set off stays so; what is breached can be fulfilled late, by a day that was to come.
    It holds where nothing else rests on the passing of time: the day of evaluation, intervals that have not ended, or
    other obligations.
    """
    drawn = timeless(drawn)
    assert drawn.problems == ()
    pen, vocabulary = Pen(data.draw), drawn.plan.vocabulary
    on = pen.one(EVALUATION_DAYS)
    record = {one.name: known_value(pen, vocabulary, one, on) for one in vocabulary.facts if one.kind is not Kind.DATE}
    record |= {
        one.name: pen.one([day for day in DAYS if day <= on]) for one in vocabulary.facts if one.kind is Kind.DATE
    }
    for row in record["spans"] if isinstance(record["spans"], list) else ():
        assume(row.get("止") != NONE)
    assume(not drawn.book().evaluate(record, on).contradictions)  # then it is not complete
    alone = {(code, name): not _rests(drawn.plan, code, name) for code, name in drawn.plan.obligations}
    idle = {"not_set_off", "not_applicable", "not_in_force"}
    rulebook = drawn.book()
    previous: Sequence[Any] | None = None
    for shift in (0, 1, 5, 30, 300):
        answer = rulebook.evaluate(record, on + timedelta(days=shift))
        current = [one for policy in answer for one in policy.obligations]
        if previous is not None:
            check_time(previous, current, idle, alone)
        previous = current


def _rests(plan: model.Plan, code: str, name: str) -> bool:
    versions = [version.obligation(name) for version in plan.policy(code).versions]
    return any(model.rests_on(one) for one in versions if one is not None)


@st.composite
def settled_cases(draw) -> tuple[list[Tree], Tree, date]:
    """Draw a shipped log with undated facts of whatever no event settles, and a day behind all of them."""
    pen, vocabulary = Pen(draw), book().vocabulary
    log = entries(pen, vocabulary, 15)
    near = days_of(pen, 4)
    settled = {fact.name for kind in vocabulary.events for fact in ((kind.source,) if kind.source else kind.settled)}
    dated = {"cause"}  # a day of conduct that follows from it moves on as long as nobody is late
    facts = {}
    for fact in vocabulary.facts:
        if fact.name not in settled | dated:
            value = known_value(pen, vocabulary, fact, START)
            facts[fact.name] = pen.one(near) if fact.kind is Kind.DATE and value != NONE else value
    return log, facts, max([*near, *(date.fromisoformat(one["日期"]) for one in log if "日期" in one)])


@examples(15)
@given(settled_cases())
def test_time_only_moves_forward_in_shipped_case_files(case):
    """Time only moves forward in case files, too: without new entries, nothing that was owed, done or missed is undone.

    What was not set off may be by the lapse of a term (第二十一条: no acceptance in time counts as one).
    """
    log, facts, last = case
    file = book().casefile(log, facts=facts)
    wanted = dict.fromkeys(book().plan.obligations, True)
    previous: Sequence[Any] | None = None
    for shift in (0, 1, 3, 8, 20, 60):
        current = file.on(last + timedelta(days=shift)).obligations
        if previous is not None:
            check_time(previous, current, set(), wanted)
        previous = current


# ── mistakes ────────────────────────────────────────────────────────────


def check_knowledge(fact: Fact, whole: Folded, other: Folded, *, grown: bool, silence: bool) -> None:
    """Hold that of a fact no more is known than in the whole log; ``silence``: at least, that none is 无 by silence."""
    known, left = whole.record.values.get(fact.name), other.record.values.get(fact.name)
    if grown:
        for row in left or ():
            if not isinstance(row, Perhaps):
                assert known is not None
                assert any(_within(row, one, silence=silence) for one in known)
        certain = [row for row in left or () if not isinstance(row, Perhaps)]
        if left is not None:
            assert known is not None
            assert len(certain) == len(known) or len(certain) < min(len(left), len(known))
    elif silence:
        assert left is not NOTHING or known is NOTHING or fact.name in other.given
    else:
        unclear = fact.name in other.record.unclear
        assert (left is None and not unclear) or (left, unclear) == (known, fact.name in whole.record.unclear)


def _within(row: Sequence[Any], known: Sequence[Any], *, silence: bool) -> bool:
    """Return whether an element's fields are those of another as far as they are known (as far as they are 无)."""
    pairs = list(zip(row[1:], known[1:], strict=True))
    return all(left is None or left == right or (silence and left is not NOTHING) for left, right in pairs)


@examples(60)
@given(logs())
def test_mistakes_only_take_knowledge_away(case):
    """Mistakes only take knowledge away: of an entry that cannot be read, no fact is known otherwise, and none is 无.

    So no obligation is breached by a mistake, and no state is ruled out. An entry whose very kind cannot be read breaks
    every silence; what others state stays.
    """
    drawn, log, _, on, pen = case
    vocabulary, rulebook = drawn.plan.vocabulary, drawn.book()
    log = without_mistakes(rulebook, log)
    events = [number for number, one in enumerate(log) if "事件" in one]
    assume(events)
    number = pen.one(events)
    changed = unreadable_entry(log[number], seeded(pen.count(0, 9999)))
    event, problems = rulebook.follower.events.read(changed, 1)
    moved = event.day is not None and date.fromordinal(event.day).isoformat() != log[number]["日期"]
    assume(problems and not moved)
    damaged_file = rulebook.casefile([*log[:number], changed, *log[number + 1 :]])
    assert damaged_file.problems
    before, after = folded(rulebook.casefile(log), on), folded(damaged_file, on)
    grown = {kind.source.name for kind in vocabulary.events if kind.source is not None}
    for fact in vocabulary.facts:
        check_knowledge(fact, before, after, grown=fact.name in grown, silence=event.kind is None)
    if event.kind is not None and not corrections_of(drawn.plan) and not presumed_facts(drawn.plan):
        for was, now in compared(drawn.plan, before, after):
            assert was <= now


def without_mistakes(rulebook: zzrules.Rulebook, log: Sequence[Tree]) -> list[Tree]:
    """Return the entries that make a log with nothing wrong in it, as many as there are."""
    file, kept = rulebook.casefile(), []
    for one in log:
        if not (longer := file.with_event(one)).problems:
            file = longer
            kept.append(one)
    return kept


def compared(plan: model.Plan, before: Folded, after: Folded) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield what was and is possible: of each policy, and of each obligation that stands for no element."""
    was, now = (reference.judge(plan, one.record) for one in (before, after))
    yield from ((was[code].possible, now[code].possible) for code in was)
    owed, owing = (
        reference.judge_obligations(plan, one.record, judged) for one, judged in ((before, was), (after, now))
    )
    for code, name in plan.obligations:
        if plan.policy(code).obligation(name).source is None and plan.policy(code).obligation(name).recurs is None:
            yield owed[code, name][0].possible, owing[code, name][0].possible


@examples(30)
@given(logs())
def test_mutated_entries_are_refused_cleanly(case):
    """Mutations are refused cleanly: whatever becomes of entries, the case file answers, and says what is wrong.

    No message tells what an entry says, except the name of a kind that there is not, and by which number it is found.
    """
    drawn, log, facts, on, pen = case
    random = seeded(pen.count(0, 9999))
    file = drawn.book().casefile([mutated_entry(one, random) if pen.chance() else one for one in log], facts=facts)
    for problem in file.problems:
        assert re.fullmatch("ZZ4[0-9]{2}", problem.code)
        assert re.search("[\u4e00-\u9fff]", problem.message)
        assert "\n" not in str(problem)
        assert problem.code == "ZZ431" or MARKER not in re.sub("（编号[^）]*）", "", str(problem))
        assert len(str(problem)) < 1000
    answer = file.on(on)
    for form in ("text", "markdown", "json"):
        answer.explain(form).encode()
    check_open(answer)


def check_open(answer: Any) -> None:
    for one in answer.obligations:
        assert bool(one.missing) is (one.state is None)

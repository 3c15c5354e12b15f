"""Properties of judging: engines agree, what is learnt flips nothing, nothing possible is left out."""

import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from random import Random
from typing import Any, get_args

import pytest
from benchmarks.records import random_case
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from tests.chains import chained
from tests.columns import days_by_reference, frame_of, in_part, judged_rows
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import NONE, UNCLEAR, any_record, complete_record, known_value, partly
from tests.property.strategies import Drawn, corrections_of, folders, nodes_of, presumed_facts
from tests.traces import reference_trace

import zzrules
from zzrules.answer import questions
from zzrules.base import clock
from zzrules.base.frozen import replaced
from zzrules.base.truth import all_of, any_of, negate
from zzrules.case.record import Record, RecordReader
from zzrules.case.values import NONE as NOTHING, Finding
from zzrules.engines import reference
from zzrules.engines.chaining import available
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columns import KINDS
from zzrules.engines.compiled import CompiledPlan
from zzrules.engines.judgement import Judgement, ObligationJudgement, ObligationJudgements, Trace
from zzrules.engines.reference import meaning
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import COMMON_OUTCOMES
from zzrules.plan.conduct import conduct_extent, possible_versions
from zzrules.plan.reads import Reads
from zzrules.plan.states import NOT_SET_OFF
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

MORE = int(os.environ.get("ZZRULES_EXAMPLES", "1"))  # so many times the examples, for long runs
TRUTHS = (True, None, False)
ASKED = tuple(kind for kind in KINDS if kind not in ("missing", "gaps"))  # these two have a property of their own


def examples(number: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=number * MORE, deadline=None, suppress_health_check=slow)


# ── drawn policies ──────────────────────────────────────────────────────


@st.composite
def cases(draw, record=any_record) -> tuple[Drawn, dict[str, Any], date]:
    """Draw a folder, a record over its vocabulary, and the day of evaluation."""
    drawn = draw(folders())
    assert drawn.plan is not None, drawn.problems
    pen = Pen(draw)
    on = pen.one(EVALUATION_DAYS)
    return drawn, record(pen, drawn.plan.vocabulary, on), on


def read(plan: model.Plan, record: dict[str, Any], on: date) -> Record:
    return RecordReader(plan.vocabulary).read(record, on.toordinal())


def judge(plan: model.Plan, record: dict[str, Any], on: date) -> dict[str, Judgement]:
    return reference.judge(plan, read(plan, record, on))


def classes_of(plan: model.Plan, code: str, judgement: Judgement) -> set[str]:
    return {plan.policy(code).classes[outcome] for outcome in judgement.possible}


def duties(plan: model.Plan, record: dict[str, Any], on: date) -> ObligationJudgements:
    return reference.judge_obligations(plan, read(plan, record, on), judge(plan, record, on))


def learnt_duties(
    plan: model.Plan, partial: dict[str, Any], full: dict[str, Any], on: date
) -> Iterator[tuple[ObligationJudgement, ObligationJudgement]]:
    """Yield every obligation as it was, and as it is when more is known; of a list, that of the same element.

    Of one that recurs, that of the same period; of what is no longer there, it was possible that there is nothing.
    """
    before = duties(plan, partial, on)
    for (code, name), after in duties(plan, full, on).items():
        source, known = plan.policy(code).obligation(name).source, before[code, name]
        if plan.policy(code).obligation(name).recurs is not None:
            yield from learnt_periods(known, after)
        elif source is None or partial.get(source.name, UNCLEAR) == UNCLEAR:
            yield from ((known[0], one) for one in after)  # of an unknown list, one stands for all that there may be
        elif isinstance(full[source.name], list) and isinstance(partial[source.name], list):
            was, now = (placed(source, record[source.name]) for record in (partial, full))
            yield from ((known[was.index(row)], after[now.index(row)]) for row in range(len(after)))


def learnt_periods(
    before: Sequence[ObligationJudgement], after: Sequence[ObligationJudgement]
) -> Iterator[tuple[ObligationJudgement, ObligationJudgement]]:
    """Yield every period as it was, if only among those that could not be told apart (0), and as it is."""
    known, now = ({one.number: one for one in several} for several in (before, after))
    yield from ((known[number] if number in known else known[0], one) for number, one in now.items())
    for number, one in known.items():
        if number not in now:
            assert {NOT_SET_OFF, *COMMON_OUTCOMES} & one.possible


def placed(source: Fact, rows: list[dict[str, Any]]) -> list[int]:
    """Return which rows of a record stand where: in the order of their days, if all are known."""
    days: list[Any] = [row.get(next(one.label for one in source.fields if one.name == source.order_by)) for row in rows]
    known = all(day not in (None, UNCLEAR, NONE) for day in days)
    return sorted(range(len(rows)), key=lambda row: days[row]) if known else list(range(len(rows)))


@examples(40)
@given(folders())
def test_drawn_policies_have_no_mistake(drawn):
    """Drawn policies load: the generator writes the language as its grammar says."""
    assert drawn.problems == ()


def test_drawn_policies_reach_every_node():
    """Drawn policies hold every type of node: a fixed two hundred of them are enough."""
    found: set[type] = set()
    suspended: set[bool] = set()

    @settings(
        max_examples=200,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(folders())
    def collect(drawn: Drawn) -> None:
        assert drawn.plan is not None
        for node in nodes_of(drawn.plan):
            found.add(type(node))
            suspended.add(getattr(node, "suspension", None) is not None)

    collect()
    assert {*get_args(nodes.Value), *get_args(nodes.Condition)} - found == set()
    assert suspended == {True, False}


@examples(120)
@given(cases())
def test_engines_agree(case):
    """Engines agree: each gives the judgement of the reference, on every policy and record, and its obligations."""
    drawn, record, on = case
    checked = read(drawn.plan, record, on)
    judged = reference.judge(drawn.plan, checked)
    compiled = CompiledPlan(drawn.plan)
    assert compiled.judge(checked) == judged
    expected = reference.judge_obligations(drawn.plan, checked, judged)
    assert compiled.judge_obligations(checked) == expected
    if available():
        assert chained(drawn.plan, checked) == expected


@examples(120)
@given(cases())
def test_contradictions_agree(case):
    """Contradictions agree: engines find the same ones, and columns name them."""
    drawn, record, on = case
    checked = read(drawn.plan, record, on)
    broken = reference.contradictions(drawn.plan, checked)
    assert CompiledPlan(drawn.plan).clashes.broken(checked) == broken
    rows = ColumnarPlan(drawn.plan).judge(frame_of(drawn.plan.vocabulary, [checked]), on, ["contradictions"]).collect()
    [names] = rows["contradictions"].to_list()
    determination = drawn.book().evaluate(record, on)
    assert names == ([*dict.fromkeys(one.name for one in determination.contradictions)] or None)


@examples(120)
@given(cases())
def test_contradictory_facts_decide_nothing(case):
    """Contradictory facts decide nothing: whatever they say, the answers are the same, and other facts keep theirs."""
    drawn, record, on = case
    checked = read(drawn.plan, record, on)
    judged = reference.judge(drawn.plan, checked)
    settled = reference.settle(drawn.plan, checked)
    kept = {
        key: value for key, value in record.items() if named(drawn.plan.vocabulary, key).name not in settled.disputed
    }
    rest = read(drawn.plan, kept, on)._replace(disputed=settled.disputed)
    opened = reference.contradictions(drawn.plan, rest)
    if opened:  # without its day, conduct that was outside every version may have been in one
        dated = {policy.code: policy.conduct.name for policy in drawn.plan.policies}
        assert settled.disputed.issuperset(dated[one.policy] for one in opened)
        return
    assert reference.judge(drawn.plan, rest) == judged
    reads = Reads(drawn.plan)
    bare = replaced_plan(drawn.plan)
    for code, untouched in reference.judge(bare, checked).items():
        if reads.through(code).isdisjoint(settled.disputed):
            assert judged[code] == untouched


def replaced_plan(plan: model.Plan) -> model.Plan:
    """Return a plan that excludes nothing."""
    policies = tuple(
        replaced(policy, versions=tuple(replaced(version, contradictions=()) for version in policy.versions))
        for policy in plan.policies
    )
    return replaced(plan, policies=policies, contradictions=())


@examples(120)
@given(cases())
def test_traces_agree(case):
    """Traces agree: the compiled trace is the reference's trace, condition by condition, value by value."""
    drawn, record, on = case
    assert_traces_agree(drawn.plan, read(drawn.plan, record, on))


def test_traces_of_the_shipped_policies_agree():
    """Traces agree on random records over the shipped policies, too."""
    plan = book().plan
    random = Random(12)  # noqa: S311 - the same records in every run
    for _ in range(20 * MORE):
        record, on = random_case(random, plan.vocabulary)
        assert_traces_agree(plan, read(plan, record, date.fromisoformat(on)))


def assert_traces_agree(plan: model.Plan, record: Record) -> None:
    judged, record = reference.judge(plan, record), reference.settle(plan, record)
    compiled = CompiledPlan(plan)
    raws = compiled.run(record)
    for policy in plan.policies:
        day = conduct_extent(policy, record)
        for index in possible_versions(policy, day):
            scope = meaning.Scope(plan, record, policy.versions[index], day, judged)
            expected = reference_trace(compiled.layout_of(policy.code, index), scope)
            assert typed(compiled.trace(policy.code, index, record, day, raws)) == typed(expected)
    obligations = reference.judge_obligations(plan, record, judged)
    for key, traced in compiled.trace_obligations(record, raws).items():
        versions = compiled.obligation(key).versions
        for one in traced:
            scopes = reference.scopes(one.case, plan, record, judged, obligations)
            for index, trace, scope in zip(one.case.versions, one.traces, scopes, strict=True):
                if (version := versions[index]) is not None:
                    assert typed(trace) == typed(reference_trace(version.layout, scope))


def typed(trace: Trace) -> list[Any]:
    """Return the cells with their types: 1 is not True."""
    rows = [row for elements in trace.elements for row in elements or ()]
    return [[(type(cell), cell) for cell in cells] for cells in (trace.cells, *rows)] + [
        elements is None for elements in trace.elements
    ]


@st.composite
def frames(draw) -> tuple[Drawn, list[Record], bool]:
    """Draw a folder with records over its vocabulary, each with its own day, and whether they are given as text."""
    drawn = draw(folders())
    assert drawn.plan is not None, drawn.problems
    pen = Pen(draw)
    days = [pen.one(EVALUATION_DAYS) for _ in range(pen.count(1, 8))]
    parts = pen.chance()
    drawn_records = [any_record(pen, drawn.plan.vocabulary, on, parts=parts) for on in days]
    records = [read(drawn.plan, record, on) for record, on in zip(drawn_records, days, strict=True)]
    return drawn, [without_lists_in_part(drawn.plan.vocabulary, record) for record in records], pen.chance()


def without_lists_in_part(vocabulary: Vocabulary, record: Record) -> Record:
    """Return a record without the lists of which something is known in part: they have no columns."""
    values = {name: value for name, value in record.values.items() if name not in in_part(record)}
    partial = {name: part for name, part in record.partial.items() if vocabulary.by_name[name].kind is not Kind.LIST}
    return Record(values, record.unclear, record.on, partial)


@examples(100)
@given(frames())
def test_a_frame_agrees_row_by_row(case):
    """Engines agree: a frame's rows are judged as the reference judges each record."""
    drawn, records, text = case
    expected = [(reference.judge(drawn.plan, record), days_by_reference(drawn.plan, record)) for record in records]
    assert judged_rows(drawn.plan, records, ASKED, text=text) == expected


@st.composite
def learnt(draw) -> tuple[Drawn, dict[str, Any], dict[str, Any], date]:
    """Draw a folder with a complete record, and with what of it is known at first."""
    drawn, full, on = draw(cases(record=complete_record))
    kept = corrections_of(drawn.plan)
    presumed = presumed_facts(drawn.plan)
    pen = Pen(draw)
    partial = {}
    for name, value in full.items():
        state = 0 if name in kept else pen.count(0, 3)
        if state in (0, 1):
            fact = named(drawn.plan.vocabulary, name)
            partial[name] = forgotten(pen, fact, value, on) if state and name not in kept else value
        elif state == 2 and name not in presumed:
            partial[name] = UNCLEAR
    return drawn, full, partial, on


def forgotten(pen: Pen, fact: Fact, value: Any, on: date) -> Any:
    """Return what is known of a value: part of it, a list's elements without some fields, a finding without parts."""
    if pen.chance():
        return partly(pen, fact, value, on)
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [_without_some(pen, row) for row in value]
    return _without_some(pen, value) if isinstance(value, dict) else value


def _without_some(pen: Pen, parts: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in parts.items() if not pen.chance(3)}


def contradicts(plan: model.Plan, record: Record) -> bool:
    """Return whether a record contradicts itself, or denies that there is a day that may follow from the rest."""
    derived = (policy.conduct.name for policy in plan.policies if policy.derives_day)
    return bool(reference.contradictions(plan, record)) or any(record.values.get(name) is NONE for name in derived)


@examples(100)
@given(learnt())
def test_learning_never_flips(case):
    """Learning never flips: what was decided stays, and what turns out was possible; grounds and consequences too.

    So does the class of the outcome, while which outcome of the class it is may still be learnt.
    """
    drawn, full, partial, on = case
    if contradicts(drawn.plan, read(drawn.plan, full, on)):
        return  # what contradicts the rest makes open again what was decided
    before, after = judge(drawn.plan, partial, on), judge(drawn.plan, full, on)
    for code, judgement in after.items():
        assert judgement.possible <= before[code].possible
        assert judgement.outcome == before[code].outcome or before[code].outcome is None
        assert classes_of(drawn.plan, code, judgement) <= classes_of(drawn.plan, code, before[code])
        for part in ("grounds", "complete", "consequences"):
            learnt_part, part_before = getattr(judgement, part), getattr(before[code], part)
            assert all(truth is None or truth is learnt_part[name] for name, truth in part_before.items())
    for was, now in learnt_duties(drawn.plan, partial, full, on):
        assert now.possible <= was.possible
        assert was.state is None or now.state == was.state


@st.composite
def completed(draw) -> tuple[Drawn, dict[str, Any], list[dict[str, Any]], date]:
    """Draw a folder with a record that lacks facts, and several ways to complete it."""
    drawn, full, partial, on = draw(learnt())
    pen = Pen(draw)
    unknown = [fact for fact in drawn.plan.vocabulary.by_name.values() if partial.get(fact.name, UNCLEAR) == UNCLEAR]

    def another() -> dict[str, Any]:
        return full | {fact.name: known_value(pen, drawn.plan.vocabulary, fact, on) for fact in unknown}

    return drawn, partial, [full, another(), another(), another()], on


def after_it(policy: model.Policy) -> set[str]:
    """Return the facts that the conduct of a policy cannot have followed."""
    walked = (node for version in policy.versions for node in walks.walk(version.unless))
    return {fact.name for node in walked for fact in walks.mentions(node).facts}


@examples(60)
@given(learnt())
def test_what_is_not_missing_does_not_matter(case):
    """What is not missing does not matter: learning facts that are not named leaves every class possible that was."""
    drawn, full, partial, on = case
    for answer in drawn.book().evaluate(partial, on):
        named = {fact.name for fact in answer.missing}
        if "" in named:  # an element of some list
            named |= {fact.name for fact in drawn.plan.vocabulary.by_name.values() if fact.kind is Kind.LIST}
        named |= {*Reads(drawn.plan).with_those_behind(named)}  # whoever knows the day of a conduct need not know why
        named |= {fact for policy in drawn.plan.policies if policy.conduct.name in named for fact in after_it(policy)}
        learnt_more = {
            name: partial[name] if name in named and name in partial else value
            for name, value in full.items()
            if name not in named or name in partial
        }
        if reference.contradictions(drawn.plan, read(drawn.plan, learnt_more, on)):
            continue
        after = judge(drawn.plan, learnt_more, on)[answer.code]
        assert classes_of(drawn.plan, answer.code, after) == {*answer.possible_classes}


@examples(50)
@given(completed())
def test_possible_is_sound(case):
    """Possible is sound: the outcome of every completion, and its class, is among those that were possible."""
    drawn, partial, ways, on = case
    before = judge(drawn.plan, partial, on)
    for full in ways:
        if contradicts(drawn.plan, read(drawn.plan, full, on)):
            continue
        for code, judgement in judge(drawn.plan, full, on).items():
            assert judgement.possible <= before[code].possible
            assert classes_of(drawn.plan, code, judgement) <= classes_of(drawn.plan, code, before[code])
        for was, now in learnt_duties(drawn.plan, partial, full, on):
            assert now.possible <= was.possible


# ── truths ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("triple", list(itertools.product(TRUTHS, repeat=3)), ids=str)
def test_kleene_laws(triple):
    """Kleene's laws: 且, 或 and 非 over true, unknown and false; only what decides alone absorbs unknown."""
    p, q, r = triple
    for one, other in ((all_of, any_of), (any_of, all_of)):
        assert one([p, q]) is one([q, p])
        assert one([p, one([q, r])]) is one([one([p, q]), r]) is one([p, q, r])
        assert one([p, other([q, r])]) is other([one([p, q]), one([p, r])])
        assert one([p, other([p, q])]) is p
        assert one([p, p]) is p
        assert negate(one([p, q])) is other([negate(p), negate(q)])
    assert negate(negate(p)) is p
    assert all_of([p, True]) is p is any_of([p, False])
    assert all_of([p, False]) is False
    assert any_of([p, True]) is True
    assert all_of([p, None]) is (False if p is False else None)
    assert any_of([p, None]) is (True if p is True else None)


# ── the shipped policies ────────────────────────────────────────────────


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


def named(vocabulary: Vocabulary, key: str) -> Fact:
    return vocabulary.by_name.get(key) or vocabulary.by_label[key]


@st.composite
def matters(draw) -> tuple[dict[str, Any], date]:
    """Draw a record over the shipped vocabulary, of few facts or of many, and the day of evaluation."""
    pen, vocabulary = Pen(draw), book().vocabulary
    on = pen.one(EVALUATION_DAYS)
    record = any_record(pen, vocabulary, on)
    if not pen.chance(3):
        kept = {one.name for one in pen.some(vocabulary.facts, 0, 30)} | {"subject", "conduct_date", "item_category"}
        record = {key: value for key, value in record.items() if named(vocabulary, key).name in kept}
    return record, on


@examples(120)
@given(matters())
def test_engines_agree_on_the_shipped_policies(matter):
    """Engines agree on the shipped policies, too; and asking about one policy answers as asking about all."""
    record, on = matter
    whole = book().evaluate(record, on)
    judged = reference.judge(book().plan, whole.record)
    for answer in whole:
        narrowed = book().evaluate(record, on, about=[answer.code])[answer.code]
        for one in (answer, narrowed):
            assert one._inquiry.judgement(answer.code) == judged[answer.code]
            assert one.outcome == judged[answer.code].outcome
            assert set(one.possible) == judged[answer.code].possible


def missing_by_row(plan: model.Plan, records: list[Record]) -> list[dict[str, set[str]]]:
    frame = frame_of(plan.vocabulary, records)
    rows = ColumnarPlan(plan).judge(frame, "evaluated_on", ["missing"]).collect().iter_rows(named=True)
    return [{policy.code: set(row[f"{policy.code}.missing"]) for policy in plan.policies} for row in rows]


def missing_of_record(drawn_book: zzrules.Rulebook, record: Record) -> dict[str, set[str]]:
    everything = drawn_book._evaluator.catalogue.scope(None)
    answers = drawn_book._evaluator.determine(record, everything, None)
    return {answer.code: {fact.name for fact in answer.missing if fact.name} for answer in answers}


@examples(60)
@given(frames())
def test_a_frame_names_what_is_missing(case):
    """An open answer names what is missing: in a frame the same facts as of each record."""
    drawn, records, _ = case
    drawn_book = drawn.book()
    assert missing_by_row(drawn.plan, records) == [missing_of_record(drawn_book, record) for record in records]


@pytest.mark.parametrize("text", [False, True])
def test_frames_agree_on_the_shipped_policies(text):
    """Engines agree on the shipped policies: a whole frame of random records, row by row."""
    random, reader = Random(8), RecordReader(book().vocabulary)  # noqa: S311 - the same records in every run
    cases = [random_case(random, book().vocabulary) for _ in range(300 * MORE)]
    records = [reader.read(record, date.fromisoformat(on).toordinal()) for record, on in cases]
    expected = [(reference.judge(book().plan, record), days_by_reference(book().plan, record)) for record in records]
    assert judged_rows(book().plan, records, ASKED, text=text) == expected
    some = records[: 40 * MORE]
    assert missing_by_row(book().plan, some) == [missing_of_record(book(), record) for record in some]


def raw(value: Any, fact: Fact) -> Any:
    """Return a checked value as a record gives it."""
    match value:
        case Finding():
            assert value.day is not None
            body = {"机构": value.body, "日期": date.fromordinal(value.day), "依据": value.basis, "层级": value.level}
            return {"结论": value.conclusion, **body}
        case frozenset():
            return sorted(value)
        case ():
            return NONE
        case (int(number), str(unit)):
            return f"{number}{UNIT_NAMES[unit]}"
        case int() if fact.kind is Kind.MOMENT:
            return clock.to_datetime(value)
        case int() if fact.kind is Kind.DATE:
            return date.fromordinal(value)
        case _:
            return NONE if value is NOTHING else value


@examples(30)
@given(matters())
def test_a_witness_replays(matter):
    """A witness replays: an answer that is said to decide does decide, once the record gives it."""
    record, on = matter
    whole = book().evaluate(record, on)
    for answer in whole:
        for asked in answer.missing:
            if not asked.would_decide:
                continue
            fact = book().vocabulary.by_name[asked.name]
            known = {key: given for key, given in record.items() if named(book().vocabulary, key) is not fact}
            reached = set()
            inquiry = whole._inquiry
            for value in inquiry.catalogue.questioner.candidates(fact, inquiry.record, inquiry.days()):
                again = book().evaluate(known | {asked.name: raw(value, fact)}, on, about=[answer.code])
                if asked.name not in again._inquiry.record.disputed:
                    reached.add(again[answer.code].outcome_name or again[answer.code].outcome_class)
            assert {outcome for _, outcome in asked.would_decide} == reached - {None}


@examples(60)
@given(cases())
def test_what_is_passed_over_would_not_decide(case):
    """What is passed over would not decide: trying every answer to every question gives the same questions."""
    drawn, record, on = case
    assert_nothing_is_passed_over(drawn.book(), record, on)


def test_what_is_passed_over_would_not_decide_in_earnest():
    """What is passed over would not decide: nor in random records over the shipped policies."""
    random = Random(21)  # noqa: S311 - the same records in every run
    for _ in range(12 * MORE):
        record, on = random_case(random, book().vocabulary)
        kept = {name: value for name, value in record.items() if random.random() < 0.5}
        assert_nothing_is_passed_over(book(), kept, date.fromisoformat(on))


def assert_nothing_is_passed_over(rules: zzrules.Rulebook, record: dict[str, Any], on: date) -> None:
    shown, tried = (rules.evaluate(record, on) for _ in range(2))
    expected = [(answer.missing, [ground.missing for ground in answer.grounds.values()]) for answer in shown]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions.Turns, "decides", lambda *_: questions.EVERY_FACT)
        patch.setattr(questions.Turns, "settles", lambda *_: questions.EVERY_FACT)
        for answer, (missing, grounds) in zip(tried, expected, strict=True):
            assert answer.missing == missing
            assert [ground.missing for ground in answer.grounds.values()] == grounds


def check_answers(book: zzrules.Rulebook, determination: zzrules.Determination) -> None:
    """Hold that what is open has something missing, that each outcome has its reasons, and that all can be said."""
    for answer in determination:
        assert bool(answer.missing) is not answer.decided
        assert bool(answer.missing_for_reason) is (answer.decided and answer.outcome is None)
        assert answer.decided is (len(answer.possible_classes) == 1) is (answer.outcome_class is not None)
        for ground in answer.grounds.values():
            assert bool(ground.missing) is (ground.truth is None)
        for outcome in book.plan.policy(answer.code).outcomes:
            expected = True if answer.outcome == outcome else None if outcome in answer.possible else False
            assert answer.why_not(outcome).possible is expected
        for duty in answer.obligations:
            assert bool(duty.missing) is (duty.state is None)
            assert duty.state is None or duty.why() is not None
    for effect in determination.readings():
        assert effect.other != effect.taken
    assert determination.explain().count("\n") > len(determination)
    assert determination.to_dict()["decided"] is determination.decided


@examples(8)
@given(matters())
def test_an_open_answer_names_what_is_missing(matter):
    """An open answer names what is missing: unknown, an outcome or a ground is never without a question."""
    check_answers(book(), book().evaluate(*matter))


@examples(40)
@given(cases())
def test_an_open_answer_of_drawn_policies_names_what_is_missing(case):
    """An open answer names what is missing, whatever the policies."""
    drawn, record, on = case
    drawn_book = drawn.book()
    check_answers(drawn_book, drawn_book.evaluate(record, on))


@examples(1)
@given(st.lists(matters(), min_size=6, max_size=6))
def test_threads_share_a_rulebook(jobs):
    """Evaluation from eight threads answers as from one."""

    def answer(job: tuple[dict[str, Any], date]) -> tuple[Any, ...]:
        determination = book().evaluate(*job)
        return determination.row(), determination.to_dict(), determination.readings()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, jobs * 2)) == [answer(job) for job in jobs] * 2

"""Properties of the analysis: what is proven of a change, or of a policy, holds for every record."""

from random import Random

import pytest
from benchmarks.mutants import mutant
from hypothesis import given, strategies as st
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import any_record, complete_record
from tests.property.strategies import folders
from tests.property.test_engines import examples, read
from tests.unit.test_difference import meets

from zzrules.analysis.advice.reach import proven
from zzrules.analysis.changes.difference import Comparison
from zzrules.analysis.changes.proof import Proofs, stretches
from zzrules.analysis.proving.board import Board, VersionFormulas
from zzrules.analysis.proving.meaning import Meaning
from zzrules.analysis.searching import columns
from zzrules.analysis.searching.court import Asked, Court
from zzrules.base.frozen import replaced
from zzrules.engines import reference
from zzrules.engines.reference.meaning import Scope, truth
from zzrules.plan.conduct import conduct_extent
from zzrules.plan.formulas import Literal
from zzrules.plan.model import NOT_APPLICABLE, NOT_IN_FORCE

pytestmark = pytest.mark.no_cover  # tracing takes several times as long as what is traced


@st.composite
def changes(draw):
    """Draw a plan, the same plan changed in one place, the policy that was changed, and a pen."""
    drawn = draw(folders())
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - drawn
    found = mutant(drawn.plan, random)
    return drawn.plan, (found.policy, found.plan) if found is not None else None, Pen(draw)


@examples(200)
@given(changes())
def test_what_is_proven_alike_is_answered_alike(case):
    """Proven alike is answered alike, also of records known in part; of complete ones only, if no more is proven."""
    plan, found, pen = case
    if found is None:
        return
    policy, changed = found
    proofs = Proofs(plan, changed)
    on = pen.one(EVALUATION_DAYS)
    pairs = dict(stretches(plan.policy(policy), changed.policy(policy))).values()
    proved = [proofs.of(policy, pair) for pair in pairs]
    follows = all(proof.alike and not proof.consequences for proof in proved)
    for draw, holds in (
        (any_record, proofs.same(policy) or all(proof.alike for proof in proved)),
        (complete_record, all(proof.whole for proof in proved)),
    ):
        for _ in range(4):
            record = read(plan, draw(pen, plan.vocabulary, on), on)  # drawn in any case: draws rest on no proof
            if holds:
                before, after = (reference.judge(one, record)[policy] for one in (plan, changed))
                assert replaced(before, consequences={}) == replaced(after, consequences={})
                if follows:
                    assert before.consequences == after.consequences


@examples(60)
@given(changes())
def test_what_plans_share_changes_no_answer(case):
    """A plan made of another one, by what differs, reads and answers every record as it does by itself."""
    plan, found, pen = case
    on = pen.one(EVALUATION_DAYS)
    record = any_record(pen, plan.vocabulary, on)
    if found is None:
        return
    code, changed = found
    duties = tuple(name for policy, name in changed.obligations if policy == code)
    asked = Asked(consequences=True, obligations=duties, amounts=True)
    before = Court(plan)
    alone, shared = Court(changed), Court(changed, before)
    settled = [
        court.settled(record, on.toordinal()) for court in (alone, before if shared.settles_as(before) else shared)
    ]
    assert settled[0] == settled[1]
    if settled[0] is not None:
        assert alone.answer(settled[0], code, asked) == shared.answer(settled[0], code, asked)


@examples(100)
@given(changes())
def test_what_is_proven_never_to_come_about_does_not(case):
    """Proven never: an outcome that no complete case reaches is answered for none."""
    plan, _, pen = case
    on = pen.one(EVALUATION_DAYS)
    meaning = Meaning(plan)
    record = read(plan, complete_record(pen, plan.vocabulary, on), on)
    judged = reference.judge(plan, record)
    for policy in plan.policies:
        judgement = judged[policy.code]
        if len(judgement.versions) != 1 or judgement.outcome in (None, NOT_APPLICABLE, NOT_IN_FORCE):
            continue
        version = policy.versions[judgement.versions[0]]
        told = proven(meaning, policy.code, judgement.versions[0])
        reached = [at for at, entry in enumerate(version.entries) if entry.code == judgement.outcome]
        assert not set(reached) <= told.entries.keys()
        assert not any(judgement.grounds[name] for name in told.grounds)
        for one, other in told.same:
            assert judgement.grounds[one] == judgement.grounds[other] or None in (
                judgement.grounds[one],
                judgement.grounds[other],
            )
        for one, other in told.within:
            assert not (judgement.grounds[one] is True and judgement.grounds[other] is False)


@examples(40)
@given(changes())
def test_a_case_that_is_shown_is_answered_otherwise(case):
    """Shown is so: a case is judged otherwise by the reference of either plan."""
    plan, found, _ = case
    if found is None:
        return
    code, changed = found
    compared = Comparison(plan, changed, seconds=0.2, enough=1)
    told = compared.policy(code, plan.policy(code), changed.policy(code))
    for stretch in told.stretches:
        for shown in stretch.cases:
            if shown.assumed or shown.before.possible == shown.after.possible:
                continue
            judged = []
            for one in (plan, changed):
                record = read(one, dict(shown.facts), shown.on)
                judged.append(reference.judge(one, record)[code].possible)
                in_columns = columns.possible(one, dict(shown.facts), shown.on.isoformat(), code)
                assert in_columns in (None, judged[-1])
            assert judged == [shown.before.possible, shown.after.possible]
            for name in shown.facts:
                fewer = {other: value for other, value in shown.facts.items() if other != name}
                assert turn(compared, code, fewer, shown.on, stretch) != shown.turn


def turn(compared, code, facts, on, stretch):
    """Return from what to what the outcome of a record turns; None if it does not, or is not one of the stretch."""
    answers = []
    for court, side in ((compared.before, stretch.before), (compared.after, stretch.after)):
        record = court.read(facts, on.toordinal())
        if record is None:
            return None
        answer = court.answer(record, code)
        if side is not None and answer.versions != (side,):
            return None
        answers.append(answer.possible)
    return tuple(answers) if answers[0] != answers[1] else None


@examples(100)
@given(changes())
def test_what_a_record_leaves_open_goes_together(case):
    """What is said of variables together is so of every record: of any, and of a complete one with one way for each."""
    plan, _, pen = case
    meant, on = Meaning(plan), pen.one(EVALUATION_DAYS)
    for draw, whole in ((any_record, False), (complete_record, True)):
        record = read(plan, draw(pen, plan.vocabulary, on), on)
        judged = reference.judge(plan, record)
        for policy in plan.policies:
            for at in judged[policy.code].versions:
                board, plain = Board(), meant.policies[policy.code]
                stated = VersionFormulas(board, plain, plain.versions[at], meant.others)
                stated.decisions.outcomes()
                together = board.complete() if whole else board.left()
                scope = Scope(plan, record, policy.versions[at], conduct_extent(policy, record), judged)
                bits = possible_ways(board, scope)
                if not whole or len({variable for variable, _ in board.ways(bits).items()}) == sum(bits.values()):
                    assert meets(board.diagrams, together, bits)


def possible_ways(board, scope):
    """Return of each variable, but for those of elements, which ways the reference leaves it."""
    bits = {}
    for variable in sorted({variable for variable, _ in board._of}):
        try:
            ways = {
                way: truth(board.variables.condition(Literal(variable, frozenset((way,)))), scope) is not False
                for way in board.variables.ways[variable]
            }
        except (IndexError, KeyError):  # of an element; of an obligation, which judgements do not have
            continue
        for bit, (of, way) in enumerate(board._of):
            if of == variable:
                bits[bit] = ways[way]
    return bits

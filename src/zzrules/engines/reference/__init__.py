"""The specification: a walk over the plan that says what each node means. Other engines must agree with it.

A condition is True, False or None (unknown); a value is a plain value, NONE (known not to exist), `Bounds` or
`Options` (known in part, if only by its kind) or None (unknown, of a kind without order and options). Read it from the
top: a plan, a policy, a version; then `meaning`: a condition, a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from zzrules.base.bounds import Bounds
from zzrules.base.truth import Truth, all_of
from zzrules.case.record import Record
from zzrules.engines.judgement import Broken, Judgement, ObligationJudgements, set_aside, united
from zzrules.engines.reference.meaning import Scope, agreed, truth, value
from zzrules.plan import model
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.conduct import (
    ObligationCase,
    ObligationCases,
    conduct_extent,
    lacks_day,
    may_lapse,
    possible_versions,
    with_day,
)
from zzrules.plan.constraints import COMMON


def judge(plan: model.Plan, record: Record) -> dict[str, Judgement]:
    """Return the judgement of every policy, by code; facts that contradict one another decide nothing."""
    record = settle(plan, record)
    judgements: dict[str, Judgement] = {}
    for policy in plan.policies:
        judgements[policy.code] = judge_policy(plan, policy, record, judgements)
    return judgements


def settle(plan: model.Plan, record: Record) -> Record:
    """Return the record as it is judged.

    It is as if nobody had recorded the facts that contradict one another; where nobody has recorded the day of a
    conduct, it has the one that follows from the rest.
    """
    record = set_aside(record, contradictions(plan, record))
    for policy in plan.policies:
        if policy.derives_day and lacks_day(policy.conduct, record):
            record = with_day(policy, [_derived_day(plan, record, version) for version in policy.versions], record)
    return record


def _derived_day(plan: model.Plan, record: Record, version: model.Version) -> Any:
    assert version.derived_day is not None
    return value(version.derived_day, Scope(plan, record, version, Bounds(), {}))


def contradictions(plan: model.Plan, record: Record) -> tuple[Broken, ...]:
    """Return what certainly cannot be so in a record as it is given, in every version that may apply.

    In each version it may be so in other ways.
    """

    def holding(stated: Iterable[model.Contradiction], scope: Scope) -> list[model.Contradiction]:
        return [one for one in stated if record.gives(one.needed) and truth(one.condition, scope) is True]

    found = [Broken("", one) for one in holding(plan.contradictions, Scope(plan, record, COMMON, record.on, {}))]
    for policy in plan.policies:
        day = conduct_extent(policy, record)
        told = [holding(one.contradictions, Scope(plan, record, one, day, {})) for one in policy.versions]
        applying = possible_versions(policy, day)
        stated = [one for version in policy.versions for one in version.contradictions]
        for name, whenever in dict.fromkeys((one.name, one.whenever) for one in stated):
            counted = range(len(told)) if whenever else applying
            ways = [[one for one in told[at] if (one.name, one.whenever) == (name, whenever)] for at in counted]
            if ways and all(ways):
                found += [Broken(policy.code, one) for several in ways for one in several]
    return tuple(dict.fromkeys(found))


def judge_policy(plan: model.Plan, policy: model.Policy, record: Record, judgements: dict[str, Judgement]) -> Judgement:
    """Unite what the versions that may apply say; on an unknown day, the policy may also not be in force.

    Where none is left, the conduct was before them all.
    """
    day = conduct_extent(policy, record)
    scopes = {i: Scope(plan, record, policy.versions[i], day, judgements) for i in possible_versions(policy, day)}
    scopes = {i: scope for i, scope in scopes.items() if not lapsed(scope)}
    cases = [judge_version(scope) for scope in scopes.values()]
    if may_lapse(policy, day) or not cases:
        cases.append(Judgement((), frozenset((NOT_IN_FORCE,)), {}, {}, {}))
    grounds, consequences = policy.ground_names(), policy.consequence_names()
    return Judgement(
        versions=tuple(scopes),
        possible=frozenset().union(*(case.possible for case in cases)),
        grounds={name: agreed([case.grounds.get(name, False) for case in cases]) for name in grounds},
        complete={name: agreed([case.complete.get(name, False) for case in cases]) for name in grounds},
        consequences={name: agreed([case.consequences.get(name, False) for case in cases]) for name in consequences},
    )


def lapsed(scope: Scope) -> bool:
    """Return whether a version does not apply: some day that the conduct cannot have followed is before its first."""
    return truth(scope.version.unless, scope) is True


def judge_version(scope: Scope) -> Judgement:
    """Return what a version says."""
    version = scope.version
    applicable = all_of([truth(requirement.condition, scope) for requirement in version.requirements])
    scope = with_outcomes(scope)
    grounds = {ground.name: all_of([applicable, truth(ground.condition, scope)]) for ground in version.grounds}
    complete = {
        ground.name: all_of([grounds[ground.name], truth(ground.procedure, scope)]) for ground in version.grounds
    }
    consequences = {
        consequence.name: all_of([applicable, truth(consequence.condition, scope)])
        for consequence in version.consequences
    }
    return Judgement((), scope.possible, grounds, complete, consequences)


def with_outcomes(scope: Scope) -> Scope:
    """Return the scope with the outcomes of its own version, of which consequences may speak."""
    applicable = all_of([truth(requirement.condition, scope) for requirement in scope.version.requirements])
    return replace(scope, possible=decide(applicable, scope.version.entries, scope))


def decide(applicable: Truth, entries: tuple[model.Entry, ...], scope: Scope) -> frozenset[str]:
    """Read a decision list: an unknown entry stays possible if it may be the first, the first true one ends it."""
    possible = set()
    if applicable is not True:
        possible.add(NOT_APPLICABLE)
    if applicable is not False:
        for entry in entries:
            holds = truth(entry.condition, scope)
            if holds is not False and truth(entry.unless, scope) is not True:
                possible.add(entry.code)
            if holds is True:
                break
    return frozenset(possible)


# ── obligations ─────────────────────────────────────────────────────────


def judge_obligations(
    plan: model.Plan,
    record: Record,
    judgements: Mapping[str, Judgement],
    wanted: tuple[str, str] | None = None,
) -> ObligationJudgements:
    """Return every obligation as of the evaluation day, by policy and name, one answer for each that there may be.

    ``wanted``: only that one, and those on which it depends.
    """
    record = settle(plan, record)
    judged: ObligationJudgements = {}
    for code, name in plan.obligations if wanted is None else model.chain_of(plan, wanted):
        judged[code, name] = tuple(
            united(case, [judge_obligation(name, scope) for scope in scopes(case, plan, record, judgements, judged)])
            for case in ObligationCases(plan.policy(code), name).of(record)
        )
    return judged


def judge_obligation(name: str, scope: Scope) -> frozenset[str]:
    """Return the states that an obligation may be in, according to one version."""
    obligation = scope.version.obligation(name)
    if obligation is None:
        return frozenset((NOT_IN_FORCE,))
    applicable = all_of([truth(requirement.condition, scope) for requirement in scope.version.requirements])
    return decide(applicable, obligation.entries, scope)


def scopes(
    case: ObligationCase,
    plan: model.Plan,
    record: Record,
    judgements: Mapping[str, Judgement],
    obligations: ObligationJudgements,
) -> list[Scope]:
    """Return where the conditions of an obligation are read, for each version that may apply."""
    record = case.seen(record)
    return [
        Scope(plan, record, case.policy.versions[index], case.day, judgements, case.element, obligations=obligations)
        for index in case.versions
    ]

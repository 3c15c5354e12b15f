"""Properties of decision lists whose entries ask the same facts: an outcome is possible if some completion has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

import zzrules
from zzrules.base.frozen import replaced
from zzrules.case.record import record_of
from zzrules.engines import reference
from zzrules.engines.compiled import CompiledPlan
from zzrules.plan import model, nodes
from zzrules.plan.shadows import shadowed
from zzrules.policy.vocabulary import Fact, Kind

ON = date(2026, 3, 2).toordinal()
CODE = "outcome"
FLAGS, OPTIONS = 4, 3


@cache
def plan() -> model.Plan:
    return zzrules.load().plan


@cache
def facts() -> tuple[Fact, ...]:
    """Return a few facts that are 是 or 否, and one with a few options."""
    known = plan().vocabulary.facts
    flags = [fact for fact in known if fact.kind is Kind.FLAG and not fact.may_be_none][:FLAGS]
    option = next(fact for fact in known if fact.kind is Kind.OPTION and not fact.may_be_none)
    options = dict(list(option.options.items())[:OPTIONS])
    return (*flags, replaced(option, options=options))


def answers(fact: Fact) -> list[Any]:
    return [True, False] if fact.kind is Kind.FLAG else [*fact.options.values()]


@st.composite
def atoms(draw) -> nodes.Condition:
    fact = draw(st.sampled_from(facts()))
    if fact.kind is Kind.FLAG:
        return nodes.IsTrue(nodes.FactValue(fact))
    some = draw(st.sets(st.sampled_from([*fact.options.values()]), min_size=1))
    return nodes.Among(nodes.FactValue(fact), frozenset(some), draw(st.booleans()))


def joined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(several.map(nodes.All), several.map(nodes.Any), parts.map(nodes.Not))


conditions = st.recursive(atoms(), joined, max_leaves=6)


def listed(required: nodes.Condition, entries: Sequence[nodes.Condition]) -> model.Plan:
    """Return a plan of one policy, which requires one thing and decides by these entries; the last has no condition."""
    policy = next(policy for policy in plan().policies if not policy.conduct.may_be_none)
    numbered = enumerate((*entries, nodes.TRUE))
    version = replaced(
        policy.versions[0],
        requirements=(model.Requirement(required, "", required),),
        grounds=(),
        entries=tuple(model.Entry(f"{CODE}_{at}", f"{CODE}_{at}", "", None, condition) for at, condition in numbered),
        consequences=(),
        obligations=(),
        contradictions=(),
    )
    codes = {code: code for code in (*(entry.code for entry in version.entries), *model.COMMON_OUTCOMES)}
    bare = replaced(policy, versions=(version,), outcomes=codes, classes=codes)
    return replaced(plan(), policies=(shadowed(bare, {}, ()),), obligations=(), contradictions=())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions, st.lists(conditions, min_size=1, max_size=4), st.sets(st.sampled_from(range(FLAGS + 1))), st.data())
def test_possible_is_what_some_completion_has(required, entries, known, data):
    """Possible is what some completion has: no entry more, none less, of facts with few answers."""
    drawn = listed(required, entries)
    [policy] = drawn.policies
    recorded = {facts()[at].name: data.draw(st.sampled_from(answers(facts()[at]))) for at in known}
    recorded[policy.conduct.name] = ON
    unknown = [fact for fact in facts() if fact.name not in recorded]
    found = set[str]()
    for values in product(*map(answers, unknown)):
        completed = recorded | dict(zip((fact.name for fact in unknown), values, strict=True))
        found |= reference.judge(drawn, record_of(completed, frozenset(), ON))[policy.code].possible
    record = record_of(recorded, frozenset(), ON)
    judged = reference.judge(drawn, record)[policy.code]
    assert judged.possible - {model.NOT_APPLICABLE} == found - {model.NOT_APPLICABLE}
    assert CompiledPlan(drawn).judge(record)[policy.code] == judged

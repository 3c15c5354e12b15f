"""All advice on the policies of a rulebook: what is worth a second look, but for what 留意 accepts."""

from __future__ import annotations

from zzrules.analysis.advice import effects, idling, reach
from zzrules.analysis.advice.attention import heeded
from zzrules.analysis.advice.illustrating import illustrated
from zzrules.analysis.proving.openly import Openly
from zzrules.base.diagnostics.advice import CHANGES_NOTHING
from zzrules.base.errors import Problem
from zzrules.plan.bound import Bound
from zzrules.plan.model import amounts_of
from zzrules.policy.advice import advise
from zzrules.policy.unused import unused


def advice(bound: Bound, *, thorough: bool = False) -> tuple[Problem, ...]:
    """Return what is worth a second look, in the order of the files; ``thorough``: also what changes nothing."""
    policies, vocabulary = bound.policies.value, bound.plan.vocabulary
    amounts = {
        policy.code: {name.removeprefix("amount.") for one in policy.versions for name, _ in amounts_of(one)}
        for policy in bound.plan.policies
    }
    meaning = Openly(bound)
    told = [
        *advise(policies, vocabulary, bound.regulations, amounts),
        *unused(policies, vocabulary),
        *reach.advice(bound, meaning),
        *idling.advice(bound, meaning),
    ]
    if thorough:
        told += effects.advice(bound)
    open_ = heeded(dict.fromkeys(told), policies, vocabulary, () if thorough else (CHANGES_NOTHING.code,))
    return illustrated(bound, meaning, open_)

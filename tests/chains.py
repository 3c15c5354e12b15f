"""Obligations as the forward-chaining engine judges them, from traces of the compiled engine."""

import pytest

from zzrules.case.record import Record
from zzrules.engines.chaining import Chain, unavailable
from zzrules.engines.compiled import CompiledPlan
from zzrules.engines.judgement import ObligationJudgements
from zzrules.plan import model

needs_durable_rules = pytest.mark.skipif(
    bool(unavailable()),
    reason=f"durable_rules, which takes a C compiler and Python before 3.13: {unavailable()}",
)
"""Skips a test of the forward-chaining engine where durable_rules cannot be imported."""


def chained(plan: model.Plan, record: Record) -> ObligationJudgements:
    """Return every obligation of a record."""
    compiled = CompiledPlan(plan)
    record = compiled.clashes.settled(record)
    chain = Chain(plan, compiled.obligation_layout)
    return chain.judge(compiled.trace_obligations(record, compiled.run(record)))

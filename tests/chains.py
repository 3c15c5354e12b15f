"""Obligations as the forward-chaining engine judges them, from traces of the compiled engine."""

from zzrules.case.record import Record
from zzrules.engines.chaining import Chain
from zzrules.engines.compiled import CompiledPlan
from zzrules.engines.judgement import ObligationJudgements
from zzrules.plan import model


def chained(plan: model.Plan, record: Record) -> ObligationJudgements:
    """Return every obligation of a record."""
    compiled = CompiledPlan(plan)
    chain = Chain(plan, compiled.obligation_layout)
    return chain.judge(compiled.trace_obligations(record, compiled.run(record)))

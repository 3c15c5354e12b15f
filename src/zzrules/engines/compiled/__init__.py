"""The default engine for one record: the plan as Python source, compiled when it is first asked for.

`expressions` writes conditions and values; `judging` and `tracing` write functions of them; `support` is what these
call; `table` turns their numbers into judgements.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import count
from types import MappingProxyType
from typing import Any, cast

from zzrules.base.bounds import Bounds
from zzrules.base.frozen import replaced
from zzrules.case.record import Record
from zzrules.engines.compiled.clashes import Clashes, settle_alike
from zzrules.engines.compiled.judging import JudgeWriter
from zzrules.engines.compiled.support import DISPUTED
from zzrules.engines.compiled.table import Outcomes, Raw, Table, Truths
from zzrules.engines.compiled.tracing import TraceWriter
from zzrules.engines.judgement import STATE_BITS, TRUE, Judgement, ObligationJudgements, Trace, TracedObligation
from zzrules.plan import layout, model, walks
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.conduct import ObligationCase, ObligationCases
from zzrules.plan.layout import Layout
from zzrules.plan.states import NOT_SET_OFF

_serial = count(1)
_NONE_KNOWN: Mapping[tuple[str, str], tuple[int, ...]] = MappingProxyType({})
_NOT_ASKED: Raw = ((), 0, (), (), ())
_Judge = Callable[[Mapping[str, Any], frozenset[str], int, Sequence[Raw]], Raw]
_Trace = Callable[..., tuple[tuple[Any, ...], tuple[tuple[tuple[Any, ...], ...] | None, ...]]]

__all__ = ["CompiledPlan", "Raw"]


class CompiledPlan:
    """A plan ready to judge records; immutable to whoever asks, so threads may share it."""

    def __init__(self, plan: model.Plan) -> None:
        """Prepare every policy; its functions are compiled when they are first called."""
        self.plan = plan
        self._tables = tuple(Table.of(policy) for policy in plan.policies)
        self._by_code = {table.policy.code: (number, table) for number, table in enumerate(self._tables)}
        self.outcomes = tuple(Outcomes(table) for table in self._tables)
        self.truths = tuple(Truths(table) for table in self._tables)
        self._policies: list[_Judge] = [self._first_judge(number) for number in range(len(plan.policies))]
        self._bounded: list[_Judge | None] = [None] * len(plan.policies)
        self._versions: dict[tuple[str, int], _CompiledTrace] = {}
        self._obligations: dict[tuple[str, str], _CompiledObligation] = {}
        self._positions = {key: number for number, key in enumerate(plan.obligations)}
        self._not_asked = (_NOT_ASKED,) * len(plan.policies)
        self._clashes: Clashes | None = None

    def with_policy(self, policy: model.Policy) -> CompiledPlan:
        """Return the plan with another policy of the same code, outcomes and grounds; all others are shared."""
        number = self._by_code[policy.code][0]
        before, after = self.plan.policies[:number], self.plan.policies[number + 1 :]
        plan = replaced(self.plan, policies=(*before, policy, *after))
        changed = CompiledPlan(plan)
        changed._policies = [*self._policies]
        changed._policies[number] = changed._first_judge(number)
        changed._bounded = [*self._bounded]
        changed._bounded[number] = None
        if settle_alike(self.plan.policies[number], policy):
            changed._clashes = self._clashes
        changed._versions = {key: known for key, known in self._versions.items() if key[0] != policy.code}
        changed._obligations = {
            key: known for key, known in self._obligations.items() if key[0] != policy.code or known.holds_for(policy)
        }
        return changed

    # ── what cannot be true together ────────────────────────────────

    @property
    def clashes(self) -> Clashes:
        """What finds contradictions in records, made with the first of them."""
        if self._clashes is None:
            self._clashes = Clashes(self.plan, self._by_code, self._function)
        return self._clashes

    # ── judgements ──────────────────────────────────────────────────

    def run(self, record: Record, needed: Sequence[int] | None = None) -> list[Raw]:
        """Return the raw judgement of every policy in the plan's order; of those not ``needed``, an empty one.

        ``needed`` are positions in the plan, ascending. What contradicts itself in the record has been set aside
        before (`Clashes.settled`).
        """
        values, unclear, on = _values_of(record), record.unclear, record.on
        policies: Sequence[_Judge] = self._judges_within(needed) if record.partial else self._policies
        if needed is None:
            results: list[Raw] = []
            for policy in policies:
                results.append(policy(values, unclear, on, results))
        else:
            results = [*self._not_asked]
            for index in needed:
                results[index] = policies[index](values, unclear, on, results)
        return results

    def rerun(self, record: Record, needed: Sequence[int], results: list[Raw]) -> None:
        """Replace the raw judgements of the policies ``needed`` (positions in the plan, ascending)."""
        values, unclear, on = _values_of(record), record.unclear, record.on
        policies: Sequence[_Judge] = self._judges_within(needed) if record.partial else self._policies
        for index in needed:
            results[index] = policies[index](values, unclear, on, results)

    def judge(self, record: Record) -> dict[str, Judgement]:
        """Return the judgement of every policy, by code; equal to the reference's."""
        raws = self.run(self.clashes.settled(record))
        return {table.policy.code: table.judgement(raw) for table, raw in zip(self._tables, raws, strict=True)}

    def possible(self, index: int, raw: Raw) -> tuple[str, ...]:
        """Return the outcomes that a raw judgement leaves possible, in the order of the policy."""
        return self.outcomes[index][raw[1]][0]

    def judgement(self, index: int, raw: Raw) -> Judgement:
        """Return what a raw judgement of a policy says."""
        return self._tables[index].judgement(raw)

    # ── traces ──────────────────────────────────────────────────────

    def trace(self, code: str, index: int, record: Record, day: int | Bounds, raws: Sequence[Raw]) -> Trace:
        """Return the trace of a policy's version, on a day of conduct or within bounds; its layout is `layout_of`."""
        return self._version(code, index).trace(record, day, raws)

    def layout_of(self, code: str, index: int) -> Layout:
        """Return the layout of the traces of a policy's version."""
        return self._version(code, index).layout

    def _version(self, code: str, index: int) -> _CompiledTrace:
        known = self._versions.get((code, index))
        if known is None:
            policy = self.plan.policy(code)
            cells = layout.of_version(policy.versions[index])
            known = self._versions[code, index] = _CompiledTrace(self, policy, cells)
        return known

    def trace_obligations(
        self,
        record: Record,
        raws: Sequence[Raw],
        wanted: Sequence[tuple[str, str]] | None = None,
        known: Mapping[tuple[str, str], tuple[int, ...]] = _NONE_KNOWN,
    ) -> dict[tuple[str, str], tuple[TracedObligation, ...]]:
        """Return every obligation, or those ``wanted``, in the plan's order.

        ``known`` has the states, as bits, of the others on which those wanted depend.
        """
        states = [known.get(key, ()) for key in self.plan.obligations]
        traced = {}
        for key in self.plan.obligations if wanted is None else wanted:
            obligation = self.obligation(key)
            cases = tuple(obligation.traced(case, record, raws, states) for case in obligation.cases.of(record))
            traced[key] = cases
            states[self._positions[key]] = tuple(case.bits for case in cases)
        return traced

    def judge_obligations(self, record: Record) -> ObligationJudgements:
        """Return every obligation; equal to the reference's."""
        record = self.clashes.settled(record)
        return {
            key: tuple(case.judgement for case in cases)
            for key, cases in self.trace_obligations(record, self.run(record)).items()
        }

    def obligation_layout(self, key: tuple[str, str], index: int) -> Layout:
        """Return the layout of an obligation's traces in a version of its policy that has it."""
        version = self.obligation(key).versions[index]
        assert version is not None
        return version.layout

    def obligation(self, key: tuple[str, str]) -> _CompiledObligation:
        """Return an obligation ready to be traced."""
        known = self._obligations.get(key)
        if known is None:
            known = self._obligations[key] = _CompiledObligation(self, *key)
        return known

    # ── code ────────────────────────────────────────────────────────

    def _first_judge(self, number: int) -> _Judge:
        """Return a function that compiles a policy's own when first called, and puts that in its place in this plan."""

        @cache
        def compiled() -> _Judge:
            writer = JudgeWriter(self._tables[number], self._by_code, self.plan.calendar)
            judge: _Judge = self._function(writer.source, writer.constants, "policy")
            return judge

        def first(values: Mapping[str, Any], unclear: frozenset[str], on: int, raws: Sequence[Raw]) -> Raw:
            self._policies[number] = compiled()
            return self._policies[number](values, unclear, on, raws)

        return first

    def _judges_within(self, needed: Sequence[int] | None) -> Sequence[_Judge]:
        """Return the functions that judge records with facts known in part, those needed compiled."""
        for number in range(len(self._bounded)) if needed is None else needed:
            if self._bounded[number] is None:
                writer = JudgeWriter(self._tables[number], self._by_code, self.plan.calendar, partial=True)
                self._bounded[number] = self._function(writer.source, writer.constants, "policy")
        return cast("Sequence[_Judge]", self._bounded)

    def _traced(self, policy: model.Policy, cells: Layout, *, partial: bool) -> _Trace:
        writer = TraceWriter(policy, cells, self._by_code, self._positions, self.plan.calendar, partial=partial)
        trace: _Trace = self._function(writer.source, writer.constants, "trace")
        return trace

    def _function(self, source: str, namespace: dict[str, Any], wanted: str) -> Any:
        """Return a function of generated code; debuggers and tracebacks find its lines."""
        name = f"<zzrules {wanted} {next(_serial)}>"
        exec(compile(source, name, "exec"), namespace)  # noqa: S102 - names are generated, texts are constants
        function = namespace[wanted]
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        weakref.finalize(function, linecache.cache.pop, name, None)
        return function


def _values_of(record: Record) -> Mapping[str, Any]:
    """Return the values as generated code reads them: with bounds, and the facts that contradict one another."""
    values = record.within if record.partial else record.values
    return {**values, DISPUTED: record.disputed} if record.disputed else values


class _CompiledTrace:
    """The functions that trace one layout: for most records, and for those with facts known in part."""

    def __init__(self, compiled: CompiledPlan, policy: model.Policy, cells: Layout) -> None:
        self.layout = cells
        self._write = partial(compiled._traced, policy, cells)  # noqa: SLF001 - its own part
        self._functions: dict[bool, _Trace] = {}

    def trace(
        self,
        record: Record,
        day: int | Bounds,
        raws: Sequence[Raw],
        states: Sequence[tuple[int, ...]] = (),
        element: tuple[Any, ...] = (),
    ) -> Trace:
        """Return what every node comes to."""
        bounded = bool(record.partial)
        function = self._functions.get(bounded)
        if function is None:
            function = self._functions[bounded] = self._write(partial=bounded)
        values = _values_of(record)
        return Trace(*function(values, record.unclear, record.on, day, raws, states, element))


class _CompiledObligation:
    """An obligation with a function for each version that has it; ``versions`` has None for those that have not."""

    def __init__(self, compiled: CompiledPlan, code: str, name: str) -> None:
        self.policy = compiled.plan.policy(code)
        self.name = name
        self.cases = ObligationCases(self.policy, name)
        self.versions: list[_CompiledVersion | None] = []
        for version in self.policy.versions:
            obligation = version.obligation(name)
            if obligation is None:
                self.versions.append(None)
                continue
            trace = _CompiledTrace(compiled, self.policy, layout.of_obligation(version, obligation))
            self.versions.append(_CompiledVersion(obligation, trace))

    def holds_for(self, policy: model.Policy) -> bool:
        """Return whether another policy states the obligation in the same words, and all that it names."""
        return self.policy.conduct == policy.conduct and all(
            mine.obligation(self.name) == other.obligation(self.name) and (version is None or version.holds_in(other))
            for mine, other, version in zip(self.policy.versions, policy.versions, self.versions, strict=True)
        )

    def traced(
        self, case: ObligationCase, record: Record, raws: Sequence[Raw], states: Sequence[tuple[int, ...]]
    ) -> TracedObligation:
        """Return one of them with its states and its traces."""
        bits = (STATE_BITS[NOT_IN_FORCE] if case.lapsed else 0) | (STATE_BITS[NOT_SET_OFF] if case.unheard else 0)
        traces, record = [], case.seen(record)
        for index in case.versions:
            version = self.versions[index]
            if version is None:
                bits |= STATE_BITS[NOT_IN_FORCE]
                traces.append(Trace((), ()))
                continue
            trace = version.trace(record, case.day, raws, states, case.element)
            traces.append(trace)
            bits |= version.decide(trace.cells)
        return TracedObligation(case, bits, tuple(traces))


class _CompiledVersion:
    """An obligation as one version says it: its layout, its trace, and where its decision list stands in that."""

    def __init__(self, obligation: model.Obligation, trace: _CompiledTrace) -> None:
        self.obligation = obligation
        self.layout = cells = trace.layout
        self.trace = trace.trace
        self._required = [cells.slots[requirement.condition] for requirement in cells.version.requirements]
        self._entries = [(cells.slots[entry.condition], STATE_BITS[entry.code]) for entry in obligation.entries]

    def holds_in(self, other: model.Version) -> bool:
        """Return whether all that the obligation reads is the same in another version."""
        own = self.layout.version
        mentions = [walks.mentions(node) for node in self.layout.nodes]
        return (
            own.requirements == other.requirements
            and all(own.derived[name] == other.derived.get(name) for name in {one.derived for one in mentions} - {""})
            and all(own.ground(name) == other.ground(name) for name in {one.ground for one in mentions} - {""})
        )

    def decide(self, cells: tuple[Any, ...]) -> int:
        """Return the states that the decision list leaves possible, as bits."""
        applicable = TRUE
        for slot in self._required:
            applicable &= cells[slot]
        bits = 0 if applicable == TRUE else STATE_BITS[NOT_APPLICABLE]
        if applicable:
            for slot, bit in self._entries:
                holds = cells[slot]
                if holds:
                    bits |= bit
                    if holds == TRUE:
                        break
        return bits

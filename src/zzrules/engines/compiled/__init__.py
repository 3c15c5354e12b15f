"""The default engine for one record: the plan as Python source, compiled once.

`source` writes it, `support` is what it calls, `table` turns its numbers into a judgement.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Any

from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.engines.compiled.source import Writer
from zzrules.engines.compiled.table import Raw, Table, truths
from zzrules.engines.judgement import Judgement
from zzrules.plan import model

_serial = count(1)
_NOT_ASKED: Raw = ((), 0, (), (), ())
_MOST_TRUTHS = 4096  # so many combinations of a policy's truths are kept by name: records repeat a few
_Judge = Callable[[Mapping[str, Any], frozenset[str], int, Sequence[Raw]], Raw]

__all__ = ["CompiledPlan", "Raw"]


class CompiledPlan:
    """A plan ready to judge records; immutable, so threads may share it."""

    def __init__(self, plan: model.Plan) -> None:
        """Translate and compile every policy."""
        self.plan = plan
        self._tables = tuple(Table.of(policy) for policy in plan.policies)
        self._possible: tuple[dict[int, tuple[str, ...]], ...] = tuple({} for _ in self._tables)
        self._truths: tuple[dict[tuple[int, ...], Mapping[str, Truth]], ...] = tuple({} for _ in self._tables)
        writer = Writer(plan, self._tables)
        source = writer.source()
        name = f"<zzrules plan {next(_serial)}>"
        namespace = writer.constants
        exec(compile(source, name, "exec"), namespace)  # noqa: S102 - names are generated, texts are constants
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        weakref.finalize(self, linecache.cache.pop, name, None)
        self.source = source
        self.policies: tuple[_Judge, ...] = tuple(namespace[f"policy_{k}"] for k in range(len(plan.policies)))
        self._not_asked = (_NOT_ASKED,) * len(plan.policies)

    def run(self, record: Record, needed: tuple[int, ...] | None = None) -> list[Raw]:
        """Return the raw judgement of every policy in the plan's order; of those not ``needed``, an empty one.

        ``needed`` are positions in the plan, ascending.
        """
        values, unclear, on = record.values, record.unclear, record.on
        policies = self.policies
        if needed is None:
            results: list[Raw] = []
            for policy in policies:
                results.append(policy(values, unclear, on, results))
        else:
            results = [*self._not_asked]
            for index in needed:
                results[index] = policies[index](values, unclear, on, results)
        return results

    def judge(self, record: Record) -> dict[str, Judgement]:
        """Return the judgement of every policy, by code; equal to the reference's."""
        return {
            table.policy.code: table.judgement(raw) for table, raw in zip(self._tables, self.run(record), strict=True)
        }

    def possible(self, index: int, raw: Raw) -> tuple[str, ...]:
        """Return the outcomes that a raw judgement leaves possible, in the order of the policy."""
        known, bits = self._possible[index], raw[1]
        found = known.get(bits)
        if found is None:
            outcomes = self._tables[index].outcomes
            found = known[bits] = tuple(code for bit, code in enumerate(outcomes) if bits >> bit & 1)
        return found

    def truths(self, index: int, raw: Raw) -> Mapping[str, Truth]:
        """Return whether each ground holds, in the order of the policy."""
        known, numbers = self._truths[index], raw[2]
        found = known.get(numbers)
        if found is None:
            found = MappingProxyType(truths(self._tables[index].grounds, numbers))
            if len(known) < _MOST_TRUTHS:
                known[numbers] = found
        return found

    def judgement(self, index: int, raw: Raw) -> Judgement:
        """Return what a raw judgement of a policy says."""
        return self._tables[index].judgement(raw)

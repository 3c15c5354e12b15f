"""The functions that judge: one for a policy, one for each version, with no more work than a judgement needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from zzrules.base.workdays import Calendar
from zzrules.engines.compiled.expressions import Atom, Writer
from zzrules.engines.compiled.table import Table
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE


class JudgeWriter(Writer):
    """Writes ``policy(v, u, on, R)``: the raw judgement of a policy.

    ``v`` are the values of the record, ``u`` the facts that are 查不清, ``on`` the evaluation day, ``R`` the raw
    judgements of the policies before.
    """

    def __init__(self, table: Table, tables: Mapping[str, tuple[int, Table]], calendar: Calendar) -> None:
        """Write the functions of a table's policy."""
        super().__init__(tables, calendar)
        self.table = table
        self.policy = table.policy
        for index, version in enumerate(self.policy.versions):
            self._version = version
            self._version_function(index)
        self._policy_function()

    def ground(self, name: str, *, complete: bool) -> str:
        """Return the local that holds a ground."""
        number = [ground.name for ground in self._version.grounds].index(name)
        return f"{'c' if complete else 'e'}{number}"

    def outcomes(self) -> str:
        """Return the local that the decision list fills."""
        return "m"

    def obligation(self, key: tuple[str, str], states: frozenset[str]) -> str:
        """Refuse: outcomes do not rest on obligations, as binding has made sure."""
        raise TypeError(f"an outcome of {self.policy.code} rests on the obligation {key} in {states}")

    def derived(self, name: str) -> Atom:
        """Write a derived value where it is first read; later reads use its local."""
        for known in self._known:
            if ("derived", name) in known:
                atom: Atom = known["derived", name]
                return atom
        with self._hoisted():
            atom = self._derived(self._version.derived[name])
            self._known[-1]["derived", name] = atom
            return atom

    def _derived(self, node: nodes.Node) -> Atom:
        local = self._name()
        if isinstance(node, nodes.Condition):
            self._emit(f"{local} = {self.condition(node)}")
            return Atom(local)
        inner = self.value(node)
        self._emit(f"{local} = {inner.text}")
        return Atom(local, inner.none, inner.unknown)

    def _policy_function(self) -> None:
        policy, table = self.policy, self.table
        lapsed = self._constant(table.settled((), NOT_IN_FORCE))
        with self._block("def policy(v, u, on, R):"):
            self._emit(f"day = v.get({self._constant(policy.conduct.name)})")
            if policy.conduct.may_be_none:
                self._emit(f"if day is N: day = {'on' if policy.conduct_falls_back else 'None'}")
            with self._block("if day is not None:"):
                for index, version in enumerate(policy.versions):
                    self._emit(f"if {version.first} <= day <= {version.last}: return version_{index}(v, u, on, day, R)")
                self._emit(f"return {lapsed}")
            self._unknown_day(policy, lapsed)

    def _unknown_day(self, policy: model.Policy, lapsed: str) -> None:
        """Write what follows on an unknown day of conduct: every version up to the evaluation may apply."""
        if len(policy.versions) == 1:
            early = "False" if policy.conduct.may_be_future else f"on < {policy.versions[0].first}"
            self._emit(f"return {lapsed} if {early} else version_0(v, u, on, None, R)")
            return
        functions = ", ".join(f"version_{index}" for index in range(len(policy.versions)))
        latest = date.max.toordinal() if policy.conduct.may_be_future else "on"
        self._emit(f"cases = possible_versions({self._constant(policy.versions)}, {latest})")
        self._emit(f"raws = [({functions},)[i](v, u, on, None, R) for i in cases]")
        self._emit(f"return {self._constant(self.table.united)}(cases, [*raws, {lapsed}])")

    def _version_function(self, index: int) -> None:
        version, table = self._version, self.table
        with self._block(f"def version_{index}(v, u, on, day, R):"):
            self._emit("g = v.get")
            required = [self.condition(requirement.condition) for requirement in version.requirements]
            self._emit(f"a = {self._all(required)}")
            settled = self._constant(table.settled((index,), NOT_APPLICABLE))
            open_day = self._constant(table.settled((index,), NOT_APPLICABLE, NOT_IN_FORCE))
            if version.requirements:
                self._emit(f"if not a: return {open_day} if day is None else {settled}")
            for number, ground in enumerate(version.grounds):
                self._emit(f"e{number} = {self.condition(ground.condition)}")
                self._emit(f"c{number} = e{number} & {self.condition(ground.procedure)}")
            self._decision_list(version.entries, table)
            # On an unknown day the version may not be in force: then nothing in it is more than unknown.
            self._emit("if day is None: a &= 1")
            positions = {ground.name: number for number, ground in enumerate(version.grounds)}
            grounds = [f"a & e{positions[name]}" if name in positions else "0" for name in table.grounds]
            complete = [f"a & c{positions[name]}" if name in positions else "0" for name in table.grounds]
            conditions = {consequence.name: consequence.condition for consequence in version.consequences}
            consequences = [
                f"a & {self.condition(conditions[name])}" if name in conditions else "0" for name in table.consequences
            ]
            raw = ", ".join(
                f"({', '.join(parts)}{',' if parts else ''})" for parts in (grounds, complete, consequences)
            )
            self._emit(f"return ({index},), m if day is not None else m | {table.bits([NOT_IN_FORCE])}, {raw}")

    @contextmanager
    def _hoisted(self) -> Iterator[None]:
        """Write at the level of the function, before the block at hand: a derived value is no block's own."""
        if self._depth == 1:
            yield
            return
        here = self._lines, self._depth, self._known, self._outermost
        before, after = self._lines[: self._outermost], self._lines[self._outermost :]
        self._lines, self._depth, self._known = before, 1, self._known[:1]
        try:
            yield
        finally:
            written = self._lines
            self._lines, self._depth, self._known, _ = here
            self._outermost = len(written)
            self._lines[:] = [*written, *after]

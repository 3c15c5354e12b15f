"""The functions that judge: one for a policy, one for each version, with no more work than a judgement needs."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date

from zzrules.base.workdays import Calendar
from zzrules.engines.compiled import support
from zzrules.engines.compiled.bounding import BoundsWriter
from zzrules.engines.compiled.expressions import Writer
from zzrules.engines.compiled.lines import Atom, tuple_of
from zzrules.engines.compiled.table import Table
from zzrules.plan import nodes
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE


class JudgeWriter(Writer):
    """Writes ``policy(v, u, on, R)``: the raw judgement of a policy.

    ``v`` are the values of the record, ``u`` the facts that are 查不清, ``on`` the evaluation day, ``R`` the raw
    judgements of the policies before.
    """

    def __init__(
        self, table: Table, tables: Mapping[str, tuple[int, Table]], calendar: Calendar, *, partial: bool = False
    ) -> None:
        """Write the functions of a table's policy; ``partial``: for records with facts that are known in part."""
        super().__init__(tables, calendar, partial=partial)
        self.table = table
        self.policy = table.policy
        self._bounds = [BoundsWriter(self, version) for version in self.policy.versions]
        self._lapsed = self._constant(table.settled((), NOT_IN_FORCE))
        if len(self.policy.versions) == 1 and not partial:
            with self._block("def policy(v, u, on, R):"):
                self._only_version()
            return
        for index in range(len(self.policy.versions)):
            with self._block(f"def version_{index}(v, u, on, day, R):"):
                if partial:
                    self._open_day()
                self._version_judged(index)
        with self._block("def policy(v, u, on, R):"):
            if partial:
                self._possible_versions()
            else:
                self._chosen_version()

    @property
    def source(self) -> str:
        """The functions written; ``constants`` holds what they refer to."""
        return "".join([*(bounds.source for bounds in self._bounds), super().source])

    def composed(self, node: nodes.Value) -> str:
        """Call the function of the value."""
        return self._bounds[self._index].extent(node, self._elements[-1], self._day, self._keeping())

    def ground(self, name: str, *, complete: bool) -> str:
        """Return the local that holds a ground."""
        return self._grounds[name][complete]

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
            atom = self._derived(self.version.derived[name])
            self._known[-1]["derived", name] = atom
            return atom

    def _derived(self, node: nodes.Node) -> Atom:
        return self._in_local(Atom(self.condition(node)) if isinstance(node, nodes.Condition) else self.value(node))

    def _conduct_day(self) -> None:
        policy = self.policy
        self._emit(f"day = v.get({policy.conduct.name!r})")
        if policy.conduct.may_be_none:
            self._emit(f"if day is N: day = {'on' if policy.conduct_falls_back else 'None'}")

    def _only_version(self) -> None:
        """Write the judgement of a policy with one version, which may apply on an unknown day, too."""
        [version] = self.policy.versions
        self._conduct_day()
        with self._block("if day is not None:"):
            self._emit(f"if not {version.first} <= day <= {version.last}: return {self._lapsed}")
        if not self.policy.conduct.may_be_future:
            self._emit(f"elif on < {version.first}: return {self._lapsed}")
        self._version_judged(0)

    def _chosen_version(self) -> None:
        """Write which version judges; on an unknown day every version up to the evaluation may apply."""
        policy, lapsed = self.policy, self._lapsed
        self._conduct_day()
        with self._block("if day is not None:"):
            for index, version in enumerate(policy.versions):
                self._emit(f"if {version.first} <= day <= {version.last}: return version_{index}(v, u, on, day, R)")
            self._emit(f"return {lapsed}")
        functions = ", ".join(f"version_{index}" for index in range(len(policy.versions)))
        latest = date.max.toordinal() if policy.conduct.may_be_future else "on"
        self._emit(f"cases = possible_versions({self._constant(policy.versions)}, {latest})")
        self._emit(f"raws = [({functions},)[i](v, u, on, None, R) for i in cases]")
        self._emit(f"return {self._constant(self.table.united)}([*raws, {lapsed}])")

    def _possible_versions(self) -> None:
        """Write which versions judge where the day of conduct may lie within bounds, and unite them."""
        functions = ", ".join(f"version_{index}" for index in range(len(self.policy.versions)))
        self._emit(f"day = {self._constant(functools.partial(support.conduct_extent, self.policy))}(v, on)")
        self._emit(f"cases, lapsed = {self._constant(functools.partial(support.versions_within, self.policy))}(day)")
        self._emit(f"raws = [raw for i in cases if (raw := ({functions},)[i](v, u, on, day, R)) is not None]")
        self._emit(f"if lapsed or not raws: raws.append({self._lapsed})")
        self._emit(f"return {self._constant(self.table.united)}(raws)")

    def _version_judged(self, index: int) -> None:
        """Write the judgement of a version on ``day``, which may be unknown.

        Within bounds, what is said applies if the version does: the versions are united afterwards.
        """
        version, table = self.policy.versions[index], self.table
        self.version, self._index, self._grounds = version, index, {}
        self._begin()
        if version.unless != nodes.NEVER:
            # A day that is recorded never is out of order here; one that is derived may be.
            recorded = not self.partial and not self.policy.derives_day
            with self._block("if day is None:") if recorded else nullcontext():
                self._emit(f"if {self.condition(version.unless)} == 3: return {None if self.partial else self._lapsed}")
        settled = self._constant(table.settled((index,), NOT_APPLICABLE))
        open_day = self._constant(table.settled((index,), NOT_APPLICABLE, NOT_IN_FORCE))
        required = [requirement.condition for requirement in version.requirements]
        # Whose conduct it is mostly stands first, and mostly settles it: what else is required is then not read.
        for operator, asked in (("=", required[:1]), ("&=", required[1:])):
            if asked:
                self._emit(f"a {operator} {self._all([self.condition(condition) for condition in asked])}")
                self._emit(
                    f"if not a: return {settled if self.partial else f'{open_day} if day is None else {settled}'}"
                )
        for ground in version.grounds:
            holds = self._local(self.condition(ground.condition))
            complete = self._local(self._all([holds, self.condition(ground.procedure)]))
            self._grounds[ground.name] = holds, complete
        self._decision_list(version.entries, table, certain=not version.requirements)
        conditions = {consequence.name: consequence.condition for consequence in version.consequences}
        grounds = [self._grounds.get(name, ("0", "0")) for name in table.grounds]
        holding, complete_ones = [holds for holds, _ in grounds], [complete for _, complete in grounds]
        following = [
            self._local(self.condition(conditions[name])) if name in conditions else "0" for name in table.consequences
        ]
        # On an unknown day the version may not be in force: then nothing in it is more than unknown.
        unsure = f"return ({index},), m{{}}, {', '.join(map(_masked, (holding, complete_ones, following)))}"
        if version.requirements:
            if not self.partial:
                with self._block("if day is None:"):
                    self._emit("a = 1")
                    self._emit(f"m |= {table.bits([NOT_IN_FORCE])}")
            self._emit(f"if a == 1: {unsure.format('')}")
        elif not self.partial:
            self._emit(f"if day is None: {unsure.format(f' | {table.bits([NOT_IN_FORCE])}')}")
        if complete_ones == holding:
            self._emit(f"G = {tuple_of(holding)}")
            self._emit(f"return ({index},), m, G, G, {tuple_of(following)}")
        else:
            self._emit(f"return ({index},), m, {tuple_of(holding)}, {tuple_of(complete_ones)}, {tuple_of(following)}")

    def _local(self, truth: str) -> str:
        """Return the local that holds a truth, or the truth itself where it is a number or a local already."""
        return truth if truth.isalnum() else self._remember(("truth", truth), truth)


def _masked(truths: list[str]) -> str:
    """Return the truths of what may not apply: none is more than unknown."""
    return tuple_of([truth if truth == "0" else f"{truth} & 1" for truth in truths])

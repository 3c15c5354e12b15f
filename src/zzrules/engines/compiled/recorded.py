"""What is read of a record before any policy is judged: conditions and values that rest on facts alone."""

from __future__ import annotations

from collections.abc import Mapping

from zzrules.base.workdays import Calendar
from zzrules.engines.compiled.bounding import BoundsWriter
from zzrules.engines.compiled.expressions import Writer
from zzrules.engines.compiled.lines import Atom, tuple_of
from zzrules.engines.compiled.table import Table
from zzrules.plan import model, nodes

_Owner = tuple[str, int]


class RecordWriter(Writer):
    """Writes functions that read a record; ``_owner`` is the version (policy's code, number) of which is written."""

    def __init__(self, tables: Mapping[str, tuple[int, Table]], calendar: Calendar, *, partial: bool) -> None:
        """Take what a writer needs; ``partial``: for records with facts that are known in part."""
        super().__init__(tables, calendar, partial=partial)
        self.policy = next(iter(tables.values()))[1].policy
        self._owner: _Owner | None = None
        self._bounds: dict[_Owner | None, BoundsWriter] = {}

    @property
    def source(self) -> str:
        """The functions written; ``constants`` holds what they refer to."""
        return "".join([*(bounds.source for bounds in self._bounds.values()), super().source])

    def composed(self, node: nodes.Value) -> str:
        """Call the function of the value."""
        bounds = self._bounds.get(self._owner)
        if bounds is None:
            bounds = self._bounds[self._owner] = BoundsWriter(self, self.version)
        day = self._day if self._owner is not None else "on"
        return bounds.extent(node, self._elements[-1], day, self._keeping())

    def derived(self, name: str) -> Atom:
        """Write a derived value where it is read."""
        node = self.version.derived[name]
        return self._in_local(Atom(self.condition(node)) if isinstance(node, nodes.Condition) else self.value(node))

    def ground(self, name: str, *, complete: bool) -> str:
        """Refuse: what is read here rests on facts, as binding has made sure."""
        raise TypeError(f"rests on the ground {name} ({complete})")

    def outcomes(self) -> str:
        """Refuse, for the same reason."""
        raise TypeError("rests on an outcome")

    def obligation(self, key: tuple[str, str], states: frozenset[str]) -> str:
        """Refuse, for the same reason."""
        raise TypeError(f"rests on the obligation {key} in {states}")


class DayWriter(RecordWriter):
    """Writes ``days(v, u, on)``: what each version of a policy makes of the day of conduct, within bounds."""

    def __init__(self, tables: Mapping[str, tuple[int, Table]], calendar: Calendar, policy: model.Policy) -> None:
        """Write the function of a policy whose versions all derive the day."""
        super().__init__(tables, calendar, partial=True)
        self.policy = policy
        with self._block("def days(v, u, on):"):
            self._begin()
            self._emit("R, day = (), on")
            days = []
            for index, version in enumerate(policy.versions):
                assert version.derived_day is not None
                self.version, self._owner, self._kept = version, (policy.code, index), {}
                self._known.append({})
                days.append(self._in_local(Atom(self.within(version.derived_day))).text)
                self._known.pop()
            self._emit(f"return {tuple_of(days)}")

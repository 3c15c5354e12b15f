"""Functions for the bounds of values that are not known: called only where an exact answer comes out unknown.

Each value that is made of others has a function of its own; those of facts and fields are written where they are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import assert_never

from zzrules.base import arithmetic, bounds, clock, office
from zzrules.case.values import covering, first_given
from zzrules.engines.compiled import support
from zzrules.engines.compiled.expressions import Writer
from zzrules.engines.compiled.extents import field_of
from zzrules.engines.compiled.lines import Atom, tuple_of
from zzrules.plan import model, nodes
from zzrules.plan.layout import speaks_of_element

_PARAMETERS = "v, u, on, day, R, x, B"


class BoundsWriter(Writer):
    """Writes ``b(v, u, on, day, R, x, B)``: a value of one version within its bounds, as the reference says it.

    ``day`` is the day of conduct or its bounds, None if it is unknown; ``x`` is the element at hand. ``B`` keeps what
    several functions ask for: values that others name many times are worked out once for a caller.
    """

    def __init__(self, owner: Writer, version: model.Version) -> None:
        """Take the writer of the functions that call, with whom names and constants are shared, and the version."""
        super().__init__(owner.tables, owner.constants["C"], partial=owner.partial)
        self.policy, self.version = owner.policy, version
        self.constants, self._names = owner.constants, owner._names  # noqa: SLF001 - one module is written
        self.constants |= {
            "moved_within": bounds.moved,
            "rolled_within": bounds.rolled,
            "counted_within": bounds.counted,
            "extremum_within": bounds.extremum,
            "ended_within": bounds.ended,
            "suspended": bounds.suspended,
            "day_of": clock.day_of,
            "month_day_within": bounds.month_day,
            "later_within": office.later,
            "NEVER": bounds.Suspended(),
            "covering": covering,
            "first_given": first_given,
            "picked": support.picked,
            "combined": arithmetic.combined,
            "product": arithmetic.product,
            "gathered": arithmetic.gathered,
            "Member": arithmetic.Member,
            "longest": arithmetic.longest,
            "Step": arithmetic.Step,
            "kept": support.kept,
        }
        self._functions: dict[nodes.Value, str] = {}
        self._derivations: dict[str, Atom] = {}
        self._asked: Counter[str] = Counter()
        self._written: list[str] = []

    @property
    def source(self) -> str:
        """The functions written so far."""
        several = (name for name, times in self._asked.items() if times > 1)
        return "".join((*self._written, *(f"{name} = kept({name})\n" for name in several)))

    # ── what a writer settles ───────────────────────────────────────

    def extent(self, node: nodes.Value, element: str, day: str, kept: str) -> str:
        """Return the expression of a value within its bounds; ``element``, ``day`` and ``kept`` are those at hand."""
        if node not in self._functions:
            self._functions[node] = self._name()
            self._write(self._functions[node], partial(self._bounded, node))
        if not speaks_of_element(node):
            self._asked[self._functions[node]] += 1
        at = element if speaks_of_element(node) else "()"
        return f"{self._functions[node]}(v, u, on, {day}, R, {at}, {kept})"

    def ground(self, name: str, *, complete: bool) -> str:
        """Return the expression of a ground."""
        ground = self.version.ground(name)
        assert ground is not None
        condition = self.condition(ground.condition)
        return f"({condition} & {self.condition(ground.procedure)})" if complete else condition

    def derived(self, name: str) -> Atom:
        """Return the expression of a derived value or condition."""
        for known in self._known:
            if ("derived", name) in known:
                atom: Atom = known["derived", name]
                return atom
        if name not in self._derivations:
            self._derivations[name] = self._exactly(self.version.derived[name])
        exact = self._derivations[name]
        self._asked[exact.text] += 1
        with self._hoisted():
            called = Atom(f"{exact.text}(v, u, on, {self._day}, R, (), B)", exact.none, exact.unknown)
            atom = self._known[-1]["derived", name] = self._in_local(called)
            return atom

    def composed(self, node: nodes.Value) -> str:
        """Return the expression of a value that is made of others, within its bounds."""
        return self.extent(node, self._elements[-1], self._day, "B")

    # ── functions ───────────────────────────────────────────────────

    def _exactly(self, node: nodes.Node) -> Atom:
        """Write the function of a derived value or condition as it is known exactly; return what it yields."""
        atoms: list[Atom] = []

        def written() -> str:
            atoms.append(Atom(self.condition(node)) if isinstance(node, nodes.Condition) else self.value(node))
            return atoms[0].text

        name = self._name()
        self._write(name, written)
        return Atom(name, atoms[0].none, atoms[0].unknown)

    def _write(self, name: str, returned: Callable[[], str]) -> None:
        """Write a function that returns an expression; writing that may ask for others."""
        lines, at = (self._lines, self._depth, self._known), (self._outermost, self._elements)
        kept = self._initial, self._kept
        self._lines, self._depth, self._known, self._outermost, self._elements = [], 0, [], 0, ["x"]
        with self._block(f"def {name}({_PARAMETERS}):"):
            self._begin()
            self._open_day()
            self._emit(f"return {returned()}")
        self._written.append("\n".join(self._lines) + "\n")
        self._lines, self._depth, self._known = lines
        self._outermost, self._elements = at
        self._initial, self._kept = kept

    def _bounded(self, node: nodes.Value) -> str:
        match node:
            case nodes.Deadline(start, amounts, backwards, rolls, suspension):
                day = self._local_of(self.within(start))
                lengths = self._local_of(tuple_of([self.within(amount) for amount in amounts]))
                self._emit(f"if {day} is N: return N")
                given = f"[length for length in {lengths} if length is not N]"
                off = self._days_off(suspension)
                return f"moved_within({day}, {given}, C, {off}, back={backwards}, rolls={rolls})"
            case nodes.Counted(working, start, end, suspension):
                first, last = self._local_of(self.within(start)), self._local_of(self.within(end))
                self._emit(f"if {first} is N or {last} is N: return N")
                return f"counted_within({first}, {last}, C, {self._days_off(suspension)}, working={working})"
            case nodes.Rolled(inner):
                day = self._local_of(self.within(inner))
                return f"N if {day} is N else rolled_within({day}, C)"
            case nodes.MonthDay(inner, span, ahead, number):
                day = self._local_of(self.within(inner))
                return f"N if {day} is N else month_day_within({day}, {span}, {ahead}, {number})"
            case nodes.DayOf(inner, cutoff):
                return f"day_of({self.within(inner)}, {cutoff}, N)"
            case nodes.HoursLater(inner, minutes, hours):
                time = None if hours is None else office.office_time(self.constants["C"], hours)
                return f"later_within({self.within(inner)}, {minutes}, {self._constant(time)}, N)"
            case nodes.Extremum(latest, days):
                return f"extremum_within({tuple_of([self.within(day) for day in days])}, latest={latest}, none=N)"
            case nodes.FirstGiven(values, kind):
                return f"first_given({tuple_of([self.within(part) for part in values])}, {self._constant(kind)})"
            case nodes.Choice(cases, otherwise, kind, rows):
                self._emit("c = []")
                for condition, inner in cases:
                    truth = self._local_of(self.condition(condition))
                    with self._block(f"if {truth}:"):
                        self._emit(f"c.append({self.within(inner)})")
                        self._emit(f"if {truth} == 3: return covering(c, {self._constant(kind)})")
                if rows:  # one row of a table holds
                    self._emit(f"if c: return covering(c, {self._constant(kind)})")
                self._emit(f"c.append({self.within(otherwise)})")
                return f"covering(c, {self._constant(kind)})"
            case nodes.Picked():
                return self._picked_within(node)
            case nodes.Combined(operator, values, _):
                return f"combined({operator!r}, {tuple_of([self.within(part) for part in values])}, N)"
            case nodes.Product(values, numerator, denominator, step, _):
                parts = tuple_of([self.within(part) for part in values])
                return f"product({parts}, {numerator}, {denominator}, {step}, N)"
            case nodes.Gathered():
                return self._gathered_within(node)
            case nodes.Literal() | nodes.FactValue() | nodes.FieldValue() | nodes.OrderNumber() | nodes.FindingDay():
                return self.within(node)
            case nodes.EvaluationDay() | nodes.ConductDay() | nodes.DerivedValue():
                return self.within(node)
            case _:
                assert_never(node)

    def _days_off(self, suspension: nodes.Suspension | None) -> str:
        if suspension is None:
            return "NEVER"
        source, spans = suspension.source, self._name()
        self._emit(f"{spans} = []")
        with self._each(self._rows(source)) as x:
            self._emit(f"t = {self.condition(suspension.where)}")
            first, last = (self.within(field_of(source, at)) for at in (suspension.first, suspension.last))
            exists = f"t == 3 and {self._fact(source)} is not None and type({x}) is not Perhaps"
            through = "" if suspension.through else ", through=False"
            self._emit(f"if t: {spans}.append((*ended_within({first}, {last}, on, N{through}), {exists}))")
        return f"suspended({spans})"

    def _picked_within(self, node: nodes.Picked) -> str:
        source, rows, chosen = node.source, self._fact(node.source), self._name()
        self._emit(f"{chosen} = []")
        with self._each(self._rows(source)) as x:
            self._emit(f"t = {self.condition(node.where)}")
            field = self.within(field_of(source, node.position))
            sure = f"t == 3 and {rows} is not None and type({x}) is not Perhaps"
            self._emit(f"if t: {chosen}.append(({field}, {sure}))")
        kind = self._constant(source.fields[node.position].kind)
        unordered = f"{rows} is None or any(x[0] is None for x in {rows})"
        return f"picked({chosen}, {unordered}, {node.last}, {kind})"

    def _longest_within(self, node: nodes.Gathered) -> str:
        source, rows, steps = node.source, self._fact(node.source), self._name()
        self._emit(f"{steps} = []")
        with self._each(self._rows(source)) as x:
            self._emit(f"t = {self.condition(node.where)}")
            several = f"{rows} is None or type({x}) is Perhaps"
            self._emit(f"{steps}.append(Step(t == 3 or (None if t else False), {x}[0], {several}))")
        return f"longest({steps})"

    def _gathered_within(self, node: nodes.Gathered) -> str:
        if node.operator == "run":
            return self._longest_within(node)
        source, rows, members = node.source, self._fact(node.source), self._name()
        self._emit(f"{members} = []")
        with self._each(self._rows(source)) as x:
            self._emit(f"t = {self.condition(node.where)}")
            field = "1" if node.operator == "count" else self.within(field_of(source, node.position))
            several = f"({rows} is None or type({x}) is Perhaps)"
            self._emit(f"if t: {members}.append(Member({field}, t == 3 and not {several}, {several}))")
        return f"gathered({node.operator!r}, {members}, N)"

    def _local_of(self, expression: str) -> str:
        return self._in_local(Atom(expression)).text

"""The plan as Python source.

Truths are the numbers 0 (false), 1 (unknown) and 3 (true), so that Kleene's conjunction is ``&`` and his
disjunction ``|``. The code runs straight down; only a decision list and a walk over a list make blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from zzrules.base import clock
from zzrules.base.arithmetic import rounded
from zzrules.base.durations import counted, ended, month_day, moved, rolled
from zzrules.base.frozen import replaced
from zzrules.base.office import office_time
from zzrules.base.workdays import Calendar
from zzrules.case.values import BOUNDED, NONE, Perhaps
from zzrules.engines.compiled import support
from zzrules.engines.compiled.extents import Extents, field_of
from zzrules.engines.compiled.folding import of_unknown_element
from zzrules.engines.compiled.lines import Atom
from zzrules.engines.compiled.table import Table
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import NOT_APPLICABLE
from zzrules.policy.vocabulary import Fact, Kind

_WIDEST = 200
"""So many truths are joined in one expression."""
_NOT = "(3, 1, 1, 0)"


class Writer(Extents):
    """Writes expressions, and the lines that they need before them."""

    def __init__(self, tables: Mapping[str, tuple[int, Table]], calendar: Calendar, *, partial: bool) -> None:
        """Take the position and the table of each policy, by code, and the calendar.

        ``partial``: values of the record may be bounds, which exact expressions read as unknown.
        """
        super().__init__(partial=partial)
        self.tables = tables
        self.constants |= {
            "N": NONE,
            "Perhaps": Perhaps,
            "C": calendar,
            "moved": moved,
            "moved_by": support.moved_by,
            "counted": counted,
            "ended": ended,
            "extremum": support.extremum,
            "times": support.times,
            "rolled": rolled,
            "month_day": month_day,
            "rounded": rounded,
            "possible_versions": support.possible,
            "any_within": support.any_within,
        }

    # what a writer of functions settles

    def ground(self, name: str, *, complete: bool) -> str:
        """Return the expression of a ground of the version (with its procedure, if ``complete``)."""
        raise NotImplementedError

    def outcomes(self) -> str:
        """Return the local that holds the version's own outcomes, as bits."""
        raise NotImplementedError

    def obligation(self, key: tuple[str, str], states: frozenset[str]) -> str:
        """Return the expression of another obligation's being in one of some states."""
        raise NotImplementedError

    def derived(self, name: str) -> Atom:
        """Return the expression of a derived value or condition of the version."""
        raise NotImplementedError

    # conditions: each returns an expression of 0, 1 or 3

    def condition(self, node: nodes.Condition) -> str:
        """Return the expression of a condition, after writing whatever it needs before it."""
        match node:
            case nodes.Constant(truth):
                return "3" if truth else "0"
            case nodes.All(parts):
                return self._all([self.condition(part) for part in parts])
            case nodes.Any(parts):
                return self._any([self.condition(part) for part in parts])
            case nodes.Not(nodes.IsTrue(inner)):
                return self._is_true(self._certain(inner), TRUE, FALSE)
            case nodes.Not(part):
                return f"{_NOT}[{self.condition(part)}]"
            case nodes.IsTrue(inner):
                return self._is_true(self._certain(inner), FALSE, TRUE)
            case nodes.Given(inner):
                atom = self.value(inner)
                absent = self._given(inner)
                return f"({absent} if {atom.text} is None else 0 if {self._nothing(atom.text, inner)} else 3)"
            case nodes.Compare():
                return self._compare(node)
            case nodes.Workday(inner, works):
                return self._workday(self._certain(inner), works=works)
            case nodes.Among(inner, codes, inside):
                atom, known = self.value(inner), self._constant(codes)
                open_ = self._among(inner, codes, inside=inside)
                if inside:
                    return f"({open_} if {atom.text} is None else 3 if {atom.text} in {known} else 0)"
                return self._guarded((atom,), f"0 if {atom.text} in {known} else 3", open_)
            case nodes.Includes(inner, code, inside):
                atom = self._certain(inner)
                return self._guarded((atom,), f"3 if ({self._constant(code)} in {atom.text}) is {inside} else 0")
            case nodes.Lasted():
                return self._lasted(node)
            case nodes.Found():
                return self._found(node)
            case nodes.Concluded(own, premise, conclusion):
                holds = self._in_local(Atom(self.condition(premise))).text
                silent = f"1 if {holds} and {self._fact(walks.concluded(node))} is N else " if conclusion else ""
                return f"({3 if conclusion else 0} if {holds} == 3 else {silent}{self.condition(own)})"
            case nodes.Quantified(every, source, condition):
                return self._quantified(source, condition, every=every)
            case nodes.Times():
                return self._counted_elements(node)
            case nodes.DerivedCondition(name):
                return self.derived(name).text
            case nodes.GroundHolds(name, complete):
                return self.ground(name, complete=complete)
            case nodes.OutcomeIs(policy, codes):
                return self._outcome_is(policy, codes)
            case nodes.OtherGround(policy, name):
                number, table = self.tables[policy]
                return f"R[{number}][2][{table.grounds.index(name)}]" if name in table.grounds else "0"
            case nodes.ObligationIs(policy, name, states):
                return self.obligation((policy, name), states)
            case nodes.CatchAll(invoked, basis, criterion):
                invoking = " or ".join(map(self._invokes, invoked))
                unclear = " or ".join(
                    f"{fact.name!r} in u or {fact.name!r} in g({support.DISPUTED!r}, ())" for fact in invoked
                )
                judged = f"({self.condition(criterion)} if {self.condition(basis)} == 3 else 1)"
                return f"({judged} if {invoking} else 1 if {unclear} else 0)"
            case _:
                assert_never(node)

    def _invokes(self, fact: Fact) -> str:
        """Return the test whether a fact is recorded, and neither as 无 nor as 否."""
        known = self._fact(fact)
        nothing = self._nothing(known, nodes.FactValue(fact))
        given = f"{known} is True" if fact.kind is Kind.FLAG else f"({known} is not None and not ({nothing}))"
        return f"({given} or isinstance({self._raw(fact)}, EXTENTS))" if self.partial else given

    def _all(self, parts: list[str]) -> str:
        return self._joined(parts, "&", "3", "0")

    def _any(self, parts: list[str]) -> str:
        return self._joined(parts, "|", "0", "3")

    def _joined(self, parts: list[str], operator: str, neutral: str, decisive: str) -> str:
        """Return the local of a conjunction or disjunction, or what it comes down to: policies repeat them."""
        if decisive in parts:
            return decisive
        parts = [part for part in parts if part != neutral]
        while len(parts) > _WIDEST:  # Python nests what an operator joins, and compiles it in its stack
            several = (parts[at : at + _WIDEST] for at in range(0, len(parts), _WIDEST))
            parts = [self._joined(some, operator, neutral, decisive) for some in several]
        joined = f" {operator} ".join(parts) or neutral
        return joined if len(parts) <= 1 else self._remember(("joined", joined), joined)

    def _is_true(self, atom: Atom, otherwise: int, true: int) -> str:
        """Return the local of a flag's truth, or of its negation: most flags are read several times."""
        known = f"{atom.text} is True" if atom.none else atom.text
        expression = f"1 if {atom.text} is None else {true} if {known} else {otherwise}"
        return self._remember(("flag", expression), expression)

    def _guarded(self, atoms: Sequence[Atom], known: str, open_: str = "1") -> str:
        """Return the expression behind the checks that 无 compares with nothing and what the unknown comes to."""
        none = " or ".join(f"{atom.text} is N" for atom in atoms if atom.none)
        unknown = " or ".join(f"{atom.text} is None" for atom in atoms if atom.unknown)
        return f"({f'0 if {none} else ' if none else ''}{f'{open_} if {unknown} else ' if unknown else ''}{known})"

    def _compare(self, node: nodes.Compare) -> str:
        read = self.value if walks.kind_of(node.left) in BOUNDED else self._certain
        left, right = read(node.left), read(node.right)
        known = f"3 if {left.text} {node.operator} {right.text} else 0"
        return self._guarded((left, right), known, self._compare_within(node, left, right))

    def _workday(self, day: Atom, *, works: bool) -> str:
        truths = "{None: 1, True: 3, False: 0}" if works else "{None: 1, True: 0, False: 3}"
        return self._guarded((day,), f"{truths}[C.working_ordinal({day.text})]")

    def _lasted(self, node: nodes.Lasted) -> str:
        start, end, length = (self.value(side) for side in (node.start, node.end, node.duration))
        full = self._name()
        none = " or ".join(f"{atom.text} is N" for atom in (start, end, length) if atom.none) or "False"
        unknown = " or ".join(f"{atom.text} is None" for atom in (start, end, length) if atom.unknown) or "False"
        known = f"moved({start.text}, {length.text}[0], {length.text}[1], C)"
        self._emit(f"{full} = N if {none} else None if {unknown} else {known}")
        compared = f"3 if {end.text} {node.operator} {full} + {node.full_after} else 0"
        return f"(0 if {full} is N else {self._lasted_within(node)} if {full} is None else {compared})"

    def _found(self, node: nodes.Found) -> str:
        finding = self._fact(node.fact)
        silent = "1"
        if node.presumed is not None:
            truth = TRUE if node.presumed is node.expected else FALSE
            silent = f"({truth} if {node.fact.name!r} in u else 1)"
        valid = f"{finding}[1] in {self._constant(node.bodies)} and {finding}[0] is not None"
        if node.same_level is not None:
            valid += f" and {finding}[2] is not None and {finding}[2] == {self._fact(node.same_level)}"
        unmade = FALSE if node.constitutive else UNKNOWN
        answer = f"3 if {finding}[0] is {node.expected} else 0"
        return f"({silent} if {finding} is None else {unmade} if {finding} is N else ({answer}) if {valid} else 1)"

    def _quantified(self, source: Fact, condition: nodes.Condition, *, every: bool) -> str:
        result, rows = self._name(), self._fact(source)
        start, join = (TRUE, "&") if every else (FALSE, "|")

        def perhaps(truth: str, element: str) -> str:
            """Return the truth for an element, which decides nothing if it only may be there."""
            return f"({truth}) {'|' if every else '&'} ({'' if every else '3 - 2 * '}(type({element}) is Perhaps))"

        unsure = of_unknown_element(condition)
        if unsure is not None:  # without the list there is nothing to walk
            silent = unsure | UNKNOWN if every else unsure & UNKNOWN
            self._emit(f"{result} = {silent} if {rows} is None else {start}")
            with self._block(f"if {rows}:"), self._each(rows) as x:
                truth = self.condition(condition)
                self._emit(f"{result} {join}= {truth if unsure == UNKNOWN else perhaps(truth, x)}")
            return result
        self._emit(f"{result} = {start}")
        with self._each(self._rows(source)) as x:
            self._emit(f"{result} {join}= {perhaps(self.condition(condition), x)}")
        self._emit(f"if {rows} is None: {result} {'|' if every else '&'}= 1")
        return result

    def _rows(self, source: Fact) -> str:
        """Return the elements to walk; of an unknown list, one element of which nothing is known."""
        rows = self._fact(source)
        unknown = self._constant(((None,) * (len(source.fields) + 1),))
        return f"({unknown} if {rows} is None else {rows})"

    def _counted_elements(self, node: nodes.Times) -> str:
        fewest, most, rows = self._name(), self._name(), self._fact(node.source)
        self._emit(f"{fewest} = {most} = 0")
        with self._block(f"if {rows}:"), self._each(rows) as x:
            self._emit(f"t = {self.condition(node.where)}")
            with self._block(f"if t and type({x}) is Perhaps:"):
                self._emit(f"{most} += {node.count + 1}")
                self._emit("continue")
            self._emit(f"if t: {most} += 1")
            self._emit(f"if t == 3: {fewest} += 1")
        holds = self._constant(nodes.COMPARISONS[node.operator])
        return f"(1 if {rows} is None else times({fewest}, {most}, {holds}, {self._constant(node.count)}))"

    def _outcome_is(self, policy: str, codes: frozenset[str]) -> str:
        number, table = self.tables[policy or self.policy.code]
        mask, bits = f"R[{number}][1]" if policy else self.outcomes(), table.bits(codes)
        return f"(0 if not {mask} & {bits} else 1 if {mask} & ~{bits} else 3)"

    # values: each returns an atom

    def value(self, node: nodes.Value) -> Atom:
        """Return the expression of a value, after writing whatever it needs before it."""
        match node:
            case nodes.Literal(literal):
                return Atom(self._constant(literal), none=False, unknown=False)
            case nodes.FactValue(fact, presumed):
                if presumed is None:
                    return Atom(self._fact(fact), none=fact.may_be_none)
                presumption = f"{self._constant(presumed)} if {fact.name!r} in u else None"
                return self._exact(node, fact, f"g({fact.name!r}, {presumption})")
            case nodes.FieldValue(fact, position):
                x = self._elements[-1]
                return Atom(self._remember((x, position), f"{x}[{position + 1}]"), none=fact.may_be_none)
            case nodes.OrderNumber():
                return Atom(f"{self._elements[-1]}[0]", none=False)
            case nodes.FindingDay(fact):
                finding = self._fact(fact)
                return Atom(self._remember(node, f"{finding} if {finding} is None or {finding} is N else {finding}[3]"))
            case nodes.EvaluationDay():
                return Atom("on", none=False, unknown=False)
            case nodes.ConductDay():
                return Atom("day", none=False)
            case nodes.DerivedValue(name, _):
                return self.derived(name)
            case nodes.Deadline():
                return self._deadline(node)
            case nodes.Counted():
                return self._counted(node)
            case nodes.Rolled(inner):
                day = self.value(inner)
                name = self._name()
                self._emit(f"{name} = {day.text}")
                self._emit(f"if {name} is not None and {name} is not N: {name} = rolled({name}, C)")
                return Atom(name, none=day.none)
            case nodes.DayOf() | nodes.MonthDay():
                return self._day_of(node)
            case nodes.HoursLater():
                return self._hours_later(node)
            case nodes.Extremum(latest, days):
                name = self._name()
                given = ", ".join(self.value(day).text for day in days)
                self._emit(f"{name} = extremum(({given},), {latest})")
                return Atom(name)
            case nodes.FirstGiven(values):
                name = self._name()
                self._emit(f"{name} = N")
                for part in values:
                    with self._block(f"if {name} is N:"):
                        self._emit(f"{name} = {self.value(part).text}")
                return Atom(name)
            case nodes.Choice(cases, otherwise):
                return self._choice(cases, otherwise)
            case nodes.Picked():
                return self._picked(node)
            case nodes.Combined(operator, values, _):
                terms = [self.value(part) for part in values]
                names = [term.text for term in terms]
                known = f" {operator} ".join(names) if operator in "+-" else f"{operator}({', '.join(names)})"
                return self._computed(terms, known)
            case nodes.Product(values, numerator, denominator, step, _):
                factors = [self.value(part) for part in values]
                known = " * ".join(factor.text for factor in factors)
                if (denominator, step) != (1, 1):
                    known = f"rounded({known}, {numerator}, {denominator}, {step})"
                elif numerator != 1:
                    known = f"{known} * {numerator}"
                return self._computed(factors, known)
            case nodes.Gathered():
                return self._gathered(node)
            case _:
                assert_never(node)

    def _computed(self, parts: Sequence[Atom], known: str) -> Atom:
        """Return the local of what is made of numbers: 无 if one is, unknown if one is."""
        name = self._name()
        none = " or ".join(f"{part.text} is N" for part in parts if part.none)
        unknown = " or ".join(f"{part.text} is None" for part in parts if part.unknown)
        checked = f"{f'N if {none} else ' if none else ''}{f'None if {unknown} else ' if unknown else ''}"
        self._emit(f"{name} = {checked}{known}")
        return Atom(name, none=bool(none), unknown=bool(unknown))

    def _longest(self, node: nodes.Gathered) -> Atom:
        """Return the local of the longest run of elements; None as soon as one may break it or not."""
        name, run, rows = self._name(), self._name(), self._fact(node.source)
        self._emit(f"{name} = None if {rows} is None else 0")
        self._emit(f"{run} = 0")
        with self._block(f"if {rows}:"), self._each(rows) as x:
            self._emit(f"t = {self.condition(node.where)}")
            with self._block(f"if t == 1 or {x}[0] is None or type({x}) is Perhaps:"):
                self._emit(f"{name} = None")
                self._emit("break")
            self._emit(f"{run} = {run} + 1 if t else 0")
            self._emit(f"if {run} > {name}: {name} = {run}")
        return Atom(name, none=False)

    def _gathered(self, node: nodes.Gathered) -> Atom:
        if node.operator == "run":
            return self._longest(node)
        name, rows = self._name(), self._fact(node.source)
        self._emit(f"{name} = None if {rows} is None else []")
        with self._block(f"if {rows}:"), self._each(rows) as x:
            self._emit(f"t = {self.condition(node.where)}")
            counting = node.operator == "count"
            with self._block("if t:"):
                field = "1" if counting else self._field(node.source, node.position)
                unknown = "" if counting else f" or {field} is None"
                with self._block(f"if t == 1{unknown} or type({x}) is Perhaps:"):
                    self._emit(f"{name} = None")
                    self._emit("break")
                self._emit(f"{'' if counting else f'if {field} is not N: '}{name}.append({field})")
        total = f"{node.operator}({name}, default=N)" if node.operator in ("min", "max") else f"sum({name})"
        self._emit(f"if {name} is not None: {name} = {total}")
        return Atom(name)

    def _day_of(self, node: nodes.DayOf | nodes.MonthDay) -> Atom:
        if isinstance(node, nodes.MonthDay):
            day = self.value(node.day)
            found = self._computed([day], f"month_day({day.text}, {node.span}, {node.ahead}, {node.number})")
            return Atom(found.text, none=found.none)
        moment = self.value(node.moment)
        shift = clock.DAY - 1 - min(node.cutoff, clock.DAY - 1)
        return self._computed([moment], f"({moment.text} + {shift}) // {clock.DAY}")

    def _hours_later(self, node: nodes.HoursLater) -> Atom:
        start = self.value(node.start)
        later = clock.later if node.office is None else office_time(self.constants["C"], node.office).later
        reached = self._computed([start], f"{self._constant(later)}({start.text}, {node.minutes})")
        return Atom(reached.text, none=reached.none)

    def _deadline(self, node: nodes.Deadline) -> Atom:
        start = self.value(node.start)
        lengths = [self.value(amount) for amount in node.amounts]
        suspended = self._suspended(node.suspension)
        given = ", ".join(atom.text for atom in lengths)
        known = f"moved_by({start.text}, ({given},), {suspended.text}, C, {node.backwards}, {node.rolls})"
        return self._computed([start, *(replaced(length, none=False) for length in lengths), suspended], known)

    def _counted(self, node: nodes.Counted) -> Atom:
        start, end = self.value(node.start), self.value(node.end)
        suspended = self._suspended(node.suspension)
        known = f"counted({start.text}, {end.text}, C, {suspended.text}, working={node.working})"
        return self._computed([start, end, suspended], known)

    def _suspended(self, suspension: nodes.Suspension | None) -> Atom:
        """Return the local of the intervals that do not count."""
        if suspension is None:
            return Atom("()", none=False, unknown=False)
        name = self._name()
        self._emit(f"{name} = []")
        with self._each(self._rows(suspension.source)):
            self._emit(f"t = {self.condition(suspension.where)}")
            first, last = (self._field(suspension.source, at) for at in (suspension.first, suspension.last))
            dated = f"{first} is None or {last} is None or {first} is N"
            with self._block(f"if t == 1 or t and ({dated}):"):
                self._emit(f"{name} = None")
                self._emit("break")
            if suspension.through:
                self._emit(f"if t: {name}.append(ended({first}, {last}, on))")
            else:  # one that ended on its first day has no day left
                self._emit(f"if t and {last} != {first}: {name}.append(ended({first}, {last}, on, False))")
        return Atom(name, none=False)

    def _choice(self, cases: tuple[tuple[nodes.Condition, nodes.Value], ...], otherwise: nodes.Value) -> Atom:
        name = self._name()
        with self._block("while True:"):
            for condition, inner in cases:
                self._emit(f"t = {self.condition(condition)}")
                with self._block("if t:"):
                    self._emit(f"{name} = None")
                    with self._block("if t == 3:"):
                        self._emit(f"{name} = {self.value(inner).text}")
                    self._emit("break")
            self._emit(f"{name} = {self.value(otherwise).text}")
            self._emit("break")
        return Atom(name)

    def _picked(self, node: nodes.Picked) -> Atom:
        name, chosen, rows = self._name(), self._name(), self._fact(node.source)
        self._emit(f"{chosen} = None if {rows} is None else []")
        with self._block(f"if {rows}:"), self._each(rows) as x:
            self._emit(f"t = {self.condition(node.where)}")
            with self._block(f"if t == 1 or t and {x}[0] is None:"):
                self._emit(f"{chosen} = None")
                self._emit("break")
            self._emit(f"if t: {chosen}.append({self._field(node.source, node.position)})")
        picked = f"{chosen}[{-1 if node.last else 0}]"
        self._emit(f"{name} = None if {chosen} is None else {picked} if {chosen} else N")
        return Atom(name)

    def _field(self, source: Fact, position: int) -> str:
        return self.value(field_of(source, position)).text

    def _nothing(self, text: str, node: nodes.Value) -> str:
        """Return the test for NONE, or for a list or set with nothing in it."""
        fact = node.fact if isinstance(node, nodes.FactValue) else None
        if fact is not None:
            return f"not {text}" if fact.kind in (Kind.LIST, Kind.OPTIONS) else f"{text} is N"
        return f"{text} is N or {text} == () or {text} == {self._constant(frozenset())}"

    # decision lists

    def _decision_list(self, entries: Sequence[model.Entry], table: Table, *, certain: bool) -> None:
        """Write a decision list into ``m``: each entry is read only if none before it is certainly true.

        ``certain``: the version has no requirement that could fail.
        """
        self._emit("m = 0" if certain else f"m = 0 if a == 3 else {table.bits([NOT_APPLICABLE])}")
        with self._block("while True:"):
            for number, entry in enumerate(entries, 1):
                if entry.code == NOT_APPLICABLE:  # what certainly applies is not refused
                    with self._block("if a != 3:"):
                        self._emit(f"t = {self.condition(entry.condition)}")
                        self._emit(f"if t: m |= {table.bits([entry.code])}")
                        self._emit("if t == 3: break")
                    continue
                truth = self.condition(entry.condition)
                adds = f"m |= {table.bits([entry.code])}"
                shadowed = entry.unless != nodes.NEVER
                if truth == "3":
                    self._emit(f"if {self.condition(entry.unless)} != 3: {adds}" if shadowed else adds)
                    break
                last = number == len(entries)
                if not truth.isalnum() and (shadowed or not last):
                    self._emit(f"t = {truth}")
                    truth = "t"
                if shadowed:
                    held = self._in_local(Atom(f"({truth})")).text  # what follows may need t
                    with self._block(f"if {held}:"):
                        self._emit(f"if {self.condition(entry.unless)} != 3: {adds}")
                        self._emit(f"if {held} == 3: break")
                elif last:
                    self._emit(f"if {truth}: {adds}")
                else:
                    with self._block(f"if {truth}:"):
                        self._emit(adds)
                        self._emit(f"if {truth} == 3: break")
            self._emit("break")

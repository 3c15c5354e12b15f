"""The plan as Python source.

Truths are the numbers 0 (false), 1 (unknown) and 3 (true), so that Kleene's conjunction is ``&`` and his
disjunction ``|``. The code runs straight down; only a decision list and a walk over a list make blocks.
Every name in it is generated and every text of a policy is a constant passed beside it or, a fact's code,
a literal: no text of a policy can become code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, assert_never, cast

from zzrules.base.bounds import Bounds, Options
from zzrules.base.durations import counted, ended, moved, rolled
from zzrules.base.frozen import frozen
from zzrules.base.workdays import Calendar
from zzrules.case.values import BOUNDED, NONE, UNSETTLED, Perhaps, unknown
from zzrules.engines.compiled import support
from zzrules.engines.compiled.folding import of_unknown_element
from zzrules.engines.compiled.table import Table
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE
from zzrules.plan.layout import speaks_of_element
from zzrules.policy.vocabulary import Fact, Kind

_NOT = "(3, 1, 1, 0)"
_LEAVES = (
    nodes.Literal,
    nodes.FactValue,
    nodes.FieldValue,
    nodes.OrderNumber,
    nodes.FindingDay,
    nodes.EvaluationDay,
)


@frozen
class Atom:
    """An expression without effects, cheap enough to repeat, and whether it can be NONE or unknown."""

    text: str
    none: bool = True
    unknown: bool = True


@frozen
class Widest:
    """Within what a value lies of which nothing is known: expressions, None for no bound."""

    low: str | None = None
    high: str | None = None
    none: bool = False


@frozen
class Side:
    """A side of a comparison: its exact value, and within what it lies where that is unknown.

    ``past``: it is never after the day of evaluation. ``later``: within nothing but after that day, or not before
    something known. ``anchors``: as long as none of these holds, nothing is known but ``widest``.
    """

    text: str
    widest: Widest
    past: bool = False
    later: bool = False
    unknown: bool = True
    anchors: tuple[str, ...] = ()


class Writer:
    """Writes expressions, and the lines that they need before them."""

    def __init__(self, tables: Mapping[str, tuple[int, Table]], calendar: Calendar, *, partial: bool) -> None:
        """Take the position and the table of each policy, by code, and the calendar.

        ``partial``: values of the record may be bounds, which exact expressions read as unknown.
        """
        self.tables = tables
        self.partial = partial
        self.constants: dict[str, Any] = {
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
            "possible_versions": support.possible,
            "compare": support.compare,
            "lasted": support.lasted,
            "given": support.given,
            "among": support.among,
            "certain": support.certain,
            "part": support.part,
            "EXTENTS": (Bounds, Options),
            "BD": Bounds,
            "Z": UNSETTLED,
            "conduct": support.conduct,
            "any_within": support.any_within,
        }
        self._lines: list[str] = []
        self._depth = 0
        self._outermost = 0
        self._names = count()
        self._known: list[dict[Any, Any]] = []
        self._elements = ["x"]
        self._day = "day"
        self._initial = 0
        self._kept: dict[nodes.Value, str] = {}

    @property
    def source(self) -> str:
        """The lines written so far; ``constants`` holds what they refer to."""
        return "\n".join(self._lines) + "\n"

    # what a writer of functions settles

    policy: model.Policy
    """The policy of which is written."""

    version: model.Version
    """The version of which is written."""

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

    def composed(self, node: nodes.Value) -> str:
        """Return the expression of a value that is made of others, within its bounds."""
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
                return f"({3 if conclusion else 0} if {self.condition(premise)} == 3 else {self.condition(own)})"
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
                unclear = " or ".join(f"{fact.name!r} in u" for fact in invoked)
                judged = f"({self.condition(criterion)} if {self.condition(basis)} == 3 else 1)"
                return f"({judged} if {invoking} else 1 if {unclear} else 0)"
            case _:
                assert_never(node)

    def _invokes(self, fact: Fact) -> str:
        """Return the test whether a fact is recorded, and neither as 无 nor as 否."""
        known = self._fact(fact)
        nothing = self._nothing(known, nodes.FactValue(fact))
        return f"{known} is True" if fact.kind is Kind.FLAG else f"({known} is not None and not ({nothing}))"

    def _all(self, parts: list[str]) -> str:
        return self._joined(parts, "&", "3", "0")

    def _any(self, parts: list[str]) -> str:
        return self._joined(parts, "|", "0", "3")

    def _joined(self, parts: list[str], operator: str, neutral: str, decisive: str) -> str:
        """Return the local of a conjunction or disjunction, or what it comes down to: policies repeat them."""
        if decisive in parts:
            return decisive
        parts = [part for part in parts if part != neutral]
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
        read = self.value if nodes.kind_of(node.left) in BOUNDED else self._certain
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

    # values within bounds

    def within(self, node: nodes.Value) -> str:
        """Return the expression of a value within its bounds."""
        node = self._meant(node)
        match node:
            case nodes.Literal(literal):
                return self._constant(literal)
            case nodes.FactValue(fact, presumed):
                given = self._raw(fact)
                if presumed is not None:
                    given = f"({self._constant(presumed)} if {given} is None and {fact.name!r} in u else {given})"
                return self._or_unknown(given, fact)
            case nodes.FieldValue(fact, position):
                known = f"{self._elements[-1]}[{position + 1}]"
                if self.partial:
                    known = self._in_local(Atom(f"part({self._elements[-1]}, {position})")).text
                return self._or_unknown(known, fact)
            case nodes.OrderNumber():
                number = f"{self._elements[-1]}[0]"
                return f"(BD(1) if {number} is None else {number})"
            case nodes.FindingDay(fact):
                given, known = self._fact(fact), f"{self._fact(fact)}[3]"
                dated = f"BD(None, on) if {known} is None else {known}"
                return f"(BD(None, on, True) if {given} is None else N if {given} is N else {dated})"
            case nodes.EvaluationDay():
                return "on"
            case nodes.ConductDay():
                latest = "None" if self.policy.conduct.may_be_future else "on"
                return f"conduct({self._day}, {self.version.first}, {self.version.last}, {latest})"
            case _:
                return self._once(node, self.composed(node))

    def _or_unknown(self, given: str, fact: Fact) -> str:
        if fact.kind is Kind.DATE and not fact.may_be_future:
            widest = f"BD(None, on, {fact.may_be_none})"
        else:
            widest = self._constant(unknown(fact, 0))
        return f"({given} if {given} is not None else {widest})"

    # what bounds decide where an exact answer is unknown: each returns an expression of 0, 1 or 3

    def _given(self, node: nodes.Value) -> str:
        node = self._meant(node)
        if (fact := _read(node)) is not None and not self.partial:
            widest = unknown(fact, 0)
            return "1" if widest is None or widest.none else "3"
        full = f"given({self.within(node)})"
        return self._where_anchored(node, full, "1") if isinstance(node, nodes.Picked) else full

    def _among(self, node: nodes.Value, codes: frozenset[str], *, inside: bool) -> str:
        if (fact := _read(node)) is not None and not self.partial:
            return str(support.among(unknown(fact, 0), codes, inside))
        return f"among({self.within(node)}, {self._constant(codes)}, {inside})"

    def _compare_within(self, node: nodes.Compare, left: Atom, right: Atom) -> str:
        if nodes.kind_of(node.left) not in BOUNDED:
            return "1"
        full = f"compare({node.operator!r}, {self.within(node.left)}, {self.within(node.right)})"
        if self.partial:
            return full
        sides = [self._side(node.left, left), self._side(node.right, right)]
        if None in sides:
            return full
        one, other = cast("list[Side]", sides)
        if (one.later and not other.past) or (other.later and not one.past):
            return full
        idle = _decided_by_case(node.operator, one, other)
        known = [test for side in (one, other) for test in side.anchors]
        return f"({full} if {' or '.join(known)} else {idle})" if known else idle

    def _side(self, node: nodes.Value, atom: Atom) -> Side | None:
        """Return what is known of a side whose exact value is unknown, as long as none of its anchors is known.

        None where that depends on more.
        """
        node = self._meant(node)
        match node:
            case nodes.Literal() | nodes.EvaluationDay():
                return Side(atom.text, Widest(), past=isinstance(node, nodes.EvaluationDay), unknown=False)
            case nodes.FactValue(fact, None) | nodes.FieldValue(fact, _) if fact.kind is Kind.DATE:
                past = not fact.may_be_future
                return Side(atom.text, Widest(None, "on" if past else None, fact.may_be_none), past=past)
            case nodes.FactValue(fact, None) | nodes.FieldValue(fact, _) if fact.kind is Kind.INTEGER:
                low, high = (None if bound is None else str(bound) for bound in (fact.minimum, fact.maximum))
                return Side(atom.text, Widest(low, high, fact.may_be_none))
            case nodes.FindingDay():
                return Side(atom.text, Widest(None, "on", none=True), past=True, anchors=self._anchors(node) or ())
            case nodes.OrderNumber():
                return Side(atom.text, Widest("1"))
            case nodes.ConductDay() if self._day == "day":
                past, last = not self.policy.conduct.may_be_future, self.version.last
                high = f"min({last}, on)" if past else str(last)
                return Side(atom.text, Widest(str(self.version.first), high), past=past)
            case _:
                return self._composed_side(node, atom)

    def _composed_side(self, node: nodes.Value, atom: Atom) -> Side | None:
        anchors = self._anchors(node)
        if anchors is None:
            return None
        if isinstance(node, nodes.Picked) and not self._past(node):
            return Side(atom.text, Widest(none=True), anchors=anchors)
        if not self._past(node):
            return None
        later = isinstance(node, nodes.Deadline)
        widest = Widest(None, None if later else "on", none=self._may_be_none(node))
        return Side(atom.text, widest, past=not later, later=later, anchors=anchors)

    def _past(self, node: nodes.Value) -> bool:
        """Return whether a value lies not after the evaluation, or is a deadline that begins at one that does not."""
        node = self._meant(node)
        match node:
            case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
                return fact.kind is Kind.DATE and not fact.may_be_future
            case nodes.Picked(source, position, _, _):
                return self._past(field_of(source, position))
            case nodes.FindingDay():
                return True
            case nodes.Deadline(start, _, backwards, _, _):
                return not backwards and not isinstance(self._meant(start), nodes.Deadline) and self._past(start)
            case nodes.Extremum(_, values) | nodes.FirstGiven(values, _):
                parts = values
            case nodes.Choice(cases, otherwise, _):
                parts = (*(value for _, value in cases), otherwise)
            case _:
                return False
        return not any(isinstance(self._meant(part), nodes.Deadline) for part in parts) and all(map(self._past, parts))

    def _may_be_none(self, node: nodes.Value) -> bool:
        """Return whether a value that lies not after the evaluation may be 无 as far as its widest bounds say."""
        node = self._meant(node)
        match node:
            case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
                return fact.may_be_none
            case nodes.Deadline(start, _, _, _, _):
                return self._may_be_none(start)
            case nodes.Extremum(latest, days):
                return (any if latest else all)(map(self._may_be_none, days))
            case nodes.FirstGiven(values, _):
                return all(map(self._may_be_none, values))
            case nodes.Choice(cases, otherwise, _):
                return any(map(self._may_be_none, (*(value for _, value in cases), otherwise)))
            case _:
                return True

    def _anchors(self, node: nodes.Value) -> tuple[str, ...] | None:
        """Return tests of which one must hold for more to be known of a value than its widest bounds; None: no such."""
        node = self._meant(node)
        match node:
            case nodes.FactValue() | nodes.FieldValue():
                return (f"{self.value(node).text} is not None",)
            case nodes.FindingDay(fact):
                return (f"{self._fact(fact)} is not None",)
            case nodes.Picked(source, _, _, where):
                heard = of_unknown_element(where) in (UNKNOWN, TRUE)
                return (f"{self._fact(source)} is not None",) if heard else None
            case nodes.Deadline(start, amounts, _, _, _):
                parts = [start, *(amount for amount in amounts if not _positive(amount))]
            case nodes.Extremum(_, values) | nodes.FirstGiven(values, _):
                parts = [*values]
            case nodes.Choice(cases, otherwise, _):
                parts = [*(value for _, value in cases), otherwise]
                if len(set(map(self._may_be_none, parts))) > 1:
                    return None
            case _:
                return None
        tests = [self._anchors(part) for part in parts]
        return None if None in tests else tuple(dict.fromkeys(test for some in tests if some for test in some))

    def _meant(self, node: nodes.Value) -> nodes.Value:
        """Return what a name stands for."""
        while isinstance(node, nodes.DerivedValue):
            inner = self.version.derived[node.name]
            assert isinstance(inner, nodes.Value)
            node = inner
        return node

    def _lasted_within(self, node: nodes.Lasted) -> str:
        sides = ", ".join(self.within(side) for side in (node.start, node.end, node.duration))
        full = f"lasted({node.operator!r}, {sides}, {node.full_after}, C)"
        start, end = (self._side(side, self.value(side)) for side in (node.start, node.end))
        if self.partial or not _positive(node.duration) or start is None or end is None or start.later or not end.past:
            return full
        if not start.past or start.widest.low is not None:
            return full
        known = " or ".join(start.anchors or (f"{start.text} is not None",))
        return f"({full} if {known} else 1)"

    def _certain(self, node: nodes.Value) -> Atom:
        """Return a value that may be certain although the exact way to it is not."""
        return self._in_certain(node, self.value(node))

    def _in_certain(self, node: nodes.Value, atom: Atom) -> Atom:
        if isinstance(self._meant(node), _LEAVES):
            return atom
        exact = self._in_local(atom).text
        bounded = self._where_anchored(node, f"certain({self.within(node)})", "None")
        return Atom(
            self._remember(("certain", node, self._elements[-1]), f"{exact} if {exact} is not None else {bounded}")
        )

    def _where_anchored(self, node: nodes.Value, full: str, idle: str) -> str:
        anchors = None if self.partial else self._anchors(node)
        return full if anchors is None else f"({full} if {' or '.join(anchors)} else {idle})"

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
            case _:
                assert_never(node)

    def _deadline(self, node: nodes.Deadline) -> Atom:
        start = self.value(node.start)
        lengths = [self.value(amount) for amount in node.amounts]
        suspended = self._suspended(node.suspension)
        name = self._name()
        none = f"N if {start.text} is N else " if start.none else ""
        unknown = " or ".join(
            [f"{atom.text} is None" for atom in (start, *lengths) if atom.unknown]
            + ([f"{suspended} is None"] if node.suspension else [])
        )
        given = ", ".join(atom.text for atom in lengths)
        known = f"moved_by({start.text}, ({given},), {suspended}, C, {node.backwards}, {node.rolls})"
        self._emit(f"{name} = {none}{f'None if {unknown} else ' if unknown else ''}{known}")
        return Atom(name, none=start.none)

    def _counted(self, node: nodes.Counted) -> Atom:
        sides = [self.value(node.start), self.value(node.end)]
        suspended = self._suspended(node.suspension)
        name = self._name()
        none = " or ".join(f"{atom.text} is N" for atom in sides) or "False"
        intervals = [f"{suspended} is None"] if node.suspension else []
        unknown = " or ".join([*(f"{atom.text} is None" for atom in sides), *intervals])
        known = f"counted({sides[0].text}, {sides[1].text}, C, {suspended}, working={node.working})"
        self._emit(f"{name} = N if {none} else None if {unknown} else {known}")
        return Atom(name)

    def _suspended(self, suspension: nodes.Suspension | None) -> str:
        if suspension is None:
            return "()"
        name = self._name()
        self._emit(f"{name} = []")
        with self._each(self._rows(suspension.source)):
            self._emit(f"t = {self.condition(suspension.where)}")
            first, last = (self._field(suspension.source, at) for at in (suspension.first, suspension.last))
            dated = f"{first} is None or {last} is None or {first} is N"
            with self._block(f"if t == 1 or t and ({dated}):"):
                self._emit(f"{name} = None")
                self._emit("break")
            self._emit(f"if t: {name}.append(ended({first}, {last}, on))")
        return name

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

    def _nothing(self, text: str, node: nodes.Value) -> str:
        """Return the test for NONE, or for a list or set with nothing in it."""
        fact = node.fact if isinstance(node, nodes.FactValue) else None
        if fact is not None:
            return f"not {text}" if fact.kind in (Kind.LIST, Kind.OPTIONS) else f"{text} is N"
        return f"{text} is N or {text} == () or {text} == {self._constant(frozenset())}"

    # lines and names

    def _decision_list(self, entries: Sequence[model.Entry], table: Table, *, certain: bool) -> None:
        """Write a decision list into ``m``: each entry is read only if none before it is certainly true.

        ``certain``: the version has no requirement that could fail.
        """
        self._emit("m = 0" if certain else f"m = 0 if a == 3 else {table.bits([NOT_APPLICABLE])}")
        with self._block("while True:"):
            for number, entry in enumerate(entries, 1):
                truth = self.condition(entry.condition)
                adds = f"m |= {table.bits([entry.code])}"
                shadowed = entry.unless != nodes.NEVER
                if truth == "3":
                    self._emit(f"if {self.condition(entry.unless)} != 3: {adds}" if shadowed else adds)
                    break
                last = number == len(entries)
                if not truth.isalnum() and not (last and not shadowed):
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

    def _fact(self, fact: Fact) -> str:
        return self._exact(("fact", fact.name), fact, f"g({fact.name!r})").text

    def _field(self, source: Fact, position: int) -> str:
        return self.value(field_of(source, position)).text

    def _raw(self, fact: Fact) -> str:
        """Return the local that holds a fact as the record has it, bounds included."""
        return self._remember(("raw", fact.name), f"g({fact.name!r})") if self.partial else self._fact(fact)

    def _exact(self, key: Any, fact: Fact, expression: str) -> Atom:
        """Return the local that holds a fact or field, None where it is known only in part."""
        if self.partial and fact.kind in BOUNDED:
            raw = self._remember(("raw", key), expression)
            expression = f"None if isinstance({raw}, EXTENTS) else {raw}"
        return Atom(self._remember(key, expression), none=fact.may_be_none)

    def _remember(self, key: Any, expression: str) -> str:
        """Return the local that holds an expression, written where it is first needed."""
        for known in self._known:
            if key in known:
                return str(known[key])
        name = self._name()
        self._emit(f"{name} = {expression}")
        self._known[-1][key] = name
        return name

    def _constant(self, value: Any) -> str:
        name = f"k{next(self._names)}"
        self.constants[name] = value
        return name

    def _begin(self) -> None:
        """Write what every function begins with."""
        self._emit("g = v.get")
        self._initial, self._kept = len(self._lines), {}

    def _once(self, node: nodes.Value, expression: str) -> str:
        """Return an expression that works a value out where it is first needed in a function, and keeps it."""
        if speaks_of_element(node):
            return expression
        kept = self._kept.get(node)
        if kept is None:
            kept = self._kept[node] = self._name()
            self._lines.insert(self._initial, f"    {kept} = Z")
            self._outermost += 1
        return f"({kept} if {kept} is not Z else ({kept} := {expression}))"

    def _open_day(self) -> None:
        """Write the day of conduct as exact expressions read it: None within bounds."""
        self._day = "d0"
        self._emit("d0 = day")
        self._emit("if isinstance(day, EXTENTS): day = None")

    def _in_local(self, atom: Atom) -> Atom:
        """Return an atom as a local, written before if need be; what is a local or a number already stays it."""
        if atom.text.isalnum():
            return atom
        local = self._name()
        self._emit(f"{local} = {atom.text}")
        return Atom(local, atom.none, atom.unknown)

    def _name(self) -> str:
        return f"n{next(self._names)}"

    def _emit(self, line: str) -> None:
        self._lines.append("    " * self._depth + line)

    @contextmanager
    def _block(self, head: str) -> Iterator[None]:
        """Indent; what is remembered inside a block is forgotten behind it."""
        if self._depth == 1:
            self._outermost = len(self._lines)
        self._emit(head)
        self._depth += 1
        self._known.append({})
        try:
            yield
        finally:
            self._known.pop()
            self._depth -= 1

    @contextmanager
    def _each(self, rows: str) -> Iterator[str]:
        """Write a loop over elements; each has a name of its own, since loops may stand in one another."""
        self._elements.append(f"x{len(self._elements)}")
        with self._block(f"for {self._elements[-1]} in {rows}:"):
            yield self._elements[-1]
        self._elements.pop()


def field_of(source: Fact, position: int) -> nodes.FieldValue:
    """Return a field of a list's element at hand."""
    return nodes.FieldValue(source.fields[position], position)


def _positive(amount: nodes.Value) -> bool:
    return isinstance(amount, nodes.Literal) and isinstance(amount.value, tuple) and amount.value[0] > 0


def _decided_by_case(operator: str, left: Side, right: Side) -> str:
    """Return the expression of a comparison of which one side is unknown, or both, of each nothing else known."""
    known = [Widest(side.text, side.text) for side in (left, right)]
    both = _decided(operator, left.widest, right.widest)
    first = _decided(operator, left.widest, known[1])
    second = _decided(operator, known[0], right.widest)
    if not left.unknown or not right.unknown:
        return second if right.unknown else first
    if first == second == both:
        return both
    return f"({first} if {right.text} is not None else {second} if {left.text} is not None else {both})"


def _decided(operator: str, left: Widest, right: Widest) -> str:
    """Return the expression of a comparison within bounds."""
    below, upto = _holds("<", left.high, right.low), _holds("<=", left.high, right.low)
    above, downto = _holds("<", right.high, left.low), _holds("<=", right.high, left.low)
    apart = " or ".join(test for test in (below, above) if test)
    always, never = {
        "<": (below, downto),
        "<=": (upto, above),
        ">": (above, upto),
        ">=": (downto, below),
        "==": ("", apart),
        "!=": (apart, ""),
    }[operator]
    if left.none or right.none:
        always = ""
    return (
        f"({f'3 if {always} else ' if always else ''}{f'0 if {never} else ' if never else ''}1)"
        if always or never
        else "1"
    )


def _holds(operator: str, high: str | None, low: str | None) -> str:
    """Return the test that an upper bound is below a lower one; an empty text where it never is."""
    if high is None or low is None or (high == low and operator == "<"):
        return ""
    return f"{high} {operator} {low}"


def _read(node: nodes.Value) -> Fact | None:
    """Return the fact or field that a value is."""
    match node:
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return fact
        case _:
            return None


def tuple_of(expressions: Sequence[str]) -> str:
    """Return the expression of a tuple."""
    return f"({', '.join(expressions)}{',' if expressions else ''})"

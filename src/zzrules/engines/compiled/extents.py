"""What is known of a value whose exact value is unknown: it lies within bounds, which may decide a condition.

Bounds are worked out by functions (`zzrules.engines.compiled.bounding`), which are called only where an exact answer
comes out unknown and where something is known that could make a difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from zzrules.base import clock
from zzrules.base.bounds import Bounds, Extent, Options
from zzrules.base.frozen import frozen
from zzrules.case.values import BOUNDED, unknown
from zzrules.engines.compiled import support
from zzrules.engines.compiled.folding import of_unknown_element
from zzrules.engines.compiled.lines import Atom, Lines
from zzrules.engines.judgement import TRUE, UNKNOWN
from zzrules.plan import model, nodes, walks
from zzrules.plan.layout import speaks_of_element
from zzrules.policy.vocabulary import DATED, NUMBERS, Fact, Kind

_T = TypeVar("_T")
_LEAVES = (
    nodes.Literal,
    nodes.FactValue,
    nodes.FieldValue,
    nodes.OrderNumber,
    nodes.FindingDay,
    nodes.EvaluationDay,
)


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


class Extents(Lines):
    """Writes values within their bounds, and what these decide."""

    def __init__(self, *, partial: bool) -> None:
        """Take whether values of the record may be bounds, which exact expressions read as unknown."""
        super().__init__()
        self.partial = partial
        self._of_names: dict[tuple[str, int, str, str], Any] = {}
        self.constants |= {
            "EXTENTS": (Bounds, Options),
            "BD": Bounds,
            "compare": support.compare,
            "lasted": support.lasted,
            "given": support.given,
            "among": support.among,
            "certain": support.certain,
            "part": support.part,
            "conduct": support.conduct,
        }
        self._day = "day"

    # what a writer of expressions settles

    policy: model.Policy
    """The policy of which is written."""

    version: model.Version
    """The version of which is written."""

    def value(self, node: nodes.Value) -> Atom:
        """Return the expression of a value, None where it is not exactly known."""
        raise NotImplementedError

    def composed(self, node: nodes.Value) -> str:
        """Return the expression of a value that is made of others, within its bounds."""
        raise NotImplementedError

    # facts

    def _fact(self, fact: Fact) -> str:
        return self._exact(("fact", fact.name), fact, f"g({fact.name!r})").text

    def _raw(self, fact: Fact) -> str:
        """Return the local that holds a fact as the record has it, bounds included."""
        return self._remember(("raw", fact.name), f"g({fact.name!r})") if self.partial else self._fact(fact)

    def _exact(self, key: Any, fact: Fact, expression: str) -> Atom:
        """Return the local that holds a fact, None where it is known only in part."""
        if self.partial and fact.kind in BOUNDED:
            raw = self._remember(("raw", key), expression)
            expression = f"None if isinstance({raw}, EXTENTS) else {raw}"
        return Atom(self._remember(key, expression), none=fact.may_be_none)

    def _open_day(self) -> None:
        """Write the day of conduct as exact expressions read it: None within bounds."""
        self._day = "d0"
        self._emit("d0 = day")
        self._emit("if isinstance(day, EXTENTS): day = None")

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
                extent = self.composed(node)
                return extent if speaks_of_element(node) else self._once(node, extent)

    def _or_unknown(self, given: str, fact: Fact) -> str:
        if fact.kind in DATED and not fact.may_be_future:
            widest = f"BD(None, {_latest(fact)}, {fact.may_be_none})"
        else:
            widest = self._constant(unknown(fact, 0))
        return f"({given} if {given} is not None else {widest})"

    # what bounds decide where an exact answer is unknown: each returns an expression of 0, 1 or 3

    def _given(self, node: nodes.Value) -> str:
        node = self._meant(node)
        if (fact := _read(node)) is not None and not self.partial:
            return "1" if _none_within(unknown(fact, 0)) else "3"
        return self._where_anchored(node, f"given({self.within(node)})", "1" if self._may_be_none(node) else "3")

    def _among(self, node: nodes.Value, codes: frozenset[str], *, inside: bool) -> str:
        if (fact := _read(node)) is not None and not self.partial:
            return str(support.among(unknown(fact, 0), codes, inside))
        return f"among({self.within(node)}, {self._constant(codes)}, {inside})"

    def _compare_within(self, node: nodes.Compare, left: Atom, right: Atom) -> str:
        if walks.kind_of(node.left) not in BOUNDED:
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
            case nodes.FactValue(fact, None) | nodes.FieldValue(fact, _) if fact.kind is Kind.MOMENT:
                return Side(atom.text, Widest(None, None if fact.may_be_future else _latest(fact), fact.may_be_none))
            case nodes.FactValue(fact, None) | nodes.FieldValue(fact, _) if fact.kind in NUMBERS:
                low, high = (None if bound is None else str(bound) for bound in fact.limits)
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
        if anchors is None or walks.kind_of(node) is Kind.MOMENT:
            return None
        if isinstance(node, nodes.Picked) and not self._past(node):
            return Side(atom.text, Widest(none=True), anchors=anchors)
        if not self._past(node):
            return None
        later = isinstance(node, nodes.Deadline)
        widest = Widest(None, None if later else "on", none=self._may_be_none(node))
        return Side(atom.text, widest, past=not later, later=later, anchors=anchors)

    def _of_name(self, node: nodes.Value, found: Callable[[nodes.Value], _T]) -> _T:
        """Return what is found of a value, of one with a name only once: others may name it many times."""
        meant = self._meant(node)
        if not isinstance(node, nodes.DerivedValue):
            return found(meant)
        key = self.policy.code, self.version.first, node.name, found.__name__
        if key not in self._of_names:
            self._of_names[key] = found(meant)
        known: _T = self._of_names[key]
        return known

    def _past(self, node: nodes.Value) -> bool:
        """Return whether a value lies not after the evaluation, or is a deadline that begins at one that does not."""
        return self._of_name(node, self._lies_past)

    def _lies_past(self, node: nodes.Value) -> bool:
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
        """Return whether a value may be 无 as far as its widest bounds say."""
        return self._of_name(node, self._is_perhaps_none)

    def _is_perhaps_none(self, node: nodes.Value) -> bool:
        match node:
            case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
                return _none_within(unknown(fact, 0))
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
        anchors = self._anchored(node)
        return None if anchors is None else tuple(f"{self._anchor(one)} is not None" for one in anchors)

    def _anchor(self, one: nodes.Value | Fact) -> str:
        match one:
            case nodes.FindingDay(fact):
                return self._fact(fact)
            case Fact():
                return self._fact(one)
            case _:
                return self.value(one).text

    def _anchored(self, node: nodes.Value) -> tuple[nodes.Value | Fact, ...] | None:
        """Return the facts of which one must be known for more to be known of a value; None where others matter."""
        return self._of_name(node, self._rests_on)

    def _rests_on(self, node: nodes.Value) -> tuple[nodes.Value | Fact, ...] | None:
        match node:
            case nodes.FactValue() | nodes.FieldValue() | nodes.FindingDay():
                return (node,)
            case nodes.Picked(source, _, _, where):
                return (source,) if of_unknown_element(where) in (UNKNOWN, TRUE) else None
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
        found = [self._anchored(part) for part in parts]
        return None if None in found else tuple(dict.fromkeys(one for some in found if some for one in some))

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


def field_of(source: Fact, position: int) -> nodes.FieldValue:
    """Return a field of a list's element at hand."""
    return nodes.FieldValue(source.fields[position], position)


def _latest(fact: Fact) -> str:
    """Return the latest that a value may be which does not lie after the evaluation."""
    return f"on * {clock.DAY} + {clock.DAY - 1}" if fact.kind is Kind.MOMENT else "on"


def _none_within(widest: Extent | None) -> bool:
    """Return whether a value may be 无 of which no more than this is known; a kind without bounds never says."""
    return widest is None or widest.none


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

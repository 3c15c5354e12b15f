"""Variables: what conditions ask of a record, and the few ways in which each can turn out.

Conditions that ask of the same thing exclude or imply one another: 「主体: 甲」 and 「主体: 乙」, 是 and 否 of one
finding, 「不晚于」 and 「晚于」 of two days, 「有」 and any comparison. Three-valued logic forgets this as soon as the
thing is unknown. Here each such thing is one variable, and a condition is a set of its ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from zzrules.base.frozen import frozen, replaced
from zzrules.plan import nodes
from zzrules.policy.vocabulary import Fact, Kind

YES, NO, NOTHING = "yes", "no", ""
"""Ways to turn out: what is asked is so, is not so, or there is 无; of options, their codes."""

_TRUTHS: Final = frozenset((YES, NO))
_ORDERS: Final = frozenset("<=>")
_BY_OPERATOR: Final[Mapping[str, frozenset[str]]] = {
    "<": frozenset("<"),
    "<=": frozenset("<="),
    "==": frozenset("="),
    "!=": frozenset("<>"),
    ">=": frozenset(">="),
    ">": frozenset(">"),
}
_OPERATORS: Final = {ways: operator for operator, ways in _BY_OPERATOR.items()}


@frozen
class Option:
    """Which option, or whether 是 or 否, a fact is, or a field of a list's element."""

    value: nodes.FactValue | nodes.FieldValue


@frozen
class Order:
    """How two values compare."""

    left: nodes.Value
    right: nodes.Value


@frozen
class Length:
    """How a time compares with a duration: ``asked`` with any operator."""

    asked: nodes.Lasted


@frozen
class Finding:
    """What was found: ``asked`` whether it is so. If nothing was, only a constitutive finding is neither."""

    asked: nodes.Found


@frozen
class Whether:
    """Whether a day is a working day, or a set of options includes one: ``asked`` that it is so."""

    asked: nodes.Workday | nodes.Includes


@frozen
class Truth:
    """Whether a condition holds, of which no more is known."""

    condition: nodes.Condition


Variable = Option | Order | Length | Finding | Whether | Truth


def ways_of(variable: Variable) -> frozenset[str]:
    """Return all ways in which a variable can turn out."""
    match variable:
        case Option(nodes.FactValue(fact, _) | nodes.FieldValue(fact, _) as value):
            ways = _TRUTHS if fact.kind is Kind.FLAG else frozenset(fact.options.values())
            return ways if always_there(value) else ways | {NOTHING}
        case Order() | Length():
            return _ORDERS if all(map(always_there, compared(variable))) else _ORDERS | {NOTHING}
        case Finding(asked):
            return _TRUTHS | {NOTHING} if asked.constitutive else _TRUTHS
        case Whether(nodes.Workday(value, _) | nodes.Includes(value, _, _)):
            return _TRUTHS if always_there(value) else _TRUTHS | {NOTHING}
        case Truth():
            return _TRUTHS
        case _:
            assert_never(variable)


def asked_by(condition: nodes.Condition) -> tuple[Variable, frozenset[str]]:
    """Return the variable of which a condition asks, and the ways in which the condition holds."""
    match condition:
        case nodes.IsTrue(nodes.FactValue() | nodes.FieldValue() as value):
            return Option(value), frozenset((YES,))
        case nodes.Given(nodes.FactValue(fact, _) | nodes.FieldValue(fact, _) as value) if (
            fact.kind is Kind.FLAG or _chosen(fact)
        ):
            return Option(value), ways_of(Option(value)) - {NOTHING}
        case nodes.Given(nodes.FindingDay(fact)):
            return asked_by(nodes.Given(nodes.FactValue(fact)))
        case nodes.Among(nodes.FactValue(fact, _) | nodes.FieldValue(fact, _) as value, codes, inside) if _chosen(fact):
            options = frozenset(fact.options.values())
            return Option(value), options & codes if inside else options - codes
        case nodes.Compare(operator, left, right):
            return Order(left, right), _BY_OPERATOR[operator]
        case nodes.Lasted(operator, _, _, _, _):
            return Length(replaced(condition, operator="<=")), _BY_OPERATOR[operator]
        case nodes.Found(_, expected, _, _, _, _):
            return Finding(replaced(condition, expected=True)), frozenset((YES if expected else NO,))
        case nodes.Workday(day, works):
            return Whether(nodes.Workday(day, works=True)), frozenset((YES if works else NO,))
        case nodes.Includes(value, code, inside):
            return Whether(nodes.Includes(value, code, inside=True)), frozenset((YES if inside else NO,))
        case _:
            return Truth(condition), frozenset((YES,))


def _chosen(fact: Fact) -> bool:
    return fact.kind in (Kind.OPTION, Kind.BODY)


def told(variable: Variable, ways: frozenset[str]) -> nodes.Condition:
    """Return the condition that a variable turns out in one of some ways."""
    other = ways_of(variable) - ways
    match variable:
        case _ if not other:
            return nodes.TRUE
        case Option(nodes.FactValue(fact, _) | nodes.FieldValue(fact, _) as value) if fact.kind is Kind.FLAG:
            return _flag(value, ways)
        case Option(value):
            if NOTHING not in ways:
                return nodes.Among(value, ways, inside=True)
            if other == ways_of(variable) - {NOTHING}:
                return nodes.Not(nodes.Given(value))
            return nodes.Not(nodes.Among(value, other, inside=True))
        case Order() | Length():
            if NOTHING in ways:
                return nodes.Not(told(variable, other))
            if ways == _ORDERS:
                return nodes.All(tuple(nodes.Given(one) for one in compared(variable) if not always_there(one)))
            if isinstance(variable, Length):
                return replaced(variable.asked, operator=_OPERATORS[ways])
            return nodes.Compare(_OPERATORS[ways], variable.left, variable.right)
        case Finding(asked):
            if NOTHING in ways or not ways:
                return nodes.Not(told(variable, other))
            found = {YES: asked, NO: replaced(asked, expected=False)}
            return found[next(iter(ways))] if len(ways) == 1 else nodes.Any((found[YES], found[NO]))
        case Whether(asked):
            if NOTHING in ways or not ways:
                return nodes.Not(told(variable, other))
            contrary = (
                replaced(asked, works=False) if isinstance(asked, nodes.Workday) else replaced(asked, inside=False)
            )
            return (asked if YES in ways else contrary) if len(ways) == 1 else nodes.Any((asked, contrary))
        case Truth(condition):
            return condition if YES in ways else nodes.Not(condition)
        case _:
            assert_never(variable)


def _flag(value: nodes.FactValue | nodes.FieldValue, ways: frozenset[str]) -> nodes.Condition:
    true = nodes.IsTrue(value)
    if YES in ways:
        return (
            true if len(ways) == 1 else nodes.Given(value) if NO in ways else nodes.Not(_flag(value, frozenset((NO,))))
        )
    if NOTHING not in ways:
        return nodes.All((nodes.Given(value), nodes.Not(true))) if not always_there(value) else nodes.Not(true)
    return nodes.Not(true) if NO in ways else nodes.Not(nodes.Given(value))


def compared(variable: Variable) -> tuple[nodes.Value, ...]:
    """Return the values without which a variable turns out as 无: those that it compares, the day of which it asks."""
    match variable:
        case Order(left, right):
            return left, right
        case Length(asked):
            return asked.start, asked.end, asked.duration
        case Whether(nodes.Workday(day, _)):
            return (day,)
        case Option() | Finding() | Whether() | Truth():
            return ()
        case _:
            assert_never(variable)


def always_there(value: nodes.Value) -> bool:
    """Return whether a value is never 无."""
    match value:
        case nodes.Literal() | nodes.EvaluationDay() | nodes.ConductDay():
            return True
        case nodes.FactValue(fact, presumed):
            return not fact.may_be_none and presumed is None
        case nodes.FieldValue(fact, _):
            return not fact.may_be_none
        case nodes.Deadline(start, _, _, _, _) | nodes.Rolled(start):
            return always_there(start)
        case nodes.Extremum(latest, days):
            return (all if latest else any)(map(always_there, days))
        case _:
            return False


def rests_on(variable: Variable) -> Iterator[nodes.Condition]:
    """Yield what must hold unless a variable turns out as 无: that what is compared is there, that a body has found."""
    for value in compared(variable):
        if not always_there(value):
            yield nodes.Given(value)
    if isinstance(variable, Finding) and variable.asked.constitutive:
        yield nodes.Given(nodes.FactValue(variable.asked.fact))

"""What is asked of any node: what is in it, what it names, of which kind a value is, what readings settle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never, cast, get_args

from zzrules.base.frozen import frozen
from zzrules.plan.nodes import (
    All,
    Among,
    Any,
    CatchAll,
    Choice,
    Combined,
    Compare,
    Concluded,
    Condition,
    ConductDay,
    Constant,
    Counted,
    DayOf,
    Deadline,
    DerivedCondition,
    DerivedValue,
    EvaluationDay,
    Extremum,
    FactValue,
    FieldValue,
    FindingDay,
    FirstGiven,
    Found,
    Gathered,
    Given,
    GroundHolds,
    HoursLater,
    Includes,
    IsTrue,
    Lasted,
    Literal,
    MonthDay,
    Node,
    Not,
    ObligationIs,
    OrderNumber,
    OtherGround,
    OutcomeIs,
    Picked,
    Product,
    Quantified,
    Rolled,
    Suspension,
    Times,
    Value,
    Workday,
)
from zzrules.plan.recurring import PERIOD_DAYS
from zzrules.policy.vocabulary import Fact, Kind

NODES = frozenset((*get_args(Value), *get_args(Condition)))


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside a node, in the order of its fields."""
    for name in node.__match_args__:
        yield from _nodes(getattr(node, name))


def _nodes(part: object) -> Iterator[Node]:
    if type(part) in NODES:
        yield cast("Node", part)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _nodes(inner)
    elif isinstance(part, Suspension):
        yield part.where


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and every node inside it, the outer before the inner; one that several share once."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting.extend(reversed([*children(one)]))


def settled(node: Node) -> bool | None:
    """Return the truth that readings alone give a condition; None where it depends on the record, or for a value."""
    match node:
        case Constant(truth):
            return truth
        case All(parts) | Any(parts):
            decisive = isinstance(node, Any)
            truths = [settled(part) for part in parts]
            return decisive if decisive in truths else None if None in truths else not decisive
        case Concluded(own, premise, conclusion):
            return conclusion if settled(premise) else None if settled(premise) is None else settled(own)
        case Not(part):
            truth_of_part = settled(part)
            return None if truth_of_part is None else not truth_of_part
        case Literal() | FactValue() | FieldValue() | OrderNumber() | FindingDay() | EvaluationDay() | ConductDay():
            return None
        case DerivedValue() | Deadline() | Counted() | Rolled() | Extremum() | FirstGiven() | Choice() | Picked():
            return None
        case Combined() | Product() | Gathered() | DayOf() | MonthDay() | HoursLater():
            return None
        case IsTrue() | Given() | Compare() | Workday() | Among() | Includes() | Lasted() | Found():
            return None
        case Quantified() | Times() | DerivedCondition() | GroundHolds() | OutcomeIs() | OtherGround():
            return None
        case ObligationIs() | CatchAll():
            return None
        case _:
            assert_never(node)


@frozen
class Mentions:
    """What a node names itself, beside its children.

    ``derived`` and ``ground`` are names in its version, ``policy`` is the code of a policy whose judgement it reads,
    ``obligation`` is the (policy's code, name) of an obligation. ``conduct``: it reads the day of the conduct.
    """

    facts: tuple[Fact, ...] = ()
    derived: str = ""
    ground: str = ""
    policy: str = ""
    obligation: tuple[str, str] | None = None
    conduct: bool = False


_NOTHING = Mentions()


def mentions(node: Node) -> Mentions:
    """Return what a node names itself.

    A field names nothing: the node that reads the list names the list. Neither do the days of a period.
    """
    match node:
        case FactValue(fact, _) | FindingDay(fact):
            return Mentions((fact,)) if fact.name not in PERIOD_DAYS else _NOTHING
        case Picked(source, _, _, _) | Quantified(_, source, _) | Times(source, _, _, _) | Gathered(_, source, _, _):
            return Mentions((source,))
        case Deadline(_, _, _, _, suspension) | Counted(_, _, _, suspension):
            return Mentions((suspension.source,)) if suspension is not None else _NOTHING
        case Found(fact, _, _, level, _, _):
            return Mentions((fact, level) if level is not None else (fact,))
        case CatchAll(invoked, _, _):
            return Mentions(invoked)
        case DerivedValue(name, _) | DerivedCondition(name):
            return Mentions(derived=name)
        case GroundHolds(name, _):
            return Mentions(ground=name)
        case OutcomeIs(policy, _) | OtherGround(policy, _):
            return Mentions(policy=policy)
        case ObligationIs(policy, name, _):
            return Mentions(obligation=(policy, name))
        case ConductDay():
            return Mentions(conduct=True)
        case Literal() | FieldValue() | OrderNumber() | EvaluationDay():
            return _NOTHING
        case Rolled() | Extremum() | FirstGiven() | Choice() | Combined() | Product() | DayOf() | HoursLater():
            return _NOTHING
        case Constant() | All() | Any() | Not() | IsTrue() | Given() | Compare() | Workday() | Among() | Includes():
            return _NOTHING
        case Lasted() | Concluded() | MonthDay():
            return _NOTHING
        case _:
            assert_never(node)


def speaks_of_period(node: Node) -> bool:
    """Return whether a node says something of the period of an obligation that recurs."""
    return any(isinstance(part, FactValue) and part.fact.name in PERIOD_DAYS for part in walk(node))


def demanded(node: CatchAll) -> tuple[Fact, ...]:
    """Return which of the facts that invoke a catch-all item its basis is read from; all of them, if none is."""
    read = {fact.name for part in walk(node.basis) for fact in mentions(part).facts}
    return tuple(fact for fact in node.invoked if fact.name in read) or node.invoked


def concluded(node: Concluded) -> Fact:
    """Return the fact of which a policy concludes something."""
    own = node.own
    while isinstance(own, Concluded):
        own = own.own
    asked = (one.fact for one in walk(own) if isinstance(one, Found | FactValue))
    return next(asked)


def kind_of(value: Value) -> Kind:
    """Return the kind of a value, whether known or not."""
    match value:
        case Literal(_, _, kind) | DerivedValue(_, kind) | FirstGiven(_, kind) | Choice(_, _, kind):
            return kind
        case FactValue(fact, _) | FieldValue(fact, _):
            return fact.kind
        case Picked(source, position, _, _):
            return source.fields[position].kind
        case OrderNumber() | Counted():
            return Kind.INTEGER
        case FindingDay() | EvaluationDay() | ConductDay() | Deadline() | Rolled() | Extremum() | DayOf() | MonthDay():
            return Kind.DATE
        case HoursLater():
            return Kind.MOMENT
        case Combined(_, _, kind) | Product(_, _, _, _, kind):
            return kind
        case Gathered(operator, source, position, _):
            return Kind.INTEGER if operator in ("count", "run") else source.fields[position].kind
        case _:
            assert_never(value)

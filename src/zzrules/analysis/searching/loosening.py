"""Records that say less: what a whole one says of a variable is taken back, as far as this is to stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from random import Random
from typing import Any, Final

from zzrules.analysis.searching.court import Facts
from zzrules.case.values import ABSENT, PRESENT
from zzrules.plan import nodes, walks
from zzrules.plan.variables import NOTHING, Finding, Option, Order, Variable, compared, told, ways_of
from zzrules.policy.vocabulary import Kind

Ways = Mapping[Variable, frozenset[str]]
"""In which ways some variables can still turn out."""
_BOUNDS: Final = {
    frozenset("<"): "before",
    frozenset("<="): "not_after",
    frozenset(">="): "not_before",
    frozenset(">"): "after",
}
_TURNED: Final = {"<": ">", "=": "=", ">": "<"}
DayOf = Callable[[nodes.Value], int | None]
"""The day (an ordinal) that a value comes to, as far as it is settled."""


def one_way(ways: Ways, random: Random) -> list[nodes.Condition]:
    """Return conditions under which each variable turns out in one of its ways."""
    return [told(variable, frozenset((random.choice(sorted(left)),))) for variable, left in ways.items()]


def loosened(facts: Facts, ways: Ways, day_of: DayOf, random: Random) -> Facts:
    """Return a record in which the variables stay open that can turn out in several ways."""
    less = dict(facts)
    for variable, left in ways.items():
        if len(left) > 1:
            _loosen(less, variable, left, day_of, random)
    return less


def _loosen(facts: Facts, variable: Variable, left: frozenset[str], day_of: DayOf, random: Random) -> None:
    match variable:
        case Option(nodes.FactValue(fact, _)):
            known = left != ways_of(variable) and NOTHING not in left and fact.kind is not Kind.FLAG
            if known:
                facts[fact.name] = {"among": sorted(left)}
            else:
                facts.pop(fact.name, None)
        case Order(one, other):
            if left == ways_of(variable):
                _hide(facts, (one, other), random)
                return
            turned = frozenset(_TURNED.get(way, way) for way in left)
            sides = [(one, other, left), (other, one, turned)]
            random.shuffle(sides)
            if not any(_bounded(facts, *side, day_of) for side in sides):
                _hide(facts, (one, other), random)
        case Finding(asked) if not asked.constitutive and facts.get(asked.fact.name) == ABSENT:
            pass  # as open as can be
        case _:
            _hide(facts, compared(variable) or (_asked(variable),), random)


def _bounded(facts: Facts, one: nodes.Value, other: nodes.Value, left: frozenset[str], day_of: DayOf) -> bool:
    """Bound a fact by a day as an order says, if the one is a fact and the other a known day."""
    if not isinstance(one, nodes.FactValue) or one.fact.kind is not Kind.DATE:
        return False
    if NOTHING in left:
        facts.pop(one.fact.name, None)
        return True
    if left == frozenset("<=>"):
        facts[one.fact.name] = PRESENT
        return True
    day = day_of(other)
    if left not in _BOUNDS or day is None:
        return False
    facts[one.fact.name] = {_BOUNDS[left]: date.fromordinal(day).isoformat()}
    return True


def _hide(facts: Facts, values: tuple[nodes.Node, ...], random: Random) -> None:
    """Take back a fact of which values are made, or a part of it."""
    named = sorted({name for value in values for name in _facts_of(value) if name in facts})
    if not named:
        return
    name = random.choice(named)
    known = facts[name]
    if isinstance(known, list) and known and isinstance(known[0], dict) and random.random() < 0.7:
        at = random.randrange(len(known))
        facts[name] = [*known[:at], _without(known[at], random), *known[at + 1 :]]
    elif isinstance(known, dict) and "conclusion" in known and random.random() < 0.5:
        facts[name] = _without(known, random)
    else:
        del facts[name]


def _without(known: Facts, random: Random) -> Facts:
    left_out = random.choice(sorted(known)) if known else ""
    return {part: word for part, word in known.items() if part != left_out}


def _facts_of(node: nodes.Node) -> Iterator[str]:
    for inner in walks.walk(node):
        for fact in walks.mentions(inner).facts:
            yield fact.name


def _asked(variable: Variable) -> Any:
    """Return the condition of which a variable asks that compares nothing."""
    return told(variable, frozenset(sorted(ways_of(variable))[-1:]))

"""What an obligation that recurs says of its period, as conditions that every engine knows."""

from __future__ import annotations

from typing import Final

from zzrules.base import clock
from zzrules.plan import nodes, walks
from zzrules.plan.recurring import FIRST_DAY, LAST_DAY, Recurrence
from zzrules.policy.vocabulary import Kind

THIS_PERIOD: Final = "本期"
_LONGEST: Final = 31
_RECORDED: Final = (nodes.Literal, nodes.FactValue, nodes.FindingDay)


def dates_recurrence(node: nodes.Value) -> bool:
    """Return whether a value can begin or end a recurrence: it is written down, or the record has it."""
    return isinstance(node.moment if isinstance(node, nodes.DayOf) else node, _RECORDED)


def in_period(recurs: Recurrence, due: nodes.Value | str | None, trigger: nodes.Condition | None) -> nodes.Condition:
    """Return what sets off the obligation of a period, beside its own trigger.

    A day of the period lies between the two days, and its last day does not come before the first of them.
    """
    first, last = (nodes.FactValue(fact) for fact in (FIRST_DAY, LAST_DAY))
    lies: list[nodes.Condition] = [
        nodes.Compare("<=", recurs.since, last),
        nodes.Not(nodes.Compare("<", recurs.until, first)),
    ]
    if recurs.ahead and isinstance(due, nodes.Value):
        lies.append(nodes.Not(nodes.Compare("<", due, recurs.since)))
    return nodes.All((*lies, trigger) if trigger is not None else tuple(lies))


def within_period(value: nodes.Value) -> nodes.Condition:
    """Return whether a date, or the day of a moment, lies in the period (本期)."""
    day = nodes.DayOf(value, clock.DAY) if walks.kind_of(value) is Kind.MOMENT else value
    first, last = (nodes.FactValue(fact) for fact in (FIRST_DAY, LAST_DAY))
    return nodes.All((nodes.Compare(">=", day, first), nodes.Compare("<=", day, last)))


def reaches_the_end(due: nodes.Value | str | None) -> bool:
    """Return whether a last day certainly does not come before the period ends."""
    match due:
        case nodes.FactValue(fact):
            return fact == LAST_DAY
        case nodes.Deadline(start, _, backwards):
            return not backwards and reaches_the_end(start)
        case nodes.Rolled(day):
            return reaches_the_end(day)
        case nodes.MonthDay(day, span, ahead, number):
            return (ahead > 0 or (span == 1 and number == _LONGEST)) and reaches_the_end(day)
        case _:
            return False

"""The states of an obligation, as a decision list over conditions that every engine knows.

Once set off, an obligation is fulfilled (in time or late), discharged, breached, suspended or pending. Nothing is
breached before its last day has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zzrules.base import clock
from zzrules.base.frozen import frozen
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Kind

NOT_SET_OFF, PENDING, SUSPENDED, DISCHARGED = "not_set_off", "pending", "suspended", "discharged"
FULFILLED, FULFILLED_LATE, BREACHED = "fulfilled", "fulfilled_late", "breached"
STATES = {
    NOT_SET_OFF: "未发生",
    FULFILLED: "已履行",
    FULFILLED_LATE: "逾期履行",
    DISCHARGED: "已免除",
    BREACHED: "逾期未履行",
    SUSPENDED: "中止",
    PENDING: "待履行",
}
# What policies may say of an obligation: a state, or 违反 for both ways to miss the last day.
BREACHED_EITHER_WAY = "违反"
STATE_WORDS: Mapping[str, frozenset[str]] = {
    **{label: frozenset((code,)) for code, label in STATES.items()},
    BREACHED_EITHER_WAY: frozenset((BREACHED, FULFILLED_LATE)),
}


@frozen
class Terms:
    """An obligation's terms: what sets off, discharges, breaches and fulfils it, the days or moments done and due."""

    trigger: nodes.Condition | None
    discharge: nodes.Condition | None
    breach: nodes.Condition | None
    holds: nodes.Condition | None
    done: nodes.Value | None
    due: nodes.Value | str | None


def entries(terms: Terms, derived: Mapping[str, nodes.Node]) -> tuple[model.Entry, ...]:
    """Return the decision list of the states, without those that cannot occur."""
    states: list[tuple[str, nodes.Condition]] = []
    if terms.trigger is not None:
        states.append((NOT_SET_OFF, nodes.Not(terms.trigger)))
    if terms.holds is not None:
        if missed := _missed(terms, late=True):
            states.append((FULFILLED_LATE, nodes.All((terms.holds, _any(missed)))))
        states.append((FULFILLED, terms.holds))
    if terms.discharge is not None:
        states.append((DISCHARGED, terms.discharge))
    if missed := _missed(terms, late=False):
        states.append((BREACHED, _any(missed)))
    if isinstance(terms.due, nodes.Value) and (pauses := tuple(_pauses(terms.due, derived))):
        states.append((SUSPENDED, _any(pauses)))
    states.append((PENDING, nodes.TRUE))
    return tuple(model.Entry(STATES[code], code, "", None, condition) for code, condition in states)


def _missed(terms: Terms, *, late: bool) -> tuple[nodes.Condition, ...]:
    """Return the conditions under which the last day was missed: what was done ``late``, or what is not done yet."""
    missed: list[nodes.Condition] = []
    if isinstance(terms.due, nodes.Value) and (not late or terms.done is not None):
        timed = walks.kind_of(terms.due) is Kind.MOMENT
        last = nodes.DayOf(terms.due, clock.DAY) if timed else terms.due
        # what is late on the last day is so by the time of day alone
        passed = nodes.Compare("<=" if timed and late else "<", last, nodes.EvaluationDay())
        done_late = () if terms.done is None else (nodes.Compare(">", terms.done, terms.due),)
        missed.append(nodes.All((passed, *done_late)) if late else passed)
    if terms.breach is not None:
        missed.append(terms.breach)
    return tuple(missed)


def _any(parts: tuple[nodes.Condition, ...]) -> nodes.Condition:
    return parts[0] if len(parts) == 1 else nodes.Any(parts)


def _pauses(node: nodes.Node, derived: Mapping[str, nodes.Node]) -> Iterator[nodes.Condition]:
    """Yield for each suspension in a date the condition that the evaluation day lies in an interval of it."""
    for part in walks.walk(node):
        if name := walks.mentions(part).derived:
            yield from _pauses(derived[name], derived)
        elif isinstance(part, nodes.Deadline) and part.suspension is not None:
            yield _under_way(part.suspension)


def _under_way(suspension: nodes.Suspension) -> nodes.Condition:
    fields = suspension.source.fields
    first, last = (nodes.FieldValue(fields[at], at) for at in (suspension.first, suspension.last))
    open_ended = nodes.Not(nodes.Given(last))
    goes_on = nodes.Compare(">=" if suspension.through else ">", last, nodes.EvaluationDay())
    return nodes.Quantified(
        every=False,
        source=suspension.source,
        condition=nodes.All(
            (
                suspension.where,
                nodes.Compare("<=", first, nodes.EvaluationDay()),
                nodes.Any((open_ended, goes_on)),
            )
        ),
    )

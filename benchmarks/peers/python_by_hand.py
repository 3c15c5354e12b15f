"""Plain Python written for this task, fast; once without any check of the record, once behind the checks by hand.

Truths are True, False and None. ``b is not False and c is not False and a and b and c`` is Kleene's conjunction where
the order of the parts does not matter; ``a or b or (None if a is None or b is None else False)`` his disjunction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.handwritten.facts import checked
from benchmarks.peers.task import FACTS, ON, Answer, PolicyAnswer, Record, Truth

_UTILITIES = frozenset(("public_utility", "public_utility_staff", "intermediary", "intermediary_staff", "other"))
_LIABLE = _UTILITIES | {"agency", "window_staff"}
_BODIES = frozenset(("agency", "management_body", "development_zone", "public_utility", "intermediary"))
_FOR_PERSONS = frozenset(("public_utility_staff", "intermediary_staff", "other"))
_ACCOUNTABILITY = frozenset(("efficiency_body", "personnel_department", "discipline_body"))
_JUDGES = _ACCOUNTABILITY | {"judicial_body"}

Policy = tuple[tuple[Truth, ...], tuple[str, ...], str | None]
Native = tuple[Policy, Policy]
_NONE_OF_8, _NONE_OF_5 = (False,) * 8, (False,) * 5
_LAPSED: Native = (
    (_NONE_OF_8, ("not_in_force",), "not_in_force"),
    (_NONE_OF_5, ("not_in_force",), "not_in_force"),
)
_LADDER = ("transfer", "correcting", "overdue", "corrected", "order_correction")


def bare() -> tuple[Callable[[Record], Native], Callable[[Native], Answer]]:
    """Return the function that takes the record as it is."""

    def run(record: Record) -> Native:
        day = record["conduct_date"]
        force = None if day is None else "2026-01-01" <= day <= "2030-12-31"
        if force is False:
            return _LAPSED
        duty = _found(record["in_duty_or_reform"], _ACCOUNTABILITY)
        intent, gain = _found(record["subjective_intent"], _JUDGES), _found(record["private_gain"], _JUDGES)
        return _judged(record, force, duty, intent, gain)

    return run, _read


def checking() -> tuple[Callable[[Record], Native], Callable[[Native], Answer]]:
    """Return the function that checks the record first, as `benchmarks.handwritten` does, and refuses what is wrong."""
    today = ON.toordinal()
    first, last = date(2026, 1, 1).toordinal(), date(2030, 12, 31).toordinal()
    unknown = dict.fromkeys(FACTS)

    def run(record: Record) -> Native:
        facts = unknown | checked(record, today)
        day = facts["conduct_date"]
        force = None if day is None else first <= day <= last
        if force is False:
            return _LAPSED
        duty, intent, gain = facts["in_duty_or_reform"], facts["subjective_intent"], facts["private_gain"]
        return _judged(facts, force, duty, intent, gain)

    return run, _read


def _read(native: Native) -> Answer:
    first, second = (PolicyAnswer(grounds, frozenset(possible), outcome) for grounds, possible, outcome in native)
    return first, second


def _found(finding: dict[str, Any] | None, bodies: frozenset[str]) -> Truth:
    """Return what a body with authority found."""
    if finding is None or finding["date"] is None or finding["basis"] is None or finding["body"] not in bodies:
        return None
    return finding["conclusion"]  # type: ignore[no-any-return]


def _judged(facts: Record, force: Truth, duty: Truth, intent: Truth, gain: Truth) -> Native:
    """Return both answers, where the rules are in force or may be."""
    subject = facts["subject"]
    outside: Truth = False
    if subject is None or subject in _UTILITIES:
        related = facts["related_to_service"]
        if not related:
            outside = None if related is None or subject is None or force is None else True
    return (
        _liability(facts, force, subject, outside),
        _tolerance(facts, force, subject, outside, (duty, intent, gain)),
    )


def _liability(facts: Record, force: Truth, subject: str | None, outside: Truth) -> Policy:
    if outside or (subject is not None and subject not in _LIABLE):
        return _not_applicable(_NONE_OF_8, force)
    category, in_service = facts["item_category"], facts["in_service"]
    service = None if category is None else category != "ex_officio"
    away: Truth = False
    if service is not False and subject != "window_staff":
        stationed = facts["stationed"]
        if stationed is False:
            centre, listed = facts["in_convenience_centre"], facts["on_negative_list"]
            if not centre and not listed:
                away = None if centre is None or listed is None or service is None or subject is None else True
        else:
            away = None
    gain: Truth = False
    if in_service is not False:
        asked, taken, other = facts["solicited_property"], facts["accepted_property"], facts["other_benefit"]
        if asked or taken or other:
            gain = in_service
        elif asked is None or taken is None or other is None:
            gain = None
    some = away or gain or (False if service is False and in_service is False else None)
    possible: tuple[str, ...] = ("by_reference",) if subject is None or subject in _UTILITIES else ()
    if subject is None or subject not in _UTILITIES:
        if some is not False:
            possible += _LADDER
        if not some:
            possible += ("no_ground",)
    unsure, faulty = service and None, in_service and None
    if outside is None or subject is None or force is None:
        away, gain = away and None, gain and None
        if outside is None or subject is None:
            possible += ("not_applicable",)
        if force is None:
            possible += ("not_in_force",)
    grounds = unsure, unsure, away, unsure, unsure, gain, faulty, False
    return grounds, possible, possible[0] if len(possible) == 1 else None


def _tolerance(
    facts: Record, force: Truth, subject: str | None, outside: Truth, found: tuple[Truth, Truth, Truth]
) -> Policy:
    if outside or (subject is not None and subject in _BODIES):
        return _not_applicable(_NONE_OF_5, force)
    errors, pioneering, green = facts["error_kind"], facts["pioneering"], facts["lack_of_experience"]
    if errors is None:
        negligence = tolerant = mistake = objective = None
        tried = None if pioneering is not False and green is not False else False
    else:
        wrong = "mistake" in errors
        negligence = None if "negligence" in errors else False
        tolerant = None if wrong or "deviation" in errors else False
        mistake = None if wrong else False
        objective = None if wrong or "error" in errors else False
        tried = (wrong or "short_of_expectation" in errors) and green is not False and pioneering and green
    excused = tried or (False if negligence is tolerant is objective is tried is False else None)
    possible: tuple[str, ...] = ()
    if subject is None or subject in _FOR_PERSONS:
        possible = ("by_reference",)
    if subject is None or subject not in _FOR_PERSONS:
        duty, intent, gain = found
        if intent is not False:
            possible += ("intent",)
        if not intent:
            if gain is not False:
                possible += ("private_gain",)
            if not gain:
                if not duty:
                    possible += ("not_in_duty",)
                if duty is not False:
                    if not excused:
                        possible += ("no_ground",)
                    if excused is not False:
                        possible += ("may_tolerate",)
    if outside is None or subject is None or force is None:
        tried = tried and None
        if outside is None or subject is None:
            possible += ("not_applicable",)
        if force is None:
            possible += ("not_in_force",)
    grounds = negligence, tried, tolerant, mistake, objective
    return grounds, possible, possible[0] if len(possible) == 1 else None


def _not_applicable(grounds: tuple[Truth, ...], force: Truth) -> Policy:
    if force:
        return grounds, ("not_applicable",), "not_applicable"
    return grounds, ("not_applicable", "not_in_force"), None

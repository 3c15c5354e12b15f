"""Plain Python written for each task, fast; once without any check of the record, once after the checks by hand.

Truths are True, False and None. ``b is not False and c is not False and a and b and c`` is Kleene's conjunction where
the order of the parts does not matter; ``a or b or (None if a is None or b is None else False)`` his disjunction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.handwritten.facts import Refused, checked
from benchmarks.peers import articles, suspension
from benchmarks.peers.logic import Truth
from benchmarks.peers.task import Answer, PolicyAnswer, Record, Task

_UTILITIES = frozenset(("public_utility", "public_utility_staff", "intermediary", "intermediary_staff", "other"))
_LIABLE = _UTILITIES | {"agency", "window_staff"}
_NO_PERSON = frozenset(("agency", "management_body", "development_zone"))
_ACCOUNTABILITY = frozenset(("efficiency_body", "personnel_department", "discipline_body"))
_JUDGES = _ACCOUNTABILITY | {"judicial_body"}

Policy = tuple[Any, ...]
"""The truths of the grounds, the outcome and, if it is asked, the possible outcomes."""
Native = tuple[Policy, ...]
_NONE_OF_8, _NONE_OF_5 = (False,) * 8, (False,) * 5
_LAPSED: Native = (
    (_NONE_OF_8, "not_in_force", ("not_in_force",)),
    (_NONE_OF_5, "not_in_force", ("not_in_force",)),
)
_LADDER = ("transfer", "corrected", "correcting", "found_too_early", "overdue", "order_correction")


def bare(task: Task) -> tuple[Callable[[Record], Native], Callable[[Native], Answer]]:
    """Return the function that takes the record as it is."""
    return {articles.TASK.name: _articles, suspension.TASK.name: _suspension}[task.name], _read


def checking(task: Task) -> tuple[Callable[[Record], Native], Callable[[Native], Answer]]:
    """Return the function that checks the record first and refuses what is wrong."""
    return {articles.TASK.name: _articles_checking, suspension.TASK.name: _suspension_checking}[task.name], _read


def _read(native: Native) -> Answer:
    return tuple(
        PolicyAnswer(grounds, frozenset(possible[0]) if possible else None, outcome)
        for grounds, outcome, *possible in native
    )


# ── the articles ────────────────────────────────────────────────────────


def _articles(record: Record) -> Native:
    day = record["conduct_date"]
    force = None if day is None else "2026-01-01" <= day <= "2030-12-31"
    if force is False:
        return _LAPSED
    duty = _concluded(record["in_duty_or_reform"], _ACCOUNTABILITY)
    intent, gain = _concluded(record["subjective_intent"], _JUDGES), _concluded(record["private_gain"], _JUDGES)
    return _judged(record, force, duty, intent, gain)


_TODAY = articles.TASK.on.toordinal()
_FIRST, _LAST = date(2026, 1, 1).toordinal(), date(2030, 12, 31).toordinal()
_UNKNOWN = dict.fromkeys(articles.FACTS)


def _articles_checking(record: Record) -> Native:
    facts = _UNKNOWN | checked(record, _TODAY)
    day = facts["conduct_date"]
    force = None if day is None else _FIRST <= day <= _LAST
    if force is False:
        return _LAPSED
    duty, intent, gain = facts["in_duty_or_reform"], facts["subjective_intent"], facts["private_gain"]
    return _judged(facts, force, duty, intent, gain)


def _concluded(finding: dict[str, Any] | None, bodies: frozenset[str]) -> Truth:
    """Return the conclusion of a finding that counts: complete, and made by one of these bodies."""
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
            outside = None if related is None or subject is None else True
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
        if stationed is False and facts["in_convenience_centre"] is False:
            listed = facts["on_negative_list"]
            if not listed:
                away = None if listed is None or service is None or subject is None else True
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
    possible = _referred(facts, subject)
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
    return grounds, possible[0] if len(possible) == 1 else None, possible


def _tolerance(
    facts: Record, force: Truth, subject: str | None, outside: Truth, findings: tuple[Truth, Truth, Truth]
) -> Policy:
    if outside or (subject is not None and subject in _NO_PERSON):
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
    possible = _referred(facts, subject)
    if subject is None or subject not in _UTILITIES:
        duty, intent, gain = findings
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
    return grounds, possible[0] if len(possible) == 1 else None, possible


def _referred(facts: Record, subject: str | None) -> tuple[str, ...]:
    """Return by reference, where the rules apply so or may."""
    if subject is None:
        return () if facts["related_to_service"] is False else ("by_reference",)
    return ("by_reference",) if subject in _UTILITIES else ()


def _not_applicable(grounds: tuple[Truth, ...], force: Truth) -> Policy:
    if force:
        return grounds, "not_applicable", ("not_applicable",)
    return grounds, None, ("not_applicable", "not_in_force")


# ── the suspension ──────────────────────────────────────────────────────

_FLAGS = frozenset(suspension.FLAGS)
_HIGHEST = {"waiting": 500, "open_windows": 60}
_NOTHING = dict.fromkeys((*suspension.FLAGS, *_HIGHEST))


def _suspension_checking(record: Record) -> Native:
    for name, value in record.items():
        if value is None:
            continue
        if name in _FLAGS:
            if value is not True and value is not False:
                raise Refused(name)
        elif name in _HIGHEST:
            if type(value) is not int or not 0 <= value <= _HIGHEST[name]:
                raise Refused(name)
        elif name != "suspended_on" or value != "无":
            raise Refused(name)
    return _suspension(_NOTHING | record)


def _suspension(facts: Record) -> Native:
    fallback, waiting, windows = facts["fallback"], facts["waiting"], facts["open_windows"]
    down, ordered, others = facts["system_down"], facts["ordered"], facts["others_serve"]
    cut, network = facts["power_cut"], facts["network_down"]
    cut_off = cut or network or (None if cut is None or network is None else False)
    outage = (
        cut_off and (None if fallback is None else True) if fallback is not True and cut_off is not False else False
    )
    failure = down and (None if fallback is None else True) if fallback is not True and down is not False else False
    upgrade, announced = facts["system_upgrade"], facts["upgrade_announced"]
    if upgrade is False or announced is False or (waiting is not None and waiting > 20):
        upgrading: Truth = False
    else:
        upgrading = None if upgrade is None or announced is None or waiting is None else True
    drill = facts["fire_drill"]
    if drill is False or (ordered is False and waiting is not None and waiting >= 50):
        drilling: Truth = False
    else:
        drilling = drill and (ordered or (None if waiting is None or (ordered is None and waiting >= 50) else True))
    epidemic = facts["epidemic_control"]
    control = epidemic is not False and ordered is not False and epidemic and ordered
    ill, alone = facts["staff_ill"], facts["no_substitute"]
    if ill is False or alone is False or (windows is not None and windows > 1):
        illness: Truth = False
    else:
        illness = None if ill is None or alone is None or windows is None else True
    meeting, approved = facts["meeting"], facts["meeting_approved"]
    if meeting is False or approved is False or others is False or (windows is not None and windows < 3):
        gathering: Truth = False
    else:
        gathering = None if meeting is None or approved is None or others is None or windows is None else True
    grounds = outage, failure, upgrading, drilling, control, illness, gathering
    some = True if True in grounds else None if None in grounds else False
    outcome: str | None = "serve"
    stopped = cut_off or down or (None if cut_off is None or down is None else False)
    if (waiting is None or waiting >= 100) and not stopped:
        if waiting is not None and stopped is False:
            return ((grounds, "keep_open"),)
        return ((grounds, None),)
    if some is not False:
        at_once = cut_off or epidemic or (None if cut_off is None or epidemic is None else False)
        agree = facts["applicants_agree"]
        if at_once is not False:
            outcome = "suspend_at_once" if some and at_once else None
        elif others is not False:
            outcome = "suspend" if some and others else None
        elif agree is not False:
            outcome = "ask_first" if some and agree else None
    return ((grounds, outcome),)

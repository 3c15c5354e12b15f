"""第七条第二款, 第八条, 第二十条第二款, 第二十三条 and 第二十四条, by hand."""

from __future__ import annotations

from typing import Any

from benchmarks.handwritten.answer import (
    IN_FORCE,
    LAPSED,
    LAST_IN_FORCE,
    OUTSIDE,
    OUTSIDE_OR_LAPSED,
    RELATED,
    AddWorkdays,
    Answer,
    answer,
    governed,
    months_later,
    only,
)


def scope(facts: dict[str, Any], today: int) -> Answer:
    day = facts.get("conduct_date")
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["scope"]
    subject, related = facts.get("subject"), facts.get("related_to_service")
    if subject is None:
        possible = {"outside", "as_county_government", "needs_judgement", "direct"}
        if related is not False:
            possible.add("by_reference")
    elif subject in RELATED:
        possible = {"by_reference"} if related else {"outside"} if related is False else {"by_reference", "outside"}
    elif subject == "other":
        possible = (
            {"needs_judgement"} if related else {"outside"} if related is False else {"outside", "needs_judgement"}
        )
    elif subject == "development_zone":
        possible = {"as_county_government"}
    else:
        possible = {"direct"}
    return answer(possible, (), (), (only(possible, "by_reference"),), day, True)


def replacement(facts: dict[str, Any], today: int) -> Answer:
    get = facts.get
    demanded = get("replacement_demand_date")
    day = today if demanded == 0 else demanded
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["replacement"]
    subject = get("subject")
    outside, referred, by_people = governed(facts)
    if outside or (referred is False and subject != "window_staff"):
        return (OUTSIDE if day is not None else OUTSIDE_OR_LAPSED)["replacement"]
    applicable = None if subject is None or outside is None else True
    e0, e1 = get("not_competent"), get("breaks_rules")
    some = e0 or e1 or (None if e0 is None or e1 is None else False)
    replaced = get("replaced_on")
    given = None if demanded is None else demanded > 0
    possible = set() if applicable else {"not_applicable"}
    if by_people is not False:
        possible.add("by_reference")
    while some is not False and not referred:
        if replaced != 0:
            possible.add("replaced")
            if some and replaced:
                break
        if given is not False:
            possible.add("must_replace")
            if some and given:
                break
        possible.add("may_demand")
        break
    if not some and not referred:
        possible.add("no_ground")
    done = "replaced" in possible or "must_replace" in possible
    successor = done and (possible <= {"replaced", "must_replace"} or None)
    consequences = only(possible, "may_demand"), successor
    grounds = e0, e1
    return answer(possible, grounds, grounds, consequences, day, applicable)


def rotation(facts: dict[str, Any], today: int) -> Answer:  # noqa: PLR0915 - the article, straight down
    get = facts.get
    reported = get("report_date")
    day = today if reported == 0 else reported
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["rotation"]
    subject, start = get("subject"), get("window_start_date")
    if start is None or day is None:
        short = None
    else:
        full = months_later(start, 24)
        short = None if full is None else day < full
    outside, referred, by_people = governed(facts)
    if outside or (referred is False and (short is False or subject != "window_staff")):
        return (OUTSIDE if day is not None else OUTSIDE_OR_LAPSED)["rotation"]
    applicable = outside is False and (referred or (short and subject is not None))

    leave, unfit, applied = get("leave_reason"), get("unfit_reason"), get("own_application_date")
    leaves, unfit_found = get("leaves_agency"), get("unfit_for_window")
    business, fewer = get("business_changed_by_reform"), get("headcount_reduction")
    e0 = leave != "" and leaves is not False and leaves and (leave is not None or None)
    e1 = unfit != "" and unfit_found is not False and unfit_found and (unfit is not None or None)
    e2 = fewer is not False and business and fewer
    other = get("other_circumstance", ())
    if other:
        e3, level, _ = other
        if level is None or level != get("level"):
            e3 = None
    else:  # nobody has found it: open where somebody claims it
        claims = get("other_circumstance_claims", ())
        e3 = None if other is None or claims is None or claims else False
    in_time = False if applied == 0 else None if applied is None or day is None else applied <= day
    c1 = in_time is not False and e1 and in_time
    ready = e0 or c1 or e2 or e3 or (None if e0 is None or c1 is None or e2 is None or e3 is None else False)
    some = e0 or e1 or e2 or e3 or (None if e0 is None or e1 is None or e2 is None or e3 is None else False)

    approval = get("approval")
    agreed = refused = later = None
    if approval == ():
        agreed = refused = later = False
    elif approval is not None:
        conclusion, level, decided = approval
        if level is not None and level == get("level") and conclusion is not None:
            agreed, refused = conclusion, not conclusion
        if decided is not None and reported:
            later = decided >= reported
    given = None if reported is None else reported > 0
    if given is False:
        later = False

    possible = set() if applicable else {"not_applicable"}
    if by_people is not False:
        possible.add("by_reference")
    while not referred and short is not False:
        if ready is not False and given is not False:
            entry = later is not False and agreed is not False and ready and given and agreed and later
            if entry is not False:
                possible.add("rotate")
                if entry:
                    break
        entry = later is not False and refused and later
        if entry is not False:
            possible.add("refused")
            if entry:
                break
        if ready is not False:
            if given is not False:
                possible.add("pending_approval")
                if ready and given:
                    break
            if not given:
                possible.add("pending_report")
                if ready and given is False:
                    break
        if some is not False:
            possible.add("pending_application")
        if not some:
            possible.add("no_ground")
        break
    rotate = only(possible, "rotate")
    asked = applied is None or applied == 0
    asks = asked and only(possible, "pending_application") and (None if applied is None else True)
    not_rotated = {"refused", "no_ground"}
    stays = not possible.isdisjoint(not_rotated) and (possible <= not_rotated or None)
    consequences = asks, only(possible, "pending_report"), rotate, rotate, stays
    return answer(possible, (e0, e1, e2, e3), (e0, c1, e2, e3), consequences, day, applicable)


def bad_review(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> Answer:
    get = facts.get
    day = get("review_received_on")
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["bad_review"]
    subject, rating, real = get("subject"), get("review_rating"), get("real_name")
    outside, referred, by_people = governed(facts)
    refused = (rating is not None and rating != "bad") or real is False
    if outside or (referred is False and (subject != "agency" or refused)):
        return (OUTSIDE if day is not None else OUTSIDE_OR_LAPSED)["bad_review"]
    applicable = outside is False and (referred or (subject is not None and rating is not None and bool(real)))
    contacted, verified = get("contacted_on"), get("verified_on")
    if contacted == 0 or verified == 0:
        done = 0
    else:
        done = None if contacted is None or verified is None else max(contacted, verified)
    due = None if day is None else add_workdays(day, 2, ())

    possible = set() if applicable else {"not_applicable"}
    if by_people is not False:
        possible.add("by_reference")
    if referred or refused:
        pass
    elif done != 0 and done is not None and due is not None:
        possible.add("in_time" if done <= due else "late")
    else:
        if done != 0:
            possible.add("in_time")
            if due is None or today > due:
                possible.add("late")
        if due is None or today > due:
            possible.add("overdue")
        if due is None or today <= due:
            possible.add("pending")
    return answer(possible, (), (), (), day, applicable)


def tolerance(facts: dict[str, Any], today: int) -> Answer:
    get = facts.get
    day = get("conduct_date")
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["tolerance"]
    subject = get("subject")
    outside, referred, by_people = governed(facts)
    if outside or (subject is not None and subject in _NO_PERSON):
        return (OUTSIDE if day is not None else OUTSIDE_OR_LAPSED)["tolerance"]
    applicable = None if subject is None or outside is None else True

    errors = get("error_kind")
    if errors is None:
        negligence = mistake = short = deviation = error = None
    else:
        negligence, mistake, error = "negligence" in errors, "mistake" in errors, "error" in errors
        short, deviation = mistake or "short_of_expectation" in errors, mistake or "deviation" in errors
        error = mistake or error
    central, local = get("implements_central_decision"), get("implements_provincial_city_requirement")
    diligent = get("diligent")
    either = central or local or (None if central is None or local is None else False)
    e0 = negligence is not False and diligent is not False and either and diligent and negligence
    pioneering, green = get("pioneering"), get("lack_of_experience")
    e1 = short is not False and green is not False and pioneering and green and short
    shift, ease, tolerant = get("function_transformation"), get("for_convenience"), get("tolerant_handling")
    e2 = (
        deviation is not False
        and tolerant is not False
        and ease is not False
        and shift
        and ease
        and tolerant
        and deviation
    )
    legacy, stable, breaks = get("legacy_or_dispute"), get("for_stability"), get("breaks_deadlock")
    e3 = (
        mistake is not False
        and breaks is not False
        and stable is not False
        and legacy
        and stable
        and breaks
        and mistake
    )
    innovating, objective = get("in_innovation"), get("objective_factors")
    e4 = error is not False and objective is not False and innovating and objective and error
    grounds = e0, e1, e2, e3, e4
    some = True if True in grounds else None if None in grounds else False

    possible = set() if applicable else {"not_applicable"}
    if by_people is not False:
        possible.add("by_reference")
    if not referred:
        intent, gain, duty = get("subjective_intent"), get("private_gain"), get("in_duty_or_reform")
        if intent is not False:
            possible.add("intent")
        if not intent:
            if gain is not False:
                possible.add("private_gain")
            if not gain:
                if not duty:
                    possible.add("not_in_duty")
                if duty is not False:
                    if not some:
                        possible.add("no_ground")
                    if some is not False:
                        possible.add("may_tolerate")
    return answer(possible, grounds, grounds, (only(possible, "may_tolerate"),), day, applicable)


_NO_PERSON = frozenset(("agency", "management_body", "development_zone"))

"""第二十一条, by hand."""

from __future__ import annotations

from typing import Any

from benchmarks.handwritten.answer import (
    BY_REFERENCE,
    IN_FORCE,
    LAPSED,
    LAST_IN_FORCE,
    OUTSIDE,
    OUTSIDE_OR_LAPSED,
    AddWorkdays,
    Answer,
    answer,
    governed,
    months_later,
)
from benchmarks.handwritten.facts import LAST_DAY, NO_LAWS, SEVERALS, Provision, Truth


def liability(  # noqa: PLR0915 - the article, straight down
    facts: dict[str, Any], today: int, add_workdays: AddWorkdays
) -> Answer:
    get = facts.get
    day = get("conduct_date")
    if (today if day is None else day) < IN_FORCE or (day is not None and day > LAST_IN_FORCE):
        return LAPSED["liability"]
    subject = get("subject")
    outside, referred, by_people = governed(facts)
    if outside or (subject is not None and subject not in _LIABLE):
        return (OUTSIDE if day is not None else OUTSIDE_OR_LAPSED)["liability"]
    applicable = None if subject is None or outside is None else True

    category, in_service = get("item_category"), get("in_service")
    service = None if category is None else category != "ex_officio"
    e0 = e1 = e2 = e3 = e4 = False
    if service is not False:
        defective = get("materials_defective")
        if defective is not False:
            untold = _not_told_at_once(facts, today, add_workdays)
            e0 = untold is not False and service and defective and untold
        accept, refused = get("meets_acceptance_conditions"), get("acceptance_refused")
        e1 = accept is not False and refused is not False and service and accept and refused
        if subject != "window_staff":
            here = get("stationed")
            township, negative = get("in_convenience_centre"), get("on_negative_list")
            excused = township or negative or (None if township is None or negative is None else False)
            settled = here or township or (None if here is None or township is None else False)
            outside_key = get("key_node_outside")
            hollow = settled is not False and outside_key is not False and settled and outside_key
            missing = False if here or excused else None if here is None or excused is None else True
            away = hollow or missing or (None if hollow is None or missing is None else False)
            e2 = away is not False and service and away and (subject is not None or None)
        simulated, loop, forms = get("on_simulation_list"), get("disguised_loop"), get("loop_forms")
        if not simulated and loop is not False and (forms is None or forms):
            unlawful = forms is not None and (not _UNLAWFUL.isdisjoint(forms) or subject == "window_staff")
            e3 = None if simulated is None or loop is None or not unlawful else service
        late = _late(facts, today, add_workdays)
        e4 = late is not False and service and late
    e5 = e6 = False
    if in_service is not False:
        asked, taken, other = get("solicited_property"), get("accepted_property"), get("other_benefit")
        gain = asked or taken or other or (None if asked is None or taken is None or other is None else False)
        e5 = gain is not False and in_service and gain
        neglect, passing, abuse = get("neglect_of_duty"), get("buck_passing"), get("abuse_of_power")
        fault = neglect or passing or abuse or (None if neglect is None or passing is None or abuse is None else False)
        e6 = fault is not False and in_service and fault
    cited, claims = get("cited_provisions", ()), get("other_liability_claims", ())
    if cited:
        e7 = _cited(cited)
    elif cited is None or claims is None:
        e7 = None
    else:  # open where somebody claims a ground, and it is not recorded what he cites
        e7 = None if claims and "cited_provisions" not in facts else False
    grounds = e0, e1, e2, e3, e4, e5, e6, e7
    some = True if True in grounds else None if None in grounds else False

    possible = set() if applicable else {"not_applicable"}
    if by_people is not False:
        possible.add("by_reference")
    if not referred:
        if some is not False:
            _ladder(possible, some, facts, today)
        if not some:
            possible.add("no_ground")
    return answer(possible, grounds, grounds, (), day, applicable)


_LIABLE = BY_REFERENCE | {"agency", "window_staff"}
_UNLAWFUL = SEVERALS["loop_forms"] - {"lawful_study"}


def _not_told_at_once(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> Truth:
    notices = facts.get("correction_notices")
    if notices is None:
        return None
    if not notices or not notices[1]:
        accepted, refused = facts.get("accepted_on"), facts.get("acceptance_refused")
        if accepted:
            return False
        if not refused:
            due = _notice_due(facts, add_workdays)
            if due is None:
                refused = None
            elif today > due:
                refused = True
        return refused and (True if accepted == 0 else None)
    dated, rows = notices
    omitted = [omits for _, omits, _ in rows]
    knowable = [one for _, _, one in (rows[1:] if dated or len(rows) == 1 else rows)]
    if True in omitted or (dated and True in knowable) or knowable.count(True) > 1:
        return True
    return None if None in omitted or None in knowable or True in knowable else False


def _notice_due(facts: dict[str, Any], add_workdays: AddWorkdays) -> int | None:
    received = facts.get("materials_received_on")
    return None if received is None else add_workdays(received, 5, ())


def day_of_lateness(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> int | None:
    """Return the day after the promised time, and today before it comes; None if it is not known.

    Where no time was promised, none can be exceeded: on which day that was is left open; so it is if that is unknown.
    What was late before the rules came into force and is still open then counts from that day.
    """
    due = _promised_day(facts, today, add_workdays) if facts.get("promised_time") else None
    if due is None:
        return None
    if due and due + 1 < IN_FORCE <= today:
        done = facts.get("completed_on")
        return IN_FORCE if done == 0 or (done and done >= IN_FORCE) else done and due + 1
    return min(due + 1, today) if due else today


def _late(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> Truth:
    due, done = _promised_day(facts, today, add_workdays), facts.get("completed_on")
    if due == 0:
        return False
    if due is None:
        return None
    if done is None:
        return False if today <= due else None
    return (done or today) > due


def _promised_day(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> int | None:
    """Return the day on which the promised time ends, 0 where none runs; None if it is not known."""
    get = facts.get
    accepted = get("accepted_on")
    if get("promised_time") == ():
        return 0
    if accepted == 0:
        deemed = _deemed_accepted(facts, today, add_workdays)
        if deemed is False:
            return 0
        accepted = get("materials_received_on") if deemed else None
    promised = get("promised_time")
    if accepted is None or promised is None:
        return None
    suspended = _suspended(facts)
    if suspended is None:
        return None
    number, unit = promised
    if unit == "workday":
        due = add_workdays(accepted, number, suspended)
    else:
        due = accepted + number if unit == "day" else months_later(accepted, number)
        if due is not None:
            for first, last in sorted(suspended):
                if first <= due and last > accepted:
                    due += last - max(first, accepted + 1) + 1
            if due > LAST_DAY:
                due = None
        if due is not None:
            due = add_workdays(due - 1, 1, ())  # the day itself, or the next working day
    return due


def _deemed_accepted(facts: dict[str, Any], today: int, add_workdays: AddWorkdays) -> Truth:
    """Return whether a licence counts as accepted on receipt, because no notice was given in time."""
    get = facts.get
    category, refused = get("item_category"), get("acceptance_refused")
    if refused or (category is not None and category != "licence"):
        return False
    notices = get("correction_notices")
    if notices is None:
        return None
    notified = today
    if notices and notices[1]:
        dated, rows = notices
        if not dated:
            return None
        notified = rows[0][0]
    due = _notice_due(facts, add_workdays)
    if due is None:
        return None
    return notified > due and (None if category is None or refused is None else True)


def _suspended(facts: dict[str, Any]) -> list[tuple[int, int]] | None:
    """Return the intervals that don't count; None if it is not known which."""
    procedures, category = facts.get("special_procedures"), facts.get("item_category")
    excluded = facts.get("promise_excludes_procedures")
    unwritten = None if category is None else category != "licence"  # whether an unwritten notice will do
    spans: list[tuple[int, int]] = []
    if excluded is False:
        return spans
    if procedures is None:
        return None
    for kind, first, last, notified in procedures:
        told = notified or unwritten or (None if notified is None or unwritten is None else False)
        if kind == "other" or told is False:
            continue
        if excluded is None or kind is None or told is None or first is None or last is None:
            return None
        spans.append((first, last))
    return spans


def _cited(rows: list[Provision]) -> Truth:
    """Return whether a cited provision of sufficient rank, that is named, applies; what is not cited does not."""
    held: Truth = False
    for rank, title, article, applies in rows:
        if rank not in NO_LAWS and applies is not False:
            known = rank is not None and title is not None and article is not None
            held = held or (applies if known else None)
    return held


def _ladder(possible: set[str], some: Truth, facts: dict[str, Any], today: int) -> None:
    """Add what follows on a circumstance: transfer, order, correction, term, delay."""
    orders, refuses = _orders(facts), facts.get("refuses")
    if orders is None:
        possible |= _AFTER_ORDERS if refuses == () else _AFTER_ORDERS | {"transfer", "found_too_early"}
        return
    covered = any(order[4] for order in orders)
    unmended = [order for order in orders if order[3] == 0]
    mended = covered and orders[-1][3] != 0 and all(order[4] for order in unmended)
    deadline = unmended[-1][2] if unmended else 0
    stages = (
        ("transfer", refuses != () and _transfer(orders, refuses, today)),
        ("corrected", mended),
        ("correcting", covered and deadline >= today),
        ("found_too_early", covered and refuses != () and _too_early(deadline, refuses)),
        ("overdue", covered),
        ("order_correction", True),
    )
    for stage, holds in stages:
        if holds is not False:
            possible.add(stage)
            if some and holds:
                return


_AFTER_ORDERS = {"order_correction", "corrected", "correcting", "overdue"}
_Refusal = tuple[Truth, str | None, int | None] | None  # conclusion, level, day


def _orders(facts: dict[str, Any]) -> list[Any] | None:
    """Return the orders that count, in their order; None if it is not known which do, or what became of them."""
    listed, conduct = facts.get("rectification_orders"), facts.get("conduct_date")
    if listed is None:
        return None
    dated, rows = listed or (True, [])
    orders = []
    for order in rows:
        day, by, deadline, *_ = order
        if deadline == 0 or by not in (None, "management_body"):
            continue
        if day is not None and conduct is not None and day < conduct:
            continue
        if not dated or conduct is None or None in order:
            return None
        orders.append(order)
    return orders


def _transfer(orders: list[Any], refuses: _Refusal, today: int) -> Truth:
    """Return whether a refusal was found when the last order's term had run out, and nothing was corrected by then."""
    refused, _, found = refuses or (None, None, None)
    if refused is False:
        return False
    day = today if found is None else found
    before = [deadline for given, _, deadline, *_ in orders if given <= day]
    if found is not None and not (before and before[-1] < found):
        return False
    for _, _, deadline, corrected, _ in orders:
        if deadline < day and (corrected == 0 or (corrected > deadline and (found is None or corrected > found))):
            return refused if found is not None else None
    return False


def _too_early(deadline: int, refuses: _Refusal) -> Truth:
    """Return whether a refusal was found before the term ran out."""
    refused, _, found = refuses or (None, None, None)
    if refused is False or (found is not None and found > deadline):
        return False
    return None if found is None else refused

"""A record as the hand-written function reads it: a single spelling, refused at the first mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

Truth = bool | None
Notice = tuple[int | None, Truth, Truth]  # date, omits, knowable at first
Procedure = tuple[str | None, int | None, int | None, Truth]  # kind, from, to, notified in writing
Claim = tuple[str | None, str | None]  # claimant, reason
Provision = tuple[str | None, str | None, str | None, Truth]  # rank, title, article, applies
Order = tuple[int | None, str | None, int | None, int | None, Truth]  # date, by, deadline, corrected on, covers all

LAST_DAY = date.max.toordinal()
LONGEST_TEXT, LONGEST_LIST, ISO_LENGTH = 10_000, 1_000, 10
NONE, UNCLEAR = "无", "查不清"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EFFICIENCY = words("efficiency_body approval_reform_body hotline_body administrative_efficiency_body")
BODIES = EFFICIENCY | words(
    "management_body agency data_department personnel_department discipline_body judicial_body government"
)
LEVELS = frozenset(("city", "county", "township"))
PROCEDURES = words("hearing tender auction inspection testing quarantine appraisal expert_review other")
NO_LAWS = words("normative_document party_rule internal_rule")
RANKS = NO_LAWS | words(
    "law administrative_regulation supervisory_regulation local_regulation autonomous_regulation"
    " special_zone_regulation pudong_regulation hainan_port_regulation military_regulation ministry_rule local_rule"
    " military_rule"
)
SEVERALS = {
    "error_kind": words("negligence mistake short_of_expectation deviation error"),
    "loop_forms": words("pre_submission back_office study lawful_study other"),
    "admitted": words(
        "refused_what_met_conditions key_node_outside disguised_loop neglect_of_duty buck_passing abuse_of_power"
    ),
}
OPTIONS = {
    "subject": words(
        "agency window_staff back_office_staff agency_head management_body management_staff center_staff"
        " public_utility public_utility_staff intermediary intermediary_staff development_zone other"
    ),
    "level": LEVELS,
    "item_category": words(
        "licence confirmation adjudication payment award filing other_power public_service ex_officio"
    ),
    "leave_reason": words("resignation dismissal transfer other"),
    "unfit_reason": words("health age other"),
    "review_rating": words("good fair bad"),
    "benefit_for": words("self unit others"),
    "cause": words("overdue other"),
}
INVESTIGATORS = EFFICIENCY | {"management_body"}
OVERSEERS = INVESTIGATORS | {"personnel_department", "discipline_body", "judicial_body"}
ACCOUNTABILITY = EFFICIENCY | {"personnel_department", "discipline_body"}
AUTHORITY = {
    "not_competent": frozenset(("management_body",)),
    "breaks_rules": frozenset(("management_body",)),
    "unfit_for_window": frozenset(("agency", "management_body")),
    "other_circumstance": frozenset(("management_body",)),
    "approval": frozenset(("management_body",)),
    "meets_acceptance_conditions": INVESTIGATORS | {"government", "judicial_body"},
    "key_node_outside": INVESTIGATORS,
    "disguised_loop": INVESTIGATORS,
    "neglect_of_duty": OVERSEERS,
    "buck_passing": OVERSEERS,
    "abuse_of_power": OVERSEERS,
    "refuses": frozenset(("management_body",)),
    "crime": INVESTIGATORS | {"discipline_body", "judicial_body"},
    "in_duty_or_reform": ACCOUNTABILITY,
    "subjective_intent": ACCOUNTABILITY | {"judicial_body"},
    "private_gain": ACCOUNTABILITY | {"judicial_body"},
}
UNITS = {
    "promised_time": frozenset(("workday", "day", "month")),
    "statutory_time": frozenset(("workday", "day", "month")),
    "extension": frozenset(("workday", "day", "month")),
    "earlier_window_time": frozenset(("day", "month", "year")),
}
FLAGS = words(
    "related_to_service leaves_agency business_changed_by_reform headcount_reduction replacement_demand_reasoned"
    " real_name situation_clear claim_reasonable complex_situation materials_defective acceptance_refused"
    " on_negative_list stationed in_convenience_centre at_service_station on_simulation_list"
    " promise_excludes_procedures extension_by_right_person extension_reasons_told in_service"
    " solicited_property accepted_property other_benefit"
    " implements_central_decision implements_provincial_city_requirement diligent pioneering lack_of_experience"
    " function_transformation for_convenience tolerant_handling legacy_or_dispute for_stability breaks_deadlock"
    " in_innovation objective_factors at_general_window"
)
DATES = words(
    "conduct_date window_start_date own_application_date report_date replacement_demand_date replaced_on"
    " review_submitted_on review_received_on contacted_on verified_on rectified_on follow_up_on materials_received_on"
    " accepted_on completed_on issued_on extension_approved_on transferred_on"
    " conduct_began_on liability_decided_on"
)
NEVER_NONE = words(
    "conduct_date window_start_date review_submitted_on review_received_on materials_received_on subject level"
    " item_category review_rating cause case_number"
)

FLAG, DATE, OPTION, FINDING, DURATION, SEVERAL, TEXT, LIST = range(1, 9)
KINDS = (
    dict.fromkeys(FLAGS, FLAG)
    | dict.fromkeys(DATES, DATE)
    | dict.fromkeys(OPTIONS, OPTION)
    | dict.fromkeys(AUTHORITY, FINDING)
    | dict.fromkeys(UNITS, DURATION)
    | dict.fromkeys(SEVERALS, SEVERAL)
    | {"case_number": TEXT}
    | dict.fromkeys(("correction_notices", "special_procedures", "cited_provisions", "rectification_orders"), LIST)
    | dict.fromkeys(("other_circumstance_claims", "other_liability_claims"), LIST)
)
FINDING_KEYS = frozenset(("conclusion", "body", "level", "date", "basis"))
QUALIFIED = frozenset(("approval", "other_circumstance", "refuses"))


class Refused(ValueError):  # noqa: N818 - the record is refused
    """The record holds what the fact cannot be."""


_fromisoformat = date.fromisoformat
_DURATION = re.compile("(0|[1-9][0-9]{0,4}) ?(工作日|日|天|个月|月|年)")
_UNIT = {"工作日": "workday", "日": "day", "天": "day", "个月": "month", "月": "month", "年": "year"}
_LONE = re.compile("[\ud800-\udfff]")


def checked(record: dict[str, Any], today: int) -> dict[str, Any]:
    """Return the facts as the policies read them; raise `Refused` for the first that is wrong.

    Dates become ordinals, 0 for 无; option 无 becomes the empty string; lists become tuples, empty for 无. A finding
    becomes its conclusion, None where it is not complete or not by a body with authority; where its level or its day
    counts too (`QUALIFIED`), a tuple of conclusion, level and day, empty for 无. An unclear fact (查不清) is None.
    """
    facts = record.copy()
    kind_of = KINDS.get
    for name, raw in record.items():
        kind = kind_of(name)
        if kind == FLAG:
            if raw is True or raw is False:
                continue
        elif kind == DATE:
            if type(raw) is str and len(raw) == ISO_LENGTH and raw[4] == raw[7] == "-":
                try:
                    day = _fromisoformat(raw).toordinal()
                except ValueError:
                    raise Refused(name) from None
                if day > today:
                    raise Refused(name)
                facts[name] = day
                continue
        elif kind == OPTION:
            if type(raw) is str and raw in OPTIONS[name]:
                continue
        elif kind == FINDING:
            if type(raw) is dict:
                facts[name] = _finding(name, raw, today)
                continue
        elif kind == LIST:
            if type(raw) is list:
                if len(raw) > LONGEST_LIST:
                    raise Refused(name)
                facts[name] = _LISTS[name](raw, today)
                continue
        elif kind == DURATION:
            if type(raw) is str:
                duration = _duration(raw)
                if duration is not None:
                    if duration[1] not in UNITS[name]:
                        raise Refused(name)
                    facts[name] = duration
                    continue
        elif kind == SEVERAL:
            if type(raw) is list:
                known = SEVERALS[name]
                for option in raw:
                    if type(option) is not str or option not in known:
                        raise Refused(name)
                continue
        elif kind is None:
            raise Refused(name)
        if raw is None:
            del facts[name]
        else:
            facts[name] = _state(name, kind, raw)
    return facts


def _state(name: str, kind: int, raw: Any) -> Any:
    """Return what 查不清 or 无 (or a text) stands for."""
    if raw == UNCLEAR:
        return None
    if raw == NONE and kind != FLAG and name not in NEVER_NONE:
        if kind == DATE:
            return 0
        if kind == FINDING:
            return () if name in QUALIFIED else None
        return "" if kind == OPTION else ()
    if kind == TEXT:
        return _text(raw)
    raise Refused(name)


def _finding(name: str, raw: dict[str, Any], today: int) -> Any:
    if not raw.keys() <= FINDING_KEYS:
        raise Refused(name)
    get = raw.get
    conclusion, body, level, basis = get("conclusion"), get("body"), get("level"), get("basis")
    if conclusion is not True and conclusion is not False:
        conclusion = _flag(conclusion)
    if type(body) is not str or body not in BODIES:
        body = _option(body, BODIES)
    if type(level) is not str or level not in LEVELS:
        level = _option(level, LEVELS)
    day = _day(get("date"), today)
    if _text(basis) is None or day is None or body not in AUTHORITY[name]:
        conclusion = None
    return (conclusion, level, day) if name in QUALIFIED else conclusion


def _notices(raw: list[Any], today: int) -> tuple[bool, list[Notice]]:
    """Return whether every notice is dated, and the notices, then in that order."""
    rows = []
    for row in raw:
        _fields(row, _NOTICE)
        get = row.get
        rows.append((_day(get("date"), today), _flag(get("omits")), _flag(get("knowable_at_first"))))
    return _in_order(rows)


def _procedures(raw: list[Any], today: int) -> list[Procedure]:
    """Return the procedures; what has not ended (无) runs until today."""
    rows = []
    spans = []
    for row in raw:
        _fields(row, _PROCEDURE)
        get = row.get
        first, last = _day(get("from"), today), get("to")
        end = LAST_DAY if last == NONE else _day(last, LAST_DAY)
        if first is not None and end is not None:
            spans.append((first, end))
        if last == NONE:
            end = None if first is None else max(first, today)
        rows.append((_option(get("kind"), PROCEDURES), first, end, _flag(get("notified_in_writing"))))
    spans.sort()
    if any(last < first for first, last in spans) or any(earlier[1] >= later[0] for earlier, later in pairwise(spans)):
        raise Refused("special_procedures")
    return rows


def _provisions(raw: list[Any], _today: int) -> list[Provision]:
    rows = []
    for row in raw:
        _fields(row, _PROVISION)
        get = row.get
        rank, applies = _option(get("rank"), RANKS), _flag(get("applies"))
        rows.append((rank, _text(get("title")), _text(get("article")), applies))
    return rows


def _claims(claimants: frozenset[str]) -> Callable[[list[Any], int], list[Claim]]:
    def claims(raw: list[Any], _today: int) -> list[Claim]:
        rows = []
        for row in raw:
            _fields(row, _CLAIM)
            rows.append((_option(row.get("by"), claimants), _text(row.get("reason"))))
        return rows

    return claims


def _orders(raw: list[Any], today: int) -> tuple[bool, list[Order]]:
    """Return whether every order is dated, and the orders, then in that order."""
    rows = []
    for row in raw:
        _fields(row, _ORDER)
        get = row.get
        deadline, corrected = get("deadline"), get("corrected_on")
        _flag(get("by_own_level"))
        rows.append(
            (
                _day(get("date"), today),
                _option(get("by"), BODIES),
                0 if deadline == NONE else _day(deadline, LAST_DAY),
                0 if corrected == NONE else _day(corrected, today),
                _flag(get("covers_all")),
            )
        )
    return _in_order(rows)


def _in_order(rows: list[Any]) -> tuple[bool, list[Any]]:
    for row in rows:
        if row[0] is None:
            return False, rows
    if len(rows) > 1:
        rows.sort(key=_first)
    return True, rows


_NOTICE = frozenset(("date", "omits", "knowable_at_first"))
_PROCEDURE = frozenset(("kind", "from", "to", "notified_in_writing"))
_PROVISION = frozenset(("rank", "title", "article", "applies"))
_CLAIM = frozenset(("by", "reason"))
_ORDER = frozenset(("date", "by", "by_own_level", "deadline", "corrected_on", "covers_all"))
_LISTS: dict[str, Callable[[list[Any], int], Any]] = {
    "correction_notices": _notices,
    "special_procedures": _procedures,
    "cited_provisions": _provisions,
    "other_circumstance_claims": _claims(frozenset(("worker", "agency", "management_body", "other"))),
    "other_liability_claims": _claims(
        frozenset(
            ("management_body", "efficiency_body", "personnel_department", "discipline_body", "complainant", "other")
        )
    ),
    "rectification_orders": _orders,
}


def _fields(row: Any, known: frozenset[str]) -> None:
    if type(row) is not dict or not row.keys() <= known:
        raise Refused(row)


def _first(row: tuple[Any, ...]) -> Any:
    return row[0]


def _flag(raw: Any) -> Truth:
    if raw is True or raw is False or raw is None:
        return raw
    if raw == UNCLEAR:
        return None
    raise Refused(raw)


def _option(raw: Any, options: frozenset[str]) -> str | None:
    if raw is None or (type(raw) is str and raw in options):
        return raw
    if raw == UNCLEAR:
        return None
    raise Refused(raw)


def _day(raw: Any, latest: int) -> int | None:
    if type(raw) is str and len(raw) == ISO_LENGTH and raw[4] == raw[7] == "-":
        try:
            day = _fromisoformat(raw).toordinal()
        except ValueError:
            raise Refused(raw) from None
        if day <= latest:
            return day
    elif raw is None or raw == UNCLEAR:
        return None
    raise Refused(raw)


def _text(raw: Any) -> str | None:
    if type(raw) is str:
        if raw == UNCLEAR:
            return None
        if raw != NONE and len(raw) <= LONGEST_TEXT and not raw.isspace() and raw and not _LONE.search(raw):
            return raw
    elif raw is None:
        return None
    raise Refused(raw)


@lru_cache(maxsize=1024)
def _duration(text: str) -> tuple[int, str] | None:
    match = _DURATION.fullmatch(text.strip())
    return (int(match[1]), _UNIT[match[2]]) if match else None

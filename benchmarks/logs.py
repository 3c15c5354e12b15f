"""Case logs to measure with: some of real shape, and any number of variations of them.

All use the spelling of an integrator's JSON, as the records do. Persons, documents and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Event = dict[str, Any]


@dataclass(frozen=True)
class CaseLog:
    """The events of a case, its undated facts, and the day on which it is asked about."""

    events: tuple[Event, ...]
    facts: dict[str, Any]
    on: str


def _finding(conclusion: bool, body: str, day: str) -> dict[str, Any]:
    return {"conclusion": conclusion, "body": body, "level": "county", "date": day, "basis": "示例核〔2026〕21号"}


def _numbered(*events: Event) -> tuple[Event, ...]:
    return tuple({"id": str(number)} | event for number, event in enumerate(events, 1))


# A licence that comes too late in spite of an expert review, its bad review, an order to correct, a return visit.
LICENCE_AND_REVIEW = CaseLog(
    _numbered(
        {"date": "2026-02-02", "event": "materials_received", "item_category": "licence", "materials_defective": True},
        {"date": "2026-02-04", "event": "correction_notified", "omits": False, "knowable_at_first": False},
        {
            "date": "2026-02-10",
            "event": "accepted",
            "promised_time": "10工作日",
            "promise_excludes_procedures": True,
        },
        {"date": "2026-02-12", "event": "procedure_begun", "kind": "expert_review", "notified_in_writing": True},
        {"date": "2026-02-27", "event": "procedure_ended", "of": "4"},
        {
            "date": "2026-03-02",
            "event": "extended",
            "extension": "5工作日",
            "extension_by_right_person": True,
            "extension_reasons_told": True,
        },
        {"date": "2026-03-05", "event": "stationing_checked", "on_negative_list": False, "stationed": True},
        {"date": "2026-03-16", "event": "review_received", "real_name": True, "review_submitted_on": "2026-03-16"},
        {"date": "2026-03-19", "event": "reviewer_contacted"},
        {
            "date": "2026-03-18",
            "event": "review_verified",
            "situation_clear": False,
            "claim_reasonable": True,
            "complex_situation": True,
        },
        {"date": "2026-03-18", "event": "rectification_term_set", "rectify_by": "2026-03-31"},
        {
            "date": "2026-03-20",
            "event": "correction_ordered",
            "by": "management_body",
            "deadline": "2026-04-03",
            "covers_all": True,
        },
        {"corrects": "9", "date": "2026-03-17", "event": "reviewer_contacted"},
        {"date": "2026-03-27", "event": "completed"},
        {"date": "2026-03-30", "event": "issued"},
        {"date": "2026-04-02", "event": "rectified"},
        {"date": "2026-04-03", "event": "corrected", "of": "12"},
        {"date": "2026-04-07", "event": "followed_up"},
        {"date": "2026-04-08", "event": "problem_found_in_return_visit", "by_working_group": True},
        {"date": "2026-04-15", "event": "problem_rectified"},
    ),
    {"subject": "agency", "level": "county", "conduct_date": "2026-03-18"},
    "2026-04-10",
)
TRANSFER = CaseLog(
    _numbered(
        {"date": "2026-03-09", "event": "materials_received", "item_category": "licence", "materials_defective": False},
        {
            "date": "2026-03-10",
            "event": "accepted",
            "promised_time": "10工作日",
            "promise_excludes_procedures": True,
        },
        {"date": "2026-03-16", "event": "procedure_begun", "kind": "inspection", "notified_in_writing": True},
        {"date": "2026-03-20", "event": "procedure_ended", "of": "3"},
        {
            "date": "2026-04-02",
            "event": "correction_ordered",
            "by": "management_body",
            "deadline": "2026-04-16",
            "covers_all": True,
        },
        {
            "date": "2026-04-20",
            "event": "refusal_found",
            "refuses": _finding(True, "management_body", "2026-04-20"),
        },
        {"date": "2026-04-22", "event": "transferred"},
    ),
    {"subject": "agency", "level": "county", "conduct_date": "2026-04-01"},
    "2026-04-21",
)
REVIEW = CaseLog(
    _numbered(
        {"date": "2026-02-13", "event": "review_received", "real_name": True, "review_submitted_on": "2026-02-13"},
        {"date": "2026-02-14", "event": "reviewer_contacted"},
        {
            "date": "2026-02-24",
            "event": "review_verified",
            "situation_clear": True,
            "claim_reasonable": True,
            "complex_situation": False,
        },
        {"date": "2026-02-26", "event": "rectified"},
        {"date": "2026-03-05", "event": "followed_up"},
    ),
    {"subject": "agency", "level": "city"},
    "2026-02-25",
)
OVERTIME = CaseLog(
    _numbered(
        *(
            {"date": day, "event": "overtime_worked", "arranged": True, "after_hours": False, "leave_due": due}
            for day, due in (
                ("2026-05-02", "2026-08-02"),
                ("2026-05-09", "无"),
                ("2026-05-16", "2026-08-16"),
                ("2026-05-23", "无"),
                ("2026-05-30", "2026-08-30"),
            )
        ),
        {"date": "2026-06-10", "event": "leave_given", "of": "1"},
        {"date": "2026-06-24", "event": "leave_given", "of": "4"},
    ),
    {"subject": "window_staff", "level": "city", "conduct_date": "2026-05-02"},
    "2026-08-14",
)
COMPLAINT = CaseLog(
    _numbered(
        {"date": "2026-07-06", "event": "complaint_received", "complainant_reachable": True},
        {
            "date": "2026-07-15",
            "event": "complaint_verified",
            "complaint_partly_true": _finding(True, "management_body", "2026-07-15"),
            "complaint_partly_untrue": _finding(True, "management_body", "2026-07-15"),
        },
        {"date": "2026-07-17", "event": "complaint_clarified"},
        {"date": "2026-07-24", "event": "complaint_dealt_with"},
        {"date": "2026-07-28", "event": "complainant_answered"},
        {"date": "2026-08-10", "event": "complainant_revisited"},
    ),
    {"subject": "window_staff", "level": "county", "conduct_date": "2026-06-30"},
    "2026-08-04",
)
SHAPES = (LICENCE_AND_REVIEW, TRANSFER, REVIEW, OVERTIME, COMPLAINT)


def different_logs(first: int, last: int) -> Iterator[CaseLog]:
    """Yield logs of real shape, no two the same: their days are moved, and some lack a few events."""
    return (_varied(number) for number in range(first, last))


def _varied(number: int) -> CaseLog:
    random = Random(number)  # noqa: S311 - the same log in every run
    shape = random.choice(SHAPES)
    days = random.randint(-30, 120)

    def moved(value: Any) -> Any:
        return _moved(value, days)

    kept = [event for at, event in enumerate(shape.events) if at == 0 or random.random() < 0.85]
    events = tuple({name: moved(value) for name, value in event.items()} for event in kept)
    facts = {name: moved(value) for name, value in shape.facts.items()} | {"case_number": f"示例〔2026〕{number}号"}
    return CaseLog(_without_dangling(events), facts, _moved(_moved(shape.on, days), random.randint(-10, 10)))


def _moved(value: Any, days: int) -> Any:
    if isinstance(value, dict):
        return {name: _moved(part, days) for name, part in value.items()}
    try:
        return (date.fromisoformat(value) + timedelta(days)).isoformat()
    except (TypeError, ValueError):
        return value


def _without_dangling(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return the events, without those that refer to an event that is not among them."""
    known = {event["id"] for event in events}
    return tuple(event for event in events if event.get("of", event.get("corrects", event["id"])) in known)


def long_log(number: int, *, listed: bool) -> CaseLog:
    """Return a log of many events, each of which adds to the same list (``listed``) or states facts anew."""
    start = date(2026, 1, 2)
    make: Callable[[int], Event] = _order if listed else _stated
    events = tuple({"date": (start + timedelta(at % 300)).isoformat()} | make(at) for at in range(number))
    facts = {"subject": "agency", "level": "county", "conduct_date": "2026-01-02"}
    return CaseLog(events, facts, "2026-12-01")


def _order(at: int) -> Event:
    deadline = (date(2026, 1, 2) + timedelta(at % 300 + 14)).isoformat()
    return {"event": "correction_ordered", "by": "management_body", "deadline": deadline, "covers_all": bool(at % 2)}


def _stated(at: int) -> Event:
    return {"event": "established", ("in_service", "stationed", "acceptance_refused")[at % 3]: at % 300 < 150}

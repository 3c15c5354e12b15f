"""Records to measure with: realistic ones of several kinds, and random ones over a vocabulary.

All use the spelling of an integrator's JSON: ASCII names, option codes, true and false, ISO dates.
Persons, documents and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from random import Random
from typing import Any

from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Case = tuple[dict[str, Any], str]  # a record and the day as of which it is evaluated


def _finding(conclusion: bool, body: str, day: str, basis: str, level: str = "city") -> dict[str, Any]:
    return {"conclusion": conclusion, "body": body, "level": level, "date": day, "basis": basis}


_ROTATION = {
    "case_number": "漳政服轮〔2026〕0417号",
    "subject": "window_staff",
    "level": "city",
    "conduct_date": "2026-04-20",
    "window_start_date": "2024-09-02",
    "leaves_agency": False,
    "unfit_reason": "health",
    "unfit_for_window": _finding(True, "agency", "2026-04-15", "漳示建人〔2026〕21号"),
    "own_application_date": "2026-04-10",
    "business_changed_by_reform": False,
    "other_circumstance": "无",
    "report_date": "2026-04-20",
    "approval": _finding(True, "management_body", "2026-04-28", "漳示政服审〔2026〕31号"),
    "not_competent": _finding(False, "management_body", "2026-04-28", "漳示政服审〔2026〕31号"),
    "breaks_rules": _finding(False, "management_body", "2026-04-28", "漳示政服审〔2026〕31号"),
    "replacement_demand_date": "无",
}

_REPLACEMENT = {
    "case_number": "漳政服管〔2026〕0138号",
    "subject": "window_staff",
    "level": "city",
    "breaks_rules": _finding(True, "management_body", "2026-04-08", "漳示政服管〔2026〕44号"),
    "not_competent": "无",
    "replacement_demand_date": "2026-04-13",
    "replacement_demand_reasoned": False,
    "replaced_on": "无",
}

_OVERDUE_LICENCE = {
    "case_number": "漳示区效能〔2026〕0031号",
    "subject": "agency",
    "level": "county",
    "conduct_date": "2026-03-02",
    "item_category": "licence",
    "accepted_on": "2026-02-09",
    "promised_time": "10工作日",
    "promise_excludes_procedures": True,
    "special_procedures": [
        {"kind": "expert_review", "from": "2026-02-11", "to": "2026-02-12", "notified_in_writing": True}
    ],
    "extension": "无",
    "completed_on": "2026-03-12",
    "issued_on": "2026-03-13",
    "rectification_orders": "无",
}

_CORRECTION_NOTICES = {
    "case_number": "漳效能诉〔2026〕0216号",
    "subject": "agency",
    "level": "county",
    "conduct_date": "2026-03-16",
    "item_category": "licence",
    "materials_defective": True,
    "materials_received_on": "2026-03-03",
    "correction_notices": [
        {"date": "2026-03-06", "omits": True, "knowable_at_first": False},
        {"date": "2026-03-16", "omits": False, "knowable_at_first": True},
        {"date": "2026-03-23", "omits": False, "knowable_at_first": False},
    ],
    "rectification_orders": "无",
}

_TRANSFER = {
    "case_number": "漳示县政服督〔2026〕0019号",
    "subject": "agency",
    "level": "county",
    "conduct_date": "2026-02-26",
    "item_category": "licence",
    "on_negative_list": False,
    "stationed": True,
    "key_node_outside": _finding(True, "management_body", "2026-03-02", "示县政服督〔2026〕3号", "county"),
    "rectification_orders": [
        {
            "date": "2026-03-04",
            "by": "management_body",
            "deadline": "2026-03-20",
            "corrected_on": "无",
            "covers_all": True,
        }
    ],
    "refuses": _finding(True, "management_body", "2026-04-02", "示县政服督〔2026〕5号", "county"),
}

_TOLERANCE = {
    "case_number": "漳示效能〔2026〕0066号",
    "subject": "window_staff",
    "level": "county",
    "conduct_date": "2026-04-16",
    "in_duty_or_reform": _finding(True, "efficiency_body", "2026-05-22", "示县效能核〔2026〕9号", "county"),
    "subjective_intent": "查不清",
    "private_gain": _finding(False, "efficiency_body", "2026-05-22", "示县效能核〔2026〕9号", "county"),
    "pioneering": True,
    "lack_of_experience": True,
    "error_kind": ["mistake", "short_of_expectation"],
}

_BAD_REVIEW = {
    "case_number": "漳示区政服评〔2026〕0021号",
    "subject": "agency",
    "level": "county",
    "conduct_date": "2026-02-13",
    "review_rating": "bad",
    "real_name": True,
    "review_submitted_on": "2026-02-13",
    "review_received_on": "2026-02-13",
    "contacted_on": "2026-02-14",
    "verified_on": "2026-02-25",
    "situation_clear": True,
    "claim_reasonable": True,
    "complex_situation": False,
    "rectified_on": "无",
    "follow_up_on": "无",
}

_BRIBE = {
    "case_number": "漳示纪〔2026〕0057号",
    "subject": "window_staff",
    "level": "city",
    "conduct_date": "2026-04-09",
    "item_category": "licence",
    "pioneering": True,
    "lack_of_experience": True,
    "function_transformation": True,
    "for_convenience": True,
    "tolerant_handling": True,
    "error_kind": ["mistake", "deviation"],
    "in_service": True,
    "solicited_property": False,
    "accepted_property": True,
    "benefit_for": "self",
    "subjective_intent": _finding(False, "efficiency_body", "2026-05-20", "漳示效能核〔2026〕12号"),
    "private_gain": _finding(True, "discipline_body", "2026-06-08", "漳示纪审〔2026〕19号"),
    "crime": _finding(True, "discipline_body", "2026-06-08", "漳示纪审〔2026〕19号"),
    "rectification_orders": "无",
}

_UTILITY = {
    "case_number": "漳示水务诉〔2026〕0012号",
    "subject": "public_utility",
    "related_to_service": True,
    "level": "city",
    "conduct_date": "2026-04-17",
    "item_category": "public_service",
    "accepted_on": "2026-04-09",
    "promised_time": "3工作日",
    "special_procedures": "无",
    "completed_on": "2026-04-17",
    "rectification_orders": "无",
}

# One file with nearly everything that a centre asks of a window worker: rotation, replacement, liability, tolerance.
_FULL = {
    **_ROTATION,
    "earlier_window_time": "8个月",
    "leave_reason": "无",
    "headcount_reduction": False,
    "replacement_demand_reasoned": False,
    "replaced_on": "无",
    "item_category": "licence",
    "materials_defective": True,
    "materials_received_on": "2026-03-03",
    "correction_notices": [
        {"date": "2026-03-06", "omits": False, "knowable_at_first": False},
        {"date": "2026-03-16", "omits": False, "knowable_at_first": False},
    ],
    "meets_acceptance_conditions": _finding(True, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "acceptance_refused": False,
    "on_negative_list": False,
    "stationed": True,
    "key_node_outside": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "on_simulation_list": True,
    "accepted_on": "2026-03-18",
    "promised_time": "10工作日",
    "promise_excludes_procedures": True,
    "special_procedures": [
        {"kind": "inspection", "from": "2026-03-20", "to": "2026-03-24", "notified_in_writing": True},
        {"kind": "expert_review", "from": "2026-03-27", "to": "2026-03-30", "notified_in_writing": True},
    ],
    "extension": "无",
    "completed_on": "2026-04-07",
    "issued_on": "2026-04-08",
    "in_service": True,
    "solicited_property": False,
    "accepted_property": False,
    "other_benefit": False,
    "neglect_of_duty": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "buck_passing": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "abuse_of_power": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "rectification_orders": "无",
    "in_duty_or_reform": _finding(True, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "subjective_intent": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "private_gain": _finding(False, "efficiency_body", "2026-04-20", "漳示效能核〔2026〕8号"),
    "error_kind": ["deviation"],
    "function_transformation": True,
    "for_convenience": True,
    "tolerant_handling": True,
}

REALISTIC: dict[str, Case] = {
    "two facts only": ({"subject": "window_staff", "level": "city"}, "2026-05-06"),
    "rotation, complete": (_ROTATION, "2026-05-06"),
    "replacement without a reason": (_REPLACEMENT, "2026-04-20"),
    "overdue licence": (_OVERDUE_LICENCE, "2026-03-20"),
    "second correction notice": (_CORRECTION_NOTICES, "2026-04-01"),
    "order not obeyed, transfer": (_TRANSFER, "2026-04-08"),
    "tolerance, intent unclear": (_TOLERANCE, "2026-05-29"),
    "bad review": (_BAD_REVIEW, "2026-03-02"),
    "bribe dressed as reform": (_BRIBE, "2026-06-15"),
    "utility, by reference": (_UTILITY, "2026-04-30"),
    "before the rules": (_CORRECTION_NOTICES | {"conduct_date": "2025-12-31"}, "2026-04-01"),
    "everything in one file": (_FULL, "2026-05-06"),
}

# ── random records ──────────────────────────────────────────────────────

_DAYS = ("2025-12-20", "2026-01-01", "2026-03-02", "2026-05-06", "2026-05-06", "2026-12-30", "2027-01-08", "2031-02-01")
_REACH = (3, 30, 200, 600)
_USUAL_BODIES = ("management_body", "efficiency_body", "discipline_body")
_DURATIONS = {
    "workday": ("0工作日", "3工作日", "10 工作日", "400工作日"),
    "day": ("5日", "20天"),
    "month": ("1个月", "2月", "99999个月"),
    "year": ("1年",),
}


def random_case(random: Random, vocabulary: Vocabulary, facts: Collection[str] | None = None) -> Case:
    """Return a valid record, from nearly empty to full, and a day to evaluate it on.

    ``facts``, if given, names the only facts that it may hold. Values lean towards what a policy looks for, so that
    every outcome comes up: bodies with authority, one level, dates that lie close together, lists of a few elements.
    """
    return _Draw(random, vocabulary, facts).case()


def changed_case(random: Random, vocabulary: Vocabulary, case: Case) -> Case:
    """Return a case with up to three of its facts drawn anew or dropped."""
    record, on = case
    draw = _Draw(random, vocabulary, None)
    draw.on = date.fromisoformat(on)
    changed = dict(record)
    for name in random.sample(sorted(record), min(len(record), random.randint(1, 3))):
        changed[name] = draw.value(vocabulary.by_name[name])
        if random.random() < 0.2:
            del changed[name]
    return changed, on


class _Draw:
    """Draws a record; the day, the level and how much is known are drawn once for all of its facts."""

    def __init__(self, random: Random, vocabulary: Vocabulary, facts: Collection[str] | None) -> None:
        self.random, self.vocabulary = random, vocabulary
        self.facts = [fact for fact in vocabulary.facts if facts is None or fact.name in facts]
        self.on = date.fromisoformat(random.choice(_DAYS))
        self.filled = random.choice((0.1, 0.4, 0.9, 1.0, 1.0))
        self.unclear = random.choice((0.0, 0.0, 0.03, 0.2))
        self.lean = random.random()
        self.level = random.choice(list(vocabulary.levels.values()))

    def case(self) -> Case:
        record = {fact.name: self.value(fact) for fact in self.facts if self.random.random() < self.filled}
        if "subject" in record and self.random.random() < 0.6:
            record["subject"] = self.random.choice(("window_staff", "agency"))
        if "level" in record and self.random.random() < 0.8:
            record["level"] = self.level
        return record, self.on.isoformat()

    def value(self, fact: Fact) -> Any:
        random = self.random
        if random.random() < self.unclear:
            return random.choice(("查不清", None))
        if fact.may_be_none and random.random() < (0.4 if fact.kind in (Kind.DATE, Kind.LIST) else 0.1):
            return "无"
        match fact.kind:
            case Kind.FLAG:
                return random.random() < self.lean
            case Kind.OPTION:
                return random.choice(list(fact.options.values()))
            case Kind.BODY:
                return self.body()
            case Kind.OPTIONS:
                codes = list(fact.options.values())
                return random.sample(codes, random.randrange(len(codes)))
            case Kind.INTEGER:
                low = -10 if fact.minimum is None else fact.minimum
                return random.randint(low, low + 10 if fact.maximum is None else fact.maximum)
            case Kind.DATE:
                reach = random.choice(_REACH)
                return self.day(random.randint(-reach, reach if fact.may_be_future else 0))
            case Kind.DURATION:
                return random.choice(_DURATIONS[random.choice(fact.units)])
            case Kind.TEXT:
                return random.choice(("示例文号〔2026〕1号", "basis 7"))
            case Kind.FINDING:
                return self.finding()
            case Kind.LIST:
                return self.rows(fact)

    def day(self, distance: int) -> str:
        return (self.on + timedelta(days=distance)).isoformat()

    def body(self) -> str:
        bodies = list(self.vocabulary.bodies.values())
        usual = [body for body in _USUAL_BODIES if body in bodies]
        return self.random.choice(usual if usual and self.random.random() < 0.8 else bodies)

    def finding(self) -> dict[str, Any]:
        random = self.random
        finding: dict[str, Any] = {
            "conclusion": random.random() < self.lean,
            "body": self.body(),
            "level": self.level if random.random() < 0.8 else random.choice(list(self.vocabulary.levels.values())),
            "date": self.day(-random.choice((0, 1, 20, 300))),
            "basis": "示例文号〔2026〕2号",
        }
        for name in list(finding):
            if random.random() < self.unclear / 3:
                finding[name] = random.choice(("查不清", None))
            elif random.random() < self.unclear / 3:
                del finding[name]
        return finding

    def rows(self, fact: Fact) -> list[dict[str, Any]]:
        random = self.random
        rows = []
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            fields = [field for field in fact.fields if random.random() > self.unclear / 3]
            rows.append({field.name: self.value(field) for field in fields})
        if fact.interval is not None:
            first, last = (fact.fields[position].name for position in fact.interval)
            for number, row in enumerate(rows, 1):
                start = -20 * number - random.randrange(3)
                for name, distance in ((first, start), (last, start + random.choice((0, 1, 12)))):
                    ongoing = row.get(name) == "无" and number == 1  # only the latest can be
                    if row.get(name) not in (None, "查不清") and not ongoing:
                        row[name] = self.day(distance)
        return rows


def spoilt(case: Case, random: Random) -> dict[str, Any]:
    """Return the record with a value replaced or a key added; most results are not valid."""
    record, on = case
    spoilt = dict(record)
    later = (date.fromisoformat(on) + timedelta(days=1)).isoformat()
    bad = random.choice((*_BAD, later))
    name = random.choice([*spoilt, "no_such_fact"])
    inner = spoilt.get(name)
    if isinstance(inner, dict) and random.random() < 0.7:
        spoilt[name] = {**inner, random.choice([*inner, "no_such_key", "basis"]): bad}
    elif isinstance(inner, list) and inner and isinstance(inner[0], dict) and random.random() < 0.7:
        spoilt[name] = [*inner, {**inner[0], random.choice([*inner[0], "no_such_field"]): bad}]
    else:
        spoilt[name] = bad
    return spoilt


_BAD: tuple[Any, ...] = (
    0, 1, -3, 2.5, float("nan"), "", " ", "x", "无", "查不清", "2026-02-30", "2026-1-1", "2026-W01-1", "20260101",
    "2026-05-06T00:00", "5分钟", "05工作日", "2年", "5 工作日 ", "a" * 10_001, "\ud800", True, False, b"1", [], [1],
    ["mistake", "x"], [[]], [{}], {}, {"x": 1}, {"conclusion": 1}, [{"date": "无"}], [{"date": "2024-01-01"}] * 1001,
)  # fmt: skip

"""The first task: 第二十一条 and 第二十三条 on 17 facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.handwritten import GROUNDS
from benchmarks.peers.logic import (
    FALSE,
    UNKNOWN,
    Among,
    Condition,
    Flag,
    Found,
    Has,
    Not,
    Step,
    Within,
    all_of,
    any_of,
)
from benchmarks.peers.task import Drawn, Entry, Policy, Task

from zzrules.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl

FLAGS = (
    *("related_to_service", "stationed", "in_convenience_centre", "on_negative_list", "in_service"),
    *("solicited_property", "accepted_property", "other_benefit", "pioneering", "lack_of_experience"),
)
FINDINGS = ("in_duty_or_reform", "subjective_intent", "private_gain")
FACTS = ("subject", "item_category", "conduct_date", *FLAGS, "error_kind", *FINDINGS)

_UTILITIES = ("public_utility", "public_utility_staff", "intermediary", "intermediary_staff", "other")
_NO_PERSON = ("agency", "management_body", "development_zone")
_ACCOUNTABILITY = ("efficiency_body", "personnel_department", "discipline_body")
_JUDGES = (*_ACCOUNTABILITY, "judicial_body")
_SOME, _EXCUSED = Step("some"), Step("excused")
# 第二十四条第二款 comes before what a policy says itself: of such bodies, people judge.
_BY_REFERENCE = Entry("by_reference", all_of(Step("utility"), Flag("related_to_service")), closing=Step("utility"))

_STEPS: dict[str, Condition] = {
    "force": Within("conduct_date", "2026-01-01", "2030-12-31"),
    "utility": Among("subject", _UTILITIES),
    "outside": all_of(Step("utility"), Not(Flag("related_to_service"))),
    "liable": all_of(any_of(Step("utility"), Among("subject", ("agency", "window_staff"))), Not(Step("outside"))),
    "service": Not(Among("item_category", ("ex_officio",))),
    "away": all_of(
        Step("service"),
        Not(Among("subject", ("window_staff",))),
        any_of(
            all_of(*(Not(Flag(fact)) for fact in ("stationed", "in_convenience_centre", "on_negative_list"))),
            all_of(any_of(Flag("stationed"), Flag("in_convenience_centre")), UNKNOWN),
        ),
    ),
    "gained": all_of(
        Flag("in_service"), any_of(*map(Flag, ("solicited_property", "accepted_property", "other_benefit")))
    ),
    "some": any_of(all_of(Step("service"), UNKNOWN), Step("away"), Step("gained"), all_of(Flag("in_service"), UNKNOWN)),
    "person": all_of(Not(Among("subject", _NO_PERSON)), Not(Step("outside"))),
    "intent": Found("subjective_intent", _JUDGES),
    "gain": Found("private_gain", _JUDGES),
    "duty": Found("in_duty_or_reform", _ACCOUNTABILITY),
    "mistake": Has("error_kind", "mistake"),
    "tried": all_of(
        Flag("pioneering"),
        Flag("lack_of_experience"),
        any_of(Step("mistake"), Has("error_kind", "short_of_expectation")),
    ),
    "negligent": all_of(Has("error_kind", "negligence"), UNKNOWN),
    "tolerant": all_of(any_of(Step("mistake"), Has("error_kind", "deviation")), UNKNOWN),
    "objective": all_of(any_of(Step("mistake"), Has("error_kind", "error")), UNKNOWN),
    "excused": any_of(*map(Step, ("negligent", "tried", "tolerant", "objective"))),
}
_LADDER = ("transfer", "corrected", "correcting", "found_too_early", "overdue", "order_correction")
_LIABILITY = (
    all_of(Step("service"), UNKNOWN),
    all_of(Step("service"), UNKNOWN),
    Step("away"),
    all_of(Step("service"), UNKNOWN),
    all_of(Step("service"), UNKNOWN),
    Step("gained"),
    all_of(Flag("in_service"), UNKNOWN),
    FALSE,
)
_TOLERANCE = (Step("negligent"), Step("tried"), Step("tolerant"), all_of(Step("mistake"), UNKNOWN), Step("objective"))


def _columns(vocabulary: Vocabulary, drawn: Drawn) -> dict[str, pl.Series]:
    import polars as pl

    facts = vocabulary.by_name
    columns: dict[str, pl.Series] = {}
    for name in ("subject", "item_category"):
        codes = list(facts[name].options.values())
        often = ["window_staff", "agency"] * 6 if name == "subject" else []
        columns[name] = drawn.column([*codes, *often], pl.Enum(codes))
    columns["conduct_date"] = drawn.column([date(2025, 11, 1) + timedelta(day) for day in range(395)], pl.Date)
    for name in FLAGS:
        columns[name] = drawn.column([True, False] * 2, pl.Boolean)
    kinds = list(facts["error_kind"].options.values())
    sets = [[kind for bit, kind in enumerate(kinds) if mask >> bit & 1] for mask in range(1 << len(kinds))]
    columns["error_kind"] = drawn.column(sets, pl.List(pl.Enum(kinds)))
    parts = {"conclusion": pl.Boolean, "body": pl.Enum(list(vocabulary.bodies.values())), "date": pl.Date}
    findings = [
        {"conclusion": conclusion, "body": body, "date": day, "basis": "示例核〔2026〕9号"}
        for conclusion in (True, False)
        for body in ("efficiency_body", "discipline_body", "agency")
        for day in (date(2026, 12, 1), None)  # no conduct is later
    ]
    for name in FINDINGS:
        columns[name] = drawn.column(findings, pl.Struct({**parts, "basis": pl.String}))
    return {name: columns[name] for name in FACTS}


TASK = Task(
    name="articles",
    title="第二十一条 and 第二十三条",
    rows_are="17 facts (10 flags, 2 options, a date, a set of options, 3 findings)",
    on=date(2026, 12, 1),
    about=("第二十一条", "第二十三条"),
    force=Step("force"),
    steps=_STEPS,
    policies=(
        Policy(
            code="liability",
            applies=Step("liable"),
            grounds=dict(zip(GROUNDS["liability"], _LIABILITY, strict=True)),
            entries=(
                _BY_REFERENCE,
                *(Entry(code, all_of(_SOME, UNKNOWN)) for code in _LADDER[:-1]),
                Entry(_LADDER[-1], _SOME),
            ),
            rest="no_ground",
        ),
        Policy(
            code="tolerance",
            applies=Step("person"),
            grounds=dict(zip(GROUNDS["tolerance"], _TOLERANCE, strict=True)),
            entries=(
                _BY_REFERENCE,
                Entry("intent", Step("intent")),
                Entry("private_gain", Step("gain")),
                Entry("not_in_duty", Not(Step("duty"))),
                Entry("no_ground", Not(_EXCUSED)),
            ),
            rest="may_tolerate",
        ),
    ),
    columns=_columns,
    constants={},
)

"""The task for expression languages of two values, in the syntax that most of them share.

Their connectives refuse null or take it for false. So each truth is written on two rails, as whoever needs three
values there has to: ``…T`` (certainly true) and ``…M`` (may be true). A step may use the steps before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from benchmarks.peers.task import PolicyAnswer, flagged

STEPS = {
    "inForce": "conduct_date != null and conduct_date >= '2026-01-01' and conduct_date <= '2030-12-31'",
    "mayForce": "conduct_date == null or inForce",
    "utility": "subject in ['public_utility', 'public_utility_staff', 'intermediary', 'intermediary_staff', 'other']",
    "outsideT": "utility and related_to_service == false and inForce",
    "outsideM": "(subject == null or utility) and related_to_service != true and mayForce",
    "serviceT": "item_category != null and item_category != 'ex_officio'",
    "serviceM": "item_category != 'ex_officio'",
    # 第二十一条
    "liable": "utility or subject in ['agency', 'window_staff']",
    "liabilityT": "liable and not outsideM",
    "liabilityM": "(subject == null or liable) and not outsideT",
    "awayT": "stationed == false and in_convenience_centre == false and on_negative_list == false",
    "awayM": "(stationed != true and in_convenience_centre != true and on_negative_list != true) or stationed != false",
    "g3T": "serviceT and subject != null and subject != 'window_staff' and awayT",
    "g3M": "serviceM and subject != 'window_staff' and awayM",
    "g6T": "in_service == true and (solicited_property == true or accepted_property == true or other_benefit == true)",
    "g6M": "in_service != false and (solicited_property != false or accepted_property != false"
    " or other_benefit != false)",
    "g7M": "in_service != false",
    "someT": "g3T or g6T",
    "someM": "serviceM or g3M or g6M or g7M",
    # 第二十三条
    "person": "not (subject in ['agency', 'management_body', 'development_zone', 'public_utility', 'intermediary'])",
    "toleranceT": "subject != null and person and not outsideM",
    "toleranceM": "person and not outsideT",
    "intentK": "subjective_intent != null and subjective_intent.date != null and subjective_intent.basis != null and"
    " subjective_intent.body in ['efficiency_body', 'personnel_department', 'discipline_body', 'judicial_body']",
    "intentT": "intentK and subjective_intent.conclusion == true",
    "intentM": "not intentK or subjective_intent.conclusion != false",
    "gainK": "private_gain != null and private_gain.date != null and private_gain.basis != null and"
    " private_gain.body in ['efficiency_body', 'personnel_department', 'discipline_body', 'judicial_body']",
    "gainT": "gainK and private_gain.conclusion == true",
    "gainM": "not gainK or private_gain.conclusion != false",
    "dutyK": "in_duty_or_reform != null and in_duty_or_reform.date != null and in_duty_or_reform.basis != null and"
    " in_duty_or_reform.body in ['efficiency_body', 'personnel_department', 'discipline_body']",
    "dutyT": "dutyK and in_duty_or_reform.conclusion == true",
    "dutyM": "not dutyK or in_duty_or_reform.conclusion != false",
    "kinds": "error_kind != null ? error_kind"
    " : ['negligence', 'mistake', 'short_of_expectation', 'deviation', 'error']",
    "mistakeM": "'mistake' in kinds",
    "m1M": "'negligence' in kinds",
    "m2T": "pioneering == true and lack_of_experience == true and error_kind != null"
    " and (mistakeM or 'short_of_expectation' in kinds)",
    "m2M": "pioneering != false and lack_of_experience != false and (mistakeM or 'short_of_expectation' in kinds)",
    "m3M": "mistakeM or 'deviation' in kinds",
    "m5M": "mistakeM or 'error' in kinds",
    "excusedT": "m2T",
    "excusedM": "m1M or m2M or m3M or mistakeM or m5M",
    # the decision lists
    "holdsT": "inForce and liabilityT",
    "holdsM": "mayForce and liabilityM",
    "l1": "holdsM and not utility",
    "mayT": "inForce and toleranceT",
    "mayM": "mayForce and toleranceM",
    "byReference": "subject in ['public_utility_staff', 'intermediary_staff', 'other']",
    "t1": "mayM and not byReference",
    "t2": "t1 and not intentT",
    "t3": "t2 and not gainT",
    "t4": "t3 and dutyM",
}
GROUNDS = {
    "liability": (
        "holdsM and serviceM ? null : false",
        "holdsM and serviceM ? null : false",
        "holdsT and g3T ? true : holdsM and g3M ? null : false",
        "holdsM and serviceM ? null : false",
        "holdsM and serviceM ? null : false",
        "holdsT and g6T ? true : holdsM and g6M ? null : false",
        "holdsM and g7M ? null : false",
        "false",
    ),
    "tolerance": (
        "mayM and m1M ? null : false",
        "mayT and m2T ? true : mayM and m2M ? null : false",
        "mayM and m3M ? null : false",
        "mayM and mistakeM ? null : false",
        "mayM and m5M ? null : false",
    ),
}
POSSIBLE = {
    "liability": (
        "holdsM and (subject == null or utility)",
        *("l1 and someM",) * 5,
        "l1 and not someT",
        "mayForce and not liabilityT",
        "not inForce",
    ),
    "tolerance": (
        "mayM and (subject == null or byReference)",
        "t1 and intentM",
        "t2 and gainM",
        "t3 and not dutyT",
        "t4 and not excusedT",
        "t4 and excusedM",
        "mayForce and not toleranceT",
        "not inForce",
    ),
}
OUTCOME = {
    "liability": "not mayForce ? 'not_in_force' : not inForce ? null : not liabilityM ? 'not_applicable'"
    " : not liabilityT ? null : utility ? 'by_reference' : subject == null or someM ? null : 'no_ground'",
    "tolerance": "not mayForce ? 'not_in_force' : not inForce ? null : not toleranceM ? 'not_applicable'"
    " : not toleranceT ? null : byReference ? 'by_reference' : intentT ? 'intent' : intentM ? null"
    " : gainT ? 'private_gain' : gainM ? null : not dutyM ? 'not_in_duty' : not dutyT ? null"
    " : excusedT ? 'may_tolerate' : excusedM ? null : 'no_ground'",
}


def answered(native: Mapping[str, list[object]]) -> tuple[PolicyAnswer, PolicyAnswer]:
    """Return the answer that `answers` makes: of each policy the grounds, the flags of the possible, the outcome."""
    first, second = (
        PolicyAnswer(tuple(grounds), flagged(policy, possible), outcome)  # type: ignore[arg-type]
        for policy, (grounds, possible, outcome) in zip(POSSIBLE, native, strict=True)
    )
    return first, second


def answers() -> str:
    """Return the expression of the answers over the steps."""
    return f"[{', '.join(answer(policy) for policy in POSSIBLE)}]"


def answer(policy: str) -> str:
    """Return the expression of one policy's answer over the steps."""
    return f"[[{', '.join(GROUNDS[policy])}], [{', '.join(POSSIBLE[policy])}], {OUTCOME[policy]}]"


_STEP = re.compile(rf"(?<![\w.'])({'|'.join(sorted(STEPS, key=len, reverse=True))})\b(?!')")


def renamed(expression: str, name: Callable[[str], str]) -> str:
    """Return an expression with the steps that it uses called (or written) otherwise."""
    return _STEP.sub(lambda found: name(found[1]), expression)

"""What the hand-written policies share: how an answer looks, and what several of them ask."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks.handwritten.facts import Truth

Truths = tuple[Truth, ...]
Answer = tuple[set[str] | frozenset[str], Truths, Truths, Truths]  # possible, grounds, with procedures, consequences
AddWorkdays = Callable[[int, int, Sequence[tuple[int, int]]], int | None]

GROUNDS = {
    "replacement": ("不能胜任", "不守规章"),
    "rotation": ("离开机构", "不适合", "业务取消调整", "其他情形"),
    "bad_review": (),
    "scope": (),
    "liability": (
        "不一次性告知",
        "应受理不受理",
        "不实质进驻",
        "体外循环",
        "超过承诺时限",
        "索取收受谋利",
        "失职滥权",
        "法律法规规章规定的其他情形",
    ),
    "tolerance": ("贯彻落实中的过失", "先行先试的失误", "容缺的失误", "破除障碍的失误", "客观因素的失误"),
}
CONSEQUENCES = {
    "replacement": ("要求更换", "接替人员符合派驻标准"),
    "rotation": ("本人提出申请", "报请审核", "轮换调整", "接替人员符合派驻标准", "不得随意调换"),
    "bad_review": (),
    "scope": ("参照执行",),
    "liability": (),
    "tolerance": ("从轻减轻不予免于追究责任",),
}

IN_FORCE, LAST_IN_FORCE = date(2026, 1, 1).toordinal(), date(2030, 12, 31).toordinal()
RELATED = frozenset(("public_utility", "public_utility_staff", "intermediary", "intermediary_staff"))
BY_REFERENCE = RELATED | {"other"}


def settled(code: str) -> dict[str, Answer]:
    """Return, per policy, the answer in which nothing but one common outcome is possible."""
    possible = frozenset(code.split("|"))
    return {
        policy: (possible, (False,) * len(names), (False,) * len(names), (False,) * len(CONSEQUENCES[policy]))
        for policy, names in GROUNDS.items()
    }


LAPSED = settled("not_in_force")
OUTSIDE = settled("not_applicable")
OUTSIDE_OR_LAPSED = settled("not_applicable|not_in_force")


def answer(
    possible: set[str], grounds: Truths, complete: Truths, consequences: Truths, day: int | None, applicable: Truth
) -> Answer:
    """Return the answer; where the policy may not apply, or the day is not known, nothing in it is more than unknown.

    ``possible`` is what the consequences were judged by; the unknown day adds its outcome.
    """
    if day is None:
        possible.add("not_in_force")
    elif applicable:
        return possible, grounds, complete, consequences
    unsure = tuple([truth and None for truth in grounds])
    unsure_complete = unsure if complete is grounds else tuple([truth and None for truth in complete])
    return possible, unsure, unsure_complete, tuple([truth and None for truth in consequences])


def governed(facts: dict[str, Any]) -> tuple[Truth, Truth, Truth]:
    """Return whether no policy applies, whether none applies directly, and whether people judge (第二十四条第二款)."""
    subject, related = facts.get("subject"), facts.get("related_to_service")
    if subject is None:
        return (False if related else None), None, (None if related is not False else False)
    if subject not in BY_REFERENCE:
        return False, False, False
    return None if related is None else not related, True, related


def only(possible: set[str], code: str) -> Truth:
    return code in possible and (len(possible) == 1 or None)


def months_later(day: int, months: int) -> int | None:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()

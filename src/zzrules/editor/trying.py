"""A case to try a policy with: a record to fill in, and what the policy concludes of it as it is being filled in."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from zzrules.base.errors import ZzrulesError
from zzrules.batch.yamlrecords import plain_data
from zzrules.blanks import blank_yaml
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Problems

if TYPE_CHECKING:
    from zzrules.rulebook import Rulebook

_MOST: Final = 4
"""How many of the facts that are missing are named."""
_STATED: Final = re.compile(r"^\s*[^\s#]", re.MULTILINE)
HEAD: Final = "# 试一个案卷："


def draft(book: Rulebook, code: str) -> str:
    """Return a record with all that a policy asks about, none of it known yet."""
    policy = book.plan.policy(code)
    lines = [
        f"{HEAD}{policy.name}（{policy.citation}）",
        "# 知道的填上，去掉行首的「# 」；不知道的不填。上面随填随写结论。",
        "",
    ]
    return "\n".join(lines) + "\n" + blank_yaml(book, code)


def concluded(book: Rulebook, code: str, text: str, on: date) -> str:
    """Return in one line what a policy concludes of a record as it is written, or what is wrong with the record."""
    problems = Problems()
    tree = read_text(text, "", problems) if _STATED.search(text) else Mapping(())
    if tree is None or problems:
        return str(problems.in_order()[0])
    policy, record = book.plan.policy(code), plain_data(tree)
    if not isinstance(record, dict):
        return "案卷要写成「事实: 值」，一行一个"
    try:
        answer = book.evaluate(record, on=on, about=[str(policy.citation)])[code]
    except ZzrulesError as error:
        return str(error.problems[0])
    if answer.status == "undetermined":
        possible = "、".join(f"「{one.name}」" for one in answer.possible_names)
        missing = [f"「{one.label}」" for one in answer.missing]
        more = "等" if len(missing) > _MOST else ""
        return f"{answer.name}：待查明，可能是{possible}；尚缺{'、'.join(missing[:_MOST])}{more}"
    because = f"，因为{'、'.join(answer.not_applicable_because)}" if answer.not_applicable_because else ""
    return f"{answer.name}：{answer.outcome_name}{because}"

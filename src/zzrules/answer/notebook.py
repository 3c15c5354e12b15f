"""What a notebook shows of a determination: one table, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from zzrules.answer.policy import PolicyAnswer

_MOST_ROWS: Final = 12
_MOST_FACTS: Final = 3


def page(source: str, on: str, answers: Sequence[PolicyAnswer], shown: Sequence[PolicyAnswer]) -> str:
    """Return the table of the policies shown, decided ones first, and how many others there are, as HTML."""
    rows = sorted(shown, key=lambda answer: answer.status == "undetermined")[:_MOST_ROWS]
    others = len(answers) - len(rows)
    head = "".join(f"<th>{word}</th>" for word in ("条款", "政策", "结论", "尚缺"))
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(answer))}</tr>" for answer in rows)
    rest = f"<p>另有 {others} 项政策不适用，或者案卷没有记载与它有关的事实。</p>" if others else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f"<div><p>{escape(source)}　评价日 {escape(on)}</p>{table}{rest}</div>"


def _cells(answer: PolicyAnswer) -> tuple[str, ...]:
    outcome = answer.outcome_name or answer.outcome_class or f"未定（{len(answer.possible)} 种可能）"
    outcome += "".join(f"（以{one}为准）" for one in answer.assumptions)
    missing = answer.missing
    facts = "、".join(fact.label for fact in missing[:_MOST_FACTS])
    more = f"等 {len(missing)} 项" if len(missing) > _MOST_FACTS else ""
    return answer.citation, answer.name, outcome, facts + more

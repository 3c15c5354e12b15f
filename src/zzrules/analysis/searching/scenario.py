"""A record as a scenario of a feature, in the steps and cells that legal staff write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zzrules.analysis.searching.witness import Case
from zzrules.answer.obligation import LABELS, UNDETERMINED, which_of
from zzrules.case.values import FINDING_PARTS
from zzrules.plan import model
from zzrules.plan.model import COMMON_OUTCOMES
from zzrules.policy.forms import BETWEEN
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

_NONE = "无"
_TRUTHS = {True: "是", False: "否"}
_BETWEEN_PARTS = "，"


def scenario(
    name: str, facts: Mapping[str, Any], on: date, about: str, asserted: Iterable[str], vocabulary: Vocabulary
) -> list[str]:
    r"""Return a scenario in its lines: a record (values by the codes of facts), the day, the question, what it asserts.

    >>> import zzrules
    >>> record = {"subject": "agency", "review_rating": "bad"}
    >>> told = ["「实名差评联系核实」待查明"]
    >>> vocabulary = zzrules.load().vocabulary
    >>> print(*scenario("差评", record, date(2026, 5, 6), "第二十条第二款", told, vocabulary), sep="\n")
      场景: 差评
        假如 案卷如下
          | 事实     | 值           |
          | 主体     | 政务服务机构 |
          | 评价等次 | 差评         |
        当 于「2026-05-06」就「第二十条第二款」评价
        那么 「实名差评联系核实」待查明
    """
    known = {name: fact for name, fact in vocabulary.by_name.items() if name in facts}
    plain = [fact for fact in known.values() if not _listed(fact, facts[fact.name])]
    lists = [fact for fact in known.values() if _listed(fact, facts[fact.name])]
    lines = [f"  场景: {name}"]
    if plain:
        lines.append("    假如 案卷如下")
        rows = [("事实", "值"), *((fact.label, cell(fact, facts[fact.name], vocabulary)) for fact in plain)]
        lines += [f"      {line}" for line in _table(rows)]
    for fact in lists:
        lines.append(f"    {'而且' if plain or fact is not lists[0] else '假如'} 「{fact.label}」有以下各次")
        lines += [f"      {line}" for line in _table(_elements(fact, facts[fact.name], vocabulary))]
    lines.append(f"    当 于「{on}」就「{about}」评价")
    lines += [f"    {'而且' if number else '那么'} {told}" for number, told in enumerate(asserted)]
    return lines


def writable(facts: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Return whether a scenario can write a record: not bounds, or the options that a fact may be.

    >>> import zzrules
    >>> vocabulary = zzrules.load().vocabulary
    >>> writable({"subject": "agency"}, vocabulary), writable({"subject": {"among": ["agency"]}}, vocabulary)
    (True, False)
    """
    for name, value in facts.items():
        if isinstance(value, Mapping) and vocabulary.by_name[name].kind is not Kind.FINDING:
            return False
        if isinstance(value, list) and any(isinstance(row, Mapping) and _in_part(row) for row in value):
            return False
    return True


def _in_part(row: Mapping[str, Any]) -> bool:
    return any(isinstance(cell, Mapping) for cell in row.values())


def key_of(plan: model.Plan, policy: model.Policy) -> str:
    """Return how scenarios name a policy: by its place, or by its name where others state the same place."""
    shared = [other for other in plan.policies if other.citation.covers(policy.citation)]
    return str(policy.citation) if len(shared) == 1 else policy.name


def said_outcome(policy: model.Policy, possible: Collection[str], key: str) -> str:
    """Return the step that asserts which outcomes are possible."""
    known = {**COMMON_OUTCOMES, **policy.outcomes}
    names = [name for code, name in known.items() if code in possible]
    return f"「{key}」{'的' if len(names) == 1 else '可能的'}结论是{''.join(f'「{name}」' for name in names)}"


def which_one(policy: model.Policy, name: str, number: int, *, several: bool) -> str:
    """Return how a step names the period of an obligation, or its element if it has ``several``; else nothing."""
    if model.recurrences_of(policy, name):
        return f"「{which_of(policy.obligation(name), number)}」期"
    return f"第「{number}」项" if several else ""


def said_by_both(policy: model.Policy, key: str, otherwise: str, case: Case) -> Iterator[str]:
    """Yield the steps that assert what a policy says, and what under another reading (口径：另说)."""
    yield said_outcome(policy, case.before.possible, key)
    if case.before.possible != case.after.possible:
        yield f"换一种口径「{otherwise}」，{said_outcome(policy, case.after.possible, key)}"
    for name, number in dict.fromkeys((*case.before.obligations, *case.after.obligations)):
        was, now = (side.obligations.get((name, number)) for side in (case.before, case.after))
        if was is not None and now is not None and was[0] != now[0]:
            of = f"「{key}」的义务「{name}」{which_one(policy, name, number, several=number > 1)}"
            yield f"{of}{_state(was[0])}"
            yield f"换一种口径「{otherwise}」，{of}{_state(now[0])}"


def _state(states: Collection[str]) -> str:
    return LABELS[next(iter(states))] if len(states) == 1 else LABELS[UNDETERMINED]


def _listed(fact: Fact, value: Any) -> bool:
    return fact.kind is Kind.LIST and isinstance(value, list) and bool(value)


def cell(fact: Fact, value: Any, vocabulary: Vocabulary) -> str:
    """Return a value, as records have it in codes, as a cell of a table says it."""
    if value in (_NONE, []):
        return _NONE
    match fact.kind:
        case Kind.OPTION | Kind.BODY if isinstance(value, Mapping):
            return "属于" + BETWEEN.join(_option(fact, code, vocabulary) for code in value["among"])
        case Kind.FLAG:
            return _TRUTHS.get(value, str(value))
        case Kind.OPTION | Kind.BODY:
            return _option(fact, str(value), vocabulary)
        case Kind.OPTIONS:
            return BETWEEN.join(_option(fact, str(one), vocabulary) for one in value)
        case Kind.FINDING if isinstance(value, Mapping):
            return _finding(value, vocabulary)
        case _:
            return str(value)


def _option(fact: Fact, code: str, vocabulary: Vocabulary) -> str:
    return vocabulary.body_label(code) if fact.kind is Kind.BODY and not fact.options else fact.option_label(code)


def _finding(value: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """Return a finding as a cell says it: its parts in their order, the body with its level in brackets."""
    said = []
    for part in FINDING_PARTS:
        known = value.get(part.code)
        if part.code == "level" or known is None:
            continue
        if part.code == "conclusion":
            said.append(_TRUTHS.get(known, str(known)))
        elif part.code == "body":
            level = next((label for label, code in vocabulary.levels.items() if code == value.get("level")), "")
            said.append(vocabulary.body_label(str(known)) + (f"（{level}）" if level else ""))
        else:
            said.append(str(known))
    return _BETWEEN_PARTS.join(said)


def _elements(fact: Fact, rows: Sequence[Mapping[str, Any]], vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    fields = [field for field in fact.fields if any(field.name in row for row in rows)]
    yield tuple(field.label for field in fields)
    for row in rows:
        yield tuple(cell(field, row[field.name], vocabulary) if field.name in row else "" for field in fields)


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines of a table, its columns of one width on a screen."""
    kept = list(rows)
    widths = [max(map(_width, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)

"""Blank records, to be filled in: all that a policy asks about, as YAML, as JSON, and as a row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zzrules.base.doors import door
from zzrules.base.quoting import as_json
from zzrules.case.values import PART_LABELS
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.rulebook import Rulebook


@door
def asked_by(book: Rulebook, code: str) -> Mapping[Fact, str]:
    """Return the facts to gather for a policy, each with its question."""
    questions = book.questions([code])
    return {fact: questions[fact.name] for fact in book.vocabulary.facts if fact.name in questions}


@door
def blank_yaml(book: Rulebook, code: str) -> str:
    """Return a record with all that a policy asks about, none of it known yet: what is known loses its mark.

    >>> from zzrules import load
    >>> blank_yaml(load(), "bad_review").splitlines()[1]
    '# 主体: '
    """
    lines = []
    for fact, question in asked_by(book, code).items():
        words = [*fact.options] or [fact.kind.value]
        may_be = "、".join([*words, *(["无"] if fact.may_be_none else [])])
        lines += [f"# {question}（{may_be}）", f"# {fact.label}: "]
    return "\n".join(lines) + "\n"


@door
def blank_json(book: Rulebook, code: str) -> str:
    """Return the same as JSON: what is null is not known.

    >>> import json
    >>> from zzrules import load
    >>> load().evaluate(json.loads(blank_json(load(), "bad_review")), on="2026-05-06")["bad_review"].status
    'undetermined'
    """
    return as_json({fact.label: None for fact in asked_by(book, code)}, indent=2) + "\n"


@door
def blank_row(book: Rulebook, code: str) -> str:
    """Return the headings of a table of such records, separated by tabs: they can be pasted into a workbook.

    A finding is a column for each of its parts.
    """
    return "\t".join(column for fact in asked_by(book, code) for column in _columns(fact)) + "\n"


def _columns(fact: Fact) -> Iterator[str]:
    if fact.kind is Kind.FINDING:
        yield from (f"{fact.label}.{part}" for part in PART_LABELS.values())
    else:
        yield fact.label

"""What the facts of a case are: values, findings, 无 (known not to exist), 查不清 (asked for, not to be established).

A fact that nobody has recorded has no value at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from zzrules.policy.forms import CLOSE
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ABSENT = "无"
UNCLEAR = "查不清"
LARGEST = 9_007_199_254_740_991
LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000
LONGEST_KEY = 40


class Nothing:
    """The type of 无, and of 查不清."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the word that records use."""
        return ABSENT

    def __reduce__(self) -> str:
        """Pickle as the instance that it is."""
        return "NONE" if self is NONE else "UNSETTLED"


NONE: Final = Nothing()
UNSETTLED: Final = Nothing()
"""What a fact that is 查不清 is read as; no record holds it as a value."""


class Perhaps(tuple[Any, ...]):
    """An element of a list that may exist, once or more often."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether both may exist and hold the same; an element that exists equals none that may."""
        return type(other) is Perhaps and tuple.__eq__(self, other)

    def __hash__(self) -> int:
        """Return another hash than that of an element that exists."""
        return hash((Perhaps, *self))


# ── findings ────────────────────────────────────────────────────────────


class Finding(NamedTuple):
    """A recorded human finding (认定); ``conclusion`` is None while body, date or basis is missing.

    ``stated``: a conclusion was given, if only as 查不清.
    """

    conclusion: bool | None
    body: str | None
    level: str | None
    day: int | None
    basis: str | None
    stated: bool


class FindingPart(NamedTuple):
    """A part of a finding as records, columns and sheets have it: its code and label, its kind and its question."""

    code: str
    label: str
    kind: Kind
    question: str


FINDING_PARTS: Final = (
    FindingPart("conclusion", "结论", Kind.FLAG, "认定的结论"),
    FindingPart("body", "机构", Kind.BODY, "由谁认定"),
    FindingPart("level", "层级", Kind.OPTION, "该机构的层级"),
    FindingPart("date", "日期", Kind.DATE, "何时认定"),
    FindingPart("basis", "依据", Kind.TEXT, "认定的依据，如文号"),
)
"""The parts in the order of the first fields of a `Finding`."""
PART_LABELS: Final[Mapping[str, str]] = {part.code: part.label for part in FINDING_PARTS}
PART_CODES: Final[Mapping[str, str]] = {word: part.code for part in FINDING_PARTS for word in (part.code, part.label)}
"""The code of a part by its code or its label."""


def finding_facts(vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Return the parts of a finding as facts, with the bodies and levels of a vocabulary as their options."""
    options = {"body": vocabulary.bodies, "level": vocabulary.levels}
    return tuple(
        Fact(part.code, part.label, part.kind, part.question, options.get(part.code, {})) for part in FINDING_PARTS
    )


# ── words of a record in messages ───────────────────────────────────────


def printable(word: str) -> str:
    """Return a word from a record as far as a message can show it."""
    cut = word if len(word) <= LONGEST_KEY else word[: LONGEST_KEY - 1] + "…"
    return cut.encode("utf-8", "replace").decode()


def meant_by(key: str, facts: Iterable[Fact]) -> set[str]:
    """Return the names of the facts that an unknown word may mean: those whose name or label is closest to it."""
    names = {word: fact.name for fact in facts for word in (fact.name, fact.label)}
    matcher = SequenceMatcher()
    matcher.set_seq2(key[:LONGEST_KEY])
    ratios: dict[str, float] = {}
    for word in names:
        matcher.set_seq1(word)
        ratios[word] = matcher.ratio()
    closest = max(ratios.values(), default=0.0)
    return {names[word] for word, ratio in ratios.items() if ratio == closest >= CLOSE}

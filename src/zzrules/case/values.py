"""What the facts of a case are: values, findings, 无 (known not to exist), 查不清 (asked for, not to be established).

A fact that nobody has recorded has no value at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, Final, NamedTuple, assert_never

from zzrules.base.bounds import Bounds, Extent, Options, agreed, hull, union
from zzrules.base.clock import last_of
from zzrules.policy.forms import CLOSE
from zzrules.policy.vocabulary import NUMBERS, Fact, Kind, Vocabulary

ABSENT = "无"
UNCLEAR = "查不清"
PRESENT = "有"
LARGEST = 9_007_199_254_740_991
LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000
LONGEST_KEY = 40


BOUNDED: Final = frozenset((Kind.DATE, Kind.MOMENT, *NUMBERS, Kind.DURATION, Kind.OPTION, Kind.BODY))
"""The kinds of which something may be known in part: those with an order, and options."""


def states_of(fact: Fact) -> tuple[str, ...]:
    """Return the words that say of a fact what is known of it, where that is no value."""
    return (ABSENT, UNCLEAR, PRESENT) if fact.kind in BOUNDED else (ABSENT, UNCLEAR)


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

    def __ne__(self, other: object) -> bool:
        """Return whether they differ: a tuple says so by itself."""
        return not self == other

    def __hash__(self) -> int:
        """Return another hash than that of an element that exists."""
        return hash((Perhaps, *self))


class Element(tuple[Any, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """An element of a list of which some fields are known in part: ``bounds``, by the field's position.

    In the tuple itself these fields are None, as all that is not known.
    """

    bounds: Mapping[int, Extent] = MappingProxyType({})

    @classmethod
    def of(cls, fields: Iterable[Any], bounds: Mapping[int, Extent]) -> Element:
        """Return an element with what is known in part."""
        element = cls(fields)
        element.bounds = bounds
        return element

    def __eq__(self, other: object) -> bool:
        """Return whether both hold the same, also of what is known in part."""
        return type(other) is Element and tuple.__eq__(self, other) and self.bounds == other.bounds

    def __ne__(self, other: object) -> bool:
        """Return whether they differ: a tuple says so by itself."""
        return not self == other

    def __hash__(self) -> int:
        """Hash as the tuple of what is known."""
        return tuple.__hash__(self)


def within_bounds(element: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an element with bounds in the place of what is known only in part."""
    if not isinstance(element, Element):
        return element
    return tuple(element.bounds.get(position - 1, known) for position, known in enumerate(element))


def unknown(fact: Fact, on: int) -> Extent | None:
    """Return within what an unknown fact or field lies on a day of evaluation; None for a kind without bounds.

    A date that cannot lie in the future is not after the day of evaluation.
    """
    match fact.kind:
        case Kind.DATE:
            return Bounds(None, None if fact.may_be_future else on, fact.may_be_none)
        case Kind.MOMENT:
            return Bounds(None, None if fact.may_be_future else last_of(on), fact.may_be_none)
        case Kind.INTEGER | Kind.MONEY:
            return Bounds(*fact.limits, fact.may_be_none)
        case Kind.DURATION:
            return Bounds(None, None, fact.may_be_none)
        case Kind.OPTION | Kind.BODY:
            return Options(frozenset(fact.options.values()), fact.may_be_none)
        case Kind.FLAG | Kind.OPTIONS | Kind.TEXT | Kind.FINDING | Kind.LIST:
            return None
        case _:
            assert_never(fact.kind)


def covering(values: Sequence[Any], kind: Kind) -> Any:
    """Return what covers each of several values of one kind, of which some may be `NONE`; None if nothing does."""
    match kind:
        case Kind.DATE | Kind.MOMENT | Kind.INTEGER | Kind.MONEY | Kind.DURATION:
            return hull(values, NONE)
        case Kind.OPTION | Kind.BODY:
            return union(values, NONE)
        case Kind.FLAG | Kind.OPTIONS | Kind.TEXT | Kind.FINDING | Kind.LIST:
            return agreed(values)
        case _:
            assert_never(kind)


def first_given(values: Sequence[Any], kind: Kind) -> Any:
    """Return the first value that is not 无: what covers all up to the first that certainly is not."""
    possible: list[Any] = []
    for value in values:
        if value is NONE:
            continue
        extent = isinstance(value, Bounds | Options)
        possible.append(value._replace(none=False) if extent else value)
        if value is not None and not (extent and value.none):
            return covering(possible, kind)
    return covering([*possible, NONE], kind)


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
    FindingPart("conclusion", "结论", Kind.FLAG, "认定的结论是什么？"),
    FindingPart("body", "机构", Kind.BODY, "由谁认定？"),
    FindingPart("level", "层级", Kind.OPTION, "该机构是哪一级的？"),
    FindingPart("date", "日期", Kind.DATE, "何时认定？"),
    FindingPart("basis", "依据", Kind.TEXT, "认定的依据是什么（如文号）？"),
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
    closest, meant = CLOSE, set[str]()
    for word, name in names.items():
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() < closest or matcher.quick_ratio() < closest:  # bounds of the ratio, soon found
            continue
        ratio = matcher.ratio()
        if ratio > closest:
            closest, meant = ratio, set()
        if ratio == closest:
            meant.add(name)
    return meant

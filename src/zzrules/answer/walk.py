"""A pass over a view that asks what keeps it open, and the gaps that it notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from zzrules.answer.elements import element_text
from zzrules.answer.parts import Why
from zzrules.answer.view import View
from zzrules.case.record import Record
from zzrules.plan import nodes
from zzrules.plan.recurring import PERIOD_DAYS
from zzrules.policy.vocabulary import Fact


class Gap(NamedTuple):
    """An unknown fact that a condition depends on; ``fact`` is None where the calendar does not reach.

    Where only a part of the fact is unknown, ``part`` is its code, ``question`` asks for it, and ``label`` names both.
    ``found`` is the condition that asks for a finding. ``asks``: what of the fact, or of the rest of one known in part,
    can matter, each as a question; empty if all of it.
    """

    fact: Fact | None
    why: Why
    label: str
    part: str = ""
    question: str = ""
    found: nodes.Found | None = None
    asks: tuple[str, ...] = ()


class Follow(Protocol):
    """Notes what keeps another policy open, or one of its grounds or obligations; returns whether anything does."""

    def __call__(
        self,
        gaps: dict[str, Gap],
        policy: str,
        *,
        ground: str = "",
        obligation: str = "",
        outcomes: frozenset[str] | None = None,
    ) -> bool:
        """Note the gaps by label, of each label the first; ``outcomes``: what keeps open whether it is one of these."""
        ...


def note(gaps: dict[str, Gap], gap: Gap) -> bool:
    """Note a gap, or what else is asked of one of its label that is known in part; return True."""
    known = gaps.setdefault(gap.label, gap)
    if known is not gap and known.asks:
        asks = dict.fromkeys((*known.asks, *gap.asks)) if gap.asks else ()
        gaps[gap.label] = known._replace(asks=tuple(asks))
    return True


def absent(
    gaps: dict[str, Gap], fact: Fact, record: Record, found: nodes.Found | None = None, asks: tuple[str, ...] = ()
) -> bool:
    """Note a fact that is not recorded, known only in part, recorded as 查不清, or contradicts others; return True.

    ``found`` asks for it as a finding.
    """
    if fact.name in record.disputed:
        return note(gaps, Gap(fact, "contradicted", fact.label, found=found))
    if fact.name in record.partial and fact.name not in record.values:
        return note(gaps, Gap(fact, "partial", fact.label, asks=asks))
    if fact.name in record.unclear:
        return note(gaps, Gap(fact, "unclear", fact.label, found=found))
    return note(gaps, Gap(fact, "absent", fact.label, found=found, asks=asks))


class Walk:
    """One pass over a view: what has been asked, and the gaps noted so far, by label in the order in which they came.

    Inside a list, ``source`` and ``number`` say which element is at hand.
    """

    __slots__ = ("asked", "follow", "gaps", "number", "record", "source", "view")

    def __init__(
        self, view: View, gaps: dict[str, Gap], follow: Follow, source: Fact | None = None, number: int = 0
    ) -> None:
        """Begin a pass; ``source`` and ``number`` are those of an obligation that stands for an element."""
        self.view = view
        self.record: Record = view.record
        self.gaps = gaps
        self.follow = follow
        self.source = source
        self.number = number
        self.asked: dict[int | str, bool] = {}  # conditions by their slots, derived values by their names

    def at(self, element: tuple[object, ...], source: Fact, number: int) -> Walk:
        """Return the same pass at an element of a list."""
        inner = Walk(self.view.at(element), self.gaps, self.follow, source, number)
        inner.asked = self.asked
        return inner

    def note(self, fact: Fact | None, why: Why, label: str = "") -> bool:
        """Note a gap; return True."""
        return note(self.gaps, Gap(fact, why, label or (fact.label if fact is not None else "")))

    def absent(self, fact: Fact, *asks: str) -> bool:
        """Note a fact that is not known, or of it what is asked; return True. Nobody is asked for days of a period."""
        return fact.name in PERIOD_DAYS or absent(self.gaps, fact, self.record, asks=asks)

    def field(self, field: Fact) -> bool:
        """Note a field that the element at hand does not record; return True."""
        if self.source is None:
            return self.note(field, "element")
        label = f"{element_text(self.source, self.number)}的{field.label}"
        return note(self.gaps, Gap(self.source, "element", label, field.name, field.question))


Ask = Callable[[Walk], bool]
"""Notes what keeps a condition or value open; returns whether anything does. Nothing does where it is known."""

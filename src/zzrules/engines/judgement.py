"""What engines answer: about a policy, about an obligation, about every condition. Equal for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from zzrules.base.frozen import frozen
from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.plan import model
from zzrules.plan.build import COMMON_OUTCOMES, NOT_IN_FORCE
from zzrules.plan.conduct import ObligationCase
from zzrules.plan.states import NOT_SET_OFF, STATES


@frozen
class Judgement:
    """The outcomes still possible, and the truth of each ground (with its procedure) and consequence.

    ``versions`` are the indexes of the versions that may apply; ``possible`` holds outcome codes.
    A ground or consequence counts as true only where the policy applies.
    """

    versions: tuple[int, ...]
    possible: frozenset[str]
    grounds: Mapping[str, Truth]
    complete: Mapping[str, Truth]
    consequences: Mapping[str, Truth]

    @property
    def outcome(self) -> str | None:
        """The outcome's code, if only one is possible."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


@frozen
class ObligationJudgement:
    """What an engine answers about one obligation: the states that it may be in.

    ``number`` counts the elements of the list for which it stands from 1; 0 if it stands for none, or if it is not
    known whether there is one.
    """

    number: int
    versions: tuple[int, ...]
    possible: frozenset[str]

    @property
    def state(self) -> str | None:
        """The state's code, if only one is possible."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


ObligationJudgements = dict[tuple[str, str], tuple[ObligationJudgement, ...]]
"""Every obligation of a record, by the code of its policy and its name."""


def united(case: ObligationCase, states: Sequence[frozenset[str]]) -> ObligationJudgement:
    """Return what the versions say together of an obligation, each with the states that it leaves possible."""
    other = [NOT_IN_FORCE] if case.lapsed else []
    other += [NOT_SET_OFF] if case.unheard else []
    return ObligationJudgement(case.number, case.versions, frozenset(other).union(*states))


# ── what cannot be true together ────────────────────────────────────────


class Broken(NamedTuple):
    """A contradiction that certainly holds of a record as it is given; ``policy`` is empty for the vocabulary's."""

    policy: str
    contradiction: model.Contradiction


def set_aside(record: Record, broken: Iterable[Broken]) -> Record:
    """Return a record in which the facts that contradict one another are disputed."""
    return record.without({name for one in broken for name in one.contradiction.facts})


# ── traces ──────────────────────────────────────────────────────────────

# Kleene's truths as numbers, so that his conjunction is ``&`` and his disjunction ``|``.
FALSE, UNKNOWN, TRUE = 0, 1, 3
TRUTHS: Mapping[int, Truth] = {FALSE: False, UNKNOWN: None, TRUE: True}
NUMBERS: Mapping[Truth, int] = {False: FALSE, None: UNKNOWN, True: TRUE}


class Trace(NamedTuple):
    """What every node of a `Layout` came to for one record: truths as numbers, values as engines hold them.

    ``cells`` are in the order of the layout's nodes. ``elements`` has, for each walk over a list, the cells of each
    element, or None where the list is unknown.
    """

    cells: tuple[Any, ...]
    elements: tuple[tuple[tuple[Any, ...], ...] | None, ...]


# ── obligations with their traces ───────────────────────────────────────

STATE_BITS = {code: 1 << bit for bit, code in enumerate((*STATES, *COMMON_OUTCOMES))}
"""The states of obligations as bits, in the order in which answers name them."""


@cache
def states_of(bits: int) -> tuple[str, ...]:
    """Return the states that bits stand for, in their order."""
    return tuple(state for state, bit in STATE_BITS.items() if bits & bit)


class TracedObligation(NamedTuple):
    """One obligation that there may be, for one record: its case, its states as bits, a trace for each version."""

    case: ObligationCase
    bits: int
    traces: tuple[Trace, ...]

    @property
    def judgement(self) -> ObligationJudgement:
        """The states by name."""
        return ObligationJudgement(self.case.number, self.case.versions, frozenset(states_of(self.bits)))


TracedObligations = Mapping[tuple[str, str], tuple[TracedObligation, ...]]
"""Obligations of a record, by the code of the policy and the name."""

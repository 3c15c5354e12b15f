"""What an engine answers about one policy; every engine's answer to the same question is equal."""

from __future__ import annotations

from collections.abc import Mapping

from zzrules.base.frozen import frozen
from zzrules.base.truth import Truth


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

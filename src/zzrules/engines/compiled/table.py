"""Judgements as numbers: positions and bits in place of names, as the generated code returns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from zzrules.base.frozen import frozen
from zzrules.base.truth import Truth
from zzrules.engines.judgement import FALSE, TRUTHS, UNKNOWN, Judgement
from zzrules.plan import model

# The versions, a bit for each possible outcome, and by position the truth of each ground, of each ground with its
# procedure, and of each consequence.
Raw = tuple[tuple[int, ...], int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]

_MOST_TRUTHS = 4096
"""How many combinations of a policy's truths are kept by name."""


@frozen
class Table:
    """The positions of one policy's outcomes, grounds and consequences over all its versions."""

    policy: model.Policy
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]
    consequences: tuple[str, ...]

    @classmethod
    def of(cls, policy: model.Policy) -> Table:
        """Return the table of a policy."""
        return cls(policy, tuple(policy.outcomes), policy.ground_names(), policy.consequence_names())

    def bits(self, codes: Sequence[str] | frozenset[str]) -> int:
        """Return the outcomes as bits."""
        return sum(1 << self.outcomes.index(code) for code in codes if code in self.outcomes)

    def settled(self, versions: tuple[int, ...], *codes: str) -> Raw:
        """Return the judgement in which nothing but common outcomes is possible."""
        none = (FALSE,) * len(self.grounds)
        return versions, self.bits(codes), none, none, (FALSE,) * len(self.consequences)

    def united(self, cases: Sequence[Raw]) -> Raw:
        """Return what several versions say together: all outcomes, and the truths on which they agree."""
        possible = 0
        for _, bits, _, _, _ in cases:
            possible |= bits
        grounds, complete, consequences = (
            tuple(UNKNOWN if len(set(column)) > 1 else column[0] for column in zip(*part, strict=True))
            for part in zip(*(case[2:] for case in cases), strict=True)
        )
        versions = tuple(index for case in cases for index in case[0])
        return versions, possible, grounds, complete, consequences

    def judgement(self, raw: Raw) -> Judgement:
        """Return what the numbers say."""
        versions, possible, grounds, complete, consequences = raw
        return Judgement(
            versions=versions,
            possible=frozenset(code for bit, code in enumerate(self.outcomes) if possible >> bit & 1),
            grounds=truths(self.grounds, grounds),
            complete=truths(self.grounds, complete),
            consequences=truths(self.consequences, consequences),
        )


Possible = tuple[tuple[str, ...], str | None, str | None]
"""The outcomes that are possible, the only one of them, and the class that they share; None where there are several."""


class Outcomes(dict[int, Possible]):
    """What bits leave possible of the outcomes of one policy, in its order: records repeat."""

    def __init__(self, table: Table) -> None:
        """Take the table that has the outcomes."""
        self._codes = table.outcomes
        self._classes = table.policy.classes

    def __missing__(self, bits: int) -> Possible:
        """Work it out, and keep it."""
        possible = tuple(code for bit, code in enumerate(self._codes) if bits >> bit & 1)
        classes = {self._classes[code] for code in possible}
        single = possible[0] if len(possible) == 1 else None
        known = self[bits] = possible, single, classes.pop() if len(classes) == 1 else None
        return known


class Truths(dict[tuple[int, ...], Mapping[str, Truth]]):
    """Whether each ground of one policy holds, in its order, by the numbers of a raw judgement: records repeat."""

    def __init__(self, table: Table) -> None:
        """Take the table that has the grounds."""
        self._grounds = table.grounds

    def __missing__(self, numbers: tuple[int, ...]) -> Mapping[str, Truth]:
        """Work it out, and keep it while there is room."""
        by_name = MappingProxyType(truths(self._grounds, numbers))
        if len(self) < _MOST_TRUTHS:
            self[numbers] = by_name
        return by_name


def truths(names: tuple[str, ...], numbers: tuple[int, ...]) -> dict[str, Truth]:
    """Return the truths that numbers stand for, by name."""
    return dict(zip(names, map(TRUTHS.__getitem__, numbers), strict=True))

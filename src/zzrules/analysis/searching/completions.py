"""Half-known records and their completions: drawn at random, or directed at an outcome of a policy.

A completion gives every fact that the policy reads a value, in a way that the record reader accepts: dates not after
the evaluation day unless the fact may lie in the future, intervals of a list disjoint, findings whole (by bodies with
or without authority) or 无, lists of up to three elements. What a catch-all item invokes stays as it is: not invoked is
an answer of its own. A finding that does not count, because it is not whole
or by a body or at a level without authority, settles nothing: a completion may have one with authority, of the same
day, that concludes otherwise, or none where making it is what counts (设权).

Days lie where they matter: on, before and after the days of the record, of the policy, and the deadlines counted from
them. *Directed* completions follow the policy's conditions down to facts and wish for what would make an outcome's
entry true and the entries before it false. Wishes only guide: whether they came true is for the rulebook to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zzrules.analysis.searching.court import Facts
from zzrules.analysis.searching.drawing import Draw, iso, ordinal
from zzrules.analysis.searching.survey import Survey
from zzrules.case.values import ABSENT
from zzrules.policy.vocabulary import Fact, Kind

ANCHORS = (
    *("2026-01-01", "2026-03-04", "2026-05-20", "2026-08-12", "2026-11-11"),
    *("2026-02-13", "2026-02-24", "2026-04-03", "2026-04-30", "2026-06-18", "2026-09-24", "2026-10-09"),  # holidays
    *("2026-12-25", "2026-12-28", "2026-12-31", "2027-01-08"),  # the end of the published calendar
)
"""The days about which the days of a record lie."""


@dataclass(frozen=True)
class HalfKnown:
    """A record of which some facts are unknown, its day, and the full record of which it was made."""

    policy: str
    on: int
    known: Facts
    full: Facts

    @property
    def day(self) -> str:
        """The evaluation day as it is handed in."""
        return iso(self.on)


class Sampler(Survey):
    """Draws half-known records about one policy."""

    def half_known(self) -> HalfKnown:
        """Return a record of which some facts are unknown."""
        random = self.random
        anchor = ordinal(random.choice(ANCHORS))
        on = anchor + random.choice((0, 0, 1, 1, 2, 3, 7, 20))
        full = self._full(anchor, on)
        hidden = random.choice((0.1, 0.25, 0.4, 0.7, 0.9))
        known: Facts = {}
        for name, value in full.items():
            often = hidden / 3 if name in self.required else hidden
            if random.random() >= often:
                known[name] = self._partly(self.facts[name], value, hidden / 4)
                if known[name] == ABSENT and self.is_open(self.facts[name], known):
                    del known[name]  # that nobody found anything would keep every completion open
        if known == full and full:
            del known[random.choice([*full])]
        for name in self.invoking - known.keys():  # left out, a catch-all item is not invoked
            full.pop(name, None)
        return HalfKnown(self.policy.code, on, known, full)

    def _full(self, anchor: int, on: int) -> Facts:
        """Return a whole record that contradicts itself nowhere."""
        targets = [*self.policy.outcomes]
        for _ in range(50):
            draw = Draw(self, on, None, (anchor, on))
            wishes = self.wisher.toward(self.random.choice(targets)) if self.random.random() < 0.8 else {}
            full = draw.complete(wishes)
            if self.random.random() < 0.9:
                for name in self.invoking & full.keys():
                    del full[name]
            for _ in range(20):  # facts that contradict one another are drawn again
                broken = self.court.contradictions(full, on)
                if broken is None:
                    break
                if not broken:
                    return full
                again = draw.complete(wishes)
                full = {name: again[name] if name in broken else value for name, value in full.items()}
        raise RuntimeError(f"no record about {self.policy.code} that the rulebook accepts")

    def _partly(self, fact: Fact, value: Any, often: float) -> Any:
        """Return a finding or a list with a part left out now and then."""
        random = self.random
        if isinstance(value, dict) and random.random() < often:
            left_out = random.choice([*value])
            return {part: word for part, word in value.items() if part != left_out}
        if isinstance(value, list) and fact.kind is Kind.LIST:
            kept = {fact.fields[position].name for position in fact.interval or ()}  # drawn anew, intervals could meet
            return [
                {part: word for part, word in row.items() if part in kept or random.random() >= often} for row in value
            ]
        return value

"""Moments to try as answers to a question: those at which something turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zzrules.base import clock, office
from zzrules.base.bounds import Bounds
from zzrules.base.frozen import frozen
from zzrules.case.record import Record
from zzrules.case.values import NONE
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact, Kind


@frozen
class Moments:
    """What policies say of moments: those that they name, and by how much they move any."""

    named: tuple[int, ...]
    moves: tuple[nodes.HoursLater, ...]

    @classmethod
    def of(cls, plan: model.Plan) -> Moments:
        """Return what the policies of a plan say."""
        parts = list(dict.fromkeys(_parts(plan)))
        literals = (part.value for part in parts if isinstance(part, nodes.Literal) and part.kind is Kind.MOMENT)
        named = (value for value in literals if isinstance(value, int))
        moves = {(part.minutes, part.office): part for part in parts if isinstance(part, nodes.HoursLater)}
        return cls(tuple(named), tuple(moves.values()))

    def near(self, plan: model.Plan, record: Record, days: Sequence[int], fact: Fact) -> list[int]:
        """Return the moments to try for a fact, ascending; ``days`` are those to try for a date."""
        known = {*self.named, *_known(plan, record)}
        ends = set()
        for move in self.moves:
            time = office.office_time(plan.calendar, move.office) if move.office is not None else None
            for moment in known:
                reached = office.later(moment, move.minutes, time, NONE)
                ends |= {reached} if isinstance(reached, int) else set()
        near = {at + step for at in known | ends for step in (-1, 0, 1)}
        near |= {end for day in days for end in (day * clock.DAY, clock.last_of(day))}
        last = clock.LAST if fact.may_be_future else clock.last_of(record.on)
        return sorted(moment for moment in near if clock.FIRST <= moment <= last)


def _parts(plan: model.Plan) -> Iterator[nodes.Node]:
    for policy in plan.policies:
        for version in policy.versions:
            for node in (*model.conditions_of(version), *version.derived.values()):
                yield from walks.walk(node)


def _known(plan: model.Plan, record: Record) -> Iterable[int]:
    facts = plan.vocabulary.by_name
    for name, value in record.values.items():
        if facts[name].kind is Kind.MOMENT and type(value) is int:
            yield value
    for name, extent in record.partial.items():
        if facts[name].kind is Kind.MOMENT and isinstance(extent, Bounds):
            yield from (bound for bound in (extent.low, extent.high) if bound is not None)

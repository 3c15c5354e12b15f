"""The places of the regulations that a plan cites, in the order of the text, with their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zzrules.answer.parts import CitedText
from zzrules.base.citation import Citation
from zzrules.base.regulations import Regulations
from zzrules.plan import model


class Places:
    """The places cited by the policies of a plan; a rank stands for each, in the order of the text."""

    def __init__(self, plan: model.Plan, regulations: Regulations) -> None:
        """Sort the places of the plan, and those that say how long regulations are in force."""
        self._regulations = regulations
        bases = {one.name: one.validity_basis for one in regulations if one.validity_basis is not None}
        self._places = sorted({*_cited(plan), *bases.values()})
        self._ranks = {place: rank for rank, place in enumerate(self._places)}
        self._texts: dict[int, CitedText] = {}
        self._validity = {name: self.rank(basis) for name, basis in bases.items()}

    def rank(self, place: Citation) -> int:
        """Return what stands for a place."""
        return self._ranks[place]

    def validity(self, place: Citation) -> tuple[int, ...]:
        """Return what stands for the place that says how long the regulation of another is in force, if any does."""
        rank = self._validity.get(place.of)
        return () if rank is None else (rank,)

    def at(self, place: Citation | None) -> CitedText:
        """Return a place with its words; of none, neither."""
        return self._cited(self._ranks[place]) if place is not None else CitedText("", "")

    def cited(self, ranks: Iterable[int]) -> tuple[CitedText, ...]:
        """Return the places that ranks stand for, each once, in the order of the text, with their words."""
        return tuple(self._cited(rank) for rank in sorted(set(ranks)))

    def _cited(self, rank: int) -> CitedText:
        known = self._texts.get(rank)
        if known is None:
            place = self._places[rank]
            regulation = self._regulations.of(place)
            since = str(regulation.of(place).first) if place.since else ""
            until = str(regulation.until(place) or "")
            source = regulation.source if place.of else ""
            known = self._texts[rank] = CitedText(str(place), regulation.text(place), since, until, source)
        return known


def _cited(plan: model.Plan) -> Iterator[Citation]:
    for policy in plan.policies:
        for version in policy.versions:
            places = [version.citation]
            places += [place for ground in version.grounds for place in (ground.citation, ground.procedure_citation)]
            places += [entry.citation for entry in version.entries]
            places += [consequence.citation for consequence in version.consequences]
            places += [obligation.citation for obligation in version.obligations]
            yield from (place for place in places if place is not None)

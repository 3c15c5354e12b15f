"""What an answer rests on of a regulation: in which of its texts, and what those no longer have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from zzrules.answer.inquiry import Inquiry
from zzrules.answer.parts import CitedText
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Text
from zzrules.case.record import Record
from zzrules.case.values import NONE
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_IN_FORCE
from zzrules.plan.conduct import conduct_day
from zzrules.plan.reads import facts_of


@frozen
class Edition:
    """The texts that may apply to a conduct, by name, and the place that a policy states in each of them.

    ``mixed``: on no day does all read so that the answer cites.
    """

    sources: tuple[str, ...]
    places: tuple[CitedText, ...]
    mixed: bool

    @property
    def heading(self) -> str:
        """The places, marked with their days where there are several texts to tell apart."""
        return "、".join(dict.fromkeys(place.marked if self.mixed else place.citation for place in self.places))


def edition(inquiry: Inquiry, code: str, citations: Sequence[CitedText]) -> Edition:
    """Return the texts on which the answer of a policy rests; ``citations`` are what it cites."""
    places = inquiry.catalogue.places
    index = inquiry.catalogue.index[code]
    policy, applying = inquiry.catalogue.plan.policies[index], inquiry.raws[index][0]
    regulation = inquiry.catalogue.regulations.of(policy.citation)
    versions = [policy.versions[number] for number in applying]
    day = conduct_day(policy, inquiry.record)
    texts = [regulation.on(date.fromordinal(day))] if day is not None else list(_of(versions, regulation.texts))
    stated = [places.at(version.citation or policy.citation) for version in versions] or [places.at(policy.citation)]
    mixed = any(not one.meets(other) for one, other in combinations(citations, 2))
    return Edition(tuple(map(regulation.named, texts)), tuple(stated), mixed)


def cited_by(inquiry: Inquiry, code: str, possible: Sequence[str]) -> tuple[CitedText, ...]:
    """Return what the answer of a policy rests on, with verbatim text; ``possible`` are the outcomes still possible."""
    sheet, raw = inquiry.catalogue.sheet(code), inquiry.raws[inquiry.catalogue.index[code]]
    versions = raw[0] or (-1,)
    places = [*(sheet.cited[index] for index in versions), *inquiry.obligations.cited(code)]
    for index in raw[0]:
        version = sheet.version(index)
        for position, ranks in version.cites_grounds:
            if raw[2][position]:
                places += ranks
        places += [rank for outcome, rank in version.cites_outcomes if outcome in possible]
        places += [rank for position, rank in version.cites_consequences if raw[4][position]]
    if NOT_IN_FORCE in possible:
        places += inquiry.catalogue.places.validity(sheet.policy.citation)
    return inquiry.catalogue.places.cited(places)


def _of(versions: Sequence[model.Version], texts: Sequence[Text]) -> Iterator[Text]:
    """Yield the texts in force on some day of the versions; all of them if there is no version."""
    for text in texts:
        first, last = text.first.toordinal(), text.last.toordinal()
        if not versions or any(version.first <= last and first <= version.last for version in versions):
            yield text


def repealed_for(record: Record, policy: model.Policy, applying: Sequence[int], name: str) -> bool:
    """Return whether a ground was repealed before the versions that may apply, and a record gives what only it asks."""
    held = [(ground, version) for version in policy.versions if (ground := version.ground(name)) is not None]
    first = min(policy.versions[index].first for index in applying)
    if any(version.last >= first for _, version in held):
        return False
    asked = {fact for index in applying for fact in _asked(policy.versions[index])}
    own = {fact.name for ground, version in held for fact in facts_of(ground.condition, version)}
    return any(record.values.get(fact, NONE) not in (NONE, (), frozenset()) for fact in own - asked)


def _asked(version: model.Version) -> Iterator[str]:
    """Yield the facts for which a version asks to come to its outcome."""
    parts: list[nodes.Condition] = [requirement.condition for requirement in version.requirements]
    parts += [ground.condition for ground in version.grounds]
    parts += [entry.condition for entry in version.entries]
    parts += [consequence.condition for consequence in version.consequences]
    return (fact.name for part in parts for fact in facts_of(part, version))

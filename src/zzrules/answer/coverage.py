"""Which places of the regulation policies state, and which no case can test."""

from __future__ import annotations

from collections.abc import Iterator

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Regulation, Text
from zzrules.plan import model


@frozen
class PlaceCoverage:
    """A 款 of the regulation: the codes of the policies that state it, or the reason for which no case can test it.

    Both are empty for a place that nobody has accounted for; a place that has both is accounted for wrongly.
    """

    citation: str
    policies: tuple[str, ...]
    reason: str


def coverage(plan: model.Plan, regulation: Regulation) -> tuple[PlaceCoverage, ...]:
    """Return the coverage of every 款 of the newest text, in its order."""
    text = regulation.newest
    reasons = [one for one in text.unassessed if not one.words]
    stated_basis = regulation.validity_basis
    basis = regulation.carried(stated_basis, text) if stated_basis is not None else None
    places = []
    cited: dict[tuple[str, int], list[tuple[str, Citation]]] = {}  # by article, in the order of the policies
    for policy in plan.policies:
        for one in stated_in(policy, text.first.toordinal()):
            cited.setdefault((one.of, one.article), []).append((policy.code, one))
    for place in _paragraphs(text):
        near = cited.get((place.of, place.article), ())
        stated = tuple(dict.fromkeys(code for code, one in near if _touch(one, place)))
        reason = next((one.reason for one in reasons if one.citation.covers(place)), "")
        if place == basis and not stated and not reason:
            reason = regulation.validity_note
        if not (stated or reason):  # a place that gives no more than numbers is where they are used
            stated = tuple(
                policy.code
                for policy in plan.policies
                if any(_touch(cited, place) for cited in _numbers_of(policy, text))
            )
        places.append(PlaceCoverage(str(place), stated, reason))
    return tuple(places)


def _paragraphs(text: Text) -> Iterator[Citation]:
    for article, paragraphs in text.articles_in_order():
        for number in range(1, len(paragraphs) + 1):
            yield text.resolve(Citation(article, number))


def stated_in(policy: model.Policy, since: int = 0) -> Iterator[Citation]:
    """Yield the places that a policy states on or after a day: its own, and those of its parts."""
    for version in policy.versions:
        if version.last < since:
            continue
        cited: list[Citation | None] = [version.citation]
        cited += [ground.citation for ground in version.grounds]
        cited += [ground.procedure_citation for ground in version.grounds]
        cited += [obligation.citation for obligation in version.obligations]
        cited += [consequence.citation for consequence in version.consequences]
        yield from (citation for citation in cited if citation is not None)


def _numbers_of(policy: model.Policy, text: Text) -> Iterator[Citation]:
    """Yield the places from which a policy takes the parameters that it has since a text is law."""
    for version in policy.versions:
        if version.last >= text.first.toordinal():
            yield from (one.citation for one in version.parameters if one.citation is not None)


def _touch(cited: Citation, place: Citation) -> bool:
    return cited.covers(place) or place.covers(cited)

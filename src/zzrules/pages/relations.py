"""The page on which is drawn how articles refer to one another, and how the duties of an article rise."""

from __future__ import annotations

from collections.abc import Iterator

from zzrules.pages.drawing.references import references, references_of
from zzrules.pages.drawing.rising import rising
from zzrules.pages.drawing.svg import boxed
from zzrules.pages.linking import Links
from zzrules.pages.page import Page
from zzrules.pages.source import Source


def pages(source: Source) -> Iterator[Page]:
    """Yield the page, with whatever there is to draw; none where no article speaks of another, and no duties rise."""
    policies, vocabulary, links = source.policies, source.vocabulary, Links(source)
    found = references_of(policies, vocabulary, source.regulations)
    whole = references(policies, vocabulary, source.regulations, found=found)
    ladders = []
    for number, policy in enumerate(policies, 1):
        drawing = rising(policy, vocabulary, policies)
        if drawing is not None:
            address = source.addresses.policy(policy.code)
            ladders.append((policy, address, boxed(drawing, links, f"{drawing.name}-{number}")))
    if whole is None and not ladders:
        return
    context = {
        "references": found,
        "words": {"refers": "参见", "applies": "依据"},
        "picture": boxed(whole, links) if whole is not None else "",
        "ladders": ladders,
    }
    styles = ("assets/drawing.css",)
    yield Page("relations.html", "条文之间", "relations.html", context, listed=("条文", "关系"), styles=styles)

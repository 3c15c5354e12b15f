"""Where links from sentences and pictures lead: the address of what words mention."""

from __future__ import annotations

from zzrules.base.errors import CitationError
from zzrules.pages.source import Source
from zzrules.policy.phrasing.sentence import SECTIONS, Mention


class Links:
    """Gives the address of a `Mention` on the site of a source; None for what has no place there."""

    def __init__(self, source: Source) -> None:
        """Take what the site is made from."""
        self._addresses = source.addresses
        self._regulations = source.regulations
        self._facts = source.vocabulary.by_label
        self._codes = {policy.code for policy in source.policies}

    def __call__(self, mention: Mention) -> str | None:
        """Return the address of what is mentioned: a page of the site and an anchor on it."""
        if mention.kind == "citation":
            try:
                return self._addresses.place(self._regulations.resolve(mention.name))
            except CitationError:
                return None  # a place that a later text of the law no longer has
        if mention.kind in ("fact", "field"):
            fact = self._facts.get(mention.source or mention.name)
            return self._addresses.fact(fact.name) if fact is not None else None
        section = SECTIONS.get(mention.kind)
        if not mention.policy and section is not None:
            return self._addresses.shared(section, mention.name)
        if mention.policy not in self._codes:
            return None
        if mention.kind == "policy":
            return self._addresses.policy(mention.policy)
        return self._addresses.part(mention.policy, section, mention.name) if section is not None else None

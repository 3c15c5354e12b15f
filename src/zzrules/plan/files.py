"""All files of policies together: which of them have a name, govern others, except others or say who may find what.

What each of many files asks of all is looked up here, so that a plan takes time linear in what is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from zzrules.policy import syntax
from zzrules.policy.validity import over_from


class Files:
    """The files of a rulebook; a policy has one or several, each for some days."""

    def __init__(self, texts: Sequence[syntax.Policy]) -> None:
        """Take the files in their order."""
        self.texts = tuple(texts)

    @cached_property
    def by_code(self) -> Mapping[str, Sequence[syntax.Policy]]:
        """The files of each policy, by its code."""
        found: dict[str, list[syntax.Policy]] = {}
        for text in self.texts:
            found.setdefault(text.code, []).append(text)
        return found

    @cached_property
    def by_word(self) -> Mapping[str, Sequence[syntax.Policy]]:
        """The files that a word means, a policy's name or its code."""
        found: dict[str, list[syntax.Policy]] = {}
        for text in self.texts:
            for word in {text.name, text.code}:
                found.setdefault(word, []).append(text)
        return found

    @cached_property
    def governing(self) -> Sequence[syntax.Policy]:
        """The files that govern others (统辖)."""
        return [text for text in self.texts if text.governs]

    @cached_property
    def excepting(self) -> Sequence[syntax.Policy]:
        """The files with exceptions to others (例外于)."""
        return [text for text in self.texts if text.exceptions]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of parameters, readings and derived values, each of one policy and no other's."""
        parameters = (parameter.name.text for text in self.texts for parameter in text.parameters)
        readings = (reading.name.text for text in self.texts for reading in text.readings)
        derived = (name.text for text in self.texts for name, _ in text.derived)
        return frozenset((*parameters, *readings, *derived))

    @cached_property
    def findings(self) -> frozenset[str]:
        """The findings (labels) for which some policy says who may make them, on whatever days."""
        return frozenset(one.name.text for text in self.texts for one in text.authorities)

    @cached_property
    def changes(self) -> frozenset[date]:
        """The days on which it changes who may find what: every policy may read it."""
        days = {day for text in self.texts for authority in text.authorities for day in authority.span.changes}
        for text in self.texts:
            if text.authorities or text.divisions:
                days |= {text.in_force, *over_from(text.last_day)}
        return frozenset(days)

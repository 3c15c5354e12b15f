"""Parts of policies as indexes name them: a policy, a section, a name, and where on the site that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zzrules.base.frozen import frozen
from zzrules.pages.source import Source
from zzrules.plan.sources import named_parts
from zzrules.policy import syntax
from zzrules.policy.phrasing.policies import say, say_shared
from zzrules.policy.validity import Span

_WITHIN = {"手续": "情形"}
"""The sections that stand within others."""
_OF_FACTS = ("有权认定", "问")
"""The sections that are shown with the facts of which they speak."""


@frozen
class Part:
    """A part of a policy: the policy's name and the place that it states, the section, the part's name, the address."""

    policy: str
    citation: str
    section: str
    name: str
    address: str

    @property
    def said(self) -> str:
        """What it is called beside the policy: 情形「甲」, 适用第1项, 行为日期."""
        named = f"第{self.name}项" if self.name.isdecimal() else f"「{self.name}」" if self.name else ""
        return self.section + named


class Parts:
    """All parts of the policies of a source, and the sentences that say them: made once for all indexes.

    ``said`` has every file of a policy, ``newest`` only the last of each, which is what pages show.
    """

    def __init__(self, source: Source) -> None:
        """Take the source."""
        self.source = source
        self.shared = say_shared(source.vocabulary)
        self.said = [(one, say(one, source.vocabulary, source.policies)) for one in source.policies]
        self._at = source.addresses
        self._policies = {policy.code: policy for policy in source.policies}
        shown = {id(policy) for policy in source.newest}
        self.newest = [(policy, sections) for policy, sections in self.said if id(policy) in shown]
        self._written = {
            (policy.code, section.key, part.means.name)
            for policy, sections in self.newest
            for section in sections
            for part in section.parts
            if section.key not in _OF_FACTS
        }
        self._common = {(section.key, part.means.name) for section in self.shared for part in section.parts}

    def part(self, code: str, section: str = "", name: str = "") -> Part:
        """Return a part: where it is shown, where all share it, or else where its policy is shown."""
        policy = self._policies[code]
        if section == "矛盾" and (code, "先后", name) in self._written:
            section = "先后"
        key = code, _WITHIN.get(section, section), name
        if key in self._written:
            address = self._at.part(*key)
        elif (section, name) in self._common:
            address = self._at.shared(section, name)
        else:
            address = self._at.policy(code)
        return Part(policy.name, str(policy.citation), section, name, address)

    def by_policy(self, parts: Iterable[Part]) -> list[tuple[Part, list[Part]]]:
        """Return parts by their policies: the first part of each stands for its policy."""
        found: dict[str, list[Part]] = {}
        for part in parts:
            found.setdefault(part.policy, []).append(part)
        return [(several[0], several) for several in found.values()]


def parts_in(policy: syntax.Policy) -> Iterator[tuple[str, str, Span]]:
    """Yield the parts of a policy that have a name: section, name, and on which days it is law."""
    yield from ((section, name.text, span) for section, name, span in named_parts(policy))
    yield from (("先后", one.name, one.span) for one in policy.orders)

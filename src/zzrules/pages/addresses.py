"""Where on the site everything is: the one place that makes links.

All pages lie side by side in one folder, under ASCII names, so that a link is a file's name and an anchor. Anchors are
made of numbers, codes and digests of names: they stay the same as long as the thing is called the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from zzrules.base.citation import Citation
from zzrules.base.regulations import Regulations
from zzrules.policy import syntax

_DIGITS: Final = 8


class Addresses:
    """Addresses of what has a page, or a place on one."""

    def __init__(self, policies: Sequence[syntax.Policy], regulations: Regulations) -> None:
        """Take the policies as they are written, and the regulations."""
        self._regulations = regulations
        self._homes = {policy.code: regulations.standing(policy.citation) for policy in policies}

    # ── the law ─────────────────────────────────────────────────────

    def article(self, place: Citation) -> str:
        """Return the page of the article in which a place lies.

        An article of another regulation has one beside those of the folder's own, named by the digest of the title.
        """
        title = f"{key_of(place.of)}-" if place.of else ""
        return f"article-{title}{place.article}.html"

    def place(self, place: Citation) -> str:
        """Return where the words of a place stand: its article's page, at its paragraph and item."""
        anchor = place_anchor(place)
        return self.article(place) + (f"#{anchor}" if anchor else "")

    # ── what was made of it ─────────────────────────────────────────

    def policy(self, code: str) -> str:
        """Return where a policy (code) is shown: on the page of the article that it is based on."""
        return f"{self.article(self._homes[code])}#{policy_anchor(code)}"

    def part(self, code: str, section: str, name: str) -> str:
        """Return where a part of a policy is shown, by its section (情形, 结论, 义务, 口径, 参数 …) and its name."""
        return f"{self.article(self._homes[code])}#{part_anchor(code, section, name)}"

    def scenario(self, code: str, number: int) -> str:
        """Return where a scenario is shown, by its number among those of a policy."""
        return f"{self.policy(code)}-s{number}"

    def shared(self, section: str, name: str) -> str:
        """Return where something is shown that the vocabulary states for all policies: a derived value, an order."""
        return f"shared.html#{part_anchor('', section, name)}"

    # ── the indexes ─────────────────────────────────────────────────

    def fact(self, name: str) -> str:
        """Return where a fact (by its code) is in the index of facts."""
        return f"facts.html#fact-{name}"

    def body(self, code: str) -> str:
        """Return where a body is in the index of bodies."""
        return f"bodies.html#body-{key_of(code)}"

    def diagnostic(self, code: str) -> str:
        """Return where an error code is in the index of codes."""
        return f"codes.html#{code.lower()}"

    def year(self, year: int) -> str:
        """Return the page of a year's calendar."""
        return f"calendar-{year}.html"


def key_of(name: str) -> str:
    """Return what stands for a name in an address: eight hexadecimal digits.

    >>> key_of("离开机构")
    'c19c9258'
    """
    return sha256(name.encode()).hexdigest()[:_DIGITS]


def place_anchor(place: Citation) -> str:
    """Return the anchor of a place on its article's page; empty for the article itself.

    >>> place_anchor(Citation(8, 2, 1)), place_anchor(Citation(8))
    ('p2-i1', '')
    """
    if place.paragraph is None and place.item is None:
        return ""
    item = f"-i{place.item}" if place.item is not None else ""
    return f"p{place.paragraph or 1}{item}"


def policy_anchor(code: str) -> str:
    """Return the anchor of a policy on its page."""
    return f"policy-{key_of(code) if not code.isascii() else code}"


def part_anchor(code: str, section: str, name: str) -> str:
    """Return the anchor of a part of a policy on its page."""
    return f"part-{key_of(f'{code}/{section}/{name}')}"

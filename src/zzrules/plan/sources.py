"""Where the parts of policies are written: from what an answer, a case or a point names, to a line of a file.

Nothing of it is worked out before somebody asks: plans, and what engines make of them, hold no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from zzrules.base.errors import Place
from zzrules.base.packed import Packed
from zzrules.policy import syntax
from zzrules.policy.validity import WHENEVER, Span
from zzrules.policy.yamltree import Scalar

POLICY: Final = "政策"
GROUND: Final = "情形"


class Sources:
    """The places of the parts of policies, as they were read."""

    def __init__(self, policies: Packed[tuple[syntax.Policy, ...]]) -> None:
        """Take the policy files, which are not unpacked before somebody asks."""
        self._packed = policies
        self._files: dict[str, list[_File]] | None = None

    def place(self, code: str, section: str = POLICY, name: str = "", on: date | None = None) -> Place | None:
        """Return where a part of a policy stands, or the policy itself; None for what no file of it has.

        A part that stands in several files, or several times in one, is that of the version in force ``on`` a day, and
        the newest if there is none; of several entries with one outcome, the first.
        """
        for day in (on, None):
            for file in reversed(self._by_code().get(code, [])):
                found = file.of(section, name, day)
                if found is not None:
                    return found
        return None

    def _by_code(self) -> dict[str, list[_File]]:
        if self._files is None:
            made: dict[str, list[_File]] = {}
            for policy in sorted(self._packed.value, key=lambda one: one.in_force):
                made.setdefault(policy.code, []).append(_File(policy))
            self._files = made
        return self._files


class _File:
    """A policy file, with its parts by section and name."""

    def __init__(self, policy: syntax.Policy) -> None:
        self.policy = policy
        self.parts: dict[tuple[str, str], list[tuple[Span, Place]]] = {}
        for section, name, span in named_parts(policy):
            self.parts.setdefault((section, name.text), []).append((span, name.place))

    def of(self, section: str, name: str, on: date | None) -> Place | None:
        """Return where a part stands that is law on a day, or ever."""
        if on is not None and not self.policy.in_force <= on <= self.policy.last_day:
            return None
        if section == POLICY:
            return self.policy.place
        named = self.parts.get((section, name)) or self._filled(section, name)
        stated = [one for one in named if on is None or one[0].has(on)]
        return max(stated, key=lambda one: one[0].first or date.min)[1] if stated else None

    def _filled(self, section: str, name: str) -> list[tuple[Span, Place]]:
        """Return where a part stands whose name, with the values of parameters for what is in braces, is a text."""
        for (kind, one), places in self.parts.items():
            if kind == section and "{" in one:
                texts = re.split(r"\{[^{}]*\}", one)
                if re.fullmatch(".+".join(map(re.escape, texts)), name):
                    return places
        return []


def named_parts(policy: syntax.Policy) -> Iterator[tuple[str, Scalar, Span]]:
    """Yield the parts of a policy file that have a name: its section, the name, and on which days it is law."""
    for parameter in policy.parameters:
        yield "参数", parameter.name, parameter.ended
    yield from (("推算", name, WHENEVER) for name, _ in policy.derived)
    yield from (("适用", one.otherwise, WHENEVER) for one in policy.requirements)
    for section, lasting in (
        ("口径", policy.readings),
        ("问", policy.questions),
        ("推定", policy.presumptions),
        ("归类", policy.classes),
    ):
        yield from ((section, one.name, WHENEVER) for one in lasting)
    for section, spanned in (
        ("有权认定", policy.authorities),
        (GROUND, policy.grounds),
        ("结论", policy.outcomes),
        ("后果", policy.consequences),
        ("义务", policy.obligations),
        ("推出", policy.implications),
        ("矛盾", policy.contradictions),
    ):
        yield from ((section, one.name, one.span) for one in spanned)

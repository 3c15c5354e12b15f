"""The index of bodies: what each may find, under which reading it may find more, and what it owes."""

from __future__ import annotations

from collections.abc import Iterator

from zzrules.answer.facts import authorities
from zzrules.base.frozen import frozen
from zzrules.pages.indexes.parts import Part, Parts
from zzrules.policy import syntax
from zzrules.policy.vocabulary import Fact


@frozen
class Finding:
    """A finding that a body may make: of what, at which level, whether it is nothing unless made, by which policies."""

    fact: Fact
    level: str
    constitutive: bool
    policies: tuple[Part, ...]


@frozen
class Otherwise:
    """A side of a reading, not the one taken, under which a body may make findings that it may not make now."""

    reading: Part
    option: str
    facts: tuple[Fact, ...]


@frozen
class Body:
    """A body: its code and name, the bodies for which it stands and which stand for it, what it may find."""

    code: str
    label: str
    members: tuple[str, ...]
    collectives: tuple[str, ...]
    findings: tuple[Finding, ...]
    otherwise: tuple[Otherwise, ...]


def bodies_of(parts: Parts) -> Iterator[Body]:
    """Yield the bodies of the vocabulary, in its order. What a collective body may find, its members may, too."""
    vocabulary, finders = parts.source.vocabulary, authorities(parts.source.plan)
    for label, code in vocabulary.bodies.items():
        collectives = tuple(
            vocabulary.body_label(one) for one, several in vocabulary.members.items() if code in several
        )
        findings = tuple(
            Finding(
                vocabulary.by_name[name],
                authority.level,
                authority.constitutive,
                tuple(parts.part(policy.code) for policy in authority.policies),
            )
            for name, several in finders.items()
            for authority in several
            if label in authority.bodies
        )
        may = {(finding.fact.name, part.policy) for finding in findings for part in finding.policies}
        members = tuple(map(vocabulary.body_label, vocabulary.members.get(code, ())))
        yield Body(code, label, members, collectives, findings, tuple(_otherwise(parts, code, may)))


def _otherwise(parts: Parts, code: str, may: set[tuple[str, str]]) -> Iterator[Otherwise]:
    """Yield the sides of readings that give a body findings which it may not make under those taken."""
    found: dict[tuple[str, str, str], dict[str, Fact]] = {}
    source = parts.source
    for policy in source.policies:
        for one in policy.authorities:
            fact = source.vocabulary.by_label.get(one.name.text)
            if not isinstance(one.bodies, syntax.BodiesByReading) or fact is None or (fact.name, policy.name) in may:
                continue
            for option, bodies in one.bodies.options:
                if code in bodies:
                    found.setdefault((policy.code, one.bodies.reading.text, option.text), {})[fact.name] = fact
    for (code_of_policy, reading, taken), facts in found.items():
        yield Otherwise(parts.part(code_of_policy, "口径", reading), taken, tuple(facts.values()))

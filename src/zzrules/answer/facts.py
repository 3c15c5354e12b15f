"""What is told of facts: what they may be, who may find them, where policies read them."""

from __future__ import annotations

from collections.abc import Iterator

from zzrules.base.frozen import frozen
from zzrules.plan import model, nodes, walks
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind

CONDUCT_DAY = "行为日期"


@frozen
class Authority:
    """Who may make a finding, according to some policies (codes): bodies (labels), their level, and what 无 means."""

    bodies: tuple[str, ...]
    level: str
    constitutive: bool
    policies: tuple[str, ...]

    @property
    def who(self) -> str:
        """Who may make it."""
        level = f"与「{self.level}」同级的" if self.level else ""
        return f"{level}{'、'.join(self.bodies)}"

    @property
    def text(self) -> str:
        """Who may make it, and what it means that nobody did."""
        return f"由{self.who}认定；记「无」，{'就是没有' if self.constitutive else '仍是不明'}"


def authorities(plan: model.Plan) -> dict[str, list[Authority]]:
    """Return who may make each finding under the readings taken, by the name of the fact; several where policies differ.

    >>> import zzrules
    >>> [one.text for one in authorities(zzrules.load().plan)["intent"]]
    """
    vocabulary = plan.vocabulary
    policies: dict[str, dict[tuple[tuple[str, ...], str, bool], list[str]]] = {}
    for policy in plan.policies:
        for found in (found for version in policy.versions for found in model.findings_of(version)):
            bodies = vocabulary.body_labels(found.bodies)
            authority = bodies, found.same_level.label if found.same_level is not None else "", found.constitutive
            policies.setdefault(found.fact.name, {}).setdefault(authority, []).append(policy.code)
    return {
        name: [Authority(*authority, tuple(dict.fromkeys(several))) for authority, several in by_authority.items()]
        for name, by_authority in policies.items()
    }


def units(fact: Fact) -> list[str]:
    """Return the Chinese names of the units of a duration."""
    return [UNIT_NAMES[unit] for unit in fact.units]


def choices(fact: Fact) -> str:
    """Return what a fact may be, where that is limited: options, units, a range; empty where it is not."""
    if fact.kind is Kind.DURATION:
        return "、".join(units(fact))
    if fact.kind is Kind.INTEGER and (fact.minimum is not None or fact.maximum is not None):
        return f"{'' if fact.minimum is None else fact.minimum} 至 {'' if fact.maximum is None else fact.maximum}"
    return "、".join(fact.options)


@frozen
class Use:
    """A part of a policy (code) that reads a fact: its section, and its name (empty where the section has no names)."""

    policy: str
    section: str
    name: str


def uses(plan: model.Plan) -> dict[str, tuple[Use, ...]]:
    """Return which parts of policies read each fact, by its name, in the order of the policies.

    A part that speaks of a derived value or of a ground does not read what that is made of.

    >>> import zzrules
    >>> [(one.policy, one.section, one.name) for one in uses(zzrules.load().plan)["left_agency"]]
    """
    found: dict[str, dict[Use, None]] = {}
    for policy in plan.policies:
        for version in policy.versions:
            for section, name, fact in _reads(policy, version):
                found.setdefault(fact, {})[Use(policy.code, section, name)] = None
    return {fact: tuple(parts) for fact, parts in found.items()}


def _reads(policy: model.Policy, version: model.Version) -> Iterator[tuple[str, str, str]]:
    """Yield the section and the name of each part of a version that reads a fact, with the fact's name."""
    yield CONDUCT_DAY, "", policy.conduct.name
    for section, name, node in _parts(version):
        yield from ((section, name, fact) for fact in _facts(node))
    for obligation in version.obligations:
        for fact in (obligation.source, obligation.conduct):
            if fact is not None:
                yield "义务", obligation.name, fact.name
    for contradiction in version.contradictions:
        yield from (("矛盾", contradiction.name, fact) for fact in contradiction.facts)


def _parts(version: model.Version) -> Iterator[tuple[str, str, nodes.Node]]:
    """Yield the conditions and values of a version, each with its section and name."""
    if version.derived_day is not None:
        yield CONDUCT_DAY, "", version.derived_day
    for requirement in version.requirements:
        yield "适用", "", requirement.stated
    for ground in version.grounds:
        yield "情形", ground.name, ground.condition
        yield "手续", ground.name, ground.procedure
    for entry in version.entries:
        yield "结论", entry.name, entry.condition if entry.stated is None else entry.stated
    for consequence in version.consequences:
        yield "后果", consequence.name, consequence.condition
        if isinstance(consequence.deadline, nodes.Value):
            yield "后果", consequence.name, consequence.deadline
    for obligation in version.obligations:
        yield from (("义务", obligation.name, node) for node in model.parts_of(obligation))
    for name, node in version.derived.items():
        yield "推算", name, node


def _facts(node: nodes.Node) -> Iterator[str]:
    """Yield the facts that a node reads, without the premises from which others of them are concluded."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield from (fact.name for fact in walks.mentions(one).facts)
        waiting.extend((one.own,) if isinstance(one, nodes.Concluded) else walks.children(one))

"""What is told of facts: what they may be, and who may find them."""

from __future__ import annotations

from zzrules.base.frozen import frozen
from zzrules.plan import model
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import EventKind, Fact, Kind


@frozen
class Authority:
    """Who may make a finding, according to some policies: bodies (labels), their level, and what 无 means."""

    bodies: tuple[str, ...]
    level: str
    constitutive: bool
    policies: tuple[model.Policy, ...]

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
    """Return who may make each finding under the readings taken, by the fact's name; several where policies differ.

    >>> import zzrules
    >>> [one.text for one in authorities(zzrules.load().plan)["not_competent"]]
    ['由政务服务中心管理机构认定；记「无」，仍是不明']
    """
    vocabulary = plan.vocabulary
    policies: dict[str, dict[tuple[tuple[str, ...], str, bool], dict[str, model.Policy]]] = {}
    for policy in plan.policies:
        for found in (found for version in policy.versions for found in model.findings_of(version)):
            bodies = vocabulary.body_labels(found.bodies)
            authority = bodies, found.same_level.label if found.same_level is not None else "", found.constitutive
            policies.setdefault(found.fact.name, {}).setdefault(authority, {})[policy.code] = policy
    return {
        name: [Authority(*authority, tuple(several.values())) for authority, several in by_authority.items()]
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


def recorded(kind: EventKind) -> set[str]:
    """Return the names of the facts that a kind of event records; of the fields of a list's element: the list's."""
    if kind.source is not None:
        return {kind.source.name}
    return {fact.name for fact in (*kind.dated, *(fact for fact, _ in kind.fixed), *kind.brought)}

"""Which facts policies read, found by walking the plan."""

from __future__ import annotations

from collections.abc import Collection

from zzrules.plan import model, nodes


def facts_read(plan: model.Plan, code: str, grounds: Collection[str] | None = None) -> set[str]:
    """Return the names of the facts that a policy reads, or what bears on some of its grounds, also through others."""
    walk = _Walk(plan)
    walk.policy(plan.policy(code), grounds)
    return walk.found


class _Walk:
    """Collects the names of facts."""

    def __init__(self, plan: model.Plan) -> None:
        self.plan = plan
        self.found: set[str] = set()
        self.visited: set[str] = set()

    def policy(self, policy: model.Policy, grounds: Collection[str] | None = None) -> None:
        """Collect what a policy reads, or only what bears on some of its grounds."""
        if policy.code in self.visited:
            return
        self.visited.add(policy.code)
        self.found.add(policy.conduct.name)
        for version in policy.versions:
            for requirement in version.requirements:
                self.node(requirement.condition, version)
            for ground in version.grounds:
                if grounds is None or ground.name in grounds:
                    self.node(ground.condition, version)
                    self.node(ground.procedure, version)
            if grounds is None:
                self._conclusions(version)

    def _conclusions(self, version: model.Version) -> None:
        for entry in version.entries:
            self.node(entry.condition, version)
        for obligation in version.obligations:
            for part in model.parts_of(obligation):
                self.node(part, version)
        for contradiction in version.contradictions:
            self.node(contradiction.condition, version)
        for consequence in version.consequences:
            self.node(consequence.condition, version)
            if consequence.deadline is not None and not isinstance(consequence.deadline, str):
                self.node(consequence.deadline, version)

    def node(self, node: nodes.Node, version: model.Version) -> None:
        """Collect what a node reads, in a version of its policy."""
        self.found.update(fact.name for fact in nodes.facts_of(node))
        match node:
            case nodes.DerivedValue(name, _) | nodes.DerivedCondition(name):
                self.node(version.derived[name], version)
            case nodes.OutcomeIs(code) | nodes.OtherGround(code) | nodes.ObligationIs(code) if code:
                self.policy(self.plan.policy(code))
            case _:
                pass
        for child in nodes.children(node):
            self.node(child, version)

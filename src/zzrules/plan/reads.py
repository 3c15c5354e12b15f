"""Which facts a policy reads. Three questions, each with its own answer; nothing else in the library answers them.

- **Its own** (`Reads.own`): what the policy itself reads, for its outcome, its obligations and its contradictions. A
  record concerns a policy if it gives a fact that no other policy reads (`Reads.alone`). `Reads.judged` leaves the
  obligations and the contradictions out and keeps the order of reading: these are the facts of a frame, and the order
  in which columns name them.
- **Through references** (`Reads.through`): also what those policies read whose outcomes, grounds or obligations it
  speaks of. These are the facts to gather for a case. Unlike the policy's own facts they leave out derived values
  that, under the readings taken, nothing uses.
- **For an obligation**: what it reads itself, which leads to the events behind it (`Reads.obligation`), and what its
  state can depend on, which says when to judge it again (`Reads.state`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from zzrules.base.frozen import frozen, replaced
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact, Kind


@frozen
class Dependence:
    """What the state of an obligation can depend on: facts by name, other policies' judgements by code."""

    facts: frozenset[str]
    policies: frozenset[str]


class Reads:
    """The facts that the policies of a plan read, by name; each answer is computed once, when first asked for."""

    def __init__(self, plan: model.Plan) -> None:
        """Take the plan."""
        self._plan = plan
        self._behind = behind(plan)
        self._judged: dict[str, tuple[str, ...]] = {}
        self._own: dict[str, frozenset[str]] = {}
        self._alone: dict[str, frozenset[str]] = {}
        self._barring: dict[str, tuple[Fact, ...]] = {}
        self._rests: dict[str, frozenset[str]] = {}
        self._obligations: dict[tuple[str, str], frozenset[str]] = {}
        self._states: dict[tuple[str, str], Dependence] = {}

    def judged(self, code: str) -> tuple[str, ...]:
        """Return what a policy reads for its outcome, grounds and consequences, in the order of reading."""
        if code not in self._judged:
            policy = self._plan.policy(code)
            names = [policy.conduct.name]
            for version in policy.versions:
                required = (requirement.condition for requirement in version.requirements)
                decisive = (entry.condition for entry in version.entries)
                parts = (*required, *decisive, *model.conditions_of(version))
                names += (fact.name for mention in _mentioned(parts, version) for fact in mention.facts)
                names += (fact.name for mention in _of_day(version) for fact in mention.facts)
            self._judged[code] = tuple(dict.fromkeys(names))
        return self._judged[code]

    def with_those_behind(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return facts, each once, with those from which a day of conduct among them may be derived."""
        read = dict.fromkeys(names)
        for name in [*read]:
            read.update(dict.fromkeys(self._behind.get(name, ())))
        return tuple(read)

    def own(self, code: str) -> frozenset[str]:
        """Return what a policy itself reads, for its outcome, its obligations and its contradictions."""
        if code not in self._own:
            versions = self._plan.policy(code).versions
            names = {obligation.name for version in versions for obligation in version.obligations}
            stated = (one.facts for version in versions for one in version.contradictions)
            owed = (self.obligation(code, name) for name in names)
            self._own[code] = frozenset(self.judged(code)).union(*owed, *stated)
        return self._own[code]

    def alone(self, code: str) -> frozenset[str]:
        """Return what no other policy reads: a record that gives such a fact concerns this policy."""
        if code not in self._alone:
            others = (self.own(policy.code) for policy in self._plan.policies if policy.code != code)
            self._alone[code] = self.own(code).difference(*others)
        return self._alone[code]

    def barring(self, code: str) -> tuple[Fact, ...]:
        """Return the options on which it hangs whether a policy applies, if other policies ask for them, too.

        Whose conduct it is, for instance: a record that has it wrong may be meant for this policy all the same.
        """
        if code not in self._barring:
            options: dict[str, Fact] = {}
            for version in self._plan.policy(code).versions:
                for requirement in version.requirements:
                    read = facts_of(requirement.stated, version)
                    options |= {fact.name: fact for fact in read if fact.kind is Kind.OPTION}
            self._barring[code] = tuple(fact for name, fact in options.items() if name not in self.alone(code))
        return self._barring[code]

    def through(self, code: str, grounds: Collection[str] | None = None) -> frozenset[str]:
        """Return what a policy, or only some of its ``grounds``, reads, also through other policies."""
        names: set[str] = set()
        seen, waiting = {code}, [(code, grounds)]
        while waiting:
            other, only = waiting.pop()
            policy = self._plan.policy(other)
            names.add(policy.conduct.name)
            for version in policy.versions:
                for mention in _mentioned(_bearing(version, only), version):
                    names.update(fact.name for fact in mention.facts)
                    other = mention.policy if mention.obligation is None else mention.obligation[0]
                    if other and other not in seen:
                        seen.add(other)
                        waiting.append((other, None))
        return frozenset(names)

    def touched(self, code: str, stated_by: str, facts: Iterable[str]) -> bool:
        """Return whether a contradiction of some facts, which the policy ``stated_by`` states, concerns a policy."""
        return code == stated_by or not self.rests_on(code).isdisjoint(facts)

    def rests_on(self, code: str) -> frozenset[str]:
        """Return all facts on which a policy's answers can rest: also those from which a day of conduct is derived."""
        if code not in self._rests:
            self._rests[code] = frozenset(self.with_those_behind(self.through(code)))
        return self._rests[code]

    def with_those_against(self, names: Iterable[str]) -> frozenset[str]:
        """Return facts with those that may contradict them, so that they decide nothing."""
        read = set(names)
        stated = [(one, "") for one in self._plan.contradictions]
        for policy in self._plan.policies:
            stated += [(one, policy.conduct.name) for version in policy.versions for one in version.contradictions]
        against = set[str]()
        for one, conduct in stated:
            if not read.isdisjoint(one.facts):
                against.update(one.facts, {conduct} if conduct else ())
        return frozenset(read | against)

    def obligation(self, code: str, name: str) -> frozenset[str]:
        """Return what an obligation itself reads, including the list whose elements it stands for."""
        key = code, name
        if key not in self._obligations:
            names: set[str] = set()
            for version in self._plan.policy(code).versions:
                obligation = version.obligation(name)
                if obligation is not None:
                    names |= {obligation.source.name} if obligation.source is not None else set()
                    for mention in _mentioned(model.parts_of(_stated(obligation)), version):
                        names.update(fact.name for fact in mention.facts)
            self._obligations[key] = frozenset(names)
        return self._obligations[key]

    def state(self, code: str, name: str) -> Dependence:
        """Return what the state of an obligation, for a given element of its list, can depend on.

        This includes the requirements of its policy and the day of conduct; the list itself only where a condition
        reads more of it than the element.
        """
        key = code, name
        if key not in self._states:
            policy = self._plan.policy(code)
            conduct = policy.obligation(name).conduct or policy.conduct
            names, policies = {conduct.name}, set[str]()
            for version in policy.versions:
                obligation = version.obligation(name)
                required = (requirement.condition for requirement in version.requirements)
                stated = model.parts_of(obligation) if obligation is not None else ()
                for mention in _mentioned((*required, *stated), version):
                    names.update(fact.name for fact in mention.facts)
                    policies |= {mention.policy} if mention.policy else set()
            self._states[key] = Dependence(frozenset(self.with_those_behind(names)), frozenset(policies))
        return self._states[key]


def _stated(obligation: model.Obligation) -> model.Obligation:
    """Return an obligation as its policy states it, without what another says of that policy."""
    entries = (
        entry if entry.stated is None else replaced(entry, condition=entry.stated) for entry in obligation.entries
    )
    return replaced(obligation, entries=tuple(entries))


def _bearing(version: model.Version, grounds: Collection[str] | None) -> Iterator[nodes.Node]:
    """Yield what a version's answers rest on, or only the answers to some of its grounds."""
    for requirement in version.requirements:
        yield requirement.condition
    for ground in version.grounds:
        if grounds is None or ground.name in grounds:
            yield from (ground.condition, ground.procedure)
    if version.derived_day is not None:
        yield version.derived_day
    if grounds is not None:
        return
    yield version.unless
    for entry in version.entries:
        yield entry.condition
    for obligation in version.obligations:
        yield from model.parts_of(obligation)
    for consequence in version.consequences:
        yield consequence.condition
        if isinstance(consequence.deadline, nodes.Value):
            yield consequence.deadline


def _mentioned(parts: Iterable[nodes.Node], version: model.Version) -> Iterator[walks.Mentions]:
    """Yield what the nodes of some parts mention, including the derived values and grounds that they name.

    A derived value or a ground is read where it is first named.
    """
    read: set[str] = set()

    def named(part: nodes.Node) -> Iterator[walks.Mentions]:
        for node in walks.walk(part):
            mention = walks.mentions(node)
            yield mention
            for inner in _definition(mention, version, read):
                yield from named(inner)

    for part in parts:
        yield from named(part)


def behind(plan: model.Plan) -> dict[str, tuple[str, ...]]:
    """Return the facts from which days of conduct are derived, by the fact that each dates."""
    return {
        policy.conduct.name: tuple(
            fact.name for version in policy.versions for mention in _of_day(version) for fact in mention.facts
        )
        for policy in plan.policies
        if policy.derives_day
    }


def _of_day(version: model.Version) -> Iterator[walks.Mentions]:
    """Yield what is mentioned of the day of conduct where a version derives it."""
    return _mentioned(() if version.derived_day is None else (version.derived_day,), version)


def _definition(mention: walks.Mentions, version: model.Version, read: set[str]) -> tuple[nodes.Node, ...]:
    """Return what a name stands for, if it was not read before; grounds and derived values never share a name."""
    name = mention.derived or mention.ground
    if not name or name in read:
        return ()
    read.add(name)
    return definition(name, version)


def definition(name: str, version: model.Version) -> tuple[nodes.Node, ...]:
    """Return what the name of a derived value or of a ground stands for."""
    if name in version.derived:
        return (version.derived[name],)
    ground = version.ground(name)
    assert ground is not None
    return ground.condition, ground.procedure


def mentioned(node: nodes.Node, version: model.Version) -> Iterator[walks.Mentions]:
    """Yield what a node of a version and everything that it reads mention."""
    return _mentioned((node,), version)


def facts_of(condition: nodes.Condition, version: model.Version) -> Iterator[Fact]:
    """Yield the facts that a condition of a version reads itself, not through other policies."""
    return (fact for mention in mentioned(condition, version) for fact in mention.facts)

"""The plan: policies with their versions, each made of parts whose conditions and dates are nodes.

A version stands for an interval of days of conduct on which nothing in the policy changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.workdays import Calendar
from zzrules.plan.nodes import Condition, Node, Value, mentions, walk
from zzrules.policy.vocabulary import Fact, Vocabulary

# ── a policy's parts ────────────────────────────────────────────────────


@frozen
class Requirement:
    """What must hold for the policy to apply, and the reason to give where it does not."""

    condition: Condition
    otherwise: str


@frozen
class Ground:
    """An item of the article: its elements, named alternatives and procedure."""

    name: str
    citation: Citation | None
    condition: Condition
    alternatives: tuple[tuple[str, Condition], ...]
    procedure: Condition
    procedure_citation: Citation | None


@frozen
class Entry:
    """An entry of the decision list."""

    name: str
    code: str
    modality: str
    citation: Citation | None
    condition: Condition


@frozen
class Consequence:
    """Who shall, may or must not do what; ``deadline`` is a derived date or an open term such as 及时."""

    name: str
    citation: Citation | None
    subject: str
    modality: str
    content: str
    deadline: Value | str | None
    forms: tuple[str, ...]
    condition: Condition


@frozen
class Obligation:
    """Who shall do what, once it is set off; one for each element of ``source``, if that is a list.

    Its day of conduct, which selects the version, is that of ``conduct``, of the element, or of the policy.
    ``due`` is a date or an open term such as 及时. ``entries`` is the decision list of its states, read as that of
    outcomes: the first that holds; what any of them says of other obligations makes it depend on those.
    """

    name: str
    citation: Citation | None
    subject: str
    content: str
    forms: tuple[str, ...]
    source: Fact | None
    conduct: Fact | None
    since: Value | None
    due: Value | str | None
    done: Value | None
    entries: tuple[Entry, ...]


@frozen
class Contradiction:
    """Findings that cannot stand together."""

    name: str
    condition: Condition
    note: str
    citations: tuple[Citation, ...]


@frozen
class Reading:
    """A reading taken, with the other ones and the basis."""

    name: str
    taken: str
    others: tuple[str, ...]
    basis: str
    note: str


@frozen
class Parameter:
    """A parameter's value in a version."""

    name: str
    text: str
    citation: Citation | None
    since: int


@frozen
class Version:
    """A policy on an interval of days of conduct, both ends included."""

    first: int
    last: int
    parameters: tuple[Parameter, ...]
    readings: tuple[Reading, ...]
    presumptions: tuple[tuple[str, str], ...]
    derived: Mapping[str, Node]
    requirements: tuple[Requirement, ...]
    grounds: tuple[Ground, ...]
    entries: tuple[Entry, ...]
    consequences: tuple[Consequence, ...]
    obligations: tuple[Obligation, ...]
    contradictions: tuple[Contradiction, ...]

    def ground(self, name: str) -> Ground | None:
        """Return a ground by its name."""
        return next((one for one in self.grounds if one.name == name), None)

    def obligation(self, name: str) -> Obligation | None:
        """Return an obligation by its name."""
        return next((one for one in self.obligations if one.name == name), None)


@frozen
class Policy:
    """A policy with its versions in the order of their days."""

    code: str
    name: str
    citation: Citation
    conduct: Fact
    conduct_falls_back: bool
    versions: tuple[Version, ...]
    outcomes: Mapping[str, str]

    def ground_names(self) -> tuple[str, ...]:
        """Return the names of the grounds of all versions, in the order of the text."""
        return tuple(dict.fromkeys(ground.name for version in self.versions for ground in version.grounds))

    def obligation(self, name: str) -> Obligation:
        """Return an obligation by its name, as the newest version that has it says it; KeyError if none has."""
        for version in reversed(self.versions):
            if (found := version.obligation(name)) is not None:
                return found
        raise KeyError(name)


@frozen
class Plan:
    """All policies, each after those that it refers to, with the vocabulary and the calendar.

    ``obligations`` names every obligation (policy's code, name), each after those on which it depends.
    """

    policies: tuple[Policy, ...]
    vocabulary: Vocabulary
    calendar: Calendar
    obligations: tuple[tuple[str, str], ...] = ()

    def policy(self, code: str) -> Policy:
        """Return a policy by its code; KeyError if there is none."""
        for policy in self.policies:
            if policy.code == code:
                return policy
        raise KeyError(code)


def referred(policy: Policy) -> set[str]:
    """Return the codes of the policies that any version refers to."""
    mentioned = (
        mentions(node) for version in policy.versions for part in conditions_of(version) for node in walk(part)
    )
    return {mention.policy for mention in mentioned if mention.policy}


def rests_on(obligation: Obligation) -> set[tuple[str, str]]:
    """Return the obligations (policy's code, name) of which an obligation's conditions speak."""
    mentioned = (mentions(node).obligation for entry in obligation.entries for node in walk(entry.condition))
    return {key for key in mentioned if key is not None}


def chain_of(plan: Plan, wanted: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return an obligation with those on which it depends, in the order of the plan."""
    needed, waiting = set(), [wanted]
    while waiting:
        code, name = waiting.pop()
        if (code, name) not in needed:
            needed.add((code, name))
            for version in plan.policy(code).versions:
                one = version.obligation(name)
                waiting += rests_on(one) if one is not None else ()
    return tuple(key for key in plan.obligations if key in needed)


def parts_of(obligation: Obligation) -> Iterator[Node]:
    """Yield every condition and date of an obligation."""
    for entry in obligation.entries:
        yield entry.condition
    yield from (part for part in (obligation.since, obligation.due, obligation.done) if isinstance(part, Value))


def conditions_of(version: Version) -> Iterator[Node]:
    """Yield every condition and derived fact on which a version's outcome and consequences rest."""
    yield from version.derived.values()
    for requirement in version.requirements:
        yield requirement.condition
    for ground in version.grounds:
        yield ground.condition
        yield ground.procedure
    for entry in version.entries:
        yield entry.condition
    for consequence in version.consequences:
        yield consequence.condition
    for contradiction in version.contradictions:
        yield contradiction.condition

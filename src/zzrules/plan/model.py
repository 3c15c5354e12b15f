"""The plan: policies with their versions, whose parts hold conditions and dates as nodes.

A version stands for an interval of days of conduct on which nothing in the policy changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zzrules.base.citation import Citation
from zzrules.base.frozen import frozen
from zzrules.base.workdays import Calendar
from zzrules.plan.nodes import NEVER, TRUE, Choice, Condition, DerivedValue, Found, Node, Value
from zzrules.plan.recurring import Recurrence
from zzrules.plan.walks import kind_of, mentions, walk
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

NOT_IN_FORCE, NOT_APPLICABLE = "not_in_force", "not_applicable"
COMMON_OUTCOMES = {NOT_APPLICABLE: "本条不适用", NOT_IN_FORCE: "不在有效期内"}
"""The outcomes that every policy has, by code, as one of a whole article calls them; any policy understands these."""


def common_outcomes(citation: Citation) -> dict[str, str]:
    """Return the outcomes that every policy has, by code, as one that rests on a place calls them."""
    return COMMON_OUTCOMES | {NOT_APPLICABLE: f"本{citation.unit}不适用"}


NO_QUESTIONS: Mapping[str, str] = {}

# ── a policy's parts ────────────────────────────────────────────────────


@frozen
class Requirement:
    """What must hold for the policy to apply, and the reason to give where it does not.

    ``stated`` is what the policy itself says of it, which answers show: nothing (true) where another governs it.
    """

    condition: Condition
    otherwise: str
    stated: Condition


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
    """An entry of the decision list; it is not the first that holds where ``unless`` does (`zzrules.plan.shadows`).

    ``stated`` is what a policy that governs this one says of it, which answers show.
    """

    name: str
    code: str
    modality: str
    citation: Citation | None
    condition: Condition
    unless: Condition = NEVER
    stated: Condition | None = None


@frozen
class Consequence:
    """Who shall, may or must not do what; ``deadline`` is a date or an open term such as 及时.

    Names in braces in ``content`` are amounts of the version (`amounts_of`).
    """

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
    """Who shall do what once it is set off; with a ``source``, an obligation for each element of that list.

    The day of conduct, which selects the version, is that of ``conduct``, else of the element, else of the policy.
    ``due`` is a date or an open term such as 及时; ``ends`` is the moment on that day, if it has one. ``entries`` is
    the decision list of the states: the first that holds counts. An obligation depends on those that they speak of.
    One that ``recurs`` has an occurrence for each period.
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
    ends: Value | None = None
    recurs: Recurrence | None = None


@frozen
class Contradiction:
    """Facts that cannot stand together: where ``condition`` certainly holds, none of them decides anything.

    ``facts`` are those that the condition reads, by name; ``needed`` those of them without which a record has no such
    mistake. ``whenever``: it counts on whatever day the conduct lies, also where no version is in force. What is stated
    once and can be so in several ways is several contradictions of one name.
    """

    name: str
    condition: Condition
    note: str
    citations: tuple[Citation, ...]
    facts: tuple[str, ...]
    needed: tuple[str, ...]
    whenever: bool = False


@frozen
class Reading:
    """A reading taken, with its alternatives and its basis; it settles who may find ``findings`` (names of facts)."""

    name: str
    taken: str
    others: tuple[str, ...]
    basis: str
    note: str
    findings: frozenset[str]


@frozen
class Parameter:
    """A parameter's value in a version, and the day (ordinal) from which it applies."""

    name: str
    text: str
    citation: Citation | None
    since: int


@frozen
class Version:
    """A policy on an interval of days of conduct, both ends included.

    ``derived_day`` is the day of conduct as it follows from other facts, for records that do not give it; ``citation``
    the place that the policy states, as it stands on these days.
    It cannot apply to conduct on an unknown day where ``unless`` holds (`zzrules.plan.shadows`). ``questions`` has
    those that it words itself, by the facts (names).
    """

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
    derived_day: Value | None = None
    unless: Condition = NEVER
    questions: Mapping[str, str] = NO_QUESTIONS
    citation: Citation | None = None

    def ground(self, name: str) -> Ground | None:
        """Return a ground by its name."""
        return next((ground for ground in self.grounds if ground.name == name), None)

    def obligation(self, name: str) -> Obligation | None:
        """Return an obligation by its name."""
        return next((obligation for obligation in self.obligations if obligation.name == name), None)


@frozen
class Policy:
    """A policy with its versions in the order of their days.

    ``outcomes`` has the name of every outcome by code, as the newest version with it says it, ``classes`` the class
    that each is in, ``questions`` how it asks for facts. What a policy that ``governs`` says stands in all the others
    (`zzrules.plan.governing`).
    """

    code: str
    name: str
    citation: Citation
    conduct: Fact
    conduct_falls_back: bool
    versions: tuple[Version, ...]
    outcomes: Mapping[str, str]
    classes: Mapping[str, str]
    questions: Mapping[str, str]
    governs: bool = False

    @property
    def grouped(self) -> bool:
        """Whether the policy groups its outcomes: else each is a class of its own."""
        return any(self.outcomes.get(code) != name for code, name in self.classes.items())

    @property
    def derives_day(self) -> bool:
        """Whether the day of conduct follows from other facts: every version says how."""
        return all(version.derived_day is not None for version in self.versions)

    def question(self, fact: Fact, versions: Sequence[int] = ()) -> str:
        """Return how the policy asks for a fact: in its own words, or in those of the vocabulary.

        ``versions`` are those that may apply (indexes): the newest of them words the question.
        """
        worded = [self.versions[index].questions for index in versions]
        own = next((texts[fact.name] for texts in reversed(worded) if fact.name in texts), None)
        return own or self.questions.get(fact.name, fact.question)

    def ground_names(self) -> tuple[str, ...]:
        """Return the names of the grounds of all versions, in the order of the text."""
        return united_in_order([ground.name for ground in version.grounds] for version in self.versions)

    def consequence_names(self) -> tuple[str, ...]:
        """Return the names of the consequences of all versions, in the order of the text."""
        return united_in_order([part.name for part in version.consequences] for version in self.versions)

    def obligation_names(self) -> tuple[str, ...]:
        """Return the names of the obligations of all versions, in the order of the text."""
        return united_in_order([part.name for part in version.obligations] for version in self.versions)

    def obligation(self, name: str) -> Obligation:
        """Return an obligation by its name, from the newest version that has it; KeyError if none has."""
        for version in reversed(self.versions):
            if (obligation := version.obligation(name)) is not None:
                return obligation
        raise KeyError(name)


@frozen
class Plan:
    """All policies, each after those that it refers to, with the vocabulary and the calendar.

    ``obligations`` names every obligation (policy's code, name), each after those on which it depends.
    ``contradictions`` are those that the vocabulary states, whatever policy reads the facts.
    """

    policies: tuple[Policy, ...]
    vocabulary: Vocabulary
    calendar: Calendar
    obligations: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def policy(self, code: str) -> Policy:
        """Return a policy by its code; KeyError if there is none."""
        for policy in self.policies:
            if policy.code == code:
                return policy
        raise KeyError(code)


def given_to(policy: Policy) -> frozenset[str]:
    """Return the codes of the outcomes that a policy only has since another governs it."""
    return frozenset(entry.code for version in policy.versions for entry in version.entries if entry.stated is not None)


def united(versions: Sequence[Version]) -> tuple[tuple[int, int], ...]:
    """Return the intervals of days on which one of some versions is in force, ascending."""
    spans: list[tuple[int, int]] = []
    for version in versions:
        if spans and version.first == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], version.last
        else:
            spans.append((version.first, version.last))
    return tuple(spans)


def contradictions_of(plan: Plan) -> Iterator[Contradiction]:
    """Yield what the vocabulary and every version of every policy exclude."""
    yield from plan.contradictions
    for policy in plan.policies:
        for version in policy.versions:
            yield from version.contradictions


def cases_of(value: Value, derived: Mapping[str, Node]) -> tuple[tuple[Condition, Value], ...]:
    """Return the cases of a value, the last without a condition (`nodes.TRUE`); ``derived`` has what it may name."""
    meant: Node = value
    while isinstance(meant, DerivedValue):
        meant = derived[meant.name]
    return (*meant.cases, (TRUE, meant.otherwise)) if isinstance(meant, Choice) else ((TRUE, value),)


def days_of(version: Version) -> Iterator[tuple[str, Value]]:
    """Yield the days that a version derives (``day.…``) and those by which consequences fall due (``deadline.…``)."""
    for name, node in version.derived.items():
        if isinstance(node, Value) and kind_of(node) is Kind.DATE:
            yield f"day.{name}", node
    for consequence in version.consequences:
        if isinstance(consequence.deadline, Value):
            yield f"deadline.{consequence.name}", consequence.deadline


def amounts_of(version: Version) -> Iterator[tuple[str, Value]]:
    """Yield the amounts of money that a version derives (``amount.…``)."""
    for name, node in version.derived.items():
        if isinstance(node, Value) and kind_of(node) is Kind.MONEY:
            yield f"amount.{name}", node


def referred(policy: Policy) -> set[str]:
    """Return the codes of the policies that any version refers to."""
    mentioned = (
        mentions(node) for version in policy.versions for part in conditions_of(version) for node in walk(part)
    )
    return {mention.policy for mention in mentioned if mention.policy}


def rests_on(obligation: Obligation) -> set[tuple[str, str]]:
    """Return the obligations (policy's code, name) that an obligation's conditions speak of."""
    mentioned = (mentions(node).obligation for entry in obligation.entries for node in walk(entry.condition))
    return {key for key in mentioned if key is not None}


def chain_of(plan: Plan, wanted: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return an obligation with those on which it depends, in the order of the plan."""
    needed, waiting = set(), [wanted]
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            for obligation in statements_of(plan, key):
                waiting += rests_on(obligation)
    return tuple(key for key in plan.obligations if key in needed)


def united_in_order(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of several versions, oldest first, each once: a new one stands where its version has it.

    >>> united_in_order([["甲", "乙", "丙"], ["甲", "新增", "乙"]])
    ('甲', '新增', '乙', '丙')
    """
    names: list[str] = []
    for own in lists:
        at = len(names)
        for name in reversed(own):
            if name in names:
                at = names.index(name)
            else:
                names.insert(at, name)
    return tuple(names)


def statements_of(plan: Plan, key: tuple[str, str]) -> Iterator[Obligation]:
    """Yield an obligation (policy's code, name) as each version states it that has it."""
    for version in plan.policy(key[0]).versions:
        if (obligation := version.obligation(key[1])) is not None:
            yield obligation


def recurrences_of(policy: Policy, name: str) -> tuple[Recurrence, ...]:
    """Return how an obligation recurs, as each version of its policy states it that has it."""
    stated = (version.obligation(name) for version in policy.versions)
    return tuple(one.recurs for one in stated if one is not None and one.recurs is not None)


def parts_of(obligation: Obligation) -> Iterator[Node]:
    """Yield every condition and date of an obligation."""
    for entry in obligation.entries:
        yield entry.condition
    yield from (part for part in (obligation.since, obligation.due, obligation.done) if isinstance(part, Value))


def conditions_of(version: Version) -> Iterator[Node]:
    """Yield every condition and derived value that a version's outcome and consequences rest on."""
    yield from version.derived.values()
    for requirement in version.requirements:
        yield from (requirement.condition, requirement.stated)
    for ground in version.grounds:
        yield ground.condition
        yield ground.procedure
    for entry in version.entries:
        yield from (entry.condition, *((entry.stated,) if entry.stated is not None else ()))
    for consequence in version.consequences:
        yield consequence.condition


def findings_of(version: Version) -> Iterator[Found]:
    """Yield the conditions by which a version asks for findings, for its outcome and for its obligations."""
    owed = (part for obligation in version.obligations for part in parts_of(obligation))
    for part in (*conditions_of(version), *owed):
        yield from (node for node in walk(part) if isinstance(node, Found))


def asks_of(policy: Policy) -> set[str]:
    """Return the facts (names) that any version asks of bodies, or holds against others as contradictory."""
    asked = {found.fact.name for version in policy.versions for found in findings_of(version)}
    return asked.union(
        *(contradiction.facts for version in policy.versions for contradiction in version.contradictions)
    )

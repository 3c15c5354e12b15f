"""The index of facts: how each is asked for, who may find it, what events settle it, where policies read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zzrules.answer.facts import Authority, authorities, choices, recorded
from zzrules.base.frozen import frozen
from zzrules.pages.indexes.parts import Part, Parts
from zzrules.policy.phrasing.policies import Part as Said
from zzrules.policy.vocabulary import Fact

_FINDING = "有权认定"
_READING = ("适用", "情形", "结论", "统辖", "后果", "义务", "推算", "推出", "先后", "矛盾", "例外于", _FINDING)
"""The sections whose parts read facts; others only ask for them. Who finds one may depend on another."""


@frozen
class Asked:
    """A fact as it is asked for, found and read.

    ``found`` has who may find it, with the policies that say so; ``questions`` how policies ask for it in words of
    their own; ``events`` the kinds of events by which a log settles it; ``read`` the parts that read it, by policy.
    """

    fact: Fact
    choices: str
    found: tuple[tuple[Authority, tuple[Part, ...]], ...]
    questions: tuple[tuple[Part, str], ...]
    events: tuple[str, ...]
    read: tuple[tuple[Part, tuple[Part, ...]], ...]

    @property
    def words(self) -> str:
        """What the search finds of it."""
        own = [question for _, question in self.questions]
        fields = [word for field in self.fact.fields for word in (field.label, field.question)]
        who = [authority.text for authority, _ in self.found]
        return " ".join([self.fact.question, self.fact.kind.value, self.choices, *who, *own, *fields])


def facts_of(parts: Parts) -> Iterator[Asked]:
    """Yield the facts of the vocabulary, in its order."""
    plan, vocabulary = parts.source.plan, parts.source.vocabulary
    finders, read = authorities(plan), reading(parts)
    worded = [(policy, dict(policy.questions)) for policy in plan.policies]
    for fact in vocabulary.facts:
        yield Asked(
            fact,
            choices(fact),
            tuple(
                (one, tuple(parts.part(policy.code) for policy in one.policies)) for one in finders.get(fact.name, ())
            ),
            tuple((parts.part(policy.code), said[fact.name]) for policy, said in worded if fact.name in said),
            tuple(kind.label for kind in vocabulary.events if fact.name in recorded(kind)),
            tuple((policy, tuple(several)) for policy, several in parts.by_policy(read.get(fact.label, ()))),
        )


def reading(parts: Parts) -> dict[str, tuple[Part, ...]]:
    """Return which parts of policies read each fact, by its label, as they are written: in the order of the policies.

    A part that names a derived value of its policy, or a ground, does not read what that is made of; of a value that
    the vocabulary derives for all policies, those read the facts that name it.
    """
    shared = {
        part.means.name: [*_labels(part, {})]
        for section in parts.shared
        for part in section.parts
        if section.key == "推算"
    }
    found: dict[str, dict[Part, None]] = {}
    for policy, sections in parts.said:
        for label in policy.dating:
            found.setdefault(label, {})[parts.part(policy.code, "行为日期")] = None
        for section in sections:
            for part in section.parts if section.key in _READING else ():
                name = part.means.name
                for label in _labels(part, shared):
                    if (section.key, label) != (_FINDING, name):
                        found.setdefault(label, {})[parts.part(policy.code, section.key, name)] = None
    return {label: tuple(several) for label, several in found.items()}


def _labels(part: Said, shared: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the facts (labels) that a part mentions, or that a value is made of which the vocabulary derives."""
    for mention in (one for sentence in part.sentences for one in sentence.mentions()):
        if mention.kind == "fact":
            yield mention.name
        elif mention.kind == "field":
            yield mention.source
        elif mention.kind == "derived" and not mention.policy:
            yield from shared.get(mention.name, ())

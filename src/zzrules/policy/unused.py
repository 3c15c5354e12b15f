"""What a vocabulary has and no policy uses: facts, fields, kinds of events, bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zzrules.base.diagnostics.meanings import UNUSED_NAME
from zzrules.base.errors import Problem
from zzrules.base.frozen import inside, replaced
from zzrules.policy import syntax
from zzrules.policy.texts import names_in
from zzrules.policy.vocabulary import OF_DAY, EventKind, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Scalar


def unused(policies: Sequence[syntax.Policy], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield what of a vocabulary no condition, date or amount of a policy rests on, whichever readings are taken.

    ZZ291. Texts are for people to read, and are left out. That a policy words a question, or says who may find
    something, rests nothing on it.
    """
    used = _names(policies, vocabulary)
    yield from _derived(policies, vocabulary)
    for fact in vocabulary.facts:
        if fact.kind is not Kind.TEXT and not _is_used(fact, used):
            yield UNUSED_NAME(fact.place, part="事实", name=fact.label)
        else:
            yield from (
                UNUSED_NAME(field.place, part=f"事实「{fact.label}」的字段", name=field.label)
                for at, field in enumerate(fact.fields)
                if field.kind is not Kind.TEXT and at not in (fact.interval or ()) and not _is_used(field, used)
                if field.name != fact.order_by
            )
    for event in vocabulary.events:
        if not event.brings_all and all(fact.kind is Kind.TEXT for fact in _settled(event)):
            yield UNUSED_NAME(event.place, part="事件", name=event.label)
    finding = _bodies(policies, vocabulary)
    for label, place in vocabulary.body_places.items() if finding else ():  # else nobody finds anything
        if vocabulary.bodies.get(label) not in finding and label not in used:
            yield UNUSED_NAME(place, part="机构", name=label)


def _derived(policies: Sequence[syntax.Policy], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the values that the vocabulary derives and no policy uses, but for others that none uses."""
    uses = {word for policy in policies for one in inside(policy) if isinstance(one, Scalar) for word in _named_by(one)}
    waiting = {name.text: derivation for name, derivation in vocabulary.derived}
    while found := uses & waiting.keys():
        parts = [part for name in found for part in inside(waiting.pop(name))]
        uses = {word for one in parts if isinstance(one, Scalar) for word in _named_by(one)}
    for name, _ in vocabulary.derived:
        if name.text in waiting:
            yield UNUSED_NAME(name.place, part="推算", name=name.text)


def _named_by(word: Scalar) -> tuple[str, ...]:
    return (word.text, *names_in(word.text))


def _settled(event: EventKind) -> tuple[Fact, ...]:
    """Return the facts that an event settles, with its list: that there is such an element may be all that is asked.

    Of one that settles facts of which nothing is made, the facts are told.
    """
    return (*event.settled, *((event.source,) if event.source is not None else ()))


def _bodies(policies: Sequence[syntax.Policy], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the bodies (codes) that may find something, or stand for others or with others for one."""
    found: set[str] = set()
    for policy in policies:
        for authority in policy.authorities:
            bodies = authority.bodies
            options = (bodies,) if isinstance(bodies, tuple) else tuple(codes for _, codes in bodies.options)
            found = found.union(*options)
        found |= {part for division in policy.divisions for part, _ in division.parts}
    for collective, members in vocabulary.members.items():
        if collective in found:
            found |= {*members}
    return frozenset(found)


def _is_used(fact: Fact, used: set[str]) -> bool:
    return bool({fact.label, fact.label + OF_DAY} & used)


def _names(policies: Sequence[syntax.Policy], vocabulary: Vocabulary) -> set[str]:
    """Return all words on which something rests: names among them, and days of findings."""
    silent = {"questions": (), "authorities": (), "presumptions": (), "divisions": ()}
    found: set[str] = set()
    for part in (*(replaced(policy, **silent) for policy in policies), vocabulary.derived):
        for one in inside(part):
            if isinstance(one, Scalar):
                found |= {*_named_by(one)}
            elif isinstance(one, syntax.Order):
                found |= {*one.days}
    levels = {
        authority.same_level.text for policy in policies for authority in policy.authorities if authority.same_level
    }
    return found | levels | {day for order in vocabulary.orders for day in order.days}

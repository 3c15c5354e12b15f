"""Advice on policies that are right by the grammar and yet may not say what is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import assert_never

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.meanings import (
    ITEM_WITHOUT_GROUND,
    NEVER_LAW,
    NOBODY_CLAIMS,
    NONE_COMPARED,
    NONE_CONFIRMED,
    OUTSIDE_VALIDITY,
    PART_OF_A_CLASS,
    UNCONFIRMED,
    UNUSED_NAME,
    VALUE_NEVER_USED,
)
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import frozen, inside, replaced
from zzrules.base.regulation import Regulation, term
from zzrules.base.regulations import Regulations
from zzrules.policy import expressions, syntax
from zzrules.policy.anchors import Citing, unconfirmed
from zzrules.policy.texts import names_in
from zzrules.policy.validity import WHENEVER, Span
from zzrules.policy.vocabulary import OF_DAY, Kind, Vocabulary
from zzrules.policy.yamltree import Scalar

_SHOWN = 6
"""How many names are told of those of which the same is said."""


def advise(
    policies: Sequence[syntax.Policy],
    vocabulary: Vocabulary,
    law: Regulations,
    amounts: Mapping[str, Collection[str]],
) -> tuple[Problem, ...]:
    """Return what is worth a second look, in the order of the files; none of it keeps a rulebook from loading.

    ``amounts`` are the names of the amounts of money that policies derive, by the policy's code: answers give them.

    ZZ291: a name that nothing uses. ZZ292: a comparison that 无 makes false together with its opposite, where that
    decides something (under 非, or in 适用). ZZ293: a condition that speaks of some outcomes of a class and not of the
    others, so that it waits for what only changes the reason. ZZ295: a catch-all item that only findings invoke.
    ZZ297: an item of a paragraph that is no ground
    though others are. ZZ298: a day, a part or a value that no case can fall under. ZZ299: places for whose words nobody
    confirmed the rules.
    """
    problems: list[Problem] = []
    read = [_Contents.of(policy) for policy in policies]
    problems += _grounds_unused(read)
    problems += _items_left_out(policies, law)
    problems += _unconfirmed((*policies, *vocabulary.files))
    for policy in _files(policies):
        problems += _out_of_time(policy, law.of(policy.citation))
    named: dict[str, list[syntax.Policy]] = {}
    for policy in policies:
        for word in {policy.name, policy.code}:
            named.setdefault(word, []).append(policy)
    for contents in read:
        policy = contents.policy
        problems += _unused(contents, amounts.get(policy.code, ()))
        problems += _unclaimed(policy, vocabulary)
        problems += _parts_of_classes(contents, named)
        nones = _Nones(policy, vocabulary)
        for condition in (*(requirement.condition for requirement in policy.requirements), *contents.negated):
            problems += nones.compared(condition)
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.place, problem.code)))


@frozen
class _Contents:
    """What a policy is made of: its words, and those of its conditions of which more is asked."""

    policy: syntax.Policy
    words: tuple[str, ...]
    negated: tuple[expressions.Condition, ...]
    outcomes: tuple[expressions.OutcomeIs, ...]
    of_all_grounds: bool

    @classmethod
    def of(cls, policy: syntax.Policy) -> _Contents:
        """Look through a policy once."""
        words, negated, outcomes, of_all_grounds = [], [], [], False
        for part in inside(policy):
            if isinstance(part, Scalar):
                words.append(part.text)
            elif isinstance(part, expressions.Negation):
                negated.append(part.part)
            elif isinstance(part, expressions.OutcomeIs):
                outcomes.append(part)
            elif isinstance(part, expressions.GroundSet):
                of_all_grounds = True
        return cls(policy, tuple(words), tuple(negated), tuple(outcomes), of_all_grounds)


def _unused(contents: _Contents, given: Collection[str]) -> Iterator[Problem]:
    """Yield the parameters, readings and derived values, other than those ``given``, that nothing uses.

    What only unused derived values use is unused, too.
    """
    policy = contents.policy
    uses = Counter(name for word in contents.words for name in (word, *names_in(word)))
    named = [(parameter.name, "参数") for parameter in policy.parameters]
    named += [(reading.name, "口径") for reading in policy.readings]
    named += [(name, "推算") for name, _ in policy.derived if name.text not in given]
    named += [(question.name, "问") for question in policy.questions]
    idle: dict[str, expressions.Derivation] = {}
    waiting = {name.text: derivation for name, derivation in policy.derived if name.text not in given}
    while found := {name: derivation for name, derivation in waiting.items() if uses[name] == 1}:
        idle |= found
        waiting = {name: derivation for name, derivation in waiting.items() if name not in found}
        for derivation in found.values():
            uses -= _uses(derivation)
    for name, part in named:
        if name.text in idle or uses[name.text] == 1:
            yield UNUSED_NAME(name.place, part=part, name=name.text)


def _uses(part: object) -> Counter[str]:
    """Return how often each word stands in a part: names among them, also in braces."""
    words = [word.text for word in inside(part) if isinstance(word, Scalar)]
    return Counter(name for word in words for name in (word, *names_in(word)))


def _files(policies: Sequence[syntax.Policy]) -> Iterator[syntax.Policy]:
    """Yield a policy for each file, on all days of the file: an amendment makes several of one."""
    editions: dict[Place, list[syntax.Policy]] = {}
    for policy in policies:
        editions.setdefault(policy.place, []).append(policy)
    for first, *later in editions.values():
        yield replaced(first, last_day=max(one.last_day for one in (first, *later)))


def _out_of_time(policy: syntax.Policy, regulation: Regulation) -> Iterator[Problem]:
    """Yield the days that can never matter, and the parts and values that are law on no day of their policy."""
    first, last = policy.in_force, policy.last_day
    yield from _outside(policy.span, "法规", regulation.in_force, regulation.last_day)
    for part, span, place in _parts(policy):
        if span.meets(first, last):
            yield from _outside(span, "政策", first, last)
        else:
            yield NEVER_LAW(place, part=part, days=term(first, last))
    for parameter in policy.parameters:
        yield from _outside(parameter.ended, "政策", first, last)
        ends = [day for day, _ in parameter.history[1:]]
        for (since, value), end in zip(parameter.history, [*ends, None], strict=True):
            if since > last or (end is not None and end <= first):
                words = {"parameter": parameter.name.text, "value": value.text, "days": term(first, last)}
                yield VALUE_NEVER_USED(value.place, **words)
            elif since < regulation.in_force:
                days = term(regulation.in_force, regulation.last_day)
                yield OUTSIDE_VALIDITY(value.place, day=since, whole="法规", days=days)


def _parts(policy: syntax.Policy) -> Iterator[tuple[str, Span, Place]]:
    """Yield the parts that state days of their own: what messages call them, the days, and where the part is named."""
    spans = [
        *((f"情形「{one.name.text}」", one.span, one.name.place) for one in policy.grounds),
        *((f"结论「{one.name.text}」", one.span, one.name.place) for one in policy.outcomes),
        *((f"后果「{one.name.text}」", one.span, one.name.place) for one in policy.consequences),
        *((f"义务「{one.name.text}」", one.span, one.name.place) for one in policy.obligations),
        *((f"「{one.name.text}」的有权认定", one.span, one.name.place) for one in policy.authorities),
        *((f"先后「{one.name}」", one.span, one.place) for one in policy.orders),
        *((f"推出「{one.name.text}」", one.span, one.name.place) for one in policy.implications),
        *((f"矛盾「{one.name.text}」", one.span, one.name.place) for one in policy.contradictions),
    ]
    return (part for part in spans if part[1] != WHENEVER)


def _outside(span: Span, whole: str, first: date, last: date) -> Iterator[Problem]:
    """Yield the days of a span that lie outside the whole, and so begin or end nothing."""
    for day, place in ((span.first, span.first_place), (span.last, span.last_place)):
        if day is not None and not first <= day <= last:
            yield OUTSIDE_VALIDITY(place, day=day, whole=whole, days=term(first, last))


def _grounds_unused(policies: Sequence[_Contents]) -> Iterator[Problem]:
    """Yield the grounds on which nothing rests, in their own policy or in another."""
    uses = Counter(word for contents in policies for word in contents.words)
    of_code = Counter(contents.policy.code for contents in policies)
    for contents in policies:
        if not contents.of_all_grounds:
            for ground in contents.policy.grounds:
                if uses[ground.name.text] <= of_code[contents.policy.code]:
                    yield UNUSED_NAME(ground.name.place, part="情形", name=ground.name.text)


def _items_left_out(policies: Sequence[syntax.Policy], law: Regulations) -> Iterator[Problem]:
    """Yield the paragraphs of which the newest file of a policy has some items as grounds, and others nobody has."""
    newest = {policy.code: policy for policy in sorted(policies, key=lambda policy: policy.in_force)}
    stated = {place for policy in newest.values() for place in _stated(policy)}
    unassessed = [one.citation for one in law.own.newest.unassessed]
    places = (place for regulation in law for place in regulation.newest.citations())
    items: dict[tuple[str, int, int | None], list[Citation]] = {}
    for place in places:
        if place.item is not None and place not in stated:
            items.setdefault(_paragraph(place), []).append(place)
    for policy in newest.values():
        grounds = {ground.citation: ground for ground in reversed(policy.grounds) if ground.citation is not None}
        own = {_paragraph(cited): ground for cited, ground in grounds.items() if cited.item is not None}
        for paragraph, ground in own.items():
            left = [place for place in items.get(paragraph, ()) if not any(cited.covers(place) for cited in unassessed)]
            if left:
                yield ITEM_WITHOUT_GROUND(ground.name.place, items="、".join(map(str, left)))


def _paragraph(place: Citation) -> tuple[str, int, int | None]:
    return place.of, place.article, place.paragraph


def _stated(policy: syntax.Policy) -> Iterator[Citation]:
    """Yield the places that some part of a policy makes count.

    That a body may find something, and that facts contradict one another, makes no case one of an item.
    """
    counting = replaced(policy, anchors=(), cited=(), authorities=(), orders=(), contradictions=())
    return (part for part in inside(counting) if isinstance(part, Citation))


def _unconfirmed(policies: Sequence[Citing]) -> Iterator[Problem]:
    """Yield the policies of which nobody confirmed for which words they were written, and what is confirmed idly.

    Where nobody has confirmed anything yet, that is said once.
    """
    left = [(policy, places) for policy in policies if (places := unconfirmed(policy))]
    if len(left) > 1 and not any(policy.anchors or _noted(policy) for policy in policies):
        names = [f"「{policy.name}」" for policy, _ in left]
        shown = f"{'、'.join(names[:_SHOWN])}{'等' if len(names) > _SHOWN else ''}"
        yield NONE_CONFIRMED(left[0][0].place, count=len(left), names=shown)
    else:
        for policy, places in left:
            yield UNCONFIRMED(policy.place, name=policy.name, places="、".join(map(str, places)))
    for policy in policies:
        for anchor in policy.anchors:
            if not any(anchor.means(one.citation) for one in policy.cited):
                yield UNUSED_NAME(anchor.place, part="核对", name=str(anchor.citation))


def _noted(policy: Citing) -> bool:
    """Return whether somebody noted that it may stay unconfirmed."""
    return isinstance(policy, syntax.Policy) and any(one.code == UNCONFIRMED.code for one in policy.noted)


def _unclaimed(policy: syntax.Policy, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the catch-all items that nobody can claim before they are found."""
    for ground in policy.grounds:
        names = [word.text for word in ground.catch_all.invoked] if ground.catch_all is not None else []
        facts = [vocabulary.by_label[name] for name in names if name in vocabulary.by_label]
        if facts and all(fact.kind is Kind.FINDING for fact in facts):
            yield NOBODY_CLAIMS(ground.name.place, part=f"情形「{ground.name.text}」", facts="」「".join(names))


def _parts_of_classes(contents: _Contents, texts: Mapping[str, Sequence[syntax.Policy]]) -> Iterator[Problem]:
    """Yield the conditions that speak of some of the outcomes of a class; ``texts`` by the words that mean them."""
    for part in contents.outcomes:
        named = {word.text for word in part.outcomes}
        for text in texts.get(part.policy.text, ()) if part.policy is not None else (contents.policy,):
            for group in text.classes:
                members = [word.text for word in group.outcomes]
                meant, others = ([one for one in members if (one in named) is inside_] for inside_ in (True, False))
                if meant and others:
                    words = {"outcomes": "、".join(meant), "others": "、".join(others)}
                    yield PART_OF_A_CLASS(part.place, name=group.name.text, **words)


class _Nones:
    """Finds out which names of a policy may stand for 无."""

    def __init__(self, policy: syntax.Policy, vocabulary: Vocabulary) -> None:
        self._facts = vocabulary.by_label
        self._derived = {name.text: derivation for name, derivation in (*vocabulary.derived, *policy.derived)}
        self._known: dict[str, bool] = {}

    def compared(self, condition: expressions.Condition) -> Iterator[Problem]:
        """Yield the comparisons of a condition, outside its lists, whose left side may be 无."""
        match condition:
            case expressions.Junction(_, parts):
                for part in parts:
                    yield from self.compared(part)
            case expressions.Negation(part):
                yield from self.compared(part)
            case expressions.Test(name, operator, _):
                if operator != "为" and self._may_be_none(name.text):
                    yield NONE_COMPARED(name.place, name=name.text, operator=operator)
            case expressions.Occurs() | expressions.Times():
                return  # what is asked of the elements of a list is not searched
            case expressions.GroundSet() | expressions.ReadingIs() | expressions.OutcomeIs() | expressions.ClassIs():
                return
            case expressions.GroundOf() | expressions.ObligationIs():
                return
            case _:
                assert_never(condition)

    def _may_be_none(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self._finds_none(name)
        return self._known[name]

    def _finds_none(self, name: str) -> bool:
        fact = self._facts.get(name)
        if fact is not None:
            return fact.may_be_none
        if name.endswith(OF_DAY) and name.removesuffix(OF_DAY) in self._facts:
            return True
        derived = self._derived.get(name)
        return derived is not None and self._derives_none(derived)

    def _derives_none(self, derived: expressions.Derivation) -> bool:
        """Return whether a derivation can give 无."""

        def none(*words: Scalar) -> list[bool]:
            return [self._may_be_none(word.text) for word in words]

        match derived:
            case expressions.Elapsed(start, end, _) | expressions.Age(start, end):
                return any(none(start, end))
            case expressions.Counted(_, start, end, _):
                return any(none(start, end))
            case expressions.Deadline(start, _, _, _, _) | expressions.Rolled(start) | expressions.Word(start):
                return any(none(start))
            case expressions.DayTaken(moment, _) | expressions.MonthDay(moment):
                return any(none(moment))
            case expressions.Extremum(latest, words):
                return (any if latest else all)(none(*words))
            case expressions.FirstGiven(words):
                return all(none(*words))
            case expressions.Cases(cases, _):
                return any(self._derives_none(taken) for _, taken in cases)
            case expressions.Table(_, _, _, rows):
                return any(self._derives_none(result) for row in rows for result in row.results)
            case expressions.ByReading(_, options):
                return any(self._derives_none(option) for _, option in options)
            case expressions.Computed(_, operands, _):
                return any(self._derives_none(operand) for operand in operands)
            case expressions.Picked():
                return True
            case expressions.Gathered(word):
                return word in ("最大", "最小")
            case expressions.Definition():
                return False
            case _:
                assert_never(derived)

"""What cannot be true together: 先后, 推出 and 矛盾 as conditions that no right record meets.

Constraints are read before anything is judged, on the record as it is given. So they speak of facts alone, and each
condition is taken apart into the ways in which it can be so: a record that is wrong in one way leaves the facts of the
others alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from zzrules.base.citation import Citation
from zzrules.base.diagnostics import meanings as wrong
from zzrules.base.errors import Place
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.possible import possible
from zzrules.policy.forms import FLAGS, suggest_name
from zzrules.policy.syntax import Order, Policy
from zzrules.policy.validity import WHENEVER
from zzrules.policy.vocabulary import OF_DAY, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Problems

if TYPE_CHECKING:
    from zzrules.plan.bind import Binder
    from zzrules.policy.yamltree import Scalar

_MOST_WAYS = 32
COMMON = model.Version(1, date.max.toordinal(), (), (), (), {}, (), (), (), (), (), ())
"""The version in which what the vocabulary states is read: it has nothing of its own."""


class _Stated(NamedTuple):
    """A constraint as it is stated, not yet taken apart."""

    name: str
    condition: nodes.Condition
    note: str
    citations: tuple[Citation, ...]
    needed: tuple[str, ...] = ()
    """The facts without which a record has no such mistake; none: all that it reads."""
    whenever: bool = False


class _Day(NamedTuple):
    """A date of an order, and the word that it has there."""

    word: str
    value: nodes.Value


class _Derived(NamedTuple):
    """The day of conduct that follows from other facts: what it is called, and what it is in each case."""

    name: str
    given: nodes.Value
    cases: Sequence[tuple[nodes.Condition, nodes.Value]]

    def excluding(self, excluded: Callable[[nodes.Value], Iterable[nodes.Condition]]) -> nodes.Condition:
        """Return that the day has what is excluded of it, in one of the cases."""
        ways, passed = list[nodes.Condition](), list[nodes.Condition]()
        for condition, value in self.cases:
            if value != self.given:
                ways += (nodes.All((*passed, condition, one)) for one in excluded(value))
            passed.append(nodes.Not(condition))
        return possible(nodes.Any(tuple(ways)))


def of_vocabulary(vocabulary: Vocabulary, problems: Problems) -> tuple[model.Contradiction, ...]:
    """Return what the orders of a vocabulary exclude."""
    return _apart(_ordered(vocabulary.orders, vocabulary, problems), {}, None)


def _own_orders(binder: Binder) -> tuple[Order, ...]:
    """Return the orders that a policy states and that are law on the day: they hold on all days of the version."""
    return tuple(replaced(one, span=WHENEVER) for one in binder.policy.orders if one.span.has(binder.day))


def of_policy(
    binder: Binder, conduct: Fact | None, derived_day: tuple[Scalar, nodes.Value] | None
) -> tuple[model.Contradiction, ...]:
    """Return what a policy excludes as it stands on a day: by its orders, its implications, its contradictions.

    So does a derived day of conduct that is out of order, or other than the one recorded.
    """
    policy, problems = binder.policy, binder.problems
    stated = [*_ordered(_own_orders(binder), binder.vocabulary, problems)]
    if conduct is not None and derived_day is not None:
        word, day = derived_day
        derived = _Derived(word.text, nodes.FactValue(conduct), model.cases_of(day, binder.derived))
        stated += [*_derived_in_order(binder, conduct, derived), _not_as_derived(binder, conduct, derived)]
    concluded: list[tuple[str, str, bool, nodes.Condition, Place]] = []
    for implication in policy.implications:
        if not implication.span.has(binder.day):
            continue
        premise, against = binder.premise(implication), binder.opposed(implication)
        if against is None:
            continue
        fact, condition = against
        name, place, sign = implication.name.text, implication.name.place, FLAGS[implication.sign.text]
        for other, label, opposite, its_premise, first in concluded:
            if label == fact.label and opposite is not sign and _includes(premise, its_premise):
                clash = wrong.IMPLICATIONS_CLASH
                problems.add(clash, place, implication=name, first=first, other=other, fact=label)
        concluded.append((name, fact.label, sign, premise, place))
        _facts_only(premise, binder, "推出", name, place)
        joined = possible(nodes.All((premise, condition)))
        stated.append(_Stated(name, joined, implication.note, implication.citations))
    for contradiction in policy.contradictions:
        if not contradiction.span.has(binder.day):
            continue
        own = possible(binder.condition(contradiction.condition))
        _facts_only(own, binder, "矛盾", contradiction.name.text, contradiction.name.place)
        stated.append(_Stated(contradiction.name.text, own, contradiction.note, contradiction.citations))
    return _apart(stated, binder.derived, conduct)


def note_circular_day(binder: Binder, word: Scalar, derived_day: nodes.Value) -> None:
    """Note a derived day of conduct that rests on what is known only once there is one."""
    for _, mention in _walked(derived_day, binder.derived):
        if mention.conduct or mention.policy or mention.ground:
            binder.problems.add(wrong.DAY_IN_CIRCLE, word.place, name=word.text)
            return


def _derived_in_order(binder: Binder, conduct: Fact, derived: _Derived) -> Iterator[_Stated]:
    """Yield what the orders say of the day of conduct for the derived one."""
    for order in (*_own_orders(binder), *binder.vocabulary.orders):
        for pair in _pairs(order, binder.vocabulary, Problems()):

            def late(
                value: nodes.Value, pair: tuple[_Day, _Day] = pair, order: Order = order
            ) -> Iterator[nodes.Condition]:
                left, right = (value if day.word == conduct.label else day.value for day in pair)
                yield _late(order, left, right)

            others = [day.value for day in pair if day.word != conduct.label]
            if len(others) == 1:
                day, later = (one._replace(word=derived.name) if one.word == conduct.label else one for one in pair)
                stated = _in_order(order, day, later)
                yield stated._replace(condition=derived.excluding(late), needed=(*_read(others[0], {}, None),))


def _not_as_derived(binder: Binder, conduct: Fact, derived: _Derived) -> _Stated:
    """Return that the day is another than the derived one."""
    given = nodes.FactValue(conduct)

    def other(value: nodes.Value) -> Iterator[nodes.Condition]:
        yield nodes.Compare("!=", given, value)
        if conduct.may_be_none:
            yield nodes.All((nodes.Not(nodes.Given(given)), nodes.Given(value)))

    name, note = f"{conduct.label}不是{derived.name}", f"记载的「{conduct.label}」不是推算的「{derived.name}」"
    return _Stated(name, derived.excluding(other), note, (binder.policy.citation,), (conduct.name,), whenever=True)


# ── orders ──────────────────────────────────────────────────────────────


def _ordered(orders: Iterable[Order], vocabulary: Vocabulary, problems: Problems) -> Iterator[_Stated]:
    """Yield that a date is later than one that comes after it, for each two dates of each order."""
    for order in orders:
        for day, later in _pairs(order, vocabulary, problems):
            yield _in_order(order, day, later)


def _pairs(order: Order, vocabulary: Vocabulary, problems: Problems) -> Iterator[tuple[_Day, _Day]]:
    days = [_Day(word, day) for word, place in _words(order) if (day := _day(order, word, place, vocabulary, problems))]
    yield from combinations(days, 2)


def _in_order(order: Order, day: _Day, later: _Day) -> _Stated:
    note = f"记载的「{day.word}」晚于「{later.word}」；{order.note}"
    return _Stated(order_broken(day.word, later.word), _late(order, day.value, later.value), note, order.citations)


def order_broken(day: str, later: str) -> str:
    """Return what a contradiction is called: that a date is later than one that comes after it."""
    return f"{day}晚于{later}"


def _late(order: Order, day: nodes.Value, later: nodes.Value) -> nodes.Condition:
    """Return that a date is later than one that comes after it, which lies on one of the order's own days.

    An order of the vocabulary has no day of conduct: it has to be law on the date that came too early.
    """
    first, last = order.span.first, order.span.last
    ends = [(">=", first)] if first is not None else []
    ends += [("<=", last)] if last is not None else []
    bounds = (nodes.Compare(sign, later, nodes.Literal(end.toordinal(), str(end), Kind.DATE)) for sign, end in ends)
    parts = (nodes.Compare(">", day, later), *bounds)
    return nodes.All(parts) if len(parts) > 1 else parts[0]


def _words(order: Order) -> Iterator[tuple[str, Place]]:
    yield from zip(order.days, order.places, strict=True)


def _day(order: Order, word: str, place: Place, vocabulary: Vocabulary, problems: Problems) -> nodes.Value | None:
    """Return the date that a word means: of a fact, or of a finding; None, noted, for anything else."""
    fact = vocabulary.by_label.get(word)
    if fact is not None and fact.kind is Kind.DATE:
        return nodes.FactValue(fact)
    found = vocabulary.by_label.get(word.removesuffix(OF_DAY)) if word.endswith(OF_DAY) else None
    if found is not None and found.kind is Kind.FINDING:
        return nodes.FindingDay(found)
    if not {word, word.removesuffix(OF_DAY)} & problems.lost:
        hint = suggest_name(word, [one.label for one in vocabulary.facts if one.kind is Kind.DATE])
        problems.add(wrong.ORDER_OF_NO_DATE, place, order=order.name, word=word, hint=hint)
    return None


def note_circles(policies: Sequence[Policy], vocabulary: Vocabulary, problems: Problems) -> None:
    """Note where orders that are law on one day, together, put a date before itself."""
    stated = [(one, date.min, date.max) for one in vocabulary.orders]
    stated += [(one, policy.in_force, policy.last_day) for policy in policies for one in policy.orders]
    begins = sorted({max(one.span.first or first, first) for one, first, _ in stated})
    for day in begins:
        together = [one for one, first, last in stated if first <= day <= last and one.span.has(day)]
        if _circular(together, problems):
            return  # which is likely to be one on later days, too


def _circular(orders: Sequence[Order], problems: Problems) -> bool:
    """Return whether orders, together, put a date before itself; that is noted."""
    stated: dict[tuple[str, str], tuple[Order, Place]] = {}
    graph: dict[str, list[str]] = {}
    for order in orders:
        words = [*_words(order)]
        for (word, place), (later, _) in pairwise(words):
            stated.setdefault((word, later), (order, place))
            graph.setdefault(later, []).append(word)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        places = sorted({stated[pair] for pair in pairwise(circle)}, key=lambda one: one[1])
        (order, first), (_, place) = places[0], places[-1]
        cycle = " → ".join(f"「{word}」" for word in circle)
        problems.add(wrong.ORDERS_IN_CIRCLE, place, cycle=cycle, other=order.name, first=first)
        return True
    return False


# ── conditions ──────────────────────────────────────────────────────────


def _ways(condition: nodes.Condition) -> list[tuple[nodes.Condition, ...]]:
    """Return the ways in which a condition can be so, each as what then holds; too many ways are one."""
    match condition:
        case nodes.Any(parts):
            ways = [way for part in parts for way in _ways(part)]
        case nodes.All(parts):
            each = [*map(_ways, parts)]
            if prod(map(len, each)) > _MOST_WAYS:
                return [(condition,)]
            ways = [sum(way, ()) for way in product(*each)]
        case nodes.Concluded(own, premise, conclusion):
            ways = [*_ways(own), *(_ways(premise) if conclusion else ())]
        case _:
            ways = [(condition,)]
    return [*dict.fromkeys(ways)] if len(ways) <= _MOST_WAYS else [(condition,)]


def _apart(
    stated: Iterable[_Stated], derived: Mapping[str, nodes.Node], conduct: Fact | None
) -> tuple[model.Contradiction, ...]:
    """Return what is stated, taken apart, with the facts that each way concerns."""
    apart = []
    for name, condition, note, citations, needed, whenever in stated:
        for way in _ways(condition) if condition != nodes.NEVER else ():
            holds = way[0] if len(way) == 1 else nodes.All(tuple(dict.fromkeys(way)))
            facts = tuple(dict.fromkeys(_read(holds, derived, conduct)))
            if facts:  # what readings alone settle is no mistake of a record
                apart.append(model.Contradiction(name, holds, note, citations, facts, needed or facts, whenever))
    return tuple(apart)


def _read(node: nodes.Node, derived: Mapping[str, nodes.Node], conduct: Fact | None) -> Iterator[str]:
    """Yield the facts that a condition reads, also through derived values."""
    for inner, mention in _walked(node, derived):
        own = (inner.fact,) if isinstance(inner, nodes.Found) else mention.facts  # not the level of the body
        yield from (fact.name for fact in own)
        if mention.conduct and conduct is not None:
            yield conduct.name


def _facts_only(condition: nodes.Condition, binder: Binder, part: str, name: str, place: Place) -> None:
    """Note a constraint that rests on another policy, which is judged only after the constraints."""
    if any(mention.policy for _, mention in _walked(condition, binder.derived)):
        binder.problems.add(wrong.RESTS_ON_ANSWERS, place, part=part, name=name)


def _walked(node: nodes.Node, derived: Mapping[str, nodes.Node]) -> Iterator[tuple[nodes.Node, walks.Mentions]]:
    """Yield what a condition is made of with what that mentions, each derived value where it is first named."""
    seen: set[str] = set()

    def walked(part: nodes.Node) -> Iterator[tuple[nodes.Node, walks.Mentions]]:
        for inner in walks.walk(part):
            mention = walks.mentions(inner)
            yield inner, mention
            if mention.derived and mention.derived not in seen:
                seen.add(mention.derived)
                yield from walked(derived[mention.derived])

    return walked(node)


def _includes(one: nodes.Condition, other: nodes.Condition) -> bool:
    """Return whether one of two conditions holds whenever the other does: it asks for no more."""
    asked, also = ({*node.parts} if isinstance(node, nodes.All) else {node} for node in (one, other))
    return nodes.NEVER not in (one, other) and (asked <= also or also <= asked)

"""Policies changed in one place each: what a slip of the pen, or a misread article, would leave of them.

An operator, a bound, a date, a fact, an option, a body; a condition turned round or dropped; all for any; two entries
of a decision list in the other order; the first day of a version. Each is drawn by chance, the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from random import Random
from typing import Any, Final

from zzrules.answer.wording import Names, name_of, say
from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.shadows import shadowed
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind

SEED: Final = 14
_OTHERS: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_ALIKE: Final = (Kind.FLAG, Kind.DATE, Kind.MOMENT, Kind.DURATION, Kind.INTEGER, Kind.MONEY)
"""Of these kinds one fact can stand for another."""
KINDS: Final = (
    *("operator", "bound", "date", "fact", "option", "body"),
    *("turned round", "dropped", "all and any", "order"),
)
_TRIES: Final = 100
"""How often at most another one of a kind is drawn for, in each round."""
_ROUNDS: Final = 10
_PARTS: Final = (model.Version, model.Requirement, model.Entry, model.Consequence, model.Obligation)
_WHERE: Final = (*("requirements", "grounds", "entries", "derived") * 3, "order", "span")


@dataclass(frozen=True)
class Mutant:
    """A plan with one change: its kind, the policy (code), the place in it, what it says otherwise.

    ``where`` tells places apart that are called the same: the version, the part, the node in it.
    """

    kind: str
    policy: str
    place: str
    said: str
    where: str
    plan: model.Plan


def mutants(plan: model.Plan, number: int, seed: int = SEED) -> Iterator[Mutant]:
    """Yield so many that differ from one another, the same in every run; fewer if there are no more.

    The kinds take turns, as long as there is another one of the kind.
    """
    random = Random(seed)  # noqa: S311 - the same changes in every run
    seen: set[tuple[str, ...]] = set()
    waiting, read = cycle(KINDS), Read(plan)
    for _ in range(_ROUNDS * number):
        wanted = next(waiting)
        for _ in range(_TRIES):
            found = mutant(plan, random, wanted, read)
            if found is None or (key := (found.policy, found.place, found.where, found.kind, found.said)) in seen:
                continue
            seen.add(key)
            yield found
            break
        if len(seen) == number:
            return


def mutant(plan: model.Plan, random: Random, wanted: str = "", read: Read | None = None) -> Mutant | None:
    """Return a plan with one change, of a kind that may be wanted; None where chance found none to make."""
    policy = random.choice(plan.policies)
    at = random.randrange(len(policy.versions))
    versions = [*policy.versions]
    where = random.choice(_WHERE)
    changing = _Changing(read or Read(plan), policy, random)
    found = _moved(versions, at) if where == "span" else changing.version(versions, at, where)
    if found is None or wanted not in ("", found[0]):
        return None
    kind, place, said = found
    others = {one.code: one for one in plan.policies}
    changed = shadowed(replaced(policy, versions=tuple(map(_cleared, versions))), others, plan.contradictions)
    policies = tuple(changed if one.code == policy.code else one for one in plan.policies)
    number = f"{at} {where} {changing.number}"
    return Mutant(kind, policy.code, place, said or changing.said, number, replaced(plan, policies=policies))


def _cleared(version: model.Version) -> model.Version:
    """Return a version without what was found of its entries: that is found anew."""
    entries = tuple(replaced(one, unless=nodes.NEVER) for one in version.entries)
    return replaced(version, unless=nodes.NEVER, entries=entries)


def _moved(versions: list[model.Version], at: int) -> tuple[str, str, str]:
    """Let a version begin a day later, and with it end the one before it, if that ends there."""
    version = versions[at]
    versions[at] = replaced(version, first=version.first + 1)
    if at and versions[at - 1].last == version.first - 1:
        versions[at - 1] = replaced(versions[at - 1], last=version.first)
    days = (date.fromordinal(day).isoformat() for day in (version.first, version.first + 1))
    return "date", "施行", "→".join(days)


class Read:
    """What is read of a plan once: what it calls things, and the facts that each policy reads."""

    def __init__(self, plan: model.Plan) -> None:
        """Take the plan."""
        self.names = Names.of(plan)
        self._facts: dict[str, list[Fact]] = {}

    def facts(self, policy: model.Policy) -> list[Fact]:
        """Return the facts that a policy reads."""
        if policy.code not in self._facts:
            mentioned = (
                fact
                for version in policy.versions
                for part in model.conditions_of(version)
                for node in walks.walk(part)
                for fact in walks.mentions(node).facts
            )
            self._facts[policy.code] = [*{fact.name: fact for fact in mentioned}.values()]
        return self._facts[policy.code]


def _of_its_own(entry: model.Entry) -> bool:
    """Return whether an entry is not one that another policy gives."""
    return entry.stated is None and entry.code != model.NOT_APPLICABLE


def _mixed(condition: nodes.Condition, before: nodes.Condition, after: nodes.Condition) -> nodes.Condition | None:
    """Return a requirement that lets more options through than the policy's own, if this one changes."""
    match condition, before, after:
        case (
            nodes.Among(value, codes, True),
            nodes.Among(one, fewer, inside),
            nodes.Among(other, more, still),
        ) if value == one == other and inside == still and isinstance(value, nodes.FactValue):
            every = frozenset(value.fact.options.values())
            fewer, more = (fewer, more) if inside else (every - fewer, every - more)
            return nodes.Among(value, (codes - fewer) | more, inside=True)
        case _:
            return None


def _put(part: Any, before: nodes.Condition, after: nodes.Condition) -> Any:
    """Return a part of a plan with a condition in the place of another, wherever that stands."""
    if part == before:
        return after
    if type(part) is tuple:
        return tuple(_put(one, before, after) for one in part)
    if type(part) in (*walks.NODES, *_PARTS):
        return replaced(part, **{name: _put(getattr(part, name), before, after) for name in part.__match_args__})
    return part


def _size(part: Any) -> int:
    """Return how many nodes a part has; one that several share counts for each: what is shared rests on chance."""
    if type(part) is tuple:
        return sum(map(_size, part))
    if type(part) not in walks.NODES and not isinstance(part, nodes.Suspension):
        return 0
    return 1 + sum(_size(getattr(part, name)) for name in part.__match_args__)


class _Changing:
    """Changes one node of a policy."""

    def __init__(self, read: Read, policy: model.Policy, random: Random) -> None:
        self._read, self._policy, self._random = read, policy, random
        self._told: tuple[Any, ...] = ()
        self.number = (0, 0)
        """The part that was changed, and the node in it."""

    @property
    def _facts(self) -> list[Fact]:
        return self._read.facts(self._policy)

    @property
    def said(self) -> str:
        """What the node said, and what it says now."""
        return "→".join(
            say(node, self._read.names) if isinstance(node, nodes.Condition) else name_of(node) for node in self._told
        )

    def version(self, versions: list[model.Version], at: int, where: str) -> tuple[str, str, str] | None:
        """Change a version in one place: return the kind of the change, the place, what is said otherwise.

        No words: it is what `said` has.
        """
        version, random = versions[at], self._random
        own = [number for number, entry in enumerate(version.entries) if _of_its_own(entry)]
        if where == "order":
            if len(own) < 2:
                return None
            upper = random.choice(own[:-1])
            entries = [*version.entries]
            entries[upper], entries[upper + 1] = entries[upper + 1], entries[upper]
            self.number = upper, 0
            versions[at] = replaced(version, entries=tuple(entries))
            return "order", f"结论「{entries[upper].name}」", f"在「{entries[upper + 1].name}」之前"
        if where == "derived":
            if not version.derived:
                return None
            name = random.choice(sorted(version.derived))
            found = self._of_node(version.derived[name])
            if found is None:
                return None
            versions[at] = replaced(version, derived={**version.derived, name: found[1]})
            return found[0], f"推算「{name}」", ""
        if where == "requirements":
            return self._required(versions, at)
        parts = getattr(version, where)
        numbers = own if where == "entries" else range(len(parts))
        if not numbers:
            return None
        number = random.choice(numbers)
        found = self._of_node(parts[number].condition, number)
        if found is None:
            return None
        other = (*parts[:number], replaced(parts[number], condition=found[1]), *parts[number + 1 :])
        versions[at] = replaced(version, **{where: other})
        return found[0], f"{'情形' if where == 'grounds' else '结论'}「{parts[number].name}」", ""

    def _required(self, versions: list[model.Version], at: int) -> tuple[str, str, str] | None:
        """Change a requirement of the policy's own, and with it all that was made of it where another governs."""
        version = versions[at]
        own = [number for number, one in enumerate(version.requirements) if one.stated != nodes.TRUE]
        if not own:
            return None
        number = self._random.choice(own)
        required = version.requirements[number]
        found = self._of_node(required.stated, number)
        if found is None:
            return None
        before, after = required.stated, found[1]
        changed = _put(version, before, after)
        if required.condition == changed.requirements[number].condition:  # options, of which more are let through
            mixed = _mixed(required.condition, before, after)
            if mixed is None:
                return None
            other = replaced(required, condition=mixed, stated=after)
            changed = replaced(
                changed, requirements=(*changed.requirements[:number], other, *changed.requirements[number + 1 :])
            )
        versions[at] = changed
        return found[0], f"适用「{required.otherwise}」", ""

    def _of_node(self, node: Any, part: int = 0) -> tuple[str, Any] | None:
        """Return a node with one of those in it otherwise, and the kind of the change."""
        kinds: list[str] = []
        target = self._random.randint(1, _size(node))
        self.number = part, target
        other = self._rewritten(node, target, [0], kinds)
        return (kinds[0], other) if kinds and other != node else None

    def _rewritten(self, part: Any, target: int, counter: list[int], kinds: list[str]) -> Any:
        """Return a part in which the node of a number (in walking order) is otherwise."""
        if type(part) is tuple:
            return tuple(self._rewritten(one, target, counter, kinds) for one in part)
        if type(part) not in walks.NODES and not isinstance(part, nodes.Suspension):
            return part
        counter[0] += 1
        if counter[0] == target and (other := self._changed(part)) is not None:
            kinds.append(other[0])
            self._told = part, other[1]
            return other[1]
        fields = {name: self._rewritten(getattr(part, name), target, counter, kinds) for name in part.__match_args__}
        return replaced(part, **fields)

    def _changed(self, node: Any) -> tuple[str, Any] | None:
        """Return a node otherwise, with the kind of the change; None if there is nothing to change in it itself."""
        random = self._random
        match node:
            case nodes.Compare(operator, left, right) if operator in _OTHERS:
                return "operator", nodes.Compare(_OTHERS[operator], left, right)
            case nodes.Lasted(operator=operator) if operator in _OTHERS:
                return "operator", replaced(node, operator=_OTHERS[operator])
            case nodes.Times(operator=operator, count=count):
                if random.random() < 0.5 and operator in _OTHERS:
                    return "operator", replaced(node, operator=_OTHERS[operator])
                return "bound", replaced(node, count=count + 1)
            case nodes.Quantified(every=every):
                return "all and any", replaced(node, every=not every)
            case nodes.Literal((int(number), str(unit)), _, Kind.DURATION):
                return "bound", nodes.Literal((number + 1, unit), f"{number + 1}{UNIT_NAMES[unit]}", Kind.DURATION)
            case nodes.Literal(int(number), _, Kind.INTEGER):
                return "bound", nodes.Literal(number + 1, str(number + 1), Kind.INTEGER)
            case nodes.Literal(int(day), _, Kind.DATE):
                return "date", nodes.Literal(day + 1, date.fromordinal(day + 1).isoformat(), Kind.DATE)
            case nodes.FactValue(fact) | nodes.FindingDay(fact):
                return self._other_fact(node, fact)
            case nodes.Among(nodes.FactValue(fact) as value, codes, inside) if fact.options:
                others = sorted({*fact.options.values()} - codes)
                more = random.choice(others) if others else ""
                fewer = frozenset(sorted(codes)[1:]) if len(codes) > 1 else frozenset[str]()
                return "option", nodes.Among(value, codes | {more} if more else fewer, inside)
            case nodes.Found(expected=expected, bodies=bodies, fact=fact):
                return self._other_finding(node, fact, expected=expected, bodies=bodies)
            case nodes.IsTrue():
                return "turned round", nodes.Not(node)
            case nodes.All(parts) | nodes.Any(parts) if len(parts) > 1:
                if random.random() < 0.5:
                    at = random.randrange(len(parts))
                    return "dropped", type(node)(parts[:at] + parts[at + 1 :])
                return "all and any", (nodes.Any if isinstance(node, nodes.All) else nodes.All)(parts)
            case _:
                return None

    def _other_fact(self, node: nodes.FactValue | nodes.FindingDay, fact: Fact) -> tuple[str, Any] | None:
        """Return a value that asks of another fact of the same kind that the policy reads."""
        same: Callable[[Fact], bool] = lambda one: one.kind is fact.kind and one.name != fact.name  # noqa: E731
        others = [one for one in self._facts if same(one)]
        if not others or fact.kind not in (*_ALIKE, Kind.FINDING):
            return None
        return "fact", replaced(node, fact=self._random.choice(others))

    def _other_finding(
        self, node: nodes.Found, fact: Fact, *, expected: bool, bodies: frozenset[str]
    ) -> tuple[str, Any] | None:
        chance = self._random.random()
        others = [one for one in self._facts if one.kind is Kind.FINDING and one.name != fact.name]
        if chance < 0.25 and others:
            return "fact", replaced(node, fact=self._random.choice(others))
        if chance < 0.6 and len(bodies) > 1:
            return "body", replaced(node, bodies=frozenset(sorted(bodies)[1:]))
        return "turned round", replaced(node, expected=not expected)

"""What would make an outcome of a policy come about, in terms of facts: wishes for directed completions.

The policy's conditions are followed down to facts: an outcome's entry is to be true, the entries before it false, the
requirements met. Where there is a choice, chance takes it, so that asking again leads elsewhere. Wishes only guide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from zzrules.analysis.proving.meaning import code_of
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.policy.vocabulary import Fact, Kind

LONGEST = 3  # elements of a list
PLACE = "#"
HOLDS, FAILS = "：成立", "：不成立"


@dataclass
class Wish:
    """What a directed completion would like of a fact (or field): whatever is None is left to chance.

    ``day`` is an operator with the value that a date should stand in that relation to; ``bodies``, if any, are those
    that should find it. What is wished for `PLACE` is where in its list an element should stand.
    """

    given: bool | None = None
    codes: Collection[Any] | None = None
    includes: tuple[str, bool] | None = None
    competent: bool = False
    bodies: frozenset[str] = frozenset()
    day: tuple[str, nodes.Value] | None = None
    some: list[dict[str, Wish]] = field(default_factory=list)
    each: list[dict[str, Wish]] = field(default_factory=list)


Wishes = dict[str, Wish]


class Wisher:
    """Makes wishes for the outcomes of one policy."""

    def __init__(self, plan: model.Plan, policy: model.Policy, random: Random) -> None:
        """Take the plan, the policy, and the source of chance."""
        self.plan, self.policy, self.random = plan, policy, random

    def toward(self, claim: str) -> Wishes:
        """Return what would make an outcome, or the truth of a ground (`HOLDS`, `FAILS`), come about.

        It leads as far as conditions lead to facts, and is drawn anew each time.
        """
        wishes: Wishes = {}
        for word in (HOLDS, FAILS):
            if claim.endswith(word):
                self._wish_ground(claim.removesuffix(word), want=word == HOLDS, wishes=wishes)
                return wishes
        self._wish_outcome(self.policy, (claim,), wishes)
        return wishes

    def meeting(self, conditions: Collection[nodes.Condition], version: model.Version) -> Wishes:
        """Return what would make conditions of a version hold."""
        wishes: Wishes = {}
        for condition in conditions:
            self._wish(condition, want=True, version=version, wishes=wishes)
        return wishes

    def _wish_ground(self, name: str, *, want: bool, wishes: Wishes) -> None:
        version = self.random.choice(self.policy.versions)
        ground = version.ground(name)
        conditions = [requirement.condition for requirement in version.requirements]
        conditions += [ground.condition] if ground is not None else []
        if not want:
            conditions = [self.random.choice([*conditions, *conditions[-1:] * 3])] if conditions else []
        for condition in conditions:
            self._wish(condition, want=want, version=version, wishes=wishes)

    def _wish_outcome(self, policy: model.Policy, codes: Collection[str], wishes: Wishes) -> None:
        random = self.random
        version = random.choice(policy.versions)
        code = random.choice(sorted(codes))
        conduct = _of(wishes, policy.conduct)
        if code == NOT_IN_FORCE:
            conduct.given, conduct.day = True, ("<", nodes.Literal(version.first, "", Kind.DATE))
            return
        if conduct.day is None and random.random() < 0.7:
            conduct.day = (">=", nodes.Literal(version.first, "", Kind.DATE))
        required = [requirement.condition for requirement in version.requirements]
        if code == NOT_APPLICABLE:
            if required:
                self._wish(random.choice(required), want=False, version=version, wishes=wishes)
            return
        entries = [number for number, entry in enumerate(version.entries) if entry.code == code]
        if not entries:
            return
        chosen = random.choice(entries)
        for entry in version.entries[:chosen]:
            self._wish(entry.condition, want=False, version=version, wishes=wishes)
        for condition in required:
            self._wish(condition, want=True, version=version, wishes=wishes)
        self._wish(version.entries[chosen].condition, want=True, version=version, wishes=wishes)

    def _wish(  # noqa: PLR0915 - a walk over conditions
        self, node: nodes.Condition, *, want: bool, version: model.Version, wishes: Wishes
    ) -> None:
        """Add what would make a condition as wanted. What leads to no fact is left to chance."""
        random = self.random
        match node:
            case nodes.All(parts) | nodes.Any(parts):
                every = isinstance(node, nodes.All) is want
                live = [part for part in parts if not isinstance(part, nodes.Constant)]
                for part in live if every else [random.choice(live)] if live else []:
                    self._wish(part, want=want, version=version, wishes=wishes)
            case nodes.Not(part):
                self._wish(part, want=not want, version=version, wishes=wishes)
            case nodes.DerivedCondition(name):
                derived = version.derived[name]
                if isinstance(derived, nodes.Condition):
                    self._wish(derived, want=want, version=version, wishes=wishes)
            case nodes.GroundHolds(name, complete):
                ground = version.ground(name)
                if ground is not None:
                    whole = nodes.All((ground.condition, ground.procedure)) if complete else ground.condition
                    self._wish(whole, want=want, version=version, wishes=wishes)
            case nodes.OutcomeIs(code, codes) if code:
                if (policy := self._named(code)) is not None:
                    others = {entry.code for entry in policy.versions[-1].entries} - codes
                    self._wish_outcome(policy, codes if want else others or codes, wishes)
            case nodes.OtherGround(code, name):
                other = policy.versions[-1] if (policy := self._named(code)) is not None else None
                if other is not None and (ground := other.ground(name)) is not None:
                    self._wish(ground.condition, want=want, version=other, wishes=wishes)
            case nodes.CatchAll(criterion=criterion):
                self._wish(criterion, want=want, version=version, wishes=wishes)
            case nodes.Found():
                self._wish_found(node, want=want, wishes=wishes)
            case nodes.Quantified(every, source, condition):
                inner: Wishes = {}
                self._wish(condition, want=want, version=version, wishes=inner)
                self._wish_elements(_of(wishes, source), inner, some=every is not want)
            case nodes.Times(source, where, operator, count):
                inner = {}
                self._wish(where, want=True, version=version, wishes=inner)
                fewest = next((n for n in range(count + 2) if nodes.COMPARISONS[operator](n, count) is want), 0)
                wish = _of(wishes, source)
                wish.some += [inner] * min(LONGEST, fewest)
            case nodes.IsTrue(value):
                self._wish_value(value, Wish(codes=(want,), given=True), version, wishes)
            case nodes.Among(value, codes, inside):
                wanted = codes if inside is want else _options(value, version) - codes
                self._wish_value(value, Wish(codes=wanted, given=True), version, wishes)
            case nodes.Includes(value, code, inside):
                self._wish_value(value, Wish(includes=(code, inside is want), given=True), version, wishes)
            case nodes.Given(value):
                self._wish_value(value, Wish(given=want), version, wishes)
            case nodes.Compare(operator, left, right):
                if want or random.random() < 0.7:
                    self._wish_order(operator if want else _NEGATED[operator], left, right, version, wishes)
            case nodes.Lasted(operator, start, end, duration, full_after):
                amounts = (duration, nodes.Literal((full_after, "day"), "", Kind.DURATION))
                full = nodes.Deadline(start, amounts, backwards=False, rolls=False, suspension=None)
                begun = nodes.Deadline(end, amounts, backwards=True, rolls=False, suspension=None)
                order = operator if want else _NEGATED[operator]
                near = _unfolded(start, version), _unfolded(end, version)
                self._wish_value(near[0], Wish(given=True, day=(_SWAPPED[order], begun)), version, wishes)
                self._wish_value(near[1], Wish(given=True, day=(order, full)), version, wishes)
            case _:
                pass

    def _wish_found(self, node: nodes.Found, *, want: bool, wishes: Wishes) -> None:
        """Wish for a finding; if the contrary is wished for by other bodies, then by one that counts here or there."""
        wish = _of(wishes, node.fact)
        wish.competent = True
        if not want and (node.constitutive and self.random.random() < 0.5):
            wish.given = False
            return
        codes = (node.expected is want,)
        if wish.given is False and not node.constitutive:
            return  # 无 leaves it open, which is as near as can be
        if wish.codes not in (None, codes) and wish.bodies not in (frozenset(), node.bodies):
            alone = wish.bodies - node.bodies
            if not alone:
                wish.codes, alone = codes, node.bodies - wish.bodies
            wish.bodies = alone
            return
        wish.given, wish.codes, wish.bodies = True, codes, (wish.bodies & node.bodies) or node.bodies

    def _named(self, code: str) -> model.Policy | None:
        """Return the policy to which a condition refers, of whichever plan it means; None if this plan has none."""
        return next((policy for policy in self.plan.policies if policy.code == code_of(code)), None)

    def _wish_order(
        self, operator: str, left: nodes.Value, right: nodes.Value, version: model.Version, wishes: Wishes
    ) -> None:
        """Wish for two values in an order, of which either may be the one to give way."""
        near_left, near_right = _unfolded(left, version), _unfolded(right, version)
        self._wish_value(near_left, Wish(given=True, day=(operator, near_right)), version, wishes)
        self._wish_value(near_right, Wish(given=True, day=(_SWAPPED[operator], near_left)), version, wishes)

    def _wish_value(self, value: nodes.Value, wanted: Wish, version: model.Version, wishes: Wishes) -> None:
        random = self.random
        match _unfolded(value, version):
            case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
                wish = _of(wishes, fact)
                wish.given = wanted.given if wanted.given is not None else wish.given
                wish.codes = wanted.codes if wanted.codes is not None else wish.codes
                wish.includes = wanted.includes if wanted.includes is not None else wish.includes
                wish.day = wanted.day if wanted.day is not None else wish.day
            case nodes.OrderNumber():
                wishes.setdefault(PLACE, Wish()).day = wanted.day
            case nodes.ConductDay():
                self._wish_value(nodes.FactValue(self.policy.conduct), wanted, version, wishes)
            case nodes.FindingDay(fact):
                wish = _of(wishes, fact)
                wish.given, wish.competent = wanted.given, True
                wish.day = wanted.day if wanted.day is not None else wish.day
            case nodes.Picked(source, position, _, where):
                inner: Wishes = {}
                self._wish(
                    where, want=wanted.given is not False or random.random() < 0.5, version=version, wishes=inner
                )
                named = source.fields[position].name
                inner[named] = replace(inner.get(named, Wish()), given=wanted.given, codes=wanted.codes)
                if wanted.day is not None:
                    inner[named].day = wanted.day
                self._wish_elements(_of(wishes, source), inner, some=True)
            case nodes.Extremum(_, inners) | nodes.FirstGiven(inners, _):
                chosen = inners if wanted.given and random.random() < 0.8 else [random.choice(inners)]
                for part in chosen:
                    self._wish_value(part, wanted, version, wishes)
            case nodes.Choice(cases, otherwise):
                pick = random.choice([*cases, (None, otherwise)])
                if pick[0] is not None:
                    self._wish(pick[0], want=True, version=version, wishes=wishes)
                self._wish_value(pick[1], wanted, version, wishes)
            case nodes.Deadline(start, _, _, _, _) | nodes.Rolled(start):
                self._wish_value(start, Wish(given=wanted.given), version, wishes)
            case _:
                pass

    def _wish_elements(self, wish: Wish, inner: Wishes, *, some: bool) -> None:
        fitting = [at for at, other in enumerate(wish.some) if _go_together(other, inner)]
        if not some:
            wish.each.append(inner)
        elif fitting and self.random.random() < 0.7:  # often the same element is meant
            at = self.random.choice(fitting)
            wish.some[at] = {**wish.some[at], **inner}
        else:
            wish.some.append(inner)


_NEGATED = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_SWAPPED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}
OFFSETS = {
    "<": (-1, -1, -2, -9),
    "<=": (0, 0, -1, -3),
    "==": (0,),
    "!=": (-1, 1),
    ">=": (0, 0, 1, 3),
    ">": (1, 1, 2, 9),
}


def _go_together(one: Wishes, other: Wishes) -> bool:
    """Return whether one element can be as two sets of wishes would have it."""
    return not any(
        (wish.given, wanted.given) in ((True, False), (False, True))
        or (wish.codes is not None and wanted.codes is not None and not {*wish.codes} & {*wanted.codes})
        for name, wish in one.items()
        if (wanted := other.get(name)) is not None
    )


def _of(wishes: Wishes, fact: Fact) -> Wish:
    return wishes.setdefault(fact.name, Wish())


def _unfolded(value: nodes.Value, version: model.Version) -> nodes.Value:
    """Return what a derived value stands for."""
    while isinstance(value, nodes.DerivedValue):
        inner = version.derived[value.name]
        assert isinstance(inner, nodes.Value)
        value = inner
    return value


def _options(value: nodes.Value, version: model.Version) -> frozenset[str]:
    match _unfolded(value, version):
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return frozenset(fact.options.values())
        case nodes.Picked(source, position, _, _):
            return frozenset(source.fields[position].options.values())
        case _:
            return frozenset()

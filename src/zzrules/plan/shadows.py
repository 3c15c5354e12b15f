"""What keeps an entry of a decision list from being the first that holds, though its own condition is still open.

An entry is the outcome only where the policy applies, its condition holds and those above it fail. What these ask of
the record, they often ask more than once, in one entry of 是 and in the next of 否; three-valued logic, which looks at
each condition alone, does not see that they exclude one another. So what all of them say together is taken apart here,
once, before any record: into what follows from a single fact (unit propagation), and, where a fact stands in it more
than once, into one case for each way in which the fact can turn out. The cases that contradict themselves fall away.
Read with three values, what is left is exact wherever every fact stands once in each case: an entry is ruled out if
what is known excludes it. Where there would be too many cases, some stay together: then it is ruled out less often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Final

from zzrules.base.frozen import replaced
from zzrules.plan import model, nodes, walks
from zzrules.plan.formulas import (
    FALSE,
    TRUE,
    And,
    Formula,
    Known,
    Literal,
    Or,
    TooLargeError,
    Variables,
    both,
    either,
    literals,
    parts_of,
    tidy,
)
from zzrules.plan.model import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.variables import NOTHING
from zzrules.policy.vocabulary import Kind

_CASES: Final = 64
"""At most so many cases are told apart for an entry."""
_MOST: Final = 1_000
"""Entries that, with those above them, ask more than this are not looked into."""
_MOST_NAMED: Final = 250
"""A derived condition that asks more than this is one question: what it is derived from may be named many times."""


def shadowed(
    policy: model.Policy, others: Mapping[str, model.Policy], contradictions: Sequence[model.Contradiction]
) -> model.Policy:
    """Return a policy with what keeps each of its entries from being the first, and its versions from applying.

    ``others`` are the policies that there are, by code, ``contradictions`` those that the vocabulary states.
    """
    versions = []
    for version in policy.versions:
        shadows = _Shadows(policy, version, others)
        entries = tuple(
            replaced(entry, unless=_or(entry.unless, shadows.of(at))) for at, entry in enumerate(version.entries)
        )
        unless = _too_early(policy, version, (*contradictions, *version.contradictions))
        versions.append(replaced(version, entries=entries, unless=unless))
    return replaced(policy, versions=tuple(versions))


def _or(one: nodes.Condition, other: nodes.Condition) -> nodes.Condition:
    return other if one in (nodes.NEVER, other) else one if other == nodes.NEVER else nodes.Any((one, other))


def _too_early(
    policy: model.Policy, version: model.Version, contradictions: Iterable[model.Contradiction]
) -> nodes.Condition:
    """Return a condition under which conduct on an unknown day was before a version's first day.

    Some day that the conduct cannot have followed (先后) was.
    """
    if policy.conduct.may_be_none:
        return nodes.NEVER
    first = nodes.Literal(version.first, date.fromordinal(version.first).isoformat(), Kind.DATE)
    later = [
        one.condition.right
        for one in contradictions
        if isinstance(one.condition, nodes.Compare)
        and one.condition.operator == ">"
        and one.condition.left == nodes.FactValue(policy.conduct)
        and isinstance(one.condition.right, nodes.FactValue | nodes.FindingDay)
    ]
    before = tuple(nodes.Compare("<", day, first) for day in dict.fromkeys(later))
    return before[0] if len(before) == 1 else nodes.Any(before) if before else nodes.NEVER


class _Shadows:
    """Finds what keeps the entries of one version from being the first that holds."""

    def __init__(self, policy: model.Policy, version: model.Version, others: Mapping[str, model.Policy]) -> None:
        self._variables = Variables()
        self._reader = Reader(self._variables, policy, version, others)
        self._rewritten: set[Formula] = set()
        self._required = [self._read(one.condition) for one in version.requirements]
        self._entries = [self._read(entry.condition) for entry in version.entries]

    def _read(self, condition: nodes.Condition) -> Formula:
        before = self._reader.rewritten
        formula = self._reader.formula(condition)
        if self._reader.rewritten != before:
            self._rewritten |= {formula, self._variables.negated(formula)}
        return formula

    def of(self, at: int) -> nodes.Condition:
        """Return a condition under which the entry at a position is not the first, whatever is still unknown."""
        above = map(self._variables.negated, self._entries[:at])
        parts = list(dict.fromkeys((*self._required, *above, self._entries[at])))
        asked = [*(one for part in parts for one in literals(part))]
        if len(asked) > _MOST:
            return nodes.NEVER
        told = (tidy(part) for part in parts if part not in self._rewritten)
        solver = _Solver(self._variables, {one for part in told for one in parts_of(part)})
        left = solver.solved([tidy(part) for part in parts], Known(self._variables), _CASES)
        if left == TRUE:
            return nodes.NEVER
        return nodes.TRUE if left == FALSE else nodes.Not(self._variables.condition(left))


def firsts(conditions: Sequence[nodes.Condition], positions: Collection[int]) -> list[nodes.Condition]:
    """Return for some entries of a list when each holds and none before it does, but for others of these.

    The conditions name nothing: no derived value, no ground, no other policy.
    """
    variables = Variables()
    formulas = [_Plain(variables).formula(condition) for condition in conditions]
    ways = []
    for at in positions:
        above = (formula for before, formula in enumerate(formulas[:at]) if before not in positions)
        parts = [tidy(formula) for formula in (formulas[at], *map(variables.negated, above))]
        ways.append(variables.condition(_Solver(variables, set()).solved(parts, Known(variables), _CASES)))
    return ways


class _UnreadError(Exception):
    """Another policy's conditions cannot be read in this one's place."""


class _Plain:
    """Reads conditions as formulas."""

    def __init__(self, variables: Variables, most: int | None = None) -> None:
        self._variables, self._most = variables, most
        self._sizes: dict[int, tuple[nodes.Condition, int]] = {}

    def formula(self, condition: nodes.Condition) -> Formula:
        """Return a condition as a formula; `TooLargeError` if it asks more than is allowed."""
        self.hold_to_limit(condition)
        return self._formula(condition)

    def hold_to_limit(self, condition: nodes.Condition) -> None:
        """Raise `TooLargeError` if a condition asks more than is allowed."""
        if self._most is not None and self._size(condition) > self._most:
            raise TooLargeError

    def _size(self, condition: nodes.Condition) -> int:
        """Return how much a condition asks; what it shares is looked through once."""
        parts = condition.parts if isinstance(condition, nodes.All | nodes.Any) else ()
        if isinstance(condition, nodes.Not):
            parts = (condition.part,)
        elif isinstance(condition, nodes.Concluded):
            parts = (condition.own, condition.premise)
        if not parts:
            return 1
        if id(condition) not in self._sizes:
            self._sizes[id(condition)] = condition, sum(map(self._size, parts))
        return self._sizes[id(condition)][1]

    def _formula(self, condition: nodes.Condition) -> Formula:
        match condition:
            case nodes.Constant(truth):
                return TRUE if truth else FALSE
            case nodes.All(parts):
                return And(tuple(map(self._formula, parts)))
            case nodes.Any(parts):
                return Or(tuple(map(self._formula, parts)))
            case nodes.Not(part):
                return self._variables.negated(self._formula(part))
            case nodes.Concluded(own, premise, conclusion):
                also = self._formula(premise)
                if conclusion:
                    return Or((also, self._formula(own)))
                return And((self._variables.negated(also), self._formula(own)))
            case _:
                return self._single(condition)

    def negated(self, formula: Formula) -> Formula:
        """Return a formula that holds where another does not."""
        return self._variables.negated(formula)

    def _single(self, condition: nodes.Condition) -> Formula:
        return self._variables.literal(condition)


def plain_formula(condition: nodes.Condition, variables: Variables) -> Formula:
    """Return a condition that names nothing (no derived value, no ground) as a formula over some variables."""
    return _Plain(variables).formula(condition)


class Reader(_Plain):
    """Reads the conditions of one version, also through names, grounds and references to other policies."""

    def __init__(
        self,
        variables: Variables,
        policy: model.Policy,
        version: model.Version,
        others: Mapping[str, model.Policy],
        within: model.Policy | None = None,
        most: int | None = None,
    ) -> None:
        """``within``: the policy that refers to this one, in whose version the formulas are read."""
        super().__init__(variables, most)
        self._policy, self._version, self._others = policy, version, others
        self._within = within
        self._derived: dict[str, Formula] = {}
        self.rewritten = 0

    def _single(self, condition: nodes.Condition) -> Formula:
        match condition:
            case nodes.DerivedCondition(name):
                if name not in self._derived:
                    self._derived[name] = self._named(condition)
                return self._derived[name]
            case nodes.GroundHolds(name, complete):
                ground = self._version.ground(name)
                assert ground is not None
                holds = self.formula(ground.condition)
                return And((holds, self.formula(ground.procedure))) if complete else holds
            case nodes.OutcomeIs(code, codes) if code in self._others:
                return self._referred(condition, self._others[code], codes)
            case _:
                if self._within is not None and not self._means_the_same(condition):
                    raise _UnreadError
                return self._variables.literal(condition)

    def _named(self, condition: nodes.DerivedCondition) -> Formula:
        defined = self._version.derived[condition.name]
        assert isinstance(defined, nodes.Condition)
        formula = self.formula(defined)
        if next(islice(literals(formula), _MOST_NAMED, None), None) is None:
            return formula
        if self._within is not None:
            raise _UnreadError
        return self._variables.literal(condition)

    def _means_the_same(self, condition: nodes.Condition) -> bool:
        """Return whether a condition means in the version that refers to this one what it means here."""
        assert self._within is not None
        for node in walks.walk(condition):
            if isinstance(node, nodes.DerivedValue | nodes.DerivedCondition | nodes.GroundHolds):
                return False
            if isinstance(node, nodes.ConductDay) and not _same_day(self._policy, self._within):
                return False
        return True

    def _referred(self, condition: nodes.OutcomeIs, other: model.Policy, codes: frozenset[str]) -> Formula:
        """Return when the outcome of another policy is one of some codes, in its own conditions.

        They are those of its version in force: the only one on the days of this version, if both have the same day of
        conduct; the only one that there is, if it is in force.
        """
        opaque = self._variables.literal(condition)
        first, last = self._version.first, self._version.last
        if _same_day(self._policy, other):
            versions = [one for one in other.versions if one.first <= last and first <= one.last]
            in_force = TRUE if len(versions) == 1 and versions[0].first <= first and last <= versions[0].last else None
        else:
            versions = [*other.versions]
            lapsed = nodes.OutcomeIs(other.code, frozenset((NOT_IN_FORCE,)))
            in_force = self._variables.negated(self._variables.literal(lapsed)) if len(versions) == 1 else None
        if in_force is None:
            return opaque
        reader = Reader(self._variables, other, versions[0], self._others, self._within or self._policy, self._most)
        try:
            required = And(tuple(reader.formula(one.condition) for one in versions[0].requirements))
            found: list[Formula] = [self._variables.negated(required)] if NOT_APPLICABLE in codes else []
            reached: tuple[Formula, ...] = (required,)
            for entry in versions[0].entries:
                holds = reader.formula(entry.condition)
                if entry.code in codes:
                    found.append(And((*reached, holds)))
                reached = (*reached, self._variables.negated(holds))
        except _UnreadError:
            return opaque
        self.rewritten += 1
        formula: Formula = And((in_force, Or(tuple(found))))
        return Or((self._variables.negated(in_force), formula)) if NOT_IN_FORCE in codes else formula


def _same_day(policy: model.Policy, other: model.Policy) -> bool:
    return (policy.conduct, policy.conduct_falls_back) == (other.conduct, other.conduct_falls_back)


class _Wholes:
    """Formulas that stand in others several times, and with them all that they ask: they can be read as one."""

    def __init__(self, variables: Variables, parts: Sequence[Formula], known: Known) -> None:
        self._variables, self._known = variables, known
        self._times: Counter[Formula] = Counter()
        self._first: dict[Formula, Formula] = {}
        for part in parts:
            self._count(part)
        self._asked = Counter(one.variable for part in parts for one in literals(part))

    def _upright(self, formula: Formula) -> tuple[Formula, bool]:
        """Return a conjunction for it, or for its negation, as far as is known; whether it is for the negation."""
        negated = isinstance(formula, Or)
        return self._left(formula, negated=negated), negated

    def _left(self, formula: Formula, *, negated: bool) -> Formula:
        """Return a formula, or its negation, with none but the ways that are left."""
        if isinstance(formula, Literal):
            left = self._known.ways(formula.variable)
            return Literal(formula.variable, left - formula.ways if negated else left & formula.ways)
        parts = tuple(self._left(part, negated=negated) for part in formula.parts)
        return And(parts) if isinstance(formula, And) is not negated else Or(parts)

    def _count(self, formula: Formula) -> None:
        if not isinstance(formula, Literal):
            self._times[self._upright(formula)[0]] += 1
            for part in formula.parts:
                self._count(part)

    def read(self, formula: Formula) -> Formula:
        """Return a formula with literals in the place of what can be read as one."""
        if isinstance(formula, Literal):
            return formula
        upright, negated = self._upright(formula)
        times = self._times[upright]
        if times > 1 and len(formula.parts) > 1:
            inside = Counter(one.variable for one in literals(upright))
            if all(self._asked[variable] == times * count for variable, count in inside.items()):
                whole = self._variables.negated(formula) if negated else formula
                literal = self._variables.module(self._first.setdefault(upright, whole))
                return self._variables.negated(literal) if negated else literal
        return type(formula)(tuple(map(self.read, formula.parts)))


class _Solver:
    """Takes apart what must hold together, without repeating what is ``stated`` of each condition alone."""

    def __init__(self, variables: Variables, stated: set[Formula]) -> None:
        self._variables, self._stated = variables, stated

    def solved(self, parts: Sequence[Formula], known: Known, cases: int) -> Formula:
        """Return what holds where all parts do, beside what is stated; `FALSE` where they contradict one another."""
        before, known = known, known.copy()
        waiting, left = [*parts], list[Formula]()
        while waiting:
            learnt = False
            left = []
            for part in waiting:
                for one in parts_of(known.simplified(part)):
                    if one == FALSE:
                        return FALSE
                    if isinstance(one, Literal):
                        learnt = True
                        if not known.assume(one):
                            return FALSE
                    else:
                        left.append(one)
            if not learnt:
                wholes = _Wholes(self._variables, left, known)
                left = [wholes.read(part) for part in left]
                learnt = any(isinstance(part, Literal) for part in left)
            waiting = left if learnt else []
        found: list[Formula] = []
        for variable in known.told:
            literal = Literal(variable, known.ways(variable))
            if literal.ways != before.ways(variable):
                found += self._new([literal])
        torn = self._torn(left)
        for together in self._components(left, torn):
            if torn.isdisjoint(self._demands(together)):
                result = self._whole(together, known, cases)
            else:
                result = self._apart(together, known, cases)
            if result == FALSE:
                return FALSE
            found.append(result)
        return both(found)

    def _components(self, parts: Sequence[Formula], torn: set[int]) -> list[list[Formula]]:
        """Return the parts in groups that have none of some variables in common."""
        groups: list[tuple[set[int], list[Formula]]] = []
        for part in parts:
            asked, together = torn & self._demands([part]).keys(), [part]
            for group in [group for group in groups if not group[0].isdisjoint(asked)]:
                groups.remove(group)
                asked, together = asked | group[0], group[1] + together
            groups.append((asked, together))
        return [together for _, together in groups]

    def _demands(self, parts: Sequence[Formula]) -> dict[int, list[frozenset[str]]]:
        """Return which ways each variable would have to turn out, for one literal or another to hold."""
        demands: dict[int, list[frozenset[str]]] = {}
        for part in parts:
            for literal in literals(part):
                variable, ways = literal.variable, literal.ways
                demands.setdefault(variable, []).append(ways)
                for one in self._variables.rests[variable]:
                    there = one.ways if NOTHING not in ways else self._variables.ways[one.variable] - one.ways
                    demands.setdefault(one.variable, []).append(there)
        return demands

    def _new(self, parts: Sequence[Formula]) -> list[Formula]:
        """Return of some parts, in full, those that are not stated."""
        return [spelt for part in parts if (spelt := self._variables.spelt(part)) not in self._stated]

    def _torn(self, parts: Sequence[Formula]) -> set[int]:
        """Return the variables of which different parts demand what cannot be had together."""
        demands: dict[int, list[frozenset[str]]] = {}
        times: Counter[int] = Counter()
        for part in parts:
            for variable, ways in self._demands([part]).items():
                demands.setdefault(variable, []).extend(ways)
                times[variable] += 1
        return {variable for variable, ways in demands.items() if times[variable] > 1 and not _nested(ways)}

    def _tears(self, formula: Formula) -> bool:
        """Return whether anything in a formula demands what cannot be had together."""
        if isinstance(formula, Literal):
            return False
        if isinstance(formula, And) and self._torn(formula.parts):
            return True
        return any(map(self._tears, formula.parts))

    def _whole(self, parts: Sequence[Formula], known: Known, cases: int) -> Formula:
        """Return what parts say that have nothing to do with one another: each of its alternatives for itself."""
        found: list[Formula] = []
        for part in parts:
            assert isinstance(part, Or)
            torn = [one for one in part.parts if self._tears(one)]
            if not torn:
                found += self._new([part])
                continue
            each = [
                self.solved([one], known, cases // len(torn)) if one in torn else self._variables.spelt(one)
                for one in part.parts
            ]
            found.append(either(each))
        return both(found)

    def _apart(self, parts: Sequence[Formula], known: Known, cases: int) -> Formula:
        """Return what parts say together: a case for each way of the variable on which they differ most."""
        torn = self._torn(parts)
        if cases <= 1:
            return both(self._new(parts))
        each = [part.parts if isinstance(part, Or) else (part,) for part in parts]
        shared = set(each[0]).intersection(*each[1:])
        if shared:  # what holds in place of each part holds in place of all
            rest = [either(one for one in alternatives if one not in shared) for alternatives in each]
            instead = (self._variables.spelt(one) for one in each[0] if one in shared)
            return either((*instead, self.solved(rest, known, cases)))
        demands = self._demands(parts)
        variable = max(torn, key=lambda one: (len(demands[one]), -one))
        groups: dict[tuple[bool, ...], set[str]] = {}
        for way in sorted(known.ways(variable)):
            groups.setdefault(tuple(way in ways for ways in demands[variable]), set()).add(way)
        possible: list[tuple[Literal, Formula]] = []
        for ways in groups.values():
            literal, case = Literal(variable, frozenset(ways)), known.copy()
            if case.assume(literal):
                result = self.solved(parts, case, (cases - 1) // len(groups))
                if result != FALSE:
                    possible.append((literal, result))
        if not possible:
            return FALSE
        if all(result == TRUE for _, result in possible):
            left = frozenset[str]().union(*(literal.ways for literal, _ in possible))
            return TRUE if left == known.ways(variable) else self._variables.spelt(Literal(variable, left))
        return either(both((self._variables.spelt(literal), result)) for literal, result in possible)


def _nested(sets: Sequence[frozenset[str]]) -> bool:
    """Return whether what satisfies the strictest demand satisfies all: then three-valued logic loses nothing."""
    ordered = sorted(set(sets), key=len)
    return all(fewer <= more for fewer, more in pairwise(ordered))

"""Half-known records and their completions: drawn at random, or directed at an outcome of a policy.

A completion gives every fact that the policy reads a value, in a way that the record reader accepts: dates not after
the evaluation day unless the fact may lie in the future, intervals of a list disjoint, findings whole (by bodies with
or without authority) or 无, lists of up to three elements. What a catch-all item invokes stays as it is: not invoked is
an answer of its own. A finding that does not count, because it is not whole
or by a body or at a level without authority, settles nothing: a completion may have one with authority, of the same
day, that concludes otherwise.

Days lie where they matter: on, before and after the days of the record, of the policy, and the deadlines counted from
them. *Directed* completions follow the policy's conditions down to facts and wish for what would make an outcome's
entry true and the entries before it false. Wishes only guide: whether they came true is for the rulebook to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import zzrules
from zzrules.base.durations import moved
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.reads import Reads
from zzrules.policy.forms import UNIT_NAMES, parse_day, parse_duration
from zzrules.policy.vocabulary import Fact, Kind

Facts = dict[str, Any]
ABSENT = "无"
LONGEST = 3  # elements of a list
ANCHORS = (
    *("2026-01-01", "2026-03-04", "2026-05-20", "2026-08-12", "2026-11-11"),
    *("2026-02-13", "2026-02-24", "2026-04-03", "2026-04-30", "2026-06-18", "2026-09-24", "2026-10-09"),  # holidays
    *("2026-12-25", "2026-12-28", "2026-12-31", "2027-01-08"),  # the end of the published calendar
)
"""The days about which the days of a record lie."""


@dataclass
class Wish:
    """What a directed completion would like of a fact (or field): whatever is None is left to chance.

    ``day`` is an operator with the value that a date should stand in that relation to.
    """

    given: bool | None = None
    codes: Collection[Any] | None = None
    includes: tuple[str, bool] | None = None
    competent: bool = False
    day: tuple[str, nodes.Value] | None = None
    some: list[dict[str, Wish]] = field(default_factory=list)
    each: list[dict[str, Wish]] = field(default_factory=list)


Wishes = dict[str, Wish]


@dataclass(frozen=True)
class HalfKnown:
    """A record of which some facts are unknown, its day, and the full record of which it was made."""

    policy: str
    on: int
    known: Facts
    full: Facts

    @property
    def day(self) -> str:
        """The evaluation day as it is handed in."""
        return iso(self.on)


@cache
def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


@cache
def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


class Sampler:
    """Draws half-known records about one policy, and completions of them."""

    def __init__(self, book: zzrules.Rulebook, code: str, random: Random) -> None:
        """Take the rulebook, the policy's code and the source of chance."""
        self.book, self.random = book, random
        self.plan, self.vocabulary = book.plan, book.vocabulary
        self.policy = book.plan.policy(code)
        read = Reads(book.plan).through(code)
        self.facts = {fact.name: fact for fact in book.vocabulary.facts if fact.name in read}
        self.invoking: set[str] = set()
        self.authority: dict[str, nodes.Found] = {}
        self.lengths: list[tuple[int, str]] = []
        self.landmarks: list[int] = []
        self.required: set[str] = {self.policy.conduct.name}
        self.levels_asked: set[str] = set()
        self.levels = [*book.vocabulary.levels.values()]
        self.bodies = [*book.vocabulary.bodies.values()]
        self._deadlines: dict[tuple[int, int, str], tuple[int, ...]] = {}
        self._survey()

    # ── what the policies say ───────────────────────────────────────

    def _survey(self) -> None:
        """Gather authorities, time limits and days from the policy and those that it refers to."""
        codes, waiting = set[str](), [self.policy.code]
        while waiting:
            code = waiting.pop()
            if code not in codes:
                codes.add(code)
                waiting += model.referred(self.plan.policy(code))
        limits, days = set[tuple[int, str]](), set[int]()
        for code in codes:
            for version in self.plan.policy(code).versions:
                days |= {version.first - 1, version.first, version.last, version.last + 1}
                stated = (part for obligation in version.obligations for part in model.parts_of(obligation))
                for part in (*model.conditions_of(version), *stated):
                    for node in nodes.walk(part):
                        match node:
                            case nodes.Literal((int(number), str(unit)), _, Kind.DURATION):
                                limits.add((number, unit))
                            case nodes.Literal(int(day), _, Kind.DATE):
                                days.add(day)
                            case nodes.Found(fact=fact):
                                self.authority[fact.name] = node
                                self.levels_asked |= {node.same_level.name} if node.same_level is not None else set()
                            case nodes.CatchAll(invoked=fact):
                                self.invoking.add(fact.name)
        for version in self.policy.versions:
            for requirement in version.requirements:
                for node in nodes.walk(requirement.condition):
                    self.required |= {fact.name for fact in nodes.mentions(node).facts}
        self.lengths, self.landmarks = sorted(limits), sorted(days)

    # ── half-known records ──────────────────────────────────────────

    def half_known(self) -> HalfKnown:
        """Return a record of which some facts are unknown."""
        random = self.random
        anchor = ordinal(random.choice(ANCHORS))
        on = anchor + random.choice((0, 0, 1, 1, 2, 3, 7, 20))
        full = self._full(anchor, on)
        hidden = random.choice((0.1, 0.25, 0.4, 0.7, 0.9))
        known: Facts = {}
        for name, value in full.items():
            often = hidden / 3 if name in self.required else hidden
            if random.random() >= often:
                known[name] = self._partly(self.facts[name], value, hidden / 4)
                if known[name] == ABSENT and self.is_open(self.facts[name], known):
                    del known[name]  # that nobody found anything would keep every completion open
        if known == full and full:
            del known[random.choice([*full])]
        return HalfKnown(self.policy.code, on, known, full)

    def _full(self, anchor: int, on: int) -> Facts:
        """Return a whole record that contradicts itself nowhere."""
        targets = [*self.policy.outcomes]
        for _ in range(50):
            draw = Draw(self, on, None, (anchor, on))
            wishes = self.wishes(self.random.choice(targets)) if self.random.random() < 0.8 else {}
            full = draw.complete(wishes)
            if self.random.random() < 0.9:
                for name in self.invoking & full.keys():
                    del full[name]
            try:
                if not self.book.evaluate(full, iso(on)).contradictions:
                    return full
            except zzrules.RecordError:
                continue
        raise RuntimeError(f"no record about {self.policy.code} that the rulebook accepts")

    def _partly(self, fact: Fact, value: Any, often: float) -> Any:
        """Return a finding or a list with a part left out now and then."""
        random = self.random
        if isinstance(value, dict) and random.random() < often:
            left_out = random.choice([*value])
            return {part: word for part, word in value.items() if part != left_out}
        if isinstance(value, list) and fact.kind is Kind.LIST:
            return [{part: word for part, word in row.items() if random.random() >= often} for row in value]
        return value

    def unknown(self, record: HalfKnown) -> list[str]:
        """Return the facts that a completion of a record may give another value."""
        return [name for name, fact in self.facts.items() if self.is_open(fact, record.known)]

    def is_open(self, fact: Fact, known: Mapping[str, Any]) -> bool:
        if fact.name not in known:
            return fact.name not in self.invoking
        value = known[fact.name]
        if fact.kind is Kind.LIST:
            return value != ABSENT and any(len(row) < len(fact.fields) for row in value)
        return fact.kind is Kind.FINDING and not self.counts(fact.name, value, known)

    def counts(self, name: str, value: Any, known: Mapping[str, Any]) -> bool:
        """Return whether a finding settles anything."""
        authority = self.authority.get(name)
        if authority is None:
            return True
        if value == ABSENT:
            return authority.constitutive
        if not {"conclusion", "body", "date", "basis"} <= value.keys() or value["body"] not in authority.bodies:
            return False
        level = known.get(authority.same_level.name) if authority.same_level is not None else None
        return authority.same_level is None or (
            "level" in value and (level is None or level == value["level"])  # an unknown level may turn out the same
        )

    # ── deadlines ───────────────────────────────────────────────────

    def deadlines(self, start: int, number: int, unit: str) -> tuple[int, ...]:
        """Return the days on which a time ends that begins on a day, or begins that ends on it, as far as known."""
        key = start, number, unit
        if key not in self._deadlines:
            calendar = self.plan.calendar
            ends = [moved(start, number, unit, calendar)]
            if unit == "workday":
                before = range(start - number, start - 2 * number - 20, -1)
                ends.append(next((day for day in before if calendar.add_ordinal(day, number) == start), None))
            else:
                ends.append(moved(start, number, unit, calendar, back=True))
            self._deadlines[key] = tuple(end for end in ends if end is not None) or (start,)
        return self._deadlines[key]

    # ── wishes ──────────────────────────────────────────────────────

    def wishes(self, outcome: str) -> Wishes:
        """Return what would make the outcome come about, as far as conditions lead to facts; drawn anew each time."""
        wishes: Wishes = {}
        self._wish_outcome(self.policy, (outcome,), wishes)
        return wishes

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
                policy = self.plan.policy(code)
                others = {entry.code for entry in policy.versions[-1].entries} - codes
                self._wish_outcome(policy, codes if want else others or codes, wishes)
            case nodes.OtherGround(code, name):
                other = self.plan.policy(code).versions[-1]
                if (ground := other.ground(name)) is not None:
                    self._wish(ground.condition, want=want, version=other, wishes=wishes)
            case nodes.CatchAll(_, _, criterion):
                self._wish(criterion, want=want, version=version, wishes=wishes)
            case nodes.Found(fact, expected, _, _, constitutive, _):
                wish = _of(wishes, fact)
                wish.competent = True
                if want or not constitutive or random.random() < 0.5:
                    wish.given, wish.codes = True, (expected is want,)
                else:
                    wish.given = False
            case nodes.Quantified(every, source, condition):
                inner: Wishes = {}
                self._wish(condition, want=want, version=version, wishes=inner)
                self._wish_elements(_of(wishes, source), inner, some=every is not want)
            case nodes.Times(source, where, operator, count):
                inner = {}
                self._wish(where, want=True, version=version, wishes=inner)
                more = nodes.COMPARISONS[operator](count + 1, count) is want
                wish = _of(wishes, source)
                wish.some += [inner] * (min(LONGEST, count + 1) if more else 0)
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
            case nodes.Lasted(_, start, end, _, _):
                for side in (start, end):
                    self._wish_value(side, Wish(given=True), version, wishes)
            case _:
                pass

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
        if not some:
            wish.each.append(inner)
        elif wish.some and self.random.random() < 0.7:  # often the same element is meant
            wish.some[-1] = {**wish.some[-1], **inner}
        else:
            wish.some.append(inner)


_NEGATED = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_SWAPPED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}
_OFFSETS = {
    "<": (-1, -1, -2, -9),
    "<=": (0, 0, -1, -3),
    "==": (0,),
    "!=": (-1, 1),
    ">=": (0, 0, 1, 3),
    ">": (1, 1, 2, 9),
}


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


# ── completions ─────────────────────────────────────────────────────────

_NO_WISH = Wish()


class Draw:
    """Draws whole records that agree with what is known, on one evaluation day."""

    def __init__(self, sampler: Sampler, on: int, known: Facts | None, days: Collection[int] = ()) -> None:
        """Take what is known, and days about which the unknown ones are to lie beside those of the record.

        None instead of facts: there is no record yet, and catch-all items may be invoked.
        """
        self.sampler, self.random = sampler, sampler.random
        self.open = [fact for fact in sampler.facts.values() if known is None or sampler.is_open(fact, known)]
        known = known or {}
        self.levelled = [
            sampler.facts[name]
            for name, authority in sampler.authority.items()
            if isinstance(known.get(name), dict)
            and authority.same_level is not None
            and sampler.counts(name, known[name], known)
            and authority.same_level.name not in known
        ]
        self.on, self.known = on, known
        levels = [value.get("level") for value in known.values() if isinstance(value, dict)]
        self.level = next(
            (
                level
                for level in (*(known.get(name) for name in sampler.levels_asked), *levels)
                if level in sampler.levels
            ),
            None,
        )
        self._fixed = [on, *days, *_days_in(known)]
        self._lengths = [*sampler.lengths, *_lengths_in(known)]
        self._record: Facts = {}
        self._days: list[int] = []
        self._level = self.level

    def complete(self, wishes: Wishes, base: Facts | None = None, again: int = 0, days: Collection[int] = ()) -> Facts:
        """Return a whole record; of a ``base`` that is one, only ``again`` many of its unknown facts are drawn anew."""
        random = self.random
        record = self._record = {**(base if base is not None else self.known)}
        self._level = self.level or random.choice(self.sampler.levels or [None])
        self._days = [*self._fixed, *days]
        chosen = self.open
        if base is not None:
            wished = [fact for fact in chosen if fact.name in wishes]
            among = wished if wished and random.random() < 0.7 else chosen
            chosen = random.sample(among, min(len(among), again))
        for fact in random.sample(chosen, len(chosen)):
            record[fact.name] = self._value(fact, wishes.get(fact.name, _NO_WISH))
        for fact in self.levelled:  # the level, now that it is drawn, may take a known finding's authority away
            known = self.known[fact.name]
            record[fact.name] = known
            if not self.sampler.counts(fact.name, known, record) and random.random() < 0.8:
                record[fact.name] = self._finding(fact, replace(wishes.get(fact.name, _NO_WISH), competent=True))
        return record

    def _value(self, fact: Fact, wish: Wish) -> Any:
        if fact.kind is Kind.FINDING:
            return self._finding(fact, wish)
        if fact.kind is Kind.LIST:
            known = self.known.get(fact.name)
            return self._rows(fact, wish) if known is None else self._filled(fact, known, wish)
        return self._scalar(fact, wish, {})

    def _scalar(self, fact: Fact, wish: Wish, row: Facts) -> Any:
        random = self.random
        if wish.given is False and fact.may_be_none:
            return ABSENT
        if fact.may_be_none and wish.given is None and random.random() < 0.35:
            return ABSENT
        match fact.kind:
            case Kind.FLAG:
                return random.choice([*wish.codes]) if wish.codes else random.random() < 0.5
            case Kind.OPTION | Kind.BODY:
                codes = [*fact.options.values()] if fact.options else [*self.sampler.bodies]
                if fact.name in self.sampler.levels_asked and random.random() < 0.8:
                    return self._level if self._level in codes else random.choice(codes)
                return random.choice(sorted(wish.codes) if wish.codes else codes)
            case Kind.OPTIONS:
                codes = random.sample(sorted(fact.options.values()), random.randrange(len(fact.options) + 1))
                if wish.includes is not None:
                    code, inside = wish.includes
                    codes = [other for other in codes if other != code] + [code] * inside
                return codes
            case Kind.INTEGER:
                low = 0 if fact.minimum is None else fact.minimum
                return random.randint(low, low + 10 if fact.maximum is None else fact.maximum)
            case Kind.DATE:
                day = self._day(wish, row, future=fact.may_be_future)
                self._days.append(day)
                return iso(day)
            case Kind.DURATION:
                unit = random.choice(fact.units)
                number, same = random.choice((0, 1, 2, 3, 5, 8, 10, 30)), [*self._lengths]
                if same and random.random() < 0.3:
                    length = random.choice(same)
                    number, unit = length if length[1] in fact.units else (number, unit)
                return f"{number}{UNIT_NAMES[unit]}"
            case _:
                return "示例"

    # ── days ────────────────────────────────────────────────────────

    def _day(self, wish: Wish, row: Facts, *, future: bool) -> int:
        """Return a day near the others, and in the order wished for where the other day is known."""
        random, latest = self.random, None if future else self.on
        if wish.day is not None and random.random() < 0.85:
            operator, other = wish.day
            against = self._known_day(other, row)
            if against is not None:
                day = against + random.choice(_OFFSETS[operator])
                if latest is None or day <= latest:
                    return day
        for _ in range(4):
            day = self._near()
            if latest is None or day <= latest:
                return day
        return self.on - random.choice((0, 0, 1, 2, 5))

    def _near(self) -> int:
        random = self.random
        chance = random.random()
        landmarks = self.sampler.landmarks
        base = random.choice(landmarks) if landmarks and chance < 0.06 else random.choice(self._days)
        if chance < 0.45:
            return base + random.choice((-1, 0, 0, 1))
        if chance < 0.85 and self._lengths:
            number, unit = random.choice(self._lengths)
            return random.choice(self.sampler.deadlines(base, number, unit)) + random.choice((-1, 0, 0, 1))
        return base + random.randint(-25, 25)

    def _known_day(self, value: nodes.Value, row: Facts) -> int | None:
        record = self._record
        match value:
            case nodes.Literal(int(day), _, Kind.DATE):
                return day
            case nodes.EvaluationDay():
                return self.on
            case nodes.ConductDay():
                day = record.get(self.sampler.policy.conduct.name)
                return self.on if day == ABSENT else _as_day(day)
            case nodes.FactValue(fact, _):
                return _as_day(record.get(fact.name))
            case nodes.FieldValue(fact, _):
                return _as_day(row.get(fact.name))
            case nodes.FindingDay(fact):
                finding = record.get(fact.name)
                return _as_day(finding.get("date")) if isinstance(finding, dict) else None
            case nodes.Picked(source, position, last, _):
                rows = record.get(source.name)
                return (
                    _as_day(rows[-1 if last else 0].get(source.fields[position].name))
                    if rows and rows != ABSENT
                    else None
                )
            case nodes.Deadline(start, _, _, _, _) | nodes.Rolled(start):
                return self._moved(value, row) if isinstance(value, nodes.Deadline) else self._known_day(start, row)
            case nodes.Extremum(latest, days):
                known = [day for inner in days if (day := self._known_day(inner, row)) is not None]
                return (max if latest else min)(known) if known else None
            case nodes.FirstGiven(inners, _):
                return next((day for inner in inners if (day := self._known_day(inner, row)) is not None), None)
            case _:
                return None

    def _moved(self, deadline: nodes.Deadline, row: Facts) -> int | None:
        """Return about where a deadline falls: suspended periods and ends that roll are left to chance."""
        day = self._known_day(deadline.start, row)
        for amount in deadline.amounts:
            match amount:
                case nodes.Literal((int(number), str(unit)), _, _):
                    pass
                case nodes.FactValue(fact, _):
                    length = _as_length(self._record.get(fact.name))
                    if length is None:
                        continue
                    number, unit = length
                case _:
                    continue
            if day is not None:
                day = moved(day, number, unit, self.sampler.plan.calendar, back=deadline.backwards)
        return day

    # ── findings and lists ──────────────────────────────────────────

    def _finding(self, fact: Fact, wish: Wish) -> Any:
        """Return a whole finding, mostly by a body with authority, or 无."""
        random = self.random
        authority = self.sampler.authority.get(fact.name)
        constitutive = authority is not None and authority.constitutive
        stated = self.known.get(fact.name)
        partial = stated if isinstance(stated, dict) else {}
        absent = wish.given is False or (wish.given is None and random.random() < (0.3 if constitutive else 0.05))
        if absent and not partial:
            return ABSENT
        bodies = self.sampler.bodies
        if authority is not None and (wish.competent or random.random() < 0.9):
            bodies = sorted(authority.bodies)
        levels = self.sampler.levels
        level = self._record.get(authority.same_level.name) if authority is not None and authority.same_level else None
        if level not in levels:
            level = self._level
        if not wish.competent and random.random() < 0.1 and levels:
            level = random.choice(levels)
        finding = {
            "conclusion": random.choice([*wish.codes]) if wish.codes else random.random() < 0.5,
            "body": random.choice(bodies),
            "level": level,
            "date": iso(self._day(wish, {}, future=False)),
            "basis": "示例文号",
        }
        self._days.append(ordinal(finding["date"]))
        kept = {**partial}
        asked = self._record.get(authority.same_level.name) if authority is not None and authority.same_level else None
        if authority is not None and kept.get("body", bodies[0]) not in authority.bodies:
            kept = {part: kept[part] for part in ("date", "basis", "level") if part in kept}
        if asked in levels and kept.get("level") not in (None, asked):
            kept = {part: kept[part] for part in ("date", "basis", "body") if part in kept}
        if len(partial) < len(finding) and random.random() < 0.3:
            kept.pop("conclusion", None)
        return {**finding, **kept}

    def _rows(self, fact: Fact, wish: Wish) -> Any:
        """Return a list of up to three elements, those wished for among them."""
        random = self.random
        if wish.given is False:
            return ABSENT
        asked = wish.some[:LONGEST]
        number = random.choice((0, 0, 1, 1, 2, 3))
        number = max(len(asked), number, 1 if wish.given else 0)
        each = [part for wishes in wish.each for part in wishes.items()]
        rows = []
        for inner in [*asked, *([{}] * (number - len(asked)))]:
            row: Facts = {}
            wishes = {**dict(each), **inner}
            for field_ in random.sample(fact.fields, len(fact.fields)):
                row[field_.name] = self._scalar(field_, wishes.get(field_.name, _NO_WISH), row)
            rows.append(row)
        random.shuffle(rows)
        if fact.interval is not None:
            self._set_apart(fact, rows)
        return rows or random.choice((ABSENT, []))

    def _filled(self, fact: Fact, known: list[Facts], wish: Wish) -> Any:
        """Return the elements of a list with the fields that are not known filled in."""
        rows = []
        asked = [dict(part) for part in wish.some]
        for element in known:
            wishes = asked.pop(0) if asked else {}
            row = dict(element)
            for field_ in fact.fields:
                if field_.name not in row:
                    row[field_.name] = self._scalar(field_, wishes.get(field_.name, _NO_WISH), row)
            rows.append(row)
        if fact.interval is not None:
            self._straighten(fact, known, rows)
        return rows

    def _set_apart(self, fact: Fact, rows: list[Facts]) -> None:
        """Move intervals so that none shares a day with another, and none ends before it begins."""
        random = self.random
        first, last = (fact.fields[position] for position in fact.interval or ())
        rows.sort(key=lambda row: str(row[first.name]))
        free = 0
        for number, row in enumerate(rows):
            start = max(ordinal(row[first.name]), free)
            if start > self.on and not first.may_be_future:
                del rows[number:]
                return
            row[first.name] = iso(start)
            if row[last.name] == ABSENT:
                if number + 1 < len(rows):
                    row[last.name] = iso(start)
                free = start + 1
                continue
            end = max(start + random.choice((0, 0, 1, 4)), min(ordinal(row[last.name]), start + 60))
            end = end if last.may_be_future else min(end, self.on)
            row[last.name] = iso(end)
            free = end + random.choice((1, 1, 2, 5))

    def _straighten(self, fact: Fact, known: list[Facts], rows: list[Facts]) -> None:
        """Let no interval end before it begins, as far as its days were drawn."""
        first, last = (fact.fields[position].name for position in fact.interval or ())
        for element, row in zip(known, rows, strict=True):
            if row[last] != ABSENT and row[last] < row[first]:
                row[last if last not in element else first] = row[first if last not in element else last]


def _as_day(word: Any) -> int | None:
    return parse_day(word) if isinstance(word, str) else None


def _as_length(word: Any) -> tuple[int, str] | None:
    return parse_duration(word) if isinstance(word, str) else None


def _days_in(value: Any) -> list[int]:
    if isinstance(value, dict):
        return [day for part in value.values() for day in _days_in(part)]
    if isinstance(value, list):
        return [day for part in value for day in _days_in(part)]
    day = _as_day(value)
    return [] if day is None else [day]


def _lengths_in(known: Facts) -> list[tuple[int, str]]:
    return [length for value in known.values() if (length := _as_length(value)) is not None]

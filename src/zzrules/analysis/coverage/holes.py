"""What scenarios do not show yet: for each point a record that shows it, or the proof that none can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from time import thread_time
from typing import Final, Literal

from zzrules.analysis.changes.difference import Comparison
from zzrules.analysis.coverage.kinds import ALTERNATIVE, CONSEQUENCE, GROUND, OUTCOME, PERIOD, READING, STATE
from zzrules.analysis.coverage.points import Point, Points, days_of_period, reading_point, result_point
from zzrules.analysis.coverage.reaching import Reach, Way, Ways
from zzrules.analysis.proving.meaning import Meaning
from zzrules.analysis.searching.court import Court, Facts
from zzrules.analysis.searching.drawing import Draw, iso
from zzrules.analysis.searching.scenario import key_of, said_by_both, said_outcome, which_one
from zzrules.analysis.searching.survey import Survey
from zzrules.analysis.searching.wishes import Wish, Wishes
from zzrules.answer.obligation import LABELS
from zzrules.base.truth import Truth
from zzrules.engines import reference
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Kind

Found = Literal["shown", "unreachable", "open"]
"""A record shows it, none can (proven), or none was found."""

Variant = Callable[[str, str, str], model.Plan]
"""Returns the plan with one reading (policy's code, name, the other side) taken otherwise."""
_SEED: Final = 14
_AFTER: Final = (0, 0, 0, 1, 1, 2, 3, 7, 20, 40, 100)
"""How many days after the days about which a record lies it is judged."""
_NEAR: Final = 60
_ANCHORS: Final = 8
_LED: Final = 0.9
"""How often a record is led by conditions, and how often it invokes no catch-all item but where it is led to."""
_IN_PART: Final = 0.5
_HIDDEN: Final = (0, 0, 0, 0, 0.1, 0.3, 0.6, 0.9)
"""How much of a record is left out."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A point that nothing shows yet: with a record and a day that do, and what a scenario asserts of it; or without.

    The record has no fact that could be left out. ``tried`` is how many were judged.
    """

    point: Point
    found: Found
    facts: Mapping[str, object] | None = None
    on: date | None = None
    asserted: tuple[str, ...] = ()
    tried: int = 0


class Holes:
    """Looks for records that show points of a plan."""

    def __init__(self, plan: model.Plan, points: Points, variant: Variant) -> None:
        """Take the plan, its points, and what returns the plan with another reading."""
        self._court, self._variant = Court(plan), variant
        self._meaning = Meaning(plan)
        self._points = points

    def of(
        self, code: str, wanted: Collection[Point], seconds: float, deciding: Collection[Point] | None = None
    ) -> Iterator[Hole]:
        """Yield a hole for each of some points of a policy, in their order; each is looked for so long at most.

        The record of a point that is ``deciding`` has one outcome, of the policy's own. Where some may be (not None),
        scenarios do not list all outcomes that are open.
        """
        readings = [point for point in wanted if point.kind == READING]
        wanted = [point for point in wanted if point.kind != READING]
        random = Random(f"{_SEED} {code}")  # noqa: S311 - the same records in every run
        plan = self._court.plan
        policy = plan.policy(code)
        ways = self._ways(code, wanted, random)
        never = _never(wanted, ways)
        search = _Search(self._court, self._points, code, random, frozenset(deciding or ()))
        told = {point: [way for one in ways for way in one.get(point, ())] for point in wanted}
        found = search.records([point for point in wanted if point not in never], told, seconds)
        for point in wanted:
            if point in never:
                yield Hole(point, "unreachable")
            elif point in found:
                facts, on = found[point]
                asserted = tuple(self._asserted(point, facts, on, brief=deciding is not None))
                yield Hole(point, "shown", facts, date.fromordinal(on), asserted)
            else:
                yield Hole(point, "open", tried=search.tried)
        yield from (self._of_reading(policy, point, seconds) for point in readings)

    def out_of_reach(self, code: str, wanted: Collection[Point]) -> set[Point]:
        """Return of which points of a policy, none of them a reading's, it is proven that no record shows them."""
        return _never(wanted, self._ways(code, wanted, Random(f"{_SEED} {code}")))  # noqa: S311 - as in `of`

    def _ways(self, code: str, wanted: Collection[Point], random: Random) -> list[Ways]:
        versions = range(len(self._court.plan.policy(code).versions))
        return [Reach(self._points, self._meaning, code, at, random).ways(wanted) for at in versions]

    # ── readings ────────────────────────────────────────────────────

    def _of_reading(self, policy: model.Policy, point: Point, seconds: float) -> Hole:
        """Return what a comparison with the other reading says."""
        name, other = next(
            (reading.name, other)
            for version in policy.versions
            for reading in version.readings
            for other in reading.others
            if reading_point(policy.code, reading.name, reading.taken, other) == point
        )
        comparison = Comparison(self._court.plan, self._variant(policy.code, name, other), seconds, enough=1)
        tried, open_ = 0, False
        for difference in comparison.policies():
            for stretch in difference.stretches:
                tried, open_ = tried + stretch.tried, open_ or stretch.found == "open"
                for case in stretch.cases[:1]:
                    assert difference.before is not None
                    key = key_of(self._court.plan, difference.before)
                    asserted = said_by_both(difference.before, key, f"{name}：{other}", case)
                    return Hole(point, "shown", case.facts, case.on, tuple(asserted))
        return Hole(point, "open" if open_ else "unreachable", tried=tried)

    # ── what a scenario asserts ─────────────────────────────────────

    def _asserted(self, point: Point, facts: Mapping[str, object], on: int, *, brief: bool) -> Iterator[str]:
        """Yield what a scenario asserts of a record that shows a point; ``brief``: not all outcomes that are open."""
        court, plan = self._court, self._court.plan
        policy = plan.policy(point.policy)
        record = court.read(facts, on)
        assert record is not None
        judgements = reference.judge(plan, record)
        judgement = judgements[point.policy]
        key = key_of(plan, policy)
        several = brief and len(judgement.possible) > 1
        yield f"「{key}」待查明" if several else said_outcome(policy, judgement.possible, key)
        ground = point.name.partition("：")[0]
        told = _TRUTHS[judgement.grounds[ground]] if ground in judgement.grounds else ""
        if (
            point.kind in (GROUND, ALTERNATIVE) and told and point.way.startswith(told)
        ):  # else the policy does not apply
            yield f"情形「{ground}」{told}"
        if point.kind == CONSEQUENCE:
            truth = judgement.consequences[point.name]
            yield (
                f"「{key}」后果「{point.name}」待查明"
                if truth is None
                else (f"「{key}」{'有' if truth else '没有'}后果「{point.name}」")
            )
        if point.kind == STATE:
            name = point.name.rpartition("：")[0]
            duties = reference.judge_obligations(plan, record, judgements, (policy.code, name))[policy.code, name]
            for duty in duties:
                state = LABELS[duty.state] if duty.state is not None else "待查明"
                which = which_one(policy, name, duty.number, several=len(duties) > 1)
                yield f"「{key}」的义务「{name}」{which}{state}"


def _never(wanted: Collection[Point], ways: Sequence[Ways]) -> set[Point]:
    """Return the points to which no version knows a way, of those that any version knows."""
    return {
        point
        for point in wanted
        if any(point in one for one in ways) and all(not one.get(point, ("unknown",)) for one in ways)
    }


_TRUTHS: Final[Mapping[Truth, str]] = {True: "成立", False: "不成立", None: "待查明"}


class _Search:
    """Looks for records that show points of one policy."""

    def __init__(
        self, court: Court, points: Points, code: str, random: Random, deciding: Collection[Point] = ()
    ) -> None:
        self._court, self._points, self._code, self._random = court, points, code, random
        self._deciding = deciding
        outcomes = court.plan.policy(code).outcomes
        own = {outcome: name for outcome, name in outcomes.items() if outcome not in model.COMMON_OUTCOMES}
        self._own = [*own]
        self._outcomes = {result_point(code, OUTCOME, name, truth=True) for name in own.values()}
        self._sampler = Survey(court, code, random)
        self._days = self._chosen_days()
        self.tried = 0

    def _chosen_days(self) -> list[int]:
        """Return days about which records lie: of each version, where the calendar is known if possible."""
        calendar, days = self._court.plan.calendar, list[int]()
        for version in self._sampler.policy.versions:
            low, high = max(version.first, calendar.first.toordinal()), min(version.last, calendar.last.toordinal())
            if low > high - _NEAR:
                low, high = version.first, min(version.last, version.first + 2 * _NEAR)
            days += [low, high - _NEAR, *(self._random.randint(low, high - _NEAR) for _ in range(_ANCHORS))]
        return days

    def records(
        self, wanted: Sequence[Point], ways: dict[Point, list[Way]], seconds: float
    ) -> dict[Point, tuple[Facts, int]]:
        """Return records that show points, as small as can be, each with its day."""
        found: dict[Point, tuple[Facts, int]] = {}
        for point in wanted:
            until = thread_time() + seconds
            while point not in found and thread_time() < until:
                facts, on = self._drawn(point, ways[point])
                shown = self._shown(facts, on)
                for other in wanted:
                    if other not in found and self._shows(other, shown):
                        smallest = self._smallest(other, facts, on)
                        if self._confirmed(smallest, on):
                            found[other] = smallest, on
        return found

    def _drawn(self, point: Point, ways: Sequence[Way]) -> tuple[Facts, int]:
        random, sampler = self._random, self._sampler
        anchor = random.choice(self._days)
        if point.kind == PERIOD:
            anchor = days_of_period(sampler.policy, point)
        on = anchor + random.choice(_AFTER)
        way = random.choice(ways) if ways and random.random() < _LED else None
        wishes = self._wishes(point, anchor, way)
        draw = Draw(sampler, on, None, (anchor, on))
        facts = draw.complete(wishes)
        if random.random() < _LED:
            facts = {name: value for name, value in facts.items() if name not in sampler.invoking or name in wishes}
        if point in self._deciding:
            return facts, on
        hidden = random.choice(_HIDDEN)
        open_ = _read_by(way.open) - _read_by(way.holding) if way is not None else set()
        partly = _known_in_part(way.open) if way is not None and random.random() < _IN_PART else {}
        return partly | {
            name: value
            for name, value in facts.items()
            if name not in open_ and (random.random() >= hidden or (way is not None and name in wishes))
        }, on

    def _wishes(self, point: Point, anchor: int, way: Way | None) -> Wishes:
        sampler, random = self._sampler, self._random
        if way is not None:
            met = sampler.wisher.meeting(way.holding, random.choice(sampler.policy.versions))
            if point not in self._deciding:
                return met
            return {**sampler.wisher.toward(random.choice(self._own)), **met}
        wishes = sampler.wisher.toward(random.choice([*sampler.policy.outcomes]))
        if point.kind == PERIOD:
            day = nodes.Literal(anchor, iso(anchor), walks.kind_of(nodes.ConductDay()))
            wishes[sampler.policy.conduct.name] = Wish(given=True, day=("==", day))
        return wishes

    def _shown(self, facts: Facts, on: int) -> set[Point]:
        self.tried += 1
        record = self._court.read(facts, on)
        if record is None:
            return set()
        compiled = self._court.compiled
        return set(self._points.shown(compiled, record, compiled.run(record), (self._code,)))

    def _shows(self, point: Point, shown: Collection[Point]) -> bool:
        """Return whether what a record shows is enough for a point."""
        return point in shown and (point not in self._deciding or not self._outcomes.isdisjoint(shown))

    def _confirmed(self, facts: Facts, on: int) -> bool:
        """Return whether the reference says of a record what the default engine does."""
        record = self._court.read(facts, on)
        if record is None:
            return False
        answer = self._court.answer(record, self._code)
        return reference.judge(self._court.plan, record)[self._code].possible == answer.possible

    def _smallest(self, point: Point, facts: Facts, on: int) -> Facts:
        """Return a record without whatever is not needed to show a point."""
        smaller = True
        while smaller:
            smaller = False
            for name, value in [*facts.items()]:
                fewer = {other: known for other, known in facts.items() if other != name}
                several = isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict)
                less = [{**facts, name: value[:at] + value[at + 1 :]} for at in range(len(value))] if several else []
                for one in (fewer, *less):
                    if self._shows(point, self._shown(one, on)):
                        facts, smaller = one, True
                        break
        return facts


def _known_in_part(conditions: Collection[nodes.Condition]) -> Facts:
    """Return facts of which no more is known than that they are one of some options."""
    return {
        fact.name: {"among": sorted(codes)}
        for condition in conditions
        if isinstance(condition, nodes.Among) and condition.inside
        if isinstance(condition.value, nodes.FactValue)
        for fact, codes in [(condition.value.fact, condition.codes)]
        if fact.kind is Kind.OPTION
    }


def _read_by(conditions: Collection[nodes.Condition]) -> set[str]:
    """Return the facts (names) that conditions mention."""
    return {
        fact.name for condition in conditions for node in walks.walk(condition) for fact in walks.mentions(node).facts
    }

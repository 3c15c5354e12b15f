"""What two plans answer otherwise: proven the same, shown by a case, or left open after so many cases.

Policies are compared by what they mean (`meaning`), on each stretch of days on which one version of either applies.
Where the versions differ, diagrams say whether any complete case can be answered otherwise (`board`), and lead to cases
with real dates, which the default engine and the reference judge before they are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from time import thread_time
from typing import Final, Literal

from zzrules.analysis.changes.proof import Pair, Proof, Proofs, stretches
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import as_named
from zzrules.analysis.searching.court import Asked, Court, Facts
from zzrules.analysis.searching.drawing import Draw
from zzrules.analysis.searching.loosening import Ways, one_way
from zzrules.analysis.searching.survey import Survey
from zzrules.analysis.searching.wishes import Wishes
from zzrules.analysis.searching.witness import Case, Said, confirmed, smallest
from zzrules.base.regulation import NO_END
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record
from zzrules.plan import model, nodes
from zzrules.plan.variables import told

Found = Literal["same", "otherwise", "open"]
"""Proven to be answered alike, shown by a case not to be, or neither."""

_SEED: Final = 14
_AFTER: Final = (0, 0, 1, 1, 2, 3, 7, 20, 40)
"""How many days after the days about which a case lies it is evaluated."""
_NEAR: Final = 60
"""Beyond the notices there are, cases lie within so many days of the first day of a stretch."""
_ANCHORS: Final = 6
_MOST: Final = 6
"""At most so many cases of a stretch are shown."""
_AHEAD: Final = 400
_LAST: Final = NO_END.toordinal() - 2 * _AHEAD
"""No cases lie about a later day, on which what has no end would end: the calendar has to go on after it."""
_EVEN: Final = 0.5
_FAR: Final = 0.12
_NEAR_FIRST: Final = 60
"""Far days wait for so many cases: a calendar that reaches them takes time to make."""
_WAYS: Final = 60
_EACH: Final = 5
"""How many cases at least are drawn for each way that is looked for: to find one takes as long as several cases."""
_IN_PART: Final = 0.1
_NAMED: Final = 3
"""So many ways, at most, in which cases may be answered otherwise are named where none is shown."""
_LED: Final = 0.8
"""How often a case is led by the diagram of what differs, where there is one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of conduct on which one version of either side applies (indexes; None: not in force), and what was found.

    ``cases`` show that they are answered otherwise, one for each turn of the outcome, the smallest first. ``whole``:
    complete cases are proven to be answered alike, so that only those known in part are open. ``tried`` is how many
    cases were judged. ``gone`` and ``come`` are the outcomes that only the older or only the newer side can reach, as
    is proven of the other. ``region`` has, of what is open, some of the conditions under which cases may be answered
    otherwise; where none of them holds that there are, they are proven not to be. Without any, nothing is proven.
    """

    first: date
    last: date
    before: int | None
    after: int | None
    found: Found
    cases: tuple[Case, ...] = ()
    whole: bool = False
    tried: int = 0
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    region: tuple[nodes.Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """What two plans say otherwise of a policy; it stands in one of them only if ``before`` or ``after`` is None."""

    code: str
    before: model.Policy | None
    after: model.Policy | None
    stretches: tuple[Stretch, ...]

    @property
    def found(self) -> Found:
        """What was found of all days together."""
        if self.before is None or self.after is None or any(one.found == "otherwise" for one in self.stretches):
            return "otherwise"
        return "open" if any(one.found == "open" for one in self.stretches) else "same"


class Comparison:
    """Compares two plans."""

    def __init__(self, before: model.Plan, after: model.Plan, seconds: float = 2.0, enough: int = _MOST) -> None:
        """Take the plans, how many seconds (of processor time) to look for cases on each stretch, and how many do."""
        self.before = Court(before)
        self.after = Court(after, self.before)
        self._seconds, self._enough = seconds, enough
        self._proofs = Proofs(before, after)

    def policies(self, codes: Collection[str] | None = None) -> Iterator[PolicyDifference]:
        """Yield what is said of each policy, or of some (codes), in the order of the newer plan, those gone last."""
        old = {policy.code: policy for policy in self.before.plan.policies}
        new = {policy.code: policy for policy in self.after.plan.policies}
        for code in (*new, *(code for code in old if code not in new)):
            if codes is None or code in codes:
                yield self.policy(code, old.get(code), new.get(code))

    def policy(self, code: str, before: model.Policy | None, after: model.Policy | None) -> PolicyDifference:
        """Return what is said of one policy."""
        if before is None or after is None:
            return PolicyDifference(code, before, after, ())
        if self._proofs.same(code):
            return PolicyDifference(code, before, after, ())
        found = (self._stretch(code, days, pair) for days, pair in stretches(before, after))
        return PolicyDifference(code, before, after, tuple(found))

    def _stretch(self, code: str, days: tuple[int, int], pair: Pair) -> Stretch:
        """Return what diagrams and cases tell of two versions."""
        first, last = map(date.fromordinal, days)
        proof = self._proofs.of(code, pair)
        if proof.settled:
            return Stretch(first, last, *pair, "same", whole=True)
        search = _Search(self, code, Stretch(first, last, *pair, "open"), proof)
        cases = search.cases(self._seconds, self._enough)
        found: Found = "otherwise" if cases else "open"
        whole = proof.whole and not proof.beside
        region = () if cases else search.region()
        return Stretch(first, last, *pair, found, cases, whole, search.tried, proof.gone, proof.come, region)


# ── cases ───────────────────────────────────────────────────────────────


class _Bench:
    """Days about which cases lie, where these are judged, and what draws them."""

    def __init__(self, comparison: Comparison, code: str, days: Sequence[int], random: Random) -> None:
        last = comparison.after.plan.calendar.last.toordinal()
        self.days = days
        self.assumed = max(days) + _AFTER[-1] > last
        self.before, self.after = comparison.before, comparison.after
        if self.assumed:
            self.before = self.before.until(max(days) + _AHEAD)
            self.after = self.after.until(max(days) + _AHEAD, self.before)
        self.sampler = _sampler(self.before, self.after, code, random)


class _Search:
    """Looks for cases of one policy, on one stretch of days, that are answered otherwise."""

    def __init__(self, comparison: Comparison, code: str, stretch: Stretch, proof: Proof) -> None:
        self._random = Random(f"{_SEED} {code} {stretch.first}")  # noqa: S311 - the same cases in every run
        self._comparison, self._code, self._stretch, self._proof = comparison, code, stretch, proof
        self._asked = Asked(proof.consequences, proof.obligations, proof.amounts)
        near = self._days(comparison.after.plan.calendar)
        self._bench = self._near = _Bench(comparison, code, near, self._random)
        landmarks = (day for day in self._near.sampler.landmarks if self._reached(day))
        self._far_days = [day for day in landmarks if max(near) + _AHEAD < day <= _LAST]
        self._far = None if self._far_days else self._near
        self._ways: list[Sequence[nodes.Condition]] = []
        self.tried = 0

    def _reached(self, day: int) -> bool:
        return self._stretch.first.toordinal() - 1 <= day <= self._stretch.last.toordinal() + 1

    def _days(self, calendar: Calendar) -> list[int]:
        """Return days of the stretch about which cases are to lie: where the calendar is known if possible."""
        first, last = self._stretch.first.toordinal(), self._stretch.last.toordinal()
        low, high = max(first, calendar.first.toordinal()), min(last, calendar.last.toordinal() - _NEAR)
        if low > high:
            low, high = first, min(last, first + _NEAR)
        return [low, high, *(self._random.randint(low, high) for _ in range(_ANCHORS))]

    def _chosen(self) -> _Bench:
        """Return where the next case lies: now and then about a far day that the policies name."""
        if self.tried < _NEAR_FIRST or self._random.random() >= _FAR:
            return self._near
        if self._far is None:
            self._far = _Bench(self._comparison, self._code, self._far_days, self._random)
        return self._far

    def cases(self, seconds: float, enough: int) -> tuple[Case, ...]:
        """Return cases, one for each turn of the outcome that was met in this time, the smallest first."""
        found: dict[object, Case] = {}
        until = thread_time() + seconds
        while thread_time() < until and len(found) < enough:
            case = self._one()
            if case is None:
                continue
            if case.turn not in found:
                smaller = self._smallest(case)
                if self._confirmed(smaller):
                    found.setdefault(case.turn, smaller)
                    if smaller.decided:
                        until = min(until, thread_time() + seconds / 4)
        return _telling(found.values())

    def _one(self) -> Case | None:
        random = self._random
        self._bench = self._chosen()
        sampler = self._bench.sampler
        anchor = random.choice(self._bench.days)
        on = anchor + random.choice(_AFTER)
        draw = Draw(sampler, on, None, (anchor, on))
        in_part = self._proof.in_part != FALSE and random.random() < _LED
        ways = self._ways_in_part() if in_part else {}
        wishes = sampler.wisher.meeting(one_way(ways, random), sampler.policy.versions[-1]) if ways else self._wishes()
        facts = draw.complete(wishes)
        if random.random() < _LED:
            facts = {name: value for name, value in facts.items() if name not in sampler.invoking}
        if ways:
            facts = draw.loosened(facts, ways)
        if not self._proof.framed and random.random() < _EVEN:  # its day may follow from others otherwise
            facts.pop(sampler.policy.conduct.name, None)
        if (self._proof.whole and not ways) or random.random() < _IN_PART:
            hidden = random.random()
            facts = {name: value for name, value in facts.items() if random.random() >= hidden}
        self.tried += 1
        return self._case(facts, on)

    def _wishes(self) -> Wishes:
        random, sampler = self._random, self._bench.sampler
        if self._proof.contradicting and random.random() < _EVEN:
            return sampler.wisher.meeting([random.choice(self._proof.contradicting)], sampler.policy.versions[-1])
        if self._proof.differing != FALSE and random.random() < _LED:
            return sampler.wisher.meeting(self._way(), sampler.policy.versions[-1])
        return sampler.wisher.toward(random.choice([*sampler.policy.outcomes]))

    def _way(self, *, new: bool = False) -> Sequence[nodes.Condition]:
        """Return conditions under which every complete case is answered otherwise, as few as do."""
        if not new and len(self._ways) >= min(_WAYS, 1 + self.tried // _EACH):
            return self._random.choice(self._ways)
        board, differing = self._proof.board, self._proof.differing
        bits = board.diagrams.some_path(differing, self._random)
        way = board.told(board.reduced(bits, differing, board.complete()))
        self._ways.append(way)
        return way

    def _ways_in_part(self) -> Ways:
        """Return in which ways some variables can turn out where cases known in part are answered otherwise."""
        board = self._proof.board
        bits = board.diagrams.some_path(self._proof.in_part, self._random)
        asked = {number: board.variables.asked(number) for number in board.ways(bits)}
        return {one: ways for number, ways in board.ways(bits).items() if (one := asked[number]) is not None}

    def region(self) -> tuple[nodes.Condition, ...]:
        """Return some of the ways in which cases can still be answered otherwise, each as one condition."""
        found: dict[nodes.Condition, None] = {}
        for _ in range(_NAMED if self._proof.framed else 0):
            if self._proof.differing != FALSE:
                found[nodes.All(tuple(map(as_named, self._way(new=True))))] = None
            elif self._proof.in_part != FALSE:
                ways = self._ways_in_part().items()
                found[nodes.All(tuple(as_named(told(variable, left)) for variable, left in ways))] = None
        return tuple(found)

    def _case(self, facts: Facts, on: int) -> Case | None:
        """Return a record as a case, if it is answered otherwise on the days of the stretch."""
        courts = self._bench.before, self._bench.after
        records = [courts[0].settled(facts, on)]
        records.append(records[0] if courts[1].settles_as(courts[0]) else courts[1].settled(facts, on))
        if None in records or not self._taken(records):
            return None
        before, after = (
            court.answer(record, self._code, self._asked)
            for court, record in zip(courts, records, strict=True)
            if record is not None
        )
        if before.said == after.said:
            return None
        expected = self._stretch.before, self._stretch.after
        if any(
            side is not None and one.versions != (side,) for side, one in zip(expected, (before, after), strict=True)
        ):
            return None
        return Case(facts, date.fromordinal(on), before, after, self._bench.assumed)

    def _taken(self, records: Sequence[Record | None]) -> bool:
        """Return whether records are worth judging: what contradicts itself by both sides alike shows nothing."""
        disputed = [record.disputed for record in records if record is not None]
        return not any(disputed) or (bool(self._proof.contradicting) and disputed[0] != disputed[1])

    def _smallest(self, case: Case) -> Case:
        """Return the case without whatever does not matter to its turn."""

        def shown(facts: Facts) -> Case | None:
            less = self._case(facts, case.on.toordinal())
            return less if less is not None and less.turn == case.turn else None

        return smallest(dict(case.facts), shown)[1] or case

    def _confirmed(self, case: Case) -> bool:
        """Return whether the other engines say the same of it as the default engine."""
        sides = Said(self._bench.before, case.before), Said(self._bench.after, case.after)
        return confirmed(case.facts, case.on.toordinal(), self._code, sides)


def _telling(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that say most: those that both sides decide, if there are any, the smallest first."""
    ordered = sorted(cases, key=lambda case: (len(case.before.possible) + len(case.after.possible), len(case.facts)))
    decided = [case for case in ordered if case.decided]
    return tuple(decided or ordered[:1])


def _sampler(before: Court, after: Court, code: str, random: Random) -> Survey:
    """Return what draws cases of a policy: with the facts, days and time limits of either side."""
    sampler = Survey(after, code, random)
    if any(policy.code == code for policy in before.plan.policies):
        other = Survey(before, code, random)
        sampler.facts = {**other.facts, **sampler.facts}
        sampler.lengths = sorted({*sampler.lengths, *other.lengths})
        sampler.landmarks = sorted({*sampler.landmarks, *other.landmarks})
        sampler.figures = {kind: sorted({*stated, *other.figures[kind]}) for kind, stated in sampler.figures.items()}
        for name, found in other.authority.items():
            sampler.note_authority(name, found)
        sampler.invoking |= other.invoking
    return sampler

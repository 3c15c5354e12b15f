"""What two plans answer otherwise: proven the same, shown by a case, or left open after so many cases.

Policies are compared by what they mean (`meaning`), on each stretch of days on which one version of either applies.
Where the versions differ, diagrams say whether any complete case can be answered otherwise (`board`), and lead to cases
with real dates, which the default engine and the reference judge before they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random
from time import monotonic
from typing import Final, Literal

from zzrules.analysis.board import FALSE, Board, VersionFormulas
from zzrules.analysis.completions import Draw, Sampler
from zzrules.analysis.court import Answer, Asked, Court, Facts
from zzrules.analysis.diagrams import TooLargeError
from zzrules.analysis.meaning import Meaning
from zzrules.analysis.wishes import Wishes
from zzrules.base.frozen import replaced
from zzrules.engines import reference
from zzrules.plan import model

Found = Literal["same", "otherwise", "open"]
"""Proven to be answered alike, shown by a case not to be, or neither."""

_SEED: Final = 14
_AFTER: Final = (0, 0, 1, 1, 2, 3, 7, 20, 40)
"""How many days after the days about which a case lies it is evaluated."""
_SILENT: Final = object()
_NEAR: Final = 60
"""Beyond the notices there are, cases lie within so many days of the first day of a stretch."""
_ANCHORS: Final = 6
_MOST: Final = 6
"""At most so many cases of a stretch are shown."""
_LED: Final = 0.8
"""How often a case is led by the diagram of what differs, where there is one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case that is answered otherwise: its record, its day, and what either side says of the policy.

    ``assumed``: its days lie beyond the notices there are; weekends were taken to be off, and all other days to work.
    """

    facts: Mapping[str, object]
    on: date
    before: Answer
    after: Answer
    assumed: bool

    @property
    def turn(self) -> object:
        """From what to what the answer turns: its outcome, if that turns; else what does."""
        if self.before.possible != self.after.possible:
            return self.before.possible, self.after.possible
        parts = zip(self.before.said[1:], self.after.said[1:], strict=True)
        return tuple(
            tuple(sorted(str(key) for key in {*one, *other} if one.get(key, _SILENT) != other.get(key, _SILENT)))
            for one, other in parts
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of conduct on which one version of either side applies (indexes; None: not in force), and what was found.

    ``cases`` show that they are answered otherwise, one for each turn of the outcome, the smallest first. ``whole``:
    complete cases are proven to be answered alike, so that only those known in part are open. ``tried`` is how many
    cases were judged. ``gone`` and ``come`` are the outcomes that only the older or only the newer side can reach, as
    is proven of the other.
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

    def __init__(self, before: model.Plan, after: model.Plan, seconds: float = 2.0) -> None:
        """Take the plans, and for how long cases are looked for on each stretch of days."""
        self.before, self.after = Court(before), Court(after)
        self._seconds = seconds
        self._meant = Meaning(before)
        self._means = Meaning(after, self._meant)

    def policies(self) -> Iterator[PolicyDifference]:
        """Yield what is said of each policy, in the order of the newer plan, those that are gone last."""
        old = {policy.code: policy for policy in self.before.plan.policies}
        new = {policy.code: policy for policy in self.after.plan.policies}
        for code in [*new, *(code for code in old if code not in new)]:
            yield self.policy(code, old.get(code), new.get(code))

    def policy(self, code: str, before: model.Policy | None, after: model.Policy | None) -> PolicyDifference:
        """Return what is said of one policy."""
        if before is None or after is None:
            return PolicyDifference(code, before, after, ())
        meant, means = (
            (
                side.policies[code],
                side.consequences[code],
                [side.obligations[key] for key in sorted(side.obligations) if key[0] == code],
            )
            for side in (self._meant, self._means)
        )
        if meant == means:
            return PolicyDifference(code, before, after, ())
        return PolicyDifference(code, before, after, tuple(self._stretches(code, before, after)))

    def _stretches(self, code: str, before: model.Policy, after: model.Policy) -> Iterator[Stretch]:
        edges = {day for one in (*before.versions, *after.versions) for day in (one.first, one.last + 1)}
        for first, beyond in pairwise(sorted(edges)):
            old, new = _applying(before, first), _applying(after, first)
            if old is None and new is None:
                continue
            days = date.fromordinal(first), date.fromordinal(beyond - 1)
            asked = self._asked(code, old, new)
            if old is not None and new is not None and asked == Asked() and self._alike(code, old, new):
                yield Stretch(*days, old, new, "same")
            else:
                yield self._looked_into(code, Stretch(*days, old, new, "open"), asked)

    def _asked(self, code: str, old: int | None, new: int | None) -> Asked:
        """Return what beside the outcome does not mean the same in a version of either side."""
        if old is None or new is None:
            return Asked()
        names = {name for side in (self._meant, self._means) for of, name in side.obligations if of == code}
        changed = [
            name
            for name in sorted(names)
            if self._stated(self._meant, (code, name), old) != self._stated(self._means, (code, name), new)
        ]
        follows = self._meant.consequences[code][old] != self._means.consequences[code][new]
        return Asked(follows, tuple(changed))

    @staticmethod
    def _stated(side: Meaning, key: tuple[str, str], version: int) -> model.Obligation | None:
        return side.obligations[key][version] if key in side.obligations else None

    def _alike(self, code: str, old: int, new: int) -> bool:
        """Return whether a version of either side means the same."""
        was, now = self._meant.policies[code], self._means.policies[code]
        if (was.conduct, was.conduct_falls_back, was.classes) != (now.conduct, now.conduct_falls_back, now.classes):
            return False
        one, other = (replaced(version, first=0, last=0) for version in (was.versions[old], now.versions[new]))
        return bool(one == other)

    def _looked_into(self, code: str, stretch: Stretch, asked: Asked) -> Stretch:
        """Return what diagrams and cases tell of versions that do not mean the same."""
        board, differing = Board(), FALSE
        gone: tuple[str, ...] = ()
        come: tuple[str, ...] = ()
        whole = proven = False
        if stretch.before is not None and stretch.after is not None:
            was, now = self._meant.policies[code], self._means.policies[code]
            try:
                old = VersionFormulas(board, was, was.versions[stretch.before], self._meant.others)
                new = VersionFormulas(board, now, now.versions[stretch.after], self._means.others)
                differing, gone, come = _differing(board, old, new)
                same_frame = self._same_frame(code, stretch)
                whole = differing == FALSE and same_frame and asked == Asked()
                proven = whole and _differing_in_part(board, old, new) == FALSE
            except TooLargeError:
                differing = FALSE
        if proven:
            return Stretch(stretch.first, stretch.last, stretch.before, stretch.after, "same")
        search = _Search(self, code, stretch, asked, board, differing)
        cases = search.cases(self._seconds)
        found: Found = "otherwise" if cases else "open"
        return Stretch(
            stretch.first,
            stretch.last,
            stretch.before,
            stretch.after,
            found,
            cases,
            whole,
            search.tried,
            gone,
            come,
        )

    def _same_frame(self, code: str, stretch: Stretch) -> bool:
        """Return whether versions differ in nothing but what diagrams are made of."""
        assert stretch.before is not None
        assert stretch.after is not None
        was, now = self._meant.policies[code], self._means.policies[code]
        old, new = was.versions[stretch.before], now.versions[stretch.after]
        return bool(
            (was.conduct, was.conduct_falls_back, was.classes, old.contradictions, old.derived_day)
            == (now.conduct, now.conduct_falls_back, now.classes, new.contradictions, new.derived_day)
        )


def _applying(policy: model.Policy, day: int) -> int | None:
    return next((at for at, one in enumerate(policy.versions) if one.first <= day <= one.last), None)


def _differing(
    board: Board, old: VersionFormulas, new: VersionFormulas
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return where complete cases are answered otherwise, and the outcomes that only one side can reach."""
    diagrams = board.diagrams
    was, now = old.outcomes(), new.outcomes()
    for asked, found in ((old, was), (new, now)):
        found |= {f"\0{name}": board.holds(formula) for name, formula in asked.grounds.items()}
        found |= {f"\0\0{name}": board.holds(formula) for name, formula in asked.complete.items()}
    complete = board.complete()
    keys = list(dict.fromkeys((*was, *now)))
    differing = diagrams.any_of(
        diagrams.both(complete, diagrams.differ(was.get(key, FALSE), now.get(key, FALSE))) for key in keys
    )
    reached = {
        key: tuple(diagrams.both(complete, side.get(key, FALSE)) != FALSE for side in (was, now))
        for key in keys
        if not key.startswith("\0")
    }
    gone = tuple(key for key, (before, after) in reached.items() if before and not after)
    come = tuple(key for key, (before, after) in reached.items() if after and not before)
    return differing, gone, come


def _differing_in_part(board: Board, old: VersionFormulas, new: VersionFormulas) -> int:
    """Return where cases known in part may be answered otherwise."""
    diagrams = board.diagrams
    pairs = []
    was, now = old.possible(), new.possible()
    pairs += [(was.get(key, FALSE), now.get(key, FALSE)) for key in dict.fromkeys((*was, *now))]
    for one, other in ((old.grounds, new.grounds), (old.complete, new.complete)):
        for name in dict.fromkeys((*one, *other)):
            if name not in one or name not in other:
                return board.left()
            pairs += [(read(one[name]), read(other[name])) for read in (board.holds, board.surely)]
    return diagrams.both(board.left(), diagrams.any_of(diagrams.differ(*pair) for pair in pairs))


# ── cases ───────────────────────────────────────────────────────────────


class _Search:
    """Looks for cases of one policy, on one stretch of days, that are answered otherwise."""

    def __init__(
        self, comparison: Comparison, code: str, stretch: Stretch, asked: Asked, board: Board, differing: int
    ) -> None:
        self._random = Random(f"{_SEED} {code} {stretch.first}")  # noqa: S311 - the same cases in every run
        self._code, self._stretch, self._asked = code, stretch, asked
        self._board, self._differing = board, differing
        self._days = self._about(comparison.after)
        furthest = max(self._days) + 400
        self.assumed = furthest > comparison.after.plan.calendar.last.toordinal() and not self._covered(comparison)
        courts = comparison.before, comparison.after
        self._before, self._after = (one.until(furthest) if self.assumed else one for one in courts)
        self._sampler = _sampler(self._before, self._after, code, self._random)
        self.tried = 0

    def _covered(self, comparison: Comparison) -> bool:
        return max(self._days) <= comparison.after.plan.calendar.last.toordinal()

    def _about(self, court: Court) -> list[int]:
        """Return the days about which cases are to lie: of the stretch, where the calendar is known if possible."""
        first, last = self._stretch.first.toordinal(), self._stretch.last.toordinal()
        known = court.plan.calendar
        low, high = max(first, known.first.toordinal()), min(last, known.last.toordinal() - 60)
        if low > high:
            low, high = first, min(last, first + _NEAR)
        return [low, high, *(self._random.randint(low, high) for _ in range(_ANCHORS))]

    def cases(self, seconds: float) -> tuple[Case, ...]:
        """Return cases, one for each turn of the outcome that was met in this time, the smallest first."""
        found: dict[object, Case] = {}
        until = monotonic() + seconds
        while monotonic() < until:
            case = self._one()
            if case is None:
                continue
            if case.turn not in found:
                until = min(until, monotonic() + seconds / 4)
                smaller = self._smallest(case)
                if self._confirmed(smaller):
                    found.setdefault(case.turn, smaller)
        return _telling(found.values())

    def _one(self) -> Case | None:
        random, sampler = self._random, self._sampler
        anchor = random.choice(self._days)
        on = anchor + random.choice(_AFTER)
        draw = Draw(sampler, on, None, (anchor, on))
        facts = draw.complete(self._wishes())
        if random.random() < _LED:
            facts = {name: value for name, value in facts.items() if name not in sampler.invoking}
        self.tried += 1
        return self._case(facts, on)

    def _wishes(self) -> Wishes:
        random, sampler = self._random, self._sampler
        if self._differing != FALSE and random.random() < _LED:
            bits = self._board.diagrams.some_path(self._differing, random)
            return sampler.wisher.meeting(self._board.told(bits), sampler.policy.versions[-1])
        return sampler.wisher.toward(random.choice([*sampler.policy.outcomes]))

    def _case(self, facts: Facts, on: int) -> Case | None:
        """Return a record as a case, if it is answered otherwise on the days of the stretch."""
        answers = []
        for court in (self._before, self._after):
            record = court.read(facts, on)
            if record is None:
                return None
            answers.append(court.answer(record, self._code, self._asked))
        before, after = answers
        if before.said == after.said:
            return None
        expected = self._stretch.before, self._stretch.after
        if any(
            side is not None and one.versions != (side,) for side, one in zip(expected, (before, after), strict=True)
        ):
            return None
        return Case(facts, date.fromordinal(on), before, after, self.assumed)

    def _smallest(self, case: Case) -> Case:
        """Return the case without whatever does not matter to its turn."""
        smaller = True
        while smaller:
            smaller = False
            for facts in _less(case.facts):
                less = self._case(facts, case.on.toordinal())
                if less is not None and less.turn == case.turn:
                    case, smaller = less, True
                    break
        return case

    def _confirmed(self, case: Case) -> bool:
        """Return whether the reference says the same of it as the default engine."""
        for court, answer in ((self._before, case.before), (self._after, case.after)):
            record = court.read(dict(case.facts), case.on.toordinal())
            if record is None or reference.judge(court.plan, record)[self._code].possible != answer.possible:
                return False
        return True


def _telling(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that say most: those that both sides decide, if there are any, the smallest first."""
    ordered = sorted(cases, key=lambda case: (len(case.before.possible) + len(case.after.possible), len(case.facts)))
    decided = [case for case in ordered if len(case.before.possible) == len(case.after.possible) == 1]
    return tuple(decided[:_MOST] if decided else ordered[:1])


def _less(facts: Mapping[str, object]) -> Iterator[Facts]:
    """Yield a record without each of its facts, and without each element of its lists."""
    for name, value in facts.items():
        yield {other: known for other, known in facts.items() if other != name}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for at in range(len(value)):
                yield {**facts, name: value[:at] + value[at + 1 :]}


def _sampler(before: Court, after: Court, code: str, random: Random) -> Sampler:
    """Return what draws cases of a policy: with the facts, days and time limits of either side."""
    sampler = Sampler(after, code, random)
    if any(policy.code == code for policy in before.plan.policies):
        other = Sampler(before, code, random)
        sampler.facts = {**other.facts, **sampler.facts}
        sampler.lengths = sorted({*sampler.lengths, *other.lengths})
        sampler.landmarks = sorted({*sampler.landmarks, *other.landmarks})
        sampler.authority = {**other.authority, **sampler.authority}
        sampler.invoking |= other.invoking
    return sampler

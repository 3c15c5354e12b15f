"""Half-known records and their completions: drawn at random, or directed at an outcome of a policy.

A completion gives every fact that the policy reads a value, in a way that the record reader accepts: dates not after
the evaluation day unless the fact may lie in the future, intervals of a list disjoint, findings whole (by bodies with
or without authority) or 无, lists of up to three elements. What a catch-all item invokes stays as it is: not invoked is
an answer of its own. A finding that does not count, because it is not whole
or by a body or at a level without authority, settles nothing: a completion may have one with authority, of the same
day, that concludes otherwise, or none where making it is what counts (设权).

Days lie where they matter: on, before and after the days of the record, of the policy, and the deadlines counted from
them. *Directed* completions follow the policy's conditions down to facts and wish for what would make an outcome's
entry true and the entries before it false. Wishes only guide: whether they came true is for the rulebook to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from zzrules.analysis.court import Court, Facts
from zzrules.analysis.drawing import Draw, iso, ordinal
from zzrules.analysis.wishes import Wisher
from zzrules.base.durations import moved
from zzrules.base.frozen import replaced
from zzrules.case.values import ABSENT
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact, Kind

ANCHORS = (
    *("2026-01-01", "2026-03-04", "2026-05-20", "2026-08-12", "2026-11-11"),
    *("2026-02-13", "2026-02-24", "2026-04-03", "2026-04-30", "2026-06-18", "2026-09-24", "2026-10-09"),  # holidays
    *("2026-12-25", "2026-12-28", "2026-12-31", "2027-01-08"),  # the end of the published calendar
)
"""The days about which the days of a record lie."""


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


class Sampler:
    """Draws half-known records about one policy, and completions of them."""

    def __init__(self, court: Court, code: str, random: Random) -> None:
        """Take where records are judged, the policy's code and the source of chance."""
        self.court, self.random = court, random
        self.plan, self.vocabulary = court.plan, court.vocabulary
        self.policy = court.plan.policy(code)
        self.wisher = Wisher(court.plan, self.policy, random)
        read = court.reads.through(code)
        self.facts = {fact.name: fact for fact in court.vocabulary.facts if fact.name in read}
        self.invoking: set[str] = set()
        self.authority: dict[str, nodes.Found] = {}
        self.lengths: list[tuple[int, str]] = []
        self.landmarks: list[int] = []
        self.required: set[str] = {self.policy.conduct.name}
        self.levels_asked: set[str] = set()
        self.levels = [*court.vocabulary.levels.values()]
        self.bodies = [*court.vocabulary.bodies.values()]
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
                    for node in walks.walk(part):
                        match node:
                            case nodes.Literal((int(number), str(unit)), _, Kind.DURATION):
                                limits.add((number, unit))
                            case nodes.Literal(int(day), _, Kind.DATE):
                                days.add(day)
                            case nodes.Found(fact=fact):
                                self.note_authority(fact.name, node)
                                self.levels_asked |= {node.same_level.name} if node.same_level is not None else set()
                            case nodes.CatchAll(invoked=facts):
                                self.invoking |= {fact.name for fact in facts}
        for version in self.policy.versions:
            for requirement in version.requirements:
                for node in walks.walk(requirement.condition):
                    self.required |= {fact.name for fact in walks.mentions(node).facts}
        self.lengths, self.landmarks = sorted(limits), sorted(days)

    def note_authority(self, name: str, found: nodes.Found) -> None:
        """Note who may find something; where conditions differ in it, each of the bodies counts."""
        known = self.authority.get(name)
        self.authority[name] = replaced(found, bodies=found.bodies | known.bodies) if known is not None else found

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
        for name in self.invoking - known.keys():  # left out, a catch-all item is not invoked
            full.pop(name, None)
        return HalfKnown(self.policy.code, on, known, full)

    def _full(self, anchor: int, on: int) -> Facts:
        """Return a whole record that contradicts itself nowhere."""
        targets = [*self.policy.outcomes]
        for _ in range(50):
            draw = Draw(self, on, None, (anchor, on))
            wishes = self.wisher.toward(self.random.choice(targets)) if self.random.random() < 0.8 else {}
            full = draw.complete(wishes)
            if self.random.random() < 0.9:
                for name in self.invoking & full.keys():
                    del full[name]
            for _ in range(20):  # facts that contradict one another are drawn again
                broken = self.court.contradictions(full, on)
                if broken is None:
                    break
                if not broken:
                    return full
                again = draw.complete(wishes)
                full = {name: again[name] if name in broken else value for name, value in full.items()}
        raise RuntimeError(f"no record about {self.policy.code} that the rulebook accepts")

    def _partly(self, fact: Fact, value: Any, often: float) -> Any:
        """Return a finding or a list with a part left out now and then."""
        random = self.random
        if isinstance(value, dict) and random.random() < often:
            left_out = random.choice([*value])
            return {part: word for part, word in value.items() if part != left_out}
        if isinstance(value, list) and fact.kind is Kind.LIST:
            kept = {fact.fields[position].name for position in fact.interval or ()}  # drawn anew, intervals could meet
            return [
                {part: word for part, word in row.items() if part in kept or random.random() >= often} for row in value
            ]
        return value

    def unknown(self, known: Facts) -> list[str]:
        """Return the facts that a completion may give another value than is known."""
        return [name for name, fact in self.facts.items() if self.is_open(fact, known)]

    def is_open(self, fact: Fact, known: Mapping[str, Any]) -> bool:
        """Return whether a completion may give a fact another value than is known."""
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

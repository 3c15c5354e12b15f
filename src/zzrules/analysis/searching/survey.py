"""What policies say that records can be drawn from: facts, who may find what, time limits, and days that matter."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from zzrules.analysis.searching.court import Court, Facts
from zzrules.analysis.searching.wishes import Wisher
from zzrules.base.durations import moved
from zzrules.base.frozen import replaced
from zzrules.case.values import ABSENT
from zzrules.plan import model, nodes, walks
from zzrules.policy.vocabulary import Fact, Kind


class Survey:
    """What one policy, with those that it refers to, says of the records that it reads."""

    def __init__(self, court: Court, code: str, random: Random) -> None:
        """Take where records are judged, the policy's code and the source of chance."""
        self.court, self.random = court, random
        self.plan, self.vocabulary = court.plan, court.vocabulary
        self.policy = court.plan.policy(code)
        self.wisher = Wisher(court.plan, self.policy, random)
        amounts = (amount for version in self.policy.versions for _, amount in model.amounts_of(version))
        asked = {fact.name for amount in amounts for node in walks.walk(amount) for fact in walks.mentions(node).facts}
        read = court.reads.through(code) | asked
        self.facts = {fact.name: fact for fact in court.vocabulary.facts if fact.name in read}
        self.invoking: set[str] = set()
        self.authority: dict[str, nodes.Found] = {}
        self.lengths: list[tuple[int, str]] = []
        self.landmarks: list[int] = []
        self.figures: dict[Kind, list[int]] = {Kind.INTEGER: [], Kind.MONEY: []}
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
        figures: dict[Kind, set[int]] = {kind: set() for kind in self.figures}
        for code in codes:
            for version in self.plan.policy(code).versions:
                days |= {version.first - 1, version.first, version.last, version.last + 1}
                stated = (part for obligation in version.obligations for part in model.parts_of(obligation))
                amounts = (amount for _, amount in model.amounts_of(version))
                for part in (*model.conditions_of(version), *stated, *amounts):
                    for node in walks.walk(part):
                        match node:
                            case nodes.Literal((int(number), str(unit)), _, Kind.DURATION):
                                limits.add((number, unit))
                            case nodes.Literal(int(day), _, Kind.DATE):
                                days.add(day)
                            case nodes.Literal(int(figure), _, (Kind.INTEGER | Kind.MONEY) as kind):
                                figures[kind].add(figure)
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
        self.figures = {kind: sorted(stated) for kind, stated in figures.items()}

    def note_authority(self, name: str, found: nodes.Found) -> None:
        """Note who may find something; where conditions differ in it, each of the bodies counts."""
        known = self.authority.get(name)
        self.authority[name] = replaced(found, bodies=found.bodies | known.bodies) if known is not None else found

    # ── what is open ────────────────────────────────────────────────

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

"""Where records that were thought up are judged: they are read as any other record, by the default engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from zzrules.base.errors import RecordError
from zzrules.base.frozen import replaced
from zzrules.base.truth import Truth
from zzrules.base.workdays import Assumption, Calendar
from zzrules.case.record import Record, RecordReader
from zzrules.engines import reference
from zzrules.engines.compiled import CompiledPlan
from zzrules.engines.judgement import Judgement
from zzrules.engines.reference.meaning import Scope, value
from zzrules.plan import model
from zzrules.plan.conduct import ObligationCases, conduct_extent
from zzrules.plan.model import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.reads import Reads
from zzrules.plan.states import NOT_SET_OFF

Facts = dict[str, Any]
"""A record as it is handed in: values by the codes of facts."""


class Answer(NamedTuple):
    """What a policy says of a record, as far as it was asked: what is silent on both sides is left out.

    ``follows`` has each consequence that follows (True) or may (None), with its deadline; ``obligations`` the states
    that each may be in, and its last day, by its name and number. A day is an ordinal, an open term a text; None is a
    day that is not known. ``amounts`` are whole numbers of 分, by their names; None is one that is not known, or 无.
    """

    versions: tuple[int, ...]
    possible: frozenset[str]
    grounds: Mapping[str, Truth]
    complete: Mapping[str, Truth]
    follows: Mapping[str, tuple[Truth, Any]]
    obligations: Mapping[tuple[str, int], tuple[frozenset[str], Any]]
    amounts: Mapping[str, int | None]

    @property
    def said(self) -> tuple[Any, ...]:
        """What is said, by whichever version."""
        return self[1:]


class Asked(NamedTuple):
    """What is asked of a policy beside its outcome and grounds."""

    consequences: bool = False
    obligations: tuple[str, ...] = ()
    amounts: bool = False


_SILENT: Final = frozenset((NOT_APPLICABLE, NOT_IN_FORCE, NOT_SET_OFF))
WEEKENDS_ONLY: Final = "只休周末"
"""The basis on which years without a notice are assumed where nothing else can be known of them."""


class Court:
    """Judges records by one plan."""

    def __init__(self, plan: model.Plan, beside: Court | None = None) -> None:
        """Take the plan; what it has in common with that of another court, the two share."""
        self.plan = plan
        self.vocabulary = plan.vocabulary
        self.compiled = _compiled(plan, beside)
        self.reads = Reads(plan)
        self._reader = RecordReader(plan.vocabulary)
        self._index = {policy.code: index for index, policy in enumerate(plan.policies)}
        self._needed: dict[str, tuple[int, ...]] = {}

    def own(self, facts: Mapping[str, Any]) -> Facts:
        """Return a record with none but the facts that the vocabulary has."""
        known = self.vocabulary.by_name
        return {name: value for name, value in facts.items() if name in known}

    def read(self, facts: Mapping[str, Any], on: int) -> Record | None:
        """Return a record as it is judged; None for one that has mistakes, or contradicts itself."""
        settled = self.settled(facts, on)
        return None if settled is None or settled.disputed else settled

    def settled(self, facts: Mapping[str, Any], on: int) -> Record | None:
        """Return a record as it is judged, with what is disputed in it set aside; None for one that has mistakes."""
        try:
            record = self._reader.read(self.own(facts), on)
        except RecordError:
            return None
        return self.compiled.clashes.settled(record)

    def contradictions(self, facts: Mapping[str, Any], on: int) -> frozenset[str] | None:
        """Return the facts of a record that contradict one another; None of one that has mistakes."""
        try:
            record = self._reader.read(self.own(facts), on)
        except RecordError:
            return None
        return self.compiled.clashes.settled(record).disputed

    def answer(self, record: Record, code: str, asked: Asked = Asked()) -> Answer:  # noqa: B008 - it never changes
        """Return what a policy says of a record that was read."""
        index = self._index[code]
        raws = self.compiled.run(record, self._positions(code) if asked == Asked() else None)
        judgement = self.compiled.judgement(index, raws[index])
        return Answer(
            judgement.versions,
            judgement.possible,
            _told(judgement.grounds),
            _told(judgement.complete),
            self._follows(record, code, raws) if asked.consequences else {},
            self._obligations(record, code, asked.obligations, raws) if asked.obligations else {},
            self._amounts(record, code, raws) if asked.amounts else {},
        )

    def _judgements(self, raws: Sequence[Any]) -> dict[str, Judgement]:
        return {policy.code: self.compiled.judgement(at, raws[at]) for at, policy in enumerate(self.plan.policies)}

    def _follows(self, record: Record, code: str, raws: Sequence[Any]) -> dict[str, tuple[Truth, Any]]:
        policy, judgements = self.plan.policy(code), self._judgements(raws)
        judgement = judgements[code]
        truths = _told(judgement.consequences)
        stated: dict[str, set[Any]] = {name: set() for name in truths}
        for index in judgement.versions if truths else ():
            version = policy.versions[index]
            scope = Scope(self.plan, record, version, conduct_extent(policy, record), judgements)
            for one in version.consequences:
                if one.name in stated:
                    by = one.deadline if isinstance(one.deadline, str) else one.deadline and value(one.deadline, scope)
                    stated[one.name].add(by)
        return {name: (truth, _only(stated[name])) for name, truth in truths.items()}

    def _amounts(self, record: Record, code: str, raws: Sequence[Any]) -> dict[str, int | None]:
        policy, judgements = self.plan.policy(code), self._judgements(raws)
        found: dict[str, set[Any]] = {}
        day = conduct_extent(policy, record)
        for index in judgements[code].versions if type(day) is int else ():
            version = policy.versions[index]
            scope = Scope(self.plan, record, version, day, judgements)
            for name, amount in model.amounts_of(version):
                found.setdefault(name.removeprefix("amount."), set()).add(value(amount, scope))
        return {name: one if type(one := _only(amounts)) is int else None for name, amounts in found.items()}

    def _obligations(
        self, record: Record, code: str, names: Sequence[str], raws: Sequence[Any]
    ) -> dict[tuple[str, int], tuple[frozenset[str], Any]]:
        judgements = self._judgements(raws)
        keys = [(code, name) for name in names if (code, name) in self.plan.obligations]
        wanted = tuple(dict.fromkeys(one for key in keys for one in model.chain_of(self.plan, key)))
        traced = self.compiled.trace_obligations(record, raws, wanted)
        judged = {key: tuple(one.judgement for one in cases) for key, cases in traced.items()}
        found: dict[tuple[str, int], tuple[frozenset[str], Any]] = {}
        for _, name in keys:
            cases = ObligationCases(self.plan.policy(code), name).of(record)
            for case, one in zip(cases, judged[code, name], strict=True):
                if one.possible <= _SILENT:
                    continue
                days = {
                    due if due is None or isinstance(due, str) else value(due, scope)
                    for scope in reference.scopes(case, self.plan, record, judgements, judged)
                    if (obligation := scope.version.obligation(name)) is not None
                    for due in (obligation.due,)
                }
                found[name, one.number] = one.possible, _only(days)
        return found

    def _positions(self, code: str) -> tuple[int, ...]:
        """Return the positions of a policy and of those that it refers to, ascending."""
        if code not in self._needed:
            needed, waiting = set[str](), [code]
            while waiting:
                one = waiting.pop()
                if one not in needed:
                    needed.add(one)
                    waiting += model.referred(self.plan.policy(one))
            self._needed[code] = tuple(sorted(self._index[one] for one in needed))
        return self._needed[code]

    def settles_as(self, other: Court) -> bool:
        """Return whether a record that either court has read and settled is the same for both."""
        return self.compiled.clashes is other.compiled.clashes

    def until(self, day: int, beside: Court | None = None) -> Court:
        """Return a court whose calendar reaches a day: of years without a notice, every weekend is taken to be off."""
        calendar = reaching(self.plan.calendar, day)
        return self if calendar is self.plan.calendar else Court(replaced(self.plan, calendar=calendar), beside)


def _compiled(plan: model.Plan, beside: Court | None) -> CompiledPlan:
    """Return a plan as it is run, made of another one if they differ in conditions alone."""
    other = None if beside is None else beside.plan
    if beside is None or other is None or _apart(plan) != _apart(other):
        return CompiledPlan(plan)
    found = beside.compiled
    _ = found.clashes  # made once, for both
    for one, policy in zip(other.policies, plan.policies, strict=True):
        if one != policy:
            found = found.with_policy(policy)
    return found


def _apart(plan: model.Plan) -> tuple[Any, ...]:
    """Return what plans must have in common so that one can be made of the other by other conditions."""
    shapes = [
        (
            (policy.code, tuple(policy.outcomes), policy.classes, policy.conduct, policy.conduct_falls_back),
            (policy.ground_names(), policy.consequence_names()),
            tuple((version.first, version.last) for version in policy.versions),
        )
        for policy in plan.policies
    ]
    return plan.vocabulary, plan.calendar, plan.contradictions, plan.obligations, shapes


def _only(days: Collection[Any]) -> int | str | None:
    """Return the day (an ordinal) or the open term that all versions state; None if they differ, or do not know it."""
    day = next(iter(days)) if len(days) == 1 else None
    return day if isinstance(day, int | str) else None


def _told(truths: Mapping[str, Truth]) -> dict[str, Truth]:
    """Return what holds or may: what does not, and what is not there, say the same."""
    return {name: truth for name, truth in truths.items() if truth is not False}


def reaching(calendar: Calendar, day: int) -> Calendar:
    """Return a calendar that reaches a day, as `Court.until` takes the years without a notice."""
    first, last = calendar.last.year + 1, date.fromordinal(day).year + 1
    if day < calendar.last.toordinal():
        return calendar
    return calendar.assuming(*(Assumption(year, WEEKENDS_ONLY, (), ()) for year in range(first, last + 1)))

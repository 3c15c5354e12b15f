"""One record, judged: what engines said of it, read as answers need it. Worked out when it is first asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from zzrules.answer import clashes
from zzrules.answer.catalogue import AskedAbout, Catalogue, DatedScope
from zzrules.answer.obligation import SOON
from zzrules.answer.parts import ContradictionAnswer, Reasons, Step, UncountedFinding
from zzrules.answer.reasons import Reasoner, reasons
from zzrules.answer.sheets import VersionSheet
from zzrules.answer.standing import ObligationInquiry, Sources
from zzrules.answer.view import View
from zzrules.answer.walk import Gap, Walk, absent
from zzrules.base.bounds import Bounds, Options
from zzrules.base.frozen import Unchanging
from zzrules.case.record import Record
from zzrules.case.values import Element, Finding, Nothing, Perhaps
from zzrules.engines.compiled import Raw
from zzrules.engines.judgement import FALSE, Judgement, ObligationJudgements, TracedObligations
from zzrules.plan import nodes
from zzrules.plan.conduct import conduct_day, conduct_extent, lacks_day, may_lapse

JudgeObligations = Callable[[TracedObligations], ObligationJudgements]
"""Another engine that judges the obligations of a record, given their traces."""


class FromLog(NamedTuple):
    """What a case file knows besides the record of its log; the defaults are those of a single record.

    Who judges obligations, the entries from which each fact comes, the facts that somebody gave (None: all of the
    record), and how many working days ahead an obligation is about to fall due.
    """

    judge_obligations: JudgeObligations | None = None
    sources: Sources = MappingProxyType({})
    given: frozenset[str] | None = None
    within: int = SOON

    def sent(self) -> FromLog:
        """Return what can be pickled; obligations are judged by the default engine then, which says the same."""
        return self._replace(judge_obligations=None, sources=dict(self.sources))


_SINGLE_RECORD = FromLog()


class Inquiry(Unchanging):
    """What is known of one record, for all answers about it."""

    __slots__ = (
        "__weakref__",
        "_announced",
        "_contradictions",
        "_days",
        "_obligations",
        "_views",
        "catalogue",
        "from_log",
        "given",
        "raws",
        "record",
        "scope",
        "whole",
    )

    def __init__(
        self,
        catalogue: Catalogue,
        given: Record,
        record: Record,
        raws: list[Raw],
        scope: AskedAbout,
        whole: bool,
        from_log: FromLog = _SINGLE_RECORD,
    ) -> None:
        """Take the record as it is given, and as it is judged, with its raw judgements.

        ``whole``: those of every policy, not only of those in ``scope``.
        """
        self.catalogue = catalogue
        self.given = given
        """The record as somebody gave it."""
        self.record = record
        """The record as it is judged: without the facts that contradict one another."""
        self.scope = scope.of(raws) if type(scope) is DatedScope else scope
        self.raws = raws
        """The raw judgements by position in the plan, to be read only; empty ones of what is not asked about."""
        self.whole = whole
        self.from_log = from_log
        self._views: dict[str, tuple[tuple[VersionSheet, View], ...]] | None = None
        self._obligations: ObligationInquiry | None = None
        self._contradictions: tuple[ContradictionAnswer, ...] | None = None
        self._days: list[int] | None = None
        self._announced: Inquiry | None = None

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        given: Record,
        scope: AskedAbout,
        needed: tuple[int, ...] | None,
        from_log: FromLog = _SINGLE_RECORD,
    ) -> Inquiry:
        """Return what is known of a record, judged here; ``needed`` are positions in the plan, None stands for all."""
        record = catalogue.compiled.clashes.settled(given)
        return cls(catalogue, given, record, catalogue.compiled.run(record, needed), scope, needed is None, from_log)

    @property
    def sources(self) -> Sources:
        """The entries of a log from which each fact comes; empty for a single record."""
        return self.from_log.sources

    @property
    def within(self) -> int:
        """How many working days ahead an obligation is about to fall due."""
        return self.from_log.within

    def find(self, key: str) -> tuple[tuple[str, ...], str]:
        """Return the policies and the ground that a key means on the days of the record's conduct."""
        return self.catalogue.find_on(key, self.raws)

    def judgement(self, code: str) -> Judgement:
        """Return what the engine says of a policy."""
        index = self.catalogue.index[code]
        return self.catalogue.compiled.judgement(index, self.raws[index])

    def possible(self, code: str) -> Sequence[str]:
        """Return the codes of the outcomes that a policy may have."""
        index = self.catalogue.index[code]
        return self.catalogue.compiled.possible(index, self.raws[index])

    def every_raw(self) -> list[Raw]:
        """Return the raw judgements of every policy, those not asked about among them."""
        if not self.whole:
            self.raws = self.catalogue.compiled.run(self.record)
            self.whole = True
        return self.raws

    def views(self, code: str) -> tuple[tuple[VersionSheet, View], ...]:
        """Return each version of a policy that may apply, with its view of the record."""
        kept = self._views
        if kept is None:
            kept = self._views = {}
        views = kept.get(code)
        if views is None:
            sheet, compiled = self.catalogue.sheet(code), self.catalogue.compiled
            day = conduct_extent(sheet.policy, self.record)
            traces = (
                (index, compiled.trace(code, index, self.record, day, self.raws)) for index in self.raws[sheet.index][0]
            )
            dating = sheet.policy.conduct
            views = tuple(
                (sheet.version(index), View(trace, self.record, day, (), dating, self.possible))
                for index, trace in traces
            )
            kept[code] = views
        return views

    @property
    def obligations(self) -> ObligationInquiry:
        """The obligations of the record, judged when they are first asked for."""
        if self._obligations is None:
            raws = self.every_raw()
            traced = self.catalogue.compiled.trace_obligations(self.record, raws)
            judge = self.from_log.judge_obligations
            judged = judge(traced) if judge is not None else None
            self._obligations = ObligationInquiry(self.catalogue, self.record, traced, judged, self)
        return self._obligations

    def concerns(self, code: str) -> bool:
        """Return whether the record gives a fact that no other policy reads."""
        return not self._given().isdisjoint(self.catalogue.reads.alone(code))

    def own(self, code: str) -> tuple[str, ...]:
        """Return the facts of the record that no other policy reads, in the order of the vocabulary."""
        own = self._given() & self.catalogue.reads.alone(code)
        return tuple(fact.name for fact in self.catalogue.plan.vocabulary.facts if fact.name in own) if own else ()

    def _given(self) -> frozenset[str]:
        given = self.from_log.given
        if given is not None:
            return given
        return frozenset({*self.given.values, *self.given.unclear, *self.given.partial})

    # ── what contradicts itself ─────────────────────────────────────

    def conduct_day_from(self, code: str) -> str:
        """Return the name of what the day of a policy's conduct is derived from; empty if the record gives the day."""
        fact = self.catalogue.plan.policy(code).conduct
        if not lacks_day(fact, self.given):
            return ""
        days = (policy.versions[-1].derived_day for policy in self.catalogue.plan.policies if policy.conduct == fact)
        return next((day.name for day in days if isinstance(day, nodes.DerivedValue)), "")

    @property
    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """What contradicts itself in the record, in the order of the plan."""
        if self._contradictions is None:
            broken = self.catalogue.compiled.clashes.broken(self.given)
            entries = {
                name: [entry for _, entry in sorted({one for part in parts for one in part})]
                for name, parts in self.sources.items()
            }
            vocabulary, regulations = self.catalogue.plan.vocabulary, self.catalogue.regulations
            self._contradictions = clashes.answers(broken, self.given, vocabulary, regulations, entries)
        return self._contradictions

    @property
    def clashing(self) -> Mapping[str, str]:
        """What each disputed fact contradicts, in words."""
        return clashes.notes(self.contradictions)

    def learning(self, name: str) -> Callable[[Any], Record | None]:
        """Return what makes the record, with an answer to a question, what is judged; None for one that contradicts it.

        The record is the same one every time, unless the fact can contradict others.
        """
        found, record = self.catalogue.compiled.clashes, self.record
        if record.disputed or name in found.telling:

            def settled(value: Any) -> Record | None:
                learnt = found.settled(self.given.with_value(name, value))
                return None if name in learnt.disputed else learnt

            return settled
        values = dict(record.values)
        partial = {other: extent for other, extent in record.partial.items() if other != name}
        learnt = record._replace(values=values, unclear=record.unclear - {name}, partial=partial)

        def learn(value: Any) -> Record:
            values[name] = value
            return learnt

        return learn

    def days(self) -> list[int]:
        """Return the days near those that the record and the policies know, ascending."""
        if self._days is None:
            self._days = self.catalogue.questioner.days(self.given)
        return self._days

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar."""
        return tuple(map(str, self.catalogue.plan.calendar.assumptions))

    def announced(self) -> Inquiry:
        """Return the same inquiry without what is assumed of the calendar."""
        if self._announced is None:
            catalogue = self.catalogue.announced()
            needed = None if self.whole else catalogue.needed(list(self.scope))
            self._announced = Inquiry.of(catalogue, self.given, self.scope, needed, self.from_log.sent())
        return self._announced

    # ── what keeps something open ───────────────────────────────────

    def ask(
        self,
        gaps: dict[str, Gap],
        policy: str,
        *,
        ground: str = "",
        obligation: str = "",
        outcomes: frozenset[str] | None = None,
    ) -> bool:
        """Note what keeps the class of a policy's outcome open, or one of its grounds or obligations; whether any does.

        ``outcomes``: what keeps open whether the outcome is one of these.
        """
        if obligation:
            return self.obligations.ask(gaps, (policy, obligation))
        if ground:
            return self._ask_ground(gaps, policy, ground)
        asked = self._ask_conduct(gaps, policy)
        for sheet, view in self.views(policy):
            asked |= (sheet.open if outcomes is None else sheet.open_among(outcomes))(Walk(view, gaps, self.ask))
        return asked

    def ask_reason(self, gaps: dict[str, Gap], policy: str) -> bool:
        """Note what keeps a policy's outcome open, also within its class; whether anything does."""
        asked = self._ask_conduct(gaps, policy)
        for sheet, view in self.views(policy):
            asked |= sheet.open_reason(Walk(view, gaps, self.ask))
        return asked

    def _ask_ground(self, gaps: dict[str, Gap], code: str, name: str) -> bool:
        views = self.views(code)
        asked = self._ask_conduct(gaps, code) if views else False
        for sheet, view in views:
            ask = sheet.open_grounds.get(name)
            if ask is not None:
                asked |= ask(Walk(view, gaps, self.ask))
        return asked

    def _ask_conduct(self, gaps: dict[str, Gap], code: str) -> bool:
        """Note the fact that dates the conduct, where several versions may apply, or none."""
        policy = self.catalogue.sheet(code).policy
        if not self.may_lapse(code) and len(self.raws[self.catalogue.index[code]][0]) == 1:
            return False
        if conduct_day(policy, self.record) is not None:
            return False
        return absent(gaps, policy.conduct, self.record)

    def may_lapse(self, code: str) -> bool:
        """Return whether a policy may not be in force on the day of the conduct, as far as that is known."""
        policy = self.catalogue.sheet(code).policy
        return may_lapse(policy, conduct_extent(policy, self.record))

    def not_applicable(self, code: str) -> tuple[str, ...]:
        """Return the reasons for which a policy does not apply."""
        reasons = [
            otherwise
            for sheet, view in self.views(code)
            for slot, otherwise in sheet.required
            if view.cells[slot] == FALSE
        ]
        return tuple(dict.fromkeys(reasons))

    # ── reasons ─────────────────────────────────────────────────────

    def why(self, code: str, outcome: str, possible: Sequence[str], *, brief: bool = False) -> Reasons:
        """Return why an outcome (code or name) of a policy holds, may hold, or does not, given those ``possible``.

        ``brief``: the steps have only the parts that make them true or false. Raises `UsageError` (ZZ602) if the policy
        has no such outcome.
        """
        asked, sheet = self.catalogue.outcome(code, outcome), self.catalogue.sheet(code)
        named = sheet.named(self.raws[sheet.index][0])[asked.code]
        truth = None if named.code in possible else False
        versions = [(version.points, self._reasoner(view, brief=brief)) for version, view in self.views(code)]
        indices = self.raws[sheet.index][0]
        cited = sheet.citations[indices[0]] if indices else sheet.citation
        return reasons(sheet.policy, cited, named, versions, True if tuple(possible) == (named.code,) else truth)

    def ground_steps(self, code: str, name: str) -> Iterator[tuple[Step, Step | None]]:
        """Yield a ground's condition, and its procedure if it has one, in each version that may apply and has it."""
        for version, view in self.views(code):
            ground, reasoner = version.grounds.get(name), self._reasoner(view)
            if ground is not None:
                procedure = reasoner.step(ground.procedure) if ground.procedure is not None else None
                named = Step("手续", procedure.truth, "", (procedure,), "all") if procedure is not None else None
                yield reasoner.step(ground.point), named

    def _reasoner(self, view: View, *, brief: bool = False) -> Reasoner:
        return Reasoner(view, self.catalogue.plan.vocabulary, self._standing, brief=brief)

    def _standing(self, policy: str, obligation: str) -> tuple[str, tuple[Step, ...]]:
        return self.obligations.standing(policy, obligation)

    def uncounted(self, code: str) -> tuple[UncountedFinding, ...]:
        """Return the recorded findings that a policy asks for and that do not count, each once."""
        recorded = {name for name, value in self.record.values.items() if isinstance(value, Finding)}
        if recorded.isdisjoint(self.catalogue.reads.own(code)):
            return ()
        found = {
            finding.name: finding for version, view in self.views(code) for finding in version.findings.uncounted(view)
        }
        return tuple(found.values())

    # ── digests ─────────────────────────────────────────────────────

    def record_digest(self) -> str:
        """Return the SHA-256 over the record's facts and the day."""
        return digest_of_record(self.given)


def digest_of_record(record: Record) -> str:
    """Return the SHA-256 over a checked record's facts and the day."""
    plain: dict[str, Any] = {
        "on": record.on,
        "facts": {name: _plain(value) for name, value in sorted(record.values.items())},
        "unclear": sorted(record.unclear),
    }
    if record.partial:
        plain["partial"] = {name: _plain(extent) for name, extent in sorted(record.partial.items())}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Nothing):
        return {"none": True}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Perhaps):
        return {"perhaps": True}
    if isinstance(value, Element):
        return {
            "fields": [_plain(part) for part in value],
            "bounds": {str(k): _plain(v) for k, v in value.bounds.items()},
        }
    if isinstance(value, Bounds | Options):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value

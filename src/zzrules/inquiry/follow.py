"""Following a case: from its log to the record of a day, to a determination with its obligations.

The forward-chaining engine serves where durable_rules can be imported; elsewhere the reference gives the same answers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from zzrules.answer.determination import Determination
from zzrules.answer.events import Event, EventReader
from zzrules.answer.judgement import Duties, Judgement
from zzrules.answer.log import Log
from zzrules.answer.record import Record, RecordReader
from zzrules.engines import reference
from zzrules.engines.casefile import Chain, ChainCase, Reading, available
from zzrules.engines.reference import ObligationCase
from zzrules.ground.errors import NOWHERE, Place, Problem, UsageError
from zzrules.ground.truth import all_of
from zzrules.inquiry.catalogue import Catalogue
from zzrules.inquiry.inquirer import RecordInquiry
from zzrules.plan import nodes


class Follower:
    """Answers for the case files of one rulebook; threads may share it."""

    def __init__(self, catalogue: Catalogue, records: RecordReader) -> None:
        """Take the catalogue and the reader of undated facts."""
        self.catalogue = catalogue
        self.records = records
        self.events = EventReader(catalogue.plan.vocabulary)
        self._chain: Chain | None = None
        self._lock = threading.Lock()

    def read(
        self, events: Iterable[Mapping[str, Any]], places: Iterable[Place], before: int
    ) -> Iterable[tuple[Event, tuple[Problem, ...]]]:
        """Yield events as far as they can be read, numbered behind those ``before`` them."""
        for number, (event, place) in enumerate(zip(events, chain(places, repeat(NOWHERE)), strict=False), before + 1):
            yield self.events.read(event, number, place)

    def ask(
        self, log: Log, on: int, about: Sequence[str] | None, within: int
    ) -> tuple[Determination, tuple[Problem, ...]]:
        """Return the determination of a log's record as of a day, and what is wrong with the log."""
        if about is not None and (isinstance(about, str) or not isinstance(about, Iterable)):
            raise UsageError(Problem("ZZ602", "about 应当是若干政策或者条款", hint="about=[…]"))
        scope = self.catalogue.scope(None if about is None else list(about))
        folded = log.fold(on)
        raw = self.catalogue.compiled.run(folded.record)
        arrival = {id(event): number for number, event in enumerate(log.events)}
        sources = {
            fact: tuple((arrival[id(event)], event.name) for event in events) for fact, events in folded.sources.items()
        }
        inquiry = RecordInquiry(
            self.catalogue,
            folded.record,
            raw,
            scope,
            judge_duties=self.judge,
            sources=sources,
            within=within,
        )
        return Determination(inquiry, folded.record, scope), log.problems

    def judge(self, plan: nodes.Plan, record: Record, judgements: dict[str, Judgement]) -> Duties:
        """Return every obligation, by the engine that serves."""
        if not available():
            return reference.judge_obligations(plan, record, judgements)
        return chained_duties(self.chain(), plan, record, judgements)

    def chain(self) -> Chain:
        """Return the forward-chaining engine of the plan, built once."""
        with self._lock:
            if self._chain is None:
                self._chain = Chain(self.catalogue.plan)
            return self._chain


def chained_duties(engine: Chain, plan: nodes.Plan, record: Record, judgements: dict[str, Judgement]) -> Duties:
    """Return every obligation: by the reference what rests on no other, by the engine what is chained."""
    settled: Duties = {}
    cases: dict[tuple[str, str], list[ChainCase]] = {}
    for code, name in plan.obligations:
        made = reference.obligation_cases(plan, plan.policy(code), name, record, judgements)
        if (code, name) in engine.chained:
            cases[code, name] = [_chain_case(engine, (code, name), case) for case in made]
        else:
            settled[code, name] = tuple(
                case.duty([reference.judge_obligation(name, scope) for scope in case.scopes]) for case in made
            )
    done = settled | engine.run(settled, cases)
    return {key: done[key] for key in plan.obligations}


def _chain_case(engine: Chain, key: tuple[str, str], case: ObligationCase) -> ChainCase:
    readings = []
    absent: list[frozenset[str]] = []
    for index, scope in zip(case.versions, case.scopes, strict=True):
        program = engine.programs.get((key, index))
        if program is None:
            absent.append(reference.judge_obligation(key[1], scope))
            continue
        truths = {atom.key: reference.truth(atom.condition, scope) for atom in program.atoms}
        truths[program.applicable] = all_of(
            [reference.truth(one.condition, scope) for one in scope.version.requirements]
        )
        readings.append(Reading(program, truths))
    return ChainCase(readings, lambda states: case.duty([*absent, *states]))

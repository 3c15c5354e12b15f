"""Following a case: from its log to the record of a day, to a determination with its obligations.

The forward-chaining engine serves where durable_rules can be imported; elsewhere the reference gives the same answers.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Any

from zzrules.answer.catalogue import Catalogue
from zzrules.answer.determination import Determination
from zzrules.answer.inquirer import RecordInquiry
from zzrules.base.errors import NOWHERE, Place, Problem, UsageError
from zzrules.base.truth import Truth, all_of
from zzrules.case.events import Event, EventReader
from zzrules.case.log import Log, LogVocabulary
from zzrules.case.record import Record, RecordReader
from zzrules.engines import reference
from zzrules.engines.chaining import MOST_STATES, Chain, ChainCase, Program, Reading, UnfinishedError, available
from zzrules.engines.judgement import Judgement, ObligationJudgement, ObligationJudgements
from zzrules.engines.reference import ObligationCase, Scope
from zzrules.plan import model


class Follower:
    """Answers for the case files of one rulebook; threads may share it."""

    def __init__(self, catalogue: Catalogue, records: RecordReader) -> None:
        """Take the catalogue and the reader of undated facts."""
        self.catalogue = catalogue
        self.records = records
        self.events = EventReader(catalogue.plan.vocabulary)
        self.shared = LogVocabulary(catalogue.plan.vocabulary)
        self._chain: Chain | None = None
        self._lock = threading.Lock()

    def read(
        self, events: Iterable[Mapping[str, Any]], places: Iterable[Place], before: int
    ) -> Iterable[tuple[Event, tuple[Problem, ...]]]:
        """Yield events as far as they can be read, numbered behind those ``before`` them."""
        for number, (event, place) in enumerate(zip(events, chain(places, repeat(NOWHERE)), strict=False), before + 1):
            yield self.events.read(event, number, place)

    def ask(self, log: Log, on: int, about: Sequence[str] | None, within: int, memory: Memory) -> Determination:
        """Return the determination of a log's record as of a day."""
        if about is not None and (isinstance(about, str) or not isinstance(about, Iterable)):
            raise UsageError(Problem("ZZ602", "about 应当是若干政策或者条款", hint="about=[…]"))
        scope = self.catalogue.scope(None if about is None else list(about))
        folded = log.fold(on)
        raw = self.catalogue.compiled.run(folded.record)
        arrival = {id(event): number for number, event in enumerate(log.events)}
        sources = {
            fact: tuple(tuple((arrival[id(event)], event.name) for event in part) for part in parts)
            for fact, parts in folded.sources.items()
        }
        inquiry = RecordInquiry(
            self.catalogue,
            folded.record,
            raw,
            scope,
            judge_duties=partial(self.judge, memory),
            sources=sources,
            given=folded.given,
            within=within,
        )
        return Determination(inquiry, folded.record, scope)

    def judge(
        self, memory: Memory, plan: model.Plan, record: Record, judgements: dict[str, Judgement]
    ) -> ObligationJudgements:
        """Return every obligation, by the engine that serves; of a list, only what the last answer does not settle."""
        engine = self.chain() if available() else None
        remembered = _Remembered(self.catalogue, memory.last, record, judgements)
        duties = chained_duties(engine, plan, record, judgements, remembered)
        memory.last = record, judgements, duties
        return duties

    def chain(self) -> Chain:
        """Return the forward-chaining engine of the plan, built once."""
        with self._lock:
            if self._chain is None:
                self._chain = Chain(self.catalogue.plan)
            return self._chain


class Memory:
    """What a case file was last answered: the record, the judgements and the duties; shared by those made from it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.last: tuple[Record, dict[str, Judgement], ObligationJudgements] | None = None


class _Remembered:
    """The duties of elements that a new record leaves as they were."""

    def __init__(
        self,
        catalogue: Catalogue,
        last: tuple[Record, dict[str, Judgement], ObligationJudgements] | None,
        record: Record,
        judgements: dict[str, Judgement],
    ) -> None:
        self.catalogue = catalogue
        self.last = last if last is not None and last[0].on == record.on else None
        self.record = record
        self.judgements = judgements

    def of(self, key: tuple[str, str], source: str) -> dict[tuple[Any, ...], ObligationJudgement]:
        """Return the duties of an obligation by the elements of its list, if nothing else that it reads changed."""
        if self.last is None:
            return {}
        before, judgements, duties = self.last
        state = self.catalogue.reads.state(*key)
        if any(self._changed(name, before) for name in state.facts):
            return {}
        if any(self.judgements[code] != judgements[code] for code in state.policies):
            return {}
        rows = before.values.get(source)
        return dict(zip(rows, duties[key], strict=True)) if rows else {}

    def _changed(self, name: str, before: Record) -> bool:
        mine, other = self.record.values.get(name), before.values.get(name)
        return mine != other or (name in self.record.unclear) is not (name in before.unclear)


def chained_duties(
    engine: Chain | None,
    plan: model.Plan,
    record: Record,
    judgements: dict[str, Judgement],
    remembered: _Remembered | None = None,
) -> ObligationJudgements:
    """Return every obligation: what is chained by the engine, the rest (without an engine: all) by the reference."""
    chained = engine.chained if engine is not None else frozenset[tuple[str, str]]()
    lists = [plan.policy(code).obligation(name).source for code, name in chained]
    elements = [len(record.values.get(fact.name) or ()) for fact in lists if fact is not None]
    if engine is None or max(elements, default=0) >= MOST_STATES:
        return reference.judge_obligations(plan, record, judgements)
    settled: ObligationJudgements = {}
    cases: dict[tuple[str, str], list[ChainCase]] = {}
    for code, name in plan.obligations:
        if (code, name) in chained:
            made = reference.obligation_cases(plan, plan.policy(code), name, record, judgements)
            cases[code, name] = [_chain_case(engine, (code, name), case) for case in made]
        else:
            settled[code, name] = _elements(plan, (code, name), record, judgements, remembered)
    try:
        done = settled | engine.run(settled, cases)
    except UnfinishedError:
        return reference.judge_obligations(plan, record, judgements)
    return {key: done[key] for key in plan.obligations}


def _elements(
    plan: model.Plan,
    key: tuple[str, str],
    record: Record,
    judgements: dict[str, Judgement],
    remembered: _Remembered | None,
) -> tuple[ObligationJudgement, ...]:
    """Return the duties of the elements of a list, those that are remembered as they were."""
    code, name = key
    source = plan.policy(code).obligation(name).source
    assert source is not None
    known = remembered.of(key, source.name) if remembered is not None else {}
    rows = record.values.get(source.name) or ()
    if rows and all(row in known for row in rows):
        return tuple(_numbered(known[row], number) for number, row in enumerate(rows, 1))
    made = reference.obligation_cases(plan, plan.policy(code), name, record, judgements)
    duties = []
    for case in made:
        row = rows[case.number - 1] if case.number else ()
        known_duty = known.get(row)
        duties.append(
            _numbered(known_duty, case.number)
            if known_duty is not None
            else case.duty([reference.judge_obligation(name, scope) for scope in case.scopes])
        )
    return tuple(duties)


def _numbered(duty: ObligationJudgement, number: int) -> ObligationJudgement:
    """Return what was said of an element that now is the ``number``-th: equal elements without an order may move."""
    return duty if duty.number == number else ObligationJudgement(number, duty.versions, duty.possible)


def _chain_case(engine: Chain, key: tuple[str, str], case: ObligationCase) -> ChainCase:
    readings = []
    absent: list[frozenset[str]] = []
    for index, scope in zip(case.versions, case.scopes, strict=True):
        program = engine.programs.get((key, index))
        if program is None:
            absent.append(reference.judge_obligation(key[1], scope))
        else:
            readings.append(Reading(program, _truths(program, scope)))
    return ChainCase(case.number, readings, lambda states: case.duty([*absent, *states]))


def _truths(program: Program, scope: Scope) -> dict[str, Truth]:
    """Return the truths of a program's atoms, up to the one behind which nothing matters."""
    applicable = all_of([reference.truth(one.condition, scope) for one in scope.version.requirements])
    truths = {program.applicable: applicable}
    if applicable is False:
        return truths
    for atom in program.atoms:
        truths[atom.key] = reference.truth(atom.condition, scope)
        if atom.ends and truths[atom.key]:
            break
    return truths

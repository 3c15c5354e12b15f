"""How the obligations of one record stand: the states that engines found, with dates, gaps and reasons from traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from zzrules.answer.catalogue import Catalogue
from zzrules.answer.obligation import MISSED, ObligationAnswer, ObligationSheet, labels_of, which_of
from zzrules.answer.parts import MissingFact, Step
from zzrules.answer.questions import EVERY_FACT, Trial, worded
from zzrules.answer.reasons import Reasoner
from zzrules.answer.sheets import ObligationVersionSheet
from zzrules.answer.view import View
from zzrules.answer.walk import Follow, Gap, Walk, absent, note
from zzrules.answer.wording import day_text
from zzrules.case.record import Record
from zzrules.engines.judgement import (
    STATE_BITS,
    ObligationJudgements,
    TracedObligation,
    TracedObligations,
    states_of,
)
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import COMMON_OUTCOMES
from zzrules.plan.states import NOT_SET_OFF, PENDING, SUSPENDED
from zzrules.policy.vocabulary import Fact

Key = tuple[str, str]
"""A policy's code and the name of one of its obligations."""
Sources = Mapping[str, Sequence[Sequence[tuple[int, str]]]]
"""The entries of a log that each fact (of a list: each element) comes from, numbered in the order of arrival."""
_SILENT = sum(STATE_BITS[state] for state in (NOT_SET_OFF, *COMMON_OUTCOMES))
_MISSED = sum(STATE_BITS[state] for state in MISSED)
_RUNNING = STATE_BITS[PENDING] | STATE_BITS[SUSPENDED]


class CaseInquiry(Protocol):
    """What obligations need of the inquiry into their record."""

    @property
    def sources(self) -> Sources:
        """The entries of a log from which each fact comes."""
        ...

    @property
    def ask(self) -> Follow:
        """What notes what keeps something else open."""
        ...

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar."""
        ...

    def announced(self) -> Any:
        """Return the same inquiry without what is assumed of the calendar."""
        ...

    def days(self) -> Sequence[int]:
        """Return the days to try as answers."""
        ...

    def possible(self, code: str) -> Sequence[str]:
        """Return the codes of the outcomes that a policy may have."""
        ...

    @property
    def clashing(self) -> Mapping[str, str]:
        """What each disputed fact contradicts, in words."""
        ...

    def learning(self, name: str) -> Callable[[Any], Record | None]:
        """Return what makes the record, with an answer to a question, what is judged."""
        ...


class ObligationInquiry:
    """Answers about the obligations of one record."""

    def __init__(
        self,
        catalogue: Catalogue,
        record: Record,
        traced: TracedObligations,
        judged: ObligationJudgements | None,
        case: CaseInquiry,
    ) -> None:
        """Take the traces; ``judged`` is what another engine said, if one was asked."""
        self.catalogue = catalogue
        self.record = record
        self.traced = traced
        self.sources = case.sources
        self.follow: Follow = case.ask
        self.days = case.days
        self.possible = case.possible
        self.learning = case.learning
        self.case = case
        self.bits: Mapping[Key, tuple[int, ...]]
        if judged is None:
            self.bits = {key: tuple(case.bits for case in cases) for key, cases in traced.items()}
        else:
            self.bits = {
                key: tuple(sum(STATE_BITS[state] for state in judgement.possible) for judgement in judgements)
                for key, judgements in judged.items()
            }

    @property
    def clashing(self) -> Mapping[str, str]:
        """What each disputed fact contradicts, in words."""
        return self.case.clashing

    def answers(self, code: str, within: int) -> tuple[ObligationAnswer, ...]:
        """Return how each obligation of a policy stands, in the order of the text."""
        return tuple(
            _Case(self, (code, name), case, bits).answer(within)
            for name in self.catalogue.sheet(code).obligations
            for case, bits in zip(self.traced[code, name], self.bits[code, name], strict=True)
        )

    def cited(self, code: str) -> Iterator[int]:
        """Yield the places (as ranks) of a policy's obligations that are set off, or may be."""
        for name in self.catalogue.sheet(code).obligations:
            key = code, name
            for traced, bits in zip(self.traced[key], self.bits[key], strict=True):
                if bits & ~_SILENT:
                    place = self.catalogue.obligation(key, traced.case.versions).obligation.citation
                    if place is not None:
                        yield self.catalogue.places.rank(place)

    def ask(self, gaps: dict[str, Gap], key: Key) -> bool:
        """Note what keeps an obligation open, for every element for which it stands; whether anything does."""
        asked = False
        for case, bits in zip(self.traced[key], self.bits[key], strict=True):
            if bits & (bits - 1):
                asked |= _Case(self, key, case, bits).ask(gaps)
        return asked

    def standing(self, code: str, name: str) -> tuple[str, tuple[Step, ...]]:
        """Return how an obligation stands in words, and the steps on which that rests."""
        words, steps = [], list[Step]()
        for traced, bits in zip(self.traced[code, name], self.bits[code, name], strict=True):
            case = _Case(self, (code, name), traced, bits)
            states = "或者".join(labels_of(states_of(bits), case.obligation))
            words.append(which_of(case.obligation, traced.case.number) + states)
            steps += case.why()
        return (f"现为{'，'.join(words)}" if words else ""), tuple(steps)


class _Case:
    """One obligation of a record: of the record itself, or of one element of a list."""

    __slots__ = ("bits", "inquiry", "key", "traced")

    def __init__(self, inquiry: ObligationInquiry, key: Key, traced: TracedObligation, bits: int) -> None:
        self.inquiry = inquiry
        self.key = key
        self.traced = traced
        self.bits = bits

    def answer(self, within: int) -> ObligationAnswer:
        since, due, done = self._dates() if self.bits & ~_SILENT else (None, None, None)
        last = due if type(due) is int else None
        calendar = self.inquiry.catalogue.plan.calendar
        left = calendar.count_ordinal(self.inquiry.record.on, last) if last is not None else None
        return ObligationAnswer(
            self._sheet,
            self,
            number=self.traced.case.number,
            possible=states_of(self.bits),
            since=_day(since),
            due=due if isinstance(due, str) else _day(due),
            dated=last is not None,
            done=_day(done),
            left=left,
            soon=left is not None and 0 <= left <= within,
            rolling=self._rolling() if last is not None else "",
            waits_for=self._notice() if due is None and (self.bits & (self.bits - 1) or self.bits & _RUNNING) else "",
        )

    @property
    def _sheet(self) -> ObligationSheet:
        return self.inquiry.catalogue.obligation(self.key, self.traced.case.versions)

    @property
    def obligation(self) -> model.Obligation:
        """The obligation as the newest version states it that may apply."""
        return self._sheet.obligation

    def views(self) -> Iterator[tuple[ObligationVersionSheet | None, View]]:
        """Yield each version that may apply, with its view; None for one that does not have the obligation."""
        versions = self.inquiry.catalogue.obligation_versions(self.key)
        case = self.traced.case
        for index, trace in zip(case.versions, self.traced.traces, strict=True):
            yield versions[index], View(trace, self._record, case.day, outcomes=self.inquiry.possible)

    @property
    def _record(self) -> Record:
        """The record as the obligation sees it."""
        return self.traced.case.seen(self.inquiry.record)

    def _dates(self) -> tuple[Any, Any, Any]:
        """Return the days on which all versions agree; None where they do not, or where they are not known."""
        dates: list[tuple[Any, Any, Any]] = [
            (None, None, None)
            if sheet is None
            else (_read(sheet.since, view), _read(sheet.due, view), _read(sheet.done, view))
            for sheet, view in self.views()
        ]
        if not dates:
            return None, None, None
        since, due, done = (days[0] if days.count(days[0]) == len(days) else None for days in zip(*dates, strict=True))
        return since, due, done

    def _rolling(self) -> str:
        """Return whether the last day moves off a day off, in words, where all versions agree."""
        words = {sheet.rolling(view) for sheet, view in self.views() if sheet is not None}
        return words.pop() if len(words) == 1 else ""

    def _notice(self) -> str:
        """Return the notice for which the last day of an open obligation waits, if it waits for one."""
        if self.traced.case.unheard or not isinstance(self.obligation.due, nodes.Value):
            return ""
        gaps: dict[str, Gap] = {}
        for sheet, view in self.views():
            if sheet is not None and sheet.open_due is not None:
                sheet.open_due(self._walk(view, gaps))
        waiting = list(gaps.values())
        return waiting[0].label if waiting and all(gap.why == "calendar" for gap in waiting) else ""

    def _walk(self, view: View, gaps: dict[str, Gap]) -> Walk:
        return Walk(view, gaps, self.inquiry.follow, self.obligation.source, self.traced.case.number)

    # what an answer asks for

    def again(self) -> tuple[Any, ...]:
        """Return how the answer is made again of what can be pickled."""
        return _answer_again, (self.inquiry.case, self.key, self.traced.case.number)

    def assumptions(self) -> tuple[str, ...]:
        """Return what is assumed of the calendar, if the answer would be another without it."""
        case, number = self.inquiry.case, self.traced.case.number
        if not case.assumptions:
            return ()
        here, there = (_answer(one, self.key, number) for one in (case, case.announced()))
        return () if here and there and here.said() == there.said() else case.assumptions

    def events(self) -> tuple[str, ...]:
        """Return the entries of the log that the obligation's own conditions read, of its element only."""
        inquiry, number = self.inquiry, self.traced.case.number
        if not inquiry.sources:
            return ()
        source = self.obligation.source
        entries: set[tuple[int, str]] = set()
        for fact in inquiry.catalogue.reads.obligation(*self.key):
            parts = inquiry.sources.get(fact, ())
            own = source is not None and fact == source.name and number
            for part in parts[number - 1 : number] if own else parts:
                entries.update(part)
        return tuple(name for _, name in sorted(entries))

    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep the state open."""
        catalogue = self.inquiry.catalogue
        record, clashing = self.inquiry.record, self.inquiry.clashing
        missing = catalogue.questioner.questions(self._gaps().values(), record, EVERY_FACT, self._trial, clashing)
        versions = self.traced.case.versions
        return worded(missing, catalogue.plan.policy(self.key[0]), versions, catalogue.plan.vocabulary)

    def asked(self) -> tuple[str, ...]:
        """Return what those facts are called."""
        return tuple(self._gaps())

    def _gaps(self) -> dict[str, Gap]:
        gaps: dict[str, Gap] = {}
        if self.bits & (self.bits - 1):
            self.ask(gaps)
        return gaps

    def why(self) -> tuple[Step, ...]:
        """Return what set the obligation off and what its state rests on, other obligations among it."""
        return self._rests_on((NOT_SET_OFF, *states_of(self.bits)))

    def missed_by(self) -> tuple[Step, ...]:
        """Return what makes the obligation breached, or fulfilled late."""
        return self._rests_on(states_of(self.bits & _MISSED))

    def _rests_on(self, states: Sequence[str]) -> tuple[Step, ...]:
        """Return the steps on which these states rest, in each version that may apply."""
        vocabulary, standing = self.inquiry.catalogue.plan.vocabulary, self.inquiry.standing
        return tuple(
            step
            for sheet, view in self.views()
            if sheet is not None
            for step in Reasoner(view, vocabulary, standing).states(sheet.points.entries, states)
        )

    def ask(self, gaps: dict[str, Gap]) -> bool:
        """Note what keeps the obligation open; whether anything does."""
        case, obligation, record = self.traced.case, self.obligation, self.inquiry.record
        source = obligation.source
        if case.unheard and source is not None:
            return note(gaps, Gap(source, "more", source.label)) if case.number else absent(gaps, source, record)
        asked = False
        for sheet, view in self.views():
            if view.day is None:
                asked |= self._ask_conduct(gaps, view)
            if sheet is not None:
                asked |= sheet.open(self._walk(view, gaps))
        return asked or self._ask_recurrence(gaps)

    def _ask_recurrence(self, gaps: dict[str, Gap]) -> bool:
        """Note the unknown facts from which it recurs, and until when: nothing else keeps open whether it is law."""
        recurs, record = self.obligation.recurs, self.inquiry.record
        ends = (recurs.since, recurs.until) if recurs is not None else ()
        facts = dict.fromkeys(fact for end in ends for part in walks.walk(end) for fact in walks.mentions(part).facts)
        noted = [absent(gaps, fact, record) for fact in facts if fact.name not in record.values]
        return any(noted)

    def _ask_conduct(self, gaps: dict[str, Gap], view: View) -> bool:
        obligation, record = self.obligation, self.inquiry.record
        source = obligation.source
        if obligation.recurs is not None and obligation.conduct is None:
            return False  # the period dates it; from when it recurs is asked already
        if source is not None and obligation.conduct is None:
            order = next(field for field in source.fields if field.name == source.order_by)
            return self._walk(view, gaps).field(order)
        return absent(gaps, obligation.conduct or self.inquiry.catalogue.plan.policy(self.key[0]).conduct, record)

    def _trial(self, fact: Fact) -> Trial:
        """Return what follows for this obligation from an answer to a question."""
        compiled, learn = self.inquiry.catalogue.compiled, self.inquiry.learning(fact.name)
        wanted = model.chain_of(compiled.plan, self.key)
        number = self.traced.case.number

        def decide(value: Any) -> str | None:
            learnt = learn(value)
            if learnt is None:
                return None
            cases = compiled.trace_obligations(learnt, compiled.run(learnt), wanted)[self.key]
            bits = next((traced.bits for traced in cases if traced.case.number == number), STATE_BITS[NOT_SET_OFF])
            return None if bits & (bits - 1) else labels_of(states_of(bits), self.obligation)[0]

        return Trial(decide, self.inquiry.days())


def _answer(case: Any, key: Key, number: int) -> ObligationAnswer | None:
    answers: tuple[ObligationAnswer, ...] = case.obligations.answers(key[0], case.within)
    return next((answer for answer in answers if (answer.name, answer.number) == (key[1], number)), None)


def _answer_again(case: Any, key: Key, number: int) -> ObligationAnswer:
    answer = _answer(case, key, number)
    assert answer is not None
    return answer


def _day(day: Any) -> str:
    return day_text(day) if type(day) is int else ""


def _read(day: Callable[[View], Any] | str, view: View) -> Any:
    """Return what a date came to; an open term as it is, None for no date."""
    return (day or None) if isinstance(day, str) else day(view)

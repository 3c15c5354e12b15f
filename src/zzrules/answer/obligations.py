"""How obligations stand: the judgement of an engine, with the reference's dates and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from zzrules.answer import missing
from zzrules.answer.catalogue import Catalogue
from zzrules.answer.missing import Gap
from zzrules.answer.obligation import ObligationAnswer
from zzrules.answer.parts import MissingFact, Step
from zzrules.answer.reasons import steps
from zzrules.answer.wording import day_text
from zzrules.base.citation import Citation
from zzrules.case.record import Record
from zzrules.engines import reference
from zzrules.engines.judgement import Judgement, ObligationJudgement, ObligationJudgements
from zzrules.engines.reference import ObligationCase, Scope
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES
from zzrules.plan.states import NOT_SET_OFF, STATES

_ORDER = (*STATES, *COMMON_OUTCOMES)
_SILENT = frozenset((NOT_SET_OFF, *COMMON_OUTCOMES))
Sources = Mapping[str, Sequence[Sequence[tuple[int, str]]]]
"""The entries of a log that each fact (of a list: each element) comes from, numbered in the order of arrival."""
JudgeDuties = Callable[[model.Plan, Record, dict[str, Judgement]], ObligationJudgements]


@dataclass
class DutyInquiry:
    """Answers about the obligations of one record."""

    catalogue: Catalogue
    record: Record
    judgements: dict[str, Judgement]
    duties: ObligationJudgements
    sources: Sources

    def answers(self, code: str, within: int) -> tuple[ObligationAnswer, ...]:
        """Return how each obligation of a policy stands, in the order of the text."""
        policy = self.catalogue.plan.policy(code)
        names = dict.fromkeys(one.name for version in policy.versions for one in version.obligations)
        return tuple(answer for name in names for answer in self._answers(policy, name, within))

    def citations(self, code: str) -> Iterator[Citation]:
        """Yield the places of a policy's obligations that are set off, or may be."""
        for owner, name in self.catalogue.plan.obligations:
            cited = self.catalogue.plan.policy(owner).obligation(name).citation if owner == code else None
            if cited is not None and any(one.possible - _SILENT for one in self.duties[owner, name]):
                yield cited

    def _answers(self, policy: model.Policy, name: str, within: int) -> Iterator[ObligationAnswer]:
        for case, duty in zip(self._cases(policy, name), self.duties[policy.code, name], strict=True):
            yield self._answer(policy, policy.obligation(name), case, duty, within)

    def _cases(self, policy: model.Policy, name: str) -> list[ObligationCase]:
        return _cases(self.catalogue.plan, policy, name, self.record, self.judgements, self.duties)

    def _answer(
        self,
        policy: model.Policy,
        obligation: model.Obligation,
        case: ObligationCase,
        duty: ObligationJudgement,
        within: int,
    ) -> ObligationAnswer:
        calendar, on = self.catalogue.plan.calendar, self.record.on
        dates = () if duty.possible <= _SILENT else ("since", "due", "done")
        since, due, done = [_agreed(case, obligation.name, part) for part in dates] or (None, None, None)
        last = due if type(due) is int else None
        left = calendar.count_ordinal(on, last) if last is not None else None
        cited = obligation.citation
        return ObligationAnswer(
            policy=policy.code,
            name=obligation.name,
            number=duty.number,
            citation=str(cited),
            text=self.catalogue.words(cited) if cited is not None else "",
            subject=obligation.subject,
            content=obligation.content,
            forms=obligation.forms,
            possible=tuple(state for state in _ORDER if state in duty.possible),  # type: ignore[misc]
            since=day_text(since) if type(since) is int else "",
            due=day_text(last) if last is not None else due if isinstance(due, str) else "",
            done=day_text(done) if type(done) is int else "",
            left=left,
            soon=left is not None and 0 <= left <= within,
            waits_for=self._notice(case, obligation, due, duty),
            trace=partial(self._events, policy.code, obligation, duty.number),
            ask=partial(self._missing, policy, obligation.name, case, duty),
            reasons=partial(self._why, obligation.name, case, duty),
        )

    def _notice(self, case: ObligationCase, obligation: model.Obligation, due: Any, duty: ObligationJudgement) -> str:
        """Return the notice for which the last day of an open obligation waits, if it waits for one."""
        if due is not None or case.unheard or duty.state is not None or not isinstance(obligation.due, nodes.Value):
            return ""
        gaps = [gap for scope in case.scopes for gap in self._due_gaps(scope, obligation.name)]
        return gaps[0].label if gaps and all(gap.why == "calendar" for gap in gaps) else ""

    def _due_gaps(self, scope: Scope, name: str) -> Iterator[Gap]:
        own = scope.version.obligation(name)
        if own is not None and isinstance(own.due, nodes.Value):
            yield from missing.gaps(nodes.Given(own.due), scope, self._gaps)

    def _events(self, code: str, obligation: model.Obligation, number: int) -> tuple[str, ...]:
        """Return the entries of the log that the obligation's own conditions read, of its element only."""
        found: set[tuple[int, str]] = set()
        for fact in self.catalogue.reads.obligation(code, obligation.name):
            entries = self.sources.get(fact, ())
            own = obligation.source is not None and fact == obligation.source.name and number
            for part in entries[number - 1 : number] if own else entries:
                found.update(part)
        return tuple(name for _, name in sorted(found))

    # ── what is missing ─────────────────────────────────────────────

    def _missing(
        self, policy: model.Policy, name: str, case: ObligationCase, duty: ObligationJudgement
    ) -> tuple[MissingFact, ...]:
        if duty.state is not None:
            return ()
        number = duty.number

        def judged(record: Record) -> frozenset[str]:
            judgements = self.catalogue.compiled.judge(record)
            duties = reference.judge_obligations(self.catalogue.plan, record, judgements, (policy.code, name))
            found = [one for one in duties[policy.code, name] if one.number == number]
            return found[0].possible if found else frozenset((NOT_SET_OFF,))

        def decided(possible: frozenset[str]) -> str | None:
            return (STATES | COMMON_OUTCOMES)[next(iter(possible))] if len(possible) == 1 else None

        found = self._case_gaps(policy, name, case)
        return missing.questions(found, self.record, self.catalogue.plan, judged, decided)

    def _case_gaps(self, policy: model.Policy, name: str, case: ObligationCase) -> Iterator[Gap]:
        source = policy.obligation(name).source
        if case.unheard and source is not None:
            unclear = source.name in self.record.unclear
            yield Gap(source, "more" if case.number else "unclear" if unclear else "absent")
            return
        for gap in self._open(policy, name, case):
            if gap.why == "element" and gap.fact is not None and source is not None and not gap.label:
                yield Gap(source, "element", f"{source.label}第{case.number}项的{gap.fact.label}")
            else:
                yield gap

    def _open(self, policy: model.Policy, name: str, case: ObligationCase) -> Iterator[Gap]:
        for scope in case.scopes:
            newest = policy.obligation(name)
            if scope.conduct is None and newest.source is not None and newest.conduct is None:
                yield Gap(next(one for one in newest.source.fields if one.name == newest.source.order_by), "element")
            elif scope.conduct is None:
                fact = newest.conduct or policy.conduct
                yield Gap(fact, "unclear" if fact.name in self.record.unclear else "absent")
            own = scope.version.obligation(name)
            truths = [reference.truth(one.condition, scope) for one in scope.version.requirements]
            if own is None or False in truths:
                continue
            for requirement in scope.version.requirements:
                yield from missing.gaps(requirement.condition, scope, self._gaps)
            for entry in own.entries:
                yield from missing.gaps(entry.condition, scope, self._gaps)
                if reference.truth(entry.condition, scope) is True:
                    break

    def _gaps(self, code: str, name: str = "", ground: str = "") -> Iterator[Gap]:
        """Yield what keeps another policy's outcome or ground open, or another obligation."""
        policy = self.catalogue.plan.policy(code)
        if name:
            for case, duty in zip(self._cases(policy, name), self.duties[code, name], strict=True):
                if duty.state is None:
                    yield from self._case_gaps(policy, name, case)
            return
        day = reference.conduct_day(policy, self.record)
        scopes = [
            Scope(self.catalogue.plan, self.record, policy.versions[index], day, self.judgements)
            for index in reference.possible_versions(policy, self.record, day)
        ]
        for scope in scopes:
            reference.judge_version(scope)
        if ground:
            yield from missing.ground_gaps(policy, ground, scopes, self._gaps)
        else:
            yield from missing.gaps_of(policy, scopes, self._gaps)

    # ── reasons ─────────────────────────────────────────────────────

    def _why(self, name: str, case: ObligationCase, duty: ObligationJudgement) -> tuple[Step, ...]:
        return tuple(steps(name, case, duty.possible, self.catalogue.names))


def _cases(
    plan: model.Plan,
    policy: model.Policy,
    name: str,
    record: Record,
    judgements: dict[str, Judgement],
    duties: ObligationJudgements,
) -> list[ObligationCase]:
    cases = reference.obligation_cases(plan, policy, name, record, judgements)
    for case in cases:
        for scope in case.scopes:
            scope.duties = duties
    return cases


def _agreed(case: ObligationCase, name: str, part: str) -> Any:
    """Return a date (or an open term) on which the versions agree; None where they do not, or it is not known."""
    found = set()
    for scope in case.scopes:
        own = scope.version.obligation(name)
        node = getattr(own, part) if own is not None else None
        found.add(node if isinstance(node, str) or node is None else reference.value(node, scope))
    return found.pop() if len(found) == 1 else None

"""Whoever answers for a determination: joins the judgement of the compiled engine with the reference's reasons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from zzrules.answer import missing, reasons, rendering
from zzrules.answer.catalogue import Catalogue
from zzrules.answer.determination import Determination, Format
from zzrules.answer.missing import Gap
from zzrules.answer.obligation import SOON, ObligationAnswer
from zzrules.answer.obligations import DutyInquiry, JudgeDuties, Sources
from zzrules.answer.parts import (
    CitedText,
    ConsequenceAnswer,
    ContradictionAnswer,
    GroundAnswer,
    MissingFact,
    OutcomeName,
    ReadingEffect,
    Reasons,
    VersionAnswer,
)
from zzrules.answer.wording import day_text
from zzrules.base.citation import Citation
from zzrules.base.errors import Problem, UsageError
from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.case.values import NONE, Nothing, Perhaps
from zzrules.engines import reference
from zzrules.engines.compiled import Raw
from zzrules.engines.judgement import Judgement
from zzrules.engines.reference import Scope
from zzrules.plan import model, nodes


@dataclass
class RecordInquiry:
    """Answers for one record."""

    catalogue: Catalogue
    record: Record
    raw: list[Raw]
    scope: Mapping[str, Sequence[str] | None]
    judge_duties: JudgeDuties = reference.judge_obligations
    sources: Sources | None = None
    given: frozenset[str] | None = None
    within: int = SOON

    @cached_property
    def _judgements(self) -> dict[str, Judgement]:
        return {}

    @cached_property
    def _scoped(self) -> dict[str, list[Scope]]:
        return {}

    # what the engine said

    def judgement(self, code: str) -> Judgement:
        """Return what the compiled engine says of a policy."""
        if code not in self._judgements:
            index = self.catalogue.index[code]
            self._judgements[code] = self.catalogue.compiled.judgement(index, self.raw[index])
        return self._judgements[code]

    def identity(self, code: str) -> tuple[str, Citation]:
        """Return a policy's name and citation."""
        policy = self.catalogue.plan.policy(code)
        return policy.name, policy.citation

    def codes_of(self, key: str) -> tuple[list[str], str]:
        """Return the one policy (and ground) that a key means, among those asked about."""
        codes, ground = self.catalogue.find(key)
        asked = [code for code in codes if code in self.scope]
        if not asked:
            raise UsageError(Problem("ZZ602", f"这次没有问「{key}」", hint=f'about=["{key}"]，或者不写 about'))
        return [self.catalogue.single(key, asked)], ground

    def outcome_name(self, code: str, outcome: str) -> OutcomeName:
        """Return an outcome's name and modality; accepts its code or its name."""
        known = self.catalogue.outcome(code, outcome)
        policy = self.catalogue.plan.policy(code)
        entries = [entry for version in policy.versions for entry in version.entries if entry.code == known]
        return OutcomeName(known, policy.outcomes[known], entries[-1].modality if entries else "")

    def possible(self, code: str) -> tuple[str, ...]:
        """Return the codes of the outcomes still possible, in the order of the policy."""
        index = self.catalogue.index[code]
        return self.catalogue.compiled.possible(index, self.raw[index])

    def truths(self, code: str) -> Mapping[str, Truth]:
        """Return whether each ground holds, in the order of the text."""
        index = self.catalogue.index[code]
        return self.catalogue.compiled.truths(index, self.raw[index])

    # what the reference adds

    def _scopes(self, code: str) -> list[Scope]:
        """Return a scope for each version that may apply, with its own possible outcomes worked out."""
        if code not in self._scoped:
            self._scoped[code] = self._made_scopes(code)
        return self._scoped[code]

    def _made_scopes(self, code: str) -> list[Scope]:
        record = self.record
        plan, policy = self.catalogue.plan, self.catalogue.plan.policy(code)
        judgements = self._reference
        day = reference.conduct_day(policy, record)
        scopes = []
        for index in reference.possible_versions(policy, record, day):
            scope = Scope(plan, record, policy.versions[index], day, judgements)
            reference.judge_version(scope)
            scopes.append(scope)
        return scopes

    @cached_property
    def _reference(self) -> dict[str, Judgement]:
        return reference.judge(self.catalogue.plan, self.record)

    def conduct_day(self, code: str) -> str:
        """Return the day of the conduct (ISO), empty if unknown."""
        day = reference.conduct_day(self.catalogue.plan.policy(code), self.record)
        return day_text(day) if day is not None else ""

    def concerns(self, code: str) -> bool:
        """Return whether the record gives a fact that no other policy reads."""
        given = self.given if self.given is not None else {*self.record.values, *self.record.unclear}
        return not given.isdisjoint(self.catalogue.reads.alone(code))

    def not_applicable(self, code: str) -> tuple[str, ...]:
        """Return the reasons for which the policy does not apply."""
        found = [
            requirement.otherwise
            for scope in self._scopes(code)
            for requirement in scope.version.requirements
            if reference.truth(requirement.condition, scope) is False
        ]
        if self.judgement(code).possible == {"not_in_force"}:
            policy = self.catalogue.plan.policy(code)
            first, last = policy.versions[0].first, policy.versions[-1].last
            found.append(f"行为日期{self.conduct_day(code)}不在有效期内（{day_text(first)}至{day_text(last)}）")
        return tuple(dict.fromkeys(found))

    def missing(self, code: str) -> tuple[MissingFact, ...]:
        """Return the questions that keep the policy's outcome open (or that of the grounds asked about)."""
        wanted = self.scope.get(code)
        judgement = self.judgement(code)
        if wanted is not None:
            return tuple(fact for name in wanted for fact in self._ground_missing(code, name))
        if judgement.outcome is not None:
            return ()
        index = self.catalogue.index[code]
        name = self.catalogue.plan.policy(code).outcomes

        def decided(judged: Judgement) -> str | None:
            return name[judged.outcome] if judged.outcome else None

        return missing.questions(self._gaps(code), self.record, self.catalogue.plan, self._judge(index), decided)

    def _gaps(self, code: str, _name: str = "", ground: str = "") -> Iterator[Gap]:
        policy = self.catalogue.plan.policy(code)
        if ground:
            yield from missing.ground_gaps(policy, ground, self._scopes(code), self._gaps)
            return
        if reference.conduct_day(policy, self.record) is None:
            unclear = policy.conduct.name in self.record.unclear
            yield Gap(policy.conduct, "unclear" if unclear else "absent")
        yield from missing.gaps_of(policy, self._scopes(code), self._gaps)

    def _ground_missing(self, code: str, name: str) -> tuple[MissingFact, ...]:
        if self.judgement(code).grounds.get(name) is not None:
            return ()

        def decided(judged: Judgement) -> str | None:
            truth = judged.grounds[name]
            return None if truth is None else "成立" if truth else "不成立"

        judge = self._judge(self.catalogue.index[code])
        return missing.questions(self._gaps(code, "", name), self.record, self.catalogue.plan, judge, decided)

    def _judge(self, index: int) -> Callable[[Record], Judgement]:
        compiled = self.catalogue.compiled
        needed = self.catalogue.needed([self.catalogue.plan.policies[index].code])
        return lambda record: compiled.judgement(index, compiled.run(record, needed)[index])

    def grounds(self, code: str) -> dict[str, GroundAnswer]:
        """Return each ground's answer, in the order of the text."""
        judgement = self.judgement(code)
        scopes = self._scopes(code)
        common = judgement.possible & {"not_applicable", "not_in_force"}
        applies = False if common == judgement.possible else None if common else True
        answers = {}
        for name, truth in judgement.grounds.items():
            version = next((scope.version for scope in scopes if scope.version.ground(name)), None)
            version = version or self.catalogue.plan.policy(code).versions[-1]
            ground = version.ground(name)
            if ground is None:
                continue
            answers[name] = GroundAnswer(
                name=name,
                citation=str(ground.citation),
                text=self.catalogue.regulation.text(ground.citation) if ground.citation else "",
                truth=truth,
                complete=judgement.complete[name],
                has_procedure=ground.procedure != nodes.TRUE,
                applies=applies,
                alternatives=tuple((label, self._branch(name, label, scopes)) for label, _ in ground.alternatives),
                not_invoked=isinstance(ground.condition, nodes.CatchAll)
                and self.record.values.get(ground.condition.invoked.name) in (None, NONE, (), frozenset(), False)
                and ground.condition.invoked.name not in self.record.unclear,
                ask=partial(self._ground_missing, code, name),
            )
        return answers

    def _branch(self, ground: str, label: str, scopes: list[Scope]) -> Truth:
        """Return the truth of an alternative, each version's own read in that version."""
        truths = {
            reference.truth(part, scope)
            for scope in scopes
            if (one := scope.version.ground(ground)) is not None
            for name, part in one.alternatives
            if name == label
        }
        return truths.pop() if len(truths) == 1 else None

    def consequences(self, code: str) -> tuple[ConsequenceAnswer, ...]:
        """Return the consequences that follow or may follow."""
        judgement = self.judgement(code)
        answers: dict[str, ConsequenceAnswer] = {}
        for scope in self._scopes(code):
            for one in scope.version.consequences:
                truth = judgement.consequences[one.name]
                if truth is False:
                    continue
                answers[one.name] = ConsequenceAnswer(
                    one.name,
                    str(one.citation),
                    truth,
                    one.subject,
                    one.modality,
                    one.content,
                    self._by(one.deadline, scope),
                    one.forms,
                )
        return tuple(answers.values())

    def _by(self, deadline: nodes.Value | str | None, scope: Scope) -> str:
        if deadline is None or isinstance(deadline, str):
            return deadline or ""
        day = reference.value(deadline, scope)
        return day_text(day) if type(day) is int else "尚不能确定"

    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """Return the findings that cannot stand together, of the policies asked about."""
        found: dict[tuple[str, str], ContradictionAnswer] = {}
        for code in self.scope:
            for scope in self._scopes(code):
                for one in scope.version.contradictions:
                    if reference.truth(one.condition, scope) is True:
                        cited = tuple(str(citation) for citation in one.citations)
                        found[code, one.name] = ContradictionAnswer(code, one.name, one.note, cited)
        return tuple(found.values())

    @cached_property
    def duties(self) -> DutyInquiry:
        """The obligations of the record, judged when they are first asked for."""
        judgements = self.catalogue.compiled.judge(self.record)
        duties = self.judge_duties(self.catalogue.plan, self.record, judgements)
        return DutyInquiry(self.catalogue, self.record, judgements, duties, self.sources or {})

    def obligations(self, code: str) -> tuple[ObligationAnswer, ...]:
        """Return how each obligation of a policy stands, in the order of the text."""
        return self.duties.answers(code, self.within)

    def obligation_names(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the obligations of these policies, each once."""
        policies = [self.catalogue.plan.policy(code) for code in codes]
        versions = [version for policy in policies for version in policy.versions]
        return tuple(dict.fromkeys(one.name for version in versions for one in version.obligations))

    def versions(self, code: str) -> tuple[VersionAnswer, ...]:
        """Return the versions that apply or may apply."""
        return tuple(
            VersionAnswer(
                day_text(scope.version.first),
                day_text(scope.version.last),
                tuple((one.name, one.text, str(one.citation)) for one in scope.version.parameters),
                tuple((one.name, one.taken) for one in scope.version.readings),
            )
            for scope in self._scopes(code)
        )

    def cited(self, code: str) -> tuple[CitedText, ...]:
        """Return the policy's own place and those of what holds or may hold, each once, with verbatim text."""
        judgement = self.judgement(code)
        policy = self.catalogue.plan.policy(code)
        cited: dict[Citation, None] = {policy.citation: None}
        for scope in self._scopes(code):
            for ground in scope.version.grounds:
                if judgement.grounds[ground.name] is not False and ground.citation:
                    cited[ground.citation] = None
                    if ground.procedure_citation:
                        cited[ground.procedure_citation] = None
            for entry in scope.version.entries:
                if entry.code in judgement.possible and entry.citation:
                    cited[entry.citation] = None
            for one in scope.version.consequences:
                if judgement.consequences[one.name] is not False and one.citation:
                    cited[one.citation] = None
        cited |= dict.fromkeys(self.duties.citations(code))
        if "not_in_force" in judgement.possible:
            cited[self.catalogue.regulation.validity_basis] = None
        return tuple(CitedText(str(citation), self.catalogue.regulation.text(citation)) for citation in sorted(cited))

    def readings(self, codes: Sequence[str]) -> tuple[ReadingEffect, ...]:
        """Return the readings of these policies that, taken otherwise, would change an outcome of theirs."""
        effects = []
        for code in codes:
            policy = self.catalogue.plan.policy(code)
            known = {one.name: one for version in policy.versions for one in version.readings}
            for reading in known.values():
                for other in reading.others:
                    variant = self.catalogue.variant(code, reading.name, other)
                    otherwise = variant.judge(self.record)
                    duties = self._duties_otherwise(variant.plan, otherwise)
                    for affected in codes:
                        judged = otherwise[affected]
                        mine = self.judgement(affected)
                        moved = [
                            one for one, truth in judged.consequences.items() if mine.consequences[one] is not truth
                        ]
                        moved += [name for owner, name in duties if owner == affected]
                        if judged.possible != mine.possible or moved:
                            names = self.catalogue.plan.policy(affected).outcomes
                            effects.append(
                                ReadingEffect(
                                    affected,
                                    reading.name,
                                    reading.taken,
                                    other,
                                    reading.basis,
                                    tuple(name for one, name in names.items() if one in mine.possible),
                                    tuple(name for one, name in names.items() if one in judged.possible),
                                    tuple(moved),
                                )
                            )
        return tuple(effects)

    def _duties_otherwise(self, plan: model.Plan, judgements: dict[str, Judgement]) -> list[tuple[str, str]]:
        """Return the obligations that stand otherwise by another plan."""
        mine = self.duties.duties
        other = reference.judge_obligations(plan, self.record, judgements)
        return [key for key in mine if [one.possible for one in mine[key]] != [one.possible for one in other[key]]]

    def reasons(self, code: str, outcome: str) -> Reasons:
        """Return why an outcome holds, may hold or does not."""
        named = self.outcome_name(code, outcome)
        possible = self.judgement(code).possible
        truth: Truth = None if named.code in possible else False
        if possible == {named.code}:
            truth = True
        policy = self.catalogue.plan.policy(code)
        return reasons.reasons(policy, named, self._scopes(code), truth, self.catalogue.names)

    # digests and texts

    def rulebook_digest(self) -> str:
        """Return the SHA-256 over the policy files."""
        return self.catalogue.digest

    def record_digest(self) -> str:
        """Return the SHA-256 over the record's facts and the day."""
        plain = {
            "on": self.record.on,
            "facts": {name: _plain(value) for name, value in sorted(self.record.values.items())},
            "unclear": sorted(self.record.unclear),
        }
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def render(self, determination: Determination, form: Format) -> str:
        """Return the determination as text, Markdown or JSON."""
        return rendering.render(determination, self.source(), form)

    def source(self) -> str:
        """Return the regulation's title and number."""
        return f"《{self.catalogue.regulation.title}》（{self.catalogue.regulation.number}）"


def _plain(value: Any) -> Any:
    if isinstance(value, Nothing):
        return {"none": True}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Perhaps):
        return {"perhaps": True}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value

"""What shows advice on grounds and entries: conditions that exclude one another, or the smallest case that is so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from random import Random
from time import thread_time
from typing import Any, Final, NamedTuple

from zzrules.analysis.advice.cores import Cores
from zzrules.analysis.advice.idle import Cases, Claim, Region
from zzrules.analysis.advice.sites import entries_of, sites_of
from zzrules.analysis.proving.board import Board, VersionFormulas
from zzrules.analysis.proving.diagrams import FALSE
from zzrules.analysis.proving.meaning import Meaning
from zzrules.analysis.proving.openly import Openly
from zzrules.analysis.searching.court import Answer, Court, Facts
from zzrules.analysis.searching.drawing import Draw, iso
from zzrules.analysis.searching.scenario import cell
from zzrules.analysis.searching.survey import Survey
from zzrules.analysis.searching.witness import Said, confirmed, smallest
from zzrules.base.diagnostics import Told
from zzrules.base.diagnostics.meanings import (
    BOTH_GROUNDS,
    GROUND_WITHIN,
    NEVER_HOLDS,
    ONE_GROUND,
    SAME_GROUNDS,
    TAKEN_BEFORE,
    UNREACHED_OUTCOME,
)
from zzrules.base.errors import Problem, Shown
from zzrules.base.frozen import replaced
from zzrules.engines import reference
from zzrules.engines.reference.meaning import Scope, truth
from zzrules.plan import model
from zzrules.plan.bound import Bound
from zzrules.plan.conduct import conduct_extent
from zzrules.plan.formulas import And, Formula, TooLargeError
from zzrules.policy import syntax
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

_SEED: Final = 14
_SECONDS: Final = 1.0
"""So long is a case looked for."""
_AFTER: Final = (0, 0, 1, 3, 20, 100)
_CASES: Final = (SAME_GROUNDS.code, UNREACHED_OUTCOME.code)


class _Stands(NamedTuple):
    """Where advice stands: the file, its policy, and a version (index) with what is spoken of."""

    text: syntax.Policy
    policy: model.Policy
    at: int


def illustrated(bound: Bound, meaning: Openly, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return advice with what shows it, where that takes a case, or is not known yet."""
    waiting = [one for one in problems if one.shown is None and one.code in (NEVER_HOLDS.code, *_CASES)]
    if not waiting:
        return tuple(problems)
    found = _Illustrating(bound, meaning)
    return tuple(replaced(one, shown=found.shown(one)) if one in waiting else one for one in problems)


class _Illustrating:
    """Finds what shows advice on the policies of a rulebook."""

    def __init__(self, bound: Bound, meaning: Openly) -> None:
        self._bound, self._plan, self._openly = bound, bound.plan, meaning

    @cached_property
    def _meaning(self) -> Meaning:
        return Meaning(self._plan)

    @cached_property
    def _court(self) -> Court:
        return Court(self._plan)

    def shown(self, problem: Problem) -> Shown | None:
        """Return what shows some advice; None if nothing does, or none was found."""
        if not isinstance(problem.said, Told):
            return None
        words = problem.said.words
        try:
            match problem.said.diagnostic:
                case one if one == NEVER_HOLDS and words["part"] in ("情形", "结论"):
                    return self._excluded(problem, words["part"], words["name"])
                case one if one in (GROUND_WITHIN, SAME_GROUNDS):
                    return self._of_grounds(problem, words["name"], words["other"], same=one == SAME_GROUNDS)
                case one if one == UNREACHED_OUTCOME:
                    return self._taken_before(problem)
        except TooLargeError:
            pass
        return None

    def _standing(self, problem: Problem, having: Callable[[model.Version], bool]) -> Iterator[_Stands]:
        """Yield where some advice stands: in each version of its file that has what is spoken of."""
        for text in self._bound.policies.value:
            if text.place.source == problem.place.source:
                policy = self._plan.policy(text.code)
                for at, version in enumerate(policy.versions):
                    if text.in_force.toordinal() <= version.first <= text.last_day.toordinal() and having(version):
                        yield _Stands(text, policy, at)

    def _files(self, code: str) -> list[syntax.Policy]:
        return [text for text in self._bound.policies.value if text.code == code]

    # ── conditions ──────────────────────────────────────────────────

    def _excluded(self, problem: Problem, section: str, name: str) -> Shown | None:
        """Return which conditions exclude one another, of a ground or of an entry."""
        for text, policy, at in self._standing(problem, lambda _: True):
            version, plain = policy.versions[at], self._openly.policies[policy.code]
            for site in sites_of(text, version, entries_of(version, self._files(policy.code))):
                if (site.section, site.name, site.key, site.place) == (section, name, "条件", problem.place):
                    conditions = [self._openly.plain(one, version) for one in (site.node, *site.beside)]
                    cases = Cases(plain, plain.versions[at], self._openly.others)
                    region = Region(cases, *conditions, applying=True)
                    cores = Cores(text, (version, plain.versions[at]), site, region, conditions[1:])
                    kind = region.whole()
                    return cores.shown(Claim(kind, ())) if kind is not None else None
        return None

    # ── cases ───────────────────────────────────────────────────────

    def _of_grounds(self, problem: Problem, name: str, other: str, *, same: bool) -> Shown | None:
        """Return a case in which both grounds hold, or only the one within which the other lies."""
        for _, policy, at in self._standing(problem, lambda one: None not in (one.ground(name), one.ground(other))):
            case = self._case(
                policy,
                at,
                lambda of: [of.grounds[other], of.grounds[name] if same else of.reader.negated(of.grounds[name])],
                lambda answer, _: (
                    answer.grounds.get(other) is True
                    and (answer.grounds.get(name) is True if same else name not in answer.grounds)
                ),
            )
            if case is not None:
                facts, on = case
                told = {"facts": self._said(facts), "on": iso(on)}
                says = BOTH_GROUNDS(**told) if same else ONE_GROUND(**told, name=name, other=other)
                return Shown(says, facts=facts, on=iso(on))
        return None

    def _taken_before(self, problem: Problem) -> Shown | None:
        """Return a case in which the condition of an entry holds, and one before it is the outcome."""
        for _, policy, at in self._standing(problem, lambda _: True):
            version = policy.versions[at]
            stated = entries_of(version, self._files(policy.code))
            number = next((at for at, one in enumerate(stated) if one and one.name.place == problem.place), None)
            if number is None:
                continue
            entry = version.entries[number]
            others = [at for at, one in enumerate(stated[:number]) if one is None]  # which other policies gave it
            earlier = {version.entries[at].code for at in range(number) if at not in others}

            def wanted(
                answer: Answer, scope: Scope, entry: model.Entry = entry, earlier: Collection[str] = earlier
            ) -> bool:
                known = len(answer.possible) == 1 and answer.possible <= {*earlier}
                return known and truth(entry.condition, scope) is True

            def asked(of: VersionFormulas, number: int = number, others: Sequence[int] = others) -> list[Formula]:
                not_theirs = [of.reader.negated(of.decisions.entries[at]) for at in others]
                return [of.applies, of.decisions.entries[number], *not_theirs]

            case = self._case(policy, at, asked, wanted)
            if case is not None:
                facts, on = case
                record = self._court.read(facts, on)
                assert record is not None
                [code] = self._court.answer(record, policy.code).possible
                told = {"facts": self._said(facts), "on": iso(on), "outcome": policy.outcomes.get(code, code)}
                return Shown(TAKEN_BEFORE(**told), facts=facts, on=iso(on))
        return None

    def _case(
        self,
        policy: model.Policy,
        at: int,
        asked: Callable[[VersionFormulas], Iterable[Formula]],
        wanted: Callable[[Answer, Scope], bool],
    ) -> tuple[Facts, int] | None:
        """Return the smallest case in which what is asked of a version is so for all engines; None if none is found."""
        code, version = policy.code, policy.versions[at]
        board = Board()
        plain = self._meaning.policies[code]
        formulas = VersionFormulas(board, plain, plain.versions[at], self._meaning.others)
        holds = board.holds(And(tuple(asked(formulas))))
        complete = board.complete()
        region = board.diagrams.both(complete, holds)
        if region == FALSE:
            return None
        random = Random(f"{_SEED} {code}")  # noqa: S311 - the same cases in every run
        survey = Survey(self._court, code, random)
        calendar = self._plan.calendar
        first = max(version.first, calendar.first.toordinal())
        last = max(first, min(version.last, calendar.last.toordinal()))
        until = thread_time() + _SECONDS
        while thread_time() < until:
            bits = board.reduced(board.diagrams.some_path(region, random), region, complete)
            anchor = random.randint(first, last)
            on = min(last, anchor + random.choice(_AFTER))
            facts = Draw(survey, on, None, (anchor, on)).complete(survey.wisher.meeting(board.told(bits), version))

            def so(one: Facts, on: int = on) -> bool | None:
                return self._is_so(policy, at, one, on, wanted) or None

            if so(facts):
                facts, _ = smallest(facts, so)
                record = self._court.read(facts, on)
                assert record is not None
                side = Said(self._court, self._court.answer(record, code))
                if confirmed(facts, on, code, (side,)) and self._is_so(policy, at, facts, on, wanted, read=True):
                    return facts, on
        return None

    def _is_so(
        self,
        policy: model.Policy,
        at: int,
        facts: Facts,
        on: int,
        wanted: Callable[[Answer, Scope], bool],
        *,
        read: bool = False,
    ) -> bool:
        """Return whether a record shows what is wanted, as the default engine judges it; ``read``: the reference."""
        record = self._court.read(facts, on)
        if record is None:
            return False
        answer = self._court.answer(record, policy.code)
        if read:
            judgement = reference.judge(self._plan, record)[policy.code]
            grounds = {name: truth for name, truth in judgement.grounds.items() if truth is not False}
            answer = answer._replace(possible=judgement.possible, grounds=grounds)
        if answer.versions != (at,):
            return False
        return wanted(answer, Scope(self._plan, record, policy.versions[at], conduct_extent(policy, record), {}))

    # ── in words ────────────────────────────────────────────────────

    def _said(self, facts: Mapping[str, Any]) -> str:
        vocabulary = self._plan.vocabulary
        return "，".join(
            _fact_said(fact, facts[fact.name], vocabulary) for fact in vocabulary.facts if fact.name in facts
        )


def _fact_said(fact: Fact, value: Any, vocabulary: Vocabulary) -> str:
    if fact.kind is Kind.LIST and isinstance(value, list) and value:
        rows = (
            "，".join(
                f"{field.label}{cell(field, row[field.name], vocabulary)}" for field in fact.fields if field.name in row
            )
            for row in value
        )
        return fact.label + "".join(f"（{row}）" for row in rows)
    between = "" if fact.kind in (Kind.LIST, Kind.DATE) else "为"
    return f"{fact.label}{between}{cell(fact, value, vocabulary)}"

"""What one policy says of a record: the public answer, made of the inquiry's views and the policy's sheet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, assert_never, get_args

from zzrules.answer.gaps import Gap
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.obligation import ObligationAnswer
from zzrules.answer.parts import (
    CitedText,
    ConsequenceAnswer,
    ContradictionAnswer,
    MissingFact,
    OutcomeName,
    Reasons,
    Step,
    VersionAnswer,
)
from zzrules.answer.questions import EVERY_FACT, Trial, Turns
from zzrules.answer.reasons import Reasoner, reasons
from zzrules.answer.sheets import GroundSheet, VersionSheet
from zzrules.answer.wording import day_text
from zzrules.base.diagnostics.use import NO_PART
from zzrules.base.errors import UsageError
from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.engines.compiled import Raw
from zzrules.engines.judgement import FALSE, TRUE, TRUTHS
from zzrules.plan import model
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.conduct import conduct_day
from zzrules.policy.vocabulary import Fact

Status = Literal["decided", "undetermined", "not_applicable", "not_in_force"]
Part = Literal[
    "possible",
    "conduct_day",
    "not_applicable_because",
    "grounds",
    "missing",
    "consequences",
    "obligations",
    "versions",
    "citations",
]
"""What `PolicyAnswer.to_dict` may leave out: see its ``parts``."""
PARTS: tuple[Part, ...] = get_args(Part)
_T = TypeVar("_T")
_COMMON = frozenset((NOT_APPLICABLE, NOT_IN_FORCE))


class PolicyAnswer:
    """What one policy says of the record: its outcome and the truth of each ground, and more when it is asked for.

    >>> import zzrules
    >>> record = {"subject": "window_staff", "conduct_date": "2026-03-02", "in_service": False}
    >>> answer = zzrules.load().evaluate(record, on="2026-05-06").policy("liability")
    >>> answer.truths["索取收受谋利"], answer.truths["体外循环"]
    (False, None)
    """

    __slots__ = ("_asked", "_index", "_inquiry", "_kept", "_raw", "code", "outcome", "possible", "truths")

    def __init__(self, inquiry: Inquiry, code: str) -> None:
        """Take whom to ask, and the policy's code."""
        catalogue = inquiry.catalogue
        compiled = catalogue.compiled
        index = self._index = catalogue.index[code]
        raw = self._raw = inquiry.raws[index]
        asked = self._asked = inquiry.scope[code]
        self._inquiry = inquiry
        self._kept: dict[str, Any] | None = None
        self.code = code
        self.possible: tuple[str, ...]
        """The codes of the outcomes still possible, in the order of the policy."""
        self.outcome: str | None
        """The outcome's code; None while more than one is possible."""
        self.possible, self.outcome = compiled.outcomes[index][raw[1]]
        truths = compiled.truths[index][raw[2]]
        self.truths: Mapping[str, Truth] = (
            truths if asked is None else {name: truths[name] for name in truths if name in asked}
        )
        """Whether each ground holds (True, False, None for unknown), by its name, in the order of the text.

        `grounds` says more of each.
        """

    def __repr__(self) -> str:
        """Return the code with the outcomes possible."""
        return f"<PolicyAnswer {self.code}: {' | '.join(self.possible)}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> PolicyAnswer:
        """Return this: what it says never changes."""
        return self

    @property
    def record(self) -> Record:
        """The checked record, as it is given."""
        return self._inquiry.given

    @property
    def name(self) -> str:
        """The policy's Chinese name."""
        return self._inquiry.catalogue.plan.policies[self._index].name

    @property
    def citation(self) -> str:
        """The place in the regulation that the policy states."""
        return self._inquiry.catalogue.sheet(self.code).citation

    # ── outcomes ────────────────────────────────────────────────────

    @property
    def outcome_name(self) -> str | None:
        """The outcome's Chinese name; None while more than one is possible."""
        return self._inquiry.catalogue.sheet(self.code).outcomes[self.outcome].name if self.outcome else None

    @property
    def status(self) -> Status:
        """Return decided, undetermined, not_applicable or not_in_force."""
        match self.outcome:
            case None:
                return "undetermined"
            case "not_applicable" | "not_in_force" as status:
                return status
            case _:
                return "decided"

    @property
    def possible_names(self) -> tuple[OutcomeName, ...]:
        """The outcomes still possible, with their names."""
        outcomes = self._inquiry.catalogue.sheet(self.code).outcomes
        return tuple(outcomes[code] for code in self.possible)

    @property
    def not_applicable_because(self) -> tuple[str, ...]:
        """The reasons for which the policy does not apply; empty where it does or may."""
        reasons = self._inquiry.not_applicable(self.code)
        if self.possible == (NOT_IN_FORCE,):
            validity = self._inquiry.catalogue.sheet(self.code).validity
            reasons += (f"行为日期{self.conduct_day}不在有效期内（{validity}）",)
        return reasons

    # ── grounds ─────────────────────────────────────────────────────

    @property
    def grounds(self) -> Mapping[str, GroundAnswer]:
        """Each ground by its name, in the order of the text."""
        return self._once("grounds", self._grounds)

    def _grounds(self) -> dict[str, GroundAnswer]:
        raw = self._raw
        common = _COMMON.intersection(self.possible)
        applies = False if len(common) == len(self.possible) else None if common else True
        sheet = self._inquiry.catalogue.sheet(self.code)
        versions = [sheet.version(index).grounds for index in raw[0]]
        versions.append(sheet.version(len(sheet.policy.versions) - 1).grounds)
        answers = {}
        for name, truth, complete in zip(sheet.grounds, raw[2], raw[3], strict=True):
            if self._asked is not None and name not in self._asked:
                continue
            ground = next((grounds[name] for grounds in versions if name in grounds), None)
            if ground is not None:
                answers[name] = GroundAnswer(self, ground, TRUTHS[truth], TRUTHS[complete], applies)
        return answers

    def alternatives(self, ground: GroundSheet) -> tuple[tuple[str, Truth], ...]:
        """Return the truth of each alternative of a ground, each version's own read in that version."""
        truths: dict[str, set[int]] = {label: set() for label, _ in ground.alternatives}
        for version, view in self._inquiry.views(self.code) if truths else ():
            own = version.grounds.get(ground.name)
            for label, slot in own.alternatives if own is not None else ():
                if label in truths:
                    truths[label].add(view.cells[slot])
        return tuple((label, TRUTHS[cells.pop()] if len(cells) == 1 else None) for label, cells in truths.items())

    # ── what is missing ─────────────────────────────────────────────

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter: those that alone could decide first, then in the order of the text."""
        return self._once("missing", self._missing)

    def _missing(self) -> tuple[MissingFact, ...]:
        if self._asked is not None:
            return tuple(fact for name in self._asked for fact in self.ground_missing(name))
        if self.outcome is not None:
            return ()
        compiled, index = self._inquiry.catalogue.compiled, self._index
        outcomes = self._inquiry.catalogue.sheet(self.code).outcomes

        def decided(raws: Sequence[Raw]) -> str | None:
            possible = compiled.possible(index, raws[index])
            return outcomes[possible[0]].name if len(possible) == 1 else None

        gaps: dict[str, Gap] = {}
        self._inquiry.ask(gaps, self.code)
        return self._questions(
            gaps.values(), lambda version, turns, among: turns.decides(version.points, among), decided, lapses=True
        )

    def ground_missing(self, name: str) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep a ground open."""
        sheet = self._inquiry.catalogue.sheet(self.code)
        position = sheet.grounds.index(name)
        if TRUTHS[self._raw[2][position]] is not None:
            return ()
        words = {True: "成立", False: "不成立", None: None}

        def decided(raws: Sequence[Raw]) -> str | None:
            return words[TRUTHS[raws[self._index][2][position]]]

        def deciding(version: VersionSheet, turns: Turns, among: int) -> int:
            ground = version.grounds.get(name)
            return turns.settles(version.points, ground.point) & among if ground is not None else 0

        gaps: dict[str, Gap] = {}
        self._inquiry.ask(gaps, self.code, ground=name)
        return self._questions(gaps.values(), deciding, decided)

    def _questions(
        self,
        gaps: Iterable[Gap],
        deciding: Callable[[VersionSheet, Turns, int], int],
        decided: Callable[[Sequence[Raw]], str | None],
        *,
        lapses: bool = False,
    ) -> tuple[MissingFact, ...]:
        """Return gaps as questions; ``decided`` reads from raw judgements what follows.

        ``lapses``: on an unknown day of conduct nothing else decides, since the policy may not be in force.
        """
        inquiry, catalogue = self._inquiry, self._inquiry.catalogue
        policy = catalogue.sheet(self.code).policy
        dating = catalogue.questioner.bits[policy.conduct.name]
        views = inquiry.views(self.code)
        undated = any(view.day is None for _, view in views)
        among = dating if undated and lapses else EVERY_FACT
        bits = 0
        for version, view in views:
            bits |= deciding(version, Turns(view), among)
        dates_decide = bool(bits & dating)
        refused = all(any(view.cells[slot] == FALSE for slot, _ in version.required) for version, view in views)

        def trial(fact: Fact) -> Trial:
            learn = inquiry.learning(fact.name)
            raws = [*inquiry.raws]
            positions = catalogue.affected(self.code, fact.name)

            def decide(value: Any) -> str | None:
                learnt = learn(value)
                if learnt is None:
                    return None
                if learnt.disputed != inquiry.record.disputed:  # other facts count again, or no longer
                    return decided(catalogue.compiled.run(learnt))
                catalogue.compiled.rerun(learnt, positions, raws)
                return decided(raws)

            days = inquiry.days()
            if fact == policy.conduct and (refused or not dates_decide):
                days = _witnesses(days, catalogue.sheet(self.code).spans, in_force=refused)
            return Trial(decide, days)

        among = bits | dating if undated else bits
        return catalogue.questioner.questions(gaps, inquiry.record, among, trial, inquiry.clashing)

    # ── what follows ────────────────────────────────────────────────

    @property
    def consequences(self) -> tuple[ConsequenceAnswer, ...]:
        """The consequences that follow, or may."""
        truths = self._raw[4]
        names = self._inquiry.catalogue.sheet(self.code).consequences
        follows = {name: TRUTHS[truth] for name, truth in zip(names, truths, strict=True) if truth}
        answers: dict[str, ConsequenceAnswer] = {}
        for sheet, view in self._inquiry.views(self.code) if follows else ():
            for consequence in sheet.version.consequences:
                if consequence.name in follows:
                    deadline = sheet.deadlines[consequence.name]
                    by = deadline if isinstance(deadline, str) else deadline(view)
                    answers[consequence.name] = ConsequenceAnswer(
                        consequence.name,
                        str(consequence.citation),
                        follows[consequence.name],
                        consequence.subject,
                        consequence.modality,
                        consequence.content,
                        by if isinstance(by, str) else day_text(by) if type(by) is int else "尚不能确定",
                        consequence.forms,
                        type(by) is int,
                    )
        return tuple(answers.values())

    @property
    def obligations(self) -> tuple[ObligationAnswer, ...]:
        """How each obligation stands: who owes what, until when, done or not; in the order of the text."""
        return self._once("obligations", self._obligations)

    def _obligations(self) -> tuple[ObligationAnswer, ...]:
        return self._inquiry.obligations.answers(self.code, self._inquiry.within)

    @property
    def obligation_names(self) -> tuple[str, ...]:
        """The names of the obligations that the policy states."""
        return self._inquiry.catalogue.sheet(self.code).obligations

    @property
    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """What contradicts itself in the record and concerns the policy: it states it, or reads a fact of it."""
        touched = self._inquiry.catalogue.reads.touched
        return tuple(
            one
            for one in self._inquiry.contradictions
            if touched(self.code, one.policy, [fact.name for fact in one.facts])
        )

    @property
    def contradicted(self) -> tuple[ContradictionAnswer, ...]:
        """The contradictions that keep the outcome open; none where it is decided."""
        if self.outcome is not None or not self._inquiry.record.disputed:
            return ()
        asked = {fact.name for fact in self.missing if fact.why == "contradicted"}
        return tuple(one for one in self.contradictions if not asked.isdisjoint(fact.name for fact in one.facts))

    @property
    def days(self) -> Mapping[str, str | None]:
        """The days that the policy derives (``day.…``) and by which consequences fall due (``deadline.…``), ISO.

        None for a day that is not known or 无, and for all days while the day of the conduct is unknown.
        """
        policy = self._inquiry.catalogue.plan.policies[self._index]
        days: dict[str, str | None] = {name: None for version in policy.versions for name, _ in model.days_of(version)}
        for sheet, view in self._inquiry.views(self.code):
            if view.day is not None:
                known = ((name, cell(view)) for name, cell in sheet.days)
                days |= {name: day_text(day) for name, day in known if type(day) is int}
        return days

    # ── what it rests on ────────────────────────────────────────────

    @property
    def versions(self) -> tuple[VersionAnswer, ...]:
        """The versions that apply, or may."""
        sheet = self._inquiry.catalogue.sheet(self.code)
        return tuple(sheet.version(index).answer for index in self._raw[0])

    @property
    def citations(self) -> tuple[CitedText, ...]:
        """What the answer rests on, with verbatim text."""
        raw, sheet = self._raw, self._inquiry.catalogue.sheet(self.code)
        places = [sheet.cited, *self._inquiry.obligations.cited(self.code)]
        for index in raw[0]:
            version = sheet.version(index)
            for position, ranks in version.cites_grounds:
                if raw[2][position]:
                    places += ranks
            places += [rank for code, rank in version.cites_outcomes if code in self.possible]
            places += [rank for position, rank in version.cites_consequences if raw[4][position]]
        if NOT_IN_FORCE in self.possible:
            places.append(self._inquiry.catalogue.places.validity)
        return self._inquiry.catalogue.places.cited(places)

    @property
    def conduct_day(self) -> str:
        """The day of the conduct (ISO), which selects the version; empty if it is unknown."""
        day = conduct_day(self._inquiry.catalogue.plan.policies[self._index], self._inquiry.record)
        return day_text(day) if day is not None else ""

    @property
    def concerned(self) -> bool:
        """Whether the record has to do with the policy.

        It has where the policy is decided, a ground holds, or a fact that only this policy asks for is given; a record
        of a rotation leaves the other articles open by nature. A policy that cannot apply anyway is no concern.
        """
        if self.outcome is None and _COMMON.issuperset(self.possible):
            return False
        if self.outcome is not None or TRUE in self._raw[2]:
            return True
        return self._inquiry.concerns(self.code)

    @property
    def aside(self) -> bool:
        """Whether a report may pass over the policy in a line: it is open or does not apply, and nothing is its own.

        Nothing is its own where the record gives no fact that only this policy asks for.
        """
        if self.status == "not_applicable":
            return not self._inquiry.concerns(self.code)
        return self.status == "undetermined" and not self.concerned

    # ── reasons ─────────────────────────────────────────────────────

    def why(self, outcome: str | None = None) -> Reasons:
        """Return why an outcome (by default the one decided) holds, may hold, or does not.

        Raises `UsageError` (ZZ602) if the policy has no such outcome (code or Chinese name).
        """
        catalogue = self._inquiry.catalogue
        named = catalogue.outcome(self.code, outcome or self.possible[0])
        truth: Truth = None if named.code in self.possible else False
        if self.possible == (named.code,):
            truth = True
        vocabulary, standing = catalogue.plan.vocabulary, self._standing
        versions = [
            (version.points, Reasoner(view, vocabulary, standing)) for version, view in self._inquiry.views(self.code)
        ]
        return reasons(catalogue.sheet(self.code).policy, named, versions, truth)

    def why_not(self, outcome: str) -> Reasons:
        """Return what an outcome lacks: the conditions that fail or are unknown, and by how much.

        Raises `UsageError` (ZZ602) if the policy has no such outcome (code or Chinese name).
        """
        return self.why(outcome)

    def _standing(self, policy: str, obligation: str) -> tuple[str, tuple[Step, ...]]:
        return self._inquiry.obligations.standing(policy, obligation)

    # ── data ────────────────────────────────────────────────────────

    def to_dict(self, parts: Collection[Part] | None = None) -> dict[str, Any]:
        """Return plain data for JSON: which policy it is, its status and outcome, and the ``parts`` (by default all).

        Raises `UsageError` (ZZ612) for parts that there are not.

        >>> import zzrules
        >>> answer = zzrules.load().evaluate({"subject": "agency"}, on="2026-05-06").policy("tolerance")
        >>> answer.to_dict(parts=["possible"])["possible"][0]["code"], list(answer.to_dict(parts=[]))
        ('not_applicable', ['code', 'name', 'citation', 'status', 'outcome', 'outcome_name'])
        """
        data = {
            "code": self.code,
            "name": self.name,
            "citation": self.citation,
            "status": self.status,
            "outcome": self.outcome,
            "outcome_name": self.outcome_name,
        }
        for part in PARTS if parts is None else checked_parts(parts):
            data[part] = self._part(part)
        return data

    def _part(self, part: Part) -> Any:
        match part:
            case "possible":
                return [_named(outcome) for outcome in self.possible_names]
            case "conduct_day":
                return self.conduct_day or None
            case "not_applicable_because":
                return list(self.not_applicable_because)
            case "grounds":
                return [ground.to_dict() for ground in self.grounds.values()]
            case "missing":
                return [fact.to_dict() for fact in self.missing]
            case "consequences":
                return [consequence.to_dict() for consequence in self.consequences]
            case "obligations":
                return [obligation.to_dict() for obligation in self.obligations]
            case "versions":
                return [version.to_dict() for version in self.versions]
            case "citations":
                return [{"citation": cited.citation, "text": cited.text} for cited in self.citations]
            case _:
                assert_never(part)

    def _once(self, name: str, work: Callable[[], _T]) -> _T:
        """Return what has been worked out before, or work it out."""
        if self._kept is None:
            self._kept = {}
        if name not in self._kept:
            self._kept[name] = work()
        kept: _T = self._kept[name]
        return kept


def checked_parts(parts: Collection[str]) -> list[Part]:
    """Return the parts of an answer in their order. Raises `UsageError` (ZZ612) for those that there are not."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown or isinstance(parts, str):
        raise UsageError(NO_PART(part="、".join(map(str, unknown)) or parts, known="、".join(PARTS)))
    return [part for part in PARTS if part in parts]


def _witnesses(days: Sequence[int], spans: Sequence[tuple[int, int]], *, in_force: bool) -> list[int]:
    """Return the days that stand for all: the first out of force and, with ``in_force``, the first in force.

    They do where every day in force says the same, or nothing. ``days`` are ascending, as the ``spans`` of validity.
    """
    witnesses = []
    starts, ends = [days[0] if days else 0, *(last + 1 for _, last in spans)], [*(first for first, _ in spans), None]
    for start, end in zip(starts, ends, strict=True):
        at = bisect_left(days, start)
        if at < len(days) and (end is None or days[at] < end):
            witnesses.append(days[at])
            break
    for first, last in spans if in_force else ():
        at = bisect_left(days, first)
        if at < len(days) and days[at] <= last:
            witnesses.append(days[at])
            break
    return sorted(witnesses)


def _named(outcome: OutcomeName) -> dict[str, str]:
    return {"code": outcome.code, "name": outcome.name, "modality": outcome.modality}

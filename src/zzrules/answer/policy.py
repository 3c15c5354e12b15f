"""What one policy says of a record: the public answer, made of the inquiry's views and the policy's sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, TypeVar, assert_never

from zzrules.answer import figures
from zzrules.answer.consequences import consequences
from zzrules.answer.doubts import doubts
from zzrules.answer.editions import Edition, cited_by, edition, repealed_for
from zzrules.answer.ground import GroundAnswer
from zzrules.answer.inquiry import Inquiry
from zzrules.answer.missing import Missing
from zzrules.answer.obligation import ObligationAnswer
from zzrules.answer.parts import (
    PARTS,
    CitedText,
    ConsequenceAnswer,
    ContradictionAnswer,
    Doubt,
    MissingFact,
    OutcomeName,
    Part,
    Reason,
    Reasons,
    Step,
    UncountedFinding,
    VersionAnswer,
    checked_parts,
)
from zzrules.answer.questions import worded
from zzrules.answer.sentences import holding
from zzrules.answer.sheets import GroundSheet
from zzrules.answer.wording import day_text
from zzrules.base.doors import door
from zzrules.base.frozen import Unchanging
from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.engines.judgement import TRUE, TRUTHS
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.conduct import conduct_day

Status = Literal["decided", "undetermined", "not_applicable", "not_in_force"]
_T = TypeVar("_T")
_ANSWERED: tuple[Part, ...] = tuple(part for part in PARTS if part not in ("obligations", "assumptions"))
"""What an answer says of its own; each obligation says of itself what it rests on."""
_COMMON = frozenset((NOT_APPLICABLE, NOT_IN_FORCE))


class PolicyAnswer(Unchanging):
    """What one policy says of the record: its outcome and the truth of each ground, and more when it is asked for.

    >>> import zzrules
    >>> record = {"subject": "window_staff", "conduct_date": "2026-03-02", "in_service": False}
    >>> answer = zzrules.load().evaluate(record, on="2026-05-06").policy("liability")
    >>> answer.truths["索取收受谋利"], answer.truths["体外循环"]
    (False, None)
    """

    __slots__ = (
        "_asked",
        "_index",
        "_inquiry",
        "_kept",
        "_raw",
        "code",
        "outcome",
        "outcome_class",
        "possible",
        "truths",
    )

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
        self.outcome_class: str | None
        """The class that all possible outcomes share; None while they are of several.

        A class is what the policy groups outcomes into (归类), since they differ only in their reasons; an outcome of a
        policy that doesn't is a class of its own.
        """
        self.possible, self.outcome, self.outcome_class = compiled.outcomes[index][raw[1]]
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a question to the rulebook, which comes along."""
        return PolicyAnswer, (self._inquiry, self.code)

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
        sheet, versions = self._inquiry.catalogue.sheet(self.code), self._raw[0]
        return sheet.citations[versions[0]] if versions else sheet.citation

    # ── outcomes ────────────────────────────────────────────────────

    @property
    def outcome_name(self) -> str | None:
        """The outcome's Chinese name; None while more than one is possible."""
        return self.possible_names[0].name if self.outcome else None

    @property
    def possible_classes(self) -> tuple[str, ...]:
        """The classes of the outcomes still possible, in the order of the policy.

        >>> import zzrules
        >>> found = {"conclusion": "是", "body": "纪检监察机关", "date": "2026-04-01", "basis": "示例〔2026〕1号"}
        >>> record = {"subject": "back_office_staff", "conduct_date": "2026-03-02", "private_gain": found}
        >>> answer = zzrules.load().evaluate(record, on="2026-05-06").policy("tolerance")
        >>> answer.possible_classes, answer.possible
        (('不得容错',), ('intent', 'private_gain'))
        """
        classes = self._inquiry.catalogue.sheet(self.code).policy.classes
        return tuple(dict.fromkeys(classes[code] for code in self.possible))

    @property
    def decided(self) -> bool:
        """Whether only one class of outcomes is possible; which outcome of it may still be open."""
        return self.outcome_class is not None

    @property
    def status(self) -> Status:
        """Return decided, undetermined, not_applicable or not_in_force; an answer is decided once its class is."""
        if not self.decided:
            return "undetermined"
        if not self.excluded:
            return "decided"
        return "not_in_force" if self.possible == (NOT_IN_FORCE,) else "not_applicable"

    @property
    def possible_names(self) -> tuple[OutcomeName, ...]:
        """The outcomes still possible, with their names."""
        names = self._inquiry.catalogue.sheet(self.code).named(self._raw[0])
        return tuple(names[code] for code in self.possible)

    @property
    def not_applicable_because(self) -> tuple[str, ...]:
        """The reasons for which the policy does not apply; empty where it does or may."""
        reasons = self._inquiry.not_applicable(self.code)
        if self.possible == (NOT_IN_FORCE,):
            validity = self._inquiry.catalogue.sheet(self.code).validity
            reasons += (f"行为日期{self.conduct_day}不在有效期内（{validity}）",)
        return reasons

    @door
    def reckoned(self, reason: str) -> tuple[str, ...]:
        """Return the days or lengths of time for which a reason of `not_applicable_because` is one, as clauses."""
        views = self._inquiry.views(self.code)
        return tuple(
            dict.fromkeys(text for sheet, view in views for why, text in sheet.reckoned(view) if why == reason)
        )

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The options that keep the policy from applying, though the record gives facts that only it asks for."""
        if self.status != "not_applicable":
            return ()
        return self._once("doubts", lambda: doubts(self._inquiry, self.code))

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
        answers = {}
        for name, truth, complete in zip(sheet.grounds, raw[2], raw[3], strict=True):
            if self._asked is not None and name not in self._asked:
                continue
            ground = next((grounds[name] for grounds in versions if name in grounds), None)
            lapsed = sheet.validity_of(name) if versions and ground is None else ""
            stated = ground or sheet.ground(name)
            answers[name] = GroundAnswer(self, stated, TRUTHS[truth], TRUTHS[complete], applies, lapsed)
        return answers

    @door
    def alternatives(self, ground: GroundSheet) -> tuple[tuple[str, Truth], ...]:
        """Return the truth of each alternative of a ground, each version's own read in that version."""
        truths: dict[str, set[int]] = {label: set() for label, _ in ground.alternatives}
        for version, view in self._inquiry.views(self.code) if truths else ():
            own = version.grounds.get(ground.name)
            for label, slot in own.alternatives if own is not None else ():
                if label in truths:
                    truths[label].add(view.cells[slot])
        return tuple((label, TRUTHS[cells.pop()] if len(cells) == 1 else None) for label, cells in truths.items())

    @door
    def ground_itself(self, name: str) -> Truth:
        """Return whether a ground's own condition holds in every version that may apply, or in none; else None."""
        views = ((version.grounds.get(name), view) for version, view in self._inquiry.views(self.code))
        cells = {ground.point.cell(view) for ground, view in views if ground is not None}
        return TRUTHS[cells.pop()] if len(cells) == 1 else None

    # ── what is missing ─────────────────────────────────────────────

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter: contradictions first, then those that alone could decide, then in text order.

        None where the class of the outcome is decided: see `missing_for_reason`.
        """
        return self._once("missing", lambda: self._worded(self._missing()))

    def _missing(self) -> tuple[MissingFact, ...]:
        inquired = Missing(self._inquiry, self.code)
        if self._asked is not None:
            return tuple(fact for name in self._asked for fact in inquired.of_ground(name))
        return () if self.decided else inquired.of_class()

    @property
    def missing_for_reason(self) -> tuple[MissingFact, ...]:
        """The unknown facts that would tell which outcome of a decided class it is: they change the reason alone."""
        return self._once("missing_for_reason", lambda: self._worded(self._missing_for_reason()))

    def _missing_for_reason(self) -> tuple[MissingFact, ...]:
        if self._asked is not None or self.outcome is not None or not self.decided:
            return ()
        return Missing(self._inquiry, self.code).of_reason()

    def _worded(self, missing: tuple[MissingFact, ...]) -> tuple[MissingFact, ...]:
        plan = self._inquiry.catalogue.plan
        return worded(missing, plan.policies[self._index], self._raw[0], plan.vocabulary)

    @door
    def ground_missing(self, name: str) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep a ground open. Raises `UsageError` (ZZ602) if there is no such ground."""
        return self._worded(Missing(self._inquiry, self.code).of_ground(name))

    # ── what follows ────────────────────────────────────────────────

    @property
    def consequences(self) -> tuple[ConsequenceAnswer, ...]:
        """The consequences that follow, or may."""
        return consequences(self._inquiry, self.code)

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
        return figures.days(self._inquiry, self._inquiry.catalogue.plan.policies[self._index])

    @property
    def amounts(self) -> Mapping[str, Decimal | None]:
        """The amounts of money that the policy derives (``amount.…``), in 元; None as for ``days``."""
        return figures.amounts(self._inquiry, self._inquiry.catalogue.plan.policies[self._index])

    def arithmetic(self) -> Mapping[str, str]:
        """Return how each of the known ``amounts`` comes about, in words; empty for one not put together of others."""
        return figures.arithmetic(self._inquiry, self._inquiry.catalogue.plan.policies[self._index])

    # ── what it rests on ────────────────────────────────────────────

    @property
    def versions(self) -> tuple[VersionAnswer, ...]:
        """The versions that apply, or may."""
        sheet = self._inquiry.catalogue.sheet(self.code)
        return tuple(sheet.version(index).answer for index in self._raw[0])

    @property
    def citations(self) -> tuple[CitedText, ...]:
        """What the answer rests on, with verbatim text."""
        return cited_by(self._inquiry, self.code, self.possible)

    @property
    def edition(self) -> Edition:
        """The texts of the regulation on which the answer rests."""
        return self._once("edition", lambda: edition(self._inquiry, self.code, self.citations))

    @property
    def repealed(self) -> tuple[GroundAnswer, ...]:
        """The grounds repealed before the day of the conduct, where the record gives what only they ask for."""
        policy, applying = self._inquiry.catalogue.plan.policies[self._index], self._raw[0]
        lapsed = (ground for ground in self.grounds.values() if ground.lapsed)
        return tuple(ground for ground in lapsed if repealed_for(self.record, policy, applying, ground.name))

    @property
    def conduct_day(self) -> str:
        """The day of the conduct (ISO), which selects the version; empty if it is unknown."""
        day = conduct_day(self._inquiry.catalogue.plan.policies[self._index], self._inquiry.record)
        return day_text(day) if day is not None else ""

    @property
    def conduct_day_from(self) -> str:
        """From which derived value the day of the conduct follows, where the record does not give it; else empty."""
        return self._inquiry.conduct_day_from(self.code) if self.conduct_day else ""

    @property
    def excluded(self) -> bool:
        """Whether the policy does not apply or is not in force, whatever is still unknown."""
        return _COMMON.issuperset(self.possible)

    @property
    def concerned(self) -> bool:
        """Whether the record has to do with the policy.

        It has where the policy is decided, a ground holds, or a fact that only this policy asks for is given; a record
        of a rotation leaves the other articles open by nature. A policy that cannot apply anyway is no concern.
        """
        if self.outcome is None and self.excluded:
            return False
        if self.decided or TRUE in self._raw[2]:
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

    @door
    def why(self, outcome: str | None = None) -> Reasons:
        """Return why an outcome (by default the one decided) holds, may hold, or does not.

        Raises `UsageError` (ZZ602) if the policy has no such outcome (code or Chinese name).
        """
        return self._inquiry.why(self.code, outcome or self.possible[0], self.possible)

    @door
    def why_not(self, outcome: str) -> Reasons:
        """Return what an outcome lacks: the conditions that fail or are unknown, and by how much.

        Raises `UsageError` (ZZ602) if the policy has no such outcome (code or Chinese name).
        """
        return self.why(outcome)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What the outcome rests on, in sentences; empty while it is open, or where the policy does not apply.

        Where only grounds were asked about: whether each holds, and what that rests on.

        >>> import zzrules
        >>> answer = zzrules.load().evaluate({"subject": "agency", "conduct_date": "2026-03-02"}, on="2026-05-06")
        >>> answer.policy("scope").reasons[-1].parts[2].text
        '「适用关于县（区）人民政府职责的规定」不成立：「主体」是政务服务机构，不是市属开发区（投资区）管理委员会'
        """
        if self._asked is not None:
            return tuple(ground.reason for ground in self.grounds.values())
        if self.status != "decided":
            return ()
        inquiry = self._inquiry
        whys = [inquiry.why(self.code, outcome, self.possible, brief=True) for outcome in self.possible]
        steps = [step for why in whys for step in why.steps if self.outcome or step.kind != "otherwise"]
        return tuple(dict.fromkeys(reason for step in steps for reason in holding(step)))

    @property
    def uncounted(self) -> tuple[UncountedFinding, ...]:
        """The recorded findings that the policy asks for and that do not count, each with the reason."""
        return self._inquiry.uncounted(self.code)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar, with its basis, if the answer would be another without it.

        See `Rulebook.assuming`; empty of a rulebook that assumes nothing.
        """
        return self._inquiry.assumptions and self._once("assumptions", self._assumptions)

    def _assumptions(self) -> tuple[str, ...]:
        return () if self.to_dict(_ANSWERED) == self.announced.to_dict(_ANSWERED) else self._inquiry.assumptions

    @property
    def announced(self) -> PolicyAnswer:
        """The answer without what is assumed of the calendar."""
        return PolicyAnswer(self._inquiry.announced(), self.code) if self._inquiry.assumptions else self

    def ground_steps(self, name: str) -> Iterator[tuple[Step, Step | None]]:
        """Yield a ground's condition, and its procedure, in each version that may apply."""
        return self._inquiry.ground_steps(self.code, name)

    # ── data ────────────────────────────────────────────────────────

    @door
    def to_dict(self, parts: Collection[Part] | None = None) -> dict[str, Any]:
        """Return plain data for JSON: which policy, its status, outcome and class, and the ``parts`` (by default all).

        Raises `UsageError` (ZZ612) for parts that there are not.

        >>> import zzrules
        >>> answer = zzrules.load().evaluate({"subject": "agency"}, on="2026-05-06").policy("tolerance")
        >>> answer.to_dict(parts=["possible"])["possible"][0]["code"], list(answer.to_dict(parts=[]))
        ('not_applicable', ['code', 'name', 'citation', 'status', 'outcome', 'outcome_name', 'class'])
        """
        data = {
            "code": self.code,
            "name": self.name,
            "citation": self.citation,
            "status": self.status,
            "outcome": self.outcome,
            "outcome_name": self.outcome_name,
            "class": self.outcome_class,
        }
        for part in PARTS if parts is None else checked_parts(parts):
            data[part] = self._part(part)
        return data

    def _part(self, part: Part) -> Any:
        match part:
            case "possible":
                classes = self._inquiry.catalogue.sheet(self.code).policy.classes
                return [
                    {"code": one.code, "name": one.name, "modality": one.modality, "class": classes[one.code]}
                    for one in self.possible_names
                ]
            case "conduct_day" | "conduct_day_from":
                return getattr(self, part) or None
            case "not_applicable_because" | "assumptions":
                return list(getattr(self, part))
            case "grounds":
                return [ground.to_dict() for ground in self.grounds.values()]
            case "reasons" | "uncounted" | "doubts" | "missing" | "missing_for_reason" | "consequences":
                return [one.to_dict() for one in getattr(self, part)]
            case "obligations" | "versions" | "citations":
                return [one.to_dict() for one in getattr(self, part)]
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

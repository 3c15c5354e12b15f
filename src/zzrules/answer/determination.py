"""The determination: what the rulebook answers about one record, as a value that explains itself when asked.

Outcomes are there at once. Whatever takes longer (missing facts, reasons, readings, digests, texts) is worked
out by an `Inquiry` the first time that it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import Any, Literal, Protocol

from zzrules.answer.obligation import ObligationAnswer
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
from zzrules.base.citation import Citation
from zzrules.base.errors import Problem, UsageError
from zzrules.base.truth import Truth
from zzrules.case.record import Record
from zzrules.engines.judgement import Judgement

Status = Literal["decided", "undetermined", "not_applicable", "not_in_force"]
Format = Literal["text", "markdown", "json"]


class Inquiry(Protocol):
    """Whoever can say more about a judgement: the floors above supply it."""

    def judgement(self, code: str) -> Judgement:
        """Return what the engine said of a policy."""
        ...

    def identity(self, code: str) -> tuple[str, Citation]:
        """Return a policy's name and place in the regulation."""
        ...

    def possible(self, code: str) -> tuple[str, ...]:
        """Return the codes of the outcomes still possible, in the order of the policy."""
        ...

    def outcome_name(self, code: str, outcome: str) -> OutcomeName:
        """Return an outcome by its code or its name."""
        ...

    def not_applicable(self, code: str) -> tuple[str, ...]:
        """Return the reasons for which a policy does not apply."""
        ...

    def missing(self, code: str) -> tuple[MissingFact, ...]:
        """Return the questions that keep a policy open."""
        ...

    def truths(self, code: str) -> Mapping[str, Truth]:
        """Return whether each ground holds, in the order of the text."""
        ...

    def grounds(self, code: str) -> dict[str, GroundAnswer]:
        """Return each ground's answer."""
        ...

    def consequences(self, code: str) -> tuple[ConsequenceAnswer, ...]:
        """Return the consequences that follow or may."""
        ...

    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """Return the findings that cannot stand together."""
        ...

    def versions(self, code: str) -> tuple[VersionAnswer, ...]:
        """Return the versions that apply or may."""
        ...

    def cited(self, code: str) -> tuple[CitedText, ...]:
        """Return what an answer rests on."""
        ...

    def readings(self, codes: Sequence[str]) -> tuple[ReadingEffect, ...]:
        """Return the readings that would change an outcome."""
        ...

    def reasons(self, code: str, outcome: str) -> Reasons:
        """Return why, or why not, an outcome."""
        ...

    def conduct_day(self, code: str) -> str:
        """Return the day of the conduct, empty if unknown."""
        ...

    def concerns(self, code: str) -> bool:
        """Return whether the record says anything that only this policy asks for."""
        ...

    def codes_of(self, key: str) -> tuple[list[str], str]:
        """Return the policy (and the ground) that a key means."""
        ...

    def obligations(self, code: str) -> tuple[ObligationAnswer, ...]:
        """Return how each obligation of a policy stands."""
        ...

    def obligation_names(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the obligations of these policies."""
        ...

    def rulebook_digest(self) -> str:
        """Return the digest of the policy files."""
        ...

    def record_digest(self) -> str:
        """Return the digest of the record."""
        ...

    def source(self) -> str:
        """Return the regulation's title and number."""
        ...

    def render(self, determination: Determination, form: Format) -> str:
        """Return the determination as a text."""
        ...


class PolicyAnswer:
    """What one policy says of the record."""

    def __init__(self, code: str, inquiry: Inquiry, grounds: Sequence[str] | None = None) -> None:
        """Take the policy's code and whom to ask."""
        self.code = code
        self._inquiry = inquiry
        self._asked = grounds
        self.possible: tuple[str, ...] = inquiry.possible(code)
        """The codes of the outcomes still possible, in the order of the policy."""

    def __repr__(self) -> str:
        """Return the code with the outcomes possible."""
        return f"<PolicyAnswer {self.code}: {' | '.join(self.possible)}>"

    @property
    def name(self) -> str:
        """The policy's Chinese name."""
        return self._inquiry.identity(self.code)[0]

    @property
    def citation(self) -> str:
        """The place in the regulation that the policy states."""
        return str(self._inquiry.identity(self.code)[1])

    @property
    def outcome(self) -> str | None:
        """The outcome's code; None while more than one is possible."""
        possible = self.possible
        return possible[0] if len(possible) == 1 else None

    @property
    def outcome_name(self) -> str | None:
        """The outcome's Chinese name; None while more than one is possible."""
        return self._inquiry.outcome_name(self.code, self.outcome).name if self.outcome else None

    @property
    def status(self) -> Status:
        """Return decided, undetermined, not_applicable or not_in_force."""
        if self.outcome is None:
            return "undetermined"
        if self.outcome in ("not_applicable", "not_in_force"):
            return self.outcome  # type: ignore[return-value]
        return "decided"

    @cached_property
    def possible_names(self) -> tuple[OutcomeName, ...]:
        """The outcomes still possible, with their names."""
        return tuple(self._inquiry.outcome_name(self.code, code) for code in self.possible)

    @cached_property
    def not_applicable_because(self) -> tuple[str, ...]:
        """The reasons for which the policy does not apply; empty where it does or may."""
        return self._inquiry.not_applicable(self.code)

    @property
    def truths(self) -> Mapping[str, Truth]:
        """Whether each ground holds (True, False, None for unknown), by its name, in the order of the text.

        They are there at once; `grounds` says more of each, which takes longer.

        >>> import zzrules
        >>> record = {"subject": "window_staff", "conduct_date": "2026-03-02", "in_service": False}
        >>> answer = zzrules.load().evaluate(record, on="2026-05-06").policy("liability")
        >>> answer.truths["索取收受谋利"], answer.truths["体外循环"]
        (False, None)
        """
        found = self._inquiry.truths(self.code)
        return found if self._asked is None else {name: found[name] for name in found if name in self._asked}

    @cached_property
    def grounds(self) -> Mapping[str, GroundAnswer]:
        """Each ground by its name, in the order of the text."""
        found = self._inquiry.grounds(self.code)
        return {name: found[name] for name in found if self._asked is None or name in self._asked}

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter: those that alone could decide first, then in the order of the text."""
        return self._inquiry.missing(self.code)

    @cached_property
    def consequences(self) -> tuple[ConsequenceAnswer, ...]:
        """The consequences that follow, or may."""
        return self._inquiry.consequences(self.code)

    @cached_property
    def obligations(self) -> tuple[ObligationAnswer, ...]:
        """How each obligation stands: who owes what, until when, done or not; in the order of the text."""
        return self._inquiry.obligations(self.code)

    @property
    def obligation_names(self) -> tuple[str, ...]:
        """The names of the obligations that the policy states."""
        return self._inquiry.obligation_names([self.code])

    @cached_property
    def versions(self) -> tuple[VersionAnswer, ...]:
        """The versions that apply, or may."""
        return self._inquiry.versions(self.code)

    @cached_property
    def citations(self) -> tuple[CitedText, ...]:
        """What the answer rests on, with verbatim text."""
        return self._inquiry.cited(self.code)

    @property
    def conduct_day(self) -> str:
        """The day of the conduct (ISO), which selects the version; empty if it is unknown."""
        return self._inquiry.conduct_day(self.code)

    @property
    def concerned(self) -> bool:
        """Whether the record has to do with the policy.

        It has where the policy is decided, a ground holds, or a fact that only this policy asks for is given; a record
        of a rotation leaves the other articles open by nature. A policy that cannot apply anyway is no concern.
        """
        if self.outcome is None and set(self.possible) <= {"not_applicable", "not_in_force"}:
            return False
        if self.outcome is not None or any(truth for truth in self._inquiry.judgement(self.code).grounds.values()):
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

    def why(self, outcome: str | None = None) -> Reasons:
        """Return why an outcome (by default the one decided) holds, may hold, or does not."""
        code = outcome or self.outcome or self.possible[0]
        return self._inquiry.reasons(self.code, code)

    def why_not(self, outcome: str) -> Reasons:
        """Return what an outcome lacks: the conditions that fail or are unknown, and by how much.

        Raises `UsageError` (ZZ602) if the policy has no such outcome (code or Chinese name).
        """
        return self._inquiry.reasons(self.code, outcome)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "code": self.code,
            "name": self.name,
            "citation": self.citation,
            "status": self.status,
            "outcome": self.outcome,
            "outcome_name": self.outcome_name,
            "possible": [asdict(one) for one in self.possible_names],
            "conduct_day": self.conduct_day or None,
            "not_applicable_because": list(self.not_applicable_because),
            "grounds": [ground.to_dict() for ground in self.grounds.values()],
            "missing": [asdict(fact) for fact in self.missing],
            "consequences": [asdict(one) for one in self.consequences],
            "obligations": [one.to_dict() for one in self.obligations],
            "versions": [asdict(one) for one in self.versions],
            "citations": [asdict(one) for one in self.citations],
        }


class Determination:
    """What the rulebook answers about one record on one day; a value, kept with its digests.

    ``d["第八条"]``, ``d["rotation"]`` or ``d["窗口工作人员轮换"]`` is a `PolicyAnswer`;
    ``d["第二十一条第（五）项"]`` is the answer of that one ground.
    """

    __slots__ = ("_answers", "_inquiry", "on", "record", "scope")

    def __init__(self, inquiry: Inquiry, record: Record, scope: Mapping[str, Sequence[str] | None]) -> None:
        """Take whom to ask, the checked record, and the policies (with the grounds, if narrowed) asked about."""
        self._inquiry = inquiry
        self.scope = scope
        self._answers: dict[str, PolicyAnswer] = {}
        self.record = record
        self.on = record.on

    def __repr__(self) -> str:
        """Return the outcomes in short, without a value of the record."""
        shown = ", ".join(
            f"{code}: {' | '.join(sorted(self._inquiry.judgement(code).possible))}" for code in self.scope
        )
        return f"<Determination on {date.fromordinal(self.on)}: {shown}>"

    def __eq__(self, other: object) -> bool:
        """Return whether both answer the same question about the same record with the same rulebook."""
        if not isinstance(other, Determination):
            return NotImplemented
        mine = self.record, tuple(self.scope), self.rulebook_digest
        return mine == (other.record, tuple(other.scope), other.rulebook_digest)

    def __hash__(self) -> int:
        """Return a hash over the digests."""
        return hash((self.record_digest, tuple(self.scope), self.rulebook_digest))

    def __iter__(self) -> Iterator[PolicyAnswer]:
        """Yield the answer of each policy asked about, in the order of the regulation."""
        return iter([self._policy(code) for code in self.scope])

    def __len__(self) -> int:
        """Return how many policies were asked about."""
        return len(self.scope)

    def __getitem__(self, key: str) -> Any:
        """Return the answer of a policy (by code, name or article) or of a ground (by 项).

        Raises `UsageError` (ZZ602) if there is none, or if several policies state the article.
        """
        codes, ground = self._inquiry.codes_of(key)
        answer = self._policy(codes[0])
        return answer.grounds[ground] if ground else answer

    def policy(self, key: str) -> PolicyAnswer:
        """Return the answer of a policy by code, name or article; raises as indexing does."""
        return self._policy(self._inquiry.codes_of(key)[0][0])

    def ground(self, key: str) -> GroundAnswer:
        """Return the answer of a ground by its 项. Raises `UsageError` (ZZ602) if there is none."""
        answer = self[key]
        if not isinstance(answer, GroundAnswer):
            raise UsageError(Problem("ZZ602", f"「{key}」不是一个情形", hint="写到项，或者用 policy() 问整个政策"))
        return answer

    def _policy(self, code: str) -> PolicyAnswer:
        answer = self._answers.get(code)
        if answer is None:
            answer = self._answers[code] = PolicyAnswer(code, self._inquiry, self.scope.get(code))
        return answer

    @property
    def decided(self) -> bool:
        """Whether every policy asked about has one outcome only (or, narrowed to grounds, each ground is known)."""
        for code, grounds in self.scope.items():
            judgement = self._inquiry.judgement(code)
            if grounds is None and judgement.outcome is None:
                return False
            if grounds is not None and any(judgement.grounds[name] is None for name in grounds):
                return False
        return True

    @property
    def evaluated_on(self) -> date:
        """The day as of which the record was evaluated."""
        return date.fromordinal(self.on)

    @property
    def obligation_names(self) -> tuple[str, ...]:
        """The names of the obligations that the policies asked about state, each once."""
        return self._inquiry.obligation_names(list(self.scope))

    @property
    def contradictions(self) -> tuple[ContradictionAnswer, ...]:
        """Findings in the record that cannot stand together."""
        return self._inquiry.contradictions()

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that matter to any policy asked about, each once, those that could decide alone first."""
        found: dict[str, MissingFact] = {}
        for answer in self:
            for fact in answer.missing:
                if fact.label not in found or (fact.decides_alone and not found[fact.label].decides_alone):
                    found[fact.label] = fact
        return tuple(sorted(found.values(), key=lambda fact: not fact.decides_alone))

    def readings(self) -> tuple[ReadingEffect, ...]:
        """Return the readings that, taken otherwise, would change an outcome."""
        return self._inquiry.readings(list(self.scope))

    @property
    def rulebook_digest(self) -> str:
        """SHA-256 over the policy files (64 hexadecimal digits)."""
        return self._inquiry.rulebook_digest()

    @property
    def record_digest(self) -> str:
        """SHA-256 over the record's facts and the day (64 hexadecimal digits)."""
        return self._inquiry.record_digest()

    @property
    def source(self) -> str:
        """The regulation's title and number."""
        return self._inquiry.source()

    def explain(self, format: Format = "text") -> str:  # noqa: A002 - the word that users expect
        """Return the determination in Chinese, with citations: text, Markdown or JSON."""
        return self._inquiry.render(self, format)

    def row(self) -> dict[str, str | bool | None]:
        """Return one flat row for a table.

        Per policy its outcome code (None while undetermined) and the possible codes joined by ``|``;
        per ground its truth; the labels of the missing facts joined by ``；``.
        """
        row: dict[str, str | bool | None] = {"on": str(self.evaluated_on)}
        for answer in self:
            row[f"{answer.code}.outcome"] = answer.outcome
            row[f"{answer.code}.possible"] = "|".join(answer.possible)
            for ground in answer.grounds.values():
                row[f"{answer.code}.{ground.name}"] = ground.truth
            row[f"{answer.code}.missing"] = "；".join(fact.label for fact in answer.missing)
        row["rulebook"] = self.rulebook_digest
        return row

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "on": str(self.evaluated_on),
            "decided": self.decided,
            "rulebook": self.rulebook_digest,
            "record": self.record_digest,
            "policies": [answer.to_dict() for answer in self],
            "contradictions": [asdict(one) for one in self.contradictions],
        }

    def to_json(self) -> str:
        """Return the determination as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

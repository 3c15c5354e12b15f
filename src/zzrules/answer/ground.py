"""What is answered about a ground: whether it holds, with its procedure, and what keeps it open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from zzrules.answer.parts import CitedText, MissingFact, OutcomeName, Reason, Step
from zzrules.answer.sentences import failing, holding
from zzrules.answer.sheets import GroundSheet
from zzrules.answer.view import invoked
from zzrules.base.frozen import Unchanging
from zzrules.base.truth import Truth
from zzrules.case.record import Record


class GroundSource(Protocol):
    """Says more of the grounds of a policy."""

    @property
    def code(self) -> str:
        """The code of the policy."""
        ...

    @property
    def grounds(self) -> Mapping[str, GroundAnswer]:
        """Each ground by its name."""
        ...

    @property
    def record(self) -> Record:
        """The checked record."""
        ...

    @property
    def possible_names(self) -> tuple[OutcomeName, ...]:
        """The outcomes still possible, with their names."""
        ...

    def alternatives(self, ground: GroundSheet) -> tuple[tuple[str, Truth], ...]:
        """Return the truth of each alternative of a ground."""
        ...

    def ground_itself(self, name: str) -> Truth:
        """Return whether a ground's own condition holds, whether or not its policy applies."""
        ...

    def ground_missing(self, name: str) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep a ground open."""
        ...

    def ground_steps(self, name: str) -> Iterator[tuple[Step, Step | None]]:
        """Yield a ground's condition, and its procedure, in each version that may apply."""
        ...


class GroundAnswer(Unchanging):
    """A ground: whether it holds (True, False, None for unknown), and with its procedure (``complete``).

    ``applies`` says whether its policy applies and is in force at all: a ground that does not hold because it is not
    in force is no finding that nothing happened.
    """

    __slots__ = ("_lapsed", "_policy", "_sheet", "applies", "complete", "truth")

    def __init__(
        self,
        policy: GroundSource,
        sheet: GroundSheet,
        truth: Truth,
        complete: Truth,
        applies: Truth,
        lapsed: str = "",
    ) -> None:
        """Take what was judged, and whom to ask for more.

        ``lapsed`` has the days on which the ground is law, in words, if that of the conduct is none of them though its
        policy is in force.
        """
        self._policy = policy
        self._sheet = sheet
        self.truth = truth
        self.complete = complete
        self.applies = applies
        self._lapsed = lapsed

    def __repr__(self) -> str:
        """Return the name with its truth."""
        return f"<GroundAnswer {self._policy.code}.{self.name}: {self.truth}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a part of the policy's answer."""
        return _of_policy, (self._policy, self.name)

    @property
    def name(self) -> str:
        """The ground's name."""
        return self._sheet.name

    @property
    def citation(self) -> str:
        """Its place in the regulation."""
        return self._sheet.citation

    @property
    def text(self) -> str:
        """The verbatim text of that place."""
        return self._sheet.text

    @property
    def cited(self) -> CitedText:
        """Its place, with its words and the days of the text in which it stands."""
        return self._sheet.cited

    @property
    def lapsed(self) -> bool:
        """Whether the day of the conduct is none of its own, though its policy is in force then."""
        return bool(self._lapsed)

    @property
    def has_procedure(self) -> bool:
        """Whether it asks for a procedure besides its elements."""
        return self._sheet.has_procedure

    @property
    def alternatives(self) -> tuple[tuple[str, Truth], ...]:
        """Its named alternatives, each with its truth."""
        return self._policy.alternatives(self._sheet)

    @property
    def not_invoked(self) -> bool:
        """Whether it is a catch-all item that nobody has invoked."""
        facts = self._sheet.invoked
        return bool(facts) and not self._lapsed and invoked(facts, self._policy.record) is False

    @property
    def invoked_by(self) -> tuple[str, ...]:
        """The labels of the facts that invoke it, if it is a catch-all item."""
        record = self._policy.record
        return tuple(fact.label for fact in self._sheet.invoked if record.invokes(fact.name))

    @property
    def awaited(self) -> tuple[str, ...]:
        """What keeps an invoked catch-all item open, by label: the finding or the basis that it needs, for instance.

        What its policy asks for before it applies at all is left out.
        """
        facts = self.missing if self.invoked_by else ()
        return tuple(fact.label for fact in facts if fact.name in self._sheet.reads)

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that keep the ground open, worked out when asked for."""
        return self._policy.ground_missing(self.name)

    def why(self) -> tuple[Step, ...]:
        """Return what the ground rests on: its conditions and its procedure, in each version that may apply."""
        return tuple(step for both in self._policy.ground_steps(self.name) for step in both if step is not None)

    @property
    def itself(self) -> Truth:
        """Whether its own condition holds, as far as that is known, whether or not its policy applies."""
        return self._policy.ground_itself(self.name)

    @property
    def state(self) -> str:
        """Whether it holds, in words, with its procedure and the alternatives that hold.

        >>> import zzrules
        >>> record = {"subject": "agency", "conduct_date": "2026-03-02", "in_service": False}
        >>> zzrules.load().evaluate(record, on="2026-05-06")["第二十一条第（六）项"].state
        '不成立'
        """
        if self._lapsed:
            return f"不成立，行为日期不在它的有效期内（{self._lapsed}）"
        if self.not_invoked:
            return "不成立（未援引）"
        if self.truth is None:
            return "所列情形具备，是否适用待查明" if self.itself else "待查明"
        if not self.truth:
            unavailing = "或者".join(outcome.name for outcome in self._policy.possible_names)
            return f"不成立，{unavailing}" if self.applies is False else "不成立"
        state = "成立"
        if self.has_procedure:
            state += {True: "，手续齐备", False: "，手续未齐", None: "，手续待查明"}[self.complete]
        branches = "、".join(name for name, truth in self.alternatives if truth)
        return f"{state}（{branches}）" if branches else state

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What makes it hold or fail, in sentences; empty while it is open, or where its policy does not apply."""
        truth = self.itself if self.truth is None else self.truth
        if self.applies is False or truth is None:
            return ()
        said, conditions = holding if truth else failing, self._policy.ground_steps(self.name)
        return tuple(dict.fromkeys(reason for condition, _ in conditions for reason in said(condition)))

    @property
    def reason(self) -> Reason:
        """Whether it holds, as a sentence, with what that rests on."""
        return Reason(f"{self.citation}「{self.name}」{self.state}", self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        sheet = self._sheet
        return {
            "name": sheet.name,
            "citation": sheet.citation,
            "text": sheet.text,
            "truth": self.truth,
            "state": self.state,
            "complete": self.complete,
            "has_procedure": sheet.has_procedure,
            "applies": self.applies,
            "not_invoked": self.not_invoked,
            "invoked_by": list(self.invoked_by),
            "alternatives": dict(self.alternatives),
        }


def _of_policy(policy: GroundSource, name: str) -> GroundAnswer:
    return policy.grounds[name]

"""What is answered about a ground: whether it holds, with its procedure, and what keeps it open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from zzrules.answer.parts import MissingFact, Reason, Step
from zzrules.answer.sentences import failing, holding
from zzrules.answer.sheets import GroundSheet
from zzrules.answer.view import invoked, invokes
from zzrules.base.truth import Truth
from zzrules.case.record import Record


class GroundSource(Protocol):
    """Says more of the grounds of a policy."""

    @property
    def code(self) -> str:
        """The code of the policy."""
        ...

    @property
    def record(self) -> Record:
        """The checked record."""
        ...

    def alternatives(self, ground: GroundSheet) -> tuple[tuple[str, Truth], ...]:
        """Return the truth of each alternative of a ground."""
        ...

    def ground_missing(self, name: str) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep a ground open."""
        ...

    def ground_steps(self, name: str) -> Iterator[tuple[Step, Step | None]]:
        """Yield a ground's condition, and its procedure, in each version that may apply."""
        ...


class GroundAnswer:
    """A ground: whether it holds (True, False, None for unknown), and with its procedure (``complete``).

    ``applies`` says whether its policy applies and is in force at all: a ground that does not hold because it is not
    in force is no finding that nothing happened.
    """

    __slots__ = ("_policy", "_sheet", "applies", "complete", "truth")

    def __init__(self, policy: GroundSource, sheet: GroundSheet, truth: Truth, complete: Truth, applies: Truth) -> None:
        """Take what was judged, and whom to ask for more."""
        self._policy = policy
        self._sheet = sheet
        self.truth = truth
        self.complete = complete
        self.applies = applies

    def __repr__(self) -> str:
        """Return the name with its truth."""
        return f"<GroundAnswer {self._policy.code}.{self.name}: {self.truth}>"

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
        return bool(facts) and invoked(facts, self._policy.record) is False

    @property
    def invoked_by(self) -> tuple[str, ...]:
        """The labels of the facts that invoke it, if it is a catch-all item."""
        record = self._policy.record
        return tuple(fact.label for fact in self._sheet.invoked if invokes(fact, record))

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
    def reasons(self) -> tuple[Reason, ...]:
        """What makes it hold or fail, in sentences; empty while it is open, or where its policy does not apply."""
        if not self.applies or self.truth is None:
            return ()
        said, conditions = holding if self.truth else failing, self._policy.ground_steps(self.name)
        return tuple(dict.fromkeys(reason for condition, _ in conditions for reason in said(condition)))

    @property
    def reason(self) -> Reason:
        """Whether it holds, as a sentence, with what that rests on."""
        state = {True: "成立", False: "不成立", None: "待查明"}[self.truth]
        return Reason(f"{self.citation}「{self.name}」{state}", self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        sheet = self._sheet
        return {
            "name": sheet.name,
            "citation": sheet.citation,
            "text": sheet.text,
            "truth": self.truth,
            "complete": self.complete,
            "has_procedure": sheet.has_procedure,
            "applies": self.applies,
            "not_invoked": self.not_invoked,
            "invoked_by": list(self.invoked_by),
            "alternatives": dict(self.alternatives),
        }

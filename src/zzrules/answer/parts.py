"""What a determination is made of: outcomes, grounds, consequences, what is missing, and the steps behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from zzrules.base.truth import Truth


@dataclass(frozen=True, slots=True)
class OutcomeName:
    """An outcome: its stable code, its Chinese name, its modality (应当、可以、予以…; empty for a mere finding)."""

    code: str
    name: str
    modality: str = ""


@dataclass(frozen=True, slots=True)
class CitedText:
    """A place of the regulation and its verbatim text."""

    citation: str
    text: str


Why = Literal[
    "absent",
    "unclear",
    "contradicted",
    "unauthorised",
    "incomplete",
    "unmade",
    "no_basis",
    "element",
    "more",
    "calendar",
]
"""Why a fact is missing: not recorded, 查不清, found without authority, and so on; `MissingFact.note` says it."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known and matters.

    ``why`` says in a word why it is missing, ``note`` in Chinese; ``name`` is empty where no single fact is.
    ``would_decide`` lists answers that would decide alone, each with the outcome that follows.
    """

    name: str
    label: str
    question: str
    why: Why
    note: str
    would_decide: tuple[tuple[str, str], ...] = ()

    @property
    def decides_alone(self) -> bool:
        """Whether some answer to this question alone would decide."""
        return bool(self.would_decide)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "label": self.label,
            "question": self.question,
            "why": self.why,
            "note": self.note,
            "would_decide": self.would_decide,
        }


@dataclass(frozen=True, slots=True)
class ConsequenceAnswer:
    """Who shall, may or must not do what; ``truth`` None while it is not known whether it follows.

    ``by`` is the last day (ISO; then it is ``dated``) or an open term such as 及时.
    """

    name: str
    citation: str
    truth: Truth
    subject: str
    modality: str
    content: str
    by: str
    forms: tuple[str, ...]
    dated: bool

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "citation": self.citation,
            "truth": self.truth,
            "subject": self.subject,
            "modality": self.modality,
            "content": self.content,
            "by": self.by,
            "forms": self.forms,
        }


@dataclass(frozen=True, slots=True)
class DisputedFact:
    """A fact that contradicts others, with the question that asks for it and the entries of the log that gave it."""

    name: str
    label: str
    question: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContradictionAnswer:
    """Facts of the record that cannot be right together; reported, not resolved: none of them decides anything.

    ``policy`` is the code of the policy that says so; empty where the vocabulary does.
    """

    policy: str
    name: str
    note: str
    citations: tuple[str, ...]
    facts: tuple[DisputedFact, ...]


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """A version of a policy that applies (or may): its interval of days of conduct, parameters and readings."""

    first: str
    last: str
    parameters: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "first": self.first,
            "last": self.last,
            "parameters": self.parameters,
            "readings": self.readings,
        }


@dataclass(frozen=True, slots=True)
class ReadingEffect:
    """What another reading would change: the outcomes possible with the reading taken and with the other one.

    ``consequences`` names those that would follow, or not follow, otherwise, and the obligations that would stand
    otherwise.
    """

    policy: str
    reading: str
    taken: str
    other: str
    basis: str
    outcome: tuple[str, ...]
    other_outcome: tuple[str, ...]
    consequences: tuple[str, ...] = ()


StepKind = Literal[
    "all",
    "any",
    "not",
    "ground",
    "catch_all",
    "derived",
    "obligation",
    "list",
    "element",
    "reading",
    "otherwise",
    "condition",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A condition with its truth, what the record shows of it, and what it is made of.

    ``kind`` says what the condition is; ``name`` names the ground, derived value or obligation that the step stands
    for, and is empty for other kinds.
    """

    text: str
    truth: Truth
    shown: str = ""
    parts: tuple[Step, ...] = ()
    kind: StepKind = "condition"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why (or why not) an outcome: in words, with the steps that they rest on."""

    outcome: OutcomeName
    possible: Truth
    summary: str
    lacking: tuple[str, ...]
    steps: tuple[Step, ...]

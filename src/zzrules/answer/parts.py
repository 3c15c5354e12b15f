"""What a determination is made of: outcomes, grounds, consequences, what is missing, and the steps behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known and matters.

    ``why`` is absent, unclear (查不清), unauthorised, incomplete, no_basis or calendar; ``note`` says it in Chinese.
    ``would_decide`` lists answers that would decide alone, each with the outcome that follows.
    """

    name: str
    label: str
    question: str
    why: str
    note: str
    would_decide: tuple[tuple[str, str], ...] = ()

    @property
    def decides_alone(self) -> bool:
        """Whether some answer to this question alone would decide."""
        return bool(self.would_decide)


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """A ground: whether it holds (True, False, None for unknown), and with its procedure.

    ``applies`` says whether its policy applies and is in force at all: a ground that does not hold because it is not
    in force is no finding that nothing happened.
    """

    name: str
    citation: str
    text: str
    truth: Truth
    complete: Truth
    has_procedure: bool
    applies: Truth
    alternatives: tuple[tuple[str, Truth], ...]
    not_invoked: bool
    ask: Callable[[], tuple[MissingFact, ...]] = field(repr=False, compare=False)

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that keep the ground open, worked out when asked for."""
        return self.ask()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        names = ("name", "citation", "text", "truth", "complete", "has_procedure", "applies", "not_invoked")
        return {name: getattr(self, name) for name in names} | {"alternatives": dict(self.alternatives)}


@dataclass(frozen=True, slots=True)
class ConsequenceAnswer:
    """Who shall, may or must not do what; ``truth`` None while it is not known whether it follows.

    ``by`` is the last day (ISO) or an open term such as 及时.
    """

    name: str
    citation: str
    truth: Truth
    subject: str
    modality: str
    content: str
    by: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContradictionAnswer:
    """Findings in the record that cannot stand together; reported, not resolved."""

    policy: str
    name: str
    note: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """A version of a policy that applies (or may): its interval of days of conduct, parameters and readings."""

    first: str
    last: str
    parameters: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str], ...]


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

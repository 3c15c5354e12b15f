"""What a determination is made of: outcomes, grounds, consequences, what is missing, and the steps behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from zzrules.base.diagnostics.use import NO_PART
from zzrules.base.errors import UsageError
from zzrules.base.truth import Truth

_SHOWN: Final = 3


Part = Literal[
    "possible",
    "conduct_day",
    "conduct_day_from",
    "not_applicable_because",
    "doubts",
    "reasons",
    "grounds",
    "uncounted",
    "missing",
    "missing_for_reason",
    "consequences",
    "obligations",
    "versions",
    "assumptions",
    "citations",
]
"""What `PolicyAnswer.to_dict` may leave out: see its ``parts``."""
PARTS: tuple[Part, ...] = get_args(Part)


def checked_parts(parts: Collection[str]) -> list[Part]:
    """Return the parts of an answer in their order. Raises `UsageError` (ZZ612) for those that there are not."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown or isinstance(parts, str):
        raise UsageError(NO_PART(part="、".join(map(str, unknown)) or parts, known="、".join(PARTS)))
    return [part for part in PARTS if part in parts]


@dataclass(frozen=True, slots=True)
class OutcomeName:
    """An outcome: its stable code, its Chinese name, its modality (应当、可以、予以…; empty for a mere finding)."""

    code: str
    name: str
    modality: str = ""


@dataclass(frozen=True, slots=True)
class CitedText:
    """A place of the regulation and its verbatim text.

    ``since`` is the day (ISO) from which on it reads so, by an amendment; empty for what has always read so. ``until``
    is the last day on which it does; empty for what no amendment took away. ``source`` is the title and the number of
    another regulation, of which it is; empty for the folder's own.

    >>> CitedText("第一条", "甲。", until="2026-06-30").marked, CitedText("第一条", "乙。", "2026-07-01").span
    ('第一条（至2026-06-30）', '2026-07-01起')
    """

    citation: str
    text: str
    since: str = ""
    until: str = ""
    source: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return plain data for JSON."""
        data = {"citation": self.citation, "text": self.text, "since": self.since, "until": self.until}
        return data | {"source": self.source} if self.source else data

    @property
    def marked(self) -> str:
        """The place with its `span`."""
        return self.citation + self._days

    @property
    def headed(self) -> str:
        """What it is called where it is quoted: as `marked`, of another regulation with its title and number.

        >>> CitedText("《甲规定》第三条", "…", "2027-07-01", source="《甲市规定》（甲府〔2024〕3号）").headed
        '《甲市规定》（甲府〔2024〕3号）第三条（2027-07-01起）'
        """
        numbers = self.citation.rpartition("》")[2] if self.source else self.citation
        return self.source + numbers + self._days

    @property
    def _days(self) -> str:
        return f"（{self.span}）" if self.span else ""

    @property
    def span(self) -> str:
        """On which days it reads so, in words; empty for what has always read so, and still does."""
        if self.until:
            return f"{self.since}至{self.until}"
        return f"{self.since}起" if self.since else ""

    def throughout(self, other: CitedText) -> bool:
        """Return whether it reads so as long as another place reads as it does."""
        return self.since <= other.since and (not self.until or (bool(other.until) and other.until <= self.until))

    def meets(self, other: CitedText) -> bool:
        """Return whether both places have their words on some day."""
        return not any(one.until and one.until < two.since for one, two in ((self, other), (other, self)))


Why = Literal[
    "absent",
    "partial",
    "unclear",
    "contradicted",
    "unauthorised",
    "other_level",
    "incomplete",
    "unmade",
    "no_basis",
    "element",
    "more",
    "calendar",
]
"""Why a fact is missing: not recorded, known in part, 查不清, found without authority …; `MissingFact.note` says it."""


def only_text(asks: Sequence[str]) -> str:
    """Return that no more has to be found out than these questions; empty for none."""
    return f"只需查明{'、'.join(asks)}" if asks else ""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known and matters.

    ``why`` says in a word why it is missing, ``note`` in Chinese; ``name`` is empty where no single fact is.
    ``would_decide`` lists answers that would decide alone, each with the outcome (or class) that follows. Where only a
    part of the fact is missing, ``part`` is the code of the part of a finding, or of the field of a list, and
    ``question`` asks for it; ``whole`` is what the fact is called. ``bodies`` may make the finding. ``samples`` are
    those answers of ``would_decide`` that stand for others like them: a day, a number, a text. ``asks``: what of it can
    matter, each as a question; empty if all of it.
    """

    name: str
    label: str
    question: str
    why: Why
    note: str
    would_decide: tuple[tuple[str, str], ...] = ()
    part: str = ""
    whole: str = ""
    bodies: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What is asked, and why it is missing where it is not just silence."""
        if not self.question:
            return f"{self.label}：{self.note}"
        note = only_text(self.asks) if self.why == "absent" else self.note
        return f"{self.label}：{self.question}" + (f"〔{note}〕" if note else "")

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
            "would_decide": [[reply, follows] for reply, follows in self.would_decide],
            "part": self.part,
            "whole": self.whole,
            "bodies": [*self.bodies],
            "samples": [*self.samples],
            "asks": [*self.asks],
        }


@dataclass(frozen=True, slots=True)
class UncountedFinding:
    """A recorded finding that does not count: what is recorded, and why it does not, in a word and in Chinese.

    ``why`` is ``unauthorised``, ``other_level``, ``no_own_level``, ``incomplete`` or ``untimely``; ``bodies`` may make
    one that counts.
    """

    name: str
    label: str
    shown: str
    why: str
    note: str
    bodies: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole as a sentence without its full stop."""
        return f"「{self.label}」（{self.shown}）不算数：{self.note}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "label": self.label,
            "shown": self.shown,
            "why": self.why,
            "note": self.note,
            "bodies": [*self.bodies],
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
            "dated": self.dated,
            "forms": [*self.forms],
        }


@dataclass(frozen=True, slots=True)
class DisputedFact:
    """A fact that contradicts others, with the question that asks for it and the entries of the log that gave it."""

    name: str
    label: str
    question: str
    entries: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"name": self.name, "label": self.label, "question": self.question, "entries": [*self.entries]}


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

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "policy": self.policy,
            "name": self.name,
            "note": self.note,
            "citations": [*self.citations],
            "facts": [fact.to_dict() for fact in self.facts],
        }


@dataclass(frozen=True, slots=True)
class VersionAnswer:
    """A version of a policy that applies (or may): its interval of days of conduct, parameters and readings.

    ``last`` is 9999-12-31 for one without an end.
    """

    first: str
    last: str
    parameters: tuple[tuple[str, str, str], ...]
    readings: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "first": self.first,
            "last": self.last,
            "parameters": [[*parameter] for parameter in self.parameters],
            "readings": [[*reading] for reading in self.readings],
        }


@dataclass(frozen=True, slots=True)
class ReadingEffect:
    """What another reading would change: the outcomes possible with the reading taken and with the other one.

    ``policy`` is the one that answers otherwise, ``owner`` the one that states the reading; it may be another.
    ``consequences`` names those that would follow, or not follow, otherwise, and the obligations that would stand
    otherwise. ``changes`` says in Chinese from what to what each of them changes, the outcome first; of grounds asked
    about, that of these alone.
    """

    policy: str
    owner: str
    reading: str
    taken: str
    other: str
    basis: str
    outcome: tuple[str, ...]
    other_outcome: tuple[str, ...]
    consequences: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """An option that keeps a policy from applying, though the record gives facts that only this policy asks for.

    ``fitting`` are the options (labels) with which the policy would apply or, where none is ``certain`` to make it,
    might; ``own`` are the facts (labels) that only the policy asks for.
    """

    name: str
    label: str
    question: str
    fitting: tuple[str, ...]
    certain: bool
    own: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is in doubt, in a sentence of Chinese."""
        shown = "".join(f"「{label}」" for label in self.own[:_SHOWN])
        more = f"等 {len(self.own)} 项" if len(self.own) > _SHOWN else ""
        fitting = "".join(f"「{label}」" for label in self.fitting)
        applies = "本政策适用" if self.certain else "本政策才可能适用"
        given = f"案卷记载了只有本政策才问的事实（{shown}{more}）"
        return f"{given}，「{self.label}」记为{fitting}的，{applies}。请核对：{self.question}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "label": self.label,
            "question": self.question,
            "fitting": [*self.fitting],
            "certain": self.certain,
            "own": [*self.own],
        }


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
    "entry",
    "condition",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A condition with its truth, what the record shows of it, and what it is made of.

    ``kind`` says what the condition is; ``name`` names the ground, derived value or obligation that the step stands
    for, or the outcome of an entry of the decision list, and is empty for other kinds. ``said`` states what is the case
    of a single condition, whether it holds, fails or is open.
    """

    text: str
    truth: Truth
    shown: str = ""
    parts: tuple[Step, ...] = ()
    kind: StepKind = "condition"
    name: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of a reason, without its full stop, and what it is made of."""

    text: str
    parts: tuple[Reason, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"text": self.text, "parts": [part.to_dict() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why (or why not) an outcome: in words, with the steps that they rest on."""

    outcome: OutcomeName
    possible: Truth
    summary: str
    lacking: tuple[str, ...]
    steps: tuple[Step, ...]

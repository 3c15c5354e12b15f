"""What a policy file says, typed: the surface of the language, names not yet bound to meanings.

A name stays the scalar that was written, so that a problem with it has a place.
"""

from __future__ import annotations

from datetime import date

from zzrules.base.citation import Citation
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.base.office import OfficeHours
from zzrules.policy.cited import Anchor, Cited, Noted
from zzrules.policy.expressions import Condition, Derivation, ReadingIs
from zzrules.policy.validity import WHENEVER, Parameter, Span
from zzrules.policy.yamltree import Scalar

# ── a policy's parts ────────────────────────────────────────────────────


@frozen
class Reading:
    """口径: the reading taken, its alternatives, and why."""

    name: Scalar
    taken: Scalar
    others: tuple[Scalar, ...]
    basis: str
    note: Scalar


@frozen
class Question:
    """问: how this policy asks for a fact, where the vocabulary's question would mislead."""

    name: Scalar
    text: Scalar


@frozen
class BodiesByReading:
    """按口径: the bodies with authority for each option of a reading."""

    reading: Scalar
    options: tuple[tuple[Scalar, tuple[str, ...]], ...]


@frozen
class Authority:
    """有权认定: which bodies may find or decide a fact; ``constitutive`` for 设权."""

    name: Scalar
    bodies: tuple[str, ...] | BodiesByReading
    same_level: Scalar | None
    constitutive: bool
    citation: Citation | None
    span: Span = WHENEVER


@frozen
class Division:
    """分工: under a reading, which of the bodies for which ``collective`` stands may make which findings."""

    name: Scalar
    collective: str
    reading: ReadingIs
    parts: tuple[tuple[str, tuple[Scalar, ...]], ...]


@frozen
class Presumption:
    """推定: what a fact counts as that was asked for and cannot be established."""

    name: Scalar
    value: Scalar
    basis: str


@frozen
class Requirement:
    """适用: a condition without which the policy does not apply, and the reason to give."""

    condition: Condition
    otherwise: Scalar


@frozen
class CatchAll:
    """兜底: the facts any of which invokes the item, the basis that it demands, and its own criterion."""

    invoked: tuple[Scalar, ...]
    basis: Condition | None


@frozen
class Ground:
    """情形: an item of the article with its elements, alternatives and procedure."""

    name: Scalar
    citation: Citation | None
    condition: Condition | None
    alternatives: tuple[tuple[str, Condition], ...]
    procedure: Condition | None
    procedure_citation: Citation | None
    catch_all: CatchAll | None
    span: Span = WHENEVER


@frozen
class Outcome:
    """结论: an entry of the decision list."""

    name: Scalar
    code: str
    modality: str
    citation: Citation | None
    condition: Condition | None
    span: Span = WHENEVER


@frozen
class OutcomeClass:
    """归类: outcomes, by name, that come to the same and differ only in their reasons."""

    name: Scalar
    outcomes: tuple[Scalar, ...]


@frozen
class Governance:
    """统辖: where this policy's outcome is one of these, that of every other is ``outcome``, or it does not apply.

    ``group`` is the class of the outcome in policies that group theirs; ``otherwise`` is why they do not apply.
    """

    outcomes: tuple[Scalar, ...]
    outcome: Outcome | None
    group: Scalar | None
    otherwise: Scalar | None
    place: Place = hidden(default=NOWHERE)


@frozen
class Consequence:
    """后果: who shall, may or must not do what, by when."""

    name: Scalar
    citation: Citation | None
    subject: str
    modality: str
    content: Scalar
    deadline: Scalar | None
    forms: tuple[str, ...]
    condition: Condition | None
    span: Span = WHENEVER


@frozen
class Recurrence:
    """逐期: an obligation for every period of a name (每), from one day (自) to another (至)."""

    every: Scalar
    since: Scalar
    until: Scalar


@frozen
class Obligation:
    """义务: who shall do what once something sets it off, by when, and what fulfils, ends or breaches it.

    ``each`` names the list whose elements it stands for, ``recurs`` says of which periods; ``conduct`` names the date
    that selects its version; ``quoted`` says that a deadline of a single word is a word of the article.
    """

    name: Scalar
    citation: Citation | None
    each: Scalar | None
    conduct: Scalar | None
    subject: str
    content: Scalar
    forms: tuple[str, ...]
    condition: Condition | None
    since: Derivation | None
    due: Derivation | None
    quoted: bool
    fulfilment: Derivation | None
    discharge: Condition | None
    breach: Condition | None
    span: Span = WHENEVER
    recurs: Recurrence | None = None


@frozen
class Order:
    """先后: dates in the order in which they come, by the words for them; none is later than one after it."""

    name: str
    days: tuple[str, ...]
    note: str
    citations: tuple[Citation, ...]
    span: Span = WHENEVER
    places: tuple[Place, ...] = hidden(default=())
    place: Place = hidden(default=NOWHERE)


@frozen
class Implication:
    """推出: under a condition, ``fact`` is 是 or 否 (``sign``), whether or not somebody found it."""

    name: Scalar
    condition: Condition
    fact: Scalar
    sign: Scalar
    note: str
    citations: tuple[Citation, ...]
    span: Span = WHENEVER


@frozen
class Contradiction:
    """矛盾: facts that cannot stand together; reported, never resolved."""

    name: Scalar
    condition: Condition
    note: str
    citations: tuple[Citation, ...]
    span: Span = WHENEVER


@frozen
class Override:
    """例外于: under a condition, and while this policy is in force, an entry of another is removed or replaced."""

    policy: Scalar
    section: str
    entry: Scalar
    condition: Condition | None
    replacement: Condition | None
    priority: int | None
    place: Place = hidden(default=NOWHERE)


@frozen
class DerivedDay:
    """未记载则: what derives the day of conduct; only where ``fact``, if there is one, is what dates it."""

    fact: Scalar | None
    name: Scalar


@frozen
class Policy:
    """A policy file: a policy, or a version of it.

    ``in_force`` and ``last_day`` lie within the regulation's validity, whatever ``span`` says.
    """

    name: str
    code: str
    citation: Citation
    in_force: date
    last_day: date
    conduct: Scalar
    conduct_derived: tuple[DerivedDay, ...]
    conduct_falls_back: bool
    note: str
    parameters: tuple[Parameter, ...]
    readings: tuple[Reading, ...]
    questions: tuple[Question, ...]
    authorities: tuple[Authority, ...]
    divisions: tuple[Division, ...]
    presumptions: tuple[Presumption, ...]
    derived: tuple[tuple[Scalar, Derivation], ...]
    requirements: tuple[Requirement, ...]
    grounds: tuple[Ground, ...]
    outcomes: tuple[Outcome, ...]
    classes: tuple[OutcomeClass, ...]
    governs: tuple[Governance, ...]
    consequences: tuple[Consequence, ...]
    obligations: tuple[Obligation, ...]
    orders: tuple[Order, ...]
    implications: tuple[Implication, ...]
    contradictions: tuple[Contradiction, ...]
    exceptions: tuple[Override, ...]
    office: OfficeHours | None = None
    span: Span = WHENEVER
    anchors: tuple[Anchor, ...] = ()
    cited: tuple[Cited, ...] = ()
    noted: tuple[Noted, ...] = ()
    place: Place = hidden(default=NOWHERE)

    @property
    def dating(self) -> tuple[str, ...]:
        """The facts (labels) that date the conduct under each reading, first under the one taken."""
        for reading in self.readings:
            if reading.name.text == self.conduct.text:
                return (reading.taken.text, *(other.text for other in reading.others))
        return (self.conduct.text,)

    @property
    def deriving(self) -> tuple[str | None, ...]:
        """Those of ``dating`` whose day follows from other facts where it is not recorded; None for the others."""
        own = {one.fact.text if one.fact is not None else None for one in self.conduct_derived}
        return tuple(label if None in own or label in own else None for label in self.dating)

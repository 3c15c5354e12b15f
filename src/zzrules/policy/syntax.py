"""What a policy file says, typed: the surface of the language, names not yet bound to meanings.

A name stays the scalar that was written, so that a problem with it has a place.
"""

from __future__ import annotations

from datetime import date

from zzrules.base.citation import Citation
from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
from zzrules.policy.cited import Anchor, Cited
from zzrules.policy.validity import WHENEVER, Parameter, Span
from zzrules.policy.yamltree import Scalar

# ── conditions ──────────────────────────────────────────────────────────


@frozen
class Junction:
    """全部 (every part) or 任一 (at least one part)."""

    every: bool
    parts: tuple[Condition, ...]


@frozen
class Negation:
    """非: the part does not hold."""

    part: Condition


@frozen
class Test:
    """A name compared with words: ``主体: X`` is the operator 为; ``有`` and ``无`` are words of it."""

    name: Scalar
    operator: str
    words: tuple[Scalar, ...]


@frozen
class Occurs:
    """有一次, 每一次 or 第n次 (``number``): a condition on the elements of a list."""

    name: Scalar
    every: bool
    number: int | None
    condition: Condition


@frozen
class Times:
    """次数: how many elements of a list (that meet a condition) there are."""

    name: Scalar
    operator: str
    count: Scalar
    where: Condition | None


@frozen
class GroundSet:
    """情形: whether any of the policy's grounds holds (with its procedure)."""

    word: str
    place: Place = hidden(default=NOWHERE)


@frozen
class ReadingIs:
    """口径: which reading is taken."""

    name: Scalar
    option: Scalar


@frozen
class OutcomeIs:
    """结论 (of this policy, for consequences) or 参见 (of another): the outcome is one of these."""

    policy: Scalar | None
    outcomes: tuple[Scalar, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class ClassIs:
    """归类 (of this policy, for consequences) or 参见 (of another): the outcome is in one of these classes."""

    policy: Scalar | None
    classes: tuple[Scalar, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class GroundOf:
    """参见: a ground of another policy holds."""

    policy: Scalar
    ground: Scalar


@frozen
class ObligationIs:
    """义务: an obligation (of another policy, if one is named) is in one of these states."""

    policy: Scalar | None
    name: Scalar
    states: tuple[Scalar, ...]
    place: Place = hidden(default=NOWHERE)


Condition = (
    Junction | Negation | Test | Occurs | Times | GroundSet | ReadingIs | OutcomeIs | ClassIs | GroundOf | ObligationIs
)

# ── derived values ──────────────────────────────────────────────────────


@frozen
class Suspension:
    """扣除: the intervals of a list (where a condition holds) that do not count; 止日: whether their last days do."""

    name: Scalar
    where: Condition | None
    last_day: Scalar | None


@frozen
class Elapsed:
    """历时: the time from one date to another, compared with durations by the calendar."""

    start: Scalar
    end: Scalar
    full_on: Scalar | None


@frozen
class Deadline:
    """期限: a date a duration after (加) or before (减) another."""

    start: Scalar
    add: tuple[Scalar, ...]
    subtract: tuple[Scalar, ...]
    rolling: Scalar | None
    suspension: Suspension | None


@frozen
class Extremum:
    """最早 or 最晚 of several dates."""

    latest: bool
    words: tuple[Scalar, ...]


@frozen
class FirstGiven:
    """按序取: the first that is not 无."""

    words: tuple[Scalar, ...]


@frozen
class Cases:
    """按情形: the value of the first case whose condition holds."""

    cases: tuple[tuple[Condition | None, Scalar], ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class ByReading:
    """按口径: a derivation for each option of a reading."""

    reading: Scalar
    options: tuple[tuple[Scalar, Derivation], ...]


@frozen
class Rolled:
    """顺延至工作日: the date itself if it is a working day, else the next working day."""

    word: Scalar


@frozen
class Counted:
    """工作日数 or 日数: how many days lie after a date through another."""

    working: bool
    start: Scalar
    end: Scalar
    suspension: Suspension | None


@frozen
class Picked:
    """首次 or 末次: a field of a list's first or last element (that meets a condition)."""

    name: Scalar
    field: Scalar
    last: bool
    where: Condition | None


@frozen
class Computed:
    """加, 减, 乘, 取小 or 取大 (``word``) of numbers; 四舍五入: to which unit a product is rounded."""

    word: str
    operands: tuple[Derivation, ...]
    rounding: Scalar | None
    place: Place = hidden(default=NOWHERE)


@frozen
class Gathered:
    """合计, 最大, 最小 (of a field) or 计数 (``word``) over a list's elements (that meet a condition)."""

    word: str
    name: Scalar
    field: Scalar | None
    where: Condition | None


@frozen
class Definition:
    """条件: a condition with a name."""

    condition: Condition


@frozen
class Word:
    """A name or a literal standing for itself."""

    word: Scalar


Derivation = (
    Elapsed
    | Deadline
    | Extremum
    | FirstGiven
    | Cases
    | ByReading
    | Rolled
    | Counted
    | Picked
    | Computed
    | Gathered
    | Definition
    | Word
)

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
class Obligation:
    """义务: who shall do what once something sets it off, by when, and what fulfils, ends or breaches it.

    ``each`` names the list whose elements it stands for, ``conduct`` the date that selects its version; ``quoted``
    says that a deadline of a single word is a word of the article.
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


@frozen
class Order:
    """先后: dates in the order in which they come, by the words for them; none is later than one after it."""

    name: str
    days: tuple[str, ...]
    note: str
    citations: tuple[Citation, ...]
    places: tuple[Place, ...] = hidden(default=())


@frozen
class Implication:
    """推出: under a condition, ``fact`` is 是 or 否 (``sign``), whether or not somebody found it."""

    name: Scalar
    condition: Condition
    fact: Scalar
    sign: Scalar
    note: str
    citations: tuple[Citation, ...]


@frozen
class Contradiction:
    """矛盾: facts that cannot stand together; reported, never resolved."""

    name: Scalar
    condition: Condition
    note: str
    citations: tuple[Citation, ...]


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
    span: Span = WHENEVER
    anchors: tuple[Anchor, ...] = ()
    cited: tuple[Cited, ...] = ()
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

"""What engines see: conditions and values with every name bound, every parameter and reading filled in.

A condition is true, false or unknown; a value is a plain Python value, ``NONE`` (known not to exist) or unknown, and
`walks.kind_of` says of which kind. Dates are proleptic ordinals, options and bodies are codes.

Walk nodes with a ``match`` that ends in ``assert_never``; `zzrules.plan.walks` has what is asked of all of them.
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Mapping

from zzrules.base.frozen import frozen
from zzrules.base.office import OfficeHours
from zzrules.policy.vocabulary import Fact, Kind

COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operators.lt,
    "<=": operators.le,
    "==": operators.eq,
    "!=": operators.ne,
    ">=": operators.ge,
    ">": operators.gt,
}

# ── values ──────────────────────────────────────────────────────────────


@frozen
class Literal:
    """A value written in the policy: a number, a text, a date, a (number, unit); ``text`` is how it was written."""

    value: object
    text: str
    kind: Kind


@frozen
class FactValue:
    """A fact of the record; ``presumed`` is what it counts as if it was asked for and cannot be established."""

    fact: Fact
    presumed: object = None


@frozen
class FieldValue:
    """A field of the list's element at hand."""

    field: Fact
    position: int


@frozen
class OrderNumber:
    """The number, from 1, of the list's element at hand, in the order of its dates."""


@frozen
class FindingDay:
    """The date of a recorded finding."""

    fact: Fact


@frozen
class EvaluationDay:
    """The day as of which the record is evaluated."""


@frozen
class ConductDay:
    """The day of the conduct, which selected this version."""


@frozen
class DerivedValue:
    """A derived value of the version, by name."""

    name: str
    kind: Kind


@frozen
class Suspension:
    """The intervals of a list, where ``where`` holds, that do not count.

    Both ends belong to an interval; its last day counts again if it is not ``through``.
    """

    source: Fact
    first: int
    last: int
    where: Condition
    through: bool = True


@frozen
class Deadline:
    """``start`` moved by durations, forwards or (``backwards``) back; a duration that is NONE moves nothing.

    ``rolls``: an end counted in days, months or years that falls on a day off is the next working day.
    """

    start: Value
    amounts: tuple[Value, ...]
    backwards: bool
    rolls: bool
    suspension: Suspension | None


@frozen
class DayOf:
    """The day of a moment; what comes after ``cutoff``, a minute of the day, counts as the next day's."""

    moment: Value
    cutoff: int


@frozen
class MonthDay:
    """The ``number``-th day, or else the last, of the first month of the period of ``span`` months of a day.

    ``ahead``: of the next such period. ``text`` is how it was written.
    """

    day: Value
    span: int
    ahead: int
    number: int
    text: str


@frozen
class HoursLater:
    """A moment moved on by ``minutes``, or back, or by as many minutes in which an ``office`` is open.

    Unknown where no notice, no office hours or no date reach. ``text`` is how the hours were written.
    """

    start: Value
    minutes: int
    office: OfficeHours | None
    text: str


@frozen
class Counted:
    """How many working days (or days) lie after ``start`` through ``end``."""

    working: bool
    start: Value
    end: Value
    suspension: Suspension | None


@frozen
class Rolled:
    """The date itself if it is a working day, else the next working day."""

    day: Value


@frozen
class Extremum:
    """The latest (NONE if any is NONE) or the earliest (NONE only if all are) of several dates."""

    latest: bool
    days: tuple[Value, ...]


@frozen
class FirstGiven:
    """The first that is not NONE; unknown as soon as an unknown one is met. All are of one kind."""

    values: tuple[Value, ...]
    kind: Kind


@frozen
class Choice:
    """The value of the first case whose condition holds; unknown as soon as an unknown condition is met.

    All values are of one kind. ``rows`` says what each case takes, where they are the rows of a decision table: one of
    these always holds, so that ``otherwise`` is the value of none.
    """

    cases: tuple[tuple[Condition, Value], ...]
    otherwise: Value
    kind: Kind
    rows: tuple[str, ...] = ()


@frozen
class Picked:
    """A field of the first or last element for which ``where`` holds; NONE if there is none."""

    source: Fact
    position: int
    last: bool
    where: Condition


@frozen
class Combined:
    """Numbers of one kind: their sum (``+``), the first less the rest (``-``), the least (``min``) or the greatest.

    NONE if any of them is.
    """

    operator: str
    values: tuple[Value, ...]
    kind: Kind


@frozen
class Product:
    """Numbers multiplied with one another and with a share of them; NONE if any of them is.

    The share is ``numerator`` / ``denominator``; the product is the nearest multiple of ``step``, of two the one that
    is farther from zero. ``share`` is how the share was written, empty if there is none.
    """

    values: tuple[Value, ...]
    numerator: int
    denominator: int
    step: int
    kind: Kind
    share: str = ""


@frozen
class Gathered:
    """Of the elements for which ``where`` holds: how many (``count``), or a field's ``sum``, ``min`` or ``max``.

    A field that is NONE adds nothing; the least or greatest of none is NONE. A ``run`` is how many at most stand one
    after another, in the order of the elements' dates.
    """

    operator: str
    source: Fact
    position: int
    where: Condition


Value = (
    Literal
    | FactValue
    | FieldValue
    | OrderNumber
    | FindingDay
    | EvaluationDay
    | ConductDay
    | DerivedValue
    | Deadline
    | DayOf
    | MonthDay
    | HoursLater
    | Counted
    | Rolled
    | Extremum
    | FirstGiven
    | Choice
    | Picked
    | Combined
    | Product
    | Gathered
)

# ── conditions ──────────────────────────────────────────────────────────


@frozen
class Constant:
    """A condition that is settled; by a reading, if ``reading`` names one: whether ``option`` is the side taken.

    ``ground`` names one that is not law on these days, and so does not hold.
    """

    truth: bool
    reading: str = ""
    option: str = ""
    ground: str = ""


@frozen
class All:
    """Kleene conjunction."""

    parts: tuple[Condition, ...]


@frozen
class Any:
    """Kleene disjunction."""

    parts: tuple[Condition, ...]


@frozen
class Not:
    """Kleene negation."""

    part: Condition


@frozen
class IsTrue:
    """A 是否 value is 是."""

    value: Value


@frozen
class Given:
    """The value exists: it is not NONE and no empty list."""

    value: Value


@frozen
class Compare:
    """``left`` stands to ``right`` as the operator (``<`` ``<=`` ``==`` ``!=`` ``>=`` ``>``) says.

    With NONE nothing compares: false for an operator and for its opposite.
    """

    operator: str
    left: Value
    right: Value


@frozen
class Workday:
    """The date is a working day (``works``) or a day off; NONE is neither; unknown where no notice reaches."""

    day: Value
    works: bool


@frozen
class Among:
    """The option is among the codes (``inside``) or not; NONE is neither: false both ways."""

    value: Value
    codes: frozenset[str]
    inside: bool


@frozen
class Includes:
    """The set of options includes (``inside``) or does not include the code; NONE does neither."""

    value: Value
    code: str
    inside: bool


@frozen
class Lasted:
    """The time from ``start`` to ``end`` stands to a duration as the operator says, by the calendar.

    The duration is full on the corresponding day, or ``full_after`` days later. ``age``: it is that of a person.
    """

    operator: str
    start: Value
    end: Value
    duration: Value
    full_after: int
    age: bool = False


@frozen
class Found:
    """A body with authority found ``expected``; where ``same_level`` is a fact, the body's level must equal it.

    ``presumed`` is what counts as found if it was asked for and cannot be established.
    """

    fact: Fact
    expected: bool
    bodies: frozenset[str]
    same_level: Fact | None
    constitutive: bool
    presumed: bool | None = None


@frozen
class Concluded:
    """What is asked of a fact that a policy also concludes from others: ``conclusion`` where the premise is certain.

    Elsewhere it is what the record says of the fact: ``own``. That it is 无 says nothing against the conclusion.
    """

    own: Condition
    premise: Condition
    conclusion: bool


@frozen
class Quantified:
    """Some (or every) element of the list meets the condition."""

    every: bool
    source: Fact
    condition: Condition


@frozen
class Times:
    """The number of the list's elements that meet the condition stands to ``count`` as the operator says."""

    source: Fact
    where: Condition
    operator: str
    count: int


@frozen
class DerivedCondition:
    """A derived condition of the version, by name."""

    name: str


@frozen
class GroundHolds:
    """A ground of this version holds (with its procedure, if ``complete``)."""

    name: str
    complete: bool


@frozen
class OutcomeIs:
    """The outcome of a policy is one of the codes; ``policy`` is empty for the policy itself (in consequences)."""

    policy: str
    codes: frozenset[str]


@frozen
class OtherGround:
    """A ground of another policy holds, in the version of that policy's own day of conduct."""

    policy: str
    ground: str


@frozen
class ObligationIs:
    """An obligation is in one of these states; one for each element of a list: for some element."""

    policy: str
    name: str
    states: frozenset[str]


@frozen
class CatchAll:
    """A catch-all item: false unless invoked, unknown without the basis that it demands, else its criterion.

    Any of ``invoked`` invokes it: that somebody claims it, or that a body has already found it.
    """

    invoked: tuple[Fact, ...]
    basis: Condition
    criterion: Condition


Condition = (
    Constant
    | All
    | Any
    | Not
    | IsTrue
    | Given
    | Compare
    | Workday
    | Among
    | Includes
    | Lasted
    | Found
    | Concluded
    | Quantified
    | Times
    | DerivedCondition
    | GroundHolds
    | OutcomeIs
    | OtherGround
    | ObligationIs
    | CatchAll
)

Node = Value | Condition
TRUE = Constant(truth=True)
NEVER = Constant(truth=False)

"""Conditions and derived values as they are written, typed; a name stays the scalar that was written."""

from __future__ import annotations

from zzrules.base.errors import NOWHERE, Place
from zzrules.base.frozen import frozen, hidden
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
class Age:
    """周岁: how old somebody is on a day, in full years; ``full_on``: the birthday, or the day after it."""

    born: Scalar
    end: Scalar
    full_on: Scalar


@frozen
class Deadline:
    """期限: a date a duration after (加) or before (减) another."""

    start: Scalar
    add: tuple[Scalar, ...]
    subtract: tuple[Scalar, ...]
    rolling: Scalar | None
    suspension: Suspension | None


@frozen
class MonthDay:
    """月日: a day of the month that ``month`` says, seen from a date; 没有这一日: what counts where there is none."""

    start: Scalar
    month: Scalar
    day: Scalar
    otherwise: Scalar | None
    rolling: Scalar | None = None


@frozen
class DayTaken:
    """取日期: the day of a moment; 截止: what comes after that time of day counts as the next working day's."""

    moment: Scalar
    cutoff: Scalar | None


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

    cases: tuple[tuple[Condition | None, Word | Computed], ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class Row:
    """A row of a table: for each column what it takes, tests that all have to hold (none: 任意), and what it gives."""

    cells: tuple[tuple[Test, ...], ...]
    results: tuple[Derivation, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class Table:
    """对照表: what the row gives that takes a case: the only one (``single``: 唯一), or else the first (首个).

    ``results`` names what the rows give, where that is more than one thing, or is not called as the table is.
    """

    columns: tuple[Scalar, ...]
    results: tuple[Scalar, ...]
    single: bool
    rows: tuple[Row, ...]
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
    """合计, 最大, 最小 (of a field), 计数 or 最长连续 (``word``) over a list's elements (that meet a condition)."""

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
    | Age
    | Deadline
    | DayTaken
    | MonthDay
    | Extremum
    | FirstGiven
    | Cases
    | Table
    | ByReading
    | Rolled
    | Counted
    | Picked
    | Computed
    | Gathered
    | Definition
    | Word
)

"""The columns of a frame of answers as a workbook shows them: their titles and their cells, in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, assert_never

from zzrules.answer.account import REASON_OPEN, TRUTHS
from zzrules.base import clock, money
from zzrules.batch.headings import CONTRADICTIONS, CONTRADICTIONS_TITLE, Heading, headings
from zzrules.batch.workbook.cells import FIRST_DATE
from zzrules.batch.workbook.header import ROW_COLUMN, Words
from zzrules.case.partial import CODES
from zzrules.case.values import ABSENT, FINDING_PARTS, PART_LABELS, states_of
from zzrules.engines.columnar.intake import STATE
from zzrules.plan import model
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.classes import COMMON_CLASS
from zzrules.policy.forms import BETWEEN, INTEGER, NO, UNIT_NAMES, YES, parse_day
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

Tone = Literal["plain", "listed", "decided", "open", "aside", "refused"]
Value = str | int | float | date | None
Cell = tuple[Value, Tone]
_Judged = Callable[["pl.DataFrame"], list[bool | None]]

UNDETERMINED: Final = TRUTHS[None]
NOT_JUDGED: Final = "未评价"
PROBLEMS: Final = "problems"
_EXACT: Final = 10**15  # Excel keeps so many digits of a number


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as a workbook shows it: its name in the frame, its title, and its cells for a piece of the frame."""

    name: str
    title: str
    cells: Callable[[pl.DataFrame], list[Cell]]


def shown_columns(names: Sequence[str], plan: model.Plan, *, judged: bool = False) -> list[Shown]:
    """Return how each column of a frame is shown: the row numbers of the sheet first, the rest in the frame's order.

    ``judged``: every row was judged, whatever columns the frame has.
    """
    answers: dict[str, Shown] = {}
    for policy in plan.policies:
        of_rows = _judged(policy, names, judged=judged)
        answers |= {heading.column: _answer(heading, of_rows) for heading in headings(policy, plan, names)}
    words = Words(plan.vocabulary)
    columns = []
    for name in sorted(names, key=lambda name: name != ROW_COLUMN):
        if name in answers:
            columns.append(answers[name])
        elif name == ROW_COLUMN:
            columns.append(_of_values(name, "原表行号", plain))
        elif name == CONTRADICTIONS:
            columns.append(Shown(name, CONTRADICTIONS_TITLE, _contradictions))
        elif name == PROBLEMS:
            columns.append(Shown(name, "不能评价的原因", _problems(words)))
        elif not _is_beside(name, names, words):
            columns.append(_with_state(name, words) if name + STATE in names else _of_fact(name, words))
    return columns


# ── answers ─────────────────────────────────────────────────────────────


def _contradictions(frame: pl.DataFrame) -> list[Cell]:
    """Return what contradicts itself in each row."""
    return [(BETWEEN.join(names), "open") if names else (None, "plain") for names in frame[CONTRADICTIONS].to_list()]


def _answer(heading: Heading, judged: _Judged) -> Shown:
    """Return how a column of answers is shown; the article that it rests on stands below its name."""
    column, words = heading.column, heading.words
    title = "\n".join([*heading.parts, *([str(heading.citation)] if heading.citation else [])])
    match heading.holds:
        case "code":
            outcomes = {code: (name, _OUTCOME_TONES.get(code, "decided")) for code, name in words.items()}
            return Shown(column, title, _chosen(column, outcomes, judged, heading.beside))
        case "codes" | "days":
            return _of_values(column, title, _joined(words))
        case "truth":
            return Shown(column, title, _chosen(column, _TRUTH_CELLS, judged))
        case "day" | "text":
            return _of_values(column, title, plain)
        case "amount":
            return _of_values(column, title, _amount)
        case _:
            assert_never(heading.holds)


def _amount(value: Decimal | None) -> Value:
    return None if value is None else money.in_words(value)


_TRUTH_CELLS: Final[Mapping[Any, Cell]] = {True: (TRUTHS[True], "decided"), False: (TRUTHS[False], "plain")}
_OUTCOME_TONES: Final[Mapping[str, Tone]] = dict.fromkeys((NOT_APPLICABLE, NOT_IN_FORCE, COMMON_CLASS), "aside")


def _judged(policy: model.Policy, names: Sequence[str], *, judged: bool) -> _Judged:
    """Return a function from a piece of the frame to whether its rows were judged; None where that is not known."""
    if judged:
        return lambda frame: [True] * len(frame)
    possible = f"{policy.code}.possible"
    if PROBLEMS in names:
        return lambda frame: frame[PROBLEMS].is_null().to_list()
    if possible in names:
        return lambda frame: frame[possible].is_not_null().to_list()
    return lambda frame: [None] * len(frame)


def _chosen(
    name: str, words: Mapping[Any, Cell], judged: _Judged, beside: str = ""
) -> Callable[[pl.DataFrame], list[Cell]]:
    """Return the cells of a column that holds one of several words; null is open, or in a row that was not judged.

    It is open only in its reason where the column ``beside`` it, if there is one, is not null.
    """
    reason: Cell = REASON_OPEN, "decided"
    empty: Mapping[bool | None, Cell] = {
        True: (UNDETERMINED, "open"),
        False: (NOT_JUDGED, "refused"),
        None: (f"{UNDETERMINED}或{NOT_JUDGED}", "open"),
    }

    def cells(frame: pl.DataFrame) -> list[Cell]:
        values = frame[name].to_list()
        settled = frame[beside].is_not_null().to_list() if beside else [False] * len(values)
        return [
            (words.get(value, (str(value), "plain")) if value is not None else reason if decided else empty[fine])
            for value, decided, fine in zip(values, settled, judged(frame), strict=True)
        ]

    return cells


def _joined(words: Mapping[str, str]) -> Callable[[Any], Value]:
    return lambda value: None if value is None else BETWEEN.join(words.get(str(item), str(item)) for item in value)


def _problems(words: Words) -> Callable[[pl.DataFrame], list[Cell]]:
    """Return the cells on what is wrong in a row: each fact with the code of its mistake."""

    def label(column: str) -> str:
        key = words.meant.get(column)
        return words.facts[key].label if key else column

    def cells(frame: pl.DataFrame) -> list[Cell]:
        return [
            (None, "plain")
            if mistakes is None
            else ("；".join(f"{label(mistake['column'])}（{mistake['code']}）" for mistake in mistakes), "refused")
            for mistakes in frame[PROBLEMS].to_list()
        ]

    return cells


# ── facts and other columns ─────────────────────────────────────────────


def _of_values(name: str, title: str, say: Callable[[Any], Value]) -> Shown:
    return Shown(name, title, lambda frame: [(say(value), "plain") for value in frame[name].to_list()])


_IN_PART: Final = {f".{code}": word for codes in CODES.values() for word, code in codes.items()}


def _of_fact(name: str, words: Words) -> Shown:
    key = words.meant.get(name)
    if key is None:
        return _of_values(name, name, plain)
    fact, suffix = words.facts[key], key[1]
    if suffix == STATE:
        return _of_values(name, f"{fact.label}\n{BETWEEN.join(states_of(fact))}", plain)
    if (word := _IN_PART.get(suffix)) is not None:
        several = Fact(fact.name, fact.label, Kind.OPTIONS, "", fact.options)
        bound = several if fact.kind in (Kind.OPTION, Kind.BODY) else fact
        return _of_values(name, f"{fact.label}\n{word}", lambda value: said(bound, value))
    if suffix:
        part = next(part for part in FINDING_PARTS if part.code == suffix[1:])
        of_part = Fact(part.code, part.label, part.kind, part.question)
        return _of_values(name, f"{fact.label}\n{part.label}", lambda value: said(of_part, value))
    return _of_values(name, fact.label, lambda value: said(fact, value))


_WITH_STATES: Final = (Kind.FINDING, Kind.LIST, Kind.OPTIONS, Kind.DURATION)
"""The kinds that a cell shows as text, so that a word can stand in place of a value."""


def _is_beside(name: str, names: Sequence[str], words: Words) -> bool:
    """Return whether a column says 无 or 查不清 of a fact whose own column has room for that word."""
    head = name.removesuffix(STATE)
    return head != name and head in names and _is_nested(head, words)


def _is_nested(name: str, words: Words) -> bool:
    key = words.meant.get(name)
    return key is not None and not key[1] and words.facts[key].kind in _WITH_STATES


def _with_state(name: str, words: Words) -> Shown:
    """Return how a fact is shown that has a column of states: with 无 or 查不清 in its own cells, if it has room."""
    shown = _of_fact(name, words)
    if not _is_nested(name, words):
        return shown

    def cells(frame: pl.DataFrame) -> list[Cell]:
        states = frame[name + STATE].to_list()
        return [
            (value, tone) if state is None else (state if value is None else f"{value}（{state}）", tone)
            for (value, tone), state in zip(shown.cells(frame), states, strict=True)
        ]

    return Shown(name, shown.title, cells)


def said(fact: Fact, value: Any) -> Value:
    """Return a value of a fact as a cell: the label of an option, a date in text as a date, a number as a number."""
    match fact.kind, value:
        case (Kind.OPTION | Kind.BODY, str()):
            return fact.option_label(value)
        case (Kind.OPTIONS, str()):
            return BETWEEN.join(map(fact.option_label, value.split(BETWEEN)))
        case (Kind.OPTIONS | Kind.LIST, []):
            return ABSENT
        case (Kind.OPTIONS, list()):
            return BETWEEN.join(fact.option_label(str(option)) for option in value)
        case (Kind.DATE, str()) if (day := parse_day(value)) is not None:
            return plain(date.fromordinal(day))
        case (Kind.MOMENT, str()) if isinstance(moment := clock.read(value), int):
            return clock.written(moment)
        case (Kind.MOMENT, datetime()):
            return clock.written(clock.of_datetime(value))
        case (Kind.INTEGER, str()) if INTEGER.fullmatch(value):
            return plain(int(value))
        case (Kind.MONEY, int() | Decimal()) if isinstance(amount := money.of_number(value), int):
            return money.written(amount)
        case (Kind.DURATION, {"number": int(number), "unit": str(unit)}):
            return f"{number}{UNIT_NAMES.get(unit, unit)}"
        case (Kind.FINDING, dict()):
            return _pairs({PART_LABELS.get(str(part), str(part)): inner for part, inner in value.items()})
        case (Kind.LIST, list()):
            return "\n".join(f"{number}. {_element(fact, element)}" for number, element in enumerate(value, 1))
        case _:
            return plain(value)


def _element(fact: Fact, element: Any) -> Value:
    if not isinstance(element, dict):
        return plain(element)
    fields = {word: field for field in fact.fields for word in (field.name, field.label)}
    return _pairs(
        {
            fields[name].label if name in fields else str(name): said(fields[name], value) if name in fields else value
            for name, value in element.items()
        }
    )


def _pairs(values: Mapping[str, Any]) -> str:
    return "；".join(f"{name}：{plain(value)}" for name, value in values.items() if value is not None)


def plain(value: Any) -> Value:
    """Return any value as a cell; what Excel has no cell for becomes text.

    >>> plain(True), plain(12), plain(2**60), plain([1, 2]), plain({"甲": 1})
    ('是', 12, '1152921504606846976', '1、2', '甲：1')
    """
    match value:
        case None | str():
            return value
        case bool():
            return YES if value else NO
        case int():
            return value if abs(value) < _EXACT else str(value)
        case float():
            return value if abs(value) < _EXACT else str(value)
        case date() if type(value) is date:
            return value if value >= FIRST_DATE else value.isoformat()
        case list():
            return BETWEEN.join(str(plain(item)) for item in value)
        case dict():
            return _pairs(value)
        case _:
            return str(value)

"""Binding decision tables: rows become ordered cases, searched for holes, overlaps and rows that are never reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final, TypeVar, assert_never, cast

from zzrules.base import money, shares
from zzrules.base.diagnostics import meanings, policies as wrong
from zzrules.base.frozen import frozen
from zzrules.case.values import UNCLEAR
from zzrules.plan import nodes
from zzrules.plan.boxes import Boxes, Point, TooLargeError
from zzrules.plan.limits import limits, may_be_none
from zzrules.plan.names import (
    ORDER_NUMBER,
    PRESENCE,
    ElapsedTime,
    Typed,
    UnboundError,
)
from zzrules.plan.reckoning import Reckoning
from zzrules.policy import expressions
from zzrules.policy.forms import DAY, INTEGER, LONGEST_DURATION, NO, UNIT_NAMES, YES, parse_duration
from zzrules.policy.tables import ANY
from zzrules.policy.vocabulary import OF_DAY, Kind
from zzrules.policy.yamltree import Scalar

NOTHING: Final = object()
"""The sample of a column that is 无."""
_GIVES: Final = (Kind.DATE, Kind.INTEGER, Kind.MONEY, Kind.DURATION, Kind.OPTION, Kind.BODY)
_LAST_DAY: Final = date.max.toordinal()
_MONTHS: Final = {"month": 1, "year": 12}
_UNIT_OF: Final = {"workday": "workday", "day": "day", "month": "month", "year": "month"}

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
_Column = Typed | ElapsedTime | nodes.DerivedCondition


@frozen
class Sample:
    """A value that stands for all of a column that no row tells apart from it, with how it is said.

    Of a time that has elapsed it is twice the number of months (days, working days).
    """

    value: Any
    text: str


class Tables(Reckoning):
    """Binds the decision tables of a policy as it stands on a day."""

    def _table(self, surface: expressions.Table) -> Typed:
        if surface.results:
            self._refuse(wrong.RESULTS_HERE, surface.results[0].place)
        columns = _each(surface.columns, self._column)
        heads = tuple(zip(surface.columns, columns, strict=True))
        cells = _each(surface.rows, lambda row: _each(zip(heads, row.cells, strict=True), self._cell))
        given, options = self._given(surface)
        self._searched(surface, columns, cells)
        cases = tuple((_conjoined(row), typed.value) for row, typed in zip(cells, given, strict=True))
        from zzrules.policy.phrasing import row_takes

        rows = tuple(f"第{number}行：{row_takes(row)}" for number, row in enumerate(surface.rows, 1))
        units = tuple(dict.fromkeys(unit for typed in given for unit in typed.units))
        return Typed(nodes.Choice(cases, given[-1].value, given[0].kind, rows), options, units)

    # ── columns and cells ───────────────────────────────────────────

    def _column(self, word: Scalar) -> _Column:
        """Return what a column is: something that can be told apart by words, or by numbers."""
        bound = self._named(word)
        if isinstance(bound, ElapsedTime | nodes.DerivedCondition):
            return bound
        if not isinstance(bound, Typed) or bound.kind in (Kind.TEXT, Kind.OPTIONS, Kind.LIST, Kind.MOMENT):
            kind = bound.kind.value if isinstance(bound, Typed) else "情形"
            self._fail(wrong.NOT_A_COLUMN, word, name=word.text, kind=kind)
        return bound

    def _cell(self, given: tuple[tuple[Scalar, _Column], tuple[expressions.Test, ...]]) -> nodes.Condition:
        """Return what a cell asks of its column."""
        (_, column), tests = given
        return _conjoined(_each(tests, lambda test: self._asked(test, column)))

    def _asked(self, test: expressions.Test, column: _Column) -> nodes.Condition:
        word = test.words[0]
        if isinstance(column, ElapsedTime) and test.operator == "为" and word.text in PRESENCE:
            ends = (end for end in (column.start, column.end) if may_be_none(end, self.derived))
            there = _conjoined(nodes.Given(end) for end in ends)
            nowhere = nodes.NEVER if there == nodes.TRUE else nodes.Not(there)
            return there if PRESENCE[word.text] else nowhere
        condition = self._condition(test)
        if not all(map(_fixed, _tests(condition))):
            self._fail(wrong.CELL_NOT_FIXED, word, word=word.text)
        return condition

    # ── what rows give ──────────────────────────────────────────────

    def _given(self, surface: expressions.Table) -> tuple[list[Typed], dict[str, str]]:
        """Return what each row gives, all of one kind, with its options."""
        results = [row.results[0] for row in surface.rows]
        words = [one.word for one in results if isinstance(one, expressions.Word)]
        if len(words) == len(results) and not any(map(self._means_something, words)):
            for word in words:
                share = shares.read(word.text) is not None
                if share or not word.text.strip() or word.text in (*PRESENCE, UNCLEAR, ANY):
                    self._fail(wrong.NOT_A_RESULT, word, text=word.text)
            own = {word.text: word.text for word in words}
            return [Typed(nodes.Literal(word.text, word.text, Kind.OPTION), own) for word in words], own
        given = _each(surface.rows, self._result)
        for row, typed in zip(surface.rows, given, strict=True):
            if typed.kind not in _GIVES:
                self._refuse(wrong.GIVES_NOTHING, row.place, kind=typed.kind.value)
            if typed.kind is not given[0].kind or dict(typed.options) != dict(given[0].options):
                kinds = {"kind": typed.kind.value, "first": given[0].kind.value}
                self._refuse(wrong.UNLIKE_RESULTS, row.place, **kinds)
        return given, dict(given[0].options)

    def _means_something(self, word: Scalar) -> bool:
        """Return whether a word names something, or is a literal."""
        text = word.text
        if self._knows(text) or text == ORDER_NUMBER or text in self.problems.lost:
            return True
        if text.removesuffix(OF_DAY) in self.vocabulary.by_label:
            return True
        written = DAY.fullmatch(text) or INTEGER.fullmatch(text) or parse_duration(text)
        return bool(written) or money.read(text) is not None

    def _result(self, row: expressions.Row) -> Typed:
        (result,) = row.results
        if isinstance(result, expressions.Word):
            typed = self._any_kind(result.word)
            return self._operand(result.word, typed.kind) if result.word.text in self.parameters else typed
        bound = self._derive(result)
        if not isinstance(bound, Typed):
            self._refuse(wrong.GIVES_NOTHING, row.place, kind="历时" if isinstance(bound, ElapsedTime) else "条件")
        return bound

    # ── which cases rows take ───────────────────────────────────────

    def _searched(self, surface: expressions.Table, columns: list[_Column], cells: list[list[nodes.Condition]]) -> None:
        """Note a hole, rows that take the same case, and rows that take none."""
        samples = [
            self._samples(head, column, [row[position] for row in cells])
            for position, (head, column) in enumerate(zip(surface.columns, columns, strict=True))
        ]
        taken = [[_bits(cell, known) for cell, known in zip(row, samples, strict=True)] for row in cells]
        boxes = Boxes(taken, [len(known) for known in samples])

        def said(point: Point) -> str:
            named = zip(surface.columns, samples, point, strict=True)
            return "，".join(f"「{head.text}」{known[number].text}" for head, known, number in named)

        note = self.problems.add
        try:
            for row, (text, box) in enumerate(zip(surface.rows, boxes.rows, strict=True)):
                nothing, number = boxes.empty(row), row + 1
                first = boxes.rows.index(box)
                if nothing is not None:
                    note(wrong.ROW_OF_NOTHING, text.place, row=number, column=surface.columns[nothing].text)
                elif first < row:
                    note(wrong.ROW_TWICE, text.place, row=number, first=first + 1)
                elif surface.single:
                    shared = ((other + 1, boxes.common(other, row)) for other in range(row))
                    other, point = next(((other, point) for other, point in shared if point is not None), (0, None))
                    if point is not None:
                        note(wrong.ROWS_OVERLAP, text.place, row=number, first=other, example=said(point))
                elif row and boxes.uncovered(row, row) is None:
                    point = boxes.lowest(row)
                    before = next(other + 1 for other in range(row) if boxes.takes(other, point))
                    note(wrong.ROW_NEVER_REACHED, text.place, row=number, first=before, example=said(point))
            hole = boxes.uncovered()
        except TooLargeError:
            note(wrong.TABLE_TOO_LARGE, surface.place)
            return
        if hole is not None:
            note(wrong.TABLE_WITH_HOLE, surface.place, example=said(hole))

    def _samples(self, head: Scalar, column: _Column, cells: list[nodes.Condition]) -> list[Sample]:
        """Return samples of everything that a column may be."""
        if isinstance(column, nodes.DerivedCondition):
            return [Sample(True, "成立"), Sample(False, "不成立")]
        written: list[Any] = [bound for cell in cells for node in _tests(cell) for bound in _bounds(node)]
        if isinstance(column, ElapsedTime):
            none = any(may_be_none(end, self.derived) for end in (column.start, column.end))
            return [*self._elapsed(head, written, age=column.age), *_nothing(none=none)]
        none = may_be_none(column.value, self.derived)
        match column.kind:
            case Kind.FLAG:
                return [Sample(True, f"为{YES}"), Sample(False, f"为{NO}"), *_nothing(none=none)]
            case Kind.FINDING:
                assert isinstance(column.value, nodes.FactValue)
                authority = self.authorities.get(column.value.fact.label)
                none = authority is not None and authority.constitutive
                return [Sample(True, f"为{YES}"), Sample(False, f"为{NO}"), *_nothing(none=none)]
            case Kind.OPTION | Kind.BODY:
                return [*(Sample(code, f"为{label}") for label, code in column.options.items()), *_nothing(none=none)]
            case Kind.INTEGER | Kind.MONEY:
                ends = limits(column.value, self.derived)
                say = money.written if column.kind is Kind.MONEY else str
                return [*_numbers(written, *ends, say), *_nothing(none=none)]
            case Kind.DATE:
                days = _numbers(written, 1, _LAST_DAY, lambda day: date.fromordinal(day).isoformat())
                return [*days, *_nothing(none=none)]
            case Kind.DURATION:
                unit = next((unit for _, unit in written), (*column.units, "day")[0])
                lengths = _numbers([n for n, _ in written], 0, LONGEST_DURATION, lambda n: f"{n}{UNIT_NAMES[unit]}")
                return [
                    *(Sample((sample.value, unit), sample.text) for sample in lengths),
                    *_nothing(none=none),
                ]
            case Kind.TEXT | Kind.OPTIONS | Kind.LIST | Kind.MOMENT:
                raise AssertionError(column.kind)  # no column
            case _:
                assert_never(column.kind)

    def _elapsed(self, head: Scalar, written: list[tuple[int, str]], *, age: bool) -> list[Sample]:
        """Return samples of a time: each length that is written, and one between any two."""
        units = {unit for _, unit in written}
        if len({_UNIT_OF[unit] for unit in units}) > 1:
            self._fail(meanings.UNLIKE_UNITS, head, units="、".join(UNIT_NAMES[unit] for unit in sorted(units)))
        unit = units.pop() if len(units) == 1 else "month"  # years beside months are said in months
        scale = _MONTHS.get(unit, 1)
        doubled = [2 * number * _MONTHS.get(own, 1) for number, own in written]

        def say(half: int) -> str:
            number, rest = divmod(half, 2 * scale)
            return f"{'已满' if rest else '刚满'}{number}{'周岁' if age else UNIT_NAMES[unit]}"

        return _numbers(doubled, 0, max([0, *doubled]) + 1, say, "")


def _nothing(*, none: bool) -> list[Sample]:
    return [Sample(NOTHING, "为无")] if none else []


def _numbers(written: Iterable[int], least: int, most: int, say: Callable[[int], str], is_: str = "为") -> list[Sample]:
    """Return samples of numbers: those that are written, and those beside them; ``is_`` goes before how one is said."""
    near = sorted({*written}) or [least]
    found = dict.fromkeys([*near, *(number - 1 for number in near), *(number + 1 for number in near)])
    return [Sample(number, is_ + say(number)) for number in found if least <= number <= most]


def _tests(node: nodes.Condition) -> Iterator[nodes.Condition]:
    """Yield the single tests of which a cell is made; what is concluded of a fact is left aside."""
    match node:
        case nodes.All(parts) | nodes.Any(parts):
            for part in parts:
                yield from _tests(part)
        case nodes.Not(part):
            yield from _tests(part)
        case nodes.Concluded(own, _, _):
            yield from _tests(own)
        case _:
            yield node


def _fixed(test: nodes.Condition) -> bool:
    """Return whether a test compares with what is written, and with nothing that a record or the calendar has."""
    return not isinstance(test, nodes.Compare | nodes.Lasted | nodes.Workday) or bool(_bounds(test))


def _bounds(test: nodes.Condition) -> tuple[object, ...]:
    """Return the value as written with which a test compares a column."""
    match test:
        case nodes.Compare(_, _, nodes.Literal(value)) | nodes.Lasted(_, _, _, nodes.Literal(value)):
            return (value,)
        case _:
            return ()


def _bits(cell: nodes.Condition, samples: list[Sample]) -> int:
    return sum(1 << number for number, sample in enumerate(samples) if _takes(cell, sample.value))


def _takes(node: nodes.Condition, sample: Any) -> bool:
    """Return whether what a cell asks holds of a sample."""
    match node:
        case nodes.Constant(truth):
            return truth
        case nodes.All(parts):
            return all(_takes(part, sample) for part in parts)
        case nodes.Any(parts):
            return any(_takes(part, sample) for part in parts)
        case nodes.Not(part):
            return not _takes(part, sample)
        case nodes.Concluded(own, _, _):
            return _takes(own, sample)
        case nodes.Given():
            return sample is not NOTHING
        case nodes.IsTrue() | nodes.DerivedCondition():
            return sample is True
        case nodes.Found(_, expected, _, _, _, _):
            return sample is expected
        case nodes.Among(_, codes, inside):
            return sample is not NOTHING and (sample in codes) is inside
        case nodes.Compare(operator, _, right):
            assert isinstance(right, nodes.Literal)
            return sample is not NOTHING and nodes.COMPARISONS[operator](sample, right.value)  # type: ignore[arg-type]
        case nodes.Lasted(operator, _, _, duration, _):
            assert isinstance(duration, nodes.Literal)
            number, unit = cast("tuple[int, str]", duration.value)
            return sample is not NOTHING and nodes.COMPARISONS[operator](sample, 2 * number * _MONTHS.get(unit, 1))
        case _:
            raise AssertionError(node)  # no test of a column


def _conjoined(parts: Iterable[nodes.Condition]) -> nodes.Condition:
    """Return that all of some conditions hold, without those that always do."""
    open_ = tuple(part for part in parts if part != nodes.TRUE)
    return open_[0] if len(open_) == 1 else nodes.All(open_) if open_ else nodes.TRUE


def _each(items: Iterable[_Item], make: Callable[[_Item], _Made]) -> list[_Made]:
    """Return what is made of each item, after every item has had its mistakes noted."""
    made, lost = list[_Made](), False
    for item in items:
        try:
            made.append(make(item))
        except UnboundError:
            lost = True
    if lost:
        raise UnboundError
    return made

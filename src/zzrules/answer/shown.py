"""What the record shows of a condition: the recorded value, how a date was counted, by how much it holds or fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, assert_never

from zzrules.answer.findings import flaw_of, flaw_text
from zzrules.answer.known import extent_of, told
from zzrules.answer.reckoning import computed, inner
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.wording import day_text, fact_of, length_text, name_of, show
from zzrules.base import clock
from zzrules.base.bounds import Extent
from zzrules.base.durations import counted, ended, moved
from zzrules.case.values import NONE
from zzrules.engines.judgement import TRUE
from zzrules.plan import model, nodes, walks
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Kind

_WORKING_DAYS = re.compile(r"(\d)工作日")
Shown = Callable[[View], str]
"""What a view shows of a condition or a value, in words; empty where there is nothing to show."""


def nothing(_view: View) -> str:
    """Show nothing."""
    return ""


class Shower:
    """Writes, for the conditions of one layout, what a record shows of them; ``within`` is a walk over a list."""

    def __init__(self, layout: Layout, within: ElementLayout | None, plan: model.Plan) -> None:
        """Take where the conditions stand, and the plan."""
        self.layout = layout
        self.within = within
        self.plan = plan
        self.vocabulary = plan.vocabulary
        self.calendar = plan.calendar

    def condition(self, node: nodes.Condition, *, denied: bool = False) -> Shown:
        """Return what the record shows of a single condition, with the margin by which a comparison holds or fails.

        ``denied``: the words beside it say that it fails. What they say already is not shown again.
        """
        match node:
            case nodes.Not(part):
                return self.condition(part, denied=not denied)
            case nodes.Concluded(part, _, _):
                return self.condition(part, denied=denied)
            case nodes.IsTrue(inner):
                return self._recorded(inner, (not denied,))
            case nodes.Given(inner):
                return self._recorded(inner, (NONE, (), frozenset()) if denied else ())
            case nodes.Among(inner, codes, inside):
                return self._recorded(inner, tuple(codes) if inside is not denied and len(codes) == 1 else ())
            case nodes.Includes(inner, code, inside):
                return self._recorded(inner, (frozenset((code,)),) if inside is not denied else ())
            case nodes.Found():
                return self._finding(node)
            case nodes.Compare(_, nodes.OrderNumber(), nodes.Literal()):
                return nothing
            case nodes.Compare(_, left, right):
                return self._compared(left, right)
            case nodes.Workday(day, _):
                return self._side(day)
            case nodes.Lasted():
                return self._lasting(node)
            case (
                nodes.Constant()
                | nodes.All()
                | nodes.Any()
                | nodes.Quantified()
                | nodes.Times()
                | nodes.DerivedCondition()
                | nodes.GroundHolds()
                | nodes.OutcomeIs()
                | nodes.OtherGround()
                | nodes.ObligationIs()
                | nodes.CatchAll()
            ):
                return nothing
            case _:
                assert_never(node)

    def _recorded(self, node: nodes.Value, said: Sequence[Any]) -> Shown:
        """Return the recorded value, unless it is one that the words beside it say."""
        cell, value = cell_of(node, self.layout, self.within), self._value(node)
        fact = fact_of(node)
        name, within = fact.name if fact is not None else "", self.told(node)

        def shown(view: View) -> str:
            if cell(view) is None and name not in view.record.unclear:
                extent = within(view)
                return f"记载为{extent}" if extent else _silent(view, name)
            if name not in view.record.unclear and any(cell(view) == one for one in said):
                return ""
            return f"记载为{value(view)}"

        return shown

    def _finding(self, node: nodes.Found) -> Shown:
        fact = node.fact

        def shown(view: View) -> str:
            finding = view.record.values.get(fact.name)
            if finding is None:
                return _silent(view, fact.name)
            if finding is NONE:
                return "记载为无"
            flaw = flaw_of(node, view.record)
            text = show(finding, Kind.FINDING, fact, self.vocabulary)
            return f"{text}；{flaw_text(flaw, node, view.record, self.vocabulary)}" if flaw is not None else text

        return shown

    def _compared(self, left: nodes.Value, right: nodes.Value) -> Shown:
        given = [side for side in (left, right) if not isinstance(side, nodes.Literal)]
        names = [name_of(side) for side in given] if len(given) > 1 else [""]
        sides = [(name, self._side(side)) for name, side in zip(names, given, strict=False)]
        distance = self.distance(left, right)

        def shown(view: View) -> str:
            said = "，".join([name + side(view) for name, side in sides])
            return f"{said}；{words}" if (words := distance(view)) else said

        return shown

    def named(self, node: nodes.Value) -> Shown:
        """Return a value with its name, and in brackets how it was counted if it was; one written outright as it is."""
        if isinstance(node, nodes.Literal):
            return _named(node)
        name, value, how = name_of(node), self._value(node), self.how(node)
        return lambda view: f"{name}{value(view)}" + (f"（{counted_from}）" if (counted_from := how(view)) else "")

    def _side(self, node: nodes.Value) -> Shown:
        """Return a value whose name the words beside it say, and how it was counted if it was."""
        value, how = self._value(node), self.how(node)
        cell = cell_of(node, self.layout, self.within)

        def shown(view: View) -> str:
            counted_from = how(view) if cell(view) is not None else ""
            return value(view) + (f"＝{counted_from}" if counted_from else "")

        return shown

    def how(self, node: nodes.Value) -> Shown:
        """Return how a value came about: from where and how long it was counted, by which row of a table."""
        match node:
            case nodes.DerivedValue(name, _):
                inner = self.layout.version.derived[name]
                return self.how(inner) if isinstance(inner, nodes.Value) else nothing
            case nodes.Rolled(day):
                return self.how(day)
            case nodes.Deadline():
                return self._counting(node)
            case (
                nodes.Literal()
                | nodes.FactValue()
                | nodes.FieldValue()
                | nodes.OrderNumber()
                | nodes.FindingDay()
                | nodes.EvaluationDay()
                | nodes.ConductDay()
                | nodes.Counted()
                | nodes.Extremum()
                | nodes.FirstGiven()
                | nodes.Picked()
                | nodes.Gathered()
            ):
                return nothing
            case nodes.MonthDay(day, _, _, _, text):
                name, value = name_of(day), self._value(day)
                return lambda view: f"{name}{value(view)}的{text}"
            case nodes.DayOf(moment, cutoff):
                return self._day_of(moment, cutoff)
            case nodes.HoursLater():
                return self._hours(node)
            case nodes.Choice():
                return self._row(node)
            case nodes.Combined() | nodes.Product():
                return self._computing(node)
            case _:
                assert_never(node)

    def _day_of(self, node: nodes.Value, cutoff: int) -> Shown:
        """Return on which moment a day lies, and whether that counts as the next day's."""
        name, value, cell = name_of(node), self._value(node), cell_of(node, self.layout, self.within)

        def shown(view: View) -> str:
            moment = cell(view)
            late = type(moment) is int and moment % clock.DAY > cutoff
            return f"{name}{value(view)}" + (f"，过了{clock.time_of(cutoff)}，计入次日" if late else "")

        return shown

    def _hours(self, node: nodes.HoursLater) -> Shown:
        """Return from which moment hours count, and which office's they are."""
        name, value = name_of(node.start), self._value(node.start)
        direction = "前" if node.minutes < 0 else "起"
        basis = f"（办公时间依据{node.office.basis}）" if node.office is not None else ""
        return lambda view: f"{name}{value(view)}{direction}{node.text}{basis}"

    def _row(self, node: nodes.Choice) -> Shown:
        """Return which row of a decision table gives the value, and how that came about; nothing of other choices."""
        rows = [
            (cell_of(when, self.layout, self.within), text, self.how(then))
            for (when, then), text in zip(node.cases, node.rows, strict=False)
        ]

        def shown(view: View) -> str:
            for cell, text, how in rows:
                if cell(view) == TRUE:
                    counted_from = how(view)
                    return f"对照表{text}" + (f"，{counted_from}" if counted_from else "")
            return ""

        return shown

    def _computing(self, node: nodes.Combined | nodes.Product) -> Shown:
        """Return an amount's arithmetic, each part with its value."""
        parts = [_named(part) if isinstance(part, nodes.Literal) else self._part(part) for part in node.values]

        def shown(view: View) -> str:
            return computed(node, [part(view) for part in parts])

        return shown

    def _part(self, node: nodes.Value) -> Shown:
        """Return a part of an amount: by name and value, or by its own arithmetic, in brackets."""
        if isinstance(node, nodes.Combined | nodes.Product):
            said = self._computing(node)
            return lambda view: inner(node, said(view))
        name, value = name_of(node), self._value(node)
        return lambda view: f"{name}{value(view)}"

    def _counting(self, node: nodes.Deadline) -> Shown:
        start, value = name_of(node.start), self._value(node.start)
        lengths = [_named(part) if isinstance(part, nodes.Literal) else self._value(part) for part in node.amounts]
        direction = "前" if node.backwards else "起"
        deducted, rolling = self._deducted(node), self.rolling(node)

        def shown(view: View) -> str:
            without = deducted(view)
            moves = f"，{words}" if (words := rolling(view)) else ""
            amounts = spoken("、".join([length(view) for length in lengths]))
            return f"{start}{value(view)}{direction}{amounts}{f'，{without}' if without else ''}{moves}"

        return shown

    def _deducted(self, node: nodes.Deadline) -> Shown:
        """Return which intervals of a list moved the last day; nothing where none took away a day that counts."""
        suspension = node.suspension
        if suspension is None:
            return nothing
        source, at = suspension.source, self.layout.walk(suspension.source, suspension.where)
        counts = cell_of(suspension.where, self.layout, self.layout.lists[at])
        start, end = (cell_of(side, self.layout, self.within) for side in (node.start, node))
        amounts = [cell_of(amount, self.layout, self.within) for amount in node.amounts]

        def intervals(view: View) -> Iterator[tuple[Any, Any]]:
            rows, elements = view.record.values.get(source.name) or (), view.elements[at] or ()
            for row, cells in zip(rows, elements, strict=True):
                if counts(view.at(cells)) == TRUE:
                    days = row[suspension.first + 1], row[suspension.last + 1]  # after its order number
                    yield ended(*days, view.record.on, through=suspension.through)

        def shown(view: View) -> str:
            after, last = start(view), end(view)
            if not (type(after) is int and type(last) is int):
                return ""
            working = all(unit == "workday" for _, unit in filter(_is_length, (amount(view) for amount in amounts)))
            taken = []
            for begun, over in intervals(view):
                if type(begun) is int and type(over) is int:
                    before, through = max(begun - 1, after), min(over, last)
                    if before < through and counted(before, through, self.calendar, working=working):
                        taken.append(day_text(begun) if begun == over else f"{day_text(begun)}至{day_text(over)}")
            return f"扣除「{source.label}」{'、'.join(taken)}" if taken else ""

        return shown

    def rolling(self, node: nodes.Value) -> Shown:
        """Return whether the last day moves off a day off; nothing where it is counted in working days."""
        match node:
            case nodes.DerivedValue(name, _):
                inner = self.layout.version.derived[name]
                return self.rolling(inner) if isinstance(inner, nodes.Value) else nothing
            case nodes.Choice(cases, otherwise):
                cells = [(cell_of(when, self.layout, self.within), self.rolling(then)) for when, then in cases]
                rest = self.rolling(otherwise)
                return lambda view: next((shown for cell, shown in cells if cell(view) == TRUE), rest)(view)
            case nodes.Rolled(day):
                return self._rolled(cell_of(day, self.layout, self.within), cell_of(node, self.layout, self.within))
            case nodes.Deadline() if not node.backwards:
                return self._rolling(node)
            case (
                nodes.Literal()
                | nodes.Deadline()
                | nodes.FactValue()
                | nodes.FieldValue()
                | nodes.OrderNumber()
                | nodes.FindingDay()
                | nodes.EvaluationDay()
                | nodes.ConductDay()
                | nodes.Counted()
                | nodes.Extremum()
                | nodes.FirstGiven()
                | nodes.Picked()
                | nodes.Combined()
                | nodes.Product()
                | nodes.Gathered()
                | nodes.DayOf()
                | nodes.MonthDay()
                | nodes.HoursLater()
            ):
                return nothing
            case _:
                assert_never(node)

    def _rolling(self, node: nodes.Deadline) -> Shown:
        cell, start = (cell_of(side, self.layout, self.within) for side in (node, node.start))
        amounts = [cell_of(amount, self.layout, self.within) for amount in node.amounts]
        deducted = self._deducted(node)

        def unrolled(view: View) -> Any:
            day = start(view)
            for amount in amounts:
                length = amount(view)
                if type(day) is int and isinstance(length, tuple):
                    day = moved(day, length[0], length[1], self.calendar)
            return day

        rolled = self._rolled(unrolled, cell)

        def shown(view: View) -> str:
            lengths = filter(_is_length, (amount(view) for amount in amounts))
            if all(unit == "workday" for _, unit in lengths) or type(cell(view)) is not int:
                return ""
            if not node.rolls:
                off = self.calendar.working_ordinal(cell(view)) is False
                return f"末日{'是' if off else '遇'}休息日{'，' if off else ''}不顺延"
            return "遇休息日顺延" if deducted(view) else rolled(view)

        return shown

    def _rolled(self, before: Cell, after: Cell) -> Shown:
        """Return that a day was moved off a day off, or would be."""

        def shown(view: View) -> str:
            was, now = before(view), after(view)
            if type(was) is int and type(now) is int and was != now:
                return f"{day_text(was)}是休息日，顺延"
            return "遇休息日顺延"

        return shown

    def _value(self, node: nodes.Value) -> Shown:
        cell, fact, kind = cell_of(node, self.layout, self.within), fact_of(node), walks.kind_of(node)
        name = fact.name if fact is not None else ""
        recorded, within = isinstance(node, nodes.FactValue | nodes.FieldValue), self.told(node)

        def shown(view: View) -> str:
            value = cell(view)
            if name in view.record.unclear and not (kind is Kind.DATE and type(value) is int):
                return "查不清"
            if value is None and (extent := within(view)):
                return extent
            if value is None and recorded:
                return "没有记载"
            return show(value, kind, fact, self.vocabulary)

        return shown

    def extent(self, node: nodes.Value) -> Callable[[View], Extent | None]:
        """Return within what a value lies that is not known; None where nothing shows it."""
        return extent_of(node, self.layout, self.plan)

    def told(self, node: nodes.Value) -> Shown:
        """Return the same in words; empty where nothing shows it."""
        return told(node, self.layout, self.plan)

    def distance(self, left: nodes.Value, right: nodes.Value) -> Shown:
        """Return by how much one date lies before or after another, in working days as far as notices are there."""
        if walks.kind_of(left) is not Kind.DATE:
            return nothing
        former, latter = (cell_of(side, self.layout, self.within) for side in (left, right))
        announced = self.calendar.announced

        def shown(view: View) -> str:
            first, second = former(view), latter(view)
            if not (type(first) is int and type(second) is int) or first == second:
                return ""
            days = abs(first - second)
            working = counted(min(first, second), max(first, second), announced, working=True)
            text = f"{days}天" + (f"（{working}个工作日）" if working is not None else "")
            return f"{'晚' if first > second else '早'}{text}"

        return shown

    def _lasting(self, node: nodes.Lasted) -> Shown:
        """Return the two ends, the day on which the duration is full, and how far it is from there."""
        start, end, full = self._value(node.start), self._value(node.end), self.full(node)

        def shown(view: View) -> str:
            ends = f"从{start(view)}到{end(view)}"
            return f"{ends}；{words}" if (words := full(view)) else ends

        return shown

    def full(self, node: nodes.Lasted) -> Shown:
        """Return on which day a duration is full, and how far the end is from there; nothing if that is not known."""
        cells = [cell_of(side, self.layout, self.within) for side in (node.start, node.end, node.duration)]

        def shown(view: View) -> str:
            start, end, length = (cell(view) for cell in cells)
            if not (type(start) is int and type(end) is int and isinstance(length, tuple)):
                return ""
            full = moved(start, length[0], length[1], self.calendar)
            if full is None:
                return "工作日历未覆盖"
            full += node.full_after
            text = f"满{length_text(node, length, self.vocabulary)}之日是{day_text(full)}"
            if end < full:
                return f"{text}，还差{full - end}天"
            return text + (f"，已过{end - full}天" if end > full else "，正是这一天")

        return shown


def _is_length(amount: Any) -> bool:
    """Return whether a duration is there: neither unknown nor 无."""
    return isinstance(amount, tuple)


def _silent(view: View, name: str) -> str:
    """Return why nothing counts as recorded of a fact."""
    if name in view.record.disputed:
        return "记载互相矛盾"
    return "记载为查不清" if name in view.record.unclear else "没有记载"


def spoken(amounts: str) -> str:
    """Return durations as they are spoken: 10个工作日 for 10工作日."""
    return _WORKING_DAYS.sub(r"\1个工作日", amounts)


def _named(node: nodes.Literal) -> Shown:
    text = name_of(node)
    return lambda _view: text

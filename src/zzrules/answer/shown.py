"""What the record shows of a condition: the recorded value, how a date was counted, by how much it holds or fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, assert_never

from zzrules.answer.findings import flaw_of, flaw_text
from zzrules.answer.reckoning import computed
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.wording import day_text, fact_of, length_text, name_of, show, show_extent
from zzrules.base.durations import counted, moved
from zzrules.base.workdays import Calendar
from zzrules.case.values import NONE
from zzrules.engines.judgement import TRUE
from zzrules.plan import nodes, walks
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Kind, Vocabulary

_WORKING_DAYS = re.compile(r"(\d)工作日")
Shown = Callable[[View], str]
"""What a view shows of a condition or a value, in words; empty where there is nothing to show."""


def nothing(_view: View) -> str:
    """Show nothing."""
    return ""


class Shower:
    """Writes, for the conditions of one layout, what a record shows of them; ``within`` is a walk over a list."""

    def __init__(
        self, layout: Layout, within: ElementLayout | None, vocabulary: Vocabulary, calendar: Calendar
    ) -> None:
        """Take where the conditions stand."""
        self.layout = layout
        self.within = within
        self.vocabulary = vocabulary
        self.calendar = calendar

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
            case nodes.Includes(inner, _, _):
                return self._recorded(inner, ())
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
        name = fact.name if fact is not None else ""

        def shown(view: View) -> str:
            if cell(view) is None and name not in view.record.unclear:
                return _silent(view, name)
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
        which = ("前者 ", "后者 ") if len(given) > 1 else ("",)
        sides = [(word, self._side(side)) for word, side in zip(which, given, strict=False)]
        distance = self._distance(left, right) if walks.kind_of(left) is Kind.DATE else nothing
        return lambda view: "，".join([word + side(view) for word, side in sides]) + distance(view)

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
            case nodes.Choice():
                return self._row(node)
            case nodes.Combined() | nodes.Product():
                return self._computing(node)
            case _:
                assert_never(node)

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
        apart = not (isinstance(node, nodes.Combined) and node.operator in ("min", "max"))
        parts = [
            _named(part) if isinstance(part, nodes.Literal) else self._part(part, apart=apart) for part in node.values
        ]

        def shown(view: View) -> str:
            return computed(node, [part(view) for part in parts])

        return shown

    def _part(self, node: nodes.Value, *, apart: bool) -> Shown:
        """Return a part of an amount: by name and value, or by its own arithmetic, in brackets if ``apart``."""
        if isinstance(node, nodes.Combined | nodes.Product):
            inner = self._computing(node)
            return (lambda view: f"（{inner(view)}）") if apart else inner
        name, value = name_of(node), self._value(node)
        return lambda view: f"{name}{value(view)}"

    def _counting(self, node: nodes.Deadline) -> Shown:
        start, value = name_of(node.start), self._value(node.start)
        lengths = [_named(part) if isinstance(part, nodes.Literal) else self._value(part) for part in node.amounts]
        direction = "前" if node.backwards else "起"
        source = node.suspension.source if node.suspension is not None else None
        rolling = self.rolling(node)

        def shown(view: View) -> str:
            without = f"，扣除「{source.label}」" if source and view.record.values.get(source.name) else ""
            moves = f"，{words}" if (words := rolling(view)) else ""
            amounts = _spoken("、".join([length(view) for length in lengths]))
            return f"{start}{value(view)}{direction}{amounts}{without}{moves}"

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
            ):
                return nothing
            case _:
                assert_never(node)

    def _rolling(self, node: nodes.Deadline) -> Shown:
        cell, start = (cell_of(side, self.layout, self.within) for side in (node, node.start))
        amounts = [cell_of(amount, self.layout, self.within) for amount in node.amounts]
        source = node.suspension.source if node.suspension is not None else None

        def unrolled(view: View) -> Any:
            day = start(view)
            for amount in amounts:
                length = amount(view)
                if type(day) is int and isinstance(length, tuple):
                    day = moved(day, length[0], length[1], self.calendar)
            return day

        rolled = self._rolled(unrolled, cell)

        def shown(view: View) -> str:
            lengths = [length for amount in amounts if isinstance(length := amount(view), tuple)]
            if all(unit == "workday" for _, unit in lengths) or type(cell(view)) is not int:
                return ""
            if not node.rolls:
                off = self.calendar.working_ordinal(cell(view)) is False
                return f"末日{'是' if off else '遇'}休息日{'，' if off else ''}不顺延"
            suspended = source is not None and view.record.values.get(source.name)
            return "遇休息日顺延" if suspended else rolled(view)

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
        recorded = isinstance(node, nodes.FactValue | nodes.FieldValue)

        def shown(view: View) -> str:
            value = cell(view)
            if name in view.record.unclear and not (kind is Kind.DATE and type(value) is int):
                return "查不清"
            if value is None and isinstance(node, nodes.FactValue) and (extent := view.record.partial.get(name)):
                return show_extent(extent, node.fact, self.vocabulary)
            if value is None and recorded:
                return "没有记载"
            return show(value, kind, fact, self.vocabulary)

        return shown

    def _distance(self, left: nodes.Value, right: nodes.Value) -> Shown:
        """Return by how much one date lies before or after another."""
        former, latter = (cell_of(side, self.layout, self.within) for side in (left, right))

        def shown(view: View) -> str:
            first, second = former(view), latter(view)
            if not (type(first) is int and type(second) is int) or first == second:
                return ""
            days = abs(first - second)
            working = counted(min(first, second), max(first, second), self.calendar, working=True)
            text = f"{days}天" + (f"（{working}个工作日）" if working is not None else "")
            return f"；前者{'晚' if first > second else '早'}{text}"

        return shown

    def _lasting(self, node: nodes.Lasted) -> Shown:
        """Return the two ends, the day on which the duration is full, and how far it is from there."""
        cells = [cell_of(side, self.layout, self.within) for side in (node.start, node.end, node.duration)]
        start_words, end_words = self._value(node.start), self._value(node.end)

        def shown(view: View) -> str:
            start, end, length = (cell(view) for cell in cells)
            ends = f"从{start_words(view)}到{end_words(view)}"
            if not (type(start) is int and type(end) is int and isinstance(length, tuple)):
                return ends
            full = moved(start, length[0], length[1], self.calendar)
            if full is None:
                return f"{ends}；工作日历未覆盖"
            full += node.full_after
            text = f"{ends}；满{length_text(node, length, self.vocabulary)}之日是{day_text(full)}"
            if end < full:
                return f"{text}，还差{full - end}天"
            return text + (f"，已过{end - full}天" if end > full else "，正是这一天")

        return shown


def _silent(view: View, name: str) -> str:
    """Return why nothing counts as recorded of a fact."""
    if name in view.record.disputed:
        return "记载互相矛盾"
    return "记载为查不清" if name in view.record.unclear else "没有记载"


def _spoken(amounts: str) -> str:
    """Return durations as they are spoken: 10个工作日 for 10工作日."""
    return _WORKING_DAYS.sub(r"\1个工作日", amounts)


def _named(node: nodes.Literal) -> Shown:
    text = name_of(node)
    return lambda _view: text

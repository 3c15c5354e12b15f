"""What keeps a condition open: the unknown facts that reading it comes upon, in the order of the text.

The questions are worked out once for a layout, as functions; a `Walk` asks them of one record and notes the gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol, assert_never

from zzrules.answer.parts import Why
from zzrules.answer.view import View, cell_of
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record
from zzrules.case.values import NONE, Perhaps
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Fact


class Gap(NamedTuple):
    """An unknown fact that a condition depends on; ``fact`` is None where the calendar does not reach."""

    fact: Fact | None
    why: Why
    label: str


class Follow(Protocol):
    """Notes what keeps another policy open, or one of its grounds or obligations; returns whether anything does."""

    def __call__(self, gaps: dict[str, Gap], policy: str, *, ground: str = "", obligation: str = "") -> bool:
        """Note the gaps by label; of each label, the first."""
        ...


def note(gaps: dict[str, Gap], fact: Fact | None, why: Why, label: str = "") -> bool:
    """Note a gap, unless one of its label has been noted; return True."""
    label = label or (fact.label if fact is not None else "")
    if label not in gaps:
        gaps[label] = Gap(fact, why, label)
    return True


def absent(gaps: dict[str, Gap], fact: Fact, record: Record) -> bool:
    """Note a fact that is not recorded, or recorded as 查不清, or contradicts others; return True."""
    if fact.name in record.disputed:
        return note(gaps, fact, "contradicted")
    return note(gaps, fact, "unclear" if fact.name in record.unclear else "absent")


class Walk:
    """One pass over a view: what has been asked, and the gaps noted so far, by label in the order in which they came.

    Inside a list, ``source`` and ``number`` say which element is at hand.
    """

    __slots__ = ("asked", "follow", "gaps", "number", "record", "source", "view")

    def __init__(
        self, view: View, gaps: dict[str, Gap], follow: Follow, source: Fact | None = None, number: int = 0
    ) -> None:
        """Begin a pass; ``source`` and ``number`` are those of an obligation that stands for an element."""
        self.view = view
        self.record: Record = view.record
        self.gaps = gaps
        self.follow = follow
        self.source = source
        self.number = number
        self.asked: dict[int, bool] = {}

    def at(self, element: tuple[object, ...], source: Fact, number: int) -> Walk:
        """Return the same pass at an element of a list."""
        inner = Walk(self.view.at(element), self.gaps, self.follow, source, number)
        inner.asked = self.asked
        return inner

    def note(self, fact: Fact | None, why: Why, label: str = "") -> bool:
        """Note a gap; return True."""
        return note(self.gaps, fact, why, label)

    def absent(self, fact: Fact) -> bool:
        """Note a fact that is not recorded, or recorded as 查不清, or contradicts others; return True."""
        return absent(self.gaps, fact, self.record)

    def field(self, field: Fact) -> bool:
        """Note a field that the element at hand does not record; return True."""
        if self.source is None:
            return self.note(field, "element")
        return self.note(self.source, "element", f"{self.source.label}第{self.number}项的{field.label}")


Ask = Callable[[Walk], bool]
"""Notes what keeps a condition or value open; returns whether anything does. Nothing does where it is known."""


def _nothing(_walk: Walk) -> bool:
    return False


def _each(asks: Iterable[Ask]) -> Ask:
    parts = tuple(ask for ask in asks if ask is not _nothing)
    if len(parts) == 1:
        return parts[0]

    def ask(walk: Walk) -> bool:
        asked = False
        for part in parts:
            if part(walk):
                asked = True
        return asked

    return ask if parts else _nothing


class Asker:
    """Makes the questions of one layout, each once."""

    def __init__(self, layout: Layout, calendar: Calendar) -> None:
        """Take where conditions stand."""
        self.layout = layout
        self.calendar = calendar
        self._asks: dict[tuple[nodes.Node, ElementLayout | None], Ask] = {}

    def entries(self, required: Sequence[nodes.Condition], entries: Sequence[nodes.Condition]) -> Ask:
        """Return what keeps a decision list open: its requirements, then its entries up to the first that holds."""
        asks = [self.condition(condition) for condition in required]
        slots = [self.layout.slots[condition] for condition in required]
        steps = [(self.layout.slots[condition], self.condition(condition)) for condition in entries]

        def ask(walk: Walk) -> bool:
            cells = walk.view.cells
            for slot in slots:
                if cells[slot] == FALSE:
                    return False
            asked = False
            for requirement in asks:
                asked |= requirement(walk)
            for slot, entry in steps:
                asked |= entry(walk)
                if cells[slot] == TRUE:
                    break
            return asked

        return ask

    # ── conditions ──────────────────────────────────────────────────

    def condition(self, node: nodes.Condition, within: ElementLayout | None = None) -> Ask:
        """Return what keeps a condition open; ``within`` is the walk over a list in which it stands."""
        key = node, within if within is not None and node in within.slots else None
        known = self._asks.get(key)
        if known is None:
            known = self._asks[key] = self._where_open(node, key[1], self._condition(node, key[1]))
        return known

    def _where_open(self, node: nodes.Condition, within: ElementLayout | None, inner: Ask) -> Ask:
        """Ask only where the condition is unknown, and of a version's own conditions only once."""
        if inner is _nothing:
            return inner
        if within is not None:
            cell = cell_of(node, self.layout, within)
            return lambda walk: cell(walk.view) == UNKNOWN and inner(walk)
        slot = self.layout.slots[node]

        def ask(walk: Walk) -> bool:
            if walk.view.cells[slot] != UNKNOWN:
                return False
            known = walk.asked.get(slot)
            if known is None:
                known = walk.asked[slot] = inner(walk)
            return known

        return ask

    def _condition(self, node: nodes.Condition, within: ElementLayout | None) -> Ask:
        match node:
            case nodes.Constant():
                return _nothing
            case nodes.Found():
                return _finding(node)
            case nodes.Quantified(_, source, condition) | nodes.Times(source, condition, _, _):
                return self._in_list(source, condition)
            case nodes.GroundHolds(name, complete):
                ground = self.layout.version.ground(name)
                assert ground is not None
                conditions = (ground.condition, ground.procedure) if complete else (ground.condition,)
                return _each([self.condition(part) for part in conditions])
            case nodes.DerivedCondition(name):
                derived = self.layout.version.derived[name]
                assert isinstance(derived, nodes.Condition)
                return self.condition(derived)
            case nodes.OutcomeIs(policy, _):
                return (lambda walk: walk.follow(walk.gaps, policy)) if policy else _nothing
            case nodes.OtherGround(policy, name):
                return lambda walk: walk.follow(walk.gaps, policy, ground=name)
            case nodes.ObligationIs(policy, name, _):
                return lambda walk: walk.follow(walk.gaps, policy, obligation=name)
            case nodes.Workday(day, _):
                return self._or_calendar([day], day, within)
            case nodes.Lasted(_, start, end, duration, _):
                return self._or_calendar([start, end, duration], start, within)
            case nodes.CatchAll(invoked, basis, criterion):
                return self._catch_all(invoked, basis, criterion, within)
            case nodes.Concluded(own, premise, _):
                return _each([self.condition(own, within), self.condition(premise, within)])
            case nodes.Compare(_, left, right):
                return self._values([left, right], within)
            case nodes.All(parts) | nodes.Any(parts):
                return _each([self.condition(part, within) for part in parts])
            case nodes.Not(part):
                return self.condition(part, within)
            case nodes.IsTrue(value) | nodes.Given(value) | nodes.Among(value, _, _) | nodes.Includes(value, _, _):
                return self.value(value, within)
            case _:
                assert_never(node)

    def _catch_all(
        self, invoked: Fact, basis: nodes.Condition, criterion: nodes.Condition, within: ElementLayout | None
    ) -> Ask:
        cell = cell_of(basis, self.layout, within)
        inner = _each([self.condition(basis, within), self.condition(criterion, within)])

        def ask(walk: Walk) -> bool:
            asked = False
            if cell(walk.view) == FALSE:
                asked = walk.note(invoked, "no_basis")
            elif invoked.name in walk.record.unclear:
                asked = walk.note(invoked, "unclear")
            return inner(walk) or asked

        return ask

    def _or_calendar(self, values: Sequence[nodes.Value], start: nodes.Value, within: ElementLayout | None) -> Ask:
        """Ask for the values; where all are known, what is missing is the notice for a year."""
        inner, calendar = self._values(values, within), self._calendar(start, within)
        return lambda walk: inner(walk) or calendar(walk)

    # ── values ──────────────────────────────────────────────────────

    def value(self, node: nodes.Value, within: ElementLayout | None = None) -> Ask:
        """Return what keeps a value open: facts, conditions that choose, intervals, or else the calendar."""
        key = node, within if within is not None and node in within.slots else None
        known = self._asks.get(key)
        if known is None:
            inner, cell = self._value(node, within), cell_of(node, self.layout, within)
            known = self._asks[key] = lambda walk: cell(walk.view) is None and inner(walk)
        return known

    def _values(self, values: Iterable[nodes.Value], within: ElementLayout | None) -> Ask:
        return _each([self.value(node, within) for node in values])

    def _value(self, node: nodes.Value, within: ElementLayout | None) -> Ask:
        match node:
            case nodes.Literal() | nodes.EvaluationDay() | nodes.ConductDay():
                return _nothing  # known; the fact that dates the conduct stands at the head of the list
            case nodes.FactValue(fact) | nodes.FindingDay(fact):
                return lambda walk: walk.absent(fact)
            case nodes.FieldValue(field, _):
                return lambda walk: walk.field(field)
            case nodes.OrderNumber():
                return lambda walk: walk.note(None, "element", "各项的日期")
            case nodes.DerivedValue(name, _):
                derived = self.layout.version.derived[name]
                assert isinstance(derived, nodes.Value)
                return self.value(derived)
            case nodes.Deadline(start, amounts, _, _, suspension):
                inner = [self._suspension(suspension), self._values([start, *amounts], within)]
                return self._inside(inner, start, within)
            case nodes.Counted(_, start, end, suspension):
                return self._inside([self._suspension(suspension), self._values([start, end], within)], start, within)
            case nodes.Rolled(day):
                return self._inside([self.value(day, within)], day, within)
            case nodes.Picked(source, position, _, where):
                order = [at for at, field in enumerate(source.fields) if field.name == source.order_by]
                inner = [self._in_list(source, where), self._fields(source, where, (*order, position))]
                return self._inside(inner, node, within)
            case nodes.Extremum(_, values) | nodes.FirstGiven(values):
                return self._inside([self._values(values, within)], node, within)
            case nodes.Choice(cases, otherwise):
                parts = [
                    ask for when, then in cases for ask in (self.condition(when, within), self.value(then, within))
                ]
                return self._inside([*parts, self.value(otherwise, within)], node, within)
            case _:
                assert_never(node)

    def _inside(self, asks: Iterable[Ask], start: nodes.Value, within: ElementLayout | None) -> Ask:
        inner, calendar = _each(asks), self._calendar(start, within)
        return lambda walk: inner(walk) or calendar(walk)

    def _calendar(self, start: nodes.Value, within: ElementLayout | None) -> Ask:
        """Note the notice for the first day from ``start`` on that has none."""
        cell, calendar = cell_of(start, self.layout, within), self.calendar
        last = calendar.last.toordinal()

        def ask(walk: Walk) -> bool:
            day = cell(walk.view)
            begin = date.fromordinal(day) if type(day) is int and day > last else calendar.last
            return walk.note(None, "calendar", calendar.awaits(begin + timedelta(days=1)))

        return ask

    # ── lists ───────────────────────────────────────────────────────

    def _suspension(self, suspension: nodes.Suspension | None) -> Ask:
        if suspension is None:
            return _nothing
        source, where = suspension.source, suspension.where
        return _each([self._in_list(source, where), self._fields(source, where, (suspension.first, suspension.last))])

    def _in_list(self, source: Fact, condition: nodes.Condition) -> Ask:
        """Ask for an unknown list, and for what keeps the condition open for each of its elements."""
        walked = self.layout.walk(source, condition)
        inner = self.condition(condition, self.layout.lists[walked])

        def ask(walk: Walk) -> bool:
            elements = walk.record.values.get(source.name)
            cells = walk.view.elements[walked]
            if elements is None or cells is None:
                return walk.absent(source)
            asked = False
            for number, (element, its_cells) in enumerate(zip(elements, cells, strict=True), 1):
                if isinstance(element, Perhaps):
                    asked = walk.note(source, "more")
                else:
                    asked |= inner(walk.at(its_cells, source, number))
            return asked

        return ask

    def _fields(self, source: Fact, where: nodes.Condition, positions: Sequence[int]) -> Ask:
        """Ask for the fields at these positions that the elements that count do not record."""
        walked = self.layout.walk(source, where)
        counts = cell_of(where, self.layout, self.layout.lists[walked])

        def ask(walk: Walk) -> bool:
            asked = False
            elements = walk.record.values.get(source.name) or ()
            for number, (element, cells) in enumerate(zip(elements, walk.view.elements[walked] or (), strict=True), 1):
                if isinstance(element, Perhaps) or counts(walk.view.at(cells)) != TRUE:
                    continue
                for position in positions:
                    if element[position + 1] is None:
                        asked = walk.at(cells, source, number).field(source.fields[position])
            return asked

        return ask


def _finding(node: nodes.Found) -> Ask:
    fact = node.fact

    def ask(walk: Walk) -> bool:
        finding = walk.record.values.get(fact.name)
        if finding is None:
            return walk.absent(fact)
        if finding is NONE:
            return walk.note(fact, "unmade")
        return walk.note(fact, "incomplete" if finding.conclusion is None else "unauthorised")

    return ask

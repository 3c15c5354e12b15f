"""What keeps a condition open: the unknown facts that reading it comes upon, in the order of the text.

The questions are worked out once for a layout, as functions; a `Walk` asks them of one record and notes the gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import assert_never

from zzrules.answer.findings import PART_WORDS, flaw_of, lacking_parts
from zzrules.answer.view import cell_of, invoked
from zzrules.answer.walk import Ask, Gap, Walk, absent, note
from zzrules.answer.wording import day_text, lasting_text, length_text, order_word, relation, show
from zzrules.base import clock
from zzrules.base.durations import moved
from zzrules.base.frozen import replaced
from zzrules.base.office import OfficeHours
from zzrules.base.workdays import Calendar
from zzrules.case.values import BOUNDED, FINDING_PARTS, NONE, FindingPart, Perhaps
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes, walks
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Fact, Vocabulary

_ONE_DAY = timedelta(days=1)
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


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


def _once(name: str, inner: Ask) -> Ask:
    """Ask what keeps a derived value open once in a pass: others may name it many times."""

    def ask(walk: Walk) -> bool:
        known = walk.asked.get(name)
        if known is None:
            known = walk.asked[name] = inner(walk)
        return known

    return ask


class Asker:
    """Makes the questions of one layout, each once."""

    def __init__(self, layout: Layout, calendar: Calendar, vocabulary: Vocabulary) -> None:
        """Take where conditions stand."""
        self.layout = layout
        self.vocabulary = vocabulary
        self.calendar = calendar
        self._asks: dict[tuple[nodes.Node, ElementLayout | None], Ask] = {}

    def decision(
        self, required: Sequence[nodes.Condition], entries: Sequence[tuple[nodes.Condition, str]], refused: str
    ) -> Ask:
        """Return what keeps open in which group the answer of a decision list is.

        Each entry comes with its group; ``refused`` is that of a requirement that does not hold. What is read where
        only one group is left does not matter.
        """
        if len({refused, *(group for _, group in entries)}) == len(entries) + 1:
            return self.entries(required, [condition for condition, _ in entries])  # no group is left before the end
        asks = [self.condition(condition) for condition in required]
        slots = [self.layout.slots[condition] for condition in required]
        steps = [(self.layout.slots[condition], self.condition(condition), group) for condition, group in entries]

        def ask(walk: Walk) -> bool:
            cells = walk.view.cells
            for slot in slots:
                if cells[slot] == FALSE:
                    return False
            read = list[tuple[Ask, str]]()
            for slot, entry, group in steps:
                if cells[slot] != FALSE:
                    read.append((entry, group))
                    if cells[slot] == TRUE:
                        break
            last = read[-1][1] if read else refused
            while read and read[-1][1] == last:
                read.pop()
            asked = False
            for requirement in asks if read or last != refused else ():
                asked |= requirement(walk)
            for entry, _ in read:
                asked |= entry(walk)
            return asked

        return ask

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
            case nodes.OutcomeIs(policy, codes):
                return (lambda walk: walk.follow(walk.gaps, policy, outcomes=codes)) if policy else _nothing
            case nodes.OtherGround(policy, name):
                return lambda walk: walk.follow(walk.gaps, policy, ground=name)
            case nodes.ObligationIs(policy, name, _):
                return lambda walk: walk.follow(walk.gaps, policy, obligation=name)
            case nodes.Workday(day, _):
                return self._or_calendar([day], day, within)
            case nodes.Lasted():
                return self._lasting(node, within)
            case nodes.CatchAll():
                return self._catch_all(node, within)
            case nodes.Concluded(own, premise, _):
                return _each([self.condition(own, within), self.condition(premise, within)])
            case nodes.Compare(_, left, right):
                both = self._values([left, right], within)
                mirrored = nodes.Compare(_MIRRORED[node.operator], right, left)
                return self._one_side(node, self._one_side(mirrored, both, within), within)
            case nodes.Among(value, _, _):
                return self._one_side(node, self.value(value, within), within)
            case nodes.All(parts) | nodes.Any(parts):
                return _each([self.condition(part, within) for part in parts])
            case nodes.Not(part):
                return self.condition(part, within)
            case nodes.IsTrue(value) | nodes.Given(value) | nodes.Includes(value, _, _):
                return self.value(value, within)
            case _:
                assert_never(node)

    def _one_side(self, node: nodes.Compare | nodes.Among, inner: Ask, within: ElementLayout | None) -> Ask:
        """Ask of a fact on the left only how it compares with what is known of the right side.

        Of options that is asked only where they are known in part.
        """
        left = node.left if isinstance(node, nodes.Compare) else node.value
        fact = self._fact(left)
        if fact is None or fact.kind not in BOUNDED:
            return inner
        other = cell_of(node.right, self.layout, within) if isinstance(node, nodes.Compare) else None
        vocabulary, kind = self.vocabulary, fact.kind

        def ask(walk: Walk) -> bool:
            if isinstance(node, nodes.Among):
                if fact.name not in walk.record.partial:
                    return inner(walk)
                left = walk.record.partial[fact.name].codes & node.codes  # the options that are left
                return walk.absent(fact, f"是否{relation(replaced(node, codes=left, inside=True), None)}")
            known = other(walk.view) if other is not None else None
            if known is None or known is NONE or fact.name in walk.record.values:
                return inner(walk)
            return walk.absent(fact, f"是否{relation(node, show(known, kind, fact, vocabulary))}")

        return ask

    def _lasting(self, node: nodes.Lasted, within: ElementLayout | None) -> Ask:
        """Ask of one end only how it stands to the other, where that and the duration are known."""
        start, end = self._fact(node.start), self._fact(node.end)
        cells = [cell_of(side, self.layout, within) for side in (node.start, node.end, node.duration)]
        inner = self._or_calendar([node.start, node.end, node.duration], node.start, within)

        def ask(walk: Walk) -> bool:
            first, last, length = (cell(walk.view) for cell in cells)
            if not isinstance(length, tuple):
                return inner(walk)
            if end is not None and last is None and type(first) is int:
                full = moved(first, length[0], length[1], self.calendar)
                if full is not None:
                    return walk.absent(end, f"是否{order_word(node.operator)}{day_text(full + node.full_after)}")
            if start is not None and first is None and type(last) is int:
                words = length_text(node, length, self.vocabulary)
                return walk.absent(start, lasting_text(node.operator, last, words))
            return inner(walk)

        return ask

    def _fact(self, node: nodes.Value) -> Fact | None:
        """Return the fact that a value is, whatever it is called."""
        while isinstance(node, nodes.DerivedValue):
            inner = self.layout.version.derived[node.name]
            assert isinstance(inner, nodes.Value)
            node = inner
        return node.fact if isinstance(node, nodes.FactValue) else None

    def _catch_all(self, node: nodes.CatchAll, within: ElementLayout | None) -> Ask:
        cell, based = cell_of(node.basis, self.layout, within), walks.demanded(node)
        inner = _each([self.condition(node.basis, within), self.condition(node.criterion, within)])

        def ask(walk: Walk) -> bool:
            asked = False
            if invoked(node.invoked, walk.record) is None:
                for fact in node.invoked:
                    asked |= walk.record.invokes(fact.name) is None and walk.absent(fact)
            elif cell(walk.view) == FALSE:
                for fact in based:
                    asked |= walk.note(fact, "no_basis")
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
            case nodes.Literal() | nodes.EvaluationDay():
                return _nothing
            case nodes.ConductDay():
                return lambda walk: walk.view.dating is not None and walk.absent(walk.view.dating)
            case nodes.FactValue(fact):
                return lambda walk: walk.absent(fact)
            case nodes.FindingDay(fact):
                return _finding_day(fact)
            case nodes.FieldValue(field, _):
                return lambda walk: walk.field(field)
            case nodes.OrderNumber():
                return lambda walk: walk.note(None, "element", "各项的日期")
            case nodes.DerivedValue(name, _):
                derived = self.layout.version.derived[name]
                assert isinstance(derived, nodes.Value)
                return _once(name, self.value(derived))
            case nodes.Deadline(start, amounts, _, _, suspension):
                inner = [self._suspension(suspension), self._values([start, *amounts], within)]
                return self._inside(inner, start, within)
            case nodes.Counted(_, start, end, suspension):
                return self._inside([self._suspension(suspension), self._values([start, end], within)], start, within)
            case nodes.DayOf(start, _) | nodes.MonthDay(start):
                return self.value(start, within)
            case nodes.HoursLater(start, _, office, _):
                moment = self.value(start, within)
                if office is None:
                    return moment
                opening = self._opening(start, office, within)
                return lambda walk: moment(walk) or opening(walk)
            case nodes.Rolled(day):
                return self._inside([self.value(day, within)], day, within)
            case nodes.Picked(source, position, _, where):
                order = [at for at, field in enumerate(source.fields) if field.name == source.order_by]
                inner = [self._in_list(source, where), self._fields(source, where, (*order, position))]
                return self._inside(inner, node, within)
            case nodes.Extremum(_, values) | nodes.FirstGiven(values):
                return self._inside([self._values(values, within)], node, within)
            case nodes.Combined(_, values) | nodes.Product(values):
                return self._values(values, within)
            case nodes.Gathered(operator, source, position, where):
                inner = [self._in_list(source, where)]
                if operator == "run":
                    order = [at for at, field in enumerate(source.fields) if field.name == source.order_by]
                    inner.append(self._fields(source, where, order, whole=True))
                elif operator != "count":
                    inner.append(self._fields(source, where, (position,)))
                return _each(inner)
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
            return walk.note(None, "calendar", calendar.awaits(_after(begin)))

        return ask

    def _opening(self, start: nodes.Value, office: OfficeHours, within: ElementLayout | None) -> Ask:
        """Note the office hours, or the notice, that do not reach from ``start`` on."""
        cell, calendar = cell_of(start, self.layout, within), self.calendar
        first, last = office.periods[0][0], calendar.last.toordinal()

        def ask(walk: Walk) -> bool:
            moment = cell(walk.view)
            day = moment // clock.DAY if type(moment) is int else last
            if day < first:
                return walk.note(None, "calendar", f"{date.fromordinal(first)}以前的办公时间")
            return walk.note(None, "calendar", calendar.awaits(_after(date.fromordinal(max(day, last)))))

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

    def _fields(self, source: Fact, where: nodes.Condition, positions: Sequence[int], *, whole: bool = False) -> Ask:
        """Ask for the fields at these positions that the elements that count (the ``whole``: all) do not record."""
        walked = self.layout.walk(source, where)
        counts = cell_of(where, self.layout, self.layout.lists[walked])

        def ask(walk: Walk) -> bool:
            asked = False
            elements = walk.record.values.get(source.name) or ()
            for number, (element, cells) in enumerate(zip(elements, walk.view.elements[walked] or (), strict=True), 1):
                if isinstance(element, Perhaps) or not (whole or counts(walk.view.at(cells)) == TRUE):
                    continue
                for position in positions:
                    if element[position + 1] is None:
                        asked = walk.at(cells, source, number).field(source.fields[position])
            return asked

        return ask


def _after(day: date) -> date:
    """Return the day after a day; after the last of the calendar there is none."""
    return min(day, date.max - _ONE_DAY) + _ONE_DAY


def _finding(node: nodes.Found) -> Ask:
    """Ask for a finding, for the parts that it lacks, or for the level that the body's has to equal."""
    fact = node.fact

    def ask(walk: Walk) -> bool:
        finding = walk.record.values.get(fact.name)
        if finding is None:
            return absent(walk.gaps, fact, walk.record, node)
        match flaw_of(node, walk.record):
            case None:
                return note(walk.gaps, Gap(fact, "unmade", fact.label, found=node))
            case "no_own_level":
                assert node.same_level is not None
                return walk.absent(node.same_level)
            case "incomplete" if parts := lacking_parts(node, finding):
                for part in parts:
                    _part(walk, fact, part, node)
                return True
            case flaw:
                return note(walk.gaps, Gap(fact, flaw, fact.label, found=node))

    return ask


def _finding_day(fact: Fact) -> Ask:
    """Ask for a finding of which the day is wanted, or for its day alone."""
    day = next(part for part in FINDING_PARTS if part.code == "date")

    def ask(walk: Walk) -> bool:
        made = fact.name in walk.record.values
        return _part(walk, fact, day) if made else walk.absent(fact)

    return ask


def _part(walk: Walk, fact: Fact, part: FindingPart, found: nodes.Found | None = None) -> bool:
    """Note a part that a finding lacks; return True."""
    label = f"{fact.label}（{PART_WORDS[part.code]}）"
    return note(walk.gaps, Gap(fact, "incomplete", label, part.code, part.question, found))

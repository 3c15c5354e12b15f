"""What keeps a condition open: the unknown facts that reading it comes upon, in the order of the text.

The questions are worked out once for a layout, as functions; a `Walk` asks them of one record and notes the gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol, assert_never

from zzrules.answer.findings import PART_WORDS, flaw_of, lacking_parts
from zzrules.answer.parts import Why
from zzrules.answer.view import View, cell_of, invoked
from zzrules.answer.wording import relation, show
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record
from zzrules.case.values import BOUNDED, FINDING_PARTS, FindingPart, Perhaps
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes
from zzrules.plan.layout import ElementLayout, Layout
from zzrules.policy.vocabulary import Fact, Vocabulary

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Gap(NamedTuple):
    """An unknown fact that a condition depends on; ``fact`` is None where the calendar does not reach.

    Where only a part of the fact is unknown, ``part`` is its code, ``question`` asks for it, and ``label`` names both.
    ``found`` is the condition that asks for a finding. ``asks``: of a fact known in part, what of the rest can matter,
    each as a comparison; empty if all of it.
    """

    fact: Fact | None
    why: Why
    label: str
    part: str = ""
    question: str = ""
    found: nodes.Found | None = None
    asks: tuple[str, ...] = ()


class Follow(Protocol):
    """Notes what keeps another policy open, or one of its grounds or obligations; returns whether anything does."""

    def __call__(
        self,
        gaps: dict[str, Gap],
        policy: str,
        *,
        ground: str = "",
        obligation: str = "",
        outcomes: frozenset[str] | None = None,
    ) -> bool:
        """Note the gaps by label, of each label the first; ``outcomes``: what keeps open whether it is one of these."""
        ...


def note(gaps: dict[str, Gap], gap: Gap) -> bool:
    """Note a gap, or what else is asked of one of its label that is known in part; return True."""
    known = gaps.setdefault(gap.label, gap)
    if known is not gap and known.asks:
        asks = dict.fromkeys((*known.asks, *gap.asks)) if gap.asks else ()
        gaps[gap.label] = known._replace(asks=tuple(asks))
    return True


def absent(
    gaps: dict[str, Gap], fact: Fact, record: Record, found: nodes.Found | None = None, asks: tuple[str, ...] = ()
) -> bool:
    """Note a fact that is not recorded, known only in part, recorded as 查不清, or contradicts others; return True.

    ``found`` asks for it as a finding.
    """
    if fact.name in record.disputed:
        return note(gaps, Gap(fact, "contradicted", fact.label, found=found))
    if fact.name in record.partial and fact.name not in record.values:
        return note(gaps, Gap(fact, "partial", fact.label, asks=asks))
    return note(gaps, Gap(fact, "unclear" if fact.name in record.unclear else "absent", fact.label, found=found))


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
        return note(self.gaps, Gap(fact, why, label or (fact.label if fact is not None else "")))

    def absent(self, fact: Fact, *asks: str) -> bool:
        """Note a fact that is not known, or of one known in part what is asked; return True."""
        return absent(self.gaps, fact, self.record, asks=asks)

    def field(self, field: Fact) -> bool:
        """Note a field that the element at hand does not record; return True."""
        if self.source is None:
            return self.note(field, "element")
        label = f"{self.source.label}第{self.number}项的{field.label}"
        return note(self.gaps, Gap(self.source, "element", label, field.name, field.question))


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
            case nodes.Lasted(_, start, end, duration, _):
                return self._or_calendar([start, end, duration], start, within)
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
        """Ask of a fact known in part, on the left, only how it compares with what is known of the right side."""
        left = node.left if isinstance(node, nodes.Compare) else node.value
        fact = self._fact(left)
        if fact is None or fact.kind not in BOUNDED:
            return inner
        other = cell_of(node.right, self.layout, within) if isinstance(node, nodes.Compare) else None
        vocabulary, kind = self.vocabulary, fact.kind

        def ask(walk: Walk) -> bool:
            if fact.name not in walk.record.partial or (other is not None and other(walk.view) is None):
                return inner(walk)
            if isinstance(node, nodes.Among):  # of the options that are left
                left = walk.record.partial[fact.name].codes & node.codes
                return walk.absent(fact, relation(replaced(node, codes=left, inside=True), None))
            known = None if other is None else show(other(walk.view), kind, fact, vocabulary)
            return walk.absent(fact, relation(node, known))

        return ask

    def _fact(self, node: nodes.Value) -> Fact | None:
        """Return the fact that a value is, whatever it is called."""
        while isinstance(node, nodes.DerivedValue):
            inner = self.layout.version.derived[node.name]
            assert isinstance(inner, nodes.Value)
            node = inner
        return node.fact if isinstance(node, nodes.FactValue) else None

    def _catch_all(self, node: nodes.CatchAll, within: ElementLayout | None) -> Ask:
        cell, based = cell_of(node.basis, self.layout, within), nodes.demanded(node)
        inner = _each([self.condition(node.basis, within), self.condition(node.criterion, within)])

        def ask(walk: Walk) -> bool:
            asked = False
            if invoked(node.invoked, walk.record) is None:
                for fact in node.invoked:
                    asked |= fact.name in walk.record.unclear and walk.note(fact, "unclear")
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

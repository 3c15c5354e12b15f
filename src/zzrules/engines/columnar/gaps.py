"""Which facts keep an outcome open: the unknown facts of every unknown condition on the way to it.

The walk is that of explanations of one record, with the rows in which a node is asked for as an expression. What a
list's elements lack is their list's gap; a year without a notice is the gap of no fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from zzrules.engines.columnar.elements import Elements, Rows, layer_of, outer_of
from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.findings import made_by_able
from zzrules.engines.columnar.intake import unsupported
from zzrules.engines.columnar.lists import REAL, Sweep
from zzrules.engines.columnar.terms import (
    Layers,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    is_true,
    negate,
    not_false,
    present,
)
from zzrules.engines.columnar.translate import Translator
from zzrules.plan import nodes, walks
from zzrules.plan.build import NOT_APPLICABLE
from zzrules.plan.layout import speaks_of_element
from zzrules.policy.vocabulary import Fact

Flags = dict[str, Part | bool]
Follow = Callable[[str, str, frozenset[str] | None], Flags]


def unknown(term: Term) -> Part | bool:
    """Return where a truth is unknown."""
    return negate_total(present(term)) if isinstance(term, Part) else term is None


def unknown_value(value: Val) -> Part | bool:
    """Return where a value is neither known nor 无."""
    return negate_total(is_true(any_of((present(value.known), value.none))))


def negate_total(term: Part | bool) -> Part | bool:
    """Return the negation of a truth that is never unknown."""
    return is_true(negate(term))


def gaps_of(
    rows: Rows, force: Term, grounds: Iterable[str] | None, groups: Mapping[str, str], follow: Follow, dating: str
) -> Flags:
    """Return for each fact where it keeps open what a version says: in which group its outcome is, or some grounds.

    ``groups`` has that of each outcome. What is read where only one group is left does not matter. ``dating``: the
    fact that dates the conduct.
    """
    version = rows.version
    walk = Gaps(rows, rows.layers, follow, dating)
    truths = [rows.condition(requirement.condition) for requirement in version.requirements]
    asked = walk.let(is_true(all_of((not_false(force), not_false(all_of(truths))))))
    left = _one_left(rows, groups) if grounds is None else ()
    open_ = asked
    if left:
        open_ = walk.let(is_true(all_of((asked, negate_total(left[0].get(groups[NOT_APPLICABLE], False))))))
    for requirement in version.requirements:
        walk.condition(requirement.condition, open_)
    if grounds is not None:
        for name in grounds:
            ground = version.ground(name)
            if ground is not None:
                walk.condition(ground.condition, asked)
        return walk.wanting
    for entry, alone in zip(version.entries, left, strict=True):
        matters = is_true(all_of((asked, negate_total(is_true(any_of(alone.values()))))))
        walk.condition(entry.condition, walk.let(matters))
        asked = walk.let(is_true(all_of((asked, negate_total(is_true(rows.condition(entry.condition)))))))
    return walk.wanting


def _one_left(rows: Rows, groups: Mapping[str, str]) -> list[dict[str, Part | bool]]:
    """Return for each entry of a decision list where, read from there on, it leaves one group only; by that group.

    Groups of a single entry are left out: there, nothing that is read is unknown.
    """
    entries = rows.version.entries
    counted = Counter(groups[entry.code] for entry in entries)
    several = [group for group, number in counted.items() if number > 1 or group == groups[NOT_APPLICABLE]]
    left: list[dict[str, Part | bool]] = []
    after: dict[str, Part | bool] = {}
    for entry in reversed(entries):
        holds = rows.condition(entry.condition)
        certain, excluded = is_true(holds), negate_total(not_false(holds))
        own, later = groups[entry.code], after
        after = {}
        for group in several:
            read_on = later.get(group, False)
            alone = is_true(any_of((certain, read_on)) if group == own else all_of((excluded, read_on)))
            after[group] = rows.layers.let(alone) if isinstance(alone, Part) else alone
        left.append(after)
    return left[::-1]


class Gaps:
    """Walks conditions and values; ``wanting`` says for each fact where it is wanting."""

    def __init__(self, translator: Translator, layers: Layers, follow: Follow, dating: str) -> None:
        """Take the translator, its layers, and a function that returns the flags of another policy or its ground.

        ``dating``: the fact that dates the conduct.
        """
        self.translator, self.layers, self.follow, self.dating = translator, layers, follow, dating
        self.wanting: Flags = {}

    def let(self, term: Part | bool) -> Part | bool:
        """Return a truth as a column."""
        return self.layers.let(term) if isinstance(term, Part) else term

    def note(self, name: str, wanting: Term) -> None:
        """Note where a fact is wanting."""
        anywhere = is_true(any_of((self.wanting.get(name, False), wanting)))
        if anywhere is not False:
            self.wanting[name] = self.let(anywhere)

    def merge(self, flags: Flags, asked: Part | bool) -> None:
        """Note what is wanting elsewhere, where it is asked for."""
        for name, wanting in flags.items():
            self.note(name, all_of((asked, wanting)))

    # ── conditions ──────────────────────────────────────────────────

    def conditions(self, parts: Iterable[nodes.Condition], asked: Part | bool) -> None:
        """Note the gaps of several conditions."""
        for part in parts:
            self.condition(part, asked)

    def condition(self, node: nodes.Condition, asked: Part | bool) -> None:
        """Note the gaps of a condition, where it is asked for and unknown."""
        active = self.let(is_true(all_of((asked, unknown(self.translator.condition(node))))))
        if active is False:
            return
        version = self.translator.version
        match node:
            case nodes.Constant():
                pass
            case nodes.All(parts) | nodes.Any(parts):
                self.conditions(parts, active)
            case nodes.Not(part) | nodes.Concluded(part, _, _):
                self.conditions((part, *([node.premise] if isinstance(node, nodes.Concluded) else ())), active)
            case nodes.IsTrue(value) | nodes.Given(value) | nodes.Workday(value, _) | nodes.Among(value, _, _):
                self.values((value,), active)
            case nodes.Includes(value, _, _):
                self.values((value,), active)
            case nodes.Found():
                self.finding(node, active)
            case nodes.Quantified(_, source, condition):
                self.in_list(source, condition, active)
            case nodes.Times(source, condition, _, _):
                self.in_list(source, condition, active)
            case nodes.GroundHolds(name, complete):
                ground = version.ground(name)
                assert ground is not None
                self.condition(ground.condition, active)
                if complete:
                    self.condition(ground.procedure, active)
            case nodes.DerivedCondition(name):
                inner = version.derived[name]
                assert isinstance(inner, nodes.Condition)
                self.condition(inner, active)
            case nodes.OutcomeIs(policy, codes):
                if policy:
                    self.merge(self.follow(policy, "", codes), active)
            case nodes.OtherGround(policy, name):
                self.merge(self.follow(policy, name, None), active)
            case nodes.CatchAll():
                self._catch_all(node, active)
            case nodes.Compare(_, left, right):
                self.values((left, right), active)
            case nodes.Lasted(_, start, end, duration, _):
                self.values((start, end, duration), active)
            case nodes.ObligationIs():
                raise unsupported("义务的状态")
            case _:
                assert_never(node)

    def finding(self, node: nodes.Found, asked: Part | bool) -> None:
        """Note a finding that does not count; where it only lacks the level to compare with, that level."""
        level = node.same_level
        levelless: Part | bool = False
        if level is not None:
            own = unknown_value(self.translator.value(nodes.FactValue(level)))
            levelless = self.let(is_true(all_of((asked, own, made_by_able(node, self.translator.context)))))
            self.note(level.name, levelless)
        self.note(node.fact.name, all_of((asked, negate_total(levelless))))

    def _catch_all(self, node: nodes.CatchAll, asked: Part | bool) -> None:
        """Note the gaps of a catch-all item: whether it is invoked at all, or else the basis that it demands."""
        there, _ = self.translator.invoked(node.invoked)
        for fact in node.invoked:
            open_ = self.translator.context.columns.open(fact)
            self.note(fact.name, is_true(all_of((asked, negate(there), open_))))
        baseless = is_true(all_of((asked, there, negate(self.translator.condition(node.basis)))))
        for fact in walks.demanded(node):
            self.note(fact.name, baseless)
        self.condition(node.basis, asked)
        self.condition(node.criterion, asked)

    def values(self, values: Iterable[nodes.Value], asked: Part | bool) -> None:
        """Note the gaps of values, where they are asked for and unknown."""
        for node in values:
            active = self.let(is_true(all_of((asked, unknown_value(self.translator.value(node))))))
            if active is False:
                continue
            self._value(node, active)

    def _value(self, node: nodes.Value, asked: Part | bool) -> None:
        """Note the gaps of one value, where it is unknown."""
        match node:
            case nodes.FactValue(fact, _) | nodes.FindingDay(fact):
                self.note(fact.name, asked)
            case nodes.FieldValue():
                self.field(asked)
            case nodes.Literal() | nodes.OrderNumber() | nodes.EvaluationDay():
                pass
            case nodes.ConductDay():
                self.note(self.dating, asked)
            case nodes.DerivedValue(name, _):
                inner = self.translator.version.derived[name]
                assert isinstance(inner, nodes.Value)
                self.values((inner,), asked)
            case nodes.Deadline(start, amounts, _, _, suspension):
                self.suspended(suspension, asked)
                self.values((start, *amounts), asked)
            case nodes.Counted(_, start, end, suspension):
                self.suspended(suspension, asked)
                self.values((start, end), asked)
            case nodes.Rolled(day) | nodes.DayOf(day) | nodes.MonthDay(day) | nodes.HoursLater(day):
                self.values((day,), asked)
            case nodes.Extremum(_, several) | nodes.FirstGiven(several) | nodes.Combined(_, several):
                self.values(several, asked)
            case nodes.Choice(cases, otherwise):
                for condition, value in cases:
                    self.condition(condition, asked)
                    self.values((value,), asked)
                self.values((otherwise,), asked)
            case nodes.Picked(source, position, _, condition):
                order = [k for k, field in enumerate(source.fields) if field.name == source.order_by]
                self.in_list(source, condition, asked, (*order, position))
            case nodes.Product(several):
                self.values(several, asked)
            case nodes.Gathered(operator, source, position, condition):
                order = [k for k, field in enumerate(source.fields) if field.name == source.order_by]
                whole = operator == "run"
                wanted = order if whole else [] if operator == "count" else [position]
                self.in_list(source, condition, asked, tuple(wanted), whole=whole)
            case _:
                assert_never(node)

    # ── lists ───────────────────────────────────────────────────────

    def field(self, asked: Part | bool) -> None:
        """Note a field of an element; rows have none."""

    def suspended(self, suspension: nodes.Suspension | None, asked: Part | bool) -> None:
        """Note what is unknown of the intervals that do not count."""
        if suspension is not None:
            days = suspension.first, suspension.last
            self.in_list(suspension.source, suspension.where, asked, days)

    def in_list(
        self,
        source: Fact,
        condition: nodes.Condition,
        asked: Part | bool,
        dated: tuple[int, ...] = (),
        *,
        whole: bool = False,
    ) -> None:
        """Note an unknown list, and what its elements lack; ``dated``: fields needed where the condition holds.

        They are needed of every element for the ``whole``.
        """
        rows = self.translator
        listed = rows.context.columns.listed(source)
        self.note(source.name, all_of((asked, negate_total(listed.known))))
        if listed.rows is None:
            return
        layer = max((layer_of(rows, node) for node in outer_of(condition)), default=0)
        sweep = rows.context.sweep(source, layer)
        elements = ElementGaps(Elements(rows, sweep), sweep, source)
        elements.condition(condition, True)
        holds = True if whole else is_true(elements.translator.condition(condition))
        for position in dated:
            value = sweep.element(position)
            elements.field(is_true(all_of((holds, unknown_value(value)))))
        self.note(source.name, all_of((asked, listed.known, elements.some(elements.lacking))))
        for node, where_asked in elements.outer:
            reached = self.let(is_true(all_of((asked, listed.known, elements.some(where_asked)))))
            if isinstance(node, nodes.Condition):
                self.condition(node, reached)
            else:
                self.values((node,), reached)


class ElementGaps(Gaps):
    """Walks what is said of a list's elements; what does not speak of them is left to the rows."""

    def __init__(self, elements: Elements, sweep: Sweep, source: Fact) -> None:
        """Take the translator for the elements, and the sweep over which list it belongs to."""
        super().__init__(elements, sweep.elements, _nobody, "")
        self.sweep, self.source = sweep, source
        self.lacking: Part | bool = False
        self.outer: list[tuple[nodes.Node, Part | bool]] = []

    def condition(self, node: nodes.Condition, asked: Part | bool) -> None:
        """Note the gaps of a condition on an element."""
        if speaks_of_element(node):
            super().condition(node, asked)
        else:
            self.outer.append((node, asked))

    def values(self, values: Iterable[nodes.Value], asked: Part | bool) -> None:
        """Note the gaps of values of an element."""
        for node in values:
            if speaks_of_element(node):
                super().values((node,), asked)
            else:
                self.outer.append((node, asked))

    def field(self, asked: Part | bool) -> None:
        """Note an element without a field."""
        self.lacking = self.let(is_true(any_of((self.lacking, asked))))

    def some(self, asked: Part | bool) -> Part | bool:
        """Return for which rows a truth holds of some element."""
        import polars as pl

        if asked is False:
            return False
        name = self.sweep.show(asked)
        return is_true(self.sweep.ask(f"{name}.some", (pl.col(REAL) & col(name)).any(), pl.Boolean))


def _nobody(_policy: str, _ground: str, _outcomes: frozenset[str] | None) -> Flags:
    return {}

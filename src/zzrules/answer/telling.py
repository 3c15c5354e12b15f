"""What is the case of a condition, as a clause: how it holds, fails or stays open for a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from zzrules.answer.elements import counter_of, nth
from zzrules.answer.findings import flaw_of, flaw_text
from zzrules.answer.shown import Shower, Shown, nothing, spoken
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.wording import (
    Names,
    concluded_text,
    deny,
    fact_of,
    length_words,
    name_of,
    options_text,
    order_words,
    outcome_text,
    say,
    say_lasted,
    say_order,
    show,
)
from zzrules.case.values import NONE, Finding
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import nodes, walks
from zzrules.policy.vocabulary import Fact, Kind

_MOST_OUTCOMES = 3
"""How many outcomes of another policy are named where several are possible."""


class Teller:
    """Writes, for the single conditions of one layout, what is the case of them."""

    def __init__(self, shower: Shower, names: Names) -> None:
        """Take who writes what the record shows."""
        self.shower = shower
        self.layout = shower.layout
        self.vocabulary = shower.vocabulary
        self.names = names

    def condition(self, node: nodes.Condition) -> Shown:
        """Return what is the case of a single condition; empty for one whose parts say it."""
        match node:
            case nodes.Constant():
                return _always(say(node, self.names))
            case nodes.Not(part):
                return self.condition(part)
            case nodes.IsTrue(inner):
                return self._flag(inner)
            case nodes.Given(inner):
                return self._given(inner)
            case nodes.Among():
                return self._among(node)
            case nodes.Includes(inner, _, _):
                return self._known(node, [inner], self._either_way(node, say(node, self.names), deny(node, self.names)))
            case nodes.Compare(_, nodes.OrderNumber(), nodes.Literal()):
                return self._open_or(node, f"尚不能确定是否{say(node, self.names)}")
            case nodes.Compare(_, left, right):
                return self._known(node, [left, right], self._order(node))
            case nodes.Workday(day, works):
                texts = f"{name_of(day)}是工作日", f"{name_of(day)}是休息日"
                return self._known(node, [day], self._either_way(node, *(texts if works else reversed(texts))))
            case nodes.Lasted(_, start, end, duration, _):
                return self._known(node, [start, end, duration], self._lasted(node))
            case nodes.Found():
                return self._finding(node)
            case nodes.Concluded(own, premise, _):
                return self._concluded(own, premise)
            case nodes.Quantified(_, source, _) | nodes.Times(source, _, _, _):
                return self._of_list(node, source)
            case nodes.OutcomeIs():
                return self._outcome(node)
            case nodes.OtherGround():
                return self._elsewhere(node)
            case nodes.CatchAll():
                return self._open_or(node, f"{say(node, self.names)}：待查明")
            case nodes.All() | nodes.Any() | nodes.DerivedCondition() | nodes.GroundHolds() | nodes.ObligationIs():
                return nothing
            case _:
                assert_never(node)

    def _concluded(self, own: nodes.Condition, premise: nodes.Condition) -> Shown:
        """Return what is the case, or that it follows from what certainly is."""
        said, cell = self.condition(own), cell_of(premise, self.layout, self.shower.within)
        follows = concluded_text(own, self.names)
        return lambda view: follows if cell(view) == TRUE and not _found(own, view) else said(view)

    # ── of values ───────────────────────────────────────────────────

    def _flag(self, inner: nodes.Value) -> Shown:
        name, cell, fact = name_of(inner), self._cell(inner), fact_of(inner)
        unknown = self._unknown(inner)

        def said(view: View) -> str:
            value = cell(view)
            if value is None:
                return unknown(view)
            if fact is not None and fact.name in view.record.unclear:
                return f"{name}查不清，推定为{'是' if value is True else '否'}"
            return f"{name}为{'无' if value is NONE else '是' if value is True else '否'}"

        return said

    def _given(self, inner: nodes.Value) -> Shown:
        name, cell, fact, kind = name_of(inner), self._cell(inner), fact_of(inner), walks.kind_of(inner)
        unknown = self._unknown(inner)

        def said(view: View) -> str:
            value = cell(view)
            if value is None:
                return unknown(view)
            if value is NONE or value in ((), frozenset()):
                return f"没有{name}"
            shown = show(value, kind, fact, self.vocabulary)
            return f"有{name}（{shown}）" if kind in (Kind.FINDING, Kind.LIST) else f"{name}是{spoken(shown)}"

        return said

    def _among(self, node: nodes.Among) -> Shown:
        inner = node.value
        name, cell, fact, kind = name_of(inner), self._cell(inner), fact_of(inner), walks.kind_of(inner)
        options, how = options_text(inner, node.codes), self.shower.how(inner)
        unknown = self._unknown(inner)

        def said(view: View) -> str:
            value = cell(view)
            if value is None:
                return unknown(view)
            if value is NONE:
                return f"没有{name}"
            is_what = f"{name}是{show(value, kind, fact, self.vocabulary)}"
            if by := how(view):
                is_what = f"{is_what}（{by}）"
            return is_what if value in node.codes else f"{is_what}，不是{options}"

        return said

    def _known(self, node: nodes.Condition, values: Sequence[nodes.Value], said: Shown) -> Shown:
        """Return what is said where all values are there; else which of them is 无, or not known.

        Of one that is not known it may still be shown within what it lies.
        """
        sides = [(name_of(value), self._cell(value)) for value in values]
        unknown, within = [self._unknown(value) for value in values], [self.shower.extent(value) for value in values]
        denied, shown = deny(node, self.names), self.shower.condition(node)
        cell = cell_of(node, self.layout, self.shower.within)

        def known(view: View) -> str:
            none = [name for name, side in sides if side(view) is NONE]
            if none:
                return f"没有{'，也没有'.join(none)}"
            open_sides = [at for at, (_, side) in enumerate(sides) if side(view) is None]
            extents = [extent for at in open_sides if (extent := within[at](view)) is not None]
            if len(extents) < len(open_sides):
                return "，".join(unknown[at](view) for at in open_sides)
            perhaps_none = cell(view) == FALSE and any(extent.none for extent in extents)
            return f"{denied}（{shown(view)}）" if perhaps_none else said(view)

        return known

    def _order(self, node: nodes.Compare) -> Shown:
        """Return how two values stand, each where it is named; apart from that, what is written or known in part."""
        apart = self._either_way(node, say_order(node), say_order(node, opposite=True))
        if isinstance(node.left, nodes.Literal) or isinstance(node.right, nodes.Literal):
            return apart
        cells, cell = [self._cell(side) for side in (node.left, node.right)], self._cell(node)
        former, latter = self.shower.named(node.left), self.shower.named(node.right)
        words = {TRUE: order_words(node), FALSE: order_words(node, opposite=True)}
        distance = self.shower.distance(node.left, node.right)

        def said(view: View) -> str:
            if cell(view) not in words or None in [side(view) for side in cells]:
                return apart(view)
            far = distance(view)
            return f"{former(view)}{words[cell(view)]}{latter(view)}{f'，{far}' if far else ''}"

        return said

    def _lasted(self, node: nodes.Lasted) -> Shown:
        """Return how long something lasted, each end where it is named, and when the duration is full."""
        apart = self._either_way(node, say_lasted(node), say_lasted(node, opposite=True))
        start, end, full = self.shower.named(node.start), self.shower.named(node.end), self.shower.full(node)
        words, cell = {TRUE: length_words(node), FALSE: length_words(node, opposite=True)}, self._cell(node)

        def said(view: View) -> str:
            if cell(view) not in words or not full(view):
                return apart(view)
            return f"从{start(view)}到{end(view)}{words[cell(view)]}：{full(view)}"

        return said

    def _either_way(self, node: nodes.Condition, true: str, false: str) -> Shown:
        """Return a clause for a condition that holds or one for that fails, with what the record shows."""
        cell, shown = cell_of(node, self.layout, self.shower.within), self.shower.condition(node)

        def said(view: View) -> str:
            truth = cell(view)
            clause = true if truth == TRUE else false if truth == FALSE else f"尚不能确定是否{true}"
            details = shown(view)
            return f"{clause}（{details}）" if details else clause

        return said

    def _unknown(self, node: nodes.Value) -> Shown:
        """Return that a value is not known, or within what it lies, and how little is recorded of it."""
        name, fact, within = name_of(node), fact_of(node), self.shower.told(node)

        def said(view: View) -> str:
            extent = within(view)
            match node:
                case nodes.FactValue() if fact is not None and fact.name in view.record.unclear:
                    return f"{name}查不清"
                case _ if extent:
                    return f"有{name}" if extent == "有" else f"{name}{extent}"
                case nodes.FactValue() | nodes.FieldValue() | nodes.FindingDay():
                    return f"没有记载{name}"
                case _:
                    return f"{name}尚不能确定"

        return said

    # ── of findings, lists and other policies ───────────────────────

    def _finding(self, node: nodes.Found) -> Shown:
        fact = node.fact

        def said(view: View) -> str:
            finding = view.record.values.get(fact.name)
            if finding is None:
                if fact.name not in view.record.unclear:
                    return f"没有记载「{fact.label}」的认定"
                presumed = f"，推定为{'是' if node.presumed else '否'}" if node.presumed is not None else ""
                return f"「{fact.label}」查不清{presumed}"
            if finding is NONE:
                return f"没有「{fact.label}」的认定" if node.constitutive else f"还没有人认定「{fact.label}」是或者否"
            flaw = flaw_of(node, view.record)
            shown = show(finding, Kind.FINDING, fact, self.vocabulary)
            if flaw is None:
                return f"「{fact.label}」经{shown}"
            return f"「{fact.label}」（{shown}）不算数：{flaw_text(flaw, node, view.record, self.vocabulary)}"

        return said

    def _of_list(self, node: nodes.Quantified | nodes.Times, source: Fact) -> Shown:
        cell = cell_of(node, self.layout, self.shower.within)
        holds, fails = say(node, self.names), deny(node, self.names)
        every = isinstance(node, nodes.Quantified) and node.every
        number, _ = nth(node.condition) if isinstance(node, nodes.Quantified) else (0, None)

        def said(view: View) -> str:
            elements = view.record.values.get(source.name)
            truth = cell(view)
            if truth == TRUE:
                return f"没有「{source.label}」" if every and not elements else holds
            if elements is None:
                return (
                    f"「{source.label}」查不清" if source.name in view.record.unclear else f"没有记载「{source.label}」"
                )
            if truth == FALSE:
                return fails if len(elements) > max(number - 1, 0) else f"没有{_nth_of(source, number)}"
            return f"「{source.label}」记载不全，尚不能确定是否{holds}"

        return said

    def shown(self, node: nodes.Condition) -> Shown:
        """Return what is shown of a single condition: what the record has, or the outcome of another policy."""
        match node:
            case nodes.Not(nodes.OutcomeIs() as part):
                return self.shown(part)
            case nodes.OutcomeIs(policy, _) if policy:
                texts = self.names.outcomes
                return lambda view: (
                    f"现为「{texts[policy, codes[0]]}」" if len(codes := view.outcomes(policy)) == 1 else ""
                )
            case _:
                return self.shower.condition(node)

    def _outcome(self, node: nodes.OutcomeIs) -> Shown:
        """Return which outcome another policy has, or whether it is the one wanted."""
        texts, names, cell = self._elsewhere(node), self.names, cell_of(node, self.layout, self.shower.within)

        def said(view: View) -> str:
            codes = view.outcomes(node.policy) if node.policy and cell(view) != UNKNOWN else ()
            return outcome_text(node.policy, codes, names) if 1 <= len(codes) <= _MOST_OUTCOMES else texts(view)

        return said

    def _elsewhere(self, node: nodes.OutcomeIs | nodes.OtherGround) -> Shown:
        return self._open_or(node, f"尚不能确定是否{say(node, self.names)}")

    def _open_or(self, node: nodes.Condition, unknown: str) -> Shown:
        cell = cell_of(node, self.layout, self.shower.within)
        texts = {TRUE: say(node, self.names), FALSE: deny(node, self.names)}
        return lambda view: texts.get(cell(view), unknown)

    def _cell(self, node: nodes.Node) -> Cell:
        return cell_of(node, self.layout, self.shower.within)


def _found(own: nodes.Condition, view: View) -> bool:
    """Return whether a condition asks for a finding that was made, and counts."""
    if not isinstance(own, nodes.Found):
        return False
    return isinstance(view.record.values.get(own.fact.name), Finding) and flaw_of(own, view.record) is None


def _nth_of(source: Fact, number: int) -> str:
    return f"第{number}{counter_of(source)}「{source.label}」" if number > 1 else f"「{source.label}」"


def _always(text: str) -> Shown:
    return lambda _view: text

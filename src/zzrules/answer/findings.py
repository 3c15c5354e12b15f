"""Recorded findings that do not count, with the reason, and who could make one that does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from zzrules.answer.parts import UncountedFinding
from zzrules.answer.view import Cell, View, cell_of
from zzrules.answer.wording import day_text, either, name_of, order_word, show
from zzrules.base.frozen import frozen
from zzrules.case.record import Record
from zzrules.case.values import FINDING_PARTS, Finding, FindingPart
from zzrules.engines.judgement import FALSE
from zzrules.plan import model, nodes, walks
from zzrules.plan.layout import Layout
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Flaw = Literal["incomplete", "unauthorised", "no_own_level", "other_level"]
"""Why a finding does not count: a part is not recorded, its body has no authority, or not on the record's level."""

_MIRRORED = {"<": ">", "<=": ">=", "==": "==", "!=": "!=", ">=": "<=", ">": "<"}
PART_WORDS = {part.code: f"认定的{part.label}" for part in FINDING_PARTS} | {"level": "认定机构的层级"}
"""What the parts of a finding are called where they are asked for."""


def flaw_of(node: nodes.Found, record: Record) -> Flaw | None:
    """Return why the recorded finding that a condition asks for does not count; None if it does, or none is made."""
    finding = record.values.get(node.fact.name)
    if not isinstance(finding, Finding):
        return None
    if finding.body is not None and finding.body not in node.bodies:
        return "unauthorised"
    if finding.conclusion is None or (node.same_level is not None and finding.level is None):
        return "incomplete"
    if node.same_level is None:
        return None
    own = record.values.get(node.same_level.name)
    if own is None:
        return "no_own_level"
    return None if finding.level == own else "other_level"


def lacking_parts(node: nodes.Found, finding: Finding) -> tuple[FindingPart, ...]:
    """Return the parts that an incomplete finding lacks; none where only its conclusion was not to be established."""
    given = {
        "conclusion": finding.stated,
        "body": finding.body is not None,
        "level": finding.level is not None or node.same_level is None,
        "date": finding.day is not None,
        "basis": finding.basis is not None,
    }
    return tuple(part for part in FINDING_PARTS if not given[part.code])


def bodies_of(node: nodes.Found, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what the bodies with authority are called, in the order of the vocabulary."""
    return vocabulary.body_labels(node.bodies)


def able_text(node: nodes.Found, record: Record, vocabulary: Vocabulary) -> str:
    """Return which bodies can make a finding that counts, with their level, in words."""
    return f"{_level_words(node.same_level, record)}{either(bodies_of(node, vocabulary))}"


def _level_words(level: Fact | None, record: Record) -> str:
    if level is None:
        return ""
    own = record.values.get(level.name)
    return f"{level.option_label(own)}的" if isinstance(own, str) else f"与「{level.label}」同级的"


def flaw_text(flaw: Flaw, node: nodes.Found, record: Record, vocabulary: Vocabulary) -> str:
    """Return why a finding does not count as a clause, with who could make one that does."""
    finding, level = record.values[node.fact.name], node.same_level
    able = able_text(node, record, vocabulary)
    match flaw:
        case "incomplete":
            lacking = [PART_WORDS[part.code] for part in lacking_parts(node, finding)]
            wanting = f"没有写明{'、'.join(lacking)}" if lacking else "认定的结论记载为查不清"
            return f"{wanting}；有权认定的是{able}"
        case "unauthorised":
            return f"{vocabulary.body_label(finding.body)}无权认定；有权认定的是{able}"
        case "no_own_level":
            label = level.label if level is not None else ""
            return f"「{label}」没有记载，不能确定认定机构是不是同级机构；有权认定的是{able}"
        case "other_level":
            given = next((label for label, code in vocabulary.levels.items() if code == finding.level), finding.level)
            return f"认定机构是{given}的，不是同级机构，无权认定；有权认定的是{able}"


# ── of one version ──────────────────────────────────────────────────────


@frozen
class _Day:
    """A comparison of a finding's day: its cell, that of the day it is compared with, and the requirement in words."""

    cell: Cell
    other: Cell
    required: str


@frozen
class _Timed:
    """The days on which a finding (expected to be so) has to be made: for each conjunction that asks for it."""

    fact: Fact
    expected: bool
    conjunctions: tuple[tuple[_Day, ...], ...]


class FindingsSheet:
    """The findings for which one version asks."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary) -> None:
        """Take the layout of the version's traces."""
        self._vocabulary = vocabulary
        self._founds = {node.fact.name: node for node in model.findings_of(layout.version)}
        self._timed = tuple(_timed(layout))

    def uncounted(self, view: View) -> Iterator[UncountedFinding]:
        """Yield the recorded findings that do not count, in the order of the version."""
        for name, node in self._founds.items():
            flaw = flaw_of(node, view.record)
            if flaw is not None:
                yield self._uncounted(node, flaw, flaw_text(flaw, node, view.record, self._vocabulary), view)
                continue
            timed = (one for one in self._timed if one.fact.name == name)
            for text in dict.fromkeys(text for one in timed for text in _untimely(one, view)):
                able = able_text(node, view.record, self._vocabulary)
                yield self._uncounted(node, "untimely", f"{text}；有权认定的是{able}", view)

    def _uncounted(self, node: nodes.Found, why: str, note: str, view: View) -> UncountedFinding:
        shown = show(view.record.values[node.fact.name], Kind.FINDING, node.fact, self._vocabulary)
        bodies = bodies_of(node, self._vocabulary)
        return UncountedFinding(node.fact.name, node.fact.label, shown, why, note, bodies)


def _timed(layout: Layout) -> Iterator[_Timed]:
    """Yield the findings that count only if they are made on certain days: wherever they are asked for, with a day."""
    asked: defaultdict[tuple[Fact, bool], list[tuple[nodes.Compare, ...]]] = defaultdict(list)
    roots = set(model.conditions_of(layout.version))
    for node in layout.nodes:
        if isinstance(node, nodes.Found) and node in roots:
            asked[node.fact, node.expected].append(())
        for found in walks.children(node):
            if isinstance(found, nodes.Found):
                days = tuple(_dated(node, found.fact)) if isinstance(node, nodes.All) else ()
                if walks.settled(node) is None:
                    asked[found.fact, found.expected].append(days)
    for (fact, expected), conjunctions in asked.items():
        if all(conjunctions):
            yield _Timed(fact, expected, tuple(tuple(_day(day, layout) for day in days) for days in conjunctions))


def _dated(node: nodes.Node, fact: Fact) -> Iterator[nodes.Compare]:
    """Yield the comparisons of a finding's day that have to hold for a condition to hold."""
    match node:
        case nodes.Compare(_, nodes.FindingDay(dated), _) | nodes.Compare(_, _, nodes.FindingDay(dated)):
            if dated == fact:
                yield node
        case nodes.All(parts):
            for part in parts:
                yield from _dated(part, fact)
        case nodes.Any(parts):
            open_parts = [part for part in parts if walks.settled(part) is not False]
            if len(open_parts) == 1:
                yield from _dated(open_parts[0], fact)
        case _:
            return


def _day(node: nodes.Compare, layout: Layout) -> _Day:
    if isinstance(node.left, nodes.FindingDay):
        operator, other = node.operator, node.right
    else:
        operator, other = _MIRRORED[node.operator], node.left
    wrong = {">": "作出得早了", "<": "作出得晚了"}.get(operator[0], "作出的日期不对")
    required = f"{wrong}，应当{order_word(operator)}{name_of(other)}"
    return _Day(cell_of(node, layout, None), cell_of(other, layout, None), required)


def _untimely(timed: _Timed, view: View) -> Iterator[str]:
    """Yield what is wrong with the day of a finding that is the expected one, if it was made on no day that counts."""
    finding = view.record.values.get(timed.fact.name)
    if not isinstance(finding, Finding) or finding.conclusion is not timed.expected or finding.day is None:
        return
    failing = [[day for day in days if day.cell(view) == FALSE] for days in timed.conjunctions]
    if all(failing):
        day = failing[0][0]
        other = day.other(view)
        yield f"{day.required}（{day_text(other) if type(other) is int else '还没有'}）"

"""Why and why not: the steps behind an outcome, what is lacking, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from zzrules.answer.outline import Point
from zzrules.answer.parts import OutcomeName, Reasons, Step, StepKind
from zzrules.answer.view import View
from zzrules.answer.wording import NOT_KNOWN, day_text, show
from zzrules.base.frozen import frozen
from zzrules.base.truth import Truth
from zzrules.engines.judgement import TRUTHS
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.states import NOT_SET_OFF
from zzrules.policy.vocabulary import Kind, Vocabulary

_DESCENDED: frozenset[StepKind] = frozenset(("all", "any", "ground", "derived", "catch_all", "list", "element"))
"""The kinds of steps whose parts say better than they do what is lacking."""


@frozen
class EntryPoint:
    """An entry of a decision list as answers speak of it, with its class; ``rest``: it is what applies otherwise."""

    entry: model.Entry
    point: Point
    rest: bool
    group: str


@frozen
class VersionPoints:
    """The requirements of a version, each with the reason to give where it does not hold, and its entries.

    ``refused`` is the class of what does not apply, ``lapsed`` that of what is not in force; ``distinct``: each entry
    gives another class, and what does not apply yet another.
    """

    requirements: tuple[tuple[Point, str], ...]
    entries: tuple[EntryPoint, ...]
    refused: str
    lapsed: str
    distinct: bool


class Others(Protocol):
    """Tells how another obligation stands."""

    def __call__(self, policy: str, obligation: str, /) -> tuple[str, tuple[Step, ...]]:
        """Return how it stands in words, and the steps on which that rests."""
        ...


class Reasoner:
    """Makes steps of the points of one view."""

    def __init__(self, view: View, vocabulary: Vocabulary, others: Others) -> None:
        """Take the view, and whoever tells of other obligations."""
        self.view = view
        self.vocabulary = vocabulary
        self.others = others

    def step(self, point: Point) -> Step:
        """Return a condition's truth with what the record shows of it, down to single facts."""
        truth = TRUTHS[point.cell(self.view)]
        match point.kind:
            case "all" | "any" | "not" | "ground" | "derived":
                return Step(point.text, truth, "", tuple(map(self.step, point.parts)), point.kind, point.name)
            case "catch_all":
                return self._catch_all(point, truth)
            case "obligation":
                assert isinstance(point.node, nodes.ObligationIs)
                shown, parts = self.others(point.node.policy, point.node.name)
                return Step(point.text, truth, shown, parts, point.kind, point.name)
            case "list":
                return self._list(point, truth)
            case "condition" | "reading" | "otherwise" | "element":
                return Step(point.text, truth, point.shown(self.view), (), point.kind)

    def _catch_all(self, point: Point, truth: Truth) -> Step:
        assert isinstance(point.node, nodes.CatchAll)
        if truth is False and self.view.record.values.get(point.node.invoked.name) is None:
            return Step(point.text, truth, "未援引", (), point.kind)
        return Step(point.text, truth, "", tuple(map(self.step, point.parts)), point.kind)

    def _list(self, point: Point, truth: Truth) -> Step:
        assert isinstance(point.node, nodes.Quantified)
        source = point.node.source
        shown = show(self.view.record.values.get(source.name), Kind.LIST, source, self.vocabulary)
        elements = []
        for number, cells in enumerate(self.view.elements[point.walk] or (), 1):
            step = Reasoner(self.view.at(cells), self.vocabulary, self.others).step(point.parts[0])
            elements.append(Step(f"第{number}项：{step.text}", step.truth, step.shown, step.parts, "element"))
        return Step(point.text, truth, shown, tuple(elements), point.kind)

    def states(self, entries: Iterable[EntryPoint], possible: Sequence[str]) -> Iterator[Step]:
        """Yield what set an obligation off, and what each state that it may be in rests on."""
        for listed in entries:
            if listed.entry.code == NOT_SET_OFF or (listed.entry.code in possible and not listed.rest):
                yield self.step(listed.point)


def lacking(step: Step) -> Iterator[str]:
    """Yield the single conditions that keep a step from being true, with what the record shows."""
    if step.truth is True:
        return
    if step.parts and step.kind in _DESCENDED:
        for part in step.parts:
            yield from lacking(part)
        if any(part.truth is not True for part in step.parts):
            return
    state = "不成立" if step.truth is False else NOT_KNOWN
    yield f"{step.text}：{state}" + (f"（{step.shown}）" if step.shown else "")


def reasons(
    policy: model.Policy, outcome: OutcomeName, versions: Sequence[tuple[VersionPoints, Reasoner]], possible: Truth
) -> Reasons:
    """Return why the outcome holds, may hold, or does not, over the versions that may apply."""
    account = _Account(outcome)
    for points, reasoner in versions:
        account.version(points, reasoner)
    if outcome.code != NOT_IN_FORCE and not versions:
        first, last = policy.versions[0].first, policy.versions[-1].last
        account.lacking.append(f"行为日期不在有效期内（{day_text(first)}至{day_text(last)}）")
        account.ended = COMMON_OUTCOMES[NOT_IN_FORCE]
    summary = _summary(policy, outcome, possible, account.ended)
    return Reasons(outcome, possible, summary, tuple(dict.fromkeys(account.lacking)), tuple(account.steps))


class _Account:
    """What is gathered for an outcome: the steps, what is lacking, and the outcome that holds instead."""

    def __init__(self, outcome: OutcomeName) -> None:
        self.outcome = outcome
        self.steps: list[Step] = []
        self.lacking: list[str] = []
        self.ended = ""

    def version(self, points: VersionPoints, reasoner: Reasoner) -> None:
        requirements = [(reasoner.step(point), otherwise) for point, otherwise in points.requirements]
        self.steps += [step for step, _ in requirements]
        failing = [(step, otherwise) for step, otherwise in requirements if step.truth is not True]
        if self.outcome.code == NOT_APPLICABLE:
            self.lacking += [otherwise for _, otherwise in failing]
            return
        for step, otherwise in failing:
            state = "" if step.truth is False else f"（{NOT_KNOWN}）"
            self.lacking.append(f"{otherwise}{state}" + (f"：{step.shown}" if step.shown else ""))
        self._entries(points.entries, reasoner)

    def _entries(self, entries: Sequence[EntryPoint], reasoner: Reasoner) -> None:
        still_open: list[str] = []
        for listed in entries:
            entry = listed.entry
            if entry.code == self.outcome.code:
                step = reasoner.step(listed.point)
                self.steps.append(Step("其余情况", True, kind="otherwise") if listed.rest else step)
                self.lacking += [*lacking(step), *still_open]
                return
            truth = TRUTHS[listed.point.cell(reasoner.view)]
            if truth is None:
                step = reasoner.step(listed.point)
                still_open += [f"结论「{entry.name}」尚不能排除：{text}" for text in lacking(step)]
            if truth is True:
                self.ended = entry.name
                self.lacking.append(f"在此之前，结论「{entry.name}」已经成立")
                return


def _summary(policy: model.Policy, outcome: OutcomeName, possible: Truth, ended: str) -> str:
    if possible is True:
        return f"依{policy.citation}，结论是「{outcome.name}」。"
    if possible is None:
        return f"「{outcome.name}」尚不能确定，也不能排除。"
    return f"结论不是「{outcome.name}」" + (f"，而是「{ended}」。" if ended else "。")

"""Why and why not: the steps behind an outcome, what is lacking, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from zzrules.answer.elements import nth, ordinal, which_of
from zzrules.answer.outline import Point
from zzrules.answer.parts import OutcomeName, Reasons, Step
from zzrules.answer.sentences import lacking, otherwise
from zzrules.answer.view import View, invoked
from zzrules.answer.wording import show, term_text
from zzrules.base.frozen import frozen
from zzrules.base.truth import Truth
from zzrules.engines.judgement import TRUTHS, UNKNOWN
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.states import NOT_SET_OFF
from zzrules.policy.vocabulary import Kind, Vocabulary

_NAMED = 3
"""How many of the outcomes that may come before another are named."""
_AGAIN = 32
"""A derived condition is told again with its steps where it is named again, if there are no more than these."""


@frozen
class RequirementPoint:
    """A requirement, with what the policy itself states of it, if anything, and the reason to give where it fails."""

    point: Point
    stated: Point | None
    otherwise: str


@frozen
class EntryPoint:
    """An entry of a decision list as answers speak of it, with its class; ``rest``: it is what applies otherwise.

    ``stated``: what a policy that governs this one says of it, if one gives it the entry.
    ``unless`` are the facts, as bits, that could keep it from being the first that holds whatever its condition.
    """

    entry: model.Entry
    point: Point
    stated: Point | None
    rest: bool
    group: str
    unless: int


@frozen
class VersionPoints:
    """The requirements of a version, and its entries.

    ``refused`` is the class of what does not apply, ``lapsed`` that of what is not in force. ``unless`` are the facts,
    as bits, that could show that the version does not apply on an unknown day.
    """

    requirements: tuple[RequirementPoint, ...]
    entries: tuple[EntryPoint, ...]
    refused: str
    lapsed: str
    unless: int


class Others(Protocol):
    """Tells how another obligation stands."""

    def __call__(self, policy: str, obligation: str, /) -> tuple[str, tuple[Step, ...]]:
        """Return how it stands in words, and the steps on which that rests."""
        ...


class _Told:
    """How many steps a condition has been told in, and each derived condition in it."""

    def __init__(self) -> None:
        self.steps = 0
        self.of: dict[Point, int] = {}


class Reasoner:
    """Makes steps of the points of one view."""

    def __init__(self, view: View, vocabulary: Vocabulary, others: Others, *, brief: bool = False) -> None:
        """Take the view, and whoever tells of other obligations.

        ``brief``: steps have only the parts that make them true or false, and say what is the case of single conditions
        without showing it apart.
        """
        self.view = view
        self.vocabulary = vocabulary
        self.others = others
        self.brief = brief
        self._told: _Told | None = None

    def step(self, point: Point) -> Step:
        """Return a condition's truth with what the record shows of it, down to single facts.

        A derived condition that rests on much is told with its steps where it is first named.
        """
        if self._told is None:
            self._told = _Told()
            try:
                return self.step(point)
            finally:
                self._told = None
        told, before = self._told, self._told.steps
        told.steps += 1
        if point.kind != "derived":
            return self._step(point)
        if told.of.get(point, 0) > _AGAIN:
            truth = TRUTHS[point.cell(self.view)]
            return Step(point.text, truth, "", (), point.kind, point.name, point.said(self.view))
        step = self._step(point)
        told.of[point] = told.steps - before
        return step

    def _step(self, point: Point) -> Step:
        truth = TRUTHS[point.cell(self.view)]
        match point.kind:
            case "all" | "any" | "not" | "ground" | "derived":
                parts = self._parts(point)
                return Step(point.text, truth, "", parts, point.kind, point.name, point.said(self.view))
            case "catch_all":
                return self._catch_all(point, truth)
            case "obligation":
                assert isinstance(point.node, nodes.ObligationIs)
                shown, parts = self.others(point.node.policy, point.node.name)
                said = f"义务「{point.name}」{shown}" if shown else f"没有义务「{point.name}」"
                return Step(point.text, truth, shown, parts, point.kind, point.name, said)
            case "list":
                return self._list(point, truth)
            case "condition" | "reading" | "otherwise" | "element" | "entry":
                shown = "" if self.brief else point.shown(self.view)
                parts = tuple(self.step(part) for part in point.parts if TRUTHS[part.cell(self.view)])
                return Step(point.text, truth, shown, parts, point.kind, said=point.said(self.view))

    def as_stated(self, point: Point, stated: Point | None) -> Step:
        """Return a condition as a step, as it is stated where that comes to the same."""
        same = stated is not None and stated.cell(self.view) == point.cell(self.view)
        return self.step(stated if stated is not None and same else point)

    def _parts(self, point: Point) -> tuple[Step, ...]:
        """Return the steps of a point's parts; in brief, those that come to what it comes to itself."""
        parts = point.parts
        if self.brief and point.kind != "not":
            cell = point.cell(self.view)
            parts = tuple(part for part in parts if part.cell(self.view) == cell != UNKNOWN and not _numbers(part))
        return tuple(map(self.step, parts))

    def _catch_all(self, point: Point, truth: Truth) -> Step:
        assert isinstance(point.node, nodes.CatchAll)
        said = point.said(self.view)
        if invoked(point.node.invoked, self.view.record) is False:
            return Step(point.text, truth, "未援引", (), point.kind, said=said)
        return Step(point.text, truth, "", self._parts(point), point.kind, said=said)

    def _list(self, point: Point, truth: Truth) -> Step:
        assert isinstance(point.node, nodes.Quantified)
        source = point.node.source
        listed = self.view.record.values.get(source.name)
        shown = "没有记载" if listed is None else show(listed, Kind.LIST, source, self.vocabulary)
        wanted, _ = nth(point.node.condition)
        elements = []
        for number, (cells, row) in enumerate(zip(self.view.elements[point.walk] or (), listed or (), strict=True), 1):
            if wanted in (0, number):
                inner = Reasoner(self.view.at(cells, row), self.vocabulary, self.others, brief=self.brief)
                inner._told = self._told
                step = inner.step(point.parts[0])
                which = ordinal(source, number)
                said = f"{which}：{step.said}" if step.said else ""
                text = which if step.kind == "all" else f"{which}：{step.text}"
                elements.append(Step(text, step.truth, step.shown, step.parts, "element", said=said))
        text = f"{which_of(point.node)}如下" if elements else point.text
        return Step(text, truth, shown, tuple(elements), point.kind, said=point.said(self.view))

    def entry(self, listed: EntryPoint) -> Step:
        """Return an entry of a decision list as a step."""
        step = self.as_stated(listed.point, listed.stated)
        return Step(f"结论「{listed.entry.name}」", step.truth, "", (step,), "entry", listed.entry.name)

    def states(self, entries: Iterable[EntryPoint], states: Sequence[str]) -> Iterator[Step]:
        """Yield what each of these states of an obligation rests on; of 未发生, what sets it off."""
        for listed in entries:
            if listed.entry.code not in states or listed.rest:
                continue
            if listed.entry.code == NOT_SET_OFF:
                step = self.as_stated(listed.point, listed.stated)
                idle = listed.entry.stated is not None and listed.stated is None and step.truth is True
                if not idle:  # that no other policy governs sets nothing off
                    yield step
            else:
                yield self.step(listed.point)


def _numbers(point: Point) -> bool:
    """Return whether a condition only asks for the number of an element, which its name says."""
    return isinstance(point.node, nodes.Compare) and isinstance(point.node.left, nodes.OrderNumber)


def reasons(
    policy: model.Policy,
    citation: str,
    outcome: OutcomeName,
    versions: Sequence[tuple[VersionPoints, Reasoner]],
    possible: Truth,
) -> Reasons:
    """Return why the outcome holds, may hold, or does not, over the versions that may apply.

    ``citation`` is the place that the policy states in them.
    """
    account = _Account(outcome)
    for points, reasoner in versions:
        account.version(points, reasoner)
    if outcome.code != NOT_IN_FORCE and not versions:
        first, last = policy.versions[0].first, policy.versions[-1].last
        account.lacking.append(f"行为日期不在有效期内（{term_text(first, last)}）")
        account.ended = COMMON_OUTCOMES[NOT_IN_FORCE]
    elif versions and outcome.code not in COMMON_OUTCOMES:
        stating = [version for version in policy.versions if _states(version.entries, outcome.code)]
        if not any(_states([one.entry for one in points.entries], outcome.code) for points, _ in versions):
            days = "、".join(term_text(first, last) for first, last in model.united(stating))
            account.lacking = [f"行为日期不在这一结论的有效期内（{days or '没有一天'}）"]
    summary = _summary(citation, outcome, possible, account.ended)
    return Reasons(outcome, possible, summary, tuple(dict.fromkeys(account.lacking)), tuple(account.steps))


def _states(entries: Iterable[model.Entry], code: str) -> bool:
    return any(entry.code == code for entry in entries)


class _Account:
    """What is gathered for an outcome: the steps, what is lacking, and the outcome that holds instead."""

    def __init__(self, outcome: OutcomeName) -> None:
        self.outcome = outcome
        self.steps: list[Step] = []
        self.lacking: list[str] = []
        self.ended = ""

    def version(self, points: VersionPoints, reasoner: Reasoner) -> None:
        requirements = [(reasoner.as_stated(one.point, one.stated), one.otherwise) for one in points.requirements]
        given = any(one.stated is not None and one.entry.code == self.outcome.code for one in points.entries)
        for (step, _), one in zip(requirements, points.requirements, strict=True):
            # What another policy says does not rest on what this one requires.
            own = not given and one.stated is not None and TRUTHS[one.stated.cell(reasoner.view)] is True
            if step.truth is not True or own:
                self.steps.append(step)
        failing = [(step, unless) for step, unless in requirements if step.truth is not True]
        if self.outcome.code == NOT_APPLICABLE:
            self.lacking += [unless for _, unless in failing]
            return
        for step, unless in failing:
            head = unless if step.truth is False else "尚不能确定是否适用"
            self.lacking.append(f"{head}：{'；'.join(dict.fromkeys(lacking(step)))}")
        self._entries(points.entries, reasoner)

    def _entries(self, entries: Sequence[EntryPoint], reasoner: Reasoner) -> None:
        before: list[EntryPoint] = []
        last = max((at for at, listed in enumerate(entries) if listed.entry.code == self.outcome.code), default=-1)
        for number, listed in enumerate(entries):
            entry, truth = listed.entry, TRUTHS[listed.point.cell(reasoner.view)]
            if entry.code == NOT_APPLICABLE and truth is not True:
                continue
            if entry.code == self.outcome.code and (truth is not False or number == last):
                self._reached(listed, before, reasoner)
                return
            if truth is True:
                self._preceded(listed, before, reasoner)
                if number < last:
                    self._failing(entries[last], reasoner)
                return
            if entry.code != self.outcome.code and (listed.stated is None or truth is not False):
                before.append(listed)

    def _preceded(self, listed: EntryPoint, before: Sequence[EntryPoint], reasoner: Reasoner) -> None:
        """Take an entry of another outcome that holds: it is the outcome, unless one of those ``before`` it may be."""
        name = listed.entry.name
        open_before = [one.entry.name for one in before if TRUTHS[one.point.cell(reasoner.view)] is None]
        if not open_before:
            self.ended = name
        if listed.entry.code == NOT_APPLICABLE:  # what is required says so already
            return
        self.steps.append(reasoner.entry(listed))
        if open_before:
            others = [f"「{other}」" for other in dict.fromkeys(open_before)]
            named = "、".join(others[:_NAMED]) + (f"等{len(others)}项" if len(others) > _NAMED else "")
            self.lacking.append(f"排在前面的「{name}」条件具备，它前面的{named}尚不能排除")
        else:
            self.lacking.append(f"排在前面的「{name}」已经成立")

    def _failing(self, listed: EntryPoint, reasoner: Reasoner) -> None:
        """Take what the outcome itself lacks, though another one comes first."""
        step = reasoner.as_stated(listed.point, listed.stated)
        if not listed.rest and step.truth is False:
            self.steps.append(step)
            self.lacking += lacking(step)

    def _reached(self, listed: EntryPoint, before: Sequence[EntryPoint], reasoner: Reasoner) -> None:
        """Take an entry to which the list comes, after those ``before`` it that do not hold or may not."""
        if listed.rest:
            self.steps.append(otherwise([reasoner.entry(earlier) for earlier in before]))
        else:
            step = reasoner.as_stated(listed.point, listed.stated)
            self.steps.append(step)
            self.lacking += lacking(step)
        for earlier in before:
            if TRUTHS[earlier.point.cell(reasoner.view)] is None:
                name = earlier.entry.name
                step = reasoner.as_stated(earlier.point, earlier.stated)
                self.lacking += (f"结论「{name}」尚不能排除：{text}" for text in lacking(step))


def _summary(citation: str, outcome: OutcomeName, possible: Truth, ended: str) -> str:
    if possible is True:
        return f"依{citation}，结论是「{outcome.name}」。"
    if possible is None:
        return f"「{outcome.name}」尚不能确定，也不能排除。"
    return (f"结论是「{ended}」，" if ended else "") + f"「{outcome.name}」不成立。"

"""What scenarios can show of policies, point by point, and which points a judged record shows.

A point is a part of a policy with what became of it:

* a part (`parts`): it holds, fails or is open, and the outcome turns on it or does not;
* an outcome: it is the one, is ruled out, or stays possible beside others; a consequence: it follows, does not, may;
  a state of an obligation: likewise;
* a boundary, which is a comparison of days, moments, numbers or amounts, or of a time with its length: it just holds,
  so that it would fail one step (a day, a minute, one, a 分) further; or just fails;
* a period in which a version is in force: its first day and the day before, its last day and the day after;
* a case of a derived value, or a row of a decision table: it is taken;
* a reading with one of its alternatives: the answer is another one under it.

Points are named as policies name their parts, so that they stay the same when files are laid out anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from zzrules.analysis.coverage.kinds import (
    ALTERNATIVE,
    BOUNDARY,
    CASE,
    CONSEQUENCE,
    DERIVED,
    ENTRY,
    GROUND,
    OUTCOME,
    PERIOD,
    PROCEDURE,
    READING,
    STATE,
)
from zzrules.analysis.coverage.parts import Part, Turning, parts_of
from zzrules.answer.wording import Names, say
from zzrules.base import bounds
from zzrules.base.citation import Citation
from zzrules.base.regulation import NO_END
from zzrules.base.truth import Truth
from zzrules.base.workdays import Calendar
from zzrules.case.record import Record
from zzrules.case.values import Perhaps
from zzrules.engines.compiled import CompiledPlan, Raw
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN, Trace, states_of
from zzrules.plan import layout as laid, model, nodes, walks
from zzrules.plan.conduct import conduct_extent
from zzrules.plan.sources import POLICY
from zzrules.plan.states import STATES
from zzrules.policy.vocabulary import Fact, Kind

_TURNS: Final[Mapping[bool, str]] = {True: "左右结论", False: "不左右结论"}
TRUTH_WORDS: Final[Mapping[int, str]] = {TRUE: "成立", FALSE: "不成立", UNKNOWN: "待查明"}
_RESULTS: Final[Mapping[str, Mapping[Truth, str]]] = {
    OUTCOME: {True: "得出", False: "排除", None: "待查明"},
    CONSEQUENCE: {True: "发生", False: "不发生", None: "待查明"},
    STATE: {True: "是", False: "不是", None: "待查明"},
}
_SIDES: Final[Mapping[bool, str]] = {True: "刚好成立", False: "刚好不成立"}
_SECTIONS: Final[Mapping[str, str]] = {ALTERNATIVE: GROUND, PROCEDURE: GROUND, ENTRY: OUTCOME, CASE: DERIVED}
"""The sections in which parts are written that are called otherwise than their section."""
_BESIDE: Final = re.compile("：.*|（第[0-9]+条）$")
"""What stands in the name of such a part beside its name in the section."""
_TAKEN: Final = "取用"
_FIRST, _BEFORE, _LAST, _AFTER = "第一日", "前一日", "最后一日", "后一日"
_STEPPED: Final = frozenset((Kind.DATE, Kind.MOMENT, Kind.INTEGER, Kind.MONEY))
"""The kinds of which two values can lie beside one another."""


class Point(NamedTuple):
    """One thing to show: of a policy (code), of a part of some kind, by its name, in one way to turn out."""

    policy: str
    kind: str
    name: str
    way: str

    def __str__(self) -> str:
        """Say it in Chinese, without the policy."""
        return f"{self.kind}「{self.name}」{self.way}"

    @property
    def written(self) -> tuple[str, str]:
        """The section of the policy in which it is written, and the name of its part there; of 政策 there is none."""
        if self.kind in (BOUNDARY, PERIOD):
            return POLICY, ""
        section = _SECTIONS.get(self.kind, self.kind)
        if self.kind == STATE:
            return section, self.name.rpartition("：")[0]
        return section, _BESIDE.sub("", self.name) if self.kind in _SECTIONS else self.name


class Boundary(NamedTuple):
    """A comparison with where it stands: in a layout, inside a walk over a list (index) or outside of any (-1)."""

    name: str
    node: nodes.Compare | nodes.Lasted | nodes.Times
    within: int


class _Version:
    """What there is to show of one version: its parts, boundaries and cases, by the cells of its traces."""

    def __init__(self, policy: model.Policy, version: model.Version, names: Names) -> None:
        self.version = version
        self.layout = laid.of_version(version)
        live = used(version)
        self.parts = [
            (part, Turning(part, self.layout))
            for part in parts_of(policy, version)
            if part.kind != DERIVED or nodes.DerivedCondition(part.name) in live
        ]
        self.boundaries = [*_boundaries(self.layout, live, names)]
        self.cases = [*_cases(version, live, names)]
        self.duties = {
            one.name: (layout := laid.of_obligation(version, one), [*_boundaries(layout, live, names)])
            for one in version.obligations
        }


class Points:
    """The points of a plan: all that there are, and those that a judged record shows."""

    def __init__(self, plan: model.Plan) -> None:
        """Take the plan."""
        self.plan = plan
        names = Names.of(plan)
        self._versions = {
            policy.code: [_Version(policy, version, names) for version in policy.versions] for policy in plan.policies
        }
        self._names = {policy.code: {**model.COMMON_OUTCOMES, **policy.outcomes} for policy in plan.policies}

    # ── all that there are ──────────────────────────────────────────

    @cached_property
    def all(self) -> dict[Point, Citation]:
        """Every point, with the place that it shows, in the order of the plan and of the policies."""
        return {point: place for policy in self.plan.policies for point, place in self._of(policy)}

    def parts(self, code: str, version: int) -> Iterator[Part]:
        """Yield the parts of a version of a policy."""
        yield from (part for part, _ in self._versions[code][version].parts)

    def boundaries(self, code: str, version: int) -> Iterator[tuple[str, nodes.Condition, str]]:
        """Yield the boundaries of a version by name, each with the obligation whose it is; empty for the version's."""
        one = self._versions[code][version]
        for duty, found in (("", one.boundaries), *((name, duty) for name, (_, duty) in one.duties.items())):
            yield from ((boundary.name, boundary.node, duty) for boundary in found)

    def cases(self, code: str, version: int) -> Iterator[tuple[str, nodes.Condition]]:
        """Yield the cases of derived values of a version, by name, with when they are taken."""
        for name, conditions in self._versions[code][version].cases:
            above = tuple(nodes.Not(one) for one in conditions[:-1])
            yield name, nodes.All((*above, conditions[-1]))

    def _of(self, policy: model.Policy) -> Iterator[tuple[Point, Citation]]:
        code, own = policy.code, policy.citation
        for one in self._versions[code]:
            for part, _ in one.parts:
                for truth in TRUTH_WORDS:
                    for turns in _TURNS:
                        yield part_point(code, part, truth, turns=turns), part.citation or own
        for name in self._names[code].values():
            yield from ((Point(code, OUTCOME, name, way), own) for way in _RESULTS[OUTCOME].values())
        for one in self._versions[code]:
            for follows in one.version.consequences:
                for way in _RESULTS[CONSEQUENCE].values():
                    yield Point(code, CONSEQUENCE, follows.name, way), follows.citation or own
            for duty in one.version.obligations:
                for state in dict.fromkeys(entry.code for entry in duty.entries):
                    for way in _RESULTS[STATE].values():
                        yield Point(code, STATE, _duty(duty.name, state), way), duty.citation or own
        for one in self._versions[code]:
            for name, place in self._bounded(one, own):
                yield from ((Point(code, BOUNDARY, name, way), place) for way in _SIDES.values())
            for name, _ in one.cases:
                yield Point(code, CASE, name, _TAKEN), own
            for day, ways in _edges(one.version):
                yield from ((Point(code, PERIOD, day, way), own) for way in ways)
            for reading in one.version.readings:
                for other in reading.others:
                    yield reading_point(code, reading.name, reading.taken, other), own

    @staticmethod
    def _bounded(one: _Version, own: Citation) -> Iterator[tuple[str, Citation]]:
        yield from ((boundary.name, own) for boundary in one.boundaries)
        for duty in one.version.obligations:
            place = duty.citation or own
            yield from ((boundary.name, place) for boundary in one.duties[duty.name][1])

    # ── those that a record shows ───────────────────────────────────

    def shown(
        self, compiled: CompiledPlan, record: Record, raws: Sequence[Raw], codes: Collection[str]
    ) -> Iterator[Point]:
        """Yield what a record shows of some policies; a point may come more than once.

        ``compiled`` judged it, with the policies of this plan and a calendar of its own; ``raws`` are its raw
        judgements, of every policy.
        """
        positions = {policy.code: at for at, policy in enumerate(self.plan.policies)}
        for code in codes:
            policy = self.plan.policy(code)
            judgement = compiled.judgement(positions[code], raws[positions[code]])
            names = self._names[code]
            for outcome, name in names.items():
                yield Point(code, OUTCOME, name, _RESULTS[OUTCOME][_only(outcome, judgement.possible)])
            for name, truth in judgement.consequences.items():
                yield Point(code, CONSEQUENCE, name, _RESULTS[CONSEQUENCE][truth])
            day = conduct_extent(policy, record)
            for index in judgement.versions:
                trace = compiled.trace(code, index, record, day, raws)
                yield from _of_trace(code, self._versions[code][index], trace, compiled.plan.calendar)
            if type(day) is int:
                yield from _of_day(policy, day)
        keys = [key for key in self.plan.obligations if key[0] in codes]
        wanted = tuple(dict.fromkeys(one for key in keys for one in model.chain_of(self.plan, key)))
        traced = compiled.trace_obligations(record, raws, wanted) if wanted else {}
        for key in keys:
            for duty in traced[key]:
                yield from self._of_duty(key, states_of(duty.bits))
                for index, trace in zip(duty.case.versions, duty.traces, strict=True):
                    known = self._versions[key[0]][index].duties.get(key[1])
                    if known is not None:
                        yield from _of_boundaries(key[0], *known, trace, compiled.plan.calendar)

    def _of_duty(self, key: tuple[str, str], states: Sequence[str]) -> Iterator[Point]:
        code, name = key
        for one in self._versions[code]:
            duty = one.version.obligation(name)
            for state in () if duty is None else dict.fromkeys(entry.code for entry in duty.entries):
                yield Point(code, STATE, _duty(name, state), _RESULTS[STATE][_only(state, states)])


def asked_of(points: Points, code: str, ground: str) -> tuple[Point, ...]:
    """Return what scenarios are written of first: each outcome and state of a policy, or what a ground may turn out.

    An outcome is the only one, a state is so; a ground holds, fails or is open, and the outcome turns on it.
    """
    own = [point for point in points.all if point.policy == code]
    if ground:
        return tuple(
            point
            for point in own
            if (point.kind, point.name) == (GROUND, ground) and point.way.endswith(f"，{_TURNS[True]}")
        )
    return tuple(point for point in own if point.kind in (OUTCOME, STATE) and point.way == _RESULTS[point.kind][True])


def is_open(point: Point) -> bool:
    """Return whether a point is that a part is not known to hold or to fail."""
    return point.way.startswith(TRUTH_WORDS[UNKNOWN])


def part_point(code: str, part: Part, truth: int, *, turns: bool) -> Point:
    """Return the point that a part has a truth (as a number), and that the outcome turns on it or does not."""
    return Point(code, part.kind, part.name, f"{TRUTH_WORDS[truth]}，{_TURNS[turns]}")


def result_point(code: str, kind: str, name: str, truth: Truth) -> Point:
    """Return the point that an outcome, a consequence or a state is so, is not, or may be."""
    return Point(code, kind, name, _RESULTS[kind][truth])


def side_point(code: str, name: str, *, holds: bool) -> Point:
    """Return the point that a boundary just holds, or just fails."""
    return Point(code, BOUNDARY, name, _SIDES[holds])


def case_point(code: str, name: str) -> Point:
    """Return the point that a case of a derived value is taken."""
    return Point(code, CASE, name, _TAKEN)


def reading_point(code: str, name: str, taken: str, other: str) -> Point:
    """Return the point that another reading gives another answer."""
    return Point(code, READING, name, f"采「{taken}」还是采「{other}」，结论不同")


def state_name(name: str, state: str) -> str:
    """Return how the state of an obligation is named in points."""
    return _duty(name, state)


def _duty(name: str, state: str) -> str:
    return f"{name}：{STATES.get(state, state)}"


def _only(one: str, possible: Collection[str]) -> Truth:
    return False if one not in possible else True if len(possible) == 1 else None


# ── of a trace ──────────────────────────────────────────────────────────


def _of_trace(code: str, version: _Version, trace: Trace, calendar: Calendar) -> Iterator[Point]:
    cells = trace.cells
    for part, turning in version.parts:
        yield part_point(code, part, turning.truth(cells), turns=turning.turns(cells))
    yield from _of_boundaries(code, version.layout, version.boundaries, trace, calendar)
    slots = version.layout.slots
    for name, conditions in version.cases:
        if all(_cell(one, slots, cells) == FALSE for one in conditions[:-1]) and (
            _cell(conditions[-1], slots, cells) == TRUE
        ):
            yield case_point(code, name)


def _cell(node: nodes.Condition, slots: Mapping[nodes.Node, int], cells: Sequence[int]) -> int:
    if isinstance(node, nodes.Constant):
        return TRUE if node.truth else FALSE
    return cells[slots[node]]


def _of_boundaries(
    code: str, layout: laid.Layout, boundaries: Sequence[Boundary], trace: Trace, calendar: Calendar
) -> Iterator[Point]:
    for name, node, within in boundaries:
        elements = (() if trace.elements[within] is None else trace.elements[within]) if within >= 0 else (trace.cells,)
        inner = layout.lists[within].slots if within >= 0 else layout.slots
        for cells in elements or ():

            def read(value: nodes.Node, cells: Sequence[Any] = cells, inner: Any = inner) -> Any:
                return cells[inner[value]] if value in inner else trace.cells[layout.slots[value]]

            for holds in _sides(node, read, layout, trace, calendar):
                yield side_point(code, name, holds=holds)


def _sides(
    node: nodes.Compare | nodes.Lasted | nodes.Times,
    read: Callable[[nodes.Node], Any],
    layout: laid.Layout,
    trace: Trace,
    calendar: Calendar,
) -> Iterator[bool]:
    """Yield whether a comparison holds, if it would turn out otherwise one step further."""

    def held(value: int) -> Truth:
        if isinstance(node, nodes.Lasted):
            start, length = read(node.start), read(node.duration)
            return bounds.lasted(node.operator, start, value, length, node.full_after, calendar)
        return nodes.COMPARISONS[node.operator](
            value, read(node.right) if isinstance(node, nodes.Compare) else node.count
        )

    at: Any = None
    if isinstance(node, nodes.Compare):
        at = read(node.left) if type(read(node.right)) is int else None
    elif isinstance(node, nodes.Times):
        at = _counted(node.source, node.where, layout, trace)
    elif type(read(node.start)) is int and isinstance(read(node.duration), tuple):
        at = read(node.end)
    holds = held(at) if type(at) is int else None
    if holds is not None and any(held(beside) is (not holds) for beside in (at - 1, at + 1)):
        yield holds


def _counted(source: Fact, where: nodes.Condition, layout: laid.Layout, trace: Trace) -> int | None:
    """Return how many elements meet a condition; None if that is not known."""
    at = layout.walk(source, where)
    rows, slots = trace.elements[at], layout.lists[at].slots
    if rows is None or any(isinstance(row, Perhaps) for row in rows):
        return None
    truths = [row[slots[where]] if where in slots else _cell(where, layout.slots, trace.cells) for row in rows]
    return None if UNKNOWN in truths else truths.count(TRUE)


def _of_day(policy: model.Policy, day: int) -> Iterator[Point]:
    for version in policy.versions:
        for name, ways in _edges(version):
            for way, edge in ways.items():
                if day == edge:
                    yield Point(policy.code, PERIOD, name, way)


def days_of_period(policy: model.Policy, point: Point) -> int:
    """Return the day of conduct that shows a point of a period."""
    return next(ways[point.way] for version in policy.versions for name, ways in _edges(version) if name == point.name)


def _edges(version: model.Version) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield the days at which a period begins or ends, by its name."""
    ends = version.last < NO_END.toordinal()
    last = {_LAST: version.last, _AFTER: version.last + 1} if ends else {}
    yield _period(version), {_FIRST: version.first, _BEFORE: version.first - 1, **last}


def _period(version: model.Version) -> str:
    from zzrules.answer.wording import term_text

    return term_text(version.first, version.last)


# ── of a version ────────────────────────────────────────────────────────


def used(version: model.Version) -> frozenset[nodes.Node]:
    """Return the nodes that can matter under the readings taken.

    Those are none of what no answer rests on, nor what stands beside that which settles a condition alone.
    """
    waiting: list[nodes.Node] = [one.condition for one in version.requirements]
    waiting += [one.condition for one in version.entries]
    waiting += [part for one in version.grounds for part in (one.condition, one.procedure)]
    for one in version.consequences:
        waiting += [one.condition, *([] if one.deadline is None or isinstance(one.deadline, str) else [one.deadline])]
    waiting += [part for one in version.obligations for part in model.parts_of(one)]
    waiting += [amount for _, amount in model.amounts_of(version)]
    waiting += [version.derived_day] if version.derived_day is not None else []
    found = set[nodes.Node]()
    while waiting:
        node = waiting.pop()
        if node not in found and walks.settled(node) is None:
            found.add(node)
            waiting += laid.beneath(node, version)
            waiting += [condition for _, condition in laid.walks_of(node)]
    return frozenset(found)


def _boundaries(layout: laid.Layout, live: Collection[nodes.Node], names: Names) -> Iterator[Boundary]:
    """Yield the comparisons of a layout that have a step beside them, each once."""
    for within, stood in ((-1, layout.nodes), *((at, one.nodes) for at, one in enumerate(layout.lists))):
        for node in stood:
            if node not in live:
                continue
            if isinstance(node, nodes.Compare):
                if {walks.kind_of(node.left), walks.kind_of(node.right)} <= _STEPPED:
                    yield Boundary(say(node, names), node, within)
            elif isinstance(node, nodes.Lasted | nodes.Times):
                yield Boundary(say(node, names), node, within)


def _cases(
    version: model.Version, live: Collection[nodes.Node], names: Names
) -> Iterator[tuple[str, tuple[nodes.Condition, ...]]]:
    """Yield the cases of derived values by name, each with the conditions before it and its own."""
    for name, derived in version.derived.items():
        if not isinstance(derived, nodes.Choice) or derived not in live:
            continue
        conditions = [condition for condition, _ in derived.cases]
        if not derived.rows:
            conditions.append(nodes.TRUE)
        for at, condition in enumerate(conditions):
            said = (
                derived.rows[at]
                if derived.rows
                else f"第{at + 1}种，{say(condition, names)}"
                if at < len(derived.cases)
                else "其他"
            )
            yield f"{name}：{said}", tuple(conditions[: at + 1])

"""From gaps to questions: which unknown facts matter, and which answers to them would decide alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, reduce
from operator import and_
from typing import Any, NamedTuple, assert_never

from zzrules.answer.findings import PART_WORDS, able_text, bodies_of, flaw_of, flaw_text
from zzrules.answer.moments import Moments
from zzrules.answer.outline import Point
from zzrules.answer.parts import MissingFact, Why, only_text
from zzrules.answer.reasons import VersionPoints
from zzrules.answer.view import View
from zzrules.answer.walk import Gap
from zzrules.answer.wording import show
from zzrules.base.bounds import Bounds, Options
from zzrules.base.money import CEILING
from zzrules.case.record import Record
from zzrules.case.values import NONE, Finding
from zzrules.engines.judgement import FALSE, TRUE
from zzrules.plan import model, nodes, walks
from zzrules.plan.build import COMMON_OUTCOMES, NOT_IN_FORCE
from zzrules.policy.vocabulary import DATED, NUMBERS, Fact, Kind, Vocabulary

NOTES: Mapping[Why, str] = {
    "absent": "案卷没有记载",
    "partial": "案卷只记载了范围",
    "unclear": "记载为查不清",
    "contradicted": "与别的记载矛盾，须查明哪一项有误",
    "unauthorised": "已有认定，但认定机构无权认定",
    "other_level": "已有认定，但认定机构不是同级机构",
    "incomplete": "已有认定，但没有写全，不算数",
    "unmade": "记载为没有作出认定；未经有权机构查明，既不能当作是，也不能当作否",
    "no_basis": "已经援引，但没有附上本项所要求的依据",
    "element": "列表中有一项没有记载这一字段",
    "more": "流水没有登记完整，或者有一件分不清，可能还有别的项",
    "calendar": "工作日历尚未覆盖",
}
_LAPSED = "有效期以外的日期"
_LARGE = (*DATED, Kind.DURATION, *NUMBERS)  # one witness for each outcome is enough
_SAMPLED = (*_LARGE, Kind.TEXT)  # what is tried stands for others like it
_LAST_DAY = date.max.toordinal()
_SOME_AMOUNT = 1_000_000
EVERY_FACT = -1
"""All facts as bits."""


class Trial(NamedTuple):
    """What follows from answers to a question: an outcome, or None while it stays open; and the days to try."""

    decide: Callable[[Any], str | None]
    days: Sequence[int]


class Questioner:
    """What can be asked of a plan's facts: the questions, and the answers to try."""

    def __init__(self, plan: model.Plan) -> None:
        """Prepare the answers that do not depend on a record."""
        self.plan = plan
        self.bits = {fact.name: 1 << number for number, fact in enumerate(plan.vocabulary.facts)}
        self._plain: dict[str, MissingFact] = {}
        self._fixed: dict[str, tuple[Any, ...]] = {}
        self._found: dict[str, nodes.Found | None] = {}
        self._firsts = sorted({version.first for policy in plan.policies for version in policy.versions})

    def questions(
        self,
        gaps: Iterable[Gap],
        record: Record,
        deciding: int,
        trial: Callable[[Fact], Trial],
        clashing: Mapping[str, str],
    ) -> tuple[MissingFact, ...]:
        """Return each gap as a question: what contradicts itself first, then what alone could decide.

        ``clashing`` says what disputed facts contradict.

        Whether a fact could is found by trying answers to it: truths and options all, dates and findings by witnesses.
        Only absent facts are passed over without a trial, where ``deciding`` (bits) says that they cannot decide.
        """
        clashes, first, rest = list[MissingFact](), list[MissingFact](), list[MissingFact]()
        for gap in gaps:
            fact = gap.fact
            if fact is None or gap.why in ("element", "more"):
                rest.append(self._question(gap, record))
                continue
            if gap.why == "absent" and not deciding & self.bits[fact.name]:
                rest.append(self._question(gap, record))
                continue
            tried = trial(fact)
            outcomes = self._outcomes(fact, self.candidates(fact, record, tried.days), tried.decide)
            clash = gap.why == "contradicted"
            note = clashing[fact.name] if clash else ""
            asked = self._question(gap, record, tuple(outcomes.items()), note)
            (clashes if clash else first if outcomes else rest).append(asked)
        return (*clashes, *first, *rest)

    def _outcomes(self, fact: Fact, candidates: Iterable[Any], decide: Callable[[Any], str | None]) -> dict[str, str]:
        """Return the answers that would decide alone, each with the outcome that follows."""
        deciding: dict[str, str] = {}
        large = fact.kind in _LARGE
        for value in candidates:
            outcome = decide(value)
            if outcome is not None and not (large and outcome in deciding.values()):
                lapsed = outcome == COMMON_OUTCOMES[NOT_IN_FORCE]
                deciding.setdefault(_LAPSED if lapsed else self._words(value, fact), outcome)
        return deciding

    def _words(self, value: Any, fact: Fact) -> str:
        if isinstance(value, Finding):
            return f"有权机构认定为{'是' if value.conclusion else '否'}"
        if fact.kind is Kind.FINDING:
            return "没有认定"
        return show(value, fact.kind, fact, self.plan.vocabulary)

    def _question(
        self, gap: Gap, record: Record, would_decide: tuple[tuple[str, str], ...] = (), note: str = ""
    ) -> MissingFact:
        fact = gap.fact
        plain = not would_decide and gap.why == "absent" and gap.found is None and not gap.asks
        if plain and (known := self._plain.get(gap.label)) is not None:
            return known
        question = MissingFact(
            name=fact.name if fact is not None else "",
            label=gap.label,
            question=gap.question or (fact.question if fact is not None else ""),
            why=gap.why,
            note=note or self._note(gap, record),
            would_decide=would_decide,
            part=gap.part,
            whole=fact.label if fact is not None else "",
            bodies=bodies_of(gap.found, self.plan.vocabulary) if gap.found is not None else (),
            samples=_samples(fact, would_decide) if fact is not None else (),
            asks=gap.asks,
        )
        if plain:
            self._plain[gap.label] = question
        return question

    def _note(self, gap: Gap, record: Record) -> str:
        """Return why a fact is missing; of a finding that does not count, also who could make it."""
        if gap.asks:
            return f"{NOTES[gap.why]}；{only_text(gap.asks)}"
        if gap.found is None or gap.why in ("absent", "unclear", "contradicted"):
            return NOTES[gap.why]
        flaw, vocabulary = flaw_of(gap.found, record), self.plan.vocabulary
        if gap.part:
            able = f"；有权认定的是{able_text(gap.found, record, vocabulary)}" if gap.part in ("body", "level") else ""
            return f"已有认定，但没有写明{PART_WORDS[gap.part]}，不算数{able}"
        if flaw is None:
            return f"{NOTES[gap.why]}；有权认定的是{able_text(gap.found, record, vocabulary)}"
        return f"已有认定，但{flaw_text(flaw, gap.found, record, vocabulary)}"

    # ── answers to try ──────────────────────────────────────────────

    def candidates(self, fact: Fact, record: Record, days: Sequence[int]) -> Sequence[Any]:
        """Return values to try for a fact: all of a small type, witnesses of a large one.

        ``days`` are those to try for a date, ascending.
        """
        extent = record.partial.get(fact.name)
        if extent:
            tried = self._dated(fact, record, days) if fact.kind in DATED else self._within(fact, extent)
            return [value for value in tried if allowed(value, extent)]
        if fact.kind is Kind.FINDING:
            return [*self._findings(fact, record), *_none(fact)]
        if fact.kind is Kind.DATE:
            return [*(days if fact.may_be_future else days[: bisect_right(days, record.on)]), *_none(fact)]
        if fact.kind is Kind.MOMENT:
            return [*self._dated(fact, record, days), *_none(fact)]
        fixed = self._fixed.get(fact.name)
        if fixed is None:
            fixed = self._fixed[fact.name] = (*self._tried(fact), *_none(fact))
        return fixed

    def _dated(self, fact: Fact, record: Record, days: Sequence[int]) -> Sequence[int]:
        """Return the days, or the moments, to try for a fact."""
        return days if fact.kind is Kind.DATE else self._moments.near(self.plan, record, days, fact)

    @cached_property
    def _moments(self) -> Moments:
        return Moments.of(self.plan)

    def _within(self, fact: Fact, extent: Any) -> Iterator[Any]:
        """Yield values to try for a fact known in part: those of any, and its bounds."""
        yield from self._tried(fact)
        if isinstance(extent, Bounds):
            yield from (bound for bound in (extent.low, extent.high) if bound is not None)

    def _tried(self, fact: Fact) -> Iterator[Any]:
        """Yield values to try for a fact that is no date and no finding."""
        yield from self._amounts if fact.kind is Kind.MONEY else _values(fact)

    @cached_property
    def _amounts(self) -> tuple[int, ...]:
        """Amounts to try: nothing, those that policies name, each with the one just below it, and more than all."""
        versions = [version for policy in self.plan.policies for version in policy.versions]
        parts = [node for version in versions for part in model.conditions_of(version) for node in walks.walk(part)]
        named = {one.value for one in parts if isinstance(one, nodes.Literal) and one.kind is Kind.MONEY}
        near = {at for amount in named if isinstance(amount, int) for at in (amount - 1, amount)}
        most = max(near, default=_SOME_AMOUNT)
        return tuple(sorted(at for at in {0, *near, 10 * most} if 0 <= at <= CEILING))

    def days(self, record: Record) -> list[int]:
        """Return the evaluation day and the days around every date that the record or a version knows, ascending."""
        facts = self.plan.vocabulary.by_name
        known = [day for name, day in record.values.items() if facts[name].kind is Kind.DATE and day is not NONE]
        known += self._firsts
        for name, extent in record.partial.items():
            if facts[name].kind is Kind.DATE:
                known += [bound for bound in (extent.low, extent.high) if bound is not None]
        near = {record.on, record.on - 1, *known, *[day + 1 for day in known], *[day - 1 for day in known]}
        return sorted(day for day in near if 1 <= day <= _LAST_DAY)

    def _findings(self, fact: Fact, record: Record) -> Iterator[Finding]:
        """Yield findings 是 and 否 by a body with authority, of the record's own level."""
        if fact.name not in self._found:
            self._found[fact.name] = next(_found_nodes(self.plan, fact), None)
        node = self._found[fact.name]
        if node is None:
            return
        level = record.values.get(node.same_level.name) if node.same_level else None
        body = min(node.bodies, default=None)
        for conclusion in (True, False):
            yield Finding(conclusion, body, level, record.on, "…", stated=True)


def _samples(fact: Fact, would_decide: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the answers that only stand for others: a day or a number tried, not 无 and no day out of force."""
    if fact.kind not in _SAMPLED:
        return ()
    return tuple(words for words, _ in would_decide if words not in (_LAPSED, "无"))


def allowed(value: Any, extent: Any) -> bool:
    """Return whether a value lies within an extent."""
    if isinstance(extent, Options):
        return value in extent.codes
    low, high, _ = extent
    return (low is None or bool(low <= value)) and (high is None or bool(value <= high))


def _none(fact: Fact) -> tuple[Any, ...]:
    """Return 无 for a fact that may be that; of lists and sets, the empty one stands for it."""
    return (NONE,) if fact.may_be_none and fact.kind not in (Kind.LIST, Kind.OPTIONS) else ()


def _values(fact: Fact) -> Iterator[Any]:
    match fact.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.OPTION | Kind.BODY:
            yield from fact.options.values()
        case Kind.OPTIONS:
            yield from (frozenset((code,)) for code in fact.options.values())
        case Kind.LIST:
            yield ()
        case Kind.INTEGER:
            yield from (number for number in (0, 1, *fact.limits) if number is not None)
        case Kind.DURATION:
            yield from ((number, unit) for unit in fact.units for number in (0, 1, 1000))
        case Kind.TEXT:
            yield "…"
        case Kind.DATE | Kind.MOMENT | Kind.MONEY | Kind.FINDING:
            raise AssertionError(f"what to try for a {fact.kind} depends on the record or on policies")


def _found_nodes(plan: model.Plan, fact: Fact) -> Iterator[nodes.Found]:
    versions = (version for policy in plan.policies for version in policy.versions)
    return (node for version in versions for node in model.findings_of(version) if node.fact.name == fact.name)


def witnesses(days: Sequence[int], spans: Sequence[tuple[int, int]], *, in_force: bool) -> list[int]:
    """Return the days that stand for all: the first out of force and, with ``in_force``, the first in force.

    They do where every day in force says the same, or nothing. ``days`` are ascending, as the ``spans`` of validity.
    """
    witnesses = []
    starts, ends = [days[0] if days else 0, *(last + 1 for _, last in spans)], [*(first for first, _ in spans), None]
    for start, end in zip(starts, ends, strict=True):
        at = bisect_left(days, start)
        if at < len(days) and (end is None or days[at] < end):
            witnesses.append(days[at])
            break
    for first, last in spans if in_force else ():
        at = bisect_left(days, first)
        if at < len(days) and days[at] <= last:
            witnesses.append(days[at])
            break
    return sorted(witnesses)


def worded(
    missing: tuple[MissingFact, ...], policy: model.Policy, versions: Sequence[int], vocabulary: Vocabulary
) -> tuple[MissingFact, ...]:
    """Return facts that a policy asks for with its own questions, where it words any, as its ``versions`` do."""
    if not policy.questions:
        return missing
    facts = vocabulary.by_name
    return tuple(
        replace(fact, question=policy.question(facts[fact.name], versions))
        if fact.name in policy.questions and fact.question == facts[fact.name].question
        else fact
        for fact in missing
    )


# ── which facts could decide alone ──────────────────────────────────────


class Turns:
    """Which single facts, once learnt, could make the conditions of a view true, or false.

    An upper bound: an unknown conjunction becomes false only if a part does, and true only if one fact makes all its
    unknown parts true; of a single condition, every fact that it reads might. What is known stays as it is, since
    learning an absent fact never turns a known condition.
    """

    def __init__(self, view: View) -> None:
        """Take the view, of which every point asked about is a part."""
        self.view = view
        self._known: dict[Point, tuple[int, int]] = {}

    def decides(self, points: VersionPoints, possible: Collection[str], among: int = EVERY_FACT) -> int:
        """Return the facts that alone could decide the class of a version's outcome, of those ``possible``.

        Such a fact excludes all outcomes of all other classes: one that is the first to hold, and what is before it is
        excluded, or all others are. That the policy is not in force, only facts ``among`` some exclude; that it is,
        those that show that the day was too early.
        """
        applicable, refused = self._all(required.point for required in points.requirements)
        excluding = {points.lapsed: among}
        excluding[points.refused] = applicable & excluding.get(points.refused, EVERY_FACT)
        above = refused
        for listed in points.entries:
            true, false = self.of(listed.point)
            if listed.entry.code in possible:
                excluded = false | above | listed.unless
                excluding[listed.group] = excluded & excluding.get(listed.group, EVERY_FACT)
            if true == EVERY_FACT:
                break  # what follows is not read
            above |= true
        deciding = points.unless
        for group in excluding:
            others = (by for other, by in excluding.items() if other != group)
            deciding |= reduce(and_, others, EVERY_FACT)
        return deciding

    def settles(self, points: VersionPoints, point: Point) -> int:
        """Return the facts that alone could settle a ground, which counts only where the requirements hold."""
        true, false = self._all([*(required.point for required in points.requirements), point])
        return true | false

    def of(self, point: Point) -> tuple[int, int]:
        """Return the facts that could make a condition true, and those that could make it false, as bits."""
        truth = point.cell(self.view)
        if truth == TRUE:
            return EVERY_FACT, 0
        if truth == FALSE:
            return 0, EVERY_FACT
        turns = self._known.get(point)
        if turns is None:
            turns = self._known[point] = self._of(point)
        return turns

    def _of(self, point: Point) -> tuple[int, int]:
        match point.kind:
            case "all" | "ground" | "derived":
                return self._all(point.parts)
            case "any":
                false, true = self._all(point.parts, negated=True)
                return true, false
            case "not":
                true, false = self.of(point.parts[0])
                return false, true
            case "catch_all" | "obligation" | "list" | "element" | "reading" | "otherwise" | "entry" | "condition":
                return point.reads, point.reads
            case _:
                assert_never(point.kind)

    def _all(self, parts: Iterable[Point], *, negated: bool = False) -> tuple[int, int]:
        """Return the facts that could make all parts true, and those that could make one false."""
        every, some = EVERY_FACT, 0
        for part in parts:
            true, false = self.of(part)
            if negated:
                true, false = false, true
            every &= true
            some |= false
        return every, some

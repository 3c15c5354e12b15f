"""From gaps to questions: which unknown facts matter, and which answers to them would decide alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, NamedTuple, assert_never

from zzrules.answer.gaps import Gap
from zzrules.answer.outline import Point
from zzrules.answer.parts import MissingFact, Why
from zzrules.answer.reasons import VersionPoints
from zzrules.answer.view import View
from zzrules.answer.wording import show
from zzrules.case.record import Record
from zzrules.case.values import NONE, Finding
from zzrules.engines.judgement import FALSE, TRUE
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_IN_FORCE
from zzrules.policy.vocabulary import Fact, Kind

NOTES: Mapping[Why, str] = {
    "absent": "案卷没有记载",
    "unclear": "记载为查不清",
    "contradicted": "与别的记载矛盾，须查明哪一项有误",
    "unauthorised": "已有认定，但认定机构无权认定，或者不能确定是同级机构",
    "incomplete": "已有记载，但结论、机构、日期、依据不全",
    "unmade": "记载为没有作出认定；未经有权机构查明，既不能当作是，也不能当作否",
    "no_basis": "已经援引，但没有附上本项所要求的依据",
    "element": "列表中有一项没有记载这一字段",
    "more": "流水没有登记完整，或者有一件分不清，可能还有别的项",
    "calendar": "工作日历尚未覆盖",
}
_LAPSED = "有效期以外的日期"
_LARGE = (Kind.DATE, Kind.DURATION, Kind.INTEGER)  # one witness for each outcome is enough
_LAST_DAY = date.max.toordinal()
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
        self._plain: dict[tuple[str, Why], MissingFact] = {}
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
        """Return each gap as a question; those that alone could decide come first.

        ``clashing`` says what disputed facts contradict.

        Whether a fact could is found by trying answers to it: truths and options all, dates and findings by witnesses.
        Only absent facts are passed over without a trial, where ``deciding`` (bits) says that they cannot decide.
        """
        first, rest = list[MissingFact](), list[MissingFact]()
        for gap in gaps:
            fact = gap.fact
            if fact is None or gap.why in ("element", "more"):
                rest.append(self._question(gap))
                continue
            if gap.why == "absent" and not deciding & self.bits[fact.name]:
                rest.append(self._question(gap))
                continue
            tried = trial(fact)
            outcomes = self._outcomes(fact, self.candidates(fact, record, tried.days), tried.decide)
            note = clashing[fact.name] if gap.why == "contradicted" else ""
            (first if outcomes else rest).append(self._question(gap, tuple(outcomes.items()), note))
        return (*first, *rest)

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
        return show(value, fact.kind, fact, self.plan.vocabulary)

    def _question(self, gap: Gap, would_decide: tuple[tuple[str, str], ...] = (), note: str = "") -> MissingFact:
        fact = gap.fact
        key = gap.label, gap.why
        plain = self._plain.get(key) if not (would_decide or note) else None
        if plain is not None:
            return plain
        question = MissingFact(
            name=fact.name if fact is not None else "",
            label=gap.label,
            question=fact.question if fact is not None else "",
            why=gap.why,
            note=note or NOTES[gap.why],
            would_decide=would_decide,
        )
        if not (would_decide or note) and fact is not None and gap.label == fact.label:
            self._plain[key] = question
        return question

    # ── answers to try ──────────────────────────────────────────────

    def candidates(self, fact: Fact, record: Record, days: Sequence[int]) -> Sequence[Any]:
        """Return values to try for a fact: all of a small type, witnesses of a large one.

        ``days`` are those to try for a date, ascending.
        """
        if fact.kind is Kind.FINDING:
            return [*self._findings(fact, record), *_none(fact)]
        if fact.kind is Kind.DATE:
            return [*(days if fact.may_be_future else days[: bisect_right(days, record.on)]), *_none(fact)]
        fixed = self._fixed.get(fact.name)
        if fixed is None:
            fixed = self._fixed[fact.name] = (*_values(fact), *_none(fact))
        return fixed

    def days(self, record: Record) -> list[int]:
        """Return the evaluation day and the days around every date that the record or a version knows, ascending."""
        facts = self.plan.vocabulary.by_name
        known = [day for name, day in record.values.items() if facts[name].kind is Kind.DATE and day is not NONE]
        known += self._firsts
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
            yield from (number for number in (0, 1, fact.minimum, fact.maximum) if number is not None)
        case Kind.DURATION:
            yield from ((number, unit) for unit in fact.units for number in (0, 1, 1000))
        case Kind.TEXT:
            yield "…"
        case Kind.DATE | Kind.FINDING:
            raise AssertionError(f"what to try for a {fact.kind} depends on the record")


def _found_nodes(plan: model.Plan, fact: Fact) -> Iterator[nodes.Found]:
    for policy in plan.policies:
        for version in policy.versions:
            obligations = (part for obligation in version.obligations for part in model.parts_of(obligation))
            for part in (*model.conditions_of(version), *obligations):
                for node in nodes.walk(part):
                    if isinstance(node, nodes.Found) and node.fact.name == fact.name:
                        yield node


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

    def decides(self, points: VersionPoints, among: int = EVERY_FACT) -> int:
        """Return the facts ``among`` some that alone could decide a version's outcome.

        Such a fact settles the requirements and the entries: one holds, and those before it do not, unless they say the
        same.
        """
        applicable, refused = self._all(point for point, _ in points.requirements)
        applicable &= among
        deciding, before, excluded = 0, applicable, list[tuple[str, int]]()
        for listed in points.entries if applicable else ():
            code = listed.entry.code
            true, false = self.of(listed.point)
            if points.distinct:
                deciding |= before & true
            else:
                others = (by for other, by in excluded if other != code)
                deciding |= reduce(and_, others, applicable & true)
                excluded.append((code, false))
            before &= false
            if not (before if points.distinct else false):
                break
        return refused & among | deciding

    def settles(self, points: VersionPoints, point: Point) -> int:
        """Return the facts that alone could settle a ground, which counts only where the requirements hold."""
        true, false = self._all([*(required for required, _ in points.requirements), point])
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
            case "catch_all" | "obligation" | "list" | "element" | "reading" | "otherwise" | "condition":
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

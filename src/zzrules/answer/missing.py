"""What is missing: the unknown facts that matter, and which of them could decide alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from zzrules.answer.parts import MissingFact
from zzrules.answer.wording import show
from zzrules.case.record import Record
from zzrules.case.values import NONE, Finding, Perhaps
from zzrules.engines import reference
from zzrules.engines.reference import Scope
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_IN_FORCE
from zzrules.policy.vocabulary import Fact, Kind

_NOTES = {
    "absent": "案卷没有记载",
    "unclear": "记载为查不清",
    "unauthorised": "已有认定，但认定机构无权认定，或者不能确定是同级机构",
    "incomplete": "已有记载，但结论、机构、日期、依据不全",
    "unmade": "记载为没有作出认定；未经有权机构查明，既不能当作是，也不能当作否",
    "no_basis": "已经援引，但没有附上本项所要求的依据",
    "element": "列表中有一项没有记载这一字段",
    "more": "流水没有登记完整，或者有一件分不清，可能还有别的项",
    "calendar": "工作日历尚未覆盖",
}


_Judged = TypeVar("_Judged")
_LARGE = (Kind.DATE, Kind.DURATION, Kind.INTEGER)  # one witness for each outcome is enough


@dataclass(frozen=True, slots=True)
class Gap:
    """An unknown fact that a condition depends on; ``fact`` is None where the calendar does not reach."""

    fact: Fact | None
    why: str
    label: str = ""


class Follow(Protocol):
    """Whoever yields the gaps of another policy's outcome, or of one of its obligations or grounds."""

    def __call__(self, policy: str, name: str = "", ground: str = "", /) -> Iterator[Gap]:
        """Yield what keeps it open."""
        ...


def gaps_of(policy: model.Policy, scopes: Sequence[Scope], follow: Follow) -> Iterator[Gap]:
    """Yield the gaps that keep a policy's outcome open, in the order of the text."""
    for scope in scopes:
        if scope.conduct is None:
            yield _absent(policy.conduct, scope)
        truths = [reference.truth(one.condition, scope) for one in scope.version.requirements]
        if False in truths:
            continue
        for requirement in scope.version.requirements:
            yield from gaps(requirement.condition, scope, follow)
        for entry in scope.version.entries:
            yield from gaps(entry.condition, scope, follow)
            if reference.truth(entry.condition, scope) is True:
                break


def ground_gaps(policy: model.Policy, name: str, scopes: Sequence[Scope], follow: Follow) -> Iterator[Gap]:
    """Yield the gaps that keep one of a policy's grounds open."""
    for scope in scopes:
        if scope.conduct is None:
            yield _absent(policy.conduct, scope)
        ground = scope.version.ground(name)
        truths = [reference.truth(one.condition, scope) for one in scope.version.requirements]
        if ground is None or False in truths:
            continue
        for requirement in scope.version.requirements:
            yield from gaps(requirement.condition, scope, follow)
        yield from gaps(ground.condition, scope, follow)


def gaps(node: nodes.Condition, scope: Scope, follow: Follow) -> Iterator[Gap]:
    """Yield the gaps behind an unknown condition; nothing for a known one."""
    if reference.truth(node, scope) is not None:
        return
    match node:
        case nodes.Found():
            yield _unfound(node, scope)
        case nodes.Quantified(_, source, condition):
            yield from _in_list(source, condition, scope, follow)
        case nodes.Times(source, where, _, _):
            yield from _in_list(source, where, scope, follow)
        case nodes.GroundHolds(name, complete):
            ground = scope.version.ground(name)
            assert ground is not None
            yield from gaps(ground.condition, scope, follow)
            if complete:
                yield from gaps(ground.procedure, scope, follow)
        case nodes.DerivedCondition(name):
            inner = scope.version.derived[name]
            assert isinstance(inner, nodes.Condition)
            yield from gaps(inner, scope, follow)
        case nodes.OutcomeIs(policy, _):
            yield from follow(policy) if policy else ()
        case nodes.OtherGround(policy, name):
            yield from follow(policy, "", name)
        case nodes.ObligationIs(policy, name, _):
            yield from follow(policy, name)
        case nodes.Workday(day, _):
            found = list(_in_values([day], scope, follow))
            yield from found or [_calendar(day, scope)]
        case nodes.CatchAll(invoked, basis, criterion):
            if reference.truth(basis, scope) is False:
                yield Gap(invoked, "no_basis")
            elif invoked.name in scope.record.unclear:
                yield Gap(invoked, "unclear")
            yield from gaps(basis, scope, follow)
            yield from gaps(criterion, scope, follow)
        case nodes.Compare(_, left, right):
            yield from _in_values([left, right], scope, follow)
        case nodes.Lasted(_, start, end, duration, _):
            found = list(_in_values([start, end, duration], scope, follow))
            yield from found or [_calendar(start, scope)]
        case _:
            for child in nodes.children(node):
                if isinstance(child, nodes.Condition):
                    yield from gaps(child, scope, follow)
                else:
                    yield from _in_values([child], scope, follow)


def _in_values(values: Sequence[nodes.Value], scope: Scope, follow: Follow) -> Iterator[Gap]:
    """Yield the gaps behind unknown values: facts, conditions that choose, intervals, or else the calendar."""
    for node in values:
        if reference.value(node, scope) is not None:
            continue
        match node:
            case nodes.FactValue(fact, _) | nodes.FindingDay(fact):
                yield _absent(fact, scope)
            case nodes.FieldValue(field, _):
                yield Gap(field, "element")
            case nodes.OrderNumber():
                yield Gap(None, "element", "各项的日期")
            case nodes.ConductDay():
                continue  # the fact that dates the conduct stands at the head of the list
            case nodes.DerivedValue(name, _):
                inner = scope.version.derived[name]
                assert isinstance(inner, nodes.Value)
                yield from _in_values([inner], scope, follow)
            case _:
                found = list(_inside(node, scope, follow))
                yield from found or [_calendar(_start(node), scope)]


def _inside(node: nodes.Value, scope: Scope, follow: Follow) -> Iterator[Gap]:
    if isinstance(node, nodes.Deadline | nodes.Counted) and node.suspension is not None:
        inner = node.suspension
        yield from _in_list(inner.source, inner.where, scope, follow)
        yield from _fields(inner.source, inner.where, (inner.first, inner.last), scope)
    if isinstance(node, nodes.Picked):
        yield from _in_list(node.source, node.where, scope, follow)
        ordering = [number for number, one in enumerate(node.source.fields) if one.name == node.source.order_by]
        yield from _fields(node.source, node.where, (*ordering, node.position), scope)
    for child in nodes.children(node):
        if isinstance(child, nodes.Condition):
            if not isinstance(node, nodes.Deadline | nodes.Counted | nodes.Picked):
                yield from gaps(child, scope, follow)
        else:
            yield from _in_values([child], scope, follow)


def _in_list(source: Fact, condition: nodes.Condition, scope: Scope, follow: Follow) -> Iterator[Gap]:
    rows = scope.record.values.get(source.name)
    if rows is None:
        yield _absent(source, scope)
        return
    outer = scope.element
    for number, scope.element in enumerate(rows, 1):
        if isinstance(scope.element, Perhaps):
            yield Gap(source, "more")
            continue
        for gap in gaps(condition, scope, follow):
            if gap.why == "element" and gap.fact is not None:
                yield Gap(source, "element", f"{source.label}第{number}项的{gap.fact.label}")
            else:
                yield gap
    scope.element = outer


def _fields(source: Fact, where: nodes.Condition, positions: tuple[int, ...], scope: Scope) -> Iterator[Gap]:
    """Yield the fields at these positions that the elements that count do not record."""
    outer = scope.element
    for number, row in enumerate(scope.record.values.get(source.name) or (), 1):
        scope.element = row
        if reference.truth(where, scope) is True and not isinstance(row, Perhaps):
            for position in positions:
                if row[position + 1] is None:
                    yield Gap(source, "element", f"{source.label}第{number}项的{source.fields[position].label}")
    scope.element = outer


def _absent(fact: Fact, scope: Scope) -> Gap:
    return Gap(fact, "unclear" if fact.name in scope.record.unclear else "absent")


def _unfound(node: nodes.Found, scope: Scope) -> Gap:
    found = scope.record.values.get(node.fact.name)
    if found is None:
        return _absent(node.fact, scope)
    if found is NONE:
        return Gap(node.fact, "unmade")
    if found.conclusion is None:
        return Gap(node.fact, "incomplete")
    return Gap(node.fact, "unauthorised")


def _start(node: nodes.Value) -> nodes.Value:
    """Return the date from which a value counts."""
    match node:
        case nodes.Deadline(start, _, _, _, _) | nodes.Counted(_, start, _, _) | nodes.Rolled(start):
            return start
        case _:
            return node


def _calendar(node: nodes.Value, scope: Scope) -> Gap:
    """Return the gap in the calendar: the notice for the first day from ``node`` on that has none."""
    calendar = scope.plan.calendar
    day = reference.value(node, scope)
    start = date.fromordinal(day) if type(day) is int and day > calendar.last.toordinal() else calendar.last
    return Gap(None, "calendar", calendar.awaits(start + timedelta(days=1)))


# ── from gaps to questions ──────────────────────────────────────────────


def questions(
    found: Iterator[Gap],
    record: Record,
    plan: model.Plan,
    judge: Callable[[Record], _Judged],
    decided: Callable[[_Judged], str | None],
) -> tuple[MissingFact, ...]:
    """Return each gap once as a question; those that alone could decide come first.

    Whether a fact could is found by trying answers to it: booleans and options all, dates and findings by witnesses.
    """
    made: dict[str, MissingFact] = {}
    for gap in found:
        label = gap.label or (gap.fact.label if gap.fact else "")
        if label in made:
            continue
        deciding: dict[str, str] = {}
        if gap.fact is not None and gap.why not in ("element", "more"):
            for value in candidates(gap.fact, record, plan):
                outcome = decided(judge(record.with_value(gap.fact.name, value)))
                if outcome is not None and not (gap.fact.kind in _LARGE and outcome in deciding.values()):
                    lapsed = outcome == COMMON_OUTCOMES[NOT_IN_FORCE]
                    answer = "有效期以外的日期" if lapsed else _answer(value, gap.fact, plan)
                    deciding.setdefault(answer, outcome)
        made[label] = MissingFact(
            name=gap.fact.name if gap.fact else "",
            label=label,
            question=gap.fact.question if gap.fact else "",
            why=gap.why,
            note=_NOTES[gap.why],
            would_decide=tuple(deciding.items()),
        )
    return tuple(sorted(made.values(), key=lambda one: not one.would_decide))


def _answer(value: Any, fact: Fact, plan: model.Plan) -> str:
    if isinstance(value, Finding):
        return f"有权机构认定为{'是' if value.conclusion else '否'}"
    return show(value, fact.kind, fact, plan.vocabulary)


def candidates(fact: Fact, record: Record, plan: model.Plan) -> Iterator[Any]:
    """Yield values to try for a fact: all of a small type; witnesses of a large one."""
    match fact.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.OPTION | Kind.BODY:
            yield from fact.options.values()
        case Kind.OPTIONS:
            yield from (frozenset((code,)) for code in fact.options.values())
        case Kind.DATE:
            yield from _days(fact, record, plan)
        case Kind.FINDING:
            yield from _findings(fact, record, plan)
        case Kind.LIST:
            yield ()
        case Kind.INTEGER:
            yield from (number for number in (0, 1, fact.minimum, fact.maximum) if number is not None)
        case Kind.DURATION:
            yield from ((number, unit) for unit in fact.units for number in (0, 1, 1000))
        case Kind.TEXT:
            yield "…"
    if fact.may_be_none and fact.kind not in (Kind.LIST, Kind.OPTIONS):
        yield NONE


def _days(fact: Fact, record: Record, plan: model.Plan) -> Iterator[int]:
    """Yield the evaluation day and the days around every date that the record or a version knows."""
    dates = [plan.vocabulary.by_name[name] for name in record.values]
    known = [record.values[one.name] for one in dates if one.kind is Kind.DATE and record.values[one.name] is not NONE]
    known += [version.first for policy in plan.policies for version in policy.versions]
    seen = {record.on, record.on - 1, *known, *(day + 1 for day in known), *(day - 1 for day in known)}
    latest = date.max.toordinal() if fact.may_be_future else record.on
    yield from sorted(day for day in seen if 1 <= day <= latest)


def _findings(fact: Fact, record: Record, plan: model.Plan) -> Iterator[Finding]:
    """Yield determinations 是 and 否 by a body with authority, of the record's own level."""
    for policy in plan.policies:
        for version in policy.versions:
            for node in _found_nodes(version, fact):
                level = record.values.get(node.same_level.name) if node.same_level else None
                for conclusion in (True, False):
                    yield Finding(conclusion, min(node.bodies, default=None), level, record.on, "…", stated=True)
                return


def _found_nodes(version: model.Version, fact: Fact) -> Iterator[nodes.Found]:
    duties = (part for duty in version.obligations for part in model.parts_of(duty))
    for part in (*model.conditions_of(version), *duties):
        for node in nodes.walk(part):
            if isinstance(node, nodes.Found) and node.fact.name == fact.name:
                yield node

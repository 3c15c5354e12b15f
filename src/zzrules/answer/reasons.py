"""Why and why not: the steps behind an outcome, what is lacking, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zzrules.answer.parts import OutcomeName, Reasons, Step
from zzrules.answer.wording import NOT_KNOWN, day_text, fact_of, name_of, say, show
from zzrules.base.durations import counted, moved
from zzrules.base.truth import Truth
from zzrules.case.values import NONE
from zzrules.engines import reference
from zzrules.engines.reference import Scope
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.states import NOT_SET_OFF, STATES
from zzrules.policy.vocabulary import Kind


def step(node: nodes.Condition, scope: Scope, names: dict[str, str]) -> Step:
    """Return a condition's truth with what the record shows of it, down to single facts."""
    truth = reference.truth(node, scope)
    match node:
        case nodes.All(parts) | nodes.Any(parts) if len(parts) == 1:
            return step(parts[0], scope, names)
        case nodes.All(parts) | nodes.Any(parts):
            inner = tuple(step(part, scope, names) for part in parts)
            if isinstance(node, nodes.All):
                return Step("全部成立", truth, "", inner, "all")
            return Step("任一成立", truth, "", inner, "any")
        case nodes.GroundHolds(name, complete):
            ground = scope.version.ground(name)
            assert ground is not None
            asked = [ground.condition, *([ground.procedure] if complete and ground.procedure != nodes.TRUE else [])]
            inner = tuple(step(part, scope, names) for part in asked)
            cited = f"（{ground.citation}）" if ground.citation else ""
            return Step(say(node, names) + cited, truth, "", inner, "ground", name)
        case nodes.DerivedCondition(name):
            inner_node = scope.version.derived[name]
            assert isinstance(inner_node, nodes.Condition)
            return Step(say(node, names), truth, "", (step(inner_node, scope, names),), "derived", name)
        case nodes.CatchAll(invoked, basis, criterion):
            shown = "未援引" if truth is False and scope.record.values.get(invoked.name) is None else ""
            asked = [] if shown else [part for part in (basis, criterion) if part != nodes.TRUE]
            inner = tuple(step(part, scope, names) for part in asked)
            return Step(f"援引「{invoked.label}」", truth, shown, inner, "catch_all")
        case nodes.ObligationIs(code, name, _):
            return _of_obligation(node, scope.plan.policy(code), name, scope, names)
        case nodes.Quantified(_, source, condition):
            rows = scope.record.values.get(source.name) or ()
            return Step(
                say(node, names),
                truth,
                show(scope.record.values.get(source.name), source.kind, source, _words(scope)),
                tuple(_elements(rows, condition, scope, names)),
                "list",
            )
        case nodes.Not(part) if not isinstance(part, nodes.IsTrue | nodes.Given):
            return Step(say(node, names), truth, "", (step(part, scope, names),), "not")
        case nodes.Constant():
            return Step(say(node, names), truth, kind="reading")
        case _:
            return Step(say(node, names), truth, seen(node, scope))


def _of_obligation(
    node: nodes.ObligationIs, policy: model.Policy, name: str, scope: Scope, names: dict[str, str]
) -> Step:
    """Return how another obligation stands, with what that rests on in its turn."""
    parts: list[Step] = []
    states: list[str] = []
    cases = reference.obligation_cases(scope.plan, policy, name, scope.record, scope.judgements)
    for case, duty in zip(cases, scope.duties[policy.code, name], strict=True):
        for one in case.scopes:
            one.duties = scope.duties
        which = f"第{duty.number}项" if duty.number else ""
        words = [label for code, label in (STATES | COMMON_OUTCOMES).items() if code in duty.possible]
        states.append(which + "或者".join(words))
        parts += steps(name, case, duty.possible, names)
    shown = f"现为{'，'.join(states)}" if states else ""
    return Step(say(node, names), reference.truth(node, scope), shown, tuple(parts), "obligation", name)


def steps(name: str, case: reference.ObligationCase, possible: frozenset[str], names: dict[str, str]) -> Iterator[Step]:
    """Yield what set an obligation off, and what each state that it may be in rests on."""
    for scope in case.scopes:
        own = scope.version.obligation(name)
        for entry in own.entries if own is not None else ():
            if entry.code == NOT_SET_OFF:
                assert isinstance(entry.condition, nodes.Not)
                yield step(entry.condition.part, scope, names)
            elif entry.code in possible and entry.condition != nodes.TRUE:
                yield step(entry.condition, scope, names)


def _elements(rows: Any, condition: nodes.Condition, scope: Scope, names: dict[str, str]) -> Iterator[Step]:
    outer = scope.element
    for number, scope.element in enumerate(rows, 1):
        made = step(condition, scope, names)
        yield Step(f"第{number}项：{made.text}", made.truth, made.shown, made.parts, "element")
    scope.element = outer


def _words(scope: Scope) -> Any:
    return scope.plan.vocabulary


def seen(node: nodes.Condition, scope: Scope) -> str:
    """Return what the record shows of a single condition, with the margin by which a comparison holds or fails."""
    match node:
        case nodes.Not(part):
            return seen(part, scope)
        case nodes.IsTrue(inner) | nodes.Given(inner) | nodes.Among(inner, _, _) | nodes.Includes(inner, _, _):
            known = reference.value(inner, scope) is not None
            fact = fact_of(inner)
            asked = fact is not None and fact.name in scope.record.unclear
            return f"记载为{_value(inner, scope)}" if known or asked else "没有记载"
        case nodes.Found(fact, _, bodies, level, _, _):
            found = scope.record.values.get(fact.name)
            if found is None:
                return "记载为查不清" if fact.name in scope.record.unclear else "没有记载"
            text = f"记载为{show(found, fact.kind, fact, _words(scope))}"
            if found is not NONE:
                if found.body not in bodies:
                    text += "；该机构无权认定"
                elif level is not None and found.level != scope.record.values.get(level.name):
                    text += f"；不能确定该机构是同级机构（{level.label}）"
            return text
        case nodes.Compare(_, left, right):
            sides = [_side(one, scope) for one in (left, right) if not isinstance(one, nodes.Literal)]
            return "，".join(sides) + _distance(left, right, scope)
        case nodes.Workday(day, _):
            return _side(day, scope)
        case nodes.Lasted():
            return _lasting(node, scope)
        case nodes.OutcomeIs() | nodes.OtherGround() | nodes.Times() | nodes.Constant():
            return ""
        case _:
            return ""


def _side(node: nodes.Value, scope: Scope) -> str:
    """Return a compared value with its name, and how it was counted if it was."""
    counted_from = _how(node, scope)
    return f"{name_of(node)} {_value(node, scope)}" + (f"＝{counted_from}" if counted_from else "")


def _how(node: nodes.Value, scope: Scope) -> str:
    """Return from where and how long a date was counted."""
    match node:
        case nodes.DerivedValue(name, _):
            inner = scope.version.derived[name]
            return _how(inner, scope) if isinstance(inner, nodes.Value) else ""
        case nodes.Rolled(day):
            return _how(day, scope)
        case nodes.Deadline(start, amounts, backwards, _, suspension):
            lengths = [name_of(one) if isinstance(one, nodes.Literal) else _value(one, scope) for one in amounts]
            rows = scope.record.values.get(suspension.source.name) if suspension else ()
            without = f"，扣除「{suspension.source.label}」" if suspension and rows else ""
            direction = "前" if backwards else "起"
            return f"{name_of(start)}{_value(start, scope)}{direction}{'、'.join(lengths)}{without}"
        case _:
            return ""


def _value(node: nodes.Value, scope: Scope) -> str:
    fact = fact_of(node)
    if fact is not None and fact.name in scope.record.unclear:
        return "查不清"
    return show(reference.value(node, scope), nodes.kind_of(node), fact, _words(scope))


def _distance(left: nodes.Value, right: nodes.Value, scope: Scope) -> str:
    """Return by how much one date lies before or after another."""
    one, other = reference.value(left, scope), reference.value(right, scope)
    if not (type(one) is int and type(other) is int and nodes.kind_of(left) is Kind.DATE) or one == other:
        return ""
    days = abs(one - other)
    working = counted(min(one, other), max(one, other), scope.plan.calendar, working=True)
    text = f"{days}天" + (f"（{working}个工作日）" if working is not None else "")
    return f"；前者{'晚' if one > other else '早'}{text}"


def _lasting(node: nodes.Lasted, scope: Scope) -> str:
    """Return the two ends, the day on which the duration is full, and how far it is from there."""
    start, end, length = (reference.value(one, scope) for one in (node.start, node.end, node.duration))
    ends = f"从{_value(node.start, scope)}到{_value(node.end, scope)}"
    if not (type(start) is int and type(end) is int and isinstance(length, tuple)):
        return ends
    number, unit = length
    full = moved(start, number, unit, scope.plan.calendar)
    if full is None:
        return f"{ends}；工作日历未覆盖"
    full += node.full_after
    duration = show(length, Kind.DURATION, None, _words(scope))
    if end < full:
        return f"{ends}；满{duration}之日是{day_text(full)}，还差{full - end}天"
    return f"{ends}；满{duration}之日是{day_text(full)}" + (f"，已过{end - full}天" if end > full else "，正是这一天")


def lacking(made: Step) -> Iterator[str]:
    """Yield the single conditions that keep a step from being true, with what the record shows."""
    if made.truth is True:
        return
    if made.parts and made.text.startswith(("全部成立", "任一成立", "情形", "「", "援引", "第")):
        for part in made.parts:
            yield from lacking(part)
        if any(part.truth is not True for part in made.parts):
            return
    state = "不成立" if made.truth is False else NOT_KNOWN
    yield f"{made.text}：{state}" + (f"（{made.shown}）" if made.shown else "")


def reasons(
    policy: model.Policy, outcome: OutcomeName, scopes: list[Scope], possible: Truth, names: dict[str, str]
) -> Reasons:
    """Return why the outcome holds, may hold, or does not, over the versions that may apply."""
    steps: list[Step] = []
    wanting: list[str] = []
    ended = ""
    for scope in scopes:
        version = scope.version
        requirements = [step(one.condition, scope, names) for one in version.requirements]
        failing = [one for one, made in zip(version.requirements, requirements, strict=True) if made.truth is not True]
        if outcome.code == NOT_APPLICABLE:
            steps += requirements
            wanting += [one.otherwise for one in failing]
            continue
        steps += requirements
        for one, made in zip(version.requirements, requirements, strict=True):
            if made.truth is not True:
                state = "" if made.truth is False else f"（{NOT_KNOWN}）"
                wanting.append(f"{one.otherwise}{state}" + (f"：{made.shown}" if made.shown else ""))
        still_open: list[tuple[model.Entry, str]] = []
        for entry in version.entries:
            made = step(entry.condition, scope, names)
            if entry.code == outcome.code:
                steps.append(Step("其余情况", True, kind="otherwise") if entry.condition == nodes.TRUE else made)
                wanting += list(lacking(made))
                wanting += [f"结论「{one.name}」尚不能排除：{text}" for one, text in still_open]
                break
            if made.truth is None:
                still_open += [(entry, text) for text in lacking(made)]
            if made.truth is True:
                ended = entry.name
                wanting.append(f"在此之前，结论「{entry.name}」已经成立")
                break
    if outcome.code != NOT_IN_FORCE and not scopes:
        first, last = policy.versions[0].first, policy.versions[-1].last
        wanting.append(f"行为日期不在有效期内（{day_text(first)}至{day_text(last)}）")
        ended = COMMON_OUTCOMES[NOT_IN_FORCE]
    wanting = list(dict.fromkeys(wanting))
    return Reasons(outcome, possible, _summary(policy, outcome, possible, ended), tuple(wanting), tuple(steps))


def _summary(policy: model.Policy, outcome: OutcomeName, possible: Truth, ended: str) -> str:
    if possible is True:
        return f"依{policy.citation}，结论是「{outcome.name}」。"
    if possible is None:
        return f"「{outcome.name}」尚不能确定，也不能排除。"
    return f"结论不是「{outcome.name}」" + (f"，而是「{ended}」。" if ended else "。")

"""Plan nodes and values in Chinese words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from zzrules.base.frozen import frozen
from zzrules.case.values import NONE, Finding
from zzrules.plan import model, nodes
from zzrules.plan.states import STATES
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary


@frozen
class Names:
    """What policies are called, by code, and what outcomes are: by the policy's code (of any policy: empty) and own."""

    policies: Mapping[str, str]
    outcomes: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, plan: model.Plan) -> Names:
        """Return the names of a plan."""
        outcomes = {
            (owner, code): name
            for policy in plan.policies
            for code, name in policy.outcomes.items()
            for owner in (policy.code, "")
        }
        return cls({policy.code: policy.name for policy in plan.policies}, outcomes)


NOT_KNOWN = "尚不清楚"
_DATES = {"<": "早于", "<=": "不晚于", "==": "等于", "!=": "不等于", ">=": "不早于", ">": "晚于"}
_ORDER = {"<": "未满", "<=": "不超过", "==": "等于", "!=": "不等于", ">=": "已满", ">": "超过"}


def day_text(day: int) -> str:
    """Return an ordinal as an ISO date."""
    return date.fromordinal(day).isoformat()


def show(value: Any, kind: Kind, fact: Fact | None, vocabulary: Vocabulary) -> str:
    """Return a value of a kind in the words that records and policies use; options by the ``fact`` that has them."""
    if value is None:
        return NOT_KNOWN
    if value is NONE:
        return "无"
    match kind:
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.FINDING:
            return _finding(value, vocabulary)
        case Kind.OPTION | Kind.BODY:
            return str(fact.option_label(value) if fact else value)
        case Kind.OPTIONS:
            return "、".join(sorted(fact.option_label(code) if fact else code for code in value)) or "无"
        case Kind.DATE:
            return day_text(value)
        case Kind.DURATION:
            number, unit = value
            return f"{number}{UNIT_NAMES[unit]}"
        case Kind.LIST:
            return f"{len(value)}项" if value else "无"
        case Kind.INTEGER | Kind.TEXT:
            return str(value)
        case _:
            assert_never(kind)


def _finding(finding: Finding, vocabulary: Vocabulary) -> str:
    body = vocabulary.body_label(finding.body) if finding.body else "机构不明"
    day = day_text(finding.day) if finding.day is not None else "日期不明"
    conclusion = {True: "是", False: "否", None: "结论不完整"}[finding.conclusion]
    return f"{conclusion}（{body}，{day}，{finding.basis or '依据不明'}）"


def name_of(node: nodes.Value) -> str:
    """Return what a value is called."""
    match node:
        case nodes.Literal(_, text, _):
            return text
        case nodes.FactValue(fact, _):
            return f"「{fact.label}」"
        case nodes.FieldValue(fact, _):
            return f"「{fact.label}」"
        case nodes.OrderNumber():
            return "序号"
        case nodes.FindingDay(fact):
            return f"「{fact.label}」的日期"
        case nodes.EvaluationDay():
            return "评价日"
        case nodes.ConductDay():
            return "行为日期"
        case nodes.DerivedValue(name, _):
            return f"「{name}」"
        case nodes.Deadline(start, amounts, backwards, _, _):
            lengths = "、".join(name_of(amount) for amount in amounts)
            return f"{name_of(start)}{'前' if backwards else '起'}{lengths}"
        case nodes.Counted(working, start, end, _):
            return f"{name_of(start)}至{name_of(end)}的{'工作日' if working else '日'}数"
        case nodes.Rolled(day):
            return f"{name_of(day)}（遇休息日顺延）"
        case nodes.Extremum(latest, days):
            return f"{'、'.join(name_of(day) for day in days)}中{'最晚' if latest else '最早'}的"
        case nodes.FirstGiven(values, _):
            return "，否则".join(name_of(value) for value in values)
        case nodes.Choice():
            return "按情形取的值"
        case nodes.Picked(source, position, last, _):
            return f"「{source.label}」{'末次' if last else '首次'}的{source.fields[position].label}"
        case _:
            assert_never(node)


def say(node: nodes.Condition, names: Names) -> str:
    """Return a condition as a clause; ``names`` gives the names of other policies."""
    match node:
        case nodes.Constant(truth):
            return "已由口径确定" if truth else "已由口径排除"
        case nodes.All(parts):
            return "，且".join(_inner(part, names) for part in parts)
        case nodes.Any(parts):
            return "，或者".join(_inner(part, names) for part in parts)
        case nodes.Not(nodes.IsTrue(inner)):
            return f"{name_of(inner)}为否"
        case nodes.Not(nodes.Given(inner)):
            return f"没有{name_of(inner)}"
        case nodes.Not(part):
            return f"并非：{say(part, names)}"
        case nodes.IsTrue(inner):
            return f"{name_of(inner)}为是"
        case nodes.Given(inner):
            return f"有{name_of(inner)}"
        case nodes.Compare(operator, left, right):
            words = _DATES if nodes.kind_of(left) is Kind.DATE else _ORDER
            return f"{name_of(left)}{words[operator]}{name_of(right)}"
        case nodes.Workday(day, works):
            return f"{name_of(day)}是{'工作日' if works else '休息日'}"
        case nodes.Among(inner, codes, inside):
            fact = fact_of(inner)
            options = (
                "、".join(fact.option_label(code) for code in _in_order(codes, fact)) if fact else "、".join(codes)
            )
            return f"{name_of(inner)}{'是' if inside else '不是'}{options}{'之一' if len(codes) > 1 else ''}"
        case nodes.Includes(inner, code, inside):
            fact = fact_of(inner)
            return f"{name_of(inner)}{'' if inside else '不'}包含{fact.option_label(code) if fact else code}"
        case nodes.Lasted(operator, start, end, duration, _):
            return f"从{name_of(start)}到{name_of(end)}{_ORDER[operator]}{name_of(duration)}"
        case nodes.Found(fact, expected, _, _, _, _):
            return f"经有权机构认定「{fact.label}」为{'是' if expected else '否'}"
        case nodes.Quantified(every, source, condition):
            return f"「{source.label}」{'每一次都' if every else '有一次'}：{say(condition, names)}"
        case nodes.Times(source, where, operator, count):
            which = "" if where == nodes.TRUE else f"（{say(where, names)}）"
            return f"「{source.label}」的次数{which}{_ORDER[operator]}{count}"
        case nodes.DerivedCondition(name):
            return f"「{name}」成立"
        case nodes.GroundHolds(name, complete):
            return f"情形「{name}」成立{'且手续齐备' if complete else ''}"
        case nodes.OutcomeIs(policy, codes):
            which = f"「{names.policies[policy]}」" if policy else "本政策"
            outcomes = "、".join(names.outcomes[policy, code] for code in sorted(codes))
            return f"{which}的结论是{outcomes}"
        case nodes.OtherGround(policy, ground):
            return f"「{names.policies[policy]}」的情形「{ground}」成立"
        case nodes.ObligationIs(_, name, states):
            return f"义务「{name}」{'或者'.join(label for code, label in STATES.items() if code in states)}"
        case nodes.Concluded(own, _, _):
            return say(own, names)
        case nodes.CatchAll(invoked, _, criterion):
            return f"援引「{invoked.label}」，且{say(criterion, names)}"
        case _:
            assert_never(node)


def _inner(node: nodes.Condition, names: Names) -> str:
    text = say(node, names)
    return f"（{text}）" if isinstance(node, nodes.All | nodes.Any) and len(node.parts) > 1 else text


def _in_order(codes: frozenset[str], fact: Fact) -> list[str]:
    return [code for code in fact.options.values() if code in codes]


def fact_of(node: nodes.Value) -> Fact | None:
    """Return the fact or field that a value is, if it is one."""
    match node:
        case nodes.FactValue(fact, _) | nodes.FieldValue(fact, _):
            return fact
        case nodes.Picked(source, position, _, _):
            return source.fields[position]
        case nodes.Literal() | nodes.OrderNumber() | nodes.FindingDay() | nodes.EvaluationDay() | nodes.ConductDay():
            return None
        case nodes.DerivedValue() | nodes.Deadline() | nodes.Counted() | nodes.Rolled() | nodes.Extremum():
            return None
        case nodes.FirstGiven() | nodes.Choice():
            return None
        case _:
            assert_never(node)

"""Plan nodes and values in Chinese words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, assert_never

from zzrules.answer.elements import counter_of, nth, which_of
from zzrules.answer.reckoning import computed, gathered, inner
from zzrules.base import clock, money
from zzrules.base.frozen import frozen
from zzrules.base.regulation import term
from zzrules.case.values import NONE, Finding
from zzrules.plan import model, nodes, walks
from zzrules.plan.states import BREACHED_EITHER_WAY, STATE_WORDS, STATES
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import DATED, Fact, Kind, Vocabulary


@frozen
class Names:
    """What policies are called, by code, and what outcomes are: by the policy's code (of any policy: empty) and own.

    ``classes`` has the names of those of several outcomes, by the policy's code and by theirs.
    """

    policies: Mapping[str, str]
    outcomes: Mapping[tuple[str, str], str]
    classes: Mapping[tuple[str, frozenset[str]], str]

    @classmethod
    def of(cls, plan: model.Plan) -> Names:
        """Return the names of a plan."""
        outcomes = {
            (owner, code): name
            for policy in plan.policies
            for code, name in policy.outcomes.items()
            for owner in (policy.code, "")
        }
        classes = {
            (owner, frozenset(codes)): name
            for policy in plan.policies
            for name in dict.fromkeys(policy.classes.values())
            if len(codes := [code for code, of in policy.classes.items() if of == name]) > 1
            for owner in (policy.code, "")
        }
        return cls({policy.code: policy.name for policy in plan.policies}, outcomes, classes)


NOT_KNOWN = "尚不清楚"
_DATES = {"<": "早于", "<=": "不晚于", "==": "等于", "!=": "不等于", ">=": "不早于", ">": "晚于"}
_ORDER = {"<": "未满", "<=": "不超过", "==": "等于", "!=": "不等于", ">=": "已满", ">": "超过"}
_NUMBERS = _ORDER | {">=": "不少于"}
_TIMES = {
    "<": "不满{}{}",
    "<=": "不超过{}{}",
    "==": "有{}{}",
    "!=": "不是{}{}",
    ">=": "有{}{}以上",
    ">": "超过{}{}",
}
_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">=": "<", ">": "<="}
_POSITIONS = {
    "<": "是第{}次以前的",
    "<=": "是第{}次或者更前的",
    "==": "是第{}次",
    "!=": "是第{}次以外的",
    ">=": "是第{}次或者更后的",
    ">": "是第{}次以后的",
}


def day_text(day: int) -> str:
    """Return an ordinal as an ISO date."""
    return date.fromordinal(day).isoformat()


def term_text(first: int, last: int) -> str:
    """Return from which day to which something is in force, in words."""
    return term(date.fromordinal(first), date.fromordinal(last))


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
        case Kind.MOMENT:
            return clock.written(value)
        case Kind.DURATION:
            number, unit = value
            return f"{number}{UNIT_NAMES[unit]}"
        case Kind.LIST:
            return f"{len(value)}项" if value else "无"
        case Kind.MONEY:
            return money.written(value)
        case Kind.INTEGER | Kind.TEXT:
            return str(value)
        case _:
            assert_never(kind)


def relation(node: nodes.Compare | nodes.Among, other: str | None) -> str:
    """Return what a comparison asks of its left side; ``other`` is the right side in words.

    >>> day = nodes.EvaluationDay()
    >>> relation(nodes.Compare("<", day, day), "2026-03-02")
    '早于2026-03-02'
    """
    match node:
        case nodes.Compare(operator, left, _):
            words = _order_words(left)
            return f"{words[operator]}{other}"
        case nodes.Among(value, codes, inside):
            fact = fact_of(value)
            labels = [fact.option_label(code) for code in _in_order(codes, fact)] if fact else sorted(codes)
            return f"{'' if inside else '不'}属于{'、'.join(labels)}"
        case _:
            assert_never(node)


def _finding(finding: Finding, vocabulary: Vocabulary) -> str:
    body = vocabulary.body_label(finding.body) if finding.body else ""
    when = f"于{day_text(finding.day)}" if finding.day is not None else ""
    if finding.conclusion is not None:
        return f"{body}{when}认定为{'是' if finding.conclusion else '否'}，依据{finding.basis}"
    known = {"机构": body, "日期": when, "依据": finding.basis}
    lacking = "、".join(part for part, value in known.items() if not value)
    return f"{body}{when}{'的' if body or when else ''}认定，{f'{lacking}不明' if lacking else '结论不明'}"


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
        case nodes.MonthDay(day, _, _, _, text):
            return f"{name_of(day)}的{text}"
        case nodes.DayOf(moment, cutoff):
            after = f"（{clock.time_of(cutoff)}以后的计入次日）" if cutoff < clock.DAY else ""
            return f"{name_of(moment)}的日期{after}"
        case nodes.HoursLater(start, minutes, _, text):
            return f"{name_of(start)}{'前' if minutes < 0 else '起'}{text}"
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
        case nodes.Combined() | nodes.Product():
            return computed(node, [inner(value, name_of(value)) for value in node.values])
        case nodes.Gathered():
            return gathered(node)
        case _:
            assert_never(node)


def say(node: nodes.Condition, names: Names) -> str:
    """Return a condition as a clause; ``names`` gives the names of other policies."""
    match node:
        case nodes.Constant(ground=ground) if ground:
            return f"情形「{ground}」不在有效期内"
        case nodes.Constant(truth, reading, option):
            return reading_text(reading, option, taken=truth)
        case nodes.All() | nodes.Any():
            parts = _left_open(node)
            if len(parts) == 1:
                return say(parts[0], names)
            return ("，且" if isinstance(node, nodes.All) else "，或者").join(_inner(part, names) for part in parts)
        case nodes.Not(part):
            return deny(part, names)
        case nodes.IsTrue(inner):
            return f"{name_of(inner)}为是"
        case nodes.Given(inner):
            return f"有{name_of(inner)}"
        case nodes.Compare(operator, nodes.OrderNumber(), nodes.Literal(_, text, _)):
            return _POSITIONS[operator].format(text)
        case nodes.Compare():
            return say_order(node)
        case nodes.Workday(day, works):
            return f"{name_of(day)}是{'工作日' if works else '休息日'}"
        case nodes.Among(inner, codes, inside):
            return f"{name_of(inner)}{'是' if inside else '不是'}{options_text(inner, codes)}"
        case nodes.Includes(inner, code, inside):
            return f"{name_of(inner)}{'' if inside else '不'}包含{option_text(inner, code)}"
        case nodes.Lasted():
            return say_lasted(node)
        case nodes.Found(fact, expected, _, _, _, _):
            return f"「{fact.label}」经有权机构认定为{'是' if expected else '否'}"
        case nodes.Quantified(_, _, condition):
            _, rest = nth(condition)
            return f"{which_of(node)}：{say(rest, names)}"
        case nodes.Times(source, where, operator, count):
            return _times(source, where, operator, count, names)
        case nodes.DerivedCondition(name):
            return f"「{name}」成立"
        case nodes.GroundHolds(name, complete):
            return f"情形「{name}」成立{'且手续齐备' if complete else ''}"
        case nodes.OutcomeIs(policy, codes):
            if (policy, codes) in names.classes:
                return f"{_which(policy, names)}的归类是「{names.classes[policy, codes]}」"
            return f"{_outcome_of(policy, names)}是{_outcomes(policy, codes, names)}"
        case nodes.OtherGround(policy, ground):
            return f"「{names.policies[policy]}」的情形「{ground}」成立"
        case nodes.ObligationIs(_, name, states):
            return f"义务「{name}」{states_text(states)}"
        case nodes.Concluded(own, _, _):
            return say(own, names)
        case nodes.CatchAll(invoked, _, criterion):
            return f"{invoking(invoked)}，且{say(criterion, names)}"
        case _:
            assert_never(node)


def order_word(operator: str) -> str:
    """Return how one date has to stand to another."""
    return _DATES[operator]


def say_order(node: nodes.Compare, *, opposite: bool = False) -> str:
    """Return a comparison as a clause; ``opposite``: how the sides stand where it fails though both are there."""
    return f"{name_of(node.left)}{order_words(node, opposite=opposite)}{name_of(node.right)}"


def order_words(node: nodes.Compare, *, opposite: bool = False) -> str:
    """Return how the left side of a comparison stands to the right; ``opposite`` as of `say_order`."""
    return _order_words(node.left)[_OPPOSITE[node.operator] if opposite else node.operator]


def say_lasted(node: nodes.Lasted, *, opposite: bool = False) -> str:
    """Return how long something lasted as a clause; ``opposite`` as of `say_order`."""
    return f"{_ends(node)}{length_words(node, opposite=opposite)}"


def length_words(node: nodes.Lasted, *, opposite: bool = False) -> str:
    """Return whether something has lasted so long; ``opposite`` as of `say_order`."""
    return f"{_ORDER[_OPPOSITE[node.operator] if opposite else node.operator]}{name_of(node.duration)}"


def _ends(node: nodes.Lasted) -> str:
    return f"{'按' if node.age else '从'}{name_of(node.start)}{'，' if node.age else ''}到{name_of(node.end)}"


def length_text(node: nodes.Lasted, length: tuple[int, str], vocabulary: Vocabulary) -> str:
    """Return the duration with which a time, or an age, is compared."""
    return f"{length[0]}周岁" if node.age else show(length, Kind.DURATION, None, vocabulary)


def lasting_text(operator: str, last: int, length: str) -> str:
    """Return whether something has lasted so long on a day, as a question: 到2026-04-20是否已满2年."""
    return f"到{day_text(last)}是否{_ORDER[operator]}{length}"


def deny(node: nodes.Condition, names: Names) -> str:
    """Return as a clause that a condition does not hold; of two dates one of which is 无, neither order holds."""
    match node:
        case nodes.Constant(ground=ground) if ground:
            return f"情形「{ground}」在有效期内"
        case nodes.Constant(truth, reading, option):
            return reading_text(reading, option, taken=not truth)
        case nodes.All() | nodes.Any() if len(parts := _left_open(node)) == 1:
            return deny(parts[0], names)
        case nodes.All():
            return f"下列不是都成立：{'；'.join(say(part, names) for part in parts)}"
        case nodes.Any() if all(isinstance(part, nodes.GroundHolds) for part in parts):
            return "所列情形都不成立"
        case nodes.Any():
            return f"下列都不成立：{'；'.join(say(part, names) for part in parts)}"
        case nodes.Not(part):
            return say(part, names)
        case nodes.IsTrue(inner):
            return f"{name_of(inner)}为否"
        case nodes.Given(inner):
            return f"没有{name_of(inner)}"
        case nodes.Compare(_, nodes.OrderNumber(), nodes.Literal()):
            return f"不{say(node, names)}"
        case nodes.Compare(operator, left, right):
            return f"{name_of(left)}并非{_order_words(left)[operator]}{name_of(right)}"
        case nodes.Workday(day, works):
            return f"{name_of(day)}不是{'工作日' if works else '休息日'}"
        case nodes.Among(inner, codes, inside):
            return f"{name_of(inner)}{'不是' if inside else '是'}{options_text(inner, codes)}{_or_none(inner, inside)}"
        case nodes.Includes(inner, code, inside):
            return f"{name_of(inner)}{'不' if inside else ''}包含{option_text(inner, code)}{_or_none(inner, inside)}"
        case nodes.Lasted(operator, _, _, duration, _):
            return f"{_ends(node)}并非{_ORDER[operator]}{name_of(duration)}"
        case nodes.Found(fact, expected, _, _, _, _):
            return f"「{fact.label}」没有经有权机构认定为{'是' if expected else '否'}"
        case nodes.Quantified(every, source, condition):
            number, rest = nth(condition)
            if number:
                return f"「{source.label}」第{number}{counter_of(source)}：{deny(rest, names)}"
            each = counter_of(source)
            return f"「{source.label}」{f'并非每一{each}都' if every else f'没有一{each}符合'}：{say(rest, names)}"
        case nodes.Times(source, where, operator, count):
            return _times(source, where, _OPPOSITE[operator], count, names)
        case nodes.DerivedCondition(name):
            return f"「{name}」不成立"
        case nodes.GroundHolds(name, complete):
            return f"情形「{name}」不成立{'，或者手续不齐' if complete else ''}"
        case nodes.OutcomeIs(policy, codes):
            if (policy, codes) in names.classes:
                return f"{_which(policy, names)}的归类是「{names.classes[policy, codes]}」以外的"
            return f"{_outcome_of(policy, names)}是{_outcomes(policy, codes, names)}以外的"
        case nodes.OtherGround(policy, ground):
            return f"「{names.policies[policy]}」的情形「{ground}」不成立"
        case nodes.ObligationIs(_, name, states):
            return f"义务「{name}」不是{states_text(states)}"
        case nodes.Concluded(own, _, _):
            return deny(own, names)
        case nodes.CatchAll(invoked, _, _):
            return f"没有{invoking(invoked)}"
        case _:
            assert_never(node)


def reading_text(reading: str, option: str, *, taken: bool) -> str:
    """Return whether a reading takes a side, as a clause; of what is settled without a reading, that it is."""
    if not reading:
        return "总是成立" if taken else "总不成立"
    return f"口径「{reading}」{'采' if taken else '不采'}「{option}」"


def invoking(facts: Sequence[Fact]) -> str:
    """Return that one of these facts invokes a catch-all item, as a clause."""
    return f"以{either([f'「{fact.label}」' for fact in facts])}援引本项"


def _or_none(node: nodes.Value, inside: bool) -> str:
    """Return what else denies that options are none of some: neither holds of a value that is 无."""
    fact = fact_of(node)
    return "" if inside or (fact is not None and not fact.may_be_none) else f"，或者没有{name_of(node)}"


def states_text(states: frozenset[str]) -> str:
    """Return the states of an obligation in their order, as alternatives; both ways to miss a last day as one.

    >>> states_text(frozenset(("breached", "fulfilled_late"))), states_text(frozenset(("breached", "pending")))
    ('违反', '逾期未履行或者待履行')
    """
    both = STATE_WORDS[BREACHED_EITHER_WAY]
    words = [BREACHED_EITHER_WAY] if both <= states else []
    left = states - both if words else states
    return "或者".join(words + [label for code, label in STATES.items() if code in left])


def either(words: Sequence[str]) -> str:
    """Return words as alternatives: 甲、乙或者丙."""
    return "或者".join(part for part in ("、".join(words[:-1]), *words[-1:]) if part)


def options_text(node: nodes.Value, codes: frozenset[str]) -> str:
    """Return options as alternatives, in the order of the vocabulary."""
    fact = fact_of(node)
    return either([fact.option_label(code) for code in _in_order(codes, fact)] if fact else sorted(codes))


def option_text(node: nodes.Value, code: str) -> str:
    """Return what an option is called."""
    fact = fact_of(node)
    return fact.option_label(code) if fact else code


def _order_words(left: nodes.Value) -> Mapping[str, str]:
    kind = walks.kind_of(left)
    return _DATES if kind in DATED else _NUMBERS if kind in (Kind.INTEGER, Kind.MONEY) else _ORDER


def concluded_text(own: nodes.Condition, names: Names) -> str:
    """Return that a condition follows from others, as a clause; a finding that follows was not made."""
    if isinstance(own, nodes.Found):
        return f"「{own.fact.label}」为{'是' if own.expected else '否'}，由下列事实推出"
    return f"{say(own, names)}，由下列事实推出"


def outcome_text(policy: str, codes: Sequence[str], names: Names) -> str:
    """Return which outcome a policy has, or which it may have, as a clause."""
    return f"{_outcome_of(policy, names)}是{_outcomes(policy, frozenset(codes), names)}"


def _times(source: Fact, where: nodes.Condition, operator: str, count: int, names: Names) -> str:
    which = "" if where == nodes.TRUE else f"（只数：{say(where, names)}）"
    return f"「{source.label}」{_TIMES[operator].format(count, counter_of(source))}{which}"


def _outcome_of(policy: str, names: Names) -> str:
    return f"{_which(policy, names)}的结论"


def _which(policy: str, names: Names) -> str:
    return f"「{names.policies[policy]}」" if policy else "本政策"


def _outcomes(policy: str, codes: frozenset[str], names: Names) -> str:
    return either([f"「{names.outcomes[policy, code]}」" for code in sorted(codes)])


def _left_open(node: nodes.All | nodes.Any) -> tuple[nodes.Condition, ...]:
    """Return the parts on which a condition depends, without those that readings settle; all if they settle it."""
    return tuple(part for part in node.parts if walks.settled(part) is None) or node.parts


def _inner(node: nodes.Condition, names: Names) -> str:
    text = say(node, names)
    return f"（{text}）" if isinstance(node, nodes.All | nodes.Any) and len(_left_open(node)) > 1 else text


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
        case nodes.DayOf() | nodes.MonthDay() | nodes.HoursLater():
            return None
        case nodes.FirstGiven() | nodes.Choice() | nodes.Combined() | nodes.Product() | nodes.Gathered():
            return None
        case _:
            assert_never(node)


def end_of_day(moment: int) -> str:
    """Return until which time of its day there is time, which is a moment.

    >>> end_of_day(clock.read("2026-06-08 11:10"))
    '当日11:10止'
    """
    return f"当日{clock.time_of(moment % clock.DAY)}止"


def time_of_end(words: str) -> str:
    """Return the time that `end_of_day` put in words; empty for any other words.

    >>> time_of_end("当日11:10止"), time_of_end("遇休息日不顺延")
    ('11:10', '')
    """
    return words.removeprefix("当日").removesuffix("止") if words.startswith("当日") else ""

"""Conditions and derived values in Chinese as a policy writes them, whichever side of its readings is taken.

An outline is a list of (depth, line): a condition of several parts has a line of its own and its parts below it.
"""

from __future__ import annotations

from typing import assert_never

from zzrules.base import money, shares
from zzrules.policy.expressions import (
    Age,
    ByReading,
    Cases,
    ClassIs,
    Computed,
    Condition,
    Counted,
    DayTaken,
    Deadline,
    Definition,
    Derivation,
    Elapsed,
    Extremum,
    FirstGiven,
    Gathered,
    GroundOf,
    GroundSet,
    Junction,
    MonthDay,
    Negation,
    ObligationIs,
    Occurs,
    OutcomeIs,
    Picked,
    ReadingIs,
    Rolled,
    Row,
    Suspension,
    Table,
    Test,
    Times,
    Word,
)
from zzrules.policy.forms import INTEGER
from zzrules.policy.yamltree import Scalar

Outline = list[tuple[int, str]]
_PAIR = 2
_ALL, _ANY = "下列全部：", "下列之一："
_TRUTHS = {"成立": "「{}」成立", "不成立": "「{}」不成立", "有": "有「{}」", "无": "没有「{}」"}
_POSITIONS = {
    "以上": "第{}次或者更后的",
    "以下": "第{}次或者更前的",
    "未满": "第{}次以前的",
    "超过": "第{}次以后的",
    "等于": "第{}次的",
    "不等于": "第{}次以外的",
}
_GATHERED = {
    "合计": "的合计",
    "最大": "中最大的",
    "最小": "中最小的",
    "计数": "的项数",
    "最长连续": "最多连续几次",
}
_ORDER = {"以上": "已满", "以下": "不超过"}
_TIMES = {
    "以上": "有{}次以上",
    "以下": "不超过{}次",
    "未满": "不满{}次",
    "超过": "超过{}次",
    "等于": "有{}次",
    "不等于": "不是{}次",
}
# What may be written outright where a reading may stand, and how it is said.
_OUTRIGHT = {
    "对应日当日": "，到对应日当日为满",
    "对应日次日": "，到对应日次日为满",
    "生日当日": "，到生日当日为满",
    "生日次日": "，到生日次日为满",
    "顺延至工作日": "，末日是休息日的顺延至下一个工作日",
    "不顺延": "，末日不顺延",
    "扣除": "，止日也扣除",
    "不扣除": "，止日不扣除",
}


def outline(condition: Condition, depth: int = 0) -> Outline:
    """Return a condition in lines: each element in one of its own, what belongs to it below it.

    >>> from zzrules.policy.expressions import Junction, Test
    >>> given, left = Test(Scalar("离开原因"), "为", (Scalar("有"),)), Test(Scalar("离开"), "为", (Scalar("是"),))
    >>> outline(Junction(True, (left, given)))
    [(0, '下列全部：'), (1, '「离开」为是'), (1, '有「离开原因」')]
    """
    match condition:
        case Junction(_, (part,)):
            return outline(part, depth)
        case Junction(every, parts):
            return [(depth, _ALL if every else _ANY), *_below(parts, depth)]
        case Negation(Junction() as part):
            head = "并非：" if len(part.parts) == 1 else f"并非{_ALL if part.every else _ANY}"
            return [(depth, head), *_below(part.parts, depth)]
        case Negation(part):
            (first, line), *rest = outline(part, depth)
            return [(first, f"并非：{line}"), *rest]
        case Occurs(name, every, number, part):
            which = f"第{number}次" if number is not None else "每一次都" if every else "有一次"
            return _headed(f"「{name.text}」{which}：", part, depth)
        case Times(name, operator, count, where):
            said = f"「{name.text}」{_TIMES[operator].format(_named(count))}"
            return [(depth, said)] if where is None else _headed(f"{said}，只数：", where, depth)
        case Test():
            return [(depth, _test(condition))]
        case GroundSet(word, _):
            return [(depth, {"有其一": "所列情形有其一", "均无": "所列情形都不成立"}.get(word, f"所列情形{word}"))]
        case ReadingIs(name, option):
            return [(depth, f"口径「{name.text}」采「{option.text}」")]
        case OutcomeIs(policy, outcomes, _):
            return [(depth, f"{_of(policy)}结论是{_either(outcomes)}")]
        case ClassIs(policy, classes, _):
            return [(depth, f"{_of(policy)}归类是{_either(classes)}")]
        case GroundOf(policy, ground):
            return [(depth, f"{_of(policy)}情形「{ground.text}」成立")]
        case ObligationIs(policy, name, states, _):
            return [(depth, f"{_of(policy)}义务「{name.text}」{'或者'.join(state.text for state in states)}")]
        case _:
            assert_never(condition)


def derived(derivation: Derivation, depth: int = 0) -> Outline:
    """Return in lines how a value comes about."""
    match derivation:
        case Word(word):
            return [(depth, _named(word))]
        case Definition(condition):
            return outline(condition, depth)
        case Elapsed(start, end, full_on):
            full = _either_way("满于", full_on)
            return [(depth, f"从{_named(start)}到{_named(end)}历时{full}")]
        case Age(born, end, full_on):
            return [(depth, f"按{_named(born)}，到{_named(end)}的周岁{_either_way('满于', full_on)}")]
        case Deadline(start, add, subtract, rolling, suspension):
            moved = f"往后{_all(add)}" if add else f"往前{_all(subtract)}"
            rolled = _either_way("末日的顺延", rolling)
            return _with_suspension(f"从{_named(start)}{moved}{rolled}", suspension, depth)
        case MonthDay(start, month, day, otherwise, rolling):
            last = day.text == "末日"
            said = f"{_named(start)}的{month.text}{'末日' if last else f'{_named(day)}日'}"
            said += "，没有这一日的，是末日" if otherwise is not None else ""
            return [(depth, said + _either_way("末日的顺延", rolling))]
        case DayTaken(moment, None):
            return [(depth, f"{_named(moment)}的那一天")]
        case DayTaken(moment, cutoff):
            assert cutoff is not None
            said = f"{_named(moment)}的那一天，过了{_named(cutoff)}的计入次日；是休息日的顺延至下一个工作日"
            return [(depth, said)]
        case Extremum(latest, words):
            return [(depth, f"{_all(words)}中最{'晚' if latest else '早'}的")]
        case FirstGiven(words):
            return [(depth, "，没有的，取".join(_named(word) for word in words))]
        case Cases(cases, _):
            lines: Outline = [(depth, "依次看：")]
            for when, taken in cases:
                if when is None:
                    lines.append((depth + 1, f"都不是的，取{_operand(taken)}"))
                else:
                    lines += _headed(f"取{_operand(taken)}，如果", when, depth + 1)
            return lines
        case Table(_, _, single, rows):
            head = "按对照表，唯一合条件的一行：" if single else "按对照表，从上往下第一个合条件的一行："
            return [(depth, head), *((depth + 1, row_said(number, row)) for number, row in enumerate(rows, 1))]
        case ByReading(reading, options):
            lines = [(depth, f"按口径「{reading.text}」：")]
            for option, inner in options:
                (_, first), *rest = derived(inner, depth + 1)
                lines += [(depth + 1, f"采「{option.text}」的：{first}"), *rest]
            return lines
        case Rolled(word):
            return [(depth, f"{_named(word)}，是休息日的顺延至下一个工作日")]
        case Counted(working, start, end, suspension):
            said = f"{_named(start)}次日至{_named(end)}的{'工作日' if working else '日'}数"
            return _with_suspension(said, suspension, depth)
        case Picked(name, field, last, where):
            said = f"「{name.text}」{'末次' if last else '首次'}的「{field.text}」"
            return [(depth, said)] if where is None else _headed(f"{said}，只看：", where, depth)
        case Computed():
            return [(depth, computed(derivation))]
        case Gathered(word, name, field, where):
            said = (
                f"「{name.text}」{_GATHERED[word]}"
                if field is None
                else f"「{name.text}」各项「{field.text}」{_GATHERED[word]}"
            )
            return [(depth, said)] if where is None else _headed(f"{said}，只看：", where, depth)
        case _:
            assert_never(derivation)


def row_said(number: int, row: Row) -> str:
    """Return in words, on one line, which cases a row of a table takes and what it gives."""
    given = "；".join(_operand(result) for result in row.results)
    return f"第{number}行：{row_takes(row)}，取{given}"


def row_takes(row: Row) -> str:
    """Return in words which cases a row of a table takes.

    >>> from zzrules.policy.expressions import Word
    >>> test = Test(Scalar("等级"), "为", (Scalar("重大"),))
    >>> row_takes(Row(((test,), ()), (Word(Scalar("5日")),))), row_takes(Row(((),), ()))
    ('「等级」为重大', '其余各种情况')
    """
    return "，".join(_test(test) for tests in row.cells for test in tests) or "其余各种情况"


def computed(derivation: Computed) -> str:
    """Return arithmetic in words, on one line."""
    parts = [_operand(operand) for operand in derivation.operands]
    if derivation.word in ("取小", "取大"):
        return f"{('、' if parts[_PAIR:] else '与').join(parts)}中{derivation.word}"
    rounding = f"，四舍五入{derivation.rounding.text}" if derivation.rounding is not None else ""
    return (" × " if derivation.word == "乘" else derivation.word).join(parts) + rounding


def _operand(operand: Derivation) -> str:
    """Return a part of arithmetic, in brackets if it is arithmetic itself."""
    if isinstance(operand, Word):
        return _named(operand.word)
    said = "；".join(text for _, text in derived(operand))
    return f"（{said}）"


def _below(parts: tuple[Condition, ...], depth: int) -> Outline:
    return [line for part in parts for line in outline(part, depth + 1)]


def _headed(head: str, condition: Condition, depth: int) -> Outline:
    """Return a head with a condition behind it, or below it where the condition has several parts."""
    lines = outline(condition, depth)
    return [(depth, head + lines[0][1]), *lines[1:]]


def _with_suspension(said: str, suspension: Suspension | None, depth: int) -> Outline:
    if suspension is None:
        return [(depth, said)]
    last = _either_way("止日扣除与否", suspension.last_day)
    head = f"{said}，扣除「{suspension.name.text}」{f'（{last[1:]}）' if last else ''}"
    return [(depth, head)] if suspension.where is None else _headed(f"{head}中的：", suspension.where, depth)


def _either_way(key: str, word: Scalar | None) -> str:
    """Return how something is to be done, written outright or left to a reading; nothing where it is not written."""
    return "" if word is None else _OUTRIGHT.get(word.text) or f"，{key}：口径「{word.text}」"


def _test(test: Test) -> str:
    """Return a comparison of a name with words."""
    name, words = test.name.text, tuple(word.text for word in test.words)
    match test.operator:
        case "为":
            return _TRUTHS.get(words[0], "「{}」为" + words[0]).format(name)
        case "属于" | "不属于":
            inside = test.operator == "属于"
            several = "" if len(words) == 1 else "之一" if inside else "中的任何一种"
            return f"「{name}」{'' if inside else '不'}是{'、'.join(words)}{several}"
        case "包含" | "不包含":
            return f"「{name}」{test.operator}「{words[0]}」"
        case operator if name == "序号":
            return "是" + _POSITIONS[operator].format(words[0])
        case operator:
            number = INTEGER.fullmatch(words[0]) or money.read(words[0]) is not None
            order = "不少于" if operator == "以上" and number else _ORDER.get(operator, operator)
            return f"「{name}」{order}{_named(test.words[0])}"


def _named(word: Scalar) -> str:
    """Return a name in brackets, a literal as it is."""
    outright = word.text[:1].isdigit() or shares.read(word.text) is not None
    return word.text if outright else f"「{word.text}」"


def _all(words: tuple[Scalar, ...]) -> str:
    return "、".join(_named(word) for word in words)


def _either(words: tuple[Scalar, ...]) -> str:
    return "或者".join(f"「{word.text}」" for word in words)


def _of(policy: Scalar | None) -> str:
    return f"政策「{policy.text}」的" if policy is not None else "本政策的"

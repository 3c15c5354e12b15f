"""From the tree to conditions and derivations: the grammar of a single clause, without its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

from zzrules.base.diagnostics import meanings, policies as wrong
from zzrules.base.frozen import replaced
from zzrules.policy.comparisons import OF_NUMBERS, instead, instead_of_count, symbol_first
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
    Suspension,
    Test,
    Times,
    Word,
)
from zzrules.policy.forms import Form, Reader, suggest
from zzrules.policy.keys import clauses as keys
from zzrules.policy.shapes import Part
from zzrules.policy.tables import read_table
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

OPERATORS, QUANTIFIERS, GROUND_SETS = keys.OPERATORS, keys.QUANTIFIERS, keys.GROUND_SETS
# What people write for 非.
_NEGATIONS = frozenset(["不是", "并非", "不", "否", "没有", "不成立"])
_NTH = re.compile(keys.NTH)


def read_condition(node: Node | None, reader: Reader) -> Condition | None:
    """Return the condition that a node states; None, with what is wrong noted."""
    reader.note_part(node, Part.CONDITION)
    if isinstance(node, Sequence):
        reader.note(wrong.LIST_FOR_CONDITION, node.place)
        return None
    entries = reader.entries(node, "条件")
    if entries is None or node is None:
        return None
    if not entries and isinstance(node, Mapping) and not node.whole:
        return None  # the entry that was left out is noted already
    if len(entries) != 1:
        names = "、".join(f"「{key.text}」" for key, _ in entries) or "空的"
        parts = ", ".join(f"{key.text}: …" for key, _ in entries)
        reader.note(wrong.SEVERAL_KEYS, node.place, keys=names, parts=parts)
        return None
    key, value = entries[0]
    special = _SPECIAL.get(key.text)
    return special(key, value, reader) if special else _test(key, value, reader)


def _junction(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    items = reader.items(value, f"「{key.text}」", may_be_empty=True)
    parts = [read_condition(item, reader) for item in items]
    if not items and isinstance(value, Sequence):
        reader.note(wrong.EMPTY_JUNCTION, key.place, key=key.text)
    known = tuple(part for part in parts if part is not None)
    return Junction(key.text == "全部", known) if known and len(known) == len(parts) else None


def _negation(_key: Scalar, value: Node, reader: Reader) -> Condition | None:
    part = read_condition(value, reader)
    return Negation(part) if part else None


def _grounds(_key: Scalar, value: Node, reader: Reader) -> Condition | None:
    word = reader.word(value, "情形")
    if word is None:
        return None
    if word.text not in GROUND_SETS:
        reader.note(wrong.NOT_A_GROUND_SET, word.place, word=word.text, hint=suggest(word.text, GROUND_SETS))
        return None
    return GroundSet(word.text, word.place)


def _reading(_key: Scalar, value: Node, reader: Reader) -> Condition | None:
    return read_reading(value, reader)


def read_reading(value: Node, reader: Reader) -> ReadingIs | None:
    """Return which side of a reading is meant, as 口径 writes it."""
    entries = reader.entries(value, "口径")
    if entries is None:
        return None
    if len(entries) != 1:
        reader.note(wrong.NOT_ONE_READING, value.place)
        return None
    name, option = entries[0]
    word = reader.word(option, "口径的说法")
    return ReadingIs(name, word) if word else None


def _own_outcome(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    words = reader.words(value, "结论")
    return OutcomeIs(None, words, key.place) if words else None


def _own_class(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    words = reader.words(value, "归类")
    return ClassIs(None, words, key.place) if words else None


def _reference(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    form = reader.form(value, "参见", keys.REFERENCE.allowed, keys.REFERENCE.required)
    policy = reader.word(form["政策"][1], "政策") if "政策" in form else None
    if policy is None:
        return None
    if sum(kind in form for kind in ("得出", "归类", "情形")) != 1:
        reader.note(wrong.OUTCOME_OR_GROUND, key.place)
        return None
    for kind, read in (("得出", OutcomeIs), ("归类", ClassIs)):
        if kind in form:
            words = reader.words(form[kind][1], kind)
            return read(policy, words, key.place) if words else None
    ground = reader.word(form["情形"][1], "情形")
    return GroundOf(policy, ground) if ground else None


def _obligation(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    entries = reader.entries(value, "「义务」")
    if entries is None:
        return None
    named = [(name, states) for name, states in entries if name.text != "政策"]
    if len(named) != 1:
        reader.note(wrong.NOT_ONE_OBLIGATION, value.place)
        return None
    policy = next((reader.word(word, "政策") for name, word in entries if name.text == "政策"), None)
    name, states = named[0]
    words = reader.words(states, "义务的状态")
    return ObligationIs(policy, name, words, key.place) if words else None


_SPECIAL: dict[str, Callable[[Scalar, Node, Reader], Condition | None]] = {
    "全部": _junction,
    "任一": _junction,
    "非": _negation,
    "情形": _grounds,
    "口径": _reading,
    "结论": _own_outcome,
    "归类": _own_class,
    "参见": _reference,
    "义务": _obligation,
}


def _test(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    if isinstance(value, Scalar):
        return _plain_test(key, value, reader)
    if isinstance(value, Sequence):
        if any(isinstance(item, Mapping) for item in value.items):
            reader.note(wrong.NOT_A_JUNCTION, key.place, key=key.text)
            return None
        words = ", ".join(item.text for item in value.items if isinstance(item, Scalar))
        reader.note(wrong.LIST_WITHOUT_COMPARISON, value.place, name=key.text, items=words)
        return None
    if len(value.entries) != 1:
        if value.entries or value.whole:  # else what is left out is noted already
            reader.note(wrong.NOT_ONE_COMPARISON, value.place, name=key.text)
        return None
    if key.text in _NEGATIONS:
        reader.note(wrong.NOT_A_NEGATION, key.place, key=key.text)
        return None
    operator, operand = value.entries[0]
    if operator.text in ("有一次", "每一次") or _NTH.fullmatch(operator.text):
        return _occurs(key, operator, operand, reader)
    if operator.text == "次数":
        return _times(key, operand, reader)
    if operator.text not in OPERATORS:
        right = operand if isinstance(operand, Scalar) else None
        hint = instead(key.text, operator.text, right, OPERATORS)
        if operator.text.startswith("连续"):
            hint = f"在「推算」里写「最长连续: {{列表: {key.text}, 其中: …}}」，再比较它得出的次数"
        reader.note(wrong.NOT_A_COMPARISON, operator.place, operator=operator.text, hint=hint)
        return None
    if operator.text in ("属于", "不属于"):
        items = reader.items(operand, operator.text)
        options = tuple(word for item in items if (word := reader.word(item, operator.text)))
        return Test(key, operator.text, options) if options else None
    compared = reader.word(operand, operator.text)
    return Test(key, operator.text, (compared,)) if compared else None


def _plain_test(key: Scalar, value: Scalar, reader: Reader) -> Condition | None:
    if value.plain and (found := symbol_first(value.text)) is not None:
        symbol, operand = found
        hint = instead(key.text, symbol, replaced(value, text=operand), OPERATORS)
        reader.note(wrong.SYMBOL_FOR_COMPARISON, value.place, symbol=symbol, hint=hint)
        return None
    return Test(key, "为", (value,))


def _occurs(key: Scalar, operator: Scalar, operand: Node, reader: Reader) -> Condition | None:
    condition = read_condition(operand, reader)
    nth = _NTH.fullmatch(operator.text)
    number = int(nth.group(1)) if nth else None
    return Occurs(key, operator.text == "每一次", number, condition) if condition else None


def _times(key: Scalar, operand: Node, reader: Reader) -> Condition | None:
    form = reader.form(operand, "次数", keys.TIMES.allowed, instead=instead_of_count(OF_NUMBERS))
    where = read_condition(form["其中"][1], reader) if "其中" in form else None
    if not isinstance(operand, Mapping):
        return None
    operators = [word for word in OF_NUMBERS if word in form]
    if len(operators) != 1:
        if operators or len(form) == len(operand.entries):  # else the key that is none is noted
            reader.note(wrong.NOT_ONE_COUNT, operand.place)
        return None
    count = reader.word(form[operators[0]][1], "次数")
    return Times(key, operators[0], count, where) if count else None


# ── derived values ──────────────────────────────────────────────────────


def read_derivation(node: Node, reader: Reader) -> Derivation | None:
    """Return how a value is derived; None, with what is wrong noted."""
    reader.note_part(node, Part.DERIVATION)
    if isinstance(node, Scalar):
        return Word(node)
    if isinstance(node, Mapping) and any(key.text == "按口径" for key, _ in node.entries):
        return _by_reading(node, reader)
    if isinstance(node, Mapping) and any(key.text == "乘" for key, _ in node.entries):
        return _product(node, reader)
    if isinstance(node, Mapping) and note_misnamed_reading(node, "推算", reader):
        return None
    entries = reader.entries(node, "推算") or ()
    if len(entries) != 1:
        if isinstance(node, Mapping):
            reader.note(wrong.NOT_ONE_DERIVATION, node.place, hint=suggest("", _DERIVATIONS))
        return None
    key, value = entries[0]
    read = _DERIVATIONS.get(key.text)
    if read is None:
        hint = suggest(key.text, (*_DERIVATIONS, "按口径"))
        reader.note(wrong.NOT_A_DERIVATION, key.place, key=key.text, hint=hint)
        return None
    return read(key, value, reader)


def note_misnamed_reading(node: Mapping, part: str, reader: Reader) -> bool:
    """Note that what differs by a reading is written 「口径」, for 「按口径」, and return whether it is."""
    key = next((key for key, _ in node.entries if key.text == "口径"), None)
    if key is not None:
        hint = "「按口径: 口径的名字」，下面逐一写它的各说；「口径: {名字: 说法}」是条件"
        reader.note(wrong.UNKNOWN_KEY, key.place, part=part, key=key.text, hint=hint)
    return key is not None


def read_fulfilment(node: Node, reader: Reader) -> Derivation | None:
    """Return the date, or the condition, that says when something is done; without a derivation it is a condition."""
    entries = node.entries if isinstance(node, Mapping) else ()
    if entries and not any(key.text in (*_DERIVATIONS, "按口径") for key, _ in entries):
        return _definition(entries[0][0], node, reader)
    return read_derivation(node, reader)


def _word(form: Form, name: str, reader: Reader) -> Scalar | None:
    return reader.word(form[name][1], name) if name in form else None


def _elapsed(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "历时", keys.ELAPSED.allowed, keys.ELAPSED.required)
    start, end = _word(form, "起", reader), _word(form, "止", reader)
    return Elapsed(start, end, _word(form, "满于", reader)) if start and end else None


def _age(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "周岁", keys.AGE.allowed, keys.AGE.required)
    born, end, full_on = (_word(form, name, reader) for name in keys.AGE.allowed)
    return Age(born, end, full_on) if born and end and full_on else None


def _deadline(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "期限", keys.DEADLINE.allowed, keys.DEADLINE.required)
    start = _word(form, "起", reader)
    add = reader.words(form["加"][1], "加") if "加" in form else ()
    subtract = reader.words(form["减"][1], "减") if "减" in form else ()
    if ("加" in form) == ("减" in form):
        reader.note(wrong.ADD_OR_SUBTRACT, value.place)
    if bool(add) == bool(subtract):
        return None
    rolling = _word(form, "顺延", reader)
    return Deadline(start, add, subtract, rolling, _suspension(form, reader)) if start else None


def _month_day(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "月日", keys.MONTH_DAY.allowed, keys.MONTH_DAY.required)
    start, month, day = (_word(form, name, reader) for name in ("起", "月", "日"))
    otherwise, rolling = (_word(form, name, reader) for name in ("没有这一日", "顺延"))
    return MonthDay(start, month, day, otherwise, rolling) if start and month and day else None


def _day_taken(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    if isinstance(value, Scalar):
        return DayTaken(value, None)
    form = reader.form(value, "取日期", keys.DAY_TAKEN.allowed, keys.DAY_TAKEN.required)
    moment = _word(form, "时间", reader)
    return DayTaken(moment, _word(form, "截止", reader)) if moment else None


def _suspension(form: Form, reader: Reader) -> Suspension | None:
    if "扣除" not in form:
        return None
    inner = reader.form(form["扣除"][1], "扣除", keys.SUSPENSION.allowed, keys.SUSPENSION.required)
    name = _word(inner, "列表", reader)
    where = read_condition(inner["其中"][1], reader) if "其中" in inner else None
    last_day = _word(inner, "止日", reader) if "止日" in inner else None
    return Suspension(name, where, last_day) if name else None


def _extremum(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    words = reader.words(value, key.text)
    return Extremum(key.text == "最晚", words) if words else None


def _first_given(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    words = reader.words(value, "按序取")
    return FirstGiven(words) if words else None


def _cases(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    cases: list[tuple[Condition | None, Word | Computed]] = []
    items = reader.items(value, "按情形")
    for number, item in enumerate(items):
        form = reader.form(item, "按情形的一项", keys.CASE.allowed, keys.CASE.required)
        taken = read_derivation(form["取"][1], reader) if "取" in form else None
        if taken is not None and not isinstance(taken, Word | Computed):
            reader.note(wrong.CASE_TAKES_NEITHER, form["取"][1].place)
            return None
        condition = read_condition(form["条件"][1], reader) if "条件" in form else None
        last = number == len(items) - 1
        if last == ("条件" in form):
            reader.note(wrong.LAST_CASE_HAS_CONDITION if last else wrong.CASE_WITHOUT_CONDITION, item.place)
        elif taken is not None and (last or condition is not None):
            cases.append((condition, taken))
    return Cases(tuple(cases), key.place) if cases and len(cases) == len(items) else None


def _table(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    return read_table(key, value, reader, _test, read_derivation)


def _by_reading(node: Mapping, reader: Reader) -> Derivation | None:
    reading: Scalar | None = None
    options: list[tuple[Scalar, Derivation]] = []
    for key, value in node.entries:
        if key.text == "按口径":
            reading = reader.word(value, "按口径")
        elif (derivation := read_derivation(value, reader)) is not None:
            options.append((key, derivation))
    return ByReading(reading, tuple(options)) if reading else None


def _rolled(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    word = reader.word(value, "顺延至工作日")
    return Rolled(word) if word else None


def _counted(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, key.text, keys.COUNTED.allowed, keys.COUNTED.required)
    start, end = _word(form, "起", reader), _word(form, "止", reader)
    return Counted(key.text == "工作日数", start, end, _suspension(form, reader)) if start and end else None


def _picked(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, key.text, keys.PICKED.allowed, keys.PICKED.required)
    name, field = _word(form, "列表", reader), _word(form, "取", reader)
    where = read_condition(form["其中"][1], reader) if "其中" in form else None
    return Picked(name, field, key.text == "末次", where) if name and field else None


def _computed(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    items = reader.items(value, key.text)
    operands = tuple(operand for item in items if (operand := read_derivation(item, reader)) is not None)
    if len(items) == 1:
        reader.note(meanings.ONE_OPERAND, value.place, word=key.text)
    return Computed(key.text, operands, None, key.place) if len(operands) == len(items) > 1 else None


def _product(node: Mapping, reader: Reader) -> Derivation | None:
    """Return a product: beside 乘 stands what it is rounded to."""
    form = reader.form(node, "乘", keys.PRODUCT.allowed, keys.PRODUCT.required)
    if "乘" not in form:
        return None
    computed = _computed(*form["乘"], reader)
    rounding = _word(form, "四舍五入", reader)
    return replaced(computed, rounding=rounding) if isinstance(computed, Computed) else None


_OF_LISTS = {"计数": keys.COUNTING, "最长连续": keys.RUN}


def _gathered(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    stated = _OF_LISTS.get(key.text, keys.GATHERED)
    counting = "取" not in stated.of
    form = reader.form(value, key.text, stated.allowed, stated.required)
    name, field = _word(form, "列表", reader), _word(form, "取", reader)
    where = read_condition(form["其中"][1], reader) if "其中" in form else None
    lost = key.text == "最长连续" and where is None
    return Gathered(key.text, name, field, where) if name and (counting or field) and not lost else None


def _definition(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    condition = read_condition(value, reader)
    return Definition(condition) if condition else None


_DERIVATIONS: dict[str, Callable[[Scalar, Node, Reader], Derivation | None]] = {
    "历时": _elapsed,
    "期限": _deadline,
    "最早": _extremum,
    "最晚": _extremum,
    "按序取": _first_given,
    "按情形": _cases,
    "顺延至工作日": _rolled,
    "工作日数": _counted,
    "日数": _counted,
    "首次": _picked,
    "末次": _picked,
    "加": _computed,
    "减": _computed,
    "乘": _computed,
    "取小": _computed,
    "取大": _computed,
    "合计": _gathered,
    "计数": _gathered,
    "最大": _gathered,
    "最小": _gathered,
    "取日期": _day_taken,
    "月日": _month_day,
    "条件": _definition,
    "对照表": _table,
    "周岁": _age,
    "最长连续": _gathered,
}

"""From the tree to conditions and derived facts: the grammar of a single clause, without its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

from zzrules.policy.forms import Reader, suggest
from zzrules.policy.syntax import (
    ByReading,
    Cases,
    Condition,
    Counted,
    Deadline,
    Definition,
    Derivation,
    Elapsed,
    Extremum,
    FirstGiven,
    GroundOf,
    GroundSet,
    Junction,
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
from zzrules.policy.yamltree import Mapping, Node, Scalar, Sequence

ORDER = ("以上", "以下", "未满", "超过", "等于", "不等于")
DATES = ("早于", "晚于", "不早于", "不晚于")
SETS = ("属于", "不属于", "包含", "不包含")
QUANTIFIERS = ("有一次", "每一次", "次数")
OPERATORS = (*ORDER, *DATES, *SETS, *QUANTIFIERS)
GROUND_SETS = ("有其一", "有其一且手续齐备", "均无")
# What people write instead, and the word for it.
SYMBOLS = {
    ">": "超过",
    "<": "未满",
    ">=": "以上",
    "<=": "以下",
    "≥": "以上",
    "≤": "以下",
    "＞": "超过",
    "＜": "未满",
    "大于": "超过",
    "多于": "超过",
    "小于": "未满",
    "少于": "未满",
    "不足": "未满",
    "满": "以上",
    "已满": "以上",
    "不超过": "以下",
    "不大于": "以下",
    "至多": "以下",
    "不少于": "以上",
    "不小于": "以上",
    "至少": "以上",
    "之前": "早于",
    "在前": "早于",
    "之后": "晚于",
    "在后": "晚于",
    "包括": "包含",
}
_NTH = re.compile(r"第([1-9]\d?)次")


def read_condition(node: Node | None, reader: Reader) -> Condition | None:
    """Return the condition that a node states; None, with what is wrong noted."""
    if isinstance(node, Sequence):
        reader.note("ZZ220", "条件写成了列表，没有说要全部成立还是任一成立", node.place, "全部: [ … ] 或 任一: [ … ]")
        return None
    entries = reader.entries(node, "条件")
    if entries is None or node is None:
        return None
    if not entries and isinstance(node, Mapping) and not node.whole:
        return None  # the entry that was left out has its own message
    if len(entries) != 1:
        names = "、".join(f"「{key.text}」" for key, _ in entries) or "空的"
        hint = "全部: [" + ", ".join(f"{key.text}: …" for key, _ in entries) + "]"
        reader.note("ZZ221", f"一个条件只能有一个键，这里有{names}", node.place, hint)
        return None
    key, value = entries[0]
    special = _SPECIAL.get(key.text)
    return special(key, value, reader) if special else _test(key, value, reader)


def _junction(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    items = reader.items(value, f"「{key.text}」")
    parts = [read_condition(item, reader) for item in items]
    if not items and isinstance(value, Sequence):
        reader.note("ZZ222", f"「{key.text}」下面没有条件", key.place, "补上条件")
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
        reader.note("ZZ223", f"「情形」没有「{word.text}」这一说法", word.place, suggest(word.text, GROUND_SETS))
        return None
    return GroundSet(word.text, word.place)


def _reading(_key: Scalar, value: Node, reader: Reader) -> Condition | None:
    entries = reader.entries(value, "口径")
    if entries is None:
        return None
    if len(entries) != 1:
        reader.note("ZZ221", "「口径」下面写一个口径的名字和所采的说法", value.place, "口径: {名字: 说法}")
        return None
    name, option = entries[0]
    word = reader.word(option, "口径的说法")
    return ReadingIs(name, word) if word else None


def _own_outcome(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    words = reader.words(value, "结论")
    return OutcomeIs(None, words, key.place) if words else None


def _reference(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    form = reader.form(value, "参见", ("政策", "得出", "情形"), ("政策",))
    policy = reader.word(form["政策"][1], "政策") if "政策" in form else None
    if policy is None:
        return None
    if ("得出" in form) == ("情形" in form):
        reader.note("ZZ224", "「参见」要写明参见的是「得出」还是「情形」，只写一个", key.place, "得出: 结论的名字")
        return None
    if "得出" in form:
        return OutcomeIs(policy, reader.words(form["得出"][1], "得出"), key.place)
    ground = reader.word(form["情形"][1], "情形")
    return GroundOf(policy, ground) if ground else None


def _obligation(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    entries = reader.entries(value, "「义务」")
    if entries is None:
        return None
    named = [(name, states) for name, states in entries if name.text != "政策"]
    if len(named) != 1:
        hint = "义务: {义务的名字: 状态}，别的政策的义务加上「政策: 名字」"
        reader.note("ZZ221", "「义务」下面写一个义务的名字和它的状态", value.place, hint)
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
    "参见": _reference,
    "义务": _obligation,
}


def _test(key: Scalar, value: Node, reader: Reader) -> Condition | None:
    if isinstance(value, Scalar):
        return _plain_test(key, value, reader)
    if isinstance(value, Sequence):
        if any(isinstance(item, Mapping) for item in value.items):
            hint = "「全部」或「任一」"
            reader.note("ZZ225", f"没有「{key.text}」这种连接几个条件的词", key.place, hint)
            return None
        shown = ", ".join(item.text for item in value.items if isinstance(item, Scalar))
        reader.note("ZZ225", f"「{key.text}」后面是列表，没有说怎样比较", value.place, f"{{属于: [{shown}]}}")
        return None
    if len(value.entries) != 1:
        hint = f"全部: [{key.text}: {{…}}, {key.text}: {{…}}]"
        reader.note("ZZ221", f"「{key.text}」后面只能有一个比较", value.place, hint)
        return None
    operator, operand = value.entries[0]
    if operator.text in ("有一次", "每一次") or _NTH.fullmatch(operator.text):
        return _occurs(key, operator, operand, reader)
    if operator.text == "次数":
        return _times(key, operand, reader)
    if operator.text not in OPERATORS:
        hint = f"「{SYMBOLS[operator.text]}」" if operator.text in SYMBOLS else suggest(operator.text, OPERATORS)
        reader.note("ZZ226", f"没有「{operator.text}」这种比较", operator.place, hint)
        return None
    if operator.text in ("属于", "不属于"):
        words = tuple(one for item in reader.items(operand, operator.text) if (one := reader.word(item, operator.text)))
        return Test(key, operator.text, words) if words else None
    word = reader.word(operand, operator.text)
    return Test(key, operator.text, (word,)) if word else None


def _plain_test(key: Scalar, value: Scalar, reader: Reader) -> Condition | None:
    found = re.match(r"(>=|<=|[><≥≤＞＜])\s*(.+)", value.text)
    if value.plain and found:
        hint = f"{key.text}: {{{SYMBOLS[found.group(1)]}: {found.group(2)}}}"
        reader.note("ZZ226", f"不能用「{found.group(1)}」比较", value.place, hint)
        return None
    return Test(key, "为", (value,))


def _occurs(key: Scalar, operator: Scalar, operand: Node, reader: Reader) -> Condition | None:
    condition = read_condition(operand, reader)
    found = _NTH.fullmatch(operator.text)
    number = int(found.group(1)) if found else None
    return Occurs(key, operator.text == "每一次", number, condition) if condition else None


def _times(key: Scalar, operand: Node, reader: Reader) -> Condition | None:
    form = reader.form(operand, "次数", (*ORDER, "其中"))
    where = read_condition(form["其中"][1], reader) if "其中" in form else None
    if not isinstance(operand, Mapping):
        return None
    operators = [word for word in ORDER if word in form]
    if len(operators) != 1:
        reader.note("ZZ221", "「次数」下面写一个比较", operand.place, "次数: {以上: 2}")
        return None
    count = reader.word(form[operators[0]][1], "次数")
    return Times(key, operators[0], count, where) if count else None


# ── derived facts ───────────────────────────────────────────────────────


def read_derivation(node: Node, reader: Reader) -> Derivation | None:
    """Return how a derived fact is obtained; None, with what is wrong noted."""
    if isinstance(node, Scalar):
        return Word(node)
    if isinstance(node, Mapping) and any(key.text == "按口径" for key, _ in node.entries):
        return _by_reading(node, reader)
    entries = reader.entries(node, "推算") or ()
    if len(entries) != 1:
        if isinstance(node, Mapping):
            reader.note("ZZ221", "一项推算只能有一种算法", node.place, suggest("", _DERIVATIONS))
        return None
    key, value = entries[0]
    made = _DERIVATIONS.get(key.text)
    if made is None:
        reader.note("ZZ227", f"没有「{key.text}」这种推算", key.place, suggest(key.text, (*_DERIVATIONS, "按口径")))
        return None
    return made(key, value, reader)


def read_fulfilment(node: Node, reader: Reader) -> Derivation | None:
    """Return the date or the condition by which something is done: what is no derivation is a condition."""
    entries = node.entries if isinstance(node, Mapping) else ()
    if entries and not any(key.text in (*_DERIVATIONS, "按口径") for key, _ in entries):
        return _definition(entries[0][0], node, reader)
    return read_derivation(node, reader)


def _word(form: dict[str, tuple[Scalar, Node]], name: str, reader: Reader) -> Scalar | None:
    return reader.word(form[name][1], name) if name in form else None


def _elapsed(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "历时", ("起", "止", "满于"), ("起", "止"))
    start, end = _word(form, "起", reader), _word(form, "止", reader)
    return Elapsed(start, end, _word(form, "满于", reader)) if start and end else None


def _deadline(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, "期限", ("起", "加", "减", "顺延", "扣除"), ("起",))
    start = _word(form, "起", reader)
    add = reader.words(form["加"][1], "加") if "加" in form else ()
    subtract = reader.words(form["减"][1], "减") if "减" in form else ()
    if bool(add) == bool(subtract):
        reader.note("ZZ202", "期限要写「加」或「减」多长时间，只写一个", value.place, "加: 5工作日")
        return None
    rolling = _word(form, "顺延", reader)
    return Deadline(start, add, subtract, rolling, _suspension(form, reader)) if start else None


def _suspension(form: dict[str, tuple[Scalar, Node]], reader: Reader) -> Suspension | None:
    if "扣除" not in form:
        return None
    inner = reader.form(form["扣除"][1], "扣除", ("列表", "其中"), ("列表",))
    name = _word(inner, "列表", reader)
    where = read_condition(inner["其中"][1], reader) if "其中" in inner else None
    return Suspension(name, where) if name else None


def _extremum(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    words = reader.words(value, key.text)
    return Extremum(key.text == "最晚", words) if words else None


def _first_given(_key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    words = reader.words(value, "按序取")
    return FirstGiven(words) if words else None


def _cases(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    cases: list[tuple[Condition | None, Scalar]] = []
    items = reader.items(value, "按情形")
    for number, item in enumerate(items):
        form = reader.form(item, "按情形的一项", ("条件", "取"), ("取",))
        word = _word(form, "取", reader)
        condition = read_condition(form["条件"][1], reader) if "条件" in form else None
        last = number == len(items) - 1
        if last == ("条件" in form):
            message = "按情形的最后一项不写条件，作为其余情况" if last else "按情形的这一项缺条件，后面的各项读不到"
            reader.note("ZZ228", message, item.place, "{取: …}" if last else "{条件: …, 取: …}")
        elif word is not None and (last or condition is not None):
            cases.append((condition, word))
    return Cases(tuple(cases), key.place) if cases and len(cases) == len(items) else None


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
    form = reader.form(value, key.text, ("起", "止", "扣除"), ("起", "止"))
    start, end = _word(form, "起", reader), _word(form, "止", reader)
    unit = "workday" if key.text == "工作日数" else "day"
    return Counted(unit, start, end, _suspension(form, reader)) if start and end else None


def _picked(key: Scalar, value: Node, reader: Reader) -> Derivation | None:
    form = reader.form(value, key.text, ("列表", "取", "其中"), ("列表", "取"))
    name, field = _word(form, "列表", reader), _word(form, "取", reader)
    where = read_condition(form["其中"][1], reader) if "其中" in form else None
    return Picked(name, field, key.text == "末次", where) if name and field else None


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
    "条件": _definition,
}

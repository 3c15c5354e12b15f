"""The words that compare: the relation that each states, and what is proposed for one that is not to be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from zzrules.policy.forms import DURATION, INTEGER, suggest
from zzrules.policy.vocabulary import Kind
from zzrules.policy.yamltree import Scalar

OF_NUMBERS: Final = {"以上": ">=", "以下": "<=", "未满": "<", "超过": ">", "等于": "==", "不等于": "!="}
"""The words for numbers, amounts and lengths of time, each with its relation."""
OF_DATES: Final = {"早于": "<", "晚于": ">", "不早于": ">=", "不晚于": "<=", "等于": "==", "不等于": "!="}
OF_SETS: Final = {"属于": "==", "不属于": "!=", "包含": "==", "不包含": "!="}
BY_KIND: Final[Mapping[Kind, tuple[str, ...]]] = {
    **dict.fromkeys((Kind.DATE, Kind.MOMENT), (*OF_DATES,)),
    **dict.fromkeys((Kind.INTEGER, Kind.MONEY, Kind.DURATION), (*OF_NUMBERS,)),
    **dict.fromkeys((Kind.OPTION, Kind.BODY), ("属于", "不属于")),
    Kind.OPTIONS: ("包含", "不包含"),
    Kind.TEXT: ("等于", "不等于"),
    **dict.fromkeys((Kind.FLAG, Kind.FINDING, Kind.LIST), ()),
}
"""How a fact of a kind can be compared."""
_RELATIONS: Final = {**OF_NUMBERS, **OF_DATES, **OF_SETS, "为": "=="}
# What people write, and the word for it.
_MISNOMERS: Final = {
    ">": "超过",
    "<": "未满",
    ">=": "以上",
    "<=": "以下",
    "=>": "以上",
    "=<": "以下",
    "≥": "以上",
    "≤": "以下",
    "＞": "超过",
    "＜": "未满",
    "=": "等于",
    "==": "等于",
    "＝": "等于",
    "!=": "不等于",
    "<>": "不等于",
    "≠": "不等于",
    "大于": "超过",
    "多于": "超过",
    "高于": "超过",
    "超出": "超过",
    "小于": "未满",
    "少于": "未满",
    "低于": "未满",
    "不足": "未满",
    "不满": "未满",
    "满": "以上",
    "已满": "以上",
    "大于等于": "以上",
    "大于或等于": "以上",
    "不少于": "以上",
    "不小于": "以上",
    "不低于": "以上",
    "至少": "以上",
    "小于等于": "以下",
    "小于或等于": "以下",
    "不超过": "以下",
    "不大于": "以下",
    "不多于": "以下",
    "不高于": "以下",
    "至多": "以下",
    "之前": "早于",
    "在前": "早于",
    "先于": "早于",
    "之后": "晚于",
    "在后": "晚于",
    "迟于": "晚于",
    "晚于等于": "不早于",
    "晚于或等于": "不早于",
    "不先于": "不早于",
    "早于等于": "不晚于",
    "早于或等于": "不晚于",
    "不迟于": "不晚于",
    "是": "等于",
    "为": "等于",
    "不是": "不等于",
    "不为": "不等于",
    "包括": "包含",
    "不包括": "不包含",
}
_SYMBOLS: Final = tuple(word for word in _MISNOMERS if not word.isalpha())
_SYMBOL_FIRST: Final = re.compile(rf"({'|'.join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))})\s*(.+)")
_DAY: Final = re.compile(r"[0-9]{4}\s*[-/.年].*")


def symbol_first(text: str) -> tuple[str, str] | None:
    """Return the symbol with which a text begins, and what stands after it; None if it begins with none.

    >>> symbol_first(">= 20"), symbol_first("轮换年限")
    (('>=', '20'), None)
    """
    match = _SYMBOL_FIRST.fullmatch(text)
    return (match[1], match[2]) if match else None


def same_relation(word: str, known: Sequence[str]) -> str | None:
    """Return which of the known words states of its kind of values what a word states of another; None if none does.

    >>> same_relation("以上", (*OF_DATES,)), same_relation("晚于", (*OF_NUMBERS,)), same_relation("晚于", ("属于",))
    ('不早于', '超过', None)
    """
    return next((one for one in known if _RELATIONS[one] == _RELATIONS.get(word)), None)


def negative(word: str) -> bool:
    """Return whether a word denies equality."""
    return _RELATIONS[word] == "!="


def compared(name: str, operator: str, words: Sequence[Scalar]) -> str:
    """Return a comparison as it is to be written.

    >>> compared("离开原因", "属于", [Scalar("辞职")]), compared("损失金额", "以上", [Scalar("1,000元", plain=False)])
    ('离开原因: {属于: [辞职]}', '损失金额: {以上: "1,000元"}')
    >>> compared("报请日期", "不等于", [Scalar("甲日"), Scalar("乙日")])
    '全部: [报请日期: {不等于: 甲日}, 报请日期: {不等于: 乙日}]'
    """
    texts = [word.text if word.plain else f'"{word.text}"' for word in words]
    if operator in ("属于", "不属于"):
        return f"{name}: {{{operator}: [{', '.join(texts)}]}}"
    each = [f"{name}: {{{operator}: {text}}}" for text in texts]
    return each[0] if len(each) == 1 else f"{'全部' if negative(operator) else '任一'}: [{', '.join(each)}]"


def instead(name: str, word: str, operand: Scalar | None, known: Iterable[str]) -> str:
    """Return what to write instead of a word that compares nothing; what it is compared with stays.

    >>> instead("用去的工作日", "大于", Scalar("20"), ()), instead("报请日期", ">=", Scalar("2026-01-01"), ())
    ('用去的工作日: {超过: 20}', '报请日期: {不早于: 2026-01-01}')
    >>> instead("甲", ">", Scalar("乙"), ())
    '甲: {超过: 乙}；是日期的，甲: {晚于: 乙}'
    """
    meant = _MISNOMERS.get(word)
    if meant is None:
        return suggest(word, [one for one in known if one.startswith("不") is word.startswith("不")])
    if operand is None:
        return f"「{meant}」"
    of_date = same_relation(meant, (*OF_DATES,)) or meant
    if _DAY.fullmatch(operand.text):
        return compared(name, of_date, [operand])
    proposed = compared(name, meant, [operand])
    if word in _SYMBOLS and of_date != meant and not _is_number(operand.text):
        return f"{proposed}；是日期的，{compared(name, of_date, [operand])}"
    return proposed


def instead_of_count(known: Iterable[str]) -> dict[str, str]:
    """Return what to write instead of the words that count nothing, for each that has a word in the language."""
    counting = {*known}
    return {word: f"「{meant}」" for word, meant in _MISNOMERS.items() if meant in counting}


def _is_number(text: str) -> bool:
    return bool(INTEGER.fullmatch(text) or DURATION.fullmatch(text) or text[:1].isdigit())

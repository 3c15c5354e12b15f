"""The diagnostics in English, family by family: for each constant its sentence and its hint.

They stand beside the Chinese ones of `zzrules.base.diagnostics`, with the same words to fill in. Words of the policy
language, and what policies and records call things, stay Chinese: “轮换年限”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from zzrules.base.errors import Path

_PHRASES: Final = {
    "删去它；可以记载哪些事实，见 zzrules facts": "remove it; zzrules facts lists the facts there are",
    "可以登记哪些事件，见 zzrules facts --events": "zzrules facts --events lists the kinds of events there are",
    "这种事件不带别的事实；删去它": "this kind of event brings no other fact; remove it",
    "写出值；不知道的，删去这一项": "the value itself; what is not known is left out",
    "没有别的": "nothing else",
    "是否": "yes or no",
    "选项": "one of its options",
    "多选": "several of its options",
    "整数": "an integer",
    "金额": "an amount of money",
    "一万亿元": "1,000,000,000,000元",
    "日期": "a date",
    "日期时间": "a date with a time of day",
    "时长": "a duration",
    "文本": "text",
    "机构": "one of the bodies",
    "认定": "a finding",
    "列表": "a list",
}
"""Words that the library itself fills in."""
_OF_DOCUMENTS: Final = {
    "页眉": "header",
    "页脚": "footer",
    "脚注": "footnotes",
    "尾注": "endnotes",
    "批注": "comments",
    "张表": "table",
    "行": "row",
    "格": "cell",
    "段": "paragraph",
}
"""Where something stands in a document of Word."""
_STAND: Final = re.compile(r"第(\d+)(张表|行|格|段)|(页眉|页脚|脚注|尾注|批注)")
_FORMS: Final = (
    (
        re.compile(f"^(?:{_STAND.pattern})+$"),
        lambda found: ", ".join(
            f"{_OF_DOCUMENTS[unit or part]} {number}".strip() for number, unit, part in _STAND.findall(found[0])
        ),
    ),
    (re.compile(r"^另登记一件(.+)$"), r"enter \1 as an event of its own"),
    (re.compile(r"^(.+」)等之一$"), r"one of \1 or others"),
    (re.compile(r"^(.+」)之一$"), r"one of \1"),
    (re.compile("」或「"), "” or “"),
    (
        re.compile("（(?:([^，（）]+)，)?第 ([0-9]+) 行）"),
        lambda found: f" ({found[1] + ', ' if found[1] else ''}line {found[2]})",
    ),
    (re.compile(r"\)或「"), ") or “"),
    (re.compile(r"\)、「"), "), “"),
    (re.compile("」、「"), "”, “"),
    (re.compile("「"), "“"),
    (re.compile("」"), "”"),
    (re.compile(r"第(\d+)件"), r"event \1"),
    (re.compile(r"第(\d+)项"), r"item \1"),
    (re.compile(r"（编号([^）]*)）"), r" (number \1)"),
    (re.compile(r"的“"), ", “"),
    (re.compile(r"(?<=[)”0-9里])的$"), ""),
    (re.compile(r"(?<=[ -~])、(?=[ -~])"), ", "),
    (re.compile("”改成“"), "” → “"),
)
"""What the library itself writes around names."""
_NAME: Final = re.compile("「([^「」]*)」")
_HIDDEN: Final = "\0"


def filled(template: str, words: Mapping[str, Any], path: Path) -> str:
    """Return a sentence with its words; ``path`` leads to the value of which it speaks.

    >>> filled("{value} is not a date", {"value": "「期间第1项的止」"}, ("期间", 0, "止"))
    '“期间”, item 1, “止” is not a date'
    """
    said: dict[str, Any] = {
        name: (_names if f"“{{{name}}}”" in template else _word)(word) if isinstance(word, str) else word
        for name, word in words.items()
    }
    if "value" in said and path:
        event = str(said["event"]) if "event" in said else ""
        said["value"] = ", ".join(filter(None, (event, *map(_step, path[1:] if event else path))))
    return template.format_map(said)


def _step(step: str | int) -> str:
    return f"item {step + 1}" if isinstance(step, int) else f"“{step}”"


def _names(word: str) -> str:
    """Return names that the sentence puts between quotation marks: one, or several with marks of their own between."""
    return _around(f"「{word}」")[1:-1]


def _word(word: str) -> str:
    return _PHRASES.get(word) or _around(word)


def _around(text: str) -> str:
    """Return a text in English but for its names, in 「」, which stay as they are."""
    names = iter(_NAME.findall(text))
    text = _NAME.sub(f"「{_HIDDEN}」", text)
    for form, english in _FORMS:
        text = form.sub(english, text)
    return re.sub(_HIDDEN, lambda _: next(names, ""), text)


__all__ = ["filled"]

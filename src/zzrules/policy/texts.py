"""Texts that name a parameter in braces, 「没有{联系核实时限}的时限」, and say its value wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from zzrules.base import clock
from zzrules.base.citation import LARGEST_ORDINAL, to_chinese
from zzrules.policy.forms import DAY, UNIT_NAMES, parse_duration

BRACED: Final = re.compile("[{｛]([^{}｛｝]*)[}｝]")
"""A name in braces."""
# A name between braces, or what stands after one that is not closed, or before one that is not opened.
_BRACED: Final = re.compile("[{｛][^{}｛｝]*[}｝]|[{｛][^{}｛｝]{0,12}|[^{}｛｝]{0,12}[}｝]")
_WELL_BRACED: Final = re.compile("{[^{}｛｝]+}")
_COUNTED: Final = {"workday": "个工作日"}


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that stand in braces in a text.

    >>> names_in("未满{轮换年限}的，{ 联系核实时限 }内办理")
    ('轮换年限', '联系核实时限')
    """
    return tuple(name.strip() for name in BRACED.findall(text)) if "{" in text or "｛" in text else ()


def misbraced(text: str, known: Iterable[str]) -> tuple[str, str] | None:
    """Return the name in braces that is badly written in a text, as it stands and as it is to be; None for no such.

    >>> misbraced("未满{轮换年限的", ["轮换年限"]), misbraced("未满轮换年限}的", ["轮换年限"])
    (('{轮换年限的', '{轮换年限}'), ('未满轮换年限}', '{轮换年限}'))
    >>> misbraced("未满｛轮换年限｝的", ["轮换年限"]), misbraced("未满{轮换年限}的", [])
    (('｛轮换年限｝', '{轮换年限}'), None)
    """
    for found in _BRACED.finditer(text):
        written = found.group()
        if _WELL_BRACED.fullmatch(written):
            continue
        bare = written.strip("{}｛｝").strip() or "参数的名字"
        name = (
            bare
            if written[0] in "{｛" and written[-1] in "}｝"
            else max((one for one in known if one in bare), key=len, default="参数的名字")
        )
        return written, f"{{{name}}}"
    return None


def filled(text: str, value: Callable[[str], str]) -> str:
    """Return a text with what ``value`` gives in the place of each name in braces."""
    return BRACED.sub(lambda named: value(named.group(1).strip()), text)


def said(value: str) -> str:
    """Return the value of a parameter as a sentence of the law says it.

    >>> said("2工作日"), said("15日"), said("2年"), said("3个月"), said("2026-01-01"), said("3")
    ('两个工作日', '十五日', '两年', '三个月', '2026年1月1日', '3')
    >>> said("24小时"), said("2小时"), said("4个工作小时"), said("30分钟")
    ('二十四小时', '两小时', '四个工作小时', '三十分钟')
    """
    if (hours := clock.read_hours(value)) is not None:
        return _counted(hours.number) + hours.unit
    if (duration := parse_duration(value)) is not None:
        number, unit = duration
        return _counted(number, of_days=unit == "day") + _COUNTED.get(unit, UNIT_NAMES[unit])
    if DAY.fullmatch(value):
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return value


def _counted(number: int, *, of_days: bool = False) -> str:
    """Return a number in Chinese as it stands before a measure word: 两个, but 二日."""
    numeral = to_chinese(number) if 1 <= number <= LARGEST_ORDINAL else str(number)
    return "两" if numeral == "二" and not of_days else numeral

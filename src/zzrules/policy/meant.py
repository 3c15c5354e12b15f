"""What people write for a day, a time, an amount or a number, and how policies write it: 三个工作日, 3工作日.

Nothing here is accepted: a message proposes it in the place of what was written.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal
from typing import Final
from unicodedata import normalize

from zzrules.base import clock, money
from zzrules.base.citation import DIGITS
from zzrules.base.diagnostics import Proposal

_DIGITS: Final = DIGITS | dict.fromkeys("两", 2)
_TENS: Final = dict(zip("十百千", (10, 100, 1_000), strict=True))
_MYRIADS: Final = dict(zip("万亿", (10_000, 100_000_000), strict=True))
_NUMERAL: Final = f"[{''.join((*_DIGITS, *_TENS, *_MYRIADS))}]{{1,20}}"
_DAY: Final = re.compile(r"([0-9]{4})\s*[-/.年_~]\s*([0-9]{1,2})\s*[-/.月_~]\s*([0-9]{1,2})\s*[日号]?(?:\s.*)?")
_RUN_TOGETHER: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SPOKEN_DAY: Final = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]"
)
_AROUND_A_DAY: Final = re.compile(r"^[自从]\s*|\s*(?:起|起施行|施行)?[,，。、;；.]?$")
_LENGTH: Final = re.compile(
    rf"(?:已?满)?\s*([0-9]{{1,15}}|{_NUMERAL})\s*个?\s*(工作小时|小时|分钟|钟头|工作日|自然日|日历日|日|天|月|周年|年|周|星期|礼拜)(?:以?内|整)?"
)
_WRITTEN_UNITS: Final = dict(
    pair.split("=") for pair in ["自然日=日", "日历日=日", "天=日", "月=个月", "周年=年", "钟头=小时"]
)
_AGE: Final = re.compile(rf"已?满?([0-9]{{1,3}}|{_NUMERAL})\s*(?:周?岁|年|)")
_PARTS_OF_DAY: Final = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上"
_TIME: Final = re.compile(
    rf"({_PARTS_OF_DAY}|)\s*([0-9]{{1,2}}|{_NUMERAL})(?::|点钟|点整|点|时)\s*(?:(半)|([0-9]{{1,2}}|{_NUMERAL})分?|)"
    r"(?::[0-9]{2}(?:\.[0-9]+)?)?"
)
_LATER: Final = {**dict.fromkeys(["中午"], 11), **dict.fromkeys(["下午", "傍晚", "晚上"], 12)}
"""The hour before which one is twelve hours later, by the part of the day."""
_NOON: Final = 12
_AT_NIGHT: Final = ["傍晚", "晚上", "凌晨", "清晨", "早上", "早晨"]
_OUR_ZONE: Final = re.compile(r"\+08:?00")
_WEEKS: Final = ["周", "星期", "礼拜"]
_AMOUNT: Final = re.compile(
    rf"(?:((?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,15}})(?:\.[0-9]+)?)([百千万亿]{{0,4}})|({_NUMERAL}))(元|)"
)
_ONE_MORE: Final = re.compile(r"[百千万亿][1-9一二两三四五六七八九]元?$")
"""What ends in a digit after a unit: 一万二 is 12000 as people say it, and 10002 as it is written."""
_PARTS: Final = re.compile(r"(?:([0-9]{1,15})元)?(?:([0-9])角)?(?:([0-9])分)?")
_MONTHS: Final = 12


def proposed(text: str) -> str:
    """Return what was meant as what may be written; empty if nothing is known to be."""
    return Proposal(text, [text], sure=True) if text else ""


def day_instead(text: str) -> str:
    """Return the day that a text says as policies write it; empty for anything else, and for a day that there is not.

    >>> [day_instead(text) for text in ("2027/7/1", "2027.7.1", "2027年7月1日", "二〇二七年七月一日", "2026-02-30")]
    ['2027-07-01', '2027-07-01', '2027-07-01', '2027-07-01', '']
    """
    meant = _day(text)
    if meant is None or not 1 <= meant[2] <= _length(*meant[:2]):
        return ""
    return date(*meant).isoformat()


def end_of_month(text: str) -> str:
    """Return the last day of the month in which a text says a day, if there is such a month; else an empty text.

    >>> end_of_month("2026-02-30"), end_of_month("2028年2月30日"), end_of_month("2026-13-01")
    ('2026-02-28', '2028-02-29', '')
    """
    meant = _day(text)
    length = _length(*meant[:2]) if meant is not None else 0
    return date(*meant[:2], length).isoformat() if meant is not None and length else ""


def is_day(text: str) -> bool:
    """Return whether a text says a day, be there such a day or not."""
    return _day(text) is not None


def _day(text: str) -> tuple[int, int, int] | None:
    text = _AROUND_A_DAY.sub("", normalize("NFKC", text).strip()).replace("–", "-").replace("—", "-").replace("。", ".")
    if match := _DAY.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _SPOKEN_DAY.fullmatch(text):
        return _whole(match[1]), _whole(match[2]), _whole(match[3])
    return None


def _length(year: int, month: int) -> int:
    """Return how many days a month has; none if there is no such month."""
    return calendar.monthrange(year, month)[1] if year and 1 <= month <= _MONTHS else 0


def duration_instead(text: str) -> str:
    """Return the length of time that a text says as policies write it; empty for anything else.

    >>> [duration_instead(text) for text in ("三个工作日", "两年", "十五天内", "半年", "满2年", "一年半", "1,000日")]
    ['3工作日', '2年', '15日', '6个月', '2年', '18个月', '1000日']
    """
    text = normalize("NFKC", text).strip()
    if re.fullmatch("半年", text):
        return "6个月"
    if and_a_half := re.fullmatch(rf"([0-9]{{1,4}}|{_NUMERAL})年半", text):
        return f"{_whole(and_a_half[1]) * _MONTHS + 6}个月"
    match = _LENGTH.fullmatch(re.sub("(?<=[0-9])[_,](?=[0-9]{3})", "", text))
    if match is None:
        return ""
    number, unit = _whole(match[1]), match[2]
    return f"{number * 7}日" if unit in _WEEKS else f"{number}{_WRITTEN_UNITS.get(unit, unit)}"


def age_instead(text: str) -> str:
    """Return the age that a text says as policies write it; empty for anything else. A bare number is of years.

    >>> age_instead("18岁"), age_instead("十八周岁"), age_instead("18"), age_instead("成年")
    ('18周岁', '18周岁', '18周岁', '')
    """
    match = _AGE.fullmatch(normalize("NFKC", text).strip())
    return f"{_whole(match[1])}周岁" if match else ""


def time_instead(text: str) -> str:
    """Return the time of day that a text says as policies write it; empty for anything else.

    >>> time_instead("下午五点半"), time_instead("17：30"), time_instead("8点05分"), time_instead("25:00")
    ('17:30', '17:30', '08:05', '')
    """
    match = _TIME.fullmatch(normalize("NFKC", text).strip())
    if match is None:
        return ""
    part, written, half, past = match.groups()
    hour = _whole(written)
    if hour == _NOON and part in _AT_NIGHT:  # the end of a day, or its beginning
        return ""
    hour += 12 if hour < _LATER.get(part, 0) else 0
    minute = clock.read_time(f"{hour}:{30 if half else _whole(past or '0'):02}")
    return "" if minute is None else clock.time_of(minute)


def opening_instead(text: str) -> str:
    """Return the span of a day that a text says as policies write it; empty for anything else.

    >>> opening_instead("上午八点半至十二点"), opening_instead("下午两点半到五点半"), opening_instead("全天")
    ('8:30-12:00', '14:30-17:30', '')
    """
    opens, *rest = re.split("[-–—~至到]+", normalize("NFKC", text).strip())
    if len(rest) != 1:
        return ""
    part = re.match(_PARTS_OF_DAY, opens)
    first = time_instead(opens)
    ends = [time_instead(f"{part[0] if part else ''}{rest[0].strip()}"), time_instead(rest[0])]
    known = next((last for last in ends if first and last > first), "")
    return f"{first.removeprefix('0')}-{known.removeprefix('0')}" if known else ""


def moment_instead(text: str) -> str:
    """Return the day and the time of day that a text says as policies write them; empty for anything else.

    >>> (
    ...     moment_instead("2026/7/1 8：30"),
    ...     moment_instead("2026年7月1日下午5点半"),
    ...     moment_instead("2026-07-01T17:30+08:00"),
    ... )
    ('2026-07-01 08:30', '2026-07-01 17:30', '2026-07-01 17:30')
    """
    text = _OUR_ZONE.sub("", normalize("NFKC", text).strip())
    for mark in re.finditer(r"[日号]\s*|\s+|T", text):
        day, time = day_instead(text[: mark.end()].rstrip("T ")), time_instead(text[mark.end() :])
        if day and time and time != "24:00":
            return f"{day} {time}"
    return ""


def amount_instead(text: str) -> str:
    """Return the amount that a text says as policies write it; empty for anything else. Without a unit it is of 元.

    >>> [
    ...     amount_instead(text)
    ...     for text in ("五万", "5万", "50000", "￥5,000.5", "三千元整", "1元5角", "1万5千元", "若干")
    ... ]
    ['5万元', '5万元', '5万元', '5000.50元', '3000元', '1.50元', '15000元', '']
    """
    text = normalize("NFKC", text).strip().removeprefix("人民币").lstrip("¥ ").removesuffix("整").replace("圆", "元")
    text = re.sub(r"\s", "", text)
    if not text:
        return ""
    if parts := _PARTS.fullmatch(text):
        yuan, jiao, fen = (int(part or 0) for part in parts.groups())
        return _written(Decimal(yuan * 100 + jiao * 10 + fen) / 100)
    if _ONE_MORE.search(text):
        return ""
    total = Decimal(0)
    while text:
        match = _AMOUNT.match(text)
        if match is None or (match[4] and match.end() < len(text)):
            return ""
        number = Decimal(match[1].replace(",", "")) if match[1] else Decimal(_whole(match[3]))
        for unit in match[2] or "":
            number *= (_TENS | _MYRIADS)[unit]
        total, text = total + number, text[match.end() :]
    return _written(total)


def integer_instead(text: str) -> str:
    """Return the whole number that a text says in digits; empty for anything else.

    >>> [integer_instead(text) for text in ("两", "第三次", "１２", "012", "一万二")]
    ['2', '', '12', '12', '']
    """
    text = normalize("NFKC", text).strip().replace(",", "")
    if _ONE_MORE.search(text):
        return ""
    return str(_whole(text)) if re.fullmatch(f"[0-9]{{1,15}}|{_NUMERAL}", text) else ""


def literal_instead(text: str) -> str:
    """Return what a text says of whatever kind, as policies write it; empty for anything else.

    >>> literal_instead("五万"), literal_instead("三个工作日"), literal_instead("2027/7/1"), literal_instead("两")
    ('5万元', '3工作日', '2027-07-01', '2')
    >>> literal_instead("十八岁"), literal_instead("下午五点半"), literal_instead("2027/7/1 8:30")
    ('18周岁', '17:30', '2027-07-01 08:30')
    """
    amount = amount_instead(text) if re.search("[百千万亿元圆¥￥]", text) else ""
    age = age_instead(text) if text.endswith("岁") else ""
    time = moment_instead(text) or day_instead(text) or time_instead(text)
    return time or duration_instead(text) or age or amount or integer_instead(text)


def _written(amount: Decimal) -> str:
    exact = money.of_number(amount)
    return money.written(exact).replace(",", "") if isinstance(exact, int) else ""


def _whole(text: str) -> int:
    """Return the number of digits, or of a Chinese numeral."""
    if text.isascii():
        return int(text)
    if len(text) > 1 and all(character in _DIGITS for character in text):  # 二〇
        return int("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        else:
            unit, part = _MYRIADS[character], section + digit
            total = (total + part or 1) * unit if total < unit else total + (part or 1) * unit
            section = digit = 0
    return total + section + digit

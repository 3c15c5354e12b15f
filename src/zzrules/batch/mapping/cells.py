"""A cell of a register as a record would write it, by the rules of its column. Nothing that they don't say is read.

Each distinct text is read once, so that reading is plain Python; what differs in every row (a time of day, a
timestamp) is taken off whole columns before (`zzrules.batch.mapping.register`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple, assert_never

from zzrules.base import clock, money
from zzrules.base.diagnostics import mappings as wrong
from zzrules.base.errors import Problem
from zzrules.batch.mapping.model import Column, DateForm
from zzrules.batch.summary import some
from zzrules.batch.workbook.cells import FIRST_DATE
from zzrules.case.values import ABSENT, BOUNDED, PRESENT, UNCLEAR
from zzrules.policy.forms import BETWEEN, FLAGS, INTEGER, NO, UNIT_NAMES, YES, parse_day, parse_duration
from zzrules.policy.vocabulary import Fact, Kind
from zzrules.policy.yamltree import short

DATE_FORMS: Final[Mapping[DateForm, tuple[str, str]]] = {
    "dashes": ("2026-3-5", r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    "slashes": ("2026/3/5", r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    "points": ("2026.3.5", r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    "characters": ("2026年3月5日", r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    "digits": ("20260305", r"(\d{4})(\d{2})(\d{2})"),
    "serial": ("Excel序号", r"\d{5}(?:\.\d+)?"),
    "time": ("2026-03-05 17:45:00", r".*\d[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?"),
    "milliseconds": ("毫秒", r"\d{12,13}"),
    "seconds": ("秒", r"\d{9,10}"),
}
"""The ways of writing dates beside 2026-01-01: the word that mappings have for each, and its form."""
NORMAL_DATES: Final[frozenset[DateForm]] = frozenset(("dashes", "slashes", "points", "characters"))
"""Those that can mean no other day; 规范写法 reads them."""
SPELLED: Final[tuple[DateForm, ...]] = ("dashes", "slashes", "points", "characters", "digits")
TIME: Final = r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"
"""The time of day behind a date."""

WRITTEN: Final = {form: re.compile(pattern) for form, (_, pattern) in DATE_FORMS.items()}
_SERIAL_ZERO: Final = date(1899, 12, 30)
_YES_MARKS, _NO_MARKS = frozenset("√✓✔☑"), frozenset("×✗✘☒")
ERROR: Final = r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!)"
"""What a formula leaves that went wrong."""
_ERRORS: Final = re.compile(ERROR)
_LONG_NUMBER: Final = re.compile(r"\d{9}")  # of a person or a telephone, whatever the column is for
BARE_AMOUNT: Final = re.compile(money.WITHOUT_UNIT)
_BARE_MEASURE: Final = re.compile(r"(\d+)个(工作日)")
_HALF_WIDTH: Final = dict.fromkeys(map(ord, "\u3000\u00a0\u200b"), " ") | {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)
}
_OFFERED: Final = 6

WIDE, BLANKS, MARKS, COMMAS, MEASURE = "全角字符", "多余的空格", "√、×", "逗号、分号", "「个工作日」"


class Reading(NamedTuple):
    """A cell as read: what a record would write, None for unknown; from which other ``form``; whether it is read."""

    value: str | None
    form: str = ""
    fine: bool = True


def fits(fact: Fact, text: str) -> bool:
    """Return whether a text is a value of a fact, or a word on it, as a record writes it in a cell.

    >>> import zzrules
    >>> fact = zzrules.load().vocabulary.by_label["办结日期"]
    >>> fits(fact, "2026-03-05"), fits(fact, "无"), fits(fact, "2026/3/5")
    (True, True, False)
    """
    if text == UNCLEAR:
        return True
    if text == ABSENT:
        return fact.may_be_none
    if text == PRESENT and fact.kind in BOUNDED:
        return True
    match fact.kind:
        case Kind.FLAG:
            return text in FLAGS
        case Kind.OPTION | Kind.BODY:
            return text in fact.options or text in fact.options.values() or not fact.options
        case Kind.OPTIONS:
            return all(word in fact.options or word in fact.options.values() for word in text.split(BETWEEN))
        case Kind.INTEGER:
            return INTEGER.fullmatch(text) is not None
        case Kind.MONEY:
            return type(money.read(text)) is int
        case Kind.DATE:
            return parse_day(text) is not None
        case Kind.MOMENT:
            return type(clock.read(text)) is int
        case Kind.DURATION:
            duration = parse_duration(text)
            return duration is not None and duration[1] in fact.units
        case Kind.TEXT:
            return _ERRORS.fullmatch(text) is None
        case Kind.FINDING | Kind.LIST:
            return text[:1] in ("[", "{")
        case _:
            assert_never(fact.kind)


class CellReader:
    """Reads the cells of one column; what was read is remembered."""

    _MOST: Final = 100_000

    def __init__(self, column: Column, *, normal: bool) -> None:
        """Take the column; ``normal``: other spellings that can mean nothing else are read."""
        self.column = column
        self.fact = column.target.cell
        self._normal = normal and self.fact.kind is not Kind.TEXT
        self._dates: frozenset[DateForm] = frozenset()
        if self.fact.kind is Kind.DATE:
            self._dates = column.dates | (NORMAL_DATES if normal else frozenset())
        self._known: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """Return a cell with something in it as read; one that cannot be read stays as it is."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= self._MOST:
                self._known.clear()
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> Reading:
        values = self.column.values
        if text in values:
            return Reading(values[text], f"「{short(text)}」")
        if fits(self.fact, text):
            return Reading(text)
        if (day := self._day(text)) is not None:
            return day
        if self.column.unit and BARE_AMOUNT.fullmatch(text) and fits(self.fact, text + self.column.unit):
            return Reading(text + self.column.unit, f"以{self.column.unit}计")
        if self._normal:
            folded = text.translate(_HALF_WIDTH)
            form = WIDE if folded.strip() != text.strip() else BLANKS
            folded = "".join(folded.split())
            if folded in values:
                return Reading(values[folded], form)
            if fits(self.fact, folded):
                return Reading(folded, form)
            if (day := self._day(folded)) is not None:
                return Reading(day.value, f"{day.form}，{form}" if folded != text else day.form)
            if (other := self._otherwise(folded)) is not None and fits(self.fact, other.value or ""):
                return other
        return Reading(text, fine=False)

    def _otherwise(self, text: str) -> Reading | None:
        """Return a text that people write in place of a value of a kind."""
        match self.fact.kind:
            case Kind.FLAG if text in _YES_MARKS | _NO_MARKS:
                return Reading(YES if text in _YES_MARKS else NO, MARKS)
            case Kind.OPTIONS:
                return Reading(BETWEEN.join(filter(None, re.split("[,;，；/]", text))), COMMAS)
            case Kind.DURATION if match := _BARE_MEASURE.fullmatch(text):
                return Reading(f"{match[1]}{match[2]}", MEASURE)
        return None

    def _day(self, text: str) -> Reading | None:
        """Return a date in one of the forms that the column may have."""
        for form in SPELLED:
            if form in self._dates and (match := WRITTEN[form].fullmatch(text)):
                day = "-".join((match[1], match[2].zfill(2), match[3].zfill(2)))
                if parse_day(day) is not None:
                    return Reading(day, DATE_FORMS[form][0])
        if "serial" in self._dates and WRITTEN["serial"].fullmatch(text):
            whole, _, part = text.partition(".")
            if not part.strip("0") or "time" in self._dates:
                found = _SERIAL_ZERO + timedelta(days=int(whole))
                if found >= FIRST_DATE:
                    return Reading(found.isoformat(), DATE_FORMS["serial"][0])
        return None

    # ── what cannot be read ─────────────────────────────────────────

    def problem(self, text: str, cell: str) -> Problem:
        """Return what is wrong with a cell that cannot be read; ``cell`` is its name in the register."""
        what, hint = _mistaken(self.fact, text)
        words = {"cell": cell, "column": self.column.name, "target": self.column.target.written}
        if self.fact.is_personal or self.column.target.fact.is_personal or _LONG_NUMBER.search(text):
            return wrong.UNREADABLE_CELL(**words, what=what, hint=hint)
        return wrong.UNREADABLE_QUOTED_CELL(**words, text=short(text), what=what, hint=hint)


def _mistaken(fact: Fact, text: str) -> tuple[str, str]:
    """Return what a text is in place of a value of a fact, and what to do."""
    if _ERRORS.fullmatch(text):
        return "是公式出错的结果", "改正公式，或者写上内容"
    say = _HINTS[fact.kind]
    if fact.kind is Kind.MONEY and BARE_AMOUNT.fullmatch(text):
        return "没有写明单位", "在对照里这一列写 单位: 元 或者 单位: 万元"
    if text == ABSENT:
        return "这个事实不能是「无」", "在对照的「值」里写明「无」是什么意思，如 {无: 未记载}"
    if fact.kind is Kind.DATE:
        return mistaken_day(text)
    return say(fact)


def mistaken_day(text: str) -> tuple[str, str]:
    """Return what a text is in place of a date, and what a mapping may say of it.

    >>> mistaken_day("2026-03-05 17:45:00")[0], mistaken_day("46086")[0]
    ('带有时刻', '是 Excel 的日期序号')
    """
    for form in SPELLED:
        if match := WRITTEN[form].fullmatch(text):
            if parse_day("-".join((match[1], match[2].zfill(2), match[3].zfill(2)))) is None:
                return "历法上没有这一天", "改成实有的日期"
            return f"是「{DATE_FORMS[form][0]}」这样写的日期", f"在对照里写 日期写法: [{DATE_FORMS[form][0]}]"
    whats: Mapping[DateForm, str] = {
        "time": "带有时刻",
        "serial": "是 Excel 的日期序号",
        "milliseconds": "像是毫秒时间戳",
        "seconds": "像是秒时间戳",
    }
    for other, what in whats.items():
        if WRITTEN[other].fullmatch(text):
            return what, f"在对照里写 日期写法: [{DATE_FORMS[other][0]}]"
    return "是文字", "改成日期；有固定意思的文字，在对照的「值」里写明"


def _of_words(what: str) -> Callable[[Fact], tuple[str, str]]:
    return lambda _fact: (what, "在对照的「值」里写明它是什么意思，或者改正这一格")


def _of_options(fact: Fact) -> tuple[str, str]:
    options = some([*fact.options], "项", _OFFERED)
    return "不是可选的一项", f"在对照的「值」里写明它是哪一项：{options}"


def _of_money(_fact: Fact) -> tuple[str, str]:
    return "不是金额", "数字加单位，如 1,000.50元、5万元；记到分为止"


def _of_moment(_fact: Fact) -> tuple[str, str]:
    return "不是日期时间", "日期、空格、时刻，如 2026-01-01 08:30；不写时区"


def _of_duration(fact: Fact) -> tuple[str, str]:
    unit = UNIT_NAMES[fact.units[0]] if fact.units else "工作日"
    return "不是时长", f"数字加单位，如 5{unit}；有固定意思的，在对照的「值」里写明"


_HINTS: Final[Mapping[Kind, Callable[[Fact], tuple[str, str]]]] = {
    Kind.FLAG: _of_words("不是「是」或「否」"),
    Kind.OPTION: _of_options,
    Kind.BODY: _of_options,
    Kind.OPTIONS: _of_options,
    Kind.INTEGER: _of_words("不是整数"),
    Kind.MONEY: _of_money,
    Kind.DATE: _of_words("不是日期"),
    Kind.MOMENT: _of_moment,
    Kind.DURATION: _of_duration,
    Kind.TEXT: _of_words("不是文字"),
    Kind.FINDING: _of_words("不是认定"),
    Kind.LIST: _of_words("不是列表"),
}

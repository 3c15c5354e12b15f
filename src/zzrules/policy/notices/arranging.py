"""The sentences with which a notice arranges days: 放假, 补休, 上班, 公休日调至, and what they say beside that.

Whatever a sentence says that can be checked is checked: days of the week, numbers of days, lunar dates, weekends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zzrules.base.diagnostics.calendar import NOTICE_CONTRADICTS
from zzrules.base.festivals import Festivals
from zzrules.policy.notices.text import Text, UnreadError, any_of, names_of, number_of
from zzrules.policy.yamltree import short

WEEK = "一二三四五六日"
_SATURDAY = 5
_DECEMBER = 12
_NEAR = 21
"""How many days a day that is worked for a holiday may be away from it; so far it was eleven at most."""
_COUNT = "(?:([0-9]{1,3}|[一二两三四五六七八九十]+)天)"
_LUNAR = "[正二三四五六七八九十冬腊]+月(?:初|廿)?[一二三四五六七八九十]+"
DATED = re.compile("[0-9]{1,2}日")

Days = list[tuple[date, date]]


class Arrangement:
    """What an item of a notice comes to: days off and on, and those that the notice gives off by itself."""

    def __init__(self, names: tuple[str, ...], year: int, begin: int = 0) -> None:
        """Take the festivals (or whatever the item is about), the year, and where in the text the item begins."""
        self.names, self.year, self.begin = names, year, begin
        self.off: set[date] = set()
        self.on: set[date] = set()
        self.extra: set[date] = set()
        self.said_off: set[date] = set()  # the days of the last clause that gives days off
        self.first: date | None = None
        self.before: date | None = None

    def astray(self, festivals: Festivals) -> str:
        """Return which of its days cannot be right; '' if all may be.

        Its festivals' own days are off, its days off follow one another, and what is worked for them is near.
        """
        for day, names in festivals.in_year(self.year).items():
            if day not in self.off and {*names} & {*self.names}:
                return f"{day}是法定节假日，没有放假"
        if len(spans := list(self.spans())) > 1:
            return f"放假到{spans[0][1]}，又自{spans[1][0]}，中间断了"
        for day in sorted(self.on):
            if all(abs((day - off).days) > _NEAR for off in self.off):
                return f"{day}上班，离放假的日子太远"
        return ""

    def spans(self) -> Iterator[tuple[date, date]]:
        """Yield the days off as ranges; weekends between two of them are in the range."""
        start: date | None = None
        end = date.min
        for day in sorted(self.off):
            between = [end + timedelta(days=number) for number in range(1, (day - end).days)] if start else []
            if start and not all(_weekend(one) and one not in self.on for one in between):
                yield start, end
                start = None
            start, end = start or day, day
        if start:
            yield start, end


def read_sentence(text: Text, item: Arrangement, festivals: Festivals, until: date | None = None) -> None:
    """Read a sentence through its full stop into an item. Raises `UnreadError`.

    ``until`` is the last day off of the item so far, where a notice lengthens it.
    """
    reader = _Sentence(text, item, festivals, until)
    while True:
        reader.clause()
        if text.take("[,;]"):
            continue
        if text.take("。"):
            return
        raise text.unread("「放假」「补休」「上班」「公休日调至…」这几种说法，用「，」「；」分开，用「。」结束")


class _Sentence:
    def __init__(self, text: Text, item: Arrangement, festivals: Festivals, until: date | None) -> None:
        self.text, self.item, self.festivals, self.until = text, item, festivals, until
        self.own = names_of(festivals)
        self.names = any_of(self.own)

    def clause(self) -> None:
        text, item = self.text, self.item
        text.take("其中[,:]?")
        start = text.at
        if text.take("不调休"):
            return
        if text.take("与周末连休"):
            if not any(_weekend(day + timedelta(days=step)) for day in item.said_off for step in (-1, 1)):
                raise self.contradicted(start, "放假的日子不挨着周末")
            return
        if count := text.take(f"共{_COUNT}"):
            self.check_count(start, count[1], len(item.said_off))
            return
        if text.take(f"延长(?:{item.year}年)?{self.names}假期至"):
            self.lengthen()
            return
        text.take("将")
        spans = self.days()
        self.verb(spans, start)

    def verb(self, spans: Days, start: int) -> None:
        text, item = self.text, self.item
        days = {first + timedelta(days=number) for first, last in spans for number in range((last - first).days + 1)}
        if off := text.take(f"(全国)?(?:放假(?:调休|公休)?|调休放假){_COUNT}?"):
            item.off |= days
            item.said_off = days
            item.extra |= days if off[1] else set()
            if off[2]:
                self.check_count(start, off[2], len(days))
        elif text.take("上班"):
            item.on |= days
        elif text.take("补休"):
            if weekends := sorted(filter(_weekend, days)):
                raise self.contradicted(start, f"{weekends[0]}是周末，不用补休")
            item.off |= days
        elif text.take("调休"):
            self.within(days, item.off, start, "不在放假的日子里")
        elif text.take("起正常上班"):
            if item.off and min(days) != max(item.off) + timedelta(days=1):
                raise self.contradicted(start, f"假期到{max(item.off)}为止")
        elif text.take(f"为{self.names}?法定节?假日"):
            self.within(days, set(self.festivals.in_year(item.year)), start, "不是法定节假日")
        elif text.take("(?:为|照常)公休日?"):
            self.within(days, set(filter(_weekend, days)), start, "不是周六、周日")
        elif moved := text.take(f"(?:([一二两三四五六七八九十])个)?公休日(?:(及){self.names})?(?:分别)?调至"):
            self.shift(days, moved, start)
        else:
            raise text.unread(
                "日期后面的「放假」「补休」「上班」「照常公休」「公休日调至」；起止之间用「至」，几天之间用「、」"
            )

    def shift(self, days: set[date], moved: re.Match[str], start: int) -> None:
        """Read where days off are moved to; those that are moved are worked, unless they are days off anyway."""
        item = self.item
        if moved[1]:
            self.check_count(start, moved[1], len(days))
        self.within(days, set(filter(_weekend, days)), start, "不是周六、周日")
        to = [day for first, last in self.days() for day in {first, last}]
        if len(to) != len(days) + bool(moved[2]):
            raise self.contradicted(start, f"调至的是{len(to)}天，不是{len(days) + bool(moved[2])}天")
        self.within(set(to), item.off, start, "不在放假的日子里")
        item.on |= days - item.off

    def lengthen(self) -> None:
        text, item = self.text, self.item
        start = text.at
        last = self.day()
        first = self.until + timedelta(days=1) if self.until else last
        if last < first:
            raise self.contradicted(start, f"假期本来就到{self.until}")
        item.off |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
        item.extra |= {day for day in item.off if not _weekend(day)}

    # ── days ────────────────────────────────────────────────────────────

    def days(self) -> Days:
        spans = [self.span()]
        while self.text.sees("、[0-9]"):
            self.text.take("、")
            spans.append(self.span())
        return spans

    def span(self) -> tuple[date, date]:
        text, item = self.text, self.item
        start = text.at
        first = self.day()
        if not text.take("至|—+"):
            item.first = item.first or first
            return first, first
        last = self.day(first)
        if last < first and item.first is None and first.month == _DECEMBER:  # 「12月30日至1月1日」
            first = first.replace(year=first.year - 1)
        if last < first:
            raise self.contradicted(start, "止日早于起日")
        item.first = item.first or first
        return first, last

    def day(self, since: date | None = None) -> date:
        """Read a day with what stands in brackets behind it; ``since`` is the first of a range that it ends."""
        text, item = self.text, self.item
        start = text.at
        match = text.take("(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日")
        if not match or not (match[2] or item.before):
            raise text.unread("日期，如「5月1日」；或者「共3天」「不调休」「与周末连休」", start)
        month = int(match[2]) if match[2] else item.before.month if item.before else 0
        try:
            day = self.dated(match[1], month, int(match[3]), given=bool(match[2]))
        except ValueError:
            raise self.contradicted(start, f"{item.year}年的安排里没有这一天") from None
        item.before = day
        if text.take(r"\("):
            while True:
                self.remark(day, since)
                if text.take(r"\)"):
                    break
                if not text.take("[,、]"):
                    raise text.unread("括号里的星期、农历或者节日，如「（星期六）」「（农历除夕）」")
        return day

    def dated(self, year: str | None, month: int, number: int, *, given: bool) -> date:
        """Return a day. In December and without a year, it is the one nearest to the item's first day.

        Raises ValueError for one that does not exist, or is neither in the item's year nor in December before.
        """
        item = self.item
        if not given and item.before and not year:
            return item.before.replace(day=number)
        own = date(int(year) if year else item.year, month, number)
        if own.year != item.year and (own.year, own.month) != (item.year - 1, _DECEMBER):
            raise ValueError(own)
        if year or month != _DECEMBER or item.first is None:
            return own
        near = item.first
        return min(own, own.replace(year=item.year - 1), key=lambda day: abs((day - near).days))

    def remark(self, day: date, since: date | None) -> None:
        """Read what is said of a day in brackets: a day of the week, a lunar date, a festival; all are checked."""
        text = self.text
        start = text.at
        if week := text.take(f"(?:星期|周)([{WEEK}天])"):
            if WEEK.index(week[1].replace("天", "日")) != day.weekday():
                raise self.contradicted(start, f"{day}是星期{WEEK[day.weekday()]}")
            return
        text.take("即")
        if text.sees("[^,、)]*至"):
            self.lunar(since or day)
            text.take("至")
        self.lunar(day)

    def lunar(self, day: date) -> None:
        text = self.text
        start = text.at
        text.take("农历")
        own = {name: self.festivals.movable(name, day.year) for name in self.item.names}
        near = {(day - one).days for one in own.values() if one}
        if text.take("除夕"):
            right = not near or -1 in near
        elif number := text.take("(?:大年|正月)?初([一二三四五六七八九十])"):
            right = not near or number_of(number[1]) - 1 in near
        elif named := text.take(f"({self.names})"):
            right = self.is_own_day(self.own[named[1]], day)
        elif named := text.take("([一-鿿]+?)当日"):
            right = any(name.startswith(named[1]) and one == day for name, one in own.items())
        elif text.take(_LUNAR):
            right = True
        else:
            raise text.unread("括号里的星期、农历或者节日，如「（星期六）」「（农历除夕）」")
        if not right:
            raise self.contradicted(start, f"{day}不是这一天")

    def is_own_day(self, name: str, day: date) -> bool:
        measures = self.festivals.in_force(day)
        holidays = measures.holidays if measures else ()
        return any(one.name == name and self.festivals.day_of(one, day.year) == day for one in holidays)

    # ── what is checked ─────────────────────────────────────────────────

    def check_count(self, start: int, said: str, number: int) -> None:
        if number_of(said) != number:
            raise self.contradicted(start, f"是{number}天")

    def within(self, days: set[date], allowed: set[date], start: int, otherwise: str) -> None:
        if others := sorted(days - allowed):
            raise self.contradicted(start, f"{others[0]}{otherwise}")

    def contradicted(self, start: int, actual: str) -> UnreadError:
        text = self.text
        said = short(text.marks[start : text.at])
        return UnreadError(NOTICE_CONTRADICTS(text.place(start), text=said, actual=actual))


def _weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY

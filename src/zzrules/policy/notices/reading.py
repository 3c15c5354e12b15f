"""A notice as published, read to the last character into a `Notice`; what cannot be read is named with its place.

The frame: title, number, whom it is addressed to, why; the items; who signs and when. What arranges no day may say what
it likes, as long as it names no day; every sentence that names one must be understood.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from zzrules.base.diagnostics.calendar import NO_MEASURES, NOTICE_CONTRADICTS, NOTICE_INCOMPLETE
from zzrules.base.festivals import Festivals
from zzrules.base.frozen import frozen
from zzrules.base.workdays import Calendar, Notice
from zzrules.policy.calendar_files import FIRST_YEAR, LAST_YEAR
from zzrules.policy.notices.arranging import DATED, Arrangement, read_sentence
from zzrules.policy.notices.text import Text, UnreadError, any_of, names_of, number_of
from zzrules.policy.yamltree import Problems

Kind = Literal["yearly", "amending", "lengthening", "single"]

_TITLES: tuple[tuple[Kind, str], ...] = (
    ("yearly", "关于(?P<year>[0-9]{4})年部分节假日安排的通知"),
    ("amending", "关于调整(?P<year>[0-9]{4})年(?P<name>.+?)假期安排的通知"),
    ("lengthening", "关于延长(?P<year>[0-9]{4})年(?P<name>.+?)假期的通知"),
    ("single", "关于(?P<name>.+?)调休放假的通知"),
)
_TITLE_HINT = "通知的标题，如「国务院办公厅关于2027年部分节假日安排的通知」，前面不写别的"
_NUMBER = "([一-鿿]+〔[0-9]{4}〕[0-9]+号)"
_NUMBERS = "一二三四五六七八九十"
_DIGITS = f"[0-9〇{_NUMBERS}]"
_SIGNED = f"(?P<year>{_DIGITS}{{4}})年(?P<month>{_DIGITS}{{1,3}})月(?P<day>{_DIGITS}{{1,3}})日"
# What names a day: a sentence with it must be one that arranges days.
_NAMES_A_DAY = re.compile(
    "[0-9]+[月日号]|[〇一二三四五六七八九十]+[月日号]|星期|周[一二三四五六日天]|除夕|初[一二三四五六七八九十]"
)
_SINCE = re.compile("自[^,;。]{1,12}起")


@frozen
class Read:
    """A notice that was read, and what it is: the arrangement of a year, or one that changes it."""

    notice: Notice
    kind: Kind


def read_notice(published: str, source: str, calendar: Calendar, problems: Problems) -> Read | None:
    """Return what the text of a notice says; None, with everything that cannot be read noted.

    ``calendar`` has the festivals that may be named, and the holiday that a notice may lengthen; ``source`` is what
    places call the text.
    """
    return _Reading(Text(published, source), calendar, problems).whole()


class _Reading:
    def __init__(self, text: Text, calendar: Calendar, problems: Problems) -> None:
        self.text, self.calendar, self.problems = text, calendar, problems
        self.items: list[Arrangement] = []
        self.remarks: list[str] = []
        self.announced: tuple[str, ...] = ()
        self.closing = False
        self.lost = False  # something before in this paragraph could not be read
        self.earlier: list[Notice] = []

    def whole(self) -> Read | None:
        try:
            return self.framed()
        except UnreadError as error:
            self.problems.note(error.problem)
            return None

    def framed(self) -> Read | None:
        text = self.text
        body, kind, year, name = self.title()
        number_place = text.place()
        number = text.take(_NUMBER + "\n")
        if not number:
            hint = "在标题下面写一行文号，如「国办发明电〔2025〕7号」"
            raise UnreadError(NOTICE_INCOMPLETE(number_place, part="文号", hint=hint))
        text.take("[^。0-9\n]+:\n")
        issued = self.signature(body)
        year = year or issued.year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise text.unread(_TITLE_HINT, 0)
        festivals = self.calendar.festivals
        if festivals is None or not festivals.in_year(year):
            raise UnreadError(NO_MEASURES(text.place(0), day=date(year, 1, 1)))
        self.earlier = [notice for notice in self.calendar.notices if notice.issued < issued]
        if kind != "yearly":
            self.items.append(Arrangement((names_of(festivals).get(name, name),), year))
        self.sentences(kind, year, festivals)
        if not self.problems:
            self.complete(kind, festivals)
        if self.problems:
            return None
        days_off = tuple((self.called(item, kind), *span) for item in self.items for span in item.spans())
        return Read(
            Notice(
                number[1],
                issued,
                year,
                days_off,
                tuple(sorted(day for item in self.items for day in item.on)),
                remark="".join(self.remarks),
                extra=tuple(sorted(day for item in self.items for day in item.extra)),
                place=text.place(0),
            ),
            kind,
        )

    def title(self) -> tuple[str, Kind, int, str]:
        """Read the title, which may be broken into lines: who says it, what it is, the year (0: unsaid), of what."""
        text = self.text
        match = text.take("(?:[^\n]*\n){0,3}?[^\n]*通知\n")
        joined = match[0].replace("\n", "") if match else ""
        for kind, pattern in _TITLES:
            if found := re.fullmatch(f"(?P<body>.+?){pattern}", joined):
                parts = found.groupdict()
                return parts["body"], kind, int(parts.get("year") or 0), parts.get("name") or ""
        raise text.unread(_TITLE_HINT, 0)

    def signature(self, body: str) -> date:
        """Take the signature off the end of the text, and return its date."""
        text = self.text
        signed = re.search(f"\n{re.escape(body)}\n?{_SIGNED}$", text.marks[text.at :])
        if not signed:
            self.unsigned(body)
            hint = f"正文后面写落款和日期，如「{body}」「2025年11月4日」，后面不写别的"
            raise UnreadError(NOTICE_INCOMPLETE(text.place(text.end - 1), part="落款日期", hint=hint))
        begin, written = text.at + signed.start("year"), signed[0][signed.start("year") - signed.start() :]
        text.end = text.at + signed.start() + 1
        try:
            return date(*(number_of(signed[part]) for part in ("year", "month", "day")))
        except (ValueError, KeyError):
            raise UnreadError(NOTICE_CONTRADICTS(text.place(begin), text=written, actual="没有这一天")) from None

    def unsigned(self, body: str) -> None:
        """Raise for what stands before the title, or after the date, of a text that is signed after all."""
        text = self.text
        signed = [*re.finditer(f"\n([^\n]+)\n?{_SIGNED}(?=\n|$)", text.marks[text.at :])]
        if not signed:
            return
        last = signed[-1]
        end = text.at + last.end() + 1
        if end < len(text.marks):
            raise text.unread("落款日期后面不写别的，删去", end)
        if body.endswith(last[1]):
            raise text.unread(_TITLE_HINT, 0)

    # ── sentences ───────────────────────────────────────────────────────

    def sentences(self, kind: Kind, year: int, festivals: Festivals) -> None:
        """Read every sentence; one that cannot be read is noted and passed over."""
        text = self.text
        numbered = {0}  # which number the last item may have: its own, or the one that it should have
        while text.at < text.end:
            if text.take("\n"):
                continue
            try:
                if item := text.take(f"([{_NUMBERS}]+)、"):
                    wanted, written = {number + 1 for number in numbered}, number_of(item[1])
                    self.lost = False
                    numbered = {written}
                    if written not in wanted:
                        numbered |= wanted
                        expected = f"第{max(wanted)}项：各项依次编号，一项也不能少"
                        raise text.unread(expected, item.start())
                    if kind == "yearly":
                        self.heading(year, festivals)
                self.sentence(kind, festivals)
            except UnreadError as error:
                self.problems.note(error.problem)
                self.lost = True
                text.take("[^。\n]*。?")

    def heading(self, year: int, festivals: Festivals) -> None:
        text = self.text
        name = any_of(names_of(festivals))
        head = text.take(f"({name}(?:[、和]{name})*):?\n?")
        if not head:
            raise text.unread(
                f"「元旦：」这样的节日；放假办法里的节日有{'、'.join(dict.fromkeys(festivals.names().values()))}"
            )
        self.items.append(Arrangement(self.listed(head[1], festivals), year, head.start()))

    def listed(self, words: str, festivals: Festivals) -> tuple[str, ...]:
        own = names_of(festivals)
        return tuple(own[one] for one in re.findall(any_of(own), words))

    def sentence(self, kind: Kind, festivals: Festivals) -> None:
        text = self.text
        start = text.at
        whole = re.compile("[^。\n]*。?").match(text.marks, text.at, text.end)
        said = whole[0] if whole else ""
        if not self.items:
            self.preamble(said, festivals)
        elif said.startswith("鼓励") and _NAMES_A_DAY.search(said):
            self.remarks.append(text.published(start, start + len(said)))
            self.finished(said)
        elif not _NAMES_A_DAY.search(said):
            if kind == "yearly" and not (self.closing or self.lost) and text.marks[start - 1] != "\n":
                raise text.unread("怎样放假、怎样上班的一句")
            self.closing = kind == "yearly"
            self.finished(said)
        elif self.closing:
            raise text.unread("安排写在各项里；各项后面的话不写日期")
        else:
            if kind == "single":
                text.take("为[^0-9。\n]*?[,:](?=[0-9])")
            read_sentence(text, self.items[-1], festivals, self.lengthened(kind))

    def preamble(self, said: str, festivals: Festivals) -> None:
        """Read past a sentence before the first item: it may say since when, but arranges no day."""
        if DATED.search(_SINCE.sub("", said)):
            raise self.text.unread("通知的各项，自「一、」起")
        if listed := re.search("现将[0-9]{4}年(.+?)放假调休日期", said):
            self.announced = self.listed(listed[1], festivals)
        self.finished(said, ":")

    def finished(self, said: str, also: str = "") -> None:
        """Read past a sentence that arranges no day."""
        if not said.endswith(("。", *also)):
            raise self.text.unread("用「。」结束的句子")
        self.text.at += len(said)

    def lengthened(self, kind: Kind) -> date | None:
        """Return the last day off of the holiday that a notice lengthens."""
        if kind != "lengthening":
            return None
        item = self.items[0]
        ends = [
            last
            for notice in self.earlier
            if notice.year == item.year
            for name, _, last in notice.days_off
            if item.names[0] in name
        ]
        if not ends:
            hint = "先把那一年的通知加进日历"
            part = f"可以延长的假期：日历里没有{item.year}年的「{item.names[0]}」"
            raise UnreadError(NOTICE_INCOMPLETE(self.text.place(), part=part, hint=hint))
        return max(ends)

    # ── the whole ───────────────────────────────────────────────────────

    def complete(self, kind: Kind, festivals: Festivals) -> None:
        """Note what the text lacks: a festival that it announces, any day off, the statutory days of a festival."""
        for item in self.items if kind != "lengthening" else ():
            if item.off and (wrong := item.astray(festivals)):
                text = "、".join(item.names)
                self.problems.note(NOTICE_CONTRADICTS(self.text.place(item.begin), text=text, actual=wrong))
        arranged = {name for item in self.items for name in item.names if item.off}
        lacking = [name for name in self.announced if name not in arranged] if kind == "yearly" else []
        if not arranged:
            lacking = lacking or ["放假"]
        for name in lacking:
            hint = "核对通知，把缺的一项补上"
            self.problems.note(NOTICE_INCOMPLETE(self.text.place(0), part=f"「{name}」的安排", hint=hint))

    def called(self, item: Arrangement, kind: Kind) -> str:
        return "、".join(item.names) + ("延长" if kind == "lengthening" else "")

"""``zzrules calendar``: what kind of day each day is, month by month, and a published notice added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzrules.base.errors import PolicyError
from zzrules.cli import options
from zzrules.cli.command import Command, any_arguments, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.terminal import Output, table

if TYPE_CHECKING:
    from zzrules.base.workdays import Assumption, Calendar, Notice
    from zzrules.policy.notices.adding import Addition

_ADD = "add"
_UNKNOWN = "？"
_WEEK = "一二三四五六日"
_ASKED = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, kw_only=True)
class WorkingDays(Command):
    """Show the calendar, or add a notice to it."""

    name = "calendar"
    summary = "工作日历：各年的通知，逐月哪天是法定节假日、调休放假、调休上班；把公布的放假通知读进日历。"
    usage = (
        "[年|年-月|日期] [--known-on 日期] [--policies 文件夹] [--over 文件夹]\n"
        "      zzrules calendar add 通知.txt [文件夹] [--over 文件夹] [--source 网址]"
    )
    notes = (
        legend(
            (ExitCode.DECIDED, "读懂了"),
            (ExitCode.MISTAKE, "通知或者政策有错，什么也没有写"),
            (ExitCode.WRONG_USE, "命令行不对"),
            (ExitCode.NO_OUTPUT, "写不进文件夹"),
        ),
        "add：通知照公布的原文存成文本文件，自标题起，到落款日期止。有一处读不懂，就什么也不写。",
        "写明文件夹的，写进它的 calendar 里那一年的文件；叠在随程序发布的政策上的，写 --over 文件夹；都不写的，只看。",
        "已有的通知不会改动：年中调整的，加在原来的后面；那一年已有年度安排的，不再加。",
    )

    words: tuple[str, ...] = any_arguments("年|年-月|日期|add", "看哪一年、哪一月、哪一天；不写，各年一行")
    known_on: date | None = options.known_on()
    source: str | None = text("--source", metavar="网址", description="通知公布的网址，写进「出处」")
    policies: str | None = options.policies()
    over: str | None = options.over()
    assume: tuple[str, ...] | None = options.assume()
    format: options.Plain = options.plain()

    def run(self, output: Output) -> ExitCode:
        """Print what was asked about, or add a notice."""
        from zzrules.cli.books import rulebook

        if self.words[:1] == (_ADD,):
            return self._add(output)
        self.refuse_idle("没有写 add", "source")
        if len(self.words) > 1:
            raise self.wrong(f"没有这样的参数：{' '.join(self.words[1:])}")
        asked = _ASKED.fullmatch(self.words[0]) if self.words else None
        if self.words and asked is None:
            raise self.wrong(f"「{self.words[0]}」不是年、月、日期，写成 2026、2026-05、2026-05-06，或者 add")
        calendar = rulebook(self).calendar
        if asked is None:
            _show_years(calendar, output, self.format)
            return ExitCode.DECIDED
        try:
            days = _days(asked)
        except ValueError:
            raise self.wrong(options.no_day(self.words[0])) from None
        if self.format == "json":
            output.json([_plain(calendar, day) for day in days])
        elif len(days) == 1:
            output.say(_told(calendar, days[0]))
        else:
            for line in _months(calendar, days):
                output.say(line)
        return ExitCode.DECIDED

    # ── a notice ────────────────────────────────────────────────────────

    def _add(self, output: Output) -> ExitCode:
        from zzrules.loading import load
        from zzrules.policy.notices.adding import addition
        from zzrules.policy.yamltree import Problems

        if not 2 <= len(self.words) <= 3:  # noqa: PLR2004 - add, the notice, the folder
            raise self.wrong("add 后面写通知的文件，再写（也可以不写）政策的文件夹", usage="add 通知.txt [文件夹]")
        path, folder = Path(self.words[1]), self.words[2] if self.words[2:] else None
        if folder and self.over:
            raise self.wrong("文件夹和 --over 只写一个", usage="add 通知.txt [文件夹] [--over 文件夹]")
        self.refuse_idle("写了 add", "known_on", "assume")
        if folder:
            self.refuse_idle("写明了文件夹", "policies")
        published = _published(path)
        book = load(folder or self.policies, over=self.over)
        problems = Problems()
        added = addition(published, str(path), book.calendar, problems, address=self.source or "")
        if added is None:
            raise PolicyError(problems.in_order())
        written = self._write(added, folder)
        notice = added.notice
        if self.format == "json":
            data = {"number": notice.number, "issued": str(notice.issued), "year": notice.year, "written": written}
            data["days"] = [_plain(added.calendar, day) for day in _touched(added)]
            output.json(data)
            return ExitCode.DECIDED
        made_up = len(notice.workdays)
        output.say(
            f"{notice.number}，{notice.issued}印发，{notice.year}年：放假 {_count(added)} 天，调休上班 {made_up} 天"
        )
        output.say()
        for line in _months(added.calendar, _touched(added)):
            output.say(line)
        output.say()
        output.say(f"已写入 {written}" if written else "没有写入：在通知后面写明政策的文件夹，才写进去。")
        return ExitCode.DECIDED

    def _write(self, added: Addition, folder: str | None) -> str | None:
        """Write the notice into the year's file, and return its path; None if no folder was named."""
        from zzrules.batch.delivery import write_whole
        from zzrules.loading import shipped_policies
        from zzrules.policy.notices.writing import extended, new_file

        own = folder or self.over
        if own is None:
            return None
        name = added.file or f"calendar/{added.notice.year}.yaml"
        target = Path(own, name)
        below = Path(self.policies) if self.policies and not added.inherited else shipped_policies()
        if added.file or target.exists():
            held = target if target.is_file() else below / name
            content = extended(held.read_bytes().decode(), added.notice, str(target))
        else:
            content = new_file(added.notice)
        with suppress(OSError):  # what cannot be written is told of the file
            target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content.encode())
        return str(target)


def _published(path: Path) -> str:
    """Return the text of a notice: UTF-8, or GB18030 as Windows saves it."""
    from zzrules.base.diagnostics.text import NO_FILE, NOT_UTF_8, UNREADABLE_FILE
    from zzrules.base.errors import Place
    from zzrules.policy.plaintext import decoded

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise PolicyError(NO_FILE(Place(str(path)))) from None
    except OSError:
        raise PolicyError(UNREADABLE_FILE(Place(str(path)))) from None
    text = decoded(raw)
    if text is None:
        raise PolicyError(NOT_UTF_8(Place(str(path))))
    return text


def _touched(added: Addition) -> list[date]:
    """Return the days of every month in which a notice arranges any."""
    notice = added.notice
    arranged = [day for _, first, last in notice.days_off for day in (first, last)] + list(notice.workdays)
    months = sorted({(day.year, day.month) for day in arranged})
    return [day for year, month in months for day in _month(year, month)]


def _count(added: Addition) -> int:
    return sum((last - first).days + 1 for _, first, last in added.notice.days_off)


# ── days ────────────────────────────────────────────────────────────────


def _days(asked: re.Match[str]) -> list[date]:
    """Return the days of a year, of a month, or the day. Raises ValueError for one that does not exist."""
    year, month, day = (int(part) if part else 0 for part in asked.groups())
    if day:
        return [date(year, month, day)]
    if asked[2]:
        return _month(year, month)
    return [day for number in range(1, 13) for day in _month(year, number)]


def _month(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [day for number in range(31) if (day := first + timedelta(days=number)).month == month]


def _kind(calendar: Calendar, day: date) -> str:
    return calendar.kind_of(day).value if calendar.covers(day) else ""


def _plain(calendar: Calendar, day: date) -> dict[str, Any]:
    """Return what a day is, as plain data for JSON; null where no notice tells, and what is assumed in its place."""
    if not calendar.covers(day):
        return {
            "day": str(day),
            "kind": None,
            "name": None,
            "document": None,
            "awaits": calendar.awaits(day) or None,
            "assumption": None,
        }
    basis, assumption = calendar.basis(day), _assumption(calendar, day)
    return {
        "day": str(day),
        "kind": _kind(calendar, day),
        "name": basis.name,
        "document": basis.document or None,
        "awaits": None,
        "assumption": str(assumption) if assumption else None,
    }


def _assumption(calendar: Calendar, day: date) -> Assumption | None:
    """Return what is assumed of a covered day; None if notices settle it."""
    if not calendar.assumptions:
        return None
    document = calendar.basis(day).document
    said = next((one for one in calendar.assumptions if one.stand_in.number == document), None)
    if said is not None or day <= _settled(calendar):
        return said
    from zzrules.base.workdays import LAST_SETTLED

    year = day.year + ((day.month, day.day) > LAST_SETTLED)
    return next(one for one in calendar.assumptions if one.year == year)


def _settled(calendar: Calendar) -> date:
    """Return the last day that notices settle."""
    from zzrules.base.workdays import LAST_SETTLED

    return date(max(notice.year for notice in calendar.notices), *LAST_SETTLED)


def _told(calendar: Calendar, day: date) -> str:
    plain = _plain(calendar, day)
    head = f"{day}（周{_WEEK[day.weekday()]}）"
    if plain["kind"] is None:
        return f"{head}　尚未公布，须待《{plain['awaits']}》"
    name = plain["name"] if plain["name"] != plain["kind"] and plain["document"] else ""
    return "　".join(part for part in (head, plain["kind"], name, plain["assumption"] or plain["document"]) if part)


def _months(calendar: Calendar, days: Sequence[date]) -> Iterator[str]:
    """Yield the months that have the days, each as weeks, and what the marks mean."""
    from zzrules.base.daykinds import DayKind

    marks = {kind.value: kind.mark for kind in DayKind if kind.mark}
    seen: set[str] = set()
    months = sorted({(day.year, day.month) for day in days})
    for number, (year, month) in enumerate(months):
        if number:
            yield ""
        yield "　".join((f"{year}年{month}月", *_assumed(calendar, _month(year, month))))
        yield "".join(f"  {name} " for name in _WEEK).rstrip()
        cells = [" " * 5] * date(year, month, 1).weekday()
        for day in _month(year, month):
            kind = _kind(calendar, day) if calendar.covers(day) else _UNKNOWN
            seen.add(kind)
            mark = marks.get(kind, _UNKNOWN if kind == _UNKNOWN else "  ")
            cells.append(f"{day.day:>2}{mark} ")
        yield from ("".join(cells[start : start + 7]).rstrip() for start in range(0, len(cells), 7))
    shown = [f"{mark} {kind}" for kind, mark in marks.items() if kind in seen]
    shown += [f"{_UNKNOWN} 尚未公布"] if _UNKNOWN in seen else []
    if shown:
        yield ""
        yield "　".join(shown)


def _assumed(calendar: Calendar, days: Sequence[date]) -> Iterator[str]:
    """Yield what is assumed of the days of a month, and of which of them if the others are settled."""
    known = [day for day in days if calendar.covers(day)]
    by_assumption: dict[str, list[date]] = {}
    for day in known:
        if (assumption := _assumption(calendar, day)) is not None:
            by_assumption.setdefault(str(assumption), []).append(day)
    for said, assumed in by_assumption.items():
        which = "" if assumed == known else "、".join(f"{day.day}日" for day in assumed)
        yield f"{which}以{said}为准"


# ── years ───────────────────────────────────────────────────────────────


def _arranged_by(notices: Sequence[Notice], assumption: Assumption | None) -> Iterator[str]:
    yield from (f"{notice.number}（{notice.issued}）" for notice in notices)
    if assumption is not None:
        yield str(assumption)


def _show_years(calendar: Calendar, output: Output, form: options.Plain) -> None:
    """Print a line for each year: its notices, and how many days of each kind it has."""
    from zzrules.base.daykinds import DayKind

    counted = (DayKind.STATUTORY, DayKind.SHIFTED, DayKind.EXTRA, DayKind.MADE_UP)
    years = []
    for year in range(calendar.first.year, calendar.last.year + 1):
        kinds = [calendar.kind_of(day) for month in range(1, 13) for day in _month(year, month) if calendar.covers(day)]
        notices = [notice for notice in calendar.notices if notice.year == year]
        assumption = next((one for one in calendar.assumptions if one.year == year), None)
        years.append((year, notices, assumption, [kinds.count(kind) for kind in counted]))
    if form == "json":
        data = [
            {
                "year": year,
                "notices": [{"number": notice.number, "issued": str(notice.issued)} for notice in notices],
                "assumption": str(assumption) if assumption else None,
                "days": {kind.value: number for kind, number in zip(counted, numbers, strict=True)},
            }
            for year, notices, assumption, numbers in years
        ]
        output.json(data)
        return
    rows = [
        (str(year), *map(str, numbers), "、".join(_arranged_by(notices, assumption)))
        for year, notices, assumption, numbers in years
    ]
    for line in table(("年份", *(kind.value for kind in counted), "通知"), rows):
        output.say(line)
    settled = _settled(calendar)
    assumed = "、".join(map(str, calendar.assumptions))
    trial = f"，再到 {calendar.last} 以{assumed}为准" if calendar.last > settled else ""
    awaited = calendar.awaits(calendar.last + timedelta(days=1))
    output.say(f"{calendar.first} 至 {settled}{trial}；以后的须待《{awaited}》")

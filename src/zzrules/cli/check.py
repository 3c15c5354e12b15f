"""``zzrules check``: what is wrong with a folder of policies, or what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from zzrules.base.errors import BundleError, PolicyError, Problem
from zzrules.base.packages import need
from zzrules.cli import options
from zzrules.cli.changing import EVERYTHING, NOTED, Changed, confirm, fill, note, told
from zzrules.cli.command import Command, argument, choice, flag, several, text
from zzrules.cli.exits import ExitCode, legend
from zzrules.cli.mending import Mended, mend, nearby, openable
from zzrules.cli.terminal import Output, table

if TYPE_CHECKING:
    from zzrules.base.regulation import Regulation
    from zzrules.base.workdays import Calendar
    from zzrules.plan.model import Policy, Reading
    from zzrules.rulebook import Rulebook

Form = Literal["text", "json", "sarif", "github"]
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Check(Command):
    """Check a folder of policies, and write the regulation's words into it."""

    name = "check"
    summary = (
        "检查政策：列出找到的错误，各写明文件、行、列和改法；没有错误的，列出政策概况、宜再看一眼的地方和所采的口径。"
    )
    usage = (
        "[文件夹] [--over 文件夹] [--fix] [--fill] [--confirm 条款 …] [--features 文件夹]\n"
        "      [--thorough] [--readings] [--calendar] [--format text|json|sarif|github]"
    )
    notes = (
        legend((ExitCode.DECIDED, "没有错误"), (ExitCode.MISTAKE, "有错误"), (ExitCode.WRONG_USE, "命令行不对"))
        + "宜再看一眼的不算错误；和 holidays 不一致也不算。",
        "--fix 只改断定得了的写法，如全角的标点、没有对齐的行、日期的写法，逐处列出；写错的名字不改。要写明文件夹。",
        "--fill 只在块式写法的「依据」下面加一行，不动注释、排版和花括号里的写法；重复运行不再改动。要写明文件夹。",
        "--confirm 只改「核对」一节，记下依据这些条款的规则有人看过、合条文的文字；「全部」是所有条款。要写明文件夹。",
        "--confirm 全部 还删去没有规则依据的核对。--confirm 留意 只记下留意里的摘要；「全部」也记。",
    )

    folder: str | None = argument("文件夹", "政策的文件夹；不写，是随程序发布的政策")
    over: str | None = options.over()
    fix: bool = flag("--fix", description="改正断定得了的写法错误，再检查")
    fill: bool = flag("--fill", description="给写了「依据」而没有「原文」的政策、情形、手续、结论、后果、义务补上条文")
    confirm: tuple[str, ...] | None = several(
        "--confirm",
        metavar="条款",
        description="确认依据这些条款写的规则合现在的条文，在「核对」里记下条文的摘要；「留意」是记下留意的摘要",
        read=options.place,
    )
    features: str | None = text(
        "--features", metavar="文件夹", description="条文变了的，列出这个文件夹里写到它的场景（.feature）"
    )
    thorough: bool = flag(
        "--thorough", description="另找不起作用的：逐项拿掉口径的另说、参数的取值、例外、推出，重新比较，要几秒"
    )
    readings: bool = flag("--readings", description="口径逐项写出依据和说明")
    calendar: bool = flag("--calendar", description="把工作日历和 holidays 软件包逐日核对")
    format: Form = choice(
        "--format",
        options=get_args(Form),
        description="text：文字（默认）；json；sarif：代码检查平台的格式；github：GitHub 的标注",
        default="text",
    )

    def run(self, output: Output) -> ExitCode:
        """Print every mistake of a folder of policies, or what it holds."""
        from zzrules.base.diagnostics.use import NO_HOLIDAYS
        from zzrules.loading import shipped_policies

        if self.format == "json":
            self.refuse_idle("写了 --format json，口径总是连同依据和说明", "readings")
        if self.format in ("sarif", "github"):
            self.refuse_idle(f"写了 --format {self.format}，只列错误和宜再看一眼的", "readings", "calendar", "features")
        if self.calendar:
            need(NO_HOLIDAYS, "holidays")
        own = [Path(folder) for folder in (self.folder, self.over) if folder]
        folders = own if self.folder else [shipped_policies(), *own]
        if self.features is not None and not Path(self.features).is_dir():
            raise self.wrong(f"没有文件夹「{self.features}」")
        mended, unmended = self._mend(own, folders, output)
        edited, problems = self._edit(own, folders, output)
        problems += unmended
        book, found = self._load(own, edited, output)
        problems += found
        problems = tuple(openable(problem, folders) for problem in problems)
        self._complain(problems, output)
        concerned = _scenarios(problems, Path(self.features)) if self.features is not None else {}
        for place, lines in concerned.items():
            output.complain(f"写到{place}的场景：{'、'.join(lines) or '没有'}")
        if book is None:
            output.complain(_counted(problems))
        if self.format in ("sarif", "github"):
            advice = _told_of(book, thorough=self.thorough) if book is not None else ()
            self._report(problems, [openable(problem, folders) for problem in advice], output)
            return ExitCode.of(mistakes=bool(problems))
        if self.format == "json":
            data = _plain(book, problems, folders, calendar=self.calendar, thorough=self.thorough)
            for key, name in (("filled", "--fill"), ("confirmed", "--confirm"), ("noted", NOTED)):
                data[key] = [{"source": nearby(one.path), "count": one.count} for one in edited.get(name, ())]
            if self.fix:
                data["fixed"] = [one.to_dict() for one in mended]
            if self.features is not None:
                data["concerned"] = concerned
            output.json(data)
            return ExitCode.of(mistakes=bool(problems))
        if book is None:
            return ExitCode.MISTAKE
        for line in (
            *_summary(book),
            *_advice(book, folders, thorough=self.thorough),
            *_readings(book, full=self.readings),
        ):
            output.say(line)
        if self.calendar:
            for line in _cross_checked(book.calendar):
                output.say(line)
        return ExitCode.of(mistakes=bool(problems))

    def _mend(
        self, own: Sequence[Path], folders: Sequence[Path], output: Output
    ) -> tuple[list[Mended], tuple[Problem, ...]]:
        """Repair as asked; return what was repaired, and what cannot be."""
        from zzrules.loading import check

        if not self.fix:
            return [], ()
        if not own:
            raise self.wrong("--fix 会改动文件，要写明文件夹", usage="文件夹 --fix")
        mended, problems = mend(own, lambda: check(self.folder, over=self.over))
        mended = [Mended(openable(one.problem, folders), one.fix) for one in mended]
        if self.format == "text":
            for one in mended:
                output.say(f"已改正：{one}")
            if not mended:
                output.say("没有断定得了改法的错误。")
        return mended, problems

    def _edit(
        self, own: Sequence[Path], folders: Sequence[Path], output: Output
    ) -> tuple[Changed, tuple[Problem, ...]]:
        """Confirm and fill in as asked; return what was changed, by the option, and what cannot be."""
        changed: Changed = {}
        problems: tuple[Problem, ...] = ()
        for name, asked in (("--confirm", self.confirm), ("--fill", self.fill)):
            if asked and not own:
                raise self.wrong(f"{name} 会改动文件，要写明文件夹", usage=f"文件夹 {name}")
        if self.confirm:
            problems += confirm(own, folders, self.confirm, changed)
        if self.fill:
            problems += fill(own, folders, changed)
        self._say(changed, output)
        return changed, problems

    def _load(
        self, own: Sequence[Path], edited: Changed, output: Output
    ) -> tuple[Rulebook | None, tuple[Problem, ...]]:
        """Return the rulebook, and what is wrong; note in ``edited`` where 留意 was written anew, if that was asked."""
        from zzrules.loading import load

        problems: tuple[Problem, ...] = ()
        book: Rulebook | None = None
        try:
            book = load(self.folder, over=self.over)
            if self.confirm and not {NOTED, EVERYTHING}.isdisjoint(self.confirm):
                noted: Changed = {}
                problems = note(own, _told_of(book, thorough=self.thorough), noted)
                if any(noted.values()):
                    book = load(self.folder, over=self.over)
                if any(noted.values()) or NOTED in self.confirm:
                    self._say(noted, output)
                edited |= noted
        except BundleError:
            raise
        except PolicyError as error:
            problems += error.problems
        return book, problems

    def _say(self, changed: Changed, output: Output) -> None:
        """Say to people what was changed."""
        if self.format == "text":
            for line in told(changed):
                output.say(line)

    def _complain(self, problems: Sequence[Problem], output: Output) -> None:
        """Say what is wrong; to people, with the line of the file, once for each place, and the mistake underlined."""
        from zzrules.policy.excerpts import excerpt_at

        for place, same in groupby(problems, lambda problem: problem.place):
            for problem in same:
                output.complain(str(problem))
            found = excerpt_at(place) if self.format == "text" else None
            for line in found.shown() if found is not None else ():
                output.complain(f"    {line}")

    def _report(self, problems: Sequence[Problem], advice: Sequence[Problem], output: Output) -> None:
        """Print what is wrong, and what is advised, in the form that a platform for code reads."""
        from zzrules.base.version import __version__
        from zzrules.cli.reports import github, sarif

        if self.format == "sarif":
            output.json(sarif(problems, advice, __version__))
        else:
            output.data("".join(f"{line}\n" for line in github(problems, advice)))


def _counted(problems: Sequence[Problem]) -> str:
    """Return how many mistakes there are, and how many places that are still to be filled in."""
    from zzrules.base.diagnostics import OF_FORM
    from zzrules.base.diagnostics.policies import TO_FILL_IN

    left = sum(problem.code == TO_FILL_IN.code for problem in problems)
    told = [f"{number} 处{what}" for number, what in ((len(problems) - left, "错误"), (left, "待补")) if number]
    unread = any(problem.code.startswith(OF_FORM) for problem in problems)
    again = "写法改正以后，再检查一次：读不了的地方，别的错误那时才看得出来。" if unread else ""
    return f"共 {'、'.join(told)}。{again}"


def _scenarios(problems: Sequence[Problem], folder: Path) -> dict[str, list[str]]:
    """Return, for each place whose words changed, where features write of it: files tagged with it, and lines."""
    from zzrules.base.diagnostics import Told
    from zzrules.base.diagnostics.citations import WORDS_CHANGED, WORDS_GONE, WORDS_MOVED
    from zzrules.policy.whereabouts import features_below

    codes = {WORDS_CHANGED.code, WORDS_GONE.code, WORDS_MOVED.code}
    said = (one.said for one in problems if one.code in codes)
    places = dict.fromkeys(str(one.words["place"]) for one in said if isinstance(one, Told))
    found: dict[str, list[str]] = {place: [] for place in places}
    for path in features_below(folder) if places else ():
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for place, where in found.items():
            named = [str(number) for number, line in enumerate(lines, 1) if f"「{place}」" in line]
            if named or any(f"@{place.partition('条')[0]}条" in line.split() for line in lines):
                where.append(nearby(path) + (f"（第{'、'.join(named)}行）" if named else ""))
    return found


# ── as data ─────────────────────────────────────────────────────────────


def _plain(
    book: Rulebook | None, problems: Sequence[Problem], folders: Sequence[Path], *, calendar: bool, thorough: bool
) -> dict[str, Any]:
    """Return what is wrong with a folder and, if it can be used, what it holds, as plain data for JSON."""
    data: dict[str, Any] = {"problems": [_plain_problem(problem) for problem in problems]}
    if book is None:
        return data
    regulation, days, places = book.regulation, book.calendar, book.coverage()
    data |= {
        "regulation": _plain_regulation(regulation),
        "other_regulations": [
            _plain_regulation(one) | {"name": one.name, "excerpt": one.excerpt} for one in book.regulations.others
        ],
        "policies": len(book.plan.policies),
        "versions": sum(len(policy.versions) for policy in book.plan.policies),
        "obligations": len(book.plan.obligations),
        "facts": len(book.vocabulary.facts),
        "events": len(book.vocabulary.events),
        "paragraphs": len(places),
        "unaccounted": [str(place.citation) for place in places if not place.policies and not place.reason],
        "calendar": {
            "first": str(days.first),
            "last": str(days.last),
            "notices": len(days.notices),
            "inherited": _inherited_years(days),
        },
        "rulebook": book.digest,
        "advice": [_plain_problem(openable(problem, folders)) for problem in _told_of(book, thorough=thorough)],
        "readings": [
            {
                "policy": policy.code,
                "reading": reading.name,
                "taken": reading.taken,
                "others": list(reading.others),
                "basis": reading.basis,
                "note": reading.note,
            }
            for policy, reading in _each_reading(book)
        ],
    }
    if calendar:
        data["calendar_differences"] = [
            {"day": str(day), "works": works, "basis": basis, "holidays_works": theirs}
            for day, works, basis, theirs in _differences(days)
        ]
    return data


def _plain_regulation(regulation: Regulation) -> dict[str, Any]:
    from zzrules.base.regulation import NO_END

    return {
        "title": regulation.title,
        "number": regulation.number,
        "in_force": str(regulation.in_force),
        "last_day": None if regulation.last_day == NO_END else str(regulation.last_day),
    }


def _plain_problem(problem: Problem) -> dict[str, Any]:
    from zzrules.cli.records import plain

    place = problem.place
    data = {"source": place.source or None} | plain(problem, place)
    data |= {"end_line": place.end_line or None, "end_column": place.end_column or None}
    for name, found in (("related", problem.related), ("fixes", problem.fixes)):
        data[name] = [one.to_dict() for one in found]
    if problem.shown is not None:
        data["shown"] = problem.shown.to_dict()
    return data


# ── what a folder holds ─────────────────────────────────────────────────


def _summary(book: Rulebook) -> Iterator[str]:

    regulation, calendar = book.regulation, book.calendar
    versions = sum(len(policy.versions) for policy in book.plan.policies)
    facts = len(book.vocabulary.facts)
    yield "没有发现错误。"
    yield f"法规：{regulation.source}，{_lasting(regulation)}"
    for other in book.regulations.others:
        called = f"，简称{other.called}" if other.name != other.title else ""
        held = f"节录 {len(other.newest.articles)} 条" if other.excerpt else f"{len(other.newest.articles)} 条"
        own = sum(policy.citation.of == other.name for policy in book.plan.policies)
        yield f"其他法规：{other.source}{called}，{_lasting(other)}，{held}，{f'政策 {own} 个' if own else '只供引用'}"
    yield f"政策：{len(book.plan.policies)} 个，共 {versions} 个版本，义务 {len(book.plan.obligations)} 项"
    yield f"条文：{_covered(book)}"
    yield f"事实：{facts} 项，事件 {len(book.vocabulary.events)} 种"
    closures = f"，采用本地停工日 {len(calendar.closures)} 天" if calendar.closures else ""
    yield f"日历：{calendar.first} 至 {calendar.last}，通知 {len(calendar.notices)} 份{closures}{_provenance(calendar)}"
    yield f"摘要：{book.digest}"


def _lasting(regulation: Regulation) -> str:
    from zzrules.base.regulation import term

    return f"{term(regulation.in_force, regulation.last_day, ' ')} 有效".replace("起 ", "起")


def _inherited_years(calendar: Calendar) -> list[int]:
    """Return the years of the calendar that no file of the folder brings."""
    from zzrules.policy.folder import INHERITED

    return sorted({notice.year for notice in calendar.notices if notice.place.source.startswith(INHERITED)})


def _provenance(calendar: Calendar) -> str:
    """Return which years are inherited and which are the folder's own; nothing where all are its own."""
    inherited = _inherited_years(calendar)
    own = sorted({notice.year for notice in calendar.notices}.difference(inherited))
    if not inherited:
        return ""
    rest = f"，本文件夹自备 {_spans(own)} 年的" if own else "，本文件夹没有自备的"
    return f"；{_spans(inherited)} 年的随程序发布{rest}"


def _spans(years: Sequence[int]) -> str:
    """Return years that follow one another as first and last: 2015 至 2025、2027."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return "、".join(f"{one}" if one == last else f"{one} 至 {last}" for one, last in zip(starts, ends, strict=True))


def _covered(book: Rulebook) -> str:
    places = book.coverage()
    stated = sum(bool(place.policies) for place in places)
    left = [place.citation for place in places if not place.policies and not place.reason]
    both = [place.citation for place in places if place.policies and place.reason]
    text = f"{len(places)} 款，{stated} 款有政策，{len(places) - stated - len(left)} 款写明不评价"
    text += f"，{len(left)} 款没有交代：{'、'.join(left)}" if left else ""
    return text + (f"，{len(both)} 款有政策又写明不评价：{'、'.join(both)}" if both else "")


def _told_of(book: Rulebook, *, thorough: bool) -> tuple[Problem, ...]:
    """Return what is well formed and yet may not say what was meant."""
    return book.thorough_advice() if thorough else book.advice


def _advice(book: Rulebook, folders: Sequence[Path], *, thorough: bool) -> Iterator[str]:
    """Yield the advice on a folder, what shows it below it."""
    advice = _told_of(book, thorough=thorough)
    if advice:
        yield ""
        yield f"宜再看一眼：{len(advice)} 处"
        for problem in advice:
            yield f"  {openable(problem, folders)}"
            if problem.shown is not None:
                yield f"    {problem.shown.text()}"


def _readings(book: Rulebook, *, full: bool) -> Iterator[str]:
    """Yield the readings taken, with their basis and the others."""
    readings = list(_each_reading(book))
    if not readings:
        return
    yield ""
    yield f"口径：{len(readings)} 项（条文有不同理解之处；「采」是现在的取法，「另说」是别的取法）"
    policy_shown = ""
    for policy, reading in readings:
        if policy.code != policy_shown:
            yield f"  {policy.citation}　{policy.name}"
            policy_shown = policy.code
        others = "".join(f"「{other}」" for other in reading.others)
        yield f"    {reading.name}：采「{reading.taken}」，另说{others}"
        yield f"      依据：{reading.basis}"
        if full and reading.note:
            yield f"      说明：{reading.note}"


def _each_reading(book: Rulebook) -> Iterator[tuple[Policy, Reading]]:
    """Yield every reading once, with its policy, in the order of the regulation."""
    for policy in sorted(book.plan.policies, key=lambda policy: policy.citation):
        for reading in {one.name: one for version in policy.versions for one in version.readings}.values():
            yield policy, reading


# ── the calendar against another source ─────────────────────────────────


def _cross_checked(calendar: Calendar) -> Iterator[str]:
    """Yield where the calendar and the package ``holidays`` differ; the notices decide, not the package."""
    from holidays.version import __version__ as their_version

    rows = [(_dated(day), _word(works), basis, _word(theirs)) for day, works, basis, theirs in _differences(calendar)]
    yield ""
    if not rows:
        yield f"工作日历：{calendar.first} 至 {calendar.last} 与 holidays {their_version} 逐日一致。"
        return
    yield f"工作日历：有 {len(rows)} 天与 holidays {their_version} 不一致，请对照通知核实："
    yield from table(("日期", "本日历", "依据", "holidays"), rows)


def _differences(calendar: Calendar) -> Iterator[tuple[date, bool, str, bool]]:
    """Yield each day on which the two differ: whether it is a working day here, on what basis, and there."""
    import holidays

    theirs = holidays.country_holidays("CN", years=range(calendar.first.year, calendar.last.year + 1))
    for number in range((calendar.last - calendar.first).days + 1):
        day = calendar.first + timedelta(days=number)
        works = day in theirs.weekend_workdays or (day.weekday() < _SATURDAY and day not in theirs)
        if works != calendar.is_working_day(day):
            basis = calendar.basis(day)
            yield day, basis.working, f"{basis.name} {basis.document}".strip(), works


def _dated(day: date) -> str:
    return f"{day}（周{'一二三四五六日'[day.weekday()]}）"


def _word(works: bool) -> str:
    return "上班" if works else "休息"

"""The command that checks a folder of policies, and writes the regulation's words into it."""

from __future__ import annotations

import os
import platform
import shutil
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

from zzrules.base.errors import PolicyError, Problem
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Calendar
from zzrules.cli.arguments import CommandLineError
from zzrules.cli.terminal import Output, columns, table
from zzrules.plan import model
from zzrules.policy.filling import fill_folder
from zzrules.policy.folder import read_folder
from zzrules.policy.yamltree import PARSER, Problems
from zzrules.rulebook import Rulebook, load, shipped_policies


def check(arguments: Namespace, output: Output) -> int:
    """Print every mistake of a folder of policies, or what it holds."""
    own = [Path(folder) for folder in (arguments.folder, arguments.over) if folder]
    folders = own if arguments.folder else [shipped_policies(), *own]
    problems: list[Problem] = []
    if arguments.fill:
        if not own:
            message = "--fill 会改动文件，要写明文件夹"
            raise CommandLineError(message, "用法：zzrules check 文件夹 --fill", "zzrules check")
        problems += _fill(own, folders, output)
    try:
        book = load(arguments.folder, over=arguments.over)
    except PolicyError as error:
        problems += error.problems
        for problem in problems:
            output.complain(str(_found(problem, folders)))
        output.complain(f"共 {len(problems)} 处错误。")
        return 1
    for problem in problems:
        output.complain(str(_found(problem, folders)))
    for line in (*_summary(book), *_advice(book, folders), *_readings(book, full=arguments.readings)):
        output.say(line)
    if arguments.calendar:
        for line in _cross_checked(book.calendar):
            output.say(line)
    return 1 if problems else 0


def _found(problem: Problem, folders: Sequence[Path]) -> Problem:
    """Return a problem whose place can be opened from where the user stands."""
    for folder in reversed(folders):
        path = folder / problem.place.source
        if problem.place.source and path.is_file():
            return replaced(problem, place=replaced(problem.place, source=_nearby(path)))
    return problem


def _nearby(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path)


def _fill(own: Sequence[Path], folders: Sequence[Path], output: Output) -> tuple[Problem, ...]:
    """Write the regulation's words into the user's folders and say where."""
    problems = Problems()
    regulation = read_folder(folders, Problems()).regulation
    if regulation is None:
        return ()  # the check says that it is missing, or what is wrong with it
    filled = [one for folder in own for one in fill_folder(folder, regulation, problems)]
    for one in filled:
        output.say(f"已补写原文：{_nearby(one.path)}（{one.count} 处）")
    if not filled:
        output.say("没有要补写的原文。")
    return problems.in_order()


# ── what a folder holds ─────────────────────────────────────────────────


def _summary(book: Rulebook) -> Iterator[str]:
    regulation, calendar = book.regulation, book.calendar
    versions = sum(len(policy.versions) for policy in book.plan.policies)
    facts = len(book.vocabulary.facts)
    yield "没有发现错误。"
    yield f"法规：《{regulation.title}》（{regulation.number}），{regulation.in_force} 至 {regulation.last_day} 有效"
    yield f"政策：{len(book.plan.policies)} 个，共 {versions} 个版本，义务 {len(book.plan.obligations)} 项"
    yield f"条文：{_covered(book)}"
    yield f"事实：{facts} 项，事件 {len(book.vocabulary.events)} 种"
    closures = f"，采用本地停工日 {len(calendar.closures)} 天" if calendar.closures else ""
    yield f"日历：{calendar.first} 至 {calendar.last}，通知 {len(calendar.notices)} 份{closures}"
    yield f"摘要：{book.digest}"


def _covered(book: Rulebook) -> str:
    places = book.coverage()
    stated = [one for one in places if one.policies]
    left = [one.citation for one in places if not one.policies and not one.reason]
    text = f"{len(places)} 款，{len(stated)} 款有政策，{len(places) - len(stated) - len(left)} 款写明不评价"
    return text + (f"，{len(left)} 款没有交代：{'、'.join(left)}" if left else "")


def _advice(book: Rulebook, folders: Sequence[Path]) -> Iterator[str]:
    """Yield what is right by the grammar and yet may not say what was meant."""
    if book.advice:
        yield ""
        yield f"宜再看一眼：{len(book.advice)} 处"
        yield from (f"  {_found(problem, folders)}" for problem in book.advice)


def _readings(book: Rulebook, *, full: bool) -> Iterator[str]:
    """Yield the readings taken, with their basis and the other ones."""
    found = list(_each_reading(book))
    if not found:
        return
    yield ""
    yield f"口径：{len(found)} 项（条文有不同理解之处；「采」是现在的取法，「另说」是别的取法）"
    policy_shown = ""
    for policy, reading in found:
        if policy.code != policy_shown:
            yield f"  {policy.citation}　{policy.name}"
            policy_shown = policy.code
        others = "".join(f"「{other}」" for other in reading.others)
        yield f"    {reading.name}：采「{reading.taken}」，另说{others}"
        yield f"      依据：{reading.basis}"
        if full and reading.note:
            yield f"      说明：{reading.note}"


def _each_reading(book: Rulebook) -> Iterator[tuple[model.Policy, model.Reading]]:
    """Yield every reading once, with its policy, in the order of the regulation."""
    for policy in sorted(book.plan.policies, key=lambda one: one.citation):
        for reading in dict.fromkeys(reading for version in policy.versions for reading in version.readings):
            yield policy, reading


# ── what it runs on ─────────────────────────────────────────────────────


def doctor(arguments: Namespace, output: Output) -> int:
    """Print what serves here, and why."""
    from zzrules import __version__
    from zzrules.engines.chaining import unavailable

    book = load(arguments.policies, over=arguments.over)
    why_not = unavailable()
    chained = "durable_rules（前向链推理）" if not why_not else f"compiled（缺省引擎），因为{why_not}；两者答案相同"
    rows = [
        ("zzrules", __version__),
        ("Python", platform.python_version()),
        ("单份案卷的引擎", "compiled（由政策编译成的 Python）"),
        ("流水的引擎", chained),
        ("YAML 解析器", "libyaml" if PARSER.__name__.startswith("C") else "纯 Python（慢约二十倍）"),
        ("政策", f"{len(book.plan.policies)} 个，义务 {len(book.plan.obligations)} 项，摘要 {book.digest[:12]}"),
        ("工作日历", f"{book.calendar.first} 至 {book.calendar.last}；以后的要等{_awaited(book.calendar)}"),
    ]
    for package, use in (
        ("polars", "book.frame、evaluate -o"),
        ("pyspark", f"集群，zzrules.spark；{_java()}"),
        ("durable-rules", "流水"),
        ("icalendar", "due --format ics"),
        ("python-calamine", "evaluate -o，读 .xlsx"),
        ("xlsxwriter", "evaluate -o，写 .xlsx"),
        ("rich", "evaluate -o 的进度"),
        ("holidays", "check --calendar"),
    ):
        rows.append((package, f"{_installed(package)}（用于 {use}）"))
    for line in columns(rows):
        output.say(line)
    return 0


def _awaited(calendar: Calendar) -> str:
    return f"《{calendar.awaits(calendar.last + timedelta(days=1))}》"


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "没有安装"


def _java() -> str:
    """Return whether Spark would find a Java; which one it is, Spark says itself."""
    home = os.environ.get("JAVA_HOME")
    return "有 Java" if shutil.which("java", path=f"{home}/bin" if home else None) else "没有找到 Java"


# ── the calendar against another source ─────────────────────────────────


def _cross_checked(calendar: Calendar) -> Iterator[str]:
    """Yield where the calendar and the package ``holidays`` differ; the notices decide, not the package."""
    import holidays
    from holidays.version import __version__ as theirs_version

    theirs = holidays.country_holidays("CN", years=range(calendar.first.year, calendar.last.year + 1))
    rows = []
    for number in range((calendar.last - calendar.first).days + 1):
        day = calendar.first + timedelta(days=number)
        works = day in theirs.weekend_workdays or (day.weekday() < 5 and day not in theirs)  # noqa: PLR2004
        if works != calendar.is_working_day(day):
            basis = calendar.basis(day)
            rows.append((_dated(day), _word(basis.working), f"{basis.name} {basis.document}".strip(), _word(works)))
    yield ""
    if not rows:
        yield f"工作日历：{calendar.first} 至 {calendar.last} 与 holidays {theirs_version} 逐日一致。"
        return
    yield f"工作日历：有 {len(rows)} 天与 holidays {theirs_version} 不一致，请对照通知核实："
    yield from table(("日期", "本日历", "依据", "holidays"), rows)


def _dated(day: date) -> str:
    return f"{day}（周{'一二三四五六日'[day.weekday()]}）"


def _word(works: bool) -> str:
    return "上班" if works else "休息"

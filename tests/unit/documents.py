"""The examples in the pages under docs/, taken out and given to the readers that users' files go through.

A page marks an example by what it is an example of, so that nothing in it is only prose:

* a fence ``yaml 条件`` holds one condition, ``yaml 推算`` entries of that section, ``yaml 政策`` whole policy files;
* a table below ``<!-- 例：条件 -->`` has one such example in every code span of its last column;
* a fence ``yaml 错 条件`` holds a mistake, and the fence ``text`` after it what the user is told;
* ``text 错 放假通知`` holds a notice as published, or its items, which are then those of one for 2027;
* ``yaml 对照`` holds a mapping file, read against the shipped vocabulary;
* ``json 错`` holds a file of records, ``csv 错`` a sheet of a workbook (digits are numbers, as Excel takes them),
  ``python 错`` an expression that fails, each with its ``text`` behind it;
* ``gherkin 错`` holds a feature, ``txt 错`` the plain text of a law, each with its ``text`` behind it;
* a fence ``yaml 流水`` (or ``json 流水行``) holds a case's log, and a fence ``text 到2026-02-25为止`` after it lines of
  what the shipped policies say of that log as of that day.

An example of a part is read inside a policy made for it (`HOST`), whose names it may use beside the vocabulary's; a
kind of event beside those of `HOST_EVENTS`, and in place of the one of its name.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import indent
from types import ModuleType
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter

import zzrules
import zzrules.cli.concordance
from zzrules.base.errors import Problem, ZzrulesError
from zzrules.base.regulation import Regulation
from zzrules.base.regulations import Regulations
from zzrules.base.signing import new_keys
from zzrules.base.workdays import Calendar
from zzrules.batch.files import read_cases
from zzrules.batch.mapping.files import read_mapping
from zzrules.batch.workbook import read_sheet, write_workbook
from zzrules.bdd.features import problems_of as problems_of_feature
from zzrules.bdd.manual import examples_of, page
from zzrules.bdd.scenarios import feature_of, read_scenarios, scenarios_of
from zzrules.bdd.steps import Kind
from zzrules.casefile import CaseFile
from zzrules.plan.build import build_plan
from zzrules.policy.calendar_files import load_calendar, read_calendar
from zzrules.policy.folder import read_folder
from zzrules.policy.forms import Reader
from zzrules.policy.lawtext import read_law
from zzrules.policy.notices.adding import addition
from zzrules.policy.placeholders import without_placeholders
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import load_regulation, read_other, read_regulation
from zzrules.policy.vocabulary import Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Node, Problems

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
DAY = "2026-05-06"

LISTED = ("适用", "结论", "例外于", "留意")
HEAD = {
    "政策": "示例",
    "代码": "example",
    "依据": "第二十二条",
    "行为日期": "{取: 报请日期, 尚无则: 评价日}",
}
HOST: dict[str, dict[str, str]] = {
    "参数": {
        "轮换年限": "{依据: 第八条第二款, 取值: {2026-01-01: 2年}}",
        "联系核实时限": "{依据: 第二十条第二款, 取值: {2026-01-01: 2工作日}}",
    },
    "口径": {
        "届满之日": "{采: 对应日当日, 另说: [对应日次日], 依据: 通行算法}",
        "时限起算": "{采: 机构收到之日, 另说: [评价提交之日], 依据: 条文未写明起点}",
    },
    "有权认定": {
        "审核同意": "{机构: [政务服务中心管理机构], 同级: 所属层级, 性质: 设权, 依据: 第八条第二款}",
        "研究认定其他情形": "{机构: [政务服务中心管理机构], 依据: 第八条第二款第（四）项}",
        "不适合继续在窗口工作": "{机构: [政务服务机构], 依据: 第九条第一款}",
        "不能胜任工作": "{机构: [政务服务中心管理机构], 依据: 第七条第二款}",
        "未立即整改": "{机构: [政务服务中心管理机构], 性质: 设权, 依据: 第二十条第二款}",
    },
    "推算": {
        "在窗口工作时间": "{历时: {起: 到窗口工作日期, 止: 行为日期, 满于: 届满之日}}",
        "承诺届满日": "{期限: {起: 受理日期, 加: 承诺时限}}",
        "用去的工作日": "{工作日数: {起: 受理日期, 止: 评价日}}",
        "属于政务服务事项": "{条件: {事项类别: {不属于: [依职权事项]}}}",
        "联系核实届满日": "{期限: {起: 机构收到评价日期, 加: 联系核实时限}}",
        "完成日": "{最晚: [联系日期, 核实日期]}",
    },
    "情形": {
        "离开机构": "{依据: 第八条第二款第（一）项, 条件: {离开所属政务服务机构: 是}}",
        "不适合": "{依据: 第八条第二款第（二）项, 条件: {不适合继续在窗口工作: 是}}",
    },
    "结论": {
        "予以轮换调整": "{得出: 予以轮换调整, 代码: rotate, 条件: {情形: 有其一且手续齐备}}",
        "审核不同意": "{得出: 审核不同意, 代码: refused, 条件: {审核同意: 否}}",
        "没有所列情形": "{得出: 没有所列情形, 代码: no_ground}",
    },
    "义务": {
        "联系核实": "{依据: 第二十条第二款, 主体: 政务服务机构, 内容: 联系核实, 时限: 联系核实届满日, 履行: 完成日}",
        "立即整改": "{依据: 第二十条第二款, 主体: 政务服务机构, 内容: 整改, 时限: 立即, 履行: 整改完成日期}",
    },
}
# What an example of 统辖 stands in: it takes the place of the shipped policy that governs all others.
GOVERNING = """\
政策: 适用范围
代码: scope
依据: 第二十四条
行为日期: {取: 行为发生日期}
结论:
  - {得出: 参照适用, 代码: by_reference, 条件: {全部: [主体: 公用企事业单位, 与政务服务相关联: 是]}}
  - {得出: 不适用, 代码: outside, 条件: {主体: 公用企事业单位}}
  - {得出: 直接适用, 代码: direct}
统辖:
"""
DIVIDING = """\
政策: 责任追究
代码: liability
依据: 第二十一条
行为日期: {取: 行为发生日期}
口径:
  哪些效能工作机构可以认定: {采: 三个机构都可以, 另说: [各管各的], 依据: 条文没有写各认定哪些}
有权认定:
  关键节点游离: {机构: 效能工作机构, 依据: 第二十一条}
  玩忽职守: {机构: 效能工作机构, 依据: 第二十一条}
  推诿扯皮: {机构: 效能工作机构, 依据: 第二十一条}
  滥用职权: {机构: 效能工作机构, 依据: 第二十一条}
结论:
  - {得出: 责令限期改正, 代码: order, 条件: {关键节点游离: 是}}
  - {得出: 没有所列情形, 代码: no_ground}
分工:
"""
HOST_FACTS = """\
词汇: 示例另用的事实
事实:
  损失金额: {代码: loss, 类型: 金额, 可无: 是, 问: 损失多少钱？}
  出生日期: {代码: born_on, 类型: 日期, 问: 哪一天出生？}
  已退金额: {代码: refunded, 类型: 金额, 问: 已经退了多少钱？}
  接诉时间: {代码: received_at, 类型: 日期时间, 问: 什么时候接到来电？}
  回电时间: {代码: called_back_at, 类型: 日期时间, 可无: 是, 问: 什么时候回的电话？}
  约定时间: {代码: booked_at, 类型: 日期时间, 可无: 是, 可为将来: 是, 问: 约在什么时候？}
  消费票据:
    代码: receipts
    类型: 列表
    问: 有哪些消费票据？
    字段:
      票面金额: {代码: sum, 类型: 金额, 问: 票面上是多少钱？}
      有发票: {代码: invoiced, 类型: 是否, 问: 有没有发票？}
  抽查记录:
    代码: checks
    类型: 列表
    问: 历次抽查各是怎样的？
    顺序: 抽查日期
    字段:
      抽查日期: {代码: date, 类型: 日期, 问: 哪一天抽查？}
      合格: {代码: passed, 类型: 是否, 问: 是否合格？}
办公时间: {依据: 示例作息通知, 取值: {2026-01-01: [8:30-12:00, 14:30-17:30]}}
"""
"""Facts of kinds that no shipped policy needs."""
HOST_EVENTS = {
    "责令限期改正": "{代码: correction_ordered, 列表: 责令改正, 记: {责令日期: 发生日期}, 带: [责令机构, 责令限期]}",
}


@dataclass(frozen=True)
class Example:
    """An example of a page: what it is of, its text, its line, and what the user is told (None: nothing is wrong)."""

    page: str
    line: int
    kind: str
    text: str
    told: tuple[str, ...] | None = None

    def __str__(self) -> str:
        """Return where it stands, as the test's name."""
        return f"{self.page}:{self.line} {self.kind}"


_FENCE = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(r"^<!-- 例：(\w+) -->\n\n?((?:\|.*\n)+)", re.MULTILINE)
_SPAN = re.compile(r"`([^`]+)`")
_UNTIL = re.compile(r"到(\d{4}-\d{2}-\d{2})为止")
_WRITTEN = ("yaml", "json", "csv", "python", "gherkin", "txt")
LOGS = {"流水": "案卷.yaml", "流水行": "案卷.jsonl"}


def examples(page: Path) -> list[Example]:
    """Return every example of a page, in the order of the text."""
    text = page.read_text(encoding="utf-8")
    found = list(_fenced(page.name, text)) + list(_tabled(page.name, text))
    return sorted(found, key=lambda one: one.line)


def _fenced(page: str, text: str) -> Iterator[Example]:
    fences = list(_FENCE.finditer(text))
    for fence, following in zip(fences, [*fences[1:], None], strict=True):
        line = text.count("\n", 0, fence.start()) + 1
        language, info, body = fence.groups()
        if language not in (*_WRITTEN, *["text"] * bool(info and info.startswith("错"))) or info is None:
            continue
        if not info.startswith("错"):
            yield Example(page, line, info, body)
            continue
        assert following is not None, f"{page}:{line}: the mistake has no ```text after it"
        assert following[1] == "text", f"{page}:{line}: the mistake has no ```text after it"
        told = tuple(following[3].splitlines())
        yield Example(page, line, info.removeprefix("错").strip() or language, body, told)


def _tabled(page: str, text: str) -> Iterator[Example]:
    for table in _TABLE.finditer(text):
        first = text.count("\n", 0, table.start(2)) + 1
        for offset, row in enumerate(table[2].splitlines()):
            if offset < 2:
                continue
            for span in _SPAN.findall(row.rstrip("| ").rpartition("|")[2]):
                yield Example(page, first + offset, table[1], span)


@dataclass(frozen=True)
class Stand:
    """How the log of an example stands as of a day: lines of the library's account of it."""

    example: Example
    line: int
    day: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        """Return where it stands, as the test's name."""
        return f"{self.example.page}:{self.line} 到{self.day}为止"


def stands(page: Path) -> list[Stand]:
    """Return what a page says of its logs, day by day, in the order of the text."""
    logs = {one.line: one for one in examples(page) if one.kind in LOGS and one.told is None}
    text = page.read_text(encoding="utf-8")
    found, log = [], None
    for fence in _FENCE.finditer(text):
        line = text.count("\n", 0, fence.start()) + 1
        log = logs.get(line, log)
        until = _UNTIL.fullmatch(fence[2] or "")
        if until is not None:
            assert log is not None, f"{page.name}:{line}: no log before it"
            found.append(Stand(log, line, until[1], tuple(fence[3].splitlines())))
    return found


def account(stand: Stand) -> list[str]:
    """Return every line of the library's account of a log as of a day."""
    file, problems = _opened(LOGS[stand.example.kind], stand.example.text)
    assert file is not None, problems
    return [line.strip() for line in file.on(stand.day).explain().splitlines()]


def words(page: Path) -> set[str]:
    """Return the words that a page has in code: in fences and in code spans."""
    text = page.read_text(encoding="utf-8")
    code = [fence[3] for fence in _FENCE.finditer(text)] + _SPAN.findall(_FENCE.sub("", text))
    return {word for part in code for word in re.split(r"[\s{}\[\],:：、，。「」（）()\"'-]+", part)} | set(code)


def broken_links(page: Path) -> set[str]:
    """Return the links of a page that lead to no file and no heading."""
    text = page.read_text(encoding="utf-8")
    found = set()
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, anchor = link.partition("#")
        if name.startswith(("http://", "https://")):
            continue
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            found.add(link)
    return found


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-")) for heading in headings}


# ── reading ─────────────────────────────────────────────────────────────


def parameters(shown: Sequence[Example]) -> list[Any]:
    """Return examples as the parameters of a test, named by their codes.

    Proofs of advice are not traced: that takes five times as long as they do.
    """
    marks = {True: (pytest.mark.no_cover,), False: ()}
    return [
        pytest.param(one, marks=marks[".advice" in one.text], id=(one.told or ("",))[0][:5] or str(one))
        for one in shown
    ]


def problems_of(example: Example) -> tuple[Problem, ...]:
    """Return what the library finds wrong with an example."""
    match example.kind:
        case "案卷":
            return _record(example.text)
        case "流水" | "流水行":
            return _log(LOGS[example.kind], example.text)
        case "事件":
            return _events(example.text)
        case "python":
            return _expression(example.text)
        case "政策":
            parts = re.split(r"^# ═+ (.+)\n", f"# ═ 示例.yaml\n{example.text}", flags=re.MULTILINE)
            return _policies(dict(zip(parts[1::2], parts[2::2], strict=True)))
        case "json":
            return _cases("案卷.json", example.text)
        case "csv":
            return _sheet(example.text)
        case "gherkin":
            return _feature(example.text)
        case "txt":
            problems = Problems()
            read_law(example.text.encode(), "法规.txt", problems)
            return problems.in_order()
        case "文件":
            return _file(example.text)
        case "对照":
            return _mapping(example.text)
        case "词汇":
            return _vocabulary({"vocabulary.yaml": example.text})
        case "事实":
            head = "词汇: 示例\n机构: {政务服务机构: agency}\n事实:\n"
            return _vocabulary({"vocabulary.yaml": head + indent(example.text, "  ")})
        case "放假通知":
            return _notice(example.text)
        case "日历":
            return _calendar(example.text)
        case "通知":
            return _calendar("日历: 2027\n通知:\n" + indent(example.text, "  "))
        case "停工":
            return _calendar("本地停工:\n  采用: 是\n  依据: 市政府决定\n  停工:\n" + indent(example.text, "    "))
        case "法规":
            return _regulation(example.text)
        case "其他法规":
            return _regulation(example.text, read_other)
        case "更正":
            whole = (POLICIES / "regulation.yaml").read_text(encoding="utf-8")
            return _regulation(whole.replace("\n更正:\n", "\n更正:\n" + indent(example.text, "  ")))
        case "修正":
            whole = (POLICIES / "regulation.yaml").read_text(encoding="utf-8")
            return _regulation(f"{whole}\n修正:\n  - {example.text}")
        case "首部":
            return _policies({"示例.yaml": _hosted({}, _pairs(example.text))})
        case "条件":
            entry = "得出: 例\n  代码: example\n  条件:\n" + indent(example.text, "    ")
            return _policies({"示例.yaml": _hosted({"结论": {"": entry}})})
        case "统辖":
            return _policies({"示例.yaml": GOVERNING + indent(example.text, "  ")})
        case "分工":
            return _policies({"示例.yaml": DIVIDING + indent(example.text, "  ")})
        case section:
            return _policies({"示例.yaml": _hosted({section: _entries(section, example.text)})})


def told(problem: Problem) -> str:
    """Return what the user reads, without the place: an example's lines are not a file's."""
    return str(Problem(problem.code, problem.message, hint=problem.hint))


@cache
def book() -> zzrules.Rulebook:
    """Return the shipped rulebook, with the facts that only examples have."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "示例.yaml").write_text(HOST_FACTS, encoding="utf-8")
        return zzrules.load(over=folder)


@cache
def shipped() -> tuple[Regulation, Vocabulary, Calendar, dict[str, str]]:
    """Return the shipped files that examples refer to: all but the policies whose facts `HOST` has an authority for."""
    words = ("vocabulary.yaml", *sorted(f"vocabulary/{one.name}" for one in POLICIES.glob("vocabulary/*.yaml")))
    texts = {name: (POLICIES / name).read_text(encoding="utf-8") for name in words} | {"示例.yaml": HOST_FACTS}
    files = [node for name, text in texts.items() if (node := read_text(text, name, Problems())) is not None]
    vocabulary = read_vocabulary(files, Reader(Problems()))
    shown = ("13-first-asked", "15-grey-area", "16-collective-study", "21-liability", "23-tolerance", "24-scope")
    names = tuple(f"article-{one}.yaml" for one in shown)
    others = {name: (POLICIES / name).read_text(encoding="utf-8") for name in names}
    return load_regulation(POLICIES / "regulation.yaml"), vocabulary, load_calendar(POLICIES / "calendar"), others


def _policies(files: dict[str, str]) -> tuple[Problem, ...]:
    """Return what is wrong with policies, by file, beside those of the shipped ones that they don't replace."""
    regulation, vocabulary, calendar, others = shipped()
    problems = Problems()
    reader = Reader(problems, Regulations(regulation))
    own = {name: text for name, text in files.items() if text.strip()}
    mine = {code for text in own.values() for code in re.findall(r"^代码: (\w+)", text, re.MULTILINE)}
    beside = {name: text for name, text in others.items() if not any(f"\n代码: {code}\n" in text for code in mine)}
    trees = [read_text(text, name, problems) for name, text in (own | beside).items()]
    filled = [without_placeholders(tree, problems) for tree in trees if tree is not None]
    read = [read_policy(tree, dict(vocabulary.bodies), reader) for tree in filled]
    build_plan([policy for policy in read if policy is not None], vocabulary, calendar, problems)
    return problems.in_order()


def _hosted(sections: dict[str, dict[str, str] | str], head: dict[str, str] | None = None) -> str:
    """Return the host policy's text with entries of some sections in place of its own of the same name."""
    lines = [f"{key}: {value}" for key, value in ({**HEAD, **(head or {})}).items()]
    for section in dict.fromkeys((*HOST, *sections)):
        given = sections.get(section, {})
        lines.append(f"{section}:")
        if isinstance(given, str):  # not to be taken apart
            lines.append(indent(given, "  "))
            continue
        own = HOST.get(section, {})
        # In a decision list, the example comes first.
        entries = {**given, **own} if section == "结论" else {**own, **given}
        for name, value in entries.items():
            lines.append(indent(f"- {value}" if section in LISTED else f"{name}: {value}", "  "))
    return "\n".join(lines) + "\n"


def _entries(section: str, text: str) -> dict[str, str] | str:
    """Return the entries of a section's example, by name or (of a list) numbered; the text if it can't be read."""
    problems = Problems()
    node = read_text(text, "", problems)
    if section in LISTED:
        items = re.split(r"^- ", text, flags=re.MULTILINE)[1:]
        return {f"第{number}项": item.rstrip() for number, item in enumerate(items, 1)} or text
    if problems or not isinstance(node, Mapping):
        return text
    lines = text.splitlines()
    starts = [key.place.line - 1 for key, _ in node.entries]
    entries: dict[str, str] = {}
    for (key, _), start, end in zip(node.entries, starts, [*starts[1:], len(lines)], strict=True):
        entries[key.text] = "\n".join(lines[start:end]).partition(":")[2].strip(" ")
    return entries


def _pairs(text: str) -> dict[str, str]:
    return {key: value.strip() for key, _, value in (line.partition(":") for line in text.strip().splitlines())}


def _file(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the form of a file; if nothing, with what it says it is."""
    problems = Problems()
    if read_text(text, "文件.yaml", problems) is not None and not problems:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "文件.yaml").write_text(text, encoding="utf-8")
            read_folder([Path(folder)], problems)
    return problems.in_order()


def _vocabulary(texts: dict[str, str]) -> tuple[Problem, ...]:
    """Return what is wrong with vocabulary files, by their names."""
    problems = Problems()
    trees = [read_text(text, name, problems) for name, text in texts.items()]
    read_vocabulary([tree for tree in trees if tree is not None], Reader(problems))
    return problems.in_order()


def _events(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with kinds of events, read with the shipped facts, those of the pages, and no others."""
    facts = (POLICIES / "vocabulary.yaml").read_text(encoding="utf-8").partition("\n事件:\n")[0] + "\n"
    entries = _entries("事件", text)
    if not isinstance(entries, str):
        text = "\n".join(f"{name}: {value}" for name, value in (HOST_EVENTS | entries).items())
    return _vocabulary(
        {"vocabulary.yaml": facts, "more.yaml": HOST_FACTS, "events.yaml": "词汇: 示例\n事件:\n" + indent(text, "  ")}
    )


def _mapping(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a mapping file, read against the shipped vocabulary."""
    problems = Problems()
    node = read_text(text, "对照.yaml", problems)
    if node is not None:
        read_mapping(node, book().vocabulary, problems)
    return problems.in_order()


def _calendar(text: str) -> tuple[Problem, ...]:
    """Read a calendar file beside that of 2026, unless it is that one."""
    problems = Problems()
    texts = [text] if text.startswith("日历: 2026\n") else [text, (POLICIES / "calendar/2026.yaml").read_text("utf-8")]
    trees = [read_text(one, f"{number}.yaml", problems) for number, one in enumerate(texts, 1)]
    read_calendar([tree for tree in trees if tree is not None], Reader(problems))
    return problems.in_order()


def _notice(text: str) -> tuple[Problem, ...]:
    """Return what keeps a published notice, or one for 2027 with some items, out of the shipped calendar."""
    if not text.startswith("国务院"):
        head = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n"
        text = f"{head}{text}国务院办公厅\n2026年11月3日\n"
    problems = Problems()
    addition(text, "通知.txt", book().calendar, problems)
    return problems.in_order()


def _regulation(text: str, read: Callable[[Node, Reader], object] = read_regulation) -> tuple[Problem, ...]:
    problems = Problems()
    node = read_text(text, "regulation.yaml", problems)
    if node is not None:
        read(node, Reader(problems))
    return problems.in_order()


def _expression(text: str) -> tuple[Problem, ...]:
    """Return what an expression reports, evaluated beside a folder of policies that may be spoilt."""
    names: dict[str, Any] = {"zzrules": zzrules, "book": book(), "date": date}
    names |= {"Path": Path, "shutil": shutil, "sys": sys, "read": _cases}
    names |= {"new_keys": new_keys, "Problems": Problems, "problems_of_feature": problems_of_feature}
    names |= {"polars": pl, "openpyxl": openpyxl, "read_sheet": read_sheet, "write_workbook": write_workbook}
    with tempfile.TemporaryDirectory() as folder, chdir(folder), _modules_as_they_were():
        shutil.copytree(POLICIES, "policies")
        shutil.copytree(ROOT / "examples" / "several-regulations", "examples/several-regulations")
        *before, last = text.strip().splitlines()
        exec("\n".join(before), names)  # noqa: S102 - the page's own text
        return _raised(lambda: eval(last, names))  # noqa: S307 - the page's own text


@contextmanager
def _modules_as_they_were() -> Iterator[None]:
    """Give back the modules that an example hides; those that it is the first to import stay, or there were two."""
    held = dict(sys.modules)
    try:
        yield
    finally:
        modules: dict[str, ModuleType | None] = dict(sys.modules)
        for hidden in [name for name, module in modules.items() if module is None]:
            del sys.modules[hidden]
        sys.modules.update(held)


def _cases(name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with the records of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return tuple(problem for case in read_cases([path]) for problem in case.problems)


def _sheet(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a sheet of a workbook, given as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "案卷.xlsx"
        with xlsxwriter.Workbook(path) as book_:
            sheet = book_.add_worksheet()
            for row, cells in enumerate(csv.reader(text.splitlines())):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, int(cell) if cell.isdecimal() else cell)
        return _raised(lambda: read_sheet(path, book().vocabulary))


def _feature(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a feature, before it is run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "甲.feature"
        path.write_text(text, encoding="utf-8")
        return problems_of_feature(path, path.name)


def _log(name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a case's log, given as a file."""
    file, problems = _opened(name, text)
    return file.problems if file is not None else problems


def _opened(name: str, text: str) -> tuple[CaseFile | None, tuple[Problem, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        try:
            return book().casefile(path), ()
        except ZzrulesError as error:
            return None, error.problems


def _record(text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a record, as a file and then as a record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "案卷.yaml"
        path.write_text(text, encoding="utf-8")
        [case] = read_cases([path])
    return _raised(lambda: book().evaluate(case.facts(), on=DAY))


def _raised(act: Any) -> tuple[Problem, ...]:
    try:
        answer = act()
    except ZzrulesError as error:
        return error.problems
    return answer if isinstance(answer, tuple) and all(isinstance(one, Problem) for one in answer) else ()


def refresh(page: Path) -> None:
    """Write into a page what users are told now, after a message was changed on purpose; read the difference."""
    lines = page.read_text(encoding="utf-8").split("\n")
    for example in reversed([one for one in examples(page) if one.told is not None]):
        start = next(number for number in range(example.line + 1, len(lines)) if lines[number] == "```text") + 1
        end = next(number for number in range(start, len(lines)) if lines[number] == "```")
        lines[start:end] = [told(problem) for problem in problems_of(example)]
    page.write_text("\n".join(lines), encoding="utf-8")


OVERLAY = ROOT / "examples" / "own-policies" / "article-08-rotation.yaml"
OVERRIDDEN = ("取值: {2026-01-01: 2年}}", "取值: {2026-01-01: 2年, 2026-07-01: 3年}}")


def overlay() -> str:
    """Return what the example's overlay should hold: its own header, and the shipped policy with one line changed."""
    header = "".join(line for line in OVERLAY.read_text(encoding="utf-8").splitlines(keepends=True)[:2])
    shipped_text = (POLICIES / OVERLAY.name).read_text(encoding="utf-8")
    assert shipped_text.count(OVERRIDDEN[0]) == 1
    return header + shipped_text.replace(*OVERRIDDEN)


CONCORDANCE = ROOT / "docs" / "对照.md"


def concordance() -> str:
    """Return what the page that shows the regulation beside the policies should hold."""
    book = zzrules.load(POLICIES)
    return book.concordance(read_scenarios(ROOT / "features"), ("../policies", "../features"))


STEPS_PAGE = ROOT / "docs" / "场景步骤.md"


def steps_page() -> str:
    """Return what the page of steps should hold: the manual, each form with a step of the features."""
    return page(examples_of([used for path in sorted((ROOT / "features").glob("*.feature")) for used in _steps(path)]))


def _steps(path: Path) -> Iterator[tuple[Kind, str]]:
    """Yield the steps of a feature outside of outlines, each with the keyword under which it stands."""
    kinds: dict[str, Kind] = {"Context": "given", "Action": "when", "Outcome": "then"}
    feature = feature_of(path.read_text(encoding="utf-8"))
    assert feature is not None, path
    for written in scenarios_of(feature):
        for steps in (written.background, () if written.node["examples"] else written.steps):
            kind: Kind = "given"
            for step in steps:
                kind = kinds.get(step["keywordType"], kind)
                yield kind, step["text"]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
    STEPS_PAGE.write_text(steps_page(), encoding="utf-8")
    OVERLAY.write_text(overlay(), encoding="utf-8")
    CONCORDANCE.write_text(concordance(), encoding="utf-8")

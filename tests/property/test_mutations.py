"""Mutations: whatever becomes of a policy file or a record, the library answers, or raises its own errors."""

from __future__ import annotations

import datetime
import math
import os
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

import zzrules
from zzrules.engines.compiled import CompiledPlan
from zzrules.ground.regulation import Regulation
from zzrules.ground.workdays import Calendar
from zzrules.plan.build import build_plan
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.folder import _kind
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import read_regulation
from zzrules.policy.syntax import Policy
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary, read_vocabulary
from zzrules.policy.yamltree import Node, Problems, read_bytes

MORE = int(os.environ.get("ZZRULES_EXAMPLES", "1"))  # so many times the mutations, for long runs
SEED = int(os.environ.get("ZZRULES_SEED", "20260101"))
SHIPPED = Path(__file__).parents[2] / "policies"
POLICIES = sorted(path.name for path in SHIPPED.glob("article-*.yaml"))
OTHERS = ("vocabulary.yaml", "regulation.yaml", "calendar/2026.yaml", "calendar/2025.yaml", "calendar/local.yaml")
LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
CHINESE = re.compile("[\u4e00-\u9fff]")


# ── files ───────────────────────────────────────────────────────────────


@cache
def shipped() -> dict[str, bytes]:
    return {path.relative_to(SHIPPED).as_posix(): path.read_bytes() for path in sorted(SHIPPED.rglob("*.yaml"))}


@cache
def words() -> tuple[str, ...]:
    """Return every word of the shipped policies and of their vocabulary: swapped, they make sense of another kind."""
    text = "".join(shipped()[name].decode() for name in (*POLICIES, "vocabulary.yaml"))
    return tuple(dict.fromkeys(re.findall(r"[^\s{}\[\],:\"#]+", text)))


WIDTHS = dict(zip(":,;{}[]#>\"'()-.?!", "：，；｛｝［］＃＞＂＇（）－．？！", strict=True))
WIDTHS |= {wide: narrow for narrow, wide in WIDTHS.items()} | {",": "、", "、": ",", " ": "\u3000", "0": "０", "1": "１"}
INSERTED = (
    *("&锚 ", "*锚", "!!str ", "!标记 ", "<<: *锚", "---\n", "...\n", "%YAML 1.1\n", "? ", "- ", ": ", "| ", "> ", ">-\n"),
    *("#", " #", "\t", "\u3000", "\ufeff", "\x00", "\x07", "\x85", "\u2028", "\r", "\r\n", "\n", "\n\n", "\ud7ff", "𠮷", "é"),
    *("{", "}", "[", "]", ",", "，", "、", "'", '"', "\\", '"\\u0000"', "@", "`", "%", "=", "~", "null", "no", "0x1F", "012"),
    *("12:30", "1e999", ".nan", ".inf", "-1", "９", "9" * 30, "99999工作日", "2026-02-30", "0000-00-00", "9999-12-31", "2026-1-1"),
    *("有", "无", "查不清", "是", "否", "全部", "任一", "非", "有一次", "第1次", "第99次", "序号", "评价日", "行为日期", "的日期"),
)


def mutated(text: str, random: Random) -> str:
    """Return the text with one thing changed."""
    return random.choice(MUTATIONS)(text, random)


def _place(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _delete(text: str, random: Random) -> str:
    place = _place(text, random)
    return text[:place] + text[place + random.choice((1, 1, 1, 2, 5, 200)) :]


def _insert(text: str, random: Random) -> str:
    place = _place(text, random)
    return text[:place] + random.choice(INSERTED) + text[place:]


def _repeat(text: str, random: Random) -> str:
    place = _place(text, random)
    length = random.choice((1, 1, 3, 30))
    return text[:place] + text[place : place + length] * random.choice((1, 2, 50)) + text[place:]


def _replace(text: str, random: Random) -> str:
    place = _place(text, random)
    return text[:place] + random.choice((*INSERTED, *text[:200])) + text[place + 1 :]


def _width(text: str, random: Random) -> str:
    places = [place for place, one in enumerate(text) if one in WIDTHS]
    for place in random.sample(places, min(len(places), random.choice((1, 1, 3)))):
        text = text[:place] + WIDTHS[text[place]] + text[place + 1 :]
    return text


def _lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[one : one + random.choice((1, 1, 2, 10))]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case 3:
            lines[one : one + 2] = [" ".join(lines[one : one + 2])]
        case _:
            lines.insert(other, lines.pop(one))
    return "\n".join(lines)


def _indent(text: str, random: Random) -> str:
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 3))):
        place = random.randrange(len(lines))
        bare = lines[place].lstrip(" ")
        depth = len(lines[place]) - len(bare)
        margin = random.choice((" " * (depth + 1), " " * (depth + 2), " " * max(0, depth - 2), "", "\t", "\u3000" * 2))
        lines[place] = margin + bare
    return "\n".join(lines)


def _words(text: str, random: Random) -> str:
    """Put words of the policies where other words stand: keys, names, values."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        found = list(re.finditer(r"[^\s{}\[\],:\"#]+", text))
        if not found:
            return text
        one = random.choice(found)
        text = text[: one.start()] + random.choice(words()) + text[one.end() :]
    return text


def _letters(text: str, random: Random) -> str:
    """Misspell a word: a letter lost, doubled or exchanged."""
    found = [one for one in re.finditer(r"[^\s{}\[\],:\"#]{2,}", text)]
    if not found:
        return text
    one = random.choice(found)
    letters = list(one.group())
    place = random.randrange(len(letters))
    letters[place : place + 1] = random.choice(([], [letters[place]] * 2, ["某"]))
    return text[: one.start()] + "".join(letters) + text[one.end() :]


def _values(text: str, random: Random) -> str:
    """Exchange what stands after two colons, or two bracketed parts."""
    found = list(re.finditer(random.choice((r"(?<=: )[^\n{}\[\]]+", r"\{[^{}\n]*\}", r"\[[^\[\]\n]*\]")), text))
    if len(found) < 2:
        return text
    one, other = sorted(random.sample(found, 2), key=lambda match: match.start())
    between = text[one.end() : other.start()]
    return text[: one.start()] + other.group() + between + one.group() + text[other.end() :]


def _numbers(text: str, random: Random) -> str:
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    one = random.choice(found)
    number = random.choice(("0", "00", "1", "13", "32", "99", "2026", "-5", "1" * 20, "3.5", "五", "５"))
    return text[: one.start()] + number + text[one.end() :]


def _nest(text: str, random: Random) -> str:
    found = list(re.finditer(r"(?<=: )[^\n]+", text))
    if not found:
        return text
    one = random.choice(found)
    depth = random.choice((1, 2, 10, 39, 41, 100, 5000))
    opening, closing = random.choice((("[", "]"), ("{非: ", "}"), ("{全部: [", "]}"), ("{", "}"), ("[", "")))
    return text[: one.start()] + opening * depth + one.group() + closing * depth + text[one.end() :]


def _cut(text: str, random: Random) -> str:
    one, other = sorted((_place(text, random), _place(text, random)))
    match random.randrange(3):
        case 0:
            return text[:one]
        case 1:
            return text[one:]
        case _:
            return text[:other] + text[one:]


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (
    *(_delete, _insert, _insert, _repeat, _replace, _width, _lines, _indent, _words, _words, _words),
    *(_letters, _letters, _values, _numbers, _nest, _cut),
)


def noisy(raw: bytes, random: Random) -> bytes:
    """Return the bytes with some changed to anything."""
    changed = bytearray(raw)
    for _ in range(random.choice((1, 1, 2, 8))):
        place = random.randrange(len(changed) + 1)
        match random.randrange(3):
            case 0:
                changed[place:place] = random.randbytes(random.choice((1, 2, 4)))
            case 1:
                changed[place : place + 1] = random.randbytes(1)
            case _:
                del changed[place : place + 1]
    return bytes(changed)


def any_mutation(raw: bytes, random: Random) -> bytes:
    if random.random() < 0.05:
        return noisy(raw, random)
    text = raw.decode()
    for _ in range(random.choice((1, 1, 1, 1, 2, 3))):
        text = mutated(text, random)
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Shipped:
    """The shipped files, read; a mutated one is read again, with what depends on it."""

    trees: dict[str, Node]
    kinds: dict[str, str | None]
    regulation: Regulation
    vocabulary: Vocabulary
    calendar: Calendar
    policies: dict[str, Policy]

    def of_kind(self, kind: str, trees: dict[str, Node]) -> dict[str, Node]:
        return {name: tree for name, tree in trees.items() if self.kinds[name] == kind}


@cache
def shipped_and_read() -> Shipped:
    problems = Problems()
    trees = {name: read_bytes(raw, name, problems) for name, raw in shipped().items()}
    kinds = {name: _kind(tree, problems) for name, tree in trees.items()}
    regulation = read_regulation(trees["regulation.yaml"], Reader(problems))
    vocabulary = read_vocabulary([trees["vocabulary.yaml"]], Reader(problems))
    calendar = read_calendar([tree for name, tree in trees.items() if kinds[name] == "日历"], Reader(problems))
    reader = Reader(problems, regulation)
    policies = {name: read_policy(trees[name], dict(vocabulary.bodies), reader) for name in POLICIES}
    assert not problems
    return Shipped(trees, kinds, regulation, vocabulary, calendar, policies)


def read_with(name: str, raw: bytes) -> Problems:
    """Read the shipped policies with one file changed, compile them if nothing is wrong, and return what is."""
    known = shipped_and_read()
    problems = Problems()
    tree = read_bytes(raw, name, problems)
    kind = _kind(tree, problems) if tree is not None else None
    if kind != known.kinds[name] and name not in POLICIES:
        return problems  # what then lacks is all the rest
    trees = {other: known.trees[other] for other in known.trees if other != name}
    if tree is not None and kind == known.kinds[name]:
        trees[name] = tree
    regulation, vocabulary, calendar, policies = known.regulation, known.vocabulary, known.calendar, known.policies
    if kind == "法规":
        regulation = read_regulation(tree, Reader(problems))
    if kind == "词汇":
        vocabulary = read_vocabulary([tree], Reader(problems))
    if kind == "日历":
        calendar = read_calendar(list(known.of_kind("日历", trees).values()), Reader(problems))
    if kind != "日历":
        bodies, reader = dict(vocabulary.bodies), Reader(problems, regulation)
        again = {name} if name in POLICIES else set(POLICIES)
        texts = {other: tree for other, tree in sorted(known.of_kind("政策", trees).items())}
        policies = {
            other: read_policy(tree, bodies, reader) if other in again else known.policies[other]
            for other, tree in texts.items()
        }
    plan = build_plan([one for one in policies.values() if one is not None], vocabulary, calendar, problems)
    if plan is not None:
        CompiledPlan(plan)
    return problems


def check_problems(problems: Iterator[zzrules.Problem], name: str, raw: bytes) -> None:
    """Hold that each problem has a code, is in Chinese, and stands inside a file."""
    for problem in problems:
        assert re.fullmatch("ZZ[1-6][0-9][0-9]", problem.code)
        assert CHINESE.search(problem.message)
        assert "\n" not in str(problem)
        content = raw if problem.place.source == name else shipped()[problem.place.source]
        lines = LINE_ENDS.split(content.decode("utf-8-sig", "replace"))
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


@pytest.mark.parametrize("name", [*POLICIES, *OTHERS])
def test_mutated_files(name):
    """Mutations are refused cleanly: of a file, with problems that have a code, are in Chinese, and stand in the file."""
    random = Random(f"{SEED} {name}")
    refused = 0
    for _ in range((200 if name in POLICIES else 60) * MORE):
        raw = any_mutation(shipped()[name], random)
        try:
            problems = read_with(name, raw).in_order()
            check_problems(problems, name, raw)
        except Exception as error:
            error.add_note(f"the mutated {name}:\n{raw.decode(errors='replace')}")
            raise
        refused += bool(problems)
    assert refused > 30 * MORE  # mutations do harm


def test_mutated_folders(tmp_path):
    """Mutations are refused cleanly: by `load` from a folder, with the very problems that are found above."""
    random = Random(SEED)
    for number in range(60 * MORE):
        name = random.choice(POLICIES)
        raw = any_mutation(shipped()[name], random)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(raw)
        found = read_with(name, raw).in_order()
        assert zzrules.check(over=folder) == found or not found
        try:
            book = zzrules.load(over=folder)
        except zzrules.PolicyError as error:
            assert error.problems
            assert set(found) <= set(error.problems)
        else:
            assert not found
            assert book.evaluate({}, on="2026-05-06").decided in (True, False)


# ── records ─────────────────────────────────────────────────────────────

SECRET = "身份证号350600199001011234"


class Colour(str, Enum):
    """An option as an enumeration gives it."""

    RED = "政务服务机构"


class Arrays:
    """Like an array: comparing it gives no truth."""

    shape = (2,)

    def __eq__(self, other: object) -> Any:
        return self

    def __hash__(self) -> int:
        return 7

    def __bool__(self) -> bool:
        raise ValueError("the truth value of an array with more than one element is ambiguous")

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[int]:
        return iter((1, 2))


class Hostile:
    """Fails whatever is asked of it."""

    def __str__(self) -> str:
        raise RuntimeError(SECRET)

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError(SECRET)

    def __hash__(self) -> int:
        return 11

    def __bool__(self) -> bool:
        raise RuntimeError(SECRET)


def _circle() -> list[Any]:
    circle: list[Any] = []
    circle.append(circle)
    return circle


def _deep(depth: int) -> Any:
    value: Any = SECRET
    for _ in range(depth):
        value = [value]
    return value


JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**18, -(10**400), 10**5000, 1.0, 0.5, math.nan, math.inf, -0.0, 1j, Decimal(1)),
    *("", " ", "无", "有", "查不清", "是", "否", "2026-02-30", "2026-2-3", "0001-01-01", "9999-12-31", "２０２６-０１-０１"),
    *("5工作日", "５工作日", "99999年", "-1日", "5 工作日", "1e5", "nan", "null", SECRET, SECRET * 10_000, "\ud800", "\x00", "𠮷"),
    *(b"2026-01-01", bytearray(b"x"), memoryview(b"x"), datetime.date(2026, 1, 1), datetime.date.min, datetime.date.max),
    *(datetime.datetime(2026, 1, 1, 12), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.time(1)),
    *(datetime.timedelta(1), [], (), {}, set(), frozenset(), [None], [[]], [{}], [1], [SECRET], {"x": SECRET}, {1: 2}),
    *([{}] * 2000, [{}] * 3, _deep(3), _deep(5000), _circle(), {"结论": _circle()}, range(3), (one for one in ())),
    *(Arrays(), Hostile(), [Arrays()], [Hostile()], {Hostile(): 1}, {10**5000: 1}, {(): 1}, Colour.RED, [Colour.RED]),
    *(object(), object, int, len, ..., NotImplemented, SimpleNamespace(), MappingProxyType({"结论": True}), Random(1)),
    *({"结论": SECRET}, {"结论": "是", "机构": SECRET, "日期": SECRET, "依据": [SECRET]}, {"日期": "2027-01-01"}),
    *([{"起": "2026-02-01", "止": "2026-01-01"}], [{"起": "2026-01-01", "止": "2026-01-09"}] * 2, [{"起": SECRET, SECRET: 1}]),
)
KEYS: tuple[Any, ...] = (
    *("", " ", "主 体", "主休", "Subject", "无", "x" * 100_000, "\ud800", "\x00", None, 0, 1.5, True, (), 10**5000),
    *(b"subject", datetime.date(2026, 1, 1), Arrays(), Hostile(), object(), int, Colour.RED, frozenset()),
)
BASE: dict[str, Any] = {
    "主体": "派驻窗口工作人员", "行为发生日期": "2026-03-01", "到窗口工作日期": "2024-06-01", "报请日期": "2026-03-10",
    "审核同意": {"结论": "是", "机构": "政务服务中心管理机构", "层级": "市级", "日期": "2026-03-12", "依据": "文号"},
    "所属层级": "市级", "离开所属政务服务机构": "是", "离开原因": "辞职", "事项类别": "行政许可", "承诺时限": "5工作日",
    "受理日期": "2026-02-10", "特别程序期间": [{"事由": "听证", "起": "2026-02-11", "止": "2026-02-12", "书面告知": True}],
    "补正告知": [{"告知日期": "2026-02-03", "新增内容首次即可发现": False}], "后果形态": ["过失"], "案号": "一号",
}  # fmt: skip


def plausible(fact: Fact, random: Random) -> Any:
    """Return what might stand there, by the type, and often does not fit."""
    fitting: dict[Kind, tuple[Any, ...]] = {
        Kind.FLAG: ("是", "否", True, False),
        Kind.DATE: ("2026-04-30", "2027-01-01", "2025-12-31", datetime.date(2026, 4, 1)),
        Kind.DURATION: ("5工作日", "0日", "12 个月", "2年"),
        Kind.LIST: ([], [{}]),
    }
    common = ("无", "查不清", None)
    return random.choice((*fitting.get(fact.kind, tuple(fact.options) or ("一号",)), random.choice(common)))


def mutated_record(random: Random, vocabulary: Any) -> Any:
    """Return a record with some facts changed to anything; seldom, something that is no record."""
    if random.random() < 0.03:
        return random.choice(JUNK)
    record = dict(BASE)
    for _ in range(random.choice((1, 1, 2, 5))):
        fact = random.choice(vocabulary.facts)
        match random.randrange(8):
            case 0:
                record[random.choice(KEYS)] = random.choice(JUNK)
            case 1:
                if fact.fields:
                    row = {random.choice(fact.fields).label: random.choice(JUNK) for _ in range(2)}
                    record[fact.label] = [row] * random.choice((1, 2))
                else:
                    record[fact.label] = [random.choice(JUNK), random.choice(JUNK)]
            case 2:
                keys = (*"结论 机构 层级 日期 依据 conclusion by".split(), *KEYS[:3])
                record[fact.label] = {random.choice(keys): random.choice(JUNK) for _ in range(4)}
            case 3 | 4 | 5:
                record[random.choice((fact.name, fact.label))] = plausible(fact, random)
            case _:
                record[random.choice((fact.name, fact.label))] = random.choice(JUNK)
    return MappingProxyType(record) if random.random() < 0.05 else record


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def test_mutated_records(book):
    """Mutations are refused cleanly: of a record, by fact and in Chinese, without a word of what the record says."""
    random = Random(SEED)
    refused = 0
    for number in range(3000 * MORE):
        record = mutated_record(random, book.vocabulary)
        try:
            determination = book.evaluate(record, on="2026-05-06")
        except zzrules.RecordError as error:
            refused += 1
            for problem in error.problems:
                assert re.fullmatch("ZZ4[0-9][0-9]", problem.code)
                assert CHINESE.search(problem.message)
            assert SECRET not in str(error)
            assert len(str(error)) < 20_000
            str(error).encode()
        else:
            assert determination.row()["rulebook"] == book.digest
            if number % 50 == 0:  # whatever is asked of the answer, too
                determination.explain("markdown").encode()
                determination.to_json().encode()
                determination.readings()
    assert 0.5 < refused / (3000 * MORE) < 0.95


def test_mutated_questions(book):
    """Mutations are refused cleanly: of the day and of what is asked about."""
    random = Random(SEED)
    days = (*JUNK, *KEYS, "2026-05-06", datetime.date(2026, 5, 6))
    asked = (*KEYS, *JUNK, "第八条", "8", "第二十一条第（五）项", "rotation", "第九十条", "第八条第九款", "《别的》第一条")
    for _ in range(1500 * MORE):
        on = random.choice(days) if random.random() < 0.5 else "2026-05-06"
        about = random.choice((None, [random.choice(asked)], random.choice(asked), list(random.choices(asked, k=3))))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                determination = book.evaluate({}, on=on, about=about)
        except zzrules.UsageError as error:
            assert all(CHINESE.search(problem.message) for problem in error.problems)
        else:
            assert determination.decided in (True, False)

"""Random mutations: of the text and the bytes of policy files, and of records."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType, SimpleNamespace
from typing import Any

from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

SHIPPED = Path(__file__).parents[2] / "policies"
POLICIES = sorted(path.name for path in SHIPPED.glob("article-*.yaml"))


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
WIDTHS |= {wide: narrow for narrow, wide in WIDTHS.items()}
WIDTHS |= {",": "、", "、": ",", " ": "\u3000", "0": "０", "1": "１"}
INSERTED = (
    *("&锚 ", "*锚", "!!str ", "!标记 ", "<<: *锚", "---\n", "...\n", "%YAML 1.1\n", "? ", "- ", ": ", "| ", "> "),
    *(
        "#",
        " #",
        "\t",
        "\u3000",
        "\ufeff",
        "\x00",
        "\x07",
        "\x85",
        "\u2028",
        "\r",
        "\r\n",
        "\n",
        "\n\n",
        "\ud7ff",
        "𠮷",
    ),
    *("{", "}", "[", "]", ",", "，", "、", "'", '"', "\\", '"\\u0000"', "@", "`", "%", "=", "~", "null", "no", "012"),
    *("12:30", "1e999", ".nan", ".inf", "-1", "0x1F", "９", "9" * 30, "99999工作日", "2026-1-1", "2026-02-30"),
    *("0000-00-00", "9999-12-31", "有", "无", "查不清", "是", "否", "全部", "任一", "非", "有一次", "第1次", "第99次"),
    *("序号", "评价日", "行为日期", "的日期", "é"),
)


def seeded(seed: object) -> Random:
    """Return the same numbers for the same seed."""
    return Random(str(seed))  # noqa: S311 - repeatable, not secret


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
    found = list(re.finditer(r"[^\s{}\[\],:\"#]{2,}", text))
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


# ── records ─────────────────────────────────────────────────────────────

MARKER = "身份证号350600199001011234"  # what a record says, and no message may


class Colour(StrEnum):
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
        raise RuntimeError(MARKER)

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError(MARKER)

    def __hash__(self) -> int:
        return 11

    def __bool__(self) -> bool:
        raise RuntimeError(MARKER)


def _circle() -> list[Any]:
    circle: list[Any] = []
    circle.append(circle)
    return circle


def _deep(depth: int) -> Any:
    value: Any = MARKER
    for _ in range(depth):
        value = [value]
    return value


JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**18, -(10**400), 10**5000, 1.0, 0.5, math.nan, math.inf, -0.0, 1j, Decimal(1)),
    *("", " ", "无", "有", "查不清", "是", "否", "2026-02-30", "2026-2-3", "0001-01-01", "9999-12-31"),
    *(
        "２０２６-０１-０１",
        "5工作日",
        "５工作日",
        "99999年",
        "-1日",
        "5 工作日",
        "1e5",
        "nan",
        "null",
        "\ud800",
        "\x00",
        "𠮷",
    ),
    *(MARKER, MARKER * 10_000, b"2026-01-01", bytearray(b"x"), memoryview(b"x")),
    *(dt.date(2026, 1, 1), dt.date.min, dt.date.max, dt.time(1), dt.timedelta(1)),
    *(dt.datetime(2026, 1, 1, 12), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),  # noqa: DTZ001 - both are refused
    *([], (), {}, set(), frozenset(), [None], [[]], [{}], [1], [MARKER], {"x": MARKER}, {1: 2}),
    *([{}] * 2000, [{}] * 3, _deep(3), _deep(5000), _circle(), {"结论": _circle()}, range(3), iter(())),
    *(Arrays(), Hostile(), [Arrays()], [Hostile()], {Hostile(): 1}, {10**5000: 1}, {(): 1}, Colour.RED, [Colour.RED]),
    *(object(), object, int, len, ..., NotImplemented, SimpleNamespace(), MappingProxyType({"结论": True}), seeded(1)),
    *({"结论": MARKER}, {"结论": "是", "机构": MARKER, "日期": MARKER, "依据": [MARKER]}, {"日期": "2027-01-01"}),
    *([{"起": "2026-02-01", "止": "2026-01-01"}], [{"起": "2026-01-01", "止": "2026-01-09"}] * 2),
    [{"起": MARKER, MARKER: 1}],
)
KEYS: tuple[Any, ...] = (
    *("", " ", "主 体", "主休", "Subject", "无", "x" * 100_000, "\ud800", "\x00", None, 0, 1.5, True, (), 10**5000),
    *(b"subject", dt.date(2026, 1, 1), Arrays(), Hostile(), object(), int, Colour.RED, frozenset()),
)
BASE: dict[str, Any] = {
    "主体": "派驻窗口工作人员", "行为发生日期": "2026-03-01", "到窗口工作日期": "2024-06-01", "报请日期": "2026-03-10",
    "审核同意": {"结论": "是", "机构": "政务服务中心管理机构", "层级": "市级", "日期": "2026-03-12", "依据": "文号"},
    "所属层级": "市级", "离开所属政务服务机构": "是", "离开原因": "辞职", "事项类别": "行政许可", "承诺时限": "5工作日",
    "特别程序期间": [{"事由": "听证", "起": "2026-02-11", "止": "2026-02-12", "书面告知": True}],
    "补正告知": [{"告知日期": "2026-02-03", "新增内容首次即可发现": False}],
    "受理日期": "2026-02-10", "后果形态": ["过失"], "案号": "一号",
}  # fmt: skip


def plausible(fact: Fact, random: Random) -> Any:
    """Return what might stand there, by the type, and often does not fit."""
    fitting: dict[Kind, tuple[Any, ...]] = {
        Kind.FLAG: ("是", "否", True, False),
        Kind.DATE: ("2026-04-30", "2027-01-01", "2025-12-31", dt.date(2026, 4, 1)),
        Kind.DURATION: ("5工作日", "0日", "12 个月", "2年"),
        Kind.LIST: ([], [{}]),
    }
    common = ("无", "查不清", None)
    return random.choice((*fitting.get(fact.kind, tuple(fact.options) or ("一号",)), random.choice(common)))


def mutated_record(random: Random, vocabulary: Vocabulary) -> Any:
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
                keys = (*["结论", "机构", "层级", "日期", "依据", "conclusion", "by"], *KEYS[:3])
                record[fact.label] = {random.choice(keys): random.choice(JUNK) for _ in range(4)}
            case 3 | 4 | 5:
                record[random.choice((fact.name, fact.label))] = plausible(fact, random)
            case _:
                record[random.choice((fact.name, fact.label))] = random.choice(JUNK)
    return MappingProxyType(record) if random.random() < 0.05 else record


# ── entries of logs ─────────────────────────────────────────────────────

DAYS = ("2026-02-30", "2026-2-3", "", "昨天", "2026-02-14T08:00", 20260214, "２０２６-０２-１４")
OWN = ("编号", "日期", "事件", "更正", "撤回", "对")
NUMBERS: tuple[Any, ...] = (1.5, True, [], {}, "", "  ", 10**5000, "9" * 5000, Hostile(), Arrays(), b"1")


def misspelt(word: str, random: Random) -> str:
    """Return the word with a letter lost, doubled or exchanged; never itself."""
    place = random.randrange(len(word))
    return word[:place] + random.choice(("", word[place] * 2, "某")) + word[place + 1 :]


def unreadable_entry(entry: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return an entry that says something which cannot be read; its number and what it corrects stay."""
    made = dict(entry)
    brought = [key for key in made if type(key) is str and key and key not in OWN]
    match random.randrange(7):
        case 0:
            made["日期"] = random.choice((*DAYS, *JUNK))
        case 1:
            made.pop("日期", None)
        case 2:
            kind = made.get("事件")
            made["事件"] = random.choice((misspelt(kind if type(kind) is str and kind else "改正", random), *JUNK))
        case 3 if brought:
            made[random.choice(brought)] = random.choice(JUNK)
        case 4 | 3 if brought:
            key = random.choice(brought)
            made[misspelt(key, random)] = made.pop(key)
        case 5:
            made[random.choice(KEYS)] = random.choice(JUNK)
        case _:
            made[random.choice(("无此事实", "期间表", "主体", "xyz"))] = random.choice((*JUNK, "是"))
    return made


def mutated_entry(entry: dict[str, Any], random: Random) -> Any:
    """Return an entry with anything changed to anything; seldom, something that is no entry."""
    if random.random() < 0.1:
        return random.choice(JUNK)
    made = dict(entry)
    for _ in range(random.choice((1, 1, 2, 4))):
        match random.randrange(4):
            case 0:
                made[random.choice(("编号", "更正", "撤回", "对", "id", "corrects"))] = random.choice(
                    (*NUMBERS, *range(5))
                )
            case 1:
                made[random.choice((*KEYS, *made))] = random.choice(JUNK)
            case 2 if made:
                made.pop(random.choice(list(made)))
            case _:
                made = unreadable_entry(made, random)
    return MappingProxyType(made) if random.random() < 0.05 else made

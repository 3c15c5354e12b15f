"""Case records from files: YAML, JSON and JSON Lines, each record with its places or with what is wrong with it.

Nothing is guessed: the vocabulary reads the values. A mistake never stops the other records, and no message quotes
what a record says.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, assert_never

from zzrules.base.errors import NOWHERE, Place, Problem, RecordError
from zzrules.base.frozen import replaced
from zzrules.batch import jsontext
from zzrules.batch.jsontext import Fault, FaultyError
from zzrules.policy import yamltree
from zzrules.policy.forms import INTEGER

FileForm = Literal["yaml", "json", "jsonl"]
Form = Literal["parquet", "arrow", "csv", "xlsx", "jsonl", "json", "yaml"]
STDIN: Final = "-"
STDIN_NAME: Final = "标准输入"
MAX_JSON: Final = 64 * 2**20
MAX_LINE: Final = 8 * 2**20

_FORMS: Final[Mapping[str, FileForm]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
EXTENSIONS: Final[Mapping[str, Form]] = {
    **_FORMS,
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".arrow", ".ipc", ".feather", ".arrows"), "arrow"),
    ".csv": "csv",
    ".xlsx": "xlsx",
}
_USE_LINES = "改用 JSON Lines：一行一份案卷，扩展名 .jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """A case record of a file, or what is wrong with it.

    ``source`` is the file as it was named; ``number`` counts its records from 1, and is 0 for what concerns the whole
    file. ``record`` is None if there are ``problems``. ``places`` says where each of the record's keys stands,
    ``place`` where the record begins; ``alone`` is true of a file that holds one record and no list.
    """

    source: str
    number: int
    record: Mapping[str, Any] | None = field(default=None, repr=False)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False, compare=False)
    problems: tuple[Problem, ...] = ()
    place: Place = NOWHERE
    alone: bool = False

    @property
    def name(self) -> str:
        """What a report calls the case: its file, with its number if there are others."""
        return self.source if self.alone or not self.number else f"{self.source} 第{self.number}份"

    def facts(self) -> Mapping[str, Any]:
        """Return the record. Raises `RecordError` with every problem if it could not be read."""
        if self.record is None:
            raise RecordError(self.problems)
        return self.record


def read_cases(
    sources: Iterable[str | Path], form: FileForm | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Case]:
    r"""Yield the case records of files, in order; ``-`` is the standard input.

    The form follows from the extension (.yaml, .yml, .json, .jsonl, .ndjson), else from how the text begins. YAML holds
    one record or a list of them, at most 4 MB; JSON an object or an array of objects, at most 64 MiB; JSON Lines one
    object a line, of at most 8 MiB each, and is streamed in flat memory. A file that cannot be read, and a record that
    is malformed, is a `Case` with problems; nothing is raised for them.

    >>> import io
    >>> lines = io.BytesIO('{"subject": "agency"}\n{"subject": [}\n'.encode())
    >>> for case in read_cases(["-"], stdin=lines):
    ...     print(case.name, case.record, *(f"{one.place} {one.message}" for one in case.problems))
    标准输入 第1份 {'subject': 'agency'}
    标准输入 第2份 None 标准输入:2:14 这里应当是一个值
    """
    for source in sources:
        if str(source) == STDIN:
            stream = stdin or (sys.stdin.buffer if sys.stdin else io.BytesIO())  # None: it was closed
            yield from _safely(_of_stream(stream, STDIN_NAME, form), STDIN_NAME)
        else:
            path = Path(source)
            name = str(source).encode("utf-8", "backslashreplace").decode()
            yield from _safely(_of_file(path, name, form or _FORMS.get(path.suffix.lower())), name)


def _safely(cases: Iterator[Case], name: str) -> Iterator[Case]:
    """Yield the cases; a failure to read is one more case, with its problem."""
    try:
        yield from cases
    except FileNotFoundError:
        yield _bad(name, "ZZ110", "没有这个文件", "检查路径；路径里有空格的，加引号")
    except IsADirectoryError:
        yield _bad(name, "ZZ110", "这是文件夹，不是案卷文件", f"写出文件名，如 {Path(name) / '案卷.yaml'}")
    except PermissionError:
        yield _bad(name, "ZZ110", "没有读取这个文件的权限", "检查文件的权限")
    except (OSError, ValueError):  # ValueError: a path with a null character
        yield _bad(name, "ZZ110", "读不了这个文件", "检查路径和磁盘")


def _bad(name: str, code: str, message: str, hint: str, place: Place | None = None) -> Case:
    return Case(name, 0, problems=(Problem(code, message, place or Place(name), hint),))


def _of_file(path: Path, name: str, form: FileForm | None) -> Iterator[Case]:
    with path.open("rb") as stream:
        yield from _of_stream(stream, name, form)


def _of_stream(stream: BinaryIO, name: str, form: FileForm | None) -> Iterator[Case]:
    """Yield the cases of a stream; its first line says what it holds, if nothing else does."""
    blank = 0
    line = stream.readline(MAX_LINE + 1).removeprefix(codecs.BOM_UTF8)
    while line and not line.strip():
        blank += line.endswith(b"\n")
        line = stream.readline(MAX_LINE + 1)
    if not line:
        yield _bad(name, "ZZ112", "文件是空的", "写上案卷，或者不列这个文件")
    elif line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield _bad(name, "ZZ101", "文件不是 UTF-8 编码（是 UTF-16）", "用 UTF-8 编码另存", Place(name, 1, 1))
    elif (form or _sniffed(line)) == "jsonl":
        yield from _of_lines(_lines(stream, line), name, blank + 1)
    else:
        is_json = (form or _sniffed(line)) == "json"
        largest = MAX_JSON if is_json else yamltree.MAX_BYTES
        raw = b"\n" * blank + line + stream.read(largest + 1 - len(line))
        if len(raw) > largest:
            yield _bad(name, "ZZ111", f"文件超过 {largest / 2**20:.0f} MB", _USE_LINES)
        else:
            yield from _of_json(raw, name) if is_json else _of_yaml(raw, name)


def _sniffed(line: bytes) -> FileForm:
    """Return what a text holds, by its first line that is not blank."""
    text = line.decode("utf-8", "replace").strip()
    rest = text[1:].lstrip()
    if text.startswith("{"):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return "json" if rest[:1] in ("", '"', "}") else "yaml"
        return "jsonl"
    if text.startswith("["):
        inner = rest[1:].lstrip() if rest.startswith("{") else rest
        return "json" if inner[:1] in ("", '"', "[", "]", "}") else "yaml"
    return "yaml"


# ── JSON ────────────────────────────────────────────────────────────────


class _Offsets:
    """Turns offsets of a text into places; fast when they come in order."""

    __slots__ = ("_column", "_line", "_offset", "_source", "_text")

    def __init__(self, text: str, source: str, line: int = 1, offset: int = 0, column: int = 1) -> None:
        self._text, self._source = text, source
        self._line, self._offset, self._column = line, offset, column

    def place(self, offset: int) -> Place:
        """Return the place of an offset that is not before the last one asked for."""
        breaks = self._text.count("\n", self._offset, offset)
        if breaks:
            self._column = offset - self._text.rfind("\n", self._offset, offset)
        else:
            self._column += offset - self._offset
        self._line, self._offset = self._line + breaks, offset
        return Place(self._source, self._line, self._column)


class _KeyPlaces(Mapping[str, Place]):
    """Where the keys of a JSON object stand, worked out when a mistake is reported."""

    __slots__ = ("_found", "_offset", "_start", "_text")

    def __init__(self, text: str, offset: int, start: Place) -> None:
        self._text, self._offset, self._start = text, offset, start
        self._found: dict[str, Place] | None = None

    def _all(self) -> dict[str, Place]:
        if self._found is None:
            start = self._start
            offsets = _Offsets(self._text, start.source, start.line, self._offset, start.column)
            self._found = {key: offsets.place(at) for key, at in jsontext.key_offsets(self._text, self._offset)}
        return self._found

    def __getitem__(self, key: str) -> Place:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _case(value: object, name: str, number: int, places: Mapping[str, Place], start: Place) -> Case:
    """Return the case of a value that was read without a fault."""
    if isinstance(value, dict):
        return Case(name, number, value, places, place=start)
    return Case(name, number, problems=(_no_record(start),), place=start)


def _no_record(place: Place) -> Problem:
    return Problem("ZZ400", "案卷应当是一组「事实: 值」", place, "每份案卷写成若干「事实: 值」，事实用中文名或者代码")


def _faulty(faults: list[Fault], name: str, number: int, offsets: _Offsets) -> Case:
    problems = [Problem(one.code, one.message, offsets.place(one.offset), one.hint) for one in faults]
    return Case(name, number, problems=tuple(problems), place=problems[0].place)


def _decoded(raw: bytes, name: str, line: int) -> str | Case:
    """Return the text of UTF-8 bytes, or the case that says that they are none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        place = Place(name, line + before.count(b"\n"), column)
        return _bad(name, "ZZ101", "不是 UTF-8 编码", "用 UTF-8 编码另存", place)


def _of_json(raw: bytes, name: str) -> Iterator[Case]:
    text = _decoded(raw, name, 1)
    if isinstance(text, Case):
        yield text
        return
    offsets = _Offsets(text, name)
    start = jsontext.skip_blank(text, 0)
    if text[start] == "[":
        yield from _of_array(text, start, name, offsets)
        return
    place = offsets.place(start)
    try:
        value, end = jsontext.value_at(text, start)
    except FaultyError as error:
        yield replace(_faulty(error.faults, name, 1, offsets), alone=True)
        return
    if extra := _behind(text, end):
        yield replace(_faulty([extra], name, 1, offsets), alone=True)
    else:
        yield replace(_case(value, name, 1, _KeyPlaces(text, start, place), place), alone=True)


def _behind(text: str, end: int) -> Fault | None:
    """Return the fault that something stands behind the end, if it does."""
    offset = jsontext.skip_blank(text, end)
    if offset == len(text):
        return None
    hint = "几份案卷写成一个列表 [ , ]；一行一份的，用扩展名 .jsonl 或者 --input jsonl"
    return Fault("ZZ420", "案卷写完了，后面还有内容", hint, offset)


def _of_array(text: str, start: int, name: str, offsets: _Offsets) -> Iterator[Case]:
    """Yield the cases of an array; a record with a fault does not stop those after it, if it is seen where it ends."""
    offset = jsontext.skip_blank(text, start + 1)
    if text[offset : offset + 1] == "]":
        yield _bad(name, "ZZ112", "列表里没有案卷", "写上案卷，或者不列这个文件", offsets.place(start))
        return
    number = 0
    while True:
        number += 1
        try:
            value, end = jsontext.value_at(text, offset)
        except FaultyError as error:
            if error.end is None:
                last = replace(error.faults[-1], message=f"{error.faults[-1].message}（这以后的案卷没有读）")
                yield _faulty([*error.faults[:-1], last], name, number, offsets)
                return
            yield _faulty(error.faults, name, number, offsets)
            end = error.end
        else:
            place = offsets.place(offset)
            yield _case(value, name, number, _KeyPlaces(text, offset, place), place)
        offset = jsontext.skip_blank(text, end)
        if text[offset : offset + 1] == "]":
            break
        if text[offset : offset + 1] != ",":
            message = "两份案卷之间没有逗号，或者列表没有合上（这以后的案卷没有读）"
            yield _faulty([Fault("ZZ420", message, "各份之间用半角逗号隔开，最后写「]」", offset)], name, 0, offsets)
            return
        offset = jsontext.skip_blank(text, offset + 1)
    if extra := _behind(text, offset + 1):
        yield _faulty([extra], name, 0, offsets)


# ── JSON Lines ──────────────────────────────────────────────────────────


def _lines(stream: BinaryIO, first: bytes) -> Iterator[bytes | None]:
    """Yield the lines of a stream, None for one that is too long; no more than one line is held at a time."""
    line = first
    while line:
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (more := stream.readline(io.DEFAULT_BUFFER_SIZE)) and not more.endswith(b"\n"):
                pass
            yield None
        else:
            yield line
        line = stream.readline(MAX_LINE + 1)


def _of_lines(lines: Iterator[bytes | None], name: str, first: int) -> Iterator[Case]:
    number = 0
    for at, raw in enumerate(lines, first):
        if raw is not None and not raw.strip():
            continue
        number += 1
        place = Place(name, at, 1)
        if raw is None:
            message = f"这一行超过 {MAX_LINE // 2**20} MB"
            problem = Problem("ZZ423", message, place, "一行一份案卷；检查是否漏了换行，或者混入了别的内容")
            yield Case(name, number, problems=(problem,), place=place)
            continue
        text = _decoded(raw, name, at)
        yield replace(text, number=number, place=place) if isinstance(text, Case) else _of_line(text, place, number)


def _of_line(text: str, line: Place, number: int) -> Case:
    text = text.rstrip(jsontext.BLANK)
    offsets = _Offsets(text, line.source, line.line)
    start = jsontext.skip_blank(text, 0)
    try:
        value, end = jsontext.value_at(text, start)
    except FaultyError as error:
        return _faulty(error.faults, line.source, number, offsets)
    if (rest := jsontext.skip_blank(text, end)) != len(text):
        fault = Fault("ZZ420", "案卷写完了，这一行后面还有内容", "一行只写一份案卷，行末不加逗号", rest)
        return _faulty([fault], line.source, number, offsets)
    place = offsets.place(start)
    return _case(value, line.source, number, _KeyPlaces(text, start, place), place)


# ── YAML ────────────────────────────────────────────────────────────────


def _of_yaml(raw: bytes, name: str) -> Iterator[Case]:
    noted = yamltree.Problems()
    node = yamltree.read_bytes(raw, name, noted)
    problems = tuple(dict.fromkeys(discreet(problem) for problem in noted.in_order()))
    if node is None:
        yield Case(name, 0, problems=problems)
    elif not isinstance(node, yamltree.Sequence):
        yield replace(_of_node(node, name, 1, problems), alone=True)
    elif not node.items:
        yield _bad(name, "ZZ112", "列表里没有案卷", "写上案卷，或者不列这个文件", node.place)
    else:
        own: list[list[Problem]] = [[] for _ in node.items]
        starts = [item.place for item in node.items]
        for problem in problems:
            own[owner(problem.place, starts)].append(problem)
        for number, (item, found) in enumerate(zip(node.items, own, strict=True), 1):
            yield _of_node(item, name, number, tuple(found))


def owner(place: Place, starts: list[Place]) -> int:
    """Return the index of the record that a place lies in: the last that begins before it, or later in its line."""
    index = bisect_right(starts, place) - 1
    following = starts[index + 1].line if index + 1 < len(starts) else 0
    return index + 1 if following == place.line and (index < 0 or starts[index].line != following) else max(index, 0)


def _of_node(node: yamltree.Node, name: str, number: int, problems: tuple[Problem, ...]) -> Case:
    if not problems and not isinstance(node, yamltree.Mapping):
        full_width = isinstance(node, yamltree.Scalar) and "：" in node.text
        problems = (discreet(Problem("ZZ117", "", node.place)) if full_width else _no_record(node.place),)
    if problems or not isinstance(node, yamltree.Mapping):
        return Case(name, number, problems=problems, place=node.place)
    record = {key.text: plain_data(value) for key, value in node.entries}
    places = {key.text: key.place for key, _ in node.entries}
    return Case(name, number, record, places, place=node.place)


def plain_data(node: yamltree.Node) -> Any:
    """Return a node as plain data: canonical whole numbers, true and false; all else stays text."""
    match node:
        case yamltree.Scalar(text, plain):
            if plain and INTEGER.fullmatch(text):
                return int(text)
            return text == "true" if plain and text in ("true", "false") else text
        case yamltree.Sequence(items):
            return [plain_data(item) for item in items]
        case yamltree.Mapping(entries):
            return {key.text: plain_data(value) for key, value in entries}
        case _:
            assert_never(node)


def discreet(problem: Problem) -> Problem:
    """Return a problem of YAML's form without what the record says, with the advice that fits a record."""
    if problem.code in _DISCREET:
        message, hint = _DISCREET[problem.code]
        return replaced(problem, message=message or problem.message, hint=hint or problem.hint)
    if problem.code in _QUOTES_NOTHING:
        return problem
    return replaced(problem, message=re.sub("「[^」]*」?", "", problem.message), hint="检查这一处的写法")


_QUOTES_NOTHING = frozenset(f"ZZ1{code:02}" for code in (0, 1, 2, 6, 10, 12, 16, 19, 20, 21, 22))
_DISCREET = {
    "ZZ103": ("不能用锚点（&）和引用（*）", "把内容照写一遍；确是文字的，加双引号"),
    "ZZ104": ("不能用类型标记（!）", "删去类型标记；确是文字的，加双引号"),
    "ZZ105": ("", "几份案卷写成一个列表，每份前面加「- 」"),
    "ZZ109": ("", "有「>」「|」的文字加双引号，写在一行里"),
    "ZZ107": ("有全角空格", "用半角空格；确要全角空格的，加双引号"),
    "ZZ108": ("方括号里用全角标点隔开，会被当成一项", "用半角逗号「, 」隔开；确是一句话的，加双引号"),
    "ZZ111": ("", _USE_LINES),
    "ZZ113": ("", "案卷只有「事实: 值」、列表、列表中的字段这几层"),
    "ZZ114": (
        "一个值把下面的行也当成了自己的内容",
        "检查下面一行的缩进和冒号后的空格；确是一段文字的，写在一行里并加引号",
    ),
    "ZZ115": ("这里缺内容", "补上内容；不知道的，删去这一行；文字里有逗号、问号的，加引号"),
    "ZZ117": ("冒号是全角的", "半角冒号「: 」，后面加一个空格"),
    "ZZ118": ("冒号后面没有空格", "半角冒号「: 」，后面加一个空格"),
}

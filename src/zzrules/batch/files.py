"""Case records from files: YAML, JSON and JSON Lines, each record with its places or with what is wrong with it.

Nothing is guessed: the vocabulary reads the values. A mistake never stops the other records, and no message quotes
what a record says.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, assert_never

from zzrules.base.ceiling import told
from zzrules.base.diagnostics import Diagnostic
from zzrules.base.diagnostics.cases import (
    JSON_MORE_IN_FILE,
    JSON_MORE_IN_LINE,
    JSON_RECORDS_UNSEPARATED,
    LINE_TOO_LONG,
    NOT_A_RECORD_IN_FILE,
)
from zzrules.base.diagnostics.text import (
    EMPTY_FILE,
    EMPTY_LIST,
    FILE_TOO_LARGE,
    FOLDER_FOR_FILE,
    NO_FILE,
    NO_PERMISSION,
    NOT_A_FILE,
    NOT_UTF_8,
    UNREADABLE_FILE,
    UTF_16,
    WIDE_COLON_IN_LINE,
)
from zzrules.base.errors import NOWHERE, Place, Problem, RecordError
from zzrules.base.frozen import replaced
from zzrules.base.listing import is_regular, shown_path
from zzrules.batch import jsontext
from zzrules.batch.formats import Form, RecordForm, form_of
from zzrules.batch.jsontext import Fault, FaultyError
from zzrules.batch.yamlrecords import discreet_problems, owner, plain_data
from zzrules.policy import yamlreading, yamltree

STDIN: Final = "-"
STDIN_NAME: Final = "标准输入"
MAX_JSON: Final = 64 * 2**20
MAX_LINE: Final = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Case:
    """A case record of a file, or what is wrong with it.

    ``source`` is the file as it was named; ``number`` counts its records from 1, and is 0 for what concerns the whole
    file. ``record`` is None if there are ``problems``. ``places`` says where each of the record's keys stands,
    ``place`` where the record begins; ``alone`` is true for a file that holds one record and no list.
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
    sources: Iterable[str | Path], form: RecordForm | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Case]:
    r"""Yield the case records of files, in order; ``-`` is the standard input.

    The form follows from the extension, else from how the text begins. YAML holds one record or a list of them, at most
    4 MB; JSON an object or an array of objects, at most 64 MiB; JSON Lines one object a line, of at most 8 MiB each,
    and is streamed in flat memory. A file that cannot be read, and a record that is malformed, is a `Case` with
    problems; nothing is raised for them.

    >>> import io
    >>> lines = io.BytesIO('{"subject": "agency"}\n{"subject": [}\n'.encode())
    >>> for case in read_cases(["-"], stdin=lines):
    ...     print(case.name, case.record, *(f"{problem.place} {problem.message}" for problem in case.problems))
    标准输入 第1份 {'subject': 'agency'}
    标准输入 第2份 None 标准输入:2:14 这里应当是一个值
    """
    for source in sources:
        if str(source) == STDIN:
            yield from _safely(_of_stream(stdin or standard_input(), STDIN_NAME, form), STDIN_NAME)
        else:
            path, name = Path(source), shown_path(source)
            yield from _safely(_of_file(path, name, form or record_form(form_of(path))), name)


def standard_input() -> BinaryIO:
    """Return the standard input of the process; one that was closed is empty."""
    return sys.stdin.buffer if sys.stdin else io.BytesIO()


def record_form(form: Form | None) -> RecordForm | None:
    """Return the form, if it holds records one after another."""
    match form:
        case "jsonl" | "json" | "yaml":
            return form
        case "parquet" | "arrow" | "csv" | "xlsx" | None:
            return None
        case _:
            assert_never(form)


def _safely(cases: Iterator[Case], name: str) -> Iterator[Case]:
    """Yield the cases; a failure to read is one more case, with its problem."""
    try:
        yield from cases
    except FileNotFoundError:
        yield _bad_file(name, NO_FILE(Place(name)))
    except IsADirectoryError:
        yield _bad_file(name, FOLDER_FOR_FILE(Place(name), example=Path(name) / "案卷.yaml"))
    except PermissionError:
        yield _bad_file(name, NO_PERMISSION(Place(name)))
    except (OSError, ValueError):  # ValueError: a path with a null character
        yield _bad_file(name, UNREADABLE_FILE(Place(name)))


def _bad_file(name: str, problem: Problem) -> Case:
    return Case(name, 0, problems=(problem,))


def _of_file(path: Path, name: str, form: RecordForm | None) -> Iterator[Case]:
    if not is_regular(path) and not _is_open(path):
        yield _bad_file(name, NOT_A_FILE(Place(name)))
        return
    with path.open("rb") as stream:
        yield from _of_stream(stream, name, form)


def _is_open(path: Path) -> bool:
    """Return whether a path is that of a pipe which the process was given open, as shells name them: /dev/fd/63."""
    return path.is_fifo() and path.absolute().parent.resolve().name == "fd"


def _of_stream(stream: BinaryIO, name: str, form: RecordForm | None) -> Iterator[Case]:
    """Yield the cases of a stream; its first line shows its form, if nothing else does."""
    blank = 0
    line = stream.readline(MAX_LINE + 1).removeprefix(codecs.BOM_UTF8)
    while line and not line.strip():
        blank += line.endswith(b"\n")
        line = stream.readline(MAX_LINE + 1)
    if not line:
        yield _bad_file(name, EMPTY_FILE(Place(name)))
        return
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield _bad_file(name, UTF_16(Place(name, 1, 1)))
        return
    known = form or _sniffed(line)
    match known:
        case "jsonl":
            yield from _of_lines(_lines(stream, line), name, blank + 1)
        case "json":
            yield from _of_whole(stream, b"\n" * blank + line, name, MAX_JSON, _of_json)
        case "yaml":
            yield from _of_whole(stream, b"\n" * blank + line, name, yamlreading.MAX_BYTES, _of_yaml)
        case _:
            assert_never(known)


def _of_whole(
    stream: BinaryIO, begun: bytes, name: str, most: int, read: Callable[[bytes, str], Iterator[Case]]
) -> Iterator[Case]:
    """Yield the cases of a text that has to be read as a whole, if it is not too large for that."""
    raw = begun + stream.read(max(0, most + 1 - len(begun)))
    if len(raw) > most:
        yield _bad_file(name, FILE_TOO_LARGE(Place(name), megabytes=f"{most / 2**20:.0f}"))
    else:
        yield from read(raw, name)


def form_of_text(raw: bytes) -> RecordForm:
    """Return the form of a text, from how it begins."""
    return _sniffed(raw.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")[0])


def _sniffed(line: bytes) -> RecordForm:
    """Return the form of a text, from its first line that is not blank."""
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

    __slots__ = ("_known", "_offset", "_start", "_text")

    def __init__(self, text: str, offset: int, start: Place) -> None:
        self._text, self._offset, self._start = text, offset, start
        self._known: dict[str, Place] | None = None

    def _all(self) -> dict[str, Place]:
        if self._known is None:
            start = self._start
            offsets = _Offsets(self._text, start.source, start.line, self._offset, start.column)
            self._known = {key: offsets.place(at) for key, at in jsontext.key_offsets(self._text, self._offset)}
        return self._known

    def __getitem__(self, key: str) -> Place:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _case_at(text: str, offset: int, value: object, number: int, offsets: _Offsets, name: str) -> Case:
    """Return the case of a value that was read without a fault at an offset."""
    start = offsets.place(offset)
    if isinstance(value, dict):
        return Case(name, number, value, _KeyPlaces(text, offset, start), place=start)
    return Case(name, number, problems=(NOT_A_RECORD_IN_FILE(start),), place=start)


def _faulty(faults: Iterable[Fault], name: str, number: int, offsets: _Offsets) -> Case:
    problems = tuple(replaced(fault.problem, place=offsets.place(fault.offset)) for fault in faults)
    return Case(name, number, problems=problems, place=problems[0].place)


def _decoded(raw: bytes, name: str, line: int) -> str | Case:
    """Return the text of UTF-8 bytes, or the case that reports that they are none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        return _bad_file(name, NOT_UTF_8(Place(name, line + before.count(b"\n"), column)))


def _of_json(raw: bytes, name: str) -> Iterator[Case]:
    text = _decoded(raw, name, 1)
    if isinstance(text, Case):
        yield text
        return
    offsets = _Offsets(text, name)
    start = jsontext.skip_blank(text, 0)
    if text[start] == "[":
        yield from _of_array(text, start, name, offsets)
    else:
        yield replace(_of_text(text, start, 1, offsets, name, JSON_MORE_IN_FILE), alone=True)


def _of_text(text: str, start: int, number: int, offsets: _Offsets, name: str, more: Diagnostic) -> Case:
    """Return the only case of a text; ``more`` reports that something stands after it."""
    try:
        value, end = jsontext.value_at(text, start)
    except FaultyError as error:
        return _faulty(error.faults, name, number, offsets)
    if (rest := jsontext.skip_blank(text, end)) != len(text):
        return _faulty([Fault(more(), rest)], name, number, offsets)
    return _case_at(text, start, value, number, offsets, name)


def _of_array(text: str, start: int, name: str, offsets: _Offsets) -> Iterator[Case]:
    """Yield the cases of an array; a record with a fault does not stop those after it, if its end can be found."""
    offset = jsontext.skip_blank(text, start + 1)
    if text[offset : offset + 1] == "]":
        yield _bad_file(name, EMPTY_LIST(offsets.place(start)))
        return
    number = 0
    while True:
        number += 1
        try:
            value, end = jsontext.value_at(text, offset)
        except FaultyError as error:
            if error.end is None:
                *faults, last = error.faults
                unread = replaced(last.problem, message=f"{last.problem.message}（这以后的案卷没有读）")
                yield _faulty([*faults, Fault(unread, last.offset)], name, number, offsets)
                return
            yield _faulty(error.faults, name, number, offsets)
            end = error.end
        else:
            yield _case_at(text, offset, value, number, offsets, name)
        offset = jsontext.skip_blank(text, end)
        if text[offset : offset + 1] == "]":
            break
        if text[offset : offset + 1] != ",":
            yield _faulty([Fault(JSON_RECORDS_UNSEPARATED(), offset)], name, 0, offsets)
            return
        offset = jsontext.skip_blank(text, offset + 1)
    if (rest := jsontext.skip_blank(text, offset + 1)) != len(text):
        yield _faulty([Fault(JSON_MORE_IN_FILE(), rest)], name, 0, offsets)


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
            problem = LINE_TOO_LONG(place, megabytes=MAX_LINE // 2**20)
            yield Case(name, number, problems=(problem,), place=place)
            continue
        text = _decoded(raw, name, at)
        if isinstance(text, Case):
            yield replace(text, number=number, place=place)
            continue
        text = text.rstrip(jsontext.BLANK)
        offsets = _Offsets(text, name, at)
        yield _of_text(text, jsontext.skip_blank(text, 0), number, offsets, name, JSON_MORE_IN_LINE)


# ── YAML ────────────────────────────────────────────────────────────────


def _of_yaml(raw: bytes, name: str) -> Iterator[Case]:
    noted = yamltree.Problems()
    node = yamlreading.read_bytes(raw, name, noted)
    problems = discreet_problems(noted)
    if node is None:
        yield Case(name, 0, problems=told(problems))
    elif not isinstance(node, yamltree.Sequence):
        yield replace(_of_node(node, name, 1, problems), alone=True)
    elif not node.items:
        yield _bad_file(name, EMPTY_LIST(node.place))
    else:
        own: list[list[Problem]] = [[] for _ in node.items]
        starts = [item.place for item in node.items]
        for problem in problems:
            own[owner(problem.place, starts)].append(problem)
        for number, (item, reported) in enumerate(zip(node.items, own, strict=True), 1):
            yield _of_node(item, name, number, reported)


def _of_node(node: yamltree.Node, name: str, number: int, problems: Sequence[Problem]) -> Case:
    if not problems and isinstance(node, yamltree.Mapping):
        record = {key.text: plain_data(value) for key, value in node.entries}
        places = {key.text: key.place for key, _ in node.entries}
        return Case(name, number, record, places, place=node.place)
    if not problems:
        wide_colon = isinstance(node, yamltree.Scalar) and "：" in node.text
        problems = ((WIDE_COLON_IN_LINE if wide_colon else NOT_A_RECORD_IN_FILE)(node.place),)
    return Case(name, number, problems=told(problems), place=node.place)

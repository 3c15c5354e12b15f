"""Strict YAML with positions: text in, a tree of scalars, sequences and mappings out.

Nothing is guessed: every scalar stays text until the vocabulary types it, and whatever YAML would
silently bend (anchors, tags, duplicate keys, swallowed lines, full-width punctuation) is a problem
with its place and what to write instead.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from zzrules.base.errors import NOWHERE, Place, Problem
from zzrules.base.frozen import frozen, hidden

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 4_000_000
MAX_DEPTH = 40
EXCERPT = 30
LONGEST_MESSAGE = 400

_WHY = {
    errno.EACCES: "没有读的权限",
    errno.EISDIR: "是文件夹",
    errno.ENOENT: "没有这个文件",
    errno.ELOOP: "链接绕成了圈",
}
# Where YAML ends a line.
_LINE_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
IDEOGRAPHIC_SPACE = "\u3000"
# A full-width colon before a bracket: YAML then takes both, and the key inside it, for one key.
_COLON_BEFORE_BRACKET = re.compile(r"([^：:{}\[\]]{1,40})：\s*([{\[])")
FULL_WIDTH = str.maketrans("：，、；｛｝［］＃＞＂", ':,,;{}[]#>"')


@frozen
class Scalar:
    """A text; ``plain`` when it was not quoted."""

    text: str
    plain: bool = True
    place: Place = hidden(default=NOWHERE)


@frozen
class Sequence:
    """A list, in the order of the text."""

    items: tuple[Node, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class Mapping:
    """Keys with what stands under them, in the order of the text; no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    whole: bool = True  # no entry had to be left out
    place: Place = hidden(default=NOWHERE)


Node = Scalar | Sequence | Mapping


class Problems:
    """Collects what is wrong, each mistake once, so that one load reports everything."""

    def __init__(self) -> None:
        """Begin with nothing wrong.

        ``lost`` holds the names whose definition could not be read, ``unread`` the kinds of files that could not be
        read whole: whoever misses them later says nothing, so that one mistake makes one message.
        """
        self.found: dict[Problem, None] = {}
        self.lost: set[str] = set()
        self.unread: set[str] = set()

    def add(self, code: str, message: str, place: Place = NOWHERE, hint: str = "") -> None:
        """Note one mistake, in one line."""
        self.found.setdefault(Problem(code, _one_line(message), place, _one_line(hint)))

    def __bool__(self) -> bool:
        """Return whether anything is wrong."""
        return bool(self.found)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by file, line and column."""
        return tuple(sorted(self.found, key=lambda problem: (problem.place, problem.code)))


class _StopReadingError(Exception):
    """The rest of the file cannot be read; the problem has been noted."""


def read_file(path: Path, source: str, problems: Problems) -> tuple[Node | None, bytes]:
    """Return the tree of one file, None if it cannot be read, and the file's bytes."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.add("ZZ111", f"文件有 {size} 字节，超过 {MAX_BYTES} 字节", Place(source), "把文件拆开")
            return None, b""
        raw = path.read_bytes()
    except OSError as error:
        problems.add(
            "ZZ110", f"读不了文件（{_WHY.get(error.errno or 0, '系统不让读')}）", Place(source), "检查路径和权限"
        )
        return None, b""
    return read_bytes(raw, source, problems), raw


def read_bytes(raw: bytes, source: str, problems: Problems) -> Node | None:
    """Return the tree of UTF-8 bytes; None, with problems noted, if there is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _LINE_ENDS.split(raw[: error.start].decode("utf-8-sig", "replace"))
        line, column = len(before), len(before[-1]) + 1
        problems.add("ZZ101", "文件不是 UTF-8 编码", Place(source, line, column), "用 UTF-8 编码另存")
        return None
    return read_text(text, source, problems)


def read_text(text: str, source: str, problems: Problems) -> Node | None:
    """Return the tree of one YAML document; None, with problems noted, if it cannot be read."""
    builder = _Builder(text, source, problems)
    try:
        return builder.document()
    except _StopReadingError:
        return None


class _Builder:
    """Builds the tree from libyaml's events, refusing what the policy language does not have."""

    def __init__(self, text: str, source: str, problems: Problems) -> None:
        self.lines = _LINE_ENDS.split(text)
        self.source = source
        self.problems = problems
        self.text = text

    def document(self) -> Node | None:
        self._surface()
        events = self._events()
        next(events)  # the stream's start
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            self.problems.add("ZZ112", "文件是空的", Place(self.source, 1, 1), "写上内容，或者删去文件")
            return None
        node = self._node(next(events), events, 0)
        next(events)  # the document's end
        event = next(events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._stop("ZZ105", "一个文件里有第二份文档（---）", self._place(event), "分成两个文件")
        return node

    def _events(self) -> Iterator[Any]:
        seen = 0
        try:
            for event in yaml.parse(self.text, Loader=PARSER):
                seen += 1
                yield event
        except yaml.YAMLError as error:
            if "nesting depth" in str(error):  # found ahead of the events; those up to there tell where it is too deep
                with suppress(yaml.YAMLError):
                    yield from islice(yaml.parse(self._before(error), Loader=PARSER), seen, None)
            self._syntax(error)
            raise _StopReadingError from None
        except (ValueError, RecursionError):
            self._stop("ZZ100", "不是能读懂的 YAML", Place(self.source, 1, 1), "检查括号、引号和缩进")

    def _before(self, error: Any) -> str:
        """Return the text before the place of an error."""
        mark = error.problem_mark
        return "\n".join([*self.lines[: mark.line], self.lines[mark.line][: mark.column]])

    def _surface(self) -> None:
        """Note what no parser would name: tabs and ideographic spaces in the indentation."""
        broken = False
        for number, line in enumerate(self.lines, 1):
            indent = line[: len(line) - len(line.lstrip())]
            bare = _without_texts(line)
            if "\t" in bare and line.strip():
                place = Place(self.source, number, bare.index("\t") + 1)
                self.problems.add("ZZ106", "有制表符", place, "用空格缩进、隔开")
            if found := re.search(r"\?(?=\s*[,}\]])", bare):
                place = Place(self.source, number, found.start() + 1)
                self.problems.add("ZZ120", "问号在括号里另有用处", place, "给这段文字加双引号")
            if IDEOGRAPHIC_SPACE in indent and line.strip():
                column = indent.index(IDEOGRAPHIC_SPACE) + 1
                self.problems.add("ZZ107", "缩进里有全角空格", Place(self.source, number, column), "用半角空格缩进")
                broken = True
        if broken:  # what the rest means depends on the indentation
            raise _StopReadingError

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self._place(event)
        if depth > MAX_DEPTH:
            self._stop("ZZ113", f"嵌套超过 {MAX_DEPTH} 层", place, "拆成几段，用推算给中间结果起名")
        if isinstance(event, yaml.AliasEvent):
            self._stop("ZZ103", f"不能用引用「*{event.anchor}」", place, "把内容照写一遍")
        if event.anchor is not None:
            self._stop("ZZ103", f"不能用锚点「&{event.anchor}」", place, "删去锚点")
        if event.tag is not None:
            self._stop(
                "ZZ104", f"不能用类型标记「{event.tag.replace('tag:yaml.org,2002:', '!!')}」", place, "删去类型标记"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth, place)
        return self._mapping(events, depth, place)

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        plain = event.style is None or event.style == ""
        if event.style in ("|", ">"):
            hint = "写在一行里；文字里有「>」「|」的，加双引号"
            self._stop("ZZ109", f"「{event.style}」起头的多行文字不能用", place, hint)
        if plain and event.start_mark.line != event.end_mark.line and event.end_mark.column:
            first = text.split(maxsplit=1)[0] if text.split() else text
            begins = self.lines[place.line - 1][: place.column - 1].strip() in ("", "-")  # where a key would stand
            if not (begins and self._miscoloned(first, place)):
                hint = "下面的行是另一项的，检查它的缩进和冒号后的空格；确是一段文字的，写在一行里并加引号"
                self.problems.add("ZZ114", f"「{_short(first)}」把下面的行也当成了自己的内容", place, hint)
        if plain and IDEOGRAPHIC_SPACE in text:
            self.problems.add("ZZ107", f"「{_short(text)}」里有全角空格", place, "用半角空格；确要全角空格的，加双引号")
            self.problems.lost.add(text)
        return Scalar(text, plain, place)

    def _sequence(self, start: Any, events: Iterator[Any], depth: int, place: Place) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            item = self._node(event, events, depth + 1)
            if isinstance(item, Scalar):
                self._listed(item, in_brackets=bool(start.flow_style))
            items.append(item)
        return Sequence(tuple(items), place)

    def _listed(self, item: Scalar, *, in_brackets: bool) -> None:
        if item.plain and not item.text:
            self.problems.add("ZZ115", "列表里有空的一项", item.place, "补上内容，或者删去多余的逗号、短横")
        elif item.plain and in_brackets and (found := re.search("[、，；]", item.text)):
            hint = f"[{item.text.translate(FULL_WIDTH).replace(',', ', ')}]；确是一句话的，加双引号"
            message = f"方括号里的「{_short(item.text)}」用「{found.group()}」隔开，会被当成一项"
            self.problems.add("ZZ108", message, item.place, hint)
            self.problems.lost.add(item.text)

    def _mapping(self, events: Iterator[Any], depth: int, place: Place) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        whole = True
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.problems.add("ZZ116", "键必须是一个词", key.place, "把括号里的内容写到冒号后面")
                whole = False
                continue
            if isinstance(value, Scalar) and value.plain and not value.text:
                self._empty(key)
                whole = False
                continue
            if key.plain and (found := _COLON_BEFORE_BRACKET.match(key.text)):
                message = f"「{_short(found.group(1))}」后面的冒号是全角的"
                self.problems.add("ZZ117", message, key.place, f"{found.group(1)}: {found.group(2)}…")
                whole = False
                continue
            if key.text in entries:
                line = entries[key.text][0].place.line
                self.problems.add(
                    "ZZ102", f"键「{_short(key.text)}」重复，第 {line} 行已经有了", key.place, "删去其中一处"
                )
                continue
            entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), whole, place)

    def _empty(self, key: Scalar) -> None:
        """Note a key with nothing under it, with the likeliest cause."""
        if not self._miscoloned(key.text, key.place):
            hint = "补上内容；下一行是它的内容的，检查缩进；没有内容的，删去这一行；逗号、问号要在引号里"
            self.problems.add("ZZ115", f"键「{_short(key.text)}」后面没有内容", key.place, hint)

    def _miscoloned(self, text: str, place: Place) -> bool:
        """Whether a text was meant for a key with its value, which is then noted."""
        name, mark, rest = _split_colon(text)
        if mark and rest:
            message = f"「{_short(text)}」的冒号" + ("是全角的" if mark == "：" else "后面没有空格")
            self.problems.add("ZZ117" if mark == "：" else "ZZ118", message, place, f"{name}: {rest}")
        return bool(mark and rest)

    def _syntax(self, error: yaml.YAMLError) -> None:
        """Say in Chinese what a parser's error most likely is, unless it follows from what was said already."""
        if any(problem.place.source == self.source for problem in self.problems.found):
            return
        if isinstance(error, yaml.reader.ReaderError):
            odd = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
            before = _LINE_ENDS.split(self.text[: odd.start() if odd else 0])
            place = Place(self.source, len(before), len(before[-1]) + 1)
            self.problems.add("ZZ122", "有看不见的控制字符", place, "删去这个字符")
            return
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        while line > 1 and (line > len(self.lines) or not self.lines[line - 1].strip()):  # a file that breaks off
            line -= 1
            column = len(self.lines[line - 1].rstrip()) + 1
        place = Place(self.source, line, min(column, len(self.lines[line - 1]) + 1))
        context = getattr(error, "context_mark", None)
        around = [line, line - 1] + ([context.line + 1] if context else [])
        for number in dict.fromkeys(around):
            found = self._likely(number)
            if found is not None:
                self.problems.add(*found)
                return
        self.problems.add("ZZ100", "不是能读懂的 YAML", place, _syntax_hint(str(getattr(error, "problem", ""))))

    def _likely(self, number: int) -> tuple[str, str, Place, str] | None:
        """Return the likeliest mistake on a line, if one stands out."""
        if not 1 <= number <= len(self.lines):
            return None
        line = self.lines[number - 1]
        bare = _without_texts(line)
        for pattern, code, message, hint in _LIKELY:
            if found := re.search(pattern, bare):
                place = Place(self.source, number, found.start() + 1)
                return code, message, place, hint or line.strip().translate(FULL_WIDTH)
        return None

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.source, mark.line + 1, mark.column + 1)

    def _stop(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.add(code, message, place, hint)
        raise _StopReadingError


_LIKELY = (
    (r"^\s*\t", "ZZ106", "有制表符", "用空格缩进、隔开"),
    (r"^ *\u3000", "ZZ107", "缩进里有全角空格", "用半角空格缩进"),
    (r":\u3000", "ZZ107", "冒号后面是全角空格", "用半角空格"),
    (r"：", "ZZ117", "冒号是全角的", "半角冒号「: 」，后面加一个空格"),
    (r"[｛｝［］]", "ZZ119", "括号是全角的", "半角的「{ }」「[ ]」"),
    (
        r"[:,{\[-]\s+[>|][^\s]*\s*\S",
        "ZZ109",
        "「>」「|」在这里另有用处",
        "用「超过」「以上」这样的词；确是文字的，加双引号",
    ),
    (r"[{\[,]\s*\?|\?\s*[,}\]]", "ZZ120", "问号在括号里另有用处", "给这段文字加双引号"),
    (r"(?:[:,{\[-]\s+|^\s*)[&*][^\s&*]", "ZZ103", "不能用锚点和引用", "删去「&」「*」起头的词，把内容照写一遍"),
    (r"^\s*(?:- )?[\u4e00-\u9fff]+:(?=[^\s])", "ZZ118", "冒号后面没有空格", "冒号后面加一个空格"),
    (r"[\[{][^\]}]*?[，、]", "ZZ108", "括号里用了全角的逗号或者顿号", "用半角逗号；确是一句话的，加双引号"),
    (r":\s*[@`%]", "ZZ121", "「@」「`」「%」不能起头", "给这段文字加双引号"),
)


def _syntax_hint(problem: str) -> str:
    if "expected ',' or" in problem or "flow" in problem:
        return "检查这一行前后的括号是否成对、逗号是否是半角的；文字里有逗号、冒号、问号的，加双引号"
    if "mapping values are not allowed" in problem:
        return "一行只写一个「键: 内容」；检查上一行的缩进，或给有冒号的文字加双引号"
    if "could not find expected ':'" in problem:
        return "在键后面写「: 」（半角冒号和一个空格）"
    if "indent" in problem or "block" in problem:
        return "同一层的键左边对齐，列表项用「- 」起头"
    if "character" in problem or "escape" in problem or "quot" in problem:
        return "检查引号是否成对；反斜杠写在单引号里"
    return "检查括号、引号和缩进"


def _split_colon(text: str) -> tuple[str, str, str]:
    found = re.match(r"([^:：]+)([:：])(.*)", text)
    return (found.group(1).strip(), found.group(2), found.group(3).strip()) if found else (text, "", "")


def _without_texts(line: str) -> str:
    """Return a line with what is quoted blanked out, and without its comment."""
    bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", lambda found: " " * len(found.group()), line)
    return re.sub(r"(^|\s)#.*", "", bare)


def _one_line(text: str) -> str:
    text = " ".join(text.split("\n")) if "\n" in text else text
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def _short(text: str) -> str:
    """Return a text fit for a message: one line, not long."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"

"""The layout of policy files: one way to write what a file says.

A file is taken apart by the reader's own parser, so that what it says stays the same, and put together again: the
indentation, the order of keys, brackets where a line has room, one list item to a line where it has not, tables with
their columns below one another, citations in their official form. Every comment stays with what it stands above,
beside or below, and a blank line between two parts stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, assert_never

import yaml

from zzrules.base.errors import BOM, Place
from zzrules.base.widths import pad, width
from zzrules.policy.editing import quoted
from zzrules.policy.shapes import Shapes
from zzrules.policy.yamlreading import PARSER

WIDTH: Final = 120
"""How many characters a line has at most, where brackets or a list can be spread over several lines."""
_INDENT: Final = 2
_BREAK: Final = re.compile("\r\n|[\r\n]")
# What may stand alone before a comment: the dash of an item that begins on the next line.
_DASHES: Final = re.compile("^(?:- *)+(?=#|$)")
# Where YAML ends a line and an editor does not: such a file is left as it is.
_ODD_BREAK: Final = re.compile("[\x85\u2028\u2029]")


_ENDS: Final[Any] = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


@dataclass
class _Leaf:
    """A text, as it is written."""

    text: str


@dataclass
class _Branch:
    """A mapping or a list: its entries, the comments below them, and whether brackets hold it."""

    keyed: bool
    bracketed: bool
    entries: list[_Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    is_table: bool = False


@dataclass
class _Entry:
    """A key (of a list's item: None) with what stands under it, the comments above it, and the one beside it."""

    above: list[str]
    key: str | None
    value: _Node
    beside: str = ""


_Node = _Leaf | _Branch


def formatted(text: str, source: str, shapes: Shapes) -> str:
    r"""Return the text of a policy file in the layout of all of them.

    ``shapes`` is what was noted as the file was read under the name ``source``; the file has to be free of mistakes.
    Formatting the result again changes nothing.

    >>> print(formatted("# 注\n政策:   名\n列: {甲: 1,乙:   [ 2,3 ]}   # 尾", "", Shapes()), end="")
    # 注
    政策: 名
    列: {甲: 1, 乙: [2, 3]}  # 尾
    """
    if _ODD_BREAK.search(text):
        return text
    tree = _Parsing(text.removeprefix(BOM), source, shapes).document()
    ending = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{line}{ending}" for line in _block(tree, 0))


class _Parsing:
    """Makes a tree of a text, with its comments, from the parser's events."""

    def __init__(self, text: str, source: str, shapes: Shapes) -> None:
        self.lines = _BREAK.split(text)
        self.source = source
        self.shapes = shapes
        self.events: Iterator[Any] = yaml.parse(text, Loader=PARSER)
        self.line = 0  # the first line of which nothing was taken
        self.owners: dict[int, _Entry] = {}  # what a comment at the end of a line stands beside
        self.spans: dict[int, int] = {}  # up to which column a line holds something else than a comment

    def document(self) -> _Branch:
        """Return the tree of the whole text, a mapping."""
        for event in self.events:
            if isinstance(event, yaml.MappingStartEvent):
                root = self._branch(event, keyed=True, outer=-1)
                root.below += self._between(len(self.lines))
                while root.below and not root.below[-1]:
                    root.below.pop()
                self._comments_beside()
                if root.entries and root.entries[0].above[:1] == [""]:
                    del root.entries[0].above[0]
                return root
        raise AssertionError("a file that was read is a mapping")

    def _branch(self, start: Any, *, keyed: bool, outer: int) -> _Branch:
        """Return a mapping or a list; ``outer`` is the column at which the one around it is indented."""
        place = self._place(start)
        branch = _Branch(keyed, bool(start.flow_style), is_table=place in self.shapes.rows)
        if branch.bracketed:
            self._took(start.start_mark.line, start.start_mark.column + 1)
        indent = outer if branch.bracketed else start.start_mark.column
        while not isinstance(event := next(self.events), _ENDS):
            branch.entries.append(self._entry(event, keyed=keyed, indent=indent))
        if branch.bracketed:
            branch.below = [line for line in self._between(event.end_mark.line) if line]
            self._took(event.end_mark.line, event.end_mark.column)
            branch.bracketed = not (branch.below or any(entry.above or entry.beside for entry in branch.entries))
        else:
            branch.below = self._below(event.end_mark.line, indent, outer)
        if branch.bracketed and self._commented(start, event):
            branch.bracketed = False
        keys = self.shapes.forms.get(place)
        if keyed and keys:
            _order(branch, {key: position for position, key in enumerate(keys)})
        return branch

    def _commented(self, start: Any, end: Any) -> bool:
        """Return whether a comment stands beside what brackets hold, but for the last line of it."""
        lines = range(start.start_mark.line, end.end_mark.line)
        return any(self._comment(number) for number in lines)

    def _entry(self, event: Any, *, keyed: bool, indent: int) -> _Entry:
        entry = _Entry(self._between(event.start_mark.line), None, _Leaf(""))
        if keyed:
            entry.key = self._leaf(event).text
            self.owners[event.end_mark.line] = entry
            event = next(self.events)
        if isinstance(event, yaml.ScalarEvent):
            entry.value = self._leaf(event)
        else:
            mapping = isinstance(event, yaml.MappingStartEvent)
            entry.value = self._branch(event, keyed=mapping, outer=indent)
        value = entry.value
        if isinstance(value, _Leaf) or value.bracketed:
            self.owners[max(self.line - 1, 0)] = entry
        return entry

    def _leaf(self, event: Any) -> _Leaf:
        start, end = event.start_mark, event.end_mark
        self._took(end.line, end.column)
        if (official := self.shapes.citations.get(self._place(event))) is not None:
            return _Leaf(official if event.style in (None, "") else quoted(official))
        if start.line != end.line:
            return _Leaf(quoted(event.value) if event.style else event.value)
        return _Leaf(self.lines[start.line][start.column : end.column])

    def _place(self, event: Any) -> Place:
        return Place(self.source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _took(self, line: int, column: int) -> None:
        """Remember that a line was read up to a column."""
        self.line = max(self.line, line + 1)
        self.spans[line] = max(self.spans.get(line, 0), column)

    def _between(self, line: int) -> list[str]:
        """Take the comments above a line of which nothing was taken, and one blank line for several."""
        found: list[str] = []
        for number in range(self.line, line):
            written = self.lines[number].strip()
            bare = _DASHES.sub("", written)
            if bare.startswith("#") or (not written and found[-1:] != [""]):
                found.append(bare)
        self.line = max(self.line, line)
        return found

    def _below(self, line: int, indent: int, outer: int) -> list[str]:
        """Take the comments that stand below the last entry of a list or mapping, and are indented as it is."""
        number = last = self.line
        while number < min(line, len(self.lines)):
            bare = self.lines[number].strip()
            column = len(self.lines[number]) - len(self.lines[number].lstrip())
            if bare and not (bare.startswith("#") and column >= indent and column > outer):
                break
            number += 1
            last = number if bare else last
        return self._between(last)

    def _comment(self, number: int) -> str:
        """Return the comment at the end of a line that holds something else, too."""
        rest = self.lines[number][self.spans.get(number, 0) :]
        return found.group().strip() if (found := re.search(r"(?:^|\s)#.*", rest)) else ""

    def _comments_beside(self) -> None:
        for number, entry in self.owners.items():
            if comment := self._comment(number):
                entry.beside = comment


def _order(branch: _Branch, positions: dict[str, int]) -> None:
    """Put the entries of a mapping in the order of its keys; blank lines stay between the same positions."""
    ordered = sorted(branch.entries, key=lambda entry: positions.get(entry.key or "", len(positions)))
    if ordered == branch.entries:
        return
    first = branch.entries[0]
    blank = first.above[:1] == [""]
    for entry in branch.entries[1:]:
        if entry is ordered[0] and entry.above[:1] == [""] and not blank:
            del entry.above[0]
    branch.entries = ordered


def _block(branch: _Branch, indent: int) -> Iterator[str]:
    """Yield the lines of a mapping or list that is spread over lines of its own."""
    margin = " " * indent
    columns = _columns(branch, indent) if branch.is_table else None
    for entry in branch.entries:
        yield from _trivia(entry.above, margin)
        head = margin + ("- " if entry.key is None else f"{entry.key}:")
        gap = "" if entry.key is None else " "
        beside = f"  {entry.beside}" if entry.beside else ""
        match entry.value:
            case _Leaf(text):
                yield f"{head}{gap}{text}".rstrip() + beside
            case _Branch() as value:
                line = _aligned(value, columns) if columns else _line(value)
                if line is not None and entry.key is None and _is_pair(value):
                    line = line[1:-1]
                if line is not None and len(head + gap + line) <= WIDTH:
                    yield head + gap + line + beside
                elif line is not None and _is_plain_list(value):
                    yield f"{head}{gap}[{beside}"
                    yield from _filled(value, indent + _INDENT)
                    yield f"{margin}]"
                elif entry.key is None:
                    yield from _item(value, indent, beside)
                else:
                    yield head + beside
                    yield from _block(value, indent + _INDENT)
            case _:
                assert_never(entry.value)
    yield from _trivia(branch.below, margin)


def _item(value: _Branch, indent: int, beside: str) -> Iterator[str]:
    """Yield the lines of a list's item that is a mapping or list itself: its first line begins with the dash."""
    lines = list(_block(value, indent + _INDENT))
    first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#") and line)
    for line in lines[:first]:  # what stands above the first key stands above the dash
        yield line.removeprefix(" " * _INDENT)
    yield " " * indent + "- " + lines[first].lstrip() + beside
    yield from lines[first + 1 :]


def _trivia(lines: Sequence[str], margin: str) -> Iterator[str]:
    for line in lines:
        yield margin + line if line else ""


def _line(node: _Node) -> str | None:
    """Return a node in one line; None if it has lines of its own."""
    match node:
        case _Leaf(text):
            return text
        case _Branch(keyed, bracketed, entries):
            if entries and not bracketed:
                return None
            bare = all(isinstance(entry.value, _Leaf) or _is_pair(entry.value) for entry in entries)
            parts = []
            for entry in entries:
                if (value := _line(entry.value)) is None:
                    return None
                if entry.key is not None:
                    parts.append(f"{entry.key}: {value}".rstrip())
                else:
                    parts.append(value[1:-1] if bare and _is_pair(entry.value) else value)
            return f"{{{', '.join(parts)}}}" if keyed else f"[{', '.join(parts)}]"
        case _:
            assert_never(node)


def _is_pair(item: _Node) -> bool:
    """Return whether a list's item is a mapping of one key: it needs no brackets of its own."""
    return isinstance(item, _Branch) and item.keyed and len(item.entries) == 1


def _is_plain_list(branch: _Branch) -> bool:
    return not branch.keyed and all(isinstance(entry.value, _Leaf) for entry in branch.entries)


def _filled(branch: _Branch, indent: int) -> Iterator[str]:
    """Yield the items of a list of texts, as many to a line as there is room for."""
    margin = line = " " * indent
    for entry in branch.entries:
        assert isinstance(entry.value, _Leaf)
        item = entry.value.text + ","
        if line != margin and len(line) + 1 + len(item) > WIDTH:
            yield line
            line = margin
        line += item if line == margin else f" {item}"
    yield line


def _columns(table: _Branch, indent: int) -> list[int] | None:
    """Return how wide the columns of a table are; None if its rows don't fit, or have not all the same cells."""
    branches = [row.value for row in table.entries if isinstance(row.value, _Branch)]
    rows = [[_line(cell.value) for cell in row.entries] for row in branches]
    lines = [_line(row) for row in branches]
    if len(rows) < len(table.entries) or None in lines or len({len(row) for row in rows}) != 1:
        return None
    columns = [max(width(cell or "") for cell in column) for column in zip(*rows, strict=True)]
    return columns if indent + 4 + sum(columns) + 2 * len(columns) <= WIDTH * 2 else None


def _aligned(row: _Branch, columns: Sequence[int]) -> str:
    """Return a row of a table in one line, each cell below that of the row above."""
    cells = [_line(cell.value) or "" for cell in row.entries]
    *others, last = cells
    parts = [pad(f"{cell},", size + 2) for cell, size in zip(others, columns, strict=False)]
    return f"[{''.join(parts)}{last}]"

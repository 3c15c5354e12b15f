"""The layout of features: one way to indent, tables with their columns below one another, no word changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from gherkin.parser import Parser

from zzrules.base.widths import pad, width
from zzrules.bdd.scenarios import Node

_INDENT: Final = "  "
_ESCAPES: Final = {"\\": "\\\\", "|": "\\|", "\n": "\\n"}


def formatted_feature(text: str) -> str:
    r"""Return the text of a feature in the layout of all of them; its scenarios, steps and tables stay the same.

    Raises what Gherkin's parser does for a text that is no feature. Formatting the result again changes nothing.

    >>> print(formatted_feature("# language: zh-CN\n功能: 例\n场景: 一\n假如 案卷如下\n|事实|值|\n|主体|甲|"), end="")
    # language: zh-CN
    功能: 例
    <BLANKLINE>
      场景: 一
        假如 案卷如下
          | 事实 | 值 |
          | 主体 | 甲 |
    """
    document: Any = Parser().parse(text)
    if not document.get("feature"):
        return text
    layout = _Layout(text.splitlines())
    layout.block(document["feature"], 0)
    ending = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{line}{ending}" for line in layout.laid_out())


class _Layout:
    """What each line becomes: what is not a step, a table or the head of a block is text, which moves as a whole."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.depths: dict[int, int] = {}  # of the lines that begin something
        self.instead: dict[int, str] = {}
        self.begins: set[int] = set()  # the lines before which a blank one stands
        self.moved: dict[int, str] = {}  # the lines of descriptions and texts, where they go

    def block(self, node: Node, depth: int) -> None:
        """Lay out a feature, a rule, a background, a scenario or examples, with what stands in it."""
        line = node["location"]["line"]
        first = line
        for tag in node.get("tags", ()):
            first = min(first, tag["location"]["line"])
            self._set(tag["location"]["line"], depth, " ".join(self.lines[tag["location"]["line"] - 1].split()))
        self._set(line, depth, f"{node['keyword']}: {node['name']}".rstrip())
        if depth:
            self.begins.add(first)
        self._describe(node, depth + 1)
        for step in node.get("steps", ()):
            self._step(step, depth + 1)
        for child in (*node.get("children", ()), *({"examples": one} for one in node.get("examples", ()))):
            for inner in child.values():
                self.block(inner, depth + 1)
        if "tableBody" in node:
            rows = [*([node["tableHeader"]] if node.get("tableHeader") else []), *node["tableBody"]]
            self._table(rows, depth + 1)

    def laid_out(self) -> Iterator[str]:
        """Yield the lines of the whole, at most one blank line in a row."""
        last = "first"
        for line in self._laid_out():
            if line or last:
                yield line
            last = line

    def _laid_out(self) -> Iterator[str]:
        depth, waiting = 0, list[str]()
        for number, raw in enumerate(self.lines, 1):
            if number in self.moved:
                yield from _indented(waiting, depth)
                waiting = []
                yield self.moved[number]
            elif number not in self.depths:
                waiting.append(raw.strip())  # a comment, or nothing: it belongs to what follows
            else:
                depth = self.depths[number]
                if number in self.begins and "" not in waiting:
                    waiting.insert(0, "")
                yield from _indented(waiting, depth)
                waiting = []
                yield _INDENT * depth + self.instead[number]
        while waiting and not waiting[-1]:
            waiting.pop()
        yield from _indented(waiting, depth)

    def _set(self, line: int, depth: int, text: str) -> None:
        self.depths[line], self.instead[line] = depth, text

    def _step(self, step: Node, depth: int) -> None:
        self._set(step["location"]["line"], depth, f"{step['keyword'].strip()} {step['text']}")
        if table := step.get("dataTable"):
            self._table(table["rows"], depth + 1)
        if text := step.get("docString"):
            first = text["location"]["line"]
            last = first
            while self.lines[last].strip() != text["delimiter"]:
                last += 1
            self._move(range(first, last + 2), depth + 1)

    def _table(self, rows: list[Node], depth: int) -> None:
        cells = [[_escaped(cell["value"]) for cell in row["cells"]] for row in rows]
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        for row, texts in zip(rows, cells, strict=True):
            line = " | ".join(pad(text, size) for text, size in zip(texts, widths, strict=True))
            self._set(row["location"]["line"], depth, f"| {line} |")

    def _describe(self, node: Node, depth: int) -> None:
        """Move a description below its block; where it stands in the file, only its lines tell."""
        lines = [line.strip() for line in node.get("description", "").splitlines() if line.strip()]
        numbers = []
        number = node["location"]["line"]
        for line in lines:
            while self.lines[number].strip() != line:
                number += 1
            number += 1
            numbers.append(number)
        self._move(numbers, depth)

    def _move(self, numbers: range | list[int], depth: int) -> None:
        texts = {number: self.lines[number - 1].expandtabs() for number in numbers}
        margin = min((len(text) - len(text.lstrip()) for text in texts.values() if text.strip()), default=0)
        for number, text in texts.items():
            self.moved[number] = (_INDENT * depth + text[margin:]).rstrip()


def _indented(lines: list[str], depth: int) -> Iterator[str]:
    for line in lines:
        yield _INDENT * depth + line if line else ""


def _escaped(cell: str) -> str:
    """Return the text of a table's cell as it is written between bars."""
    return re.sub(r"[\\|\n]", lambda found: _ESCAPES[found.group()], cell)

"""Writing the regulation's words into policy files: a line 「原文」 below each 「依据」 that has none.

The text is edited, not written anew: comments, order and layout stay. A file changes only if it then says what it
said before, plus the new entries.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import assert_never

from zzrules.base.errors import CitationError
from zzrules.base.frozen import replaced
from zzrules.base.regulation import digest_of
from zzrules.base.regulations import Regulations
from zzrules.policy.cited import confirmed
from zzrules.policy.citing import read_anchors, regulation_stated
from zzrules.policy.editing import Edited, edit_policies, lines_of, quoted
from zzrules.policy.forms import Reader
from zzrules.policy.keys.policies import SECTIONS, Section
from zzrules.policy.spans import read_span
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

BASIS, WORDS = "依据", "原文"
# A value that ends in its line, with or without a comment after it.
_WHOLE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#][^#]*?)\s*(\s#.*)?""")


def fill_folder(folder: Path, law: Regulations, problems: Problems) -> tuple[Edited, ...]:
    """Write 「原文」 into every policy file of a folder and return the files changed.

    A file that does not allow the edit stays as it is, as does one with mistakes of form; see `edit_policies`.
    """
    return edit_policies(folder, lambda text, tree: filled_text(text, tree, law), problems)


def filled_text(text: str, tree: Mapping, law: Regulations) -> tuple[str, int]:
    """Return the text of a policy file with the words of the regulation, and how many lines that added.

    They are those of the first day of the file, or of the part. Nothing is written for a place that reads otherwise
    than it did when a person confirmed the rules: the words would not be those for which they were written.
    """
    lines = lines_of(text)
    if not lines:
        return text, 0
    additions: dict[int, str] = {}
    expected = _with_words(tree, lines, _Source(tree, law), additions)
    if not additions:
        return text, 0
    edited = "\n".join(
        part
        for number, line in enumerate(lines, 1)
        for part in ((line, additions[number]) if number in additions else (line,))
    )
    problems = Problems()
    if read_text(edited, "", problems) != expected or problems:
        return text, 0
    return edited, len(additions)


class _Source:
    """Where the words for a file come from: the text of its first day, as far as its rules were written for it.

    Those for a part that begins on a later day come from the text of that day.
    """

    def __init__(self, tree: Mapping, law: Regulations) -> None:
        reader = Reader(Problems(), law)
        form = {key.text: (key, value) for key, value in tree.entries}
        stated = regulation_stated(form, reader) or law.own
        first = reader.date(form["施行"][1], "施行") if "施行" in form else None
        self._law = law
        self._first = max(first or stated.in_force, stated.in_force)
        self._anchors = read_anchors(form, reader)

    def words(self, cited: str, begins: date | None) -> str | None:
        """Return the words of a place for a part; None where there is no such place, or it reads otherwise."""
        day = max(self._first, begins) if begins is not None else self._first
        try:
            place = self._law.resolve(cited, day)
        except CitationError:
            return None
        known = confirmed(self._anchors, place)
        words = self._law.text(place)
        return words if not known or digest_of(words) in known else None


def _with_words(tree: Mapping, lines: list[str], source: _Source, additions: dict[int, str]) -> Mapping:
    """Return the tree as it will be, and note the lines to add below others."""

    def filled(node: Node, *, inside: tuple[str, ...] = (), within: date | None = None) -> Node:
        """Return a part with its own words, and those of the parts under some of its keys, which begin with it."""
        if not isinstance(node, Mapping):
            return node
        form = {key.text: (key, value) for key, value in node.entries}
        begins = read_span(form, Reader(Problems())).first or within
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            entries.append((key, filled(value, within=begins) if key.text in inside else value))
            if key.text == BASIS and isinstance(value, Scalar):
                words = source.words(value.text, begins)
                line = _line(node, key, value, lines, words) if words is not None else None
                if words is not None and line is not None:
                    additions[value.place.line] = line
                    entries.append((Scalar(WORDS), Scalar(_quotable(words), plain=False)))
        return replaced(node, entries=tuple(entries))

    def each(section: Section, node: Node) -> Node:
        """Return a section with the words of each of its parts."""
        match section:
            case "情形" | "后果" | "义务":
                if not isinstance(node, Mapping):
                    return node
                inside = ("手续",) if section == "情形" else ()
                return replaced(node, entries=tuple((key, filled(value, inside=inside)) for key, value in node.entries))
            case "结论" | "统辖":
                if not isinstance(node, Sequence):
                    return node
                return replaced(node, items=tuple(filled(item) for item in node.items))
            case "政策" | "代码" | "依据" | "原文" | "核对" | "施行" | "有效期至" | "行为日期" | "说明":
                return node
            case (
                "参数"
                | "口径"
                | "问"
                | "有权认定"
                | "分工"
                | "推定"
                | "推算"
                | "办公时间"
                | "适用"
                | "归类"
                | "先后"
                | "推出"
                | "矛盾"
                | "例外于"
                | "留意"
            ):
                return node  # what they rest on is often no place of the regulation
            case _:
                assert_never(section)

    whole = filled(tree)
    assert isinstance(whole, Mapping)
    known = {section: section for section in SECTIONS}
    return replaced(
        tree,
        entries=tuple(
            (key, each(known[key.text], value) if key.text in known else value) for key, value in whole.entries
        ),
    )


def _line(node: Mapping, key: Scalar, value: Scalar, lines: list[str], words: str) -> str | None:
    """Return the line to add below a citation; None where nothing is to be added."""
    if any(other.text == WORDS for other, _ in node.entries):
        return None
    first, line = lines[node.place.line - 1], lines[value.place.line - 1]
    if first[node.place.column - 1] == "{" or not _WHOLE.fullmatch(line[value.place.column - 1 :].rstrip("\r")):
        return None
    ending = "\r" if line.endswith("\r") else ""
    return f"{' ' * (key.place.column - 1)}{WORDS}: {quoted(_quotable(words))}{ending}"


def _quotable(text: str) -> str:
    """Return a text of several lines as one: comparison with the regulation ignores white space."""
    return text.replace("\n", "")

"""Writing the regulation's words into policy files: a line 「原文」 below each 「依据」 that has none.

The text is edited, not written anew: comments, order and layout stay. A file changes only if it then says what it
said before, plus the new entries.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import assert_never

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.text import YAML_FILE_UNWRITABLE
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulation import Regulation
from zzrules.policy.policies import SECTIONS, Section
from zzrules.policy.yamlreading import read_file, read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

BASIS, WORDS = "依据", "原文"
BOM = "\ufeff"
# Where YAML ends a line and this module does not: places would not be those of the lines.
_OTHER_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")
# A value that ends in its line, with or without a comment after it.
_WHOLE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#][^#]*?)\s*(\s#.*)?""")


@frozen
class Filled:
    """A file that was given the regulation's words: its path, and how many places were filled."""

    path: Path
    count: int


def fill_folder(folder: Path, regulation: Regulation, problems: Problems) -> tuple[Filled, ...]:
    """Write 「原文」 into every policy file of a folder and return the files changed.

    A file with mistakes of form, or one that does not allow the edit, stays as it is: `check` says what is wrong with
    it. A file that cannot be written is noted (ZZ110).
    """
    filled = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        own = Problems()
        tree, raw = read_file(path, name, own)
        if own or not isinstance(tree, Mapping) or not any(key.text == "政策" for key, _ in tree.entries):
            continue
        text = raw.decode()
        edited, count = filled_text(text.removeprefix(BOM), tree, regulation)
        if not count:
            continue
        try:
            _replace(path, (BOM if text.startswith(BOM) else "") + edited)
        except OSError:
            problems.add(YAML_FILE_UNWRITABLE, Place(name))
        else:
            filled.append(Filled(path, count))
    return tuple(filled)


def filled_text(text: str, tree: Mapping, regulation: Regulation) -> tuple[str, int]:
    """Return the text of a policy file with the words of the regulation, and how many lines that added."""
    if _OTHER_BREAK.search(text):
        return text, 0
    lines = text.split("\n")
    additions: dict[int, str] = {}
    expected = _with_words(tree, lines, regulation, additions)
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


def _with_words(tree: Mapping, lines: list[str], regulation: Regulation, additions: dict[int, str]) -> Mapping:
    """Return the tree as it will be, and note the lines to add below others."""

    def filled(node: Node, *, inside: tuple[str, ...] = ()) -> Node:
        """Return a part with its own words, and those of the parts under some of its keys."""
        if not isinstance(node, Mapping):
            return node
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            entries.append((key, filled(value) if key.text in inside else value))
            if key.text == BASIS and isinstance(value, Scalar):
                words = _words(node, key, value, lines, regulation)
                if words is not None:
                    number, line = words
                    additions[number] = line
                    entries.append((Scalar(WORDS), Scalar(_quotable(regulation.text(value.text)), plain=False)))
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
            case "政策" | "代码" | "依据" | "原文" | "施行" | "有效期至" | "行为日期" | "说明":
                return node
            case (
                "参数"
                | "口径"
                | "问"
                | "有权认定"
                | "分工"
                | "推定"
                | "推算"
                | "适用"
                | "归类"
                | "先后"
                | "推出"
                | "矛盾"
                | "例外于"
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


def _words(
    node: Mapping, key: Scalar, value: Scalar, lines: list[str], regulation: Regulation
) -> tuple[int, str] | None:
    """Return the number of the value's line, and the line to add below it; None where nothing is to be added."""
    if any(other.text == WORDS for other, _ in node.entries):
        return None
    first, line = lines[node.place.line - 1], lines[value.place.line - 1]
    if first[node.place.column - 1] == "{" or not _WHOLE.fullmatch(line[value.place.column - 1 :].rstrip("\r")):
        return None
    try:
        citation: Citation = regulation.resolve(value.text)
    except CitationError:
        return None
    ending = "\r" if line.endswith("\r") else ""
    return value.place.line, f"{' ' * (key.place.column - 1)}{WORDS}: {_quoted(regulation.text(citation))}{ending}"


def _quotable(text: str) -> str:
    """Return a text of several lines as one: comparison with the regulation ignores white space."""
    return text.replace("\n", "")


def _quoted(text: str) -> str:
    escaped = _quotable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the permissions that it had."""
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".zzrules-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        shutil.copymode(target, temporary)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

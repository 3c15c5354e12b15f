"""The parts of a file as they are written, whatever is wrong with it: outline, folding, colours, citations' words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from zzrules.editor import describing
from zzrules.editor.navigation import CITATION
from zzrules.editor.positions import Span, Text
from zzrules.editor.workspace import Study
from zzrules.policy.forms import is_literal
from zzrules.policy.vocabulary import OF_DAY

_KEY: Final = re.compile(
    r"^((?: {2})?(?:- )?)(?:(得出): *)?([^\s#\-:\"'{\[][^:\n]*?)(?::(?= |$)|(?<=.)$)", re.MULTILINE
)
_HEADER: Final = re.compile(r"^( *)(功能|规则|背景|场景大纲|场景|例子): *(.*?) *$", re.MULTILINE)
_LEVELS: Final = {"功能": 0, "规则": 1, "背景": 2, "场景": 2, "场景大纲": 2, "例子": 3}
_CITED: Final = re.compile(r"依据: *\[?\"?([^,\]}\"\n]+)")
_STEP: Final = re.compile(r"^\s*(假如|假设|假定|当|那么|而且|并且|同时|但是)(?= |\t|$)")
_IN_QUOTES: Final = re.compile("「[^」\n]*」")
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)

Colour = Literal[
    "keyword", "variable", "parameter", "function", "enumMember", "class", "number", "macro", "comment", "string"
]
COLOURS: Final[tuple[Colour, ...]] = (
    "keyword", "variable", "parameter", "function", "enumMember", "class", "number", "macro", "comment", "string",
)  # fmt: skip


@dataclass
class Part:
    """A part of a file: what it is called, where it stands and where its name does, and the parts within."""

    name: str
    level: int
    span: Span
    named: Span
    parts: list[Part] = field(default_factory=list)


class Token(NamedTuple):
    """A part of a line that is of one colour."""

    span: Span
    colour: Colour


class Hint(NamedTuple):
    """Words that are shown in a line, without being part of it."""

    offset: int
    words: str


def outline(text: Text, *, feature: bool) -> list[Part]:
    """Return the parts of a file by what they are written under: sections with their entries, scenarios."""
    found = [*(_scenarios(text) if feature else _sections(text))]
    for number, part in enumerate(found):
        following = (other.span.start for other in found[number + 1 :] if other.level <= part.level)
        end = next(following, len(text.text))
        part.span = Span(part.span.start, part.span.start + len(text.text[part.span.start : end].rstrip()))
    roots: list[Part] = []
    open_parts: list[Part] = []
    for part in found:
        while open_parts and open_parts[-1].level >= part.level:
            open_parts.pop()
        (open_parts[-1].parts if open_parts else roots).append(part)
        open_parts.append(part)
    return roots


def _sections(text: Text) -> Iterator[Part]:
    for found in _KEY.finditer(text.text):
        front, _, name = found.groups()
        if "- " in front and found.group(2) is None:
            continue
        if ":" not in text.text[found.end(3) : found.end(3) + 1] and found.group(2) is None:
            continue
        yield Part(name, 1 if front else 0, Span(*found.span()), Span(*found.span(3)))


def _scenarios(text: Text) -> Iterator[Part]:
    for found in _HEADER.finditer(text.text):
        name = found.group(3) or found.group(2)
        yield Part(name, _LEVELS[found.group(2)], Span(*found.span()), Span(*found.span(3)))


def folds(text: Text) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line (from 0) of what can be folded: lines with those indented below them."""
    lines = text.text.splitlines()
    open_lines: list[tuple[int, int]] = []
    last = 0
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        while open_lines and open_lines[-1][0] >= indent:
            _, first = open_lines.pop()
            if last > first:
                yield first, last
        open_lines.append((indent, number))
        last = number
    yield from ((first, last) for _, first in open_lines if last > first)


def tokens(study: Study, file: str | None, text: Text) -> list[Token]:
    """Return the colours of a file, in the order of its text: by what its words are, where they are read."""
    found = [Token(Span(*one.span()), "comment") for one in _COMMENT.finditer(text.text)]
    if file is None:
        found += _of_feature(text)
    else:
        found += _of_words(study, file, text)
    found.sort()
    kept: list[Token] = []
    for token in found:
        if token.span.end > token.span.start and (not kept or token.span.start >= kept[-1].span.end):
            kept.append(token)
    return kept


def _of_words(study: Study, file: str, text: Text) -> Iterator[Token]:
    known, policy = study.known, study.known.policies.get(file)
    names: dict[str, Colour] = dict.fromkeys(known.vocabulary.by_label, "variable")
    names |= {f"{label}{OF_DAY}": "variable" for label in known.vocabulary.by_label}
    names |= {name.text: "function" for name, _ in known.vocabulary.derived}
    if policy is not None:
        names |= {one.name.text: "parameter" for one in policy.parameters}
        names |= {one.name.text: "parameter" for one in policy.readings}
        names |= {name.text: "function" for name, _ in policy.derived}
        names |= {one.name.text: "enumMember" for one in policy.outcomes}
        names |= {one.name.text: "enumMember" for one in policy.grounds}
        names |= {one.name.text: "enumMember" for one in policy.classes}
    for word in study.words_of(file).all:
        start = text.offset_of(word.scalar.place)
        start += text.text[start : start + 1] in ('"', "'")
        if not text.text.startswith(word.text, start) or "\n" in word.text:
            continue
        span = Span(start, start + len(word.text))
        if word.text in names and word.is_name:
            yield Token(span, names[word.text])
        elif "依据" in word.path[-2:] or (word.is_key and word.path[:1] == ("核对",)):
            yield Token(span, "keyword" if word.text in ("依据", "核对") else "macro")
        elif word.path == ("政策",) and not word.is_key:
            yield Token(span, "class")
        elif is_literal(word.text):
            yield Token(span, "number")
        elif word.is_key:
            yield Token(span, "keyword")
        else:
            yield Token(span, "string" if not word.is_name else "enumMember")


def _of_feature(text: Text) -> Iterator[Token]:
    start = 0
    for line in text.text.splitlines(keepends=True):
        header = _HEADER.match(line)
        if header is not None:
            yield Token(Span(start + header.start(2), start + header.end(2)), "keyword")
        elif (step := _STEP.match(line)) is not None:
            yield Token(Span(start + step.start(1), start + step.end(1)), "keyword")
            for word in _IN_QUOTES.finditer(line):
                inner = word.group()[1:-1]
                colour: Colour = "macro" if inner.startswith("第") else "number" if is_literal(inner) else "string"
                yield Token(Span(start + word.start() + 1, start + word.end() - 1), colour)
        elif line.lstrip().startswith("@"):
            yield Token(Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip())), "class")
        start += len(line)


def hints(study: Study, text: Text, span: Span) -> Iterator[Hint]:
    """Yield the first words of what is cited in a part of a text, behind the citations."""
    law = study.known.regulations
    if law is None:
        return
    for found in _CITED.finditer(text.text, span.start, span.end):
        for cited in CITATION.finditer(found.group(1)):
            if words := describing.first_words(cited.group(), law):
                yield Hint(found.start(1) + cited.end(), words)

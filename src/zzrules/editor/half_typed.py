"""What stands around a gap in a text that is being typed: the text is repaired at the gap, and read by the readers.

Only the section is read in which the gap is; what else is wrong with the file is no matter. Where what follows the gap
does not fit, it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zzrules.editor.positions import Span
from zzrules.editor.workspace import Known
from zzrules.policy.calendar_files import read_calendar
from zzrules.policy.folder import KINDS
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import read_regulations
from zzrules.policy.shapes import Shapes
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

GAP: Final = "\ue000"
"""What stands in the gap: a character of private use."""
_WORD: Final = re.compile(r"(?:[^\s\[\]{},:\"'#]|:(?=\S))*$")
_REST: Final = re.compile(r"(?:[^\s\[\]{},:\"'#]|:(?=\S))*")
_COLON: Final = re.compile(r"\s*:(?:\s|$)")
_TOP: Final = re.compile(r"^[^\s#-]", re.MULTILINE)
_MARGIN: Final = re.compile(r"^([^\s#:：-][^\s:：]*)[:：]", re.MULTILINE)
_KIND: Final = re.compile(rf"^(?:\ufeff)?[\"']?({'|'.join(KINDS)})[\"']? *:", re.MULTILINE)
_BASIS: Final = re.compile(r"^依据: *(.+?) *$", re.MULTILINE)
_DASHES: Final = re.compile(r"(?:- +)+")


@dataclass(frozen=True)
class Step:
    """A node on the way to the gap: a mapping with the key under which it goes on, or a list with the position."""

    node: Mapping | Sequence
    at: Scalar | int

    @property
    def key(self) -> str:
        """The key; empty in a list."""
        return self.at.text if isinstance(self.at, Scalar) else ""


@dataclass(frozen=True)
class Gap:
    """A gap: the word of it that is typed already, the way to it, and what the readers took it for.

    ``kind`` is the first key of the file, ``typed`` the word up to the cursor. ``colon``: whether one follows.
    ``around`` are the keys at the margin.
    """

    kind: str
    span: Span
    way: tuple[Step, ...]
    node: Scalar
    is_key: bool
    shapes: Shapes
    typed: str
    colon: bool
    around: tuple[str, ...]

    @property
    def parent(self) -> Step | None:
        """What the gap stands in directly."""
        return self.way[-1] if self.way else None

    def above(self, steps: int) -> Step | None:
        """Return what stands so many steps above the gap; 1 is its parent."""
        return self.way[-steps] if len(self.way) >= steps else None

    @property
    def path(self) -> tuple[str | int, ...]:
        """The keys and the positions that lead to it; of a key in the gap, itself as well."""
        return tuple(step.at.text if isinstance(step.at, Scalar) else step.at for step in self.way)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that lead to it, without positions in lists; of a key in the gap, not itself."""
        steps = self.way[:-1] if self.is_key else self.way
        return tuple(step.key for step in steps if step.key)


def kind_of(text: str) -> str:
    """Return the key that says what a file is; empty for one that has none yet."""
    found = _KIND.search(text)
    return found.group(1) if found else ""


def word_at(text: str, offset: int) -> Span:
    """Return the word at an offset, which may be empty."""
    line = text.rfind("\n", 0, offset) + 1
    before = _WORD.search(text[line:offset])
    after = _REST.match(text, offset)
    return Span(offset - (len(before.group()) if before else 0), after.end() if after else offset)


def gaps_at(text: str, offset: int, known: Known) -> Iterator[Gap]:
    """Yield what may stand around a gap at an offset, the likeliest first."""
    start, end = _section(text, offset)
    section, at = text[start:end], offset - start
    word = word_at(section, at)
    before, after = section[: word.start], section[word.end :]
    line = before[before.rfind("\n") + 1 :]
    colon = _COLON.match(after) is not None
    opened = _opened(before)
    for filled in _fillings(line, opened, colon=colon):
        tree = read_text(before + filled + after, "", Problems())
        if tree is None:
            closers = "".join("}" if one == "{" else "]" for one in reversed(opened))
            tree = read_text(f"{before}{filled}{closers}\n", "", Problems())
        if not isinstance(tree, Mapping):
            continue
        found = _way(tree)
        if found is None:
            continue
        way, node, is_key = found
        shapes, kind = Shapes(), kind_of(text)
        _read(kind, tree, text, known, shapes)
        span = Span(start + word.start, start + word.end)
        around = tuple(found.group(1) for found in _MARGIN.finditer(text))
        yield Gap(kind, span, way, node, is_key, shapes, section[word.start : at], colon, around)


def _section(text: str, offset: int) -> Span:
    """Return the lines from the key at the margin under which an offset lies up to the next such key."""
    line = text.rfind("\n", 0, offset) + 1
    start = 0
    for found in _TOP.finditer(text, 0, line + 1):
        start = found.start()
    if offset == line and not text[line:].partition("\n")[0].strip():
        start = line  # a key of the file itself
    following = _TOP.search(text, max(offset, line + 1))
    return Span(start, following.start() if following is not None and following.start() > start else len(text))


def _opened(text: str) -> list[str]:
    """Return the brackets that are open at the end of a text, the outermost first."""
    opened: list[str] = []
    quote = ""
    before = " "
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'" and before in " [{,:":
            quote = character
        elif character in "[{" and before in " [{,:-\n":
            opened.append(character)
        elif character in "]}" and opened:
            opened.pop()
        before = character
    return opened


def _fillings(line: str, opened: list[str], *, colon: bool) -> list[str]:
    """Return what may stand in the gap: a key with its value, or a value."""
    pair = f"{GAP}: {GAP}"
    written = line.strip()
    if colon:
        return [GAP]
    if opened:
        last = written[-1:] if written else ","
        if opened[-1] == "{" and last in ("{", ","):
            return [pair]
        return [GAP]
    if not written or _DASHES.fullmatch(written + " "):
        return [pair, GAP]
    return [GAP]


def _way(node: Node, way: tuple[Step, ...] = ()) -> tuple[tuple[Step, ...], Scalar, bool] | None:
    match node:
        case Scalar(text):
            return (way, node, False) if text == GAP else None
        case Sequence(items):
            parts = (_way(item, (*way, Step(node, number))) for number, item in enumerate(items))
            return next((found for found in parts if found is not None), None)
        case Mapping(entries):
            for key, value in entries:
                if key.text == GAP:
                    return (*way, Step(node, key)), key, True
                if (found := _way(value, (*way, Step(node, key)))) is not None:
                    return found
    return None


def _read(kind: str, section: Mapping, text: str, known: Known, shapes: Shapes) -> None:
    """Let the reader of a kind of files read a section, for what it takes its parts for."""
    law = known.regulations
    reader = Reader(Problems(), law, shapes=shapes)
    bodies = dict(known.vocabulary.bodies)
    given = {key.text for key, _ in section.entries}

    def whole(**needed: str | dict[str, str]) -> Mapping:
        entries = [(Scalar(key), _node(value)) for key, value in needed.items() if key not in given]
        return Mapping((*section.entries, *entries), whole=True, place=section.place)

    match kind:
        case "政策":
            basis = _BASIS.search(text)
            cited = basis.group(1) if basis else str(next(law.own.newest.citations())) if law is not None else ""
            read_policy(whole(政策="甲", 代码="a", 依据=cited, 行为日期={"取": "甲"}), bodies, reader)
        case "词汇":
            read_vocabulary([whole(词汇="甲")], reader)
        case "法规":
            read_regulations(whole(法规="甲"), (), reader)
        case "日历" | "放假办法" | "本地停工" | "通知":
            read_calendar([section], reader)
        case _:
            pass


def _node(value: str | dict[str, str]) -> Node:
    if isinstance(value, str):
        return Scalar(value)
    return Mapping(tuple((Scalar(key), Scalar(word)) for key, word in value.items()))

"""How mistakes are repaired: for each diagnostic of the form of a text, the edits that its 应改为 speaks of.

What a mistake is made of, its place and its words, says what to write; where that is not enough, the lines do. No
message is read. A repair is sure where only one thing can have been meant, and a proposal otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping as AbstractMapping, Sequence as AbstractSequence
from typing import Any, Final

from zzrules.base.diagnostics import Diagnostic, Told, text as wrong
from zzrules.base.errors import Edit, Fix, Place, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.policy.fixing import PLACEHOLDER, indent_of
from zzrules.policy.keys.known import known_keys
from zzrules.policy.ranges import without_texts

MOST: Final = 3
"""How many proposals a problem has at most."""
_CLOSING: Final = {"{": "}", "[": "]"}
_NARROW: Final = {"｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]"}
_MATES: Final = {"｛": "｝", "［": "］", "【": "】", "〔": "〕", "（": "）"}
_WIDE_QUOTE: Final = {"“": "”", "＂": "＂", "‘": "’"}
_BULLET: Final = re.compile(r"(?:[•·●▪◦◆■]|[0-9]{1,2}[.、．)）]|[(（][0-9一二三四五六七八九十]{1,3}[)）])\s*")
_VALUE: Final = re.compile(r"(?:^\s*(?:- +)*|[:,\[{]\s+|[\[{])(?=\S)")
_FLOW_TEXT: Final = re.compile(r"(?:[^,{}\[\]]|\{[^{}]*\})+")
_KEY_IN_BRACKETS: Final = re.compile(r"[{,]\s*([^\s：:{}\[\],\"'，、。；]{1,40})：(?=\S)")
_KEY: Final = re.compile(r"\s*([^\s,\[\]{}\"'：:，、；。]{1,40}):(?:\s|$)")
_PAIRS: Final = {"｛": "{}", "［": "[]", "【": "[]", "〔": "[]"}


def repaired(problem: Problem, lines: AbstractSequence[str]) -> Problem:
    """Return a problem of the form of a text with its fixes, given the lines of the text."""
    said, place = problem.said, problem.place
    if not (isinstance(said, Told) and place.line and place.end_line):
        return problem
    repair = _REPAIRS.get(said.diagnostic)
    fixes = repair(_Slip(place, said.words, lines)) if repair is not None else ()
    return replaced(problem, fixes=(*problem.fixes, *fixes))


@frozen
class _Slip:
    """What is known of a mistake: where it is, what its sentence is made of, and the lines of the text."""

    place: Place
    words: AbstractMapping[str, Any]
    lines: AbstractSequence[str]

    @property
    def line(self) -> str:
        """The line in which it begins."""
        return self.lines[self.place.line - 1]

    @property
    def bare(self) -> str:
        """The line with what is quoted blanked out, without its comment."""
        return without_texts(self.line)

    @property
    def at(self) -> int:
        """Where in the line it begins, from 0."""
        return self.place.column - 1

    @property
    def rest(self) -> str:
        """The line, from where it begins."""
        return self.line[self.at :]

    def span(self, start: int, stop: int) -> Place:
        """Return the place between two positions of the line, from 0."""
        return Place(self.place.source, self.place.line, start + 1, self.place.line, stop + 1)

    def edit(self, start: int, stop: int, text: str) -> Edit:
        """Return that a text stands between two positions of the line."""
        return Edit(self.span(start, stop), text)


def _colon(slip: _Slip) -> Iterator[Fix]:
    """Put a half-width colon with a space after it for the first colon that is not one, and for those of later keys."""
    found = re.compile(r"[:：]\s*").search(slip.bare, slip.at)
    if found is not None:
        edits = [slip.edit(found.start(), found.end(), ": " if slip.line[found.end() :] else ":")]
        edits += [
            slip.edit(one.end() - 1, one.end(), ": ")
            for one in _KEY_IN_BRACKETS.finditer(slip.bare, found.end())
            if _is_key(slip, one.start() + 1, one[1])
        ]
        title = "改为半角冒号，后面空一格" if found.group()[0] == "：" else "冒号后面加一个空格"
        yield Fix(title, tuple(edits), sure=True)


def _is_key(slip: _Slip, at: int, name: str) -> bool:
    """Return whether a name in braces can only be a key: the first in them, or one that files have."""
    return _around(slip.bare[:at]) == "{" and (slip.bare[at - 1] == "{" or name in known_keys())


def _around(line: str) -> str:
    """Return the bracket that is open at the end of a line; empty if none is."""
    around: list[str] = []
    for mark in re.findall(r"[\[\]{}]", line):
        if mark in _CLOSING:
            around.append(mark)
        elif around:
            around.pop()
    return around[-1] if around else ""


def _one_character(text: str, title: str, *, sure: bool = True) -> Callable[[_Slip], Iterator[Fix]]:
    """Return what puts a text for the one character at the place."""

    def repair(slip: _Slip) -> Iterator[Fix]:
        yield Fix(title, (slip.edit(slip.at, slip.at + 1, text),), sure=sure)

    return repair


def _indent(slip: _Slip) -> Iterator[Fix]:
    """Indent the line as far as the others of its level are."""
    expected, now = int(slip.words["expected"]), indent_of(slip.line)
    yield Fix(f"缩进 {expected} 格", (slip.edit(0, now, " " * expected),), sure=True)


def _blank_indent(slip: _Slip) -> Iterator[Fix]:
    """Indent by spaces as far as the line before it is that comes nearest; elsewhere put one space."""
    indent = slip.line[: len(slip.line) - len(slip.line.lstrip())]
    if slip.at >= len(indent):
        yield Fix("改为空格", (slip.edit(slip.at, slip.at + 1, " "),), sure=True)
        return
    wide = sum(4 if one == "\t" else 2 if one == "\u3000" else 1 for one in indent)
    before = {indent_of(one) for one in slip.lines[: slip.place.line - 1] if one.strip()}
    expected = min(before | {0}, key=lambda column: (abs(column - wide), column))
    yield Fix(f"用 {expected} 个空格缩进", (slip.edit(0, len(indent), " " * expected),), sure=expected == wide)


def _narrow_spaces(slip: _Slip) -> Iterator[Fix]:
    """Put spaces for the ideographic ones of a text."""
    if slip.place.end_line == slip.place.line:
        written = slip.line[slip.at : slip.place.end_column - 1]
        yield Fix("改为半角空格", (Edit(slip.place, written.replace("\u3000", " ")),), sure=True)
        yield Fix("给这段文字加双引号", (Edit(slip.place, f'"{written}"'),))


def _dash(slip: _Slip) -> Iterator[Fix]:
    """Begin the item with a dash and a space."""
    bullet = _BULLET.match(slip.rest)
    length = bullet.end() if bullet else 1 if slip.rest[:1] in "-－–—" else 0
    spaces = len(slip.rest[length:]) - len(slip.rest[length:].lstrip())
    yield Fix("以「- 」起头", (slip.edit(slip.at, slip.at + length + spaces, "- "),), sure=True)


def _bracket(slip: _Slip) -> Iterator[Fix]:
    """Put half-width brackets for a full-width one and its mate, and half-width commas between them.

    Round ones do not tell which are meant.
    """
    opening = slip.rest[:1]
    mate = slip.bare.find(_MATES[opening], slip.at) if opening in _MATES else -1
    between = [
        slip.edit(found.start(), found.end(), ", ")
        for found in re.compile(r"[，、]\s*").finditer(slip.bare, slip.at, max(mate, slip.at))
    ]
    for pair in [_PAIRS[opening]] if opening in _PAIRS else ["[]", "{}"] if opening == "（" else []:
        edits = [slip.edit(slip.at, slip.at + 1, pair[0]), *between]
        edits += [slip.edit(mate, mate + 1, pair[1])] if mate >= 0 else []
        yield Fix(f"改为半角的「{pair[0]} {pair[1]}」", tuple(edits), sure=opening in _PAIRS)
    if opening in _NARROW and opening not in _PAIRS:
        yield Fix("改为半角的括号", (slip.edit(slip.at, slip.at + 1, _NARROW[opening]),), sure=True)


def _comma(slip: _Slip) -> Iterator[Fix]:
    """Put a half-width comma for a mark.

    It is sure behind what is whole, and before what can only be a key: one that files have, or any in a list.
    """
    before, after = slip.bare[: slip.at], slip.line[slip.at + 1 :]
    edit = slip.edit(slip.at, slip.at + 1, "," if after[:1].isspace() else ", ")
    whole = slip.line[: slip.at].rstrip().endswith(("}", "]", '"', "'"))
    key = _KEY.match(after)
    sure = whole or (key is not None and (_around(before) == "[" or key[1] in known_keys()))
    yield Fix("改为半角逗号", (edit,), sure=sure)
    if not whole:
        yield from _quoted(slip)


def _items(slip: _Slip) -> Iterator[Fix]:
    """Tell items apart by half-width commas, or quote them as one text."""
    yield Fix.instead(slip.place, str(slip.words["items"]))
    yield Fix("给这段文字加双引号", (Edit(slip.place, f'"{slip.line[slip.at : slip.place.end_column - 1]}"'),))


def _spare_mark(slip: _Slip) -> Iterator[Fix]:
    """Delete the mark that tells nothing apart, or quote the text."""
    written = slip.line[slip.at : slip.place.end_column - 1]
    yield Fix(f"删去「{slip.words['mark']}」", (Edit(slip.place, written.replace(str(slip.words["mark"]), "")),))
    yield Fix("给这段文字加双引号", (Edit(slip.place, f'"{written}"'),))


def _quoted(slip: _Slip) -> Iterator[Fix]:
    """Put a text in which a mark stands into quotation marks."""
    starts = [found.end() for found in _VALUE.finditer(slip.line, 0, slip.at + 1) if found.end() <= slip.at]
    start = starts[-1] if starts else slip.at
    if slip.line[start : start + 1] in "\"'":
        return
    if re.search(r"[\[{]", slip.line[:start]):
        found = _FLOW_TEXT.match(slip.line, start)
        stop = found.end() if found else start
    else:
        comment = re.compile(r"\s+#|\s*$").search(slip.line, start)
        stop = comment.start() if comment else len(slip.line)
    text = slip.line[start:stop].rstrip()
    if text and slip.at < start + len(text) and '"' not in text:
        yield Fix("给这段文字加双引号", (slip.edit(start, start + len(text), f'"{text}"'),))


def _unclosed_quote(slip: _Slip) -> Iterator[Fix]:
    """Close a quotation mark before what closes the brackets around it, or before the next key, or where it ends."""
    mark, before = slip.rest[:1], re.sub(r"\"[^\"]*\"|'[^']*'", "", slip.line[: slip.at])
    depth = sum(map(before.count, "[{")) - sum(map(before.count, "]}"))
    stop = len(slip.line.rstrip())
    while depth > 0 and slip.line[stop - 1] in "]}":
        stop, depth = stop - 1, depth - 1
    following = re.compile(r",\s*[^\s,\[\]{}\"'：:]{1,40}:\s").search(slip.line, slip.at)
    stops = [following.start()] if following and re.search(r"[\[{]", before) else []
    for end in dict.fromkeys([*stops, stop]):
        yield Fix("在这段文字的末尾补上引号", (slip.edit(end, end, mark),), sure=not stops)


def _wide_quotes(slip: _Slip) -> Iterator[Fix]:
    """Put half-width quotation marks for the full-width ones around a text."""
    start = slip.at
    if slip.rest[:1] not in _WIDE_QUOTE:
        start = max(slip.line.rfind(mark, 0, slip.at) for mark in _WIDE_QUOTE)
    stop = slip.line.find(_WIDE_QUOTE[slip.line[start]], start + 1) if start >= 0 else -1
    if stop > 0 and '"' not in slip.line[start:stop]:
        edits = slip.edit(start, start + 1, '"'), slip.edit(stop, stop + 1, '"')
        yield Fix("改为半角的双引号", edits, sure=True)


def _hash(slip: _Slip) -> Iterator[Fix]:
    """Begin a comment as one has to; it is sure where what stands around the mark can hardly be a text."""
    before, after = slip.line[: slip.at], slip.line[slip.at + 1 :]
    text = f"{'' if not before or before[-1:].isspace() else ' '}#{'' if after[:1].isspace() else ' '}"
    sure = not _around(slip.bare[: slip.at]) and (not before.strip() or before[-1:].isspace() or after[:1].isspace())
    yield Fix("写成注释：前面空一格，用半角的「#」", (slip.edit(slip.at, slip.at + 1, text),), sure=sure)
    yield from _quoted(slip)


def _space_after_colon(slip: _Slip) -> Iterator[Fix]:
    """Put one space for the full-width ones after a colon."""
    found = re.compile(r":\s*").match(slip.line, slip.at)
    if found is not None:
        yield Fix("改为半角空格", (slip.edit(found.start(), found.end(), ": "),), sure=True)


def _under(slip: _Slip) -> Iterator[Fix]:
    """Delete the indentation of a section, which is none within another."""
    yield Fix("不缩进", (slip.edit(0, indent_of(slip.line), ""),), sure=True)


def _wide_quotes_of_text(slip: _Slip) -> Iterator[Fix]:
    yield Fix.instead(slip.place, f'"{slip.words["meant"]}"', sure=True)


def _text_after_quote(slip: _Slip) -> Iterator[Fix]:
    """Quote the whole of a line's text, with other quotation marks inside."""
    text = slip.rest.rstrip()
    if text.startswith('"') and " #" not in text:
        inner = re.sub('"([^"]*)"', "“\\1”", text)
        yield Fix("整段文字加双引号", (slip.edit(slip.at, slip.at + len(text), f'"{inner}"'),))


def _unclosed_bracket(slip: _Slip) -> Iterator[Fix]:
    """Close brackets where the line ends, or before a key that may stand outside of them."""
    closing, end = str(slip.words["closing"]), len(re.sub(r"\s+#.*|\s+$", "", slip.line))
    keys = [found.start() for found in re.compile(r",\s*[^\s,\[\]{}\"'：:]{1,40}:\s").finditer(slip.line, slip.at)]
    for stop in [end, *reversed(keys)][:MOST]:
        where = "末尾" if stop == end else f"「{slip.line[stop + 1 :].partition(':')[0].strip()}」前面"
        yield Fix(f"在{where}补上「{closing}」", (slip.edit(stop, stop, closing),))


def _missing_comma(slip: _Slip) -> Iterator[Fix]:
    """Put a comma after what stands before the place."""
    before = len(slip.line[: slip.at].rstrip())
    edit = slip.edit(before, before, "," if before < slip.at or not slip.rest.strip() else ", ")
    yield Fix("补上逗号", (edit,))


def _missing_colon(slip: _Slip) -> Iterator[Fix]:
    """Put a colon after the first word of a line."""
    if found := re.match(r"([^\s:：=∶﹕︰]+) ?[=∶﹕︰] *(?=\S)", slip.rest):
        yield Fix("改为半角冒号", (slip.edit(slip.at + found.end(1), slip.at + found.end(), ": "),))
    elif found := re.match(r"([^\s:：]+) +(?=\S)", slip.rest):
        yield Fix(f"在「{found[1]}」后面加冒号", (slip.edit(slip.at + found.end(1), slip.at + found.end(), ": "),))


def _swallowed(slip: _Slip) -> Iterator[Fix]:
    """Write a text of several lines in one, in quotation marks."""
    place = slip.place
    if place.end_line > place.line:
        lines = [slip.rest, *slip.lines[place.line : place.end_line - 1]]
        text = "".join(map(str.strip, lines)) + slip.lines[place.end_line - 1][: place.end_column - 1].strip()
        if '"' not in text and "\\" not in text:
            yield Fix("写在一行里，加双引号", (Edit(place, f'"{text}"'),))


def _empty_item(slip: _Slip) -> Iterator[Fix]:
    """Delete an item that is empty: its line, or its comma."""
    if slip.line.strip() == "-":
        end = Place(slip.place.source, slip.place.line, 1, slip.place.line + 1, 1)
        yield Fix("删去这一行", (Edit(end, ""),))


def _empty_key(slip: _Slip) -> Iterator[Fix]:
    """Put something in under a key, or take the key for the end of the text before the comma."""
    start = max(slip.line.rfind(mark, 0, slip.at) for mark in ("{", ", ", ": "))
    comma = slip.line[: slip.at].rstrip()
    if comma.endswith(",") and start > 0:
        found = [one.end() for one in re.compile(r":\s+").finditer(slip.line, 0, slip.at)]
        if found and not re.search(r"[\[\]{}\"']", slip.line[found[-1] : slip.at]):
            end = slip.place.end_column - 1
            text = slip.line[found[-1] : end]
            yield Fix("给这段文字加双引号", (slip.edit(found[-1], end, f'"{text}"'),))
    if slip.line[slip.place.end_column - 1 :].strip() == ":":
        yield Fix(f"补上「{PLACEHOLDER}」", (slip.edit(len(slip.line), len(slip.line), f" {PLACEHOLDER}"),))


def _word(title: str) -> Callable[[_Slip], Iterator[Fix]]:
    """Return what deletes the mark at the place, with the word and the space that belong to it."""

    def repair(slip: _Slip) -> Iterator[Fix]:
        found = re.match(r"[&!][^\s,{}\[\]]*\s*", slip.rest)
        if found:
            yield Fix(title, (slip.edit(slip.at, slip.at + found.end(), ""),))

    return repair


_REPAIRS: Final[AbstractMapping[Diagnostic, Callable[[_Slip], Iterator[Fix]]]] = dict(
    [
        *(
            (one, _colon)
            for one in (
                *(wrong.WIDE_COLON, wrong.WIDE_COLON_BEFORE_BRACKET, wrong.WIDE_COLON_IN_LINE),
                *(wrong.NO_SPACE_AFTER_COLON, wrong.NO_SPACE_AFTER_COLON_IN_LINE),
            )
        ),
        *((one, _indent) for one in (wrong.UNEVEN_INDENT, wrong.UNEVEN_WITH_NEXT, wrong.NOT_INDENTED)),
        (wrong.SECTION_WITHIN, _under),
        *((one, _blank_indent) for one in (wrong.TAB, wrong.WIDE_SPACE_IN_INDENT)),
        (wrong.WIDE_SPACE_AFTER_COLON, _space_after_colon),
        (wrong.WIDE_SPACE_IN_TEXT, _narrow_spaces),
        *((one, _hash) for one in (wrong.NO_SPACE_BEFORE_HASH, wrong.WIDE_HASH)),
        (wrong.ODD_SPACE, _one_character(" ", "改为普通的空格")),
        *((one, _one_character("", "删去这个字符")) for one in (wrong.UNSEEN_CHARACTER, wrong.CONTROL_CHARACTER)),
        *((one, _dash) for one in (wrong.NO_SPACE_AFTER_DASH, wrong.WIDE_DASH, wrong.NOT_A_DASH)),
        *((one, _bracket) for one in (wrong.WIDE_BRACKET, wrong.WIDE_BRACKETS_OF_LIST)),
        (wrong.WIDE_COMMA_IN_BRACKETS, _comma),
        (wrong.WIDE_MARK_BETWEEN_ITEMS, _items),
        (wrong.WIDE_MARK_IN_ITEM, _spare_mark),
        *((one, _quoted) for one in (wrong.QUESTION_MARK_IN_BRACKETS, wrong.BRACES_IN_TEXT, wrong.COLON_IN_TEXT)),
        (wrong.UNCLOSED_QUOTE, _unclosed_quote),
        (wrong.WIDE_QUOTES, _wide_quotes),
        (wrong.WIDE_QUOTES_OF_TEXT, _wide_quotes_of_text),
        (wrong.TEXT_AFTER_QUOTE, _text_after_quote),
        (wrong.UNCLOSED_BRACKET, _unclosed_bracket),
        (wrong.UNOPENED_BRACKET, _one_character("", "删去它", sure=False)),
        (wrong.MARK_AFTER_BRACKET, _one_character("", "删去它")),
        (wrong.MISSING_COMMA, _missing_comma),
        (wrong.MISSING_COLON, _missing_colon),
        (wrong.SWALLOWED_LINES, _swallowed),
        (wrong.EMPTY_ITEM, _empty_item),
        (wrong.EMPTY_KEY, _empty_key),
        (wrong.ANCHOR, _word("删去锚点")),
        (wrong.TAG, _word("删去类型标记")),
    ]
)

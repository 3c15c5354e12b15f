"""Lines that do not line up with the others of their level, and which of two is the one that is astray."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from zzrules.base.diagnostics import Told, text as wrong
from zzrules.base.errors import Place, Problem
from zzrules.policy.fixing import indent_of
from zzrules.policy.keys.known import known_keys, sections

_STEP: Final = 2
_DASHES: Final = re.compile(r" *((?:- +)*)")
_ENTRY: Final = re.compile(r" *(?:- |[^\s,\[\]{}\"'#：][^,\[\]{}\"'：]{0,60}?:(?:\s|$))")
"""What begins a line that is a key, or an item of a list."""
_KEY: Final = re.compile(r" *([^\s,\[\]{}\"'#：:]{1,40}):(?:\s|$)")
_OPENS: Final = re.compile(r" *([^\s,\[\]{}\"'#：:]{1,40}):(?:\s+#.*|\s*)")
"""A key that has what it holds in the lines below it."""
_MOST_ODD: Final = 1 / 4
"""Of the lines that are indented, how many may be so by an odd number in a file whose levels are two spaces apart."""


def uneven(lines: Sequence[str], number: int, source: str) -> Problem | None:
    """Return that a line, where a key or an item is missed, is indented as no level above it is; None if it is.

    >>> print(uneven(["甲:", "  乙: 1", " 丙: 2"], 3, "a.yaml"))
    a.yaml:3:2: ZZ129 这一行缩进 1 格，和上面哪一层都不对齐。应改为：缩进 2 格，和第 2 行左边对齐
    """
    line = lines[number - 1]
    indent, above = indent_of(line), _levels(lines, number)
    if not above or indent in above:
        return None
    if _undashed(lines, number):
        return wrong.NOT_A_DASH(Place(source, number, indent + 1))
    if (beside := _beside(lines, number, source)) is not None:
        return beside
    inner = _inner(lines, number)
    expected = min(above, key=lambda column: (abs(column - indent), column >= inner))
    return _astray(lines, number, source, above[expected], expected)


def after(lines: Sequence[str], number: int) -> int:
    """Return the line after one that says something; 0 if none does."""
    return next((at for at in range(number + 1, len(lines) + 1) if not _is_blank(lines[at - 1])), 0)


def section_within(lines: Sequence[str], number: int, source: str) -> Problem | None:
    """Return that a line begins a section of a policy file and is indented; None if it does not.

    >>> print(section_within(["情形:", "  甲: {}", "  结论:", "  - 得出: 乙"], 3, "a.yaml"))
    a.yaml:3:3: ZZ129 「结论」是政策文件的一节，缩进了 2 格，就成了「情形」下面的一项。应改为：不缩进，和第 1 行左边对齐
    """
    section, indent = _opened(lines, number), indent_of(lines[number - 1])
    if not indent or section not in sections():
        return None
    earlier = (at for at in range(number - 1, 0, -1) if not _is_blank(lines[at - 1]))
    outer = next((at for at in earlier if not indent_of(lines[at - 1])), 0)
    within = _opened(lines, outer) if outer else ""
    if within not in sections():
        return None
    if any(re.match(f"{section}\\s*[:：]", line) for line in lines):
        return None
    words = {"section": section, "indent": indent, "within": within}
    return wrong.SECTION_WITHIN(Place(source, number, indent + 1), **words, level=Place(source, outer, 1))


def not_indented(lines: Sequence[str], number: int, source: str) -> Problem | None:
    """Return that a line stands beside the section whose item it begins; None if it does not.

    What stands under it, deeper than the items of the section, and the other items show it.

    >>> print(not_indented(["义务:", "  甲:", "    主体: 乙", "丙:", "    主体: 乙"], 4, "a.yaml"))
    a.yaml:4:1: ZZ129 这一行缩进 0 格，就不是「义务」下面的一项了（第 1 行）。应改为：缩进 2 格
    """
    inner, name = (after(lines, number), _opened(lines, number)) if number else (0, "")
    indent = indent_of(lines[number - 1])
    if not inner or not name or (not indent and name in known_keys()):
        return None
    earlier = (at for at in range(number - 1, 0, -1) if not _is_blank(lines[at - 1]))
    outer = next((at for at in earlier if indent_of(lines[at - 1]) <= indent), 0)
    section = _opened(lines, outer) if outer and indent_of(lines[outer - 1]) == indent else ""
    if not section:
        return None
    first = after(lines, outer)
    if first == number:  # the section has no item before it
        later = (indent_of(lines[at - 1]) for at in range(inner, len(lines) + 1) if not _is_blank(lines[at - 1]))
        least = min(takewhile(lambda column: column > indent, later), default=indent)
        expected = least if indent < least < indent_of(lines[inner - 1]) else indent + _STEP
    else:
        expected = indent_of(lines[first - 1])
    if not indent < expected <= indent_of(lines[inner - 1]) - _STEP:
        return None
    words = {"section": section, "indent": indent, "expected": expected}
    return wrong.NOT_INDENTED(Place(source, number, indent + 1), **words, level=Place(source, outer, indent + 1))


def less_deep(lines: Sequence[str], number: int, source: str) -> Problem | None:
    """Return that a key with its value is indented less than the line after it, which cannot stand under it.

    >>> print(less_deep(["甲:", "依据: 乙", "  条件: 丙"], 2, "a.yaml"))
    a.yaml:2:1: ZZ129 这一行缩进 0 格，和下面同一层的不对齐。应改为：缩进 2 格，和第 3 行左边对齐
    """
    line, later = lines[number - 1] if number else "", after(lines, number)
    whole = _KEY.match(line) and not _opened(lines, number) and not line.rstrip().endswith(("{", "[", ","))
    if not (whole and later and indent_of(lines[later - 1]) > indent_of(line)):
        return None
    return _with_next(lines, number, later, source)


def _beside(lines: Sequence[str], number: int, source: str) -> Problem | None:
    """Return that not a line is indented amiss but the one above, beside whose section the two would stand."""
    indent = indent_of(lines[number - 1])
    earlier = (at for at in range(number - 1, 0, -1) if not _is_blank(lines[at - 1]))
    outer = next((at for at in earlier if indent_of(lines[at - 1]) < indent), 0)
    astray = not_indented(lines, outer, source) if outer else None
    if astray is None or not isinstance(astray.said, Told) or astray.said.words["expected"] != indent:
        return None
    return astray


def _opened(lines: Sequence[str], number: int) -> str:
    """Return the key that a line is, with all that it holds in the lines below; empty for another line."""
    found = _OPENS.fullmatch(lines[number - 1])
    return found[1] if found else ""


def _undashed(lines: Sequence[str], number: int) -> bool:
    """Return whether a line that is a key stands where the dashes of the items before and after it do."""
    indent = indent_of(lines[number - 1])
    around = (
        next((lines[at] for at in places if not _is_blank(lines[at])), "")
        for places in (range(number - 2, -1, -1), range(number, len(lines)))
    )
    return all(indent_of(line) == indent and line.lstrip().startswith("- ") for line in around)


def _inner(lines: Sequence[str], number: int) -> int:
    """Return how far what stands under a key is indented; more than any line if nothing does."""
    following = next((line for line in lines[number:] if not _is_blank(line)), "")
    opens = lines[number - 1].rstrip().endswith(":")
    return indent_of(following) if opens and following else len(max(lines, key=len)) + 1


def swallowed(lines: Sequence[str], first: int, source: str) -> Problem | None:
    """Return that the line after a text is a key or an item, one space too deep to be one; None for any other.

    YAML takes such a line for more of the text that begins in line ``first``.

    >>> print(swallowed(["甲:", "  乙: 文字", "   丙: 2"], 2, "a.yaml"))
    a.yaml:3:4: ZZ129 这一行缩进 3 格，和上面哪一层都不对齐。应改为：缩进 2 格，和第 2 行左边对齐
    """
    number = after(lines, first)
    if not number or not _ENTRY.match(lines[number - 1]):
        return None
    indent, above = indent_of(lines[number - 1]), _levels(lines, number)
    expected = min(above, key=lambda column: abs(column - indent), default=indent)
    if expected == indent:
        return None
    if abs(expected - indent) == 1:
        return _astray(lines, number, source, above[expected], expected)
    key = _KEY.match(lines[number - 1])
    if not key or not (_opened(lines, number) or key[1] in known_keys()):
        return None
    before = next((at for at in range(first - 1, 0, -1) if not _is_blank(lines[at - 1])), 0)
    if before and indent_of(lines[before - 1]) == indent != indent_of(lines[first - 1]):
        return _with_next(lines, first, number, source)
    place = Place(source, number, indent + 1)
    return wrong.UNEVEN_INDENT(
        place, indent=indent, expected=expected, level=Place(source, above[expected], expected + 1)
    )


def _astray(lines: Sequence[str], number: int, source: str, other: int, expected: int) -> Problem:
    """Return which of two lines of a level is indented otherwise than it should be: as a rule, the later.

    It is the earlier if the level has no other line yet, and its indentation is odd in a file that has no such levels.
    """
    indent = indent_of(lines[number - 1])
    if indent % _STEP == 0 and expected % _STEP and _is_even(lines) and _is_alone(lines, other, number, expected):
        return _with_next(lines, other, number, source)
    place = Place(source, number, indent + 1)
    return wrong.UNEVEN_INDENT(place, indent=indent, expected=expected, level=Place(source, other, expected + 1))


def _with_next(lines: Sequence[str], number: int, later: int, source: str) -> Problem:
    """Return that a line is indented otherwise than a later one of its level."""
    indent, expected = indent_of(lines[number - 1]), indent_of(lines[later - 1])
    place = Place(source, number, indent + 1)
    return wrong.UNEVEN_WITH_NEXT(place, indent=indent, expected=expected, level=Place(source, later, expected + 1))


def _levels(lines: Sequence[str], number: int) -> dict[int, int]:
    """Return the columns at which a line could stand, each with the last line that does: of keys, or of items."""
    listed = _columns(lines[number - 1])[1:] != []
    found: dict[int, int] = {}
    outer = len(max(lines, key=len)) + 1
    for earlier in range(number - 1, 0, -1):
        if _is_blank(lines[earlier - 1]):
            continue
        columns = _columns(lines[earlier - 1])
        for column in columns[:-1] if listed else columns[-1:]:
            if column < outer:
                found.setdefault(column, earlier)
        outer = min(outer, columns[0])
        if outer == 0:
            break
    return found


def _is_even(lines: Sequence[str]) -> bool:
    """Return whether a file's levels are an even number of spaces apart, but for a few lines."""
    indented = [indent for line in lines if not _is_blank(line) and (indent := indent_of(line))]
    return sum(indent % _STEP for indent in indented) <= len(indented) * _MOST_ODD


def _is_alone(lines: Sequence[str], line: int, number: int, column: int) -> bool:
    """Return whether no other line of a level, down to line ``number``, stands where a line of it does."""
    for earlier in range(line - 1, 0, -1):
        if not _is_blank(lines[earlier - 1]):
            columns = _columns(lines[earlier - 1])
            if columns[0] < column:
                break
            if column in columns:
                return False
    return not any(indent_of(lines[later - 1]) == column for later in range(line + 1, number))


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _columns(line: str) -> list[int]:
    """Return how far a line is indented: its dashes, and what stands after them."""
    found = [indent_of(line)]
    dashes = _DASHES.match(line)
    for dash in re.findall("- +", dashes[1] if dashes else ""):
        found.append(found[-1] + len(dash))
    return found

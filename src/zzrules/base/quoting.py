"""Text from outside as it may stand in what is shown: on its line, with nothing in it that is not seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

_BREAKS: Final = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e007f]"
)
"""Control characters, what turns the direction of a text or takes no room, halves of surrogate pairs, no characters."""
_MARKUP: Final = re.compile(r"[\\`*_<>\[\]|~&#]|(?<=[a-zA-Z]):(?=//)|(?<=\bwww)\.")
_LEADING: Final = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")


def one_line(text: str) -> str:
    r"""Return a text on one line: breaks and tabs are spaces, and characters that nobody would see are named.

    >>> one_line("甲\n乙"), one_line("付\u202e款"), one_line("\x1b[31m红")
    ('甲 乙', '付‹U+202E›款', '‹U+001B›[31m红')
    """
    if text.isprintable():
        return text
    return seen(_BREAKS.sub(" ", text))


def seen(text: str) -> str:
    r"""Return a text in which characters that nobody would see are named; tabs and line feeds stay.

    >>> seen("甲\x07"), seen("甲　乙")
    ('甲‹U+0007›', '甲　乙')
    """
    return _UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def as_json(data: Any, *, indent: int | None = None, default: Callable[[Any], Any] | None = None) -> str:
    r"""Return data as JSON in which Chinese stands as it is, and characters that nobody would see are escaped.

    Whoever reads it gets the same texts; whoever prints it has nothing that turns its lines or drives a terminal.

    >>> as_json({"条": "付\u202e款\x9b"})
    '{"条": "付\\u202e款\\u009b"}'
    """
    import json

    return _UNSEEN.sub(_in_json, json.dumps(data, ensure_ascii=False, indent=indent, default=default))


def _in_json(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def markdown(text: str, *, leading: bool = False) -> str:
    r"""Return a text as Markdown that shows just it, on its line; ``leading``: it may stand first on a line.

    >>> print(markdown("**免责** [见](http://示例) <b>"))
    \*\*免责\*\* \[见\](http\://示例) \<b\>
    >>> print(markdown("1. 甲", leading=True), markdown("# 结论", leading=True))
    1\. 甲 \# 结论
    """
    escaped = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return _LEADING.sub(_escaped, escaped) if leading else escaped


def _escaped(found: re.Match[str]) -> str:
    blank, sign, number, after = found.groups()
    return f"{blank}\\{sign}" if sign else f"{blank}{number}\\{after}"

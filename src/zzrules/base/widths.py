"""How many columns a text takes on a screen, or in a file that is read in one: Chinese characters take two."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

PAINT: Final = re.compile(r"(\x1b\[(?:0|1|3[123])m)")
"""What turns a colour on or off."""


def width(text: str) -> int:
    """Return how many columns a text takes: a wide or full-width character two, a combining one and colour none.

    >>> width("第8条"), width("e\u0301")
    (5, 1)
    """
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in PAINT.sub("", text)
    )


def pad(text: str, columns: int) -> str:
    """Return the text filled up with spaces to a number of columns.

    >>> pad("第8条", 7)
    '第8条  '
    """
    return text + " " * (columns - width(text))

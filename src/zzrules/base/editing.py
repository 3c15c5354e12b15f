"""Making the edits of fixes in the text of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zzrules.base.errors import Edit, Fix

LINE_ENDS: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""Where YAML ends a line, and places count the next."""


def edited(text: str, fixes: Iterable[Fix], source: str) -> tuple[str, tuple[Fix, ...]]:
    """Return the text of a file with fixes made in it, and those that were made.

    A fix is left out, whole, if it touches what one before it changes, or reaches beyond the text.

    >>> from zzrules.base.errors import Edit, Fix, Place
    >>> fix = Fix("改为「依据」", (Edit(Place("a.yaml", 1, 1, 1, 3), "依据"),))
    >>> edited("衣据: 第八条", [fix], "a.yaml")[0]
    '依据: 第八条'
    """
    starts = [0, *(found.end() for found in LINE_ENDS.finditer(text)), len(text) + 1]
    made: list[Fix] = []
    changes: list[tuple[int, int, str]] = []
    for fix in fixes:
        own = [_change(edit, starts) for edit in fix.edits if edit.place.source == source]
        together = sorted(changes + [one for one in own if one is not None])
        if None not in own and all(one[1] <= other[0] and one[:2] != other[:2] for one, other in pairwise(together)):
            made.append(fix)
            changes = together
    for start, stop, instead in reversed(changes):
        text = text[:start] + instead + text[stop:]
    return text, tuple(made)


def _change(edit: Edit, starts: list[int]) -> tuple[int, int, str] | None:
    """Return from where to where an edit changes a text, given where its lines start; None beyond the text."""
    place = edit.place
    found = []
    for line, column in ((place.line, place.column), (place.end_line, place.end_column)):
        if not 1 <= line < len(starts) or not 1 <= column <= starts[line] - starts[line - 1]:
            return None
        found.append(starts[line - 1] + column - 1)
    return (found[0], found[1], edit.text) if found[0] <= found[1] else None

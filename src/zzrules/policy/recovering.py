"""What can still be read of a policy whose text breaks off as YAML: all but the section in which it does.

One mistake of form hides no other then. What the section would have named counts as lost, so that nobody is told that
it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zzrules.base.errors import LINE_ENDS, Problem
from zzrules.base.frozen import replaced
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Problems

_KEY: Final = re.compile(r"^(?:\ufeff)?([^\s#\-:：\"'{}\[\]]+)\s*[:：]", re.MULTILINE)
_KIND: Final = "政策"
# Names may have full-width marks in them, which may as well stand for the half-width ones that were meant.
_NAMES: Final = re.compile(r"[^\n,:]+")
_AROUND: Final = " -\"'[]{}"
_WORDS: Final = re.compile(r"[^\s,:：{}\[\]\"'#、，]+")


def recovered(text: str, source: str, noted: Sequence[Problem], lost: set[str]) -> Mapping | None:
    """Return the tree of a policy without its broken section; None if the rest, too, cannot be read.

    ``noted`` is what is wrong with the text; the words of the section are added to what is ``lost``.
    """
    lines = LINE_ENDS.split(text)
    starts = [number for number, line in enumerate(lines) if _KEY.match(line)]
    broken = [one.place.line - 1 for one in noted]
    if not starts or not broken or not lines[starts[0]].removeprefix("\ufeff").startswith(_KIND):
        return None
    sections = [*zip(starts, [*starts[1:], len(lines)], strict=True)]
    gone = [section for section in sections[1:] if any(section[0] <= line < section[1] for line in broken)]
    if len(gone) != 1 or any(line < starts[1] for line in broken):
        return None
    [(start, end)] = gone
    rest = "\n".join([*lines[:start], *("" for _ in lines[start:end]), *lines[end:]])
    problems = Problems()
    tree = read_text(rest, source, problems)
    if problems or not isinstance(tree, Mapping):
        return None
    section = "\n".join(lines[start:end])
    lost |= {*_WORDS.findall(section)}
    for written in _NAMES.findall(section):
        parts = written.strip(_AROUND).split("，")
        lost |= {"，".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return replaced(tree, whole=False)

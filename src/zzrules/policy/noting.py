"""留意: advice that was looked at and may stay, with the reason, and the words for which it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from zzrules.base.diagnostics import advice, meanings as told
from zzrules.policy.cited import Noted
from zzrules.policy.forms import Form, Reader
from zzrules.policy.keys.common import NOTED
from zzrules.policy.yamltree import Node

ADVICE: Final = tuple(
    one.code
    for one in (
        *(told.NEVER_HOLDS, told.UNUSED_NAME, told.NONE_COMPARED, told.PART_OF_A_CLASS, told.SAME_GROUNDS),
        *(told.NOBODY_CLAIMS, told.UNREACHED_OUTCOME, told.ITEM_WITHOUT_GROUND, told.NEVER_LAW, told.UNCONFIRMED),
        *(advice.ALWAYS_HOLDS, advice.SAYS_NOTHING, advice.CHANGES_NOTHING),
    )
)
"""The codes of advice, in order."""
_DIGEST: Final = re.compile("[0-9a-f]{8}")


def read_noted(form: Form, reader: Reader) -> tuple[Noted, ...]:
    """Return what stands under 留意; each mistake is noted."""
    nodes = reader.items(form["留意"][1], "留意") if "留意" in form else ()
    found: dict[tuple[str, str], Noted] = {}
    for one in (noted for node in nodes for noted in _noted(node, reader)):
        first = found.setdefault((one.part, one.code), one)
        if first is not one:
            reader.note(advice.NOTED_TWICE, one.place, part=one.part, code=one.code, first=first.place)
    return tuple(found.values())


def _noted(node: Node, reader: Reader) -> Iterator[Noted]:
    form = reader.form(node, "留意的一项", NOTED.allowed, NOTED.required)
    words = [reader.word(form[key][1], f"留意的{key}") if key in form else None for key in NOTED.allowed]
    part, code, reason, digest = words
    if digest is not None and not _DIGEST.fullmatch(digest.text):
        reader.note(advice.NOT_A_NOTED_DIGEST, digest.place, text=digest.text)
    elif code is not None and code.text not in ADVICE:
        reader.note(advice.NOT_ADVICE, code.place, code=code.text, known="、".join(ADVICE))
    elif part is not None and code is not None and reason is not None:
        yield Noted(part.text, code.text, reason.text, digest.text if digest is not None else "", part.place)

"""Names of files that are made of what a record says: safe on every system, and none twice."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 60
"""Bytes of UTF-8 that a part of a name may have; with the rest, names stay far below the 255 that systems allow."""
_KEPT: Final = re.compile(r"[^\w〔〕（）-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe(text: str) -> str:
    r"""Return a text as a part of a file's name: letters, digits and dashes, at most so long; empty if none is left.

    >>> safe("../张某／轮换\n"), safe("CON"), safe("a" * 200)[-3:], safe("...")
    ('张某-轮换', '_CON', 'aaa', '')
    """
    plain = _KEPT.sub("-", unicodedata.normalize("NFKC", text)).strip("-_")
    cut = plain.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip("-_")
    return f"_{cut}" if _RESERVED.fullmatch(cut) else cut


class Names:
    """Gives names, none twice, whether or not a system tells capitals from small letters."""

    def __init__(self) -> None:
        """Begin with no name given."""
        self._given: set[str] = set()

    def name(self, *parts: str, suffix: str) -> str:
        """Return a name of parts.

        >>> names = Names()
        >>> names.name("甲/乙", "移交函", suffix=".docx"), names.name("甲:乙", "移交函", suffix=".docx")
        ('甲-乙-移交函.docx', '甲-乙-移交函-2.docx')
        """
        stem = "-".join(part for part in map(safe, parts) if part) or "文书"
        name, number = f"{stem}{suffix}", 1
        while name.casefold() in self._given:
            number += 1
            name = f"{stem}-{number}{suffix}"
        self._given.add(name.casefold())
        return name

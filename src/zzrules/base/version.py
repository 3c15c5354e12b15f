"""Which library answers: its version, as distributions have it, and the digest of the code that judges."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

__version__ = "0.1.0"

SCHEMA_VERSION: Final = 1
"""The version of the form of what is written as data; raised if something that is read from it changes."""

_PACKAGE: Final = Path(__file__).parents[1]
_JUDGES: Final = ("base", "case", "engines", "plan", "policy")


@cache
def engine_digest() -> str:
    """Return the SHA-256 over the source of all that decides what a record comes to; empty where there is no source.

    >>> len(engine_digest())
    64
    """
    digest = sha256()
    found = False
    for folder in (_PACKAGE / floor for floor in _JUDGES):
        for parent, _, names in sorted(os.walk(folder)):
            for path in (Path(parent, name) for name in sorted(names) if name.endswith(".py")):
                digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
                found = True
    return digest.hexdigest() if found else ""

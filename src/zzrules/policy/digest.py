"""The digest by which a rulebook is known."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 over the names and the bytes of files, in their order: 64 hexadecimal digits.

    >>> digest_of([("a.yaml", b"")])[:12]
    '3ea780550df2'
    """
    digest = sha256()
    for name, raw in files:
        digest.update(name.encode() + b"\0" + sha256(raw).digest())
    return digest.hexdigest()

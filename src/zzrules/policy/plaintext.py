"""Plain texts as offices save them: in UTF-8, or in GBK as Windows does."""

from __future__ import annotations

from typing import Final

_ENCODINGS: Final = ("utf-8-sig", "gb18030")


def decoded(raw: bytes) -> str | None:
    r"""Return what the bytes of a text say; None if they are no text.

    >>> decoded("放假".encode("gbk")), decoded(b"\xff\xfe\x00\xd8")
    ('放假', None)
    """
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None

"""Results that appear whole or not at all: written beside their place, forced to the disk, and renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics import Diagnostic
from zzrules.base.diagnostics.text import DISK_FULL, NOT_WRITABLE, QUOTA_EXCEEDED, RESULT_TOO_LARGE
from zzrules.base.errors import OutputError, Place
from zzrules.base.unfinished import unfinished_file

NO_ROOM: Final[Mapping[int, Diagnostic]] = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: QUOTA_EXCEEDED,
    errno.EFBIG: RESULT_TOO_LARGE,
}


def not_written(name: str | Path, number: int | None = None) -> OutputError:
    """Return the error of a result that cannot be written; ``number`` is what the system calls the reason."""
    return OutputError(NO_ROOM.get(number or 0, NOT_WRITABLE)(Place(str(name))))


@contextmanager
def delivered(name: str | Path, mode: int | None = None) -> Iterator[Path]:
    """Yield a file to write to, in the same folder, which takes the name when the block ends without an error.

    Otherwise, after Ctrl-C too, what was written is removed and an earlier result stays as it is. A process that is
    killed leaves a hidden file, which the next result in that folder removes. Until it takes the name, nobody else can
    read it; then it has a ``mode``, by default that of the file before it, or that which files get here. A symbolic
    link still points where it did. Raises `OutputError` (ZZ110) if the file cannot be written, or there is no room.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with delivered(Path(folder, "结论.txt")) as unfinished:
    ...         _ = unfinished.write_text("不予轮换", encoding="utf-8")
    ...         before = Path(folder, "结论.txt").exists()
    ...     before, [path.name for path in Path(folder).iterdir()]
    (False, ['结论.txt'])
    """
    try:
        target = Path(os.path.realpath(name))
        if target.exists() and not target.is_file():
            raise not_written(name)
    except (OSError, ValueError) as error:
        raise not_written(name, getattr(error, "errno", None)) from None
    try:
        with unfinished_file(target.parent) as (unfinished, usual):
            yield unfinished
            with unfinished.open("r+b") as stream:  # Windows forces to the disk only what may be written
                os.fsync(stream.fileno())
            before = stat.S_IMODE(target.stat().st_mode) if target.exists() else usual
            unfinished.chmod(before if mode is None else mode)
            unfinished.replace(target)
            _settle(target.parent)
    except OSError as error:
        raise not_written(name, error.errno) from None


def write_whole(name: str | Path, data: bytes) -> None:
    """Write a file that appears only when it is complete. Raises `OutputError` (ZZ110)."""
    with delivered(name) as unfinished:
        unfinished.write_bytes(data)


def _settle(folder: Path) -> None:
    """Force a folder's entries to the disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

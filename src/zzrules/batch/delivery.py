"""Results that appear whole or not at all: written beside their place, forced to the disk, and renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zzrules.base.errors import OutputError, Place, Problem

_SAID = {
    errno.ENOSPC: ("写不下了：磁盘满了", "腾出空间，或者写到别的磁盘"),
    errno.EDQUOT: ("写不下了：超过了磁盘配额", "腾出空间，或者写到别的磁盘"),
    errno.EFBIG: ("写不下了：文件超过了允许的大小", "写到别的磁盘，或者分批评价"),
}
FULL = frozenset(_SAID)


def refused(name: str | Path, number: int | None = None) -> OutputError:
    """Return the error of a result that cannot be written, by the system's number of what is wrong."""
    message, hint = _SAID.get(number or 0, ("写不进这个文件", "检查文件夹在不在、有没有权限、磁盘满了没有"))
    return OutputError(Problem("ZZ110", message, Place(str(name)), hint))


@contextmanager
def delivered(name: str | Path) -> Iterator[Path]:
    """Give a file to write to, in the same folder, which takes the name when the block ends without an error.

    Whatever else happens, Ctrl-C included, what was written is removed and an earlier result stays as it is. A process
    that is killed leaves a hidden file that ends in ``.part``. A symbolic link keeps pointing where it does. Raises
    `OutputError` (ZZ110) if there is nowhere to write, or no room.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with delivered(Path(folder, "结论.txt")) as unfinished:
    ...         _ = unfinished.write_text("不予轮换", encoding="utf-8")
    ...         before = Path(folder, "结论.txt").exists()
    ...     before, [one.name for one in Path(folder).iterdir()]
    (False, ['结论.txt'])
    """
    try:
        target = Path(os.path.realpath(name))
        if target.exists() and not target.is_file():
            raise refused(name)
        unfinished = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except (OSError, ValueError) as error:
        raise refused(name, getattr(error, "errno", None)) from None
    try:
        yield unfinished
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        if target.exists():
            unfinished.chmod(stat.S_IMODE(target.stat().st_mode))
        unfinished.replace(target)
        _settle(target.parent)
    except OSError as error:
        _remove(unfinished)
        raise refused(name, error.errno) from None
    except BaseException:
        _remove(unfinished)
        raise


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


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)

"""Files and folders that stand beside a result while it is made: hidden, closed to others, swept when left behind.

Whoever makes one holds a lock on it. A process that is killed leaves it behind without a lock; the next that makes a
result in the same folder removes it. Systems without such locks (Windows) leave that to people.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

PREFIX: Final = ".zzrules-"
_MINUTE: Final = 60
_WEEK: Final = 7 * 24 * 60 * _MINUTE


@contextmanager
def unfinished_folder(beside: Path, mode: int = 0o700) -> Iterator[Path]:
    """Yield a hidden folder inside ``beside``, which none but the owner may enter; it is gone when the block ends.

    Another ``mode`` is for work that other users share.

    Raises `OSError` if it cannot be made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     with unfinished_folder(Path(home)) as folder:
    ...         oct(folder.stat().st_mode & 0o777), folder.name.startswith(".zzrules-")
    ...     [*Path(home).iterdir()]
    ('0o700', True)
    []
    """
    sweep(beside)
    made = beside / _name()
    made.mkdir(mode)
    try:
        with _locked(made, needed=False):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def unfinished_file(beside: Path) -> Iterator[tuple[Path, int]]:
    """Yield a hidden file inside ``beside`` that none but the owner may read, and the mode that files get here.

    If it is still there when the block ends, it is removed. Raises `OSError` if it cannot be made.
    """
    sweep(beside)
    made = beside / f"{_name()}.part"
    descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    try:
        mode = os.fstat(descriptor).st_mode & 0o777  # what the process leaves of it
        os.close(descriptor)
        made.chmod(0o600)
        with _locked(made, needed=False):
            yield made, mode
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what was left behind in a folder by processes that are gone.

    What another machine made is left for a week: not all file systems tell one machine of another's locks.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError), os.scandir(folder) as inside:
        left = [entry for entry in inside if entry.name.startswith(PREFIX)]
        for entry in left:
            with suppress(OSError):
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                if age > (_MINUTE if entry.name.startswith(_ours()) else _WEEK) and not entry.is_symlink():
                    _remove(Path(entry.path))


def _remove(left: Path) -> None:
    with _locked(left, needed=True):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink()


@contextmanager
def _locked(path: Path, *, needed: bool) -> Iterator[None]:
    """Hold the lock of a file or folder. Raises `OSError` if it is ``needed`` and cannot be had."""
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as held:
        try:
            descriptor = os.open(path, os.O_RDONLY)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # somebody works on it, or the file system has no locks
            if needed:
                raise
        yield


def _name() -> str:
    return f"{_ours()}{secrets.token_hex(6)}"


@cache
def _ours() -> str:
    """Return what the names of those begin with that this machine made."""
    return f"{PREFIX}{sha256(socket.gethostname().encode('utf-8', 'replace')).hexdigest()[:6]}-"

"""A log of determinations that several processes append to: one line of JSON each, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from zzrules.answer.determination import Determination
from zzrules.base.quoting import as_json
from zzrules.batch.delivery import not_written

_LOCKED_BYTE: Final = 2**31 - 2
"""The byte that a lock on Windows covers: so far in the file that whoever reads it meets no lock."""
_PAUSE: Final = 0.005
_FLAGS: Final = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _now() -> datetime:
    return datetime.now(UTC)


class DecisionLog:
    """A file that determinations are appended to.

    Each append opens the file anew, so that a log may be moved away while processes append to it. A line that another
    process left unfinished, because it was killed, stays a line of its own.
    """

    def __init__(self, path: str | Path, now: Callable[[], datetime] = _now) -> None:
        """Take the file, which need not exist, and what tells the time of a decision."""
        self._path, self._now, self._version = path, now, version("zzrules")

    def append(
        self,
        determination: Determination,
        *,
        source: str = "",
        number: int = 0,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Append a determination; ``source`` and ``number`` say whose record it was, ``facts`` are that record.

        The line holds ``at`` (when it was made, UTC), ``zzrules`` (the version), ``source``, ``number``,
        ``determination`` (as `Determination.to_dict` gives it), and ``facts`` if they are given: with them the line is
        enough to judge the record again. Raises `OutputError` (ZZ110, ZZ112) if it cannot be
        written; the file is then as it was.

        >>> import json, tempfile, zzrules
        >>> d = zzrules.load().evaluate({"主体": "其他"}, on="2026-05-06", about=["第二十三条"])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     log = DecisionLog(Path(folder, "decisions.jsonl"), lambda: datetime(2026, 5, 6, 9, tzinfo=UTC))
        ...     log.append(d, source="案卷.yaml", number=1)
        ...     [line] = map(json.loads, Path(folder, "decisions.jsonl").read_text(encoding="utf-8").splitlines())
        >>> line["at"], line["source"], line["determination"]["on"]
        ('2026-05-06T09:00:00.000+00:00', '案卷.yaml', '2026-05-06')
        """
        entry: dict[str, Any] = {
            "at": self._now().isoformat(timespec="milliseconds"),
            "zzrules": self._version,
            "source": source,
            "number": number,
            "determination": determination.to_dict(),
        }
        if facts is not None:
            entry["facts"] = dict(facts)
        line = as_json(entry, default=str).encode() + b"\n"
        try:
            descriptor = os.open(self._path, _FLAGS, 0o666)
        except (OSError, ValueError) as error:
            raise not_written(self._path, getattr(error, "errno", None)) from None
        try:
            with _alone(descriptor):
                _append(descriptor, line)
        except OSError as error:
            raise not_written(self._path, error.errno) from None
        finally:
            os.close(descriptor)


def _append(descriptor: int, line: bytes) -> None:
    """Append a line, or leave the file as it is and raise `OSError`."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a file")
    end = status.st_size
    if end:
        os.lseek(descriptor, end - 1, os.SEEK_SET)
        if os.read(descriptor, 1) != b"\n":
            line = b"\n" + line
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except BaseException:
        os.ftruncate(descriptor, end)
        raise


@contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    """Keep other processes from appending meanwhile."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except PermissionError:  # another process holds it
                time.sleep(_PAUSE)
            else:
                break
        try:
            yield
        finally:
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)  # closing the file frees it
        yield

"""The files in and below a folder: every one in order, and what keeps one from being read, told and not passed over."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics.text import FOLDER_UNREADABLE, NAME_NOT_UTF_8, NO_FILE_AT_LINK, NOT_A_FILE
from zzrules.base.errors import Place, Problem
from zzrules.base.frozen import frozen

_OF_THE_SYSTEM: Final = frozenset((stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR, stat.S_IFBLK))


@frozen
class Listing:
    """The files of a folder, each by its name (from the folder, with slashes), in the order of the names.

    ``problems`` are those that would be among them, could they be read: folders that may not be entered, links to
    nothing, pipes and devices, names that are no text. Each has the name as its place.
    """

    files: tuple[tuple[str, Path], ...]
    problems: tuple[Problem, ...] = ()


def files_below(folder: Path, wanted: Callable[[str], bool], *, hidden: tuple[str, ...] = ()) -> Listing:
    """Return the files in a folder and below it whose last names are ``wanted``.

    What begins with one of ``hidden`` is passed over, folders with all that they hold. A link stands for what it leads
    to; a folder is entered once, by whichever name comes first. There is no limit to the depth.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     _ = Path(home, "甲.yaml").write_text(""), Path(home, "乙.yaml").symlink_to("没有")
    ...     found = files_below(Path(home), lambda name: name.endswith(".yaml"))
    >>> [name for name, _ in found.files], [str(problem) for problem in found.problems]
    (['甲.yaml'], ['乙.yaml: ZZ110 链接指向的文件不在了。应改为：改正链接，或者删去它'])
    """
    files: dict[str, Path] = {}
    problems: dict[str, Problem] = {}
    entered: set[tuple[int, int]] = set()
    waiting = [("", os.fspath(folder))]
    while waiting:
        above, path = waiting.pop()
        try:
            found = Path(path).stat()
            if (found.st_dev, found.st_ino) in entered:
                continue
            entered.add((found.st_dev, found.st_ino))
            with os.scandir(path) as inside:
                entries = sorted(inside, key=lambda entry: entry.name, reverse=True)
        except OSError:
            problems[above] = FOLDER_UNREADABLE(Place(shown_path(above or path)))
            continue
        for entry in entries:
            if entry.name.startswith(hidden):
                continue
            name = f"{above}/{entry.name}" if above else entry.name
            if _is_folder(entry):
                waiting.append((name, entry.path))
            elif wanted(entry.name):
                problem = _problem(entry, name)
                if problem is None:
                    files[name] = Path(entry.path)
                else:
                    problems[name] = problem
    return Listing(
        tuple(sorted(files.items(), key=_by_parts)),
        tuple(problem for _, problem in sorted(problems.items(), key=_by_parts)),
    )


def is_regular(path: Path) -> bool:
    """Return whether a path leads to a file: not to a pipe or a device, of which there is no end. Raises `OSError`."""
    return stat.S_IFMT(path.stat().st_mode) not in _OF_THE_SYSTEM


def _by_parts(named: tuple[str, object]) -> list[str]:
    """Return by what files are put in order: those of a folder stand together."""
    return named[0].split("/")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _problem(entry: os.DirEntry[str], name: str) -> Problem | None:
    place = Place(shown_path(name))
    try:
        if not is_regular(Path(entry.path)):
            return NOT_A_FILE(place)
    except OSError:
        return NO_FILE_AT_LINK(place)
    return None if shown_path(name) == name else NAME_NOT_UTF_8(place)


def shown_path(path: str | Path) -> str:
    """Return a path as messages show it: bytes that are no text are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode()

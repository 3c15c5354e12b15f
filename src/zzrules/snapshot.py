"""The shipped policies, read and bound, kept where Python keeps the bytecode of the package.

A snapshot spares the first `load` of a process all reading of YAML. It serves only if the policy files and the code
that reads them are, byte for byte, those from which it was made, so it never has to be deleted by hand. Like bytecode
it is written if that is possible, silently not if it is not, and trusted as far as the folder in which it lies: whoever
may write there may also change the bytecode beside it.

Folders that users name are never kept: unpickling does whatever a pickle says, and theirs may lie where others write.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from zzrules.policy.digest import digest_of

if TYPE_CHECKING:
    from zzrules.plan.bound import Bound

_PACKAGE = Path(__file__).parent
# The code that decides what is read, what it means, and how it is pickled: the floors up to the plan, and their caller.
_FLOORS = ("base", "case", "plan", "policy")
_MODULES = ("loading.py", "rulebook.py", "snapshot.py")
_DIGEST_SIZE = 32


def location() -> Path:
    """Return where the snapshot is, or would be, for the Python that runs."""
    return Path(cache_from_source(str(_PACKAGE / "policies.py"))).with_suffix(".pickle")


def note_code() -> None:
    """Take the digest of the code as it is now; called before it is imported, since files may change under a process.

    A snapshot made or used later is then one of the code that runs.
    """
    with suppress(OSError):
        _code()


def read(folder: Path) -> Bound | None:
    """Return what the snapshot says of the shipped folder; None if none fits its files and the code."""
    try:
        # A .yml file is a mistake: no folder that can be used has it in its digest.
        key = _key(digest_of(_contents(folder, ".yaml", ".yml")))
        with location().open("rb") as file:
            if file.read(_DIGEST_SIZE) != key:
                return None
            checksum, body = file.read(_DIGEST_SIZE), file.read()
    except (OSError, NotImplementedError):  # nothing there, or a Python that keeps no bytecode
        return None
    if sha256(body).digest() != checksum:
        return None
    bound: Bound = pickle.loads(body)  # noqa: S301 - lies where the bytecode lies
    return bound


def write(bound: Bound) -> None:
    """Keep what was read from the shipped folder, whole or not at all."""
    if sys.dont_write_bytecode:
        return
    with suppress(OSError, NotImplementedError):
        body = pickle.dumps(bound, protocol=pickle.HIGHEST_PROTOCOL)
        content = _key(bound.digest) + sha256(body).digest() + body
        target = location()
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.{os.urandom(8).hex()}")
        try:
            unfinished.touch(0o644, exist_ok=False)
            unfinished.write_bytes(content)
            unfinished.replace(target)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise


def _key(digest: str) -> bytes:
    """Return what a snapshot begins with that serves for policy files of a digest."""
    return sha256(f"{sys.implementation.cache_tag} {_code()} {digest}".encode()).digest()


@cache
def _code() -> str:
    """Return a digest of the code; see `note_code`."""
    contents = [content for floor in _FLOORS for content in _contents(_PACKAGE / floor, ".py")]
    if not contents:
        raise FileNotFoundError  # bytecode alone: nothing says whether it changed
    return digest_of([*((name, (_PACKAGE / name).read_bytes()) for name in _MODULES), *contents])


def _contents(folder: Path, *endings: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder with some endings, in the order of their names: each with its bytes."""
    paths = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names if name.endswith(endings)]
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in paths):
        yield name, path.read_bytes()

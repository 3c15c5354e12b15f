"""Forks while other threads work: whatever they held, the child would wait for for ever.

Locks are made anew in the child, those of cached properties among them. A module that another thread imports for the
first time has a lock of Python's own, which would stay taken in the child: the fork waits until it is there, but never
for long.
"""

from __future__ import annotations

import os
import sys
import time
from functools import cached_property
from threading import RLock
from typing import Final, Protocol
from weakref import ref


class Forked(Protocol):
    """An object that knows what to do in a child process: its locks are to be new ones."""

    def forked(self) -> None:
        """Make the object usable in a child process, whatever another thread was doing with it at the fork."""


_IMPORTED: Final = ("zzrules", "polars", "pydantic", "yaml", "gherkin", "pytest_bdd", "jinja2", "durable", "holidays")
"""What is imported late, by the first names of the modules."""
_AT_MOST: Final = 2.0
"""For how many seconds a fork waits: an import may itself be what forks."""

_OBJECTS: dict[int, ref[Forked]] = {}


def told_of_forks(forked: Forked) -> None:
    """Have an object told in each child process, before anything else is done there, that it is one.

    >>> class Counter:
    ...     def forked(self) -> None: ...
    >>> told_of_forks(Counter())
    """
    key = id(forked)
    _OBJECTS[key] = ref(forked, lambda _gone: _OBJECTS.pop(key, None))


def _tell() -> None:
    for known in list(_OBJECTS.values()):
        if (forked := known()) is not None:
            forked.forked()
    if sys.version_info < (3, 12):
        _unlock_properties()


def _unlock_properties() -> None:
    """Give each cached property of ours a lock of its own again: until Python 3.12 each has one for all objects."""
    modules = [vars(module) for name, module in sys.modules.items() if name.partition(".")[0] == "zzrules"]
    classes = {one for module in modules for one in module.values() if isinstance(one, type)}
    for one in [part for made in classes for part in vars(made).values()]:
        if isinstance(one, cached_property):
            vars(one)["lock"] = RLock()


def _await_imports() -> None:
    """Wait until no other thread is in the middle of importing a module."""
    end = time.monotonic() + _AT_MOST
    while _importing() and time.monotonic() < end:
        time.sleep(0.001)


def _importing() -> bool:
    """Return whether a module is being imported, as Python's own import says to threads that ask for it."""
    return any(
        getattr(getattr(module, "__spec__", None), "_initializing", False)
        for name, module in tuple(sys.modules.items())
        if name.startswith(_IMPORTED)
    )


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_await_imports, after_in_child=_tell)

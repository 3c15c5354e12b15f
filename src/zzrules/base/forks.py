"""Locks in a process that was forked: whatever another thread of the parent held, the child would wait for for ever.

Not covered: a module that another thread is importing for the first time at the fork. Python's lock of that module
stays taken in the child, which waits for it once it imports the module itself. Who forks under load asks each kind of
question once before (as servers do that load the rulebook and judge one record before they fork).
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import ref


class Forked(Protocol):
    """An object that knows what to do in a child process: its locks are to be new ones."""

    def forked(self) -> None:
        """Make the object usable in a child process, whatever another thread was doing with it at the fork."""


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


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_tell)

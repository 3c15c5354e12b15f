"""What was read is kept: whoever reads the same files again and again reads anew only what has changed.

What is read rests on what it is read from, and on the names and kinds of files that could not be read before it
(`Problems.lost`, `Problems.unread`). Which of them were asked for is noted, so that what is kept serves as long as the
answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from zzrules.base.errors import Problem
from zzrules.policy.shapes import Shapes
from zzrules.policy.yamltree import Problems

_T = TypeVar("_T")


class Same:
    """Objects as a key: equal to the same objects alone, wherever equal ones may stand."""

    def __init__(self, *objects: object) -> None:
        """Take the objects, which live as long as the key."""
        self._objects = objects
        self._hash = hash(tuple(map(id, objects)))

    def __hash__(self) -> int:
        """Hash by identity."""
        return self._hash

    def __eq__(self, other: object) -> bool:
        """Return whether the other key has the same objects in the same order."""
        return (
            isinstance(other, Same)
            and len(self._objects) == len(other._objects)
            and all(one is another for one, another in zip(self._objects, other._objects, strict=True))
        )


class _Asked(set[str]):
    """Which members are added to those that are known; it notes which were asked for, with the answers."""

    def __init__(self, known: set[str]) -> None:
        super().__init__()
        self.answers: dict[str, bool] = {}
        self.before = known

    def __contains__(self, member: object) -> bool:
        before = member in self.before
        self.answers.setdefault(cast("str", member), before)
        return before or super().__contains__(member)

    @property
    def added(self) -> set[str]:
        """The members that were added, whether or not they were known."""
        return set(self)


class _Reading(Problems):
    """The problems of one thing that is read, beside those noted before it."""

    def __init__(self, before: Problems) -> None:
        super().__init__()
        self.lost = self.lost_asked = _Asked(before.lost)
        self.unread = self.unread_asked = _Asked(before.unread)
        self.any_before: bool | None = None  # whether anything was wrong before, if that was asked
        self._before = before

    def __bool__(self) -> bool:
        self.any_before = bool(self._before)
        return self.any_before or super().__bool__()


@dataclass(frozen=True)
class _Kept:
    """What was read, what was noted of it, and what it rests on."""

    result: Any
    problems: tuple[Problem, ...]
    lost: tuple[set[str], dict[str, bool]]
    unread: tuple[set[str], dict[str, bool]]
    shapes: Shapes
    any_before: bool | None

    def serves(self, problems: Problems) -> bool:
        """Return whether what was asked for would be answered as it was."""
        return (
            self.any_before in (None, bool(problems))
            and all((word in problems.lost) == answer for word, answer in self.lost[1].items())
            and all((kind in problems.unread) == answer for kind, answer in self.unread[1].items())
        )


@dataclass
class Remembered:
    """What was read last time, by what it was read from; what is not asked for again is forgotten (`turn`)."""

    _kept: dict[Hashable, _Kept] = field(default_factory=dict)
    _asked: set[Hashable] = field(default_factory=set)

    def read(
        self,
        key: Hashable,
        problems: Problems,
        shapes: Shapes | None,
        read: Callable[[Problems, Shapes | None], _T],
    ) -> _T:
        """Return what ``read`` returns, kept under a key; what it notes is noted in ``problems`` and ``shapes``.

        ``read`` has to rest on the key, and on no other problems than the names and files that could not be read.
        """
        self._asked.add(key)
        kept = self._kept.get(key)
        if kept is None or not kept.serves(problems):
            own, found = _Reading(problems), Shapes()
            result = read(own, found)
            lost, unread = own.lost_asked, own.unread_asked
            added = (lost.added, lost.answers), (unread.added, unread.answers)
            kept = _Kept(result, own.in_order(), *added, found, own.any_before)
            self._kept[key] = kept
        for problem in kept.problems:
            problems.note(problem)
        problems.lost |= kept.lost[0]
        problems.unread |= kept.unread[0]
        if shapes is not None:
            shapes.take(kept.shapes)
        return cast("_T", kept.result)

    def result(self, key: Hashable) -> Any:
        """Return what was read under a key; None if nothing was."""
        kept = self._kept.get(key)
        return kept.result if kept is not None else None

    def turn(self) -> None:
        """Forget what was not asked for since the last time."""
        for key in self._kept.keys() - self._asked:
            del self._kept[key]
        self._asked = set()


def read_anew(
    remembered: Remembered | None,
    key: Hashable,
    problems: Problems,
    shapes: Shapes | None,
    read: Callable[[Problems, Shapes | None], _T],
) -> _T:
    """Return what ``read`` returns, from memory if there is one."""
    if remembered is None:
        return read(problems, shapes)
    return remembered.read(key, problems, shapes, read)

"""The tree of a YAML file, and the list of what is wrong in it.

`zzrules.policy.yamlreading` makes trees of text. They are apart because most of the library needs no YAML parser.
"""

from __future__ import annotations

from zzrules.base.diagnostics import Diagnostic
from zzrules.base.errors import NOWHERE, Fix, Place, Problem
from zzrules.base.frozen import frozen, hidden, replaced

LONGEST_MESSAGE = 400
EXCERPT = 30


@frozen
class Scalar:
    """A text; ``plain`` when it was not quoted."""

    text: str
    plain: bool = True
    place: Place = hidden(default=NOWHERE)


@frozen
class Sequence:
    """A list, in the order of the text."""

    items: tuple[Node, ...]
    place: Place = hidden(default=NOWHERE)


@frozen
class Mapping:
    """Keys with what stands under them, in the order of the text; no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    whole: bool = True  # no entry had to be left out
    place: Place = hidden(default=NOWHERE)


Node = Scalar | Sequence | Mapping


class Problems:
    """Collects what is wrong, each mistake once, so that one load reports everything."""

    def __init__(self) -> None:
        """Begin with nothing wrong.

        ``lost`` holds the names whose definition could not be read, ``unread`` the kinds of files that could not be
        read whole. Nothing is reported of what is missing for either reason: one mistake makes one message.
        """
        self._noted: dict[Problem, None] = {}
        self.lost: set[str] = set()
        self.unread: set[str] = set()

    def add(
        self, diagnostic: Diagnostic, place: Place = NOWHERE, fixes: tuple[Fix, ...] = (), /, **words: object
    ) -> None:
        """Note a mistake at a place; ``words`` fill in its sentence and its hint."""
        self.note(diagnostic(place, (), fixes, **words))

    def note(self, problem: Problem) -> None:
        """Note a mistake as it stands, in one line and once."""
        self._noted.setdefault(replaced(problem, message=_one_line(problem.message), hint=_one_line(problem.hint)))

    def clear(self) -> None:
        """Forget what is wrong, which another mistake accounts for."""
        self._noted.clear()

    def __bool__(self) -> bool:
        """Return whether anything is wrong."""
        return bool(self._noted)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by file, line and column."""
        return tuple(sorted(self._noted, key=lambda problem: (problem.place, problem.code)))

    def of(self, source: str) -> tuple[Problem, ...]:
        """Return the problems of one file."""
        return tuple(problem for problem in self._noted if problem.place.source == source)

    def touch(self, source: str) -> bool:
        """Return whether anything is wrong in a file."""
        return bool(self.of(source))


def _one_line(text: str) -> str:
    text = " ".join(text.split("\n")) if "\n" in text else text
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def short(text: str) -> str:
    """Return a text fit for a message: one line, not long."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"

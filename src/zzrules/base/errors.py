"""The library's errors: one small tree under `ZzrulesError`.

A mistake in the input is a `Problem`: a stable code, what is wrong, where, and what to write instead, in Chinese.
`zzrules.base.diagnostics` defines them all. An operation collects its problems and raises them together.
"""

from __future__ import annotations

from collections.abc import Iterable

from zzrules.base.frozen import frozen


@frozen
class Place:
    """Where something stands: a file (or another source), a line and a column from 1; 0 if not known."""

    source: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, without the parts that are not known."""
        parts = [self.source] if self.source else []
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)

    def __lt__(self, other: Place) -> bool:
        """Order by source, line and column."""
        return (self.source, self.line, self.column) < (other.source, other.line, other.column)


NOWHERE = Place()


@frozen
class Problem:
    """A mistake: its stable code, what is wrong, where, and what to write instead."""

    code: str
    message: str
    place: Place = NOWHERE
    hint: str = ""

    def __str__(self) -> str:
        """Return ``place: code message。hint`` in one line.

        >>> print(Problem("ZZ102", "键「依据」重复", Place("a.yaml", 3, 1), "删去其中一处"))
        a.yaml:3:1: ZZ102 键「依据」重复。应改为：删去其中一处
        """
        where = f"{self.place}: " if str(self.place) else ""
        hint = f"。应改为：{self.hint}" if self.hint else ""
        return f"{where}{self.code} {self.message}{hint}"


class ZzrulesError(Exception):
    """The root of every error that the library raises for bad input.

    ``problems`` holds every mistake found, in the order of the text.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Take a problem or several."""
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PolicyError(ZzrulesError):
    """A folder of policies cannot be used: every mistake in it, with file, line and column."""


class RecordError(ZzrulesError):
    """A case record cannot be evaluated: every mistake in it, by fact."""


class CitationError(ZzrulesError):
    """A citation cannot be read, or cites what the regulation does not have."""


class CalendarError(ZzrulesError):
    """A question to the calendar that has no answer, for example overlapping suspensions."""


class NotCoveredError(CalendarError):
    """A date that no notice in the calendar settles; names the notice that it waits for."""


class UsageError(ZzrulesError):
    """The library was asked for what it does not have, for example an unknown policy."""


class OutputError(ZzrulesError):
    """A result cannot be written: no folder, no permission, no room. What was there before stays as it was."""


class ColumnWarning(UserWarning):
    """A column of a frame that is no fact is almost called as one (ZZ614)."""

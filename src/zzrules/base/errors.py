"""The library's errors: one small tree under `ZzrulesError`.

A mistake in somebody's input is a `Problem`: a stable code, what is wrong, where, and what to write
instead, in Chinese. One operation collects all its problems and raises them together.
Codes: ZZ1.. YAML form, ZZ2.. policies, ZZ3.. citations, ZZ4.. records, ZZ5.. calendar, ZZ6.. use of the library.
"""

from __future__ import annotations

from collections.abc import Iterable

from zzrules.base.frozen import frozen


@frozen
class Place:
    """Where something stands: a file (or another source) with line and column, both from 1; 0 = unknown."""

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
    """One mistake: its stable code, what is wrong, where, and what to write instead."""

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
        """Take one problem or several."""
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
    """A date in a year whose notice is not in the calendar: nothing is guessed; names the notice that it waits for."""


class UsageError(ZzrulesError):
    """The library was called with something that it does not have, for example an unknown policy."""


class OutputError(ZzrulesError):
    """A result cannot be written: no folder, no permission, no room. What was there before is left as it was."""

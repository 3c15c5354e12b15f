"""The library's errors: one small tree under `ZzrulesError`.

A mistake in the input is a `Problem`: a stable code, what is wrong, where, and what to write instead, in Chinese.
`zzrules.base.diagnostics` defines them all. An operation collects its problems and raises them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

from zzrules.base.frozen import frozen, hidden

LINE_ENDS: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""Where YAML ends a line, and places count the next."""
BOM: Final = "\ufeff"
"""With which a file may begin; places do not count it."""

Language = Literal["zh", "en"]
"""What a problem can be told in."""
Path = tuple[str | int, ...]
"""Keys, and positions in lists from 0, that lead to a value in what was handed in."""


@frozen
class Place:
    """Where something stands: a file (or another source), a line and a column from 1; 0 if not known.

    ``end_line`` and ``end_column`` are where it ends: the first column after it, 0 if not known. Columns count code
    points. Two places are equal that begin at the same column.
    """

    source: str = ""
    line: int = 0
    column: int = 0
    end_line: int = hidden(default=0)
    end_column: int = hidden(default=0)

    def __str__(self) -> str:
        """Return ``file:line:column``, without the parts that are not known."""
        parts = [self.source] if self.source else []
        if self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)

    def __lt__(self, other: Place) -> bool:
        """Order by source, line and column."""
        return (self.source, self.line, self.column) < (other.source, other.line, other.column)

    def until(self, line: int, column: int) -> Place:
        """Return the same place with where it ends.

        >>> place = Place("a.yaml", 3, 5).until(3, 9)
        >>> print(place, place.end_line, place.end_column)
        a.yaml:3:5 3 9
        """
        return Place(self.source, self.line, self.column, line, column)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; what is not known of the end is None."""
        return {
            "source": self.source,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line or None,
            "end_column": self.end_column or None,
        }


NOWHERE = Place()
_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@frozen
class Related:
    """Another place that a problem speaks of, and what is there."""

    place: Place
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON: what is there, and the place."""
        return {"message": self.message, "position": self.place.to_dict()}


@frozen
class Edit:
    """What is to stand in a file instead of what stands at ``place``, from where it begins to where it ends.

    A place that ends where it begins is one between two characters.
    """

    place: Place
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON: the place, and what is to stand there."""
        return {"position": self.place.to_dict(), "text": self.text}


@frozen
class Fix:
    """A way to repair a problem: what it does, in Chinese, and the edits, none of which overlap.

    A ``sure`` one does what was meant, as far as can be told from what was written; another is a proposal.
    """

    title: str
    edits: tuple[Edit, ...]
    sure: bool = False

    @classmethod
    def instead(cls, place: Place, text: str, *, sure: bool = False) -> Fix:
        """Return that a text stands at a place instead of what does.

        >>> Fix.instead(Place("a.yaml", 1, 1, 1, 3), "依据").title
        '改为「依据」'
        """
        return cls(f"改为「{text}」", (Edit(place, text),), sure)

    def applied(self, text: str, source: str = "") -> str:
        """Return the text of a file (of the first that is edited, unless ``source`` says which) with the edits made.

        A text in which they do not fit is returned as it is.

        >>> fix = Fix("改为「依据」", (Edit(Place("a.yaml", 1, 1, 1, 3), "依据"),))
        >>> fix.applied("衣据: 第八条")
        '依据: 第八条'
        """
        return edited(text, [self], source or self.edits[0].place.source)[0]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON: title, sure, edits."""
        return {"title": self.title, "sure": self.sure, "edits": [edit.to_dict() for edit in self.edits]}


def edited(text: str, fixes: Iterable[Fix], source: str) -> tuple[str, tuple[Fix, ...]]:
    """Return the text of a file with fixes made in it, and those that were made.

    A fix is left out, whole, if it touches what one before it changes, or reaches beyond the text. What is put in ends
    its lines as the text ends its first.

    >>> fix = Fix("改为「依据」", (Edit(Place("a.yaml", 1, 1, 1, 3), "依据"),))
    >>> edited("衣据: 第八条", [fix], "a.yaml")[0]
    '依据: 第八条'
    """
    starts = [
        len(BOM) if text.startswith(BOM) else 0,
        *(found.end() for found in LINE_ENDS.finditer(text)),
        len(text) + 1,
    ]
    made: list[Fix] = []
    changes: list[tuple[int, int, str]] = []
    for fix in fixes:
        own = [_change(edit, starts) for edit in fix.edits if edit.place.source == source]
        together = sorted(changes + [one for one in own if one is not None])
        if None not in own and all(one[1] <= other[0] and one[:2] != other[:2] for one, other in pairwise(together)):
            made.append(fix)
            changes = together
    first = LINE_ENDS.search(text)
    for start, stop, instead in reversed(changes):
        ended = instead.replace("\n", first.group()) if first is not None else instead
        text = text[:start] + ended + text[stop:]
    return text, tuple(made)


def _change(edit: Edit, starts: list[int]) -> tuple[int, int, str] | None:
    """Return from where to where an edit changes a text, given where its lines start; None beyond the text."""
    place = edit.place
    found = []
    for line, column in ((place.line, place.column), (place.end_line, place.end_column)):
        if not 1 <= line < len(starts) or not 1 <= column <= starts[line] - starts[line - 1]:
            return None
        found.append(starts[line - 1] + column - 1)
    return (found[0], found[1], edit.text) if found[0] <= found[1] else None


class Said(Protocol):
    """What a problem is made of, for whoever tells it in another language."""

    def english(self, path: Path) -> tuple[str, str]:
        """Return the message and the hint in English; ``path`` leads to the value."""
        ...


@frozen
class Shown:
    """What shows that advice is so: said in a line, with the parts that it names (each with its place), or by a case.

    ``facts`` are a record that shows it, by the codes of facts, judged on the day ``on`` (ISO 8601); empty where none
    is needed.

    >>> Shown(Problem("ZZ902", "由「主体为其他」（第 8 行）已经推出它")).text()
    '由「主体为其他」（第 8 行）已经推出它'
    """

    told: Problem
    parts: tuple[tuple[str, Place], ...] = ()
    facts: Mapping[str, Any] = _NO_FACTS
    on: str = ""

    def text(self, language: Language = "zh") -> str:
        """Return it in one line."""
        message: str = self.told.to_dict(language)["message"]
        return message

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """Return plain data for JSON: the line, the parts with their places, the record and its day (None: no case)."""
        return {
            "text": self.text(language),
            "parts": [
                {"name": name, "source": at.source, "line": at.line, "column": at.column} for name, at in self.parts
            ],
            "facts": {**self.facts} or None,
            "on": self.on or None,
        }


@frozen
class Problem:
    """A mistake: its stable code, what is wrong, where, and what to write instead.

    ``place`` is where it stands in a file. ``path`` leads to it in what was handed in: the position of the event of a
    log, the fact (or the column), the position of the element of a list, the part or the field; empty where none is
    known. ``related`` are the other places that it speaks of, ``fixes`` the ways to repair it, the likeliest first.
    ``shown`` is what shows that advice is so, where the message does not say it all.
    """

    code: str
    message: str
    place: Place = NOWHERE
    hint: str = ""
    path: Path = ()
    said: Said | None = hidden(default=None)
    related: tuple[Related, ...] = hidden(default=())
    fixes: tuple[Fix, ...] = hidden(default=())
    shown: Shown | None = hidden(default=None)

    def __str__(self) -> str:
        """Return ``place: code message。hint`` in one line.

        >>> print(Problem("ZZ102", "键「依据」重复", Place("a.yaml", 3, 1), "删去其中一处"))
        a.yaml:3:1: ZZ102 键「依据」重复。应改为：删去其中一处
        """
        where = f"{self.place}: " if str(self.place) else ""
        hint = f"。应改为：{self.hint}" if self.hint else ""
        line = f"{where}{self.code} {self.message}{hint}"
        if line.isprintable():
            return line
        from zzrules.base.quoting import one_line

        return one_line(line)

    @property
    def position(self) -> Place | None:
        """Where it stands in a file (or another source); None if that is not known."""
        return self.place if self.place.source or self.place.line else None

    def text(self, language: Language = "zh") -> str:
        """Return the problem in one line, in Chinese (as `str` does) or in English.

        >>> import zzrules
        >>> try:
        ...     zzrules.load().evaluate({"报请日期": "2026-02-30"}, on="2026-05-06")
        ... except zzrules.RecordError as error:
        ...     print(error.problems[0].text("en"))
        ZZ407 “报请日期” is no day of the calendar. Instead: a day that exists
        """
        if language == "zh":
            return str(self)
        message, hint = self._told(language)
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.code} {message}{f'. Instead: {hint}' if hint else ''}"

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """Return plain data for JSON: code, path, position (None if not known), message, hint, and all in a line.

        ``related`` and ``fixes`` are given where there are any; their words are Chinese. Advice also has ``shown``, if
        anything shows it: see `Shown.to_dict`.

        >>> import zzrules
        >>> try:
        ...     zzrules.load().evaluate({"特别程序期间": [{"起": "2026-03-02", "止": 4}]}, on="2026-05-06")
        ... except zzrules.RecordError as error:
        ...     data = error.problems[0].to_dict("en")
        >>> data["code"], data["path"], data["position"], data["message"]
        ('ZZ402', ['特别程序期间', 0, '止'], None, '“特别程序期间”, item 1, “止” is not a date')
        """
        message, hint = self._told(language)
        place = self.position
        shown = {"shown": self.shown.to_dict(language)} if self.shown is not None else {}
        data: dict[str, Any] = {
            "code": self.code,
            "path": [*self.path],
            "position": place and place.to_dict(),
            "message": message,
            "hint": hint,
            "text": self.text(language),
            **shown,
        }
        for name, several in (("related", self.related), ("fixes", self.fixes)):
            if several:
                data[name] = [one.to_dict() for one in several]
        return data

    def _told(self, language: Language) -> tuple[str, str]:
        if language == "en" and self.said is not None:
            return self.said.english(self.path)
        return self.message, self.hint


class ZzrulesError(Exception):
    """The root of every error that the library raises for bad input.

    ``problems`` holds every mistake found, in the order of the text.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Take a problem or several."""
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by the problems."""
        return type(self), (self.problems,)

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """Return plain data for JSON: the name of the error, and its problems."""
        return {"error": type(self).__name__, "problems": [problem.to_dict(language) for problem in self.problems]}


class PolicyError(ZzrulesError):
    """A folder of policies cannot be used: every mistake in it, with file, line and column."""


class BundleError(PolicyError):
    """A bundle is refused: it was changed, its signature is missing, or is not of the key that was asked for."""


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


class IncomparableError(UsageError):
    """Policies of one regulation were to be compared with those of another."""


class OutputError(ZzrulesError):
    """A result cannot be written: no folder, no permission, no room. What was there before stays as it was."""


class ColumnWarning(UserWarning):
    """A column of a frame that is no fact is almost called as one (ZZ618)."""

"""Records judged one after another, for the commands that print what becomes of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from zzrules.answer.determination import Determination
from zzrules.base.errors import Place, Problem, RecordError
from zzrules.base.quoting import as_json
from zzrules.batch.decisions import DecisionLog
from zzrules.batch.files import Case, read_cases
from zzrules.batch.formats import RecordForm
from zzrules.cli.exits import ExitCode
from zzrules.cli.mistaken import no_record
from zzrules.cli.terminal import Output
from zzrules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its determination, or without one and with what is wrong with its record.

    ``head`` says as data by what it was judged, where that was asked for.
    """

    case: Case
    determination: Determination | None
    problems: tuple[Problem, ...] = ()
    head: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self, answers: Callable[[Determination], Mapping[str, Any]] = Determination.to_dict) -> dict[str, Any]:
        """Return plain data for JSON: whose record it is, with its ``answers`` or with ``error``."""
        head = {"source": self.case.source, "number": self.case.number, **self.head}
        if self.determination is not None:
            return head | dict(answers(self.determination))
        return head | {"error": [self._problem(problem) for problem in self.problems]}

    def _problem(self, problem: Problem) -> dict[str, Any]:
        return plain(problem, problem.place if str(problem.place) else self.case.place)


def plain(problem: Problem, place: Place) -> dict[str, Any]:
    """Return a problem as plain data for JSON, without its file."""
    return {
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "line": place.line or None,
        "column": place.column or None,
    }


class Judging:
    """Judges records on a day, prints what is wrong with them, and keeps what the exit code depends on."""

    def __init__(
        self,
        book: Rulebook,
        on: date,
        about: Sequence[str] | None,
        output: Output,
        log: DecisionLog | None = None,
        head: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take what to judge by, where to complain, and where determinations are kept before they are answered.

        ``head`` goes with each answer as data.
        """
        self._book, self._on, self._about, self._output, self._log = book, on, about, output, log
        self._head = head
        self._mistakes = self._undetermined = False

    @property
    def exit_code(self) -> ExitCode:
        """The exit code, once every record is judged."""
        return ExitCode.of(mistakes=self._mistakes, undetermined=self._undetermined)

    def each(self, files: Sequence[str], form: RecordForm | None) -> Iterator[Judged]:
        """Read and judge one record after another; none is kept."""
        mistaken: set[str] = set()
        for case in read_cases(files, form):
            if case.source in mistaken:
                continue
            if (other := no_record(case, self._book.vocabulary)) is not None:
                self._mistakes = True
                mistaken.add(case.source)
                self._output.complain(str(other))
                yield Judged(case, None, (other,), self._head)
                continue
            try:
                determination = self._book.evaluate(case.facts(), self._on, self._about, places=case.places)
            except RecordError as error:
                self._mistakes = True
                problems = case.problems or error.problems
                for problem in problems:
                    self._output.complain(str(problem) if str(problem.place) else f"{case.name}: {problem}")
                yield Judged(case, None, problems, self._head)
            else:
                self._undetermined = self._undetermined or self._leaves_open(determination)
                if self._log is not None:
                    self._log.append(determination, source=case.source, number=case.number, facts=case.facts())
                yield Judged(case, determination, head=self._head)

    def determinations(self, files: Sequence[str], form: RecordForm | None) -> Iterator[tuple[Case, Determination]]:
        """Yield each case that has a determination, with it."""
        for judged in self.each(files, form):
            if judged.determination is not None:
                yield judged.case, judged.determination

    def _leaves_open(self, determination: Determination) -> bool:
        """Whether something asked about is undetermined; if nothing was named, whether what the record concerns is."""
        if self._about is not None:
            return not determination.decided
        waiting = [answer for answer in determination if answer.status == "undetermined"]
        if any(answer.concerned for answer in waiting):
            return True
        return bool(waiting) and not any(answer.outcome or answer.status == "decided" for answer in determination)


def print_json_lines(entries: Iterable[dict[str, Any]], output: Output) -> None:
    """Print JSON Lines, one entry after another."""
    for entry in entries:
        output.data(as_json(entry) + "\n")


def print_json(entries: Iterable[dict[str, Any]], output: Output) -> None:
    """Print a JSON array, one entry after another."""
    opening = "[\n"
    for entry in entries:
        output.data(opening + as_json(entry, indent=2))
        opening = ",\n"
    output.data("[]\n" if opening == "[\n" else "\n]\n")

"""Logs followed one after another, for the commands that say how cases stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from zzrules.base.errors import Problem, RecordError
from zzrules.batch.formats import RecordForm
from zzrules.batch.logs import LogFile, read_logs
from zzrules.casefile import CaseAnswer, open_case
from zzrules.cli.mistaken import no_log
from zzrules.cli.terminal import Colour, Output
from zzrules.rulebook import Rulebook

STATUS_COLOURS: Final[Mapping[str, Colour]] = {
    "breached": "red",
    "due_soon": "yellow",
    "undetermined": "yellow",
    "pending": "bold",
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A log with how its case stands, or without an answer if it cannot be read, and what is wrong with it."""

    log: LogFile
    answer: CaseAnswer | None
    problems: tuple[Problem, ...]

    def complain(self, output: Output) -> None:
        """Print what is wrong with the log."""
        for problem in self.problems:
            output.complain(str(problem) if str(problem.place) else f"{self.log.source}: {problem}")


def follow(
    book: Rulebook,
    files: Sequence[str],
    on: date,
    about: Sequence[str] | None,
    within: int,
    form: RecordForm | None = None,
) -> Iterator[Followed]:
    """Yield each log with how its case stands on a day."""
    for log in read_logs(files, form):
        if (other := no_log(log, book.vocabulary)) is not None:
            yield Followed(log, None, (other,))
            continue
        answer: CaseAnswer | None = None
        problems: tuple[Problem, ...]
        try:
            answer = open_case(book.follower, log, None, None).on(on, about, within=within)
            problems = answer.problems
        except RecordError as error:
            problems = error.problems
        yield Followed(log, None if log.unreadable else answer, problems)

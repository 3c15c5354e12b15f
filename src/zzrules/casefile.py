"""A case over time: a log of events, and what the rulebook says of it on any day.

A case file is a value, as a rulebook is: adding an event gives another one, and threads may share both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from zzrules.answer.chronicle import Chronicle, render
from zzrules.answer.determination import Determination
from zzrules.answer.follow import Follower
from zzrules.answer.obligation import SOON, WORRIES, ObligationAnswer, whole_of
from zzrules.answer.rendering import Format, checked_format
from zzrules.answer.wording import time_of_end
from zzrules.base.ceiling import told
from zzrules.base.diagnostics.cases import KEPT_UNTIL_NOT_A_DAY, NO_EVENTS, NOT_ONE_LOG
from zzrules.base.diagnostics.use import NO_NUMBER_OF_DAYS, NO_OBLIGATION
from zzrules.base.doors import door
from zzrules.base.errors import NOWHERE, Place, Problem, RecordError, UsageError, ZzrulesError
from zzrules.base.foreign import is_plain, text_of
from zzrules.base.frozen import Unchanging
from zzrules.base.quoting import as_json
from zzrules.batch.logs import LogFile, log_of, read_logs
from zzrules.batch.reminders import Reminder
from zzrules.case.log import Log
from zzrules.case.record import evaluation_day, items_of
from zzrules.case.values import printable
from zzrules.policy.forms import suggest


class CaseFile(Unchanging):
    """One case's log; immutable."""

    def __init__(
        self,
        follower: Follower,
        log: Log,
        problems: tuple[Problem, ...] = (),
        name: str = "",
    ) -> None:
        """Take whom to ask, the log, and what is wrong with what is no event. Use `Rulebook.casefile`."""
        self._follower = follower
        self._log = log
        self._problems = problems
        self.name = name

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the log and the rulebook."""
        return CaseFile, (self._follower, self._log, self._problems, self.name)

    def __repr__(self) -> str:
        """Return how many events there are, without saying what."""
        return f"<CaseFile of {len(self)} events>"

    def __len__(self) -> int:
        """Return how many events the log holds, corrections and withdrawals included."""
        return len(self._log.events)

    @door
    def with_event(self, event: Mapping[str, Any], place: Place = NOWHERE) -> CaseFile:
        """Return the case file with one more event (日期, 事件 and what it brings); it may come late.

        What is wrong with it is among `problems`; nothing is raised.

        >>> import zzrules
        >>> file = zzrules.load().casefile(facts={"主体": "政务服务机构"})
        >>> file = file.with_event({"日期": "2026-03-02", "事件": "收到差评", "实名": "是"})
        >>> len(file), file.problems
        (1, ())
        """
        return self.with_events([event], [place])

    @door
    def with_events(self, events: Iterable[Mapping[str, Any]], places: Iterable[Place] = ()) -> CaseFile:
        """Return the case file with more events, in any order."""
        read = self._follower.read(_each(events), places, self._log.arrived)
        return CaseFile(self._follower, self._log.with_events(read), self._problems, self.name)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the log, of many mistakes the first; what they concern is unknown, the rest counts."""
        return told((*self._problems, *self._log.problems, *self._out_of_order))

    @cached_property
    def _out_of_order(self) -> tuple[Problem, ...]:
        return self._follower.out_of_order(self._log)

    @door
    def on(self, day: date | str, about: Sequence[str] | None = None, *, within: int = SOON) -> CaseAnswer:
        """Return how the case stands at the end of a day; later events are not yet visible.

        An obligation counts as about to fall due ``within`` so many working days. ``about`` lists policies or
        grounds as in `Rulebook.evaluate`. Raises `UsageError` for a ``day`` that is no date, a ``within`` that is no
        number of days, or an ``about`` that is no list or names what does not exist.

        >>> import zzrules
        >>> file = zzrules.load().casefile(facts={"主体": "政务服务机构"})
        >>> file = file.with_event({"日期": "2026-03-02", "事件": "收到差评", "实名": "是"})
        >>> [obligation] = file.on("2026-03-05")["联系核实"]
        >>> obligation.due, obligation.label
        ('2026-03-04', '逾期未履行')
        """
        if type(within) is not int or within < 0:
            raise UsageError(NO_NUMBER_OF_DAYS())
        return CaseAnswer(self, self._follower.ask(self._log, evaluation_day(day), about, within))


def open_case(
    follower: Follower,
    log: Any,
    facts: Any,
    kept_until: Any,
) -> CaseFile:
    """Return the case file of a log in any of its forms; see `Rulebook.casefile`."""
    try:
        log = _log_file(log)
    except ZzrulesError:
        raise
    except Exception as error:
        if is_plain(log):
            raise
        raise RecordError(NO_EVENTS()) from error
    if facts is not None:
        log = replace(log, facts={**log.facts, **dict(items_of(facts))})
    known, problems = follower.records.sift(log.facts, date.max.toordinal(), log.fact_places)
    until: int | None = None
    kept_until = log.kept_until if kept_until is None else kept_until
    if kept_until is not None:
        try:
            until = evaluation_day(kept_until)
        except UsageError:
            problems.append(KEPT_UNTIL_NOT_A_DAY(log.place))
            until = 0
    unread = follower.records.unread(log.facts, known)
    case = CaseFile(
        follower,
        Log(follower.shared, known, until if log.whole else 0, unread),
        (*log.problems, *problems),
        log.name,
    )
    return case.with_events(log.events, log.places)


def _log_file(log: Any) -> LogFile:
    """Return a log in any of its forms as a file has it. Raises `RecordError` for what cannot be read at all."""
    if isinstance(log, str | Path):
        files = list(read_logs([log]))
        if len(files) != 1:
            raise RecordError(NOT_ONE_LOG(Place(str(log)), count=len(files)))
        if files[0].unreadable:
            raise RecordError(files[0].problems)
        return files[0]
    if isinstance(log, Mapping):
        return log_of(dict(items_of(log)))
    if isinstance(log, LogFile):
        return log
    if isinstance(log, bytes | bytearray | memoryview):
        raise RecordError(NO_EVENTS())
    events = _each(log)
    return LogFile("", "", events, (NOWHERE,) * len(events))


def _each(events: Any) -> tuple[Any, ...]:
    """Return events one by one. Raises `RecordError` (ZZ430) for what holds none, or fails to yield them."""
    try:
        return tuple(events)
    except Exception as error:
        raise RecordError(NO_EVENTS()) from error


def _urgency(answer: ObligationAnswer) -> tuple[int, str, str]:
    """Return what sorts obligations: by how they stand, by the last day (none: last), by place."""
    return WORRIES.index(answer.status), answer.due or "9", answer.citation


@dataclass(frozen=True)
class CaseAnswer(Unchanging):
    """How a case stands on a day: the determination of its record, and every obligation.

    ``answer["联系核实"]`` gives the obligations of a name: several, if they stand for the elements of a list or for
    periods.
    """

    file: CaseFile
    determination: Determination

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the case file and its determination."""
        return CaseAnswer, (self.file, self.determination)

    @property
    def name(self) -> str:
        """What the case is called."""
        return self.file.name

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the log."""
        return self.file.problems

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.determination.evaluated_on

    @cached_property
    def obligations(self) -> tuple[ObligationAnswer, ...]:
        """Every obligation of the policies asked about, in the order of the regulation."""
        return tuple(obligation for answer in self.determination for obligation in answer.obligations)

    def __iter__(self) -> Iterator[ObligationAnswer]:
        """Yield what is left to do or to find out, the most pressing first."""
        return iter(self.open)

    @door
    def __getitem__(self, name: str) -> tuple[ObligationAnswer, ...]:
        """Return the obligations of a name. Raises `UsageError` (ZZ602) if there is none."""
        known = self.determination.obligation_names
        word = text_of(name) or ""
        if word not in known:
            shown = printable(word)
            raise UsageError(NO_OBLIGATION(key=shown, known=suggest(shown, known)))
        return tuple(obligation for obligation in self.obligations if obligation.name == word)

    def __contains__(self, name: object) -> bool:
        """Return whether there are obligations of a name, or whether one is among these."""
        word = text_of(name)
        if word is None:
            return any(name is obligation for obligation in self.obligations)
        return word in self.determination.obligation_names

    @door
    def whole(self, name: str) -> str:
        """Return how the obligations of a name stand as a whole: the status of the one that presses most.

        An obligation that recurs is so breached as long as one period's is. Without any, it is ``not_set_off``. Raises
        `UsageError` (ZZ602) if there is no obligation of the name.

        >>> import zzrules
        >>> file = zzrules.load().casefile(facts={"主体": "政务服务机构"})
        >>> file.with_event({"日期": "2026-03-02", "事件": "收到差评", "实名": "是"}).on("2026-03-05").whole("联系核实")
        'breached'
        """
        return whole_of(obligation.status for obligation in self[name])

    @property
    def open(self) -> tuple[ObligationAnswer, ...]:
        """What is left to do or to find out: missed first, then by the last day."""
        concerned = {answer.code for answer in self.determination if answer.concerned}
        waiting = [answer for answer in self.obligations if answer.open and answer.policy in concerned]
        return tuple(sorted(waiting, key=_urgency))

    @property
    def breached(self) -> tuple[ObligationAnswer, ...]:
        """What was not done in time and is not done yet."""
        return tuple(obligation for obligation in self.obligations if obligation.state == "breached")

    def reminders(self) -> tuple[Reminder, ...]:
        """Return what is overdue, about to fall due, or waits for a notice that says when it does."""
        return tuple(
            Reminder(
                self.name,
                obligation.policy,
                obligation.name,
                obligation.number,
                obligation.title,
                obligation.status,
                obligation.label,
                obligation.due,
                obligation.left,
                obligation.subject,
                obligation.content,
                obligation.citation,
                obligation.waits_for,
                obligation.assumptions,
                time_of_end(obligation.rolling),
            )
            for obligation in self.open
            if obligation.status in ("breached", "due_soon") or obligation.waits_for
        )

    def chronicle(self) -> Chronicle:
        """Return what `explain` renders."""
        return Chronicle(self.determination.report(), self.name, self.obligations, self.open, self.problems)

    @door
    def explain(self, format: Format = "text") -> str:  # noqa: A002 - the word that users expect
        """Return how the case stands, in Chinese, with citations: text, Markdown or JSON.

        Raises `UsageError` (ZZ612) for another format.
        """
        chosen = checked_format(format)
        return as_json(self.to_dict(), indent=2) if chosen == "json" else render(self.chronicle(), chosen)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "on": str(self.day),
            "obligations": [obligation.to_dict() for obligation in self.obligations],
            "determination": self.determination.to_dict(),
            "problems": [problem.to_dict() for problem in self.problems],
        }

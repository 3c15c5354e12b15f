"""A case over time: a log of events, and what the rulebook says of it on any day.

A case file is a value, as a rulebook is: adding an event gives another one, and threads may share both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzrules.answer.determination import Determination, Format
from zzrules.answer.follow import Follower, Memory
from zzrules.answer.obligation import SOON, WORRIES, ObligationAnswer
from zzrules.base.errors import NOWHERE, Place, Problem, RecordError, UsageError
from zzrules.batch.logs import LogFile, log_of, read_logs
from zzrules.batch.reminders import Reminder
from zzrules.case.log import Log
from zzrules.case.record import evaluation_day, items_of
from zzrules.case.values import printable
from zzrules.policy.forms import suggest

if TYPE_CHECKING:
    from zzrules.answer.chronicle import Chronicle


class CaseFile:
    """One case's log; immutable."""

    def __init__(
        self,
        follower: Follower,
        log: Log,
        problems: tuple[Problem, ...] = (),
        name: str = "",
        memory: Memory | None = None,
    ) -> None:
        """Take whom to ask, the log, and what is wrong with what is no event. Use `Rulebook.casefile`."""
        self._follower = follower
        self._log = log
        self._problems = problems
        self._memory = memory if memory is not None else Memory()
        self.name = name

    def __repr__(self) -> str:
        """Return how many events there are, without saying what."""
        return f"<CaseFile of {len(self)} events>"

    def __len__(self) -> int:
        """Return how many events the log holds, corrections and withdrawals included."""
        return len(self._log.events)

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

    def with_events(self, events: Iterable[Mapping[str, Any]], places: Iterable[Place] = ()) -> CaseFile:
        """Return the case file with more events, in any order."""
        made = self._follower.read(events, places, self._log.arrived)
        return CaseFile(self._follower, self._log.with_events(made), self._problems, self.name, self._memory)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the log; what it concerns is unknown, the rest counts."""
        return (*self._problems, *self._log.problems)

    def on(self, day: date | str, about: Sequence[str] | None = None, *, within: int = SOON) -> CaseAnswer:
        """Return how the case stands at the end of a day; later events are not yet visible.

        An obligation counts as about to fall due ``within`` so many working days. ``about`` narrows the answer as in
        `Rulebook.evaluate`. Raises `UsageError` for a ``day`` that is no date, a ``within`` that is no number of days,
        or an ``about`` that does not exist.

        >>> import zzrules
        >>> file = zzrules.load().casefile(facts={"主体": "政务服务机构"})
        >>> file = file.with_event({"日期": "2026-03-02", "事件": "收到差评", "实名": "是"})
        >>> [(one.name, one.due, one.label) for one in file.on("2026-03-05")["联系核实"]]
        [('联系核实', '2026-03-04', '逾期未履行')]
        """
        if type(within) is not int or within < 0:
            raise UsageError(Problem("ZZ604", "提前几个工作日提醒（within）不是非负整数", hint="within=3"))
        return CaseAnswer(self, self._follower.ask(self._log, evaluation_day(day), about, within, self._memory))


def open_case(
    follower: Follower,
    log: Any,
    facts: Any,
    kept_until: Any,
) -> CaseFile:
    """Return the case file of a log in any of its forms; see `Rulebook.casefile`."""
    if isinstance(log, str | Path):
        files = list(read_logs([log]))
        if len(files) != 1:
            hint = "一个文件一份流水；几份的，用 zzrules due，或者逐份给出"
            raise RecordError(Problem("ZZ430", f"这里有{len(files)}份流水", Place(str(log)), hint))
        if files[0].unreadable:
            raise RecordError(files[0].problems)
        log = files[0]
    elif isinstance(log, Mapping):
        log = log_of(log)
    elif not isinstance(log, LogFile):
        if not isinstance(log, Iterable) or isinstance(log, bytes | bytearray | memoryview):
            hint = "流水文件、{流水: [ … ]}，或者一件一件的事件"
            raise RecordError(Problem("ZZ430", "流水应当是一件一件的事件", hint=hint))
        events = tuple(log)
        log = LogFile("", "", events, (NOWHERE,) * len(events))
    if facts is not None:
        log = replace(log, facts={**log.facts, **dict(items_of(facts))})
    known, problems = follower.records.sift(log.facts, date.max.toordinal(), log.fact_places)
    until: int | None = None
    kept_until = log.kept_until if kept_until is None else kept_until
    if kept_until is not None:
        try:
            until = evaluation_day(kept_until)
        except UsageError:
            hint = "2026-01-01 这样的日期；写不明的，不写这一键"
            problems.append(Problem("ZZ432", "「登记至」不是日期，当作没有登记完整", log.place, hint))
            until = 0
    unread = follower.records.unread(log.facts, known)
    made = CaseFile(
        follower,
        Log(follower.shared, known, until if log.whole else 0, unread),
        (*log.problems, *problems),
        log.name,
    )
    return made.with_events(log.events, log.places)


@dataclass(frozen=True)
class CaseAnswer:
    """How a case stands on a day: the determination of its record, and every obligation.

    ``answer["联系核实"]`` gives the obligations of a name (one for each element of a list, if they stand for such).
    """

    file: CaseFile
    determination: Determination

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
        return tuple(one for answer in self.determination for one in answer.obligations)

    def __iter__(self) -> Iterator[ObligationAnswer]:
        """Yield what is left to do or to find out, the most pressing first."""
        return iter(self.open)

    def __getitem__(self, name: str) -> tuple[ObligationAnswer, ...]:
        """Return the obligations of a name. Raises `UsageError` (ZZ602) if there is none."""
        known = self.determination.obligation_names
        word: Any = name
        if not isinstance(word, str) or word not in known:
            shown = printable(word) if isinstance(word, str) else ""
            raise UsageError(Problem("ZZ602", f"没有义务「{shown}」", hint=suggest(shown, known)))
        return tuple(one for one in self.obligations if one.name == name)

    @property
    def open(self) -> tuple[ObligationAnswer, ...]:
        """What is left to do or to find out: missed first, then by the last day."""
        waiting = [one for one in self.obligations if one.open and self._concerned(one)]
        return tuple(sorted(waiting, key=lambda one: (WORRIES.index(one.status), one.due or "9", one.citation)))

    def _concerned(self, one: ObligationAnswer) -> bool:
        """Whether the case has to do with an obligation's policy: see `PolicyAnswer.concerned`."""
        return self.determination.policy(one.policy).concerned

    @property
    def breached(self) -> tuple[ObligationAnswer, ...]:
        """What was not done in time and is not done yet."""
        return tuple(one for one in self.obligations if one.state == "breached")

    def reminders(self) -> tuple[Reminder, ...]:
        """Return what is overdue, about to fall due, or waits for a notice that says when it does."""
        return tuple(
            Reminder(
                self.name,
                one.policy,
                one.name,
                one.number,
                one.status,
                one.label,
                one.due,
                one.left,
                one.subject,
                one.content,
                one.citation,
                one.waits_for,
            )
            for one in self.open
            if one.status in ("breached", "due_soon") or one.waits_for
        )

    def explain(self, format: Format = "text") -> str:  # noqa: A002 - the word that users expect
        """Return how the case stands, in Chinese, with citations: text, Markdown or JSON."""
        from zzrules.answer.chronicle import render

        if format == "json":
            return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)
        return render(self.chronicle(), format)

    def chronicle(self) -> Chronicle:
        """Return what `explain` writes, for whoever renders it otherwise."""
        from zzrules.answer.chronicle import Chronicle

        return Chronicle(
            self.determination.source, self.name, self.determination, self.obligations, self.open, self.problems
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "on": str(self.day),
            "obligations": [one.to_dict() for one in self.obligations],
            "determination": self.determination.to_dict(),
            "problems": [str(problem) for problem in self.problems],
        }

"""What is answered about an obligation: who owes what, since when, until when, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from zzrules.answer.elements import ordinal
from zzrules.answer.parts import CitedText, MissingFact, Step
from zzrules.answer.view import View
from zzrules.answer.wording import time_of_end
from zzrules.base import clock
from zzrules.base.doors import door
from zzrules.base.frozen import Unchanging
from zzrules.base.periods import name_of
from zzrules.plan import model

SOON = 3
"""How many working days ahead an obligation counts as about to fall due, if nobody says otherwise."""
UNDETERMINED, DUE_SOON = "undetermined", "due_soon"
LABELS = {
    "not_set_off": "未发生",
    "pending": "待履行",
    DUE_SOON: "临近届满",
    "suspended": "中止",
    "discharged": "已免除",
    "fulfilled": "已履行",
    "fulfilled_late": "逾期履行",
    "breached": "逾期未履行",
    "not_applicable": "不适用",
    "not_in_force": "不在有效期内",
    UNDETERMINED: "待查明",
}
UNTIMED = "违反"
OWED_AND_OPEN = "履行情况待查明"
"""What is owed, and may have been done."""
OTHER_PERIODS = "其余各期"
MISSED = ("breached", "fulfilled_late")
"""The states of what was not done, or not in time."""
SILENT = ("not_set_off", "not_applicable", "not_in_force")
"""The states in which there is nothing to say of an obligation."""
WORRIES = ("breached", DUE_SOON, "pending", "suspended", UNDETERMINED)
"""The states that leave something to do or to find out, the most pressing first."""
PRESSING = (*WORRIES, "fulfilled_late", "fulfilled", "discharged", *SILENT)
"""All states, the most pressing first."""


class Terms(Protocol):
    """What one version says of an obligation."""

    def due_within(self, view: View, /) -> str:
        """Return within what the last day lies, in words, where it is not known; empty where nothing shows it."""
        ...

    def done_at(self, view: View, /) -> int | None:
        """Return the moment at which it was done, where one is recorded."""
        ...

    def passed_over(self, view: View, /) -> Iterator[str]:
        """Yield the days recorded that do not fulfil it, since they come before what they have to follow."""
        ...


class ObligationSource(Protocol):
    """Says more of one obligation when asked."""

    def again(self) -> tuple[Any, ...]:
        """Return a function with arguments that can be pickled, and that returns the answer."""
        ...

    def assumptions(self) -> tuple[str, ...]:
        """Return what is assumed of the calendar, if the answer would be another without it."""
        ...

    def events(self) -> tuple[str, ...]:
        """Return the entries of the log that it rests on, in the order of arrival."""
        ...

    def missing(self) -> tuple[MissingFact, ...]:
        """Return the unknown facts that keep the state open."""
        ...

    def asked(self) -> tuple[str, ...]:
        """Return what the unknown facts that keep the state open are called."""
        ...

    def why(self) -> tuple[Step, ...]:
        """Return what set it off and what its state rests on."""
        ...

    def missed_by(self) -> tuple[Step, ...]:
        """Return what makes it breached, or fulfilled late."""
        ...

    def views(self) -> Iterator[tuple[Terms | None, View]]:
        """Yield each version that may apply, with its view; None for one that does not have the obligation."""
        ...


def title_of(obligation: model.Obligation, number: int) -> str:
    """Return what an obligation is called, with the element of a list or the period for which it stands (0: none)."""
    which = which_of(obligation, number)
    return f"{obligation.name}（{which}）" if which else obligation.name


def which_of(obligation: model.Obligation, number: int) -> str:
    """Return what the element or the period of a number is called; empty for no element (0)."""
    if obligation.recurs is not None:
        return name_of(number, obligation.recurs.months) if number else OTHER_PERIODS
    return ordinal(obligation.source, number) if obligation.source is not None and number else ""


def labels_of(states: Sequence[str], obligation: model.Obligation) -> list[str]:
    """Return what states of an obligation are called; what has no time limit is breached, not overdue."""
    timed = obligation.due is not None
    return [LABELS[state] if timed or state != "breached" else UNTIMED for state in states]


def whole_of(statuses: Iterable[str]) -> str:
    """Return how an obligation stands as a whole: as the element or period does that presses most.

    Without any, it was not set off.

    >>> whole_of(["fulfilled", "breached", "pending"]), whole_of(["fulfilled", "fulfilled_late"]), whole_of([])
    ('breached', 'fulfilled_late', 'not_set_off')
    """
    return min(statuses, key=PRESSING.index, default="not_set_off")


class ObligationSheet:
    """What is the same of an obligation in every answer: its policy, its words, who owes what."""

    __slots__ = (
        *("citation", "cited", "clause", "content", "forms", "name"),
        *("obligation", "owed", "policy", "subject", "text"),
    )

    def __init__(self, policy: str, obligation: model.Obligation, cited: CitedText) -> None:
        """Take an obligation with the code of its policy and its place with the words."""
        self.policy = policy
        self.obligation = obligation
        self.name = obligation.name
        self.citation = str(obligation.citation)
        self.cited = cited
        self.text = cited.text
        self.subject = obligation.subject
        self.content = obligation.content
        self.forms = obligation.forms
        forms = f"（{'、'.join(self.forms)}）" if self.forms else ""
        promptly = obligation.due if isinstance(obligation.due, str) else ""
        self.owed = f"{self.subject}应当{promptly}{self.content}{forms}"
        self.clause = f"{self.owed}（{self.citation}）"


class ObligationAnswer(Unchanging):
    """How one obligation stands on a day.

    ``policy``, ``name``, ``citation``, ``text``, ``subject``, ``content`` and ``forms`` say which it is. ``number``
    counts the elements of the list for which it stands from 1, or names its ``period`` if it recurs: 202607 is July
    2026, 20263 the third quarter, 20262 the second half, 2026 the year; 0: none, or the periods that nobody can tell
    apart. ``due`` is the last day (ISO; then it is ``dated``) or an open term such as 及时, which no calendar judges;
    empty where there is none, or where it is not known. ``since`` and ``done`` are days, or empty. ``left`` is the
    number of working days from the day asked about to the last day: negative once it has passed, None without a last
    day or where no notice reaches. ``soon``: that number is at most the one asked for. ``rolling`` says in Chinese
    whether the last day moves off a day off, where it is not counted in working days, or at which time of that day it
    ends. ``waits_for`` is the notice for which the last day waits, or empty.
    """

    __slots__ = (
        *("_asked", "_sheet", "dated", "done", "due", "left"),
        *("number", "possible", "rolling", "since", "soon", "waits_for"),
    )

    def __init__(  # noqa: PLR0913 - what an answer says
        self,
        sheet: ObligationSheet,
        asked: ObligationSource,
        *,
        number: int,
        possible: tuple[str, ...],
        since: str,
        due: str,
        dated: bool,
        done: str,
        left: int | None,
        soon: bool,
        rolling: str,
        waits_for: str,
    ) -> None:
        """Take what was worked out, and whom to ask for more."""
        self._sheet = sheet
        self._asked = asked
        self.number = number
        self.possible = possible
        self.since = since
        self.due = due
        self.dated = dated
        self.done = done
        self.left = left
        self.soon = soon
        self.rolling = rolling
        self.waits_for = waits_for

    def __repr__(self) -> str:
        """Return what it is and how it stands, without a day of the record: those are personal data."""
        return f"<ObligationAnswer {self.policy}.{self.title}: {' | '.join(self.possible)}>"

    def __eq__(self, other: object) -> bool:
        """Return whether both say the same of the same obligation."""
        return isinstance(other, ObligationAnswer) and self.to_dict() == other.to_dict() and self.soon == other.soon

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a question to the rulebook, which comes along."""
        return self._asked.again()

    def __hash__(self) -> int:
        """Return a hash over what it is and how it stands."""
        return hash((self.policy, self.name, self.number, self.possible, self.due))

    @property
    def policy(self) -> str:
        """The code of its policy."""
        return self._sheet.policy

    @property
    def name(self) -> str:
        """What it is called."""
        return self._sheet.name

    @property
    def citation(self) -> str:
        """Its place in the regulation."""
        return self._sheet.citation

    @property
    def text(self) -> str:
        """The verbatim text of that place."""
        return self._sheet.text

    @property
    def subject(self) -> str:
        """Who owes it."""
        return self._sheet.subject

    @property
    def content(self) -> str:
        """What is owed."""
        return self._sheet.content

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which it may be done."""
        return self._sheet.forms

    @property
    def state(self) -> str | None:
        """The state's code; None while several are possible."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def status(self) -> str:
        """The state's code, ``due_soon`` where a pending one is about to fall due, ``undetermined`` where open."""
        if self.state is None:
            return UNDETERMINED
        return DUE_SOON if self.soon and self.state == "pending" else self.state

    @property
    def label(self) -> str:
        """The status in Chinese; what has no last day is breached, not overdue."""
        if self.state is None and self.owed:
            return OWED_AND_OPEN
        return UNTIMED if self.status == "breached" and not self.due else LABELS[self.status]

    @property
    def owed(self) -> bool:
        """Whether there is such an obligation, certainly, however it stands."""
        return not set(SILENT).intersection(self.possible)

    @property
    def when(self) -> str:
        """By when, and how far that is from the day asked about, in words; empty where nothing says."""
        if self.waits_for:
            return f"期限须待《{self.waits_for}》"
        if not self.dated:
            return f"时限是「{self.due}」，由人认定" if self.due else ""
        if self.status == "suspended":
            return f"期限中止计算（至今最早是{self.due}）"
        rolling = f"（{self.rolling}）" if self.rolling else ""
        return f"期限{self.due}{rolling}{self._distance}"

    @property
    def _distance(self) -> str:
        if self.left is None or self.done:
            return ""
        if self.status in ("pending", DUE_SOON):
            return f"，还有{self.left}个工作日" if self.left else "，就在当天"
        if self.status != "breached":
            return ""
        return f"，已过{-self.left}个工作日" if self.left else "，已过，其后还没有工作日"

    @property
    def due_at(self) -> str:
        """The last day (ISO) or the open term, as ``due``, with the time at which a day ends that is told in hours.

        >>> import zzrules
        >>> log = {"事实": {"主体": "政务服务机构"}, "流水": [{"日期": "2026-02-13", "事件": "收到差评", "实名": "是"}]}
        >>> [duty.due_at for duty in zzrules.load().casefile(log).on("2026-02-24")["联系核实"]]
        ['2026-02-24']
        """
        time = time_of_end(self.rolling)
        return f"{self.due} {time}" if time else self.due

    @property
    def done_at(self) -> str:
        """The day on which it was done (ISO), as ``done``, with the time of day where the record has it."""
        times = {terms.done_at(view) for terms, view in self._asked.views() if terms is not None}
        moment = times.pop() if self.done and len(times) == 1 else None
        return self.done if moment is None else clock.written(moment)

    @property
    def title(self) -> str:
        """The name, with the element or the period for which it stands."""
        return title_of(self._sheet.obligation, self.number)

    @property
    def period(self) -> str:
        """What the period is called for which it stands; empty for an obligation that does not recur."""
        obligation = self._sheet.obligation
        return which_of(obligation, self.number) if obligation.recurs is not None else ""

    @property
    def clause(self) -> str:
        """Who shall do what, with its forms and its article, as a clause."""
        return self._sheet.clause

    @door
    def clause_in(self, *, marked: bool) -> str:
        """Return the clause; ``marked``: with the days of the text in which its place stands."""
        span = self._sheet.cited.span if marked else ""
        return f"{self._sheet.owed}（{self._sheet.citation}{f'，{span}的条文' if span else ''}）"

    @property
    def open(self) -> bool:
        """Whether something is left to do or to find out."""
        return self.status in WORRIES and not self.silent

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say of it, in whichever of its possible states it is."""
        return all(state in SILENT for state in self.possible)

    @property
    def events(self) -> tuple[str, ...]:
        """The entries of the log that it rests on, in the order of arrival."""
        return self._asked.events()

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that keep the state open, worked out when asked for."""
        return self._asked.missing()

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What the unknown facts of `missing` are called, in the order of the text; no answer to them is tried."""
        return self._asked.asked()

    def why(self) -> tuple[Step, ...]:
        """Return what set the obligation off and what its state rests on, through other obligations too."""
        return self._asked.why()

    def missed_by(self) -> tuple[Step, ...]:
        """Return what makes it breached, or fulfilled late; nothing where it is neither, or that is not known."""
        return self._asked.missed_by() if self.state in MISSED else ()

    def due_within(self) -> str:
        """Return within what its last day lies, in words, where it is not known and all versions agree; else empty."""
        if self.due or self.waits_for:
            return ""
        words = {terms.due_within(view) for terms, view in self._asked.views() if terms is not None}
        return words.pop() if len(words) == 1 else ""

    def passed_over(self) -> tuple[str, ...]:
        """Return what was done before what it has to follow, and so does not fulfil the obligation, as clauses."""
        found = (text for terms, view in self._asked.views() if terms is not None for text in terms.passed_over(view))
        return tuple(dict.fromkeys(found)) if self.owed else ()

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is assumed of the calendar, with its basis, if the answer would be another without it."""
        return self._asked.assumptions()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return self.said() | {"assumptions": list(self.assumptions)}

    def said(self) -> dict[str, Any]:
        """Return plain data for JSON, without what is assumed."""
        sheet = self._sheet
        return {
            "policy": sheet.policy,
            "name": sheet.name,
            "number": self.number,
            "period": self.period,
            "title": self.title,
            "citation": sheet.citation,
            "text": sheet.text,
            "subject": sheet.subject,
            "content": sheet.content,
            "status": self.status,
            "label": self.label,
            "since": self.since,
            "due": self.due,
            "dated": self.dated,
            "rolling": self.rolling,
            "done": self.done,
            "left": self.left,
            "waits_for": self.waits_for,
            "forms": list(sheet.forms),
            "possible": list(self.possible),
            "events": list(self.events),
        }

"""What is answered about an obligation: who owes what, since when, until when, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from zzrules.answer.parts import MissingFact, Step

State = Literal[
    "not_set_off",
    "pending",
    "suspended",
    "discharged",
    "fulfilled",
    "fulfilled_late",
    "breached",
    "not_applicable",
    "not_in_force",
]
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
SILENT = ("not_set_off", "not_applicable", "not_in_force")
"""The states in which there is nothing to say of an obligation."""
WORRIES = ("breached", DUE_SOON, "pending", "suspended", UNDETERMINED)
"""The states that leave something to do or to find out, the most pressing first."""


@dataclass(frozen=True, slots=True)
class ObligationAnswer:
    """How one obligation stands on a day.

    ``number`` counts the elements of the list for which it stands from 1 (0: none). ``due`` is the last day (ISO) or
    an open term such as 及时, which no calendar judges; empty where there is none, or where it is not known.
    ``left`` is the number of working days from the day asked about to the last day: negative once it has passed, None
    without a last day or where no notice reaches. ``soon``: it is pending and that number is at most the one asked for.
    """

    policy: str
    name: str
    number: int
    citation: str
    text: str = field(repr=False)
    subject: str
    content: str
    forms: tuple[str, ...]
    possible: tuple[State, ...]
    since: str = field(repr=False)  # days of the record: personal data stay out of what may be logged
    due: str = field(repr=False)
    done: str = field(repr=False)
    left: int | None = field(repr=False)
    soon: bool
    waits_for: str
    trace: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)
    ask: Callable[[], tuple[MissingFact, ...]] = field(repr=False, compare=False)
    reasons: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @property
    def state(self) -> State | None:
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
        return UNTIMED if self.status == "breached" and not self.due else LABELS[self.status]

    @property
    def when(self) -> str:
        """By when, and how far that is from the day asked about, in words; empty where nothing says."""
        if self.waits_for:
            return f"期限须待《{self.waits_for}》"
        if not self.due or not self.due[0].isdigit():
            return f"时限是「{self.due}」，由人认定" if self.due else ""
        if self.status == "suspended":
            return f"期限中止计算（至今最早是{self.due}）"
        return f"期限{self.due}{self._distance}"

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
    def title(self) -> str:
        """The name, with the number of the element for which it stands."""
        return f"{self.name}（第{self.number}项）" if self.number else self.name

    @property
    def duty(self) -> str:
        """Who shall do what, with its forms and its article, as a clause."""
        forms = f"（{'、'.join(self.forms)}）" if self.forms else ""
        return f"{self.subject}应当{self.content}{forms}（{self.citation}）"

    @property
    def open(self) -> bool:
        """Whether something is left to do or to find out."""
        return self.status in WORRIES

    @property
    def events(self) -> tuple[str, ...]:
        """The entries of the log that it rests on, in the order of arrival."""
        return self.trace()

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The unknown facts that keep the state open, worked out when asked for."""
        return self.ask()

    def why(self) -> tuple[Step, ...]:
        """Return what set the obligation off and what its state rests on, through other obligations too."""
        return self.reasons()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        names = (
            *("policy", "name", "number", "citation", "text", "subject", "content", "status", "label"),
            *("since", "due", "done", "left", "waits_for"),
        )
        plain = {name: getattr(self, name) for name in names}
        lists = {name: list(getattr(self, name)) for name in ("forms", "possible", "events")}
        return plain | lists

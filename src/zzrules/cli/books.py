"""The rulebook of a command that answers for cases: its folder, what was known on a day, what is assumed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zzrules.rulebook import Rulebook


class Asked(Protocol):
    """The options that say by what a command answers."""

    @property
    def policies(self) -> str | None:
        """The folder of policies."""

    @property
    def over(self) -> str | None:
        """The folder laid over it."""

    @property
    def known_on(self) -> date | None:
        """The day by which the notices of the calendar were issued."""

    @property
    def assume(self) -> tuple[str, ...] | None:
        """The files of assumed calendars."""


def rulebook(asked: Asked, draft: str | None = None) -> Rulebook:
    """Return the rulebook that a command is to answer by, or that of a draft. Raises as `load` and the like do.

    A year may be assumed if its notice was not known on the day, so that comes first.
    """
    from zzrules.loading import load

    book = load(asked.policies, over=asked.over) if draft is None else load(draft)
    if asked.known_on is not None:
        book = book.as_known_on(asked.known_on)
    return book.assuming(*asked.assume) if asked.assume else book


def known_line(asked: Asked) -> str:
    """Return what an answer says of the day on which the calendar was known; empty if none was named."""
    return f"工作日历只用到{asked.known_on}为止印发的通知。" if asked.known_on is not None else ""


def known_data(asked: Asked) -> dict[str, str]:
    """Return the same as data for JSON, to go with each answer."""
    return {"known_on": str(asked.known_on)} if asked.known_on is not None else {}

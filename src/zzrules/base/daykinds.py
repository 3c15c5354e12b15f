"""What kinds of days there are, each with the mark by which calendars show it."""

from __future__ import annotations

from enum import Enum
from typing import Self


class DayKind(Enum):
    """What kind of day a day is: what is due for work on it depends on that.

    ``EXTRA`` is a day off that a notice gives by itself: no statutory holiday, and no weekend pays for it. ``mark``
    stands beside the day in a calendar; an ordinary working day has none.

    >>> DayKind("调休上班").mark, DayKind.MADE_UP.works, DayKind.EXTRA.works
    ('班', True, False)
    """

    WORKING = "工作日", ""
    MADE_UP = "调休上班", "班"
    STATUTORY = "法定节假日", "假"
    SHIFTED = "调休放假", "调"
    EXTRA = "另行放假", "特"
    WEEKEND = "休息日", "休"
    CLOSED = "停工", "停"

    mark: str

    def __new__(cls, word: str, mark: str) -> Self:
        """Return a kind by its word, with its mark."""
        kind = object.__new__(cls)
        kind._value_ = word
        kind.mark = mark
        return kind

    @property
    def works(self) -> bool:
        """Whether such a day is a working day."""
        return self in (DayKind.WORKING, DayKind.MADE_UP)

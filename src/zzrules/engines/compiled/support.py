"""What the generated code calls: whatever is too long for an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from zzrules.base.durations import moved, rolled
from zzrules.case.values import NONE
from zzrules.engines.judgement import FALSE, TRUE, UNKNOWN
from zzrules.plan import model


def moved_by(day: int, lengths: tuple[Any, ...], suspended: Any, calendar: Any, back: bool, rolls: bool) -> int | None:
    """Return a day moved by durations one after another; 无 moves nothing."""
    end: int | None = day
    for length in lengths:
        if length is not NONE:
            if end is None:
                return None
            end = moved(end, length[0], length[1], calendar, suspended, back=back)
            if rolls and length[1] != "workday" and end is not None:
                end = rolled(end, calendar)
    return end


def extremum(days: tuple[Any, ...], latest: bool) -> Any:
    """Return the latest day (无 if any is) or the earliest (无 only if all are)."""
    given = [day for day in days if day is not NONE]
    if not given or (latest and len(given) < len(days)):
        return NONE
    return None if None in given else (max if latest else min)(given)


def times(fewest: int, most: int, holds: Callable[[int, int], bool], number: int) -> int:
    """Return whether every count from the fewest to the most elements compares alike."""
    answers = {holds(reached, number) for reached in range(fewest, most + 1)}
    return UNKNOWN if len(answers) > 1 else TRUE if answers.pop() else FALSE


def possible(versions: Sequence[model.Version], on: int) -> list[int]:
    """Return the versions that begin up to a day."""
    return [index for index, version in enumerate(versions) if version.first <= on]


def any_within(possible: Iterable[int], wanted: int) -> int:
    """Return whether one of several obligations is in a wanted state: all are bits."""
    truth = FALSE
    for bits in possible:
        if not bits & ~wanted:
            return TRUE
        if bits & wanted:
            truth = UNKNOWN
    return truth

"""What the generated code calls: whatever is too long for an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from zzrules.base import bounds
from zzrules.base.bounds import Bounds, Options
from zzrules.base.durations import moved, rolled
from zzrules.base.workdays import Calendar
from zzrules.case.values import NONE, Element, covering
from zzrules.engines.judgement import FALSE, NUMBERS, TRUE, UNKNOWN
from zzrules.plan import conduct as plan_conduct, model
from zzrules.policy.vocabulary import Kind

DISPUTED: Final = ""
"""The name under which values hold the facts that contradict one another; no fact has it."""


def kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of bounds that is called once for each dict that it is handed last, and keeps its answer there.

    It is the same for one caller: record, days and policies are.
    """

    def once(*given: Any) -> Any:
        kept = given[-1]
        if function not in kept:
            kept[function] = function(*given)
        return kept[function]

    return once


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


# ── values within bounds ────────────────────────────────────────────────


def compare(operator: str, left: Any, right: Any) -> int:
    """Return whether values compare as an operator says, as far as their bounds decide it."""
    if left is NONE or right is NONE:
        return FALSE
    return NUMBERS[bounds.compared(operator, left, right)]


def lasted(operator: str, start: Any, end: Any, length: Any, full_after: int, calendar: Calendar) -> int:
    """Return whether a time has lasted as an operator says, as far as bounds decide it."""
    if start is NONE or end is NONE or length is NONE:
        return FALSE
    return NUMBERS[bounds.lasted(operator, start, end, length, full_after, calendar)]


def given(value: Any) -> int:
    """Return whether a value that is not known exists."""
    if isinstance(value, Bounds | Options):
        return UNKNOWN if value.none else TRUE
    return UNKNOWN if value is None else FALSE if value is NONE else TRUE


def among(value: Any, codes: frozenset[str], inside: bool) -> int:
    """Return whether an option is among codes, as far as what it may be decides it."""
    if isinstance(value, Options):
        return NUMBERS[bounds.among(value, codes, inside=inside)]
    if value is None or value is NONE:
        return UNKNOWN if value is None else FALSE
    return TRUE if (value in codes) is inside else FALSE


def certain(value: Any) -> Any:
    """Return a value that its bounds leave no choice, or None."""
    return None if isinstance(value, Bounds | Options) else value


def part(element: tuple[Any, ...], position: int) -> Any:
    """Return a field of an element, or within what it lies, as far as the record says it."""
    known = element[position + 1]
    return element.bounds.get(position) if known is None and isinstance(element, Element) else known


def conduct(day: Any, first: int, last: int, latest: int | None) -> Any:
    """Return the day of the conduct within a version's days."""
    return plan_conduct.within_version(Bounds(None, latest) if day is None else day, first, last)


def conduct_extent(policy: model.Policy, values: Mapping[str, Any], on: int) -> Any:
    """Return the day of a policy's conduct, or its bounds, of values among which bounds may stand."""
    known = values.get(policy.conduct.name)
    return plan_conduct.extent_of(policy.conduct, known, on, falls_back=policy.conduct_falls_back)


def versions_within(policy: model.Policy, day: Any) -> tuple[tuple[int, ...], bool]:
    """Return the versions that may apply to conduct within bounds, and whether none may."""
    return plan_conduct.possible_versions(policy, day), plan_conduct.may_lapse(policy, day)


def picked(chosen: list[tuple[Any, bool]], unordered: bool, last: bool, kind: Kind) -> Any:
    """Return what covers the fields that may be picked: each with whether its element certainly counts."""
    possible, certainly = [], False
    for field, sure in reversed(chosen) if last else chosen:
        possible.append(field)
        if sure:
            certainly = True
            if not unordered:
                break
    return covering(possible if certainly else [*possible, NONE], kind)

"""Values within bounds: what is known of a value that is not known, and arithmetic on it.

A value is NONE (known not to exist), known, or `Bounds` or `Options`, the widest of which are simply unknown. Every
function here is the natural interval extension of the one it is named after (R. E. Moore, *Interval Analysis*): the
result covers that of each value within the bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from zzrules.base import durations
from zzrules.base.truth import Truth
from zzrules.base.workdays import Calendar

_FIRST_ORDINAL: Final = 1


class Bounds(NamedTuple):
    """A value of an ordered kind that is not known; it may be 无 if ``none``, else it lies within the bounds.

    A bound belongs to what it allows; None is no bound. Durations are bounded in one unit: (number, unit).
    """

    low: Any = None
    high: Any = None
    none: bool = False


class Options(NamedTuple):
    """An option that is not known: one of the codes, or 无 if ``none``."""

    codes: frozenset[str]
    none: bool = False


Extent = Bounds | Options
Span = tuple[int, int]
UNBOUNDED: Final = Bounds(none=True)


def spread(value: Any) -> Bounds:
    """Return a known value as bounds; bounds are returned as they are, and unknown is unbounded.

    >>> spread(5), spread(Bounds(1, None))
    (Bounds(low=5, high=5, none=False), Bounds(low=1, high=None, none=False))
    """
    if isinstance(value, Bounds):
        return value
    return UNBOUNDED if value is None else Bounds(value, value)


def settled(value: Any) -> Any:
    """Return the only value that bounds leave, or else the bounds."""
    if isinstance(value, Bounds) and not value.none and value.low is not None and value.low == value.high:
        return value.low
    if isinstance(value, Options) and not value.none and len(value.codes) == 1:
        return next(iter(value.codes))
    return value


def hull(values: Sequence[Any], none: object) -> Any:
    """Return what covers each of several values of an ordered kind, some of which may be ``none``.

    >>> hull([3, Bounds(5, 9), "无"], "无"), hull([3, 3], "无")
    (Bounds(low=3, high=9, none=True), 3)
    """
    low = high = unit = None
    open_low = open_high = absent = given = False
    for value in values:
        if value is none:
            absent = True
            continue
        least, most, may_be_none = spread(value)
        absent = absent or may_be_none
        open_low, open_high = open_low or least is None, open_high or most is None
        for end in (least, most):
            if type(end) is tuple:
                if unit not in (None, end[1]):  # durations in several units have no order
                    open_low = open_high = True
                unit = end[1]
        if not open_low and (low is None or least < low):
            low = least
        if not open_high and (high is None or most > high):
            high = most
        given = True
    if not given:
        return none
    return settled(Bounds(None if open_low else low, None if open_high else high, absent))


def union(values: Sequence[Any], none: object) -> Any:
    """Return what covers each of several options, some of which may be ``none``.

    >>> union(["a", Options(frozenset("a"), none=True)], "无"), union(["a", "a"], "无")
    (Options(codes=frozenset({'a'}), none=True), 'a')
    """
    sets = [
        value if isinstance(value, Options) else Options(frozenset((value,))) for value in values if value is not none
    ]
    if not sets:
        return none
    codes = frozenset[str]().union(*(one.codes for one in sets))
    return settled(Options(codes, len(sets) < len(values) or any(one.none for one in sets)))


def agreed(values: Sequence[Any]) -> Any:
    """Return the value that several of a kind without order and options have in common; None where they differ."""
    return values[0] if all(value == values[0] for value in values) else None


def lowest(bounds: Iterable[Any]) -> Any:
    """Return the least of several lower bounds: None, if one of them is."""
    known = list(bounds)
    return None if None in known else min(known)


def highest(bounds: Iterable[Any]) -> Any:
    """Return the greatest of several upper bounds: None, if one of them is."""
    known = list(bounds)
    return None if None in known else max(known)


# ── comparisons ─────────────────────────────────────────────────────────


def compared(operator: str, left: Any, right: Any) -> Truth:
    """Return whether values stand to each other as an operator says, whatever they are within their bounds.

    What may be 无 compares with nothing, so that the answer is never true.

    >>> compared("<=", Bounds(None, 5), 5), compared("<=", Bounds(None, 5, none=True), 5), compared(">", 4, Bounds(4))
    (True, None, False)
    """
    one, other = spread(left), spread(right)
    match operator:
        case "<":
            always, never = _below(one.high, other.low), _upto(other.high, one.low)
        case "<=":
            always, never = _upto(one.high, other.low), _below(other.high, one.low)
        case ">":
            always, never = _below(other.high, one.low), _upto(one.high, other.low)
        case ">=":
            always, never = _upto(other.high, one.low), _below(one.high, other.low)
        case _:
            same = one.low is not None and one.low == one.high == other.low == other.high
            apart = _below(one.high, other.low) or _below(other.high, one.low)
            always, never = (same, apart) if operator == "==" else (apart, same)
    if never:
        return False
    return True if always and not (one.none or other.none) else None


def _below(high: Any, low: Any) -> bool:
    return high is not None and low is not None and bool(high < low)


def _upto(high: Any, low: Any) -> bool:
    return high is not None and low is not None and bool(high <= low)


def among(value: Options, codes: frozenset[str], *, inside: bool) -> Truth:
    """Return whether an option that is not known is among the codes (``inside``), or is not.

    >>> (
    ...     among(Options(frozenset("ab")), frozenset("abc"), inside=True),
    ...     among(Options(frozenset("ab")), frozenset("a"), inside=False),
    ... )
    (True, None)
    """
    shared = value.codes & codes
    never, always = (not shared, value.codes <= codes) if inside else (value.codes <= codes, not shared)
    return False if never else True if always and not value.none else None


# ── suspensions ─────────────────────────────────────────────────────────


def ended(first: Any, last: Any, on: int, none: object, *, through: bool = True) -> tuple[Any, Any]:
    """Return an interval's first and last day; one known not to have ended lasts through the evaluation day.

    An interval of which the first day is ``none`` has no days that are known; the day on which one ended belongs to it
    only ``through`` it.

    >>> ended(10, "无", 20, "无"), ended(10, Bounds(12, None, none=True), 20, "无")
    ((10, 20), (10, Bounds(low=12, high=None, none=False)))
    >>> ended(10, 12, 20, "无", through=False)
    (10, 11)
    """
    if first is none:
        return UNBOUNDED, UNBOUNDED
    begin, end = spread(first), spread(last)
    if not through and last is not none:
        end = end._replace(
            low=None if end.low is None else end.low - 1, high=None if end.high is None else end.high - 1
        )
        last = settled(end)
    if last is not none and not end.none:
        return first, last
    today = Bounds(max(on, begin.low or on), None if begin.high is None else max(on, begin.high))
    return first, settled(today) if last is none else hull([today, end._replace(none=False)], none)


class Suspended(NamedTuple):
    """The days that do not count: the fewest and the most that there may be; no bound on the most is None."""

    fewest: Sequence[Span] = ()
    most: Sequence[Span] | None = ()


def suspended(spans: Iterable[tuple[Any, Any, bool]]) -> Suspended:
    """Return what intervals take away; each is its first and its last day (or bounds), and whether it exists.

    >>> suspended([(3, Bounds(5, 9), True), (7, 8, False)])
    Suspended(fewest=[(3, 5)], most=[(3, 9)])
    """
    fewest: list[Span] = []
    most: list[Span] | None = []
    for first, last, exists in spans:
        begin, end = spread(first), spread(last)
        sure = exists and begin.high is not None and end.low is not None and not (begin.none or end.none)
        if sure and begin.high <= end.low:
            fewest.append((begin.high, end.low))
        if most is None or end.high is None:
            most = None
        elif begin.low is None or begin.low <= end.high:
            most.append((_FIRST_ORDINAL if begin.low is None else begin.low, end.high))
    return Suspended(_merged(fewest), None if most is None else _merged(most))


def _merged(spans: list[Span]) -> list[Span]:
    """Return the same days as intervals of which no two share a day."""
    spans.sort()
    if all(before[1] < after[0] for before, after in pairwise(spans)):
        return spans
    merged = spans[:1]
    for first, last in spans[1:]:
        if first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


# ── dates and durations ─────────────────────────────────────────────────


def moved(
    day: Any,
    amounts: Iterable[Any],
    calendar: Calendar,
    days_off: Suspended,
    *,
    back: bool = False,
    rolls: bool = False,
) -> Any:
    """Return a day moved by durations, one after another; none of them, and not the day, is 无.

    Beyond the published calendar an end counted in working days is not before the last published day and as many more.
    """
    low, high, none = spread(day)
    for amount in amounts:
        least, most, absent = spread(amount)
        near, far = (most, least) if back else (least, most)  # from what the lower and the upper bound come
        lower = upper = None
        if low is not None and near is not None:
            lower = _moved(low, near, calendar, days_off.fewest, back=back, rolls=rolls)[0]
        elif low is not None and not back:
            lower = low  # no duration is negative
        if high is not None and far is not None and days_off.most is not None:
            upper = _moved(high, far, calendar, days_off.most, back=back, rolls=rolls)[1]
        elif high is not None and back:
            upper = _rolled(high, calendar)[1] if rolls else high
        if absent:  # 无 moves nothing
            lower = None if lower is None or low is None else min(low, lower)
            upper = None if upper is None or high is None else max(high, upper)
        low, high = lower, upper
    return settled(Bounds(low, high, none))


def lasted(operator: str, start: Any, end: Any, duration: Any, full_after: int, calendar: Calendar) -> Truth:
    """Return whether the time from a day to another stands to a duration as an operator says; none of them is 无.

    The duration is full on the corresponding day, or ``full_after`` days later. What may be 无 is never true.
    """
    length = spread(duration)
    low, high, none = spread(moved(start, [length._replace(none=False)], calendar, Suspended()))
    full = Bounds(
        None if low is None else low + full_after, None if high is None else high + full_after, none or length.none
    )
    return compared(operator, end, full)


def _moved(
    day: int, length: tuple[int, str], calendar: Calendar, spans: Sequence[Span], *, back: bool, rolls: bool
) -> tuple[int | None, int | None]:
    """Return the earliest and the latest end of a known duration after a known day: they differ where none is known."""
    number, unit = length
    end = durations.moved(day, number, unit, calendar, spans, back=back)
    if end is None:
        if unit != "workday" or back:
            return None, None
        return _earliest(day, number, calendar, spans), None
    return _rolled(end, calendar) if rolls and unit != "workday" else (end, end)


def _earliest(day: int, number: int, calendar: Calendar, spans: Sequence[Span]) -> int | None:
    """Return the earliest day on which working days can be full that the published calendar does not hold.

    Every day that no notice settles may be a working day, except where it does not count.
    """
    last = calendar.last.toordinal()
    if calendar.first.toordinal() - 1 <= day < last:
        covered = calendar.count_ordinal(day, last, spans)
        day, number = last, number - (covered or 0)
    return durations.moved(day, number, "day", calendar, spans)


def month_day(day: Any, span: int, ahead: int, number: int) -> Any:
    """Return a day of a month that follows from a day, which is not 无; see `zzrules.base.durations.month_day`."""
    low, high, none = spread(day)
    lower, upper = (None if end is None else durations.month_day(end, span, ahead, number) for end in (low, high))
    return settled(Bounds(lower, upper, none))


def rolled(day: Any, calendar: Calendar) -> Any:
    """Return the day itself if it is a working day, else the next; the day is not 无."""
    low, high, none = spread(day)
    lower = None if low is None else _rolled(low, calendar)[0]
    upper = None if high is None else _rolled(high, calendar)[1]
    return settled(Bounds(lower, upper, none))


def _rolled(day: int, calendar: Calendar) -> tuple[int, int | None]:
    end = durations.rolled(day, calendar)
    if end is not None:
        return end, end
    first, last = calendar.first.toordinal(), calendar.last.toordinal()
    if day < first:  # not later than what the first published day rolls to
        return day, durations.rolled(first, calendar)
    return max(day, last + 1), None


def counted(start: Any, end: Any, calendar: Calendar, days_off: Suspended, *, working: bool) -> Any:
    """Return how many (working) days lie after one day through another; neither is 无."""
    begin, until = spread(start), spread(end)
    low = high = None
    if begin.high is not None and until.low is not None:
        low = _counted(begin.high, until.low, calendar, days_off, working=working)[0]
    if begin.low is not None and until.high is not None:
        high = _counted(begin.low, until.high, calendar, days_off, working=working)[1]
    return settled(Bounds(low, high, begin.none or until.none))


def _counted(start: int, end: int, calendar: Calendar, days_off: Suspended, *, working: bool) -> tuple[int, int]:
    """Return the least and the greatest number there may be between known days."""
    forwards, unsettled = end >= start, 0
    if working:  # of the days that no notice settles each may count or not
        first, last = calendar.first.toordinal() - 1, calendar.last.toordinal()
        inside = min(max(start, first), last), min(max(end, first), last)
        unsettled = abs(end - start) - abs(inside[1] - inside[0])
        start, end = inside
    most = durations.counted(start, end, calendar, days_off.fewest, working=working) or 0
    fewest = 0
    if days_off.most is not None:
        fewest = durations.counted(start, end, calendar, days_off.most, working=working) or 0
    return (fewest, most + unsettled) if forwards else (most - unsettled, fewest)


def extremum(days: Sequence[Any], *, latest: bool, none: object) -> Any:
    """Return the latest of several days (``none`` if one is 无) or the earliest (``none`` only if all are)."""
    given = [spread(day) for day in days if day is not none]
    if not given or (latest and len(given) < len(days)):
        return none
    if latest:
        lows = [day.low for day in given if day.low is not None]
        return settled(
            Bounds(max(lows, default=None), highest(day.high for day in given), any(day.none for day in given))
        )
    certain = [day.high for day in given if not day.none and day.high is not None]
    high = min(certain) if certain else highest(day.high for day in given)
    return settled(Bounds(lowest(day.low for day in given), high, all(day.none for day in given)))

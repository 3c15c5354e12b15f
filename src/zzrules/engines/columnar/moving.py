"""The calendar's arithmetic on days within bounds: deadlines, working days counted, days rolled off a day off."""

from __future__ import annotations

from dataclasses import dataclass, field

from zzrules.base import durations
from zzrules.engines.columnar.days import LAST_DAY, Days, gathered, month_day
from zzrules.engines.columnar.suspensions import Suspended
from zzrules.engines.columnar.terms import (
    UNITS,
    Layers,
    Part,
    Val,
    all_of,
    any_of,
    apply,
    is_true,
    literal,
    negate,
    present,
    where,
)
from zzrules.engines.columnar.within import Extent, negate_total

Ends = tuple[Part | None, Part | None]
"""The earliest and the latest end there may be; None: unknown for all rows."""


@dataclass(slots=True)
class _Lost:
    """What suspensions take on the way from a day, where that is ``wanted``: the fewest days, or the most.

    The most are counted only where they are others (``differs``) than the fewest, which have been ``counted``.
    """

    off: Suspended
    wanted: Part | None = None
    most: bool = False
    differs: Part | None = None
    counted: dict[bool, Part] = field(default_factory=dict)

    def __call__(self, day: Part, number: Part, working: bool) -> Part:
        if not self.most:
            self.counted[working] = self.off.on_the_way(day, number, working, wanted=self.wanted)
            return self.counted[working]
        wanted = is_true(all_of((True if part is None else part) for part in (self.wanted, self.differs)))
        part = wanted if isinstance(wanted, Part) else None
        lost = self.off.on_the_way(day, number, working, most=True, wanted=part)
        if self.differs is None:
            return lost
        either = where(self.differs, lost, self.counted[working])
        assert either is not None
        return either


@dataclass(frozen=True, slots=True)
class _Step:
    """How a day is moved by a duration in a unit, of a number that all rows may share; ``wanted``: in which rows."""

    unit: str
    static: int | None
    back: bool
    rolls: bool
    wanted: Part | None = None


class Moving:
    """Moves days within bounds, and counts from one to another."""

    def __init__(self, days: Days, layers: Layers) -> None:
        """Take the calendar and the layers of what is computed."""
        self.days, self.layers = days, layers

    # ── deadlines ───────────────────────────────────────────────────

    def moved(self, start: Extent, length: Extent, off: Suspended | None, *, back: bool, rolls: bool) -> Extent:
        """Return a day moved by a duration; 无 moves nothing."""
        if length.absent is True or start.absent is True:
            return start
        start = start.let(self.layers)
        low, high = start.low, start.high
        lower: Part | None = None
        upper: Part | None = None
        static = length.constant[0] if length.constant is not None else None
        if not isinstance(length.unit, Part):
            lower, upper = self._by(start, length, off, _Step(length.unit or "day", static, back, rolls))
        else:
            for place, unit in enumerate(UNITS):
                taken = apply(lambda expr, place=place: expr.eq_missing(place), length.unit, total=True)
                taken = self.layers.let(taken) if off is not None else taken
                earliest, latest = self._by(start, length, off, _Step(unit, static, back, rolls, taken))
                lower, upper = where(taken, earliest, lower), where(taken, latest, upper)
        near, far = (length.high, length.low) if back else (length.low, length.high)
        if not back:  # no duration is negative
            lower = _if_known(near, lower, low)
        elif high is not None:
            upper = _if_known(far, upper, self._rolled(high)[1] if rolls else high)
        if length.none is not False:  # 无 moves nothing
            unsure = is_true(all_of((length.none, negate(length.absent))))
            lower = where(length.absent, low, where(unsure, _least(low, lower), lower))
            upper = where(length.absent, high, where(unsure, _greatest(high, upper), upper))
        return Extent(lower, upper, start.none, start.absent)

    def _by(self, start: Extent, length: Extent, off: Suspended | None, step: _Step) -> Ends:
        """Return the bounds of a day moved by a duration in one unit."""
        near, far = (length.high, length.low) if step.back else (length.low, length.high)
        low, high = start.low, start.high
        if near is far and near is not None and high is not None and start.leaf and not start.above:
            return self._together(start, near, off, step)
        fewest = _Lost(off, step.wanted) if off is not None else None
        lower = upper = None
        if low is not None and near is not None:
            lower = self._ends(low, near, fewest, step)[0]
        if high is not None and far is not None and (off is None or off.endless is not True):
            most = None
            if off is not None and fewest is not None:
                most = _Lost(off, step.wanted, True, self._differs(start, near is far, off, fewest), fewest.counted)
            upper = self._ends(high, far, most, step)[1]
            upper = where(negate_total(off.endless), upper) if off is not None else upper
        return lower, upper

    def _differs(self, start: Extent, same_length: bool, off: Suspended, fewest: _Lost) -> Part | None:
        """Return where the most days on the way may be others than the fewest; None: everywhere."""
        if not (same_length and fewest.counted) or start.low is None or start.high is None:
            return None
        known = apply(lambda low, high: low == high, start.low, start.high)
        differs = negate_total(is_true(all_of((off.same, known))))
        return self.layers.let(differs) if isinstance(differs, Part) else None

    def _together(self, start: Extent, number: Part, off: Suspended | None, step: _Step) -> Ends:
        """Return both bounds of a moved day whose lower bound is its upper one, or is none."""
        assert start.high is not None
        fewest = _Lost(off, step.wanted) if off is not None else None
        lower, upper = self._ends(start.high, number, fewest, step)
        if off is not None and fewest is not None and off.same is not True:
            if off.endless is True:
                upper = None
            else:
                differs = negate_total(off.same)
                other = self.layers.let(differs) if isinstance(differs, Part) else None
                most = _Lost(off, step.wanted, True, other, fewest.counted)
                upper = self._ends(start.high, number, most, step)[1]
                upper = where(negate_total(off.endless), upper)
        if start.low is not start.high:
            lower = where(present(start.low), lower)
        return lower, upper

    def _ends(self, day: Part, number: Part, lost: _Lost | None, step: _Step) -> Ends:
        """Return the earliest and the latest end of a duration after (or before) a day."""
        unit, static = step.unit, step.static
        if unit == "workday":
            if step.back:
                return None, None
            if static is not None and lost is None:
                return self.days.soonest(day, static) if static else (day, day)
        length = Val(number, unit=unit, constant=(static, unit) if static is not None else None)
        end = self.layers.let(self.days.moved(day, length, back=step.back, lost=lost))
        if unit == "workday":
            return self._earliest(day, number, end, lost), end
        return self._rolled(end) if step.rolls else (end, end)

    def _earliest(self, day: Part, number: Part, end: Part, lost: _Lost | None) -> Part:
        """Return the end, or the earliest on which working days can be full that the published calendar lacks.

        Every day that no notice settles may be a working day, except where it does not count.
        """
        import polars as pl

        days, last = self.days, self.days.before + self.days.covered
        inside = is_true(apply(lambda expr: expr.is_between(days.before, last - 1), day))
        through = int(days.counts[-1])
        counted = apply(lambda expr: through - gathered(days.counts, expr - days.before).cast(pl.Int64), day)
        unknown = is_true(all_of((negate(present(end)), present(day), present(number))))
        off = lost.off if lost is not None and lost.off.fewest is not None and not lost.most else None
        if off is not None:
            assert isinstance(unknown, Part)
            unknown = self.layers.let(unknown)
            last_part = apply(lambda expr: pl.lit(last, dtype=pl.Int64) + expr * 0, day)
            lost_before = off.between(day, last_part, working=True, wanted=unknown)
            counted = apply(lambda expr, lost_days: expr - lost_days, counted, lost_before)
        rest = apply(lambda of, in_, some: pl.when(in_).then(of - some).otherwise(of), number, inside, counted)  # type: ignore[arg-type]
        begin = apply(lambda expr, in_: pl.when(in_).then(pl.lit(last)).otherwise(expr), day, inside)  # type: ignore[arg-type]
        reached = apply(lambda expr, some: expr + some, begin, rest)
        if off is not None:
            assert isinstance(unknown, Part)
            begin, rest = self.layers.let(begin), self.layers.let(rest)
            more = off.on_the_way(begin, rest, False, wanted=unknown)
            reached = apply(lambda expr, some: expr + some, reached, more)
        return apply(lambda known, expr: known.fill_null(pl.when(expr <= LAST_DAY).then(expr)), end, reached)

    def rolled(self, day: Extent) -> Extent:
        """Return the day itself if it is a working day, else the next."""
        low = self._rolled(self.layers.let(day.low))[0] if day.low is not None else None
        if day.low is day.high and low is not None:
            both = self._rolled(self.layers.let(day.low))  # type: ignore[arg-type]
            return Extent(both[0], both[1], day.none, day.absent)
        high = self._rolled(self.layers.let(day.high))[1] if day.high is not None else None
        return Extent(low, high, day.none, day.absent)

    def month_day(self, day: Extent, span: int, ahead: int, number: int) -> Extent:
        """Return a day of a month that follows from a day."""

        def end(part: Part | None) -> Part | None:
            return None if part is None else apply(lambda expr: month_day(expr, span, ahead, number), part)

        day = day.let(self.layers)
        low = end(day.low)
        return Extent(low, low if day.low is day.high else end(day.high), day.none, day.absent)

    def _rolled(self, day: Part) -> tuple[Part, Part]:
        import polars as pl

        day = self.layers.let(day)
        first, last = self.days.first, self.days.before + self.days.covered
        rolled = self.layers.let(self.days.rolled(day))
        earliest = apply(
            lambda known, expr: known.fill_null(
                pl.when(expr.is_between(first, last)).then(pl.lit(last + 1)).otherwise(expr)
            ),
            rolled,
            day,
        )
        soonest = durations.rolled(first, self.days.calendar)
        latest = apply(lambda known, expr: known.fill_null(pl.when(expr < first).then(pl.lit(soonest))), rolled, day)
        return earliest, latest

    # ── counts ──────────────────────────────────────────────────────

    def counted(self, start: Extent, end: Extent, off: Suspended | None, *, working: bool) -> Extent:
        """Return how many (working) days lie after one day through another."""
        start, end = start.let(self.layers), end.let(self.layers)
        none, absent = is_true(any_of((start.none, end.none))), is_true(any_of((start.absent, end.absent)))
        low = high = None
        if start.high is not None and end.low is not None:
            low, high = self._counted(start.high, end.low, off, working=working)
            low = self.layers.let(low)
        if start.low is start.high and end.low is end.high:
            return Extent(low, high, none, absent)
        high = None
        if start.low is not None and end.high is not None:
            high = self._counted(start.low, end.high, off, working=working)[1]
        return Extent(low, high, none, absent)

    def _counted(self, start: Part, end: Part, off: Suspended | None, *, working: bool) -> tuple[Part, Part]:
        """Return the least and the greatest number there may be between days."""
        import polars as pl

        days, last = self.days, self.days.before + self.days.covered
        unsettled: Part = literal(0, pl.Int64)
        first_in, last_in = start, end
        if working:  # of the days that no notice settles each may count or not
            first_in = self.layers.let(apply(lambda expr: expr.clip(days.before, last), start))
            last_in = self.layers.let(apply(lambda expr: expr.clip(days.before, last), end))
            unsettled = apply(
                lambda a, b, c, d: ((b - a).abs() - (d - c).abs()).cast(pl.Int64), start, end, first_in, last_in
            )
        most: Part = days.counted(first_in, last_in, None, working=working)
        fewest = most
        if off is not None:
            early = apply(pl.min_horizontal, first_in, last_in)
            late = apply(pl.max_horizontal, first_in, last_in)
            ordered = present(first_in), present(last_in)
            both = is_true(all_of(ordered))
            early, late = where(both, early), where(both, late)  # type: ignore[assignment]
            early, late = self.layers.let(early), self.layers.let(late)
            lost = off.between(early, late, working=working)
            most = days.counted(first_in, last_in, lost, working=working)
            fewest = most
            if off.same is not True:
                differs = negate_total(off.same)
                wanted = self.layers.let(differs) if isinstance(differs, Part) else None
                more = off.between(early, late, working=working, most=True, wanted=wanted)
                more = more if wanted is None else where(wanted, more, lost)  # type: ignore[assignment]
                fewest = days.counted(first_in, last_in, more, working=working)
                zero = apply(lambda expr: expr * 0, most)
                fewest = where(negate_total(off.endless), fewest, zero)  # type: ignore[assignment]
        forwards = apply(lambda a, b: b >= a, start, end)
        parts = forwards, fewest, most, unsettled
        least = apply(lambda on, few, many, rest: pl.when(on).then(few).otherwise(many - rest), *parts)
        greatest = apply(lambda on, few, many, rest: pl.when(on).then(many + rest).otherwise(few), *parts)
        return least, greatest


def _if_known(length: Part | None, moved: Part | None, otherwise: Part | None) -> Part | None:
    """Return a moved day where a duration has a bound, and another day elsewhere."""
    if length is not None and length.total:
        return moved
    return where(present(length), moved, otherwise)


def _least(one: Part | None, other: Part | None) -> Part | None:
    """Return the lesser of two bounds; null if one is."""
    import polars as pl

    if one is None or other is None:
        return None
    return apply(lambda a, b: pl.when(a.is_not_null() & b.is_not_null()).then(pl.min_horizontal(a, b)), one, other)


def _greatest(one: Part | None, other: Part | None) -> Part | None:
    import polars as pl

    if one is None or other is None:
        return None
    return apply(lambda a, b: pl.when(a.is_not_null() & b.is_not_null()).then(pl.max_horizontal(a, b)), one, other)

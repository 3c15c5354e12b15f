"""Values within bounds: what columns say of values that are not known, and what bounds decide all the same.

The meaning is that of `zzrules.base.bounds`, for all rows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne
from typing import Any, Final

from zzrules.base import bounds
from zzrules.case.values import unknown
from zzrules.engines.columnar.intake import unsupported
from zzrules.engines.columnar.moments import last_of, latest
from zzrules.engines.columnar.partly import InPart
from zzrules.engines.columnar.terms import (
    UNITS,
    Layers,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    is_true,
    literal,
    negate,
    not_false,
    present,
    where,
)
from zzrules.policy.vocabulary import NUMBERS, Fact, Kind

ORDERED: Final = frozenset((Kind.DATE, Kind.MOMENT, *NUMBERS, Kind.DURATION))
ENDLESS: Final = 1 << 62
"""Stands for no bound where bounds are compared with one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """Within what a value of an ordered kind lies: null is no bound.

    ``none`` is true where it may be 无, ``absent`` where it certainly is, and then there are no bounds; neither is
    null. ``exact`` is the value of what is read as it is (``leaf``). ``above`` and ``below``: there are bounds of that
    side also of values that are not known. ``past``: it is never after the day of evaluation, and that is the upper
    bound of one that is not known. ``silent``: within what one lies of which no row says anything, where all rows
    share that.
    """

    low: Part | None = None
    high: Part | None = None
    none: Part | bool = False
    absent: Part | bool = False
    unit: str | Part = ""
    leaf: bool = False
    exact: Part | None = None
    above: bool = True
    below: bool = True
    past: bool = False
    constant: Any = None
    silent: bounds.Bounds | None = None

    @property
    def parts(self) -> tuple[Part | bool | str | None, ...]:
        """What it consists of."""
        return self.low, self.high, self.none, self.absent, self.unit

    def each(self, change: Callable[[Part], Part]) -> Extent:
        """Return the same with its parts changed; what is one part stays one."""
        done: dict[int, Part] = {}

        def changed(part: Any) -> Any:
            if not isinstance(part, Part):
                return part
            if id(part) not in done:
                done[id(part)] = change(part)
            return done[id(part)]

        if self.constant is not None:
            return self
        low, high, none, absent, unit = (changed(part) for part in self.parts)
        return replace(self, low=low, high=high, none=none, absent=absent, unit=unit, exact=changed(self.exact))

    def let(self, layers: Layers) -> Extent:
        """Return the same with parts that are columns."""
        return self.each(layers.let)

    def value(self) -> Val:
        """Return the value, where bounds leave only one."""
        if self.leaf:
            return Val(self.exact, self.absent, self.unit, self.constant)
        if self.low is None or self.high is None:
            return Val(None, self.absent, self.unit)
        if self.low is self.high and self.none is False:
            return Val(self.low, self.absent, self.unit)
        same: Term = apply(lambda low, high: low == high, self.low, self.high)
        known = where(is_true(all_of((same, negate(self.none)))), self.low)
        return Val(known, self.absent, self.unit)


ABSENT: Final = Extent(none=True, absent=True, leaf=True, above=False, below=False)


def exactly(value: Val, *, past: bool = False) -> Extent:
    """Return a value that is known, or 无."""
    known = value.known
    return Extent(
        known, known, value.none, value.none, value.unit, True, known, False, False, past, constant=value.constant
    )


def read(fact: Fact, value: Val, on: Part, part: InPart | None = None, there: Part | bool = False) -> Extent:
    """Return within what a fact or field lies; ``part``: what is known of it in rows without a value.

    ``there``: where it is known to have one.
    """
    if part is not None:
        return _read_in_part(fact, value, on, part)
    absent, known = value.none, value.known
    none = is_true(all_of((negate(present(known)), negate(there)))) if fact.may_be_none else False
    low = high = known
    past, above, below = False, False, False
    silent = unknown(fact, 0) if fact.kind in NUMBERS else None
    if fact.kind is Kind.DATE and not fact.may_be_future:
        high, past, below = bounded(known, on, absent), True, True
    elif fact.kind is Kind.MOMENT and not fact.may_be_future:
        high, below = bounded(known, last_of(on), absent), True
    elif fact.kind in NUMBERS:
        least, most = fact.limits
        if least is not None:
            low, above = bounded(known, literal(least), absent), True
        if most is not None:
            high, below = bounded(known, literal(most), absent), True
    assert not isinstance(silent, bounds.Options)
    return Extent(low, high, none, absent, value.unit, True, known, above, below, past, silent=silent)


def _read_in_part(fact: Fact, value: Val, on: Part, part: InPart) -> Extent:
    silent = unknown(fact, 0)
    assert isinstance(silent, bounds.Bounds)
    low = literal(silent.low) if fact.kind in NUMBERS and silent.low is not None else None
    high = literal(silent.high) if fact.kind in NUMBERS and silent.high is not None else None
    if (end := latest(fact, on)) is not None:
        high = end
    low, high = (
        _bounded_anyhow(value.known, where(part.said, bound, widest), value.none)
        for bound, widest in ((part.low, low), (part.high, high))
    )
    none: Part | bool = False
    if fact.may_be_none:
        none = is_true(all_of((negate(present(value.known)), negate(part.said))))
    return Extent(low, high, none, value.none, value.unit, True, value.known)


def _bounded_anyhow(known: Part | None, bound: Part | None, absent: Part | bool) -> Part | None:
    return known if bound is None else bounded(known, bound, absent)


def numbered(value: Val) -> Extent:
    """Return within what an element's number lies."""
    return Extent(bounded(value.known, literal(1), False), value.known, leaf=True, exact=value.known, below=False)


def dated(value: Val, recorded: Val, on: Part) -> Extent:
    """Return within what the day of a finding lies; ``recorded``: whether there is one."""
    high = bounded(value.known, on, value.none)
    none = is_true(negate(present(recorded.known)))
    return Extent(value.known, high, none, value.none, leaf=True, exact=value.known, above=False, past=True)


def conduct(day: Extent, first: int, last: int) -> Extent:
    """Return within what the day of the conduct lies in a version that is in force from one day through another.

    Where the day is known, it stays that day.
    """
    import polars as pl

    begin, end = literal(first), literal(last)
    low, high = begin, end
    if day.low is not None:
        low = apply(pl.max_horizontal, day.low, begin)
    if day.high is not None:
        high = apply(pl.min_horizontal, day.high, end)
    if day.exact is not None:
        low = apply(lambda expr, other: expr.fill_null(other), day.exact, low)
        high = apply(lambda expr, other: expr.fill_null(other), day.exact, high)
    return Extent(low, high, past=day.past)


def filled(term: Term, *, unknown: bool) -> Part | bool:
    """Return a truth, and another where it is unknown."""
    return not_false(term) if unknown else is_true(term)


def bounded(known: Part | None, bound: Part, absent: Part | bool) -> Part | None:
    """Return a value that is known, and else a bound; null where it is certainly 无."""
    filled = bound if known is None else apply(lambda expr, other: expr.fill_null(other), known, bound)
    if known is not None and bound.total and absent is False:
        filled = replace(filled, total=True)
    return where(negate_total(absent), filled)


def negate_total(term: Part | bool) -> Part | bool:
    """Return the negation of a truth that is never unknown."""
    return is_true(negate(term))


# ── covering ────────────────────────────────────────────────────────────


def covering(possible: Sequence[tuple[Part | bool, Extent]], rest: Part | bool = False) -> Extent:
    """Return what covers each of several values where it is possible, and 无, where it is possible for the ``rest``.

    It is 无 where no value is possible.
    """
    possible = [(may, extent) for may, extent in possible if may is not False]
    if len(possible) == 1 and possible[0][0] is True and rest is False:
        return possible[0][1]
    given = [(_given(may, extent), extent) for may, extent in possible]
    given = [(may, extent) for may, extent in given if may is not False]
    none = is_true(any_of((rest, *(all_of((may, extent.none)) for may, extent in possible))))
    nowhere = is_true(negate(any_of(may for may, _ in given)))
    if not given:
        return ABSENT
    unit, clash = _unit(given)
    low = _covered([(may, extent.low) for may, extent in given], lowest=True)
    high = _covered([(may, extent.high) for may, extent in given], lowest=False)
    if clash is not None:
        clear = negate_total(is_true(clash))
        low, high = where(clear, low), where(clear, high)
    return Extent(low, high, is_true(any_of((none, nowhere))), nowhere, unit)


def _given(may: Part | bool, extent: Extent) -> Part | bool:
    return is_true(all_of((may, negate(extent.absent))))


def _covered(possible: Sequence[tuple[Part | bool, Part | None]], *, lowest: bool) -> Part | None:
    """Return the least lower bound or the greatest upper one of what is possible; null if one of them is null."""
    import polars as pl

    if all(bound is None for _, bound in possible):
        return None
    endless = -ENDLESS if lowest else ENDLESS
    ends = []
    for may, bound in possible:
        end = literal(endless) if bound is None else apply(lambda expr: expr.cast(pl.Int64).fill_null(endless), bound)
        end_if = where(may, end)
        assert end_if is not None
        ends.append(end_if)
    best = ends[0] if len(ends) == 1 else apply(pl.min_horizontal if lowest else pl.max_horizontal, *ends)
    return finite(best, endless)


def finite(bound: Part, endless: int) -> Part:
    """Return a bound, null where there is none."""
    import polars as pl

    return apply(lambda expr: pl.when(expr != endless).then(expr), bound)


def _unit(possible: Sequence[tuple[Part | bool, Extent]]) -> tuple[str | Part, Part | None]:
    """Return the unit of several durations, and where they have several, which have no order."""
    import polars as pl

    counted = [(may, extent) for may, extent in possible if extent.low is not None or extent.high is not None]
    units = {extent.unit for _, extent in counted if isinstance(extent.unit, str)}
    if len(units) == 1 and all(isinstance(extent.unit, str) for _, extent in counted):
        return units.pop(), None
    if not counted:
        return "", None
    kinds = []
    for may, extent in counted:
        unit = extent.unit
        kind = where(may, literal(UNITS.index(unit), pl.UInt8) if isinstance(unit, str) else unit)
        assert kind is not None
        kinds.append(kind)
    least, most = apply(pl.min_horizontal, *kinds), apply(pl.max_horizontal, *kinds)
    return least, apply(lambda one, other: one != other, least, most)


def extremum(days: Sequence[Extent], *, latest: bool) -> Extent:
    """Return the latest of several days (无 if one is 无) or the earliest (无 only if all are)."""
    return _latest(days) if latest else _earliest(days)


def _latest(days: Sequence[Extent]) -> Extent:
    import polars as pl

    absent = is_true(any_of(day.absent for day in days))
    there = negate_total(absent)
    lows = [day.low for day in days if day.low is not None]
    highs = [day.high for day in days if day.high is not None]
    low = where(there, apply(pl.max_horizontal, *lows)) if lows else None
    high = None
    if len(highs) == len(days):
        whole = is_true(all_of((there, *(present(one) for one in highs))))
        high = where(whole, apply(pl.max_horizontal, *highs))
    return Extent(low, high, is_true(any_of(day.none for day in days)), absent)


def _earliest(days: Sequence[Extent]) -> Extent:
    import polars as pl

    absent = is_true(all_of(day.absent for day in days))
    given = [(negate_total(day.absent), day) for day in days]
    low = _covered([(there, day.low) for there, day in given if there is not False] or [(True, None)], lowest=True)
    certain = [where(negate_total(day.none), day.high) for _, day in given if day.none is not True]
    ends = [end for end in certain if end is not None]
    least = apply(pl.min_horizontal, *ends) if ends else None
    # without a day that is certain there may be only the last of all
    some = [(there, day.high) for there, day in given if there is not False] or [(True, None)]
    last = _covered(some, lowest=False) if any(day.none is not False for day in days) else None
    if least is not None and last is not None:
        high: Part | None = apply(lambda expr, other: expr.fill_null(other), least, last)
    else:
        high = last if least is None else least
    return Extent(low, high, is_true(all_of(day.none for day in days)), absent)


# ── comparisons ─────────────────────────────────────────────────────────

_ALWAYS: Final[dict[str, tuple[Any, bool]]] = {
    "<": (lt, True),
    "<=": (le, True),
    ">": (lt, False),
    ">=": (le, False),
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_EXACT: Final[dict[str, Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}


def compared(operator: str, left: Extent, right: Extent) -> Term:
    """Return whether values stand to each other as an operator says, whatever they are within their bounds."""
    if left.absent is True or right.absent is True:
        return False
    units = [side.unit for side in (left, right) if side.low is not None or side.high is not None]
    if any(isinstance(unit, Part) for unit in units) or len(set(units)) > 1:
        raise unsupported("单位不一的时长相比")
    known: Term = None
    alike = left.leaf and right.leaf
    if alike and left.exact is not None and right.exact is not None:
        known = exact(operator, left.exact, right.exact)
    direct = known is not None  # both known: what bounds say is known, too, and the same
    sides = [(left.silent, right.constant), (left.constant, right.silent)]
    if direct and (side := next((one for one in sides if None not in one), None)):
        decided = bounds.compared(operator, *side)
        term: Term = known if decided is None else filled(known, unknown=decided)
        return all_of((term, negate(left.absent), negate(right.absent)))
    if operator in _ALWAYS:
        always = _holds(operator, left, right, alike)
        never = _holds(_OPPOSITE[operator], left, right, alike)
    else:
        apart = any_of((_filled(_holds("<", left, right, alike)), _filled(_holds(">", left, right, alike))))
        apart = apart if isinstance(apart, Part) else None
        same = None if alike else _same(left, right)
        always, never = (same, apart) if operator == "==" else (apart, same)
    sure: Term = False
    if always is not None:
        sure = all_of((always, negate(left.none), negate(right.none)))
        sure = sure if direct and never is None else is_true(sure)
    term = known
    if never is not None:
        term = all_of((known, negate(never if direct else is_true(never))))
    term = any_of((term, sure))
    return all_of((term, negate(left.absent), negate(right.absent)))


def exact(operator: str, left: Part, right: Part) -> Part:
    """Return how known values compare."""
    return apply(_EXACT[operator], left, right)


def _filled(term: Part | None) -> Term:
    return False if term is None else is_true(term)


def _same(left: Extent, right: Extent) -> Part | None:
    ends = [left.low, left.high, right.low, right.high]
    if any(end is None for end in ends):
        return None
    return apply(lambda a, b, c, d: reduce(and_, (a == b, b == c, c == d)), *(end for end in ends if end is not None))


def _holds(operator: str, left: Extent, right: Extent, alike: bool) -> Part | None:
    """Return where an order holds of all that values may be; None where an exact comparison says as much."""
    how, forwards = _ALWAYS[operator]
    one, other = (left, right) if forwards else (right, left)
    if one.high is None or other.low is None:
        return None
    if alike and not other.above and (not one.below or (one.past and other.past and how is lt)):
        return None
    return apply(how, one.high, other.low)


def given(none: Part | bool, absent: Part | bool) -> Term:
    """Return whether a value exists, of which it is known where it may be 无, and where it certainly is."""
    return all_of((any_of((negate(none), None)), negate(absent)))

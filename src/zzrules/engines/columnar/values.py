"""Values made of values: the first that is given, the earliest and the latest, one by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zzrules.case.values import NONE
from zzrules.engines.columnar.intake import unsupported
from zzrules.engines.columnar.terms import (
    UNITS,
    UNKNOWN,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    either,
    is_true,
    literal,
    made,
    negate,
    present,
    where,
)


def one_of(known: Part | None, positions: Sequence[int]) -> Term:
    """Return whether an option is one of some."""
    if known is None:
        return None
    if not positions:
        return made(lambda expr: expr < 0, known)
    if len(positions) == 1:
        return made(lambda expr: expr == positions[0], known)
    ordered = sorted(positions)
    return made(lambda expr: expr.is_in(ordered), known)


def at_places(places: Sequence[int], known: Part) -> Part:
    """Return other positions for positions."""
    import polars as pl

    table = pl.Series(places, dtype=pl.UInt16)
    return made(lambda expr: pl.lit(table).gather(expr), known)


def constant(given: object) -> Val:
    """Return a value that is written in the policy."""
    import polars as pl

    match given:
        case bool():
            return Val(literal(given))
        case (int(number), str(unit)):
            return Val(literal(number, pl.Int64), unit=unit, constant=given)
        case int():
            return Val(literal(given, pl.Int64), constant=given)
        case str():
            return Val(literal(given, pl.String), constant=given)
        case _ if given is NONE:
            return Val(None, none=True)
        case _:
            raise unsupported("这样的值")


def extremum(days: Sequence[Val], *, latest: bool) -> Val:
    """Return the latest day (无 if any is) or the earliest (无 only if all are)."""
    import polars as pl

    nones = [one.none for one in days]
    none = any_of(nones) if latest else all_of(nones)
    assert none is not None
    known = [one.known for one in days if one.known is not None]
    if not known or any(one.known is None and one.none is False for one in days):
        return Val(None, none)
    settled = [present(one.known) if latest else any_of((present(one.known), one.none)) for one in days]
    best = made(pl.max_horizontal if latest else pl.min_horizontal, *known)
    return Val(where(is_true(all_of(settled)), best), none)


def first_given(given: Sequence[Val]) -> Val:
    """Return the first value that is not 无."""
    result = Val(None, none=True)
    for value in reversed(given):
        result = chosen(value.none, result, value)
    none = all_of(value.none for value in given)
    assert none is not None
    return replace(result, none=none)


def chosen(first: Part | bool, then: Val, otherwise: Val) -> Val:
    """Return one value where ``first`` holds, and another elsewhere."""
    if not isinstance(first, Part):
        return then if first else otherwise
    none = either(first, then.none, otherwise.none)
    assert none is not None
    return Val(where(first, then.known, otherwise.known), none, _unit(first, then, otherwise))


def _unit(chosen: Part, then: Val, otherwise: Val) -> str | Part:
    import polars as pl

    if then.known is None or otherwise.known is None:
        return otherwise.unit if then.known is None else then.unit
    if isinstance(then.unit, str) and then.unit == otherwise.unit:
        return then.unit
    units = [
        literal(UNITS.index(one), pl.UInt8) if isinstance(one, str) else one for one in (then.unit, otherwise.unit)
    ]
    both = where(chosen, *units)
    assert both is not None
    return both


def choice(cases: Sequence[tuple[Term, Val]], otherwise: Val) -> Val:
    """Return the value of the first case that holds; unknown as soon as an unknown case is met."""
    result = otherwise
    for condition, value in reversed(cases):
        if condition is None:
            result = UNKNOWN
            continue
        fails = is_true(negate(condition))
        result = chosen(is_true(condition), value, chosen(fails, result, UNKNOWN))
    return result

"""Values combined from values: the first that is given, the earliest and the latest day, a choice by case."""

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
    apply,
    either,
    is_true,
    literal,
    negate,
    present,
    where,
)


def one_of(known: Part | None, positions: Sequence[int]) -> Term:
    """Return whether an option is at one of some positions."""
    if known is None:
        return None
    if not positions:
        return apply(lambda expr: expr < 0, known)
    if len(positions) == 1:
        return apply(lambda expr: expr == positions[0], known)
    ordered = sorted(positions)
    return apply(lambda expr: expr.is_in(ordered), known)


def at_places(places: Sequence[int], known: Part) -> Part:
    """Return the place of each position."""
    import polars as pl

    table = pl.Series(places, dtype=pl.UInt16)
    return apply(lambda expr: pl.lit(table).gather(expr), known)


def constant(value: object) -> Val:
    """Return a value that the policy states."""
    import polars as pl

    match value:
        case bool():
            return Val(literal(value))
        case (int(number), str(unit)):
            return Val(literal(number, pl.Int64), unit=unit, constant=value)
        case int():
            return Val(literal(value, pl.Int64), constant=value)
        case str():
            return Val(literal(value, pl.String), constant=value)
        case _ if value is NONE:
            return Val(None, none=True)
        case _:
            raise unsupported("这样的值")


def extremum(days: Sequence[Val], *, latest: bool) -> Val:
    """Return the latest day (无 if any is) or the earliest (无 only if all are)."""
    import polars as pl

    nones = [day.none for day in days]
    none = any_of(nones) if latest else all_of(nones)
    assert none is not None
    known = [day.known for day in days if day.known is not None]
    if not known or any(day.known is None and day.none is False for day in days):
        return Val(None, none)
    settled = [present(day.known) if latest else any_of((present(day.known), day.none)) for day in days]
    best = apply(pl.max_horizontal if latest else pl.min_horizontal, *known)
    return Val(where(is_true(all_of(settled)), best), none)


def first_given(values: Sequence[Val]) -> Val:
    """Return the first value that is not 无."""
    result = Val(None, none=True)
    for value in reversed(values):
        result = chosen(value.none, result, value)
    none = all_of(value.none for value in values)
    assert none is not None
    return replace(result, none=none)


def chosen(first: Part | bool, then: Val, otherwise: Val) -> Val:
    """Return one value where ``first`` holds, and another elsewhere."""
    if not isinstance(first, Part):
        return then if first else otherwise
    none = either(first, then.none, otherwise.none)
    assert none is not None
    return Val(where(first, then.known, otherwise.known), none, _unit(first, then, otherwise))


def _unit(first: Part, then: Val, otherwise: Val) -> str | Part:
    import polars as pl

    if then.known is None or otherwise.known is None:
        return otherwise.unit if then.known is None else then.unit
    if isinstance(then.unit, str) and then.unit == otherwise.unit:
        return then.unit
    units = [
        literal(UNITS.index(unit), pl.UInt8) if isinstance(unit, str) else unit for unit in (then.unit, otherwise.unit)
    ]
    united = where(first, *units)
    assert united is not None
    return united


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

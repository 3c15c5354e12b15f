"""Values combined from values: the first that is given, the earliest and the latest day, a choice by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zzrules.case.values import NONE
from zzrules.engines.columnar.intake import unsupported
from zzrules.engines.columnar.terms import (
    UNITS,
    Layers,
    Part,
    Term,
    Val,
    all_of,
    apply,
    either,
    is_true,
    literal,
    negate,
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


def agreed(one: Val, other: Val) -> Val:
    """Return the value that two of a kind without order and options have in common."""
    import polars as pl

    none = is_true(all_of((one.none, other.none)))
    if one.known is None or other.known is None:
        return Val(None, none)
    known = apply(lambda a, b: pl.when((a == b).fill_null(False)).then(a), one.known, other.known)
    return Val(known, none)


def choice(cases: Sequence[tuple[Term, Val]], otherwise: Val, layers: Layers) -> Val:
    """Return the value of the first case that holds, of a kind without order and options.

    Where a case is unknown, it is what the value of the case and what follows have in common.
    """
    result = otherwise
    for condition, value in reversed(cases):
        result = layers.let_value(result)
        shared = agreed(value, result)
        if condition is None:
            result = shared
            continue
        fails = is_true(negate(condition))
        result = chosen(is_true(condition), value, chosen(fails, result, shared))
    return result


def first_given(values: Sequence[Val]) -> Val:
    """Return the first value that is not 无, of a kind without order and options; unknown behind an unknown one."""
    result = Val(None, none=True)
    for value in reversed(values):
        result = chosen(value.none, result, value)
    none = all_of(value.none for value in values)
    assert none is not None
    return replace(result, none=none)

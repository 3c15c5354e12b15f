"""Options that are not known: which a value may be, as bits, and what that decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from zzrules.base import bounds
from zzrules.case.values import unknown
from zzrules.engines.columnar.intake import codes_of, unsupported
from zzrules.engines.columnar.partly import InPart
from zzrules.engines.columnar.terms import (
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
    present,
    where,
)
from zzrules.engines.columnar.within import negate_total
from zzrules.policy.vocabulary import Fact, Kind

CHOSEN: Final = frozenset((Kind.OPTION, Kind.BODY))
_MOST_OPTIONS: Final = 63


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Which options a value may be: their positions as bits; ``none`` and ``absent`` as of an `Extent`."""

    mask: Part
    none: Part | bool = False
    absent: Part | bool = False

    def each(self, change: Callable[[Part], Part]) -> Choices:
        """Return the same with its parts changed."""
        none, absent = (change(part) if isinstance(part, Part) else part for part in (self.none, self.absent))
        return Choices(change(self.mask), none, absent)

    def let(self, layers: Layers) -> Choices:
        """Return the same with parts that are columns."""
        return self.each(layers.let)

    def value(self) -> Val:
        """Return the value, where only one option is left."""
        single = apply(lambda expr: expr.bitwise_count_ones() == 1, self.mask, total=True)
        known = where(
            is_true(all_of((single, negate(self.none)))), apply(lambda expr: expr.bitwise_trailing_zeros(), self.mask)
        )
        return Val(known, self.absent)

    def among(self, positions: Sequence[int], *, inside: bool) -> Term:
        """Return whether the option is at one of some positions (``inside``), or at none of them."""
        bits = sum(1 << position for position in positions)
        in_ = apply(lambda expr: (expr & literal(bits, _width()).expr) != 0, self.mask, total=True)
        out = apply(lambda expr: (expr & literal(~bits & (1 << 64) - 1, _width()).expr) != 0, self.mask, total=True)
        never, always = (negate(in_), negate(out)) if inside else (negate(out), negate(in_))
        sure = all_of((always, negate(self.none)))
        return all_of((any_of((sure, None)), negate(never), negate(self.absent)))


def _width() -> Any:
    import polars as pl

    return pl.UInt64


def just(code: str, order: Sequence[str]) -> Choices:
    """Return one option, as bits in an order of codes."""
    if len(order) > _MOST_OPTIONS:
        raise unsupported(f"超过{_MOST_OPTIONS}种的得数")
    return Choices(literal(1 << order.index(code), _width()))


def may_be(
    fact: Fact, value: Val, order: Sequence[str], part: InPart | None = None, there: Part | bool = False
) -> Choices:
    """Return which options a fact or field may be, as bits in an order of codes; the rest is as in `read`."""
    import polars as pl

    if len(order) > _MOST_OPTIONS:
        raise unsupported(f"超过{_MOST_OPTIONS}项的「{fact.label}」")
    codes = codes_of(fact)
    bits = [1 << order.index(code) for code in codes]
    every = literal(sum(bits), pl.UInt64)
    silent = every
    if part is not None and part.mask is not None:
        if list(order) != codes:
            raise unsupported(f"次序不同的「{fact.label}」")
        known_part = where(part.said, part.mask, every)
        assert known_part is not None
        silent = known_part
    mask = silent
    if value.known is not None:
        table = pl.Series(bits, dtype=pl.UInt64)
        known = apply(lambda expr: pl.lit(table).gather(expr), value.known)
        mask = apply(lambda expr, other: expr.fill_null(other), known, silent, total=True)
    left = where(negate_total(value.none), mask, literal(0, pl.UInt64))
    assert left is not None
    none = is_true(all_of((negate(present(value.known)), negate(there)))) if fact.may_be_none else False
    if part is not None:
        none = is_true(all_of((none, negate(part.said))))
    return Choices(left, none, value.none)


def among_unknown(fact: Fact, codes: frozenset[str], *, inside: bool, there: bool = False) -> bool | None:
    """Return whether a fact of which nothing is known (but that it is ``there``) is among some codes, or is not."""
    widest = unknown(fact, 0)
    assert isinstance(widest, bounds.Options)
    return bounds.among(widest._replace(none=False) if there else widest, codes, inside=inside)


def any_choice(possible: Sequence[tuple[Part | bool, Choices]], rest: Part | bool = False) -> Choices:
    """Return what covers each of several options where it is possible, as `covering` does of ordered values."""
    import polars as pl

    possible = [(may, choices) for may, choices in possible if may is not False]
    if len(possible) == 1 and possible[0][0] is True and rest is False:
        return possible[0][1]
    masks = []
    for may, choices in possible:
        mask = where(may, choices.mask, literal(0, pl.UInt64))
        assert mask is not None
        masks.append(mask)
    nothing = literal(0, pl.UInt64)
    mask = apply(lambda *exprs: reduce(or_, exprs), *masks, total=True) if masks else nothing
    some = any_of(all_of((may, negate(choices.absent))) for may, choices in possible)
    nowhere = is_true(negate(some))
    none = any_of((nowhere, rest, *(all_of((may, choices.none)) for may, choices in possible)))
    return Choices(mask, is_true(none), nowhere)

"""Columns of amounts of money as whole numbers of 分, and where one is badly written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zzrules.base import money
from zzrules.base.money import CEILING, DECIMALS, FEN, Flaw
from zzrules.engines.columnar.terms import Layers, Part, all_of, apply, is_true, literal, negate, present, where

if TYPE_CHECKING:
    import polars as pl

_EXACT: Final = f"^{money.EXACT}$"
_FLAWS: Final = {flaw: -number for number, flaw in enumerate(Flaw, 1)}
_NO_AMOUNT: Final = -1 - len(_FLAWS)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is read of a column: the amounts, where a text means one at all, and where which flaw keeps it from one."""

    known: Part
    meant: Part | None
    flaws: dict[Flaw, Part | bool]


def of_text(source: Part, layers: Layers) -> Amounts:
    """Return amounts read of text, as `zzrules.base.money.read` reads one."""
    import polars as pl

    number = layers.let(apply(lambda expr: expr.map_batches(_read, return_dtype=pl.Int64, is_elementwise=True), source))
    known = apply(lambda expr: pl.when(expr >= 0).then(expr), number)
    meant = apply(lambda expr: pl.when(expr != _NO_AMOUNT).then(expr), number)
    flaws = {flaw: is_true(apply(lambda expr, code=code: expr == code, number)) for flaw, code in _FLAWS.items()}
    return Amounts(known, meant, flaws)


def _read(texts: pl.Series) -> pl.Series:
    """Return each amount, or a number below zero for its flaw; null for null.

    What is well written is read all at once, the rest one by one, each text once.
    """
    import polars as pl

    bare = texts.str.head(-1)
    in_wan = bare.str.ends_with("万").fill_null(False)
    some_in_wan = in_wan.any()
    if some_in_wan:
        bare = bare.str.strip_suffix("万")
    if bare.str.contains(",", literal=True).any():
        bare = bare.str.replace_all(",", "", literal=True)
    scale = DECIMALS["万元"] if some_in_wan else DECIMALS["元"]
    number = bare.cast(pl.Decimal(38, scale), strict=False).to_physical().cast(pl.Int64, strict=False)
    if some_in_wan:
        number = pl.select(pl.when(in_wan).then(number).otherwise(number // 10 ** (scale - DECIMALS["元"]))).to_series()
    fine = texts.str.contains(_EXACT) & (number <= CEILING).fill_null(False)
    return with_rest(texts, number, fine, _code)


def with_rest(texts: pl.Series, number: pl.Series, fine: pl.Series, code: Callable[[str], int]) -> pl.Series:
    """Return the numbers of texts that are ``fine``, and what ``code`` makes of each other one, each text once."""
    import polars as pl

    rest = texts.filter(~fine)
    if rest.null_count() < len(rest):
        words = rest.drop_nulls().unique()
        codes = pl.Series([code(word) for word in words], dtype=pl.Int64)
        others = texts.replace_strict(words, codes, default=None, return_dtype=pl.Int64)
        number = number.zip_with(fine.fill_null(False), others)
    return number.alias(texts.name)


def _code(word: str) -> int:
    amount = money.read(word)
    return _NO_AMOUNT if amount is None else _FLAWS[amount] if isinstance(amount, Flaw) else amount


def of_numbers(source: Part, dtype: Any, layers: Layers) -> Amounts | None:
    """Return amounts read of numbers of 元, whole or decimal; None for a column of another type."""
    import polars as pl

    if dtype.is_integer():
        number, spare = source, -DECIMALS["元"]
    elif isinstance(dtype, pl.Decimal):
        number, spare = apply(lambda expr: expr.to_physical(), source), dtype.scale - DECIMALS["元"]
    else:
        return None
    broken: Part | bool = False
    if spare > 0:
        number = layers.let(number)
        broken = is_true(apply(lambda expr: expr % 10**spare != 0, number))
        number = apply(lambda expr: expr // 10**spare, number)
    factor = 10 ** max(0, -spare)
    number = layers.let(apply(lambda expr: expr.cast(pl.Int64, strict=False), number))
    inside = apply(lambda expr: expr.is_between(0, CEILING // factor).fill_null(False), number, total=True)
    amount = number if factor == 1 else apply(lambda expr: expr * factor, number)
    known = where(is_true(all_of((inside, negate(broken)))), amount)
    assert known is not None
    flaws = {
        Flaw.FRACTION: is_true(all_of((inside, broken))),
        Flaw.SIZE: is_true(all_of((present(source), negate(inside)))),
    }
    return Amounts(known, None, flaws)


def as_amount(amount: Part | None) -> Part:
    """Return an amount in 元 of one in 分."""
    import polars as pl

    if amount is None:
        return literal(None, pl.Decimal(20, 2))
    return apply(lambda expr: (expr.cast(pl.Decimal(38, 2)) / FEN).cast(pl.Decimal(20, 2)), amount)

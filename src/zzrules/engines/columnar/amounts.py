"""Columns of amounts of money as whole numbers of 分, and where one is badly written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zzrules.base import money
from zzrules.base.money import CEILING, DECIMALS, Flaw
from zzrules.engines.columnar.terms import Layers, Part, Term, all_of, apply, is_true, negate, present, where

if TYPE_CHECKING:
    import polars as pl

_UNIT_FLAW: Final = f"^(?:{money.WITHOUT_UNIT}|{money.SEVERAL_UNITS})$"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is read of a column: the amounts, where a text means one at all, and where which flaw keeps it from one."""

    known: Part | None
    meant: Part | None
    flaws: dict[Flaw, Part | bool]


def of_text(source: Part, layers: Layers) -> Amounts:
    """Return amounts read of text, as `zzrules.base.money.read` reads one."""
    import polars as pl

    def places(parts: pl.Expr) -> pl.Expr:
        return pl.when(parts.struct.field("3") == "元").then(DECIMALS["元"]).otherwise(DECIMALS["万元"])

    def decimals(parts: pl.Expr) -> pl.Expr:
        return parts.struct.field("2").fill_null("")

    def amount(parts: pl.Expr) -> pl.Expr:
        whole = parts.struct.field("1").str.replace_all(",", "", literal=True)
        yuan = parts.struct.field("3") == "元"
        padded = pl.when(yuan).then(decimals(parts).str.pad_end(DECIMALS["元"], "0"))
        return (whole + padded.otherwise(decimals(parts).str.pad_end(DECIMALS["万元"], "0"))).cast(
            pl.Int64, strict=False
        )

    parts = layers.let(apply(lambda expr: expr.str.extract_groups(f"^{money.WRITTEN}$"), source))
    formed = apply(lambda expr: expr.struct.field("3").is_not_null(), parts, total=True)
    fine = _true(formed, apply(lambda expr: decimals(expr).str.len_bytes() <= places(expr), parts))
    number = layers.let(apply(amount, parts))
    inside = apply(lambda expr: (expr <= CEILING).fill_null(False), number, total=True)
    meant = apply(lambda expr, ok: pl.when(ok | expr.str.contains(_UNIT_FLAW)).then(expr), source, formed)
    flaws = {
        Flaw.UNIT: _true(present(meant), negate(formed)),
        Flaw.FRACTION: _true(formed, negate(fine)),
        Flaw.SIZE: _true(fine, negate(inside)),
    }
    return Amounts(where(_true(fine, inside), number), meant, flaws)


def of_numbers(source: Part, dtype: Any, layers: Layers) -> Amounts | None:
    """Return amounts read of numbers of 元, whole or decimal; None for a column of another type."""
    import polars as pl

    if dtype.is_integer():
        number, spare = apply(lambda expr: expr.cast(pl.Int64, strict=False), source), -DECIMALS["元"]
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
    inside = apply(lambda expr: expr.is_between(0, CEILING // factor).fill_null(False), number, total=True)
    number = apply(lambda expr: expr.cast(pl.Int64, strict=False) * factor, number)
    flaws = {Flaw.FRACTION: _true(inside, broken), Flaw.SIZE: _true(present(source), negate(inside))}
    return Amounts(where(_true(inside, negate(broken)), number), None, flaws)


def _true(*terms: Term) -> Part | bool:
    return is_true(all_of(terms))

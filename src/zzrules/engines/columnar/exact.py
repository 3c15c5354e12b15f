"""Columns by exactly their names: Polars takes ``*`` for all columns, and ``^…$`` for those that a pattern fits.

Names come from frames and files, from whoever asks, and from policies; none of them is a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl


_MARK: Final = "__named."


def is_pattern(name: str) -> bool:
    """Return whether Polars would take a name for a pattern.

    >>> is_pattern("*"), is_pattern("^备注$"), is_pattern("备注*"), is_pattern("^备注")
    (True, True, False, False)
    """
    return name == "*" or (name.startswith("^") and name.endswith("$"))


def plain(name: str) -> str:
    """Return a name that stands for a column and is no pattern: nearly always its own, never that of another column.

    >>> plain("备注"), plain("^备注$")
    ('备注', '__named.^备注$')
    """
    return f"{_MARK}{name}" if is_pattern(name) or name.startswith(_MARK) else name


def col(name: str) -> pl.Expr:
    """Return the column of a name.

    >>> import polars as pl
    >>> pl.DataFrame({"备注": ["甲"], "*": ["乙"], "^备注$": ["丙"]}).select(col("*"), col("^备注$")).row(0)
    ('乙', '丙')
    """
    import polars as pl
    from polars import selectors

    return selectors.by_name(name).as_expr() if is_pattern(name) else pl.col(name)


def cols(names: Iterable[str]) -> list[pl.Expr]:
    """Return the columns of several names, in their order."""
    return [col(name) for name in names]


def fields(struct: pl.Expr, names: Sequence[str]) -> dict[str, pl.Expr]:
    """Return the fields of a structure by their names; these are all of them, in their order."""
    named = {name: plain(name) for name in names}
    if any(name != other for name, other in named.items()):
        struct = struct.struct.rename_fields(list(named.values()))
    return {name: struct.struct.field(other) for name, other in named.items()}

"""Frames of other libraries: whatever offers its columns as an Arrow stream (pandas, pyarrow, DuckDB, narwhals)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from zzrules.base.diagnostics.use import NOT_A_FRAME, UNREADABLE_FRAME
from zzrules.base.errors import UsageError
from zzrules.engines.columnar.partly import fact_of
from zzrules.policy.vocabulary import Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

STREAM: Final = "__arrow_c_stream__"


class ArrowStream(Protocol):
    """What offers its columns as an Arrow stream: frames of Polars itself, and of most libraries that have frames."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the stream."""
        ...


def polars_frame(frame: Any, vocabulary: Vocabulary) -> pl.DataFrame | pl.LazyFrame:
    """Return a frame as one of Polars: as it is, or read from the Arrow stream that it offers.

    Facts are read as their libraries mean them: pandas, which has no integers with gaps, holds them as fractions, and
    so does it a column in which nothing stands; DuckDB's sums are decimals. A row's label (the index of pandas) is no
    column. Raises `UsageError` (ZZ611) for what is no frame.
    """
    import polars as pl

    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return frame
    if isinstance(frame, pl.Series) or not hasattr(type(frame), STREAM):
        raise UsageError(NOT_A_FRAME())
    try:
        read = pl.DataFrame(frame)
    except Exception:  # noqa: BLE001 - whatever the other library raises; its text may quote what stands in the frame
        raise UsageError(UNREADABLE_FRAME()) from None
    return read.with_columns(meant for column in read if (meant := _meant(column, vocabulary)) is not None)


def _meant(column: pl.Series, vocabulary: Vocabulary) -> pl.Series | None:
    """Return a column of a fact, or beside it, with fractions only for want of a better type; None for any other."""
    import polars as pl

    name = fact_of(column.name)
    fact = vocabulary.by_name.get(name) or vocabulary.by_label.get(name)
    if fact is None or not (column.dtype.is_float() or column.dtype.is_decimal()):
        return None
    if column.null_count() == len(column):
        return column.cast(pl.Null)
    if fact.kind is Kind.INTEGER:
        whole = column.cast(pl.Int64, strict=False)
        if (whole.cast(column.dtype) == column).all():  # of nulls, which it passes over, both have the same
            return whole
    return None

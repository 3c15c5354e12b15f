"""Answers as tables for SQL: one scalar in a column, under a name that needs no quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from zzrules.base.diagnostics.use import NO_POLARS
from zzrules.base.doors import door
from zzrules.base.packages import need

if TYPE_CHECKING:
    import polars as pl

    from zzrules.batch.flat import FlatColumn
    from zzrules.engines.columnar.foreign import ArrowStream
    from zzrules.rulebook import Rulebook


@overload
def flat(
    answers: pl.LazyFrame, book: Rulebook, *, separator: str = "__", ascii_names: bool = False
) -> pl.LazyFrame: ...


@overload
def flat(answers: ArrowStream, book: Rulebook, *, separator: str = "__", ascii_names: bool = False) -> pl.DataFrame: ...


@door
def flat(
    answers: pl.LazyFrame | ArrowStream, book: Rulebook, *, separator: str = "__", ascii_names: bool = False
) -> pl.DataFrame | pl.LazyFrame:
    """Return a frame of answers as a table for SQL; of a lazy frame, a lazy one.

    ``answers`` are those of `Rulebook.frame`, or a result of `Rulebook.evaluate_files` that was read again. Codes and
    options become text, several joined by 、; a duration is text as records have it (5工作日), a finding a column for
    each of its parts, a list of elements JSON. ``separator`` stands in place of the dots in names. With
    ``ascii_names``, facts are called by their codes; what a policy has only in Chinese by the place of the regulation
    that it cites (``liability__a21_i5``) or, where that is not enough, by a digest of its name; a column that is
    neither by its number. `titles` says what each is.

    Raises `UsageError` for what is no frame (ZZ611), and for two columns that get one name (ZZ619).

    >>> import polars as pl, zzrules
    >>> book = zzrules.load()
    >>> answers = book.frame(pl.DataFrame({"主体": ["窗口人员"]}), on="2026-05-06", about=["第二十一条第（五）项"])
    >>> table = flat(answers, book, ascii_names=True)
    >>> table.columns[:3], table["problems"].to_list()
    (['subject', 'liability__outcome', 'liability__possible'], ['主体 ZZ404'])
    """
    given, columns = _columns(answers, book, separator, ascii_names=ascii_names)
    return given.select(column.expr.alias(column.name) for column in columns)


@door
def titles(
    answers: pl.LazyFrame | ArrowStream, book: Rulebook, *, separator: str = "__", ascii_names: bool = False
) -> dict[str, str]:
    """Return what each column of `flat` is called in Chinese, for a code book or the comments on columns.

    >>> import polars as pl, zzrules
    >>> book = zzrules.load()
    >>> answers = book.frame(pl.DataFrame({"subject": ["agency"]}), on="2026-05-06", about=["第二十一条"])
    >>> titles(answers, book, ascii_names=True)["liability__a21_i5"]
    '责任追究.超过承诺时限'
    """
    _, columns = _columns(answers, book, separator, ascii_names=ascii_names)
    return {column.name: column.title for column in columns}


@overload
def deep(table: pl.LazyFrame, book: Rulebook, *, separator: str = "__") -> pl.LazyFrame: ...


@overload
def deep(table: ArrowStream, book: Rulebook, *, separator: str = "__") -> pl.DataFrame: ...


@door
def deep(table: pl.LazyFrame | ArrowStream, book: Rulebook, *, separator: str = "__") -> pl.DataFrame | pl.LazyFrame:
    """Return a table of facts, flat as SQL has it, as a frame for `Rulebook.frame`: the way back of `flat`.

    ``x__conclusion`` and the other parts of a finding become one column, ``subject__among`` what is known in part.
    A flag is also 1 or 0, since SQLite has no truths. A list stays JSON text, which only files may have. Raises
    `UsageError` for what is no frame (ZZ611), a finding in two forms (ZZ607).

    >>> import polars as pl, zzrules
    >>> table = pl.DataFrame(
    ...     {"subjective_intent__conclusion": [1], "subjective_intent__body": ["司法机关"], "real_name": [0], "id": [7]}
    ... )
    >>> deep(table, zzrules.load()).to_dicts()
    [{'real_name': '否', 'id': 7, 'subjective_intent': {'conclusion': '是', 'body': '司法机关'}}]
    """
    need(NO_POLARS, "polars")
    from zzrules.batch.cells import packed
    from zzrules.batch.flat import deep_columns
    from zzrules.engines.columnar.foreign import polars_frame

    given = polars_frame(table, book.vocabulary)
    renamed = given.select(deep_columns(given.collect_schema(), book.plan, separator))
    schema = renamed.collect_schema()
    return renamed.select(packed(list(schema), schema, book.vocabulary))


def _columns(
    answers: pl.LazyFrame | ArrowStream, book: Rulebook, separator: str, *, ascii_names: bool
) -> tuple[pl.DataFrame | pl.LazyFrame, tuple[FlatColumn, ...]]:
    """Return a frame as one of Polars, with the columns that it has in SQL."""
    need(NO_POLARS, "polars")
    from zzrules.batch.flat import flat_columns
    from zzrules.engines.columnar.foreign import polars_frame

    given = polars_frame(answers, book.vocabulary)
    return given, flat_columns(given.collect_schema(), book.plan, separator, ascii_only=ascii_names)

"""Frames of answers written to files: as they are for machines, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, assert_never

from zzrules.answer.catalogue import Catalogue
from zzrules.base.diagnostics import use
from zzrules.base.errors import Place, UsageError
from zzrules.batch.delivery import not_written
from zzrules.batch.formats import FORMATS, WRITTEN_EXTENSIONS, Writer, form_of
from zzrules.batch.words import worded
from zzrules.case.values import printable

if TYPE_CHECKING:
    import polars as pl

Streamed = Literal["parquet", "arrow", "csv", "jsonl"]
"""What writes a frame while it is worked out; a workbook takes it whole."""


def writer_of(output: str) -> Writer:
    """Return what writes a result, from its extension. Raises `UsageError` (ZZ620) for one that says nothing."""
    try:
        output.encode()
    except UnicodeEncodeError:
        raise not_written(output) from None
    form = form_of(Path(output))
    writer = FORMATS[form].writer if form is not None else None
    if writer is None:
        *first, last = WRITTEN_EXTENSIONS
        raise UsageError(use.UNKNOWN_RESULT_EXTENSION(Place(output), extensions="、".join(first), last=last))
    return writer


def sink(
    answers: pl.LazyFrame, writer: Streamed, output: str, catalogue: Catalogue, on: object
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """Return the method that writes answers as of a day, or of the column ``on``, into a file, with its settings.

    Raises `UsageError` (ZZ632) for columns that the file ``output`` cannot hold.
    """
    match writer:
        case "parquet":
            origin = {"rulebook": catalogue.digest, "on": str(on), "version": version("zzrules")}
            return answers.sink_parquet, {"metadata": {f"zzrules.{key}": value for key, value in origin.items()}}
        case "arrow":
            return answers.sink_ipc, {"compression": "zstd"}
        case "jsonl":
            _need_writable(answers.collect_schema(), writer, output)
            return answers.sink_ndjson, {"check_extension": False}
        case "csv":
            schema = answers.collect_schema()
            _need_writable(schema, writer, output)
            settings = {"include_bom": True, "line_terminator": "\r\n", "check_extension": False}
            return answers.select(worded(schema, catalogue.plan)).sink_csv, settings
        case _:
            assert_never(writer)


def _need_writable(schema: Mapping[str, Any], writer: Literal["csv", "jsonl"], output: str) -> None:
    """Raise `UsageError` (ZZ632) for columns that a file of text cannot hold."""
    import polars as pl

    for name, dtype in schema.items():
        inner = dtype
        while isinstance(inner, pl.List | pl.Array):
            inner = inner.inner
        held = [part.dtype for part in inner.fields] if isinstance(inner, pl.Struct) else [inner]
        if any(isinstance(part, pl.Binary | pl.Object) for part in held):
            problem = use.UNWRITABLE_COLUMN(Place(output), column=printable(name), dtype=dtype, form=writer.upper())
            raise UsageError(problem)

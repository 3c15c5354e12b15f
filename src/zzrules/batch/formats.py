"""The formats of files of case records, in one table: their extensions, what reads them, what writes them.

To add a format: its name in `Form` and its entry in `FORMATS`. If no `Reader` here serves, a new one with its branch in
`datasets.Opener.open` (for records one by one, in `files`); if results are written in it by other means, a new `Writer`
with its branch in `writing.sink`. mypy names every branch that is missing; tests/datafiles.py writes and reads
the files of the tests, which run over this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

Form = Literal["parquet", "arrow", "csv", "xlsx", "jsonl", "json", "yaml"]
RecordForm = Literal["jsonl", "json", "yaml"]
Reader = Literal["parquet", "arrow", "csv", "workbook", "records"]
Writer = Literal["parquet", "arrow", "csv", "workbook", "jsonl"]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. The first extension is the one that messages offer.

    ``name`` is what a broken file is said not to be; empty where the reader has words of its own for that.
    """

    extensions: tuple[str, ...]
    reader: Reader
    writer: Writer | None = None
    name: str = ""


FORMATS: Final[Mapping[Form, Format]] = {
    "parquet": Format((".parquet", ".pq"), "parquet", "parquet", "Parquet"),
    "csv": Format((".csv",), "csv", "csv", "CSV"),
    "xlsx": Format((".xlsx",), "workbook", "workbook"),
    "jsonl": Format((".jsonl", ".ndjson"), "records", "jsonl"),
    "arrow": Format((".arrow", ".ipc", ".feather", ".arrows"), "arrow", "arrow", "Arrow IPC"),
    "json": Format((".json",), "records"),
    "yaml": Format((".yaml", ".yml"), "records"),
}
EXTENSIONS: Final[Mapping[str, Form]] = {
    extension: form for form, described in FORMATS.items() for extension in described.extensions
}
WRITTEN_EXTENSIONS: Final = tuple(described.extensions[0] for described in FORMATS.values() if described.writer)


def form_of(path: PurePath) -> Form | None:
    """Return the form that a file's extension says; None if it says none."""
    return EXTENSIONS.get(path.suffix.lower())

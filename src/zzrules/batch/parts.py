"""Data sets of Parquet files in parts: who reads which rows, and a folder of results that appears whole or not at all.

Each task writes files of its own under names that no other attempt has, and says which; whoever hands out the tasks
counts one attempt of each and moves its files. What a task leaves that is killed, or comes second, is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zzrules.base.diagnostics import use
from zzrules.base.errors import Place, RecordError, UsageError
from zzrules.base.unfinished import unfinished_folder
from zzrules.batch.delivery import not_written
from zzrules.batch.refused import SUFFIX
from zzrules.batch.sources import FilePart, Sources, sources_of
from zzrules.batch.streaming import opening
from zzrules.batch.summary import Summary

if TYPE_CHECKING:
    from os import PathLike

    import pyarrow as pa

BAD: Final = "_bad"
"""The folder of bad rows, below that of the results: readers of data sets pass over names that begin so."""
DONE: Final = "_SUCCESS"
ROWS: Final = 2_000_000
"""How many rows a task judges at most, unless they are one row group."""
ENOUGH: Final = 500_000
"""With fewer rows a task costs more than the wait for the last of several: then each core gets one."""
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Divided:
    """A data set in parts: for each task the rows that it judges, and of no rows a part that is like all of them."""

    tasks: tuple[tuple[FilePart, ...], ...]
    empty: FilePart
    sources: Sources


def divided(given: Sequence[str | PathLike[str]], cores: int) -> Divided:
    """Return files of Parquet divided into tasks for so many cores, several for each if there are rows enough.

    Raises `RecordError` for what cannot be read, and for files of other columns than the first (ZZ664); `UsageError`
    for other files (ZZ666).
    """
    import pyarrow.parquet as pq

    sources = sources_of(given)
    if sources.form != "parquet":
        raise UsageError(use.NOT_PARQUET(sources.whole))
    groups: list[FilePart] = []
    first: pa.Schema | None = None
    for path, name in zip(sources.paths, sources.names, strict=True):
        with opening(name, "parquet"), pq.ParquetFile(path) as file:
            schema, about = file.schema_arrow, file.metadata
            start = 0
            for number in range(about.num_row_groups):
                rows = about.row_group(number).num_rows
                groups.append(FilePart(str(path.resolve()), start, rows))
                start += rows
        first = schema if first is None else first
        if not schema.equals(first):
            raise RecordError(use.COLUMNS_DIFFER(Place(name), first=sources.names[0], second=name))
    every = sum(group.rows for group in groups)
    for_each = -(-every // max(1, cores))
    share = max(1, min(ROWS, max(-(-for_each // _ROUNDS), min(ENOUGH, for_each))))
    return Divided(tuple(_packed(groups, share)), FilePart(str(sources.paths[0].resolve()), 0, 0), sources)


def _packed(groups: Sequence[FilePart], share: int) -> Iterator[tuple[FilePart, ...]]:
    """Yield row groups that follow one another, with about ``share`` rows together; neighbours as one part."""
    held: list[FilePart] = []
    rows = 0
    for group in groups:
        if held and rows + group.rows > share:
            yield tuple(held)
            held, rows = [], 0
        if held and held[-1].path == group.path:
            group = FilePart(group.path, held[-1].first, held.pop().rows + group.rows)  # noqa: PLW2901 - it grows
        held.append(group)
        rows = sum(part.rows for part in held)
    if rows:
        yield tuple(held)


@dataclass(frozen=True, slots=True)
class Written:
    """What one attempt of a task left: a file of answers, one of bad rows if there are any, and the summary."""

    answers: str
    summary: Summary

    @property
    def bad(self) -> str:
        """The file of bad rows."""
        return self.answers + SUFFIX


@contextmanager
def assembled(output: str | PathLike[str]) -> Iterator[tuple[Path, list[Written]]]:
    """Yield a hidden folder for the files of attempts, and a list to which those that count are added, by task.

    When the block ends without an error, the folder ``output`` is there at once, with all of their files and a marker
    (`DONE`). Raises `UsageError` (ZZ665) if there is something in it already, `OutputError` if it cannot be written.
    """
    target = Path(output).absolute()
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(use.RESULT_FOLDER_IN_USE(Place(str(output))))
        target.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise not_written(str(output), getattr(error, "errno", None)) from None
    counted: list[Written] = []
    try:
        with unfinished_folder(target.parent, 0o777) as scratch:  # the workers of a cluster may be other users
            whole = scratch / "whole"
            whole.mkdir()
            yield scratch, counted
            for number, written in enumerate(counted):
                Path(scratch, written.answers).rename(whole / f"part-{number:05}.parquet")
                if written.summary.bad:
                    (whole / BAD).mkdir(exist_ok=True)
                    Path(scratch, written.bad).rename(whole / BAD / f"part-{number:05}.csv")
            (whole / DONE).touch()
            whole.rename(target)  # an empty folder gives way
    except OSError as error:
        raise not_written(str(output), error.errno) from None

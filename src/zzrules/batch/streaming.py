"""Polars' streaming engine at work for this library: what it raises becomes the library's own errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics.text import NO_PERMISSION_OR_OPEN, UNREADABLE_FILE
from zzrules.base.diagnostics.use import BROKEN_FILE, BROKEN_FILE_OF_FORM
from zzrules.base.errors import Place, RecordError, ZzrulesError
from zzrules.batch.delivery import NO_ROOM, not_written
from zzrules.batch.formats import FORMATS, Form
from zzrules.engines.columnar.exact import cols

if TYPE_CHECKING:
    import polars as pl

PIECE: Final = 20_000
"""So many rows are read at once where memory has to stay flat: a dozen pieces are under way together."""
_OS_ERROR = re.compile(r"os error (\d+)")


def streamed(frames: Callable[[], Iterator[pl.DataFrame]], schema: Mapping[str, Any]) -> pl.LazyFrame:
    """Return a lazy frame that asks for its frames, one after another, when it runs."""
    import polars as pl
    from polars.io.plugins import register_io_source

    def source(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = rows
        for frame in frames():
            chosen = frame if predicate is None else frame.filter(predicate)
            chosen = chosen if columns is None else chosen.select(cols(columns))
            if left is not None:
                chosen = chosen.head(left)
                left -= len(chosen)
            yield chosen
            if left == 0:
                return

    return register_io_source(source, schema=pl.Schema(schema))


def in_pieces(frames: Sequence[pl.LazyFrame], number: str = "") -> pl.LazyFrame:
    """Return frames of the same columns, one after another, which are read a piece at a time.

    Polars' own readers decode ahead of what takes the rows, however slow that is. A ``number`` is the name of a column
    in front that counts the rows of all frames, from 0.
    """
    import polars as pl

    schema = frames[0].collect_schema()
    counted = {number: pl.get_index_type()} if number else {}

    def pieces() -> Iterator[pl.DataFrame]:
        rows = 0
        for frame in frames:
            start = 0
            while len(piece := frame.slice(start, PIECE).collect()):
                yield piece.with_row_index(number, offset=rows) if number else piece
                start += PIECE
                rows += len(piece)

    return streamed(pieces, {**counted, **schema})


@contextmanager
def opening(name: str, form: Form) -> Iterator[None]:
    """Raise `RecordError` for a file that is not there, cannot be read (ZZ110), or is not of its form (ZZ626)."""
    import polars as pl

    place = Place(name)
    try:
        yield
    except PermissionError:
        raise RecordError(NO_PERMISSION_OR_OPEN(place)) from None
    except (OSError, ValueError):
        raise RecordError(UNREADABLE_FILE(place)) from None
    except pl.exceptions.PolarsError:
        raise _broken(place, form) from None
    except BaseException as error:
        if _is_panic(error):
            raise _broken(place, form) from None
        raise


def running(function: Callable[..., Any], *args: Any, reads: Place, form: Form, writes: str, **settings: Any) -> Any:
    """Return what a function that runs a frame returns.

    Raises `OutputError` if there is no room for what it ``writes``, `RecordError` if what it ``reads`` is broken.
    """
    import polars as pl

    try:
        return function(*args, **settings)
    except (ZzrulesError, KeyboardInterrupt):
        raise
    except (pl.exceptions.PolarsError, OSError) as error:
        numbered = _OS_ERROR.search(str(error))
        number = int(numbered[1]) if numbered else getattr(error, "errno", None)
        if number in NO_ROOM:
            raise not_written(writes, number) from None
        raise _broken(reads, form) from None
    except BaseException as error:
        if _is_panic(error):
            raise _broken(reads, form) from None
        raise


def _broken(place: Place, form: Form) -> RecordError:
    name = FORMATS[form].name
    return RecordError(BROKEN_FILE_OF_FORM(place, form=name) if name else BROKEN_FILE(place))


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"

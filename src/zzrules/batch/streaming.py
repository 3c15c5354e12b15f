"""Polars' streaming engine at work for this library: what it raises is told in the library's own errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.errors import Place, Problem, RecordError, ZzrulesError
from zzrules.batch.delivery import FULL, refused

if TYPE_CHECKING:
    import polars as pl

_OS_ERROR = re.compile(r"os error (\d+)")
_NAMES: Final = {"parquet": "Parquet", "arrow": "Arrow IPC", "csv": "CSV"}


def streamed(frames: Callable[[], Iterator[pl.DataFrame]], schema: Mapping[str, Any]) -> pl.LazyFrame:
    """Return a lazy frame that asks for its frames when it runs, one after another."""
    import polars as pl
    from polars.io.plugins import register_io_source

    def source(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = rows
        for frame in frames():
            chosen = frame if predicate is None else frame.filter(predicate)
            chosen = chosen if columns is None else chosen.select(columns)
            if left is not None:
                chosen = chosen.head(left)
                left -= len(chosen)
            yield chosen
            if left == 0:
                return

    return register_io_source(source, schema=pl.Schema(schema))


@contextmanager
def broken(name: str, form: str) -> Iterator[None]:
    """Raise `RecordError` for a file that is not there, cannot be read, or is not of its form."""
    import polars as pl

    try:
        yield
    except PermissionError:
        raise RecordError(
            Problem("ZZ110", "没有读取这个文件的权限", Place(name), "检查文件的权限；正在 Excel 里打开的，先关闭")
        ) from None
    except (OSError, ValueError):
        raise RecordError(Problem("ZZ110", "读不了这个文件", Place(name), "检查路径和磁盘")) from None
    except pl.exceptions.PolarsError:
        raise RecordError(_broken(Place(name), form)) from None
    except BaseException as error:
        if _panic(error):
            raise RecordError(_broken(Place(name), form)) from None
        raise


def _broken(place: Place, form: str) -> Problem:
    kind = _NAMES.get(form, "")
    message = f"文件损坏、没有传完整，或者不是 {kind} 文件" if kind else "文件损坏，或者没有传完整"
    return Problem("ZZ626", message, place, "重新导出或者拷贝；扩展名要和内容一致")


def _panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"


def running(function: Callable[..., Any], *args: Any, reads: Place, form: str, writes: str, **settings: Any) -> Any:
    """Return what a function that runs a frame returns.

    Raises `OutputError` if there is no room for what it ``writes``, `RecordError` if what it ``reads`` is broken.
    """
    import polars as pl

    try:
        return function(*args, **settings)
    except (ZzrulesError, KeyboardInterrupt):
        raise
    except (pl.exceptions.PolarsError, OSError) as error:
        told = _OS_ERROR.search(str(error))
        number = int(told[1]) if told else getattr(error, "errno", None)
        if number in FULL:
            raise refused(writes, number) from None
        raise RecordError(_broken(reads, form)) from None
    except BaseException as error:
        if _panic(error):
            raise RecordError(_broken(reads, form)) from None
        raise

"""Whole frames on a cluster: Spark hands each worker its rows as Arrow, `Rulebook.frame` judges them there.

The driver settles what can be settled without a row: the frame's types, the policies asked about, the columns that come
out. A worker process gets the rulebook once (a broadcast, kept by its digest), translates it once for a schema, and
judges the batches of its partitions, several put together. What the frame had goes by Polars: its columns are laid back
beside the answers as Spark sent them.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from zzrules import __version__
from zzrules.base.errors import Problem, UsageError
from zzrules.base.packages import need
from zzrules.policy.vocabulary import Vocabulary
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from pyspark.core.broadcast import Broadcast
    from pyspark.core.context import SparkContext
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType

    Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

ROWS = 1 << 17
"""How many rows are judged at once, if Spark sends them in smaller batches."""
BYTES = 64 << 20
"""From how many bytes on fewer rows are judged at once."""

_MARK = "\0"  # a column that no frame has: what comes behind it are answers, and it is as long as the frame
_KEPT = 4
_books: dict[str, Rulebook] = {}
_sent: WeakKeyDictionary[SparkContext, dict[str, Broadcast[bytes]]] = WeakKeyDictionary()


def evaluate(
    df: DataFrame,
    book: Rulebook,
    on: date | str,
    about: Sequence[str] | None = None,
    *,
    columns: Sequence[str] | None = None,
) -> DataFrame:
    """Return a Spark frame with the answers beside its columns, row by row; nothing runs before Spark is asked for it.

    Columns, ``on``, ``about`` and ``columns`` mean what they mean to `Rulebook.frame`, and so do the answers: codes are
    strings, ``possible`` an ``array<string>``, truths booleans, days dates, ``problems`` an
    ``array<struct<column, code>>``. Their names have dots: to Spark they are written ``answers["`scope.outcome`"]``.

    Whatever is wrong with the question or with a column's type is raised here, before a job: `UsageError` as from
    `Rulebook.frame` (ZZ601, ZZ602, ZZ606–ZZ609), for a missing package (ZZ660) and for what is no frame of Spark's
    (ZZ661).

    >>> evaluate([{"主体": "政务服务机构"}], None, on="2026-05-06")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ661 要评价的不是 Spark 的表。应改为：...
    """
    need("ZZ660", "在 Spark 上评价", "spark", "pyspark", "pandas", "pyarrow", "polars")
    from pyspark.sql.classic.dataframe import DataFrame
    from pyspark.sql.types import StructType

    if not isinstance(df, DataFrame):
        hint = "pyspark.sql.DataFrame（Spark Connect 的表不能用）；Polars 的表用 book.frame"
        raise UsageError(Problem("ZZ661", "要评价的不是 Spark 的表", hint=hint))
    question = Question(on, _listed(about), _listed(columns))
    names = tuple(df.columns)
    read = _read_of(names, book.vocabulary, on)
    told = _told(book, {names[place]: polars_type(df.schema[place].dataType) for place in read}, question)
    kept = tuple(place for place, name in enumerate(names) if name not in told)
    judging = Judging(
        digest=book.digest,
        version=__version__,
        sent=_broadcast(df.sparkSession.sparkContext, book),
        question=question,
        read={place: names[place] for place in read},
        kept={place: names[place] for place in kept},
        told={name: arrow_type(one) for name, one in told.items()},
    )
    schema = StructType([df.schema[place] for place in kept])
    for name, one in told.items():
        schema = schema.add(name, spark_type(one), nullable=True)
    numbered = df.toDF(*(f"c{place}" for place in range(len(names))))  # Spark would look for the parts of a dotted name

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return judging(batches)

    return numbered.mapInArrow(judged, schema)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every row: arguments of `Rulebook.frame`."""

    on: date | str
    about: tuple[str, ...] | None
    columns: tuple[str, ...] | None

    def of(self, book: Rulebook, frame: Frame) -> Frame:
        """Return a frame with its answers."""
        return book.frame(frame, self.on, self.about, columns=self.columns)


# ── on the driver ───────────────────────────────────────────────────────


def _listed(words: Any) -> Any:
    """Return words as a tuple that can be gone through twice; what is none is left to whoever reads it."""
    return tuple(words) if isinstance(words, Iterable) and not isinstance(words, str) else words


def _read_of(names: Sequence[str], vocabulary: Vocabulary, on: date | str) -> list[int]:
    """Return the places of the columns that say something of a row: facts, their states, the day."""
    words = {word for fact in vocabulary.facts for word in (fact.name, fact.label)}
    known = words | {f"{word}.state" for word in words} | ({on} if isinstance(on, str) else set())
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in known and places.setdefault(name, place) != place:
            raise UsageError(Problem("ZZ607", f"有两列都叫「{name}」", hint="只留一列"))
    return list(places.values())


def _told(book: Rulebook, typed: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """Return the columns of answers to a frame of some types, each with its type. Raises as `Rulebook.frame` does."""
    import polars as pl

    schema = question.of(book, pl.LazyFrame(schema={**typed, _MARK: pl.Null})).collect_schema()
    behind = list(schema).index(_MARK) + 1
    return dict(list(schema.items())[behind:])


def _broadcast(context: SparkContext, book: Rulebook) -> Broadcast[bytes]:
    """Send a rulebook to the workers of a cluster, once."""
    sent = _sent.setdefault(context, {})
    if book.digest not in sent:
        sent[book.digest] = context.broadcast(pickle.dumps(book, protocol=pickle.HIGHEST_PROTOCOL))
    return sent[book.digest]


# ── types ───────────────────────────────────────────────────────────────


def polars_type(dtype: DataType) -> Any:
    """Return what a column of a Spark type is to Polars.

    >>> from pyspark.sql import types
    >>> polars_type(types.ArrayType(types.StructType().add("date", types.DateType())))
    List(Struct({'date': Date}))
    """
    import polars as pl
    from pyspark.sql import types

    match dtype:
        case types.ArrayType():
            return pl.List(polars_type(dtype.elementType))
        case types.StructType():
            return pl.Struct({field.name: polars_type(field.dataType) for field in dtype.fields})
        case types.StringType():
            return pl.String()
        case types.DecimalType():
            return pl.Decimal(dtype.precision, dtype.scale)
        case types.TimestampType():
            return pl.Datetime("us", "UTC")
        case types.TimestampNTZType():
            return pl.Datetime("us")
    plain: dict[type[DataType], Any] = {
        types.BooleanType: pl.Boolean(),
        types.ByteType: pl.Int8(),
        types.ShortType: pl.Int16(),
        types.IntegerType: pl.Int32(),
        types.LongType: pl.Int64(),
        types.FloatType: pl.Float32(),
        types.DoubleType: pl.Float64(),
        types.BinaryType: pl.Binary(),
        types.DateType: pl.Date(),
        types.NullType: pl.Null(),
    }
    return plain.get(type(dtype), pl.Object())  # no fact is of such a type


def spark_type(dtype: Any) -> DataType:
    """Return what a column of answers is to Spark: codes are strings.

    >>> import polars as pl
    >>> spark_type(pl.List(pl.Enum(["pending", "overdue"]))).simpleString()
    'array<string>'
    """
    import polars as pl
    from pyspark.sql import types

    match dtype:
        case pl.List():
            return types.ArrayType(spark_type(dtype.inner))
        case pl.Struct():
            return types.StructType([types.StructField(one.name, spark_type(one.dtype)) for one in dtype.fields])
    plain: dict[Any, DataType] = {pl.Boolean: types.BooleanType(), pl.Date: types.DateType()}
    return plain.get(dtype.base_type(), types.StringType())


def arrow_type(dtype: Any) -> pa.DataType:
    """Return what a column of answers is to Arrow: exactly what Spark expects of its type.

    >>> import polars as pl
    >>> arrow_type(pl.List(pl.Struct({"column": pl.String, "code": pl.String})))
    ListType(list<element: struct<column: string, code: string>>)
    """
    import polars as pl
    import pyarrow as pa

    match dtype:
        case pl.List():
            return pa.list_(pa.field("element", arrow_type(dtype.inner)))
        case pl.Struct():
            return pa.struct([pa.field(one.name, arrow_type(one.dtype)) for one in dtype.fields])
    return {pl.Boolean: pa.bool_(), pl.Date: pa.date32()}.get(dtype.base_type(), pa.string())


# ── on a worker ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judging:
    """What a task is sent: which rulebook, what is asked, which columns are read, passed on and told."""

    digest: str
    version: str
    sent: Broadcast[bytes]
    question: Question
    read: Mapping[int, str]
    kept: Mapping[int, str]
    told: Mapping[str, pa.DataType]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition, each with its answers, in batches no larger than those that came."""
        if "polars" not in sys.modules:  # Spark counts a task as one core, and tells libraries so by this variable
            os.environ.setdefault("POLARS_MAX_THREADS", os.environ.get("OMP_NUM_THREADS") or "1")
        book = rulebook_of(self.digest, self.version, self.sent)
        for some in _together(batches):
            table = self._judged(book, some)
            yield from table.to_batches(max_chunksize=max(batch.num_rows for batch in some))

    def _judged(self, book: Rulebook, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        import polars as pl
        import pyarrow as pa

        given = pa.Table.from_batches(batches)
        read = given.select(list(self.read)).rename_columns(list(self.read.values()))
        frame = pl.DataFrame(read.append_column(_MARK, pa.nulls(given.num_rows)))
        answers = self.question.of(book, frame).select(self.told.keys()).to_arrow(compat_level=pl.CompatLevel.oldest())
        fields = [given.schema.field(place).with_name(name) for place, name in self.kept.items()]
        told = [pa.field(name, one) for name, one in self.told.items()]
        laid = [*(given.column(place) for place in self.kept), *answers.cast(pa.schema(told)).columns]
        return pa.table(laid, schema=pa.schema([*fields, *told]))


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Yield batches a few at a time: as many as have rows enough to be worth a frame, and fit into memory."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= ROWS or sum(one.nbytes for one in held) >= BYTES:
            yield held
            held = []
    if any(one.num_rows for one in held):
        yield held


def rulebook_of(digest: str, version: str, sent: Broadcast[bytes]) -> Rulebook:
    """Return the rulebook that was sent, unpickled once in this process. Raises `UsageError` (ZZ662)."""
    if version != __version__:
        message = f"工作进程上的 zzrules 是 {__version__}，发起评价的是 {version}"
        raise UsageError(Problem("ZZ662", message, hint="各台机器装同一版本"))
    if digest not in _books:
        if len(_books) >= _KEPT:
            _books.clear()
        book: Rulebook = pickle.loads(sent.value)  # noqa: S301 - Spark itself sends functions in this way
        _books[digest] = book
    return _books[digest]

"""Whole frames on a cluster: Spark hands each worker its rows as Arrow, `Rulebook.frame` judges them there.

The driver settles what needs no row: the types of the frame, the policies asked about, the columns of the answers. A
worker process receives the rulebook once (a broadcast, kept under its digest), translates it once for a schema, and
judges the batches of its partitions, several at once. The other columns of the frame never reach Polars: they are laid
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
from zzrules.base.diagnostics import use
from zzrules.base.errors import UsageError
from zzrules.base.packages import need
from zzrules.batch.cells import head_of, parts_of
from zzrules.engines.columnar.exact import cols
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
"""How many bytes are judged at once at most, if that many rows have more."""

_MARK = "\0"  # a column that no frame has: the answers come after it, and it gives a frame without columns its length
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
    """Return a Spark frame with the answers beside its columns, row by row; nothing runs until Spark is asked for it.

    Columns, ``on``, ``about`` and ``columns`` mean what they mean to `Rulebook.frame`, and so do the answers: codes are
    strings, ``possible`` an ``array<string>``, truths booleans, days dates, ``problems`` an
    ``array<struct<column, code>>``. Their names have dots: to Spark they are written ``answers["`scope.outcome`"]``.

    What is wrong with the question or the type of a column is raised here, before a job: `UsageError` as from
    `Rulebook.frame` (ZZ601, ZZ602, ZZ606–ZZ609), for a missing package (ZZ660), and for a ``df`` that is no Spark frame
    (ZZ661).

    >>> evaluate([{"主体": "政务服务机构"}], None, on="2026-05-06")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ661 要评价的不是 Spark 的表。应改为：...
    """
    need(use.NO_SPARK_PACKAGE, "pyspark", "pandas", "pyarrow", "polars")
    from pyspark.sql.classic.dataframe import DataFrame
    from pyspark.sql.types import StructType

    if not isinstance(df, DataFrame):
        raise UsageError(use.NOT_A_SPARK_FRAME())
    question = Question(on, _listed(about), _listed(columns))
    names = tuple(df.columns)
    read = _read_of(names, book.vocabulary, on)
    answers = _answers(book, {names[place]: polars_type(df.schema[place].dataType) for place in read}, question)
    kept = tuple(place for place, name in enumerate(names) if name not in answers)
    judging = Judging(
        digest=book.digest,
        version=__version__,
        sent=_broadcast(df.sparkSession.sparkContext, book),
        question=question,
        read={place: names[place] for place in read},
        kept={place: names[place] for place in kept},
        answers={name: arrow_type(dtype) for name, dtype in answers.items()},
    )
    schema = StructType([df.schema[place] for place in kept])
    for name, dtype in answers.items():
        schema = schema.add(name, spark_type(dtype), nullable=True)
    numbered = df.toDF(*(f"c{place}" for place in range(len(names))))  # to Spark, a dot in a name means a field

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return judging(batches)

    return numbered.mapInArrow(judged, schema)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every row: the arguments of `Rulebook.frame`."""

    on: date | str
    about: tuple[str, ...] | None
    columns: tuple[str, ...] | None

    def of(self, book: Rulebook, frame: Frame) -> Frame:
        """Return a frame with its answers."""
        return book.frame(frame, self.on, self.about, columns=self.columns)


# ── on the driver ───────────────────────────────────────────────────────


def _listed(words: Any) -> Any:
    """Return words as a tuple; anything else as it is, for `Rulebook.frame` to refuse."""
    return tuple(words) if isinstance(words, Iterable) and not isinstance(words, str) else words


def _read_of(names: Sequence[str], vocabulary: Vocabulary, on: date | str) -> list[int]:
    """Return the positions of the columns that are read: facts, what is said beside their values, the day."""
    words = {word for fact in vocabulary.facts for word in (fact.name, fact.label)}
    words |= {name for group in parts_of(names, vocabulary).values() for name in group.values()}
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if (name == on or head_of(name) in words) and places.setdefault(name, place) != place:
            raise UsageError(use.REPEATED_SPARK_COLUMN(column=name))
    return list(places.values())


def _answers(book: Rulebook, typed: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """Return the columns of answers to a frame with these types, with their own. Raises as `Rulebook.frame` does."""
    import polars as pl

    schema = question.of(book, pl.LazyFrame(schema={**typed, _MARK: pl.Null})).collect_schema()
    first = list(schema).index(_MARK) + 1
    return dict(list(schema.items())[first:])


def _broadcast(context: SparkContext, book: Rulebook) -> Broadcast[bytes]:
    """Send a rulebook to the workers of a cluster, once."""
    sent = _sent.setdefault(context, {})
    if book.digest not in sent:
        sent[book.digest] = context.broadcast(pickle.dumps(book, protocol=pickle.HIGHEST_PROTOCOL))
    return sent[book.digest]


# ── types ───────────────────────────────────────────────────────────────


def polars_type(dtype: DataType) -> Any:
    """Return the Polars type of a column of a Spark type.

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
    """Return the Spark type of a column of answers; codes are strings.

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
            return types.StructType([types.StructField(field.name, spark_type(field.dtype)) for field in dtype.fields])
    if isinstance(dtype, pl.Decimal):
        return types.DecimalType(dtype.precision, dtype.scale)
    plain: dict[Any, DataType] = {pl.Boolean: types.BooleanType(), pl.Date: types.DateType()}
    return plain.get(dtype.base_type(), types.StringType())


def arrow_type(dtype: Any) -> pa.DataType:
    """Return the Arrow type of a column of answers: exactly what Spark expects for its own.

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
            return pa.struct([pa.field(field.name, arrow_type(field.dtype)) for field in dtype.fields])
        case pl.Decimal():
            return pa.decimal128(dtype.precision, dtype.scale)
    return {pl.Boolean: pa.bool_(), pl.Date: pa.date32()}.get(dtype.base_type(), pa.string())


# ── on a worker ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judging:
    """What a task is sent: the rulebook, the question, and which columns are read, kept and added as answers."""

    digest: str
    version: str
    sent: Broadcast[bytes]
    question: Question
    read: Mapping[int, str]
    kept: Mapping[int, str]
    answers: Mapping[str, pa.DataType]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition with their answers, in batches no larger than those that came."""
        if "polars" not in sys.modules:  # Spark sets the other variable to the cores of a task
            os.environ.setdefault("POLARS_MAX_THREADS", os.environ.get("OMP_NUM_THREADS") or "1")
        book = rulebook_of(self.digest, self.version, self.sent)
        for group in _together(batches):
            table = self._judged(book, group)
            yield from table.to_batches(max_chunksize=max(batch.num_rows for batch in group))

    def _judged(self, book: Rulebook, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        import polars as pl
        import pyarrow as pa

        given = pa.Table.from_batches(batches)
        read = given.select(list(self.read)).rename_columns(list(self.read.values()))
        frame = pl.DataFrame(read.append_column(_MARK, pa.nulls(given.num_rows)))
        judged = self.question.of(book, frame).select(cols(self.answers))
        added = [pa.field(name, dtype) for name, dtype in self.answers.items()]
        answers = judged.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.schema(added))
        kept = [given.schema.field(place).with_name(name) for place, name in self.kept.items()]
        columns = [*(given.column(place) for place in self.kept), *answers.columns]
        return pa.table(columns, schema=pa.schema([*kept, *added]))


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Yield batches in groups: with enough rows to be worth a frame, and few enough bytes to fit into memory."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(kept.num_rows for kept in held) >= ROWS or sum(kept.nbytes for kept in held) >= BYTES:
            yield held
            held = []
    if any(batch.num_rows for batch in held):
        yield held


def rulebook_of(digest: str, version: str, sent: Broadcast[bytes]) -> Rulebook:
    """Return the rulebook that was sent, unpickled once in this process.

    Raises `UsageError` (ZZ662) if another version of zzrules sent it.
    """
    if version != __version__:
        raise UsageError(use.VERSIONS_DIFFER(worker=__version__, driver=version))
    if digest not in _books:
        if len(_books) >= _KEPT:
            _books.clear()
        book: Rulebook = pickle.loads(sent.value)  # noqa: S301 - Spark itself sends functions in this way
        _books[digest] = book
    return _books[digest]

"""Frames and files on a cluster. Of a frame Spark hands each worker its rows as Arrow, `Rulebook.frame` judges them.

The driver settles what needs no row: the types of the frame, the policies asked about, the columns of the answers. A
worker process receives the rulebook once (a broadcast, kept under its digest), translates it once for a schema, and
judges the batches of its partitions, several at once. The other columns of the frame never reach Polars: they are laid
beside the answers as Spark sent them.

Files are judged without Spark seeing a row: a task is the names of files, and its worker reads and writes them.
"""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from zzrules import __version__
from zzrules.base.diagnostics import use
from zzrules.base.doors import door
from zzrules.base.errors import Problem, RecordError, UsageError
from zzrules.base.packages import need
from zzrules.batch.cells import head_of, parts_of
from zzrules.batch.mapping.model import Mapping as RegisterMapping
from zzrules.batch.mapping.register import Register
from zzrules.batch.parts import BAD, Written, assembled, divided
from zzrules.batch.sources import FilePart
from zzrules.batch.summary import Summary
from zzrules.engines.columnar.exact import cols
from zzrules.policy.vocabulary import Vocabulary
from zzrules.rulebook import Rulebook

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from pyspark.core.broadcast import Broadcast
    from pyspark.core.context import SparkContext
    from pyspark.sql import DataFrame, SparkSession
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


@door
def evaluate(
    df: DataFrame,
    book: Rulebook,
    on: date | str,
    about: Sequence[str] | None = None,
    *,
    columns: Sequence[str] | None = None,
    mapping: str | Path | RegisterMapping | None = None,
) -> DataFrame:
    """Return a Spark frame with the answers beside its columns, row by row; nothing runs until Spark is asked for it.

    Columns, ``on``, ``about``, ``columns`` and ``mapping`` mean what they mean to `Rulebook.frame`, and so do the
    answers: codes are strings, ``possible`` an ``array<string>``, truths booleans, days dates, ``problems`` an
    ``array<struct<column, code>>``. Their names have dots: to Spark they are written ``answers["`scope.outcome`"]``.

    What is wrong with the question or the type of a column is raised here, before a job: `UsageError` as from
    `Rulebook.frame` (ZZ601, ZZ602, ZZ606–ZZ609), for a missing package (ZZ660), and for a ``df`` that is no Spark frame
    (ZZ661); `PolicyError` and `RecordError` for a mapping that is wrong, or does not fit the columns.

    >>> evaluate([{"主体": "政务服务机构"}], None, on="2026-05-06")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    zzrules.base.errors.UsageError: ZZ661 要评价的不是 Spark 的表。应改为：...
    """
    need(use.NO_SPARK_PACKAGE, "pyspark", "pandas", "pyarrow", "polars")
    from pyspark.sql.classic.dataframe import DataFrame
    from pyspark.sql.types import StructField, StructType

    if not isinstance(df, DataFrame):
        raise UsageError(use.NOT_A_SPARK_FRAME())
    _need_python(df.sparkSession.sparkContext)
    question = Question(on, _listed(about), _listed(columns), _mapping_of(book, mapping))
    names = tuple(df.columns)
    read, made = layout_of(book, names, [polars_type(field.dataType) for field in df.schema], question)
    judging = Judging(
        digest=book.digest,
        version=__version__,
        sent=_broadcast(df.sparkSession.sparkContext, book),
        question=question,
        read=read,
        made=tuple((name, one if isinstance(one, int) else arrow_type(one)) for name, one in made),
    )
    schema = StructType()
    for name, one in made:
        field = df.schema[one] if isinstance(one, int) else StructField(name, spark_type(one), nullable=True)
        schema = schema.add(field)
    numbered = df.toDF(*(f"c{place}" for place in range(len(names))))  # to Spark, a dot in a name means a field

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return judging(batches)

    return numbered.mapInArrow(judged, schema)


@door
def evaluate_files(  # noqa: PLR0913 - each is an option of its own
    spark: SparkSession,
    book: Rulebook,
    sources: str | PathLike[str] | Sequence[str | PathLike[str]],
    output: str | PathLike[str],
    on: date | str,
    about: Sequence[str] | None = None,
    *,
    columns: Sequence[str] | None = None,
    mapping: str | Path | RegisterMapping | None = None,
) -> Summary:
    """Judge Parquet files on a cluster, write the answers into a folder, and return the summary of all of them.

    A task is sent the names of files, or of row groups of a large one; its worker reads, judges and writes them itself,
    as `Rulebook.evaluate_files` does. No row passes through Java. So every machine must see the files under the same
    path (a shared or mounted folder). All files have the same columns.

    ``output`` appears at once, whole, when all is done: ``part-00000.parquet`` and so on, in the order of the rows,
    ``_SUCCESS``, and in ``_bad`` the rows that could not be judged, with file and row. A task that is tried again, or
    runs twice, counts once. ``on``, ``about``, ``columns`` and ``mapping`` are as in `Rulebook.evaluate_files`.

    Raises `RecordError` for files that cannot be read or differ in their columns (ZZ664), `UsageError` for what is
    asked wrongly, for a folder that is not empty (ZZ665), other files (ZZ666), a session of Spark Connect (ZZ661), or
    workers that would run on a Python without zzrules (ZZ663); `OutputError` where the result cannot be written.
    """
    need(use.NO_SPARK_PACKAGE, "pyspark", "pandas", "pyarrow", "polars")
    from pyspark.sql import SparkSession

    if not isinstance(spark, SparkSession):
        raise UsageError(use.NOT_A_SPARK_SESSION())
    start = perf_counter()
    context = spark.sparkContext
    _need_python(context)
    given = (sources,) if isinstance(sources, str | PathLike) else tuple(sources)
    data = divided(given, context.defaultParallelism)
    question = Question(on, _listed(about), _listed(columns), _mapping_of(book, mapping))
    with assembled(output) as (scratch, counted):
        common = question.of_files(book, [data.empty], scratch / "none.parquet")  # what is asked wrongly is raised here
        work = JudgingFiles(book.digest, __version__, _broadcast(context, book), question, str(scratch))
        if data.tasks:
            done = context.parallelize(data.tasks, len(data.tasks)).map(work).collect()
            if problems := [problem for one in done if isinstance(one, tuple) for problem in one]:
                raise RecordError(problems)
            counted += [one for one in done if isinstance(one, Written)]
        summary = common.with_parts([one.summary for one in counted])
        bad = str(Path(output, BAD)) if summary.bad else ""
    return replace(
        summary, sources=data.sources.names, output=str(output), bad_file=bad, seconds=perf_counter() - start
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every row: the arguments of `Rulebook.frame`."""

    on: date | str
    about: tuple[str, ...] | None
    columns: tuple[str, ...] | None
    mapping: RegisterMapping | None = None

    def of(self, book: Rulebook, frame: Frame) -> Frame:
        """Return a frame with its answers."""
        return book.frame(frame, self.on, self.about, columns=self.columns, mapping=self.mapping)

    def of_files(self, book: Rulebook, parts: PathLike[str] | Sequence[FilePart], answers: Path) -> Summary:
        """Judge rows of files into a file of answers."""
        return book.evaluate_files(parts, answers, self.on, self.about, columns=self.columns, mapping=self.mapping)


# ── on the driver ───────────────────────────────────────────────────────


def _listed(words: Any) -> Any:
    """Return words as a tuple; anything else as it is, for `Rulebook.frame` to refuse."""
    return tuple(words) if isinstance(words, Iterable) and not isinstance(words, str) else words


def _need_python(context: SparkContext, own: str = sys.executable) -> None:
    """Raise `UsageError` (ZZ663) if nobody said on which Python workers run, and the one they would take is no use."""
    if os.environ.get("PYSPARK_PYTHON") or context.getConf().get("spark.pyspark.python"):
        return
    python = shutil.which(context.pythonExec) or context.pythonExec
    if Path(python).parent != Path(own).parent and not _has_us(python):
        raise UsageError(use.OTHER_PYTHON(python=python, own=own))


@cache
def _has_us(python: str) -> bool:
    """Return whether a Python can import this package."""
    try:
        asked = subprocess.run([python, "-c", "import zzrules"], capture_output=True, check=False)  # noqa: S603 - Spark's
    except OSError:
        return False
    return not asked.returncode


def _read_of(names: Sequence[str], vocabulary: Vocabulary, on: date | str) -> list[int]:
    """Return the positions of the columns that are read: facts, what is said beside their values, the day."""
    words = {word for fact in vocabulary.facts for word in (fact.name, fact.label)}
    words |= {name for group in parts_of(names, vocabulary).values() for name in group.values()}
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if (name == on or head_of(name) in words) and places.setdefault(name, place) != place:
            raise UsageError(use.REPEATED_SPARK_COLUMN(column=name))
    return list(places.values())


def layout_of(
    book: Rulebook, names: Sequence[str], types: Sequence[Any], question: Question
) -> tuple[dict[int, str], list[tuple[str, Any]]]:
    """Return the columns of a frame that are read, by their position, and the columns of the result.

    Of the latter each is the position of a column that is passed on as it came, or the Polars type of one that is made.
    Raises as `Rulebook.frame` does.
    """
    import polars as pl

    if question.mapping is None:
        read, passed = _read_of(names, book.vocabulary, question.on), set(names)
    else:
        passed = set(Register(question.mapping, names, book.vocabulary).carried)
        read = [place for place, dtype in enumerate(types) if not isinstance(dtype, pl.Object)]
        if repeated := [name for name, times in Counter(names).items() if times > 1]:
            raise UsageError(use.REPEATED_SPARK_COLUMN(column=name) for name in repeated)
    typed = {names[place]: types[place] for place in read}
    judged = question.of(book, pl.LazyFrame(schema={**typed, _MARK: pl.Int64})).collect_schema()
    first = list(judged).index(_MARK)
    facts = [(name, dtype) for name, dtype in list(judged.items())[:first] if name not in passed]
    answers = dict(list(judged.items())[first + 1 :])
    kept = [(name, place) for place, name in enumerate(names) if name in passed and name not in answers]
    return {place: names[place] for place in read}, [*facts, *kept, *answers.items()]


def _mapping_of(book: Rulebook, given: str | Path | RegisterMapping | None) -> RegisterMapping | None:
    """Return a mapping, read on the driver if it is a file."""
    return book.mapping(given) if isinstance(given, str | Path) else given


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
    """What a task is sent: the rulebook, the question, which columns are read, and which the result has.

    Of the result's columns each is the position of one that is passed on as it came, or the type of one that is made.
    """

    digest: str
    version: str
    sent: Broadcast[bytes]
    question: Question
    read: Mapping[int, str]
    made: Sequence[tuple[str, int | pa.DataType]]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a partition with their answers, in batches no larger than those that came."""
        _one_thread()
        book = rulebook_of(self.digest, self.version, self.sent)
        for group in _together(batches):
            table = self._judged(book, group)
            yield from table.to_batches(max_chunksize=max(batch.num_rows for batch in group))

    def _judged(self, book: Rulebook, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        import polars as pl
        import pyarrow as pa

        given = pa.Table.from_batches(batches)
        read = given.select(list(self.read)).rename_columns(list(self.read.values()))
        numbers = pl.int_range(given.num_rows, eager=True).to_arrow()
        judged = self.question.of(book, pl.DataFrame(read.append_column(_MARK, numbers)))
        types = [pa.field(name, one) for name, one in self.made if not isinstance(one, int)]
        answers = judged.select(cols(field.name for field in types))
        answers = answers.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.schema(types))
        if self.question.mapping is not None:  # it may leave rows out
            given = given.take(judged[_MARK].alias("row").to_arrow())  # Arrow has no name with that mark
        fields, columns = [], []
        for name, one in self.made:
            passed = isinstance(one, int)
            fields.append(given.schema.field(one).with_name(name) if passed else pa.field(name, one))
            columns.append(given.column(one) if passed else answers.column(name))
        return pa.table(columns, schema=pa.schema(fields))


@dataclass(frozen=True, slots=True)
class JudgingFiles:
    """What a task is sent that reads and writes files itself: the rulebook, the question, the folder for attempts."""

    digest: str
    version: str
    sent: Broadcast[bytes]
    question: Question
    scratch: str

    def __call__(self, parts: Sequence[FilePart]) -> Written | tuple[Problem, ...]:
        """Judge some rows of files; return what was written, or what is wrong, which another attempt would not mend."""
        _one_thread()
        book = rulebook_of(self.digest, self.version, self.sent)
        name = f"{secrets.token_hex(16)}.parquet"  # of this attempt alone
        try:
            return Written(name, self.question.of_files(book, parts, Path(self.scratch, name)))
        except RecordError as error:
            return error.problems


def _one_thread() -> None:
    """Give Polars as many threads as Spark gives a task, unless it runs already or somebody said otherwise."""
    if "polars" not in sys.modules:  # Spark sets the other variable to the cores of a task
        os.environ.setdefault("POLARS_MAX_THREADS", os.environ.get("OMP_NUM_THREADS") or "1")


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

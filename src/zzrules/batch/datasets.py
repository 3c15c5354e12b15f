"""A data set: a file, several, or a folder of them, as one lazy frame in which each row keeps its place."""

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping as AbstractMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, assert_never

from zzrules.base.diagnostics import use
from zzrules.base.diagnostics.mappings import MAPPING_WITHOUT_TABLE
from zzrules.base.errors import Place, Problem, RecordError, UsageError
from zzrules.batch.cells import NestedCells, all_close_to, beside_name, companions_of, head_of, nested_names, packed
from zzrules.batch.delivery import not_written
from zzrules.batch.files import STDIN, record_form, standard_input
from zzrules.batch.formats import FORMATS
from zzrules.batch.mapping.model import Mapping
from zzrules.batch.mapping.register import Register, mapped, omitted_by
from zzrules.batch.refused import Locate, RefusedRows
from zzrules.batch.sources import Sources
from zzrules.batch.streaming import in_pieces, opening, running, streamed
from zzrules.batch.summary import some
from zzrules.batch.textfiles import (
    CHINESE,
    FILE_SHIFT,
    ON,
    PLACE,
    RESERVED,
    CsvSource,
    Noted,
    RecordSource,
    completed,
    examined,
    first_place,
)
from zzrules.batch.workbook.layout import Layout
from zzrules.case.record import RecordReader
from zzrules.case.values import printable
from zzrules.engines.columnar.days import is_moment
from zzrules.engines.columnar.exact import col, cols
from zzrules.engines.columnar.intake import STATE, unfit
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

_SEPARATORS: Final = frozenset("，、；;\t|")  # what people write, or export, in place of commas
_HINTS: Final = 3


@dataclass(frozen=True, slots=True)
class DataSet:
    """An opened data set: its frame, where its rows are, how many there are (exactly or about), and remarks on it."""

    frame: pl.LazyFrame
    locate: Locate
    rows: int
    remarks: tuple[str, ...] = ()
    register: Register | None = None


@dataclass(slots=True)
class Opener:
    """Opens data sets to be judged.

    ``piecewise``: files of columns are read in pieces, for flat memory (`in_pieces`).
    """

    reader: RecordReader
    on: date | str
    refused: RefusedRows
    noted: Noted
    scratch: Path
    output: str
    sheet: str | None = None
    mapping: Mapping | None = None
    piecewise: bool = False
    remarks: list[str] = field(default_factory=list)

    def open(self, sources: Sources) -> DataSet:
        """Return a data set: what the files hold, a row's place as `PLACE`, its own day of evaluation as `ON`.

        Raises `RecordError` for what cannot be read, or has no fact at all (ZZ630), `UsageError` for a column of days
        that does not exist (ZZ629), and a mapping of records, which need none (ZZ714).
        Rows that cannot be read are noted while the frame runs.
        """
        reader = FORMATS[sources.form].reader
        if self.mapping is not None and reader == "records":
            raise UsageError(MAPPING_WITHOUT_TABLE(self.mapping.place, form=sources.form.upper()))
        if reader != "records":
            sources = self._kept(sources)
        match reader:
            case "parquet":
                opened = self._columnar(sources, _scan_parquet, together=True)
            case "arrow":
                opened = self._columnar(sources, _scan_arrow)
            case "csv":
                opened = self._csv(sources)
            case "workbook":
                opened = self._workbooks(sources)
            case "records":
                opened = self._records(sources)
            case _:
                assert_never(reader)
        return self._finished(opened, sources)

    def _kept(self, sources: Sources) -> Sources:
        """Return the sources with the standard input kept in a file: what is no text of records is not read in turn."""
        if not any(str(path) == STDIN for path in sources.paths):
            return sources
        kept = self.scratch / "stdin"
        try:
            with kept.open("wb") as file:
                shutil.copyfileobj(standard_input(), file)
        except OSError as error:
            raise not_written(self.output, error.errno) from None
        return replace(sources, paths=tuple(kept if str(path) == STDIN else path for path in sources.paths))

    def _finished(self, opened: DataSet, sources: Sources) -> DataSet:
        """Return the data set with findings in one column each, and with the day of evaluation as a day."""
        import polars as pl

        schema = dict(opened.frame.collect_schema())
        names = [name for name in schema if name not in (PLACE, ON)]
        day: list[pl.Expr] = []
        if isinstance(self.on, str):
            source = ON if ON in schema else self.on
            if source not in schema:
                raise UsageError(use.NO_DAY_COLUMN(sources.whole, column=self.on, known=suggest(self.on, names)))
            if schema[source] not in (pl.String, pl.Date) and not is_moment(schema[source]):
                raise unfit(Fact(self.on, self.on, Kind.DATE, ""), self.on, schema[source])
            day = [col(source).alias(ON)]
        packed_columns = packed([name for name in schema if name != ON], schema, self.reader.vocabulary)
        frame = opened.frame.select(*packed_columns, *day)
        if FORMATS[sources.form].reader != "records":
            self._need_facts(frame.collect_schema(), names, sources)
        return DataSet(frame, opened.locate, opened.rows, tuple(self.remarks), opened.register)

    def _register(self, header: Sequence[str], sources: Sources) -> Register | None:
        """Return what reads the columns, if there is a mapping; bad rows are then told by the register's columns."""
        if self.mapping is None:
            return None
        register = Register(self.mapping, header, self.reader.vocabulary, sources.whole)
        self.refused.shown = register.source_of
        return register

    def _need_facts(self, columns: Iterable[str], given: Sequence[str], sources: Sources) -> None:
        """Raise `RecordError` (ZZ630) if no column is a fact; ``given`` are the columns as the files have them."""
        vocabulary = self.reader.vocabulary
        if not {*vocabulary.by_name, *vocabulary.by_label}.isdisjoint(map(head_of, columns)):
            return
        hints = (f"「{printable(name)}」改成{hint}" for name, hint in all_close_to(given, vocabulary) if hint)
        close = list(islice(hints, _HINTS))
        if not given:
            problem = use.NO_COLUMN(sources.whole)
        elif sources.form == "csv" and len(given) == 1 and not _SEPARATORS.isdisjoint(given[0]):
            problem = use.UNSEPARATED_COLUMNS(sources.whole)
        elif close:
            problem = use.NO_FACT_COLUMN_BUT_CLOSE(sources.whole, close="；".join(close))
        else:
            problem = use.NO_FACT_COLUMN(sources.whole)
        raise RecordError(problem)

    # ── columnar files ──────────────────────────────────────────────

    def _columnar(self, sources: Sources, scan: Callable[[Path], pl.LazyFrame], *, together: bool = False) -> DataSet:
        """Open files of typed columns; ``together``: those of one schema are scanned as one."""
        import polars as pl

        schemas, counts = [], []
        for path, name in zip(sources.paths, sources.names, strict=True):
            with opening(name, sources.form):
                lazy = scan(path)
                schemas.append(dict(lazy.collect_schema()))
                _need_free(schemas[-1], name)
                counts.append(int(lazy.select(pl.len()).collect().item()))
        starts = [0, *accumulate(counts)]

        def locate(row: int) -> tuple[str, int]:
            file = bisect_right(starts, row) - 1
            return sources.names[file], row - starts[file] + 1

        if sources.parts:  # of one schema, as whoever divides a data set has seen to
            frames = []
            for part, start in zip(sources.parts, starts, strict=False):
                whole = pl.scan_parquet(part.path, glob=False, row_index_name=PLACE, row_index_offset=start)
                frames.append(whole.slice(part.first, part.rows))
            return DataSet(pl.concat(frames), locate, sum(part.rows for part in sources.parts))
        alike = together and all(list(schema.items()) == list(schemas[0].items()) for schema in schemas)
        if alike and not self.piecewise:
            frame = pl.scan_parquet(list(sources.paths), row_index_name=PLACE, glob=False)
        else:
            united = self._united(schemas, sources)
            frames = []
            for path, schema in zip(sources.paths, schemas, strict=True):
                typed = (
                    col(name).cast(dtype) if name in schema else pl.lit(None, dtype=dtype).alias(name)
                    for name, dtype in united.items()
                )
                frames.append(scan(path).select(typed))
            if self.piecewise:
                frame = in_pieces(frames, PLACE)
            else:
                frame = pl.concat(
                    one.with_row_index(PLACE, offset=start) for one, start in zip(frames, starts, strict=False)
                )
        self.refused.locate = locate
        register = self._register([name for name in frame.collect_schema() if name != PLACE], sources)
        if register is not None:
            frame = mapped(frame, register, PLACE, self.refused)
        return DataSet(frame, locate, starts[-1], register=register)

    def _united(self, schemas: Sequence[AbstractMapping[str, Any]], sources: Sources) -> dict[str, Any]:
        """Return all columns with their types. Raises `RecordError` (ZZ623) where those differ."""
        import polars as pl

        united: dict[str, tuple[Any, str]] = {}
        words = pl.String, pl.Enum, pl.Categorical
        problems: list[Problem] = []
        for schema, file in zip(schemas, sources.names, strict=True):
            for name, dtype in schema.items():
                expected, first = united.setdefault(name, (dtype, file))
                if expected == pl.Null:
                    united[name] = dtype, file
                elif isinstance(dtype, words) and isinstance(expected, words) and dtype != expected:
                    united[name] = pl.String(), first
                elif dtype not in (expected, pl.Null):
                    differing = {"column": printable(name), "first": first, "expected": expected, "dtype": dtype}
                    problems.append(use.TYPES_DIFFER(Place(file), **differing))
        if problems:
            raise RecordError(problems)
        self._remark_lacking(schemas, sources)
        return {name: dtype for name, (dtype, _) in united.items()}

    def _remark_lacking(self, headers: Sequence[Iterable[str]], sources: Sources) -> None:
        """Remark which columns each file lacks that others have."""
        every = dict.fromkeys(name for header in headers for name in header)
        for header, file in zip(headers, sources.names, strict=True):
            own = frozenset(header)
            if lacking := [f"「{printable(name)}」" for name in every if name not in own]:
                self.remarks.append(f"{file} 没有别的文件有的列{some(lacking, '列')}，那些行按未知处理")

    # ── text ────────────────────────────────────────────────────────

    def _locate_in(self, sources: Sources) -> Locate:
        """Return where the rows of files are that count their own; bad rows are noted while these are read."""
        self.refused.locate = lambda row: (sources.names[row >> FILE_SHIFT], row & ((1 << FILE_SHIFT) - 1))
        return self.refused.locate

    def _csv(self, sources: Sources) -> DataSet:
        files = []
        for path, name in zip(sources.paths, sources.names, strict=True):
            with opening(name, sources.form):
                files.append(examined(path, name, self.mapping.header_row if self.mapping is not None else None))
                _need_free(files[-1].header, name)
        if chinese := [file.name for file in files if file.encoding == CHINESE]:
            self.remarks.append(f"按 GB18030（GBK）编码读取：{some(chinese, '个文件')}")
        self._remark_lacking([file.header for file in files], sources)
        locate = self._locate_in(sources)
        header = tuple(dict.fromkeys(name for file in files for name in file.header))
        register = self._register(header, sources)
        source = CsvSource(files, self.reader, self.on, self.refused, register)
        rows = sum(file.lines for file in files)
        return DataSet(streamed(source.frames, source.schema()), locate, rows, register=register)

    def _records(self, sources: Sources) -> DataSet:
        """Read records once, into a file of columns, since it takes all of them to know which facts they give."""
        import polars as pl

        locate = self._locate_in(sources)
        named = [STDIN if str(path) == STDIN else str(path) for path in sources.paths]
        form = record_form(sources.form) if named != [STDIN] or sources.form != "jsonl" else None
        source = RecordSource(named, form, self.reader, self.on, self.refused, self.noted)
        spool = self.scratch / "records.parquet"
        lazy = streamed(source.frames, source.schema())
        settings: dict[str, Any] = {"compression": "lz4", "statistics": False, "engine": "streaming"}
        running(lazy.sink_parquet, spool, reads=sources.whole, form=sources.form, writes=self.output, **settings)
        frame = pl.scan_parquet(spool)
        known = self.reader.vocabulary.by_name
        beside = {name: [name + STATE, *companions_of(known[name])] for name in source.given}
        told = frame.select(col(column).is_not_null().any() for names in beside.values() for column in names)
        states = told.collect()
        count = int(frame.select(pl.len()).collect().item())
        shown = [col(name) for name in frame.collect_schema() if name in (PLACE, ON)]
        for name, key in source.given.items():
            shown.append(col(name).alias(key))
            told_of = [column for column in beside[name] if states[column].item()]
            shown += [col(column).alias(beside_name(key, known[name], column)) for column in told_of]
        frame = frame.select(shown)
        return DataSet(in_pieces([frame]) if self.piecewise else frame, locate, count)

    def _workbooks(self, sources: Sources) -> DataSet:
        import polars as pl

        from zzrules.batch.workbook import ROW_COLUMN, read_sheet

        locate = self._locate_in(sources)
        layout, named = self._layout(), zip(sources.paths, sources.names, strict=True)
        sheets = [read_sheet(path, self.reader.vocabulary, self.sheet, name, layout) for path, name in named]
        headers = [[name for name in sheet.columns if name != ROW_COLUMN] for sheet in sheets]
        for header, name in zip(headers, sources.names, strict=True):
            _need_free(header, name)
        self._remark_lacking(headers, sources)
        columns = tuple(dict.fromkeys(name for header in headers for name in header))
        register = self._register(columns, sources)
        texts = columns if register is None else register.texts
        nested = NestedCells(self.reader, nested_names(texts, self.reader.vocabulary))
        if isinstance(self.on, str) and self.on not in texts:
            raise UsageError(use.NO_DAY_COLUMN(sources.whole, column=self.on, known=suggest(self.on, texts)))
        frames = []
        for number, sheet in enumerate(sheets):
            placed = sheet.with_columns((pl.col(ROW_COLUMN).cast(pl.Int64) + first_place(number)).alias(PLACE))
            filled = completed(placed.drop(ROW_COLUMN), columns, nested, self.on, self.refused, register)
            given = {PLACE: pl.Int64(), **dict.fromkeys(columns, pl.String())}
            shown = given if register is None else register.schema(given)
            frames.append(filled.select(*cols(shown), *cols(f"{name}{STATE}" for name in nested.facts)).lazy())
        return DataSet(pl.concat(frames), locate, sum(map(len, sheets)), register=register)

    def _layout(self) -> Layout | None:
        """Return where the table stands on a sheet, if a mapping says so."""
        if self.mapping is None:
            return None
        return Layout(self.mapping.header_row, self.mapping.filled, omitted_by(self.mapping))


def _need_free(names: Iterable[str], file: str) -> None:
    """Raise `RecordError` (ZZ624) for a column that would be lost, since the program needs its name."""
    for name in names:
        if name in RESERVED:
            raise RecordError(use.RESERVED_COLUMN(Place(file), column=name))


def _scan_parquet(path: Path) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(path, glob=False)


def _scan_arrow(path: Path) -> pl.LazyFrame:
    """Return an Arrow file (which begins with its mark), or an Arrow stream."""
    import polars as pl

    with path.open("rb") as stream:
        is_file = stream.read(6) == b"ARROW1"
    return pl.scan_ipc(path, glob=False) if is_file else pl.read_ipc_stream(path).lazy()

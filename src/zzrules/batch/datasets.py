"""A data set: a file, several, or a folder of them, as one lazy frame in which each row can be told by its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from zzrules.base.errors import Place, Problem, RecordError, UsageError
from zzrules.batch.cells import NestedCells, close_to, nested_names, packed
from zzrules.batch.files import EXTENSIONS, STDIN, STDIN_NAME, Form
from zzrules.batch.refused import Place as PlaceOf, RefusedRows
from zzrules.batch.streaming import broken, running, streamed
from zzrules.batch.summary import some
from zzrules.batch.textfiles import (
    CHINESE,
    FILE_SHIFT,
    ON,
    PLACE,
    RESERVED,
    CsvSource,
    RecordSource,
    completed,
    first_place,
    looked_at,
    refuse,
)
from zzrules.case.record import RecordReader
from zzrules.case.values import printable
from zzrules.engines.columnar.intake import STATE, unfit
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

FORMS: Final[tuple[Form, ...]] = get_args(Form)
RECORDS: Final = ("jsonl", "json", "yaml")
_KNOWN = "、".join(dict.fromkeys((".parquet", ".csv", ".xlsx", ".jsonl", ".arrow")))
_SEPARATORS: Final = frozenset("，、；;\t|")  # what people write, or export, in place of commas
_EXCEL_ROW: Final = "__row__"
Noted = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a data set, all of one form; ``names`` are what messages call them."""

    form: Form
    paths: tuple[Path, ...]
    names: tuple[str, ...]

    @property
    def whole(self) -> Place:
        """Where a mistake is that no single file is known to have."""
        return Place(self.names[0] if len(self.names) == 1 else "、".join(self.names[:3]))


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that was opened: its rows, how many they are if that is known (or about), what was noticed."""

    frame: pl.LazyFrame
    place: PlaceOf
    rows: int | None
    remarks: tuple[str, ...] = ()


# ── which files ─────────────────────────────────────────────────────────


def sources_of(given: Iterable[str | Path], form: Form | None = None) -> Sources:
    """Return the files that are meant, in order; a folder stands for the files in it and below it.

    Hidden files, and those that a spreadsheet program keeps beside an open one, are passed over. Raises `RecordError`
    for what is not there (ZZ110), forms that are not known (ZZ620) or differ (ZZ621), and a folder without any (ZZ622).
    """
    if form is not None and form not in FORMS:
        raise UsageError(Problem("ZZ620", f"没有「{form}」这种文件", hint=suggest(form, FORMS)))
    paths: list[Path] = []
    for one in given:
        path = Path(one)
        try:
            if path.is_dir():
                paths += _inside(path, form)
            elif str(one) != STDIN and not path.exists():
                refuse("ZZ110", "没有这个文件", Place(str(one)), "检查路径；路径里有空格的，加引号")
            else:
                paths.append(path)
        except (OSError, ValueError):
            refuse("ZZ110", "读不了这个文件", Place(_shown(path)), "检查路径和磁盘")
    forms: dict[Form, Path] = {}
    for path in paths:
        forms.setdefault(form or _form(path), path)
    if len(forms) > 1:
        told = "、".join(f"{_shown(path)}（{one}）" for one, path in forms.items())
        refuse("ZZ621", f"文件不是同一种：{told}", Place(), "一次评价一种；文件夹里只读一种的，写明 --input csv 之类")
    if not forms:
        raise UsageError(Problem("ZZ622", "没有写明评价哪些文件", hint="写上文件或者文件夹"))
    names = tuple(STDIN_NAME if str(path) == STDIN else _shown(path) for path in paths)
    return Sources(next(iter(forms)), tuple(paths), names)


def _inside(folder: Path, form: Form | None) -> list[Path]:
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "_", "~$")) for part in path.relative_to(folder).parts)
    ]
    if form is not None:
        found = [path for path in found if EXTENSIONS.get(path.suffix.lower()) == form]
    if not found:
        refuse("ZZ622", "文件夹里没有可以评价的文件", Place(_shown(folder)), f"放进 {_KNOWN} 文件，或者检查路径")
    return found


def _form(path: Path) -> Form:
    form: Form | None = "jsonl" if str(path) == STDIN else EXTENSIONS.get(path.suffix.lower())
    if form is None:
        hint = f"用扩展名 {_KNOWN}；扩展名不能改的，写明 --input csv 之类"
        refuse("ZZ620", "看扩展名，不知道是哪一种文件", Place(_shown(path)), hint)
    return form


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()


# ── opening ─────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Opener:
    """Opens data sets for whoever judges them."""

    reader: RecordReader
    on: date | str
    refused: RefusedRows
    noted: Noted
    scratch: Path
    output: str
    sheet: str | None = None
    remarks: list[str] = field(default_factory=list)

    def open(self, sources: Sources) -> DataSet:
        """Return a data set: what the files hold, a row's place as `PLACE`, its own day of evaluation as `ON`.

        Raises `RecordError` for what cannot be read, or has no fact at all (ZZ630), `UsageError` for a column of days
        that does not exist (ZZ629). Rows that cannot be read are noted while the frame runs.
        """
        match sources.form:
            case "parquet" | "arrow":
                opened = self._columnar(sources)
            case "csv":
                opened = self._csv(sources)
            case "xlsx":
                opened = self._workbooks(sources)
            case _:
                opened = self._records(sources)
        return self._finished(opened, sources)

    def _finished(self, opened: DataSet, sources: Sources) -> DataSet:
        """Return the data set with determinations in one column each, and with the day of evaluation as a day."""
        import polars as pl

        schema = dict(opened.frame.collect_schema())
        names = [name for name in schema if name != ON]
        if isinstance(self.on, str) and ON not in schema and self.on not in schema:
            hint = suggest(self.on, [name for name in names if name != PLACE])
            raise UsageError(Problem("ZZ629", f"没有评价日那一列「{self.on}」", sources.whole, hint))
        day: list[pl.Expr] = []
        if isinstance(self.on, str):
            source = ON if ON in schema else self.on
            if schema[source] not in (pl.String, pl.Date):
                raise unfit(Fact(self.on, self.on, Kind.DATE, ""), self.on, schema[source])
            day = [pl.col(source).alias(ON)]
        vocabulary = self.reader.vocabulary
        frame = opened.frame.select(*packed(names, schema, vocabulary), *day)
        known = {*vocabulary.by_name, *vocabulary.by_label}
        heads = {name.removesuffix(STATE) for name in frame.collect_schema()}
        if not heads & known and sources.form not in RECORDS:
            given = [name for name in names if name != PLACE]
            message = "没有一列是事实" if given else "一列也没有"
            close = (f"「{printable(name)}」改成{hint}" for name in given if (hint := close_to(name, vocabulary)))
            told = "；".join(islice(close, 3)) or "第一行（表头）写事实的中文名或者代码，见 zzrules facts"
            if sources.form == "csv" and len(given) == 1 and not _SEPARATORS.isdisjoint(given[0]):
                told = "各列之间用半角逗号「,」隔开"
            refuse("ZZ630", message, sources.whole, told)
        return DataSet(frame, opened.place, opened.rows, tuple(self.remarks))

    # ── columnar files ──────────────────────────────────────────────

    def _columnar(self, sources: Sources) -> DataSet:
        import polars as pl

        parquet = sources.form == "parquet"
        schemas, counts = [], []
        for path, name in zip(sources.paths, sources.names, strict=True):
            with broken(name, sources.form):
                lazy = pl.scan_parquet(path, glob=False) if parquet else _scan_arrow(path)
                schemas.append(dict(lazy.collect_schema()))
                _free(schemas[-1], name)
                counts.append(int(lazy.select(pl.len()).collect().item()))
        starts = [0, *accumulate(counts)]

        def place(row: int) -> tuple[str, int]:
            file = bisect_right(starts, row) - 1
            return sources.names[file], row - starts[file] + 1

        if all(list(one.items()) == list(schemas[0].items()) for one in schemas) and parquet:
            frame = pl.scan_parquet(list(sources.paths), row_index_name=PLACE, glob=False)
        else:
            united = self._united(schemas, sources)
            frames = []
            for path, schema, start in zip(sources.paths, schemas, starts, strict=False):
                lazy = pl.scan_parquet(path, glob=False) if parquet else _scan_arrow(path)
                typed = (
                    pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype=dtype).alias(name)
                    for name, dtype in united.items()
                )
                frames.append(lazy.select(typed).with_row_index(PLACE, offset=start))
            frame = pl.concat(frames)
        return DataSet(frame, place, starts[-1])

    def _united(self, schemas: Sequence[Mapping[str, Any]], sources: Sources) -> dict[str, Any]:
        """Return all columns with their types. Raises `RecordError` (ZZ623) where those differ."""
        import polars as pl

        united: dict[str, tuple[Any, str]] = {}
        problems = []
        for schema, file in zip(schemas, sources.names, strict=True):
            for name, dtype in schema.items():
                earlier, first = united.setdefault(name, (dtype, file))
                words = (pl.String, pl.Enum, pl.Categorical)
                if earlier == pl.Null:
                    united[name] = dtype, file
                elif isinstance(dtype, words) and isinstance(earlier, words) and dtype != earlier:
                    united[name] = pl.String(), first
                elif dtype not in (earlier, pl.Null):
                    message = f"列「{printable(name)}」的类型不一：{first} 是 {earlier}，这里是 {dtype}"
                    problems.append(Problem("ZZ623", message, Place(file), "改成同一类型，或者分开评价"))
        if problems:
            raise RecordError(problems)
        self._lacking(schemas, sources)
        return {name: dtype for name, (dtype, _) in united.items()}

    def _lacking(self, headers: Sequence[Iterable[str]], sources: Sources) -> None:
        """Remark what files lack that others have."""
        every = dict.fromkeys(name for header in headers for name in header)
        for header, file in zip(headers, sources.names, strict=True):
            has = frozenset(header)
            lacking = [name for name in every if name not in has]
            if lacking:
                told = some([f"「{printable(name)}」" for name in lacking], "列")
                self.remarks.append(f"{file} 没有别的文件有的列{told}，那些行按未知处理")

    # ── text ────────────────────────────────────────────────────────

    def _place(self, sources: Sources) -> PlaceOf:
        return lambda row: (sources.names[row >> FILE_SHIFT], row & ((1 << FILE_SHIFT) - 1))

    def _csv(self, sources: Sources) -> DataSet:
        files = []
        for path, name in zip(sources.paths, sources.names, strict=True):
            with broken(name, "csv"):
                files.append(looked_at(path, name))
                _free(files[-1].header, name)
        if chinese := [file.name for file in files if file.encoding == CHINESE]:
            self.remarks.append(f"按 GB18030（GBK）编码读取：{some(chinese, '个文件')}")
        self._lacking([file.header for file in files], sources)
        self.refused.place = self._place(sources)
        source = CsvSource(files, self.reader, self.on, self.refused)
        lines = sum(file.lines for file in files)
        return DataSet(streamed(source.frames, source.schema()), self._place(sources), lines)

    def _records(self, sources: Sources) -> DataSet:
        """Read records once, into a file of columns, since what facts they give is known only at their end."""
        import polars as pl

        self.refused.place = self._place(sources)
        named = [STDIN if str(path) == STDIN else str(path) for path in sources.paths]
        form: Any = None if sources.form == "jsonl" and named == [STDIN] else sources.form
        source = RecordSource(named, form, self.reader, self.on, self.refused, self.noted)
        spool = self.scratch / "records.parquet"
        lazy = streamed(source.frames, source.schema())
        settings: dict[str, Any] = {"compression": "lz4", "statistics": False, "engine": "streaming"}
        running(lazy.sink_parquet, spool, reads=sources.whole, form=sources.form, writes=self.output, **settings)
        frame = pl.scan_parquet(spool)
        columns = [name for name in frame.collect_schema() if name in (PLACE, ON)]
        states = frame.select(pl.col(f"{name}{STATE}").is_not_null().any() for name in source.given).collect()
        count = int(frame.select(pl.len()).collect().item())
        shown = [pl.col(name) for name in columns]
        for name, key in source.given.items():
            shown.append(pl.col(name).alias(key))
            if states[name + STATE].item():
                shown.append(pl.col(name + STATE).alias(key + STATE))
        return DataSet(frame.select(shown), self._place(sources), count)

    def _workbooks(self, sources: Sources) -> DataSet:
        import polars as pl

        from zzrules.batch.workbook import read_sheet

        self.refused.place = self._place(sources)
        sheets = [read_sheet(path, self.reader.vocabulary, self.sheet) for path in sources.paths]
        headers = [[name for name in sheet.columns if name != _EXCEL_ROW] for sheet in sheets]
        for header, name in zip(headers, sources.names, strict=True):
            _free(header, name)
        self._lacking(headers, sources)
        columns = tuple(dict.fromkeys(name for header in headers for name in header))
        nested = NestedCells(self.reader, nested_names(columns, self.reader.vocabulary))
        if isinstance(self.on, str) and self.on not in columns:
            raise UsageError(
                Problem("ZZ629", f"没有评价日那一列「{self.on}」", sources.whole, suggest(self.on, columns))
            )
        frames = []
        for number, sheet in enumerate(sheets):
            placed = sheet.with_columns((pl.col(_EXCEL_ROW).cast(pl.Int64) + first_place(number)).alias(PLACE))
            frames.append(completed(placed.drop(_EXCEL_ROW), columns, nested, self.on, self.refused).lazy())
        frame = pl.concat([one.select(PLACE, *columns, *(f"{n}{STATE}" for n in nested.facts)) for one in frames])
        rows = sum(len(sheet) for sheet in sheets)
        return DataSet(frame, self._place(sources), rows)


def _free(names: Iterable[str], file: str) -> None:
    """Raise `RecordError` (ZZ624) for a column that would be lost, since the program needs its name."""
    for name in names:
        if name in RESERVED:
            refuse("ZZ624", f"列名「{name}」是程序自用的", Place(file), "改成别的名称")


def _scan_arrow(path: Path) -> pl.LazyFrame:
    """Return an Arrow file (which begins with its mark), or an Arrow stream."""
    import polars as pl

    with path.open("rb") as stream:
        whole = stream.read(6) == b"ARROW1"
    return pl.scan_ipc(path, glob=False) if whole else pl.read_ipc_stream(path).lazy()

"""Files of text as streams of frames: CSV, and records in JSON Lines, JSON or YAML. Memory is flat in their length.

A row has the number that a person sees: in CSV its row in a spreadsheet (blank ones and the header count, a line break
inside a cell does not), in files of records the line on which the record begins.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics.cases import LINE_TOO_LONG
from zzrules.base.diagnostics.mappings import NO_HEADER_THERE, NOT_A_CASE
from zzrules.base.diagnostics.text import CSV_NOT_UTF_8, CSV_UNKNOWN_ENCODING, CSV_UTF_16, EMPTY_CSV
from zzrules.base.diagnostics.use import REPEATED_COLUMN, UNEVEN_ROW, UNMATCHED_QUOTES, UNNAMED_COLUMN
from zzrules.base.errors import Place, Problem, RecordError
from zzrules.batch.cells import (
    NestedCells,
    columns_of,
    companions_of,
    dtype_of,
    fact_of,
    need_columns,
    nested_names,
    parts_of,
)
from zzrules.batch.files import MAX_LINE, Case, read_cases
from zzrules.batch.formats import RecordForm
from zzrules.batch.mapping.register import Register, no_cases
from zzrules.batch.refused import RefusedRows
from zzrules.batch.workbook.layout import unnamed
from zzrules.case.record import RecordReader
from zzrules.case.values import BOUNDED, printable
from zzrules.engines.columnar.exact import col, cols
from zzrules.engines.columnar.intake import STATE
from zzrules.policy.forms import NO, YES, parse_day
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

PLACE: Final = "__place__"
ON: Final = "__on__"
RESERVED: Final = (PLACE, ON, "problems")
"""Columns that a data set may not have, since these stand beside its own while it is judged."""
FILE_SHIFT: Final = 40  # the place of a row: above these bits the number of its file, below its own
_BLOCK: Final = 50_000
_RECORDS: Final = 10_000
_CHUNK: Final = 2**22
_FLAGS: Final = {
    word: said for true, said in (("true", YES), ("false", NO)) for word in (true, true.title(), true.upper())
}
_UTF_8: Final = "utf-8-sig"
CHINESE: Final = "gb18030"
Noted = Callable[[int], None]


def first_place(number: int) -> int:
    """Return the place of row 0 of a file."""
    return number << FILE_SHIFT


# ── CSV ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CsvFile:
    """What is known of a CSV file before it is read: its encoding, its header, about how many rows it has."""

    path: Path
    name: str
    encoding: str
    header: tuple[str, ...]
    lines: int


def examined(path: Path, name: str, header_row: int | None = None) -> CsvFile:
    """Return what a CSV file is.

    ``header_row`` is the row of the header of a register, 0 for the first that is not blank. Columns of a register
    without a name are called by their letters, and what is blank to its right is none of it.

    Raises `RecordError` for a file that is no text (ZZ101) or empty (ZZ112), a line far above 8 MB (ZZ423), columns
    without a name or of one name (ZZ624), unmatched quotation marks (ZZ625), and a header row that is blank (ZZ715).
    """
    encoding, lines = _encoding(path, name)
    with path.open(encoding=encoding, newline="") as stream:
        rows = enumerate(csv.reader(stream, strict=True), 1)
        try:
            at, header = next(
                ((at, row) for at, row in rows if at >= (header_row or 0) and any(map(str.strip, row))), (0, [])
            )
        except csv.Error:
            raise _unmatched(path, name, encoding) from None
    if header_row and at != header_row:
        raise RecordError(NO_HEADER_THERE(Place(name), row=header_row))
    if not header:
        raise RecordError(EMPTY_CSV(Place(name)))
    names = tuple(column.strip() for column in header)
    if header_row is not None:
        names = names[: max(number for number, column in enumerate(names, 1) if column)]
        names = tuple(column or unnamed(number) for number, column in enumerate(names))
    seen: set[str] = set()
    for number, column in enumerate(names, 1):
        if not column:
            raise RecordError(UNNAMED_COLUMN(Place(name), number=number))
        if column in seen:
            raise RecordError(REPEATED_COLUMN(Place(name), column=printable(column)))
        seen.add(column)
    return CsvFile(path, name, encoding, names, lines)


def _encoding(path: Path, name: str) -> tuple[str, int]:
    """Return how a file is encoded, which only the whole of it shows, and how many lines it has."""
    wrong = 0
    for encoding in (_UTF_8, CHINESE):
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = unbroken = 0
        with path.open("rb") as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    unbroken = 0 if b"\n" in chunk or b"\r" in chunk else unbroken + len(chunk)
                    if unbroken > MAX_LINE:  # it would be held as a whole
                        raise RecordError(LINE_TOO_LONG(Place(name, lines + 1, 1), megabytes=MAX_LINE // 2**20))
                    if not lines and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                        raise RecordError(CSV_UTF_16(Place(name, 1, 1)))
                    decoder.decode(chunk)
                    lines += chunk.count(b"\n")
                decoder.decode(b"", final=True)
            except UnicodeDecodeError as error:
                wrong = wrong or lines + error.object.count(b"\n", 0, error.start) + 1
            else:
                return encoding, lines
        if _begins_in_utf8(path):
            raise RecordError(CSV_NOT_UTF_8(Place(name, wrong, 1)))
    raise RecordError(CSV_UNKNOWN_ENCODING(Place(name, wrong, 1)))


def _begins_in_utf8(path: Path) -> bool:
    """Return whether the first line is Chinese in UTF-8: the rest is then spoilt, and not in another encoding."""
    with path.open("rb") as stream:
        line = stream.readline(_CHUNK)
    try:
        return not line.isascii() and bool(line.decode())
    except UnicodeDecodeError:
        return False


def _unmatched(path: Path, name: str, encoding: str) -> RecordError:
    """Return the error of a cell whose quotation marks don't match, with the line on which its row begins."""
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, strict=True)
        line = 1
        try:
            for _ in reader:
                line = reader.line_num + 1
        except csv.Error:
            pass
    return RecordError(UNMATCHED_QUOTES(Place(name, line, 1)))


@dataclass(slots=True)
class CsvSource:
    """CSV files as one stream of frames of text; lists and findings in one cell become typed columns."""

    files: Sequence[CsvFile]
    reader: RecordReader
    on: date | str
    refused: RefusedRows
    register: Register | None = None
    columns: tuple[str, ...] = field(init=False)
    nested: NestedCells = field(init=False)

    def __post_init__(self) -> None:
        """Unite the headers."""
        self.columns = tuple(dict.fromkeys(name for file in self.files for name in file.header))
        texts = self.columns if self.register is None else self.register.texts
        self.nested = NestedCells(self.reader, nested_names(texts, self.reader.vocabulary))

    def schema(self) -> dict[str, Any]:
        """Return the columns and their types."""
        import polars as pl

        given = {PLACE: pl.Int64(), **dict.fromkeys(self.columns, pl.String())}
        return (given if self.register is None else self.register.schema(given)) | self.nested.schema()

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield the frames."""
        for number, file in enumerate(self.files):
            with file.path.open(encoding=file.encoding, newline="") as stream:
                yield from self._of_file(file, first_place(number), stream)

    def _of_file(self, file: CsvFile, start: int, stream: IO[str]) -> Iterator[pl.DataFrame]:
        rows = csv.reader(stream, strict=True)
        place, begun = start, False
        try:
            while block := list(islice(rows, _BLOCK)):
                first, place = place + 1, place + len(block)
                if not begun:
                    above = max(0, self.header_row - (first & ((1 << FILE_SHIFT) - 1)))
                    heads = (k for k, row in enumerate(block) if k >= above and any(map(str.strip, row)))
                    head = next(heads, len(block))
                    begun = head < len(block)
                    block, first = block[head + 1 :], first + head + 1
                if block:
                    yield self._block(file, block, first)
        except csv.Error:
            raise _unmatched(file.path, file.name, file.encoding) from None

    def _block(self, file: CsvFile, block: list[list[str]], first: int) -> pl.DataFrame:
        import polars as pl

        places: Sequence[int] = range(first, first + len(block))
        width = len(file.header)
        if self.register is not None:  # exports make all rows as wide as the widest of the file, or leave blanks out
            block = [row if len(row) <= width or any(map(str.strip, row[width:])) else row[:width] for row in block]
            block = [row + [""] * (width - len(row)) if 0 < len(row) < width else row for row in block]
        if set(map(len, block)) != {width}:
            block, places = self._even(block, places, width)
        cells = zip(*block, strict=True) if block else ([] for _ in range(width))
        columns = {name: pl.Series(column, dtype=pl.String) for name, column in zip(file.header, cells, strict=True)}
        frame = pl.DataFrame({PLACE: pl.Series(places, dtype=pl.Int64), **columns})
        if self.register is None:
            frame = frame.with_columns(self._flags())
        frame = completed(frame, self.columns, self.nested, self.on, self.refused, self.register)
        return frame.select(cols(self.schema()))

    @property
    def header_row(self) -> int:
        """The row on which the header stands, if a mapping says so."""
        return self.register.mapping.header_row if self.register is not None else 0

    def _flags(self) -> list[pl.Expr]:
        """Return the columns of flags, in which programs write TRUE and FALSE, in the words of records."""
        parts = parts_of(self.columns, self.reader.vocabulary)
        names = [one["conclusion"] for one in parts.values() if "conclusion" in one]
        facts = ((name, fact_of(self.reader.vocabulary, name)) for name in self.columns)
        names += [name for name, fact in facts if fact is not None and fact.kind is Kind.FLAG]
        return [col(name).replace(_FLAGS) for name in names]

    def _even(self, block: list[list[str]], places: Sequence[int], width: int) -> tuple[list[list[str]], list[int]]:
        """Return the rows as wide as the header, with their places; others are noted, unless they are blank."""
        kept, kept_places, wrong = [], [], []
        for row, place in zip(block, places, strict=True):
            if len(row) == width:
                kept.append(row)
                kept_places.append(place)
            elif row:
                wrong.append((place, [("", UNEVEN_ROW(cells=len(row), width=width))]))
        if wrong:
            self.refused.note(wrong)
        return kept, kept_places


def completed(
    frame: pl.DataFrame,
    columns: Sequence[str],
    nested: NestedCells,
    on: date | str,
    refused: RefusedRows,
    register: Register | None = None,
) -> pl.DataFrame:
    """Return a frame of text with all columns: blank cells are null, blank rows left out, cells of JSON typed.

    A ``register`` reads the columns by its mapping. Without one, totals and notes below a table are refused.
    """
    import polars as pl

    given = frozenset(frame.columns)
    lacking = [name for name in columns if name not in given]
    blank = pl.col(pl.String).str.contains(r"\S", literal=False)
    frame = frame.with_columns(pl.when(blank).then(pl.col(pl.String)))
    frame = frame.filter(pl.any_horizontal(pl.exclude(PLACE).is_not_null()))
    frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)
    frame = _without_totals(frame, columns, refused) if register is None else register.read(frame, PLACE, refused)
    if not nested.facts:
        return frame
    places = frame[PLACE].to_list()
    days = _days(frame, on)
    bad: dict[int, list[tuple[str, Problem]]] = {}
    frame, rows = nested.read(frame, days, lambda row, name, problem: bad.setdefault(row, []).append((name, problem)))
    if rows:
        refused.note([(places[row], bad[row]) for row in rows])
        frame = frame.filter(~pl.int_range(pl.len()).is_in(rows))
    return frame


def _without_totals(frame: pl.DataFrame, columns: Sequence[str], refused: RefusedRows) -> pl.DataFrame:
    """Return a frame without the rows that total or annotate others; these are noted: they are no cases."""
    wrong = no_cases(frame, columns)
    if not wrong.any():
        return frame
    refused.note([(place, [("", NOT_A_CASE())]) for place in frame[PLACE].filter(wrong).to_list()])
    return frame.filter(~wrong)


def _days(frame: pl.DataFrame, on: date | str) -> Callable[[int], int]:
    """Return a function from rows to days of evaluation; one that cannot be read is reported by the engine."""
    if isinstance(on, date):
        fixed = on.toordinal()
        return lambda _row: fixed
    words = frame[on].to_list()
    return lambda row: _day_of(words[row]) or date.max.toordinal()


def _day_of(word: Any) -> int:
    return (parse_day(word) or 0) if isinstance(word, str) else 0


# ── records ─────────────────────────────────────────────────────────────


@dataclass(slots=True)
class RecordSource:
    """Records as one stream of frames of checked values, with a column for each fact of the vocabulary.

    ``given`` are the facts that the records give, with the name that they use; complete when all have been read.
    """

    sources: Sequence[str]
    form: RecordForm | None
    reader: RecordReader
    on: date | str
    refused: RefusedRows
    noted: Noted
    given: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def schema(self) -> dict[str, Any]:
        """Return the columns and their types."""
        import polars as pl

        schema: dict[str, Any] = {PLACE: pl.Int64()}
        if isinstance(self.on, str):
            schema[ON] = pl.String()
        for fact in self.reader.vocabulary.facts:
            schema[fact.name] = dtype_of(fact)
            schema |= {fact.name + STATE: pl.String(), **companions_of(fact)}
        return schema

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield the frames."""
        cases = (
            (first_place(number), case)
            for number, source in enumerate(self.sources)
            for case in read_cases([source], self.form)
        )
        while block := list(islice(cases, _RECORDS)):
            yield self._block(block)

    def _block(self, block: Sequence[tuple[int, Case]]) -> pl.DataFrame:
        import polars as pl

        self.noted(len(block))
        records, places, days, wrong = [], [], [], []
        for start, case in block:
            place = start + case.place.line
            try:
                raw, word = self._without_day(case.facts())
                day = self.on.toordinal() if isinstance(self.on, date) else _day_of(word)
                record = self.reader.read(raw, day or date.max.toordinal())
                need_columns(record, self.reader.vocabulary)
                records.append(record)
                places.append(place)
                days.append(word)
                self._name(raw)
            except RecordError as error:
                if not case.number:  # the whole file cannot be read
                    raise
                wrong.append((place, [("", problem) for problem in error.problems]))
        if wrong:
            self.refused.note(wrong)
        columns = [pl.Series(PLACE, places, dtype=pl.Int64)]
        if isinstance(self.on, str):
            columns.append(pl.Series(ON, days, dtype=pl.String))
        for fact in self.reader.vocabulary.facts:
            columns += self._fact(fact, records)
        return pl.DataFrame(columns)

    def _fact(self, fact: Fact, records: Sequence[Any]) -> list[pl.Series]:
        import polars as pl

        name = fact.name
        dtypes = {name: dtype_of(fact), name + STATE: pl.String(), **companions_of(fact)}
        made: list[pl.Series] = []
        if name in self.given:
            values = [record.values.get(name) for record in records]
            unclear = [name in record.unclear for record in records]
            parts = [record.partial.get(name) for record in records] if fact.kind in BOUNDED else []
            made = columns_of(fact, values, unclear, parts)
        return made + [
            pl.Series(column, [None], dtype=dtype).new_from_index(0, len(records))
            for column, dtype in list(dtypes.items())[len(made) :]
        ]

    def _without_day(self, record: Mapping[str, Any]) -> tuple[Mapping[str, Any], Any]:
        """Return a record without its day of evaluation, if that is no fact, and that day."""
        if not isinstance(self.on, str):
            return record, None
        word = record.get(self.on)
        known = self.reader.vocabulary
        if self.on not in known.by_name and self.on not in known.by_label:
            record = {key: value for key, value in record.items() if key != self.on}
        return record, word if isinstance(word, str) else None

    def _name(self, record: Mapping[str, Any]) -> None:
        """Remember under which names facts are given."""
        for key, value in record.items():
            if value is not None and key not in self._seen:
                fact = fact_of(self.reader.vocabulary, key)
                assert fact is not None
                self.given.setdefault(fact.name, key)
                self._seen.add(key)

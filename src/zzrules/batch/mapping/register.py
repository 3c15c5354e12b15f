"""Whole tables of a register read by a mapping: rows left out, columns renamed and read, lists put together.

A column is read through its distinct texts, so that a row costs two look-ups a column, whatever the rules are.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping as AbstractMapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics import mappings as wrong
from zzrules.base.errors import NOWHERE, Place, Problem, RecordError
from zzrules.batch.cells import fact_of, head_of
from zzrules.batch.mapping.cells import DATE_FORMS, ERROR, TIME, CellReader
from zzrules.batch.mapping.model import Column, DateForm, Mapping, Omission, squeezed
from zzrules.batch.refused import RefusedRows
from zzrules.batch.workbook.marks import letters_of
from zzrules.case.values import ABSENT, UNCLEAR, printable
from zzrules.engines.columnar.intake import STATE
from zzrules.policy.forms import NO, YES, suggest
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

_Unread = dict[int, list[tuple[str, Callable[[int], Problem]]]]
"""Rows that cannot be read, by their index: each column, and what makes a problem of the row's number."""

NO_CASE: Final = r"^((本页|本月|本季|本年)?(合|小|总|累)计[:：]?$|(备?注|说明|填表说明|填表人|制表人|审核人)[:：])"
"""What the first cell of a row says, without blanks, that totals the others or is a note on them."""
_MAY_BE_NO_CASE: Final = r"^\s*[本合小总累备注说填制审]"
_TIMESTAMP_UNITS: Final[AbstractMapping[DateForm, tuple[str, int]]] = {
    "milliseconds": (r"^\d{12,13}$", 1),
    "seconds": (r"^\d{9,10}$", 1000),
}


class Register:
    """The tables of one header, read by a mapping. It counts what it leaves out and what it reads otherwise."""

    def __init__(self, mapping: Mapping, header: Sequence[str], vocabulary: Vocabulary, place: Place = NOWHERE) -> None:
        """Take the mapping and the columns of the register.

        Raises `RecordError` for columns of the mapping that are not there (ZZ710; ZZ715 if most are not), and for
        columns with the name of a fact that it doesn't mention (ZZ711).
        """
        self.mapping = mapping
        names = {squeezed(name): name for name in header}
        mentioned = list(dict.fromkeys(_mentioned(mapping)))
        missing = [name for name in mentioned if squeezed(name) not in names]
        if len(missing) > max(2, len(mentioned) / 2):
            raise RecordError(wrong.OTHER_HEADER(place, count=len(mentioned), found=len(mentioned) - len(missing)))
        problems = [
            wrong.COLUMN_MISSING(place, column=printable(name), hint=suggest(squeezed(name), names)) for name in missing
        ]
        self._sources = {column.name: names.get(squeezed(column.name), "") for column in mapping.columns}
        unused = {names.get(squeezed(name)) for name in mapping.unused}
        self.carried = [name for name in header if name not in unused and name not in self._sources.values()]
        given = {target.name for target, _ in mapping.constants} | {column.target.name for column in mapping.columns}
        for name in self.carried:
            head = head_of(name)
            fact = fact_of(vocabulary, head) or fact_of(vocabulary, head.rpartition(".")[0])
            if fact is not None or name in given:
                problems.append(wrong.FACT_COLUMN_UNMAPPED(place, column=printable(name)))
        if problems:
            raise RecordError(problems)
        self._readers = [CellReader(column, normal=mapping.normal) for column in mapping.columns]
        self._header = {name: number for number, name in enumerate(header)}
        self.left_out = Counter[str]()
        self.respelt = Counter[tuple[str, str]]()
        self._lock = threading.Lock()

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns of text that come out: those of facts, in the order of the mapping, and those passed on."""
        made = [column.target.name for column in self.mapping.columns if not column.target.element]
        made += [target.name for target, _ in self.mapping.constants if not target.element]
        return (*made, *self.carried)

    def schema(self, given: AbstractMapping[str, Any]) -> dict[str, Any]:
        """Return the columns that come out, of columns with types that come in."""
        import polars as pl

        passed = {name: dtype for name, dtype in given.items() if name not in self._header}
        made: dict[str, Any] = {name: given.get(name, pl.String()) for name in self.texts if name in self.carried}
        schema: dict[str, Any] = dict(passed)
        for column in self.mapping.columns:
            if not column.target.element:
                schema[column.target.name] = _kept(given.get(self._sources[column.name]))
        schema |= {target.name: pl.String() for target, _ in self.mapping.constants if not target.element}
        for fact in self._lists():
            fields = self._fields(fact)
            schema[fact.label] = pl.List(pl.Struct(dict.fromkeys(fields, pl.String)))
            if self.mapping.when_empty.get(fact.label) == UNCLEAR:
                schema[fact.label + STATE] = pl.String()
        return schema | made

    def source_of(self, name: str) -> str:
        """Return the column of the register that a column of the frame was read from, for people.

        It is the column itself for what was passed on, and for what is the same in all rows.
        """
        for column in self.mapping.columns:
            target = column.target
            if name in (target.name, target.name + STATE):
                return self.cell_of(column.name)
            if target.element and name.removesuffix(STATE) == target.fact.label:
                return "、".join(self.cell_of(one.name) for one in self._of_list(target.fact))
        return name

    def cell_of(self, name: str, row: int | None = None) -> str:
        """Return the letters of a column with its name, or of one of its cells without it."""
        letters = letters_of(self._header[self._sources[name]])
        return f"{letters} 列「{name}」" if row is None else f"{letters}{row}"

    # ── reading ─────────────────────────────────────────────────────

    def read(self, frame: pl.DataFrame, place: str = "", refused: RefusedRows | None = None) -> pl.DataFrame:
        """Return a table with the columns of `schema`, without the rows to leave out.

        Rows with a cell that cannot be read are left out and noted as ``refused``, by their column ``place``; without
        it, such a cell keeps its text, which its fact refuses.
        """
        import polars as pl

        frame = frame.filter(~self.omitted(frame, count=True))
        if frame.is_empty():
            return pl.DataFrame(schema=self.schema(dict(frame.schema)))
        made: dict[str, pl.Series] = {name: frame[name] for name in frame.columns if name not in self._header}
        present: dict[str, pl.Series] = {}
        unread: _Unread = {}
        for reader in self._readers:
            column = reader.column
            series = frame[self._sources[column.name]]
            if series.dtype.is_nested():
                made[column.target.name] = series
                continue
            made[column.target.name], present[column.target.name] = self._read(reader, series, unread)
        for target, value in self.mapping.constants:
            made[target.name] = pl.Series([value], dtype=pl.String).new_from_index(0, len(frame))
        for fact in self._lists():
            made |= self._listed(fact, made, present, len(frame))
        made |= {name: frame[name] for name in self.carried}
        result = pl.DataFrame([made[name].alias(name) for name in self.schema(dict(frame.schema))])
        if refused is None or not unread:
            return result
        rows = sorted(unread)
        places = result[place][rows].to_list()
        noted = []
        for row, at in zip(rows, places, strict=True):
            _, number = refused.locate(at)
            noted.append((at, [(self.cell_of(name), told(number)) for name, told in unread[row]]))
        refused.note(noted)
        return result.filter(~pl.int_range(pl.len()).is_in(rows))

    def omitted(self, frame: pl.DataFrame, *, count: bool = False) -> pl.Series:
        """Return which rows of a table are to be left out."""
        import polars as pl

        found = pl.repeat(False, len(frame), dtype=pl.Boolean, eager=True)
        for omission, rows in _omitted(self.mapping, frame, list(self._header)):
            new = rows & ~found
            if count and new.any():
                with self._lock:
                    self.left_out[omission.label] += int(new.sum())
            found = found | new
        return found

    def _read(self, reader: CellReader, series: pl.Series, unread: _Unread) -> tuple[pl.Series, pl.Series]:
        """Return a column as read, and where it has something in it; rows that cannot be read are added."""
        import polars as pl

        column, counted = reader.column, Counter[str]()
        text = _as_text(series)
        blank = text.is_null()
        if self.mapping.blanks:
            said = text.is_in(list(self.mapping.blanks)) & ~text.is_in(list(column.values))
            counted.update(dict(text.filter(said.fill_null(False)).value_counts().rows()))
            blank = blank | said.fill_null(False)
            text = text.set(blank, None)
            counted = Counter({f"「{word}」": number for word, number in counted.items()})
        text = self._without_times(column, text, counted)
        if not _has_rules(column, reader):
            for row in text.str.contains(f"^{ERROR}$").fill_null(False).arg_true().to_list():
                unread.setdefault(row, []).append((column.name, self._telling(reader, text[row])))
        else:
            found = text.value_counts(name="__rows")
            words = found.to_series(0).to_list()
            readings = {word: reader.read(word) for word in words if word is not None}
            for word, rows in zip(words, found["__rows"].to_list(), strict=True):
                if word is not None and readings[word].form:
                    counted[readings[word].form] += rows
            if wrong_words := [word for word, reading in readings.items() if not reading.fine]:
                for row in text.is_in(wrong_words).fill_null(False).arg_true().to_list():
                    unread.setdefault(row, []).append((column.name, self._telling(reader, text[row])))
            changed = {word: reading.value for word, reading in readings.items() if reading.value != word}
            if changed:
                text = text.replace(list(changed), pl.Series(list(changed.values()), dtype=pl.String))
        if counted:
            with self._lock:
                for form, rows in counted.items():
                    self.respelt[column.name, form] += rows
        present = ~blank & text.is_not_null()
        if column.empty is not None:
            text = text.set(blank, column.empty)
        return text, present

    def _telling(self, reader: CellReader, text: str) -> Callable[[int], Problem]:
        return lambda row: reader.problem(text, self.cell_of(reader.column.name, row))

    def _without_times(self, column: Column, text: pl.Series, counted: Counter[str]) -> pl.Series:
        """Return dates without the time of day, and timestamps as dates, where the column has such."""
        import polars as pl

        if "time" not in column.dates and column.dates.isdisjoint(_TIMESTAMP_UNITS):
            return text
        plain = ~text.is_in(list(column.values))  # a word of the mapping means what it says
        if "time" in column.dates:
            bare = text.str.replace(TIME, "").zip_with(plain, text)
            if changed := int((bare != text).sum()):
                counted[DATE_FORMS["time"][0]] += changed
                text = bare
        for form, (pattern, scale) in _TIMESTAMP_UNITS.items():
            if form not in column.dates:
                continue
            stamps = text.str.contains(pattern) & plain
            if changed := int(stamps.sum()):
                moments = pl.when(stamps).then(pl.lit(text)).cast(pl.Int64, strict=False) * scale
                local = moments.cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(self.mapping.zone)
                days = pl.select(local.dt.date().cast(pl.String)).to_series()
                text = pl.select(pl.coalesce(pl.lit(days), pl.lit(text))).to_series()
                counted[DATE_FORMS[form][0]] += changed
        return text

    # ── lists ───────────────────────────────────────────────────────

    def _lists(self) -> list[Fact]:
        """Return the lists that are put together of columns."""
        targets = [column.target for column in self.mapping.columns if column.target.element]
        return list({target.fact.name: target.fact for target in targets}.values())

    def _of_list(self, fact: Fact) -> list[Column]:
        return [column for column in self.mapping.columns if column.target.element and column.target.fact is fact]

    def _fields(self, fact: Fact) -> list[str]:
        """Return the fields of a list that columns or constants give, in the order of the vocabulary."""
        targets = [column.target for column in self._of_list(fact)]
        targets += [one for one, _ in self.mapping.constants if one.element and one.fact is fact]
        given = {target.cell.name for target in targets}
        return [field.name for field in fact.fields if field.name in given]

    def _listed(
        self, fact: Fact, made: AbstractMapping[str, pl.Series], present: AbstractMapping[str, pl.Series], rows: int
    ) -> dict[str, pl.Series]:
        """Return the column of a list, and of its states, if it has any."""
        import polars as pl

        fields = self._fields(fact)
        columns = self._of_list(fact)
        same = [(one, value) for one, value in self.mapping.constants if one.element and one.fact is fact]
        common = {one.cell.name: value for one, value in same if one.element == 1}  # of each element
        own = {(one.element, one.cell.name): one.name for one, _ in same}
        elements: list[pl.Expr] = []
        for number in sorted({column.target.element for column in columns}):
            names = {
                column.target.cell.name: column.target.name for column in columns if column.target.element == number
            }
            held: list[pl.Expr] = []
            for name in fields:
                source = names.get(name) or own.get((number, name))
                word = pl.lit(common.get(name), dtype=pl.String)
                held.append((pl.lit(made[source]) if source else word).alias(name))
            there = pl.any_horizontal(pl.lit(present[name]) for name in names.values())
            elements.append(pl.when(there).then(pl.struct(held)))
        frame = pl.DataFrame({"__row": pl.int_range(rows, eager=True)})
        joined = pl.concat_list(elements).list.drop_nulls() if rows else pl.lit(None)
        dtype = pl.List(pl.Struct(dict.fromkeys(fields, pl.String)))
        series = frame.select(joined.cast(dtype).alias("__list")).to_series()
        none = (series.list.len() == 0).fill_null(True)
        when_empty = self.mapping.when_empty.get(fact.label, "")
        result: dict[str, pl.Series] = {}
        if when_empty == UNCLEAR:
            result[fact.label + STATE] = pl.select(pl.when(pl.lit(none)).then(pl.lit(UNCLEAR))).to_series()
        if when_empty != ABSENT:
            series = pl.select(pl.when(~pl.lit(none)).then(pl.lit(series))).to_series()
        return result | {fact.label: series}


def _mentioned(mapping: Mapping) -> list[str]:
    """Return the columns of a register that a mapping needs."""
    return [
        *(column.name for column in mapping.columns),
        *(omission.column for omission in mapping.omissions if omission.column),
        *mapping.unused,
    ]


def mapped(
    frame: pl.LazyFrame, register: Register, place: str = "", refused: RefusedRows | None = None
) -> pl.LazyFrame:
    """Return a lazy frame read by a register as it runs."""
    schema = register.schema(dict(frame.collect_schema()))
    still = {"predicate_pushdown": False, "projection_pushdown": False, "slice_pushdown": False}
    return frame.map_batches(
        lambda batch: register.read(batch, place, refused), schema=schema, streamable=True, **still
    )


def omitted_by(mapping: Mapping) -> Callable[[pl.DataFrame], pl.Series]:
    """Return a function from a table to which of its rows a mapping leaves out."""

    def omitted(frame: pl.DataFrame) -> pl.Series:
        import polars as pl

        found = pl.repeat(False, len(frame), dtype=pl.Boolean, eager=True)
        for _, rows in _omitted(mapping, frame, frame.columns):
            found = found | rows
        return found

    return omitted


def _omitted(mapping: Mapping, frame: pl.DataFrame, header: Sequence[str]) -> Iterator[tuple[Omission, pl.Series]]:
    """Yield which rows of a register each omission leaves out; a column that is not there leaves out none."""
    names = {squeezed(name): name for name in header}
    for omission in mapping.omissions:
        if not omission.column:
            yield omission, first_cells(frame, header).str.starts_with(squeezed(omission.words[0])).fill_null(False)
        elif (source := names.get(squeezed(omission.column))) is not None:
            cells = _as_text(frame[source])
            found = cells.is_in(list(omission.words)).fill_null(False)
            yield omission, found | cells.is_null() if omission.blank else found


def first_cells(frame: pl.DataFrame, header: Sequence[str]) -> pl.Series:
    """Return what stands in the first cell of each row that has something in it, without blanks."""
    return _first_cells(frame, header).str.replace_all(r"\s", "")


def no_cases(frame: pl.DataFrame, header: Sequence[str]) -> pl.Series:
    """Return which rows total the others, or are notes on them."""
    first = _first_cells(frame, header)
    if not first.str.contains(_MAY_BE_NO_CASE).any():  # as in nearly every block of rows
        return first.is_null() & False
    return first.str.replace_all(r"\s", "").str.contains(NO_CASE).fill_null(False)


def _first_cells(frame: pl.DataFrame, header: Sequence[str]) -> pl.Series:
    import polars as pl

    first = pl.Series("cells", [None] * len(frame), dtype=pl.String)
    for name in header:
        if not first.null_count():
            break
        if not frame[name].dtype.is_nested():
            first = first.zip_with(first.is_not_null(), _as_text(frame[name]))
    return first


def _has_rules(column: Column, reader: CellReader) -> bool:
    """Return whether cells of a column are read at all: a text stands for itself."""
    return reader.fact.kind is not Kind.TEXT or bool(column.values)


def _as_text(series: pl.Series) -> pl.Series:
    """Return cells as text without blanks around it; null where nothing is left.

    The column has another name then: Polars takes some names for patterns, also of a series.
    """
    import polars as pl

    series = series.alias("cells")
    if series.dtype == pl.Boolean:
        return pl.select(pl.when(series).then(pl.lit(YES)).when(~series).then(pl.lit(NO))).to_series()
    if series.dtype.is_float():
        series = series.fill_nan(None)
        whole = series.cast(pl.Int64, strict=False)
        exact = (whole.cast(pl.Float64) == series).fill_null(False)
        return pl.select(
            pl.when(pl.lit(exact)).then(pl.lit(whole).cast(pl.String)).otherwise(pl.lit(series).cast(pl.String))
        ).to_series()
    text = series.cast(pl.String) if series.dtype != pl.String else series
    text = text.str.strip_chars()
    return text.set(text == "", None) if (text == "").any() else text


def _kept(dtype: Any) -> Any:
    """Return the type of a column as read: text, but nested columns stay as they are."""
    import polars as pl

    return dtype if dtype is not None and dtype.is_nested() else pl.String()

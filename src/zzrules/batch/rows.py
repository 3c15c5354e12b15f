"""The rows of tables as records, one after another: what is to be said of single cases needs them so.

Files are opened as for the judging by columns (`datasets`), by a mapping or without one, so both read the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final

from zzrules.batch.cells import fact_of, head_of
from zzrules.batch.datasets import Opener
from zzrules.batch.formats import Form
from zzrules.batch.mapping.model import Mapping as RegisterMapping
from zzrules.batch.refused import RefusedRows
from zzrules.batch.sources import sources_of
from zzrules.batch.textfiles import ON, PLACE
from zzrules.case.partial import CODES
from zzrules.case.record import RecordReader
from zzrules.engines.columnar.intake import STATE
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Vocabulary

_OUTPUT: Final = "清单"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is a case: its file and number, its day if that is a column, its record, and what else it says.

    ``others`` has the columns that are no facts. ``facts`` is None for one that cannot be read; ``problems`` then has
    columns, codes, reasons and what to write instead.
    """

    source: str
    number: int
    on: Any = None
    facts: Mapping[str, Any] | None = None
    others: dict[str, str] = field(default_factory=dict)
    problems: tuple[tuple[str, ...], ...] = ()


def rows_of(
    files: Sequence[str | PathLike[str]],
    reader: RecordReader,
    on: date | str,
    *,
    form: Form | None = None,
    sheet: str | None = None,
    mapping: RegisterMapping | None = None,
) -> Iterator[Row]:
    """Yield the rows of files that are cases, then those that cannot be read. Raises as `Opener.open` does."""
    sources = sources_of(tuple(files), form)
    vocabulary = reader.vocabulary
    with (
        tempfile.TemporaryDirectory(prefix="zzrules-", ignore_cleanup_errors=True) as folder,
        closing(RefusedRows(Path(folder) / "refused", vocabulary)) as refused,
    ):
        named = sheet or (mapping.sheet if mapping is not None else None)
        opener = Opener(reader, on, refused, lambda _rows: None, Path(folder), _OUTPUT, named, mapping)
        data = opener.open(sources)
        refused.locate = data.locate
        for batch in data.frame.collect(engine="streaming").iter_slices(1_000):
            for cells in batch.iter_rows(named=True):
                source, number = data.locate(cells[PLACE])
                facts = record_of(cells, vocabulary)
                others = {
                    name: "" if value is None else str(value)
                    for name, value in cells.items()
                    if name not in (PLACE, ON) and fact_of(vocabulary, head_of(name)) is None
                }
                yield Row(source, number, cells.get(ON), facts, others)
        refused.close()
        if refused.count:
            for source, line, *said in refused.rows():
                yield Row(source, int(line or 0), problems=(tuple(said),))


def record_of(cells: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the record of a row: what its columns say of facts, as records write it.

    >>> import zzrules
    >>> record_of({"主体": "其他", "办结日期.state": "无", "备注": "甲"}, zzrules.load().vocabulary)
    {'主体': '其他', '办结日期': '无'}
    """
    record: dict[str, Any] = {}
    for name, value in cells.items():
        fact = fact_of(vocabulary, head_of(name)) if value is not None else None
        if fact is None:
            continue
        whole, suffix = name in (fact.name, fact.label), name.rpartition(".")[2]
        if whole or f".{suffix}" == STATE:
            record[fact.label] = written(fact, value)
        elif suffix in (words := CODES.get(fact.kind, {})) or suffix in words.values():
            known = record.setdefault(fact.label, {})
            if isinstance(known, dict):
                known[suffix] = written(fact, value)
    return record


def written(fact: Fact, value: Any) -> Any:
    """Return a cell's value as a record writes it."""
    match value:
        case {"number": number, "unit": unit}:
            return f"{number}{UNIT_NAMES[unit]}"
        case dict():
            fields = {one.name: one for one in fact.fields}
            said = {part: written(fields.get(part, fact), one) for part, one in value.items() if one is not None}
            states = {part.removesuffix(STATE): one for part, one in said.items() if part.endswith(STATE)}
            return {part: one for part, one in said.items() if not part.endswith(STATE)} | states
        case list():
            return [written(fact, one) for one in value]
        case Decimal():
            return f"{value}元"
        case _:
            return value

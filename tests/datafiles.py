"""Records written into files of every kind, by the conventions that files of cases have."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from tests.columns import frame_of

from zzrules.batch.formats import form_of
from zzrules.case.record import RecordReader
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Record = Mapping[str, Any]
PARTS = {"conclusion": "结论", "body": "机构", "level": "层级", "date": "日期", "basis": "依据"}


def cell(fact: Fact, value: Any) -> str:
    """Return a value as a cell says it, options by their labels."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str() if fact.kind in (Kind.OPTION, Kind.BODY):
            return next((label for label, code in fact.options.items() if code == value), value)
        case list() if fact.kind is Kind.OPTIONS:
            return "、".join(value) or "无"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def cells(vocabulary: Vocabulary, record: Record) -> dict[str, str]:
    """Return a record as the cells of a row, facts by their labels; determinations in a column for each part."""
    made: dict[str, str] = {}
    for name, value in record.items():
        fact = vocabulary.by_name[name]
        if fact.kind is Kind.FINDING and isinstance(value, dict):
            for part, inner in value.items():
                said = {True: "是", False: "否", None: ""}[inner] if isinstance(inner, bool | None) else inner
                made[f"{fact.label}.{PARTS.get(part, part)}"] = said
        else:
            made[fact.label] = cell(fact, value)
    return made


def known(value: Any) -> Any:
    """Return a record, or a part of one, without what is null in it."""
    match value:
        case dict():
            return {key: known(inner) for key, inner in value.items() if inner is not None}
        case list():
            return [known(inner) for inner in value]
        case _:
            return value


def table(rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Return rows as a header and cells."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def csv_text(lines: Sequence[Sequence[str]]) -> str:
    """Return a table as CSV."""
    stream = io.StringIO()
    csv.writer(stream).writerows(lines)
    return stream.getvalue()


def written(path: Path, vocabulary: Vocabulary, records: Sequence[Record], days: Sequence[str]) -> Path:
    """Write records into a file of the form that its extension says, each with its day of evaluation (评价日期)."""
    rows = [{**cells(vocabulary, record), "评价日期": day} for record, day in zip(records, days, strict=True)]
    dated = [known({**record, "评价日期": day}) for record, day in zip(records, days, strict=True)]
    match form_of(path):
        case "jsonl":
            text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in dated)
            path.write_text(text, encoding="utf-8")
        case "json" | "yaml":  # strict YAML reads JSON, if nothing is null
            path.write_text(json.dumps(dated, ensure_ascii=False, indent=1), encoding="utf-8")
        case "csv":
            path.write_text(csv_text(table(rows)), encoding="utf-8")
        case "xlsx":
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                for number, line in enumerate(table(rows)):
                    sheet.write_row(number, 0, [one or None for one in line])
        case "parquet" | "arrow" as form:
            reader = RecordReader(vocabulary)
            read = [
                reader.read(record, date.fromisoformat(day).toordinal())
                for record, day in zip(records, days, strict=True)
            ]
            frame = frame_of(vocabulary, read).rename({"evaluated_on": "评价日期"})
            frame.write_parquet(path) if form == "parquet" else frame.write_ipc(path)
        case form:
            raise NotImplementedError(form)
    return path


def read(path: Path) -> pl.DataFrame:
    """Return a result."""
    match form_of(path):
        case "parquet":
            return pl.read_parquet(path)
        case "jsonl":
            return pl.read_ndjson(path, infer_schema_length=None)
        case "csv":
            return pl.read_csv(path, infer_schema=False)
        case "arrow":
            return pl.read_ipc(path)
        case "xlsx":
            return pl.read_excel(path, engine="openpyxl")
        case form:
            raise NotImplementedError(form)

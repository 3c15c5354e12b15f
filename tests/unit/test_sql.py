"""Answers as tables for SQL: scalars under plain names, into real databases and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from benchmarks.records import random_case
from polars.testing import assert_frame_equal
from tests import needs, postgres
from tests.columns import frame_of

import zzrules
import zzrules.sql
from zzrules.case.record import RecordReader
from zzrules.engines.columns import KINDS
from zzrules.policy.vocabulary import Kind

ROWS = 40
ON = date(2026, 5, 6)
SOME = ("第八条第二款", "第二十一条", "第二十四条")
LONGEST_NAME = 63  # of PostgreSQL, which cuts off the rest


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


@cache
def records() -> pl.DataFrame:
    """Return random records without lists, which SQL has only as JSON."""
    random, reader = Random(5), RecordReader(book().vocabulary)  # noqa: S311 - the same in every run
    drawn = [reader.read(random_case(random, book().vocabulary)[0], date.max.toordinal()) for _ in range(ROWS)]
    frame = (
        frame_of(book().vocabulary, drawn, text=False).drop("evaluated_on").with_row_index("id").cast({"id": pl.Int64})
    )
    lists = {fact.name for fact in book().vocabulary.facts if fact.kind is Kind.LIST}
    return frame.drop(name for name in frame.columns if name.partition(".")[0] in lists)


@cache
def answers() -> pl.DataFrame:
    return book().frame(records(), ON, SOME, columns=KINDS)


# ── the form ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ascii_names", [False, True])
@pytest.mark.parametrize("separator", ["__", "_", "$"])
def test_each_column_is_a_scalar_under_a_name_of_its_own(separator, ascii_names):
    every = book().frame(records().select("id", "subject"), ON, columns=KINDS)
    table = zzrules.sql.flat(every, book(), separator=separator, ascii_names=ascii_names)
    assert {str(dtype) for dtype in table.dtypes} <= {"String", "Boolean", "Int64", "Date"}
    assert not any("." in name for name in table.columns)
    assert len({name.casefold() for name in table.columns}) == table.width
    assert max(len(name.encode()) for name in table.columns) <= LONGEST_NAME
    assert all(name.isascii() for name in table.columns) or not ascii_names


def test_a_table_says_what_the_answers_say():
    frame = pl.DataFrame(
        {
            "办件": ["甲", "乙"],
            "主体": ["政务服务机构", "机构"],
            "promised_time": [{"number": 5, "unit": "workday"}, None],
            "审核同意": [{"conclusion": True, "body": "x", "date": date(2026, 4, 9)}, None],
            "correction_notices": [[{"date": date(2026, 1, 5), "omits": True}], []],
            "error_kind": [["失误", "过失"], []],
        }
    )
    asked = book().frame(
        frame, ON, ["第二十四条", "第二十一条第（五）项"], columns=["outcome", "grounds", "versions", "problems"]
    )
    table = zzrules.sql.flat(asked, book(), ascii_names=True)
    first, second = table.rows(named=True)
    assert first["column_1"] == "甲"
    assert (first["subject"], first["promised_time"], second["promised_time"]) == ("政务服务机构", "5工作日", None)
    assert (first["approval__conclusion"], first["approval__date"]) == (True, date(2026, 4, 9))
    assert first["correction_notices"] == '[{"date": "2026-01-05", "omits": true}]'
    assert (first["error_kind"], second["error_kind"], second["correction_notices"]) == ("失误、过失", "无", "无")
    assert second["problems"] == "主体 ZZ404"
    assert {"liability__a21_i5", "scope__versions"} <= {*table.columns}


def test_a_lazy_frame_stays_lazy():
    lazy = zzrules.sql.flat(answers().lazy(), book())
    assert isinstance(lazy, pl.LazyFrame)
    assert_frame_equal(lazy.collect(), zzrules.sql.flat(answers(), book()))


def test_what_has_no_name_in_ascii_keeps_it_when_other_policies_are_asked():
    """A name rests on the answer alone: not on its neighbours, nor on its place."""
    names = {title: name for name, title in zzrules.sql.titles(answers(), book(), ascii_names=True).items()}
    some = book().frame(records().head(1), ON, ["第八条第二款"], columns=["deadlines", "grounds"])
    for name, title in zzrules.sql.titles(some, book(), ascii_names=True).items():
        assert names[title] == name


def test_names_that_sql_takes_for_one_are_refused():
    for columns in (["经办.甲", "经办__甲"], ["Id", "ID"]):
        with pytest.raises(zzrules.UsageError, match="ZZ619"):
            zzrules.sql.flat(pl.DataFrame({name: [1] for name in columns}), book())


def test_columns_called_as_patterns_are_columns():
    table = zzrules.sql.flat(pl.DataFrame({"*": [1], "^.*$": [2], "主体": ["agency"]}), book())
    assert table.rows() == [(1, 2, "agency")]
    assert zzrules.sql.deep(table.select(pl.nth(0, 1)), book()).rows() == [(1, 2)]


# ── databases ───────────────────────────────────────────────────────────

TYPES = {"String": "TEXT", "Boolean": "BOOLEAN", "Date": "DATE", "Int64": "BIGINT"}


class Database:
    """A connection to a database, as Python's DB-API has it."""

    def __init__(self, kind: str, connection: Any, mark: str) -> None:
        self.kind, self._connection, self._mark = kind, connection, mark

    def write(self, name: str, frame: pl.DataFrame) -> None:
        if self.kind == "duckdb":  # as frames come to it
            self._connection.register("given", frame.to_arrow())
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - a name of its own
            return
        quote = '"' if any(not column.isidentifier() or not column.isascii() for column in frame.columns) else ""
        columns = ", ".join(f"{quote}{column}{quote} {TYPES[str(dtype)]}" for column, dtype in frame.schema.items())
        cursor = self._connection.cursor()
        cursor.execute(f"CREATE TABLE {name} ({columns})")
        if self.kind == "sqlite":
            frame = frame.cast({pl.Date: pl.String})
        marks = ", ".join([self._mark] * frame.width)
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", frame.rows())  # noqa: S608 - a name of its own

    def read(self, question: str) -> pl.DataFrame:
        cursor = self._connection.cursor()
        cursor.execute(question)
        rows = cursor.fetchall()
        names = [told[0] for told in cursor.description]
        return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


@pytest.fixture(scope="module", params=["sqlite", "duckdb", "postgres"])
def database(request) -> Iterator[Database]:
    match request.param:
        case "sqlite":
            connection = sqlite3.connect(":memory:")
            yield Database("sqlite", connection, "?")
            connection.close()
        case "duckdb":
            duckdb = needs.package("duckdb")
            with duckdb.connect() as opened:
                yield Database("duckdb", opened, "?")
        case _:
            psycopg = needs.package("psycopg")
            needs.lacking(postgres.lacking())
            with postgres.server() as reached, psycopg.connect(reached) as opened:
                yield Database("postgres", opened, "%s")


@pytest.mark.parametrize("ascii_names", [False, True])
def test_answers_are_read_back_from_a_database(database, ascii_names):
    table = zzrules.sql.flat(answers(), book(), ascii_names=ascii_names)
    name = f"answers_{ascii_names}".lower()
    database.write(name, table)
    read = database.read(f"SELECT * FROM {name} ORDER BY id")  # noqa: S608 - a name of its own
    assert read.columns == table.columns
    plain = table.cast({pl.Date: pl.String, pl.Boolean: pl.Int64}) if database.kind == "sqlite" else table
    empty = [column for column, dtype in read.schema.items() if dtype == pl.Null]
    assert_frame_equal(read.drop(empty), plain.drop(empty))
    assert sum(table[column].null_count() for column in empty) == ROWS * len(empty)


def test_names_in_ascii_need_no_quotation_marks(database):
    database.write("plain", zzrules.sql.flat(answers(), book(), ascii_names=True))
    question = "SELECT rotation__outcome, count(*) FROM plain WHERE liability__a21_i5 IS NULL GROUP BY 1"
    undecided = answers().filter(pl.col("liability.超过承诺时限").is_null())
    expected = {*undecided["rotation.outcome"].value_counts().rows()}
    assert {*database.read(question).rows()} == expected


def test_records_in_a_database_are_judged_as_they_were(database):
    database.write("records", zzrules.sql.flat(records(), book(), ascii_names=True))
    frame = zzrules.sql.deep(database.read("SELECT * FROM records ORDER BY id"), book())
    told = book().frame(frame, ON, SOME, columns=KINDS)
    columns = [name for name in answers().columns if name not in records().columns]
    assert told["problems"].null_count() == answers()["problems"].null_count()
    assert_frame_equal(told.select(columns), answers().select(columns))

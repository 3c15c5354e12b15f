"""Answers as flat lines, one record at a time: the same columns as a frame's, whatever the kind."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
from benchmarks.records import REALISTIC, Case as Given, random_case
from tests.columns import frame_of

import zzrules
from zzrules.base.errors import UsageError
from zzrules.batch.lines import AnswerColumns
from zzrules.case.record import RecordReader
from zzrules.engines.columns import KINDS

DAY = "2026-05-06"


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


@cache
def cases() -> tuple[Given, ...]:
    """Return the realistic records, and random ones."""
    random = Random(31)  # noqa: S311 - the same records in every run
    return (*REALISTIC.values(), *(random_case(random, book().vocabulary) for _ in range(40)))


@cache
def frame_rows() -> list[dict[str, Any]]:
    """Return what `Rulebook.frame` answers about the records, all kinds of columns, days as ISO dates."""
    reader = RecordReader(book().vocabulary)
    records = [reader.read(record, date.fromisoformat(on).toordinal()) for record, on in cases()]
    answers = book().frame(frame_of(book().vocabulary, records), "evaluated_on", columns=KINDS)
    return [json.loads(json.dumps(row, default=str)) for row in answers.iter_rows(named=True)]


def comparable(column: str, value: Any) -> Any:
    """Return a value of a column, what is missing without its order."""
    return sorted(value) if column.endswith(".missing") else value


@pytest.mark.parametrize("kind", KINDS)
def test_lines_have_the_columns_of_a_frame(kind):
    columns = AnswerColumns(book().plan, tuple(book()._evaluator.catalogue.in_order), [kind])
    for (record, on), row in zip(cases(), frame_rows(), strict=True):
        line = columns.of(book().evaluate(record, on))
        assert line or kind == "amounts"  # which no shipped policy derives
        assert json.loads(json.dumps(line)) == line
        assert {name: comparable(name, value) for name, value in line.items()} == {
            name: comparable(name, row[name]) for name in line
        }


def test_lines_lack_no_column_of_a_frame():
    columns = AnswerColumns(book().plan, tuple(book()._evaluator.catalogue.in_order), KINDS)
    line = columns.of(book().evaluate(*cases()[0]))
    given = {"evaluated_on", *book().vocabulary.by_name, *(f"{name}.state" for name in book().vocabulary.by_name)}
    assert line.keys() == frame_rows()[0].keys() - given


def test_other_kinds_are_refused_as_for_a_frame():
    with pytest.raises(UsageError) as caught:
        AnswerColumns(book().plan, ["scope"], ["outcome", "outcomes", "days"])
    with pytest.raises(UsageError) as by_frame:
        book().frame(frame_of(book().vocabulary, []), DAY, columns=["outcome", "outcomes", "days"])
    assert caught.value.problems == by_frame.value.problems


def test_lines_need_no_polars():
    program = (
        "import sys; sys.modules['polars'] = None\n"
        "import zzrules; from zzrules.batch.lines import AnswerColumns; from zzrules.engines.columns import KINDS\n"
        "book = zzrules.load()\n"
        "columns = AnswerColumns(book.plan, ['tolerance'], KINDS)\n"
        "line = columns.of(book.evaluate({'主体': '政务服务机构'}, '2026-05-06', ['tolerance']))\n"
        "print(line['tolerance.outcome'], len(line['tolerance.possible']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "2"]

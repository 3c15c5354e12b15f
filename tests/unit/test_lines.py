"""Answers as flat lines, one record at a time: the same columns as a frame's, whatever the kind."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
from benchmarks.records import REALISTIC, Case as Given, random_case
from tests.columns import frame_of

import zzrules
from zzrules.base.errors import UsageError
from zzrules.batch.files import Case, read_cases
from zzrules.batch.lines import AnswerColumns, answer_lines
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
        assert line
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


def lines(text: str, kinds=("outcome", "possible", "problems"), about=("scope",)) -> list[dict[str, Any]]:
    columns = AnswerColumns(book().plan, about, kinds)

    def judge(case: Case) -> zzrules.Determination:
        return book().evaluate(case.facts(), DAY, about, places=case.places)

    return list(answer_lines(read_cases(["-"], stdin=io.BytesIO(text.encode())), judge, columns))


def test_a_record_that_cannot_be_judged_says_why_and_the_others_go_on():
    text = (
        '{"主体": "谁", "行为发生日期": "2026-02-30"}\n'
        '{"主体": "政务服务机构", "补正告知": [{"告知日期": "昨天"}, {"告知日期": "前天"}]}\n'
        '{"主体": \n{"主体": "政务服务机构", "行为发生日期": "2025-03-02"}\n'
    )
    bad, listed, broken, good = lines(text)
    assert [line["number"] for line in (bad, listed, broken, good)] == [1, 2, 3, 4]
    assert bad["problems"] == [{"column": "主体", "code": "ZZ404"}, {"column": "行为发生日期", "code": "ZZ407"}]
    assert listed["problems"] == [{"column": "补正告知", "code": "ZZ402"}]
    assert broken["problems"] == [{"column": "", "code": "ZZ420"}]
    assert (good["problems"], good["scope.outcome"]) == (None, "not_in_force")
    for line in (bad, listed, broken):
        assert line.keys() == good.keys()
        assert (line["scope.outcome"], line["scope.possible"]) == (None, None)


def test_lines_take_the_memory_of_one_record():
    columns = AnswerColumns(book().plan, ["scope"], KINDS)
    determination = book().evaluate({"主体": "政务服务机构"}, DAY, ["scope"])
    tracemalloc.start()
    try:
        given = (Case("案卷.jsonl", number, {"主体": "x" * 1_000}) for number in range(20_000))
        count = sum(1 for _ in answer_lines(given, lambda _case: determination, columns))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 2**20


def test_a_mistake_that_is_no_mistake_in_a_record_is_raised():
    def judge(_case: Case) -> zzrules.Determination:
        raise UsageError(())

    with pytest.raises(UsageError):
        list(answer_lines([Case("a", 1, {})], judge, AnswerColumns(book().plan, ["scope"])))


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

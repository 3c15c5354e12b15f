"""Frames on a cluster: the rulebook on its way to a worker, what a worker does with batches, and a real cluster."""

from __future__ import annotations

import csv
import pickle
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from benchmarks.cluster import lacking
from polars.testing import assert_frame_equal
from tests import cluster, needs
from tests.columns import frame_of
from tests.conformance_update import cases, loaded, named
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import any_record

import zzrules
import zzrules.spark
from zzrules.batch.parts import Written, assembled, divided
from zzrules.case.record import Record, RecordReader
from zzrules.engines.columns import KINDS
from zzrules.spark import Judging, JudgingFiles, Question, arrow_type, layout_of

# what is drawn has columns that are almost called as facts
pytestmark = pytest.mark.filterwarnings("ignore:ZZ618")

ON = "2026-05-06"
ROWS = 2400
SOME = ("第八条第二款", "第二十一条", "第二十三条")  # the cluster is asked about all
OWN = Path(__file__).parents[2] / "examples" / "own-policies"


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


class Dice(Pen):
    """Draws by chance, quickly: not for finding the smallest example."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def count(self, least: int, most: int) -> int:
        return self._random.randint(least, most)


@cache
def records(number: int) -> list[Record]:
    """Return random records, each with its own day."""
    pen, reader = Dice(Random(9)), RecordReader(book().vocabulary)  # noqa: S311 - the same in every run
    days = [pen.one(EVALUATION_DAYS) for _ in range(number)]
    return [reader.read(any_record(pen, book().vocabulary, day), day.toordinal()) for day in days]


def drawn(rows: int, *, text: bool) -> pl.DataFrame:
    """Return random records as a frame; some have no day of evaluation, some a subject that is none."""
    frame = frame_of(book().vocabulary, records(rows), text=text).with_row_index("id").cast({"id": pl.Int64})
    subject, number = "主体" if text else "subject", pl.col("id")
    return frame.with_columns(
        pl.when(number % 97 != 3).then("evaluated_on").alias("evaluated_on"),
        pl.when(number % 89 == 5).then(pl.lit("机构")).otherwise(subject).alias(subject),
        bucket=number % 4,
    )


def plain(dtype: Any) -> Any:
    """Return a type as Spark gives it back: codes are strings."""
    match dtype:
        case pl.List():
            return pl.List(plain(dtype.inner))
        case pl.Struct():
            return pl.Struct({field.name: plain(field.dtype) for field in dtype.fields})
        case _:
            return pl.String() if isinstance(dtype, pl.Enum) else dtype


def expected(frame: pl.DataFrame, on: date | str, rules: zzrules.Rulebook | None = None, **asked: Any) -> pl.DataFrame:
    """Return what one machine says."""
    answers = (rules or book()).frame(frame, on, **asked)
    return answers.cast({name: plain(dtype) for name, dtype in answers.schema.items()})


# ── a rulebook on its way ───────────────────────────────────────────────


def test_a_pickled_rulebook_says_the_same():
    """It has the digest, the answers and the words of the one that it was made of, for a record and for a frame."""
    sent = pickle.loads(pickle.dumps(book()))  # noqa: S301 - its own bytes
    assert sent.digest == book().digest
    assert sent.plan == book().plan
    record = {"主体": "派驻窗口工作人员", "报请日期": "2026-04-07", "审核同意": "无", "离开原因": "辞职"}
    assert sent.evaluate(record, ON).explain() == book().evaluate(record, ON).explain()
    assert sent.evaluate(record, ON).readings() == book().evaluate(record, ON).readings()
    assert sent.advice == book().advice
    frame = drawn(300, text=False)
    assert sent.frame(frame, "evaluated_on", SOME).equals(book().frame(frame, "evaluated_on", SOME))


def test_a_pickled_rulebook_needs_no_folder(tmp_path):
    """Policies of one's own, laid over the shipped ones, are on their way too; their folder may be gone."""
    shutil.copytree(OWN, tmp_path / "own")
    laid = zzrules.load(over=tmp_path / "own")
    raw = pickle.dumps(laid)
    shutil.rmtree(tmp_path / "own")
    sent = pickle.loads(raw)  # noqa: S301 - its own bytes
    assert sent.digest == laid.digest != book().digest
    frame = drawn(300, text=True)
    assert sent.frame(frame, ON, SOME).equals(laid.frame(frame, ON, SOME))


@pytest.mark.parametrize("case", cases("good")[::7], ids=named)
def test_every_construct_can_be_pickled(case):
    sent = pickle.loads(pickle.dumps(loaded(case)))  # noqa: S301 - its own bytes
    assert (sent.digest, sent.plan, sent.vocabulary) == (
        loaded(case).digest,
        loaded(case).plan,
        loaded(case).vocabulary,
    )


# ── a worker ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sent:
    """A broadcast, as a worker sees it; it counts how often it was read."""

    value: bytes


def broadcast(rules: zzrules.Rulebook) -> Any:
    """Return a rulebook as a broadcast."""
    return Sent(pickle.dumps(rules))


@pytest.fixture(autouse=True)
def _apart(monkeypatch) -> None:
    """What a worker process keeps, this one does not."""
    monkeypatch.setattr(zzrules.spark, "_books", {})


def typed(dtype: pa.DataType) -> Any:
    """Return the Polars type of a column; of one that Polars cannot have, what `zzrules.spark.polars_type` returns."""
    if pa.types.is_map(dtype):
        return pl.Object()
    return pl.DataFrame(pa.table({"c": pa.array([], dtype)})).dtypes[0]


def judging(given: pa.Schema, on: date | str = ON, **asked: Any) -> Judging:
    """Return what `evaluate` would send for a frame with columns of some types."""
    question = Question(on, asked.get("about"), asked.get("columns"), asked.get("mapping"))
    types = [typed(field.type) for field in given]
    read, made = layout_of(book(), given.names, types, question)
    return Judging(
        digest=book().digest,
        version=zzrules.__version__,
        sent=broadcast(book()),
        question=question,
        read=read,
        made=[(name, one if isinstance(one, int) else arrow_type(one)) for name, one in made],
    )


def batches_of(table: pa.Table, rows: int) -> list[pa.RecordBatch]:
    """Return batches as Spark hands them over: their columns have numbers for names."""
    return table.rename_columns([f"c{place}" for place in range(table.num_columns)]).to_batches(max_chunksize=rows)


def test_batches_are_judged_as_one_frame():
    frame = drawn(1000, text=False)
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    judge = judging(table.schema, "evaluated_on", columns=KINDS, about=SOME)
    given = batches_of(table, 64)
    made = list(judge(iter(given)))
    assert [batch.num_rows for batch in made] == [batch.num_rows for batch in given]
    assert_frame_equal(
        pl.DataFrame(pa.Table.from_batches(made)), expected(frame, "evaluated_on", columns=KINDS, about=SOME)
    )


def test_batches_are_put_together_up_to_a_size(monkeypatch):
    """So many that there are rows enough, and no more: what comes later is not read before what came is answered."""
    frame = drawn(300, text=True)
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    judge, sizes, read = judging(table.schema, about=("第八条第二款",)), [], []
    original = Judging._judged

    def noted(self: Judging, rules: zzrules.Rulebook, some: list[pa.RecordBatch]) -> pa.Table:
        sizes.append(len(some))
        return original(self, rules, some)

    def arriving() -> Iterator[pa.RecordBatch]:
        for batch in batches_of(table, 43):
            read.append(len(sizes))
            yield batch

    monkeypatch.setattr(Judging, "_judged", noted)
    monkeypatch.setattr(zzrules.spark, "ROWS", 100)
    made = list(judge(arriving()))
    assert sizes == [3, 3, 1]
    assert read == [0, 0, 0, 1, 1, 1, 2]
    assert_frame_equal(pl.DataFrame(pa.Table.from_batches(made)), expected(frame, ON, about=["第八条第二款"]))
    sizes.clear()
    monkeypatch.setattr(zzrules.spark, "BYTES", 1)
    list(judge(batches_of(table, 100)))
    assert sizes == [1] * 3


def test_a_partition_without_rows_has_no_answers():
    table = drawn(300, text=True).to_arrow(compat_level=pl.CompatLevel.oldest())
    judge = judging(table.schema)
    assert list(judge([])) == list(judge([table.schema.empty_table().to_batches(), []][1])) == []
    assert list(judge(batches_of(table, 10)[:0])) == []


def test_what_is_no_fact_is_passed_on_as_it_came():
    """Also what Polars has no such type for, and a name that a fact's column could not have."""
    inner = pa.struct([pa.field("n", pa.int32(), nullable=False)])
    columns = {
        "k.v`x": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
        "raw": pa.array([b"\xff", None], pa.binary()),
        "at": pa.array([datetime(2026, 1, 1), None], pa.timestamp("us", "UTC")),  # noqa: DTZ001 - as UTC
        "主体": pa.array(["agency", "机构"], pa.string()),
        "kept": pa.array([{"n": 1}, {"n": 2}], inner),
    }
    table = pa.table(columns)
    [batch] = judging(table.schema, about=("第二十四条",), columns=("outcome", "problems"))(batches_of(table, 9))
    assert batch.schema.names == [*columns, "scope.outcome", "problems"]
    assert [batch.schema.field(name).type for name in columns] == [table.schema.field(name).type for name in columns]
    assert batch.select(list(columns)).to_pylist() == table.to_pylist()
    assert batch.column("problems").to_pylist() == [None, [{"column": "主体", "code": "ZZ404"}]]


REGISTER = """
对照: 办件台账
规范写法: 是
各行相同: {主体: 政务服务机构}
不计的行: [合计]
视为空: [/]
列:
  受理时间: {事实: 受理日期, 日期写法: [2026/3/5]}
  结果: {事实: 办结日期, 值: {未办结: 无}}
  暂停起: 特别程序期间.起
"""


def test_a_register_is_read_by_its_mapping(tmp_path):
    """Rows are left out, columns made of others, and what is no fact is passed on, also what Polars cannot have."""
    (tmp_path / "对照.yaml").write_text(REGISTER, encoding="utf-8")
    columns = {
        "受理时间": ["2026/3/5", "2026-03-06", "合计", "三月"],
        "结果": ["2026-03-20", "未办结", None, "/"],
        "编号": [1, 2, 3, 4],
        "暂停起": ["2026-03-09", "/", None, "/"],
    }
    table = pa.table(columns).append_column(
        "更多", pa.array([[("a", n)] for n in range(4)], pa.map_(pa.string(), pa.int64()))
    )
    mapping = book().mapping(tmp_path / "对照.yaml")
    asked: Any = {"about": ("第二十一条",), "columns": ("outcome", "problems")}
    judge = judging(table.schema, mapping=pickle.loads(pickle.dumps(mapping)), **asked)  # noqa: S301 - its own
    [batch] = judge(batches_of(table, 9))
    there = expected(pl.DataFrame(columns), ON, mapping=mapping, **asked)
    assert there["编号"].to_list() == [1, 2, 4]
    assert_frame_equal(pl.DataFrame(batch.drop_columns("更多")), there)
    assert batch.column("更多").to_pylist() == [[("a", 0)], [("a", 1)], [("a", 3)]]


def test_a_mapping_that_does_not_fit_is_told_before_a_job(tmp_path):
    (tmp_path / "对照.yaml").write_text(REGISTER, encoding="utf-8")
    mapping = book().mapping(tmp_path / "对照.yaml")
    with pytest.raises(zzrules.RecordError, match="ZZ710"):
        judging(pa.schema({"受理时间": pa.string()}), mapping=mapping)


def test_rows_without_any_fact_are_judged():
    table = pa.table({"id": [1, 2, 3]})
    [batch] = judging(table.schema, columns=("outcome",), about=("第二十四条",))(batches_of(table, 9))
    assert batch.to_pydict() == {"id": [1, 2, 3], "scope.outcome": [None] * 3}


def test_a_column_called_as_an_answer_gives_way_to_it():
    frame = pl.DataFrame({"problems": [1], "主体": ["机构"], "scope.outcome": ["x"]})
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    [batch] = judging(table.schema)(batches_of(table, 9))
    assert_frame_equal(pl.DataFrame(batch), expected(frame, ON))


def test_a_rulebook_is_unpickled_once_in_a_process(monkeypatch):
    loads: list[bytes] = []
    original = pickle.loads

    def counted(raw: bytes) -> Any:
        loads.append(raw)
        return original(raw)

    rules = book()  # may itself be read from a pickle
    monkeypatch.setattr(pickle, "loads", counted)
    table = pa.table({"id": [1]})
    for _ in range(3):
        again = replace(judging(table.schema), sent=broadcast(rules))
        assert len(list(again(batches_of(table, 9)))) == 1
    assert len(loads) == 1


def test_a_worker_with_another_version_refuses():
    table = pa.table({"id": [1]})
    with pytest.raises(zzrules.UsageError) as raised:
        list(replace(judging(table.schema), version="0.0.1")(batches_of(table, 9)))
    assert [problem.code for problem in raised.value.problems] == ["ZZ662"]


# ── a cluster ───────────────────────────────────────────────────────────


@pytest.mark.cluster
@pytest.mark.no_cover
def test_a_cluster_says_what_one_machine_says(tmp_path):
    """Equal to the last row, on two executors; one test, since the cluster is started once."""
    needs.lacking(lacking())
    shutil.copytree(OWN, tmp_path / "own")
    for name, rows, text in (("typed", ROWS, False), ("text", ROWS, True), ("own", ROWS // 10, True)):
        drawn(rows, text=text).write_parquet(tmp_path / f"{name}.in.parquet")
    (tmp_path / "files").mkdir()
    for number in range(3):
        part = drawn(ROWS, text=False)[number * 800 : (number + 1) * 800]
        part.write_parquet(tmp_path / "files" / f"{number}.parquet", row_group_size=200)
    seen = {**cluster.ran(tmp_path), "folder": tmp_path}
    typed_records_are_judged_the_same(seen)
    texts_are_read_the_same(seen)
    no_folder_of_policies_is_needed(seen)
    columns_are_of_spark_types(seen)
    what_is_no_fact_is_passed_on(seen)
    both_executors_took_part_and_got_the_rulebook_once_for_each_process(seen)
    files_are_judged_once_though_an_executor_is_killed(seen)
    a_wrong_question_is_refused_before_a_job(seen)


def answers(seen: dict[str, Any], name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a frame that was judged, and its answers in the order of its rows."""
    given, found = (pl.read_parquet(seen["folder"] / f"{name}.{part}.parquet") for part in ("in", "out"))
    return given, found.sort("id")


def typed_records_are_judged_the_same(seen: dict[str, Any]) -> None:
    """Every shipped policy, every kind of column, typed records, each on its own day: equal to the last row."""
    given, found = answers(seen, "typed")
    assert found["problems"].drop_nulls().list.explode().struct.field("code").unique().sort().to_list() == [
        "ZZ404",
        "ZZ601",
    ]
    assert_frame_equal(found, expected(given, "evaluated_on", columns=KINDS))


def texts_are_read_the_same(seen: dict[str, Any]) -> None:
    given, found = answers(seen, "text")
    assert_frame_equal(found, expected(given, "evaluated_on"))


def no_folder_of_policies_is_needed(seen: dict[str, Any]) -> None:
    """The policies were one's own, and their folder was gone before anything ran."""
    given, found = answers(seen, "own")
    own = zzrules.load(over=OWN)
    asked = {"about": ["第八条第二款"], "columns": ["outcome", "versions"]}
    assert_frame_equal(found, expected(given, ON, own, **asked))


def columns_are_of_spark_types(seen: dict[str, Any]) -> None:
    schema = (seen["folder"] / "typed.schema").read_text(encoding="utf-8")
    for told in (
        *("scope.outcome:string", "scope.possible:array<string>", "rotation.离开机构:boolean"),
        *("scope.versions:array<date>", "problems:array<struct<column:string,code:string>>", "evaluated_on:date"),
    ):
        assert told in schema


def what_is_no_fact_is_passed_on(seen: dict[str, Any]) -> None:
    assert seen["passed on"] == {"false": True, "true": True}


def both_executors_took_part_and_got_the_rulebook_once_for_each_process(seen: dict[str, Any]) -> None:
    """Two frames in partitions, some of them empty: no process unpickled the rulebook twice, or took a second core."""
    processes = [load["process"] for load in seen["loads"]]
    assert len({load["daemon"] for load in seen["loads"]}) == 2
    assert len({*processes}) == len(processes) < cluster.PARTITIONS
    assert {load["threads"] for load in seen["loads"]} == {1}
    assert cluster.PARTITIONS > len(seen["partitions"]) > 2
    assert sum(seen["partitions"]) == ROWS


def files_are_judged_once_though_an_executor_is_killed(seen: dict[str, Any]) -> None:
    """After it had written answers that nobody heard of: rows, bad rows and counts are those of one process."""
    folder, files = seen["folder"], seen["files"]
    assert files["killed"]
    asked: Any = {"about": ["第八条第二款", "第二十三条"], "columns": ["outcome", "grounds"]}
    alone = book().evaluate_files(folder / "files", folder / "alone.parquet", "evaluated_on", **asked)
    assert_frame_equal(pl.read_parquet(folder / "judged" / "*.parquet"), pl.read_parquet(folder / "alone.parquet"))
    assert counts(files["summary"]) == counts(alone.to_dict())
    assert bad_rows(folder / "judged" / "_bad") == bad_rows(folder / "alone.parquet.bad.csv") != []
    assert {path.name for path in (folder / "judged").iterdir() if path.suffix != ".parquet"} == {"_SUCCESS", "_bad"}
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".judged")]
    assert files["refused"] == {"a folder in use": ["ZZ665"], "no policy": ["ZZ602"], "no session": ["ZZ661"]}


def counts(summary: dict[str, Any]) -> Any:
    """Return what a summary counts, whatever the order of equal counts."""
    kept = {"rows", "judged", "bad", "policies", "contradictions", "absent", "others", "rulebook", "on"}

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {key: plain(inner) for key, inner in value.items()}
            case list() | tuple():
                return sorted((plain(inner) for inner in value), key=repr)
            case _:
                return value

    return plain({key: value for key, value in summary.items() if key in kept})


def bad_rows(path: Path) -> list[tuple[str, ...]]:
    """Return the lines of one list of bad rows, or of all in a folder: file and row, column, code."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    lines = [line for file in files for line in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()[1:])]
    return [(Path(line[0]).name, *line[1:]) for line in lines]


# ── files, without a cluster ────────────────────────────────────────────


@pytest.fixture
def files(tmp_path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, rows in enumerate((100, 0, 250)):
        drawn(350, text=False).slice(number * 50, rows).write_parquet(folder / f"{number}.parquet", row_group_size=40)
    return folder


def test_files_are_divided_along_row_groups(files):
    """Every row is in one task, in order; a file in parts is one where its row groups follow one another."""
    for cores in (1, 2, 5, 100):
        parts = [part for task in divided([files], cores).tasks for part in task]
        assert [Path(part.path).stem for part in parts] == sorted(Path(part.path).stem for part in parts)
        for stem, rows in (("0", 100), ("2", 250)):
            own = [part for part in parts if Path(part.path).stem == stem]
            assert [part.first for part in own] == [0, *accumulate(part.rows for part in own)][:-1]
            assert sum(part.rows for part in own) == rows
    assert len(divided([files], 1).tasks) == 1
    assert len(divided([files], 2).tasks) < 4  # rows enough for one task a core, not for several
    assert len(divided([files], 100).tasks) == 10


def test_an_attempt_that_is_not_counted_leaves_nothing(files, tmp_path, monkeypatch):
    """Each task runs twice, as Spark may have it; the folder is there only when all is done."""
    question, out = Question("evaluated_on", ("第二十三条",), ("outcome",)), tmp_path / "out"
    data = divided([files], 5)
    with assembled(out) as (scratch, counted):
        common = question.of_files(book(), [data.empty], scratch / "none.parquet")
        work = JudgingFiles(book().digest, zzrules.__version__, broadcast(book()), question, str(scratch))
        for number, task in enumerate(data.tasks):
            attempts = [work(task), work(task)]
            one = attempts[number % 2]
            assert isinstance(one, Written)
            counted.append(one)
        summary = common.with_parts([one.summary for one in counted])
        assert not out.exists()
    alone = book().evaluate_files(
        files, tmp_path / "alone.parquet", "evaluated_on", ["第二十三条"], columns=["outcome"]
    )
    assert counts(summary.to_dict()) == counts(alone.to_dict())
    assert_frame_equal(pl.read_parquet(out / "*.parquet"), pl.read_parquet(tmp_path / "alone.parquet"))
    assert bad_rows(out / "_bad") == bad_rows(tmp_path / "alone.parquet.bad.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone.parquet", "alone.parquet.bad.csv", "in", "out"]


def test_a_result_that_fails_leaves_nothing(files, tmp_path):
    with pytest.raises(RuntimeError), assembled(tmp_path / "out"):
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_file_that_is_spoilt_is_told_and_not_tried_again(tmp_path):
    """Only its rows show it, on a worker."""
    spoilt = tmp_path / "spoilt.parquet"
    days = [date(2026, 1, 1 + row % 28) for row in range(2000)]
    pl.DataFrame({"conduct_date": days, "evaluated_on": days}).write_parquet(spoilt)
    data = divided([spoilt], 1)
    raw = bytearray(spoilt.read_bytes())
    raw[10 : len(raw) // 2] = bytes(len(raw) // 2 - 10)
    spoilt.write_bytes(raw)
    question = Question("evaluated_on", ("第二十三条",), ("outcome",))
    work = JudgingFiles(book().digest, zzrules.__version__, broadcast(book()), question, str(tmp_path))
    problems = work(data.tasks[0])
    assert isinstance(problems, tuple)
    assert [problem.code for problem in problems] == ["ZZ626"]


def test_files_that_do_not_fit_are_refused(files, tmp_path):
    pl.DataFrame({"主体": ["agency"]}).write_parquet(files / "3.parquet")
    (tmp_path / "a.csv").write_text("主体\n", encoding="utf-8")
    (tmp_path / "b.parquet").write_text("x", encoding="utf-8")
    for given, code in ((files, "ZZ664"), (tmp_path / "a.csv", "ZZ666"), (tmp_path / "b.parquet", "ZZ110")):
        with pytest.raises(zzrules.ZzrulesError) as raised:
            divided([given], 2)
        assert [problem.code for problem in raised.value.problems] == [code]
    with pytest.raises(zzrules.UsageError, match="ZZ665"), assembled(files):
        pass


class Context:
    """As far as a session says on which Python its workers run."""

    def __init__(self, python: str, conf: dict[str, str] | None = None) -> None:
        self.pythonExec, self._conf = python, conf or {}

    def getConf(self) -> dict[str, str]:  # noqa: N802 - Spark's name
        return self._conf


def test_a_python_of_workers_without_us_is_told_before_a_job(monkeypatch, tmp_path):
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    other.chmod(0o755)
    need: Any = zzrules.spark._need_python
    with pytest.raises(zzrules.UsageError, match=r"ZZ663 .*PYSPARK_PYTHON"):
        need(Context(str(other)))
    with pytest.raises(zzrules.UsageError, match="ZZ663"):
        need(Context("no-such-python"))
    need(Context(sys.executable))
    need(Context(str(other), {"spark.pyspark.python": "python3"}))
    monkeypatch.setenv("PYSPARK_PYTHON", "python3")
    need(Context(str(other)))


def a_wrong_question_is_refused_before_a_job(seen: dict[str, Any]) -> None:
    assert seen["refused"] == {
        **{kind: ["ZZ606"] for kind in ("a timestamp", "a map", "a decimal", "an interval", "moments as days")},
        "no day": ["ZZ629"],
        "no policy": ["ZZ602"],
        "about nothing": ["ZZ602"],
        "no kind": ["ZZ609"],
        "two names": ["ZZ607"],
        "one name twice": ["ZZ607"],
        "no frame": ["ZZ661"],
    }
    assert seen["jobs"] == 0

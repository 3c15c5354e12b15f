"""What the driver of a cluster runs for tests: it finds frames in its folder, and leaves there what became of them.

To each ``<name>.in.parquet`` it leaves the answers, ``<name>.out.parquet``, and their types, ``<name>.schema``; what it
saw is in ``seen.json``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.cluster import run_driver, session

import zzrules

PARTITIONS = 6


def ran(folder: Path) -> dict[str, Any]:
    """Return what the driver saw. All its processes have ended, and all its files are in the folder."""
    run_driver("from tests.cluster import drive; drive()", folder)
    return dict(json.loads((folder / "seen.json").read_text(encoding="utf-8")))


class Killing(zzrules.Rulebook):
    """A rulebook that, on a worker, kills its executor once, when the first file of answers is written but not told."""

    @property
    def digest(self) -> str:
        """One of its own: workers keep what they were sent under it."""
        return super().digest[::-1]

    def __reduce__(self) -> tuple[Any, ...]:
        return killing, (self._bound, str(Path("killed").absolute()))

    def evaluate_files(self, *given: Any, **asked: Any) -> Any:
        summary = super().evaluate_files(*given, **asked)
        if (noted := getattr(self, "noted", None)) and not Path(noted).exists():
            Path(noted).touch()
            os.kill(parent_of(os.getppid()), signal.SIGKILL)  # this process, its daemon, the executor
            signal.pause()
        return summary


def killing(bound: Any, noted: str) -> zzrules.Rulebook:
    book = Killing(bound)
    book.noted = noted  # type: ignore[attr-defined]
    return book


def parent_of(process: int) -> int:
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    return int(told.rpartition(")")[2].split()[1])


# ── on the driver ───────────────────────────────────────────────────────


class Watched(zzrules.Rulebook):
    """A rulebook that notes in a file where it is unpickled: the process, and the executor's daemon that forked it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return unpickled, (self._bound, str(Path("loads.jsonl").absolute()))


def unpickled(bound: Any, noted: str) -> zzrules.Rulebook:
    import polars as pl

    seen = {"process": os.getpid(), "daemon": os.getppid(), "threads": pl.thread_pool_size()}
    with Path(noted).open("a", encoding="ascii") as file:
        file.write(json.dumps(seen) + "\n")
    return zzrules.Rulebook(bound)


def drive() -> None:
    """Judge the frames of the working folder on a cluster, then ask wrongly."""
    folder = Path.cwd()
    shipped = zzrules.load()
    watched = Watched(shipped._bound)
    own = zzrules.load(over=folder / "own")
    shutil.rmtree(folder / "own")  # no worker will find it
    settings = {
        "spark__executor__memory": "512m",
        "spark__sql__adaptive__enabled": "false",
        "spark__sql__codegen__wholeStage": "false",
        "spark__sql__shuffle__partitions": "2",
    }
    with session(folder, "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", **settings) as spark:  # quick to start
        seen: dict[str, Any] = {}
        for name, book, on, asked in (
            ("typed", watched, "evaluated_on", {"columns": every_kind()}),
            ("text", watched, "evaluated_on", {}),
            ("own", own, "2026-05-06", {"about": ["第八条第二款"], "columns": ["outcome", "versions"]}),
        ):
            df = spark.read.parquet(str(folder / f"{name}.in.parquet")).repartition(PARTITIONS, "bucket")
            judged(folder, name, ask(df, book, on, **asked))
            seen.setdefault("partitions", partitions_of(df))
        seen["passed on"] = {large: passed_on(spark, shipped, large) for large in ("false", "true")}
        seen["loads"] = [json.loads(line) for line in (folder / "loads.jsonl").read_text("ascii").splitlines()]
        seen["files"] = files_judged(spark, shipped, folder)
        seen |= asked_wrongly(spark, shipped)
    (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")


def files_judged(spark: Any, shipped: zzrules.Rulebook, folder: Path) -> dict[str, Any]:
    """Judge files while an executor is killed, then ask wrongly; return the summary and the codes."""
    import zzrules.spark

    book = Killing(shipped._bound)
    asked: dict[str, Any] = {"about": ["第八条第二款", "第二十三条"], "columns": ["outcome", "grounds"]}
    summary = zzrules.spark.evaluate_files(spark, book, "files", "judged", "evaluated_on", **asked)
    wrong: dict[str, Callable[[], Any]] = {
        "a folder in use": lambda: zzrules.spark.evaluate_files(spark, shipped, "files", "judged", "evaluated_on"),
        "no policy": lambda: zzrules.spark.evaluate_files(spark, shipped, "files", "x", "2026-05-06", ["第九十九条"]),
        "no session": lambda: zzrules.spark.evaluate_files(None, shipped, "files", "x", "2026-05-06"),  # type: ignore[arg-type]
    }
    return {"summary": summary.to_dict(), "killed": Path("killed").exists(), "refused": codes_of(wrong)}


def codes_of(wrong: dict[str, Callable[[], Any]]) -> dict[str, list[str]]:
    """Return the codes of what is refused."""
    refused: dict[str, list[str]] = {}
    for what, act in wrong.items():
        try:
            act()
        except zzrules.ZzrulesError as error:
            refused[what] = [problem.code for problem in error.problems]
    return refused


def ask(*given: Any, **named: Any) -> Any:
    import zzrules.spark

    return zzrules.spark.evaluate(*given, **named)


def every_kind() -> tuple[str, ...]:
    from zzrules.engines.columns import KINDS

    return KINDS


def judged(folder: Path, name: str, answers: Any) -> None:
    """Have answers worked out, and lay them down with their types."""
    import polars as pl

    pl.DataFrame(answers.toArrow()).write_parquet(folder / f"{name}.out.parquet")
    (folder / f"{name}.schema").write_text(answers.schema.simpleString(), encoding="utf-8")


def partitions_of(df: Any) -> list[int]:
    """Return how many rows there are in the partitions that have any."""
    from pyspark.sql import functions as of

    return [rows for _, rows in df.groupBy(of.spark_partition_id()).count().collect()]


def passed_on(spark: Any, book: zzrules.Rulebook, large: str) -> bool:
    """Return whether columns that are no facts come out as they were, of whatever type and name."""
    odd = (
        *("id `a.b``c`", "map('k', id) m", "timestamp'2026-01-01 08:00:00' t", "timestamp_ntz'2026-01-01 08:00:00' n"),
        *("cast(id as decimal(20, 4)) d", "named_struct('n', id, 'l', array(named_struct('x', 1))) s", "unhex('FF') b"),
        *("interval '1' day i", "null v", "'agency' `主体`", "'x' `scope.outcome.of`"),
    )
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", large)
    df = spark.range(3, numPartitions=1).selectExpr(*odd)
    answers = ask(df, book, "2026-05-06", about="第二十四条", columns=["outcome", "possible"])
    kept = [tuple(row)[: len(odd)] for row in answers.collect()]
    return answers.schema[: len(odd)] == df.schema and kept == [tuple(row) for row in df.collect()]


def asked_wrongly(spark: Any, book: zzrules.Rulebook) -> dict[str, Any]:
    """Return the codes of what is refused, and how many jobs ran for it."""
    from pyspark.sql import functions as of

    one = spark.range(1)
    moment = of.current_timestamp()
    wrong: list[tuple[str, Callable[[], Any]]] = [
        ("a timestamp", lambda: ask(one.withColumn("报请日期", moment), book, "2026-05-06")),
        ("a map", lambda: ask(one.withColumn("approval", of.create_map("id", "id")), book, "2026-05-06")),
        ("a decimal", lambda: ask(one.withColumn("主体", of.col("id").cast("decimal(9,2)")), book, "2026-05-06")),
        ("an interval", lambda: ask(one.withColumn("主体", of.expr("interval '1' day")), book, "2026-05-06")),
        ("moments as days", lambda: ask(one.withColumn("until", moment), book, "until")),
        ("no day", lambda: ask(one, book, "until")),
        ("no policy", lambda: ask(one, book, "2026-05-06", about=["第九十九条"])),
        ("about nothing", lambda: ask(one, book, "2026-05-06", about=8)),
        ("no kind", lambda: ask(one, book, "2026-05-06", columns=["outcomes"])),
        ("two names", lambda: ask(one.selectExpr("'agency' subject", "'agency' `主体`"), book, "2026-05-06")),
        ("one name twice", lambda: ask(one.selectExpr("'agency' `主体`", "'agency' `主体`"), book, "2026-05-06")),
        ("no frame", lambda: ask([{}], book, "2026-05-06")),
    ]
    context = spark.sparkContext
    context.setJobGroup("wrong", "wrong")
    refused: dict[str, list[str]] = {}
    for what, act in wrong:
        try:
            act()
        except zzrules.UsageError as error:
            refused[what] = [problem.code for problem in error.problems]
    return {"refused": refused, "jobs": len(context.statusTracker().getJobIdsForGroup("wrong"))}

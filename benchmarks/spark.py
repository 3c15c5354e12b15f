"""What rows cost on a cluster, against one process: `python -m benchmarks.spark [--rows N] [--rounds N] [--files]`.

Two loads: two policies over 17 nullable facts (`benchmarks.peers.articles`), and every shipped policy over every fact.
Each is judged by a process with one thread of Polars; by the code of a Spark worker, outside Spark, with batches
joined to various sizes; and by a cluster of two executors on this machine, which also passes the same rows through
Python unchanged, and reads them without Python. Both also judge from files to files. Of the rounds of each, the one
with the least processor time counts, summed over all processes involved, so that other work on the machine matters
less. ``--files`` measures only from files to files.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any, Self

import polars as pl
from benchmarks.cluster import EXECUTORS, ROOT, lacking, run_driver, session
from benchmarks.measure import Job, table

import zzrules

ON = date(2026, 12, 1)
ABOUT = ("第二十一条", "第二十三条")
PARTS = 8  # files, and so partitions
DRAWN = 4000  # records of every fact, repeated up to the number of rows
BATCH = 10_000  # rows in a batch as Spark sends them by default
SIZES = (10_000, 1 << 15, 1 << 17, 1 << 18)
BILLION = 1_000_000_000
LOADS = {"two": "2 policies, 17 facts", "all": "every policy, every fact"}

Seen = dict[str, float]


def about_of(load: str) -> tuple[str, ...] | None:
    """Return what a load asks about."""
    return ABOUT if load == "two" else None


# ── rows ────────────────────────────────────────────────────────────────


def worded(dtype: Any) -> Any:
    """Return a type with strings for coded values, as Spark has them."""
    match dtype:
        case pl.List():
            return pl.List(worded(dtype.inner))
        case pl.Struct():
            return pl.Struct({field.name: worded(field.dtype) for field in dtype.fields})
        case _:
            return pl.String() if isinstance(dtype, pl.Enum) else dtype


def rows_of(load: str, rows: int) -> int:
    """Return how many rows a load has: those with every fact are ten times as wide, and fewer."""
    return rows if load == "two" else rows // 10


def write_rows(folder: Path, rows: int) -> None:
    """Write both loads' rows, with a number for each."""
    from benchmarks.peers.articles import TASK
    from benchmarks.records import random_case
    from tests.columns import frame_of

    from zzrules.case.record import RecordReader

    book = zzrules.load()
    random, reader = Random(5), RecordReader(book.vocabulary)  # noqa: S311 - the same rows in every run
    cases = [random_case(random, book.vocabulary)[0] for _ in range(DRAWN)]
    drawn = [reader.sift(record, ON.toordinal())[0] for record in cases]
    every = frame_of(book.vocabulary, drawn).drop("evaluated_on")
    number = rows_of("all", rows)
    frames = {"two": TASK.data(rows), "all": pl.concat([every] * -(-number // len(every))).head(number)}
    for load, frame in frames.items():
        step = -(-frame.height // PARTS)
        plain = frame.cast({name: worded(dtype) for name, dtype in frame.schema.items()})
        numbered = plain.with_row_index("id").cast({"id": pl.Int64})
        (folder / load).mkdir()
        for part in range(PARTS):
            numbered.slice(part * step, step).write_parquet(folder / load / f"{part}.parquet")


# ── one process ─────────────────────────────────────────────────────────


def process(part: str, load: str, folder: Path, rounds: int, threads: int = 1) -> Seen:
    """Return what a fresh process with so many threads of Polars measures."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    arguments = [sys.executable, "-m", "benchmarks.spark", part, load, str(folder), str(rounds)]
    ran = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, cwd=ROOT, env=environment)  # noqa: S603
    return dict(json.loads(ran.stdout))


class Watch(Thread):
    """Samples the resident memory of this process every few milliseconds (Linux); Polars releases the lock for it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.first = self.most = self.now()
        self.over = Event()

    def now(self) -> int:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def run(self) -> None:
        while not self.over.wait(0.002):
            self.most = max(self.most, self.now())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.join()


def measured(job: Job, rows: int, rounds: int) -> Seen:
    """Return a job's processor seconds a row, and by how many bytes memory grew in its first round."""
    with Watch() as watch:
        job()
    seen = []
    for _ in range(rounds):
        start = process_time()
        job()
        seen.append(process_time() - start)
    return {"seconds": min(seen) / rows, "memory": watch.most - watch.first}


def alone(load: str, folder: Path, rounds: int) -> Seen:
    """Judge a frame in memory."""
    book, frame = zzrules.load(), pl.read_parquet(folder / load / "*.parquet")
    book.frame(frame.head(100), ON, about_of(load))
    seen = measured(lambda: book.frame(frame, ON, about_of(load)), frame.height, rounds)
    return {**seen, "memory": seen["memory"] / frame.height, "given": frame.estimated_size() / frame.height}


def files(load: str, folder: Path, rounds: int) -> Seen:
    """Judge files into a file."""
    book, rows = zzrules.load(), rows_of(load, pl.scan_parquet(folder / "two").select(pl.len()).collect().item())
    out = folder / "alone.parquet"
    return measured(lambda: book.evaluate_files(folder / load, out, ON, about_of(load)), rows, rounds)


def worker(load: str, folder: Path, rounds: int) -> Seen:
    """Do what a worker does with the batches of a partition, joined to a size (``load:size``)."""
    from zzrules import spark

    load, _, size = load.partition(":")
    spark.ROWS = int(size)
    frame = pl.read_parquet(folder / load / "*.parquet", n_rows=1 << 18)
    given = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    book, question = zzrules.load(), spark.Question(ON, about_of(load), None)
    read, made = spark.layout_of(book, frame.columns, frame.dtypes, question)
    judging = spark.Judging(
        digest=book.digest,
        version=zzrules.__version__,
        sent=SimpleNamespace(value=pickle.dumps(book)),
        question=question,
        read=read,
        made=[(name, one if isinstance(one, int) else spark.arrow_type(one)) for name, one in made],
    )
    batches = given.to_batches(max_chunksize=BATCH)
    for _ in judging(batches[:1]):
        pass
    return measured(lambda: [None for _ in judging(iter(batches))], frame.height, rounds)


# ── a cluster ───────────────────────────────────────────────────────────


def processor_time() -> float:
    """Return the processor seconds that all processes of this session have used so far (Linux)."""
    ticks, own = 0, os.getsid(0)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == own:
            ticks += sum(map(int, fields[11:15]))  # its own time, and that of its children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def drive() -> None:
    """Measure on a cluster, and write the figures to ``seen.json`` in the working folder."""
    folder = Path.cwd()
    rounds = int((folder / "rounds").read_text("ascii"))
    only_files = (folder / "only files").exists()
    book, seen = zzrules.load(), {}
    start = perf_counter()
    with session(folder, spark__executor__memory="1g", spark__sql__shuffle__partitions=str(EXECUTORS)) as spark:
        from zzrules.spark import evaluate, evaluate_files

        def filed(load: str) -> None:
            shutil.rmtree(folder / "filed", ignore_errors=True)
            evaluate_files(spark, book, folder / load, folder / "filed", ON, about_of(load))

        def run(frame: Any) -> None:
            frame.write.format("noop").mode("overwrite").save()

        df = {load: spark.read.parquet(str(folder / load)) for load in LOADS}
        evaluate(df["two"].limit(10), book, ON, ABOUT).count()
        seen["first answer"] = perf_counter() - start
        jobs: dict[str, Callable[[], None]] = {}
        for load in LOADS:
            jobs[f"{load} filed"] = partial(filed, load)
            if only_files:
                continue
            jobs[f"{load} counted"] = partial(run, df[load])
            numbered = df[load].toDF(*(f"c{place}" for place in range(len(df[load].columns))))
            jobs[f"{load} passed"] = partial(run, numbered.mapInArrow(lambda batches: batches, numbered.schema))
            jobs[f"{load} judged"] = partial(run, evaluate(df[load], book, ON, about_of(load)))
        for number in range(rounds + 1):
            for name, job in jobs.items():
                at, used = perf_counter(), processor_time()
                job()
                if number:  # in the first round, processes start and Java compiles
                    for unit, spent in (("used", processor_time() - used), ("took", perf_counter() - at)):
                        key = f"{name} {unit}"
                        seen[key] = min(seen.get(key, spent), spent)
    (folder / "seen.json").write_text(json.dumps(seen), "utf-8")


# ── the section ─────────────────────────────────────────────────────────


def report_files(rows: int, rounds: int) -> str:
    """Measure only from files to files, and return a table in Markdown."""
    load_before = os.getloadavg()[0]
    with TemporaryDirectory(prefix="zzrules-spark-") as name:
        folder = Path(name)
        write_rows(folder, rows)
        filed = {load: process("files", load, folder, rounds) for load in LOADS}
        (folder / "rounds").write_text(str(rounds), "ascii")
        (folder / "only files").touch()
        run_driver("from benchmarks.spark import drive; drive()", folder, timeout=3600)
        seen: Seen = json.loads((folder / "seen.json").read_text("utf-8"))
    return f"{_head(rows, rounds, load_before)}\n{_files(rows, filed, seen)}"


def report(rows: int = 1_000_000, rounds: int = 3) -> str:
    """Measure, and return a section in Markdown."""
    why = lacking() or ("processor time and memory are read from /proc" if sys.platform != "linux" else "")
    if why:
        return f"No cluster was measured: {why}.\n"
    load_before = os.getloadavg()[0]
    with TemporaryDirectory(prefix="zzrules-spark-") as name:
        folder = Path(name)
        write_rows(folder, rows)
        single = {load: process("alone", load, folder, rounds) for load in LOADS}
        filed = {load: process("files", load, folder, rounds) for load in LOADS}
        sizes = {load: {size: process("worker", f"{load}:{size}", folder, rounds) for size in SIZES} for load in LOADS}
        threads = {
            number: {load: process("worker", f"{load}:{1 << 17}", folder, rounds, number) for load in LOADS}
            for number in (1, os.cpu_count() or 2, 8 * (os.cpu_count() or 2))
        }
        (folder / "rounds").write_text(str(rounds), "ascii")
        run_driver("from benchmarks.spark import drive; drive()", folder, timeout=3600)
        seen: Seen = json.loads((folder / "seen.json").read_text("utf-8"))
    return "\n".join(
        [
            _head(rows, rounds, load_before),
            _rates(rows, single, seen),
            _files(rows, filed, seen),
            _batches(sizes),
            _threads(threads),
            f"From starting a session to the first ten answers: {seen['first answer']:.0f} s.\n",
        ]
    )


def _head(rows: int, rounds: int, busy: float) -> str:
    used = ", ".join(f"{package} {version(package)}" for package in ("zzrules", "polars", "pyspark", "pyarrow"))
    return (
        f"Measured on {datetime.now(tz=UTC).date()} by `python -m benchmarks.spark`: {os.cpu_count()} cores, load "
        f"{busy:.1f} at the start, Python {'.'.join(map(str, sys.version_info[:3]))}, {used}; {rows:,} rows "
        f"of 17 facts and {rows_of('all', rows):,} of every fact, the least of {rounds} rounds.\n"
    )


def _rates(rows: int, single: dict[str, Seen], seen: Seen) -> str:
    shown = []
    for load, title in LOADS.items():
        counted, passed, judged = (
            seen[f"{load} {job} used"] / rows_of(load, rows) for job in ("counted", "passed", "judged")
        )
        for who, seconds in (
            ("one process", single[load]["seconds"]),
            ("cluster", judged),
            ("cluster, rows passed through Python unchanged", passed),
            ("cluster, rows read and not passed to Python", counted),
        ):
            times = f"{seconds / single[load]['seconds']:.1f}"
            hours = f"{seconds * BILLION / 3600:.2f}"
            shown.append([f"{title}: {who}", f"{1 / seconds:,.0f}", f"{seconds * 1e6:.2f}", times, hours])
    rates = table(("", "rows/s and core", "µs a row", "times one process", "core-hours for 10⁹"), shown)
    memory = table(
        ("one process", "the rows themselves, bytes a row", "while they are judged, bytes a row more"),
        [[LOADS[load], f"{alone['given']:,.0f}", f"{alone['memory']:,.0f}"] for load, alone in single.items()],
    )
    return f"{rates}\n\n{memory}\n"


def _files(rows: int, filed: dict[str, Seen], seen: Seen) -> str:
    shown = []
    for load, title in LOADS.items():
        alone, cluster = filed[load]["seconds"], seen[f"{load} filed used"] / rows_of(load, rows)
        for who, seconds in (("one process", alone), ("cluster", cluster)):
            hours = f"{seconds * BILLION / 3600:.2f}"
            shown.append(
                [f"{title}: {who}", f"{1 / seconds:,.0f}", f"{seconds * 1e6:.2f}", f"{seconds / alone:.2f}", hours]
            )
    head = ("from files to files", "rows/s and core", "µs a row", "times one process", "core-hours for 10⁹")
    return table(head, shown) + "\n"


def _batches(sizes: dict[str, dict[int, Seen]]) -> str:
    shown = [
        [f"{LOADS[load]}: {size:,}", f"{1 / worker['seconds']:,.0f}", f"{worker['memory'] / 2**20:,.0f}"]
        for load, by_size in sizes.items()
        for size, worker in by_size.items()
    ]
    return table(("rows judged at once by a worker, outside Spark", "rows/s and core", "MB more"), shown) + "\n"


def _threads(threads: dict[int, dict[str, Seen]]) -> str:
    shown = [
        [
            f"{LOADS[load]}: {number}",
            f"{worker['seconds'] * 1e6:.2f}",
            f"{worker['seconds'] / threads[1][load]['seconds']:.2f}",
        ]
        for load in LOADS
        for number, by_load in threads.items()
        for worker in (by_load[load],)
    ]
    head = ("threads of Polars in a worker (POLARS_MAX_THREADS)", "µs of processor time a row", "times one thread")
    return table(head, shown) + "\n"


def main() -> None:
    """Print the section; with a part's name, measure that part alone."""
    if len(sys.argv) > 1 and sys.argv[1] in ("alone", "files", "worker"):
        part, load, folder, rounds = sys.argv[1:]
        print(json.dumps({"alone": alone, "files": files, "worker": worker}[part](load, Path(folder), int(rounds))))
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", action="store_true", help="measure only from files to files")
    chosen = parser.parse_args()
    print((report_files if chosen.files else report)(chosen.rows, chosen.rounds))


if __name__ == "__main__":
    main()

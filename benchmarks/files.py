"""From Parquet to Parquet: against Polars alone, and how time and memory grow with the rows.

``python -m benchmarks.files [MILLIONS …]``. Two loads: that of `benchmarks.peers.articles` (two policies, 17 facts)
against Polars that reads and writes the columns of the result, in turns in one process; and all shipped policies over
1, 3 and 10 million rows, each in a process of its own, of which the highest resident memory is reported (VmHWM).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import polars as pl
from benchmarks.peers.articles import TASK

import zzrules

MILLION = 1_000_000
SIZES = (1, 3, 10)
ROUNDS = 7
RATIO, MEMORY = 1.5, 2048
UNEVEN = 1.25


def against_polars(cases: Path, folder: Path) -> tuple[list[float], list[float]]:
    """Return how long each round took: judging from file to file, and Polars copying the columns of the result."""
    book = zzrules.load()
    result, copy = folder / "answers.parquet", folder / "copy.parquet"
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(ROUNDS + 1):
        start = perf_counter()
        book.evaluate_files(cases, result, TASK.on, TASK.about)
        between = perf_counter()
        pl.scan_parquet(result).sink_parquet(copy, engine="streaming")
        end = perf_counter()
        if turn:  # the first round warms up
            ours.append(between - start)
            theirs.append(end - between)
    return ours, theirs


def measured(cases: Path, result: Path) -> dict[str, float]:
    """Judge a file with every policy; return rows, seconds (also of the processor), the highest memory in MiB."""
    book = zzrules.load()
    start, busy = perf_counter(), process_time()
    summary = book.evaluate_files(cases, result, TASK.on)
    seconds, cpu = perf_counter() - start, process_time() - busy
    status = Path("/proc/self/status").read_text(encoding="ascii")
    highest = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return {"rows": summary.judged, "seconds": seconds, "cpu": cpu, "memory": int(highest) / 1024}


def apart(cases: Path, result: Path) -> dict[str, float]:
    """Return what `measured` returns, in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.files", "measure", str(cases), str(result)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very program
    return dict(json.loads(done.stdout))


def report(sizes: tuple[int, ...] = SIZES) -> str:
    """Measure, and return a section of Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        million = folder / "1.parquet"
        TASK.data(MILLION).write_parquet(million)
        ours, theirs = against_polars(million, folder)
        measurements = []
        for size in sizes:
            cases = folder / f"{size}.parquet"
            if size > 1:
                pl.concat([pl.scan_parquet(million)] * size).sink_parquet(cases, engine="streaming")
            measurements.append(apart(cases, folder / "all.parquet"))
            if size > 1:
                cases.unlink()
    ratio = median(judging / copying for judging, copying in zip(ours, theirs, strict=True))
    highest = max(size["memory"] for size in measurements)
    paces = [size["cpu"] / size["rows"] * 1e6 for size in measurements]
    uneven = max(paces) / paces[0]
    lines = [
        "## Files",
        "",
        "From Parquet to Parquet, summary included (`python -m benchmarks.files`). The first task above (two policies,",
        "17 facts, a million rows) against Polars alone, which reads and writes the columns of the result, in turns,",
        f"{ROUNDS} rounds:",
        "",
        "| | median s | fastest s |",
        "| --- | ---: | ---: |",
        f"| zzrules, judging | {median(ours):.2f} | {min(ours):.2f} |",
        f"| Polars, reading and writing | {median(theirs):.2f} | {min(theirs):.2f} |",
        f"| **ratio, median of rounds** | **{ratio:.2f}** | {min(ours) / min(theirs):.2f} |",
        "",
        f"Aim: at most {RATIO} times ({_met(ratio <= RATIO)}).",
        "",
        "All shipped policies over the same columns, each size in a process of its own:",
        "",
        "| rows | seconds | processor seconds | processor µs a row | highest memory MiB |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {size['rows']:,} | {size['seconds']:.1f} | {size['cpu']:.1f} | {pace:.2f} | {size['memory']:.0f} |"
            for size, pace in zip(measurements, paces, strict=True)
        ),
        "",
        f"Aims: under {MEMORY} MiB ({_met(highest < MEMORY)}); time linear in rows, at most {UNEVEN} times the",
        f"processor time a row of the smallest size ({_met(uneven <= UNEVEN)}: {uneven:.2f}).",
    ]
    return "\n".join(lines) + "\n"


def _met(yes: bool) -> str:
    return "met" if yes else "NOT met"


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measured(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(report(tuple(map(int, sys.argv[1:])) or SIZES))

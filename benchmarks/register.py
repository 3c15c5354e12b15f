"""What a change does to a register, against judging it once: `python -m benchmarks.register [ROWS …]`.

All shipped policies over the columns of the first task (`benchmarks.peers.articles`) and those of a bad review, from
Parquet to Parquet. The draft has a longer time limit from July on, and three other readings. Judging once writes
nothing but the outcomes. In turns, each in a process of its own, on one thread; processor time is counted, since
machines are shared.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import table
from benchmarks.peers.articles import TASK

import zzrules
from zzrules.loading import shipped_policies

if TYPE_CHECKING:
    import polars as pl

SIZES: Final = (200_000, 1_000_000, 3_000_000)
ROUNDS: Final = 3
RATIO: Final = 2.3
FLAT: Final = 1.25
"""The highest memory of the largest size, at most so many times that of the size before it."""
_CHUNK: Final = 200_000
"""So many rows of the register are drawn, and written, at once."""
_CHANGES: Final = {
    "article-20-bad-review.yaml": (
        ("{2026-01-01: 2工作日}", "{2026-01-01: 2工作日, 2026-07-01: 3工作日}"),
        ("采: 联系并且核实\n    另说: [联系即可]", "采: 联系即可\n    另说: [联系并且核实]"),
    ),
    "article-23-tolerance.yaml": (
        ("采: 择一即可\n    另说: [兼具]", "采: 兼具\n    另说: [择一即可]"),
        (
            "采: 有权追究责任的机关\n    另说: [限于监察和司法机关]",
            "采: 限于监察和司法机关\n    另说: [有权追究责任的机关]",
        ),
    ),
}


def draft(folder: Path) -> Path:
    """Write the shipped policies with the changes."""
    shutil.copytree(shipped_policies(), folder)
    for name, changes in _CHANGES.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def register(file: Path, rows: int) -> Path:
    """Write so many cases to a Parquet file, a part after another: the same whenever they are as many."""
    import polars as pl

    parts = []
    for number, start in enumerate(range(0, rows, _CHUNK)):
        parts.append(file.with_suffix(f".{number}"))
        _drawn(min(_CHUNK, rows - start), number).write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(file)
    for part in parts:
        part.unlink()
    return file


def _drawn(rows: int, number: int) -> pl.DataFrame:
    import polars as pl

    random = Random(number)  # noqa: S311 - the same rows in every run
    received = [date(2026, 1, 5) + timedelta(random.randrange(300)) for _ in range(rows)]
    contacted = [day + timedelta(random.choice((1, 2, 3, 4, 5, 9))) for day in received]
    verified = [day + timedelta(random.choice((0, 0, 1, 3))) for day in contacted]
    reviews: dict[str, Any] = {
        "review_rating": ["bad" if random.random() < 0.3 else "good" for _ in range(rows)],
        "real_name": [random.random() < 0.7 for _ in range(rows)],
        "review_received_on": received,
        "contacted_on": [day if random.random() < 0.9 else None for day in contacted],
        "verified_on": [day if random.random() < 0.9 else None for day in verified],
    }
    return TASK.data(rows).with_columns(**{name: pl.Series(values) for name, values in reviews.items()})


def measured(what: str, rows: Path, policies: Path, folder: Path) -> dict[str, float]:
    """Judge a file once, or by both policies; return the seconds, answers that change, and the highest memory."""
    old, new = zzrules.load(), zzrules.load(policies)
    on = "2026-12-18"
    changed = 0
    start = process_time()
    if what == "once":
        old.evaluate_files(rows, folder / "once.parquet", on, columns=("outcome",))
    else:
        told = new.changes(old, rows, on, output=folder / "changes.parquet")
        changed = sum(policy.changed for policy in told.policies)
    seconds = process_time() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")
    highest = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return {"seconds": seconds, "changed": changed, "memory": int(highest) / 1024}


def apart(what: str, rows: Path, policies: Path, folder: Path) -> dict[str, float]:
    """Return what `measured` returns, in a fresh process of one thread."""
    command = [sys.executable, "-m", "benchmarks.register", "measure", what, *map(str, (rows, policies, folder))]
    alone = {**os.environ, "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=alone)  # noqa: S603 - this program
    return dict(json.loads(done.stdout))


def section(sizes: tuple[int, ...] = SIZES, rounds: int = ROUNDS) -> str:
    """Measure, and return a section of Markdown."""
    lines, ratios, memory = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policies = draft(folder / "draft")
        for size in sizes:
            rows = register(folder / "rows.parquet", size)
            taken = [[apart(what, rows, policies, folder) for what in ("once", "changes")] for _ in range(rounds)]
            ratios.append(median(both["seconds"] / once["seconds"] for once, both in taken))
            once, both = (
                {key: median(side[key] for side in sides) for key in sides[0]} for sides in zip(*taken, strict=True)
            )
            memory.append(both["memory"])
            figures = (f"{both['changed']:,.0f}", f"{once['seconds']:.2f}", f"{both['seconds']:.2f}")
            held = (f"{once['memory']:.0f}", f"{both['memory']:.0f}")
            lines.append([f"{size:,}", *figures, f"{ratios[-1]:.2f}", *held])
            print(*lines[-1], file=sys.stderr, flush=True)
    grown = memory[-1] / memory[max(len(memory) - 2, 0)]
    head = ("rows", "answers that change", "judging once, s", "both and why, s", "ratio", "memory once, MiB", "of both")
    return "\n".join(
        [
            "## Changes of a register",
            "",
            "What a draft of four changes does to all shipped policies' answers, each changed one attributed",
            "(`python -m benchmarks.register`), against judging the register once: processor seconds on one thread,",
            f"each in a process of its own; {'one round' if rounds == 1 else f'medians of {rounds} rounds in turns'}.",
            "",
            table(head, lines),
            "",
            f"Aims: at most {RATIO} times ({_met(max(ratios) <= RATIO)}: {max(ratios):.2f}); flat memory: of the",
            f"largest register at most {FLAT} times that of the one before it ({_met(grown <= FLAT)}: {grown:.2f}).",
            "",
        ]
    )


def _met(yes: bool) -> str:
    return "met" if yes else "NOT met"


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measured(sys.argv[2], *map(Path, sys.argv[3:6]))))
    else:
        print(section(tuple(map(int, sys.argv[1:])) or SIZES))

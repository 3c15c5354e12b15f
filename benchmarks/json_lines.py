"""What complete answers as JSON lines cost from the command line, and whether memory stays flat."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import met, table
from benchmarks.records import REALISTIC
from benchmarks.trees import NOW, Tree, digits, ratio

ROUNDS = 3
LINES, FEW = 10_020, 60  # multiples of the kinds of records
SECONDS = 15
"""A tree that would take longer than this for all lines is given fewer."""
ON = "2026-06-15"
MS_AT_MOST, MIB_AT_MOST = 3, 16

_EVALUATE = """\
import os, sys
from pathlib import Path
start = sum(os.times()[:4])
from zzrules.cli import main
out = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
sys.argv = ["zzrules", "evaluate", sys.argv[1], "--on", sys.argv[2], "--format", "jsonl"]
try:
    code = main()
except SystemExit as ended:
    code = ended.code
sys.stdout.flush()
assert code in (0, 3), code
took = sum(os.times()[:4]) - start
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.is_file() else []
highest = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
os.write(out, f"{took} {highest / 1024}".encode())
"""


def report(trees: list[Tree]) -> str:
    """Return the section: processor milliseconds a line, without the start of the process, and the highest memory."""
    took: dict[str, list[float]] = {tree.name: [] for tree in trees}
    rows: dict[str, list[str]] = {}
    grown: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        many = {tree.name: _affordable(tree, folder) for tree in trees}
        for number in range(ROUNDS):
            for tree in trees:
                count = many[tree.name] if number == 0 else max(2 * FEW, many[tree.name] // FEW // 5 * FEW)
                start, low = _evaluate(tree, folder, FEW)
                end, high = _evaluate(tree, folder, count)
                took[tree.name].append((end - start) / (count - FEW) * 1000)
                if number == 0:
                    rows[tree.name] = [tree.name, f"{count:,}", f"{low:.0f}", f"{high:.0f}"]
                    grown[tree.name] = high - low
    for tree in trees:
        rows[tree.name].insert(2, digits(median(took[tree.name])))
    beside = f" Now takes {ratio(took)} of the time before." if len(trees) > 1 else ""
    return f"""\
## JSON lines

`zzrules evaluate … --format jsonl`: complete answers about all policies, processor time without the start of the
process. The records are the realistic ones, each with a number of its own and its days moved.

{table(("tree", "lines", "ms a line", f"MiB for {FEW} lines", "MiB for all"), list(rows.values()))}

Aims: at most {MS_AT_MOST} ms a line ({met(median(took[NOW]), MS_AT_MOST)}); flat memory, at most {MIB_AT_MOST} MiB more
for all lines than for a few ({met(grown[NOW], MIB_AT_MOST)}).{beside}
"""


def _affordable(tree: Tree, folder: Path) -> int:
    """Return how many lines a tree does in the time there is; at most as many as the aim names."""
    seconds, _ = _evaluate(tree, folder, FEW)
    affordable = int(SECONDS / seconds) * FEW
    return max(5 * FEW, min(LINES, affordable))


def _evaluate(tree: Tree, folder: Path, count: int) -> tuple[float, float]:
    """Return processor seconds and highest resident memory (MiB) of a process that judges so many lines."""
    path = folder / f"{count}.jsonl"
    if not path.is_file():
        path.write_text("".join(line + "\n" for line in lines(count)), encoding="utf-8")
    seconds, memory = map(float, tree.run(_EVALUATE, str(path), ON).split())
    return seconds, memory


def lines(count: int) -> list[str]:
    """Return records as JSON: the realistic ones in turn, the days of each moved back together, numbered."""
    random = Random(10)  # noqa: S311 - the same records in every run
    kinds = [record for record, _ in REALISTIC.values()]
    return [
        json.dumps(
            _moved(kinds[number % len(kinds)], -random.randrange(60)) | {"case_number": f"示例〔2026〕{number:05}号"},
            ensure_ascii=False,
        )
        for number in range(count)
    ]


def _moved(value: Any, days: int) -> Any:
    """Return a value with every ISO date in it moved."""
    if isinstance(value, dict):
        return {name: _moved(part, days) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, days) for part in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return (date.fromisoformat(value) + timedelta(days)).isoformat()
    return value

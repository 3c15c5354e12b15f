"""What answers cost: everything that a new determination can be asked.

``python -m benchmarks.answers [--before TREE]`` measures the tree of this file and, beside it, a checkout or a commit;
JSON lines and cold starts as well. Each tree runs in a process of its own, and the two take turns at every single
measurement, so that other work on the machine slows both. Times are processor times, medians over the realistic records
of `benchmarks.records`; the ratio of now to before is the median of the ratios of neighbouring measurements.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import cold, json_lines, trees
from benchmarks.measure import met, table
from benchmarks.records import REALISTIC
from benchmarks.trees import NOW, Tree, digits

WORKER = Path(__file__).with_name("answers_worker.py")
ROUNDS, FIRST_ROUNDS = 5, 3
DUMPS_AT_MOST = 3
US, MS, S = (1e3, "µs"), (1e6, "ms"), (1e9, "s")

Times = dict[tuple[str, str], list[float]]
"""Nanoseconds by question and kind of record, one of each round."""


@dataclass(frozen=True)
class Question:
    """A row of the table: the worker's name for it, its title, the unit, and the aim in that unit, if there is one."""

    ask: str
    title: str
    unit: tuple[float, str]
    at_most: float | None = None


QUESTIONS = (
    Question("evaluate", "`evaluate` itself", US),
    Question("outcome", "an answer by its key, its outcome, its truths", US, 1),
    Question("grounds", "the grounds of one policy", US, 20),
    Question("why", "`why(outcome)`", MS, 0.3),
    Question("missing", "`missing`, every policy", MS, 0.8),
    Question("obligations", "every obligation", MS, 0.6),
    Question("to_dict", "`to_dict()`", MS, 2),
    Question("dumps", "`json.dumps` of it", MS),
    Question("explain", "`explain()`", MS, 2),
    Question("explain_json", '`explain("json")`', MS),
    Question("row", "`row()`", MS),
    Question("readings", "`readings()`", MS, 4),
    Question("record_digest", "`record_digest`", US),
)
FIRST = Question("first_readings", "`readings()`, the first of a rulebook", S, 0.25)
FIRST_KIND = "rotation, complete"


class Worker:
    """A process that answers questions with the code of one tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.times: Times = {}
        self._process = subprocess.Popen(  # noqa: S603 - its own program
            [sys.executable, "-P", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=tree.environment(),
        )
        imported = self._reply()
        assert Path(imported).is_relative_to(tree.root), f"{imported} is not in {tree.root}"

    def measure(self, ask: str, kind: str, turn: int) -> None:
        record, on = REALISTIC[kind]
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"ask": ask, "record": record, "on": on, "turn": turn}) + "\n")
        self._process.stdin.flush()
        self.times.setdefault((ask, kind), []).append(self._reply())

    def stop(self) -> None:
        self._process.communicate()

    def _reply(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of the tree {self.tree.name} ended: {self._process.wait()}")
        return json.loads(line)


def report(measured: list[Tree], rounds: int = ROUNDS) -> str:
    """Return the section: every question with its time, its ratio to the tree before, and its aim."""
    times = _times(measured, rounds)
    rows = [_row(times, question) for question in (*QUESTIONS, FIRST)]
    now = times[NOW]
    of_dumps = median(
        data / text for kind in REALISTIC for data, text in zip(now["to_dict", kind], now["dumps", kind], strict=True)
    )
    beside = ["before", "ratio"] if len(measured) > 1 else []
    head = ("asked of a new determination", "unit", "now", *beside, "slowest kind of record", "aim", "")
    return f"""\
## What answers cost

About all policies, over the {len(REALISTIC)} realistic records above, each time of a new determination; medians of
{rounds} rounds. `python -m benchmarks.answers --before TREE` measures another tree in turns with this one.

{table(head, rows)}

`to_dict()` takes {of_dumps:.2f} times as long as `json.dumps` of what it returns; aim: at most {DUMPS_AT_MOST} times
({met(of_dumps, DUMPS_AT_MOST)}). An answer by its key is timed without `evaluate`. Grounds are read with their truth
and citation, `missing` with what would decide. Python's cyclic collector is off.
"""


def _times(measured: list[Tree], rounds: int) -> dict[str, Times]:
    workers = [Worker(tree) for tree in measured]
    for turn in range(-1, rounds):
        for kind in REALISTIC:
            for question in QUESTIONS:
                for worker in workers:
                    worker.measure(question.ask, kind, turn)
        if turn < 0:  # the first round imports modules and fills caches
            for worker in workers:
                worker.times.clear()
    for turn in range(FIRST_ROUNDS):
        for worker in workers:
            worker.measure(FIRST.ask, FIRST_KIND, turn)
    for worker in workers:
        worker.stop()
    return {worker.tree.name: worker.times for worker in workers}


def _row(times: dict[str, Times], question: Question) -> list[str]:
    unit, name = question.unit
    medians = {
        tree: {kind: median(took) / unit for (ask, kind), took in of_tree.items() if ask == question.ask}
        for tree, of_tree in times.items()
    }
    figures = [median(by_kind.values()) for by_kind in medians.values()]
    row = [question.title, name, *(digits(figure) for figure in figures)]
    if len(times) > 1:
        row.append(
            trees.ratio(
                {
                    tree: [ns for kind in medians[tree] for ns in of_tree[question.ask, kind]]
                    for tree, of_tree in times.items()
                }
            )
        )
    slowest = max(medians[NOW], key=medians[NOW].__getitem__)
    row.append(f"{digits(medians[NOW][slowest])}, {slowest}")
    if question.at_most is None:
        return [*row, "", ""]
    return [*row, f"{question.at_most:g}", "met" if figures[0] <= question.at_most else "NOT met"]


PARTS: dict[str, Callable[[list[Tree], int], str]] = {
    "answers": report,
    "lines": lambda measured, _rounds: json_lines.report(measured),
    "cold": lambda measured, _rounds: cold.report(measured),
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the sections."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    trees.add_options(parser)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of every question ({ROUNDS})")
    chosen = parser.parse_args(arguments)
    with trees.opened(chosen.before) as measured:
        for name, part in PARTS.items():
            if not chosen.only or name in chosen.only:
                print(part(measured, chosen.rounds), flush=True)


if __name__ == "__main__":
    main()

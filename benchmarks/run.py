"""What zzrules costs, measured in one run: `make bench`, or `python -m benchmarks.run [--write] [--only SECTION …]`.

One record: zzrules and the hand-written function take turns in small batches; of a round's batches the fastest counts
(what slows a batch down is the machine's other work), and of all rounds the median is told. Ratios are taken within a
round. Cold starts: fresh processes, taking turns in the same way. Nothing here is a test: no figure passes or fails.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

from benchmarks import files, handwritten
from benchmarks.casefiles import case_files
from benchmarks.measure import Job, fastest, met, table, timed, without_collector
from benchmarks.peers import page as peers
from benchmarks.records import REALISTIC, Case, random_case

import zzrules

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS, BATCHES, CALLS = 60, 5, 16
RANDOM_POOL = 64
COLD_ROUNDS = 15
LATER_ROUNDS = 5
US_AT_MOST, TIMES_AT_MOST, IMPORT_AT_MOST, LOAD_AT_MOST = 30, 10, 1.3, 2

Figures = dict[str, list[float]]  # by contestant, one figure for each round


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the page and, with ``--write``, write docs/benchmarks.md with its plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks.md and its plot")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds for one record ({ROUNDS})")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    chosen = parser.parse_args(arguments)
    if chosen.write and chosen.only:
        parser.error("the page is written whole: --write without --only")
    book = zzrules.load()
    parts = [_head(book)]
    for name, measure in SECTIONS.items():
        if not chosen.only or name in chosen.only:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            parts.append(measure(book, chosen))
    page = "\n".join(parts)
    print(page)
    if chosen.write:
        PAGE.write_text(page, encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}", file=sys.stderr)


# ── one record ──────────────────────────────────────────────────────────


def one_record(book: zzrules.Rulebook, rounds: int) -> str:
    """Return the table of one record after the other: zzrules against the hand-written function."""
    random = Random(8)  # noqa: S311 - the same records in every run
    pool = [random_case(random, book.vocabulary, handwritten.FACTS) for _ in range(RANDOM_POOL)]
    kinds = {kind: [case] * CALLS for kind, case in REALISTIC.items()} | {f"{RANDOM_POOL} random records": pool}
    figures: dict[str, Figures] = {kind: {} for kind in kinds}
    with without_collector():
        for _ in range(rounds):
            gc.collect()
            for kind, cases in kinds.items():
                for name, took in fastest(_contestants(book, cases), BATCHES).items():
                    figures[kind].setdefault(name, []).append(took / len(cases) / 1000)
    collected = _with_collector(book, pool)
    numbers: dict[str, list[float]] = {}
    for kind, found in figures.items():
        made = [median(found[name]) for name in ("zzrules", "read", "by hand")]
        numbers[kind] = [*made, *(_ratio(found, name, "by hand") for name in ("zzrules", "read"))]
    columns = list(zip(*numbers.values(), strict=True))
    overall, worst = [median(column) for column in columns], [max(column) for column in columns]
    within = sum(one <= US_AT_MOST for one in columns[0])
    rows = [
        [kind, f"{median(len(record) for record, _ in kinds[kind]):.0f}", *(f"{one:.1f}" for one in row)]
        for kind, row in numbers.items()
    ]
    rows.append(["**median of all kinds**", "", *(f"**{one:.1f}**" for one in overall)])
    rows.append(["**slowest kind**", "", *(f"**{one:.1f}**" for one in worst)])
    every = [median(median(one[name]) for one in figures.values()) for name in ("all", "all, read")]
    more = median(_ratio(one, "all", "zzrules") for one in figures.values())
    rows.append(
        [
            f"all {len(book.plan.policies)} policies, median of all kinds",
            "",
            *(f"{one:.1f}" for one in every),
            "",
            "",
            "",
        ]
    )
    shown = table(("record", "facts", "zzrules µs", "…and read µs", "by hand µs", "times by hand", "…and read"), rows)
    return f"""\
## One record

From a plain dict to a `Determination` about {len(handwritten.POLICIES)} of the shipped policies (`about=`), validation
included, on one core. *…and read*: every policy's possible outcomes have been asked for as well (names are looked up
only then; the hand-written function answers at once). *By hand*: `benchmarks/handwritten/`, which knows these policies
only, gives the same answer and refuses the same records (`tests/unit/test_handwritten.py`). Obligations are worked out
when they are asked for: see below.

{shown}

Aims, of the median: at most {US_AT_MOST} µs ({met(overall[0], US_AT_MOST)}; so are {within} of {len(numbers)} kinds)
and at most {TIMES_AT_MOST} times the hand-written function ({met(overall[3], TIMES_AT_MOST)}; no kind takes
more than {worst[3]:.1f} times). Every shipped policy takes {more:.2f} times as long as these.
Python's cyclic collector is off while a batch runs; with it on, the random records take {collected:.2f} times as long.
"""


def _contestants(book: zzrules.Rulebook, cases: list[Case]) -> dict[str, Job]:
    evaluate, by_hand, add_workdays = book.evaluate, handwritten.evaluate, book.calendar.add_ordinal
    about = handwritten.POLICIES

    def determine() -> None:
        for record, on in cases:
            evaluate(record, on, about)

    def determine_and_read() -> None:
        for record, on in cases:
            for answer in evaluate(record, on, about):
                _ = answer.possible

    def determine_all() -> None:
        for record, on in cases:
            evaluate(record, on)

    def determine_all_and_read() -> None:
        for record, on in cases:
            for answer in evaluate(record, on):
                _ = answer.possible

    def write_by_hand() -> None:
        for record, on in cases:
            by_hand(record, on, add_workdays)

    return {
        "zzrules": determine,
        "by hand": write_by_hand,
        "read": determine_and_read,
        "all": determine_all,
        "all, read": determine_all_and_read,
    }


def _ratio(figures: Figures, name: str, base: str) -> float:
    return median(one / other for one, other in zip(figures[name], figures[base], strict=True))


def _with_collector(book: zzrules.Rulebook, pool: list[Case]) -> float:
    """Return how many times as long the records take while the cyclic collector runs as it usually does."""
    job = _contestants(book, pool)["zzrules"]
    ratios = []
    for _ in range(2 * BATCHES):
        with without_collector():
            without = min(timed(job) for _ in range(BATCHES))
        ratios.append(min(timed(job) for _ in range(BATCHES)) / without)
    return median(ratios)


# ── cold starts ─────────────────────────────────────────────────────────

_CLOCK = "from time import perf_counter_ns as now\nstart = now()\n"
_COLD = {
    "bare": _CLOCK + "import pydantic, yaml\nprint(now() - start)",
    "zzrules": _CLOCK
    + """import zzrules
imported = now()
book = zzrules.load()
loaded = now()
book.evaluate({"subject": "window_staff"}, "2026-05-06")
print(imported - start, loaded - imported, loaded - start, now() - start)""",
    "names": _CLOCK + "from zzrules import *\nprint(now() - start)",
}
_HEAVY = ("pydantic", "polars", "pandas", "durable", "holidays", "z3", "pyspark")


def cold_starts() -> str:
    """Return the table of first imports and loads, each in a process of its own."""
    figures: dict[str, list[list[float]]] = {name: [] for name in _COLD}
    with TemporaryDirectory() as bytecode:
        for number in range(-1, COLD_ROUNDS):
            for name, source in _COLD.items():
                printed = _python(source, bytecode)
                if number >= 0:  # the first round writes the bytecode and fills the disk's cache
                    figures[name].append([int(one) / 1e6 for one in printed.split()])
        heavy = _python(
            f"import sys, zzrules\nzzrules.load()\nprint(*[one for one in {_HEAVY} if one in sys.modules])", bytecode
        )
    bare = [row[0] for row in figures["bare"]]
    parts = (
        ("`import pydantic, yaml`", bare),
        ("`import zzrules` (names are imported when used)", [row[0] for row in figures["zzrules"]]),
        ("`from zzrules import *` (every public name)", [row[0] for row in figures["names"]]),
        ("the first `load()` by itself", [row[1] for row in figures["zzrules"]]),
        ("`import zzrules` and the first `load()`", [row[2] for row in figures["zzrules"]]),
        ("… and the first determination", [row[3] for row in figures["zzrules"]]),
    )
    ratios = [median(one / other for one, other in zip(found, bare, strict=True)) for _, found in parts]
    shown = table(
        ("a fresh process", "ms", "times the bare import"),
        [[what, f"{median(found):.1f}", f"{ratio:.2f}"] for (what, found), ratio in zip(parts, ratios, strict=True)],
    )
    return f"""\
## Cold starts

In fresh processes, {COLD_ROUNDS} of each kind taking turns; all bytecode is written, the disk's cache is warm.

{shown}

Aims: the import at most {IMPORT_AT_MOST} times the bare import ({met(ratios[1], IMPORT_AT_MOST)}; with every public
name {met(ratios[2], IMPORT_AT_MOST)}), the first `load()` at most {LOAD_AT_MOST} times, the import included
({met(ratios[4], LOAD_AT_MOST)}). Of {", ".join(_HEAVY)}, loading imports {heavy.strip() or "none"}.
"""


def _python(source: str, bytecode: str) -> str:
    """Run a process that keeps its bytecode in a folder: installed or edited, every module is compiled once."""
    environment = {name: given for name, given in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    ran = subprocess.run(  # noqa: S603 - its own text
        [sys.executable, "-c", source], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    return ran.stdout


# ── what is asked for later ─────────────────────────────────────────────

_LATER: dict[str, Callable[[Any], object]] = {
    "every obligation": lambda made: [one.status for answer in made for one in answer.obligations],
    "`missing`, every policy": lambda made: made.missing,
    "`explain()`": lambda made: made.explain(),
    '`explain("json")`': lambda made: made.explain("json"),
    "`row()`": lambda made: made.row(),
    "`readings()`": lambda made: made.readings(),
    "`record_digest`": lambda made: made.record_digest,
}


def asked_later(book: zzrules.Rulebook) -> str:
    """Return the table of what a determination works out when it is asked for."""
    first = []
    for _ in range(LATER_ROUNDS):
        made = zzrules.load().evaluate(*REALISTIC["rotation, complete"])
        first.append(timed(made.readings) / 1e6)
    figures: dict[str, dict[str, list[float]]] = {what: {} for what in _LATER}
    with without_collector():
        for _ in range(LATER_ROUNDS):
            gc.collect()
            for what, ask in _LATER.items():
                for kind, case in REALISTIC.items():
                    figures[what].setdefault(kind, []).append(_fresh(book, case, ask))
    rows = []
    for what, found in figures.items():
        by_kind = {kind: min(times) for kind, times in found.items()}
        slowest = max(by_kind, key=by_kind.__getitem__)
        rows.append([what, f"{median(by_kind.values()):.2f}", f"{by_kind[slowest]:.2f}", slowest])
    shown = table(("asked of a new determination", "median ms", "slowest ms", "slowest kind"), rows)
    return f"""\
## What is asked for later

Over the {len(REALISTIC)} realistic records above; the shortest of {LATER_ROUNDS}, each of a new determination.

{shown}

A rulebook's first `readings()` also compiles the policies once more for every other reading: {median(first):.0f} ms.
The digest of the policies is made by `load()`.
"""


def _fresh(book: zzrules.Rulebook, case: Case, ask: Callable[[Any], object]) -> float:
    made = book.evaluate(*case)
    start = perf_counter_ns()
    ask(made)
    return (perf_counter_ns() - start) / 1e6


# ── the page ────────────────────────────────────────────────────────────

SECTIONS: dict[str, Callable[[zzrules.Rulebook, argparse.Namespace], str]] = {
    "peers": lambda book, chosen: peers.report(book, PAGE.parent if chosen.write else None),
    "files": lambda _book, _chosen: files.report(),
    "record": lambda book, chosen: one_record(book, chosen.rounds),
    "cold": lambda _book, _chosen: cold_starts(),
    "later": lambda book, _chosen: asked_later(book),
    "casefiles": lambda book, _chosen: case_files(book),
}
"""The sections of the page in their order, each with what measures it and writes it."""


def _head(book: zzrules.Rulebook) -> str:
    day = datetime.now(tz=UTC).date().isoformat()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    load = f"{busy:.1f}" if hasattr(os, "getloadavg") else "not known"
    other = "\nThe machine had other work to do: ratios hold, times are longer than on a quiet one.\n"
    versions = ", ".join(f"{one} {version(one)}" for one in ("zzrules", "pydantic", "PyYAML"))
    return f"""\
# Benchmarks

Measured by `make bench` on {day}; `make bench BENCH_ARGS=--write` writes this page.

| | |
|---|---|
| processor | {_processor()}, {os.cpu_count()} cores; load at the start {load} |
| Python | {platform.python_implementation()} {platform.python_version()}, {platform.system()} |
| libraries | {versions} |
| policies | {len(book.plan.policies)}, {len(book.vocabulary.facts)} facts; digest {book.digest[:12]} |
{other if busy > 1 else ""}"""


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines: Iterator[str] = iter(cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else ())
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, "") or platform.processor() or platform.machine()


if __name__ == "__main__":
    main()

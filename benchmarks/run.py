"""What zzrules costs, measured in one run: `make bench`, or `python -m benchmarks.run [--write] [--only SECTION …]`.

One record: zzrules and the hand-written function take turns in small batches. The fastest batch of a round counts,
since other work only slows a batch down; reported is the median of all rounds. Ratios are taken within a round. With
``--before COMMIT`` (or a checkout), an earlier tree is measured in turns with this one where it can answer the same
questions. Nothing here is a test: no figure passes or fails.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median

from benchmarks import answers, cold, exactness, files, handwritten, interviews, json_lines, register, trees
from benchmarks.casefiles import case_files
from benchmarks.measure import Job, fastest, met, table, timed, without_collector
from benchmarks.peers import page as peers
from benchmarks.records import REALISTIC, Case, random_case

import zzrules

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
ROUNDS, BATCHES, CALLS = 60, 5, 16
RANDOM_POOL = 64
US_AT_MOST, TIMES_AT_MOST = 30, 10

Figures = dict[str, list[float]]  # by contestant, a figure for each round


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the page and, with ``--write``, write docs/benchmarks.md with its plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks.md and its plot")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds for one record ({ROUNDS})")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="SECTION", help=", ".join(SECTIONS))
    trees.add_options(parser)
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
    """Return the table of single records: zzrules against the hand-written function."""
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
    for kind, times in figures.items():
        medians = [median(times[name]) for name in ("zzrules", "read", "by hand")]
        numbers[kind] = [*medians, *(_ratio(times, name, "by hand") for name in ("zzrules", "read"))]
    columns = list(zip(*numbers.values(), strict=True))
    overall, worst = [median(column) for column in columns], [max(column) for column in columns]
    within = sum(took <= US_AT_MOST for took in columns[0])
    rows = [
        [kind, f"{median(len(record) for record, _ in kinds[kind]):.0f}", *(f"{figure:.1f}" for figure in row)]
        for kind, row in numbers.items()
    ]
    rows.append(["**median of all kinds**", "", *(f"**{figure:.1f}**" for figure in overall)])
    rows.append(["**slowest kind**", "", *(f"**{figure:.1f}**" for figure in worst)])
    every = [median(median(times[name]) for times in figures.values()) for name in ("all", "all, read")]
    more = median(_ratio(times, "all", "zzrules") for times in figures.values())
    rows.append(
        [
            f"all {len(book.plan.policies)} policies, median of all kinds",
            "",
            *(f"{figure:.1f}" for figure in every),
            "",
            "",
            "",
        ]
    )
    shown = table(("record", "facts", "zzrules µs", "…and read µs", "by hand µs", "times by hand", "…and read"), rows)
    return f"""\
## One record

From a plain dict to a `Determination` about {len(handwritten.POLICIES)} of the shipped policies (`about=`), validation
included, on one core. *…and read*: every policy's possible outcomes are read as well (they are looked up only then; the
hand-written function returns them at once). *By hand*: `benchmarks/handwritten/`, which knows these policies
only, gives the same answer and refuses the same records (`tests/unit/test_handwritten.py`). Obligations are worked out
when they are read: see below.

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
    return median(took / of_base for took, of_base in zip(figures[name], figures[base], strict=True))


def _with_collector(book: zzrules.Rulebook, pool: list[Case]) -> float:
    """Return how many times as long the records take while the cyclic collector runs as it usually does."""
    job = _contestants(book, pool)["zzrules"]
    ratios = []
    for _ in range(2 * BATCHES):
        with without_collector():
            without = min(timed(job) for _ in range(BATCHES))
        ratios.append(min(timed(job) for _ in range(BATCHES)) / without)
    return median(ratios)


# ── the page ────────────────────────────────────────────────────────────


def _beside(report: Callable[[list[trees.Tree]], str], chosen: argparse.Namespace) -> str:
    with trees.opened(chosen.before) as measured:
        return report(measured)


SECTIONS: dict[str, Callable[[zzrules.Rulebook, argparse.Namespace], str]] = {
    "peers": lambda _book, chosen: peers.report(PAGE.parent if chosen.write else None),
    "files": lambda _book, _chosen: files.report(),
    "register": lambda _book, _chosen: register.section(),
    "record": lambda book, chosen: one_record(book, chosen.rounds),
    "answers": lambda _book, chosen: _beside(answers.report, chosen),
    "lines": lambda _book, chosen: _beside(json_lines.report, chosen),
    "cold": lambda _book, chosen: _beside(cold.report, chosen),
    "casefiles": lambda book, _chosen: case_files(book),
    "exactness": lambda _book, _chosen: exactness.section(),
    "interviews": lambda _book, _chosen: interviews.section(),
}
"""The sections of the page in their order, each with what measures it and writes it."""


def _head(book: zzrules.Rulebook) -> str:
    day = datetime.now(tz=UTC).date().isoformat()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    load = f"{busy:.1f}" if hasattr(os, "getloadavg") else "not known"
    warning = "\nThe machine had other work to do: ratios hold, times are longer than on a quiet one.\n"
    versions = ", ".join(f"{package} {version(package)}" for package in ("zzrules", "pydantic", "PyYAML"))
    return f"""\
# Benchmarks

Measured by `make bench` on {day}; `make bench BENCH_ARGS=--write` writes this page
(`--before COMMIT` beside it measures an earlier commit).

| | |
|---|---|
| processor | {_processor()}, {os.cpu_count()} cores; load at the start {load} |
| Python | {platform.python_implementation()} {platform.python_version()}, {platform.system()} |
| libraries | {versions} |
| policies | {len(book.plan.policies)}, {len(book.vocabulary.facts)} facts; digest {book.digest[:12]} |
{warning if busy > 1 else ""}"""


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines: Iterator[str] = iter(cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else ())
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, "") or platform.processor() or platform.machine()


if __name__ == "__main__":
    main()

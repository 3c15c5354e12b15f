"""What case files cost: a log, many different ones in one process, several threads, one more event in a long log.

With durable_rules, which serves where it can be imported, and with the default engine, which gives the same answers.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any

from benchmarks.logs import LICENCE_AND_REVIEW, CaseLog, Event, different_logs, long_log
from benchmarks.measure import Job, fastest, met, table, timed, without_collector

import zzrules
from zzrules.answer import follow
from zzrules.engines import chaining as engine

ROOT = Path(__file__).parents[1]
ROUNDS, BATCHES = 30, 5
MS_AT_MOST = 15
MILESTONES = (1_000, 5_000, 10_000)
THREADS, THREADED = 8, 96
LONG, LONG_ROUNDS = 1_000, 7

Given = list[tuple[str, str, int | None]]


def opened(book: zzrules.Rulebook, log: CaseLog) -> zzrules.CaseFile:
    """Return the case file of a log."""
    return book.casefile(log.events, facts=log.facts)


def given(answer: zzrules.CaseAnswer) -> Given:
    """Return the state of every obligation, its last day, and the working days left."""
    return [(obligation.status, obligation.due, obligation.left) for obligation in answer.obligations]


@contextmanager
def default_engine() -> Iterator[None]:
    """Let the default engine serve inside, as it does where durable_rules cannot be imported."""
    serves = follow.available
    follow.available = lambda: False
    try:
        yield
    finally:
        follow.available = serves


def case_files(book: zzrules.Rulebook, rounds: int = ROUNDS) -> str:
    """Return the page's part on case files."""
    if not engine.available():
        return f"## Case files\n\nNot measured: {engine.unavailable()}.\n"
    return "\n".join(("## Case files\n", one_log(book, rounds), many_logs(), threads(book), one_more_event(book)))


# ── one log ─────────────────────────────────────────────────────────────


def one_log(book: zzrules.Rulebook, rounds: int) -> str:
    """Return the table of one log with every policy: read, fold and judge, give every obligation."""
    log = LICENCE_AND_REVIEW

    def answer() -> Given:
        return given(opened(book, log).on(log.on))

    with default_engine():
        expected = answer()
    assert answer() == expected
    stages: dict[str, Job] = {
        "reading the log": lambda: opened(book, log),
        "… and folding it, judging outcomes and grounds": lambda: opened(book, log).on(log.on),
        "… and judging and giving every obligation": answer,
    }
    times: dict[tuple[str, str], list[float]] = {}
    with without_collector():
        for _ in range(rounds):
            gc.collect()
            for stage, job in stages.items():
                times.setdefault((stage, "durable"), []).append(_fastest(job))
                with default_engine():
                    times.setdefault((stage, "compiled"), []).append(_fastest(job))
    rows = []
    for stage in stages:
        durable, compiled = times[stage, "durable"], times[stage, "compiled"]
        ratio = median(chained / plain for chained, plain in zip(durable, compiled, strict=True))
        rows.append([stage, f"{median(durable):.1f}", f"{median(compiled):.1f}", f"{ratio:.2f}"])
    whole = median(times["… and judging and giving every obligation", "durable"])
    return f"""\
### One log, every shipped policy

{len(log.events)} events (`benchmarks/logs.py`: a licence that comes too late in spite of an expert review, its bad
review with a correction, an order to correct, a return visit), from plain dicts to the state, last day and working days
left of each of {len(expected)} obligations; medians of {rounds} rounds, of each the fastest of {BATCHES}.

{table(("through", "durable_rules ms", "compiled ms", "ratio"), rows)}

Aim: at most {MS_AT_MOST} ms with durable_rules ({met(whole, MS_AT_MOST)}). Both engines give the same answers.
"""


# ── many logs ───────────────────────────────────────────────────────────


def many_logs() -> str:
    """Return the table of a process that answers for thousands of different case files."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.casefiles"], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    lines = [line.split() for line in ran.stdout.splitlines()]
    rows = [[f"{int(number):,}", f"{float(megabytes):.1f}", rate] for number, megabytes, rate in lines]
    first, last = float(lines[1][1]), float(lines[-1][1])
    return f"""\
### Different case files in one process

Logs of real shape of up to {len(LICENCE_AND_REVIEW.events)} events, no two the same, each read, asked about on one day
and dropped; a process of its own, durable_rules serves.

{table(("case files", "resident memory MB", "case files a second"), rows)}

From {int(lines[1][0]):,} to {int(lines[-1][0]):,} case files memory grows by {last - first:.1f} MB.
"""


def flood() -> None:
    """Answer for case after case; print how many, the resident memory in MB, and how many a second since the last."""
    book = zzrules.load()
    _answer(book, LICENCE_AND_REVIEW)
    print(0, _resident(), "-")
    done = 0
    for until in MILESTONES:
        start = perf_counter_ns()
        for log in different_logs(done, until):
            _answer(book, log)
        rate = (until - done) / (perf_counter_ns() - start) * 1e9
        done = until
        print(until, _resident(), f"{rate:.0f}", flush=True)


def _answer(book: zzrules.Rulebook, log: CaseLog) -> Given:
    return given(opened(book, log).on(log.on))


def _resident() -> float:
    """Return the resident memory in MB (Linux), or the most there has been (elsewhere)."""
    status = Path("/proc/self/status")
    if status.is_file():
        [line] = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ── threads ─────────────────────────────────────────────────────────────


def threads(book: zzrules.Rulebook) -> str:
    """Return how long several threads take for the same case files, against one thread."""
    logs = list(different_logs(0, THREADED))

    def by_one() -> list[Given]:
        return [_answer(book, log) for log in logs]

    def by_all() -> list[Given]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda log: _answer(book, log), logs))

    expected = by_one()
    assert by_all() == expected
    with default_engine():
        assert by_all() == expected
    single: list[float] = []
    shared: list[float] = []
    for _ in range(BATCHES):
        single.append(_ms(by_one))
        shared.append(_ms(by_all))
    ratio = median(many / alone for many, alone in zip(shared, single, strict=True))
    return f"""\
### Threads

{THREADED} different case files by {THREADS} threads that share a rulebook: the same answers as by one thread, in
{ratio:.2f} times its time ({median(shared):.0f} ms, {median(single):.0f} ms). Runs of the engine take
turns, as its state is not safe to share; the interpreter's lock leaves little else to gain.
"""


# ── one more event ──────────────────────────────────────────────────────

_FACT: Event = {"date": "2026-11-20", "event": "established", "item_category": "licence"}
_ELEMENT: Event = {
    "date": "2026-11-30",
    "event": "correction_ordered",
    "by": "management_body",
    "deadline": "2026-12-24",
    "covers_all": True,
}
_KINDS = (
    ("facts stated over and over", False, "states one more fact", _FACT),
    ("one list", True, "states one more fact", _FACT),
    ("one list", True, "adds to the list", _ELEMENT),
)


def one_more_event(book: zzrules.Rulebook) -> str:
    """Return the table of one more event in a long log, against building the log anew."""
    rows = []
    for log_kind, listed, event_kind, event in _KINDS:
        log = long_log(LONG - 1, listed=listed)
        more = CaseLog((*log.events, event), log.facts, log.on)
        assert given(opened(book, log).with_event(event).on(log.on)) == given(opened(book, more).on(log.on))
        figures: dict[str, list[float]] = {}
        with without_collector():
            for _ in range(LONG_ROUNDS):
                gc.collect()
                for name, took in _added(book, log, event, more).items():
                    figures.setdefault(name, []).append(took)
        anew = [build + first for build, first in zip(figures["build"], figures["first"], strict=True)]
        kept = [add + following for add, following in zip(figures["add"], figures["next"], strict=True)]
        ratio = median(with_memory / without for with_memory, without in zip(kept, anew, strict=True))
        numbers = [median(figures[name]) for name in ("add", "next", "engine", "build", "first")]
        rows.append([f"{log_kind}; {event_kind}", *(f"{number:.1f}" for number in numbers), f"{ratio:.2f}"])
    head = ("the log; the event", "`with_event` ms", "next answer ms", "… of it durable_rules ms")
    return f"""\
### One more event in a log of {LONG:,}

The case file has been asked before; the event comes, and it is asked again on the same day, every obligation read.
Anew: the log is built from all of its events and asked for the first time. Medians of {LONG_ROUNDS}.

{table((*head, "building anew ms", "first answer ms", "ratio of the sums"), rows)}
"""


def _added(book: zzrules.Rulebook, log: CaseLog, event: Event, more: CaseLog) -> dict[str, float]:
    file = opened(book, log)
    given(file.on(log.on))
    figures: dict[str, float] = {}
    files: list[zzrules.CaseFile] = []
    figures["add"] = _ms(lambda: files.append(file.with_event(event)))
    with _engine_timed() as spent:
        figures["next"] = _ms(lambda: given(files[0].on(log.on)))
    figures["engine"] = sum(spent)
    figures["build"] = _ms(lambda: files.append(opened(book, more)))
    figures["first"] = _ms(lambda: given(files[1].on(log.on)))
    return figures


@contextmanager
def _engine_timed() -> Iterator[list[float]]:
    spent: list[float] = []
    judge = engine.Chain.judge

    def timed(*arguments: Any) -> Any:
        start = perf_counter_ns()
        try:
            return judge(*arguments)
        finally:
            spent.append((perf_counter_ns() - start) / 1e6)

    engine.Chain.judge = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        engine.Chain.judge = judge  # type: ignore[method-assign]


def _ms(job: Job) -> float:
    return timed(job) / 1e6


def _fastest(job: Job) -> float:
    return fastest({"": job}, BATCHES)[""] / 1e6


if __name__ == "__main__":
    flood()

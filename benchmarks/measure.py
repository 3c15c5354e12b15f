"""What the benchmarks share: taking the time, and writing a table of it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import perf_counter_ns

Job = Callable[[], object]


def timed(job: Job) -> int:
    """Return how many nanoseconds a job takes."""
    start = perf_counter_ns()
    job()
    return perf_counter_ns() - start


def fastest(jobs: dict[str, Job], batches: int) -> dict[str, int]:
    """Return, by job, the shortest of its batches in nanoseconds; the jobs take turns."""
    found: dict[str, int] = {}
    for _ in range(batches):
        for name, job in jobs.items():
            took = timed(job)
            found[name] = min(took, found.get(name, took))
    return found


class without_collector:  # noqa: N801 - used like a function
    """The cyclic collector is off inside, and what lives already is out of its way."""

    def __enter__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
        gc.unfreeze()


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return a table in Markdown, the first column to the left and the others to the right."""
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def met(found: float, at_most: float) -> str:
    """Return whether an aim is met, and by which figure."""
    return f"{'met' if found <= at_most else 'NOT met'}: {found:.3g}"

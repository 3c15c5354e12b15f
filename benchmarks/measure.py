"""What the benchmarks share: timing, and tables of times."""

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
    shortest: dict[str, int] = {}
    for _ in range(batches):
        for name, job in jobs.items():
            took = timed(job)
            shortest[name] = min(took, shortest.get(name, took))
    return shortest


class without_collector:  # noqa: N801 - used like a function
    """Turns the cyclic collector off inside, and sets aside for it what is alive already."""

    def __enter__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
        gc.unfreeze()


def table(head: tuple[str, ...], rows: list[list[str]]) -> str:
    """Return a Markdown table: the first column aligned left, the others right."""
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def met(figure: float, at_most: float) -> str:
    """Return whether an aim is met, with the figure."""
    return f"{'met' if figure <= at_most else 'NOT met'}: {figure:.3g}"

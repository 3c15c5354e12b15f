"""How the cost of work grows with the size of what it is given: the only way in which a test looks at time."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Any

TIMES = 16
"""By how much the larger input is larger."""


def growth(made: Callable[[int], Any], work: Callable[[Any], object], small: int) -> float:
    """Return how many times as long work takes on an input 16 times as large as one of a ``small`` size.

    About 16 where the time is linear in the size, about 256 where it is quadratic. It is the processor's time of this
    thread, the least of several runs, so that it says the same on a busy machine.
    """
    return _least(made(small * TIMES), work, 3) / max(_least(made(small), work, 7), 1e-5)


def _least(given: Any, work: Callable[[Any], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = thread_time()
        work(given)
        taken.append(thread_time() - start)
    return min(taken)

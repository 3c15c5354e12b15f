"""zzrules: a record through `Rulebook.evaluate`, validation included, and a frame through `Rulebook.frame`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.peers.task import Answer, PolicyAnswer, Record, Task

if TYPE_CHECKING:
    import polars as pl


def record(task: Task) -> tuple[Callable[[Record], Any], Callable[[Any], Answer]]:
    """Return what reads a record, judges it, and asks for outcomes, truths and, if asked, what is possible."""
    evaluate, on, about = task.book.evaluate, task.on, task.about

    def all_asked(facts: Record) -> list[Any]:
        return [(answer.outcome, answer.truths, answer.possible) for answer in evaluate(facts, on, about)]

    def asked(facts: Record) -> list[Any]:
        return [(answer.outcome, answer.truths) for answer in evaluate(facts, on, about)]

    def read(native: list[Any]) -> Answer:
        return tuple(
            PolicyAnswer(tuple(truths.values()), frozenset(possible[0]) if possible else None, outcome)
            for outcome, truths, *possible in native
        )

    return all_asked if task.asks_possible else asked, read


def columns(
    task: Task, frame: pl.DataFrame
) -> tuple[Callable[[], pl.DataFrame], Callable[[pl.DataFrame], pl.DataFrame]]:
    """Return what answers a frame, every value of it checked, and how its answers are read."""
    import polars as pl

    book, on, about = task.book, task.on, task.about
    given = frame.with_columns(**{f"{name}.state": pl.lit(state) for name, state in task.constants.items()})
    asked = ("outcome", "possible", "grounds") if task.asks_possible else ("outcome", "grounds")
    return (
        lambda: book.frame(given, on, about, columns=asked),
        lambda answers: task.common(answers.to_dict()),
    )

"""zzrules: a record by `Rulebook.evaluate`, validation included, and a frame by `Rulebook.frame`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.peers.task import ABOUT, ON, Answer, PolicyAnswer, Record, Truth, common

import zzrules

if TYPE_CHECKING:
    import polars as pl

Native = list[tuple[str | None, tuple[str, ...], dict[str, Truth]]]


def record(book: zzrules.Rulebook) -> tuple[Callable[[Record], Native], Callable[[Native], Answer]]:
    """Return what reads a record, judges it, and asks for the outcomes, those still possible, and the grounds."""
    evaluate = book.evaluate

    def run(facts: Record) -> Native:
        return [(one.outcome, one.possible, one.truths) for one in evaluate(facts, ON, ABOUT)]

    def read(native: Native) -> Answer:
        first, second = (
            PolicyAnswer(tuple(grounds.values()), frozenset(possible), outcome) for outcome, possible, grounds in native
        )
        return first, second

    return run, read


def columns(
    book: zzrules.Rulebook, frame: pl.DataFrame
) -> tuple[Callable[[], pl.DataFrame], Callable[[pl.DataFrame], pl.DataFrame]]:
    """Return what answers a frame, every value of it checked, and how its answers are read."""
    return (
        lambda: book.frame(frame, ON, ABOUT, columns=("outcome", "possible", "grounds")),
        lambda answers: common(answers.to_dict()),
    )

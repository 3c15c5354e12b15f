"""Polars: expressions as written by hand for a task, and the bare scan of its columns.

The query is built once; a run collects it. Null is unknown, and Polars' ``&``, ``|`` and ``~`` are Kleene's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import assert_never

import polars as pl
from benchmarks.peers.logic import (
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    Condition,
    Constant,
    Flag,
    Found,
    Has,
    Not,
    Step,
    Within,
    all_of,
    levels,
    never_true,
    perhaps,
)
from benchmarks.peers.task import Policy, Task


def expressions(
    task: Task, frame: pl.DataFrame
) -> tuple[Callable[[], pl.DataFrame], Callable[[pl.DataFrame], pl.DataFrame]]:
    """Return the query over the rows, and how its answers are read."""
    return _asked(task, frame).collect, lambda answers: task.common(answers.to_dict())


def scan(frame: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """Return what reads every flag and nothing else."""
    return frame.lazy().select(pl.col(pl.Boolean).sum()).collect


def _asked(task: Task, rows: pl.DataFrame) -> pl.LazyFrame:
    """Return the grounds, the outcomes and, if asked, the possible outcomes of every policy."""
    options = {
        name: list(dtype.inner.categories)
        for name, dtype in rows.schema.items()
        if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Enum)
    }

    def truth(condition: Condition) -> pl.Expr:
        match condition:
            case Constant(constant):
                return pl.lit(constant, dtype=pl.Boolean)
            case Step(name) | Flag(name):
                return pl.col(name)
            case Not(part):
                return ~truth(part)
            case AllOf(parts):
                return reduce(and_, map(truth, parts))
            case AnyOf(parts):
                return reduce(or_, map(truth, parts))
            case Among(fact, [option]):
                return pl.col(fact) == option
            case Among(fact, codes):
                return pl.col(fact).is_in(codes)
            case Has(fact, option):
                return pl.col(f"{fact}.bits") & (1 << options[fact].index(option)) != 0
            case AtLeast(fact, number):
                return pl.col(fact) >= number
            case Within(fact, first, last):
                return pl.col(fact).is_between(date.fromisoformat(first), date.fromisoformat(last))
            case Found(fact, bodies):
                part_of = pl.col(fact).struct.field
                recorded = part_of("date").is_not_null() & part_of("basis").is_not_null()
                return pl.when(recorded & part_of("body").is_in(bodies).fill_null(False)).then(part_of("conclusion"))
            case _:
                assert_never(condition)

    frame = rows.lazy().with_columns(**{f"{fact}.bits": _bits(fact, codes) for fact, codes in options.items()})
    for steps in levels(task.steps):
        frame = frame.with_columns(**{name: truth(condition) for name, condition in steps.items()})
    asked: dict[str, pl.Expr] = {}
    for policy in task.policies:
        frame = _decided(frame, task, policy, truth)
        only, several = _subsets(policy.outcomes)
        for name, condition in policy.grounds.items():
            asked[f"{policy.code}.{name}"] = truth(all_of(task.force, policy.applies, condition))
        asked[f"{policy.code}.outcome"] = pl.lit(only).gather(pl.col(policy.code))
        if task.asks_possible:
            asked[f"{policy.code}.possible"] = pl.lit(several).gather(pl.col(policy.code))
    return frame.select(**asked)


def _bits(fact: str, codes: Sequence[str]) -> pl.Expr:
    """Return a set of options as bits."""
    bits = pl.lit(0, dtype=pl.UInt8)
    for bit, code in enumerate(codes):
        bits = pl.when(pl.element() == code).then(pl.lit(1 << bit, dtype=pl.UInt8)).otherwise(bits)
    return pl.col(fact).list.eval(bits).list.sum()


def _decided(frame: pl.LazyFrame, task: Task, policy: Policy, truth: Callable[[Condition], pl.Expr]) -> pl.LazyFrame:
    """Add as bits the outcomes that a decision list leaves possible; each step is a column, or it costs its square."""
    codes = policy.outcomes
    width = pl.UInt8 if len(codes) <= 8 else pl.UInt16
    force, applies = truth(task.force), truth(policy.applies)
    may = force.fill_null(True)
    possible = {"not_in_force": ~force.fill_null(False), "not_applicable": may & ~applies.fill_null(False)}
    frame = frame.with_columns(reached0=may & applies.fill_null(True))
    reached = pl.col("reached0")
    for number, entry in enumerate(policy.entries):
        name = f"possible{number}"
        steps = {name: reached & truth(perhaps(entry.condition)).fill_null(True)}
        if not never_true(entry.ends):
            steps[f"reached{number + 1}"] = reached & ~truth(entry.ends).fill_null(False)
            reached = pl.col(f"reached{number + 1}")
        frame = frame.with_columns(**steps)
        possible[entry.code] = pl.col(name)
    possible[policy.rest] = reached
    mask = pl.lit(0, dtype=width)
    for code, flag in possible.items():
        bit = pl.lit(1 << codes.index(code), dtype=width)
        mask = mask | pl.when(flag).then(bit).otherwise(pl.lit(0, dtype=width))
    return frame.with_columns(**{policy.code: mask})


def _subsets(codes: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Return for each set of bits the only outcome, and the outcomes that it stands for."""
    kind = pl.Enum(codes)
    sets = [[code for bit, code in enumerate(codes) if mask >> bit & 1] for mask in range(1 << len(codes))]
    return (
        pl.Series([codes[0] if len(codes) == 1 else None for codes in sets], dtype=kind),
        pl.Series(sets, dtype=pl.List(kind)),
    )

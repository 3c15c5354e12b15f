"""Frames in which a finding is a column for each of its parts, as it is in files: judged as if it were one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from zzrules.batch.cells import packed, parts_of
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col

if TYPE_CHECKING:
    import polars as pl

_KEPT = "__kept."
_END = "__end"


def judged(
    plan: ColumnarPlan,
    frame: pl.DataFrame | pl.LazyFrame,
    on: date | str,
    kinds: Sequence[str],
    policies: Sequence[str],
) -> pl.LazyFrame:
    """Return a lazy frame: the frame's columns, then those of the answers; see `ColumnarPlan.judge`.

    Raises `UsageError` also for a finding that has a column of its own and others for its parts (ZZ607).
    """
    import polars as pl

    lazy = frame.lazy()
    schema = dict(lazy.collect_schema())
    parts = parts_of(schema, plan.plan.vocabulary)
    if not parts:
        return plan.judge(frame, on, kinds, policies)
    taken = {name for group in parts.values() for name in group.values()} | (parts.keys() & schema.keys())
    kept = [col(name).alias(f"{_KEPT}{name}") for name in schema if name in taken]
    whole = lazy.select(*packed(list(schema), schema, plan.plan.vocabulary), *kept, pl.lit(None).alias(_END))
    answered = plan.judge(whole, on, kinds, policies)
    names = list(answered.collect_schema())
    last = names.index(_END)
    given = {name: f"{_KEPT}{name}" if name in taken else name for name in schema}
    shown = [col(name).alias(own) for own, name in given.items() if name in names[:last]]
    return answered.select(*shown, *map(col, names[last + 1 :]))

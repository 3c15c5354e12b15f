"""What the columnar engine says of a record that was thought up, as a frame of one row."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

from zzrules.analysis.searching.court import Facts
from zzrules.case.values import ABSENT, PRESENT
from zzrules.plan import model
from zzrules.policy.forms import BETWEEN
from zzrules.policy.vocabulary import Kind, Vocabulary

_ROW: Final = "__row"
"""A column that is no fact: a frame of none has no row."""


def available() -> bool:
    """Return whether Polars, on which the engine rests, is installed."""
    return find_spec("polars") is not None


def possible(plan: model.Plan, facts: Facts, on: str, code: str) -> frozenset[str] | None:
    """Return the outcomes that a policy leaves possible; None of a record that no frame can hold."""
    import polars as pl

    from zzrules.engines.columnar import ColumnarPlan

    columns = _columns(facts, plan.vocabulary)
    if columns is None:
        return None
    answered = ColumnarPlan(plan).judge(pl.DataFrame(columns, strict=False), on, ("possible",), (code,))
    [codes] = answered.collect(engine="in-memory")[f"{code}.possible"].to_list()
    return frozenset(codes or ())


def _columns(facts: Facts, vocabulary: Vocabulary) -> dict[str, list[Any]] | None:
    """Return a record as columns of one row; None of a list of which some is not known."""
    columns: dict[str, list[Any]] = {_ROW: [0]}
    for name, value in facts.items():
        kind = vocabulary.by_name[name].kind
        if value in (ABSENT, PRESENT, []):
            columns[f"{name}.state"] = [ABSENT if value == [] else value]
        elif kind is Kind.LIST:
            if not isinstance(value, list) or any(isinstance(cell, Mapping) for row in value for cell in row.values()):
                return None
            columns[name] = [[{field: _in_words(cell) for field, cell in row.items()} for row in value]]
        elif isinstance(value, Mapping) and kind is not Kind.FINDING:
            columns |= {f"{name}.{word}": [said] for word, said in value.items()}
        else:
            columns[name] = [value]
    return columns


def _in_words(cell: Any) -> str:
    """Return a field of an element as text, which can also say 无."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return BETWEEN.join(cell) or ABSENT if isinstance(cell, list) else str(cell)

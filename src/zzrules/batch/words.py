"""A frame of answers as a table for people: Chinese headings and words, a text in each cell, and no formula."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, assert_never

from zzrules.answer.account import REASON_OPEN, TRUTHS
from zzrules.batch.headings import CONTRADICTIONS, CONTRADICTIONS_TITLE, Heading, headings
from zzrules.batch.reminders import plain_cell
from zzrules.case.values import ABSENT, PART_CODES, PART_LABELS
from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.intake import STATE
from zzrules.plan import model
from zzrules.policy.forms import BETWEEN, NO, UNIT_NAMES, YES

if TYPE_CHECKING:
    import polars as pl

_FORMULA: Final = r"^[=+\-@\t\r]"


def worded(schema: Mapping[str, Any], plan: model.Plan) -> list[pl.Expr]:
    """Return the expressions that turn a frame's columns into those that people read, in the frame's order.

    The answers of a policy are headed by its name: 「容错.结论」, 「容错.可能的结论」, 「容错.先行先试的失误」. A
    finding becomes a column for each part, a list of elements JSON text; other lists are joined with 、.
    """
    answers = {heading.column: heading for policy in plan.policies for heading in headings(policy, plan, schema)}
    taken: set[str] = set()
    columns: list[pl.Expr] = []
    for name, dtype in schema.items():
        head = name.removesuffix(STATE)
        if head != name and head in schema and schema[head].is_nested():
            continue  # it is in the column of its fact
        answer = answers.get(name)
        state = col(name + STATE) if name + STATE in schema else None
        if name == CONTRADICTIONS:
            titled: Iterable[tuple[str, pl.Expr]] = [(CONTRADICTIONS_TITLE, _text(col(name), dtype))]
        else:
            titled = _given(name, dtype, state) if answer is None else [(".".join(answer.parts), _answer(answer))]
        columns += [expr.alias(_new(plain_cell(title), taken)) for title, expr in titled]
    return columns


def _new(title: str, taken: set[str]) -> str:
    """Return a title that is not taken yet, and take it."""
    while title in taken:
        title += "*"
    taken.add(title)
    return title


def _answer(heading: Heading) -> pl.Expr:
    """Return the words of a column of answers."""
    import polars as pl

    column = col(heading.column)
    match heading.holds:
        case "code":
            empty = pl.lit(TRUTHS[None])
            if heading.beside:
                empty = pl.when(col(heading.beside).is_null()).then(empty).otherwise(pl.lit(REASON_OPEN))
            return _replaced(column.cast(pl.String), heading.words).fill_null(empty)
        case "codes" | "days":
            return column.list.eval(_replaced(pl.element().cast(pl.String), heading.words)).list.join(BETWEEN)
        case "truth":
            known = pl.when(column).then(pl.lit(TRUTHS[True])).otherwise(pl.lit(TRUTHS[False]))
            return pl.when(column.is_null()).then(pl.lit(TRUTHS[None])).otherwise(known)
        case "day" | "amount" | "text":
            return column
        case _:
            assert_never(heading.holds)


def _replaced(expr: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    return expr.replace(dict(words)) if words else expr


def _given(name: str, dtype: Any, state: pl.Expr | None) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the columns of text that stand for a column of the input and its ``state``, each with its title."""
    import polars as pl

    column = col(name)
    said = state.cast(pl.String) if state is not None else pl.lit(None, dtype=pl.String)
    if isinstance(dtype, pl.Struct):
        parts = [part.name for part in dtype.fields]
        if set(parts) <= PART_CODES.keys():
            if state is not None:
                yield name, said
            for part in dtype.fields:
                title = f"{name}.{PART_LABELS.get(part.name, part.name)}"
                yield title, _text(column.struct.field(part.name), part.dtype)
            return
        if set(parts) == {"number", "unit"}:
            unit = _replaced(column.struct.field("unit").cast(pl.String), UNIT_NAMES)
            yield name, pl.coalesce(pl.concat_str(column.struct.field("number").cast(pl.String), unit), said)
            return
    text = _text(column, dtype)
    if isinstance(dtype, pl.List):
        text = pl.when(column.list.len() == 0).then(pl.lit(ABSENT)).otherwise(text)
    yield name, pl.coalesce(text, said) if dtype.is_nested() else text


def _text(column: pl.Expr, dtype: Any) -> pl.Expr:
    """Return a value as one cell holds it."""
    import polars as pl

    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit(YES)).when(~column).then(pl.lit(NO))
    if isinstance(dtype, pl.List) and not dtype.inner.is_nested():
        return _plain(column.list.eval(pl.element().cast(pl.String)).list.join(BETWEEN))
    if isinstance(dtype, pl.Duration):
        return column.dt.to_string()
    if dtype.is_nested():
        return column.map_batches(as_json, return_dtype=pl.String, is_elementwise=True)
    if isinstance(dtype, pl.String | pl.Enum | pl.Categorical):
        return _plain(column.cast(pl.String))
    return column


def _plain(text: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)


def as_json(series: pl.Series) -> pl.Series:
    """Return values as JSON text, without what is null in them."""
    import polars as pl

    def lean(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: lean(inner) for key, inner in value.items() if inner is not None}
        return [lean(inner) for inner in value] if isinstance(value, list) else value

    texts = [
        None if value is None else json.dumps(lean(value), ensure_ascii=False, default=str)
        for value in series.to_list()
    ]
    return pl.Series(series.name, texts, dtype=pl.String)

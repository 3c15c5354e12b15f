"""Lists: their elements one below the other as a long frame, judged there, and counted back to the rows.

Polars has no expression over a list's elements and other columns at once. A sweep over a list is therefore one
function of whole columns (never of a row): it lays the elements out, runs expressions over them, and aggregates by
row. As an expression it is elementwise, so that it streams.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics import cases
from zzrules.case.values import LONGEST_LIST
from zzrules.engines.columnar.days import LAST_DAY
from zzrules.engines.columnar.exact import col, fields
from zzrules.engines.columnar.intake import STATE, Read, add_state, read_states, read_value, unfit
from zzrules.engines.columnar.terms import (
    UNKNOWN,
    Layers,
    Part,
    Term,
    Val,
    apply,
    column,
    run,
    truth,
)
from zzrules.policy.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl

ROW, START, ROWS, REAL = "__row", "__start", "__rows", "__real"
_WRONG_KIND: Final = cases.NOT_A_LIST.code  # also of an element
_TOO_MUCH: Final = cases.LONG_LIST.code
_REVERSED: Final = cases.INTERVAL_REVERSED.code
_SHARED: Final = cases.INTERVALS_SHARE_DAY.code


@dataclass(slots=True)
class ListRead:
    """A list as read: its elements (null where unknown or 无), where it is known, and where its order is."""

    fact: Fact
    rows: Part | None = None
    known: Part | bool = False
    ordered: Part | bool = False
    fields: dict[int, Val] = field(default_factory=dict)
    dtype: Any = None


def laid_out(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a line for each element of the column `ROWS`, with its row; a row without elements has one, not real."""
    import polars as pl

    size = pl.col(ROWS).list.len().fill_null(0)
    lines = pl.max_horizontal(size, pl.lit(1, dtype=pl.UInt32)).cast(pl.Int64)
    long = rows.with_row_index(ROW).with_columns(**{START: lines.cum_sum() - lines, REAL: size > 0})
    return long.explode(ROWS, empty_as_null=True, keep_nulls=True)


def by_row(long: pl.DataFrame, aggregates: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Return aggregates over the lines of each row; ``long`` is in the order of the rows."""
    return long.group_by(ROW, maintain_order=True).agg(**aggregates).drop(ROW)


def over_rows(
    inputs: Mapping[str, pl.Expr], function: Callable[[pl.DataFrame], pl.DataFrame], returns: Mapping[str, Any]
) -> pl.Expr:
    """Return a function of whole columns as an expression; it returns other columns of the same length."""
    import polars as pl

    def whole(series: pl.Series) -> pl.Series:
        if not len(series):
            return pl.Series(series.name, [], dtype=pl.Struct(returns))
        answer = function(series.struct.unnest())
        columns = [col(name).cast(dtype) for name, dtype in returns.items()]
        return answer.select(columns).to_struct(series.name)

    inside = pl.struct(expr.alias(name) for name, expr in inputs.items())
    return inside.map_batches(whole, return_dtype=pl.Struct(returns), is_elementwise=True)


# ── reading ─────────────────────────────────────────────────────────────


def read_list(
    fact: Fact, source: Part | None, dtype: Any, name: str, on: Part, layers: Layers
) -> tuple[Read, ListRead]:
    """Return a list's column as read, its elements typed and in the order of their dates.

    Raises `UsageError` (ZZ606) for a column of another type.
    """
    import polars as pl

    if source is None or dtype == pl.Null:
        return Read(UNKNOWN), ListRead(fact)
    if dtype == pl.String:
        return read_states(source, cases.NOT_A_LIST), ListRead(fact)
    if not isinstance(dtype, pl.List) or not isinstance(dtype.inner, pl.Struct | pl.Null):
        raise unfit(fact, name, dtype)
    inner = dtype.inner.fields if isinstance(dtype.inner, pl.Struct) else []
    listed, elements = ListRead(fact), Layers("__el")
    bad: dict[str, Part] = {}
    kept: dict[str, Part] = {}
    fields: dict[int, Val] = {}
    types = {column_of_field.name: column_of_field.dtype for column_of_field in inner}
    for column_of_field in inner:
        key = column_of_field.name.removesuffix(STATE)
        position = next((k for k, known in enumerate(fact.fields) if key in (known.name, known.label)), None)
        if position is None or (column_of_field.name == key and position in fields):
            raise unfit(fact, name, dtype)
        if column_of_field.name != key:
            continue
        known = fact.fields[position]
        of_field = read_value(known, column(_raw(key)), column_of_field.dtype, f"{name}.{key}", column("on"), elements)
        if key + STATE in types:
            add_state(known, column(_raw(key + STATE)), types[key + STATE], f"{name}.{key}{STATE}", of_field)
        fields[position] = of_field.value
        value, template = of_field.value, of_field.value
        if value.known is not None:
            kept[f"v{position}"] = value.known
            template = replace(template, known=column(f"v{position}"))
        if isinstance(value.none, Part):
            kept[f"n{position}"] = value.none
            template = replace(template, none=column(f"n{position}", total=True))
        if isinstance(value.unit, Part):
            kept[f"u{position}"] = value.unit
            template = replace(template, unit=column(f"u{position}"))
        listed.fields[position] = template
        for code, flag in of_field.bad.items():
            bad[code] = apply(lambda a, b: a | b, bad[code], flag, total=True) if code in bad else flag
    order = next((k for k, known in enumerate(fact.fields) if known.name == fact.order_by), -1)
    names = [column_of_field.name for column_of_field in inner]
    intake = _Intake(fact, names, elements, kept, bad, order if f"v{order}" in kept else -1)
    returns = intake.returns(dtype)
    answer = layers.let(apply(lambda lists, day: over_rows({ROWS: lists, "on": day}, intake, returns), source, on))
    listed.dtype = returns["rows"]
    listed.rows = layers.let(apply(lambda expr: expr.struct.field("rows"), answer))
    listed.ordered = layers.let(apply(lambda expr: expr.struct.field("ordered"), answer, total=True))
    read = Read(Val(apply(lambda expr: pl.when(expr.is_not_null()).then(expr.list.len() > 0), source)))
    for code in intake.codes:
        read.mark_code(code, apply(lambda expr, code=code: expr.struct.field(code), answer, total=True))
    return read, listed


def _raw(name: str) -> str:
    return f"__raw.{name}"


class _Intake:
    """Types a list's elements, puts them in order, and finds what is bad in them."""

    def __init__(
        self, fact: Fact, names: list[str], layers: Layers, kept: dict[str, Part], bad: dict[str, Part], order: int
    ) -> None:

        self.names, self.order = names, order
        self.layers = [*layers.expressions(), {}]
        self.kept = {name: part.expr for name, part in kept.items()}
        self.bad = {code: part.expr for code, part in bad.items()}
        interval = fact.interval
        self.interval = interval if interval and all(f"v{k}" in kept for k in interval) else None
        self.codes = sorted({*bad, _WRONG_KIND, _TOO_MUCH, *((_REVERSED, _SHARED) if self.interval else ())})

    def returns(self, dtype: Any) -> dict[str, Any]:
        """Return the types of what comes back."""
        import polars as pl

        empty = pl.DataFrame({ROWS: [], "on": []}, schema={ROWS: dtype, "on": pl.Int32})
        rows = self._typed(laid_out(empty)).select(pl.struct(list(self.kept)) if self.kept else pl.struct(pl.lit(0)))
        inner = rows.to_series().dtype
        return {"rows": pl.List(inner), "ordered": pl.Boolean, **dict.fromkeys(self.codes, pl.Boolean)}

    def _typed(self, long: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        raw = {_raw(name): field for name, field in fields(pl.col(ROWS), self.names).items()}
        typed: pl.DataFrame = run(long.with_columns(**raw), self.layers)
        return typed.with_columns(**self.kept, **{f"__{code}": bad for code, bad in self.bad.items()})

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the elements by row, whether their order is known, and what is bad."""
        import polars as pl

        long = self._typed(laid_out(frame))
        order = pl.col(f"v{self.order}")
        if self.order >= 0:
            out_of_order = (pl.col(ROW) == pl.col(ROW).shift(1)) & (order < order.shift(1)).fill_null(True)
            if long.select(out_of_order.any()).item():
                long = long.sort(ROW, order, maintain_order=True)
        rows = pl.struct(list(self.kept)) if self.kept else pl.struct(pl.lit(0))
        wanted: dict[str, pl.Expr] = {"rows": rows.filter(pl.col(REAL)), "real": pl.col(REAL).first()}
        dated = order.is_not_null().all() if self.order >= 0 else pl.lit(False)
        wanted["ordered"] = dated | (pl.len() == 1)
        bad = {code: pl.col(f"__{code}") for code in self.bad}
        bad[_WRONG_KIND] = bad.get(_WRONG_KIND, pl.lit(False)) | (pl.col(REAL) & pl.col(ROWS).is_null())
        wanted |= {code: flag.any() for code, flag in bad.items()} | {"size": pl.len()}
        long_list = pl.col("size") > LONGEST_LIST
        too_much = pl.col(_TOO_MUCH) | long_list if _TOO_MUCH in bad else long_list
        answer = by_row(long, wanted).with_columns(too_much.alias(_TOO_MUCH))
        if self.interval is not None:
            answer = answer.with_columns(**self._clashes(long, answer.height))
        real = pl.col("real")
        return answer.with_columns(
            ordered=~real | pl.col("ordered"),
            **{code: real & col(code) for code in self.codes},
        )

    def _clashes(self, long: pl.DataFrame, count: int) -> dict[str, pl.Expr]:
        """Return the rows in which an interval ends before it starts, and those in which two share a day."""
        import polars as pl

        assert self.interval is not None
        first, last = (pl.col(f"v{k}") for k in self.interval)
        unended = pl.col(f"n{self.interval[1]}") if f"n{self.interval[1]}" in self.kept else pl.lit(False)
        spans = long.select(ROW, first=first, last=pl.when(unended).then(pl.lit(LAST_DAY)).otherwise(last))
        spans = spans.drop_nulls().sort(ROW, "first", "last")
        reversed_ = spans.filter(pl.col("last") < pl.col("first"))[ROW].unique()
        same = pl.col(ROW) == pl.col(ROW).shift(1)
        shared = spans.filter(same & (pl.col("first") <= pl.col("last").shift(1)))[ROW].unique()
        never = pl.repeat(False, count, dtype=pl.Boolean, eager=True)
        ends, shares = never.clone().scatter(reversed_, True), never.clone().scatter(shared, True)
        return {_REVERSED: pl.lit(ends), _SHARED: pl.lit(shares & ~ends)}


# ── sweeps ──────────────────────────────────────────────────────────────


class Sweep:
    """One sweep over the elements of a list, for all that is asked of them on one layer of the rows."""

    def __init__(self, listed: ListRead, on: Part, layers: Layers, layer: int) -> None:
        """Take the list, the day, and the rows' layers with the one on which the sweep runs."""
        assert listed.rows is not None
        self.listed = listed
        self.layer = layer
        self.elements = Layers("__el")
        self.outer: dict[str, Part] = {}
        self._wanted: dict[str, tuple[pl.Expr, Any]] = {}
        self._shown: dict[str, Part] = {}
        self._kept: dict[str, Mapping[str, pl.Expr]] = {}
        self._after: dict[str, pl.Expr] = {}
        self._on = on
        self._result = layers.later(self._expression, layer)

    def bring(self, part: Part) -> Part:
        """Return a part of the rows as the elements see it."""
        name = f"o{len(self.outer)}"
        for known, earlier in self.outer.items():
            if earlier is part:
                name = known
        self.outer[name] = part
        return column(name, total=part.total)

    def element(self, position: int) -> Val:
        """Return a field of the element at hand."""
        return self.listed.fields.get(position, UNKNOWN)

    def number(self) -> Part:
        """Return the number of the element at hand, from 1."""
        import polars as pl

        ordered = self.listed.ordered
        place = Part(pl.int_range(pl.len(), dtype=pl.Int64) - pl.col(START) + 1, total=True)
        if not isinstance(ordered, Part):
            return place
        return apply(lambda known, expr: pl.when(known).then(expr), self.bring(ordered), place)

    def ask(self, key: str, expr: pl.Expr, dtype: Any) -> Part:
        """Return an aggregate over a row's elements; what has the same key is computed once."""
        self._wanted.setdefault(key, (expr, dtype))
        return apply(lambda result: result.struct.field(key), self._result)

    def show(self, term: Term) -> str:
        """Return the name of a column of the elements that holds a truth."""
        name = f"t{len(self._shown)}"
        self._shown[name] = self.elements.let(truth(term))
        return name

    def keep(self, key: str, columns: Callable[[], Mapping[str, pl.Expr]]) -> Mapping[str, pl.Expr]:
        """Return columns of the elements that hold expressions; what has the same key is computed once."""
        if key not in self._kept:
            named = {f"{key}.{name}": expr for name, expr in columns().items()}
            self._after |= named
            self._kept[key] = {name.removeprefix(f"{key}."): col(name) for name in named}
        return self._kept[key]

    def candidates(self, name: str, *, last: bool) -> str:
        """Return the name of a column with the elements that may be the first (or last) of which a truth holds.

        Behind one of which it certainly holds there are none, if the order of the elements is known.
        """
        import polars as pl

        key = f"{name}.candidates.{last}"
        if key not in self._after:
            holds, real, row = col(name), pl.col(REAL), pl.col(ROW)
            sure = pl.when(real & holds.fill_null(False)).then(row)
            passed = (sure.backward_fill().shift(-1) if last else sure.forward_fill().shift(1)) == row
            ordered = self.listed.ordered
            known = self.bring(ordered).expr if isinstance(ordered, Part) else pl.lit(ordered)
            self._after[key] = real & holds.fill_null(True) & ~(passed.fill_null(False) & known)
        return key

    def counts(self, name: str) -> tuple[Part, Part]:
        """Return of how many elements a truth holds, and of how many it is unknown."""
        import polars as pl

        real, holds = pl.col(REAL), col(name)
        fewest = self.ask(f"{name}.true", (real & holds.fill_null(False)).sum(), pl.UInt32)
        open_ = self.ask(f"{name}.null", (real & holds.is_null()).sum(), pl.UInt32)
        return replace(fewest, total=True), replace(open_, total=True)

    def _expression(self) -> pl.Expr:
        import polars as pl

        assert self.listed.rows is not None
        shown = {name: part.expr for name, part in self._shown.items()}
        wanted = {key: expr for key, (expr, _) in self._wanted.items()}
        layers = self.elements.read_by((*shown.values(), *self._after.values(), *wanted.values()))
        fields = self.listed.dtype.inner.fields

        def judge(frame: pl.DataFrame) -> pl.DataFrame:
            long = laid_out(frame)
            long = long.with_columns(**{inner.name: pl.col(ROWS).struct.field(inner.name) for inner in fields})
            return by_row(run(long, [*layers, shown, self._after]), wanted)

        inputs = {ROWS: self.listed.rows.expr, "on": self._on.expr}
        inputs |= {name: part.expr for name, part in self.outer.items()}
        return over_rows(inputs, judge, {key: dtype for key, (_, dtype) in self._wanted.items()})

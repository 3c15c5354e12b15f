"""DuckDB: one SELECT over a table of its own in memory. SQL's truths are Kleene's by nature.

The options are ENUMs, the findings STRUCTs, the kinds of error a list; the answers become another table in memory,
with the number of the row, since threads write them in no order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never

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

if TYPE_CHECKING:
    import polars as pl


def query(task: Task, frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return the query over the rows, and how its answers are read."""
    import duckdb
    import polars as pl

    connection = duckdb.connect(config={"threads": pl.thread_pool_size()})
    connection.register("given", frame.with_row_index("row"))
    connection.execute(f"CREATE TABLE cases AS SELECT row, {_columns(connection, frame)} FROM given")
    connection.unregister("given")
    for policy in task.policies:
        connection.execute(f"CREATE TYPE {policy.code}_outcome AS ENUM {policy.outcomes}")
    names = ", ".join(("row", *(f'"{name}"' for name in task.column_names())))
    text = f"CREATE OR REPLACE TABLE answers({names}) AS {_query(task)}"
    ordered = "SELECT * FROM answers ORDER BY row"
    return lambda: connection.execute(text), lambda _: task.common(connection.sql(ordered).pl())


def _query(task: Task) -> str:
    """Return the query: common tables of the first steps, the other steps, the decision lists, and their bits.

    DuckDB lets a column use those before it in the same table; so few tables were the fastest.
    """
    first, second, *later = levels(task.steps)
    steps = [first | second, {name: condition for layer in later for name, condition in layer.items()}]
    links: list[str] = []
    masks, asked = [], ["row"]
    for policy in task.policies:
        passed, mask = _links(task, policy)
        links += passed
        masks.append(f"{mask} AS {policy.code}")
        cases = " ".join(f"WHEN {1 << bit} THEN '{code}'" for bit, code in enumerate(policy.outcomes))
        asked += [_sql(all_of(task.force, policy.applies, condition)) for condition in policy.grounds.values()]
        asked.append(f"(CASE {policy.code} {cases} END)::{policy.code}_outcome")
        if task.asks_possible:
            asked.append(policy.code)
    tables = [", ".join(f'{_sql(condition)} AS "{name}"' for name, condition in layer.items()) for layer in steps]
    tables += [", ".join(links), ", ".join(masks)]
    source, parts = "cases", []
    for number, columns in enumerate(tables):
        parts.append(f"t{number} AS (SELECT *, {columns} FROM {source})")
        source = f"t{number}"
    return f"WITH {', '.join(parts)} SELECT {', '.join(asked)} FROM {source}"


def _links(task: Task, policy: Policy) -> tuple[list[str], str]:
    """Return how far a decision list is read, link by link, and its possible outcomes as bits."""
    force, applies = _sql(task.force), _sql(policy.applies)
    may, code = f"({force} IS NOT FALSE)", policy.code
    reached, passed = f"{code}0", [f"{may} AND {applies} IS NOT FALSE"]
    weights: dict[str, int] = {}
    for number, entry in enumerate(policy.entries):
        flag = f"{reached} AND {_sql(perhaps(entry.condition))} IS NOT FALSE"
        weights[flag] = weights.get(flag, 0) + (1 << number)
        if not never_true(entry.ends):
            passed.append(f"{reached} AND {_sql(entry.ends)} IS NOT TRUE")
            reached = f"{code}{len(passed) - 1}"
    last = len(policy.entries)
    weights |= {reached: 1 << last, f"{may} AND {applies} IS NOT TRUE": 2 << last, f"{force} IS NOT TRUE": 4 << last}
    mask = " + ".join(f"{weight}::USMALLINT * ({flag})::USMALLINT" for flag, weight in weights.items())
    links = [f"{link} AS {code}{number}" for number, link in enumerate(passed)]
    return links, mask


def _sql(condition: Condition) -> str:
    match condition:
        case Constant(constant):
            return "NULL::BOOLEAN" if constant is None else str(constant).upper()
        case Step(name) | Flag(name):
            return f'"{name}"'
        case Not(part):
            return f"(NOT {_sql(part)})"
        case AllOf(parts):
            return f"({' AND '.join(map(_sql, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(_sql, parts))})"
        case Among(fact, [option]):
            return f"({fact} = '{option}')"
        case Among(fact, options):
            return f"({fact} IN {options})"
        case Has(fact, option):
            return f"list_contains({fact}, '{option}')"
        case AtLeast(fact, number):
            return f"({fact} >= {number})"
        case Within(fact, first, last):
            return f"({fact} BETWEEN DATE '{first}' AND DATE '{last}')"
        case Found(fact, bodies):
            recorded = f"{fact}.date IS NOT NULL AND {fact}.basis IS NOT NULL AND {fact}.body IN {bodies}"
            return f"(CASE WHEN {recorded} THEN {fact}.conclusion END)"
        case _:
            assert_never(condition)


def _columns(connection: Any, frame: pl.DataFrame) -> str:
    """Return the columns of the table in DuckDB's types: an ENUM for each of Polars'."""
    import polars as pl

    enums: dict[pl.DataType, str] = {}

    def kind(dtype: Any) -> str:
        if isinstance(dtype, pl.Enum):
            if dtype not in enums:
                enums[dtype] = f"options_{len(enums)}"
                connection.execute(f"CREATE TYPE {enums[dtype]} AS ENUM {tuple(dtype.categories)}")
            return enums[dtype]
        if isinstance(dtype, pl.List):
            return f"{kind(dtype.inner)}[]"
        if isinstance(dtype, pl.Struct):
            return f"STRUCT({', '.join(f'{field.name} {kind(field.dtype)}' for field in dtype.fields)})"
        return {pl.Boolean: "BOOLEAN", pl.Date: "DATE", pl.Int64: "BIGINT", pl.String: "VARCHAR"}[type(dtype)]

    return ", ".join(f"{name}::{kind(dtype)} AS {name}" for name, dtype in frame.schema.items())

"""DuckDB: one SELECT over a table of its own in memory. SQL's truths are Kleene's by nature.

The options are ENUMs, the findings STRUCTs, the kinds of error a list; the answers become another table in memory,
with the number of the row, since threads write them in no order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.peers.task import OUTCOMES, POLICIES, column_names, common

if TYPE_CHECKING:
    import polars as pl

_FOUND = "CASE WHEN {0}.date IS NOT NULL AND {0}.basis IS NOT NULL AND {0}.body IN ({1}) THEN {0}.conclusion END AS {2}"
_ACCOUNTABILITY = "'efficiency_body', 'personnel_department', 'discipline_body'"
_JUDGES = f"{_ACCOUNTABILITY}, 'judicial_body'"
_UTILITIES = "'public_utility', 'public_utility_staff', 'intermediary', 'intermediary_staff', 'other'"

_QUERY = f"""
WITH facts AS (
  SELECT *,
    conduct_date BETWEEN DATE '2026-01-01' AND DATE '2030-12-31' AS force,
    subject IN ({_UTILITIES}) AS utility,
    item_category <> 'ex_officio' AND NULL AS unsure,
    item_category <> 'ex_officio' AND subject <> 'window_staff' AND (
      (NOT stationed AND NOT in_convenience_centre AND NOT on_negative_list) OR (stationed AND NULL)
    ) AS away,
    in_service AND (solicited_property OR accepted_property OR other_benefit) AS gained,
    in_service AND NULL AS faulty,
    NULL AND list_contains(error_kind, 'negligence') AS negligent,
    list_contains(error_kind, 'mistake') AS mistake,
    NULL AND (mistake OR list_contains(error_kind, 'deviation')) AS tolerant,
    NULL AND (mistake OR list_contains(error_kind, 'error')) AS objective,
    pioneering AND lack_of_experience AND (mistake OR list_contains(error_kind, 'short_of_expectation')) AS tried,
    {_FOUND.format("in_duty_or_reform", _ACCOUNTABILITY, "duty")},
    {_FOUND.format("subjective_intent", _JUDGES, "intent")},
    {_FOUND.format("private_gain", _JUDGES, "profit")}
  FROM cases
), policies AS (
  SELECT *,
    (utility OR subject IN ('agency', 'window_staff')) AND NOT (force AND utility AND NOT related_to_service)
      AS liable,
    subject NOT IN ('agency', 'management_body', 'development_zone', 'public_utility', 'intermediary')
      AND NOT (force AND utility AND NOT related_to_service) AS person,
    subject IN ('public_utility_staff', 'intermediary_staff', 'other') AS by_reference,
    unsure OR away OR gained OR faulty AS ground,
    negligent OR tried OR tolerant OR (NULL AND mistake) OR objective AS excused,
    force IS NOT FALSE AS may
  FROM facts
), reached AS (
  SELECT *,
    may AND liable IS NOT FALSE AS l0,
    may AND person IS NOT FALSE AS t0,
    l0 AND utility IS NOT TRUE AS l1,
    t0 AND by_reference IS NOT TRUE AS t1,
    t1 AND intent IS NOT TRUE AS t2,
    t2 AND profit IS NOT TRUE AS t3,
    t3 AND duty IS NOT FALSE AS t4
  FROM policies
), possible AS (
  SELECT *,
    (l0 AND utility IS NOT FALSE)::USMALLINT + 62::USMALLINT * (l1 AND ground IS NOT FALSE)::USMALLINT
      + 64::USMALLINT * (l1 AND ground IS NOT TRUE)::USMALLINT
      + 128::USMALLINT * (may AND liable IS NOT TRUE)::USMALLINT
      + 256::USMALLINT * (force IS NOT TRUE)::USMALLINT AS liability,
    (t0 AND by_reference IS NOT FALSE)::USMALLINT + 2::USMALLINT * (t1 AND intent IS NOT FALSE)::USMALLINT
      + 4::USMALLINT * (t2 AND profit IS NOT FALSE)::USMALLINT + 8::USMALLINT * (t3 AND duty IS NOT TRUE)::USMALLINT
      + 16::USMALLINT * (t4 AND excused IS NOT TRUE)::USMALLINT
      + 32::USMALLINT * (t4 AND excused IS NOT FALSE)::USMALLINT
      + 64::USMALLINT * (may AND person IS NOT TRUE)::USMALLINT
      + 128::USMALLINT * (force IS NOT TRUE)::USMALLINT AS tolerance
  FROM reached
)
SELECT row,
  force AND liable AND unsure, force AND liable AND unsure, force AND liable AND away, force AND liable AND unsure,
  force AND liable AND unsure, force AND liable AND gained, force AND liable AND faulty, FALSE,
  {{liability}}, liability,
  force AND person AND negligent, force AND person AND tried, force AND person AND tolerant,
  force AND person AND NULL AND mistake, force AND person AND objective,
  {{tolerance}}, tolerance
FROM possible
"""


def query(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], pl.DataFrame]]:
    """Return the query over the rows, and how its answers are read."""
    import duckdb
    import polars as pl

    connection = duckdb.connect(config={"threads": pl.thread_pool_size()})
    connection.register("given", frame.with_row_index("row"))
    connection.execute(f"CREATE TABLE cases AS SELECT row, {_columns(connection, frame)} FROM given")
    connection.unregister("given")
    outcomes = {}
    for policy in POLICIES:
        connection.execute(f"CREATE TYPE {policy}_outcome AS ENUM {OUTCOMES[policy]}")
        cases = " ".join(f"WHEN {1 << bit} THEN '{code}'" for bit, code in enumerate(OUTCOMES[policy]))
        outcomes[policy] = f"(CASE {policy} {cases} END)::{policy}_outcome"
    names = ", ".join(("row", *(f'"{name}"' for name in column_names())))
    text = f"CREATE OR REPLACE TABLE answers({names}) AS {_QUERY.format(**outcomes)}"
    ordered = "SELECT * FROM answers ORDER BY row"
    return lambda: connection.execute(text), lambda _: common(connection.sql(ordered).pl())


def _columns(connection: Any, frame: pl.DataFrame) -> str:
    """Return the columns of the table in DuckDB's types: an ENUM for each of Polars'."""
    import polars as pl

    made: dict[pl.DataType, str] = {}

    def kind(of: Any) -> str:
        if isinstance(of, pl.Enum):
            if of not in made:
                made[of] = f"options_{len(made)}"
                connection.execute(f"CREATE TYPE {made[of]} AS ENUM {tuple(of.categories)}")
            return made[of]
        if isinstance(of, pl.List):
            return f"{kind(of.inner)}[]"
        if isinstance(of, pl.Struct):
            return f"STRUCT({', '.join(f'{field.name} {kind(field.dtype)}' for field in of.fields)})"
        return {pl.Boolean: "BOOLEAN", pl.Date: "DATE", pl.String: "VARCHAR"}[type(of)]

    return ", ".join(f"{name}::{kind(of)} AS {name}" for name, of in frame.schema.items())

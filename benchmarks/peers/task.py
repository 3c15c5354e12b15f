"""The one task of all engines: 第二十一条 and 第二十三条 on 17 facts, each of them unknown in a fifth of the rows.

Asked is, for both policies: the truth of every ground (true, false, unknown), the outcomes still possible, and the
outcome, if only one is. The other facts that the policies read are unknown in every row, which a contestant may make
use of: it is written for these 17. A contestant answers in whatever form is natural to it; `Answer` (one row) and
`common` (a frame) are the forms in which answers are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.handwritten import GROUNDS

import zzrules

if TYPE_CHECKING:
    import polars as pl

ON = date(2026, 12, 1)
FLAGS = (
    *("related_to_service", "stationed", "in_convenience_centre", "on_negative_list", "in_service"),
    *("solicited_property", "accepted_property", "other_benefit", "pioneering", "lack_of_experience"),
)
FINDINGS = ("in_duty_or_reform", "subjective_intent", "private_gain")
FACTS = ("subject", "item_category", "conduct_date", *FLAGS, "error_kind", *FINDINGS)
ABOUT = ("第二十一条", "第二十三条")
OUTCOMES = {
    "liability": (
        *("by_reference", "transfer", "correcting", "overdue", "corrected", "order_correction", "no_ground"),
        *("not_applicable", "not_in_force"),
    ),
    "tolerance": (
        *("by_reference", "intent", "private_gain", "not_in_duty", "no_ground", "may_tolerate"),
        *("not_applicable", "not_in_force"),
    ),
}
POLICIES = tuple(OUTCOMES)
Truth = bool | None


class PolicyAnswer(NamedTuple):
    """What one policy says of one row: the truths stand in the order of its grounds."""

    grounds: tuple[Truth, ...]
    possible: frozenset[str]
    outcome: str | None


Answer = tuple[PolicyAnswer, PolicyAnswer]
"""What both policies say of one row."""
Record = dict[str, Any]
"""One row as plain data: option codes, True and False, ISO dates; None is unknown."""


def data(book: zzrules.Rulebook, rows: int) -> pl.DataFrame:
    """Return the facts, each unknown in a fifth of the rows; the same rows whenever they are as many."""
    import polars as pl

    random = Random(21)  # noqa: S311 - the same rows in every run
    facts = book.vocabulary.by_name

    def drawn(values: list[object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        base = pl.Series([*values, *[None] * max(1, len(values) // 4)], dtype=dtype)
        return base.gather(pl.Series(random.choices(range(len(base)), k=rows), dtype=pl.UInt32))

    columns: dict[str, pl.Series] = {}
    for name in ("subject", "item_category"):
        codes = list(facts[name].options.values())
        often = ["window_staff", "agency"] * 6 if name == "subject" else []
        columns[name] = drawn([*codes, *often], pl.Enum(codes))
    columns["conduct_date"] = drawn([date(2025, 11, 1) + timedelta(day) for day in range(395)], pl.Date)
    for name in FLAGS:
        columns[name] = drawn([True, False] * 2, pl.Boolean)
    kinds = list(facts["error_kind"].options.values())
    lists = [[kind for bit, kind in enumerate(kinds) if mask >> bit & 1] for mask in range(1 << len(kinds))]
    columns["error_kind"] = drawn(lists, pl.List(pl.Enum(kinds)))
    bodies = ["efficiency_body", "discipline_body", "agency"]
    parts = {"conclusion": pl.Boolean, "body": pl.Enum(list(book.vocabulary.bodies.values())), "date": pl.Date}
    for name in FINDINGS:
        found = [
            {"conclusion": said, "body": body, "date": day, "basis": "示例核〔2026〕9号"}
            for said in (True, False)
            for body in bodies
            for day in (date(2026, 5, 22), None)
        ]
        columns[name] = drawn(found, pl.Struct({**parts, "basis": pl.String}))
    return pl.DataFrame(columns).select(FACTS)


def records(frame: pl.DataFrame) -> list[Record]:
    """Return rows as plain data."""
    return [{name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.isoformat() if isinstance(value, date) else value


# ── one form to compare answers in ──────────────────────────────────────


def only(possible: Iterable[str]) -> str | None:
    """Return the outcome, if only one is possible."""
    first, *others = possible
    return None if others else first


def flagged(policy: str, flags: Iterable[object]) -> frozenset[str]:
    """Return the outcomes whose flags are set, in the policy's order."""
    return frozenset(code for code, flag in zip(OUTCOMES[policy], flags, strict=True) if flag)


def column_names() -> list[str]:
    """Return the columns of the common form: of each policy the grounds, the outcome, the possible ones as bits."""
    return [f"{policy}.{name}" for policy in POLICIES for name in (*GROUNDS[policy], "outcome", "possible")]


def common(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return answers in the form in which frames are compared; ``columns`` are under the names of that form.

    Possible outcomes may come as lists of codes or as bits.
    """
    import polars as pl

    def cast(name: str, values: Any) -> pl.Series:
        series = pl.Series(values)
        policy, _, what = name.partition(".")
        if isinstance(series.dtype, pl.List):
            weights = {code: 1 << bit for bit, code in enumerate(OUTCOMES[policy])}
            weight = pl.element().cast(pl.String).replace_strict(weights, return_dtype=pl.UInt16)
            series = series.list.eval(weight).list.sum()
        return series.cast({"outcome": pl.String, "possible": pl.UInt16}.get(what, pl.Boolean))

    return pl.DataFrame({name: cast(name, columns[name]) for name in column_names()})


def rows_of(frame: pl.DataFrame) -> list[Answer]:
    """Return each row of a frame in the common form as the answer about one row."""
    found: list[Answer] = []
    for row in frame.iter_rows(named=True):
        first, second = (
            PolicyAnswer(
                tuple(row[f"{policy}.{name}"] for name in GROUNDS[policy]),
                flagged(policy, (row[f"{policy}.possible"] >> bit & 1 for bit in range(len(OUTCOMES[policy])))),
                row[f"{policy}.outcome"],
            )
            for policy in POLICIES
        )
        found.append((first, second))
    return found

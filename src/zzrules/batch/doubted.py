"""In how many rows a policy does not apply though they give facts that only it asks for, and another option would fit.

The rows in question are judged again with every option, as an answer to one record is; a data set without such rows
costs one look at its columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.base.frozen import replaced
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.intake import STATE
from zzrules.plan import model
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE
from zzrules.plan.reads import Reads, facts_of
from zzrules.policy.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one policy: the columns that only it reads, the columns to judge by, the options to try."""

    own: tuple[str, ...]
    read: tuple[str, ...]
    barring: tuple[tuple[Fact, str], ...]


class Doubted:
    """Counts rows in doubt, batch by batch."""

    def __init__(
        self, columnar: ColumnarPlan, reads: Reads, schema: Mapping[str, Any], on: date | str, codes: Sequence[str]
    ) -> None:
        """Take the columns that there are, the day or its column, and the policies."""
        self._columnar, self._on = columnar, on
        self._asked: dict[str, _Asked] = {}
        self._barring: dict[tuple[str, str], ColumnarPlan] = {}
        facts = columnar.plan.vocabulary.by_name
        days = [on] if isinstance(on, str) else []
        for code in codes:
            own = _columns((facts[name] for name in sorted(reads.alone(code))), schema)
            barring = tuple(
                (fact, column) for fact in reads.barring(code) for column in _columns([fact], schema, states=False)
            )
            if own and barring:
                read = _columns((facts[name] for name in sorted(reads.through(code))), schema)
                self._asked[code] = _Asked(own, (*read, *days), barring)

    def count(self, frame: pl.DataFrame) -> Counter[tuple[str, str]]:
        """Return how many judged rows are in doubt, by policy and by the option that may be the wrong one."""
        import polars as pl

        doubted = Counter[tuple[str, str]]()
        for code, asked in self._asked.items():
            given = pl.any_horizontal(_is_given(name, frame.schema[name]) for name in asked.own)
            rows = frame.filter(pl.col(f"{code}.outcome") == NOT_APPLICABLE, given)
            for fact, column in asked.barring if len(rows) else ():
                known = rows.select(asked.read).filter(_is_given(column, rows.schema[column]))
                barred = known.filter(self._barred(code, fact, known)) if len(known) else known
                doubted[code, fact.name] += self._fitting(code, fact, column, barred)
        return doubted

    def _barred(self, code: str, fact: Fact, rows: pl.DataFrame) -> pl.Series:
        """Return where the policy does not apply because of a requirement that reads the fact."""
        import polars as pl

        outcome = f"{code}.outcome"
        key = code, fact.name
        if key not in self._barring:
            self._barring[key] = ColumnarPlan(_with_requirements_on(fact, code, self._columnar.plan))
        answered = self._barring[key].judge(rows, self._on, ("outcome",), (code,)).select(outcome).collect()
        return answered.select(pl.col(outcome).eq(NOT_APPLICABLE).fill_null(value=False)).to_series()

    def _fitting(self, code: str, fact: Fact, column: str, rows: pl.DataFrame) -> int:
        """Return in how many rows the policy might apply with some option."""
        import polars as pl

        possible, found = f"{code}.possible", 0
        rows = rows.drop(f"{column}{STATE}", strict=False)
        for option in fact.options.values():
            if not len(rows):
                break
            otherwise = rows.with_columns(pl.lit(option).alias(column))
            answered = self._columnar.judge(otherwise, self._on, ("possible",), (code,)).select(possible).collect()
            outcomes = pl.element().cast(pl.String).is_in([*COMMON_OUTCOMES])
            fits = answered.select(pl.col(possible).list.eval(~outcomes).list.any().fill_null(value=False)).to_series()
            found += int(fits.sum())
            rows = rows.filter(~fits)
        return found


def _with_requirements_on(fact: Fact, code: str, plan: model.Plan) -> model.Plan:
    """Return the plan in which a policy requires only what reads the fact."""

    def reading(version: model.Version) -> model.Version:
        kept = (one for one in version.requirements if fact in facts_of(one.condition, version))
        return replaced(version, requirements=tuple(kept))

    policies = (
        replaced(policy, versions=tuple(map(reading, policy.versions))) if policy.code == code else policy
        for policy in plan.policies
    )
    return replaced(plan, policies=tuple(policies))


def _columns(facts: Iterable[Fact], schema: Mapping[str, Any], *, states: bool = True) -> tuple[str, ...]:
    """Return the columns of some facts, and those that say in what state they are."""
    suffixes = ("", STATE) if states else ("",)
    named = (f"{name}{suffix}" for fact in facts for name in (fact.name, fact.label) for suffix in suffixes)
    return tuple(name for name in dict.fromkeys(named) if name in schema)


def _is_given(name: str, dtype: Any) -> pl.Expr:
    """Return where a column says something: of text no blanks, of a structure some field."""
    import polars as pl

    if isinstance(dtype, pl.Struct):
        return pl.any_horizontal(pl.col(name).struct.field(part.name).is_not_null() for part in dtype.fields)
    if dtype == pl.String:
        return pl.col(name).str.strip_chars().fill_null("") != ""
    return pl.col(name).is_not_null()

"""In how many rows a policy does not apply though they give facts that only it asks for, and another option would fit.

The rows in question are judged again with every option, as an answer to one record is; a data set without such rows
costs one look at its columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.frozen import replaced
from zzrules.batch.cells import head_of
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col, cols
from zzrules.engines.columnar.intake import STATE
from zzrules.plan import model, nodes
from zzrules.plan.build import COMMON_OUTCOMES, NOT_APPLICABLE
from zzrules.plan.reads import Reads, facts_of
from zzrules.policy.vocabulary import Fact

if TYPE_CHECKING:
    import polars as pl

_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one policy: the columns that only it reads, the columns to judge by, the options to try."""

    own: tuple[str, ...]
    read: tuple[str, ...]
    barring: tuple[tuple[Fact, str], ...]


class Doubted:
    """Counts rows in doubt, batch by batch."""

    def __init__(
        self, plan: model.Plan, reads: Reads, schema: Mapping[str, Any], on: date | str, codes: Sequence[str]
    ) -> None:
        """Take the columns that there are, the day or its column, and the policies asked about."""
        self._plan, self._on = plan, on
        self._asked: dict[str, _Asked] = {}
        self._barring: dict[tuple[str, str], ColumnarPlan] = {}
        self._requiring: dict[str, ColumnarPlan] = {}
        facts = plan.vocabulary.by_name
        days = [on] if isinstance(on, str) else []
        for code in codes:
            own = _columns((facts[name] for name in sorted(reads.alone(code))), schema)
            barring = tuple(  # what is known in part bars nothing: another option may be the right one
                (fact, column)
                for fact in reads.barring(code)
                for column in dict.fromkeys((fact.name, fact.label))
                if column in schema
            )
            if own and barring:
                required = reads.with_those_against(Reads(_bare(plan, code)).rests_on(code))
                read = _columns((facts[name] for name in sorted(required)), schema)
                self._asked[code] = _Asked(own, (*read, *days), barring)

    def count(self, frame: pl.DataFrame, barred: Collection[str]) -> Counter[tuple[str, str]]:
        """Return how many judged rows are in doubt, by policy and by the option that may be the wrong one.

        ``barred`` are the policies that do not apply in some row.
        """
        import polars as pl

        doubted = Counter[tuple[str, str]]()
        for code in self._asked.keys() & barred:
            asked = self._asked[code]
            given = pl.any_horizontal(_is_given(name, frame.schema[name]) for name in asked.own)
            rows = frame.filter(col(f"{code}.outcome") == NOT_APPLICABLE, given)
            for fact, column in asked.barring if len(rows) else ():
                known = rows.select(cols(asked.read)).filter(_is_given(column, rows.schema[column]))
                if len(known):
                    known = known.filter(self._barred(code, fact, known))
                doubted[code, fact.name] += self._fitting(code, fact, column, known)
        return doubted

    def _barred(self, code: str, fact: Fact, rows: pl.DataFrame) -> pl.Series:
        """Return where the policy does not apply because of a requirement that reads the fact."""
        outcome = f"{code}.outcome"
        key = code, fact.name
        if key not in self._barring:
            self._barring[key] = ColumnarPlan(_bare(self._plan, code, fact))
        answered = self._barring[key].judge(rows, self._on, ("outcome",), (code,)).select(col(outcome)).collect()
        return answered.select(col(outcome).eq(NOT_APPLICABLE).fill_null(value=False)).to_series()

    def _fitting(self, code: str, fact: Fact, column: str, rows: pl.DataFrame) -> int:
        """Return in how many rows the policy might apply with some option."""
        import polars as pl

        possible = f"{code}.possible"
        if code not in self._requiring:
            self._requiring[code] = ColumnarPlan(_bare(self._plan, code))
        options = pl.DataFrame({column: [*fact.options.values()]})
        elsewhere = [*COMMON_OUTCOMES, *model.given_to(self._plan.policy(code))]
        outcomes = pl.element().cast(pl.String).is_in(elsewhere)
        fits = col(possible).list.eval(~outcomes).list.any().fill_null(value=False)
        found = 0
        kept = cols(name for name in rows.columns if name not in (column, f"{column}{STATE}"))
        for some in rows.select(kept).iter_slices(_AT_ONCE):
            every = some.join(options, how="cross")  # each row with all options, one after the other
            answered = self._requiring[code].judge(every, self._on, ("possible",), (code,)).select(fits).collect()
            found += int(answered.to_series().reshape((len(some), len(options))).arr.any().sum())
        return found


def _bare(plan: model.Plan, code: str, fact: Fact | None = None) -> model.Plan:
    """Return the plan in which a policy only has its requirements, or those that read a fact, and one outcome."""

    def bare(version: model.Version) -> model.Version:
        kept = (one for one in version.requirements if fact is None or fact in facts_of(one.stated, version))
        last = replaced(version.entries[-1], unless=nodes.NEVER)  # nothing stands above it any more
        left = (*(entry for entry in version.entries if entry.stated is not None), last)
        return replaced(version, requirements=tuple(kept), grounds=(), entries=left, consequences=(), obligations=())

    policies = (
        replaced(policy, versions=tuple(map(bare, policy.versions))) if policy.code == code else policy
        for policy in plan.policies
    )
    return replaced(plan, policies=tuple(policies), obligations=())


def _columns(facts: Iterable[Fact], schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns of some facts, and those that say in what state they are, or what is known in part of them."""
    heads = {head for fact in facts for head in (fact.name, fact.label)}
    return tuple(name for name in schema if head_of(name) in heads)


def _is_given(name: str, dtype: Any) -> pl.Expr:
    """Return where a column says something: of text no blanks, of a structure some field."""
    import polars as pl

    if isinstance(dtype, pl.Struct):
        return pl.any_horizontal(col(name).struct.field(part.name).is_not_null() for part in dtype.fields)
    if dtype == pl.String:
        return col(name).str.strip_chars().fill_null("") != ""
    return col(name).is_not_null()

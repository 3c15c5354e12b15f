"""What cannot be true together, by column: read on the columns as they are given, before any policy is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zzrules.engines.columnar import within
from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.context import ANY, Context, key_of
from zzrules.engines.columnar.days import Days
from zzrules.engines.columnar.elements import Rows
from zzrules.engines.columnar.terms import (
    Layers,
    Part,
    Term,
    all_of,
    any_of,
    apply,
    is_true,
    literal,
    negate,
    not_false,
)
from zzrules.engines.columnar.within import Extent
from zzrules.plan import model
from zzrules.plan.constraints import COMMON
from zzrules.plan.reads import Reads

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class BrokenWhere:
    """Where a contradiction certainly holds (never null); ``policy`` is empty for the vocabulary's."""

    policy: str
    contradiction: model.Contradiction
    where: Part


class Clashes:
    """Finds the contradictions of a plan in the columns of a frame as they are given."""

    def __init__(self, columns: Columns, layers: Layers, days: Days, on: Part) -> None:
        """Take the columns, of which nothing is set aside yet."""
        self._columns = columns
        self._layers = layers
        self._context = Context(columns, layers, days, on, Counter())

    def of(
        self,
        plan: model.Plan,
        conduct: Callable[[model.Policy], Extent],
        force: Callable[[model.Policy, model.Version, Extent], Term],
    ) -> list[BrokenWhere]:
        """Return the contradictions that some row may have: each holds in every version that may apply."""
        common = Rows(self._context, COMMON, Extent(), ANY)
        broken = [
            *self._wherever(("", one, self._where(one, common.condition(one.condition))) for one in plan.contradictions)
        ]
        for policy in plan.policies:
            if not any(version.contradictions for version in policy.versions):
                continue
            day = conduct(policy)
            translated = [
                Rows(
                    self._context,
                    version,
                    within.conduct(day, version.first, version.last).let(self._layers),
                    key_of(policy, version),
                )
                for version in policy.versions
            ]
            told: dict[tuple[str, bool], dict[int, list[tuple[model.Contradiction, Part | bool]]]] = {}
            for at, rows in enumerate(translated):
                for one in rows.version.contradictions:
                    holds = self._where(one, rows.condition(one.condition))
                    if holds is not False:
                        told.setdefault((one.name, one.whenever), {}).setdefault(at, []).append((one, holds))
            may = [not_false(force(policy, version, day)) for version in policy.versions] if told else []
            for (_, whenever), ways in told.items():
                applying = [True] * len(policy.versions) if whenever else may
                agreed = self._agreed(ways, applying)
                stated: dict[model.Contradiction, list[Term]] = {}
                for at, several in ways.items():
                    for one, holds in several:
                        stated.setdefault(one, []).append(all_of((applying[at], holds)))
                broken += self._wherever(
                    (policy.code, one, is_true(all_of((agreed, any_of(holding))))) for one, holding in stated.items()
                )
        return broken

    @staticmethod
    def _agreed(
        ways: Mapping[int, Sequence[tuple[model.Contradiction, Part | bool]]], may: Sequence[Part | bool]
    ) -> Term:
        """Return where a contradiction holds in some way in every version that may apply, and one may; by position."""
        terms: list[Term] = [any_of(may)]
        for at, applies in enumerate(may):
            terms.append(any_of((negate(applies), *(holds for _, holds in ways.get(at, ())))))
        return is_true(all_of(terms))

    def _where(self, contradiction: model.Contradiction, condition: Term) -> Part | bool:
        """Return where a contradiction certainly holds, of facts that are all recorded."""
        facts = self._columns.vocabulary.by_name
        return is_true(all_of((condition, *(self._columns.given(facts[name]) for name in contradiction.needed))))

    def _wherever(self, found: Iterable[tuple[str, model.Contradiction, Part | bool]]) -> Iterator[BrokenWhere]:
        for policy, contradiction, where in found:
            if where is not False:
                yield BrokenWhere(
                    policy, contradiction, self._layers.let(where if where is not True else literal(True))
                )

    def set_aside(self, plan: model.Plan, broken: Iterable[BrokenWhere]) -> None:
        """Take the facts of contradictions as not recorded where these hold."""
        disputed: dict[str, list[Part]] = {}
        for one in broken:
            for name in one.contradiction.facts:
                disputed.setdefault(name, []).append(one.where)
        for name, several in disputed.items():
            where = any_of(several)
            assert isinstance(where, Part)
            self._columns.dispute(plan.vocabulary.by_name[name], self._layers.let(where))


def names_of(broken: Sequence[BrokenWhere], codes: Iterable[str], reads: Reads) -> dict[str, Part]:
    """Return by name where the contradictions hold that touch some policies."""
    asked = [*codes]
    named: dict[str, list[Part]] = {}
    for one in broken:
        if any(reads.touched(code, one.policy, one.contradiction.facts) for code in asked):
            named.setdefault(one.contradiction.name, []).append(one.where)
    found = {name: any_of(several) for name, several in named.items()}
    return {name: where for name, where in found.items() if isinstance(where, Part)}


def listed(named: dict[str, Part]) -> Part:
    """Return in each row the names of the contradictions that hold, null where none does."""
    import polars as pl

    kind = pl.List(pl.String)
    if not named:
        return literal(None, kind)

    def names(*flags: pl.Expr) -> pl.Expr:
        shown = [pl.when(flag).then(pl.lit(name)) for name, flag in zip(named, flags, strict=True)]
        some = pl.concat_list(shown).list.drop_nulls()
        return pl.when(pl.any_horizontal(*flags)).then(some)

    return apply(names, *named.values())

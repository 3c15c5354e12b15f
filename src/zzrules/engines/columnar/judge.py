"""Policies over all rows: which version is in force, its decision list, and the columns that come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from zzrules.engines.columnar.columns import Columns, Mistakes
from zzrules.engines.columnar.days import Days, as_date
from zzrules.engines.columnar.elements import Rows
from zzrules.engines.columnar.gaps import Flags, gaps_of, unknown_value
from zzrules.engines.columnar.terms import (
    Part,
    Program,
    Term,
    Val,
    all_of,
    any_of,
    is_true,
    literal,
    made,
    not_false,
    not_true,
    truth,
    where,
)
from zzrules.engines.columnar.translate import Context, Judged, Translator, uses_of
from zzrules.plan import model, nodes
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.reads import Reads
from zzrules.policy.vocabulary import Kind

if TYPE_CHECKING:
    import polars as pl

_TABLED = 12  # so many outcomes have a table of their subsets
_WIDEST = 63


class Judge:
    """Translates the policies of a plan for frames of one schema."""

    def __init__(
        self,
        plan: model.Plan,
        days: Days,
        schema: Mapping[str, Any],
        on: Part,
        *,
        policies: Sequence[model.Policy],
        reads: Reads,
        fixed_on: int | None,
    ) -> None:
        """Take the policies to translate, each after those that it refers to; ``fixed_on``: the day, if one for all."""
        self.reads = reads
        self.program = Program(_unused(schema))
        on = self.program.let(on)
        self.columns = Columns(self.program, schema, plan.vocabulary, on)
        uses = Counter(key for policy in policies for version in policy.versions for key in uses_of(version))
        self.context = Context(self.columns, self.program, days, on, uses)
        self.on, self.fixed_on, self.policies = on, fixed_on, policies
        self.in_force: dict[str, list[Term]] = {}
        self.deadlines: dict[str, dict[str, Part | None]] = {}
        self._scopes: dict[str, list[tuple[Rows, Term]]] = {}
        self._unset: dict[str, Part | bool] = {}
        self._gaps: dict[tuple[str, str], Flags] = {}
        for policy in policies:
            self.context.judged[policy.code] = self._policy(policy)

    def _conduct(self, policy: model.Policy) -> Val:
        """Return the day of the conduct; unknown also where it is 无 and nothing stands in for it."""
        found = self.columns.value(policy.conduct)
        known = found.known
        if policy.conduct_falls_back:
            known = where(found.none, self.on, known)
        return Val(self.program.let(known) if known is not None else None)

    def _policy(self, policy: model.Policy) -> Judged:
        """Unite what the versions say, each where it is in force; on an unknown day it may also not be in force."""
        conduct = self._conduct(policy)
        self._unset[policy.code] = unknown_value(conduct)
        forces: list[Term] = []
        cases: list[Judged] = []
        codes = list(policy.outcomes)
        deadlines: dict[str, Part | None] = dict.fromkeys(
            name for version in policy.versions for name, _ in days_of(version)
        )
        for version in policy.versions:
            force = self._force(policy, version, conduct.known)
            force = self.program.let_term(force)
            forces.append(force)
            if force is False:
                continue
            translator = Rows(self.context, version, conduct)
            self._scopes.setdefault(policy.code, []).append((translator, force))
            cases.append(self._version(version, translator, force))
            certain = is_true(force)
            for name, node in days_of(version):
                deadlines[name] = _filled(deadlines[name], where(certain, translator.value(node).known))
        self.in_force[policy.code] = forces
        self.deadlines[policy.code] = deadlines
        united = Judged({})
        for code in codes:
            possible = any_of(case.possible.get(code, False) for case in cases)
            if code == NOT_IN_FORCE:
                possible = all_of(not_true(force) for force in forces)
            assert possible is not None
            if possible is not False:
                united.possible[code] = self.program.let(possible) if isinstance(possible, Part) else possible
        for name in policy.ground_names():
            united.grounds[name] = self._united([case.grounds.get(name, False) for case in cases])
            united.complete[name] = self._united([case.complete.get(name, False) for case in cases])
        for name in dict.fromkeys(one.name for version in policy.versions for one in version.consequences):
            united.consequences[name] = self._united([case.consequences.get(name, False) for case in cases])
        return united

    def _united(self, terms: Sequence[Term]) -> Term:
        return self.program.let_term(any_of(terms))

    def _force(self, policy: model.Policy, version: model.Version, day: Part | None) -> Term:
        """Return whether a version is in force: unknown, on an unknown day, if it may be."""
        first, last = version.first, version.last
        begun: Term = True
        if not policy.conduct.may_be_future:
            if self.fixed_on is not None:
                begun = self.fixed_on >= version.first
            else:
                begun = made(lambda expr: expr >= first, self.on, total=True)
        if day is None:
            return all_of((begun, None))
        within = made(lambda expr: expr.is_between(first, last), day, total=day.total)
        return all_of((within, begun))

    def _version(self, version: model.Version, translator: Translator, force: Term) -> Judged:
        """Return what a version says where it is in force."""
        applies = self.program.let_term(all_of(translator.condition(one.condition) for one in version.requirements))
        for ground in version.grounds:
            element = self.program.let_term(translator.condition(ground.condition))
            complete = self.program.let_term(all_of((element, translator.condition(ground.procedure))))
            translator.grounds[ground.name] = element, complete
        own = self._decided(version, translator, applies, force)
        translator.own = own
        holds = self.program.let_term(all_of((force, applies)))
        judged = Judged(own.possible)
        for name, (element, complete) in translator.grounds.items():
            judged.grounds[name] = all_of((holds, element))
            judged.complete[name] = all_of((holds, complete))
        for one in version.consequences:
            judged.consequences[one.name] = all_of((holds, translator.condition(one.condition)))
        return judged

    def _decided(self, version: model.Version, translator: Translator, applies: Term, force: Term) -> Judged:
        """Read a decision list: an unknown entry stays possible, the first true one ends it.

        Where the version is certainly not in force, nothing is possible.
        """
        possible: dict[str, Part | bool] = {}

        def add(code: str, where_possible: Term) -> None:
            both = any_of((possible.get(code, False), where_possible))
            assert both is not None
            possible[code] = both

        may = self.program.let_term(not_false(force))
        add(NOT_APPLICABLE, all_of((may, not_true(applies))))
        reached = self.program.let_term(all_of((may, not_false(applies))))
        for entry in version.entries:
            holds = self.program.let_term(translator.condition(entry.condition))
            add(entry.code, all_of((reached, not_false(holds))))
            reached = self.program.let_term(all_of((reached, not_true(holds))))
            if reached is False:
                break
        return Judged(possible)

    # ── columns ─────────────────────────────────────────────────────

    def outputs(self, policy: model.Policy, kinds: Sequence[str], fine: Part | bool) -> dict[str, Part]:
        """Return the columns of a policy, of the kinds that are asked for, null where a row is not ``fine``."""
        judged = self.context.judged[policy.code]
        found: dict[str, Part] = {}
        if "outcome" in kinds or "possible" in kinds:
            mask = where(fine, self._mask(policy, judged), literal(0))  # the last entry has no condition: 0 is free
            assert mask is not None
            mask = self.program.let(mask)
            tables = Outcomes(policy)
            if "outcome" in kinds:
                found[f"{policy.code}.outcome"] = made(tables.outcome, mask)
            if "possible" in kinds:
                found[f"{policy.code}.possible"] = tables.possible(mask)
        for kind, truths, between in (
            ("grounds", judged.grounds, "."),
            ("complete", judged.complete, ".complete."),
            ("consequences", judged.consequences, ".consequence."),
        ):
            if kind in kinds:
                shown = {f"{policy.code}{between}{name}": where(fine, truth(term)) for name, term in truths.items()}
                found |= {name: part for name, part in shown.items() if part is not None}
        if "deadlines" in kinds:
            for name, day in self.deadlines[policy.code].items():
                found[f"{policy.code}.{name}"] = _as_date(where(fine, day))
        if "missing" in kinds:
            found[f"{policy.code}.missing"] = self._missing(policy, judged, fine)
        if "gaps" in kinds:
            found[f"{policy.code}.gaps"] = self._gaps_shown(policy, judged, fine)
        if "versions" in kinds:
            found[f"{policy.code}.versions"] = self._versions(policy, fine)
        return found

    def _mask(self, policy: model.Policy, judged: Judged) -> Part:
        """Return the possible outcomes as bits, in the order of the policy."""
        return _bits([judged.possible.get(code, False) for code in policy.outcomes])

    def gaps(self, code: str, ground: str) -> Flags:
        """Return for each fact where it keeps open the outcome of a policy, or one of its grounds."""
        key = code, ground
        if key not in self._gaps:
            policy = next(one for one in self.policies if one.code == code)
            united: Flags = {policy.conduct.name: self._unset[code]} if self._unset[code] is not False else {}
            for rows, force in self._scopes.get(code, []):
                for name, wanting in gaps_of(rows, force, [ground] if ground else None, self.gaps).items():
                    both = is_true(any_of((united.get(name, False), wanting)))
                    united[name] = self.program.let(both) if isinstance(both, Part) else both
            self._gaps[key] = united
        return self._gaps[key]

    def _with_referred(self, policy: model.Policy) -> list[model.Policy]:
        """Return a policy and behind it those that it refers to, directly or through others."""
        codes = {policy.code}
        for one in reversed(self.policies):
            if one.code in codes:
                codes |= model.referred(one)
        return [one for one in reversed(self.policies) if one.code in codes]

    def _wanting(self, policy: model.Policy, judged: Judged) -> dict[str, Part | bool]:
        """Return for each fact where it keeps a policy's outcome open: nowhere, where that is decided."""
        import polars as pl

        possible = [one for one in judged.possible.values() if one is not False]
        several = made(
            lambda *exprs: pl.sum_horizontal(expr.cast(pl.UInt8) for expr in exprs) > 1,
            *(truth(one) for one in possible),
            total=True,
        )
        open_ = self.program.let(several)
        return {name: is_true(all_of((open_, wanting))) for name, wanting in self.gaps(policy.code, "").items()}

    def _gaps_shown(self, policy: model.Policy, judged: Judged, fine: Part | bool) -> Part:
        """Return which facts keep a policy's outcome open as a structure of truths, in which none is unknown.

        It has the same fields on every day: those of all facts on which the policy can rest.
        """
        import polars as pl

        wanting = self._wanting(policy, judged)
        read = (name for one in self._with_referred(policy) for name in self.reads.judged(one.code))
        names = list(dict.fromkeys((*read, *wanting)))
        flags = [wanting.get(name, False) for name in names]

        def structured(*exprs: pl.Expr) -> pl.Expr:
            return pl.struct(expr.alias(name) for name, expr in zip(names, exprs, strict=True))

        shown = where(fine, made(structured, *(truth(flag) for flag in flags), total=True))
        assert shown is not None
        return shown

    def _missing(self, policy: model.Policy, judged: Judged, fine: Part | bool) -> Part:
        """Return the facts that keep a policy's outcome open; none, where it is decided."""
        import polars as pl

        flags = self._wanting(policy, judged)
        lists = []
        for start in range(0, len(flags), _WIDEST):
            some = list(flags.items())[start : start + _WIDEST]
            mask = where(fine, _bits([wanting for _, wanting in some]))
            assert mask is not None
            lists.append(subsets(self.program.let(mask), [name for name, _ in some], pl.String()))
        if len(lists) == 1:
            return lists[0]
        return made(pl.concat_list, *lists) if lists else literal([], pl.List(pl.String))

    def _versions(self, policy: model.Policy, fine: Part | bool) -> Part:
        """Return the first days of the versions that may apply."""
        import polars as pl

        firsts = [date.fromordinal(version.first) for version in policy.versions]
        mask = where(fine, _bits([not_false(force) for force in self.in_force[policy.code]]))
        assert mask is not None
        return subsets(self.program.let(mask), firsts, pl.Date())


def _unused(schema: Mapping[str, Any]) -> str:
    """Return a beginning that no column's name has."""
    prefix = "__zz"
    while any(name.startswith(prefix) for name in schema):
        prefix += "_"
    return prefix


def days_of(version: model.Version) -> Iterator[tuple[str, nodes.Value]]:
    """Yield the days that a version derives, and those by which its consequences fall due, by their columns' names."""
    for name, node in version.derived.items():
        if isinstance(node, nodes.Value) and nodes.kind_of(node) is Kind.DATE:
            yield f"day.{name}", nodes.DerivedValue(name, Kind.DATE)
    for one in version.consequences:
        if isinstance(one.deadline, nodes.Value):
            yield f"deadline.{one.name}", one.deadline


def _filled(day: Part | None, other: Part | None) -> Part | None:
    """Return the first of two days that is known."""
    if day is None or other is None:
        return other if day is None else day
    return made(lambda one, two: one.fill_null(two), day, other)


def _as_date(day: Part | None) -> Part:
    import polars as pl

    if day is None:
        return literal(None, pl.Date)
    return made(as_date, day)


def _bits(flags: Sequence[Part | bool]) -> Part:
    """Return flags as one number, the first as its lowest bit."""
    import polars as pl

    width = next(kind for size, kind in ((8, pl.UInt8), (16, pl.UInt16), (64, pl.UInt64)) if len(flags) <= size)
    settled = sum(1 << bit for bit, flag in enumerate(flags) if flag is True)
    result = literal(settled, width)
    for bit, flag in enumerate(flags):
        if isinstance(flag, Part):
            one = made(lambda expr, bit=bit: _flag(expr, bit, width), flag, total=True)
            result = made(lambda a, b: a | b, result, one, total=True)
    return result


def _flag(holds: pl.Expr, bit: int, width: Any) -> pl.Expr:
    """Return a bit where a truth holds: several times as fast as a cast."""
    import polars as pl

    return pl.when(holds).then(pl.lit(1 << bit, dtype=width)).otherwise(pl.lit(0, dtype=width))


class Outcomes:
    """What the bits of possible outcomes mean: the outcome, if there is one, and the list of all; none: no answer."""

    def __init__(self, policy: model.Policy) -> None:
        """Take the policy with the order of its outcomes."""
        import polars as pl

        self.codes = list(policy.outcomes)
        self.type = pl.Enum(self.codes)

    def outcome(self, mask: pl.Expr) -> pl.Expr:
        """Return the outcome's code, null while several are possible."""
        import polars as pl

        if len(self.codes) <= _TABLED:
            single: list[str | None] = [None] * (1 << len(self.codes))
            for position, code in enumerate(self.codes):
                single[1 << position] = code
            return pl.lit(pl.Series(single, dtype=self.type)).gather(mask)
        result = pl.lit(None, dtype=self.type)
        for position, code in enumerate(self.codes):
            result = pl.when(mask == 1 << position).then(pl.lit(code, dtype=self.type)).otherwise(result)
        return result

    def possible(self, mask: Part) -> Part:
        """Return the codes of all that is possible, in the order of the policy."""
        return subsets(mask, self.codes, self.type, empty=None)


def subsets(mask: Part, members: Sequence[Any], kind: Any, *, empty: tuple[()] | None = ()) -> Part:
    """Return the list of the members whose bits are set, and ``empty`` where none is."""
    import polars as pl

    def lists(masks: Iterable[int]) -> pl.Series:
        found = [[one for bit, one in enumerate(members) if mask >> bit & 1] or empty for mask in masks]
        return pl.Series(found, dtype=pl.List(kind))

    if len(members) <= _TABLED:
        table = lists(range(1 << len(members)))
        return made(lambda expr: pl.lit(table).gather(expr), mask)

    def looked_up(series: pl.Series) -> pl.Series:
        seen = series.drop_nulls().unique().sort()
        places = pl.when(series.is_not_null()).then(pl.lit(seen.search_sorted(series)))  # a row that is not judged
        return pl.concat([lists(seen.to_list()), lists([0])]).gather(pl.select(places).to_series())

    return made(lambda expr: expr.map_batches(looked_up, return_dtype=pl.List(kind), is_elementwise=True), mask)


def problems_of(found: Sequence[Mistakes]) -> Part:
    """Return for each row which columns are bad, each with a code; null where none is."""
    import polars as pl

    kind = pl.List(pl.Struct({"column": pl.String, "code": pl.String}))
    if not found:
        return literal(None, kind)

    def listed(series: pl.Series) -> pl.Series:
        numbers = series.struct.unnest()
        wrong = numbers.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        told = [
            [
                {"column": one.column, "code": one.codes[number]}
                for one, number in zip(found, numbers.row(row), strict=True)
                if number is not None
            ]
            for row in wrong.arg_true().to_list()
        ]
        places = pl.DataFrame({"wrong": wrong}).select(pl.when(pl.col("wrong")).then(pl.col("wrong").cum_sum() - 1))
        return pl.Series(series.name, [*told, None], dtype=kind).gather(places.to_series())

    def inside(*numbers: pl.Expr) -> pl.Expr:
        named = pl.struct(*(number.alias(str(k)) for k, number in enumerate(numbers)))
        return named.map_batches(listed, return_dtype=kind, is_elementwise=True)

    return made(inside, *(one.number for one in found))

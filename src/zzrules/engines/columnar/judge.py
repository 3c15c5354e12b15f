"""Policies over all rows: which version is in force, its decision list, and the columns that come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from zzrules.engines.columnar import within
from zzrules.engines.columnar.amounts import as_amount
from zzrules.engines.columnar.clashes import Clashes
from zzrules.engines.columnar.columns import Columns
from zzrules.engines.columnar.context import Context, Judged, key_of, uses_of
from zzrules.engines.columnar.dating import derive_days
from zzrules.engines.columnar.days import Days, as_date
from zzrules.engines.columnar.elements import Rows
from zzrules.engines.columnar.gaps import Flags, gaps_of, unknown_value
from zzrules.engines.columnar.terms import (
    Layers,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    is_true,
    literal,
    negate,
    not_false,
    not_true,
    truth,
    where,
)
from zzrules.engines.columnar.translate import Translator
from zzrules.engines.columnar.within import Extent
from zzrules.plan import model
from zzrules.plan.build import NOT_APPLICABLE, NOT_IN_FORCE
from zzrules.plan.nodes import NEVER, Value
from zzrules.plan.reads import Reads

if TYPE_CHECKING:
    import polars as pl

_TABLED: Final = 12  # at most so many members have a table of their subsets
_WIDEST: Final = 63


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
        self.layers = Layers(_unused(schema))
        on = self.layers.let(on)
        self.columns = Columns(self.layers, schema, plan.vocabulary, on)
        uses = Counter(
            use
            for policy in policies
            for version in policy.versions
            for use in uses_of(version, key_of(policy, version))
        )
        self.context = Context(self.columns, self.layers, days, on, uses)
        self.on, self.fixed_on, self.policies = on, fixed_on, policies
        clashes = Clashes(self.columns, self.layers, days, on)
        self.broken = clashes.of(plan, self._conduct, self._force)
        clashes.set_aside(plan, self.broken)
        derive_days(plan, self.columns, self.layers, days, on)
        self.in_force: dict[str, list[Term]] = {}
        self.figures: dict[str, dict[str, Part | None]] = {}
        self._translated: dict[str, list[tuple[Rows, Term]]] = {}
        self._unset: dict[str, Part | bool] = {}
        self._gaps: dict[tuple[str, str, frozenset[str] | None], Flags] = {}
        for policy in policies:
            self.context.judged[policy.code] = self._policy(policy)

    def _conduct(self, policy: model.Policy) -> Extent:
        """Return within what the day of the conduct lies; 无 is any day, or else the evaluation day."""
        fact = policy.conduct
        day = self.columns.value(fact)
        known = where(day.none, self.on, day.known) if policy.conduct_falls_back else day.known
        day = Val(self.layers.let(known) if known is not None else None)
        return replace(within.read(fact, day, self.on, self.columns.part(fact)), none=False).let(self.layers)

    def _policy(self, policy: model.Policy) -> Judged:
        """Unite what the versions say, each where it is in force; on an unknown day none may be."""
        conduct = self._conduct(policy)
        self._unset[policy.code] = unknown_value(conduct.value())
        partly = self.columns.part(policy.conduct) is not None
        forces: list[Term] = []
        cases: list[Judged] = []
        codes = list(policy.outcomes)
        figures: dict[str, Part | None] = dict.fromkeys(
            name for version in policy.versions for name, _ in _figures_of(version)
        )
        for version in policy.versions:
            force = self._force(policy, version, conduct)
            force = self.layers.let_term(force)
            if force is False:
                forces.append(False)
                continue
            on_day = within.conduct(conduct, version.first, version.last).let(self.layers)
            translator = Rows(self.context, version, on_day, key_of(policy, version))
            if version.unless != NEVER:
                early = translator.condition(version.unless)
                force = self.layers.let_term(all_of((force, not_true(early))))
            forces.append(force)
            if force is False:
                continue
            self._translated.setdefault(policy.code, []).append((translator, force))
            cases.append(self._version(version, translator, force, within_bounds=partly))
            certain = is_true(force)
            for name, node in _figures_of(version):
                figures[name] = _filled(figures[name], where(certain, translator.value(node).known))
        if partly:  # bounds within one version are enough
            within_one = is_true(any_of(is_true(force) for force in forces))
            self._unset[policy.code] = is_true(all_of((self._unset[policy.code], negate(within_one))))
        self.in_force[policy.code] = forces
        self.figures[policy.code] = figures
        lapses: Term = all_of(not_true(force) for force in forces)
        if partly:
            none = all_of(is_true(negate(force)) for force in forces)
            lapses = any_of((self._lapses(policy, conduct), none))
        united = Judged({})
        for code in codes:
            possible = any_of(case.possible.get(code, False) for case in cases)
            if code == NOT_IN_FORCE:
                possible = lapses
            assert possible is not None
            if possible is not False:
                united.possible[code] = self.layers.let(possible) if isinstance(possible, Part) else possible
        names = policy.ground_names()
        for truths, read, wanted in (
            (united.grounds, attrgetter("grounds"), names),
            (united.complete, attrgetter("complete"), names),
            (united.consequences, attrgetter("consequences"), policy.consequence_names()),
        ):
            for name in wanted:
                said = [read(case).get(name, False) for case in cases]
                term = self._agreed(said, forces, lapses) if partly else any_of(said)
                truths[name] = self.layers.let_term(term)
        return united

    @staticmethod
    def _agreed(said: Sequence[Term], forces: Sequence[Term], lapses: Term) -> Term:
        """Return what versions say, of which one is in force, or perhaps none: certain, if all say the same."""
        may = [force for force in forces if force is not False]
        some = any_of(all_of(pair) for pair in zip(may, said, strict=True))
        every = (any_of((is_true(negate(force)), term)) for force, term in zip(may, said, strict=True))
        return any_of((some, is_true(all_of((negate(lapses), *every)))))

    def _lapses(self, policy: model.Policy, conduct: Extent) -> Term:
        """Return where no version may be in force on some day within bounds."""
        if conduct.low is None or conduct.high is None:
            return True
        low = conduct.low
        for version in policy.versions:
            first, last = version.first, version.last
            inside = is_true(apply(lambda expr, first=first, last=last: expr.is_between(first, last), low))
            beyond = where(inside, literal(last + 1), low)
            assert beyond is not None
            low = beyond
        return not_false(apply(lambda least, most: least <= most, low, conduct.high))

    def _force(self, policy: model.Policy, version: model.Version, conduct: Extent) -> Term:
        """Return whether a version is in force: unknown, on an unknown day, if it may be."""
        first, last, day = version.first, version.last, conduct.exact
        if self.columns.part(policy.conduct) is not None:
            low, high = conduct.low, conduct.high
            sure = [
                apply(lambda expr: expr.is_between(first, last), end) if end is not None else None
                for end in (low, high)
            ]
            may: list[Term] = [
                apply(lambda expr: expr <= last, low) if low is not None else None,
                apply(lambda expr: expr >= first, high) if high is not None else None,
            ]
            certain = is_true(all_of(sure))
            return all_of((any_of((certain, None)), *(any_of((certain, not_false(one))) for one in may)))
        begun: Term = True
        if not policy.conduct.may_be_future:
            if self.fixed_on is not None:
                begun = self.fixed_on >= version.first
            else:
                begun = apply(lambda expr: expr >= first, self.on, total=True)
        if day is None:
            return all_of((begun, None))
        within = apply(lambda expr: expr.is_between(first, last), day, total=day.total)
        return all_of((within, begun))

    def _version(self, version: model.Version, translator: Translator, force: Term, *, within_bounds: bool) -> Judged:
        """Return what a version says where it is in force; of truths, what it would say (``within_bounds``)."""
        applies = self.layers.let_term(
            all_of(translator.condition(requirement.condition) for requirement in version.requirements)
        )
        for ground in version.grounds:
            element = self.layers.let_term(translator.condition(ground.condition))
            complete = self.layers.let_term(all_of((element, translator.condition(ground.procedure))))
            translator.grounds[ground.name] = element, complete
        own = self._decided(version, translator, applies, force)
        translator.own = own
        holds = applies if within_bounds else self.layers.let_term(all_of((force, applies)))
        judged = Judged(own.possible)
        for name, (element, complete) in translator.grounds.items():
            judged.grounds[name] = all_of((holds, element))
            judged.complete[name] = all_of((holds, complete))
        for effect in version.consequences:
            judged.consequences[effect.name] = all_of((holds, translator.condition(effect.condition)))
        return judged

    def _decided(self, version: model.Version, translator: Translator, applies: Term, force: Term) -> Judged:
        """Read a decision list: an unknown entry stays possible, the first true one ends it.

        Where the version is certainly not in force, nothing is possible.
        """
        possible: dict[str, Part | bool] = {}

        def add(code: str, where_possible: Term) -> None:
            anywhere = any_of((possible.get(code, False), where_possible))
            assert anywhere is not None
            possible[code] = anywhere

        may = self.layers.let_term(not_false(force))
        add(NOT_APPLICABLE, all_of((may, not_true(applies))))
        reached = self.layers.let_term(all_of((may, not_false(applies))))
        for entry in version.entries:
            holds = self.layers.let_term(translator.condition(entry.condition))
            add(entry.code, all_of((reached, not_false(holds), not_true(translator.condition(entry.unless)))))
            reached = self.layers.let_term(all_of((reached, not_true(holds))))
            if reached is False:
                break
        return Judged(possible)

    # ── columns ─────────────────────────────────────────────────────

    def outputs(self, policy: model.Policy, kinds: Sequence[str], fine: Part | bool) -> dict[str, Part]:
        """Return the columns of a policy of the kinds asked for; null where a row is not ``fine``, that is, bad."""
        judged = self.context.judged[policy.code]
        columns: dict[str, Part] = {}
        if {"outcome", "class", "possible"}.intersection(kinds):
            mask = where(fine, self._mask(policy, judged), literal(0))  # the last entry has no condition: 0 is free
            assert mask is not None
            mask = self.layers.let(mask)
            tables = Outcomes(policy)
            if "outcome" in kinds:
                columns[f"{policy.code}.outcome"] = apply(tables.outcome, mask)
            if "class" in kinds:
                columns[f"{policy.code}.class"] = apply(tables.outcome_class, mask)
            if "possible" in kinds:
                columns[f"{policy.code}.possible"] = tables.possible(mask)
        for kind, truths, between in (
            ("grounds", judged.grounds, "."),
            ("complete", judged.complete, ".complete."),
            ("consequences", judged.consequences, ".consequence."),
        ):
            if kind in kinds:
                shown = {f"{policy.code}{between}{name}": where(fine, truth(term)) for name, term in truths.items()}
                columns |= {name: part for name, part in shown.items() if part is not None}
        for name, figure in self.figures[policy.code].items():
            money = name.startswith("amount.")
            if ("amounts" if money else "deadlines") in kinds:
                columns[f"{policy.code}.{name}"] = (as_amount if money else _as_date)(where(fine, figure))
        if "missing" in kinds:
            columns[f"{policy.code}.missing"] = self._missing(policy, judged, fine)
        if "gaps" in kinds:
            columns[f"{policy.code}.gaps"] = self._gaps_shown(policy, judged, fine)
        if "versions" in kinds:
            columns[f"{policy.code}.versions"] = self._versions(policy, fine)
        return columns

    def _mask(self, policy: model.Policy, judged: Judged) -> Part:
        """Return the possible outcomes as bits, in the order of the policy."""
        return _bits([judged.possible.get(code, False) for code in policy.outcomes])

    def gaps(self, code: str, ground: str, outcomes: frozenset[str] | None) -> Flags:
        """Return for each fact where it keeps open the class of a policy's outcome, or one of its grounds.

        ``outcomes``: where it keeps open whether the outcome is one of these.
        """
        key = code, ground, outcomes
        if key not in self._gaps:
            policy = next(policy for policy in self.policies if policy.code == code)
            united: Flags = {policy.conduct.name: self._unset[code]} if self._unset[code] is not False else {}
            groups = policy.classes
            if outcomes is not None:
                groups = {code: "in" if code in outcomes else "out" for code in policy.outcomes}
            for rows, force in self._translated.get(code, []):
                asked = [ground] if ground else None
                for name, wanting in gaps_of(rows, force, asked, groups, self.gaps, policy.conduct.name).items():
                    anywhere = is_true(any_of((united.get(name, False), wanting)))
                    united[name] = self.layers.let(anywhere) if isinstance(anywhere, Part) else anywhere
            self._gaps[key] = united
        return self._gaps[key]

    def _with_referred(self, policy: model.Policy) -> list[model.Policy]:
        """Return a policy followed by those that it refers to, directly or through others."""
        codes = {policy.code}
        for other in reversed(self.policies):
            if other.code in codes:
                codes |= model.referred(other)
        return [other for other in reversed(self.policies) if other.code in codes]

    def _wanting(self, policy: model.Policy, judged: Judged) -> dict[str, Part | bool]:
        """Return for each fact where it keeps the class of a policy's outcome open: nowhere, where that is decided."""
        import polars as pl

        classes: dict[str, list[Part | bool]] = {}
        for code, term in judged.possible.items():
            classes.setdefault(policy.classes[code], []).append(term)
        possible = [term for terms in classes.values() if (term := is_true(any_of(terms))) is not False]
        several = apply(
            lambda *exprs: pl.sum_horizontal(expr.cast(pl.UInt8) for expr in exprs) > 1,
            *(truth(term) for term in possible),
            total=True,
        )
        open_ = self.layers.let(several)
        return {name: is_true(all_of((open_, wanting))) for name, wanting in self.gaps(policy.code, "", None).items()}

    def _gaps_shown(self, policy: model.Policy, judged: Judged, fine: Part | bool) -> Part:
        """Return which facts keep the class of an outcome open as a structure of truths, in which none is unknown.

        It has the same fields on every day: those of all facts on which the policy can rest.
        """
        import polars as pl

        wanting = self._wanting(policy, judged)
        read = (name for other in self._with_referred(policy) for name in self.reads.judged(other.code))
        names = list(dict.fromkeys((*read, *wanting)))
        flags = [wanting.get(name, False) for name in names]

        def structured(*exprs: pl.Expr) -> pl.Expr:
            return pl.struct(expr.alias(name) for name, expr in zip(names, exprs, strict=True))

        shown = where(fine, apply(structured, *(truth(flag) for flag in flags), total=True))
        assert shown is not None
        return shown

    def _missing(self, policy: model.Policy, judged: Judged, fine: Part | bool) -> Part:
        """Return the facts that keep the class of a policy's outcome open; none, where it is decided."""
        import polars as pl

        flags = self._wanting(policy, judged)
        lists = []
        for start in range(0, len(flags), _WIDEST):
            some = list(flags.items())[start : start + _WIDEST]
            mask = where(fine, _bits([wanting for _, wanting in some]))
            assert mask is not None
            lists.append(subsets(self.layers.let(mask), [name for name, _ in some], pl.String()))
        if len(lists) == 1:
            return lists[0]
        return apply(pl.concat_list, *lists) if lists else literal([], pl.List(pl.String))

    def _versions(self, policy: model.Policy, fine: Part | bool) -> Part:
        """Return the first days of the versions that may apply."""
        import polars as pl

        firsts = [date.fromordinal(version.first) for version in policy.versions]
        mask = where(fine, _bits([not_false(force) for force in self.in_force[policy.code]]))
        assert mask is not None
        return subsets(self.layers.let(mask), firsts, pl.Date())


def _unused(schema: Mapping[str, Any]) -> str:
    """Return a prefix that no column's name has."""
    prefix = "__zz"
    while any(name.startswith(prefix) for name in schema):
        prefix += "_"
    return prefix


def _filled(first: Part | None, second: Part | None) -> Part | None:
    """Return the first of two days that is known."""
    if first is None or second is None:
        return second if first is None else first
    return apply(lambda day, instead: day.fill_null(instead), first, second)


def _as_date(day: Part | None) -> Part:
    import polars as pl

    if day is None:
        return literal(None, pl.Date)
    return apply(as_date, day)


def _figures_of(version: model.Version) -> Iterator[tuple[str, Value]]:
    """Yield the days and the amounts that a version derives, by the names of their columns."""
    yield from model.days_of(version)
    yield from model.amounts_of(version)


def _bits(flags: Sequence[Part | bool]) -> Part:
    """Return flags as one number, the first in its lowest bit."""
    import polars as pl

    width = next(kind for size, kind in ((8, pl.UInt8), (16, pl.UInt16), (64, pl.UInt64)) if len(flags) <= size)
    settled = sum(1 << bit for bit, flag in enumerate(flags) if flag is True)
    result = literal(settled, width)
    for bit, flag in enumerate(flags):
        if isinstance(flag, Part):
            placed = apply(lambda expr, bit=bit: _flag(expr, bit, width), flag, total=True)
            result = apply(lambda a, b: a | b, result, placed, total=True)
    return result


def _flag(holds: pl.Expr, bit: int, width: Any) -> pl.Expr:
    """Return a bit where a truth holds: several times as fast as a cast."""
    import polars as pl

    return pl.when(holds).then(pl.lit(1 << bit, dtype=width)).otherwise(pl.lit(0, dtype=width))


class Outcomes:
    """What the bits of possible outcomes mean: the outcome and the class, if decided, and all codes; 0 is no answer."""

    def __init__(self, policy: model.Policy) -> None:
        """Take the policy with the order of its outcomes, and their classes."""
        import polars as pl

        self.codes = list(policy.outcomes)
        self.type = pl.Enum(self.codes)
        self.classes = [policy.classes[code] for code in self.codes]

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

    def outcome_class(self, mask: pl.Expr) -> pl.Expr:
        """Return the class of all that is possible, null while that is of several classes."""
        import polars as pl

        kind = pl.Enum(list(dict.fromkeys(self.classes)))
        members = {name: sum(1 << bit for bit, of in enumerate(self.classes) if of == name) for name in kind.categories}
        if len(self.codes) <= _TABLED:
            shared = [
                next((name for name, bits in members.items() if held and not held & ~bits), None)
                for held in range(1 << len(self.codes))
            ]
            return pl.lit(pl.Series(shared, dtype=kind)).gather(mask)
        result = pl.lit(None, dtype=kind)
        for name, bits in members.items():
            others = (1 << len(self.codes)) - 1 & ~bits
            result = pl.when((mask != 0) & (mask & others == 0)).then(pl.lit(name, dtype=kind)).otherwise(result)
        return result

    def possible(self, mask: Part) -> Part:
        """Return the codes of all that is possible, in the order of the policy."""
        return subsets(mask, self.codes, self.type, empty=None)


def subsets(mask: Part, members: Sequence[Any], kind: Any, *, empty: tuple[()] | None = ()) -> Part:
    """Return the list of the members whose bits are set, and ``empty`` where none is."""
    import polars as pl

    def lists(masks: Iterable[int]) -> pl.Series:
        held = [[member for bit, member in enumerate(members) if mask >> bit & 1] or empty for mask in masks]
        return pl.Series(held, dtype=pl.List(kind))

    if len(members) <= _TABLED:
        table = lists(range(1 << len(members)))
        return apply(lambda expr: pl.lit(table).gather(expr), mask)

    def looked_up(series: pl.Series) -> pl.Series:
        seen = series.drop_nulls().unique().sort()
        places = pl.when(series.is_not_null()).then(pl.lit(seen.search_sorted(series)))  # a row that is not judged
        return pl.concat([lists(seen.to_list()), lists([0])]).gather(pl.select(places).to_series())

    return apply(lambda expr: expr.map_batches(looked_up, return_dtype=pl.List(kind), is_elementwise=True), mask)

"""Which column of a frame is which fact, and what the engine reads of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from zzrules.base.diagnostics import cases, use
from zzrules.base.errors import Problem, UsageError
from zzrules.case.values import PART_CODES, finding_facts
from zzrules.engines.columnar import partly
from zzrules.engines.columnar.intake import STATE, Read, add_state, read_states, read_value, unfit
from zzrules.engines.columnar.lists import ListRead, read_list
from zzrules.engines.columnar.partly import InPart
from zzrules.engines.columnar.terms import (
    UNKNOWN,
    Layers,
    Part,
    Term,
    Val,
    all_of,
    any_of,
    apply,
    column,
    is_true,
    negate,
    present,
    where,
)
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with a column: in each row the position in ``codes`` of the first that holds, null for none."""

    column: str
    codes: tuple[str, ...]
    number: Part


def first_of(bad: Mapping[str, Part]) -> Part:
    """Return the position of the first of several codes that holds, null where none does."""
    import polars as pl

    def first(*flags: pl.Expr) -> pl.Expr:
        chain: Any = pl
        for number, flag in enumerate(flags):
            chain = chain.when(flag).then(pl.lit(number, dtype=pl.UInt8))
        return cast("pl.Expr", chain)

    return apply(first, *bad.values())


class Columns:
    """The facts of a frame, each read once, when it is first asked for."""

    def __init__(self, layers: Layers, schema: Mapping[str, Any], vocabulary: Vocabulary, on: Part) -> None:
        """Take the frame's schema and the day of evaluation, and read each fact's column.

        Raises `UsageError` with every column of another type than its fact (ZZ606), and every fact with two columns
        (ZZ607).
        """
        self.layers = layers
        self.schema = schema
        self.vocabulary = vocabulary
        self.on = on
        self.names: dict[str, tuple[str | None, str | None]] = {}
        self._reads: dict[str, Read] = {}
        self._asked: set[str] = set()
        self._findings: dict[str, dict[str, Read]] = {}
        self._lists: dict[str, ListRead] = {}
        self._companions: dict[str, dict[str, str]] = {}
        self._of_companions: dict[str, list[tuple[str, Read]]] = {}
        self._parts: dict[str, InPart | None] = {}
        self._disputed: dict[str, Part] = {}
        problems: list[Problem] = []
        for fact in vocabulary.facts:
            try:
                value, state = self._named(fact, ""), self._named(fact, STATE)
                self._companions[fact.name] = companions = partly.named(fact, schema)
                if value is not None or state is not None or companions:
                    self.names[fact.name] = value, state
                    self._read(fact)
            except UsageError as error:
                problems += error.problems
        if problems:
            raise UsageError(problems)

    def _named(self, fact: Fact, suffix: str) -> str | None:
        """Return the column with a fact's name or label. Raises `UsageError` (ZZ607) if both exist."""
        names = [name for name in dict.fromkeys((fact.name + suffix, fact.label + suffix)) if name in self.schema]
        if len(names) > 1:
            raise UsageError(use.FACT_IN_TWO_COLUMNS(first=names[0], second=names[1]))
        return names[0] if names else None

    # ── what is asked of a fact ─────────────────────────────────────

    def value(self, fact: Fact) -> Val:
        """Return a fact's value; of a finding, whether it is recorded."""
        read = self._read(fact)
        if fact.name not in self._asked:
            self._asked.add(fact.name)
            read.value = self.layers.let_value(read.value)
        return read.value

    def part(self, fact: Fact) -> InPart | None:
        """Return what is known in part of a fact; None if no row says so of it."""
        self._read(fact)
        return self._parts.get(fact.name)

    def there(self, fact: Fact) -> Part | bool:
        """Return where a fact is said to have a value, which is not known."""
        read = self._read(fact)
        if isinstance(read.there, Part):
            read.there = self.layers.let(read.there)
        return read.there

    def unclear(self, fact: Fact) -> Part | bool:
        """Return where a fact is 查不清."""
        read = self._read(fact)
        if isinstance(read.unclear, Part):
            read.unclear = self.layers.let(read.unclear)
        return read.unclear

    def open(self, fact: Fact) -> Part | bool:
        """Return where a fact is 查不清, or contradicts others."""
        return is_true(any_of((self.unclear(fact), self._disputed.get(fact.name, False))))

    def finding(self, fact: Fact, part: str) -> Part | None:
        """Return a part of a finding, by its code."""
        self._read(fact)
        read = self._findings[fact.name].get(part)
        return read.value.known if read is not None else None

    def listed(self, fact: Fact) -> ListRead:
        """Return a list."""
        self._read(fact)
        return self._lists[fact.name]

    def given(self, fact: Fact) -> Part | bool:
        """Return where a fact is recorded, if only in part or as 查不清."""
        read, part = self._read(fact), self.part(fact)
        known = self._lists[fact.name].known if fact.kind is Kind.LIST else present(read.value.known)
        said = part.said if part is not None else False
        return is_true(any_of((known, read.value.none, read.unclear, read.there, said)))

    def dispute(self, fact: Fact, broken: Part) -> None:
        """Take a fact as not recorded, not even as 查不清, where it contradicts others (``broken``, never null)."""
        read = self._read(fact)
        kept = negate(broken)
        assert isinstance(kept, Part)
        self._disputed[fact.name] = broken
        self._asked.discard(fact.name)
        read.value = _kept(read.value, kept)
        unclear = all_of((read.unclear, kept))
        assert unclear is not None
        read.unclear = unclear
        read.there = is_true(all_of((read.there, kept)))
        if (known := self._parts.get(fact.name)) is not None:
            self._parts[fact.name] = known.kept(kept).let(self.layers)
        for part in self._findings.get(fact.name, {}).values():
            part.value = _kept(part.value, kept)
        if fact.kind is Kind.LIST:
            listed = self._lists[fact.name]
            self._lists[fact.name] = replace(listed, known=is_true(all_of((listed.known, kept))))

    def derive(self, fact: Fact, low: Part | None, high: Part | None, certain: Part | bool) -> None:
        """Take a date that nobody has recorded for what lies within bounds, where it ``certain``ly exists (never null).

        Bounds say nothing where they are null, and that there is no such day yet where they exclude each other.
        """
        import polars as pl

        read, known = self._read(fact), self._parts.get(fact.name)
        self._asked.discard(fact.name)
        read.value = self.layers.let_value(read.value)
        recorded = any_of((present(read.value.known), read.value.none, read.there))
        if known is not None:
            recorded = any_of((recorded, known.said))
        some: list[Term] = [present(low)] if low is not None else []
        if high is not None:
            some.append(present(high) if fact.may_be_future else is_true(apply(lambda a, b: a < b, high, self.on)))
        if not fact.may_be_future:
            high = self.on if high is None else apply(pl.min_horizontal, high, self.on)
        crossed: Term = False
        if low is not None and high is not None:
            crossed = is_true(apply(lambda least, most: least > most, low, high))
        said = is_true(all_of((certain, negate(recorded), any_of(some), negate(crossed))))
        if not isinstance(said, Part):
            return
        said = self.layers.let(said)
        part = InPart(said, low, high)
        if known is not None:
            said_at_all = is_true(any_of((said, known.said)))
            assert isinstance(said_at_all, Part)
            part = InPart(said_at_all, where(said, low, known.low), where(said, high, known.high))
        self._parts[fact.name] = part = part.let(self.layers)
        partly.settle(part, read)
        unclear = all_of((read.unclear, negate(said)))
        assert unclear is not None
        read.unclear = unclear

    def bad(self) -> list[Mistakes]:
        """Return where the values of each fact that the frame has are bad."""
        mistakes = []
        for name, (value, state) in self.names.items():
            codes = self._read(self.vocabulary.by_name[name]).bad
            if codes:
                shown = value or state or next(iter(self._companions[name].values()), name)
                mistakes.append(Mistakes(shown, tuple(codes), self.layers.let(first_of(codes))))
            for column_name, read in self._of_companions.get(name, []):
                if read.bad:
                    mistakes.append(Mistakes(column_name, tuple(read.bad), self.layers.let(first_of(read.bad))))
        return mistakes

    # ── reading ─────────────────────────────────────────────────────

    def _read(self, fact: Fact) -> Read:
        if fact.name not in self._reads:
            value, state = self.names.get(fact.name, (None, None))
            read = self._column(fact, value)
            if value is not None:
                partly.mark_present(fact, column(value), self.schema[value], read)
            if state is not None:
                add_state(fact, column(state), self.schema[state], state, read)
            companions = self._companions.get(fact.name, {})
            if companions:
                read.value = self.layers.let_value(read.value)
                given = {word: (column(name), self.schema[name], name) for word, name in companions.items()}
                part, reads = partly.read_part(fact, given, self.on, self.layers, read)
                self._parts[fact.name], self._of_companions[fact.name] = part, reads
            if fact.kind is Kind.LIST:
                listed = self._lists[fact.name]
                listed.known = is_true(any_of((present(read.value.known), read.value.none)))
            self._reads[fact.name] = read
        return self._reads[fact.name]

    def _column(self, fact: Fact, name: str | None) -> Read:
        if fact.kind is Kind.FINDING:
            return self._finding(fact, name)
        if fact.kind is Kind.LIST:
            source = column(name) if name is not None else None
            dtype = self.schema[name] if name is not None else None
            read, self._lists[fact.name] = read_list(fact, source, dtype, name or "", self.on, self.layers)
            return read
        if name is None:
            return Read(UNKNOWN)
        return read_value(fact, column(name), self.schema[name], name, self.on, self.layers)

    def _finding(self, fact: Fact, name: str | None) -> Read:
        import polars as pl

        self._findings[fact.name] = {}
        if name is None or self.schema[name] == pl.Null:
            return Read(UNKNOWN)
        source, dtype = column(name), self.schema[name]
        if dtype == pl.String:
            return read_states(source, cases.NOT_A_FINDING)
        if not isinstance(dtype, pl.Struct):
            raise unfit(fact, name, dtype)
        read = Read(Val(apply(lambda expr: pl.when(expr.is_not_null()).then(True), source)))
        parts = {part.name: part for part in finding_facts(self.vocabulary)}
        for inner in dtype.fields:
            part = parts.pop(PART_CODES.get(inner.name, ""), None)  # each part once
            if part is None:
                raise unfit(fact, name, dtype)
            field = apply(lambda expr, inner=inner: expr.struct.field(inner.name), source)
            of_part = read_value(part, field, inner.dtype, f"{name}.{inner.name}", self.on, self.layers)
            self._findings[fact.name][part.name] = of_part
            for code, bad in of_part.bad.items():
                read.mark_code(code, bad)
        return read


def _kept(value: Val, kept: Part) -> Val:
    """Return a value where it is ``kept``, and unknown elsewhere."""
    return replace(value, known=where(kept, value.known), none=is_true(all_of((value.none, kept))), constant=None)

"""Which column of a frame is which fact, and what the engine reads of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from zzrules.base.errors import Problem, UsageError
from zzrules.case.values import ABSENT, UNCLEAR
from zzrules.engines.columnar.intake import FINDING_FIELDS, STATE, Read, add_state, read_value, unfit
from zzrules.engines.columnar.lists import ListRead, read_list
from zzrules.engines.columnar.terms import (
    UNKNOWN,
    Part,
    Program,
    Val,
    all_of,
    any_of,
    column,
    is_true,
    made,
    negate,
    present,
)
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Of a column, a number for the code of what is wrong in a row, from 0; null where nothing is."""

    column: str
    codes: tuple[str, ...]
    number: Part


def told(bad: Mapping[str, Part]) -> Part:
    """Return which of several codes, in their order, is the first that holds; null where none does."""
    import polars as pl

    def first(*flags: pl.Expr) -> pl.Expr:
        chain: Any = pl
        for number, flag in enumerate(flags):
            chain = chain.when(flag).then(pl.lit(number, dtype=pl.UInt8))
        return cast("pl.Expr", chain)

    return made(first, *bad.values())


class Columns:
    """The facts of a frame, each read once, when it is first asked for."""

    def __init__(self, program: Program, schema: Mapping[str, Any], vocabulary: Vocabulary, on: Part) -> None:
        """Take the frame's schema and the day of evaluation, and read each fact's column.

        Raises `UsageError` with every column of another type than its fact (ZZ606), or beside another of the same fact
        (ZZ607).
        """
        self.program = program
        self.schema = schema
        self.vocabulary = vocabulary
        self.on = on
        self.found: dict[str, tuple[str | None, str | None]] = {}
        self._reads: dict[str, Read] = {}
        self._asked: set[str] = set()
        self._findings: dict[str, dict[str, Read]] = {}
        self._lists: dict[str, ListRead] = {}
        problems: list[Problem] = []
        for fact in vocabulary.facts:
            try:
                value, state = self._named(fact, ""), self._named(fact, STATE)
                if value is not None or state is not None:
                    self.found[fact.name] = value, state
                    self._read(fact)
            except UsageError as error:
                problems += error.problems
        if problems:
            raise UsageError(problems)

    def _named(self, fact: Fact, suffix: str) -> str | None:
        """Return the column by a fact's name or label. Raises `UsageError` (ZZ607) if there are both."""
        names = [name for name in dict.fromkeys((fact.name + suffix, fact.label + suffix)) if name in self.schema]
        if len(names) > 1:
            raise UsageError(Problem("ZZ607", f"列「{names[0]}」和「{names[1]}」是同一事实", hint="只留一列"))
        return names[0] if names else None

    # ── what is asked of a fact ─────────────────────────────────────

    def value(self, fact: Fact) -> Val:
        """Return a fact's value; of a determination, whether there is one."""
        read = self._read(fact)
        if fact.name not in self._asked:
            self._asked.add(fact.name)
            read.value = self.program.let_value(read.value)
        return read.value

    def unclear(self, fact: Fact) -> Part | bool:
        """Return where a fact is 查不清."""
        read = self._read(fact)
        if isinstance(read.unclear, Part):
            read.unclear = self.program.let(read.unclear)
        return read.unclear

    def finding(self, fact: Fact, part: str) -> Part | None:
        """Return a part of a determination."""
        self._read(fact)
        read = self._findings[fact.name].get(part)
        return read.value.known if read is not None else None

    def listed(self, fact: Fact) -> ListRead:
        """Return a list."""
        self._read(fact)
        return self._lists[fact.name]

    def bad(self) -> list[Mistakes]:
        """Return where the values of each fact that the frame has are bad."""
        found = []
        for name, (value, state) in self.found.items():
            codes = self._read(self.vocabulary.by_name[name]).bad
            if codes:
                found.append(Mistakes(value or state or name, tuple(codes), self.program.let(told(codes))))
        return found

    # ── reading ─────────────────────────────────────────────────────

    def _read(self, fact: Fact) -> Read:
        if fact.name not in self._reads:
            value, state = self.found.get(fact.name, (None, None))
            read = self._column(fact, value)
            if state is not None:
                add_state(fact, column(state), self.schema[state], state, read)
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
            read, self._lists[fact.name] = read_list(fact, source, dtype, name or "", self.on, self.program)
            return read
        if name is None:
            return Read(UNKNOWN)
        return read_value(fact, column(name), self.schema[name], name, self.on, self.program)

    def _finding(self, fact: Fact, name: str | None) -> Read:
        import polars as pl

        self._findings[fact.name] = {}
        if name is None or self.schema[name] == pl.Null:
            return Read(UNKNOWN)
        source, dtype = column(name), self.schema[name]
        if dtype == pl.String:  # only a state can be said in a word
            none = made(lambda expr: expr.eq_missing(ABSENT), source, total=True)
            read = Read(Val(None, none), made(lambda expr: expr.eq_missing(UNCLEAR), source, total=True))
            read.mark("ZZ402", is_true(all_of((present(source), negate(none), negate(read.unclear)))))
            return read
        if not isinstance(dtype, pl.Struct):
            raise unfit(fact, name, dtype)
        read = Read(Val(made(lambda expr: pl.when(expr.is_not_null()).then(True), source)))
        labels = {label: part for part, label in FINDING_FIELDS.items()}
        kinds = {"conclusion": Kind.FLAG, "date": Kind.DATE, "basis": Kind.TEXT, "body": Kind.BODY}
        options = {"body": self.vocabulary.bodies, "level": self.vocabulary.levels}
        for inner in dtype.fields:
            part = labels.get(inner.name, inner.name)
            if part not in FINDING_FIELDS or part in self._findings[fact.name]:
                raise unfit(fact, name, dtype)
            kind = kinds.get(part, Kind.OPTION)
            asked = Fact(part, FINDING_FIELDS[part], kind, "", options.get(part, {}))
            field = made(lambda expr, inner=inner: expr.struct.field(inner.name), source)
            found = read_value(asked, field, inner.dtype, f"{name}.{inner.name}", self.on, self.program)
            self._findings[fact.name][part] = found
            for code, bad in found.bad.items():
                read.mark(code, bad)
        return read

"""Facts that columns know in part: what companion columns (``办结日期.不晚于``, ``主体.属于``) and 「有」 say of them.

They count only in rows in which the fact itself is not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from zzrules.base.diagnostics import Diagnostic, cases, use
from zzrules.base.errors import UsageError
from zzrules.base.frozen import replaced
from zzrules.case.partial import CODES, LIMITS, WORDS
from zzrules.case.values import BOUNDED, PART_CODES, PRESENT
from zzrules.engines.columnar.intake import STATE, Read, codes_of, read_options, read_value
from zzrules.engines.columnar.moments import latest
from zzrules.engines.columnar.terms import (
    UNITS,
    Layers,
    Part,
    Val,
    all_of,
    any_of,
    apply,
    is_true,
    literal,
    negate,
    present,
    where,
)
from zzrules.policy.forms import suggest
from zzrules.policy.vocabulary import NUMBERS, Fact, Kind

_ANY_WORD: Final = tuple(dict.fromkeys(word for words in WORDS.values() for word in words))
_WRONG: Final[Mapping[Kind, Diagnostic]] = {
    Kind.DATE: cases.NOT_A_WRITTEN_DAY,
    Kind.MOMENT: cases.NOT_A_MOMENT,
    Kind.INTEGER: cases.NOT_AN_INTEGER,
    Kind.MONEY: cases.NOT_AN_AMOUNT,
    Kind.DURATION: cases.NOT_A_DURATION,
    Kind.OPTION: cases.UNKNOWN_OPTION,
    Kind.BODY: cases.UNKNOWN_OPTION,
}
"""What a column of text is that says 「有」, as far as readers of values know."""


@dataclass(slots=True)
class InPart:
    """What is known of a fact where its value is not: ``said`` is true where anything is, never null.

    ``low`` and ``high`` are bounds, of durations in a ``unit``; ``mask`` has the options that are left, as bits in the
    order of `codes_of`. All are null where nothing of the kind is known.
    """

    said: Part
    low: Part | None = None
    high: Part | None = None
    unit: str | Part = ""
    mask: Part | None = None

    def kept(self, kept: Part) -> InPart:
        """Return the same where ``kept`` (never null) holds, and nothing elsewhere."""
        said = is_true(all_of((self.said, kept)))
        assert isinstance(said, Part)
        return InPart(said, where(kept, self.low), where(kept, self.high), self.unit, where(kept, self.mask))

    def let(self, layers: Layers) -> InPart:
        """Return the same with parts that are columns."""
        low, high, mask = (layers.let(part) if part is not None else None for part in (self.low, self.high, self.mask))
        unit = layers.let(self.unit) if isinstance(self.unit, Part) else self.unit
        return InPart(layers.let(self.said), low, high, unit, mask)


def named(fact: Fact, schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the companion columns of a fact in a schema, by the word after the point.

    Raises `UsageError` (ZZ413) for a column with a word that the fact's kind does not have, and for two of one word,
    by the fact's code and by its label (ZZ607).
    """
    found: dict[str, str] = {}
    for name in (fact.name, fact.label):
        for word in _ANY_WORD:
            column = f"{name}.{word}"
            if column not in schema:
                continue
            if word not in WORDS.get(fact.kind, {}):
                hint = suggest("", CODES[fact.kind]) if fact.kind in BOUNDED else "只写值"
                raise UsageError(
                    cases.BOUNDS_WITHOUT_ORDER(value=f"「{fact.label}」", kind=fact.kind.value, key=word, words=hint)
                )
            if found.setdefault(word, column) != column:
                raise UsageError(use.FACT_IN_TWO_COLUMNS(first=found[word], second=column))
    return found


def mark_present(fact: Fact, source: Part, dtype: Any, read: Read) -> None:
    """Take 「有」 in a column of text for what it says: that there is a value, which is not known."""
    import polars as pl

    text = dtype == pl.String or isinstance(dtype, pl.Categorical)
    if fact.kind not in BOUNDED or not (text or (isinstance(dtype, pl.Enum) and PRESENT in dtype.categories)):
        return
    says = apply(lambda expr: expr.cast(pl.String).eq_missing(PRESENT), source, total=True)
    there = is_true(all_of((says, negate(present(read.value.known)))))
    code = _WRONG[fact.kind].code
    if code in read.bad:
        bad = is_true(all_of((read.bad[code], negate(there))))
        assert isinstance(bad, Part)
        read.bad[code] = bad
    read.there = there


def read_part(
    fact: Fact, columns: Mapping[str, tuple[Part, Any, str]], on: Part, layers: Layers, read: Read
) -> tuple[InPart | None, list[tuple[str, Read]]]:
    """Return what is known in part of a fact, and its companion columns as read.

    ``columns`` are these with their types and names, by word; ``read`` is the fact's own column as read, of which the
    value is completed where only one is left.
    """
    free = is_true(negate(any_of((present(read.value.known), read.value.none, read.unclear))))
    if fact.kind in (Kind.OPTION, Kind.BODY):
        part, reads = _options(fact, columns, layers)
    else:
        part, reads = _bounds(fact, columns, on, layers)
    read.mark(cases.VALUE_AND_COMPANION, is_true(all_of((negate(free), part.said))))
    said = is_true(all_of((free, any_of((part.said, read.there)))))
    if not isinstance(said, Part):
        return None, reads
    in_order = is_true(negate(any_of(bad for _, one in reads for bad in one.bad.values())))
    said = is_true(all_of((said, in_order)))
    assert isinstance(said, Part)
    part = replace(part, said=said).let(layers)
    _mark(fact, part, on, read)
    settle(part, read)
    return part, reads


def settle(part: InPart, read: Read) -> None:
    """Take for known what is the only value left."""
    value = read.value
    unit = _unit(part, value)
    one: Part | bool = False
    left: Part | None = None
    if part.mask is not None:
        one = is_true(apply(lambda expr: expr.bitwise_count_ones() == 1, part.mask))
        left = apply(lambda expr: expr.bitwise_trailing_zeros(), part.mask)
    elif part.low is not None and part.high is not None:
        one = is_true(apply(lambda low, high: low == high, part.low, part.high))
        left = part.low
    single = is_true(all_of((part.said, one)))
    read.value = replace(value, known=where(single, left, value.known), unit=unit)


def _unit(part: InPart, value: Val) -> str | Part:
    """Return the unit of a duration's value or else of its bounds."""
    import polars as pl

    if value.known is None or value.unit == part.unit:
        return part.unit
    own, other = (
        literal(UNITS.index(unit), pl.UInt8) if isinstance(unit, str) and unit else unit
        for unit in (value.unit, part.unit)
    )
    known = [None if isinstance(unit, str) else unit for unit in (other, own)]
    return where(part.said, *known) or ""


def _mark(fact: Fact, part: InPart, on: Part, read: Read) -> None:
    """Mark rows in which no value is left."""
    if part.mask is not None:
        read.mark(cases.NO_OPTION_LEFT, is_true(all_of((part.said, apply(lambda expr: expr == 0, part.mask)))))
        return
    least, most = LIMITS.get(fact.kind, (None, None))
    if part.low is None and part.high is not None and least is not None:
        read.mark(cases.BOUNDS_EXCLUDE, is_true(all_of((part.said, apply(lambda high: high < least, part.high)))))
    if part.high is None and part.low is not None and most is not None:
        read.mark(cases.BOUNDS_EXCLUDE, is_true(all_of((part.said, apply(lambda low: low > most, part.low)))))
    if part.low is None or part.high is None:
        return
    crossed = is_true(all_of((part.said, apply(lambda low, high: low > high, part.low, part.high))))
    if (end := latest(fact, on)) is not None:
        late = is_true(all_of((part.said, apply(lambda low, day: low > day, part.low, end))))
        read.mark(cases.AFTER_EVALUATION, late)
        crossed = is_true(all_of((crossed, negate(late))))
    read.mark(cases.BOUNDS_EXCLUDE, crossed)


# ── ordered kinds ───────────────────────────────────────────────────────


def _bounds(
    fact: Fact, columns: Mapping[str, tuple[Part, Any, str]], on: Part, layers: Layers
) -> tuple[InPart, list[tuple[str, Read]]]:
    import polars as pl

    bound = bound_of(fact)
    sides: dict[bool, list[Part]] = {True: [], False: []}
    reads: list[tuple[str, Read]] = []
    units: list[Part] = []
    unit: str | Part = fact.units[0] if len(fact.units) == 1 else ""
    told: list[Part | bool] = []
    for word, (source, dtype, name) in columns.items():
        lower, step = WORDS[fact.kind][word]
        one = read_value(bound, source, dtype, name, on, layers)
        reads.append((name, one))
        for state in (one.value.none, one.unclear):
            one.mark(_WRONG[fact.kind], state)
        value = layers.let_value(one.value)
        if value.known is None:
            continue
        told.append(present(value.known))
        sides[lower].append(apply(lambda expr, step=step: expr.cast(pl.Int64) + step, value.known))
        if isinstance(value.unit, Part):
            units.append(value.unit)
    low, high = sides[True], sides[False]
    if units:
        unit = apply(pl.min_horizontal, *units) if len(units) > 1 else units[0]
        if len(units) > 1:
            several = is_true(apply(lambda a, b: a != b, unit, apply(pl.max_horizontal, *units)))
            reads[0][1].mark(cases.BOUNDS_IN_TWO_UNITS, several)
    if fact.kind in NUMBERS:
        least_of_all, most_of_all = fact.limits
        low += [literal(least_of_all)] if least_of_all is not None else []
        high += [literal(most_of_all)] if most_of_all is not None else []
    if (end := latest(fact, on)) is not None:
        high.append(end)
    least = apply(pl.max_horizontal, *low) if low else None
    most = apply(pl.min_horizontal, *high) if high else None
    said = is_true(any_of(told))
    return InPart(said if isinstance(said, Part) else literal(said), least, most, unit), reads


# ── options ─────────────────────────────────────────────────────────────


def _options(
    fact: Fact, columns: Mapping[str, tuple[Part, Any, str]], layers: Layers
) -> tuple[InPart, list[tuple[str, Read]]]:
    import polars as pl

    every = (1 << len(codes_of(fact))) - 1
    mask = literal(every, pl.UInt64)
    reads: list[tuple[str, Read]] = []
    told: list[Part | bool] = []
    for word, (source, dtype, name) in columns.items():
        one = read_options(bound_of(fact), source, dtype, name, layers)
        reads.append((name, one))
        known = one.value.known
        if known is None:
            continue
        known = layers.let(known)
        told.append(present(known))
        bits = apply(lambda expr: expr.cast(pl.UInt64), known)
        if not WORDS[fact.kind][word]:
            bits = apply(lambda expr: pl.lit(every, dtype=pl.UInt64) ^ expr, bits)
        mask = apply(lambda left, more: left & more.fill_null(every), mask, bits)
    said = is_true(any_of(told))
    return InPart(said if isinstance(said, Part) else literal(said), mask=mask), reads


def bound_of(fact: Fact) -> Fact:
    """Return the fact of which a companion column of a fact holds values: any bounds, or several options."""
    if fact.kind in (Kind.OPTION, Kind.BODY):
        return replaced(fact, kind=Kind.OPTIONS, may_be_none=False)
    return replaced(fact, may_be_none=False, may_be_future=True)


def companion(name: str) -> tuple[str, str]:
    """Return the fact's name and the word of a companion column's name; no word for any other column.

    >>> companion("办结日期.不晚于"), companion("办结日期.state"), companion("办结日期")
    (('办结日期', '不晚于'), ('办结日期.state', ''), ('办结日期', ''))
    """
    head, dot, word = name.rpartition(".")
    return (head, word) if dot and word in _ANY_WORD else (name, "")


def fact_of(name: str) -> str:
    """Return the name of the fact to which a column belongs: its own, one beside it, or that of a finding's part.

    >>> fact_of("办结日期"), fact_of("办结日期.不晚于"), fact_of("办结日期.state"), fact_of("主观故意.结论")
    ('办结日期', '办结日期', '办结日期', '主观故意')
    """
    head, _, part = name.rpartition(".")
    return head if part in PART_CODES else companion(name.removesuffix(STATE))[0]

"""The columns of a frame as facts: typed columns as they are, columns of text as records are written.

A value that the fact cannot have is null, like an unknown one, and marked as bad; it is never taken for another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics import Diagnostic, cases, use
from zzrules.base.errors import UsageError
from zzrules.case.mistakes import bad_amount, bad_moment, integer_range
from zzrules.case.values import ABSENT, BOUNDED, LONGEST_TEXT, PART_LABELS, PRESENT, UNCLEAR
from zzrules.engines.columnar.amounts import of_numbers, of_text
from zzrules.engines.columnar.days import FIRST_DAY, LAST_DAY, WRITTEN_DAY, as_day, day_of_moment, is_moment, read_days
from zzrules.engines.columnar.moments import last_of, read as read_moments
from zzrules.engines.columnar.terms import (
    UNITS,
    UNKNOWN,
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
from zzrules.policy.forms import (
    BETWEEN,
    FLAGS,
    INTEGER,
    LONGEST_DURATION,
    UNIT_NAMES,
    UNITS as UNIT_WORDS,
    YES,
    duration_form,
)
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

STATE: Final = ".state"
_WRITTEN_INTEGER: Final = f"^({INTEGER.pattern})$"
_WRITTEN_DURATION: Final = f"^{duration_form(UNIT_WORDS)}$"
_BITS: Final = 63
_WORDS_BEGIN: Final = "\u3001"  # every blank comes before it, every Chinese character after it
_MANY: Final = 250  # options whose positions fit into eight bits, with the two words for states
_TYPES: Final[Mapping[Kind, str]] = {
    Kind.FLAG: "Boolean（或 String：是、否）",
    Kind.OPTION: "String、Enum 或者 Categorical",
    Kind.BODY: "String、Enum 或者 Categorical",
    Kind.OPTIONS: "List(String)（或 String：各项以「、」隔开）",
    Kind.INTEGER: "整数类型，如 Int64",
    Kind.MONEY: "Decimal、以元计的整数类型（或 String：1,000.50元）",
    Kind.MOMENT: "不带时区的 Datetime（或 String：2026-01-01 08:30）",
    Kind.DATE: "Date（或 String：2026-01-01；或都是零点、不带时区的 Datetime）",
    Kind.DURATION: "Struct {number, unit}（或 String：5工作日）",
    Kind.TEXT: "String",
    Kind.FINDING: f"Struct {{{', '.join(PART_LABELS)}}}",
    Kind.LIST: "List(Struct)，结构的字段是列表的字段",
}


@dataclass(slots=True)
class Read:
    """A fact of all rows as read: its value, where it is 查不清, and where the column is bad, by code.

    ``there``: where the fact is said to have a value, of which no more is known.
    """

    value: Val
    unclear: Part | bool = False
    bad: dict[str, Part] = field(default_factory=dict)
    there: Part | bool = False

    def mark(self, diagnostic: Diagnostic, bad: Part | bool) -> None:
        """Note where a value is bad."""
        self.mark_code(diagnostic.code, bad)

    def mark_code(self, code: str, bad: Part | bool) -> None:
        """Note where a value is bad, with the code of its diagnostic."""
        if isinstance(bad, Part):
            where_bad = any_of((self.bad[code], bad)) if code in self.bad else bad
            assert isinstance(where_bad, Part)
            self.bad[code] = where_bad


def codes_of(fact: Fact) -> list[str]:
    """Return the codes of a fact's options in the order of their positions: that of the vocabulary."""
    return list(dict.fromkeys(fact.options.values()))


def unsupported(subject: str) -> UsageError:
    """Return the error for what has no translation."""
    return UsageError(use.UNSUPPORTED(subject=subject))


def unfit(fact: Fact, name: str, dtype: Any) -> UsageError:
    """Return the error for a column of another type than its fact."""
    return UsageError(use.UNFIT_COLUMN(column=name, dtype=dtype, kind=fact.kind.value, types=_TYPES[fact.kind]))


def positions(words: pl.Expr, known: Mapping[str, int | None], dtype: Any) -> pl.Expr:
    """Return for words (text, or an Enum of just these) the position of each; null for others.

    Through an Enum, since the streaming engine would turn a ``replace_strict`` into a join.
    """
    import polars as pl

    place = words.cast(pl.Enum(list(known)), strict=False).to_physical()
    if list(known.values()) == list(range(len(known))):
        return place
    return pl.lit(pl.Series(list(known.values()), dtype=dtype)).gather(place)


# ── one fact ────────────────────────────────────────────────────────────


def read_value(fact: Fact, source: Part, dtype: Any, name: str, on: Part, layers: Layers) -> Read:
    """Return a fact that is neither a finding nor a list, read from a column of a type.

    Raises `UsageError` (ZZ606) for a type that its kind does not have.
    """
    import polars as pl

    optional = fact.kind in (Kind.OPTION, Kind.BODY)
    if isinstance(dtype, pl.Categorical) or (isinstance(dtype, pl.Enum) and not optional):
        source, dtype = apply(lambda expr: expr.cast(pl.String), source), pl.String()
    if dtype == pl.Null:
        return Read(UNKNOWN)
    read = _READERS[fact.kind](fact, source, dtype, on, layers)
    if read is None:
        raise unfit(fact, name, dtype)
    if not fact.may_be_none and isinstance(read.value.none, Part):
        read.mark(cases.NOT_NONE, read.value.none)
        read.value = replace(read.value, none=False)
    return read


def read_states(source: Part, diagnostic: Diagnostic) -> Read:
    """Return a fact whose values are no text from a column of text, in which only 无 and 查不清 can stand."""
    none, unclear = _states(source)
    read = Read(Val(None, none), unclear)
    read.mark(diagnostic, is_true(all_of((present(source), negate(none), negate(unclear)))))
    return read


def _states(source: Part) -> tuple[Part, Part]:
    """Return where a text says 无, and where it says 查不清."""
    none = apply(lambda expr: expr.eq_missing(ABSENT), source, total=True)
    return none, apply(lambda expr: expr.eq_missing(UNCLEAR), source, total=True)


def _of_text(source: Part, known: Part, diagnostic: Diagnostic, valid: Part | None = None) -> Read:
    """Return what was read of a text: ``known`` is its value, null where the text is none."""
    none, unclear = _states(source)
    read = Read(Val(known, none), unclear)
    absent = negate(present(valid or known))
    read.mark(diagnostic, is_true(all_of((present(source), absent, negate(none), negate(unclear)))))
    return read


def _text_type(dtype: Any) -> bool:
    import polars as pl

    return bool(dtype == pl.String)


def _flag(_fact: Fact, source: Part, dtype: Any, _on: Part, _program: Layers) -> Read | None:
    import polars as pl

    if dtype == pl.Boolean:
        return Read(Val(source))
    if _text_type(dtype):
        known = apply(lambda expr: pl.when(expr.is_in(list(FLAGS))).then(expr == YES), source)
        return _of_text(source, known, cases.NOT_A_FLAG)
    return None


def _option(fact: Fact, source: Part, dtype: Any, _on: Part, layers: Layers) -> Read | None:
    import polars as pl

    codes = codes_of(fact)
    words = {word: codes.index(code) for word, code in fact.options.items()} | {c: k for k, c in enumerate(codes)}
    words |= {ABSENT: len(codes), UNCLEAR: len(codes) + 1}
    number = pl.UInt8 if len(codes) < _MANY else pl.UInt16
    if isinstance(dtype, pl.Enum):
        known = {word: words.get(word) for word in dtype.categories}
        raw = apply(lambda expr: positions(expr, known, number), source)
        states, unknown = {word for word in known if word in (ABSENT, UNCLEAR)}, None in known.values()
    elif _text_type(dtype):
        raw = layers.let(apply(lambda expr: positions(expr, words, number), source))
        states, unknown = {ABSENT, UNCLEAR}, True
    else:
        return None
    if not states:
        read = Read(Val(raw))
    else:
        last = len(codes)
        read = Read(
            Val(
                apply(lambda expr: pl.when(expr < last).then(expr), raw),
                apply(lambda expr: expr.eq_missing(last), raw, total=True),
            ),
            apply(lambda expr: expr.eq_missing(last + 1), raw, total=True),
        )
    if unknown:
        missed = apply(lambda given, known: given.is_not_null() & known.is_null(), source, raw, total=True)
        read.mark(cases.UNKNOWN_OPTION, missed)
    return read


def _options(fact: Fact, source: Part, dtype: Any, _on: Part, layers: Layers) -> Read | None:
    import polars as pl

    codes = codes_of(fact)
    if len(codes) > _BITS:
        raise unsupported(f"超过{_BITS}项的多选「{fact.label}」")
    bits = {word: 1 << codes.index(code) for word, code in fact.options.items()}
    bits |= {code: 1 << k for k, code in enumerate(codes)}
    given = source
    none: Part | None = None
    unclear: Part | bool = False
    if _text_type(dtype):
        none, unclear = _states(source)
        spoken = all_of((negate(none), negate(unclear)))
        assert isinstance(spoken, Part)
        given = apply(lambda text, said: pl.when(said).then(text.str.split(BETWEEN)), source, spoken)
    elif not isinstance(dtype, pl.List) or not isinstance(dtype.inner, pl.String | pl.Null | pl.Enum | pl.Categorical):
        return None
    width = next(kind for size, kind in ((7, pl.UInt8), (31, pl.UInt32), (63, pl.UInt64)) if len(codes) <= size)
    wrong_bit = 1 << len(codes)
    read_all = partial(_sets, bits, wrong_bit, width)
    mask = layers.let(apply(lambda expr: expr.map_batches(read_all, return_dtype=width, is_elementwise=True), given))
    known = apply(lambda expr: pl.when(expr < wrong_bit).then(expr), mask)
    read = Read(Val(known), unclear)
    read.mark(cases.UNKNOWN_AMONG_OPTIONS, apply(lambda expr: (expr >= wrong_bit).fill_null(False), mask, total=True))
    if none is not None:
        read.value = Val(where(none, literal(0), known))
        if not fact.may_be_none:
            read.mark(cases.NOT_NONE, none)
    return read


def _sets(bits: Mapping[str, int], wrong: int, width: Any, lists: pl.Series) -> pl.Series:
    """Return lists of words as bits; as the ``wrong`` bit, where one of the words is not known.

    A sum of powers of two has as many bits as there are words if they differ and all are known: nearly always.
    """
    import polars as pl

    element: Any = pl
    inner = lists.dtype.inner if isinstance(lists.dtype, pl.List) else None
    coded = inner.categories.to_list() if isinstance(inner, pl.Enum) else None
    word = pl.element().cast(pl.String) if coded is None else pl.element().to_physical()
    for known, bit in bits.items():
        if coded is None or known in coded:
            same = word == (known if coded is None else coded.index(known))
            element = element.when(same).then(pl.lit(bit, dtype=width))
    if element is pl:
        element = pl.lit(None, dtype=width)
    given = pl.col("lists")
    sums = given.list.eval(element).list.sum()
    frame = pl.DataFrame({"lists": lists}).with_columns(mask=sums.cast(width))
    spare = given.list.len().sum().cast(pl.Int64) - pl.col("mask").bitwise_count_ones().sum().cast(pl.Int64)
    if frame.select(spare).item() == 0:
        return frame["mask"].alias(lists.name)
    rest = given.list.agg(element.bitwise_or()).fill_null(0)
    bad = given.list.agg(element.is_null().any())
    exact = pl.when(bad).then(pl.lit(wrong, dtype=width)).when(given.is_not_null()).then(rest)
    return frame.select(exact.cast(width).alias(lists.name)).to_series()


def _integer(fact: Fact, source: Part, dtype: Any, _on: Part, _program: Layers) -> Read | None:
    import polars as pl

    low, high = integer_range(fact)
    if dtype.is_integer():
        narrow = dtype in (pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32)
        number = source if dtype == pl.Int64 else apply(lambda expr: expr.cast(pl.Int64, strict=False), source)
        read = Read(Val(number))
        if narrow and fact.minimum is None and fact.maximum is None:
            return read
    elif _text_type(dtype):
        form = apply(lambda expr: pl.when(expr.str.contains(_WRITTEN_INTEGER)).then(expr), source)
        number = apply(lambda expr: expr.cast(pl.Int64), form)
        read = _of_text(source, number, cases.NOT_AN_INTEGER)
    else:
        return None
    inside = apply(lambda given, known: given.is_null() | known.is_between(low, high).fill_null(False), source, number)
    inside = replace(inside, total=True)
    if _text_type(dtype):
        inside = apply(lambda known: known.is_between(low, high).fill_null(True), number, total=True)
    read.mark(cases.OUT_OF_RANGE, is_true(negate(inside)))
    read.value = replace(read.value, known=where(inside, number))
    return read


def _money(_fact: Fact, source: Part, dtype: Any, _on: Part, layers: Layers) -> Read | None:
    written = _text_type(dtype)
    amounts = of_text(source, layers) if written else of_numbers(source, dtype, layers)
    if amounts is None:
        return None
    read = Read(Val(amounts.known))
    if written:
        read = _of_text(source, amounts.known, cases.NOT_AN_AMOUNT, valid=amounts.meant)
    for flaw, bad in amounts.flaws.items():
        read.mark(bad_amount(flaw).diagnostic, bad)
    return read


def _date(fact: Fact, source: Part, dtype: Any, on: Part, _program: Layers) -> Read | None:
    import polars as pl

    last = literal(LAST_DAY, pl.Int32) if fact.may_be_future else on
    if dtype == pl.Date:
        day = apply(as_day, source)
        read = Read(Val(day))
    elif is_moment(dtype):
        day = apply(lambda expr: as_day(day_of_moment(expr)), source)
        read = Read(Val(day))
        read.mark(cases.DAY_WITH_TIME, is_true(all_of((present(source), negate(present(day))))))
    elif _text_type(dtype):
        form = apply(lambda expr: pl.when(expr.str.contains(WRITTEN_DAY)).then(expr), source)
        day = apply(lambda expr: as_day(read_days(expr)), source)
        read = _of_text(source, day, cases.NOT_A_WRITTEN_DAY, valid=form)
        unreal = apply(lambda text, known: text.is_not_null() & known.is_null(), form, day, total=True)
        read.mark(cases.NO_SUCH_DAY, unreal)
    else:
        return None
    inside = apply(lambda expr, end: expr.is_between(FIRST_DAY, end), day, last)
    read.mark(cases.AFTER_EVALUATION, is_true(negate(inside)))
    read.value = replace(read.value, known=apply(lambda expr, ok: pl.when(ok).then(expr), day, inside))
    return read


def _moment(fact: Fact, source: Part, dtype: Any, on: Part, layers: Layers) -> Read | None:
    if (moments := read_moments(source, dtype, layers)) is None:
        return None
    known, meant, flaws = moments
    read = Read(Val(known)) if meant is None else _of_text(source, known, cases.NOT_A_MOMENT, valid=meant)
    for flaw, bad in flaws.items():
        read.mark(bad_moment(flaw).diagnostic, bad)
    if not fact.may_be_future:
        inside = apply(lambda expr, end: expr <= end, known, last_of(on))
        read.mark(cases.AFTER_EVALUATION, is_true(negate(inside)))
        read.value = replace(read.value, known=where(is_true(inside), known))
    return read


def _duration(fact: Fact, source: Part, dtype: Any, _on: Part, _program: Layers) -> Read | None:
    import polars as pl

    single = fact.units[0] if len(fact.units) == 1 else None
    names = {**UNIT_WORDS, **{code: code for code in UNIT_NAMES}}
    places = {name: UNITS.index(code) for name, code in names.items()}
    allowed = [UNITS.index(unit) for unit in fact.units]

    def unit_of(expr: pl.Expr) -> pl.Expr:
        return positions(expr, places, pl.UInt8)

    if _text_type(dtype):
        number = apply(lambda expr: expr.str.extract(_WRITTEN_DURATION, 1).cast(pl.Int64), source)
        unit = apply(lambda expr: unit_of(expr.str.extract(_WRITTEN_DURATION, 2)), source)
        read = _of_text(source, number, cases.NOT_A_DURATION)
    elif isinstance(dtype, pl.Struct) and {inner.name for inner in dtype.fields} == {"number", "unit"}:
        types = {inner.name: inner.dtype for inner in dtype.fields}
        if not (types["number"].is_integer() or types["number"] == pl.Null):
            return None
        number = apply(lambda expr: expr.struct.field("number").cast(pl.Int64, strict=False), source)
        unit = apply(lambda expr: unit_of(expr.struct.field("unit").cast(pl.String)), source)
        read = Read(Val(number))
        whole = apply(lambda given, named: given.is_between(0, LONGEST_DURATION) & named.is_not_null(), number, unit)
        # a structure with nothing in it is nothing recorded
        spoken = apply(
            lambda expr: expr.struct.field("number").is_not_null() | expr.struct.field("unit").is_not_null(), source
        )
        read.mark(cases.NOT_A_DURATION, is_true(all_of((present(source), is_true(spoken), negate(is_true(whole))))))
        number = apply(lambda given, ok: pl.when(ok).then(given), number, whole)
    else:
        return None
    fits = apply(lambda given, named: given.is_null() | named.is_null() | named.is_in(allowed), number, unit)
    fits = replace(fits, total=True)
    read.mark(cases.WRONG_UNIT, is_true(negate(fits)))
    read.value = replace(read.value, known=where(fits, number), unit=single if single is not None else unit)
    return read


def _text(_fact: Fact, source: Part, dtype: Any, _on: Part, layers: Layers) -> Read | None:
    import polars as pl

    if not _text_type(dtype):
        return None
    odd = apply(lambda expr: expr.map_batches(_odd_texts, return_dtype=pl.UInt8, is_elementwise=True), source)
    odd = layers.let(odd)
    none, unclear, wrong = (
        apply(lambda expr, kind=kind: expr.eq_missing(kind), odd, total=True) for kind in (_NONE, _UNCLEAR, _WRONG)
    )
    plain = apply(lambda expr: expr.is_null(), odd, total=True)
    read = Read(Val(where(plain, source), none), unclear)
    read.mark(cases.BLANK_OR_LONG_TEXT, wrong)
    return read


_NONE, _UNCLEAR, _WRONG = range(3)


def _odd_texts(texts: pl.Series) -> pl.Series:
    """Return which texts say 无 or 查不清, and which are blank or too long; null for every other.

    Nearly always there are none, and that is seen from their lengths and from what they begin with.
    """
    import polars as pl

    text, size = pl.col("text"), texts.str.len_bytes()
    frame = pl.DataFrame({"text": texts})
    short: Any = size.min()
    long: Any = size.max()
    low = frame.select((text < _WORDS_BEGIN).any()).item()
    chain: Any = pl
    if long is not None and short <= len(UNCLEAR.encode()):
        chain = chain.when(text == ABSENT).then(_NONE).when(text == UNCLEAR).then(_UNCLEAR)
    if low and frame.select(((text < "!") | (text > "~") & (text < _WORDS_BEGIN)).any()).item():
        chain = chain.when(text.str.strip_chars() == "").then(_WRONG)
    if long is not None and long > LONGEST_TEXT:
        chain = chain.when(text.str.len_chars() > LONGEST_TEXT).then(_WRONG)
    if chain is pl:
        return pl.Series(texts.name, [None], dtype=pl.UInt8).new_from_index(0, len(texts))
    return frame.select(chain.cast(pl.UInt8).alias(texts.name)).to_series()


def read_options(fact: Fact, source: Part, dtype: Any, name: str, layers: Layers) -> Read:
    """Return several options of a fact, read from a column of a type. Raises `UsageError` (ZZ606) for other types."""
    import polars as pl

    if dtype == pl.Null:
        return Read(UNKNOWN)
    read = _options(fact, source, dtype, source, layers)
    if read is None:
        raise unfit(fact, name, dtype)
    read.mark(cases.UNKNOWN_AMONG_OPTIONS, read.unclear)
    return read


def add_state(fact: Fact, word: Part, dtype: Any, name: str, read: Read) -> None:
    """Add what a companion column says: 无 or 查不清. Raises `UsageError` (ZZ606) if it is not of text."""
    import polars as pl

    if dtype == pl.Null:
        return
    if not (dtype == pl.String or isinstance(dtype, pl.Enum | pl.Categorical)):
        raise UsageError(use.UNFIT_STATE(column=name, dtype=dtype, absent=ABSENT, unclear=UNCLEAR))
    none: Part | bool = apply(lambda expr: expr.cast(pl.String).eq_missing(ABSENT), word, total=True)
    unclear: Part | bool = apply(lambda expr: expr.cast(pl.String).eq_missing(UNCLEAR), word, total=True)
    there: Part | bool = False
    if fact.kind in BOUNDED:
        there = apply(lambda expr: expr.cast(pl.String).eq_missing(PRESENT), word, total=True)
    odd = is_true(all_of((present(word), negate(none), negate(unclear), negate(there))))
    read.mark(cases.STATE_NOT_A_WORD, odd)
    if isinstance(dtype, pl.Enum):
        none = none if ABSENT in dtype.categories else False
        unclear = unclear if UNCLEAR in dtype.categories else False
        there = there if PRESENT in dtype.categories else False
    spoken = any_of((present(read.value.known), read.value.none, read.unclear, read.there))
    read.mark(cases.VALUE_AND_COMPANION, is_true(all_of((present(word), spoken))))
    if fact.kind is Kind.OPTIONS and isinstance(none, Part):
        read.value = replace(read.value, known=where(none, literal(0), read.value.known))
    elif fact.may_be_none:
        none_too = any_of((read.value.none, none))
        assert none_too is not None
        read.value = replace(read.value, none=none_too)
    else:
        read.mark(cases.STATE_NOT_NONE, none)
    either_unclear = any_of((read.unclear, unclear))
    assert either_unclear is not None
    read.unclear = either_unclear
    read.there = is_true(any_of((read.there, there)))


_Reader = Callable[[Fact, Part, Any, Part, Layers], "Read | None"]
_READERS: Mapping[Kind, _Reader] = {
    Kind.FLAG: _flag,
    Kind.OPTION: _option,
    Kind.BODY: _option,
    Kind.OPTIONS: _options,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.DURATION: _duration,
    Kind.TEXT: _text,
}

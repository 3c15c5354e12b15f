"""The contents of files as the columns that frames are judged by.

A cell of text gives a fact as a record writes it. What does not fit into a cell has conventions of its own: a finding
is a column for each of its parts (``主观故意.结论``, ``主观故意.机构`` …), a list is JSON text in a cell. Checked
values of records become typed columns; a column beside each says what is 无, 查不清 or 有, and others what is known of
one that has no value (``办结日期.不晚于``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, assert_never

from zzrules.base import clock, money
from zzrules.base.bounds import Bounds, Extent, Options
from zzrules.base.diagnostics.use import BAD_JSON_CELL, FACT_IN_TWO_FORMS, LIST_IN_PART
from zzrules.base.errors import Problem, RecordError, UsageError
from zzrules.batch import jsontext
from zzrules.batch.jsontext import FaultyError
from zzrules.case.partial import CODES, words_of
from zzrules.case.record import Record, RecordReader
from zzrules.case.values import (
    ABSENT,
    FINDING_PARTS,
    LONGEST_KEY,
    NONE,
    PART_CODES,
    PART_LABELS,
    PRESENT,
    UNCLEAR,
    Element,
    Finding,
    Perhaps,
)
from zzrules.engines.columnar.exact import col
from zzrules.engines.columnar.intake import STATE
from zzrules.engines.columnar.partly import companion
from zzrules.policy.forms import CLOSE
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

_NESTED: Final = (Kind.FINDING, Kind.LIST)
_MOST_COMPARED: Final = 500


def fact_of(vocabulary: Vocabulary, name: str) -> Fact | None:
    """Return the fact with a name or a label; None if there is none."""
    return vocabulary.by_name.get(name) or vocabulary.by_label.get(name)


def close_to(name: str, vocabulary: Vocabulary) -> str:
    """Return as a hint the facts that a column with another name may mean; empty if it is close to none.

    >>> import zzrules
    >>> close_to("主体类型", zzrules.load().vocabulary), close_to("电话", zzrules.load().vocabulary)
    ('「主体」', '')
    """
    head, dot, part = name.rpartition(".")
    if dot and fact_of(vocabulary, head) is not None:
        fact = fact_of(vocabulary, head)
        assert fact is not None
        known_parts = [*PART_LABELS.values(), *words_of(fact.kind), STATE.removeprefix(".")]
        parts = get_close_matches(part, known_parts, n=1)
        return "或".join(f"「{head}.{close}」" for close in parts)
    known = vocabulary.by_name if name.isascii() else vocabulary.by_label
    return "或".join(f"「{close}」" for close in get_close_matches(name[:LONGEST_KEY], list(known), n=2, cutoff=CLOSE))


def all_close_to(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield names with what `close_to` says of them; after the first several hundred, nothing: comparing takes time."""
    for number, name in enumerate(names):
        yield name, close_to(name, vocabulary) if number < _MOST_COMPARED else ""


def head_of(name: str) -> str:
    """Return the name of the fact of which a column holds the value, the state, or what is known in part.

    >>> head_of("办结日期"), head_of("办结日期.state"), head_of("办结日期.不晚于"), head_of("主观故意.结论")
    ('办结日期', '办结日期', '办结日期', '主观故意.结论')
    """
    return companion(name.removesuffix(STATE))[0]


# ── checked values ──────────────────────────────────────────────────────


def dtype_of(fact: Fact) -> pl.DataType:
    """Return the type of the column that holds a fact's checked values."""
    import polars as pl

    match fact.kind:
        case Kind.FLAG:
            return pl.Boolean()
        case Kind.INTEGER:
            return pl.Int64()
        case Kind.MONEY:
            return pl.Decimal(18, 2)
        case Kind.DATE:
            return pl.Date()
        case Kind.MOMENT:
            return pl.Datetime("us")
        case Kind.OPTIONS:
            return pl.List(pl.String)
        case Kind.DURATION:
            return pl.Struct({"number": pl.Int64, "unit": pl.String})
        case Kind.FINDING:
            return pl.Struct({part.code: dtype_of(Fact("", "", part.kind, "")) for part in FINDING_PARTS})
        case Kind.LIST:
            types: dict[str, Any] = {}
            for field in fact.fields:
                types[field.name] = dtype_of(field)
                types |= {field.name + STATE: pl.String} if field.may_be_none else {}
            return pl.List(pl.Struct(types))
        case Kind.OPTION | Kind.BODY | Kind.TEXT:
            return pl.String()
        case _:
            assert_never(fact.kind)


def held(fact: Fact, value: Any) -> Any:
    """Return a checked value as its column holds it; null for 无, which the column of states holds."""
    match value:
        case None:
            return None
        case _ if value is NONE:
            return None
        case Finding():
            whole = dict(zip(PART_LABELS, value, strict=False))
            return whole | {"date": date.fromordinal(value.day) if value.day is not None else None}
        case frozenset():
            return sorted(value)
        case (int(number), str(unit)) if fact.kind is Kind.DURATION:
            return {"number": number, "unit": unit}
        case tuple():
            return [_element(fact, element[1:]) for element in value]
        case int() if fact.kind is Kind.DATE:
            return date.fromordinal(value)
        case int() if fact.kind is Kind.MOMENT:
            return clock.to_datetime(value)
        case int() if fact.kind is Kind.MONEY:
            return money.decimal(value)
        case _:
            return value


def _element(fact: Fact, values: Sequence[Any]) -> dict[str, Any]:
    element: dict[str, Any] = {}
    for field, value in zip(fact.fields, values, strict=True):
        element[field.name] = held(field, value)
        if value is NONE:
            element[field.name + STATE] = ABSENT
    return element


def columns_of(
    fact: Fact, values: Sequence[Any], unclear: Sequence[bool], parts: Sequence[Extent | None] = ()
) -> list[pl.Series]:
    """Return the column of a fact's checked values (None: unknown), and the column of states: 无, 查不清, 有.

    ``parts``: within what each value lies that is known in part; they have columns of their own.
    """
    import polars as pl

    states = [
        UNCLEAR if asked else ABSENT if value is NONE else None for value, asked in zip(values, unclear, strict=True)
    ]
    if any(parts):
        states = [PRESENT if part else state for state, part in zip(states, parts, strict=True)]
    typed = pl.Series(fact.name, [held(fact, value) for value in values], dtype=dtype_of(fact))
    return [typed, pl.Series(fact.name + STATE, states, dtype=pl.String), *_in_part(fact, parts)]


def need_columns(record: Record, vocabulary: Vocabulary) -> None:
    """Raise `RecordError` (ZZ633) for a record with lists that are known in part: columns cannot hold them."""
    in_part = [
        LIST_IN_PART(fact=vocabulary.by_name[name].label)
        for name, value in record.values.items()
        if type(value) is tuple and any(isinstance(element, Perhaps | Element) for element in value)
    ]
    if in_part:
        raise RecordError(in_part)


def beside_name(key: str, fact: Fact, column: str) -> str:
    """Return the name of a column beside a fact's own, of which a data set has the name ``key``: in the same language.

    >>> import zzrules
    >>> beside_name("主体", zzrules.load().vocabulary.by_name["subject"], "subject.among")
    '主体.属于'
    """
    suffix = column.removeprefix(fact.name)
    words = {f".{code}": f".{word}" for word, code in CODES.get(fact.kind, {}).items()}
    return key + (suffix if key == fact.name else words.get(suffix, suffix))


def companions_of(fact: Fact) -> dict[str, pl.DataType]:
    """Return the columns that hold what is known in part of a fact, with their types; none for a kind without bounds.

    >>> import zzrules
    >>> list(companions_of(zzrules.load().vocabulary.by_label["主体"]))
    ['subject.among']
    """
    import polars as pl

    match fact.kind:
        case Kind.DATE | Kind.MOMENT:
            return dict.fromkeys((f"{fact.name}.not_before", f"{fact.name}.not_after"), dtype_of(fact))
        case Kind.INTEGER | Kind.MONEY | Kind.DURATION:
            return dict.fromkeys((f"{fact.name}.at_least", f"{fact.name}.at_most"), dtype_of(fact))
        case Kind.OPTION | Kind.BODY:
            return {f"{fact.name}.among": pl.List(pl.String)}
        case Kind.FLAG | Kind.OPTIONS | Kind.TEXT | Kind.FINDING | Kind.LIST:
            return {}
        case _:
            assert_never(fact.kind)


def _in_part(fact: Fact, parts: Sequence[Extent | None]) -> list[pl.Series]:
    """Return the columns of what is known in part of a fact; none, if nothing is."""
    import polars as pl

    if not any(parts):
        return []
    rows = [_told(fact, part) for part in parts]
    return [
        pl.Series(name, [row[place] for row in rows], dtype=dtype)
        for place, (name, dtype) in enumerate(companions_of(fact).items())
    ]


def _told(fact: Fact, part: Extent | None) -> tuple[Any, ...]:
    match part:
        case Bounds(low, high, _):
            return held(fact, low), held(fact, high)
        case Options(codes, _):
            return (sorted(codes),)
        case _:
            return None, None


# ── text ────────────────────────────────────────────────────────────────


def parts_of(names: Iterable[str], vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Return the columns that are parts of findings, by the name of the finding and by part.

    Raises `UsageError` (ZZ607) for a part in two columns.

    >>> import zzrules
    >>> parts_of(["主体", "主观故意.结论", "主观故意.body"], zzrules.load().vocabulary)
    {'主观故意': {'conclusion': '主观故意.结论', 'body': '主观故意.body'}}
    """
    parts: dict[str, dict[str, str]] = {}
    for name in names:
        head, dot, part = name.rpartition(".")
        fact = fact_of(vocabulary, head) if dot else None
        if fact is not None and fact.kind is Kind.FINDING and part in PART_CODES:
            first = parts.setdefault(head, {}).setdefault(PART_CODES[part], name)
            if first != name:
                raise UsageError(FACT_IN_TWO_FORMS(column=first, part=name))
    return parts


def nested_names(names: Sequence[str], vocabulary: Vocabulary) -> dict[str, Fact]:
    """Return the columns of text that hold lists, or findings that have no columns of parts."""
    in_parts = parts_of(names, vocabulary)
    facts = {name: fact_of(vocabulary, name) for name in names if name not in in_parts}
    return {name: fact for name, fact in facts.items() if fact is not None and fact.kind in _NESTED}


class NestedCells:
    """Reads cells of JSON text: lists, and findings that are written in one cell."""

    def __init__(self, reader: RecordReader, facts: Mapping[str, Fact]) -> None:
        """Take the reader that checks values, and the columns with their facts."""
        self.reader, self.facts = reader, facts

    def schema(self) -> dict[str, Any]:
        """Return the types of the typed columns."""
        import polars as pl

        schema: dict[str, Any] = {}
        for name, fact in self.facts.items():
            schema[name] = dtype_of(fact)
            schema[name + STATE] = pl.String()
        return schema

    def read(
        self, frame: pl.DataFrame, days: Callable[[int], int], note: Callable[[int, str, Problem], None]
    ) -> tuple[pl.DataFrame, list[int]]:
        """Return the frame with these columns typed, and the indexes of the rows that cannot be read, each noted."""
        import polars as pl

        bad: list[int] = []
        for name, fact in self.facts.items():
            values: list[Any] = [None] * len(frame)
            unclear = [False] * len(frame)
            for row, text in enumerate(frame[name].to_list()):
                if text is None:
                    continue
                try:
                    record = self.reader.read({name: of_json_cell(text)}, days(row))
                    need_columns(record, self.reader.vocabulary)
                except RecordError as error:
                    for problem in error.problems:
                        note(row, name, problem)
                    bad.append(row)
                else:
                    values[row], unclear[row] = record.values.get(fact.name), fact.name in record.unclear
            typed, states = columns_of(fact, values, unclear)
            states = states.alias(name + STATE)
            if name + STATE in frame.columns:
                states = frame.select(pl.coalesce(col(name + STATE), states)).to_series()
            frame = frame.with_columns(typed.alias(name), states)
        return frame, sorted(set(bad))


def of_json_cell(text: str) -> Any:
    """Return the value of JSON text, or a word as it is. Raises `RecordError` (ZZ627) for JSON that cannot be read."""
    if text.lstrip()[:1] not in ("[", "{"):
        return text
    try:
        start = jsontext.skip_blank(text, 0)
        value, end = jsontext.value_at(text, start)
        if jsontext.skip_blank(text, end) == len(text):
            return value
    except FaultyError:
        pass
    raise RecordError(BAD_JSON_CELL())


def packed(names: Sequence[str], schema: Mapping[str, Any], vocabulary: Vocabulary) -> list[pl.Expr]:
    """Return the expressions that turn the columns of a finding's parts into one column, and pass on the rest.

    A column of the finding itself then holds its state. Raises `UsageError` (ZZ607) if it holds more than that.
    """
    import polars as pl

    parts = parts_of(names, vocabulary)
    taken = {name for group in parts.values() for name in group.values()}
    columns: list[pl.Expr] = []
    for name in names:
        if name in taken:
            continue
        is_state = name in parts and schema[name] == pl.String
        columns.append(col(name).alias(name + STATE) if is_state else col(name))
    for head, group in parts.items():
        if head in names and schema[head] != pl.String:
            raise UsageError(FACT_IN_TWO_FORMS(column=head, part=next(iter(group.values()))))
        given = pl.any_horizontal(col(name).is_not_null() for name in group.values())
        struct = pl.struct(col(name).alias(part) for part, name in group.items())
        columns.append(pl.when(given).then(struct).alias(head))
    return columns

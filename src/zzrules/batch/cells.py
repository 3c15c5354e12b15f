"""What files hold as the columns that frames are judged by.

A cell of text says a fact as records are written. What no cell can hold as such has a convention of its own: a
determination is a column for each of its parts (``主观故意.结论``, ``主观故意.机构`` …), a list is JSON text in a cell.
Checked values of records become typed columns, with what is 无 or 查不清 in a column beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.diagnostics.use import BAD_JSON_CELL, FACT_IN_TWO_FORMS
from zzrules.base.errors import Problem, RecordError, UsageError
from zzrules.batch import jsontext
from zzrules.batch.jsontext import FaultyError
from zzrules.case.record import RecordReader
from zzrules.case.values import ABSENT, LONGEST_KEY, NONE, UNCLEAR, Finding
from zzrules.engines.columnar.intake import FINDING_FIELDS, STATE
from zzrules.policy.forms import CLOSE
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

if TYPE_CHECKING:
    import polars as pl

_PARTS: Final = {**{part: part for part in FINDING_FIELDS}, **{label: part for part, label in FINDING_FIELDS.items()}}
_NESTED: Final = (Kind.FINDING, Kind.LIST)


def fact_of(vocabulary: Vocabulary, name: str) -> Fact | None:
    """Return the fact that a name or a label means."""
    return vocabulary.by_name.get(name) or vocabulary.by_label.get(name)


def close_to(name: str, vocabulary: Vocabulary) -> str:
    """Return the facts that a column may mean whose name is none, as a hint; empty if it is close to none.

    >>> import zzrules
    >>> close_to("主体类型", zzrules.load().vocabulary), close_to("电话", zzrules.load().vocabulary)
    ('「主体」', '')
    """
    head, dot, part = name.rpartition(".")
    if dot and fact_of(vocabulary, head) is not None:
        return "或".join(
            f"「{head}.{one}」" for one in get_close_matches(part, [*FINDING_FIELDS.values(), "state"], n=1)
        )
    known = vocabulary.by_name if name.isascii() else vocabulary.by_label
    return "或".join(f"「{one}」" for one in get_close_matches(name[:LONGEST_KEY], list(known), n=2, cutoff=CLOSE))


# ── checked values ──────────────────────────────────────────────────────


def dtype_of(fact: Fact) -> pl.DataType:
    """Return the type of a column in which a fact's values are themselves."""
    import polars as pl

    match fact.kind:
        case Kind.FLAG:
            return pl.Boolean()
        case Kind.INTEGER:
            return pl.Int64()
        case Kind.DATE:
            return pl.Date()
        case Kind.OPTIONS:
            return pl.List(pl.String)
        case Kind.DURATION:
            return pl.Struct({"number": pl.Int64, "unit": pl.String})
        case Kind.FINDING:
            return pl.Struct(dict.fromkeys(FINDING_FIELDS, pl.String) | {"conclusion": pl.Boolean, "date": pl.Date})
        case Kind.LIST:
            types: dict[str, Any] = {}
            for one in fact.fields:
                types[one.name] = dtype_of(one)
                types |= {one.name + STATE: pl.String} if one.may_be_none else {}
            return pl.List(pl.Struct(types))
        case _:
            return pl.String()


def held(fact: Fact, value: Any) -> Any:
    """Return a checked value as its column holds it; 无 is not held there."""
    match value:
        case None:
            return None
        case _ if value is NONE:
            return None
        case Finding():
            day = date.fromordinal(value.day) if value.day is not None else None
            return {**value._asdict(), "date": day}
        case frozenset():
            return sorted(value)
        case (int(number), str(unit)) if fact.kind is Kind.DURATION:
            return {"number": number, "unit": unit}
        case tuple():
            return [_element(fact, row[1:]) for row in value]
        case int() if fact.kind is Kind.DATE:
            return date.fromordinal(value)
        case _:
            return value


def _element(fact: Fact, row: Sequence[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one, value in zip(fact.fields, row, strict=True):
        made[one.name] = held(one, value)
        if value is NONE:
            made[one.name + STATE] = ABSENT
    return made


def columns_of(fact: Fact, values: Sequence[Any], unclear: Sequence[bool]) -> list[pl.Series]:
    """Return the column of a fact's checked values (None: unknown), and the one that says 无 and 查不清."""
    import polars as pl

    states = [
        UNCLEAR if asked else ABSENT if value is NONE else None for value, asked in zip(values, unclear, strict=True)
    ]
    typed = pl.Series(fact.name, [held(fact, value) for value in values], dtype=dtype_of(fact))
    return [typed, pl.Series(fact.name + STATE, states, dtype=pl.String)]


# ── text ────────────────────────────────────────────────────────────────


def parts_of(names: Iterable[str], vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Return the columns that are parts of a determination, by its column's name and by part.

    >>> import zzrules
    >>> parts_of(["主体", "主观故意.结论", "主观故意.body"], zzrules.load().vocabulary)
    {'主观故意': {'conclusion': '主观故意.结论', 'body': '主观故意.body'}}
    """
    found: dict[str, dict[str, str]] = {}
    for name in names:
        head, dot, part = name.rpartition(".")
        fact = fact_of(vocabulary, head) if dot else None
        if fact is not None and fact.kind is Kind.FINDING and part in _PARTS:
            found.setdefault(head, {})[_PARTS[part]] = name
    return found


def nested_names(names: Sequence[str], vocabulary: Vocabulary) -> dict[str, Fact]:
    """Return which columns of text are facts that are no scalars, and not said by columns of their parts."""
    in_parts = parts_of(names, vocabulary)
    found = {name: fact_of(vocabulary, name) for name in names if name not in in_parts}
    return {name: fact for name, fact in found.items() if fact is not None and fact.kind in _NESTED}


class NestedCells:
    """Reads cells of JSON text: lists, and determinations that are written in one cell."""

    def __init__(self, reader: RecordReader, facts: Mapping[str, Fact]) -> None:
        """Take who checks values, and the columns that are such facts."""
        self.reader, self.facts = reader, facts

    def schema(self) -> dict[str, Any]:
        """Return the types of the columns that come of them."""
        import polars as pl

        found: dict[str, Any] = {}
        for name, fact in self.facts.items():
            found[name] = dtype_of(fact)
            found[name + STATE] = pl.String()
        return found

    def read(
        self, frame: pl.DataFrame, days: Callable[[int], int], note: Callable[[int, str, Problem], None]
    ) -> tuple[pl.DataFrame, list[int]]:
        """Return the frame with these columns typed, and the rows that cannot be read, each noted by its index."""
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
                except RecordError as error:
                    for problem in error.problems:
                        note(row, name, problem)
                    bad.append(row)
                else:
                    values[row], unclear[row] = record.values.get(fact.name), fact.name in record.unclear
            value, state = columns_of(fact, values, unclear)
            said = state.alias(name + STATE)
            if name + STATE in frame.columns:
                said = frame.select(pl.coalesce(pl.col(name + STATE), said)).to_series()
            frame = frame.with_columns(value.alias(name), said)
        return frame, sorted(set(bad))


def of_json_cell(text: str) -> Any:
    """Return what JSON text says. Raises `RecordError` (ZZ627) for what is none; a word is itself."""
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
    """Return the expressions that make of the columns of a determination's parts one column, and pass on the rest.

    A column of the determination itself then says its state. Raises `UsageError` (ZZ607) if it says more than that.
    """
    import polars as pl

    parts = parts_of(names, vocabulary)
    taken = {name for group in parts.values() for name in group.values()}
    made: list[pl.Expr] = []
    for name in names:
        if name in taken:
            continue
        words = name in parts and schema[name] == pl.String
        made.append(pl.col(name).alias(name + STATE) if words else pl.col(name))
    for head, group in parts.items():
        if head in names and schema[head] != pl.String:
            raise UsageError(FACT_IN_TWO_FORMS(column=head, part=next(iter(group.values()))))
        given = pl.any_horizontal(pl.col(name).is_not_null() for name in group.values())
        struct = pl.struct(pl.col(name).alias(part) for part, name in group.items())
        made.append(pl.when(given).then(struct).alias(head))
    return made

"""A frame of answers as a table for SQL: one scalar in a column, names without dots, in ASCII if need be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from zzrules.base.citation import Citation
from zzrules.base.diagnostics.use import SAME_FLAT_NAME
from zzrules.base.errors import UsageError
from zzrules.batch.cells import fact_of
from zzrules.batch.headings import CONTRADICTIONS, CONTRADICTIONS_TITLE, PROBLEMS, PROBLEMS_TITLE, headings
from zzrules.batch.words import as_json
from zzrules.case.partial import CODES
from zzrules.case.values import ABSENT, FINDING_PARTS, PART_CODES
from zzrules.plan import model
from zzrules.policy.forms import BETWEEN, NO, UNIT_NAMES, YES
from zzrules.policy.vocabulary import Fact, Kind

if TYPE_CHECKING:
    import polars as pl

_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column of a table for SQL: its name, what it is called in Chinese, and what stands in it."""

    name: str
    title: str
    expr: pl.Expr


def flat_columns(
    schema: Mapping[str, Any], plan: model.Plan, separator: str, *, ascii_only: bool
) -> tuple[FlatColumn, ...]:
    """Return the columns that a frame of answers has in SQL. Raises `UsageError` (ZZ619) if two get one name."""
    import polars as pl

    names = _Names(schema, plan, separator, ascii_only=ascii_only)
    columns: list[FlatColumn] = []
    taken: dict[str, str] = {}
    for place, (name, dtype) in enumerate(schema.items()):
        empty = ABSENT if fact_of(plan.vocabulary, name) is not None else ""
        for column, expr in _scalars(name, pl.nth(place), dtype, empty):
            flat = names.of(column, place + 1)
            if (first := taken.setdefault(flat.casefold(), column)) != column:  # to SQL, case makes no difference
                raise UsageError(SAME_FLAT_NAME(first=first, second=column, name=flat))
            columns.append(FlatColumn(flat, names.title(column), expr))
    return tuple(columns)


# ── names ───────────────────────────────────────────────────────────────


class _Names:
    """What the columns of one frame are called in SQL, and in Chinese."""

    def __init__(self, schema: Mapping[str, Any], plan: model.Plan, separator: str, *, ascii_only: bool) -> None:
        self._vocabulary, self._separator, self._ascii = plan.vocabulary, separator, ascii_only
        shown = [heading for policy in plan.policies for heading in headings(policy, plan, schema)]
        self._titles = {heading.column: ".".join(heading.parts) for heading in shown}
        self._titles |= {CONTRADICTIONS: CONTRADICTIONS_TITLE, PROBLEMS: PROBLEMS_TITLE}
        cited = {heading.column: _of_citation(heading.citation) for heading in shown if heading.citation is not None}
        within = Counter((column.rpartition(".")[0], place) for column, place in cited.items())
        self._places = {
            column: place for column, place in cited.items() if within[column.rpartition(".")[0], place] == 1
        }

    def of(self, column: str, place: int) -> str:
        """Return the name of a column; ``place`` names one that is neither a fact nor an answer."""
        parts = column.split(".")
        if self._ascii and not column.isascii():
            parts = self._in_ascii(column, parts, place)
        return self._separator.join(parts)

    def title(self, column: str) -> str:
        """Return what a column is called in Chinese, as far as it has a name."""
        if column in self._titles:
            return self._titles[column]
        head, dot, rest = column.partition(".")
        fact = fact_of(self._vocabulary, head)
        return fact.label + dot + _PART_WORDS.get(rest, rest) if fact is not None else column

    def _in_ascii(self, column: str, parts: list[str], place: int) -> list[str]:
        fact = fact_of(self._vocabulary, parts[0])
        if fact is not None:
            rest = [_PART_ASCII.get(part, part) for part in parts[1:]]
            if all(part.isascii() for part in rest):
                return [fact.name, *rest]
        if column in self._titles:
            return [*parts[:-1], self._places.get(column, _digest(parts[-1]))]
        return [f"column_{place}"]


_PART_ASCII: Final[Mapping[str, str]] = {
    **PART_CODES,
    **{word: code for words in CODES.values() for word, code in words.items()},
}
_PART_WORDS: Final[Mapping[str, str]] = {code: word for word, code in _PART_ASCII.items() if word != code}


def _of_citation(citation: Citation) -> str:
    """Return a citation in ASCII; another regulation's title as a digest.

    >>> _of_citation(Citation(8, 2, 1)), _of_citation(Citation(16))
    ('a8_p2_i1', 'a16')
    """
    parts = ("a", citation.article), ("p", citation.paragraph), ("i", citation.item)
    numbers = "_".join(f"{letter}{number}" for letter, number in parts if number is not None)
    return f"{_digest(citation.of)}_{numbers}" if citation.of else numbers


def _digest(name: str) -> str:
    return f"x{sha256(name.encode()).hexdigest()[:_DIGITS]}"


# ── contents ────────────────────────────────────────────────────────────


def _scalars(name: str, column: pl.Expr, dtype: Any, empty: str) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the columns that stand for one of a frame, each a scalar; ``empty`` is what an empty list says."""
    import polars as pl

    inner = {part.name: part.dtype for part in dtype.fields} if isinstance(dtype, pl.Struct) else {}
    if inner.keys() == {"number", "unit"}:
        unit = column.struct.field("unit").cast(pl.String).replace(dict(UNIT_NAMES))
        yield name, pl.concat_str(column.struct.field("number").cast(pl.String), unit)
    elif inner:
        for part, kind in inner.items():
            yield from _scalars(f"{name}.{part}", column.struct.field(part), kind, empty)
    elif isinstance(dtype, pl.List):
        joined = _joined(column, dtype.inner)
        yield name, pl.when(column.list.len() == 0).then(pl.lit(empty)).otherwise(joined)
    elif dtype.is_nested():
        yield name, column.map_batches(as_json, return_dtype=pl.String, is_elementwise=True)
    elif isinstance(dtype, pl.Enum | pl.Categorical):
        yield name, column.cast(pl.String)
    else:
        yield name, column


def _joined(column: pl.Expr, inner: Any) -> pl.Expr:
    """Return a list as text: several words joined by 、, what is wrong with columns in pairs, the rest as JSON."""
    import polars as pl

    word = pl.element()
    if isinstance(inner, pl.Struct) and {part.name for part in inner.fields} == {"column", "code"}:
        word = pl.concat_str(word.struct.field("column"), word.struct.field("code"), separator=" ")
    elif inner.is_nested():
        return column.map_batches(as_json, return_dtype=pl.String, is_elementwise=True)
    return column.list.eval(word.cast(pl.String)).list.join(BETWEEN)


# ── and back ────────────────────────────────────────────────────────────


def deep_columns(schema: Mapping[str, Any], plan: model.Plan, separator: str) -> list[pl.Expr]:
    """Return the columns of a flat table with the names that they have in frames, and 0 and 1 of flags in words.

    Only names that begin with a fact or a policy are taken apart.
    """
    import polars as pl

    policies = {policy.code for policy in plan.policies}
    columns: list[pl.Expr] = []
    for place, (name, dtype) in enumerate(schema.items()):
        head, *rest = name.split(separator) if separator else [name]
        fact = fact_of(plan.vocabulary, head)
        deep = ".".join([head, *rest]) if fact is not None or head in policies else name
        column = pl.nth(place)
        truth = fact is not None and (fact.kind is Kind.FLAG if not rest else _is_conclusion(fact, rest))
        if truth and dtype.is_integer():
            column = column.cast(pl.String).replace({"1": YES, "0": NO})  # another number stays, and makes its row bad
        columns.append(column.alias(deep))
    return columns


def _is_conclusion(fact: Fact, rest: list[str]) -> bool:
    return fact.kind is Kind.FINDING and len(rest) == 1 and PART_CODES.get(rest[0]) == FINDING_PARTS[0].code

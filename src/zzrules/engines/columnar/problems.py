"""What is wrong with columns, in the words of a record: a frame's ``problems`` hold a column and a code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from zzrules.base.diagnostics import Diagnostic, cases, use
from zzrules.base.errors import NOWHERE, Problem
from zzrules.base.frozen import replaced
from zzrules.case.mistakes import BadValueError, mistakes
from zzrules.engines.columnar.columns import Mistakes
from zzrules.engines.columnar.intake import STATE
from zzrules.engines.columnar.partly import bound_of, companion
from zzrules.engines.columnar.terms import Part, apply, literal
from zzrules.policy.vocabulary import Vocabulary

_OF_COLUMNS: Final[Mapping[str, Diagnostic]] = {
    diagnostic.code: diagnostic
    for diagnostic in (
        cases.VALUE_AND_COMPANION,
        cases.COLUMN_REVERSED,
        cases.COLUMN_SHARES_DAY,
        use.COLUMN_WITHOUT_DAY,
    )
}
"""What is said of columns otherwise than of a record."""
_OF_STATES: Final[Mapping[str, Diagnostic]] = {
    diagnostic.code: diagnostic for diagnostic in (cases.STATE_NOT_A_WORD, cases.STATE_NOT_NONE)
}


class ColumnProblems:
    """The problems of one vocabulary's columns."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the vocabulary."""
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str], Problem] = {}

    def of(self, column: str, code: str) -> Problem:
        """Return the problem that a code means of a column; of what is inside a value it does not say where."""
        key = column, code
        if key not in self._known:
            self._known[key] = self._problem(column, code)
        return self._known[key]

    def _problem(self, column: str, code: str) -> Problem:
        if code in _OF_COLUMNS:
            return _OF_COLUMNS[code](NOWHERE, (column,), column=column)
        if column.endswith(STATE) and code in _OF_STATES:
            return _OF_STATES[code](NOWHERE, (column,), column=column)
        head, word = companion(column.removesuffix(STATE))
        fact = self.vocabulary.by_name.get(head) or self.vocabulary.by_label.get(head)
        if fact is not None:
            read_as = (bound_of(fact), fact) if word else (fact,)
            found: Iterator[BadValueError] = chain.from_iterable(mistakes(read, self.vocabulary) for read in read_as)
            for mistake in found:
                if mistake.diagnostic.code == code:
                    return replaced(
                        mistake.problem(f"「{column}」{'里有一处' if mistake.path else ''}"), path=(column,)
                    )
        assert code == cases.OUTSIDE_CALENDAR.code, (column, code)
        return cases.OUTSIDE_CALENDAR(NOWHERE, (column,), column=column)


def problems_of(bad: Sequence[Mistakes]) -> Part:
    """Return for each row which columns are bad, each with a code; null where none is."""
    import polars as pl

    kind = pl.List(pl.Struct({"column": pl.String, "code": pl.String}))
    if not bad:
        return literal(None, kind)

    def listed(series: pl.Series) -> pl.Series:
        numbers = series.struct.unnest()
        wrong = numbers.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        reported = [
            [
                {"column": mistakes.column, "code": mistakes.codes[number]}
                for mistakes, number in zip(bad, numbers.row(row), strict=True)
                if number is not None
            ]
            for row in wrong.arg_true().to_list()
        ]
        places = pl.DataFrame({"wrong": wrong}).select(pl.when(pl.col("wrong")).then(pl.col("wrong").cum_sum() - 1))
        return pl.Series(series.name, [*reported, None], dtype=kind).gather(places.to_series())

    def inside(*numbers: pl.Expr) -> pl.Expr:
        named = pl.struct(*(number.alias(str(k)) for k, number in enumerate(numbers)))
        return named.map_batches(listed, return_dtype=kind, is_elementwise=True)

    return apply(inside, *(mistakes.number for mistakes in bad))

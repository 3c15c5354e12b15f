"""The cells of a column as the text that a case record would hold.

A date with a time of day, a time alone or a number with a fraction has no such text. It keeps one that no fact takes
for a value, so that its row is refused and not misread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from zzrules.policy.forms import NO, YES

if TYPE_CHECKING:
    import polars as pl

FIRST_DATE: Final = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: what it calls a date before this day is a number that was formatted so."""
_EXACT: Final = 2**53


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)


def _date(value: date) -> str:
    return value.isoformat() if value >= FIRST_DATE else f"{value.isoformat()} 00:00:00"


def _moment(value: datetime) -> str:
    return value.isoformat(sep=" ")


_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    str: str,
    bool: lambda value: YES if value else NO,
    int: str,
    float: _number,
    date: _date,
    datetime: _moment,
    time: time.isoformat,
    timedelta: str,
}


def column_of_text(cells: Sequence[Any]) -> pl.Series:
    """Return cells as text without blanks around it; null where nothing is left.

    >>> column_of_text([True, 3.0, 2.5, date(2026, 1, 1), datetime(2026, 1, 1, 8, 30), " "]).to_list()
    ['是', '3', '2.5', '2026-01-01', '2026-01-01 08:30:00', None]
    """
    import polars as pl

    types = set(map(type, cells))
    written = _WRITTEN
    values = cells if types == {str} else [cell if type(cell) is str else written[type(cell)](cell) for cell in cells]
    text = pl.Series(values, dtype=pl.String).str.strip_chars()
    return text.set(text == "", None)

"""How many mistakes of one record are told: a reader needs the first of them, and how many others there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from zzrules.base.diagnostics.text import MORE_MISTAKES
from zzrules.base.errors import Place, Problem

MOST_MISTAKES: Final = 50


def further(count: int, place: Place) -> Problem:
    """Return how many mistakes are not told one by one; ``place`` is where the first of them is."""
    return MORE_MISTAKES(place, count=f"{count:,}")


def told(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the mistakes of a record: all of them, or the first and how many others there are.

    >>> from zzrules.base.diagnostics.cases import FACT_NAME_NOT_TEXT
    >>> [*_, last] = told([FACT_NAME_NOT_TEXT()] * 10_000)
    >>> print(last)
    ZZ124 另有 9,950 处错误，没有逐一列出。应改为：先改正列出的各处，再检查一次
    """
    if len(problems) <= MOST_MISTAKES:
        return tuple(problems)
    rest = problems[MOST_MISTAKES:]
    return (*problems[:MOST_MISTAKES], further(len(rest), rest[0].place))

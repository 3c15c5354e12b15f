"""A task for all engines: policies, rows, and what is asked of them.

Asked is, of each policy: the truth of every ground (true, false, unknown), the outcome if only one is possible and, if
the task says so, the outcomes still possible. Facts that a policy reads and no row states are unknown in every row,
and an engine may make use of that. A contestant answers in whatever form is natural to it; `Answer` (one row) and
`Task.common` (a frame) are the forms in which answers are compared.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.peers.logic import Condition, Truth

import zzrules
from zzrules.loading import shipped_policies
from zzrules.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl


class PolicyAnswer(NamedTuple):
    """What a policy says of one row: the truths in the order of its grounds; None where nothing is asked."""

    grounds: tuple[Truth, ...]
    possible: frozenset[str] | None
    outcome: str | None


Answer = tuple[PolicyAnswer, ...]
"""What the policies of a task say of one row."""
Record = dict[str, Any]
"""One row as plain data: option codes, True and False, ISO dates; None is unknown."""


class Entry(NamedTuple):
    """An entry of a decision list: where its condition holds, its outcome is the only one.

    ``closing``, if another condition says so, is where no later entry can be reached, though this one is still open.
    """

    code: str
    condition: Condition
    closing: Condition | None = None

    @property
    def ends(self) -> Condition:
        """When no later entry is reached."""
        return self.condition if self.closing is None else self.closing


@dataclass(frozen=True)
class Policy:
    """A policy in conditions: its grounds, when it applies, and its decision list with what remains at the end."""

    code: str
    applies: Condition
    grounds: Mapping[str, Condition]
    entries: tuple[Entry, ...]
    rest: str

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The codes of all outcomes, in the order of the policy."""
        return (*(entry.code for entry in self.entries), self.rest, "not_applicable", "not_in_force")


@dataclass(frozen=True)
class Task:
    """A task; ``force`` is when its policies are in force, ``steps`` name what several conditions share."""

    name: str
    title: str
    rows_are: str
    on: date
    about: tuple[str, ...]
    force: Condition
    steps: Mapping[str, Condition]
    policies: tuple[Policy, ...]
    columns: Callable[[Vocabulary, Drawn], dict[str, pl.Series]]
    constants: dict[str, str]
    """What a record must also say, the same in every row, for those who check it."""
    folder: Path | None = None
    """The task's own policies; None for the shipped ones."""
    asks_possible: bool = True

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that the task states."""
        yield from self.steps.values()
        for policy in self.policies:
            yield from policy.grounds.values()
            yield from (
                condition for entry in policy.entries for condition in dict.fromkeys((entry.condition, entry.ends))
            )

    @cached_property
    def book(self) -> zzrules.Rulebook:
        """The rulebook that answers the task."""
        if self.folder is None:
            return zzrules.load()
        with TemporaryDirectory() as name:
            shutil.copytree(shipped_policies() / "calendar", Path(name, "calendar"))
            return zzrules.load(name, over=self.folder)

    def data(self, rows: int) -> pl.DataFrame:
        """Return the facts, each unknown in a fifth of the rows; the same rows whenever they are as many."""
        import polars as pl

        return pl.DataFrame(self.columns(self.book.vocabulary, Drawn(rows)))

    def records(self, frame: pl.DataFrame) -> list[Record]:
        """Return rows as plain data."""
        return [{name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]

    # ── the form in which frames are compared ───────────────────────────

    def column_names(self) -> list[str]:
        """Return the columns: of each policy the grounds, the outcome and, if asked, the possible ones as bits."""
        asked = ("outcome", "possible") if self.asks_possible else ("outcome",)
        return [f"{policy.code}.{name}" for policy in self.policies for name in (*policy.grounds, *asked)]

    def common(self, columns: Mapping[str, Any]) -> pl.DataFrame:
        """Return answers in the common form from columns of these names; the possible may be lists of codes."""
        import polars as pl

        outcomes = {policy.code: policy.outcomes for policy in self.policies}

        def cast(name: str, values: Any) -> pl.Series:
            series = pl.Series(values)
            policy, _, asked = name.partition(".")
            if isinstance(series.dtype, pl.List):
                weights = {code: 1 << bit for bit, code in enumerate(outcomes[policy])}
                weight = pl.element().cast(pl.String).replace_strict(weights, return_dtype=pl.UInt16)
                series = series.list.eval(weight).list.sum()
            return series.cast({"outcome": pl.String, "possible": pl.UInt16}.get(asked, pl.Boolean))

        return pl.DataFrame({name: cast(name, columns[name]) for name in self.column_names()})

    def rows_of(self, frame: pl.DataFrame) -> list[Answer]:
        """Return each row of a frame in the common form as the answer about one row."""
        return [
            tuple(
                PolicyAnswer(
                    tuple(row[f"{policy.code}.{name}"] for name in policy.grounds),
                    _set_bits(policy.outcomes, row[f"{policy.code}.possible"]) if self.asks_possible else None,
                    row[f"{policy.code}.outcome"],
                )
                for policy in self.policies
            )
            for row in frame.iter_rows(named=True)
        ]


class Drawn:
    """Columns of so many random rows, the same in every run."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._random = Random(21)  # noqa: S311 - the same rows in every run

    def column(self, values: Sequence[object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
        """Return values drawn at random, a fifth of them null."""
        import polars as pl

        base = pl.Series([*values, *[None] * max(1, len(values) // 4)], dtype=dtype)
        return base.gather(pl.Series(self._random.choices(range(len(base)), k=self.rows), dtype=pl.UInt32))


def only(possible: Iterable[str]) -> str | None:
    """Return the outcome, if only one is possible."""
    first, *others = possible
    return None if others else first


def flagged(outcomes: Sequence[str], flags: Iterable[object]) -> frozenset[str]:
    """Return the outcomes whose flags are set."""
    return frozenset(code for code, flag in zip(outcomes, flags, strict=True) if flag)


def _set_bits(outcomes: Sequence[str], bits: int) -> frozenset[str]:
    return flagged(outcomes, (bits >> bit & 1 for bit in range(len(outcomes))))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.isoformat() if isinstance(value, date) else value

"""Which written change turns the answer of a case: the changes are made alone in the older policies, and it is judged.

What is told of a case is exact. A written change accounts for it that, made alone, gives the case the answer that it
has now. If several do, each of them is told; if none does, a set that does, of which none can be left out. A policy's
own changes, and those of policies that it refers to, are asked first; others only where these do not account for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from zzrules.analysis.changes.edits import Edit, Edits, told
from zzrules.batch.turns import now_of
from zzrules.engines.columnar import ColumnarPlan
from zzrules.engines.columnar.exact import col, cols
from zzrules.plan import model

if TYPE_CHECKING:
    import polars as pl

_Made = frozenset[Edit]
_MOST_SETS: Final = 24
"""So many sets of changes that only together turn a case are told apart, of one policy."""
_ANY: Final = "（任一处就够）"
_TOGETHER: Final = "（合起来才变）"
_REST: Final = "这些改动合起来（没有再分）"


class Attribution:
    """Finds the written changes between two rulebooks that turn cases."""

    def __init__(self, edits: Edits, plans: tuple[model.Plan, model.Plan], on: date | str) -> None:
        """Take the changes, the older and the newer plan, and the day of evaluation or its column."""
        self._edits, self._plans, self._on = edits, plans, on
        self._names = {policy.code: policy.name for plan in plans for policy in plan.policies}
        self._judges: dict[_Made, ColumnarPlan | None] = {}

    def of(self, code: str, moved: pl.LazyFrame, given: Sequence[str]) -> pl.Series:
        """Return for each case by which changes a policy's answer turns; null where it does not.

        ``moved`` are cases as `Turns` keeps them, ``given`` the columns that they have been judged by.
        """
        import polars as pl

        turned = _column(moved.select((col(f"{code}.变化") != "不变").alias("turned")))
        own, others = self._edits.of(code, self._plans)
        if len(own) + len(others) == 1:
            return _labels([None, told((*own, *others), self._names, code)], turned.cast(pl.Int32))
        search = _Search(self, code, moved, given, turned)
        for edits in (own, others):
            search.singly(edits)
        search.together((*own, *others))
        return search.labelled(self._names)

    def judge(self, made: _Made) -> ColumnarPlan | None:
        """Return what judges by the older policies with some changes made; None if that is no rulebook."""
        if made not in self._judges:
            plan = self._edits.plan(made)
            self._judges[made] = None if plan is None else ColumnarPlan(plan)
        return self._judges[made]

    def suffices(self, made: _Made, code: str, moved: pl.LazyFrame, given: Sequence[str], rows: int) -> pl.Series:
        """Return for each of so many cases whether it is answered as now by the older policies with some changes."""
        import polars as pl

        judge = self.judge(made)
        if judge is None:
            return pl.repeat(False, rows, eager=True)
        judged = judge.judge(moved.select(*cols(given), col(now_of(code))), self._on, ("possible",), [code])
        was, now = (col(name).cast(pl.List(pl.String)).list.sort() for name in (f"{code}.possible", now_of(code)))
        return _column(judged.select(was.eq_missing(now).alias("suffices")))


class _Search:
    """Which changes turn the cases of one policy."""

    def __init__(
        self, attribution: Attribution, code: str, moved: pl.LazyFrame, given: Sequence[str], turned: pl.Series
    ) -> None:
        import polars as pl

        self._attribution, self._code, self._moved, self._given = attribution, code, moved, given
        self._turned = turned
        self._labels: list[tuple[_Made, ...]] = [()]
        self._by = pl.repeat(0, len(turned), dtype=pl.Int32, eager=True)
        """The number of the label of each case; 0 as long as it has none."""

    def _open(self) -> pl.Series:
        return self._turned & (self._by == 0)

    def singly(self, edits: Sequence[Edit]) -> None:
        """Label the cases that a change turns alone, with all that do."""
        import polars as pl

        if not self._open().any():
            return
        columns = {number: self._suffices(frozenset((edit,))) for number, edit in enumerate(edits)}
        if not columns:
            return
        names = [str(number) for number in columns]
        marks = pl.DataFrame({str(number): column & self._open() for number, column in columns.items()})
        for combination in marks.unique().rows():
            alone = tuple(frozenset((edits[number],)) for number, does in enumerate(combination) if does)
            if alone:
                fits = marks.select(
                    pl.all_horizontal(col(name) == does for name, does in zip(names, combination, strict=True))
                )
                self._label(fits.to_series(), alone)

    def together(self, edits: Sequence[Edit]) -> None:
        """Label the cases that no change turns alone: with sets of which no change can be left out."""
        for _ in range(_MOST_SETS):
            left = self._open()
            if not left.any():
                return
            at = left.arg_true()[0]
            case = self._moved.slice(at, 1).collect().lazy()
            found = self._fewest(edits, case)
            fits = self._suffices(found) & left
            for edit in found if len(found) > 2 else ():  # noqa: PLR2004 - of two, neither does alone
                fits &= ~self._suffices(found - {edit})
            fits[at] = True
            self._label(fits, (found,))

    def _fewest(self, edits: Sequence[Edit], case: pl.LazyFrame) -> _Made:
        """Return a set that turns a case, of which no change can be left out (Zeller and Hildebrandt's ddmin)."""
        kept, pieces = [*edits], 2
        while len(kept) > 1:
            size = -(-len(kept) // pieces)
            parts = [kept[at : at + size] for at in range(0, len(kept), size)]
            smaller = next((part for part in parts if self._turns(part, case)), None)
            if smaller is not None:
                kept, pieces = smaller, 2
                continue
            others = ([edit for edit in kept if edit not in part] for part in parts)
            smaller = next((rest for rest in others if rest and self._turns(rest, case)), None)
            if smaller is not None:
                kept, pieces = smaller, max(pieces - 1, 2)
            elif pieces >= len(kept):
                break
            else:
                pieces = min(2 * pieces, len(kept))
        return frozenset(kept)

    def _turns(self, edits: Sequence[Edit], case: pl.LazyFrame) -> bool:
        return bool(self._attribution.suffices(frozenset(edits), self._code, case, self._given, 1)[0])

    def _suffices(self, made: _Made) -> pl.Series:
        return self._attribution.suffices(made, self._code, self._moved, self._given, len(self._turned))

    def _label(self, fits: pl.Series, label: tuple[_Made, ...]) -> None:
        self._labels.append(label)
        self._by = self._by.set(fits & self._open(), len(self._labels) - 1)

    def labelled(self, names: Mapping[str, str]) -> pl.Series:
        """Return the labels of the cases in words."""
        words = [None, *(self._worded(label, names) for label in self._labels)]
        return _labels(words, (self._by + 1) * self._turned)

    def _worded(self, label: tuple[_Made, ...], names: Mapping[str, str]) -> str:
        if not label:
            return _REST
        sets = sorted(told(made, names, self._code) for made in label)
        if len(sets) > 1:
            return "；".join(sets) + _ANY
        return sets[0] + (_TOGETHER if len(label[0]) > 1 else "")


def _labels(words: Sequence[str | None], numbers: pl.Series) -> pl.Series:
    """Return words by their numbers, each kept once."""
    import polars as pl

    known = list(dict.fromkeys(word for word in words if word is not None))
    return pl.Series(words, dtype=pl.Enum(known)).gather(numbers)


def _column(frame: pl.LazyFrame) -> pl.Series:
    return frame.collect(engine="streaming").to_series()

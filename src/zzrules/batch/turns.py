"""How cases fare under two rulebooks, counted while they stream by; those answered otherwise are kept."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from zzrules.batch.headings import Table
from zzrules.batch.refused import RefusedRows
from zzrules.batch.textfiles import ON, PLACE
from zzrules.engines.columnar.exact import col, cols
from zzrules.plan import model

if TYPE_CHECKING:
    import polars as pl

Change = Literal["不变", "改变", "待查明变为确定", "确定变为待查明", "不能复算"]
"""What becomes of the answer of a case: the same, another, decided, open; or either side cannot judge the case."""
CHANGES: Final[tuple[Change, ...]] = ("不变", "改变", "待查明变为确定", "确定变为待查明", "不能复算")
BEFORE: Final = "__zz.before."
"""Stands before the names of what the older rulebook says."""
FILE, ROW = "__zz.file", "__zz.row"
"""The columns of the file and the row of a case that is kept."""
Side = Literal["before", "after", "both", "file"]
"""Whose policies cannot read a case, unless it cannot be read at all."""
_UNREAD: Final[Mapping[Side, str]] = {
    "before": "原来的政策读不了",
    "after": "现在的政策读不了",
    "both": "原来、现在的政策都读不了",
    "file": "案卷读不了",
}
UNDETERMINED: Final = "待查明"


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """How the cases of a data set fare under a policy: by what becomes of the answer, and by old and new outcome.

    An outcome is named by its code; None stands for one that is open. ``moved_by`` has each turn (old and new outcome)
    with the written changes that make it, in words; ``kept`` the outcomes of cases that are answered as before, and
    ``besides`` what else is told otherwise of these: consequences, their deadlines, derived days, amounts.
    """

    code: str
    name: str
    citation: str
    counts: Counter[str] = field(default_factory=Counter)
    moved_by: Counter[tuple[str | None, str | None, str]] = field(default_factory=Counter)
    names: Mapping[str, str] = field(default_factory=dict)
    kept: Counter[str | None] = field(default_factory=Counter)
    besides: Counter[str] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """How many cases are answered otherwise."""
        return self.counts.total() - self.counts["不变"] - self.counts["不能复算"]

    @property
    def turns(self) -> Counter[tuple[str | None, str | None]]:
        """How many cases turn from one outcome to another."""
        turns = Counter[tuple[str | None, str | None]]()
        for (before, after, _), rows in self.moved_by.items():
            turns[before, after] += rows
        return turns

    def lines(self) -> Iterator[str]:
        """Yield in Chinese how the cases fare."""
        told = "，".join(f"{change} {self.counts[change]:,}" for change in CHANGES if self.counts[change])
        yield f"{self.name}（{self.citation}）：{told or '没有案卷'}"
        if self.kept:
            outcomes = (f"{self.named(outcome)} {self.kept[outcome]:,}" for outcome in _most_first(self.kept))
            yield f"  不变的：{'，'.join(outcomes)}"
        for words in _most_first(self.besides):
            yield f"  结论不变，{words}不同：{self.besides[words]:,}"
        for before, after in _most_first(self.turns):
            yield f"  {self.named(before)} → {self.named(after)}：{self.turns[before, after]:,}"
            for turn in _most_first(self.moved_by):
                if turn[:2] == (before, after) and turn[2]:
                    yield f"    因{turn[2]}，{self.moved_by[turn]:,} 份"

    def rows(self) -> Iterator[tuple[str | int, ...]]:
        """Yield the rows of a table: the place, the policy, from what to what, by which changes, how many."""
        for turn in _most_first(self.moved_by):
            before, after, by = turn
            yield self.citation, self.name, self.named(before), self.named(after), by, self.moved_by[turn]

    def by_outcome(self) -> Iterator[tuple[str | int, ...]]:
        """Yield the rows of a table: the place, the policy, an outcome as it was, and how its cases fare."""
        fares: dict[str | None, Counter[Change]] = {
            outcome: Counter({"不变": self.kept[outcome]}) for outcome in self.kept
        }
        for (before, after), rows in self.turns.items():
            change: Change = "改变"
            if before is None and after is not None:
                change = "待查明变为确定"
            elif before is not None and after is None:
                change = "确定变为待查明"
            fares.setdefault(before, Counter())[change] += rows
        for outcome, counts in sorted(fares.items(), key=lambda one: (-one[1].total(), str(one[0]))):
            yield self.citation, self.name, self.named(outcome), *(counts[change] for change in CHANGES[:-1])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; outcomes are codes, None stands for an open one."""
        return {
            "code": self.code,
            "name": self.name,
            "citation": self.citation,
            "counts": {change: self.counts[change] for change in CHANGES},
            "turns": [
                {"before": before, "after": after, "by": by, "rows": self.moved_by[before, after, by]}
                for before, after, by in _most_first(self.moved_by)
            ],
            "kept": [{"outcome": outcome, "rows": self.kept[outcome]} for outcome in _most_first(self.kept)],
            "besides": [{"what": what, "rows": self.besides[what]} for what in _most_first(self.besides)],
        }

    def with_those_of(self, other: PolicyChanges) -> PolicyChanges:
        """Return how these cases and those of another data set fare."""
        return replace(
            self,
            counts=self.counts + other.counts,
            moved_by=self.moved_by + other.moved_by,
            names={**other.names, **self.names},
            kept=self.kept + other.kept,
            besides=self.besides + other.besides,
        )

    def named(self, code: str | None) -> str:
        """Return an outcome in words."""
        return UNDETERMINED if code is None else self.names.get(code, code)


def _most_first(counted: Counter[Any]) -> list[Any]:
    return sorted(counted, key=lambda one: (-counted[one], str(one)))


@dataclass(frozen=True, slots=True)
class CaseChanges:
    """How the cases of a data set fare under the policies of two rulebooks.

    ``rows`` is how many cases there are, ``unread`` how many of them cannot be judged again; these are listed in
    ``bad_file``, if there is a result, and told by ``because``: the side that cannot read them, the column and the
    code of what is wrong. ``output`` is the file of the cases that are answered otherwise.
    """

    policies: tuple[PolicyChanges, ...]
    rows: int
    unread: int = 0
    because: Counter[tuple[Side, str, str]] = field(default_factory=Counter)
    output: str = ""
    bad_file: str = ""

    @property
    def changed(self) -> bool:
        """Whether any case is answered otherwise."""
        return any(policy.changed for policy in self.policies)

    def lines(self) -> Iterator[str]:
        """Yield in Chinese how the cases fare: the policies under which any is answered otherwise first."""
        yield from self._head()
        for policy in self.policies:
            if policy.changed or policy.besides:
                for number, line in enumerate(policy.lines()):
                    yield line if number else f"- {line}"
        if alike := [policy.name for policy in self.policies if not policy.changed]:
            yield f"没有案卷的结论改变的政策，{len(alike)} 项：{'、'.join(alike)}。"

    def _head(self) -> Iterator[str]:
        yield f"案卷 {self.rows:,} 份，不能复算的 {self.unread:,} 份。"
        for side, column, code in _most_first(self.because):
            where = f"「{column}」" if column else ""
            yield f"- {_UNREAD[side]}{where}（{code}）：{self.because[side, column, code]:,} 份"
        if self.bad_file:
            yield f"不能复算的逐份写在 {self.bad_file}。"

    def tables(self) -> Iterator[Table]:
        """Yield the tables of a workbook."""
        yield "概况", (), [(line,) for line in self._head()]
        yield (
            "各政策的案卷",
            ("依据", "政策", *CHANGES),
            [(one.citation, one.name, *(one.counts[change] for change in CHANGES)) for one in self.policies],
        )
        yield (
            "各结论的案卷",
            ("依据", "政策", "原来的结论", *CHANGES[:-1]),
            [row for one in self.policies for row in one.by_outcome()],
        )
        if besides := [(one, what) for one in self.policies for what in one.besides]:
            yield (
                "结论不变、期限等不同的案卷",
                ("依据", "政策", "不同的", "份数"),
                [(one.citation, one.name, what, one.besides[what]) for one, what in besides],
            )
        yield (
            "结论怎样变、因哪一处改动",
            ("依据", "政策", "原来", "现在", "改动", "份数"),
            [row for one in self.policies for row in one.rows()],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "rows": self.rows,
            "unread": self.unread,
            "because": [
                {"side": side, "column": column, "code": code, "rows": rows}
                for (side, column, code), rows in self.because.items()
            ],
            "policies": [policy.to_dict() for policy in self.policies],
        }


def united(parts: Sequence[CaseChanges]) -> CaseChanges:
    """Return how the cases of several data sets fare together."""
    if len(parts) == 1:
        return parts[0]
    policies: dict[str, PolicyChanges] = {}
    for policy in (policy for part in parts for policy in part.policies):
        known = policies.get(policy.code)
        policies[policy.code] = policy if known is None else known.with_those_of(policy)
    because = sum((part.because for part in parts), Counter[tuple[Side, str, str]]())
    return CaseChanges(
        tuple(policies.values()), sum(part.rows for part in parts), sum(part.unread for part in parts), because
    )


class Turns:
    """Counts batches of cases judged by both sides, and keeps those that are answered otherwise."""

    def __init__(
        self,
        sides: tuple[model.Plan, model.Plan],
        codes: Sequence[str],
        refused: RefusedRows,
        locate: Callable[[int], tuple[str, int]],
        on: str,
        besides: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Take both plans, the policies, where bad rows go, what finds the place of a row, and the column of days.

        ``besides`` are the columns of each policy that are compared beside its outcomes, with their names in words.
        """
        self._besides = besides
        self._codes, self._refused, self._locate, self._on = codes, refused, locate, on
        self._alike = {code: _same_outcomes(sides, code) for code in codes}
        self._lock = threading.Lock()
        self.judged = 0
        self.counts: dict[str, Counter[str]] = {code: Counter() for code in codes}
        self.kept: dict[str, Counter[str | None]] = {code: Counter() for code in codes}
        self.besides: dict[str, Counter[str]] = {code: Counter() for code in codes}
        self.because = Counter[tuple[Side, str, str]]()

    def over(self, judged: pl.LazyFrame, given: Sequence[str]) -> pl.LazyFrame:
        """Return the cases that are answered otherwise: their place, what they give, and for each policy both answers.

        ``judged`` is what both sides say, the older under names that begin with `BEFORE`.
        """
        import polars as pl

        schema = judged.collect_schema()
        kept: dict[str, Any] = {FILE: pl.String(), ROW: pl.Int64(), **{name: schema[name] for name in given}}
        for code in self._codes:
            kept |= {f"{code}.before": pl.String(), f"{code}.after": pl.String(), f"{code}.变化": pl.String()}
            kept[now_of(code)] = schema[f"{code}.possible"]
        still = {"predicate_pushdown": False, "projection_pushdown": False, "slice_pushdown": False}
        return judged.map_batches(
            lambda frame: self._batch(frame, list(kept), list(given)),
            schema=pl.Schema(kept),
            streamable=True,
            **still,
        )

    def _batch(self, frame: pl.DataFrame, kept: Sequence[str], given: Sequence[str]) -> pl.DataFrame:
        import polars as pl

        bad = frame["problems"].is_not_null() | frame[BEFORE + "problems"].is_not_null()
        if bad.any():
            self._refuse(frame.filter(bad))
            frame = frame.filter(~bad)
        same = frame.select(self._same(code).alias(code) for code in self._codes)
        counts: dict[str, Counter[str]] = {}
        moved = pl.repeat(False, len(frame), eager=True)
        for code in self._codes:
            unlike = ~same[code]
            counts[code] = Counter({"不变": len(frame) - int(unlike.sum())})
            moved |= unlike
        outcomes, besides = self._unchanged(frame, same)
        frame = frame.filter(moved).with_columns(same.filter(moved).rename(lambda code: f"{code}.same"))
        places = [self._locate(row) for row in frame[PLACE].to_list()]
        found = frame.select(
            pl.Series(FILE, [file for file, _ in places], pl.String),
            pl.Series(ROW, [row for _, row in places], pl.Int64),
            *cols(given),
            *(expr for code in self._codes for expr in _told(code)),
        )
        for code in self._codes:
            turned = found[f"{code}.变化"].value_counts().rows()
            counts[code].update({change: rows for change, rows in turned if change != "不变"})
        with self._lock:
            self.judged += len(same)
            for code, counted in counts.items():
                self.counts[code].update(counted)
                self.kept[code].update(outcomes[code])
                self.besides[code] += besides[code]
        return found.select(kept)

    def _unchanged(
        self, frame: pl.DataFrame, same: pl.DataFrame
    ) -> tuple[dict[str, dict[str | None, int]], dict[str, Counter[str]]]:
        """Return the outcomes of the cases that keep theirs, by policy, and what else differs in these."""
        kept, besides = {}, {}
        for code in self._codes:
            kept[code] = dict(frame[f"{code}.outcome"].filter(same[code]).value_counts().rows())
            unlike = {
                words: (col(name).ne_missing(col(BEFORE + name)) & same[code]).sum().alias(words)
                for name, words in self._besides[code].items()
            }
            besides[code] = Counter(frame.select(**unlike).row(0, named=True) if unlike else {})
        return kept, besides

    def _same(self, code: str) -> pl.Expr:
        """Return whether both sides leave the same outcomes possible."""
        import polars as pl

        sets = col(f"{BEFORE}{code}.possible"), col(f"{code}.possible")
        if not self._alike[code]:
            sets = sets[0].cast(pl.List(pl.String)).list.sort(), sets[1].cast(pl.List(pl.String)).list.sort()
        return sets[0].eq_missing(sets[1])

    def _refuse(self, frame: pl.DataFrame) -> None:
        """Note the rows that either side cannot judge, with what each finds wrong with them."""
        found: list[list[dict[str, str]]] = []
        because = Counter[tuple[Side, str, str]]()
        for now, was in frame.select("problems", BEFORE + "problems").rows():
            new, old = ({(one["column"], one["code"]): None for one in side or ()} for side in (now, was))
            mistakes = []
            for column, code in {**new, **old}:
                named = self._on if column == ON else column
                key = column, code
                side: Side = "before" if key not in new else "after" if key not in old else "both"
                because[side, self._refused.shown(named), code] += 1
                mistakes.append({"column": named, "code": code} | ({} if side == "both" else {"what": _UNREAD[side]}))
            found.append(mistakes)
        self._refused.note_columns(frame[PLACE].to_list(), found)
        with self._lock:
            self.because.update(because)


def now_of(code: str) -> str:
    """Return the name of the column of the outcomes that a policy leaves possible now."""
    return f"__zz.now.{code}"


def _told(code: str) -> Iterator[pl.Expr]:
    """Yield what is kept of a policy's answers: before, after, what becomes of it, and what is possible now."""
    import polars as pl

    was, now = col(f"{BEFORE}{code}.outcome"), col(f"{code}.outcome")
    become = (
        pl.when(col(f"{code}.same"))
        .then(pl.lit("不变"))
        .when(was.is_null() & now.is_not_null())
        .then(pl.lit("待查明变为确定"))
        .when(was.is_not_null() & now.is_null())
        .then(pl.lit("确定变为待查明"))
        .otherwise(pl.lit("改变"))
    )
    yield was.cast(pl.String).alias(f"{code}.before")
    yield now.cast(pl.String).alias(f"{code}.after")
    yield become.alias(f"{code}.变化")
    yield col(f"{code}.possible").alias(now_of(code))


def _same_outcomes(sides: tuple[model.Plan, model.Plan], code: str) -> bool:
    """Return whether both sides know the same outcomes, in the same order."""
    old, new = (list(side.policy(code).outcomes) for side in sides)
    return old == new

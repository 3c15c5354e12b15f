"""What became of a data set: counts by policy and outcome, what is undetermined and for want of which fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

_SHOWN: Final = 5
_MANY: Final = 10_000
LineKind = Literal["undetermined", "text"]
Table = tuple[str, Sequence[str], Sequence[Sequence[str | int]]]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A line of a summary; its text is in three parts if a word of it, ``marked``, can be coloured."""

    kind: LineKind
    text: str = ""
    marked: str = ""
    rest: str = ""

    def __str__(self) -> str:
        """Return the whole line."""
        return f"{self.text}{self.marked}{self.rest}"


@dataclass(frozen=True, slots=True)
class Count:
    """In how many rows something is so: an outcome is reached, or a fact is missing, with the question that asks it."""

    code: str
    name: str
    rows: int
    question: str = ""


@dataclass(frozen=True, slots=True)
class PolicyCount:
    """What became of one policy: rows by outcome, rows undetermined, and in how many of those each fact is missing.

    ``concerned``: the data has to do with the policy. It gives a fact that only this policy reads, or reaches an
    outcome other than that it does not apply; a policy that was asked about is always one.
    """

    code: str
    name: str
    citation: str
    outcomes: tuple[Count, ...]
    undetermined: int
    missing: tuple[Count, ...]
    concerned: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a data set.

    ``rows`` were read: ``judged`` of them judged and written to ``output``, ``bad`` of them not, and told in
    ``bad_file``. ``absent`` are facts that no column gives, of the policies that the data has to do with; ``others``
    are columns that are no facts, with the facts that they may mean.
    """

    sources: tuple[str, ...]
    output: str
    on: str
    rows: int
    judged: int
    bad: int
    bad_file: str
    policies: tuple[PolicyCount, ...]
    absent: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    seconds: float
    rulebook: str

    @property
    def undetermined(self) -> bool:
        """Whether a policy that the data has to do with is undetermined in some row, or every policy in every row."""
        waiting = [one for one in self.policies if one.undetermined]
        nothing = bool(self.judged) and all(one.undetermined == self.judged for one in self.policies)
        return nothing or any(one.concerned for one in waiting)

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)

    def lines(self) -> list[SummaryLine]:
        """Return the summary in Chinese, line by line."""
        return [line if isinstance(line, SummaryLine) else SummaryLine("text", line) for line in self._lines()]

    def _lines(self) -> list[SummaryLine | str]:
        lines: list[SummaryLine | str] = [self._head(), *self._written()]
        shown = [one for one in self.policies if one.concerned] if self.judged else []
        for one in shown:
            lines += ["", f"{one.citation}　{one.name}", *_policy_lines(one)]
        aside = [one.citation for one in self.policies if not one.concerned]
        if aside and self.judged:
            lines += ["", f"数据没有涉及的 {len(aside)} 个政策，不逐一列出：{'、'.join(aside)}。"]
        notes = self._notes()
        return [*lines, "", *notes] if notes else lines

    def tables(self) -> list[Table]:
        """Return the summary as tables of a title, a header and rows, for a workbook."""
        head = [(line,) for line in (self._head(), *self._written(), *self._notes())]
        outcomes: list[tuple[str | int, ...]] = []
        missing: list[tuple[str | int, ...]] = []
        for one in self.policies:
            if one.concerned:
                outcomes += [(one.citation, one.name, count.name, count.rows) for count in one.outcomes if count.rows]
                outcomes += [(one.citation, one.name, "待查明", one.undetermined)] if one.undetermined else []
                missing += [(one.citation, one.name, count.name, count.question, count.rows) for count in one.missing]
        return [
            ("概况", (), head),
            ("结论", ("依据", "政策", "结论", "行数"), outcomes),
            ("待查明的尚缺", ("依据", "政策", "尚缺的事实", "怎样问", "行数"), missing),
        ]

    def _head(self) -> str:
        what = self.sources[0] if len(self.sources) == 1 else f"{self.sources[0]} 等 {len(self.sources)} 个文件"
        pace = f"用时 {_time(self.seconds)}{_speed(self.rows, self.seconds)}"
        return f"{what}：评价日 {self.on}，读了 {self.rows} 行，{pace}"

    def _written(self) -> list[str]:
        lines = [f"评价了 {self.judged} 行，写在 {self.output}"]
        if self.bad:
            lines.append(f"有错的 {self.bad} 行没有评价，逐行写在 {self.bad_file}")
        return lines

    def _notes(self) -> list[str]:
        notes = list(self.remarks)
        close = [f"「{name}」（是不是{hint}？）" for name, hint in self.others if hint]
        if close:
            notes.append(f"列名和事实相近，但不是事实，没有用来评价：{'、'.join(close)}")
        if rest := [f"「{name}」" for name, hint in self.others if not hint]:
            notes.append(f"不是事实的列，照样带过：{some(rest, '列', 2 * _SHOWN)}")
        if self.absent and self.judged:
            labels = [label for _, label in self.absent]
            notes.append(f"所涉政策要用、而数据里没有的列，全部按未知处理：{some(labels, '列', 4 * _SHOWN)}")
        return notes


def _policy_lines(one: PolicyCount) -> list[SummaryLine | str]:
    counts = sorted((count for count in one.outcomes if count.rows), key=lambda count: -count.rows)
    lines: list[SummaryLine | str] = [f"  {count.rows} 行　{count.name}" for count in counts]
    if one.undetermined:
        rest = "，尚缺：" if one.missing else ""
        lines.append(SummaryLine("undetermined", f"  {one.undetermined} 行　", "待查明", rest))
        lines += [f"    {count.rows} 行　{count.name}：{count.question}" for count in one.missing[:_SHOWN]]
        if len(one.missing) > _SHOWN:
            lines.append(f"    另有 {len(one.missing) - _SHOWN} 项")
    return lines


def some(names: Sequence[str], unit: str = "项", most: int = _SHOWN) -> str:
    """Return names in a line: of many, the first ones, and how many there are.

    >>> some(["甲", "乙", "丙"], "列", 2)
    '甲、乙等 3 列'
    """
    more = f"等 {len(names)} {unit}" if len(names) > most else ""
    return "、".join(names[:most]) + more


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{seconds:.1f} 秒"


def _speed(rows: int, seconds: float) -> str:
    return f"（每秒 {rows / seconds / _MANY:.1f} 万行）" if rows >= _MANY and seconds > 0 else ""

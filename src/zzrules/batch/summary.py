"""What became of a data set: counts by policy and outcome, and for want of which facts rows are undetermined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from zzrules.answer.account import REASON_OPEN, TRUTHS
from zzrules.batch.headings import Table

UNDETERMINED: Final = TRUTHS[None]
_SHOWN: Final = 5
_MANY: Final = 10_000
LineKind = Literal[
    "head",
    "written",
    "refused",
    "policy",
    "outcome",
    "doubted",
    "class",
    "undetermined",
    "missing",
    "more",
    "contradictions",
    "contradiction",
    "aside",
    "note",
    "blank",
]


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
    """In how many rows an outcome is reached, a fact is missing, or a contradiction holds.

    ``question`` asks for the fact, ``note`` says what the contradiction is; contradictions have no ``code``.
    """

    code: str
    name: str
    rows: int
    question: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Respelt:
    """How many cells of a column of a register were read from another form than records have, as a mapping says."""

    column: str
    form: str
    cells: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """In how many rows the outcome is of a class, and in how many of these only the reason, which outcome, is open."""

    name: str
    rows: int
    reason_open: int


@dataclass(frozen=True, slots=True)
class PolicyCount:
    """What became of one policy: rows by outcome and by class, undetermined ones, and in how many each fact is missing.

    ``concerned``: the data concern the policy. They give a fact that only this policy reads, or reach an outcome other
    than that it does not apply; a policy that was asked about always is. ``doubts``: in how many rows it does not
    apply though they give such a fact, and with another option of the fact counted it might.
    """

    code: str
    name: str
    citation: str
    outcomes: tuple[Count, ...]
    classes: tuple[ClassCount, ...]
    undetermined: int
    missing: tuple[Count, ...]
    concerned: bool
    doubts: tuple[Count, ...] = ()

    def lines(self) -> Iterator[SummaryLine]:
        """Yield the policy's lines in a summary."""
        yield SummaryLine("policy", f"{self.citation}　{self.name}")
        for count in sorted(self.outcomes, key=lambda count: -count.rows):
            if count.rows:
                yield SummaryLine("outcome", f"  {count.rows} 行　{count.name}")
        for count in self.doubts:
            text = f"    其中 {count.rows} 行存疑：记载了只有本政策才问的事实，请核对「{count.name}」"
            yield SummaryLine("doubted", text)
        for group in self.classes:
            if group.reason_open:
                yield SummaryLine("outcome", f"  {group.reason_open} 行　{group.name}（{REASON_OPEN}）")
        if self.undetermined:
            rest = "，尚缺：" if self.missing else ""
            yield SummaryLine("undetermined", f"  {self.undetermined} 行　", UNDETERMINED, rest)
            for count in self.missing[:_SHOWN]:
                yield SummaryLine("missing", f"    {count.rows} 行　{count.name}：{count.question}")
            if len(self.missing) > _SHOWN:
                yield SummaryLine("more", f"    另有 {len(self.missing) - _SHOWN} 项")
        if counts := self.grouped:
            yield SummaryLine("class", f"  归类：{'，'.join(f'{group.name} {group.rows} 行' for group in counts)}")

    @property
    def grouped(self) -> list[ClassCount]:
        """The classes that were reached, the most frequent first; none where no class says more than an outcome."""
        names = {count.name for count in self.outcomes}
        counts = sorted((group for group in self.classes if group.rows), key=lambda group: -group.rows)
        return counts if any(group.name not in names for group in counts) else []


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a data set.

    Of the ``rows`` read, ``judged`` were judged and written to ``output``, and ``bad`` were not: they are listed in
    ``bad_file``. ``contradictions`` says in how many rows facts contradict one another, by the name of each
    contradiction. ``absent`` are the facts without a column that policies need which the data concern; ``others`` are
    the columns that are no facts, each with the facts that it may mean. Of a register read by a mapping, ``left_out``
    are the rows that it leaves out, which do not count among the rows read, and ``respelt`` the cells that it reads
    otherwise than they are written.
    """

    sources: tuple[str, ...]
    output: str
    on: str
    rows: int
    judged: int
    bad: int
    bad_file: str
    policies: tuple[PolicyCount, ...]
    contradictions: tuple[Count, ...]
    absent: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    seconds: float
    rulebook: str
    left_out: tuple[Count, ...] = ()
    respelt: tuple[Respelt, ...] = ()

    def with_parts(self, parts: Sequence[Summary]) -> Summary:
        """Return the summary of a data set that was judged in parts, each with a summary of its own.

        This one, of none of its rows, says what all of them have in common.
        """
        every = (self, *parts)
        policies = tuple(_policies_together(alike) for alike in zip(*(one.policies for one in every), strict=True))
        return replace(
            self,
            rows=sum(one.rows for one in every),
            judged=sum(one.judged for one in every),
            bad=sum(one.bad for one in every),
            policies=policies,
            contradictions=_together(one.contradictions for one in every),
            absent=tuple(dict.fromkeys(fact for one in every for fact in one.absent)),
            left_out=_together((one.left_out for one in every), ranked=False),
            respelt=_respelt_together(one.respelt for one in every),
        )

    @property
    def undetermined(self) -> bool:
        """Whether a policy that the data concern is undetermined in some row, or nothing is decided in any."""
        counts = [count.rows for policy in self.policies for count in policy.outcomes]
        counts += [group.rows for policy in self.policies if policy.concerned for group in policy.classes]
        nothing = bool(self.judged) and not any(counts)
        return nothing or any(policy.concerned and policy.undetermined for policy in self.policies)

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return asdict(self)

    def lines(self) -> Iterator[SummaryLine]:
        """Yield the summary in Chinese, line by line."""
        yield from self._head()
        if self.judged:
            for policy in self.policies:
                if policy.concerned:
                    yield SummaryLine("blank")
                    yield from policy.lines()
            if self.contradictions:
                yield SummaryLine("blank")
                yield SummaryLine("contradictions", "记载互相矛盾（矛盾的事实不作数，所涉的结论待查明）：")
                for count in self.contradictions:
                    yield SummaryLine("contradiction", f"  {count.rows} 行　{count.name}：{count.note}")
            if aside := [policy.citation for policy in self.policies if not policy.concerned]:
                yield SummaryLine("blank")
                yield SummaryLine("aside", f"数据没有涉及的 {len(aside)} 个政策，不逐一列出：{'、'.join(aside)}。")
        for number, note in enumerate(self._notes()):
            if not number:
                yield SummaryLine("blank")
            yield note

    def tables(self) -> list[Table]:
        """Return the summary as tables of a title, a header and rows, for a workbook."""
        outcomes: list[tuple[str | int, ...]] = []
        classes: list[tuple[str | int, ...]] = []
        missing: list[tuple[str | int, ...]] = []
        clashes: list[tuple[str | int, ...]] = [(count.name, count.note, count.rows) for count in self.contradictions]
        for policy in self.policies:
            if policy.concerned:
                cited = policy.citation, policy.name
                outcomes += [(*cited, count.name, count.rows) for count in policy.outcomes if count.rows]
                outcomes += [(*cited, f"其中存疑，请核对「{count.name}」", count.rows) for count in policy.doubts]
                outcomes += [
                    (*cited, f"{group.name}（{REASON_OPEN}）", group.reason_open)
                    for group in policy.classes
                    if group.reason_open
                ]
                outcomes += [(*cited, UNDETERMINED, policy.undetermined)] if policy.undetermined else []
                classes += [(*cited, group.name, group.rows) for group in policy.grouped]
                missing += [(*cited, count.name, count.question, count.rows) for count in policy.missing]
        return [
            ("概况", (), [(str(line),) for line in (*self._head(), *self._notes())]),
            ("结论", ("依据", "政策", "结论", "行数"), outcomes),
            ("归类", ("依据", "政策", "归类", "行数"), classes),
            (f"{UNDETERMINED}的尚缺", ("依据", "政策", "尚缺的事实", "怎样问", "行数"), missing),
            *([("记载互相矛盾", ("矛盾", "说明", "行数"), clashes)] if clashes else []),
        ]

    def _head(self) -> Iterator[SummaryLine]:
        first, number = self.sources[0], len(self.sources)
        files = first if number == 1 else f"{first} 等 {number} 个文件"
        pace = f"用时 {_time(self.seconds)}{_speed(self.rows, self.seconds)}"
        yield SummaryLine("head", f"{files}：评价日 {self.on}，读了 {self.rows} 行，{pace}")
        yield SummaryLine("written", f"评价了 {self.judged} 行，写在 {self.output}")
        if self.bad:
            yield SummaryLine("refused", f"有错的 {self.bad} 行没有评价，逐行写在 {self.bad_file}")

    def _notes(self) -> Iterator[SummaryLine]:
        notes = list(self.remarks)
        if self.left_out:
            notes.append(f"按对照不计的行：{'，'.join(f'{count.name} {count.rows} 行' for count in self.left_out)}")
        columns = dict.fromkeys(one.column for one in self.respelt)
        for column in columns:
            forms = "，".join(f"{one.form} {one.cells} 格" for one in self.respelt if one.column == column)
            notes.append(f"按对照换写的「{column}」：{forms}")
        if close := [f"「{name}」（是不是{hint}？）" for name, hint in self.others if hint]:
            notes.append(f"列名和事实相近，但不是事实，没有用来评价：{'、'.join(close)}")
        if rest := [f"「{name}」" for name, hint in self.others if not hint]:
            notes.append(f"不是事实的列，照样带过：{some(rest, '列', 2 * _SHOWN)}")
        if self.absent and self.judged:
            labels = [label for _, label in self.absent]
            notes.append(f"所涉政策要用、而数据里没有的列，全部按未知处理：{some(labels, '列', 4 * _SHOWN)}")
        return (SummaryLine("note", note) for note in notes)


def _policies_together(alike: Sequence[PolicyCount]) -> PolicyCount:
    """Return the counts of one policy, of several parts of a data set."""
    classes = {group.name: ClassCount(group.name, 0, 0) for one in alike for group in one.classes}
    for group in (group for one in alike for group in one.classes):
        known = classes[group.name]
        classes[group.name] = replace(
            known, rows=known.rows + group.rows, reason_open=known.reason_open + group.reason_open
        )
    return replace(
        alike[0],
        outcomes=_together((one.outcomes for one in alike), ranked=False),
        classes=tuple(classes.values()),
        undetermined=sum(one.undetermined for one in alike),
        missing=_together(one.missing for one in alike),
        concerned=any(one.concerned for one in alike),
        doubts=_together((one.doubts for one in alike), ranked=False),
    )


def _together(counts: Iterable[Sequence[Count]], *, ranked: bool = True) -> tuple[Count, ...]:
    """Return counts of several parts as one, ``ranked`` by the number of rows."""
    made: dict[tuple[str, str], Count] = {}
    for count in (count for part in counts for count in part):
        known = made.get((count.code, count.name))
        made[count.code, count.name] = count if known is None else replace(count, rows=known.rows + count.rows)
    return tuple(sorted(made.values(), key=lambda count: -count.rows) if ranked else made.values())


def _respelt_together(counts: Iterable[Sequence[Respelt]]) -> tuple[Respelt, ...]:
    cells = Counter[tuple[str, str]]()
    for one in (one for part in counts for one in part):
        cells[one.column, one.form] += one.cells
    return tuple(Respelt(column, form, number) for (column, form), number in cells.items())


def some(names: Sequence[str], unit: str = "项", most: int = _SHOWN) -> str:
    """Return names in a line: of many, the first ones and how many there are.

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

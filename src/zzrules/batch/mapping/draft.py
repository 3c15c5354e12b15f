"""A first mapping, made by looking at a register: what is sure is written, what is not stands in comments.

Nothing that was guessed takes effect: a column whose name is only close to a fact's, and the meaning of a word that no
record has, are left to whoever edits the draft.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Final

from zzrules.base.diagnostics import use
from zzrules.base.errors import Place, RecordError
from zzrules.base.listing import shown_path
from zzrules.batch.cells import fact_of
from zzrules.batch.formats import form_of
from zzrules.batch.mapping.cells import BARE_AMOUNT, DATE_FORMS, WRITTEN, CellReader, fits
from zzrules.batch.mapping.model import Column, DateForm, Target, squeezed
from zzrules.batch.mapping.register import NO_CASE
from zzrules.batch.sources import need_file
from zzrules.batch.streaming import opening
from zzrules.batch.summary import some
from zzrules.batch.textfiles import examined
from zzrules.batch.workbook.header import cell_name
from zzrules.case.values import PART_CODES, finding_facts
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

_MOST_ROWS: Final = 20_000
_ABOVE: Final = 20
_LIKE: Final = 0.6
_SHOWN: Final = 8
_LONGEST_WORD: Final = 12
_BLANK_WORDS: Final = ("/", "\\", "-", "－", "—", "——", "／")
_SAMPLES: Final[tuple[DateForm, ...]] = ("time", "serial", "digits", "milliseconds", "seconds")
_TAILS: Final = (("时间", "日期"), ("时刻", "日期"), ("日", "日期"))
_PLAIN: Final = re.compile(r"[\w一-鿿（）()〔〕.·、√×✓✔✗/]+")

Rows = Sequence[Sequence[str | None]]

_UNSAID: Final = "…"


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a register: its header and its row (from 1), the cases below, and lines on it for the draft.

    ``ends`` are the words with which rows begin that are no cases, ``ended`` the numbers of these rows.
    """

    header: tuple[str, ...]
    row: int
    below: Rows
    ends: tuple[str, ...]
    ended: frozenset[int]
    notes: tuple[str, ...] = ()
    sheet: str = ""


def draft(path: str | Path, vocabulary: Vocabulary, sheet: str | None = None) -> str:
    """Return a mapping for a register, as the text of a file that can be read as it is.

    Raises `RecordError` for a register that cannot be read, and for what is no table (ZZ620).
    """
    return "\n".join(_Draft(_table(Path(path), vocabulary, sheet), vocabulary).lines(Path(path).stem)) + "\n"


# ── the table ───────────────────────────────────────────────────────────


def _table(path: Path, vocabulary: Vocabulary, sheet: str | None) -> _Table:
    """Return the table of a file of a register."""
    name = shown_path(path)
    with opening(name, "csv"):
        need_file(path)
    match form_of(path):
        case "csv":
            encoding = examined(path, name, 0).encoding
            with path.open(encoding=encoding, newline="") as stream:
                read = islice(csv.reader(stream), _MOST_ROWS)
                rows: Rows = [[cell.strip() or None for cell in row] for row in read]
            return _found(rows, vocabulary)
        case "xlsx":
            from zzrules.batch.workbook import read_raw

            raw = read_raw(path, sheet, _MOST_ROWS)
            several = len(raw.others) > 1
            found = _found(raw.rows, vocabulary)
            cells = [
                f"{cell_name(top, left)}:{cell_name(bottom, right)}"
                for top, left, bottom, right in raw.merged
                if top >= found.row and top + 1 not in found.ended
            ]
            notes = [f"# 有数据的工作表：{'、'.join(raw.others)}；这里读的是「{raw.name}」"] if several else []
            notes += [f"# 合并的格: 各格相同  # 有合并的单元格：{some(cells, '处')}"] if cells else []
            return replace(found, notes=tuple(notes), sheet=raw.name if several or sheet else "")
        case _:
            raise RecordError(use.UNKNOWN_EXTENSION(Place(name), extensions=".csv、.xlsx"))


def _found(rows: Rows, vocabulary: Vocabulary) -> _Table:
    """Return the table that rows hold: its header is the one of the first rows that names most."""
    first = [(at, row) for at, row in enumerate(rows) if any(row)][:_ABOVE]

    def said(row: Sequence[str | None]) -> tuple[int, int]:
        words = [cell for cell in row if cell is not None and not re.fullmatch(r"[\d./:-]+", cell)]
        facts = sum(bool(_sure(word, vocabulary) or _close(word, vocabulary)) for word in words)
        return facts, len(set(words))

    at, header = max(first, key=lambda one: (*said(one[1]), -one[0]))
    width = max(number for number, cell in enumerate(header, 1) if cell)
    names = tuple(" ".join((cell or "").split()) for cell in header[:width])
    below = [(at + 2 + n, [*row[:width], *[None] * (width - len(row))]) for n, row in enumerate(rows[at + 1 :])]
    ends = Counter[str]()
    ended: set[int] = set()
    cases: list[Sequence[str | None]] = []
    for number, row in below:
        if not any(row):
            continue
        if match := re.match(NO_CASE, squeezed(next((cell for cell in row if cell), ""))):
            ends[match.group().rstrip(":：")] += 1
            ended.add(number)
        else:
            cases.append(row)
    return _Table(names, at + 1, cases, tuple(ends), frozenset(ended))


def _sure(name: str, vocabulary: Vocabulary) -> str:
    """Return what a column is that has the name of a fact, or of a part of a finding; empty for any other."""
    name = squeezed(name)
    head, dot, part = name.rpartition(".")
    if fact_of(vocabulary, name) is not None:
        return name
    finding = fact_of(vocabulary, head) if dot else None
    return name if finding is not None and finding.kind is Kind.FINDING and part in PART_CODES else ""


def _close(name: str, vocabulary: Vocabulary) -> list[str]:
    """Return the labels of the facts that a column with another name may be, the closest first."""
    name = squeezed(name)
    spellings = {name, *(name.removesuffix(old) + new for old, new in _TAILS if name.endswith(old))}
    ratios: dict[str, float] = {}
    matcher = SequenceMatcher()
    for spelling in spellings:
        matcher.set_seq2(spelling)
        for fact in vocabulary.facts:
            matcher.set_seq1(fact.label)
            if matcher.quick_ratio() >= _LIKE and (ratio := matcher.ratio()) >= _LIKE:
                ratios[fact.label] = max(ratio, ratios.get(fact.label, 0))
    return sorted(ratios, key=lambda label: -ratios[label])[:3]


# ── the text ────────────────────────────────────────────────────────────


class _Draft:
    """The lines of a draft; what columns have in common is found while they are written."""

    def __init__(self, table: _Table, vocabulary: Vocabulary) -> None:
        self.table, self.vocabulary = table, vocabulary
        self.normal = False
        self.dates: set[DateForm] = set()
        self.blanks: dict[str, None] = {}

    def lines(self, title: str) -> Iterator[str]:
        columns: list[str] = []
        taken: dict[str, str] = {}
        for at, name in enumerate(self.table.header):
            if name:
                columns += self._column(at, name, taken)
        table = self.table
        yield "# 这份对照是看着台账起草的：「#」后面的是拿不准的，核对以后删去「#」；写法见 docs/台账和对照.md"
        yield f"对照: {_quoted(title)}"
        yield from table.notes
        if table.sheet:
            yield f"工作表: {_quoted(table.sheet)}"
        yield f"表头行: {table.row}"
        if table.ends:
            yield f"不计的行: [{', '.join(map(_quoted, table.ends))}]"
        if self.normal:
            yield "规范写法: 是  # 全角数字、空格、√、2026/3/5、2026.3.5、2026年3月5日照读"
        if self.dates:
            yield f"日期写法: [{', '.join(_quoted(DATE_FORMS[form][0]) for form in sorted(self.dates))}]"
        if self.dates & {"milliseconds", "seconds"}:
            yield "时区: Asia/Shanghai"
        if self.blanks:
            yield f"视为空: [{', '.join(map(_quoted, self.blanks))}]"
        same = next((fact for fact in self.vocabulary.facts if fact.options and fact.label not in taken), None)
        if same is not None:
            example = f"{{{same.label}: {_quoted(next(iter(same.options)))}}}"
            yield f"# 各行相同: {example}  # 台账里没有、各行都一样的事实，如「{same.label}」"
        yield ("列:" if taken else "列: {}  # 没有一列的名字是事实：从下面选，选了的删去行首的「#」，再删去「{}」")
        yield from columns

    def _column(self, at: int, name: str, taken: dict[str, str]) -> Iterator[str]:
        """Yield the lines of a column, and note what it is."""
        values = Counter(cell for row in self.table.below if (cell := row[at]) is not None)
        sure = _sure(name, self.vocabulary)
        if sure and sure not in taken:
            taken[sure] = name
            yield self._mapped(name, sure, values)
            return
        close = [label for label in _close(name, self.vocabulary) if label not in taken]
        if not close:
            yield f"  # {_quoted(name)}:  # 不是事实的列，照样带过"
            return
        also = f"，也可能是{'、'.join(close[1:])}" if close[1:] else ""
        unread = self._unread(close[0], values)
        unit = self._unit(close[0], name, values)
        words = f", 值: {{{', '.join(f'{_quoted(word)}: …' for word in _first(unread))}}}" if unread else ""
        meant = f"{{事实: {close[0]}{f', 单位: {unit}' if unit else ''}{words}}}" if unit or unread else close[0]
        left = f"；「…」写明意思：{_counted(unread)}" if unread else ""
        yield f"  # {_quoted(name)}: {meant}  # 像是「{close[0]}」{also}{left}"

    def _mapped(self, name: str, target: str, values: Counter[str]) -> str:
        """Return a column as it is mapped, with the words of which nobody knows yet what they mean."""
        unread, unit = self._unread(target, values), self._unit(target, name, values)
        if unit == _UNSAID:
            return f"  {_quoted(name)}: {{事实: {target}}}  # 只有数的，写明以什么计：单位: 元，或者 单位: 万元"
        if unit:
            return f"  {_quoted(name)}: {{事实: {target}, 单位: {unit}}}"
        if not unread:
            return f"  {_quoted(name)}: {target}"
        example = f"值: {{{_quoted(_first(unread)[0])}: …}}"
        return f"  {_quoted(name)}: {{事实: {target}}}  # 读不出来的词，写明意思，如 {example}：{_counted(unread)}"

    def _unit(self, target: str, name: str, values: Iterable[str]) -> str:
        """Return the unit of amounts that a column writes without one: what its name says of it, or `_UNSAID`."""
        bare = self._facts(target)[1].kind is Kind.MONEY and any(map(BARE_AMOUNT.fullmatch, values))
        said = next((unit for unit in ("万元", "元") if unit in name), _UNSAID)
        return said if bare else ""

    def _facts(self, target: str) -> tuple[Fact, Fact]:
        fact = fact_of(self.vocabulary, target)
        if fact is not None:
            return fact, fact
        head, _, part = target.rpartition(".")
        finding = fact_of(self.vocabulary, head)
        assert finding is not None
        return finding, next(one for one in finding_facts(self.vocabulary) if one.name == PART_CODES[part])

    def _unread(self, name: str, values: Counter[str]) -> Counter[str]:
        """Return the texts that a record would not have and that no way of writing explains."""
        fact, cell = self._facts(name)
        if cell.kind in (Kind.TEXT, Kind.LIST, Kind.FINDING):
            return Counter()
        target = Target(name, fact, cell, name)
        plain = CellReader(Column("", target, {}, None, frozenset()), normal=False)
        normal = CellReader(Column("", target, {}, None, frozenset()), normal=True)
        unread = Counter[str]()
        for text, rows in values.items():
            bare = cell.kind is Kind.MONEY and BARE_AMOUNT.fullmatch(text)
            if bare or fits(cell, text) or plain.read(text).fine:
                continue
            if text in _BLANK_WORDS:
                self.blanks[text] = None
            elif normal.read(text).fine:
                self.normal = True
            elif cell.kind is Kind.DATE and (form := _date_form(text)) is not None:
                self.dates.add(form)
            elif len(text) <= _LONGEST_WORD and not re.search(r"\d{7}", text):
                unread[text] += rows
        return unread


def _first(unread: Counter[str]) -> list[str]:
    """Return the most frequent words."""
    return [word for word, _ in unread.most_common(_SHOWN)]


def _counted(unread: Counter[str]) -> str:
    """Return the most frequent words with how many rows have each."""
    more = f"等 {len(unread)} 种" if len(unread) > _SHOWN else ""
    return "，".join(f"「{word}」{rows} 行" for word, rows in unread.most_common(_SHOWN)) + more


def _date_form(text: str) -> DateForm | None:
    """Return the way in which a date is written that only a mapping's word for it allows."""
    return next((form for form in _SAMPLES if WRITTEN[form].fullmatch(text)), None)


def _quoted(word: str) -> str:
    """Return a word as YAML holds it."""
    if _PLAIN.fullmatch(word) and word not in ("/", "-") and not word.startswith("."):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'

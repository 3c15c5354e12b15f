"""Reading a tree of strict YAML against what a place expects; every mistake is noted and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping as AbstractMapping, Sequence as AbstractSequence
from datetime import date
from difflib import get_close_matches

from zzrules.base.citation import Citation
from zzrules.base.errors import CitationError, Place
from zzrules.base.frozen import frozen
from zzrules.base.regulation import Regulation
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence

SHOWN = 12
EXCERPT = 30
CLOSE = 0.5
CODE = re.compile(r"[a-z][a-z0-9_]{0,62}")
NOTHING_ELSE: AbstractMapping[str, str] = {}

# How values are written, in policies, records, events, columns and cells alike.
YES, NO = "是", "否"
FLAGS = {YES: True, NO: False}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
INTEGER = re.compile("0|-?[1-9][0-9]{0,15}")
UNITS = {"工作日": "workday", "日": "day", "天": "day", "个月": "month", "月": "month", "年": "year"}
UNIT_NAMES = {"workday": "工作日", "day": "日", "month": "个月", "year": "年"}
LONGEST_DURATION = 99_999
BETWEEN = "、"


def duration_form(units: Iterable[str]) -> str:
    """Return the regular expression of durations in some units: blanks around it, the number and the unit in groups.

    >>> re.fullmatch(duration_form(["年", "月"]), " 2年 ").groups()
    ('2', '年')
    """
    return rf"\s*(0|[1-9][0-9]{{0,4}}) ?({'|'.join(units)})\s*"


DURATION = re.compile(duration_form(UNITS))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the hint for a word that is not known: the closest ones, or all of a few.

    >>> suggest("条见", ["条件", "依据"])
    '「条件」'
    """
    candidates = list(known)
    close = get_close_matches(word, candidates, n=2, cutoff=CLOSE)
    if close:
        return "或".join(f"「{name}」" for name in close)
    if len(candidates) == 1:
        return f"「{candidates[0]}」"
    shown = "、".join(f"「{name}」" for name in candidates[:SHOWN])
    return f"{shown}{'等' if len(candidates) > SHOWN else ''}之一" if shown else ""


def parse_duration(text: str) -> tuple[int, str] | None:
    """Return the number and the unit (workday, day, month, year) of 「5工作日」, None if it is none.

    >>> parse_duration("5工作日"), parse_duration("2年"), parse_duration("五天")
    ((5, 'workday'), (2, 'year'), None)
    """
    found = DURATION.fullmatch(text)
    return (int(found.group(1)), UNITS[found.group(2)]) if found else None


def parse_day(text: str) -> int | None:
    """Return the ordinal of 「2026-01-01」; None for a day that does not exist, and for any other text.

    >>> parse_day("2026-01-01"), parse_day("2026-02-30"), parse_day("2026-1-1")
    (739617, None, None)
    """
    if DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


@frozen
class Reader:
    """Reads nodes into values; a mistake is noted in ``problems`` and read as None."""

    problems: Problems
    regulation: Regulation | None = None

    def note(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Note one mistake."""
        self.problems.add(code, message, place, hint)

    def form(
        self,
        node: Node | None,
        what: str,
        allowed: AbstractSequence[str],
        required: AbstractSequence[str] = (),
        instead: AbstractMapping[str, str] = NOTHING_ELSE,
    ) -> dict[str, tuple[Scalar, Node]]:
        """Return what stands under each of the allowed keys; unknown and missing keys are noted.

        ``instead`` says what to write instead of keys that belong to other places.
        """
        found: dict[str, tuple[Scalar, Node]] = {}
        entries = self.entries(node, what)
        if entries is None:
            return found
        meant: set[str] = set()
        for key, value in entries:
            if key.text in allowed:
                found[key.text] = (key, value)
            else:
                hint = instead.get(key.text) or suggest(key.text, allowed)
                self.note("ZZ201", f"{what}没有「{key.text}」这一键", key.place, hint)
                meant |= set(get_close_matches(key.text, allowed, n=2, cutoff=CLOSE))
        for name in required:
            if name not in {*found, *meant} and isinstance(node, Mapping) and node.whole:
                self.note("ZZ202", f"{what}缺「{name}」", node.place, f"加上一行「{name}: …」")
        return found

    def entries(self, node: Node | None, what: str) -> tuple[tuple[Scalar, Node], ...] | None:
        """Return a mapping's entries; None, noted, if it is no mapping."""
        if isinstance(node, Mapping):
            return node.entries
        if isinstance(node, Scalar):
            name, mark, rest = _colon(node.text)
            if mark == "：":
                self.note("ZZ117", f"「{_short(node.text)}」的冒号是全角的", node.place, f"{name}: {rest}")
            elif mark and node.plain:
                self.note("ZZ118", f"「{_short(node.text)}」的冒号后面没有空格", node.place, f"{name}: {rest}")
            else:
                hint = "写成「键: 内容」，冒号用半角，后面加空格"
                self.note("ZZ203", f"{what}应当是若干「键: 内容」，这里是「{_short(node.text)}」", node.place, hint)
        elif node is not None:
            self.note("ZZ203", f"{what}应当是若干「键: 内容」，这里是列表", node.place, "删去短横或方括号")
        return None

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Return a list's items; none, noted, if it is no list."""
        if isinstance(node, Sequence):
            return node.items
        if node is not None:
            shown = f"「{_short(node.text)}」" if isinstance(node, Scalar) else "若干「键: 内容」"
            hint = f"[{node.text}]" if isinstance(node, Scalar) else "每项前面加「- 」"
            self.note("ZZ204", f"{what}应当是列表，这里是{shown}", node.place, hint)
        return ()

    def text(self, node: Node | None, what: str) -> str:
        """Return a scalar's text; empty, noted, if it is none."""
        if isinstance(node, Scalar):
            return node.text
        if node is not None:
            self.note("ZZ205", f"{what}应当是一个词或一句话", node.place, "写在冒号后面，不另起层次")
        return ""

    def word(self, node: Node | None, what: str) -> Scalar | None:
        """Return a scalar; None, noted, if it is none."""
        self.text(node, what)
        return node if isinstance(node, Scalar) else None

    def words(self, node: Node | None, what: str) -> tuple[Scalar, ...]:
        """Return the scalars of a list, or the one scalar that stands alone."""
        if isinstance(node, Scalar):
            return (node,)
        return tuple(word for item in self.items(node, what) if (word := self.word(item, what)) is not None)

    def code(self, node: Node | None, what: str) -> str:
        """Return an ASCII name: lower-case letters, digits and underscores."""
        text = self.text(node, what)
        if node is not None and text and not CODE.fullmatch(text):
            hint = "小写字母起头，只用小写字母、数字和下划线，如 window_start_date"
            self.note("ZZ206", f"{what}「{_short(text)}」不合写法", node.place, hint)
            return ""
        return text

    def date(self, node: Node | None, what: str) -> date | None:
        """Return a date written 2026-01-01."""
        text = self.text(node, what)
        if not text or node is None:
            return None
        if DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self.note("ZZ207", f"{what}「{text}」不是历法上有的日子", node.place, "改成实有的日期")
                return None
        self.note("ZZ207", f"{what}「{_short(text)}」不是日期", node.place, "写成四位年-两位月-两位日，如 2026-01-01")
        return None

    def flag(self, node: Node | None, what: str) -> bool:
        """Return 是 or 否; anything else is noted and read as 否."""
        text = self.text(node, what)
        if node is not None and text not in (YES, NO):
            self.note("ZZ208", f"{what}只能写「是」或「否」，这里是「{_short(text)}」", node.place, "是")
        return text == YES

    def integer(self, node: Node | None, what: str) -> int | None:
        """Return a whole number."""
        text = self.text(node, what)
        if node is None:
            return None
        if INTEGER.fullmatch(text):
            return int(text)
        self.note("ZZ209", f"{what}「{_short(text)}」不是整数", node.place, "写成不带前导零的阿拉伯数字，如 12")
        return None

    def choice(self, node: Node | None, what: str, options: AbstractMapping[str, str]) -> str | None:
        """Return what an option stands for."""
        text = self.text(node, what)
        if node is None or text == "":
            return None
        if text not in options:
            self.note("ZZ210", f"{what}没有「{_short(text)}」", node.place, suggest(text, options))
        return options.get(text)

    def citation(self, node: Node | None, what: str = "依据") -> Citation | None:
        """Return a citation of the regulation that exists, in its official form."""
        text = self.text(node, what)
        if not text or node is None:
            return None
        try:
            return self.regulation.resolve(text) if self.regulation else Citation.parse(text)
        except CitationError as error:
            for problem in error.problems:
                self.note(problem.code, f"{what}：{problem.message}", node.place, problem.hint)
            return None


def _colon(text: str) -> tuple[str, str, str]:
    found = re.match(r"([^:：]{1,40})([:：])(.*)", text)
    return (found.group(1).strip(), found.group(2), found.group(3).strip()) if found else (text, "", "")


def _short(text: str) -> str:
    """Return a text fit for a message: one line, not long."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"

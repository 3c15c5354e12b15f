"""Reading a tree of strict YAML against what is expected; every mistake is noted and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping as AbstractMapping, Sequence as AbstractSequence
from datetime import date
from difflib import get_close_matches
from typing import assert_never

from zzrules.base import clock, money, shares
from zzrules.base.citation import Citation
from zzrules.base.diagnostics import Diagnostic, Proposal, meanings, moved, policies as wrong
from zzrules.base.diagnostics.text import (
    NO_SPACE_AFTER_COLON,
    SEVERAL_AS_ONE,
    WIDE_BRACKET,
    WIDE_BRACKETS_OF_LIST,
    WIDE_COLON,
)
from zzrules.base.errors import CitationError, Fix, Place, Problem
from zzrules.base.frozen import frozen, replaced
from zzrules.base.regulations import Regulations
from zzrules.policy.fixing import missing
from zzrules.policy.meant import (
    day_instead,
    end_of_month,
    integer_instead,
    is_day,
    moment_instead,
    proposed,
    time_instead,
)
from zzrules.policy.shapes import Part, Shapes
from zzrules.policy.yamltree import Mapping, Node, Problems, Scalar, Sequence, short

SHOWN = 12
REGULATION = "法规"
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
_BETWEEN_WORDS = re.compile("[、，,；;]|(?<!^)(?:和|或者|或|及)(?!$)")
_WIDE_OPENING = ("｛", "［", "【", "〔")
_WIDE_LIST = re.compile("[［【〔]([^］】〕]*)[］】〕]?")


def duration_form(units: Iterable[str]) -> str:
    """Return the regular expression of durations in some units: blanks around it, the number and the unit in groups.

    >>> re.fullmatch(duration_form(["年", "月"]), " 2年 ").groups()
    ('2', '年')
    """
    return rf"\s*(0|[1-9][0-9]{{0,4}}) ?({'|'.join(units)})\s*"


DURATION = re.compile(duration_form(UNITS))
AGE = re.compile("(0|[1-9][0-9]{0,2}) ?周岁")
LAST_DAY = "末日"
"""The last day of a month, for its number."""
_TIME = re.compile("[0-9]{1,2}:[0-9]{2}")


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown word: the closest known ones, or else the first of all; never the word itself.

    >>> suggest("条见", ["条件", "依据"]), suggest("甲", ["条件", "依据"]), suggest("甲", ["甲"])
    ('「条件」', '「条件」、「依据」之一', '')
    """
    candidates = [one for one in known if one != word]
    if close := _close(word, candidates):
        return close
    shown = "、".join(f"「{name}」" for name in candidates[:SHOWN])
    return f"{shown}{'等' if len(candidates) > SHOWN else ''}之一" if shown else ""


def suggest_name(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown name of something of which there are many: none is listed that is not close.

    >>> suggest_name("条见", ["条件"]), suggest_name("甲", map(str, range(20)))
    ('「条件」', '已有的名字（共20个，没有相近的）')
    """
    candidates = [one for one in known if one != word]
    if len(candidates) <= SHOWN:
        return suggest(word, candidates)
    return _close(word, candidates) or f"已有的名字（共{len(candidates)}个，没有相近的）"


def suggest_fact(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown name of a fact: the closest known ones, or that it may be a new one.

    >>> suggest_fact("报请日其", ["报请日期"]), suggest_fact("甲", map(str, range(20)))
    ('「报请日期」', '已有的名字（共20个，没有相近的）；是新的事实的，先用 zzrules new 事实 写进词汇')
    """
    candidates = [one for one in known if one != word]
    return _close(word, candidates) or or_new(suggest_name(word, candidates))


def or_new(hint: str) -> str:
    """Return a hint for an unknown name of a fact, with what to do for a fact that there should be.

    >>> or_new(suggest("报请日其", ["报请日期"])).words
    ('报请日期',)
    """
    words = hint.words if isinstance(hint, Proposal) else ()
    return Proposal("；".join(filter(None, [hint, "是新的事实的，先用 zzrules new 事实 写进词汇"])), words)


def _close(word: str, candidates: list[str]) -> str:
    close = candidates if len(candidates) == 1 else get_close_matches(word, candidates, n=2, cutoff=CLOSE)
    return Proposal("或".join(f"「{name}」" for name in close), close)


def several_as_one(
    node: Scalar, known: Container[str], instead: str = "[{items}]"
) -> tuple[Problem, tuple[str, ...]] | None:
    """Return the mistake of a text that runs known words together, such as 「甲、乙」, and the words; None for others.

    ``instead`` is how several are written at its place.

    >>> several_as_one(Scalar("甲、乙", True, Place("a.yaml", 1, 1)), {"甲", "乙"})[0].hint
    '[甲, 乙]'
    >>> several_as_one(Scalar("甲、丁", True, Place("a.yaml", 1, 1)), {"甲", "乙"})
    """
    words = tuple(word.strip() for word in _BETWEEN_WORDS.split(node.text))
    mark = _BETWEEN_WORDS.search(node.text)
    if mark is None or node.text in known or not all(word in known for word in words):
        return None
    written = instead.format(items=", ".join(words))
    fixes = (Fix.instead(node.place, written),)
    return SEVERAL_AS_ONE(node.place, (), fixes, text=short(node.text), mark=mark.group(), instead=written), words


def parse_duration(text: str) -> tuple[int, str] | None:
    """Return the number and the unit (workday, day, month, year) of 「5工作日」; None for any other text.

    >>> parse_duration("5工作日"), parse_duration("2年"), parse_duration("五天")
    ((5, 'workday'), (2, 'year'), None)
    """
    match = DURATION.fullmatch(text)
    return (int(match.group(1)), UNITS[match.group(2)]) if match else None


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


def is_literal(text: str) -> bool:
    """Return whether a text is nearly a value of a kind that policies write out: what is amiss in it, its use tells.

    >>> [is_literal(text) for text in ("2年", "50000", "1,000元", "百分之八十", "2026-02-30", "五万")]
    [True, True, True, True, True, False]
    >>> [is_literal(text) for text in ("18周岁", "4工作小时", "17:30", "2026-07-01 08:30", "末日", "早上")]
    [True, True, True, True, True, False]
    """
    known = text == LAST_DAY or any(form.fullmatch(text) for form in (DAY, INTEGER, DURATION, AGE, clock.HOURS, _TIME))
    return known or any(read(text) is not None for read in (money.read, shares.read, clock.read))


def no_day(text: str, part: str, place: Place) -> Problem:
    """Return the mistake of a text that is not a day as it is written, with the day that it may mean."""
    if DAY.fullmatch(text) or (is_day(text) and not day_instead(text)):
        if last := end_of_month(text):
            return wrong.NO_SUCH_DAY(place, part=part, text=text, last=Proposal(last, [last]))
        return wrong.DAY_IN_NO_MONTH(place, part=part, text=text)
    hint = proposed(day_instead(text)) or "写成四位年-两位月-两位日，如 2026-01-01"
    return wrong.NOT_A_DATE(place, part=part, text=short(text), hint=hint)


def no_time(text: str, place: Place) -> Problem:
    """Return the mistake of a text that is no time of day as it is written, with the one that it may mean."""
    hint = proposed(time_instead(text)) or "00:00 至 24:00 之间的时刻，24 小时制，如 17:30"
    return wrong.NO_SUCH_TIME(place, text=short(text), hint=hint)


def no_moment(text: str, flaw: clock.Flaw, place: Place) -> Problem:
    """Return the mistake of a text that is nearly a date with a time of day, with the one that it may mean."""
    match flaw:
        case clock.Flaw.TIME:
            return meanings.DATE_FOR_MOMENT(place, word=text)
        case clock.Flaw.ZONE:
            hint = proposed(moment_instead(text)) or "不写时区，如 2026-01-01 08:30"
            return meanings.MOMENT_WITH_ZONE(place, word=text, hint=hint)
        case clock.Flaw.THERE:
            return meanings.NO_SUCH_MOMENT(place, word=text, hint=_moment_there(text))
        case _:
            assert_never(flaw)


def _moment_there(text: str) -> str:
    """Return a moment that there is, for one that there is not."""
    day, _, time = text.replace("T", " ").partition(" ")
    if parse_day(day) is not None:
        return "00:00 至 23:59 之间的时刻"
    if (last := end_of_month(day)) and (known := time_instead(time)):
        return f"{last} {known}（那个月的最后一天），或者别的实有的日期"
    return "改成实有的日期，和 00:00 至 23:59 之间的时刻"


Pair = tuple[Scalar, Node]
Form = dict[str, Pair]
"""What stands under each key of a mapping: the key as written, and the node."""


@frozen
class Reader:
    """Reads nodes into values; a mistake is noted in ``problems`` and read as None, or as empty.

    ``part`` is what a message calls the part of the file that is read, such as 「情形「离开机构」」. Citations are
    of the texts in force on the day ``written_on`` (by default the newest), and are read as the places where they stand
    on the day that they are ``carried_to``. What the parts turn out to be is noted in ``shapes``, for whoever wants it.
    """

    problems: Problems
    regulations: Regulations | None = None
    written_on: date | None = None
    carried_to: date | None = None
    shapes: Shapes | None = None

    def note(self, diagnostic: Diagnostic, place: Place, fixes: tuple[Fix, ...] = (), /, **words: object) -> None:
        """Note a mistake at a place; ``words`` fill in its sentence and its hint."""
        self.problems.add(diagnostic, place, fixes, **words)

    def form(
        self,
        node: Node | None,
        part: str,
        allowed: AbstractSequence[str],
        required: AbstractSequence[str] = (),
        instead: AbstractMapping[str, str] = NOTHING_ELSE,
    ) -> Form:
        """Return what stands under each of the allowed keys; unknown and missing keys are noted.

        ``instead`` says what to write instead of keys that belong elsewhere.
        """
        form: Form = {}
        entries = self.entries(node, part)
        if entries is None:
            return form
        if self.shapes is not None and isinstance(node, Mapping):
            self.shapes.forms[node.place] = tuple(allowed)
        meant: set[str] = set()
        for key, value in entries:
            if key.text in allowed:
                form[key.text] = (key, value)
            else:
                hint = instead.get(key.text) or suggest(key.text, allowed)
                self.note(wrong.UNKNOWN_KEY, key.place, part=part, key=key.text, hint=hint)
                meant |= set(get_close_matches(key.text, allowed, n=2, cutoff=CLOSE))
                if isinstance(value, Mapping):  # what stands under it may be named elsewhere
                    self.problems.lost |= {name.text for name, _ in value.entries}
                elif isinstance(value, Scalar):
                    self.problems.lost.add(value.text)
        for name in required:
            if name not in {*form, *meant} and isinstance(node, Mapping) and node.whole:
                self.note(wrong.MISSING_KEY, node.place, missing(node, name), part=part, key=name)
        return form

    def entries(self, node: Node | None, part: str) -> tuple[Pair, ...] | None:
        """Return a mapping's entries; None, noted, for anything else."""
        match node:
            case None:
                return None
            case Mapping(entries):
                return entries
            case Sequence(items):
                if instead := _as_entries(items):
                    last = items[-1].place
                    in_brackets = (node.place.end_line, node.place.end_column) > (last.end_line, last.end_column)
                    fixes = (Fix.instead(node.place, instead, sure=True),) if in_brackets else ()
                    self.note(wrong.LIST_OF_ENTRIES, node.place, fixes, part=part, instead=instead)
                else:
                    self.note(wrong.LIST_FOR_MAPPING, node.place, part=part)
            case Scalar(text, plain):
                name, mark, rest = _colon(text)
                if plain and text.startswith(_WIDE_OPENING):
                    self.note(WIDE_BRACKET, node.place)
                elif mark == "：" or (mark and plain):
                    fixes = (Fix.instead(node.place, f"{name}: {rest}", sure=True),) if plain and rest else ()
                    said = WIDE_COLON if mark == "：" else NO_SPACE_AFTER_COLON
                    self.note(said, node.place, fixes, text=short(text), name=name, rest=rest)
                else:
                    self.note(wrong.TEXT_FOR_MAPPING, node.place, part=part, text=short(text))
            case _:
                assert_never(node)
        return None

    def items(self, node: Node | None, part: str, *, may_be_empty: bool = False) -> tuple[Node, ...]:
        """Return a list's items; none, noted, for anything else, and for an empty list unless it ``may_be_empty``."""
        match node:
            case None:
                pass
            case Sequence(items):
                if not (items or may_be_empty):
                    self.note(wrong.EMPTY_LIST, node.place, part=part)
                return items
            case Scalar(text):
                if (listed := self._in_wide_brackets(node)) is not None:
                    return listed
                fixes = (Fix.instead(node.place, f"[{text}]"),) if node.plain else ()
                self.note(wrong.TEXT_FOR_LIST, node.place, fixes, part=part, text=short(text), item=text)
            case Mapping():
                self.note(wrong.MAPPING_FOR_LIST, node.place, part=part)
            case _:
                assert_never(node)
        return ()

    def _in_wide_brackets(self, node: Scalar) -> tuple[Scalar, ...] | None:
        """Return the items of a list in full-width brackets, which are noted; None for any other text."""
        listed = _WIDE_LIST.fullmatch(node.text) if node.plain else None
        if listed is None:
            return None
        items = [item.strip() for item in re.split("[,，、]", listed.group(1))]
        quotes = set("\"'“”") & set(node.text)  # what is quoted may hold marks of its own
        fixes = (Fix.instead(node.place, f"[{', '.join(items)}]", sure=not quotes),)
        words = {"text": short(node.text), "items": short(", ".join(items))}
        self.note(WIDE_BRACKETS_OF_LIST, node.place, fixes, **words)
        return tuple(Scalar(item, node.plain, node.place) for item in items if item)

    def text(self, node: Node | None, part: str) -> str:
        """Return a scalar's text; empty, noted, for anything else."""
        if isinstance(node, Scalar):
            return node.text
        if node is not None:
            self.note(wrong.NOT_A_TEXT, node.place, part=part)
        return ""

    def word(self, node: Node | None, part: str) -> Scalar | None:
        """Return a scalar; None, noted, for anything else."""
        self.text(node, part)
        return node if isinstance(node, Scalar) else None

    def words(
        self, node: Node | None, part: str, *, may_be_empty: bool = False, known: Container[str] = ()
    ) -> tuple[Scalar, ...]:
        """Return the scalars of a list (empty, noted, unless it ``may_be_empty``), or the scalar that stands alone.

        One that runs ``known`` words together stands for these; it is noted.
        """
        if isinstance(node, Scalar):
            if (several := several_as_one(node, known)) is not None:
                self.problems.note(several[0])
                return tuple(Scalar(word, node.plain, node.place) for word in several[1])
            return self._in_wide_brackets(node) or (node,)
        items = self.items(node, part, may_be_empty=may_be_empty)
        return tuple(word for item in items if (word := self.word(item, part)) is not None)

    def code(self, node: Node | None, part: str) -> str:
        """Return an ASCII name: lower-case letters, digits and underscores."""
        text = self.text(node, part)
        if node is not None and text and text not in self.problems.lost and not CODE.fullmatch(text):
            code = re.sub("[^a-z0-9]+", "_", text.lower()).strip("_")
            fixes = (Fix.instead(node.place, code),) if CODE.fullmatch(code) else ()
            self.note(wrong.BAD_CODE, node.place, fixes, part=part, text=short(text))
            return ""
        return text

    def date(self, node: Node | None, part: str) -> date | None:
        """Return a date written 2026-01-01."""
        text = self.text(node, part)
        self.note_part(node, Part.DAY)
        if not text or node is None:
            return None
        if (day := parse_day(text)) is None:
            self.problems.note(no_day(text, part, node.place))
            return None
        return date.fromordinal(day)

    def flag(self, node: Node | None, part: str, *, otherwise: bool = False) -> bool:
        """Return whether a text is 是; anything but 是 and 否 is noted, and counts as ``otherwise``."""
        text = self.text(node, part)
        self._note_choice(node, (YES, NO))
        if node is not None and text not in (YES, NO):
            fixes = tuple(Fix.instead(node.place, word) for word in (YES, NO))
            self.note(wrong.NOT_YES_OR_NO, node.place, fixes, part=part, text=short(text))
            return otherwise
        return text == YES

    def integer(self, node: Node | None, part: str) -> int | None:
        """Return a whole number."""
        text = self.text(node, part)
        if node is None:
            return None
        if INTEGER.fullmatch(text):
            return int(text)
        hint = proposed(integer_instead(text)) or "写成不带前导零的阿拉伯数字，如 12"
        self.note(wrong.NOT_AN_INTEGER, node.place, part=part, text=short(text), hint=hint)
        return None

    def choice(self, node: Node | None, part: str, options: AbstractMapping[str, str]) -> str | None:
        """Return what an option stands for."""
        text = self.text(node, part)
        self._note_choice(node, options)
        if node is None or text == "":
            return None
        if text not in options and text not in self.problems.lost:
            self.note(wrong.NOT_A_CHOICE, node.place, part=part, text=short(text), hint=suggest(text, options))
        return options.get(text)

    def citation(self, node: Node | None, part: str = "依据") -> Citation | None:
        """Return a citation in its official form, as it stands on the day of the reader; None where it was repealed.

        One of what the text does not have is noted.
        """
        text = self.text(node, part)
        self.note_part(node, Part.CITATION)
        if not text or node is None:
            return None
        law = self.regulations
        try:
            place = law.resolve(text, self.written_on) if law is not None else Citation.parse(text)
        except CitationError as error:
            for problem in error.problems if REGULATION not in self.problems.unread else ():
                self.problems.note(replaced(moved(problem, node.place), message=f"{part}：{problem.message}"))
            return None
        self.note_citation(node, text)
        return place if law is None or self.carried_to is None else law.carried(place, self.carried_to)

    def note_part(self, node: Node | None, part: Part) -> None:
        """Note in ``shapes`` what a node is read as."""
        if self.shapes is not None and node is not None:
            self.shapes.parts[node.place] = part

    def _note_choice(self, node: Node | None, options: Iterable[str]) -> None:
        if self.shapes is not None and node is not None:
            self.shapes.choices[node.place] = tuple(options)

    def note_citation(self, node: Node, text: str) -> None:
        """Note in ``shapes`` that a node is a citation, which is read already."""
        if self.shapes is not None:
            self.shapes.citations[node.place] = str(Citation.parse(text))


def _as_entries(items: AbstractSequence[Node]) -> str:
    """Return in braces what a list has of keys, each once, with a word; empty if it has anything else."""
    if not items or not all(isinstance(item, Mapping) for item in items):
        return ""
    entries = [entry for item in items if isinstance(item, Mapping) for entry in item.entries]
    if not entries or len({key.text for key, _ in entries}) < len(entries):
        return ""
    plain = [f"{key.text}: {value.text}" for key, value in entries if isinstance(value, Scalar) and value.plain]
    return f"{{{', '.join(plain)}}}" if len(plain) == len(entries) else ""


def _colon(text: str) -> tuple[str, str, str]:
    """Return what stands before a colon, the colon, and what stands after it."""
    parts = re.match(r"([^:：]{1,40})([:：])(.*)", text)
    return (parts.group(1).strip(), parts.group(2), parts.group(3).strip()) if parts else (text, "", "")

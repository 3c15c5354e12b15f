"""The values of facts: one parser for each kind, from what a record or an event hands in to what engines read.

A fact is unknown (absent, or asked for and not to be established: 查不清), known not to exist (无), or a value.
What is wrong is said by the fact and what it may be, never by what was handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from zzrules.policy.forms import CLOSE, DAY, UNIT_NAMES, parse_duration, suggest
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ABSENT = "无"
UNCLEAR = "查不清"
_STATES = frozenset((ABSENT, UNCLEAR))
LARGEST = 9_007_199_254_740_991
LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000
LONGEST_KEY = 40
ISO_LENGTH = len("2026-01-01")
_LAST_DAY = date.max.toordinal()


class Nothing:
    """The value of a fact that is known not to exist (无)."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the word that records use."""
        return ABSENT

    def __reduce__(self) -> str:
        """Pickle as the one instance."""
        return "NONE"


NONE: Final = Nothing()


class Perhaps(tuple[Any, ...]):
    """An element of a list of which it is not known whether there is one, nor how many such there are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether the other one is such an element, too: none that there is equals it."""
        return type(other) is Perhaps and tuple.__eq__(self, other)

    def __hash__(self) -> int:
        """Return another hash than that of an element that there is."""
        return hash((Perhaps, *self))


class Finding(NamedTuple):
    """A recorded human determination; ``conclusion`` is None while body, date or basis is missing."""

    conclusion: bool | None
    body: str | None
    level: str | None
    day: int | None
    basis: str | None
    stated: bool


class BadValueError(Exception):
    """A value that the fact cannot have: code, message, hint, and the path inside the fact."""

    def __init__(self, code: str, message: str, hint: str, path: str = "") -> None:
        """Take what a `Problem` says, without its place."""
        self.code, self.message, self.hint, self.path = code, message, hint, path
        super().__init__(message)


class BadListError(Exception):
    """Several bad values inside one list."""

    def __init__(self, bad: list[BadValueError]) -> None:
        """Take what is wrong, in the order of the list."""
        self.bad = bad
        super().__init__()


_made = tuple.__new__
Parse = Callable[[Any, int], Any]
UNSETTLED: Final = Nothing()


def printable(word: str) -> str:
    """Return a word from a record as far as a message can show it."""
    cut = word if len(word) <= LONGEST_KEY else word[: LONGEST_KEY - 1] + "…"
    return cut.encode("utf-8", "replace").decode()


def _close_to(word: Any, known: Iterable[str]) -> str:
    return suggest(word[:LONGEST_KEY] if isinstance(word, str) else "", known)


def meant_by(key: str, facts: Iterable[Fact]) -> set[str]:
    """Return the facts whose name or label a word that is none of them may mean: those to which it is closest."""
    names = {word: fact.name for fact in facts for word in (fact.name, fact.label)}
    matcher = SequenceMatcher()
    matcher.set_seq2(key[:LONGEST_KEY])
    ratios: dict[str, float] = {}
    for word in names:
        matcher.set_seq1(word)
        ratios[word] = matcher.ratio()
    closest = max(ratios.values(), default=0.0)
    return {names[word] for word, ratio in ratios.items() if ratio == closest >= CLOSE}


# ── one parser for each kind of fact ────────────────────────────────────


def parser(fact: Fact, vocabulary: Vocabulary, *, nested: bool = False) -> Parse:
    """Return a function that turns a raw value into what engines read, or raises BadValueError."""
    match fact.kind:
        case Kind.FLAG:
            return _flag_parser(fact)
        case Kind.OPTION | Kind.BODY:
            return _option_parser(fact)
        case Kind.OPTIONS:
            return _options_parser(fact)
        case Kind.INTEGER:
            return _integer_parser(fact)
        case Kind.DATE:
            return _date_parser(fact)
        case Kind.DURATION:
            return _duration_parser(fact)
        case Kind.TEXT:
            return _text_parser(fact)
        case Kind.FINDING:
            return _finding_parser(fact, vocabulary)
        case Kind.LIST:
            assert not nested
            return _list_parser(fact, vocabulary)


def _state(fact: Fact, raw: Any, none: object = NONE) -> Any:
    """Return the state that a word stands for, or say that the value is of the wrong kind."""
    if raw == UNCLEAR:
        return UNSETTLED
    if raw == ABSENT:
        if fact.may_be_none:
            return none
        hint = "否" if fact.kind is Kind.FLAG else "不知道的，删去这一项；查过而查不清的，写「查不清」"
        raise BadValueError("ZZ405", "不能是「无」", hint)
    return None


def _wrong(fact: Fact, hint: str) -> BadValueError:
    kind = "「是」或「否」" if fact.kind is Kind.FLAG else fact.kind.value
    return BadValueError("ZZ402", f"不是{kind}", hint)


def _flag_parser(fact: Fact) -> Parse:
    words = {"是": True, "否": False}

    def parse(raw: Any, _on: int) -> Any:
        if raw is True or raw is False:
            return raw
        if type(raw) is str:
            known = words.get(raw)
            if known is not None:
                return known
            state = _state(fact, raw)
            if state is not None:
                return state
        raise _wrong(fact, "true、false，或者「是」「否」「查不清」")

    return parse


def _option_parser(fact: Fact) -> Parse:
    known = {code: code for code in fact.options.values()} | dict(fact.options)

    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is str:
            code = known.get(raw)
            if code is not None:
                return code
            state = _state(fact, raw)
            if state is not None:
                return state
            raise BadValueError("ZZ404", "不是可选的一项", _close_to(raw, fact.options))
        raise _wrong(fact, suggest("", fact.options))

    return parse


def _options_parser(fact: Fact) -> Parse:
    known = {code: code for code in fact.options.values()} | dict(fact.options)

    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is str:
            state = _state(fact, raw, frozenset())
            if state is not None:
                return state
        if not isinstance(raw, list | tuple | set | frozenset):
            raise _wrong(fact, "列表，如 [" + ", ".join(list(fact.options)[:2]) + "]")
        codes = set()
        for one in raw:
            code = known.get(one) if type(one) is str else None
            if code is None:
                raise BadValueError("ZZ404", "里有一项不可选", _close_to(one, fact.options))
            codes.add(code)
        return frozenset(codes)

    return parse


def _integer_parser(fact: Fact) -> Parse:
    low = -LARGEST if fact.minimum is None else fact.minimum
    high = LARGEST if fact.maximum is None else fact.maximum

    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is int:
            if low <= raw <= high:
                return raw
            raise BadValueError("ZZ406", "超出范围", f"{low} 至 {high} 之间的整数")
        if type(raw) is str:
            state = _state(fact, raw)
            if state is not None:
                return state
        raise _wrong(fact, "不带引号的整数，如 12")

    return parse


@lru_cache(maxsize=4096)
def _iso_day(text: str) -> int:
    """Return the ordinal of an ISO date (of `ISO_LENGTH`), 0 if it is none; the days of records recur."""
    try:
        return date.fromisoformat(text).toordinal() if text[4] == text[7] == "-" else 0
    except ValueError:
        return 0


def _date_parser(fact: Fact) -> Parse:
    future = fact.may_be_future

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is str:
            day = _iso_day(raw) if len(raw) == ISO_LENGTH else 0
            if not day:
                state = _state(fact, raw)
                if state is not None:
                    return state
                if DAY.fullmatch(raw):
                    raise BadValueError("ZZ407", "不是历法上有的日子", "改成实有的日期")
                raise _wrong(fact, "四位年-两位月-两位日，如 2026-01-01")
        elif type(raw) is date:
            day = raw.toordinal()
        elif isinstance(raw, datetime):
            raise BadValueError("ZZ402", "带有时刻，期限按日计算", "只写日期，如 2026-01-01")
        else:
            raise _wrong(fact, "日期，如 2026-01-01")
        if day > on and not future:
            raise BadValueError("ZZ408", "晚于评价日", "改正日期，或者用不早于它的评价日；尚未发生的，写「无」")
        return day

    return parse


def _duration_parser(fact: Fact) -> Parse:
    names = "、".join(UNIT_NAMES[unit] for unit in fact.units)
    parse_text = lru_cache(maxsize=1024)(parse_duration)

    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is str:
            duration = parse_text(raw)
            if duration is not None:
                if duration[1] in fact.units:
                    return duration
                raise BadValueError("ZZ409", "的单位不对", f"单位用{names}")
            state = _state(fact, raw)
            if state is not None:
                return state
        raise _wrong(fact, f"数字加单位（{names}），如 5{names.split('、')[0]}")

    return parse


def _text_parser(fact: Fact) -> Parse:
    def parse(raw: Any, _on: int) -> Any:
        if type(raw) is str:
            if raw in _STATES:
                return _state(fact, raw)
            if raw and not raw.isspace() and len(raw) <= LONGEST_TEXT:
                try:
                    raw.encode()
                except UnicodeEncodeError:  # half of a surrogate pair
                    raise BadValueError("ZZ406", "里有不成字的编码", "用 UTF-8 重新录入") from None
                return raw
            raise BadValueError("ZZ406", f"是空的，或者超过 {LONGEST_TEXT} 字", "删去这一项，或者写短")
        raise _wrong(fact, "加引号的文字")

    return parse


def _finding_parser(fact: Fact, vocabulary: Vocabulary) -> Parse:
    parts = (
        Fact("conclusion", "结论", Kind.FLAG, ""),
        Fact("body", "机构", Kind.BODY, "", vocabulary.bodies),
        Fact("level", "层级", Kind.OPTION, "", vocabulary.levels),
        Fact("date", "日期", Kind.DATE, ""),
        Fact("basis", "依据", Kind.TEXT, ""),
    )
    parsers: dict[Any, tuple[int, Parse]] = {}
    for position, part in enumerate(parts):
        parsers[part.name] = parsers[part.label] = position, parser(part, vocabulary)
    labels = [part.label for part in parts]
    example = "{结论: 是, 机构: …, 日期: 2026-01-01, 依据: 文号}"

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is not dict and not isinstance(raw, Mapping):
            if type(raw) is str:
                state = _state(fact, raw)
                if state is not None:
                    return state
            raise _wrong(fact, example)
        values: list[Any] = [None] * len(parts)
        bad: list[BadValueError] = []
        for key, inner in raw.items():
            found = parsers.get(key)
            if found is None:
                bad.append(BadValueError("ZZ401", "里有不认识的键", _close_to(key, labels)))
            elif inner is not None:
                position, parse_part = found
                try:
                    values[position] = parse_part(inner, on)
                except BadValueError as error:
                    bad.append(BadValueError(error.code, error.message, error.hint, f"的{key}"))
        if bad:
            raise BadListError(bad)
        stated = values[0] is not None
        if UNSETTLED in values:
            values = [None if value is UNSETTLED else value for value in values]
        conclusion, body, level, day, basis = values
        if body is None or day is None or basis is None:
            conclusion = None
        return _made(Finding, (conclusion, body, level, day, basis, stated))

    return parse


def _list_parser(fact: Fact, vocabulary: Vocabulary) -> Parse:
    """A list's elements become tuples: the order number (None if the order is not known), then the fields."""
    parsers: dict[str, tuple[int, Parse]] = {}
    for position, inner in enumerate(fact.fields):
        parse_field = parser(inner, vocabulary, nested=True)
        parsers[inner.name] = parsers[inner.label] = (position, parse_field)
    order = next((position for position, inner in enumerate(fact.fields) if inner.name == fact.order_by), -1)
    labels = [inner.label for inner in fact.fields]

    def element(raw: Any, on: int, number: int, bad: list[BadValueError]) -> list[Any]:
        path = f"第{number}项"
        row: list[Any] = [None] * len(fact.fields)
        if type(raw) is not dict and not isinstance(raw, Mapping):
            bad.append(
                BadValueError(
                    "ZZ402", "不是一组「字段: 值」", "{" + ", ".join(f"{one}: …" for one in labels[:2]) + "}", path
                )
            )
            return row
        for key, value in raw.items():
            found = parsers.get(key) if isinstance(key, str) else None
            if found is None:
                bad.append(BadValueError("ZZ401", "里有不认识的字段", _close_to(key, labels), path))
            elif value is not None:
                try:
                    parsed = found[1](value, on)
                except BadValueError as error:
                    bad.append(BadValueError(error.code, error.message, error.hint, f"{path}的{key}"))
                    continue
                row[found[0]] = None if parsed is UNSETTLED else parsed
        return row

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is str:
            state = _state(fact, raw, ())
            if state is not None:
                return state
        if not isinstance(raw, list | tuple):
            raise _wrong(fact, "列表，每一项是一组「字段: 值」；没有的，写「无」")
        if len(raw) > LONGEST_LIST:
            raise BadValueError("ZZ406", f"超过 {LONGEST_LIST} 项", "检查是否混入了别的案卷")
        bad: list[BadValueError] = []
        rows = [element(one, on, number, bad) for number, one in enumerate(raw, 1)]
        if bad:
            raise BadListError(bad)
        if fact.interval is not None:
            check_intervals(rows, *fact.interval)
        ordered = order >= 0 and all(type(row[order]) is int for row in rows)
        if ordered:
            rows.sort(key=lambda row: row[order])
        return tuple((number if ordered else None, *row) for number, row in enumerate(rows, 1))

    return parse


def check_intervals(rows: list[list[Any]], first: int, last: int) -> None:
    """Refuse an interval that ends before it starts, and two that share a day; one that is 无 has not ended yet."""
    known = sorted(
        (row[first], _LAST_DAY if row[last] is NONE else row[last], number)
        for number, row in enumerate(rows, 1)
        if type(row[first]) is int and (row[last] is NONE or type(row[last]) is int)
    )
    for start, end, number in known:
        if end < start:
            raise BadValueError("ZZ410", f"第{number}项的止期早于起期", "改正其中一个日期")
    for (_, end, number), (start, _, other) in pairwise(known):
        if start <= end:
            raise BadValueError("ZZ411", f"第{number}项与第{other}项的期间重叠", "同一天只能属于一个期间，合并或者改正")

"""Parsers of single values: words, numbers, days, durations, texts and sets of options.

Most values are words, or days that were read before: these are looked up in a table, and no parser is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple, assert_never

from zzrules.base import clock, money
from zzrules.base.diagnostics import cases
from zzrules.case.mistakes import (
    BadValueError,
    bad_amount,
    bad_moment,
    blank_or_long,
    integer_range,
    not_none,
    out_of_range,
    unknown_option,
    wrong_kind,
    wrong_unit,
)
from zzrules.case.partial import is_partial, raise_known
from zzrules.case.values import ABSENT, LONGEST_TEXT, NONE, PRESENT, UNCLEAR, UNSETTLED
from zzrules.policy.forms import DAY, FLAGS, parse_day, parse_duration
from zzrules.policy.vocabulary import Fact, Kind

Parse = Callable[[Any, int], Any]
"""Returns the value of what was handed in, as of a day.

Raises `BadValueError` or `BadListError`, and `InPart` for what is known in part.
"""

DAYS: Final[dict[str, int]] = {}
"""Days read before, of any record, by their text; the days of records recur."""

_MOST_DAYS: Final = 4_096
_parse_duration: Final = lru_cache(maxsize=1_024)(parse_duration)
_read_amount: Final = lru_cache(maxsize=1_024)(money.read)
_read_moment: Final = lru_cache(maxsize=1_024)(clock.read)


class Parser(NamedTuple):
    """How the values of a fact are read.

    ``words`` holds texts (of a flag: True and False, too) with their values, and of a ``dated`` fact `DAYS` holds those
    of days, which must not lie after the evaluation day. ``parse`` reads everything else.
    """

    words: Mapping[str | bool, Any]
    dated: bool
    parse: Parse

    def read(self, raw: Any, on: int) -> Any:
        """Return the value of what was handed in: `UNSETTLED` for 查不清. Raises as `Parse` does."""
        if type(raw) is str or type(raw) is bool:
            value = self.words.get(raw)
            if value is not None:
                return value
        return self.parse(raw, on)


def states(fact: Fact, none: object = NONE) -> dict[Any, Any]:
    """Return the words for the states that a fact may have, with their values."""
    return {UNCLEAR: UNSETTLED, ABSENT: none} if fact.may_be_none else {UNCLEAR: UNSETTLED}


def scalar(fact: Fact) -> Parser:
    """Return the parser of a fact, or of a field, that is neither a finding nor a list."""
    words = states(fact)
    match fact.kind:
        case Kind.FLAG:
            words |= FLAGS
            words |= {flag: flag for flag in FLAGS.values()}
            return Parser(words, dated=False, parse=_unlisted(fact))
        case Kind.OPTION | Kind.BODY:
            return Parser(words | _codes(fact), dated=False, parse=_option(fact))
        case Kind.OPTIONS:
            return Parser(states(fact, frozenset()), dated=False, parse=_options(fact))
        case Kind.INTEGER:
            return Parser(words, dated=False, parse=_integer(fact))
        case Kind.MONEY:
            return Parser(words, dated=False, parse=_money(fact))
        case Kind.MOMENT:
            return Parser(words, dated=False, parse=_moment(fact))
        case Kind.DATE:
            return Parser(words, dated=not fact.may_be_future, parse=_date(fact))
        case Kind.DURATION:
            return Parser(words, dated=False, parse=_duration(fact))
        case Kind.TEXT:
            return Parser(words, dated=False, parse=_text(fact))
        case Kind.FINDING | Kind.LIST:
            raise AssertionError(fact)
        case _:
            assert_never(fact.kind)


def _codes(fact: Fact) -> dict[str, str]:
    """Return the code of each option, by its code and by its Chinese name."""
    return {code: code for code in fact.options.values()} | dict(fact.options)


def refused(fact: Fact, raw: Any) -> BadValueError:
    """Return what is wrong with a value of another kind than its fact, or with 无 where the fact cannot be so."""
    return not_none(fact) if type(raw) is str and raw == ABSENT else wrong_kind(fact)


def _unlisted(fact: Fact) -> Parse:
    def parse(raw: Any, on: int) -> Any:
        if isinstance(raw, Mapping):
            return raise_known(fact, raw, on, parse)
        raise refused(fact, raw)

    return parse


def _option(fact: Fact) -> Parse:
    def parse(raw: Any, on: int) -> Any:
        if is_partial(raw):
            return raise_known(fact, raw, on, parse)
        if type(raw) is str and raw != ABSENT:
            raise unknown_option(fact, raw)
        raise refused(fact, raw)

    return parse


def _options(fact: Fact) -> Parse:
    known = _codes(fact)

    def parse(raw: Any, _on: int) -> Any:
        if not isinstance(raw, list | tuple | set | frozenset):
            raise refused(fact, raw)
        codes = set()
        for word in raw:
            code = known.get(word) if type(word) is str else None
            if code is None:
                raise unknown_option(fact, word)
            codes.add(code)
        return frozenset(codes)

    return parse


def _integer(fact: Fact) -> Parse:
    low, high = integer_range(fact)

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is not int:
            if is_partial(raw):
                return raise_known(fact, raw, on, parse)
            raise refused(fact, raw)
        if not low <= raw <= high:
            raise out_of_range(fact)
        return raw

    return parse


def _money(fact: Fact) -> Parse:
    def parse(raw: Any, on: int) -> Any:
        amount: int | money.Flaw | None = None
        if type(raw) is str:
            amount = _read_amount(raw)
        elif type(raw) is int or (type(raw) is Decimal and raw.is_finite()):
            amount = money.of_number(raw)
        elif type(raw) is float:
            raise BadValueError(cases.BINARY_FRACTION)
        if isinstance(amount, money.Flaw):
            raise bad_amount(amount)
        if amount is not None:
            return amount
        if is_partial(raw):
            return raise_known(fact, raw, on, parse)
        raise refused(fact, raw)

    return parse


def _date(fact: Fact) -> Parse:
    future = fact.may_be_future

    def parse(raw: Any, on: int) -> Any:
        if type(raw) is str:
            day = parse_day(raw)
            if day is None:
                if raw == PRESENT:
                    return raise_known(fact, raw, on, parse)
                raise BadValueError(cases.NO_SUCH_DAY) if DAY.fullmatch(raw) else refused(fact, raw)
            if len(DAYS) >= _MOST_DAYS:
                DAYS.clear()
            DAYS[raw] = day
        elif type(raw) is date:
            day = raw.toordinal()
        elif isinstance(raw, Mapping):
            return raise_known(fact, raw, on, parse)
        else:
            raise BadValueError(cases.DAY_WITH_TIME if isinstance(raw, datetime) else cases.NOT_A_DAY)
        if day > on and not future:
            raise BadValueError(cases.AFTER_EVALUATION)
        return day

    return parse


def _moment(fact: Fact) -> Parse:
    future = fact.may_be_future

    def parse(raw: Any, on: int) -> Any:
        moment: int | clock.Flaw | None = None
        if type(raw) is str:
            moment = _read_moment(raw)
        elif isinstance(raw, datetime):
            moment = clock.Flaw.ZONE if raw.tzinfo is not None else _of_datetime(raw)
        elif isinstance(raw, date):
            moment = clock.Flaw.TIME
        if isinstance(moment, clock.Flaw):
            raise bad_moment(moment)
        if moment is None:
            if is_partial(raw):
                return raise_known(fact, raw, on, parse)
            raise refused(fact, raw)
        if not future and moment > clock.last_of(on):
            raise BadValueError(cases.AFTER_EVALUATION)
        return moment

    return parse


def _of_datetime(raw: datetime) -> int | None:
    try:
        return clock.of_datetime(raw)
    except ValueError:  # pandas' NaT is one, and has no day
        return None


def _duration(fact: Fact) -> Parse:
    def parse(raw: Any, on: int) -> Any:
        duration = _parse_duration(raw) if type(raw) is str else None
        if duration is None:
            if is_partial(raw):
                return raise_known(fact, raw, on, parse)
            raise refused(fact, raw)
        if duration[1] not in fact.units:
            raise wrong_unit(fact)
        return duration

    return parse


def _text(fact: Fact) -> Parse:
    def parse(raw: Any, on: int) -> Any:
        if isinstance(raw, Mapping):
            return raise_known(fact, raw, on, parse)
        if type(raw) is not str or raw == ABSENT:
            raise refused(fact, raw)
        if not raw or raw.isspace() or len(raw) > LONGEST_TEXT:
            raise blank_or_long()
        if not raw.isprintable():  # half of a surrogate pair is not printable
            try:
                raw.encode()
            except UnicodeEncodeError:
                raise BadValueError(cases.BROKEN_CHARACTERS) from None
        return raw

    return parse

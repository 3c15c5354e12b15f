"""What is wrong with a value, by the fact that it was given for: what the parsers raise and columns report by code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from zzrules.base import clock, money
from zzrules.base.diagnostics import Diagnostic, cases
from zzrules.base.errors import NOWHERE, Path, Place, Problem
from zzrules.case.values import LARGEST, LONGEST_KEY, LONGEST_LIST, LONGEST_TEXT, finding_facts, printable
from zzrules.policy.forms import UNIT_NAMES, suggest
from zzrules.policy.vocabulary import DATED, NUMBERS, Fact, Kind, Vocabulary


class BadValueError(Exception):
    """A value that the fact cannot have; ``path`` leads to it inside the fact, empty for the whole."""

    def __init__(self, diagnostic: Diagnostic, path: Path = (), **words: Any) -> None:
        """Take what is wrong, where inside the fact, and the words that the diagnostic needs beside ``value``."""
        self.diagnostic, self.path, self.words = diagnostic, path, words
        super().__init__(diagnostic.code)

    @property
    def inside(self) -> str:
        """Where inside the fact it is, in words (第1项的日期), as far as a message can show it."""
        return printable("".join(f"第{step + 1}项" if isinstance(step, int) else f"的{step}" for step in self.path))

    def problem(self, value: str, place: Place = NOWHERE, path: Path = ()) -> Problem:
        """Return the problem of a value, which the caller names; ``path`` leads to the fact."""
        return self.diagnostic(place, (*path, *self.path), value=value, **self.words)


class BadListError(Exception):
    """Several bad values inside one fact, in their order."""

    def __init__(self, bad: list[BadValueError]) -> None:
        """Take what is wrong."""
        self.bad = bad
        super().__init__()


def mistakes(fact: Fact, vocabulary: Vocabulary) -> Iterator[BadValueError]:
    """Yield what a value of a fact may have wrong as far as the fact alone tells, what is inside the fact first.

    Of several mistakes with one code the first describes a column best, which is text more often than not.
    """
    match fact.kind:
        case Kind.FLAG | Kind.TEXT:
            pass
        case Kind.OPTION | Kind.BODY | Kind.OPTIONS:
            yield unknown_option(fact, "")
        case Kind.INTEGER:
            yield out_of_range(fact)
        case Kind.MONEY:
            yield from (bad_amount(flaw) for flaw in money.Flaw)
        case Kind.MOMENT:
            yield BadValueError(cases.NOT_A_MOMENT)
            yield from (bad_moment(flaw) for flaw in clock.Flaw)
            if not fact.may_be_future:
                yield BadValueError(cases.AFTER_EVALUATION)
        case Kind.DATE:
            yield BadValueError(cases.NO_SUCH_DAY)
            if not fact.may_be_future:
                yield BadValueError(cases.AFTER_EVALUATION)
        case Kind.DURATION:
            yield wrong_unit(fact)
        case Kind.FINDING:
            for part in finding_facts(vocabulary):
                yield from _inside(part, vocabulary)
        case Kind.LIST:
            for field in fact.fields:
                yield from _inside(field, vocabulary)
            yield long_list()
        case _:
            assert_never(fact.kind)
    yield wrong_kind(fact)
    if fact.kind is Kind.TEXT:
        yield blank_or_long()
    if not fact.may_be_none:
        yield not_none(fact)
    if fact.kind in (Kind.OPTION, Kind.BODY):
        yield BadValueError(cases.NO_OPTION_LEFT)
    if fact.kind in (*DATED, *NUMBERS, Kind.DURATION):
        yield BadValueError(cases.BOUNDS_EXCLUDE)


def _inside(part: Fact, vocabulary: Vocabulary) -> Iterator[BadValueError]:
    for mistake in mistakes(part, vocabulary):
        yield BadValueError(mistake.diagnostic, (part.label,), **mistake.words)


def wrong_kind(fact: Fact) -> BadValueError:
    """Return the mistake of a value that is of another kind than its fact."""
    match fact.kind:
        case Kind.FLAG:
            return BadValueError(cases.NOT_A_FLAG)
        case Kind.OPTION | Kind.BODY:
            return BadValueError(cases.NOT_AN_OPTION, kind=fact.kind.value, options=suggest("", fact.options))
        case Kind.OPTIONS:
            return BadValueError(cases.NOT_OPTIONS, options=", ".join(list(fact.options)[:2]))
        case Kind.INTEGER:
            return BadValueError(cases.NOT_AN_INTEGER)
        case Kind.MONEY:
            return BadValueError(cases.NOT_AN_AMOUNT)
        case Kind.DATE:
            return BadValueError(cases.NOT_A_WRITTEN_DAY)
        case Kind.MOMENT:
            return BadValueError(cases.NOT_A_MOMENT)
        case Kind.DURATION:
            return BadValueError(cases.NOT_A_DURATION, units=_units(fact), unit=UNIT_NAMES[fact.units[0]])
        case Kind.TEXT:
            return BadValueError(cases.NOT_A_TEXT)
        case Kind.FINDING:
            return BadValueError(cases.NOT_A_FINDING)
        case Kind.LIST:
            return BadValueError(cases.NOT_A_LIST)
        case _:
            assert_never(fact.kind)


def not_none(fact: Fact) -> BadValueError:
    """Return the mistake of 无 for a fact that cannot be 无."""
    return BadValueError(cases.FLAG_NOT_NONE if fact.kind is Kind.FLAG else cases.NOT_NONE)


def unknown_option(fact: Fact, word: object) -> BadValueError:
    """Return the mistake of an option that the fact does not have."""
    diagnostic = cases.UNKNOWN_AMONG_OPTIONS if fact.kind is Kind.OPTIONS else cases.UNKNOWN_OPTION
    return BadValueError(diagnostic, known=closest(word, list(fact.options)))


def out_of_range(fact: Fact) -> BadValueError:
    """Return the mistake of an integer outside of its fact's range."""
    low, high = integer_range(fact)
    return BadValueError(cases.OUT_OF_RANGE, low=low, high=high)


def bad_amount(flaw: money.Flaw) -> BadValueError:
    """Return the mistake of what is nearly an amount of money."""
    match flaw:
        case money.Flaw.UNIT:
            return BadValueError(cases.AMOUNT_UNIT)
        case money.Flaw.FRACTION:
            return BadValueError(cases.AMOUNT_FRACTION)
        case money.Flaw.SIZE:
            return BadValueError(cases.AMOUNT_SIZE, most=money.CEILING_WORDS)
        case _:
            assert_never(flaw)


def bad_moment(flaw: clock.Flaw) -> BadValueError:
    """Return the mistake of what is nearly a moment."""
    match flaw:
        case clock.Flaw.TIME:
            return BadValueError(cases.MOMENT_WITHOUT_TIME)
        case clock.Flaw.ZONE:
            return BadValueError(cases.MOMENT_WITH_ZONE)
        case clock.Flaw.THERE:
            return BadValueError(cases.NO_SUCH_MOMENT)
        case _:
            assert_never(flaw)


def wrong_unit(fact: Fact) -> BadValueError:
    """Return the mistake of a duration in a unit that its fact does not have."""
    return BadValueError(cases.WRONG_UNIT, units=_units(fact))


def blank_or_long() -> BadValueError:
    """Return the mistake of a text in which nothing stands, or too much."""
    return BadValueError(cases.BLANK_OR_LONG_TEXT, longest=LONGEST_TEXT)


def long_list() -> BadValueError:
    """Return the mistake of a list with too many elements."""
    return BadValueError(cases.LONG_LIST, longest=LONGEST_LIST)


def integer_range(fact: Fact) -> tuple[int, int]:
    """Return the least and the greatest integer that a fact may be."""
    return (-LARGEST if fact.minimum is None else fact.minimum, LARGEST if fact.maximum is None else fact.maximum)


def closest(word: object, known: list[str]) -> str:
    """Return the hint for a word of a record that is none of the known ones; it may be no text at all."""
    return suggest(word[:LONGEST_KEY] if isinstance(word, str) else "", known)


def _units(fact: Fact) -> str:
    return "、".join(UNIT_NAMES[unit] for unit in fact.units)

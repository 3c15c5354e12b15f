"""The hand-written function that benchmarks compare zzrules with answers the same: the comparison is of equals."""

from collections import Counter
from random import Random

import pytest
from benchmarks import handwritten, records

import zzrules

RANDOM_RECORDS = 3_000
NEVER_DECIDED = {("scope", "not_applicable")}  # it has no 适用


@pytest.fixture(scope="module")
def book():
    return zzrules.load()


def by_hand(book, record, on):
    """Return the hand-written answer, per policy: possible outcomes, grounds, with procedures, consequences."""
    answer = handwritten.evaluate(record, on, book.calendar.add_ordinal)
    return {
        code: (
            set(possible),
            dict(zip(handwritten.GROUNDS[code], grounds, strict=True)),
            dict(zip(handwritten.GROUNDS[code], complete, strict=True)),
            dict(zip(handwritten.CONSEQUENCES[code], consequences, strict=True)),
        )
        for code, (possible, grounds, complete, consequences) in answer.items()
    }


def by_zzrules(book, record, on):
    inquiry = book.evaluate(record, on)._inquiry
    judged = {policy.code: inquiry.judgement(policy.code) for policy in book.plan.policies}
    return {
        code: (set(one.possible), dict(one.grounds), dict(one.complete), dict(one.consequences))
        for code, one in judged.items()
    }


@pytest.mark.parametrize("kind", records.REALISTIC)
def test_realistic_records_get_the_same_answer(book, kind):
    record, on = records.REALISTIC[kind]
    assert by_hand(book, record, on) == by_zzrules(book, record, on)


def test_random_records_get_the_same_answer(book):
    random = Random(21)  # noqa: S311 - the same records every time
    decided, truths = Counter(), Counter()
    for record, on in (
        *records.REALISTIC.values(),
        *(records.random_case(random, book.vocabulary) for _ in range(RANDOM_RECORDS)),
    ):
        expected = by_zzrules(book, record, on)
        assert by_hand(book, record, on) == expected, (record, on)
        for code, (possible, grounds, _complete, consequences) in expected.items():
            decided.update((code, outcome) for outcome in possible if len(possible) == 1)
            truths.update((code, name, truth) for name, truth in (grounds | consequences).items())

    # and nothing is left out: every outcome is the only one somewhere, every truth comes up
    outcomes = {(policy.code, outcome) for policy in book.plan.policies for outcome in policy.outcomes}
    assert decided.keys() == outcomes - NEVER_DECIDED
    names = {
        (code, name)
        for parts in (handwritten.GROUNDS, handwritten.CONSEQUENCES)
        for code in parts
        for name in parts[code]
    }
    assert truths.keys() == {(code, name, truth) for code, name in names for truth in (True, False, None)}


def test_spoilt_records_are_refused_by_both_or_get_the_same_answer(book):
    random = Random(7)  # noqa: S311 - the same records every time
    refused = 0
    for _ in range(RANDOM_RECORDS):
        case = records.random_case(random, book.vocabulary)
        record, on = records.spoilt(case, random), case[1]
        try:
            expected = by_zzrules(book, record, on)
        except zzrules.RecordError:
            expected = None
            refused += 1
        try:
            answer = by_hand(book, record, on)
        except handwritten.Refused:
            answer = None
        assert answer == expected, (record, on)
    assert RANDOM_RECORDS / 2 < refused < RANDOM_RECORDS

"""The hand-written function that benchmarks compare zzrules with answers the same: the comparison is of equals.

It knows six of the shipped policies; zzrules is asked about these. Obligations are not compared: zzrules works them
out when they are read.
"""

from collections import Counter
from random import Random

import pytest
from benchmarks import handwritten, records

import zzrules
from zzrules.plan import model, walks

RANDOM_RECORDS = 4_000
# 适用范围 has no 适用; a demand without its grounds is incomplete only on the reading that is not taken.
NEVER_DECIDED = {("scope", "not_applicable"), ("replacement", "incomplete_demand")}


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
    inquiry = book.evaluate(record, on, about=handwritten.POLICIES)._inquiry
    judgements = {code: inquiry.judgement(code) for code in handwritten.POLICIES}
    return {
        code: (set(judged.possible), dict(judged.grounds), dict(judged.complete), dict(judged.consequences))
        for code, judged in judgements.items()
    }


def no_less(hand, expected):
    """Return whether both answer alike, but for what only bounds decide: the function by hand knows none."""
    return all(
        possible <= hand[code][0]
        and all(
            truth in (None, known[name])
            for before, known in zip(hand[code][1:], parts, strict=True)
            for name, truth in before.items()
        )
        for code, (possible, *parts) in expected.items()
    )


def random_case(random, book):
    if random.random() < 0.5:
        return records.changed_case(random, book.vocabulary, random.choice([*records.REALISTIC.values()]))
    return records.random_case(random, book.vocabulary, handwritten.FACTS)


def about_lateness(case, book):
    """Return a case whose day of conduct nobody has recorded, since it follows from the rest.

    What the conduct comes before is left out: from it, too, follows when that was, and the function by hand asks no
    further.
    """
    record, on = case
    stated = [
        one.facts for policy in book.plan.policies for version in policy.versions for one in version.contradictions
    ]
    left_out = {name for facts in stated if facts[0] == "conduct_date" and len(facts) <= 2 for name in facts}
    return {name: value for name, value in record.items() if name not in left_out} | {"cause": "overdue"}, on


def test_it_knows_every_fact_that_its_policies_are_judged_by(book):
    """Facts that only an obligation reads may be left out."""
    policies = [book.plan.policy(code) for code in handwritten.POLICIES]
    parts = [part for policy in policies for version in policy.versions for part in model.conditions_of(version)]
    read = {fact.name for part in parts for node in walks.walk(part) for fact in walks.mentions(node).facts}
    read |= {policy.conduct.name for policy in policies}
    assert read <= handwritten.FACTS <= set(book.vocabulary.by_name)


@pytest.mark.parametrize("kind", records.REALISTIC)
def test_realistic_records_get_the_same_answer(book, kind):
    record, on = records.REALISTIC[kind]
    assert by_hand(book, record, on) == by_zzrules(book, record, on)


@pytest.mark.parametrize("kind", [kind for kind, (record, _) in records.REALISTIC.items() if "promised_time" in record])
def test_a_day_of_conduct_that_follows_from_the_rest_is_the_same(book, kind):
    record, on = about_lateness(records.REALISTIC[kind], book)
    assert by_hand(book, record, on) == by_zzrules(book, record, on)


@pytest.mark.no_cover
def test_random_records_get_the_same_answer(book):
    random = Random(21)  # noqa: S311 - the same records every time
    decided: Counter[tuple[str, str]] = Counter()
    truths: Counter[tuple[str, str, bool | None]] = Counter()
    for record, on in (
        *records.REALISTIC.values(),
        *(random_case(random, book) for _ in range(RANDOM_RECORDS)),
    ):
        hand = by_hand(book, record, on)
        if not book.evaluate(record, on).contradictions:  # by hand, whatever is recorded counts
            assert no_less(hand, by_zzrules(book, record, on)), (record, on)
        for code, (possible, grounds, _complete, consequences) in hand.items():
            decided.update((code, outcome) for outcome in possible if len(possible) == 1)
            truths.update((code, name, truth) for name, truth in (grounds | consequences).items())

    # and nothing is left out: every outcome is the only one somewhere, every truth comes up
    outcomes = {(code, outcome) for code in handwritten.POLICIES for outcome in book.plan.policy(code).outcomes}
    assert decided.keys() == outcomes - NEVER_DECIDED
    names = {
        (code, name)
        for parts in (handwritten.GROUNDS, handwritten.CONSEQUENCES)
        for code in parts
        for name in parts[code]
    }
    assert truths.keys() == {(code, name, truth) for code, name in names for truth in (True, False, None)}


@pytest.mark.no_cover
def test_random_records_of_lateness_get_the_same_answer(book):
    random = Random(23)  # noqa: S311 - the same records every time
    dated = 0
    for _ in range(RANDOM_RECORDS // 4):
        record, on = about_lateness(random_case(random, book), book)
        hand = by_hand(book, record, on)
        if not book.evaluate(record, on).contradictions:
            assert no_less(hand, by_zzrules(book, record, on)), (record, on)
            possible, *_ = hand["scope"]
            dated += "not_in_force" not in possible or len(possible) == 1
    assert dated > RANDOM_RECORDS / 40


@pytest.mark.no_cover
def test_spoilt_records_are_refused_by_both_or_get_the_same_answer(book):
    random = Random(7)  # noqa: S311 - the same records every time
    refused = 0
    for _ in range(RANDOM_RECORDS):
        case = random_case(random, book)
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
        if expected is not None and book.evaluate(record, on).contradictions:
            continue
        if answer is None:  # it knows no facts known in part
            assert expected is None or "有" in record.values() or book.evaluate(record, on).record.partial, (record, on)
            continue
        assert expected is not None, (record, on)
        assert no_less(answer, expected), (record, on)
    assert RANDOM_RECORDS / 2 < refused < RANDOM_RECORDS

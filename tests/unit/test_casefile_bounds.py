"""What case files leave behind in a process that answers for one after the other: nothing; and threads agree."""

import gc
import types
import weakref
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from benchmarks.casefiles import default_engine, given, opened
from benchmarks.logs import SHAPES, different_logs, long_log
from tests.chains import needs_durable_rules

import zzrules

THREADS = 8
pytestmark = pytest.mark.no_cover  # hundreds of case files say what others say once


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


class Counted:
    """The engine's ruleset, with the states that are open in it."""

    def __init__(self, ruleset) -> None:
        self.ruleset = ruleset
        self.open: set[str] = set()
        self.opened = self.most = 0

    def assert_facts(self, facts):
        for sid in {fact["sid"] for fact in facts} - self.open:
            self.open.add(sid)
            self.opened += 1
        self.most = max(self.most, len(self.open))
        return self.ruleset.assert_facts(facts)

    def delete_state(self, sid):
        self.ruleset.delete_state(sid)
        self.open.discard(sid)

    def __getattr__(self, name):
        return getattr(self.ruleset, name)


def reachable(root: object) -> Counter[str]:
    """Return how many objects of each type hang on another, without what modules and functions hold."""
    left_out = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.CodeType)
    found: dict[int, object] = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if id(one) not in found and not isinstance(one, left_out):
            found[id(one)] = one
            waiting += gc.get_referents(one)
    return Counter(type(one).__name__ for one in found.values())


def test_the_logs_are_of_real_shape(book):
    """Nothing is wrong with the whole ones, and something is left to do in each; the others are all different."""
    for shape in SHAPES:
        file = opened(book, shape)
        assert file.problems == ()
        assert file.on(shape.on).open
    assert len({str(log) for log in different_logs(0, 300)}) == 300
    for listed in (True, False):
        assert opened(book, long_log(50, listed=listed)).problems == ()


@needs_durable_rules
def test_no_state_of_the_engine_stays_open(book, monkeypatch):
    chain = book.follower.chain()
    counted = Counted(chain._ruleset)
    monkeypatch.setattr(chain, "_ruleset", counted)
    for log in different_logs(0, 300):
        given(opened(book, log).on(log.on))
    assert counted.opened >= 300
    assert counted.open == set()
    assert counted.most == 1  # no shipped obligation of a list's elements speaks of another: they need no states


def test_the_rulebook_does_not_grow_with_the_case_files(book):
    for log in different_logs(0, 100):
        given(opened(book, log).on(log.on))
    gc.collect()
    before = reachable(book)
    for log in different_logs(100, 400):
        given(opened(book, log).on(log.on))
    gc.collect()
    grown = reachable(book) - before
    # which outcomes are possible together is kept once for each such set; 300 logs would leave thousands of objects
    assert grown.total() < 30, grown


def test_a_dropped_case_file_is_gone(book):
    [log] = different_logs(1, 2)
    file = opened(book, log)
    answer = file.on(log.on)
    given(answer)
    answer.explain()
    kept = [weakref.ref(one) for one in (file, file._log, answer.determination._inquiry)]
    del file, answer
    gc.collect()
    assert [one() for one in kept] == [None] * 3


@pytest.mark.parametrize("engine", [pytest.param("durable_rules", marks=needs_durable_rules), "compiled"])
def test_threads_give_the_answers_of_one(book, engine):
    """Also when they begin together with a rulebook of which nothing was asked yet."""
    logs = list(different_logs(0, 48))
    expected = [given(opened(book, log).on(log.on)) for log in logs]
    fresh = zzrules.load()

    def answer(log):
        return given(opened(fresh, log).on(log.on))

    def together():
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(answer, logs))

    if engine == "compiled":
        with default_engine():
            assert together() == expected
    else:
        assert together() == expected


def test_threads_may_ask_one_case_file_of_different_days(book):
    shape = SHAPES[0]
    days = [f"2026-{month:02}-{day:02}" for month in (2, 3, 4) for day in range(1, 29)]
    alone = {day: given(opened(book, shape).on(day)) for day in days}
    shared = opened(book, shape)
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(lambda day: given(shared.on(day)), days)) == list(alone.values())

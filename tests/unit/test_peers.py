"""What the benchmarks compare zzrules with answers the same: the functions and expressions by hand, and each engine.

`make test` does not install the engines; those that are there are held to it.
"""

import pytest
from benchmarks.handwritten import GROUNDS
from benchmarks.peers import contest, page, task, zzrules_book

import zzrules

ROWS = 400


@pytest.fixture(scope="module")
def book():
    return zzrules.load()


@pytest.fixture(scope="module")
def frame(book):
    return task.data(book, ROWS)


@pytest.fixture(scope="module")
def records(frame):
    return task.records(frame)


@pytest.fixture(scope="module")
def expected(book, records):
    run, read = zzrules_book.record(book)
    return [read(run(record)) for record in records]


def ready(peer, *given):
    if why := peer.missing():
        pytest.skip(why)
    return peer.ready(*given)


def test_the_task_asks_what_the_policies_have(book):
    assert {code: tuple(book.plan.policy(code).outcomes) for code in task.POLICIES} == task.OUTCOMES
    assert {code: book.plan.policy(code).ground_names() for code in task.POLICIES} == {
        code: GROUNDS[code] for code in task.POLICIES
    }
    assert set(task.FACTS) <= set(book.vocabulary.by_name)


def test_every_fact_is_unknown_in_about_a_fifth_of_the_rows(frame):
    for name in task.FACTS:
        assert 0.1 < frame[name].null_count() / ROWS < 0.3, name


@pytest.mark.parametrize("peer", contest.RECORD_PEERS, ids=lambda peer: peer.name)
def test_one_record_gets_the_same_answer(peer, records, expected):
    run, read = ready(peer)
    contest.agree(peer.name, records, expected, (read(run(record)) for record in records))


@pytest.mark.parametrize("peer", contest.COLUMN_PEERS, ids=lambda peer: peer.name)
def test_columns_get_the_same_answers(peer, frame, expected):
    run, read = ready(peer, frame)
    assert task.rows_of(read(run())) == expected
    assert task.rows_of(read(run())) == expected  # a second run answers anew


def test_zzrules_answers_a_frame_as_it_answers_records(book, frame, expected):
    run, read = zzrules_book.columns(book, frame)
    assert task.rows_of(read(run())) == expected


def test_the_rows_bring_up_what_can_come_up(expected):
    """Without the facts that have no column, some outcomes are possible and never the only one."""
    for number, policy in enumerate(task.POLICIES):
        possible = frozenset().union(*(answer[number].possible for answer in expected))
        assert possible == set(task.OUTCOMES[policy])
        assert {answer[number].outcome for answer in expected} > {None, "not_applicable", "not_in_force"}


def test_another_answer_ends_the_run_and_names_the_row(book, frame, records, expected):
    found = [expected[1], *expected[1:]]
    assert found != expected
    with pytest.raises(contest.DisagreementError, match=str(records[0]["conduct_date"])):
        contest.agree("?", records, expected, found)
    run, read = zzrules_book.columns(book, frame)
    right = read(run())
    wrong = right.with_columns(right["liability.outcome"].reverse())
    with pytest.raises(contest.DisagreementError, match=r"in liability\.outcome"):
        contest.same_columns("?", frame, right, wrong)


def test_the_same_figures_give_the_same_plot(tmp_path):
    pytest.importorskip("matplotlib")
    figures = {contest.OURS: [2.0, 3.0], "another": [1.5, 40.0]}
    drawn = []
    for name in ("one.svg", "two.svg"):
        page.draw(tmp_path / name, figures, figures)
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]

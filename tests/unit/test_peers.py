"""What the benchmarks compare zzrules with answers the same: the functions and expressions by hand, and each engine.

`make test` does not install the engines; those that are there are held to it.
"""

import pytest
from benchmarks.handwritten.facts import Refused
from benchmarks.peers import articles, contest, page, suspension
from benchmarks.peers.contest import COLUMNS, OUR_COLUMNS, OURS, Contest, Contestant

import zzrules

ROWS = 400


def named(thing):
    return thing.name


@pytest.fixture(scope="module", params=contest.TASKS, ids=named)
def task(request):
    return request.param


@pytest.fixture(scope="module")
def rows(task):
    return task.data(ROWS)


@pytest.fixture(scope="module")
def expected(task, rows):
    run, read = OURS.ready(task)
    return [read(run(record)) for record in OURS.records(task, rows)]


def ready(contestant, *given):
    if why := contestant.missing():
        pytest.skip(why)
    return contestant.ready(*given)


def test_a_task_asks_what_its_policies_have(task):
    policies = {policy.code: task.book.plan.policy(policy.code) for policy in task.policies}
    assert {policy.code: policy.outcomes for policy in task.policies} == {
        code: tuple(policy.outcomes) for code, policy in policies.items()
    }
    assert {policy.code: tuple(policy.grounds) for policy in task.policies} == {
        code: policy.ground_names() for code, policy in policies.items()
    }


def test_every_fact_is_unknown_in_about_a_fifth_of_the_rows(task, rows):
    assert len(rows.columns) == 17
    for name in rows.columns:
        assert name in task.book.vocabulary.by_name
        assert 0.1 < rows[name].null_count() / ROWS < 0.3, name


@pytest.mark.parametrize("contestant", contest.RECORDS[1:], ids=named)
def test_one_record_gets_the_same_answer(task, contestant, rows, expected):
    run, read = ready(contestant, task)
    records = contestant.records(task, rows)
    contest.agree(contestant.name, records, expected, (read(run(record)) for record in records))


@pytest.mark.parametrize("contestant", COLUMNS, ids=named)
def test_columns_get_the_same_answers(task, contestant, rows, expected):
    run, read = ready(contestant, task, rows)
    assert task.rows_of(read(run())) == expected
    assert task.rows_of(read(run())) == expected  # a second run answers anew


def test_the_rows_bring_up_what_can_come_up():
    """Without the facts that have no column, some outcomes are possible and never the only one."""
    task = articles.TASK
    run, read = OURS.ready(task)
    answers = [read(run(record)) for record in OURS.records(task, task.data(ROWS))]
    for number, policy in enumerate(task.policies):
        possible = frozenset().union(*(answer[number].possible for answer in answers))
        assert possible == set(policy.outcomes)
        assert {answer[number].outcome for answer in answers} > {None, "not_applicable", "not_in_force"}


def test_every_outcome_of_the_second_task_is_reached():
    task = suspension.TASK
    run, read = OURS.ready(task)
    [policy] = task.policies
    outcomes = {read(run(record))[0].outcome for record in OURS.records(task, task.data(ROWS))}
    assert outcomes == {*policy.outcomes, None} - {"not_applicable", "not_in_force"}


def test_the_checking_functions_refuse_what_zzrules_refuses(task):
    run, _ = contest.CHECKING.ready(task)
    ours, _ = OURS.ready(task)
    [valid] = OURS.records(task, task.data(1))
    for spoilt in (
        valid | {"no_such_fact": True},
        {name: "x" if value is None else value for name, value in valid.items()},
    ):
        with pytest.raises(Refused):
            run(spoilt)
        with pytest.raises(zzrules.RecordError):
            ours(spoilt)


def test_who_answers_otherwise_is_left_out_with_the_row(task, monkeypatch):
    run, read = OURS.ready(task)
    liar = Contestant("liar", {}, "liar.ready", checks=True)
    monkeypatch.setattr(Contestant, "ready", lambda self, _: (run, (lambda _: ()) if self is liar else read))
    monkeypatch.setattr(contest, "RECORDS", (OURS, liar))
    times = contest.one_record(task, 5, 20, 1)
    assert list(times.times) == [OURS.name]
    assert list(times.left_out) == ["liar"]
    [record, *_] = OURS.records(task, task.data(20))
    assert times.left_out["liar"].endswith(f": {record}")


def test_another_answer_in_a_column_names_column_and_row():
    task = articles.TASK
    rows = task.data(ROWS)
    run, read = OUR_COLUMNS.ready(task, rows)
    right = read(run())
    wrong = right.with_columns(right["liability.outcome"].reverse())
    with pytest.raises(contest.DisagreementError, match=r"in liability\.outcome"):
        contest.same_columns(task, "?", rows, right, wrong)


def test_the_same_figures_give_the_same_plot(tmp_path):
    pytest.importorskip("matplotlib")
    times = Contest({OURS.name: [2.0, 3.0], "another": [1.5, 40.0]})
    drawn = []
    for name in ("first.svg", "second.svg"):
        page.draw(tmp_path / name, [("records", times, 1), ("columns", times, 1000)])
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]

"""The guards against what durable_rules does: each fails if its guard goes; and without it the default engine serves.

Measured with durable_rules 2.0.28; the list stands in `zzrules.engines.chaining`.
"""

import gc
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.chains import needs_durable_rules

import zzrules
from zzrules.answer import follow
from zzrules.engines import chaining, reference

pytestmark = needs_durable_rules

CHAIN = """
政策: 甲
代码: links
依据: 第十四条第一款
行为日期: {取: 行为发生日期}
结论:
  - {得出: 其余, 代码: rest}
义务:
  第一环:
    依据: 第十四条第一款
    主体: 机构
    内容: 办
    条件: {实名: 是}
    时限: 整改期限
    履行: 整改完成日期
  第二环:
    依据: 第十四条第一款
    主体: 机构
    内容: 再办
    条件: {任一: [义务: {第一环: 违反}, 情况清楚: 是, 义务: {第一环: 已履行}]}
    履行: 跟踪回访日期
  第三环:
    依据: 第十四条第一款
    主体: 机构
    内容: 又办
    条件: {全部: [义务: {第二环: [已履行, 待履行]}, 非: {义务: {第一环: 已免除}}, 诉求合理: 是]}
    履行: 核实日期
  每次:
    依据: 第十四条第一款
    逐项: 责令改正
    主体: 机构
    内容: 改
    条件: {义务: {第二环: 待履行}}
    时限: 责令限期
    履行: 改正日期
  末环:
    依据: 第十四条第一款
    主体: 机构
    内容: 收尾
    条件: {义务: {每次: 逾期未履行}}
"""
RECORD = {
    "主体": "政务服务机构",
    "行为发生日期": "2026-03-02",
    "实名": "是",
    "整改期限": "2026-03-10",
    "整改完成日期": "无",
    "跟踪回访日期": "无",
    "核实日期": "无",
    "诉求合理": "是",
    "责令改正": [
        {"责令日期": "2026-03-11", "责令限期": "2026-03-20", "改正日期": "无"},
        {"责令日期": "2026-03-12", "责令限期": "2026-03-30", "改正日期": "无"},
    ],
}
STATES = {
    "第一环": ["breached"],
    "第二环": ["pending"],
    "第三环": ["pending"],
    "每次": ["breached", "pending"],
    "末环": ["pending"],
}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> zzrules.Rulebook:
    folder: Path = tmp_path_factory.mktemp("own")
    (folder / "links.yaml").write_text(CHAIN, encoding="utf-8")
    return zzrules.load(over=folder)


def states(book: zzrules.Rulebook, record: dict[str, Any], on: str = "2026-03-25") -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for one in book.casefile(facts=record).on(on, ["links"]).obligations:
        found.setdefault(one.name, []).append(one.state)
    return found


def judged(book: zzrules.Rulebook, record: dict[str, Any], on: str = "2026-03-25"):
    """Return every obligation of a record by the engine, and by the reference."""
    plan, read = book.plan, book.evaluate(record, on).record
    compiled = book.follower.catalogue.compiled
    chain = book.follower.chain().judge(compiled.trace_obligations(read, compiled.run(read)))
    return chain, reference.judge_obligations(plan, read, reference.judge(plan, read))


def test_chains_of_duties_run_through_lists_and_back(book):
    assert states(book, RECORD) == STATES
    chained, expected = judged(book, RECORD)
    assert chained == expected


def test_an_unknown_link_leaves_the_next_ones_open_and_no_more(book):
    record = {**RECORD, "实名": "查不清"}
    assert states(book, record)["第一环"] == [None]
    assert states(book, {**record, "情况清楚": "是"})["第二环"] == ["pending"]
    for one in (record, {**record, "情况清楚": "是"}):
        chained, expected = judged(book, one)
        assert chained == expected


def test_one_ruleset_is_built_for_a_rulebook(book, monkeypatch):
    """A ruleset is never freed: 0.3 MB each."""
    built = []
    real = chaining.Chain._built

    def counted(chain: chaining.Chain) -> Any:
        built.append(1)
        return real(chain)

    monkeypatch.setattr(chaining.Chain, "_built", counted)
    fresh = zzrules.load()
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        fresh.casefile(facts={"主体": "政务服务机构"}).on(day).obligations  # noqa: B018 - asked for its effect
    assert built == [1]


@pytest.mark.no_cover
def test_no_state_stays_open_behind_a_run(book):
    """1,024 open states are the end: 450 runs of three states each would need 1,350."""
    plan = book.follower.catalogue.compiled
    read = book.evaluate(RECORD, "2026-03-25").record
    traced = plan.trace_obligations(read, plan.run(read))
    for _ in range(450):
        book.follower.chain().judge(traced)
    chained, expected = judged(book, RECORD)
    assert chained == expected


def test_a_list_too_long_for_the_states_is_judged_by_the_reference(book, monkeypatch):
    monkeypatch.setattr(chaining, "MOST_STATES", 2)
    monkeypatch.setattr(chaining._Run, "go", lambda *_: pytest.fail("the engine was asked"))
    assert states(book, RECORD) == STATES


def test_what_goes_wrong_in_an_action_comes_out(book, monkeypatch):
    """durable_rules swallows an exception into the state."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(chaining._Run, "_exclude", broken)
    with pytest.raises(ZeroDivisionError):
        judged(book, RECORD)
    monkeypatch.undo()
    chained, expected = judged(book, RECORD)
    assert chained == expected


def test_a_disjunction_that_holds_twice_concludes_once(book, monkeypatch):
    """It fires once for each true branch; a fact asserted twice in a state is an error of its own."""
    asserted = []
    real = chaining._Run.fire

    def watched(self, sid, assert_fact, version, key, truth):
        def noted(fact):
            asserted.append((sid, fact["k"]))
            assert_fact(fact)

        real(self, sid, noted, version, key, truth)

    monkeypatch.setattr(chaining._Run, "fire", watched)
    chained, expected = judged(book, {**RECORD, "情况清楚": "是"})
    assert chained == expected
    assert asserted
    assert len(asserted) == len(set(asserted))


def test_rules_have_at_most_two_antecedents_and_compare_no_properties(book):
    """Three antecedents make large rulesets hang; a comparison of two properties fires where one is missing."""
    rules = book.follower.chain().rules
    assert rules
    for rule in rules.values():
        assert set(rule) == {"all", "run"}
        assert 1 <= len(rule["all"]) <= 2
        for pattern in rule["all"]:
            [(_, test)] = pattern.items()
            [key, truth] = test["$and"]
            assert isinstance(key["k"], str)
            assert truth["t"] in (0, 1)


def test_every_key_that_is_fed_has_rules_on_both_rails(book):
    """A fact that no rule mentions raises MessageNotHandled."""
    chain = book.follower.chain()
    asked = {
        (key["k"], truth["t"])
        for rule in chain.rules.values()
        for pattern in rule["all"]
        for key, truth in (test["$and"] for test in pattern.values())
    }
    keys = {key for key, _ in asked}
    assert asked == {(key, truth) for key in keys for truth in (0, 1)}
    fed = {one.key for version in chain.versions.values() for one in (*version.atoms, *version.leaves)}
    fed |= {version.applicable for version in chain.versions.values()}
    assert fed <= keys


def test_facts_hold_generated_keys_and_numbers_only(book, monkeypatch):
    """``"3" < 5`` matches and ``0`` equals ``false``; and no text of a policy or a record reaches the engine."""
    seen: list[dict[str, Any]] = []
    chain = book.follower.chain()
    ruleset = chain._ruleset

    class Watched:
        def assert_facts(self, facts):
            seen.extend(facts)
            return ruleset.assert_facts(facts)

        def __getattr__(self, name):
            return getattr(ruleset, name)

    monkeypatch.setattr(chain, "_ruleset", Watched())
    judged(book, RECORD)
    assert seen
    for fact in seen:
        assert set(fact) == {"k", "t", "sid"}
        assert fact["k"].isascii()
        assert fact["k"].isalnum()
        assert type(fact["t"]) is int
        assert fact["t"] in (0, 1)


def test_no_thread_is_started(book):
    """``Host`` starts two timer threads that never stop."""
    before = {thread.ident for thread in threading.enumerate()}
    judged(book, RECORD)
    assert {thread.ident for thread in threading.enumerate()} <= before


def test_threads_share_the_engine(book):
    records = [RECORD, {**RECORD, "实名": "否"}, {**RECORD, "实名": "查不清"}, {**RECORD, "情况清楚": "是"}] * 25
    alone = [states(book, record) for record in records]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda record: states(book, record), records)) == alone


def test_where_it_cannot_be_imported_the_default_engine_gives_the_same(book, monkeypatch):
    with_engine = states(book, RECORD)
    monkeypatch.setattr(follow, "available", lambda: False)
    monkeypatch.setattr(chaining._Run, "go", lambda *_: pytest.fail("the engine was asked"))
    assert states(book, RECORD) == with_engine == STATES


@pytest.mark.parametrize("how", ["missing", "broken"])
def test_why_it_cannot_serve_is_said(monkeypatch, how, capsys):
    from zzrules.cli import main

    chaining.unavailable.cache_clear()
    if how == "missing":
        monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    else:
        monkeypatch.setitem(__import__("sys").modules, "durable.engine", None)
    try:
        said = chaining.unavailable()
        assert ("没有安装" in said) is (how == "missing")
        assert "durable-rules" in said
        assert not chaining.available()
        with pytest.raises(zzrules.UsageError) as raised:
            zzrules.load().follower.chain()
        assert said in str(raised.value)
        assert 'pip install "zzrules[durable]"' in str(raised.value)
        assert main(["doctor"]) == 0
        assert f"compiled（缺省引擎），因为{said}" in capsys.readouterr().out
    finally:
        chaining.unavailable.cache_clear()
    gc.collect()


def test_an_action_that_the_clock_cuts_off_is_not_taken_for_the_end(book, monkeypatch):
    """durable_rules drops an action that takes ten seconds by the clock, without a word: the reference answers then.

    A clock that is set, a change to summer time or a computer that sleeps is enough.
    """
    import durable.engine

    real = durable.engine._unix_now
    for jump in range(2, 20):
        times = itertools.chain([0] * jump, [3600], itertools.repeat(0))
        monkeypatch.setattr(durable.engine, "_unix_now", lambda times=times: real() + next(times))
        assert states(book, RECORD) == STATES
        chained, expected = judged(book, RECORD)
        assert chained == expected


def test_what_goes_wrong_in_the_engine_leaves_no_state_open(book, monkeypatch):
    """An error comes out as it is, and what was opened is deleted, although a state was not even made."""
    chain = book.follower.chain()
    ruleset = chain._ruleset
    opened: set[str] = set()

    class Failing:
        def assert_facts(self, facts):
            if len(opened) == 2:
                raise MemoryError
            opened.add(facts[0]["sid"])
            return ruleset.assert_facts(facts)

        def delete_state(self, sid):
            ruleset.delete_state(sid)  # raises for a state that there is not
            opened.discard(sid)

        def __getattr__(self, name):
            return getattr(ruleset, name)

    monkeypatch.setattr(chain, "_ruleset", Failing())
    with pytest.raises(MemoryError):
        judged(book, RECORD)
    assert opened == set()

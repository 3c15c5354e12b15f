"""Properties of advice: what is said of the parts of policies is so in every record, and nothing is passed over."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.property.pen import EVALUATION_DAYS, Pen
from tests.property.records import complete_record
from tests.property.strategies import VOCABULARY, Drawn, folders, loaded, text_of
from tests.property.test_engines import examples, read

from zzrules.analysis.advice.effects import advice as changing_nothing
from zzrules.analysis.advice.excluding import of_policy
from zzrules.analysis.advice.idle import Cases, Claim, Kind, Region, without
from zzrules.analysis.advice.sites import Site, entries_of, sites_of
from zzrules.analysis.proving.openly import Openly
from zzrules.base.diagnostics import Told
from zzrules.base.diagnostics.advice import SAYS_NOTHING
from zzrules.base.truth import Truth
from zzrules.engines import reference
from zzrules.engines.reference import meaning
from zzrules.plan import model, nodes, walks
from zzrules.plan.bound import Bound
from zzrules.plan.build import build_plan
from zzrules.plan.conduct import conduct_extent, possible_versions
from zzrules.plan.formulas import TooLargeError
from zzrules.policy.yamltree import Problems

pytestmark = pytest.mark.no_cover  # tracing takes several times as long as what is traced

NEVER = ("never", "excluded", "contradicted")


def bound(drawn: Drawn) -> Bound:
    assert drawn.plan is not None, drawn.problems
    return Bound.of(drawn.read, drawn.plan)


def sites(rulebook: Bound, plan: model.Plan, code: str, at: int) -> list[Site]:
    """Return where the conditions of a version of a plan of the same files are written."""
    version = plan.policy(code).versions[at]
    files = [text for text in rulebook.policies.value if text.code == code]
    here = [text for text in files if text.in_force.toordinal() <= version.first <= text.last_day.toordinal()]
    return [site for text in here for site in sites_of(text, version, entries_of(version, files))]


def claims(rulebook: Bound, known: Openly, code: str, at: int) -> list[tuple[Kind | None, list[Claim]]]:
    """Return what is claimed of each condition of a version: of it as a whole, else of its parts."""
    policy, version = known.policies[code], known.plan.policy(code).versions[at]
    cases = Cases(policy, policy.versions[at], known.others)
    found = []
    for site in sites(rulebook, known.plan, code, at):
        conditions = [known.plain(one, version) for one in (site.node, *site.beside)]
        try:
            region = Region(cases, *conditions, applying=site.within == "applies")
            whole = region.whole()
            found.append((whole, [] if whole else [*region.parts(site.surface)]))
        except TooLargeError:
            found.append((None, []))
    return found


def readings(pen: Pen, rulebook: Bound) -> dict[tuple[str, str], str]:
    """Draw which readings are taken."""
    return {
        (text.code, one.name.text): pen.one((one.taken.text, *(other.text for other in one.others)))
        for text in rulebook.policies.value
        for one in text.readings
    }


def speaks_of_elements(node: nodes.Condition) -> bool:
    """Return whether a condition speaks of the element at hand of a list, without asking for one."""
    return any(isinstance(one, nodes.FieldValue | nodes.OrderNumber) for one in walks.walk(node))


@examples(40)
@given(folders(), st.data())
def test_what_is_said_of_conditions_is_so(drawn, data):
    """Advice is sound: no record shows otherwise, complete or not contradictory, whichever readings are taken."""
    pen = Pen(data.draw)
    rulebook = bound(drawn)
    known = Openly(rulebook)
    policies, vocabulary, calendar = drawn.read.policies, known.plan.vocabulary, known.plan.calendar
    on = pen.one(EVALUATION_DAYS)
    asked = [(policy.code, at) for policy in known.plan.policies for at in range(len(policy.versions))]
    told = {key: claims(rulebook, known, *key) for key in asked}
    for _ in range(4):
        plan = build_plan(policies, vocabulary, calendar, Problems(), readings(pen, rulebook))
        if plan is None:
            continue
        record = reference.settle(plan, read(plan, complete_record(pen, vocabulary, on), on))
        judgements = reference.judge(plan, record)
        for code, at in asked:
            policy = plan.policy(code)
            day = conduct_extent(policy, record)
            if at not in possible_versions(policy, day):
                continue
            version = policy.versions[at]
            scope = reference.with_outcomes(meaning.Scope(plan, record, version, day, judgements))
            applies = all(meaning.truth(one.condition, scope) is True for one in version.requirements)
            for site, (whole, parts) in zip(sites(rulebook, plan, code, at), told[code, at], strict=True):
                of_element = site.section == "义务" and any(map(speaks_of_elements, (site.node, *site.beside)))
                if of_element or (site.within == "applies" and not applies):
                    continue
                if all(truth_of(one, scope) for one in site.beside) and not record.disputed:
                    check(site, whole, parts, scope)


def truth_of(node: nodes.Condition, scope: meaning.Scope) -> Truth:
    """Return the truth of a condition; unknown where it asks for a duty, which is not judged here."""
    if any(isinstance(one, nodes.ObligationIs) for one in walks.walk(node)):
        return None
    return meaning.truth(node, scope)


def check(site: Site, whole: Kind | None, parts: list[Claim], scope: meaning.Scope) -> None:
    """Fail if a record shows otherwise than is claimed."""
    truth = truth_of(site.node, scope)
    if whole in NEVER:
        assert truth is not True
    elif whole == "always":
        assert truth is not False
    less = site.node
    for claim in parts:
        less = without(less, claim)
    other = truth_of(less, scope)
    assert truth is None or other is None or truth == other


@examples(20)
@given(folders(), st.data())
def test_what_is_said_of_duties_is_so(drawn, data):
    """Advice is sound: a duty is in no state that is said never to come about."""
    pen = Pen(data.draw)
    rulebook = bound(drawn)
    known, plan = Openly(rulebook), rulebook.plan
    on = pen.one(EVALUATION_DAYS)
    record = read(plan, complete_record(pen, plan.vocabulary, on), on)
    judged = reference.judge_obligations(plan, record, reference.judge(plan, record))
    for (code, name), ones in judged.items():
        for at in range(len(plan.policy(code).versions)):
            stated = known.obligations[code, name][at]
            policy = plan.policy(code)
            if stated is None or policy.obligation(name).conduct is not None:
                continue
            try:
                cases = Cases(known.policies[code], known.policies[code].versions[at], known.others)
                never = cases.unreached(stated)
            except TooLargeError:
                continue
            if possible_versions(policy, conduct_extent(policy, record)) == (at,):
                assert not any(one.possible <= {*never} for one in ones), name


# ── small ones, of which all records can be tried ───────────────────────

FACTS = {
    **{f"是否{k}": {"代码": f"flag_{k}", "类型": "是否", "问": "是不是"} for k in (1, 2, 3)},
    "颜色": {"代码": "colour", "类型": "选项", "问": "什么", "选项": {"红色": "red", "绿色": "green", "蓝色": "blue"}},
}
RECORDS = [
    {"行为发生日期": "2026-03-02", "是否1": one, "是否2": two, "是否3": three, "颜色": colour}
    for one, two, three, colour in product("是否", "是否", "是否", ("红色", "绿色", "蓝色"))
]
COLOURS = ("红色", "绿色", "蓝色")
LEAVES = st.one_of(
    st.builds(lambda k, word: {f"是否{k}": word}, st.integers(1, 3), st.sampled_from("是否")),
    st.builds(
        lambda words: {"颜色": {"属于": sorted(words)}}, st.sets(st.sampled_from(("红色", "绿色", "蓝色")), min_size=1)
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda word, parts: {word: parts},
            st.sampled_from(("全部", "任一")),
            st.lists(inner, min_size=2, max_size=3),
        ),
        inner.map(lambda part: {"非": part}),
    ),
    max_leaves=6,
)


def small(condition: Any, **more: Any) -> Drawn:
    """Return a folder of one policy with one ground that has a condition."""
    facts = FACTS | {"行为发生日期": {"代码": "conduct_date", "类型": "日期", "问": "哪一天"}}
    words = text_of({"词汇": "试验", "机构": {"受理处": "desk"}, "事实": facts}, 3)
    tree = {
        "政策": "试验",
        "代码": "test",
        "依据": "第八条第二款",
        "行为日期": {"取": "行为发生日期"},
        **more,
        "情形": {"甲": {"依据": "第八条第二款", "条件": condition}},
        "结论": [{"得出": "有", "代码": "some", "条件": {"情形": "有其一"}}, {"得出": "没有", "代码": "none"}],
    }
    return loaded({VOCABULARY: words, "1.yaml": text_of(tree, 2)})


def idle(node: nodes.Condition, there: list[meaning.Scope]) -> bool:
    """Return whether a condition has a part that the records alone show to be idle, as `Region.parts` asks for it."""
    match node:
        case nodes.Not(part):
            return idle(part, there)
        case nodes.All(parts) | nodes.Any(parts):
            every = isinstance(node, nodes.All)
            for at, part in enumerate(parts):
                others = parts[:at] + parts[at + 1 :]
                within = (
                    [one for one in there if all(meaning.truth(other, one) for other in others)] if every else there
                )
                held = [one for one in within if meaning.truth(part, one)]
                if every and within and len(held) == len(within):
                    return True
                if not every and within and all(any(meaning.truth(one, case) for one in others) for case in held):
                    return True
                if idle(part, within):
                    return True
            return False
        case _:
            return False


@examples(40)
@given(TREES)
def test_nothing_is_passed_over_in_small_conditions(condition):
    """Advice is complete on options and flags: it says something exactly where all records together show it."""
    rulebook = bound(small(condition))
    known, plan = Openly(rulebook), rulebook.plan
    [(whole, parts), _] = claims(rulebook, known, "test", 0)
    [site, _] = sites(rulebook, plan, "test", 0)
    scopes = []
    for one in RECORDS:
        record = read(plan, one, EVALUATION_DAYS[0])
        policy = plan.policies[0]
        scopes.append(meaning.Scope(plan, record, policy.versions[0], conduct_extent(policy, record), {}))
    truths = {meaning.truth(site.node, scope) for scope in scopes}
    assert whole == ("always" if truths == {True} else "never" if truths == {False} else None)
    assert bool(parts) == (whole is None and idle(site.node, scopes))


PARTLY = [{name: value for name, value in one.items() if name != left_out} for one in RECORDS for left_out in one]


@examples(25)
@given(TREES, TREES, TREES)
def test_what_is_said_to_be_excluded_already_is(one, two, three):
    """Advice is sound: without a contradiction of which it is said, the same facts decide nothing in every record."""
    stated = {
        name: {"条件": tree, "说明": "不会", "依据": "第八条"}
        for name, tree in zip("一二三", (one, two, three), strict=True)
    }
    drawn = small({"是否1": "是"}, 矛盾=stated)
    rulebook = bound(drawn)
    plan, known = rulebook.plan, Openly(rulebook)
    [policy], [text] = plan.policies, rulebook.policies.value
    told = [one for _, problems in of_policy(text, policy, 0, known) for one in problems]
    said = {one.said.words["name"]: one.code for one in told if isinstance(one.said, Told)}
    for values in (*RECORDS, *PARTLY):
        broken = reference.contradictions(plan, read(plan, values, EVALUATION_DAYS[0]))
        left = [one.contradiction for one in broken if one.contradiction.name not in said]
        assert left or not broken
        nothing = {name for name, code in said.items() if code == SAYS_NOTHING.code}
        idle_facts = {fact for one in broken if one.contradiction.name in nothing for fact in one.contradiction.facts}
        others = [one.contradiction for one in broken if one.contradiction.name not in nothing]
        assert idle_facts <= {fact for one in others for fact in one.facts}


@examples(12)
@given(TREES, TREES)
def test_a_reading_that_is_said_to_change_nothing_changes_nothing(one, other):
    """Advice on readings is sound and, on options and flags, complete."""
    either = {"任一": [{"全部": [{"口径": {"宽严": "宽"}}, one]}, {"全部": [{"口径": {"宽严": "严"}}, other]}]}
    rulebook = bound(small(either, 口径={"宽严": {"采": "宽", "另说": ["严"], "依据": "无", "说明": "无"}}))
    told = any(problem.message.startswith("口径「宽严」不起作用") for problem in changing_nothing(rulebook))
    plans = [
        build_plan(rulebook.policies.value, rulebook.plan.vocabulary, rulebook.plan.calendar, Problems(), taken)
        for taken in ({}, {("test", "宽严"): "严"})
    ]
    answers = [
        [reference.judge(plan, read(plan, record, EVALUATION_DAYS[0]))["test"].possible for record in RECORDS]
        for plan in plans
        if plan is not None
    ]
    same = answers[0] == answers[1]
    assert told == same

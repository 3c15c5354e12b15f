"""What the analysis proves and shows, against a solver that knows the reference meaning alone (`solver`)."""

from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from benchmarks.mutants import mutant
from hypothesis import given, strategies as st
from tests.conformance_update import base
from tests.needs import package
from tests.property.solver import Encoding
from tests.property.test_engines import examples

import zzrules
from zzrules.analysis.changes.difference import Comparison
from zzrules.analysis.changes.proof import Proofs
from zzrules.base.frozen import replaced
from zzrules.case.record import RecordReader
from zzrules.engines import reference
from zzrules.plan import model, nodes
from zzrules.plan.shadows import shadowed
from zzrules.policy.vocabulary import Kind

pytestmark = pytest.mark.no_cover  # tracing takes several times as long as what is traced

FLAGS = ("离开本机构", "身体不适", "业务取消")
OPTIONS = ("主体", "离开原因")
NUMBERS, DATES = ("补正次数",), ("受理日期", "办结日期", "预定办理日期")
FACTS = (*FLAGS, *OPTIONS, *NUMBERS, *DATES)
CONDUCT = {"conduct_date": "2026-01-01"}
SKELETON = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
适用: [{条件: {离开本机构: 是}, 否则: 不是}]
情形:
  甲: {依据: 第八条, 条件: {离开本机构: 是}}
  乙: {依据: 第八条, 条件: {离开本机构: 是}}
结论:
  - {得出: 一, 代码: a, 条件: {离开本机构: 是}}
  - {得出: 二, 代码: b, 条件: {离开本机构: 否}}
  - {得出: 三, 代码: c, 条件: {身体不适: 是}}
  - {得出: 四, 代码: d}
"""


@cache
def skeleton() -> model.Plan:
    with TemporaryDirectory() as folder:
        Path(folder, "policy.yaml").write_text(SKELETON, encoding="utf-8")
        return zzrules.load(base(), over=folder).plan


class Author:
    """Writes random conditions."""

    def __init__(self, random: Random) -> None:
        self.random, self.facts = random, skeleton().vocabulary.by_label

    def condition(self, depth: int = 2) -> nodes.Condition:
        random = self.random
        if depth and random.random() < 0.6:
            parts = tuple(self.condition(depth - 1) for _ in range(random.choice((2, 2, 3))))
            return random.choice((nodes.All, nodes.Any))(parts)
        return nodes.Not(self._atom()) if random.random() < 0.2 else self._atom()

    def _atom(self) -> nodes.Condition:
        random = self.random
        match random.choice(("flag", "option", "given", "number", "days", "days")):
            case "flag":
                return nodes.IsTrue(self._fact(FLAGS))
            case "option":
                value = self._fact(OPTIONS)
                codes = [*value.fact.options.values()]
                inside = random.random() < 0.7
                return nodes.Among(value, frozenset(random.sample(codes, random.randint(1, 2))), inside)
            case "given":
                return nodes.Given(self._fact(("离开原因", "补正次数", "受理日期", "办结日期")))
            case "number":
                count = random.randrange(4)
                return nodes.Compare(self._operator(), self._fact(NUMBERS), nodes.Literal(count, "", Kind.INTEGER))
            case _:
                day = date(2026, random.randint(1, 12), 15).toordinal()
                others = (self._fact(DATES), nodes.EvaluationDay(), nodes.Literal(day, "", Kind.DATE))
                return nodes.Compare(self._operator(), self._fact(DATES), random.choice(others))

    def _fact(self, labels: tuple[str, ...]) -> nodes.FactValue:
        return nodes.FactValue(self.facts[self.random.choice(labels)])

    def _operator(self) -> str:
        return self.random.choice(("<", "<=", "==", "!=", ">=", ">"))


def drawn(random: Random) -> tuple[model.Plan, model.Plan]:
    """Return a plan with random conditions, and the same with one change, or written otherwise."""
    plan, author = skeleton(), Author(random)
    policy = plan.policy("test")
    version = policy.versions[0]
    wanted = random.choice((nodes.Constant(truth=True), author.condition(0)))
    requirements = [replaced(one, condition=wanted, stated=wanted) for one in version.requirements]
    grounds = [replaced(one, condition=author.condition(1)) for one in version.grounds]
    by_ground = nodes.GroundHolds(random.choice(("甲", "乙")), complete=False)
    conditions = [author.condition(1), by_ground, author.condition(1), nodes.Constant(truth=True)]
    entries = [replaced(one, condition=condition) for one, condition in zip(version.entries, conditions, strict=True)]
    parts = {"requirements": tuple(requirements), "grounds": tuple(grounds), "entries": tuple(entries)}
    one = with_parts(plan, parts)
    found = mutant(one, random) if random.random() < 0.6 else None
    if found is not None and days(found.plan) == days(one):
        return one, found.plan
    turned = [replaced(ground, condition=rewritten(ground.condition, random)) for ground in grounds]
    return one, with_parts(plan, {**parts, "grounds": tuple(turned)})


def days(plan: model.Plan) -> list[tuple[int, int]]:
    """Return the days of the versions, which the solver doesn't know of."""
    return [(version.first, version.last) for version in plan.policy("test").versions]


def with_parts(plan: model.Plan, parts: dict[str, tuple[object, ...]]) -> model.Plan:
    policy = plan.policy("test")
    version = replaced(policy.versions[0], unless=nodes.NEVER, **parts)
    entries = tuple(replaced(entry, unless=nodes.NEVER) for entry in version.entries)
    other = replaced(policy, versions=(replaced(version, entries=entries),))
    return replaced(plan, policies=(shadowed(other, {}, plan.contradictions),))


def rewritten(node: nodes.Condition, random: Random) -> nodes.Condition:
    """Return the condition in other words: turned round by De Morgan, in another order, or said twice."""
    match node:
        case nodes.All(parts) | nodes.Any(parts):
            inner = [rewritten(part, random) for part in parts]
            random.shuffle(inner)
            if random.random() < 0.5:
                return type(node)(tuple(inner))
            other = nodes.Any if isinstance(node, nodes.All) else nodes.All
            return nodes.Not(other(tuple(nodes.Not(part) for part in inner)))
        case nodes.Not(nodes.Not(part)):
            return part
        case _:
            return nodes.Not(nodes.Not(node)) if random.random() < 0.5 else node


def solved(random: Random):
    """Return two plans, the solver, and records that they answer otherwise: a complete one, and any, if there are."""
    z3 = package("z3")
    before, after = drawn(random)
    encoding = Encoding(z3, before.vocabulary, FACTS)
    solver = z3.Solver()
    solver.add(*encoding.limits, encoding.differs(*(plan.policies[0].versions[0] for plan in (before, after))))
    records = []
    for asked in ([encoding.complete()], []):
        state = solver.check(*asked)
        assert state != z3.unknown
        records.append(encoding.record(solver.model()) if state == z3.sat else None)
    return before, after, encoding, solver, records


def answers(plan: model.Plan, record: dict[str, object], on: date):
    judged = reference.judge(plan, RecordReader(plan.vocabulary).read({**CONDUCT, **record}, on.toordinal()))["test"]
    return judged.possible, judged.grounds


@examples(80)
@given(st.integers(0, 2**32))
def test_what_is_proven_is_so_for_a_solver_too(seed):
    """Proven is so for a solver: it finds no counterexample, and those that it finds are so for the reference."""
    before, after, _, _, (complete, anyone) = solved(Random(seed))  # noqa: S311 - drawn
    proof = Proofs(before, after).of("test", (0, 0))
    assert not (proof.whole and complete)
    assert not (proof.alike and anyone)
    for record, on in filter(None, (complete, anyone)):
        assert answers(before, record, on) != answers(after, record, on)


def test_what_is_shown_is_so_for_a_solver_too():
    """Proven is so for a solver, and shown is: both sides answer the case otherwise. Enough is proven, and shown."""
    proven = shown = 0
    for seed in range(40):
        before, after, encoding, solver, (_, anyone) = solved(Random(seed))  # noqa: S311 - the same in every run
        told = Comparison(before, after, seconds=0.1, enough=2).policy("test", before.policies[0], after.policies[0])
        proven += told.found == "same"
        cases = [case for stretch in told.stretches for case in stretch.cases if "conduct_date" in case.facts]
        assert anyone or not cases
        for case in cases:
            shown += 1
            assert str(solver.check(*encoding.recorded(case.facts, case.on))) == "sat"
    assert min(proven, shown) > 4

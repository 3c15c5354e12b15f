"""The study of mutations measures what it says: changes are whole, and scenarios run as the command runs them."""

from itertools import islice
from random import Random

import pytest
from benchmarks import scenarios
from benchmarks.mutants import mutants

import zzrules
from zzrules.analysis.searching.court import Court
from zzrules.analysis.searching.drawing import Draw
from zzrules.analysis.searching.survey import Survey
from zzrules.engines import reference
from zzrules.loading import load

FEATURE = """\
# language: zh-CN
功能: 实名差评
  场景大纲: <评价>要不要联系核实
    假如 案卷如下
      | 事实     | 值           |
      | 主体     | 政务服务机构 |
      | 评价等次 | <评价>       |
    当 于「2026-05-06」就「第二十条第二款」评价
    那么 「第二十条第二款」<结论>

    例子:
      | 评价 | 结论                     |
      | 差评 | 待查明                   |
      | 中评 | 不适用，因为「不是差评」 |
"""


@pytest.fixture(scope="module")
def changes():
    """Return some changes, and the plan as it is."""
    plan = zzrules.load().plan
    return plan, [*islice(mutants(plan, 60), 60)]


def test_changes_differ_from_one_another_and_from_the_plan(changes):
    plan, made = changes
    assert len({(one.policy, one.place, one.where, one.kind, one.said) for one in made}) == len(made)
    for one in made:
        others = [policy.code for policy in plan.policies if one.plan.policy(policy.code) != policy]
        assert others in ([one.policy], [])  # none: an entry that is written twice changes places with itself
    assert {one.kind for one in made} >= {"operator", "bound", "date", "fact", "option", "body", "order", "dropped"}


def test_engines_agree_on_changed_policies(changes):
    """A requirement is changed in all that was made of it where another policy governs its own."""
    _, made = changes
    for one in [one for one in made if one.place.startswith("适用")][:8]:
        random = Random(one.said)  # noqa: S311 - the same in every run
        court = Court(one.plan)
        survey = Survey(court, one.policy, random)
        for _ in range(10):
            on = 739_730 + random.randrange(60)
            wishes = survey.wisher.toward(random.choice([*survey.policy.outcomes]))
            record = court.read(Draw(survey, on, None, (on,)).complete(wishes), on)
            if record is not None:
                said = reference.judge(one.plan, record)[one.policy].possible
                assert court.answer(record, one.policy).possible == said


def test_scenarios_run_without_pytest(tmp_path):
    (tmp_path / "一.feature").write_text(FEATURE, encoding="utf-8")
    runs, book = scenarios.read(tmp_path), load()
    assert [(run.file, run.name) for run in runs] == [("一.feature", "<评价>要不要联系核实")] * 2
    noted = scenarios.Noted()
    assert all(run.passes(book, noted) for run in runs)
    assert (noted.asked, len(noted.records)) == ({"bad_review"}, 2)
    (tmp_path / "一.feature").write_text(FEATURE.replace("待查明  ", "不缺事实"), encoding="utf-8")
    assert [run.passes(book) for run in scenarios.read(tmp_path)] == [False, True]

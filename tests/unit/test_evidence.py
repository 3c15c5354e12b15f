"""Answers as evidence: pickled, copied, written as data and read back, and replayed in another process."""

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest

import zzrules
from zzrules.answer import evaluator

LATE = {
    "主体": "政务服务机构",
    "事项类别": "行政许可",
    "行为发生日期": "2026-03-10",
    "受理日期": "2026-03-02",
    "承诺时限": "5工作日",
    "特别程序期间": "无",
    "办结日期": {"不早于": "2026-03-09"},
    "主观故意": "查不清",
}
LOG: list[dict[str, Any]] = [
    {"编号": 1, "日期": "2026-03-02", "事件": "收到差评", "实名": "是"},
    {"日期": "三月", "事件": "联系评价人"},
]


@pytest.fixture(scope="module")
def determination():
    return zzrules.load().evaluate(LATE, on="2026-05-06")


@pytest.fixture(scope="module")
def case():
    return zzrules.load().casefile(LOG, facts={"主体": "政务服务机构"}, kept_until="2026-03-04").on("2026-03-05")


def sent(value: Any) -> Any:
    """Return a value as somebody gets it to whom it was sent."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - its own


# ── pickled and copied ──────────────────────────────────────────────────


def test_a_pickled_determination_is_whole(determination):
    again = sent(determination)
    assert again == determination
    assert again.to_json() == determination.to_json()
    assert again.explain() == determination.explain()
    assert again.readings() == determination.readings()


def test_pickled_parts_say_the_same(determination, case):
    narrowed = zzrules.load().evaluate(LATE, on="2026-05-06", about=["第二十一条第（五）项"])
    parts = (determination.policy("liability"), narrowed.ground("第二十一条第（五）项"), case["联系核实"][0], narrowed)
    for part in parts:
        assert sent(part).to_dict() == part.to_dict()
        assert copy.copy(part) is copy.deepcopy(part) is part


def test_a_pickled_case_file_goes_on(case):
    again = sent(case)
    assert again.to_dict() == case.to_dict()
    assert again.problems == case.problems != ()
    reply = {"日期": "2026-03-04", "事件": "联系评价人"}
    for day in ("2026-03-04", "2026-03-05"):  # after the last day on file, silence says nothing
        assert again.file.with_event(reply).on(day).to_dict() == case.file.with_event(reply).on(day).to_dict()
    assert copy.copy(case) is copy.deepcopy(case) is case
    assert copy.copy(case.file) is copy.deepcopy(case.file) is case.file


def test_a_pickled_error_has_its_problems():
    with pytest.raises(zzrules.RecordError) as caught:
        zzrules.load().evaluate({"主体": "别的", "没有": 1}, on="2026-05-06")
    for again in (sent(caught.value), copy.copy(caught.value), copy.deepcopy(caught.value)):
        assert (type(again), again.problems, str(again)) == (
            zzrules.RecordError,
            caught.value.problems,
            str(caught.value),
        )


def test_what_is_unpickled_asks_the_rulebook_in_use(determination, monkeypatch):
    monkeypatch.setattr(evaluator, "CompiledPlan", None)
    assert sent(determination) == determination


ELSEWHERE = """
import pickle, sys, zzrules
determination = pickle.load(sys.stdin.buffer)
assert zzrules.load().replay(determination) == determination
pickle.dump(determination, sys.stdout.buffer)
"""


def test_another_process_replays_it(determination):
    answered = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], input=pickle.dumps(determination), capture_output=True, check=True
    )
    assert pickle.loads(answered.stdout) == determination  # noqa: S301 - its own

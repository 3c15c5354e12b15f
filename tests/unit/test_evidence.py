"""Answers as evidence: pickled, copied, written as data and read back, and replayed in another process."""

import copy
import json
import pickle
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, ValidationError

import zzrules
from zzrules.answer import evaluator
from zzrules.batch.files import read_cases

shipped = cache(zzrules.load)
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
    return shipped().evaluate(LATE, on="2026-05-06")


@pytest.fixture(scope="module")
def case():
    return shipped().casefile(LOG, facts={"主体": "政务服务机构"}, kept_until="2026-03-04").on("2026-03-05")


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
    narrowed = shipped().evaluate(LATE, on="2026-05-06", about=["第二十一条第（五）项"])
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
        shipped().evaluate({"主体": "别的", "没有": 1}, on="2026-05-06")
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


# ── written as data and read back ───────────────────────────────────────


def read_back(determination: zzrules.Determination) -> zzrules.Determination:
    return zzrules.Determination.from_dict(json.loads(determination.to_json()))


def test_json_has_exactly_what_the_data_has(determination, case):
    assert json.loads(determination.to_json()) == determination.to_dict()
    assert json.loads(case.explain("json")) == case.to_dict()


def test_data_say_what_answered(determination):
    data = determination.to_dict()
    assert (data["schema_version"], data["library_version"]) == (1, zzrules.__version__)
    assert data["engine_version"].startswith("compiled ")


def test_what_is_read_back_says_what_was_written(determination):
    again = read_back(determination)
    assert again == determination
    assert determination == again
    assert hash(again) == hash(determination)
    assert again.to_dict() == determination.to_dict() == sent(again).to_dict()
    assert again.row() == determination.row()
    assert {fact.label for fact in again.missing} == {fact.label for fact in determination.missing}
    assert (again.decided, again.evaluated_on, again.source) == (
        determination.decided,
        determination.evaluated_on,
        determination.source,
    )
    assert again.contradictions == determination.contradictions


PROPERTIES = (
    *("name", "citation", "status", "outcome", "outcome_name", "outcome_class", "possible", "possible_names"),
    *("possible_classes", "decided", "excluded", "conduct_day", "conduct_day_from", "not_applicable_because", "doubts"),
    *("reasons", "uncounted", "missing", "missing_for_reason", "consequences", "obligations", "versions", "citations"),
    "truths",
)


def test_each_policy_read_back_says_what_it_said(determination, case):
    for whole in (determination, case.determination):
        for again, answer in zip(read_back(whole), whole, strict=True):
            for name in PROPERTIES:
                assert (name, getattr(again, name)) == (name, getattr(answer, name))
            for one, other in zip(again.obligations, answer.obligations, strict=True):
                assert (one.title, one.when, one.label, one.open) == (other.title, other.when, other.label, other.open)
            for ground in answer.grounds.values():
                assert again.grounds[ground.name].to_dict() == ground.to_dict()
                assert again.grounds[ground.name].state == ground.state
            assert sent(again).to_dict() == again.to_dict()


def test_places_find_what_was_read_back(determination):
    again = read_back(determination)
    for key in ("第二十一条第（五）项", "21(5)", "第二十三条", "8.2", "rotation", "窗口工作人员轮换"):
        assert again[key].to_dict() == determination[key].to_dict()
    for key in ("第八条", "第三条", "nothing", ""):
        with pytest.raises(zzrules.UsageError):
            again[key]


def test_what_was_not_written_is_refused(determination):
    again = read_back(determination)
    brief = zzrules.Determination.from_dict(determination.to_dict(parts=["possible"]))
    for ask in (
        lambda: again.record,
        again.readings,
        again.explain,
        again.policy("liability").why,
        lambda: again.ground("第二十一条第（五）项").missing,
        lambda: again.policy("bad_review").obligations[0].clause,
        lambda: brief.policy("liability").reasons,
    ):
        with pytest.raises(zzrules.UsageError) as caught:
            ask()
        assert caught.value.problems[0].code == "ZZ614"
    assert not hasattr(again, "nothing")


def test_what_was_read_back_is_replayed_from_its_record(determination):
    book, again = shipped(), read_back(determination)
    assert book.replay(again, LATE) == determination
    for record, code in (({"主体": "政务服务机构"}, "ZZ616"), (None, "ZZ614")):
        with pytest.raises(zzrules.UsageError) as caught:
            book.replay(again, record)
        assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"on": "yesterday"},
        {"policies": None},
        {"policies": [{}]},
        {"scope": ...},
    ],
    ids=["version", "day", "nothing", "no policy", "no scope"],
)
def test_other_data_is_refused(determination, change):
    data = {key: value for key, value in (determination.to_dict() | change).items() if value is not ...}
    with pytest.raises(zzrules.UsageError) as caught:
        zzrules.Determination.from_dict(data)
    assert caught.value.problems[0].code == "ZZ615"


# ── as their schemas say ────────────────────────────────────────────────


@cache
def validator(of: Any) -> Draft202012Validator:
    return Draft202012Validator(shipped().schema(of))


def valid(of: Any, data: Any) -> None:
    validator(of).validate(json.loads(json.dumps(data)))


def test_what_comes_out_meets_its_schema(determination, case):
    valid("determination", determination.to_dict())
    valid("determination", determination.to_dict(parts=[]))
    valid("determination", shipped().evaluate(LATE, on="2026-05-06", about=["第二十一条第（五）项"]).to_dict())
    valid("case", case.to_dict())
    assert case.to_dict()["problems"] != []


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("examples/*.yaml")), ids=lambda path: path.stem)
def test_examples_meet_their_schemas(path):
    book = shipped()
    for read in read_cases([path]):
        if read.record is not None and "流水" not in read.record:
            valid("determination", book.evaluate(read.facts(), on="2027-04-01").to_dict())


def test_an_event_and_a_log_meet_the_schema():
    event = {"event": "收到差评", "date": "2026-03-02", "id": 1, "real_name": True}
    facts = {"subject": "agency"}
    good: list[Any] = [[event, {"withdraws": 1}], {"log": [event], "facts": facts, "kept_until": "2026-03-04"}]
    for log in good:
        valid("log", log)
        assert shipped().casefile(log).problems == ()
    bad: list[Any] = [[{"event": "收到差评"}], [event | {"nothing": 1}], {"log": event}]
    for log in bad:
        with pytest.raises(ValidationError):
            valid("log", log)
        assert shipped().casefile(log).problems


def test_definitions_may_be_put_elsewhere():
    schema = shipped().schema("record", ["第八条第二款"], refs="#/components/schemas/{name}")
    assert "$id" not in schema
    components = schema.pop("$defs")
    api = {"components": {"schemas": components}, **schema}
    Draft202012Validator(api).validate({"subject": "agency"})
    assert not Draft202012Validator(api).is_valid({"subject": "nobody"})
    assert shipped().schema("record")["$id"] == "urn:zzrules:record"


def test_the_schema_of_a_record_is_short():
    book = shipped()
    whole, narrow = (len(json.dumps(book.schema("record", about))) for about in (None, ["第八条第二款"]))
    findings = [fact for fact in book.vocabulary.facts if fact.kind.value == "认定"]
    assert json.dumps(book.schema("record")).count('"#/$defs/Finding"') == len(findings)
    assert narrow < whole / 3


def test_there_is_no_other_schema():
    with pytest.raises(zzrules.UsageError) as caught:
        shipped().schema("policies")  # type: ignore[arg-type]
    assert caught.value.problems[0].code == "ZZ617"


# ── at hand ─────────────────────────────────────────────────────────────


def test_in_says_whether_indexing_answers(determination, case):
    for whole in (determination, read_back(determination)):
        for key in ("第八条第二款", "rotation", "窗口工作人员轮换", "第二十一条第（五）项"):
            assert key in whole
        for other in ("第三条", "nothing", "第八条", 8, None):  # 第八条 has two policies
            assert other not in whole
        assert whole.policy("rotation") in whole
    assert ("联系核实" in case, "没有" in case, case["联系核实"][0] in case) == (True, False, True)


def test_on_is_a_date(determination):
    assert (determination.on, read_back(determination).on) == (date(2026, 5, 6), date(2026, 5, 6))


def test_a_notebook_shows_it_on_one_screen(determination):
    for whole in (determination, read_back(determination)):
        page = whole._repr_html_()
        assert page.count("<tr>") <= 14
        assert "承诺时限" not in page.partition("<table")[0]
        assert "责任追究" in page
    hostile = zzrules.Determination.from_dict(determination.to_dict() | {"regulation": "<script>"})
    assert "<script>" not in hostile._repr_html_()

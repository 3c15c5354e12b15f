"""Problems as data: where each leads to, in Chinese and in English."""

import json
import pickle
import re
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from functools import cache
from typing import Any

import jsonschema_rs
import numpy as np
import pytest
from pydantic import BaseModel, Field
from tests.unit.documents import ROOT, Example, examples, parameters, problems_of

import zzrules
import zzrules.cli.concordance
from zzrules.base.diagnostics import meanings, use
from zzrules.base.errors import Problem

EXAMPLES = [example for example in examples(ROOT / "docs" / "错误代码.md") if example.told]
shipped = cache(zzrules.load)
CHINESE = re.compile("[一-鿿]")
NO_SENTENCE = "「[^」]*」|“[^”]*”"
"""What an English sentence may say in Chinese."""


def wrong(record: Any) -> tuple[Problem, ...]:
    with pytest.raises(zzrules.RecordError) as caught:
        shipped().evaluate(record, on="2026-05-06")
    return caught.value.problems


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({"主体": "别人"}, ["主体"]),
        ({"没有": 1}, ["没有"]),
        ({"subject": "agency", "主体": "agency"}, ["主体"]),
        ({"审核同意": {"结论": "也许"}}, ["审核同意", "结论"]),
        ({"特别程序期间": [{"起": "2026-03-02"}, {"起": 1}]}, ["特别程序期间", 1, "起"]),
        ({"办结日期": {"不晚于": "三月"}}, ["办结日期", "不晚于"]),
    ],
    ids=["value", "unknown", "twice", "part", "element", "bound"],
)
def test_the_path_leads_to_the_value(record, path):
    [problem] = wrong(record)
    assert problem.to_dict()["path"] == path


def test_the_path_of_a_log_begins_with_the_position_of_the_event():
    first, second = {"日期": "2026-03-02", "事件": "收到差评"}, {"日期": "2026-03-03", "事件": "收到差评", "实名": 3}
    file = shipped().casefile([first, second])
    assert [problem.path for problem in file.problems] == [(1, "实名")]


def test_a_position_is_given_where_it_is_known():
    [problem] = wrong({"主体": "别人"})
    assert problem.to_dict()["position"] is problem.position is None
    place = zzrules.Place("案卷.yaml", 3, 1)
    with pytest.raises(zzrules.RecordError) as caught:
        shipped().evaluate({"主体": "别人"}, on="2026-05-06", places={"主体": place})
    position = {"source": "案卷.yaml", "line": 3, "column": 1, "end_line": None, "end_column": None}
    assert caught.value.to_dict()["problems"][0]["position"] == position


def test_problems_meet_their_schema_in_both_languages():
    validator = jsonschema_rs.Draft202012Validator(shipped().schema("problem"))
    for problem in wrong({"主体": "别人", "审核同意": {"结论": "也许"}}):
        for language in ("zh", "en"):
            validator.validate(json.loads(json.dumps(problem.to_dict(language))))


def test_an_error_says_its_name_with_its_problems():
    with pytest.raises(zzrules.UsageError) as caught:
        shipped().find("没有")
    told = caught.value.to_dict("en")
    assert (told["error"], [problem["code"] for problem in told["problems"]]) == ("UsageError", ["ZZ602"])


@pytest.mark.parametrize("name", ["有下列情形之一", "不予办理的", "第3项（第 4 行）", "日期", "甲等之一"])
def test_english_leaves_names_as_they_are(name):
    told = meanings.TAKEN_BEFORE(facts="主体为甲", on="2026-05-06", outcome=name).text("en")
    assert told.endswith(f"the outcome is “{name}”")
    listed = use.NO_POLICY(key=name, known=f"「{name}」、「乙」等之一").text("en")
    assert f"“{name}”" in listed
    assert listed.endswith(f"one of “{name}”, “乙” or others")


def test_english_survives_pickling():
    [problem] = wrong({"主体": "别人"})
    again = pickle.loads(pickle.dumps(problem))  # noqa: S301 - its own
    assert again == problem
    assert (
        again.text("en")
        == problem.text("en")
        == "ZZ404 “主体” is not one of the options. Instead: " + (problem.text("en").partition("Instead: ")[2])
    )


@pytest.mark.parametrize("example", parameters(EXAMPLES))
def test_every_code_is_told_in_english(example: Example):
    for problem in problems_of(example):
        told = problem.to_dict("en")["message"]
        assert told != problem.message
        if problem.code[2] in "46":  # of policies the words are those of the policy language
            assert CHINESE.findall(re.sub(NO_SENTENCE, "", told).partition(": ")[0]) == []


def test_a_record_in_yaml_is_not_quoted_in_english_either(tmp_path):
    from zzrules.batch.files import read_cases

    path = tmp_path / "案卷.yaml"
    path.write_text("案号: 秘密人　秘密\n经办: @秘密\n", encoding="utf-8")
    problems = [problem for case in read_cases([path]) for problem in case.problems]
    assert problems
    assert not any("秘密" in problem.text(language) for problem in problems for language in ("zh", "en"))


# ── values as programs have them ────────────────────────────────────────


class Subject(Enum):
    AGENCY = "agency"


class Kind(StrEnum):
    PERMIT = "行政许可"


class Points(IntEnum):
    TWO = 2


class Text(str):
    __slots__ = ()


@dataclass
class Interval:
    start: str
    end: str | None = None


class Finding(BaseModel):
    conclusion: bool | None = None
    body: str | None = None
    day: str | None = Field(None, alias="date")
    basis: str | None = None


class Generated(BaseModel):
    """As generators write it: enumerations, nested models, a field with another name than the schema's."""

    subject: Subject | None = None
    approval: Finding | None = None
    in_service: bool | None = None


@dataclass
class Case:
    subject: Subject
    in_service: Any


PLAIN = {"subject": "agency", "in_service": True}


@pytest.mark.parametrize(
    "record",
    [
        {"subject": Subject.AGENCY, "in_service": True},
        {"subject": Text("agency"), "in_service": np.bool_(True)},
        {Text("subject"): "agency", "in_service": True},
        Case(Subject.AGENCY, np.bool_(True)),
        Generated(subject=Subject.AGENCY, in_service=True),
    ],
    ids=["enumeration", "subclasses", "key", "dataclass", "model"],
)
def test_values_of_programs_are_read_as_plain_ones(record):
    book = shipped()
    assert book.evaluate(record, on="2026-05-06") == book.evaluate(PLAIN, on="2026-05-06")


def test_nested_models_are_read_by_the_names_of_the_schema():
    book = shipped()
    finding = {"conclusion": True, "body": "management_body", "date": "2026-04-28", "basis": "示例〔2026〕1号"}
    model = Generated(subject=Subject.AGENCY, approval=Finding.model_validate(finding))
    assert book.evaluate(model, on="2026-05-06") == book.evaluate(
        {"subject": "agency", "approval": finding}, on="2026-05-06"
    )


def test_elements_and_events_may_be_objects():
    book = shipped()
    plain = {"特别程序期间": [{"起": "2026-03-02", "止": "2026-03-03"}], "事项类别": "行政许可"}
    record = {"特别程序期间": ({"起": Text("2026-03-02"), "止": "2026-03-03"},), "事项类别": Kind.PERMIT}
    assert book.evaluate(record, on="2026-05-06") == book.evaluate(plain, on="2026-05-06")
    event = {"日期": Text("2026-03-02"), "事件": "收到差评", "实名": np.bool_(True), "编号": Points.TWO}
    assert book.casefile([event]).problems == ()


def test_what_is_wrong_with_them_is_told_as_of_plain_ones():
    assert [problem.code for problem in wrong({"subject": Text("nobody"), "in_service": np.bool_(True)})] == ["ZZ404"]
    assert [problem.code for problem in wrong({"subject": object(), "in_service": np.float64(1.0)})] == ["ZZ402"] * 2


class Hostile:
    @property
    def model_dump(self) -> Any:
        raise RuntimeError


def test_an_object_that_raises_is_a_bad_value():
    assert [problem.code for problem in wrong({"in_service": Hostile()})] == ["ZZ402"]

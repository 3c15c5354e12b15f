"""`zzrules schema` as editors use it: a schema for each kind of file, with the facts of a folder if they are wanted."""

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft7Validator, meta
from tests.unit.cli.samples import ROOT

KINDS = ("政策", "词汇", "日历", "条文", "对照", "全部")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_has_a_schema_of_the_dialect_that_it_names(run, kind):
    code, out, err = run("schema", kind)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert meta.is_valid(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert kind in schema["title"] or kind == "全部"


def test_a_file_of_any_kind_is_told_by_its_first_key(run):
    whole = Draft7Validator(json.loads(run("schema", "全部")[1]))
    assert not whole.is_valid({"日历": 2026, "通知": [], "结论": []})
    assert whole.is_valid({"日历": 2026, "通知": []})
    assert not whole.is_valid({"政第": "甲"})


def test_facts_of_a_folder_are_offered_with_their_options(run):
    asked = json.loads(run("schema", "政策", "--policies", ROOT / "policies")[1])["definitions"]["condition"][
        "properties"
    ]
    assert asked["审核同意"]["description"].endswith("？")
    assert {"enum": ["好评", "中评", "差评"]} in [
        {"enum": one["enum"][:3]} for one in asked["评价等次"]["anyOf"] if "enum" in one
    ]
    bare = json.loads(run("schema", "政策")[1])["definitions"]["condition"]["properties"]
    assert "审核同意" not in bare
    assert {"全部", "任一", "非"} < bare.keys()


def test_a_file_is_written_anew(run):
    Path("政策.json").write_text("旧的", encoding="utf-8")
    assert run("schema", "政策", "-o", "政策.json") == (0, "写在 政策.json\n", "")
    assert json.loads(Path("政策.json").read_text(encoding="utf-8"))["title"] == "zzrules 的政策文件"


def test_a_folder_with_mistakes_and_an_unknown_kind_are_told(run):
    Path("空的").mkdir()
    code, out, err = run("schema", "政策", "--policies", "空的")
    assert (code, out) == (1, "")
    assert "ZZ" in err
    code, _, err = run("schema", "案卷")
    assert code == 2
    assert "政策" in err

"""`zzrules explain` as its users meet it."""

import json
from pathlib import Path

from tests.unit.cli.samples import DAY, EXAMPLE, ROTATED, records, shipped


def test_explain_is_the_determination_explained(run):
    determination = shipped().evaluate(records("rotated.yaml")[0], DAY)
    assert run("explain", "rotated.yaml", "--on", DAY) == (0, determination.explain() + "\n", "")
    assert (
        run("explain", "rotated.yaml", "--on", DAY, "--format", "markdown")[1]
        == determination.explain("markdown") + "\n"
    )
    [made] = json.loads(run("explain", "rotated.yaml", "--on", DAY, "--format", "json")[1])
    assert made == {"source": "rotated.yaml", "number": 1} | json.loads(determination.explain("json"))


def test_the_example_that_the_demo_explains_is_decided(run):
    code, out, err = run("explain", EXAMPLE, "--on", DAY)
    assert (code, err) == (0, "")
    assert "结论：予以轮换调整" in out
    assert run("evaluate", EXAMPLE, "--on", DAY)[0] == 0


def test_explain_names_each_case_where_there_are_several(run):
    _, out, _ = run("explain", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2")
    assert [line for line in out.splitlines() if line.startswith("【")] == ["【rotated.yaml】", "【open.yaml】"]
    assert "【" not in run("explain", "rotated.yaml", "--on", DAY, "--about", "8.2")[1]
    markdown_out = run("explain", "rotated.yaml", "open.yaml", "--on", DAY, "--about", "8.2", "--format", "markdown")[1]
    assert markdown_out.startswith("<!-- rotated.yaml -->\n")


def test_explain_lists_the_readings_that_would_change_it(run):
    record = ROTATED.replace("到窗口工作日期: 2024-09-02", "到窗口工作日期: 2024-04-22")
    Path("edge.yaml").write_text(record, encoding="utf-8")
    words = ["explain", "edge.yaml", "--on", DAY, "--about", "8.2"]
    [effect] = [
        one for one in shipped().evaluate(records("edge.yaml")[0], DAY, ["8.2"]).readings() if one.reading == "届满之日"
    ]
    out = run(*words, "--readings")[1]
    assert f"口径「届满之日」采「{effect.taken}」；采「{effect.other}」的，结论由「{effect.outcome[0]}」变为" in out
    assert f"依据：{effect.basis}" in out
    assert "口径「届满之日」采" not in run(*words)[1]
    assert "## 影响结论的口径" in run(*words, "--readings", "--format", "markdown")[1]
    [made] = json.loads(run(*words, "--readings", "--format", "json")[1])
    assert "届满之日" in [one["reading"] for one in made["readings"]]


def test_explain_says_when_no_reading_matters(run):
    Path("a.yaml").write_text("主体: 政务服务机构\n", encoding="utf-8")
    assert "没有：所采的口径换成另一种说法" in run("explain", "a.yaml", "--on", DAY, "--about", "8.2", "--readings")[1]

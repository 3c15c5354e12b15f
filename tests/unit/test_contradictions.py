"""Contradictions in every output: text, data, rows, columns, files, exit codes; and what they make missing."""

import json
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.conformance_update import base

import zzrules
from zzrules.base.errors import RecordError
from zzrules.cli import main

DAY = "2026-05-06"
NAME = "收到投诉举报日期晚于投诉举报核实日期"
EARLY = {
    "主体": "派驻窗口工作人员",
    "收到投诉举报日期": "2026-03-02",
    "投诉举报核实日期": "2026-03-01",
    "投诉举报有属实部分": {"结论": "是", "机构": "政务服务机构", "日期": "2026-03-05", "依据": "甲"},
    "投诉举报有不实部分": {"结论": "否", "机构": "政务服务机构", "日期": "2026-03-05", "依据": "甲"},
}
IN_TIME = EARLY | {"投诉举报核实日期": "2026-03-02"}


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


def test_an_outcome_that_rests_on_them_is_open_and_says_so_first(book):
    determination = book.evaluate(EARLY, DAY, ["第二十二条"])
    answer = determination["第二十二条"]
    assert (answer.outcome, determination.decided) == (None, False)
    assert book.evaluate(IN_TIME, DAY, ["第二十二条"])["第二十二条"].outcome == "substantiated"
    assert "结论：待查明：记载互相矛盾——记载的「收到投诉举报日期」晚于" in determination.explain()
    assert "须查明哪一项有误：「收到投诉举报日期」、「投诉举报核实日期」。" in determination.explain()


def test_the_disputed_facts_are_missing_with_what_they_contradict(book):
    missing = {fact.label: fact for fact in book.evaluate(EARLY, DAY)["第二十二条"].missing}
    asked = missing["投诉举报核实日期"]
    assert (asked.why, asked.note) == ("contradicted", "与「收到投诉举报日期」矛盾，须查明哪一项有误")
    assert dict(asked.would_decide)["2026-03-02"] == "经查证属实"


def test_other_facts_keep_their_answers(book):
    broken, fine = (book.evaluate(record, DAY) for record in (EARLY, IN_TIME))
    assert [one.code for one, other in zip(broken, fine, strict=True) if one.possible != other.possible] == [
        "complaints"
    ]
    assert [one.name for one in broken.contradictions] == [NAME]
    assert book.evaluate(EARLY, DAY, ["第八条第二款"]).contradictions == ()


@pytest.mark.parametrize(
    ("article", "record", "name"),
    [
        ("第八条第二款", {"离开所属政务服务机构": "是", "离开原因": "无"}, "离开而没有原因"),
        ("第二十一条", {"办结日期": "无", "出件日期": "2026-04-08"}, "出件而未办结"),
        ("第二十三条", {"收受他人财物": "是", "利益归属": "无"}, "收受财物与利益归属"),
    ],
)
def test_what_two_questions_exclude_is_no_answer(book, article, record, name):
    """The question of one fact says when it is 无: the other fact says that it is not."""
    told = book.evaluate(record, DAY, [article]).contradictions
    assert [one.name for one in told] == [name]
    for fact in record:
        assert book.evaluate({fact: record[fact]}, DAY, [article]).contradictions == ()


def test_data_and_rows_name_them(book):
    determination = book.evaluate(EARLY, DAY, ["第二十二条"])
    [told] = json.loads(determination.to_json())["contradictions"]
    assert (told["policy"], told["name"], told["citations"]) == ("complaints", NAME, ["第二十二条"])
    assert [fact["label"] for fact in told["facts"]] == ["收到投诉举报日期", "投诉举报核实日期"]
    assert all(fact["question"] for fact in told["facts"])
    assert determination.row()["contradictions"] == NAME
    assert book.evaluate(IN_TIME, DAY).row()["contradictions"] == ""


def test_the_record_stays_as_it_was_given(book):
    determination = book.evaluate(EARLY, DAY)
    assert "complaint_verified_on" in determination.record.values
    assert book.replay(determination) == determination
    assert determination.record_digest != book.evaluate(IN_TIME, DAY).record_digest
    assert not determination["第二十二条"].why("unfounded").possible


def test_another_reading_may_have_no_contradiction(book):
    found = {"机构": "纪检监察机关", "日期": "2026-04-22", "依据": "甲"}
    record = {"滥用职权": {"结论": "是", **found}, "主观故意": {"结论": "否", **found}, "行为发生日期": "2026-03-02"}
    determination = book.evaluate(record, DAY, ["第二十三条"])
    assert [one.name for one in determination.contradictions] == ["滥用职权即有故意"]
    effects = {effect.reading: effect for effect in determination.readings()}
    assert "存在主观故意，不符合容错条件" in effects["滥用职权与主观故意"].outcome
    assert "存在主观故意，不符合容错条件" not in effects["滥用职权与主观故意"].other_outcome


def test_a_log_names_its_entries(book):
    verified = {"日期": "2026-03-01", "事件": "投诉举报核实完毕"}
    file = book.casefile([{"日期": "2026-03-02", "事件": "收到投诉举报"}, verified], facts={"主体": "派驻窗口工作人员"})
    [one] = file.on(DAY).determination.contradictions
    assert [fact.entries for fact in one.facts] == [("第1件",), ("第2件",)]
    assert file.problems == ()  # nothing was corrected


def test_what_a_correction_makes_impossible_is_a_problem_of_the_log(book):
    file = book.casefile(
        [
            {"编号": 1, "日期": "2026-03-02", "事件": "收到投诉举报"},
            {"编号": 2, "日期": "2026-03-09", "事件": "投诉举报核实完毕"},
        ]
    )
    assert file.problems == ()
    [problem] = file.with_event({"编号": 3, "更正": 2, "日期": "2026-03-01", "事件": "投诉举报核实完毕"}).problems
    assert (problem.code, "与第1件（编号1）先后颠倒" in problem.message) == ("ZZ439", True)


COLUMNS = {"主体": ["派驻窗口工作人员"] * 2, "收到投诉举报日期": ["2026-03-02"] * 2}
FRAME = pl.DataFrame(COLUMNS | {"投诉举报核实日期": ["2026-03-01", "2026-03-02"]})


def test_a_frame_has_a_column_of_them(book):
    answers = book.frame(FRAME, DAY, ["第二十二条"])
    assert answers["contradictions"].to_list() == [[NAME], None]
    assert book.frame(FRAME, DAY, ["第八条第二款"])["contradictions"].to_list() == [None, None]
    assert "contradictions" not in book.frame(FRAME, DAY, ["第二十二条"], columns=["outcome"]).columns


@pytest.mark.parametrize("extension", ["csv", "parquet", "xlsx", "jsonl"])
def test_files_have_a_column_and_the_summary_counts_them(book, tmp_path, extension):
    FRAME.write_csv(tmp_path / "案卷.csv")
    output = tmp_path / f"结论.{extension}"
    summary = book.evaluate_files(tmp_path / "案卷.csv", output, DAY, ["第二十二条"])
    assert [(count.name, count.rows) for count in summary.contradictions] == [(NAME, 1)]
    assert any(f"1 行　{NAME}：记载的" in str(line) for line in summary.lines())
    if extension == "xlsx":
        header, first, second = CalamineWorkbook.from_path(output).get_sheet_by_index(0).to_python()
        assert (first[header.index("记载的矛盾")], second[header.index("记载的矛盾")]) == (NAME, "")
    elif extension == "csv":
        assert pl.read_csv(output)["记载的矛盾"].to_list() == [NAME, None]
    else:
        written = pl.read_parquet(output) if extension == "parquet" else pl.read_ndjson(output)
        assert written["contradictions"].to_list() == [[NAME], None]


def test_the_command_line_shows_them_and_exits_as_undetermined(tmp_path, capsys):
    path = Path(tmp_path, "案卷.json")
    path.write_text(json.dumps(EARLY, ensure_ascii=False), encoding="utf-8")
    assert main(["evaluate", str(path), "--on", DAY, "--about", "第二十二条"]) == 3
    shown = capsys.readouterr().out
    assert "记载互相矛盾）" in shown
    assert "记载相互矛盾：记载的「收到投诉举报日期」晚于「投诉举报核实日期」" in shown
    path.write_text(json.dumps(IN_TIME, ensure_ascii=False), encoding="utf-8")
    assert main(["evaluate", str(path), "--on", DAY, "--about", "第二十二条"]) == 0


def test_no_value_of_the_record_is_in_a_message(book):
    with pytest.raises(RecordError) as error:
        book.evaluate(EARLY | {"实名": "秘密"}, DAY)
    assert "秘密" not in str(error.value)


def test_what_frees_a_fact_that_decides_decides_itself(tmp_path):
    """Put right, the later date no longer contradicts the earlier one, which then counts again."""
    (tmp_path / "policy.yaml").write_text(
        "政策: 试验\n代码: test\n依据: 第八条\n行为日期: {取: 办结日期}\n"
        "情形: {早收: {依据: 第八条, 条件: {受理日期: {早于: 2026-06-01}}}}\n"
        "先后: {先收后办: {日期: [受理日期, 办结日期], 说明: 先收后办, 依据: 第八条}}\n"
        "结论: [{得出: 有, 代码: yes, 条件: {情形: 有其一}}, {得出: 没有, 代码: no}]\n",
        "utf-8",
    )
    record = {"受理日期": "2026-04-02", "办结日期": "2026-04-01"}
    answer = zzrules.load(base(), over=tmp_path).evaluate(record, "2026-05-06")["test"]
    asked = {fact.label: {outcome for _, outcome in fact.would_decide} for fact in answer.grounds["早收"].missing}
    assert asked == {"受理日期": {"成立", "不成立"}, "办结日期": {"成立", "不成立"}}

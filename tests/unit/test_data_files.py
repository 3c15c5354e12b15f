"""Files of cases in and out: equal answers whatever the form, bad rows told by their place, results whole or not there.

What a fact's column may hold is tested with the frames (`test_columnar`), what a sheet may with the workbooks.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, get_args

import openpyxl
import polars as pl
import pytest
from benchmarks.records import random_case
from tests.datafiles import read, written

import zzrules
from zzrules.base.errors import OutputError, RecordError, UsageError, ZzrulesError
from zzrules.base.unfinished import PREFIX
from zzrules.batch.delivery import delivered
from zzrules.batch.formats import EXTENSIONS, FORMATS, WRITTEN_EXTENSIONS, Form
from zzrules.cli import main
from zzrules.cli.progress import progress_bar

DAY_ = "2026-05-06"
TOLERANCE = ["第二十三条"]
POLICY_NAMES = {policy.name for policy in zzrules.load().plan.policies}
ROWS = 300
PEOPLE = "主体,行为发生日期,经办人\n政务服务机构,2026-04-16,甲\n派驻窗口工作人员,2026-04-17,乙\n"


@cache
def book() -> zzrules.Rulebook:
    return zzrules.load()


@cache
def sample() -> tuple[list[dict[str, Any]], list[str], list[zzrules.Determination]]:
    """Return random records, their days, and what the engine of one record says of them."""
    random = Random(20)  # noqa: S311 - the same records in every run
    drawn = [random_case(random, book().vocabulary) for _ in range(ROWS)]
    records, days = [dict(record) for record, _ in drawn], [on for _, on in drawn]
    return records, days, [book().evaluate(record, on) for record, on in drawn]


def refused(result: Path) -> list[list[str]]:
    """Return the lines of the side file, below its header."""
    text = Path(f"{result}.bad.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


def csv_file(folder: Path, text: str, name: str = "案卷.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def everything(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


# ── the formats ─────────────────────────────────────────────────────────


def test_the_table_of_formats_is_whole():
    assert set(FORMATS) == set(get_args(Form))
    assert len(EXTENSIONS) == sum(len(described.extensions) for described in FORMATS.values())
    assert all(described.extensions[0] == f".{form}" for form, described in FORMATS.items())


@pytest.mark.parametrize("extension", WRITTEN_EXTENSIONS)
def test_a_result_has_the_rows_and_the_answers_in_every_form(tmp_path, extension):
    result = tmp_path / f"结论{extension}"
    book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_, TOLERANCE, columns=["outcome"])
    rows = read(result)
    assert rows["经办人"].to_list() == ["甲", "乙"]
    assert rows.width == PEOPLE.partition("\n")[0].count(",") + 2


@pytest.mark.parametrize("form", [form for form, described in FORMATS.items() if described.writer is None])
def test_a_form_that_nothing_writes_is_refused_for_a_result(tmp_path, form):
    with pytest.raises(UsageError) as raised:
        book().evaluate_files(csv_file(tmp_path, PEOPLE), tmp_path / f"结论.{form}", DAY_)
    assert [(one.code, one.hint) for one in raised.value.problems] == [
        ("ZZ620", "用扩展名 .parquet、.csv、.xlsx、.jsonl 或者 .arrow")
    ]


# ── equal answers ───────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_judged_as_single_records_are(tmp_path, form):
    records, days, expected = sample()
    cases = written(tmp_path / f"案卷{FORMATS[form].extensions[0]}", book().vocabulary, records, days)
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(cases, result, "评价日期")
    assert not Path(f"{result}.bad.csv").exists(), refused(result)[:3]
    assert (summary.rows, summary.judged, summary.bad) == (ROWS, ROWS, 0)
    for row, determination in zip(read(result).to_dicts(), expected, strict=True):
        for answer in determination:
            assert row[f"{answer.code}.outcome"] == answer.outcome
            assert set(row[f"{answer.code}.possible"]) == set(answer.possible)
            assert {name: row[f"{answer.code}.{name}"] for name in answer.grounds} == {
                name: ground.truth for name, ground in answer.grounds.items()
            }


PARTS: list[dict[str, Any]] = [
    {"主体": "政务服务机构", "行为发生日期": {"不早于": "2026-04-02", "早于": "2026-05-01"}},
    {"主体": {"不属于": ["政务服务机构"]}, "行为发生日期": "有"},
    {"主体": {"属于": ["政务服务机构", "派驻窗口工作人员"]}, "承诺时限": {"以上": "5工作日", "未满": "9工作日"}},
    {"主体": "政务服务机构", "行为发生日期": {"晚于": "2026-05-05"}},
    {"主体": "政务服务机构"},
]


@pytest.mark.parametrize("extension", [".jsonl", ".json", ".yaml", ".csv", ".xlsx"])
def test_facts_known_in_part_are_judged_as_of_single_records(tmp_path, extension):
    """Records hold them as objects, tables in columns of their own."""
    cases, result = tmp_path / f"案卷{extension}", tmp_path / "结论.parquet"
    if extension in (".csv", ".xlsx"):
        rows = [
            {
                f"{fact}.{word}" if word else fact: "、".join(said) if isinstance(said, list) else said
                for fact, told in record.items()
                for word, said in (told.items() if isinstance(told, dict) else [("", told)])
            }
            for record in PARTS
        ]
        frame = pl.DataFrame(rows, infer_schema_length=None)
        frame.write_csv(cases) if extension == ".csv" else frame.write_excel(cases)
    elif extension == ".jsonl":
        cases.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in PARTS), encoding="utf-8")
    else:
        cases.write_text(json.dumps(PARTS, ensure_ascii=False), encoding="utf-8")
    summary = book().evaluate_files(cases, result, DAY_)
    assert (summary.judged, summary.bad, summary.others) == (len(PARTS), 0, ())
    for row, record in zip(read(result).to_dicts(), PARTS, strict=True):
        for answer in book().evaluate(record, DAY_):
            assert set(row[f"{answer.code}.possible"]) == set(answer.possible)


def test_lists_known_in_part_have_no_columns(tmp_path):
    lines = [
        '{"补正告知": {"已载": [], "另有": "是"}}',
        '{"补正告知": [{"告知日期": {"不晚于": "2026-03-02"}}]}',
        '{"补正告知": []}',
    ]
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(csv_file(tmp_path, "\n".join(lines), "案卷.jsonl"), result, DAY_)
    assert [(one[1], one[3]) for one in refused(result)] == [("1", "ZZ633"), ("2", "ZZ633")]
    assert (summary.judged, summary.bad) == (1, 2)


def test_the_summary_counts_what_the_rows_say(tmp_path):
    records, days, expected = sample()
    cases = written(tmp_path / "案卷.parquet", book().vocabulary, records, days)
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(cases, result, "评价日期", columns=["missing", "outcome"])
    rows = read(result)
    for policy in summary.policies:
        outcomes = Counter(answers.policy(policy.code).outcome for answers in expected)
        classes = Counter(answers.policy(policy.code).outcome_class for answers in expected)
        assert policy.undetermined == classes.pop(None, 0)
        open_ = outcomes.pop(None, 0)
        assert {one.code: one.rows for one in policy.outcomes if one.rows} == outcomes
        assert {one.name: one.rows for one in policy.classes if one.rows} == classes
        assert sum(one.reason_open for one in policy.classes) == open_ - policy.undetermined
        wanting = Counter(rows[f"{policy.code}.missing"].explode().drop_nulls().to_list())
        assert {one.code: one.rows for one in policy.missing} == wanting
        assert [one.rows for one in policy.missing] == sorted(wanting.values(), reverse=True)
        barred = [one for answers in expected if (one := answers.policy(policy.code)).outcome == "not_applicable"]
        doubts = Counter(doubt.name for answer in barred for doubt in answer.doubts)
        assert {one.code: one.rows for one in policy.doubts} == doubts


ROTATIONS = """主体,到窗口工作日期,报请日期,离开原因
政务服务机构,2025-03-03,2026-04-20,辞职
派驻窗口工作人员,2025-03-03,2026-04-20,辞职
政务服务机构,2021-03-03,2026-04-20,辞职
,2025-03-03,2026-04-20,辞职
政务服务机构,,,
"""


@pytest.mark.parametrize("extension", [".parquet", ".xlsx"])
def test_the_summary_counts_rows_in_doubt(tmp_path, extension):
    summary = book().evaluate_files(csv_file(tmp_path, ROTATIONS), tmp_path / f"结论{extension}", DAY_)
    lines = [str(line) for line in summary.lines()]
    assert "    其中 1 行存疑：记载了只有本政策才问的事实，请核对「主体」" in lines
    (rotation,) = [policy for policy in summary.to_dict()["policies"] if policy["code"] == "rotation"]
    assert [(doubt["code"], doubt["rows"]) for doubt in rotation["doubts"]] == [("subject", 1)]
    if extension == ".xlsx":
        sheets = openpyxl.load_workbook(tmp_path / "结论.xlsx")
        cells = [tuple(cell.value for cell in row) for sheet in sheets for row in sheet.iter_rows()]
        assert ("第八条第二款", "窗口工作人员轮换", "其中存疑，请核对「主体」", 1) in [row[:4] for row in cells]


IN_PART: dict[str, dict[str, Any]] = {
    "政务服务机构,,2025-03-03,,2026-04-20,": {"主体": "政务服务机构", "到窗口工作日期": {"不早于": "2025-03-03"}},
    "政务服务机构,,,2021-03-03,2026-04-20,": {"主体": "政务服务机构", "到窗口工作日期": {"不晚于": "2021-03-03"}},
    "政务服务机构,,,,2026-04-20,辞职、辞退": {"主体": "政务服务机构", "离开原因": {"属于": ["辞职", "辞退"]}},
    ",政务服务机构、中介服务机构,2025-03-03,,2026-04-20,": {
        "主体": {"属于": ["政务服务机构", "中介服务机构"]},
        "到窗口工作日期": {"不早于": "2025-03-03"},
    },
    "政务服务机构,,,,,": {"主体": "政务服务机构"},
}


def test_rows_in_doubt_are_judged_by_what_is_known_in_part_as_well(tmp_path):
    """It may be all that only one policy asks for, or what keeps the policy from applying whoever it is."""
    header = "主体,主体.属于,到窗口工作日期.不早于,到窗口工作日期.不晚于,报请日期,离开原因.属于"
    source = csv_file(tmp_path, "\n".join((header, *IN_PART)) + "\n")
    summary = book().evaluate_files(source, tmp_path / "结论.parquet", DAY_)
    (rotation,) = [policy for policy in summary.policies if policy.code == "rotation"]
    records = [record | {"报请日期": "2026-04-20"} for record in IN_PART.values()]
    doubts = [[one.name for one in book().evaluate(record, DAY_)["rotation"].doubts] for record in records]
    assert doubts[:4] == [["subject"], [], ["subject"], []]
    assert {one.code: one.rows for one in rotation.doubts} == {"subject": 2}


def test_what_is_bad_in_one_record_is_bad_in_many(tmp_path):
    lines = [
        '{"主体": "政务服务机构"}',
        '{"主体": "政务服务机构", "主题": "x"}',
        "",
        '{"主体": "窗口人员", "行为发生日期": "2026-02-30"}',
        '{"主体": "政务服务机构"',
        '{"subject": "agency", "主体": "政务服务机构"}',
        '{"主体": "政务服务机构", "补正告知": [{"告知日期": "昨天"}]}',
        '{"行为发生日期": "2026-05-07"}',
    ]
    cases = csv_file(tmp_path, "\n".join(lines), "案卷.jsonl")
    result = tmp_path / "结论.jsonl"
    summary = book().evaluate_files(cases, result, DAY_, TOLERANCE)
    assert [(one[0], one[1], one[3]) for one in refused(result)] == [
        (str(cases), line, code)
        for line, code in [
            ("2", "ZZ401"),
            ("4", "ZZ404"),
            ("4", "ZZ407"),
            ("5", "ZZ420"),
            ("6", "ZZ403"),
            ("7", "ZZ402"),
            ("8", "ZZ408"),
        ]
    ]
    assert "补正告知第1项的告知日期" in refused(result)[5][4]
    assert (summary.rows, summary.judged, summary.bad) == (7, 1, 6)
    assert json.loads(result.read_text(encoding="utf-8"))["主体"] == "agency"


# ── bad rows ────────────────────────────────────────────────────────────


def test_bad_rows_are_told_by_the_row_of_a_spreadsheet(tmp_path):
    text = (
        "主体,行为发生日期,主观故意.结论,主观故意.机构,补正告知,备注\r\n"
        '政务服务机构,2026-04-16,,,,"两\n行"\r\n'
        "秘密人,2026-4-16,,,,\r\n"
        "\r\n"
        ",,,,,\r\n"
        "政务服务机构,2026-04-16\r\n"
        "政务服务机构,2026-04-16,对,没有这个机构,,\r\n"
        "政务服务机构,2026-04-16,,,[{告知日期: 1}],\r\n"
        '政务服务机构,2026-04-16,查不清,,"[{""告知日期"": ""2026-04-01""}]",\r\n'
    )
    result = tmp_path / "结论.csv"
    summary = book().evaluate_files(csv_file(tmp_path, text), result, DAY_, TOLERANCE)
    assert [(one[1], one[2], one[3]) for one in refused(result)] == [
        ("3", "主体", "ZZ404"),
        ("3", "行为发生日期", "ZZ402"),
        ("6", "", "ZZ625"),
        ("7", "主观故意", "ZZ402"),
        ("8", "补正告知", "ZZ627"),
    ]
    assert "秘密" not in Path(f"{result}.bad.csv").read_text(encoding="utf-8-sig")
    assert (summary.judged, summary.bad) == (2, 4)
    assert read(result)["主体"].to_list() == ["政务服务机构"] * 2


def test_rows_of_a_folder_are_told_by_file_and_row(tmp_path):
    folder = tmp_path / "案卷"
    folder.mkdir()
    for name, subjects in (("甲", ["agency", "nobody"]), ("乙", ["agency"]), ("丙", ["nobody", "agency"])):
        pl.DataFrame({"subject": subjects}).write_parquet(folder / f"{name}.parquet")
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(folder, result, DAY_, TOLERANCE)
    assert [(Path(one[0]).stem, one[1]) for one in refused(result)] == [("丙", "1"), ("甲", "2")]
    assert (summary.rows, summary.judged) == (5, 3)


@pytest.mark.no_cover
def test_the_side_file_is_as_long_as_there_are_bad_rows(tmp_path):
    rows = 120_000
    cases = tmp_path / "案卷.parquet"
    pl.DataFrame({"subject": ["nobody", "agency"] * (rows // 2)}).write_parquet(cases)
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(cases, result, DAY_, TOLERANCE, columns=["outcome"])
    assert [int(one[1]) for one in refused(result)] == list(range(1, rows, 2))
    assert (summary.judged, summary.bad) == (rows // 2, rows // 2)


def test_a_run_without_bad_rows_leaves_no_side_file(tmp_path):
    result = tmp_path / "结论.parquet"
    book().evaluate_files(csv_file(tmp_path, PEOPLE + "谁,,\n"), result, DAY_, TOLERANCE)
    assert len(refused(result)) == 1
    summary = book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_, TOLERANCE)
    assert everything(tmp_path) == ["案卷.csv", "结论.parquet"]
    assert summary.bad_file == ""


def test_only_a_side_file_is_removed(tmp_path):
    other = csv_file(tmp_path, PEOPLE, "别的.csv")
    book().evaluate_files(csv_file(tmp_path, PEOPLE), tmp_path / "结论.csv", DAY_, TOLERANCE, bad=other)
    assert other.read_text(encoding="utf-8") == PEOPLE


def test_a_day_of_evaluation_that_is_none_is_bad(tmp_path):
    text = "主体,何日\n政务服务机构,2026-05-06\n政务服务机构,\n政务服务机构,五月\n"
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(csv_file(tmp_path, text), result, "何日", TOLERANCE)
    assert [(one[1], one[2], one[3]) for one in refused(result)] == [("3", "何日", "ZZ601"), ("4", "何日", "ZZ601")]
    assert read(result).columns[:2] == ["主体", "何日"]
    assert summary.on == "见列「何日」"


# ── what is read ────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_that_spreadsheets_write(tmp_path, encoding):
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(csv_file(tmp_path, PEOPLE, encoding=encoding), result, DAY_, TOLERANCE)
    assert read(result)["经办人"].to_list() == ["甲", "乙"]
    assert any("GB18030" in one for one in summary.remarks) == (encoding == "gb18030")


def test_a_column_that_a_file_of_a_folder_lacks_is_unknown_there(tmp_path):
    folder = tmp_path / "案卷"
    folder.mkdir()
    pl.DataFrame({"subject": ["agency"], "note": [None]}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"note": ["x"], "conduct_date": ["2025-04-16"]}).write_parquet(folder / "b.parquet")
    (folder / ".c.parquet.1f.part").write_bytes(b"half of a result")
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(folder, result, DAY_, ["scope"])
    rows = read(result)
    assert rows.select("subject", "note", "conduct_date").rows() == [("agency", None, None), (None, "x", "2025-04-16")]
    assert rows["scope.outcome"].to_list() == [None, "not_in_force"]
    assert len(summary.remarks) == 2


@pytest.mark.parametrize("extension", WRITTEN_EXTENSIONS)
def test_no_rows_are_no_mistake(tmp_path, extension):
    result = tmp_path / f"结论{extension}"
    summary = book().evaluate_files(csv_file(tmp_path, "主体\n"), result, DAY_, TOLERANCE)
    assert (summary.rows, summary.undetermined, result.exists()) == (0, False, True)
    assert [*map(str, summary.lines())][1] == f"评价了 0 行，写在 {result}"


def broken(folder: Path, kind: str) -> Path:
    """Return a file, or a folder of them, that cannot be read."""
    path = folder / "案卷.parquet"
    frame = pl.DataFrame({"subject": ["agency"] * 5_000, "case_number": [str(n) for n in range(5_000)]})
    match kind:
        case "cut":
            frame.write_parquet(path)
            path.write_bytes(path.read_bytes()[:-200])
        case "spoilt":
            frame.write_parquet(path)
            data = bytearray(path.read_bytes())
            data[200:1_200] = bytes(1_000)
            path.write_bytes(data)
        case "empty":
            path.write_bytes(b"")
        case "no columns":
            pl.DataFrame().write_parquet(path)
        case "no facts":
            pl.DataFrame({"主体名称": ["x"], "电话": ["x"]}).write_parquet(path)
        case "wrong type":
            pl.DataFrame({"主体": ["政务服务机构"], "行为发生日期": [45_000.0]}).write_parquet(path)
        case "arrow":
            path = csv_file(folder, PEOPLE, "案卷.arrow")
        case "types":
            path = folder / "案卷"
            path.mkdir()
            pl.DataFrame({"conduct_date": ["2026-04-16"]}).write_parquet(path / "a.parquet")
            pl.DataFrame({"conduct_date": [1]}).write_parquet(path / "b.parquet")
        case "mixed":
            path = folder / "案卷"
            path.mkdir()
            csv_file(path, PEOPLE)
            frame.write_parquet(path / "b.parquet")
        case "nothing":
            path = folder / "案卷"
            path.mkdir()
        case "missing":
            path = folder / "没有.csv"
        case "unknown":
            path = csv_file(folder, PEOPLE, "案卷.txt")
        case "json":
            path = csv_file(folder, "", "案卷.jsonl")
        case text:
            path = csv_file(folder, text, encoding="utf-16" if text.startswith("16") else "utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("cut", "ZZ626"),
        ("spoilt", "ZZ626"),
        ("empty", "ZZ626"),
        ("arrow", "ZZ626"),
        ("no columns", "ZZ630"),
        ("no facts", "ZZ630"),
        ("wrong type", "ZZ606"),
        ("types", "ZZ623"),
        ("mixed", "ZZ621"),
        ("nothing", "ZZ622"),
        ("missing", "ZZ110"),
        ("unknown", "ZZ620"),
        ("json", "ZZ112"),
        ("", "ZZ112"),
        ("\n\n", "ZZ112"),
        ("16位编码", "ZZ101"),
        ("主体,,备注\n", "ZZ624"),
        ("主体,备注,主体\n", "ZZ624"),
        ('主体,备注\n政务服务机构,"没有合上\n政务服务机构,x\n', "ZZ625"),
        ('主体,备注\n政务服务机构,"合上"了\n', "ZZ625"),
        ("主体；备注\n政务服务机构；x\n", "ZZ630"),
        ("主体,subject\n政务服务机构,agency\n", "ZZ607"),
    ],
)
@pytest.mark.parametrize("before", [None, "上一次的结论"])
def test_what_cannot_be_read_is_said_and_nothing_is_written(tmp_path, kind, code, before):
    cases = broken(tmp_path, kind)
    result = tmp_path / "结论.parquet"
    if before is not None:
        result.write_text(before, encoding="utf-8")
    files = everything(tmp_path)
    with pytest.raises(ZzrulesError) as raised:
        book().evaluate_files(cases, result, DAY_, TOLERANCE)
    assert [one.code for one in raised.value.problems] == [code]
    assert all("polars" not in str(one) for one in raised.value.problems)
    assert everything(tmp_path) == files
    assert before is None or result.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    "data",
    [
        "主体\n政务服务机构\n".encode() + b"\xff\xff\n",
        "主体\n政务服务机构\n".encode() + "派驻窗口工作人员\n".encode("gb18030"),  # put together of two files
        b"subject\nagency\n\xff\xff\n",
    ],
    ids=["spoilt", "mixed", "neither"],
)
def test_what_no_encoding_fits_is_told_by_its_line(tmp_path, data):
    path = tmp_path / "案卷.csv"
    path.write_bytes(data)
    with pytest.raises(RecordError) as raised:
        book().evaluate_files(path, tmp_path / "结论.csv", DAY_, TOLERANCE)
    assert [(one.code, one.place.line) for one in raised.value.problems] == [("ZZ101", 3)]


def test_one_form_of_a_mixed_folder_may_be_chosen(tmp_path):
    folder = broken(tmp_path, "mixed")
    summary = book().evaluate_files(folder, tmp_path / "结论.csv", DAY_, TOLERANCE, form="csv")
    assert (summary.rows, summary.sources) == (2, (str(folder / "案卷.csv"),))


def test_flags_in_csv_are_also_as_programs_write_them(tmp_path):
    """TRUE of a spreadsheet, True of Python, true of JSON; of findings, too, but of no other fact, in no other word."""
    words = ["TRUE", "True", "true", "FALSE", "False", "false", "是", "否"]
    lines = [
        "主体,实名,主观故意.结论,备注",
        *(f"政务服务机构,{word},{word},{word}" for word in words),
        "TRUE,,,",
        "其他,T,,",
    ]
    summary = book().evaluate_files(
        csv_file(tmp_path, "\n".join(lines)), tmp_path / "结论.parquet", DAY_, TOLERANCE, columns=["outcome"]
    )
    read = pl.read_parquet(tmp_path / "结论.parquet")
    said = ["是"] * 3 + ["否"] * 3 + ["是", "否"]
    assert read["实名"].to_list() == said
    assert read["主观故意"].struct.field("conclusion").to_list() == said
    assert read["备注"].to_list() == words
    assert summary.bad == 2


# ── what is written ─────────────────────────────────────────────────────


def test_csv_is_written_for_people(tmp_path):
    text = (
        "主体,行为发生日期,主观故意,主观故意.结论,主观故意.机构,主观故意.日期,主观故意.依据,补正告知,备注\n"
        "派驻窗口工作人员,2026-04-16,,是,效能工作机构,2026-04-20,示例核1号,无,=1+1\n"
        '派驻窗口工作人员,2026-04-16,查不清,,,,,"[{""告知日期"": ""2026-04-17""}]",\n'
    )
    result = tmp_path / "结论.csv"
    kinds = ["outcome", "possible", "grounds", "missing"]
    book().evaluate_files(csv_file(tmp_path, text), result, DAY_, TOLERANCE, columns=kinds)
    assert result.read_bytes().startswith("\ufeff主体,".encode())
    first, second = csv.DictReader(result.read_text(encoding="utf-8-sig").splitlines())
    assert (first["备注"], first["补正告知"]) == ("'=1+1", "无")
    assert (first["主观故意.结论"], first["主观故意.机构"]) == ("是", "效能工作机构")
    assert (first["容错.结论"], first["容错.可能的结论"]) == ("存在主观故意，不符合容错条件",) * 2
    assert (second["主观故意"], second["容错.结论"]) == ("查不清", "待查明")
    assert json.loads(second["补正告知"]) == [{"date": "2026-04-17"}]
    assert "、" in second["容错.可能的结论"]
    assert second["容错.尚缺的事实"].split("、")[0] in book().vocabulary.by_label
    assert second["容错.先行先试的失误"] == "待查明"


FOR_GAIN = (
    "主体,行为发生日期,谋取私利.结论,谋取私利.机构,谋取私利.日期,谋取私利.依据\n"
    "派驻窗口工作人员,2026-04-16,是,纪检监察机关,2026-04-20,文号\n"
    "派驻窗口工作人员,2026-04-16,,,,\n"
    "政务服务机构,,,,,\n"
)


def test_a_decided_class_is_told_from_an_open_one(tmp_path):
    cases, result = csv_file(tmp_path, FOR_GAIN), tmp_path / "结论.csv"
    summary = book().evaluate_files(cases, result, DAY_, TOLERANCE)
    rows = list(csv.DictReader(result.read_text(encoding="utf-8-sig").splitlines()))
    shown = [(row["容错.结论"], row["容错.归类"]) for row in rows]
    assert shown == [("理由待查明", "不得容错"), ("待查明", "待查明"), ("理由待查明", "不适用")]
    (policy,) = summary.policies
    counts = [(one.name, one.rows, one.reason_open) for one in policy.classes if one.rows]
    assert (counts, policy.undetermined) == ([("不得容错", 1, 1), ("不适用", 1, 1)], 1)
    lines = [str(line) for line in summary.lines()]
    assert "  1 行　不得容错（理由待查明）" in lines
    assert "  归类：不得容错 1 行，不适用 1 行" in lines
    book().evaluate_files(cases, result, DAY_, TOLERANCE, columns=["outcome"])
    assert "待查明" in result.read_text(encoding="utf-8-sig").splitlines()[1]
    answers = tmp_path / "结论.xlsx"
    book().evaluate_files(cases, answers, DAY_, TOLERANCE)
    sheets = openpyxl.load_workbook(answers)
    told = {row[:4] for row in sheets["汇总"].iter_rows(values_only=True)}
    assert {("第二十三条", "容错", "不得容错（理由待查明）", 1), ("第二十三条", "容错", "不得容错", 1)} <= told
    assert [cell.value for cell in sheets["结论"]["E"]][1:] == ["不得容错", "待查明", "不适用"]


def test_what_is_not_grouped_has_no_classes_beside_its_outcomes(tmp_path):
    policy = "政策: 试\n代码: one\n依据: 第二十二条\n行为日期: {取: 行为发生日期}\n"
    policy += "结论:\n  - {得出: 甲, 代码: a, 条件: {因缺乏经验: 是}}\n  - {得出: 乙, 代码: b}\n"
    own = tmp_path / "政策"
    own.mkdir()
    (own / "article-22-complaints.yaml").write_text(policy, encoding="utf-8")
    rules = zzrules.load(over=own)
    cases = csv_file(tmp_path, "主体,行为发生日期,因缺乏经验\n政务服务机构,2026-04-16,是\n政务服务机构,2026-04-16,\n")
    summary = rules.evaluate_files(cases, result := tmp_path / "结论.parquet", DAY_, ["one"])
    assert [name for name in read(result).columns if name.startswith("one.")] == ["one.outcome", "one.possible"]
    assert [(one.name, one.rows) for one in summary.policies[0].classes if one.rows] == [("甲", 1)]
    assert not any("归类" in str(line) for line in summary.lines())
    rules.evaluate_files(cases, result, DAY_, ["one"], columns=["class"])
    assert read(result)["one.class"].to_list() == ["甲", None]


def test_a_workbook_has_the_answers_and_the_summary(tmp_path):
    result = tmp_path / "结论.xlsx"
    book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_, TOLERANCE)
    sheets = openpyxl.load_workbook(result)
    assert sheets.sheetnames == ["结论", "汇总", "依据"]
    assert sheets["结论"].max_row == 3
    told = [cell for row in sheets["汇总"].iter_rows(values_only=True) for cell in row]
    assert "待查明" in told


def test_a_workbook_without_a_question_shows_what_the_data_concern(tmp_path):
    result = tmp_path / "结论.xlsx"
    summary = book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_)
    concerned = [policy.name for policy in summary.policies if policy.concerned]
    header = [cell.value for cell in openpyxl.load_workbook(result)["结论"][1]]
    named = [title.split("\n") for title in header if "\n" in title and title.split("\n")[0] in POLICY_NAMES]
    assert list(dict.fromkeys(head for head, *_ in named)) == concerned
    first = [rest[0] for head, *rest in named if head == concerned[0]]
    assert first[:3] == ["结论", "归类", "尚缺的事实"]


def test_parquet_says_by_which_policies_it_was_judged(tmp_path):
    result = tmp_path / "结论.parquet"
    summary = book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_, TOLERANCE)
    told = pl.read_parquet_metadata(result)
    assert (told["zzrules.rulebook"], told["zzrules.on"]) == (book().digest, DAY_)
    assert summary.rulebook == book().digest


def test_an_answered_file_may_be_judged_again(tmp_path):
    first, again = tmp_path / "一.parquet", tmp_path / "二.parquet"
    book().evaluate_files(csv_file(tmp_path, PEOPLE), first, DAY_, TOLERANCE)
    summary = book().evaluate_files(first, again, DAY_, TOLERANCE)
    assert read(again).equals(read(first))
    assert summary.others == (("经办人", ""),)


def test_the_result_takes_the_place_of_an_earlier_one(tmp_path):
    kept, link = tmp_path / "甲" / "结论.parquet", tmp_path / "结论.parquet"
    kept.parent.mkdir()
    kept.write_text("上一次的结论", encoding="utf-8")
    kept.chmod(0o640)
    link.symlink_to(kept)
    book().evaluate_files(csv_file(tmp_path, PEOPLE), link, DAY_, TOLERANCE)
    assert link.is_symlink()
    assert len(read(kept)) == 2
    assert kept.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["案卷.csv", "又名.csv", "案卷夹/结论.csv", "结论.txt", "结论", "结论.yaml"])
def test_results_are_kept_apart_from_what_is_read(tmp_path, name):
    folder = tmp_path / "案卷夹"
    folder.mkdir()
    csv_file(folder, PEOPLE)
    cases = csv_file(tmp_path, PEOPLE)
    (tmp_path / "又名.csv").symlink_to(cases)
    source = folder if name.startswith("案卷夹") else cases
    with pytest.raises(UsageError, match=r"ZZ628|ZZ620"):
        book().evaluate_files(source, tmp_path / name, DAY_, TOLERANCE)
    assert cases.read_text(encoding="utf-8") == PEOPLE


@pytest.mark.parametrize("name", ["没有/结论.parquet", "/dev/null/结论.parquet", "案卷夹.parquet"])
def test_a_place_that_cannot_be_written_to_is_told_before_reading(tmp_path, name):
    (tmp_path / "案卷夹.parquet").mkdir()
    files = everything(tmp_path)
    with pytest.raises(OutputError, match="ZZ110"):
        book().evaluate_files(broken(tmp_path, "cut"), tmp_path / name, DAY_, TOLERANCE)
    assert [one for one in everything(tmp_path) if one != "案卷.parquet"] == files


LIMITED = """
import resource, sys, zzrules
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    zzrules.load().evaluate_files(sys.argv[1], sys.argv[2], "2026-05-06", ["第二十三条"])
except zzrules.OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "arrow", "xlsx"])
def test_a_disk_that_is_full_leaves_nothing(tmp_path, form):
    cases = tmp_path / "案卷.parquet"
    random = Random(5)  # noqa: S311 - text that does not compress
    numbers = [f"{random.getrandbits(64):x}" for _ in range(5_000)]
    pl.DataFrame({"case_number": numbers, "subject": ["agency"] * 5_000}).write_parquet(cases)
    result = tmp_path / f"结论.{form}"
    command = [sys.executable, "-c", LIMITED, str(cases), str(result)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "ZZ110 写不下了：文件超过了允许的大小" in done.stdout
    assert everything(tmp_path) == ["案卷.parquet"]


STOPPED = """
import os, signal, sys, time, zzrules
from zzrules.cli.progress import interruptible
def told(done, total):
    os.kill(os.getpid(), getattr(signal, sys.argv[3]))
    time.sleep(0.2)
try:
    with interruptible():
        zzrules.load().evaluate_files(sys.argv[1], sys.argv[2], "2026-05-06", ["第二十三条"], progress=told)
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_run_that_is_ended_leaves_nothing_that_looks_finished(tmp_path, name):
    cases = tmp_path / "案卷.parquet"
    pl.DataFrame({"subject": ["agency"] * 2_000_000}).write_parquet(cases)
    result = tmp_path / "结论.parquet"
    command = [sys.executable, "-c", STOPPED, str(cases), str(result), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    left = [one for one in everything(tmp_path) if one != "案卷.parquet"]
    if name == "SIGKILL":
        assert left
        assert all(one.startswith(PREFIX) for one in left)
        assert not any(Path(one).suffix in (".parquet", ".csv") and "/" not in one for one in left)
        assert not any(path.stat().st_mode & 0o077 for path in tmp_path.glob(f"{PREFIX}*"))
        for path in tmp_path.glob(f"{PREFIX}*"):
            os.utime(path, (0, 0))
        book().evaluate_files(csv_file(tmp_path, PEOPLE), result, DAY_, TOLERANCE)
        assert everything(tmp_path) == ["案卷.csv", "案卷.parquet", "结论.parquet"]
    else:
        assert (done.stdout, left) == ("stopped\n", [])


def test_whoever_is_told_of_the_progress_may_end_it(tmp_path):
    def told(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        book().evaluate_files(csv_file(tmp_path, PEOPLE), tmp_path / "结论.parquet", DAY_, progress=told)
    assert everything(tmp_path) == ["案卷.csv"]


def test_progress_is_told_in_rows(tmp_path):
    told: list[tuple[int, int | None]] = []
    cases = tmp_path / "案卷.parquet"
    pl.DataFrame({"subject": ["agency"] * 300_000}).write_parquet(cases)
    book().evaluate_files(
        cases, tmp_path / "结论.parquet", DAY_, TOLERANCE, progress=lambda done, total: told.append((done, total))
    )
    assert {total for _, total in told} == {300_000}
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1][0] == 300_000


def test_delivery_forgets_what_was_not_finished(tmp_path):
    def interrupted() -> None:
        with delivered(tmp_path / "a") as unfinished:
            assert everything(tmp_path) == [unfinished.name]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert everything(tmp_path) == []


# ── the command ─────────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command line in a folder with cases; return its exit code, what it printed, and what it complained of."""
    monkeypatch.chdir(tmp_path)
    csv_file(tmp_path, PEOPLE)

    def run(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize(
    ("text", "about", "code"),
    [
        ("主体,行为发生日期\n政务服务机构,2025-04-16\n", ["第二十三条"], 0),
        ("主体,行为发生日期\n政务服务机构,2025-04-16\n", [], 0),
        ("主体,行为发生日期\n派驻窗口工作人员,2026-04-16\n", ["第二十三条"], 3),
        (
            "主体,行为发生日期\n派驻窗口工作人员,2026-04-16\n",
            [],
            0,
        ),  # only 第二十四条 has to do with it, and is decided
        ("主体,行为发生日期,因缺乏经验\n派驻窗口工作人员,2026-04-16,是\n", [], 3),
        ("主体,行为发生日期\n,\n派驻窗口工作人员,\n", [], 3),  # nothing is decided
        ("主体,行为发生日期\n派驻窗口工作人员,四月\n政务服务机构,2025-04-16\n", ["第二十三条"], 1),
    ],
)
def test_exit_codes_of_files(run, tmp_path, text, about, code):
    csv_file(tmp_path, text)
    words = ["--about", *about] if about else []
    assert run("evaluate", "案卷.csv", "--on", DAY_, *words, "-o", "结论.csv")[0] == code


def test_the_summary_is_printed_as_text_or_as_json(run):
    code, out, err = run("evaluate", "案卷.csv", "--on", DAY_, "--about", "第二十三条", "-o", "结论.parquet")
    assert (code, err) == (3, "")
    assert out.startswith(f"案卷.csv：评价日 {DAY_}，读了 2 行，用时 ")
    words = ["--columns", "outcome", "missing", "--bad", "错.csv", "--format", "json"]
    code, out, err = run("evaluate", "案卷.csv", "--on", DAY_, "--about", "第二十三条", "-o", "结论.parquet", *words)
    assert (code, err, json.loads(out)["judged"]) == (3, "", 2)
    assert [one for one in read(Path("结论.parquet")).columns if "." in one] == [
        "tolerance.outcome",
        "tolerance.missing",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["案卷.csv", "--on", DAY_], 2, "案卷.csv: ZZ631"),
        (["案卷.jsonl", "--on", DAY_, "--bad", "a"], 2, "ZZ631 --bad 只和 -o 一起用"),
        (["案卷.csv", "--on", DAY_, "-o", "a.csv", "--format", "table"], 2, "ZZ631 写了 -o，就没有 --format table"),
        (["案卷.csv", "--on", "今天"], 2, "--on：「今天」不是日期"),
        (["案卷.csv", "--on", "今天", "-o", "a.csv"], 2, "案卷.csv: ZZ629"),
        (["案卷.csv", "--on", DAY_, "-o", "没有/a.csv"], 74, "没有/a.csv: ZZ110"),
        (["没有.csv", "--on", DAY_, "-o", "a.csv"], 1, "没有.csv: ZZ110"),
    ],
)
def test_wrong_use_of_files_is_told(run, words, code, said):
    got, out, err = run("evaluate", *words)
    assert (got, out) == (code, "")
    assert said in err
    assert everything(Path()) == ["案卷.csv"]


@pytest.mark.parametrize("name", ["problems", "__place__", "__on__"])
@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_column_that_would_be_lost_is_refused(tmp_path, form, name):
    """The program puts columns of its own beside those of the data; nobody's column vanishes without a word."""
    cases = tmp_path / f"案卷.{form}"
    frame = pl.DataFrame({"主体": ["政务服务机构"], name: ["很多"]})
    match form:
        case "csv":
            frame.write_csv(cases)
        case "parquet":
            frame.write_parquet(cases)
        case _:
            sheet = openpyxl.Workbook()
            sheet.active.append(frame.columns)
            sheet.active.append(frame.row(0))
            sheet.save(cases)
    with pytest.raises(RecordError) as caught:
        book().evaluate_files(cases, tmp_path / "结论.csv", DAY_)
    assert [(one.code, one.message) for one in caught.value.problems] == [("ZZ624", f"列名「{name}」是程序自用的")]
    assert everything(tmp_path) == [cases.name]


@pytest.mark.parametrize("written_as", WRITTEN_EXTENSIONS)
@pytest.mark.parametrize("form", ["csv", "parquet", "arrow", "xlsx"])
def test_columns_called_as_patterns_are_passed_on(tmp_path, form, written_as):
    """Polars takes ``*`` for every column, and ``^…$`` for those that a pattern fits; to an office they are names."""
    folder = tmp_path / "案卷"
    folder.mkdir()
    names = ["*", "备注", "^备注$", "^.*$"]
    given = pl.DataFrame({"^日$": [DAY_], "主体": ["政务服务机构"], **{name: [f"{name}的内容"] for name in names}})
    for number, frame in enumerate([given, given.with_columns(另一列=pl.lit("甲"))]):
        match form:
            case "csv":
                frame.write_csv(folder / f"{number}.csv")
            case "parquet":
                frame.write_parquet(folder / f"{number}.parquet")
            case "arrow":
                frame.write_ipc(folder / f"{number}.arrow")
            case _:
                frame.write_excel(folder / f"{number}.xlsx")
    result = tmp_path / f"结论{written_as}"
    summary = book().evaluate_files(folder, result, "^日$", TOLERANCE)
    assert (summary.judged, [name for name, _ in summary.others]) == (2, [*names, "另一列"])
    answers = read(result)
    assert {name: answers[name].to_list() for name in names} == {name: [f"{name}的内容"] * 2 for name in names}


@pytest.mark.parametrize("separator", ["，", ";", "\t"])
def test_a_header_that_is_separated_by_no_commas_is_told_so(tmp_path, separator):
    cases = csv_file(tmp_path, PEOPLE.replace(",", separator))
    with pytest.raises(RecordError) as caught:
        book().evaluate_files(cases, tmp_path / "结论.csv", DAY_)
    assert [(one.code, one.hint) for one in caught.value.problems] == [("ZZ630", "各列之间用半角逗号「,」隔开")]


def test_one_of_several_sheets_is_read(run, tmp_path):
    """An earlier result, say: it has sheets for people as well. Which one to read has to be said."""
    assert run("evaluate", "案卷.csv", "--on", DAY_, "--about", "第二十三条", "-o", "结论.xlsx")[0] == 3
    again = ["evaluate", "结论.xlsx", "--on", DAY_, "--about", "第二十三条", "-o", "再评.parquet"]
    code, _, err = run(*again)
    assert (code, err.partition("：")[0]) == (1, "结论.xlsx: ZZ646 有数据的工作表不止一张")
    assert run(*again, "--sheet", "结论")[0] == 3
    assert read(Path("再评.parquet")).height == 2
    assert "ZZ644" in run(*again, "--sheet", "别的")[2]


def test_without_polars_it_is_said_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    code, _, err = run("evaluate", "案卷.csv", "--on", DAY_, "-o", "结论.csv")
    assert (code, err[:5]) == (2, "ZZ610")
    assert 'pip install "zzrules[files]"' in err


def test_records_come_from_the_standard_input(run, monkeypatch):
    lines = '{"主体": "政务服务机构", "行为发生日期": "2025-04-16"}\n'.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    code, out, err = run("evaluate", "-", "--on", DAY_, "--about", "第二十三条", "-o", "结论.jsonl")
    assert (code, err) == (0, "")
    assert out.startswith("标准输入：")
    assert json.loads(Path("结论.jsonl").read_text(encoding="utf-8"))["tolerance.outcome"] == "not_in_force"


def test_a_bar_is_shown_only_where_it_is_seen(capfd, monkeypatch):
    with progress_bar(seen=False) as told:
        assert told is None
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(seen=True) as told:
        assert told is not None
        told(30_000, 60_000)
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "3.0 万行" in printed.err


# ── summary ─────────────────────────────────────────────────────────────


def test_the_summary_tells_what_the_data_has_to_do_with(tmp_path):
    text = "主体,行为发生日期,因缺乏经验,主体类型,电话\n派驻窗口工作人员,2026-04-16,是,x,\n政务服务机构,2025-04-16,,,\n"
    summary = book().evaluate_files(csv_file(tmp_path, text), tmp_path / "结论.csv", DAY_)
    told = "\n".join(map(str, summary.lines()))
    assert summary.undetermined
    concerned = {one.code for one in summary.policies if one.concerned}
    assert "tolerance" in concerned
    assert "rotation" not in concerned
    assert "\n第二十三条　容错\n  1 行　不在有效期内\n  1 行　待查明，尚缺：\n    1 行　" in told
    assert "「主体类型」（是不是「主体」？）" in told
    assert "照样带过：「电话」" in told
    assert "数据没有涉及的" in told
    assert dict(summary.absent)["pioneering"] in told
    assert summary.to_dict()["policies"][0]["citation"]


def test_what_was_asked_about_is_told_in_any_case(tmp_path):
    summary = book().evaluate_files(csv_file(tmp_path, PEOPLE), tmp_path / "结论.csv", DAY_, ["第八条第二款"])
    assert [(one.code, one.concerned) for one in summary.policies] == [("rotation", True)]


def piped_in(monkeypatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.parametrize("form", FORMATS)
def test_the_standard_input_may_have_any_form(run, tmp_path, monkeypatch, form):
    records = [{"subject": "agency", "conduct_date": "2025-04-16"}, {"subject": "agency"}]
    cases = written(tmp_path / f"案卷{FORMATS[form].extensions[0]}", book().vocabulary, records, [DAY_, DAY_])
    piped_in(monkeypatch, cases.read_bytes())
    command = ["evaluate", "-", "--input", form, "--on", "评价日期", "--about", "第二十三条", "-o", "结论.parquet"]
    code, out, err = run(*command)
    assert (code, err, out.partition("：")[0]) == (0, "", "标准输入")
    expected = [book().evaluate(record, DAY_)["tolerance"].outcome for record in records]
    assert read(tmp_path / "结论.parquet")["tolerance.outcome"].to_list() == expected
    assert not any(one.startswith(".") for one in everything(tmp_path))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "arrow"])
def test_what_is_wrong_with_the_standard_input_is_said_of_it(run, monkeypatch, form):
    piped_in(monkeypatch, b"PK" if form == "xlsx" else b"\xff,")
    code, _, err = run("evaluate", "-", "--input", form, "--on", DAY_, "-o", "结论.csv")
    assert code == 1
    assert err.startswith(("标准输入: ZZ", "标准输入:1:"))


@pytest.mark.parametrize("form", [form for form, described in FORMATS.items() if described.writer])
def test_the_result_goes_to_the_standard_output_in_any_form(run, tmp_path, monkeypatch, form):
    command = ["evaluate", "案卷.csv", "--on", DAY_, "--about", "第二十三条"]
    assert run(*command, "-o", f"结论.{form}")[0] == 3
    with (tmp_path / f"管道.{form}").open("w", encoding="gbk", newline="\r\n") as out:
        monkeypatch.setattr("sys.stdout", out)
        code, _, err = run(*command, "-o", "-", "--to", form)
    assert (code, "评价了 2 行，写在 标准输出\n" in err) == (3, True)
    assert read(tmp_path / f"管道.{form}").equals(read(tmp_path / f"结论.{form}"))


def test_beside_a_result_on_the_standard_output_all_else_is_on_the_other(run, tmp_path):
    csv_file(tmp_path, PEOPLE + "其他,四月,丙\n")
    command = ["evaluate", "案卷.csv", "--on", DAY_, "--about", "第二十三条", "-o", "-"]
    code, out, err = run(*command)
    assert code == 1
    assert [json.loads(line)["经办人"] for line in out.splitlines()] == ["甲", "乙"]
    first, *rest = err.splitlines()
    assert first == ("案卷.csv:4: ZZ402 「行为发生日期」不是日期：是文字。应改为：四位年-两位月-两位日，如 2026-01-01")
    assert "有错的 1 行没有评价，逐行写在 标准错误输出" in rest
    code, out, err = run(*command, "--bad", "错.csv", "--format", "json")
    assert (code, len(out.splitlines())) == (1, 2)
    assert json.loads(err)["bad_file"] == "错.csv"
    assert (tmp_path / "错.csv").is_file()
    assert run(*command[:-1], "结论.csv", "--to", "csv")[0] == 2
    assert everything(tmp_path) == ["案卷.csv", "错.csv"]

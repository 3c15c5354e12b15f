"""Mapping files (对照): registers as offices keep them become records, and nothing is guessed on the way."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from tests.unit.documents import ROOT, broken_links, examples, problems_of

import zzrules
from zzrules.base.errors import PolicyError, RecordError, UsageError
from zzrules.batch.mapping.cells import CellReader
from zzrules.batch.mapping.draft import draft
from zzrules.cli import main

DAY = "2026-05-06"
LIABILITY = ["第二十一条"]


@pytest.fixture(scope="module")
def book() -> zzrules.Rulebook:
    return zzrules.load()


@pytest.fixture
def mapped(tmp_path, book):
    """A function from the text of a mapping to the mapping."""

    def read(text: str) -> zzrules.Mapping:
        path = tmp_path / "对照.yaml"
        path.write_text(f"对照: 台账\n{text}", encoding="utf-8")
        return book.mapping(path)

    return read


def refused(result: Path) -> list[list[str]]:
    with Path(f"{result}.bad.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


# ── a messy ledger, from the draft to the judged workbook ───────────────

HEADER = [
    "序号",
    "案号",
    "事项类别",
    "受理时间",
    "承诺时限",
    "办结日期",
    "暂停起",
    "暂停止",
    "承诺载明不含特别程序",
    "经办人",
]
FIRST = date(2026, 2, 9)
CASES = 5000


def spelled(day: date, number: int) -> Any:
    """Return a day in one of six ways."""
    year, month, number_of_day = day.year, day.month, day.day
    return [
        day,
        f"{year}/{month}/{number_of_day}",
        f"{year}年{month}月{number_of_day}日",
        (day - date(1899, 12, 30)).days,
        datetime.combine(day, time(17, 45)),
        f"{year}.{month}.{number_of_day}",
    ][number % 6]


def case(number: int) -> list[Any]:
    received = FIRST + timedelta(days=number % 5)
    handled = received + timedelta(days=10 + number % 9)
    paused = [received + timedelta(days=1), received + timedelta(days=2)] if number % 4 == 0 else ["/", "/"]
    return [
        number + 1,
        f"示例〔2026〕{number + 1}号",
        "行政许可",
        spelled(received, number),
        ["10工作日", "１０工作日", "10个工作日", "即办"][number % 4],
        spelled(handled, number + 1) if number % 7 else "未办结",
        *(spelled(day, number) if isinstance(day, date) else day for day in paused),
        "√" if number % 2 else "×",
        "甲",
    ]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Path:
    """A workbook of two sheets: a title and the office above the header, merged cells, totals and notes."""
    path = tmp_path_factory.mktemp("台账") / "台账.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = workbook.add_worksheet("办件")
        sheet.merge_range(0, 0, 0, 9, "示例区办件台账（２０２６年）")
        sheet.write(1, 0, "填报单位：示例区")
        sheet.write_row(2, 0, HEADER)
        for number in range(CASES):
            for at, value in enumerate(case(number)):
                style = moment if isinstance(value, datetime) else day if isinstance(value, date) else None
                sheet.write(3 + number, at, value, style)
        sheet.merge_range(3, 9, 5, 9, "甲")
        sheet.merge_range(3 + CASES, 0, 3 + CASES, 2, "合计")
        sheet.write_formula(3 + CASES, 4, "=COUNTA(E4:E9)")
        sheet.write(4 + CASES, 0, "注：本表由示例区填报。")
        workbook.add_worksheet("填表说明").write(0, 0, "一行一件")
    return path


EDITS = {
    "# 合并的格: 各格相同": "合并的格: 各格相同",
    "# 各行相同: {主体: 政务服务机构}": "各行相同: {主体: 政务服务机构, 特别程序期间.事由: 专家评审}",
    "  # 受理时间: 受理日期": "  受理时间: 受理日期",
    "  承诺时限: {事实: 承诺时限}": "  承诺时限: {事实: 承诺时限, 值: {即办: 0工作日}}",
    "  办结日期: {事实: 办结日期}": "  办结日期: {事实: 办结日期, 值: {未办结: 无}}",
    "  # 暂停起:": "  暂停起: 特别程序期间.起 #",
    "  # 暂停止:": "  暂停止: 特别程序期间.止 #",
    "列:": "视为空: [/]\n一项也没有: {特别程序期间: 无}\n列:",
}
"""What is edited in the draft, by how its lines begin: fewer than ten lines."""


def edited(text: str) -> str:
    lines = text.splitlines()
    for before, after in EDITS.items():
        found = [number for number, line in enumerate(lines) if line.startswith(before)]
        assert len(found) == 1, before
        lines[found[0]] = after + lines[found[0]].removeprefix(before)
    return "\n".join(lines) + "\n"


def test_a_messy_ledger_is_judged_by_a_draft_with_few_lines_edited(tmp_path, ledger, book, capsys):
    mapping, result = tmp_path / "对照.yaml", tmp_path / "结论.xlsx"
    assert main(["map", str(ledger), "-o", str(mapping)]) == 0
    text = mapping.read_text(encoding="utf-8")
    assert book.mapping(mapping).header_row == 3
    mapping.write_text(edited(text), encoding="utf-8")
    command = ["evaluate", str(ledger), "--map", str(mapping), "--on", DAY, "--about", *LIABILITY, "-o", str(result)]
    assert main(command) == 3
    said = capsys.readouterr().out
    assert f"读了 {CASES} 行" in said
    assert f"评价了 {CASES} 行" in said
    assert "按对照不计的行：合计 1 行，注 1 行" in said
    assert f"按对照换写的「承诺载明不含特别程序」：√、× {CASES} 格" in said
    assert len(EDITS) < 10

    answers = tmp_path / "结论.parquet"
    book.evaluate_files(ledger, answers, DAY, LIABILITY, mapping=mapping)
    frame = pl.read_parquet(answers)
    days = frame.select("受理日期", "办结日期", "承诺时限").rows()
    for number, row in enumerate(days):
        received = FIRST + timedelta(days=number % 5)
        handled = str(received + timedelta(days=10 + number % 9)) if number % 7 else "无"
        assert row == (str(received), handled, "0工作日" if number % 4 == 3 else "10工作日")
    assert frame["特别程序期间"].list.len().to_list() == [0 if number % 4 else 1 for number in range(CASES)]


def test_a_register_is_judged_as_the_records_that_it_means(tmp_path, ledger, book):
    mapping = tmp_path / "对照.yaml"
    mapping.write_text(edited(draft(ledger, book.vocabulary)), encoding="utf-8")
    book.evaluate_files(ledger, tmp_path / "结论.parquet", DAY, LIABILITY, mapping=mapping)
    judged = pl.read_parquet(tmp_path / "结论.parquet")["liability.possible"]
    for number in range(0, CASES, 599):
        received = FIRST + timedelta(days=number % 5)
        pause = {
            "事由": "专家评审",
            "起": str(received + timedelta(days=1)),
            "止": str(received + timedelta(days=2)),
        }
        record = {
            "主体": "政务服务机构",
            "事项类别": "行政许可",
            "受理日期": str(received),
            "承诺时限": "0工作日" if number % 4 == 3 else "10工作日",
            "办结日期": str(received + timedelta(days=10 + number % 9)) if number % 7 else "无",
            "特别程序期间": "无" if number % 4 else [pause],
            "承诺载明不含特别程序": "是" if number % 2 else "否",
        }
        assert sorted(book.evaluate(record, DAY, LIABILITY)["第二十一条"].possible) == sorted(judged[number])


# ── cells ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("受理日期", "2026-03-05", "2026-03-05"),
        ("受理日期", "２０２６/３/５", "2026-03-05"),
        ("受理日期", "2026 年 3 月 5 日", "2026-03-05"),
        ("受理日期", "2026.3.5", "2026-03-05"),
        ("{事实: 受理日期, 日期写法: '20260305'}", "20260305", "2026-03-05"),
        ("{事实: 受理日期, 日期写法: Excel序号}", "46086", "2026-03-05"),
        ("{事实: 受理日期, 日期写法: Excel序号}", "46086.0", "2026-03-05"),
        ("{事实: 办结日期, 值: {未办结: 无}}", "未办结", "无"),
        ("{事实: 承诺时限, 值: {即办: 0工作日}}", "即办", "0工作日"),
        ("承诺时限", "１０ 个工作日", "10工作日"),
        ("承诺载明不含特别程序", "√", "是"),
        ("承诺载明不含特别程序", "✗", "否"),
        ("{事实: 承诺载明不含特别程序, 值: {不详: 未记载}}", "不详", None),
        ("案号", "示例〔2026〕１号", "示例〔2026〕１号"),
    ],
)
def test_a_cell_is_read_as_its_column_says(mapped, column, cell, value):
    mapping = mapped(f"规范写法: 是\n列: {{甲: {column}}}\n")
    reading = CellReader(mapping.columns[0], normal=True).read(cell)
    assert (reading.fine, reading.value) == (True, value)


@pytest.mark.parametrize(
    ("fact", "cell", "what"),
    [
        ("受理日期", "2026/3/5", "是「2026/3/5」这样写的日期"),
        ("受理日期", "2026-02-30", "历法上没有这一天"),
        ("受理日期", "46086", "是 Excel 的日期序号"),
        ("受理日期", "2026-03-05 17:45:00", "带有时刻"),
        ("受理日期", "1772668800000", "像是毫秒时间戳"),
        ("受理日期", "三月五日", "是文字"),
        ("受理日期", "#N/A", "是公式出错的结果"),
        ("承诺载明不含特别程序", "√", "不是「是」或「否」"),
        ("承诺载明不含特别程序", "无", "这个事实不能是「无」"),
        ("承诺时限", "即办", "不是时长"),
        ("主体", "窗口", "不是可选的一项"),
        ("案号", "#REF!", "是公式出错的结果"),
    ],
)
def test_nothing_is_read_that_no_rule_says_and_it_is_told_what_it_is(mapped, fact, cell, what):
    reader = CellReader(mapped(f"列: {{甲: {fact}}}\n").columns[0], normal=False)
    assert reader.read(cell) == (cell, "", False)
    problem = reader.problem(cell, "D7")
    assert what in problem.message
    assert "true" not in str(problem)


def test_a_cell_is_quoted_unless_it_may_be_personal(mapped):
    day = CellReader(mapped("列: {甲: 受理日期}\n").columns[0], normal=False)
    assert "「三月五日」" in day.problem("三月五日", "D7").message
    assert "139" not in day.problem("13900000000", "D7").message
    text = CellReader(mapped("列: {甲: 案号}\n").columns[0], normal=False)
    assert "#REF!" not in text.problem("#REF!", "D7").message


# ── tables ──────────────────────────────────────────────────────────────


def frame_of(book, mapping, **columns):
    return book.frame(pl.DataFrame(columns), DAY, LIABILITY, mapping=mapping)


def test_blank_cells_mean_what_their_column_says(book, mapped):
    mapping = mapped("视为空: [/]\n列:\n  甲: {事实: 办结日期, 空: 无}\n  乙: {事实: 受理日期, 值: {/: 查不清}}\n")
    frame = frame_of(book, mapping, 甲=["/", None, "2026-03-05"], 乙=["/", " ", None])
    assert frame["办结日期"].to_list() == ["无", "无", "2026-03-05"]
    assert frame["受理日期"].to_list() == ["查不清", None, None]


def test_timestamps_are_days_where_they_were_made(book, mapped):
    at_one = int(datetime.fromisoformat("2026-03-05T01:00:00+08:00").timestamp() * 1000)
    mapping = mapped(
        "时区: Asia/Shanghai\n日期写法: [毫秒, 秒, '2026-03-05 17:45:00']\n列: {甲: 受理日期, 乙: 办结日期}\n"
    )
    frame = frame_of(book, mapping, 甲=[at_one, at_one], 乙=[str(at_one // 1000), "2026-03-06T17:45:00.250"])
    assert frame["受理日期"].to_list() == ["2026-03-05", "2026-03-05"]
    assert frame["办结日期"].to_list() == ["2026-03-05", "2026-03-06"]


def test_a_word_of_the_mapping_comes_before_the_way_dates_are_written(book, mapped):
    words = "值: {1900-01-01 00:00:00: 无, 1000000000: 查不清}, 日期写法: [2026-03-05 17:45:00, 秒]"
    mapping = mapped(f"时区: Asia/Shanghai\n列: {{甲: {{事实: 办结日期, {words}}}}}\n")
    cells = ["1900-01-01 00:00:00", "1000000000", "2026-03-06 08:00", None]
    assert frame_of(book, mapping, 甲=cells)["办结日期"].to_list() == ["无", "查不清", "2026-03-06", None]


def test_a_formula_that_went_wrong_is_no_text(tmp_path, book, mapped):
    register = tmp_path / "台账.csv"
    register.write_text("甲,乙\n#N/A,其他\n#1,其他\n", encoding="utf-8")
    summary = book.evaluate_files(
        register, tmp_path / "结论.csv", DAY, LIABILITY, mapping=mapped("列: {甲: 案号, 乙: 主体}\n")
    )
    assert (summary.judged, summary.bad) == (1, 1)


def test_typed_columns_are_read_as_text(book, mapped):
    mapping = mapped("日期写法: '2026-03-05 17:45:00'\n列: {甲: 受理日期, 乙: 办结日期, 丙: 承诺载明不含特别程序}\n")
    frame = frame_of(book, mapping, 甲=[date(2026, 3, 5)], 乙=[datetime.combine(date(2026, 3, 6), time(8))], 丙=[True])
    assert frame.select("受理日期", "办结日期", "承诺载明不含特别程序").rows() == [("2026-03-05", "2026-03-06", "是")]
    numbers = frame_of(book, mapped("日期写法: Excel序号\n列: {甲: 受理日期}\n"), 甲=[46086.0, float("nan")])
    assert numbers["受理日期"].to_list() == ["2026-03-05", None]


def test_a_lazy_frame_is_read_when_it_runs(book, mapped):
    mapping = mapped("规范写法: 是\n不计的行: 合计\n列: {甲: 受理日期}\n")
    lazy = pl.LazyFrame({"号": ["1", "合计"], "甲": ["2026/3/5", "2026/3/6"]})
    answered = book.frame(lazy, DAY, LIABILITY, mapping=mapping)
    assert isinstance(answered, pl.LazyFrame)
    assert answered.select("受理日期").collect().rows() == [("2026-03-05",)]


def test_what_cannot_be_read_in_a_frame_is_a_problem_of_its_row(book, mapped):
    frame = frame_of(book, mapped("列: {甲: 受理日期}\n"), 甲=["2026/3/5", "2026-03-05"])
    assert frame["problems"].to_list() == [[{"column": "受理日期", "code": "ZZ402"}], None]


def test_columns_are_joined_into_a_list(book, mapped):
    mapping = mapped(
        "各行相同: {特别程序期间.书面告知: 是, 特别程序期间.第2项.事由: 听证}\n"
        "列:\n  起1: 特别程序期间.起\n  止1: {事实: 特别程序期间.止, 空: 无}\n  由1: 特别程序期间.事由\n"
        "  起2: 特别程序期间.第2项.起\n  止2: 特别程序期间.第2项.止\n"
    )
    rows = {
        "起1": ["2026-02-11", None, "2026-02-11"],
        "止1": ["2026-02-12", None, None],
        "由1": ["检测", None, "检验"],
        "起2": ["2026-02-14", None, None],
        "止2": ["2026-02-15", None, None],
    }
    frame = frame_of(book, mapping, **rows)
    first = {"kind": "检测", "from": "2026-02-11", "to": "2026-02-12", "notified_in_writing": "是"}
    second = {"kind": "听证", "from": "2026-02-14", "to": "2026-02-15", "notified_in_writing": "是"}
    third = {"kind": "检验", "from": "2026-02-11", "to": "无", "notified_in_writing": "是"}
    assert frame["特别程序期间"].to_list() == [[first, second], None, [third]]
    assert frame["problems"].null_count() == 3


def test_findings_and_bounds_have_columns_of_their_own(book, mapped):
    mapping = mapped(
        "列:\n  结论: 拒不改正.结论\n  谁: 拒不改正.机构\n  何时: 拒不改正.日期\n  最迟: 办结日期.不晚于\n"
    )
    rows = {"结论": ["是"], "谁": ["政务服务中心管理机构"], "何时": ["2026-03-05"], "最迟": ["2026-03-04"]}
    frame = book.frame(pl.DataFrame(rows).rename({"何时": " 何 时"}), DAY, LIABILITY, mapping=mapping)
    assert {"拒不改正.结论", "拒不改正.机构", "办结日期.不晚于"} <= {*frame.columns}
    assert frame["problems"].to_list() == [None]


def test_rows_are_judged_on_a_day_of_their_own(tmp_path, book, mapped):
    mapping = mapped("规范写法: 是\n列: {甲: 主体, 何时: 评价日}\n")
    register = tmp_path / "台账.csv"
    register.write_text("甲,何时\n政务服务机构,2026/5/6\n政务服务机构,四月\n", encoding="utf-8")
    summary = book.evaluate_files(register, tmp_path / "结论.csv", "评价日", LIABILITY, mapping=mapping)
    assert (summary.judged, summary.bad) == (1, 1)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "parquet"])
def test_bad_cells_are_told_by_their_place(tmp_path, book, mapped, extension):
    mapping = mapped("规范写法: 是\n表头行: 1\n列: {甲: 受理日期, 乙: 案号}\n")
    register = tmp_path / f"台账.{extension}"
    frame = pl.DataFrame({"乙": ["某号", "某号"], "甲": ["2026/3/5", "三月"]})
    match extension:
        case "csv":
            frame.write_csv(register)
        case "parquet":
            frame.write_parquet(register)
        case "xlsx":
            frame.write_excel(register)
    summary = book.evaluate_files(register, tmp_path / "结论.parquet", DAY, LIABILITY, mapping=mapping)
    assert (summary.rows, summary.judged, summary.bad) == (2, 1, 1)
    [[file, row, column, code, message, _]] = refused(tmp_path / "结论.parquet")
    assert (file, column, code) == (str(register), "B 列「甲」", "ZZ712")
    assert message.startswith(f"B{row}（甲）的「三月」")
    assert row == ("2" if extension == "parquet" else "3")


def test_a_bad_value_is_told_by_the_register_s_own_column(tmp_path, book, mapped):
    register = tmp_path / "台账.csv"
    register.write_text("号,甲\n1,2026-05-07\n", encoding="utf-8")
    mapping = mapped("列: {甲: 受理日期}\n")
    book.evaluate_files(register, tmp_path / "结论.csv", DAY, LIABILITY, mapping=mapping)
    assert [row[2:4] for row in refused(tmp_path / "结论.csv")] == [["B 列「甲」", "ZZ408"]]


def test_rows_are_left_out_as_the_mapping_says(tmp_path, book, mapped):
    omitted = "不计的行: [小计, {列: 状态, 是: [作废]}, {列: 号, 空: 是}]"
    mapping = mapped(f"{omitted}\n列: {{甲: 主体}}\n")
    register = tmp_path / "台账.csv"
    rows = ["号,甲,状态", "1,其他,", "2,其他,作废", ",其他,", "小计：,2,", "小计,,"]
    register.write_text("\n".join(rows) + "\n", encoding="utf-8")
    summary = book.evaluate_files(register, tmp_path / "结论.csv", DAY, LIABILITY, mapping=mapping)
    assert (summary.rows, summary.bad) == (1, 0)
    counted = {count.name: count.rows for count in summary.left_out}
    assert counted == {"小计": 2, "状态是「作废」": 1, "号是空着": 1}


def test_totals_and_notes_are_never_cases(tmp_path, book):
    register = tmp_path / "案卷.csv"
    register.write_text("案号,经办人\n甲,乙\n合 计,2\n注：略,\n合计划一号,乙\n", encoding="utf-8")
    summary = book.evaluate_files(register, tmp_path / "结论.csv", DAY, LIABILITY)
    assert (summary.judged, summary.bad) == (2, 2)
    assert [row[1] + row[3] for row in refused(tmp_path / "结论.csv")] == ["3ZZ713", "4ZZ713"]


def test_what_stands_in_place_of_a_date_is_told_without_a_mapping(tmp_path, book):
    register = tmp_path / "案卷.csv"
    cells = ["2026年3月5日", "46086", "2026-03-05 17:45:00", "三月", "2026-03-05"]
    register.write_text("受理日期\n" + "\n".join(cells) + "\n", encoding="utf-8")
    book.evaluate_files(register, tmp_path / "结论.csv", DAY, LIABILITY)
    assert [row[4] for row in refused(tmp_path / "结论.csv")] == [
        "「受理日期」不是日期：是「2026年3月5日」这样写的日期",
        "「受理日期」不是日期：是 Excel 的日期序号",
        "「受理日期」不是日期：带有时刻",
        "「受理日期」不是日期：是文字",
    ]


def test_a_table_may_stand_below_a_title_and_have_columns_without_a_name(tmp_path, book, mapped):
    register = tmp_path / "台账.csv"
    register.write_text("台账,,,,\n\n甲,,乙,,\n其他,略,丙,,\n其他,,丁\n", encoding="gb18030")
    mapping = mapped("表头行: 3\n列: {甲: 主体}\n不用的列: [乙]\n")
    summary = book.evaluate_files(register, tmp_path / "结论.parquet", DAY, LIABILITY, mapping=mapping)
    assert (summary.judged, summary.bad) == (2, 0)
    columns = pl.read_parquet(tmp_path / "结论.parquet").columns
    assert columns[:2] == ["主体", "（B 列）"]
    assert "乙" not in columns


@pytest.mark.parametrize("name", ["*", "^备注$", "^.*$"])
def test_the_name_of_a_column_is_no_pattern(tmp_path, book, mapped, name):
    register = tmp_path / "台账.csv"
    register.write_text(f"{name},甲,乙\n2026/3/5,其他,1\n合计,,1\n", encoding="utf-8")
    mapping = mapped(f'规范写法: 是\n不计的行: 合计\n列: {{"{name}": 受理日期, 甲: 主体}}\n')
    frame = book.frame(pl.read_csv(register), DAY, LIABILITY, mapping=mapping)
    assert frame.select("受理日期", "主体", "乙").rows() == [("2026-03-05", "其他", 1)]


def test_no_rows_are_no_mistake(tmp_path, book, mapped):
    columns = "甲: 特别程序期间.起, 乙: 主体, 丙: {事实: 受理日期, 日期写法: [毫秒, 2026-03-05 17:45:00]}"
    mapping = mapped(f"不计的行: 合计\n时区: Asia/Shanghai\n各行相同: {{案由: 其他}}\n列: {{{columns}}}\n")
    register = tmp_path / "台账.csv"
    register.write_text("甲,乙,丙\n合计,,\n", encoding="utf-8")
    summary = book.evaluate_files(register, tmp_path / "结论.parquet", DAY, LIABILITY, mapping=mapping)
    assert (summary.rows, summary.bad) == (0, 0)
    empty = book.frame(pl.DataFrame(schema={"甲": pl.String, "乙": pl.String, "丙": pl.Int64}), DAY, mapping=mapping)
    assert empty.height == 0


# ── what is wrong ───────────────────────────────────────────────────────


def test_columns_that_the_file_lacks_or_the_mapping_forgets_are_told(book, mapped):
    with pytest.raises(RecordError) as raised:
        frame_of(book, mapped("列: {受理时间: 受理日期}\n不用的列: [备注]\n"), 收件时间=["x"], 主体=["其他"])
    assert [one.code for one in raised.value.problems] == ["ZZ710", "ZZ710", "ZZ711"]


def test_a_header_in_another_row_is_told_once(book, mapped):
    columns = "{受理时间: 受理日期, 办结时间: 办结日期, 时限: 承诺时限, 类别: 事项类别}"
    with pytest.raises(RecordError) as raised:
        frame_of(book, mapped(f"表头行: 2\n列: {columns}\n"), 某区台账=["x"], 类别=["行政许可"])
    [problem] = raised.value.problems
    assert str(problem).startswith("ZZ715 对照提到 4 列，表头里只找到 1 列：多半表头不在这一行")


def test_records_need_no_mapping(tmp_path, book, mapped):
    (tmp_path / "案卷.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="ZZ714"):
        book.evaluate_files(tmp_path / "案卷.jsonl", tmp_path / "结论.csv", DAY, mapping=mapped("列: {甲: 主体}\n"))


def test_a_mapping_beside_the_policies_is_checked_and_is_none_of_them(tmp_path, book):
    (tmp_path / "台账.yaml").write_text("对照: 台账\n列: {甲: 主体}\n", encoding="utf-8")
    assert zzrules.load(over=tmp_path).digest == book.digest
    (tmp_path / "台账.yaml").write_text("对照：台账\n列: {甲: 主题}\n列表: 1\n", encoding="utf-8")
    assert {one.place.source for one in zzrules.check(over=tmp_path)} == {"台账.yaml"}


def test_a_mapping_is_read_strictly(tmp_path, book):
    path = tmp_path / "对照.yaml"
    path.write_text("对照: 台账\n表头: 3\n列: {甲: 主体}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as raised:
        book.mapping(path)
    [problem] = raised.value.problems
    assert (problem.place.line, problem.hint) == (2, "「表头行」")


# ── drafts ──────────────────────────────────────────────────────────────


def test_a_draft_takes_nothing_for_granted(tmp_path, book):
    register = tmp_path / "台账.csv"
    register.write_text("受理时间,是否超期: 备注,#号\n2026-03-05,x,1\n", encoding="utf-8")
    text = draft(register, book.vocabulary)
    mapping = tmp_path / "对照.yaml"
    mapping.write_text(text, encoding="utf-8")
    assert book.mapping(mapping).columns == ()
    assert "# 受理时间: 受理日期  # 像是「受理日期」" in text


def test_a_draft_spoils_no_file(tmp_path, capsys):
    register, mapping = tmp_path / "台账.csv", tmp_path / "对照.yaml"
    register.write_text("主体\n其他\n", encoding="utf-8")
    mapping.write_text("对照: 台账\n", encoding="utf-8")
    assert main(["map", str(register), "-o", str(mapping)]) == 2
    assert mapping.read_text(encoding="utf-8") == "对照: 台账\n"
    assert main(["map", str(tmp_path / "没有.csv")]) == 1
    assert main(["map", str(mapping)]) == 1


# ── the page ────────────────────────────────────────────────────────────

PAGE = ROOT / "docs" / "台账和对照.md"


@pytest.mark.parametrize("example", examples(PAGE), ids=str)
def test_the_examples_of_the_page_can_be_read(example):
    assert problems_of(example) == ()


def test_the_links_of_the_page_lead_somewhere():
    assert broken_links(PAGE) == set()

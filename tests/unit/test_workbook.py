"""Workbooks: what a sheet of case records says, what is no plain table, and how the answers look and print."""

import re
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.unit.documents import book

from zzrules.base.errors import OutputError, RecordError, UsageError
from zzrules.batch.workbook import read_sheet, write_workbook
from zzrules.batch.workbook.marks import letters_of, place_of

# 编号 of some sheets is no fact, though it is almost called as one
pytestmark = pytest.mark.filterwarnings("ignore:ZZ618")

DAY = "2026-05-06"
HEAD = ["编号", "主体", "行为发生日期", "实名"]


def saved(folder, *rows, change=None, titles=("案卷",)):
    """Write rows into the first of some sheets; ``change`` gets the workbook before it is saved."""
    made = openpyxl.Workbook()
    made.active.title = titles[0]
    for title in titles[1:]:
        made.create_sheet(title)
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    path = folder / "案卷.xlsx"
    made.save(path)
    return path


def read(folder, *rows, sheet=None, **options):
    return read_sheet(saved(folder, *rows, **options), book().vocabulary, sheet)


def refused(folder, *rows, **options):
    """Return the codes of what is wrong with a sheet, each with its row, its column and what is told."""
    with pytest.raises(RecordError) as caught:
        read(folder, *rows, **options)
    return [(one.code, one.place.line, one.place.column, one.message) for one in caught.value.problems]


def texts(folder, header, *values, **options):
    """Return what cells below a header are read as."""
    other = "备注" if header == "案号" else "案号"
    return read(folder, [other, header], *(["有", value] for value in values), **options)[header].to_list()


# ── cells ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 1, 1), "2026-01-01"),
        (datetime.combine(date(2026, 1, 1), time()), "2026-01-01"),
        (datetime.combine(date(2026, 1, 1), time(8, 30)), "2026-01-01 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (True, "是"),
        (False, "否"),
        ("是", "是"),
        (" 是\u3000", "是"),
        (3, "3"),
        (3.0, "3"),
        (-3, "-3"),
        (2.5, "2.5"),
        ("2026-01-01", "2026-01-01"),
        ("5工作日", "5工作日"),
        ("=1+1 不是公式", None),
        (" \u3000", None),
        (None, None),
    ],
)
def test_a_cell_is_read_as_a_record_would_write_it(tmp_path, value, text):
    def as_text(made):
        made.active["B2"].data_type = "s"

    change = as_text if isinstance(value, str) and value.startswith("=") else None
    [found] = texts(tmp_path, "实名", value, change=change)
    assert found == (text if change is None else value)


def test_dates_are_the_same_in_both_of_excels_calendars(tmp_path):
    def of_1904(made):
        made.epoch = CALENDAR_MAC_1904

    days = date(2026, 2, 28), date(2028, 2, 29)
    assert texts(tmp_path, "行为发生日期", *days) == texts(tmp_path, "行为发生日期", *days, change=of_1904)


def test_a_number_that_was_formatted_as_a_date_is_no_date(tmp_path):
    def dated(made):
        made.active["B2"].number_format = made.active["B3"].number_format = "yyyy-mm-dd"

    numbers = texts(tmp_path, "行为发生日期", 3, 60, change=dated)
    frame = pl.DataFrame({"行为发生日期": numbers})
    assert book().frame(frame, on=DAY)["problems"].null_count() == 0


@pytest.mark.parametrize("header", ["行为发生日期", "实名", "主体", "此前在窗口工作时间", "案号"])
def test_an_error_is_refused_whatever_the_fact(tmp_path, header):
    """Blank would mean that nobody knows, and a text fact takes any word for its value."""
    answers = book().frame(pl.DataFrame({header: texts(tmp_path, header, "#N/A", "#DIV/0!")}), on=DAY)
    assert answers["problems"].null_count() == 0


def test_an_error_in_another_column_is_passed_on(tmp_path):
    assert texts(tmp_path, "备注", "#N/A", "无") == ["#N/A", "无"]


def test_rows_have_the_numbers_that_excel_shows_and_blank_ones_are_left_out(tmp_path):
    found = read(tmp_path, [], HEAD, ["甲"], [], [None, " "], ["乙"])
    assert found["__row__"].to_list() == [3, 6]
    assert found.columns == ["__row__", *HEAD]
    assert found.schema == {"__row__": pl.Int64, **dict.fromkeys(HEAD, pl.String)}


def test_a_table_may_stand_anywhere_and_blank_columns_are_left_out(tmp_path):
    found = read(tmp_path, [], [None, None, "编号", None, "主体"], [None, None, "甲", None, "政务服务机构"])
    assert found.to_dicts() == [{"__row__": 3, "编号": "甲", "主体": "政务服务机构"}]


def test_a_header_is_read_without_its_blanks_and_line_breaks(tmp_path):
    found = read(
        tmp_path, [" 编号 ", "行为\n发生日期", "主观故意.state", "主观故意.结论"], ["甲", date(2026, 1, 1), None, True]
    )
    assert found.columns == ["__row__", "编号", "行为发生日期", "主观故意.state", "主观故意.结论"]


def test_more_rows_than_a_block_keep_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr("zzrules.batch.workbook.sheets._BLOCK", 7)
    found = read(tmp_path, HEAD, *([f"第{number}件"] for number in range(50)))
    assert found["编号"].to_list() == [f"第{number}件" for number in range(50)]


def test_what_is_read_is_judged_as_the_same_record(tmp_path):
    record = {"主体": "派驻窗口工作人员", "行为发生日期": "2026-03-02", "实名": "是"}
    rows = read(tmp_path, list(record), ["派驻窗口工作人员", date(2026, 3, 2), True])
    answers = book().frame(rows, on=DAY)
    determination = book().evaluate(record, on=DAY)
    assert [answers[f"{one.code}.outcome"][0] for one in determination] == [one.outcome for one in determination]


# ── sheets ──────────────────────────────────────────────────────────────


def test_the_only_visible_sheet_with_data_is_taken(tmp_path):
    def hide(made):
        made["藏"].append(HEAD)
        made["藏"].sheet_state = "hidden"

    options = {"titles": ("案卷", "空", "藏"), "change": hide}
    assert len(read(tmp_path, HEAD, ["甲"], **options)) == 1
    assert refused(tmp_path, HEAD, ["甲"], **options, sheet="藏")[0][::3] == ("ZZ645", "只有表头，没有案卷")


def test_a_hidden_sheet_is_not_taken_by_itself(tmp_path):
    def hide(made):
        made["藏"].append(HEAD)
        made["藏"].sheet_state = "hidden"

    assert refused(tmp_path, titles=("空", "藏"), change=hide)[0][::3] == ("ZZ645", "工作表里没有数据")


def test_a_place_names_the_sheet_if_there_are_others(tmp_path):
    with pytest.raises(RecordError) as caught:
        read(tmp_path, HEAD, titles=("一月", "二月"))
    assert caught.value.problems[0].place.source.endswith("案卷.xlsx「一月」")


# ── what is no plain table ──────────────────────────────────────────────


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    def merge(made):
        made.active.merge_cells("A3:A4")
        made.active.merge_cells("A1:D1")

    rows = ["案卷一览"], ["编号", "主体", "主体", None, 7], ["甲", "政务服务机构", None, "有"], [None, "=1+1"]
    assert refused(tmp_path, *rows, change=merge) == [
        ("ZZ649", 1, 1, "第 1 行不是表头，像表头的是第 2 行"),
        ("ZZ651", 2, 3, "表头「C2」（主体）和「B2」是同一列"),
        ("ZZ650", 2, 4, "表头「D2」空着，下面却有内容"),
        ("ZZ652", 2, 5, "表头「E2」不是文字"),
        ("ZZ647", 3, 1, "有合并的单元格：「A3:A4」"),
        ("ZZ648", 4, 2, "「B4」的公式还没有计算过"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        [["2026年案卷一览"]],
        [["2026年案卷一览", "第一季度"]],
        [["一览"], ["单位：某中心", None, "日期：2026-03-31"]],
        [["一览"], [], ["填表说明：日期写年月日"]],
        [["一览", None, 2026]],
    ],
)
def test_a_title_above_the_header_is_seen(tmp_path, above):
    codes = refused(tmp_path, *above, HEAD, ["甲", "政务服务机构"])
    assert codes == [("ZZ649", 1, 1, f"第 1 行不是表头，像表头的是第 {len(above) + 1} 行")]


def test_a_title_above_words_that_are_no_facts_is_seen(tmp_path):
    assert [one[0] for one in refused(tmp_path, ["一览"], ["姓名", "单位"], ["甲", "某中心"])] == ["ZZ649", "ZZ653"]


@pytest.mark.parametrize("rows", [[["主体"], ["政务服务机构"]], [HEAD, ["主体"]], [["主体", "备注"], ["编号", "实名"]]])
def test_a_plain_table_has_no_title(tmp_path, rows):
    assert len(read(tmp_path, *rows)) == 1


def test_a_case_in_the_first_row_is_no_header(tmp_path):
    assert [one[0] for one in refused(tmp_path, ["甲", date(2026, 1, 1), 3], ["乙", date(2026, 1, 2), 4])] == ["ZZ652"]


def test_no_message_quotes_a_case(tmp_path):
    def merge(made):
        made.active.merge_cells("A2:A3")

    with pytest.raises(RecordError) as caught:
        read(tmp_path, ["编号", "主体", None], ["机密", "机密", "机密"], change=merge)
    assert "机密" not in str(caught.value)


def test_an_empty_file_is_told_as_one(tmp_path):
    (tmp_path / "案卷.xlsx").touch()
    with pytest.raises(RecordError) as caught:
        read_sheet(tmp_path / "案卷.xlsx", book().vocabulary)
    assert [one.code for one in caught.value.problems] == ["ZZ112"]


@pytest.mark.parametrize("missing", ["没有.xlsx", ".", "没有\0.xlsx"])
def test_a_file_that_cannot_be_opened_is_told(tmp_path, missing):
    with pytest.raises(RecordError) as caught:
        read_sheet(tmp_path / missing, book().vocabulary)
    assert [one.code for one in caught.value.problems] == ["ZZ110"]


def test_an_old_workbook_is_told_from_one_with_a_password(tmp_path):
    (tmp_path / "案卷.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(RecordError) as caught:
        read_sheet(tmp_path / "案卷.xlsx", book().vocabulary)
    assert [(one.code, one.message) for one in caught.value.problems] == [("ZZ641", "文件不是 .xlsx，是旧版的 .xls")]


def test_a_column_beyond_those_that_excel_has_is_refused(tmp_path):
    path = saved(tmp_path, HEAD, ["甲"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'"D1"', b'"ZZZ1"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(RecordError) as caught:
        read_sheet(path, book().vocabulary)
    assert [one.code for one in caught.value.problems] == ["ZZ654"]


FAR = {
    "no attribute but its name": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "no name": b'<row r="1048576">' + b"<c/>" * 16_000 + b"<c><v>1</v></c></row>",
    "no name, after one of another row": b'<row r="1048576"><c r="XFD3"/><c><v>1</v></c></row>',
    "a row without a number": b'<row r="1048575"/><row><c r="XFC3"/><c><v>1</v></c></row>',
    "rows in a row": b'<row><row r="1048575"/></row><row><c r="XFC3"/><c><v>1</v></c></row>',
    "another blank": b'<row r="1048576"><c\tr="XFD1048576" s="0"><v>1</v></c></row>',
    "another order": b'<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
    "another prefix": b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
    b'<x:c r="XFD1048576" s="0"><x:v>1</x:v></x:c></x:row>',
    "after what only looks like cells": b'<!-- <c r="A9"/> --><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
}


def spoilt(folder, change):
    """Write a workbook of which the parts were changed; ``change`` gets the name and the bytes of each."""
    made = saved(folder, HEAD, ["甲", "政务服务机构"])
    path = folder / "改过.xlsx"
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as other:
        for name in archive.namelist():
            for inner, part in change(name, archive.read(name)):
                other.writestr(inner, part)
    return path


def unopened(path, monkeypatch):
    """Return the codes of what is wrong with a workbook that must not be opened: its reader would end the process."""
    monkeypatch.setattr("zzrules.batch.workbook.sheets._loaded", None)
    with pytest.raises(RecordError) as caught:
        read_sheet(path, book().vocabulary)
    return [one.code for one in caught.value.problems]


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_a_far_away_cell_is_seen_before_the_sheet_is_opened(tmp_path, monkeypatch, rows):
    """The reader makes room for each cell through the last: for a file of a few kB, 512 GiB."""

    def change(name, part):
        yield name, part.replace(b"</sheetData>", rows + b"</sheetData>")

    assert unopened(spoilt(tmp_path, change), monkeypatch) == ["ZZ654"]


def test_cells_without_names_are_read_where_they_stand(tmp_path):
    def change(name, part):
        yield name, re.sub(rb' r="[A-Z0-9]+"', b"", part) if name.endswith("sheet1.xml") else part

    assert read_sheet(spoilt(tmp_path, change), book().vocabulary)["主体"].to_list() == ["政务服务机构"]


@pytest.mark.parametrize("part_of", ["sheet1.xml", "workbook.xml", "styles.xml", "workbook.xml.rels"])
def test_megabytes_of_blanks_are_not_read(tmp_path, monkeypatch, part_of):
    """A few kB in the archive: what reads them holds them whole."""

    def change(name, part):
        yield name, part + b" " * 6_000_000 if name.endswith(part_of) else part

    assert unopened(spoilt(tmp_path, change), monkeypatch) == ["ZZ656"]


@pytest.mark.parametrize("blanks", [b'<row r="3"/>', b'<row r="3"><c r="A3" s="0"/></row>'], ids=["rows", "cells"])
def test_a_small_file_that_unpacks_to_much_is_not_read(tmp_path, monkeypatch, blanks):
    """What is read of a workbook is in proportion to its size."""

    def change(name, part):
        more = blanks * (20_000_000 // len(blanks))
        yield name, part.replace(b"</sheetData>", more + b"</sheetData>") if name.endswith("sheet1.xml") else part

    path = spoilt(tmp_path, change)
    assert path.stat().st_size < 200_000
    assert unopened(path, monkeypatch) == ["ZZ656"]


def test_what_people_repeat_is_read(tmp_path):
    """A column in which one word stands again and again packs well, and is a register all the same."""

    def change(name, part):
        if name.endswith("sheet1.xml"):
            begin, row, end = re.split(rb'(<row r="2".*</row>)', part)
            part = begin + b"".join(row.replace(b'2"', b'%d"' % at) for at in range(2, 200_002)) + end
            assert len(part) > 17_000_000
        yield name, part

    assert len(read_sheet(spoilt(tmp_path, change), book().vocabulary)) == 200_000


def test_a_part_is_as_long_as_it_is_and_not_as_it_says(tmp_path, monkeypatch):
    path = spoilt(tmp_path, lambda name, part: [(name, part + b" " * 6_000_000 * name.endswith("sheet1.xml"))])
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    size = info.file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    assert unopened(path, monkeypatch) == ["ZZ656"]


@pytest.mark.parametrize("other", ["xl/worksheets/SHEET1.xml", "xl\\worksheets\\sheet1.xml"])
def test_of_two_parts_of_one_name_none_is_read(tmp_path, monkeypatch, other):
    """Otherwise one of them might be looked at, and the other be opened."""

    def change(name, part):
        yield name, part
        if name.endswith("sheet1.xml"):
            yield other, part

    assert unopened(spoilt(tmp_path, change), monkeypatch) == ["ZZ643"]


def test_texts_beyond_all_measure_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("zzrules.batch.workbook.marks.MOST_OF_PART", 1000)
    assert unopened(saved(tmp_path, HEAD), monkeypatch) == ["ZZ656"]


def test_letters_and_places_are_of_one_another():
    assert [place_of(f"{letters_of(number)}1")[1] for number in range(16_384)] == [*range(16_384)]


# ── the answers ─────────────────────────────────────────────────────────

KINDS = ("outcome", "class", "possible", "grounds", "consequences", "deadlines", "missing", "versions", "problems")
CASES = {
    "编号": ["=1+1", "@SUM(A1)", "+1", "-1", "https://example.org"],
    "subject": ["agency", "政务服务机构", None, "派驻窗口工作人员", "别的"],
    "行为发生日期": ["2026-03-02", "2025-03-02", "无法说明", None, "2026-03-02"],
    "实名": ["是", "否", "查不清", None, "是"],
}


def answered(cases=CASES, about=("第八条第二款", "第二十三条"), columns=KINDS):
    rows = pl.DataFrame(cases).with_row_index("__row__", 2)
    return book().frame(rows, on=DAY, about=list(about), columns=columns)


def written(folder, frame, summary=None, on=DAY):
    write_workbook(folder / "结论.xlsx", frame, book(), summary, on=on)
    assert [one.name for one in folder.iterdir()] == ["结论.xlsx"]
    return openpyxl.load_workbook(folder / "结论.xlsx")


def column(sheet, *lines):
    """Return the cells below the header that consists of some lines."""
    [found] = [cells for cells in sheet.iter_cols() if cells[0].value == "\n".join(lines)]
    return found[1:]


def test_the_sheets_are_the_answers_the_summary_and_the_basis(tmp_path):
    assert written(tmp_path, answered()).sheetnames == ["结论", "依据"]
    made = written(tmp_path, answered(), [("按结论", ("结论", "份数"), [("不适用", 3)]), ("说明", (), [("共 5 份",)])])
    assert made.sheetnames == ["结论", "汇总", "依据"]
    shown = [[cell for cell in row if cell is not None] for row in made["汇总"].iter_rows(values_only=True)]
    assert shown == [["按结论"], ["结论", "份数"], ["不适用", 3], [], ["说明"], ["共 5 份"]]


def test_headers_and_cells_are_chinese(tmp_path):
    sheet = written(tmp_path, answered())["结论"]
    head = [cell.value for cell in sheet[1]]
    assert head[:5] == ["原表行号", "编号", "主体", "行为发生日期", "实名"]
    assert head[-1] == "不能评价的原因"
    assert not [word for word in head if word.isascii()]
    assert [cell.value for cell in column(sheet, "主体")] == [
        "政务服务机构",
        "政务服务机构",
        None,
        "派驻窗口工作人员",
        "别的",
    ]
    name, cited = book().plan.policy("rotation").name, str(book().plan.policy("rotation").citation)
    assert f"{name}\n结论\n{cited}" in head
    reasons = [cell.value for cell in column(sheet, "不能评价的原因")]
    assert reasons == [None, None, "行为发生日期（ZZ402）", None, "主体（ZZ404）"]


def test_the_cells_say_what_the_frame_says(tmp_path):
    frame = answered()
    sheet = written(tmp_path, frame)["结论"]
    fine = frame["problems"].is_null().to_list()
    for policy in (book().plan.policy("rotation"), book().plan.policy("tolerance")):
        cells = column(sheet, policy.name, "结论", str(policy.citation))
        codes = frame[f"{policy.code}.outcome"].to_list()
        expected = [
            policy.outcomes[code] if code else "理由待查明" if name else "待查明" if ok else "未评价"
            for code, name, ok in zip(codes, frame[f"{policy.code}.class"].to_list(), fine, strict=True)
        ]
        assert [cell.value for cell in cells] == expected
        named = frame[f"{policy.code}.class"].to_list()
        assert [cell.value for cell in column(sheet, policy.name, "归类")] == [
            name or ("待查明" if ok else "未评价") for name, ok in zip(named, fine, strict=True)
        ]
        lists = frame[f"{policy.code}.possible"].to_list()
        possible = [one and "、".join(policy.outcomes[code] for code in one) for one in lists]
        assert [cell.value for cell in column(sheet, policy.name, "可能的结论")] == possible
        words = {True: "成立", False: "不成立"}
        for ground in policy.versions[-1].grounds:
            assert ground.citation is not None
            shown = [cell.value for cell in column(sheet, policy.name, ground.name, str(ground.citation))]
            truths = frame[f"{policy.code}.{ground.name}"].to_list()
            assert shown == [words.get(one, "待查明" if ok else "未评价") for one, ok in zip(truths, fine, strict=True)]


def test_days_are_dates_and_numbers_are_numbers(tmp_path):
    sheet = written(tmp_path, answered())["结论"]
    days = column(sheet, "行为发生日期")
    assert [cell.value for cell in days][:3] == [datetime(2026, 3, 2), datetime(2025, 3, 2), "无法说明"]  # noqa: DTZ001
    assert days[0].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in column(sheet, "原表行号")] == [2, 3, 4, 5, 6]


def test_no_text_becomes_a_formula_or_a_link(tmp_path):
    made = written(tmp_path, answered())
    assert [cell.value for cell in column(made["结论"], "编号")] == CASES["编号"]
    assert {cell.data_type for sheet in made for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert not [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_the_header_stays_filters_and_is_printed_on_every_page(tmp_path):
    frame = answered()
    sheet = written(tmp_path, frame)["结论"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions == f"A1:{letters_of(frame.width - 1)}{len(frame) + 1}"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToHeight, sheet.oddFooter.right.text) == (0, "第 &P 页，共 &N 页")


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path):
    frame = pl.DataFrame({"短": ["甲"], "英文": ["a" * 20], "中文": ["字" * 15], "很长": ["字" * 300]})
    sheet = written(tmp_path, frame)["结论"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert widths[0] < widths[1] < widths[2] < widths[3] < 50
    assert widths[2] >= 30
    assert sheet["D2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 12 * 300 * 2 / widths[3]


def test_outcomes_have_tones_that_are_told_apart_without_colour(tmp_path):
    sheet = written(tmp_path, answered(about=["第二十三条", "第二十四条"]))["结论"]
    looks = {}
    for code in ("tolerance", "scope"):
        policy = book().plan.policy(code)
        for cell in column(sheet, policy.name, "结论", str(policy.citation)):
            color = cell.font.color.rgb if isinstance(cell.font.color.rgb, str) else None
            looks[cell.value] = cell.fill.fgColor.rgb, (cell.font.b, cell.font.i, cell.font.u, color)
    assert looks.pop("不在有效期内") == looks["本条不适用"]
    assert set(looks) == {"待查明", "未评价", "本条不适用", "直接适用"}
    colours, forms = zip(*looks.values(), strict=True)
    assert len(set(colours)) == len(set(forms)) == len(looks)


def test_rows_that_may_not_have_been_judged_are_not_called_open(tmp_path):
    frame = answered(about=["第二十三条"], columns=["outcome"])
    policy = book().plan.policy("tolerance")
    cells = column(written(tmp_path, frame)["结论"], policy.name, "结论", str(policy.citation))
    assert cells[2].value == "待查明或未评价"
    write_workbook(tmp_path / "judged.xlsx", frame, book(), on="2026-05-06", judged=True)
    cells = column(openpyxl.load_workbook(tmp_path / "judged.xlsx")["结论"], policy.name, "结论", str(policy.citation))
    assert cells[2].value == "待查明"


def test_the_days_that_a_policy_derives_are_shown_as_days(tmp_path):
    day = date(2026, 4, 29)
    received = pl.DataFrame({"收到材料日期": [day], "事项类别": ["行政许可"], "行为发生日期": [day]})
    frame = book().frame(received, on="2026-05-10", about=["第二十一条"], columns=["deadlines"])
    (cell,) = column(written(tmp_path, frame)["结论"], book().plan.policy("liability").name, "一次性告知届满日")
    assert cell.value == datetime(2026, 5, 9)  # noqa: DTZ001 - as openpyxl gives a day


def test_structured_facts_are_shown_in_words(tmp_path):
    finding = {"conclusion": True, "body": "某局", "level": None, "date": date(2026, 1, 2), "basis": "某号"}
    frame = pl.DataFrame(
        {
            "主观故意": [finding],
            "主观故意.日期": ["2026-01-02"],
            "主观故意.state": ["查不清"],
            "prior_window_time": [{"number": 2, "unit": "year"}],
            "备注": [["一", "二"]],
            "时刻": [datetime(2026, 1, 2, 8)],  # noqa: DTZ001
            "数": [2**60],
            "空": [float("nan")],
        }
    )
    named = {fact.label: fact.name for fact in book().vocabulary.facts}
    frame = frame.rename({"prior_window_time": named["此前在窗口工作时间"]})
    sheet = written(tmp_path, frame)["结论"]
    assert [cell.value for cell in sheet[1]] == [
        *("主观故意", "主观故意\n日期", "此前在窗口工作时间", "备注", "时刻", "数", "空"),
    ]
    assert [cell.value for cell in sheet[2]] == [
        "结论：是；机构：某局；日期：2026-01-02；依据：某号（查不清）",
        datetime(2026, 1, 2),  # noqa: DTZ001
        *("2年", "一、二", "2026-01-02 08:00:00", "1152921504606846976", "nan"),
    ]


def test_what_there_is_not_stays_so(tmp_path):
    cases, result = tmp_path / "案卷.csv", tmp_path / "结论.xlsx"
    header, states = "特别程序期间,补正告知,主观故意,延长时限", "无,查不清,无,无"
    cases.write_text(f"{header}\n{states}\n", encoding="utf-8")
    book().evaluate_files(cases, result, DAY, ["第二十一条"])
    sheet = openpyxl.load_workbook(result)["结论"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(max_row=2)] == [
        header.split(","),
        states.split(","),
    ]


def test_what_xml_and_excel_cannot_hold_neither_breaks_the_file_nor_vanishes(tmp_path):
    texts = ['\x01\x0b\ufffe<&>"', "_x0041_", "字" * 40_000, "😀" * 20_000, " 前后 "]
    cells = column(written(tmp_path, pl.DataFrame({"文": texts}))["结论"], "文")
    for cell, text in zip(cells[2:4], texts[2:4], strict=True):
        assert cell.value.startswith(text[:10_000])
        assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
        assert f"共 {len(text)} 字" in cell.value
    assert cells[4].value == " 前后 "
    assert [cell.value for cell in cells[:2]] == [as_excel_says(texts[0]), as_excel_says(texts[1])]


def as_excel_says(text):
    """Return a text as it stands in the file, where a character that XML has no room for is _xHHHH_."""
    escaped = text.replace("_x0041_", "_x005F_x0041_")
    return "".join(
        f"_x{ord(one):04X}_" if ord(one) < 32 or (ord(one) >= 0xFFFE and ord(one) < 2**16) else one for one in escaped
    )


def test_the_basis_has_every_policy_parameter_and_ground_with_its_words(tmp_path):
    rows = [[cell for cell in row if cell is not None] for row in written(tmp_path, answered())["依据"].values]
    said = "\n".join(str(cell) for row in rows for cell in row)
    assert f"评价日：{DAY}" in said
    assert book().digest in said
    for code in ("rotation", "tolerance"):
        policy = book().plan.policy(code)
        for ground in policy.versions[-1].grounds:
            assert ground.citation is not None
            assert [policy.name, str(ground.citation), ground.name, book().regulation.text(ground.citation)] in rows
        for version in policy.versions:
            for one in version.parameters:
                found = [row for row in rows if row[:4] == [policy.name, str(one.citation), one.name, one.text]]
                assert [row[-1] for row in found] == ["是"]
    assert book().plan.policy("scope").name not in said


def test_the_day_may_be_a_column(tmp_path):
    rows = pl.DataFrame({"主体": ["政务服务机构"] * 2, "评价": [date(2026, 5, 6), date(2026, 6, 1)]})
    made = written(tmp_path, book().frame(rows, on="评价", about=["第八条第二款"]), on="评价")
    assert "评价日：见列「评价」" in [row[0] for row in made["依据"].values]
    assert made.properties.created == datetime(2026, 6, 1)  # noqa: DTZ001


def test_equal_answers_give_equal_bytes(tmp_path):
    frames = [answered(), answered()]
    both = []
    for frame in frames:
        written(tmp_path, frame)
        both.append((tmp_path / "结论.xlsx").read_bytes())
    assert both[0] == both[1]


def test_what_fails_midway_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "结论.xlsx"
    path.write_text("旧的")

    def tables():
        yield "一", ("甲",), [("乙",)]
        raise OSError

    with pytest.raises(OutputError) as caught:
        write_workbook(path, answered(), book(), tables(), on=DAY)
    assert [one.code for one in caught.value.problems] == ["ZZ110"]
    assert [one.name for one in tmp_path.iterdir()] == ["结论.xlsx"]
    assert path.read_text() == "旧的"


def test_a_frame_without_rows_is_a_header(tmp_path):
    assert written(tmp_path, answered().clear())["结论"].max_row == 1


def test_too_many_columns_are_refused_before_anything_is_written(tmp_path):
    frame = pl.DataFrame({f"列{number}": ["甲"] for number in range(16_385)})
    with pytest.raises(UsageError) as caught:
        write_workbook(tmp_path / "结论.xlsx", frame, book(), on=DAY)
    assert [one.code for one in caught.value.problems] == ["ZZ655"]
    assert list(tmp_path.iterdir()) == []

"""The papers that cases need: which, for whom, in which files, and that nothing is overwritten."""

import csv
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.papers import shipped
from tests.papers.docx import lines_of, parts_of, template, tree_of

from zzrules import loading
from zzrules.answer.account import account
from zzrules.answer.blocks import Items, Paragraph, Quotes
from zzrules.base.errors import OutputError, PolicyError, UsageError
from zzrules.batch.rows import rows_of
from zzrules.case.record import RecordReader
from zzrules.cli import main
from zzrules.papers import SHIPPED, opinion, write_papers

ON = "2026-05-06"
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FOUND = "{结论: 是, 机构: 政务服务机构, 层级: 县级, 日期: 2026-04-10, 依据: 示例〔2026〕1号}"
APPROVED = "{结论: 是, 机构: 政务服务中心管理机构, 层级: 县级, 日期: 2026-04-28, 依据: 示例〔2026〕2号}"
ROTATION = f"""\
主体: 派驻窗口工作人员
所属层级: 县级
到窗口工作日期: 2025-01-06
不适合原因: 身体状况
不适合继续在窗口工作: {FOUND}
离开所属政务服务机构: 否
因改革等使业务取消或者调整: 否
本人申请日期: 2026-04-08
报请日期: 2026-04-20
审核同意: 无
"""


@pytest.fixture(scope="module")
def book():
    return loading.load()


def written(book, tmp_path, *files, **options):
    papers = write_papers(book, files, tmp_path / "文书", ON, **options)
    return papers, {path.name: path for path in (tmp_path / "文书").iterdir()}


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.reader(file)]


# ── which ───────────────────────────────────────────────────────────────


def test_each_kind_is_written_for_the_cases_that_need_it(book, tmp_path):
    texts = {
        "审核": ROTATION,
        "报请": ROTATION.replace("报请日期: 2026-04-20", "报请日期: 无"),
        "待查": ROTATION.replace("报请日期: 2026-04-20\n", ""),
        "已定": ROTATION.replace(
            "审核同意: 无",
            f"审核同意: {FOUND.replace('政务服务机构', '政务服务中心管理机构').replace('04-10', '04-28')}",
        ),
    }
    files = []
    for name, text in texts.items():
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(text, encoding="utf-8")
    others = ("second-correction-notice", "overdue-licence-spring-festival", "ladder-transfer")
    files += [EXAMPLES / f"{name}.yaml" for name in others]
    papers, there = written(book, tmp_path, *files)
    kinds = {(Path(one.source).stem, one.kind) for one in papers.written}
    assert kinds == {
        ("审核", "轮换审核意见"),
        ("报请", "补正提醒"),
        ("待查", "补正提醒"),
        ("overdue-licence-spring-festival", "限期改正通知书"),
        ("ladder-transfer", "移交函"),
        ("second-correction-notice", "限期改正通知书"),
    }
    assert "清单.csv" in there
    assert "有错的行.csv" not in there
    assert [row[-1] for row in cells(there["清单.csv"])[1:]] == [one.file for one in papers.written]
    for one in papers.written:
        text = "\n".join(lines_of(there[one.file].read_bytes()))
        assert "{{" not in text
        assert one.outcome in text or one.outcome == "待查明"
        [draft] = lines_of(there[one.file].read_bytes(), "word/header1.xml")
        assert draft == "草稿：根据案卷自动起草，供经办人审核、签署，不是决定"
    late = next(one.file for one in papers.written if "overdue" in one.source)
    notice = lines_of(there[late].read_bytes())
    held = notice[notice.index("一、应当改正的情形") + 1 : notice.index("二、理由")]
    assert "overdue-licence-spring-festival.yaml" in notice[2]
    assert held == ["1.第二十一条第（五）项「超过承诺时限」：成立（逾期办结）。"]
    audit = lines_of(there[next(one.file for one in papers.written if one.kind == "轮换审核意见")].read_bytes())
    assert "到窗口工作日期" in audit
    assert audit[audit.index("到窗口工作日期") + 1] == "2025-01-06"
    assert "政务服务中心管理机构" in audit


def test_a_register_is_read_by_its_mapping_and_bad_rows_are_listed(book, tmp_path):
    mapping = EXAMPLES / "ledger" / "对照.yaml"
    papers, there = written(book, tmp_path, EXAMPLES / "ledger" / "台账.csv", mapping=mapping)
    assert (papers.cases, papers.bad) == (5, 1)
    [_, bad] = cells(there["有错的行.csv"])
    assert bad[1:4] == ["8", "D 列「受理时间」", "ZZ712"]


def test_a_row_comes_to_the_record_by_which_columns_judge_it(book, tmp_path):
    """Engines agree: what a file of columns says is what its rows say, case by case."""
    records = [
        *("rotation-request", "overdue-licence-spring-festival", "second-correction-notice", "ladder-transfer"),
        *("bad-review", "utility-by-reference", "tolerance-intent-not-established"),
    ]
    files = [EXAMPLES / f"{name}.yaml" for name in records]
    result = tmp_path / "结论.parquet"
    book.evaluate_files(files, result, "2026-06-30", columns=["outcome", "possible"])
    import polars as pl

    expected = pl.read_parquet(result).to_dicts()
    rows = [*rows_of([result], RecordReader(book.vocabulary), date(2026, 6, 30))]
    assert len(rows) == len(records)
    for row, cells_of_row in zip(rows, expected, strict=True):
        determination = book.evaluate(row.facts, "2026-06-30")
        for answer in determination:
            assert answer.outcome == cells_of_row[f"{answer.code}.outcome"], (row.number, answer.code)


def test_the_columns_of_a_register_and_partial_knowledge_come_through(book, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(
        "主体,办结日期,办结日期.不早于,延长时限,经办人\n政务服务机构,,2026-03-02,无,甲\n", encoding="utf-8"
    )
    [row] = rows_of([table], RecordReader(book.vocabulary), date(2026, 5, 6))
    assert row.facts == {"主体": "政务服务机构", "办结日期": {"不早于": "2026-03-02"}, "延长时限": "无"}
    assert row.others == {"经办人": "甲"}
    book.evaluate(row.facts, ON)


# ── files ───────────────────────────────────────────────────────────────


def test_names_of_files_are_safe_from_what_records_say(book, tmp_path):
    register = (EXAMPLES / "register.csv").read_text(encoding="utf-8").splitlines()
    first = register[1].split(",", 1)[1].removesuffix("甲")
    names = ["../../外面", "=1+1", "CON", "a" * 500, "甲/乙", "甲:乙", "名\u202e字\x07.", " ", "同名", "同名"]
    rows = [f'示例〔2026〕{n}号,{first}"{name}"' for n, name in enumerate(names)]
    path = tmp_path / "台账.csv"
    path.write_text("\n".join([register[0], *rows]) + "\n", encoding="utf-8")
    papers, there = written(book, tmp_path, path, named_by="经办人")
    assert len(papers.written) == len(names)
    files = [one.file for one in papers.written]
    assert files[:2] == ["0001-外面-限期改正通知书.docx", "0002-1-1-限期改正通知书.docx"]
    assert files[2] == "0003-_CON-限期改正通知书.docx"
    assert all(len(file.encode()) < 150 and not set(file) & set('/\\:*?"<>|\u202e\x07') for file in files)
    assert files[7] == "0008-限期改正通知书.docx"
    assert set(there) == {*files, "清单.csv"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.csv", "文书"]
    text = lines_of(there[files[6]].read_bytes())
    assert any("名‹U+202E›字‹U+0007›." in line for line in text)


def test_without_a_name_a_paper_names_the_row_alone(book, tmp_path):
    papers, there = written(book, tmp_path, EXAMPLES / "register.csv")
    [one] = papers.written
    text = "\n".join(lines_of(there[one.file].read_bytes()))
    assert "register.csv第2行" in text
    assert "甲" not in one.file
    assert "示例区政服〔2026〕31号" not in text


def test_nothing_is_overwritten_and_nothing_half_is_left(book, tmp_path, monkeypatch):
    kept = tmp_path / "文书"
    kept.mkdir()
    (kept / "甲.txt").write_text("甲", encoding="utf-8")
    for taken in (kept, kept / "甲.txt"):
        with pytest.raises(UsageError, match="ZZ699"):
            write_papers(book, [EXAMPLES / "register.csv"], taken, ON)
    (tmp_path / "链接").symlink_to(tmp_path / "别处")
    with pytest.raises(UsageError, match="ZZ699"):
        write_papers(book, [EXAMPLES / "register.csv"], tmp_path / "链接", ON)
    with pytest.raises(OutputError):
        write_papers(book, [EXAMPLES / "register.csv"], kept / "甲.txt" / "乙", ON)
    monkeypatch.setattr("zzrules.papers.writing._write_csv", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_papers(book, [EXAMPLES / "register.csv"], tmp_path / "新的", ON)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["文书", "链接"]
    assert [path.name for path in kept.iterdir()] == ["甲.txt"]


def test_an_empty_folder_is_filled(book, tmp_path):
    (tmp_path / "文书").mkdir()
    papers, there = written(book, tmp_path, EXAMPLES / "register.csv")
    assert len(there) == len(papers.written) + 2


# ── an office's own ─────────────────────────────────────────────────────


def own(tmp_path, text, body=None):
    folder = tmp_path / "我的"
    folder.mkdir()
    (folder / "文书.yaml").write_text(text, encoding="utf-8")
    template(folder, shipped.paragraph("{{结论}}，{{台账：经办人}}，{{事实：办结日期}}") if body is None else body)
    return folder


def test_an_office_writes_its_own_papers(book, tmp_path):
    folder = own(tmp_path, "文书:\n  - {名称: 催办单, 模板: 模板.docx, 用于: [{政策: 责任追究, 义务: 责令限期改正}]}\n")
    papers, there = written(book, tmp_path, EXAMPLES / "register.csv", templates=folder)
    assert {one.kind for one in papers.written} == {"催办单"}
    assert lines_of(there[papers.written[0].file].read_bytes()) == ["责令限期改正，甲，2026-03-02"]


def test_what_the_policies_do_not_have_is_told_with_its_place(book, tmp_path):
    text = """\
文书:
  - 名称: 甲
    模板: 模板.docx
    用于: [{政策: 责任追就, 结论: 移交}, {政策: 责任追究, 结论: 移交处理, 义务: 办结了, 状态: 没做}]
  - {名称: 甲, 模板: ../模板.docx, 用于: [{政策: 责任追究}]}
"""
    with pytest.raises(PolicyError) as raised:
        written(book, tmp_path, EXAMPLES / "register.csv", templates=own(tmp_path, text))
    told = [f"{problem.place.line} {problem.message}" for problem in raised.value.problems]
    assert told == [
        "4 文书「甲」：这些政策里没有「责任追就」",
        "4 文书「甲」：政策「责任追究」的结论没有「移交处理」",
        "4 文书「甲」：政策「责任追究」的义务没有「办结了」",
        "4 文书「甲」：政策「责任追究」的状态没有「没做」",
        "5 有两种文书都叫「甲」",
        "5 文书「甲」：模板没有「../模板.docx」",
        "5 文书「甲」的「用于」有一项没有写明什么时候要它",
    ]
    assert raised.value.problems[0].hint.startswith("「责任追究」")


def test_a_template_that_is_wrong_leaves_nothing(book, tmp_path):
    text = "文书:\n  - {名称: 甲, 模板: 模板.docx, 用于: [{政策: 责任追究, 待查明: 是}]}\n"
    folder = own(tmp_path, text, shipped.paragraph("{{台账：经办}}"))
    with pytest.raises(UsageError, match=r"没有「台账：经办」这个字段.*「台账：经办人」"):
        written(book, tmp_path, EXAMPLES / "register.csv", templates=folder)
    assert not (tmp_path / "文书").exists()
    with pytest.raises(UsageError, match="ZZ699"):
        written(book, tmp_path, EXAMPLES / "register.csv", templates=tmp_path)
    with pytest.raises(UsageError, match=r"ZZ699.*「经办人」"):
        written(book, tmp_path, EXAMPLES / "register.csv", named_by="经办")


# ── the command line ────────────────────────────────────────────────────


def test_templates_are_copied_and_checked(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["papers", "我的"]) == 0
    assert {path.name for path in Path("我的").iterdir()} == {path.name for path in SHIPPED.iterdir()}
    assert main(["papers", "我的", "--check"]) == 0
    assert "轮换审核意见：模板没有错" in capsys.readouterr().out
    assert main(["papers", "我的"]) == 2
    shutil.copy(template(tmp_path, shipped.paragraph("{{结沦}}")), "我的/移交函.docx")
    assert main(["papers", "我的", "--check"]) == 2
    assert "我的/移交函.docx: ZZ698 模板第1段" in capsys.readouterr().err
    assert main(["papers"]) == 0
    assert "{{逐个：政策}}" in capsys.readouterr().out


def test_papers_from_the_command_line(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = ["evaluate", str(EXAMPLES / "register.csv"), "--on", ON, "--papers", "文书"]
    assert main([*command, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["cases"], told["bad"], [one["kind"] for one in told["papers"]]) == (6, 1, ["限期改正通知书"])
    assert main([*command, "-o", "a.csv"]) == 2
    assert main(["evaluate", command[1], "--on", ON, "--templates", "甲"]) == 2


def test_explain_writes_a_draft_opinion(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    record = str(EXAMPLES / "rotation-request.yaml")
    words = ["explain", record, "--on", ON, "--about", "第八条第二款", "--format", "docx"]
    assert main([*words, "-o", "a.docx"]) == 0
    lines = lines_of(Path("a.docx").read_bytes())
    assert lines[:2] == ["评价意见", "＿＿＿＿＿＿："]
    assert "一、第八条第二款　窗口工作人员轮换" in lines
    assert lines[lines.index("（一）结论") + 1] == "予以轮换调整"
    assert "（二）理由" in lines
    assert "附件：条文" in lines
    assert main(words) == 2
    assert main(["explain", record, record, "--on", ON, "--format", "docx", "-o", "b.docx"]) == 2
    own_template = template(
        tmp_path, shipped.paragraph("关于{{案卷}}：{{逐个：政策}}") + shipped.paragraph("{{完：政策}}")
    )
    assert main([*words, "-o", "b.docx", "--template", str(own_template)]) == 2
    assert "ZZ698" in capsys.readouterr().err
    assert not Path("b.docx").exists()
    assert main(["explain", record, "--on", ON, "--template", "a.docx"]) == 2


def test_the_program_on_the_page_runs(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "文书.md").read_text(encoding="utf-8")
    [program] = re.findall("^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    exec(program, {})  # noqa: S102 - what the page shows
    assert lines_of(Path("评价意见.docx").read_bytes())[1] == "示例区政务服务中心："
    assert "示例案卷" in Path("评价.html").read_text(encoding="utf-8")
    assert {"清单.csv", "有错的行.csv"} < {path.name for path in Path("文书").iterdir()}
    fields = {name for name in re.findall(r"\{\{([^{}]+)\}\}", page) if "…" not in name}
    known = {"结论", "草稿", "主送机管", "条款", "原文"}
    assert {name for name in fields if "：" not in name} == known


# ── the layout ──────────────────────────────────────────────────────────


def test_a_paper_is_set_as_gb_t_9704_has_it(book):
    determination = book.evaluate({"主体": "政务服务机构"}, ON, ["第二十三条"])
    data = opinion(determination, "示例", more={"主送机关": "示例区政务服务中心", "署名": "示例机关"})
    w: Any = f"{{{shipped.W}}}"
    section = tree_of(data).find(f".//{w}sectPr")
    assert section is not None
    millimetres = {
        name: round(int(value) / 1440 * 25.4)
        for part in ("pgSz", "pgMar")
        for key, value in section.find(f"{w}{part}").attrib.items()
        if (name := f"{part}.{key.removeprefix(w)}")
    }
    assert (millimetres["pgSz.w"], millimetres["pgSz.h"]) == (210, 297)
    assert (millimetres["pgMar.top"], millimetres["pgMar.left"]) == (37, 28)
    assert 210 - millimetres["pgMar.left"] - millimetres["pgMar.right"] == 156
    assert 297 - millimetres["pgMar.top"] - millimetres["pgMar.bottom"] == 225
    assert millimetres["pgMar.footer"] == 23
    styles = {style.get(f"{w}styleId"): style for style in tree_of(data, "word/styles.xml").iter(f"{w}style")}
    set_in: Any = {
        code: (style.find(f".//{w}rFonts").get(f"{w}eastAsia"), int(style.find(f".//{w}sz").get(f"{w}val")) / 2)
        for code, style in styles.items()
    }
    assert set_in["a"] == ("仿宋_GB2312", 16)
    assert set_in["title"] == ("方正小标宋简体", 22)
    assert (set_in["h1"][0], set_in["h2"][0]) == ("黑体", "楷体_GB2312")
    assert set_in["odd"] == set_in["even"] == ("宋体", 14)
    fonts = {font.get(f"{w}name"): font.find(f"{w}altName") for font in tree_of(data, "word/fontTable.xml")}
    assert all(fonts[font].get(f"{w}val") for font, _ in set_in.values())
    spacing = int(styles["a"].find(f"{w}rPr/{w}spacing").get(f"{w}val")) / 20
    width = 156 / 25.4 * 72
    assert 28 <= width / (16 + spacing) < 29
    pitch = int(styles["a"].find(f"{w}pPr/{w}spacing").get(f"{w}line")) / 20
    assert 22 <= 225 / 25.4 * 72 / pitch < 23
    used = {style.get(f"{w}val") for style in tree_of(data).iter(f"{w}pStyle")}
    assert used <= set(styles)
    for part in ("word/footer1.xml", "word/footer2.xml"):
        assert lines_of(data, part) == ["— 1 —"]
    lines = lines_of(data)
    assert lines[1] == "示例区政务服务中心："
    assert lines[lines.index("示例机关") + 1] == "＿＿＿年＿＿月＿＿日"
    for name, content in parts_of(data).items():
        assert b"{{" not in content, name


def test_an_opinion_says_what_the_text_says(book):
    record = {"主体": "派驻窗口工作人员", "到窗口工作日期": "2025-01-06", "报请日期": "2026-04-20"}
    determination = book.evaluate(record, ON)
    paper = "\n".join(lines_of(opinion(determination)))
    told = account(determination.report())
    for block in (block for section in told.sections for block in section.blocks):
        match block:
            case Paragraph():
                assert block.text.removeprefix("结论：") in paper
            case Items():
                assert all(item.text in paper for item in block.items)
                assert block.title in paper
            case Quotes():
                assert all(f"{place.headed}\n{place.text}" in paper for place in block.places)

"""Templates of papers: what fields come to, what is told of mistakes with their place, what is refused."""

import io
import random
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from tests.papers import shipped
from tests.papers.docx import DRAFT, changed, lines_of, parts_of, template, tree_of
from tests.papers.shipped import each, if_any, if_none, paragraph, table

import zzrules
from zzrules.base.errors import UsageError
from zzrules.papers.template import Schema, Template

ITEM = {"编号": None, "内容": None}
SCHEMA: Schema = {
    "草稿": None,
    "结论": None,
    "备注": None,
    "理由": ITEM,
    "政策": {"名称": None, "结论": None, "理由": ITEM},
}
REASONS = [{"编号": "1.", "内容": "甲"}, {"编号": "2.", "内容": "乙"}]
VALUES: dict[str, Any] = {
    "草稿": "草稿",
    "结论": "予以轮换调整",
    "备注": "",
    "理由": REASONS,
    "政策": [{"名称": "轮换", "结论": "予以", "理由": REASONS}, {"名称": "容错", "结论": "待查明", "理由": []}],
}


def filled(tmp_path, body, values=VALUES):
    return Template.read(template(tmp_path, body + DRAFT), SCHEMA).filled(values)


def told(tmp_path, body, **parts):
    with pytest.raises(UsageError) as raised:
        Template.read(template(tmp_path, body, **parts), SCHEMA)
    return [f"{problem.code} {problem.message}。{problem.hint}" for problem in raised.value.problems]


def test_the_shipped_templates_are_those_that_are_written_down():
    """If they were changed on purpose: ``python -m tests.papers.shipped``."""
    for name, content in shipped.files().items():
        assert parts_of((shipped.HOME / name).read_bytes()) == parts_of(content), name
    assert {path.name for path in shipped.HOME.glob("*.docx")} == set(shipped.files())


# ── what is filled in ───────────────────────────────────────────────────


def test_a_field_that_word_split_over_runs_is_one_field(tmp_path):
    runs = "".join(
        f'<w:r><w:rPr>{bold}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        for text, bold in (("结论是 {", ""), ("{结", "<w:b/>"), ("论", ""), ("}} 。{{备注}}{{ 结论 }}", ""))
    )
    data = filled(tmp_path, f"<w:p>{runs}</w:p>")
    assert lines_of(data)[0] == "结论是 予以轮换调整 。予以轮换调整"
    first = tree_of(data).iter(f"{{{shipped.W}}}t")
    assert next(first).text == "结论是 予以轮换调整"  # it looks as where the field begins


def test_sections_are_there_as_often_as_they_are_needed(tmp_path):
    rows = paragraph("{{编号}}{{内容}}")
    body = each(
        "政策", paragraph("{{名称}}：{{结论}}"), if_any("理由", each("理由", rows)), if_none("理由", paragraph("没有"))
    )
    body += if_any("备注", paragraph("备注：{{备注}}")) + if_none("备注", paragraph("没有备注，{{结论}}"))
    assert lines_of(filled(tmp_path, body)) == [
        "轮换：予以",
        "1.甲",
        "2.乙",
        "容错：待查明",
        "没有",
        "没有备注，予以轮换调整",
        "草稿",
    ]


def test_rows_of_tables_repeat_and_an_emptied_cell_keeps_a_paragraph(tmp_path):
    one_row = table([("号", "理由"), ("{{逐个：理由}}{{编号}}", "{{内容}}{{完：理由}}")])
    of_rows = table([("{{逐个：理由}}", ""), ("{{编号}}", "{{内容}}"), ("{{完：理由}}", ""), ("合计", "{{结论}}")])
    assert lines_of(filled(tmp_path, one_row))[:-1] == ["号", "理由", "1.", "甲", "2.", "乙"]
    assert lines_of(filled(tmp_path, of_rows))[:-1] == ["1.", "甲", "2.", "乙", "合计", "予以轮换调整"]
    in_a_cell = table([("a", "b")]).replace(paragraph("b", "cell"), each("理由", paragraph("{{内容}}")))
    data = filled(tmp_path, in_a_cell, VALUES | {"理由": []})
    cells = [*tree_of(data).iter(f"{{{shipped.W}}}tc")]
    assert all(cell.find(f"{{{shipped.W}}}p") is not None for cell in cells)


def test_what_a_record_says_is_text_and_stays_on_its_line(tmp_path):
    harm = '{{备注}}</w:t><w:br/>]]>&amp;\u202e\x00\x1b😀"' + "长" * 2000
    data = filled(tmp_path, paragraph("{{结论}}。{{备注}}"), VALUES | {"结论": harm, "备注": "x"})
    line = lines_of(data)[0]
    assert line == '{{备注}}</w:t><w:br/>]]>&amp;‹U+202E›‹U+0000›‹U+001B›😀"' + "长" * 2000 + "。x"
    lines = filled(tmp_path, paragraph("（{{结论}}）"), VALUES | {"结论": "甲\n乙"})
    assert lines_of(lines)[0] == "（甲|乙）"


def test_the_same_values_make_the_same_bytes(tmp_path):
    body = each("理由", paragraph("{{内容}}"))
    assert filled(tmp_path, body) == filled(tmp_path, body)


# ── what is wrong ───────────────────────────────────────────────────────

IN_A_TABLE = table([("号", "结论"), ("1", "{{结伦}}")])
MISTAKES = {
    "unknown": (
        paragraph("甲") + paragraph("结论：{{结沦}}"),
        "第2段（「结论：{{结沦}}」）：没有「结沦」这个字段。「结论」",
    ),
    "in a table": (IN_A_TABLE, "第1张表第2行第2格（「{{结伦}}」）：没有「结伦」这个字段。「结论」"),
    "in a list": (paragraph("{{内容}}"), "第1段（「{{内容}}」）：没有「内容」这个字段。先写 {{逐个：理由}}，"),
    "a list": (paragraph("{{理由}}"), "第1段（「{{理由}}」）：「理由」有若干项，不能只写一处。"),
    "a text": (each("结论", paragraph("甲")), "第1段（「{{逐个：结论}}」）：「结论」只有一处，不用「逐个」。{{结论}}"),
    "no such section": (each("理由由", DRAFT), "第1段（「{{逐个：理由由}}」）：没有「理由由」这个字段。"),
    "not ended": (paragraph("{{逐个：理由}}"), "第1段（「{{逐个：理由}}」）：「逐个：理由」没有写到哪里为止。"),
    "not begun": (paragraph("{{完：理由}}"), "第1段（「{{完：理由}}」）：「完：理由」前面没有「逐个」"),
    "not alone": (paragraph("因{{逐个：理由}}"), "第1段（「因{{逐个：理由}}」）：「逐个：理由」和别的文字写在"),
    "open": (paragraph("{{结论"), "第1段（「{{结论」）：字段的括号「{{」不成对，或者不是半角。"),
    "wide": (paragraph("｛｛结论｝｝"), "第1段（「｛｛结论｝｝」）：字段的括号「｛｛」不成对，或者不是半角。"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_once_with_its_place(tmp_path, mistake):
    body, expected = MISTAKES[mistake]
    [line] = told(tmp_path, body + DRAFT)
    assert line.startswith(f"ZZ698 模板{expected}")


def test_a_mistake_in_a_header_is_told_as_one_and_every_mistake_at_once(tmp_path):
    header = shipped.HEADER.replace("{{草稿}}", "{{草搞}}")
    lines = told(tmp_path, paragraph("{{甲}}") + DRAFT, **{"word__header1.xml": header})
    assert [line.partition("：")[0].removeprefix("ZZ698 模板") for line in lines] == [
        "第1段（「{{甲}}」）",
        "页眉第1段（「{{草搞}}」）",
    ]


def test_a_template_says_that_what_comes_of_it_is_a_draft(tmp_path):
    bare = shipped.HEADER.replace("{{草稿}}", "")
    parts = {"word__header1.xml": bare, "word__header2.xml": bare}
    [line] = told(tmp_path, paragraph("{{结论}}"), **parts)
    assert line.startswith("ZZ698 模板没有「草稿」这个字段")


# ── what is refused ─────────────────────────────────────────────────────

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def links(kind, target, mode=' TargetMode="External"'):
    link = f'<Relationship Id="r9" Type="{RELATED}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{LINKS}">{link}</Relationships>'


def codes(*parts):
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
    begin, end = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return f"<w:p>{begin}{runs}{end}</w:p>"


TYPES = parts_of(shipped.packed(""))["[Content_Types].xml"].decode()
MACRO = TYPES.replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main"
)
MERGING = shipped.SETTINGS.replace("<w:compat>", "<w:mailMerge/><w:compat>")
TYPED = '<!DOCTYPE a [<!ENTITY b "c">]>' + shipped.HEADER.partition("?>")[2]
TYPED_OTHERWISE = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")
OF = {name: f"word/_rels/{name}.xml.rels" for name in ("header1", "settings", "footer1")}
REFUSED: dict[str, tuple[str, dict[str, str | bytes], str]] = {
    "a macro": ("", {"word/vbaProject.bin": b"x"}, "「word/vbaProject.bin」"),
    "a .docm": ("", {"[Content_Types].xml": MACRO}, "宏"),
    "a picture by its address": ("", {OF["header1"]: links("image", "http://示例/a.png")}, "外部链接（image）"),
    "a template attached": ("", {OF["settings"]: links("attachedTemplate", "file:///a.dotm")}, "外部链接"),
    "a template attached inside": ("", {OF["settings"]: links("attachedTemplate", "a.dotm", "")}, "attachedtemplate"),
    "a link": ("", {OF["footer1"]: links("hyperlink", "http://示例")}, "外部链接（hyperlink）"),
    "an object": ("", {"word/embeddings/oleObject1.bin": b"x"}, "oleObject1"),
    "a control": ('<w:p><w:r><w:control w:name="a"/></w:r></w:p>', {}, "control"),
    "data to merge": ("", {"word/settings.xml": MERGING}, "mailMerge"),
    "a field that fetches": (codes(" INCLUDE", 'TEXT "http://示例"'), {}, "INCLUDETEXT"),
    "a simple field that runs": ('<w:p><w:fldSimple w:instr=" DDEAUTO cmd "/></w:p>', {}, "DDEAUTO"),
    "a field left open": (codes("PAGE").replace('"end"', '"begin"') + codes("LINK a"), {}, "LINK"),
    "entities": ("", {"word/header1.xml": TYPED}, "DOCTYPE"),
    "entities in another encoding": ("", {"word/header1.xml": TYPED_OTHERWISE}, "DOCTYPE"),
    "broken XML": ("", {"word/styles.xml": "<a>"}, "word/styles.xml"),
    "endless nesting": ("<w:sdt>" * 400 + "</w:sdt>" * 400, {}, "word/document.xml"),
}


@pytest.mark.parametrize("harm", REFUSED)
def test_what_runs_or_fetches_is_refused(tmp_path, harm):
    body, parts, what = REFUSED[harm]
    path = tmp_path / "模板.docx"
    path.write_bytes(changed(shipped.packed(body + DRAFT), parts))
    with pytest.raises(UsageError, match="ZZ697") as raised:
        Template.read(path, SCHEMA)
    assert what in str(raised.value)
    assert len(raised.value.problems) == 1


def test_page_numbers_are_no_harm(tmp_path):
    assert Template.read(template(tmp_path, codes("NUM", "PAGES") + DRAFT), SCHEMA).fields() == ("草稿",)


def zipped(*files, flag=0):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    data = bytearray(packed.getvalue())
    if flag:
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.find(mark)
            data[place + at] |= flag
    return bytes(data)


BOMB = zipped(("[Content_Types].xml", "x"), ("word/document.xml", bytes(80 * 2**20)))
NO_TEMPLATES = {
    "no zip": (b"PK\x03\x04 no zip", "不是 .docx"),
    "empty": (b"", "不是 .docx"),
    "a bomb": (BOMB, "超过 64 MB"),
    "many parts": (zipped(*((f"a{number}", "") for number in range(2_100))), "超过"),
    "a way out": (zipped(("../a", "x")), "不是 .docx"),
    "encrypted": (zipped(("a", "x"), flag=1), "不是 .docx"),
    "a workbook": (zipped(("[Content_Types].xml", "<a/>"), ("xl/workbook.xml", "<a/>")), "不是 .docx"),
}


@pytest.mark.parametrize("kind", NO_TEMPLATES)
def test_what_is_no_template_is_refused(tmp_path, kind):
    data, what = NO_TEMPLATES[kind]
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(UsageError, match="ZZ697") as raised:
        Template.read(tmp_path / "a.docx", SCHEMA)
    assert what in str(raised.value)
    assert len(BOMB) < 2**20


def test_a_template_that_is_not_there(tmp_path):
    for path in (tmp_path / "没有.docx", tmp_path, "a\0b"):
        with pytest.raises(UsageError, match="ZZ697"):
            Template.read(path, SCHEMA)


def test_a_damaged_template_raises_nothing_but_the_librarys_own_errors(tmp_path):
    """Mutations are refused cleanly: bytes of the file, and characters of its text, put at random."""
    draw, path = random.Random(7), tmp_path / "a.docx"  # noqa: S311 - the same each time
    whole = shipped.packed(each("理由", paragraph("{{内容}}")) + IN_A_TABLE.replace("结伦", "结论") + DRAFT)
    text = parts_of(whole)["word/document.xml"].decode()
    for _ in range(150):
        at, size = draw.randrange(len(text)), draw.randrange(12)
        part = (
            text[:at]
            + draw.choice(["", "{{", "}}", "<w:p>", "</w:p>", "{{完：理由}}", "&", "\x0b"])
            + text[at + size :]
        )
        data = bytearray(changed(whole, {"word/document.xml": part}))
        if draw.random() < 0.5:
            data[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(bytes(data))
        with suppress(UsageError):
            Template.read(path, SCHEMA).filled(VALUES)


def test_english(tmp_path):
    with pytest.raises(UsageError) as raised:
        Template.read(template(tmp_path, paragraph("{{结沦}}") + DRAFT), SCHEMA)
    assert "there is no field “结沦”" in raised.value.problems[0].text("en")
    assert zzrules.UsageError is UsageError

"""The shipped templates of papers, made from what is written here: ``python -m tests.papers.shipped`` writes them.

The layout is that of GB/T 9704—2012 《党政机关公文格式》: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 22 lines of
28 characters of 三号仿宋 a page; the title in 二号小标宋, headings in 黑体 and 楷体; page numbers in 四号宋体 between
dashes, outside, 7 mm below the text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

HOME = Path(__file__).parents[2] / "src" / "zzrules" / "papers" / "templates"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)


WIDTH, HEIGHT = twips(210), twips(297)
TOP, LEFT = twips(37), twips(28)
TEXT_WIDTH, TEXT_HEIGHT = twips(156), twips(225)
RIGHT, BOTTOM = WIDTH - LEFT - TEXT_WIDTH, HEIGHT - TOP - TEXT_HEIGHT
LINES, CHARACTERS = 22, 28
PITCH = TEXT_HEIGHT // LINES
CLOSER = -5
"""In twentieths of a point: 28 characters of 16 points would take 158 mm, and 156 are there."""

FONTS = {
    "方正小标宋简体": ("roman", "小标宋", "FZXiaoBiaoSong-B05S", "宋体"),
    "仿宋_GB2312": ("roman", "仿宋", "FangSong", "Noto Serif CJK SC"),
    "楷体_GB2312": ("roman", "楷体", "KaiTi", "Noto Serif CJK SC"),
    "黑体": ("swiss", "SimHei", "Noto Sans CJK SC"),
    "宋体": ("roman", "SimSun", "Noto Serif CJK SC"),
}
"""The fonts that GB/T 9704 asks for, each with its family and with what may stand in for it."""


def fonts(name: str, latin: str = "Times New Roman") -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{name}"/>'


def style(code: str, name: str, paragraph: str, font: str, size: int, more: str = "", based: str = "a") -> str:
    """Return a style of paragraphs; sizes are in half points."""
    on = f'<w:basedOn w:val="{based}"/>' if code != based else ""
    default = ' w:default="1"' if code == "a" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{code}"><w:name w:val="{name}"/>{on}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr>{fonts(font)}{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


INDENT = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
SPACING = f'<w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/>'
DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋_GB2312')}"
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
)


def aligned(side: str) -> str:
    return f'{NO_INDENT}<w:jc w:val="{side}"/>'


def away(side: str, characters: int, width: int) -> str:
    """Return that a paragraph stands on a side, so many characters away from the edge."""
    blank = f'w:{side}Chars="{characters}00" w:{side}="{characters * width}"'
    return f'<w:ind {blank} w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'


TITLE = (
    f'<w:keepNext/><w:spacing w:before="{PITCH}" w:after="{PITCH}" w:line="700" w:lineRule="exact"/>'
    f'{aligned("center")}<w:outlineLvl w:val="0"/>'
)
CLOSE = f'<w:spacing w:val="{CLOSER}"/>'
STYLES = "".join(
    (
        f'{HEAD}<w:styles xmlns:w="{W}">{DEFAULTS}',
        style("a", "Normal", f'{SPACING}{INDENT}<w:jc w:val="both"/>', "仿宋_GB2312", 32, CLOSE),
        style("title", "公文标题", TITLE, "方正小标宋简体", 44),
        style("to", "主送机关", aligned("left"), "仿宋_GB2312", 32),
        style("h1", "一级标题", '<w:keepNext/><w:outlineLvl w:val="1"/>', "黑体", 32),
        style("h2", "二级标题", '<w:keepNext/><w:outlineLvl w:val="2"/>', "楷体_GB2312", 32),
        style("signed", "署名", f"<w:keepNext/>{away('right', 4, 316)}", "仿宋_GB2312", 32),
        style("dated", "成文日期", away("right", 4, 316), "仿宋_GB2312", 32),
        style("annex", "附件标识", f"<w:pageBreakBefore/>{aligned('left')}", "黑体", 32),
        style("cell", "表格", aligned("left"), "仿宋_GB2312", 28),
        style("draft", "草稿标记", aligned("right"), "楷体_GB2312", 21),
        style("small", "版本", aligned("left"), "宋体", 18),
        style("odd", "单页页码", away("right", 1, 280), "宋体", 28),
        style("even", "双页页码", away("left", 1, 280), "宋体", 28),
        "</w:styles>",
    )
)
FONT_TABLE = "".join(
    (
        f'{HEAD}<w:fonts xmlns:w="{W}">',
        *(
            f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/></w:font>'
            for name, (family, *others) in FONTS.items()
        ),
        '<w:font w:name="Times New Roman"><w:charset w:val="00"/></w:font></w:fonts>',
    )
)
SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/></w:compat></w:settings>"
)


def run(text: str) -> str:
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, named: str = "") -> str:
    chosen = f'<w:pPr><w:pStyle w:val="{named}"/></w:pPr>' if named else ""
    return f"<w:p>{chosen}{run(text) if text else ''}</w:p>"


def table(rows: list[tuple[str, ...]]) -> str:
    """Return a table; its first row heads the others."""
    widths = [TEXT_WIDTH * 2 // 5, TEXT_WIDTH - TEXT_WIDTH * 2 // 5]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = f'<w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if not number else ''}"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(text, "cell")}</w:tc>'
            for width, text in zip(widths, row, strict=True)
        )
        + "</w:tr>"
        for number, row in enumerate(rows)
    )
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def page_number(named: str) -> str:
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="{named}"/></w:pPr>{run("— ")}{field}{run(" —")}</w:p>'
    return f'{HEAD}<w:ftr xmlns:w="{W}" xmlns:r="{R}">{body}</w:ftr>'


HEADER = f'{HEAD}<w:hdr xmlns:w="{W}" xmlns:r="{R}">{paragraph("{{草稿}}", "draft")}</w:hdr>'
PARTS = {"header1": "header", "header2": "header", "footer1": "footer", "footer2": "footer"}


def document(body: str) -> str:
    kinds = (("header", "default", 1), ("header", "even", 2), ("footer", "default", 3), ("footer", "even", 4))
    references = "".join(f'<w:{part}Reference w:type="{kind}" r:id="rId{number}"/>' for part, kind, number in kinds)
    section = (
        f'<w:sectPr>{references}<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" '
        f'w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="{twips(22)}" w:footer="{twips(23)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
    )
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{section}</w:body></w:document>'


def packed(body: str) -> bytes:
    """Return a .docx with a body; the same body always makes the same bytes."""
    overrides = {
        "document": "document.main",
        "styles": "styles",
        "fontTable": "fontTable",
        "settings": "settings",
        **PARTS,
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{OFFICE}.{kind}+xml"/>' for name, kind in overrides.items()
    )
    linked = [*PARTS.items(), ("styles", "styles"), ("fontTable", "fontTable"), ("settings", "settings")]
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(linked, 1)
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{relationships}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{relationships}">{links}</Relationships>',
        "word/document.xml": document(body),
        "word/styles.xml": STYLES,
        "word/fontTable.xml": FONT_TABLE,
        "word/settings.xml": SETTINGS,
        "word/header1.xml": HEADER,
        "word/header2.xml": HEADER,
        "word/footer1.xml": page_number("odd"),
        "word/footer2.xml": page_number("even"),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_STORED)
    return file.getvalue()


# ── what the papers say ─────────────────────────────────────────────────

ROWS = "{{编号}}{{内容}}"
GROUND = "{{编号}}{{条款}}「{{情形}}」：{{状态}}。"


def each(name: str, *inside: str) -> str:
    return paragraph(f"{{{{逐个：{name}}}}}") + "".join(inside) + paragraph(f"{{{{完：{name}}}}}")


def if_any(name: str, *inside: str) -> str:
    return paragraph(f"{{{{如有：{name}}}}}") + "".join(inside) + paragraph(f"{{{{完：{name}}}}}")


def if_none(name: str, *inside: str) -> str:
    return paragraph(f"{{{{如无：{name}}}}}") + "".join(inside) + paragraph(f"{{{{完：{name}}}}}")


def rows(name: str) -> str:
    return each(name, paragraph(ROWS))


def begun(title: str) -> str:
    return paragraph(title, "title") + paragraph("{{主送机关}}：", "to")


def duties(number: str) -> str:
    told = "{{义务名称}}：{{义务人}}应当{{应当做的}}（{{义务依据}}），{{履行情况}}，期限{{期限}}。"
    return if_any("所涉义务", paragraph(f"{number}、所涉义务", "h1"), each("所涉义务", paragraph(told)))


ENDED = "".join(
    (
        paragraph(""),
        paragraph("附件：条文"),
        paragraph(""),
        paragraph("{{署名}}", "signed"),
        paragraph("{{成文日期}}", "dated"),
        paragraph("附件", "annex"),
        paragraph("条　文", "title"),
        each("附件", paragraph("{{编号}}{{条款}}", "h2"), each("段", paragraph("{{内容}}"))),
        paragraph(""),
        paragraph("评价日 {{评价日}}　政策版本 {{政策版本}}　案卷摘要 {{案卷摘要}}", "small"),
    )
)
"""The end of every paper: the annex is named, the paper signed and dated; the annex is on a page of its own."""


def bodies() -> Iterator[tuple[str, str]]:
    """Yield each template by name, with its body."""
    yield (
        "评价意见",
        begun("{{标题}}")
        + paragraph("依据{{法规}}，以{{评价日}}为评价日，对{{案卷}}评价如下。")
        + each(
            "政策",
            paragraph("{{序号}}、{{条款}}　{{政策名称}}", "h1"),
            if_any("文本", paragraph("{{文本}}")),
            each("部分", paragraph("（{{序号}}）{{小标题}}", "h2"), rows("段")),
        )
        + if_any("矛盾", paragraph("记载相互矛盾的", "h1"), rows("矛盾"))
        + if_any("未涉及", paragraph("案卷没有涉及的政策", "h1"), rows("未涉及"))
        + ENDED,
    )
    yield (
        "限期改正通知书",
        begun("限期改正通知书")
        + paragraph("经对{{案卷}}评价，依据{{法规}}{{条款}}，结论是：{{结论}}。现将有关事项通知如下。")
        + paragraph("一、应当改正的情形", "h1")
        + each("成立的情形", paragraph(GROUND))
        + paragraph("二、理由", "h1")
        + rows("理由")
        + paragraph("三、改正期限", "h1")
        + paragraph("请于＿＿＿＿年＿＿月＿＿日以前改正上述全部情形，并将改正情况书面报送本机关。")
        + duties("四")
        + ENDED,
    )
    yield (
        "移交函",
        begun("移交函")
        + paragraph("经对{{案卷}}评价，依据{{法规}}{{条款}}，结论是：{{结论}}。现移交你机关，请依规依纪依法处理。")
        + paragraph("一、情形", "h1")
        + each("成立的情形", paragraph(GROUND))
        + paragraph("二、责令改正和逾期的情况", "h1")
        + rows("理由")
        + duties("三")
        + if_any("尚缺", paragraph("尚待查明的事实", "h1"), rows("尚缺"))
        + ENDED,
    )
    yield (
        "轮换审核意见",
        begun("窗口工作人员轮换审核意见")
        + paragraph("对报请的{{案卷}}，依据{{法规}}{{条款}}审查，结论是：{{结论}}。")
        + table(
            [
                ("项目", "案卷记载"),
                ("到窗口工作日期", "{{事实：到窗口工作日期}}"),
                ("本人申请日期", "{{事实：本人申请日期}}"),
                ("报请日期", "{{事实：报请日期}}"),
            ]
        )
        + paragraph("一、理由", "h1")
        + if_any("理由", rows("理由"))
        + if_none("理由", paragraph("尚有事实待查明，见后。"))
        + if_any("情形", paragraph("二、情形和手续", "h1"), rows("情形"))
        + if_any("尚缺", paragraph("三、尚缺的事实", "h1"), rows("尚缺"))
        + paragraph("审核意见", "h1")
        + paragraph("□ 同意　　□ 不同意，理由：＿＿＿＿＿＿＿＿＿＿")
        + paragraph("审核人：＿＿＿＿＿＿　　审核日期：＿＿＿＿年＿＿月＿＿日")
        + ENDED,
    )
    yield (
        "补正提醒",
        begun("补正提醒")
        + paragraph("{{案卷}}依据{{法规}}{{条款}}（{{政策名称}}）评价，目前是：{{结论}}。请补正下列事项。")
        + if_any(
            "尚缺",
            paragraph("一、需要查明、补充的事实", "h1"),
            rows("尚缺"),
        )
        + if_any("情形", paragraph("已经评价的情形", "h1"), rows("情形"))
        + if_any("后果", paragraph("应当办理的手续", "h1"), rows("后果"))
        + if_any("不算数的认定", paragraph("不算数、需要重新作出的认定", "h1"), rows("不算数的认定"))
        + ENDED,
    )


def files() -> dict[str, bytes]:
    """Return each template's file by its name."""
    return {f"{name}.docx": packed(body) for name, body in bodies()}


def main() -> None:
    """Write the templates."""
    for name, content in files().items():
        (HOME / name).write_bytes(content)


if __name__ == "__main__":
    main()

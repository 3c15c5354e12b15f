"""The plain text of a law becomes its articles, paragraphs and items; what is doubtful is told with its line."""

from datetime import date

import pytest

import zzrules
from zzrules.base.citation import Citation
from zzrules.base.regulation import Chapter, Paragraph
from zzrules.policy.lawtext import LawText, read_law
from zzrules.policy.scaffold import folder_of
from zzrules.policy.yamltree import Problems

COMPLAINTS = """\
示例市投诉处理条例

（2024年11月28日示例市第五届人民代表大会常务委员会第二十次会议通过）

目　录

第一编　总则
　第一章　一般规定
第二编　处理
　第二章　受　理
　　第一节　期限
　第三章　附则

第一编　总则

第一章　一般规定

第一条　为了及时处理投诉，制定本条例。

第2条  本条例所称投诉，是指下列事项：(一)对服务质量的投诉；(二)对收费的投诉；(三)其他投诉。

前款第(三)项的投诉, 由主管部门确定。

第二编　处理
第二章　受　理
第一节　期限

第三条　受理机关应当自收到投诉之日起三日内，作出下列处理：
㈠属于职责范围的，予以受理：
1.书面投诉的，出具回执；
2.电话投诉的，记录在案；
㈡不属于职责范围的，告知投诉人。
第三条规定的期限，遇有特殊情形可以
- 2 -
延长。
第四条之一　新增的一条。
新增一条的第二款。

第五条　第三条规定的其他事项，由主管部门在 15 日内办理，最高不超过1,000.50元。
第九条所称的主管部门，由市人民政府确定。

第三章　附则

第六条
本条例自2025年3月1日起施行。
附件：投诉登记表
姓名
"""


def read(text: str | bytes) -> tuple[LawText | None, list[str]]:
    problems = Problems()
    law = read_law(text if isinstance(text, bytes) else text.encode(), "法规.txt", problems)
    return law, [f"{one.place.line} {one.code} {one.message}" for one in problems.in_order()]


def test_another_shape_of_text():
    law, told = read(COMPLAINTS)
    assert law is not None
    assert law.articles == {
        1: (Paragraph("为了及时处理投诉，制定本条例。"),),
        2: (
            Paragraph("本条例所称投诉，是指下列事项：", ("对服务质量的投诉；", "对收费的投诉；", "其他投诉。")),
            Paragraph("前款第（三）项的投诉，由主管部门确定。"),
        ),
        3: (
            Paragraph(
                "受理机关应当自收到投诉之日起三日内，作出下列处理：",
                (
                    "属于职责范围的，予以受理：1.书面投诉的，出具回执；2.电话投诉的，记录在案；",
                    "不属于职责范围的，告知投诉人。",
                ),
            ),
            Paragraph("第三条规定的期限，遇有特殊情形可以延长。"),
        ),
        5: (
            Paragraph("第三条规定的其他事项，由主管部门在15日内办理，最高不超过1,000.50元。"),
            Paragraph("第九条所称的主管部门，由市人民政府确定。"),
        ),
        6: (Paragraph("本条例自2025年3月1日起施行。"),),
    }
    assert law.chapters == (
        Chapter("第一章", "一般规定", 1, 2),
        Chapter("第二章", "受理", 3, 5),
        Chapter("第三章", "附则", 6, 6),
    )
    assert (law.issued, law.in_force, law.last_day, law.validity) == (
        date(2024, 11, 28),
        date(2025, 3, 1),
        None,
        Citation(6),
    )
    assert told == [
        "7 ZZ856 「第一编 总则」没有记入：法规文件只记章和条",
        "9 ZZ856 「第二编 处理」没有记入：法规文件只记章和条",
        "11 ZZ856 「第一节 期限」没有记入：法规文件只记章和条",
        "30 ZZ855 目（1. 2. 3.）没有单独的位置，连在第三条第一款第（一）项的文字里",
        "35 ZZ857 上一行没有写完，这一行接在它后面",
        "36 ZZ853 「第四条之一」没有记入：法规文件没有这样的条号",
        "39 ZZ852 第五条前面不是它的上一条，是第三条",
        "46 ZZ860 从这一行起没有记入：「附件：投诉登记表」",
    ]


def test_what_was_changed_is_kept_as_a_correction():
    law, _ = read(COMPLAINTS)
    assert law is not None
    assert [(one.where, one.published, one.corrected) for one in law.corrections] == [
        ("第二章", "受　理", "受理"),
        ("第二条第二款", "( ) ,", "（ ） ，"),
        ("第三条第二款", "特殊情形可以\n延长。", "特殊情形可以延长。"),
        ("第五条第一款", "管部门在 15 日内办理", "管部门在15日内办理"),
    ]


def test_the_letterhead_the_signature_and_the_term():
    law, told = read(
        "示例市人民政府文件\n示例政规〔2025〕6号\n各单位：\n现予印发。\n示例市人民政府\n二〇二五年十一月二十日\n"
        "示例市服务规定\n第一条 事项应当及时办理。\n第二条 本规定自印发之日起施行，有效期至2030年6月30日。\n"
    )
    assert law is not None
    assert (law.number, law.issuer, law.issued) == ("示例政规〔2025〕6号", "示例市人民政府", date(2025, 11, 20))
    assert (law.in_force, law.last_day, law.validity) == (date(2025, 11, 20), date(2030, 6, 30), Citation(2))
    assert told == []


@pytest.mark.parametrize(
    ("line", "number", "issuer"),
    [
        ("（示例政规〔2026〕3号　示例市人民政府2026年3月18日印发）", "示例政规〔2026〕3号", "示例市人民政府"),
        ("（2026年3月18日示例市人民政府令第3号公布）", "", "示例市人民政府"),
        ("（示例市人民政府 2026年3月18日发布）", "", "示例市人民政府"),
        ("（2026年3月18日公布）", "", ""),
        ("（2026年2月30日示例市人民政府公布）", "", "示例市人民政府"),
    ],
)
def test_what_stands_in_brackets_below_the_title(line, number, issuer):
    law, _ = read(f"示例市服务规定\n{line}\n第一条 事项应当及时办理。\n第二条 本规定自2026年5月1日起施行。\n")
    assert law is not None
    day = None if "30日" in line else date(2026, 3, 18)
    assert (law.number, law.issuer, law.issued) == (number, issuer, day)


def test_a_term_that_begins_on_a_leap_day_ends_on_the_day_before():
    law, _ = read("第一条 本规定自2024年2月29日起施行，有效期五年。\n")
    assert law is not None
    assert law.last_day == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("通知\n没有条文。\n", ["1 ZZ851 文本里一条条文也没有读到"]),
        ("第一条 甲。\n第三条 乙。\n", ["2 ZZ852 第三条前面不是它的上一条，是第一条"]),
        ("第一条 甲。\n第一条 乙。\n", ["2 ZZ852 第一条已经有了，这一行当作条文里的一款"]),
        ("第一条 甲。\n第〇条 乙。\n", ["2 ZZ853 「第〇条」没有记入：法规文件没有这样的条号"]),
        ("第一条 甲。\n第二条\n第三条 丙。\n", ["2 ZZ853 第二条没有内容，没有记入"]),
        ("第一条\n", ["1 ZZ851 文本里一条条文也没有读到", "1 ZZ853 第一条没有内容，没有记入"]),
        ("第一条 下列：\n（一）甲；\n（三）乙。\n", ["3 ZZ854 这里应当是第（二）项，写的是（三）"]),
        ("第一条\n（一）甲；\n（二）乙。\n", ["2 ZZ854 项的前面没有款的文字"]),
        ("第一条 企业 and 群众。\n", ["1 ZZ859 汉字中间夹着「and」"]),
        ("第一条 甲。\n某某办公室\n", ["2 ZZ858 这一行没有以句号结束，当作了一款"]),
        ("第一条 需要下列材料：\n（一）身份证\n（二）户口簿\n材料不全的，应当告知。\n", []),
    ],
)
def test_what_is_doubtful_is_told_with_its_line(text, told):
    assert read(text)[1] == told


def test_gbk_is_read_and_other_bytes_are_told():
    law, told = read("第一条 甲。\n".encode("gbk"))
    assert law is not None
    assert law.articles[1] == (Paragraph("甲。"),)
    assert told == []
    assert read(b"\xff\xff\x81")[1] == ["0 ZZ850 文本不是 UTF-8 编码，也不是 GBK"]


def published(book: zzrules.Rulebook) -> str:
    """Return the shipped regulation as a plain text: a line for each chapter, article, paragraph and item."""
    text = book.regulation.newest
    lines = []
    for number, paragraphs in sorted(text.articles.items()):
        lines += [f"{one.label}　{one.name}" for one in text.chapters if one.first == number]
        first = True
        for paragraph in paragraphs:
            for line in paragraph.lines():
                lines.append(f"{Citation(number)}　{line}" if first else line)
                first = False
    return "\n\n".join(lines)


def test_the_shipped_regulation_is_read_back_from_its_plain_text():
    book = zzrules.load()
    law, told = read(published(book))
    assert law is not None
    assert dict(law.articles) == dict(book.regulation.newest.articles)
    assert law.chapters == book.regulation.newest.chapters
    assert (law.in_force, law.last_day) == (book.regulation.in_force, book.regulation.last_day)
    assert law.validity == book.regulation.validity_basis
    assert told == []


IN_FORCE = "自2026年1月1日起施行"


@pytest.mark.parametrize(
    "words",
    [
        f"本规定{IN_FORCE}，有效期五年。",
        f"本规定有效期为5 年，{IN_FORCE}。",
        f"本规定{IN_FORCE}，有效期自施行之日起五年。",
        f"本规定{IN_FORCE}，有效期截至2030年12月31日。",
        f"本规定{IN_FORCE}，至2030年12月31日止。",
        f"本规定{IN_FORCE}。\n第三条 本规定的有效期为五年。",
        f"本规定有效期五年。\n第三条 本规定{IN_FORCE}。",
        "本规定自2026年1月1日起试行，试行期五年。",
    ],
)
def test_how_long_a_law_is_valid_wherever_it_says_so(words):
    law, _ = read(f"第一条 许可证有效期两年。\n第二条 {words}\n")
    assert law is not None
    assert (law.in_force, law.last_day) == (date(2026, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"本规定{IN_FORCE}，有效期两年半。", "有效期两年半"),
        (f"本规定{IN_FORCE}，2030年12月31日失效。", "2030年12月31日失效"),
        ("本规定自印发之日起施行，有效期五年。", "有效期五年"),
        ("本规定有效期五年。", "有效期五年"),
    ],
)
def test_a_validity_from_which_no_day_follows_is_told_and_not_lost(words, said):
    """It may leave the last day open whether it counts, or from when the years run."""
    problems = Problems()
    files = folder_of(f"第一条 {words}\n".encode(), "示例", "示例", "法规.txt", problems)
    assert files is not None
    assert f'说明: "{said}"' in files["regulation.yaml"]
    assert [one.message for one in problems.in_order() if "末日" in one.message] == [
        f"从「{said}」算不出有效期的末日，先没有写"
    ]

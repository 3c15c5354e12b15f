"""The regulation's text: what exists, what it says, and that it is the published text."""

import hashlib
import pickle
import re
from datetime import date
from pathlib import Path

import pytest

from zzrules.base.citation import Citation, to_chinese
from zzrules.base.errors import CitationError, PolicyError, Problem
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Paragraph, Regulation, Text
from zzrules.policy.regulation_files import load_regulation

SHIPPED = Path(__file__).parents[2] / "policies" / "regulation.yaml"

PARAGRAPHS = dict(enumerate([1, 3, 2, 1, 3, 2, 2, 3, 3, 1, 2, 2, 2, 2, 4, 1, 2, 3, 1, 2, 1, 1, 2, 2, 1], 1))
ITEMS = {(7, 1): 4, (8, 2): 4, (21, 1): 8, (23, 1): 5}

# Of the published text from 第一章 to the end, without white space, with full-width punctuation and 「企业和群众」.
PUBLISHED_SHA256 = "5f6f86921fec8a557945049d55558c5737ea4c2f50e09ff36c6c98cfb448065f"


@pytest.fixture(scope="module")
def regulation() -> Regulation:
    return load_regulation(SHIPPED)


@pytest.fixture(scope="module")
def text(regulation: Regulation) -> Text:
    return regulation.newest


@pytest.fixture
def two_lists(text: Text) -> Text:
    """A text whose first article has items in two of its three paragraphs."""
    article = (Paragraph("甲：", ("一；", "二。")), Paragraph("乙。"), Paragraph("丙：", ("三。",)))
    return replaced(text, articles={1: article})


def refused(text: Text, citation: str) -> Problem:
    with pytest.raises(CitationError) as caught:
        text.resolve(citation)
    (problem,) = caught.value.problems
    assert problem.code == "ZZ302"
    return problem


# --- the shipped text ---


def test_head(regulation: Regulation) -> None:
    assert regulation.title == "漳州市政务服务条例实施细则"
    assert regulation.number == "漳政综规〔2025〕6号"
    assert regulation.issuer == "漳州市人民政府"
    assert regulation.issued == date(2025, 11, 20)


def test_period_of_validity(regulation: Regulation) -> None:
    assert regulation.in_force == date(2026, 1, 1)
    assert regulation.last_day == date(2030, 12, 31)
    assert regulation.validity_basis == Citation(25)
    assert "2031年1月1日" in regulation.validity_note


def test_paragraphs_of_each_article(text: Text) -> None:
    counts = {number: len(paragraphs) for number, paragraphs in text.articles_in_order()}
    assert counts == PARAGRAPHS
    assert list(counts) == list(range(1, 26))


def test_items_of_each_paragraph(text: Text) -> None:
    counts = {
        (number, position): len(paragraph.items)
        for number, paragraphs in text.articles.items()
        for position, paragraph in enumerate(paragraphs, 1)
        if paragraph.items
    }
    assert counts == ITEMS


def test_chapters_divide_the_articles(text: Text) -> None:
    assert [(c.label, c.name, c.first, c.last) for c in text.chapters] == [
        ("第一章", "总则", 1, 3),
        ("第二章", "政务服务建设", 4, 11),
        ("第三章", "政务服务运行", 12, 18),
        ("第四章", "政务服务监督", 19, 23),
        ("第五章", "附则", 24, 25),
    ]


def test_every_character_is_the_published_one(text: Text) -> None:
    headings = {chapter.first: chapter.label + chapter.name for chapter in text.chapters}
    published = "".join(
        f"{headings.get(number, '')}第{to_chinese(number)}条" + text.text(Citation(number)).replace("\n", "")
        for number in text.articles
    )
    assert hashlib.sha256(published.encode()).hexdigest() == PUBLISHED_SHA256


def test_no_artifact_is_left(text: Text) -> None:
    words = "".join(line for ps in text.articles.values() for p in ps for line in p.lines())
    assert not re.search(r"[\s(),;:]", words)
    assert set(re.findall("[A-Za-z]+", words)) == {"APP"}


def test_each_correction_names_a_place_that_has_the_corrected_text(regulation: Regulation, text: Text) -> None:
    headings = {chapter.label: chapter.name for chapter in text.chapters}
    for correction in regulation.corrections:
        assert correction.reason
        words = headings.get(correction.where) or text.text(correction.where)
        expected = correction.published if correction.corrected is None else correction.corrected
        assert correction.kept == (correction.corrected is None)
        # A record of punctuation lists the marks, with a space between them.
        parts = expected.split() if re.fullmatch(r"[（），；： ]+", expected) else [expected]
        assert all(part in words for part in parts), correction


def test_the_ungrammatical_item_is_quoted_as_it_is(regulation: Regulation, text: Text) -> None:
    (remark,) = [correction for correction in regulation.corrections if correction.kept]
    assert remark.where == "第二十一条第（四）项"
    assert text.text(remark.where) == remark.published
    assert "违反规定要求申请人先行送件审查、后台审查审批、集体研究等形式变相体外循环" in remark.published


def test_corrected_words(text: Text) -> None:
    assert "聚焦与企业和群众生产生活密切相关的高频事项" in text.text("第十四条第二款")
    assert text.text("第二十五条") == "本实施细则自2026年1月1日起施行，有效期五年。"
    assert text.text("9.1") == "政务服务机构派驻窗口工作人员受本级政务服务中心管理机构和政务服务机构双重管理。"


# --- resolving ---


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("第八条", "第八条"),
        ("第八条第二款", "第八条第二款"),
        ("8.2.1", "第八条第二款第（一）项"),
        ("第八条第（一）项", "第八条第二款第（一）项"),
        ("第二十三条（三）", "第二十三条第一款第（三）项"),
        ("第二十一条第一款第（五）项", "第二十一条第（五）项"),
        ("第二十一条第（五）项", "第二十一条第（五）项"),
        ("第二十一条第一款", "第二十一条"),
        ("第十条第一款", "第十条"),
        ("《漳州市政务服务条例实施细则》第十条", "第十条"),
    ],
)
def test_resolves_to_the_canonical_citation(regulation: Regulation, text: Text, written: str, canonical: str) -> None:
    assert str(text.resolve(written)) == canonical
    assert text.resolve(Citation.parse(written, title=regulation.title)) == Citation.parse(canonical)


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        (
            "第二十六条",
            "「第二十六条」不存在：《漳州市政务服务条例实施细则》没有第二十六条",
            "「第一条」至「第二十五条」中的一处",
        ),
        ("8.4", "「第八条第四款」不存在：第八条只有3款", "「第八条第一款」至「第八条第三款」中的一处"),
        ("10.2", "「第十条第二款」不存在：第十条只有1款", "「第十条」"),
        ("8.1(1)", "「第八条第一款第（一）项」不存在：第八条第一款没有项", "「第八条第一款」"),
        (
            "8(5)",
            "「第八条第（五）项」不存在：第八条第二款只有4项",
            "「第八条第二款第（一）项」至「第八条第二款第（四）项」中的一处",
        ),
        (
            "21(9)",
            "「第二十一条第（九）项」不存在：第二十一条只有8项",
            "「第二十一条第（一）项」至「第二十一条第（八）项」中的一处",
        ),
        ("第二条第（一）项", "「第二条第（一）项」不存在：第二条没有项", "「第二条」"),
        ("第十条第（一）项", "「第十条第（一）项」不存在：第十条没有项", "「第十条」"),
    ],
)
def test_says_what_exists_instead(text: Text, written: str, message: str, hint: str) -> None:
    problem = refused(text, written)
    assert (problem.message, problem.hint) == (message, hint)


def test_does_not_choose_between_two_paragraphs_with_items(two_lists: Text) -> None:
    problem = refused(two_lists, "第一条第（一）项")
    assert problem.message == "「第一条第（一）项」所指不明：第一条第一款、第一条第三款都有项"
    assert problem.hint == "写明是哪一款的项，如「第一条第一款第（一）项」"
    assert two_lists.resolve("1.3.1") == Citation(1, 3, 1)
    assert refused(two_lists, "1.3.2").hint == "「第一条第三款第（一）项」"


def test_a_text_that_is_no_citation_is_told_so(text: Text) -> None:
    with pytest.raises(CitationError, match="ZZ301"):
        text.resolve("《漳州市政务服务条例》第八条")


def test_reads_its_own_title(text: Text) -> None:
    other = replaced(text, title="某市政务服务办法")
    assert other.resolve("《某市政务服务办法》第八条") == Citation(8)
    with pytest.raises(CitationError, match="ZZ301"):
        other.resolve(f"《{text.title}》第八条")


def test_lists_all_that_can_be_cited_in_the_order_of_the_text(text: Text) -> None:
    citations = list(text.citations())
    several = [count for count in PARAGRAPHS.values() if count > 1]
    assert len(citations) == len(PARAGRAPHS) + sum(several) + sum(ITEMS.values())
    assert citations == sorted(set(citations))
    assert all(text.resolve(citation) == citation for citation in citations)
    assert all(text.resolve(str(citation)) == citation for citation in citations)


# --- words ---


def test_text_of_an_item_is_its_own(text: Text) -> None:
    assert text.text("8.2.2") == "因身体状况、年龄较大等原因不适合继续在窗口工作；"
    assert text.text("21(5)") == "超过承诺办理时限未办结政务服务事项；"


def test_text_of_a_paragraph_has_its_items(text: Text) -> None:
    lines = text.text("第七条第一款").split("\n")
    assert lines[0].endswith("并符合以下标准：")
    assert lines[2] == "（二）具有本部门相关业务工作经验；"
    assert len(lines) == 5


def test_text_of_an_article_has_everything(text: Text) -> None:
    lines = text.text("第八条").split("\n")
    assert len(lines) == 3 + 4
    assert lines[-1] == "符合前款第二项情形的，由派驻窗口工作人员本人向政务服务机构提出申请。"


@pytest.mark.parametrize("citation", ["8.2.3", "8(3)", "8.2"])
def test_chapeau_leads_the_items(text: Text, citation: str) -> None:
    assert text.chapeau(citation).startswith("在窗口工作未满两年，但有下列情形之一的，")
    assert text.chapeau(citation).endswith("予以轮换调整：")


def test_chapeau_of_an_article_of_one_paragraph(text: Text) -> None:
    assert text.chapeau("第二十一条") == text.chapeau("21(1)")


def test_no_chapeau_for_an_article_of_several_paragraphs(text: Text) -> None:
    with pytest.raises(CitationError) as caught:
        text.chapeau("第八条")
    (problem,) = caught.value.problems
    assert problem.message == "「第八条」有3款，没有统领各款的文字"
    assert problem.hint == "「第八条第一款」至「第八条第三款」中的一处"


@pytest.mark.parametrize(
    "quoted",
    [
        "因审批制度改革等原因使原有的业务取消、调整，窗口需要减少或者撤出人员；",
        "因审批制度改革等原因使原有的业务取消、调整, 窗口需要减少或者撤出人员;",
        "（三）因审批制度改革等原因使原有的业务取消、调整，窗口需要减少或者撤出人员",
        "(三) 因审批制度改革等原因使原有的业务取消、调整，\n窗口需要减少或者撤出人员。",
    ],
)
def test_a_quotation_may_differ_in_form(text: Text, quoted: str) -> None:
    assert text.same_text("8.2.3", quoted)


@pytest.mark.parametrize(
    "quoted",
    [
        "",
        "（二）因审批制度改革等原因使原有的业务取消、调整，窗口需要减少或者撤出人员；",
        "因审批制度改革等原因使原有业务取消、调整，窗口需要减少或者撤出人员；",
        "因审批制度改革等原因使原有的业务取消、调整，窗口需要减少",
        "因审批制度改革等原因使原有的业务取消，调整，窗口需要减少或者撤出人员；",
    ],
)
def test_a_quotation_may_not_differ_in_words(text: Text, quoted: str) -> None:
    assert not text.same_text("8.2.3", quoted)


def test_quotations_of_paragraphs_and_articles(text: Text) -> None:
    for citation in text.citations():
        words = text.text(citation)
        assert text.same_text(citation, words)
        assert text.same_text(citation, re.sub("^（.）", "", words, flags=re.MULTILINE))
    assert not text.same_text("第八条第二款", text.chapeau("第八条第二款"))
    assert text.same_text("5.2", text.text("5.2").replace("“", '"').replace("”", '"'))
    assert not text.same_text("第二十五条", text.text("第二十五条").replace("2", "²"))


def test_renders_the_citation_with_its_words(text: Text) -> None:
    assert text.render("第八条第（二）项") == (
        "第八条第二款第（二）项：「因身体状况、年龄较大等原因不适合继续在窗口工作；」"
    )


def test_is_a_value(regulation: Regulation) -> None:
    again = load_regulation(SHIPPED)
    assert again == regulation
    assert hash(again) == hash(regulation)
    assert pickle.loads(pickle.dumps(regulation)) == regulation  # noqa: S301  # our own bytes


# --- what no case can test ---


def test_what_is_not_assessed_is_quoted_from_its_place(tmp_path: Path) -> None:
    path = tmp_path / "regulation.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert "    打造全市统一掌上政务服务平台: " in text
    path.write_text(text.replace("    打造全市统一掌上政务服务平台: ", "    打造统一平台: "), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_regulation(path)
    assert [str(problem).partition(": ")[2] for problem in caught.value.problems] == [
        "ZZ303 第十八条第一款没有「打造统一平台」这几个字。应改为：照抄条文里的一句，标点也照抄"
    ]


def test_an_article_of_nothing_is_a_mistake_and_no_article(tmp_path: Path) -> None:
    path = tmp_path / "regulation.yaml"
    text = SHIPPED.read_text(encoding="utf-8")
    first = text[text.index("  第一条:\n    - 款") : text.index("  第二条:\n    - 款")]
    path.write_text(text.replace(first, "  第一条: []\n"), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_regulation(path)
    assert [problem.code for problem in caught.value.problems] == ["ZZ204", "ZZ302"]

"""Citations: how people write them, what is refused, order and cover."""

import pickle

import pytest

from zzrules.base.citation import LARGEST_ORDINAL, Citation, from_chinese, to_chinese
from zzrules.base.errors import CitationError, Problem


def refused(text: str) -> Problem:
    with pytest.raises(CitationError) as caught:
        Citation.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == "ZZ301"
    assert problem.hint
    return problem


@pytest.mark.parametrize(
    "text",
    [
        "第八条第二款第（一）项",
        "第8条第2款第1项",
        "第８条第２款第（１）项",
        "第八条第二款第(一)项",
        "第八条第二款第（一)项",
        "第八条第二款第一项",
        "第八条第二款（一）项",
        "第八条第二款（一）",
        "第八条第二款第①项",
        "第八条第二款⑴",
        "第八条第二款㈠",
        "八条二款一项",
        " 第 八 条 第 二 款 第（ 一 ）项\n",
        "本细则第八条第二款第（一）项",
        "本实施细则第八条第二款第（一）项",
        "实施细则第8条第2款第1项",
        "《实施细则》第八条第二款第（一）项",
        "《漳州市政务服务条例实施细则》 第八条第二款第（一）项",
        "漳州市政务服务条例实施细则第八条第二款第（一）项",
        "8.2(1)",
        "8.2（一）",
        "8.2①",
        "8.2.1",
        "８．２．１",
        "本细则8.2(1)",
    ],
)
def test_reads_every_way_of_writing(text: str) -> None:
    assert Citation.parse(text, title="漳州市政务服务条例实施细则") == Citation(8, 2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第八条", Citation(8)),
        ("8条", Citation(8)),
        ("第二十五条", Citation(25)),
        ("第八条第二款", Citation(8, 2)),
        ("第八条\u3000第二款", Citation(8, 2)),
        ("8.2", Citation(8, 2)),
        ("8.20", Citation(8, 20)),
        ("第二十一条第（五）项", Citation(21, None, 5)),
        ("第二十一条第五项", Citation(21, None, 5)),
        ("第二十一条（五）", Citation(21, None, 5)),
        ("21(五)", Citation(21, None, 5)),
        ("第九十九条", Citation(99)),
        ("第一百条", Citation(100)),
        ("第一百〇一条", Citation(101)),
        ("第120条第2款", Citation(120, 2)),
        ("120.2(1)", Citation(120, 2, 1)),
        ("第一千二百六十条", Citation(1260)),
        ("第三条第（一百零二）项", Citation(3, None, 102)),
    ],
)
def test_keeps_what_is_not_written_open(text: str, expected: Citation) -> None:
    assert Citation.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "8",
        "八",
        "第八",
        "八.二",
        "8.",
        "8..2",
        "8.2.1.1",
        "8.2.(1)",
        "第8.2条",
        "第八条第二",
        "第八条二",
        "第二款",
        "前款第二项",
        "第八条第二款第（一项",
        "第八条第（二）款",
        "第八条第二款第（一）项第3目",
        "第八条之一",
        "第八条。",
        "第八条至第十条",
        "第八条、第九条",
        "第八条第二款第一、二项",
        "第1 2条",
        "第１\u3000２条",
        "8.2 1",
        "第8²条",
        "第٨条",
        "民法典第十条",
    ],
)
def test_refuses_what_is_no_citation(text: str) -> None:
    assert "不能读作一处条款" in refused(text).message


@pytest.mark.parametrize(
    ("text", "title"),
    [("《甲市政务 服务规定》 第3条", "甲市政务服务规定"), ("《甲市规定（试行）》3.2", "甲市规定（试行）")],
)
def test_another_title_is_that_of_another_regulation(text: str, title: str) -> None:
    citation = Citation.parse(text, title="漳州市政务服务条例实施细则")
    assert (citation.of, citation.article) == (title, 3)
    assert Citation.parse(str(citation)) == citation
    assert not citation.covers(citation.bare)
    assert citation > Citation(99)


@pytest.mark.parametrize("text", ["《第八条", "《》第八条", "《甲市规定》", "《甲市规定》《乙市规定》第八条"])
def test_a_title_is_written_out_in_both_its_brackets(text: str) -> None:
    assert refused(text).message == f"「{text}」不能读作一处条款"


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("第〇条", "〇"),
        ("第零条", "零"),
        ("第0条", "0"),
        ("第08条", "08"),
        ("第10000条", "10000"),
        ("第一万条", "一万"),
        ("第一百一条", "一百一"),
        ("第一百十一条", "一百十一"),
        ("第一百零一十条", "一百零一十"),
        ("第二一条", "二一"),
        ("第十十条", "十十"),
        ("第八条第0款", "0"),
        ("第八条第二款第（零）项", "零"),
        ("8.0", "0"),
        ("0.1", "0"),
    ],
)
def test_refuses_a_number_that_counts_nothing(text: str, numeral: str) -> None:
    assert refused(text).message == f"「{text}」中的「{numeral}」不是条、款、项的序号"


def test_refuses_a_number_of_thousands_of_digits_in_one_short_line() -> None:
    assert len(refused(f"第{'9' * 10_000}条").message) < 150


def test_message_stands_in_one_line() -> None:
    assert str(refused("第八条\n第九条")) == (
        "ZZ301 「第八条 第九条」不能读作一处条款。"
        "应改为：写明一处，如「第八条」「第八条第二款」「第八条第二款第（一）项」"
    )


def test_reads_the_title_of_the_regulation_that_it_is_told() -> None:
    assert Citation.parse("《某市办法》第三条", title="某市 办法") == Citation(3)
    assert Citation.parse("《漳州市政务服务条例实施细则》第三条", title="某市办法").of


@pytest.mark.parametrize("numbers", [(0, None, None), (10_000, None, None), (8, 0, None), (8, 2, 0), (-1, None, None)])
def test_no_citation_has_an_impossible_number(numbers: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(CitationError, match="ZZ301"):
        Citation(*numbers)


@pytest.mark.parametrize(
    ("citation", "official"),
    [
        (Citation(8), "第八条"),
        (Citation(10, 1), "第十条第一款"),
        (Citation(21, None, 5), "第二十一条第（五）项"),
        (Citation(23, 1, 10), "第二十三条第一款第（十）项"),
        (Citation(101), "第一百零一条"),
        (Citation(110, 1), "第一百一十条第一款"),
        (Citation(1001), "第一千零一条"),
        (Citation(1010), "第一千零一十条"),
        (Citation(1200, None, 119), "第一千二百条第（一百一十九）项"),
    ],
)
def test_prints_the_official_form(citation: Citation, official: str) -> None:
    assert str(citation) == official


def test_sorts_as_the_text_reads() -> None:
    in_order = [
        Citation(8),
        Citation(8, 1),
        Citation(8, 2),
        Citation(8, 2, 1),
        Citation(8, 2, 2),
        Citation(8, 3),
        Citation(21),
        Citation(21, None, 5),
        Citation(99, 3),
        Citation(100),
        Citation(101, 1),
        Citation(1000),
    ]
    backwards = in_order[::-1]
    assert sorted(backwards) == in_order
    assert max(in_order) >= min(in_order)


def test_has_no_order_with_other_things() -> None:
    with pytest.raises(TypeError):
        Citation(8) < "第八条"  # noqa: B015  # the comparison is the test
    assert Citation(8) != "第八条"  # type: ignore[comparison-overlap]  # the comparison is the test


def test_covers_itself_and_what_lies_within() -> None:
    assert Citation(8).covers(Citation(8))
    assert Citation(8).covers(Citation(8, 2, 1))
    assert Citation(8, 2).covers(Citation(8, 2, 1))
    assert Citation(21).covers(Citation(21, None, 5))


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (Citation(8), Citation(9)),
        (Citation(8, 2), Citation(8)),
        (Citation(8, 2), Citation(8, 3)),
        (Citation(8, 2, 1), Citation(8, 2)),
        (Citation(8, 2, 1), Citation(8, 2, 2)),
        (Citation(8, 2), Citation(9, 2)),
        (Citation(8, None, 1), Citation(8, 2, 1)),
    ],
)
def test_does_not_cover_what_lies_outside_or_around(outer: Citation, inner: Citation) -> None:
    assert not outer.covers(inner)


def test_is_a_value() -> None:
    assert len({Citation(8, 2), Citation.parse("8.2")}) == 1
    assert pickle.loads(pickle.dumps(Citation(8, 2))) == Citation(8, 2)  # noqa: S301  # our own bytes


@pytest.mark.parametrize("number", [0, -1, LARGEST_ORDINAL + 1])
def test_writes_no_numeral_outside_1_to_9999(number: int) -> None:
    with pytest.raises(CitationError, match="ZZ301"):
        to_chinese(number)


@pytest.mark.parametrize(
    "numeral", ["", "〇", "零", "8", "一百零", "百", "一百一", "零一", "二一", "一万", "一十二", "十〇", "两"]
)
def test_reads_no_other_numeral(numeral: str) -> None:
    with pytest.raises(CitationError, match="ZZ301"):
        from_chinese(numeral)

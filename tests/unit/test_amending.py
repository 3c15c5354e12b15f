"""Amendments: what becomes of every place, and how two texts differ."""

from __future__ import annotations

from datetime import date

import pytest

from zzrules.base.amending import Amendment, Change, amended
from zzrules.base.citation import Citation
from zzrules.base.comparing import differences
from zzrules.base.errors import Problem
from zzrules.base.frozen import replaced
from zzrules.base.regulation import Chapter, Paragraph, Regulation, Text, Unassessed

ARTICLES = {
    1: (Paragraph("下列情形之一的：", ("离开；", "不适；", "取消。")), Paragraph("须经同意。")),
    2: (Paragraph("下列情形除外：", ("借调；",)),),
    3: (Paragraph("有效期五年。"),),
}
CHAPTERS = (Chapter("第一章", "总则", 1, 2), Chapter("第二章", "附则", 3, 3))
FIRST = Text("某市规定", 0, "", date(2026, 1, 1), date(2030, 12, 31), ARTICLES, CHAPTERS)
JULY = date(2026, 7, 1)


def place(text: str) -> Citation:
    return Citation.parse(text)


def change(kind: str, where: str, *words: Paragraph | str, whole: bool = True, to: str = "") -> Change:
    paragraphs = tuple(Paragraph(one) if isinstance(one, str) else one for one in words)
    return Change(kind, place(where), paragraphs, whole, place(to) if to else None)  # type: ignore[arg-type]


def after(*changes: Change, text: Text = FIRST) -> Regulation:
    """Return a regulation that is amended once; no change may be wrong."""
    wrong: list[Problem] = []
    texts = amended(text, Amendment("某政〔2026〕2号", JULY, changes), lambda _, problem: wrong.append(problem))
    assert wrong == []
    days = date(2025, 12, 1), FIRST.first, FIRST.last
    return Regulation("某市规定", "某政〔2025〕1号", "某市", *days, Citation(3), "", (), texts)


def stands(regulation: Regulation, was: str) -> str:
    now = regulation.carried(regulation.texts[0].resolve(was), regulation.newest)
    return str(now)


@pytest.mark.parametrize(
    ("changes", "was", "now"),
    [
        ([change("增加", "第一条第（二）项", "年龄较大；")], "第一条第一款第（二）项", "第一条第一款第（三）项"),
        ([change("删去", "第一条第（二）项")], "第一条第一款第（三）项", "第一条第一款第（二）项"),
        ([change("删去", "第一条第（二）项")], "第一条第一款第（二）项", "None"),
        ([change("改序", "第一条第（三）项", to="第一条第一款第（一）项")], "1.1(1)", "第一条第一款第（二）项"),
        ([change("改序", "第一条第（三）项", to="第二条第（一）项")], "1.1(3)", "第二条第（一）项"),
        ([change("删去", "第一条第二款")], "第一条第一款第（一）项", "第一条第（一）项"),
        ([change("增加", "第二条第一款", "一般规定。")], "第二条第（一）项", "第二条第二款第（一）项"),
        ([change("增加", "第二条第一款", "一般规定。")], "第二条", "第二条"),
        ([change("增加", "第二条", "一般规定。")], "第二条第（一）项", "第三条第（一）项"),
        ([change("删去", "第一条")], "第三条", "第二条"),
        ([change("改序", "第三条", to="第一条")], "第二条", "第三条"),
        ([change("删去", "第一条第一款"), change("删去", "第一条第二款")], "第二条", "第一条"),
        (
            [change("改序", "第一条第（二）项", to="1.1(1)"), change("改为", "1.1(2)", "病了；")],
            "1.1(2)",
            "第一条第一款第（一）项",
        ),
    ],
)
def test_what_becomes_of_a_place(changes: list[Change], was: str, now: str) -> None:
    assert stands(after(*changes), was) == now


def test_the_words_above_the_items_change_and_the_items_stay() -> None:
    text = after(change("改为", "第一条第一款", "有其一的：", whole=False)).newest
    assert text.text("第一条第一款").splitlines() == ["有其一的：", "（一）离开；", "（二）不适；", "（三）取消。"]
    text = after(change("改为", "第二条", "不适用于：", whole=False)).newest
    assert text.text("第二条").splitlines() == ["不适用于：", "（一）借调；"]


def test_items_given_anew_go_on_as_those_of_the_same_words() -> None:
    fresh = Paragraph("有其一的：", ("年龄较大；", "取消；", "离开；", "其他。"))
    regulation = after(change("改为", "第一条第一款", fresh))
    found = [stands(regulation, f"1.1({number})") for number in (1, 2, 3)]
    assert found == ["第一条第一款第（三）项", "None", "第一条第一款第（二）项"]


def test_a_place_is_cited_alike_as_long_as_it_reads_alike() -> None:
    regulation = after(change("增加", "第一条第（三）项", "年龄较大；"), change("改为", "第二条第（一）项", "借调的。"))
    first, newest = regulation.texts
    same = ["第一条第一款第（一）项", "第一条第二款", "第三条"]
    assert [first.resolve(one) == newest.resolve(one) for one in same] == [True] * 3
    other = ["第一条", "第一条第一款", "第一条第一款第（三）项", "第二条", "第二条第（一）项"]
    assert [first.resolve(one) == newest.resolve(one) for one in other] == [False] * 5
    assert regulation.text(first.resolve("1.1(3)")) == "取消。"
    assert regulation.text(newest.resolve("1.1(3)")) == "年龄较大；"


def test_a_second_amendment_goes_on_from_the_first() -> None:
    regulation = after(change("删去", "第一条第（一）项"))
    second = Amendment("某政〔2027〕3号", date(2027, 1, 1), (change("删去", "第一条第（一）项"),))
    regulation = replaced(regulation, texts=(regulation.texts[0], *amended(regulation.newest, second, print)))
    assert [str(text.last) for text in regulation.texts] == ["2026-06-30", "2026-12-31", "2030-12-31"]
    assert [stands(regulation, f"1.1({number})") for number in (1, 2, 3)] == ["None", "None", "第一条第一款第（一）项"]
    days = [date(2025, 1, 1), date(2026, 6, 30), JULY, date(2026, 12, 31), date(2027, 1, 1), date(2040, 1, 1)]
    assert [regulation.on(day).number for day in days] == [0, 0, 1, 1, 2, 2]
    assert regulation.newest.resolve("第三条").since == 0
    assert regulation.newest.resolve("第一条第一款").since == 2


def test_chapters_go_with_their_articles() -> None:
    text = after(change("增加", "第二条", "一般规定。"), change("删去", "第一条")).newest
    assert [(one.label, one.first, one.last) for one in text.chapters] == [("第一章", 1, 2), ("第二章", 3, 3)]
    text = after(change("删去", "第三条")).newest
    assert [(one.label, one.first, one.last) for one in text.chapters] == [("第一章", 1, 2)]


def test_what_no_case_can_test_goes_with_its_place() -> None:
    reasons = (Unassessed(Citation(1, 2), "须经", "程序"), Unassessed(Citation(3), "", "效力"))
    text = after(change("删去", "第二条"), text=replaced(FIRST, unassessed=reasons)).newest
    assert [(str(one.citation), one.words) for one in text.unassessed] == [("第一条第二款", "须经"), ("第二条", "")]
    text = after(change("改为", "第一条第二款", "不必同意。"), text=replaced(FIRST, unassessed=reasons)).newest
    assert [str(one.citation) for one in text.unassessed] == ["第三条"]


def test_a_paragraph_and_its_item_may_both_change() -> None:
    above = change("改为", "第一条第一款", "有其一的：", whole=False)
    text = after(above, change("改为", "第一条第（二）项", "病了；")).newest
    assert text.text("第一条第一款").splitlines()[::2] == ["有其一的：", "（二）病了；"]


def test_two_texts_side_by_side() -> None:
    regulation = after(
        change("改为", "第一条第二款", "不必同意。"),
        change("增加", "第一条第（一）项", "年龄较大；"),
        change("删去", "第一条第（三）项"),
    )
    found = list(differences(regulation, *regulation.texts))
    assert [(one.kind, str(one.was), str(one.now)) for one in found] == [
        ("增", "None", "第一条第一款第（一）项"),
        ("移", "第一条第一款第（一）项", "第一条第一款第（二）项"),
        ("移", "第一条第一款第（二）项", "第一条第一款第（三）项"),
        ("改", "第一条第二款", "第一条第二款"),
        ("删", "第一条第一款第（三）项", "None"),
    ]
    assert list(differences(regulation, regulation.newest, regulation.newest)) == []


def test_what_is_wrong_with_a_change_leaves_the_others() -> None:
    wrong: list[str] = []
    changes = (change("删去", "第九条"), change("删去", "第一条第（三）项"), change("改为", "第一条第（三）项", "丁。"))
    _, text = amended(FIRST, Amendment("", JULY, changes), lambda _, problem: wrong.append(problem.code))
    assert wrong == ["ZZ302", "ZZ308"]
    assert len(text.articles[1][0].items) == 2


@pytest.mark.parametrize(
    "changes",
    [
        [change("改为", "第二条", "除外：", whole=False), change("改为", "第二条第一款", "不适用：", whole=False)],
        [change("改为", "第二条第一款", "不适用：", whole=False), change("改为", "第二条", "除外：", whole=False)],
        [change("改为", "第一条", "甲。", "乙。"), change("改为", "第一条第一款", "丙。", whole=False)],
        [
            change("改为", "第一条第一款", Paragraph("有其一的：", ("离开；", "病了。"))),
            change("改序", "第一条第（三）项", to="第一条第一款第（一）项"),
        ],
        [change("改为", "第一条", "甲。", "乙。"), change("改序", "第一条第二款", to="第一条第一款")],
        [change("改序", "第一条第二款", to="第一条第一款"), change("改为", "第一条", "甲。", "乙。")],
    ],
)
def test_two_changes_may_not_say_how_the_same_words_read(changes: list[Change]) -> None:
    """The words of an article of one paragraph are that paragraph's; what is given anew has its items in order."""
    wrong: list[str] = []
    amended(FIRST, Amendment("", JULY, tuple(changes)), lambda _, problem: wrong.append(problem.code))
    assert wrong == ["ZZ308"]


def test_an_article_of_which_nothing_is_left_is_counted_no_more() -> None:
    """Where something is placed is numbered as the text stands afterwards."""
    empties = [change("删去", "第一条第一款"), change("删去", "第一条第二款")]
    text = after(*empties, change("增加", "第三条", "新的一条。")).newest
    assert [text.text(Citation(number)).splitlines()[0] for number in (1, 2, 3)] == [
        "下列情形除外：",
        "有效期五年。",
        "新的一条。",
    ]
    text = after(*empties, change("增加", "第二条第二款", "自七月起施行。")).newest
    assert text.text("第二条").splitlines() == ["有效期五年。", "自七月起施行。"]
    regulation = after(change("改序", "第一条第二款", to="第一条第一款"), change("删去", "第一条第一款"))
    assert regulation.newest.text("第一条") == "须经同意。"


def test_an_article_is_given_another_paragraph_in_the_place_of_its_only_one() -> None:
    regulation = after(change("删去", "第二条第一款"), change("增加", "第二条第一款", "一律适用。"))
    assert (regulation.newest.text("第二条"), len(regulation.newest.articles)) == ("一律适用。", 3)
    assert (stands(regulation, "第二条"), stands(regulation, "第二条第（一）项")) == ("第二条", "None")

"""Notices as published, read to the last character: each of 2007–2026, what is refused, and where it is written.

`notices/` holds their texts. Of those for 2008 and 2009 only what arranges days was at hand, without the closing words.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from zzrules.base.errors import PolicyError
from zzrules.base.frozen import replaced
from zzrules.base.workdays import Calendar, Notice
from zzrules.policy.calendar_files import load_calendar
from zzrules.policy.notices.adding import Addition, addition
from zzrules.policy.notices.reading import read_notice
from zzrules.policy.notices.text import number_of
from zzrules.policy.notices.writing import extended, new_file
from zzrules.policy.yamltree import Problems

FOLDER = Path(__file__).parents[2] / "policies" / "calendar"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "notices").glob("*"))}
CALLED_SHORTLY = {"中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "抗战胜利70周年纪念日"}


@cache
def shipped() -> Calendar:
    return load_calendar(FOLDER)


def before(name: str) -> Calendar:
    """Return the calendar without the notice of a text, and those issued later; the first has nothing before it."""
    whole = shipped()
    issued = next(notice.issued for notice in whole.notices if notice.number in TEXTS[name])
    others = [notice for notice in whole.notices if notice.issued < issued]
    return Calendar(others or whole.notices, (), whole.festivals)


def added(text: str, calendar: Calendar) -> tuple[Addition | None, list[str]]:
    problems = Problems()
    result = addition(text, "通知.txt", calendar, problems)
    return result, [str(problem) for problem in problems.in_order()]


def said(notice: Notice) -> tuple[object, ...]:
    """Return what a notice says, whatever is remarked on it."""
    spans = tuple((CALLED_SHORTLY.get(name, name), first, last) for name, first, last in notice.days_off)
    return notice.number, notice.issued, notice.year, spans, notice.workdays, notice.extra


def test_every_notice_has_its_text():
    assert len(TEXTS) == len(shipped().notices)


@pytest.mark.parametrize("name", TEXTS)
def test_a_notice_reads_as_it_is_shipped(name):
    notice = read(TEXTS[name], before(name))
    assert said(notice) == said(next(one for one in shipped().notices if one.number == notice.number))


@pytest.mark.parametrize("name", [*TEXTS][1:])
def test_a_notice_may_be_added_to_those_before(name):
    result, problems = added(TEXTS[name], before(name))
    assert problems == []
    assert result is not None
    assert [notice.number for notice in result.calendar.notices] == [
        notice.number for notice in shipped().notices[: len(result.calendar.notices)]
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_the_marks_and_blanks_of_a_copy_do_not_matter(name):
    wide = str.maketrans("（），；：〔〕—〇“”", '(),;:[]－○""')
    copy = "\ufeff" + TEXTS[name].translate(wide).replace("\n", "\r\n\r\n\u3000 ").replace("月", "月 ")
    calendar = before(name)
    assert said(read(copy, calendar)) == said(read(TEXTS[name], calendar))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["2009", "2020-extension", "2026"])
def test_no_character_of_an_arrangement_can_be_lost(name):
    """Whichever is left out, the notice is refused, or says the same; so it is with a character that is another."""
    text, calendar = TEXTS[name], before(name)
    whole = said(read(text, calendar))
    begin, end = text.index("一、"), text.rindex("。")
    for at in range(begin, end):
        for changed in (text[:at] + text[at + 1 :], text[:at] + "某" + text[at + 1 :]):
            result, _ = added(changed, calendar)
            assert result is None or said(result.notice) == whole, (at, text[at - 9 : at + 9])


def read(text: str, calendar: Calendar) -> Notice:
    problems = Problems()
    result = read_notice(text, "通知.txt", calendar, problems)
    assert result is not None, problems.in_order()
    return result.notice


WRONG = [
    # What cannot be read is named with its place.
    (
        "2026",
        "放假调休，共3天。1月4日",
        "放调休，共3天。1月4日",
        ["7:23: ZZ525 通知里的「放调休」读不懂"],
    ),
    (
        "2026",
        "（周六）上班。\n\u3000\u3000三",
        "（周六）照常营业。\n\u3000\u3000三",
        ["8:68: ZZ525 通知里的「照常营业」读不懂"],
    ),
    (
        "2026",
        "五、端午节：",
        "五、泼水节：",
        ["11:5: ZZ525 通知里的「泼水节」读不懂"],
    ),
    (
        "2026",
        "2月15日（农历腊月二十八、周日）",
        "2月15日（黄道吉日）",
        ["8:14: ZZ525 通知里的「黄道吉日」读不懂"],
    ),
    ("2026", "共3天。\n\u3000\u3000六", "共3天\n\u3000\u3000六", ["11:32: ZZ525 通知里的「（这一行的末尾）」读不懂"]),
    (
        "2026",
        "\u3000\u3000鼓励单位",
        "\u3000\u30002月13日，鼓励单位",
        ["14:8: ZZ525 通知里的「，鼓励单位和个人结合落实带薪年休假等制度」读不懂"],
    ),
    (
        "2026",
        "\u3000\u3000一、元旦：",
        "\u3000\u30002026年1月2日下午放假。\n\u3000\u3000一、元旦：",
        ["7:3: ZZ525 通知里的「2026年1月2日下午放假」读不懂"],
    ),
    ("2026", "现将2026年", "春节放假，现将2026年", []),
    ("2026", "1月4日（周日）", "2月30日（周日）", ["7:32: ZZ526 通知写的「2月30日」对不上：2026年的安排里没有这一天"]),
    # What it says twice must be the same.
    ("2026", "1月4日（周日）", "1月4日（周一）", ["7:37: ZZ526 通知写的「周一」对不上：2026-01-04是星期日"]),
    ("2026", "放假调休，共3天。1月4日", "放假调休，共4天。1月4日", ["7:28: ZZ526 通知写的「共4天」对不上：是3天"]),
    ("2014", "放假1天", "放假2天", ["8:8: ZZ526 通知写的「1月1日放假2天」对不上：是1天"]),
    ("2026", "农历正月初七", "农历正月初八", ["8:30: ZZ526 通知写的「农历正月初八」对不上：2026-02-23不是这一天"]),
    ("2009", "农历清明当日", "农历端午当日", ["9:35: ZZ526 通知写的「农历端午当日」对不上：2009-04-04不是这一天"]),
    (
        "2009",
        "1月3日（星期六）为公休日",
        "1月2日（星期五）为公休日",
        ["7:44: ZZ526 通知写的「1月2日(星期五)为公休日」对不上：2009-01-02不是周六、周日"],
    ),
    (
        "2009",
        "1月1日（星期四、新年）为法定",
        "1月2日（星期五）为法定",
        ["7:25: ZZ526 通知写的「1月2日(星期五)为法定节假日」对不上：2009-01-02不是法定节假日"],
    ),
    (
        "2007",
        "三个公休日",
        "两个公休日",
        ["8:55: ZZ526 通知写的「将17日(星期六)、18日(星期日)、25日(星期日)两个…」对不上：是3天"],
    ),
    (
        "2007",
        "21日（星期三）、22日（星期四）、23日（星期五）",
        "21日（星期三）、22日（星期四）",
        ["8:55: ZZ526 通知写的「将17日(星期六)、18日(星期日)、25日(星期日)三个…」对不上：调至的是2天，不是3天"],
    ),
    (
        "2009",
        "调至1月2日（星期五）",
        "调至1月5日（星期一）",
        ["7:58: ZZ526 通知写的「1月4日(星期日)公休日调至1月5日(星期一)」对不上：2009-01-05不在放假的日子里"],
    ),
    (
        "2014",
        "6月2日放假，与周末连休",
        "6月3日放假，与周末连休",
        ["12:16: ZZ526 通知写的「与周末连休」对不上：放假的日子不挨着周末"],
    ),
    (
        "2014",
        "4月7日（星期一）补休",
        "4月6日（星期日）补休",
        ["10:16: ZZ526 通知写的「4月6日(星期日)补休」对不上：2014-04-06是周末，不用补休"],
    ),
    (
        "2026",
        "三、清明节：4月4日（周六）至6日",
        "三、清明节：7月4日（周六）至6日",
        ["9:5: ZZ526 通知写的「清明节」对不上：2026-04-05是法定节假日，没有放假"],
    ),
    (
        "2026",
        "9月20日（周日）、",
        "3月1日（周日）、",
        ["13:5: ZZ526 通知写的「国庆节」对不上：2026-03-01上班，离放假的日子太远"],
    ),
    (
        "2014",
        "4月7日（星期一）补休",
        "4月14日（星期一）补休",
        ["10:5: ZZ526 通知写的「清明节」对不上：放假到2014-04-05，又自2014-04-14，中间断了"],
    ),
    ("2026", "1月1日（周四）至3日", "1月3日（周六）至1日", ["7:20: ZZ526 通知写的「周六」对不上：2026-01-01是星期四"]),
    (
        "2020-extension",
        "2月3日（星期一）",
        "2月4日（星期二）",
        ["7:34: ZZ526 通知写的「2月4日(星期二)起正常上班」对不上：假期到2020-02-02为止"],
    ),
    (
        "2020-extension",
        "2月2日（农历正月初九，星期日）",
        "1月29日（星期三）",
        ["7:17: ZZ526 通知写的「1月29日(星期三)」对不上：假期本来就到2020-01-30"],
    ),
    # Nothing may be missing.
    ("2026", "国办发明电〔2025〕7号\n", "", ["3:1: ZZ527 通知没有文号"]),
    ("2026", "2025年11月4日", "", ["16:6: ZZ527 通知没有落款日期"]),
    ("2026", "2025年11月4日\n", "2025年11月4日\n扫一扫\n", ["18:1: ZZ525 通知里的「扫一扫」读不懂"]),
    ("2026", "2025年11月4日", "2025年11月31日", ["17:1: ZZ526 通知写的「2025年11月31日」对不上：没有这一天"]),
    (
        "2026",
        "国务院办公厅关于2026年部分节假日安排的通知",
        "关于放假的几点说明",
        ["1:1: ZZ525 通知里的「关于放假的几点说明」读不懂"],
    ),
    (
        "2026",
        "\u3000\u3000五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n",
        "",
        ["11:3: ZZ525 通知里的「六、」读不懂"],
    ),
    (
        "2026",
        "\u3000\u3000七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n",
        "",
        ["1:1: ZZ527 通知没有「国庆节」的安排"],
    ),
    (
        "2019-amendment",
        "一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。",
        "一、另行安排。",
        ["1:1: ZZ527 通知没有「放假」的安排"],
    ),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"), WRONG, ids=[f"{number} {one[0]}" for number, one in enumerate(WRONG)]
)
def test_what_cannot_be_right_is_refused_with_its_place(name, old, new, expected):
    assert old in TEXTS[name]
    result, problems = added(TEXTS[name].replace(old, new, 1), before(name))
    assert [problem.removeprefix("通知.txt:").partition("。应改为")[0] for problem in problems] == expected
    assert (result is None) is bool(expected)


def test_every_mistake_is_told_at_once():
    text = TEXTS["2026"].replace("1月4日（周日）", "1月4日（周一）").replace("5月9日（周六）", "5月9日（周日）")
    assert [problem[:16] for problem in added(text, before("2026"))[1]] == ["通知.txt:7:37: ZZ5", "通知.txt:10:38: ZZ"]


AGAIN = "同一份不必再加；要改已有的，改「2026.yaml」，或者先删去那一份"


def test_a_year_is_arranged_once():
    assert added(TEXTS["2026"], shipped())[1] == [
        "通知.txt:1:1: ZZ528 2026年的日历已有通知「国办发明电〔2025〕7号」。应改为：" + AGAIN
    ]
    other = TEXTS["2026"].replace("〔2025〕7号", "〔2025〕8号")
    assert added(other, shipped())[1][0].startswith("通知.txt:1:1: ZZ528 2026年的日历已有通知「国办发明电〔2025〕7号」")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2019-amendment", "ZZ527 通知没有可以调整的安排：日历里没有2019年的通知"),
        ("2020-extension", "ZZ527 通知没有可以延长的假期：日历里没有2020年的「春节」"),
    ],
)
def test_what_is_not_there_cannot_be_changed(name, message):
    assert message in added(TEXTS[name], shipped().as_known_on(date(2018, 6, 1)))[1][0]


def test_years_are_not_skipped():
    assert "ZZ506 工作日历缺少2025年的通知" in added(TEXTS["2026"], shipped().as_known_on(date(2024, 6, 1)))[1][0]


def test_without_the_measures_no_festival_is_known():
    bare = Calendar(before("2026").notices)
    assert "ZZ521" in added(TEXTS["2026"], bare)[1][0]


def test_a_remark_keeps_what_is_only_encouraged():
    assert read(TEXTS["2024"], before("2024")).remark == (
        "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    )


# ── written ─────────────────────────────────────────────────────────────


def test_the_file_of_a_new_year_reads_as_the_notice(tmp_path):
    for year in ("2008", "2009", "2024", "2026"):
        notice = read(TEXTS[year], before(year))
        (tmp_path / f"{year}.yaml").write_text(new_file(replaced(notice, source="https://example.org/a")), "utf-8")
        written = load_calendar(tmp_path).notices[0]
        assert said(written) == said(notice)
        assert (written.source, written.remark) == ("https://example.org/a", notice.remark)
        (tmp_path / f"{year}.yaml").unlink()


def test_a_notice_is_added_below_those_that_a_file_has():
    text = (FOLDER / "2020.yaml").read_text(encoding="utf-8")
    alone = text[: text.index("  - 文号: 国办发明电〔2020〕1号")]
    notice = read(TEXTS["2020-extension"], before("2020-extension"))
    written = extended(alone, notice, "2020.yaml")
    assert written.startswith(alone)
    assert written[len(alone) :].splitlines() == [
        "  - 文号: 国办发明电〔2020〕1号",
        "    印发: 2020-01-26",
        "    放假:",
        "      春节延长: 2020-01-31至2020-02-02",
        "    另行放假: [2020-01-31]",
        "    上班: []",
    ]
    assert extended(alone.rstrip("\n"), notice, "2020.yaml") == written
    assert extended(alone.replace("\n", "\r\n"), notice, "2020.yaml") == written.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "日历: 2020\n通知: [{文号: 甲〔2019〕1号, 印发: 2019-11-01, 放假: {元旦: 2020-01-01}, 上班: []}]\n",
        "通知:\n  - {文号: 甲〔2019〕1号, 印发: 2019-11-01, 放假: {元旦: 2020-01-01}, 上班: []}\n日历: 2020\n",
        "日历: 2020\n",
        "不是日历",
    ],
)
def test_a_file_that_is_written_otherwise_is_left_alone(text):
    with pytest.raises(PolicyError, match=r"2020\.yaml: ZZ529"):
        extended(text, read(TEXTS["2020-extension"], before("2020-extension")), "2020.yaml")


@pytest.mark.parametrize(("word", "number"), [("7", 7), ("十", 10), ("二十", 20), ("三十一", 31), ("二〇〇六", 2006)])
def test_numbers_in_words(word, number):
    assert number_of(word) == number

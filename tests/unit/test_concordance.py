"""docs/对照.md and the command that makes it: the page is what policies and features say, and leaves nothing out."""

import re

import pytest
from tests.unit.documents import CONCORDANCE, POLICIES, ROOT, broken_links, concordance

import zzrules
from zzrules.answer.obligation import LABELS, UNTIMED
from zzrules.answer.witnesses import Scenario
from zzrules.bdd.scenarios import read_scenarios
from zzrules.cli import main
from zzrules.plan.model import findings_of
from zzrules.policy.clauses import read_condition, read_derivation
from zzrules.policy.forms import Reader
from zzrules.policy.phrasing import derived, outline
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems


@pytest.fixture(scope="module")
def book():
    return zzrules.load(POLICIES)


def test_the_page_is_up_to_date():
    """If not, after a change of policies or features: ``python -m tests.unit.documents``."""
    assert CONCORDANCE.read_text(encoding="utf-8") == concordance()


def test_its_links_lead_somewhere():
    assert broken_links(CONCORDANCE) == set()


def test_the_whole_text_is_on_the_page_in_its_order(book):
    quoted = re.findall("^> (.*?) *$", CONCORDANCE.read_text(encoding="utf-8"), re.MULTILINE)
    text = book.regulation.newest
    articles = (text.text(f"第{number}条") for number, _ in text.articles_in_order())
    assert quoted == [line for article in articles for line in article.splitlines()]


def test_every_paragraph_has_a_policy_or_a_reason_and_none_has_both(book):
    places = book.coverage()
    assert [place.citation for place in places if not place.policies and not place.reason] == []
    assert [place.citation for place in places if place.policies and place.reason] == []


def test_who_may_make_a_finding_is_told_wherever_it_is_asked_for(book):
    page = CONCORDANCE.read_text(encoding="utf-8")
    for policy in book.plan.policies:
        _, _, rest = page.partition(f"**政策「{policy.name}」**")
        own = rest.partition("<details>")[0]
        for version in policy.versions:
            for found in findings_of(version):
                assert re.search(f"^- 「{found.fact.label}」：(?:见|.*认定的)", own, re.MULTILINE), found.fact.label


def test_it_is_told_how_the_derivations_of_all_policies_come_about(book):
    head, _, common = book.concordance().partition("\n## 各政策共用的推算\n")
    told = re.findall(r"^- 「(.+?)」：\S", common.partition("\n## ")[0], re.MULTILINE)
    assert told == [name.text for name, _ in book.vocabulary.derived] != []
    assert "那里没有的，见末尾的“各政策共用的推算”" in head


def test_every_scenario_about_a_policy_is_on_the_page():
    page = CONCORDANCE.read_text(encoding="utf-8")
    shown = set(re.findall(r"^\d+\. (.+)$", page, re.MULTILINE))
    left = {
        one.file.partition("-")[0].partition(".")[0]
        for one in read_scenarios(ROOT / "features")
        if re.sub(r"([<|*])", r"\\\1", one.name) not in shown
    }
    assert left <= {"多部法规", "工作日历", "法规修正", "逐期义务", "金额", "第二十五条"}


# --- a page of one's own ---------------------------------------------------------------------------------------------

REASON = "  第一条: 立法目的和依据，不设定谁应当做什么\n"


@pytest.mark.parametrize(
    ("before", "after", "told", "checked"),
    [
        (REASON, "", "**没有交代**", "1 款没有交代：第一条"),
        (
            REASON,
            "  第一条: {制定本实施细则: 目的}\n",
            "**其中不评价**：“制定本实施细则”：目的。",
            "1 款没有交代：第一条",
        ),
        (
            REASON,
            REASON + "  第八条第二款: 须由人判断\n",
            "**不评价**：须由人判断。",
            "1 款有政策又写明不评价：第八条第二款",
        ),
    ],
)
def test_a_paragraph_without_an_account_or_with_two_is_told(tmp_path, capsys, before, after, told, checked):
    for path in POLICIES.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(POLICIES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        assert path.name != "regulation.yaml" or before in text
        copy.write_text(text.replace(before, after), encoding="utf-8")
    assert told in zzrules.load(tmp_path).concordance()
    assert told not in CONCORDANCE.read_text(encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert checked in capsys.readouterr().out


def test_only_a_word_of_the_article_is_said_to_have_no_days(tmp_path):
    source = POLICIES / "article-07-replacement.yaml"
    dates, term = ["受理之日", "要求更换日期"], {"及时": "“及时”，条文用语，没有天数"}
    owed = {word: f"「{word}」" for word in (*dates, "评价日", "行为日期", "审核同意的日期")} | {
        "2026-03-02": "2026年3月2日"
    }
    stated = "    依据: 第七条第二款\n    主体: 政务服务机构\n    内容: 更换\n    时限: "
    told = {
        "义务": owed | term,
        "后果": {word: f"「{word}」" for word in dates} | term,
    }
    rest = {"义务": "    起: 要求更换日期\n", "后果": "    情态: 应当\n    条件: {结论: 应当及时更换}\n"}
    text = source.read_text(encoding="utf-8")
    for section, words in told.items():
        written = "".join(f"  {section}以{word}为限:\n{stated}{word}\n{rest[section]}" for word in words)
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n{written}")
    (tmp_path / source.name).write_text(text, encoding="utf-8")
    page = zzrules.load(POLICIES, over=tmp_path).concordance()
    for section, words in told.items():
        said = re.findall(rf"^- \*\*{section}以(.+)为限\*\*.*\n(?:  - 起.*\n)?  - 时限：(.+)$", page, re.MULTILINE)
        assert dict(said) == words


def test_scenarios_are_named_by_what_they_assert(book):
    asked = ("于「2026-05-06」就「第八条第二款、第二十三条」评价",)
    reached = "「第八条第二款」的结论是「予以轮换调整」", "情形「离开机构」成立"
    possible = ("「第八条第二款」可能的结论是「予以轮换调整」「没有所列情形」",)
    otherwise = ("换一种口径「任期算至：审核同意日」，「第八条第二款」的结论是「没有所列情形」",)
    scenarios = (
        Scenario("甲.feature", ("第八条",), "规则", "得出", (), reached),
        Scenario("甲.feature", ("第八条",), "规则", "可能", (), possible),
        Scenario("乙.feature", (), "", "换<一>说", (), otherwise),
        Scenario("乙.feature", (), "", "所问的", asked, ("记载没有矛盾",)),
        Scenario("丙.feature", ("第二十五条",), "", "别的", (), ("「2026-05-06」是工作日",)),
    )
    page = book.concordance(scenarios)
    assert "**予以轮换调整**（予以；归类：予以轮换）　〔场景：1；可能 2〕" in page
    assert "**离开机构**（第八条第二款第（一）项）　〔场景：成立 1〕" in page
    assert "换成「审核同意日」的场景：3" in page
    assert "换成「累计计算」的场景：**没有**" in page
    assert "3. 换\\<一>说" in page
    assert "别的" not in re.findall(r"^\d+\. (.+)$", page, re.MULTILINE)
    assert re.findall(r"^(\d+)\. 所问的$", page, re.MULTILINE) == ["4", "1"]
    assert "场景：[丙.feature](features/丙.feature)。" in page


def test_scenarios_are_told_by_the_state_that_they_assert(book):
    consequence, states = "后果「轮换调整」", [*LABELS.values(), UNTIMED]
    steps = [
        f"「第八条第二款」有{consequence}",
        f"「第八条第二款」没有{consequence}",
        f"{consequence}待查明",
        f"{consequence}没有规定期限",
        f"{consequence}的形式是「口头」",
        *(f"「第二十条第二款」的义务「联系核实」第「2」项{state}" for state in states),
        "换一种口径「时限起算：评价提交之日」，义务「联系核实」待履行",
    ]
    page = book.concordance([Scenario("甲.feature", (), "", step, (), (step,)) for step in steps])
    assert re.search(r"\*\*轮换调整\*\*（.*〔场景：有 1；没有 2；待查明 3〕$", page, re.MULTILINE)
    told = "；".join(f"{state} {number}" for number, state in enumerate(states, 1))
    assert re.search(rf"\*\*联系核实\*\*（.*〔场景：{told}〕$", page, re.MULTILINE)


def test_the_command_writes_the_page_with_links_from_where_it_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    target = tmp_path / "页.md"
    words = ["concordance", "policies", "--features", "features", "-o", str(target)]
    assert main(words) == 0
    assert re.search(r"\]\([^#)]+\.feature\)", target.read_text(encoding="utf-8"))
    assert broken_links(target) == set()


def test_the_command_refuses_a_folder_of_features_that_is_not_there(capsys):
    assert main(["concordance", "--features", "没有的"]) == 2
    assert "没有文件夹「没有的」" in capsys.readouterr().err


# --- how clauses are said --------------------------------------------------------------------------------------------


def said(text, read, say):
    problems = Problems()
    clause = read(read_text(text, "甲.yaml", problems), Reader(problems))
    assert not problems
    return ["  " * depth + line for depth, line in say(clause)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("主体: 其他", ["「主体」为其他"]),
        ("报请日期: 有", ["有「报请日期」"]),
        ("报请日期: 无", ["确无「报请日期」"]),
        ("主体: {属于: [甲, 乙]}", ["「主体」是甲、乙之一"]),
        ("主体: {不属于: [甲, 乙]}", ["「主体」不是甲、乙中的任何一种"]),
        ("主体: {不属于: [甲]}", ["「主体」不是甲"]),
        ("形式: {包含: 集体研究}", ["「形式」包括“集体研究”"]),
        ("序号: {以上: 2}", ["是第2次或者更后的"]),
        ("时间: {以上: 2年}", ["「时间」已满2年"]),
        ("时间: {未满: 轮换年限}", ["「时间」未满「轮换年限」"]),
        ("全部: [甲: 是]", ["「甲」为是"]),
        (
            "任一: [甲: 是, 全部: [乙: 否, 丙: 有]]",
            ["具备下列条件之一：", "  「甲」为是", "  同时具备下列条件：", "    「乙」为否", "    有「丙」"],
        ),
        ("非: {甲: 是}", ["并非「甲」为是"]),
        ("非: {任一: [甲: 是, 乙: 是]}", ["下列条件一项也不具备：", "  「甲」为是", "  「乙」为是"]),
        ("非: {全部: [甲: 是]}", ["并非「甲」为是"]),
        (
            "列: {有一次: {全部: [甲: 是, 乙: 是]}}",
            ["「列」中有一次同时具备下列条件：", "  「甲」为是", "  「乙」为是"],
        ),
        ("列: {每一次: {甲: 是}}", ["「列」的每一次都「甲」为是（一次也没有的，视为都具备）"]),
        ("列: {第2次: {甲: 是}}", ["「列」的第2次「甲」为是"]),
        ("列: {次数: {以下: 3}}", ["「列」中不超过3次"]),
        ("列: {次数: {以上: 2, 其中: {甲: 是}}}", ["「列」中有2次以上，每次都是「甲」为是"]),
        ("情形: 有其一", ["所列情形有其一成立"]),
        ("情形: 有其一且手续齐备", ["所列情形有其一成立，并且该情形的手续齐备"]),
        ("情形: 均无", ["所列情形都不成立"]),
        ("口径: {甲: 乙}", ["口径「甲」采“乙”一说"]),
        ("结论: [甲, 乙]", ["本政策的结论是「甲」或者「乙」"]),
        ("归类: 甲", ["本政策的结论归入「甲」一类"]),
        ("参见: {政策: 容错, 得出: 甲}", ["政策「容错」的结论是「甲」"]),
        ("参见: {政策: 容错, 归类: 甲}", ["政策「容错」的结论归入「甲」一类"]),
        ("参见: {政策: 容错, 情形: 甲}", ["政策「容错」的情形「甲」成立"]),
        ("义务: {政策: 容错, 甲: [已履行, 逾期履行]}", ["政策「容错」的义务「甲」已履行或者逾期履行"]),
    ],
)
def test_conditions_are_said_line_by_line(text, lines):
    assert said(text, read_condition, outline) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("报请日期", ["「报请日期」"]),
        ("条件: {甲: 是}", ["「甲」为是"]),
        ("历时: {起: 甲, 止: 乙}", ["自「甲」起至「乙」止的时间"]),
        ("历时: {起: 甲, 止: 乙, 满于: 丙}", ["自「甲」起至「乙」止的时间；满几年、几个月是哪一日，按口径「丙」"]),
        ("期限: {起: 甲, 加: 5工作日}", ["自「甲」的次日起数，满5工作日的那一日"]),
        (
            "期限: {起: 甲, 减: 乙, 顺延: 丙}",
            ["自「甲」往前推「乙」的那一日；这一日是休息日的顺延不顺延，按口径「丙」"],
        ),
        ("期限: {起: 甲, 加: 乙, 扣除: {列表: 丙}}", ["自「甲」的次日起数，满「乙」的那一日；「丙」的期间不计入"]),
        ("期限: {起: 甲, 加: 乙, 顺延: 不顺延}", ["自「甲」的次日起数，满「乙」的那一日；这一日是休息日的，不顺延"]),
        ("历时: {起: 甲, 止: 乙, 满于: 对应日次日}", ["自「甲」起至「乙」止的时间，到对应日次日为满"]),
        (
            "期限: {起: 甲, 加: 乙, 扣除: {列表: 丙, 止日: 不扣除}}",
            ["自「甲」的次日起数，满「乙」的那一日；「丙」的期间不计入，期间的止日仍计入"],
        ),
        (
            "期限: {起: 甲, 加: 乙, 扣除: {列表: 丙, 其中: {丁: 是}, 止日: 戊}}",
            [
                "自「甲」的次日起数，满「乙」的那一日；「丙」中「丁」为是的期间不计入；期间的止日计入不计入，按口径「戊」"
            ],
        ),
        (
            "期限: {起: 甲, 加: 乙, 扣除: {列表: 丙, 其中: {丁: 是}}}",
            ["自「甲」的次日起数，满「乙」的那一日；「丙」中「丁」为是的期间不计入"],
        ),
        ("工作日数: {起: 甲, 止: 乙}", ["「甲」次日至「乙」的工作日数"]),
        ("日数: {起: 甲, 止: 乙}", ["「甲」次日至「乙」的日数"]),
        ("最晚: [甲, 乙]", ["「甲」、「乙」中较晚的一日（有一个确无的，就是无）"]),
        ("最早: [甲, 乙]", ["「甲」、「乙」中较早的一日（确无的不计）"]),
        ("按序取: [甲, 乙]", ["「甲」；确无的，取「乙」"]),
        ("顺延至工作日: 甲", ["「甲」当日；是休息日的，顺延至下一个工作日"]),
        ("首次: {列表: 甲, 取: 乙}", ["「甲」首次的「乙」"]),
        ("末次: {列表: 甲, 取: 乙, 其中: {丙: 是}}", ["「甲」末次的「乙」（只看「丙」为是的）"]),
        (
            "按情形: [{条件: {甲: 是}, 取: 乙}, {取: 0工作日}]",
            ["依次看下列情况，取先合乎的一项：", "  「甲」为是的，取「乙」", "  其余的，取0工作日"],
        ),
        (
            "{按口径: 甲, 乙说: 丙, 丁说: 戊}",
            ["按口径「甲」所采的一说：", "  采“乙说”的，是「丙」", "  采“丁说”的，是「戊」"],
        ),
    ],
)
def test_derived_values_are_said_line_by_line(text, lines):
    assert said(text, read_derivation, derived) == lines

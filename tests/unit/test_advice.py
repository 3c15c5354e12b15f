"""Advice on the shipped policies, changed in one place: what is said of the change, and nothing else."""

import shutil
from pathlib import Path

import pytest

import zzrules
from zzrules.analysis.advice.advising import advice
from zzrules.base.errors import PolicyError, Problem
from zzrules.loading import shipped_policies
from zzrules.rulebook import Rulebook

HEAD = """\
政策: 试验
代码: test
依据: 第二十四条
行为日期: {取: 行为发生日期}
"""
FACTS = """\
词汇: 试验
机构: {受理处: desk, 督查室: inspector}
事实:
  行为发生日期: {代码: conduct_date, 类型: 日期, 问: 哪一天？}
  受理日期: {代码: accepted_on, 类型: 日期, 可无: 是, 问: 哪一天？}
  办结日期: {代码: done_on, 类型: 日期, 可无: 是, 问: 哪一天？}
  甲: {代码: a, 类型: 是否, 问: 是不是？}
  乙: {代码: b, 类型: 是否, 问: 是不是？}
  丙: {代码: c, 类型: 是否, 问: 是不是？}
"""
USES = "适用:\n  - {条件: {任一: [甲: 是, 乙: 是, 丙: 是]}, 否则: 都不是}\n"
OUTCOMES = "结论:\n  - {得出: 有, 代码: some, 条件: {受理日期: {早于: 办结日期}}}\n  - {得出: 没有, 代码: none}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "政策"
    folder.mkdir()
    shutil.copy(Path(shipped_policies()) / "regulation.yaml", folder)
    return folder


def book(folder: Path, policy: str, facts: str = "", noted: str = "") -> Rulebook:
    (folder / "policy.yaml").write_text(f"{HEAD}{policy}{noted}", encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(FACTS + facts, encoding="utf-8")
    return zzrules.load(folder)


def told(rulebook: Rulebook, *, thorough: bool = False) -> list[str]:
    """Return the advice on the policy itself; nobody has confirmed for which words it was written."""
    found = advice(rulebook._bound, thorough=thorough)
    return [f"{one.code} {one.message}" for one in found if one.code != "ZZ299"]


def of_lines(problems: tuple[Problem, ...]) -> list[int]:
    return [one.place.line for one in problems if one.code != "ZZ299"]


# ── parts of conditions ─────────────────────────────────────────────────

CONDITIONS = [
    (
        "{全部: [甲: 是, 任一: [乙: 是, 甲: 否]]}",
        "ZZ290 结论「有」里的「甲为否」不可能成立：它和适用条件、和同时要成立的别的条件互相排斥",
    ),
    (
        "{任一: [乙: 是, 全部: [甲: 是, 甲: 否]]}",
        "ZZ290 结论「有」里的「甲为是，并且甲为否」不可能成立：它的条件自相矛盾",
    ),
    (
        "{任一: [乙: 是, 全部: [甲: 是, 丙: 否]]}",
        "ZZ290 结论「有」里的「甲为是，并且丙为否」不可能成立：它成立的案卷都自相矛盾，见「矛盾」「先后」「推出」",
    ),
    (
        "{全部: [乙: 是, 任一: [甲: 是, 甲: 否]]}",
        "ZZ901 结论「有」里的「甲为是，或者甲为否」总是成立：凡是适用的案卷都合它",
    ),
    (
        "{全部: [办结日期: {晚于: 受理日期}, 办结日期: {不早于: 受理日期}]}",
        "ZZ902 结论「有」里的「办结日期不早于受理日期」写不写都一样：同时要成立的别的条件成立时，它都成立",
    ),
    (
        "{任一: [甲: 是, 全部: [甲: 是, 乙: 是]]}",
        "ZZ902 结论「有」里的「甲为是，并且乙为是」写不写都一样：它成立时，列在一起的别的条件也成立",
    ),
    (
        "{非: {全部: [乙: 是, 任一: [丙: 是, 丙: 否]]}}",
        "ZZ901 结论「有」里的「丙为是，或者丙为否」总是成立：凡是适用的案卷都合它",
    ),
]
DAYS = "先后:\n  受理办结: {日期: [受理日期, 办结日期], 说明: 先后, 依据: 第二十四条}\n"
CLASH = "矛盾:\n  甲而非丙: {条件: {全部: [甲: 是, 丙: 否]}, 说明: 不会, 依据: 第二十四条}\n"


@pytest.mark.parametrize(("condition", "said"), CONDITIONS, ids=[condition for condition, _ in CONDITIONS])
def test_a_part_that_is_idle_is_named_where_it_stands(folder, condition, said):
    policy = f"{USES}结论:\n  - {{得出: 有, 代码: some, 条件: {condition}}}\n  - {{得出: 没有, 代码: none}}\n"
    rulebook = book(folder, f"{policy}{DAYS}{CLASH}")
    assert told(rulebook) == [said]
    assert of_lines(rulebook.advice) == [8]


@pytest.mark.parametrize(
    "condition",
    [
        "{全部: [受理日期: 有, 受理日期: {早于: 办结日期}]}",  # said for clarity
        "{任一: [甲: 是, 全部: [甲: 否, 乙: 是]]}",  # what is left to the second, said for clarity
        "{全部: [口径: {宽严: 宽}, 甲: 是]}",  # settled by a reading, which is no part of the case
        "{任一: [全部: [甲: 是, 口径: {宽严: 宽}], 全部: [甲: 是, 乙: 是]]}",  # idle under one reading only
    ],
)
def test_what_says_something_is_not_named(folder, condition):
    entry = f"结论:\n  - {{得出: 有, 代码: some, 条件: {condition}}}\n"
    other = "  - {得出: 另有, 代码: other, 条件: {全部: [口径: {宽严: 严}, 受理日期: {早于: 办结日期}]}}\n"
    reading = "口径:\n  宽严: {采: 宽, 另说: [严], 依据: 没有写明, 说明: 两说不同}\n"
    assert told(book(folder, f"{reading}{USES}{entry}{other}  - {{得出: 没有, 代码: none}}\n")) == []


DUTY = "  通知: {依据: 第二十四条, 主体: 受理处, 内容: 通知, 条件: %s, 起: 受理日期, 履行: 办结日期, 违反: %s}\n"


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (
            "义务:\n" + DUTY % ("{全部: [甲: 是, 甲: 否]}", "{乙: 是}"),
            "ZZ290 义务「通知」的「条件」不可能成立：它的条件自相矛盾",
        ),
        (
            "义务:\n" + DUTY % ("{甲: 是}", "{甲: 否}"),
            "ZZ290 义务「通知」的「违反」不可能成立：它和适用条件、和同时要成立的别的条件互相排斥",
        ),
        (
            "义务:\n" + DUTY % ("{甲: 是}", "{办结日期: {不晚于: 评价日}}"),
            "ZZ290 义务「通知」的状态「已履行」不可能成立：轮到它以前，别的状态已经成立",
        ),
        (
            (
                "后果:\n  告知: {依据: 第二十四条, 主体: 受理处, 情态: 应当, 内容: 告知, "
                "条件: {全部: [结论: 有, 结论: 没有]}}\n"
            ),
            "ZZ290 后果「告知」的「条件」不可能成立：它的条件自相矛盾",
        ),
        (
            "矛盾:\n  空话: {条件: {全部: [甲: 是, 甲: 否]}, 说明: 不会, 依据: 第二十四条}\n",
            "ZZ290 矛盾「空话」不可能成立：它的条件自相矛盾",
        ),
    ],
)
def test_what_cannot_come_about_is_named(folder, section, said):
    assert said in told(book(folder, f"{USES}{OUTCOMES}{section}"))


def test_a_requirement_that_always_holds_is_named(folder):
    always = (
        "适用:\n  - {条件: {任一: [甲: 是, 甲: 否]}, 否则: 都不是}\n  - {条件: {任一: [乙: 是, 丙: 是]}, 否则: 不是}\n"
    )
    assert told(book(folder, always + OUTCOMES)) == ["ZZ901 适用里的「甲为是，或者甲为否」总是成立：不论案卷怎样都合它"]


def test_requirements_that_never_hold_together_are_named(folder):
    apart = "适用:\n  - {条件: {甲: 是}, 否则: 不是}\n  - {条件: {全部: [乙: 是, 丙: 是, 甲: 否]}, 否则: 也不是}\n"
    rulebook = book(folder, apart + OUTCOMES)
    assert "ZZ290 政策「试验」的「适用」不可能成立：它的各项互相排斥，政策从不适用" in told(rulebook)
    [said] = [one.shown.text() for one in rulebook.advice if one.shown is not None]
    assert said == "不能同时成立：「甲为是」（适用，第 6 行）、「甲为否」（适用，第 7 行）"


def test_of_a_duty_that_never_arises_no_states_are_named(folder):
    entry = "  - {得出: 难, 代码: hard, 条件: {全部: [甲: 是, 甲: 否]}}\n"
    policy = OUTCOMES.replace("  - {得出: 没有", f"{entry}  - {{得出: 没有")
    found = told(book(folder, f"{USES}{policy}义务:\n{DUTY % ('{结论: 难}', '{乙: 是}')}"))
    assert found == ["ZZ290 结论「难」不可能成立：它的条件自相矛盾"]


def test_a_case_of_a_derivation_that_is_never_taken_is_named(folder):
    cases = "推算:\n  何日:\n    按情形:\n      - {条件: {甲: 是}, 取: 受理日期}\n"
    cases += "      - {条件: {全部: [甲: 是, 乙: 是]}, 取: 办结日期}\n"
    cases += "      - {条件: {甲: 否}, 取: 办结日期}\n      - {取: 受理日期}\n"
    uses = OUTCOMES.replace("受理日期: {早于: 办结日期}", "何日: {早于: 办结日期}")
    assert told(book(folder, USES.replace("适用", f"{cases}适用") + uses)) == [
        "ZZ290 推算「何日」里的「其余情形」不可能成立：前面各项已经穷尽",
        "ZZ290 推算「何日」里的「甲为是，并且乙为是」不可能成立：前面各项成立时才成立，轮不到",
    ]


# ── what nothing uses, and what changes nothing ─────────────────────────


def test_what_of_the_vocabulary_nothing_uses_is_named(folder):
    facts = "  丁: {代码: d, 类型: 是否, 问: 是不是？}\n  备注: {代码: note, 类型: 文本, 问: 还有什么？}\n"
    facts += "  准许: {代码: ok, 类型: 认定, 问: 准不准？}\n"
    facts += "事件:\n  来件: {代码: came, 记: {受理日期: 发生日期}}\n  留言: {代码: said, 带: [备注]}\n"
    authority = "有权认定:\n  准许: {机构: [受理处], 依据: 第二十四条}\n"
    policy = USES.replace("丙: 是]", "丙: 是, 准许: 是]")
    assert told(book(folder, authority + policy + OUTCOMES, facts)) == [
        "ZZ291 机构「督查室」没有用到",
        "ZZ291 事实「丁」没有用到",
        "ZZ291 事件「留言」没有用到",
    ]


def test_a_derived_value_that_only_unused_ones_use_is_unused(folder):
    derived = "推算:\n  此日: {最早: [受理日期, 办结日期]}\n  彼日: {最早: [此日, 办结日期]}\n"
    found = told(book(folder, derived + USES + OUTCOMES))
    assert found == ["ZZ291 推算「此日」没有用到", "ZZ291 推算「彼日」没有用到"]


IDLY_READ = "{任一: [全部: [口径: {宽严: 宽}, 甲: 是], 全部: [口径: {宽严: 严}, {非: {甲: 否}}]]}"
SAME = "事实齐备的案卷，结论、后果、义务、期限处处相同"
READING = "口径:\n  宽严: {采: 宽, 另说: [严], 依据: 没有写明, 说明: 两说不同}\n"
ENTRY = "结论:\n  - {得出: 有, 代码: some, 条件: %s}\n  - {得出: 没有, 代码: none}\n"
LATER = "例外于:\n  - {政策: 窗口, 结论: 是, 条件: {%s}}\n"
OTHER = """\
政策: 窗口
代码: window
依据: 第二十三条
行为日期: {取: 行为发生日期}
结论:
  - {得出: 是, 代码: yes, 条件: {甲: 是}}
  - {得出: 否, 代码: no}
"""


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            READING + USES + ENTRY % IDLY_READ,
            [f"ZZ903 口径「宽严」不起作用：采「严」和采「宽」，{SAME}"],
        ),
        (READING + USES + ENTRY % "{任一: [全部: [口径: {宽严: 宽}, 甲: 是], 全部: [口径: {宽严: 严}, 乙: 是]]}", []),
        (
            "参数:\n  时限: {依据: 第二十四条, 取值: {2026-01-01: 2日, 2027-01-01: 2日, 2028-01-01: 3日}}\n"
            "推算:\n  届满: {期限: {起: 受理日期, 加: 时限}}\n" + USES + ENTRY % "{办结日期: {早于: 届满}}",
            [f"ZZ903 参数「时限」2027-01-01 起的取值「2日」不起作用：沿用以前的取值，{SAME}"],
        ),
        (
            USES + OUTCOMES + LATER % "甲: 否",
            [f"ZZ903 例外于「窗口」的「结论「是」」不起作用：没有它，{SAME}"],
        ),
        (USES + OUTCOMES + LATER % "乙: 否", []),
        (
            USES
            + ENTRY % "{丙: 是}"
            + "推出:\n  由甲知丙: {条件: {甲: 是}, 则: {丙: 是}, 说明: 不会, 依据: 第二十四条}\n",
            [],
        ),
        (
            USES.replace(", 丙: 是", "")
            + ENTRY % "{乙: 是}"
            + "推出:\n  由甲知丙: {条件: {甲: 是}, 则: {丙: 是}, 说明: 不会, 依据: 第二十四条}\n",
            [
                f"ZZ903 推出「由甲知丙」不起作用：没有它，{SAME}，它只说明相反的记载是矛盾",
            ],
        ),
    ],
)
def test_what_changes_nothing_is_named_when_asked_for(folder, policy, said):
    (folder / "window.yaml").write_text(OTHER, encoding="utf-8")
    rulebook = book(folder, policy)
    changing_nothing = [one for one in told(rulebook, thorough=True) if one.startswith("ZZ903")]
    assert changing_nothing == said
    assert not any(one.startswith("ZZ903") for one in told(rulebook))


# ── 留意 ────────────────────────────────────────────────────────────────

IDLE = DAYS + USES + ENTRY % "{任一: [甲: 是, 全部: [甲: 是, 乙: 是]]}"
NOTED = "留意:\n  - {所在: 结论「有」, 编号: ZZ902, 理由: 条文这样列举%s}\n"


def noted(folder: Path, policy: str, digest: str = "", entry: str = NOTED) -> list[str]:
    return told(book(folder, policy, noted=entry % (f", 摘要: {digest}" if digest else "")))


def digest_told(folder: Path) -> str:
    """Return the digest that is asked for where advice is noted without one."""
    [said] = [one for one in book(folder, IDLE, noted=NOTED % "").advice if one.code == "ZZ911"]
    return said.hint.partition("「摘要: ")[2].removesuffix("」")


def test_advice_that_is_noted_with_a_digest_is_not_told_again(folder):
    wanted = "ZZ911 结论「有」的 ZZ902 写了留意，还没有记下看的是哪些文字"
    assert noted(folder, IDLE) == [wanted]
    assert noted(folder, IDLE, digest_told(folder)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("全部: [甲: 是, 乙: 是]", "全部: [甲: 是, 丙: 是]"), ("任一: [甲: 是, 全", "任一: [甲: 是, 丙: 是, 全")],
)
def test_what_is_noted_comes_back_when_the_words_change(folder, old, new):
    digest = digest_told(folder)
    told_again = noted(folder, IDLE.replace(old, new), digest)
    assert [one[:5] for one in told_again] == ["ZZ902", "ZZ911"]
    assert "结论「有」的 ZZ902 留意过以后，有关的文字改了" in told_again[1]


def test_what_is_noted_stays_where_only_the_layout_changes(folder):
    digest = digest_told(folder)
    entry = "  - {得出: 有, 代码: some, 条件: {任一: [甲: 是, 全部: [甲: 是, 乙: 是]]}}\n"
    lines = """\
  - 得出: 有
    代码: some
    条件:
      任一:
        - 甲: 是
        - 全部: [甲: 是, 乙: 是]  # 列举
"""
    assert entry in IDLE
    spread = "# 说明\n" + IDLE.replace(entry, lines)
    assert noted(folder, spread, digest) == []


def test_what_is_noted_idly_is_told_with_what_there_is(folder):
    other = NOTED.replace("结论「有」", "结论「没有」")
    found = noted(folder, IDLE, entry=other)
    assert [one[:5] for one in found] == ["ZZ902", "ZZ912"]
    assert found[1] == "ZZ912 留意的结论「没有」没有 ZZ902 这一提醒"
    [idly] = [one for one in book(folder, IDLE, noted=other % "").advice if one.code == "ZZ912"]
    assert idly.hint == "删去这一项留意；这个文件里的提醒是整个文件的 ZZ299、结论「有」的 ZZ902"


def test_what_only_a_thorough_look_finds_is_not_noted_idly(folder):
    entry = "留意:\n  - {所在: 口径「宽严」, 编号: ZZ903, 理由: 留着以后用}\n"
    policy = DAYS + READING + USES + ENTRY % IDLY_READ
    rulebook = book(folder, policy, noted=entry)
    assert told(rulebook) == []
    assert [one[:5] for one in told(rulebook, thorough=True)] == ["ZZ911"]


def test_the_vocabulary_notes_what_nothing_uses(folder):
    facts = "  丁: {代码: d, 类型: 是否, 问: 是不是？}\n留意:\n  - {所在: 事实「丁」, 编号: ZZ291, 理由: 统计用%s}\n"
    [said] = [one for one in book(folder, USES + OUTCOMES, facts % "").advice if one.code == "ZZ911"]
    digest = said.hint.partition("「摘要: ")[2].removesuffix("」")
    assert told(book(folder, USES + OUTCOMES, facts % f", 摘要: {digest}")) == []


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{所在: 结论「有」, 编号: ZZ999, 理由: 无}", "ZZ910"),
        ("{所在: 结论「有」, 编号: ZZ902, 理由: 无, 摘要: 12}", "ZZ910"),
        ("{所在: 结论「有」, 编号: ZZ902}", "ZZ202"),
    ],
)
def test_a_note_that_is_not_well_written_is_a_mistake(folder, entry, code):
    with pytest.raises(PolicyError) as caught:
        book(folder, IDLE, noted=f"留意:\n  - {entry}\n")
    assert [one.code for one in caught.value.problems] == [code]


def test_noting_the_same_twice_is_a_mistake(folder):
    entry = "  - {所在: 结论「有」, 编号: ZZ902, 理由: 无}\n"
    with pytest.raises(PolicyError, match=r"结论「有」的 ZZ902 在第 [0-9]+ 行已经留意过"):
        book(folder, IDLE, noted=f"留意:\n{entry}{entry}")


def test_a_note_changes_no_answer(folder):
    plain, accepted = (book(folder, IDLE, noted=text).plan for text in ("", NOTED % ""))
    assert plain == accepted


# ── what shows it ───────────────────────────────────────────────────────

SHOWN = {
    "{全部: [甲: 是, 任一: [乙: 是, 甲: 否]]}": "不能同时成立：「甲为是」（第 8 行）、「甲为否」（第 8 行）",
    "{任一: [乙: 是, 全部: [甲: 是, 丙: 是, 甲: 否]]}": "不能同时成立：「甲为是」（第 8 行）、「甲为否」（第 8 行）",
    "{任一: [乙: 是, 全部: [甲: 是, 丙: 否]]}": (
        "同时成立，案卷就自相矛盾（「甲而非丙」（矛盾，第 13 行））：「甲为是」（第 8 行）、「丙为否」（第 8 行）"
    ),
    "{任一: [乙: 是, 全部: [受理日期: {晚于: 办结日期}, 丙: 是]]}": (
        "同时成立，案卷就自相矛盾（「受理办结」（先后，第 11 行））：「受理日期晚于办结日期」（第 8 行）"
    ),
    "{全部: [丙: 是, 办结日期: {晚于: 受理日期}, 办结日期: {不早于: 受理日期}]}": (
        "由「办结日期晚于受理日期」（第 8 行）已经推出它"
    ),
    "{任一: [丙: 是, 甲: 是, 全部: [甲: 是, 乙: 是]]}": "它成立，「甲为是」（第 8 行）就成立",
    "{全部: [乙: 否, 任一: [丙: 是, 全部: [甲: 是, 任一: [丙: 否, 乙: 否]]]]}": (
        "由「甲为是，或者乙为是，或者丙为是」（适用，第 6 行）、「乙为否」（第 8 行）已经推出它"
    ),
    "{全部: [乙: 是, 任一: [甲: 是, 甲: 否]]}": "",  # that all options are there says it all
}


@pytest.mark.parametrize(("condition", "said"), SHOWN.items(), ids=[*SHOWN])
def test_the_few_conditions_that_show_advice_are_named_with_their_lines(folder, condition, said):
    policy = f"{USES}结论:\n  - {{得出: 有, 代码: some, 条件: {condition}}}\n  - {{得出: 没有, 代码: none}}\n"
    [one] = [one for one in book(folder, f"{policy}{DAYS}{CLASH}").advice if one.code != "ZZ299"]
    assert (one.shown.text() if one.shown is not None else "") == said
    for name, place in one.shown.parts if one.shown is not None else ():
        assert f"「{name}」" in said
        assert (place.source, place.line in (6, 8, 11, 13)) == ("policy.yaml", True)


def test_what_has_to_hold_beside_it_is_named_as_well(folder):
    condition = "{全部: [乙: 否, 任一: [甲: 否, 全部: [丙: 是, 任一: [甲: 是, 乙: 否]]]]}"
    found = shown(book(folder, f"{USES}{ENTRY % condition}{DAYS}"))
    beside = "「甲为是，或者乙为是，或者丙为是」（适用，第 6 行）、「乙为否」（第 8 行）"
    assert [*found.values()] == [
        f"它和{beside}成立，「丙为是，并且甲为是，或者乙为否」（第 8 行）就成立",
        "由「乙为否」（第 8 行）已经推出它",
    ]


def shown(rulebook: Rulebook) -> dict[str, str]:
    """Return what shows each advice, by what it says."""
    return {one.message: one.shown.text() for one in rulebook.advice if one.shown is not None}


def test_what_the_requirements_or_the_condition_of_a_duty_exclude_is_named(folder):
    requires = "适用:\n  - {条件: {丙: 是}, 否则: 不是}\n"
    found = shown(
        book(folder, f"{requires}{ENTRY % '{全部: [乙: 是, 丙: 否]}'}义务:\n{DUTY % ('{甲: 是}', '{甲: 否}')}")
    )
    assert found["结论「有」不可能成立：它的条件和适用条件互相排斥"] == (
        "不能同时成立：「丙为是」（适用，第 6 行）、「丙为否」（第 8 行）"
    )
    assert (
        found["义务「通知」的「违反」不可能成立：它和适用条件、和同时要成立的别的条件互相排斥"]
        == "不能同时成立：「甲为是」（条件，第 11 行）、「甲为否」（第 11 行）"
    )
    late = "义务「通知」的状态「逾期履行」不可能成立：轮到它以前，别的状态已经成立"
    assert found[late] == "它的条件成立时，已经是「未发生」"


def test_the_cases_before_one_that_is_never_taken_are_named(folder):
    cases = (
        "推算:\n  何日:\n    按情形:\n      - {条件: {丙: 是}, 取: 受理日期}\n      - {条件: {甲: 是}, 取: 受理日期}\n"
    )
    cases += "      - {条件: {全部: [甲: 是, 乙: 是]}, 取: 办结日期}\n      - {取: 受理日期}\n"
    uses = OUTCOMES.replace("受理日期: {早于: 办结日期}", "何日: {早于: 办结日期}")
    found = shown(book(folder, USES.replace("适用", f"{cases}适用") + uses))
    assert found == {
        "推算「何日」里的「甲为是，并且乙为是」不可能成立：前面各项成立时才成立，轮不到": (
            "它成立，「甲为是」（第 9 行）就成立"
        ),
    }


GROUNDS = """\
情形:
  宽: {依据: 第二十四条第一款, 条件: {任一: [甲: 是, 乙: 是]}}
  严: {依据: 第二十四条第一款, 条件: {全部: [甲: 是, 受理日期: {早于: 办结日期}]}}
  同: {依据: 第二十四条第一款, 条件: {任一: [乙: 是, 甲: 是]}}
结论:
  - {得出: 有, 代码: some, 条件: {情形: 有其一}}
  - {得出: 另, 代码: other, 条件: {严: 成立}}
  - {得出: 没有, 代码: none}
"""


def test_a_smallest_case_shows_what_of_two_grounds_is_so(folder):
    rulebook = book(folder, f"适用:\n  - {{条件: {{丙: 是}}, 否则: 不是}}\n{GROUNDS}")
    found = {one.message: one.shown for one in rulebook.advice if one.shown is not None}

    def judged(message: str) -> tuple[zzrules.Determination, dict[str, object]]:
        case = found[message]
        assert case.text("en").startswith("for example 行为发生日期")
        return rulebook.evaluate(dict(case.facts), case.on), dict(case.facts)

    answer, facts = judged("情形「严」成立的，「宽」（第 8 行）都成立")
    assert (answer["test"].grounds["宽"].truth, answer["test"].grounds["严"].truth) == (True, False)
    for name in facts:  # nothing of it can be left out
        fewer = rulebook.evaluate({other: facts[other] for other in facts if other != name}, answer.evaluated_on)[
            "test"
        ]
        assert (fewer.grounds["宽"].truth, fewer.grounds["严"].truth) != (True, False)
    answer, _ = judged("情形「宽」和「同」（第 10 行）说的是一回事：一个成立，另一个就成立")
    assert answer["test"].grounds["宽"].truth
    assert answer["test"].grounds["同"].truth
    answer, _ = judged("结论「另」的这一项轮不到：它的条件成立时，排在前面的「有」（第 12 行）也成立")
    assert answer["test"].grounds["严"].truth
    assert answer["test"].outcome == "some"
    assert "甲为是" in found["情形「严」成立的，「宽」（第 8 行）都成立"].text()


# ── what others exclude already ─────────────────────────────────────────

EXCLUDES = "  %s: {条件: {全部: [%s]}, 说明: 不会, 依据: 第二十四条}\n"
ORDERS = "  %s: {日期: [%s], 说明: 先后, 依据: 第二十四条}\n"


@pytest.mark.parametrize(
    ("sections", "vocabulary", "said"),
    [
        (
            "矛盾:\n" + EXCLUDES % ("大", "甲: 是, 丙: 否") + EXCLUDES % ("小", "丙: 否, 甲: 是"),
            "",
            {"矛盾「小」写不写都一样": "已由「大」（矛盾，第 11 行）说明"},
        ),
        (
            "矛盾:\n" + EXCLUDES % ("大", "甲: 是, 丙: 否") + EXCLUDES % ("小", "甲: 是, 丙: 否, 乙: 是"),
            "",  # 乙 is in question by the second alone
            {"矛盾「小」从不单独出现": "已由「大」（矛盾，第 11 行）说明"},
        ),
        (
            "先后:\n" + ORDERS % ("长", "行为发生日期, 受理日期, 办结日期") + ORDERS % ("短", "行为发生日期, 办结日期"),
            "",
            {"先后「短」写不写都一样": "已由「长」（先后，第 11 行）说明"},
        ),
        (
            "先后:\n"
            + ORDERS % ("一", "行为发生日期, 受理日期")
            + ORDERS % ("二", "受理日期, 办结日期")
            + ORDERS % ("三", "行为发生日期, 办结日期"),
            "",  # where there is no 受理日期, the first two say nothing
            {},
        ),
        (
            "先后:\n"
            + ORDERS % ("一", "行为发生日期, 受理日期")
            + "矛盾:\n"
            + EXCLUDES % ("早", "受理日期: {早于: 行为发生日期}"),
            "",
            {"矛盾「早」写不写都一样": "已由「一」（先后，第 11 行）说明"},
        ),
        (
            "先后:\n" + ORDERS % ("一", "受理日期, 办结日期"),
            "先后:\n" + ORDERS % ("总", "行为发生日期, 受理日期, 办结日期") + ORDERS % ("分", "受理日期, 办结日期"),
            {
                "先后「一」写不写都一样": "已由「总」（词汇的先后，第 11 行）说明",
                "先后「分」写不写都一样": "已由「总」（先后，第 11 行）说明",
            },
        ),
    ],
)
def test_what_others_exclude_already_is_named(folder, sections, vocabulary, said):
    found = shown(book(folder, f"{USES}{OUTCOMES}{sections}", vocabulary))
    assert {message.partition("：")[0]: text for message, text in found.items()} == said


def test_what_the_vocabulary_derives_is_looked_at_as_well(folder):
    derived = "推算:\n  无用: {最早: [受理日期, 办结日期]}\n  也无用: {最早: [无用, 办结日期]}\n"
    derived += "  总: {条件: {任一: [甲: 是, 甲: 否]}}\n  何日:\n    按情形:\n      - {条件: {甲: 是}, 取: 受理日期}\n"
    derived += "      - {条件: {全部: [甲: 是, 乙: 是]}, 取: 办结日期}\n      - {取: 受理日期}\n"
    uses = OUTCOMES.replace("受理日期: {早于: 办结日期}", "全部: [任一: [总: 成立, 乙: 是], 何日: {早于: 办结日期}]")
    found = told(book(folder, USES + uses, derived))
    assert [one for one in found if "推算" in one] == [
        "ZZ291 推算「无用」没有用到",
        "ZZ291 推算「也无用」没有用到",
        "ZZ901 推算「总」的「条件」总是成立：不论案卷怎样都合它",
        "ZZ290 推算「何日」里的「甲为是，并且乙为是」不可能成立：前面各项成立时才成立，轮不到",
    ]
    kept = "留意:\n" + "".join(
        f"  - {{所在: 推算「{name}」, 编号: ZZ291, 理由: 留着}}\n" for name in ("无用", "也无用")
    )
    assert [one[:5] for one in told(book(folder, USES + uses, derived + kept)) if "无用" in one] == ["ZZ911"] * 2


def test_entries_of_one_outcome_are_noted_together(folder):
    """Each may be what advice is about, and the words of each count."""
    policy = USES + "结论:\n  - {得出: 有, 代码: some, 条件: {全部: [甲: 是, 甲: 否]}}\n"
    policy += "  - {得出: 有, 代码: some, 条件: {受理日期: {早于: 办结日期}}}\n  - {得出: 没有, 代码: none}\n"
    entry = "留意:\n  - {所在: 结论「有」, 编号: ZZ290, 理由: 试验}\n"
    assert [one[:5] for one in told(book(folder, policy, noted=entry))] == ["ZZ911"]

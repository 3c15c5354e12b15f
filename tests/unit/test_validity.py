"""What is no longer law, or not yet: asked about all the same, said in the words of its day, and without any end."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance_update import SHIPPED, base

import zzrules
from zzrules import UsageError
from zzrules.cli import main

ON = "2026-12-01"
POLICY = """\
政策: 调离
代码: leave
依据: 第八条第二款
行为日期: {取: 行为发生日期}
参数:
  年限: {依据: 第八条第二款, 取值: {2026-01-01: 2年, 2026-07-01: 3年}}
  次数: {依据: 第八条第二款, 取值: {2026-01-01: 3, 2026-07-01: 4}}
问:
  离开本机构: 未满{年限}的，是否离开本机构？
推算:
  在窗口工作时间: {历时: {起: 到窗口工作日期, 止: 行为日期}}
适用:
  - {条件: {补正次数: {以下: 次数}}, 否则: "补正超过{次数}次的，不依本款"}
情形:
  离开: {依据: 第八条第二款第（一）项, 条件: {离开本机构: 是}}
  不适: {依据: 第八条第二款第（二）项, 有效期至: 2026-06-30, 条件: {身体不适: 是}}
  取消: {依据: 第八条第二款第（三）项, 施行: 2026-07-01, 条件: {业务取消: 是}}
结论:
  - {得出: "未满{年限}", 代码: early, 条件: {全部: [情形: 有其一, 在窗口工作时间: {未满: 年限}]}}
  - {得出: 只因不适, 代码: unwell, 有效期至: 2026-06-30, 条件: {不适: 成立}}
  - {得出: 没有, 代码: no_ground}
后果:
  说明: {依据: 第八条第二款, 主体: 政务服务机构, 情态: 应当, 内容: "说明满{年限}与否"}
义务:
  告知: {依据: 第八条第二款, 有效期至: 2026-06-30, 主体: 政务服务机构, 内容: 告知, 履行: 办结日期}
  登记: {依据: 第八条第二款, 主体: 政务服务机构, 内容: "登记满{年限}的", 履行: 办结日期}
"""
REPEALED = """\
政策: 旧规
代码: former
依据: 第九条
有效期至: 2026-06-30
行为日期: {取: 行为发生日期}
结论:
  - {得出: 照旧, 代码: same}
"""
RECORD = {
    "补正次数": 0,
    "离开本机构": "否",
    "身体不适": "是",
    "业务取消": "是",
    "到窗口工作日期": "2024-01-10",
    "办结日期": "无",
}
BEFORE, AFTER = {"行为发生日期": "2026-06-30"}, {"行为发生日期": "2026-07-01"}


def loaded(folder: Path, policy: str = POLICY, **more: str) -> zzrules.Rulebook:
    for name, text in {"policy": policy, **more}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return zzrules.load(base(), over=folder)


@pytest.fixture
def book(tmp_path: Path) -> zzrules.Rulebook:
    return loaded(tmp_path, former=REPEALED)


# ── what is law no longer, or not yet ───────────────────────────────────


def test_a_repealed_item_answers_for_old_cases(book):
    old = book.evaluate(RECORD | BEFORE, on=ON, about=["第八条第二款第（二）项"])
    assert old["第八条第二款第（二）项"].truth is True
    assert "第八条第二款第（二）项「不适」：成立" in old.explain()
    assert "第八条第二款第（三）项" not in old.explain()


def test_a_repealed_item_says_of_later_cases_when_it_was_law(book):
    new = book.evaluate(RECORD | AFTER, on=ON, about=["第八条第二款第（二）项"])
    ground = new["8.2(2)"]
    assert (ground.truth, ground.state) == (False, "不成立，行为日期不在它的有效期内（2026-01-01至2026-06-30）")
    assert (ground.why(), ground.missing, ground.not_invoked) == ((), (), False)
    assert ground.state in new.explain()


def test_an_item_that_is_not_law_yet_says_so(book):
    old = book.evaluate(RECORD | BEFORE, on=ON)
    assert old["8.2(3)"].state == "不成立，行为日期不在它的有效期内（2026-07-01至2030-12-31）"
    assert "「取消」" not in old.explain()


def test_a_repealed_outcome_says_why_it_is_none(book):
    record = RECORD | {"业务取消": "否"}
    why = book.evaluate(record | AFTER, on=ON)["leave"].why("只因不适")
    assert (why.possible, why.lacking) == (False, ("行为日期不在这一结论的有效期内（2026-01-01至2026-06-30）",))
    assert book.evaluate(record | BEFORE, on=ON)["leave"].why("unwell").possible is True


def test_a_repealed_duty_is_owed_by_old_cases_only(book):
    states = [book.evaluate(RECORD | day, on=ON)["leave"].obligations[0].state for day in (BEFORE, AFTER)]
    assert states == ["pending", "not_in_force"]


@pytest.mark.parametrize("key", ["第九条", "旧规", "former"])
def test_a_repealed_policy_can_be_asked_about(book, key):
    assert [book.evaluate(RECORD | day, on=ON)[key].outcome for day in (BEFORE, AFTER)] == ["same", "not_in_force"]


def test_a_place_that_no_policy_ever_had_is_still_unknown(book):
    with pytest.raises(UsageError, match="ZZ602"):
        book.evaluate(RECORD, on=ON, about=["第三十条"])


def test_a_duty_is_told_in_the_words_of_the_day_of_conduct(tmp_path):
    """Where several versions may apply, in those of the newest."""
    duty = "义务: {告知: {依据: 第九条, 主体: 政务服务机构, 内容: 当面告知, 履行: 办结日期}}\n"
    later = REPEALED.replace("有效期至: 2026-06-30", "施行: 2026-07-01") + duty.replace("当面", "书面")
    book = loaded(tmp_path, former=REPEALED + duty, later=later)
    told = [book.evaluate(RECORD | day, on=ON)["former"].obligations[0].content for day in (BEFORE, AFTER, {})]
    assert told == ["当面告知", "书面告知", "书面告知"]


# ── texts that say the value of a parameter ─────────────────────────────


@pytest.mark.parametrize(("day", "years", "times"), [(BEFORE, "两年", "3"), (AFTER, "三年", "4")])
def test_texts_say_the_value_of_the_day(book, day, years, times):
    record = RECORD | day | {"到窗口工作日期": "2026-01-10"}
    answer = book.evaluate(record, on=ON)["leave"]
    assert answer.outcome_name == f"未满{years}"
    assert answer.why("early").summary == f"依第八条第二款，结论是「未满{years}」。"
    assert answer.to_dict()["outcome_name"] == f"未满{years}"
    refused = book.evaluate(record | {"补正次数": 9}, on=ON)["leave"]
    assert refused.not_applicable_because == (f"补正超过{times}次的，不依本款",)
    unknown = {name: value for name, value in record.items() if name not in ("离开本机构", "身体不适", "业务取消")}
    assert answer.consequences[0].content == f"说明满{years}与否"
    assert answer.obligations[-1].content == f"登记满{years}的"
    questions = {fact.label: fact.question for fact in book.evaluate(unknown, on=ON)["leave"].missing}
    assert questions["离开本机构"] == f"未满{years}的，是否离开本机构？"


def test_outcomes_are_found_by_the_name_that_any_version_gives_them(book):
    answer = book.evaluate(RECORD | BEFORE, on=ON)["leave"]
    assert answer.why("未满两年").outcome == answer.why("未满三年").outcome == answer.why("early").outcome
    assert book.plan.policy("leave").outcomes["early"] == "未满三年"


# ── no end, and days that never matter ──────────────────────────────────


def test_a_regulation_without_an_end_is_said_to_last_from_its_first_day(tmp_path):
    text = (SHIPPED / "regulation.yaml").read_text("utf-8").replace("  有效期至: 2030-12-31\n", "")
    book = loaded(tmp_path, regulation=text)
    late = RECORD | {"行为发生日期": "2019-01-01"}
    assert book.evaluate(late, on=ON)["leave"].not_applicable_because == (
        "行为日期2019-01-01不在有效期内（2026-01-01起）",
    )
    assert book.evaluate(RECORD | AFTER, on=ON)["leave"].versions[0].last == "9999-12-31"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("行为日期:", "施行: 2007-01-01\n行为日期:", "2007-01-01 不在法规的有效期"),
        ("行为日期:", "有效期至: 9999-12-31\n行为日期:", "9999-12-31 不在法规的有效期"),
        ("有效期至: 2026-06-30, 条件: {身", "有效期至: 2072-06-30, 条件: {身", "2072-06-30 不在政策的有效期"),
        ("施行: 2026-07-01", "施行: 2072-07-01", "情形「取消」的有效期里，没有一天"),
        ("{2026-01-01: 2年, 2026-07-01: 3年}", "{2026-01-01: 2年, 2072-07-01: 3年}", "取值「3年」，没有一天"),
        ("{2026-01-01: 2年, 2026-07-01: 3年}", "{2007-01-01: 2年, 2026-01-01: 3年}", "取值「2年」，没有一天"),
        ("{2026-01-01: 2年, 2026-07-01: 3年}", "{2007-01-01: 2年}", "2007-01-01 不在法规的有效期"),
    ],
)
def test_days_that_never_matter_are_advice(tmp_path, old, new, said):
    assert POLICY.count(old) == 1
    [problem] = [one for one in loaded(tmp_path, POLICY.replace(old, new)).advice if one.code == "ZZ298"]
    assert said in problem.message


def test_a_name_in_braces_is_used(tmp_path):
    spare = POLICY.replace("{次数}次", "几次").replace("补正次数: {以下: 次数}", "补正次数: {以下: 9}")

    def unused(text: str) -> list[str]:
        return [
            one.message for one in loaded(tmp_path, text).advice if one.code == "ZZ291" and "「次数」" in one.message
        ]

    assert unused(spare)
    named = spare.replace("补正超过几次", "补正超过{次数}次")
    assert unused(named) == []


# ── parts of a policy over an amended text ──────────────────────────────

AMENDED = """
法规: 某市窗口服务规定
文号: 某政〔2025〕9号
发布机关: 某市人民政府
印发: 2025-12-01
效力: {依据: 第二条, 施行: 2026-01-01}
条文:
  第一条:
    - 款: 有下列情形之一的，予以轮换：
      项:
        - 离开本机构；
        - 身体不适；
        - 业务取消。
  第二条:
    - 款: 本规定自2026年1月1日起施行。
修正:
  - 文号: 某政〔2026〕20号
    印发: 2026-05-20
    施行: 2026-07-01
    删去: [第一条第（二）项]
    增加: {第一条第（三）项: 年龄较大。}
不评价: {第二条: 施行日期}
"""
FACTS = """
词汇: 示例
机构: {主管部门: department}
事实:
  行为发生日期: {代码: conduct_date, 类型: 日期, 问: 行为发生在哪一天？}
  离开本机构: {代码: left, 类型: 是否, 问: 是不是离开了？}
  身体不适: {代码: unwell, 类型: 是否, 问: 是不是不适？}
  业务取消: {代码: ended, 类型: 是否, 问: 是不是取消了？}
  年龄较大: {代码: aged, 类型: 是否, 问: 是不是年龄较大？}
"""
ROTATION = """
政策: 轮换
代码: rotation
依据: 第一条
行为日期: {取: 行为发生日期}
情形:
  离开: {依据: 第一条第（一）项, 条件: {离开本机构: 是}}
  不适: {依据: 第一条第（二）项, 有效期至: 2026-06-30, 条件: {身体不适: 是}}
  取消: {依据: 第一条第（三）项, 条件: {业务取消: 是}}
  年龄: {依据: 第一条第（三）项, 施行: 2026-07-01, 条件: {年龄较大: 是}}
结论:
  - {得出: 予以轮换, 代码: rotate, 条件: {情形: 有其一}}
  - {得出: 不予轮换, 代码: stay}
"""


def test_an_item_is_repealed_and_another_added_in_one_file_as_the_text_is_amended(tmp_path, capsys):
    """A part with days of its own cites the text of its first day, and stands for the words of its own days."""
    for name, text in (("regulation", AMENDED), ("vocabulary", FACTS), ("rotation", ROTATION)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    told = [str(problem) for problem in zzrules.check(tmp_path)]
    assert [line.partition(" ")[2][:5] for line in told] == ["ZZ304"], told  # the paragraph itself reads otherwise
    assert main(["check", str(tmp_path), "--confirm", "全部"]) == 0
    assert capsys.readouterr().out.count("已确认") == 1
    book = zzrules.load(tmp_path)
    facts = {"离开本机构": "否", "身体不适": "是", "业务取消": "否", "年龄较大": "是"}
    before, after = (
        book.evaluate({"行为发生日期": day, **facts}, "2026-08-01") for day in ("2026-06-30", "2026-07-01")
    )
    cited = [
        {name: (ground.citation, ground.truth) for name, ground in answer.policy("轮换").grounds.items()}
        for answer in (before, after)
    ]
    assert cited[0] == {
        "离开": ("第一条第（一）项", False),
        "不适": ("第一条第（二）项", True),
        "取消": ("第一条第（三）项", False),
        "年龄": ("第一条第（三）项", False),  # not law yet
    }
    assert cited[1] == {
        "离开": ("第一条第（一）项", False),
        "不适": ("第一条第（二）项", False),  # no longer law
        "取消": ("第一条第（二）项", False),
        "年龄": ("第一条第（三）项", True),
    }
    assert (before["第一条第（三）项"].name, after["第一条第（三）项"].name) == ("取消", "年龄")
    assert (before["第一条第（二）项"].name, after["第一条第（二）项"].name) == ("不适", "取消")
    assert "年龄较大。" in after.explain()
    assert "年龄较大。" not in before.explain()


def written(folder: Path, policy: str, regulation: str = AMENDED) -> Path:
    for name, text in (("regulation", regulation), ("vocabulary", FACTS), ("rotation", policy)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_parameter_changes_with_the_text_and_every_value_counts():
    """Advice on days speaks of the file as a whole, not of each of the texts over which it is read."""
    book = zzrules.load(Path(__file__).parents[2] / "examples" / "amended-policies")
    assert len(book.plan.policy("bad_review").versions) > 1
    assert [one for one in book.advice if one.code == "ZZ298"] == []


def test_an_item_that_takes_a_number_confirmed_for_another_is_to_be_confirmed(tmp_path):
    """Its rules were not written for the item that stood there: nothing is to be changed in 依据."""
    before = ROTATION.replace("  年龄: {依据: 第一条第（三）项, 施行: 2026-07-01, 条件: {年龄较大: 是}}\n", "")
    folder = written(tmp_path, before, AMENDED.partition("修正:")[0] + "不评价: {第二条: 施行日期}\n")
    assert main(["check", str(folder), "--confirm", "全部"]) == 0
    anchors = (folder / "rotation.yaml").read_text("utf-8").partition("\n# 规则")[2]
    written(folder, f"{ROTATION}\n#{anchors}")
    [problem] = [one for one in zzrules.check(folder) if "「年龄」" in one.message]
    assert problem.code == "ZZ304"
    assert problem.hint == "看过以后，运行 zzrules check 文件夹 --confirm 第一条第（三）项"
    assert main(["check", str(folder), "--confirm", "第一条第（三）项"]) == 1
    assert [one.message[:3] for one in zzrules.check(folder)] == ["第一条"]  # the paragraph itself is left


def test_an_item_cited_with_and_without_its_paragraph_is_confirmed_in_one_line(tmp_path):
    """A second paragraph makes 第一条第一款第（一）项 of what was 第一条第（一）项."""
    added = (
        AMENDED.replace("    删去:", "    改为: {第一条第（一）项: 离开单位；}\n    删去:")
        .replace("增加: {", "增加: {第一条第二款: 另行报告。, ")
        .replace("第一条第（三）项: 年龄", "第一条第一款第（三）项: 年龄")
    )
    later = "  走了: {依据: 第一条第一款第（一）项, 施行: 2026-07-01, 条件: {离开本机构: 是}}\n结论:"
    policy = ROTATION.replace("第（一）项, 条件", "第（一）项, 有效期至: 2026-06-30, 条件").replace("结论:", later)
    policy = policy.replace("  年龄: {依据: 第一条第（三）项", "  年龄: {依据: 第一条第一款第（三）项")
    folder = written(tmp_path, policy, added)
    main(["check", str(folder), "--confirm", "全部"])
    assert zzrules.check(folder) == ()
    lines = [line.partition(":")[0].strip() for line in (folder / "rotation.yaml").read_text("utf-8").splitlines()]
    assert lines.count("第一条第（一）项") == 1
    assert "第一条第一款第（一）项" not in lines


def test_whatever_cites_a_repealed_item_can_end_with_it(tmp_path, capsys):
    """有权认定、先后、推出 and 矛盾 have days of their own: the check is clean, and the page lists the rest."""
    item = "依据: 第一条第（二）项, 有效期至: 2026-06-30"
    parts = f"""
有权认定: {{确有不适: {{机构: [主管部门], {item}}}}}
先后: {{先申请: {{日期: [申请日期, 行为发生日期], 说明: 先申请, {item}}}}}
推出: {{认定即不适: {{条件: {{确有不适: 是}}, 则: {{身体不适: 是}}, 说明: 认定不适而记载没有, {item}}}}}
矛盾: {{离开而不适: {{条件: {{全部: [离开本机构: 是, 身体不适: 是]}}, 说明: 不能并存, {item}}}}}
"""
    facts = FACTS + (
        "  申请日期: {代码: asked_on, 类型: 日期, 可无: 是, 问: 何时申请？}\n"
        "  确有不适: {代码: found_unwell, 类型: 认定, 问: 是否认定不适？}\n"
        f"先后: {{先申请后办: {{日期: [申请日期, 行为发生日期], 说明: 先申请后办, {item}}}}}\n"
    )
    folder = written(tmp_path, ROTATION + parts)
    (folder / "vocabulary.yaml").write_text(facts, "utf-8")
    assert main(["check", str(folder), "--confirm", "全部"]) == 0, capsys.readouterr()
    book = zzrules.load(folder)
    assert book.advice == ()
    facts_of_case = {"离开本机构": "是", "身体不适": "是", "申请日期": "2026-08-01"}
    before, after = (
        book.evaluate({"行为发生日期": day, **facts_of_case}, "2026-08-01") for day in ("2026-06-30", "2026-07-01")
    )
    assert [one.name for one in before.contradictions] == ["申请日期晚于行为发生日期"] * 2 + ["离开而不适"]
    assert {cited for one in before.contradictions for cited in one.citations} == {"第一条第（二）项"}
    assert after.contradictions == ()
    page = book.concordance()
    assert all(gone not in page for gone in ("「不适」", "**不适**", "离开而不适", "先申请", "认定即不适", "确有不适"))
    assert "**年龄**" in page


def test_an_order_of_the_vocabulary_is_cited_as_of_the_day_of_the_answer(tmp_path):
    """What was 第一条第（三）项 is 第一条第（二）项 from July on."""
    order = "先后: {先申请: {日期: [申请日期, 行为发生日期], 说明: 先申请, 依据: 第一条第（三）项}}\n"
    folder = written(tmp_path, ROTATION)
    asked = "  申请日期: {代码: asked_on, 类型: 日期, 问: 何时申请？}\n"
    (folder / "vocabulary.yaml").write_text(FACTS + asked + order, "utf-8")
    assert main(["check", str(folder), "--confirm", "全部"]) == 0
    record = {"行为发生日期": "2026-05-01", "申请日期": "2026-05-02"}
    book = zzrules.load(folder)
    cited = [book.evaluate(record, day).contradictions[0].citations for day in ("2026-06-30", "2026-07-01")]
    assert cited == [("第一条第（三）项",), ("第一条第（二）项",)]
    assert "**先申请**（第一条第（二）项）" in book.concordance()


def test_a_contradiction_that_cites_an_item_makes_no_ground_of_it(tmp_path):
    clash = "矛盾: {两样: {条件: {全部: [业务取消: 是, 离开本机构: 是]}, 说明: 不能并存, 依据: 第一条第（三）项}}\n"
    without = ROTATION.replace("  取消: {依据: 第一条第（三）项, 条件: {业务取消: 是}}\n", "")
    law = AMENDED.partition("修正:")[0] + "不评价: {第二条: 施行日期}\n"
    without = without.replace("  年龄: {依据: 第一条第（三）项, 施行: 2026-07-01, 条件: {年龄较大: 是}}\n", "")
    folder = written(tmp_path, without + clash, law)
    assert [one.code for one in zzrules.load(folder).advice if one.code == "ZZ297"] == ["ZZ297"]


# ── texts of what one policy says for all others ────────────────────────

GOVERNING = """\
政策: 范围
代码: scope
依据: 第二十四条
行为日期: {取: 行为发生日期}
参数:
  次数: {依据: 第二十四条, 取值: {2026-01-01: 2, 2026-07-01: 3}}
结论:
  - {得出: 参照, 代码: applies, 条件: {补正次数: {以上: 次数}}}
  - {得出: 不适用, 代码: outside, 条件: {身体不适: 是}}
  - {得出: 直接适用, 代码: direct}
统辖:
  - {结论: 参照, 得出: "满{次数}次的，由人判断", 代码: by_people}
  - {结论: 不适用, 否则: "不满{次数}次的，与此无关"}
"""


def test_what_a_policy_says_for_all_others_says_the_value_of_the_day(tmp_path):
    book = loaded(tmp_path, REPEALED.replace("有效期至: 2026-06-30\n", ""), scope=GOVERNING)
    facts = {"补正次数": 3, "身体不适": "否"}
    days = [book.evaluate(facts | day, on=ON)["former"] for day in (BEFORE, AFTER)]
    assert [one.outcome_name for one in days] == ["满2次的，由人判断", "满3次的，由人判断"]
    assert book.outcome("former", "满3次的，由人判断") == "by_people"
    outside = book.evaluate(facts | AFTER | {"补正次数": 1, "身体不适": "是"}, on=ON)["former"]
    assert outside.not_applicable_because == ("不满3次的，与此无关",)


def test_a_text_for_others_that_names_no_parameter_is_told_once(tmp_path):
    with pytest.raises(zzrules.PolicyError) as raised:
        loaded(tmp_path, REPEALED, scope=GOVERNING.replace("满{次数}次的，由", "满{回数}次的，由"))
    assert [problem.code for problem in raised.value.problems] == ["ZZ251"]


# ── what messages say of days ───────────────────────────────────────────

WITHOUT_END = (SHIPPED / "regulation.yaml").read_text("utf-8").replace("  有效期至: 2030-12-31\n", "")


def told(folder: Path, **files: str) -> list[str]:
    with pytest.raises(zzrules.PolicyError) as raised:
        loaded(folder, regulation=WITHOUT_END, **files)
    return [f"{problem.code} {problem.message}。{problem.hint}" for problem in raised.value.problems]


def test_without_an_end_days_are_said_from_the_first_on(tmp_path):
    """Nobody wrote 9999-12-31."""
    ended = POLICY.replace("2026-07-01: 4}", "2026-07-01: 4}, 有效期至: 2026-12-31")
    lasting = REPEALED.replace("有效期至: 2026-06-30\n", "")
    other = lasting.replace("旧规", "新规").replace("former", "other")
    problems = told(tmp_path, policy=ended, former=lasting, other=other)
    still = "结论:\n  - {得出: 仍照旧, 代码: still, 条件: {参见: {政策: 旧规, 得出: 照旧}}}\n"
    later = REPEALED.replace("有效期至: 2026-06-30", "施行: 2026-07-01").replace("照旧, 代码: same", "改了, 代码: new")
    problems += told(tmp_path, policy=POLICY.replace("结论:\n", still), former=REPEALED, other=later)
    assert not [one for one in problems if "9999" in one], problems
    assert any("在 2027-01-01 起 没有取值" in one for one in problems), problems
    assert any("在 2026-01-01 起 重叠" in one for one in problems), problems
    assert any("自2026-07-01起没有" in one for one in problems), problems


def test_what_lasts_as_long_as_the_policy_is_not_to_be_given_days(tmp_path):
    ended = POLICY.replace("2026-07-01: 4}", "2026-07-01: 4}, 有效期至: 2026-12-31")
    hint = "在「取值」里加上「2027-01-01: …」，或者分作两份文件，前一份写「有效期至」，后一份写「施行」"
    problems = told(tmp_path, policy=ended)
    assert problems
    assert all(problem.endswith(f"用到它，那里和政策一样长久。{hint}") for problem in problems), problems


@pytest.mark.parametrize("key", ["施行", "生效", "起用"])
def test_a_parameter_begins_where_its_values_do(tmp_path, key):
    begun = POLICY.replace("2026-07-01: 4}", f"2026-07-01: 4}}, {key}: 2026-07-01")
    assert [one for one in told(tmp_path, policy=begun) if key in one] == [
        f"ZZ201 参数「次数」没有「{key}」这一键。「取值」里每个数前面的日期，从那一天起用"
    ]

"""What a change does: proven to be nothing, or shown by a case that every engine answers otherwise."""

import json
import re
import shutil
import subprocess
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, strategies as st
from tests.conformance_update import base

import zzrules
from zzrules.analysis.changes.difference import Comparison, PolicyDifference
from zzrules.analysis.proving.diagrams import FALSE, TRUE, Diagrams
from zzrules.analysis.searching.scenario import cell
from zzrules.cli import main
from zzrules.loading import shipped_policies
from zzrules.plan.formulas import TooLargeError

SEVERAL = Path(__file__).parents[2] / "examples" / "several-regulations"
HEAD = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
"""
USUAL = """\
参数:
  时限: {依据: 第八条, 取值: {2026-01-01: 5工作日}}
推算:
  届满日: {期限: {起: 受理日期, 加: 时限}}
适用: [{条件: {主体: {属于: [政务服务机构, 派驻窗口工作人员]}}, 否则: 不是所说的主体}]
情形:
  离开: {依据: 第八条, 条件: {离开本机构: 是}}
结论:
  - {得出: 按期, 代码: in_time, 条件: {全部: [办结日期: {不晚于: 届满日}, 离开本机构: 否]}}
  - {得出: 离开, 代码: left, 条件: {情形: 有其一}}
  - {得出: 逾期, 代码: late}
"""


def book(folder: Path, text: str) -> zzrules.Rulebook:
    folder.mkdir(exist_ok=True)
    (folder / "policy.yaml").write_text(HEAD + text, encoding="utf-8")
    return zzrules.load(base(), over=folder)


@pytest.fixture
def changed(tmp_path):
    """Return what a changed text says otherwise of the policy."""

    def difference(old: str, new: str, seconds: float = 3.0):
        books = book(tmp_path / "旧", old), book(tmp_path / "新", new)
        return books[1].difference(books[0], ["test"], seconds=seconds)

    return difference


def answers(rulebook: zzrules.Rulebook, case) -> set[tuple[str, ...]]:
    """Return what each engine leaves possible of a case."""
    from zzrules.engines import reference

    answer = rulebook.evaluate(case.facts, case.on, ["test"]).policy("test")
    judged = reference.judge(rulebook.plan, answer.record)["test"]
    plain = {name: value for name, value in case.facts.items() if value != "无"}
    states = {f"{name}.state": value for name, value in case.facts.items() if value == "无"}
    frame = rulebook.frame(pl.DataFrame([plain | states]), case.on, ["test"])
    assert frame["problems"].to_list() == [None]
    return {tuple(sorted(one)) for one in (answer.possible, judged.possible, frame["test.possible"][0])}


# ── what is proven ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{属于: [政务服务机构, 派驻窗口工作人员]}", "{属于: [派驻窗口工作人员, 政务服务机构]}"),
        ("全部: [办结日期: {不晚于: 届满日}, 离开本机构: 否]", "全部: [离开本机构: 否, 办结日期: {不晚于: 届满日}]"),
        ("办结日期: {不晚于: 届满日}", "非: {办结日期: {晚于: 届满日}}"),
        ("不是所说的主体", "说的不是这些主体"),
        ("得出: 逾期", "得出: 已经逾期"),
        ("{起: 受理日期, 加: 时限}", "{起: 受理日期, 加: 5工作日}"),
    ],
)
def test_another_wording_is_proven_to_change_nothing(changed, old, new):
    """Whatever is said in another way: a set of options, an order of conditions, a name."""
    found = changed(USUAL, USUAL.replace(old, new))
    if old.startswith("办结日期"):  # where one of the days is 无, it is not later than the other
        assert found.found == "otherwise"
    else:
        assert found.found == "same"
    assert found.written["test"]


def test_a_case_known_in_part_is_shown_where_complete_ones_are_the_same(changed):
    """A subject known to be one of two meets a set of both, and neither of two conditions."""
    either = "任一: [主体: 政务服务机构, 主体: 派驻窗口工作人员]"
    found = changed(USUAL, USUAL.replace("主体: {属于: [政务服务机构, 派驻窗口工作人员]}", either))
    [stretch] = found.policies[0].stretches
    assert (stretch.found, stretch.whole) == ("otherwise", True)
    [case] = stretch.cases
    assert case.facts["subject"] == {"among": ["agency", "window_staff"]}
    lines = list(found.lines())
    assert any("所知不全的事实，场景写不出" in line for line in lines)
    assert any('{"among": ["agency", "window_staff"]}' in line for line in lines)


ELEMENTS = """\
结论:
  - {得出: 告知过, 代码: told, 条件: {补正告知: {有一次: {全部: [首次即可发现: 是, 告知日期: 工作日]}}}}
  - {得出: 没有告知过, 代码: untold, 条件: {补正告知: {每一次: {任一: [首次即可发现: 否, 告知日期: 休息日]}}}}
  - {得出: 其他, 代码: other}
"""


def test_what_some_element_meets_excludes_what_every_element_meets(changed):
    """Two entries on the elements of one list, one of which denies the other, can change places."""
    first, second, third = ELEMENTS.splitlines(keepends=True)[1:]
    assert changed(ELEMENTS, "结论:\n" + second + first + third).found == "same"
    overlapping = ELEMENTS.replace("告知日期: 休息日", "告知日期: 工作日")
    first, second, third = overlapping.splitlines(keepends=True)[1:]
    assert changed(overlapping, "结论:\n" + second + first + third).found == "otherwise"


def test_what_is_left_open_is_named(changed):
    """A time that is too short to find a case leaves the region in which there may be some."""
    found = changed(USUAL, USUAL.replace("办结日期: {不晚于: 届满日}", "办结日期: {早于: 届满日}"), seconds=0)
    [stretch] = found.policies[0].stretches
    assert stretch.found == "open"
    assert stretch.region
    lines = list(found.lines())
    assert any("未穷尽：试了 0 份案卷" in line for line in lines)
    assert any("其余事实齐备的案卷，结论都相同（已证明）" in line for line in lines)
    assert any("「办结日期」等于" in line for line in lines)
    assert found.to_dict()["policies"][0]["stretches"][0]["region"]


def test_order_matters_only_where_entries_overlap(changed):
    first, second = ("  - {得出: 离开, 代码: left, 条件: {情形: 有其一}}\n", "  - {得出: 逾期, 代码: late")
    entries = USUAL.index("  - {得出: 按期"), USUAL.index(first)
    swapped = USUAL[: entries[0]] + first + USUAL[entries[0] : entries[1]] + USUAL[USUAL.index(second) :]
    assert changed(USUAL, swapped).found == "same"
    overlapping = USUAL.replace(", 离开本机构: 否]", "]")
    swapped = swapped.replace(", 离开本机构: 否]", "]")
    assert changed(overlapping, swapped).found == "otherwise"


def test_a_date_in_the_future_divides_the_days(changed):
    found = changed(USUAL, USUAL.replace("2026-01-01: 5工作日", "2026-01-01: 5工作日, 2026-07-01: 3工作日"))
    before, after = found.policies[0].stretches
    assert (before.found, str(before.last)) == ("same", "2026-06-30")
    assert (after.found, str(after.first)) == ("otherwise", "2026-07-01")
    assert found.written == {"test": ("参数「时限」2026-07-01起的取值：增加3工作日",)}


def test_an_outcome_that_cannot_come_about_any_more_is_named(changed):
    [stretch] = (
        changed(USUAL, USUAL.replace("条件: {情形: 有其一}", "条件: {全部: [情形: 有其一, 离开本机构: 否]}"))
        .policies[0]
        .stretches
    )
    assert stretch.gone == ("left",)
    assert stretch.come == ()


# ── what is shown ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5工作日", "6工作日"),
        ("不晚于", "早于"),
        ("离开本机构: 否", "离开本机构: 是"),
        ("主体: {属于: [政务服务机构, 派驻窗口工作人员]}", "主体: 政务服务机构"),
        ("起: 受理日期", "起: 行为发生日期"),
        ("条件: {离开本机构: 是}", "条件: {全部: [离开本机构: 是, 主体: 政务服务机构]}"),
    ],
)
def test_a_case_shows_what_a_change_does(changed, tmp_path, old, new):
    """Every engine answers it as the page says, and none of its facts can be left out."""
    found = changed(USUAL, USUAL.replace(old, new), seconds=4.0)
    books = zzrules.load(base(), over=tmp_path / "旧"), zzrules.load(base(), over=tmp_path / "新")
    cases = [case for stretch in found.policies[0].stretches for case in stretch.cases]
    assert cases
    for case in cases:
        assert answers(books[0], case) == {tuple(sorted(case.before.possible))}
        assert answers(books[1], case) == {tuple(sorted(case.after.possible))}
        for name in case.facts:
            less = {other: value for other, value in case.facts.items() if other != name}
            turned = [one.evaluate(less, case.on, ["test"]).policy("test").possible for one in books]
            assert tuple(map(frozenset, turned)) != (case.before.possible, case.after.possible)


DUTY = """\
义务:
  办结: {依据: 第八条, 主体: 政务服务机构, 内容: 办结, 起: 受理日期, 时限: 届满日, 履行: 办结日期}
"""
FOLLOWS = """\
后果:
  整改: {依据: 第八条, 主体: 政务服务机构, 情态: 应当, 内容: 整改, 时限: 届满日, 条件: {结论: 逾期}}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (USUAL, USUAL.replace("5工作日", "6工作日")),
        (USUAL + DUTY, USUAL + DUTY.replace("时限: 届满日", "时限: 受理日期")),
        (USUAL, USUAL + DUTY),
        (USUAL + FOLLOWS, USUAL + FOLLOWS.replace("时限: 届满日", "时限: 受理日期")),
        (USUAL, USUAL + FOLLOWS),
    ],
    ids=["outcome", "deadline", "duty", "term", "consequence"],
)
def test_a_case_can_be_pasted_into_a_feature(changed, tmp_path, capsys, old, new):
    """It passes under the newer policies, and fails under the older ones."""
    found = changed(old, new)
    lines = list(found.lines(markdown=True))
    scenario = lines[lines.index("```gherkin") + 1 : lines.index("```", lines.index("```gherkin") + 1)]
    for folder, code in (("新", 0), ("旧", 4)):
        whole = tmp_path / f"全部{folder}"
        shutil.copytree(base(), whole)
        shutil.copy(tmp_path / folder / "policy.yaml", whole)
        text = "\n".join(["# language: zh-CN", "功能: 试验", "", *scenario, ""])
        (whole / "试验.feature").write_text(text, encoding="utf-8")
        assert main(["test", str(whole)]) == code, capsys.readouterr()


def test_obligations_and_consequences_count(changed):
    duty = """\
义务:
  办结: {依据: 第八条, 主体: 政务服务机构, 内容: 办结, 起: 受理日期, 时限: 届满日, 履行: 办结日期}
"""
    worded = changed(USUAL + duty, USUAL + duty.replace("内容: 办结", "内容: 办妥"))
    assert (worded.found, worded.written) == ("same", {"test": ("义务「办结」：改写",)})
    later = changed(USUAL + duty, USUAL + duty.replace("起: 受理日期, 时限: 届满日", "起: 受理日期, 时限: 受理日期"))
    [stretch] = later.policies[0].stretches
    assert stretch.found == "otherwise"
    assert all(case.before.obligations != case.after.obligations for case in stretch.cases)
    assert any("最迟" in line for line in later.lines())


def test_the_deadline_of_a_consequence_counts(changed):
    follows = """\
后果:
  整改: {依据: 第八条, 主体: 政务服务机构, 情态: 应当, 内容: 整改, 时限: 届满日, 条件: {结论: 逾期}}
"""
    worded = changed(USUAL + follows, USUAL + follows.replace("内容: 整改", "内容: 改正"))
    assert worded.found == "same"
    later = changed(USUAL + follows, USUAL + follows.replace("时限: 届满日", "时限: 受理日期"))
    assert later.found == "otherwise"
    [case, *_] = later.policies[0].stretches[0].cases
    assert case.before.follows["整改"] != case.after.follows["整改"]


def test_policies_and_facts_that_come_and_go_are_named(tmp_path):
    old, new = book(tmp_path / "旧", USUAL), book(tmp_path / "新", USUAL.replace("代码: test", "代码: test"))
    (tmp_path / "新" / "另一项.yaml").write_text(
        HEAD.replace("试验", "另一项").replace("test", "other").replace("第八条", "第九条") + USUAL, "utf-8"
    )
    newer = zzrules.load(base(), over=tmp_path / "新")
    added, removed = newer.difference(new), new.difference(newer)
    assert [(one.code, one.before is None) for one in added.policies if one.found != "same"] == [("other", True)]
    assert "- 增加了这项政策" in list(added.lines())
    assert "- 删去了这项政策" in list(removed.lines())
    assert (added.written["other"], removed.written["other"]) == (("增加了这项政策",), ("删去了这项政策",))
    assert "文件上没有改动。" not in [*added.lines(), *removed.lines()]
    assert repr(added) == f"<Difference of {newer.digest[:12]} from {new.digest[:12]}: otherwise>"
    assert old.difference(new).found == "same"


def test_every_regulation_is_compared(tmp_path):
    several = Path(shutil.copytree(SEVERAL, tmp_path / "几部"))
    old = zzrules.load(several)
    file = several / "regulations" / "省规定.yaml"
    text = (
        file.read_text("utf-8")
        .replace("本省各级窗口办事，", "本省窗口办事，")
        .replace("施行: 2024-07-01", "施行: 2024-08-01")
    )
    file.write_text(text.replace("其他法规: 某省窗口办事规定", "其他法规: 某省窗口规定"), "utf-8")
    assert zzrules.load(several).difference(old, seconds=0.1).written[""] == (
        "《某省窗口办事规定》改为《某省窗口规定》",
        "《省规定》有效期：2024-08-01起（原为2024-07-01起）",
        "《省规定》第一条：文字改了",
    )
    (several / "regulations" / "另一部.yaml").write_text(
        "其他法规: 另一部\n文号: 另令第1号\n发布机关: 某机关\n印发: 2024-05-10\n效力: {施行: 2024-07-01}\n"
        "条文: {第一条: [款: 甲。]}\n",
        "utf-8",
    )
    more = zzrules.load(several)
    assert "其他法规《另一部》（另令第1号）：增加" in more.difference(old, seconds=0.1).written[""]
    assert "其他法规《另一部》（另令第1号）：删去" in old.difference(more, seconds=0.1).written[""]


def test_the_shipped_policies_are_the_same_as_themselves():
    shipped = zzrules.load()
    found = shipped.difference(shipped)
    assert (found.found, found.written) == ("same", {})
    assert list(found.lines())[-1] == f"全部 {len(shipped.plan.policies)} 项政策：结论处处相同（已证明）。"


# ── the command ─────────────────────────────────────────────────────────


def test_the_command_says_it_in_three_forms(tmp_path, capsys):
    shutil.copytree(shipped_policies(), tmp_path / "新")
    file = tmp_path / "新" / "article-20-bad-review.yaml"
    file.write_text(file.read_text("utf-8").replace("2026-01-01: 2工作日", "2026-01-01: 3工作日"), "utf-8")
    asked = ["diff", str(shipped_policies()), str(tmp_path / "新"), "--about", "第二十条第二款", "--seconds", "10"]
    assert main(asked) == 5
    text = capsys.readouterr().out
    assert "- 参数「联系核实时限」2026-01-01起的取值：2工作日改为3工作日" in text
    assert re.search("    那么 「第二十条第二款」的结论是「(按期联系核实|尚在时限内)」", text)
    assert main([*asked, "--format", "markdown"]) == 5
    assert "```gherkin" in capsys.readouterr().out
    assert main([*asked, "--format", "json"]) == 5
    data = json.loads(capsys.readouterr().out)
    assert data["found"] == "otherwise"
    assert data["policies"][0]["stretches"][0]["cases"][0]["after"] in (["in_time"], ["pending"])
    assert main(["diff", str(shipped_policies()), str(shipped_policies())]) == 0


def test_the_older_folder_may_be_a_revision(tmp_path, capsys):
    shutil.copytree(shipped_policies(), tmp_path / "政策")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=试验", "-c", "user.email=test@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "初稿"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    file = tmp_path / "政策" / "article-20-bad-review.yaml"
    file.write_text(file.read_text("utf-8").replace("2026-01-01: 2工作日", "2026-01-01: 3工作日"), "utf-8")
    asked = ["--about", "第二十条第二款", "--seconds", "10"]
    assert main(["diff", "--at", "HEAD", str(tmp_path / "政策"), *asked]) == 5
    assert "2工作日改为3工作日" in capsys.readouterr().out
    assert main(["diff", "--at", "没有", str(tmp_path / "政策")]) == 2
    assert "ZZ690 在 git 里取不到版本「没有」" in capsys.readouterr().err
    assert main(["diff", str(tmp_path / "政策")]) == 2


ROWS = """\
编号,主体,机构收到评价日期,评价等次,实名,联系日期,核实日期
1,政务服务机构,2026-10-27,差评,是,2026-10-30,2026-10-30
2,政务服务机构,2026-09-01,差评,是,2026-09-02,2026-09-02
3,政务服务机构,2026-10-27,差评,是,无,
4,政务服务机构,2026-10-27,差评,是,,
5,某某,2026-10-27,差评,是,,
"""


@pytest.fixture
def longer(tmp_path):
    """Return the shipped policies with a longer time limit from a day on, and a register."""
    shutil.copytree(shipped_policies(), tmp_path / "新")
    file = tmp_path / "新" / "article-20-bad-review.yaml"
    values = "{2026-01-01: 2工作日}", "{2026-01-01: 2工作日, 2026-10-01: 3工作日}"
    file.write_text(file.read_text("utf-8").replace(*values), "utf-8")
    (tmp_path / "案卷.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_nothing_is_looked_for_in_policies_that_nobody_asks_about(longer, monkeypatch):
    asked = []

    def policy(_: Comparison, code: str, before: Any, after: Any) -> PolicyDifference:
        asked.append(code)
        return PolicyDifference(code, before, after, ())

    monkeypatch.setattr(Comparison, "policy", policy)
    zzrules.load(longer / "新").difference(zzrules.load(), ["第二十条第二款"])
    assert asked == ["bad_review"]


# ── diagrams and cells ──────────────────────────────────────────────────

FORMULAS = st.recursive(
    st.integers(0, 4),
    lambda inner: st.tuples(st.sampled_from(["and", "or", "xor"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=12,
)


def truth(formula, bits: tuple[bool, ...]) -> bool:
    match formula:
        case int(bit):
            return bits[bit]
        case ("not", part):
            return not truth(part, bits)
        case (word, one, other):
            sides = truth(one, bits), truth(other, bits)
            return all(sides) if word == "and" else any(sides) if word == "or" else sides[0] != sides[1]
    raise AssertionError(formula)


def diagram(formula, diagrams: Diagrams) -> int:
    match formula:
        case int(bit):
            return diagrams.bit(bit)
        case ("not", part):
            return diagrams.negated(diagram(part, diagrams))
        case (word, one, other):
            sides = diagram(one, diagrams), diagram(other, diagrams)
            return {"and": diagrams.both, "or": diagrams.either, "xor": diagrams.differ}[word](*sides)
    raise AssertionError(formula)


@given(FORMULAS, FORMULAS)
def test_diagrams_are_equal_exactly_where_functions_are(one, other):
    diagrams = Diagrams()
    first, second = diagram(one, diagrams), diagram(other, diagrams)
    cases = list(product((False, True), repeat=5))
    assert (first == second) is all(truth(one, bits) == truth(other, bits) for bits in cases)
    assert (first == TRUE, first == FALSE) == (
        all(truth(one, bits) for bits in cases),
        not any(truth(one, bits) for bits in cases),
    )
    if first != FALSE:
        path = diagrams.some_path(first, Random(1))  # noqa: S311 - no secret
        fitting = [bits for bits in cases if all(bits[bit] is value for bit, value in path.items())]
        assert all(truth(one, bits) for bits in fitting)
        assert meets(diagrams, second, path) is any(truth(other, bits) for bits in fitting)
        denied = diagrams.negated(first)
        fewest = diagrams.fewest(denied, path, [(bit,) for bit in sorted(path, reverse=True)])
        assert not meets(diagrams, denied, fewest)
        assert all(meets(diagrams, denied, {at: path[at] for at in fewest if at != bit}) for bit in fewest)


def meets(diagrams, one, bits):
    """Return whether a diagram is true anywhere where bits are as given."""
    given = (diagrams.bit(bit) if value else diagrams.negated(diagrams.bit(bit)) for bit, value in bits.items())
    return diagrams.all_of((one, *given)) != FALSE


def test_diagrams_stop_growing():
    diagrams = Diagrams(most=8)
    with pytest.raises(TooLargeError):
        diagrams.any_of(diagrams.both(diagrams.bit(at), diagrams.bit(at + 9)) for at in range(9))


def test_cells_are_read_as_they_are_written():
    """What a scenario writes, the step of a record reads as the same value."""
    from zzrules.bdd.case import Case

    vocabulary = zzrules.load().vocabulary
    record = {
        "subject": "agency",
        "conduct_date": "2026-03-02",
        "leaves_agency": True,
        "error_kind": ["error", "negligence"],
        "contacted_on": "无",
        "private_gain": {
            "conclusion": False,
            "body": "management_body",
            "level": "city",
            "date": "2026-04-01",
            "basis": "示例〔2026〕1号",
        },
    }
    case = Case(zzrules.load())
    for name, value in record.items():
        fact = vocabulary.by_name[name]
        case.put(fact.label, cell(fact, value, vocabulary))
    case.evaluate("2026-05-06")
    assert case.determination.record == zzrules.load().evaluate(record, date(2026, 5, 6)).record


@pytest.mark.parametrize("older", ["旧的政策", None, {}])
def test_what_is_no_rulebook_is_not_compared(longer, older):
    for compare in (
        lambda: zzrules.load().difference(older),
        lambda: zzrules.load().changes(older, longer / "案卷.csv", "2026-11-18"),
    ):
        with pytest.raises(zzrules.UsageError, match="ZZ691 要比较的旧政策"):
            compare()


def test_an_amount_that_alone_changes_is_no_sameness(tmp_path):
    """No condition uses the amount: it is an answer of its own."""
    older = SEVERAL.parent / "amount-policies"
    newer = Path(shutil.copytree(older, tmp_path / "新"))
    path = newer / "compensation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2026-01-01: 5万元", "2026-01-01: 6万元"), encoding="utf-8")
    books = zzrules.load(older), zzrules.load(newer)
    told = books[1].difference(books[0], seconds=5)
    assert told.found == "otherwise"
    lines = [line.strip() for line in told.lines()]
    assert "原来：金额「赔付额」5万元" in lines
    assert any("的金额「赔付额」是「" in line for line in lines)
    [policy] = told.policies
    for stretch in policy.stretches:
        for case in stretch.cases:
            before, after = (one.evaluate(case.facts, case.on).policy("compensation").amounts for one in books)
            assert before["amount.赔付额"] != after["amount.赔付额"]

"""What a change does to the cases of a register: how many, which, and which written change turns each."""

import csv
import json
import shutil
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from tests.conformance_update import base

import zzrules
from zzrules.analysis.changes.edits import Edits
from zzrules.cli import main
from zzrules.engines import reference

HEAD = """\
政策: 试验
代码: test
依据: 第八条
行为日期: {取: 行为发生日期}
"""
OLD = """\
参数:
  时限: {依据: 第八条, 取值: {2026-01-01: 5工作日}}
口径:
  起算:
    采: 受理之日
    另说: [次一工作日]
    依据: 条文未写明
    说明: 两说不同
推算:
  起算日: {按口径: 起算, 受理之日: 受理日期, 次一工作日: {顺延至工作日: 受理日期}}
  届满日: {期限: {起: 起算日, 加: 时限}}
适用: [{条件: {主体: 政务服务机构}, 否则: 不是所说的主体}]
情形:
  离开: {依据: 第八条, 条件: {离开本机构: 是}}
结论:
  - {得出: 按期, 代码: in_time, 条件: {全部: [办结日期: {不晚于: 届满日}, 审核同意: 是]}}
  - {得出: 离开, 代码: left, 条件: {情形: 有其一}}
  - {得出: 逾期, 代码: late}
有权认定:
  审核同意: {机构: 政务服务中心管理机构, 依据: 第八条}
"""
CHANGES = {
    "参数「时限」2026-01-01起的取值：5工作日改为8工作日": ("5工作日", "8工作日"),
    "情形「离开」：改写": ("{离开本机构: 是}", "{任一: [离开本机构: 是, 离开原因: 辞职]}"),
    "情形「不适」：增加": ("结论:\n", "  不适: {依据: 第八条, 条件: {身体不适: 是}}\n结论:\n"),
    "适用「不是所说的主体」：改写": ("{主体: 政务服务机构}", "{主体: {属于: [政务服务机构, 派驻窗口工作人员]}}"),
    "口径「起算」：改采「次一工作日」（原采「受理之日」）": (
        "采: 受理之日\n    另说: [次一工作日]",
        "采: 次一工作日\n    另说: [受理之日]",
    ),
}
LIMIT, LEAVING, UNWELL, WHO, READING = CHANGES
USUAL = {
    "主体": "政务服务机构",
    "行为发生日期": "2026-03-02",
    "受理日期": "2026-03-02",
    "办结日期": "2026-03-12",
    "离开本机构": "否",
    "离开原因": "调动",
    "身体不适": "否",
    "审核同意.结论": "是",
    "审核同意.机构": "政务服务中心管理机构",
    "审核同意.日期": "2026-03-01",
    "审核同意.依据": "甲〔2026〕1号",
}
"""In time by the new limit, found so by a person."""
LATE = {"办结日期": "2026-03-30", "离开原因": "辞职"}
CASES: dict[str, tuple[dict[str, str], str | None]] = {
    "by one": ({}, LIMIT),
    "by another": (LATE, LEAVING),
    "by either": (LATE | {"身体不适": "是"}, f"{UNWELL}；{LEAVING}（任一处就够）"),
    "by two": ({"主体": "派驻窗口工作人员"}, f"{LIMIT}；{WHO}（合起来才变）"),
    "by a reading or a limit": (
        {"受理日期": "2026-03-07", "行为发生日期": "2026-03-07", "办结日期": "2026-03-16"},
        f"{LIMIT}；{READING}（任一处就够）",
    ),
    "not at all": ({"办结日期": "2026-03-04"}, None),
    "not found": ({"审核同意.结论": "否"}, None),
}


def books(folder: Path, *changes: tuple[str, str]) -> tuple[zzrules.Rulebook, zzrules.Rulebook]:
    """Return a rulebook, and the same with changes."""
    text, loaded = OLD, []
    for old, new in (("", ""), *changes):
        assert old in text
        text = text.replace(old, new, 1) if old else text
    for name, written in (("旧", OLD), ("新", text)):
        (folder / name).mkdir()
        (folder / name / "policy.yaml").write_text(HEAD + written, encoding="utf-8")
        loaded.append(zzrules.load(base(), over=folder / name))
    return loaded[0], loaded[1]


def register(file: Path) -> Path:
    """Write the cases as a register."""
    rows = [{"案号": name, **USUAL, **facts} for name, (facts, _) in CASES.items()]
    pl.DataFrame(rows).write_csv(file)
    return file


@pytest.fixture
def changed(tmp_path):
    """A rulebook, the same with all changes, and a register."""
    return *books(tmp_path, *CHANGES.values()), register(tmp_path / "台账.csv")


# ── which change ────────────────────────────────────────────────────────


def test_each_case_is_told_by_which_change_its_answer_turns(changed, tmp_path):
    old, new, rows = changed
    told = new.changes(old, rows, "2026-11-18", output=tmp_path / "变化.parquet")
    written = pl.read_parquet(tmp_path / "变化.parquet").select("案号", "test.改动").rows()
    assert dict(written) == {name: by for name, (_, by) in CASES.items() if by is not None}
    [policy] = told.policies
    assert sum(rows for (_, _, by), rows in policy.moved_by.items() if by == LIMIT) == 1
    assert (told.rows, told.unread, policy.changed, policy.counts["不变"]) == (7, 0, 5, 2)


def test_what_is_told_is_so(changed):
    """By the reference: what is told turns the answer alone, nothing smaller does, and no other single change does."""
    old, new, _ = changed
    edits = Edits(old._bound, new._bound)
    assert {edit.line for edit in edits.all} == {*CHANGES}
    for facts, label in CASES.values():
        flat = {**USUAL, **facts}
        found = {name.removeprefix("审核同意."): flat.pop(name) for name in [*flat] if name.startswith("审核同意.")}
        record = flat | {"审核同意": found}
        checked = new.evaluate(record, "2026-11-18", ["test"]).record

        def answer(plan, checked=checked):
            return reference.judge(plan, checked)["test"].possible

        now = answer(new.plan)
        turning = {
            made
            for size in (1, 2)
            for made in combinations([edit.line for edit in edits.all], size)
            if (plan := edits.plan([edit for edit in edits.all if edit.line in made])) and answer(plan) == now
        }
        if label is None:
            assert answer(old.plan) == now
        elif label.endswith("（合起来才变）"):
            assert not any(len(made) == 1 for made in turning)
            assert {*label.removesuffix("（合起来才变）").split("；")} in [{*made} for made in turning]
        else:
            alone = {made[0] for made in turning if len(made) == 1}
            assert alone == {*label.removesuffix("（任一处就够）").split("；")}


def test_made_all_together_changes_make_the_newer_policies(changed):
    old, new, _ = changed
    edits = Edits(old._bound, new._bound)
    assert edits.plan(edits.all) == new.plan
    assert edits.plan(()) == old.plan


def test_what_is_written_in_another_policy_is_told_with_its_name(tmp_path):
    other = "政策: 另一政策\n代码: other\n依据: 第九条\n行为日期: {取: 行为发生日期}\n结论: "
    asked = "[{得出: 有, 代码: yes, 条件: {离开本机构: 是}}, {得出: 无, 代码: no}]\n"
    own = HEAD + "结论: [{得出: 甲, 代码: a, 条件: {参见: {政策: 另一政策, 得出: 有}}}, {得出: 乙, 代码: b}]\n"
    loaded = []
    for name, text in (("旧", asked), ("新", asked.replace("离开本机构: 是", "离开本机构: 否"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "other.yaml").write_text(other + text, "utf-8")
        later = own if name == "旧" else own.replace("得出: 乙", "得出: 丙")
        (tmp_path / name / "policy.yaml").write_text(later, "utf-8")
        loaded.append(zzrules.load(base(), over=tmp_path / name))
    told = loaded[1].changes(loaded[0], register(tmp_path / "台账.csv"), "2026-11-18")
    by_code = {policy.code: policy for policy in told.policies}
    assert {by for _, _, by in by_code["test"].moved_by} == {"另一政策的结论「有」：改写"}
    assert {by for _, _, by in by_code["other"].moved_by} == {"结论「有」：改写"}


# ── how many ────────────────────────────────────────────────────────────

ROWS = """\
编号,主体,机构收到评价日期,评价等次,实名,联系日期,核实日期
1,政务服务机构,2026-10-27,差评,是,2026-10-30,2026-10-30
2,政务服务机构,2026-09-01,差评,是,2026-09-02,2026-09-02
3,政务服务机构,2026-10-27,差评,是,无,
4,政务服务机构,2026-10-27,差评,是,,
5,某某,2026-10-27,差评,是,,
"""
DAY = "2026-11-18"
ABOUT = ["bad_review"]


@pytest.fixture
def longer(tmp_path):
    """The shipped policies with a longer time limit from a day on, and a register."""
    shutil.copytree(zzrules.loading.shipped_policies(), tmp_path / "新")
    file = tmp_path / "新" / "article-20-bad-review.yaml"
    values = "{2026-01-01: 2工作日}", "{2026-01-01: 2工作日, 2026-10-01: 3工作日}"
    file.write_text(file.read_text("utf-8").replace(*values), "utf-8")
    (tmp_path / "案卷.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_cases_of_a_register_are_counted_as_each_is_judged_alone(longer):
    old, new = zzrules.load(), zzrules.load(longer / "新")
    told = new.changes(old, longer / "案卷.csv", DAY, ABOUT, output=longer / "变化.parquet")
    [policy] = told.policies
    assert policy.counts == {"不变": 3, "改变": 1, "不能复算": 1}
    assert policy.turns == {("late", "in_time"): 1}
    assert policy.kept == {"in_time": 1, "overdue": 1, None: 1}
    assert policy.besides == {
        "「联系核实届满日」": 2
    }  # of both received in October, another day beside the same outcome
    assert (told.rows, told.unread, told.because) == (5, 1, {("both", "主体", "ZZ404"): 1})
    [before] = new.changes(old, longer / "案卷.csv", "2026-10-30", ABOUT).policies
    assert before.turns[("overdue", "pending")] == 1
    written = pl.read_parquet(longer / "变化.parquet")
    assert written.select("编号", "bad_review.before", "bad_review.after").rows() == [("1", "late", "in_time")]
    assert "案卷.csv,6,主体,ZZ404" in (longer / "变化.parquet.bad.csv").read_text("utf-8-sig")
    record = {"主体": "政务服务机构", "机构收到评价日期": "2026-10-27", "评价等次": "差评", "实名": "是"}
    record |= {"联系日期": "2026-10-30", "核实日期": "2026-10-30"}
    alone = [one.evaluate(record, "2026-10-30").policy("bad_review").outcome for one in (old, new)]
    assert alone == ["late", "in_time"]


def test_a_result_of_an_earlier_run_is_counted_as_what_it_was_made_of(longer):
    old, new = zzrules.load(), zzrules.load(longer / "新")
    old.evaluate_files(longer / "案卷.csv", longer / "结论.parquet", DAY, ABOUT)
    [told] = new.changes(old, longer / "结论.parquet", DAY, ABOUT).policies
    assert (told.counts, told.turns) == ({"不变": 3, "改变": 1}, {("late", "in_time"): 1})
    new.changes(old, longer / "案卷.csv", DAY, ABOUT, output=longer / "变化.parquet")
    [again] = new.changes(old, longer / "变化.parquet", DAY, ABOUT).policies
    assert again.counts == {"不变": 0, "改变": 1}


def test_answers_that_become_decided_and_open_are_told_apart(longer):
    """The older policies ask for the rating, which the register does not have."""
    file = longer / "新" / "article-20-bad-review.yaml"
    asked = "  - {条件: {评价等次: 差评}, 否则: 不是差评}\n"
    assert asked in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(asked, ""), "utf-8")
    old, new = zzrules.load(), zzrules.load(longer / "新")
    rows = longer / "案卷.csv"
    rows.write_text("主体,机构收到评价日期,实名,联系日期\n政务服务机构,2026-10-26,是,无\n", "utf-8")
    [told] = new.changes(old, rows, DAY, ABOUT).policies
    [back] = old.changes(new, rows, DAY, ABOUT).policies
    assert (told.counts["待查明变为确定"], back.counts["确定变为待查明"]) == (1, 1)
    assert list(told.lines())[1:] == ["  待查明 → 逾期未完成联系核实：1", "    因适用「不是差评」：删去，1 份"]


def test_the_day_may_be_a_column_and_the_register_may_need_a_mapping(changed, tmp_path):
    old, new, rows = changed
    frame = pl.read_csv(rows, infer_schema=False).with_columns(算到=pl.lit("2026/11/18"))
    frame.rename({"主体": "单位", "办结日期": "办结"}).with_columns(单位=pl.lit("机构")).write_csv(rows)
    (tmp_path / "对照.yaml").write_text(
        "对照: 台账\n规范写法: 是\n列:\n  单位: {事实: 主体, 值: {机构: 政务服务机构}}\n  办结: 办结日期\n"
        + "".join(f"  {name}: {name}\n" for name in USUAL if name not in ("主体", "办结日期")),
        "utf-8",
    )
    mapped: dict[str, Any] = {"mapping": tmp_path / "对照.yaml", "output": tmp_path / "变化.csv"}
    told = new.changes(old, rows, "2026-11-18", **mapped)
    assert (told.rows, told.unread, told.policies[0].changed) == (7, 0, 5)
    days = pl.read_csv(rows, infer_schema=False).with_columns(算到=pl.lit("2026-11-18"))
    days.write_parquet(tmp_path / "台账.parquet")
    told = new.changes(old, tmp_path / "台账.parquet", "算到", mapping=tmp_path / "对照.yaml")
    assert (told.rows, told.unread, told.policies[0].changed) == (7, 0, 5)


def test_findings_of_people_are_taken_as_recorded(changed, tmp_path):
    """What a body without authority found does not count on either side, and is left as it stands."""
    old, new, rows = changed
    frame = pl.read_csv(rows, infer_schema=False)
    frame.with_columns(pl.lit("政务服务机构").alias("审核同意.机构")).write_csv(rows)
    told = new.changes(old, rows, "2026-11-18", output=tmp_path / "变化.csv")
    [policy] = told.policies
    assert policy.turns[("late", "in_time")] == 0
    assert policy.counts["确定变为待查明"] > 0
    kept = list(csv.DictReader((tmp_path / "变化.csv").read_text("utf-8-sig").splitlines()))
    assert {row["审核同意.机构"] for row in kept} == {"政务服务机构"}


# ── as files, and as the command says it ────────────────────────────────


def test_a_workbook_for_the_meeting(changed, tmp_path):
    """The summary first, then a row for each policy that answers a case otherwise, with old, new and by what."""
    old, new, rows = changed
    file = tmp_path / "变化.xlsx"
    new.changes(old, rows, "2026-11-18", output=file)
    book = CalamineWorkbook.from_path(file)
    assert book.sheet_names == ["汇总", "有变化的案卷", "依据"]
    head, first, *_ = book.get_sheet_by_name("有变化的案卷").to_python()
    assert head[:8] == ["文件", "行", "政策", "依据", "原来", "现在", "变化", "改动"]
    assert first[1:8] == [2, "试验", "第八条", "逾期", "按期", "改变", LIMIT]
    said = [[cell for cell in row if cell != ""] for row in book.get_sheet_by_name("汇总").to_python()]
    assert ["案卷 7 份，不能复算的 0 份。"] in said
    assert ["第八条", "试验", "逾期", "按期", LIMIT, 1] in said
    at = said.index(["依据", "政策", "原来的结论", "不变", "改变", "待查明变为确定", "确定变为待查明"])
    assert [row[2:] for row in said[at + 1 : at + 4]] == [
        ["逾期", 1, 4, 0, 0],
        ["按期", 1, 0, 0, 0],
        ["本条不适用", 0, 1, 0, 0],
    ]


def test_cases_that_change_are_written_as_results_are(longer):
    """A workbook and a CSV have words and texts in their cells, and no formula."""
    old, new = zzrules.load(), zzrules.load(longer / "新")
    rows = longer / "案卷.parquet"
    given: dict[str, Any] = {"主体": "政务服务机构", "机构收到评价日期": "2026-10-27", "评价等次": "差评", "实名": "是"}
    given |= {"联系日期": "2026-10-30", "核实日期": "2026-10-30", "经办": ["甲", "乙"], "备注": "=1+1", "政策": "丙"}
    pl.DataFrame([given]).write_parquet(rows)
    for form in ("csv", "xlsx", "parquet", "arrow", "jsonl"):
        new.changes(old, rows, DAY, ABOUT, output=longer / f"变化.{form}")
    [row] = csv.DictReader((longer / "变化.csv").read_text("utf-8-sig").splitlines())
    assert (row["经办"], row["备注"], row["变化"], row["政策"], row["政策*"]) == (
        *("甲、乙", "'=1+1", "改变"),
        *("丙", "实名差评联系核实"),
    )
    assert (longer / "变化.csv").read_bytes().endswith(b"\r\n")
    with zipfile.ZipFile(longer / "变化.xlsx") as book:
        assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    assert b"zzrules.rulebook" in (longer / "变化.parquet").read_bytes()
    [line] = (longer / "变化.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["bad_review.改动"].startswith("参数「联系核实时限」2026-10-01起")


def test_the_command_counts_records_and_writes_those_that_change(longer, capsys):
    asked = ["diff", str(zzrules.loading.shipped_policies()), str(longer / "新"), "--about", "20.2"]
    asked += ["--records", str(longer / "案卷.csv")]
    assert main([*asked, "--on", DAY, "-o", str(longer / "变化.csv")]) == 1
    text = capsys.readouterr().out
    assert (
        "- 实名差评联系核实（第二十条第二款）：不变 3，改变 1，不能复算 1\n"
        "  不变的：待查明 1，按期联系核实 1，逾期未完成联系核实 1\n"
        "  结论不变，「联系核实届满日」不同：2\n"
        "  逾期才联系核实 → 按期联系核实：1\n"
        "    因参数「联系核实时限」2026-10-01起的取值：增加3工作日，1 份\n"
    ) in text
    assert "案卷 5 份，不能复算的 1 份。\n- 原来、现在的政策都读不了「主体」（ZZ404）：1 份\n" in text
    assert len((longer / "变化.csv").read_text("utf-8-sig").splitlines()) == 2
    (longer / "案卷.csv").write_text(ROWS.replace("某某", "政务服务机构"), "utf-8")
    assert main([*asked, "--on", DAY, "--format", "json"]) == 5
    told = json.loads(capsys.readouterr().out)["records"]
    assert (told["rows"], told["unread"], told["policies"][0]["counts"]["改变"]) == (5, 0, 1)
    assert main([*asked, "--on", DAY, "--format", "markdown"]) == 5
    assert "\n## 所给案卷的变化\n" in capsys.readouterr().out
    assert main(asked) == 2
    assert "--records 和 --on 一起写" in capsys.readouterr().err
    assert main([*asked, "--on", DAY, "-o", str(longer / "变化.doc")]) == 2
    assert "ZZ620" in capsys.readouterr().err
    assert main([*asked, "--on", DAY, "-o", str(longer / "案卷.csv")]) == 2
    assert "ZZ628" in capsys.readouterr().err
    assert main([*asked[:5], "--map", "对照.yaml"]) == 2


# ── what cannot be compared ─────────────────────────────────────────────


def test_what_cannot_be_compared_is_told_with_an_exit_code_of_its_own(tmp_path, capsys):
    old, _ = books(tmp_path)
    rows = register(tmp_path / "台账.csv")
    result = tmp_path / "变化.csv"
    shutil.copytree(base(), tmp_path / "甲")
    shutil.copy(tmp_path / "旧" / "policy.yaml", tmp_path / "甲")
    other = Path(zzrules.loading.shipped_policies()).parent / "examples" / "amount-policies"
    shutil.copytree(tmp_path / "甲", tmp_path / "坏")
    (tmp_path / "坏" / "policy.yaml").write_text(HEAD + OLD.replace("届满日}, 审", "届满}, 审"), "utf-8")
    zzrules.bundle(tmp_path / "甲", tmp_path / "甲.zzrules")
    packed = (tmp_path / "甲.zzrules").read_bytes()
    (tmp_path / "改过.zzrules").write_bytes(packed.replace("5工作日".encode(), "6工作日".encode(), 1))
    asked = ["--records", str(rows), "--on", "2026-11-18", "-o", str(result)]

    def ends(*folders: str) -> tuple[int, str]:
        code = main(["diff", *(str(tmp_path / one) for one in folders), *asked])
        return code, capsys.readouterr().err

    assert ends("甲", "甲.zzrules") == (0, "")
    code, said = ends(str(other), "甲")
    assert (code, said.split()[0]) == (8, "ZZ692")
    code, said = ends("坏", "甲")
    assert (code, said.splitlines()[0]) == (1, f"旧的政策（{tmp_path / '坏'}）有错，没有比较：")
    assert "policy.yaml:" in said
    code, said = ends("甲", "改过.zzrules")
    assert (code, said.splitlines()[0], "ZZ871" in said) == (
        6,
        f"新的政策（{tmp_path / '改过.zzrules'}）有错，没有比较：",
        True,
    )
    with pytest.raises(zzrules.IncomparableError, match="ZZ692"):
        zzrules.load(other).changes(old, rows, "2026-11-18", output=result)
    broken = tmp_path / "断.parquet"
    pl.read_csv(rows, infer_schema=False).write_parquet(broken)
    broken.write_bytes(broken.read_bytes()[:-40])
    with pytest.raises(zzrules.RecordError, match="ZZ626"):
        old.changes(old, broken, "2026-11-18", output=result)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(("变化", ".变化"))]


# ── the page ────────────────────────────────────────────────────────────

PAGE = Path(__file__).parents[2] / "docs" / "改政策之前先看改了什么.md"


def blocks(kind: str) -> list[str]:
    """Return the fenced blocks of the page of a kind, in order."""
    parts = PAGE.read_text("utf-8").split("```")
    return [part.removeprefix(f"{kind}\n") for part in parts[1::2] if part.startswith(f"{kind}\n")]


def test_the_page_shows_what_the_commands_say(tmp_path, monkeypatch, capsys):
    """Each command of the page says what stands below it, on the draft and the register that it describes."""
    monkeypatch.chdir(tmp_path)
    commands = [one.split()[1:] for one in blocks("sh") if one.startswith("zzrules diff p") or "--under" in one]
    texts = [one for one in blocks("text") if not one.startswith("宜再看")]  # that is what check says
    shutil.copytree(zzrules.loading.shipped_policies(), "policies")
    shutil.copytree("policies", "草案")
    draft = Path("草案/article-20-bad-review.yaml")
    written = draft.read_text("utf-8")
    [line] = [one for one in blocks("yaml")[0].splitlines() if "联系核实时限" in one]
    longer = written.replace("  联系核实时限: {依据: 第二十条第二款, 取值: {2026-01-01: 2工作日}}", line)
    assert longer != written
    both = longer.replace("采: 联系并且核实\n    另说: [联系即可]", "采: 联系即可\n    另说: [联系并且核实]")
    [table] = blocks("csv")
    Path("台账.csv").write_text(table, "utf-8")
    rows = [row for row in csv.DictReader(table.splitlines()) if row["案号"] != "庚"]
    records = [{name: value for name, value in row.items() if value and name != "案号"} for row in rows]
    Path("案卷.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    judged = ["evaluate", "案卷.jsonl", "--policies", "policies", "--on", "2026-11-18", "--about", "20.2"]
    main([*judged, "--decision-log", "决定.jsonl"])
    assert len(commands) == len(texts) == 3
    for command, text, changed in zip(commands, texts, (longer, both, both), strict=True):
        draft.write_text(changed, "utf-8")
        capsys.readouterr()
        main([*command, "--seconds", "1"] if command[0] == "diff" else [*command, "--policies", "policies"])
        said = iter(capsys.readouterr().out.splitlines())
        shown = text.partition("\n原来：")[0].splitlines()  # cases are looked for by time: others may be shown
        assert [one for one in shown if one not in said] == []
    assert Path("变化.xlsx").exists()

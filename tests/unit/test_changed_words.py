"""What a change does to cases in the words of an older vocabulary: what kept its code is read, other words are told."""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conformance_update import base
from tests.unit.test_changes import HEAD, OLD, USUAL, books, register

import zzrules
from zzrules.cli import main


def other_words(folder: Path, *changes: tuple[str, str]) -> zzrules.Rulebook:
    """Return the rulebook with another vocabulary, and words in its policies to go with it."""
    shutil.copytree(base(), folder)
    for name in ("vocabulary.yaml", "policy.yaml"):
        file = folder / name
        text = file.read_text("utf-8") if file.exists() else HEAD + OLD
        for old, new in changes:
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    return zzrules.load(folder)


def fares(told) -> dict[str, int]:
    """Return how the cases fare that there are."""
    [policy] = told.policies
    return {change: rows for change, rows in policy.counts.items() if rows}


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_cases_keep_the_names_that_kept_their_codes(tmp_path, form):
    """A fact, an option and a body are called otherwise: registers and mappings in the old words are read as before."""
    old, _ = books(tmp_path)
    new = other_words(
        tmp_path / "词汇",
        ("  主体: {代码: subject", "  办理主体: {代码: subject"),
        ("{主体: ", "{办理主体: "),
        ("政务服务机构: agency", "窗口机构: agency"),
        ("{办理主体: 政务服务机构}", "{办理主体: 窗口机构}"),
        ("政务服务中心管理机构: management_body", "服务中心: management_body"),
        ("机构: 政务服务中心管理机构", "机构: 服务中心"),
    )
    assert new.vocabulary.by_name["subject"].label == "办理主体"
    rows = pl.read_csv(register(tmp_path / "台账.csv"), infer_schema=False)
    file = tmp_path / f"台账.{form}"
    if form == "jsonl":
        named = [{name: value for name, value in row.items() if name != "案号"} for row in rows.to_dicts()]
        findings = [{key[5:]: row.pop(key) for key in [*row] if key.startswith("审核同意.")} for row in named]
        lines = [json.dumps(row | {"审核同意": found}) for row, found in zip(named, findings, strict=True)]
        file.write_text("\n".join(lines), "utf-8")
    else:
        (rows.write_parquet if form == "parquet" else rows.write_csv)(file)
    told = new.changes(old, file, "2026-11-18")
    assert (fares(told), told.because) == ({"不变": 7}, {})
    if form == "csv":
        (tmp_path / "对照.yaml").write_text(
            "对照: 台账\n规范写法: 是\n列:\n" + "".join(f"  {name}: {name}\n" for name in USUAL), "utf-8"
        )
        assert fares(new.changes(old, file, "2026-11-18", mapping=tmp_path / "对照.yaml")) == {"不变": 7}


LISTED = (
    HEAD
    + """\
结论:
  - 得出: 有
    代码: cited
    条件: {援引的规定: {有一次: {全部: [规定层级: 规章, 情形成立: 是]}}}
  - {得出: 补正, 代码: asked, 条件: {补正告知: {有一次: {告知内容: {包含: 签章}}}}}
  - {得出: 无, 代码: none}
"""
)
CITED: dict[str, Any] = {
    "援引的规定": [{"规定层级": "规章", "情形成立": "是"}, {"规定层级": "法律", "情形成立": "否"}],
    "补正告知": [{"告知日期": "2026-03-03", "告知内容": ["材料"]}],
}
ASKED: dict[str, Any] = {
    "援引的规定": [{"规定层级": "法律", "情形成立": "是"}],
    "补正告知": [{"告知日期": "2026-03-03", "告知内容": ["材料", "签章"]}],
}
NEITHER: dict[str, Any] = {"援引的规定": [], "补正告知": [{"告知日期": "2026-03-03", "告知内容": ["材料"]}]}


def listed(folder: Path, policy: str) -> zzrules.Rulebook:
    """Return the rulebook whose lists have an option and a field by other names, and a policy in those."""
    words = (
        ("规章: rule", "部门规章: rule"),
        ("签章: seal", "签字盖章: seal"),
        ("  情形成立: {代码: applies", "  符合情形: {代码: applies"),
        ("  告知内容: {代码", "  所要求的: {代码"),
    )
    shutil.copytree(base(), folder)
    text = (folder / "vocabulary.yaml").read_text("utf-8")
    for old, new in words:
        assert old in text
        text = text.replace(old, new)
    (folder / "vocabulary.yaml").write_text(text, "utf-8")
    for old, new in (("规章", "部门规章"), ("签章", "签字盖章"), ("情形成立", "符合情形"), ("告知内容", "所要求的")):
        policy = policy.replace(old, new)
    (folder / "policy.yaml").write_text(policy, "utf-8")
    return zzrules.load(folder)


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl", "log"])
def test_elements_of_lists_keep_the_names_that_kept_their_codes(tmp_path, capsys, form):
    """Of an option and of a field: with both, cases fare as before; what the draft changes is counted."""
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "policy.yaml").write_text(LISTED, "utf-8")
    shutil.copytree(base(), tmp_path / "全")
    shutil.copy(tmp_path / "旧" / "policy.yaml", tmp_path / "全")
    old, same = zzrules.load(tmp_path / "全"), listed(tmp_path / "词汇", LISTED)
    turned = listed(tmp_path / "草案", LISTED.replace("规定层级: 规章", "规定层级: 法律"))
    rows = [{"行为发生日期": "2026-03-02", **one} for one in (CITED, ASKED, NEITHER)]
    file = tmp_path / f"案卷.{form}"
    if form == "csv":
        cells = [
            {k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in row.items()} for row in rows
        ]
        pl.DataFrame(cells).write_csv(file)
    elif form == "parquet":
        pl.DataFrame(rows).write_parquet(file)
    else:
        (tmp_path / "案卷.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    if form == "log":
        file = tmp_path / "决定.jsonl"
        judged = ["evaluate", str(tmp_path / "案卷.jsonl"), "--on", "2026-11-18", "--policies", str(tmp_path / "全")]
        main([*judged, "--decision-log", str(file)])
        replay = ["replay", str(file), "--policies", str(tmp_path / "全"), "--format", "json", "--under"]
        capsys.readouterr()
        told = []
        for draft in ("词汇", "草案"):
            main([*replay, str(tmp_path / draft)])
            [policy] = json.loads(capsys.readouterr().out)["under"]["policies"]
            told.append({change: rows for change, rows in policy["counts"].items() if rows})
    else:
        told = [fares(new.changes(old, file, "2026-11-18")) for new in (same, turned)]
    assert told == [{"不变": 3}, {"不变": 1, "改变": 2}]


def test_an_option_with_another_code_is_said_first_and_its_cases_cannot_be_read(tmp_path, capsys):
    old, _ = books(tmp_path)
    new = other_words(tmp_path / "词汇", ("政务服务机构: agency", "政务服务机构: window_agency"))
    rows = pl.read_csv(register(tmp_path / "台账.csv"), infer_schema=False)
    told = new.changes(old, tmp_path / "台账.csv", "2026-11-18")
    assert fares(told) == {"不变": 7}  # by its name it is the same
    rows.with_columns(主体=pl.lit("agency")).write_csv(tmp_path / "代码.csv")
    told = new.changes(old, tmp_path / "代码.csv", "2026-11-18", output=tmp_path / "变化.csv")
    assert (told.unread, told.because) == (7, {("after", "主体", "ZZ404"): 7})
    assert "- 现在的政策读不了「主体」（ZZ404）：7 份" in list(told.lines())
    assert "现在的政策读不了" in Path(told.bad_file).read_text("utf-8-sig")
    assert len((tmp_path / "变化.csv").read_text("utf-8-sig").splitlines()) == 1
    shutil.copytree(base(), tmp_path / "全", dirs_exist_ok=True)
    shutil.copy(tmp_path / "旧" / "policy.yaml", tmp_path / "全")
    main(["diff", str(tmp_path / "全"), str(tmp_path / "词汇"), "--seconds", "1"])
    text = capsys.readouterr().out
    assert text.index("事实「主体」：选项「政务服务机构」改了代码") < text.index("结论上的不同")


def test_a_fact_with_another_type_is_said_first_and_its_cases_cannot_be_read(tmp_path):
    old, _ = books(tmp_path)
    new = other_words(
        tmp_path / "词汇",
        ("身体不适: {代码: unwell, 类型: 是否", "身体不适: {代码: unwell, 类型: 日期, 可无: 是"),
        ("{离开本机构: 是}", "{身体不适: 有}"),
    )
    assert "事实「身体不适」：类型由是否改为日期" in new.difference(old, seconds=0.2).written[""]
    told = new.changes(old, register(tmp_path / "台账.csv"), "2026-11-18")
    assert (told.unread, told.because) == (7, {("after", "身体不适", "ZZ402"): 7})
    [told_alone] = new.changes(old, register(tmp_path / "台账.csv"), "2026-11-18").policies
    assert told_alone.counts["不能复算"] == 7


def test_a_changed_fact_is_a_change_like_others(tmp_path):
    """A larger minimum keeps cases from being read; a derived value of the vocabulary turns them."""
    derived = "推算:\n  到期日: {期限: {起: 受理日期, 加: 5工作日}}\n"
    own = ("办结日期: {不晚于: 届满日}", "办结日期: {不晚于: 到期日}")
    first = other_words(tmp_path / "一", ("事实:\n", derived + "事实:\n"), own)
    second = other_words(tmp_path / "二", ("事实:\n", derived.replace("5", "8") + "事实:\n"), own)
    told = second.changes(first, register(tmp_path / "台账.csv"), "2026-11-18")
    assert {by for _, _, by in told.policies[0].moved_by} == {"词汇的推算「到期日」：改写"}
    assert second.difference(first, seconds=0.2).written[""] == ("词汇的推算「到期日」：改写",)

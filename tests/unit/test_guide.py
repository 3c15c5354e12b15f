"""docs/政策编写指南.md: every example is right (or wrong as it says), every word of the language is there."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from tests.unit.documents import (
    HOST,
    POLICIES,
    ROOT,
    Example,
    Stand,
    account,
    broken_links,
    examples,
    problems_of,
    stands,
    told,
    words,
)

import zzrules
from zzrules.cli import main
from zzrules.policy.forms import UNITS
from zzrules.policy.keys.policies import SECTIONS
from zzrules.policy.vocabulary import Kind

PAGE = ROOT / "docs" / "政策编写指南.md"
EXAMPLES = examples(PAGE)
SOURCES = [ROOT / "src/zzrules/plan/bind.py", *(ROOT / "src/zzrules/policy").glob("*.py")]
CHINESE = re.compile("[\u4e00-\u9fff]{1,6}")
# Words of the source that no policy contains.
NOT_WRITTEN = {
    "为",  # the operator of 「主体: X」, which has no word of its own
}


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{one}-{number}" for number, one in enumerate(EXAMPLES, 1)])
def test_every_example_is_as_the_guide_says(example: Example):
    """If a message was changed on purpose: ``python -m tests.unit.documents docs/政策编写指南.md``."""
    said = tuple(told(problem) for problem in problems_of(example))
    assert said == (example.told or ())


@pytest.mark.parametrize("stand", stands(PAGE), ids=str)
def test_a_log_comes_to_what_the_guide_says(stand: Stand):
    said = account(stand)
    assert [line for line in stand.lines if line not in said] == [], "\n".join(said[:40])


def test_every_section_has_examples():
    shown = {example.kind for example in EXAMPLES}
    parts = {*SECTIONS} - {"政策", "代码", "依据", "原文", "施行", "有效期至", "行为日期", "说明"}
    assert parts <= shown
    assert {"首部", "条件", "政策", "词汇", "事实", "事件", "案卷", "流水", "流水行", "日历", "法规"} <= shown


def test_every_part_of_the_head_has_an_example():
    shown = {example.text.partition(":")[0] for example in EXAMPLES if example.kind == "首部"}
    assert {"政策", "代码", "依据", "原文", "施行", "有效期至", "行为日期", "说明"} <= shown


def _keywords() -> set[str]:
    """Return the Chinese words that the source compares with, or has in tuples and as keys: what a file may say."""
    found = {kind.value for kind in Kind} | {*UNITS} | {*SECTIONS}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.expr | None] = []
            if isinstance(node, ast.Tuple):
                parts = [*node.elts]
            elif isinstance(node, ast.Dict):
                parts = [*node.keys]
            elif isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
            strings = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            whole = len(strings) == len(parts) or not isinstance(node, ast.Tuple)
            if whole and all(CHINESE.fullmatch(word) for word in strings):
                found |= {*strings}
    return found - NOT_WRITTEN


def test_every_word_of_the_language_is_in_the_guide():
    keywords = _keywords()
    assert {"政策", "以上", "未满", "有一次", "参见", "扣除", "查不清则", "同级", "优先", "文号", "采用"} <= keywords
    assert keywords - words(PAGE) == set()


def test_examples_of_the_guide_may_use_these_names_only_if_shipped_policies_have_them():
    shipped = "".join(path.read_text(encoding="utf-8") for path in POLICIES.glob("article-*.yaml"))
    borrowed = {name for section in ("参数", "口径", "情形", "义务") for name in HOST[section]}
    assert {name for name in borrowed if f"  {name}:" not in shipped} == set()


def test_its_links_lead_somewhere():
    assert broken_links(PAGE) == set()


# ── the five minutes at the beginning ───────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(POLICIES, tmp_path / "policies")
    return tmp_path / "policies"


def test_the_first_edit_changes_the_years_from_its_date(folder: Path):
    before, after = (example.text.strip() for example in EXAMPLES[:2])
    rotation = folder / "article-08-rotation.yaml"
    text = rotation.read_text(encoding="utf-8")
    assert text.count(before) == 1
    rotation.write_text(text.replace(before, after), encoding="utf-8")
    book = zzrules.load(folder)

    def outcome(report: str) -> str | None:
        record = {"主体": "派驻窗口工作人员", "到窗口工作日期": "2025-03-03", "报请日期": report, "审核同意": "无"}
        record |= dict.fromkeys(("离开所属政务服务机构", "因改革等使业务取消或者调整"), "否")
        record |= dict.fromkeys(("不适合原因", "研究认定其他情形"), "无")
        return book.evaluate(record, on="2028-12-01", about=["rotation"])["rotation"].outcome

    assert [outcome(day) for day in ("2027-03-02", "2027-03-03", "2027-06-30")] == [
        "no_ground",
        "not_applicable",
        "not_applicable",
    ]
    assert [outcome(day) for day in ("2027-07-01", "2028-03-02", "2028-03-03")] == [
        "no_ground",
        "no_ground",
        "not_applicable",
    ]


def test_the_second_edit_adds_a_ground(folder: Path):
    block = EXAMPLES[2].text
    liability = folder / "article-21-liability.yaml"
    text = liability.read_text(encoding="utf-8")
    added = "".join(f"  {line}\n" for line in block.splitlines())
    liability.write_text(text.replace("\n结论:\n", f"\n{added}\n结论:\n"), encoding="utf-8")
    assert zzrules.check(folder) == ()
    book = zzrules.load(folder)
    record = {"主体": "政务服务机构", "要求更换日期": "2027-06-01", "更换日期": "无", "责令改正": "无"}

    def answer(day: str) -> tuple[bool | None, str | None]:
        d = book.evaluate({**record, "行为发生日期": day}, on="2027-12-01", about=["liability"])
        return d["liability"].grounds["拒不更换人员"].truth, d["liability"].outcome

    assert answer("2027-07-01") == (True, "order_correction")
    assert answer("2027-06-30") == (False, None)


def test_the_check_says_what_the_guide_says(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["check", str(folder)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert f"第一行是“{first}”" in PAGE.read_text(encoding="utf-8")
    misspelt = EXAMPLES[3]
    assert misspelt.told is not None
    liability = folder / "article-21-liability.yaml"
    added = "".join(f"  {line}\n" for line in misspelt.text.splitlines())
    text = liability.read_text(encoding="utf-8").replace("\n结论:\n", f"\n{added}\n结论:\n")
    liability.write_text(text, encoding="utf-8")
    number, line = next((one, line) for one, line in enumerate(text.splitlines(), 1) if "更换日其" in line)
    assert main(["check", str(folder)]) == 1
    place = f"article-21-liability.yaml:{number}:{line.index('更换日其') + 1}"
    assert f"{place}: {misspelt.told[0]}" in capsys.readouterr().err

"""核对: what a person confirmed is written down, and nothing else in a policy file changes."""

from pathlib import Path

import pytest

from zzrules.base.regulations import Regulations
from zzrules.policy.confirming import EVERYTHING, confirm_folder
from zzrules.policy.editing import Edited
from zzrules.policy.regulation_files import load_regulation
from zzrules.policy.yamltree import Problems

POLICIES = Path(__file__).parents[2] / "policies"
HEAD = "政策: 甲  # 一个政策\n代码: a\n依据: 第八条第三款\n行为日期: {取: 报请日期}\n"
REST = "参数:\n  年限: {依据: 第八条第二款, 取值: {2026-01-01: 2年}}\n结论: [{得出: 乙, 代码: b}]\n"
NOTE = "# 规则写成时所据条文的摘要，由 zzrules check --confirm 记下，不要手改。\n"
SECOND, THIRD = "第八条第二款: a0874279\n", "第八条第三款: 017afa3c\n"


@pytest.fixture(scope="module")
def regulation():
    return load_regulation(POLICIES / "regulation.yaml")


@pytest.fixture
def confirmed(regulation, tmp_path):
    """Return what a file holds after some places are confirmed, and the problems."""

    def confirm(text: str, *places: str) -> tuple[str, list[str]]:
        path, problems = tmp_path / "a.yaml", Problems()
        path.write_bytes(text.encode())
        edited = confirm_folder(tmp_path, places, Regulations(regulation), {}, problems)
        after = path.read_bytes().decode()
        assert [one.path for one in edited] == [path] * (after != text)
        return after, [problem.code for problem in problems.in_order()]

    return confirm


def test_a_section_is_added_at_the_end(confirmed):
    assert confirmed(HEAD + REST, "第八条第三款") == (f"{HEAD}{REST}\n{NOTE}核对:\n  {THIRD}", [])
    assert confirmed(HEAD + REST, EVERYTHING) == (f"{HEAD}{REST}\n{NOTE}核对:\n  {SECOND}  {THIRD}", [])


def test_a_line_is_added_in_the_order_of_the_text_or_replaced(confirmed):
    before = f"{HEAD}核对:  # 记\n    # 注\n    {THIRD}{REST}"
    assert confirmed(before, "8.2") == (before.replace("核对:  # 记\n", f"核对:  # 记\n    {SECOND}"), [])
    stale = before.replace("017afa3c", "[0a1b2c3d, 017afa3c]  # 待看")
    assert confirmed(stale, "8.3") == (before.replace("017afa3c", "017afa3c  # 待看"), [])


def test_confirming_everything_strikes_what_is_no_longer_cited(confirmed):
    before = f"{HEAD}核对:\n  第七条第一款: 9a69a88d\n  {THIRD}{REST}"
    assert confirmed(before, "8.3") == (before, [])
    assert confirmed(before, EVERYTHING)[0] == f"{HEAD}核对:\n  {SECOND}  {THIRD}{REST}"


def test_confirming_twice_is_confirming_once(confirmed):
    once, _ = confirmed(HEAD + REST, EVERYTHING)
    assert confirmed(once, EVERYTHING) == (once, [])


def test_line_endings_and_the_mark_at_the_beginning_stay(confirmed):
    text = "\ufeff" + (HEAD + REST).replace("\n", "\r\n")
    added = f"\n{NOTE}核对:\n  {THIRD}".replace("\n", "\r\n")
    assert confirmed(text, "8.3") == (text + added, [])


def test_a_file_that_does_not_end_its_last_line(confirmed):
    assert confirmed((HEAD + REST).rstrip("\n"), "8.3")[0] == f"{HEAD}{REST}\n{NOTE}核对:\n  {THIRD}"


@pytest.mark.parametrize(
    "section", ["核对: {第八条第三款: 0a1b2c3d}\n", "核对:\n  第八条第三款:\n    - 0a1b2c3d\n", "核对: 已核对\n"]
)
def test_what_is_not_written_one_place_a_line_stays(confirmed, section):
    assert confirmed(HEAD + section + REST, "8.3") == (HEAD + section + REST, ["ZZ307"])


@pytest.mark.parametrize(
    "text", ["政策: 甲\n", "# 甲\u2028\n" + HEAD + REST, HEAD.replace("第八条第三款", "第九十条") + REST]
)
def test_what_cannot_be_read_stays(confirmed, text):
    assert confirmed(text, EVERYTHING) == (text, [])


def test_only_files_that_cite_the_place_change(regulation, tmp_path):
    (tmp_path / "a.yaml").write_text(HEAD + REST, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD.replace("第三款", "第一款") + REST, encoding="utf-8")
    edited = confirm_folder(tmp_path, ["第八条第三款"], Regulations(regulation), {}, Problems())
    assert edited == (Edited(tmp_path / "a.yaml", 1),)


def test_what_is_only_struck_counts_and_is_written(regulation, tmp_path):
    path = tmp_path / "words.yaml"
    path.write_text(f"词汇: 甲\n{NOTE}核对:\n  {SECOND}  {THIRD}", encoding="utf-8")
    assert confirm_folder(tmp_path, [EVERYTHING], Regulations(regulation), {}, Problems()) == (Edited(path, 2),)
    assert path.read_text(encoding="utf-8") == "词汇: 甲\n"


def test_only_what_is_confirmed_otherwise_counts(regulation, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}核对:\n  第七条第一款: 9a69a88d\n  {SECOND}{REST}", encoding="utf-8")
    assert confirm_folder(tmp_path, [EVERYTHING], Regulations(regulation), {}, Problems()) == (Edited(path, 2),)


def test_a_place_confirmed_twice_keeps_one_line(confirmed):
    twice = "  第八条第二款第（一）项: 0a1b2c3d\n  第八条第（一）项: 4e5f6a7b\n"
    head = HEAD.replace("第三款", "第二款第（一）项")
    after, problems = confirmed(f"{head}核对:\n{twice}{REST}", "8.2(1)")
    assert (after, problems) == (f"{head}核对:\n  第八条第二款第（一）项: 3c5643de\n{REST}", [])


def test_a_file_in_braces_is_told_of_and_stays(confirmed):
    text = "{政策: 甲, 代码: a, 依据: 第八条第三款, 行为日期: {取: 报请日期}, 结论: [{得出: 乙, 代码: b}]}\n"
    assert confirmed(text, EVERYTHING) == (text, ["ZZ307"])

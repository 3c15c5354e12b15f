"""Writing the regulation's words into policy files: where, where not, and nothing else changed."""

from pathlib import Path

import pytest

from zzrules.base.regulations import Regulations
from zzrules.policy.editing import Edited
from zzrules.policy.filling import fill_folder, filled_text
from zzrules.policy.folder import read_folder
from zzrules.policy.regulation_files import load_regulation
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Problems

POLICIES = Path(__file__).parents[2] / "policies"
ROTATION = "在窗口工作未满两年，但有下列情形之一的，经政务服务机构报请政务服务中心管理机构审核同意，予以轮换调整："
ITEM = "因辞职、辞退、工作调动等原因离开所属政务服务机构；"
THIRD = "符合前款第二项情形的，由派驻窗口工作人员本人向政务服务机构提出申请。"

BEFORE = """\
# 说明写在前面
政策: 轮换   # 名字
代码: rotation
依据: 第八条第三款  # 依据的注
行为日期: {取: 报请日期}

参数:
  轮换年限:
    依据: 第八条第二款
    取值: {2026-01-01: 2年}

情形:
  离开机构:
    依据: "8.2(1)"

    条件: {离开所属政务服务机构: 是}
    手续:
      条件: {本人申请日期: 有}
      依据: 第八条第三款
  花括号: {依据: 第八条第三款, 条件: {本人申请日期: 有}}
  花括号分行: {
    依据: 第八条第三款,
    条件: {本人申请日期: 有}}
  已有原文:
    依据: 第八条第三款
    原文: 别的话
    条件: {本人申请日期: 有}
  没有这一条:
    依据: 第八条第九款
    条件: {本人申请日期: 有}
结论:
  - 得出: 甲
    代码: first
    依据: '第八条第三款'
    条件: {情形: 有其一}
  - 依据: 第八条第三款
    得出: 乙
    代码: second
后果:
  报请:
    依据:
      第八条第三款
    主体: 机构
    情态: 应当
    内容: 报请
义务:
  申请:
    依据: 第八条第三款
    主体: 本人
    内容: 申请"""

AFTER = f"""\
# 说明写在前面
政策: 轮换   # 名字
代码: rotation
依据: 第八条第三款  # 依据的注
原文: "{THIRD}"
行为日期: {{取: 报请日期}}

参数:
  轮换年限:
    依据: 第八条第二款
    取值: {{2026-01-01: 2年}}

情形:
  离开机构:
    依据: "8.2(1)"
    原文: "{ITEM}"

    条件: {{离开所属政务服务机构: 是}}
    手续:
      条件: {{本人申请日期: 有}}
      依据: 第八条第三款
      原文: "{THIRD}"
  花括号: {{依据: 第八条第三款, 条件: {{本人申请日期: 有}}}}
  花括号分行: {{
    依据: 第八条第三款,
    条件: {{本人申请日期: 有}}}}
  已有原文:
    依据: 第八条第三款
    原文: 别的话
    条件: {{本人申请日期: 有}}
  没有这一条:
    依据: 第八条第九款
    条件: {{本人申请日期: 有}}
结论:
  - 得出: 甲
    代码: first
    依据: '第八条第三款'
    原文: "{THIRD}"
    条件: {{情形: 有其一}}
  - 依据: 第八条第三款
    原文: "{THIRD}"
    得出: 乙
    代码: second
后果:
  报请:
    依据:
      第八条第三款
    原文: "{THIRD}"
    主体: 机构
    情态: 应当
    内容: 报请
义务:
  申请:
    依据: 第八条第三款
    原文: "{THIRD}"
    主体: 本人
    内容: 申请"""


@pytest.fixture(scope="module")
def regulation():
    return load_regulation(POLICIES / "regulation.yaml")


def filled(text, regulation):
    problems = Problems()
    tree = read_text(text, "a.yaml", problems)
    assert isinstance(tree, Mapping)
    assert not problems
    return filled_text(text, tree, Regulations(regulation))


def test_block_mappings_get_the_words_and_nothing_else_changes(regulation):
    assert filled(BEFORE, regulation) == (AFTER, 7)


def test_filling_twice_is_filling_once(regulation):
    assert filled(AFTER, regulation) == (AFTER, 0)


def test_an_article_with_items_is_one_line_that_the_check_takes(regulation):
    made, count = filled("政策: 甲\n依据: 第八条第二款\n", regulation)
    assert count == 1
    line = made.splitlines()[2]
    assert line.startswith(f'原文: "{ROTATION}（一）因辞职、')
    assert regulation.newest.same_text("第八条第二款", line.removeprefix("原文: ").strip('"'))


def test_line_endings_stay(regulation):
    made, _ = filled("政策: 甲\r\n依据: 第八条第三款\r\n代码: a\r\n", regulation)
    assert made == f'政策: 甲\r\n依据: 第八条第三款\r\n原文: "{THIRD}"\r\n代码: a\r\n'


def test_quotation_marks_of_the_text_are_escaped(regulation, monkeypatch):
    monkeypatch.setattr(type(regulation.newest), "text", lambda *_: '甲"乙\\丙')
    made, _ = filled("政策: 甲\n依据: 第八条第三款\n", regulation)
    assert made.endswith('原文: "甲\\"乙\\\\丙"\n')


@pytest.mark.parametrize(
    "text",
    [
        "政策: 甲\n依据: '第八条\n  第三款'\n",  # the value goes on below
        "政策: 甲\n情形: [依据: 第八条第三款]\n",
        "政策: 甲\n结论: [{依据: 第八条第三款}]\n",
        "{政策: 甲, 依据: 第八条第三款}\n",
        "政策: 甲\n依据: 民法典第八条\n",
        "政策: 甲\n依据: [第八条第三款]\n",
        "政策: 甲\n情形:\n  乙: 依据\n",
        "政策: 甲\n有权认定:\n  审核同意:\n    依据: 第八条第三款\n",
        "# 甲\u2028# 乙\n# 丙\u2028# 丁\n政策: 甲\n依据: 第八条第三款\n",
        "# 甲\r# 乙\n政策: 甲\n依据: 第八条第三款\n",
    ],
    ids=["on", "pair", "flow", "whole", "other law", "list", "text", "authority", "separator", "return"],
)
def test_what_does_not_allow_the_edit_stays(regulation, text):
    assert filled(text, regulation) == (text, 0)


def test_an_edit_that_would_change_more_is_not_made(regulation, monkeypatch):
    monkeypatch.setattr("zzrules.policy.filling.quoted", lambda _text: '"甲"\n代码: other')
    text = "政策: 甲\n依据: 第八条第三款\n"
    assert filled(text, regulation) == (text, 0)


def test_a_folder_keeps_what_is_no_policy_or_has_mistakes(regulation, tmp_path):
    good, bad, other = tmp_path / "里" / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml"
    good.parent.mkdir()
    good.write_bytes(b"\xef\xbb\xbf" + "政策: 甲\n依据: 第八条第三款\n".encode())
    good.chmod(0o640)
    bad.write_text("政策: 甲\n依据: 第八条第三款\n依据: 第八条\n", encoding="utf-8")
    other.write_text("词汇: 甲\n依据: 第八条第三款\n", encoding="utf-8")
    kept = {path: path.read_bytes() for path in (bad, other)}
    problems = Problems()
    assert fill_folder(tmp_path, Regulations(regulation), problems) == (Edited(good, 1),)
    assert good.read_bytes() == b"\xef\xbb\xbf" + f'政策: 甲\n依据: 第八条第三款\n原文: "{THIRD}"\n'.encode()
    assert good.stat().st_mode & 0o777 == 0o640
    assert kept == {path: path.read_bytes() for path in kept}
    assert not problems
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.yaml", "b.yaml", "c.yaml", "里"]


def test_a_file_that_cannot_be_replaced_stays_and_leaves_nothing_behind(regulation, tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("政策: 甲\n依据: 第八条第三款\n", encoding="utf-8")

    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr("zzrules.policy.editing.shutil.copymode", refuse)
    problems = Problems()
    assert fill_folder(tmp_path, Regulations(regulation), problems) == ()
    assert [(one.code, one.place.source) for one in problems.in_order()] == [("ZZ110", "a.yaml")]
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["政策: 甲\n依据: 第八条第三款\n"]


def test_the_shipped_policies_can_be_filled_and_mean_the_same(regulation, tmp_path):
    for path in POLICIES.glob("article-*.yaml"):
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("原文:")]
        (tmp_path / path.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    changed = fill_folder(tmp_path, Regulations(regulation), Problems())
    assert {one.path.name for one in changed} == {path.name for path in POLICIES.glob("article-*.yaml")}
    problems = Problems()
    read_folder([POLICIES, tmp_path], problems)
    assert problems.in_order() == ()


def test_a_part_that_begins_later_gets_the_words_of_its_first_day(tmp_path):
    law = """
法规: 某市规定
文号: 某政〔2025〕9号
发布机关: 某市人民政府
印发: 2025-12-01
效力: {依据: 第二条, 施行: 2026-01-01}
条文:
  第一条: [{款: 予以轮换：, 项: ["离开；", "取消。"]}]
  第二条: [{款: 自2026年1月1日起施行。}]
修正:
  - {文号: 某政〔2026〕20号, 印发: 2026-05-20, 施行: 2026-07-01, 改为: {第一条第（二）项: 业务撤销。}}
"""
    path = tmp_path / "regulation.yaml"
    path.write_text(law, encoding="utf-8")
    text = """政策: 甲
情形:
  从前:
    依据: 第一条第（二）项
    有效期至: 2026-06-30
  以后:
    依据: 第一条第（二）项
    施行: 2026-07-01
    手续:
      依据: 第一条第（二）项
"""
    made, count = filled(text, load_regulation(path))
    words = [line.strip() for line in made.splitlines() if "原文" in line]
    assert (count, words) == (3, ['原文: "取消。"', '原文: "业务撤销。"', '原文: "业务撤销。"'])

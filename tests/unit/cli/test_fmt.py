"""`zzrules fmt` as its users meet it: files in one layout, comments where they belong, nothing said otherwise."""

import shutil

import pytest
from tests.unit.cli.samples import ROOT

import zzrules
from zzrules.bdd.formatting import formatted_feature
from zzrules.policy.formatting import formatted
from zzrules.policy.shapes import Shapes
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Mapping, Problems

MESSY = """\
# 抬头的注释
政策:   窗口工作人员轮换
依据: 8.2   # 依据旁边
代码: rotation
# 施行上面


施行: 2026-01-01
行为日期: {取: 报请日期,尚无则:   评价日}
有权认定: {审核同意: {依据: 8.2, 性质: 设权, 机构: [政务服务中心管理机构], 同级: 所属层级}}
推算:
      责令: {按情形: [{取: 报请日期, 条件: {报请日期: 有}}, {取: 审核同意的日期}]}   # 推算旁边
      # 推算里的最后一句
情形:
  离开机构:
    条件: {全部: [离开所属政务服务机构: 是,   # 括号里的
                  离开原因: 有]}
    依据: 第8条第2款第1项
结论:
- {代码: rotate, 得出: 予以轮换调整, 条件: {全部: [{情形: 有其一}, {报请日期: 有}, {审核同意: 是}, {审核同意的日期: {不早于: 报请日期}}, {责令: 有}, {报请日期: {不早于: 2026-01-01}}]}}
-
  得出: 没有所列情形
  代码: no_ground
# 末尾的注释
"""  # noqa: E501 - which is to be mended
TIDY = """\
# 抬头的注释
政策: 窗口工作人员轮换
代码: rotation
依据: 第八条第二款  # 依据旁边
# 施行上面

施行: 2026-01-01
行为日期: {取: 报请日期, 尚无则: 评价日}
有权认定: {审核同意: {机构: [政务服务中心管理机构], 同级: 所属层级, 性质: 设权, 依据: 第八条第二款}}
推算:
  责令: {按情形: [{条件: {报请日期: 有}, 取: 报请日期}, {取: 审核同意的日期}]}  # 推算旁边
  # 推算里的最后一句
情形:
  离开机构:
    依据: 第八条第二款第（一）项
    条件:
      全部:
        - 离开所属政务服务机构: 是  # 括号里的
        - 离开原因: 有
结论:
  - 得出: 予以轮换调整
    代码: rotate
    条件: {全部: [情形: 有其一, 报请日期: 有, 审核同意: 是, 审核同意的日期: {不早于: 报请日期}, 责令: 有, 报请日期: {不早于: 2026-01-01}]}
  - 得出: 没有所列情形
    代码: no_ground
# 末尾的注释
"""  # noqa: E501 - so many characters, not columns
ROTATION = "article-08-rotation.yaml"
FEATURE = """\
# language: zh-CN
功能:例
  说明一句
    里面缩进的
  背景:
   假如 「主体」为「政务服务机构」
  # 场景上面的注释
  @第八条    @日历
  场景大纲:  甲


      假如  案卷如下
      |事实|值|
      |   报请日期 | <日期> |
      而且 备注如下
        \"\"\"
        原样
          的文字
        \"\"\"
      # 例子上面的注释
      例子:
      |日期|说\\|明|
      |2026-04-20|x|
"""
TIDY_FEATURE = """\
# language: zh-CN
功能: 例
  说明一句
    里面缩进的

  背景:
    假如 「主体」为「政务服务机构」

  # 场景上面的注释
  @第八条 @日历
  场景大纲: 甲

    假如 案卷如下
      | 事实     | 值     |
      | 报请日期 | <日期> |
    而且 备注如下
      \"\"\"
      原样
        的文字
      \"\"\"

    # 例子上面的注释
    例子:
      | 日期       | 说\\|明 |
      | 2026-04-20 | x      |
"""
TABLE = """\
推算:
  费用:
    对照表:
      列: [事项类别, 损失金额]
      取: 唯一
      行:
        - [行政许可, 无,   0元]
        - [行政许可, {以上: 1元}, 100元]
        - [{不属于: [行政许可]}, 任意, 0元]
"""


def test_a_file_is_laid_out_as_the_guide_writes_it(here, run, policies):
    (policies / ROTATION).write_text(MESSY, encoding="utf-8")
    assert zzrules.check(policies) == ()
    code, printed, _ = run("fmt", policies / ROTATION)
    assert (code, printed) == (0, "共 1 个文件，重排了 1 个。\n")
    assert (policies / ROTATION).read_text(encoding="utf-8") == TIDY
    assert run("fmt", policies / ROTATION)[:2] == (0, "共 1 个文件，重排了 0 个。\n")


def test_nothing_is_written_where_it_is_only_asked(here, run, policies):
    (policies / ROTATION).write_text(MESSY, encoding="utf-8")
    code, printed, _ = run("fmt", policies / ROTATION, "--check")
    assert (code, printed) == (5, f"政策/{ROTATION}：没有排好\n共 1 个文件，1 个没有排好。\n")
    code, printed, _ = run("fmt", policies / ROTATION, "--diff")
    assert code == 5
    assert printed.startswith(f"--- 政策/{ROTATION}\n+++ 政策/{ROTATION}\n")
    assert "-依据: 8.2   # 依据旁边\n" in printed
    assert "+依据: 第八条第二款  # 依据旁边\n" in printed
    assert (policies / ROTATION).read_text(encoding="utf-8") == MESSY
    (policies / ROTATION).write_text(TIDY, encoding="utf-8")
    assert run("fmt", policies / ROTATION, "--check")[0] == 0


def test_a_file_with_a_mistake_is_left_as_it_is(here, run, policies):
    (policies / ROTATION).write_text(MESSY, encoding="utf-8")
    other = policies / "article-07-replacement.yaml"
    broken = other.read_text(encoding="utf-8") + "坏的键:   1\n"
    other.write_text(broken, encoding="utf-8")
    code, printed, complaints = run("fmt", policies)
    assert code == 1
    assert "有错的 1 个没有动。" in printed
    assert "政策/article-07-replacement.yaml:" in complaints
    assert "坏的键" in complaints
    assert other.read_text(encoding="utf-8") == broken
    assert (policies / ROTATION).read_text(encoding="utf-8") == TIDY


def test_other_files_are_passed_over(here, run, policies):
    record = "主体:   派驻窗口工作人员\n"
    (policies / "案卷").mkdir()
    (here / "one.yaml").write_text(record, encoding="utf-8")
    assert run("fmt", here / "one.yaml")[:2] == (0, "共 0 个文件，重排了 0 个。\n")
    assert (here / "one.yaml").read_text(encoding="utf-8") == record
    code, _, complaints = run("fmt", "没有")
    assert (code, "没有这个文件夹" in complaints) == (1, True)


def test_a_folder_that_is_laid_over_another(here, run):
    own = here / "自己的"
    shutil.copytree(ROOT / "examples" / "own-policies", own)
    text = (own / ROTATION).read_text(encoding="utf-8")
    (own / ROTATION).write_text(text.replace("政策: ", "政策:     "), encoding="utf-8")
    assert run("fmt", own)[0] == 0
    assert "政策:     " not in (own / ROTATION).read_text(encoding="utf-8")
    assert zzrules.check(over=own) == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_ends_of_lines_stay(here, run, policies, ending):
    (policies / ROTATION).write_bytes(MESSY.replace("\n", ending).encode())
    assert run("fmt", policies / ROTATION)[0] == 0
    assert (policies / ROTATION).read_bytes() == TIDY.replace("\n", ending).encode()


def test_the_columns_of_a_table_stand_below_one_another():
    node = read_text(TABLE, "t", Problems())
    for _ in ("推算", "费用", "对照表", "行"):
        assert isinstance(node, Mapping)
        node = node.entries[-1][1]
    assert node is not None
    shapes = Shapes()
    shapes.rows.add(node.place)
    assert formatted(TABLE, "t", shapes).splitlines()[-3:] == [
        "        - [行政许可,             无,          0元]",
        "        - [行政许可,             {以上: 1元}, 100元]",
        "        - [{不属于: [行政许可]}, 任意,        0元]",
    ]


def test_a_feature_is_laid_out(here, run):
    (here / "甲.feature").write_text(FEATURE, encoding="utf-8")
    assert formatted_feature(FEATURE) == TIDY_FEATURE == formatted_feature(TIDY_FEATURE)
    code, printed, _ = run("fmt", "甲.feature", "--check")
    assert (code, printed) == (5, "甲.feature：没有排好\n共 1 个文件，1 个没有排好。\n")
    assert run("fmt", "甲.feature")[0] == 0
    assert (here / "甲.feature").read_text(encoding="utf-8") == TIDY_FEATURE
    wide = FEATURE.replace("场景大纲:", "场景大纲：")
    (here / "乙.feature").write_text(wide, encoding="utf-8")
    code, _, complaints = run("fmt", "乙.feature")
    assert (code, "乙.feature:" in complaints) == (1, True)
    assert (here / "乙.feature").read_text(encoding="utf-8") == wide


def test_what_is_shipped_is_laid_out(here, run):
    code, printed, complaints = run("fmt", "--check", *(ROOT / name for name in ("policies", "features", "examples")))
    assert (code, complaints) == (0, ""), printed

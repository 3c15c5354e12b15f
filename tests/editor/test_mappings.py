"""What is proposed in mappings of registers (对照), and what their words name."""

from pathlib import Path

import pytest

from zzrules.editor.mappings import offer
from zzrules.editor.navigation import Index, mention_at
from zzrules.editor.positions import Text
from zzrules.editor.symbols import Symbol
from zzrules.editor.workspace import Desk, Study, Workspace

ROOT = Path(__file__).parents[2]
BEGUN = "对照: 台账\n"


@pytest.fixture(scope="module")
def desk() -> Desk:
    desk = Workspace().desk_of(ROOT / "policies" / "vocabulary.yaml")
    assert desk is not None
    desk.study({})
    return desk


@pytest.fixture(scope="module")
def study(desk: Desk) -> Study:
    return desk.last


@pytest.mark.parametrize(
    ("typed", "first", "some", "none_of"),
    [
        ("｜\n", ["工作表", "表头行"], {"列", "各行相同"}, {"对照", "事实"}),
        ("列: {甲: ｜}\n", ["案号", "主体"], {"评价日", "特别程序期间.起", "审核同意"}, {"特别程序期间", "是"}),
        ("列:\n  甲: 受理｜\n", [], {"受理日期"}, set()),
        ("列: {甲: 审核同意.｜}\n", ["审核同意.结论", "审核同意.机构"], set(), set()),
        ("列: {甲: 办结日期.｜}\n", ["办结日期.不早于", "办结日期.晚于"], set(), set()),
        ("列:\n  甲:\n    ｜\n", ["事实", "值"], set(), {"列"}),
        ("列: {甲: {｜}}\n", ["事实", "值", "空"], set(), {"列"}),
        ("列: {甲: {事实: 主体, ｜}}\n", ["值", "空"], set(), {"事实"}),
        (
            "列: {甲: {事实: 事项类别, 值: {乙: ｜}}}\n",
            ["行政许可"],
            {"公共服务事项", "查不清", "未记载"},
            {"无", "主体"},
        ),
        ("列: {甲: {事实: 办结日期, 空: ｜}}\n", ["无", "查不清", "未记载"], set(), {"工作日"}),
        ("列: {甲: {事实: 特别程序期间.第2项.事由, 空: ｜}}\n", [], {"专家评审"}, set()),
        ("列: {甲: {事实: 审核同意.机构, 空: ｜}}\n", ["政务服务中心管理机构"], {"人民政府"}, {"是"}),
        ("列: {甲: {事实: 承诺时限, 单位: ｜}}\n", ["元", "万元"], set(), set()),
        ("列: {甲: {事实: 办结日期, 日期写法: [｜]}}\n", [], {"毫秒", "Excel序号"}, set()),
        ("各行相同: {｜}\n", ["案号", "主体"], set(), {"一项也没有"}),
        ("各行相同: {主体: 其他, ｜}\n", ["案号", "所属层级"], set(), {"主体"}),
        ("各行相同: {主体: ｜}\n", ["政务服务机构"], {"其他", "未记载"}, {"市级"}),
        ("一项也没有: {｜}\n", [], {"特别程序期间"}, {"主体"}),
        ("一项也没有: {特别程序期间: ｜}\n", ["无", "查不清", "未记载"], set(), set()),
        ("规范写法: ｜\n", ["是", "否"], set(), set()),
        ("不计的行: [合计, {列: 状态, ｜}]\n", ["是", "空"], set(), {"列"}),
        ("列: {｜: 主体}\n", [], set(), {"主体"}),
    ],
)
def test_what_may_stand_in_a_mapping_is_proposed(
    study: Study, typed: str, first: list[str], some: set[str], none_of: set[str]
):
    text = BEGUN + typed
    found = offer(study, text.replace("｜", ""), text.index("｜"))
    labels = [item.label for item in found.items]
    assert labels[: len(first)] == first
    assert some <= {*labels}
    assert not none_of & {*labels}


def test_a_key_is_proposed_with_what_it_means_and_its_colon(study: Study):
    text = BEGUN + "列: {甲: {事实: 主体, ｜}}\n"
    found = {item.label: item for item in offer(study, text.replace("｜", ""), text.index("｜")).items}
    assert found["空"].detail == "空着的格子，在案卷里是什么"
    assert found["空"].insert == "空: "


def test_words_of_a_mapping_name_what_the_columns_are_and_what_the_words_mean(desk: Desk):
    path = ROOT / "policies" / "对照.yaml"
    text = (
        "对照: 主体\n"
        "列:\n"
        "  主体: 事项类别\n"
        "  类别: {事实: 事项类别, 值: {行政许可: 公共服务事项}}\n"
        "  止: 特别程序期间.止\n"
        "不用的列: [主体]\n"
        "各行相同: {主体: 其他, 审核同意.机构: 人民政府}\n"
    )
    study = desk.study({path: text})
    desk.study({})
    index, written = Index(study), Text(text)

    def named(words: str, behind: int = 0) -> Symbol | None:
        mention = mention_at(study, "对照.yaml", written, text.index(words) + behind)
        return index.resolve("对照.yaml", mention)

    assert named("  主体: 事", 3) is None
    assert named("行政许可") is None
    assert named("[主体", 1) is None
    assert named("主体: 事项", 4) == Symbol("fact", "事项类别")
    assert named("特别程序期间.止") == Symbol("fact", "特别程序期间")
    assert named("公共服务事项") == Symbol("option", "公共服务事项", "事项类别")
    assert named("{主体", 1) == Symbol("fact", "主体")
    assert named("其他") == Symbol("option", "其他", "主体")
    assert named("人民政府") == Symbol("body", "人民政府")
    sites = [site.span for site in index.sites(Symbol("fact", "主体")) if site.file == "对照.yaml"]
    assert [written[span] for span in sites] == ["主体"]
    assert sites[0].start == text.index("{主体") + 1

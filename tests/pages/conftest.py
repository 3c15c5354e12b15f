"""Sites that tests look at: of a small folder whose names do harm, and of the shipped policies."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from tests.pages.html import Document

from zzrules.bdd.evidence import Run
from zzrules.bdd.scenarios import read_scenarios
from zzrules.loading import shipped_policies
from zzrules.pages.site import files
from zzrules.pages.source import Source

DAY = date(2026, 11, 28)
ROOT = Path(__file__).parents[2]
SCRIPT = "<script>alert(1)</script>"
TURNED = "甲\u202e乙"
LONG = "长" * 2000
REGULATION = """
法规: 某市窗口规定
文号: 某政〔2025〕9号
发布机关: 某市人民政府
印发: 2025-12-01
效力: {依据: 第四条, 施行: 2026-01-01, 有效期至: 2030-12-31}
条文:
  第一条:
    - 款: "窗口有下列情形之一的，责令改正："
      项: ["不一次性告知的；", "超过承诺时限的。"]
  第二条:
    - 款: "对实名差评，应当在两个工作日内联系核实。"
  第三条:
    - 款: "窗口应当整洁。<b>]]>"
  第四条:
    - 款: "本规定自2026年1月1日起施行，有效期五年。"
修正:
  - 文号: 某政〔2026〕20号
    印发: 2026-05-20
    施行: 2026-07-01
    改为: {第二条: "对实名差评，应当在三个工作日内联系核实。"}
不评价: {第三条: 没有要件, 第四条: 施行日期}
"""
VOCABULARY = f"""
词汇: 某市窗口规定
机构: {{窗口管理机构: management_body}}
事实:
  行为发生日期: {{代码: conduct_date, 类型: 日期, 问: 行为发生在哪一天？}}
  一次性告知: {{代码: told_at_once, 类型: 是否, 问: "是否一次性告知？{SCRIPT}]]>😀"}}
  超过承诺时限: {{代码: overdue, 类型: 是否, 问: "{LONG}？"}}
  联系核实日期: {{代码: verified_on, 类型: 日期, 可无: 是, 问: "何时联系核实？\\u202e"}}
"""
LIABILITY = f"""
政策: "{SCRIPT}]]>"
代码: liability
依据: 第一条
行为日期: {{取: 行为发生日期}}
说明: "{LONG}"
情形:
  "甲😀": {{依据: 第一条第（一）项, 条件: {{一次性告知: 否}}}}
  "{TURNED}": {{依据: 第一条第（二）项, 条件: {{超过承诺时限: 是}}}}
结论:
  - {{得出: "{LONG}", 代码: order, 条件: {{情形: 有其一}}}}
  - {{得出: "没有<i>", 代码: none}}
"""
REVIEW = """
政策: 差评核实
代码: review
依据: 第二条
行为日期: {取: 行为发生日期}
参数:
  核实时限: {依据: 第二条, 取值: {2026-01-01: 2工作日, 2026-07-01: 3工作日}}
推算:
  届满日: {期限: {起: 行为发生日期, 加: 核实时限}}
结论:
  - {得出: 按期, 代码: in_time, 条件: {联系核实日期: {不晚于: 届满日}}}
  - {得出: 没有按期, 代码: late}
义务:
  联系核实: {依据: 第二条, 主体: 窗口, 内容: 联系核实, 起: 行为发生日期, 时限: 届满日, 履行: 联系核实日期}
核对: {第二条: [b4240620, 7a776a64]}
"""
FEATURE = """# language: zh-CN
@第一条
功能: 责任

  场景: 没有一次性告知<b>
    假如 「行为发生日期」为「2026-03-02」
    而且 「一次性告知」为「否」
    而且 「超过承诺时限」为「否」
    当 于「2026-03-10」就「第一条」评价
    那么 情形「甲😀」成立

  场景大纲: 超过没有超过：<超过>
    假如 「行为发生日期」为「2026-03-02」
    而且 「一次性告知」为「是」
    而且 「超过承诺时限」为「<超过>」
    当 于「2026-03-10」就「第一条」评价
    那么 情形「甲😀」不成立

    例子:
      | 超过 |
      | 是   |
      | 否   |

  场景: 期待落空
    假如 「行为发生日期」为「2026-03-02」
    当 于「2026-03-10」就「第一条」评价
    那么 情形「甲😀」成立
"""


@dataclass(frozen=True)
class Site:
    """A site as it was made, and from what."""

    source: Source
    files: dict[str, bytes]

    @cached_property
    def pages(self):
        """Its pages, read."""
        return {name: Document(text.decode()) for name, text in self.files.items() if name.endswith(".html")}


def site(policies, features, wanted="*.feature"):
    """Return the site of a folder, with some of its features."""
    source = Source.read([policies], DAY)
    found = {path.relative_to(features).as_posix(): path.resolve() for path in sorted(features.rglob(wanted))}
    run = Run.of(source.book, found, DAY)
    return replace(source, run=run, scenarios=read_scenarios(features))


@pytest.fixture(scope="session")
def own_folder(tmp_path_factory):
    """A folder of policies whose names do harm, with a scenario that fails."""
    folder = tmp_path_factory.mktemp("own") / "政策"
    folder.mkdir()
    texts = {"regulation": REGULATION, "vocabulary": VOCABULARY, "liability": LIABILITY, "review": REVIEW}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "责任.feature").write_text(FEATURE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def own(own_folder):
    """The site of that folder."""
    source = site(own_folder, own_folder)
    return Site(source, files(source))


@pytest.fixture(scope="session")
def shipped():
    """The site of the shipped policies, with one of its features."""
    source = site(shipped_policies(), ROOT / "features", "第十八条-智能办理-流水.feature")
    return Site(source, files(source))

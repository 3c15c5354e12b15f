"""What a lawyer asks of the site: twelve questions, each answered from the first page with three clicks at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 3


@dataclass(frozen=True)
class Click:
    """A link to follow, and what is then read: in the part to which it leads, or else on the page."""

    link: str
    reads: tuple[str, ...]

    def done(self, page: Page) -> None:
        page.get_by_role("link", name=self.link, exact=True).first.click()
        read = page.evaluate("(document.querySelector(':target') ?? document.querySelector('main')).innerText")
        words = "".join(read.split())
        assert [one for one in self.reads if one not in words] == [], words[:500]


@dataclass(frozen=True)
class Typed:
    """Fields that are filled in, by what they are called, and what the page then says."""

    fields: dict[str, str]
    reads: str

    def done(self, page: Page) -> None:
        for name, value in self.fields.items():
            page.get_by_label(name).first.fill(value)
        page.locator("output, [role=status]").filter(has_text=self.reads).first.wait_for(timeout=5000)


QUESTIONS: dict[str, tuple[Click | Typed, ...]] = {
    "实名差评春节里收到，哪天截止？": (
        Click("实名差评联系核实", ("第二十条", "两个工作日内联系核实")),
        Click("「联系核实届满日」", ("自「计算起点」的次日起数", "满「联系核实时限」")),
        Click("日历", ("2026年工作日历",)),
        Typed({"自": "2026-02-17", "第": "2"}, "2026-02-25"),
    ),
    "休息日收到的，从哪天起算，有没有别的说法？": (
        Click("口径", ("休息日收到",)),
        Click("休息日收到", ("采“以实际收到日起算”一说", "另有“视为次一工作日收到”一说")),
    ),
    "哪些情形由谁认定？": (
        Click("机构", ("每个机构可以作什么认定",)),
        Click("政务服务中心管理机构", ("可以认定", "不适合继续在窗口工作：窗口工作人员轮换（第八条第二款）")),
    ),
    "2027-07-01以后改了什么？": (
        Click(
            "何时起变",
            ("2026-01-01起《漳州市政务服务条例实施细则》施行2031-01-01起《漳州市政务服务条例实施细则》有效期届满",),
        ),
    ),
    "政务服务机构应当做哪些事，哪些有期限？": (
        Click("义务", ("政务服务机构",)),
        Click("政务服务机构", ("政务服务机构应当做的事", "联系评价人并核实两个工作日第二十条第二款")),
    ),
    "轮换要满几年，这个数改过没有？": (Click("参数", ("轮换年限自2026-01-01起：2年第八条第二款",)),),
    "超过承诺时限没有办结，算不算第二十一条的情形？": (
        Click("责任追究", ("第二十一条", "政务服务机构及其窗口工作人员有下列情形之一的")),
        Click("超过承诺时限", ("情形超过承诺时限第二十一条第（五）项",)),
    ),
    "逾期拒不改正的，移交给谁？": (
        Click("第二十一条", ("移交效能工作机构、组织人事部门、纪检监察机关依规依纪依法作出处置",)),
    ),
    "2026年国庆放几天假，哪天要补班？": (
        Click("日历", ("2026-10-01至2026-10-033法定节假日国庆节", "2026-10-101调休上班")),
    ),
    "联系不上评价人，还要不要回访？": (
        Click("搜索", ("搜索",)),
        Typed({"找什么": "联系不上"}, "找到"),
        Click("联系不上的评价人", ("采“仍应联系、回访”一说", "另有“不必联系、回访”一说")),
    ),
    "审核同意由谁作出，没有的算什么？": (
        Click("窗口工作人员轮换", ("第八条第二款", "有权机构认定「审核同意」")),
        Click("「审核同意」", ("审核同意", "政务服务中心管理机构")),
    ),
    "那部修正过的规定，2026-07-01改了什么？": (
        Click("何时起变", ("2026-07-01起某政〔2026〕20号修正后的《某市窗口服务规定》施行", "由2工作日改为3工作日")),
        Click("参数「联系核实时限」", ("联系核实时限", "2026-07-01", "三个工作日")),
    ),
}
AMENDED = [*QUESTIONS][-1]


def test_there_are_twelve_and_none_takes_more_than_three_clicks():
    assert len(QUESTIONS) == 12
    assert max(sum(isinstance(step, Click) for step in steps) for steps in QUESTIONS.values()) <= MOST


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_lawyer_finds_the_answer(page_of, site, other_site, question):
    page = page_of(other_site if question == AMENDED else site, "index.html")
    for step in QUESTIONS[question]:
        step.done(page)

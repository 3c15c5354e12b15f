"""Following a case: what the last answer settles is taken over only where it still holds."""

from pathlib import Path

import pytest

import zzrules

POLICY = """
政策: 每次责令的回报
代码: report_back
依据: 第十四条第一款
行为日期: {取: 行为发生日期}
推算:
  多次责令: {条件: {责令改正: {次数: {以上: 2}}}}
结论:
  - {得出: 其余, 代码: rest}
义务:
  回报:
    依据: 第十四条第一款
    逐项: 责令改正
    主体: 政务服务中心管理机构
    内容: 回报改正情况
    条件: {全部: [多次责令: 成立, 主体: 政务服务机构]}
    时限: 责令限期
    履行: 改正日期
"""
ORDER = {"事件": "责令限期改正", "责令机构": "政务服务中心管理机构", "责令限期": "2026-04-30"}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> zzrules.Rulebook:
    folder: Path = tmp_path_factory.mktemp("own")
    (folder / "article-14.yaml").write_text(POLICY, encoding="utf-8")
    return zzrules.load(over=folder)


def states(file: zzrules.CaseFile, on: str = "2026-04-10") -> list[str | None]:
    return [one.state for one in file.on(on)["回报"]]


def test_an_element_that_depends_on_the_whole_list_is_judged_anew(book):
    file = book.casefile(
        [{"日期": "2026-04-01", **ORDER}], facts={"主体": "政务服务机构", "行为发生日期": "2026-03-02"}
    )
    assert states(file) == ["not_set_off"]
    more = file.with_event({"日期": "2026-04-02", **ORDER})
    assert states(more) == ["pending", "pending"]
    assert states(file) == ["not_set_off"]


def test_an_element_that_depends_on_another_fact_is_judged_anew(book):
    orders = [{"日期": "2026-04-01", **ORDER}, {"日期": "2026-04-02", **ORDER}]
    file = book.casefile(orders, facts={"行为发生日期": "2026-03-02"})
    assert states(file) == [None, None]
    known = file.with_event({"日期": "2026-04-03", "事件": "查明", "主体": "政务服务机构"})
    assert states(known) == ["pending", "pending"]
    assert states(known, "2026-04-02") == [None, None]


def test_a_new_element_leaves_the_others_as_they_were(book):
    orders = [{"日期": f"2026-04-0{day}", **ORDER} for day in (1, 2, 3)]
    file = book.casefile(orders, facts={"主体": "政务服务机构", "行为发生日期": "2026-03-02"})
    assert states(file, "2026-05-04") == ["breached"] * 3
    assert states(file.with_event({"日期": "2026-04-29", **ORDER}), "2026-05-04") == ["breached"] * 4
    assert states(file.with_event({"日期": "2026-04-20", **ORDER | {"责令限期": "2026-06-30"}}), "2026-05-04") == [
        *["breached"] * 3,
        "pending",
    ]


def test_elements_that_say_the_same_are_told_apart_when_asked_again(book):
    """Without their days elements have no order; what is taken over is still counted where it stands now."""
    overtime = [{"经安排加班": "是", "补休日期": "无"}] * 2
    file = book.casefile(facts={"主体": "派驻窗口工作人员", "行为发生日期": "2026-05-01", "加班": overtime})
    asked = [[one.number for one in file.on("2026-06-10")["给予相应补休"]] for _ in range(2)]
    assert asked == [[1, 2], [1, 2]]
    event = {"日期": "2026-05-23", "事件": "提供加班服务", "经安排加班": "是", "规定的补休期限": "无"}
    more = file.with_event(event)
    assert [(one.number, one.state) for one in more.on("2026-06-10")["给予相应补休"]] == [
        *((1, None), (2, None), (3, "pending")),
    ]

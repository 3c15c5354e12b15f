"""Features as `zzrules.bdd.running` runs them, held against pytest and pytest-bdd."""

from collections import Counter
from pathlib import Path

import pytest
from tests.by_pytest import ByPytest, Came

import zzrules
from zzrules.bdd.running import Outcome, run
from zzrules.bdd.scenarios import feature_of, scenarios_of

ROOT = Path(__file__).parents[2]
BROKEN = """\
# language: zh-CN
@标签
功能: 样样都错

  背景:
    假如 「主体」为「派驻窗口工作人员」
    * 「所属层级」为「市级」

  @别的
  场景: 背景照样算
    当 于「2026-03-02」就「第八条第二款」评价
    那么 「第八条第二款」待查明

  场景: 断言不对
    当 于「2026-03-02」就「第八条第二款」评价
    那么 「第八条第二款」的结论是「没有的」
    而且 「第八条第二款」待查明

  场景: 还没有评价
    那么 「第八条第二款」待查明

  场景: 没有这样的步骤
    当 下雨了

  场景: 是一步，但不在这个关键字下面
    那么 于「2026-03-02」评价

  场景: 案卷有误，没有说到
    假如 「报请日期」为「去年」
    当 于「2026-03-02」就「第八条第二款」评价

  场景: 案卷有误，说到了
    假如 「报请日期」为「去年」
    当 于「2026-03-02」就「第八条第二款」评价
    那么 案卷有误：「报请日期」

  场景: 流水有误，没有说到
    假如 流水如下
      | 日期       | 事件     |
      | 2026-01-05 | 没有的事 |

  场景: 没有那个文件夹
    假如 采用"没有的"中的政策

  场景: 程序出错
    那么 「2026-03-02」是工作日

  场景大纲: <日期>一行一行
    那么 「<日期>」是工作日，依据「<别的>」
    例子: 一
      | 日期       | 别的 |
      | 2026-02-14 | 甲   |
      |            | 乙   |
    @第二张
    例子: 二
      | 别的 | 日期       |
      | 丙   | 2026-02-16 |

  场景大纲: 表里也填
    假如 案卷如下
      | 事实     | 值   |
      | <事实>   | <值> |
    当 于「2026-03-02」就「第八条第二款」评价
    那么 「第八条第二款」待查明
    例子:
      | 事实     | 值         |
      | 主体     | 没有的主体 |
      | 没有的   | 是         |
      | 报请日期 | <没有这列> |
      | 报请日期 | 无         |

  规则: 规则有自己的背景
    背景:
      假如 「报请日期」为「2026-03-01」

    场景: 在规则里
      当 于「2026-03-02」就「第八条第二款」评价
      那么 「第八条第二款」可能的结论是「甲」「乙」
"""
SHIPPED = ("逐期义务.feature", "金额.feature", "多部法规.feature")


def ours(files: list[Path]) -> list[Outcome]:
    found: list[Outcome] = []
    book = zzrules.load()
    assert run(files, lambda _: book, found.append) == ()
    return found


def facts(one: Outcome) -> Came:
    return (one.file, one.scenario, one.row, one.why, one.step, one.step_line)


def test_it_says_what_pytest_says_of_what_is_broken_in_every_way(tmp_path, monkeypatch):
    """Backgrounds, rules, outlines, tags; steps that fail, that there are not, and that break."""
    basis = zzrules.Calendar.basis

    def broken(self, day):
        if day.isoformat() == "2026-03-02":
            raise RuntimeError("坏了")
        return basis(self, day)

    monkeypatch.setattr("zzrules.base.workdays.Calendar.basis", broken)
    file = tmp_path / "样样都错.feature"
    file.write_text(BROKEN, encoding="utf-8")
    came, mine = ByPytest([file]).came, ours([file])
    assert len(came) == len(mine) == 18
    assert [one.why == "" for one in mine].count(True) == 3
    by_name = {one[1:3]: one for one in came}
    for one in mine:
        theirs = by_name.pop((one.scenario, one.row))
        if theirs[3] == "坏了":
            assert one.why.startswith("程序出错了（RuntimeError, test_running.py:")
            assert (*facts(one)[:3], *facts(one)[4:]) == (*theirs[:3], *theirs[4:])
        else:
            assert facts(one) == theirs


def test_it_runs_the_scenarios_that_pytest_collects():
    """Of every shipped feature, each row of an outline; `tests/test_features.py` runs them with pytest."""
    files = sorted((ROOT / "features").glob("*.feature"))
    walked = [
        (file, written.name, tuple(row.items()))
        for file in files
        for written in scenarios_of(feature_of(file.read_text(encoding="utf-8")) or {"children": []})
        for row in written.rows
    ]
    collected = ByPytest(files, only_collected=True).collected
    assert len(walked) == len(collected) > 2_000
    assert Counter(walked) == Counter(collected)


@pytest.mark.parametrize("name", SHIPPED)
def test_it_asks_what_pytest_asks_of_shipped_features(name, tmp_path, monkeypatch):
    """The same determinations of the same facts, wherever it is run from."""
    file = ROOT / "features" / name
    theirs = ByPytest([file])
    monkeypatch.chdir(tmp_path)
    mine = ours([file])
    assert not any(one.why for one in mine)
    asked = {facts(one)[1:3]: [*one.shown] for one in mine}
    told = {one[1:3]: [*shown] for one, shown in zip(theirs.came, theirs.shown, strict=True)}
    assert asked.keys() == told.keys()
    for key, shown in asked.items():
        assert [vars(one) for one in shown] == [vars(one) for one in told[key]]

"""The second task: an invented policy beside this file, on 15 flags and 2 numbers; no day, no finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.peers.logic import TRUE, AtLeast, Condition, Flag, Not, Step, all_of, any_of
from benchmarks.peers.task import Drawn, Entry, Policy, Task

from zzrules.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    import polars as pl

FLAGS = (
    *("power_cut", "network_down", "system_down", "system_upgrade", "upgrade_announced", "fire_drill"),
    *("epidemic_control", "ordered", "staff_ill", "no_substitute", "meeting", "meeting_approved"),
    *("others_serve", "fallback", "applicants_agree"),
)

_STEPS: dict[str, Condition] = {
    "cut_off": any_of(Flag("power_cut"), Flag("network_down")),
    "outage": all_of(Step("cut_off"), Not(Flag("fallback"))),
    "failure": all_of(Flag("system_down"), Not(Flag("fallback"))),
    "upgrade": all_of(Flag("system_upgrade"), Flag("upgrade_announced"), Not(AtLeast("waiting", 21))),
    "drill": all_of(Flag("fire_drill"), any_of(Flag("ordered"), Not(AtLeast("waiting", 50)))),
    "control": all_of(Flag("epidemic_control"), Flag("ordered")),
    "illness": all_of(Flag("staff_ill"), Flag("no_substitute"), Not(AtLeast("open_windows", 2))),
    "gathering": all_of(Flag("meeting"), Flag("meeting_approved"), Flag("others_serve"), AtLeast("open_windows", 3)),
    "some": any_of(*map(Step, ("outage", "failure", "upgrade", "drill", "control", "illness", "gathering"))),
}
_GROUNDS = {
    "停电断网": Step("outage"),
    "系统故障停办": Step("failure"),
    "系统升级停办": Step("upgrade"),
    "消防演练停办": Step("drill"),
    "防控停办": Step("control"),
    "患病停办": Step("illness"),
    "会议停办": Step("gathering"),
}


def _columns(_vocabulary: Vocabulary, drawn: Drawn) -> dict[str, pl.Series]:
    import polars as pl

    columns = {name: drawn.column([True, False] * 2, pl.Boolean) for name in FLAGS}
    columns["waiting"] = drawn.column([0, 5, 12, 20, 21, 34, 49, 50, 99, 100, 101, 180], pl.Int64)
    columns["open_windows"] = drawn.column([0, 1, 1, 2, 3, 3, 4, 12], pl.Int64)
    return columns


TASK = Task(
    name="suspension",
    title="An invented policy of seven grounds and an ordered list of five outcomes",
    rows_are="17 facts (15 flags, 2 numbers)",
    on=date(2026, 12, 1),
    about=("suspension",),
    force=TRUE,
    steps=_STEPS,
    policies=(
        Policy(
            code="suspension",
            applies=TRUE,
            grounds=_GROUNDS,
            entries=(
                Entry("keep_open", all_of(AtLeast("waiting", 100), Not(any_of(Step("cut_off"), Flag("system_down"))))),
                Entry("suspend_at_once", all_of(Step("some"), any_of(Step("cut_off"), Flag("epidemic_control")))),
                Entry("suspend", all_of(Step("some"), Flag("others_serve"))),
                Entry("ask_first", all_of(Step("some"), Flag("applicants_agree"))),
            ),
            rest="serve",
        ),
    ),
    columns=_columns,
    constants={"suspended_on": "无"},  # not yet: what is in force is decided by the day of evaluation
    folder=Path(__file__).parent,
    asks_possible=False,
)

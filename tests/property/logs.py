"""Kinds of events over a drawn vocabulary, and logs: entries that may be corrected, withdrawn, delivered twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tests.property.pen import BODIES, DAYS, Pen
from tests.property.records import NONE, UNCLEAR, known_value, masked_value

from zzrules.policy.vocabulary import EventKind, Fact, Vocabulary

Tree = dict[str, Any]
ITS_DAY = "发生日期"
SETTLED = {"是否": ("是", "否"), "机构": tuple(BODIES)}

# ── kinds of events ─────────────────────────────────────────────────────


def event_trees(pen: Pen, facts: Tree) -> dict[str, Tree]:
    """Draw kinds of events: dated, fixed, bringing, silent, last; beginning and continuing a list's elements."""
    kinds: dict[str, Tree] = {}

    def add(tree: Tree) -> str:
        name = f"事件{len(kinds) + 1}"
        kinds[name] = {"代码": f"event_{len(kinds) + 1}", **tree}
        return name

    if not pen.chance(4):
        add({"带": "全部"})
    grown = {name for name in ("期间表", "记录表") if not pen.chance(3)}
    for name in sorted(grown):
        fields = facts[name]["字段"]
        for _ in range(pen.count(1, 2)):
            begun = add({"列表": name, **_settled(pen, fields, facts[name].get("顺序", "记录日"), begins=True)})
            for _ in range(pen.count(0, 2)):
                add({"续": begun, **_settled(pen, fields, "止" if name == "期间表" else "了结日")})
    alone = {label: fact for label, fact in facts.items() if label not in grown}
    days = [label for label, fact in facts.items() if fact["类型"] == "日期"]
    for _ in range(pen.count(1, 4)):
        add(_settled(pen, alone, pen.one(days)))
    if pen.chance():
        add({"带": ["认定1", *pen.some(["是否1", "整数1", "文本1"], 0, 2)], "未登记则": NONE})
    return {name: kinds[name] for name in kinds}


def _settled(pen: Pen, facts: Tree, day: str, *, begins: bool = False) -> Tree:
    """Draw what a kind settles of some facts: it dates one, fixes some, and brings others."""
    noted: Tree = {} if pen.chance(6) else {day: ITS_DAY}
    fixable = {label: fact for label, fact in facts.items() if fact["类型"] in ("是否", "选项", "机构")}
    for label in pen.some(list(fixable), 0, 2):
        noted[label] = pen.one(SETTLED.get(facts[label]["类型"]) or list(facts[label]["选项"]))
    made: Tree = {"记": noted} if noted else {}
    brought = pen.some([label for label in facts if label not in noted], 0 if noted else 1, 3)
    if brought:
        made["带"] = brought
    findings = [label for label in brought if facts[label]["类型"] == "认定"]
    silent = day in noted or bool(findings)
    if silent and (begins or day not in noted or "可无" in facts[day]) and not pen.chance(3):
        made["未登记则"] = NONE
    if pen.chance(4):
        made["多次"] = pen.one(("末次", "首次"))
    return made


# ── logs ────────────────────────────────────────────────────────────────


def brought_by(kind: EventKind, vocabulary: Vocabulary) -> Sequence[Fact]:
    """Return the facts that an entry of a kind may state."""
    if not kind.brings_all:
        return kind.brought
    grown = {one.source.name for one in vocabulary.events if one.source is not None}
    return [fact for fact in vocabulary.facts if fact.name not in grown]


def entry(pen: Pen, vocabulary: Vocabulary, kind: EventKind, day: date) -> Tree:
    """Draw an entry of a kind, with some of what it may bring."""
    made: Tree = {"日期": day.isoformat(), "事件": pen.one((kind.label, kind.name))}
    brought = brought_by(kind, vocabulary)
    for fact in pen.some(brought, 0, 3) if kind.brings_all else [one for one in brought if not pen.chance(3)]:
        value = UNCLEAR if pen.chance(6) else known_value(pen, vocabulary, fact, day)
        made[pen.one((fact.label, fact.name))] = masked_value(pen, value, unclear=True)
    return made


def days_of(pen: Pen, number: int) -> list[date]:
    """Draw few days near one another, so that entries meet on them."""
    start = pen.one([day for day in DAYS if day.year > 2014])
    return [start + timedelta(days=pen.count(0, 12)) for _ in range(number)]


def entries(pen: Pen, vocabulary: Vocabulary, most: int = 8) -> list[Tree]:
    """Draw a log: entries with numbers, corrections, withdrawals, continuations and duplicates among them."""
    made: list[Tree] = []
    if not vocabulary.events:
        return made
    days = days_of(pen, 4)
    for number in range(1, pen.count(0, most) + 1):
        numbered = [one for one in made if "编号" in one]
        if numbered and pen.chance(8):
            made.append(dict(pen.one(numbered)))
            continue
        own = {} if pen.chance(4) else {"编号": number}
        if numbered and pen.chance(6):
            made.append(own | {"撤回": pen.one(numbered)["编号"]})
            continue
        kind = pen.one(vocabulary.events)
        one = own | entry(pen, vocabulary, kind, pen.one(days))
        if numbered and pen.chance(5):
            one["更正"] = pen.one(numbered)["编号"]
        if kind.continues and numbered and pen.chance():
            one["对"] = pen.one(numbered)["编号"]
        made.append(one)
    return made

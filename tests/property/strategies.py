"""What the property tests draw: a vocabulary, and policies over it as YAML text, each well-typed.

The text is the language that legal staff write, so that loader, binder and engines are all on the way.
A drawn folder has no mistake in it; a test holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.property.clauses import (
    AGE,
    COMMON,
    CONDITION,
    DATE,
    ELAPSED,
    ELAPSED_HOURS,
    HOURS,
    INTEGER,
    MOMENT,
    MONEY,
    Other,
    Place,
    Typed,
    condition,
    derivation,
    literal,
)
from tests.property.logs import event_trees
from tests.property.pen import BODIES, DAYS, LEVELS, UNITS, Pen

from zzrules.base.citation import Citation
from zzrules.base.periods import PERIODS
from zzrules.base.regulation import Regulation
from zzrules.base.regulations import Regulations
from zzrules.base.workdays import Calendar
from zzrules.plan import model, nodes, walks
from zzrules.plan.bound import Bound
from zzrules.plan.build import build_plan
from zzrules.policy.calendar_files import load_calendar
from zzrules.policy.folder import Folder
from zzrules.policy.forms import Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import load_regulation
from zzrules.policy.vocabulary import Kind, Vocabulary
from zzrules.policy.vocabulary_files import read_vocabulary
from zzrules.policy.yamlreading import read_text
from zzrules.policy.yamltree import Problems
from zzrules.rulebook import Rulebook

SHIPPED = Path(__file__).parents[2] / "policies"
VOCABULARY = "词汇.yaml"
AMENDED = ("2026-02-14", "2026-03-01", "2027-01-01", "2028-02-29")


@cache
def regulation() -> Regulation:
    return load_regulation(SHIPPED / "regulation.yaml")


@cache
def calendar() -> Calendar:
    return load_calendar(SHIPPED / "calendar")


# ── YAML text ───────────────────────────────────────────────────────────


def flow(tree: Any) -> str:
    match tree:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in tree.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, tree)) + "]"
        case _:
            return str(tree)


def block(tree: Any, depth: int, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a tree: ``depth`` levels of lines, the rest in braces."""
    margin = "  " * indent
    items = tree.items() if isinstance(tree, dict) else [("-", one) for one in tree]
    for key, value in items:
        head = f"{margin}{key}" if key == "-" else f"{margin}{key}:"
        if not isinstance(value, dict | list) or not value or depth <= 0:
            yield f"{head} {flow(value)}"
        elif key == "-":
            first, *rest = block(value, depth - 1, indent + 1)
            yield f"{margin}- {first.lstrip()}"
            yield from rest
        else:
            yield head
            yield from block(value, depth - 1, indent + 1)


def text_of(tree: Mapping[str, Any], depth: int) -> str:
    return "\n".join(block(tree, depth)) + "\n"


OFFICES = (
    {"2024-01-01": ["8:30-12:00", "14:30-17:30"]},
    {"2026-01-01": ["0:00-24:00"], "2026-03-01": ["8:30-12:00", "15:00-18:00"]},
)

# ── the vocabulary ──────────────────────────────────────────────────────


def vocabulary_tree(pen: Pen) -> dict[str, Any]:
    """Draw facts of every kind: few, so that conditions meet on them."""
    facts: dict[str, dict[str, Any]] = {}
    sides = {"东": "east", "西": "west", "南": "south"}
    sorts = {"长款": "long", "短款": "short"}

    def add(label: str, code: str, kind: str, **more: Any) -> None:
        facts[label] = {"代码": code, "类型": kind, **more, "问": "是怎样的"}

    def maybe_none() -> dict[str, str]:
        return {"可无": "是"} if pen.chance() else {}

    for number in range(1, pen.count(2, 3) + 1):
        add(f"是否{number}", f"flag_{number}", "是否")
    add("选项1", "option_1", "选项", 选项={"红色": "red", "绿色": "green", "蓝色": "blue"}, **maybe_none())
    add("选项2", "option_2", "选项", 选项={"红色": "red", "绿色": "green", "蓝色": "blue"}, **maybe_none())
    add("选项3", "option_3", "选项", 选项={"大号": "large", "小号": "small"}, **maybe_none())
    add("所在层级", "level", "选项", 选项=LEVELS)
    add("多选1", "options_1", "多选", 选项=sides)
    limits: dict[str, str] = {"最小": "0", "最大": "9"} if pen.chance() else {}
    add("整数1", "integer_1", "整数", **limits, **maybe_none())
    add("整数2", "integer_2", "整数", **maybe_none())
    add("金额1", "money_1", "金额", **maybe_none())
    add("金额2", "money_2", "金额", **maybe_none())
    add("日期1", "day_1", "日期")
    for number in range(2, pen.count(3, 4) + 1):
        add(f"日期{number}", f"day_{number}", "日期", **maybe_none())
    add("来日", "day_to_come", "日期", 可为将来="是", **maybe_none())
    add("时间1", "moment_1", "日期时间")
    add("时间2", "moment_2", "日期时间", **maybe_none())
    add("来时", "moment_to_come", "日期时间", 可为将来="是", **maybe_none())
    add("时长1", "duration_1", "时长", 单位=["工作日"], **maybe_none())
    add("时长2", "duration_2", "时长", 单位=[pen.one(UNITS[1:])], **maybe_none())
    add("时长3", "duration_3", "时长", 单位=list(UNITS), **maybe_none())
    add("文本1", "text_1", "文本", **maybe_none())
    add("机构1", "body_1", "机构", **maybe_none())
    add("认定1", "finding_1", "认定")
    add("认定2", "finding_2", "认定")
    facts["期间表"] = {
        "代码": "spans", "类型": "列表", "问": "有哪些", "顺序": "起", "期间": ["起", "止"],
        "字段": {
            "起": {"代码": "first", "类型": "日期", "问": "哪天"},
            "止": {
                "代码": "last", "类型": "日期", **({"可为将来": "是"} if pen.chance() else {}), **maybe_none(),
                "问": "哪天",
            },
            "算数": {"代码": "counts", "类型": "是否", "问": "是吗"},
            "种类": {"代码": "kind", "类型": "选项", "选项": sorts, **maybe_none(), "问": "哪种"},
        },
    }  # fmt: skip
    within = pen.one(({"最小": "0", "最大": "9"}, {"最小": "-9", "最大": "99"}))
    facts["记录表"] = {
        "代码": "entries", "类型": "列表", "问": "有哪些", **({"顺序": "记录日"} if pen.chance() else {}),
        "字段": {
            "记录日": {"代码": "day", "类型": "日期", **({"可为将来": "是"} if pen.chance(4) else {}), "问": "哪天"},
            "了结日": {"代码": "closed", "类型": "日期", **maybe_none(), "问": "哪天"},
            "属实": {"代码": "holds", "类型": "是否", "问": "是吗"},
            "数目": {"代码": "number", "类型": "整数", **within, **maybe_none(), "问": "多少"},
            "时刻": {"代码": "moment", "类型": "日期时间", **maybe_none(), "问": "几时"},
            "款额": {"代码": "sum", "类型": "金额", **maybe_none(), "问": "多少钱"},
            "方位": {"代码": "sides", "类型": "多选", "选项": sides, "问": "哪边"},
            "用时": {"代码": "time", "类型": "时长", "单位": ["工作日"], **maybe_none(), "问": "多久"},
            "经手": {"代码": "by", "类型": "机构", "问": "谁"},
            "摘要": {"代码": "note", "类型": "文本", **maybe_none(), "问": "什么"},
        },
    }  # fmt: skip
    happenings = {"事件": event_trees(pen, facts)} if not pen.chance(4) else {}
    days = [name for name, fact in facts.items() if fact["类型"] == "日期"]
    ends = {"有效期至": pen.one(AMENDED)} if pen.chance(3) else {}
    orders = (
        {"先后": {"先后0": {"日期": days[:2], "说明": "先后有序", "依据": "第八条", **ends}}} if pen.chance(4) else {}
    )
    office = {"办公时间": {"依据": "通知", "取值": pen.one(OFFICES)}}
    return {"词汇": "抽出的词汇", "机构": BODIES, "层级": LEVELS, "事实": facts, **happenings, **orders, **office}


# ── policies ────────────────────────────────────────────────────────────

# Paragraphs with the words that they have for a deadline.
TERMS = (("第二十条第二款", "立即"), ("第二十条第二款", "限期"), ("第二十三条第二款", "及时"), ("第二十二条", "及时"))
ARTICLES = ("第八条", "第二十条第二款", "第二十一条", "第二十三条第一款", "第十二条")


def policies_of(pen: Pen, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Draw one to three policies, each referring to those before it at most; one may be in two files."""
    trees: list[dict[str, Any]] = []
    total = pen.count(1, 3)
    taken = pen.some(ARTICLES, total, total)
    shown = [_shown(pen, number) for number in range(1, total + 1)]
    spans = [_spans(pen, last=number == total) for number in range(1, total + 1)]
    duties = Obligations(
        pen, vocabulary, [one for one, days in zip(shown, spans, strict=True) if not _ends(days)], shown
    )
    for number, other in enumerate(shown, 1):
        head = {"政策": other.name, "代码": f"policy_{number}", "依据": taken[number - 1]}
        conduct = _conduct(pen, vocabulary)
        derives = number == 1 and pen.chance(3)
        for span in spans[number - 1]:
            place = Place(vocabulary, others=tuple(shown[: number - 1]))
            tree = head | span | conduct | _body(pen, place, other, duties, number=number)
            trees.append(_with_derived_day(pen, vocabulary, tree) if derives else tree)
    _exceptions(pen, vocabulary, trees)
    return pen.shuffled(trees)


def _shown(pen: Pen, number: int) -> Other:
    """Draw what one policy shows: few names, so that conditions meet on them."""
    grounds, outcomes, duties = (
        tuple(f"{what}{number}{letter}" for letter in "甲乙丙丁"[: pen.count(least, 3)])
        for what, least in (("情形", 0), ("结论", 1), ("义务", 0))
    )
    return Other(f"政策{number}", outcomes, grounds, duties, _classes(pen, number, outcomes))


def _classes(pen: Pen, number: int, outcomes: tuple[str, ...]) -> dict[str, list[str]]:
    """Draw which outcomes are of one class, the common ones sometimes among them; half of the policies have none."""
    classes: dict[str, list[str]] = {}
    if pen.chance():
        names = [f"归类{number}{letter}" for letter in "甲乙"]
        for outcome in (*outcomes, *(common for common in COMMON if pen.chance(4))):
            classes.setdefault(pen.one(names), []).append(outcome)
    return classes


def _spans(pen: Pen, *, last: bool) -> list[dict[str, str]]:
    """Draw the days of a policy's files; only one to which no condition refers ends before the others."""
    if pen.chance(4):
        second = pen.one(AMENDED)
        eve = (date.fromisoformat(second) - timedelta(days=1)).isoformat()
        return [{"施行": "2026-01-01", "有效期至": eve}, {"施行": second}]
    return [{"施行": "2026-02-14", "有效期至": "2028-02-29"}] if last and pen.chance(4) else [{}]


def _ends(spans: list[dict[str, str]]) -> bool:
    return len(spans) == 1 and bool(spans[0])


def _conduct(pen: Pen, vocabulary: Vocabulary) -> dict[str, Any]:
    day = pen.one([one for one in vocabulary.facts if one.kind is Kind.DATE])
    falls_back = {"尚无则": "评价日"} if day.may_be_none and not pen.chance(3) else {}
    return {"行为日期": {"取": day.label} | falls_back}


def _with_derived_day(pen: Pen, vocabulary: Vocabulary, tree: dict[str, Any]) -> dict[str, Any]:
    """Return a policy that derives its day of conduct from facts; what is concluded may speak of that day."""
    day = {"推定之日": derivation(pen, Place(vocabulary, dated=False), DATE)}
    conduct = tree["行为日期"] | {"未记载则": "推定之日"}
    tree.pop("推出", None)
    return tree | {"行为日期": conduct, "推算": tree.get("推算", {}) | day}


def _body(pen: Pen, place: Place, shown: Other, duties: Obligations, *, number: int) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    parameters = {f"参数{k}": _parameter_type(pen) for k in range(1, pen.count(0, 2) + 1)}
    if parameters:
        tree["参数"] = {name: _parameter(pen, typed) for name, typed in parameters.items()}
    readings: dict[str, tuple[str, ...]] = {"口径1": ("宽", "严"), "满日": ("对应日当日", "对应日次日")}
    readings = {name: readings[name] for name in pen.some(list(readings), 0, 2)}
    if readings:
        tree["口径"] = {name: _reading_taken(pen, options) for name, options in readings.items()}
    if pen.chance(4):
        tree["问"] = {name: f"{name}是什么？" for name in pen.some(["是否1", "选项1", "认定1"], 1, 2)}
    if number == 1:
        tree["有权认定"] = {"认定1": _authority(pen), "认定2": _authority(pen)}
    presumed = pen.some(["是否1", "选项1", "认定1"], 0, 2)
    if presumed:
        tree["推定"] = {
            name: {"查不清则": "红色" if name == "选项1" else pen.one(("是", "否")), "依据": "某条"}
            for name in presumed
        }
    place = replace(place, parameters=parameters, readings=readings)
    place, derived = _derived(pen, place)
    if derived:
        tree["推算"] = {name: derived[name] for name in pen.shuffled(list(derived))}
    if required := [{"条件": condition(pen, place), "否则": "不适用"} for _ in range(pen.count(0, 2))]:
        tree["适用"] = required
        if parameters:
            required[0]["否则"] = f'"不到{{{pen.one(list(parameters))}}}"'
    if shown.grounds:
        tree["情形"] = {name: _ground(pen, place) for name in shown.grounds}
    own = replace(place, grounds=shown.grounds)
    *conditional, last = shown.outcomes
    tree["结论"] = [
        *({"得出": name, "代码": _code(name), "条件": condition(pen, own)} for name in conditional),
        {"得出": last, "代码": _code(last)},
    ]
    if shown.classes:
        tree["归类"] = {name: names[0] if len(names) == 1 else names for name, names in shown.classes.items()}
    final = replace(own, outcomes=shown.outcomes, classes=tuple(shown.class_names)) if shown.grounds else own
    if consequences := {f"后果{k}": _consequence(pen, final) for k in range(1, pen.count(0, 2) + 1)}:
        tree["后果"] = consequences
    if shown.duties:
        tree["义务"] = {name: duties.one(final, shown.name, name) for name in shown.duties}
    facts = place if number == 1 else replace(place, others=(), derived={})  # what others conclude is judged later
    if pen.chance(4):
        tree["先后"] = {"先后1": order(pen, place.vocabulary)}
    if pen.chance(4):
        tree["推出"] = _implications(pen, facts)
    if pen.chance(4):
        tree["矛盾"] = {"矛盾1": {"条件": condition(pen, facts), "说明": "不能并存", "依据": ["第八条"]}}
    if pen.chance(3):
        _with_own_days(pen, tree)
    return tree


def _with_own_days(pen: Pen, tree: dict[str, Any]) -> None:
    """Draw days for some parts of a policy, sometimes none of which is one of the policy's."""
    sections = ("情形", "后果", "义务", "先后", "推出", "矛盾")
    parts = [part for section in sections for part in tree.get(section, {}).values()]
    for part in pen.some([*parts, *tree["结论"][:-1]], 1, 2):
        first, last = sorted(pen.some(["2025-06-30", *AMENDED, "2027-02-28", "2032-01-01"], 2, 2))
        part.update(pen.one(({"施行": first}, {"有效期至": last}, {"施行": first, "有效期至": last})))


def order(pen: Pen, vocabulary: Vocabulary) -> dict[str, Any]:
    """Draw an order of dates; all that are drawn agree with one, so that none is circular."""
    days = [one.label for one in vocabulary.facts if one.kind is Kind.DATE] + ["认定1的日期", "认定2的日期"]
    chosen = pen.some(days, 2, 3)
    return {"日期": sorted(chosen, key=days.index), "说明": "先后有序", "依据": "第八条"}


def _implications(pen: Pen, place: Place) -> dict[str, Any]:
    """Draw an implication, and perhaps one more that says the same; no premise speaks of what is concluded."""
    fact, sign = pen.one(("是否1", "是否2", "认定1", "认定2")), pen.one(("是", "否"))
    bare = replace(place, derived={})
    drawn = {f"推出{k}": condition(pen, bare, 1) for k in range(1, pen.count(1, 2) + 1)}
    return {
        name: {"条件": one, "则": {fact: sign}, "说明": "由此推出", "依据": ["第八条"]}
        for name, one in drawn.items()
        if fact not in flow(one)
    }


def _code(name: str) -> str:
    """Return the code of 结论2乙."""
    return f"outcome_{name[2]}_{'abcd'['甲乙丙丁'.index(name[3])]}"


def _parameter_type(pen: Pen) -> Typed:
    return pen.one(
        (Typed(Kind.DURATION, unit="工作日"), Typed(Kind.DURATION, unit="年"), INTEGER, MONEY, DATE, HOURS, MOMENT)
    )


def _parameter(pen: Pen, typed: Typed) -> dict[str, Any]:
    days = ["2026-01-01", *sorted(pen.some(AMENDED, 0, 2))]
    return {"依据": "第八条", "取值": {day: literal(pen, typed) for day in days}}


def _reading_taken(pen: Pen, options: tuple[str, ...]) -> dict[str, Any]:
    taken = pen.one(options)
    return {"采": taken, "另说": [one for one in options if one != taken], "依据": "条文没有写明"}


def _authority(pen: Pen) -> dict[str, Any]:
    level = {"同级": "所在层级"} if pen.chance(3) else {}
    kind = {"性质": pen.one(("查明", "设权"))} if pen.chance() else {}
    return {"机构": pen.some(list(BODIES), 1, 2), **level, **kind, "依据": "第八条"}


def _derived(pen: Pen, place: Place) -> tuple[Place, dict[str, Any]]:
    option = Typed.of(place.vocabulary.by_label["选项1"])
    many = Typed.of(place.vocabulary.by_label["多选1"])
    kinds = [
        DATE,
        CONDITION,
        ELAPSED,
        MOMENT,
        INTEGER,
        ELAPSED_HOURS,
        MONEY,
        DATE,
        CONDITION,
        DATE,
        Typed(Kind.DURATION, unit="工作日"),
    ]
    kinds += [INTEGER, MONEY, AGE]
    kinds += [Typed(Kind.FLAG), option, many, Typed(Kind.TEXT), Typed.of(place.vocabulary.by_label["机构1"])]
    derived: dict[str, Any] = {}
    for number in range(1, pen.count(0, 5) + 1):
        typed = pen.one(kinds)
        name = f"推算{number}"
        derived[name] = derivation(pen, place, typed)
        place = replace(place, derived={**place.derived, name: typed})
    return place, derived


def _ground(pen: Pen, place: Place) -> dict[str, Any]:
    made: dict[str, Any] = {"依据": "第二十一条第（五）项"}
    if pen.chance(4):
        invoking = ["是否2", "期间表", "记录表", "文本1", "认定2", "选项3", "多选1", "来日"]
        invoked = pen.some(invoking, 1, 2) if pen.chance() else pen.one(invoking)
        basis = {"须有": condition(pen, place, 1)} if pen.chance() else {}
        made["兜底"] = {"援引": invoked, **basis, "条件": condition(pen, place, 1)}
    elif pen.chance(3):
        if pen.chance():
            made["条件"] = condition(pen, place, 1)
        made["分支"] = {f"分支{letter}": {"条件": condition(pen, place, 1)} for letter in "甲乙"[: pen.count(1, 2)]}
    else:
        made["条件"] = condition(pen, place)
    if pen.chance(3):
        made["手续"] = {"依据": "第八条第三款", "条件": condition(pen, place, 1)}
    return made


def _consequence(pen: Pen, place: Place) -> dict[str, Any]:
    made: dict[str, Any] = {"依据": "第八条", "主体": "机构", "情态": pen.one(("应当", "可以")), "内容": "办理"}
    if pen.chance():
        made["时限"] = pen.one([*place.of_type(DATE)[:-4], "及时"])
    if pen.chance(4):
        made["形式"] = ["口头", "书面"]
    if not pen.chance(4):
        made["条件"] = condition(pen, place)
    return made


class Obligations:
    """Draws obligations: each speaks of those alone that come before it in an order of them all."""

    def __init__(self, pen: Pen, vocabulary: Vocabulary, lasting: list[Other], shown: list[Other]) -> None:
        self.pen = pen
        self.lasting = {one.name for one in lasting}
        order = pen.shuffled([(one.name, name) for one in shown for name in one.duties])
        self.before = {key: order[:number] for number, key in enumerate(order)}
        ordered = [one.label for one in vocabulary.facts if one.order_by]
        # the same in all versions
        self.each = {key: pen.one(ordered) if pen.chance(3) else "" for key in order}
        self.every = {key: pen.one(list(PERIODS)) if not self.each[key] and pen.chance(3) else "" for key in order}

    def one(self, place: Place, policy: str, name: str) -> dict[str, Any]:
        """Draw an obligation of a policy that speaks of facts, of the policy's own conclusions and of obligations."""
        pen = self.pen
        known = [key for key in self.before[policy, name] if key[0] == policy or key[0] in self.lasting]
        place = replace(place, duties=tuple(("" if owner == policy else owner, duty) for owner, duty in known))
        cited, term = pen.one(TERMS)
        made: dict[str, Any] = {"依据": cited, "主体": "机构", "内容": "办理"}
        if pen.chance(5):
            made["原文"] = f'"{regulation().text(Citation.parse(cited))}"'
        if each := self.each[policy, name]:
            made["逐项"] = each
            place = replace(place, element=place.vocabulary.by_label[each])
        if pen.chance(4):
            made["行为日期"] = pen.one([one.label for one in place.vocabulary.facts if one.kind is Kind.DATE])
        if pen.chance(4):
            made["形式"] = ["口头", "书面"]
        if not pen.chance(4):
            made["条件"] = condition(pen, place)
        if every := self.every[policy, name]:
            return made | self._recurring(place, every)
        days = replace(place, grounds=(), outcomes=(), classes=(), duties=())
        if pen.chance():
            made["起"] = self._day(days, pen.one((DATE, MOMENT)))
        typed = MOMENT if pen.chance(3) else DATE
        if not pen.chance(4):
            made["时限"] = term if pen.chance(4) else self._day(days, typed)
        if not pen.chance(5):
            made["履行"] = condition(pen, place, 1) if pen.chance(4) else self._day(days, typed)
        for key in ("免除", "违反"):
            if pen.chance(4):
                made[key] = condition(pen, place, 1)
        return made

    def _recurring(self, place: Place, every: str) -> dict[str, Any]:
        """Draw how often an obligation recurs, and what of it differs by period."""
        pen, facts = self.pen, place.vocabulary.facts
        day = pen.one([str(one) for one in DAYS])
        dated = [one.label for one in facts if one.kind in (Kind.DATE, Kind.MOMENT)]
        first, last = pen.one([*dated, day]), pen.one([*dated, "9999-12-31"])
        made: dict[str, Any] = {"逐期": {"每": every, "自": first, "至": last}}
        end = pen.one(("期初", "期末"))
        month = {"起": end, "月": pen.one(("本月", "次月")), "日": pen.one(("10", "末日"))}
        made["时限"] = pen.one(
            (
                end,
                {"月日": month | ({"顺延": "顺延至工作日"} if pen.chance() else {})},
                {"期限": {"起": end, "加": pen.one(("5工作日", "15日", "1个月"))}},
                {"最早": [end, pen.one([one.label for one in facts if one.kind is Kind.DATE])]},
            )
        )
        listed = [(one.label, f.label) for one in facts if one.order_by for f in one.fields if f.kind is Kind.DATE]
        if listed and not pen.chance(4):
            source, field = pen.one(listed)
            made["履行"] = {pen.one(("首次", "末次")): {"列表": source, "取": field, "其中": {field: "本期"}}}
        else:
            made["履行"] = {pen.one(dated): "本期"}
        if pen.chance(4):
            made["起"] = "期初"
        if pen.chance(4):
            made["免除"] = condition(pen, place, 1)
        return made

    def _day(self, place: Place, wanted: Typed) -> Any:
        names = [name for name, typed in place.derived.items() if typed == wanted]
        names += [one.label for one in place.element.fields if Typed.of(one) == wanted] if place.element else []
        if names and self.pen.chance():
            return self.pen.one(names)
        return derivation(self.pen, place, wanted)


def _exceptions(pen: Pen, vocabulary: Vocabulary, trees: list[dict[str, Any]]) -> None:
    """Let policies except parts of other ones; the last outcome, which has no condition, stays."""
    for number in range(pen.count(0, 2)):
        source, target = pen.one(trees), pen.one(trees)
        if source["代码"] == target["代码"]:
            continue
        everywhere = [tree for tree in trees if tree["代码"] == target["代码"]]
        conditional = [one["得出"] for one in target["结论"][:-1]]
        parts = [("情形", name) for name in target.get("情形", ())] + [("结论", name) for name in conditional]
        parts += [
            ("后果", name) for name in target.get("后果", ()) if all(name in one.get("后果", ()) for one in everywhere)
        ]
        if not parts:
            continue
        section, name = pen.one(parts)
        place = Place(vocabulary)  # the names of both files: the facts
        made: dict[str, Any] = {"政策": target["政策"], section: name, "条件": condition(pen, place, 1)}
        if pen.chance():
            made["改为"] = condition(pen, place, 1)
        source.setdefault("例外于", []).append(made | {"优先": str(number + 1)})


# ── folders ─────────────────────────────────────────────────────────────


class Drawn:
    """A drawn folder: its files as text, and its plan; None, with the problems, if it has mistakes."""

    def __init__(
        self, files: Mapping[str, str], problems: tuple[Any, ...], read: Folder, plan: model.Plan | None
    ) -> None:
        self.files, self.problems, self.read, self.plan = files, problems, read, plan

    def book(self) -> Rulebook:
        assert self.plan is not None
        return Rulebook(Bound.of(self.read, self.plan))

    def __repr__(self) -> str:
        shown = "\n".join(f"── {name}\n{text}" for name, text in self.files.items() if name != VOCABULARY)
        return shown[:20_000] + "".join(f"\n{problem}" for problem in self.problems)


def loaded(files: Mapping[str, str]) -> Drawn:
    """Return what the loader and the binder make of files, with the shipped regulation and calendar."""
    problems = Problems()
    trees = {name: tree for name, text in files.items() if (tree := read_text(text, name, problems)) is not None}
    vocabulary = read_vocabulary([trees.pop(VOCABULARY)], Reader(problems))
    reader = Reader(problems, Regulations(regulation()))
    found = [read_policy(tree, dict(vocabulary.bodies), reader) for tree in trees.values()]
    policies = tuple(one for one in found if one is not None)
    plan = build_plan(policies, vocabulary, calendar(), problems)
    return Drawn(
        files, problems.in_order(), Folder(Regulations(regulation()), vocabulary, policies, calendar(), "0" * 64), plan
    )


@st.composite
def folders(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Drawn:
    pen = Pen(draw)
    words = text_of(vocabulary_tree(pen), 3)
    problems = Problems()
    tree = read_text(words, VOCABULARY, problems)
    assert tree is not None
    vocabulary = read_vocabulary([tree], Reader(problems))
    assert not problems, problems.in_order()
    policies = policies_of(pen, vocabulary)
    depth = pen.one((9, 2, 4))
    return loaded({VOCABULARY: words} | {f"{k}.yaml": text_of(one, depth) for k, one in enumerate(policies, 1)})


# ── nodes ───────────────────────────────────────────────────────────────


def nodes_of(plan: model.Plan) -> Iterator[nodes.Node]:
    """Yield every node of a plan."""

    def walk(node: nodes.Node) -> Iterator[nodes.Node]:
        yield node
        for child in walks.children(node):
            yield from walk(child)

    for policy in plan.policies:
        for version in policy.versions:
            for node in model.conditions_of(version):
                yield from walk(node)
            for one in version.consequences:
                if isinstance(one.deadline, nodes.Value):
                    yield from walk(one.deadline)
            for duty in version.obligations:
                for node in model.parts_of(duty):
                    yield from walk(node)


def corrections_of(plan: model.Plan) -> frozenset[str]:
    """Return the facts whose recording is a correction, not learning: those that invoke a catch-all item."""
    items = (node for node in nodes_of(plan) if isinstance(node, nodes.CatchAll))
    return frozenset(fact.name for node in items for fact in node.invoked)


def presumed_facts(plan: model.Plan) -> frozenset[str]:
    """Return the facts that count as something once they are 查不清."""
    presuming = (nodes.FactValue, nodes.Found)
    found = (node for node in nodes_of(plan) if isinstance(node, presuming) and node.presumed is not None)
    return frozenset(node.fact.name for node in found)

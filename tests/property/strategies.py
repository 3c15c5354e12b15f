"""What the property tests draw: a vocabulary, policies over it as YAML text, and records, each well-typed.

The text is the language that legal staff write, so that loader, binder and engines are all on the way.
A drawn folder has no mistake in it; a test holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from zzrules.ground.regulation import Regulation
from zzrules.ground.workdays import Calendar
from zzrules.plan import nodes
from zzrules.plan.build import build_plan
from zzrules.policy.calendar_files import load_calendar
from zzrules.policy.forms import UNIT_NAMES, Reader
from zzrules.policy.policies import read_policy
from zzrules.policy.regulation_files import load_regulation
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary, read_vocabulary
from zzrules.policy.yamltree import Problems, read_text

T = TypeVar("T")

SHIPPED = Path(__file__).parents[2] / "policies"
LEVELS = {"市级": "city", "县级": "county"}
BODIES = {"审批局": "bureau", "督查室": "inspector", "受理处": "desk"}
WORDS = ("批文", "来函", "纪要")
ORDER = ("以上", "以下", "未满", "超过", "等于", "不等于")
DATES = ("早于", "晚于", "不早于", "不晚于", "等于", "不等于")
UNITS = ("工作日", "日", "个月", "年")
UNCLEAR, NONE = "查不清", "无"

# Ends of the regulation's and the calendar's years, make-up days, leap days, and ordinary days between.
EVALUATION_DAYS = tuple(
    map(date.fromisoformat, ("2026-05-06", "2026-03-02", "2026-12-29", "2028-02-29", "2025-12-31", "2031-01-01"))
)
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2026-02-14", "2026-01-01", "2026-02-13", "2026-02-28", "2026-03-01", "2025-12-31", "2024-02-29"),
        *("2026-03-31", "2026-05-06", "2026-04-30", "2026-12-25", "2026-12-28", "2026-12-31", "2027-01-04"),
        *("2014-12-30", "2028-02-29", "2030-12-31", "2031-01-01"),
    )
)
AMENDED = ("2026-02-14", "2026-03-01", "2027-01-01", "2028-02-29")


@cache
def regulation() -> Regulation:
    return load_regulation(SHIPPED / "regulation.yaml")


@cache
def calendar() -> Calendar:
    return load_calendar(SHIPPED / "calendar")


# ── drawing ─────────────────────────────────────────────────────────────


@cache
def _upto(last: int) -> st.SearchStrategy[int]:
    return st.integers(0, last)


class Pen:
    """Draws choices; the first alternative is the one that a failing example shrinks to."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def count(self, least: int, most: int) -> int:
        return least + self._draw(_upto(most - least)) if most > least else least

    def one(self, of: Sequence[T]) -> T:
        return of[self.count(0, len(of) - 1)]

    def chance(self, of: int = 2) -> bool:
        """Return true once in so many times."""
        return self.count(0, of - 1) == of - 1

    def some(self, of: Sequence[T], least: int = 1, most: int = 3) -> list[T]:
        """Return a few different ones, in any order."""
        left, taken = list(of), []
        for _ in range(min(len(left), self.count(least, most))):
            taken.append(left.pop(self.count(0, len(left) - 1)))
        return taken

    def shuffled(self, of: Sequence[T]) -> list[T]:
        return self.some(of, len(of), len(of))


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


# ── the vocabulary ──────────────────────────────────────────────────────


def vocabulary_tree(pen: Pen) -> dict[str, Any]:
    """Draw facts of every kind: few, so that conditions meet on them."""
    facts: dict[str, dict[str, Any]] = {}

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
    add("多选1", "options_1", "多选", 选项={"东": "east", "西": "west", "南": "south"})
    limits: dict[str, str] = {"最小": "0", "最大": "9"} if pen.chance() else {}
    add("整数1", "integer_1", "整数", **limits, **maybe_none())
    add("整数2", "integer_2", "整数", **maybe_none())
    add("日期1", "day_1", "日期")
    for number in range(2, pen.count(3, 4) + 1):
        add(f"日期{number}", f"day_{number}", "日期", **maybe_none())
    add("来日", "day_to_come", "日期", 可为将来="是", **maybe_none())
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
            "止": {"代码": "last", "类型": "日期", **({"可为将来": "是"} if pen.chance() else {}), "问": "哪天"},
            "算数": {"代码": "counts", "类型": "是否", "问": "是吗"},
            "种类": {"代码": "kind", "类型": "选项", "选项": {"长款": "long", "短款": "short"}, **maybe_none(), "问": "哪种"},
        },
    }  # fmt: skip
    facts["记录表"] = {
        "代码": "entries", "类型": "列表", "问": "有哪些", **({"顺序": "记录日"} if pen.chance() else {}),
        "字段": {
            "记录日": {"代码": "day", "类型": "日期", "问": "哪天"},
            "属实": {"代码": "holds", "类型": "是否", "问": "是吗"},
            "数目": {"代码": "number", "类型": "整数", **maybe_none(), "问": "多少"},
            "方位": {"代码": "sides", "类型": "多选", "选项": {"东": "east", "西": "west", "南": "south"}, "问": "哪边"},
            "用时": {"代码": "time", "类型": "时长", "单位": ["工作日"], **maybe_none(), "问": "多久"},
            "经手": {"代码": "by", "类型": "机构", "问": "谁"},
            "摘要": {"代码": "note", "类型": "文本", **maybe_none(), "问": "什么"},
        },
    }  # fmt: skip
    return {"词汇": "抽出的词汇", "机构": BODIES, "层级": LEVELS, "事实": facts}


# ── conditions and values, by type ──────────────────────────────────────


@dataclass(frozen=True)
class Typed:
    """What a name stands for: a kind, with the options and the unit that must match."""

    kind: Kind | str
    options: tuple[str, ...] = ()
    unit: str = ""

    @classmethod
    def of(cls, fact: Fact) -> Typed:
        unit = UNIT_NAMES[fact.units[0]] if len(fact.units) == 1 else ""
        return cls(fact.kind, tuple(fact.options), unit)


CONDITION, ELAPSED = Typed("条件"), Typed("历时")
DATE, INTEGER = Typed(Kind.DATE), Typed(Kind.INTEGER)


@dataclass(frozen=True)
class Other:
    """What another policy shows: its name, the outcomes and the grounds that every version of it has."""

    name: str
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a condition stands: the names that it may use.

    ``grounds`` and ``outcomes`` are the policy's own, where the place may speak of them.
    """

    vocabulary: Vocabulary
    derived: Mapping[str, Typed] = field(default_factory=dict)
    parameters: Mapping[str, Typed] = field(default_factory=dict)
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    element: Fact | None = None

    def names(self, wanted: Callable[[Typed], bool]) -> list[str]:
        """Return the names of what is wanted; of a list's element before those of the record."""
        found: list[str] = []
        if self.element is not None:
            found += [one.label for one in self.element.fields if wanted(Typed.of(one))]
            if self.element.order_by and wanted(INTEGER):
                found.append("序号")
        found += [one.label for one in self.vocabulary.facts if wanted(Typed.of(one))]
        found += [name for name, typed in self.derived.items() if wanted(typed)]
        if wanted(DATE):
            found += ["评价日", "行为日期"]
            found += [f"{one.label}的日期" for one in self.vocabulary.facts if one.kind is Kind.FINDING]
        return found

    def lists(self, wanted: Callable[[Fact], bool] = lambda _: True) -> list[Fact]:
        return [one for one in self.vocabulary.facts if one.kind is Kind.LIST and wanted(one)]

    def of_type(self, typed: Typed) -> list[str]:
        return self.names(lambda one: one == typed)

    def given(self, typed: Typed) -> list[str]:
        return [name for name, one in self.parameters.items() if one == typed]


def literal(pen: Pen, typed: Typed) -> str:
    match typed.kind:
        case Kind.DATE:
            return pen.one(DAYS).isoformat()
        case Kind.INTEGER:
            return str(pen.one((0, 1, 2, 3, 9)))
        case _:
            return f"{pen.one((1, 0, 2, 5, 24))}{typed.unit or pen.one(UNITS)}"


def operand(pen: Pen, place: Place, typed: Typed) -> str:
    """Draw a literal, a parameter or a name of the type."""
    names = place.given(typed) + place.of_type(typed)
    return pen.one(names) if names and not pen.chance(3) else literal(pen, typed)


def condition(pen: Pen, place: Place, depth: int = 2) -> dict[str, Any]:
    kinds: list[Callable[[Pen, Place, int], dict[str, Any]]] = [_test, _test, _test]
    if depth:
        kinds += [_junction, _junction, _negation]
    if place.element is None and depth:
        kinds += [_occurs, _times]
    if place.readings:
        kinds.append(_reading)
    if place.others:
        kinds.append(_reference)
    if place.grounds:
        kinds += [_own, _own]
    return pen.one(kinds)(pen, place, depth)


def _junction(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    word = pen.one(("全部", "任一"))
    return {word: [condition(pen, place, depth - 1) for _ in range(pen.count(1, 3))]}


def _negation(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    return {"非": condition(pen, place, depth - 1)}


def _reading(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    name = pen.one(list(place.readings))
    return {"口径": {name: pen.one(place.readings[name])}}


def _reference(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    other = pen.one(place.others)
    if other.grounds and pen.chance():
        return {"参见": {"政策": other.name, "情形": pen.one(other.grounds)}}
    named = pen.some(other.outcomes)
    return {"参见": {"政策": other.name, "得出": named[0] if len(named) == 1 else named}}


def _own(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    """Draw what only conclusions may speak of: the policy's own grounds, and its outcome where it has one."""
    if place.outcomes and pen.chance():
        named = pen.some(place.outcomes)
        return {"结论": named[0] if len(named) == 1 else named}
    if pen.chance():
        return {pen.one(place.grounds): pen.one(("成立", "不成立"))}
    return {"情形": pen.one(("有其一", "有其一且手续齐备", "均无"))}


def _occurs(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    source = pen.one(place.lists())
    words = ["有一次", "每一次"] + (["第1次", "第2次"] if source.order_by else [])
    return {source.label: {pen.one(words): condition(pen, replace(place, element=source), depth - 1)}}


def _times(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    source = pen.one(place.lists())
    inner: dict[str, Any] = {pen.one(ORDER): pen.one((1, 0, 2))}
    if pen.chance():
        inner["其中"] = condition(pen, replace(place, element=source), depth - 1)
    return {source.label: {"次数": inner}}


def _test(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    names = place.names(lambda typed: typed.kind is not Kind.LIST or place.element is None)
    if place.element is not None and pen.chance(3):
        names = [one.label for one in place.element.fields]
    elif place.derived and pen.chance():
        names = list(place.derived)
    name = pen.one(names)
    typed = _type_of(place, name)
    presence = typed.kind not in (Kind.FLAG, "条件", "历时") and pen.chance(4)
    return {name: pen.one(("有", "无")) if presence else _compared(pen, place, typed)}


def _type_of(place: Place, name: str) -> Typed:
    if place.element is not None and (found := place.element.field_by_label(name)) is not None:
        return Typed.of(found)
    if name in place.derived:
        return place.derived[name]
    if name in place.vocabulary.by_label:
        return Typed.of(place.vocabulary.by_label[name])
    return INTEGER if name == "序号" else DATE


def _compared(pen: Pen, place: Place, typed: Typed) -> Any:
    match typed.kind:
        case "条件":
            return pen.one(("成立", "不成立", "是", "否"))
        case "历时":
            unit = Typed(Kind.DURATION, unit=pen.one(UNITS))
            return {pen.one(("未满", "以上", "以下", "超过")): operand(pen, place, unit)}
        case Kind.FLAG | Kind.FINDING:
            return pen.one(("是", "否"))
        case Kind.OPTION | Kind.BODY:
            if pen.chance():
                return pen.one(typed.options)
            return {pen.one(("属于", "不属于")): pen.some(typed.options)}
        case Kind.OPTIONS:
            return {pen.one(("包含", "不包含")): pen.one(typed.options)}
        case Kind.DATE:
            return {pen.one(DATES): operand(pen, place, typed)}
        case Kind.DURATION if not typed.unit:  # several units: only presence can be asked
            return pen.one(("有", "无"))
        case Kind.INTEGER | Kind.DURATION:
            return {pen.one(ORDER): operand(pen, place, typed)}
        case Kind.TEXT:
            return {pen.one(("等于", "不等于")): pen.one(WORDS)}
        case _:
            return pen.one(("有", "无"))


# ── derived facts ───────────────────────────────────────────────────────


def derivation(pen: Pen, place: Place, typed: Typed, depth: int = 2) -> Any:
    """Draw how a derived fact of a type is obtained."""
    if place.readings and depth and pen.chance(5):
        name = pen.one(list(place.readings))
        options = {option: derivation(pen, place, typed, 0) for option in place.readings[name]}
        return {"按口径": name, **options}
    if typed == CONDITION:
        return {"条件": condition(pen, place)}
    if typed == ELAPSED:
        full_on = [name for name, options in place.readings.items() if "对应日当日" in options]
        ends = {"起": operand(pen, place, DATE), "止": operand(pen, place, DATE)}
        return {"历时": ends | ({"满于": pen.one((*full_on, "对应日当日", "对应日次日"))} if pen.chance() else {})}
    makers: list[Callable[[Pen, Place, Typed], Any]] = [_word, _first_given, _cases]
    if _pickable(place, typed):
        makers.append(_picked)
    if typed == DATE:
        makers += [_deadline, _rolled, _extremum] * 3
    if typed == INTEGER:
        makers += [_counted, _counted]
    return pen.one(makers)(pen, place, typed)


def _value(pen: Pen, place: Place, typed: Typed) -> str:
    if typed.kind in (Kind.DATE, Kind.INTEGER, Kind.DURATION):
        return operand(pen, place, typed)
    return pen.one(place.of_type(typed))


def _word(pen: Pen, place: Place, typed: Typed) -> Any:
    return _value(pen, place, typed)


def _first_given(pen: Pen, place: Place, typed: Typed) -> Any:
    return {"按序取": [_value(pen, place, typed) for _ in range(pen.count(1, 3))]}


def _cases(pen: Pen, place: Place, typed: Typed) -> Any:
    cases = [
        {"条件": condition(pen, place, 1), "取": _value(pen, place, typed)} for _ in range(pen.count(1, 2))
    ]
    return {"按情形": [*cases, {"取": _value(pen, place, typed)}]}


def _extremum(pen: Pen, place: Place, typed: Typed) -> Any:
    return {pen.one(("最早", "最晚")): [operand(pen, place, typed) for _ in range(pen.count(1, 3))]}


def _rolled(pen: Pen, place: Place, typed: Typed) -> Any:
    return {"顺延至工作日": operand(pen, place, typed)}


def _deadline(pen: Pen, place: Place, typed: Typed) -> Any:
    backwards = pen.chance(4)
    units = UNITS[1:] if backwards else UNITS
    lengths = [operand(pen, place, Typed(Kind.DURATION, unit=pen.one(units))) for _ in range(pen.count(1, 2))]
    made: dict[str, Any] = {"起": operand(pen, place, typed), ("减" if backwards else "加"): lengths}
    return {"期限": made if backwards else made | _suspended(pen, place)}


def _counted(pen: Pen, place: Place, _typed: Typed) -> Any:
    ends = {"起": operand(pen, place, DATE), "止": operand(pen, place, DATE)}
    return {pen.one(("工作日数", "日数")): ends | _suspended(pen, place)}


def _suspended(pen: Pen, place: Place) -> dict[str, Any]:
    spans = place.lists(lambda one: one.interval is not None)
    if not spans or pen.chance():
        return {}
    source = pen.one(spans)
    where = {"其中": condition(pen, replace(place, element=source), 1)} if pen.chance() else {}
    return {"扣除": {"列表": source.label, **where}}


def _pickable(place: Place, typed: Typed) -> list[tuple[Fact, Fact]]:
    ordered = place.lists(lambda one: bool(one.order_by))
    return [(source, one) for source in ordered for one in source.fields if Typed.of(one) == typed]


def _picked(pen: Pen, place: Place, typed: Typed) -> Any:
    source, wanted = pen.one(_pickable(place, typed))
    where = {"其中": condition(pen, replace(place, element=source), 1)} if pen.chance() else {}
    return {pen.one(("首次", "末次")): {"列表": source.label, "取": wanted.label, **where}}


# ── policies ────────────────────────────────────────────────────────────

ARTICLES = ("第八条", "第二十条第二款", "第二十一条", "第二十三条第一款", "第十二条")


def policies_of(pen: Pen, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Draw one to three policies, each referring to those before it at most; one may be in two files."""
    trees: list[dict[str, Any]] = []
    others: list[Other] = []
    total = pen.count(1, 3)
    taken = pen.some(ARTICLES, total, total)
    for number in range(1, total + 1):
        grounds = tuple(f"情形{number}{letter}" for letter in "甲乙丙丁"[: pen.count(0, 3)])
        outcomes = tuple(f"结论{number}{letter}" for letter in "甲乙丙丁"[: pen.count(1, 3)])
        shown = Other(f"政策{number}", outcomes, grounds)
        head = {"政策": shown.name, "代码": f"policy_{number}", "依据": taken[number - 1]}
        spans: list[dict[str, str]] = [{}]
        if pen.chance(4):
            second = pen.one(AMENDED)
            eve = (date.fromisoformat(second) - timedelta(days=1)).isoformat()
            spans = [{"施行": "2026-01-01", "有效期至": eve}, {"施行": second}]
        elif number == total and pen.chance(4):  # nothing refers to the last one, so it may end early
            spans = [{"施行": "2026-02-14", "有效期至": "2028-02-29"}]
        conduct = _conduct(pen, vocabulary)
        for span in spans:
            place = Place(vocabulary, others=tuple(others))
            trees.append(head | span | conduct | _body(pen, place, shown, authorities=number == 1))
        others.append(shown)
    _exceptions(pen, vocabulary, trees)
    return pen.shuffled(trees)


def _conduct(pen: Pen, vocabulary: Vocabulary) -> dict[str, Any]:
    day = pen.one([one.label for one in vocabulary.facts if one.kind is Kind.DATE])
    return {"行为日期": {"取": day, "尚无则": "评价日"} if pen.chance() else {"取": day}}


def _body(pen: Pen, place: Place, shown: Other, *, authorities: bool) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    parameters = {f"参数{k}": _parameter_type(pen) for k in range(1, pen.count(0, 2) + 1)}
    if parameters:
        tree["参数"] = {name: _parameter(pen, typed) for name, typed in parameters.items()}
    readings: dict[str, tuple[str, ...]] = {"口径1": ("宽", "严"), "满日": ("对应日当日", "对应日次日")}
    readings = {name: readings[name] for name in pen.some(list(readings), 0, 2)}
    if readings:
        tree["口径"] = {name: _reading_taken(pen, options) for name, options in readings.items()}
    if authorities:
        tree["有权认定"] = {"认定1": _authority(pen), "认定2": _authority(pen)}
    presumed = pen.some(["是否1", "选项1", "认定1"], 0, 2)
    if presumed:
        tree["推定"] = {
            name: {"查不清则": "红色" if name == "选项1" else pen.one(("是", "否")), "依据": "某条"} for name in presumed
        }
    place = replace(place, parameters=parameters, readings=readings)
    place, derived = _derived(pen, place)
    if derived:
        tree["推算"] = {name: derived[name] for name in pen.shuffled(list(derived))}
    if required := [{"条件": condition(pen, place), "否则": "不适用"} for _ in range(pen.count(0, 2))]:
        tree["适用"] = required
    if shown.grounds:
        tree["情形"] = {name: _ground(pen, place) for name in shown.grounds}
    own = replace(place, grounds=shown.grounds)
    *conditional, last = shown.outcomes
    tree["结论"] = [
        *({"得出": name, "代码": _code(name), "条件": condition(pen, own)} for name in conditional),
        {"得出": last, "代码": _code(last)},
    ]
    final = replace(own, outcomes=shown.outcomes) if shown.grounds else own
    if consequences := {f"后果{k}": _consequence(pen, final) for k in range(1, pen.count(0, 2) + 1)}:
        tree["后果"] = consequences
    if pen.chance(4):
        tree["矛盾"] = {"矛盾1": {"条件": condition(pen, final), "说明": "不能并存", "依据": ["第八条"]}}
    return tree


def _code(name: str) -> str:
    """Return the code of 结论2乙."""
    return f"outcome_{name[2]}_{'abcd'['甲乙丙丁'.index(name[3])]}"


def _parameter_type(pen: Pen) -> Typed:
    return pen.one((Typed(Kind.DURATION, unit="工作日"), Typed(Kind.DURATION, unit="年"), INTEGER, DATE))


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
    kinds = [DATE, CONDITION, ELAPSED, INTEGER, DATE, CONDITION, DATE, Typed(Kind.DURATION, unit="工作日")]
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
        invoked = pen.one(["是否2", "期间表", "记录表", "文本1", "认定2", "选项3"])
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
        made["时限"] = pen.one(place.of_type(DATE)[:-4] + ["及时"])
    if pen.chance(4):
        made["形式"] = ["口头", "书面"]
    if not pen.chance(4):
        made["条件"] = condition(pen, place)
    return made


def _exceptions(pen: Pen, vocabulary: Vocabulary, trees: list[dict[str, Any]]) -> None:
    """Let policies except parts of other ones; the last outcome, which has no condition, stays."""
    for number in range(pen.count(0, 2)):
        source, target = pen.one(trees), pen.one(trees)
        if source["代码"] == target["代码"]:
            continue
        everywhere = [tree for tree in trees if tree["代码"] == target["代码"]]
        conditional = [one["得出"] for one in target["结论"][:-1]]
        parts = [("情形", name) for name in target.get("情形", ())] + [("结论", name) for name in conditional]
        parts += [("后果", name) for name in target.get("后果", ()) if all(name in one.get("后果", ()) for one in everywhere)]
        if not parts:
            continue
        section, name = pen.one(parts)
        place = Place(vocabulary)  # the names of both files: the facts
        made: dict[str, Any] = {"政策": target["政策"], section: name, "条件": condition(pen, place, 1)}
        if pen.chance():
            made["改为"] = condition(pen, place, 1)
        source.setdefault("例外于", []).append(made | {"优先": str(number + 1)})


# ── folders ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Drawn:
    """A drawn folder: its files as text, and its plan; None, with the problems, if it has mistakes."""

    files: Mapping[str, str]
    problems: tuple[Any, ...]
    plan: nodes.Plan | None

    def __repr__(self) -> str:
        shown = "\n".join(f"── {name}\n{text}" for name, text in self.files.items() if name != "词汇.yaml")
        return shown[:20_000] + "".join(f"\n{problem}" for problem in self.problems)


def loaded(files: Mapping[str, str]) -> Drawn:
    """Return what the loader and the binder make of files, with the shipped regulation and calendar."""
    problems = Problems()
    trees = {name: read_text(text, name, problems) for name, text in files.items()}
    vocabulary = read_vocabulary([tree for name, tree in trees.items() if tree and name == "词汇.yaml"], Reader(problems))
    reader = Reader(problems, regulation())
    read = [read_policy(tree, dict(vocabulary.bodies), reader) for name, tree in trees.items() if tree and name != "词汇.yaml"]
    plan = build_plan([one for one in read if one is not None], vocabulary, calendar(), problems)
    return Drawn(files, problems.in_order(), plan)


@st.composite
def folders(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Drawn:
    pen = Pen(draw)
    words = text_of(vocabulary_tree(pen), 3)
    problems = Problems()
    tree = read_text(words, "词汇.yaml", problems)
    assert tree is not None
    vocabulary = read_vocabulary([tree], Reader(problems))
    assert not problems, problems.in_order()
    policies = policies_of(pen, vocabulary)
    depth = pen.one((9, 2, 4))
    return loaded({"词汇.yaml": words} | {f"{k}.yaml": text_of(one, depth) for k, one in enumerate(policies, 1)})


# ── records ─────────────────────────────────────────────────────────────


def known_value(pen: Pen, vocabulary: Vocabulary, fact: Fact, on: date) -> Any:
    """Draw an answer to a fact: a value, or 无 where it may be; a list's elements are complete."""
    if fact.may_be_none and pen.chance(5):
        return NONE
    match fact.kind:
        case Kind.FLAG:
            return pen.one((True, False, "是"))
        case Kind.OPTION | Kind.BODY:
            return pen.one((*fact.options, *fact.options.values()))
        case Kind.OPTIONS:
            return pen.some(list(fact.options), 0, 3)
        case Kind.INTEGER:
            return pen.one((1, 0, 2, 9))
        case Kind.DATE:
            days = [day for day in (*DAYS, on, on - timedelta(days=1)) if fact.may_be_future or day <= on]
            return pen.one(days).isoformat()
        case Kind.DURATION:
            return f"{pen.one((1, 0, 2, 5, 400))}{UNIT_NAMES[pen.one(fact.units)]}"
        case Kind.TEXT:
            return pen.one(WORDS)
        case Kind.FINDING:
            made = {"结论": pen.one(("是", "否")), "机构": pen.one(list(vocabulary.bodies)), "依据": "文号"}
            made["日期"] = pen.one([day for day in DAYS if day <= on]).isoformat()
            return made | ({"层级": pen.one(list(vocabulary.levels))} if not pen.chance(3) else {})
        case Kind.LIST:
            rows = [{one.label: known_value(pen, vocabulary, one, on) for one in fact.fields} for _ in range(pen.count(0, 3))]
            return _apart(pen, fact, rows, on)


def _apart(pen: Pen, fact: Fact, rows: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """Give the elements of a list of intervals days that don't overlap."""
    if fact.interval is None:
        return rows
    first, last = (fact.fields[position].label for position in fact.interval)
    edges = sorted(pen.some([day for day in DAYS if day <= on], 2 * len(rows), 2 * len(rows)))
    for row, start, end in zip(rows, edges[::2], edges[1::2], strict=False):
        row[first], row[last] = start.isoformat(), end.isoformat()
    return rows[: len(edges) // 2]


def complete_record(pen: Pen, vocabulary: Vocabulary, on: date) -> dict[str, Any]:
    return {one.name: known_value(pen, vocabulary, one, on) for one in vocabulary.facts}


def any_record(pen: Pen, vocabulary: Vocabulary, on: date) -> dict[str, Any]:
    """Draw a record in which a fact is absent, 查不清, 无 or a value, and so is each field of a list."""
    record: dict[str, Any] = {}
    for fact in vocabulary.facts:
        state = pen.count(0, 5)
        if state == 1:
            record[fact.name] = UNCLEAR
        elif state > 1:
            record[fact.label] = masked_value(pen, known_value(pen, vocabulary, fact, on), unclear=True)
    return record


def masked_value(pen: Pen, value: Any, *, unclear: bool) -> Any:
    """Make parts of a value unknown: fields of a list's elements, parts of a determination."""
    if isinstance(value, list):
        return [masked_value(pen, row, unclear=unclear) if isinstance(row, dict) else row for row in value]
    if not isinstance(value, dict) or not pen.chance(3):
        return value
    made: dict[str, Any] = {}
    for key, inner in value.items():
        state = pen.count(0, 5)
        if state < 4:
            made[key] = inner
        elif state == 4 and unclear:
            made[key] = UNCLEAR
    return made


# ── nodes ───────────────────────────────────────────────────────────────


def nodes_of(plan: nodes.Plan) -> Iterator[nodes.Node]:
    """Yield every node of a plan."""

    def walk(node: nodes.Node) -> Iterator[nodes.Node]:
        yield node
        for child in nodes.children(node):
            yield from walk(child)

    for policy in plan.policies:
        for version in policy.versions:
            for node in nodes.conditions_of(version):
                yield from walk(node)
            for one in version.consequences:
                if isinstance(one.deadline, nodes.Value):
                    yield from walk(one.deadline)


def corrections_of(plan: nodes.Plan) -> frozenset[str]:
    """Return the facts whose recording is a correction, not learning: those that invoke a catch-all item."""
    return frozenset(node.invoked.name for node in nodes_of(plan) if isinstance(node, nodes.CatchAll))


def presumed_facts(plan: nodes.Plan) -> frozenset[str]:
    """Return the facts that count as something once they are 查不清."""
    found = {node.fact.name for node in nodes_of(plan) if isinstance(node, nodes.FactValue) and node.presumed is not None}
    return frozenset(found | {node.fact.name for node in nodes_of(plan) if isinstance(node, nodes.Found) and node.presumed is not None})

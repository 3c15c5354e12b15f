"""What stands inside a policy: conditions and derived facts, drawn by type, so that every name has a meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.property.pen import AMOUNTS, DAYS, TIMES, UNITS, WORDS, Pen

from zzrules.plan.states import STATE_WORDS
from zzrules.policy.forms import UNIT_NAMES
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

ORDER = ("以上", "以下", "未满", "超过", "等于", "不等于")
DATES = ("早于", "晚于", "不早于", "不晚于", "等于", "不等于")

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


CONDITION, ELAPSED, ELAPSED_HOURS, AGE = Typed("条件"), Typed("历时"), Typed("以小时计的历时"), Typed("周岁")
DATE, INTEGER, MONEY = Typed(Kind.DATE), Typed(Kind.INTEGER), Typed(Kind.MONEY)
MOMENT, HOURS = Typed(Kind.MOMENT), Typed("小时")


COMMON = ("本条不适用", "不在有效期内")
"""The outcomes that every policy has."""


@dataclass(frozen=True)
class Other:
    """What another policy shows: its name, and what every version of it has.

    ``classes`` has the outcomes of each class that is stated; none, where outcomes are not grouped.
    """

    name: str
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]
    duties: tuple[str, ...] = ()
    classes: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def class_names(self) -> list[str]:
        """The names of the classes, that of the common outcomes among them where no class lists it."""
        listed = {name for names in self.classes.values() for name in names}
        return [*self.classes, *(["不适用"] if self.classes and not {*COMMON} <= listed else [])]


@dataclass(frozen=True)
class Place:
    """Where a condition stands: the names that it may use.

    ``grounds``, ``outcomes`` and ``classes`` are the policy's own, where the place may speak of them; ``duties`` are
    the obligations of which it may, each with its policy ('' for the policy's own). ``dated``: it may speak of the day
    of conduct.
    """

    vocabulary: Vocabulary
    derived: Mapping[str, Typed] = field(default_factory=dict)
    parameters: Mapping[str, Typed] = field(default_factory=dict)
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    duties: tuple[tuple[str, str], ...] = ()
    element: Fact | None = None
    dated: bool = True

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
            found += ["评价日", "行为日期"] if self.dated else ["评价日"]
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
        case Kind.MOMENT:
            return f'"{pen.one(DAYS)} {pen.one(TIMES)}"'
        case "小时":
            return f"{pen.one((24, 0, 1, 4, 100))}{pen.one(('小时', '分钟', '工作小时', '个工作小时'))}"
        case Kind.MONEY:
            return f'"{pen.one(AMOUNTS)}"'
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
    if place.duties:
        kinds += [_duty] * (3 if depth else 1)
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
    word, names = ("归类", other.class_names) if other.classes and pen.chance() else ("得出", other.outcomes)
    named = pen.some(names)
    return {"参见": {"政策": other.name, word: named[0] if len(named) == 1 else named}}


def _own(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    """Draw what only conclusions may speak of: the policy's own grounds, and its outcome where it has one."""
    if place.outcomes and pen.chance():
        word, names = ("归类", place.classes) if place.classes and pen.chance() else ("结论", place.outcomes)
        named = pen.some(names)
        return {word: named[0] if len(named) == 1 else named}
    if pen.chance():
        return {pen.one(place.grounds): pen.one(("成立", "不成立"))}
    return {"情形": pen.one(("有其一", "有其一且手续齐备", "均无"))}


def _duty(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    policy, name = pen.one(place.duties)
    states = pen.some(list(STATE_WORDS))
    return {"义务": {name: states[0] if len(states) == 1 else states} | ({"政策": policy} if policy else {})}


def _within(place: Place, source: Fact) -> Place:
    """Return where a condition on a list's elements stands: it says nothing of obligations."""
    return replace(place, element=source, duties=())


def _occurs(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    source = pen.one(place.lists())
    words = ["有一次", "每一次"] + (["第1次", "第2次"] if source.order_by else [])
    return {source.label: {pen.one(words): condition(pen, _within(place, source), depth - 1)}}


def _times(pen: Pen, place: Place, depth: int) -> dict[str, Any]:
    source = pen.one(place.lists())
    inner: dict[str, Any] = {pen.one(ORDER): pen.one((1, 0, 2, *place.given(INTEGER)))}
    if pen.chance():
        inner["其中"] = condition(pen, _within(place, source), depth - 1)
    return {source.label: {"次数": inner}}


def _test(pen: Pen, place: Place, _depth: int) -> dict[str, Any]:
    names = place.names(lambda typed: typed.kind is not Kind.LIST or place.element is None)
    if place.element is not None and pen.chance(3):
        names = [one.label for one in place.element.fields]
    elif place.derived and pen.chance():
        names = list(place.derived)
    name = pen.one(names)
    typed = _type_of(place, name)
    presence = typed.kind not in (Kind.FLAG, "条件", "历时", "以小时计的历时", "周岁") and pen.chance(4)
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
        case "以小时计的历时":
            return {pen.one(("未满", "以上", "以下", "超过")): operand(pen, place, HOURS)}
        case "周岁":
            return {pen.one(ORDER): f"{pen.one((0, 1, 2, 11))}周岁"}
        case Kind.FLAG | Kind.FINDING:
            return pen.one(("是", "否"))
        case Kind.OPTION | Kind.BODY:
            if pen.chance():
                return pen.one(typed.options)
            return {pen.one(("属于", "不属于")): pen.some(typed.options)}
        case Kind.OPTIONS:
            return {pen.one(("包含", "不包含")): pen.one(typed.options)}
        case Kind.DATE if pen.chance(3):
            return pen.one(("工作日", "休息日"))
        case Kind.DATE | Kind.MOMENT:
            return {pen.one(DATES): operand(pen, place, typed)}
        case Kind.DURATION if not typed.unit:  # several units: only presence can be asked
            return pen.one(("有", "无"))
        case Kind.INTEGER | Kind.MONEY | Kind.DURATION:
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
    if typed == ELAPSED_HOURS:
        return {"历时": {"起": operand(pen, place, MOMENT), "止": operand(pen, place, MOMENT)}}
    if typed == AGE:
        ends = {"生于": operand(pen, place, DATE), "止": operand(pen, place, DATE)}
        return {"周岁": ends | {"满于": pen.one(("生日当日", "生日次日"))}}
    makers: list[Callable[[Pen, Place, Typed], Any]] = [_word, _first_given, _cases]
    if typed.kind in (Kind.DATE, Kind.INTEGER, Kind.MONEY, Kind.DURATION, Kind.OPTION, Kind.BODY):
        makers += [_table, _first_row]
    if place.element is None and _pickable(place, typed):
        makers.append(_picked)
    if typed == DATE:
        makers += [_deadline, _rolled, _extremum] * 3
        makers += [_day_taken, _day_taken, _month_day]
    if typed == MOMENT:
        makers += [_hours_later] * 3
    if typed == INTEGER:
        makers += [_counted] * 4
    if typed in (INTEGER, MONEY):
        makers += [_computed, _multiplied] * 2
        makers += [_gathered, _gathered] if place.element is None else []
    return pen.one(makers)(pen, place, typed)


def _value(pen: Pen, place: Place, typed: Typed) -> str:
    if typed.kind in (Kind.DATE, Kind.MOMENT, Kind.INTEGER, Kind.MONEY, Kind.DURATION):
        return operand(pen, place, typed)
    return pen.one(place.of_type(typed))


def _word(pen: Pen, place: Place, typed: Typed) -> Any:
    return _value(pen, place, typed)


def _first_given(pen: Pen, place: Place, typed: Typed) -> Any:
    return {"按序取": [_value(pen, place, typed) for _ in range(pen.count(1, 3))]}


def _cases(pen: Pen, place: Place, typed: Typed) -> Any:
    cases = [{"条件": condition(pen, place, 1), "取": _taken(pen, place, typed)} for _ in range(pen.count(1, 2))]
    return {"按情形": [*cases, {"取": _taken(pen, place, typed)}]}


def _taken(pen: Pen, place: Place, typed: Typed) -> Any:
    """Draw what a case takes: a name, a literal or, of numbers, arithmetic."""
    if typed in (INTEGER, MONEY) and pen.chance(3):
        return pen.one((_computed, _multiplied))(pen, place, typed, 0)
    return _value(pen, place, typed)


def _table(pen: Pen, place: Place, typed: Typed) -> Any:
    """Draw a table of which one row takes each case: rows for the ways of one column, some apart by another."""
    facts = list((place.element.fields if place.element is not None else ()) or place.vocabulary.facts)
    first, second = pen.some([one for one in facts if _apart(one)], 2, 2)
    rows = []
    for way in _ways(pen, first):
        if pen.chance():
            rows.append([way, "任意", _value(pen, place, typed)])
        else:
            rows += [[way, other, _value(pen, place, typed)] for other in _ways(pen, second)]
    return {"对照表": {"列": [first.label, second.label], "取": pen.one(("唯一", "首个")), "行": pen.shuffled(rows)}}


def _apart(fact: Fact) -> bool:
    """Return whether words or one number tell apart what a fact may be."""
    if fact.kind is Kind.DURATION:
        return len(fact.units) == 1
    return fact.kind in (Kind.FLAG, Kind.OPTION, Kind.BODY, Kind.INTEGER, Kind.MONEY, Kind.DATE)


def _ways(pen: Pen, fact: Fact) -> list[Any]:
    """Draw cells that take everything that a fact may be, each once."""
    none = ["无"] if fact.may_be_none else []
    if none and pen.chance(4):
        return ["有", "无"]
    typed = Typed.of(fact)
    match fact.kind:
        case Kind.FLAG:
            return ["是", "否", *none]
        case Kind.OPTION | Kind.BODY:
            some = pen.some(typed.options, 1, len(typed.options) - 1)
            return [some if len(some) > 1 else some[0], {"不属于": some}, *none]
        case Kind.DATE:
            day = literal(pen, typed)
            return [{"早于": day}, {"等于": day}, {"晚于": day}, *none] if pen.chance() else [
                {"不晚于": day}, {"晚于": day}, *none
            ]  # fmt: skip
        case _:
            low, high = (f"{number}{typed.unit}" for number in sorted(pen.some((1, 2, 5), 2, 2)))
            if fact.kind is Kind.MONEY:
                low, high = "1000元", "5万元"
            return [{"未满": low}, {"以上": low, "未满": high}, {"以上": high}, *none]


_LENGTHS = {ELAPSED: {"未满": "2年"}, AGE: {"等于": "2周岁"}}


def _first_row(pen: Pen, place: Place, typed: Typed) -> Any:
    """Draw a table with a last row for what no other takes."""
    names = place.names(lambda one: one.kind in (Kind.FLAG, Kind.FINDING, Kind.OPTION, "条件", "历时", "周岁"))
    name = pen.one(names)
    known = _type_of(place, name)
    taken = pen.one(known.options) if known.options else _LENGTHS.get(known) or pen.one(("是", "否"))
    rows = [[taken, _value(pen, place, typed)], ["任意", _value(pen, place, typed)]]
    return {"对照表": {"列": [name], "取": "首个", "行": rows}}


def _extremum(pen: Pen, place: Place, typed: Typed) -> Any:
    return {pen.one(("最早", "最晚")): [operand(pen, place, typed) for _ in range(pen.count(1, 3))]}


def _number(pen: Pen, place: Place, typed: Typed, depth: int) -> Any:
    """Draw a number that is put together with others: it may itself be put together, but grows no further then."""
    if depth and pen.chance(3):
        makers = [_computed, _multiplied, *([_gathered] if place.element is None else [])]
        return pen.one(makers)(pen, place, typed, 0)
    return operand(pen, replace(place, derived={}), typed)


def _computed(pen: Pen, place: Place, typed: Typed, depth: int = 1) -> Any:
    if pen.chance(3):
        return {pen.one(("取小", "取大")): [operand(pen, place, typed) for _ in range(2)]}
    return {pen.one(("加", "减", "取小", "取大")): [_number(pen, place, typed, depth) for _ in range(pen.count(2, 3))]}


def _multiplied(pen: Pen, place: Place, typed: Typed, depth: int = 1) -> Any:
    times = literal(pen, INTEGER)
    if typed == INTEGER:
        return {"乘": [_number(pen, place, typed, 0), times]}
    share = pen.one(("百分之八十", "80%", "万分之五", "百分之二百", "33.3%"))
    factors = pen.one(((share,), (share, times), (times,)))
    return {"乘": [_number(pen, place, MONEY, 0), *factors], "四舍五入": pen.one(("到分", "到角", "到元"))}


def _gathered(pen: Pen, place: Place, typed: Typed, depth: int = 1) -> Any:
    """Draw what a list comes to."""
    fields = [(source, one) for source in place.lists() for one in source.fields if Typed.of(one) == typed]
    source, wanted = pen.one(fields)
    where = {"其中": condition(pen, _within(place, source), 1)} if pen.chance() else {}
    if typed == INTEGER and pen.chance(3):
        ordered = place.lists(lambda one: bool(one.order_by))
        if pen.chance():
            source = pen.one(ordered)
            return {"最长连续": {"列表": source.label, "其中": condition(pen, _within(place, source), 1)}}
        return {"计数": {"列表": source.label, **where}}
    return {pen.one(("合计", "最大", "最小")): {"列表": source.label, "取": wanted.label, **where}}


def _rolled(pen: Pen, place: Place, typed: Typed) -> Any:
    return {"顺延至工作日": operand(pen, place, typed)}


def _day_taken(pen: Pen, place: Place, _typed: Typed) -> Any:
    moment = operand(pen, place, MOMENT)
    return {"取日期": {"时间": moment, "截止": pen.one(("17:30", "00:00", "24:00"))} if pen.chance() else moment}


def _month_day(pen: Pen, place: Place, _typed: Typed) -> Any:
    day = pen.one(("10", "1", "28", "30", "31", "末日"))
    otherwise = {"没有这一日": "末日"} if day in ("30", "31") else {}
    month = pen.one(("次月", "本月", "次季首月", "次年一月"))
    return {"月日": {"起": operand(pen, place, DATE), "月": month, "日": day, **otherwise}}


def _hours_later(pen: Pen, place: Place, typed: Typed) -> Any:
    start = operand(pen, place, typed)
    if pen.chance(4):
        return {"期限": {"起": start, "减": f"{pen.one((2, 0, 30))}小时"}}
    return {"期限": {"起": start, "加": [operand(pen, place, HOURS) for _ in range(pen.count(1, 2))]}}


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
    if not spans or place.element is not None or pen.chance():
        return {}
    source = pen.one(spans)
    where = {"其中": condition(pen, _within(place, source), 1)} if pen.chance() else {}
    last_day = {"止日": pen.one(("扣除", "不扣除"))} if pen.chance() else {}
    return {"扣除": {"列表": source.label, **where, **last_day}}


def _pickable(place: Place, typed: Typed) -> list[tuple[Fact, Fact]]:
    ordered = place.lists(lambda one: bool(one.order_by))
    return [(source, one) for source in ordered for one in source.fields if Typed.of(one) == typed]


def _picked(pen: Pen, place: Place, typed: Typed) -> Any:
    source, wanted = pen.one(_pickable(place, typed))
    where = {"其中": condition(pen, _within(place, source), 1)} if pen.chance() else {}
    return {pen.one(("首次", "末次")): {"列表": source.label, "取": wanted.label, **where}}

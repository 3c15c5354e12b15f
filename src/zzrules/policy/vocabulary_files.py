"""From the tree to the vocabulary: the facts of all vocabulary files of a folder, and the kinds of events."""

from __future__ import annotations

from zzrules.policy.event_files import read_events
from zzrules.policy.forms import UNIT_NAMES, UNITS, Reader, suggest
from zzrules.policy.vocabulary import RESERVED, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Node, Scalar

_FACT_KEYS = ("代码", "类型", "问", "选项", "单位", "可无", "可为将来", "最小", "最大", "顺序", "期间", "字段")
_BELONGS = {
    "选项": (Kind.OPTION, Kind.OPTIONS),
    "单位": (Kind.DURATION,),
    "可为将来": (Kind.DATE,),
    "最小": (Kind.INTEGER,),
    "最大": (Kind.INTEGER,),
    "顺序": (Kind.LIST,),
    "期间": (Kind.LIST,),
    "字段": (Kind.LIST,),
}


def read_vocabulary(files: list[Node], reader: Reader) -> Vocabulary:
    """Return the vocabulary of all vocabulary files of a folder together."""
    title = ""
    facts: list[Fact] = []
    bodies: dict[str, str] = {}
    levels: dict[str, str] = {}
    forms = [reader.form(node, "词汇文件", ("词汇", "机构", "层级", "事实", "事件"), ("词汇",)) for node in files]
    for form in forms:
        title = title or reader.text(form["词汇"][1], "词汇") if "词汇" in form else title
        bodies |= _options(form["机构"][1], "机构", reader) if "机构" in form else {}
        levels |= _options(form["层级"][1], "层级", reader) if "层级" in form else {}
    for form in forms:
        if "事实" in form:
            for key, value in reader.entries(form["事实"][1], "事实") or ():
                fact = _fact(key, value, bodies, reader, nested=False)
                if fact is None:
                    reader.problems.lost.add(key.text)
                else:
                    facts.append(fact)
    if reader.problems and not (facts and bodies):
        reader.problems.unread.add("词汇")
    by_label, by_name = _indexes(facts, reader)
    written = [entry for form in forms if "事件" in form for entry in reader.entries(form["事件"][1], "事件") or ()]
    events = read_events(written, by_label, reader)
    return Vocabulary(title, tuple(facts), bodies, levels, by_label, by_name, events)


def _indexes(facts: list[Fact], reader: Reader) -> tuple[dict[str, Fact], dict[str, Fact]]:
    by_label: dict[str, Fact] = {}
    by_name: dict[str, Fact] = {}
    for fact in facts:
        for index, word in ((by_label, fact.label), (by_name, fact.name)):
            if word in index:
                line = index[word].place
                reader.note("ZZ211", f"事实「{word}」已在 {line} 定义", fact.place, "换一个名字，或者删去其中一处")
            else:
                index[word] = fact
    return by_label, by_name


def _fact(key: Scalar, node: Node, bodies: dict[str, str], reader: Reader, *, nested: bool) -> Fact | None:
    what = f"事实「{key.text}」"
    if key.text in RESERVED:
        reader.note("ZZ214", f"事实不能叫「{key.text}」，它另有意思", key.place, "换一个名字")
    form = reader.form(node, what, _FACT_KEYS, ("代码", "类型", "问"))
    code = reader.code(form["代码"][1], f"{what}的代码") if "代码" in form else ""
    kinds = {kind.value: kind.value for kind in Kind}
    type_name = reader.choice(form["类型"][1], f"{what}的类型", kinds) if "类型" in form else None
    if type_name is None or not code:
        return None
    kind = Kind(type_name)
    if nested and kind in (Kind.LIST, Kind.FINDING):
        reader.note("ZZ212", f"{what}在列表里，不能是{kind.value}", key.place, "改用是否、选项、日期等类型")
        return None
    for word, owners in _BELONGS.items():
        if word in form and kind not in owners:
            reader.note("ZZ213", f"{what}是{kind.value}，没有「{word}」", form[word][0].place, "删去这一键")
    fields = _fields(form, bodies, reader) if kind is Kind.LIST else ()
    return Fact(
        name=code,
        label=key.text,
        kind=kind,
        question=reader.text(form["问"][1], f"{what}的问") if "问" in form else "",
        options=_fact_options(form, kind, what, key, bodies, reader),
        units=_units(form, kind, what, key, reader),
        may_be_none=kind in (Kind.LIST, Kind.OPTIONS, Kind.FINDING)
        or ("可无" in form and reader.flag(form["可无"][1], "可无")),
        may_be_future="可为将来" in form and reader.flag(form["可为将来"][1], "可为将来"),
        minimum=reader.integer(form["最小"][1], "最小") if "最小" in form else None,
        maximum=reader.integer(form["最大"][1], "最大") if "最大" in form else None,
        fields=fields,
        order_by=_order(form, fields, what, reader) if kind is Kind.LIST else "",
        interval=_interval(form, fields, what, reader) if kind is Kind.LIST else None,
        place=key.place,
    )


def _fact_options(
    form: dict[str, tuple[Scalar, Node]], kind: Kind, what: str, key: Scalar, bodies: dict[str, str], reader: Reader
) -> dict[str, str]:
    if kind is Kind.BODY:
        return bodies
    if kind not in (Kind.OPTION, Kind.OPTIONS):
        return {}
    if "选项" not in form:
        reader.note("ZZ202", f"{what}缺「选项」", key.place, "加上「选项: {中文名: code, …}」")
        return {}
    return _options(form["选项"][1], f"{what}的选项", reader)


def _options(node: Node, what: str, reader: Reader) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in reader.entries(node, what) or ():
        code = reader.code(value, f"{what}「{key.text}」的代码")
        if key.text in ("无", "有", "查不清"):
            reader.note("ZZ214", f"{what}不能叫「{key.text}」，它是事实的一种状态", key.place, "换一个名字")
        elif code in options.values():
            reader.note("ZZ211", f"{what}的代码「{code}」重复", value.place, "换一个代码")
        elif code:
            options[key.text] = code
    return options


def _units(form: dict[str, tuple[Scalar, Node]], kind: Kind, what: str, key: Scalar, reader: Reader) -> tuple[str, ...]:
    if kind is not Kind.DURATION:
        return ()
    if "单位" not in form:
        reader.note("ZZ202", f"{what}缺「单位」", key.place, "加上「单位: [工作日]」")
        return ()
    units = []
    for word in reader.words(form["单位"][1], f"{what}的单位"):
        if word.text in UNITS:
            units.append(UNITS[word.text])
        else:
            reader.note("ZZ210", f"没有「{word.text}」这一单位", word.place, suggest(word.text, UNIT_NAMES.values()))
    return tuple(units)


def _fields(form: dict[str, tuple[Scalar, Node]], bodies: dict[str, str], reader: Reader) -> tuple[Fact, ...]:
    if "字段" not in form:
        return ()
    fields = [
        fact
        for key, value in reader.entries(form["字段"][1], "字段") or ()
        if (fact := _fact(key, value, bodies, reader, nested=True)) is not None
    ]
    _indexes(fields, reader)
    return tuple(fields)


def _order(form: dict[str, tuple[Scalar, Node]], fields: tuple[Fact, ...], what: str, reader: Reader) -> str:
    if "顺序" not in form:
        return ""
    label = reader.text(form["顺序"][1], f"{what}的顺序")
    by = next((one for one in fields if one.label == label and one.kind is Kind.DATE), None)
    if by is None:
        dates = [one.label for one in fields if one.kind is Kind.DATE]
        reader.note("ZZ210", f"{what}没有日期字段「{label}」", form["顺序"][1].place, suggest(label, dates))
    return by.name if by else ""


def _interval(
    form: dict[str, tuple[Scalar, Node]], fields: tuple[Fact, ...], what: str, reader: Reader
) -> tuple[int, int] | None:
    """Return the positions of the fields that make each element an interval; such intervals may not overlap."""
    if "期间" not in form:
        return None
    words = reader.words(form["期间"][1], f"{what}的期间")
    dates = {one.label: position for position, one in enumerate(fields) if one.kind is Kind.DATE}
    positions = [dates[word.text] for word in words if word.text in dates]
    match positions:
        case [first, last] if len(words) == len(positions):
            return first, last
    reader.note("ZZ210", f"{what}的期间要写起、止两个日期字段", form["期间"][1].place, "期间: [起, 止]")
    return None

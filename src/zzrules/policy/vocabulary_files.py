"""From the tree to the vocabulary: the facts of all vocabulary files of a folder, and the kinds of events."""

from __future__ import annotations

from collections.abc import Iterator

from zzrules.base.diagnostics import meanings, policies as wrong
from zzrules.base.errors import NOWHERE
from zzrules.base.frozen import replaced
from zzrules.base.office import OfficeHours
from zzrules.policy.cited import CitingFile
from zzrules.policy.citing import Citer, read_anchors
from zzrules.policy.clauses import read_derivation
from zzrules.policy.event_files import read_events
from zzrules.policy.expressions import Derivation
from zzrules.policy.forms import UNIT_NAMES, UNITS, Form, Pair, Reader, suggest
from zzrules.policy.keys.vocabularies import FACT, VOCABULARY
from zzrules.policy.noting import read_noted
from zzrules.policy.office_files import read_office
from zzrules.policy.orders import read_order
from zzrules.policy.syntax import Order
from zzrules.policy.tables import named_results
from zzrules.policy.texts import names_in
from zzrules.policy.vocabulary import RESERVED, Fact, Kind, Vocabulary
from zzrules.policy.yamltree import Node, Scalar

_BELONGS = {
    "选项": (Kind.OPTION, Kind.OPTIONS),
    "单位": (Kind.DURATION,),
    "可为将来": (Kind.DATE, Kind.MOMENT),
    "最小": (Kind.INTEGER,),
    "最大": (Kind.INTEGER,),
    "顺序": (Kind.LIST,),
    "期间": (Kind.LIST,),
    "每项称": (Kind.LIST,),
    "字段": (Kind.LIST,),
}


def read_vocabulary(files: list[Node], reader: Reader) -> Vocabulary:
    """Return the vocabulary of all vocabulary files of a folder together."""
    title = ""
    facts: list[Fact] = []
    bodies: dict[str, str] = {}
    levels: dict[str, str] = {}
    forms = [reader.form(node, "词汇文件", VOCABULARY.allowed, VOCABULARY.required) for node in files]
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
    written = [entry for form in forms for entry in _section(form, "事件", reader)]
    events = read_events(written, by_label, reader)
    read = [_orders(form, reader) for form in forms]
    orders = tuple(order for stated, _ in read for order in stated)
    derived = tuple(_derived([entry for form in forms for entry in _section(form, "推算", reader)], by_label, reader))
    collective = [entry for form in forms for entry in _section(form, "统称", reader)]
    members = dict(_members(collective, bodies, reader))
    citing = tuple(file for _, file in read if file is not None)
    of_all = bodies, levels, by_label, by_name, events, orders, derived, members
    named = {key.text: key.place for form in forms for key, _ in _section(form, "机构", reader)}
    noted = tuple(one for form in forms for one in read_noted(form, reader))
    return Vocabulary(title, tuple(facts), *of_all, _office(forms, reader), citing, named, noted)


def _office(forms: list[Form], reader: Reader) -> OfficeHours | None:
    """Return the office hours that one of the files states; a second one is noted."""
    stating = [form for form in forms if "办公时间" in form]
    for form in stating[1:]:
        reader.note(meanings.OFFICE_TWICE, form["办公时间"][0].place, first=stating[0]["办公时间"][0].place)
    return read_office(stating[0], reader) if stating else None


def _orders(form: Form, reader: Reader) -> tuple[tuple[Order, ...], CitingFile | None]:
    """Return the orders of a file, and what of it cites the regulations; None if nothing does.

    Places are cited as in the texts of the first day of the folder's own regulation, or of an order's own.
    """
    law = reader.regulations
    of_first = replaced(reader, written_on=law.own.in_force) if law is not None else reader
    citer = Citer(of_first, read_anchors(form, reader))
    read = (read_order(key, node, citer) for key, node in _section(form, "先后", reader))
    orders = tuple(order for order in read if order is not None)
    if law is None or not (citer.cited or citer.anchors):
        return orders, None
    name = reader.text(form["词汇"][1], "词汇") if "词汇" in form else ""
    place = form["词汇"][0].place if "词汇" in form else NOWHERE
    return orders, CitingFile(name, law.own.in_force, law.own.last_day, citer.anchors, citer.cited, place)


def _section(form: Form, section: str, reader: Reader) -> tuple[Pair, ...]:
    return reader.entries(form[section][1], section) or () if section in form else ()


def _members(entries: list[Pair], bodies: dict[str, str], reader: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the bodies that stand for several, each with those for which it stands."""
    for key, node in entries:
        collective = reader.choice(key, "统称", bodies)
        words = reader.words(node, f"「{key.text}」统称的机构", known=bodies)
        codes = tuple(reader.choice(word, f"「{key.text}」统称的机构", bodies) for word in words)
        if collective is not None:
            yield collective, tuple(code for code in codes if code is not None)


def _derived(entries: list[Pair], by_label: dict[str, Fact], reader: Reader) -> Iterator[tuple[Scalar, Derivation]]:
    """Yield what the files derive, each name once, none that a fact has."""
    seen: dict[str, str] = dict.fromkeys(by_label, "事实")
    for key, node in entries:
        derivation = read_derivation(node, reader)
        if derivation is None:
            reader.problems.lost.add(key.text)
        for name, one in named_results(((key, derivation),)) if derivation is not None else ((key, None),):
            if name.text in seen:
                reader.note(meanings.NAME_TAKEN, name.place, name=name.text, first=seen[name.text], second="推算")
            if name.text in RESERVED:
                reader.note(wrong.RESERVED_NAME, name.place, part="推算", name=name.text)
            seen[name.text] = "推算"
            if one is not None:
                yield name, one


def _indexes(facts: list[Fact], reader: Reader) -> tuple[dict[str, Fact], dict[str, Fact]]:
    by_label: dict[str, Fact] = {}
    by_name: dict[str, Fact] = {}
    for fact in facts:
        for index, word in ((by_label, fact.label), (by_name, fact.name)):
            if word in index:
                reader.note(wrong.REPEATED_FACT, fact.place, name=word, first=index[word].place)
            else:
                index[word] = fact
    return by_label, by_name


def _fact(key: Scalar, node: Node, bodies: dict[str, str], reader: Reader, *, nested: bool) -> Fact | None:
    part = f"事实「{key.text}」"
    if key.text in RESERVED:
        reader.note(wrong.RESERVED_NAME, key.place, part="事实", name=key.text)
    form = reader.form(node, part, FACT.allowed, FACT.required)
    code = reader.code(form["代码"][1], f"{part}的代码") if "代码" in form else ""
    kinds = {kind.value: kind.value for kind in Kind}
    type_name = reader.choice(form["类型"][1], f"{part}的类型", kinds) if "类型" in form else None
    if type_name is None or not code:
        return None
    kind = Kind(type_name)
    if nested and kind in (Kind.LIST, Kind.FINDING):
        reader.note(wrong.NOT_IN_A_LIST, key.place, part=part, kind=kind.value)
        return None
    for word, owners in _BELONGS.items():
        if word in form and kind not in owners:
            reader.note(wrong.KEY_OF_ANOTHER_KIND, form[word][0].place, part=part, kind=kind.value, key=word)
    fields = _fields(form, bodies, reader) if kind is Kind.LIST else ()
    return Fact(
        name=code,
        label=key.text,
        kind=kind,
        question=_question(form["问"][1], part, reader) if "问" in form else "",
        options=_fact_options(form, kind, part, key, bodies, reader),
        units=_units(form, kind, part, key, reader),
        may_be_none=kind in (Kind.LIST, Kind.OPTIONS, Kind.FINDING)
        or ("可无" in form and reader.flag(form["可无"][1], "可无", otherwise=True)),
        may_be_future="可为将来" in form and reader.flag(form["可为将来"][1], "可为将来"),
        minimum=reader.integer(form["最小"][1], "最小") if "最小" in form else None,
        maximum=reader.integer(form["最大"][1], "最大") if "最大" in form else None,
        fields=fields,
        order_by=_order(form, fields, part, reader) if kind is Kind.LIST else "",
        interval=_interval(form, fields, part, reader) if kind is Kind.LIST else None,
        item=_item(form, part, reader) if kind is Kind.LIST else "",
        personal=reader.flag(form["个人信息"][1], "个人信息") if "个人信息" in form else None,
        place=key.place,
    )


def _question(node: Node, part: str, reader: Reader) -> str:
    """Return how a fact is asked for, which names no parameter: those are policies' own."""
    text = reader.text(node, f"{part}的问")
    if named := names_in(text):
        reader.note(meanings.PARAMETER_IN_QUESTION, node.place, part=part, name=named[0])
    return text


def _fact_options(
    form: Form, kind: Kind, part: str, key: Scalar, bodies: dict[str, str], reader: Reader
) -> dict[str, str]:
    if kind is Kind.BODY:
        return bodies
    if kind not in (Kind.OPTION, Kind.OPTIONS):
        return {}
    if "选项" not in form:
        reader.note(wrong.NO_OPTIONS, key.place, part=part)
        return {}
    return _options(form["选项"][1], f"{part}的选项", reader)


def _options(node: Node, part: str, reader: Reader) -> dict[str, str]:
    options: dict[str, str] = {}
    for key, value in reader.entries(node, part) or ():
        code = reader.code(value, f"{part}「{key.text}」的代码")
        if key.text in ("无", "有", "查不清"):
            reader.note(wrong.STATE_AS_OPTION, key.place, part=part, name=key.text)
        elif code in options.values():
            reader.note(wrong.REPEATED_CODE, value.place, part=part, code=code)
        elif code:
            options[key.text] = code
        else:
            reader.problems.lost.add(key.text)
    return options


def _units(form: Form, kind: Kind, part: str, key: Scalar, reader: Reader) -> tuple[str, ...]:
    if kind is not Kind.DURATION:
        return ()
    if "单位" not in form:
        reader.note(wrong.NO_UNITS, key.place, part=part)
        return ()
    units = []
    for word in reader.words(form["单位"][1], f"{part}的单位", known=UNITS):
        if word.text in UNITS:
            units.append(UNITS[word.text])
        else:
            hint = suggest(word.text, UNIT_NAMES.values())
            reader.note(wrong.UNKNOWN_UNIT, word.place, unit=word.text, hint=hint)
    return tuple(units)


def _fields(form: Form, bodies: dict[str, str], reader: Reader) -> tuple[Fact, ...]:
    if "字段" not in form:
        return ()
    fields = [
        fact
        for key, value in reader.entries(form["字段"][1], "字段") or ()
        if (fact := _fact(key, value, bodies, reader, nested=True)) is not None
    ]
    _indexes(fields, reader)
    return tuple(fields)


def _order(form: Form, fields: tuple[Fact, ...], part: str, reader: Reader) -> str:
    if "顺序" not in form:
        return ""
    label = reader.text(form["顺序"][1], f"{part}的顺序")
    dates = {field.label: field for field in fields if field.kind is Kind.DATE}
    if label not in dates:
        place = form["顺序"][1].place
        reader.note(wrong.NO_DATE_FIELD, place, part=part, field=label, hint=suggest(label, dates))
        return ""
    return dates[label].name


def _item(form: Form, part: str, reader: Reader) -> str:
    """Return what one item is called, with 几 for its number."""
    if "每项称" not in form:
        return ""
    item = reader.text(form["每项称"][1], f"{part}的每项称")
    if item and item.count("几") != 1:
        reader.note(wrong.NO_NUMBER_IN_NAME, form["每项称"][1].place, part=part)
    return item


def _interval(form: Form, fields: tuple[Fact, ...], part: str, reader: Reader) -> tuple[int, int] | None:
    """Return the positions of the fields that make each element an interval; such intervals may not overlap."""
    if "期间" not in form:
        return None
    words = reader.words(form["期间"][1], f"{part}的期间", may_be_empty=True)
    dates = {field.label: position for position, field in enumerate(fields) if field.kind is Kind.DATE}
    positions = [dates[word.text] for word in words if word.text in dates]
    match positions:
        case [first, last] if len(words) == len(positions):
            return first, last
    reader.note(wrong.NOT_AN_INTERVAL, form["期间"][1].place, part=part)
    return None

"""From the tree of a mapping file to the mapping; every mistake is noted, as of policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from zzrules.base.diagnostics import mappings as wrong
from zzrules.base.errors import Place, PolicyError
from zzrules.base.listing import shown_path
from zzrules.base.money import DECIMALS
from zzrules.batch.mapping import keys
from zzrules.batch.mapping.cells import DATE_FORMS, SPELLED, WRITTEN, fits
from zzrules.batch.mapping.model import UNRECORDED, Column, DateForm, Mapping, Omission, Target, squeezed
from zzrules.batch.mapping.targets import Targets
from zzrules.case.values import ABSENT, UNCLEAR
from zzrules.policy.forms import FLAGS, INTEGER, UNIT_NAMES, Form, Pair, Reader, suggest
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary
from zzrules.policy.yamlreading import read_file
from zzrules.policy.yamltree import Mapping as Tree, Node, Problems, Scalar, short

_TIMESTAMPS: Final[frozenset[DateForm]] = frozenset(("milliseconds", "seconds"))


def load_mapping(path: str | Path, vocabulary: Vocabulary) -> Mapping:
    """Return the mapping of a file. Raises `PolicyError` with every mistake in it."""
    problems = Problems()
    node, _ = read_file(Path(path), shown_path(path), problems)
    mapping = read_mapping(node, vocabulary, problems) if node is not None else None
    if problems or mapping is None:
        raise PolicyError(problems.in_order())
    return mapping


def read_mapping(node: Node, vocabulary: Vocabulary, problems: Problems) -> Mapping | None:
    """Return what the tree of a mapping file says; what is wrong with it is noted."""
    return _File(node, vocabulary, Reader(problems)).mapping()


class _File:
    """One mapping file as it is read."""

    def __init__(self, node: Node, vocabulary: Vocabulary, reader: Reader) -> None:
        self.node, self.reader = node, reader
        self.targets = Targets(vocabulary, reader)
        self.form: Form = reader.form(node, "对照", keys.MAPPING.allowed, keys.MAPPING.required)
        self.dates = self._dates(self.form, "对照", None)
        self.timestamps: list[Place] = []

    def mapping(self) -> Mapping | None:
        form, reader = self.form, self.reader
        if not form:
            return None
        columns = tuple(self._columns())
        constants = tuple(self._constants())
        unused = tuple(word.text for word in reader.words(self._node("不用的列"), "不用的列"))
        self._need_one_of_each(columns, constants)
        self._need_used_or_unused(columns)
        when_empty = dict(self._when_empty(columns))
        rows = self._node("表头行")
        return Mapping(
            title=reader.text(self._node("对照"), "对照"),
            sheet=reader.text(form["工作表"][1], "工作表") if "工作表" in form else None,
            header_row=self._row(rows) if rows is not None else 0,
            filled=reader.choice(self._node("合并的格"), "合并的格", {keys.SAME: keys.SAME}) == keys.SAME,
            omissions=tuple(self._omissions()),
            normal="规范写法" in form and reader.flag(form["规范写法"][1], "规范写法"),
            zone=self._zone(),
            blanks=tuple(word.text for word in reader.words(self._node("视为空"), "视为空")),
            constants=constants,
            columns=columns,
            unused=unused,
            when_empty=when_empty,
            place=self.node.place,
        )

    def _node(self, key: str) -> Node | None:
        return self.form[key][1] if key in self.form else None

    def _entries(self, key: str) -> tuple[Pair, ...]:
        return self.reader.entries(self._node(key), key) or ()

    def _row(self, node: Node) -> int:
        text = self.reader.text(node, "表头行")
        if INTEGER.fullmatch(text) and int(text) > 0:
            return int(text)
        if text:
            self.reader.note(wrong.BAD_HEADER_ROW, node.place, text=short(text))
        return 0

    # ── columns ─────────────────────────────────────────────────────

    def _columns(self) -> Iterator[Column]:
        for key, node in self._entries("列"):
            part = f"列「{key.text}」"
            form: Form = {}
            word: Scalar | None
            if isinstance(node, Scalar):
                word = node
            else:
                form = self.reader.form(node, part, keys.COLUMN.allowed, keys.COLUMN.required)
                word = self.reader.word(form["事实"][1], f"{part}的事实") if "事实" in form else None
            target = self.targets.of(word, part) if word is not None else None
            if target is None:
                continue
            dates = self.dates
            if "日期写法" in form:
                dates = self._dates(form, part, target)
            if target.cell.kind is not Kind.DATE:
                dates = frozenset()
            if dates & _TIMESTAMPS:
                said = form if "日期写法" in form else self.form
                self.timestamps.append(said["日期写法"][0].place)
            values = {
                word.text: self._value(node, target, part)
                for word, node in (self.reader.entries(form["值"][1], f"{part}的值") or () if "值" in form else ())
            }
            empty = self._value(form["空"][1], target, part) if "空" in form else None
            yield Column(key.text, target, values, empty, dates, self._unit(form, part, target), key.place)

    def _value(self, node: Node, target: Target, part: str) -> str | None:
        """Return what a word of the register means, as a record writes it; None for 未记载."""
        word = self.reader.word(node, f"{part}的值")
        if word is None or word.text == UNRECORDED:
            return None
        if not fits(target.cell, word.text):
            hint = values_of(target.cell)
            words = {"part": part, "target": target.written, "value": short(word.text), "hint": hint}
            self.reader.note(wrong.VALUE_NOT_OF_FACT, word.place, **words)
        return word.text

    def _dates(self, form: Form, part: str, target: Target | None) -> frozenset[DateForm]:
        """Return the ways of writing dates that a form allows."""
        if "日期写法" not in form:
            return frozenset()
        key, node = form["日期写法"]
        if target is not None and target.cell.kind is not Kind.DATE:
            words = {"part": part, "target": target.written, "kind": target.cell.kind.value}
            self.reader.note(wrong.DATES_OF_OTHER_KIND, key.place, **words)
            return frozenset()
        found: set[DateForm] = set()
        for word in self.reader.words(node, f"{part}的日期写法"):
            known = date_form(word.text)
            if known is None:
                shown = "、".join(f"「{sample}」" for sample, _ in DATE_FORMS.values())
                words = {"part": part, "form": short(word.text), "hint": f"{shown}之一"}
                self.reader.note(wrong.UNKNOWN_DATE_FORM, word.place, **words)
            else:
                found.add(known)
        return frozenset(found)

    def _unit(self, form: Form, part: str, target: Target) -> str:
        """Return the unit of amounts of money that a column writes without one."""
        if "单位" not in form:
            return ""
        key, node = form["单位"]
        if target.cell.kind is not Kind.MONEY:
            words = {"part": part, "target": target.written, "kind": target.cell.kind.value}
            self.reader.note(wrong.AMOUNTS_OF_OTHER_KIND, key.place, **words)
            return ""
        word = self.reader.word(node, f"{part}的单位")
        if word is not None and word.text not in DECIMALS:
            self.reader.note(wrong.UNKNOWN_UNIT_OF_AMOUNTS, word.place, part=part, unit=short(word.text))
        return word.text if word is not None else ""

    def _zone(self) -> str:
        if "时区" not in self.form:
            for place in self.timestamps[:1]:
                self.reader.note(wrong.NO_ZONE, place)
            return ""
        node = self.form["时区"][1]
        zone = self.reader.text(node, "时区")
        try:
            ZoneInfo(zone)
        except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            self.reader.note(wrong.UNKNOWN_ZONE, node.place, zone=short(zone))
        return zone

    # ── what holds of all rows ──────────────────────────────────────

    def _constants(self) -> Iterator[tuple[Target, str]]:
        for key, node in self._entries("各行相同"):
            target = self.targets.of(key, "各行相同")
            if target is not None and (value := self._value(node, target, "各行相同")) is not None:
                yield target, value

    def _when_empty(self, columns: Iterable[Column]) -> Iterator[tuple[str, str]]:
        lists = {column.target.fact.label: column.target.fact for column in columns if column.target.element}
        for key, node in self._entries("一项也没有"):
            fact = next((one for one in lists.values() if key.text in (one.label, one.name)), None)
            if fact is None:
                hint = suggest(key.text, lists) or "先在「列」里写明它的字段是哪几列"
                self.reader.note(wrong.NOT_A_LIST_OF_FACTS, key.place, target=short(key.text), hint=hint)
                continue
            value = self.reader.text(node, "一项也没有")
            if value not in (ABSENT, UNCLEAR, UNRECORDED):
                words = {"part": "一项也没有", "target": fact.label, "value": short(value)}
                hint = f"「{ABSENT}」「{UNCLEAR}」「{UNRECORDED}」之一"
                self.reader.note(wrong.VALUE_NOT_OF_FACT, node.place, **words, hint=hint)
            elif value != UNRECORDED:
                yield fact.label, value

    def _omissions(self) -> Iterator[Omission]:
        node = self._node("不计的行")
        items: tuple[Node, ...] = (node,) if isinstance(node, Scalar) else self.reader.items(node, "不计的行")
        for item in items:
            if isinstance(item, Scalar) and item.text.strip():
                yield Omission((item.text.strip(),))
                continue
            form: Form = {}
            if isinstance(item, Tree):
                form = self.reader.form(item, "不计的行", keys.OMISSION.allowed, keys.OMISSION.required)
            column = self.reader.text(form["列"][1], "列") if "列" in form else ""
            words = tuple(word.text for word in self.reader.words(form["是"][1], "是")) if "是" in form else ()
            blank = "空" in form and self.reader.flag(form["空"][1], "空")
            if column and (words or blank):
                yield Omission(words, column, blank)
            elif not isinstance(item, Tree) or "列" in form:
                self.reader.note(wrong.BAD_OMISSION, item.place)

    # ── as a whole ──────────────────────────────────────────────────

    def _need_one_of_each(self, columns: Iterable[Column], constants: Iterable[tuple[Target, str]]) -> None:
        """Note facts that two columns or constants give, and those given both whole and in parts."""
        given: dict[str, Target] = {}
        whole: set[str] = set()
        places = {id(column.target): column.place for column in columns}
        keys = {key.text: key.place for key, _ in self._entries("各行相同")}
        for target in [*(column.target for column in columns), *(target for target, _ in constants)]:
            place = places.get(id(target)) or keys[target.written]
            both = target.fact.kind is Kind.LIST and any(
                other.fact is target.fact and bool(other.element) is not bool(target.element)
                for other in given.values()
            )
            if target.name in given:
                self.reader.note(wrong.FACT_MAPPED_TWICE, place, target=target.written)
            elif both and target.fact.label not in whole:
                whole.add(target.fact.label)
                self.reader.note(wrong.FACT_MAPPED_IN_TWO_FORMS, place, target=target.fact.label)
            given.setdefault(target.name, target)

    def _need_used_or_unused(self, columns: Iterable[Column]) -> None:
        used = {squeezed(column.name) for column in columns}
        for word in self.reader.words(self._node("不用的列"), "不用的列"):
            if squeezed(word.text) in used:
                self.reader.note(wrong.COLUMN_USED_AND_UNUSED, word.place, column=short(word.text))


def date_form(sample: str) -> DateForm | None:
    """Return the way of writing dates that a word of a mapping means: its name, or any date written so.

    >>> date_form("2026/3/5"), date_form("2025年12月31日"), date_form("Excel 序号"), date_form("三月")
    ('slashes', 'characters', 'serial', None)
    """
    word = squeezed(sample)
    for form, (name, _) in DATE_FORMS.items():
        if word == squeezed(name):
            return form
    return next((form for form in (*SPELLED, "time") if WRITTEN[form].fullmatch(sample)), None)


def values_of(fact: Fact) -> str:
    """Return which values of a fact a mapping may name."""
    states = [*([ABSENT] if fact.may_be_none else []), UNCLEAR, UNRECORDED]
    match fact.kind:
        case Kind.FLAG:
            words = [*FLAGS]
        case Kind.OPTION | Kind.BODY | Kind.OPTIONS:
            return suggest("", [*fact.options, *states])
        case Kind.DATE:
            words = ["2026-01-01"]
        case Kind.MOMENT:
            words = ["2026-01-01 08:30"]
        case Kind.INTEGER:
            words = ["12"]
        case Kind.MONEY:
            words = ["1000元"]
        case Kind.DURATION:
            words = [f"5{UNIT_NAMES[unit]}" for unit in fact.units]
        case Kind.TEXT | Kind.FINDING | Kind.LIST:
            words = []
        case _:
            assert_never(fact.kind)
    return "".join(f"「{word}」" for word in [*words, *states]) + "之一"

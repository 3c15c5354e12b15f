"""What may stand where one types, in the files of a folder: keys, names, values, citations, by their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from zzrules.base.errors import CitationError
from zzrules.base.regulations import Regulations
from zzrules.editor import describing
from zzrules.editor.explaining import key_says
from zzrules.editor.half_typed import Gap, Step, gaps_at, kind_of, word_at
from zzrules.editor.positions import Span
from zzrules.editor.workspace import Known, Study
from zzrules.plan.states import STATE_WORDS
from zzrules.policy import syntax
from zzrules.policy.comparisons import BY_KIND, OF_DATES, OF_NUMBERS, OF_SETS
from zzrules.policy.forms import NO, YES
from zzrules.policy.keys import clauses
from zzrules.policy.shapes import Part
from zzrules.policy.vocabulary import DATED, OF_DAY, Fact, Kind
from zzrules.policy.yamltree import Mapping as Tree, Node, Scalar

Sort = Literal["key", "fact", "value", "name", "citation", "policy", "outcome", "step", "text"]
SPECIAL: Final = ("全部", "任一", "非", "情形", "口径", "结论", "归类", "参见", "义务")
DAYS: Final = ("评价日", "行为日期")
_PERIOD_DAYS: Final = ("期初", "期末")
_CASES: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.FLAG: (YES, NO),
    Kind.FINDING: (YES, NO),
    Kind.DATE: ("工作日", "休息日"),
}
_OF_LISTS: Final = clauses.QUANTIFIERS
_IN_BRACES: Final = re.compile(r"[^\s\[{,:]\{([^{}\n]*)$")
_OF_LIST_FIELDS: Final = ("首次", "末次", "合计", "最大", "最小")
_DATES_AT: Final = frozenset(("起", "止", "生于", "最早", "最晚", "顺延至工作日", "止日"))


@dataclass(frozen=True)
class Item:
    """A proposal: what it is called, what it is, what there is to say of it, what is inserted (the label if empty)."""

    label: str
    sort: Sort
    detail: str = ""
    words: str = ""
    insert: str = ""
    snippet: bool = False
    typed: str = ""  # what it is found by, where that is not the label


@dataclass(frozen=True)
class Offer:
    """Proposals for what is to stand in a part of the text."""

    span: Span
    items: tuple[Item, ...]


def offer(study: Study, name: str, text: str, offset: int) -> Offer:
    """Return what may stand at an offset of a policy file as it is being typed; nothing where nobody can tell."""
    known = study.known
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if (braced := _IN_BRACES.search(line)) is not None:
        span = Span(offset - len(braced.group(1)), offset)
        return Offer(span, tuple(_parameters(known.policies.get(name))))
    if line.lstrip().startswith("#"):
        return Offer(Span(offset, offset), ())
    for gap in gaps_at(text, offset, known):
        if items := distinct(_Place(gap, study, known.policies.get(name)).items()):
            return Offer(gap.span, items)
    if not kind_of(text):
        return Offer(word_at(text, offset), tuple(_Place.file_kinds()))
    return Offer(word_at(text, offset), ())


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return proposals without those whose label another before them has."""
    return tuple({item.label: item for item in reversed([*items])}.values())[::-1]


def as_keys(items: Iterable[Item], gap: Gap) -> Iterator[Item]:
    """Yield proposals with a colon behind them, if they are to be keys and there is none yet."""
    for item in items:
        insert = item.insert or item.label
        yield replace(item, insert=f"{insert}: ") if gap.is_key and not gap.colon else item


def values_of(fact: Fact) -> Iterator[Item]:
    """Yield the words that a fact may be."""
    yield from (Item(option, "value", fact.label) for option in fact.options)
    yield from (Item(word, "value", fact.label) for word in _CASES.get(fact.kind, ()))


def facts(study: Study, kinds: Iterable[Kind] | None = None) -> Iterator[Item]:
    """Yield the facts of the vocabulary, or those of some kinds, each with its type and question."""
    wanted = None if kinds is None else {*kinds}
    for fact in study.known.vocabulary.facts:
        if wanted is None or fact.kind in wanted:
            yield Item(fact.label, "fact", describing.kind_of(fact))
        if fact.kind is Kind.FINDING and (wanted is None or Kind.DATE in wanted):
            yield Item(fact.label + OF_DAY, "fact", f"日期　认定「{fact.label}」的那一日")


def policies(known: Known) -> Iterator[Item]:
    """Yield the names of the policies."""
    for name, policy in sorted((policy.name, policy) for policy in known.policies.values()):
        yield Item(name, "policy", str(policy.citation))


def outcomes(policy: syntax.Policy | None) -> Iterator[Item]:
    """Yield the outcomes of a policy."""
    for outcome in policy.outcomes if policy is not None else ():
        yield Item(outcome.name.text, "outcome", outcome.code)


def citations(law: Regulations | None, typed: str) -> Iterator[Item]:
    """Yield the places that a citation which begins so may go on to: articles, their paragraphs, their items."""
    if law is None:
        return
    short = typed.rstrip(".（(第")
    try:
        begun = law.parse(short) if short else None
    except CitationError:
        begun = None
    for regulation in law:
        for place in regulation.newest.citations():
            label = str(place)
            level = 1 + (place.paragraph is not None) + (place.item is not None)
            if begun is not None and begun.of == place.of:
                within = place.article == begun.article and begun.paragraph in (None, place.paragraph)
                if not (within and begun.item in (None, place.item)):
                    continue
            elif not label.startswith(typed) or level > 1 + typed.count("条") + typed.count("款"):
                continue
            first = describing.first_words(label, law)
            yield Item(label, "citation", first, describing.of_place(label, law), typed=typed if begun else "")


def _parameters(policy: syntax.Policy | None) -> Iterator[Item]:
    for parameter in policy.parameters if policy is not None else ():
        values = "，".join(f"{day} 起 {value.text}" for day, value in parameter.history)
        yield Item(parameter.name.text, "name", f"参数　{values}")


class _Place:
    """What may stand in one gap."""

    def __init__(self, gap: Gap, study: Study, policy: syntax.Policy | None) -> None:
        self.gap, self.study, self.known, self.policy = gap, study, study.known, policy
        self.shapes = gap.shapes

    @staticmethod
    def file_kinds() -> Iterator[Item]:
        """Yield what a file may begin with."""
        for word in ("政策", "词汇", "法规", "其他法规", "日历", "对照"):
            yield Item(word, "key", "文件的种类", insert=f"{word}: ")

    def items(self) -> Iterator[Item]:
        """Yield what may stand here."""
        yield from self._keys() if self.gap.is_key else self._values()

    # ── keys ────────────────────────────────────────────────────────

    def _keys(self) -> Iterator[Item]:
        parent = self.gap.parent
        assert parent is not None
        node = parent.node
        place = node.place
        present = {key.text for key, _ in node.entries} if isinstance(node, Tree) else set()
        present |= {*self.gap.around} if len(self.gap.way) == 1 else set()
        part = self.shapes.parts.get(place)
        outer = self.gap.above(2)
        if place in self.shapes.forms:
            yield from (self._key(word) for word in self.shapes.forms[place] if word not in present)
        elif outer is None:
            return
        elif part is Part.CONDITION:
            yield from self._conditions()
        elif part is Part.DERIVATION and "按口径" in present:
            yield from self._options(_under(node, "按口径"))
        elif part is Part.DERIVATION:
            yield from self._derivations()
        elif self.shapes.parts.get(outer.node.place) is Part.CONDITION:
            yield from self._under_condition(outer.key, present)
        else:
            yield from self._names_in(self.gap.keys, present)

    def _key(self, word: str) -> Item:
        says = key_says(self.gap.kind, (*self.gap.path[:-1], word))
        return Item(word, "key", says or self._section, insert=word if self.gap.colon else f"{word}: ")

    @property
    def _section(self) -> str:
        """What the gap stands under."""
        return self.gap.keys[-1] if self.gap.keys else self.gap.kind

    def _conditions(self) -> Iterator[Item]:
        """Yield how a condition may begin."""
        yield from self._as_keys(self._subjects())
        yield from self._as_keys(Item(word, "key", "条件") for word in SPECIAL)

    def _under_condition(self, subject: str, present: set[str]) -> Iterator[Item]:
        """Yield the keys below what a condition is about: a comparison, a reading, an obligation."""
        if subject == "口径":
            yield from self._as_keys(self._readings())
        elif subject == "义务":
            owners = [self.policy] if self.policy is not None else []
            duties = (Item(one.name.text, "name", "义务") for owner in owners for one in owner.obligations)
            yield from self._as_keys(duties)
            yield from self._as_keys([Item("政策", "key", "别的政策的义务")])
        elif subject not in SPECIAL:
            kind = self._kind(subject)
            words = _words_of(kind) if kind is not None else (*OF_NUMBERS, *OF_DATES, *OF_SETS)
            yield from self._as_keys(Item(word, "key", "比较") for word in dict.fromkeys(words) if word not in present)

    def _names_in(self, keys: tuple[str, ...], present: set[str]) -> Iterator[Item]:
        """Yield the names that a section lists as its keys, and that are defined elsewhere."""
        last = keys[-1] if keys else ""
        found: Iterator[Item] = iter(())
        match last:
            case "有权认定":
                found = facts(self.study, [Kind.FINDING])
            case "推定" | "问" | "则":
                found = facts(self.study)
            case "核对":
                found = citations(self.known.regulations, "")
            case "分工" | "统称":
                found = (Item(body, "name", "机构") for body in self.known.vocabulary.bodies)
            case "机构" if self.policy is not None:
                found = (Item(word, "key", "") for word in ("按口径",))
            case _:
                pass
        yield from self._as_keys(item for item in found if item.label not in present)

    def _as_keys(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield names as keys, with the colon behind them where there is none."""
        yield from as_keys(items, self.gap)

    # ── values ──────────────────────────────────────────────────────

    def _values(self) -> Iterator[Item]:
        place = self.gap.node.place
        part = self.shapes.parts.get(place)
        if place in self.shapes.choices:
            yield from (Item(word, "value", self._section) for word in self.shapes.choices[place])
        elif part is Part.CITATION:
            yield from citations(self.known.regulations, self.gap.typed)
        elif part is Part.CONDITION:
            yield from (_braced(item) for item in self._subjects())
            yield from (_braced(Item(word, "key", "条件")) for word in SPECIAL)
        elif part is Part.DERIVATION:
            yield from self._names(None)
            yield from (_braced(item) for item in self._derivations())
        elif self.gap.way:
            yield from self._under(self.gap.parent, self.gap.above(2), self.gap.above(3))

    def _under(self, parent: Step | None, outer: Step | None, outmost: Step | None) -> Iterator[Item]:
        """Yield the values of a key, or the items of the list that stands under one."""
        if parent is None:
            return
        if not parent.key:
            parent, outer, outmost = outer, outmost, self.gap.above(4)
            if parent is None:
                return
        key, part = parent.key, self.shapes.parts.get(parent.node.place)
        if part is Part.CONDITION:
            yield from self._of_condition(key)
        elif outer is not None and self.shapes.parts.get(outer.node.place) is Part.CONDITION and outer.key:
            yield from self._compared(outer.key, key, parent)
        elif outer is not None and outer.key in _OF_LIST_FIELDS and key == "取":
            source = self._fact(_under(parent.node, "列表"))
            yield from (Item(one.label, "fact", describing.kind_of(one)) for one in (source.fields if source else ()))
        else:
            yield from self._of_key(key, parent, outer)

    def _of_condition(self, key: str) -> Iterator[Item]:
        """Yield what may stand under the key of a condition."""
        match key:
            case "情形":
                yield from (Item(word, "value", "情形") for word in clauses.GROUND_SETS)
            case "结论":
                yield from outcomes(self.policy)
            case "归类":
                yield from self._classes(self.policy)
            case "全部" | "任一" | "非" | "参见" | "口径" | "义务":
                return
            case _:
                yield from self._tested(key)

    def _tested(self, subject: str) -> Iterator[Item]:
        fact = self._fact(subject)
        if fact is not None:
            yield from values_of(fact)
            yield Item("有", "value", "有没有")
            if fact.may_be_none:
                yield Item("无", "value", "有没有")
            yield from (_braced(Item(word, "key", "比较")) for word in _words_of(fact.kind))
        elif subject.endswith(OF_DAY):
            yield from (Item(word, "value", "有没有") for word in ("有", "无"))
        elif self.policy is not None and any(ground.name.text == subject for ground in self.policy.grounds):
            yield from (Item(word, "value", "情形") for word in ("成立", "不成立"))
        else:
            yield from (Item(word, "value", "") for word in ("成立", "不成立", "有", "无"))
            yield from (_braced(Item(word, "key", "比较")) for word in dict.fromkeys((*OF_NUMBERS, *OF_DATES)))

    def _compared(self, subject: str, operator: str, parent: Step) -> Iterator[Item]:
        """Yield what a subject may be compared with, or what stands below the words that are no subject."""
        if subject == "口径":
            yield from self._options(operator)
        elif subject == "义务":
            states = (Item(one, "value", "义务的状态") for one in STATE_WORDS)
            yield from policies(self.known) if operator == "政策" else states
        elif subject == "参见":
            other = self.known.by_word.get(_under(parent.node, "政策"))
            match operator:
                case "政策":
                    yield from policies(self.known)
                case "得出":
                    yield from outcomes(other)
                case "归类":
                    yield from self._classes(other)
                case _:
                    grounds = other.grounds if other is not None else ()
                    yield from (Item(ground.name.text, "name", str(ground.citation)) for ground in grounds)
        elif (fact := self._fact(subject)) is not None and fact.options:
            yield from values_of(fact)
        else:
            kind = self._kind(subject)
            yield from self._names([kind] if kind is not None else None)

    def _of_key(self, key: str, parent: Step, outer: Step | None) -> Iterator[Item]:
        """Yield what may stand under a key of a section."""
        section = self.gap.keys[0] if self.gap.keys else ""
        match section, key:
            case ("归类", _) | ("统辖", "结论"):
                yield from outcomes(self.policy)
            case "行为日期", "取":
                yield from facts(self.study, [Kind.DATE])
                yield from self._readings()
            case ("行为日期", "未记载则") | (_, "顺延至工作日"):
                yield from self._names([Kind.DATE])
            case "例外于", "政策":
                yield from policies(self.known)
            case "例外于", "情形" | "结论" | "后果":
                other = self.known.by_word.get(_under(parent.node, "政策"))
                yield from self._entries(other, key)
            case _, "按口径" | "口径":
                yield from self._readings()
            case (_, "列表" | "逐项"):
                yield from facts(self.study, [Kind.LIST])
            case (_, "援引"):
                yield from facts(self.study, [Kind.FLAG, Kind.FINDING])
            case ("先后", "日期") | ("义务", "行为日期"):
                yield from facts(self.study, DATED)
            case (_, "同级"):
                yield from facts(self.study, [Kind.OPTION])
            case "推定", "查不清则":
                fact = self._fact(outer.key) if outer is not None else None
                yield from values_of(fact) if fact is not None else ()
            case "后果", "时限":
                yield from self._names([Kind.DATE])
                yield from (Item(word, "value", "时限") for word in ("及时", "立即"))
            case _ if key in _DATES_AT:
                yield from self._names(DATED)
            case _, "加" | "减" | "乘" | "取小" | "取大" | "按序取" | "取" | "满于" | "列":
                yield from self._names(None)
            case _:
                pass

    @staticmethod
    def _entries(policy: syntax.Policy | None, section: str) -> Iterator[Item]:
        if policy is None:
            return
        names = {
            "情形": [one.name.text for one in policy.grounds],
            "结论": [one.name.text for one in policy.outcomes],
            "后果": [one.name.text for one in policy.consequences],
        }
        yield from (Item(name, "name", section) for name in names[section])

    # ── names ───────────────────────────────────────────────────────

    def _subjects(self) -> Iterator[Item]:
        """Yield what a condition may be about."""
        lists = [step.key for step in self.gap.way if (fact := self._fact(step.key)) and fact.kind is Kind.LIST]
        for label in lists[-1:]:
            source = self._fact(label)
            fields = source.fields if source is not None else ()
            yield from (Item(one.label, "fact", f"{describing.kind_of(one)}（{label}）") for one in fields)
        yield from facts(self.study)
        yield from self._derived()
        if self.policy is not None and self.gap.keys[:1] in (("结论",), ("后果",), ("义务",)):
            yield from (Item(one.name.text, "name", "情形") for one in self.policy.grounds)

    def _derived(self) -> Iterator[Item]:
        own = self.policy.derived if self.policy is not None else ()
        yield from (Item(name.text, "name", "推算") for name, _ in own)
        yield from (Item(name.text, "name", "词汇的推算") for name, _ in self.known.vocabulary.derived)

    def _names(self, kinds: Iterable[Kind] | None) -> Iterator[Item]:
        """Yield what a word may stand for: facts of some kinds, derived values, parameters."""
        wanted = None if kinds is None else [*kinds]
        yield from facts(self.study, wanted)
        yield from self._derived()
        yield from _parameters(self.policy)
        if wanted is None or Kind.DATE in wanted:
            yield from (Item(word, "name", "日期") for word in DAYS)
            if "义务" in self.gap.keys:
                yield from (Item(word, "name", "一期的第一日、末一日") for word in _PERIOD_DAYS)

    def _derivations(self) -> Iterator[Item]:
        yield from self._as_keys(Item(word, "key", "推算") for word in (*clauses.DERIVATIONS, "按口径"))

    def _readings(self) -> Iterator[Item]:
        for reading in self.policy.readings if self.policy is not None else ():
            yield Item(reading.name.text, "name", f"口径　采「{reading.taken.text}」")

    def _options(self, name: str) -> Iterator[Item]:
        for reading in self.policy.readings if self.policy is not None else ():
            if reading.name.text == name:
                options = (reading.taken, *reading.others)
                yield from self._as_keys(Item(option.text, "value", f"口径「{name}」") for option in options)

    @staticmethod
    def _classes(policy: syntax.Policy | None) -> Iterator[Item]:
        for group in policy.classes if policy is not None else ():
            yield Item(group.name.text, "outcome", "归类")

    def _kind(self, label: str) -> Kind | None:
        """Return the kind of a fact, or of the day of a finding; None for other names."""
        if (fact := self._fact(label)) is not None:
            return fact.kind
        return Kind.DATE if self._fact(label.removesuffix(OF_DAY)) is not None or label in DAYS else None

    def _fact(self, label: str) -> Fact | None:
        vocabulary = self.known.vocabulary
        found = vocabulary.by_label.get(label)
        if found is not None:
            return found
        sources = [vocabulary.by_label.get(step.key) for step in self.gap.way]
        return next((one for fact in sources if fact and (one := fact.field_by_label(label)) is not None), None)


def _under(node: Node, key: str) -> str:
    """Return the text that stands under a key of a mapping; empty for none."""
    entries = node.entries if isinstance(node, Tree) else ()
    return next((value.text for name, value in entries if name.text == key and isinstance(value, Scalar)), "")


def _braced(item: Item) -> Item:
    return Item(item.label, item.sort, item.detail, item.words, f"{{{item.label}: $1}}", snippet=True)


def _words_of(kind: Kind) -> tuple[str, ...]:
    """Return the words that say something of a fact of a kind."""
    return (*_OF_LISTS,) if kind is Kind.LIST else BY_KIND[kind]

"""From the tree to the kinds of events: the section 事件 of the vocabulary files."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping, Sequence

from zzrules.policy.forms import Reader, suggest
from zzrules.policy.vocabulary import EventKind, Fact, Kind
from zzrules.policy.yamltree import Node, Scalar

# The keys that every entry of a log has, in both languages: no fact that an event brings may be called so.
LOG_KEYS = {
    "编号": "id",
    "日期": "date",
    "事件": "event",
    "更正": "corrects",
    "撤回": "withdraws",
    "对": "of",
    "事实": "facts",
    "登记至": "kept_until",
}
ITS_DAY, EVERYTHING = "发生日期", "全部"
_KEYS = ("代码", "说明", "列表", "续", "记", "带", "未登记则", "多次")
Entry = tuple[Scalar, Node]


def read_events(written: Sequence[Entry], facts: AbstractMapping[str, Fact], reader: Reader) -> tuple[EventKind, ...]:
    """Return the kinds of events; those that continue an element are read after those that begin one."""
    if "词汇" in reader.problems.unread:
        return ()
    found: dict[str, EventKind] = {}
    forms = [(key, reader.form(node, f"事件「{key.text}」", _KEYS, ("代码",))) for key, node in written]
    for key, form in [*(one for one in forms if "续" not in one[1]), *(one for one in forms if "续" in one[1])]:
        kind = _Kind(key, form, facts, found, reader).read()
        if kind is None:
            reader.problems.lost.add(key.text)
            continue
        taken = next((one for one in found.values() if kind.label == one.label or kind.name == one.name), None)
        if taken is not None:
            hint = "换一个名字和代码，或者删去其中一处"
            reader.note("ZZ211", f"事件「{key.text}」的名字或者代码已用于 {taken.place}", key.place, hint)
        else:
            found[kind.label] = kind
    order = {key.text: number for number, (key, _) in enumerate(forms)}
    kinds = tuple(sorted(found.values(), key=lambda one: order[one.label]))
    _whole_lists(kinds, reader)
    return kinds


def _whole_lists(kinds: Sequence[EventKind], reader: Reader) -> None:
    """Note a list that one kind brings whole while another adds to it."""
    grown = {kind.source.label: kind.label for kind in reversed(kinds) if kind.source is not None}
    for kind in kinds:
        for fact in kind.brought:
            if kind.source is None and fact.label in grown:
                hint = "逐项添入，或者整个带来，只用一种"
                message = f"事件「{kind.label}」不能带列表「{fact.label}」：它由事件「{grown[fact.label]}」逐项添入"
                reader.note("ZZ216", message, kind.place, hint)


class _Kind:
    """Reads one kind of event."""

    def __init__(
        self,
        key: Scalar,
        form: dict[str, Entry],
        facts: AbstractMapping[str, Fact],
        known: AbstractMapping[str, EventKind],
        reader: Reader,
    ) -> None:
        self.key, self.form, self.facts, self.known, self.reader = key, form, facts, known, reader
        self.what = f"事件「{key.text}」"

    def read(self) -> EventKind | None:
        code = self.reader.code(self.form["代码"][1], f"{self.what}的代码") if "代码" in self.form else ""
        source, continues, whole = self._source()
        if not code or not whole:
            return None
        within = {one.label: one for one in source.fields} if source is not None else self.facts
        dated, fixed = self._settled(within)
        brings_all = self._says("带", EVERYTHING)
        if brings_all and source is not None:
            node = self.form["带"][1]
            self.reader.note("ZZ216", f"{self.what}说的是列表的一项，不能带全部事实", node.place, "写明带哪些字段")
        silent, last = self._choice("未登记则", "无"), self._choice("多次", "末次", "首次")
        kind = EventKind(
            name=code,
            label=self.key.text,
            note=self.reader.text(self.form["说明"][1], "说明") if "说明" in self.form else "",
            source=source,
            continues=continues,
            dated=dated,
            fixed=fixed,
            brought=() if brings_all else self._brought(within, {*dated, *(fact for fact, _ in fixed)}),
            brings_all=brings_all,
            silent=silent,
            last=last,
            place=self.key.place,
        )
        self._silence(kind)
        return kind

    def _source(self) -> tuple[Fact | None, str, bool]:
        """Return the list, the kind that an event continues, and whether both could be read."""
        if "列表" in self.form and "续" in self.form:
            hint = "起头的写「列表」，接续的写「续」"
            self.reader.note("ZZ216", f"{self.what}的「列表」和「续」只能写一个", self.form["续"][0].place, hint)
            return None, "", False
        if "列表" in self.form:
            word = self.reader.word(self.form["列表"][1], f"{self.what}的列表")
            fact = self.facts.get(word.text) if word else None
            if word is not None and (fact is None or fact.kind is not Kind.LIST):
                lists = [one.label for one in self.facts.values() if one.kind is Kind.LIST]
                self._unknown(f"没有列表事实「{word.text}」", word, suggest(word.text, lists))
                return None, "", False
            return fact, "", word is not None
        if "续" in self.form:
            word = self.reader.word(self.form["续"][1], f"{self.what}的续")
            begun = self.known.get(word.text) if word else None
            if word is not None and (begun is None or begun.source is None or begun.continues):
                kinds = [one.label for one in self.known.values() if one.source is not None and not one.continues]
                why = f"没有事件「{word.text}」" if begun is None else f"事件「{word.text}」不给列表添一项"
                hint = suggest(word.text, kinds) or "先写起头的事件，用「列表」说明它给哪个列表添一项"
                self._unknown(f"{self.what}不能接续：{why}", word, hint)
                return None, "", False
            return (begun.source, begun.name, True) if begun else (None, "", False)
        return None, "", True

    def _settled(self, within: AbstractMapping[str, Fact]) -> tuple[tuple[Fact, ...], tuple[tuple[Fact, str], ...]]:
        dated: list[Fact] = []
        fixed: list[tuple[Fact, str]] = []
        for key, node in self.reader.entries(self.form["记"][1], "记") or () if "记" in self.form else ():
            fact, word = self._fact(key, within), self.reader.word(node, f"「{key.text}」")
            if fact is None or word is None:
                continue
            if fact.kind is Kind.DATE and word.text == ITS_DAY:
                dated.append(fact)
            elif word.text in _fixed(fact):
                fixed.append((fact, word.text))
            else:
                hint = ITS_DAY if fact.kind is Kind.DATE else suggest(word.text, _fixed(fact)) or "改在「带」里列出它"
                message = f"{self.what}不能把「{fact.label}」记为「{word.text}」"
                self.reader.note("ZZ216", message, word.place, hint)
        return tuple(dated), tuple(fixed)

    def _brought(self, within: AbstractMapping[str, Fact], settled: set[Fact]) -> tuple[Fact, ...]:
        brought: list[Fact] = []
        for word in self.reader.words(self.form["带"][1], f"{self.what}的带") if "带" in self.form else ():
            fact = self._fact(word, within)
            if fact is None:
                continue
            if fact in settled or fact in brought:
                self.reader.note("ZZ216", f"{self.what}写了两次「{fact.label}」", word.place, "只留一处")
            elif fact.label in LOG_KEYS or fact.name in LOG_KEYS.values():
                message = f"「{fact.label}」与流水自己的键同名，事件不能带它"
                self.reader.note("ZZ216", message, word.place, "在词汇里给它换一个名字、代码")
            else:
                brought.append(fact)
        return tuple(brought)

    def _fact(self, word: Scalar, within: AbstractMapping[str, Fact]) -> Fact | None:
        fact = within.get(word.text)
        if fact is None:
            what = "事实" if within is self.facts else "字段"
            self._unknown(f"{self.what}：没有{what}「{word.text}」", word, suggest(word.text, within))
        return fact

    def _unknown(self, message: str, word: Scalar, hint: str) -> None:
        if word.text not in self.reader.problems.lost:
            self.reader.note("ZZ251", message, word.place, hint)

    def _says(self, name: str, word: str) -> bool:
        found = self.form.get(name)
        return found is not None and isinstance(found[1], Scalar) and found[1].text == word

    def _choice(self, name: str, word: str, *others: str) -> bool:
        if name not in self.form:
            return False
        options = dict.fromkeys((word, *others), "")
        return self.reader.choice(self.form[name][1], f"{self.what}的{name}", options) is not None and self._says(
            name, word
        )

    def _silence(self, kind: EventKind) -> None:
        """Note a fact that silence would make 无 although it may not be."""
        if not kind.silent:
            return
        if kind.source is not None and not kind.continues:
            return  # the list itself is 无
        place = self.form["未登记则"][0].place
        if not kind.silenced:
            hint = "记: {某日期: 发生日期}，或者删去「未登记则」"
            self.reader.note("ZZ216", f"{self.what}没有记下发生日期，也不带认定，「未登记则」用不上", place, hint)
        for fact in kind.dated:
            if not fact.may_be_none:
                message = f"{self.what}的「未登记则: 无」用不上：「{fact.label}」不能是「无」"
                self.reader.note("ZZ216", message, place, "在词汇里给它加上「可无: 是」，或者删去「未登记则」")


def _fixed(fact: Fact) -> tuple[str, ...]:
    """Return what a policy may say that an event makes of a fact."""
    if fact.kind is Kind.FLAG:
        return ("是", "否")
    return tuple(fact.options) if fact.kind in (Kind.OPTION, Kind.BODY) else ()

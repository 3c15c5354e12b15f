"""From the tree to the kinds of events: the section 事件 of the vocabulary files."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping, Sequence

from zzrules.base.diagnostics import Diagnostic, meanings, policies as wrong
from zzrules.policy.forms import FLAGS, Form, Pair, Reader, suggest, suggest_name
from zzrules.policy.keys.vocabularies import EVENT, EVERYTHING
from zzrules.policy.vocabulary import EventKind, Fact, Kind
from zzrules.policy.yamltree import Scalar

# The keys of every entry of a log, in both languages: no fact that an event brings may have such a name.
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
HAPPENED = {Kind.DATE: "发生日期", Kind.MOMENT: "发生时间"}
"""How a fact is recorded to be when the event happens, by its kind."""


def read_events(written: Sequence[Pair], facts: AbstractMapping[str, Fact], reader: Reader) -> tuple[EventKind, ...]:
    """Return the kinds of events; those that continue an element are read after those that begin one."""
    if "词汇" in reader.problems.unread:
        return ()
    kinds: dict[str, EventKind] = {}
    names: dict[str, EventKind] = {}
    forms = [(key, reader.form(node, f"事件「{key.text}」", EVENT.allowed, EVENT.required)) for key, node in written]
    for key, form in sorted(forms, key=lambda pair: "续" in pair[1]):
        kind = _Kind(key, form, facts, kinds, reader).read()
        if kind is None:
            reader.problems.lost.add(key.text)
            continue
        first = kinds.get(kind.label) or names.get(kind.name)
        if first is not None:
            reader.note(wrong.REPEATED_EVENT, key.place, event=key.text, first=first.place)
        else:
            kinds[kind.label] = names[kind.name] = kind
    order = {key.text: number for number, (key, _) in enumerate(forms)}
    in_order = tuple(sorted(kinds.values(), key=lambda kind: order[kind.label]))
    _whole_lists(in_order, reader)
    return in_order


def _whole_lists(kinds: Sequence[EventKind], reader: Reader) -> None:
    """Note a list that a kind of event brings whole while another adds to it."""
    grown = {kind.source.label: kind.label for kind in reversed(kinds) if kind.source is not None}
    for kind in kinds:
        for fact in kind.brought:
            if kind.source is None and fact.label in grown:
                reader.note(
                    wrong.LIST_BROUGHT_AND_GROWN,
                    kind.place,
                    event=kind.label,
                    source=fact.label,
                    grower=grown[fact.label],
                )


class _Kind:
    """Reads a kind of event."""

    def __init__(
        self,
        key: Scalar,
        form: Form,
        facts: AbstractMapping[str, Fact],
        known: AbstractMapping[str, EventKind],
        reader: Reader,
    ) -> None:
        self.key, self.form, self.facts, self.known, self.reader = key, form, facts, known, reader
        self.part = f"事件「{key.text}」"
        self.whole = True  # every name in it is known

    def read(self) -> EventKind | None:
        code = self.reader.code(self.form["代码"][1], f"{self.part}的代码") if "代码" in self.form else ""
        source, continues, whole = self._source()
        if not code or not whole:
            return None
        within = {field.label: field for field in source.fields} if source is not None else self.facts
        dated, fixed = self._settled(within)
        brings_all = self._says("带", EVERYTHING)
        if brings_all and source is not None:
            self.reader.note(wrong.ELEMENT_BRINGS_ALL, self.form["带"][1].place, part=self.part)
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
            self.reader.note(wrong.BEGINS_AND_CONTINUES, self.form["续"][0].place, part=self.part)
            return None, "", False
        if "列表" in self.form:
            word = self.reader.word(self.form["列表"][1], f"{self.part}的列表")
            fact = self.facts.get(word.text) if word else None
            if word is not None and (fact is None or fact.kind is not Kind.LIST):
                lists = [source.label for source in self.facts.values() if source.kind is Kind.LIST]
                self._unknown(meanings.NO_LIST, word, name=word.text, hint=suggest(word.text, lists))
                return None, "", False
            return fact, "", word is not None
        if "续" in self.form:
            word = self.reader.word(self.form["续"][1], f"{self.part}的续")
            begun = self.known.get(word.text) if word else None
            if word is not None and (begun is None or begun.source is None or begun.continues):
                kinds = [kind.label for kind in self.known.values() if kind.source is not None and not kind.continues]
                self._unknown(
                    meanings.CONTINUES_NO_EVENT if begun is None else meanings.CONTINUES_NO_ELEMENT,
                    word,
                    part=self.part,
                    name=word.text,
                    hint=suggest(word.text, kinds) or "先写起头的事件，用「列表」说明它给哪个列表添一项",
                )
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
            happened = HAPPENED.get(fact.kind)
            if happened is not None and word.text == happened:
                dated.append(fact)
            elif word.text in _fixed(fact):
                fixed.append((fact, word.text))
            else:
                hint = happened or suggest(word.text, _fixed(fact)) or "改在「带」里列出它"
                self.reader.note(
                    wrong.NOT_FIXED, word.place, part=self.part, fact=fact.label, word=word.text, hint=hint
                )
        return tuple(dated), tuple(fixed)

    def _brought(self, within: AbstractMapping[str, Fact], settled: set[Fact]) -> tuple[Fact, ...]:
        brought: list[Fact] = []
        for word in self.reader.words(self.form["带"][1], f"{self.part}的带") if "带" in self.form else ():
            fact = self._fact(word, within)
            if fact is None:
                continue
            if fact in settled or fact in brought:
                self.reader.note(wrong.SETTLED_TWICE, word.place, part=self.part, fact=fact.label)
            elif fact.label in LOG_KEYS or fact.name in LOG_KEYS.values():
                named = "" if fact.label in LOG_KEYS else f"的代码「{fact.name}」"
                self.reader.note(wrong.BRINGS_LOG_KEY, word.place, fact=fact.label, named=named)
            else:
                brought.append(fact)
        return tuple(brought)

    def _fact(self, word: Scalar, within: AbstractMapping[str, Fact]) -> Fact | None:
        fact = within.get(word.text)
        if fact is None:
            self._unknown(
                meanings.EVENT_WITHOUT_FACT if within is self.facts else meanings.EVENT_WITHOUT_FIELD,
                word,
                part=self.part,
                name=word.text,
                hint=suggest_name(word.text, within),
            )
        return fact

    def _unknown(self, diagnostic: Diagnostic, word: Scalar, /, **words: object) -> None:
        self.whole = False
        if word.text not in self.reader.problems.lost:
            self.reader.note(diagnostic, word.place, **words)

    def _says(self, name: str, word: str) -> bool:
        entry = self.form.get(name)
        return entry is not None and isinstance(entry[1], Scalar) and entry[1].text == word

    def _choice(self, name: str, word: str, *others: str) -> bool:
        if name not in self.form:
            return False
        options = dict.fromkeys((word, *others), "")
        return self.reader.choice(self.form[name][1], f"{self.part}的{name}", options) is not None and self._says(
            name, word
        )

    def _silence(self, kind: EventKind) -> None:
        """Note a fact that silence would make 无 although it cannot be."""
        if not kind.silent:
            return
        if kind.source is not None and not kind.continues:
            return  # silence makes the list itself 无
        place = self.form["未登记则"][0].place
        if not kind.silenced and self.whole:
            self.reader.note(wrong.SILENCE_SETTLES_NOTHING, place, part=self.part)
        for fact in kind.dated:
            if not fact.may_be_none:
                self.reader.note(wrong.SILENCE_CANNOT_BE_NONE, place, part=self.part, fact=fact.label)


def _fixed(fact: Fact) -> tuple[str, ...]:
    """Return the words that an event may fix a fact to."""
    if fact.kind is Kind.FLAG:
        return tuple(FLAGS)
    return tuple(fact.options) if fact.kind in (Kind.OPTION, Kind.BODY) else ()

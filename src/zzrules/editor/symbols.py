"""What a name stands for, and what values stand under: the fact, the field of a list or the body that they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from zzrules.editor.positions import Span
from zzrules.editor.words import Path, Word, Words
from zzrules.policy.vocabulary import Fact, Kind, Vocabulary

Sort = Literal[
    "fact", "option", "derived", "parameter", "reading", "ground", "obligation", "consequence", "outcome", "class",
    "policy", "body", "event",
]  # fmt: skip
CALLED: Final[Mapping[Sort, str]] = {
    "fact": "事实",
    "option": "选项",
    "derived": "推算",
    "parameter": "参数",
    "reading": "口径",
    "ground": "情形",
    "obligation": "义务",
    "consequence": "后果",
    "outcome": "结论",
    "class": "归类",
    "policy": "政策",
    "body": "机构",
    "event": "事件",
}
VALUES: Final = frozenset[Sort](("option", "body", "event"))
"""What features name as values alone, whatever else is called so."""
EVENT: Final = "事件"
FIELDS: Final = "字段"
_BODY: Final = "机构"
_LISTS: Final = ("列表", "逐项")
# What stands between a fact and what it is compared with, or presumed to be.
_BETWEEN: Final = frozenset(("属于", "不属于", "包含", "不包含", "查不清则"))
_PART: Final = re.compile(r"[^\s、，,（）()]+")
_ELEMENT: Final = re.compile("第[1-9][0-9]?项")


@dataclass(frozen=True)
class Symbol:
    """What a name stands for: its sort, and whose it is; empty for the vocabulary's.

    The owner of what a policy names is its file; that of an option, the fact (or 列表.字段) that may be it.
    """

    sort: Sort
    name: str
    owner: str = ""


class Holder(NamedTuple):
    """What a value is of: a fact by its label, or a field of a list (列表.字段)."""

    name: str
    fact: Fact

    def symbol(self, text: str, vocabulary: Vocabulary) -> Symbol | None:
        """Return what a value is: an option, or a body; None for others."""
        if self.fact.kind in (Kind.BODY, Kind.FINDING):
            return Symbol("body", text) if text in vocabulary.bodies else None
        return Symbol("option", text, self.name) if text in self.fact.options else None

    def symbols(self, text: str, vocabulary: Vocabulary) -> Iterator[tuple[Symbol, Span]]:
        """Yield what a value of one or several words is, each with its part of the text."""
        if (whole := self.symbol(text, vocabulary)) is not None:
            yield whole, Span(0, len(text))
            return
        for part in _PART.finditer(text):
            if (found := self.symbol(part.group(), vocabulary)) is not None:
                yield found, Span(*part.span())


def holder_of(label: str, vocabulary: Vocabulary, above: Sequence[str] = ()) -> Holder | None:
    """Return what a label names below some others: a field of the nearest list among them, or a fact."""
    for outer in reversed(above):
        source = vocabulary.by_label.get(outer)
        if source is not None and (field := source.field_by_label(label)) is not None:
            return Holder(f"{outer}.{label}", field)
    fact = vocabulary.by_label.get(label)
    return Holder(label, fact) if fact is not None else None


def holder_written(text: str, vocabulary: Vocabulary) -> Holder | None:
    """Return what a mapping names: 主体, 审核同意.机构, 特别程序期间.第2项.事由."""
    head, *rest = text.split(".")
    fact = vocabulary.by_label.get(head)
    if fact is None or not rest:
        return Holder(head, fact) if fact is not None else None
    if fact.kind is Kind.FINDING:
        return Holder(head, fact) if rest == [_BODY] else None
    labels = [word for word in rest if not _ELEMENT.fullmatch(word)]
    return holder_of(labels[0], vocabulary, [head]) if fact.kind is Kind.LIST and len(labels) == 1 else None


def holder_at(words: Words, path: Path, vocabulary: Vocabulary) -> Holder | None:
    """Return what the value at the end of a path says something of; None where it stands under no fact."""
    keys = [step for step in path if isinstance(step, str)]
    while keys and keys[-1] in _BETWEEN:
        keys.pop()
    if len(keys) > 1 and keys[-1] == _BODY:
        found = vocabulary.by_label.get(keys[-2])
        if found is not None and found.kind is Kind.FINDING:
            return Holder(found.label, found)
    if not keys:
        return None
    return holder_of(keys[-1], vocabulary, [*_lists(words, path, vocabulary), *keys[:-1]])


def _lists(words: Words, path: Path, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the lists that are named beside the way to what stands at the end of a path, or whose items events add."""
    for end in range(len(path)):
        yield from (said for key in _LISTS if (said := words.said((*path[:end], key))))
        yield from _list_of(words.said((*path[:end], EVENT)), vocabulary)
    if path[:1] == (EVENT,) and len(path) > 1:
        yield from _list_of(str(path[1]), vocabulary)


def _list_of(event: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the list to which a kind of event adds."""
    if (kind := vocabulary.event(event)) is not None and kind.source is not None:
        yield kind.source.label


# ── files beside the policies, and mappings ──────────────────────────────


def named_in(words: Words, vocabulary: Vocabulary) -> Iterator[tuple[Word, Symbol, Span]]:
    """Yield what the words of a mapping, a record or a file of a case name, each with its part of the word."""
    named = _in_mapping if words.kind == "对照" else _in_record
    for word in words.all:
        for symbol, span in named(words, word, vocabulary):
            yield word, symbol, span


def _in_mapping(words: Words, word: Word, vocabulary: Vocabulary) -> Iterator[tuple[Symbol, Span]]:
    holder: Holder | None = None
    match word.path, word.is_key:
        case (("列", _) | ("列", _, "事实"), False) | (("各行相同" | "一项也没有", _), True):
            yield from _written(word.text, vocabulary)
        case (("列", str(column), "空") | ("列", str(column), "值", _), False):
            holder = holder_written(words.said(("列", column, "事实")), vocabulary)
        case ("各行相同", str(target)), False:
            holder = holder_written(target, vocabulary)
        case _:
            pass
    if holder is not None:
        yield from holder.symbols(word.text, vocabulary)


def _in_record(words: Words, word: Word, vocabulary: Vocabulary) -> Iterator[tuple[Symbol, Span]]:
    if word.is_key:
        above = [step for step in word.path[:-1] if isinstance(step, str)]
        of_finding = any((fact := vocabulary.by_label.get(step)) and fact.kind is Kind.FINDING for step in above)
        holder = holder_of(word.text, vocabulary, [*_lists(words, word.path[:-1], vocabulary), *above])
        if not of_finding and (holder is None or holder.name == word.text):
            yield from _written(word.text, vocabulary)
    elif word.path[-1:] == (EVENT,):
        if (event := _event(word.text, vocabulary)) is not None:
            yield event, Span(0, len(word.text))
    elif (holder := holder_at(words, word.path, vocabulary)) is not None:
        yield from holder.symbols(word.text, vocabulary)


def _event(text: str, vocabulary: Vocabulary) -> Symbol | None:
    return Symbol("event", text) if any(event.label == text for event in vocabulary.events) else None


def _written(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Symbol, Span]]:
    """Yield the fact that a text names, or names a part of."""
    head = text.partition(".")[0]
    if head in vocabulary.by_label:
        yield Symbol("fact", head), Span(0, len(head))


# ── features ─────────────────────────────────────────────────────────────

_QUOTED: Final = re.compile("「([^「」\n]*)」")
_CELL: Final = re.compile(r"(?<=\|)([^|\n]*)(?=\|)")
_OF_FACT: Final = re.compile("」(?:为|记为)$")
_OF_EVENT: Final = re.compile("」发生$")
_SCENARIO: Final = re.compile(r"\s*(?:场景|场景大纲|剧本|背景|功能|规则)\s*[:：]")


class _Slot(NamedTuple):
    """A place of a feature for a value: what it is of; None for the kind of an event."""

    span: Span
    text: str
    of: Holder | None


def values_in_feature(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Span, Symbol | None]]:
    """Yield the values and the kinds of events in a feature, each part that names something with what it names.

    A value that names nothing comes whole, with None. A column of examples (例子) is what its <name> stands for.
    """
    for slot in _slots(text, vocabulary):
        if slot.of is None:
            yield slot.span, _event(slot.text, vocabulary)
            continue
        parts = [*slot.of.symbols(slot.text, vocabulary)]
        yield from ((Span(slot.span.start + at.start, slot.span.start + at.end), one) for one, at in parts)
        if not parts:
            yield slot.span, None


def _slots(text: str, vocabulary: Vocabulary) -> Iterator[_Slot]:
    start, step, head = 0, "", list[str]()
    meant: dict[str, list[Holder | None]] = {}
    for line in text.splitlines(keepends=True):
        found: list[_Slot] = []
        if line.lstrip().startswith("|"):
            cells = [_slot(cell, start, None) for cell in _CELL.finditer(line)]
            if not head:
                head = [cell.text for cell in cells]
            else:
                found = [*_of_row(cells, head, step, vocabulary, meant)]
        elif line.strip():
            step, head = line, []
            meant = {} if _SCENARIO.match(line) else meant
            found = [*_of_step(line, start, vocabulary)]
        for slot in found:
            for name in re.findall("<([^<>]+)>", slot.text):
                meant.setdefault(name, []).append(slot.of)
        yield from found
        start += len(line)


def _slot(found: re.Match[str], start: int, of: Holder | None) -> _Slot:
    said = found.group(1)
    text = said.strip()
    at = start + found.start(1) + (said.index(text) if text else 0)
    return _Slot(Span(at, at + len(text)), text, of)


def _of_step(line: str, start: int, vocabulary: Vocabulary) -> Iterator[_Slot]:
    before = ""
    for quoted in _QUOTED.finditer(line):
        front = line[: quoted.start()]
        if _OF_EVENT.search(front):
            yield _slot(quoted, start, None)
        elif _OF_FACT.search(front) and (holder := holder_of(before, vocabulary)) is not None:
            yield _slot(quoted, start, holder)
        before = quoted.group(1)


def _of_row(
    cells: Sequence[_Slot],
    head: Sequence[str],
    step: str,
    vocabulary: Vocabulary,
    meant: Mapping[str, Sequence[Holder | None]],
) -> Iterator[_Slot]:
    by_head = dict(zip(head, cells, strict=False))
    lists = [word for word in _QUOTED.findall(step) if word in vocabulary.by_label]
    if EVENT in by_head:
        lists += _list_of(by_head[EVENT].text, vocabulary)
    for column, cell in by_head.items():
        if step.lstrip().startswith("例子"):
            yield from (cell._replace(of=of) for of in dict.fromkeys(meant.get(column, ())))
        elif column == EVENT:
            yield cell
        elif column == "值" and "事实" in by_head:
            holder = holder_of(by_head["事实"].text, vocabulary)
            if holder is not None:
                yield cell._replace(of=holder)
        elif (holder := holder_of(column, vocabulary, lists)) is not None:
            yield cell._replace(of=holder)

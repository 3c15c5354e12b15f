"""Help with features: the steps that may stand in a line, and what belongs into their 「」 and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zzrules.editor import completion
from zzrules.editor.completion import Item, Offer
from zzrules.editor.positions import Span
from zzrules.editor.workspace import Study
from zzrules.policy.vocabulary import Fact, Kind

_LINE: Final = re.compile(r"(\s*)(\*|假如|假设|假定|当|那么|而且|并且|同时|但是)([ \t]+)(.*)")
_KINDS: Final = {"假如": "given", "假设": "given", "假定": "given", "当": "when", "那么": "then"}
_KEYWORDS: Final = ("假如", "当", "那么", "而且", "但是")
_HEADERS: Final = ("功能: ", "规则: ", "背景:", "场景: ", "场景大纲: ", "例子:")
_QUOTED: Final = re.compile("「([^「」]*)」")


def offer(study: Study, text: str, offset: int) -> Offer:
    """Return what may stand at an offset of a feature as it is being typed."""
    start = text.rfind("\n", 0, offset) + 1
    line, above = text[start:offset], text[:start].splitlines()
    if line.lstrip().startswith("|"):
        cell = line.rpartition("|")[2]
        typed = cell.lstrip()
        return Offer(Span(offset - len(typed), offset), tuple(_cells(study, above, line)))
    if (step := _LINE.fullmatch(line)) is None:
        typed = line.lstrip()
        words = [Item(word, "key", "关键字", insert=f"{word} ") for word in _KEYWORDS]
        return Offer(Span(offset - len(typed), offset), (*words, *(Item(word, "key", "关键字") for word in _HEADERS)))
    said, kind = step.group(4), _kind(step.group(2), above)
    if said.count("「") > said.count("」"):
        before, _, typed = said.rpartition("「")
        closed = "" if text.startswith("」", offset) else "」"
        items = _slots(study, before, kind)
        return Offer(
            Span(offset - len(typed), offset),
            tuple(Item(one.label, one.sort, one.detail, one.words, f"{one.label}{closed}") for one in items),
        )
    return Offer(Span(offset - len(said), offset), tuple(_steps(said, kind)))


def _kind(keyword: str, above: Sequence[str]) -> str:
    """Return the kind of a step; of one that goes on (而且), that of the step before."""
    if keyword in _KINDS:
        return _KINDS[keyword]
    for line in reversed(above):
        step = _LINE.match(f"{line} ")
        if step is not None and step.group(2) in _KINDS:
            return _KINDS[step.group(2)]
    return "given"


def _forms(kind: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of the steps of a kind, each with what it says."""
    from zzrules.bdd.manual import forms

    for form in forms():
        if kind in form.kinds:
            yield from ((text, form.says) for text in form.texts)


def _steps(said: str, kind: str) -> Iterator[Item]:
    """Yield the steps that go on from what is said already, whose words stay."""
    bare, number = _QUOTED.sub("「」", said), len(_QUOTED.findall(said))
    for text, says in _forms(kind):
        if not _QUOTED.sub("「」", text).startswith(bare):
            continue
        rest = _behind(text, number, len(bare) - (bare.rfind("」") + 1 if number else 0))
        slots = iter(range(1, 1 + len(_QUOTED.findall(rest))))
        snippet = _QUOTED.sub(lambda slot, slots=slots: f"「${{{next(slots)}:{slot[1]}}}」", rest)  # type: ignore[misc]
        yield Item(text, "step", says, insert=f"{said}{snippet}", snippet=True, typed=said)


def _behind(form: str, number: int, more: int) -> str:
    """Return what of a form is behind so many words in 「」, and so many characters."""
    ends = [0, *(found.end() for found in _QUOTED.finditer(form))]
    return form[ends[number] + more :]


def _slots(study: Study, before: str, kind: str) -> list[Item]:
    """Return what may stand in the next 「」 behind what is said already."""
    bare, words = _QUOTED.sub("「」", before) + "「", _QUOTED.findall(before)
    named = {
        (slots[len(words)], _before_slot(text, len(words)))
        for text, _ in _forms(kind)
        if _QUOTED.sub("「」", text).startswith(bare) and len(slots := _QUOTED.findall(text)) > len(words)
    }
    found: dict[str, Item] = {}
    for slot, front in sorted(named):
        for item in _of_slot(study, slot, front, words):
            found.setdefault(item.label, item)
    return [*found.values()]


def _before_slot(form: str, number: int) -> str:
    """Return the words before the slot of a form with a number from 0."""
    ends = [0, *(found.end() for found in _QUOTED.finditer(form))]
    return form[ends[number] :].partition("「")[0]


def _of_slot(study: Study, slot: str, front: str, words: Sequence[str]) -> Iterator[Item]:
    known = study.known
    policies = [policy for word in words if (policy := known.by_word.get(word)) is not None]
    every = policies or [*known.policies.values()]
    match slot:
        case "事实" | "列表":
            yield from completion.facts(study, [Kind.LIST] if slot == "列表" else None)
        case "值" | "选项":
            fact = next(
                (known.vocabulary.by_label[word] for word in reversed(words) if word in known.vocabulary.by_label), None
            )
            yield from _values(study, fact) if fact is not None else ()
        case "政策":
            yield from completion.policies(known)
            yield from (Item(str(one.citation), "policy", one.name) for one in known.policies.values())
        case "条款":
            yield from completion.citations(known.regulations, "")
        case "结论":
            yield from (item for policy in every for item in completion.outcomes(policy))
        case "归类":
            yield from (Item(one.name.text, "outcome", policy.name) for policy in every for one in policy.classes)
        case "事件":
            yield from (Item(event.label, "name", event.note) for event in known.vocabulary.events)
        case "名字":
            for policy in every:
                parts = [
                    *(("情形", one.name.text) for one in policy.grounds),
                    *(("后果", one.name.text) for one in policy.consequences),
                    *(("义务", one.name.text) for one in policy.obligations),
                    *(("金额", name.text) for name, _ in policy.derived),
                ]
                yield from (
                    Item(name, "name", f"{part}　{policy.name}") for part, name in parts if front.endswith(part)
                )
        case "口径：另说":
            for policy in every:
                for reading in policy.readings:
                    yield from (Item(f"{reading.name.text}：{one.text}", "name", policy.name) for one in reading.others)
        case _:
            pass


def _values(study: Study, fact: Fact) -> Iterator[Item]:
    """Yield what a feature may say that a fact is."""
    yield from completion.values_of(fact)
    if fact.may_be_none:
        yield Item("无", "value", fact.label)
    if fact.kind is Kind.FINDING:
        for body in study.known.vocabulary.bodies:
            yield Item(f"是，{body}", "value", "认定，谁作出的")


def _cells(study: Study, above: Sequence[str], line: str) -> Iterable[Item]:
    """Yield what may stand in the cell of a table, by the head of the table and the step above it."""
    rows: list[str] = []
    for written in reversed(above):
        if not written.lstrip().startswith("|"):
            step = written
            break
        rows.append(written)
    else:
        step = ""
    number = line.count("|") - 1
    head = [cell.strip() for cell in rows[-1].strip().strip("|").split("|")] if rows else []
    vocabulary = study.known.vocabulary
    column = head[number] if number < len(head) else ""
    match column:
        case "事实":
            return completion.facts(study)
        case "值":
            fact = vocabulary.by_label.get(line.split("|")[number].strip())
            return _values(study, fact) if fact is not None else ()
        case "事件":
            return (Item(event.label, "name", event.note) for event in vocabulary.events)
        case _:
            pass
    listed = [vocabulary.by_label[word] for word in _QUOTED.findall(step) if word in vocabulary.by_label]
    fields = listed[0].fields if listed else ()
    if not head:
        return (Item(one.label, "fact", one.kind.value) for one in fields)
    inner = next((one for one in fields if one.label == column), vocabulary.by_label.get(column))
    return _values(study, inner) if inner is not None else ()
